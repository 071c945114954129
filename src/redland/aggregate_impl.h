/* redland/aggregate_impl.h - COUNT, SUM and the others over the values of a group. Included inside this module only. */
#ifndef DM_REDLAND_AGGREGATE_IMPL_H
#define DM_REDLAND_AGGREGATE_IMPL_H

#include "redland/rows_impl.h"
#include "redland/sparql_impl.h"

typedef enum { NUMBER_INTEGER, NUMBER_DECIMAL, NUMBER_FLOAT, NUMBER_DOUBLE } number_type; /* a sum has the highest of its parts */

typedef struct {
  aggregate_kind kind;
  size_t         n;      /* of values that are bound */
  bool           failed; /* a value that is no number was to be added */
  uint32_t       chosen; /* least, greatest or first value */
  number_type    type;
  int64_t        integer;
  long double    sum;
  dm_buffer      text; /* of GROUP_CONCAT */
} aggregate_state;

void     aggregate_step(aggregate_state *state, const term_pool *pool, uint32_t value); /* 0: unbound or an error */
uint32_t aggregate_result(aggregate_state *state, term_pool *pool);                     /* 0: an error; frees what the state holds */

#endif
