/* sparql/syntax.h - SPARQL 1.1 Query text as a tree that knows its places: the grammar of §19.8 and the rules of its notes, nothing of the meaning.
 *
 *   text --tokens--> syntax tree (this) --algebra--> what to compute
 *
 * Variables are numbers of names: equal names have equal numbers, whatever scopes they stand in (the algebra tells scopes apart). All of a tree lives in the arena
 * that the parser was given. Offsets are bytes of the query's text. */
#ifndef DM_SPARQL_SYNTAX_H
#define DM_SPARQL_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diagnostic.h"
#include "base/status.h"
#include "function/function.h"
#include "rdf/term.h"
#include "rdf/writer.h"
#include "sparql/kinds.h"

enum {
  DM_SYNTAX_MOST_BYTES = 16 * 1024 * 1024, /* of a query's text */
  DM_SYNTAX_MOST_LEVELS = 1000             /* of groups, brackets, collections and operators in each other */
};

#define DM_SYNTAX_NO_NAME UINT32_MAX

typedef struct dm_syntax_expression dm_syntax_expression;
typedef struct dm_syntax_path       dm_syntax_path;
typedef struct dm_syntax_group      dm_syntax_group;
typedef struct dm_syntax_select     dm_syntax_select;

/* ---- terms ---- */

typedef enum { DM_SYNTAX_TERM, DM_SYNTAX_VARIABLE, DM_SYNTAX_BLANK } dm_syntax_reference_kind;

typedef struct {
  dm_syntax_reference_kind kind;
  size_t                   offset;
  dm_term                  term; /* an IRI or a literal; plain and xsd:string literals have no datatype */
  uint32_t                 name; /* an index of dm_syntax_query.names, or, of a blank node, of dm_syntax_query.blanks */
} dm_syntax_reference;

/* ---- expressions ---- */

typedef enum {
  DM_SYNTAX_CONSTANT,
  DM_SYNTAX_NAME,
  DM_SYNTAX_CALL, /* functions and operators; those with more than two operands (|| and &&) are nested */
  DM_SYNTAX_AGGREGATE,
  DM_SYNTAX_EXISTS /* NOT EXISTS is NOT of it */
} dm_syntax_expression_kind;

struct dm_syntax_expression {
  dm_syntax_expression_kind kind;
  size_t                    offset;
  uint32_t                  n_levels; /* of the tree from here down, patterns not counted */
  dm_term                   constant;
  uint32_t                  name;
  dm_function               function; /* NONE: of `iri`, which is no function of the standard */
  const char               *iri;
  dm_syntax_expression    **arguments; /* of an aggregate: one, or none for * */
  size_t                    n_arguments;
  dm_aggregate_kind         aggregate;
  bool                      is_distinct;
  const char               *separator; /* of GROUP_CONCAT; " " where none is written */
  dm_syntax_group          *pattern;
};

/* ---- patterns ---- */

struct dm_syntax_path {
  dm_path_kind     kind;
  size_t           offset;
  dm_term          predicate; /* of a link */
  dm_syntax_path **parts;     /* of a negated path: links, and inverse paths of links */
  size_t           n_parts;
};

typedef struct {
  dm_syntax_reference subject;
  dm_syntax_reference predicate; /* where path is NULL */
  dm_syntax_path     *path;      /* never a mere link */
  dm_syntax_reference object;
} dm_syntax_triple;

typedef DM_LIST(dm_syntax_triple) dm_syntax_triples;

typedef struct {
  size_t    offset;
  uint32_t *names;
  size_t    n_names;
  dm_term  *rows; /* n_names terms each; kind NONE is UNDEF */
  size_t    n_rows;
} dm_syntax_values;

typedef enum {
  DM_ELEMENT_TRIPLES, /* what stands between other elements; FILTER splits it, too */
  DM_ELEMENT_FILTER,
  DM_ELEMENT_BIND,
  DM_ELEMENT_OPTIONAL,
  DM_ELEMENT_MINUS,
  DM_ELEMENT_UNION, /* of one group: a group in a group */
  DM_ELEMENT_GRAPH,
  DM_ELEMENT_SERVICE,
  DM_ELEMENT_VALUES
} dm_syntax_element_kind;

typedef struct {
  dm_syntax_element_kind kind;
  size_t                 offset;
  dm_syntax_triples      triples;
  dm_syntax_expression  *expression; /* FILTER, BIND */
  uint32_t               name;       /* BIND */
  dm_syntax_reference    reference;  /* GRAPH, SERVICE */
  bool                   is_silent;  /* SERVICE */
  DM_LIST(dm_syntax_group *) groups; /* one, but of UNION */
  dm_syntax_values *values;
} dm_syntax_element;

struct dm_syntax_group {
  size_t offset; /* of its brace */
  size_t end;    /* behind its closing brace */
  DM_LIST(dm_syntax_element) elements;
  dm_syntax_select *select; /* of a subquery; then there are no elements */
};

/* ---- queries and subqueries ---- */

typedef struct {
  uint32_t              name;
  dm_syntax_expression *expression; /* NULL: the variable itself */
  size_t                offset;
} dm_syntax_column;

typedef struct {
  dm_syntax_expression *expression;
  uint32_t              name; /* of AS, else DM_SYNTAX_NO_NAME */
  size_t                offset;
} dm_syntax_key;

typedef struct {
  dm_syntax_expression *expression;
  bool                  is_descending;
} dm_syntax_order;

struct dm_syntax_select {
  size_t offset;
  bool   is_distinct;
  bool   is_reduced;
  bool   is_star;                    /* columns are then the visible variables in the order of their first appearance */
  DM_LIST(dm_syntax_column) columns; /* none twice; empty where the form is not SELECT */
  dm_syntax_group *where;            /* never NULL */
  bool             is_grouped;       /* it has GROUP BY, or an aggregate somewhere */
  DM_LIST(dm_syntax_key) keys;       /* GROUP BY */
  DM_LIST(dm_syntax_expression *) having;
  DM_LIST(dm_syntax_order) orders;
  bool              has_slice;
  uint64_t          n_skip; /* OFFSET */
  uint64_t          n_most; /* LIMIT; UINT64_MAX: none */
  dm_syntax_values *values; /* behind all else; may be NULL */
};

typedef struct {
  dm_query_form     form;
  const char       *base;                 /* that the prologue ends with, or that was given; NULL: none */
  dm_syntax_select *select;               /* pattern and modifiers, of all forms */
  dm_syntax_triples template;             /* of CONSTRUCT */
  DM_LIST(dm_syntax_reference) described; /* of DESCRIBE; of * the visible variables */
  DM_LIST(dm_term) from;
  DM_LIST(dm_term) from_named;
  DM_LIST(dm_prefix) prefixes;
  DM_LIST(const char *) names;  /* of variables, without `?` */
  DM_LIST(const char *) blanks; /* labels of blank nodes; of [] and () they begin with a dot, as no label does */
} dm_syntax_query;

/* Parses `text` (UTF-8) and checks all rules of the standard that need no data. `base` resolves relative IRIs before BASE; may be NULL. The tree is in `arena`;
 * all strings are copied. DM_BAD_RULES, and NULL in *out: every error that was found is reported with its place in `file` and what was expected. Thread-safe. */
dm_status dm_syntax_parse(dm_syntax_query **out, dm_arena *arena, const char *file, const char *text, size_t n_bytes, const char *base,
                          dm_diagnostics *diagnostics);

#endif
