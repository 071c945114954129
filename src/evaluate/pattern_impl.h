/* evaluate/pattern_impl.h - what the operators of patterns share: scans of the active graph, kept rows. Inside this module only. */
#ifndef DM_EVALUATE_PATTERN_IMPL_H
#define DM_EVALUATE_PATTERN_IMPL_H

#include "evaluate/evaluate_impl.h"

/* ---- scan.c ---- */

/* The statements of the active graph that match a pattern, each once: a cursor, or one for each graph of FROM in turn, where what an earlier graph has is passed over. */
typedef struct {
  const dm_index        *index;
  const dm_active_graph *graph;
  dm_pattern_ids         pattern;
  dm_cursor              cursor;
  dm_part                first;
  size_t                 at_from;
} dm_scan;

/* DM_ID_NONE: any. `first` as in dm_index_seek(); no order is promised over several graphs of FROM. */
void dm_scan_open(dm_scan *scan, const dm_index *index, const dm_active_graph *graph, dm_id subject, dm_id predicate, dm_id object, dm_part first);
bool dm_scan_next_from(dm_scan *scan, dm_quad *quad);
bool dm_scan_has(const dm_index *index, const dm_active_graph *graph, dm_id subject, dm_id predicate, dm_id object);

static inline bool dm_scan_next(dm_scan *scan, dm_quad *quad)
{
  return scan->graph->n_from ? dm_scan_next_from(scan, quad) : dm_cursor_next(&scan->cursor, quad);
}

/* Whether `id` is subject or object in the active graph. */
bool dm_scan_has_node(const dm_index *index, const dm_active_graph *graph, dm_id id);

/* The named graphs of the dataset, ascending. */
const dm_id *dm_run_named_graphs(const dm_run *run, size_t *n);
bool         dm_run_has_graph(const dm_run *run, dm_id graph);

/* ---- table.c ---- */

/* Rows that are kept, as the columns that they can bind, and found by the values of some of these.
 *
 *   heads[hash]  ──> row ──next──> row ...      rows of one chain in the order in which they came */
typedef struct {
  dm_run      *run;
  dm_variable *columns;
  size_t       n_columns;
  size_t      *keys; /* which columns */
  size_t       n_keys;
  dm_id       *cells; /* n_rows * n_columns */
  size_t       n_rows;
  size_t       n_most; /* rows that `cells` has room for */
  uint32_t    *heads;  /* row + 1; 0: none */
  uint32_t    *nexts;
  size_t       n_heads; /* a power of two; 0: rows are not indexed */
  size_t       n_taken; /* bytes told to the run */
} dm_table;

/* keys: variables among `columns`; both are borrowed for the life of the table. */
void      dm_table_init(dm_table *table, dm_run *run, dm_variable *columns, size_t n_columns, const dm_variable *keys, size_t n_keys);
void      dm_table_clear(dm_table *table); /* frees rows and gives the memory back to the run */
void      dm_table_free(dm_table *table);
dm_status dm_table_add(dm_table *table, const dm_id *row);
dm_status dm_table_index(dm_table *table); /* after the last row */
/* Opens `op` and keeps all of its rows, indexed. */
dm_status dm_table_fill(dm_table *table, dm_operator *op, const dm_id *outside);

/* The first kept row that has the keys of `row` (all are bound there), and the next behind `at`: row + 1, 0 at the end. Without keys: every row. */
size_t dm_table_find(const dm_table *table, const dm_id *row);
size_t dm_table_find_next(const dm_table *table, const dm_id *row, size_t at);
/* Whether the kept row at - 1 agrees with `row` (§18.3, compatible); *has_common: whether a variable is bound in both. */
bool   dm_table_agrees(const dm_table *table, size_t at, const dm_id *row, bool *has_common);
void   dm_table_copy(const dm_table *table, size_t at, dm_id *row); /* bound cells only */

/* ---- outside rows that a kept result stands for ---- */

/* The values that `node` saw of the outside row and of the active graph when a result was kept. */
typedef struct {
  const dm_active_graph *graph;
  dm_variable           *inputs; /* all variables that the node mentions */
  size_t                 n_inputs;
  dm_id                 *values;
  dm_id                  graph_id;
  bool                   is_set;
} dm_seen;

void dm_seen_init(dm_seen *seen, dm_run *run, const dm_node *node, const dm_active_graph *graph);
/* Whether all is as it was; if not, what is now is kept. */
bool dm_seen_again(dm_seen *seen, const dm_id *outside);

/* The variables set in `is_in`, ascending, in the run's arena. */
dm_variable *dm_variables_list(dm_run *run, const bool *is_in, size_t *n);

/* ---- bgp.c ---- */

/* A BGP whose statements all stand in one named graph, which `graph_variable` takes; NULL: the active graph. */
dm_operator *dm_graph_scan_build(dm_run *run, const dm_node *node, const dm_active_graph *graph, const dm_slot *graph_variable);

/* ---- detail.c: for dm_operator.detail; parts are separated by a space ---- */

void        dm_detail_slot(dm_buffer *out, const dm_run *run, const dm_slot *slot);
void        dm_detail_triple(dm_buffer *out, const dm_run *run, const dm_triple_pattern *triple); /* ends with ` .` */
void        dm_detail_variables(dm_buffer *out, const dm_run *run, const dm_variable *variables, size_t n);
void        dm_detail_expression(dm_buffer *out, const dm_run *run, const dm_expression *expression);
const char *dm_detail_keep(dm_run *run, dm_buffer *buffer); /* in the run's arena; the buffer is freed */

#endif
