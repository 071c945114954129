/* pattern/pattern.h - patterns over tokens and marks (data/lexicon/README.md has the language), compiled and matched.
 *
 * A dm_pattern is compiled once and never changes; threads may share it. A dm_pattern_state is the scratch of a search: one per thread and text,
 * since it keeps where words stand.
 * A pattern becomes a small non-deterministic program. Each pair of fork and token is visited once, so a match costs at most
 * instructions times tokens, whatever the pattern; the window of one match is DM_PATTERN_WINDOW tokens. */
#ifndef DM_PATTERN_PATTERN_H
#define DM_PATTERN_PATTERN_H

#include "pattern/grammar.h"
#include "text/text.h"

enum { DM_PATTERN_WINDOW = 400, DM_PATTERN_CAPTURES = 96 };

/* How a mark was written. An inner mark lies within another one; <kind> passes over it, <kind/inner> does not. */
enum { DM_FORM_NAME = 1, DM_FORM_ACRONYM = 2, DM_FORM_ADJECTIVE = 4, DM_FORM_PATTERN = 8, DM_FORM_FOUND = 16, DM_FORM_INNER = 32 };

/* Something that stands in the text and that patterns name by its kind: a mention, a date, a reference. */
typedef struct {
  dm_token_range range;
  dm_kinds       kinds; /* one bit, or several where it is ambiguous */
  uint8_t        form;  /* DM_FORM_ */
  uint32_t       thing; /* number of the thing, for <kind:id>; UINT32_MAX if none */
  uint32_t       index; /* the owner's number for it */
} dm_mark;

/* A text as patterns see it; all borrowed. */
typedef struct {
  const dm_text   *text;
  const dm_symbol *symbols;    /* one a token */
  const dm_mark   *marks;      /* by begin, then longest first */
  const uint16_t  *shapes;     /* one a token, by dm_view_shapes(); NULL: found out each time */
  const uint32_t  *first_mark; /* one a token and one more: marks[first_mark[t]] to marks[first_mark[t + 1] - 1] begin at t */
} dm_view;

/* Writes the shapes of all tokens of `text` to `shapes`, for dm_view. */
void dm_view_shapes(const dm_text *text, uint16_t *shapes);

/* Resolves <kind:id> to the number of a thing; UINT32_MAX if there is none. */
typedef uint32_t (*dm_thing_finder)(void *ctx, const char *kind, const char *id);

typedef struct dm_pattern dm_pattern;

typedef struct {
  const char    *name; /* borrowed from the pattern */
  dm_token_range range;
  uint32_t       mark; /* index of the mark, if the capture is exactly one <kind>; else UINT32_MAX */
} dm_capture;

typedef struct {
  dm_token_range range;
  dm_capture     captures[DM_PATTERN_CAPTURES];
  size_t         n_captures;
} dm_match;

/* Compiles the scalar `node` of `yaml`. Reports at the exact place in the scalar. DM_BAD_RULES on error. *out is the caller's. */
dm_status dm_pattern_compile(dm_pattern **out, dm_grammar *grammar, const dm_yaml *yaml, const dm_yaml_node *node, dm_thing_finder find_thing,
                             void *ctx, dm_diagnostics *diagnostics);
/* The same of bytes [begin, end) of its text, such as one alternative. */
dm_status dm_pattern_compile_part(dm_pattern **out, dm_grammar *grammar, const dm_yaml *yaml, const dm_yaml_node *node, size_t begin, size_t end,
                                  dm_thing_finder find_thing, void *ctx, dm_diagnostics *diagnostics);
void      dm_pattern_free(dm_pattern *pattern); /* NULL is allowed */

/* The scalar that a pattern was compiled from; borrowed. */
void dm_pattern_source(const dm_pattern *pattern, const dm_yaml **yaml, const dm_yaml_node **scalar);

/* The first capture of that name, borrowed from `match`; NULL if there is none. */
const dm_capture *dm_match_capture(const dm_match *match, const char *name);

/* Whether the pattern has a capture of that name. */
bool dm_pattern_captures(const dm_pattern *pattern, const char *name);

typedef struct dm_pattern_state dm_pattern_state;

dm_pattern_state *dm_pattern_state_new(void);
void              dm_pattern_state_free(dm_pattern_state *state);

/* The longest match that begins at token `begin` and stays in `limit`; `match` may be NULL. */
bool dm_pattern_match(const dm_pattern *pattern, dm_pattern_state *state, const dm_view *view, dm_token_range limit, uint32_t begin, dm_match *match);

/* Many patterns, found by what they can begin with. */
typedef struct dm_pattern_index dm_pattern_index;

/* `patterns` is borrowed and must outlive the index. */
dm_pattern_index *dm_pattern_index_new(const dm_pattern *const *patterns, size_t n_patterns);
void              dm_pattern_index_free(dm_pattern_index *index); /* NULL is allowed */

/* Calls `on_match` with the number of each pattern that matches at token `begin`, in the order of the patterns. `match` is borrowed for the call. */
void dm_pattern_index_match(const dm_pattern_index *index, dm_pattern_state *state, const dm_view *view, dm_token_range limit, uint32_t begin,
                            void (*on_match)(void *ctx, size_t pattern, const dm_match *match), void *ctx);

#endif
