/* relation/rules.c - loading rules: files, families, references, clause phrases. Single rules are read in rule.c. */
#include <string.h>

#include "base/unicode.h"
#include "relation/rule_load.h"

uint32_t dm_rules_family(const dm_rules *rules, const char *name)
{
  for (uint32_t i = 0; i < rules->families.n; i++)
    if (strcmp(rules->families.items[i].name, name) == 0)
      return i;
  return UINT32_MAX;
}

dm_status dm_rules_texts(const dm_yaml *yaml, const dm_yaml_node *node, const dm_yaml_node *parent, const char *name, dm_diagnostics *diagnostics)
{
  dm_status status = dm_yaml_expect(yaml, node, DM_YAML_SEQUENCE, parent, name, diagnostics);
  for (size_t i = 0; !status && i < node->n; i++)
    status = dm_yaml_expect(yaml, node->items[i], DM_YAML_SCALAR, node, name, diagnostics);
  return status;
}

const char *const *dm_rules_keep(dm_rules *rules, const dm_yaml_node *sequence)
{
  const char **texts = dm_arena_allocate(rules->arena, (sequence->n + 1) * sizeof *texts);
  for (size_t i = 0; i < sequence->n; i++)
    texts[i] = sequence->items[i]->text;
  return texts;
}

dm_status dm_rules_unknown(const dm_yaml *yaml, const dm_yaml_node *node, const char *what, const char *name, const char *near,
                           dm_diagnostics *diagnostics)
{
  return near ? dm_yaml_error(yaml, node, diagnostics, "unknown %s %s; did you mean %s?", what, name, near)
              : dm_yaml_error(yaml, node, diagnostics, "unknown %s %s", what, name);
}

const char *dm_rules_near_family(const dm_rules *rules, const char *name)
{
  for (size_t i = 0; i < rules->families.n; i++)
    if (dm_unicode_distance(rules->families.items[i].name, name, 2) <= 2)
      return rules->families.items[i].name;
  return NULL;
}

bool dm_rules_word(const char *word, const char *const *words, size_t n_words, unsigned *index)
{
  for (unsigned i = 0; i < n_words; i++)
    if (strcmp(words[i], word) == 0)
      return *index = i, true;
  return false;
}

dm_status dm_rules_pattern(dm_rules *rules, const dm_pattern **out, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_pattern *pattern = NULL;
  dm_status   status = dm_pattern_compile(&pattern, dm_lexicon_grammar(rules->lexicon), yaml, node, dm_rules_thing, rules, diagnostics);
  *out = pattern;
  if (pattern)
    *dm_vector_add(&rules->patterns) = pattern;
  return status;
}

uint32_t dm_rules_thing(void *ctx, const char *kind, const char *id)
{
  const dm_entity *entity = dm_lexicon_find(((const dm_rules *)ctx)->lexicon, kind, id);
  return entity ? entity->index : UINT32_MAX;
}

bool dm_rules_overlays(const dm_yaml *yaml, const dm_yaml_node *node, const dm_yaml *first_yaml, const dm_yaml_node *first, const char *what,
                       dm_diagnostics *diagnostics)
{
  if (dm_yaml_layer(first_yaml) < dm_yaml_layer(yaml))
    return true;
  dm_yaml_error(yaml, node, diagnostics, "%s %s is there already, at %s:%zu:%zu", what, node->text, dm_yaml_file(first_yaml), first->line_1based,
                first->column_1based);
  return false;
}

/* A place for a family: that of the one of its name below, which it replaces, or a new one. UINT32_MAX if it may not stand there. */
static uint32_t place_family(dm_rules *rules, const dm_yaml *yaml, const dm_yaml_node *name, dm_diagnostics *diagnostics)
{
  uint32_t place = dm_rules_family(rules, name->text);
  size_t   n = strlen(name->text), n_kept = 0;
  if (place == UINT32_MAX) {
    *dm_vector_add(&rules->families) = (family){0};
    return (uint32_t)rules->families.n - 1;
  }
  const family *first = &rules->families.items[place];
  if (!dm_rules_overlays(yaml, name, first->yaml, first->node, "family", diagnostics))
    return UINT32_MAX;
  for (size_t i = 0; i < rules->family_names.n; i++) {
    const char *known = rules->family_names.items[i];
    if (strncmp(known, name->text, n) != 0 || (known[n] && known[n] != '.'))
      rules->family_names.items[n_kept++] = known;
  }
  rules->family_names.n = n_kept;
  return place;
}

