/* cli/asking.c - asking a graph: an index, or an endpoint elsewhere. */
#include "cli/asking.h"

#include "evaluate/evaluate.h"
#include "remote/remote.h"

#include <string.h>

static dm_status run_here(const dm_asking *asking, const dm_query *query, const dm_solution_sink *results, const dm_sink *statements,
                          dm_buffer *explanation)
{
  /* nothing that the user has for his own endpoint goes to one that a query names */
  dm_remote_options elsewhere = {.total_seconds = asking->timeout_seconds, .most_bytes = asking->most_bytes};
  const dm_service  service = {&elsewhere, dm_remote_ask_service};
  dm_run_options    options = {.is_strict = asking->is_strict, .timeout_seconds = asking->timeout_seconds, .most_bytes = asking->most_bytes};
  options.service = asking->allows_service ? &service : NULL;
  options.explanation = explanation;
  return dm_query_run(query, asking->index, &options, results, statements, asking->call->diagnostics);
}

static dm_status run_there(const dm_asking *asking, const char *text, size_t n_bytes, const dm_solution_sink *results, const dm_sink *statements)
{
  dm_remote_options options = {.total_seconds = asking->timeout_seconds, .most_bytes = asking->most_bytes};
  dm_remote_options_from_environment(&options);
  return dm_remote_ask(asking->endpoint, text, n_bytes, &options, results, statements, asking->call->diagnostics);
}

dm_status dm_asking_run(const dm_asking *asking, const dm_query *query, const char *text, size_t n_bytes, const dm_solution_sink *results,
                        const dm_sink *statements, dm_buffer *explanation)
{
  return asking->index ? run_here(asking, query, results, statements, explanation) : run_there(asking, text, n_bytes, results, statements);
}

static dm_status ask(void *ctx, const char *file, const char *text, size_t n_bytes, const dm_solution_sink *sink, dm_diagnostics *diagnostics)
{
  const dm_asking *asking = ctx;
  dm_query        *query = NULL;
  dm_status        status = dm_query_parse(&query, file, text, n_bytes, NULL, diagnostics);
  if (status == DM_OK)
    status = dm_asking_run(asking, query, text, n_bytes, sink, NULL, NULL);
  dm_query_free(query);
  return status;
}

dm_question_asker dm_asking_asker(const dm_asking *asking)
{
  return (dm_question_asker){(void *)asking, ask};
}
