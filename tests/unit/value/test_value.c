/* Which lexical forms have which values. */
#include "value/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "literal.h"

static void test_datatypes_have_names(void **state)
{
  (void)state;
  for (unsigned i = DM_DATATYPE_STRING; i < DM_DATATYPE_N; i++) {
    assert_non_null(dm_datatype_iri((dm_datatype)i));
    assert_int_equal(dm_datatype_find(dm_datatype_iri((dm_datatype)i)), i);
  }
  assert_int_equal(dm_datatype_find(NULL), DM_DATATYPE_STRING);
  assert_int_equal(dm_datatype_find(""), DM_DATATYPE_OTHER);
  assert_int_equal(dm_datatype_find(XSD), DM_DATATYPE_OTHER);
  assert_int_equal(dm_datatype_find(XSD "Integer"), DM_DATATYPE_OTHER);
  assert_int_equal(dm_datatype_find(XSD "integers"), DM_DATATYPE_OTHER);
  assert_int_equal(dm_datatype_find(XSD "int"), DM_DATATYPE_INT);
  assert_null(dm_datatype_iri(DM_DATATYPE_OTHER));
  assert_true(dm_datatype_is_integer(DM_DATATYPE_INTEGER));
  assert_true(dm_datatype_is_integer(DM_DATATYPE_UNSIGNED_BYTE));
  assert_false(dm_datatype_is_integer(DM_DATATYPE_DECIMAL));
  assert_false(dm_datatype_is_integer(DM_DATATYPE_OTHER));
}

static void test_values_are_small(void **state)
{
  (void)state;
  assert_int_equal(sizeof(dm_value), 16);
}

static void test_terms_without_values(void **state)
{
  (void)state;
  const dm_term terms[] = {
      {.kind = DM_TERM_NONE},
      dm_term_iri("http://e/"),
      {.kind = DM_TERM_BLANK, .value = "b", .n_bytes = 1},
      dm_term_literal("1", "http://e/type", NULL),
      dm_term_literal("x", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", NULL),
  };
  for (size_t i = 0; i < sizeof terms / sizeof *terms; i++)
    assert_int_equal(dm_value_of_term(&terms[i]).kind, DM_VALUE_NONE);
}

static void test_strings(void **state)
{
  (void)state;
  const dm_term terms[] = {dm_term_literal("1", NULL, NULL), dm_term_literal("", XSD "string", NULL), dm_term_literal("1", NULL, "en")};
  for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
    dm_value value = dm_value_of_term(&terms[i]);
    assert_int_equal(value.kind, DM_VALUE_STRING);
    assert_int_equal(value.datatype, i == 2 ? DM_DATATYPE_LANG_STRING : DM_DATATYPE_STRING);
  }
}

