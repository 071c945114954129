/* lint/captures.c - captures without which nothing comes of a pattern, and captures that nobody reads. */
#include <string.h>

#include "lint/captures.h"

typedef struct {
  lint               *lint;
  dm_map             *places; /* scalar of a pattern -> its place in the book */
  const pattern_book *patterns;
} capture_check;

typedef struct {
  const char *const *names;
  size_t             n;
} name_list;

static bool has_name(const name_list *list, const char *name, size_t n_bytes)
{
  for (size_t i = 0; i < list->n; i++)
    if (strlen(list->names[i]) == n_bytes && memcmp(list->names[i], name, n_bytes) == 0)
      return true;
  return false;
}

static const written_pattern *find_written(const capture_check *c, const dm_yaml_node *scalar)
{
  uint32_t place = 0;
  return dm_map_get(c->places, (const char *)&scalar, sizeof scalar, &place) ? &c->patterns->all.items[place] : NULL;
}

/* Of the captures that are written in the pattern itself; what a class captures, others may read. */
static void look_for_unread(const capture_check *c, const dm_yaml_node *scalar, const name_list *read)
{
  const written_pattern *of = find_written(c, scalar);
  for (size_t k = 0; of && k < of->parts.n; k++) {
    const dm_pattern_part *part = &of->parts.items[k];
    const char            *name = of->node->text + part->begin;
    if (part->use == DM_PART_CAPTURE && !has_name(read, name, part->end - part->begin))
      dm_lint_tell(c->lint, (spot){of->yaml, of->node, part->begin}, "nobody reads what is captured as %.*s", (int)(part->end - part->begin), name);
  }
}

static void look_at_phrase(const capture_check *c, const dm_pattern *pattern, const char *wanted)
{
  const dm_yaml      *yaml = NULL;
  const dm_yaml_node *node = NULL;
  const name_list     read = {&wanted, wanted ? 1 : 0};
  dm_pattern_source(pattern, &yaml, &node);
  look_for_unread(c, node, &read);
  if (wanted && !dm_pattern_captures(pattern, wanted))
    dm_lint_tell(c->lint, (spot){yaml, node, 0}, "nothing comes of this: it captures no %s", wanted);
}

static void look_at_phrases(const capture_check *c)
{
  static const struct {
    dm_phrase_use use;
    const char   *wanted;
  } uses[] = {{DM_PHRASE_ALIAS, "alias"},       {DM_PHRASE_OWNER_BEFORE, "side"}, {DM_PHRASE_OWNER_AFTER, "side"}, {DM_PHRASE_HOLDER_BEFORE, "side"},
              {DM_PHRASE_HOLDER_AFTER, "side"}, {DM_PHRASE_WHOLE, "side"},        {DM_PHRASE_GUEST, NULL}};
  for (size_t u = 0; u < sizeof uses / sizeof *uses; u++) {
    size_t                   n = 0;
    const dm_pattern *const *phrases = dm_lexicon_phrases(c->lint->lexicon, uses[u].use, &n);
    for (size_t i = 0; i < n; i++)
      look_at_phrase(c, phrases[i], uses[u].wanted);
  }
  size_t                n_sides = 0;
  const dm_side_phrase *sides = dm_lexicon_sides(c->lint->lexicon, &n_sides);
  for (size_t i = 0; i < n_sides; i++)
    look_at_phrase(c, sides[i].pattern, sides[i].scope == DM_SCOPE_AGAIN ? NULL : "side");
}

static void look_at_things(const capture_check *c)
{
  static const char *const label = "label";
  size_t                   n = 0;
  const dm_entity *const  *things = dm_lexicon_entities(c->lint->lexicon, &n);
  for (size_t i = 0; i < n; i++) {
    const dm_yaml      *yaml = NULL;
    const dm_yaml_node *node = NULL;
    dm_lexicon_source(c->lint->lexicon, things[i], &yaml, &node);
    const dm_yaml_node *patterns = dm_yaml_get(node, "patterns");
    for (size_t k = 0; k < dm_lint_list_length(patterns); k++)
      look_for_unread(c, dm_lint_list_item(patterns, k), &(name_list){&label, 1});
  }
}

/* Forms. */

enum { MAX_NAMES = 32 };

