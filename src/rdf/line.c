/* One line of N-Triples or N-Quads.
 *
 *   scan (nothing is changed) --> spans of terms --> finish: NULs behind them, escapes decoded where they stand (decoded is never longer)
 *
 * Every scan goes from byte to byte by a table in which LF and CR belong to nothing, so that none looks behind the line and none counts bytes. */
#include "rdf/line.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/unicode.h"
#include "rdf/byte.h"
#include "rdf/lexical.h"

static const char xsd_string[] = "http://www.w3.org/2001/XMLSchema#string";
static const char rdf_lang_string[] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";

/* A part of the line, and whether it has escapes to be decoded. */
typedef struct {
  char *begin; /* NULL: not there */
  char *end;
  bool  is_escaped;
} span;

typedef struct {
  dm_term_kind kind;
  span         value;
  span         datatype;
  span         language;
} scanned;

static char *refuse(dm_line_fault *fault, const char *at, const char *what)
{
  *fault = (dm_line_fault){.what = what, .at = at};
  return NULL;
}

static bool is(const char *at, unsigned wanted)
{
  return dm_byte_is(*at, wanted);
}

static bool is_line_end(char byte)
{
  return byte == '\n' || byte == '\r';
}

static char *skip_space(char *at)
{
  while (*at == ' ' || *at == '\t')
    at++;
  return at;
}

/* The code point at a byte above ASCII. Decoding stops at the first byte that is no continuation, thus at the line's end. */
static uint32_t decode(const char *at, size_t *n_bytes)
{
  return dm_utf8_decode(at, 4, 0, n_bytes);
}

static char *scan_uchar(char *at, uint32_t *codepoint, dm_line_fault *fault)
{
  size_t      n_bytes = dm_byte_uchar(at, SIZE_MAX, codepoint);
  const char *refusal = n_bytes ? dm_byte_refusal(*codepoint) : "an escape that there is not: expected `\\u` and 4 or `\\U` and 8 hexadecimal digits";
  return refusal ? refuse(fault, at, refusal) : at + n_bytes;
}

/* ECHAR or UCHAR in a literal. */
static char *scan_escape(char *at, dm_line_fault *fault)
{
  uint32_t codepoint = 0;
  if (dm_byte_named_escape(at[1]))
    return at + 2;
  if (at[1] != 'u' && at[1] != 'U')
    return refuse(fault, at, "an escape that there is not: expected one of \\t \\b \\n \\r \\f \\\" \\' \\\\ \\u \\U");
  return scan_uchar(at, &codepoint, fault);
}

static size_t encode(char *to, uint32_t codepoint)
{
  static const uint8_t leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
  size_t               n_bytes = codepoint < 0x80 ? 1 : codepoint < 0x800 ? 2 : codepoint < 0x10000 ? 3 : 4;
  for (size_t i = n_bytes - 1; i > 0; i--, codepoint >>= 6)
    to[i] = (char)(0x80 | (codepoint & 0x3F));
  to[0] = (char)(leads[n_bytes] | codepoint);
  return n_bytes;
}

/* Decodes the escapes of a span where it stands; gives its new end. */
static char *unescape(const span *text)
{
  char *to = text->begin;
  for (char *from = text->begin; from < text->end;) {
    char *next = memchr(from, '\\', (size_t)(text->end - from));
    if (!next)
      next = text->end;
    memmove(to, from, (size_t)(next - from));
    to += next - from;
    from = next;
    if (from == text->end)
      break;
    uint32_t codepoint = 0;
    size_t   n_bytes = dm_byte_uchar(from, SIZE_MAX, &codepoint);
    if (n_bytes)
      to += encode(to, codepoint);
    else
      *to++ = dm_byte_named_escape(from[1]);
    from += n_bytes ? n_bytes : 2;
  }
  return to;
}

/* scheme ":" of RFC 3987, in front of the first byte that can be no part of it. */
static bool has_scheme(const char *at)
{
  if (!is(at, DM_BYTE_LETTER))
    return false;
  while (is(at, DM_BYTE_LETTER | DM_BYTE_DIGIT) || *at == '+' || *at == '-' || *at == '.')
    at++;
  return *at == ':';
}

/* One character of an IRI that is not simply allowed: beyond ASCII, or escaped. */
static char *scan_iri_character(char *at, span *iri, dm_line_fault *fault)
{
  uint32_t codepoint = 0;
  size_t   n_bytes = 0;
  char    *end = NULL;
  if (*at == '\\') {
    end = scan_uchar(at, &codepoint, fault);
    iri->is_escaped = true;
  } else if ((unsigned char)*at >= 0x80) {
    codepoint = decode(at, &n_bytes);
    end = codepoint == UINT32_MAX ? refuse(fault, at, "not UTF-8") : at + n_bytes;
  } else {
    return refuse(fault, at, is_line_end(*at) ? "an IRI without its `>`" : *at ? "a character that no IRI may have" : "a NUL");
  }
  if (end && !dm_byte_is_in_iri(codepoint))
    return refuse(fault, at, "a character that no IRI may have");
  return end;
}

