/* The datatypes that have values: names, kinds and ranges in one table. */
#include <string.h>

#include "value/value_impl.h"

#define XSD             "http://www.w3.org/2001/XMLSchema#"
#define RDF_LANG_STRING "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"

/* clang-format off */
#define ROW(local, of_kind) {.name = XSD local, .n_name = sizeof XSD local - 1, .kind = (of_kind)}
#define RANGE(local, with_least, from, with_most, to) \
  {.name = XSD local, .n_name = sizeof XSD local - 1, .kind = DM_VALUE_INTEGER, .has_least = (with_least), .has_most = (with_most), .least = (from), .most = (to)}
/* clang-format on */

/* A negative `most` is kept as its two's complement: `least` of such a row is open. */
static const datatype_row rows[DM_DATATYPE_N] = {
    [DM_DATATYPE_STRING] = ROW("string", DM_VALUE_STRING),
    [DM_DATATYPE_LANG_STRING] = {.name = RDF_LANG_STRING, .n_name = sizeof RDF_LANG_STRING - 1, .kind = DM_VALUE_STRING},
    [DM_DATATYPE_BOOLEAN] = ROW("boolean", DM_VALUE_BOOLEAN),
    [DM_DATATYPE_INTEGER] = ROW("integer", DM_VALUE_INTEGER),
    [DM_DATATYPE_NON_POSITIVE_INTEGER] = RANGE("nonPositiveInteger", false, 0, true, 0),
    [DM_DATATYPE_NEGATIVE_INTEGER] = RANGE("negativeInteger", false, 0, true, (uint64_t)-1),
    [DM_DATATYPE_LONG] = RANGE("long", true, INT64_MIN, true, INT64_MAX),
    [DM_DATATYPE_INT] = RANGE("int", true, INT32_MIN, true, INT32_MAX),
    [DM_DATATYPE_SHORT] = RANGE("short", true, INT16_MIN, true, INT16_MAX),
    [DM_DATATYPE_BYTE] = RANGE("byte", true, INT8_MIN, true, INT8_MAX),
    [DM_DATATYPE_NON_NEGATIVE_INTEGER] = RANGE("nonNegativeInteger", true, 0, false, 0),
    [DM_DATATYPE_UNSIGNED_LONG] = RANGE("unsignedLong", true, 0, true, UINT64_MAX),
    [DM_DATATYPE_UNSIGNED_INT] = RANGE("unsignedInt", true, 0, true, UINT32_MAX),
    [DM_DATATYPE_UNSIGNED_SHORT] = RANGE("unsignedShort", true, 0, true, UINT16_MAX),
    [DM_DATATYPE_UNSIGNED_BYTE] = RANGE("unsignedByte", true, 0, true, UINT8_MAX),
    [DM_DATATYPE_POSITIVE_INTEGER] = RANGE("positiveInteger", true, 1, false, 0),
    [DM_DATATYPE_DECIMAL] = ROW("decimal", DM_VALUE_DECIMAL),
    [DM_DATATYPE_FLOAT] = ROW("float", DM_VALUE_FLOAT),
    [DM_DATATYPE_DOUBLE] = ROW("double", DM_VALUE_DOUBLE),
    [DM_DATATYPE_DATE_TIME] = ROW("dateTime", DM_VALUE_INSTANT),
    [DM_DATATYPE_DATE_TIME_STAMP] = ROW("dateTimeStamp", DM_VALUE_INSTANT),
    [DM_DATATYPE_DATE] = ROW("date", DM_VALUE_INSTANT),
    [DM_DATATYPE_TIME] = ROW("time", DM_VALUE_INSTANT),
    [DM_DATATYPE_YEAR] = ROW("gYear", DM_VALUE_INSTANT),
    [DM_DATATYPE_YEAR_MONTH] = ROW("gYearMonth", DM_VALUE_INSTANT),
    [DM_DATATYPE_MONTH] = ROW("gMonth", DM_VALUE_INSTANT),
    [DM_DATATYPE_MONTH_DAY] = ROW("gMonthDay", DM_VALUE_INSTANT),
    [DM_DATATYPE_DAY] = ROW("gDay", DM_VALUE_INSTANT),
    [DM_DATATYPE_DURATION] = ROW("duration", DM_VALUE_DURATION),
    [DM_DATATYPE_DAY_TIME_DURATION] = ROW("dayTimeDuration", DM_VALUE_DURATION),
    [DM_DATATYPE_YEAR_MONTH_DURATION] = ROW("yearMonthDuration", DM_VALUE_DURATION),
};

const datatype_row *datatype_describe(dm_datatype datatype)
{
  return &rows[datatype];
}

dm_datatype dm_datatype_find(const char *iri)
{
  enum { N_XSD = sizeof XSD - 1 };
  if (!iri)
    return DM_DATATYPE_STRING;
  if (strncmp(iri, XSD, N_XSD))
    return strcmp(iri, RDF_LANG_STRING) ? DM_DATATYPE_OTHER : DM_DATATYPE_LANG_STRING;
  const char *local = iri + N_XSD;
  for (unsigned i = DM_DATATYPE_STRING; i < DM_DATATYPE_N; i++)
    if (rows[i].name[N_XSD] == *local && !strcmp(rows[i].name + N_XSD, local))
      return i == DM_DATATYPE_LANG_STRING ? DM_DATATYPE_OTHER : (dm_datatype)i;
  return DM_DATATYPE_OTHER;
}

const char *dm_datatype_iri(dm_datatype datatype)
{
  return rows[datatype].name;
}

bool dm_datatype_is_integer(dm_datatype datatype)
{
  return rows[datatype].kind == DM_VALUE_INTEGER;
}
