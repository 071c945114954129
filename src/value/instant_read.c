/* Lexical forms of instants and durations (XML Schema 1.1 part 2 §3.3.6 to §3.3.14, §3.4.26 to §3.4.28). */
#include "value/value_impl.h"

/* What is left of a form; every take_ function says whether it was there, and passes it. */
typedef struct {
  const char *at;
  const char *end;
} cursor;

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

static bool take(cursor *c, char wanted)
{
  if (c->at == c->end || *c->at != wanted)
    return false;
  c->at++;
  return true;
}

/* Two digits between least and most. */
static bool take_two(cursor *c, unsigned *number, unsigned least, unsigned most)
{
  if (c->end - c->at < 2 || !is_digit(c->at[0]) || !is_digit(c->at[1]))
    return false;
  *number = (unsigned)(c->at[0] - '0') * 10 + (unsigned)(c->at[1] - '0');
  c->at += 2;
  return *number >= least && *number <= most;
}

/* Four digits or more, without a zero in front where there are more. */
static bool take_year(cursor *c, int64_t *year)
{
  enum { LEAST_DIGITS = 4, MOST_YEAR_DIGITS = 11 };
  bool        is_negative = take(c, '-');
  const char *begin = c->at;
  int64_t     number = 0;
  while (c->at < c->end && is_digit(*c->at) && c->at - begin < MOST_YEAR_DIGITS)
    number = number * 10 + (*c->at++ - '0');
  if (c->at - begin < LEAST_DIGITS || (c->at - begin > LEAST_DIGITS && *begin == '0') || (c->at < c->end && is_digit(*c->at)))
    return false;
  *year = is_negative ? -number : number;
  return true;
}

/* Behind a point: one digit or more, of which the first n_most count. */
static bool take_fraction(cursor *c, uint32_t *fraction, unsigned n_most)
{
  const char *begin = c->at;
  unsigned    n = 0;
  uint32_t    number = 0;
  for (; c->at < c->end && is_digit(*c->at); c->at++)
    if (n < n_most) {
      number = number * 10 + (uint32_t)(*c->at - '0');
      n++;
    }
  for (; n < n_most; n++)
    number *= 10;
  *fraction = number;
  return c->at > begin;
}

static bool take_zone(cursor *c, int16_t *zone_minutes)
{
  enum { MOST_HOURS = 14 };
  unsigned hours = 0, minutes = 0;
  *zone_minutes = DM_ZONE_NONE;
  if (c->at == c->end)
    return true;
  if (take(c, 'Z')) {
    *zone_minutes = 0;
    return true;
  }
  bool is_negative = *c->at == '-';
  if (!take(c, '-') && !take(c, '+'))
    return false;
  if (!take_two(c, &hours, 0, MOST_HOURS) || !take(c, ':') || !take_two(c, &minutes, 0, 59) || (hours == MOST_HOURS && minutes))
    return false;
  int total = (int)(hours * 60 + minutes);
  *zone_minutes = (int16_t)(is_negative ? -total : total);
  return true;
}

/* hh:mm:ss with a fraction; 24:00:00 is allowed. */
static bool take_time(cursor *c, int64_t *seconds, uint32_t *nanoseconds)
{
  unsigned hour = 0, minute = 0, second = 0;
  *nanoseconds = 0;
  if (!take_two(c, &hour, 0, 24) || !take(c, ':') || !take_two(c, &minute, 0, 59) || !take(c, ':') || !take_two(c, &second, 0, 59))
    return false;
  const char *point = c->at;
  if (take(c, '.') && !take_fraction(c, nanoseconds, 9))
    return false;
  if (hour == 24) {
    bool is_zero = !minute && !second;
    for (const char *digit = point; is_zero && digit < c->at; digit++)
      is_zero = *digit == '.' || *digit == '0';
    if (!is_zero)
      return false;
  }
  *seconds = (int64_t)hour * 3600 + minute * 60 + second;
  return true;
}

/* What stands in a form, in this order: `Y` year, `M` month, `D` day, `T` time, all else itself. */
static const char *const patterns[DM_DATATYPE_N] = {
    [DM_DATATYPE_DATE_TIME] = "Y-M-D\tT", /* the tab stands for the letter T */
    [DM_DATATYPE_DATE_TIME_STAMP] = "Y-M-D\tT", [DM_DATATYPE_DATE] = "Y-M-D", [DM_DATATYPE_TIME] = "T",          [DM_DATATYPE_YEAR] = "Y",
    [DM_DATATYPE_YEAR_MONTH] = "Y-M",           [DM_DATATYPE_MONTH] = "--M",  [DM_DATATYPE_MONTH_DAY] = "--M-D", [DM_DATATYPE_DAY] = "---D",
};

