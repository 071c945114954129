/* The spelling of terms (N-Triples 1.1, Turtle 1.1). Bytes are looked up in tables and copied in runs. */
#include "rdf/lexical.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/unicode.h"

#define XSD "http://www.w3.org/2001/XMLSchema#"
#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

/* What an ASCII byte may be part of. Bytes above belong to none: they are looked at as code points. */
enum { IN_IRI = 1, IN_STRING = 2, IN_NAME = 4, FIRST_OF_NAME = 8 };

#define P (IN_IRI | IN_STRING)                           /* punctuation allowed in IRIs */
#define N (IN_IRI | IN_STRING | IN_NAME)                 /* '-': not first in a name */
#define A (IN_IRI | IN_STRING | IN_NAME | FIRST_OF_NAME) /* letters, digits, '_' */
#define S IN_STRING                                      /* not in IRIs: space < > ^ ` { | } */

static const uint8_t classes[256] = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,      /* controls */
    S, P, 0, P, P, P, P, P, P, P, P, P, P, N, P, P, A, A, A, A, A, A, A, A, A, A, P, P, S, P, S, P,      /* space to ? */
    P, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, P, 0, P, S, A,      /* @ to _ */
    S, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, S, S, S, P, IN_IRI, /* ` to DEL */
};

#undef P
#undef N
#undef A
#undef S

typedef struct {
  const char *name;
  const char *namespace_iri;
  size_t      n_name;
  size_t      n_namespace;
} prefix;

struct dm_prefixes {
  size_t n;
  prefix items[];
};

/* PN_CHARS_BASE above ASCII, then the rest of PN_CHARS. */
static const struct {
  uint32_t first, last;
  bool     may_begin;
} name_ranges[] = {
    {0xC0, 0xD6, true},     {0xD8, 0xF6, true},       {0xF8, 0x2FF, true},    {0x370, 0x37D, true},   {0x37F, 0x1FFF, true},
    {0x200C, 0x200D, true}, {0x2070, 0x218F, true},   {0x2C00, 0x2FEF, true}, {0x3001, 0xD7FF, true}, {0xF900, 0xFDCF, true},
    {0xFDF0, 0xFFFD, true}, {0x10000, 0xEFFFF, true}, {0xB7, 0xB7, false},    {0x300, 0x36F, false},  {0x203F, 0x2040, false},
};

bool dm_lexical_is_name(uint32_t codepoint, bool is_first)
{
  for (size_t i = 0; i < sizeof name_ranges / sizeof *name_ranges; i++) {
    if (codepoint >= name_ranges[i].first && codepoint <= name_ranges[i].last)
      return name_ranges[i].may_begin || !is_first;
  }
  return false;
}

/* A name that is BLANK_NODE_LABEL and, with no need to escape, PN_LOCAL: of what this leaves out (':', %, \) the readers in use are not all sure.
 * It may be empty. */
static bool is_name(const char *name, size_t n_bytes)
{
  if (n_bytes && name[n_bytes - 1] == '.')
    return false;
  for (size_t i = 0, length = 1; i < n_bytes; i += length) {
    unsigned char byte = (unsigned char)name[i];
    if (byte < 0x80) {
      length = 1;
      if (!(classes[byte] & (i ? IN_NAME : FIRST_OF_NAME)) && !(byte == '.' && i))
        return false;
    } else if (!dm_lexical_is_name(dm_utf8_decode(name, n_bytes, i, &length), i == 0)) {
      return false;
    }
  }
  return true;
}

static bool is_noncharacter(uint32_t codepoint)
{
  return codepoint == 0xFFFE || codepoint == 0xFFFF;
}

static bool has_scheme(const char *iri, size_t n_bytes)
{
  const char *colon = n_bytes ? memchr(iri, ':', n_bytes) : NULL;
  if (!colon || !((iri[0] | 0x20) >= 'a' && (iri[0] | 0x20) <= 'z'))
    return false;
  for (const char *c = iri; c < colon; c++) {
    bool letter_or_digit = (classes[(unsigned char)*c] & FIRST_OF_NAME) && *c != '_';
    if (!letter_or_digit && *c != '+' && *c != '-' && *c != '.')
      return false;
  }
  return true;
}

bool dm_lexical_iri_is_valid(const char *iri, size_t n_bytes)
{
  if (!has_scheme(iri, n_bytes))
    return false;
  for (size_t i = 0, length; i < n_bytes; i += length) {
    unsigned char byte = (unsigned char)iri[i];
    length = 1;
    if (classes[byte] & IN_IRI)
      continue;
    if (byte < 0x80)
      return false;
    uint32_t codepoint = dm_utf8_decode(iri, n_bytes, i, &length);
    if (codepoint == UINT32_MAX || is_noncharacter(codepoint))
      return false;
  }
  return true;
}

