/* Content negotiation, RFC 9110 §12.5.1. */
#include "results/results.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char *chosen(const char *accept)
{
  const dm_media *media = dm_media_choose(dm_results_media, dm_results_n_media, accept);
  return media ? media->media_type : "none";
}

static void takes_the_first_where_all_is_welcome(void **state)
{
  (void)state;
  assert_string_equal(chosen(NULL), "application/sparql-results+json");
  assert_string_equal(chosen(""), "application/sparql-results+json");
  assert_string_equal(chosen(" , ,"), "application/sparql-results+json");
  assert_string_equal(chosen("*/*"), "application/sparql-results+json");
  assert_string_equal(chosen("*/*;q=0.001"), "application/sparql-results+json");
}

static void weighs_by_quality(void **state)
{
  (void)state;
  assert_string_equal(chosen("text/csv;q=0.5, text/html;q=0.8"), "text/html");
  assert_string_equal(chosen("text/csv;q=0.801, text/html;q=0.8"), "text/csv");
  assert_string_equal(chosen("text/html;Q=1.000,text/csv"), "text/csv"); /* equals: our order */
  assert_string_equal(chosen("text/csv ; q=0.1 , application/sparql-results+xml; q=0.2"), "application/sparql-results+xml");
  assert_string_equal(chosen("TEXT/CSV"), "text/csv");
}

static void the_most_exact_range_decides(void **state)
{
  (void)state;
  assert_string_equal(chosen("text/*, text/csv;q=0.1"), "text/tab-separated-values");
  assert_string_equal(chosen("*/*;q=0.1, text/html"), "text/html");
  assert_string_equal(chosen("application/sparql-results+json;q=0, */*"), "application/sparql-results+xml");
  assert_string_equal(chosen("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"), "text/html"); /* a browser */
}

static void refuses(void **state)
{
  (void)state;
  assert_string_equal(chosen("image/png"), "none");
  assert_string_equal(chosen("*/*;q=0"), "none");
  assert_string_equal(chosen("*/*;q=0.000"), "none");
  assert_string_equal(chosen("nonsense"), "none");
}

static void survives_what_is_malformed(void **state)
{
  (void)state;
  assert_string_equal(chosen("text/csv;q=2"), "none");
  assert_string_equal(chosen("text/csv;q=1.5"), "none");
  assert_string_equal(chosen("text/csv;q=0.1234"), "none");
  assert_string_equal(chosen("text/csv;q="), "none");
  assert_string_equal(chosen("text/csv;q=-1"), "none");
  assert_string_equal(chosen("text/csv;a=\"x,y;q=0\""), "text/csv");
  assert_string_equal(chosen("text/csv;a=\"\\\",;q=0"), "text/csv"); /* a string without end */
  assert_string_equal(chosen(";;;,,,/;q=0.5,text/csv"), "text/csv");
  assert_string_equal(chosen("text/csv;charset=utf-8;q=0.3,text/html;level=1;q=0.2"), "text/csv");
}

static void finds_by_type_ending_and_name(void **state)
{
  (void)state;
  dm_results_format format = DM_RESULTS_TABLE;
  assert_int_equal(dm_media_of_type(dm_results_media, dm_results_n_media, "Application/Sparql-Results+XML; charset=utf-8")->value, DM_RESULTS_XML);
  assert_null(dm_media_of_type(dm_results_media, dm_results_n_media, "text/cs"));
  assert_null(dm_media_of_type(dm_results_media, dm_results_n_media, ""));
  assert_int_equal(dm_media_of_ending(dm_results_media, dm_results_n_media, "a.b/answer.SRX")->value, DM_RESULTS_XML);
  assert_int_equal(dm_media_of_ending(dm_statement_media, dm_statement_n_media, "x.nq")->value, DM_SYNTAX_NQUADS);
  assert_null(dm_media_of_ending(dm_results_media, dm_results_n_media, "csv"));
  assert_int_equal(dm_results_format_find(&format, "md"), DM_OK);
  assert_int_equal(format, DM_RESULTS_MARKDOWN);
  assert_int_equal(dm_results_format_find(&format, "text"), DM_NOTHING);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(takes_the_first_where_all_is_welcome), cmocka_unit_test(weighs_by_quality),
      cmocka_unit_test(the_most_exact_range_decides),         cmocka_unit_test(refuses),
      cmocka_unit_test(survives_what_is_malformed),           cmocka_unit_test(finds_by_type_ending_and_name),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
