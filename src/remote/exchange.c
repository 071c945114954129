/* remote/exchange.c - one request and its response, by libcurl. */
#include "remote/remote_impl.h"

#include "base/memory.h"

#include <curl/curl.h>

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum { MOST_REDIRECTIONS = 5, MOST_HEADER_BYTES = 4096 };

double remote_now(void)
{
  struct timespec now = {0};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

dm_status exchange_fail(const exchange *e, dm_status status, const char *format, ...)
{
  dm_buffer text = {0};
  va_list   arguments;
  va_start(arguments, format);
  dm_buffer_vprint(&text, format, arguments);
  va_end(arguments);
  dm_report(e->diagnostics, DM_ERROR, &(dm_place){.file = e->endpoint}, "%s", dm_buffer_string(&text));
  dm_buffer_free(&text);
  return status;
}

/* ---- what libcurl calls ---- */

static size_t on_body(char *bytes, size_t size, size_t n, void *ctx)
{
  exchange    *e = ctx;
  const size_t most = e->options->most_bytes;
  if (size * n > most - e->body.n_bytes) {
    e->is_too_long = true;
    return 0;
  }
  dm_buffer_add(&e->body, bytes, size * n);
  return size * n;
}

/* A field's value if the line has that name, without blanks and line end. */
static bool take_field(dm_buffer *out, const char *line, size_t n, const char *name)
{
  const size_t n_name = strlen(name);
  if (n <= n_name || strncasecmp(line, name, n_name) != 0)
    return false;
  size_t begin = n_name;
  while (begin < n && (line[begin] == ' ' || line[begin] == '\t'))
    begin++;
  while (n > begin && strchr(" \t\r\n", line[n - 1]))
    n--;
  dm_buffer_clear(out);
  dm_buffer_add(out, line + begin, n - begin < MOST_HEADER_BYTES ? n - begin : MOST_HEADER_BYTES);
  return true;
}

static size_t on_header(char *bytes, size_t size, size_t n, void *ctx)
{
  exchange *e = ctx;
  dm_buffer status = {0};
  if (take_field(&status, bytes, size * n, "HTTP/")) { /* of each response on the way */
    const char *reason = strchr(dm_buffer_string(&status), ' ');
    reason = reason ? strchr(reason + 1, ' ') : NULL;
    dm_buffer_clear(&e->reason);
    dm_buffer_clear(&e->type);
    dm_buffer_clear(&e->body);
    dm_buffer_add_string(&e->reason, reason ? reason + 1 : "");
  }
  dm_buffer_free(&status);
  take_field(&e->type, bytes, size * n, "Content-Type:");
  return size * n;
}

static int on_progress(void *ctx, curl_off_t n_all_down, curl_off_t n_down, curl_off_t n_all_up, curl_off_t n_up)
{
  const exchange *e = ctx;
  (void)n_all_down, (void)n_down, (void)n_all_up, (void)n_up;
  return e->options->is_stopped && atomic_load(e->options->is_stopped);
}

/* ---- the request ---- */

/* Fails only for lack of memory. */
static struct curl_slist *append(struct curl_slist *fields, const char *field)
{
  struct curl_slist *longer = curl_slist_append(fields, field);
  if (!longer)
    dm_reallocate(NULL, SIZE_MAX, 2); /* ends the program as being out of memory does */
  return longer;
}

static void set_credentials(CURL *curl, const dm_remote_options *o)
{
  if (o->token) {
    curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER);
    curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, o->token);
  } else if (o->user) {
    curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
    curl_easy_setopt(curl, CURLOPT_USERNAME, o->user);
    curl_easy_setopt(curl, CURLOPT_PASSWORD, o->password ? o->password : "");
  } else if (o->uses_netrc) {
    curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
    curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_OPTIONAL);
  }
}

static long milliseconds(double seconds)
{
  return seconds < 0.001 ? 1 : seconds > 1e6 ? 1000000000L : (long)(seconds * 1000);
}

