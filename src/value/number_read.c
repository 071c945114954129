/* Lexical forms of numbers (XML Schema 1.1 part 2 §3.3.3 to §3.3.5, §3.4.13 to §3.4.25). */
#include <stdlib.h>
#include <string.h>

#include "value/value_impl.h"

/* The digits of a decimal, gone through once: what is significant of them. */
typedef struct {
  uint64_t mantissa; /* without sign; not to be used where it is too long */
  bool     is_long;  /* more than 64 bits */
  bool     is_negative;
  size_t   scale; /* digits behind the point, without zeros at the end */
} digits;

static bool is_digit(char c)
{
  return c >= '0' && c <= '9';
}

static size_t skip_sign(const char *text, size_t n)
{
  return n && (text[0] == '+' || text[0] == '-');
}

static size_t skip_digits(const char *text, size_t n, size_t at)
{
  while (at < n && is_digit(text[at]))
    at++;
  return at;
}

static void push_digit(digits *d, char c)
{
  if (!d->is_long &&
      (__builtin_mul_overflow(d->mantissa, 10u, &d->mantissa) || __builtin_add_overflow(d->mantissa, (uint64_t)(c - '0'), &d->mantissa)))
    d->is_long = true;
}

static void store_big(dm_value *value, const char *text)
{
  value->kind = DM_VALUE_BIG;
  value->high = double_bits(strtod(text, NULL));
}

/* Stores a mantissa that fits. */
static bool store(dm_value *value, const digits *d, dm_value_kind kind)
{
  if (d->is_long || d->mantissa > (uint64_t)INT64_MAX + d->is_negative || d->scale > MOST_SCALE)
    return false;
  value->kind = (uint8_t)kind;
  value->low = (uint32_t)d->scale;
  value->high = d->is_negative ? (int64_t)(0 - d->mantissa) : (int64_t)d->mantissa;
  return true;
}

/* Whether a derived integer allows what was read. An open end of a range is open for big ones too. */
static bool is_in_range(const datatype_row *row, const digits *d)
{
  const bool negative = d->is_negative && (d->is_long || d->mantissa);
  if (row->has_least && negative) {
    uint64_t most_magnitude = row->least < 0 ? 0 - (uint64_t)row->least : 0;
    if (d->is_long || d->mantissa > most_magnitude)
      return false;
  }
  if (row->has_least && !negative && row->least > 0 && !d->is_long && d->mantissa < (uint64_t)row->least)
    return false;
  if (!row->has_most)
    return true;
  if (!row->has_least) /* nonPositiveInteger and negativeInteger: most is 0 or -1 */
    return row->most ? negative : negative || (!d->is_long && !d->mantissa);
  return negative || (!d->is_long && d->mantissa <= row->most);
}

bool read_integer(dm_value *value, const char *text, size_t n)
{
  size_t       sign = skip_sign(text, n);
  const size_t end = skip_digits(text, n, sign);
  digits       d = {.is_negative = sign && text[0] == '-'};
  if (end == sign || end != n)
    return false;
  for (size_t i = sign; i < n; i++)
    push_digit(&d, text[i]);
  if (!is_in_range(datatype_describe(value->datatype), &d))
    return false;
  if (!store(value, &d, DM_VALUE_INTEGER))
    store_big(value, text);
  return true;
}

bool read_decimal(dm_value *value, const char *text, size_t n)
{
  size_t       sign = skip_sign(text, n);
  const size_t point = skip_digits(text, n, sign);
  const size_t fraction = point < n && text[point] == '.' ? point + 1 : point;
  const size_t end = skip_digits(text, n, fraction);
  digits       d = {.is_negative = sign && text[0] == '-'};
  if (end != n || (point == sign && end == fraction) || (fraction == point && end != point))
    return false;
  size_t last = end;
  while (last > fraction && text[last - 1] == '0')
    last--;
  for (size_t i = sign; i < last; i++)
    if (i != point || fraction == point)
      push_digit(&d, text[i]);
  d.scale = last - fraction;
  if (!store(value, &d, DM_VALUE_DECIMAL))
    store_big(value, text);
  return true;
}

/* A mantissa below 2^53 and a power of ten that is a double itself: one operation rounds once (Clinger). */
static bool read_exactly(double *number, const char *text, size_t n)
{
  static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  uint64_t            mantissa = 0;
  long                exponent = 0;
  size_t              i = skip_sign(text, n);
  bool                behind = false;
  if (n > 20)
    return false;
  for (; i < n && (is_digit(text[i]) || text[i] == '.'); i++) {
    if (text[i] == '.') {
      behind = true;
      continue;
    }
    mantissa = mantissa * 10 + (uint64_t)(text[i] - '0');
    exponent -= behind;
    if (mantissa >> 53)
      return false;
  }
  if (i < n)
    exponent += strtol(text + i + 1, NULL, 10); /* fewer digits than could overflow, since n is small */
  if (exponent < -22 || exponent > 22)
    return false;
  *number = exponent < 0 ? (double)mantissa / powers[-exponent] : (double)mantissa * powers[exponent];
  if (text[0] == '-')
    *number = -*number;
  return true;
}

static bool is_floating(const char *text, size_t n)
{
  size_t sign = skip_sign(text, n);
  size_t point = skip_digits(text, n, sign);
  size_t fraction = point < n && text[point] == '.' ? point + 1 : point;
  size_t end = fraction > point ? skip_digits(text, n, fraction) : point;
  if (end - sign == fraction - point) /* no digit */
    return false;
  if (end < n && (text[end] | 0x20) == 'e') {
    size_t exponent = end + 1 + skip_sign(text + end + 1, n - end - 1);
    end = skip_digits(text, n, exponent);
    if (end == exponent)
      return false;
  }
  return end == n;
}

bool read_floating(dm_value *value, const char *text, size_t n)
{
  static const struct {
    const char *form;
    double      number;
  } special[] = {{"INF", __builtin_inf()}, {"+INF", __builtin_inf()}, {"-INF", -__builtin_inf()}, {"NaN", __builtin_nan("")}};
  double number = 0;
  bool   is_float = value->datatype == DM_DATATYPE_FLOAT;
  value->kind = is_float ? DM_VALUE_FLOAT : DM_VALUE_DOUBLE;
  for (size_t i = 0; i < sizeof special / sizeof *special; i++) {
    if (!strcmp(text, special[i].form)) {
      value->high = double_bits(special[i].number);
      return true;
    }
  }
  if (!is_floating(text, n))
    return false;
  if (is_float) /* not by way of a double, which would round twice */
    number = (double)strtof(text, NULL);
  else if (!read_exactly(&number, text, n))
    number = strtod(text, NULL);
  value->high = double_bits(number);
  return true;
}
