/* lint/rules.c - gathers rules and families as they are written. */
#include "lint/rules.h"

#include <string.h>

#include "base/unicode.h"

enum { NEAR_EDITS = 2 };

static const char *const kind_keys[] = {[RULE_MATCH] = "match", [RULE_TRIGGER] = "trigger", [RULE_COLLECT] = "collect",
                                        [RULE_GIVEN] = "given", [RULE_MOST] = "most",       [RULE_EVERY] = "every"};

static void add_rule(rule_book *book, const dm_rule_source *source)
{
  written_rule made = {.source = source};
  for (size_t k = 0; k < sizeof kind_keys / sizeof *kind_keys && !made.main; k++) {
    made.kind = (rule_kind)k;
    made.main = dm_yaml_get(source->node, kind_keys[k]);
  }
  *dm_vector_add(&book->rules) = made;
}

static void add_families(rule_book *book, const dm_yaml *yaml)
{
  const dm_yaml_node *families = dm_yaml_get(dm_yaml_root(yaml), "families");
  for (size_t i = 0; families && i < families->n; i++) {
    const dm_yaml_node *key = families->pairs[i].key;
    size_t              place = 0;
    while (place < book->families.n && strcmp(book->families.items[place].name, key->text) != 0)
      place++;
    if (place == book->families.n)
      dm_vector_add(&book->families);
    book->families.items[place] = (written_family){key->text, yaml, key, families->pairs[i].value};
  }
}

void dm_lint_gather_rules(rule_book *book, lint *l)
{
  size_t                n_files = 0, n_rules = 0;
  const dm_yaml *const *files = dm_rules_files(l->rules, &n_files);
  const dm_rule_source *sources = dm_rules_sources(l->rules, &n_rules);
  *book = (rule_book){.lint = l};
  for (size_t i = 0; i < n_files; i++)
    add_families(book, files[i]);
  for (size_t i = 0; i < n_rules; i++)
    add_rule(book, &sources[i]);
}

void dm_lint_free_rules(rule_book *book)
{
  dm_vector_free(&book->rules);
  dm_vector_free(&book->families);
}

const written_family *dm_lint_family(const rule_book *book, const char *name, size_t n_bytes)
{
  for (size_t i = 0; i < book->families.n; i++)
    if (strlen(book->families.items[i].name) == n_bytes && memcmp(book->families.items[i].name, name, n_bytes) == 0)
      return &book->families.items[i];
  return NULL;
}

bool dm_lint_has_cell(const written_family *of, const char *cell, const char **near)
{
  const dm_yaml_node *cells = dm_yaml_get(of->body, "cells");
  size_t              distance = NEAR_EDITS + 1;
  *near = NULL;
  for (size_t i = 0; i < cells->n; i++) {
    size_t d = dm_unicode_distance(cells->items[i]->text, cell, NEAR_EDITS);
    if (d == 0)
      return true;
    if (d < distance)
      *near = cells->items[i]->text;
    distance = d < distance ? d : distance;
  }
  return false;
}

void dm_lint_each_fact(const written_rule *rule, void (*on_fact)(void *ctx, const written_rule *rule, const dm_yaml_node *fact), void *ctx)
{
  static const char *const keys[] = {"facts", "negated", "breached", "otherwise"};
  for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
    const dm_yaml_node *list = dm_yaml_get(rule->source->node, keys[k]);
    for (size_t i = 0; list && list->kind == DM_YAML_SEQUENCE && i < list->n; i++)
      on_fact(ctx, rule, list->items[i]);
  }
}
