/* document/front_matter.h - the YAML block that may open a document. Included inside this module only. */
#ifndef DM_DOCUMENT_FRONT_MATTER_H
#define DM_DOCUMENT_FRONT_MATTER_H

#include "base/arena.h"
#include "base/vector.h"
#include "document/document.h"

typedef DM_VECTOR(dm_metadata) dm_metadata_list;

/* Reads the front matter of `text`, if it has one: `---`, a line that begins with a key, more YAML, `---` or `...`.
 * *body_begin is the byte behind it, 0 if there is none. The entries' strings live in `arena`.
 * DM_BAD_INPUT, reported at its place in `path`, if it is no YAML mapping. */
dm_status dm_front_matter_read(dm_metadata_list *entries, size_t *body_begin, dm_arena *arena, const char *path, const char *text, size_t n_text,
                               dm_diagnostics *diagnostics);

#endif
