/* sparql/pattern.c - groups and their elements (SPARQL 1.1 §5 to §10, rules 53 to 68). */
#include "sparql/parser_impl.h"

static void begin_pattern(parser *p)
{
  p->pattern = ++p->n_patterns;
}

static void add_group(parser *p, dm_syntax_element *element, const char *expected)
{
  dm_syntax_group *group = parse_group(p, expected);
  *dm_list_add(p->arena, &element->groups) = group;
}

static void parse_filter(parser *p, dm_syntax_element *element)
{
  element->expression = parse_constraint(p);
}

static void parse_bind(parser *p, dm_syntax_element *element)
{
  element->name = DM_SYNTAX_NO_NAME;
  parser_expect(p, '(', "`(` behind `BIND`");
  element->expression = parse_expression(p);
  if (parser_expect_word(p, "AS", "an operator or `AS`"))
    element->name = parser_expect_variable(p, "a variable behind `AS`");
  parser_expect(p, ')', "`)` at the end of `BIND`");
}

static void parse_optional(parser *p, dm_syntax_element *element)
{
  add_group(p, element, "`{` behind `OPTIONAL`");
}

static void parse_minus(parser *p, dm_syntax_element *element)
{
  add_group(p, element, "`{` behind `MINUS`");
}

/* VarOrIri. */
static void parse_name(parser *p, dm_syntax_element *element, const char *expected)
{
  if (p->now.kind == TOKEN_VARIABLE || parser_is_iri(p))
    parser_reference(p, &element->reference);
  else
    parser_expected(p, expected);
}

static void parse_graph(parser *p, dm_syntax_element *element)
{
  parse_name(p, element, "the IRI of a graph or a variable behind `GRAPH`");
  add_group(p, element, "`{` behind the graph's name");
}

static void parse_service(parser *p, dm_syntax_element *element)
{
  element->is_silent = parser_accept_word(p, "SILENT");
  parse_name(p, element, "the IRI of an endpoint or a variable behind `SERVICE`");
  add_group(p, element, "`{` behind the endpoint's name");
}

/* DataBlockValue. */
static void parse_value(parser *p, dm_syntax_values *values, size_t *n_terms)
{
  dm_term term = {0};
  if (parser_is_iri(p))
    term = parser_iri(p);
  else if (!parser_accept_word(p, "UNDEF") && !parser_literal(p, &term))
    parser_expected(p, values->n_names == 1 ? "an IRI, a literal, `UNDEF` or the closing bracket" : "an IRI, a literal, `UNDEF` or `)`");
  values->rows = dm_arena_grow(p->arena, values->rows, *n_terms, sizeof *values->rows);
  values->rows[(*n_terms)++] = term;
}

static void parse_row(parser *p, dm_syntax_values *values, size_t *n_terms)
{
  const size_t offset = p->now.begin, n_before = *n_terms;
  if (!parser_expect(p, '(', "`(` or `}`"))
    return;
  while (!parser_accept(p, ')')) {
    if (parser_is_end(p)) {
      parser_expected(p, "`)` at the end of the row");
      return;
    }
    parse_value(p, values, n_terms);
  }
  const size_t n = *n_terms - n_before;
  if (n != values->n_names && !p->is_broken) {
    parser_report(p, offset, "a row of %zu value%s for %zu variable%s", n, n == 1 ? "" : "s", values->n_names, values->n_names == 1 ? "" : "s");
    for (*n_terms = n_before; *n_terms < n_before + values->n_names;) {
      values->rows = dm_arena_grow(p->arena, values->rows, *n_terms, sizeof *values->rows);
      values->rows[(*n_terms)++] = (dm_term){0};
    }
  }
}

static void add_name(parser *p, dm_syntax_values *values)
{
  values->names = dm_arena_grow(p->arena, values->names, values->n_names, sizeof *values->names);
  values->names[values->n_names++] = parser_name(p);
}

/* The names: one, or a bracketed list of any number. Returns whether it is a list. */
static bool parse_names(parser *p, dm_syntax_values *values)
{
  if (p->now.kind == TOKEN_VARIABLE) {
    add_name(p, values);
    return false;
  }
  parser_expect(p, '(', "a variable or `(` behind `VALUES`");
  while (p->now.kind == TOKEN_VARIABLE)
    add_name(p, values);
  parser_expect(p, ')', "a variable or `)`");
  return true;
}