/* Longest first; of two equal ones the one that was given first. */
static int compare_prefixes(const void *a, const void *b)
{
  const prefix *x = a, *y = b;
  if (x->n_namespace != y->n_namespace)
    return x->n_namespace > y->n_namespace ? -1 : 1;
  return strcmp(x->name, y->name);
}

dm_prefixes *dm_prefixes_new(const dm_prefix *prefixes, size_t n_prefixes)
{
  dm_prefixes *sorted = dm_allocate(sizeof *sorted + n_prefixes * sizeof *sorted->items);
  sorted->n = n_prefixes;
  for (size_t i = 0; i < n_prefixes; i++)
    sorted->items[i] = (prefix){.name = prefixes[i].prefix,
                                .namespace_iri = prefixes[i].namespace_iri,
                                .n_name = strlen(prefixes[i].prefix),
                                .n_namespace = strlen(prefixes[i].namespace_iri)};
  if (n_prefixes)
    qsort(sorted->items, n_prefixes, sizeof *sorted->items, compare_prefixes);
  return sorted;
}

void dm_prefixes_free(dm_prefixes *prefixes)
{
  free(prefixes);
}

/* No name has '/', '#' or ':', so only namespaces that reach behind the last of them can do; mostly that is one. */
static size_t least_namespace(const char *iri, size_t n_bytes)
{
  while (n_bytes && iri[n_bytes - 1] != '/' && iri[n_bytes - 1] != '#' && iri[n_bytes - 1] != ':')
    n_bytes--;
  return n_bytes;
}

static bool add_prefixed(dm_buffer *out, const char *iri, size_t n_bytes, const dm_prefixes *prefixes)
{
  size_t least = least_namespace(iri, n_bytes);
  for (size_t i = 0; i < prefixes->n && prefixes->items[i].n_namespace >= least; i++) {
    const prefix *p = &prefixes->items[i];
    size_t        n = p->n_namespace;
    if (n > n_bytes || (n && iri[n - 1] != p->namespace_iri[n - 1]) || memcmp(iri, p->namespace_iri, n) || !is_name(iri + n, n_bytes - n))
      continue;
    dm_buffer_add(out, p->name, p->n_name);
    dm_buffer_add_byte(out, ':');
    dm_buffer_add(out, iri + n, n_bytes - n);
    return true;
  }
  return false;
}

static const char *add_iri(dm_buffer *out, const char *iri, size_t n_bytes, const dm_prefixes *prefixes)
{
  if (!dm_lexical_iri_is_valid(iri, n_bytes))
    return "an IRI that is not absolute or has a character that none may have";
  if (prefixes && add_prefixed(out, iri, n_bytes, prefixes))
    return NULL;
  dm_buffer_add_byte(out, '<');
  dm_buffer_add(out, iri, n_bytes);
  dm_buffer_add_byte(out, '>');
  return NULL;
}

static void add_escape(dm_buffer *out, uint32_t codepoint)
{
  static const char digits[] = "0123456789ABCDEF";
  static const char names[] = "\nn\rr\tt\"\"\\\\";
  for (const char *name = names; *name; name += 2) {
    if ((uint32_t)name[0] == codepoint) {
      dm_buffer_add(out, (char[]){'\\', name[1]}, 2);
      return;
    }
  }
  dm_buffer_add_string(out, "\\u");
  for (int shift = 12; shift >= 0; shift -= 4)
    dm_buffer_add_byte(out, digits[codepoint >> shift & 15]);
}

static const char *add_string(dm_buffer *out, const char *text, size_t n_text)
{
  size_t begin = 0, i = 0;
  dm_buffer_add_byte(out, '"');
  while (i < n_text) {
    size_t length = 1;
    if (classes[(unsigned char)text[i]] & IN_STRING) {
      i++;
      continue;
    }
    uint32_t codepoint = dm_utf8_decode(text, n_text, i, &length);
    if (codepoint == UINT32_MAX)
      return "a literal that is not UTF-8";
    if (codepoint == 0)
      return "a literal with U+0000";
    if (codepoint < 0x80 || is_noncharacter(codepoint)) {
      dm_buffer_add(out, text + begin, i - begin);
      add_escape(out, codepoint);
      begin = i + length;
    }
    i += length;
  }
  dm_buffer_add(out, text + begin, n_text - begin);
  dm_buffer_add_byte(out, '"');
  return NULL;
}