/* missing: {cell: side, like: role, one_of: party} */
static dm_status read_missing(dm_rules *rules, uint32_t place, const dm_yaml *yaml, const dm_yaml_node *node, const dm_yaml_node *parent,
                              dm_diagnostics *diagnostics)
{
  static const char *const keys[] = {"cell", "like", "one_of"};
  if (!node)
    return DM_OK;
  if (dm_yaml_expect(yaml, node, DM_YAML_MAPPING, parent, "missing", diagnostics) || dm_yaml_check_keys(yaml, node, keys, 3, diagnostics))
    return DM_BAD_RULES;
  for (size_t i = 0; i < 3; i++)
    if (dm_yaml_expect(yaml, dm_yaml_get(node, keys[i]), DM_YAML_SCALAR, node, keys[i], diagnostics))
      return DM_BAD_RULES;
  family             *made = &rules->families.items[place];
  const dm_yaml_node *one_of = dm_yaml_get(node, "one_of");
  made->missing = dm_yaml_get(node, "cell")->text;
  made->like = dm_yaml_get(node, "like")->text;
  made->one_of = dm_rules_family(rules, one_of->text);
  if (made->one_of != UINT32_MAX)
    return DM_OK;
  return dm_rules_unknown(yaml, one_of, "family (it must stand above)", one_of->text, dm_rules_near_family(rules, one_of->text), diagnostics);
}

static dm_status read_families(dm_rules *rules, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  static const char *const keys[] = {"cells", "choose", "unique", "relative_to", "missing", "field", "qualified", "bars"};
  static const char *const choices[] = {"all", "each", "best", "match", "vote"}; /* in the order of choice */
  dm_status                status = DM_OK;
  for (size_t i = 0; i < node->n; i++) {
    const dm_yaml_node *body = node->pairs[i].value;
    if (dm_yaml_expect(yaml, body, DM_YAML_MAPPING, node, "family", diagnostics) ||
        dm_yaml_check_keys(yaml, body, keys, sizeof keys / sizeof *keys, diagnostics))
      return DM_BAD_RULES;
    const dm_yaml_node *cells = dm_yaml_get(body, "cells"), *choose = dm_yaml_get(body, "choose"), *unique = dm_yaml_get(body, "unique");
    const dm_yaml_node *base = dm_yaml_get(body, "relative_to");
    unsigned            which = 0;
    if (dm_rules_texts(yaml, cells, body, "cells", diagnostics) || dm_yaml_expect(yaml, choose, DM_YAML_SCALAR, body, "choose", diagnostics))
      return DM_BAD_RULES;
    if (unique && dm_rules_texts(yaml, unique, body, "unique", diagnostics))
      return DM_BAD_RULES;
    if (!dm_rules_word(choose->text, choices, 5, &which))
      status = dm_yaml_error(yaml, choose, diagnostics, "a choice is all, each, best, match or vote");
    uint32_t base_place = base ? dm_rules_family(rules, base->text) : UINT32_MAX, place = place_family(rules, yaml, node->pairs[i].key, diagnostics);
    if (place == UINT32_MAX) {
      status = DM_BAD_RULES;
      continue;
    }
    rules->families.items[place] = (family){.name = node->pairs[i].key->text,
                                            .yaml = yaml,
                                            .node = node->pairs[i].key,
                                            .cells = dm_rules_keep(rules, cells),
                                            .n_cells = cells->n,
                                            .choose = (choice)which,
                                            .unique = unique ? dm_rules_keep(rules, unique) : NULL,
                                            .n_unique = unique ? unique->n : 0,
                                            .relative_to = base_place};
    if (base && base_place == UINT32_MAX)
      status = dm_rules_unknown(yaml, base, "family (it must stand above)", base->text, dm_rules_near_family(rules, base->text), diagnostics);
    if (dm_rules_read_gates(rules, &rules->families.items[place], yaml, body, diagnostics))
      status = DM_BAD_RULES;
    if (read_missing(rules, place, yaml, dm_yaml_get(body, "missing"), body, diagnostics))
      status = DM_BAD_RULES;
    *dm_vector_add(&rules->family_names) = node->pairs[i].key->text;
    for (size_t c = 0; c < cells->n; c++)
      *dm_vector_add(&rules->family_names) = dm_arena_print(rules->arena, "%s.%s", node->pairs[i].key->text, cells->items[c]->text);
  }
  return status;
}

