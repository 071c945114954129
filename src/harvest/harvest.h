/* harvest/harvest.h - what documents name and say that lexicon and rules do not know: names, acronyms, verbs and expressions, counted over many documents.
 *
 *   document --> dm_gleaning (sightings of one document; several threads may glean at once)
 *   gleanings, in the order of the documents --> dm_harvest --> YAML that a lexicon can load
 */
#ifndef DM_HARVEST_HARVEST_H
#define DM_HARVEST_HARVEST_H

#include "base/buffer.h"
#include "document/document.h"
#include "relation/relation.h"

/* What one document shows. Independent of the document and its reading once made. */
typedef struct dm_gleaning dm_gleaning;

/* Reads `document` by `lexicon` and `rules`. The caller's. Cannot fail. */
dm_gleaning *dm_gleaning_new(const dm_lexicon *lexicon, const dm_rules *rules, const dm_document *document);
void         dm_gleaning_free(dm_gleaning *gleaning); /* NULL is allowed */

typedef struct dm_harvest dm_harvest;

/* An empty harvest over `lexicon`, which must outlive it. The caller's; one thread. */
dm_harvest *dm_harvest_new(const dm_lexicon *lexicon);
void        dm_harvest_free(dm_harvest *harvest); /* NULL is allowed */

/* Adds what a document showed, in the order of the documents; nothing of the gleaning is kept. */
void dm_harvest_add(dm_harvest *harvest, const dm_gleaning *gleaning);

typedef struct {
  size_t min_count;  /* what was seen less often is left out */
  size_t n_contexts; /* passages shown of each, at most */
} dm_harvest_options;

/* Appends the harvest as YAML: the most frequent first, then by name. What needs a decision is a comment; the rest loads as it is. */
void dm_harvest_write(dm_harvest *harvest, const dm_harvest_options *options, dm_buffer *out);

#endif
