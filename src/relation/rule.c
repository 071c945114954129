/* relation/rule.c - reading one rule. */
#include <string.h>

#include "base/unicode.h"
#include "relation/rule_load.h"

enum { MAX_EDITS = 2 };

static const char *const rule_keys[] = {"rule",    "comment",  "match",          "trigger",   "collect", "given",    "most",    "every",   "where",
                                        "under",   "stop",     "when",           "unless",    "weight",  "strength", "subject", "objects", "kinds",
                                        "until",   "over",     "embeds",         "quotes",    "purpose", "question", "opens",   "echoes",  "facts",
                                        "negated", "breached", "breached_kinds", "otherwise", "spares",  "fires",    "rests"};

typedef struct {
  dm_rules           *rules;
  const dm_yaml      *yaml;
  const dm_yaml_node *node;
  dm_diagnostics     *diagnostics;
  rule                made;
} loading;

static const dm_yaml_node *get(const loading *l, const char *key)
{
  return dm_yaml_get(l->node, key);
}

static dm_status read_enum(const loading *l, const char *key, const char *const *words, size_t n_words, unsigned *out)
{
  const dm_yaml_node *node = get(l, key);
  if (!node)
    return DM_OK;
  if (node->kind == DM_YAML_SCALAR && dm_rules_word(node->text, words, n_words, out))
    return DM_OK;
  dm_buffer list = {0};
  for (size_t i = 0; i < n_words; i++)
    dm_buffer_print(&list, "%s%s", i ? ", " : "", words[i]);
  dm_status status = dm_yaml_error(l->yaml, node, l->diagnostics, "%s is one of %s", key, dm_buffer_string(&list));
  dm_buffer_free(&list);
  return status;
}

static dm_status read_modes(loading *l)
{
  static const char *const subjects[] = {"before", "required", "by", "voice", "outer", "any", "around", "last", "none", "said"};
  static const char *const objects[] = {"after", "before", "both", "inside"};
  static const char *const reaches[] = {"sentence", "block", "list", "section"};
  static const char *const overs[] = {"sentence", "block", "lines", "items"};
  unsigned                 subject = SUBJECT_BEFORE, object = OBJECTS_AFTER, until = UNTIL_SENTENCE, over = 0;
  if (read_enum(l, "subject", subjects, 10, &subject) || read_enum(l, "objects", objects, 4, &object) || read_enum(l, "until", reaches, 4, &until) ||
      read_enum(l, "over", overs, 4, &over))
    return DM_BAD_RULES;
  l->made.said = subject == SUBJECT_NOBODY + 1;
  l->made.subject = l->made.said ? SUBJECT_OUTER : (subject_mode)subject;
  l->made.objects = (object_mode)object;
  l->made.until = (reach_mode)until;
  l->made.whole = over == 1;
  l->made.lines = over == 2 ? LINES_AT_TOP : over == 3 ? LINES_OF_LIST : NO_LINES;
  const dm_yaml_node *embeds = get(l, "embeds"), *quotes = get(l, "quotes"), *purpose = get(l, "purpose"), *question = get(l, "question"),
                     *opens = get(l, "opens"), *echoes = get(l, "echoes"), *weight = get(l, "weight"), *strength = get(l, "strength");
  l->made.quotes = quotes && strcmp(quotes->text, "true") == 0;
  l->made.embeds = embeds && strcmp(embeds->text, "true") == 0;
  l->made.echoes = echoes && strcmp(echoes->text, "true") == 0;
  l->made.opens = opens && strcmp(opens->text, "true") == 0;
  l->made.keeps_question = question && strcmp(question->text, "keep") == 0;
  l->made.keeps_purpose = purpose && strcmp(purpose->text, "keep") == 0;
  l->made.weight = weight ? strtol(weight->text, NULL, 10) : 1;
  l->made.strength = strength ? strtol(strength->text, NULL, 10) : 1;
  return DM_OK;
}

const char *const dm_zone_names[DM_N_ZONES] = {"title", "head", "heading", "item", "field", "prose", "tail", "top"};

static dm_status read_where(loading *l)
{
  const dm_yaml_node *node = get(l, "where");
  if (!node)
    return DM_OK;
  if (dm_rules_texts(l->yaml, node, l->node, "where", l->diagnostics))
    return DM_BAD_RULES;
  for (size_t i = 0; i < node->n; i++) {
    unsigned which = 0;
    if (!dm_rules_word(node->items[i]->text, dm_zone_names, DM_N_ZONES, &which))
      return dm_yaml_error(l->yaml, node->items[i], l->diagnostics, "where is of title, head, heading, item, field, prose, tail, top");
    l->made.where |= 1u << which;
  }
  return DM_OK;
}

