/* How long opening an index takes, and loading a graph into memory: inside of a program, without its start.
 *
 * usage: bench_index open INDEX     prints the median of ROUNDS, in milliseconds, of opening, finding a term and counting its statements
 *        bench_index load GRAPH     prints seconds */
#include "index/index.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 25 };

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

static dm_status open_often(const char *path, dm_diagnostics *diagnostics)
{
  double        rounds[ROUNDS];
  const dm_term type = dm_term_iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type");
  for (size_t i = 0; i < ROUNDS; i++) {
    dm_index       *index = NULL;
    const double    begin = now();
    const dm_status status = dm_index_open(&index, path, false, diagnostics);
    if (status != DM_OK)
      return status;
    const dm_pattern_ids pattern = {.scope = DM_SCOPE_UNION, .predicate = dm_index_find(index, &type)};
    const size_t         n = dm_index_count(index, &pattern);
    rounds[i] = now() - begin + (n == SIZE_MAX);
    dm_index_free(index);
  }
  qsort(rounds, ROUNDS, sizeof *rounds, compare);
  printf("%.3f\n", rounds[ROUNDS / 2] * 1000);
  return DM_OK;
}

static dm_status load(const char *path, dm_diagnostics *diagnostics)
{
  dm_index_builder *builder = NULL;
  dm_index         *index = NULL;
  const double      begin = now();
  dm_status         status = dm_index_builder_new(&builder, 0, NULL, diagnostics);
  if (status == DM_OK)
    status = dm_index_builder_read(builder, path);
  if (status == DM_OK)
    status = dm_index_builder_finish(builder, &index);
  printf("%.3f\n", now() - begin);
  dm_index_free(index);
  dm_index_builder_free(builder);
  return status;
}

int main(int argc, char **argv)
{
  dm_diagnostics *diagnostics = dm_diagnostics_new(NULL, NULL);
  dm_status       status = DM_BAD_USAGE;
  if (argc == 3 && strcmp(argv[1], "open") == 0)
    status = open_often(argv[2], diagnostics);
  else if (argc == 3 && strcmp(argv[1], "load") == 0)
    status = load(argv[2], diagnostics);
  dm_diagnostics_free(diagnostics);
  return dm_status_exit_code(status);
}
