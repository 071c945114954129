/* Integers and decimals without limit, by GMP: mantissa / 10^scale. The only user of GMP. */
#include <gmp.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "value/value_impl.h"

enum { QUOTIENT_DIGITS = 24 };

typedef struct {
  mpz_t         mantissa;
  unsigned long scale;
} big;

static void multiply_by_power(mpz_t number, unsigned long exponent)
{
  mpz_t power;
  mpz_init(power);
  mpz_ui_pow_ui(power, 10, exponent);
  mpz_mul(number, number, power);
  mpz_clear(power);
}

/* Reads an integer or decimal form, which dm_value_of_term() has checked; false if it is longer than is computed with. */
static bool read_text(big *out, const char *text)
{
  size_t n = strlen(text);
  if (n > MOST_DIGITS + 2)
    return false;
  char  *digits = dm_copy_string(text + (*text == '+'), n - (*text == '+'));
  char  *point = strchr(digits, '.');
  size_t n_behind = point ? strlen(point + 1) : 0;
  if (point)
    memmove(point, point + 1, n_behind + 1);
  mpz_set_str(out->mantissa, digits, 10);
  out->scale = n_behind;
  free(digits);
  return true;
}

static void set_int64(mpz_t out, int64_t number)
{
  uint64_t magnitude = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
  mpz_import(out, 1, 1, sizeof magnitude, 0, 0, &magnitude);
  if (number < 0)
    mpz_neg(out, out);
}

/* Initialises and reads; to be cleared whatever it returns. */
static bool load(big *out, const dm_number *number)
{
  mpz_init(out->mantissa);
  out->scale = 0;
  if (number->value.kind == DM_VALUE_BIG)
    return read_text(out, number->text);
  set_int64(out->mantissa, number->value.high);
  out->scale = number->value.low;
  return true;
}

static bool get_int64(int64_t *out, const mpz_t number)
{
  uint64_t magnitude = 0;
  bool     is_negative = mpz_sgn(number) < 0;
  if (mpz_sizeinbase(number, 2) > 64)
    return false;
  mpz_export(&magnitude, NULL, 1, sizeof magnitude, 0, 0, number);
  if (magnitude > (uint64_t)INT64_MAX + is_negative)
    return false;
  *out = is_negative ? (int64_t)(0 - magnitude) : (int64_t)magnitude;
  return true;
}

static void strip_zeros(big *number)
{
  while (number->scale && mpz_divisible_ui_p(number->mantissa, 10)) {
    mpz_divexact_ui(number->mantissa, number->mantissa, 10);
    number->scale--;
  }
}

/* The digits with a point put in, of a decimal at least `0.0`. */
static char *print(const big *number, bool is_integer, dm_arena *arena)
{
  char     *digits = mpz_get_str(NULL, 10, number->mantissa);
  size_t    n_sign = *digits == '-';
  size_t    n_digits = strlen(digits) - n_sign;
  dm_buffer text = {0};
  dm_buffer_add(&text, digits, n_sign);
  if (is_integer) {
    dm_buffer_add(&text, digits + n_sign, n_digits);
  } else if (number->scale >= n_digits) {
    dm_buffer_add_string(&text, "0.");
    for (size_t i = n_digits; i < number->scale; i++)
      dm_buffer_add_byte(&text, '0');
    dm_buffer_add(&text, digits + n_sign, n_digits);
  } else {
    size_t n_before = n_digits - number->scale;
    dm_buffer_add(&text, digits + n_sign, n_before);
    dm_buffer_add_byte(&text, '.');
    dm_buffer_add(&text, digits + n_sign + n_before, number->scale);
    if (!number->scale)
      dm_buffer_add_byte(&text, '0');
  }
  char *copy = dm_arena_string(arena, text.bytes, text.n_bytes);
  dm_buffer_free(&text);
  void (*free_function)(void *, size_t);
  mp_get_memory_functions(NULL, NULL, &free_function);
  free_function(digits, strlen(digits) + 1);
  return copy;
}

/* The smallest kind that holds it; false if it is longer than is computed with. */
static bool store(dm_number *out, big *number, dm_datatype datatype, dm_arena *arena)
{
  const bool is_integer = datatype == DM_DATATYPE_INTEGER;
  int64_t    small = 0;
  strip_zeros(number);
  if (mpz_sizeinbase(number->mantissa, 10) > MOST_DIGITS || number->scale > MOST_DIGITS)
    return false;
  if (number->scale <= MOST_SCALE && get_int64(&small, number->mantissa)) {
    *out = is_integer ? dm_number_of_integer(small) : (dm_number){.value = decimal_value(small, (unsigned)number->scale)};
    return true;
  }
  char *text = print(number, is_integer, arena);
  *out = (dm_number){.value = {.kind = DM_VALUE_BIG, .datatype = (uint8_t)datatype, .high = double_bits(strtod(text, NULL))}, .text = text};
  return true;
}

static void align(big *a, big *b)
{
  if (a->scale < b->scale) {
    multiply_by_power(a->mantissa, b->scale - a->scale);
    a->scale = b->scale;
  } else if (b->scale < a->scale) {
    multiply_by_power(b->mantissa, a->scale - b->scale);
    b->scale = a->scale;
  }
}

/* How often `factor` divides `number`, which loses those factors. */
static unsigned long take_factors(mpz_t number, unsigned long factor)
{
  mpz_t f;
  mpz_init_set_ui(f, factor);
  unsigned long n = mpz_remove(number, number, f);
  mpz_clear(f);
  return n;
}

