/* redland/pattern.c - triples and groups of a query. */
#include "redland/sparql_impl.h"

#include <string.h>
#include <strings.h>

static const char rdf_type[] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

static pattern_node variable_node(uint32_t variable)
{
  return (pattern_node){.is_variable = true, .variable = variable};
}

static pattern_node term_node(dm_term term)
{
  return (pattern_node){.term = term};
}

/* A blank node of a pattern is a variable that nobody sees; one of a template is made anew for each row. */
static pattern_node blank_node(parser *p, const char *label, size_t n_bytes)
{
  if (p->in_template) {
    const char *name = label ? dm_arena_print(p->query->arena, "b-%s", label) : dm_arena_print(p->query->arena, "a%zu", p->n_template_blanks++);
    return term_node((dm_term){.kind = DM_TERM_BLANK, .value = name, .n_bytes = strlen(name)});
  }
  if (!label)
    return variable_node(parser_new_variable(p, NULL));
  uint32_t known = 0;
  if (!dm_map_get(p->blanks, label, n_bytes, &known)) {
    known = parser_new_variable(p, NULL);
    dm_map_put(p->blanks, label, n_bytes, known, NULL);
  }
  return variable_node(known);
}

static bool parse_property_list(parser *p, triple_patterns *triples, pattern_node subject);

/* `[]` or `[ p o ; ... ]` */
static bool parse_blank_property_list(parser *p, triple_patterns *triples, pattern_node *node, bool *has_properties)
{
  parser_advance(p);
  *node = blank_node(p, NULL, 0);
  *has_properties = !parser_is(p, "]");
  if (*has_properties) {
    if (!parser_enter(p) || !parse_property_list(p, triples, *node))
      return false;
    p->depth--;
  }
  return parser_expect(p, "]", "behind the properties of a blank node");
}

static bool starts_number(const parser *p)
{
  return (parser_is(p, "-") || parser_is(p, "+")) && p->next.kind >= TOKEN_INTEGER && p->next.kind <= TOKEN_DOUBLE && p->next.begin == p->now.end;
}

static bool parse_signed_number(parser *p, dm_term *term)
{
  const char sign = p->now.text[0];
  parser_advance(p);
  if (!parser_literal(p, term))
    return false;
  *term = dm_term_literal(dm_arena_print(p->query->arena, "%c%s", sign, term->value), term->datatype, NULL);
  return true;
}

static bool parse_node(parser *p, triple_patterns *triples, pattern_node *node, bool *has_properties)
{
  dm_term term = {0};
  *has_properties = false;
  if (p->now.kind == TOKEN_VARIABLE) {
    *node = variable_node(parser_variable(p, p->now.text, p->now.n_bytes));
    parser_advance(p);
    return true;
  }
  if (p->now.kind == TOKEN_BLANK) {
    *node = blank_node(p, p->now.text, p->now.n_bytes);
    parser_advance(p);
    return true;
  }
  if (parser_is(p, "["))
    return parse_blank_property_list(p, triples, node, has_properties);
  if (parser_is(p, "(")) {
    sparql_report(p->query, p->now.begin, p->diagnostics, "a collection ( ... ) is not supported: match rdf:first and rdf:rest");
    p->status = DM_BAD_RULES;
    p->stopped = true;
    return false;
  }
  if (parser_starts_iri(p) ? !parser_iri(p, &term) : starts_number(p) ? !parse_signed_number(p, &term) : !parser_literal(p, &term)) {
    parser_syntax(p, "a variable or a term");
    return false;
  }
  *node = term_node(term);
  return true;
}

static bool parse_path(parser *p, pattern_node *predicate, bool *is_path);

static bool parse_path_primary(parser *p, pattern_node *predicate, bool *is_path)
{
  dm_term term = {0};
  if (parser_is(p, "^") || parser_is(p, "!")) {
    *is_path = true;
    parser_advance(p);
    return parse_path_primary(p, predicate, is_path);
  }
  if (parser_is(p, "(")) {
    *is_path = true;
    parser_advance(p);
    return (parser_is(p, ")") || parse_path(p, predicate, is_path)) && parser_expect(p, ")", "behind the path");
  }
  if (parser_accept_word(p, "a")) {
    *predicate = term_node(dm_term_iri(rdf_type));
    return true;
  }
  if (!parser_starts_iri(p)) {
    parser_syntax(p, "a predicate");
    return false;
  }
  if (!parser_iri(p, &term))
    return false;
  *predicate = term_node(term);
  return true;
}

static bool parse_path(parser *p, pattern_node *predicate, bool *is_path)
{
  if (!parser_enter(p))
    return false;
  for (;;) {
    if (!parse_path_primary(p, predicate, is_path))
      return false;
    while (parser_is(p, "*") || parser_is(p, "?") || (parser_is(p, "+") && !starts_number(p))) {
      *is_path = true;
      parser_advance(p);
    }
    if (!parser_is(p, "/") && !parser_is(p, "|"))
      break;
    *is_path = true;
    parser_advance(p);
  }
  p->depth--;
  return true;
}

