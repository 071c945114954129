/* redland/query.h - SPARQL over RDF graphs, through librdf and rasqal. The only user of <librdf.h>.
 *
 * text --parse--> query   files --read--> graph   query x graph --run--> rows, a boolean or statements
 *
 * rasqal 0.9.33 answers many queries wrongly without a word. It is given only what it does right: one basic graph pattern with FILTER and BIND
 * at a time. UNION, OPTIONAL, subqueries, grouping, DISTINCT, ORDER BY and CONSTRUCT are done here, over such patterns. What stays wrong or
 * unsupported (see README.md) is refused with its place: by dm_query_parse() what the text alone shows, by dm_query_run() what depends on the data. */
#ifndef DM_REDLAND_QUERY_H
#define DM_REDLAND_QUERY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostic.h"
#include "base/output.h"
#include "base/status.h"
#include "base/vector.h"
#include "rdf/term.h"
#include "rdf/solutions.h"
#include "rdf/writer.h"

/* ---- graphs ---- */

/* The union of all graphs read, without duplicates. Not thread-safe. */
typedef struct dm_graph dm_graph;

void dm_graph_new(dm_graph **out);
void dm_graph_free(dm_graph *graph); /* NULL is allowed */

/* Adds the statements of a file, its syntax guessed by the name's ending, or else ("-": standard input) by its first bytes: RDF/XML, N-Quads or TriG.
 * DM_BAD_INPUT, reported, if it cannot be read; what came before the error stays in the graph. */
dm_status dm_graph_read(dm_graph *graph, const char *path, dm_diagnostics *diagnostics);

/* A sink that adds statements; graph names are dropped. */
dm_sink dm_graph_sink(dm_graph *graph);
size_t  dm_graph_size(const dm_graph *graph); /* statements */

/* ---- queries ---- */

typedef enum { DM_QUERY_SELECT, DM_QUERY_ASK, DM_QUERY_CONSTRUCT } dm_query_form;

typedef struct dm_query dm_query;

/* Parses a SPARQL 1.1 query (`text` is copied). DM_BAD_RULES, reported as file:line:col with a caret, for errors of syntax and for constructs that
 * are refused, each named. On success *out is the caller's, else NULL. */
dm_status        dm_query_parse(dm_query **out, const char *file, const char *text, size_t n_bytes, dm_diagnostics *diagnostics);
/* Reads and parses a file ("-": standard input). */
dm_status        dm_query_load(dm_query **out, const char *path, dm_diagnostics *diagnostics);
void             dm_query_free(dm_query *query); /* NULL is allowed */
dm_query_form    dm_query_get_form(const dm_query *query);
size_t           dm_query_count_columns(const dm_query *query);        /* of SELECT, else 0 */
const char      *dm_query_column(const dm_query *query, size_t index); /* the variable's name without `?` */
const dm_prefix *dm_query_prefixes(const dm_query *query, size_t *n);  /* of its PREFIX lines; borrowed */

/* Keeps the rows whose column holds `value`: the text of a literal or IRI contains it, both folded (case and accents dropped). How the command line
 * does `demarche query NAME --COLUMN VALUE`. Applied before LIMIT and OFFSET. */
typedef struct {
  const char *column;
  const char *value;
} dm_row_filter;

/* Runs `query` over `graph`. SELECT and ASK go to `results`, CONSTRUCT to `statements` (sorted, without duplicates); the other may be NULL.
 * Rows come in the order of ORDER BY, ties by their values, so the same input gives the same output.
 * DM_OK; DM_REFUSED if ASK is answered false; DM_BAD_RULES, reported, if rasqal would answer wrongly over this data; DM_BAD_USAGE, reported, for a
 * filter on a column that is not there; DM_OVER_LIMIT, reported, for more than ten million solutions; else what the sink returned. */
dm_status dm_query_run(const dm_query *query, dm_graph *graph, const dm_row_filter *filters, size_t n_filters, const dm_solution_sink *results,
                       const dm_sink *statements, dm_diagnostics *diagnostics);

/* ---- stored queries ---- */

/* A file NAME.rq that opens with comment lines `# Question: ...`, `# Columns: ...`, `# Example: ...`. All strings are malloced. */
typedef struct {
  char *name; /* the file's name without .rq */
  char *path;
  char *question; /* "" if it tells none */
} dm_stored_query;

typedef DM_VECTOR(dm_stored_query) dm_stored_queries;

/* Adds every .rq file of `folder` (not below it), sorted by name. */
dm_status dm_stored_queries_list(dm_stored_queries *queries, const char *folder, dm_diagnostics *diagnostics);
void      dm_stored_queries_free(dm_stored_queries *queries);

/* The stored query of that name, or NULL; *nearest (may be NULL) then is one whose name is within two edits, or NULL. */
const dm_stored_query *dm_stored_queries_find(const dm_stored_queries *queries, const char *name, const dm_stored_query **nearest);

#endif
