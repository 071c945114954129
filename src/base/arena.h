/* base/arena.h - memory of one lifetime, freed whole.
 *
 * For what is long-lived, small and many (terms of a document, strings of a lexicon). Not thread-safe: one thread an arena.
 * Built with DM_ARENA_PLAIN each piece is a malloc of its own, so that sanitizers see inside. */
#ifndef DM_BASE_ARENA_H
#define DM_BASE_ARENA_H

#include <stddef.h>

typedef struct dm_arena dm_arena;

/* Returns a new empty arena, the caller's. */
dm_arena *dm_arena_new(void);

/* Frees `arena` and all that came from it; NULL is allowed. */
void dm_arena_free(dm_arena *arena);

/* Frees all that came from `arena` but for one block, which is used again: for scratch memory that is emptied often. */
void dm_arena_clear(dm_arena *arena);

/* Returns zeroed memory, aligned for any type, that lives as long as `arena`. */
void *dm_arena_allocate(dm_arena *arena, size_t n_bytes);

/* Copies `n_bytes` of `text` and a NUL behind them into `arena`. */
char *dm_arena_string(dm_arena *arena, const char *text, size_t n_bytes);

/* printf into `arena`; the result ends with NUL. */
char *dm_arena_print(dm_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
