/* The terms of Turtle: IRIs, names with prefixes, blank nodes, literals. Productions are named in front of what reads them. */
#include <string.h>

#include "base/unicode.h"
#include "rdf/byte.h"
#include "rdf/iri.h"
#include "rdf/lexical.h"
#include "rdf/turtle_impl.h"

#define XSD "http://www.w3.org/2001/XMLSchema#"

static const char rdf_lang_string[] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";
static const char bad_iri[] = "a character that no IRI may have";
static const char bad_uchar[] = "an escape that there is not: expected `\\u` and 4 or `\\U` and 8 hexadecimal digits";

static size_t n_left(const dm_turtle *t)
{
  return (size_t)(t->end - t->at);
}

static size_t begin_string(const dm_turtle *t)
{
  return t->text.n_bytes;
}

/* Ends the string that began at `begin` and gives its length. */
static size_t end_string(dm_turtle *t, size_t begin)
{
  size_t n_bytes = t->text.n_bytes - begin;
  dm_buffer_add_byte(&t->text, '\0');
  return n_bytes;
}

void dm_turtle_put(dm_turtle *t, dm_turtle_term *term, dm_term_kind kind, const char *value, const char *datatype)
{
  *term = (dm_turtle_term){.kind = kind, .value = begin_string(t)};
  dm_buffer_add_string(&t->text, value);
  term->n_bytes = end_string(t, term->value);
  if (!datatype)
    return;
  term->datatype = begin_string(t);
  dm_buffer_add_string(&t->text, datatype);
  end_string(t, term->datatype);
}

dm_term dm_turtle_term_of(const dm_turtle *t, const dm_turtle_term *term)
{
  const char *text = t->text.bytes;
  return (dm_term){.kind = term->kind,
                   .value = term->kind == DM_TERM_NONE ? NULL : text + term->value,
                   .n_bytes = term->n_bytes,
                   .datatype = term->datatype ? text + term->datatype : NULL,
                   .language = term->language ? text + term->language : NULL};
}

/* ---- IRIs ---- */

static bool add_iri_escape(dm_turtle *t)
{
  uint32_t codepoint = 0;
  size_t   n_bytes = dm_byte_uchar(t->at, n_left(t), &codepoint);
  if (!n_bytes)
    return dm_turtle_refuse(t, t->at, "%s", bad_uchar);
  const char *refusal = dm_byte_refusal(codepoint);
  if (refusal || !dm_byte_is_in_iri(codepoint))
    return dm_turtle_refuse(t, t->at, "%s", refusal ? refusal : bad_iri);
  dm_buffer_add_codepoint(&t->text, codepoint);
  t->at += n_bytes;
  return true;
}

/* Bytes of `text` from `begin` are a reference as it is written; they become what it means. */
static bool resolve(dm_turtle *t, size_t begin, const char *open)
{
  dm_buffer resolved = {0};
  bool      is_absolute = dm_iri_resolve(&resolved, t->base.n_bytes ? t->base.bytes : NULL, t->text.bytes + begin, t->text.n_bytes - begin);
  if (!is_absolute)
    dm_turtle_refuse(t, open, "a relative IRI without a base: `%.200s`", dm_buffer_string(&resolved));
  t->text.n_bytes = begin;
  dm_buffer_add(&t->text, dm_buffer_string(&resolved), resolved.n_bytes);
  dm_buffer_free(&resolved);
  return is_absolute;
}

static bool has_scheme(const char *at, const char *end)
{
  if (at == end || !dm_byte_is(*at, DM_BYTE_LETTER))
    return false;
  while (at < end && (dm_byte_is(*at, DM_BYTE_LETTER | DM_BYTE_DIGIT) || *at == '+' || *at == '-' || *at == '.'))
    at++;
  return at < end && *at == ':';
}

/* IRIREF */
bool dm_turtle_iri_reference(dm_turtle *t, dm_turtle_term *term)
{
  const char *open = t->at++;
  *term = (dm_turtle_term){.kind = DM_TERM_IRI, .value = begin_string(t)};
  for (;;) {
    const char *run = t->at;
    while (t->at < t->end && dm_byte_is(*t->at, DM_BYTE_IRI))
      t->at++;
    dm_buffer_add(&t->text, run, (size_t)(t->at - run));
    char next = dm_turtle_peek(t);
    if (next == '>')
      break;
    if (next == '\\') {
      if (!add_iri_escape(t))
        return false;
    } else if ((unsigned char)next >= 0x80) {
      size_t   n_bytes = 1;
      uint32_t codepoint = dm_utf8_decode(t->at, n_left(t), 0, &n_bytes);
      if (!dm_byte_is_in_iri(codepoint))
        return dm_turtle_refuse(t, t->at, "%s", bad_iri);
      dm_buffer_add(&t->text, t->at, n_bytes);
      t->at += n_bytes;
    } else {
      return dm_turtle_refuse(t, t->at, "%s", next == '\0' || next == '\n' || next == '\r' ? "an IRI without its `>`" : bad_iri);
    }
  }
  t->at++;
  /* What has a scheme is not changed (RFC 3986 §5.2.2 would drop dots; but RDF compares IRIs as they are written). */
  if (!has_scheme(dm_buffer_string(&t->text) + term->value, dm_buffer_string(&t->text) + t->text.n_bytes) && !resolve(t, term->value, open))
    return false;
  term->n_bytes = end_string(t, term->value);
  return true;
}

