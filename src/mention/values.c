/* mention/values.c - dates and numbers in words and digits.
 *
 * A form captures `day`, `month`, `year` (each may be missing, and month may be digits), of a range also `last` and `last-month`; or `number`. */
#include <stdio.h>
#include <string.h>

#include "mention/mention_impl.h"

static const dm_token *first_token(const dm_reading *reading, const dm_match *match, const char *name)
{
  const dm_capture *capture = dm_match_capture(match, name);
  return capture ? &reading->text->tokens[capture->range.begin] : NULL;
}

static bool is_leap(long year)
{
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static long days_of(long month, long year)
{
  static const long days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static const char *date_of(dm_reading *reading, const dm_token *day, const dm_token *month, const dm_token *year)
{
  if (!year && !month)
    return NULL;
  long y = year ? dm_lexicon_number(reading->lexicon, year->folded) : 0;
  long m = 0;
  if (month) {
    m = dm_lexicon_month(reading->lexicon, month->folded);
    if (m == 0)
      m = dm_lexicon_number(reading->lexicon, month->folded);
    if (m < 1 || m > 12)
      return NULL;
  }
  long d = day ? dm_lexicon_number(reading->lexicon, day->folded) : 0;
  if (year && (y < 1000 || y > 2999))
    return NULL;
  if (day && (d < 1 || d > days_of(m ? m : 1, year ? y : 2000)))
    return NULL;
  if (!year)
    return day ? dm_arena_print(reading->arena, "--%02ld-%02ld", m, d) : dm_arena_print(reading->arena, "--%02ld", m);
  if (!month)
    return dm_arena_print(reading->arena, "%04ld", y);
  return day ? dm_arena_print(reading->arena, "%04ld-%02ld-%02ld", y, m, d) : dm_arena_print(reading->arena, "%04ld-%02ld", y, m);
}

const char *dm_value_of_date(dm_reading *reading, const dm_match *match)
{
  return date_of(reading, first_token(reading, match, "day"), first_token(reading, match, "month"), first_token(reading, match, "year"));
}

const char *dm_value_of_last(dm_reading *reading, const dm_match *match)
{
  const dm_token *last = first_token(reading, match, "last"), *month = first_token(reading, match, "last-month");
  if (!last)
    return NULL;
  return date_of(reading, last, month ? month : first_token(reading, match, "month"), first_token(reading, match, "year"));
}

const char *dm_value_of_numeric(dm_reading *reading, const dm_match *match)
{
  const dm_token *token = first_token(reading, match, "numeric");
  long            parts[3] = {0};
  size_t          n = 0, n_digits[3] = {0};
  for (const char *c = token->folded; *c; c++) {
    bool digit = *c >= '0' && *c <= '9';
    if (digit && n < 3 && n_digits[n] < 4) {
      parts[n] = parts[n] * 10 + (*c - '0');
      n_digits[n]++;
    } else if ((*c == '.' || *c == '/' || *c == '-') && n < 2 && n_digits[n]) {
      n++;
    } else {
      return NULL;
    }
  }
  if (n != 2 || (n_digits[0] == 4) == (n_digits[2] == 4))
    return NULL;
  long y = n_digits[0] == 4 ? parts[0] : parts[2], m = parts[1], d = n_digits[0] == 4 ? parts[2] : parts[0];
  if (m > 12 && n_digits[0] != 4) { /* 02/19/2021: no month is the 19th */
    long other = m;
    m = d;
    d = other;
  }
  if (m < 1 || m > 12 || d < 1 || d > days_of(m, y))
    return NULL;
  return dm_arena_print(reading->arena, "%04ld-%02ld-%02ld", y, m, d);
}

const char *dm_value_of_number(dm_reading *reading, const dm_match *match)
{
  const dm_token *number = first_token(reading, match, "number");
  if (!number)
    return NULL;
  long value = dm_lexicon_number(reading->lexicon, number->folded);
  return value < 1 ? NULL : dm_arena_print(reading->arena, "%ld", value);
}
