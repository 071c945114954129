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
#include "plan/plan.h"

typedef struct dm_run      dm_run;
typedef struct dm_operator dm_operator;
typedef struct dm_terms    dm_terms;

/* ---- terms.c: the run's dictionary in front of the index ---- */

dm_terms    *dm_terms_new(const dm_index *index, dm_run *run);
void         dm_terms_free(dm_terms *terms);                     /* NULL is allowed */
dm_id        dm_terms_put(dm_terms *terms, const dm_term *term); /* finds it in the index or keeps a copy; kind NONE gives DM_ID_NONE */
dm_operand   dm_terms_get(const dm_terms *terms, dm_id id);      /* term and value, borrowed; DM_ID_NONE gives the empty operand */
dm_term      dm_terms_term(const dm_terms *terms, dm_id id);     /* the same without the value */
dm_value     dm_terms_value(const dm_terms *terms, dm_id id);    /* the same without the term: no text is looked at */
dm_term_kind dm_terms_kind(const dm_terms *terms, dm_id id);     /* no term is looked at */
/* dm_operand_order() of two terms, by their values where these tell them apart. */
int          dm_terms_order(const dm_terms *terms, dm_id a, dm_id b);
/* A new blank node that neither the index nor the run has. */
dm_id        dm_terms_new_blank(dm_terms *terms);

/* ---- run.c ---- */

/* The graph that patterns are matched against (§13.3, §18.6 ActiveGraph): the default graph (scope UNION or DEFAULT, or, with n_from, the merge of the graphs `from`), or one
 * named graph (scope GRAPH; an identifier that is no graph's is an empty graph, so is a default graph of a dataset without FROM, §13.2). Operators keep the pointer that they
 * are built with, which lives as long as the run, and read it when they are opened: inside GRAPH ?variable `graph` changes before each open. */
typedef struct {
  dm_scope     scope;
  dm_id        graph;
  const dm_id *from;
  size_t       n_from;
  const dm_id *substituted; /* inside EXISTS: the row whose values stand in place of variables; else NULL */
} dm_active_graph;

typedef struct dm_constants dm_constants;
typedef struct dm_scratch   dm_scratch;
typedef struct dm_exists    dm_exists;

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

  /* The dataset (§13.2): with FROM or FROM NAMED only `named` are named graphs, ascending; else all of the index. */
  dm_active_graph default_graph;
  bool            has_dataset;
  const dm_id    *named;
  size_t          n_named;

  bool          is_timed;  /* operators count nanoseconds */
  double        ends_at;   /* seconds of the monotonic clock; 0: never */
  dm_constants *constants; /* of expressions, decoded once; expression.c */
  dm_scratch   *scratch;   /* texts that live as long as one test; expression.c */
  dm_exists    *exists;    /* operators of EXISTS; for the file that evaluates them */
};

/* Looks at clock and stop flag: DM_OK or why to stop. For dm_run_tick(). */
dm_status dm_run_look(dm_run *run);

enum { DM_TICKS_A_LOOK = 1024 };

/* To be called in every loop that can be long: looks at clock and stop flag now and then. DM_OK, or why to stop (reported once). */
static inline dm_status dm_run_tick(dm_run *run)
{
  return ++run->n_ticks < DM_TICKS_A_LOOK ? run->status : dm_run_look(run);
}

/* Counts memory taken (negative: given back) against the limit. DM_OK or DM_OVER_LIMIT, reported once. */
dm_status dm_run_take(dm_run *run, ptrdiff_t n_bytes);
/* Ends the run: keeps the first `status` and reports `format` for it (at the byte `offset` of the query's text, SIZE_MAX: of no place). Returns run->status. */
dm_status dm_run_stop(dm_run *run, dm_status status, size_t offset, const char *format, ...) __attribute__((format(printf, 4, 5)));

/* ---- operators ---- */

/* open(): (re)starts the operator for one row from outside (NULL: none; all slots free), which the operator copies or which lives until the next open(). A parent may open again
 * at any time. The solutions are then those of the pattern with the values of the outside row put in place of its variables (substitute(), §18.6), and every row has the values
 * of the outside row too:
 *   - a leaf copies the outside row and binds its other variables, or keeps what agrees with it: dm_row_merge(); so does EXTEND with what it computes;
 *   - PROJECT shows its child only the values of the variables that it projects, and merges the others into its rows;
 *   - GROUP, ORDER, DISTINCT, SLICE and so on open their child with the row that they were given.
 * The planner asks for it only where it is the same as a join (DM_METHOD_BIND), EXISTS always does.
 * next(): fills `row`; all slots that nothing binds are DM_ID_NONE. DM_OK, DM_NOTHING at the end and from then on, or why it stops. */
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