/* LANGTAG: letters, then subtags of letters and digits. */
static bool is_language(const char *tag)
{
  size_t n_in_subtag = 0;
  bool   primary = true;
  for (; *tag; tag++) {
    bool letter = (*tag | 0x20) >= 'a' && (*tag | 0x20) <= 'z';
    bool digit = *tag >= '0' && *tag <= '9';
    if (*tag == '-' && n_in_subtag) {
      primary = false;
      n_in_subtag = 0;
    } else if (letter || (digit && !primary)) {
      n_in_subtag++;
    } else {
      return false;
    }
  }
  return n_in_subtag > 0;
}

/* -?[1-9][0-9]* or 0: what a reader of the short form makes the same literal of. */
static bool is_canonical_integer(const char *text, size_t n_text)
{
  if (n_text == 1 && text[0] == '0')
    return true;
  size_t i = n_text && text[0] == '-';
  if (i == n_text || text[i] == '0')
    return false;
  while (i < n_text && text[i] >= '0' && text[i] <= '9')
    i++;
  return i == n_text;
}

static const char *add_literal(dm_buffer *out, const dm_term *term, const dm_prefixes *prefixes)
{
  const char *datatype = term->datatype;
  if (prefixes && datatype && !term->language && !strcmp(datatype, XSD "integer") && is_canonical_integer(term->value, term->n_bytes)) {
    dm_buffer_add(out, term->value, term->n_bytes);
    return NULL;
  }
  const char *fault = add_string(out, term->value, term->n_bytes);
  if (fault)
    return fault;
  if (term->language) {
    if (datatype && strcmp(datatype, RDF "langString"))
      return "a literal with both a language and a datatype";
    if (!is_language(term->language))
      return "a literal with a language tag that is none";
    dm_buffer_add_byte(out, '@');
    dm_buffer_add_string(out, term->language);
    return NULL;
  }
  if (!datatype || !strcmp(datatype, XSD "string"))
    return NULL;
  if (!strcmp(datatype, RDF "langString"))
    return "a literal of rdf:langString without a language";
  dm_buffer_add_string(out, "^^");
  return add_iri(out, datatype, strlen(datatype), prefixes);
}

static const char *add_blank(dm_buffer *out, const dm_term *term)
{
  if (!term->n_bytes || !is_name(term->value, term->n_bytes))
    return "a blank node with a label that none may have";
  dm_buffer_add_string(out, "_:");
  dm_buffer_add(out, term->value, term->n_bytes);
  return NULL;
}

static const char *add_term(dm_buffer *out, const dm_term *term, const dm_prefixes *prefixes)
{
  switch (term->kind) {
  case DM_TERM_IRI: return add_iri(out, term->value, term->n_bytes, prefixes);
  case DM_TERM_LITERAL: return add_literal(out, term, prefixes);
  case DM_TERM_BLANK: return add_blank(out, term);
  case DM_TERM_NONE: break;
  }
  return "a term that is missing";
}

dm_status dm_lexical_add(dm_buffer *text, dm_role role, const dm_term *term, const dm_prefixes *prefixes, dm_output *output)
{
  enum { IRI = 1u << DM_TERM_IRI, LITERAL = 1u << DM_TERM_LITERAL, BLANK = 1u << DM_TERM_BLANK, MOST_SHOWN = 200 };
  static const struct {
    const char *name;
    unsigned    kinds;
  } roles[] = {
      [DM_ROLE_SUBJECT] = {"a subject", IRI | BLANK},
      [DM_ROLE_PREDICATE] = {"a predicate", IRI},
      [DM_ROLE_OBJECT] = {"an object", IRI | BLANK | LITERAL},
      [DM_ROLE_GRAPH] = {"a graph", IRI | BLANK},
  };
  const char *fault = "a term of its kind";
  if (roles[role].kinds & 1u << term->kind)
    fault = add_term(text, term, prefixes);
  if (!fault)
    return DM_OK;
  int n_shown = (int)(term->n_bytes > MOST_SHOWN ? MOST_SHOWN : term->n_bytes);
  return dm_output_refuse(output, "RDF does not allow, as %s, %s: `%.*s`", roles[role].name, fault, n_shown, term->value ? term->value : "");
}

void dm_lexical_choose_stem(dm_buffer *stem, const char *text, size_t n_text)
{
  static const char word[] = "genid";
  const size_t      n_word = sizeof word - 1;
  size_t            most = 0;
  bool              found = false;
  for (size_t i = 0; i + n_word <= n_text; i++) {
    const char *next = memchr(text + i, word[0], n_text - i);
    if (!next || (i = (size_t)(next - text)) + n_word > n_text)
      break;
    if (memcmp(next, word, n_word))
      continue;
    size_t n = 0;
    while (i + n_word + n < n_text && next[n_word + n] == 'x')
      n++;
    most = n > most ? n : most;
    found = true;
  }
  dm_buffer_add_string(stem, word);
  for (size_t i = 0; i < most + found; i++)
    dm_buffer_add_byte(stem, 'x');
}
