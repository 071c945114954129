/* serve/operation.c - parameters of the protocol. */
#include "serve/operation.h"

#include "base/memory.h"
#include "base/unicode.h"
#include "rdf/term.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MOST_GRAPHS = 1000 };

void operation_free(operation *o)
{
  dm_buffer_free(&o->query);
  dm_strings_free(&o->default_graphs);
  dm_strings_free(&o->named_graphs);
  *o = (operation){0};
}

static int hex(char c)
{
  static const char digits[] = "0123456789abcdef0123456789ABCDEF";
  const char       *found = c ? strchr(digits, c) : NULL;
  return found ? (int)(found - digits) & 15 : -1;
}

/* Decodes %XX and +. False: a % without two digits behind it. */
static bool decode(dm_buffer *out, const char *bytes, size_t n_bytes)
{
  dm_buffer_clear(out);
  for (size_t i = 0; i < n_bytes; i++) {
    if (bytes[i] != '%') {
      dm_buffer_add_byte(out, bytes[i] == '+' ? ' ' : bytes[i]);
      continue;
    }
    const int high = i + 2 < n_bytes ? hex(bytes[i + 1]) : -1;
    const int low = i + 2 < n_bytes ? hex(bytes[i + 2]) : -1;
    if (high < 0 || low < 0)
      return false;
    dm_buffer_add_byte(out, (char)(high << 4 | low));
    i += 2;
  }
  return true;
}

static const char *check_text(const dm_buffer *text)
{
  return dm_utf8_check(dm_buffer_string(text), text->n_bytes) < text->n_bytes ? "a parameter is not UTF-8, or has a NUL character" : NULL;
}

static const char *add_graph(dm_strings *graphs, const dm_buffer *iri)
{
  if (!dm_iri_is_valid(dm_buffer_string(iri)))
    return "default-graph-uri and named-graph-uri take absolute IRIs";
  if (graphs->n == MOST_GRAPHS)
    return "too many graphs";
  *dm_vector_add(graphs) = dm_copy_string(dm_buffer_string(iri), iri->n_bytes);
  return NULL;
}

static const char *take(operation *o, const char *name, const dm_buffer *value)
{
  if (strcmp(name, "query") == 0) {
    if (o->n_queries++ == 0) {
      dm_buffer_clear(&o->query);
      dm_buffer_add(&o->query, dm_buffer_string(value), value->n_bytes);
    }
  } else if (strcmp(name, "update") == 0) {
    o->has_update = true;
  } else if (strcmp(name, "default-graph-uri") == 0) {
    return add_graph(&o->default_graphs, value);
  } else if (strcmp(name, "named-graph-uri") == 0) {
    return add_graph(&o->named_graphs, value);
  }
  return NULL; /* others may mean something to others */
}

const char *operation_read_parameters(operation *o, const char *bytes, size_t n_bytes)
{
  dm_buffer   name = {0};
  dm_buffer   value = {0};
  const char *fault = NULL;
  for (size_t at = 0; at < n_bytes && !fault;) {
    const char *and = memchr(bytes + at, '&', n_bytes - at);
    const size_t end = and? (size_t)(and-bytes) : n_bytes;
    const char  *is = memchr(bytes + at, '=', end - at);
    const size_t middle = is ? (size_t)(is - bytes) : end;
    const size_t begin = middle < end ? middle + 1 : end;
    if (!decode(&name, bytes + at, middle - at) || !decode(&value, bytes + begin, end - begin))
      fault = "a parameter has a % without two hexadecimal digits behind it";
    fault = fault ? fault : check_text(&name);
    fault = fault ? fault : check_text(&value);
    fault = fault ? fault : take(o, dm_buffer_string(&name), &value);
    at = end + 1;
  }
  dm_buffer_free(&name);
  dm_buffer_free(&value);
  return fault;
}

const char *operation_take_query(operation *o, const char *bytes, size_t n_bytes)
{
  o->n_queries++;
  dm_buffer_clear(&o->query);
  dm_buffer_add(&o->query, bytes, n_bytes);
  return check_text(&o->query) ? "the query is not UTF-8, or has a NUL character" : NULL;
}

bool operation_host_is_loopback(const char *host)
{
  const size_t n = host[0] == '[' ? strcspn(host, "]") + (strchr(host, ']') != NULL) : strcspn(host, ":");
  if (host[n] != '\0' && host[n] != ':')
    return false;
  if ((n == 9 && strncasecmp(host, "localhost", 9) == 0) || (n == 5 && strncmp(host, "[::1]", 5) == 0))
    return true;
  return strncmp(host, "127.", 4) == 0 && strspn(host, "0123456789.") == n;
}