/* A form and how its value is written; NULL: it has none. */
static const struct {
  const char *form;
  const char *written;
} forms[] = {
    {"true^boolean", "true^boolean"},
    {"1^boolean", "true^boolean"},
    {"0^boolean", "false^boolean"},
    {"false^boolean", "false^boolean"},
    {"True^boolean", NULL},
    {"2^boolean", NULL},
    {"^boolean", NULL},
    {" true^boolean", NULL},

    {"0^integer", "0^integer"},
    {"-0^integer", "0^integer"},
    {"+00012^integer", "12^integer"},
    {"-12^integer", "-12^integer"},
    {"9223372036854775807^integer", "9223372036854775807^integer"},
    {"-9223372036854775808^integer", "-9223372036854775808^integer"},
    {"^integer", NULL},
    {"+^integer", NULL},
    {"1.0^integer", NULL},
    {"1e0^integer", NULL},
    {" 1^integer", NULL},
    {"1 ^integer", NULL},
    {"1\n^integer", NULL},
    {"--1^integer", NULL},
    {"0x1^integer", NULL},

    {"9223372036854775807^long", "9223372036854775807^long"},
    {"9223372036854775808^long", NULL},
    {"-9223372036854775808^long", "-9223372036854775808^long"},
    {"-9223372036854775809^long", NULL},
    {"99999999999999999999999^long", NULL},
    {"2147483647^int", "2147483647^int"},
    {"2147483648^int", NULL},
    {"-2147483648^int", "-2147483648^int"},
    {"-2147483649^int", NULL},
    {"32767^short", "32767^short"},
    {"32768^short", NULL},
    {"-32769^short", NULL},
    {"127^byte", "127^byte"},
    {"128^byte", NULL},
    {"-128^byte", "-128^byte"},
    {"-129^byte", NULL},
    {"0^nonNegativeInteger", "0^nonNegativeInteger"},
    {"-0^nonNegativeInteger", "0^nonNegativeInteger"},
    {"-1^nonNegativeInteger", NULL},
    {"1^positiveInteger", "1^positiveInteger"},
    {"0^positiveInteger", NULL},
    {"-99999999999999999999^positiveInteger", NULL},
    {"0^nonPositiveInteger", "0^nonPositiveInteger"},
    {"1^nonPositiveInteger", NULL},
    {"99999999999999999999^nonPositiveInteger", NULL},
    {"-1^negativeInteger", "-1^negativeInteger"},
    {"0^negativeInteger", NULL},
    {"-0^negativeInteger", NULL},
    {"18446744073709551616^unsignedLong", NULL},
    {"-1^unsignedLong", NULL},
    {"4294967295^unsignedInt", "4294967295^unsignedInt"},
    {"4294967296^unsignedInt", NULL},
    {"65535^unsignedShort", "65535^unsignedShort"},
    {"65536^unsignedShort", NULL},
    {"255^unsignedByte", "255^unsignedByte"},
    {"256^unsignedByte", NULL},

    {"1.50^decimal", "1.5^decimal"},
    {"1^decimal", "1.0^decimal"},
    {"1.^decimal", "1.0^decimal"},
    {".5^decimal", "0.5^decimal"},
    {"-.5^decimal", "-0.5^decimal"},
    {"+01.0^decimal", "1.0^decimal"},
    {"-0.0^decimal", "0.0^decimal"},
    {"0.000000000000000001^decimal", "0.000000000000000001^decimal"},
    {"9223372036854775807.0^decimal", "9223372036854775807.0^decimal"},
    {"1.00000000000000000000000000000000^decimal", "1.0^decimal"},
    {".^decimal", NULL},
    {"^decimal", NULL},
    {"-.^decimal", NULL},
    {"1e0^decimal", NULL},
    {"1,5^decimal", NULL},
    {"1.5.0^decimal", NULL},
    {"INF^decimal", NULL},

    {"1^double", "1.0E0^double"},
    {"1.5e3^double", "1.5E3^double"},
    {"-.5E-1^double", "-5.0E-2^double"},
    {"1.^double", "1.0E0^double"},
    {"0^double", "0.0E0^double"},
    {"-0.0^double", "-0.0E0^double"},
    {"1e+2^double", "1.0E2^double"},
    {"123456789012345678901234567890^double", "1.2345678901234568E29^double"},
    {"0.1^double", "1.0E-1^double"},
    {"1e-7^double", "1.0E-7^double"},
    {"5e-324^double", "5.0E-324^double"},
    {"1.7976931348623157e308^double", "1.7976931348623157E308^double"},
    {"1e309^double", "INF^double"},
    {"1e99999999999999^double", "INF^double"},
    {"1e-99999999999999^double", "0.0E0^double"},
    {"9007199254740993^double", "9.007199254740992E15^double"},
    {"2.2250738585072011e-308^double", "2.225073858507201E-308^double"},
    {"INF^double", "INF^double"},
    {"+INF^double", "INF^double"},
    {"-INF^double", "-INF^double"},
    {"NaN^double", "NaN^double"},
    {"inf^double", NULL},
    {"Infinity^double", NULL},
    {"nan^double", NULL},
    {"0x1p3^double", NULL},
    {"e5^double", NULL},
    {".e5^double", NULL},
    {"1e^double", NULL},
    {"1e+^double", NULL},
    {"1e1.5^double", NULL},
    {"^double", NULL},
    {" 1^double", NULL},
    {"0.1^float", "1.0E-1^float"},
    {"16777217^float", "1.6777216E7^float"},
    {"3.4028235e38^float", "3.4028235E38^float"},
    {"1e39^float", "INF^float"},
    {"1e-45^float", "1.0E-45^float"},
    {"-INF^float", "-INF^float"},
    /* nearest float of a decimal just above the middle of two floats, which lies on the middle as a double */
    {"1.00000005960464477540^float", "1.0000001E0^float"},

    {"2010-06-21T11:28:01Z^dateTime", "2010-06-21T11:28:01Z^dateTime"},
    {"2010-06-21T11:28:01^dateTime", "2010-06-21T11:28:01^dateTime"},
    {"2010-06-21T11:28:01.500-08:00^dateTime", "2010-06-21T11:28:01.5-08:00^dateTime"},
    {"2010-06-21T11:28:01+00:00^dateTime", "2010-06-21T11:28:01Z^dateTime"},
    {"2010-06-21T11:28:01-14:00^dateTime", "2010-06-21T11:28:01-14:00^dateTime"},
    {"2010-12-31T24:00:00^dateTime", "2011-01-01T00:00:00^dateTime"},
    {"2010-12-31T24:00:00.000Z^dateTime", "2011-01-01T00:00:00Z^dateTime"},
    {"2000-02-29T00:00:00^dateTime", "2000-02-29T00:00:00^dateTime"},
    {"-0044-03-15T12:00:00^dateTime", "-0044-03-15T12:00:00^dateTime"},
    {"0000-02-29T12:00:00^dateTime", "0000-02-29T12:00:00^dateTime"},
    {"12010-06-21T11:28:01Z^dateTime", "12010-06-21T11:28:01Z^dateTime"},
    {"-99999999999-12-31T23:59:59Z^dateTime", "-99999999999-12-31T23:59:59Z^dateTime"},
    {"2010-06-21T11:28:01.123456789123^dateTime", "2010-06-21T11:28:01.123456789^dateTime"},
    {"99999999999-12-31T24:00:00Z^dateTime", NULL},
    {"99999999998-12-31T24:00:00Z^dateTime", "99999999999-01-01T00:00:00Z^dateTime"},
    {"2010-06-21^dateTime", NULL},
    {"2010-06-21T^dateTime", NULL},
    {"2010-06-21t11:28:01^dateTime", NULL},
    {"2010-06-21T11:28^dateTime", NULL},
    {"2010-06-21T11:28:01.^dateTime", NULL},
    {"2010-06-21T11:28:60^dateTime", NULL},
    {"2010-06-21T25:00:00^dateTime", NULL},
    {"2010-06-21T24:00:01^dateTime", NULL},
    {"2010-06-21T24:00:00.0000000001^dateTime", NULL},
    {"2010-06-21T11:28:01z^dateTime", NULL},
    {"2010-06-21T11:28:01+14:01^dateTime", NULL},
    {"2010-06-21T11:28:01+15:00^dateTime", NULL},
    {"2010-06-21T11:28:01+1:00^dateTime", NULL},
    {"2010-06-21T11:28:01+01^dateTime", NULL},
    {"2010-06-21T11:28:01+01:60^dateTime", NULL},
    {"1900-02-29T00:00:00^dateTime", NULL},
    {"2010-13-01T00:00:00^dateTime", NULL},
    {"2010-00-01T00:00:00^dateTime", NULL},
    {"2010-01-00T00:00:00^dateTime", NULL},
    {"2010-04-31T00:00:00^dateTime", NULL},
    {"02010-04-30T00:00:00^dateTime", NULL},
    {"210-04-30T00:00:00^dateTime", NULL},
    {"+2010-04-30T00:00:00^dateTime", NULL},
    {"123456789012-04-30T00:00:00^dateTime", NULL},
    {"2010-06-21T11:28:01Z^dateTimeStamp", "2010-06-21T11:28:01Z^dateTimeStamp"},
    {"2010-06-21T11:28:01^dateTimeStamp", NULL},
    {"2010-06-21^date", "2010-06-21^date"},
    {"2010-06-21Z^date", "2010-06-21Z^date"},
    {"2010-06-21+05:30^date", "2010-06-21+05:30^date"},
    {"2004-02-29^date", "2004-02-29^date"},
    {"2003-02-29^date", NULL},
    {"2010-6-21^date", NULL},
    {"2010-06-21T00:00:00^date", NULL},
    {"11:28:01.25^time", "11:28:01.25^time"},
    {"11:28:01-05:00^time", "11:28:01-05:00^time"},
    {"24:00:00^time", "00:00:00^time"},
    {"24:00:00.1^time", NULL},
    {"11:28^time", NULL},
    {"2010^gYear", "2010^gYear"},
    {"-2010Z^gYear", "-2010Z^gYear"},
    {"10^gYear", NULL},
    {"2010-^gYear", NULL},
    {"2010-06^gYearMonth", "2010-06^gYearMonth"},
    {"2010-06+14:00^gYearMonth", "2010-06+14:00^gYearMonth"},
    {"2010-13^gYearMonth", NULL},
    {"--06^gMonth", "--06^gMonth"},
    {"--06-^gMonth", NULL},
    {"--00^gMonth", NULL},
    {"--06-21Z^gMonthDay", "--06-21Z^gMonthDay"},
    {"--02-29^gMonthDay", "--02-29^gMonthDay"},
    {"--02-30^gMonthDay", NULL},
    {"---31^gDay", "---31^gDay"},
    {"---32^gDay", NULL},
    {"--31^gDay", NULL},

    {"P1Y2M3DT4H5M6.7S^duration", "P1Y2M3DT4H5M6.7S^duration"},
    {"-P1Y^duration", "-P1Y^duration"},
    {"P14M^duration", "P1Y2M^duration"},
    {"PT36H^duration", "P1DT12H^duration"},
    {"PT0S^duration", "PT0S^duration"},
    {"P0Y^duration", "PT0S^duration"},
    {"PT1.0000001S^duration", "PT1S^duration"},
    {"-PT0.5S^duration", "-PT0.5S^duration"},
    {"P^duration", NULL},
    {"PT^duration", NULL},
    {"P1YT^duration", NULL},
    {"P1S^duration", NULL},
    {"P1H^duration", NULL},
    {"P1D1Y^duration", NULL},
    {"P1M1Y^duration", NULL},
    {"PT1S1M^duration", NULL},
    {"P1.5D^duration", NULL},
    {"PT1.S^duration", NULL},
    {"PT.5S^duration", NULL},
    {"P-1Y^duration", NULL},
    {"+P1Y^duration", NULL},
    {"1Y^duration", NULL},
    {"P99999999999Y^duration", NULL},
    {"PT99999999999999999999S^duration", NULL},
    {"P1DT2H^dayTimeDuration", "P1DT2H^dayTimeDuration"},
    {"PT0S^dayTimeDuration", "PT0S^dayTimeDuration"},
    {"-PT8H^dayTimeDuration", "-PT8H^dayTimeDuration"},
    {"P1Y^dayTimeDuration", NULL},
    {"P0M^dayTimeDuration", NULL},
    {"P1Y2M^yearMonthDuration", "P1Y2M^yearMonthDuration"},
    {"P0Y^yearMonthDuration", "P0M^yearMonthDuration"},
    {"P1D^yearMonthDuration", NULL},
    {"P1MT0S^yearMonthDuration", NULL},
};

