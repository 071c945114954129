/* The functions by examples: an expression and its result, of which the notation is in expression.h. */
#include "expression.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

typedef struct {
  const char *expression;
  const char *result;
} example;

static void check(const example *examples, size_t n)
{
  dm_function_context *context = NULL;
  dm_function_context_new(&context, "http://example/base/", "2026-11-25T04:00:00.5Z");
  for (size_t i = 0; i < n; i++) {
    dm_arena   *arena = dm_arena_new();
    dm_operand  result = evaluate_text(examples[i].expression, context, arena);
    const char *shown = show(&result, arena);
    if (strcmp(shown, examples[i].result))
      fail_msg("%s is %s, not %s", examples[i].expression, shown, examples[i].result);
    dm_term  bare = result.term;
    dm_value again = dm_value_of_term(&bare);
    assert_memory_equal(&again, &result.value, sizeof again); /* the value that comes along is that of the term */
    if (bare.kind != DM_TERM_NONE)
      assert_int_equal(strlen(bare.value), bare.n_bytes);
    dm_arena_free(arena);
  }
  dm_function_context_free(context);
}

#define CHECK(...)                                                                                                                                   \
  do {                                                                                                                                               \
    (void)state;                                                                                                                                     \
    static const example examples[] = {__VA_ARGS__};                                                                                                 \
    check(examples, sizeof examples / sizeof *examples);                                                                                             \
  } while (0)

static void test_arithmetic(void **state)
{
  CHECK({"1+2", "3"}, {"1.0+2", "\"3.0\"^^decimal"}, {"4/2", "\"2.0\"^^decimal"}, {"1/3", "\"0.333333333333333333333333\"^^decimal"},
        {"2/3", "\"0.666666666666666666666667\"^^decimal"}, {"-2/3", "\"-0.666666666666666666666667\"^^decimal"}, {"1/0", "error"},
        {"1.0/0", "error"}, {"1e0/0", "\"INF\"^^double"}, {"1e0+1", "\"2.0E0\"^^double"}, {"9223372036854775807 + 1", "9223372036854775808"},
        {"99999999999999999999 * 99999999999999999999", "9999999999999999999800000000000000000001"}, {"-(1.50)", "\"-1.5\"^^decimal"},
        {"1 + \"1\"", "error"}, {"1 + UNBOUND", "error"}, {"\"1\"^^xsd:byte + 1", "2"});
}

static void test_strings(void **state)
{
  CHECK({"STRLEN(\"日本語\"@ja)", "3"}, {"SUBSTR(\"motor car\", 6)", "\" car\""}, {"SUBSTR(\"12345\", 1.5, 2.6)", "\"234\""},
        {"SUBSTR(\"12345\", 0, 3)", "\"12\""}, {"UCASE(\"straße\"@de)", "\"STRASSE\"@de"}, {"LCASE(\"ΟΔΟΣ\")", "\"οδος\""},
        {"ENCODE_FOR_URI(\"Los Angeles\")", "\"Los%20Angeles\""}, {"CONCAT(\"a\"@en, \"b\"@en)", "\"ab\"@en"}, {"CONCAT(\"a\"@en, \"b\")", "\"ab\""});
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_arithmetic), cmocka_unit_test(test_strings)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
