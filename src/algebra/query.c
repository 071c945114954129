/* algebra/query.c - queries as a whole: from text, to their end; messages about them; values for their parameters. */
#include "algebra/translate_impl.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"

static void set_form(translator *t)
{
  const dm_syntax_query *syntax = t->syntax;
  dm_query              *query = t->query;
  query->form = syntax->form;
  query->base = syntax->base ? dm_arena_string(t->arena, syntax->base, strlen(syntax->base)) : NULL;
  query->prefixes = syntax->prefixes.items;
  query->n_prefixes = syntax->prefixes.n;
  query->from = syntax->from.items;
  query->n_from = syntax->from.n;
  query->from_named = syntax->from_named.items;
  query->n_from_named = syntax->from_named.n;
}

static void set_columns(translator *t)
{
  const dm_syntax_select *select = t->syntax->select;
  dm_query               *query = t->query;
  query->n_columns = query->form == DM_QUERY_SELECT ? select->columns.n : 0;
  query->columns = dm_arena_allocate(t->arena, query->n_columns * sizeof *query->columns);
  for (size_t i = 0; i < query->n_columns; i++)
    query->columns[i] = translate_name(t, select->columns.items[i].name);
}

static void set_described(translator *t)
{
  dm_query *query = t->query;
  query->n_described = t->syntax->described.n;
  query->described = dm_arena_allocate(t->arena, query->n_described * sizeof *query->described);
  for (size_t i = 0; i < query->n_described; i++)
    query->described[i] = translate_slot(t, &t->syntax->described.items[i]);
}

static dm_status translate(dm_query *query, const dm_syntax_query *syntax, dm_diagnostics *diagnostics)
{
  translator t = {.query = query, .syntax = syntax, .arena = query->arena, .diagnostics = diagnostics};
  t.names = dm_map_new();
  t.spellings = dm_map_new();
  t.blanks = dm_arena_allocate(t.arena, syntax->blanks.n * sizeof *t.blanks);
  for (size_t i = 0; i < syntax->blanks.n; i++)
    t.blanks[i] = DM_NO_VARIABLE;
  set_form(&t);
  set_columns(&t);
  query->where = translate_select(&t, syntax->select, syntax->form == DM_QUERY_SELECT);
  query->template = translate_template(&t, &syntax->template);
  query->n_template = syntax->template.n;
  set_described(&t);
  dm_map_free(t.names);
  dm_map_free(t.spellings);
  return t.status;
}

dm_status dm_query_parse(dm_query **out, const char *file, const char *text, size_t n_bytes, const char *base, dm_diagnostics *diagnostics)
{
  dm_query        *query = dm_allocate(sizeof *query);
  dm_syntax_query *syntax = NULL;
  *out = NULL;
  query->arena = dm_arena_new();
  query->file = dm_arena_string(query->arena, file, strlen(file));
  query->text = dm_arena_string(query->arena, text, n_bytes);
  query->n_bytes = n_bytes;
  dm_status status = dm_syntax_parse(&syntax, query->arena, query->file, query->text, n_bytes, base, diagnostics);
  if (status == DM_OK)
    status = translate(query, syntax, diagnostics);
  if (status == DM_OK)
    *out = query;
  else
    dm_query_free(query);
  return status;
}

dm_status dm_query_load(dm_query **out, const char *path, const char *base, dm_diagnostics *diagnostics)
{
  dm_buffer bytes = {0};
  *out = NULL;
  dm_status status = dm_file_read(&bytes, path, DM_SYNTAX_MOST_BYTES, diagnostics);
  if (status == DM_BAD_INPUT) /* a query that cannot be read does not compile; inputs are graphs */
    status = DM_BAD_RULES;
  if (status == DM_OK)
    status = dm_query_parse(out, path, dm_buffer_string(&bytes), bytes.n_bytes, base, diagnostics);
  dm_buffer_free(&bytes);
  return status;
}

void dm_query_free(dm_query *query)
{
  if (!query)
    return;
  dm_arena_free(query->arena);
  free(query);
}

dm_status dm_query_report(const dm_query *query, size_t offset, dm_status status, dm_diagnostics *diagnostics, const char *format, ...)
{
  dm_buffer message = {0};
  dm_place  place = {0};
  va_list   arguments;
  va_start(arguments, format);
  dm_buffer_vprint(&message, format, arguments);
  va_end(arguments);
  dm_place_find(&place, query->text, query->n_bytes, offset < query->n_bytes ? offset : query->n_bytes);
  place.file = query->file;
  dm_report(diagnostics, DM_ERROR, &place, "%s", dm_buffer_string(&message));
  dm_buffer_free(&message);
  return status;
}

dm_variable dm_query_new_variable(dm_query *query, const char *name)
{
  const size_t n = query->n_variables;
  const char  *own = name ? dm_arena_string(query->arena, name, strlen(name)) : dm_arena_print(query->arena, ".%zu", n);
  query->variables = dm_arena_grow(query->arena, query->variables, n, sizeof *query->variables);
  query->variables[n] = (dm_variable_name){.name = own, .is_hidden = true};
  query->variables[n].shown = own[0] == '_' && own[1] == ':' ? own : dm_arena_print(query->arena, "?%s", own);
  query->n_variables++;
  return (dm_variable)n;
}

/* ---- parameters ---- */

typedef struct {
  dm_query      *query;
  const char    *name;
  const dm_term *terms;
  size_t         n_terms;
  bool           is_found;
} binding;

static void bind_node(binding *b, dm_node *node);

static const char *copy(binding *b, const char *text)
{
  return text ? dm_arena_string(b->query->arena, text, strlen(text)) : NULL;
}

static void bind_values(binding *b, dm_node *node)
{
  if (node->n_variables != 1 || strcmp(b->query->variables[node->variables[0]].name, b->name) != 0)
    return;
  node->rows = dm_arena_allocate(b->query->arena, b->n_terms * sizeof *node->rows);
  node->n_rows = b->n_terms;
  for (size_t i = 0; i < b->n_terms; i++) {
    node->rows[i] = b->terms[i];
    if (b->terms[i].value)
      node->rows[i].value = dm_arena_string(b->query->arena, b->terms[i].value, b->terms[i].n_bytes);
    node->rows[i].datatype = copy(b, b->terms[i].datatype);
    node->rows[i].language = copy(b, b->terms[i].language);
  }
  b->is_found = true;
}

static void bind_expression(binding *b, dm_expression *expression)
{
  if (!expression)
    return;
  if (expression->pattern)
    bind_node(b, expression->pattern);
  for (size_t i = 0; i < expression->n_arguments; i++)
    bind_expression(b, expression->arguments[i]);
}

static void bind_node(binding *b, dm_node *node)
{
  if (!node)
    return;
  if (node->kind == DM_NODE_VALUES)
    bind_values(b, node);
  for (size_t i = 0; i < node->n_expressions; i++)
    bind_expression(b, node->expressions[i]);
  for (size_t i = 0; i < node->n_aggregates; i++)
    bind_expression(b, node->aggregates[i].expression);
  for (size_t i = 0; i < node->n_orders; i++)
    bind_expression(b, node->orders[i].expression);
  bind_expression(b, node->expression);
  bind_node(b, node->left);
  bind_node(b, node->right);
}

dm_status dm_query_bind(dm_query *query, const char *name, const dm_term *terms, size_t n_terms)
{
  binding b = {.query = query, .name = name, .terms = terms, .n_terms = n_terms};
  bind_node(&b, query->where);
  return b.is_found ? DM_OK : DM_NOTHING;
}
