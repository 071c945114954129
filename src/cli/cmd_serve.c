/* cli/cmd_serve.c - a graph as a SPARQL endpoint. */
#include "cli/command.h"

#include "base/buffer.h"
#include "cli/dataset.h"
#include "cli/session.h"
#include "serve/serve.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_GRAPH_UNION, DEFAULT_GRAPH_STRICT };

typedef struct {
  dm_common   common;
  dm_texts    data;
  const char *port;
  const char *bind;
  int         default_graph;
  double      timeout_seconds;
  double      client_seconds;
  double      wait_seconds;
  size_t      max_memory_bytes;
  size_t      max_rows;
  size_t      max_results_bytes;
  size_t      max_query_bytes;
  size_t      n_connections;
  const char *cors;
} serve_options;

static const dm_choice default_graphs[] = {{"union", DEFAULT_GRAPH_UNION, false}, {"strict", DEFAULT_GRAPH_STRICT, false}, {NULL, 0, false}};

static const dm_option options[] = {
    {'d', "data", DM_OPTION_TEXTS, offsetof(serve_options, data), "FILE", NULL,
     "Serve this graph: an index made by `demarche index`, Turtle, TriG, N-Triples, N-Quads or RDF/XML; again for more, which are joined. Standard "
     "input if "
     "not given."},
    {0, "port", DM_OPTION_TEXT, offsetof(serve_options, port), "N", NULL, "Listen at this port; 0 is any that is free; 3030 if not given."},
    {0, "bind", DM_OPTION_TEXT, offsetof(serve_options, bind), "ADDRESS", NULL,
     "Listen at this address of the machine; 127.0.0.1 if not given, so that no other machine can ask."},
    {0, "default-graph", DM_OPTION_CHOICE, offsetof(serve_options, default_graph), "WHAT", default_graphs,
     "union: patterns outside GRAPH see the statements of all graphs (the default); strict: those of no named graph, as SPARQL has it."},
    {0, "timeout", DM_OPTION_SECONDS, offsetof(serve_options, timeout_seconds), "SECONDS", NULL,
     "Give a query up after so many seconds; 60 if not given."},
    {0, "client-timeout", DM_OPTION_SECONDS, offsetof(serve_options, client_seconds), "SECONDS", NULL,
     "Hang up on a client that takes longer to send its request; 20 if not given."},
    {0, "max-wait", DM_OPTION_SECONDS, offsetof(serve_options, wait_seconds), "SECONDS", NULL,
     "Refuse a query that has waited so long for others; 10 if not given."},
    {0, "max-memory", DM_OPTION_SIZE, offsetof(serve_options, max_memory_bytes), "SIZE", NULL,
     "Give a query up when it needs more memory than SIZE; 512MiB if not given."},
    {0, "max-rows", DM_OPTION_COUNT, offsetof(serve_options, max_rows), "N", NULL,
     "Give no answer of more than N rows; as many as there are if not given."},
    {0, "max-results", DM_OPTION_SIZE, offsetof(serve_options, max_results_bytes), "SIZE", NULL,
     "Give no answer of more than SIZE bytes; 256MiB if not given. Answers over 1MiB are kept in TMPDIR or /tmp until they are sent."},
    {0, "max-query", DM_OPTION_SIZE, offsetof(serve_options, max_query_bytes), "SIZE", NULL,
     "Take no query of more than SIZE bytes; 1MiB if not given."},
    {0, "connections", DM_OPTION_COUNT, offsetof(serve_options, n_connections), "N", NULL, "Talk to N clients at a time; 256 if not given."},
    {0, "cors", DM_OPTION_TEXT, offsetof(serve_options, cors), "ORIGIN", NULL,
     "Let pages of this origin ask, such as https://example.org, or * for all; none if not given."},
};

static const char *const paragraphs[] = {
    "Answers the SPARQL Protocol at /sparql, for reading only, and shows a page to ask in at /. Its address goes to standard error as soon as it can "
    "be "
    "asked. It ends by Ctrl-C or SIGTERM; queries under way are given up then.",
    "--threads is the number of queries that run at a time, 64 if not given: many more than there are cores, so that a quick one does not wait for "
    "slow ones. Each "
    "may use --max-memory.",
    "SERVICE is refused: whoever can ask here could have this machine ask others.",
    NULL,
};

