/* lint/made.c - facts that somebody asks for and nobody makes, or makes and nobody asks for; conditions that never hold. */
#include <string.h>

#include "lint/rules.h"

/* One template of a fact. */
typedef struct {
  size_t              rule; /* its place in the book */
  const dm_yaml_node *fact;
} template;

typedef struct {
  rule_book *book;
  DM_VECTOR(template) templates;
  const written_family *front; /* the family of the front matter: it is there before all rules; or NULL */
} making;

static void add_template(void *ctx, const written_rule *rule, const dm_yaml_node *fact)
{
  making *m = ctx;
  *dm_vector_add(&m->templates) = (template){(size_t)(rule - m->book->rules.items), fact};
}

static bool is_of(const dm_yaml_node *fact, const written_family *of)
{
  return strcmp(dm_yaml_get(fact, "family")->text, of->name) == 0;
}

static bool draws_on_text(const written_rule *rule)
{
  return rule->kind == RULE_MATCH || rule->kind == RULE_TRIGGER || rule->kind == RULE_COLLECT;
}

/* Whether what `maker` makes is there when the conditions of `rule` are asked: in a file, rules that draw on facts come behind those that draw on the text. */
static bool is_seen(const making *m, const written_rule *rule, size_t maker)
{
  const written_rule *by = &m->book->rules.items[maker];
  if (by->source->phase != rule->source->phase)
    return by->source->phase < rule->source->phase;
  return !draws_on_text(rule) && draws_on_text(by);
}

/* The same for the facts that a rule is given, which are looked through rule by rule. */
static bool is_given(const making *m, const written_rule *rule, size_t maker)
{
  return is_seen(m, rule, maker) || (m->book->rules.items[maker].source->phase == rule->source->phase && &m->book->rules.items[maker] < rule);
}

static bool is_there(const making *m, const written_rule *rule, const written_family *of, bool given)
{
  for (size_t i = 0; i < m->templates.n; i++)
    if (is_of(m->templates.items[i].fact, of) &&
        (given ? is_given(m, rule, m->templates.items[i].rule) : is_seen(m, rule, m->templates.items[i].rule)))
      return true;
  return of == m->front;
}

/* Whether a value of a template can be `word`: a word as it is, a thing by its id, whatever a text brings. */
static bool can_be(const dm_yaml_node *value, const char *word)
{
  const char *text = value->kind == DM_YAML_SCALAR ? value->text : "", *colon = strchr(text, ':');
  size_t      n = strlen(word);
  if (text[0] == '$')
    return true;
  if (text[0] == '<' && colon)
    return strncmp(colon + 1, word, n) == 0 && colon[1 + n] == '>';
  return strcmp(text, word) == 0;
}

/* Whether a rule that `rule` sees gives the cell (NULL: any) that word. */
static bool is_said(const making *m, const written_rule *rule, const written_family *of, const char *cell, const char *word)
{
  for (size_t i = 0; i < m->templates.n; i++) {
    const dm_yaml_node *fact = m->templates.items[i].fact;
    if (!is_of(fact, of) || !is_seen(m, rule, m->templates.items[i].rule))
      continue;
    for (size_t k = 0; k < fact->n; k++)
      if (strcmp(fact->pairs[k].key->text, "family") != 0 && (!cell || strcmp(fact->pairs[k].key->text, cell) == 0) &&
          can_be(fact->pairs[k].value, word))
        return true;
  }
  return of == m->front;
}

/* Conditions. */

static const char *cell_of(const dm_yaml_node *key)
{
  const char *point = strchr(key->text, '.');
  return point ? point + 1 : NULL;
}

static const written_family *family_of(const making *m, const dm_yaml_node *key)
{
  return dm_lint_family(m->book, key->text, strcspn(key->text, "."));
}

