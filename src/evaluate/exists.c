/* EXISTS (§18.6, substitute()): the pattern with the values of the row in place of its variables has a solution.
 *
 * Substitution is made by opening the pattern's operators with the row from outside. Where the standard leaves room we do as Jena does: hidden variables of a subquery are not
 * those of the row, the right side of MINUS is evaluated by itself (minus.c), VALUES and BIND keep what agrees with the row. */
#include <stdlib.h>

#include "base/memory.h"
#include "base/vector.h"
#include "evaluate/pattern_impl.h"

typedef struct {
  dm_operator           *op; /* NULL: a number that the tree does not have */
  const dm_active_graph *outer;
  dm_active_graph       *graph; /* as the outer one is when a row is tested */
  dm_id                 *solution;
  dm_seen                seen;
  bool                   answer; /* for what was seen */
} one;

/* By their numbers in the planned tree (plan/plan.h). */
struct dm_exists {
  DM_VECTOR(one) ones;
};

static dm_status prepare(dm_run *run, const dm_expression *expression, const dm_active_graph *graph)
{
  if (!run->exists)
    run->exists = dm_allocate(sizeof *run->exists);
  one new_one = {.outer = graph};
  new_one.graph = dm_arena_allocate(run->arena, sizeof *new_one.graph);
  *new_one.graph = *graph;
  new_one.solution = dm_row_new(run);
  dm_seen_init(&new_one.seen, run, expression->pattern, graph);
  new_one.op = dm_operator_build(run, expression->pattern, new_one.graph);
  while (run->exists->ones.n <= expression->variable)
    *dm_vector_add(&run->exists->ones) = (one){0};
  run->exists->ones.items[expression->variable] = new_one;
  return run->status;
}

dm_status dm_exists_prepare(dm_run *run, const dm_expression *expression, const dm_active_graph *graph)
{
  if (expression->kind == DM_EXPRESSION_EXISTS)
    return prepare(run, expression, graph);
  dm_status status = DM_OK;
  for (size_t i = 0; i < expression->n_arguments && !status; i++)
    status = dm_exists_prepare(run, expression->arguments[i], graph);
  return status;
}

int dm_exists_test(dm_run *run, const dm_expression *expression, const dm_id *row)
{
  one *found = run->exists && expression->variable < run->exists->ones.n ? &run->exists->ones.items[expression->variable] : NULL;
  if (!found || !found->op)
    return -1;
  if (dm_seen_again(&found->seen, row))
    return found->answer;
  *found->graph = *found->outer;
  found->graph->substituted = row;
  dm_status status = dm_operator_open(found->op, row);
  if (!status)
    status = dm_operator_next(found->op, found->solution);
  if (run->status) {
    found->seen.is_set = false;
    return -1;
  }
  return found->answer = !status;
}

void dm_exists_free(dm_exists *exists)
{
  if (!exists)
    return;
  for (size_t i = 0; i < exists->ones.n; i++)
    dm_operator_free(exists->ones.items[i].op);
  dm_vector_free(&exists->ones);
  free(exists);
}
