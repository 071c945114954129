/* serve/http.c - connections and requests as the library tells of them; all of this runs in its one thread, and nothing here takes long. */
#include "serve/serve_impl.h"

#include "base/memory.h"
#include "base/unicode.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char endpoint[] = "/sparql";

enum { MOST_DROPPED_BYTES = 64 << 20 };
static const double answer_seconds = 30;
static const double answer_bytes_per_second = 16384;
static const double idle_seconds = 60; /* between requests */

static connection *connection_of(struct MHD_Connection *http)
{
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(http, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info ? info->socket_context : NULL;
}

static void enter(dm_server *server, connection *c, phase to, double seconds)
{
  pthread_mutex_lock(&server->lock);
  if (c->phase != PHASE_ENDED) {
    c->phase = to;
    c->deadline_seconds = serve_now() + seconds;
  }
  pthread_mutex_unlock(&server->lock);
}

/* ---- connections ---- */

static void begin_connection(dm_server *server, struct MHD_Connection *http, void **context)
{
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(http, MHD_CONNECTION_INFO_CONNECTION_FD);
  connection                     *c = dm_allocate(sizeof *c);
  c->socket = info ? info->connect_fd : -1;
  c->deadline_seconds = serve_now() + server->options.client_seconds;
  pthread_mutex_lock(&server->lock);
  c->next = server->connections;
  if (c->next)
    c->next->previous = c;
  server->connections = c;
  pthread_mutex_unlock(&server->lock);
  *context = c;
}

/* Before the library closes the socket: the watcher never touches one that is somebody else's already. */
static void end_connection(dm_server *server, connection *c)
{
  pthread_mutex_lock(&server->lock);
  if (c->next)
    c->next->previous = c->previous;
  if (c->previous)
    c->previous->next = c->next;
  else
    server->connections = c->next;
  pthread_mutex_unlock(&server->lock);
  free(c);
}

void http_on_connection(void *ctx, struct MHD_Connection *http, void **context, enum MHD_ConnectionNotificationCode code)
{
  if (code == MHD_CONNECTION_NOTIFY_STARTED)
    begin_connection(ctx, http, context);
  else if (*context)
    end_connection(ctx, *context);
}

/* ---- requests ---- */

void *http_on_uri(void *ctx, const char *uri, struct MHD_Connection *http)
{
  dm_server   *server = ctx;
  request     *r = dm_allocate(sizeof *r);
  const size_t n_path = strcspn(uri, "?");
  r->server = server;
  r->http = http;
  r->connection = connection_of(http);
  dm_buffer_add(&r->path, uri, n_path);
  if (uri[n_path] == '?')
    dm_buffer_add_string(&r->parameters, uri + n_path + 1);
  /* the first request of a connection has what is left of its time */
  if (r->connection->n_requests++ == 0)
    enter(server, r->connection, PHASE_READING, r->connection->deadline_seconds - serve_now());
  else
    enter(server, r->connection, PHASE_READING, server->options.client_seconds);
  return r;
}

void http_on_completed(void *ctx, struct MHD_Connection *http, void **context, enum MHD_RequestTerminationCode code)
{
  request *r = *context;
  (void)http, (void)code;
  if (!r)
    return;
  enter(ctx, r->connection, PHASE_IDLE, idle_seconds);
  operation_free(&r->operation);
  reply_free(&r->reply);
  dm_buffer_free(&r->path);
  dm_buffer_free(&r->parameters);
  dm_buffer_free(&r->body);
  dm_buffer_free(&r->accept);
  dm_buffer_free(&r->host);
  free(r);
  *context = NULL;
}

static method method_of(const char *name)
{
  static const struct {
    const char *name;
    method      method;
  } methods[] = {{MHD_HTTP_METHOD_GET, METHOD_GET},
                 {MHD_HTTP_METHOD_HEAD, METHOD_HEAD},
                 {MHD_HTTP_METHOD_POST, METHOD_POST},
                 {MHD_HTTP_METHOD_OPTIONS, METHOD_OPTIONS}};
  for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
    if (strcmp(name, methods[i].name) == 0)
      return methods[i].method;
  return METHOD_OTHER;
}

static const char *field(const request *r, const char *name)
{
  return MHD_lookup_connection_value(r->http, MHD_HEADER_KIND, name);
}

/* All fields of that name, as one list (RFC 9110 §5.3). */
typedef struct {
  const char *name;
  dm_buffer  *out;
} field_list;

static enum MHD_Result add_field(void *ctx, enum MHD_ValueKind kind, const char *name, const char *value)
{
  const field_list *list = ctx;
  (void)kind;
  if (value && strcasecmp(name, list->name) == 0)
    dm_buffer_print(list->out, "%s%s", list->out->n_bytes > 0 ? ", " : "", value);
  return MHD_YES;
}

static bool is_type(const char *type, const char *wanted)
{
  const size_t n = type ? strcspn(type, "; \t") : 0;
  return n == strlen(wanted) && strncasecmp(type, wanted, n) == 0;
}

/* What the header alone shows to be wrong; the body is read to its end all the same, so that the client is not cut off while it still writes and sees the answer. */
static void check_header(request *r)
{
  const char *path = dm_buffer_string(&r->path);
  const char *host = field(r, MHD_HTTP_HEADER_HOST);
  const char *type = field(r, MHD_HTTP_HEADER_CONTENT_TYPE);
  const bool  is_endpoint = strcmp(path, endpoint) == 0;
  if (host && r->server->is_loopback && !operation_host_is_loopback(host))
    reply_fault(&r->reply, MHD_HTTP_MISDIRECTED_REQUEST, "this server listens on loopback only, and answers by no other name: `%s`", host);
  else if (!is_endpoint && !pages_find(r->server, path))
    reply_fault(&r->reply, MHD_HTTP_NOT_FOUND, "there is nothing here; queries go to %s", endpoint);
  else if (r->method == METHOD_OTHER || (r->method == METHOD_POST && !is_endpoint))
    reply_fault(&r->reply, MHD_HTTP_METHOD_NOT_ALLOWED, "%s", is_endpoint ? "queries come by GET or POST" : "pages come by GET");
  else if (r->method == METHOD_POST && is_type(type, "application/sparql-update"))
    reply_fault(&r->reply, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, "this server reads only");
  else if (r->method == METHOD_POST && !is_type(type, "application/x-www-form-urlencoded") && !is_type(type, "application/sparql-query"))
    reply_fault(&r->reply, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, "a query comes as application/sparql-query or application/x-www-form-urlencoded");
  r->is_form = is_type(type, "application/x-www-form-urlencoded");
}

static bool is_announced_too_long(const request *r)
{
  const char *length = field(r, MHD_HTTP_HEADER_CONTENT_LENGTH);
  return length && (strlen(length) > 18 || strtoull(length, NULL, 10) > r->server->options.most_query_bytes);
}

static void refuse_length(request *r)
{
  if (r->reply.status == 0)
    reply_fault(&r->reply, MHD_HTTP_CONTENT_TOO_LARGE, "a query may have %zu bytes", r->server->options.most_query_bytes);
}

static void begin(request *r, const char *method_name)
{
  r->is_begun = true;
  r->method = method_of(method_name);
  MHD_get_connection_values(r->http, MHD_HEADER_KIND, add_field, &(field_list){MHD_HTTP_HEADER_ACCEPT, &r->accept});
  dm_buffer_add_string(&r->host, field(r, MHD_HTTP_HEADER_HOST) ? field(r, MHD_HTTP_HEADER_HOST) : "");
  check_header(r);
  if (is_announced_too_long(r))
    refuse_length(r);
}

static enum MHD_Result send_reply(request *r)
{
  enter(r->server, r->connection, PHASE_ANSWERING, answer_seconds + (double)r->n_answer_bytes / answer_bytes_per_second);
  return reply_send(r);
}

static enum MHD_Result take_body(request *r, const char *bytes, size_t *n_bytes)
{
  if (r->reply.status == 0 && *n_bytes > r->server->options.most_query_bytes - r->body.n_bytes) {
    refuse_length(r);
    dm_buffer_free(&r->body);
  }
  if (r->reply.status == 0)
    dm_buffer_add(&r->body, bytes, *n_bytes);
  else
    r->n_dropped += *n_bytes;
  *n_bytes = 0;
  return r->n_dropped > MOST_DROPPED_BYTES ? MHD_NO : MHD_YES; /* who goes on that long does not listen: the connection is cut */
}

/* ---- at the end of a request ---- */

static void read_operation(request *r)
{
  operation  *o = &r->operation;
  const char *fault = operation_read_parameters(o, dm_buffer_string(&r->parameters), r->parameters.n_bytes);
  if (!fault && r->method == METHOD_POST)
    fault = r->is_form ? operation_read_parameters(o, dm_buffer_string(&r->body), r->body.n_bytes)
                       : operation_take_query(o, dm_buffer_string(&r->body), r->body.n_bytes);
  if (!fault && o->has_update)
    fault = "this server reads only";
  if (!fault && o->n_queries > 1)
    fault = "more than one query";
  if (!fault && o->n_queries == 0 && (r->method == METHOD_POST || o->default_graphs.n + o->named_graphs.n > 0))
    fault = "no query";
  if (fault)
    reply_fault(&r->reply, MHD_HTTP_BAD_REQUEST, "%s", fault);
}

static void answer_options(request *r)
{
  reply_take(&r->reply, MHD_HTTP_NO_CONTENT, MHD_create_response_from_buffer(0, "", MHD_RESPMEM_PERSISTENT));
  reply_field(r->reply.response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD, POST, OPTIONS");
}

static enum MHD_Result finish(request *r)
{
  const page *found = pages_find(r->server, dm_buffer_string(&r->path));
  if (r->reply.status == 0 && r->method == METHOD_OPTIONS)
    answer_options(r);
  if (r->reply.status == 0 && found) {
    enter(r->server, r->connection, PHASE_ANSWERING, answer_seconds * 10);
    return MHD_queue_response(r->http, MHD_HTTP_OK, found->response);
  }
  if (r->reply.status == 0)
    read_operation(r);
  if (r->reply.status != 0)
    return send_reply(r);
  MHD_suspend_connection(r->http);
  work_add(r);
  return MHD_YES;
}

enum MHD_Result http_on_request(void *ctx, struct MHD_Connection *http, const char *url, const char *method_name, const char *version,
                                const char *bytes, size_t *n_bytes, void **context)
{
  request *r = *context;
  (void)ctx, (void)http, (void)url, (void)version;
  if (!r)
    return MHD_NO;
  if (!r->is_begun) {
    begin(r, method_name);
    const char *expect = field(r, MHD_HTTP_HEADER_EXPECT);
    /* who asks before he sends a body is told at once */
    return r->reply.status != 0 && expect && r->method != METHOD_GET ? send_reply(r) : MHD_YES;
  }
  if (*n_bytes > 0)
    return take_body(r, bytes, n_bytes);
  return r->is_answered ? send_reply(r) : finish(r);
}
