/* rdf/turtle.h - our own reader of Turtle and TriG (RDF 1.1).
 *
 * raptor 2.0.15 misses 22 of the W3C's 669 tests of the two: SPARQL's PREFIX and BASE, GRAPH and graphs named by blank nodes in TriG, `../` behind `//`; its errors have no columns, and it
 * is several times as slow (tests/suites/w3c_rdf.py, tools/bench). */
#ifndef DM_RDF_TURTLE_H
#define DM_RDF_TURTLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostic.h"
#include "base/status.h"
#include "rdf/term.h"

/* Reads `bytes` of `file` (for messages; they need not end with NUL) as TriG, or as Turtle where `has_graphs` is false, and sends each statement to `sink`, whose on_end is called
 * at the end if there was no error. Terms are borrowed from the reader until the call returns; language tags are lower case, xsd:string is no datatype. `base` resolves relative IRIs before
 * any @base (NULL: none, they are errors). Blank node labels get `blank_prefix` in front (NULL: none); those that are made here occur nowhere in the text.
 * DM_BAD_INPUT: errors are reported as file:line:col with a caret; behind an error reading goes on at the next line behind a `.` that ends one, up to a hundred errors; in TriG the
 * first error is the last. Brackets may be nested 1,000 deep. What the sink returns goes before: reading stops. Thread-safe. */
dm_status dm_rdf_turtle_read(const char *file, const char *bytes, size_t n_bytes, bool has_graphs, const char *base, const char *blank_prefix,
                             const dm_sink *sink, dm_diagnostics *diagnostics);

#endif
