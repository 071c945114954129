/* value/number.h - arithmetic of numbers, exact without limit for integers and decimals. */
#ifndef DM_VALUE_NUMBER_H
#define DM_VALUE_NUMBER_H

#include <stdbool.h>

#include "base/arena.h"
#include "value/value.h"

/* A numeric value. `text` is the lexical form, read only where value.kind is DM_VALUE_BIG (NULL allowed elsewhere); of a result it lives in the arena. */
typedef struct {
  dm_value    value;
  const char *text;
} dm_number;

typedef enum { DM_ARITHMETIC_ADD, DM_ARITHMETIC_SUBTRACT, DM_ARITHMETIC_MULTIPLY, DM_ARITHMETIC_DIVIDE } dm_arithmetic;
typedef enum { DM_ROUND_HALF_UP, DM_ROUND_CEILING, DM_ROUND_FLOOR, DM_ROUND_TRUNCATE } dm_rounding;

/* Computes with the promotion of SPARQL 1.1 §17.3.1: integer, decimal, float, double; of integers xsd:integer, but for division, which gives decimals. Division is exact where the
 * quotient has an end, else rounded half up to 24 digits behind the point, as Jena does. False, an error, for division of decimals by zero and where a number would have more
 * than 100000 digits (a ceiling that keeps repeated squaring from filling memory). Arena: only for big numbers. */
bool dm_number_compute(dm_number *out, dm_arithmetic operation, const dm_number *a, const dm_number *b, dm_arena *arena);

/* Below 0, 0, above 0, or DM_UNORDERED with NaN; both promoted to the wider type of the two first (XPath 3.1 functions §4.3). */
int dm_number_compare(const dm_number *a, const dm_number *b);
/* A total order by exact value, so that it is transitive among types; NaN is above all, -0 is 0. */
int dm_number_order(const dm_number *a, const dm_number *b);

/* To a whole number of the same type (§17.4.4; half up is toward positive infinity); derived integers become xsd:integer. */
dm_number dm_number_round(const dm_number *number, dm_rounding rounding, dm_arena *arena);
dm_number dm_number_negate(const dm_number *number, dm_arena *arena);
bool      dm_number_is_negative(const dm_number *number); /* below 0 */
bool      dm_number_is_zero(const dm_number *number);

/* To xsd:integer, xsd:decimal, xsd:float or xsd:double (§17.5; XPath 3.1 functions §19.1.2). False for what has no such value (NaN to decimal). A decimal of a double is the
 * shortest that is read as that double, as in Jena (0.1, not 0.1000000000000000055511151231257827021181583404541015625); an integer is that decimal truncated. */
bool dm_number_cast(dm_number *out, dm_datatype datatype, const dm_number *number, dm_arena *arena);

dm_number dm_number_of_integer(int64_t number);
dm_number dm_number_of_decimal(int64_t mantissa, unsigned scale); /* scale at most 18 */
dm_number dm_number_of_double(double number);

#endif
