/* Arithmetic, rounding, comparison and casts of numbers, within 64 bits and beyond. */
#include "value/number.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "literal.h"

static void test_compute(void **state)
{
  (void)state;
  static const struct {
    const char *a;
    char        operation;
    const char *b;
    const char *result; /* NULL: an error */
  } cases[] = {
      {"1^integer", '+', "2^integer", "3^integer"},
      {"127^byte", '+', "1^byte", "128^integer"},
      {"1^unsignedInt", '-', "2^unsignedInt", "-1^integer"},
      {"9223372036854775807^integer", '+', "1^integer", "9223372036854775808^integer"},
      {"-9223372036854775808^integer", '-', "1^integer", "-9223372036854775809^integer"},
      {"9223372036854775808^integer", '-', "1^integer", "9223372036854775807^integer"},
      {"4294967296^integer", '*', "4294967296^integer", "18446744073709551616^integer"},
      {"-9223372036854775808^integer", '*', "-1^integer", "9223372036854775808^integer"},
      {"99999999999999999999^integer", '*', "0^integer", "0^integer"},
      {"+00099999999999999999999^integer", '+', "0^integer", "99999999999999999999^integer"},
      {"18446744073709551615^unsignedLong", '+', "1^integer", "18446744073709551616^integer"},
      {"7^integer", '/', "2^integer", "3.5^decimal"},
      {"4^integer", '/', "2^integer", "2.0^decimal"},
      {"1^integer", '/', "3^integer", "0.333333333333333333333333^decimal"},
      {"2^integer", '/', "3^integer", "0.666666666666666666666667^decimal"},
      {"-2^integer", '/', "3^integer", "-0.666666666666666666666667^decimal"},
      {"1^integer", '/', "1024^integer", "0.0009765625^decimal"},
      {"1^integer", '/', "1073741824^integer", "0.000000000931322574615478515625^decimal"}, /* exact: 30 digits */
      {"1^integer", '/', "0^integer", NULL},
      {"1^integer", '/', "0.0^decimal", NULL},
      {"0^integer", '/', "5^integer", "0.0^decimal"},
      {"0.1^decimal", '+', "0.2^decimal", "0.3^decimal"},
      {"1.50^decimal", '+', "1^integer", "2.5^decimal"},
      {"1.5^decimal", '-', "1.5^decimal", "0.0^decimal"},
      {"1.5^decimal", '*', "2^integer", "3.0^decimal"},
      {"0.000000001^decimal", '*', "0.0000000001^decimal", "0.0000000000000000001^decimal"},
      {"0.0000000000000000001^decimal", '*', "10000000000^integer", "0.000000001^decimal"},
      {"9223372036854775807^decimal", '+', "0.5^decimal", "9223372036854775807.5^decimal"},
      {"12345678901234567890.5^decimal", '-', "12345678901234567890^integer", "0.5^decimal"},
      {"0.5^decimal", '/', "0.25^decimal", "2.0^decimal"},
      {"1^decimal", '/', "7^decimal", "0.142857142857142857142857^decimal"},
      {"1.5^float", '+', "1^integer", "2.5E0^float"},
      {"0.1^float", '+', "0.2^decimal", "3.0E-1^float"},
      {"1^double", '+', "1^float", "2.0E0^double"},
      {"0.1^double", '+', "0.2^double", "3.0000000000000004E-1^double"},
      {"1^double", '/', "0^integer", "INF^double"},
      {"-1^float", '/', "0^integer", "-INF^float"},
      {"0^double", '/', "0^double", "NaN^double"},
      {"INF^double", '-', "INF^double", "NaN^double"},
      {"1e308^double", '*', "10^integer", "INF^double"},
      {"3e38^float", '*', "10^integer", "INF^float"},
      {"123456789012345678901234567890^integer", '+', "1^double", "1.2345678901234568E29^double"},
  };
  static const char operations[] = "+-*/";
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    dm_arena *arena = dm_arena_new();
    dm_number a = number_of(cases[i].a, arena), b = number_of(cases[i].b, arena), result;
    bool      is_done = dm_number_compute(&result, (dm_arithmetic)(strchr(operations, cases[i].operation) - operations), &a, &b, arena);
    if (is_done != (cases[i].result != NULL))
      fail_msg("%s %c %s", cases[i].a, cases[i].operation, cases[i].b);
    if (is_done)
      assert_string_equal(show(&result.value, result.text, arena), cases[i].result);
    dm_arena_free(arena);
  }
}

