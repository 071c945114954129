/* serve/reply.c - responses and what all of them say. */
#include "serve/serve_impl.h"

#include "base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void reply_field(struct MHD_Response *response, const char *name, const char *value)
{
  MHD_add_response_header(response, name, value);
}

void reply_take(reply *to, unsigned status, struct MHD_Response *response)
{
  if (!response)
    dm_reallocate(NULL, SIZE_MAX, 2); /* the library gives NULL for lack of memory: ends the program as that does */
  reply_free(to);
  to->status = status;
  to->response = response;
}

void reply_fault(reply *to, unsigned status, const char *format, ...)
{
  dm_buffer text = {0};
  va_list   arguments;
  va_start(arguments, format);
  dm_buffer_vprint(&text, format, arguments);
  va_end(arguments);
  if (text.n_bytes == 0 || text.bytes[text.n_bytes - 1] != '\n')
    dm_buffer_add_byte(&text, '\n');
  reply_take(to, status, MHD_create_response_from_buffer(text.n_bytes, text.bytes, MHD_RESPMEM_MUST_FREE));
  reply_field(to->response, MHD_HTTP_HEADER_CONTENT_TYPE, "text/plain; charset=utf-8");
  if (status == MHD_HTTP_METHOD_NOT_ALLOWED)
    reply_field(to->response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD, POST, OPTIONS");
  if (status == MHD_HTTP_SERVICE_UNAVAILABLE)
    reply_field(to->response, MHD_HTTP_HEADER_RETRY_AFTER, "5");
}

void reply_free(reply *to)
{
  if (to->response)
    MHD_destroy_response(to->response);
  *to = (reply){0};
}

/* CORS (Fetch standard, §3.2): only what was asked for on the command line. */
static void allow_origin(const request *r)
{
  const char *allowed = r->server->options.cors_origin;
  const char *origin = MHD_lookup_connection_value(r->http, MHD_HEADER_KIND, MHD_HTTP_HEADER_ORIGIN);
  if (!allowed)
    return;
  if (!origin || (strcmp(allowed, "*") != 0 && strcmp(allowed, origin) != 0))
    return;
  reply_field(r->reply.response, MHD_HTTP_HEADER_ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
  if (r->method == METHOD_OPTIONS) {
    reply_field(r->reply.response, MHD_HTTP_HEADER_ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, POST, OPTIONS");
    reply_field(r->reply.response, MHD_HTTP_HEADER_ACCESS_CONTROL_ALLOW_HEADERS, "Accept, Content-Type");
    reply_field(r->reply.response, MHD_HTTP_HEADER_ACCESS_CONTROL_MAX_AGE, "600");
  }
}

enum MHD_Result reply_send(request *r)
{
  allow_origin(r);
  reply_field(r->reply.response, "X-Content-Type-Options", "nosniff");
  reply_field(r->reply.response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-cache");
  reply_field(r->reply.response, MHD_HTTP_HEADER_VARY, r->server->options.cors_origin ? "Accept, Origin" : MHD_HTTP_HEADER_ACCEPT);
  const enum MHD_Result result = MHD_queue_response(r->http, r->reply.status, r->reply.response);
  reply_free(&r->reply);
  return result;
}