static bool parse_predicate(parser *p, pattern_node *predicate)
{
  const size_t at = p->now.begin;
  bool         is_path = false;
  if (p->now.kind == TOKEN_VARIABLE) {
    *predicate = variable_node(parser_variable(p, p->now.text, p->now.n_bytes));
    parser_advance(p);
    return true;
  }
  if (!parse_path(p, predicate, &is_path))
    return false;
  if (is_path)
    parser_refuse(p, at, "a property path", "write the steps as triples");
  return true;
}

static bool parse_property_list(parser *p, triple_patterns *triples, pattern_node subject)
{
  do {
    pattern_node predicate = {0};
    if (parser_is(p, ".") || parser_is(p, "}") || parser_is(p, "]"))
      break; /* `;` may stand before the end */
    const size_t at = p->now.begin;
    if (!parse_predicate(p, &predicate))
      return false;
    do {
      pattern_node object = {0};
      bool         has_properties;
      if (!parse_node(p, triples, &object, &has_properties))
        return false;
      *dm_vector_add(triples) = (triple_pattern){{subject, predicate, object}, at};
    } while (parser_accept(p, ","));
    while (parser_is(p, ";") && p->next.kind == TOKEN_PUNCTUATION && strcmp(p->next.text, ";") == 0)
      parser_advance(p);
  } while (parser_accept(p, ";"));
  return true;
}

static bool starts_triple(const parser *p)
{
  return p->now.kind == TOKEN_VARIABLE || p->now.kind == TOKEN_BLANK || parser_starts_iri(p) || p->now.kind == TOKEN_STRING ||
         (p->now.kind >= TOKEN_INTEGER && p->now.kind <= TOKEN_DOUBLE) || parser_is(p, "[") || parser_is(p, "(");
}

void parse_triples(parser *p, triple_patterns *triples)
{
  while (starts_triple(p)) {
    pattern_node subject = {0};
    bool         has_properties = false;
    const size_t at = p->now.begin;
    if (!parse_node(p, triples, &subject, &has_properties))
      return;
    if (!subject.is_variable && subject.term.kind == DM_TERM_LITERAL) {
      sparql_report(p->query, at, p->diagnostics, "a literal cannot be a subject");
      p->status = DM_BAD_RULES;
    }
    if (!(has_properties && (parser_is(p, ".") || parser_is(p, "}"))) && !parse_property_list(p, triples, subject))
      return;
    if (!parser_accept(p, "."))
      return;
  }
}

static group_pattern *new_group(parser *p)
{
  group_pattern *group = dm_arena_allocate(p->query->arena, sizeof *group);
  group->at = p->now.begin;
  *dm_vector_add(&p->query->groups) = group;
  return group;
}

static group_element *add_element(parser *p, group_pattern *group, element_kind kind)
{
  group_element *element = dm_vector_add(&group->elements);
  *element = (group_element){.kind = kind, .at = p->now.begin};
  return element;
}

static void parse_filter(parser *p, group_pattern *group)
{
  const size_t at = p->now.begin;
  if (p->optional_depth > 0)
    parser_refuse(p, at, "FILTER inside OPTIONAL", "put the FILTER behind it, with !BOUND(...) ||");
  parser_advance(p);
  const expression *e = parse_constraint(p);
  group_element    *element = add_element(p, group, ELEMENT_FILTER);
  element->at = at;
  element->expression = e;
}

static void parse_bind(parser *p, group_pattern *group)
{
  const size_t at = p->now.begin;
  parser_advance(p);
  if (!parser_expect(p, "(", "behind BIND"))
    return;
  const expression *e = parse_expression(p);
  if (!e)
    return;
  if (!parser_accept_word(p, "AS") || p->now.kind != TOKEN_VARIABLE) {
    parser_syntax(p, "AS ?variable");
    return;
  }
  group_element *element = add_element(p, group, ELEMENT_BIND);
  element->at = at;
  element->expression = e;
  element->variable = parser_variable(p, p->now.text, p->now.n_bytes);
  parser_advance(p);
  parser_expect(p, ")", "behind BIND");
}

static void parse_optional(parser *p, group_pattern *group)
{
  const size_t at = p->now.begin;
  parser_advance(p);
  p->optional_depth++;
  group_pattern *inner = parse_group(p);
  p->optional_depth--;
  if (!inner)
    return;
  group_element *element = add_element(p, group, ELEMENT_OPTIONAL);
  element->at = at;
  *dm_vector_add(&element->groups) = inner;
}

