/* evaluate/evaluate_impl.h - what the files of this module share: a run, its own terms, its limits, operators. Inside this module only.
 *
 *   algebra --planner--> operators (a tree) --open, next--> rows
 *
 * A row is an array of identifiers, one for each variable of the query; DM_ID_NONE is unbound. Terms that the index does not have (of the query's text, or computed) have
 * identifiers from DM_ID_FIRST_OTHER on, given by the run, so that two identifiers are equal exactly if their terms are. */
#ifndef DM_EVALUATE_EVALUATE_IMPL_H
#define DM_EVALUATE_EVALUATE_IMPL_H

#include "evaluate/evaluate.h"
#include "function/function.h"

typedef struct dm_run      dm_run;
typedef struct dm_operator dm_operator;
typedef struct dm_terms    dm_terms;

/* ---- terms.c: the run's dictionary in front of the index ---- */

dm_terms  *dm_terms_new(const dm_index *index, dm_run *run);
void       dm_terms_free(dm_terms *terms);
dm_id      dm_terms_put(dm_terms *terms, const dm_term *term); /* finds it in the index or keeps a copy */
dm_operand dm_terms_get(const dm_terms *terms, dm_id id);      /* term and value, borrowed; DM_ID_NONE gives the empty operand */

/* ---- run.c ---- */

/* One run of one query, by one thread. */
struct dm_run {
  const dm_query       *query;
  const dm_index       *index;
  const dm_run_options *options;
  dm_diagnostics       *diagnostics;
  dm_terms             *terms;
  dm_function_context  *functions;
  size_t                n_variables; /* the width of a row */
  size_t                n_bytes;     /* taken, as told to dm_run_take() */
  uint32_t              n_ticks;
  dm_status             status; /* sticky: why the run ends early */
  dm_operator          *root;
  dm_arena             *arena; /* lives as long as the run */
};

/* To be called in every loop that can be long: looks at clock and stop flag now and then. DM_OK, or why to stop (reported once). */
dm_status dm_run_tick(dm_run *run);
/* Counts memory taken (negative: given back) against the limit. DM_OK or DM_OVER_LIMIT, reported once. */
dm_status dm_run_take(dm_run *run, ptrdiff_t n_bytes);

/* ---- operators ---- */

/* open(): (re)starts the operator for one row from outside; NULL or its unbound slots are free. An operator that is not correlated ignores it.
 * next(): fills `row` (all slots it does not bind are DM_ID_NONE, but for those of the outside row that it was given, which it copies); DM_OK, DM_NOTHING at the end, or
 * why it stops. A parent may open again at any time. */
typedef struct {
  const char *name; /* in explanations */
  dm_status (*open)(dm_operator *self, const dm_id *outside);
  dm_status (*next)(dm_operator *self, dm_id *row);
  void (*free)(dm_operator *self); /* what it holds itself; children and the struct are freed by dm_operator_free() */
} dm_operator_class;

/* Each operator's own struct begins with this. */
struct dm_operator {
  const dm_operator_class *class;
  dm_run      *run;
  dm_operator *children[2];
  size_t       n_children;
  const char  *detail; /* in explanations: patterns, keys ...; the run's arena */
  double       estimate;
  uint64_t     n_rows; /* given so far */
  uint64_t     nanoseconds;
};

dm_operator *dm_operator_new(dm_run *run, const dm_operator_class *class, size_t n_bytes); /* zeroed but for class and run */
void         dm_operator_free(dm_operator *op);                                            /* with its children; NULL is allowed */
dm_status    dm_operator_open(dm_operator *op, const dm_id *outside);
dm_status    dm_operator_next(dm_operator *op, dm_id *row); /* counts, and times where an explanation is wanted */

/* The graph that patterns are matched against (§13.3, §18.6 ActiveGraph): the default graph (scope UNION or DEFAULT, or, with n_from, the merge of the graphs `from`), one named
 * graph, or, inside GRAPH ?variable, each named graph in turn. */
typedef struct {
  dm_scope     scope;
  dm_id        graph;
  dm_variable  variable; /* of GRAPH ?variable, else DM_NO_VARIABLE */
  const dm_id *from;
  size_t       n_from;
} dm_active_graph;

/* The operators of a node (build.c: by the kind of node, from a table). NULL after an error, reported and in run->status. */
dm_operator *dm_operator_build(dm_run *run, const dm_node *node, const dm_active_graph *graph);

/* ---- expressions ---- */

/* Evaluates over a row; texts of the result live in `arena`. A result without term is an error or unbound. */
dm_operand dm_expression_evaluate(dm_run *run, const dm_expression *expression, const dm_id *row, dm_arena *arena);
/* The effective boolean value: 1, 0, or -1 for an error. */
int        dm_expression_test(dm_run *run, const dm_expression *expression, const dm_id *row);

#endif
