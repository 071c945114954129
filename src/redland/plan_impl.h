/* redland/plan_impl.h - from a query's tree to basic graph patterns, and from those to what rasqal is asked. Included inside this module only.
 *
 * rasqal joins wrongly as soon as two patterns meet in one query: variables are global there, and the inner pattern overwrites what the outer one
 * still reads. So WHERE becomes a union of variants, each one basic graph pattern with FILTERs and BINDs:
 *
 *   { A } UNION { B }   C      ->   A.C | B.C
 *   A  OPTIONAL { B }          ->   A.B | A without the rows whose values of A's variables occur in A.B
 *
 * Within one variant it is certain which variables are bound, so each FILTER is rewritten for the variant: BOUND(?x) becomes true or false. */
#ifndef DM_REDLAND_PLAN_IMPL_H
#define DM_REDLAND_PLAN_IMPL_H

#include "redland/sparql_impl.h"

typedef struct variant variant;

typedef struct {
  const variant *other;
  DM_VECTOR(uint32_t) keys;
} exclusion; /* no row whose values of `keys` occur in a row of `other` */

typedef struct {
  uint32_t          variable;
  const expression *expression;
  size_t            at;
} binding;

struct variant {
  triple_patterns triples;
  expressions     filters;
  DM_VECTOR(binding) bindings;
  DM_VECTOR(exclusion) exclusions;
  DM_VECTOR(const select_query *) sources; /* leading subqueries whose rows are computed first; each gives its columns as constants */
};

typedef DM_VECTOR(variant *) variants;

typedef struct {
  const dm_query *query;
  dm_diagnostics *diagnostics;
  dm_arena       *arena;  /* of rewritten expressions */
  variants        all;    /* every variant made, to free */
  variants        result; /* those whose union is the WHERE */
} plan;

/* Makes the plan of a WHERE; `result` holds at most PLAN_MAX_VARIANTS. Reports and returns DM_BAD_RULES for what no variant can say. */
dm_status plan_build(plan *p, const group_pattern *where);
void      plan_free(plan *p);

enum { PLAN_MAX_VARIANTS = 64 };

bool variant_binds(const variant *v, uint32_t variable);

/* Copies `e` for a variant: variables that it does not bind become the expression of that name among the first n_aliases columns of `select`, or
 * else OP_UNBOUND. */
const expression *plan_resolve(dm_arena *arena, const variant *v, const select_query *select, size_t n_aliases, const expression *e);

/* ---- kinds of values (kind.c) ---- */

/* What a value may be: a set. */
typedef uint32_t kinds;

enum {
  KIND_IRI = 1,
  KIND_BLANK = 1 << 1,
  KIND_TEXT = 1 << 2,     /* without language, not empty */
  KIND_EMPTY = 1 << 3,    /* "" */
  KIND_LANGUAGE = 1 << 4, /* with language */
  KIND_INTEGER = 1 << 5,  /* xsd:integer, canonical, small enough for rasqal's int */
  KIND_NUMBER = 1 << 6,   /* xsd:decimal, double, float */
  KIND_BOOLEAN = 1 << 7,
  KIND_DATE = 1 << 8,      /* xsd:date without time zone */
  KIND_DATETIME = 1 << 9,  /* xsd:dateTime in UTC */
  KIND_OTHER = 1 << 10,    /* any other datatype or form */
  KIND_WIDE = 1 << 11,     /* and with characters above U+007F */
  KIND_LINES = 1 << 12,    /* and with line ends */
  KIND_UNBOUND = 1 << 13,  /* or nothing: not bound, or an error */
  KIND_COMPUTED = 1 << 14, /* and a number that was computed: its value is right, its spelling is rasqal's */

  KINDS_STRING = KIND_TEXT | KIND_EMPTY | KIND_LANGUAGE,
  KINDS_NUMERIC = KIND_INTEGER | KIND_NUMBER,
  KINDS_LITERAL = KINDS_STRING | KINDS_NUMERIC | KIND_BOOLEAN | KIND_DATE | KIND_DATETIME | KIND_OTHER,
  KINDS_NOTES = KIND_WIDE | KIND_LINES,
  KINDS_ALL = (1 << 13) - 1 /* that a term can be */
};

kinds kinds_of_term(const dm_term *term);

typedef struct {
  const dm_query *query;
  dm_diagnostics *diagnostics;
  kinds          *of_variable;  /* by number; of a variable that may be unbound too, KIND_UNBOUND is among them */
  const kinds    *of_aggregate; /* by number, or NULL */
  dm_status       status;
} kind_checker;

/* Says what `e` may be, KIND_UNBOUND for an error; reports every use that rasqal gets wrong. `is_condition`: an error counts as false there. */
kinds kind_check(kind_checker *c, const expression *e, bool is_condition);

/* The same for what must be true or false: FILTER, HAVING, the sides of && and ||, the argument of !. */
kinds kind_check_condition(kind_checker *c, const expression *e, bool is_condition);

/* ---- the text for rasqal (emit.c) ---- */

typedef struct {
  uint32_t          variable;
  const expression *expression; /* NULL: the variable */
} wanted;

/* Terms that stand for variables; by number, kind DM_TERM_NONE: none. */
typedef const dm_term *constants;

/* Appends a SELECT of `columns` over the variant (NULL: over nothing); the result has one column each, in order. Aggregates stand for
 * `aggregates[index]`. Every variable of a column must be bound by the variant or a constant. */
void emit_select(dm_buffer *out, const variant *v, const wanted *columns, size_t n, constants constants_of, const dm_term *aggregates);

#endif
