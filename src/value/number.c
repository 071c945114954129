/* Arithmetic within 64 bits, by way of 128; what is too large for that goes on to big.c. */
#include "value/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "value/value_impl.h"

double bits_double(int64_t bits)
{
  double number;
  memcpy(&number, &bits, sizeof number);
  return number;
}

int64_t double_bits(double number)
{
  int64_t bits;
  memcpy(&bits, &number, sizeof bits);
  return bits;
}

int64_t power_of_ten(unsigned exponent)
{
  static const int64_t powers[MOST_SCALE + 1] = {1,
                                                 10,
                                                 100,
                                                 1000,
                                                 10000,
                                                 100000,
                                                 1000000,
                                                 10000000,
                                                 100000000,
                                                 1000000000,
                                                 10000000000,
                                                 100000000000,
                                                 1000000000000,
                                                 10000000000000,
                                                 100000000000000,
                                                 1000000000000000,
                                                 10000000000000000,
                                                 100000000000000000,
                                                 1000000000000000000};
  return powers[exponent];
}

dm_value decimal_value(int64_t mantissa, unsigned scale)
{
  while (scale && mantissa % 10 == 0) {
    mantissa /= 10;
    scale--;
  }
  return (dm_value){.kind = DM_VALUE_DECIMAL, .datatype = DM_DATATYPE_DECIMAL, .low = scale, .high = mantissa};
}

dm_number dm_number_of_integer(int64_t number)
{
  return (dm_number){.value = {.kind = DM_VALUE_INTEGER, .datatype = DM_DATATYPE_INTEGER, .high = number}};
}

dm_number dm_number_of_decimal(int64_t mantissa, unsigned scale)
{
  return (dm_number){.value = decimal_value(mantissa, scale)};
}

static dm_number floating(dm_value_kind kind, double number)
{
  if (kind == DM_VALUE_FLOAT)
    number = (double)(float)number;
  if (isnan(number))
    number = NAN; /* one of many: a value has one form */
  dm_datatype datatype = kind == DM_VALUE_FLOAT ? DM_DATATYPE_FLOAT : DM_DATATYPE_DOUBLE;
  return (dm_number){.value = {.kind = (uint8_t)kind, .datatype = (uint8_t)datatype, .high = double_bits(number)}};
}

dm_number dm_number_of_double(double number)
{
  return floating(DM_VALUE_DOUBLE, number);
}

/* A decimal of which mantissa or power of ten is no double: rounded once, by the library. */
static double decimal_double(const dm_value *value)
{
  dm_buffer text = {0};
  dm_buffer_print(&text, "%llde-%u", (long long)value->high, (unsigned)value->low);
  double number = strtod(text.bytes, NULL);
  dm_buffer_free(&text);
  return number;
}

double dm_value_double(const dm_value *value)
{
  const int64_t exact = INT64_C(1) << 53;
  if (value->kind == DM_VALUE_INTEGER)
    return (double)value->high;
  if (value->kind != DM_VALUE_DECIMAL)
    return bits_double(value->high);
  if (value->high <= exact && value->high >= -exact)
    return (double)value->high / (double)power_of_ten(value->low);
  return decimal_double(value);
}

/* The kind of a result: the wider of two (§17.3.1). */
static dm_value_kind promoted(const dm_value *a, const dm_value *b)
{
  if (a->kind == DM_VALUE_DOUBLE || b->kind == DM_VALUE_DOUBLE)
    return DM_VALUE_DOUBLE;
  if (a->kind == DM_VALUE_FLOAT || b->kind == DM_VALUE_FLOAT)
    return DM_VALUE_FLOAT;
  return dm_datatype_is_integer((dm_datatype)a->datatype) && dm_datatype_is_integer((dm_datatype)b->datatype) ? DM_VALUE_INTEGER : DM_VALUE_DECIMAL;
}

static double to_floating(const dm_value *value, dm_value_kind kind)
{
  double number = dm_value_double(value);
  return kind == DM_VALUE_FLOAT ? (double)(float)number : number;
}

static double compute_floating(dm_arithmetic operation, double a, double b)
{
  switch (operation) {
  case DM_ARITHMETIC_ADD: return a + b;
  case DM_ARITHMETIC_SUBTRACT: return a - b;
  case DM_ARITHMETIC_MULTIPLY: return a * b;
  case DM_ARITHMETIC_DIVIDE: break;
  }
  return a / b; /* by zero: IEEE 754 infinity or NaN, as XPath has it; DM_SANITIZE's undefined does not ask for float-divide-by-zero */
}

static bool add_wide(wide *sum, const dm_value *a, const dm_value *b, bool subtracts, unsigned *scale)
{
  *scale = a->low > b->low ? a->low : b->low;
  wide x = (wide)a->high * power_of_ten(*scale - a->low);
  wide y = (wide)b->high * power_of_ten(*scale - b->low);
  *sum = subtracts ? x - y : x + y; /* both below 2^123 */
  return true;
}

