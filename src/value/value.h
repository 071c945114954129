/* value/value.h - the values of literals: XML Schema 1.1 datatypes as SPARQL 1.1 §17.1 uses them. Decoded once, compared and written many times. */
#ifndef DM_VALUE_VALUE_H
#define DM_VALUE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "rdf/term.h"

/* Datatypes that have values here. The derived integers keep their own names, since DATATYPE() gives them back. */
typedef enum {
  DM_DATATYPE_OTHER = 0, /* any other IRI: its literals are terms and nothing more */
  DM_DATATYPE_STRING,    /* xsd:string, and no datatype at all */
  DM_DATATYPE_LANG_STRING,
  DM_DATATYPE_BOOLEAN,
  DM_DATATYPE_INTEGER,
  DM_DATATYPE_NON_POSITIVE_INTEGER,
  DM_DATATYPE_NEGATIVE_INTEGER,
  DM_DATATYPE_LONG,
  DM_DATATYPE_INT,
  DM_DATATYPE_SHORT,
  DM_DATATYPE_BYTE,
  DM_DATATYPE_NON_NEGATIVE_INTEGER,
  DM_DATATYPE_UNSIGNED_LONG,
  DM_DATATYPE_UNSIGNED_INT,
  DM_DATATYPE_UNSIGNED_SHORT,
  DM_DATATYPE_UNSIGNED_BYTE,
  DM_DATATYPE_POSITIVE_INTEGER,
  DM_DATATYPE_DECIMAL,
  DM_DATATYPE_FLOAT,
  DM_DATATYPE_DOUBLE,
  DM_DATATYPE_DATE_TIME,
  DM_DATATYPE_DATE_TIME_STAMP,
  DM_DATATYPE_DATE,
  DM_DATATYPE_TIME,
  DM_DATATYPE_YEAR,
  DM_DATATYPE_YEAR_MONTH,
  DM_DATATYPE_MONTH,
  DM_DATATYPE_MONTH_DAY,
  DM_DATATYPE_DAY,
  DM_DATATYPE_DURATION,
  DM_DATATYPE_DAY_TIME_DURATION,
  DM_DATATYPE_YEAR_MONTH_DURATION,
  DM_DATATYPE_N
} dm_datatype;

dm_datatype dm_datatype_find(const char *iri); /* NULL is xsd:string */
const char *dm_datatype_iri(dm_datatype datatype);

/* What a value is compared and computed as. */
typedef enum {
  DM_VALUE_NONE = 0, /* no literal, a literal of another datatype, or one whose form its datatype does not allow ("abc"^^xsd:integer) */
  DM_VALUE_STRING,   /* strings with and without language: the text stays in the term */
  DM_VALUE_BOOLEAN,
  DM_VALUE_INTEGER, /* fits 64 bits */
  DM_VALUE_DECIMAL, /* number / 10^scale, fits 64 bits and a scale of at most 18 */
  DM_VALUE_BIG,     /* an integer or decimal that fits neither: its digits are read from the term again */
  DM_VALUE_FLOAT,
  DM_VALUE_DOUBLE,
  DM_VALUE_INSTANT, /* dateTime, date, time and the Gregorian fragments, told apart by their datatype */
  DM_VALUE_DURATION
} dm_value_kind;

#define DM_ZONE_NONE INT16_MIN

/* 16 bytes without pointers, so that an index file holds an array of them. */
typedef struct {
  uint8_t  kind;         /* dm_value_kind */
  uint8_t  datatype;     /* dm_datatype, also where kind is DM_VALUE_NONE */
  int16_t  zone_minutes; /* of an instant: minutes east of UTC, or DM_ZONE_NONE; of a duration unused */
  uint32_t low;          /* decimal: scale; instant: nanoseconds; duration: months, as int32_t; float and double unused */
  int64_t  high;         /* boolean, integer, decimal mantissa; the bits of the double; instant: seconds of the proleptic Gregorian calendar since
                            1970-01-01T00:00:00 in its own zone, not UTC; duration: milliseconds */
} dm_value;

/* The value of a term; kind DM_VALUE_NONE for all but literals with one. Never fails. */
dm_value dm_value_of_term(const dm_term *term);

bool dm_value_is_numeric(const dm_value *value); /* integer, decimal, big, float, double */

#endif
