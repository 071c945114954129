/* redland/sparql_impl.h - a SPARQL query as a tree: what the parser makes and planning and running use. Included inside this module only.
 *
 * Variables are numbers. A variable of a subquery that is not projected has a number of its own, so equal names in different scopes never meet.
 * Everything lives in the query's arena except the vectors' arrays, which sparql_query_free() frees. */
#ifndef DM_REDLAND_SPARQL_IMPL_H
#define DM_REDLAND_SPARQL_IMPL_H

#include "redland/query.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/map.h"

#include <stdint.h>

/* ---- tokens ---- */

typedef enum {
  TOKEN_END,
  TOKEN_BAD,      /* reported by the tokenizer */
  TOKEN_IRI,      /* <...>; text is the IRI as written, escapes resolved */
  TOKEN_NAME,     /* prefix:local; text as written */
  TOKEN_BLANK,    /* _:label */
  TOKEN_VARIABLE, /* ?name; text without the mark */
  TOKEN_LANGUAGE, /* @en; text without @ */
  TOKEN_STRING,   /* text is the value, escapes resolved */
  TOKEN_INTEGER,  /* numbers carry no sign */
  TOKEN_DECIMAL,
  TOKEN_DOUBLE,
  TOKEN_WORD,       /* keyword, function name, `a`, true, false */
  TOKEN_PUNCTUATION /* one or two characters: {}()[].,;=!<>+-*|/^&? and != <= >= && || ^^ */
} token_kind;

typedef struct {
  token_kind  kind;
  size_t      begin; /* bytes of the query text */
  size_t      end;
  const char *text; /* NUL-terminated, in the arena */
  size_t      n_bytes;
} token;

/* ---- terms and expressions ---- */

typedef struct {
  bool     is_variable;
  uint32_t variable;
  dm_term  term;
} pattern_node;

typedef struct {
  pattern_node parts[3]; /* subject, predicate, object */
  size_t       at;
} triple_pattern;

typedef DM_VECTOR(triple_pattern) triple_patterns;

typedef enum {
  OP_VARIABLE,
  OP_TERM,
  OP_UNBOUND, /* a variable that cannot be bound where it stands: an error in every use but BOUND */
  OP_OR,
  OP_AND,
  OP_NOT,
  OP_EQUAL,
  OP_NOT_EQUAL,
  OP_LESS,
  OP_LESS_EQUAL,
  OP_GREATER,
  OP_GREATER_EQUAL,
  OP_IN,
  OP_NOT_IN, /* arguments: the needle, then the list */
  OP_ADD,
  OP_SUBTRACT,
  OP_MULTIPLY,
  OP_DIVIDE,
  OP_NEGATE,
  OP_CALL,     /* of functions[function] */
  OP_AGGREGATE /* the aggregate of that index in its select */
} operator_kind;

typedef struct expression expression;
struct expression {
  operator_kind      op;
  size_t             at;
  uint32_t           variable; /* OP_VARIABLE */
  dm_term            term;     /* OP_TERM */
  size_t             index;    /* of the function or aggregate */
  const expression **arguments;
  size_t             n;
};

typedef DM_VECTOR(const expression *) expressions;

/* The functions that rasqal computes rightly, under the conditions that kind.c checks. */
typedef enum {
  FN_BOUND,
  FN_ISIRI,
  FN_ISURI,
  FN_ISBLANK,
  FN_ISLITERAL,
  FN_ISNUMERIC,
  FN_SAMETERM,
  FN_STR,
  FN_LANG,
  FN_LANGMATCHES,
  FN_DATATYPE,
  FN_CONTAINS,
  FN_STRSTARTS,
  FN_STRENDS,
  FN_STRLEN,
  FN_SUBSTR,
  FN_CONCAT,
  FN_STRBEFORE,
  FN_STRAFTER,
  FN_UCASE,
  FN_LCASE,
  FN_REGEX,
  FN_IF,
  FN_COALESCE,
  FN_ABS,
  FN_CEIL,
  FN_FLOOR,
  FN_ROUND,
  FN_YEAR,
  FN_MONTH,
  FN_DAY,
  FN_ENCODE_FOR_URI,
  FN_COUNT_OF
} function_kind;

typedef struct {
  const char *name;
  size_t      min_arguments;
  size_t      max_arguments;
} function_form;

extern const function_form sparql_functions[FN_COUNT_OF];

typedef enum { AGGREGATE_COUNT, AGGREGATE_SUM, AGGREGATE_AVG, AGGREGATE_MIN, AGGREGATE_MAX, AGGREGATE_SAMPLE, AGGREGATE_GROUP_CONCAT } aggregate_kind;

typedef struct {
  aggregate_kind    kind;
  const expression *argument; /* NULL: COUNT(*) */
  size_t            at;
  const char       *name;
} aggregate;

/* ---- patterns ---- */

typedef enum { ELEMENT_TRIPLES, ELEMENT_FILTER, ELEMENT_BIND, ELEMENT_OPTIONAL, ELEMENT_UNION, ELEMENT_GROUP, ELEMENT_SELECT } element_kind;