static bool fit(dm_number *out, wide mantissa, unsigned scale, bool is_integer)
{
  while (scale && mantissa % 10 == 0) {
    mantissa /= 10;
    scale--;
  }
  if (scale > MOST_SCALE || mantissa > INT64_MAX || mantissa < INT64_MIN)
    return false;
  *out = is_integer ? dm_number_of_integer((int64_t)mantissa) : (dm_number){.value = decimal_value((int64_t)mantissa, scale)};
  return true;
}

/* False where it takes more bits: then big.c does it. */
static bool compute_small(dm_number *out, dm_arithmetic operation, const dm_value *a, const dm_value *b, bool is_integer)
{
  unsigned scale = 0;
  wide     result = 0;
  if (a->kind == DM_VALUE_BIG || b->kind == DM_VALUE_BIG)
    return false;
  switch (operation) {
  case DM_ARITHMETIC_ADD:
  case DM_ARITHMETIC_SUBTRACT: add_wide(&result, a, b, operation == DM_ARITHMETIC_SUBTRACT, &scale); break;
  case DM_ARITHMETIC_MULTIPLY:
    result = (wide)a->high * b->high;
    scale = a->low + b->low;
    break;
  case DM_ARITHMETIC_DIVIDE:
    if (a->low < b->low || (wide)a->high % b->high != 0)
      return false;
    result = (wide)a->high / b->high;
    scale = a->low - b->low;
    break;
  }
  return fit(out, result, scale, is_integer && operation != DM_ARITHMETIC_DIVIDE);
}

bool dm_number_compute(dm_number *out, dm_arithmetic operation, const dm_number *a, const dm_number *b, dm_arena *arena)
{
  dm_value_kind kind = promoted(&a->value, &b->value);
  if (kind == DM_VALUE_FLOAT || kind == DM_VALUE_DOUBLE) {
    *out = floating(kind, compute_floating(operation, to_floating(&a->value, kind), to_floating(&b->value, kind)));
    return true;
  }
  if (operation == DM_ARITHMETIC_DIVIDE && dm_number_is_zero(b))
    return false;
  bool is_integer = kind == DM_VALUE_INTEGER;
  return compute_small(out, operation, &a->value, &b->value, is_integer) || big_compute(out, operation, a, b, is_integer, arena);
}

static int sign_of(double a, double b)
{
  return (a > b) - (a < b);
}

static bool is_floating(const dm_value *value)
{
  return value->kind == DM_VALUE_FLOAT || value->kind == DM_VALUE_DOUBLE;
}

/* Exact, of numbers that are finite or, if one is not, differ as doubles. Rounding keeps order: doubles that differ need no closer look. */
static int compare_exactly(const dm_number *a, const dm_number *b)
{
  const dm_value *x = &a->value, *y = &b->value;
  if (x->kind == DM_VALUE_INTEGER && y->kind == DM_VALUE_INTEGER)
    return (x->high > y->high) - (x->high < y->high);
  if ((x->kind == DM_VALUE_INTEGER || x->kind == DM_VALUE_DECIMAL) && (y->kind == DM_VALUE_INTEGER || y->kind == DM_VALUE_DECIMAL)) {
    unsigned scale;
    wide     difference;
    add_wide(&difference, x, y, true, &scale);
    return (difference > 0) - (difference < 0);
  }
  double x_double = dm_value_double(x), y_double = dm_value_double(y);
  int    order = sign_of(x_double, y_double);
  if (order || (is_floating(x) && is_floating(y)))
    return order;
  if (isinf(x_double)) /* a big one beyond all doubles against infinity, or two such big ones */
    return is_floating(x) ? (x_double > 0 ? 1 : -1) : is_floating(y) ? (y_double > 0 ? -1 : 1) : big_compare(a, b);
  return big_compare(a, b);
}

int dm_number_compare(const dm_number *a, const dm_number *b)
{
  dm_value_kind kind = promoted(&a->value, &b->value);
  if (kind != DM_VALUE_FLOAT && kind != DM_VALUE_DOUBLE)
    return compare_exactly(a, b);
  double x = to_floating(&a->value, kind), y = to_floating(&b->value, kind);
  return isnan(x) || isnan(y) ? DM_UNORDERED : sign_of(x, y);
}

int dm_number_order(const dm_number *a, const dm_number *b)
{
  bool a_is_nan = is_floating(&a->value) && isnan(dm_value_double(&a->value)), b_is_nan = is_floating(&b->value) && isnan(dm_value_double(&b->value));
  if (a_is_nan || b_is_nan)
    return a_is_nan - b_is_nan;
  return compare_exactly(a, b);
}

static int64_t floor_divide(int64_t a, int64_t b)
{
  int64_t quotient = a / b;
  return quotient - (a % b < 0);
}

static int64_t round_decimal(const dm_value *value, dm_rounding rounding)
{
  const int64_t unit = power_of_ten(value->low), below = floor_divide(value->high, unit);
  const int64_t rest = value->high - below * unit; /* 0 <= rest < unit; scale is at least 1 */
  switch (rounding) {
  case DM_ROUND_HALF_UP: return below + (rest >= unit - rest);
  case DM_ROUND_CEILING: return below + (rest > 0);
  case DM_ROUND_TRUNCATE: return below + (rest > 0 && below < 0);
  case DM_ROUND_FLOOR: break;
  }
  return below;
}