static void test_a_number_has_a_ceiling(void **state)
{
  (void)state;
  dm_arena *arena = dm_arena_new();
  dm_number number = number_of("12345678901234567890123456789^integer", arena);
  size_t    n_squarings = 0;
  while (dm_number_compute(&number, DM_ARITHMETIC_MULTIPLY, &number, &number, arena))
    n_squarings++;
  assert_int_equal(n_squarings, 11); /* 29 digits, twelve times doubled, are more than 100000 */
  dm_arena_free(arena);
}

static void test_compare(void **state)
{
  (void)state;
  /* a, the sign of its comparison, b, and the sign of the total order where it differs */
  static const struct {
    const char *a;
    int         order;
    const char *b;
    int         total;
  } cases[] = {
      {"1^integer", -1, "2^integer", -1},
      {"1^integer", 0, "1.0^decimal", 0},
      {"1^byte", 0, "1^double", 0},
      {"0.1^decimal", 1, "0.09^decimal", 1},
      {"9223372036854775807^integer", -1, "9223372036854775807.5^decimal", -1},
      {"9223372036854775807^integer", -1, "9223372036854775808^integer", -1},
      {"99999999999999999999^integer", 0, "+099999999999999999999^integer", 0},
      {"99999999999999999999^integer", 0, "99999999999999999999.0^decimal", 0},
      {"99999999999999999999^integer", -1, "99999999999999999999.1^decimal", -1},
      {"-99999999999999999999^integer", -1, "1^integer", -1},
      {"0.1^decimal", 0, "0.1^double", -1},                          /* the double is a little above */
      {"0.1^float", 0, "0.1^decimal", 1},                            /* and so is the float */
      {"0.1^float", 1, "0.1^double", 1},                             /* as doubles */
      {"9007199254740993^integer", 0, "9007199254740992^double", 1}, /* equal only when promoted */
      {"16777217^integer", 0, "16777216^float", 1},
      {"123456789012345678901234567890^integer", 0, "123456789012345678901234567890^double", 1}, /* that double is ...877906432 */
      {"NaN^double", DM_UNORDERED, "NaN^double", 0},
      {"NaN^double", DM_UNORDERED, "1^integer", 1},
      {"INF^double", DM_UNORDERED, "NaN^float", -1},
      {"INF^double", 1, "99999999999999999999^integer", 1},
      {"-INF^float", -1, "-99999999999999999999^integer", -1},
      {"-INF^double", 0, "-INF^float", 0},
      {"-0.0^double", 0, "0^integer", 0},
      {"0.0000000000000000000001^decimal", 1, "0^integer", 1},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    dm_arena *arena = dm_arena_new();
    dm_number a = number_of(cases[i].a, arena), b = number_of(cases[i].b, arena);
    if (dm_number_compare(&a, &b) != cases[i].order || dm_number_order(&a, &b) != cases[i].total)
      fail_msg("%s and %s: %d, %d", cases[i].a, cases[i].b, dm_number_compare(&a, &b), dm_number_order(&a, &b));
    assert_int_equal(dm_number_compare(&b, &a), cases[i].order == DM_UNORDERED ? DM_UNORDERED : -cases[i].order);
    assert_int_equal(dm_number_order(&b, &a), -cases[i].total);
    dm_arena_free(arena);
  }
}

