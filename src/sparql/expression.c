/* sparql/expression.c - expressions (SPARQL 1.1 §19.8, rules 68 to 73 and 110 to 128). */
#include "sparql/parser_impl.h"

#include <string.h>
#include <strings.h>

typedef DM_LIST(dm_syntax_expression *) expressions;

static dm_syntax_expression *new_expression(parser *p, dm_syntax_expression_kind kind, size_t offset)
{
  dm_syntax_expression *expression = dm_arena_allocate(p->arena, sizeof *expression);
  expression->kind = kind;
  expression->offset = offset;
  expression->n_levels = 1;
  return expression;
}

/* What stands for an expression where there was an error. */
static dm_syntax_expression *no_expression(parser *p)
{
  dm_syntax_expression *expression = new_expression(p, DM_SYNTAX_CONSTANT, p->now.begin);
  expression->constant = dm_term_literal("", NULL, NULL);
  return expression;
}

static dm_syntax_expression *new_call(parser *p, dm_function function, size_t offset, dm_syntax_expression **arguments, size_t n)
{
  dm_syntax_expression *call = new_expression(p, DM_SYNTAX_CALL, offset);
  call->function = function;
  call->arguments = arguments;
  call->n_arguments = n;
  for (size_t i = 0; i < n; i++)
    if (arguments[i]->n_levels >= call->n_levels)
      call->n_levels = arguments[i]->n_levels + 1;
  if (call->n_levels > DM_SYNTAX_MOST_LEVELS && !p->is_broken) {
    parser_report(p, offset, "an expression of more than %d levels: put brackets around parts of it", DM_SYNTAX_MOST_LEVELS);
    p->is_over = true;
    parser_break(p);
  }
  return call;
}

static dm_syntax_expression *new_binary(parser *p, dm_function function, size_t offset, dm_syntax_expression *left, dm_syntax_expression *right)
{
  dm_syntax_expression **both = dm_arena_allocate(p->arena, 2 * sizeof *both);
  both[0] = left;
  both[1] = right;
  return new_call(p, function, offset, both, 2);
}

static dm_syntax_expression *new_unary(parser *p, dm_function function, size_t offset, dm_syntax_expression *operand)
{
  dm_syntax_expression **one = dm_arena_allocate(p->arena, sizeof *one);
  one[0] = operand;
  return new_call(p, function, offset, one, 1);
}

/* `(` expression, expression ... `)`; NIL gives none. */
static expressions parse_list(parser *p, const char *expected)
{
  expressions list = {0};
  if (!parser_expect(p, '(', expected) || parser_accept(p, ')'))
    return list;
  do {
    dm_syntax_expression *item = parse_expression(p);
    *dm_list_add(p->arena, &list) = item;
  } while (parser_accept(p, ','));
  parser_expect(p, ')', "an operator, `,` or `)`");
  return list;
}

/* ---- aggregates (§11, rule 127) ---- */

static const struct {
  const char       *name;
  dm_aggregate_kind kind;
} aggregates[] = {
    {"COUNT", DM_AGGREGATE_COUNT},
    {"SUM", DM_AGGREGATE_SUM},
    {"MIN", DM_AGGREGATE_MIN},
    {"MAX", DM_AGGREGATE_MAX},
    {"AVG", DM_AGGREGATE_AVG},
    {"SAMPLE", DM_AGGREGATE_SAMPLE},
    {"GROUP_CONCAT", DM_AGGREGATE_GROUP_CONCAT},
};

enum { N_AGGREGATES = sizeof aggregates / sizeof *aggregates };

static size_t find_aggregate(const parser *p)
{
  size_t i = 0;
  while (i < N_AGGREGATES && !parser_is_word(p, aggregates[i].name))
    i++;
  return i;
}

static const char *parse_separator(parser *p)
{
  if (!parser_accept(p, ';'))
    return " ";
  if (!parser_expect_word(p, "SEPARATOR", "`SEPARATOR`") || !parser_expect(p, '=', "`=` behind `SEPARATOR`"))
    return " ";
  if (p->now.kind != TOKEN_STRING) {
    parser_expected(p, "a string");
    return " ";
  }
  const char *separator = p->now.text;
  parser_advance(p);
  return separator;
}

