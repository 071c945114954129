/* Functions on dates and times (§17.4.5). Taken from dates, times and Gregorian fragments too, as far as these have the part. */
#include <string.h>

#include "function/function_impl.h"

dm_operand call_now(const call *c)
{
  return context_now(c->context);
}

enum { YEAR = 1, MONTH = 2, DAY = 4, CLOCK = 8, DATE = YEAR | MONTH | DAY };

/* The parts that instants of a datatype have. */
static unsigned parts_of(const dm_value *value)
{
  if (value->kind != DM_VALUE_INSTANT)
    return 0;
  switch ((dm_datatype)value->datatype) {
  case DM_DATATYPE_DATE: return DATE;
  case DM_DATATYPE_TIME: return CLOCK;
  case DM_DATATYPE_YEAR: return YEAR;
  case DM_DATATYPE_YEAR_MONTH: return YEAR | MONTH;
  case DM_DATATYPE_MONTH: return MONTH;
  case DM_DATATYPE_MONTH_DAY: return MONTH | DAY;
  case DM_DATATYPE_DAY: return DAY;
  default: return DATE | CLOCK;
  }
}

dm_operand call_part(const call *c)
{
  const dm_value  *value = &c->arguments->value;
  unsigned         there = parts_of(value);
  dm_instant_parts parts = there ? dm_instant_split(value) : (dm_instant_parts){0};
  unsigned         wanted = 0;
  int64_t          number = 0;
  switch (c->function) {
  case DM_FUNCTION_YEAR: wanted = YEAR, number = parts.year; break;
  case DM_FUNCTION_MONTH: wanted = MONTH, number = parts.month; break;
  case DM_FUNCTION_DAY: wanted = DAY, number = parts.day; break;
  case DM_FUNCTION_HOURS: wanted = CLOCK, number = parts.hour; break;
  default: wanted = CLOCK, number = parts.minute; break;
  }
  return there & wanted ? dm_operand_integer(number, c->arena) : error_operand;
}

dm_operand call_seconds(const call *c)
{
  const dm_value *value = &c->arguments->value;
  if (!(parts_of(value) & CLOCK))
    return error_operand;
  dm_instant_parts parts = dm_instant_split(value);
  dm_number        seconds = dm_number_of_decimal((int64_t)parts.second * 1000000000 + parts.nanosecond, 9);
  return number_operand(&seconds, c->arena);
}

/* TIMEZONE() of an instant without one is an error, TZ() is "" (§17.4.5.8, §17.4.5.9); TZ() is what is written: `Z` and `+00:00` differ. */
dm_operand call_timezone(const call *c)
{
  enum { N_OFFSET = 6 }; /* +01:00 */
  const dm_operand *a = c->arguments;
  bool              has_zone = a->value.zone_minutes != DM_ZONE_NONE;
  if (a->value.kind != DM_VALUE_INSTANT || (c->function == DM_FUNCTION_TIMEZONE && !has_zone))
    return error_operand;
  if (c->function == DM_FUNCTION_TIMEZONE) {
    dm_value zone = dm_duration_of(DM_DATATYPE_DAY_TIME_DURATION, 0, (int64_t)a->value.zone_minutes * 60 * 1000000);
    return value_operand(&zone, c->arena);
  }
  const char *end = a->term.value + a->term.n_bytes;
  if (!has_zone)
    return string_operand("", 0, NULL);
  return end[-1] == 'Z' ? string_operand("Z", 1, NULL) : string_operand(end - N_OFFSET, N_OFFSET, NULL);
}
