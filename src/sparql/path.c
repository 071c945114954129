/* sparql/path.c - property paths (SPARQL 1.1 §9, rules 84 to 96). */
#include "sparql/parser_impl.h"

#include <string.h>

static dm_syntax_path *parse_alternative(parser *p);

static dm_syntax_path *new_path(parser *p, dm_path_kind kind, size_t offset)
{
  dm_syntax_path *path = dm_arena_allocate(p->arena, sizeof *path);
  path->kind = kind;
  path->offset = offset;
  return path;
}

static dm_syntax_path *new_unary(parser *p, dm_path_kind kind, size_t offset, dm_syntax_path *part)
{
  dm_syntax_path *path = new_path(p, kind, offset);
  path->parts = dm_arena_allocate(p->arena, sizeof *path->parts);
  path->parts[0] = part;
  path->n_parts = 1;
  return path;
}

static void add_part(parser *p, dm_syntax_path *path, dm_syntax_path *part)
{
  path->parts = dm_arena_grow(p->arena, path->parts, path->n_parts, sizeof(dm_syntax_path *));
  path->parts[path->n_parts++] = part;
}

/* An IRI or `a`. */
static dm_syntax_path *parse_link(parser *p, const char *expected)
{
  dm_syntax_path *link = new_path(p, DM_PATH_LINK, p->now.begin);
  link->predicate = dm_term_iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type");
  if (p->now.kind == TOKEN_WORD && strcmp(p->now.text, "a") == 0)
    parser_advance(p);
  else if (parser_is_iri(p))
    link->predicate = parser_iri(p);
  else
    parser_expected(p, expected);
  return link;
}

static dm_syntax_path *parse_one_negated(parser *p)
{
  const size_t offset = p->now.begin;
  if (parser_accept(p, '^'))
    return new_unary(p, DM_PATH_INVERSE, offset, parse_link(p, "a predicate behind `^`"));
  return parse_link(p, "a predicate, `^` or `(` behind `!`");
}

static dm_syntax_path *parse_negated(parser *p)
{
  dm_syntax_path *path = new_path(p, DM_PATH_NEGATED, p->now.begin);
  parser_advance(p);
  if (!parser_accept(p, '(')) {
    add_part(p, path, parse_one_negated(p));
    return path;
  }
  if (parser_accept(p, ')'))
    return path;
  do
    add_part(p, path, parse_one_negated(p));
  while (parser_accept(p, '|'));
  parser_expect(p, ')', "`|` or `)`");
  return path;
}

static dm_syntax_path *parse_primary(parser *p)
{
  if (parser_is(p, '!'))
    return parse_negated(p);
  if (!parser_accept(p, '('))
    return parse_link(p, "a predicate or a path");
  dm_syntax_path *path = parser_enter(p) ? parse_alternative(p) : new_path(p, DM_PATH_LINK, p->now.begin);
  parser_leave(p);
  parser_expect(p, ')', "`/`, `|` or `)` in the path");
  return path;
}

/* A `+` is the sign of a number that follows it at once: the longest token wins. */
static bool is_sign(const parser *p)
{
  const bool is_number = p->next.kind == TOKEN_INTEGER || p->next.kind == TOKEN_DECIMAL || p->next.kind == TOKEN_DOUBLE;
  return !p->is_broken && is_number && p->next.begin == p->now.end;
}

static dm_syntax_path *parse_element(parser *p)
{
  const size_t    offset = p->now.begin;
  const bool      is_inverse = parser_accept(p, '^');
  dm_syntax_path *path = parse_primary(p);
  const bool      is_modified = parser_is(p, '*') || (parser_is(p, '+') && !is_sign(p)) || parser_is(p, '?');
  if (is_modified) {
    path = new_unary(p, parser_is(p, '*') ? DM_PATH_ZERO_OR_MORE : parser_is(p, '+') ? DM_PATH_ONE_OR_MORE : DM_PATH_ZERO_OR_ONE, offset, path);
    parser_advance(p);
  }
  return is_inverse ? new_unary(p, DM_PATH_INVERSE, offset, path) : path;
}

static dm_syntax_path *parse_row(parser *p, dm_path_kind kind, uint32_t sign, dm_syntax_path *(*parse_part)(parser *p))
{
  const size_t    offset = p->now.begin;
  dm_syntax_path *first = parse_part(p);
  if (!parser_is(p, sign))
    return first;
  dm_syntax_path *row = new_path(p, kind, offset);
  add_part(p, row, first);
  while (parser_accept(p, sign))
    add_part(p, row, parse_part(p));
  return row;
}

static dm_syntax_path *parse_sequence(parser *p)
{
  return parse_row(p, DM_PATH_SEQUENCE, '/', parse_element);
}

static dm_syntax_path *parse_alternative(parser *p)
{
  return parse_row(p, DM_PATH_ALTERNATIVE, '|', parse_sequence);
}

dm_syntax_path *parse_path(parser *p)
{
  return parse_alternative(p);
}
