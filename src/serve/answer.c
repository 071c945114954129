/* serve/answer.c - from an operation to a response: parse, negotiate, run, and say what became of it. */
#include "serve/serve_impl.h"

#include "algebra/algebra.h"
#include "base/arena.h"
#include "base/output.h"
#include "evaluate/evaluate.h"
#include "raptor/raptor.h"
#include "results/results.h"
#include "serve/spool.h"

#include <string.h>

/* What is needed to make one answer. */
typedef struct {
  request        *r;
  dm_diagnostics *diagnostics; /* writes to messages */
  dm_buffer       messages;
  dm_query       *query;
  const dm_media *media;
  spool           spool;
  dm_output      *output;
  const char     *problem; /* what the format cannot say */
} answer;

static void take_message(void *ctx, const char *message, size_t n_bytes)
{
  dm_buffer_add(ctx, message, n_bytes);
}

static bool has_statements(const dm_query *query)
{
  return query->form == DM_QUERY_CONSTRUCT || query->form == DM_QUERY_DESCRIBE;
}

/* ---- in front of the run ---- */

static const dm_term *iris(dm_arena *arena, const dm_strings *strings)
{
  dm_term *terms = dm_arena_allocate(arena, (strings->n + 1) * sizeof *terms);
  for (size_t i = 0; i < strings->n; i++)
    terms[i] = dm_term_iri(dm_arena_string(arena, strings->items[i], strlen(strings->items[i])));
  return terms;
}

/* §2.1.4: the dataset of the request is that of the query, whatever the query says. */
static void set_dataset(dm_query *query, const operation *o)
{
  if (o->default_graphs.n + o->named_graphs.n == 0)
    return;
  query->from = iris(query->arena, &o->default_graphs);
  query->n_from = o->default_graphs.n;
  query->from_named = iris(query->arena, &o->named_graphs);
  query->n_from_named = o->named_graphs.n;
}

static bool choose(answer *a, const dm_media *media, size_t n_media)
{
  a->media = dm_media_choose(media, n_media, dm_buffer_string(&a->r->accept));
  if (a->media)
    return true;
  dm_buffer list = {0};
  for (size_t i = 0; i < n_media; i++)
    dm_buffer_print(&list, "\n%s", media[i].media_type);
  reply_fault(&a->r->reply, MHD_HTTP_NOT_ACCEPTABLE, "this can be answered as%s", dm_buffer_string(&list));
  dm_buffer_free(&list);
  return false;
}

/* ---- the run ---- */

static dm_status run_rows(answer *a, const dm_run_options *options)
{
  dm_results_writer *writer = NULL;
  dm_results_writer_new(
      &writer, &(dm_results_style){.format = (dm_results_format)a->media->value, .prefixes = a->query->prefixes, .n_prefixes = a->query->n_prefixes},
      a->output);
  const dm_solution_sink sink = dm_results_writer_sink(writer);
  const dm_status        status = dm_query_run(a->query, a->r->server->options.index, options, &sink, NULL, a->diagnostics);
  a->problem = dm_results_writer_problem(writer); /* a constant */
  dm_results_writer_free(writer);
  return status;
}

/* A writer of any syntax. */
typedef struct {
  dm_writer *writer;
  dm_rdfxml *rdfxml;
  dm_sink    sink;
} statement_writer;

static statement_writer open_writer(answer *a, const dm_prefix *prefixes, size_t n_prefixes)
{
  const dm_syntax  syntax = (dm_syntax)a->media->value;
  statement_writer w = {0};
  if (syntax == DM_SYNTAX_RDFXML)
    dm_rdfxml_new(&w.rdfxml, a->output, prefixes, n_prefixes, a->diagnostics);
  else
    dm_writer_new(&w.writer, syntax, a->output, prefixes, n_prefixes);
  w.sink = w.rdfxml ? dm_rdfxml_sink(w.rdfxml) : dm_writer_sink(w.writer);
  return w;
}

static void close_writer(statement_writer *w)
{
  dm_rdfxml_free(w->rdfxml);
  dm_writer_free(w->writer);
}

static dm_status run_statements(answer *a, const dm_run_options *options)
{
  statement_writer w = open_writer(a, a->query->prefixes, a->query->n_prefixes);
  const dm_status  status = dm_query_run(a->query, a->r->server->options.index, options, NULL, &w.sink, a->diagnostics);
  close_writer(&w);
  return status;
}

static dm_status run(answer *a)
{
  const dm_serve_options *o = &a->r->server->options;
  const dm_run_options    options = {.is_strict = o->is_strict,
                                     .timeout_seconds = o->timeout_seconds,
                                     .most_bytes = o->most_memory_bytes,
                                     .most_rows = o->most_rows,
                                     .is_stopped = &a->r->is_stopped};
  const dm_status         status = has_statements(a->query) ? run_statements(a, &options) : run_rows(a, &options);
  if (status != DM_OK && status != DM_REFUSED)
    return status;
  return dm_output_commit(a->output);
}

/* ---- behind the run ---- */

