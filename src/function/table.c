/* The functions: names, symbols, numbers of arguments, and what does the work. */
#include <string.h>

#include "function/function_impl.h"

#define XSD "http://www.w3.org/2001/XMLSchema#"
#define ANY UINT32_MAX

static dm_operand call_comparison(const call *c);
static dm_operand call_not(const call *c);
static dm_operand call_same_term(const call *c);

typedef struct {
  dm_function_signature signature;
  implementation        run; /* NULL: lazy */
} row;

static const row rows[DM_FUNCTION_N] = {
    [DM_FUNCTION_NONE] = {{NULL, NULL, 0, 0}, NULL},
    [DM_FUNCTION_OR] = {{"or", "||", 2, 2}, NULL},
    [DM_FUNCTION_AND] = {{"and", "&&", 2, 2}, NULL},
    [DM_FUNCTION_BOUND] = {{"BOUND", NULL, 1, 1}, NULL},
    [DM_FUNCTION_IF] = {{"IF", NULL, 3, 3}, NULL},
    [DM_FUNCTION_COALESCE] = {{"COALESCE", NULL, 0, ANY}, NULL},
    [DM_FUNCTION_IN] = {{"in", "IN", 1, ANY}, NULL},
    [DM_FUNCTION_NOT_IN] = {{"not in", "NOT IN", 1, ANY}, NULL},
    [DM_FUNCTION_NOT] = {{"not", "!", 1, 1}, call_not},
    [DM_FUNCTION_PLUS] = {{"unary plus", "+", 1, 1}, call_sign},
    [DM_FUNCTION_MINUS] = {{"unary minus", "-", 1, 1}, call_sign},
    [DM_FUNCTION_EQUAL] = {{"equal", "=", 2, 2}, call_comparison},
    [DM_FUNCTION_NOT_EQUAL] = {{"not equal", "!=", 2, 2}, call_comparison},
    [DM_FUNCTION_LESS] = {{"less", "<", 2, 2}, call_comparison},
    [DM_FUNCTION_GREATER] = {{"greater", ">", 2, 2}, call_comparison},
    [DM_FUNCTION_LESS_OR_EQUAL] = {{"less or equal", "<=", 2, 2}, call_comparison},
    [DM_FUNCTION_GREATER_OR_EQUAL] = {{"greater or equal", ">=", 2, 2}, call_comparison},
    [DM_FUNCTION_MULTIPLY] = {{"multiply", "*", 2, 2}, call_arithmetic},
    [DM_FUNCTION_DIVIDE] = {{"divide", "/", 2, 2}, call_arithmetic},
    [DM_FUNCTION_ADD] = {{"add", "+", 2, 2}, call_arithmetic},
    [DM_FUNCTION_SUBTRACT] = {{"subtract", "-", 2, 2}, call_arithmetic},
    [DM_FUNCTION_SAME_TERM] = {{"sameTerm", NULL, 2, 2}, call_same_term},
    [DM_FUNCTION_IS_IRI] = {{"isIRI", NULL, 1, 1}, call_test},
    [DM_FUNCTION_IS_BLANK] = {{"isBLANK", NULL, 1, 1}, call_test},
    [DM_FUNCTION_IS_LITERAL] = {{"isLITERAL", NULL, 1, 1}, call_test},
    [DM_FUNCTION_IS_NUMERIC] = {{"isNUMERIC", NULL, 1, 1}, call_test},
    [DM_FUNCTION_STR] = {{"STR", NULL, 1, 1}, call_str},
    [DM_FUNCTION_LANG] = {{"LANG", NULL, 1, 1}, call_lang},
    [DM_FUNCTION_DATATYPE] = {{"DATATYPE", NULL, 1, 1}, call_datatype},
    [DM_FUNCTION_IRI] = {{"IRI", NULL, 1, 1}, call_iri},
    [DM_FUNCTION_BNODE] = {{"BNODE", NULL, 0, 1}, call_bnode},
    [DM_FUNCTION_STRDT] = {{"STRDT", NULL, 2, 2}, call_strdt},
    [DM_FUNCTION_STRLANG] = {{"STRLANG", NULL, 2, 2}, call_strlang},
    [DM_FUNCTION_UUID] = {{"UUID", NULL, 0, 0}, call_uuid},
    [DM_FUNCTION_STRUUID] = {{"STRUUID", NULL, 0, 0}, call_uuid},
    [DM_FUNCTION_STRLEN] = {{"STRLEN", NULL, 1, 1}, call_strlen},
    [DM_FUNCTION_SUBSTR] = {{"SUBSTR", NULL, 2, 3}, call_substr},
    [DM_FUNCTION_UCASE] = {{"UCASE", NULL, 1, 1}, call_case},
    [DM_FUNCTION_LCASE] = {{"LCASE", NULL, 1, 1}, call_case},
    [DM_FUNCTION_STRSTARTS] = {{"STRSTARTS", NULL, 2, 2}, call_find},
    [DM_FUNCTION_STRENDS] = {{"STRENDS", NULL, 2, 2}, call_find},
    [DM_FUNCTION_CONTAINS] = {{"CONTAINS", NULL, 2, 2}, call_find},
    [DM_FUNCTION_STRBEFORE] = {{"STRBEFORE", NULL, 2, 2}, call_cut},
    [DM_FUNCTION_STRAFTER] = {{"STRAFTER", NULL, 2, 2}, call_cut},
    [DM_FUNCTION_ENCODE_FOR_URI] = {{"ENCODE_FOR_URI", NULL, 1, 1}, call_encode},
    [DM_FUNCTION_CONCAT] = {{"CONCAT", NULL, 0, ANY}, call_concat},
    [DM_FUNCTION_LANGMATCHES] = {{"LANGMATCHES", NULL, 2, 2}, call_langmatches},
    [DM_FUNCTION_REGEX] = {{"REGEX", NULL, 2, 3}, call_regex},
    [DM_FUNCTION_REPLACE] = {{"REPLACE", NULL, 3, 4}, call_replace},
    [DM_FUNCTION_ABS] = {{"ABS", NULL, 1, 1}, call_sign},
    [DM_FUNCTION_ROUND] = {{"ROUND", NULL, 1, 1}, call_round},
    [DM_FUNCTION_CEIL] = {{"CEIL", NULL, 1, 1}, call_round},
    [DM_FUNCTION_FLOOR] = {{"FLOOR", NULL, 1, 1}, call_round},
    [DM_FUNCTION_RAND] = {{"RAND", NULL, 0, 0}, call_random},
    [DM_FUNCTION_NOW] = {{"NOW", NULL, 0, 0}, call_now},
    [DM_FUNCTION_YEAR] = {{"YEAR", NULL, 1, 1}, call_part},
    [DM_FUNCTION_MONTH] = {{"MONTH", NULL, 1, 1}, call_part},
    [DM_FUNCTION_DAY] = {{"DAY", NULL, 1, 1}, call_part},
    [DM_FUNCTION_HOURS] = {{"HOURS", NULL, 1, 1}, call_part},
    [DM_FUNCTION_MINUTES] = {{"MINUTES", NULL, 1, 1}, call_part},
    [DM_FUNCTION_SECONDS] = {{"SECONDS", NULL, 1, 1}, call_seconds},
    [DM_FUNCTION_TIMEZONE] = {{"TIMEZONE", NULL, 1, 1}, call_timezone},
    [DM_FUNCTION_TZ] = {{"TZ", NULL, 1, 1}, call_timezone},
    [DM_FUNCTION_MD5] = {{"MD5", NULL, 1, 1}, call_digest},
    [DM_FUNCTION_SHA1] = {{"SHA1", NULL, 1, 1}, call_digest},
    [DM_FUNCTION_SHA256] = {{"SHA256", NULL, 1, 1}, call_digest},
    [DM_FUNCTION_SHA384] = {{"SHA384", NULL, 1, 1}, call_digest},
    [DM_FUNCTION_SHA512] = {{"SHA512", NULL, 1, 1}, call_digest},
    [DM_FUNCTION_CAST_STRING] = {{XSD "string", NULL, 1, 1}, call_cast},
    [DM_FUNCTION_CAST_BOOLEAN] = {{XSD "boolean", NULL, 1, 1}, call_cast},
    [DM_FUNCTION_CAST_INTEGER] = {{XSD "integer", NULL, 1, 1}, call_cast},
    [DM_FUNCTION_CAST_DECIMAL] = {{XSD "decimal", NULL, 1, 1}, call_cast},
    [DM_FUNCTION_CAST_FLOAT] = {{XSD "float", NULL, 1, 1}, call_cast},
    [DM_FUNCTION_CAST_DOUBLE] = {{XSD "double", NULL, 1, 1}, call_cast},
    [DM_FUNCTION_CAST_DATE_TIME] = {{XSD "dateTime", NULL, 1, 1}, call_cast},
    [DM_FUNCTION_CAST_DATE] = {{XSD "date", NULL, 1, 1}, call_cast},
};

