/* redland/token.c - the words of a SPARQL query. */
#include "redland/sparql_impl.h"

#include "base/unicode.h"

#include <string.h>

typedef struct {
  parser     *p;
  const char *text;
  size_t      n;
  size_t      at;
} reader;

/* '\0' behind the end, so that looking ahead needs no test. */
static char peek(const reader *r, size_t ahead)
{
  return r->at + ahead < r->n ? r->text[r->at + ahead] : '\0';
}

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name_char(char c)
{
  return is_letter(c) || is_digit(c) || c == '_' || (unsigned char)c >= 0x80;
}

static void bad(reader *r, size_t at, const char *message)
{
  if (!r->p->stopped)
    sparql_report(r->p->query, at, r->p->diagnostics, "%s", message);
  r->p->status = DM_BAD_RULES;
  r->p->stopped = true;
}

static void skip_space_and_comments(reader *r)
{
  for (;;) {
    const char c = peek(r, 0);
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      r->at++;
    } else if (c == '#') {
      while (r->at < r->n && r->text[r->at] != '\n' && r->text[r->at] != '\r')
        r->at++;
    } else {
      return;
    }
  }
}

/* Reads the \u or \U escape at the backslash into `out`. False if it is none. */
static bool read_codepoint_escape(reader *r, dm_buffer *out)
{
  const size_t n_digits = peek(r, 1) == 'u' ? 4 : peek(r, 1) == 'U' ? 8 : 0;
  uint32_t     codepoint = 0;
  for (size_t i = 0; i < n_digits; i++) {
    const char c = peek(r, 2 + i);
    const char lower = (char)(c | 0x20);
    if (!is_digit(c) && !(lower >= 'a' && lower <= 'f'))
      return false;
    codepoint = codepoint * 16 + (uint32_t)(is_digit(c) ? c - '0' : lower - 'a' + 10);
  }
  if (n_digits == 0 || codepoint == 0 || codepoint > 0x10FFFF || (codepoint >= 0xD800 && codepoint <= 0xDFFF))
    return false;
  dm_buffer_add_codepoint(out, codepoint);
  r->at += 2 + n_digits;
  return true;
}

/* An IRI if everything up to the next `>` may stand in one; else `<` is an operator. */
static bool read_iri(reader *r, dm_buffer *out)
{
  const size_t begin = r->at;
  for (r->at++; peek(r, 0) != '>';) {
    const char c = peek(r, 0);
    if (c == '\\' && read_codepoint_escape(r, out))
      continue;
    if ((unsigned char)c <= 0x20 || strchr("<\"{}|^`\\", c)) {
      r->at = begin;
      return false;
    }
    dm_buffer_add_byte(out, c);
    r->at++;
  }
  r->at++;
  return true;
}

static bool read_string_escape(reader *r, dm_buffer *out)
{
  static const char names[] = "tbnrf\"'\\";
  static const char values[] = "\t\b\n\r\f\"'\\";
  const char       *found = peek(r, 1) ? strchr(names, peek(r, 1)) : NULL;
  if (!found)
    return read_codepoint_escape(r, out);
  dm_buffer_add_byte(out, values[found - names]);
  r->at += 2;
  return true;
}

static bool read_string(reader *r, dm_buffer *out)
{
  const size_t begin = r->at;
  const char   quote = peek(r, 0);
  const bool   is_long = peek(r, 1) == quote && peek(r, 2) == quote;
  for (r->at += is_long ? 3 : 1; r->at < r->n;) {
    const char c = peek(r, 0);
    if (c == quote && (!is_long || (peek(r, 1) == quote && peek(r, 2) == quote))) {
      r->at += is_long ? 3 : 1;
      return true;
    }
    if (!is_long && (c == '\n' || c == '\r'))
      break;
    if (c == '\\') {
      if (!read_string_escape(r, out)) {
        bad(r, r->at, "this escape is none of SPARQL's: \\t \\b \\n \\r \\f \\\" \\' \\\\ \\uXXXX \\UXXXXXXXX");
        return false;
      }
      continue;
    }
    dm_buffer_add_byte(out, c);
    r->at++;
  }
  bad(r, begin, "the string that begins here does not end");
  return false;
}

static token_kind read_number(reader *r)
{
  token_kind kind = TOKEN_INTEGER;
  while (is_digit(peek(r, 0)))
    r->at++;
  if (peek(r, 0) == '.' && is_digit(peek(r, 1))) {
    kind = TOKEN_DECIMAL;
    for (r->at++; is_digit(peek(r, 0));)
      r->at++;
  }
  const size_t sign = peek(r, 1) == '+' || peek(r, 1) == '-' ? 1 : 0;
  if ((peek(r, 0) == 'e' || peek(r, 0) == 'E') && is_digit(peek(r, 1 + sign))) {
    kind = TOKEN_DOUBLE;
    for (r->at += 1 + sign; is_digit(peek(r, 0));)
      r->at++;
  }
  return kind;
}

