/* redland/rows_impl.h - rows of terms in memory, each term a number. Included inside this module only. */
#ifndef DM_REDLAND_ROWS_IMPL_H
#define DM_REDLAND_ROWS_IMPL_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/map.h"
#include "base/vector.h"
#include "rdf/term.h"

#include <stdint.h>

/* Every term once. Number 0 is no term: unbound. */
typedef struct {
  dm_arena *arena;
  dm_map   *numbers;
  DM_VECTOR(dm_term) terms;
  dm_buffer key;
} term_pool;

void           pool_init(term_pool *pool);
void           pool_free(term_pool *pool);
uint32_t       pool_number(term_pool *pool, const dm_term *term); /* copies a term that is new */
const dm_term *pool_term(const term_pool *pool, uint32_t number);

/* `n` rows of `width` numbers each, one behind the other. */
typedef struct {
  size_t width;
  size_t n;
  DM_VECTOR(uint32_t) cells;
} row_table;

uint32_t       *rows_add(row_table *rows); /* a new row, zeroed; NULL if rows have no cells */
const uint32_t *rows_at(const row_table *rows, size_t index);
void            rows_free(row_table *rows);
void            rows_distinct(row_table *rows, size_t n_compared); /* keeps the first of those equal in their first n_compared cells */

/* Sorts by the cells from `first_key` on, n_keys of them, `descending` telling the direction of each; ties by all cells. */
void rows_sort(row_table *rows, const term_pool *pool, size_t first_key, size_t n_keys, const bool *descending);

/* The order of ORDER BY: unbound, blank nodes, IRIs, literals; numbers by value, all else by text. Total: 0 for the same term only. */
int term_order(const dm_term *a, const dm_term *b);

#endif