/* Half up toward positive infinity, which round() of C does not do; what is so large that it has no fraction stays, and so do -0, NaN and infinity. */
static double round_double(double number, dm_rounding rounding)
{
  switch (rounding) {
  case DM_ROUND_HALF_UP: {
    double below = floor(number);
    double rounded = number - below >= 0.5 ? below + 1 : below;
    return rounded == 0 ? copysign(0, number) : rounded;
  }
  case DM_ROUND_CEILING: return ceil(number);
  case DM_ROUND_FLOOR: return floor(number);
  case DM_ROUND_TRUNCATE: break;
  }
  return trunc(number);
}

dm_number dm_number_round(const dm_number *number, dm_rounding rounding, dm_arena *arena)
{
  const dm_value *value = &number->value;
  dm_number       rounded = *number;
  if (is_floating(value))
    return floating((dm_value_kind)value->kind, round_double(dm_value_double(value), rounding));
  if (value->kind == DM_VALUE_DECIMAL && value->low)
    return (dm_number){.value = decimal_value(round_decimal(value, rounding), 0)};
  if (dm_datatype_is_integer((dm_datatype)value->datatype))
    rounded.value.datatype = DM_DATATYPE_INTEGER;
  else if (value->kind == DM_VALUE_BIG && !big_round(&rounded, number, rounding, DM_DATATYPE_DECIMAL, arena))
    rounded = *number;
  return rounded;
}

dm_number dm_number_negate(const dm_number *number, dm_arena *arena)
{
  const dm_value *value = &number->value;
  dm_number       negative = *number;
  if (is_floating(value))
    return floating((dm_value_kind)value->kind, -dm_value_double(value));
  const dm_number zero = dm_number_of_integer(0);
  if (!dm_number_compute(&negative, DM_ARITHMETIC_SUBTRACT, &zero, number,
                         arena)) /* has too many digits to compute with, but a sign can be put in front */
    negative.text = *number->text == '-'   ? number->text + 1
                    : *number->text == '+' ? dm_arena_print(arena, "-%s", number->text + 1)
                                           : dm_arena_print(arena, "-%s", number->text);
  return negative;
}

bool dm_number_is_negative(const dm_number *number)
{
  const dm_value *value = &number->value;
  return value->kind == DM_VALUE_INTEGER || value->kind == DM_VALUE_DECIMAL ? value->high < 0
         : value->kind == DM_VALUE_BIG                                      ? *number->text == '-'
                                                                            : bits_double(value->high) < 0;
}

bool dm_number_is_zero(const dm_number *number)
{
  const dm_value *value = &number->value;
  if (value->kind == DM_VALUE_INTEGER || value->kind == DM_VALUE_DECIMAL)
    return value->high == 0;
  return value->kind != DM_VALUE_BIG && bits_double(value->high) == 0;
}

/* By way of the digits that it is written with. */
static bool cast_floating(dm_number *out, dm_datatype datatype, const dm_number *number, dm_arena *arena)
{
  dm_buffer text = {0};
  dm_number decimal = {.value = {.datatype = DM_DATATYPE_DECIMAL}};
  write_plain(&text, bits_double(number->value.high), number->value.kind == DM_VALUE_FLOAT);
  bool is_read = read_decimal(&decimal.value, text.bytes, text.n_bytes);
  if (decimal.value.kind == DM_VALUE_BIG)
    decimal.text = dm_arena_string(arena, text.bytes, text.n_bytes);
  dm_buffer_free(&text);
  return is_read && dm_number_cast(out, datatype, &decimal, arena);
}

bool dm_number_cast(dm_number *out, dm_datatype datatype, const dm_number *number, dm_arena *arena)
{
  const dm_value *value = &number->value;
  if (datatype == DM_DATATYPE_FLOAT || datatype == DM_DATATYPE_DOUBLE) {
    dm_value_kind kind = datatype == DM_DATATYPE_FLOAT ? DM_VALUE_FLOAT : DM_VALUE_DOUBLE;
    *out = floating(kind, dm_value_double(value));
    return true;
  }
  if (is_floating(value)) {
    double from = dm_value_double(value);
    return !isnan(from) && !isinf(from) && cast_floating(out, datatype, number, arena);
  }
  if (datatype == DM_DATATYPE_DECIMAL) {
    *out = *number;
    out->value.datatype = DM_DATATYPE_DECIMAL;
    if (value->kind == DM_VALUE_INTEGER)
      out->value.kind = DM_VALUE_DECIMAL;
    return true;
  }
  if (value->kind == DM_VALUE_BIG)
    return big_round(out, number, DM_ROUND_TRUNCATE, DM_DATATYPE_INTEGER, arena);
  *out = dm_number_of_integer(value->kind == DM_VALUE_DECIMAL && value->low ? round_decimal(value, DM_ROUND_TRUNCATE) : value->high);
  return true;
}
