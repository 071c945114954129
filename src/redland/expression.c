/* redland/expression.c - the expressions of a query.
 *
 *   or -> and ('||' and)*        and -> relation ('&&' relation)*       relation -> sum (('=' | '<' | ... ) sum | [NOT] IN list)?
 *   sum -> product (('+' | '-') product)*      product -> unary (('*' | '/') unary)*      unary -> ('!' | '+' | '-')? primary */
#include "redland/sparql_impl.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

const function_form sparql_functions[FN_COUNT_OF] = {
    [FN_BOUND] = {"BOUND", 1, 1},
    [FN_ISIRI] = {"ISIRI", 1, 1},
    [FN_ISURI] = {"ISURI", 1, 1},
    [FN_ISBLANK] = {"ISBLANK", 1, 1},
    [FN_ISLITERAL] = {"ISLITERAL", 1, 1},
    [FN_ISNUMERIC] = {"ISNUMERIC", 1, 1},
    [FN_SAMETERM] = {"SAMETERM", 2, 2},
    [FN_STR] = {"STR", 1, 1},
    [FN_LANG] = {"LANG", 1, 1},
    [FN_LANGMATCHES] = {"LANGMATCHES", 2, 2},
    [FN_DATATYPE] = {"DATATYPE", 1, 1},
    [FN_CONTAINS] = {"CONTAINS", 2, 2},
    [FN_STRSTARTS] = {"STRSTARTS", 2, 2},
    [FN_STRENDS] = {"STRENDS", 2, 2},
    [FN_STRLEN] = {"STRLEN", 1, 1},
    [FN_SUBSTR] = {"SUBSTR", 2, 3},
    [FN_CONCAT] = {"CONCAT", 1, SIZE_MAX},
    [FN_STRBEFORE] = {"STRBEFORE", 2, 2},
    [FN_STRAFTER] = {"STRAFTER", 2, 2},
    [FN_UCASE] = {"UCASE", 1, 1},
    [FN_LCASE] = {"LCASE", 1, 1},
    [FN_REGEX] = {"REGEX", 2, 3},
    [FN_IF] = {"IF", 3, 3},
    [FN_COALESCE] = {"COALESCE", 1, SIZE_MAX},
    [FN_ABS] = {"ABS", 1, 1},
    [FN_CEIL] = {"CEIL", 1, 1},
    [FN_FLOOR] = {"FLOOR", 1, 1},
    [FN_ROUND] = {"ROUND", 1, 1},
    [FN_YEAR] = {"YEAR", 1, 1},
    [FN_MONTH] = {"MONTH", 1, 1},
    [FN_DAY] = {"DAY", 1, 1},
    [FN_ENCODE_FOR_URI] = {"ENCODE_FOR_URI", 1, 1},
};

/* Functions of SPARQL 1.1 that rasqal computes wrongly, or whose value changes from run to run. */
static const struct {
  const char *name;
  const char *advice;
} refused_functions[] = {
    {"REPLACE", NULL},
    {"IRI", NULL},
    {"URI", NULL},
    {"STRDT", NULL},
    {"STRLANG", NULL},
    {"BNODE", NULL},
    {"HOURS", NULL},
    {"MINUTES", NULL},
    {"SECONDS", NULL},
    {"TIMEZONE", NULL},
    {"TZ", NULL},
    {"MD5", NULL},
    {"SHA1", NULL},
    {"SHA256", NULL},
    {"SHA384", NULL},
    {"SHA512", NULL},
    {"NOW", "its value changes from run to run"},
    {"RAND", "its value changes from run to run"},
    {"UUID", "its value changes from run to run"},
    {"STRUUID", "its value changes from run to run"},
};

static const struct {
  const char    *name;
  aggregate_kind kind;
} aggregate_names[] = {
    {"COUNT", AGGREGATE_COUNT},
    {"SUM", AGGREGATE_SUM},
    {"AVG", AGGREGATE_AVG},
    {"MIN", AGGREGATE_MIN},
    {"MAX", AGGREGATE_MAX},
    {"SAMPLE", AGGREGATE_SAMPLE},
    {"GROUP_CONCAT", AGGREGATE_GROUP_CONCAT},
};

