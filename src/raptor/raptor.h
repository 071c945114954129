/* raptor/raptor.h - reading every RDF syntax, writing RDF/XML. The only user of <raptor2.h>.
 *
 * One raptor world an object; several threads may each use their own. raptor's messages come as our diagnostics. */
#ifndef DM_RAPTOR_RAPTOR_H
#define DM_RAPTOR_RAPTOR_H

#include "base/diagnostic.h"
#include "base/output.h"
#include "rdf/term.h"
#include "rdf/writer.h"

/* The syntax by a file name's ending (.ttl .trig .nt .nq .rdf .owl .xml); DM_NOTHING if none fits. */
dm_status dm_raptor_guess(dm_syntax *syntax, const char *path);

/* Parses `bytes` (of `file`, for messages; base IRI `base` or NULL for none) and sends each statement, with its graph, to `sink`; calls on_end at the end. RDF/XML goes through
 * raptor: DM_BAD_INPUT, reported with file:line:col, on the first error; the others through rdf/turtle.h and rdf/reader.h, which tell all errors. Language tags are lower case in all.
 * Blank node labels are kept unique by `blank_prefix` (NULL: none). */
dm_status dm_raptor_read(const char *file, const char *bytes, size_t n_bytes, dm_syntax syntax, const char *base, const char *blank_prefix,
                         const dm_sink *sink, dm_diagnostics *diagnostics);

typedef struct dm_rdfxml dm_rdfxml;

/* A writer of RDF/XML to `output`: streaming, graphs dropped; a literal with a character that XML 1.0 does not have is DM_BAD_OUTPUT, reported. */
void    dm_rdfxml_new(dm_rdfxml **out, dm_output *output, const dm_prefix *prefixes, size_t n_prefixes, dm_diagnostics *diagnostics);
void    dm_rdfxml_free(dm_rdfxml *writer);
dm_sink dm_rdfxml_sink(dm_rdfxml *writer);

#endif