/* ---- names ---- */

/* The length of what may stand in a name here: a character of PN_CHARS (of PN_CHARS_BASE and, with `is_first` false, all others); 0: none. No dots, no colons. */
static size_t name_character(const char *at, const char *end, bool is_first)
{
  if (at == end)
    return 0;
  if ((unsigned char)*at < 0x80)
    return dm_byte_is(*at, is_first ? DM_BYTE_LETTER : DM_BYTE_LABEL) && *at != '.';
  size_t   n_bytes = 1;
  uint32_t codepoint = dm_utf8_decode(at, (size_t)(end - at), 0, &n_bytes);
  return dm_lexical_is_name(codepoint, is_first) ? n_bytes : 0;
}

/* PN_PREFIX? : the end of it. A dot may not end it. */
static const char *prefix_end(const char *at, const char *end)
{
  size_t      n_bytes = name_character(at, end, true);
  const char *good = at += n_bytes;
  while (n_bytes) {
    while (at < end && *at == '.')
      at++;
    n_bytes = name_character(at, end, false);
    if (n_bytes)
      good = at += n_bytes;
  }
  return good;
}

bool dm_turtle_is_word(const dm_turtle *t, const char *word, bool any_case)
{
  size_t n = strlen(word);
  if (n_left(t) < n)
    return false;
  for (size_t i = 0; i < n; i++) {
    if (t->at[i] != word[i] && !(any_case && (t->at[i] ^ 0x20) == word[i] && dm_byte_is(t->at[i], DM_BYTE_LETTER)))
      return false;
  }
  const char *end = prefix_end(t->at, t->end);
  return end == t->at + n && (end == t->end || *end != ':');
}

bool dm_turtle_prefix_name(dm_turtle *t, const char **name, size_t *n_name)
{
  const char *end = prefix_end(t->at, t->end);
  if (end == t->end || *end != ':')
    return dm_turtle_refuse(t, t->at, "expected a prefix and `:`");
  *name = t->at;
  *n_name = (size_t)(end - t->at);
  t->at = end + 1;
  return true;
}

/* PLX at % and \ : appends it. */
static bool add_local_escape(dm_turtle *t)
{
  static const char escapable[] = "_~.-!$&'()*+,;=/?#@%";
  const char       *at = t->at;
  if (*at == '\\' && n_left(t) >= 2 && strchr(escapable, at[1])) {
    dm_buffer_add_byte(&t->text, at[1]);
    t->at += 2;
    return true;
  }
  bool is_percent = *at == '%' && n_left(t) >= 3;
  for (size_t i = 1; is_percent && i < 3; i++)
    is_percent = dm_byte_is(at[i], DM_BYTE_DIGIT) || ((at[i] | 0x20) >= 'a' && (at[i] | 0x20) <= 'f');
  if (!is_percent)
    return dm_turtle_refuse(t, at, *at == '%' ? "expected two hexadecimal digits behind `%%` in a name" : "expected one of %s behind `\\` in a name",
                            escapable);
  dm_buffer_add(&t->text, at, 3);
  t->at += 3;
  return true;
}

/* PN_LOCAL?: appends it. Dots at its end are not of it. */
static bool add_local(dm_turtle *t)
{
  const char *begin = t->at;
  for (;;) {
    const char *run = t->at;
    while (t->at < t->end && (dm_byte_is(*t->at, t->at == begin ? DM_BYTE_LABEL_FIRST : DM_BYTE_LABEL) || *t->at == ':') && *t->at != '.')
      t->at++;
    dm_buffer_add(&t->text, run, (size_t)(t->at - run));
    char next = dm_turtle_peek(t);
    if (next == '%' || next == '\\') {
      if (!add_local_escape(t))
        return false;
      continue;
    }
    if (next == '.' && t->at > begin) {
      const char *dots = t->at;
      while (t->at < t->end && *t->at == '.')
        t->at++;
      next = dm_turtle_peek(t);
      if (!next || (next != ':' && next != '%' && next != '\\' && !name_character(t->at, t->end, false))) {
        t->at = dots;
        return true;
      }
      dm_buffer_add(&t->text, dots, (size_t)(t->at - dots));
      continue;
    }
    size_t n_bytes = (unsigned char)next >= 0x80 ? name_character(t->at, t->end, t->at == begin) : 0;
    if (!n_bytes)
      return true;
    dm_buffer_add(&t->text, t->at, n_bytes);
    t->at += n_bytes;
  }
}

