/* rdf/lexical.h - how one term is spelt in N-Triples and in Turtle. For the writers only. */
#ifndef DM_RDF_LEXICAL_H
#define DM_RDF_LEXICAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "rdf/term.h"
#include "rdf/writer.h"

/* Prefixes, the longest namespace first. */
typedef struct dm_prefixes dm_prefixes;

dm_prefixes *dm_prefixes_new(const dm_prefix *prefixes, size_t n_prefixes);
void         dm_prefixes_free(dm_prefixes *prefixes); /* NULL is allowed */

/* As dm_iri_is_valid(), of bytes; NUL and what is not UTF-8 or no character (U+FFFE, U+FFFF) is not valid. */
bool dm_lexical_iri_is_valid(const char *iri, size_t n_bytes);

/* Appends `term` as N-Triples spells it or, given prefixes (there may be none of them), as Turtle does. Returns NULL, or why the term is not
 * allowed; `out` may then have a part of it. */
const char *dm_lexical_add(dm_buffer *out, const dm_term *term, const dm_prefixes *prefixes);

#endif