/* Merges `outside` (NULL: nothing) into `row`; false if they are not compatible (§18.3). */
bool   dm_row_merge(const dm_run *run, dm_id *row, const dm_id *outside);
/* A row, all DM_ID_NONE, that lives as long as the run. */
dm_id *dm_row_new(dm_run *run);

/* The operators of a node (build.c: by the kind of node, from a table). NULL after an error, reported and in run->status. */
dm_operator *dm_operator_build(dm_run *run, const dm_node *node, const dm_active_graph *graph);

/* What build.c has in its table. */
typedef dm_operator *(*dm_builder)(dm_run *run, const dm_node *node, const dm_active_graph *graph);

dm_operator *dm_bgp_build(dm_run *run, const dm_node *node, const dm_active_graph *graph);
dm_operator *dm_path_build(dm_run *run, const dm_node *node, const dm_active_graph *graph);
dm_operator *dm_join_build(dm_run *run, const dm_node *node, const dm_active_graph *graph); /* and LEFT_JOIN */
dm_operator *dm_filter_build(dm_run *run, const dm_node *node, const dm_active_graph *graph);
dm_operator *dm_union_build(dm_run *run, const dm_node *node, const dm_active_graph *graph);
dm_operator *dm_minus_build(dm_run *run, const dm_node *node, const dm_active_graph *graph);
dm_operator *dm_graph_build(dm_run *run, const dm_node *node, const dm_active_graph *graph);
dm_operator *dm_extend_build(dm_run *run, const dm_node *node, const dm_active_graph *graph);
dm_operator *dm_values_build(dm_run *run, const dm_node *node, const dm_active_graph *graph);
dm_operator *dm_group_build(dm_run *run, const dm_node *node, const dm_active_graph *graph);
/* The same where the index can count without looking at statements; NULL: it cannot. */
dm_operator *dm_count_build(dm_run *run, const dm_node *node, const dm_active_graph *graph);
dm_operator *dm_order_build(dm_run *run, const dm_node *node, const dm_active_graph *graph);
dm_operator *dm_project_build(dm_run *run, const dm_node *node, const dm_active_graph *graph);
dm_operator *dm_distinct_build(dm_run *run, const dm_node *node, const dm_active_graph *graph);
dm_operator *dm_reduced_build(dm_run *run, const dm_node *node, const dm_active_graph *graph);
dm_operator *dm_slice_build(dm_run *run, const dm_node *node, const dm_active_graph *graph);
dm_operator *dm_service_build(dm_run *run, const dm_node *node, const dm_active_graph *graph);

/* ---- expressions ---- */

/* Builds the operators of every EXISTS in `expression`, to be asked in `graph`; whoever builds an operator with expressions calls it once for each. In exists.c, as the next ones. */
dm_status dm_exists_prepare(dm_run *run, const dm_expression *expression, const dm_active_graph *graph);
/* Whether the pattern of an EXISTS has a solution for `row`: 1, 0, or -1 where the run stops. */
int       dm_exists_test(dm_run *run, const dm_expression *expression, const dm_id *row);
void      dm_exists_free(dm_exists *exists); /* all of the run's; NULL is allowed */

/* Evaluates over a row; texts of the result live in `arena`. A result without term is an error or unbound. */
dm_operand dm_expression_evaluate(dm_run *run, const dm_expression *expression, const dm_id *row, dm_arena *arena);
/* The effective boolean value: 1, 0, or -1 for an error. */
int        dm_expression_test(dm_run *run, const dm_expression *expression, const dm_id *row);

/* The same as an identifier: no text is made where the expression is a variable. DM_ID_NONE: an error or unbound. */
dm_id dm_expression_identify(dm_run *run, const dm_expression *expression, const dm_id *row, dm_arena *arena);
void  dm_constants_free(dm_constants *constants); /* NULL is allowed */
void  dm_scratch_free(dm_scratch *scratch);       /* NULL is allowed */

/* ---- answers ---- */

/* For CONSTRUCT and DESCRIBE: sends the statements of the rows of run->root to `sink`, each once, in the order in which they are found. */
dm_status dm_run_construct(dm_run *run, const dm_sink *sink);
dm_status dm_run_describe(dm_run *run, const dm_sink *sink);

/* Appends the tree of operators. */
void dm_run_explain(dm_buffer *out, const dm_run *run);

#endif
