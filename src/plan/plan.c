/* Making the plan of a query; what can be asked of planned trees. */
#include "plan/plan_impl.h"

static const dm_plan no_plan;

const dm_plan *dm_plan_of(const dm_node *node)
{
  return node->plan ? node->plan : &no_plan;
}

bool dm_plan_has_exists(const dm_expression *expression)
{
  if (expression->kind == DM_EXPRESSION_EXISTS)
    return true;
  for (size_t i = 0; i < expression->n_arguments; i++) {
    if (dm_plan_has_exists(expression->arguments[i]))
      return true;
  }
  return false;
}

static void mention_slot(const dm_slot *slot, bool *is_in)
{
  if (slot->is_variable)
    is_in[slot->variable] = true;
}

static void mention_expressions(const dm_node *node, bool *is_in)
{
  for (size_t i = 0; i < node->n_expressions; i++)
    dm_expression_variables(node->expressions[i], is_in);
  if (node->expression)
    dm_expression_variables(node->expression, is_in);
  for (size_t i = 0; i < node->n_orders; i++)
    dm_expression_variables(node->orders[i].expression, is_in);
  for (size_t i = 0; i < node->n_aggregates; i++) {
    is_in[node->aggregates[i].variable] = true;
    if (node->aggregates[i].expression)
      dm_expression_variables(node->aggregates[i].expression, is_in);
  }
}

void dm_plan_mentions(const dm_node *node, bool *is_in)
{
  for (; node; node = node->left) {
    for (size_t i = 0; i < node->n_triples; i++) {
      mention_slot(&node->triples[i].subject, is_in);
      mention_slot(&node->triples[i].predicate, is_in);
      mention_slot(&node->triples[i].object, is_in);
    }
    mention_slot(&node->subject, is_in);
    mention_slot(&node->object, is_in);
    mention_slot(&node->slot, is_in);
    mention_expressions(node, is_in);
    if (node->kind == DM_NODE_EXTEND)
      is_in[node->variable] = true;
    for (size_t i = 0; i < node->n_variables; i++)
      is_in[node->variables[i]] = true;
    if (node->right)
      dm_plan_mentions(node->right, is_in);
  }
}

dm_node *dm_plan_make(const dm_query *query, const dm_index *index, bool is_strict, dm_arena *arena)
{
  planner p = {.query = query, .index = index, .arena = arena, .scope = DM_SCOPE_UNION};
  if (is_strict && !query->n_from && !query->n_from_named)
    p.scope = DM_SCOPE_DEFAULT;
  p.substituted = dm_set_new(&p);
  form    *f = dm_form_make(&p, query->where);
  dm_node *root = dm_form_build(&p, f, dm_set_new(&p), 1).node;
  dm_form_free(f);
  return root;
}
