/* Queries for the tests of the algebra: the messages of a parse, the tree of a query. */
#ifndef DM_TEST_ALGEBRA_QUERIES_H
#define DM_TEST_ALGEBRA_QUERIES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "algebra/algebra.h"

static inline void collect(void *ctx, const char *message, size_t n_bytes)
{
  dm_buffer_add((dm_buffer *)ctx, message, n_bytes);
}

/* Parses `text` as the file q.rq; the caller's, NULL where it is refused. Whole messages go to `messages`. */
static inline dm_query *parse(const char *text, size_t n_bytes, const char *base, dm_buffer *messages)
{
  dm_diagnostics *diagnostics = dm_diagnostics_new(collect, messages);
  dm_query       *query = NULL;
  const dm_status status = dm_query_parse(&query, "q.rq", text, n_bytes, base, diagnostics);
  assert_int_equal(status, query ? DM_OK : DM_BAD_RULES);
  assert_true(query || dm_diagnostics_errors(diagnostics) > 0);
  dm_diagnostics_free(diagnostics);
  return query;
}

/* Parses what must be a query. */
static inline dm_query *parse_good(const char *text)
{
  dm_buffer messages = {0};
  dm_query *query = parse(text, strlen(text), "http://example.org/base/", &messages);
  if (!query)
    print_error("%s\n%s", text, dm_buffer_string(&messages));
  assert_non_null(query);
  dm_buffer_free(&messages);
  return query;
}

#endif
