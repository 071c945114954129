/* FILTER and UNION (§18.5). */
#include "evaluate/pattern_impl.h"

typedef struct {
  dm_operator    base;
  const dm_node *node;
} filter;

static dm_status filter_open(dm_operator *op, const dm_id *outside)
{
  return dm_operator_open(op->children[0], outside);
}

static dm_status filter_next(dm_operator *op, dm_id *row)
{
  const dm_node *node = ((filter *)op)->node;
  for (;;) {
    dm_status status = dm_operator_next(op->children[0], row);
    if (status)
      return status;
    if ((status = dm_run_tick(op->run)))
      return status;
    size_t n_true = 0;
    while (n_true < node->n_expressions && dm_expression_test(op->run, node->expressions[n_true], row) == 1)
      n_true++;
    if (op->run->status)
      return op->run->status;
    if (n_true == node->n_expressions)
      return DM_OK;
  }
}

static const dm_operator_class filter_class = {"filter", filter_open, filter_next, NULL};

dm_operator *dm_filter_build(dm_run *run, const dm_node *node, const dm_active_graph *graph)
{
  filter *self = (filter *)dm_operator_new(run, &filter_class, sizeof *self);
  self->node = node;
  self->base.children[0] = dm_operator_build(run, node->left, graph);
  self->base.n_children = self->base.children[0] ? 1 : 0;
  dm_buffer detail = {0};
  for (size_t i = 0; i < node->n_expressions; i++) {
    dm_detail_expression(&detail, run, node->expressions[i]);
    dm_exists_prepare(run, node->expressions[i], graph);
  }
  self->base.detail = dm_detail_keep(run, &detail);
  return &self->base;
}

typedef struct {
  dm_operator  base;
  size_t       side;
  const dm_id *outside;
} either;

static dm_status either_open(dm_operator *op, const dm_id *outside)
{
  either *self = (either *)op;
  self->side = 0;
  self->outside = outside;
  return dm_operator_open(op->children[0], outside);
}

static dm_status either_next(dm_operator *op, dm_id *row)
{
  either *self = (either *)op;
  for (;;) {
    dm_status status = dm_operator_next(op->children[self->side], row);
    if (status != DM_NOTHING || self->side)
      return status;
    self->side = 1;
    if ((status = dm_operator_open(op->children[1], self->outside)))
      return status;
  }
}

static const dm_operator_class either_class = {"union", either_open, either_next, NULL};

dm_operator *dm_union_build(dm_run *run, const dm_node *node, const dm_active_graph *graph)
{
  either        *self = (either *)dm_operator_new(run, &either_class, sizeof *self);
  const dm_node *sides[] = {node->left, node->right};
  for (size_t i = 0; i < 2; i++) {
    dm_operator *child = dm_operator_build(run, sides[i], graph);
    if (child)
      self->base.children[self->base.n_children++] = child;
  }
  return &self->base;
}