/* Escapes may stand in the scheme too, though nobody writes them there. */
static bool has_escaped_scheme(const span *iri)
{
  size_t n_bytes = (size_t)(iri->end - iri->begin);
  char  *copy = dm_copy_string(iri->begin, n_bytes);
  span   text = {.begin = copy, .end = copy + n_bytes};
  *unescape(&text) = '\0';
  bool found = has_scheme(copy);
  free(copy);
  return found;
}

static char *scan_iri(char *at, span *iri, dm_line_fault *fault)
{
  char *open = at++;
  iri->begin = at;
  while (*at != '>') {
    if (is(at, DM_BYTE_IRI))
      at++;
    else if (!(at = scan_iri_character(at, iri, fault)))
      return NULL;
  }
  iri->end = at;
  if (!has_scheme(iri->begin) && !(iri->is_escaped && has_escaped_scheme(iri)))
    return refuse(fault, open, "an IRI that is not absolute");
  return at + 1;
}

/* BLANK_NODE_LABEL; a dot may not end it. No colon is taken: production 157s has one, but the W3C's tests refuse it, and so does every other syntax. */
static char *scan_blank(char *at, span *label, dm_line_fault *fault)
{
  if (at[1] != ':')
    return refuse(fault, at, "expected `_:` and the label of a blank node");
  at += 2;
  label->begin = label->end = at;
  for (;;) {
    size_t n_bytes = 1;
    bool   is_first = at == label->begin;
    if ((unsigned char)*at >= 0x80) {
      uint32_t codepoint = decode(at, &n_bytes);
      if (codepoint == UINT32_MAX)
        return refuse(fault, at, "not UTF-8");
      if (!dm_lexical_is_name(codepoint, is_first))
        break;
    } else if (!is(at, is_first ? DM_BYTE_LABEL_FIRST : DM_BYTE_LABEL)) {
      break;
    }
    at += n_bytes;
    if (at[-1] != '.')
      label->end = at;
  }
  return label->end == label->begin ? refuse(fault, at, "expected the label of a blank node") : label->end;
}

static char *scan_language(char *at, span *tag, dm_line_fault *fault)
{
  unsigned wanted = DM_BYTE_LETTER;
  tag->begin = ++at;
  for (;;) {
    char *subtag = at;
    while (is(at, wanted))
      at++;
    if (at == subtag)
      return refuse(fault, at,
                    wanted == DM_BYTE_LETTER ? "expected a language tag, which begins with a letter"
                                             : "expected a letter or digit of a language tag");
    if (*at != '-')
      break;
    at++;
    wanted = DM_BYTE_LETTER | DM_BYTE_DIGIT;
  }
  tag->end = at;
  return at;
}

static char *scan_datatype(char *at, span *datatype, dm_line_fault *fault)
{
  if (at[1] != '^' || at[2] != '<')
    return refuse(fault, at, "expected `^^` and the IRI of a datatype");
  char *end = scan_iri(at + 2, datatype, fault);
  if (end && (size_t)(datatype->end - datatype->begin) == sizeof rdf_lang_string - 1 &&
      !memcmp(datatype->begin, rdf_lang_string, sizeof rdf_lang_string - 1))
    return refuse(fault, at, "a literal of rdf:langString without a language");
  return end;
}

static char *scan_literal(char *at, scanned *term, dm_line_fault *fault)
{
  char *open = at++;
  term->value.begin = at;
  while (*at != '"') {
    size_t n_bytes = 1;
    if (is(at, DM_BYTE_STRING)) {
      at++;
    } else if (*at == '\\') {
      term->value.is_escaped = true;
      if (!(at = scan_escape(at, fault)))
        return NULL;
    } else if ((unsigned char)*at >= 0x80) {
      if (decode(at, &n_bytes) == UINT32_MAX)
        return refuse(fault, at, "not UTF-8");
      at += n_bytes;
    } else {
      return *at ? refuse(fault, open, "a string without its closing `\"` in the same line") : refuse(fault, at, "a NUL");
    }
  }
  term->value.end = at++;
  if (*at == '@')
    return scan_language(at, &term->language, fault);
  return *at == '^' ? scan_datatype(at, &term->datatype, fault) : at;
}

enum { MAY_BE_IRI = 1, MAY_BE_BLANK = 2, MAY_BE_LITERAL = 4 };

