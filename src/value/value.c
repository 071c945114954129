/* From terms to values, by the kind of their datatype. */
#include <string.h>

#include "value/value_impl.h"

static bool read_boolean(dm_value *value, const char *text, size_t n)
{
  bool is_true = (n == 4 && !memcmp(text, "true", 4)) || (n == 1 && *text == '1');
  if (!is_true && !(n == 5 && !memcmp(text, "false", 5)) && !(n == 1 && *text == '0'))
    return false;
  value->kind = DM_VALUE_BOOLEAN;
  value->high = is_true;
  return true;
}

static bool read_string(dm_value *value, const char *text, size_t n)
{
  (void)text, (void)n;
  value->kind = DM_VALUE_STRING;
  return true;
}

dm_value dm_value_of_term(const dm_term *term)
{
  static bool (*const readers[])(dm_value *, const char *, size_t) = {
      [DM_VALUE_STRING] = read_string,  [DM_VALUE_BOOLEAN] = read_boolean, [DM_VALUE_INTEGER] = read_integer, [DM_VALUE_DECIMAL] = read_decimal,
      [DM_VALUE_FLOAT] = read_floating, [DM_VALUE_DOUBLE] = read_floating, [DM_VALUE_INSTANT] = read_instant, [DM_VALUE_DURATION] = read_duration,
  };
  dm_value value = {.kind = DM_VALUE_NONE};
  if (term->kind != DM_TERM_LITERAL)
    return value;
  dm_datatype datatype = term->language ? DM_DATATYPE_LANG_STRING : dm_datatype_find(term->datatype);
  value.datatype = (uint8_t)datatype;
  /* rdf:langString without a language is ill-typed (RDF 1.1 concepts §3.3) */
  if (datatype == DM_DATATYPE_OTHER || (datatype == DM_DATATYPE_LANG_STRING && !term->language))
    return value;
  dm_value read = value;
  return readers[datatype_describe(datatype)->kind](&read, term->value, term->n_bytes) ? read : value;
}

bool dm_value_is_numeric(const dm_value *value)
{
  return value->kind >= DM_VALUE_INTEGER && value->kind <= DM_VALUE_DOUBLE;
}
