/* The statements of the active graph, which is one graph, all of them, or those that FROM names. */
#include "evaluate/pattern_impl.h"

static void seek(dm_scan *scan)
{
  dm_index_seek(scan->index, &scan->pattern, scan->first, &scan->cursor);
}

void dm_scan_open(dm_scan *scan, const dm_index *index, const dm_active_graph *graph, dm_id subject, dm_id predicate, dm_id object, dm_part first)
{
  *scan = (dm_scan){.index = index, .graph = graph, .first = first};
  scan->pattern = (dm_pattern_ids){.scope = graph->scope, .subject = subject, .predicate = predicate, .object = object, .graph = graph->graph};
  if (graph->n_from) {
    scan->pattern.scope = DM_SCOPE_GRAPH;
    scan->pattern.graph = graph->from[0];
  }
  seek(scan);
}

static bool has_in_earlier(const dm_scan *scan, const dm_quad *quad)
{
  for (size_t i = 0; i < scan->at_from; i++) {
    dm_pattern_ids pattern = {DM_SCOPE_GRAPH, quad->subject, quad->predicate, quad->object, scan->graph->from[i]};
    if (dm_index_has(scan->index, &pattern))
      return true;
  }
  return false;
}

bool dm_scan_next_from(dm_scan *scan, dm_quad *quad)
{
  for (;;) {
    while (dm_cursor_next(&scan->cursor, quad)) {
      if (!has_in_earlier(scan, quad))
        return true;
    }
    if (scan->at_from + 1 >= scan->graph->n_from)
      return false;
    scan->pattern.graph = scan->graph->from[++scan->at_from];
    seek(scan);
  }
}

bool dm_scan_has(const dm_index *index, const dm_active_graph *graph, dm_id subject, dm_id predicate, dm_id object)
{
  dm_pattern_ids pattern = {graph->scope, subject, predicate, object, graph->graph};
  if (!graph->n_from)
    return dm_index_has(index, &pattern);
  pattern.scope = DM_SCOPE_GRAPH;
  for (size_t i = 0; i < graph->n_from; i++) {
    pattern.graph = graph->from[i];
    if (dm_index_has(index, &pattern))
      return true;
  }
  return false;
}

bool dm_scan_has_node(const dm_index *index, const dm_active_graph *graph, dm_id id)
{
  return dm_scan_has(index, graph, id, DM_ID_NONE, DM_ID_NONE) || dm_scan_has(index, graph, DM_ID_NONE, DM_ID_NONE, id);
}

const dm_id *dm_run_named_graphs(const dm_run *run, size_t *n)
{
  if (!run->has_dataset)
    return dm_index_graphs(run->index, n);
  *n = run->n_named;
  return run->named;
}

bool dm_run_has_graph(const dm_run *run, dm_id graph)
{
  size_t       n;
  const dm_id *named = dm_run_named_graphs(run, &n);
  size_t       begin = 0;
  for (size_t end = n; begin < end;) {
    size_t middle = begin + (end - begin) / 2;
    if (named[middle] < graph)
      begin = middle + 1;
    else
      end = middle;
  }
  return begin < n && named[begin] == graph;
}
