/* index/target.h - where the sections of an index go while it is built: into a file, one behind the other, or into memory. Inside this module only. */
#ifndef DM_INDEX_TARGET_H
#define DM_INDEX_TARGET_H

#include <stdbool.h>

#include "base/output.h"
#include "index/index_impl.h"

typedef struct target target;

/* Writes to `output`, which is borrowed; NULL: to memory. */
target *target_new(dm_output *output);
void    target_free(target *to); /* NULL is allowed */
bool    target_is_memory(const target *to);

/* One section at a time, of exactly n_bytes. */
void target_begin(target *to, layout_section section, uint64_t n_bytes);
void target_add(target *to, const void *bytes, size_t n_bytes);
void target_end(target *to);

void target_write(target *to, layout_section section, const void *bytes, size_t n_bytes); /* all three */
/* The same of malloced bytes, which are the target's from now on: no copy in memory. */
void target_give(target *to, layout_section section, void *bytes, size_t n_bytes);

/* A file: writes the trailer. Returns the status of the output. */
dm_status target_finish_file(target *to, const layout_counts *counts);
/* Memory: the index, the caller's. */
dm_index *target_finish_memory(target *to, const layout_counts *counts);

#endif
