/* function/signature.c - names and numbers of arguments of the functions and operators of SPARQL 1.1 §17. */
#include "function/function.h"

#include <string.h>
#include <strings.h>

#define XSD "http://www.w3.org/2001/XMLSchema#"

#define ANY UINT32_MAX

static const dm_function_signature signatures[DM_FUNCTION_N] = {
    [DM_FUNCTION_NONE] = {"", NULL, 0, ANY},
    [DM_FUNCTION_OR] = {"||", "||", 2, 2},
    [DM_FUNCTION_AND] = {"&&", "&&", 2, 2},
    [DM_FUNCTION_BOUND] = {"BOUND", NULL, 1, 1},
    [DM_FUNCTION_IF] = {"IF", NULL, 3, 3},
    [DM_FUNCTION_COALESCE] = {"COALESCE", NULL, 0, ANY},
    [DM_FUNCTION_IN] = {"IN", "IN", 1, ANY},
    [DM_FUNCTION_NOT_IN] = {"NOT IN", "NOT IN", 1, ANY},
    [DM_FUNCTION_NOT] = {"!", "!", 1, 1},
    [DM_FUNCTION_PLUS] = {"+", "+", 1, 1},
    [DM_FUNCTION_MINUS] = {"-", "-", 1, 1},
    [DM_FUNCTION_EQUAL] = {"=", "=", 2, 2},
    [DM_FUNCTION_NOT_EQUAL] = {"!=", "!=", 2, 2},
    [DM_FUNCTION_LESS] = {"<", "<", 2, 2},
    [DM_FUNCTION_GREATER] = {">", ">", 2, 2},
    [DM_FUNCTION_LESS_OR_EQUAL] = {"<=", "<=", 2, 2},
    [DM_FUNCTION_GREATER_OR_EQUAL] = {">=", ">=", 2, 2},
    [DM_FUNCTION_MULTIPLY] = {"*", "*", 2, 2},
    [DM_FUNCTION_DIVIDE] = {"/", "/", 2, 2},
    [DM_FUNCTION_ADD] = {"+", "+", 2, 2},
    [DM_FUNCTION_SUBTRACT] = {"-", "-", 2, 2},
    [DM_FUNCTION_SAME_TERM] = {"sameTerm", NULL, 2, 2},
    [DM_FUNCTION_IS_IRI] = {"isIRI", NULL, 1, 1},
    [DM_FUNCTION_IS_BLANK] = {"isBlank", NULL, 1, 1},
    [DM_FUNCTION_IS_LITERAL] = {"isLiteral", NULL, 1, 1},
    [DM_FUNCTION_IS_NUMERIC] = {"isNumeric", NULL, 1, 1},
    [DM_FUNCTION_STR] = {"STR", NULL, 1, 1},
    [DM_FUNCTION_LANG] = {"LANG", NULL, 1, 1},
    [DM_FUNCTION_DATATYPE] = {"DATATYPE", NULL, 1, 1},
    [DM_FUNCTION_IRI] = {"IRI", NULL, 1, 1},
    [DM_FUNCTION_BNODE] = {"BNODE", NULL, 0, 1},
    [DM_FUNCTION_STRDT] = {"STRDT", NULL, 2, 2},
    [DM_FUNCTION_STRLANG] = {"STRLANG", NULL, 2, 2},
    [DM_FUNCTION_UUID] = {"UUID", NULL, 0, 0},
    [DM_FUNCTION_STRUUID] = {"STRUUID", NULL, 0, 0},
    [DM_FUNCTION_STRLEN] = {"STRLEN", NULL, 1, 1},
    [DM_FUNCTION_SUBSTR] = {"SUBSTR", NULL, 2, 3},
    [DM_FUNCTION_UCASE] = {"UCASE", NULL, 1, 1},
    [DM_FUNCTION_LCASE] = {"LCASE", NULL, 1, 1},
    [DM_FUNCTION_STRSTARTS] = {"STRSTARTS", NULL, 2, 2},
    [DM_FUNCTION_STRENDS] = {"STRENDS", NULL, 2, 2},
    [DM_FUNCTION_CONTAINS] = {"CONTAINS", NULL, 2, 2},
    [DM_FUNCTION_STRBEFORE] = {"STRBEFORE", NULL, 2, 2},
    [DM_FUNCTION_STRAFTER] = {"STRAFTER", NULL, 2, 2},
    [DM_FUNCTION_ENCODE_FOR_URI] = {"ENCODE_FOR_URI", NULL, 1, 1},
    [DM_FUNCTION_CONCAT] = {"CONCAT", NULL, 0, ANY},
    [DM_FUNCTION_LANGMATCHES] = {"langMatches", NULL, 2, 2},
    [DM_FUNCTION_REGEX] = {"REGEX", NULL, 2, 3},
    [DM_FUNCTION_REPLACE] = {"REPLACE", NULL, 3, 4},
    [DM_FUNCTION_ABS] = {"ABS", NULL, 1, 1},
    [DM_FUNCTION_ROUND] = {"ROUND", NULL, 1, 1},
    [DM_FUNCTION_CEIL] = {"CEIL", NULL, 1, 1},
    [DM_FUNCTION_FLOOR] = {"FLOOR", NULL, 1, 1},
    [DM_FUNCTION_RAND] = {"RAND", NULL, 0, 0},
    [DM_FUNCTION_NOW] = {"NOW", NULL, 0, 0},
    [DM_FUNCTION_YEAR] = {"YEAR", NULL, 1, 1},
    [DM_FUNCTION_MONTH] = {"MONTH", NULL, 1, 1},
    [DM_FUNCTION_DAY] = {"DAY", NULL, 1, 1},
    [DM_FUNCTION_HOURS] = {"HOURS", NULL, 1, 1},
    [DM_FUNCTION_MINUTES] = {"MINUTES", NULL, 1, 1},
    [DM_FUNCTION_SECONDS] = {"SECONDS", NULL, 1, 1},
    [DM_FUNCTION_TIMEZONE] = {"TIMEZONE", NULL, 1, 1},
    [DM_FUNCTION_TZ] = {"TZ", NULL, 1, 1},
    [DM_FUNCTION_MD5] = {"MD5", NULL, 1, 1},
    [DM_FUNCTION_SHA1] = {"SHA1", NULL, 1, 1},
    [DM_FUNCTION_SHA256] = {"SHA256", NULL, 1, 1},
    [DM_FUNCTION_SHA384] = {"SHA384", NULL, 1, 1},
    [DM_FUNCTION_SHA512] = {"SHA512", NULL, 1, 1},
    [DM_FUNCTION_CAST_STRING] = {XSD "string", NULL, 1, 1},
    [DM_FUNCTION_CAST_BOOLEAN] = {XSD "boolean", NULL, 1, 1},
    [DM_FUNCTION_CAST_INTEGER] = {XSD "integer", NULL, 1, 1},
    [DM_FUNCTION_CAST_DECIMAL] = {XSD "decimal", NULL, 1, 1},
    [DM_FUNCTION_CAST_FLOAT] = {XSD "float", NULL, 1, 1},
    [DM_FUNCTION_CAST_DOUBLE] = {XSD "double", NULL, 1, 1},
    [DM_FUNCTION_CAST_DATE_TIME] = {XSD "dateTime", NULL, 1, 1},
    [DM_FUNCTION_CAST_DATE] = {XSD "date", NULL, 1, 1},
};

static const struct {
  const char *name;
  dm_function function;
} synonyms[] = {{"isURI", DM_FUNCTION_IS_IRI}, {"URI", DM_FUNCTION_IRI}};

const dm_function_signature *dm_function_describe(dm_function function)
{
  return &signatures[function];
}

static bool is_name(const char *name, const char *text, size_t n_bytes)
{
  return strlen(name) == n_bytes && strncasecmp(name, text, n_bytes) == 0;
}

dm_function dm_function_find(const char *name, size_t n_bytes)
{
  for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++)
    if (is_name(synonyms[i].name, name, n_bytes))
      return synonyms[i].function;
  for (dm_function i = DM_FUNCTION_NONE + 1; i < DM_FUNCTION_CAST_STRING; i++)
    if (!signatures[i].symbol && is_name(signatures[i].name, name, n_bytes))
      return i;
  return DM_FUNCTION_NONE;
}

dm_function dm_function_find_cast(const char *iri)
{
  for (dm_function i = DM_FUNCTION_CAST_STRING; i < DM_FUNCTION_N; i++)
    if (strcmp(signatures[i].name, iri) == 0)
      return i;
  return DM_FUNCTION_NONE;
}
