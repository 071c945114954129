/* results/results.h - answers of SELECT and ASK as text, and back: SPARQL 1.1 Query Results XML, JSON, CSV and TSV, and four for people. */
#ifndef DM_RESULTS_RESULTS_H
#define DM_RESULTS_RESULTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostic.h"
#include "base/output.h"
#include "base/status.h"
#include "rdf/solutions.h"
#include "rdf/writer.h"

typedef enum {
  DM_RESULTS_TABLE,    /* for a terminal: aligned, names with prefixes, cut to the width */
  DM_RESULTS_CSV,      /* SPARQL 1.1 Query Results CSV and TSV Formats */
  DM_RESULTS_TSV,      /* the same */
  DM_RESULTS_JSON,     /* SPARQL 1.1 Query Results JSON Format */
  DM_RESULTS_XML,      /* SPARQL Query Results XML Format (Second Edition) */
  DM_RESULTS_MARKDOWN, /* a table of GitHub Flavored Markdown */
  DM_RESULTS_HTML,     /* a whole page, without scripts */
  DM_RESULTS_DOT,      /* Graphviz: rows are edges, by columns `source` and `target` (without direction) or `from` and `to`, and `weight` */
  DM_RESULTS_N
} dm_results_format;

/* The format of that name (table, csv, tsv, json, xml, markdown, html, dot; md, gv, srj and srx too); DM_NOTHING if there is none. */
dm_status dm_results_format_find(dm_results_format *format, const char *name);

/* ---- writing ---- */

/* What IRIs are called. label() gives the words for `iri`, or NULL where it has none; the string is borrowed until the next call. Start from zero: no labels.
 * Used by the formats for people alone. */
typedef struct {
  void *ctx;
  const char *(*label)(void *ctx, const char *iri);
  bool is_beside; /* behind the short IRI; else instead of it */
} dm_labels;

/* How to write. Start from zero: nothing is needed but a format. All is borrowed and must outlive the writer. */
typedef struct {
  dm_results_format format;
  const dm_prefix  *prefixes; /* shorten IRIs in the formats for people */
  size_t            n_prefixes;
  size_t            width_columns; /* of the terminal, for the table; 0: no limit */
  dm_labels         labels;
  const char       *title; /* of the page of HTML; NULL: a general one */
} dm_results_style;

typedef struct dm_results_writer dm_results_writer;

/* A writer to `output`, which must outlive it; *style is copied. *out is the caller's. Cannot fail. All but the table need constant memory.
 * The end of the results does not commit the output. A boolean is `true` or `false` on a line in table, CSV, TSV and Markdown, which have no form for it. */
void             dm_results_writer_new(dm_results_writer **out, const dm_results_style *style, dm_output *output);
void             dm_results_writer_free(dm_results_writer *writer); /* NULL is allowed */
dm_solution_sink dm_results_writer_sink(dm_results_writer *writer);
/* After DM_BAD_OUTPUT: what the format cannot say (XML 1.0 has no control characters), or NULL if the output failed, which is reported already. */
const char      *dm_results_writer_problem(const dm_results_writer *writer);
size_t           dm_results_writer_count(const dm_results_writer *writer); /* rows so far */

/* ---- reading ---- */

/* Reads an answer in JSON, XML or TSV (`bytes` of `file`, a name for messages) and sends it to `sink`. The whole of it is checked before anything is sent: an answer that was
 * cut off or broken on its way, or that has a term which RDF 1.1 does not allow, sends nothing. Blank nodes are named anew, b0, b1 ..., in the order of their coming, since other
 * stores use labels that no syntax of RDF takes. A plain literal with datatype xsd:string loses it, as dm_term wants.
 * DM_BAD_INPUT, reported with file:line:col: not of that format, invalid UTF-8, more than a thousand columns, nesting deeper than 64; DM_BAD_USAGE: no format that is read;
 * else what the sink returned. Thread-safe. */
dm_status dm_results_read(dm_results_format format, const char *file, const char *bytes, size_t n_bytes, const dm_solution_sink *sink,
                          dm_diagnostics *diagnostics);

/* ---- media types (RFC 9110 §8.3.1) ---- */

/* One form in which an answer can be given. */
typedef struct {
  const char *name;       /* on the command line */
  const char *media_type; /* without parameters */
  const char *ending;     /* of file names, without the point */
  bool        is_text;    /* needs `; charset=utf-8` behind it, since text/ has other defaults in some programs */
  int         value;      /* dm_results_format, or dm_syntax */
} dm_media;

/* What SELECT and ASK, and CONSTRUCT and DESCRIBE, can be answered in; the best first. Some stand more than once, by the names that old clients use. */
extern const dm_media dm_results_media[];
extern const size_t   dm_results_n_media;
extern const dm_media dm_statement_media[];
extern const size_t   dm_statement_n_media;

/* The first medium of that media type (parameters and case do not matter), file ending, or name; NULL if there is none. */
const dm_media *dm_media_of_type(const dm_media *media, size_t n_media, const char *type);
const dm_media *dm_media_of_ending(const dm_media *media, size_t n_media, const char *path);

/* Proactive negotiation (RFC 9110 §12.5.1): the medium that an Accept field wants most; its most exact range that fits tells the quality of a medium, equals are
 * decided by the order of `media`. NULL or an empty field: the first. NULL is returned if none is acceptable. */
const dm_media *dm_media_choose(const dm_media *media, size_t n_media, const char *accept);

#endif
