/* lexicon/lexicon.c - loading the files of a lexicon, section by section. */
#include "lexicon/lexicon.h"

#include <string.h>

#include "base/unicode.h"
#include "lexicon/lexicon_impl.h"

typedef dm_status (*section_reader)(dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics);

/* Folds the text of a scalar into the arena. */
static const char *folded(dm_lexicon *lexicon, const dm_yaml_node *node)
{
  dm_buffer buffer = {0};
  dm_unicode_fold(&buffer, node->text, node->n_bytes);
  const char *kept = dm_arena_string(lexicon->arena, dm_buffer_string(&buffer), buffer.n_bytes);
  dm_buffer_free(&buffer);
  return kept;
}

static dm_status expect_texts(const dm_yaml *yaml, const dm_yaml_node *node, const dm_yaml_node *parent, const char *name,
                              dm_diagnostics *diagnostics)
{
  dm_status status = dm_yaml_expect(yaml, node, DM_YAML_SEQUENCE, parent, name, diagnostics);
  for (size_t i = 0; !status && i < node->n; i++)
    status = dm_yaml_expect(yaml, node->items[i], DM_YAML_SCALAR, node, name, diagnostics);
  return status;
}

static dm_status read_opens(dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_pair *kind, dm_diagnostics *diagnostics)
{
  const dm_yaml_node *opens = dm_yaml_get(kind->value, "opens");
  dm_status           status = DM_OK;
  for (size_t i = 0; opens && i < opens->n; i++) {
    dm_kinds kinds = dm_grammar_kinds(lexicon->grammar, opens->items[i]->text, opens->items[i]->n_bytes);
    if (!kinds)
      status = dm_lexicon_unknown_kind(lexicon, yaml, opens->items[i], diagnostics);
    lexicon->opened[dm_grammar_kind(lexicon->grammar, kind->key->text)] |= kinds;
  }
  return status;
}

static dm_status read_kinds(dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  static const char *const keys[] = {"groups", "opens"};
  dm_status                status = DM_OK;
  for (size_t i = 0; i < node->n; i++) {
    const char         *name = node->pairs[i].key->text;
    const dm_yaml_node *value = node->pairs[i].value;
    if (dm_yaml_expect(yaml, value, DM_YAML_MAPPING, node, name, diagnostics) || dm_yaml_check_keys(yaml, value, keys, 2, diagnostics))
      return DM_BAD_RULES;
    if (!dm_grammar_add_kind(lexicon->grammar, name))
      return dm_yaml_error(yaml, value, diagnostics, "there are more than 64 kinds");
    const dm_yaml_node *groups = dm_yaml_get(value, "groups"), *opens = dm_yaml_get(value, "opens");
    if (groups)
      status = expect_texts(yaml, groups, value, "groups", diagnostics);
    for (size_t k = 0; groups && !status && k < groups->n; k++)
      dm_grammar_add_group(lexicon->grammar, groups->items[k]->text, name);
    if (opens && !status)
      status = expect_texts(yaml, opens, value, "opens", diagnostics);
  }
  for (size_t i = 0; i < node->n && !status; i++)
    status = read_opens(lexicon, yaml, &node->pairs[i], diagnostics); /* when all groups are known */
  return status;
}

static dm_status read_properties(dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = expect_texts(yaml, node, node, "properties", diagnostics);
  for (size_t i = 0; !status && i < node->n; i++)
    *dm_vector_add(&lexicon->property_keys) = node->items[i]->text;
  return status;
}

static dm_status read_spellings(dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = dm_yaml_expect(yaml, node, DM_YAML_SEQUENCE, node, "spellings", diagnostics);
  for (size_t i = 0; !status && i < node->n; i++) {
    status = expect_texts(yaml, node->items[i], node, "spelling", diagnostics);
    if (!status && node->items[i]->n != 2)
      status = dm_yaml_error(yaml, node->items[i], diagnostics, "a pair of endings is wanted here: [from, to]");
    if (!status)
      dm_grammar_add_spelling(lexicon->grammar, folded(lexicon, node->items[i]->items[0]), folded(lexicon, node->items[i]->items[1]));
  }
  return status;
}

