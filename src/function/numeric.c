/* Numbers (§17.3, §17.4.4), sums, and what XPath lets be computed with instants and durations. */
#include <math.h>

#include "function/function_impl.h"

static dm_arithmetic operation_of(dm_function function)
{
  switch (function) {
  case DM_FUNCTION_MULTIPLY: return DM_ARITHMETIC_MULTIPLY;
  case DM_FUNCTION_DIVIDE: return DM_ARITHMETIC_DIVIDE;
  case DM_FUNCTION_SUBTRACT: return DM_ARITHMETIC_SUBTRACT;
  default: return DM_ARITHMETIC_ADD;
  }
}

static dm_operand compute(dm_arithmetic operation, const dm_operand *a, const dm_operand *b, dm_arena *arena)
{
  dm_number result, x = operand_number(a), y = operand_number(b);
  return dm_number_compute(&result, operation, &x, &y, arena) ? number_operand(&result, arena) : error_operand;
}

static bool is_number(const dm_operand *operand)
{
  return dm_value_is_numeric(&operand->value);
}

static int64_t rounded(double number)
{
  const double most = 9223372036854774784.0; /* the last double below 2^63 */
  return number >= -most && number <= most ? (int64_t)floor(number + 0.5) : INT64_MIN;
}

/* A duration times a number, or its quotient: in doubles (XPath 3.1 functions §8.4.2, §8.4.3, §8.4.7, §8.4.8). xsd:duration itself cannot be scaled where it has both parts. */
static dm_value scale(const dm_value *duration, const dm_value *number, bool divides)
{
  const dm_value none = {.kind = DM_VALUE_NONE};
  double         factor = dm_value_double(number);
  double         months = (double)(int32_t)duration->low, microseconds = (double)duration->high;
  if (isnan(factor) || (divides && factor == 0) || (duration->low && duration->high))
    return none;
  int64_t scaled_months = rounded(divides ? months / factor : months * factor);
  int64_t scaled_microseconds = rounded(divides ? microseconds / factor : microseconds * factor);
  if (scaled_months == INT64_MIN || scaled_microseconds == INT64_MIN)
    return none;
  return dm_duration_of((dm_datatype)duration->datatype, scaled_months, scaled_microseconds);
}

static dm_value compute_time(dm_function function, const dm_value *a, const dm_value *b)
{
  const dm_value none = {.kind = DM_VALUE_NONE};
  const bool     a_is_instant = a->kind == DM_VALUE_INSTANT, b_is_instant = b->kind == DM_VALUE_INSTANT;
  const bool     a_is_duration = a->kind == DM_VALUE_DURATION, b_is_duration = b->kind == DM_VALUE_DURATION;
  switch (function) {
  case DM_FUNCTION_ADD:
    if (a_is_duration && b_is_duration)
      return dm_duration_add(a, b, 1);
    if (a_is_instant && b_is_duration)
      return dm_instant_add(a, b, 1);
    return a_is_duration && b_is_instant ? dm_instant_add(b, a, 1) : none;
  case DM_FUNCTION_SUBTRACT:
    if (a_is_duration && b_is_duration)
      return dm_duration_add(a, b, -1);
    if (a_is_instant && b_is_duration)
      return dm_instant_add(a, b, -1);
    return a_is_instant && b_is_instant ? dm_instant_subtract(a, b) : none;
  case DM_FUNCTION_MULTIPLY:
    if (a_is_duration && dm_value_is_numeric(b))
      return scale(a, b, false);
    return b_is_duration && dm_value_is_numeric(a) ? scale(b, a, false) : none;
  case DM_FUNCTION_DIVIDE: return a_is_duration && dm_value_is_numeric(b) ? scale(a, b, true) : none;
  default: return none;
  }
}

dm_operand call_arithmetic(const call *c)
{
  const dm_operand *a = &c->arguments[0], *b = &c->arguments[1];
  if (is_number(a) && is_number(b))
    return compute(operation_of(c->function), a, b, c->arena);
  dm_value result = compute_time(c->function, &a->value, &b->value);
  return value_operand(&result, c->arena);
}

dm_operand call_sign(const call *c)
{
  const dm_operand *a = c->arguments;
  if (!is_number(a))
    return error_operand;
  if (c->function == DM_FUNCTION_PLUS)
    return *a;
  dm_number number = operand_number(a);
  bool      flips = c->function == DM_FUNCTION_MINUS || dm_number_is_negative(&number) || dm_number_is_zero(&number);
  if (flips)
    number = dm_number_negate(&number, c->arena);
  if (c->function == DM_FUNCTION_ABS && dm_number_is_zero(&number) && signbit(dm_value_double(&number.value)))
    number = dm_number_negate(&number, c->arena);
  if (!flips && dm_datatype_is_integer((dm_datatype)number.value.datatype))
    number.value.datatype = DM_DATATYPE_INTEGER;
  return number_operand(&number, c->arena);
}

dm_operand call_round(const call *c)
{
  if (!is_number(c->arguments))
    return error_operand;
  dm_rounding rounding = c->function == DM_FUNCTION_CEIL ? DM_ROUND_CEILING : c->function == DM_FUNCTION_FLOOR ? DM_ROUND_FLOOR : DM_ROUND_HALF_UP;
  dm_number   number = operand_number(c->arguments);
  number = dm_number_round(&number, rounding, c->arena);
  return number_operand(&number, c->arena);
}

/* From 0 up to and without 1: 53 random bits. */
dm_operand call_random(const call *c)
{
  uint64_t bits = 0;
  context_random(c->context, &bits, sizeof bits);
  dm_number number = dm_number_of_double((double)(bits >> 11) / 9007199254740992.0);
  return number_operand(&number, c->arena);
}

dm_operand dm_operand_add(const dm_operand *a, const dm_operand *b, dm_arena *arena)
{
  return is_number(a) && is_number(b) ? compute(DM_ARITHMETIC_ADD, a, b, arena) : error_operand;
}

dm_operand dm_operand_divide(const dm_operand *a, const dm_operand *b, dm_arena *arena)
{
  return is_number(a) && is_number(b) ? compute(DM_ARITHMETIC_DIVIDE, a, b, arena) : error_operand;
}
