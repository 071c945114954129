/* sparql/token.c - the tokens of a query (SPARQL 1.1 §19.8, terminals), the longest first.
 *
 * Escapes of code points (\uXXXX, §19.2) are decoded wherever a character is looked at, so that they may stand anywhere. In strings and IRIs the decoded character is content,
 * never a quote, an escape or a line end: stricter readings refuse "\u0022", no reading takes it for something else. */
#include "sparql/parser_impl.h"

#include <string.h>

#include "base/buffer.h"
#include "base/unicode.h"
#include "rdf/lexical.h"

typedef struct {
  parser   *p;
  size_t    at;
  dm_buffer out; /* the token's text */
} reader;

static bool is_digit(uint32_t c)
{
  return c >= '0' && c <= '9';
}

static bool is_letter(uint32_t c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_hex(uint32_t c)
{
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_space(uint32_t c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* PN_CHARS_U and digits; where not `first`, combining marks too. Not `-`, which VARNAME does not have. */
static bool is_name(uint32_t c, bool first)
{
  return is_letter(c) || is_digit(c) || c == '_' || (c >= 0x80 && c != UINT32_MAX && dm_lexical_is_name(c, first));
}

/* The byte at `at`, 0 behind the end (text has none inside). */
static char raw(const reader *r, size_t at)
{
  return at < r->p->n_bytes ? r->p->text[at] : '\0';
}

/* Decodes the escape of a code point at `at`. Returns its length, or 0 if it is none: no digits, a surrogate, NUL, above 10FFFF. */
static size_t read_escape(const reader *r, size_t at, uint32_t *codepoint)
{
  const size_t n_digits = raw(r, at) != '\\' ? 0 : raw(r, at + 1) == 'u' ? 4 : raw(r, at + 1) == 'U' ? 8 : 0;
  *codepoint = 0;
  for (size_t i = 0; i < n_digits; i++) {
    const uint32_t c = (unsigned char)raw(r, at + 2 + i);
    if (!is_hex(c))
      return 0;
    *codepoint = *codepoint * 16 + (is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  const bool is_surrogate = *codepoint >= 0xD800 && *codepoint <= 0xDFFF;
  return n_digits && *codepoint && *codepoint <= 0x10FFFF && !is_surrogate ? n_digits + 2 : 0;
}

/* The character at `at`, an escape decoded, and its length in *n; 0 at the end. */
static uint32_t look(const reader *r, size_t at, size_t *n)
{
  uint32_t codepoint = 0;
  *n = 0;
  if (at >= r->p->n_bytes)
    return 0;
  const char c = r->p->text[at];
  *n = c == '\\' ? read_escape(r, at, &codepoint) : 0;
  if (*n)
    return codepoint;
  *n = 1;
  return (unsigned char)c < 0x80 ? (unsigned char)c : dm_utf8_decode(r->p->text, r->p->n_bytes, at, n);
}

static uint32_t peek(const reader *r)
{
  size_t n = 0;
  return look(r, r->at, &n);
}

/* The character `ahead` behind the next. */
static uint32_t peek_ahead(const reader *r, size_t ahead)
{
  size_t   at = r->at, n = 0;
  uint32_t c = look(r, at, &n);
  for (size_t i = 0; i < ahead; i++) {
    at += n;
    c = look(r, at, &n);
  }
  return c;
}

static void skip(reader *r)
{
  size_t n = 0;
  look(r, r->at, &n);
  r->at += n;
}

static void take(reader *r)
{
  size_t         n = 0;
  const uint32_t c = look(r, r->at, &n);
  dm_buffer_add_codepoint(&r->out, c);
  r->at += n;
}

static void skip_space_and_comments(reader *r)
{
  for (;;) {
    const uint32_t c = peek(r);
    if (is_space(c))
      skip(r);
    else if (c == '#')
      while (r->at < r->p->n_bytes && raw(r, r->at) != '\n' && raw(r, r->at) != '\r')
        r->at++;
    else
      return;
  }
}

/* IRIREF if there is one; else `<` is an operator and nothing is consumed. Which escaped characters an IRI may have is seen when it is resolved. */
static bool read_iri(reader *r)
{
  const size_t begin = r->at;
  for (r->at++; raw(r, r->at) != '>';) {
    const char c = raw(r, r->at);
    uint32_t   codepoint = 0;
    if ((unsigned char)c <= 0x20 || strchr("<\"{}|^`", c) || (c == '\\' && !read_escape(r, r->at, &codepoint))) {
      r->at = begin;
      dm_buffer_clear(&r->out);
      return false;
    }
    take(r);
  }
  r->at++;
  return true;
}

static const char escape_advice[] =
    "no escape of SPARQL: there are \\t \\b \\n \\r \\f \\\" \\' \\\\ and, of code points that are no surrogates, \\uXXXX and \\UXXXXXXXX";

/* At a backslash; what is no escape is reported and kept as it stands. */
static void read_string_escape(reader *r)
{
  static const char names[] = "tbnrf\"'\\";
  static const char values[] = "\t\b\n\r\f\"'\\";
  uint32_t          codepoint = 0;
  const char        next = raw(r, r->at + 1);
  const char       *found = next ? strchr(names, next) : NULL;
  if (found) {
    dm_buffer_add_byte(&r->out, values[found - names]);
    r->at += 2;
  } else if (read_escape(r, r->at, &codepoint)) {
    take(r);
  } else {
    parser_report(r->p, r->at, "`\\%s` is %s", (unsigned char)next > 0x20 && (unsigned char)next < 0x7F ? (char[]){next, '\0'} : "", escape_advice);
    dm_buffer_add_byte(&r->out, '\\');
    r->at++;
  }
}

static token_kind read_string(reader *r)
{
  const size_t begin = r->at;
  const char   quote = raw(r, r->at);
  const bool   is_long = raw(r, r->at + 1) == quote && raw(r, r->at + 2) == quote;
  for (r->at += is_long ? 3 : 1; r->at < r->p->n_bytes;) {
    const char c = raw(r, r->at);
    if (c == quote && (!is_long || (raw(r, r->at + 1) == quote && raw(r, r->at + 2) == quote))) {
      r->at += is_long ? 3 : 1;
      return TOKEN_STRING;
    }
    if (!is_long && (c == '\n' || c == '\r'))
      break;
    if (c == '\\')
      read_string_escape(r);
    else
      take(r);
  }
  parser_report(r->p, begin,
                is_long ? "the string that begins here does not end"
                        : "the string that begins here does not end on its line: for more lines write three quotes");
  r->p->is_over = true; /* nobody knows what is inside and what outside from here on */
  return TOKEN_BAD;
}

/* Takes digits, and says whether there were any. */
static bool take_digits(reader *r)
{
  const size_t begin = r->at;
  while (is_digit(peek(r)))
    take(r);
  return r->at > begin;
}

static bool is_exponent(const reader *r)
{
  const uint32_t sign = peek_ahead(r, 1);
  return (peek(r) | 0x20) == 'e' && (is_digit(sign) || ((sign == '+' || sign == '-') && is_digit(peek_ahead(r, 2))));
}

static token_kind read_number(reader *r)
{
  token_kind   kind = TOKEN_INTEGER;
  const bool   has_digits = take_digits(r);
  const size_t dot = r->at, n_before_dot = r->out.n_bytes;
  if (peek(r) == '.') {
    take(r);
    kind = TOKEN_DECIMAL;
    if (!take_digits(r) && !(has_digits && is_exponent(r))) { /* `1.e5` is a double, `1.` an integer and a dot */
      r->at = dot;
      r->out.bytes[r->out.n_bytes = n_before_dot] = '\0';
      return TOKEN_INTEGER;
    }
  }
  if (!is_exponent(r))
    return kind;
  take(r);
  take(r);
  take_digits(r);
  return TOKEN_DOUBLE;
}

/* At a backslash or `%` in a local part: PLX. What may not stand here is reported and kept. */
static void read_local_escape(reader *r)
{
  const char escaped = raw(r, r->at) == '\\' ? raw(r, r->at + 1) : '\0';
  if (!escaped) {
    if (!is_hex(peek_ahead(r, 1)) || !is_hex(peek_ahead(r, 2)))
      parser_report(r->p, r->at, "two hexadecimal digits must stand behind `%%` in a prefixed name");
    take(r);
    return;
  }
  if (!strchr("_~.-!$&'()*+,;=/?#@%", escaped))
    parser_report(r->p, r->at, "this may not be escaped in a prefixed name: write the IRI between `<` and `>`");
  r->at++;
  take(r);
}

/* Adds what of a local part or a label stands here; dots at its end belong to the triple. */
static void read_local(reader *r, bool is_label)
{
  const size_t n_begin = r->out.n_bytes;
  size_t       end = r->at, n_end = n_begin;
  for (;;) {
    const uint32_t c = peek(r);
    const bool     first = r->out.n_bytes == n_begin;
    uint32_t       codepoint = 0;
    if (!is_label && (c == '%' || (raw(r, r->at) == '\\' && !read_escape(r, r->at, &codepoint)))) {
      read_local_escape(r);
    } else if (is_name(c, first) || (!first && (c == '-' || c == '.')) || (!is_label && c == ':')) {
      take(r);
      if (c == '.')
        continue;
    } else {
      break;
    }
    end = r->at;
    n_end = r->out.n_bytes;
  }
  r->at = end;
  if (r->out.n_bytes > n_end)
    r->out.bytes[r->out.n_bytes = n_end] = '\0';
}

enum { MOST_PREFIX_BYTES = 1000 }; /* so that a text of letters and dots is not read again and again */

/* PN_PREFIX and a colon stand here: returns where the colon is, else 0. */
static size_t find_colon(const reader *r)
{
  size_t   at = r->at, n = 0;
  uint32_t last = ':';
  for (; at - r->at <= MOST_PREFIX_BYTES; at += n) {
    const uint32_t c = look(r, at, &n);
    if (c == ':')
      return last == '.' ? 0 : at;
    const bool first = at == r->at;
    if (!is_name(c, first) && (first || (c != '-' && c != '.')))
      return 0;
    if (first && (c == '_' || is_digit(c)))
      return 0;
    last = c;
  }
  return 0;
}

static token_kind read_word_or_name(reader *r, token *out)
{
  const size_t colon = find_colon(r);
  if (!colon && peek(r) != ':') {
    while (is_name(peek(r), false))
      take(r);
    return TOKEN_WORD;
  }
  while (r->at < colon)
    take(r);
  out->n_prefix = r->out.n_bytes;
  take(r);
  read_local(r, false);
  return TOKEN_NAME;
}

static token_kind read_blank(reader *r)
{
  skip(r);
  skip(r);
  if (!is_name(peek(r), true)) {
    parser_report(r->p, r->at, "expected a label behind `_:`");
    return TOKEN_BAD;
  }
  read_local(r, true);
  return TOKEN_BLANK;
}

static token_kind read_variable(reader *r)
{
  for (skip(r); is_name(peek(r), r->out.n_bytes == 0);)
    take(r);
  return TOKEN_VARIABLE;
}

static token_kind read_language(reader *r)
{
  for (skip(r); is_letter(peek(r));)
    take(r);
  while (peek(r) == '-' && (is_letter(peek_ahead(r, 1)) || is_digit(peek_ahead(r, 1)))) {
    take(r);
    while (is_letter(peek(r)) || is_digit(peek(r)))
      take(r);
  }
  return TOKEN_LANGUAGE;
}

static token_kind read_sign(reader *r, token *out)
{
  static const uint32_t pairs[] = {SIGN_NOT_EQUAL, SIGN_LESS_OR_EQUAL, SIGN_GREATER_OR_EQUAL, SIGN_AND, SIGN_OR, SIGN_DATATYPE};
  const uint32_t        c = peek(r), after = peek_ahead(r, 1);
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    if (c >> 8 || after >> 8 || SIGN(c, after) != pairs[i])
      continue;
    out->sign = pairs[i];
    skip(r);
    skip(r);
    return TOKEN_SIGN;
  }
  if (c < 0x80 && strchr("{}()[].,;=!<>+-*|/^?", (int)c)) {
    out->sign = c;
    skip(r);
    return TOKEN_SIGN;
  }
  const char next = raw(r, r->at + 1);
  if (c == '\\' && (next == 'u' || next == 'U'))
    parser_report(r->p, r->at, "`\\%c` is %s", next, escape_advice);
  else if (c == '&')
    parser_report(r->p, r->at, "`&` is no operator: did you mean `&&`?");
  else if (c == '@')
    parser_report(r->p, r->at, "expected a language behind `@`, as in \"text\"@en");
  else if (c == '$')
    parser_report(r->p, r->at, "expected a variable's name behind `$`");
  else
    parser_report(r->p, r->at, "this character may not stand here");
  skip(r);
  return TOKEN_BAD;
}

static token_kind read_token(reader *r, token *out)
{
  const uint32_t c = peek(r);
  const char     as_is = raw(r, r->at); /* an escaped quote opens no string: its end would not be one either */
  if (r->at >= r->p->n_bytes)
    return TOKEN_END;
  if (as_is == '<' && read_iri(r))
    return TOKEN_IRI;
  if (as_is == '"' || as_is == '\'')
    return read_string(r);
  if (is_digit(c) || (c == '.' && is_digit(peek_ahead(r, 1))))
    return read_number(r);
  if ((c == '?' || c == '$') && is_name(peek_ahead(r, 1), true))
    return read_variable(r);
  if (c == '@' && is_letter(peek_ahead(r, 1)))
    return read_language(r);
  if (c == '_' && peek_ahead(r, 1) == ':')
    return read_blank(r);
  if (c == ':' || is_name(c, true))
    return read_word_or_name(r, out);
  return read_sign(r, out);
}

void token_read(parser *p, token *out)
{
  reader r = {.p = p, .at = p->at};
  *out = (token){0};
  skip_space_and_comments(&r);
  out->begin = r.at;
  out->kind = read_token(&r, out);
  out->end = r.at;
  out->text = r.out.n_bytes ? dm_arena_string(p->arena, r.out.bytes, r.out.n_bytes) : "";
  out->n_bytes = r.out.n_bytes;
  dm_buffer_free(&r.out);
  p->at = r.at;
}
