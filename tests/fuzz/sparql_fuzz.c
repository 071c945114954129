/* Any bytes as a query: it is parsed or refused with a message; what is parsed is printed and asked for its variables. */
#include "algebra/algebra.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

static void swallow(void *ctx, const char *message, size_t n_bytes)
{
  (void)ctx, (void)message, (void)n_bytes;
}

static void look_at(dm_query *query)
{
  dm_buffer     printed = {0};
  bool         *is_in = calloc(query->n_variables + 1, sizeof *is_in);
  const dm_term term = dm_term_literal("x", NULL, NULL);
  if (!is_in)
    abort();
  dm_query_print(&printed, query);
  dm_node_variables(query->where, is_in);
  dm_node_certain(query->where, is_in);
  dm_pattern_reads(query->where, is_in);
  dm_query_bind(query, "x", &term, 1);
  dm_buffer_free(&printed);
  free(is_in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
  dm_diagnostics *diagnostics = dm_diagnostics_new(swallow, NULL);
  dm_query       *query = NULL;
  const dm_status status = dm_query_parse(&query, "fuzz.rq", (const char *)data, n_bytes, n_bytes % 2 ? "http://b/c" : NULL, diagnostics);
  if ((status == DM_OK) != (query != NULL) || (status == DM_OK) == (dm_diagnostics_errors(diagnostics) > 0))
    abort();
  if (query)
    look_at(query);
  dm_query_free(query);
  dm_diagnostics_free(diagnostics);
  return 0;
}
