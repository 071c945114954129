/* pattern/inspect.h - looking into patterns: what is written in them, and what can never come of it. */
#ifndef DM_PATTERN_INSPECT_H
#define DM_PATTERN_INSPECT_H

#include "base/vector.h"
#include "pattern/pattern.h"

typedef enum {
  DM_PART_WORD,        /* a word without its '~'; of a compound each word */
  DM_PART_COMPOUND,    /* words with hyphens between them, behind each of them */
  DM_PART_EXACT,       /* a word behind '=' */
  DM_PART_SIGN,        /* punctuation as itself */
  DM_PART_CLASS,       /* the name behind '%' */
  DM_PART_MARK,        /* what stands between '<' and '>' */
  DM_PART_CAPTURE,     /* its name */
  DM_PART_GUARD,       /* a whole !( ) with something behind it that must stand */
  DM_PART_ALTERNATIVE, /* one of a choice; a choice of one is a sequence */
} dm_part_use;

/* Bytes [begin, end) of the text of a pattern. */
typedef struct {
  dm_part_use use;
  size_t      begin;
  size_t      end;
  uint32_t    choice;     /* of an alternative: the number of its choice in the pattern; 0 is the whole pattern */
  size_t      next_begin; /* of a guard: what stands behind it */
  size_t      next_end;
  dm_kinds    kinds; /* of a mark: which kinds, DM_FORM_ bits (0: any) and thing (UINT32_MAX: any) are asked for */
  uint8_t     forms;
  uint32_t    thing;
} dm_pattern_part;

typedef DM_VECTOR(dm_pattern_part) dm_pattern_parts;

/* Adds the parts of the pattern in the scalar `node`, those of classes that it names not among them. Reports as dm_pattern_compile() does. `parts` is the caller's. */
dm_status dm_pattern_outline(dm_pattern_parts *parts, dm_grammar *grammar, const dm_yaml *yaml, const dm_yaml_node *node, dm_thing_finder find_thing,
                             void *ctx, dm_diagnostics *diagnostics);

/* Whether `general` matches whatever `special` matches, with the same captures. False too where that would take long to find out. */
bool dm_pattern_covers(const dm_pattern *general, const dm_pattern *special);

/* Whether whatever `special` matches begins with what `general` matches. */
bool dm_pattern_covers_beginning(const dm_pattern *general, const dm_pattern *special);

/* Finds an anchor that can never hold in a match: a beginning behind what was matched, an end before it. Matches stay within a block, and within a sentence if
 * `in_sentence`. Anchors of classes are not looked at. Returns whether there is one, and its byte in the pattern's text. */
bool dm_pattern_idle_anchor(const dm_pattern *pattern, bool in_sentence, size_t *offset_bytes);

#endif
