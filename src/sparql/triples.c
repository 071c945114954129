/* sparql/triples.c - triples with their short forms: property lists, collections, nested blank nodes (SPARQL 1.1 §4.2, rules 52 to 109).
 *
 * A triple takes its place before those that its object stands for, so that triples come in the order in which they are read. */
#include "sparql/parser_impl.h"

#include <string.h>

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

static dm_syntax_reference parse_node(parser *p, dm_syntax_triples *triples, const char *expected);

static dm_syntax_reference iri_reference(const char *iri, size_t offset)
{
  return (dm_syntax_reference){.kind = DM_SYNTAX_TERM, .offset = offset, .term = dm_term_iri(iri)};
}

bool parser_is_triple(const parser *p)
{
  static const token_kind terms[] = {TOKEN_IRI, TOKEN_NAME, TOKEN_BLANK, TOKEN_VARIABLE, TOKEN_STRING, TOKEN_INTEGER, TOKEN_DECIMAL, TOKEN_DOUBLE};
  for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
    if (p->now.kind == terms[i])
      return true;
  return parser_is(p, '[') || parser_is(p, '(') || parser_is_word(p, "true") || parser_is_word(p, "false") || parser_is(p, '-') || parser_is(p, '+');
}

static bool is_verb(const parser *p)
{
  const bool is_a = p->now.kind == TOKEN_WORD && strcmp(p->now.text, "a") == 0;
  return is_a || p->now.kind == TOKEN_VARIABLE || parser_is_iri(p) || parser_is(p, '^') || parser_is(p, '(') || parser_is(p, '!');
}

/* The predicate or path of a triple. */
static void parse_verb(parser *p, dm_syntax_triple *triple)
{
  if (p->now.kind == TOKEN_VARIABLE) {
    parser_reference(p, &triple->predicate);
    return;
  }
  if (!is_verb(p)) {
    parser_expected(p, p->is_template ? "a predicate" : "a predicate or a path");
    return;
  }
  const size_t    offset = p->now.begin;
  dm_syntax_path *path = parse_path(p);
  if (path->kind != DM_PATH_LINK)
    triple->path = path;
  else
    triple->predicate = (dm_syntax_reference){.kind = DM_SYNTAX_TERM, .offset = offset, .term = path->predicate};
  if (triple->path && p->is_template && !p->is_broken)
    parser_report(p, offset, "a path may not stand in what is constructed");
}

static void parse_property(parser *p, dm_syntax_triples *triples, const dm_syntax_reference *subject)
{
  dm_syntax_triple triple = {.subject = *subject, .predicate = iri_reference("", p->now.begin)};
  parse_verb(p, &triple);
  do {
    const size_t place = triples->n;
    *dm_list_add(p->arena, triples) = triple;
    const dm_syntax_reference object = parse_node(p, triples, "an object");
    triples->items[place].object = object;
  } while (parser_accept(p, ','));
}

/* PropertyListNotEmpty of `subject`. */
static void parse_properties(parser *p, dm_syntax_triples *triples, const dm_syntax_reference *subject)
{
  parse_property(p, triples, subject);
  while (parser_is(p, ';')) {
    while (parser_accept(p, ';'))
      ;
    if (is_verb(p))
      parse_property(p, triples, subject);
  }
}

static dm_syntax_reference parse_blank_properties(parser *p, dm_syntax_triples *triples)
{
  const dm_syntax_reference blank = parser_fresh_blank(p, p->now.begin);
  parser_advance(p);
  if (parser_enter(p))
    parse_properties(p, triples, &blank);
  parser_leave(p);
  parser_expect(p, ']', "`;`, `,` or `]`");
  return blank;
}

static void add_triple(parser *p, dm_syntax_triples *triples, const dm_syntax_reference *subject, const char *predicate,
                       const dm_syntax_reference *object)
{
  *dm_list_add(p->arena, triples) =
      (dm_syntax_triple){.subject = *subject, .predicate = iri_reference(predicate, subject->offset), .object = *object};
}

static dm_syntax_reference parse_collection(parser *p, dm_syntax_triples *triples)
{
  const dm_syntax_reference first = parser_fresh_blank(p, p->now.begin);
  dm_syntax_reference       cell = first;
  const dm_syntax_reference nil = iri_reference(RDF "nil", p->now.begin);
  parser_advance(p);
  if (!parser_enter(p)) {
    parser_leave(p);
    return first;
  }
  for (;;) {
    const size_t place = triples->n;
    add_triple(p, triples, &cell, RDF "first", &nil);
    const dm_syntax_reference member = parse_node(p, triples, "a member of the collection or `)`");
    triples->items[place].object = member;
    if (parser_is(p, ')') || parser_is_end(p))
      break;
    const dm_syntax_reference rest = parser_fresh_blank(p, p->now.begin);
    add_triple(p, triples, &cell, RDF "rest", &rest);
    cell = rest;
  }
  add_triple(p, triples, &cell, RDF "rest", &nil);
  parser_leave(p);
  parser_expect(p, ')', "a member of the collection or `)`");
  return first;
}

/* GraphNode. */
static dm_syntax_reference parse_node(parser *p, dm_syntax_triples *triples, const char *expected)
{
  dm_syntax_reference node = iri_reference("", p->now.begin);
  if (parser_is(p, '[') && !parser_is_next(p, ']'))
    return parse_blank_properties(p, triples);
  if (parser_is(p, '(') && !parser_is_next(p, ')'))
    return parse_collection(p, triples);
  if (!parser_reference(p, &node))
    parser_expected(p, expected);
  return node;
}

/* TriplesSameSubject: `[ ... ]` and `( ... )` say something already, alone if they want. */
static void parse_same_subject(parser *p, dm_syntax_triples *triples)
{
  const bool                is_node = (parser_is(p, '[') && !parser_is_next(p, ']')) || (parser_is(p, '(') && !parser_is_next(p, ')'));
  const dm_syntax_reference subject = parse_node(p, triples, "a subject");
  if (is_node && !is_verb(p)) /* rule 75: TriplesNode PropertyList, which may be empty */
    return;
  parse_properties(p, triples, &subject);
}

/* Whether what stands here can follow a triple that no dot ends. */
static bool may_follow(parser *p)
{
  bool is_near = false;
  return parser_is_end(p) || parser_is(p, '}') || parser_is(p, '{') || parser_is_word(p, "SELECT") ||
         (!p->is_template && parser_pattern_words[parser_pattern_word(p, &is_near)]);
}

void parse_triples(parser *p, dm_syntax_triples *triples)
{
  bool has_dot = true;
  while (has_dot && parser_is_triple(p)) {
    parse_same_subject(p, triples);
    has_dot = parser_accept(p, '.');
  }
  if (!has_dot && !may_follow(p))
    parser_expected(p, "`.`, `;`, `,` or `}` behind a triple");
}
