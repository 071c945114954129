/* Any bytes as a query: it is parsed or refused with a message; what is parsed is run over an empty graph. */
#include "evaluate/evaluate.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

static void swallow(void *ctx, const char *message, size_t n_bytes)
{
  (void)ctx, (void)message, (void)n_bytes;
}

static dm_status on_columns(void *ctx, const char *const *names, size_t n)
{
  (void)ctx, (void)names, (void)n;
  return DM_OK;
}

static dm_status on_row(void *ctx, const dm_term *values, size_t n)
{
  (void)ctx, (void)values, (void)n;
  return DM_OK;
}

static dm_status on_boolean(void *ctx, bool value)
{
  (void)ctx, (void)value;
  return DM_OK;
}

static dm_status on_statement(void *ctx, const dm_statement *statement)
{
  (void)ctx, (void)statement;
  return DM_OK;
}

static dm_status on_end(void *ctx)
{
  (void)ctx;
  return DM_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
  static const dm_solution_sink results = {NULL, on_columns, on_row, on_boolean, on_end};
  static const dm_sink          statements = {NULL, on_statement, on_end};
  dm_diagnostics               *diagnostics = dm_diagnostics_new(swallow, NULL);
  dm_query                     *query = NULL;
  if (dm_query_parse(&query, "fuzz.rq", (const char *)data, n_bytes, NULL, diagnostics) == DM_OK) {
    const dm_run_options options = {.timeout_seconds = 1, .most_bytes = 1 << 26};
    dm_index_builder    *builder = NULL;
    dm_index            *index = NULL;
    if (dm_index_builder_new(&builder, 0, NULL, diagnostics) == DM_OK && dm_index_builder_finish(builder, &index) == DM_OK)
      dm_query_run(query, index, &options, &results, &statements, diagnostics);
    dm_index_builder_free(builder);
    dm_index_free(index);
  }
  dm_query_free(query);
  dm_diagnostics_free(diagnostics);
  return 0;
}
