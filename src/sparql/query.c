/* sparql/query.c - a query as a whole: prologue, the four forms, modifiers (SPARQL 1.1 §15, §16, rules 1 to 30). */
#include "sparql/parser_impl.h"

#include <string.h>

#include "base/unicode.h"

/* ---- modifiers ---- */

static void parse_group_by(parser *p, dm_syntax_select *select)
{
  if (!parser_accept_word(p, "GROUP") || !parser_expect_word(p, "BY", "`BY` behind `GROUP`"))
    return;
  select->is_grouped = true;
  p->aggregates_refused = "an aggregate may not stand in GROUP BY";
  do {
    dm_syntax_key key = {.name = DM_SYNTAX_NO_NAME, .offset = p->now.begin};
    if (p->now.kind == TOKEN_VARIABLE || parser_accept(p, '(')) {
      const bool is_bracketed = p->now.begin > key.offset;
      key.expression = parse_expression(p);
      if (is_bracketed && parser_accept_word(p, "AS"))
        key.name = parser_expect_variable(p, "a variable behind `AS`");
      if (is_bracketed)
        parser_expect(p, ')', "an operator, `AS` or `)`");
    } else {
      key.expression = parse_constraint(p);
    }
    *dm_list_add(p->arena, &select->keys) = key;
  } while (p->now.kind == TOKEN_VARIABLE || parser_is_constraint(p));
  p->aggregates_refused = NULL;
}

static void parse_having(parser *p, dm_syntax_select *select)
{
  if (!parser_accept_word(p, "HAVING"))
    return;
  select->is_grouped = true;
  do {
    dm_syntax_expression *condition = parse_constraint(p);
    *dm_list_add(p->arena, &select->having) = condition;
  } while (parser_is_constraint(p));
}

static bool is_order(const parser *p)
{
  return parser_is_word(p, "ASC") || parser_is_word(p, "DESC") || p->now.kind == TOKEN_VARIABLE || parser_is_constraint(p);
}

static void parse_order_by(parser *p, dm_syntax_select *select)
{
  if (!parser_accept_word(p, "ORDER") || !parser_expect_word(p, "BY", "`BY` behind `ORDER`"))
    return;
  do {
    dm_syntax_order order = {0};
    const bool      is_ascending = parser_accept_word(p, "ASC");
    order.is_descending = !is_ascending && parser_accept_word(p, "DESC");
    if ((is_ascending || order.is_descending) && !parser_is(p, '('))
      parser_expected(p, "an expression in brackets behind `ASC` or `DESC`");
    if (p->now.kind != TOKEN_VARIABLE) {
      order.expression = parse_constraint(p);
    } else {
      order.expression = dm_arena_allocate(p->arena, sizeof *order.expression);
      *order.expression = (dm_syntax_expression){.kind = DM_SYNTAX_NAME, .offset = p->now.begin, .n_levels = 1};
      order.expression->name = parser_name(p);
    }
    *dm_list_add(p->arena, &select->orders) = order;
  } while (is_order(p));
}

/* What does not fit 64 bits is as good as the largest number. */
static uint64_t parse_integer(parser *p, const char *expected)
{
  uint64_t number = 0;
  if (p->now.kind != TOKEN_INTEGER) {
    parser_expected(p, expected);
    return 0;
  }
  for (const char *c = p->now.text; *c; c++) {
    const uint64_t digit = (uint64_t)(*c - '0');
    number = number > (UINT64_MAX - digit) / 10 ? UINT64_MAX : number * 10 + digit;
  }
  parser_advance(p);
  return number;
}

/* LIMIT and OFFSET in either order, each once. */
static void parse_slice(parser *p, dm_syntax_select *select)
{
  bool has_limit = false, has_offset = false;
  while ((!has_limit && parser_is_word(p, "LIMIT")) || (!has_offset && parser_is_word(p, "OFFSET"))) {
    select->has_slice = true;
    if (parser_accept_word(p, "LIMIT")) {
      has_limit = true;
      select->n_most = parse_integer(p, "a number behind `LIMIT`");
    } else {
      parser_advance(p);
      has_offset = true;
      select->n_skip = parse_integer(p, "a number behind `OFFSET`");
    }
  }
}

