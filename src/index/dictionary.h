/* index/dictionary.h - terms while an index is built: numbered as they come, then in order. Inside this module only. */
#ifndef DM_INDEX_DICTIONARY_H
#define DM_INDEX_DICTIONARY_H

#include "index/layout.h"
#include "index/target.h"

typedef struct dictionary dictionary;

dictionary *dictionary_new(void);
void        dictionary_free(dictionary *terms); /* NULL is allowed */

/* The number of a term, from 1; 0 if there are too many. */
uint32_t dictionary_put(dictionary *terms, const dm_term *term);
/* Whether `number`, which dictionary_put() gave, is that term; faster than putting it again. */
bool     dictionary_is(const dictionary *terms, uint32_t number, const dm_term *term);
size_t   dictionary_bytes(const dictionary *terms); /* of memory */

/* Writes types, terms, texts and values in order and counts them. Returns the identifier of each number (ids[0] is 0), malloced, the caller's.
 * The dictionary is of no use afterwards but to be freed. */
uint32_t *dictionary_finish(dictionary *terms, target *to, layout_counts *counts);

#endif
