/* lint/patterns.c - gathers the patterns of all data, with what is known of where they are tried. */
#include "lint/patterns.h"

#include <string.h>

#include "base/buffer.h"

enum { MAX_QUOTED = 60 };

static const char classes_key[] = "classes";

static void add_pattern(pattern_book *book, const dm_yaml *yaml, const dm_yaml_node *node, uint32_t list, unsigned traits)
{
  bool is_new = false;
  if (!node || node->kind != DM_YAML_SCALAR)
    return;
  dm_map_put(book->known, (const char *)&node, sizeof node, 0, &is_new);
  if (is_new)
    *dm_vector_add(&book->all) = (written_pattern){.yaml = yaml, .node = node, .list = list, .traits = traits};
}

/* All of a list are alternatives of one another. */
static void add_list(pattern_book *book, const dm_yaml *yaml, const dm_yaml_node *list, uint32_t number, unsigned traits)
{
  for (size_t i = 0; i < dm_lint_list_length(list); i++)
    add_pattern(book, yaml, dm_lint_list_item(list, i), number, traits);
}

/* The number of the list of that section and name; a new one if there is none. */
static uint32_t list_number(pattern_book *book, const char *section, const char *name)
{
  const char *key = dm_arena_print(book->lint->arena, "%s %s", section, name);
  uint32_t    number = *dm_map_put(book->lists, key, strlen(key), book->n_lists, NULL);
  book->n_lists += number == book->n_lists;
  return number;
}

/* Lists that lie in a mapping by their names, and go on in later files: classes, phrases of the clause model. */
static void add_lists(pattern_book *book, const dm_yaml *yaml, const char *section, unsigned traits)
{
  const dm_yaml_node *mapping = dm_yaml_get(dm_yaml_root(yaml), section);
  for (size_t i = 0; mapping && i < mapping->n; i++)
    add_list(book, yaml, mapping->pairs[i].value, list_number(book, section, mapping->pairs[i].key->text), traits);
}

static void add_lexicon_file(pattern_book *book, const dm_yaml *yaml)
{
  static const char *const phrases[] = {"aliases", "owners_before",  "owners_after", "holders_before", "holders_after", "guests",
                                        "wholes",  "unlisted_names", "no_names",     "no_verbs",       "persons_before"};
  const dm_yaml_node      *forms = dm_yaml_get(dm_yaml_root(yaml), "forms"), *sides = dm_yaml_get(dm_yaml_root(yaml), "sides");
  add_lists(book, yaml, classes_key, PATTERN_OF_CLASS);
  for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
    add_list(book, yaml, dm_yaml_get(dm_yaml_root(yaml), phrases[i]), list_number(book, "lexicon", phrases[i]), 0);
  for (size_t i = 0; forms && i < forms->n; i++) {
    const dm_yaml_node *over = dm_yaml_get(forms->items[i], "over");
    add_pattern(book, yaml, dm_yaml_get(forms->items[i], "pattern"), NO_LIST, over ? PATTERN_OVER_LINES : 0);
  }
  for (size_t i = 0; sides && i < sides->n; i++)
    add_pattern(book, yaml, dm_yaml_get(sides->items[i], "pattern"), list_number(book, "sides", dm_yaml_get(sides->items[i], "scope")->text), 0);
}

static void add_rules_file(pattern_book *book, const dm_yaml *yaml)
{
  add_lists(book, yaml, classes_key, PATTERN_OF_CLASS);
  add_lists(book, yaml, "clauses", PATTERN_IN_SENTENCE);
}

static void add_rule(pattern_book *book, const dm_rule_source *rule)
{
  static const struct {
    const char *key;
    unsigned    traits;
  } keys[] = {{"match", 0}, {"trigger", PATTERN_IN_SENTENCE}, {"collect", PATTERN_IN_SENTENCE}, {"under", 0},
              {"stop", 0},  {"spares", PATTERN_IN_SENTENCE}};
  const dm_yaml_node *over = dm_yaml_get(rule->node, "over");
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
    unsigned traits = keys[i].traits;
    if (i == 0)
      traits = !over || strcmp(over->text, "sentence") == 0 ? PATTERN_IN_SENTENCE : strcmp(over->text, "block") == 0 ? 0 : PATTERN_OVER_LINES;
    add_pattern(book, rule->yaml, dm_yaml_get(rule->node, keys[i].key), NO_LIST, traits);
  }
}

