/* Loads N-Triples into a storage of librdf and asks it queries, one a process, as a program that embeds it would. Compiled by tools/bench.
 *
 * usage: redland STORAGE OPTIONS FILE [QUERY.rq]...
 * prints `load SECONDS`, then for each query `NAME ROWS SECONDS`, or `NAME - SECONDS` where it took longer than LIMIT_SECONDS or crashed. */
#define _POSIX_C_SOURCE 200809L
#include <librdf.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_QUERY_BYTES = 1 << 16, LIMIT_SECONDS = 60 };

static double now(void)
{
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

static int load(librdf_world *world, librdf_model *model, const char *path)
{
  librdf_parser *parser = librdf_new_parser(world, "ntriples", NULL, NULL);
  librdf_uri    *base = librdf_new_uri(world, (const unsigned char *)"http://example.org/");
  FILE          *file = fopen(path, "r");
  const double   begin = now();
  if (!file || !parser || librdf_parser_parse_file_handle_into_model(parser, file, 0, base, model))
    return 1;
  printf("load %.6f\n", now() - begin);
  fclose(file);
  librdf_free_uri(base);
  librdf_free_parser(parser);
  return 0;
}

static int ask(librdf_world *world, librdf_model *model, const char *path, const char *name)
{
  static unsigned char text[MOST_QUERY_BYTES];
  FILE                *file = fopen(path, "r");
  const size_t         n = file ? fread(text, 1, sizeof text - 1, file) : 0;
  const double         begin = now();
  long                 n_rows = 0;
  text[n] = '\0';
  librdf_query         *query = librdf_new_query(world, "sparql", NULL, text, NULL);
  librdf_query_results *results = query ? librdf_model_query_execute(model, query) : NULL;
  if (!results)
    return 1;
  for (; !librdf_query_results_finished(results); librdf_query_results_next(results), n_rows++)
    for (int i = 0; i < librdf_query_results_get_bindings_count(results); i++) {
      librdf_node *node = librdf_query_results_get_binding_value(results, i);
      if (node)
        librdf_free_node(node);
    }
  printf("%s %ld %.6f\n", name, n_rows, now() - begin);
  fflush(stdout);
  return 0;
}

int main(int argc, char **argv)
{
  if (argc < 4)
    return 2;
  librdf_world *world = librdf_new_world();
  librdf_world_open(world);
  librdf_storage *storage = librdf_new_storage(world, argv[1], "bench", argv[2]);
  librdf_model   *model = storage ? librdf_new_model(world, storage, NULL) : NULL;
  if (!model || load(world, model, argv[3]))
    return 1;
  for (int i = 4; i < argc; i++) {
    const char  *slash = strrchr(argv[i], '/');
    const char  *name = slash ? slash + 1 : argv[i];
    const double begin = now();
    fflush(stdout);
    const pid_t child = fork(); /* some queries crash or never end */
    int         status = 0;
    if (child == 0) {
      alarm(LIMIT_SECONDS);
      _exit(ask(world, model, argv[i], name));
    }
    waitpid(child, &status, 0);
    if (status)
      printf("%s - %.6f\n", name, now() - begin);
  }
  fflush(stdout);
  _exit(0); /* freeing a storage takes librdf longer than filling it */
}
