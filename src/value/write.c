/* The forms of computed values. */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "value/value_impl.h"

/* With zeros in front up to `width` digits. printf takes five times as long, and numbers are what queries make most of. */
static void write_digits(dm_buffer *out, uint64_t number, unsigned width)
{
  char  digits[24];
  char *begin = digits + sizeof digits;
  do
    *--begin = (char)('0' + number % 10);
  while (number /= 10);
  while (digits + sizeof digits - begin < (ptrdiff_t)width)
    *--begin = '0';
  dm_buffer_add(out, begin, (size_t)(digits + sizeof digits - begin));
}

static void write_integer(dm_buffer *out, int64_t number)
{
  if (number < 0)
    dm_buffer_add_byte(out, '-');
  write_digits(out, number < 0 ? 0 - (uint64_t)number : (uint64_t)number, 1);
}

static void write_decimal(dm_buffer *out, int64_t mantissa, unsigned scale)
{
  uint64_t magnitude = mantissa < 0 ? 0 - (uint64_t)mantissa : (uint64_t)mantissa;
  uint64_t unit = (uint64_t)power_of_ten(scale);
  if (mantissa < 0)
    dm_buffer_add_byte(out, '-');
  write_digits(out, magnitude / unit, 1);
  if (!scale)
    return;
  dm_buffer_add_byte(out, '.');
  write_digits(out, magnitude % unit, scale);
}

/* The fewest significant digits that are read as the same number, as `d.ddde+xx` in `text`. */
static void shortest(char text[40], double number, bool is_float)
{
  /* Behind the point. What has no more than six (fifteen) digits comes out of so many unchanged, zeros added; not so where a subnormal number has lost bits. */
  const bool is_subnormal = number < (is_float ? (double)FLT_MIN : DBL_MIN);
  const int  least = is_subnormal ? 0 : is_float ? 5 : 14, most = is_float ? 8 : 16;
  for (int n_digits = least; n_digits <= most; n_digits++) {
    snprintf(text, 40, "%.*e", n_digits, number);
    if (is_float ? strtof(text, NULL) == (float)number : strtod(text, NULL) == number)
      return;
  }
}

typedef struct {
  char   digits[24]; /* without zeros at the end, at least one */
  size_t n_digits;
  int    exponent; /* of the first digit */
} significand;

static void strip_zeros(significand *s)
{
  while (s->n_digits > 1 && s->digits[s->n_digits - 1] == '0')
    s->n_digits--;
}

static significand split(double number, bool is_float)
{
  significand s = {.n_digits = 0};
  char        text[40];
  if (fabs(number) < 1e5 && trunc(number) == number) { /* few digits, and most numbers: no search */
    uint64_t whole = (uint64_t)fabs(number);
    size_t   n = 0;
    char     reversed[8];
    do
      reversed[n++] = (char)('0' + whole % 10);
    while (whole /= 10);
    s.exponent = (int)n - 1;
    while (n)
      s.digits[s.n_digits++] = reversed[--n];
    strip_zeros(&s);
    return s;
  }
  shortest(text, fabs(number), is_float);
  const char *at = text;
  for (; *at && *at != 'e'; at++)
    if (*at != '.' && s.n_digits < sizeof s.digits)
      s.digits[s.n_digits++] = *at;
  strip_zeros(&s);
  s.exponent = *at ? (int)strtol(at + 1, NULL, 10) : 0;
  return s;
}

static bool write_special(dm_buffer *out, double number)
{
  if (!isnan(number) && !isinf(number))
    return false;
  dm_buffer_add_string(out, isnan(number) ? "NaN" : number > 0 ? "INF" : "-INF");
  return true;
}

static void write_floating(dm_buffer *out, double number, bool is_float)
{
  if (write_special(out, number))
    return;
  significand s = split(number, is_float);
  if (signbit(number))
    dm_buffer_add_byte(out, '-');
  dm_buffer_add_byte(out, s.digits[0]);
  dm_buffer_add_byte(out, '.');
  dm_buffer_add(out, s.n_digits > 1 ? s.digits + 1 : "0", s.n_digits > 1 ? s.n_digits - 1 : 1);
  dm_buffer_add_byte(out, 'E');
  write_integer(out, s.exponent);
}

/* Without exponent. */
static void write_unscaled(dm_buffer *out, double number, bool is_float)
{
  significand s = split(number, is_float);
  size_t      n_before = s.exponent < 0 ? 0 : (size_t)s.exponent + 1;
  if (signbit(number))
    dm_buffer_add_byte(out, '-');
  for (size_t i = 0; i < n_before; i++)
    dm_buffer_add_byte(out, i < s.n_digits ? s.digits[i] : '0');
  if (!n_before)
    dm_buffer_add_byte(out, '0');
  if (s.n_digits <= n_before)
    return;
  dm_buffer_add_byte(out, '.');
  for (int i = s.exponent + 1; i < 0; i++)
    dm_buffer_add_byte(out, '0');
  dm_buffer_add(out, s.digits + n_before, s.n_digits - n_before);
}

void write_plain(dm_buffer *out, double number, bool is_float)
{
  size_t begin = out->n_bytes;
  write_unscaled(out, number, is_float);
  if (!memchr(out->bytes + begin, '.', out->n_bytes - begin))
    dm_buffer_add_string(out, ".0");
}

/* From 10^-6 up to 10^6 without exponent. */
static void write_floating_cast(dm_buffer *out, double number, bool is_float)
{
  double magnitude = fabs(number);
  bool   is_plain = magnitude == 0 || (magnitude >= 1e-6 && magnitude < 1e6);
  (is_plain ? write_unscaled : write_floating)(out, number, is_float);
}

