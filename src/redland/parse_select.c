/* redland/parse_select.c - SELECT: its columns, GROUP BY, HAVING, ORDER BY, LIMIT and OFFSET. */
#include "redland/sparql_impl.h"

#include <stdlib.h>

select_query *parser_new_select(parser *p)
{
  select_query *select = dm_arena_allocate(p->query->arena, sizeof *select);
  select->at = p->now.begin;
  select->limit = SIZE_MAX;
  *dm_vector_add(&p->query->selects) = select;
  return select;
}

/* Where the projected names are numbered: of a subquery outside, where others see them; its other variables stay inside. */
static uint32_t project_variable(parser *p, dm_map *outer)
{
  uint32_t variable = 0;
  if (outer) {
    dm_map *inner = p->scope;
    p->scope = outer;
    variable = parser_variable(p, p->now.text, p->now.n_bytes);
    p->scope = inner;
    dm_map_put(inner, p->now.text, p->now.n_bytes, variable, NULL);
  } else {
    variable = parser_variable(p, p->now.text, p->now.n_bytes);
  }
  return variable;
}

static bool parse_column(parser *p, select_query *select, dm_map *outer)
{
  projection column = {.at = p->now.begin};
  if (parser_accept(p, "(")) {
    column.expression = parse_expression(p);
    if (!column.expression)
      return false;
    if (!parser_accept_word(p, "AS") || p->now.kind != TOKEN_VARIABLE) {
      parser_syntax(p, "AS ?variable");
      return false;
    }
    column.variable = project_variable(p, outer);
    parser_advance(p);
    if (!parser_expect(p, ")", "behind the column"))
      return false;
  } else {
    column.variable = project_variable(p, outer);
    parser_advance(p);
  }
  for (size_t i = 0; i < select->columns.n; i++)
    if (select->columns.items[i].variable == column.variable && (column.expression || select->columns.items[i].expression)) {
      sparql_report(p->query, column.at, p->diagnostics, "the column ?%s stands twice", p->query->variables.items[column.variable].name);
      p->status = DM_BAD_RULES;
    }
  *dm_vector_add(&select->columns) = column;
  return true;
}

static bool parse_columns(parser *p, select_query *select, dm_map *outer)
{
  select->distinct = parser_accept_word(p, "DISTINCT") || parser_accept_word(p, "REDUCED"); /* which may drop duplicates */
  if (parser_accept(p, "*")) {
    select->star = true;
    if (outer) { /* everything inside is seen outside */
      dm_map_free(p->scope);
      p->scope = outer;
    }
    return true;
  }
  p->aggregates_allowed = true;
  while (p->now.kind == TOKEN_VARIABLE || parser_is(p, "("))
    if (!parse_column(p, select, outer))
      return false;
  p->aggregates_allowed = false;
  if (select->columns.n == 0) {
    parser_syntax(p, "a column");
    return false;
  }
  return true;
}

static void collect_variables(dm_query *query, const group_pattern *group, select_query *select)
{
  for (uint32_t v = 0; v < query->variables.n; v++) {
    bool seen = query->variables.items[v].hidden;
    for (size_t c = 0; c < select->columns.n && !seen; c++)
      seen = select->columns.items[c].variable == v;
    if (seen)
      continue;
    for (size_t i = 0; i < group->elements.n && !seen; i++) {
      const group_element *element = &group->elements.items[i];
      seen = element->kind == ELEMENT_BIND && element->variable == v;
      for (size_t t = 0; t < element->triples.n && !seen; t++)
        for (size_t k = 0; k < 3; k++)
          seen = seen || (element->triples.items[t].parts[k].is_variable && element->triples.items[t].parts[k].variable == v);
      for (size_t c = 0; element->select && c < element->select->columns.n && !seen; c++)
        seen = element->select->columns.items[c].variable == v;
      if (seen)
        *dm_vector_add(&select->columns) = (projection){.variable = v, .at = select->at};
    }
  }
  for (size_t i = 0; i < group->elements.n; i++)
    for (size_t g = 0; g < group->elements.items[i].groups.n; g++)
      collect_variables(query, group->elements.items[i].groups.items[g], select);
}

