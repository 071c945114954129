/* Casts (§17.5), by XPath 3.1 functions §19; xsd:date, and between it and xsd:dateTime, in addition. */
#include <string.h>

#include "function/function_impl.h"

static dm_datatype target_of(dm_function function)
{
  switch (function) {
  case DM_FUNCTION_CAST_BOOLEAN: return DM_DATATYPE_BOOLEAN;
  case DM_FUNCTION_CAST_INTEGER: return DM_DATATYPE_INTEGER;
  case DM_FUNCTION_CAST_DECIMAL: return DM_DATATYPE_DECIMAL;
  case DM_FUNCTION_CAST_FLOAT: return DM_DATATYPE_FLOAT;
  case DM_FUNCTION_CAST_DOUBLE: return DM_DATATYPE_DOUBLE;
  case DM_FUNCTION_CAST_DATE_TIME: return DM_DATATYPE_DATE_TIME;
  case DM_FUNCTION_CAST_DATE: return DM_DATATYPE_DATE;
  default: return DM_DATATYPE_STRING;
  }
}

/* An IRI as it is, a value in the form of its cast, all other literals by their own form. */
static dm_operand to_string(const call *c)
{
  const dm_operand *a = c->arguments;
  const dm_value   *value = &a->value;
  if (a->term.kind == DM_TERM_BLANK)
    return error_operand;
  if (a->term.kind == DM_TERM_IRI || value->kind == DM_VALUE_NONE || value->kind == DM_VALUE_STRING)
    return string_operand(a->term.value, a->term.n_bytes, NULL);
  dm_number number = operand_number(a);
  if (value->kind == DM_VALUE_BIG) {
    number = dm_number_negate(&number, c->arena); /* twice: written anew */
    number = dm_number_negate(&number, c->arena);
    size_t n_bytes = strlen(number.text);
    if (n_bytes > 2 && !strcmp(number.text + n_bytes - 2, ".0"))
      n_bytes -= 2;
    return copied_string(number.text, n_bytes, NULL, c->arena);
  }
  dm_buffer text = {0};
  dm_value_write_cast(&text, value);
  dm_operand result = copied_string(dm_buffer_string(&text), text.n_bytes, NULL, c->arena);
  dm_buffer_free(&text);
  return result;
}

/* By the lexical form of the target, and then written as its values are. */
static dm_operand from_string(const call *c, dm_datatype target)
{
  dm_term term = c->arguments->term;
  term.datatype = dm_datatype_iri(target);
  term.language = NULL;
  dm_operand made = dm_operand_of_term(&term);
  dm_number  number = operand_number(&made);
  if (made.value.kind != DM_VALUE_BIG)
    return value_operand(&made.value, c->arena);
  number = dm_number_negate(&number, c->arena);
  number = dm_number_negate(&number, c->arena);
  return number_operand(&number, c->arena);
}

static dm_operand from_number(const call *c, dm_datatype target)
{
  dm_number number = operand_number(c->arguments), cast;
  if (target == DM_DATATYPE_BOOLEAN)
    return dm_operand_boolean(dm_operand_truth(c->arguments) == 1);
  if (target >= DM_DATATYPE_DATE_TIME || !dm_number_cast(&cast, target, &number, c->arena))
    return error_operand;
  return number_operand(&cast, c->arena);
}

static dm_operand from_boolean(const call *c, dm_datatype target)
{
  dm_number number = dm_number_of_integer(c->arguments->value.high), cast;
  if (target == DM_DATATYPE_BOOLEAN)
    return dm_operand_boolean(number.value.high != 0);
  if (target >= DM_DATATYPE_DATE_TIME || !dm_number_cast(&cast, target, &number, c->arena))
    return error_operand;
  return number_operand(&cast, c->arena);
}

/* To its own datatype: itself. To date: the time is dropped; to dateTime: midnight. Both keep the zone. */
static dm_operand from_instant(const call *c, dm_datatype target)
{
  const dm_value *value = &c->arguments->value;
  bool has_date = value->datatype == DM_DATATYPE_DATE || value->datatype == DM_DATATYPE_DATE_TIME || value->datatype == DM_DATATYPE_DATE_TIME_STAMP;
  if (target < DM_DATATYPE_DATE_TIME || !has_date)
    return error_operand;
  if (target == (dm_datatype)value->datatype)
    return *c->arguments;
  dm_instant_parts parts = dm_instant_split(value);
  dm_value         cast = dm_instant_join(target, &parts, value->zone_minutes);
  return value_operand(&cast, c->arena);
}

dm_operand call_cast(const call *c)
{
  dm_datatype target = target_of(c->function);
  if (target == DM_DATATYPE_STRING)
    return to_string(c);
  switch ((dm_value_kind)c->arguments->value.kind) {
  case DM_VALUE_STRING: return is_plain_string(c->arguments) ? from_string(c, target) : error_operand;
  case DM_VALUE_BOOLEAN: return from_boolean(c, target);
  case DM_VALUE_INTEGER:
  case DM_VALUE_DECIMAL:
  case DM_VALUE_BIG:
  case DM_VALUE_FLOAT:
  case DM_VALUE_DOUBLE: return from_number(c, target);
  case DM_VALUE_INSTANT: return from_instant(c, target);
  case DM_VALUE_NONE:
  case DM_VALUE_DURATION: break;
  }
  return error_operand;
}
