/* base/memory.h - allocation that cannot fail: out of memory ends the program here, with a message and exit code 6. */
#ifndef DM_BASE_MEMORY_H
#define DM_BASE_MEMORY_H

#include <stddef.h>

/* Returns zeroed memory of `n_bytes` (at least 1), the caller's, to free with free(). Never NULL. */
void *dm_allocate(size_t n_bytes);

/* Resizes `memory` (NULL allowed) to n_items * item_bytes; overflow ends the program as out of memory does. New bytes are not zeroed. */
void *dm_reallocate(void *memory, size_t n_items, size_t item_bytes);

/* Copies `n_bytes` of `text` and a NUL behind them; the caller's, to free with free(). */
char *dm_copy_string(const char *text, size_t n_bytes);

#endif
