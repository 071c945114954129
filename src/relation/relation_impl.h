/* relation/relation_impl.h - the working state of a relation; for this module only. */
#ifndef DM_RELATION_RELATION_IMPL_H
#define DM_RELATION_RELATION_IMPL_H

#include "base/map.h"
#include "relation/rule_impl.h"

enum { MAX_PASSAGES = 4, MAX_ACTORS = 64 };

/* A fact before it is chosen. */
typedef struct {
  uint32_t       family;
  uint32_t       rule;
  dm_cell       *cells;
  size_t         n_cells;
  long           weight;
  dm_token_range passages[MAX_PASSAGES];
  size_t         n_passages;
  dm_token_range trigger;
  uint32_t       sentence; /* of the trigger */
  bool           dropped;
} draft;

/* The drafts of a family that stand, by number. */
typedef DM_VECTOR(uint32_t) members;

/* The actors of a family, found out once for the drafts there were. */
typedef struct {
  const dm_entity *items[MAX_ACTORS];
  size_t           n;
  size_t           n_seen; /* drafts */
} actor_list;

/* Who is told what was weighed (trace_impl.h). */
typedef struct dm_trace dm_trace;

typedef enum { NOT_ASKED, IS_MET, IS_UNMET } rule_answer;

struct dm_relation {
  const dm_rules *rules;
  dm_reading     *reading;
  dm_arena       *arena;
  dm_trace       *trace; /* NULL: nobody; else while the relation is made */
  DM_VECTOR(draft) drafts;
  size_t             n_chosen; /* drafts before this belong to earlier phases */
  members           *members;  /* one a family, of the first n_gathered drafts */
  size_t             n_gathered;
  actor_list        *actors;      /* one a family */
  uint8_t           *answers;     /* one a rule: whether its conditions hold */
  bool              *fired;       /* one a rule */
  uint8_t           *frameless;   /* one a token: 1 where no frame begins, 2 where some does, 0 not looked yet */
  uint8_t           *in_field;    /* one a sentence: whether it holds a phrase of the field */
  bool              *quoted;      /* one a token: whether it stands between quotation marks */
  const dm_mention **speaker_of;  /* one a block: who speaks there between quotation marks; NULL if that is not told */
  uint32_t           field_share; /* of the document, in hundredths; UINT32_MAX while not asked */
  uint8_t           *zones;       /* one a block: IN_ bits */
  uint32_t          *heading_of;  /* one a block: the heading above, or UINT32_MAX */
  dm_document_facts  facts;
  DM_VECTOR(dm_fact) final;
  DM_VECTOR(const dm_entity *) entities;
  dm_map *known; /* those of `entities`, while they are gathered */
};

/* What a fact template may draw on. Unused parts are NULL. */
typedef struct {
  const dm_match   *match;
  const draft      *given;
  const dm_entity  *subject;
  const dm_mention *object;
  const dm_mention *each;
  const dm_entity  *most;
  const dm_entity  *qualification;
  dm_token_range    passages[MAX_PASSAGES];
  size_t            n_passages;
  dm_token_range    trigger;
} source;

/* Makes the drafts of `facts`; a template of which a cell has no value makes none. */
void dm_draft_add(dm_relation *relation, uint32_t rule, const templates *facts, const source *from);

/* The things that a mention stands for: its own, or those that a reference means. Returns how many were written to `out` (MAX_ACTORS). */
size_t dm_relation_actors(const dm_relation *relation, const dm_mention *mention, const dm_entity **out);

/* The things that the document speaks for where no subject stands. */
size_t dm_relation_voices(const dm_relation *relation, const dm_entity **out);

/* Finds quotations and who speaks in them, once all mentions are there (quoted.c). */
void dm_quotes_mark(dm_relation *relation);

/* Whether token `t` is quoted; if so, for whom its speaker speaks: *n of `out` (MAX_ACTORS), 0 if that is not told. */
bool dm_quoted_holders(const dm_relation *relation, uint32_t t, const dm_entity **out, size_t *n);

bool dm_rule_applies(const dm_relation *relation, const rule *asked, uint32_t block);

/* Whether facts of a family may be stated of passages: they speak of the field, or the whole document does, or the family does not ask (field.c). */
bool dm_field_holds(dm_relation *relation, const family *of, const dm_token_range *passages, size_t n_passages);

/* Whether a condition of a rule is met by what stands now. */
bool dm_condition_holds(const dm_relation *relation, const condition *asked);

/* Whether a concept may be a value of a family in this document: the field is spoken of within so many tokens of it, where the document is not of the field. */
bool dm_field_touches(dm_relation *relation, const family *of, const dm_mention *mention);

/* Forgets what was found out about the drafts: some were chosen, others dropped. */
void dm_relation_forget(dm_relation *relation);

/* The sentence that holds token `t`. */
dm_token_range dm_sentence_of(const dm_relation *relation, uint32_t t);

/* One phase of each kind of rule. */
void dm_run_matches(dm_relation *relation, uint32_t phase);
void dm_run_collects(dm_relation *relation, uint32_t phase);
void dm_run_givens(dm_relation *relation, uint32_t phase);
void dm_run_frames(dm_relation *relation, uint32_t phase);

/* Sorts the drafts since the last time under their families. */
void dm_relation_gather(dm_relation *relation);

/* Decides the families of a phase: votes, best ones, duplicates. */
void dm_choose(dm_relation *relation);

#endif