/* PrefixedName */
static bool prefixed_name(dm_turtle *t, dm_turtle_term *term)
{
  const char *open = t->at, *name = NULL;
  size_t      n_name = 0;
  uint32_t    found = 0;
  if (!dm_turtle_prefix_name(t, &name, &n_name))
    return false;
  if (!dm_map_get(t->prefixes, name, n_name, &found))
    return dm_turtle_refuse(t, open, "the prefix `%.*s:` is not declared", (int)(n_name < 100 ? n_name : 100), name);
  *term = (dm_turtle_term){.kind = DM_TERM_IRI, .value = begin_string(t)};
  dm_buffer_add(&t->text, dm_buffer_string(&t->namespaces.items[found]), t->namespaces.items[found].n_bytes);
  if (!add_local(t))
    return false;
  term->n_bytes = end_string(t, term->value);
  return true;
}

/* iri */
bool dm_turtle_iri(dm_turtle *t, dm_turtle_term *term, const char *expected)
{
  if (dm_turtle_peek(t) == '<')
    return dm_turtle_iri_reference(t, term);
  const char *end = prefix_end(t->at, t->end);
  if (end < t->end && *end == ':')
    return prefixed_name(t, term);
  return dm_turtle_refuse(t, t->at, "expected %s", expected);
}

/* BLANK_NODE_LABEL */
bool dm_turtle_blank(dm_turtle *t, dm_turtle_term *term)
{
  if (n_left(t) < 2 || t->at[1] != ':')
    return dm_turtle_refuse(t, t->at, "expected `_:` and the label of a blank node");
  const char *begin = t->at + 2, *at = begin;
  size_t      n_bytes = at < t->end && dm_byte_is(*at, DM_BYTE_LABEL_FIRST) ? 1 : name_character(at, t->end, true);
  const char *good = at += n_bytes;
  while (n_bytes) {
    while (at < t->end && *at == '.')
      at++;
    n_bytes = name_character(at, t->end, false);
    if (n_bytes)
      good = at += n_bytes;
  }
  if (good == begin)
    return dm_turtle_refuse(t, begin, "expected the label of a blank node");
  *term = (dm_turtle_term){.kind = DM_TERM_BLANK, .value = begin_string(t)};
  dm_buffer_add_string(&t->text, t->blank_prefix);
  dm_buffer_add(&t->text, begin, (size_t)(good - begin));
  term->n_bytes = end_string(t, term->value);
  t->at = good;
  return true;
}

void dm_turtle_new_blank(dm_turtle *t, dm_turtle_term *term)
{
  *term = (dm_turtle_term){.kind = DM_TERM_BLANK, .value = begin_string(t)};
  dm_buffer_print(&t->text, "%s%s%zu", t->blank_prefix, t->stem.bytes, ++t->n_blanks);
  term->n_bytes = end_string(t, term->value);
}

/* ---- literals ---- */

static bool add_escape(dm_turtle *t)
{
  uint32_t codepoint = 0;
  char     named = n_left(t) >= 2 ? dm_byte_named_escape(t->at[1]) : '\0';
  if (named) {
    dm_buffer_add_byte(&t->text, named);
    t->at += 2;
    return true;
  }
  if (n_left(t) < 2 || (t->at[1] != 'u' && t->at[1] != 'U'))
    return dm_turtle_refuse(t, t->at, "an escape that there is not: expected one of \\t \\b \\n \\r \\f \\\" \\' \\\\ \\u \\U");
  size_t      n_bytes = dm_byte_uchar(t->at, n_left(t), &codepoint);
  const char *refusal = n_bytes ? dm_byte_refusal(codepoint) : bad_uchar;
  if (refusal)
    return dm_turtle_refuse(t, t->at, "%s", refusal);
  dm_buffer_add_codepoint(&t->text, codepoint);
  t->at += n_bytes;
  return true;
}