static void look_at_condition(const making *m, const written_rule *rule, const dm_yaml_pair *pair, bool negated)
{
  lint                 *l = m->book->lint;
  const written_family *of = family_of(m, pair->key);
  const dm_yaml        *yaml = rule->source->yaml;
  if (!is_there(m, rule, of, false)) {
    dm_lint_tell(l, (spot){yaml, pair->key, 0},
                 negated ? "this always holds: no earlier rule makes facts of %s" : "this never holds: no earlier rule makes facts of %s", of->name);
    return;
  }
  for (size_t i = 0; pair->value->kind == DM_YAML_SEQUENCE && i < pair->value->n; i++)
    if (!is_said(m, rule, of, cell_of(pair->key), pair->value->items[i]->text))
      dm_lint_tell(l, (spot){yaml, pair->value->items[i], 0}, "no earlier rule makes a fact of %s that says `%s`", of->name,
                   pair->value->items[i]->text);
}

static bool holds_word(const dm_yaml_node *list, const char *word)
{
  for (size_t i = 0; i < list->n; i++)
    if (strcmp(list->items[i]->text, word) == 0)
      return true;
  return false;
}

/* Whether what `unless` refuses is all that `when` wants. */
static bool refuses(const making *m, const dm_yaml_pair *unless, const dm_yaml_pair *when)
{
  const char *refused = cell_of(unless->key), *wanted = cell_of(when->key);
  if (family_of(m, unless->key) != family_of(m, when->key) || (refused && (!wanted || strcmp(refused, wanted) != 0)))
    return false;
  if (unless->value->kind != DM_YAML_SEQUENCE)
    return true;
  for (size_t i = 0; when->value->kind == DM_YAML_SEQUENCE && i < when->value->n; i++)
    if (!holds_word(unless->value, when->value->items[i]->text))
      return false;
  return when->value->kind == DM_YAML_SEQUENCE;
}

static void look_at_conditions(const making *m, const written_rule *rule)
{
  const dm_yaml_node *when = dm_yaml_get(rule->source->node, "when"), *unless = dm_yaml_get(rule->source->node, "unless");
  for (size_t i = 0; when && i < when->n; i++)
    look_at_condition(m, rule, &when->pairs[i], false);
  for (size_t i = 0; unless && i < unless->n; i++) {
    look_at_condition(m, rule, &unless->pairs[i], true);
    for (size_t k = 0; when && k < when->n; k++)
      if (refuses(m, &unless->pairs[i], &when->pairs[k]))
        dm_lint_tell(m->book->lint, (spot){rule->source->yaml, unless->pairs[i].key, 0}, "rule %s never works: this refuses what `when` wants, at %s",
                     rule->source->name, dm_lint_place(m->book->lint, (spot){rule->source->yaml, when->pairs[k].key, 0}));
  }
}

static void look_at_given(const making *m, const written_rule *rule)
{
  const written_family *of = rule->kind == RULE_GIVEN ? dm_lint_family(m->book, rule->main->text, rule->main->n_bytes) : NULL;
  if (of && !is_there(m, rule, of, true))
    dm_lint_tell(m->book->lint, (spot){rule->source->yaml, rule->main, 0}, "rule %s never works: no earlier rule makes facts of %s",
                 rule->source->name, of->name);
}

/* Families. */

static bool names_family(const making *m, const dm_yaml_node *list, const written_family *of)
{
  for (size_t i = 0; i < dm_lint_list_length(list); i++) {
    const dm_yaml_node *name = dm_lint_list_item(list, i);
    if (name->kind == DM_YAML_SCALAR && dm_lint_family(m->book, name->text, strcspn(name->text, ".")) == of)
      return true;
  }
  return false;
}

static bool keys_name_family(const making *m, const dm_yaml_node *conditions, const written_family *of)
{
  for (size_t i = 0; conditions && i < conditions->n; i++)
    if (family_of(m, conditions->pairs[i].key) == of)
      return true;
  return false;
}

