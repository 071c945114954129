/* lint/lint_impl.h - findings before they are told; for this module only. */
#ifndef DM_LINT_LINT_IMPL_H
#define DM_LINT_LINT_IMPL_H

#include "base/arena.h"
#include "base/map.h"
#include "base/vector.h"
#include "lexicon/lexicon.h"
#include "lint/lint.h"
#include "mapping/mapping.h"
#include "relation/relation.h"

/* Byte `offset_bytes` of the text of a scalar, or with 0 any node. */
typedef struct {
  const dm_yaml      *yaml;
  const dm_yaml_node *node;
  size_t              offset_bytes;
} spot;

typedef struct {
  size_t      file; /* its place among the files */
  dm_place    place;
  const char *text;
} finding;

typedef struct {
  const dm_lint_options *options;
  const dm_lexicon      *lexicon;
  const dm_rules        *rules;
  dm_grammar            *grammar;
  dm_diagnostics        *diagnostics;
  dm_status              status; /* DM_BAD_RULES as soon as something does not compile */
  dm_kinds               met;    /* dm_lint_kinds_met(), or 0 */
  dm_arena              *arena;  /* of the findings' texts and what checks keep */
  DM_VECTOR(const dm_yaml *) files;
  DM_VECTOR(finding) findings;
} lint;

/* Keeps a finding. */
void dm_lint_tell(lint *l, spot at, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* FILE:LINE:COL, to name another place in a finding; in the arena. */
const char *dm_lint_place(lint *l, spot at);

/* Whether `a` stands before `b`, by file and place. */
bool dm_lint_is_before(const lint *l, spot a, spot b);

/* A scalar is a list of one. */
size_t              dm_lint_list_length(const dm_yaml_node *list); /* NULL is an empty one */
const dm_yaml_node *dm_lint_list_item(const dm_yaml_node *list, size_t i);

/* The kinds of which a text can bring anything: what the lexicon lists or finds by form. */
dm_kinds dm_lint_kinds_met(lint *l);

/* The checks: each looks at all data. */
void dm_lint_names(lint *l);

#endif
