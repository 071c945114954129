/* redland/parse.c - a query as a whole: prologue, SELECT, ASK, CONSTRUCT. */
#include "redland/sparql_impl.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/unicode.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_QUERY_BYTES = 1024 * 1024 };

static const char *const updates[] = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"};

static bool parse_prologue(parser *p)
{
  for (;;) {
    if (parser_accept_word(p, "BASE")) {
      if (p->now.kind != TOKEN_IRI) {
        parser_syntax(p, "an IRI");
        return false;
      }
      p->base = parser_resolve(p, p->now.text, p->now.begin);
      parser_advance(p);
    } else if (parser_accept_word(p, "PREFIX")) {
      const size_t n = p->now.n_bytes;
      if (p->now.kind != TOKEN_NAME || strchr(p->now.text, ':') != p->now.text + n - 1 || p->next.kind != TOKEN_IRI) {
        parser_syntax(p, "`name: <IRI>`");
        return false;
      }
      dm_prefix *prefix = dm_vector_add(&p->query->prefixes);
      prefix->prefix = dm_arena_string(p->query->arena, p->now.text, n - 1);
      parser_advance(p);
      prefix->namespace_iri = parser_resolve(p, p->now.text, p->now.begin);
      parser_advance(p);
    } else {
      return true;
    }
  }
}

static void parse_template(parser *p)
{
  const size_t at = p->now.begin;
  p->in_template = true;
  parser_advance(p);
  parse_triples(p, &p->query->template);
  p->in_template = false;
  if (p->stopped || !parser_expect(p, "}", "at the end of the template"))
    return;
  if (p->query->template.n == 0)
    parser_refuse(p, at, "CONSTRUCT with an empty template", NULL);
  for (size_t i = 0; i < p->query->template.n; i++) {
    const pattern_node *predicate = &p->query->template.items[i].parts[1];
    if (!predicate->is_variable && predicate->term.kind != DM_TERM_IRI)
      parser_syntax(p, "a predicate");
  }
}

/* CONSTRUCT WHERE { triples }: the pattern is its own template. */
static void template_from_where(parser *p)
{
  const group_pattern *where = p->query->select->where;
  for (size_t i = 0; i < where->elements.n; i++) {
    if (where->elements.items[i].kind != ELEMENT_TRIPLES) {
      sparql_report(p->query, where->elements.items[i].at, p->diagnostics, "CONSTRUCT WHERE takes triples only: write the template out");
      p->status = DM_BAD_RULES;
      return;
    }
    for (size_t t = 0; t < where->elements.items[i].triples.n; t++)
      *dm_vector_add(&p->query->template) = where->elements.items[i].triples.items[t];
  }
  if (p->query->template.n == 0)
    parser_refuse(p, where->at, "CONSTRUCT with an empty template", NULL);
}

static void parse_construct(parser *p)
{
  p->query->form = DM_QUERY_CONSTRUCT;
  p->query->select = parser_new_select(p);
  parser_advance(p);
  const bool has_template = parser_is(p, "{");
  if (has_template)
    parse_template(p);
  if (!p->stopped && parse_where_and_modifiers(p, p->query->select)) {
    if (!has_template)
      template_from_where(p);
    if (p->query->select->grouped)
      parser_refuse(p, p->query->select->at, "grouping in CONSTRUCT", NULL);
  }
}

static void parse_ask(parser *p)
{
  p->query->form = DM_QUERY_ASK;
  p->query->select = parser_new_select(p);
  parser_advance(p);
  if (parse_where_and_modifiers(p, p->query->select) && p->query->select->grouped)
    parser_refuse(p, p->query->select->at, "grouping in ASK", NULL);
}

