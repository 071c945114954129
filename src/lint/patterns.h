/* lint/patterns.h - the patterns of all data, as they are written; for this module only. */
#ifndef DM_LINT_PATTERNS_H
#define DM_LINT_PATTERNS_H

#include "lint/lint_impl.h"
#include "pattern/inspect.h"

enum { PATTERN_IN_SENTENCE = 1, PATTERN_OVER_LINES = 2, PATTERN_OF_CLASS = 4 };

#define NO_LIST UINT32_MAX

typedef struct {
  const dm_yaml      *yaml;
  const dm_yaml_node *node;
  uint32_t            list;   /* those of one list are alternatives of one another; or NO_LIST */
  unsigned            traits; /* PATTERN_ bits: where its matches stay */
  dm_pattern_parts    parts;
  bool                is_broken; /* it does not compile, which was told */
} written_pattern;

typedef struct {
  lint *lint;
  DM_VECTOR(written_pattern) all;
  dm_map  *known; /* scalars */
  dm_map  *lists; /* section and name -> number */
  uint32_t n_lists;
} pattern_book;

/* Fills `book` with every pattern there is; the caller's, to free with dm_lint_free_patterns(). */
void dm_lint_gather_patterns(pattern_book *book, lint *l);
void dm_lint_free_patterns(pattern_book *book);

/* Bytes [begin, end) of a pattern as one of its own; the caller's, NULL if it does not compile. */
dm_pattern *dm_lint_compile(const lint *l, const written_pattern *of, size_t begin, size_t end);

/* Bytes of its text, cut where they are many; in the arena. */
const char *dm_lint_quote(lint *l, const written_pattern *of, size_t begin, size_t end);

/* The number of the list in which the parts of a class are; NO_LIST if there is none. */
uint32_t dm_lint_class_list(const pattern_book *book, const char *name, size_t n_bytes);

/* The checks of patterns. */
void dm_lint_alternatives(pattern_book *book);
void dm_lint_words(pattern_book *book);
void dm_lint_marks(pattern_book *book);
void dm_lint_conditions(pattern_book *book);
void dm_lint_classes(pattern_book *book);

#endif
