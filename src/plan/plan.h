/* plan/plan.h - from the algebra of a query to the tree that is run: rewritten by laws that keep every solution as often as it was there, and ordered by the statistics of an
 * index.
 *
 *   query --rewrite--> tree --order, choose methods--> planned tree --evaluate/build.c--> operators */
#ifndef DM_PLAN_PLAN_H
#define DM_PLAN_PLAN_H

#include <stdbool.h>

#include "algebra/algebra.h"
#include "base/arena.h"
#include "index/index.h"

/* How a JOIN or LEFT_JOIN is made; and GRAPH ?variable: BIND where its pattern may see the name of the graph. */
typedef enum {
  DM_METHOD_NONE, /* nothing to choose */
  DM_METHOD_BIND, /* the right side is opened for each row of the left one */
  DM_METHOD_HASH  /* the right side is kept in a table by `keys`; the left one looks there */
} dm_method;

/* What dm_node.plan of every node of a planned tree points to. */
typedef struct {
  double       estimate; /* how many rows */
  dm_method    method;
  dm_variable *keys; /* that both sides of a JOIN, LEFT_JOIN or MINUS always bind */
  size_t       n_keys;
  dm_variable *shared; /* that both sides may bind, those of `keys` too */
  size_t       n_shared;
} dm_plan;

/* The plan of `query` over `index`, in `arena`; the query is not changed, parts of it are borrowed. is_strict as in evaluate.h: which default graph is counted. Cannot fail.
 *
 * A planned tree is algebra as in algebra.h, and means the same as query->where, but for this:
 *   - a BGP may have `expressions`: filters, to be tested as soon as their variables are bound; its triples are to be matched in the order they stand in;
 *   - ORDER has n_most: the most rows that are needed of it (UINT64_MAX: all);
 *   - expressions with EXISTS are copies whose patterns are planned too; each EXISTS has its number in the tree, from 0, as `variable`. */
dm_node *dm_plan_make(const dm_query *query, const dm_index *index, bool is_strict, dm_arena *arena);

/* The tree as the query has it, nothing rewritten or ordered, every join by a table: what the standard says, to hold plans against. */
dm_node *dm_plan_make_plain(const dm_query *query, dm_arena *arena);

/* The plan of a node, or an empty one. */
const dm_plan *dm_plan_of(const dm_node *node);

/* Sets is_in[v] for every variable that stands anywhere in `node`, bound, read or hidden: what its solutions may depend on. */
void dm_plan_mentions(const dm_node *node, bool *is_in);

/* Whether there is an EXISTS in `expression`. */
bool dm_plan_has_exists(const dm_expression *expression);

#endif