static dm_status read_family_list(dm_rules *rules, const dm_yaml *yaml, const dm_yaml_node *node, const uint32_t **out, size_t *n_out,
                                  dm_diagnostics *diagnostics)
{
  dm_status status = dm_rules_texts(yaml, node, node, "families", diagnostics);
  if (status)
    return status;
  uint32_t *families = dm_arena_allocate(rules->arena, (node->n + 1) * sizeof *families);
  for (size_t i = 0; i < node->n; i++) {
    families[i] = dm_rules_family(rules, node->items[i]->text);
    if (families[i] == UINT32_MAX)
      status = dm_rules_unknown(yaml, node->items[i], "family", node->items[i]->text, dm_rules_near_family(rules, node->items[i]->text), diagnostics);
  }
  *out = families;
  *n_out = node->n;
  return status;
}

static dm_status read_references(dm_rules *rules, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  for (size_t i = 0; i < node->n; i++) {
    reference made = {.form = node->pairs[i].key->text};
    dm_status one = read_family_list(rules, yaml, node->pairs[i].value, &made.families, &made.n_families, diagnostics);
    if (one)
      status = one;
    *dm_vector_add(&rules->references) = made;
  }
  return status;
}

static dm_status read_voices(dm_rules *rules, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  const uint32_t *families = NULL;
  size_t          n = 0;
  dm_status       status = read_family_list(rules, yaml, node, &families, &n, diagnostics);
  for (size_t i = 0; !status && i < n; i++)
    *dm_vector_add(&rules->voices) = families[i];
  return status;
}

static dm_status read_clauses(dm_rules *rules, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  static const char *const uses[N_CLAUSE_USES] = {
      "breaks",      "purposes",  "adjuncts",   "negators", "obliques",  "leads",     "joints",        "owners",       "relatives",
      "separators",  "questions", "asks",       "openers",  "commas",    "asides",    "subordinators", "places",       "digressions",
      "resumes",     "nominals",  "governors",  "heads",    "echoes",    "singulars", "plurals",       "coordinators", "renames",
      "resumptions", "fronts",    "companions", "fields",   "restorers", "denials",   "tails"}; /* in the order of clause_use */
  dm_status status = dm_yaml_check_keys(yaml, node, uses, N_CLAUSE_USES, diagnostics);
  for (size_t u = 0; u < N_CLAUSE_USES; u++) {
    const dm_yaml_node *list = dm_yaml_get(node, uses[u]);
    if (!list)
      continue;
    if (dm_rules_texts(yaml, list, node, uses[u], diagnostics))
      return DM_BAD_RULES;
    for (size_t i = 0; i < list->n; i++) {
      const dm_pattern *pattern = NULL;
      dm_status         one = dm_rules_pattern(rules, &pattern, yaml, list->items[i], diagnostics);
      if (one)
        status = one;
      else
        *dm_vector_add(&rules->clauses[u]) = pattern;
    }
  }
  return status;
}

static dm_status read_classes(dm_rules *rules, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  for (size_t i = 0; !status && i < node->n; i++) {
    status = dm_rules_texts(yaml, node->pairs[i].value, node, "class", diagnostics);
    if (!status)
      dm_grammar_add_class(dm_lexicon_grammar(rules->lexicon), node->pairs[i].key->text, yaml, node->pairs[i].value);
  }
  return status;
}

typedef dm_status (*section_reader)(dm_rules *rules, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics);

/* In the order in which they are read, over all files. */
static const struct {
  const char    *key;
  dm_yaml_kind   kind;
  section_reader read;
} sections[] = {{"families", DM_YAML_MAPPING, read_families},
                {"front_matter", DM_YAML_MAPPING, dm_rules_read_front_matter},
                {"classes", DM_YAML_MAPPING, read_classes},
                {"references", DM_YAML_MAPPING, read_references},
                {"voices", DM_YAML_SEQUENCE, read_voices},
                {"clauses", DM_YAML_MAPPING, read_clauses},
                {"quotations", DM_YAML_MAPPING, dm_rules_read_quotations},
                {"qualifications", DM_YAML_SEQUENCE, dm_rules_read_qualifications},
                {"rules", DM_YAML_SEQUENCE, NULL}};
enum { N_SECTIONS = sizeof sections / sizeof *sections };

static dm_status check_file(const dm_yaml *yaml, dm_diagnostics *diagnostics)
{
  const dm_yaml_node *root = dm_yaml_root(yaml);
  if (!root)
    return DM_OK;
  const char *keys[N_SECTIONS];
  for (size_t i = 0; i < N_SECTIONS; i++)
    keys[i] = sections[i].key;
  dm_status status = dm_yaml_expect(yaml, root, DM_YAML_MAPPING, root, "rules", diagnostics);
  if (!status)
    status = dm_yaml_check_keys(yaml, root, keys, N_SECTIONS, diagnostics);
  for (size_t i = 0; !status && i < N_SECTIONS; i++) {
    const dm_yaml_node *node = dm_yaml_get(root, sections[i].key);
    if (node)
      status = dm_yaml_expect(yaml, node, sections[i].kind, root, sections[i].key, diagnostics);
  }
  return status;
}

