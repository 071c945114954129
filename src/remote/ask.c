/* remote/ask.c - a question, its tries, and what the answer is read as. */
#include "remote/remote_impl.h"

#include "base/unicode.h"
#include "raptor/raptor.h"
#include "results/results.h"

#include <curl/curl.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MOST_SHOWN_CODEPOINTS = 200 };

static const double   most_wait_seconds = 60;
static const unsigned poll_milliseconds = 50;

void dm_remote_options_from_environment(dm_remote_options *options)
{
  options->user = getenv("DEMARCHE_USER");
  options->password = getenv("DEMARCHE_PASSWORD");
  options->token = getenv("DEMARCHE_TOKEN");
  options->ca_file = getenv("SSL_CERT_FILE");
  options->uses_netrc = true;
}

/* ---- the form ---- */

static bool add_parameter(dm_buffer *form, const char *name, const char *value, size_t n_bytes)
{
  char *escaped = n_bytes < INT_MAX / 3 ? curl_easy_escape(NULL, value, (int)n_bytes) : NULL; /* 0 would count by itself: the same */
  if (!escaped)
    return false;
  dm_buffer_print(form, "%s%s=%s", form->n_bytes > 0 ? "&" : "", name, escaped);
  curl_free(escaped);
  return true;
}

static bool make_form(dm_buffer *form, const char *text, size_t n_bytes, const dm_remote_options *options)
{
  bool is_good = add_parameter(form, "query", text, n_bytes);
  for (size_t i = 0; is_good && i < options->n_default_graphs; i++)
    is_good = add_parameter(form, "default-graph-uri", options->default_graphs[i], strlen(options->default_graphs[i]));
  for (size_t i = 0; is_good && i < options->n_named_graphs; i++)
    is_good = add_parameter(form, "named-graph-uri", options->named_graphs[i], strlen(options->named_graphs[i]));
  return is_good;
}

/* ---- tries ---- */

static bool is_stopped(const exchange *e)
{
  return e->options->is_stopped && atomic_load(e->options->is_stopped);
}

static dm_status wait_for(const exchange *e, double seconds)
{
  const double until = remote_now() + seconds;
  for (double left = seconds; left > 0 && !is_stopped(e); left = until - remote_now()) {
    const double          piece = left < poll_milliseconds / 1000.0 ? left : poll_milliseconds / 1000.0;
    const struct timespec time = {.tv_nsec = (long)(piece * 1e9)};
    nanosleep(&time, NULL);
  }
  return is_stopped(e) ? exchange_fail(e, DM_INTERRUPTED, "interrupted") : DM_OK;
}

static bool is_for_a_while(const exchange *e)
{
  return e->is_refused || e->http_status == 503 || e->http_status == 429;
}

/* The first line of the body that says something, without what a terminal would obey. */
static void add_first_line(dm_buffer *out, const dm_buffer *body)
{
  const char  *text = dm_buffer_string(body);
  const size_t skipped = strspn(text, " \t\r\n");
  const size_t n = skipped + strcspn(text + skipped, "\r\n");
  size_t       n_codepoints = 0;
  for (size_t i = skipped; i < n; n_codepoints++) {
    size_t         n_bytes = 1;
    const uint32_t codepoint = dm_utf8_decode(text, n, i, &n_bytes);
    if (n_codepoints == 0)
      dm_buffer_add_string(out, ": ");
    if (n_codepoints == MOST_SHOWN_CODEPOINTS) {
      dm_buffer_add_string(out, "\xE2\x80\xA6");
      return;
    }
    if (codepoint < 0x20 || (codepoint >= 0x7F && codepoint < 0xA0) || codepoint == UINT32_MAX)
      dm_buffer_add_codepoint(out, 0xFFFD);
    else
      dm_buffer_add(out, text + i, n_bytes);
    i += n_bytes;
  }
}

static dm_status refuse(const exchange *e)
{
  dm_buffer line = {0};
  if (e->reason.n_bytes > 0)
    dm_buffer_add_byte(&line, ' ');
  dm_buffer_add_string(&line, dm_buffer_string(&e->reason));
  add_first_line(&line, &e->body);
  const dm_status status =
      exchange_fail(e, e->http_status == 400 ? DM_BAD_RULES : DM_BAD_OUTPUT, "the server answers %ld%s%s", e->http_status, dm_buffer_string(&line),
                    e->http_status == 401 ? " (user and password: DEMARCHE_USER, DEMARCHE_PASSWORD, "
                                            "or DEMARCHE_TOKEN, or ~/.netrc)"
                                          : "");
  dm_buffer_free(&line);
  return status;
}

static dm_status give_up(const exchange *e, size_t n_done)
{
  if (!e->is_refused)
    return refuse(e);
  return exchange_fail(e, DM_BAD_OUTPUT, "no connection, after %zu tr%s", n_done, n_done == 1 ? "y" : "ies");
}

static dm_status try_all(exchange *e)
{
  double wait_seconds = e->options->first_wait_seconds;
  for (size_t n_done = 1;; n_done++) {
    dm_status status = exchange_once(e);
    if (status != DM_OK && !e->is_refused)
      return status;
    if (!is_for_a_while(e))
      return e->http_status >= 200 && e->http_status < 300 ? DM_OK : refuse(e);
    double seconds = wait_seconds;
    if (!e->is_refused && e->retry_after_seconds > 0)
      seconds = e->retry_after_seconds;
    if (n_done >= e->options->n_tries || seconds > most_wait_seconds || remote_now() + seconds >= e->deadline_seconds)
      return give_up(e, n_done);
    dm_report(e->diagnostics, DM_NOTE, &(dm_place){.file = e->endpoint}, "%s: trying again in %.1f s", e->is_refused ? "no connection" : "busy",
              seconds);
    status = wait_for(e, seconds);
    if (status != DM_OK)
      return status;
    wait_seconds = wait_seconds * 2 < most_wait_seconds ? wait_seconds * 2 : most_wait_seconds;
  }
}

