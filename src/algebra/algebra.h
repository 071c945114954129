/* algebra/algebra.h - a query as the tree of SPARQL 1.1 §18.2: what the parser's syntax means, what the planner rewrites, what the evaluator runs.
 *
 *   text --sparql--> syntax tree --algebra--> query
 *
 * Variables are numbers, unique in the whole query: a variable of a subquery that the subquery does not project has a number of its own (§12), and so have
 * blank nodes of patterns and the variables that the translation needs. Nothing downstream thinks of scopes by name. */
#ifndef DM_ALGEBRA_ALGEBRA_H
#define DM_ALGEBRA_ALGEBRA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/diagnostic.h"
#include "base/status.h"
#include "function/function.h"
#include "rdf/term.h"
#include "rdf/writer.h"
#include "sparql/kinds.h" /* dm_query_form, dm_aggregate_kind, dm_path_kind */

enum { DM_NODE_MOST_LEVELS = 4000 }; /* how deep functions that call themselves on nodes may get */

typedef uint32_t dm_variable; /* an index of dm_query.variables */
#define DM_NO_VARIABLE UINT32_MAX

typedef struct {
  const char *name;      /* without `?`; of a blank node `_:label`, of the translation's own `.1` */
  bool        is_hidden; /* cannot be selected, and is no part of a solution (COUNT(DISTINCT *)): blank nodes and the translation's own */
  const char *shown;     /* as printed: `?name`; `?name/2` of the second variable of that name, in another scope; `_:label` */
} dm_variable_name;

/* A term or a variable in a triple pattern, a GRAPH or a template. */
typedef struct {
  bool        is_variable;
  dm_variable variable;
  dm_term     term;
} dm_slot;

typedef struct {
  dm_slot subject;
  dm_slot predicate;
  dm_slot object;
} dm_triple_pattern;

typedef struct dm_node       dm_node;
typedef struct dm_expression dm_expression;

/* ---- expressions ---- */

typedef enum {
  DM_EXPRESSION_CONSTANT,
  DM_EXPRESSION_VARIABLE,
  DM_EXPRESSION_CALL,   /* of `function`; DM_FUNCTION_NONE: of the unknown function `iri`, always an error (§17.6) */
  DM_EXPRESSION_EXISTS, /* of `pattern`; NOT EXISTS is NOT of it */
} dm_expression_kind;

struct dm_expression {
  dm_expression_kind kind;
  size_t             offset; /* bytes of the query's text, for messages */
  dm_term            constant;
  dm_variable        variable;
  dm_function        function;
  const char        *iri;
  dm_expression    **arguments;
  size_t             n_arguments;
  dm_node           *pattern;
};

typedef struct {
  dm_aggregate_kind kind;
  bool              is_distinct;
  dm_expression    *expression; /* NULL: of * */
  const char       *separator;  /* of GROUP_CONCAT */
  dm_variable       variable;   /* that takes the result; expressions above name it */
} dm_aggregate;

/* ---- property paths (§9, §18.1.7) ---- */

typedef struct dm_path dm_path;
struct dm_path {
  dm_path_kind kind;
  dm_term      predicate; /* of a link */
  dm_path     *first;     /* the only one of unary paths */
  dm_path     *second;
  dm_term     *forward;
  size_t       n_forward;
  dm_term     *backward;
  size_t       n_backward;
};

/* ---- nodes ---- */

typedef enum {
  DM_NODE_BGP,       /* triples; none: the one empty solution */
  DM_NODE_PATH,      /* subject, path, object; only what §18.2.2.4 does not turn into triples, unions and joins */
  DM_NODE_JOIN,      /* left, right */
  DM_NODE_LEFT_JOIN, /* left, right, expressions (all must hold; none: true) */
  DM_NODE_FILTER,    /* left, expressions */
  DM_NODE_UNION,     /* left, right */
  DM_NODE_MINUS,     /* left, right */
  DM_NODE_GRAPH,     /* slot, left */
  DM_NODE_SERVICE,   /* slot, is_silent, left, and its text between the braces for the remote side */
  DM_NODE_EXTEND,    /* left, variable, expression: BIND and (expression AS ?v) */
  DM_NODE_VALUES,    /* variables, rows: n_variables terms each, kind NONE is UNDEF */
  DM_NODE_GROUP, /* left, variables (keys, bound by EXTEND below where they are expressions), aggregates; no variables and `is_single`: one group even of nothing */
  DM_NODE_ORDER,   /* left, orders */
  DM_NODE_PROJECT, /* left, variables: also what separates a subquery from its outside */
  DM_NODE_DISTINCT,
  DM_NODE_REDUCED,
  DM_NODE_SLICE, /* left, offset, limit */
  DM_NODE_N
} dm_node_kind;