bool read_instant(dm_value *value, const char *text, size_t n)
{
  enum { LEAP_YEAR = 1972 };
  cursor   c = {text, text + n};
  int64_t  year = value->datatype == DM_DATATYPE_MONTH_DAY ? LEAP_YEAR : 1970;
  unsigned month = 1, day = 1;
  int64_t  seconds = 0;
  for (const char *p = patterns[value->datatype]; *p; p++) {
    bool found = false;
    switch (*p) {
    case 'Y': found = take_year(&c, &year); break;
    case 'M': found = take_two(&c, &month, 1, 12); break;
    case 'D': found = take_two(&c, &day, 1, 31); break;
    case 'T': found = take_time(&c, &seconds, &value->low); break;
    default: found = take(&c, *p == '\t' ? 'T' : *p); break;
    }
    if (!found)
      return false;
  }
  if (!take_zone(&c, &value->zone_minutes) || c.at != c.end || day > days_of_month(year, month))
    return false;
  if (value->datatype == DM_DATATYPE_DATE_TIME_STAMP && value->zone_minutes == DM_ZONE_NONE)
    return false;
  if (value->datatype == DM_DATATYPE_TIME)
    seconds %= DAY_SECONDS;
  value->kind = DM_VALUE_INSTANT;
  value->high = days_of_date(year, month, day) * DAY_SECONDS + seconds;
  return seconds < DAY_SECONDS || is_year(dm_instant_split(value).year); /* the last of all days has no 24:00:00 */
}

/* Digits, as many as there are; false where there is none, *is_over where they are too many. */
static bool take_number(cursor *c, int64_t *number, bool *is_over)
{
  const char *begin = c->at;
  int64_t     total = 0;
  for (; c->at < c->end && is_digit(*c->at); c->at++)
    if (__builtin_mul_overflow(total, 10, &total) || __builtin_add_overflow(total, *c->at - '0', &total))
      *is_over = true;
  *number = total;
  return c->at > begin;
}

typedef struct {
  char    letter;
  int64_t factor; /* months, or seconds */
} designator;

/* Takes numbers with the letters of `designators`, each at most once and in their order, into *sum. Returns how many there were. */
static size_t take_fields(cursor *c, const designator *designators, size_t n, int64_t *sum, uint32_t *fraction, bool *is_over)
{
  size_t n_taken = 0;
  for (size_t i = 0; i < n; i++) {
    cursor  before = *c;
    int64_t number = 0;
    bool    over = false;
    bool    has_point = false;
    bool    found = take_number(c, &number, &over);
    if (found && designators[i].letter == 'S' && take(c, '.')) {
      has_point = true;
      found = take_fraction(c, fraction, 6);
    }
    if (!found || !take(c, designators[i].letter)) {
      if (has_point)
        *fraction = 0;
      *c = before;
      continue;
    }
    n_taken++;
    if (over || __builtin_mul_overflow(number, designators[i].factor, &number) || __builtin_add_overflow(*sum, number, sum))
      *is_over = true;
  }
  return n_taken;
}

bool read_duration(dm_value *value, const char *text, size_t n)
{
  static const designator years[] = {{'Y', 12}, {'M', 1}}, days[] = {{'D', DAY_SECONDS}}, times[] = {{'H', 3600}, {'M', 60}, {'S', 1}};
  cursor                  c = {text, text + n};
  bool                    is_negative = take(&c, '-');
  bool                    is_over = false;
  int64_t                 months = 0, seconds = 0;
  uint32_t                fraction = 0;
  if (!take(&c, 'P'))
    return false;
  size_t n_years = take_fields(&c, years, 2, &months, NULL, &is_over);
  size_t n_days = take_fields(&c, days, 1, &seconds, NULL, &is_over);
  if (take(&c, 'T')) {
    size_t n_times = take_fields(&c, times, 3, &seconds, &fraction, &is_over);
    if (!n_times)
      return false;
    n_days += n_times;
  }
  if (c.at != c.end || !(n_years + n_days) || is_over)
    return false;
  if ((value->datatype == DM_DATATYPE_DAY_TIME_DURATION && n_years) || (value->datatype == DM_DATATYPE_YEAR_MONTH_DURATION && n_days))
    return false;
  int64_t microseconds = 0;
  if (__builtin_mul_overflow(seconds, MICROSECONDS, &microseconds) || __builtin_add_overflow(microseconds, (int64_t)fraction, &microseconds))
    return false;
  dm_value made = dm_duration_of((dm_datatype)value->datatype, is_negative ? -months : months, is_negative ? -microseconds : microseconds);
  if (made.kind == DM_VALUE_NONE)
    return false;
  *value = made;
  return true;
}