static const dm_form *form_of(const lint *l, const dm_yaml_node *scalar)
{
  size_t         n = 0;
  const dm_form *forms = dm_lexicon_forms(l->lexicon, &n);
  for (size_t i = 0; i < n; i++) {
    const dm_yaml      *yaml = NULL;
    const dm_yaml_node *node = NULL;
    dm_pattern_source(forms[i].pattern, &yaml, &node);
    if (node == scalar)
      return &forms[i];
  }
  return NULL;
}

/* `ga-res-{number}`: the capture that stands at `at`, in the arena, or NULL behind the last. `*at` goes behind it. */
static const char *next_in_id(lint *l, const char *id, size_t *at, size_t *begin)
{
  const char *open = strchr(id + *at, '{'), *close = open ? strchr(open, '}') : NULL;
  if (!close)
    return NULL;
  *begin = (size_t)(open - id) + 1;
  *at = (size_t)(close - id) + 1;
  return dm_arena_string(l->arena, open + 1, (size_t)(close - open) - 1);
}

static void look_at_form(const capture_check *c, const dm_yaml *yaml, const dm_yaml_node *node)
{
  static const char *const always[] = {"label", "numeric", "day", "month", "year", "last", "last-month", "number"};
  const dm_yaml_node      *id = dm_yaml_get(node, "id"), *pattern = dm_yaml_get(node, "pattern");
  const dm_form           *form = form_of(c->lint, pattern);
  const char              *names[MAX_NAMES];
  size_t                   n = sizeof always / sizeof *always, at = 0, begin = 0;
  memcpy(names, always, sizeof always);
  for (const char *name = NULL; id && n < MAX_NAMES && (name = next_in_id(c->lint, id->text, &at, &begin));) {
    names[n++] = name;
    if (form && !dm_pattern_captures(form->pattern, name))
      dm_lint_tell(c->lint, (spot){yaml, id, begin}, "the pattern of this form captures no %s", name);
  }
  look_for_unread(c, pattern, &(name_list){names, n});
}

static void look_at_forms(const capture_check *c)
{
  size_t                n_files = 0;
  const dm_yaml *const *files = dm_lexicon_files(c->lint->lexicon, &n_files);
  for (size_t f = 0; f < n_files; f++) {
    const dm_yaml_node *forms = dm_yaml_get(dm_yaml_root(files[f]), "forms");
    for (size_t i = 0; forms && i < forms->n; i++)
      look_at_form(c, files[f], forms->items[i]);
  }
}

/* Rules. */

typedef struct {
  lint *lint;
  DM_VECTOR(const char *) names;
} name_vector;

static void add_names(void *ctx, const written_rule *rule, const dm_yaml_node *fact)
{
  name_vector *read = ctx;
  (void)rule;
  for (size_t i = 0; i < fact->n; i++) {
    const char *text = fact->pairs[i].value->kind == DM_YAML_SCALAR ? fact->pairs[i].value->text : "";
    if (text[0] == '$')
      *dm_vector_add(&read->names) = dm_arena_string(read->lint->arena, text + 1, strcspn(text + 1, ".?"));
  }
}

static void look_at_rule(const capture_check *c, const written_rule *rule)
{
  static const char *const others[] = {"under", "stop", "spares"};
  name_vector              read = {.lint = c->lint};
  dm_lint_each_fact(rule, add_names, &read);
  if (rule->kind == RULE_TRIGGER)
    *dm_vector_add(&read.names) = "subject";
  look_for_unread(c, rule->main, &(name_list){read.names.items, read.names.n});
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    look_for_unread(c, dm_yaml_get(rule->source->node, others[i]), &(name_list){NULL, 0});
  dm_vector_free(&read.names);
}

void dm_lint_captures(pattern_book *patterns, rule_book *rules)
{
  capture_check c = {.lint = patterns->lint, .places = dm_map_new(), .patterns = patterns};
  for (uint32_t i = 0; i < patterns->all.n; i++)
    dm_map_put(c.places, (const char *)&patterns->all.items[i].node, sizeof patterns->all.items[i].node, i, NULL);
  look_at_phrases(&c);
  look_at_things(&c);
  look_at_forms(&c);
  for (size_t i = 0; i < rules->rules.n; i++)
    look_at_rule(&c, &rules->rules.items[i]);
  dm_map_free(c.places);
}
