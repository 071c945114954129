/* Asks an endpoint through src/remote, for remote.py: ask_remote URL rows|statements QUERY SECONDS TRIES BYTES; waits 0.05 s before the second try. Rows come as TSV, statements
 * as N-Triples, the status as exit code. */
#include "base/output.h"
#include "rdf/writer.h"
#include "remote/remote.h"
#include "results/results.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static atomic_bool stopped;

static void on_signal(int number)
{
  (void)number;
  atomic_store(&stopped, true);
}

static dm_status ask(char **arguments, const dm_remote_options *options, dm_output *output, dm_diagnostics *diagnostics)
{
  const char *endpoint = arguments[1];
  const char *query = arguments[3];
  dm_status   status = DM_OK;
  if (strcmp(arguments[2], "rows") == 0) {
    dm_results_writer *writer = NULL;
    dm_results_writer_new(&writer, &(dm_results_style){.format = DM_RESULTS_TSV}, output);
    const dm_solution_sink sink = dm_results_writer_sink(writer);
    status = dm_remote_ask(endpoint, query, strlen(query), options, &sink, NULL, diagnostics);
    dm_results_writer_free(writer);
  } else {
    dm_writer *writer = NULL;
    dm_writer_new(&writer, DM_SYNTAX_NTRIPLES, output, NULL, 0);
    const dm_sink sink = dm_writer_sink(writer);
    status = dm_remote_ask(endpoint, query, strlen(query), options, NULL, &sink, diagnostics);
    dm_writer_free(writer);
  }
  return status;
}

int main(int n_arguments, char **arguments)
{
  if (n_arguments != 7)
    return 2;
  static const char *const graphs[] = {"http://example.org/g?a&b"};
  dm_diagnostics          *diagnostics = dm_diagnostics_new(NULL, NULL);
  dm_output               *output = NULL;
  dm_remote_options        options = {.total_seconds = atof(arguments[4]),
                                      .n_tries = (size_t)atoi(arguments[5]),
                                      .most_bytes = (size_t)atoll(arguments[6]),
                                      .first_wait_seconds = 0.05,
                                      .agent = "demarche/test",
                                      .is_stopped = &stopped};
  struct sigaction         action = {.sa_handler = on_signal};
  sigaction(SIGTERM, &action, NULL);
  dm_remote_options_from_environment(&options);
  if (getenv("ASK_GRAPHS")) {
    options.default_graphs = options.named_graphs = graphs;
    options.n_default_graphs = options.n_named_graphs = 1;
  }
  dm_status status = dm_output_open(&output, "-", diagnostics);
  if (status == DM_OK)
    status = ask(arguments, &options, output, diagnostics);
  if (output && (status == DM_OK || status == DM_REFUSED) && dm_output_commit(output) != DM_OK)
    status = DM_BAD_OUTPUT;
  dm_output_free(output);
  dm_diagnostics_free(diagnostics);
  return dm_status_exit_code(status);
}
