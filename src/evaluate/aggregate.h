/* evaluate/aggregate.h - the set functions of SPARQL 1.1 §18.5.1, fed one solution after the other. Inside this module only. */
#ifndef DM_EVALUATE_AGGREGATE_H
#define DM_EVALUATE_AGGREGATE_H

#include "evaluate/evaluate_impl.h"
#include "evaluate/tuples.h"

/* What one aggregate knows of one group; starts from zero. */
typedef struct {
  uint64_t n; /* elements, without those that are errors and, with DISTINCT, those that were there */
  bool     has_error;
  union {
    dm_id id; /* MIN, MAX, SAMPLE: the best so far */
    struct {
      dm_value value;
      char    *digits; /* of a value that is too big for itself */
    } sum;             /* SUM, AVG */
    dm_buffer text;    /* GROUP_CONCAT */
  } is;
} dm_aggregate_state;

/* One aggregate of all groups of an operator. */
typedef struct {
  const dm_aggregate *aggregate;
  const dm_variable  *variables; /* DISTINCT *: what solutions can differ in */
  size_t              n_variables;
  bool                is_single; /* there is one group at most */
  dm_members          members;   /* DISTINCT, then */
  dm_tuples           seen;      /* DISTINCT else: group and identifier, or identifiers */
  dm_id              *tuple;     /* scratch */
} dm_aggregation;

/* Adds what `row` gives to the state of the group numbered `group`. Stops at a limit: run->status. */
void  dm_aggregate_add(dm_run *run, dm_aggregation *aggregation, dm_aggregate_state *state, size_t group, const dm_id *row, dm_arena *arena);
/* The result; DM_ID_NONE: an error. */
dm_id dm_aggregate_finish(dm_run *run, const dm_aggregation *aggregation, const dm_aggregate_state *state, dm_arena *arena);
void  dm_aggregate_free(const dm_aggregation *aggregation, dm_aggregate_state *state);

#endif
