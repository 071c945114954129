/* function/function.h - the operators and functions of SPARQL 1.1 §17 over terms and values. Knows no solutions, patterns or graphs. */
#ifndef DM_FUNCTION_FUNCTION_H
#define DM_FUNCTION_FUNCTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "rdf/term.h"
#include "value/value.h"

/* The lazy ones (§17.2, §17.4.1) do not want all of their arguments to have values: the evaluator does them itself. */
typedef enum {
  DM_FUNCTION_NONE = 0,
  /* lazy */
  DM_FUNCTION_OR,
  DM_FUNCTION_AND,
  DM_FUNCTION_BOUND,
  DM_FUNCTION_IF,
  DM_FUNCTION_COALESCE,
  DM_FUNCTION_IN, /* first argument: what is looked for */
  DM_FUNCTION_NOT_IN,
  DM_FUNCTION_LAST_LAZY = DM_FUNCTION_NOT_IN,
  /* operators */
  DM_FUNCTION_NOT,
  DM_FUNCTION_PLUS, /* unary */
  DM_FUNCTION_MINUS,
  DM_FUNCTION_EQUAL,
  DM_FUNCTION_NOT_EQUAL,
  DM_FUNCTION_LESS,
  DM_FUNCTION_GREATER,
  DM_FUNCTION_LESS_OR_EQUAL,
  DM_FUNCTION_GREATER_OR_EQUAL,
  DM_FUNCTION_MULTIPLY,
  DM_FUNCTION_DIVIDE,
  DM_FUNCTION_ADD,
  DM_FUNCTION_SUBTRACT,
  /* terms, §17.4.2 */
  DM_FUNCTION_SAME_TERM,
  DM_FUNCTION_IS_IRI, /* and isURI */
  DM_FUNCTION_IS_BLANK,
  DM_FUNCTION_IS_LITERAL,
  DM_FUNCTION_IS_NUMERIC,
  DM_FUNCTION_STR,
  DM_FUNCTION_LANG,
  DM_FUNCTION_DATATYPE,
  DM_FUNCTION_IRI, /* and URI */
  DM_FUNCTION_BNODE,
  DM_FUNCTION_STRDT,
  DM_FUNCTION_STRLANG,
  DM_FUNCTION_UUID,
  DM_FUNCTION_STRUUID,
  /* strings, §17.4.3 */
  DM_FUNCTION_STRLEN,
  DM_FUNCTION_SUBSTR,
  DM_FUNCTION_UCASE,
  DM_FUNCTION_LCASE,
  DM_FUNCTION_STRSTARTS,
  DM_FUNCTION_STRENDS,
  DM_FUNCTION_CONTAINS,
  DM_FUNCTION_STRBEFORE,
  DM_FUNCTION_STRAFTER,
  DM_FUNCTION_ENCODE_FOR_URI,
  DM_FUNCTION_CONCAT,
  DM_FUNCTION_LANGMATCHES,
  DM_FUNCTION_REGEX,
  DM_FUNCTION_REPLACE,
  /* numbers, §17.4.4 */
  DM_FUNCTION_ABS,
  DM_FUNCTION_ROUND,
  DM_FUNCTION_CEIL,
  DM_FUNCTION_FLOOR,
  DM_FUNCTION_RAND,
  /* times, §17.4.5 */
  DM_FUNCTION_NOW,
  DM_FUNCTION_YEAR,
  DM_FUNCTION_MONTH,
  DM_FUNCTION_DAY,
  DM_FUNCTION_HOURS,
  DM_FUNCTION_MINUTES,
  DM_FUNCTION_SECONDS,
  DM_FUNCTION_TIMEZONE,
  DM_FUNCTION_TZ,
  /* hashes, §17.4.6 */
  DM_FUNCTION_MD5,
  DM_FUNCTION_SHA1,
  DM_FUNCTION_SHA256,
  DM_FUNCTION_SHA384,
  DM_FUNCTION_SHA512,
  /* casts, §17.5 */
  DM_FUNCTION_CAST_STRING,
  DM_FUNCTION_CAST_BOOLEAN,
  DM_FUNCTION_CAST_INTEGER,
  DM_FUNCTION_CAST_DECIMAL,
  DM_FUNCTION_CAST_FLOAT,
  DM_FUNCTION_CAST_DOUBLE,
  DM_FUNCTION_CAST_DATE_TIME,
  DM_FUNCTION_CAST_DATE, /* no cast of §17.5, but every engine has it: year and month of an xsd:date */
  DM_FUNCTION_N
} dm_function;