typedef struct {
  dm_expression *expression;
  bool           is_descending;
} dm_order_condition;

struct dm_node {
  dm_node_kind kind;
  size_t       offset;   /* bytes of the query's text */
  uint32_t     n_levels; /* of the tree from here down: at most DM_NODE_MOST_LEVELS after translation */
  dm_node     *left;
  dm_node     *right;

  dm_triple_pattern *triples;
  size_t             n_triples;

  dm_slot  subject; /* PATH; GRAPH and SERVICE have their name in `slot` */
  dm_slot  object;
  dm_path *path;
  dm_slot  slot;

  bool        is_silent;
  const char *service_text;

  dm_expression **expressions;
  size_t          n_expressions;

  dm_variable    variable;
  dm_expression *expression;

  dm_variable *variables;
  size_t       n_variables;
  dm_term     *rows;
  size_t       n_rows;

  dm_aggregate *aggregates;
  size_t        n_aggregates;
  bool          is_single;

  dm_order_condition *orders;
  size_t              n_orders;

  uint64_t n_skip;
  uint64_t n_most; /* UINT64_MAX: no limit */

  void *plan; /* for the planner; NULL after translation */
};

/* ---- queries ---- */

typedef struct {
  dm_query_form form;
  const char   *file; /* for messages */
  const char   *text; /* the query's text, n_bytes */
  size_t        n_bytes;
  const char   *base; /* NULL: none */

  const dm_prefix *prefixes; /* of the prologue */
  size_t           n_prefixes;

  dm_variable_name *variables;
  size_t            n_variables;

  dm_node     *where;   /* with all solution modifiers; for ASK without projection */
  dm_variable *columns; /* of SELECT, in order */
  size_t       n_columns;

  dm_triple_pattern *template; /* of CONSTRUCT; blank nodes are slots with DM_TERM_BLANK terms, new for each solution */
  size_t n_template;

  dm_slot *described; /* of DESCRIBE; for * all visible variables */
  size_t   n_described;

  const dm_term *from; /* FROM */
  size_t         n_from;
  const dm_term *from_named; /* FROM NAMED */
  size_t         n_from_named;

  dm_arena *arena; /* all of the above */
} dm_query;

/* Parses and translates a SPARQL 1.1 query (`text` is copied; `base` resolves relative IRIs before BASE, may be NULL). DM_BAD_RULES: every error that was found is reported as
 * file:line:col with a caret and what was expected. On success *out is the caller's, else NULL. Thread-safe. */
dm_status dm_query_parse(dm_query **out, const char *file, const char *text, size_t n_bytes, const char *base, dm_diagnostics *diagnostics);
/* Reads ("-": standard input) and parses a file. */
dm_status dm_query_load(dm_query **out, const char *path, const char *base, dm_diagnostics *diagnostics);
void      dm_query_free(dm_query *query); /* NULL is allowed */

/* Reports an error at a byte of the query's text, and returns `status`. */
dm_status dm_query_report(const dm_query *query, size_t offset, dm_status status, dm_diagnostics *diagnostics, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* Replaces the rows of every VALUES block that has the one variable `name` by `terms`: how parameters are bound, as terms. DM_NOTHING if there is no such block. */
dm_status dm_query_bind(dm_query *query, const char *name, const dm_term *terms, size_t n_terms);

dm_variable dm_query_new_variable(dm_query *query, const char *name); /* hidden; for the planner */

/* Appends the tree as SPARQL algebra in the s-expressions that Jena prints (`(project (?s) (bgp (triple ?s ?p ?o)))`), one node a line, indented. */
void dm_query_print(dm_buffer *out, const dm_query *query);
void dm_node_print(dm_buffer *out, const dm_query *query, const dm_node *node, size_t n_indent);
void dm_expression_print(dm_buffer *out, const dm_query *query, const dm_expression *expression);

/* Sets is_in[v] for every variable that `node` may bind (in scope, §18.2.1), and, in dm_node_certain(), only those that it always binds. */
void dm_node_variables(const dm_node *node, bool *is_in);
void dm_node_certain(const dm_node *node, bool *is_in);
void dm_expression_variables(const dm_expression *expression, bool *is_in); /* those it reads, in EXISTS too */
/* Sets is_in[v] for every variable that stands anywhere in `node`, in its expressions and in what MINUS takes away too. */
void dm_pattern_reads(const dm_node *node, bool *is_in);

#endif
