/* redland/run_impl.h - one run of a query over a graph. Included inside this module only. */
#ifndef DM_REDLAND_RUN_IMPL_H
#define DM_REDLAND_RUN_IMPL_H

#include "redland/graph_impl.h"
#include "redland/plan_impl.h"
#include "redland/rows_impl.h"

typedef struct {
  const dm_query *query;
  dm_graph       *graph;
  dm_diagnostics *diagnostics;
  dm_arena       *arena; /* of rewritten expressions */
  term_pool       pool;
} run;

/* Computes a WHERE: a row for each solution, holding `columns`. kinds_of_columns[i] is set to what column i may be. With only_first it ends at the
 * first solution. (match.c) */
dm_status match_where(run *r, const select_query *select, const wanted *columns, size_t n_columns, bool only_first, row_table *out,
                      kinds *kinds_of_columns);

/* Computes a SELECT whole, with its grouping, DISTINCT, ORDER BY, OFFSET and LIMIT: a row holds its columns, in cells 0 to columns.n - 1; the cells
 * behind them are of no interest. Row filters work before OFFSET and LIMIT. (select.c) */
dm_status select_solve(run *r, const select_query *select, const dm_row_filter *filters, size_t n_filters, row_table *out);

/* Computes expressions over one group: constants by variable's number, aggregates by index. values[i] is 0 for an error. (match.c) */
dm_status evaluate_constants(run *r, const expression *const *what, size_t n, constants constants_of, const dm_term *aggregates, uint32_t *values);

#endif