static const char **texts_of(dm_lexicon *lexicon, const dm_yaml_node *sequence)
{
  const char **texts = dm_arena_allocate(lexicon->arena, (sequence->n + 1) * sizeof *texts);
  for (size_t i = 0; i < sequence->n; i++)
    texts[i] = sequence->items[i]->text;
  return texts;
}

static dm_status read_endings(dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  static const char *const keys[] = {"ends", "drop", "add"};
  dm_status                status = dm_yaml_expect(yaml, node, DM_YAML_SEQUENCE, node, "endings", diagnostics);
  for (size_t i = 0; !status && i < node->n; i++) {
    const dm_yaml_node *rule = node->items[i];
    status = dm_yaml_expect(yaml, rule, DM_YAML_MAPPING, node, "ending", diagnostics);
    if (!status)
      status = dm_yaml_check_keys(yaml, rule, keys, 3, diagnostics);
    if (status)
      break;
    const dm_yaml_node *ends = dm_yaml_get(rule, "ends"), *drop = dm_yaml_get(rule, "drop"), *add = dm_yaml_get(rule, "add");
    status = expect_texts(yaml, ends, rule, "ends", diagnostics);
    if (!status)
      status = expect_texts(yaml, add, rule, "add", diagnostics);
    if (status)
      break;
    size_t n_drop = drop ? (size_t)strtoul(drop->text, NULL, 10) : 0;
    dm_grammar_add_ending(lexicon->grammar, texts_of(lexicon, ends), ends->n, n_drop, texts_of(lexicon, add), add->n);
  }
  return status;
}

static dm_status read_inflections(dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = dm_yaml_expect(yaml, node, DM_YAML_MAPPING, node, "inflections", diagnostics);
  for (size_t i = 0; !status && i < node->n; i++) {
    const dm_yaml_node *forms = node->pairs[i].value;
    status = expect_texts(yaml, forms, node, "forms", diagnostics);
    for (size_t k = 0; !status && k < forms->n; k++)
      dm_grammar_add_inflection(lexicon->grammar, folded(lexicon, node->pairs[i].key), folded(lexicon, forms->items[k]));
  }
  return status;
}

static dm_status read_classes(dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = dm_yaml_expect(yaml, node, DM_YAML_MAPPING, node, "classes", diagnostics);
  for (size_t i = 0; !status && i < node->n; i++) {
    status = expect_texts(yaml, node->pairs[i].value, node, node->pairs[i].key->text, diagnostics);
    if (!status)
      dm_grammar_add_class(lexicon->grammar, node->pairs[i].key->text, yaml, node->pairs[i].value);
  }
  return status;
}

static dm_status read_abbreviations(dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = expect_texts(yaml, node, node, "abbreviations", diagnostics);
  for (size_t i = 0; !status && i < node->n; i++)
    *dm_vector_add(&lexicon->abbreviations) = folded(lexicon, node->items[i]);
  return status;
}

static dm_status read_joined(dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = expect_texts(yaml, node, node, "hyphenated", diagnostics);
  for (size_t i = 0; !status && i < node->n; i++)
    *dm_vector_add(&lexicon->joined) = folded(lexicon, node->items[i]);
  return status;
}

static dm_status read_light(dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = expect_texts(yaml, node, node, "light", diagnostics);
  for (size_t i = 0; !status && i < node->n; i++)
    *dm_vector_add(&lexicon->light) = dm_grammar_add_word(lexicon->grammar, node->items[i]->text, node->items[i]->n_bytes);
  return status;
}

static dm_status read_serial(dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = expect_texts(yaml, node, node, "serial", diagnostics);
  for (size_t i = 0; !status && i < node->n; i++)
    *dm_vector_add(&lexicon->serial) = dm_grammar_add_word(lexicon->grammar, node->items[i]->text, node->items[i]->n_bytes);
  return status;
}

/* Words that look like misspelt names: known now, so that none is looked for in their place. */
static dm_status read_lookalikes(dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = expect_texts(yaml, node, node, "lookalikes", diagnostics);
  for (size_t i = 0; !status && i < node->n; i++) {
    const char *word = folded(lexicon, node->items[i]);
    dm_grammar_add_word(lexicon->grammar, word, strlen(word));
  }
  return status;
}

