/* lint/rules.h - rules and families as they are written; for this module only. */
#ifndef DM_LINT_RULES_H
#define DM_LINT_RULES_H

#include "lint/lint_impl.h"

typedef enum { RULE_MATCH, RULE_TRIGGER, RULE_COLLECT, RULE_GIVEN, RULE_MOST, RULE_EVERY } rule_kind;

typedef struct {
  const dm_rule_source *source;
  rule_kind             kind;
  const dm_yaml_node   *main; /* the value of the key that says which kind it is */
} written_rule;

typedef struct {
  const char         *name;
  const dm_yaml      *yaml;
  const dm_yaml_node *key;
  const dm_yaml_node *body;
} written_family;

typedef struct {
  lint *lint;
  DM_VECTOR(written_rule) rules;      /* those that work, in their order */
  DM_VECTOR(written_family) families; /* what lies on top takes the place of what it replaces */
} rule_book;

/* Fills `book` with all rules and families; the caller's, to free with dm_lint_free_rules(). */
void dm_lint_gather_rules(rule_book *book, lint *l);
void dm_lint_free_rules(rule_book *book);

/* The family of that name (n_bytes of it), or NULL. */
const written_family *dm_lint_family(const rule_book *book, const char *name, size_t n_bytes);

/* Whether a family has that cell; also considers what is near, for `*near` (NULL if nothing is). */
bool dm_lint_has_cell(const written_family *of, const char *cell, const char **near);

/* The facts of a rule, one list after the other: calls `on_fact` with each template, a mapping. */
void dm_lint_each_fact(const written_rule *rule, void (*on_fact)(void *ctx, const written_rule *rule, const dm_yaml_node *fact), void *ctx);

/* The checks of rules. */
void dm_lint_overlays(rule_book *book); /* what takes another's place by accident; of the lexicon too */
void dm_lint_made(rule_book *book);     /* facts that nobody makes or asks for, and conditions that never hold */
void dm_lint_keys(rule_book *book);     /* keys and values of rules that say nothing */
void dm_lint_cells(rule_book *book);    /* cells and values that nothing gives */
void dm_lint_examples(rule_book *book); /* rules with few examples */

#endif