static void parse_modifiers(parser *p, dm_syntax_select *select)
{
  dm_syntax_select *outer = p->select;
  const char       *refused = p->aggregates_refused;
  p->select = select;
  p->aggregates_refused = NULL;
  parse_group_by(p, select);
  parse_having(p, select);
  parse_order_by(p, select);
  parse_slice(p, select);
  if (parser_accept_word(p, "VALUES"))
    select->values = parse_values(p);
  p->select = outer;
  p->aggregates_refused = refused;
}

/* ---- SELECT ---- */

static dm_syntax_select *new_select(parser *p)
{
  dm_syntax_select *select = dm_arena_allocate(p->arena, sizeof *select);
  select->offset = p->now.begin;
  select->n_most = UINT64_MAX;
  select->where = dm_arena_allocate(p->arena, sizeof *select->where);
  select->where->offset = select->where->end = p->now.begin;
  return select;
}

static void parse_column(parser *p, dm_syntax_select *select)
{
  dm_syntax_column column = {.name = DM_SYNTAX_NO_NAME, .offset = p->now.begin};
  if (p->now.kind == TOKEN_VARIABLE) {
    column.name = parser_name(p);
  } else {
    parser_advance(p);
    column.expression = parse_expression(p);
    if (parser_is(p, ')'))
      parser_expected(p, "`AS` and a variable behind the expression");
    else if (parser_expect_word(p, "AS", "an operator or `AS`"))
      column.name = parser_expect_variable(p, "a variable behind `AS`");
    parser_expect(p, ')', "`)`");
  }
  *dm_list_add(p->arena, &select->columns) = column;
}

static void parse_select_clause(parser *p, dm_syntax_select *select)
{
  dm_syntax_select *outer = p->select;
  const char       *refused = p->aggregates_refused;
  p->select = select;
  p->aggregates_refused = NULL;
  parser_advance(p);
  select->is_distinct = parser_accept_word(p, "DISTINCT");
  select->is_reduced = !select->is_distinct && parser_accept_word(p, "REDUCED");
  select->is_star = parser_accept(p, '*');
  if (!select->is_star && p->now.kind != TOKEN_VARIABLE && !parser_is(p, '('))
    parser_expect_variable(p, "a variable (`?name`), an expression with its name (`(COUNT(*) AS ?n)`) or `*`");
  while (!select->is_star && (p->now.kind == TOKEN_VARIABLE || parser_is(p, '(')))
    parse_column(p, select);
  p->select = outer;
  p->aggregates_refused = refused;
}

static void parse_where(parser *p, dm_syntax_select *select)
{
  if (parser_is(p, ',')) {
    parser_report(p, p->now.begin, "there are no commas between the columns of `SELECT`");
    parser_break(p);
  }
  select->where = parse_group(p, parser_accept_word(p, "WHERE") ? "`{` behind `WHERE`" : "`WHERE` or `{`");
}

dm_syntax_select *parse_subselect(parser *p)
{
  dm_syntax_select *select = new_select(p);
  parse_select_clause(p, select);
  parse_where(p, select);
  parse_modifiers(p, select);
  return select;
}

/* ---- the four forms ---- */

static void parse_dataset(parser *p)
{
  while (parser_accept_word(p, "FROM")) {
    const bool is_named = parser_accept_word(p, "NAMED");
    if (!parser_is_iri(p)) {
      parser_expected(p, is_named ? "the IRI of a graph behind `NAMED`" : "the IRI of a graph or `NAMED` behind `FROM`");
      return;
    }
    const dm_term iri = parser_iri(p);
    if (is_named)
      *dm_list_add(p->arena, &p->syntax->from_named) = iri;
    else
      *dm_list_add(p->arena, &p->syntax->from) = iri;
  }
}

