/* MINUS (§18.5): leaves out what agrees with a solution of the right side and has a variable in common with it.
 *
 * The right side is evaluated by itself, also where the values of an outside row are put in place of variables: substituted everywhere, a variable would be no common one any
 * more, and MINUS inside EXISTS would take nothing away. Jena does the same. But only variables of the left pattern are common ones: what an outside row has besides is not in the
 * domain of the left solutions. */
#include <stdlib.h>

#include "base/memory.h"
#include "evaluate/pattern_impl.h"

typedef struct {
  dm_operator base;
  dm_table    table;
  dm_seen     seen;
  bool        is_ready; /* the table, since the last open() */
} minus;

static dm_status minus_open(dm_operator *op, const dm_id *outside)
{
  ((minus *)op)->is_ready = false;
  return dm_operator_open(op->children[0], outside);
}

static dm_status make_table(minus *self)
{
  if (self->is_ready)
    return DM_OK;
  dm_status status = dm_seen_again(&self->seen, NULL) ? DM_OK : dm_table_fill(&self->table, self->base.children[1], NULL);
  self->is_ready = self->seen.is_set = !status;
  return status;
}

static bool is_taken_away(minus *self, const dm_id *row)
{
  for (size_t at = dm_table_find(&self->table, row); at; at = dm_table_find_next(&self->table, row, at)) {
    bool has_common;
    if (dm_run_tick(self->base.run))
      return true;
    if (dm_table_agrees(&self->table, at, row, &has_common) && has_common)
      return true;
  }
  return false;
}

static dm_status minus_next(dm_operator *op, dm_id *row)
{
  minus *self = (minus *)op;
  for (;;) {
    dm_status status = dm_operator_next(op->children[0], row);
    if (!status)
      status = make_table(self);
    if (status)
      return status;
    bool is_gone = is_taken_away(self, row);
    if (op->run->status)
      return op->run->status;
    if (!is_gone)
      return DM_OK;
  }
}

static void minus_free(dm_operator *op)
{
  dm_table_free(&((minus *)op)->table);
}

static const dm_operator_class minus_class = {"minus", minus_open, minus_next, minus_free};

dm_operator *dm_minus_build(dm_run *run, const dm_node *node, const dm_active_graph *graph)
{
  minus         *self = (minus *)dm_operator_new(run, &minus_class, sizeof *self);
  const dm_plan *plan = dm_plan_of(node);
  bool          *is_left = dm_allocate(run->n_variables + 1);
  bool          *is_common = dm_allocate(run->n_variables + 1);
  size_t         n_columns, n_keys = 0;
  dm_node_variables(node->left, is_left);
  dm_node_variables(node->right, is_common);
  for (size_t v = 0; v < run->n_variables; v++)
    is_common[v] &= is_left[v];
  dm_variable *columns = dm_variables_list(run, is_common, &n_columns);
  dm_variable *keys = dm_arena_allocate(run->arena, (plan->n_keys + 1) * sizeof *keys);
  for (size_t i = 0; i < plan->n_keys; i++) {
    if (is_common[plan->keys[i]])
      keys[n_keys++] = plan->keys[i];
  }
  free(is_left);
  free(is_common);
  dm_table_init(&self->table, run, columns, n_columns, keys, n_keys);
  dm_seen_init(&self->seen, run, node->right, graph);
  const dm_node *sides[] = {node->left, node->right};
  for (size_t i = 0; i < 2; i++) {
    dm_operator *child = dm_operator_build(run, sides[i], graph);
    if (child)
      self->base.children[self->base.n_children++] = child;
  }
  dm_buffer detail = {0};
  dm_detail_variables(&detail, run, keys, n_keys);
  self->base.detail = dm_detail_keep(run, &detail);
  return &self->base;
}