/* ---- the answer ---- */

/* Keeps a false answer in mind, which is a status of ours. */
typedef struct {
  const dm_solution_sink *sink;
  bool                    is_false;
} answer;

static dm_status on_columns(void *ctx, const char *const *names, size_t n)
{
  const answer *a = ctx;
  return a->sink->on_columns(a->sink->ctx, names, n);
}

static dm_status on_row(void *ctx, const dm_term *values, size_t n)
{
  const answer *a = ctx;
  return a->sink->on_row(a->sink->ctx, values, n);
}

static dm_status on_boolean(void *ctx, bool value)
{
  answer *a = ctx;
  a->is_false = !value;
  return a->sink->on_boolean(a->sink->ctx, value);
}

static dm_status on_end(void *ctx)
{
  const answer *a = ctx;
  return a->sink->on_end ? a->sink->on_end(a->sink->ctx) : DM_OK;
}

static dm_status read_results(const exchange *e, const dm_media *media, const dm_solution_sink *results)
{
  answer                 a = {results, false};
  const dm_solution_sink sink = {&a, on_columns, on_row, on_boolean, on_end};
  const dm_status status = dm_results_read((dm_results_format)media->value, e->endpoint, e->body.bytes, e->body.n_bytes, &sink, e->diagnostics);
  return status == DM_OK && a.is_false ? DM_REFUSED : status;
}

static dm_status drop(void *ctx, const dm_statement *statement)
{
  (void)ctx, (void)statement;
  return DM_OK;
}

/* Twice, so that nothing of a broken answer is sent on. */
static dm_status read_statements(const exchange *e, const dm_media *media, const dm_sink *statements)
{
  const dm_sink  *sinks[] = {&(dm_sink){NULL, drop, NULL}, statements};
  const dm_syntax syntax = (dm_syntax)media->value;
  dm_status       status = DM_OK;
  for (size_t i = 0; status == DM_OK && i < 2; i++)
    status = dm_raptor_read(e->endpoint, dm_buffer_string(&e->body), e->body.n_bytes, syntax, e->endpoint, NULL, sinks[i], e->diagnostics);
  return status;
}

static dm_status read_answer(const exchange *e, const dm_solution_sink *results, const dm_sink *statements)
{
  const char     *type = dm_buffer_string(&e->type);
  const dm_media *media = results ? dm_media_of_type(dm_results_media, dm_results_n_media, type) : NULL;
  if (media && (media->value == DM_RESULTS_JSON || media->value == DM_RESULTS_XML || media->value == DM_RESULTS_TSV))
    return read_results(e, media, results);
  media = statements ? dm_media_of_type(dm_statement_media, dm_statement_n_media, type) : NULL;
  if (media)
    return read_statements(e, media, statements);
  dm_buffer line = {0};
  add_first_line(&line, &e->body);
  exchange_fail(e, DM_BAD_INPUT, "the server answers with `%s`, which is no answer to this question%s", type, dm_buffer_string(&line));
  dm_buffer_free(&line);
  return DM_BAD_INPUT;
}

static const char *accept_field(bool results, bool statements)
{
#define RESULTS    "application/sparql-results+json, application/sparql-results+xml;q=0.9"
#define STATEMENTS "text/turtle, application/n-triples;q=0.9, application/rdf+xml;q=0.8"
  return !statements ? "Accept: " RESULTS ", text/tab-separated-values;q=0.5" : !results ? "Accept: " STATEMENTS : "Accept: " RESULTS ", " STATEMENTS;
}

static dm_remote_options filled(const dm_remote_options *options)
{
  dm_remote_options o = *options;
  o.connect_seconds = o.connect_seconds > 0 ? o.connect_seconds : 10;
  o.total_seconds = o.total_seconds > 0 ? o.total_seconds : 300;
  o.most_bytes = o.most_bytes > 0 ? o.most_bytes : (size_t)1 << 30;
  o.n_tries = o.n_tries > 0 ? o.n_tries : 5;
  o.first_wait_seconds = o.first_wait_seconds > 0 ? o.first_wait_seconds : 0.5;
  return o;
}

dm_status dm_remote_ask(const char *endpoint, const char *text, size_t n_bytes, const dm_remote_options *options, const dm_solution_sink *results,
                        const dm_sink *statements, dm_diagnostics *diagnostics)
{
  const dm_remote_options o = filled(options);
  dm_buffer               form = {0};
  exchange  e = {.endpoint = endpoint, .options = &o, .diagnostics = diagnostics, .form = &form, .accept = accept_field(results, statements)};
  dm_status status = dm_remote_check(endpoint, diagnostics);
  e.deadline_seconds = remote_now() + o.total_seconds;
  if (status == DM_OK && !make_form(&form, text, n_bytes, &o))
    status = exchange_fail(&e, DM_OVER_LIMIT, "the query is too long");
  if (status == DM_OK)
    status = try_all(&e);
  if (status == DM_OK)
    status = read_answer(&e, results, statements);
  dm_buffer_free(&form);
  dm_buffer_free(&e.body);
  dm_buffer_free(&e.type);
  dm_buffer_free(&e.reason);
  return status;
}

dm_status dm_remote_ask_service(void *ctx, const char *endpoint, const char *text, const dm_solution_sink *results, dm_diagnostics *diagnostics)
{
  return dm_remote_ask(endpoint, text, strlen(text), ctx, results, NULL, diagnostics);
}