static const struct {
  const char   *sign;
  operator_kind op;
} relations[] = {
    {"=", OP_EQUAL}, {"!=", OP_NOT_EQUAL}, {"<", OP_LESS}, {"<=", OP_LESS_EQUAL}, {">", OP_GREATER}, {">=", OP_GREATER_EQUAL},
};

static expression *new_expression(parser *p, operator_kind op, size_t at)
{
  expression *e = dm_arena_allocate(p->query->arena, sizeof *e);
  e->op = op;
  e->at = at;
  return e;
}

static const expression *with_arguments(parser *p, expression *e, const expressions *arguments)
{
  const expression **copy = dm_arena_allocate(p->query->arena, (arguments->n + 1) * sizeof *copy);
  if (arguments->n > 0)
    memcpy(copy, arguments->items, arguments->n * sizeof *copy);
  e->arguments = copy;
  e->n = arguments->n;
  return e;
}

static const expression *binary(parser *p, operator_kind op, size_t at, const expression *a, const expression *b)
{
  const expression *both[] = {a, b};
  const expressions arguments = {both, 2, 2};
  return a && b ? with_arguments(p, new_expression(p, op, at), &arguments) : NULL;
}

/* `( expression, ... )`; `()` gives none. */
static bool parse_list(parser *p, expressions *list)
{
  if (!parser_expect(p, "(", "before the arguments"))
    return false;
  if (parser_accept(p, ")"))
    return true;
  do {
    const expression *e = parse_expression(p);
    if (!e)
      return false;
    *dm_vector_add(list) = e;
  } while (parser_accept(p, ","));
  return parser_expect(p, ")", "behind the arguments");
}

static const expression *parse_call(parser *p, size_t function)
{
  const function_form *form = &sparql_functions[function];
  expression          *e = new_expression(p, OP_CALL, p->now.begin);
  expressions          arguments = {0};
  const expression    *result = NULL;
  e->index = function;
  parser_advance(p);
  if (parse_list(p, &arguments)) {
    if (arguments.n < form->min_arguments || arguments.n > form->max_arguments) {
      sparql_report(p->query, e->at, p->diagnostics, "%s with %zu argument%s: it takes %zu%s", form->name, arguments.n, arguments.n == 1 ? "" : "s",
                    form->min_arguments, form->max_arguments > form->min_arguments ? " or more" : "");
      p->status = DM_BAD_RULES;
    } else if (function == FN_BOUND && arguments.items[0]->op != OP_VARIABLE) {
      sparql_report(p->query, e->at, p->diagnostics, "BOUND takes a variable");
      p->status = DM_BAD_RULES;
    }
    result = with_arguments(p, e, &arguments);
  }
  dm_vector_free(&arguments);
  return result;
}

static void parse_separator(parser *p)
{
  parser_refuse(p, p->now.begin, "GROUP_CONCAT with SEPARATOR", NULL);
  parser_advance(p);
  if (!parser_accept_word(p, "SEPARATOR") || !parser_accept(p, "=") || p->now.kind != TOKEN_STRING)
    parser_syntax(p, "SEPARATOR = \"...\"");
  else
    parser_advance(p);
}