static void test_forms(void **state)
{
  (void)state;
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
    dm_arena *arena = dm_arena_new();
    dm_value  value = value_of(forms[i].form, arena);
    if ((value.kind != DM_VALUE_NONE) != (forms[i].written != NULL))
      fail_msg("%s: kind %u", forms[i].form, value.kind);
    if (forms[i].written)
      assert_string_equal(show(&value, NULL, arena), forms[i].written);
    assert_int_not_equal(value.datatype, DM_DATATYPE_OTHER); /* an ill-typed literal has a datatype too */
    dm_arena_free(arena);
  }
}

static void test_big_numbers_are_kept(void **state)
{
  (void)state;
  static const struct {
    const char *form;
    double      nearest;
  } bigs[] = {
      {"9223372036854775808^integer", 9223372036854775808.0},        {"-9223372036854775809^integer", -9223372036854775808.0},
      {"18446744073709551615^unsignedLong", 18446744073709551616.0}, {"100000000000000000000000000000^nonNegativeInteger", 1e29},
      {"-100000000000000000000000000000^negativeInteger", -1e29},    {"0.1234567890123456789^decimal", 0.1234567890123456789},
      {"123456789012345678901.5^decimal", 123456789012345678901.5},  {"-0.0000000000000000001^decimal", -1e-19},
  };
  for (size_t i = 0; i < sizeof bigs / sizeof *bigs; i++) {
    dm_arena *arena = dm_arena_new();
    dm_value  value = value_of(bigs[i].form, arena);
    assert_int_equal(value.kind, DM_VALUE_BIG);
    assert_true(dm_value_is_numeric(&value));
    assert_true(dm_value_double(&value) == bigs[i].nearest);
    dm_arena_free(arena);
  }
}