/* The local part of a prefixed name, or a label: `-` and `.` not first, `.` not last. */
static bool read_local(reader *r, dm_buffer *out)
{
  const size_t n_begin = out->n_bytes;
  size_t       end = r->at;
  size_t       n_end = n_begin;
  for (;;) {
    const char c = peek(r, 0);
    const bool is_first = out->n_bytes == n_begin;
    if (c == '\\') {
      if (!peek(r, 1) || !strchr("_~.-!$&'()*+,;=/?#@%", peek(r, 1))) {
        bad(r, r->at, "this escape may not stand in a prefixed name");
        return false;
      }
      dm_buffer_add_byte(out, peek(r, 1));
      r->at += 2;
    } else if (is_name_char(c) || c == ':' || c == '%' || (!is_first && (c == '-' || c == '.'))) {
      dm_buffer_add_byte(out, c);
      r->at++;
      if (c == '.')
        continue;
    } else {
      break;
    }
    end = r->at;
    n_end = out->n_bytes;
  }
  r->at = end; /* dots behind the name end the triple */
  if (out->n_bytes > n_end) {
    out->bytes[n_end] = '\0';
    out->n_bytes = n_end;
  }
  return true;
}

static token_kind read_word_or_name(reader *r, dm_buffer *out)
{
  while (is_name_char(peek(r, 0)) || peek(r, 0) == '-' || (peek(r, 0) == '.' && (is_name_char(peek(r, 1)) || peek(r, 1) == '-'))) {
    dm_buffer_add_byte(out, peek(r, 0));
    r->at++;
  }
  if (peek(r, 0) != ':')
    return TOKEN_WORD;
  dm_buffer_add_byte(out, ':');
  r->at++;
  return read_local(r, out) ? TOKEN_NAME : TOKEN_BAD;
}

static token_kind read_variable(reader *r, dm_buffer *out)
{
  for (r->at++; is_name_char(peek(r, 0)); r->at++)
    dm_buffer_add_byte(out, peek(r, 0));
  return TOKEN_VARIABLE;
}

static token_kind read_language(reader *r, dm_buffer *out)
{
  for (r->at++; is_letter(peek(r, 0)) || (out->n_bytes > 0 && (is_digit(peek(r, 0)) || peek(r, 0) == '-')); r->at++)
    dm_buffer_add_byte(out, peek(r, 0));
  return TOKEN_LANGUAGE;
}

static token_kind read_blank(reader *r, dm_buffer *out)
{
  r->at += 2;
  if (!is_name_char(peek(r, 0))) {
    bad(r, r->at, "a blank node needs a label");
    return TOKEN_BAD;
  }
  return read_local(r, out) ? TOKEN_BLANK : TOKEN_BAD;
}

static token_kind read_punctuation(reader *r, dm_buffer *out)
{
  static const char *const pairs[] = {"!=", "<=", ">=", "&&", "||", "^^"};
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
    if (peek(r, 0) == pairs[i][0] && peek(r, 1) == pairs[i][1]) {
      dm_buffer_add(out, pairs[i], 2);
      r->at += 2;
      return TOKEN_PUNCTUATION;
    }
  if (!strchr("{}()[].,;=!<>+-*|/^&?", peek(r, 0))) {
    bad(r, r->at, "this character may not stand here");
    return TOKEN_BAD;
  }
  dm_buffer_add_byte(out, peek(r, 0));
  r->at++;
  return TOKEN_PUNCTUATION;
}

static token_kind read_token(reader *r, dm_buffer *out)
{
  const char c = peek(r, 0);
  if (r->at >= r->n)
    return TOKEN_END;
  if (c == '<' && read_iri(r, out))
    return TOKEN_IRI;
  dm_buffer_clear(out); /* of what `<` began */
  if (c == '"' || c == '\'')
    return read_string(r, out) ? TOKEN_STRING : TOKEN_BAD;
  if (is_digit(c) || (c == '.' && is_digit(peek(r, 1))))
    return read_number(r);
  if ((c == '?' || c == '$') && is_name_char(peek(r, 1)))
    return read_variable(r, out);
  if (c == '@' && is_letter(peek(r, 1)))
    return read_language(r, out);
  if (c == '_' && peek(r, 1) == ':')
    return read_blank(r, out);
  if (is_letter(c) || (unsigned char)c >= 0x80)
    return read_word_or_name(r, out);
  if (c == ':') {
    dm_buffer_add_byte(out, ':');
    r->at++;
    return read_local(r, out) ? TOKEN_NAME : TOKEN_BAD;
  }
  return read_punctuation(r, out);
}

void sparql_tokenize(parser *p, token *out)
{
  reader    r = {p, p->query->text, p->query->n_text, p->at};
  dm_buffer text = {0};
  skip_space_and_comments(&r);
  out->begin = r.at;
  out->kind = read_token(&r, &text);
  out->end = r.at;
  if (out->kind == TOKEN_INTEGER || out->kind == TOKEN_DECIMAL || out->kind == TOKEN_DOUBLE)
    dm_buffer_add(&text, r.text + out->begin, out->end - out->begin);
  out->text = dm_arena_string(p->query->arena, dm_buffer_string(&text), text.n_bytes);
  out->n_bytes = text.n_bytes;
  dm_buffer_free(&text);
  p->at = r.at;
}
