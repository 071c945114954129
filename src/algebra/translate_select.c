/* algebra/translate_select.c - grouping, columns and solution modifiers (SPARQL 1.1 §18.2.3 to §18.2.5). */
#include "algebra/translate_impl.h"

static dm_node *extend(translator *t, dm_node *node, size_t offset, dm_variable variable, dm_expression *expression)
{
  dm_node *extend = translate_node(t, DM_NODE_EXTEND, offset, node, NULL);
  extend->variable = variable;
  extend->expression = expression;
  return extend;
}

static void know(aggregation *a, uint32_t name)
{
  if (a)
    dm_map_put(a->known, (const char *)&name, sizeof name, 1, NULL);
}

static void add_key(translator *t, dm_node *group, dm_variable variable)
{
  for (size_t i = 0; i < group->n_variables; i++)
    if (group->variables[i] == variable)
      return;
  group->variables = dm_arena_grow(t->arena, group->variables, group->n_variables, sizeof *group->variables);
  group->variables[group->n_variables++] = variable;
}

/* Keys that are expressions are variables that an EXTEND below the group binds. */
static dm_node *translate_keys(translator *t, aggregation *a, const dm_syntax_select *select, dm_node *node)
{
  a->group = translate_node(t, DM_NODE_GROUP, select->keys.n ? select->keys.items[0].offset : select->offset, node, NULL);
  a->group->is_single = select->keys.n == 0;
  for (size_t i = 0; i < select->keys.n; i++) {
    const dm_syntax_key *key = &select->keys.items[i];
    const bool           is_named = key->name != DM_SYNTAX_NO_NAME;
    if (key->expression->kind == DM_SYNTAX_NAME && !is_named) {
      know(a, key->expression->name);
      add_key(t, a->group, translate_name(t, key->expression->name));
      continue;
    }
    dm_expression    *expression = translate_expression(t, key->expression);
    const dm_variable variable = is_named ? translate_name(t, key->name) : translate_new(t, NULL, true);
    if (is_named)
      know(a, key->name);
    node = extend(t, node, key->offset, variable, expression);
    add_key(t, a->group, variable);
  }
  a->group->left = node;
  a->group->n_levels = node->n_levels + 1;
  return a->group;
}

static bool reads_column(const dm_syntax_select *select, const dm_syntax_expression *expression)
{
  for (size_t i = 0; expression->kind == DM_SYNTAX_NAME && i < select->columns.n; i++)
    if (select->columns.items[i].expression && select->columns.items[i].name == expression->name)
      return true;
  for (size_t i = 0; i < expression->n_arguments; i++)
    if (reads_column(select, expression->arguments[i]))
      return true;
  return false;
}

/* HAVING (?n > 1), where SELECT names ?n: by the letter of §18.2.4.1 a sample of a variable that nothing binds, so never true. Nobody can mean that: as in other engines, columns
 * are then made before. */
static bool having_reads_columns(const dm_syntax_select *select)
{
  for (size_t i = 0; i < select->having.n; i++)
    if (reads_column(select, select->having.items[i]))
      return true;
  return false;
}

static dm_node *translate_having(translator *t, const dm_syntax_select *select, dm_node *node)
{
  expression_list conditions = {0};
  for (size_t i = 0; i < select->having.n; i++) {
    dm_expression *condition = translate_expression(t, select->having.items[i]);
    *dm_list_add(t->arena, &conditions) = condition;
  }
  if (!conditions.n)
    return node;
  dm_node *filter = translate_node(t, DM_NODE_FILTER, select->having.items[0]->offset, node, NULL);
  filter->expressions = conditions.items;
  filter->n_expressions = conditions.n;
  return filter;
}

static dm_node *translate_columns(translator *t, const dm_syntax_select *select, dm_node *node)
{
  for (size_t i = 0; i < select->columns.n; i++) {
    const dm_syntax_column *column = &select->columns.items[i];
    if (!column->expression)
      continue;
    dm_expression *expression = translate_expression(t, column->expression);
    node = extend(t, node, column->offset, translate_name(t, column->name), expression);
    know(t->aggregation, column->name);
  }
  return node;
}

static dm_node *translate_orders(translator *t, const dm_syntax_select *select, dm_node *node)
{
  if (!select->orders.n)
    return node;
  dm_node *order = translate_node(t, DM_NODE_ORDER, select->orders.items[0].expression->offset, node, NULL);
  order->n_orders = select->orders.n;
  order->orders = dm_arena_allocate(t->arena, order->n_orders * sizeof *order->orders);
  for (size_t i = 0; i < order->n_orders; i++) {
    order->orders[i].expression = translate_expression(t, select->orders.items[i].expression);
    order->orders[i].is_descending = select->orders.items[i].is_descending;
  }
  return order;
}

static dm_node *translate_projection(translator *t, const dm_syntax_select *select, dm_node *node)
{
  dm_node *project = translate_node(t, DM_NODE_PROJECT, select->offset, node, NULL);
  project->n_variables = select->columns.n;
  project->variables = dm_arena_allocate(t->arena, select->columns.n * sizeof *project->variables);
  for (size_t i = 0; i < select->columns.n; i++)
    project->variables[i] = translate_name(t, select->columns.items[i].name);
  if (select->is_distinct || select->is_reduced)
    return translate_node(t, select->is_distinct ? DM_NODE_DISTINCT : DM_NODE_REDUCED, select->offset, project, NULL);
  return project;
}

dm_node *translate_select(translator *t, const dm_syntax_select *select, bool is_projected)
{
  aggregation  a = {0};
  aggregation *outer = t->aggregation;
  dm_node     *node = translate_group(t, select->where);
  const bool   is_reversed = having_reads_columns(select);
  if (select->is_grouped) {
    a.known = dm_map_new();
    t->aggregation = NULL;
    node = translate_keys(t, &a, select, node);
    t->aggregation = &a;
    node = is_reversed ? translate_columns(t, select, node) : node;
    node = translate_having(t, select, node);
  }
  if (select->values)
    node = translate_join(t, select->values->offset, node, translate_values(t, select->values));
  node = is_reversed ? node : translate_columns(t, select, node);
  node = translate_orders(t, select, node);
  if (select->is_grouped) {
    a.group->aggregates = a.aggregates.items;
    a.group->n_aggregates = a.aggregates.n;
    dm_map_free(a.known);
  }
  t->aggregation = outer;
  if (is_projected)
    node = translate_projection(t, select, node);
  if (select->has_slice) {
    node = translate_node(t, DM_NODE_SLICE, select->offset, node, NULL);
    node->n_skip = select->n_skip;
    node->n_most = select->n_most;
  }
  return node;
}

/* Names that a subquery does not select mean something else outside (§12): it has a scope of its own, which shares the columns with the scope around. */
dm_node *translate_subselect(translator *t, const dm_syntax_select *select)
{
  dm_map      *outer = t->names;
  aggregation *aggregates = t->aggregation;
  dm_map      *own = dm_map_new();
  for (size_t i = 0; i < select->columns.n; i++) {
    const uint32_t name = select->columns.items[i].name;
    dm_map_put(own, (const char *)&name, sizeof name, translate_name(t, name), NULL);
  }
  t->names = own;
  t->aggregation = NULL;
  dm_node *node = translate_select(t, select, true);
  t->names = outer;
  t->aggregation = aggregates;
  dm_map_free(own);
  return node;
}
