/* algebra/variables.c - which variables a node may bind (SPARQL 1.1 §18.2.1), and which it always binds. */
#include "algebra/algebra.h"

#include <stdlib.h>

#include "base/vector.h"

static void add_slot(const dm_slot *slot, bool *is_in)
{
  if (slot->is_variable)
    is_in[slot->variable] = true;
}

void dm_node_variables(const dm_node *node, bool *is_in)
{
  if (!node)
    return;
  for (size_t i = 0; i < node->n_triples; i++) {
    add_slot(&node->triples[i].subject, is_in);
    add_slot(&node->triples[i].predicate, is_in);
    add_slot(&node->triples[i].object, is_in);
  }
  add_slot(&node->subject, is_in);
  add_slot(&node->object, is_in);
  add_slot(&node->slot, is_in);
  for (size_t i = 0; i < node->n_variables; i++)
    is_in[node->variables[i]] = true;
  for (size_t i = 0; i < node->n_aggregates; i++)
    is_in[node->aggregates[i].variable] = true;
  if (node->kind == DM_NODE_EXTEND)
    is_in[node->variable] = true;
  if (node->kind != DM_NODE_PROJECT && node->kind != DM_NODE_GROUP)
    dm_node_variables(node->left, is_in);
  if (node->kind != DM_NODE_MINUS)
    dm_node_variables(node->right, is_in);
}

void dm_expression_variables(const dm_expression *expression, bool *is_in)
{
  if (!expression)
    return;
  if (expression->kind == DM_EXPRESSION_VARIABLE)
    is_in[expression->variable] = true;
  if (expression->kind == DM_EXPRESSION_EXISTS)
    dm_pattern_reads(expression->pattern, is_in);
  for (size_t i = 0; i < expression->n_arguments; i++)
    dm_expression_variables(expression->arguments[i], is_in);
}

/* All variables of a pattern, in expressions and in what it takes away too: an EXISTS may get any of them from outside. Those of subqueries that are not selected have
 * numbers that no one outside has. */
void dm_pattern_reads(const dm_node *node, bool *is_in)
{
  if (!node)
    return;
  dm_node_variables(node, is_in);
  for (size_t i = 0; i < node->n_expressions; i++)
    dm_expression_variables(node->expressions[i], is_in);
  for (size_t i = 0; i < node->n_aggregates; i++)
    dm_expression_variables(node->aggregates[i].expression, is_in);
  for (size_t i = 0; i < node->n_orders; i++)
    dm_expression_variables(node->orders[i].expression, is_in);
  dm_expression_variables(node->expression, is_in);
  dm_pattern_reads(node->left, is_in);
  dm_pattern_reads(node->right, is_in);
}

/* ---- certainly bound ---- */

typedef DM_VECTOR(dm_variable) variables;

static void find_certain(const dm_node *node, variables *out);

static int compare_variables(const void *a, const void *b)
{
  const dm_variable *left = a, *right = b;
  return *left < *right ? -1 : *left > *right;
}

static void sort(variables *list)
{
  if (list->n)
    qsort(list->items, list->n, sizeof *list->items, compare_variables);
}

static bool has(const variables *sorted, dm_variable variable)
{
  return sorted->n && bsearch(&variable, sorted->items, sorted->n, sizeof *sorted->items, compare_variables);
}

static void add_certain_slot(const dm_slot *slot, variables *out)
{
  if (slot->is_variable)
    *dm_vector_add(out) = slot->variable;
}

static void add_pattern(const dm_node *node, variables *out)
{
  for (size_t i = 0; i < node->n_triples; i++) {
    add_certain_slot(&node->triples[i].subject, out);
    add_certain_slot(&node->triples[i].predicate, out);
    add_certain_slot(&node->triples[i].object, out);
  }
  add_certain_slot(&node->subject, out);
  add_certain_slot(&node->object, out);
}

static void add_union(const dm_node *node, variables *out)
{
  variables left = {0}, right = {0};
  find_certain(node->left, &left);
  find_certain(node->right, &right);
  sort(&right);
  for (size_t i = 0; i < left.n; i++)
    if (has(&right, left.items[i]))
      *dm_vector_add(out) = left.items[i];
  dm_vector_free(&left);
  dm_vector_free(&right);
}

/* Of `names`, those that the left side always binds. */
static void add_kept(const dm_node *node, variables *out)
{
  variables left = {0};
  find_certain(node->left, &left);
  sort(&left);
  for (size_t i = 0; i < node->n_variables; i++)
    if (has(&left, node->variables[i]))
      *dm_vector_add(out) = node->variables[i];
  dm_vector_free(&left);
}

static void add_values(const dm_node *node, variables *out)
{
  for (size_t v = 0; v < node->n_variables; v++) {
    size_t i = 0;
    while (i < node->n_rows && node->rows[i * node->n_variables + v].kind != DM_TERM_NONE)
      i++;
    if (i == node->n_rows)
      *dm_vector_add(out) = node->variables[v];
  }
}

static void add_extended(const dm_node *node, variables *out)
{
  const dm_expression *expression = node->expression;
  const size_t         n_before = out->n;
  find_certain(node->left, out);
  bool is_certain = expression->kind == DM_EXPRESSION_CONSTANT || expression->kind == DM_EXPRESSION_EXISTS;
  if (expression->kind == DM_EXPRESSION_VARIABLE)
    for (size_t i = n_before; i < out->n && !is_certain; i++)
      is_certain = out->items[i] == expression->variable;
  if (is_certain)
    *dm_vector_add(out) = node->variable;
}

/* COUNT is the one aggregate that cannot fail. */
static void add_grouped(const dm_node *node, variables *out)
{
  add_kept(node, out);
  for (size_t i = 0; i < node->n_aggregates; i++)
    if (node->aggregates[i].kind == DM_AGGREGATE_COUNT)
      *dm_vector_add(out) = node->aggregates[i].variable;
}

static void find_certain(const dm_node *node, variables *out)
{
  switch (node->kind) {
  case DM_NODE_BGP:
  case DM_NODE_PATH: add_pattern(node, out); return;
  case DM_NODE_JOIN:
    find_certain(node->left, out);
    find_certain(node->right, out);
    return;
  case DM_NODE_UNION: add_union(node, out); return;
  case DM_NODE_EXTEND: add_extended(node, out); return;
  case DM_NODE_VALUES: add_values(node, out); return;
  case DM_NODE_GROUP: add_grouped(node, out); return;
  case DM_NODE_PROJECT: add_kept(node, out); return;
  case DM_NODE_SERVICE: return; /* what another endpoint sends is its own affair */
  case DM_NODE_GRAPH: add_certain_slot(&node->slot, out); break;
  case DM_NODE_LEFT_JOIN:
  case DM_NODE_FILTER:
  case DM_NODE_MINUS:
  case DM_NODE_ORDER:
  case DM_NODE_DISTINCT:
  case DM_NODE_REDUCED:
  case DM_NODE_SLICE:
  case DM_NODE_N: break;
  }
  find_certain(node->left, out);
}

void dm_node_certain(const dm_node *node, bool *is_in)
{
  variables found = {0};
  if (node)
    find_certain(node, &found);
  for (size_t i = 0; i < found.n; i++)
    is_in[found.items[i]] = true;
  dm_vector_free(&found);
}