/* a / b into a, neither of them scaled. A quotient whose reduced denominator has only the factors 2 and 5 has an end. */
static bool divide(big *a, big *b)
{
  mpz_t common, rest;
  mpz_inits(common, rest, NULL);
  mpz_gcd(common, a->mantissa, b->mantissa);
  mpz_divexact(a->mantissa, a->mantissa, common);
  mpz_divexact(b->mantissa, b->mantissa, common);
  mpz_set(rest, b->mantissa);
  unsigned long n_twos = take_factors(rest, 2), n_fives = take_factors(rest, 5);
  bool          has_end = mpz_cmpabs_ui(rest, 1) == 0;
  unsigned long n_digits = has_end ? (n_twos > n_fives ? n_twos : n_fives) : QUOTIENT_DIGITS;
  mpz_clears(common, rest, NULL);
  if (n_digits > MOST_DIGITS)
    return false;
  multiply_by_power(a->mantissa, n_digits);
  a->scale = n_digits;
  if (has_end) {
    mpz_divexact(a->mantissa, a->mantissa, b->mantissa);
    return true;
  }
  /* half up, away from zero: (2 |a| + |b|) / (2 |b|) */
  int sign = mpz_sgn(a->mantissa) * mpz_sgn(b->mantissa);
  mpz_abs(a->mantissa, a->mantissa);
  mpz_abs(b->mantissa, b->mantissa);
  mpz_mul_2exp(a->mantissa, a->mantissa, 1);
  mpz_add(a->mantissa, a->mantissa, b->mantissa);
  mpz_mul_2exp(b->mantissa, b->mantissa, 1);
  mpz_tdiv_q(a->mantissa, a->mantissa, b->mantissa);
  if (sign < 0)
    mpz_neg(a->mantissa, a->mantissa);
  return true;
}

static bool apply(dm_arithmetic operation, big *a, big *b)
{
  switch (operation) {
  case DM_ARITHMETIC_ADD:
    align(a, b);
    mpz_add(a->mantissa, a->mantissa, b->mantissa);
    return true;
  case DM_ARITHMETIC_SUBTRACT:
    align(a, b);
    mpz_sub(a->mantissa, a->mantissa, b->mantissa);
    return true;
  case DM_ARITHMETIC_MULTIPLY:
    mpz_mul(a->mantissa, a->mantissa, b->mantissa);
    a->scale += b->scale;
    return true;
  case DM_ARITHMETIC_DIVIDE: break;
  }
  align(a, b);
  return divide(a, b);
}

bool big_compute(dm_number *out, dm_arithmetic operation, const dm_number *a, const dm_number *b, bool is_integer, dm_arena *arena)
{
  big         x, y;
  bool        is_read = load(&x, a);
  dm_datatype datatype = is_integer && operation != DM_ARITHMETIC_DIVIDE ? DM_DATATYPE_INTEGER : DM_DATATYPE_DECIMAL;
  is_read = load(&y, b) && is_read;
  bool is_done = is_read && apply(operation, &x, &y) && store(out, &x, datatype, arena);
  mpz_clears(x.mantissa, y.mantissa, NULL);
  return is_done;
}

/* Of any finite number, exactly; false where it is too long. */
static bool load_rational(mpq_t out, const dm_number *number)
{
  if (number->value.kind == DM_VALUE_FLOAT || number->value.kind == DM_VALUE_DOUBLE) {
    mpq_set_d(out, bits_double(number->value.high));
    return true;
  }
  big  read;
  bool is_read = load(&read, number);
  if (is_read) {
    mpq_set_z(out, read.mantissa);
    mpz_ui_pow_ui(mpq_denref(out), 10, read.scale);
    mpq_canonicalize(out);
  }
  mpz_clear(read.mantissa);
  return is_read;
}

int big_compare(const dm_number *a, const dm_number *b)
{
  mpq_t x, y;
  mpq_inits(x, y, NULL);
  bool x_is_read = load_rational(x, a), y_is_read = load_rational(y, b);
  /* One that is too long to compute with has too many digits in front of the point, or differs from the other somewhere behind: by their text, so that the order is total. */
  int  order = x_is_read && y_is_read ? mpq_cmp(x, y) : a->text && b->text ? strcmp(a->text, b->text) : x_is_read - y_is_read;
  mpq_clears(x, y, NULL);
  return (order > 0) - (order < 0);
}

bool big_round(dm_number *out, const dm_number *a, dm_rounding rounding, dm_datatype datatype, dm_arena *arena)
{
  big  number;
  bool is_read = load(&number, a);
  if (is_read) {
    mpz_t unit;
    mpz_init(unit);
    mpz_ui_pow_ui(unit, 10, number.scale);
    switch (rounding) {
    case DM_ROUND_HALF_UP: /* floor((2 a + unit) / (2 unit)) */
      mpz_mul_2exp(number.mantissa, number.mantissa, 1);
      mpz_add(number.mantissa, number.mantissa, unit);
      mpz_mul_2exp(unit, unit, 1);
      mpz_fdiv_q(number.mantissa, number.mantissa, unit);
      break;
    case DM_ROUND_CEILING: mpz_cdiv_q(number.mantissa, number.mantissa, unit); break;
    case DM_ROUND_FLOOR: mpz_fdiv_q(number.mantissa, number.mantissa, unit); break;
    case DM_ROUND_TRUNCATE: mpz_tdiv_q(number.mantissa, number.mantissa, unit); break;
    }
    number.scale = 0;
    mpz_clear(unit);
  }
  bool is_stored = is_read && store(out, &number, datatype, arena);
  mpz_clear(number.mantissa);
  return is_stored;
}
