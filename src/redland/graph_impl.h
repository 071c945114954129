/* redland/graph_impl.h - what a graph offers to runs of queries. Included inside this module only. */
#ifndef DM_REDLAND_GRAPH_IMPL_H
#define DM_REDLAND_GRAPH_IMPL_H

#include "redland/plan_impl.h"

/* What the objects of that predicate are (NULL: of any); 0 if there are none. */
kinds graph_kinds_of_objects(const dm_graph *graph, const char *predicate);

/* What the subjects are. */
kinds graph_kinds_of_subjects(const dm_graph *graph);

/* Sends the rows of a SELECT that rasqal computes; any status but DM_OK from `on_row` ends it and is returned. DM_BAD_RULES with *problem (borrowed
 * until the next call) if rasqal refuses. */
dm_status graph_execute(dm_graph *graph, const char *text, size_t n_columns, dm_status (*on_row)(void *ctx, const dm_term *values), void *ctx,
                        const char **problem);

#endif
