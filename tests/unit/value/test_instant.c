/* Instants and durations: order with and without zones, the calendar, sums. */
#include "value/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "literal.h"

static void test_instants_are_compared(void **state)
{
  (void)state;
  static const struct {
    const char *a;
    int         order;
    const char *b;
  } cases[] = {
      {"2010-06-21T11:28:01Z^dateTime", -1, "2010-06-21T11:28:02Z^dateTime"},
      {"2010-06-21T11:28:01.1Z^dateTime", 1, "2010-06-21T11:28:01Z^dateTime"},
      {"2010-06-21T11:28:01.000Z^dateTime", 0, "2010-06-21T11:28:01Z^dateTime"},
      {"2010-06-21T11:28:01Z^dateTime", 0, "2010-06-21T13:28:01+02:00^dateTime"},
      {"2010-06-21T11:28:01Z^dateTime", 0, "2010-06-21T11:28:01+00:00^dateTimeStamp"},
      {"2010-06-21T11:28:01^dateTime", 0, "2010-06-21T11:28:01^dateTime"},
      {"2010-12-31T24:00:00^dateTime", 0, "2011-01-01T00:00:00^dateTime"},
      {"2010-06-21T11:28:01^dateTime", DM_UNORDERED, "2010-06-21T11:28:01Z^dateTime"},
      {"2010-06-21T11:28:01^dateTime", DM_UNORDERED, "2010-06-22T01:28:01Z^dateTime"}, /* 14 hours */
      {"2010-06-21T11:28:01^dateTime", -1, "2010-06-22T01:28:02Z^dateTime"},
      {"2010-06-21T11:28:01^dateTime", DM_UNORDERED, "2010-06-20T21:28:01Z^dateTime"},
      {"2010-06-21T11:28:01^dateTime", 1, "2010-06-20T21:28:00Z^dateTime"},
      {"-0044-03-15T00:00:00Z^dateTime", -1, "0044-03-15T00:00:00Z^dateTime"},
      {"0000-12-31T00:00:00Z^dateTime", -1, "0001-01-01T00:00:00Z^dateTime"},
      {"12010-06-21T11:28:01Z^dateTime", 1, "2010-06-21T11:28:01Z^dateTime"},
      {"2006-08-23^date", -1, "2006-08-24^date"},
      {"2006-08-23^date", DM_UNORDERED, "2006-08-23Z^date"},
      {"2006-08-23Z^date", 0, "2006-08-23+00:00^date"},
      {"2006-08-23Z^date", 1, "2006-08-23+01:00^date"},
      {"2001-01-01Z^date", -1, "2006-08-23^date"},
      {"2006-08-23^date", DM_UNORDERED, "2006-08-23T00:00:00^dateTime"}, /* of different types */
      {"11:00:00Z^time", -1, "11:00:00-01:00^time"},
      {"00:30:00+01:00^time", -1, "00:00:00Z^time"}, /* of one day, not around it */
      {"2010^gYear", -1, "2011^gYear"},
      {"2010Z^gYear", -1, "2011^gYear"},
      {"2010-06^gYearMonth", 1, "2010-05^gYearMonth"},
      {"--02^gMonth", -1, "--03^gMonth"},
      {"--02-29^gMonthDay", -1, "--03-01^gMonthDay"},
      {"---02^gDay", -1, "---03^gDay"},
      {"2010^gYear", DM_UNORDERED, "2010-01^gYearMonth"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    dm_arena *arena = dm_arena_new();
    dm_value  a = value_of(cases[i].a, arena), b = value_of(cases[i].b, arena);
    if (dm_instant_compare(&a, &b) != cases[i].order)
      fail_msg("%s and %s: %d", cases[i].a, cases[i].b, dm_instant_compare(&a, &b));
    assert_int_equal(dm_instant_compare(&b, &a), cases[i].order == DM_UNORDERED ? DM_UNORDERED : -cases[i].order);
    if (cases[i].order != DM_UNORDERED)
      assert_int_equal(dm_instant_order(&a, &b), cases[i].order);
    dm_arena_free(arena);
  }
}

static void test_durations_are_compared(void **state)
{
  (void)state;
  static const struct {
    const char *a;
    int         order;
    const char *b;
  } cases[] = {
      {"P1Y^duration", 0, "P12M^yearMonthDuration"},
      {"PT36H^duration", 0, "P1DT12H^dayTimeDuration"},
      {"P1M^duration", DM_UNORDERED, "P30D^duration"},
      {"P1M^duration", 1, "P27D^duration"},
      {"P1M^duration", -1, "P32D^duration"},
      {"P1Y^duration", -1, "P367D^duration"},
      {"P1Y^duration", DM_UNORDERED, "P365D^duration"},
      {"P5M^duration", DM_UNORDERED, "P153D^duration"},
      {"P5M^duration", 1, "P149D^duration"},
      {"-P1D^duration", -1, "PT0S^duration"},
      {"P1Y1D^duration", 1, "P1Y^duration"},
      {"P1Y1D^duration", -1, "P2Y2D^duration"},
      {"PT0.000001S^duration", 1, "PT0S^duration"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    dm_arena *arena = dm_arena_new();
    dm_value  a = value_of(cases[i].a, arena), b = value_of(cases[i].b, arena);
    if (dm_duration_compare(&a, &b) != cases[i].order)
      fail_msg("%s and %s: %d", cases[i].a, cases[i].b, dm_duration_compare(&a, &b));
    assert_int_equal(dm_duration_compare(&b, &a), cases[i].order == DM_UNORDERED ? DM_UNORDERED : -cases[i].order);
    if (cases[i].order != DM_UNORDERED)
      assert_int_equal(dm_duration_order(&a, &b), cases[i].order);
    assert_int_equal(dm_duration_order(&a, &b), -dm_duration_order(&b, &a));
    dm_arena_free(arena);
  }
}

/* Every day of a thousand years and more is the one after that before it, and comes out of its number again. */
static void test_calendar(void **state)
{
  (void)state;
  static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int64_t               last = 0;
  bool                  is_first = true;
  for (int64_t year = -405; year < 805; year++) {
    bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    for (unsigned month = 1; month <= 12; month++)
      for (unsigned day = 1; day <= days[month - 1] + (month == 2 && is_leap); day++) {
        const dm_instant_parts parts = {.year = year, .month = month, .day = day, .hour = 23, .minute = 59, .second = 58, .nanosecond = 7};
        dm_value               value = dm_instant_join(DM_DATATYPE_DATE_TIME, &parts, 0);
        dm_instant_parts       again = dm_instant_split(&value);
        assert_true(again.year == year && again.month == month && again.day == day);
        assert_true(again.hour == 23 && again.minute == 59 && again.second == 58 && again.nanosecond == 7);
        if (!is_first)
          assert_true(value.high == last + 86400);
        last = value.high;
        is_first = false;
      }
  }
  dm_arena *arena = dm_arena_new();
  assert_true(value_of("1970-01-01T00:00:00Z^dateTime", arena).high == 0);
  assert_true(value_of("2000-03-01T00:00:00Z^dateTime", arena).high == INT64_C(951868800));
  dm_arena_free(arena);
}

static void test_add(void **state)
{
  (void)state;
  static const struct {
    const char *instant;
    int         sign;
    const char *duration;
    const char *result; /* NULL: none */
  } cases[] = {
      {"2010-06-21T11:28:01Z^dateTime", 1, "P1DT2H^dayTimeDuration", "2010-06-22T13:28:01Z^dateTime"},
      {"2010-06-21T11:28:01-08:00^dateTime", -1, "PT12H^dayTimeDuration", "2010-06-20T23:28:01-08:00^dateTime"},
      {"2010-01-31T00:00:00^dateTime", 1, "P1M^yearMonthDuration", "2010-02-28T00:00:00^dateTime"},
      {"2012-02-29^date", 1, "P1Y^yearMonthDuration", "2013-02-28^date"},
      {"2012-02-29^date", -1, "P4Y^yearMonthDuration", "2008-02-29^date"},
      {"2010-03-31^date", -1, "P1M^duration", "2010-02-28^date"},
      {"2010-03-31^date", 1, "P1M1D^duration", "2010-05-01^date"}, /* months first */
      {"2010-06-21^date", 1, "PT36H^dayTimeDuration", "2010-06-22^date"},
      {"2010-06-21^date", -1, "PT1S^dayTimeDuration", "2010-06-20^date"},
      {"23:30:00^time", 1, "PT45M^dayTimeDuration", "00:15:00^time"},
      {"00:00:00Z^time", -1, "PT0.5S^dayTimeDuration", "23:59:59.5Z^time"},
      {"11:28:01^time", 1, "P1M^duration", NULL},
      {"2010^gYear", 1, "P1Y^duration", NULL},
      {"0000-01-01T00:00:00^dateTime", -1, "PT1S^dayTimeDuration", "-0001-12-31T23:59:59^dateTime"},
      {"99999999999-12-31T23:59:59Z^dateTime", 1, "PT1S^dayTimeDuration", NULL},
      {"99999999999-12-31T23:59:59Z^dateTime", 1, "P1Y^duration", NULL},
      {"2010-06-21T11:28:01.999999999Z^dateTime", 1, "PT0.000001S^dayTimeDuration", "2010-06-21T11:28:02.000000999Z^dateTime"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    dm_arena *arena = dm_arena_new();
    dm_value  instant = value_of(cases[i].instant, arena), duration = value_of(cases[i].duration, arena);
    dm_value  sum = dm_instant_add(&instant, &duration, cases[i].sign);
    if ((sum.kind != DM_VALUE_NONE) != (cases[i].result != NULL))
      fail_msg("%s and %s", cases[i].instant, cases[i].duration);
    if (cases[i].result)
      assert_string_equal(show(&sum, NULL, arena), cases[i].result);
    dm_arena_free(arena);
  }
}

static void test_subtract(void **state)
{
  (void)state;
  static const char *const cases[][3] = {
      {"2010-06-22T13:28:01Z^dateTime", "2010-06-21T11:28:01Z^dateTime", "P1DT2H^dayTimeDuration"},
      {"2010-06-21T11:28:01Z^dateTime", "2010-06-21T13:28:01.5+02:00^dateTime", "-PT0.5S^dayTimeDuration"},
      {"2010-06-21^date", "2011-06-21^date", "-P365D^dayTimeDuration"},
      {"11:00:00Z^time", "12:00:00+01:00^time", "PT0S^dayTimeDuration"},
      {"2010-06-21T11:28:01Z^dateTime", "2010-06-21T11:28:01^dateTime", NULL}, /* no implicit zone */
      {"2010-06-21^date", "2010-06-21T00:00:00^dateTime", NULL},
      {"2011^gYear", "2010^gYear", NULL},
      {"99999999999-01-01T00:00:00Z^dateTime", "-99999999999-01-01T00:00:00Z^dateTime", NULL},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    dm_arena *arena = dm_arena_new();
    dm_value  a = value_of(cases[i][0], arena), b = value_of(cases[i][1], arena), span = dm_instant_subtract(&a, &b);
    assert_int_equal(span.kind != DM_VALUE_NONE, cases[i][2] != NULL);
    if (cases[i][2])
      assert_string_equal(show(&span, NULL, arena), cases[i][2]);
    dm_arena_free(arena);
  }
}

static void test_add_durations(void **state)
{
  (void)state;
  static const struct {
    const char *a;
    int         sign;
    const char *b;
    const char *result;
  } cases[] = {
      {"PT1H^dayTimeDuration", 1, "PT60M^dayTimeDuration", "PT2H^dayTimeDuration"},
      {"P1Y^yearMonthDuration", -1, "P14M^yearMonthDuration", "-P2M^yearMonthDuration"},
      {"P1Y^yearMonthDuration", 1, "PT1H^dayTimeDuration", "P1YT1H^duration"},
      {"P1Y^yearMonthDuration", -1, "PT1H^dayTimeDuration", NULL}, /* no form for it */
      {"PT9000000000000S^dayTimeDuration", 1, "PT9000000000000S^dayTimeDuration", NULL},
      {"P178956970Y^yearMonthDuration", 1, "P178956970Y^yearMonthDuration", NULL},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    dm_arena *arena = dm_arena_new();
    dm_value  a = value_of(cases[i].a, arena), b = value_of(cases[i].b, arena), sum = dm_duration_add(&a, &b, cases[i].sign);
    assert_int_equal(sum.kind != DM_VALUE_NONE, cases[i].result != NULL);
    if (cases[i].result)
      assert_string_equal(show(&sum, NULL, arena), cases[i].result);
    dm_arena_free(arena);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_instants_are_compared),
      cmocka_unit_test(test_durations_are_compared),
      cmocka_unit_test(test_calendar),
      cmocka_unit_test(test_add),
      cmocka_unit_test(test_subtract),
      cmocka_unit_test(test_add_durations),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
