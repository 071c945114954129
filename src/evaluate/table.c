/* Kept rows: a matrix of the columns that can be bound, and chains by the hash of the keys. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "evaluate/pattern_impl.h"

enum { FIRST_ROWS = 64 };

void dm_table_init(dm_table *table, dm_run *run, dm_variable *columns, size_t n_columns, const dm_variable *keys, size_t n_keys)
{
  *table = (dm_table){.run = run, .columns = columns, .n_columns = n_columns};
  table->keys = dm_arena_allocate(run->arena, (n_keys + 1) * sizeof *table->keys);
  for (size_t k = 0; k < n_keys; k++) {
    for (size_t c = 0; c < n_columns; c++) {
      if (columns[c] == keys[k])
        table->keys[table->n_keys++] = c;
    }
  }
}

static dm_status take(dm_table *table, size_t n_bytes)
{
  table->n_taken += n_bytes;
  return dm_run_take(table->run, (ptrdiff_t)n_bytes);
}

void dm_table_clear(dm_table *table)
{
  dm_table_free(table);
  if (table->n_taken)
    dm_run_take(table->run, -(ptrdiff_t)table->n_taken);
  table->n_taken = 0;
}

void dm_table_free(dm_table *table)
{
  free(table->cells);
  free(table->heads);
  free(table->nexts);
  table->cells = NULL;
  table->heads = NULL;
  table->nexts = NULL;
  table->n_rows = table->n_most = table->n_heads = 0;
}

static dm_status grow(dm_table *table)
{
  size_t n_most = table->n_most ? table->n_most * 2 : FIRST_ROWS;
  size_t n_bytes = (n_most - table->n_most) * table->n_columns * sizeof *table->cells;
  if (n_most >= UINT32_MAX)
    return dm_run_stop(table->run, DM_OVER_LIMIT, SIZE_MAX, "more than %zu rows must be kept at once", table->n_rows);
  dm_status status = take(table, n_bytes);
  if (status)
    return status;
  table->cells = dm_reallocate(table->cells, n_most, (table->n_columns ? table->n_columns : 1) * sizeof *table->cells);
  table->n_most = n_most;
  return DM_OK;
}

dm_status dm_table_add(dm_table *table, const dm_id *row)
{
  dm_status status = table->n_rows == table->n_most ? grow(table) : DM_OK;
  if (status)
    return status;
  dm_id *cells = table->cells + table->n_rows++ * table->n_columns;
  for (size_t c = 0; c < table->n_columns; c++)
    cells[c] = row[table->columns[c]];
  return DM_OK;
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
  hash = (hash ^ word) * UINT64_C(0x9FB21C651E98DF25);
  return hash ^ hash >> 32;
}

static size_t hash_cells(const dm_table *table, const dm_id *cells)
{
  uint64_t hash = UINT64_C(0x9E3779B97F4A7C15);
  for (size_t k = 0; k < table->n_keys; k++)
    hash = mix(hash, cells[table->keys[k]]);
  return (size_t)hash & (table->n_heads - 1);
}

static size_t hash_row(const dm_table *table, const dm_id *row)
{
  uint64_t hash = UINT64_C(0x9E3779B97F4A7C15);
  for (size_t k = 0; k < table->n_keys; k++)
    hash = mix(hash, row[table->columns[table->keys[k]]]);
  return (size_t)hash & (table->n_heads - 1);
}

dm_status dm_table_index(dm_table *table)
{
  if (!table->n_keys || !table->n_rows)
    return DM_OK;
  size_t n_heads = FIRST_ROWS;
  while (n_heads < table->n_rows * 2)
    n_heads *= 2;
  dm_status status = take(table, (n_heads + table->n_rows) * sizeof(uint32_t));
  if (status)
    return status;
  table->n_heads = n_heads;
  table->heads = dm_allocate(n_heads * sizeof *table->heads);
  table->nexts = dm_allocate(table->n_rows * sizeof *table->nexts);
  /* From the last to the first, so that a chain has the order of the rows. */
  for (size_t r = table->n_rows; r-- > 0;) {
    size_t head = hash_cells(table, table->cells + r * table->n_columns);
    table->nexts[r] = table->heads[head];
    table->heads[head] = (uint32_t)r + 1;
  }
  return DM_OK;
}