static void set_request(CURL *curl, exchange *e, struct curl_slist *fields)
{
  const dm_remote_options *o = e->options;
  const char              *redirects = strncasecmp(e->endpoint, "https:", 6) == 0 ? "https" : "http,https";
  curl_easy_setopt(curl, CURLOPT_URL, e->endpoint);
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
  curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)MOST_REDIRECTIONS);
  curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, redirects);
  /* 301 and 302 would turn POST into GET and lose the query; 303 is meant to. */
  curl_easy_setopt(curl, CURLOPT_POSTREDIR, (long)(CURL_REDIR_POST_301 | CURL_REDIR_POST_302));
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, fields);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)e->form->n_bytes);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, dm_buffer_string(e->form));
  curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, ""); /* all that it can unpack; the limit counts unpacked bytes */
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(o->connect_seconds));
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, milliseconds(e->deadline_seconds - remote_now()));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, e);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, e);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, e);
  if (o->agent)
    curl_easy_setopt(curl, CURLOPT_USERAGENT, o->agent);
  if (o->ca_file)
    curl_easy_setopt(curl, CURLOPT_CAINFO, o->ca_file);
  set_credentials(curl, o);
}

/* What libcurl says, as a status and a message. */
static dm_status judge(exchange *e, CURLcode code, const char *detail)
{
  const char *text = detail[0] ? detail : curl_easy_strerror(code);
  switch (code) {
  case CURLE_OK: return DM_OK;
  case CURLE_ABORTED_BY_CALLBACK: return exchange_fail(e, DM_INTERRUPTED, "interrupted");
  case CURLE_OPERATION_TIMEDOUT: return exchange_fail(e, DM_OVER_LIMIT, "no answer in time: %s", text);
  case CURLE_COULDNT_CONNECT: e->is_refused = true; return DM_BAD_OUTPUT;
  case CURLE_WRITE_ERROR:
    if (e->is_too_long)
      return exchange_fail(e, DM_OVER_LIMIT, "the answer has more than %zu bytes", e->options->most_bytes);
    break;
  case CURLE_PARTIAL_FILE: return exchange_fail(e, DM_BAD_OUTPUT, "the answer was cut off: %s", text);
  case CURLE_TOO_MANY_REDIRECTS: return exchange_fail(e, DM_BAD_OUTPUT, "more than %d redirections", MOST_REDIRECTIONS);
  case CURLE_UNSUPPORTED_PROTOCOL: return exchange_fail(e, DM_BAD_OUTPUT, "redirected to where no SPARQL is spoken, or from https to http: %s", text);
  default: break;
  }
  return exchange_fail(e, DM_BAD_OUTPUT, "%s", text);
}

dm_status exchange_once(exchange *e)
{
  char  detail[CURL_ERROR_SIZE] = "";
  CURL *curl = curl_easy_init();
  if (!curl)
    return exchange_fail(e, DM_BAD_OUTPUT, "libcurl cannot be started");
  struct curl_slist *fields = append(NULL, e->accept);
  fields = append(fields, "Content-Type: application/x-www-form-urlencoded; charset=UTF-8");
  fields = append(fields, "Expect:"); /* no `100-continue`, which some servers never send */
  dm_buffer_clear(&e->body);
  dm_buffer_clear(&e->type);
  dm_buffer_clear(&e->reason);
  e->is_refused = e->is_too_long = false;
  set_request(curl, e, fields);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, detail);
  const CURLcode code = curl_easy_perform(curl);
  curl_off_t     seconds = 0;
  e->http_status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &e->http_status);
  curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &seconds);
  e->retry_after_seconds = (double)seconds;
  curl_easy_cleanup(curl);
  curl_slist_free_all(fields);
  return judge(e, code, detail);
}

dm_status dm_remote_check(const char *endpoint, dm_diagnostics *diagnostics)
{
  CURLU          *url = curl_url();
  char           *scheme = NULL;
  const exchange  e = {.endpoint = NULL, .diagnostics = diagnostics};
  const CURLUcode code = url ? curl_url_set(url, CURLUPART_URL, endpoint, CURLU_DISALLOW_USER) : CURLUE_OUT_OF_MEMORY;
  dm_status       status = DM_OK;
  if (code == CURLUE_USER_NOT_ALLOWED) /* the URL is not repeated: it has a password */
    status = exchange_fail(&e, DM_BAD_USAGE,
                           "a URL with user or password would show them to all who see the command line: put them into DEMARCHE_USER and "
                           "DEMARCHE_PASSWORD, or ~/.netrc");
  else if (code != CURLUE_OK)
    status = exchange_fail(&e, DM_BAD_USAGE, "`%s` is no URL: %s", endpoint, curl_url_strerror(code));
  else if (curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK || (strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0))
    status = exchange_fail(&e, DM_BAD_USAGE, "an endpoint is asked by http or https: `%s`", endpoint);
  curl_free(scheme);
  curl_url_cleanup(url);
  return status;
}
