/* value/value_impl.h - what the files of this module share. Inside this module only. */
#ifndef DM_VALUE_VALUE_IMPL_H
#define DM_VALUE_VALUE_IMPL_H

#include "value/number.h"
#include "value/value.h"

enum {
  MOST_SCALE = 18,     /* of DM_VALUE_DECIMAL */
  MOST_DIGITS = 100000 /* of a number that is computed with */
};

#define MICROSECONDS INT64_C(1000000)
#define DAY_SECONDS  INT64_C(86400)

/* Wide enough for a 64-bit mantissa times 10^18. */
__extension__ typedef __int128 wide;

/* datatype.c: the range of a derived integer; has_least and has_most false: open. */
typedef struct {
  const char *name;
  size_t      n_name;
  uint8_t     kind; /* dm_value_kind of its values */
  bool        has_least;
  bool        has_most;
  int64_t     least;
  uint64_t    most;
} datatype_row;

const datatype_row *datatype_describe(dm_datatype datatype);

/* Readers of one lexical form: false if it is none; *value has its datatype set, kind and the rest are to be set. */
bool read_integer(dm_value *value, const char *text, size_t n);  /* number_read.c */
bool read_decimal(dm_value *value, const char *text, size_t n);  /* number_read.c */
bool read_floating(dm_value *value, const char *text, size_t n); /* number_read.c */
bool read_instant(dm_value *value, const char *text, size_t n);  /* instant_read.c */
bool read_duration(dm_value *value, const char *text, size_t n); /* instant_read.c */

int64_t  days_of_date(int64_t year, unsigned month, unsigned day); /* since 1970-01-01; instant.c */
unsigned days_of_month(int64_t year, unsigned month);              /* instant.c */

bool is_year(int64_t year); /* within what is computed with; instant.c */

/* number.c */
double   bits_double(int64_t bits);
int64_t  double_bits(double number);
int64_t  power_of_ten(unsigned exponent); /* at most 18 */
dm_value decimal_value(int64_t mantissa, unsigned scale);

void write_plain(dm_buffer *out, double number, bool is_float); /* a finite one as a decimal with a point; write.c */

/* big.c: by GMP, where 64 bits are too few. Operands are integers, decimals or big. */
bool big_compute(dm_number *out, dm_arithmetic operation, const dm_number *a, const dm_number *b, bool is_integer, dm_arena *arena);
int  big_compare(const dm_number *a, const dm_number *b); /* exact; floats and doubles that are finite too */
bool big_round(dm_number *out, const dm_number *a, dm_rounding rounding, dm_datatype datatype, dm_arena *arena);

#endif