static dm_syntax_expression *parse_aggregate(parser *p, size_t index)
{
  dm_syntax_expression *aggregate = new_expression(p, DM_SYNTAX_AGGREGATE, p->now.begin);
  const char           *refused = p->aggregates_refused;
  if (refused)
    parser_report(p, p->now.begin, "%s", refused);
  else
    p->select->is_grouped = true;
  parser_advance(p);
  aggregate->aggregate = aggregates[index].kind;
  if (!parser_expect(p, '(', "`(` behind the name of an aggregate"))
    return aggregate;
  aggregate->is_distinct = parser_accept_word(p, "DISTINCT");
  p->aggregates_refused = "an aggregate may not stand in another one";
  if (aggregate->aggregate != DM_AGGREGATE_COUNT || !parser_accept(p, '*')) {
    aggregate->arguments = dm_arena_allocate(p->arena, sizeof *aggregate->arguments);
    aggregate->arguments[0] = parse_expression(p);
    aggregate->n_arguments = 1;
    aggregate->n_levels += aggregate->arguments[0]->n_levels;
  }
  p->aggregates_refused = refused;
  if (aggregate->aggregate == DM_AGGREGATE_GROUP_CONCAT)
    aggregate->separator = parse_separator(p);
  parser_expect(p, ')', "`)` at the end of the aggregate, which takes one expression");
  return aggregate;
}

/* ---- calls ---- */

static dm_syntax_expression *parse_bracketed(parser *p);

/* Operators have no name that a query could call them by. */
static dm_function find_function(const parser *p)
{
  if (p->now.kind != TOKEN_WORD)
    return DM_FUNCTION_NONE;
  const dm_function found = dm_function_find(p->now.text, p->now.n_bytes);
  const bool        is_lazy = found == DM_FUNCTION_BOUND || found == DM_FUNCTION_IF || found == DM_FUNCTION_COALESCE;
  return is_lazy || (found >= DM_FUNCTION_SAME_TERM && found < DM_FUNCTION_CAST_STRING) ? found : DM_FUNCTION_NONE;
}

static void check_arguments(parser *p, dm_function function, const char *name, size_t offset, const expressions *list)
{
  const dm_function_signature *signature = dm_function_describe(function);
  const unsigned               n_least = signature->n_least, n_most = signature->n_most;
  if (p->is_broken || (list->n >= n_least && list->n <= n_most))
    return;
  if (n_most == UINT32_MAX)
    parser_report(p, offset, "`%s` takes at least %u arguments, not %zu", name, n_least, list->n);
  else if (n_least != n_most)
    parser_report(p, offset, "`%s` takes %u to %u arguments, not %zu", name, n_least, n_most, list->n);
  else
    parser_report(p, offset, "`%s` takes %u argument%s, not %zu", name, n_least, n_least == 1 ? "" : "s", list->n);
}

static dm_syntax_expression *parse_function(parser *p, dm_function function)
{
  const token name = p->now;
  parser_advance(p);
  const expressions list = parse_list(p, "`(` behind the name of a function");
  check_arguments(p, function, name.text, name.begin, &list);
  if (function == DM_FUNCTION_BOUND && list.n == 1 && list.items[0]->kind != DM_SYNTAX_NAME && !p->is_broken)
    parser_report(p, list.items[0]->offset, "`BOUND` takes a variable");
  return new_call(p, function, name.begin, list.items, list.n);
}

static dm_syntax_expression *parse_exists(parser *p)
{
  const size_t offset = p->now.begin;
  const bool   is_negated = parser_accept_word(p, "NOT");
  if (is_negated && parser_is(p, '(')) {
    parser_report(p, offset, "`NOT` stands in `NOT EXISTS` and `NOT IN` only: did you mean `!`?");
    return parse_bracketed(p);
  }
  if (!parser_expect_word(p, "EXISTS", "`EXISTS` behind `NOT`"))
    return no_expression(p);
  dm_syntax_expression *exists = new_expression(p, DM_SYNTAX_EXISTS, offset);
  const uint32_t        pattern = p->pattern; /* triples on both sides of FILTER are one basic graph pattern (§5.1) */
  exists->pattern = parse_group(p, "`{` behind `EXISTS`");
  p->pattern = pattern;
  return is_negated ? new_unary(p, DM_FUNCTION_NOT, offset, exists) : exists;
}

/* The call of what the standard does not know; DISTINCT is for aggregates of one's own (§11.2), of which there are none. */
static dm_syntax_expression *parse_iri_call(parser *p, const dm_term *iri, size_t offset)
{
  if (parser_is(p, '(') && !p->is_broken && p->next.kind == TOKEN_WORD && strcasecmp(p->next.text, "DISTINCT") == 0) {
    parser_report(p, p->next.begin, "`DISTINCT` has no meaning here: <%s> is no aggregate", iri->value);
    p->next = p->now; /* the bracket again, behind which the list goes on */
    parser_advance(p);
  }
  const expressions            list = parse_list(p, "`(` behind the IRI of a function");
  dm_function                  cast = dm_function_find_cast(iri->value);
  const dm_function_signature *signature = cast ? dm_function_describe(cast) : NULL;
  if (signature && (list.n < signature->n_least || list.n > signature->n_most))
    cast = DM_FUNCTION_NONE; /* an error when it is evaluated, not one of syntax */
  dm_syntax_expression *call = new_call(p, cast, offset, list.items, list.n);
  call->iri = iri->value;
  return call;
}