static dm_status read_values(dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_node *node, dm_map *map, dm_diagnostics *diagnostics)
{
  dm_status status = dm_yaml_expect(yaml, node, DM_YAML_MAPPING, node, "values", diagnostics);
  for (size_t i = 0; !status && i < node->n; i++) {
    status = dm_yaml_expect(yaml, node->pairs[i].value, DM_YAML_SCALAR, node, "value", diagnostics);
    const char *word = folded(lexicon, node->pairs[i].key);
    if (!status)
      dm_map_put(map, word, strlen(word), (uint32_t)strtoul(node->pairs[i].value->text, NULL, 10), NULL);
  }
  return status;
}

static dm_status read_months(dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  return read_values(lexicon, yaml, node, lexicon->months, diagnostics);
}

static dm_status read_numbers(dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  return read_values(lexicon, yaml, node, lexicon->numbers, diagnostics);
}

dm_status dm_lexicon_unknown_kind(const dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  const char *near = dm_grammar_near_kind(lexicon->grammar, node->text);
  return near ? dm_yaml_error(yaml, node, diagnostics, "unknown kind %s; did you mean %s?", node->text, near)
              : dm_yaml_error(yaml, node, diagnostics, "unknown kind %s", node->text);
}

static dm_status read_forms(dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  static const char *const keys[] = {"form", "kind", "pattern", "round", "thing", "comment", "value", "id", "over", "head"};
  dm_status                status = dm_yaml_expect(yaml, node, DM_YAML_SEQUENCE, node, "forms", diagnostics);
  for (size_t i = 0; i < (status ? 0 : node->n); i++) {
    const dm_yaml_node *form = node->items[i];
    if (dm_yaml_expect(yaml, form, DM_YAML_MAPPING, node, "form", diagnostics) ||
        dm_yaml_check_keys(yaml, form, keys, sizeof keys / sizeof *keys, diagnostics))
      return DM_BAD_RULES;
    const dm_yaml_node *name = dm_yaml_get(form, "form"), *kind = dm_yaml_get(form, "kind"), *pattern = dm_yaml_get(form, "pattern");
    const dm_yaml_node *round = dm_yaml_get(form, "round"), *thing = dm_yaml_get(form, "thing");
    if (dm_yaml_expect(yaml, name, DM_YAML_SCALAR, form, "form", diagnostics) ||
        dm_yaml_expect(yaml, kind, DM_YAML_SCALAR, form, "kind", diagnostics) ||
        dm_yaml_expect(yaml, pattern, DM_YAML_SCALAR, form, "pattern", diagnostics))
      return DM_BAD_RULES;
    dm_form made = {
        .name = name->text, .kind = dm_grammar_kind(lexicon->grammar, kind->text), .round = round ? (int)strtol(round->text, NULL, 10) : 1};
    const dm_yaml_node *value = dm_yaml_get(form, "value"), *id = dm_yaml_get(form, "id");
    made.file = dm_yaml_file(yaml);
    made.written = form;
    made.value = value ? value->text : NULL;
    made.id = id ? id->text : NULL;
    const dm_yaml_node *over = dm_yaml_get(form, "over"), *head = dm_yaml_get(form, "head");
    made.head = head ? head->text : NULL;
    made.lines = over && strcmp(over->text, "lines") == 0;
    made.is_thing = thing && strcmp(thing->text, "true") == 0;
    if (made.kind < 0) {
      status = dm_lexicon_unknown_kind(lexicon, yaml, kind, diagnostics);
    } else if (dm_lexicon_compile(lexicon, &made.pattern, yaml, pattern, diagnostics)) {
      status = DM_BAD_RULES;
    } else {
      *dm_vector_add(&lexicon->forms) = made;
    }
  }
  return status;
}

