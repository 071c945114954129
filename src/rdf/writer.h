/* rdf/writer.h - our own streaming writers of N-Triples, N-Quads, Turtle and TriG (RDF 1.1).
 *
 * Constant memory: a statement is written when it comes. Turtle and TriG group what comes in a row: the same graph, subject, predicate.
 * No number, boolean or list short form is used but xsd:integer in canonical form, so that every literal is read back as it was. */
#ifndef DM_RDF_WRITER_H
#define DM_RDF_WRITER_H

#include "base/output.h"
#include "rdf/term.h"

typedef enum { DM_SYNTAX_TURTLE, DM_SYNTAX_TRIG, DM_SYNTAX_NTRIPLES, DM_SYNTAX_NQUADS, DM_SYNTAX_RDFXML } dm_syntax;

/* {"dip", "https://..."}; the shortest rest wins where two fit. */
typedef struct {
  const char *prefix;
  const char *namespace_iri;
} dm_prefix;

typedef struct dm_writer dm_writer;

/* A writer of `syntax` (any but RDF/XML) to `output`; prefixes (for Turtle and TriG) are borrowed and must outlive it. *out is the caller's. Cannot fail. */
void dm_writer_new(dm_writer **out, dm_syntax syntax, dm_output *output, const dm_prefix *prefixes, size_t n_prefixes);
void dm_writer_free(dm_writer *writer); /* NULL is allowed */

/* The sink's end closes open groups; it does not commit the output. A term that RDF 1.1 does not allow (bad IRI, U+0000) is DM_BAD_OUTPUT. */
dm_sink dm_writer_sink(dm_writer *writer);

/* Writes `# text` on a line of its own in Turtle and TriG (between groups), nothing in the others. One line, no line end in `text`. */
dm_status dm_writer_comment(dm_writer *writer, const char *text);

#endif