static void parse_select(parser *p, dm_syntax_select *select)
{
  parse_select_clause(p, select);
  parse_dataset(p);
  parse_where(p, select);
}

static void parse_ask(parser *p, dm_syntax_select *select)
{
  parser_advance(p);
  parse_dataset(p);
  parse_where(p, select);
}

/* CONSTRUCT WHERE { triples }: the pattern is its own template (§16.2.4). */
static void take_template(parser *p, const dm_syntax_group *where)
{
  for (size_t i = 0; i < where->elements.n && !p->is_broken; i++) {
    const dm_syntax_element *element = &where->elements.items[i];
    if (element->kind != DM_ELEMENT_TRIPLES) {
      parser_report(p, element->offset, "`CONSTRUCT WHERE` takes triples only: write what is to be constructed behind `CONSTRUCT`");
      return;
    }
    for (size_t t = 0; t < element->triples.n; t++) {
      if (element->triples.items[t].path)
        parser_report(p, element->triples.items[t].path->offset, "a path may not stand in what is constructed");
      *dm_list_add(p->arena, &p->syntax->template) = element->triples.items[t];
    }
  }
  if (where->select && !p->is_broken)
    parser_report(p, where->offset, "`CONSTRUCT WHERE` takes triples only: write what is to be constructed behind `CONSTRUCT`");
}

static void parse_construct(parser *p, dm_syntax_select *select)
{
  parser_advance(p);
  const bool has_template = parser_accept(p, '{');
  if (has_template) {
    p->is_template = true;
    parse_triples(p, &p->syntax->template);
    p->is_template = false;
    parser_expect(p, '}', "a triple or `}`");
  }
  parse_dataset(p);
  if (!has_template && !parser_is_word(p, "WHERE"))
    parser_expected(p, "`{` or `WHERE` behind `CONSTRUCT`");
  parse_where(p, select);
  if (!has_template)
    take_template(p, select->where);
}

static void parse_describe(parser *p, dm_syntax_select *select)
{
  parser_advance(p);
  select->is_star = parser_accept(p, '*');
  if (!select->is_star && p->now.kind != TOKEN_VARIABLE && !parser_is_iri(p))
    parser_expected(p, "a variable, an IRI or `*` behind `DESCRIBE`");
  while (!select->is_star && (p->now.kind == TOKEN_VARIABLE || parser_is_iri(p))) {
    dm_syntax_reference described;
    parser_reference(p, &described);
    *dm_list_add(p->arena, &p->syntax->described) = described;
  }
  parse_dataset(p);
  if (parser_is_word(p, "WHERE") || parser_is(p, '{'))
    parse_where(p, select);
}

static const struct {
  const char   *word;
  dm_query_form form;
  void (*parse)(parser *p, dm_syntax_select *select);
} forms[] = {
    {"SELECT", DM_QUERY_SELECT, parse_select},
    {"ASK", DM_QUERY_ASK, parse_ask},
    {"CONSTRUCT", DM_QUERY_CONSTRUCT, parse_construct},
    {"DESCRIBE", DM_QUERY_DESCRIBE, parse_describe},
};

/* ---- prologue ---- */

static const char *parse_prologue_iri(parser *p, const char *expected)
{
  const char *iri = "";
  if (p->now.kind == TOKEN_IRI) {
    iri = parser_resolve(p, &p->now);
    parser_advance(p);
  } else {
    parser_expected(p, expected);
  }
  return iri;
}

/* A later declaration of a prefix takes the place of an earlier one (§4.1.1). */
static void parse_prefix(parser *p)
{
  if (p->now.kind != TOKEN_NAME || p->now.n_prefix + 1 != p->now.n_bytes) {
    parser_expected(p, "a prefix with a colon behind `PREFIX`");
    return;
  }
  const char     *prefix = dm_arena_string(p->arena, p->now.text, p->now.n_prefix);
  bool            is_new = false;
  const uint32_t *index = dm_map_put(p->prefixes, prefix, p->now.n_prefix, (uint32_t)p->syntax->prefixes.n, &is_new);
  const uint32_t  i = *index;
  parser_advance(p);
  const char *iri = parse_prologue_iri(p, "an IRI between `<` and `>`");
  if (is_new)
    dm_list_add(p->arena, &p->syntax->prefixes);
  p->syntax->prefixes.items[i] = (dm_prefix){.prefix = prefix, .namespace_iri = iri};
}

