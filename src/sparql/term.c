/* sparql/term.c - variables, blank nodes, IRIs and literals. */
#include "sparql/parser_impl.h"

#include <string.h>

#include "base/buffer.h"
#include "base/unicode.h"
#include "rdf/iri.h"
#include "rdf/lexical.h"

#define XSD "http://www.w3.org/2001/XMLSchema#"

uint32_t parser_name(parser *p)
{
  bool            is_new = false;
  const uint32_t *known = dm_map_put(p->variables, p->now.text, p->now.n_bytes, (uint32_t)p->syntax->names.n, &is_new);
  const uint32_t  name = *known;
  if (is_new)
    *dm_list_add(p->arena, &p->syntax->names) = p->now.text;
  parser_advance(p);
  return name;
}

uint32_t parser_expect_variable(parser *p, const char *expected)
{
  if (p->now.kind == TOKEN_VARIABLE)
    return parser_name(p);
  if (p->now.kind == TOKEN_WORD && !parser_is_next(p, '(') && !p->is_broken) {
    parser_report(p, p->now.begin, "expected %s, found `%s`: did you mean `?%s`?", expected, p->now.text, p->now.text);
    parser_break(p);
  }
  parser_expected(p, expected);
  return DM_SYNTAX_NO_NAME;
}

static dm_syntax_reference add_blank(parser *p, const char *label, size_t offset)
{
  const uint32_t name = (uint32_t)p->syntax->blanks.n;
  *dm_list_add(p->arena, &p->syntax->blanks) = label;
  *dm_list_add(p->arena, &p->patterns) = p->pattern;
  return (dm_syntax_reference){.kind = DM_SYNTAX_BLANK, .offset = offset, .name = name};
}

dm_syntax_reference parser_fresh_blank(parser *p, size_t offset)
{
  return add_blank(p, dm_arena_print(p->arena, ".%zu", p->syntax->blanks.n), offset);
}

/* Labels in a template are nodes of its own (§16.2); those in patterns may stand in one basic graph pattern only (§4.1.4, §19.6). */
static dm_syntax_reference read_blank(parser *p)
{
  const char  *label = p->now.text;
  const char  *key = p->is_template ? dm_arena_print(p->arena, " %s", label) : label;
  uint32_t     known = 0;
  const size_t offset = p->now.begin;
  if (!dm_map_get(p->labels, key, strlen(key), &known)) {
    dm_map_put(p->labels, key, strlen(key), (uint32_t)p->syntax->blanks.n, NULL);
    parser_advance(p);
    return add_blank(p, label, offset);
  }
  if (p->patterns.items[known] != p->pattern) {
    parser_report(p, offset, "the blank node `_:%s` stands in another basic graph pattern already: use a variable", label);
    p->patterns.items[known] = p->pattern; /* told once */
  }
  parser_advance(p);
  return (dm_syntax_reference){.kind = DM_SYNTAX_BLANK, .offset = offset, .name = known};
}

bool parser_is_iri(const parser *p)
{
  return p->now.kind == TOKEN_IRI || p->now.kind == TOKEN_NAME;
}

static const char *check_iri(parser *p, const char *iri, size_t n_bytes, size_t offset)
{
  if (dm_lexical_iri_is_valid(iri, n_bytes))
    return iri;
  parser_report(p, offset, "<%s> is not a valid IRI", iri);
  return "";
}

const char *parser_resolve(parser *p, const token *iri)
{
  dm_buffer   resolved = {0};
  const char *result = "";
  if (dm_iri_resolve(&resolved, p->base, iri->text, iri->n_bytes))
    result = check_iri(p, dm_arena_string(p->arena, dm_buffer_string(&resolved), resolved.n_bytes), resolved.n_bytes, iri->begin);
  else
    parser_report(p, iri->begin, "the relative IRI <%s> needs a BASE", iri->text);
  dm_buffer_free(&resolved);
  return result;
}

static const dm_prefix *find_prefix(const parser *p, const token *name)
{
  uint32_t index = 0;
  return dm_map_get(p->prefixes, name->text, name->n_prefix, &index) ? &p->syntax->prefixes.items[index] : NULL;
}

/* The declared prefix that `name` may have meant; NULL: none. */
static const char *nearest_prefix(const parser *p, const token *name)
{
  enum { MOST_COMPARED = 100 };
  const char *nearest = NULL;
  size_t      distance = name->n_prefix < 3 ? 0 : name->n_prefix == 3 ? 1 : 2;
  dm_buffer   written = {0};
  dm_buffer_add(&written, name->text, name->n_prefix);
  for (size_t i = 0; i < p->syntax->prefixes.n && i < MOST_COMPARED; i++) {
    const char  *prefix = p->syntax->prefixes.items[i].prefix;
    const size_t found = dm_unicode_distance(dm_buffer_string(&written), prefix, distance);
    if (found > 0 && found <= distance) {
      nearest = prefix;
      distance = found - 1;
    }
  }
  dm_buffer_free(&written);
  return nearest;
}

