/* plan/plan_impl.h - what the files of this module share: sets of variables, forms of a query on the way to its plan. Inside this module only.
 *
 *   node --form.c--> form --build.c, order.c, estimate.c--> planned node
 *
 * A form is a pattern whose joins have no order any more: items that are joined, filters of what they bind, and tails (OPTIONAL, BIND, MINUS, other filters) that follow in order:
 *
 *   JOINED   items {?s :p ?o} {?o :q ?x} {VALUES ...} {UNION ...}   filters (?x > 1)   tails OPTIONAL{...} BIND(...) FILTER(...)
 */
#ifndef DM_PLAN_PLAN_IMPL_H
#define DM_PLAN_PLAN_IMPL_H

#include <stdint.h>

#include "base/vector.h"
#include "plan/plan.h"

typedef struct {
  const dm_query *query;
  const dm_index *index;
  dm_arena       *arena;
  dm_scope        scope; /* that is counted */
  bool            in_exists;
  uint64_t       *substituted; /* inside EXISTS: variables that surely have the values of a row from outside, wherever they stand; else empty */
  uint32_t        n_exists;
  bool            is_costing; /* only rows and cost are wanted: patterns of EXISTS stay as they are */
} planner;

/* ---- set.c: sets of variables ---- */

typedef uint64_t *set;

set  dm_set_new(const planner *p);
set  dm_set_copy(const planner *p, const uint64_t *from);
set  dm_set_full(const planner *p);
void dm_set_add(set s, dm_variable v);
bool dm_set_has(const uint64_t *s, dm_variable v);
void dm_set_or(const planner *p, set s, const uint64_t *other);
void dm_set_and(const planner *p, set s, const uint64_t *other);
void dm_set_minus(const planner *p, set s, const uint64_t *other);
bool dm_set_meets(const planner *p, const uint64_t *a, const uint64_t *b);
bool dm_set_lies_in(const planner *p, const uint64_t *a, const uint64_t *b);
/* Whether what `a` and `b` have in common lies in `c`. */
bool dm_set_common_lies_in(const planner *p, const uint64_t *a, const uint64_t *b, const uint64_t *c);

set          dm_set_of_expression(const planner *p, const dm_expression *expression);
set          dm_set_of_mentions(const planner *p, const dm_node *node);
dm_variable *dm_set_list(const planner *p, const uint64_t *s, size_t *n);

/* ---- form.c ---- */

typedef struct form form;
typedef DM_VECTOR(form *) forms;

/* What it costs to open a form with some of its variables bound. */
typedef struct known_cost known_cost;
struct known_cost {
  set         bound;
  double      rows;
  double      cost;
  known_cost *next;
};

typedef struct {
  const dm_expression *expression;
  set                  reads;
} filter;
typedef DM_VECTOR(filter) filters;

struct form {
  dm_node_kind   kind; /* DM_NODE_JOIN: joined; a BGP has one triple, or very many; LEFT_JOIN, EXTEND, MINUS and FILTER are tails, with `left` NULL */
  const dm_node *node; /* what it was made from; NULL where joined */
  form          *left;
  form          *right;
  forms          items;
  filters        filters; /* of a joined form; the conditions of a LEFT_JOIN; the one of a FILTER */
  forms          tails;
  set            core;     /* of a joined form: what its items always bind */
  set            reads;    /* of a tail: what it reads and binds besides what is in front of it */
  set            possible; /* variables that solutions may bind */
  set            certain;  /* that all bind */
  known_cost    *costs;    /* asked for so far: forms in forms would be built again and again */
  set unsafe; /* that must not have a value from outside where it is to be opened for each row of a join: to substitute would not be to join */
};

/* The form of `node`. Vectors in forms belong to the planner: dm_form_free(). */
form *dm_form_make(planner *p, const dm_node *node);
void  dm_form_free(form *f);

/* ---- build.c, order.c ---- */

typedef struct {
  dm_node *node;
  double   rows; /* for each opening */
  double   cost;
} built;

/* The plan of a form that is opened `times` times with the variables `bound` from outside. */
built dm_form_build(planner *p, form *f, const uint64_t *bound, double times);

/* ---- estimate.c ---- */

/* What is known of an item of a join before it is ordered. */
typedef struct {
  form  *f;
  dm_id  ids[3]; /* of a triple: constants, also those that VALUES of one row gives */
  bool   is_constant[3];
  double count;        /* statements with those constants; rows of others */
  double different[3]; /* values of each part of them */
  double rows;         /* of others: by themselves */
  double cost;
  double rows_bound; /* opened with all shared variables bound */
  double cost_bound;
  bool   may_bind; /* it may be opened for each row */
} join_item;

typedef struct {
  double    fan_out; /* rows for each row of the left */
  double    cost;    /* of each row of the left */
  double    once;    /* cost of making a table */
  dm_method method;
} guess;

void   dm_item_count(const planner *p, join_item *i);
/* What it is to join the item to rows that bind `bound`. */
guess  dm_item_estimate(const planner *p, const join_item *i, const uint64_t *bound, double rows);
double dm_filter_selectivity(const dm_expression *expression);

/* The order in which the items are best joined, in `order`. */
void dm_items_order(const planner *p, const join_item *items, size_t n, const uint64_t *bound, size_t *order);

#endif