static bool holds_subquery(const group_pattern *group)
{
  for (size_t i = 0; i < group->elements.n; i++) {
    const group_element *element = &group->elements.items[i];
    if (element->kind == ELEMENT_SELECT)
      return true;
    for (size_t g = 0; g < element->groups.n; g++)
      if (holds_subquery(element->groups.items[g]))
        return true;
  }
  return false;
}

static bool only_subqueries(const group_pattern *group)
{
  for (size_t i = 0; i < group->elements.n; i++) {
    const group_element *element = &group->elements.items[i];
    if (element->kind != ELEMENT_SELECT && !(element->kind == ELEMENT_GROUP && only_subqueries(element->groups.items[0])))
      return false;
  }
  return true;
}

/* `{ ... }` or `{ ... } UNION { ... }` inside a group */
static void parse_group_or_union(parser *p, group_pattern *group)
{
  const size_t   at = p->now.begin;
  group_pattern *first = parse_group(p);
  if (!first)
    return;
  const bool     is_union = parser_is_word(p, "UNION");
  const bool     is_leading = only_subqueries(group);
  group_element *element = add_element(p, group, is_union ? ELEMENT_UNION : ELEMENT_GROUP);
  element->at = at;
  *dm_vector_add(&element->groups) = first;
  if (holds_subquery(first)) {
    if (is_union)
      parser_refuse(p, first->at, "a subquery inside UNION", NULL);
    else if (p->optional_depth > 0)
      parser_refuse(p, first->at, "a subquery inside OPTIONAL", NULL);
    else if (!is_leading)
      parser_refuse(p, first->at, "a subquery after a pattern", "put it first in its group");
  }
  while (parser_accept_word(p, "UNION")) {
    group_pattern *branch = parse_group(p);
    if (!branch)
      return;
    if (holds_subquery(branch))
      parser_refuse(p, branch->at, "a subquery inside UNION", NULL);
    *dm_vector_add(&group->elements.items[group->elements.n - 1].groups) = branch;
  }
}

/* Refuses `KEYWORD [SILENT] [IRI or variable] { ... }` and reads over it. */
static void refuse_block(parser *p, const char *construct, const char *advice)
{
  parser_refuse(p, p->now.begin, construct, advice);
  parser_advance(p);
  parser_accept_word(p, "SILENT");
  dm_term ignored = {0};
  if (p->now.kind == TOKEN_VARIABLE)
    parser_advance(p);
  else if (parser_starts_iri(p))
    parser_iri(p, &ignored);
  parse_group(p);
}

static void refuse_values(parser *p)
{
  parser_refuse(p, p->now.begin, "VALUES", "use FILTER(?x IN (...))");
  while (!parser_is(p, "{") && p->now.kind != TOKEN_END)
    parser_advance(p);
  while (!parser_is(p, "}") && p->now.kind != TOKEN_END)
    parser_advance(p);
  parser_expect(p, "}", "behind VALUES");
}

static bool parse_element(parser *p, group_pattern *group)
{
  if (starts_triple(p)) {
    group_element *last = group->elements.n > 0 ? &group->elements.items[group->elements.n - 1] : NULL;
    if (!last || last->kind != ELEMENT_TRIPLES)
      last = add_element(p, group, ELEMENT_TRIPLES);
    parse_triples(p, &last->triples);
  } else if (parser_is_word(p, "FILTER")) {
    parse_filter(p, group);
  } else if (parser_is_word(p, "BIND")) {
    parse_bind(p, group);
  } else if (parser_is_word(p, "OPTIONAL")) {
    parse_optional(p, group);
  } else if (parser_is(p, "{")) {
    parse_group_or_union(p, group);
  } else if (parser_is_word(p, "MINUS")) {
    refuse_block(p, "MINUS", "use OPTIONAL with FILTER(!BOUND(...))");
  } else if (parser_is_word(p, "GRAPH")) {
    refuse_block(p, "GRAPH", "every graph is part of the default graph: match without GRAPH");
  } else if (parser_is_word(p, "SERVICE")) {
    refuse_block(p, "SERVICE", NULL);
  } else if (parser_is_word(p, "VALUES")) {
    refuse_values(p);
  } else {
    return false;
  }
  return true;
}

group_pattern *parse_group(parser *p)
{
  if (!parser_is(p, "{")) {
    parser_syntax(p, "`{`");
    return NULL;
  }
  if (!parser_enter(p))
    return NULL;
  group_pattern *group = new_group(p);
  parser_advance(p);
  if (parser_is_word(p, "SELECT")) {
    const size_t  at = p->now.begin;
    select_query *select = parse_select(p, true);
    if (!select)
      return NULL;
    group_element *element = add_element(p, group, ELEMENT_SELECT);
    element->at = at;
    element->select = select;
  } else {
    while (!p->stopped && parse_element(p, group))
      parser_accept(p, ".");
  }
  p->depth--;
  return parser_expect(p, "}", "at the end of the group") ? group : NULL;
}
