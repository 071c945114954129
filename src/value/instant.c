/* The calendar, and what is computed with instants and durations. */
#include "value/value_impl.h"

#define ZONE_SECONDS (INT64_C(14) * 3600) /* the farthest zone */

static const dm_value no_value = {.kind = DM_VALUE_NONE};

static int sign_of(int64_t a, int64_t b)
{
  return (a > b) - (a < b);
}

static int64_t floor_divide(int64_t a, int64_t b)
{
  int64_t quotient = a / b;
  return quotient - (a % b < 0);
}

static bool is_leap(int64_t year)
{
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

unsigned days_of_month(int64_t year, unsigned month)
{
  static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Years begin in March here, so that the leap day is the last; 400 years have 146097 days; 719468 days lie between 0000-03-01 and 1970-01-01. */
int64_t days_of_date(int64_t year, unsigned month, unsigned day)
{
  int64_t  y = year - (month <= 2);
  int64_t  era = floor_divide(y, 400);
  int64_t  year_of_era = y - era * 400;
  unsigned month_of_year = (month + 9) % 12;
  int64_t  day_of_year = (int64_t)(153 * month_of_year + 2) / 5 + day - 1;
  int64_t  day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

dm_instant_parts dm_instant_split(const dm_value *value)
{
  int64_t  days = floor_divide(value->high, DAY_SECONDS);
  unsigned seconds = (unsigned)(value->high - days * DAY_SECONDS);
  int64_t  z = days + 719468;
  int64_t  era = floor_divide(z, 146097);
  int64_t  day_of_era = z - era * 146097;
  int64_t  year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int64_t  day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int64_t  month_of_year = (5 * day_of_year + 2) / 153;
  unsigned month = (unsigned)(month_of_year < 10 ? month_of_year + 3 : month_of_year - 9);
  return (dm_instant_parts){.year = year_of_era + era * 400 + (month <= 2),
                            .month = month,
                            .day = (unsigned)(day_of_year - (153 * month_of_year + 2) / 5 + 1),
                            .hour = seconds / 3600,
                            .minute = seconds / 60 % 60,
                            .second = seconds % 60,
                            .nanosecond = value->low};
}

bool is_year(int64_t year)
{
  return year > -INT64_C(100000000000) && year < INT64_C(100000000000); /* 11 digits, as they are read */
}

dm_value dm_instant_join(dm_datatype datatype, const dm_instant_parts *parts, int16_t zone_minutes)
{
  if (!is_year(parts->year))
    return no_value;
  bool    has_time = datatype != DM_DATATYPE_DATE;
  int64_t time = (int64_t)parts->hour * 3600 + parts->minute * 60 + parts->second;
  return (dm_value){.kind = DM_VALUE_INSTANT,
                    .datatype = (uint8_t)datatype,
                    .zone_minutes = zone_minutes,
                    .low = has_time ? parts->nanosecond : 0,
                    .high = days_of_date(parts->year, parts->month, parts->day) * DAY_SECONDS + (has_time ? time : 0)};
}

static bool is_date_time(const dm_value *value)
{
  return value->datatype == DM_DATATYPE_DATE_TIME || value->datatype == DM_DATATYPE_DATE_TIME_STAMP;
}

static bool is_of_one_type(const dm_value *a, const dm_value *b)
{
  return a->datatype == b->datatype || (is_date_time(a) && is_date_time(b));
}

static int64_t utc_seconds(const dm_value *value)
{
  return value->zone_minutes == DM_ZONE_NONE ? value->high : value->high - (int64_t)value->zone_minutes * 60;
}

static int compare_seconds(int64_t a_seconds, uint32_t a_nanoseconds, int64_t b_seconds, uint32_t b_nanoseconds)
{
  return a_seconds != b_seconds ? sign_of(a_seconds, b_seconds) : sign_of(a_nanoseconds, b_nanoseconds);
}

int dm_instant_compare(const dm_value *a, const dm_value *b)
{
  if (!is_of_one_type(a, b))
    return DM_UNORDERED;
  const bool a_has_zone = a->zone_minutes != DM_ZONE_NONE, b_has_zone = b->zone_minutes != DM_ZONE_NONE;
  int64_t    a_seconds = utc_seconds(a), b_seconds = utc_seconds(b);
  if (a_has_zone == b_has_zone)
    return compare_seconds(a_seconds, a->low, b_seconds, b->low);
  /* The one without a zone may be 14 hours earlier or later than as it stands. */
  int earliest = compare_seconds(a_seconds + (a_has_zone ? 0 : -ZONE_SECONDS), a->low, b_seconds + (b_has_zone ? 0 : ZONE_SECONDS), b->low);
  int latest = compare_seconds(a_seconds + (a_has_zone ? 0 : ZONE_SECONDS), a->low, b_seconds + (b_has_zone ? 0 : -ZONE_SECONDS), b->low);
  return earliest && earliest == latest ? earliest : DM_UNORDERED;
}

int dm_instant_order(const dm_value *a, const dm_value *b)
{
  return compare_seconds(utc_seconds(a), a->low, utc_seconds(b), b->low);
}

static int32_t months_of(const dm_value *duration)
{
  return (int32_t)duration->low;
}

dm_value dm_duration_of(dm_datatype datatype, int64_t months, int64_t microseconds)
{
  if (months < -INT32_MAX || months > INT32_MAX || microseconds == INT64_MIN || (months < 0 && microseconds > 0) || (months > 0 && microseconds < 0))
    return no_value;
  return (dm_value){.kind = DM_VALUE_DURATION, .datatype = (uint8_t)datatype, .low = (uint32_t)(int32_t)months, .high = microseconds};
}

/* The microseconds (wide: they may be many) from a date that `month` of `year` begins to the one `months` later. */
static wide span_of_months(int64_t year, unsigned month, int32_t months)
{
  int64_t total = year * 12 + (month - 1) + months;
  int64_t later_year = floor_divide(total, 12);
  int64_t days = days_of_date(later_year, (unsigned)(total - later_year * 12) + 1, 1) - days_of_date(year, month, 1);
  return (wide)days * DAY_SECONDS * MICROSECONDS;
}

static const struct {
  int64_t  year;
  unsigned month;
} dates[] = {{1696, 9}, {1697, 2}, {1903, 3}, {1903, 7}};

int dm_duration_compare(const dm_value *a, const dm_value *b)
{
  int order = sign_of(months_of(a), months_of(b));
  int order_of_rest = sign_of(a->high, b->high);
  if (!order || !order_of_rest || order == order_of_rest)
    return order ? order : order_of_rest;
  for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
    wide a_span = span_of_months(dates[i].year, dates[i].month, months_of(a)) + a->high;
    wide b_span = span_of_months(dates[i].year, dates[i].month, months_of(b)) + b->high;
    int  order_here = (a_span > b_span) - (a_span < b_span);
    if (i && order_here != order)
      return DM_UNORDERED;
    order = order_here;
  }
  return order;
}

int dm_duration_order(const dm_value *a, const dm_value *b)
{
  wide difference = 0;
  for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
    difference += span_of_months(dates[i].year, dates[i].month, months_of(a)) - span_of_months(dates[i].year, dates[i].month, months_of(b)) +
                  ((wide)a->high - b->high);
  return (difference > 0) - (difference < 0);
}

/* Adds microseconds to seconds and nanoseconds; false out of range. */
static bool add_microseconds(dm_value *value, int64_t microseconds)
{
  const int64_t nanoseconds_of_second = INT64_C(1000000000);
  int64_t       seconds = floor_divide(microseconds, MICROSECONDS);
  int64_t       nanoseconds = (microseconds - seconds * MICROSECONDS) * 1000 + value->low;
  seconds += nanoseconds / nanoseconds_of_second; /* far from overflow: it was divided by a million */
  value->low = (uint32_t)(nanoseconds % nanoseconds_of_second);
  return !__builtin_add_overflow(value->high, seconds, &value->high);
}

dm_value dm_instant_add(const dm_value *instant, const dm_value *duration, int sign)
{
  dm_value sum = *instant;
  int64_t  microseconds = sign < 0 ? -duration->high : duration->high; /* never INT64_MIN */
  int32_t  months = sign < 0 ? -months_of(duration) : months_of(duration);
  if (instant->datatype != DM_DATATYPE_DATE && instant->datatype != DM_DATATYPE_TIME && !is_date_time(instant))
    return no_value;
  if (months) {
    if (instant->datatype == DM_DATATYPE_TIME)
      return no_value;
    dm_instant_parts parts = dm_instant_split(instant);
    int64_t          total = parts.year * 12 + (parts.month - 1) + months;
    parts.year = floor_divide(total, 12);
    parts.month = (unsigned)(total - parts.year * 12) + 1;
    if (parts.day > days_of_month(parts.year, parts.month)) /* the 31st of a month that has none: its last day */
      parts.day = days_of_month(parts.year, parts.month);
    sum = dm_instant_join((dm_datatype)instant->datatype, &parts, instant->zone_minutes);
    if (sum.kind == DM_VALUE_NONE)
      return no_value;
  }
  if (!add_microseconds(&sum, microseconds))
    return no_value;
  if (instant->datatype == DM_DATATYPE_TIME)
    sum.high -= floor_divide(sum.high, DAY_SECONDS) * DAY_SECONDS;
  if (instant->datatype == DM_DATATYPE_DATE) {
    sum.high = floor_divide(sum.high, DAY_SECONDS) * DAY_SECONDS;
    sum.low = 0;
  }
  return is_year(dm_instant_split(&sum).year) ? sum : no_value;
}

dm_value dm_instant_subtract(const dm_value *a, const dm_value *b)
{
  int64_t seconds = 0, microseconds = 0;
  bool    has_span = a->datatype == DM_DATATYPE_DATE || a->datatype == DM_DATATYPE_TIME || is_date_time(a);
  if (!has_span || !is_of_one_type(a, b) || (a->zone_minutes == DM_ZONE_NONE) != (b->zone_minutes == DM_ZONE_NONE))
    return no_value;
  if (__builtin_sub_overflow(utc_seconds(a), utc_seconds(b), &seconds) || __builtin_mul_overflow(seconds, MICROSECONDS, &microseconds) ||
      __builtin_add_overflow(microseconds, ((int64_t)a->low - b->low) / 1000, &microseconds))
    return no_value;
  return dm_duration_of(DM_DATATYPE_DAY_TIME_DURATION, 0, microseconds);
}

dm_value dm_duration_add(const dm_value *a, const dm_value *b, int sign)
{
  int64_t     months = (int64_t)months_of(a) + (int64_t)months_of(b) * sign;
  int64_t     microseconds = 0;
  dm_datatype datatype = a->datatype == b->datatype ? (dm_datatype)a->datatype : DM_DATATYPE_DURATION;
  if (__builtin_add_overflow(a->high, b->high * sign, &microseconds))
    return no_value;
  return dm_duration_of(datatype, months, microseconds);
}
