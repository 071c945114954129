/* redland/select.c - from solutions to the rows of a SELECT: grouping, HAVING, DISTINCT, ORDER BY, OFFSET, LIMIT.
 *
 * A row's cells:   columns | keys of ORDER BY        while rows are made
 *                  keys of GROUP BY | arguments       while groups are */
#include "redland/aggregate_impl.h"
#include "redland/run_impl.h"

#include "base/memory.h"
#include "base/unicode.h"

#include <stdlib.h>
#include <string.h>

/* ---- without grouping ---- */

/* ORDER BY ?x takes the column ?x, if there is one. */
static const wanted *order_column(const select_query *select, const expression *e, const wanted *columns)
{
  for (size_t i = 0; e->op == OP_VARIABLE && i < select->columns.n; i++)
    if (select->columns.items[i].variable == e->variable)
      return &columns[i];
  return NULL;
}

static dm_status solve_plain(run *r, const select_query *select, row_table *out)
{
  const size_t n_columns = select->columns.n;
  const size_t n = n_columns + select->order.n;
  wanted      *columns = dm_allocate((n + 1) * sizeof *columns);
  kinds       *ignored = dm_allocate((n + 1) * sizeof *ignored);
  for (size_t i = 0; i < n_columns; i++)
    columns[i] = (wanted){select->columns.items[i].variable, select->columns.items[i].expression};
  for (size_t i = 0; i < select->order.n; i++) {
    const expression *e = select->order.items[i].expression;
    const wanted     *same = order_column(select, e, columns);
    columns[n_columns + i] = same ? *same : e->op == OP_VARIABLE ? (wanted){.variable = e->variable} : (wanted){.expression = e};
  }
  out->width = n;
  const dm_status status = match_where(r, select, columns, n, false, out, ignored);
  free(columns);
  free(ignored);
  return status;
}

/* ---- grouping ---- */

typedef struct {
  uint32_t        *keys;
  aggregate_state *states;
} group;

typedef struct {
  run                *r;
  const select_query *select;
  size_t              n_keys;
  size_t             *argument_cell; /* of each aggregate; SIZE_MAX: COUNT(*) */
  kinds              *of_key;
  kinds              *of_aggregate;
  DM_VECTOR(group) groups;
} grouping;

/* Runs the pattern for the keys of GROUP BY and the arguments of the aggregates. */
static dm_status match_for_groups(grouping *g, row_table *rows)
{
  const select_query *select = g->select;
  const size_t        n = g->n_keys + select->aggregates.n;
  wanted             *columns = dm_allocate((n + 1) * sizeof *columns);
  kinds              *of_columns = dm_allocate((n + 1) * sizeof *of_columns);
  size_t              n_columns = g->n_keys;
  for (size_t i = 0; i < g->n_keys; i++)
    columns[i].variable = select->group_by.items[i];
  for (size_t i = 0; i < select->aggregates.n; i++) {
    const expression *argument = select->aggregates.items[i].argument;
    g->argument_cell[i] = argument ? n_columns : SIZE_MAX;
    if (argument)
      columns[n_columns++] = argument->op == OP_VARIABLE ? (wanted){.variable = argument->variable} : (wanted){.expression = argument};
  }
  rows->width = n_columns;
  const dm_status status = match_where(g->r, select, columns, n_columns, false, rows, of_columns);
  for (size_t i = 0; i < g->n_keys; i++)
    g->of_key[select->group_by.items[i]] = of_columns[i];
  for (size_t i = 0; i < select->aggregates.n; i++)
    switch (select->aggregates.items[i].kind) {
    case AGGREGATE_COUNT: g->of_aggregate[i] = KIND_INTEGER; break;
    case AGGREGATE_SUM:
    case AGGREGATE_AVG: g->of_aggregate[i] = KINDS_NUMERIC | KIND_COMPUTED | KIND_UNBOUND; break;
    case AGGREGATE_GROUP_CONCAT: g->of_aggregate[i] = KIND_TEXT | KIND_EMPTY | KINDS_NOTES | KIND_UNBOUND; break;
    case AGGREGATE_MIN:
    case AGGREGATE_MAX:
    case AGGREGATE_SAMPLE: g->of_aggregate[i] = of_columns[g->argument_cell[i]] | KIND_UNBOUND; break;
    }
  free(columns);
  free(of_columns);
  return status;
}

