/* unit/evaluate/ask.h - asks a query over a few statements and gives the answer as text, so that tests are tables.
 *
 * Data: a statement a line, parts separated by spaces: `:a :p 1`, a fourth part is the graph. Terms: `:a` is <http://e/a>, `_:b` a blank node, `1` `1.5` `1e0` numbers, `true`,
 * `"text"`, `"text"@en`, `"2020-01-01"^^date` (of XML Schema). Queries have the prefixes `:` and `xsd:`.
 * Answers: a line of names, a line for each row, `-` for unbound; `true` or `false`; a line for each statement; what was reported instead, after an error. */
#ifndef DM_UNIT_EVALUATE_ASK_H
#define DM_UNIT_EVALUATE_ASK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "evaluate/evaluate.h"

#define ASK_UNUSED __attribute__((unused))

static const char ASK_XSD[] = "http://www.w3.org/2001/XMLSchema#";
static const char ASK_PROLOGUE[] = "PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> ";

/* ---- data ---- */

static const char *ask_datatype_of_number(const char *text)
{
  return strpbrk(text, "eE") ? "double" : strchr(text, '.') ? "decimal" : "integer";
}

static dm_term ask_read_term(const char **at, dm_arena *arena)
{
  const char *begin = *at;
  dm_term     term = {0};
  const char *end = *begin == '"' ? strchr(begin + 1, '"') + 1 : begin;
  end += strcspn(end, " \n");
  *at = end + strspn(end, " ");
  char *text = dm_arena_string(arena, begin, (size_t)(end - begin));
  if (text[0] == '"') {
    char *close = strchr(text + 1, '"');
    term = dm_term_literal(text + 1, NULL, close[1] == '@' ? close + 2 : NULL);
    if (close[1] == '^')
      term.datatype = dm_arena_print(arena, "%s%s", ASK_XSD, close + 3);
    *close = '\0';
    term.n_bytes = strlen(term.value);
  } else if (text[0] == ':') {
    term = dm_term_iri(dm_arena_print(arena, "http://e/%s", text + 1));
  } else if (text[0] == '_') {
    term = (dm_term){.kind = DM_TERM_BLANK, .value = text + 2, .n_bytes = strlen(text + 2)};
  } else if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0) {
    term = dm_term_literal(text, dm_arena_print(arena, "%sboolean", ASK_XSD), NULL);
  } else {
    term = dm_term_literal(text, dm_arena_print(arena, "%s%s", ASK_XSD, ask_datatype_of_number(text)), NULL);
  }
  return term;
}

static dm_index *ask_index(const char *data)
{
  dm_index_builder *builder;
  dm_arena         *arena = dm_arena_new();
  assert_int_equal(dm_index_builder_new(&builder, 0, NULL, NULL), DM_OK);
  dm_sink sink = dm_index_builder_sink(builder);
  for (const char *at = data; *at;) {
    dm_statement statement = {0};
    statement.subject = ask_read_term(&at, arena);
    statement.predicate = ask_read_term(&at, arena);
    statement.object = ask_read_term(&at, arena);
    if (*at && *at != '\n')
      statement.graph = ask_read_term(&at, arena);
    at += strspn(at, " \n");
    assert_int_equal(sink.on_statement(sink.ctx, &statement), DM_OK);
  }
  dm_index *index;
  assert_int_equal(dm_index_builder_finish(builder, &index), DM_OK);
  dm_index_builder_free(builder);
  dm_arena_free(arena);
  return index;
}

/* ---- answers ---- */

static void ask_write_term(dm_buffer *out, const dm_term *term)
{
  switch (term->kind) {
  case DM_TERM_NONE: dm_buffer_add_byte(out, '-'); return;
  case DM_TERM_BLANK: dm_buffer_print(out, "_:%s", term->value); return;
  case DM_TERM_IRI:
    if (strncmp(term->value, "http://e/", 9) == 0)
      dm_buffer_print(out, ":%s", term->value + 9);
    else
      dm_buffer_print(out, "<%s>", term->value);
    return;
  case DM_TERM_LITERAL: break;
  }
  const char *type = term->datatype && strncmp(term->datatype, ASK_XSD, strlen(ASK_XSD)) == 0 ? term->datatype + strlen(ASK_XSD) : term->datatype;
  bool        is_short = type && (strcmp(type, "boolean") == 0 || strcmp(type, ask_datatype_of_number(term->value)) == 0);
  if (is_short && term->value[0] != '\0')
    dm_buffer_add_string(out, term->value);
  else
    dm_buffer_print(out, "\"%s\"%s%s%s", term->value,
                    term->language ? "@"
                    : type         ? "^^"
                                   : "",
                    term->language ? term->language : "", type && !term->language ? type : "");
}

