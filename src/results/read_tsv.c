/* results/read_tsv.c - SPARQL 1.1 Query Results TSV Format, §4: terms as Turtle writes them, without prefixes and long strings. */
#include "results/read_impl.h"

#include "base/buffer.h"

#include <string.h>

#define XSD "http://www.w3.org/2001/XMLSchema#"

/* A cell: bytes [at, end) of the answer. */
typedef struct {
  results_reader *r;
  size_t          at;
  size_t          end;
  dm_buffer       text;
  dm_buffer       more; /* datatype or language */
} tsv;

static bool fail(tsv *t, const char *text)
{
  read_fail(t->r, t->at, "%s", text);
  return false;
}

static bool read_hex(tsv *t, size_t n_digits)
{
  uint32_t codepoint = 0;
  for (size_t i = 0; i < n_digits; i++, t->at++) {
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char       *found = t->at < t->end ? strchr(digits, t->r->bytes[t->at]) : NULL;
    if (!found || codepoint > 0x10FFFF)
      return fail(t, "expected hexadecimal digits");
    codepoint = codepoint << 4 | ((uint32_t)(found - digits) & 15);
  }
  if (codepoint == 0 || codepoint > 0x10FFFF || (codepoint >= 0xD800 && codepoint < 0xE000))
    return fail(t, "this escape is no character that a term may hold");
  dm_buffer_add_codepoint(&t->text, codepoint);
  return true;
}

static bool read_escape(tsv *t)
{
  static const char names[] = "tbnrf\"'\\";
  static const char values[] = "\t\b\n\r\f\"'\\";
  const char        c = t->at < t->end ? t->r->bytes[t->at] : '\0';
  const char       *found = c ? strchr(names, c) : NULL;
  t->at++;
  if (found) {
    dm_buffer_add_byte(&t->text, values[found - names]);
    return true;
  }
  if (c == 'u' || c == 'U')
    return read_hex(t, c == 'u' ? 4 : 8);
  t->at--;
  return fail(t, "this is no escape");
}

/* Up to `last`, which is taken too; escapes are decoded, \u alone where `is_iri`. */
static bool read_until(tsv *t, char last, bool is_iri)
{
  dm_buffer_clear(&t->text);
  while (t->at < t->end && t->r->bytes[t->at] != last) {
    const char c = t->r->bytes[t->at++];
    if (c != '\\')
      dm_buffer_add_byte(&t->text, c);
    else if (is_iri && t->at < t->end && t->r->bytes[t->at] != 'u' && t->r->bytes[t->at] != 'U')
      return fail(t, "this is no escape of an IRI");
    else if (!read_escape(t))
      return false;
  }
  if (t->at == t->end)
    return fail(t, "the term has no end");
  t->at++;
  return true;
}

static void rest_to(tsv *t, dm_buffer *out)
{
  dm_buffer_clear(out);
  dm_buffer_add(out, t->r->bytes + t->at, t->end - t->at);
  t->at = t->end;
}

static bool read_quoted(tsv *t, dm_term *term)
{
  const char *bytes = t->r->bytes;
  const char  quote = bytes[t->at++];
  term->kind = DM_TERM_LITERAL;
  if (!read_until(t, quote, false))
    return false;
  if (t->at == t->end)
    return true;
  if (bytes[t->at] == '@') {
    t->at++;
    rest_to(t, &t->more);
    term->language = dm_buffer_string(&t->more);
    return true;
  }
  if (t->end - t->at < 4 || memcmp(bytes + t->at, "^^<", 3) != 0)
    return fail(t, "expected a language, a datatype or the end of the cell");
  dm_buffer value = t->text;
  t->text = (dm_buffer){0};
  t->at += 3;
  const bool is_good = read_until(t, '>', true);
  dm_buffer_clear(&t->more);
  dm_buffer_add(&t->more, dm_buffer_string(&t->text), t->text.n_bytes);
  dm_buffer_free(&t->text);
  t->text = value;
  term->datatype = dm_buffer_string(&t->more);
  return is_good;
}

