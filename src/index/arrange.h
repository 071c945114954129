/* index/arrange.h - from statements as they came to permutations. Inside this module only. */
#ifndef DM_INDEX_ARRANGE_H
#define DM_INDEX_ARRANGE_H

#include "index/scratch.h"
#include "index/target.h"

/* Writes directories and rows and counts them. `ids` gives the identifier of each number in `triples` (of the default graph) and `quads` (subject, predicate,
 * object, graph), which are emptied. DM_OK, DM_OVER_LIMIT (reported), or what failed in `common`. */
dm_status arrange(spool *triples, spool *quads, const uint32_t *ids, scratch *common, size_t most_bytes, target *to, layout_counts *counts);

#endif