static group *add_group(grouping *g, const uint32_t *row)
{
  group *added = dm_vector_add(&g->groups);
  added->keys = dm_allocate((g->n_keys + 1) * sizeof *added->keys);
  if (g->n_keys > 0)
    memcpy(added->keys, row, g->n_keys * sizeof *row);
  added->states = dm_allocate((g->select->aggregates.n + 1) * sizeof *added->states);
  for (size_t i = 0; i < g->select->aggregates.n; i++)
    added->states[i].kind = g->select->aggregates.items[i].kind;
  return added;
}

static void fill_groups(grouping *g, const row_table *rows)
{
  dm_map *index = dm_map_new();
  for (size_t i = 0; i < rows->n; i++) {
    const uint32_t *row = rows_at(rows, i);
    bool            is_new = false;
    const uint32_t  number = *dm_map_put(index, g->n_keys > 0 ? (const char *)row : "", g->n_keys * sizeof *row, (uint32_t)g->groups.n, &is_new);
    group          *into = is_new ? add_group(g, row) : &g->groups.items[number];
    for (size_t a = 0; a < g->select->aggregates.n; a++) {
      if (g->argument_cell[a] == SIZE_MAX)
        into->states[a].n++;
      else
        aggregate_step(&into->states[a], &g->r->pool, row[g->argument_cell[a]]);
    }
  }
  dm_map_free(index);
}

/* What is computed of each finished group: expressions that are more than a key or one aggregate go to rasqal, with the values as constants. */
typedef struct {
  DM_VECTOR(const expression *) computed; /* HAVING first, then columns, then ORDER BY */
} finishing;

static bool is_key_or_aggregate(const grouping *g, const expression *e)
{
  return e->op == OP_AGGREGATE || (e->op == OP_VARIABLE && g->n_keys > 0);
}

/* The expression of cell `index` of a finished row, or NULL for a variable, given in *variable. */
static const expression *cell_expression(const select_query *select, size_t index, uint32_t *variable)
{
  const size_t n_columns = select->columns.n;
  if (index < n_columns) {
    *variable = select->columns.items[index].variable;
    return select->columns.items[index].expression;
  }
  const expression *e = select->order.items[index - n_columns].expression;
  if (e->op != OP_VARIABLE)
    return e;
  *variable = e->variable;
  for (size_t i = 0; i < n_columns; i++)
    if (select->columns.items[i].variable == e->variable)
      return select->columns.items[i].expression;
  return NULL;
}

static dm_status check_finishing(const grouping *g)
{
  kind_checker checker = {.query = g->r->query, .diagnostics = g->r->diagnostics, .of_variable = g->of_key, .of_aggregate = g->of_aggregate};
  uint32_t     ignored = 0;
  for (size_t i = 0; i < g->select->having.n; i++)
    kind_check_condition(&checker, g->select->having.items[i], true);
  for (size_t i = 0; i < g->select->columns.n + g->select->order.n; i++) {
    const expression *e = cell_expression(g->select, i, &ignored);
    if (e && !is_key_or_aggregate(g, e))
      kind_check(&checker, e, false);
  }
  return checker.status;
}

/* Variables and aggregates of one group as constants, by number. */
typedef struct {
  dm_term  *of_variable;
  dm_term  *of_aggregate;
  uint32_t *aggregates;
} group_constants;