/* The four kinds of STRING_LITERAL: one or three quotes of either kind. */
static bool add_string(dm_turtle *t)
{
  const char *open = t->at;
  const char  quote = *open;
  bool        is_long = n_left(t) >= 3 && open[1] == quote && open[2] == quote;
  t->at += is_long ? 3 : 1;
  for (;;) {
    const char *run = t->at;
    while (t->at < t->end && *t->at != quote && *t->at != '\\' && (is_long || (*t->at != '\n' && *t->at != '\r')))
      t->at++;
    dm_buffer_add(&t->text, run, (size_t)(t->at - run));
    if (t->at == t->end || *t->at == '\n' || *t->at == '\r')
      return dm_turtle_refuse(t, open, "a string without its closing quotes%s", is_long ? "" : " in the same line");
    if (*t->at == '\\') {
      if (!add_escape(t))
        return false;
      continue;
    }
    if (!is_long || (n_left(t) >= 3 && t->at[1] == quote && t->at[2] == quote))
      break;
    dm_buffer_add_byte(&t->text, quote);
    t->at++;
  }
  t->at += is_long ? 3 : 1;
  return true;
}

/* LANGTAG */
static bool language(dm_turtle *t, dm_turtle_term *term)
{
  unsigned wanted = DM_BYTE_LETTER;
  term->language = begin_string(t);
  t->at++;
  for (;;) {
    const char *subtag = t->at;
    for (; t->at < t->end && dm_byte_is(*t->at, wanted); t->at++)
      dm_buffer_add_byte(&t->text, (char)(*t->at >= 'A' && *t->at <= 'Z' ? *t->at | 0x20 : *t->at));
    if (t->at == subtag)
      return dm_turtle_refuse(t, t->at,
                              wanted == DM_BYTE_LETTER ? "expected a language tag, which begins with a letter"
                                                       : "expected a letter or digit of a language tag");
    if (dm_turtle_peek(t) != '-')
      break;
    dm_buffer_add_byte(&t->text, *t->at++);
    wanted = DM_BYTE_LETTER | DM_BYTE_DIGIT;
  }
  end_string(t, term->language);
  return true;
}

static bool datatype(dm_turtle *t, dm_turtle_term *term)
{
  dm_turtle_term iri;
  if (n_left(t) < 2 || t->at[1] != '^')
    return dm_turtle_refuse(t, t->at, "expected `^^` and a datatype");
  t->at += 2;
  const char *begin = t->at;
  if (!dm_turtle_iri(t, &iri, "the IRI of a datatype"))
    return false;
  if (!strcmp(t->text.bytes + iri.value, rdf_lang_string))
    return dm_turtle_refuse(t, begin, "a literal of rdf:langString without a language");
  if (strcmp(t->text.bytes + iri.value, XSD "string") != 0)
    term->datatype = iri.value;
  return true;
}

/* RDFLiteral */
bool dm_turtle_literal(dm_turtle *t, dm_turtle_term *term)
{
  *term = (dm_turtle_term){.kind = DM_TERM_LITERAL, .value = begin_string(t)};
  if (!add_string(t))
    return false;
  term->n_bytes = end_string(t, term->value);
  if (dm_turtle_peek(t) == '@')
    return language(t, term);
  return dm_turtle_peek(t) != '^' || datatype(t, term);
}

static const char *skip_digits(const char *at, const char *end)
{
  while (at < end && dm_byte_is(*at, DM_BYTE_DIGIT))
    at++;
  return at;
}

/* INTEGER, DECIMAL, DOUBLE. A dot is of the number if a digit or an exponent follows. */
bool dm_turtle_number(dm_turtle *t, dm_turtle_term *term)
{
  const char *begin = t->at, *at = begin + (*begin == '+' || *begin == '-');
  const char *digits = at, *type = XSD "integer";
  at = skip_digits(at, t->end);
  size_t n_digits = (size_t)(at - digits);
  if (at < t->end && *at == '.') {
    const char *fraction = skip_digits(at + 1, t->end);
    bool        is_exponent = n_digits && fraction < t->end && (*fraction | 0x20) == 'e';
    if (fraction > at + 1 || is_exponent) {
      n_digits += (size_t)(fraction - at - 1);
      at = fraction;
      type = XSD "decimal";
    }
  }
  if (!n_digits)
    return dm_turtle_refuse(t, begin, "expected digits of a number");
  if (at < t->end && (*at | 0x20) == 'e') {
    const char *exponent = at + 1;
    if (exponent < t->end && (*exponent == '+' || *exponent == '-'))
      exponent++;
    at = skip_digits(exponent, t->end);
    if (at == exponent)
      return dm_turtle_refuse(t, exponent, "expected digits of an exponent");
    type = XSD "double";
  }
  *term = (dm_turtle_term){.kind = DM_TERM_LITERAL, .value = begin_string(t)};
  dm_buffer_add(&t->text, begin, (size_t)(at - begin));
  term->n_bytes = end_string(t, term->value);
  term->datatype = begin_string(t);
  dm_buffer_add_string(&t->text, type);
  end_string(t, term->datatype);
  t->at = at;
  return true;
}
