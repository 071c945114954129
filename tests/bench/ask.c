/* How long queries take over a saved index, one after the other in one process: planning, running, and the terms of all rows.
 *
 * usage: bench_ask INDEX QUERY.rq...      prints `NAME ROWS SECONDS` for each, the median of ROUNDS, or `NAME - SECONDS` where it failed or took over LIMIT_SECONDS */
#include "evaluate/evaluate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 5, LIMIT_SECONDS = 120 };

static double now(void)
{
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static int compare(const void *a, const void *b)
{
  const double x = *(const double *)a;
  const double y = *(const double *)b;
  return x < y ? -1 : x > y;
}

static dm_status on_columns(void *ctx, const char *const *names, size_t n)
{
  (void)ctx, (void)names, (void)n;
  return DM_OK;
}

static dm_status on_row(void *ctx, const dm_term *values, size_t n)
{
  (void)values, (void)n;
  ++*(long *)ctx;
  return DM_OK;
}

static dm_status on_boolean(void *ctx, bool value)
{
  (void)ctx, (void)value;
  return DM_OK;
}

static dm_status on_statement(void *ctx, const dm_statement *statement)
{
  (void)statement;
  ++*(long *)ctx;
  return DM_OK;
}

static dm_status on_end(void *ctx)
{
  (void)ctx;
  return DM_OK;
}

static void ask(const dm_index *index, const char *path, dm_diagnostics *diagnostics)
{
  static const dm_run_options options = {.timeout_seconds = LIMIT_SECONDS};
  const char                 *slash = strrchr(path, '/');
  const char                 *name = slash ? slash + 1 : path;
  double                      rounds[ROUNDS];
  long                        n_rows = 0;
  const dm_solution_sink      rows = {&n_rows, on_columns, on_row, on_boolean, on_end};
  const dm_sink               statements = {&n_rows, on_statement, on_end};
  for (size_t i = 0; i < ROUNDS; i++) {
    dm_query    *query = NULL;
    const double begin = now();
    n_rows = 0;
    dm_status status = dm_query_load(&query, path, NULL, diagnostics);
    if (status == DM_OK)
      status = dm_query_run(query, index, &options, &rows, &statements, diagnostics);
    dm_query_free(query);
    rounds[i] = now() - begin;
    if (status != DM_OK && status != DM_REFUSED) {
      printf("%s - %.6f\n", name, rounds[i]);
      return;
    }
  }
  qsort(rounds, ROUNDS, sizeof rounds[0], compare);
  printf("%s %ld %.6f\n", name, n_rows, rounds[ROUNDS / 2]);
  fflush(stdout);
}

int main(int argc, char **argv)
{
  dm_diagnostics *diagnostics = dm_diagnostics_new(NULL, NULL);
  dm_index       *index = NULL;
  if (argc < 3 || dm_index_open(&index, argv[1], false, diagnostics) != DM_OK)
    return 1;
  for (int i = 2; i < argc; i++)
    ask(index, argv[i], diagnostics);
  dm_index_free(index);
  dm_diagnostics_free(diagnostics);
  return 0;
}
