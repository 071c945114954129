/* mention/mention.h - which things a text names, where, and which of several of one name is meant.
 *
 *   tokens --names--> marks --forms, round by round--> marks --aliases--> marks --concept patterns--> marks
 *   marks --overlaps--> outer and inner --sides--> whose body it is --identity--> things
 *
 * A dm_reading is one document's; one thread at a time. */
#ifndef DM_MENTION_MENTION_H
#define DM_MENTION_MENTION_H

#include "base/arena.h"
#include "base/vector.h"
#include "document/document.h"
#include "lexicon/lexicon.h"
#include "pattern/pattern.h"
#include "text/text.h"

typedef struct {
  dm_token_range          range;
  int                     kind;       /* see dm_grammar_kind_name() */
  uint8_t                 form;       /* DM_FORM_ bits, DM_FORM_INNER if it lies within a longer mention */
  const dm_entity *const *candidates; /* the listed things of that name; borrowed */
  size_t                  n_candidates;
  const dm_yaml_node *const
      *written; /* one a candidate: the name or pattern that found it, in the candidate's file, or that of `written_for`; NULL if none is listed */
  const dm_entity *written_for; /* whose pattern it is, where it is another's (alsoNames); NULL else */
  const dm_entity *entity;      /* which is meant; NULL: no thing, or not to be told */
  const dm_entity *side;        /* the state or organisation whose it is by what stands around it, or NULL */
  const char      *value;       /* of dates ISO 8601, of ordinals digits; else NULL */
  const char      *until;       /* of ranges of dates the last day, as `value`; else NULL */
  const char      *respelt;     /* the name as the lexicon has it, where the text misspells it; else NULL */
  const char      *by;          /* name of the form that found it; NULL if listed */
  dm_token_range   label;       /* of found things: the words that name it */
  const char      *head;        /* words that the label lacks: `Department of` before `Justice`; or NULL */
} dm_mention;

typedef struct {
  const dm_lexicon  *lexicon;
  const dm_document *document;
  dm_text           *text;
  dm_symbol         *symbols;
  uint16_t          *shapes;
  dm_arena          *arena;
  DM_VECTOR(dm_mention) mentions; /* by begin, then longest first; marks[i].index is the mention's place here */
  DM_VECTOR(dm_mark) marks;
  uint32_t         *first_mark;
  dm_view           view;
  dm_pattern_state *state;
  DM_VECTOR(dm_entity *) found; /* things that this document brought; whoever knows better sets their `of`, before dm_reading_scope_persons() */
  struct reading_index *index;  /* for this module only */
} dm_reading;

/* Reads `document` by `lexicon`; both must outlive the reading. *out is the caller's. Cannot fail. */
void dm_reading_new(dm_reading **out, const dm_lexicon *lexicon, const dm_document *document);
void dm_reading_free(dm_reading *reading); /* NULL is allowed */

/* The thing of a discovered label: one entity for each kind, owner and slug. `of` may be NULL. Owned by the reading. */
const dm_entity *dm_reading_thing(dm_reading *reading, const char *kind, const char *label, const dm_entity *of);

/* Gives found persons their final ids, which begin with whose they are; once, when all owners are set. */
void dm_reading_scope_persons(dm_reading *reading);

/* The words of a range of tokens as the text has them, spaces normalised, letters in normal form C; in the reading's arena. */
const char *dm_reading_words(dm_reading *reading, dm_token_range range);

/* The mention of which `mark` is the mark. */
const dm_mention *dm_reading_mention(const dm_reading *reading, uint32_t mark);

#endif
