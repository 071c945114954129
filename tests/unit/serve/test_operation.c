/* The parameters of the SPARQL Protocol, and spooled answers. */
#include "serve/operation.h"
#include "serve/spool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* From memory that ends where the text does, for sanitizers. */
static const char *read_text(operation *o, const char *text)
{
  const size_t n = strlen(text);
  char        *exact = malloc(n ? n : 1);
  assert_non_null(exact);
  memcpy(exact, text, n);
  const char *fault = operation_read_parameters(o, exact, n);
  free(exact);
  return fault;
}

static void reads_parameters(void **state)
{
  (void)state;
  operation o = {0};
  assert_null(read_text(&o, "a=b&query=SELECT+%2a%7B%7d&&=x&default-graph-uri=http://a/&named-graph-uri=urn%3Ab:c&default-graph-uri=a:%C3%a9&empty"));
  assert_int_equal(o.n_queries, 1);
  assert_string_equal(dm_buffer_string(&o.query), "SELECT *{}");
  assert_int_equal(o.default_graphs.n, 2);
  assert_string_equal(o.default_graphs.items[1], "a:\xC3\xA9");
  assert_string_equal(o.named_graphs.items[0], "urn:b:c");
  assert_false(o.has_update);
  operation_free(&o);
  assert_null(read_text(&o, ""));
  assert_int_equal(o.n_queries, 0);
  assert_null(read_text(&o, "query=a&update=x&query=b&QUERY=c"));
  assert_int_equal(o.n_queries, 2);
  assert_string_equal(dm_buffer_string(&o.query), "a");
  assert_true(o.has_update);
  operation_free(&o);
  assert_null(read_text(&o, "query=a=b"));
  assert_string_equal(dm_buffer_string(&o.query), "a=b");
  operation_free(&o);
}

static void refuses_parameters(void **state)
{
  static const char *const bad[] = {"query=%",    "query=%4", "query=%zz",           "query=%00",        "query=%C3",
                                    "query=\xFF", "%ff=x",    "default-graph-uri=x", "named-graph-uri=", "query=%f0%28%8c%bc"};
  (void)state;
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    operation o = {0};
    assert_non_null(read_text(&o, bad[i]));
    operation_free(&o);
  }
  dm_buffer many = {0};
  operation o = {0};
  for (size_t i = 0; i < 1001; i++)
    dm_buffer_add_string(&many, "named-graph-uri=a:b&");
  assert_string_equal(read_text(&o, many.bytes), "too many graphs");
  operation_free(&o);
  dm_buffer_free(&many);
}

static void takes_a_body(void **state)
{
  (void)state;
  operation o = {0};
  assert_null(operation_take_query(&o, "ASK {}", 6));
  assert_string_equal(dm_buffer_string(&o.query), "ASK {}");
  assert_non_null(operation_take_query(&o, "ASK\0{}", 6));
  assert_non_null(operation_take_query(&o, "\xC0\x80", 2));
  assert_int_equal(o.n_queries, 3);
  operation_free(&o);
}

static void knows_loopback(void **state)
{
  static const char *const ours[] = {"localhost", "LocalHost:3030", "127.0.0.1", "127.1.2.3:80", "[::1]", "[::1]:3030"};
  static const char *const others[] = {"",           "example.org", "localhost.example.org", "127.0.0.1.example.org", "[::2]:1", "[::1",
                                       "1127.0.0.1", "[::1]x.org"};
  (void)state;
  for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
    assert_true(operation_host_is_loopback(ours[i]));
  for (size_t i = 0; i < sizeof others / sizeof *others; i++)
    assert_false(operation_host_is_loopback(others[i]));
}

static void spools_to_a_file(void **state)
{
  (void)state;
  static char piece[1 << 18];
  static char back[sizeof piece];
  spool       s;
  memset(piece, 'x', sizeof piece);
  serve_spool_start(&s, (size_t)5 << 18);
  assert_int_equal(serve_spool_write(&s, piece, sizeof piece), DM_OK);
  assert_int_equal(s.file, -1);
  for (int i = 0; i < 4; i++) {
    memset(piece, 'a' + i, sizeof piece);
    assert_int_equal(serve_spool_write(&s, piece, sizeof piece), DM_OK);
  }
  assert_true(s.file >= 0);
  assert_int_equal(s.n_bytes, 5 * sizeof piece);
  assert_int_equal(serve_spool_write(&s, piece, 1), DM_OVER_LIMIT);
  assert_true(s.is_over);
  for (int i = 0; i < 5; i++) {
    assert_int_equal(pread(s.file, back, sizeof back, (off_t)(sizeof back * (size_t)i)), sizeof back);
    memset(piece, i == 0 ? 'x' : 'a' + i - 1, sizeof piece);
    assert_memory_equal(back, piece, sizeof back);
  }
  serve_spool_free(&s);
  assert_int_equal(s.file, -1);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(reads_parameters), cmocka_unit_test(refuses_parameters), cmocka_unit_test(takes_a_body),
      cmocka_unit_test(knows_loopback),   cmocka_unit_test(spools_to_a_file),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