/* INTEGER, DECIMAL, DOUBLE and BooleanLiteral of Turtle. */
static const char *bare_datatype(const char *text)
{
  static const char digits[] = "0123456789";
  if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)
    return XSD "boolean";
  text += *text == '+' || *text == '-';
  const size_t n_whole = strspn(text, digits);
  text += n_whole;
  if (n_whole > 0 && *text == '\0')
    return XSD "integer";
  size_t n_fraction = 0;
  if (*text == '.') {
    n_fraction = strspn(text + 1, digits);
    text += 1 + n_fraction;
    if (*text == '\0')
      return n_fraction > 0 ? XSD "decimal" : NULL;
  }
  if ((*text != 'e' && *text != 'E') || n_whole + n_fraction == 0)
    return NULL;
  text += 1 + (text[1] == '+' || text[1] == '-');
  return *text && text[strspn(text, digits)] == '\0' ? XSD "double" : NULL;
}

static bool read_term(tsv *t, dm_term *term)
{
  const char first = t->r->bytes[t->at];
  if (first == '<') {
    term->kind = DM_TERM_IRI;
    t->at++;
    return read_until(t, '>', true);
  }
  if (first == '"' || first == '\'')
    return read_quoted(t, term);
  if (t->end - t->at > 2 && memcmp(t->r->bytes + t->at, "_:", 2) == 0) {
    term->kind = DM_TERM_BLANK;
    t->at += 2;
    rest_to(t, &t->text);
    return true;
  }
  const size_t begin = t->at;
  rest_to(t, &t->text);
  term->kind = DM_TERM_LITERAL;
  term->datatype = bare_datatype(dm_buffer_string(&t->text));
  t->at = term->datatype ? t->at : begin;
  return term->datatype || fail(t, "this is no term");
}

static void read_cell(tsv *t, uint32_t column)
{
  dm_term      term = {0};
  const size_t begin = t->at;
  if (t->at == t->end)
    return;
  if (!read_term(t, &term))
    return;
  if (t->at < t->end) {
    fail(t, "something stands behind the term");
    return;
  }
  term.value = dm_buffer_string(&t->text);
  term.n_bytes = t->text.n_bytes;
  read_set(t->r, column, &term, begin);
}

/* The end of the cell or line that begins at `at`. */
static size_t find_end(const results_reader *r, size_t at, char last, size_t end)
{
  const char *found = memchr(r->bytes + at, last, end - at);
  return found ? (size_t)(found - r->bytes) : end;
}

static void read_names(results_reader *r, size_t at, size_t end)
{
  while (at < end && r->status == DM_OK) {
    const size_t stop = find_end(r, at, '\t', end);
    if (r->bytes[at] != '?')
      read_fail(r, at, "expected `?` and the name of a variable");
    else
      read_add_column(r, r->bytes + at + 1, stop - at - 1, at);
    if (stop + 1 == end)
      read_fail(r, end, "expected `?` and the name of a variable");
    at = stop + 1;
  }
  read_end_columns(r);
}

static void read_row(tsv *t, size_t begin, size_t end)
{
  results_reader *r = t->r;
  uint32_t        column = 0;
  for (size_t at = begin; r->status == DM_OK; column++) {
    const size_t stop = find_end(r, at, '\t', end);
    if (column >= r->names.n && (r->names.n > 0 || end > begin)) {
      read_fail(r, at, "more cells than columns");
      return;
    }
    t->at = at;
    t->end = stop;
    if (r->names.n > 0)
      read_cell(t, column);
    if (stop == end)
      break;
    at = stop + 1;
  }
  if (r->names.n > 0 && column + 1 < r->names.n)
    read_fail(r, end, "fewer cells than columns");
  read_end_row(r);
}

dm_status read_tsv(results_reader *r)
{
  tsv  t = {.r = r};
  bool is_head = true;
  if (r->n_bytes == 0 || r->bytes[r->n_bytes - 1] != '\n')
    return read_fail(r, r->n_bytes, "the last line has no end: the answer was cut off");
  for (size_t at = 0; at < r->n_bytes && r->status == DM_OK;) {
    const size_t line_end = find_end(r, at, '\n', r->n_bytes);
    const size_t end = line_end > at && r->bytes[line_end - 1] == '\r' ? line_end - 1 : line_end;
    if (is_head)
      read_names(r, at, end);
    else
      read_row(&t, at, end);
    is_head = false;
    at = line_end + 1;
  }
  dm_buffer_free(&t.text);
  dm_buffer_free(&t.more);
  return r->status;
}
