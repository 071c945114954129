/* redland/parser.c - the parser's helpers: looking at tokens, messages, variables, IRIs and literals. */
#include "redland/sparql_impl.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define XSD "http://www.w3.org/2001/XMLSchema#"

dm_status sparql_report(const dm_query *query, size_t at, dm_diagnostics *diagnostics, const char *format, ...)
{
  va_list arguments;
  char    message[512];
  va_start(arguments, format);
  vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  dm_place place = {0};
  dm_place_find(&place, query->text, query->n_text, at < query->n_text ? at : query->n_text);
  place.file = query->file;
  dm_report(diagnostics, DM_ERROR, &place, "%s", message);
  return DM_BAD_RULES;
}

void parser_advance(parser *p)
{
  p->now = p->next;
  sparql_tokenize(p, &p->next);
  if (p->stopped)
    p->now = (token){.kind = TOKEN_END, .begin = p->now.begin, .end = p->now.begin, .text = ""};
}

bool parser_is(const parser *p, const char *punctuation)
{
  return p->now.kind == TOKEN_PUNCTUATION && strcmp(p->now.text, punctuation) == 0;
}

bool parser_is_word(const parser *p, const char *word)
{
  return p->now.kind == TOKEN_WORD && strcasecmp(p->now.text, word) == 0;
}

bool parser_accept(parser *p, const char *punctuation)
{
  const bool is = parser_is(p, punctuation);
  if (is)
    parser_advance(p);
  return is;
}

bool parser_accept_word(parser *p, const char *word)
{
  const bool is = parser_is_word(p, word);
  if (is)
    parser_advance(p);
  return is;
}

void parser_syntax(parser *p, const char *expected)
{
  if (!p->stopped) {
    if (p->now.kind == TOKEN_END)
      sparql_report(p->query, p->now.begin, p->diagnostics, "the query ends here: %s is missing", expected);
    else
      sparql_report(p->query, p->now.begin, p->diagnostics, "`%.*s` stands where %s must stand", (int)(p->now.end - p->now.begin),
                    p->query->text + p->now.begin, expected);
  }
  p->status = DM_BAD_RULES;
  p->stopped = true;
  p->now.kind = TOKEN_END;
}

bool parser_expect(parser *p, const char *punctuation, const char *where)
{
  if (parser_accept(p, punctuation))
    return true;
  char expected[96];
  snprintf(expected, sizeof expected, "`%s` %s", punctuation, where);
  parser_syntax(p, expected);
  return false;
}

void parser_refuse(parser *p, size_t at, const char *construct, const char *advice)
{
  if (!p->stopped)
    sparql_report(p->query, at, p->diagnostics, "%s is not supported%s%s", construct, advice ? ": " : "", advice ? advice : "");
  p->status = DM_BAD_RULES;
}

bool parser_enter(parser *p)
{
  if (p->depth++ < SPARQL_MAX_DEPTH)
    return true;
  if (!p->stopped)
    sparql_report(p->query, p->now.begin, p->diagnostics, "nested more than %d deep", SPARQL_MAX_DEPTH);
  p->status = DM_BAD_RULES;
  p->stopped = true;
  p->now.kind = TOKEN_END;
  return false;
}

uint32_t parser_new_variable(parser *p, const char *name)
{
  query_variable *variable = dm_vector_add(&p->query->variables);
  *variable = (query_variable){.name = name, .hidden = !name};
  return (uint32_t)(p->query->variables.n - 1);
}

uint32_t parser_variable(parser *p, const char *name, size_t n_bytes)
{
  uint32_t known = 0;
  if (dm_map_get(p->scope, name, n_bytes, &known))
    return known;
  known = parser_new_variable(p, name);
  dm_map_put(p->scope, name, n_bytes, known, NULL);
  return known;
}

bool parser_starts_iri(const parser *p)
{
  return p->now.kind == TOKEN_IRI || p->now.kind == TOKEN_NAME;
}