static dm_status read_sides(dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  static const char *const scopes[] = {"sentence", "block", "section", "again"}; /* in the order of dm_scope */
  dm_status                status = dm_yaml_expect(yaml, node, DM_YAML_SEQUENCE, node, "sides", diagnostics);
  for (size_t i = 0; i < (status ? 0 : node->n); i++) {
    static const char *const keys[] = {"scope", "pattern"};
    const dm_yaml_node      *phrase = node->items[i];
    if (dm_yaml_expect(yaml, phrase, DM_YAML_MAPPING, node, "side", diagnostics) || dm_yaml_check_keys(yaml, phrase, keys, 2, diagnostics))
      return DM_BAD_RULES;
    const dm_yaml_node *scope = dm_yaml_get(phrase, "scope"), *pattern = dm_yaml_get(phrase, "pattern");
    if (dm_yaml_expect(yaml, scope, DM_YAML_SCALAR, phrase, "scope", diagnostics) ||
        dm_yaml_expect(yaml, pattern, DM_YAML_SCALAR, phrase, "pattern", diagnostics))
      return DM_BAD_RULES;
    size_t which = 0;
    while (which < 4 && strcmp(scopes[which], scope->text) != 0)
      which++;
    dm_side_phrase made = {.scope = (dm_scope)which};
    if (which == 4) {
      status = dm_yaml_error(yaml, scope, diagnostics, "a scope is sentence, block, section or again");
    } else if (dm_lexicon_compile(lexicon, &made.pattern, yaml, pattern, diagnostics)) {
      status = DM_BAD_RULES;
    } else {
      *dm_vector_add(&lexicon->sides) = made;
    }
  }
  return status;
}

static dm_status read_phrases(dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_node *node, dm_phrase_use use, dm_diagnostics *diagnostics)
{
  dm_status status = expect_texts(yaml, node, node, "phrases", diagnostics);
  for (size_t i = 0; i < (status ? 0 : node->n); i++) {
    const dm_pattern *pattern = NULL;
    dm_status         one = dm_lexicon_compile(lexicon, &pattern, yaml, node->items[i], diagnostics);
    if (one)
      status = one;
    else
      *dm_vector_add(&lexicon->phrases[use]) = pattern;
  }
  return status;
}

static dm_status read_guesses(dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  static const char *const keys[] = {"kind", "pattern"};
  dm_status                status = dm_yaml_expect(yaml, node, DM_YAML_SEQUENCE, node, "guesses", diagnostics);
  for (size_t i = 0; i < (status ? 0 : node->n); i++) {
    const dm_yaml_node *guess = node->items[i];
    if (dm_yaml_expect(yaml, guess, DM_YAML_MAPPING, node, "guess", diagnostics) || dm_yaml_check_keys(yaml, guess, keys, 2, diagnostics))
      return DM_BAD_RULES;
    const dm_yaml_node *kind = dm_yaml_get(guess, "kind"), *pattern = dm_yaml_get(guess, "pattern");
    if (dm_yaml_expect(yaml, kind, DM_YAML_SCALAR, guess, "kind", diagnostics) ||
        dm_yaml_expect(yaml, pattern, DM_YAML_SCALAR, guess, "pattern", diagnostics))
      return DM_BAD_RULES;
    dm_guess made = {.kind = dm_grammar_kind(lexicon->grammar, kind->text)};
    if (made.kind < 0)
      status = dm_lexicon_unknown_kind(lexicon, yaml, kind, diagnostics);
    else if (dm_lexicon_compile(lexicon, &made.pattern, yaml, pattern, diagnostics))
      status = DM_BAD_RULES;
    else
      *dm_vector_add(&lexicon->guesses) = made;
  }
  return status;
}

