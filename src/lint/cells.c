/* lint/cells.c - cells that a family does not have, values that nothing gives, captures that nobody reads or that are missing. */
#include <string.h>

#include "lint/rules.h"

static void tell_cell(lint *l, spot at, const written_family *of, const char *near)
{
  if (near)
    dm_lint_tell(l, at, "%s has no cell %s; did you mean %s?", of->name, at.node->text + at.offset_bytes, near);
  else
    dm_lint_tell(l, at, "%s has no cell %s", of->name, at.node->text + at.offset_bytes);
}

static void look_at_cell(lint *l, const written_family *of, const dm_yaml *yaml, const dm_yaml_node *node, size_t offset_bytes)
{
  const char *near = NULL;
  if (of && node && !dm_lint_has_cell(of, node->text + offset_bytes, &near))
    tell_cell(l, (spot){yaml, node, offset_bytes}, of, near);
}

/* Families. */

static void look_at_family(const rule_book *book, const written_family *of)
{
  const dm_yaml_node *unique = dm_yaml_get(of->body, "unique"), *missing = dm_yaml_get(of->body, "missing");
  for (size_t i = 0; i < dm_lint_list_length(unique); i++)
    look_at_cell(book->lint, of, of->yaml, dm_lint_list_item(unique, i), 0);
  look_at_cell(book->lint, of, of->yaml, dm_yaml_get(missing, "cell"), 0);
  look_at_cell(book->lint, of, of->yaml, dm_yaml_get(missing, "like"), 0);
}

static void look_at_front_matter(const rule_book *book, const dm_yaml *yaml)
{
  const dm_yaml_node *front = dm_yaml_get(dm_yaml_root(yaml), "front_matter"), *name = dm_yaml_get(front, "family");
  if (!name)
    return;
  const written_family *of = dm_lint_family(book, name->text, name->n_bytes);
  const dm_yaml_node   *dates = dm_yaml_get(front, "dates"), *aliases = dm_yaml_get(front, "aliases");
  for (size_t i = 0; i < dm_lint_list_length(dates); i++)
    look_at_cell(book->lint, of, yaml, dm_lint_list_item(dates, i), 0);
  for (size_t i = 0; aliases && i < aliases->n; i++)
    look_at_cell(book->lint, of, yaml, aliases->pairs[i].value, 0);
}

static void look_at_references(const rule_book *book, const dm_yaml *yaml)
{
  const dm_yaml_node *references = dm_yaml_get(dm_yaml_root(yaml), "references");
  size_t              n_forms = 0;
  const dm_form      *forms = dm_lexicon_forms(book->lint->lexicon, &n_forms);
  for (size_t i = 0; references && i < references->n; i++) {
    const dm_yaml_node *name = references->pairs[i].key;
    bool                known = false;
    for (size_t f = 0; f < n_forms && !known; f++)
      known = strcmp(forms[f].name, name->text) == 0;
    if (!known)
      dm_lint_tell(book->lint, (spot){yaml, name, 0}, "the lexicon has no form %s", name->text);
  }
}

/* Rules. */

/* What each kind of rule gives besides its captures. */
static const struct {
  const char *name;
  unsigned    kinds;
} given_values[] = {
    {"subject", 1u << RULE_TRIGGER},
    {"object", 1u << RULE_TRIGGER},
    {"each", 1u << RULE_COLLECT | 1u << RULE_EVERY},
    {"most", 1u << RULE_MOST},
};

/* `$name`, `$name.side`, `$name?` without its ends; in the arena. NULL if it is no such value. */
static const char *value_name(lint *l, const dm_yaml_node *value)
{
  if (value->kind != DM_YAML_SCALAR || value->text[0] != '$')
    return NULL;
  return dm_arena_string(l->arena, value->text + 1, strcspn(value->text + 1, ".?"));
}

static void look_at_value(const rule_book *book, const written_rule *rule, const dm_yaml_node *value)
{
  lint       *l = book->lint;
  spot        at = {rule->source->yaml, value, 0};
  const char *name = value_name(l, value), *near = NULL;
  if (!name)
    return;
  for (size_t i = 0; i < sizeof given_values / sizeof *given_values; i++) {
    if (strcmp(given_values[i].name, name) != 0)
      continue;
    if (!(given_values[i].kinds >> rule->kind & 1))
      dm_lint_tell(l, at, "a rule of this kind has no $%s", name);
    return;
  }
  const written_family *of = rule->kind == RULE_GIVEN ? dm_lint_family(book, rule->main->text, rule->main->n_bytes) : NULL;
  if (of && strcmp(name, "voice") != 0 && !dm_lint_has_cell(of, name, &near)) {
    if (near)
      dm_lint_tell(l, at, "%s has no cell %s; did you mean $%s?", of->name, name, near);
    else
      dm_lint_tell(l, at, "%s has no cell %s", of->name, name);
  }
}

static void look_at_fact(void *ctx, const written_rule *rule, const dm_yaml_node *fact)
{
  for (size_t i = 0; i < fact->n; i++)
    look_at_value(ctx, rule, fact->pairs[i].value);
}

static void look_at_conditions(const rule_book *book, const written_rule *rule)
{
  static const char *const keys[] = {"when", "unless"};
  for (size_t k = 0; k < 2; k++) {
    const dm_yaml_node *conditions = dm_yaml_get(rule->source->node, keys[k]);
    for (size_t i = 0; conditions && i < conditions->n; i++) {
      const dm_yaml_node *key = conditions->pairs[i].key;
      size_t              n_name = strcspn(key->text, ".");
      if (key->text[n_name])
        look_at_cell(book->lint, dm_lint_family(book, key->text, n_name), rule->source->yaml, key, n_name + 1);
    }
  }
}

void dm_lint_cells(rule_book *book)
{
  size_t                n_files = 0;
  const dm_yaml *const *files = dm_rules_files(book->lint->rules, &n_files);
  for (size_t i = 0; i < book->families.n; i++)
    look_at_family(book, &book->families.items[i]);
  for (size_t i = 0; i < n_files; i++) {
    look_at_front_matter(book, files[i]);
    look_at_references(book, files[i]);
  }
  for (size_t i = 0; i < book->rules.n; i++) {
    dm_lint_each_fact(&book->rules.items[i], look_at_fact, book);
    look_at_conditions(book, &book->rules.items[i]);
  }
}