const dm_function_signature *dm_function_describe(dm_function function)
{
  return &rows[function].signature;
}

static bool equals_ignoring_case(const char *name, const char *text, size_t n_bytes)
{
  for (size_t i = 0; i < n_bytes; i++) {
    unsigned char a = (unsigned char)name[i], b = (unsigned char)text[i];
    if (!a || (a != b && ((a | 0x20) != (b | 0x20) || (unsigned)((a | 0x20) - 'a') >= 26)))
      return false;
  }
  return name[n_bytes] == '\0';
}

dm_function dm_function_find(const char *name, size_t n_bytes)
{
  static const struct {
    const char *name;
    dm_function function;
  } aliases[] = {{"URI", DM_FUNCTION_IRI}, {"isURI", DM_FUNCTION_IS_IRI}};
  for (unsigned i = DM_FUNCTION_NONE + 1; i < DM_FUNCTION_CAST_STRING; i++)
    if (!rows[i].signature.symbol && equals_ignoring_case(rows[i].signature.name, name, n_bytes))
      return (dm_function)i;
  for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
    if (equals_ignoring_case(aliases[i].name, name, n_bytes))
      return aliases[i].function;
  return DM_FUNCTION_NONE;
}

dm_function dm_function_find_cast(const char *iri)
{
  for (unsigned i = DM_FUNCTION_CAST_STRING; i < DM_FUNCTION_N; i++)
    if (!strcmp(rows[i].signature.name, iri))
      return (dm_function)i;
  return DM_FUNCTION_NONE;
}