static void parse_query(parser *p)
{
  if (!parse_prologue(p))
    return;
  if (parser_is_word(p, "SELECT")) {
    p->query->form = DM_QUERY_SELECT;
    p->query->select = parse_select(p, false);
  } else if (parser_is_word(p, "ASK")) {
    parse_ask(p);
  } else if (parser_is_word(p, "CONSTRUCT")) {
    parse_construct(p);
  } else if (parser_is_word(p, "DESCRIBE")) {
    parser_refuse(p, p->now.begin, "DESCRIBE", "use CONSTRUCT");
    p->stopped = true;
    return;
  } else {
    for (size_t i = 0; i < sizeof updates / sizeof *updates; i++)
      if (parser_is_word(p, updates[i])) {
        parser_refuse(p, p->now.begin, "SPARQL Update", "queries only read");
        p->stopped = true;
        return;
      }
    parser_syntax(p, "SELECT, ASK or CONSTRUCT");
    return;
  }
  if (!p->stopped && p->now.kind != TOKEN_END)
    parser_syntax(p, "the end of the query");
}

dm_status dm_query_parse(dm_query **out, const char *file, const char *text, size_t n_bytes, dm_diagnostics *diagnostics)
{
  dm_query *query = dm_allocate(sizeof *query);
  *out = NULL;
  query->arena = dm_arena_new();
  query->file = dm_copy_string(file, strlen(file));
  query->text = dm_copy_string(text ? text : "", n_bytes);
  query->n_text = n_bytes;
  dm_status    status = DM_OK;
  const size_t bad = dm_utf8_check(query->text, n_bytes);
  if (n_bytes > MAX_QUERY_BYTES) {
    status = sparql_report(query, 0, diagnostics, "a query of more than %d bytes", MAX_QUERY_BYTES);
  } else if (bad < n_bytes) {
    status = sparql_report(query, bad, diagnostics, "this is not valid UTF-8");
  } else {
    parser p = {.query = query, .diagnostics = diagnostics, .scope = dm_map_new(), .blanks = dm_map_new()};
    sparql_tokenize(&p, &p.next);
    parser_advance(&p);
    parse_query(&p);
    dm_map_free(p.scope);
    dm_map_free(p.blanks);
    status = p.status;
  }
  if (status == DM_OK)
    *out = query;
  else
    dm_query_free(query);
  return status;
}

dm_status dm_query_load(dm_query **out, const char *path, dm_diagnostics *diagnostics)
{
  dm_buffer bytes = {0};
  *out = NULL;
  dm_status status = dm_file_read(&bytes, path, MAX_QUERY_BYTES, diagnostics);
  if (status == DM_BAD_INPUT) /* a query that cannot be read does not compile; inputs are graphs */
    status = DM_BAD_RULES;
  if (status == DM_OK)
    status = dm_query_parse(out, path, dm_buffer_string(&bytes), bytes.n_bytes, diagnostics);
  dm_buffer_free(&bytes);
  return status;
}

void dm_query_free(dm_query *query)
{
  if (!query)
    return;
  for (size_t i = 0; i < query->selects.n; i++) {
    select_query *select = query->selects.items[i];
    dm_vector_free(&select->columns);
    dm_vector_free(&select->group_by);
    dm_vector_free(&select->having);
    dm_vector_free(&select->aggregates);
    dm_vector_free(&select->order);
  }
  for (size_t i = 0; i < query->groups.n; i++) {
    group_pattern *group = query->groups.items[i];
    for (size_t e = 0; e < group->elements.n; e++) {
      dm_vector_free(&group->elements.items[e].triples);
      dm_vector_free(&group->elements.items[e].groups);
    }
    dm_vector_free(&group->elements);
  }
  dm_vector_free(&query->selects);
  dm_vector_free(&query->groups);
  dm_vector_free(&query->template);
  dm_vector_free(&query->variables);
  dm_vector_free(&query->prefixes);
  dm_arena_free(query->arena);
  free(query->file);
  free(query->text);
  free(query);
}

dm_query_form dm_query_get_form(const dm_query *query)
{
  return query->form;
}

size_t dm_query_count_columns(const dm_query *query)
{
  return query->form == DM_QUERY_SELECT ? query->select->columns.n : 0;
}

const char *dm_query_column(const dm_query *query, size_t index)
{
  return query->variables.items[query->select->columns.items[index].variable].name;
}

const dm_prefix *dm_query_prefixes(const dm_query *query, size_t *n)
{
  *n = query->prefixes.n;
  return query->prefixes.items;
}