dm_syntax_values *parse_values(parser *p)
{
  dm_syntax_values *values = dm_arena_allocate(p->arena, sizeof *values);
  size_t            n_terms = 0;
  values->offset = p->now.begin;
  const bool is_list = parse_names(p, values);
  if (parser_expect(p, '{', "`{` in front of the values"))
    p->n_braces = 1;
  while (!parser_accept(p, '}')) {
    if (parser_is_end(p)) {
      parser_expected(p, "`}` at the end of the values");
      break;
    }
    if (is_list)
      parse_row(p, values, &n_terms);
    else
      parse_value(p, values, &n_terms);
    values->n_rows++;
  }
  if (!p->is_broken)
    p->n_braces = 0;
  return values;
}

static void parse_inline_values(parser *p, dm_syntax_element *element)
{
  element->values = parse_values(p);
}

/* GroupOrUnionGraphPattern. */
static void parse_union(parser *p, dm_syntax_element *element)
{
  add_group(p, element, "`{`");
  while (parser_accept_word(p, "UNION")) {
    begin_pattern(p);
    add_group(p, element, "`{` behind `UNION`");
  }
}

/* In the order of parser_pattern_words. */
static const struct {
  dm_syntax_element_kind kind;
  void (*parse)(parser *p, dm_syntax_element *element);
} elements[] = {
    {DM_ELEMENT_FILTER, parse_filter},   {DM_ELEMENT_OPTIONAL, parse_optional},    {DM_ELEMENT_BIND, parse_bind},
    {DM_ELEMENT_MINUS, parse_minus},     {DM_ELEMENT_VALUES, parse_inline_values}, {DM_ELEMENT_GRAPH, parse_graph},
    {DM_ELEMENT_SERVICE, parse_service},
};

/* GraphPatternNotTriples; false: none stands here. All but FILTER end the basic graph pattern before them. A keyword that is misspelt is reported and taken as it is meant. */
static bool parse_not_triples(parser *p, dm_syntax_element *element)
{
  bool         is_near = false;
  const size_t i = parser_pattern_word(p, &is_near);
  const bool   is_group = parser_is(p, '{');
  if (!is_group && !parser_pattern_words[i])
    return false;
  if (is_near)
    parser_report(p, p->now.begin, "expected a pattern or `}`, found `%s`: did you mean `%s`?", p->now.text, parser_pattern_words[i]);
  if (!is_group)
    parser_advance(p);
  element->kind = is_group ? DM_ELEMENT_UNION : elements[i].kind;
  if (element->kind != DM_ELEMENT_FILTER)
    begin_pattern(p);
  (is_group ? parse_union : elements[i].parse)(p, element);
  if (element->kind != DM_ELEMENT_FILTER)
    begin_pattern(p);
  return true;
}

static void parse_element(parser *p, dm_syntax_group *group)
{
  dm_syntax_element element = {.kind = DM_ELEMENT_TRIPLES, .offset = p->now.begin};
  if (parser_is_triple(p)) {
    parse_triples(p, &element.triples);
  } else if (parse_not_triples(p, &element)) {
    parser_accept(p, '.');
  } else if (parser_is_word(p, "SELECT")) {
    parser_report(p, p->now.begin, "a subquery needs braces of its own, with nothing else in them");
    parser_break(p);
    return;
  } else {
    parser_expected(p, "a pattern or `}`");
    return;
  }
  *dm_list_add(p->arena, &group->elements) = element;
}

static void parse_inside(parser *p, dm_syntax_group *group)
{
  if (parser_is_word(p, "SELECT"))
    group->select = parse_subselect(p);
  for (;;) {
    group->end = p->now.end;
    if (p->is_broken) {
      if (!parser_recover(p))
        return;
    } else if (parser_accept(p, '}')) {
      return;
    } else if (group->select) {
      parser_expected(p, "`}` at the end of the subquery");
    } else {
      parse_element(p, group);
    }
    if (p->was_broken && group->select)
      group->select = NULL; /* what comes may be anything: the tree is for finding errors now */
  }
}

dm_syntax_group *parse_group(parser *p, const char *expected)
{
  dm_syntax_group *group = dm_arena_allocate(p->arena, sizeof *group);
  const char      *refused = p->aggregates_refused;
  group->offset = group->end = p->now.begin;
  if (!parser_expect(p, '{', expected))
    return group;
  begin_pattern(p);
  p->aggregates_refused = "an aggregate may not stand in a pattern: it belongs into SELECT, HAVING or ORDER BY";
  if (parser_enter(p))
    parse_inside(p, group);
  parser_leave(p);
  p->aggregates_refused = refused;
  return group;
}
