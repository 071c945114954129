/* rdf/iri.h - relative IRIs (RFC 3986 §5, which RFC 3987 §6.5 takes over). */
#ifndef DM_RDF_IRI_H
#define DM_RDF_IRI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/* Appends what `reference` (n_bytes, need not end with NUL) means under `base` by the strict algorithm of RFC 3986 §5.2; base NULL: none.
 * A reference with a scheme is appended as it is: SPARQL 1.1 §4.1.1.1 wants no normalisation, and W3C's normalization-02 keeps its dot segments.
 * Returns whether the result has a scheme: a relative reference without an absolute base is appended as it is and gives false. Whether its characters may stand in
 * an IRI is for dm_iri_is_valid() to say. Thread-safe. */
bool dm_iri_resolve(dm_buffer *out, const char *base, const char *reference, size_t n_bytes);

#endif