static dm_status read_kinds(loading *l, const char *key, dm_kinds *out)
{
  const dm_yaml_node *node = get(l, key);
  if (!node)
    return DM_OK;
  if (dm_rules_texts(l->yaml, node, l->node, key, l->diagnostics))
    return DM_BAD_RULES;
  dm_grammar *grammar = dm_lexicon_grammar(l->rules->lexicon);
  for (size_t i = 0; i < node->n; i++) {
    dm_kinds kinds = dm_grammar_kinds(grammar, node->items[i]->text, node->items[i]->n_bytes);
    if (!kinds)
      return dm_rules_unknown(l->yaml, node->items[i], "kind", node->items[i]->text, dm_grammar_near_kind(grammar, node->items[i]->text),
                              l->diagnostics);
    *out |= kinds;
  }
  return DM_OK;
}

/* when: {family: [word]} · {family.cell: [word]} · {family: any}; unless is the same, negated. */
static dm_status read_condition(loading *l, const dm_yaml_pair *pair, bool negated, condition *out)
{
  char *name = dm_copy_string(pair->key->text, pair->key->n_bytes);
  char *point = strchr(name, '.');
  if (point)
    *point = '\0';
  *out = (condition){.family = dm_rules_family(l->rules, name),
                     .cell = point ? dm_arena_string(l->rules->arena, point + 1, strlen(point + 1)) : NULL,
                     .negated = negated};
  dm_status status = DM_OK;
  if (out->family == UINT32_MAX)
    status = dm_rules_unknown(l->yaml, pair->key, "family", name, dm_rules_near_family(l->rules, name), l->diagnostics);
  else if (pair->value->kind == DM_YAML_SEQUENCE && (status = dm_rules_texts(l->yaml, pair->value, pair->key, "words", l->diagnostics)) == DM_OK) {
    out->words = dm_rules_keep(l->rules, pair->value);
    out->n_words = pair->value->n;
  }
  free(name);
  return status;
}

static dm_status read_conditions(loading *l)
{
  static const char *const keys[] = {"when", "unless"};
  size_t                   n = 0;
  for (size_t k = 0; k < 2; k++) {
    const dm_yaml_node *node = get(l, keys[k]);
    if (node && dm_yaml_expect(l->yaml, node, DM_YAML_MAPPING, l->node, keys[k], l->diagnostics))
      return DM_BAD_RULES;
    n += node ? node->n : 0;
  }
  l->made.conditions = dm_arena_allocate(l->rules->arena, (n + 1) * sizeof *l->made.conditions);
  for (size_t k = 0; k < 2; k++) {
    const dm_yaml_node *node = get(l, keys[k]);
    for (size_t i = 0; node && i < node->n; i++)
      if (read_condition(l, &node->pairs[i], k == 1, &l->made.conditions[l->made.n_conditions++]))
        return DM_BAD_RULES;
  }
  return DM_OK;
}

/* $name · $name.side · <kind:id> · word */
static dm_status read_cell(loading *l, const char *cell, const dm_yaml_node *value, cell_template *out)
{
  static const char *const parts[] = {"value", "text", "side", "of", "whole", "until"};
  static const struct {
    const char  *name;
    value_source source;
  } sources[] = {{"subject", FROM_SUBJECT}, {"object", FROM_OBJECT}, {"each", FROM_EACH}, {"most", FROM_MOST}, {"voice", FROM_VOICE}};
  *out = (cell_template){.cell = cell, .source = FROM_WORD, .name = value->text};
  if (value->text[0] == '<') {
    out->source = FROM_THING;
    return dm_rules_read_thing(l->rules, &out->thing, l->yaml, value, l->diagnostics);
  }
  if (value->text[0] != '$')
    return DM_OK;
  const char *point = strchr(value->text, '.');
  out->optional = value->text[value->n_bytes - 1] == '?';
  size_t n = point ? (size_t)(point - value->text) - 1 : value->n_bytes - 1 - out->optional;
  out->name = dm_arena_string(l->rules->arena, value->text + 1, n);
  out->source = FROM_CAPTURE;
  unsigned part = PART_VALUE;
  if (point && !dm_rules_word(point + 1, parts, 6, &part))
    return dm_yaml_error(l->yaml, value, l->diagnostics, "a part is value, text, side, of, whole or until");
  out->part = (value_part)part;
  for (size_t i = 0; i < sizeof sources / sizeof *sources; i++)
    if (strcmp(sources[i].name, out->name) == 0)
      out->source = sources[i].source;
  if (out->source != FROM_CAPTURE || l->made.kind == RULE_GIVEN)
    return DM_OK;
  if (l->made.pattern && dm_pattern_captures(l->made.pattern, out->name))
    return DM_OK;
  return dm_yaml_error(l->yaml, value, l->diagnostics, "the pattern of this rule captures no %s", out->name);
}