static void parse_group_by(parser *p, select_query *select)
{
  select->grouped = select->has_group_by = true;
  for (bool any = false;; any = true) {
    const size_t at = p->now.begin;
    if (p->now.kind == TOKEN_VARIABLE) {
      *dm_vector_add(&select->group_by) = parser_variable(p, p->now.text, p->now.n_bytes);
      parser_advance(p);
    } else if (parser_is(p, "(")) {
      parser_refuse(p, at, "GROUP BY an expression", "BIND it to a variable and group by that");
      parser_advance(p);
      if (!parse_expression(p))
        return;
      if (parser_accept_word(p, "AS"))
        parser_advance(p);
      if (!parser_expect(p, ")", "behind the expression"))
        return;
    } else if (p->now.kind == TOKEN_WORD && p->next.kind == TOKEN_PUNCTUATION && p->next.text[0] == '(' && !parser_is_word(p, "HAVING")) {
      parser_refuse(p, at, "GROUP BY an expression", "BIND it to a variable and group by that");
      if (!parse_constraint(p))
        return;
    } else {
      if (!any)
        parser_syntax(p, "a variable");
      return;
    }
  }
}

static bool parse_order(parser *p, select_query *select)
{
  for (bool any = false;; any = true) {
    order_condition order = {0};
    if (parser_is_word(p, "ASC") || parser_is_word(p, "DESC")) {
      order.descending = parser_is_word(p, "DESC");
      parser_advance(p);
      if (!parser_is(p, "(")) {
        parser_syntax(p, "`(`");
        return false;
      }
      order.expression = parse_constraint(p);
    } else if (p->now.kind == TOKEN_VARIABLE) {
      expression *e = dm_arena_allocate(p->query->arena, sizeof *e);
      e->op = OP_VARIABLE;
      e->at = p->now.begin;
      e->variable = parser_variable(p, p->now.text, p->now.n_bytes);
      order.expression = e;
      parser_advance(p);
    } else if (parser_is(p, "(") || parser_starts_iri(p) ||
               (p->now.kind == TOKEN_WORD && p->next.kind == TOKEN_PUNCTUATION && p->next.text[0] == '(')) {
      order.expression = parse_constraint(p);
    } else {
      if (!any)
        parser_syntax(p, "a variable or an expression");
      return any;
    }
    if (!order.expression)
      return false;
    *dm_vector_add(&select->order) = order;
  }
}

static bool parse_count(parser *p, size_t *count)
{
  if (p->now.kind != TOKEN_INTEGER) {
    parser_syntax(p, "a number");
    return false;
  }
  *count = (size_t)strtoull(p->now.text, NULL, 10);
  parser_advance(p);
  return true;
}

static bool parse_limits(parser *p, select_query *select)
{
  for (;;) {
    if (parser_accept_word(p, "LIMIT")) {
      if (!parse_count(p, &select->limit))
        return false;
    } else if (parser_accept_word(p, "OFFSET")) {
      if (!parse_count(p, &select->offset))
        return false;
    } else {
      return true;
    }
  }
}

