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

/* Makes room for one item more behind the `n` items of an array that only this function made grow (n 0: there is none yet, `items` may be NULL). Returns the
 * array, moved or not. What it moved from stays in `arena`: at most as much again. */
void *dm_arena_grow(dm_arena *arena, void *items, size_t n, size_t item_bytes);

/*   DM_LIST(token) tokens = {0};                    struct { T *items; size_t n; }, nothing to free
 *   *dm_list_add(arena, &tokens) = token;           a pointer to a new last item, zeroed */
#define DM_LIST(T)                                                                                                                                   \
  struct {                                                                                                                                           \
    T     *items;                                                                                                                                    \
    size_t n;                                                                                                                                        \
  }
#define dm_list_add(arena, list) ((list)->items = dm_arena_grow(arena, (list)->items, (list)->n, sizeof *(list)->items), &(list)->items[(list)->n++])

/* printf into `arena`; the result ends with NUL. */
char *dm_arena_print(dm_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
