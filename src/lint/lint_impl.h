/* lint/lint_impl.h - findings before they are told; for this module only. */
#ifndef DM_LINT_LINT_IMPL_H
#define DM_LINT_LINT_IMPL_H

#include "base/arena.h"
#include "base/buffer.h"
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

/* A file that is looked at. */
typedef struct {
  const char    *path;
  const dm_yaml *yaml;  /* NULL of an ontology */
  dm_buffer      bytes; /* of an ontology */
} source_file;

typedef struct {
  const dm_lint_options *options;
  const dm_lexicon      *lexicon;
  const dm_rules        *rules;
  dm_grammar            *grammar;
  dm_diagnostics        *diagnostics;
  dm_status              status; /* DM_BAD_RULES as soon as something does not compile */
  dm_kinds               met;    /* dm_lint_kinds_met(), or 0 */
  dm_arena              *arena;  /* of the findings' texts and what checks keep */
  DM_VECTOR(source_file) files;
  DM_VECTOR(finding) findings;
} lint;

/* Keeps a finding. */
void dm_lint_tell(lint *l, spot at, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The same at byte `offset_bytes` of a file that is no YAML. */
void dm_lint_tell_in(lint *l, size_t file, size_t offset_bytes, const char *format, ...) __attribute__((format(printf, 4, 5)));

/* FILE:LINE:COL, to name another place in a finding; in the arena. */
const char *dm_lint_place(lint *l, spot at);

/* Whether `a` stands before `b`, by file and place. */
bool dm_lint_is_before(const lint *l, spot a, spot b);

/* A scalar is a list of one. */
size_t              dm_lint_list_length(const dm_yaml_node *list); /* NULL is an empty one */
const dm_yaml_node *dm_lint_list_item(const dm_yaml_node *list, size_t i);

/* Whether two pieces of YAML say the same; both may be NULL. */
bool dm_lint_say_the_same(const dm_yaml_node *a, const dm_yaml_node *b);

/* The kinds of which a text can bring anything: what the lexicon lists or finds by form. */
dm_kinds dm_lint_kinds_met(lint *l);

/* Adds the ontologies that lie beside the mapping to the files. */
void dm_lint_find_ontologies(lint *l);

/* The checks: each looks at all data. */
void dm_lint_names(lint *l);
void dm_lint_mapping(lint *l);

#endif