/* What the grammar and messages need. n_most UINT32_MAX: any number. symbol: how an operator is written (`&&`), else NULL; name: `STRLEN`; casts: the IRI. */
typedef struct {
  const char *name;
  const char *symbol;
  uint32_t    n_least;
  uint32_t    n_most;
} dm_function_signature;

const dm_function_signature *dm_function_describe(dm_function function);
dm_function dm_function_find(const char *name, size_t n_bytes); /* BuiltInCall by its keyword, whatever its case; NONE if there is none */
dm_function dm_function_find_cast(const char *iri);             /* of an iriOrFunction; NONE if there is none */

/* An argument or a result. term.kind DM_TERM_NONE: unbound as an argument, an error as a result. */
typedef struct {
  dm_term  term;
  dm_value value;
} dm_operand;

dm_operand dm_operand_of_term(const dm_term *term);

/* What a run of one query shares: the time that NOW() tells, random numbers, compiled regular expressions, blank nodes. One a thread. */
typedef struct dm_function_context dm_function_context;

/* base: for IRI(), may be NULL; now: an xsd:dateTime, NULL for the clock. *out is the caller's. */
void dm_function_context_new(dm_function_context **out, const char *base, const char *now);
void dm_function_context_free(dm_function_context *context); /* NULL is allowed */

/* Forgets what BNODE("label") gave: a new solution begins (§17.4.2.9). */
void dm_function_context_next_solution(dm_function_context *context);

/* Calls a function that is not lazy. Texts of the result live in `arena` or are those of the
 * arguments. An error is a result without a term; so is one whose text would be longer than 64 MB. n is what the signature allows. */
dm_operand dm_function_call(dm_function function, const dm_operand *arguments, size_t n, dm_function_context *context, dm_arena *arena);

/* The effective boolean value (§17.2.2): 1, 0, or -1 for an error. */
int dm_operand_truth(const dm_operand *operand);

/* RDFterm-equal and the typed = of §17.3: 1, 0, or -1 for an error. Literals of which one has no value that is known here (another datatype, an ill-typed form) are equal if they are
 * the same term, else an error; literals of different kinds of values are not equal, nor is one with a language equal to one without; language tags are equal whatever their case. */
int dm_operand_equal(const dm_operand *a, const dm_operand *b);

/* sameTerm (§17.4.2.8), character by character; no datatype is xsd:string. */
bool dm_operand_same(const dm_operand *a, const dm_operand *b);

/* <: below 0, 0, above 0, or DM_INCOMPARABLE: numbers, strings without language or of one language (by code point; the standard has no order of the
 * latter, Jena has this one), booleans, instants of one datatype, durations; all else, and NaN, is incomparable.
 * What `<` says of NaN is false, not an error: dm_function_call() sees to it. */
#define DM_INCOMPARABLE 2
int dm_operand_compare(const dm_operand *a, const dm_operand *b);

/* The total order of ORDER BY, MIN and MAX (§15.1): unbound, blank nodes, IRIs, literals; where the standard leaves room, numbers by value, then booleans,
 * instants by value, strings by code point, then all else; ties by dm_term_compare(), so that it is total. */
int dm_operand_order(const dm_operand *a, const dm_operand *b);

/* Numbers for aggregates (§18.5.1): op:numeric-add and so on with type promotion. */
dm_operand dm_operand_add(const dm_operand *a, const dm_operand *b, dm_arena *arena);
dm_operand dm_operand_divide(const dm_operand *a, const dm_operand *b, dm_arena *arena);
dm_operand dm_operand_integer(int64_t number, dm_arena *arena);
dm_operand dm_operand_boolean(bool value); /* borrowed from constants */

#endif