static bool is_asked_by_rules(const making *m, const written_family *of)
{
  for (size_t i = 0; i < m->book->rules.n; i++) {
    const written_rule *rule = &m->book->rules.items[i];
    if (keys_name_family(m, dm_yaml_get(rule->source->node, "when"), of) || keys_name_family(m, dm_yaml_get(rule->source->node, "unless"), of) ||
        (rule->kind == RULE_GIVEN && names_family(m, rule->main, of)))
      return true;
  }
  for (size_t i = 0; i < m->book->families.n; i++) {
    const dm_yaml_node *body = m->book->families.items[i].body;
    if (names_family(m, dm_yaml_get(body, "relative_to"), of) || names_family(m, dm_yaml_get(dm_yaml_get(body, "missing"), "one_of"), of))
      return true;
  }
  return false;
}

static bool is_asked_by_files(const making *m, const written_family *of)
{
  size_t                n_files = 0;
  const dm_yaml *const *files = dm_rules_files(m->book->lint->rules, &n_files);
  for (size_t f = 0; f < n_files; f++) {
    const dm_yaml_node *root = dm_yaml_root(files[f]), *references = dm_yaml_get(root, "references");
    if (names_family(m, dm_yaml_get(root, "voices"), of))
      return true;
    for (size_t i = 0; references && i < references->n; i++)
      if (names_family(m, references->pairs[i].value, of))
        return true;
  }
  return false;
}

static bool is_set(const making *m, const written_family *of, const char *cell)
{
  const dm_yaml_node *qualified = dm_yaml_get(of->body, "qualified");
  if (qualified && strcmp(qualified->text, cell) == 0)
    return true;
  for (size_t i = 0; i < m->templates.n; i++)
    if (is_of(m->templates.items[i].fact, of) && dm_yaml_get(m->templates.items[i].fact, cell))
      return true;
  return false;
}

static void look_at_family(const making *m, const written_family *of)
{
  lint               *l = m->book->lint;
  const dm_yaml_node *cells = dm_yaml_get(of->body, "cells");
  bool                is_made = of == m->front;
  for (size_t i = 0; i < m->templates.n && !is_made; i++)
    is_made = is_of(m->templates.items[i].fact, of);
  if (!is_made)
    dm_lint_tell(l, (spot){of->yaml, of->key, 0}, "no rule makes facts of %s", of->name);
  if (!dm_mapping_asks(l->options->mapping, of->name) && !is_asked_by_rules(m, of) && !is_asked_by_files(m, of))
    dm_lint_tell(l, (spot){of->yaml, of->key, 0}, "nobody asks for facts of %s: neither the mapping nor a rule", of->name);
  for (size_t i = 0; i < cells->n && is_made && of != m->front; i++)
    if (!is_set(m, of, cells->items[i]->text))
      dm_lint_tell(l, (spot){of->yaml, cells->items[i], 0}, "no rule gives the cell %s", cells->items[i]->text);
}

void dm_lint_made(rule_book *book)
{
  making                m = {.book = book};
  size_t                n_files = 0;
  const dm_yaml *const *files = dm_rules_files(book->lint->rules, &n_files);
  for (size_t f = 0; f < n_files; f++) {
    const dm_yaml_node *front = dm_yaml_get(dm_yaml_get(dm_yaml_root(files[f]), "front_matter"), "family");
    if (front)
      m.front = dm_lint_family(book, front->text, front->n_bytes);
  }
  for (size_t i = 0; i < book->rules.n; i++)
    dm_lint_each_fact(&book->rules.items[i], add_template, &m);
  for (size_t i = 0; i < book->families.n; i++)
    look_at_family(&m, &book->families.items[i]);
  for (size_t i = 0; i < book->rules.n; i++) {
    look_at_conditions(&m, &book->rules.items[i]);
    look_at_given(&m, &book->rules.items[i]);
  }
  dm_vector_free(&m.templates);
}