/* `.5` of 500 of 1000; nothing of 0. */
static void write_fraction(dm_buffer *out, uint32_t fraction, unsigned n_digits)
{
  if (!fraction)
    return;
  for (; fraction % 10 == 0; n_digits--)
    fraction /= 10;
  dm_buffer_add_byte(out, '.');
  write_digits(out, fraction, n_digits);
}

static void write_zone(dm_buffer *out, int16_t zone_minutes)
{
  unsigned magnitude = (unsigned)(zone_minutes < 0 ? -zone_minutes : zone_minutes);
  if (zone_minutes == DM_ZONE_NONE)
    return;
  if (!zone_minutes) {
    dm_buffer_add_byte(out, 'Z');
    return;
  }
  dm_buffer_add_byte(out, zone_minutes < 0 ? '-' : '+');
  write_digits(out, magnitude / 60, 2);
  dm_buffer_add_byte(out, ':');
  write_digits(out, magnitude % 60, 2);
}

static void write_year(dm_buffer *out, int64_t year)
{
  if (year < 0)
    dm_buffer_add_byte(out, '-');
  write_digits(out, (uint64_t)(year < 0 ? -year : year), 4);
}

static void write_marked(dm_buffer *out, char mark, unsigned number)
{
  dm_buffer_add_byte(out, mark);
  write_digits(out, number, 2);
}

static void write_instant(dm_buffer *out, const dm_value *value)
{
  dm_instant_parts parts = dm_instant_split(value);
  const unsigned   datatype = value->datatype;
  const bool       has_both = datatype == DM_DATATYPE_DATE_TIME || datatype == DM_DATATYPE_DATE_TIME_STAMP;
  const bool       has_year = has_both || datatype == DM_DATATYPE_DATE || datatype == DM_DATATYPE_YEAR || datatype == DM_DATATYPE_YEAR_MONTH;
  const bool       has_month = (has_year && datatype != DM_DATATYPE_YEAR) || datatype == DM_DATATYPE_MONTH || datatype == DM_DATATYPE_MONTH_DAY;
  const bool       has_day = has_both || datatype == DM_DATATYPE_DATE || datatype == DM_DATATYPE_MONTH_DAY || datatype == DM_DATATYPE_DAY;
  if (has_year)
    write_year(out, parts.year);
  else if (has_month || has_day)
    dm_buffer_add_byte(out, '-');
  if (has_month)
    write_marked(out, '-', parts.month);
  else if (has_day)
    dm_buffer_add_byte(out, '-');
  if (has_day)
    write_marked(out, '-', parts.day);
  if (has_both)
    dm_buffer_add_byte(out, 'T');
  if (has_both || datatype == DM_DATATYPE_TIME) {
    write_digits(out, parts.hour, 2);
    write_marked(out, ':', parts.minute);
    write_marked(out, ':', parts.second);
    write_fraction(out, parts.nanosecond, 9);
  }
  write_zone(out, value->zone_minutes);
}

static void write_part(dm_buffer *out, int64_t number, char letter)
{
  if (!number)
    return;
  write_integer(out, number);
  dm_buffer_add_byte(out, letter);
}

/* XML Schema 1.1 part 2 §E.2, canonical mapping: no zero parts, `PT0S` or `P0M` of nothing. */
static void write_duration(dm_buffer *out, const dm_value *value)
{
  int32_t  months = (int32_t)value->low;
  int64_t  magnitude = value->high < 0 ? -value->high : value->high;
  int64_t  seconds = magnitude / MICROSECONDS;
  uint32_t fraction = (uint32_t)(magnitude % MICROSECONDS);
  bool     is_negative = months < 0 || value->high < 0;
  if (!months && !magnitude) {
    dm_buffer_add_string(out, value->datatype == DM_DATATYPE_YEAR_MONTH_DURATION ? "P0M" : "PT0S");
    return;
  }
  if (months < 0)
    months = -months;
  dm_buffer_add_string(out, is_negative ? "-P" : "P");
  write_part(out, months / 12, 'Y');
  write_part(out, months % 12, 'M');
  write_part(out, seconds / DAY_SECONDS, 'D');
  seconds %= DAY_SECONDS;
  if (!seconds && !fraction)
    return;
  dm_buffer_add_byte(out, 'T');
  write_part(out, seconds / 3600, 'H');
  write_part(out, seconds / 60 % 60, 'M');
  if (seconds % 60 || fraction) {
    write_integer(out, seconds % 60);
    write_fraction(out, fraction, 6);
    dm_buffer_add_byte(out, 'S');
  }
}

static void write(dm_buffer *out, const dm_value *value, bool is_cast)
{
  switch ((dm_value_kind)value->kind) {
  case DM_VALUE_BOOLEAN: dm_buffer_add_string(out, value->high ? "true" : "false"); break;
  case DM_VALUE_INTEGER: write_integer(out, value->high); break;
  case DM_VALUE_DECIMAL:
    write_decimal(out, value->high, value->low);
    if (!value->low && !is_cast)
      dm_buffer_add_string(out, ".0");
    break;
  case DM_VALUE_FLOAT:
  case DM_VALUE_DOUBLE: (is_cast ? write_floating_cast : write_floating)(out, bits_double(value->high), value->kind == DM_VALUE_FLOAT); break;
  case DM_VALUE_INSTANT: write_instant(out, value); break;
  case DM_VALUE_DURATION: write_duration(out, value); break;
  case DM_VALUE_NONE:
  case DM_VALUE_STRING:
  case DM_VALUE_BIG: break;
  }
}

void dm_value_write(dm_buffer *out, const dm_value *value)
{
  write(out, value, false);
}

void dm_value_write_cast(dm_buffer *out, const dm_value *value)
{
  write(out, value, true);
}
