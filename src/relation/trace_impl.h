/* relation/trace_impl.h - what a relation weighed and let go, told to a sink while it works; for this module only.
 *
 * A relation without a sink tells nothing and pays one look at a pointer at places that are seldom reached. Frames tell only in the phase of their rule. */
#ifndef DM_RELATION_TRACE_IMPL_H
#define DM_RELATION_TRACE_IMPL_H

#include "relation/clause_impl.h"

typedef enum {
  WHY_NOT, /* nothing stands in the way */
  /* Where a rule's pattern matched, the rule does not apply. */
  WHY_WHERE,
  WHY_UNDER,
  WHY_CONDITION, /* `other` numbers it */
  /* Its trigger is no frame. */
  WHY_COMPLETING,  /* it goes on what the line above the list began */
  WHY_NOMINAL,     /* `words` stand before it and make it a noun or infinitive */
  WHY_RELATIVE,    /* ... a relative clause */
  WHY_SUBORDINATE, /* ... a subordinate clause */
  WHY_TOLD,        /* a frame of rule `other` only tells it */
  WHY_ASKED,       /* `words` begin a question inside the sentence */
  WHY_QUESTION,    /* the sentence asks */
  WHY_IN_NAME,     /* it begins inside the name `words` */
  WHY_OVERLAPPED,  /* the frame `words` of rule `other` is longer, earlier or stronger */
  /* `mention` is no subject of it. */
  WHY_OWNER,   /* `words` stand behind it */
  WHY_OBLIQUE, /* `words` stand before it */
  WHY_REMOTE,  /* `words` stand between it and the trigger */
  /* `mention` is no object of it. */
  WHY_KIND,
  WHY_PURPOSE,
  WHY_PLACE,
  WHY_DIGRESSION,
  WHY_JOINED, /* to one that is none */
  WHY_ADJUNCT,
  WHY_SPARED,
  WHY_ASIDE,
  WHY_RENAME,
  /* A fact of `family` is not made: it has no value for cell `other`. */
  WHY_CELL,
  WHY_FIELD, /* its passage does not speak of the field that its family asks for */
  /* Fact `draft` gave way to fact `other`. */
  WHY_REPEATED,
  WHY_LESSER,
  WHY_CLASH,
  WHY_BEST,
  WHY_OTHER_MATCH,
  WHY_OUTVOTED,
  /* What was found of a frame. */
  TRACE_OBJECT,  /* `mention` is one */
  TRACE_NEGATED, /* by `words` */
  TRACE_SETTLED, /* subjects, holders, reach */
  N_WHYS
} dm_why;

typedef struct {
  dm_why                   why;
  uint32_t                 rule;    /* by number */
  dm_token_range           trigger; /* what its pattern matched; empty if it has none */
  dm_token_range           words;
  uint32_t                 other;
  uint32_t                 draft;
  uint32_t                 family;
  const dm_mention        *mention;
  const dm_mention *const *subjects; /* of a settled frame; these arrays last as long as the relation */
  size_t                   n_subjects;
  const dm_entity *const  *holders; /* for whom they speak, or for whom the document does */
  size_t                   n_holders;
  bool                     voiced;
  bool                     negated;
  uint32_t                 reach_end;
} dm_trace_event;

struct dm_trace {
  void *ctx;
  void (*on_event)(void *ctx, const dm_trace_event *event); /* `event` is borrowed for the call */
  const hit *asking;                                        /* the frame whose subject is looked for, or NULL */
};

/* As dm_relation_new(), telling `trace` (NULL: nobody), which must outlive the call only. */
void dm_relation_new_traced(dm_relation **out, const dm_rules *rules, dm_reading *reading, dm_trace *trace);

/* `asked` does not apply in `block` (UINT32_MAX: none), where its pattern matched `at`. */
void dm_trace_unmet(const dm_relation *relation, const rule *asked, uint32_t block, dm_token_range at);
/* A hit is dropped, for the phrase that begins or ends at `at`, or for the words `at`, or for another hit (may be NULL). Returns true. */
bool dm_trace_refuse(const dm_relation *relation, const hit *h, dm_why why, dm_token_range at, const hit *other);
/* From now on the subject of `h` is looked for (NULL: of none). */
void dm_trace_ask(const dm_relation *relation, const hit *h);
/* Actors, none before token `from`, are passed over as subjects of the hit that asks. */
void dm_trace_actors(const dm_relation *relation, dm_why why, uint32_t from, const dm_mention *const *actors, size_t n_actors);
/* A hit is turned by those words. */
void dm_trace_negated(const dm_relation *relation, const hit *h, dm_token_range by);
/* Subject, negation and reach of a hit are known. */
void dm_trace_settled(const dm_relation *relation, const hit *h);
void dm_trace_object(const dm_relation *relation, const hit *h, const dm_mention *mention);
/* A mention behind token `from` is no object of a hit. */
void dm_trace_thing(const dm_relation *relation, const hit *h, dm_why why, uint32_t from, const dm_mention *mention);
/* A fact of a rule is not made since `cell` (by number, in its template) has no value. */
void dm_trace_lacking(const dm_relation *relation, uint32_t rule_number, const fact_template *of, size_t cell, const source *from);
/* A fact of a rule is not made since its passage does not speak of the field. */
void dm_trace_afield(const dm_relation *relation, uint32_t rule_number, const fact_template *of, const source *from);
/* `loser` gives way to `winner` (may be NULL). */
void dm_trace_dropped(const dm_relation *relation, const draft *loser, const draft *winner, dm_why why);

#endif