static const expression *parse_aggregate(parser *p, size_t which)
{
  expression *e = new_expression(p, OP_AGGREGATE, p->now.begin);
  aggregate   a = {.kind = aggregate_names[which].kind, .at = p->now.begin, .name = aggregate_names[which].name};
  if (!p->aggregates_allowed || p->in_aggregate) {
    sparql_report(p->query, e->at, p->diagnostics, "%s may not stand %s", a.name,
                  p->in_aggregate ? "inside another aggregate" : "here: only in SELECT, HAVING and ORDER BY");
    p->status = DM_BAD_RULES;
  }
  parser_advance(p);
  if (!parser_expect(p, "(", "behind the aggregate"))
    return NULL;
  if (parser_is_word(p, "DISTINCT")) {
    char construct[32];
    snprintf(construct, sizeof construct, "%s(DISTINCT ...)", a.name);
    parser_refuse(p, p->now.begin, construct, "select the rows with SELECT DISTINCT");
    parser_advance(p);
  }
  const bool was_inside = p->in_aggregate;
  p->in_aggregate = true;
  if (!(a.kind == AGGREGATE_COUNT && parser_accept(p, "*")) && !(a.argument = parse_expression(p)))
    return NULL;
  p->in_aggregate = was_inside;
  if (a.kind == AGGREGATE_GROUP_CONCAT && parser_is(p, ";"))
    parse_separator(p);
  if (!parser_expect(p, ")", "behind the aggregate"))
    return NULL;
  if (p->select) {
    e->index = p->select->aggregates.n;
    *dm_vector_add(&p->select->aggregates) = a;
    p->select->grouped = true;
  }
  return e;
}

static const expression *parse_word(parser *p)
{
  const char *word = p->now.text;
  if (parser_is_word(p, "EXISTS") || (parser_is_word(p, "NOT") && strcasecmp(p->next.text, "EXISTS") == 0)) {
    expression *e = new_expression(p, OP_UNBOUND, p->now.begin);
    const bool  negated = parser_accept_word(p, "NOT");
    parser_refuse(p, e->at, negated ? "NOT EXISTS" : "EXISTS",
                  negated ? "use OPTIONAL with FILTER(!BOUND(...))" : "join with the pattern and use SELECT DISTINCT");
    parser_advance(p);
    return parse_group(p) ? e : NULL;
  }
  for (size_t i = 0; i < FN_COUNT_OF; i++)
    if (strcasecmp(word, sparql_functions[i].name) == 0)
      return parse_call(p, i);
  for (size_t i = 0; i < sizeof aggregate_names / sizeof *aggregate_names; i++)
    if (strcasecmp(word, aggregate_names[i].name) == 0)
      return parse_aggregate(p, i);
  for (size_t i = 0; i < sizeof refused_functions / sizeof *refused_functions; i++)
    if (strcasecmp(word, refused_functions[i].name) == 0) {
      expression *e = new_expression(p, OP_UNBOUND, p->now.begin);
      expressions ignored = {0};
      parser_refuse(p, e->at, refused_functions[i].name, refused_functions[i].advice);
      parser_advance(p);
      const bool is_whole = parse_list(p, &ignored);
      dm_vector_free(&ignored);
      return is_whole ? e : NULL;
    }
  parser_syntax(p, "a term, a variable or a function");
  return NULL;
}

static const expression *parse_iri_or_cast(parser *p)
{
  expression *e = new_expression(p, OP_TERM, p->now.begin);
  if (!parser_iri(p, &e->term))
    return NULL;
  if (parser_is(p, "(")) {
    expressions ignored = {0};
    parser_refuse(p, e->at, "a function named by an IRI", "casts come out wrong: compare STR() of the values");
    const bool is_whole = parse_list(p, &ignored);
    dm_vector_free(&ignored);
    return is_whole ? e : NULL;
  }
  return e;
}

static const expression *parse_primary(parser *p)
{
  expression *e = NULL;
  if (parser_accept(p, "(")) {
    const expression *inner = parse_expression(p);
    return inner && parser_expect(p, ")", "behind the expression") ? inner : NULL;
  }
  if (p->now.kind == TOKEN_VARIABLE) {
    e = new_expression(p, OP_VARIABLE, p->now.begin);
    e->variable = parser_variable(p, p->now.text, p->now.n_bytes);
    parser_advance(p);
    return e;
  }
  if (parser_starts_iri(p))
    return parse_iri_or_cast(p);
  e = new_expression(p, OP_TERM, p->now.begin);
  if (parser_literal(p, &e->term))
    return e;
  if (p->now.kind == TOKEN_WORD)
    return parse_word(p);
  parser_syntax(p, "an expression");
  return NULL;
}

static const expression *negated_number(parser *p, const expression *number)
{
  expression *e = new_expression(p, OP_TERM, number->at);
  e->term = dm_term_literal(dm_arena_print(p->query->arena, "-%s", number->term.value), number->term.datatype, NULL);
  return e;
}

