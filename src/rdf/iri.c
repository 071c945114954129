/* Reference resolution: split into five parts, merge, drop dot segments. */
#include "rdf/iri.h"

#include <string.h>

/* A part of an IRI; bytes NULL: not there, which is not the same as empty. */
typedef struct {
  const char *bytes;
  size_t      n;
} part;

typedef struct {
  part scheme;
  part authority;
  part path; /* always there */
  part query;
  part fragment;
} parts;

static bool is_letter(char c)
{
  return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* Bytes before the colon that ends a scheme, or 0. */
static size_t scheme_length(const char *text, size_t n)
{
  if (!n || !is_letter(text[0]))
    return 0;
  for (size_t i = 1; i < n; i++) {
    if (text[i] == ':')
      return i;
    if (!is_letter(text[i]) && !(text[i] >= '0' && text[i] <= '9') && text[i] != '+' && text[i] != '-' && text[i] != '.')
      return 0;
  }
  return 0;
}

/* Takes from the front of *rest all up to the first of the bytes `ends`. */
static part take_until(part *rest, const char *ends)
{
  part taken = {rest->bytes, 0};
  while (taken.n < rest->n && !(rest->bytes[taken.n] && strchr(ends, rest->bytes[taken.n])))
    taken.n++;
  *rest = (part){rest->bytes + taken.n, rest->n - taken.n};
  return taken;
}

static void skip(part *rest, size_t n)
{
  rest->bytes += n;
  rest->n -= n;
}

/* The regular expression of RFC 3986 appendix B. */
static parts split(const char *text, size_t n)
{
  parts  iri = {0};
  part   rest = {text, n};
  size_t n_scheme = scheme_length(text, n);
  if (n_scheme) {
    iri.scheme = (part){text, n_scheme};
    skip(&rest, n_scheme + 1);
  }
  if (rest.n >= 2 && rest.bytes[0] == '/' && rest.bytes[1] == '/') {
    skip(&rest, 2);
    iri.authority = take_until(&rest, "/?#");
  }
  iri.path = take_until(&rest, "?#");
  if (rest.n && rest.bytes[0] == '?') {
    skip(&rest, 1);
    iri.query = take_until(&rest, "#");
  }
  if (rest.n) {
    skip(&rest, 1);
    iri.fragment = rest;
  }
  return iri;
}

/* Appends a path without its segments `.` and `..` (§5.2.4): what was appended from `begin` on is the output buffer of the algorithm. Dots that no slash is in front of
 * begin a path that has no folder: the slash behind them goes too. */
static void add_without_dots(dm_buffer *out, const char *path, size_t n)
{
  size_t begin = out->n_bytes;
  size_t i = 0;
  bool   ends_in_slash = false;
  while (i < n) {
    size_t slash = path[i] == '/';
    size_t end = i + slash;
    while (end < n && path[end] != '/')
      end++;
    size_t      n_segment = end - i - slash;
    const char *segment = path + i + slash;
    bool        is_dot = n_segment == 1 && segment[0] == '.';
    bool        is_dots = n_segment == 2 && segment[0] == '.' && segment[1] == '.';
    if (is_dots) {
      while (out->n_bytes > begin && out->bytes[out->n_bytes - 1] != '/')
        out->n_bytes--;
      out->n_bytes -= out->n_bytes > begin;
    }
    ends_in_slash = (is_dot || is_dots) && slash;
    if (!is_dot && !is_dots)
      dm_buffer_add(out, path + i, end - i);
    i = end + ((is_dot || is_dots) && !slash && end < n);
  }
  if (ends_in_slash)
    dm_buffer_add_byte(out, '/');
}

/* §5.2.3: the reference's path in the folder of the base. */
static void add_merged(dm_buffer *out, const parts *base, part path)
{
  dm_buffer merged = {0};
  size_t    n_folder = base->path.n;
  while (n_folder && base->path.bytes[n_folder - 1] != '/')
    n_folder--;
  if (base->authority.bytes && !base->path.n)
    dm_buffer_add_byte(&merged, '/');
  dm_buffer_add(&merged, base->path.bytes, n_folder);
  dm_buffer_add(&merged, path.bytes, path.n);
  add_without_dots(out, dm_buffer_string(&merged), merged.n_bytes);
  dm_buffer_free(&merged);
}

static void add_part(dm_buffer *out, const char *mark, part p)
{
  if (!p.bytes)
    return;
  dm_buffer_add_string(out, mark);
  dm_buffer_add(out, p.bytes, p.n);
}

bool dm_iri_resolve(dm_buffer *out, const char *base, const char *reference, size_t n_bytes)
{
  size_t n_base = base ? strlen(base) : 0;
  bool   is_absolute = scheme_length(reference, n_bytes) > 0;
  if (is_absolute || !scheme_length(base, n_base)) {
    dm_buffer_add(out, reference, n_bytes);
    return is_absolute;
  }
  parts b = split(base, n_base);
  parts r = split(reference, n_bytes);
  dm_buffer_add(out, b.scheme.bytes, b.scheme.n);
  dm_buffer_add_byte(out, ':');
  add_part(out, "//", r.authority.bytes ? r.authority : b.authority);
  if (r.authority.bytes || (r.path.n && r.path.bytes[0] == '/'))
    add_without_dots(out, r.path.bytes, r.path.n);
  else if (r.path.n)
    add_merged(out, &b, r.path);
  else
    dm_buffer_add(out, b.path.bytes, b.path.n);
  bool keeps_query = !r.authority.bytes && !r.path.n && !r.query.bytes;
  add_part(out, "?", keeps_query ? b.query : r.query);
  add_part(out, "#", r.fragment);
  return true;
}