static dm_status unknown_cell(const loading *l, const dm_yaml_node *key, const family *of)
{
  for (size_t i = 0; i < of->n_cells; i++)
    if (dm_unicode_distance(of->cells[i], key->text, MAX_EDITS) <= MAX_EDITS)
      return dm_yaml_error(l->yaml, key, l->diagnostics, "%s has no cell %s; did you mean %s?", of->name, key->text, of->cells[i]);
  return dm_yaml_error(l->yaml, key, l->diagnostics, "%s has no cell %s", of->name, key->text);
}

static dm_status read_fact(loading *l, const dm_yaml_node *node, fact_template *out)
{
  if (dm_yaml_expect(l->yaml, node, DM_YAML_MAPPING, l->node, "fact", l->diagnostics))
    return DM_BAD_RULES;
  const dm_yaml_node *name = dm_yaml_get(node, "family");
  if (dm_yaml_expect(l->yaml, name, DM_YAML_SCALAR, node, "family", l->diagnostics))
    return DM_BAD_RULES;
  *out = (fact_template){
      .family = dm_rules_family(l->rules, name->text), .node = node, .cells = dm_arena_allocate(l->rules->arena, node->n * sizeof *out->cells)};
  if (out->family == UINT32_MAX)
    return dm_rules_unknown(l->yaml, name, "family", name->text, dm_rules_near_family(l->rules, name->text), l->diagnostics);
  const family *of = &l->rules->families.items[out->family];
  dm_status     status = DM_OK;
  for (size_t i = 0; i < node->n; i++) {
    const dm_yaml_pair *pair = &node->pairs[i];
    unsigned            which = 0;
    if (pair->key == NULL || strcmp(pair->key->text, "family") == 0)
      continue;
    if (!dm_rules_word(pair->key->text, of->cells, of->n_cells, &which))
      return unknown_cell(l, pair->key, of);
    if (dm_yaml_expect(l->yaml, pair->value, DM_YAML_SCALAR, node, "value", l->diagnostics))
      return DM_BAD_RULES;
    dm_status one = read_cell(l, of->cells[which], pair->value, &out->cells[out->n_cells++]);
    if (one)
      status = one;
  }
  return status;
}

static dm_status read_facts(loading *l, const char *key, templates *out)
{
  const dm_yaml_node *node = get(l, key);
  if (!node || (node->kind == DM_YAML_SCALAR && strcmp(node->text, "none") == 0))
    return DM_OK;
  if (dm_yaml_expect(l->yaml, node, DM_YAML_SEQUENCE, l->node, key, l->diagnostics))
    return DM_BAD_RULES;
  fact_template *items = dm_arena_allocate(l->rules->arena, (node->n + 1) * sizeof *items);
  dm_status      status = DM_OK;
  for (size_t i = 0; i < node->n; i++) {
    dm_status one = read_fact(l, node->items[i], &items[i]);
    if (one)
      status = one;
  }
  *out = (templates){items, node->n};
  return status;
}

/* What kind of rule it is, by the one key that says so. */
static dm_status read_pattern(loading *l)
{
  static const struct {
    const char *key;
    rule_kind   kind;
  } kinds[] = {{"match", RULE_MATCH}, {"trigger", RULE_FRAME}, {"collect", RULE_COLLECT},
               {"given", RULE_GIVEN}, {"most", RULE_MOST},     {"every", RULE_EVERY}};
  const dm_yaml_node *main = NULL;
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    const dm_yaml_node *node = get(l, kinds[i].key);
    if (!node)
      continue;
    if (main)
      return dm_yaml_error(l->yaml, node, l->diagnostics, "a rule has one of match, trigger, collect, given, most, every");
    main = node;
    l->made.kind = kinds[i].kind;
  }
  if (!main)
    return dm_yaml_error(l->yaml, l->node, l->diagnostics, "a rule needs one of match, trigger, collect, given, most, every");
  if (l->made.kind == RULE_MOST)
    return read_kinds(l, "most", &l->made.kinds);
  if (l->made.kind == RULE_EVERY)
    return read_kinds(l, "every", &l->made.kinds);
  if (dm_yaml_expect(l->yaml, main, DM_YAML_SCALAR, l->node, "pattern", l->diagnostics))
    return DM_BAD_RULES;
  if (l->made.kind == RULE_GIVEN) {
    l->made.given = dm_rules_family(l->rules, main->text);
    return l->made.given != UINT32_MAX
               ? DM_OK
               : dm_rules_unknown(l->yaml, main, "family", main->text, dm_rules_near_family(l->rules, main->text), l->diagnostics);
  }
  return dm_rules_pattern(l->rules, &l->made.pattern, l->yaml, main, l->diagnostics);
}