static dm_status set_constants(const grouping *g, const group *from, group_constants *c)
{
  bool has_blank = false;
  for (size_t i = 0; i < g->select->aggregates.n; i++)
    c->aggregates[i] = aggregate_result(&from->states[i], &g->r->pool);
  for (size_t i = 0; i < g->select->aggregates.n; i++) {
    c->of_aggregate[i] = *pool_term(&g->r->pool, c->aggregates[i]);
    has_blank = has_blank || c->of_aggregate[i].kind == DM_TERM_BLANK;
  }
  for (size_t i = 0; i < g->n_keys; i++) {
    c->of_variable[g->select->group_by.items[i]] = *pool_term(&g->r->pool, from->keys[i]);
    has_blank = has_blank || c->of_variable[g->select->group_by.items[i]].kind == DM_TERM_BLANK;
  }
  return has_blank ? DM_REFUSED : DM_OK; /* rasqal cannot be given a blank node */
}

static uint32_t key_of(const grouping *g, const group *from, uint32_t variable)
{
  for (size_t i = 0; i < g->n_keys; i++)
    if (g->select->group_by.items[i] == variable)
      return from->keys[i];
  return 0;
}

static bool is_true(const run *r, uint32_t number)
{
  return number > 0 && strcmp(pool_term(&r->pool, number)->value, "true") == 0;
}

/* Adds the group's row to `out`, if HAVING lets it pass. */
static dm_status finish_group(const grouping *g, const group *from, group_constants *c, row_table *out)
{
  const select_query *select = g->select;
  const size_t        n_cells = select->columns.n + select->order.n;
  finishing           f = {0};
  uint32_t            variable = 0;
  dm_status           status = set_constants(g, from, c);
  for (size_t i = 0; i < select->having.n; i++)
    *dm_vector_add(&f.computed) = select->having.items[i];
  for (size_t i = 0; i < n_cells; i++) {
    const expression *e = cell_expression(select, i, &variable);
    if (e && !is_key_or_aggregate(g, e))
      *dm_vector_add(&f.computed) = e;
  }
  uint32_t *values = dm_allocate((f.computed.n + 1) * sizeof *values);
  if (f.computed.n == 0)
    status = DM_OK;
  else if (status == DM_REFUSED)
    status = sparql_report(g->r->query, f.computed.items[0]->at, g->r->diagnostics, "an expression over blank nodes and aggregates is not supported");
  else
    status = evaluate_constants(g->r, f.computed.items, f.computed.n, c->of_variable, c->of_aggregate, values);
  bool passes = status == DM_OK;
  for (size_t i = 0; i < select->having.n && passes; i++)
    passes = is_true(g->r, values[i]);
  if (passes) {
    size_t    next = select->having.n;
    uint32_t *row = rows_add(out);
    for (size_t i = 0; i < n_cells; i++) {
      const expression *e = cell_expression(select, i, &variable);
      row[i] = !e                                      ? key_of(g, from, variable)
               : e->op == OP_AGGREGATE                 ? c->aggregates[e->index]
               : e->op == OP_VARIABLE && g->n_keys > 0 ? key_of(g, from, e->variable)
                                                       : values[next++];
    }
  }
  free(values);
  dm_vector_free(&f.computed);
  return status;
}

static dm_status refuse_nothing(const grouping *g)
{
  const select_query *select = g->select;
  const bool          has_aggregate = select->aggregates.n > 0;
  return sparql_report(g->r->query, has_aggregate ? select->aggregates.items[0].at : select->at, g->r->diagnostics,
                       "%s over nothing is not supported: no solution of the pattern is in the graph",
                       has_aggregate ? select->aggregates.items[0].name : "grouping");
}

