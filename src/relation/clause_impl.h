/* relation/clause_impl.h - the clause model: hits of frames in a sentence, their subjects and objects; for this module only. */
#ifndef DM_RELATION_CLAUSE_IMPL_H
#define DM_RELATION_CLAUSE_IMPL_H

#include "relation/relation_impl.h"

enum { MAX_BEFORE = 16, MAX_SENTENCE_TOKENS = 2000 };

typedef struct {
  const rule       *of;
  uint32_t          number;
  dm_token_range    range;
  dm_match          match;
  const dm_mention *subjects[MAX_ACTORS];
  size_t            n_subjects;
  bool              voiced; /* the document itself is the subject */
  bool              speaks; /* its rule makes its facts in this phase */
  bool              negated;
  bool              awaits; /* its subject is that of the frame behind it */
  bool              has_object;
  uint32_t          reach_end;
  uint32_t          verb_begin;    /* where the words between its subject and its trigger begin */
  const dm_entity  *qualification; /* NULL: stated without any */
} hit;

typedef DM_VECTOR(hit *) hits;

/* What a block leaves to the list below it. */
typedef struct {
  hit              *last; /* reaches the end of the block; NULL if none does */
  const dm_mention *subjects[MAX_ACTORS];
  size_t            n_subjects;
} inheritance;

typedef struct {
  dm_relation *relation;
  uint32_t     phase;
  uint32_t     block;
  uint32_t     at;
  bool         any;   /* whether a frame begins there, applied or not */
  hits         found; /* of the sentence */
  const hit   *said;  /* of the sentence before in the block; NULL if it had none with a subject */
  inheritance *blocks;
  DM_VECTOR(hit *) all; /* to free; the first n_lasting are those that blocks leave to lists */
  size_t n_lasting;
} clause_walk;

/* Phrases that the clause model knows (phrases.c). */

/* Whether a phrase of that use begins at token `t` and stays in `limit`; `*end` is where the longest ends. */
bool           dm_phrase_at(const dm_relation *relation, clause_use use, dm_token_range limit, uint32_t t, uint32_t *end);
/* Whether a phrase of that use ends right before token `t`, beginning no earlier than `from`. */
bool           dm_phrase_ends_before(const dm_relation *relation, clause_use use, uint32_t from, uint32_t t);
/* Where the longest phrase of that use begins that ends right before token `t`; `t` if there is none. */
uint32_t       dm_phrase_begin(const dm_relation *relation, clause_use use, uint32_t from, uint32_t t);
/* The same for one pattern. */
bool           dm_pattern_ends_before(const dm_relation *relation, const dm_pattern *pattern, uint32_t from, uint32_t t);
/* The first token of `range` at which a phrase of that use begins; range.end if there is none. */
uint32_t       dm_phrase_first(const dm_relation *relation, clause_use use, dm_token_range range);
/* Whether such a phrase stands in tokens [begin, end). */
bool           dm_phrase_between(const dm_relation *relation, clause_use use, uint32_t begin, uint32_t end);
/* Whether tokens [begin, end) are nothing, or a joint of a list. */
bool           dm_phrase_joins(const dm_relation *relation, uint32_t begin, uint32_t end);
/* Whether a mention names, or a reference means, a thing of these kinds. */
bool           dm_mention_means(const dm_relation *relation, const dm_mention *mention, dm_kinds kinds);
/* Where the clause begins whose end is at the trigger: what stands before a trigger is looked for there. */
uint32_t       dm_clause_before(const dm_relation *relation, dm_token_range range);
/* The next purpose clause, to where the text resumes what stood before it. */
dm_token_range dm_purpose_next(const dm_relation *relation, uint32_t from, uint32_t end);
/* Whether a mention in `range` tells where or by what, so that it is no target. */
bool           dm_clause_is_place(const dm_relation *relation, dm_token_range range, const dm_mention *mention);

/* Hits (hits.c). */

/* Fills w->found with the hits of a sentence, in order, none overlapping. */
void dm_hits_find(clause_walk *w, dm_token_range sentence);

/* Subjects (subjects.c). */

/* For whom a subject speaks: a person for the own side, a post (`the Presidents of Japan and Chile`) for those that it names. */
size_t     dm_subject_holders(const dm_relation *relation, const dm_mention *subject, const dm_entity **out);
/* The actors that stand as a list and end nearest before `until`, none of them an owner or oblique. */
size_t     dm_subjects_before(const dm_relation *relation, uint32_t from, uint32_t until, const dm_mention **out);
/* Where what may stand before a trigger without being a subject ends that begins at `from`. */
uint32_t   dm_leads_skip(const dm_relation *relation, uint32_t from, uint32_t until);
/* Makes `subjects` those of the hit. */
void       dm_subjects_take(hit *h, const dm_mention *const *subjects, size_t n);
/* The subject of hit `i` where none stands in its clause: that of the hit before, of the head of its list, or the document's voice. */
void       dm_subjects_inherit(const clause_walk *w, size_t i, uint32_t clause_begin, hit *h);
/* The nearest hit before hit `i` that may govern a clause; NULL if there is none. */
const hit *dm_hit_outer(const clause_walk *w, size_t i);
/* Finds subject and negation of hit `i`. */
void       dm_subject_find(clause_walk *w, size_t i, dm_token_range sentence);

/* Qualifications (qualify.c). */

/* Finds how hit `i`, whose subject is known, is qualified. */
void dm_hit_qualify(clause_walk *w, size_t i, dm_token_range sentence);

/* Objects (objects.c). */

/* Where nothing else is said, the purpose, or what was struck, is what a frame is about. */
size_t dm_objects_in(dm_relation *relation, hit *h, dm_token_range range, const dm_token_range *passages, size_t n_passages);
/* States the facts of hit `i`, whose subject is known. */
void   dm_objects_find(clause_walk *w, size_t i, dm_token_range sentence);

#endif
