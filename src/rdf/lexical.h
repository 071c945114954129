/* rdf/lexical.h - what a term may be, and how it is spelt in N-Triples and in Turtle. For readers and writers. */
#ifndef DM_RDF_LEXICAL_H
#define DM_RDF_LEXICAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/output.h"
#include "base/status.h"
#include "rdf/term.h"
#include "rdf/writer.h"

/* Prefixes, the longest namespace first. */
typedef struct dm_prefixes dm_prefixes;

dm_prefixes *dm_prefixes_new(const dm_prefix *prefixes, size_t n_prefixes);
void         dm_prefixes_free(dm_prefixes *prefixes); /* NULL is allowed */

/* As dm_iri_is_valid(), of bytes; NUL and what is not UTF-8 or no character (U+FFFE, U+FFFF) is not valid. */
bool dm_lexical_iri_is_valid(const char *iri, size_t n_bytes);

typedef enum { DM_ROLE_SUBJECT, DM_ROLE_PREDICATE, DM_ROLE_OBJECT, DM_ROLE_GRAPH } dm_role;

/* Whether a code point above ASCII may stand in a name of Turtle and in a blank node label: PN_CHARS, or PN_CHARS_BASE for the first. */
bool dm_lexical_is_name(uint32_t codepoint, bool is_first);

/* Appends `term` as N-Triples spells it or, given prefixes (there may be none of them), as Turtle does. A term that RDF does not allow, or not in
 * that role, is reported by refusing `output`; `text` may then have a part of it. */
dm_status dm_lexical_add(dm_buffer *text, dm_role role, const dm_term *term, const dm_prefixes *prefixes, dm_output *output);

/* Chooses what labels of blank nodes may begin with so that they are none of those in `text`: "genid" and one `x` more than stand behind any "genid" there. */
void dm_lexical_choose_stem(dm_buffer *stem, const char *text, size_t n_text);

#endif