static const dm_example examples[] = {
    {"serve -d graph.index", "Serves an index at http://127.0.0.1:3030/."},
    {"serve -d graph.ttl --port 0 --timeout 5", "Serves a graph at a free port, and gives each query five seconds."},
    {NULL, NULL},
};

static bool is_port(const char *port)
{
  const size_t n = strlen(port);
  return n > 0 && n < 6 && strspn(port, "0123456789") == n && atol(port) < 65536;
}

static dm_status check_usage(const dm_call *call)
{
  const serve_options *o = call->options;
  if (call->operands->n) {
    dm_report(call->diagnostics, DM_ERROR, NULL, "graphs are named by -d: `-d %s`", call->operands->items[0]);
    return DM_BAD_USAGE;
  }
  if (o->port && !is_port(o->port)) {
    dm_report(call->diagnostics, DM_ERROR, NULL, "`--port` takes a number up to 65535, not `%s`", o->port);
    return DM_BAD_USAGE;
  }
  if (o->cors && strcmp(o->cors, "*") != 0 && (!strstr(o->cors, "://") || strchr(strstr(o->cors, "://") + 3, '/'))) {
    dm_report(call->diagnostics, DM_ERROR, NULL, "`--cors` takes an origin without a path, such as https://example.org, or *, not `%s`", o->cors);
    return DM_BAD_USAGE;
  }
  return DM_OK;
}

/* The signals that end the server wait here instead of ending the program at once; all threads have the mask of the one that starts them. */
static void block_signals(sigset_t *signals)
{
  sigemptyset(signals);
  sigaddset(signals, SIGINT);
  sigaddset(signals, SIGTERM);
  sigaddset(signals, SIGHUP);
  pthread_sigmask(SIG_BLOCK, signals, NULL);
}

/* Ctrl-C is the user's interruption (130, as everywhere); SIGTERM is how a server is told to end, and it has done what it should. */
static dm_status serve(const dm_serve_options *wanted, const dm_call *call)
{
  sigset_t   signals;
  int        number = 0;
  dm_server *server = NULL;
  block_signals(&signals);
  const dm_status status = dm_server_start(&server, wanted, call->diagnostics);
  if (status != DM_OK)
    return status;
  dm_report(call->diagnostics, DM_NOTE, NULL, "serving at %s", dm_server_url(server));
  sigwait(&signals, &number);
  dm_server_stop(server);
  return number == SIGINT ? DM_INTERRUPTED : DM_OK;
}

static dm_status run(const dm_call *call)
{
  const serve_options *o = call->options;
  dm_buffer            folder = {0};
  dm_index            *index = NULL;
  dm_status            status = check_usage(call);
  if (status == DM_OK)
    status = dm_session_data_folder(&folder, call->diagnostics);
  dm_buffer_add_string(&folder, "/data/serve");
  if (status == DM_OK)
    status = dm_dataset_open(&index, &o->data, call);
  const dm_serve_options wanted = {.index = index,
                                   .folder = dm_buffer_string(&folder),
                                   .address = o->bind,
                                   .port = o->port,
                                   .is_strict = o->default_graph == DEFAULT_GRAPH_STRICT,
                                   .timeout_seconds = o->timeout_seconds,
                                   .client_seconds = o->client_seconds,
                                   .wait_seconds = o->wait_seconds,
                                   .most_memory_bytes = o->max_memory_bytes,
                                   .most_rows = o->max_rows,
                                   .most_results_bytes = o->max_results_bytes,
                                   .most_query_bytes = o->max_query_bytes,
                                   .n_connections = o->n_connections,
                                   .n_threads = call->common->n_threads,
                                   .cors_origin = o->cors};
  if (status == DM_OK)
    status = serve(&wanted, call);
  dm_index_free(index);
  dm_buffer_free(&folder);
  return status;
}

const dm_command dm_command_serve = {
    .name = "serve",
    .summary = "answer questions of programs and browsers (SPARQL Protocol)",
    .synopsis = "[-d GRAPH]... [options]",
    .paragraphs = paragraphs,
    .table = {options, sizeof options / sizeof options[0]},
    .examples = examples,
    .n_options_bytes = sizeof(serve_options),
    .run = run,
};