static dm_syntax_expression *parse_iri_or_call(parser *p)
{
  const size_t  offset = p->now.begin;
  const dm_term iri = parser_iri(p);
  if (parser_is(p, '('))
    return parse_iri_call(p, &iri, offset);
  dm_syntax_expression *constant = new_expression(p, DM_SYNTAX_CONSTANT, offset);
  constant->constant = iri;
  return constant;
}

/* A word that is no function. Its arguments are read, so that more errors can be found. */
static dm_syntax_expression *parse_unknown_call(parser *p)
{
  parser_report(p, p->now.begin, "there is no function `%s`%s", p->now.text, parser_suggest(p, true));
  parser_advance(p);
  const expressions list = parse_list(p, "`(`");
  return new_call(p, DM_FUNCTION_NONE, p->now.begin, list.items, list.n);
}

/* BuiltInCall; NULL if none stands here. */
static dm_syntax_expression *parse_builtin(parser *p)
{
  if (p->now.kind != TOKEN_WORD)
    return NULL;
  if (parser_is_word(p, "EXISTS") || parser_is_word(p, "NOT"))
    return parse_exists(p);
  const size_t aggregate = find_aggregate(p);
  if (aggregate < N_AGGREGATES)
    return parse_aggregate(p, aggregate);
  const dm_function function = find_function(p);
  return function ? parse_function(p, function) : parser_is_next(p, '(') ? parse_unknown_call(p) : NULL;
}

/* ---- operators ---- */

static dm_syntax_expression *parse_bracketed(parser *p)
{
  parser_advance(p);
  dm_syntax_expression *inside = parser_enter(p) ? parse_expression(p) : no_expression(p);
  parser_leave(p);
  parser_expect(p, ')', "an operator or `)`");
  return inside;
}

static dm_syntax_expression *parse_primary(parser *p)
{
  if (parser_is(p, '('))
    return parse_bracketed(p);
  if (p->now.kind == TOKEN_VARIABLE) {
    dm_syntax_expression *variable = new_expression(p, DM_SYNTAX_NAME, p->now.begin);
    variable->name = parser_name(p);
    return variable;
  }
  if (parser_is_iri(p))
    return parse_iri_or_call(p);
  const size_t offset = p->now.begin;
  dm_term      term;
  if (parser_literal(p, &term)) {
    dm_syntax_expression *constant = new_expression(p, DM_SYNTAX_CONSTANT, offset);
    constant->constant = term;
    return constant;
  }
  dm_syntax_expression *call = parse_builtin(p);
  if (!call)
    parser_expected(p, "an expression");
  return call ? call : no_expression(p);
}

/* A sign before a number is the number's (rule 128); `!!?x` has no rule and needs brackets. */
static dm_syntax_expression *parse_unary(parser *p)
{
  const size_t          offset = p->now.begin;
  dm_function           function = parser_is(p, '!')   ? DM_FUNCTION_NOT
                                   : parser_is(p, '-') ? DM_FUNCTION_MINUS
                                   : parser_is(p, '+') ? DM_FUNCTION_PLUS
                                                       : DM_FUNCTION_NONE;
  dm_syntax_expression *number = NULL;
  dm_term               term;
  if ((function == DM_FUNCTION_MINUS || function == DM_FUNCTION_PLUS) && parser_literal(p, &term)) {
    number = new_expression(p, DM_SYNTAX_CONSTANT, offset);
    number->constant = term;
    return number;
  }
  if (!function)
    return parse_primary(p);
  parser_advance(p);
  return new_unary(p, function, offset, parse_primary(p));
}

static dm_syntax_expression *parse_multiplicative(parser *p)
{
  dm_syntax_expression *left = parse_unary(p);
  while (parser_is(p, '*') || parser_is(p, '/')) {
    const dm_function function = parser_is(p, '*') ? DM_FUNCTION_MULTIPLY : DM_FUNCTION_DIVIDE;
    const size_t      offset = p->now.begin;
    parser_advance(p);
    left = new_binary(p, function, offset, left, parse_unary(p));
  }
  return left;
}