static dm_status solve_grouped(run *r, const select_query *select, row_table *out)
{
  const size_t    n_variables = r->query->variables.n;
  const size_t    n_aggregates = select->aggregates.n;
  row_table       rows = {0};
  grouping        g = {.r = r,
                       .select = select,
                       .n_keys = select->group_by.n,
                       .argument_cell = dm_allocate((n_aggregates + 1) * sizeof(size_t)),
                       .of_key = dm_allocate((n_variables + 1) * sizeof(kinds)),
                       .of_aggregate = dm_allocate((n_aggregates + 1) * sizeof(kinds))};
  group_constants c = {dm_allocate((n_variables + 1) * sizeof(dm_term)), dm_allocate((n_aggregates + 1) * sizeof(dm_term)),
                       dm_allocate((n_aggregates + 1) * sizeof(uint32_t))};
  out->width = select->columns.n + select->order.n;
  dm_status status = match_for_groups(&g, &rows);
  if (status == DM_OK)
    status = check_finishing(&g);
  if (status == DM_OK)
    fill_groups(&g, &rows);
  if (status == DM_OK && g.groups.n == 0 && !select->has_group_by)
    status = refuse_nothing(&g);
  size_t i = 0;
  for (; i < g.groups.n && status == DM_OK; i++)
    status = finish_group(&g, &g.groups.items[i], &c, out);
  for (; i < g.groups.n; i++) /* those not finished hold texts still */
    for (size_t a = 0; a < n_aggregates; a++)
      dm_buffer_free(&g.groups.items[i].states[a].text);
  for (i = 0; i < g.groups.n; i++) {
    free(g.groups.items[i].keys);
    free(g.groups.items[i].states);
  }
  dm_vector_free(&g.groups);
  free(g.argument_cell);
  free(g.of_key);
  free(g.of_aggregate);
  free(c.of_variable);
  free(c.of_aggregate);
  free(c.aggregates);
  rows_free(&rows);
  return status;
}

/* ---- the rest ---- */

static bool passes_filter(const run *r, const char *folded_value, uint32_t number)
{
  dm_buffer      text = {0};
  const dm_term *term = pool_term(&r->pool, number);
  if (term->kind != DM_TERM_NONE)
    dm_unicode_fold(&text, term->value, term->n_bytes);
  const bool passes = number > 0 && strstr(dm_buffer_string(&text), folded_value);
  dm_buffer_free(&text);
  return passes;
}

static dm_status filter_rows(run *r, const select_query *select, const dm_row_filter *filter, row_table *rows)
{
  size_t column = 0;
  while (column < select->columns.n && strcmp(r->query->variables.items[select->columns.items[column].variable].name, filter->column) != 0)
    column++;
  if (column == select->columns.n) {
    dm_report(r->diagnostics, DM_ERROR, NULL, "the query has no column `%s`", filter->column);
    return DM_BAD_USAGE;
  }
  dm_buffer folded = {0};
  size_t    n_kept = 0;
  dm_unicode_fold(&folded, filter->value, strlen(filter->value));
  for (size_t i = 0; i < rows->n; i++)
    if (passes_filter(r, dm_buffer_string(&folded), rows_at(rows, i)[column]))
      memmove(rows->cells.items + n_kept++ * rows->width, rows_at(rows, i), rows->width * sizeof(uint32_t));
  rows->n = n_kept;
  rows->cells.n = n_kept * rows->width;
  dm_buffer_free(&folded);
  return DM_OK;
}

static void cut(row_table *rows, size_t offset, size_t limit)
{
  const size_t skipped = offset < rows->n ? offset : rows->n;
  const size_t kept = rows->n - skipped < limit ? rows->n - skipped : limit;
  if (rows->width > 0 && skipped > 0)
    memmove(rows->cells.items, rows_at(rows, skipped), kept * rows->width * sizeof(uint32_t));
  rows->n = kept;
  rows->cells.n = kept * rows->width;
}

dm_status select_solve(run *r, const select_query *select, const dm_row_filter *filters, size_t n_filters, row_table *out)
{
  dm_status status = select->grouped ? solve_grouped(r, select, out) : solve_plain(r, select, out);
  for (size_t i = 0; i < n_filters && status == DM_OK; i++)
    status = filter_rows(r, select, &filters[i], out);
  if (status != DM_OK)
    return status;
  bool *descending = dm_allocate(select->order.n + 1);
  for (size_t i = 0; i < select->order.n; i++)
    descending[i] = select->order.items[i].descending;
  rows_sort(out, &r->pool, select->columns.n, select->order.n, descending);
  free(descending);
  if (select->distinct)
    rows_distinct(out, select->columns.n);
  cut(out, select->offset, select->limit);
  return DM_OK;
}