/* Sections in the order in which they are read, over all files: what is later needs what is earlier. `entities` come between the classes and the forms. */
static const struct {
  const char    *key;
  section_reader read;
  bool           phrases; /* a list of patterns for one use, which needs no reader of its own */
  dm_phrase_use  use;
} sections[] = {{.key = "kinds", .read = read_kinds},
                {.key = "properties", .read = read_properties},
                {.key = "spellings", .read = read_spellings},
                {.key = "endings", .read = read_endings},
                {.key = "inflections", .read = read_inflections},
                {.key = "classes", .read = read_classes},
                {.key = "abbreviations", .read = read_abbreviations},
                {.key = "hyphenated", .read = read_joined},
                {.key = "light", .read = read_light},
                {.key = "serial", .read = read_serial},
                {.key = "lookalikes", .read = read_lookalikes},
                {.key = "months", .read = read_months},
                {.key = "numbers", .read = read_numbers},
                {.key = "entities", .read = NULL},
                {.key = "forms", .read = read_forms},
                {.key = "sides", .read = read_sides},
                {.key = "kind", .read = NULL},
                {.key = "aliases", .phrases = true, .use = DM_PHRASE_ALIAS},
                {.key = "owners_before", .phrases = true, .use = DM_PHRASE_OWNER_BEFORE},
                {.key = "owners_after", .phrases = true, .use = DM_PHRASE_OWNER_AFTER},
                {.key = "holders_before", .phrases = true, .use = DM_PHRASE_HOLDER_BEFORE},
                {.key = "holders_after", .phrases = true, .use = DM_PHRASE_HOLDER_AFTER},
                {.key = "guests", .phrases = true, .use = DM_PHRASE_GUEST},
                {.key = "wholes", .phrases = true, .use = DM_PHRASE_WHOLE},
                {.key = "persons_before", .phrases = true, .use = DM_PHRASE_TITLE},
                {.key = "unlisted_names", .phrases = true, .use = DM_PHRASE_NAME},
                {.key = "no_names", .phrases = true, .use = DM_PHRASE_NO_NAME},
                {.key = "no_verbs", .phrases = true, .use = DM_PHRASE_NO_VERB},
                {.key = "guesses", .read = read_guesses}};
enum { N_SECTIONS = sizeof sections / sizeof *sections };

static dm_status check_file(const dm_yaml *yaml, dm_diagnostics *diagnostics)
{
  const dm_yaml_node *root = dm_yaml_root(yaml);
  if (!root)
    return DM_OK;
  const char *keys[N_SECTIONS];
  for (size_t i = 0; i < N_SECTIONS; i++)
    keys[i] = sections[i].key;
  dm_status status = dm_yaml_expect(yaml, root, DM_YAML_MAPPING, root, "lexicon", diagnostics);
  return status ? status : dm_yaml_check_keys(yaml, root, keys, N_SECTIONS, diagnostics);
}

static dm_status read_section(dm_lexicon *lexicon, size_t section, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  for (size_t i = 0; i < lexicon->files.n; i++) {
    const dm_yaml      *yaml = lexicon->files.items[i];
    const dm_yaml_node *node = dm_yaml_root(yaml) ? dm_yaml_get(dm_yaml_root(yaml), sections[section].key) : NULL;
    dm_status           one = DM_OK;
    if (!node)
      continue;
    if (sections[section].read)
      one = sections[section].read(lexicon, yaml, node, diagnostics);
    else if (sections[section].phrases)
      one = read_phrases(lexicon, yaml, node, sections[section].use, diagnostics);
    else if (strcmp(sections[section].key, "entities") == 0)
      one = dm_lexicon_read_entities(lexicon, yaml, diagnostics);
    if (one)
      status = one;
  }
  return status;
}

static dm_status read_all(dm_lexicon *lexicon, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  for (size_t s = 0; s < N_SECTIONS; s++) {
    dm_status one = read_section(lexicon, s, diagnostics);
    if (one)
      status = one;
    if (strcmp(sections[s].key, "entities") != 0)
      continue;
    lexicon->words = (dm_text_words){.abbreviations = lexicon->abbreviations.items,
                                     .n_abbreviations = lexicon->abbreviations.n,
                                     .joined = lexicon->joined.items,
                                     .n_joined = lexicon->joined.n};
    one = dm_lexicon_resolve(lexicon, diagnostics);
    if (one)
      status = one;
  }
  return status;
}

dm_status dm_lexicon_load(dm_lexicon **out, const char *const *paths, size_t n_paths, dm_diagnostics *diagnostics)
{
  dm_lexicon *lexicon = dm_allocate(sizeof *lexicon);
  lexicon->arena = dm_arena_new();
  lexicon->grammar = dm_grammar_new();
  lexicon->by_id = dm_map_new();
  lexicon->months = dm_map_new();
  lexicon->numbers = dm_map_new();
  lexicon->names = dm_names_new();
  lexicon->speller = dm_speller_new();
  dm_status status = dm_yaml_load_paths(&lexicon->files, paths, n_paths, diagnostics);
  for (size_t i = 0; i < lexicon->files.n; i++) {
    dm_status one = check_file(lexicon->files.items[i], diagnostics);
    if (one)
      status = one;
  }
  if (!status)
    status = read_all(lexicon, diagnostics);
  if (status) {
    dm_lexicon_free(lexicon);
    lexicon = NULL;
  }
  *out = lexicon;
  return status;
}

