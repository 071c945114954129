/* A query's tree with nothing but what operators need: the variables that tables are made by. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "plan/plan.h"

typedef struct {
  const dm_query *query;
  dm_arena       *arena;
  uint32_t        n_exists;
} copier;

static dm_node *copy_node(copier *c, const dm_node *from);

static dm_expression *copy_expression(copier *c, const dm_expression *from)
{
  if (!from)
    return NULL;
  dm_expression *to = dm_arena_allocate(c->arena, sizeof *to);
  *to = *from;
  if (from->kind == DM_EXPRESSION_EXISTS) {
    to->variable = c->n_exists++;
    to->pattern = copy_node(c, from->pattern);
  }
  if (from->n_arguments)
    to->arguments = dm_arena_allocate(c->arena, from->n_arguments * sizeof *to->arguments);
  for (size_t i = 0; i < from->n_arguments; i++)
    to->arguments[i] = copy_expression(c, from->arguments[i]);
  return to;
}

static void copy_expressions(copier *c, dm_node *node, const dm_node *from)
{
  node->expression = copy_expression(c, from->expression);
  if (from->n_expressions)
    node->expressions = dm_arena_allocate(c->arena, from->n_expressions * sizeof *node->expressions);
  for (size_t i = 0; i < from->n_expressions; i++)
    node->expressions[i] = copy_expression(c, from->expressions[i]);
  if (from->n_orders)
    node->orders = dm_arena_allocate(c->arena, from->n_orders * sizeof *node->orders);
  for (size_t i = 0; i < from->n_orders; i++)
    node->orders[i] = (dm_order_condition){copy_expression(c, from->orders[i].expression), from->orders[i].is_descending};
  if (from->n_aggregates)
    node->aggregates = dm_arena_allocate(c->arena, from->n_aggregates * sizeof *node->aggregates);
  for (size_t i = 0; i < from->n_aggregates; i++) {
    node->aggregates[i] = from->aggregates[i];
    node->aggregates[i].expression = copy_expression(c, from->aggregates[i].expression);
  }
}

typedef void (*asker)(const dm_node *node, bool *is_in);

/* The variables that both sides have by `ask`. */
static dm_variable *list_common(copier *c, const dm_node *node, asker ask, size_t *n)
{
  size_t       n_variables = c->query->n_variables;
  bool        *left = dm_allocate(n_variables + 1);
  bool        *right = dm_allocate(n_variables + 1);
  dm_variable *list = dm_arena_allocate(c->arena, (n_variables + 1) * sizeof *list);
  ask(node->left, left);
  ask(node->right, right);
  for (size_t v = 0; v < n_variables; v++) {
    if (left[v] && right[v])
      list[(*n)++] = (dm_variable)v;
  }
  free(left);
  free(right);
  return list;
}

static dm_node *copy_node(copier *c, const dm_node *from)
{
  dm_node *node = dm_arena_allocate(c->arena, sizeof *node);
  dm_plan *plan = dm_arena_allocate(c->arena, sizeof *plan);
  *node = *from;
  node->plan = plan;
  plan->method = DM_METHOD_HASH;
  node->left = from->left ? copy_node(c, from->left) : NULL;
  node->right = from->right ? copy_node(c, from->right) : NULL;
  if (node->left && node->right) {
    plan->keys = list_common(c, node, dm_node_certain, &plan->n_keys);
    plan->shared = list_common(c, node, dm_node_variables, &plan->n_shared);
  }
  if (node->kind == DM_NODE_ORDER)
    node->n_most = UINT64_MAX;
  copy_expressions(c, node, from);
  return node;
}

dm_node *dm_plan_make_plain(const dm_query *query, dm_arena *arena)
{
  copier c = {query, arena, 0};
  return copy_node(&c, query->where);
}
