/* relation/why.h - why a document states what is asked for, or what it lacked.
 *
 * The rules are run once more with a sink (trace_impl.h); what they told is held against the claim, and sorted by how little was missing. */
#ifndef DM_RELATION_WHY_H
#define DM_RELATION_WHY_H

#include "relation/claim.h"

/* How one rule, or one sentence that no rule reads, stands to the claim. */
typedef struct {
  const char        *rule; /* NULL: no rule came near */
  const char        *file; /* where the rule is written; NULL without rule */
  size_t             line_1based;
  dm_token_range     trigger;  /* what its pattern matched; empty if it has none */
  dm_token_range     sentence; /* of the trigger, or that no rule reads; empty if there is none */
  const char *const *lines;    /* what it lacked, or what it states; most telling first */
  size_t             n_lines;
  unsigned           distance; /* how much it lacked */
} dm_account;

/* What there is to say about how the document names what is asked for. */
typedef struct {
  const char    *text;
  dm_token_range words; /* empty: nowhere */
} dm_naming_note;

typedef struct {
  const dm_claim       *claim;  /* what was asked for */
  const dm_account     *stated; /* the facts that state it */
  size_t                n_stated;
  const dm_naming_note *notes; /* these only if nothing states it */
  size_t                n_notes;
  const dm_account     *misses; /* nearest first */
  size_t                n_misses;
} dm_answer;

/* Reads `asked` (as dm_claim_read() does: DM_BAD_USAGE, and `problem` says why) and finds the answer. `reading` must not have been read for relations before, since
 * found persons get their ids only once, and must outlive the answer, as `rules` must. *out is the caller's. */
dm_status dm_why_not(dm_answer **out, const dm_rules *rules, dm_reading *reading, const char *asked, dm_buffer *problem);
void      dm_answer_free(dm_answer *answer); /* NULL is allowed */

#endif