static dm_status ask_on_columns(void *ctx, const char *const *names, size_t n)
{
  for (size_t i = 0; i < n; i++)
    dm_buffer_print(ctx, "%s%s", i ? " " : "", names[i]);
  dm_buffer_add_byte(ctx, '\n');
  return DM_OK;
}

static dm_status ask_on_row(void *ctx, const dm_term *values, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    dm_buffer_add_string(ctx, i ? " " : "");
    ask_write_term(ctx, &values[i]);
  }
  dm_buffer_add_byte(ctx, '\n');
  return DM_OK;
}

static dm_status ask_on_boolean(void *ctx, bool value)
{
  dm_buffer_add_string(ctx, value ? "true\n" : "false\n");
  return DM_OK;
}

static dm_status ask_on_end(void *ctx)
{
  (void)ctx;
  return DM_OK;
}

static dm_status ask_on_statement(void *ctx, const dm_statement *statement)
{
  const dm_term parts[] = {statement->subject, statement->predicate, statement->object};
  return ask_on_row(ctx, parts, 3);
}

static void ask_on_message(void *ctx, const char *message, size_t n_bytes)
{
  dm_buffer_add(ctx, message, n_bytes);
}

/* The answer in `out`, or what was reported. Returns what the run, or the parser, did. */
static dm_status ask_run(dm_buffer *out, const dm_index *index, const char *text, const dm_run_options *options)
{
  dm_buffer       messages = {0};
  dm_diagnostics *diagnostics = dm_diagnostics_new(ask_on_message, &messages);
  dm_buffer       whole = {0};
  dm_query       *query;
  dm_buffer_print(&whole, "%s%s", ASK_PROLOGUE, text);
  dm_status status = dm_query_parse(&query, "q.rq", dm_buffer_string(&whole), whole.n_bytes, "http://e/", diagnostics);
  if (status == DM_OK) {
    dm_solution_sink results = {out, ask_on_columns, ask_on_row, ask_on_boolean, ask_on_end};
    dm_sink          statements = {out, ask_on_statement, ask_on_end};
    status = dm_query_run(query, index, options, &results, &statements, diagnostics);
  }
  if (status != DM_OK && status != DM_REFUSED) {
    dm_buffer_clear(out);
    dm_buffer_add_string(out, dm_buffer_string(&messages));
  } else {
    assert_string_equal(dm_buffer_string(&messages), "");
  }
  dm_query_free(query);
  dm_diagnostics_free(diagnostics);
  dm_buffer_free(&messages);
  dm_buffer_free(&whole);
  return status;
}

/* The answer over `data`; the caller frees it. */
ASK_UNUSED static char *ask(const char *data, const char *text)
{
  dm_buffer      out = {0};
  dm_run_options options = {0};
  dm_index      *index = ask_index(data);
  ask_run(&out, index, text, &options);
  dm_index_free(index);
  char *answer = dm_copy_string(dm_buffer_string(&out), out.n_bytes);
  dm_buffer_free(&out);
  return answer;
}

typedef struct {
  const char *data;
  const char *query;
  const char *answer;
} ask_case;

ASK_UNUSED static void ask_all(const ask_case *cases, size_t n)
{
  size_t n_wrong = 0;
  for (size_t i = 0; i < n; i++) {
    char *answer = ask(cases[i].data, cases[i].query);
    if (strcmp(answer, cases[i].answer) != 0) {
      print_error("case %zu: %s\nexpected:\n%sanswer:\n%s\n", i, cases[i].query, cases[i].answer, answer);
      n_wrong++;
    }
    free(answer);
  }
  assert_int_equal(n_wrong, 0);
}

#endif
