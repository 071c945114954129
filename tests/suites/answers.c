/* Answers many queries in one process, for suites that compare: answers MOST_ROWS
 *
 * Reads lines `data PATH` (the default graph is the union of all graphs), `strict PATH` (it is what the standard wants) and `query N_BYTES`, the query behind the last; answers each by
 * a line `KIND N_BYTES` and the answer. KIND is ok (of the first two), select, ask, graph, error (a message), many (more rows than MOST_ROWS), slow. The first line of a select names its
 * columns; its terms and those of a graph are as in N-Triples, `-` where unbound, with tabs between. JenaAnswers.java does the same. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "algebra/algebra.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "evaluate/evaluate.h"
#include "index/index.h"

typedef struct {
  dm_buffer   text;
  const char *kind;
} answer;

static void add_term(dm_buffer *out, const dm_term *term)
{
  static const char escapes[] = "\\\\\"\"\nn\rr\tt";
  switch (term->kind) {
  case DM_TERM_NONE: dm_buffer_add_byte(out, '-'); return;
  case DM_TERM_IRI: dm_buffer_print(out, "<%s>", term->value); return;
  case DM_TERM_BLANK: dm_buffer_print(out, "_:%s", term->value); return;
  case DM_TERM_LITERAL: break;
  }
  dm_buffer_add_byte(out, '"');
  for (const char *c = term->value; *c; c++) {
    const char *escape = escapes;
    while (*escape && *escape != *c)
      escape += 2;
    if (*escape)
      dm_buffer_add_byte(out, '\\');
    dm_buffer_add_byte(out, *escape ? escape[1] : *c);
  }
  dm_buffer_add_byte(out, '"');
  if (term->language)
    dm_buffer_print(out, "@%s", term->language);
  else if (term->datatype)
    dm_buffer_print(out, "^^<%s>", term->datatype);
}

static dm_status on_columns(void *ctx, const char *const *names, size_t n)
{
  answer *a = ctx;
  a->kind = "select";
  for (size_t i = 0; i < n; i++)
    dm_buffer_print(&a->text, "%s%s", i ? "\t" : "", names[i]);
  dm_buffer_add_byte(&a->text, '\n');
  return DM_OK;
}

static dm_status on_row(void *ctx, const dm_term *values, size_t n)
{
  answer *a = ctx;
  for (size_t i = 0; i < n; i++) {
    if (i)
      dm_buffer_add_byte(&a->text, '\t');
    add_term(&a->text, &values[i]);
  }
  dm_buffer_add_byte(&a->text, '\n');
  return DM_OK;
}

static dm_status on_boolean(void *ctx, bool value)
{
  answer *a = ctx;
  a->kind = "ask";
  dm_buffer_add_string(&a->text, value ? "true" : "false");
  return DM_OK;
}

static dm_status on_statement(void *ctx, const dm_statement *statement)
{
  const dm_term terms[] = {statement->subject, statement->predicate, statement->object};
  return on_row(ctx, terms, 3);
}

static dm_status on_end(void *ctx)
{
  (void)ctx;
  return DM_OK;
}

static void collect(void *ctx, const char *message, size_t n_bytes)
{
  dm_buffer_add(ctx, message, n_bytes);
}

static void run_query(answer *a, dm_buffer *said, const char *text, size_t n_bytes, const dm_index *index, const dm_run_options *options,
                      dm_diagnostics *diagnostics)
{
  const dm_solution_sink results = {.ctx = a, .on_columns = on_columns, .on_row = on_row, .on_boolean = on_boolean, .on_end = on_end};
  const dm_sink          statements = {.ctx = a, .on_statement = on_statement, .on_end = on_end};
  dm_query              *query = NULL;
  a->kind = "graph";
  dm_status status = dm_query_parse(&query, "query", text, n_bytes, NULL, diagnostics);
  if (status == DM_OK)
    status = dm_query_run(query, index, options, &results, &statements, diagnostics);
  dm_query_free(query);
  if (status == DM_OVER_LIMIT)
    a->kind = said->bytes && strstr(said->bytes, "row") ? "many" : "slow";
  else if (status != DM_OK && status != DM_REFUSED)
    a->kind = "error";
  if (*a->kind == 'e' || *a->kind == 'm' || a->kind[1] == 'l') {
    dm_buffer_clear(&a->text);
    dm_buffer_add(&a->text, dm_buffer_string(said), said->n_bytes);
  }
}

static dm_status load(dm_index **index, const char *path, dm_diagnostics *diagnostics)
{
  dm_index_builder *builder = NULL;
  dm_index_free(*index);
  *index = NULL;
  dm_status status = dm_index_builder_new(&builder, 0, NULL, diagnostics);
  if (status == DM_OK)
    status = dm_index_builder_read(builder, path);
  if (status == DM_OK)
    status = dm_index_builder_finish(builder, index);
  dm_index_builder_free(builder);
  return status;
}

int main(int argc, char **argv)
{
  static const size_t word = sizeof "query " - 1;
  dm_buffer           said = {0};
  answer              a = {.kind = "error"};
  dm_index           *index = NULL;
  char                line[4096];
  dm_diagnostics     *diagnostics = dm_diagnostics_new(collect, &said);
  dm_run_options      options = {.timeout_seconds = 20, .most_bytes = 1 << 29, .most_rows = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 0};
  while (fgets(line, sizeof line, stdin)) {
    line[strcspn(line, "\n")] = '\0';
    dm_buffer_clear(&said);
    dm_buffer_clear(&a.text);
    options.is_strict = *line == 's' || (options.is_strict && *line != 'd');
    if (!strncmp(line, "data ", 5) || !strncmp(line, "strict ", 7)) {
      a.kind = load(&index, strchr(line, ' ') + 1, diagnostics) == DM_OK ? "ok" : "error";
      dm_buffer_add(&a.text, dm_buffer_string(&said), said.n_bytes);
    } else if (!strncmp(line, "query ", word) && index) {
      size_t n_bytes = (size_t)strtoul(line + word, NULL, 10);
      char  *bytes = dm_allocate(n_bytes + 1);
      if (fread(bytes, 1, n_bytes, stdin) != n_bytes)
        return 1;
      run_query(&a, &said, bytes, n_bytes, index, &options, diagnostics);
      free(bytes);
    }
    printf("%s %zu\n", a.kind, a.text.n_bytes);
    fwrite(dm_buffer_string(&a.text), 1, a.text.n_bytes, stdout);
    fflush(stdout);
  }
  dm_index_free(index);
  dm_buffer_free(&said);
  dm_buffer_free(&a.text);
  dm_diagnostics_free(diagnostics);
  return 0;
}