dm_operand dm_function_call(dm_function function, const dm_operand *arguments, size_t n, dm_function_context *context, dm_arena *arena)
{
  const row *r = &rows[function];
  if (!r->run || n < r->signature.n_least || n > r->signature.n_most)
    return error_operand;
  for (size_t i = 0; i < n; i++)
    if (arguments[i].term.kind == DM_TERM_NONE)
      return error_operand;
  const call c = {.function = function, .arguments = arguments, .n = n, .context = context, .arena = arena};
  return r->run(&c);
}

static dm_operand call_not(const call *c)
{
  int truth = dm_operand_truth(c->arguments);
  return truth < 0 ? error_operand : dm_operand_boolean(!truth);
}

static dm_operand call_same_term(const call *c)
{
  return dm_operand_boolean(dm_operand_same(&c->arguments[0], &c->arguments[1]));
}

static bool is_nan_comparison(const dm_operand *a, const dm_operand *b)
{
  return dm_value_is_numeric(&a->value) && dm_value_is_numeric(&b->value);
}

static dm_operand call_comparison(const call *c)
{
  const dm_operand *a = &c->arguments[0], *b = &c->arguments[1];
  if (c->function == DM_FUNCTION_EQUAL || c->function == DM_FUNCTION_NOT_EQUAL) {
    int equal = dm_operand_equal(a, b);
    return equal < 0 ? error_operand : dm_operand_boolean(equal == (c->function == DM_FUNCTION_EQUAL));
  }
  int order = dm_operand_compare(a, b);
  if (order == DM_INCOMPARABLE)
    return is_nan_comparison(a, b) ? dm_operand_boolean(false) : error_operand;
  switch (c->function) {
  case DM_FUNCTION_LESS: return dm_operand_boolean(order < 0);
  case DM_FUNCTION_GREATER: return dm_operand_boolean(order > 0);
  case DM_FUNCTION_LESS_OR_EQUAL: return dm_operand_boolean(order <= 0);
  default: return dm_operand_boolean(order >= 0);
  }
}
