/* results/results_impl.h - what the writers of results share. Included inside this module only. */
#ifndef DM_RESULTS_RESULTS_IMPL_H
#define DM_RESULTS_RESULTS_IMPL_H

#include "results/results.h"

#include "base/buffer.h"
#include "base/vector.h"

/* How one format writes: each function appends to writer->line, which is written afterwards. */
typedef struct {
  void (*columns)(dm_results_writer *writer, const char *const *names, size_t n);
  void (*row)(dm_results_writer *writer, const dm_term *values, size_t n);
  void (*boolean)(dm_results_writer *writer, bool value); /* all of it: no end follows */
  void (*end)(dm_results_writer *writer);
} results_class;

extern const results_class results_table, results_csv, results_tsv, results_json, results_xml, results_markdown, results_html, results_dot;

/* Cells of a table, kept until its widths are known. */
typedef struct {
  DM_VECTOR(char *) cells; /* row by row, the names first */
  size_t n_columns;
} table_cells;

struct dm_results_writer {
  const results_class *class;
  dm_results_style style;
  dm_output       *output;
  size_t           n_rows;
  bool             is_boolean;
  DM_VECTOR(char *) names;
  dm_buffer   line;
  table_cells table;
  dm_status   status;  /* sticky, for formats that write in pieces */
  const char *problem; /* what the format cannot say */
};

/* Writes what is in writer->line and empties it; sticky. */
dm_status results_flush(dm_results_writer *writer);
/* `true` or `false` and a line end: for formats that have no form for a boolean. */
void      results_plain_boolean(dm_results_writer *writer, bool value);

/* ---- shown.c: for people ---- */

/* Appends text on one line: white space of any kind as a space; what a terminal or a reader would obey rather than show (controls, bidirectional overrides) and what is
 * no UTF-8 as U+FFFD. */
void        shown_text(dm_buffer *out, const char *text, size_t n_bytes);
/* Appends prefix:rest by the longest namespace that fits; the rest may be a path, as people read it. Else the IRI, in <> if `in_brackets`. */
void        shown_iri(dm_buffer *out, const dm_results_style *style, const dm_term *term, bool in_brackets);
const char *shown_label(const dm_results_style *style, const dm_term *term); /* of an IRI; NULL: none */
/* Appends a term as the table shows it. */
void        shown_term(dm_buffer *out, const dm_results_style *style, const dm_term *term);
/* Whether a browser may be sent there: http and https only, without characters that no IRI has. */
bool        shown_is_link(const dm_term *term);

#endif