static void test_cast_to_string(void **state)
{
  (void)state;
  static const char *const cases[][2] = {
      {"1.50^decimal", "1.5"},
      {"2.0^decimal", "2"},
      {"-0.5^decimal", "-0.5"},
      {"0E1^double", "0"},
      {"-0e0^double", "-0"},
      {"1.25^float", "1.25"},
      {"1e3^double", "1000"},
      {"123456.5^double", "123456.5"},
      {"999999^double", "999999"},
      {"1e6^double", "1.0E6"},
      {"1.5e-6^double", "0.0000015"},
      {"9.9e-7^double", "9.9E-7"},
      {"-7.875^float", "-7.875"},
      {"0.1^float", "0.1"},
      {"INF^double", "INF"},
      {"NaN^float", "NaN"},
      {"1^boolean", "true"},
      {"+01^integer", "1"},
      {"2010-06-21T11:28:01.50+00:00^dateTime", "2010-06-21T11:28:01.5Z"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    dm_arena *arena = dm_arena_new();
    dm_buffer out = {0};
    dm_value  value = value_of(cases[i][0], arena);
    dm_value_write_cast(&out, &value);
    assert_string_equal(dm_buffer_string(&out), cases[i][1]);
    dm_buffer_free(&out);
    dm_arena_free(arena);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_datatypes_have_names),
      cmocka_unit_test(test_values_are_small),
      cmocka_unit_test(test_terms_without_values),
      cmocka_unit_test(test_strings),
      cmocka_unit_test(test_forms),
      cmocka_unit_test(test_big_numbers_are_kept),
      cmocka_unit_test(test_cast_to_string),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