void dm_lexicon_free(dm_lexicon *lexicon)
{
  if (!lexicon)
    return;
  dm_pattern_index_free(lexicon->index);
  for (size_t i = 0; i < lexicon->patterns.n; i++)
    dm_pattern_free(lexicon->patterns.items[i]);
  for (size_t i = 0; i < lexicon->files.n; i++)
    dm_yaml_free(lexicon->files.items[i]);
  dm_vector_free(&lexicon->files);
  dm_vector_free(&lexicon->entries);
  dm_vector_free(&lexicon->property_keys);
  dm_vector_free(&lexicon->patterns);
  dm_vector_free(&lexicon->entity_patterns);
  dm_vector_free(&lexicon->pattern_entities);
  dm_vector_free(&lexicon->patterns_written);
  dm_vector_free(&lexicon->forms);
  dm_vector_free(&lexicon->sides);
  dm_vector_free(&lexicon->guesses);
  for (size_t i = 0; i < DM_N_PHRASE_USES; i++)
    dm_vector_free(&lexicon->phrases[i]);
  dm_vector_free(&lexicon->abbreviations);
  dm_vector_free(&lexicon->joined);
  dm_vector_free(&lexicon->light);
  dm_vector_free(&lexicon->serial);
  dm_map_free(lexicon->by_id);
  dm_map_free(lexicon->months);
  dm_map_free(lexicon->numbers);
  dm_names_free(lexicon->names);
  dm_speller_free(lexicon->speller);
  dm_grammar_free(lexicon->grammar);
  dm_arena_free(lexicon->arena);
  free(lexicon);
}

/* For <kind:id> in patterns. */
static uint32_t find_thing(void *ctx, const char *kind, const char *id)
{
  const dm_entity *entity = dm_lexicon_find(ctx, kind, id);
  return entity ? entity->index : UINT32_MAX;
}

dm_status dm_lexicon_compile(dm_lexicon *lexicon, const dm_pattern **out, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_pattern *pattern = NULL;
  dm_status   status = dm_pattern_compile(&pattern, lexicon->grammar, yaml, node, find_thing, lexicon, diagnostics);
  *out = pattern;
  if (pattern)
    *dm_vector_add(&lexicon->patterns) = pattern;
  return status;
}

dm_grammar *dm_lexicon_grammar(const dm_lexicon *lexicon)
{
  return lexicon->grammar;
}

const dm_entity *const *dm_lexicon_entities(const dm_lexicon *lexicon, size_t *n_entities)
{
  *n_entities = lexicon->entries.n;
  return lexicon->entities;
}

const dm_entity *dm_lexicon_find(const dm_lexicon *lexicon, const char *kind, const char *id)
{
  dm_kinds  kinds = kind ? dm_grammar_kinds(lexicon->grammar, kind, strlen(kind)) : ~(dm_kinds)0;
  dm_buffer key = {0};
  uint32_t  at = UINT32_MAX;
  for (int i = 0; i < 64 && at == UINT32_MAX; i++) {
    if (!(kinds >> i & 1) || !dm_grammar_kind_name(lexicon->grammar, i))
      continue;
    dm_buffer_clear(&key);
    dm_buffer_print(&key, "%s/%s", dm_grammar_kind_name(lexicon->grammar, i), id);
    if (!dm_map_get(lexicon->by_id, key.bytes, key.n_bytes, &at))
      at = UINT32_MAX;
  }
  dm_buffer_free(&key);
  return at == UINT32_MAX ? NULL : &lexicon->entries.items[at]->entity;
}

static const entry *entry_of(const dm_lexicon *lexicon, const dm_entity *listed)
{
  dm_buffer key = {0};
  uint32_t  at = 0;
  dm_buffer_print(&key, "%s/%s", listed->kind, listed->id);
  dm_map_get(lexicon->by_id, key.bytes, key.n_bytes, &at);
  dm_buffer_free(&key);
  return lexicon->entries.items[at];
}

