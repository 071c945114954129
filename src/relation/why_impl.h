/* relation/why_impl.h - how an answer is worked out; for this module only. */
#ifndef DM_RELATION_WHY_IMPL_H
#define DM_RELATION_WHY_IMPL_H

#include "relation/claim_impl.h"
#include "relation/trace_impl.h"
#include "relation/why.h"

typedef DM_VECTOR(const char *) text_lines;
typedef DM_VECTOR(dm_account) accounts;
typedef DM_VECTOR(dm_naming_note) naming_notes;

/* Which facts of a rule could be the one asked for, as far as the rule says itself; NULL: none of that kind. */
typedef struct {
  const fact_template *plain;
  const fact_template *negated;
  const fact_template *breached;
  const fact_template *otherwise;
} candidate;

typedef struct {
  dm_answer       answer; /* first, so that the answer is the why */
  const dm_rules *rules;
  dm_reading     *reading;
  dm_relation    *relation;
  dm_claim       *claim;
  dm_arena       *arena;
  candidate      *candidates; /* one a rule */
  DM_VECTOR(dm_trace_event) events;
  DM_VECTOR(uint32_t) settled; /* those of frames that have their subject, by their triggers' begin */
  bool        *told;           /* one a sentence: an account speaks of it */
  accounts     stated;
  accounts     misses;
  naming_notes notes;
} why;

/* Adds a line to `lines`, if it is not there. */
void dm_why_say(why *y, text_lines *lines, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Adds an account of rule `number` (UINT32_MAX: none) and takes `lines`. */
void dm_why_account(why *y, accounts *to, uint32_t number, dm_token_range trigger, text_lines *lines, unsigned distance);

/* The words of a range as the text has them, cut if long. */
const char *dm_why_words(const why *y, dm_token_range range);

/* `position holder=JPN ...`, in the answer's arena. */
const char *dm_why_draft(const why *y, const draft *fact);

/* The value asked of a template's cell, or NULL if none is. */
const wanted *dm_why_wanted(const why *y, const cell_template *cell);

/* The first mention of a wanted thing in [range), also where it is only one of several that may be meant; `*m` goes on from where it stands. NULL at the end. */
const dm_mention *dm_why_mention(const why *y, const wanted *asked, dm_token_range range, uint32_t *m);

/* Says why a rule does not apply, why a trigger is no frame, why a mention is no subject or object, why a fact was not chosen. */
void dm_why_tell_event(why *y, text_lines *lines, const dm_trace_event *event);

/* Accounts of all frames that could state it. */
void dm_why_frames(why *y);

/* Accounts of all other rules. */
void dm_why_others(why *y);

/* Notes on how the document names what is asked for. */
void dm_why_names(why *y);

#endif
