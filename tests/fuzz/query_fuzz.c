/* Any bytes as a query: it is parsed or refused with a message; what is parsed is run over a small graph of every kind of term, within limits of time and memory that it keeps; what comes
 * out are terms. */
#include "evaluate/evaluate.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/unicode.h"
#include "rdf/turtle.h"

enum { MOST_SECONDS = 10 }; /* of processor, five hundred times what a query may take */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

static const char graph[] = "@prefix : <http://e/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
                            ":s0 :p0 :s1 ; :p1 1 , 1.5 , 1e0 ; :p2 'a' , 'a'@en , 'abc'^^xsd:integer ; :p3 _:b0 .\n"
                            ":s1 :p0 :s2 , :s0 ; :p1 2 , '01'^^xsd:integer , '9223372036854775807'^^xsd:integer ; :p2 'ab'@en-gb , 'x'^^:dt .\n"
                            ":s2 :p0 :s2 ; :p1 true , '2020-01-01'^^xsd:date , '2020-02-29T12:00:00+14:00'^^xsd:dateTime ; :p3 ( 1 :s0 _:b0 ) .\n"
                            "_:b0 :p0 :s1 ; :p2 '' , '\\u00e9\\U0001F600' , '1'^^xsd:byte , 'INF'^^xsd:double .\n"
                            ":g0 { :s0 :p0 :s3 . :s3 :p0 :s4 . :s4 :p0 :s0 . :s3 :p1 '0.1'^^xsd:decimal , 'P1Y2M'^^xsd:duration . :g0 :p3 :g1 }\n"
                            ":g1 { :s0 :p0 :s3 . :s0 :p1 1 . _:b0 :p3 _:b1 . :p0 :p0 :p0 . :s0 a :C . :C :p0 :s0 }\n";

static void require(bool holds)
{
  if (!holds)
    abort();
}

static void swallow(void *ctx, const char *message, size_t n_bytes)
{
  (void)ctx, (void)message, (void)n_bytes;
}

static void look_at(const dm_term *term)
{
  if (term->kind == DM_TERM_NONE)
    return;
  require(strlen(term->value) == term->n_bytes && dm_utf8_check(term->value, term->n_bytes) == term->n_bytes);
  require(!term->datatype || *term->datatype);
  require(!term->language || (*term->language && !term->datatype));
}

static dm_status on_columns(void *ctx, const char *const *names, size_t n)
{
  *(size_t *)ctx = n;
  for (size_t i = 0; i < n; i++)
    require(*names[i]);
  return DM_OK;
}

static dm_status on_row(void *ctx, const dm_term *values, size_t n)
{
  require(n == *(const size_t *)ctx);
  for (size_t i = 0; i < n; i++)
    look_at(&values[i]);
  return DM_OK;
}

static dm_status on_boolean(void *ctx, bool value)
{
  (void)ctx, (void)value;
  return DM_OK;
}

static dm_status on_statement(void *ctx, const dm_statement *statement)
{
  (void)ctx;
  look_at(&statement->subject);
  look_at(&statement->predicate);
  look_at(&statement->object);
  require(statement->predicate.kind == DM_TERM_IRI);
  return DM_OK;
}

static dm_status on_end(void *ctx)
{
  (void)ctx;
  return DM_OK;
}

/* Made once: an index is frozen. */
static const dm_index *small_index(dm_diagnostics *diagnostics)
{
  static dm_index *index;
  if (!index) {
    dm_index_builder *builder = NULL;
    require(dm_index_builder_new(&builder, 0, NULL, diagnostics) == DM_OK);
    dm_sink sink = dm_index_builder_sink(builder);
    require(dm_rdf_turtle_read("graph", graph, sizeof graph - 1, true, NULL, NULL, &sink, diagnostics) == DM_OK);
    require(dm_index_builder_finish(builder, &index) == DM_OK);
    dm_index_builder_free(builder);
  }
  return index;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
  dm_diagnostics *diagnostics = dm_diagnostics_new(swallow, NULL);
  dm_query       *query = NULL;
  size_t          n_columns = 0;
  const clock_t   begin = clock();
  if (dm_query_parse(&query, "fuzz.rq", (const char *)data, n_bytes, "http://e/", diagnostics) == DM_OK) {
    const dm_run_options   options = {.timeout_seconds = 0.02, .most_bytes = 1 << 23, .most_rows = 500, .is_strict = n_bytes % 2};
    const dm_solution_sink results = {&n_columns, on_columns, on_row, on_boolean, on_end};
    const dm_sink          statements = {NULL, on_statement, on_end};
    dm_query_run(query, small_index(diagnostics), &options, &results, &statements, diagnostics);
  } else {
    require(!query);
  }
  require(clock() - begin < (clock_t)MOST_SECONDS * CLOCKS_PER_SEC);
  dm_query_free(query);
  dm_diagnostics_free(diagnostics);
  return 0;
}