static dm_status read_examples(loading *l)
{
  static const char *const keys[] = {"fires", "rests"};
  for (size_t k = 0; k < 2; k++) {
    const dm_yaml_node *node = get(l, keys[k]);
    if (!node)
      continue;
    if (dm_rules_texts(l->yaml, node, l->node, keys[k], l->diagnostics))
      return DM_BAD_RULES;
    for (size_t i = 0; i < node->n; i++)
      *dm_vector_add(&l->rules->examples) =
          (dm_example){.rule = l->made.name, .text = node->items[i]->text, .fires = k == 0, .yaml = l->yaml, .node = node->items[i]};
  }
  return DM_OK;
}

static dm_status read_optional_pattern(loading *l, const char *key, const dm_pattern **out)
{
  const dm_yaml_node *node = get(l, key);
  if (!node)
    return DM_OK;
  if (dm_yaml_expect(l->yaml, node, DM_YAML_SCALAR, l->node, key, l->diagnostics))
    return DM_BAD_RULES;
  return dm_rules_pattern(l->rules, out, l->yaml, node, l->diagnostics);
}

/* Whether a family of its facts takes a qualification. */
static bool is_qualified(const dm_rules *rules, const rule *made)
{
  const templates *all[] = {&made->facts, &made->negated, &made->breached, &made->otherwise};
  for (size_t a = 0; a < 4; a++)
    for (size_t f = 0; f < all[a]->n; f++)
      if (rules->families.items[all[a]->items[f].family].qualified)
        return true;
  return false;
}

/* Whether no fact of a frame, negated or not, names its subject. */
static bool is_unowned(const rule *made)
{
  const templates *all[] = {&made->facts, &made->negated, &made->breached, &made->otherwise};
  for (size_t a = 0; a < 4; a++)
    for (size_t f = 0; f < all[a]->n; f++)
      for (size_t c = 0; c < all[a]->items[f].n_cells; c++)
        if (all[a]->items[f].cells[c].source == FROM_SUBJECT)
          return false;
  return true;
}

static void forget_examples(dm_rules *rules, const char *name)
{
  size_t n = 0;
  for (size_t i = 0; i < rules->examples.n; i++)
    if (strcmp(rules->examples.items[i].rule, name) != 0)
      rules->examples.items[n++] = rules->examples.items[i];
  rules->examples.n = n;
}

dm_status dm_rules_read_rule(dm_rules *rules, const dm_yaml *yaml, const dm_yaml_node *node, uint32_t phase, dm_diagnostics *diagnostics)
{
  loading l = {.rules = rules, .yaml = yaml, .node = node, .diagnostics = diagnostics};
  if (dm_yaml_expect(yaml, node, DM_YAML_MAPPING, node, "rule", diagnostics) ||
      dm_yaml_check_keys(yaml, node, rule_keys, sizeof rule_keys / sizeof *rule_keys, diagnostics))
    return DM_BAD_RULES;
  const dm_yaml_node *name = get(&l, "rule");
  if (dm_yaml_expect(yaml, name, DM_YAML_SCALAR, node, "rule", diagnostics))
    return DM_BAD_RULES;
  size_t place = 0;
  while (place < rules->rules.n && strcmp(rules->rules.items[place].name, name->text) != 0)
    place++;
  const rule *first = place < rules->rules.n ? &rules->rules.items[place] : NULL;
  if (first && !dm_rules_overlays(yaml, name, first->yaml, first->node, "rule", diagnostics))
    return DM_BAD_RULES;
  if (first)
    forget_examples(rules, name->text);
  l.made.name = name->text;
  l.made.yaml = yaml;
  l.made.node = name;
  l.made.body = node;
  l.made.below_yaml = first ? first->yaml : NULL;
  l.made.below = first ? first->body : NULL;
  l.made.comment = get(&l, "comment");
  l.made.phase = first ? first->phase : phase; /* the later one works where the earlier did */
  if (read_pattern(&l) || read_modes(&l) || read_where(&l) || read_kinds(&l, "kinds", &l.made.kinds) || read_conditions(&l) ||
      read_optional_pattern(&l, "under", &l.made.under) || read_optional_pattern(&l, "stop", &l.made.stop) ||
      read_optional_pattern(&l, "spares", &l.made.spares) || read_facts(&l, "facts", &l.made.facts) || read_facts(&l, "negated", &l.made.negated) ||
      read_kinds(&l, "breached_kinds", &l.made.breached_kinds) || read_facts(&l, "breached", &l.made.breached) ||
      read_facts(&l, "otherwise", &l.made.otherwise) || read_examples(&l))
    return DM_BAD_RULES;
  if (l.made.kind == RULE_FRAME && !l.made.kinds)
    l.made.kinds = rules->objects;
  l.made.unowned = is_unowned(&l.made);
  l.made.qualified = is_qualified(rules, &l.made);
  if (!first)
    dm_vector_add(&rules->rules);
  rules->rules.items[place] = l.made;
  return DM_OK;
}