static void send_spool(answer *a)
{
  reply     *to = &a->r->reply;
  spool     *s = &a->spool;
  const bool is_html = strcmp(a->media->media_type, "text/html") == 0;
  dm_buffer  type = {0};
  a->r->n_answer_bytes = s->n_bytes;
  if (s->file >= 0) {
    reply_take(to, MHD_HTTP_OK, MHD_create_response_from_fd64(s->n_bytes, s->file));
    s->file = -1; /* the response's */
  } else {
    reply_take(to, MHD_HTTP_OK, MHD_create_response_from_buffer(s->memory.n_bytes, s->memory.bytes, MHD_RESPMEM_MUST_FREE));
    s->memory = (dm_buffer){0};
  }
  dm_buffer_print(&type, "%s%s", a->media->media_type, a->media->is_text ? "; charset=utf-8" : "");
  reply_field(to->response, MHD_HTTP_HEADER_CONTENT_TYPE, dm_buffer_string(&type));
  if (is_html)
    reply_field(to->response, "Content-Security-Policy",
                "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
  dm_buffer_free(&type);
}

static const char *messages(const answer *a, const char *otherwise)
{
  return a->messages.n_bytes > 0 ? dm_buffer_string(&a->messages) : otherwise;
}

/* The status of a query that was understood but not answered (§2.1.7 leaves most of it open).
 *
 * Out of time is 504, not 503: 503 says that it would be good to try again, which clients then do, and the same query would again take all the time that it may. What is over other
 * limits is 500, as the protocol wants of a service that does not answer a good query. */
static void explain(answer *a, dm_status status, double seconds)
{
  reply                  *to = &a->r->reply;
  const dm_serve_options *o = &a->r->server->options;
  if (status == DM_INTERRUPTED || atomic_load(&a->r->is_stopped))
    reply_fault(to, MHD_HTTP_SERVICE_UNAVAILABLE, "the query was stopped");
  else if (a->spool.is_over)
    reply_fault(to, MHD_HTTP_INTERNAL_SERVER_ERROR, "the answer has more than %zu bytes: ask for less of it (LIMIT)", o->most_results_bytes);
  else if (status == DM_OVER_LIMIT && seconds >= o->timeout_seconds)
    reply_fault(to, MHD_HTTP_GATEWAY_TIMEOUT, "%s", messages(a, "the query took too long"));
  else if (status == DM_BAD_RULES)
    reply_fault(to, MHD_HTTP_BAD_REQUEST, "%s", messages(a, "the query cannot be run"));
  else if (a->problem)
    reply_fault(to, MHD_HTTP_NOT_ACCEPTABLE, "%s", a->problem);
  else
    reply_fault(to, MHD_HTTP_INTERNAL_SERVER_ERROR, "%s", messages(a, "the query could not be answered"));
}

static void answer_query(answer *a)
{
  operation *o = &a->r->operation;
  if (dm_query_parse(&a->query, "query", dm_buffer_string(&o->query), o->query.n_bytes, NULL, a->diagnostics) != DM_OK) {
    reply_fault(&a->r->reply, MHD_HTTP_BAD_REQUEST, "%s", messages(a, "this is no query"));
    return;
  }
  set_dataset(a->query, o);
  if (has_statements(a->query) ? !choose(a, dm_statement_media, dm_statement_n_media) : !choose(a, dm_results_media, dm_results_n_media))
    return;
  const double    begin = serve_now();
  const dm_status status = run(a);
  if (status == DM_OK)
    send_spool(a);
  else
    explain(a, status, serve_now() - begin);
}

/* ---- the description (SPARQL 1.1 Service Description) ---- */

/* Fills in what the template leaves open: how many statements, and lines for one kind of default graph only. */
static void fill(dm_buffer *out, const dm_server *server)
{
  static const char hole[] = "{statements}";
  static const char when_union[] = "#union ";
  const char       *at = dm_buffer_string(&server->description);
  while (*at) {
    const size_t n = strcspn(at, "\n") + (strchr(at, '\n') != NULL);
    const char  *line = at;
    const char  *end = at + n;
    if (strncmp(line, when_union, sizeof when_union - 1) == 0 && !server->options.is_strict)
      line += sizeof when_union - 1;
    const char *found = strstr(line, hole);
    if (found && found < end) {
      dm_buffer_add(out, line, (size_t)(found - line));
      dm_buffer_print(out, "%zu", dm_index_count(server->options.index, &(dm_pattern_ids){.scope = DM_SCOPE_UNION}));
      line = found + sizeof hole - 1;
    }
    dm_buffer_add(out, line, (size_t)(end - line));
    at = end;
  }
}

static void describe(answer *a)
{
  const dm_server *server = a->r->server;
  dm_buffer        turtle = {0};
  dm_buffer        base = {0};
  if (!choose(a, dm_statement_media, dm_statement_n_media))
    return;
  dm_buffer_print(&base, "http://%s/sparql", dm_buffer_string(&a->r->host)); /* as the client calls it */
  if (a->r->host.n_bytes == 0 || !dm_iri_is_valid(dm_buffer_string(&base))) {
    dm_buffer_clear(&base);
    dm_buffer_print(&base, "%ssparql", dm_buffer_string(&server->url));
  }
  fill(&turtle, server);
  statement_writer w = open_writer(a, NULL, 0);
  dm_status status = dm_raptor_read("description.ttl", dm_buffer_string(&turtle), turtle.n_bytes, DM_SYNTAX_TURTLE, dm_buffer_string(&base), NULL,
                                    &w.sink, a->diagnostics);
  close_writer(&w);
  if (status == DM_OK)
    status = dm_output_commit(a->output);
  if (status == DM_OK)
    send_spool(a);
  else
    explain(a, status, 0);
  dm_buffer_free(&turtle);
  dm_buffer_free(&base);
}

void answer_make(request *r)
{
  answer a = {.r = r};
  a.diagnostics = dm_diagnostics_new(take_message, &a.messages);
  serve_spool_start(&a.spool, r->server->options.most_results_bytes);
  dm_output_new(&a.output, &a.spool, serve_spool_write, a.diagnostics);
  if (r->operation.n_queries > 0)
    answer_query(&a);
  else
    describe(&a);
  dm_query_free(a.query);
  dm_output_free(a.output);
  serve_spool_free(&a.spool);
  dm_diagnostics_free(a.diagnostics);
  dm_buffer_free(&a.messages);
}