static const expression *parse_unary(parser *p)
{
  const size_t at = p->now.begin;
  const bool   is_not = parser_is(p, "!");
  const bool   is_minus = parser_is(p, "-");
  const bool   is_number = is_minus && p->next.kind >= TOKEN_INTEGER && p->next.kind <= TOKEN_DOUBLE && p->next.begin == p->now.end;
  if (is_not || is_minus || parser_is(p, "+"))
    parser_advance(p);
  const expression *e = parse_primary(p);
  if (!e || !(is_not || is_minus))
    return e;
  if (is_number)
    return negated_number(p, e);
  const expressions one = {&e, 1, 1};
  return with_arguments(p, new_expression(p, is_not ? OP_NOT : OP_NEGATE, at), &one);
}

static const expression *parse_product(parser *p)
{
  const expression *e = parse_unary(p);
  while (e && (parser_is(p, "*") || parser_is(p, "/"))) {
    const operator_kind op = parser_is(p, "*") ? OP_MULTIPLY : OP_DIVIDE;
    const size_t        at = p->now.begin;
    parser_advance(p);
    e = binary(p, op, at, e, parse_unary(p));
  }
  return e;
}

static const expression *parse_sum(parser *p)
{
  const expression *e = parse_product(p);
  while (e && (parser_is(p, "+") || parser_is(p, "-"))) {
    const operator_kind op = parser_is(p, "+") ? OP_ADD : OP_SUBTRACT;
    const size_t        at = p->now.begin;
    parser_advance(p);
    e = binary(p, op, at, e, parse_product(p));
  }
  return e;
}

static const expression *parse_membership(parser *p, const expression *needle)
{
  expressions       arguments = {0};
  expressions       list = {0};
  expression       *e = new_expression(p, OP_IN, p->now.begin);
  const expression *result = NULL;
  if (parser_accept_word(p, "NOT"))
    e->op = OP_NOT_IN;
  parser_advance(p); /* IN */
  if (parse_list(p, &list)) {
    *dm_vector_add(&arguments) = needle;
    for (size_t i = 0; i < list.n; i++)
      *dm_vector_add(&arguments) = list.items[i];
    result = with_arguments(p, e, &arguments);
  }
  dm_vector_free(&list);
  dm_vector_free(&arguments);
  return result;
}

static const expression *parse_relation(parser *p)
{
  const expression *e = parse_sum(p);
  if (!e)
    return NULL;
  for (size_t i = 0; i < sizeof relations / sizeof *relations; i++)
    if (parser_is(p, relations[i].sign)) {
      const size_t at = p->now.begin;
      parser_advance(p);
      return binary(p, relations[i].op, at, e, parse_sum(p));
    }
  if (parser_is_word(p, "IN") || (parser_is_word(p, "NOT") && strcasecmp(p->next.text, "IN") == 0))
    return parse_membership(p, e);
  return e;
}

static const expression *parse_and(parser *p)
{
  const expression *e = parse_relation(p);
  while (e && parser_is(p, "&&")) {
    const size_t at = p->now.begin;
    parser_advance(p);
    e = binary(p, OP_AND, at, e, parse_relation(p));
  }
  return e;
}

const expression *parse_expression(parser *p)
{
  if (!parser_enter(p))
    return NULL;
  const expression *e = parse_and(p);
  while (e && parser_is(p, "||")) {
    const size_t at = p->now.begin;
    parser_advance(p);
    e = binary(p, OP_OR, at, e, parse_and(p));
  }
  p->depth--;
  return e;
}

const expression *parse_constraint(parser *p)
{
  if (parser_is(p, "(")) {
    parser_advance(p);
    const expression *e = parse_expression(p);
    return e && parser_expect(p, ")", "behind the expression") ? e : NULL;
  }
  if (p->now.kind == TOKEN_WORD)
    return parse_word(p);
  if (parser_starts_iri(p))
    return parse_iri_or_cast(p);
  parser_syntax(p, "a bracketed expression or a function");
  return NULL;
}