/* `?a -1` is the number -1 behind ?a to the grammar and a difference in meaning (rule 116); read as a difference at once, it comes to the same. */
static dm_syntax_expression *parse_additive(parser *p)
{
  dm_syntax_expression *left = parse_multiplicative(p);
  while (parser_is(p, '+') || parser_is(p, '-')) {
    const dm_function function = parser_is(p, '+') ? DM_FUNCTION_ADD : DM_FUNCTION_SUBTRACT;
    const size_t      offset = p->now.begin;
    parser_advance(p);
    left = new_binary(p, function, offset, left, parse_multiplicative(p));
  }
  return left;
}

static const struct {
  uint32_t    sign;
  dm_function function;
} comparisons[] = {
    {'=', DM_FUNCTION_EQUAL},   {SIGN_NOT_EQUAL, DM_FUNCTION_NOT_EQUAL},         {'<', DM_FUNCTION_LESS},
    {'>', DM_FUNCTION_GREATER}, {SIGN_LESS_OR_EQUAL, DM_FUNCTION_LESS_OR_EQUAL}, {SIGN_GREATER_OR_EQUAL, DM_FUNCTION_GREATER_OR_EQUAL},
};

static dm_syntax_expression *parse_in(parser *p, dm_syntax_expression *left)
{
  const size_t offset = p->now.begin;
  const bool   is_negated = parser_accept_word(p, "NOT");
  if (!parser_expect_word(p, "IN", "`IN` behind `NOT`"))
    return left;
  const expressions list = parse_list(p, "`(` behind `IN`");
  expressions       all = {0};
  *dm_list_add(p->arena, &all) = left;
  for (size_t i = 0; i < list.n; i++)
    *dm_list_add(p->arena, &all) = list.items[i];
  return new_call(p, is_negated ? DM_FUNCTION_NOT_IN : DM_FUNCTION_IN, offset, all.items, all.n);
}

static dm_syntax_expression *parse_relational(parser *p)
{
  dm_syntax_expression *left = parse_additive(p);
  if (parser_is_word(p, "IN") || parser_is_word(p, "NOT"))
    return parse_in(p, left);
  for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++)
    if (parser_is(p, comparisons[i].sign)) {
      const size_t offset = p->now.begin;
      parser_advance(p);
      return new_binary(p, comparisons[i].function, offset, left, parse_additive(p));
    }
  return left;
}

enum { MOST_IN_A_ROW = 32 };

/* && and || are associative, errors and all (§17.2): long chains become trees of little depth, short ones lean to the left as written. */
static dm_syntax_expression *join_chain(parser *p, dm_function function, const expressions *chain, size_t begin, size_t end)
{
  const size_t n = end - begin;
  if (n == 1)
    return chain->items[begin];
  const size_t          middle = n > MOST_IN_A_ROW ? begin + n / 2 : end - 1;
  dm_syntax_expression *left = join_chain(p, function, chain, begin, middle);
  return new_binary(p, function, left->offset, left, join_chain(p, function, chain, middle, end));
}

static dm_syntax_expression *parse_and(parser *p)
{
  expressions           chain = {0};
  dm_syntax_expression *item = parse_relational(p);
  *dm_list_add(p->arena, &chain) = item;
  while (parser_accept(p, SIGN_AND)) {
    item = parse_relational(p);
    *dm_list_add(p->arena, &chain) = item;
  }
  return join_chain(p, DM_FUNCTION_AND, &chain, 0, chain.n);
}

dm_syntax_expression *parse_expression(parser *p)
{
  expressions chain = {0};
  if (!parser_enter(p)) {
    parser_leave(p);
    return no_expression(p);
  }
  dm_syntax_expression *item = parse_and(p);
  *dm_list_add(p->arena, &chain) = item;
  while (parser_accept(p, SIGN_OR)) {
    item = parse_and(p);
    *dm_list_add(p->arena, &chain) = item;
  }
  parser_leave(p);
  return join_chain(p, DM_FUNCTION_OR, &chain, 0, chain.n);
}

/* ---- constraints ---- */

bool parser_is_constraint(const parser *p)
{
  if (parser_is(p, '(') || parser_is_iri(p) || parser_is_word(p, "NOT") || parser_is_word(p, "EXISTS"))
    return true;
  return p->now.kind == TOKEN_WORD && (find_aggregate(p) < N_AGGREGATES || find_function(p));
}

dm_syntax_expression *parse_constraint(parser *p)
{
  if (parser_is(p, '('))
    return parse_bracketed(p);
  if (parser_is_iri(p)) {
    const size_t  offset = p->now.begin;
    const dm_term iri = parser_iri(p);
    return parse_iri_call(p, &iri, offset);
  }
  dm_syntax_expression *call = parse_builtin(p);
  if (!call)
    parser_expected(p, "an expression in brackets or the call of a function");
  return call ? call : no_expression(p);
}