void parser_check_prefix(parser *p, const token *name)
{
  bool is_new = false;
  if (find_prefix(p, name))
    return;
  if (name->end + 1 < p->n_bytes && p->text[name->end] == '/' && p->text[name->end + 1] == '/') {
    parser_report(p, name->begin, "an IRI must stand between `<` and `>`");
    parser_break(p);
    return;
  }
  dm_map_put(p->undeclared, name->text, name->n_prefix, 0, &is_new);
  if (!is_new)
    return;
  const char *nearest = nearest_prefix(p, name);
  if (nearest)
    parser_report(p, name->begin, "the prefix `%.*s:` is not declared: did you mean `%s:`?", (int)name->n_prefix, name->text, nearest);
  else
    parser_report(p, name->begin, "the prefix `%.*s:` is not declared", (int)name->n_prefix, name->text);
}

dm_term parser_iri(parser *p)
{
  const char *iri = "";
  if (p->now.kind == TOKEN_IRI) {
    iri = parser_resolve(p, &p->now);
  } else {
    const dm_prefix *prefix = find_prefix(p, &p->now);
    parser_check_prefix(p, &p->now);
    if (prefix && *prefix->namespace_iri) { /* else reported at its declaration */
      iri = dm_arena_print(p->arena, "%s%s", prefix->namespace_iri, p->now.text + p->now.n_prefix + 1);
      iri = check_iri(p, iri, strlen(iri), p->now.begin);
    }
  }
  parser_advance(p);
  return dm_term_iri(iri);
}

/* What has xsd:string is a plain literal here, as RDF 1.1 has it. */
static dm_term read_string(parser *p)
{
  const char *value = p->now.text;
  dm_term     datatype = {0};
  const char *language = NULL;
  parser_advance(p);
  if (p->now.kind == TOKEN_LANGUAGE) {
    language = p->now.text;
    parser_advance(p);
  } else if (parser_accept(p, SIGN_DATATYPE)) {
    if (parser_is_iri(p))
      datatype = parser_iri(p);
    else
      parser_expected(p, "the IRI of a datatype behind `^^`");
    if (datatype.value && strcmp(datatype.value, XSD "string") == 0)
      datatype.value = NULL;
  }
  return dm_term_literal(value, datatype.value, language);
}

static const char *number_datatype(token_kind kind)
{
  return kind == TOKEN_INTEGER ? XSD "integer" : kind == TOKEN_DECIMAL ? XSD "decimal" : kind == TOKEN_DOUBLE ? XSD "double" : NULL;
}

bool parser_literal(parser *p, dm_term *term)
{
  if (p->now.kind == TOKEN_STRING) {
    *term = read_string(p);
    return true;
  }
  if (parser_is_word(p, "true") || parser_is_word(p, "false")) {
    *term = dm_term_literal(parser_is_word(p, "true") ? "true" : "false", XSD "boolean", NULL);
    parser_advance(p);
    return true;
  }
  /* A sign belongs to a number that follows it at once. */
  const bool  has_sign = (parser_is(p, '+') || parser_is(p, '-')) && !p->is_broken && p->next.begin == p->now.end;
  const char *datatype = number_datatype(has_sign ? p->next.kind : p->now.kind);
  if (!datatype)
    return false;
  const char *sign = !has_sign ? "" : parser_is(p, '-') ? "-" : "+";
  if (has_sign)
    parser_advance(p);
  *term = dm_term_literal(dm_arena_print(p->arena, "%s%s", sign, p->now.text), datatype, NULL);
  parser_advance(p);
  return true;
}

bool parser_reference(parser *p, dm_syntax_reference *out)
{
  *out = (dm_syntax_reference){.kind = DM_SYNTAX_TERM, .offset = p->now.begin};
  if (p->now.kind == TOKEN_VARIABLE) {
    out->kind = DM_SYNTAX_VARIABLE;
    out->name = parser_name(p);
  } else if (p->now.kind == TOKEN_BLANK) {
    *out = read_blank(p);
  } else if (parser_is_iri(p)) {
    out->term = parser_iri(p);
  } else if (parser_is(p, '[') && parser_is_next(p, ']')) {
    *out = parser_fresh_blank(p, p->now.begin);
    parser_advance(p);
    parser_advance(p);
  } else if (parser_is(p, '(') && parser_is_next(p, ')')) {
    out->term = dm_term_iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#nil");
    parser_advance(p);
    parser_advance(p);
  } else {
    return parser_literal(p, &out->term);
  }
  return true;
}