static dm_status read_sections(dm_rules *rules, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  for (size_t s = 0; s < N_SECTIONS; s++) {
    for (uint32_t i = 0; i < rules->files.n; i++) {
      const dm_yaml      *yaml = rules->files.items[i];
      const dm_yaml_node *node = dm_yaml_root(yaml) ? dm_yaml_get(dm_yaml_root(yaml), sections[s].key) : NULL;
      if (!node)
        continue;
      if (sections[s].read) {
        dm_status one = sections[s].read(rules, yaml, node, diagnostics);
        if (one)
          status = one;
        continue;
      }
      for (size_t k = 0; k < node->n; k++) {
        dm_status one = dm_rules_read_rule(rules, yaml, node->items[k], i, diagnostics);
        if (one)
          status = one;
      }
    }
  }
  return status;
}

static void index_phase(rule_phase *phase)
{
  phase->index = dm_pattern_index_new(phase->patterns.items, phase->patterns.n);
}

static void free_phase(rule_phase *phase)
{
  dm_pattern_index_free(phase->index);
  dm_vector_free(&phase->patterns);
  dm_vector_free(&phase->rules);
}

static void index_phases(dm_rules *rules)
{
  for (size_t u = 0; u < N_CLAUSE_USES; u++)
    rules->clause_indexes[u] = dm_pattern_index_new(rules->clauses[u].items, rules->clauses[u].n);
  rules->quoted_index = dm_pattern_index_new(rules->quoted.items, rules->quoted.n);
  rules->issued_index = dm_pattern_index_new(rules->issued.items, rules->issued.n);
  for (size_t q = 0; q < N_QUALIFIER_PLACES; q++)
    rules->qualifiers[q].index = dm_pattern_index_new(rules->qualifiers[q].patterns.items, rules->qualifiers[q].patterns.n);
  for (size_t p = 0; p < rules->files.n; p++) {
    *dm_vector_add(&rules->phases) = (rule_phase){0};
    *dm_vector_add(&rules->collects) = (rule_phase){0};
  }
  for (uint32_t i = 0; i < rules->rules.n; i++) {
    const rule *made = &rules->rules.items[i];
    if (!made->pattern)
      continue;
    rule_phase *of = made->kind == RULE_COLLECT ? &rules->collects.items[made->phase] : &rules->phases.items[made->phase];
    if (made->kind == RULE_FRAME) {
      of->n_frames++;
      of = &rules->frames;
    }
    *dm_vector_add(&of->patterns) = made->pattern;
    *dm_vector_add(&of->rules) = i;
  }
  for (size_t p = 0; p < rules->phases.n; p++) {
    index_phase(&rules->phases.items[p]);
    index_phase(&rules->collects.items[p]);
  }
  index_phase(&rules->frames);
}

const char dm_rule_kind[] = "rule";

/* Rules become things, and sources, when no more are read: others point at them. */
static void make_things(dm_rules *rules)
{
  static const char key[] = "comment";
  size_t            n_listed = 0;
  dm_lexicon_entities(rules->lexicon, &n_listed);
  for (size_t i = 0; i < rules->rules.n; i++) {
    rule               *of = &rules->rules.items[i];
    const dm_yaml_node *comment = of->comment;
    *dm_vector_add(&rules->sources) = (dm_rule_source){.name = of->name,
                                                       .yaml = of->yaml,
                                                       .node = of->body,
                                                       .phase = of->phase,
                                                       .pattern = of->pattern,
                                                       .below_yaml = of->below_yaml,
                                                       .below = of->below};
    of->as_thing = (dm_entity){.kind = dm_rule_kind, .id = of->name, .label = of->name, .listed = true, .index = (uint32_t)(n_listed + i)};
    if (!comment || comment->kind != DM_YAML_SCALAR)
      continue;
    dm_property *why = dm_arena_allocate(rules->arena, sizeof *why);
    *why = (dm_property){.key = key, .value = comment->text};
    of->as_thing.properties = why;
    of->as_thing.n_properties = 1;
  }
}

