/* base/vector.h - arrays that grow.
 *
 *   typedef DM_VECTOR(dm_token) dm_tokens;      struct { T *items; size_t n; size_t capacity; }
 *   dm_tokens tokens = {0};
 *   *dm_vector_add(&tokens) = token;            refer by index across growth, never by pointer
 *   dm_vector_free(&tokens);
 */
#ifndef DM_BASE_VECTOR_H
#define DM_BASE_VECTOR_H

#include <stddef.h>
#include <stdlib.h>

#include "base/memory.h"

#define DM_VECTOR(T)                                                                                                                                 \
  struct {                                                                                                                                           \
    T     *items;                                                                                                                                    \
    size_t n;                                                                                                                                        \
    size_t capacity;                                                                                                                                 \
  }

/* Makes room for `n_items` and returns the array, moved or not. Used by the macros. */
void *dm_vector_reserve(void *items, size_t *capacity, size_t n_items, size_t item_bytes);

/* A pointer to a new last item, uninitialised. */
#define dm_vector_add(v) ((v)->items = dm_vector_reserve((v)->items, &(v)->capacity, (v)->n + 1, sizeof *(v)->items), &(v)->items[(v)->n++])

#define dm_vector_free(v) (free((v)->items), (v)->items = NULL, (v)->n = (v)->capacity = 0)

#endif
