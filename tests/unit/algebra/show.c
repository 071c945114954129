/* show_algebra [--print|--print-full] FILE...: parses SPARQL queries, prints their algebra (with prefixes, or with full IRIs as in Jena's qparse), and says `ok FILE` or `error FILE` of each; their messages go to standard error. */
#include "algebra/algebra.h"

#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
  const int is_printed = argc > 1 && strncmp(argv[1], "--print", 7) == 0;
  for (int i = 1 + is_printed; i < argc; i++) {
    dm_diagnostics *diagnostics = dm_diagnostics_new(NULL, NULL);
    dm_query       *query = NULL;
    const dm_status status = dm_query_load(&query, argv[i], "http://example.org/base/", diagnostics);
    printf("%s %s\n", status == DM_OK ? "ok" : "error", argv[i]);
    if (query && is_printed) {
      dm_buffer text = {0};
      if (strcmp(argv[1], "--print-full") == 0)
        query->n_prefixes = 0;
      dm_query_print(&text, query);
      fputs(dm_buffer_string(&text), stdout);
      dm_buffer_free(&text);
    }
    dm_query_free(query);
    dm_diagnostics_free(diagnostics);
  }
  return 0;
}
