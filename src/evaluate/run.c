/* One run: set-up, limits, and the answer on its way to a sink. */
#include "evaluate/evaluate_impl.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <time.h>

#include "base/memory.h"

static double seconds_now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* ---- limits ---- */

dm_status dm_run_stop(dm_run *run, dm_status status, size_t offset, const char *format, ...)
{
  if (run->status != DM_OK)
    return run->status;
  run->status = status;
  dm_buffer text = {0};
  va_list   arguments;
  va_start(arguments, format);
  dm_buffer_vprint(&text, format, arguments);
  va_end(arguments);
  if (offset == SIZE_MAX)
    dm_report(run->diagnostics, DM_ERROR, NULL, "%s", dm_buffer_string(&text));
  else
    dm_query_report(run->query, offset, status, run->diagnostics, "%s", dm_buffer_string(&text));
  dm_buffer_free(&text);
  return status;
}

dm_status dm_run_look(dm_run *run)
{
  run->n_ticks = 0;
  if (run->status != DM_OK)
    return run->status;
  if (run->options->is_stopped && atomic_load_explicit(run->options->is_stopped, memory_order_relaxed))
    return dm_run_stop(run, DM_INTERRUPTED, SIZE_MAX, "the query was interrupted");
  if (run->ends_at > 0 && seconds_now() > run->ends_at)
    return dm_run_stop(run, DM_OVER_LIMIT, SIZE_MAX, "the query took longer than %g seconds", run->options->timeout_seconds);
  return DM_OK;
}

dm_status dm_run_take(dm_run *run, ptrdiff_t n_bytes)
{
  run->n_bytes += (size_t)n_bytes; /* wraps as it should for what is given back */
  if (n_bytes > 0 && run->options->most_bytes && run->n_bytes > run->options->most_bytes)
    return dm_run_stop(run, DM_OVER_LIMIT, SIZE_MAX, "the query needs more than %zu bytes of memory", run->options->most_bytes);
  return run->status;
}

/* ---- dataset ---- */

static int compare_ids(const void *a, const void *b)
{
  dm_id left = *(const dm_id *)a;
  dm_id right = *(const dm_id *)b;
  return (left > right) - (left < right);
}

/* The identifiers of `names`, ascending, each once. */
static const dm_id *find_graphs(dm_run *run, const dm_term *names, size_t n_names, size_t *n)
{
  dm_id *ids = dm_arena_allocate(run->arena, (n_names + 1) * sizeof *ids);
  *n = 0;
  for (size_t i = 0; i < n_names; i++)
    ids[i] = dm_terms_put(run->terms, &names[i]);
  if (n_names)
    qsort(ids, n_names, sizeof *ids, compare_ids);
  for (size_t i = 0; i < n_names; i++)
    if (*n == 0 || ids[*n - 1] != ids[i])
      ids[(*n)++] = ids[i];
  return ids;
}

/* §13.2: with FROM NAMED but no FROM the default graph is empty, with FROM but no FROM NAMED there are no named graphs. */
static void choose_dataset(dm_run *run)
{
  const dm_query *query = run->query;
  run->default_graph = (dm_active_graph){.scope = run->options->is_strict ? DM_SCOPE_DEFAULT : DM_SCOPE_UNION};
  run->has_dataset = query->n_from || query->n_from_named;
  if (!run->has_dataset)
    return;
  run->named = find_graphs(run, query->from_named, query->n_from_named, &run->n_named);
  size_t       n_from;
  const dm_id *from = find_graphs(run, query->from, query->n_from, &n_from);
  run->default_graph.scope = DM_SCOPE_GRAPH;
  run->default_graph.graph = n_from ? from[0] : UINT32_MAX; /* an identifier that nothing has */
  if (n_from > 1) {
    run->default_graph.from = from;
    run->default_graph.n_from = n_from;
  }
}

/* ---- answers ---- */

static dm_status give_rows(dm_run *run, const dm_solution_sink *results)
{
  const dm_query *query = run->query;
  size_t          n = query->n_columns;
  const char    **names = dm_arena_allocate(run->arena, (n + 1) * sizeof *names);
  dm_term        *values = dm_arena_allocate(run->arena, (n + 1) * sizeof *values);
  dm_id          *row = dm_row_new(run);
  for (size_t i = 0; i < n; i++)
    names[i] = query->variables[query->columns[i]].name;
  dm_status status = results->on_columns(results->ctx, names, n);
  if (status == DM_OK)
    status = dm_operator_open(run->root, NULL);
  for (size_t n_rows = 0; status == DM_OK; n_rows++) {
    status = dm_operator_next(run->root, row);
    if (status == DM_OK)
      status = dm_run_tick(run);
    if (status != DM_OK)
      break;
    if (run->options->most_rows && n_rows == run->options->most_rows)
      return dm_run_stop(run, DM_OVER_LIMIT, SIZE_MAX, "the answer has more than %zu rows", n_rows);
    for (size_t i = 0; i < n; i++)
      values[i] = dm_terms_term(run->terms, row[query->columns[i]]);
    status = results->on_row(results->ctx, values, n);
  }
  if (status == DM_NOTHING && run->status == DM_OK)
    return results->on_end(results->ctx);
  return status == DM_NOTHING ? run->status : status;
}

static dm_status give_boolean(dm_run *run, const dm_solution_sink *results)
{
  dm_status status = dm_operator_open(run->root, NULL);
  if (status == DM_OK)
    status = dm_operator_next(run->root, dm_row_new(run));
  if (run->status != DM_OK)
    return run->status;
  if (status != DM_OK && status != DM_NOTHING)
    return status;
  bool      is_there = status == DM_OK;
  dm_status given = results->on_boolean(results->ctx, is_there);
  if (given == DM_OK)
    given = results->on_end(results->ctx);
  return given != DM_OK || is_there ? given : DM_REFUSED;
}

static dm_status give(dm_run *run, const dm_solution_sink *results, const dm_sink *statements)
{
  switch (run->query->form) {
  case DM_QUERY_SELECT: return give_rows(run, results);
  case DM_QUERY_ASK: return give_boolean(run, results);
  case DM_QUERY_CONSTRUCT: return dm_run_construct(run, statements);
  case DM_QUERY_DESCRIBE: return dm_run_describe(run, statements);
  }
  return DM_BAD_RULES;
}

dm_status dm_query_run(const dm_query *query, const dm_index *index, const dm_run_options *options, const dm_solution_sink *results,
                       const dm_sink *statements, dm_diagnostics *diagnostics)
{
  dm_run run = {.query = query, .index = index, .options = options, .diagnostics = diagnostics};
  run.arena = dm_arena_new();
  run.terms = dm_terms_new(index, &run);
  dm_function_context_new(&run.functions, query->base, options->now);
  run.n_variables = query->n_variables;
  run.is_timed = options->explanation != NULL;
  if (options->timeout_seconds > 0)
    run.ends_at = seconds_now() + options->timeout_seconds;
  choose_dataset(&run);

  dm_node *plan = options->is_plain ? dm_plan_make_plain(query, run.arena) : dm_plan_make(query, index, options->is_strict, run.arena);
  run.root = dm_operator_build(&run, plan, &run.default_graph);
  dm_status status = run.root ? give(&run, results, statements) : run.status;
  if (run.root && options->explanation)
    dm_run_explain(options->explanation, &run);

  dm_operator_free(run.root);
  dm_exists_free(run.exists);
  dm_constants_free(run.constants);
  dm_scratch_free(run.scratch);
  dm_function_context_free(run.functions);
  dm_terms_free(run.terms);
  dm_arena_free(run.arena);
  return status;
}
