/* relation/claim.h - a fact that somebody asks for, in words: `JPN affirms international-law`, `party JPN`, `chair "Jane Doe"`. */
#ifndef DM_RELATION_CLAIM_H
#define DM_RELATION_CLAIM_H

#include "base/buffer.h"
#include "relation/relation.h"

typedef struct dm_claim dm_claim;

/* Reads `words`. A family's name may stand first; without one a word that the rules themselves put into facts (a stance, a role) tells the family, or else a family's
 * name anywhere. All other words name things, by id, label or further name of the lexicon or of what `reading` (NULL: nothing) found, whatever the case, hyphens as
 * spaces, and fill the cells in their order; in cells that take text they are text. A name between double quotes is one. DM_OK, and *out is the caller's; or DM_BAD_USAGE, *out is NULL and
 * `problem` (appended to) says what is wrong, with near names. */
dm_status dm_claim_read(dm_claim **out, const dm_rules *rules, const dm_reading *reading, const char *words, dm_buffer *problem);
void      dm_claim_free(dm_claim *claim); /* NULL is allowed */

/* Appends the claim as facts are written: `position holder=JPN stance=affirms target=international-law`. */
void dm_claim_write(const dm_claim *claim, dm_buffer *out);

#endif