typedef struct select_query  select_query;
typedef struct group_pattern group_pattern;

typedef struct {
  element_kind      kind;
  size_t            at;
  triple_patterns   triples;
  const expression *expression;      /* FILTER, BIND */
  uint32_t          variable;        /* BIND */
  DM_VECTOR(group_pattern *) groups; /* OPTIONAL and GROUP: one; UNION: two or more */
  select_query *select;
} group_element;

struct group_pattern {
  size_t at;
  DM_VECTOR(group_element) elements;
};

typedef struct {
  uint32_t          variable;
  const expression *expression; /* NULL: the variable itself */
  size_t            at;
} projection;

typedef struct {
  const expression *expression;
  bool              descending;
} order_condition;

struct select_query {
  size_t at;
  bool   distinct;
  bool   star;
  DM_VECTOR(projection) columns;
  group_pattern *where;
  bool           grouped; /* it has GROUP BY or an aggregate */
  bool           has_group_by;
  DM_VECTOR(uint32_t) group_by;
  expressions having;
  DM_VECTOR(aggregate) aggregates;
  DM_VECTOR(order_condition) order;
  size_t limit; /* SIZE_MAX: none */
  size_t offset;
};

typedef struct {
  const char *name; /* NULL: made by us (a blank node of a pattern, a variable inside a subquery) */
  bool        hidden;
} query_variable;

struct dm_query {
  dm_arena     *arena;
  char         *file;
  char         *text;
  size_t        n_text;
  dm_query_form form;
  select_query *select; /* ASK and CONSTRUCT: only `where` and the modifiers count */
  triple_patterns template;
  DM_VECTOR(query_variable) variables;
  DM_VECTOR(dm_prefix) prefixes;
  /* to free */
  DM_VECTOR(select_query *) selects;
  DM_VECTOR(group_pattern *) groups;
};

/* Reports an error at a byte of the query's text; returns DM_BAD_RULES. */
dm_status sparql_report(const dm_query *query, size_t at, dm_diagnostics *diagnostics, const char *format, ...) __attribute__((format(printf, 4, 5)));

/* ---- the parser (parser.c, parse.c, parse_select.c, pattern.c, expression.c) ---- */

typedef struct {
  dm_query       *query;
  dm_diagnostics *diagnostics;
  token           now;
  token           next;
  size_t          at;      /* where the token behind `next` begins */
  size_t          depth;   /* of nested groups and expressions */
  dm_status       status;  /* DM_BAD_RULES once anything was reported */
  bool            stopped; /* after an error of syntax: every look at a token sees the end */
  dm_map         *scope;   /* names of variables in the present SELECT -> numbers */
  dm_map         *blanks;  /* labels of blank nodes -> variables */
  const char     *base;
  select_query   *select; /* the present one, for aggregates */
  bool            aggregates_allowed;
  bool            in_aggregate;
  size_t          optional_depth;
  bool            in_template; /* blank nodes stay blank nodes */
  size_t          n_template_blanks;
} parser;

enum { SPARQL_MAX_DEPTH = 64 };

void              sparql_tokenize(parser *p, token *out); /* token.c: the token at p->at */
void              parser_advance(parser *p);
bool              parser_is(const parser *p, const char *punctuation); /* `now` is that punctuation */
bool              parser_is_word(const parser *p, const char *word);   /* ... that keyword, whatever its case */
bool              parser_accept(parser *p, const char *punctuation);
bool              parser_accept_word(parser *p, const char *word);
bool              parser_expect(parser *p, const char *punctuation, const char *where);
void              parser_syntax(parser *p, const char *expected);                                 /* reports at `now` and stops */
void              parser_refuse(parser *p, size_t at, const char *construct, const char *advice); /* reports and goes on */
bool              parser_enter(parser *p); /* one level deeper; false (reported, stopped) if too deep */
uint32_t          parser_variable(parser *p, const char *name, size_t n_bytes);
uint32_t          parser_new_variable(parser *p, const char *name);
const char       *parser_resolve(parser *p, const char *iri, size_t at); /* against the base; reports a relative IRI without one */
bool              sparql_iri_has_dot_segment(const char *iri);           /* rasqal resolves those, even in absolute IRIs */
bool              parser_iri(parser *p, dm_term *term);                  /* IRI or prefixed name at `now`, consumed */
bool              parser_starts_iri(const parser *p);
bool              parser_literal(parser *p, dm_term *term); /* string, number or boolean at `now`, consumed; false if none stands there */
const expression *parse_expression(parser *p);
const expression *parse_constraint(parser *p); /* of FILTER and HAVING: bracketed expression or call */
group_pattern    *parse_group(parser *p);
void              parse_triples(parser *p, triple_patterns *triples); /* up to what cannot be a triple */
select_query     *parser_new_select(parser *p);
select_query     *parse_select(parser *p, bool is_subquery);
bool              parse_where_and_modifiers(parser *p, select_query *select);

#endif
