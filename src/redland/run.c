/* redland/run.c - a query's answer to its sink. */
#include "redland/run_impl.h"

#include "base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static dm_status run_select(run *r, const dm_row_filter *filters, size_t n_filters, const dm_solution_sink *results)
{
  const select_query *select = r->query->select;
  const size_t        n = select->columns.n;
  row_table           rows = {0};
  dm_status           status = select_solve(r, select, filters, n_filters, &rows);
  if (status == DM_OK) {
    const char **names = dm_allocate((n + 1) * sizeof *names);
    dm_term     *values = dm_allocate((n + 1) * sizeof *values);
    for (size_t i = 0; i < n; i++)
      names[i] = dm_query_column(r->query, i);
    status = results->on_columns(results->ctx, names, n);
    for (size_t i = 0; i < rows.n && status == DM_OK; i++) {
      for (size_t k = 0; k < n; k++)
        values[k] = *pool_term(&r->pool, rows_at(&rows, i)[k]);
      status = results->on_row(results->ctx, values, n);
    }
    free(names);
    free(values);
  }
  if (status == DM_OK && results->on_end)
    status = results->on_end(results->ctx);
  rows_free(&rows);
  return status;
}

static dm_status run_ask(run *r, const dm_solution_sink *results)
{
  row_table rows = {0};
  kinds     ignored = 0;
  dm_status status = match_where(r, r->query->select, NULL, 0, true, &rows, &ignored);
  if (status == DM_OK)
    status = results->on_boolean(results->ctx, rows.n > 0);
  if (status == DM_OK && results->on_end)
    status = results->on_end(results->ctx);
  const bool answer = rows.n > 0;
  rows_free(&rows);
  return status == DM_OK && !answer ? DM_REFUSED : status;
}

/* ---- CONSTRUCT ---- */

/* The variables of the template, as columns of its select. */
static void add_template_columns(const dm_query *query, select_query *select)
{
  for (size_t i = 0; i < query->template.n; i++)
    for (size_t k = 0; k < 3; k++) {
      const pattern_node *node = &query->template.items[i].parts[k];
      bool                known = !node->is_variable;
      for (size_t c = 0; c < select->columns.n && !known; c++)
        known = select->columns.items[c].variable == node->variable;
      if (!known)
        *dm_vector_add(&select->columns) = (projection){.variable = node->variable, .at = query->template.items[i].at};
    }
}

static uint32_t template_number(run *r, const select_query *select, const pattern_node *node, const uint32_t *row, size_t row_index)
{
  if (!node->is_variable && node->term.kind == DM_TERM_BLANK) { /* a new one for each row */
    char          label[96];
    const int     n = snprintf(label, sizeof label, "r%zu%.64s", row_index, node->term.value);
    const dm_term blank = {.kind = DM_TERM_BLANK, .value = label, .n_bytes = (size_t)n};
    return pool_number(&r->pool, &blank);
  }
  if (!node->is_variable)
    return pool_number(&r->pool, &node->term);
  for (size_t c = 0; c < select->columns.n; c++)
    if (select->columns.items[c].variable == node->variable)
      return row[c];
  return 0;
}

/* Adds the statements that the row makes; those that RDF does not have are left out. */
static void instantiate(run *r, const select_query *select, const uint32_t *row, size_t row_index, row_table *statements)
{
  for (size_t i = 0; i < r->query->template.n; i++) {
    uint32_t numbers[3];
    for (size_t k = 0; k < 3; k++)
      numbers[k] = template_number(r, select, &r->query->template.items[i].parts[k], row, row_index);
    const dm_term_kind subject = pool_term(&r->pool, numbers[0])->kind;
    const bool         is_whole =
        (subject == DM_TERM_IRI || subject == DM_TERM_BLANK) && pool_term(&r->pool, numbers[1])->kind == DM_TERM_IRI && numbers[2] > 0;
    if (is_whole)
      memcpy(rows_add(statements), numbers, sizeof numbers);
  }
}

static dm_status send_statements(const run *r, const row_table *statements, const dm_sink *sink)
{
  dm_status status = DM_OK;
  for (size_t i = 0; i < statements->n && status == DM_OK; i++) {
    const uint32_t    *row = rows_at(statements, i);
    const dm_statement statement = {*pool_term(&r->pool, row[0]), *pool_term(&r->pool, row[1]), *pool_term(&r->pool, row[2]), {0}};
    status = sink->on_statement(sink->ctx, &statement);
  }
  if (status == DM_OK && sink->on_end)
    status = sink->on_end(sink->ctx);
  return status;
}

static dm_status run_construct(run *r, const dm_sink *sink)
{
  select_query select = *r->query->select; /* a copy, with columns of its own: queries do not change by running */
  row_table    rows = {0};
  row_table    statements = {.width = 3};
  memset(&select.columns, 0, sizeof select.columns);
  select.star = false;
  add_template_columns(r->query, &select);
  dm_status status = select_solve(r, &select, NULL, 0, &rows);
  for (size_t i = 0; i < rows.n && status == DM_OK; i++)
    instantiate(r, &select, rows_at(&rows, i), i, &statements);
  rows_sort(&statements, &r->pool, 0, 0, NULL);
  rows_distinct(&statements, 3);
  if (status == DM_OK)
    status = send_statements(r, &statements, sink);
  rows_free(&rows);
  rows_free(&statements);
  dm_vector_free(&select.columns);
  return status;
}

dm_status dm_query_run(const dm_query *query, dm_graph *graph, const dm_row_filter *filters, size_t n_filters, const dm_solution_sink *results,
                       const dm_sink *statements, dm_diagnostics *diagnostics)
{
  run       r = {.query = query, .graph = graph, .diagnostics = diagnostics, .arena = dm_arena_new()};
  dm_status status = DM_OK;
  pool_init(&r.pool);
  switch (query->form) {
  case DM_QUERY_SELECT: status = run_select(&r, filters, n_filters, results); break;
  case DM_QUERY_ASK: status = run_ask(&r, results); break;
  case DM_QUERY_CONSTRUCT: status = run_construct(&r, statements); break;
  }
  pool_free(&r.pool);
  dm_arena_free(r.arena);
  return status;
}