static void parse_prologue(parser *p)
{
  for (;;) {
    if (parser_accept_word(p, "BASE")) {
      const char *base = parse_prologue_iri(p, "an IRI between `<` and `>` behind `BASE`");
      p->base = *base ? base : "error:/"; /* so that no relative IRI is told to lack a base */
    } else if (parser_accept_word(p, "PREFIX")) {
      parse_prefix(p);
    } else {
      return;
    }
  }
}

/* ---- the whole ---- */

static bool is_update(const parser *p)
{
  static const char *const words[] = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (parser_is_word(p, words[i]))
      return true;
  return false;
}

static void parse_end(parser *p)
{
  static const char *const modifiers[] = {"GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"};
  if (parser_is_end(p))
    return;
  for (size_t i = 0; i < sizeof modifiers / sizeof *modifiers; i++)
    if (parser_is_word(p, modifiers[i])) {
      parser_report(p, p->now.begin, "`%s` may not stand here: GROUP BY, HAVING, ORDER BY, LIMIT and OFFSET, VALUES come in this order, each once",
                    modifiers[i]);
      parser_break(p);
      return;
    }
  parser_expected(p, "the end of the query");
}

static void parse_query(parser *p)
{
  size_t form = 0;
  parse_prologue(p);
  p->syntax->base = p->base;
  p->syntax->select = new_select(p);
  while (form < sizeof forms / sizeof *forms && !parser_is_word(p, forms[form].word))
    form++;
  if (form < sizeof forms / sizeof *forms) {
    p->syntax->form = forms[form].form;
    forms[form].parse(p, p->syntax->select);
    parse_modifiers(p, p->syntax->select);
    parse_end(p);
  } else if (is_update(p)) {
    parser_report(p, p->now.begin, "this is a request to update: only queries are answered");
    p->is_over = true;
    parser_break(p);
  } else {
    parser_expected(p, "`SELECT`, `ASK`, `CONSTRUCT` or `DESCRIBE`");
  }
}

static void parse(parser *p)
{
  p->variables = dm_map_new();
  p->labels = dm_map_new();
  p->prefixes = dm_map_new();
  p->undeclared = dm_map_new();
  parser_start(p);
  parse_query(p);
  while (p->is_broken && parser_recover(p)) { /* nowhere to go on, but undeclared prefixes are errors anywhere */
    parser_advance(p);
    parser_break(p);
  }
  if (!p->was_broken)
    parser_check_rules(p);
  dm_map_free(p->variables);
  dm_map_free(p->labels);
  dm_map_free(p->prefixes);
  dm_map_free(p->undeclared);
}

dm_status dm_syntax_parse(dm_syntax_query **out, dm_arena *arena, const char *file, const char *text, size_t n_bytes, const char *base,
                          dm_diagnostics *diagnostics)
{
  parser       p = {.arena = arena, .file = file, .text = text, .n_bytes = n_bytes, .base = base, .diagnostics = diagnostics};
  const size_t bad = n_bytes ? dm_utf8_check(text, n_bytes) : 0;
  *out = NULL;
  p.syntax = dm_arena_allocate(arena, sizeof *p.syntax);
  if (n_bytes > DM_SYNTAX_MOST_BYTES)
    parser_report(&p, 0, "a query of more than %d bytes", DM_SYNTAX_MOST_BYTES);
  else if (bad < n_bytes)
    parser_report(&p, bad, text[bad] ? "this is not valid UTF-8" : "a query may not contain the character U+0000");
  else
    parse(&p);
  if (p.n_errors)
    return DM_BAD_RULES;
  *out = p.syntax;
  return DM_OK;
}
