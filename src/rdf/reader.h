/* rdf/reader.h - our own streaming reader of N-Triples and N-Quads (RDF 1.1), several times as fast as raptor's. Constant memory. */
#ifndef DM_RDF_READER_H
#define DM_RDF_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostic.h"
#include "base/status.h"
#include "rdf/term.h"

/* Reads `bytes` of `file` (for messages) as N-Quads, or as N-Triples where `has_graphs` is false, and sends each statement to `sink`, whose on_end is called at the end if there
 * was no error. Terms are borrowed from the reader until the call returns; escapes are decoded, language tags lower case, xsd:string is no datatype. Blank node labels get
 * `blank_prefix` in front (NULL: none), so that those of two files differ.
 * All errors of grammar, UTF-8 and terms (relative or broken IRIs, bad language tags) are reported as file:line:col with a caret, at most one a line; a bad line sends nothing, the
 * others are still read, up to a hundred errors; DM_BAD_INPUT then. What the sink returns goes before: reading stops. Thread-safe. */
dm_status dm_rdf_lines_read(const char *file, const char *bytes, size_t n_bytes, bool has_graphs, const char *blank_prefix, const dm_sink *sink,
                            dm_diagnostics *diagnostics);

/* The same from `path` ("-": standard input), in pieces: a file may be longer than memory. DM_BAD_INPUT, reported, if it cannot be read. A line may have at most 256 MB:
 * DM_OVER_LIMIT, reported. */
dm_status dm_rdf_lines_read_file(const char *path, bool has_graphs, const char *blank_prefix, const dm_sink *sink, dm_diagnostics *diagnostics);

#endif