const char *dm_lexicon_file(const dm_lexicon *lexicon, const dm_entity *listed)
{
  return dm_yaml_file(entry_of(lexicon, listed)->yaml);
}

const dm_pattern *const *dm_lexicon_compiled(const dm_lexicon *lexicon, size_t *n_patterns)
{
  *n_patterns = lexicon->patterns.n;
  return (const dm_pattern *const *)lexicon->patterns.items;
}

void dm_lexicon_source(const dm_lexicon *lexicon, const dm_entity *listed, const dm_yaml **yaml, const dm_yaml_node **node)
{
  const entry *of = entry_of(lexicon, listed);
  *yaml = of->yaml;
  *node = of->node;
}

bool dm_lexicon_replaced(const dm_lexicon *lexicon, const dm_entity *listed, const dm_yaml **yaml, const dm_yaml_node **node)
{
  const entry *below = entry_of(lexicon, listed)->below;
  if (!below)
    return false;
  *yaml = below->yaml;
  *node = below->node;
  return true;
}

const dm_yaml *const *dm_lexicon_files(const dm_lexicon *lexicon, size_t *n_files)
{
  *n_files = lexicon->files.n;
  return (const dm_yaml *const *)lexicon->files.items;
}

const char *dm_lexicon_near_id(const dm_lexicon *lexicon, const char *id)
{
  const char *best = NULL;
  size_t      distance = 3;
  for (size_t i = 0; i < lexicon->entries.n && distance > 1; i++) {
    size_t d = dm_unicode_distance(lexicon->entries.items[i]->entity.id, id, distance - 1);
    if (d >= distance)
      continue;
    distance = d;
    best = lexicon->entries.items[i]->entity.id;
  }
  return best;
}

dm_kinds dm_lexicon_kind_opens(const dm_lexicon *lexicon, int kind)
{
  return lexicon->opened[kind];
}
const dm_text_words *dm_lexicon_words(const dm_lexicon *lexicon)
{
  return &lexicon->words;
}

bool dm_lexicon_is_light(const dm_lexicon *lexicon, dm_symbol symbol)
{
  for (size_t i = 0; i < lexicon->light.n; i++)
    if (lexicon->light.items[i] == symbol)
      return true;
  return false;
}

int dm_lexicon_month(const dm_lexicon *lexicon, const char *folded_word)
{
  uint32_t month = 0;
  return dm_map_get(lexicon->months, folded_word, strlen(folded_word), &month) ? (int)month : 0;
}

long dm_lexicon_number(const dm_lexicon *lexicon, const char *folded_word)
{
  uint32_t value = 0;
  if (dm_map_get(lexicon->numbers, folded_word, strlen(folded_word), &value))
    return (long)value;
  if (folded_word[0] < '0' || folded_word[0] > '9')
    return -1;
  long number = 0;
  for (const char *c = folded_word; *c >= '0' && *c <= '9' && number < 100000; c++)
    number = number * 10 + (*c - '0');
  return number;
}

const dm_pattern_index *dm_lexicon_patterns(const dm_lexicon *lexicon)
{
  return lexicon->index;
}
const dm_entity *dm_lexicon_pattern_entity(const dm_lexicon *lexicon, size_t pattern)
{
  return lexicon->pattern_entities.items[pattern];
}

const dm_yaml_node *dm_lexicon_pattern_written(const dm_lexicon *lexicon, size_t pattern)
{
  return lexicon->patterns_written.items[pattern];
}

const dm_pattern *const *dm_lexicon_phrases(const dm_lexicon *lexicon, dm_phrase_use use, size_t *n_phrases)
{
  *n_phrases = lexicon->phrases[use].n;
  return lexicon->phrases[use].items;
}

const dm_guess *dm_lexicon_guesses(const dm_lexicon *lexicon, size_t *n_guesses)
{
  *n_guesses = lexicon->guesses.n;
  return lexicon->guesses.items;
}

const dm_form *dm_lexicon_forms(const dm_lexicon *lexicon, size_t *n_forms)
{
  *n_forms = lexicon->forms.n;
  return lexicon->forms.items;
}

const dm_side_phrase *dm_lexicon_sides(const dm_lexicon *lexicon, size_t *n_sides)
{
  *n_sides = lexicon->sides.n;
  return lexicon->sides.items;
}