static bool has_scheme(const char *iri)
{
  const size_t n = strspn(iri, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");
  return n > 0 && iri[n] == ':';
}

/* A relative IRI takes the base's scheme and path up to the last `/`; enough for the `#name` and `name` that queries use. */
const char *parser_resolve(parser *p, const char *iri, size_t at)
{
  if (has_scheme(iri))
    return iri;
  if (!p->base) {
    sparql_report(p->query, at, p->diagnostics, "the relative IRI <%s> needs a BASE", iri);
    p->status = DM_BAD_RULES;
    return iri;
  }
  size_t n = strcspn(p->base, "#");
  if (iri[0] != '#' && iri[0] != '\0')
    while (n > 0 && p->base[n - 1] != '/')
      n--;
  return dm_arena_print(p->query->arena, "%.*s%s", (int)n, p->base, iri);
}

bool sparql_iri_has_dot_segment(const char *iri)
{
  const size_t n = strcspn(iri, "?#");
  for (size_t i = 0; i + 1 < n; i++)
    if (iri[i] == '/' && iri[i + 1] == '.') {
      const size_t after = iri[i + 2] == '.' ? i + 3 : i + 2;
      if (after >= n || iri[after] == '/')
        return true;
    }
  return false;
}

static void check_iri(parser *p, const char *iri)
{
  if (p->stopped)
    return;
  if (!dm_iri_is_valid(iri))
    sparql_report(p->query, p->now.begin, p->diagnostics, "<%s> is not a valid IRI", iri);
  else if (sparql_iri_has_dot_segment(iri))
    sparql_report(p->query, p->now.begin, p->diagnostics, "<%s> is not supported: rasqal changes `.` and `..` in paths", iri);
  else
    return;
  p->status = DM_BAD_RULES;
}

bool parser_iri(parser *p, dm_term *term)
{
  if (p->now.kind == TOKEN_IRI) {
    *term = dm_term_iri(parser_resolve(p, p->now.text, p->now.begin));
    if (has_scheme(term->value)) /* else reported already */
      check_iri(p, term->value);
    parser_advance(p);
    return true;
  }
  const char  *colon = strchr(p->now.text, ':');
  const size_t n_prefix = (size_t)(colon - p->now.text);
  for (size_t i = p->query->prefixes.n; i > 0; i--) { /* a later PREFIX wins */
    const dm_prefix *prefix = &p->query->prefixes.items[i - 1];
    if (strlen(prefix->prefix) == n_prefix && memcmp(prefix->prefix, p->now.text, n_prefix) == 0) {
      *term = dm_term_iri(dm_arena_print(p->query->arena, "%s%s", prefix->namespace_iri, colon + 1));
      check_iri(p, term->value);
      parser_advance(p);
      return true;
    }
  }
  sparql_report(p->query, p->now.begin, p->diagnostics, "the prefix `%.*s:` is not declared", (int)n_prefix, p->now.text);
  p->status = DM_BAD_RULES;
  *term = dm_term_iri("");
  parser_advance(p);
  return true; /* go on: the next prefix may be wrong too */
}

static bool parse_string(parser *p, dm_term *term)
{
  const char *value = p->now.text;
  const char *language = NULL;
  dm_term     datatype = {0};
  parser_advance(p);
  if (p->now.kind == TOKEN_LANGUAGE) {
    language = p->now.text;
    parser_advance(p);
  } else if (parser_accept(p, "^^")) {
    if (!parser_starts_iri(p)) {
      parser_syntax(p, "a datatype");
      return false;
    }
    if (!parser_iri(p, &datatype))
      return false;
    if (strcmp(datatype.value, XSD "string") == 0)
      datatype.value = NULL;
  }
  *term = dm_term_literal(value, datatype.value, language);
  return true;
}

bool parser_literal(parser *p, dm_term *term)
{
  const char *datatype = NULL;
  switch (p->now.kind) {
  case TOKEN_STRING: return parse_string(p, term);
  case TOKEN_INTEGER: datatype = XSD "integer"; break;
  case TOKEN_DECIMAL: datatype = XSD "decimal"; break;
  case TOKEN_DOUBLE: datatype = XSD "double"; break;
  default:
    if (!parser_is_word(p, "true") && !parser_is_word(p, "false"))
      return false;
    *term = dm_term_literal(parser_is_word(p, "true") ? "true" : "false", XSD "boolean", NULL);
    parser_advance(p);
    return true;
  }
  *term = dm_term_literal(p->now.text, datatype, NULL);
  parser_advance(p);
  return true;
}
