/* Terms, their order, valid IRIs. */
#include "rdf/term.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_order(void **state)
{
  (void)state;
  const dm_term ordered[] = {
      {.kind = DM_TERM_NONE},           dm_term_iri("http://e/"),
      dm_term_iri("http://e/a"),        dm_term_literal("", NULL, NULL),
      dm_term_literal("a", NULL, NULL), dm_term_literal("a", NULL, "de"),
      dm_term_literal("a", NULL, "en"), dm_term_literal("a", "http://e/d", NULL),
      dm_term_literal("b", NULL, NULL), {.kind = DM_TERM_BLANK, .value = "a", .n_bytes = 1},
  };
  for (size_t i = 0; i < sizeof ordered / sizeof *ordered; i++) {
    for (size_t k = 0; k < sizeof ordered / sizeof *ordered; k++) {
      int order = dm_term_compare(&ordered[i], &ordered[k]);
      assert_int_equal((order > 0) - (order < 0), (i > k) - (i < k));
    }
  }
}

static void test_statements_are_ordered_by_graph_first(void **state)
{
  (void)state;
  dm_term      low = dm_term_iri("http://e/a"), high = dm_term_iri("http://e/b"), none = {.kind = DM_TERM_NONE};
  dm_statement a = {high, high, high, none}, b = {low, low, low, low}, c = {low, low, high, low}, d = {low, high, low, low};
  assert_true(dm_statement_compare(&a, &b) < 0);
  assert_true(dm_statement_compare(&b, &c) < 0);
  assert_true(dm_statement_compare(&c, &d) < 0);
  assert_int_equal(dm_statement_compare(&d, &d), 0);
}

static void test_valid_iris(void **state)
{
  (void)state;
  static const char *const valid[] = {
      "http://e/",
      "a:",
      "urn:x:y",
      "z39.50+x-1:a",
      "HTTP://E/",
      "http://e/%41%zz",
      "http://e/?q=[1]#f",
      "mailto:a@b",
      "http://e/!$&'()*+,;=~",
      "http://\xC3\xA9/\xE5\xA4\x96/\xF0\x9F\x98\x80",
      "tag:\xD7\xA9",
  };
  static const char *const invalid[] = {
      "",
      "a",
      "/a",
      "#a",
      ":a",
      "1a:b",
      "a_b:c",
      "\xC3\xA9:a",
      "a b:c",
      "http://e/ ",
      "http://e/<",
      "http://e/>",
      "http://e/\"",
      "http://e/{",
      "http://e/}",
      "http://e/|",
      "http://e/^",
      "http://e/`",
      "http://e/\\",
      "http://e/\x01",
      "http://e/\x1F",
      "http://e/\n",
      "http://e/\xFF",
      "http://e/\xED\xA0\x80",
      "http://e/\xEF\xBF\xBE",
      "http://e/\xEF\xBF\xBF",
  };
  for (size_t i = 0; i < sizeof valid / sizeof *valid; i++)
    assert_true(dm_iri_is_valid(valid[i]));
  for (size_t i = 0; i < sizeof invalid / sizeof *invalid; i++)
    assert_false(dm_iri_is_valid(invalid[i]));
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_order),
      cmocka_unit_test(test_statements_are_ordered_by_graph_first),
      cmocka_unit_test(test_valid_iris),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
