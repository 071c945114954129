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

dm_datatype dm_datatype_find(const char *iri);            /* NULL is xsd:string */
const char *dm_datatype_iri(dm_datatype datatype);        /* NULL of DM_DATATYPE_OTHER */
bool        dm_datatype_is_integer(dm_datatype datatype); /* xsd:integer and what is derived from it */

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
  uint32_t low;          /* decimal: scale, the least that its value can have; instant: nanoseconds; duration: months, as int32_t; else 0 */
  int64_t
      high; /* boolean, integer, decimal mantissa; the bits of the double (of a float and of the nearest one to a big too); instant: seconds of the
                            proleptic Gregorian calendar since 1970-01-01T00:00:00 in its own zone, not UTC; duration: microseconds */
} dm_value;

/* The value of a term; kind DM_VALUE_NONE for all but literals with one. Never fails, allocates nothing. Thread-safe, as all of this module.
 *
 * Lexical forms are those of XML Schema 1.1 part 2 without the collapsing of white space, which RDF 1.1 concepts §3.3 does not do: " 1" is no integer. Year 0000 is 1 BC, and +INF is
 * allowed, as 1.1 has both. 24:00:00 is the midnight that follows. Years have at most 11 digits, the months of a duration fit 32 bits and its seconds 9 * 10^12: others have no value
 * (§5.4: partial implementations). Seconds are cut after nine digits (instants) or six (durations). */
dm_value dm_value_of_term(const dm_term *term);

bool   dm_value_is_numeric(const dm_value *value); /* integer, decimal, big, float, double */
double dm_value_double(const dm_value *value);     /* of a number: the nearest double */

/* ---- instants and durations ---- */

/* What an order that is not total says of two values (also: one of them is NaN). */
#define DM_UNORDERED 2

/* Below 0, 0, above 0 or DM_UNORDERED. Instants of one datatype (a dateTimeStamp is a dateTime); where one has a zone and the other has not, the order is that of XML Schema 1.0
 * §3.2.7.4: known only if it is the same for every zone from -14:00 to +14:00. There is no implicit time zone. */
int dm_instant_compare(const dm_value *a, const dm_value *b);
/* A total order of instants of one datatype, the same where dm_instant_compare() has one: those without a zone are taken as UTC. */
int dm_instant_order(const dm_value *a, const dm_value *b);
/* XML Schema 1.0 §3.2.6.2: the same when added to each of four dates, or DM_UNORDERED. */
int dm_duration_compare(const dm_value *a, const dm_value *b);
/* A total order, the same where dm_duration_compare() has one: by the sum over those four dates. */
int dm_duration_order(const dm_value *a, const dm_value *b);

/* The parts of an instant, in its own zone. Those that its datatype has not are of 1970-01-01T00:00:00 (of a leap year: gMonthDay). */
typedef struct {
  int64_t  year;
  unsigned month;
  unsigned day;
  unsigned hour;
  unsigned minute;
  unsigned second;
  uint32_t nanosecond;
} dm_instant_parts;

dm_instant_parts dm_instant_split(const dm_value *value);
/* Of a dateTime or date (of a date, all time is dropped); kind NONE where the year does not fit. */
dm_value         dm_instant_join(dm_datatype datatype, const dm_instant_parts *parts, int16_t zone_minutes);
/* XPath 3.1 functions §9.7: dateTime, date or time (of which days are dropped) plus `sign` (1 or -1) times a duration; kind NONE out of range. */
dm_value         dm_instant_add(const dm_value *instant, const dm_value *duration, int sign);
/* a - b as xsd:dayTimeDuration: both have a zone or neither has, else (no implicit time zone) kind NONE. */
dm_value         dm_instant_subtract(const dm_value *a, const dm_value *b);
/* Durations added; of the general datatype if they differ in theirs; kind NONE out of range, or where months and seconds would differ in sign. */
dm_value         dm_duration_add(const dm_value *a, const dm_value *b, int sign);
dm_value         dm_duration_of(dm_datatype datatype, int64_t months, int64_t microseconds); /* kind NONE out of range */

/* ---- forms ---- */

/* Appends the form that a computed value has: integers plain; decimals with a point and a digit on both sides (`2.0`, the canonical form of XML Schema 1.0, as W3C's results have
 * them); floats and doubles with one digit in front of the point and the fewest behind it that are read as the same (`1.0E6`, `INF`, `NaN`); instants with their own zone and the
 * least fraction; durations as canonical ones. Not for DM_VALUE_STRING and DM_VALUE_BIG, whose text is elsewhere. */
void dm_value_write(dm_buffer *out, const dm_value *value);
/* The same as xsd:string casts it (XPath 3.1 functions §19.1.2): decimals without a point where they can be, floats and doubles from 10^-6 to 10^6 as decimals. */
void dm_value_write_cast(dm_buffer *out, const dm_value *value);

#endif