bool parse_where_and_modifiers(parser *p, select_query *select)
{
  while (parser_is_word(p, "FROM")) {
    dm_term ignored = {0};
    parser_refuse(p, p->now.begin, "FROM", "name the graphs with -d");
    parser_advance(p);
    parser_accept_word(p, "NAMED");
    if (!parser_starts_iri(p)) {
      parser_syntax(p, "an IRI");
      return false;
    }
    parser_iri(p, &ignored);
  }
  parser_accept_word(p, "WHERE");
  select->where = parse_group(p);
  if (!select->where)
    return false;
  p->select = select;
  p->aggregates_allowed = true;
  if (parser_accept_word(p, "GROUP")) {
    if (!parser_accept_word(p, "BY")) {
      parser_syntax(p, "BY");
      return false;
    }
    parse_group_by(p, select);
  }
  if (parser_accept_word(p, "HAVING")) {
    do {
      const expression *e = parse_constraint(p);
      if (!e)
        return false;
      *dm_vector_add(&select->having) = e;
    } while (parser_is(p, "("));
    select->grouped = true;
  }
  if (parser_accept_word(p, "ORDER")) {
    if (!parser_accept_word(p, "BY")) {
      parser_syntax(p, "BY");
      return false;
    }
    if (!parse_order(p, select))
      return false;
  }
  p->aggregates_allowed = false;
  if (!parse_limits(p, select))
    return false;
  if (parser_is_word(p, "VALUES"))
    parser_refuse(p, p->now.begin, "VALUES", "use FILTER(?x IN (...))"), p->stopped = true;
  return !p->stopped;
}

/* Of a grouped query, a variable outside an aggregate must be one of GROUP BY. */
static void check_grouped_expression(parser *p, const select_query *select, const expression *e)
{
  if (e->op == OP_AGGREGATE)
    return;
  if (e->op == OP_VARIABLE) {
    bool known = false;
    for (size_t i = 0; i < select->group_by.n; i++)
      known = known || select->group_by.items[i] == e->variable;
    if (!known) {
      sparql_report(p->query, e->at, p->diagnostics, "?%s is neither in GROUP BY nor inside an aggregate",
                    p->query->variables.items[e->variable].name);
      p->status = DM_BAD_RULES;
    }
  }
  for (size_t i = 0; i < e->n; i++)
    check_grouped_expression(p, select, e->arguments[i]);
}

static bool is_column(const select_query *select, uint32_t variable)
{
  for (size_t i = 0; i < select->columns.n; i++)
    if (select->columns.items[i].variable == variable)
      return true;
  return false;
}

static void check_grouping(parser *p, select_query *select, bool is_subquery)
{
  if (is_subquery) {
    parser_refuse(p, select->at, select->has_group_by ? "GROUP BY in a subquery" : "an aggregate in a subquery", "group at the top");
    return;
  }
  if (select->star) {
    sparql_report(p->query, select->at, p->diagnostics, "SELECT * cannot be grouped: name the columns");
    p->status = DM_BAD_RULES;
    return;
  }
  for (size_t i = 0; i < select->columns.n; i++) {
    const projection *column = &select->columns.items[i];
    const expression  plain = {.op = OP_VARIABLE, .at = column->at, .variable = column->variable};
    check_grouped_expression(p, select, column->expression ? column->expression : &plain);
  }
  for (size_t i = 0; i < select->having.n; i++)
    check_grouped_expression(p, select, select->having.items[i]);
  for (size_t i = 0; i < select->order.n; i++) {
    const expression *e = select->order.items[i].expression;
    if (e->op != OP_VARIABLE || !is_column(select, e->variable))
      check_grouped_expression(p, select, e);
  }
}

select_query *parse_select(parser *p, bool is_subquery)
{
  select_query *select = parser_new_select(p);
  select_query *outer_select = p->select;
  dm_map       *outer = is_subquery ? p->scope : NULL;
  const size_t  n_before = p->query->variables.n;
  p->select = select;
  if (is_subquery)
    p->scope = dm_map_new();
  parser_advance(p);
  bool is_whole = parse_columns(p, select, outer) && parse_where_and_modifiers(p, select);
  p->select = outer_select;
  if (is_whole && select->star)
    collect_variables(p->query, select->where, select);
  if (is_whole && select->grouped)
    check_grouping(p, select, is_subquery);
  if (is_subquery && p->scope != outer) {
    for (size_t v = n_before; v < p->query->variables.n; v++) /* what only the subquery names */
      if (!is_column(select, (uint32_t)v))
        p->query->variables.items[v].hidden = true;
    dm_map_free(p->scope);
    p->scope = outer;
  }
  return is_whole ? select : NULL;
}