static char *scan_term(char *at, unsigned allowed, scanned *term, const char *expected, dm_line_fault *fault)
{
  term->value.is_escaped = term->datatype.is_escaped = false;
  term->datatype.begin = term->language.begin = NULL;
  if (*at == '<' && (allowed & MAY_BE_IRI)) {
    term->kind = DM_TERM_IRI;
    return scan_iri(at, &term->value, fault);
  }
  if (*at == '_' && (allowed & MAY_BE_BLANK)) {
    term->kind = DM_TERM_BLANK;
    return scan_blank(at, &term->value, fault);
  }
  if (*at == '"' && (allowed & MAY_BE_LITERAL)) {
    term->kind = DM_TERM_LITERAL;
    return scan_literal(at, term, fault);
  }
  return refuse(fault, at, expected);
}

/* ---- finishing: the line proved to be good ---- */

static char *close_span(span *text)
{
  if (text->is_escaped)
    text->end = unescape(text);
  *text->end = '\0';
  return text->begin;
}

/* What stands behind a term is not needed any more: a delimiter, or a space, or a dot. */
static void finish(scanned *from, dm_term *term)
{
  term->kind = from->kind;
  term->value = close_span(&from->value);
  term->n_bytes = (size_t)(from->value.end - from->value.begin);
  term->datatype = NULL;
  term->language = NULL;
  if (from->kind != DM_TERM_LITERAL)
    return;
  if (from->language.begin) {
    for (char *c = from->language.begin; c < from->language.end; c++)
      *c = (char)(*c >= 'A' && *c <= 'Z' ? *c | 0x20 : *c);
    from->language.is_escaped = false;
    term->language = close_span(&from->language);
  } else if (from->datatype.begin) {
    const char *datatype = close_span(&from->datatype);
    bool is_string = (size_t)(from->datatype.end - from->datatype.begin) == sizeof xsd_string - 1 && !memcmp(datatype, xsd_string, sizeof xsd_string);
    term->datatype = is_string ? NULL : datatype;
  }
}

/* Behind the statement only a comment may stand. Comments are looked at for UTF-8 as all else. */
static char *scan_rest(char *at, dm_line_fault *fault)
{
  at = skip_space(at);
  if (*at != '#')
    return is_line_end(*at) ? at : refuse(fault, at, "expected the end of the line or a comment behind the statement");
  for (size_t n_bytes = 1; !is_line_end(*at); at += n_bytes) {
    if (!*at)
      return refuse(fault, at, "a NUL");
    if (decode(at, &n_bytes) == UINT32_MAX)
      return refuse(fault, at, "not UTF-8");
  }
  return at;
}

static char *scan_statement(char *at, bool has_graphs, scanned *terms, size_t *n_terms, dm_line_fault *fault)
{
  static const struct {
    unsigned    allowed;
    const char *expected;
  } roles[] = {
      {MAY_BE_IRI | MAY_BE_BLANK, "expected a subject: `<` and an IRI, or `_:` and a blank node"},
      {MAY_BE_IRI, "expected a predicate: `<` and an IRI"},
      {MAY_BE_IRI | MAY_BE_BLANK | MAY_BE_LITERAL, "expected an object: `<` and an IRI, `_:` and a blank node, or `\"` and a literal"},
      {MAY_BE_IRI | MAY_BE_BLANK, "expected `.` behind the statement, or its graph"},
  };
  for (*n_terms = 0; *n_terms < 4; ++*n_terms) {
    if (*n_terms == 3 && (*at == '.' || !has_graphs))
      break;
    at = scan_term(at, roles[*n_terms].allowed, &terms[*n_terms], roles[*n_terms].expected, fault);
    if (!at)
      return NULL;
    at = skip_space(at);
  }
  return *at == '.' ? at + 1 : refuse(fault, at, "expected `.` behind the statement");
}

dm_status dm_line_read(char *line, bool has_graphs, dm_statement *statement, char **end, dm_line_fault *fault)
{
  scanned terms[4];
  size_t  n_terms = 0;
  char   *at = skip_space(line);
  bool    is_empty = is_line_end(*at) || *at == '#';
  if (!is_empty)
    at = scan_statement(at, has_graphs, terms, &n_terms, fault);
  if (at)
    at = scan_rest(at, fault);
  if (!at)
    return DM_BAD_INPUT;
  *end = at;
  if (is_empty)
    return DM_NOTHING;
  finish(&terms[0], &statement->subject);
  finish(&terms[1], &statement->predicate);
  finish(&terms[2], &statement->object);
  if (n_terms == 4)
    finish(&terms[3], &statement->graph);
  else
    statement->graph = (dm_term){.kind = DM_TERM_NONE};
  return DM_OK;
}
