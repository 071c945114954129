/* lint/overlays.c - entries and rules of overlays that take the place of others by accident, or for nothing; classes that grow together by accident. */
#include <string.h>

#include "base/unicode.h"
#include "lint/rules.h"

static void tell_same(lint *l, spot at, const char *what, const char *name, spot below)
{
  dm_lint_tell(l, at, "%s %s says nothing that what it replaces does not say, at %s", what, name, dm_lint_place(l, below));
}

/* Things. */

static void add_slugs(dm_map *slugs, const dm_yaml_node *entry, bool *shared)
{
  static const char *const keys[] = {"label", "names", "acronyms"};
  dm_buffer                slug = {0};
  for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
    const dm_yaml_node *list = dm_yaml_get(entry, keys[k]);
    for (size_t i = 0; i < dm_lint_list_length(list); i++) {
      const dm_yaml_node *name = dm_lint_list_item(list, i);
      dm_buffer_clear(&slug);
      dm_unicode_slug(&slug, name->text, name->n_bytes);
      if (shared)
        *shared |= dm_map_get(slugs, slug.bytes, slug.n_bytes, NULL);
      else
        dm_map_put(slugs, slug.bytes, slug.n_bytes, 0, NULL);
    }
  }
  dm_buffer_free(&slug);
}

static bool share_a_name(const dm_yaml_node *a, const dm_yaml_node *b)
{
  dm_map *slugs = dm_map_new();
  bool    shared = false;
  add_slugs(slugs, a, NULL);
  add_slugs(slugs, b, &shared);
  dm_map_free(slugs);
  return shared;
}

static void look_at_thing(lint *l, const dm_entity *thing)
{
  spot at = {0}, below = {0};
  if (!dm_lexicon_replaced(l->lexicon, thing, &below.yaml, &below.node))
    return;
  dm_lexicon_source(l->lexicon, thing, &at.yaml, &at.node);
  const dm_yaml_node *entry = at.node;
  at.node = dm_yaml_get(entry, "id");
  if (dm_lint_say_the_same(entry, below.node))
    tell_same(l, at, thing->kind, thing->id, below);
  else if (!share_a_name(entry, below.node))
    dm_lint_tell(l, at, "this takes the place of `%s`, at %s, and shares no name with it: is another id meant?",
                 dm_yaml_get(below.node, "label")->text, dm_lint_place(l, below));
}

/* Rules. */

static bool makes_family(const dm_yaml_node *rule, const char *family)
{
  static const char *const keys[] = {"facts", "negated", "breached", "otherwise"};
  for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
    const dm_yaml_node *facts = dm_yaml_get(rule, keys[k]);
    for (size_t i = 0; facts && facts->kind == DM_YAML_SEQUENCE && i < facts->n; i++)
      if (strcmp(dm_yaml_get(facts->items[i], "family")->text, family) == 0)
        return true;
  }
  return false;
}

typedef struct {
  const dm_yaml_node *below;
  bool                any;
  bool                shared;
} fact_search;

static void look_for_family(void *ctx, const written_rule *rule, const dm_yaml_node *fact)
{
  fact_search *search = ctx;
  (void)rule;
  search->any = true;
  search->shared |= makes_family(search->below, dm_yaml_get(fact, "family")->text);
}

static void look_at_rule(lint *l, const written_rule *rule)
{
  spot        at = {rule->source->yaml, dm_yaml_get(rule->source->node, "rule"), 0};
  spot        below = {rule->source->below_yaml, rule->source->below, 0};
  fact_search search = {.below = below.node};
  if (!below.node)
    return;
  dm_lint_each_fact(rule, look_for_family, &search);
  below.node = dm_yaml_get(below.node, "rule");
  if (dm_lint_say_the_same(rule->source->node, rule->source->below))
    tell_same(l, at, "rule", rule->source->name, below);
  else if (search.any && !search.shared)
    dm_lint_tell(l, at, "this takes the place of another rule %s, at %s, and makes none of its facts: is another name meant?", rule->source->name,
                 dm_lint_place(l, below));
}

/* Classes. */

typedef struct {
  const dm_yaml      *yaml;
  const dm_yaml_node *key;
} class_key;

typedef DM_VECTOR(class_key) class_keys;

static void add_classes(lint *l, class_keys *known, const dm_yaml *yaml)
{
  const dm_yaml_node *classes = dm_yaml_get(dm_yaml_root(yaml), "classes");
  for (size_t i = 0; classes && i < classes->n; i++) {
    const dm_yaml_node *key = classes->pairs[i].key;
    for (size_t k = 0; k < known->n; k++) {
      if (strcmp(known->items[k].key->text, key->text) != 0 || dm_yaml_layer(known->items[k].yaml) != dm_yaml_layer(yaml))
        continue;
      dm_lint_tell(l, (spot){yaml, key, 0}, "%%%s is there already, at %s: the two are one", key->text,
                   dm_lint_place(l, (spot){known->items[k].yaml, known->items[k].key, 0}));
      break;
    }
    *dm_vector_add(known) = (class_key){yaml, key};
  }
}

void dm_lint_overlays(rule_book *book)
{
  lint                   *l = book->lint;
  size_t                  n_things = 0;
  const dm_entity *const *things = dm_lexicon_entities(l->lexicon, &n_things);
  class_keys              known = {0};
  for (size_t i = 0; i < n_things; i++)
    look_at_thing(l, things[i]);
  for (size_t i = 0; i < book->rules.n; i++)
    look_at_rule(l, &book->rules.items[i]);
  for (size_t f = 0; f < l->files.n; f++)
    if (l->files.items[f].yaml)
      add_classes(l, &known, l->files.items[f].yaml);
  dm_vector_free(&known);
}
