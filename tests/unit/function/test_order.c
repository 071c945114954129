/* The order of ORDER BY, MIN and MAX: total, by kind, then by value. */
#include "expression.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* All of them, the least first. */
static const char *const ordered[] = {
    "UNBOUND",
    "_:a",
    "_:b",
    "<http://e/A>",
    "<http://e/a>",
    "<http://e/aa>",
    "<http://e/b>",
    "\"-INF\"^^xsd:double",
    "\"-INF\"^^xsd:float", /* equal: by their terms */
    "\"-99999999999999999999\"^^xsd:integer",
    "\"-1.5\"^^xsd:decimal",
    "\"-1\"^^xsd:integer",
    "\"-0\"^^xsd:double",
    "0",
    "\"0.0\"^^xsd:decimal",
    "0.0000000000000000000001",
    "0.1",
    "0.1e0",              /* a little above one tenth */
    "\"0.1\"^^xsd:float", /* and this is more above it */
    "\"01\"^^xsd:byte",
    "\"1\"^^xsd:byte",
    "\"1\"^^xsd:integer",
    "1.0",
    "1.0e0",
    "2",
    "10",
    "9007199254740992e0",
    "9007199254740993",
    "9223372036854775807",
    "9223372036854775808",
    "\"INF\"^^xsd:float",
    "\"NaN\"^^xsd:double",
    "\"NaN\"^^xsd:float",
    "\"0\"^^xsd:boolean",
    "false",
    "\"1\"^^xsd:boolean",
    "true",
    "\"2010-06-20T00:00:00Z\"^^xsd:dateTime",
    "\"2010-06-21T12:00:00+02:00\"^^xsd:dateTime",
    "\"2010-06-21T11:00:00\"^^xsd:dateTime", /* as in UTC */
    "\"2010-06-21T12:00:00Z\"^^xsd:dateTimeStamp",
    "\"2010-06-21T12:00:01Z\"^^xsd:dateTime",
    "\"2010-06-20\"^^xsd:date",
    "\"2010-06-21\"^^xsd:date",
    "\"2010-06-21Z\"^^xsd:date",
    "\"10:00:00\"^^xsd:time",
    "\"2009\"^^xsd:gYear",
    "\"2010\"^^xsd:gYear",
    "\"\"",
    "\"10\"",
    "\"2\"",
    "\"B\"",
    "\"a\"",
    "\"a\"@de",
    "\"a\"@en",
    "\"aa\"",
    "\"b\"@en",
    "\"é\"",
    "\"日本\"",
    "\"𠀋\"", /* by code point, not by UTF-16 */
    "\"PT1H\"^^xsd:dayTimeDuration",
    "\"P27D\"^^xsd:duration",
    "\"P1M\"^^xsd:duration",
    "\"P32D\"^^xsd:duration",
    "\"P12M\"^^xsd:yearMonthDuration",
    "\"P1Y\"^^xsd:duration",
    "\"abc\"^^xsd:integer",
    "\"x\"^^<http://e/t>",
    "\"x\"^^<http://e/u>",
    "\"y\"^^<http://e/t>",
};

static void test_order(void **state)
{
  (void)state;
  enum { N = sizeof ordered / sizeof *ordered };
  dm_function_context *context = NULL;
  dm_arena            *arena = dm_arena_new();
  dm_operand           operands[N];
  dm_function_context_new(&context, NULL, NULL);
  for (size_t i = 0; i < N; i++)
    operands[i] = evaluate_text(ordered[i], context, arena);
  for (size_t i = 0; i < N; i++)
    for (size_t k = 0; k < N; k++) {
      int order = dm_operand_order(&operands[i], &operands[k]);
      if (order != (i > k) - (i < k))
        fail_msg("%s and %s: %d", ordered[i], ordered[k], order);
      /* Where `<` and `=` say something, it is the same, but for what promotion makes equal. */
      int compared = dm_operand_compare(&operands[i], &operands[k]);
      if (compared != DM_INCOMPARABLE && compared != 0)
        assert_true((compared < 0) == (order < 0));
      if (compared == 0 && operands[i].value.kind != DM_VALUE_DURATION)
        assert_int_equal(dm_operand_equal(&operands[i], &operands[k]), 1);
    }
  dm_function_context_free(context);
  dm_arena_free(arena);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_order)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