dm_status dm_table_fill(dm_table *table, dm_operator *op, const dm_id *outside)
{
  dm_table_clear(table);
  dm_run   *run = table->run;
  dm_id    *row = dm_allocate((run->n_variables + 1) * sizeof *row);
  dm_status status = dm_operator_open(op, outside);
  while (!status && !(status = dm_operator_next(op, row)))
    status = dm_table_add(table, row);
  free(row);
  return status == DM_NOTHING ? dm_table_index(table) : status;
}

static bool has_keys(const dm_table *table, size_t at, const dm_id *row)
{
  const dm_id *cells = table->cells + (at - 1) * table->n_columns;
  for (size_t k = 0; k < table->n_keys; k++) {
    size_t c = table->keys[k];
    if (cells[c] != row[table->columns[c]])
      return false;
  }
  return true;
}

static size_t first_of(const dm_table *table, const dm_id *row, size_t at)
{
  while (at && !has_keys(table, at, row))
    at = table->nexts[at - 1];
  return at;
}

size_t dm_table_find(const dm_table *table, const dm_id *row)
{
  if (!table->n_rows || !table->n_keys)
    return table->n_rows ? 1 : 0;
  return first_of(table, row, table->heads[hash_row(table, row)]);
}

size_t dm_table_find_next(const dm_table *table, const dm_id *row, size_t at)
{
  if (!table->n_keys)
    return at < table->n_rows ? at + 1 : 0;
  return first_of(table, row, table->nexts[at - 1]);
}

bool dm_table_agrees(const dm_table *table, size_t at, const dm_id *row, bool *has_common)
{
  const dm_id *cells = table->cells + (at - 1) * table->n_columns;
  *has_common = false;
  for (size_t c = 0; c < table->n_columns; c++) {
    dm_id id = row[table->columns[c]];
    if (!id || !cells[c])
      continue;
    if (id != cells[c])
      return false;
    *has_common = true;
  }
  return true;
}

void dm_table_copy(const dm_table *table, size_t at, dm_id *row)
{
  const dm_id *cells = table->cells + (at - 1) * table->n_columns;
  for (size_t c = 0; c < table->n_columns; c++) {
    if (cells[c])
      row[table->columns[c]] = cells[c];
  }
}

dm_variable *dm_variables_list(dm_run *run, const bool *is_in, size_t *n)
{
  dm_variable *list = dm_arena_allocate(run->arena, (run->n_variables + 1) * sizeof *list);
  *n = 0;
  for (size_t v = 0; v < run->n_variables; v++) {
    if (is_in[v])
      list[(*n)++] = (dm_variable)v;
  }
  return list;
}

void dm_seen_init(dm_seen *seen, dm_run *run, const dm_node *node, const dm_active_graph *graph)
{
  bool *is_in = dm_allocate(run->n_variables + 1);
  dm_plan_mentions(node, is_in);
  *seen = (dm_seen){.graph = graph};
  seen->inputs = dm_variables_list(run, is_in, &seen->n_inputs);
  seen->values = dm_arena_allocate(run->arena, (seen->n_inputs + 1) * sizeof *seen->values);
  free(is_in);
}

bool dm_seen_again(dm_seen *seen, const dm_id *outside)
{
  bool is_same = seen->is_set && seen->graph_id == seen->graph->graph;
  for (size_t i = 0; i < seen->n_inputs; i++) {
    dm_id value = outside ? outside[seen->inputs[i]] : DM_ID_NONE;
    is_same = is_same && seen->values[i] == value;
    seen->values[i] = value;
  }
  seen->graph_id = seen->graph->graph;
  seen->is_set = true;
  return is_same;
}