static void add_things(pattern_book *book)
{
  size_t                  n = 0;
  const dm_entity *const *things = dm_lexicon_entities(book->lint->lexicon, &n);
  for (size_t i = 0; i < n; i++) {
    const dm_yaml      *yaml = NULL;
    const dm_yaml_node *node = NULL;
    dm_lexicon_source(book->lint->lexicon, things[i], &yaml, &node);
    add_list(book, yaml, dm_yaml_get(node, "patterns"), book->n_lists++, 0);
  }
}

/* Whatever else is a pattern. */
static void add_compiled(pattern_book *book, const dm_pattern *const *compiled, size_t n_compiled)
{
  for (size_t i = 0; i < n_compiled; i++) {
    const dm_yaml      *yaml = NULL;
    const dm_yaml_node *node = NULL;
    dm_pattern_source(compiled[i], &yaml, &node);
    add_pattern(book, yaml, node, NO_LIST, PATTERN_OVER_LINES);
  }
}

static uint32_t find_thing(void *ctx, const char *kind, const char *id)
{
  const dm_entity *thing = dm_lexicon_find(ctx, kind, id);
  return thing ? thing->index : UINT32_MAX;
}

dm_pattern *dm_lint_compile(const lint *l, const written_pattern *of, size_t begin, size_t end)
{
  dm_pattern *made = NULL;
  union {
    const dm_lexicon *in;
    void             *out;
  } plain = {.in = l->lexicon};
  dm_pattern_compile_part(&made, l->grammar, of->yaml, of->node, begin, end, find_thing, plain.out, l->diagnostics);
  return made;
}

static void read_outlines(pattern_book *book)
{
  lint *l = book->lint;
  union {
    const dm_lexicon *in;
    void             *out;
  } plain = {.in = l->lexicon};
  for (size_t i = 0; i < book->all.n; i++) {
    written_pattern *of = &book->all.items[i];
    of->is_broken = dm_pattern_outline(&of->parts, l->grammar, of->yaml, of->node, find_thing, plain.out, l->diagnostics) != DM_OK;
    if (of->is_broken) /* a class that no pattern uses: nobody has read it yet */
      l->status = DM_BAD_RULES;
  }
}

void dm_lint_gather_patterns(pattern_book *book, lint *l)
{
  size_t                n_lexicon = 0, n_rules = 0, n_sources = 0, n_compiled = 0;
  const dm_yaml *const *lexicon_files = dm_lexicon_files(l->lexicon, &n_lexicon), *const *rule_files = dm_rules_files(l->rules, &n_rules);
  const dm_rule_source *sources = dm_rules_sources(l->rules, &n_sources);
  *book = (pattern_book){.lint = l, .lists = dm_map_new(), .known = dm_map_new()};
  for (size_t i = 0; i < n_lexicon; i++)
    add_lexicon_file(book, lexicon_files[i]);
  for (size_t i = 0; i < n_rules; i++)
    add_rules_file(book, rule_files[i]);
  for (size_t i = 0; i < n_sources; i++)
    add_rule(book, &sources[i]);
  add_things(book);
  const dm_pattern *const *compiled = dm_lexicon_compiled(l->lexicon, &n_compiled);
  add_compiled(book, compiled, n_compiled);
  compiled = dm_rules_compiled(l->rules, &n_compiled);
  add_compiled(book, compiled, n_compiled);
  read_outlines(book);
}

void dm_lint_free_patterns(pattern_book *book)
{
  for (size_t i = 0; i < book->all.n; i++)
    dm_vector_free(&book->all.items[i].parts);
  dm_vector_free(&book->all);
  dm_map_free(book->lists);
  dm_map_free(book->known);
}

const char *dm_lint_quote(lint *l, const written_pattern *of, size_t begin, size_t end)
{
  const char *text = of->node->text + begin;
  size_t      n = end - begin;
  if (n <= MAX_QUOTED)
    return dm_arena_string(l->arena, text, n);
  for (n = MAX_QUOTED; n && ((unsigned char)text[n] & 0xC0) == 0x80;)
    n--;
  return dm_arena_print(l->arena, "%.*s...", (int)n, text);
}

uint32_t dm_lint_class_list(const pattern_book *book, const char *name, size_t n_bytes)
{
  uint32_t  number = NO_LIST;
  dm_buffer key = {0};
  dm_buffer_print(&key, "%s %.*s", classes_key, (int)n_bytes, name);
  dm_map_get(book->lists, key.bytes, key.n_bytes, &number);
  dm_buffer_free(&key);
  return number;
}