dm_status dm_rules_load(dm_rules **out, const dm_lexicon *lexicon, const char *const *paths, size_t n_paths, dm_diagnostics *diagnostics)
{
  dm_rules *rules = dm_allocate(sizeof *rules);
  rules->lexicon = lexicon;
  rules->arena = dm_arena_new();
  rules->front_family = UINT32_MAX;
  rules->actors = dm_grammar_kinds(dm_lexicon_grammar(lexicon), "actor", 5);
  rules->persons =
      dm_grammar_kinds(dm_lexicon_grammar(lexicon), "actor-person", 12) | dm_grammar_kinds(dm_lexicon_grammar(lexicon), "actor-title", 11);
  rules->sides = dm_grammar_kinds(dm_lexicon_grammar(lexicon), "side", 4);
  rules->objects = dm_grammar_kinds(dm_lexicon_grammar(lexicon), "object", 6);
  dm_status status = dm_yaml_load_paths(&rules->files, paths, n_paths, diagnostics);
  for (size_t i = 0; i < rules->files.n; i++) {
    dm_status one = check_file(rules->files.items[i], diagnostics);
    if (one)
      status = one;
  }
  if (!status)
    status = read_sections(rules, diagnostics);
  if (!status) {
    make_things(rules);
    index_phases(rules);
  }
  if (status) {
    dm_rules_free(rules);
    rules = NULL;
  }
  *out = rules;
  return status;
}

void dm_rules_free(dm_rules *rules)
{
  if (!rules)
    return;
  for (size_t p = 0; p < rules->phases.n; p++) {
    free_phase(&rules->phases.items[p]);
    free_phase(&rules->collects.items[p]);
  }
  dm_vector_free(&rules->collects);
  dm_vector_free(&rules->phases);
  free_phase(&rules->frames);
  for (size_t i = 0; i < rules->patterns.n; i++)
    dm_pattern_free(rules->patterns.items[i]);
  for (size_t i = 0; i < rules->files.n; i++)
    dm_yaml_free(rules->files.items[i]);
  dm_pattern_index_free(rules->quoted_index);
  dm_pattern_index_free(rules->issued_index);
  dm_vector_free(&rules->quoted);
  dm_vector_free(&rules->issued);
  for (size_t q = 0; q < N_QUALIFIER_PLACES; q++) {
    dm_pattern_index_free(rules->qualifiers[q].index);
    dm_vector_free(&rules->qualifiers[q].patterns);
    dm_vector_free(&rules->qualifiers[q].things);
  }
  for (size_t u = 0; u < N_CLAUSE_USES; u++) {
    dm_pattern_index_free(rules->clause_indexes[u]);
    dm_vector_free(&rules->clauses[u]);
  }
  dm_vector_free(&rules->files);
  dm_vector_free(&rules->families);
  dm_vector_free(&rules->rules);
  dm_vector_free(&rules->sources);
  dm_vector_free(&rules->references);
  dm_vector_free(&rules->voices);
  dm_vector_free(&rules->patterns);
  dm_vector_free(&rules->front_aliases);
  dm_vector_free(&rules->examples);
  dm_vector_free(&rules->family_names);
  dm_arena_free(rules->arena);
  free(rules);
}

const dm_pattern *const *dm_rules_compiled(const dm_rules *rules, size_t *n_patterns)
{
  *n_patterns = rules->patterns.n;
  return (const dm_pattern *const *)rules->patterns.items;
}

const dm_rule_source *dm_rules_sources(const dm_rules *rules, size_t *n_rules)
{
  *n_rules = rules->sources.n;
  return rules->sources.items;
}

const dm_yaml *const *dm_rules_files(const dm_rules *rules, size_t *n_files)
{
  *n_files = rules->files.n;
  return (const dm_yaml *const *)rules->files.items;
}

const char *const *dm_rules_families(const dm_rules *rules, size_t *n_families)
{
  *n_families = rules->family_names.n;
  return rules->family_names.items;
}

const dm_example *dm_rules_examples(const dm_rules *rules, size_t *n_examples)
{
  *n_examples = rules->examples.n;
  return rules->examples.items;
}

bool dm_rules_written(const dm_rules *rules, const char *name, const char **file, const dm_yaml_node **node)
{
  for (size_t i = 0; i < rules->rules.n; i++) {
    if (strcmp(rules->rules.items[i].name, name) != 0)
      continue;
    *file = dm_yaml_file(rules->rules.items[i].yaml);
    *node = rules->rules.items[i].node;
    return true;
  }
  return false;
}

size_t dm_rules_count(const dm_rules *rules)
{
  return rules->rules.n;
}