static void test_numbers_beyond_the_doubles_are_ordered(void **state)
{
  (void)state;
  dm_arena *arena = dm_arena_new();
  char      digits[402];
  memset(digits, '9', 401);
  digits[401] = '\0';
  dm_number infinity = number_of("INF^double", arena), huge = number_of(dm_arena_print(arena, "%s^integer", digits), arena);
  dm_number huger = number_of(dm_arena_print(arena, "%s9^integer", digits), arena),
            negative = number_of(dm_arena_print(arena, "-%s^integer", digits), arena);
  assert_int_equal(dm_number_compare(&huge, &huger), -1);
  assert_int_equal(dm_number_order(&huge, &huge), 0);
  assert_int_equal(dm_number_order(&huger, &infinity), -1);
  assert_int_equal(dm_number_order(&infinity, &huge), 1);
  assert_int_equal(dm_number_order(&negative, &huge), -1);
  infinity = dm_number_negate(&infinity, arena);
  assert_int_equal(dm_number_order(&infinity, &negative), -1);
  dm_arena_free(arena);
}

static void test_round(void **state)
{
  (void)state;
  static const struct {
    const char *number;
    const char *half_up;
    const char *ceiling;
    const char *floor;
    const char *truncated;
  } cases[] = {
      {"5^byte", "5^integer", "5^integer", "5^integer", "5^integer"},
      {"18446744073709551615^unsignedLong", "18446744073709551615^integer", "18446744073709551615^integer", "18446744073709551615^integer",
       "18446744073709551615^integer"},
      {"2.5^decimal", "3.0^decimal", "3.0^decimal", "2.0^decimal", "2.0^decimal"},
      {"-2.5^decimal", "-2.0^decimal", "-2.0^decimal", "-3.0^decimal", "-2.0^decimal"},
      {"2.4^decimal", "2.0^decimal", "3.0^decimal", "2.0^decimal", "2.0^decimal"},
      {"-2.6^decimal", "-3.0^decimal", "-2.0^decimal", "-3.0^decimal", "-2.0^decimal"},
      {"2^decimal", "2.0^decimal", "2.0^decimal", "2.0^decimal", "2.0^decimal"},
      {"-0.5^decimal", "0.0^decimal", "0.0^decimal", "-1.0^decimal", "0.0^decimal"},
      {"123456789012345678901.5^decimal", "123456789012345678902.0^decimal", "123456789012345678902.0^decimal", "123456789012345678901.0^decimal",
       "123456789012345678901.0^decimal"},
      {"-123456789012345678901.5^decimal", "-123456789012345678901.0^decimal", "-123456789012345678901.0^decimal", "-123456789012345678902.0^decimal",
       "-123456789012345678901.0^decimal"},
      {"0.49999999999999999999^decimal", "0.0^decimal", "1.0^decimal", "0.0^decimal", "0.0^decimal"},
      {"2.5^double", "3.0E0^double", "3.0E0^double", "2.0E0^double", "2.0E0^double"},
      {"-2.5^double", "-2.0E0^double", "-2.0E0^double", "-3.0E0^double", "-2.0E0^double"},
      {"-0.2^double", "-0.0E0^double", "-0.0E0^double", "-1.0E0^double", "-0.0E0^double"},
      {"0.49999999999999994^double", "0.0E0^double", "1.0E0^double", "0.0E0^double", "0.0E0^double"},
      {"4503599627370497^double", "4.503599627370497E15^double", "4.503599627370497E15^double", "4.503599627370497E15^double",
       "4.503599627370497E15^double"},
      {"1.5^float", "2.0E0^float", "2.0E0^float", "1.0E0^float", "1.0E0^float"},
      {"NaN^double", "NaN^double", "NaN^double", "NaN^double", "NaN^double"},
      {"-INF^float", "-INF^float", "-INF^float", "-INF^float", "-INF^float"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    dm_arena         *arena = dm_arena_new();
    dm_number         number = number_of(cases[i].number, arena);
    const char *const expected[] = {cases[i].half_up, cases[i].ceiling, cases[i].floor, cases[i].truncated};
    for (int k = DM_ROUND_HALF_UP; k <= DM_ROUND_TRUNCATE; k++) {
      dm_number rounded = dm_number_round(&number, (dm_rounding)k, arena);
      assert_string_equal(show(&rounded.value, rounded.text, arena), expected[k]);
    }
    dm_arena_free(arena);
  }
}

static void test_cast(void **state)
{
  (void)state;
  static const struct {
    const char *number;
    dm_datatype datatype;
    const char *result; /* NULL: an error */
  } cases[] = {
      {"5^byte", DM_DATATYPE_INTEGER, "5^integer"},
      {"5^integer", DM_DATATYPE_DECIMAL, "5.0^decimal"},
      {"99999999999999999999^integer", DM_DATATYPE_DECIMAL, "99999999999999999999^decimal"},
      {"-2.7^decimal", DM_DATATYPE_INTEGER, "-2^integer"},
      {"2.7^decimal", DM_DATATYPE_INTEGER, "2^integer"},
      {"123456789012345678901.7^decimal", DM_DATATYPE_INTEGER, "123456789012345678901^integer"},
      {"0.1^double", DM_DATATYPE_DECIMAL, "0.1^decimal"},
      {"0.1^float", DM_DATATYPE_DECIMAL, "0.1^decimal"},
      {"1e3^double", DM_DATATYPE_DECIMAL, "1000.0^decimal"},
      {"1.25e-10^double", DM_DATATYPE_DECIMAL, "0.000000000125^decimal"},
      {"1e23^double", DM_DATATYPE_INTEGER, "100000000000000000000000^integer"},
      {"-0.0^double", DM_DATATYPE_INTEGER, "0^integer"},
      {"-7.875^float", DM_DATATYPE_INTEGER, "-7^integer"},
      {"NaN^double", DM_DATATYPE_DECIMAL, NULL},
      {"INF^double", DM_DATATYPE_INTEGER, NULL},
      {"-INF^float", DM_DATATYPE_DECIMAL, NULL},
      {"INF^float", DM_DATATYPE_DOUBLE, "INF^double"},
      {"1e300^double", DM_DATATYPE_FLOAT, "INF^float"},
      {"0.1^double", DM_DATATYPE_FLOAT, "1.0E-1^float"},
      {"0.1^float", DM_DATATYPE_DOUBLE, "1.0000000149011612E-1^double"},
      {"9007199254740993^integer", DM_DATATYPE_DOUBLE, "9.007199254740992E15^double"},
      {"0.12345678901234567890^decimal", DM_DATATYPE_DOUBLE, "1.2345678901234568E-1^double"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    dm_arena *arena = dm_arena_new();
    dm_number number = number_of(cases[i].number, arena), result;
    bool      is_cast = dm_number_cast(&result, cases[i].datatype, &number, arena);
    assert_int_equal(is_cast, cases[i].result != NULL);
    if (is_cast)
      assert_string_equal(show(&result.value, result.text, arena), cases[i].result);
    dm_arena_free(arena);
  }
}

static void test_sign(void **state)
{
  (void)state;
  static const char *const cases[][2] = {
      {"5^byte", "-5^integer"},
      {"-9223372036854775808^integer", "9223372036854775808^integer"},
      {"9223372036854775808^integer", "-9223372036854775808^integer"},
      {"1.50^decimal", "-1.5^decimal"},
      {"-99999999999999999999.50^decimal", "99999999999999999999.5^decimal"},
      {"0^double", "-0.0E0^double"},
      {"INF^float", "-INF^float"},
      {"NaN^double", "NaN^double"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    dm_arena *arena = dm_arena_new();
    dm_number number = number_of(cases[i][0], arena), negative = dm_number_negate(&number, arena);
    assert_string_equal(show(&negative.value, negative.text, arena), cases[i][1]);
    assert_int_equal(dm_number_is_negative(&number), cases[i][0][0] == '-');
    assert_int_equal(dm_number_is_zero(&number), cases[i][0][0] == '0');
    dm_arena_free(arena);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_compute), cmocka_unit_test(test_a_number_has_a_ceiling),
      cmocka_unit_test(test_compare), cmocka_unit_test(test_numbers_beyond_the_doubles_are_ordered),
      cmocka_unit_test(test_round),   cmocka_unit_test(test_cast),
      cmocka_unit_test(test_sign),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
