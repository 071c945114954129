/* redland/rows.c - terms as numbers, rows of them, their order. */
#include "redland/rows_impl.h"

#include <stdlib.h>
#include <string.h>

#define XSD "http://www.w3.org/2001/XMLSchema#"

void pool_init(term_pool *pool)
{
  *pool = (term_pool){.arena = dm_arena_new(), .numbers = dm_map_new()};
  *dm_vector_add(&pool->terms) = (dm_term){0};
}

void pool_free(term_pool *pool)
{
  dm_arena_free(pool->arena);
  dm_map_free(pool->numbers);
  dm_vector_free(&pool->terms);
  dm_buffer_free(&pool->key);
}

uint32_t pool_number(term_pool *pool, const dm_term *term)
{
  if (term->kind == DM_TERM_NONE)
    return 0;
  /* U+0000 is in no term, so it parts them */
  dm_buffer_clear(&pool->key);
  dm_buffer_add_byte(&pool->key, (char)('0' + term->kind));
  dm_buffer_add(&pool->key, term->value, term->n_bytes);
  dm_buffer_add_byte(&pool->key, '\0');
  if (term->datatype)
    dm_buffer_add_string(&pool->key, term->datatype);
  dm_buffer_add_byte(&pool->key, '\0');
  if (term->language)
    dm_buffer_add_string(&pool->key, term->language);
  bool           is_new = false;
  const uint32_t number = *dm_map_put(pool->numbers, pool->key.bytes, pool->key.n_bytes, (uint32_t)pool->terms.n, &is_new);
  if (is_new) {
    dm_term copy = *term;
    copy.value = dm_arena_string(pool->arena, term->value, term->n_bytes);
    copy.datatype = term->datatype ? dm_arena_string(pool->arena, term->datatype, strlen(term->datatype)) : NULL;
    copy.language = term->language ? dm_arena_string(pool->arena, term->language, strlen(term->language)) : NULL;
    *dm_vector_add(&pool->terms) = copy;
  }
  return number;
}

const dm_term *pool_term(const term_pool *pool, uint32_t number)
{
  return &pool->terms.items[number];
}

/* ---- rows ---- */

uint32_t *rows_add(row_table *rows)
{
  const size_t begin = rows->cells.n;
  for (size_t i = 0; i < rows->width; i++)
    *dm_vector_add(&rows->cells) = 0;
  rows->n++;
  return rows->width > 0 ? rows->cells.items + begin : NULL;
}

const uint32_t *rows_at(const row_table *rows, size_t index)
{
  return rows->width > 0 ? rows->cells.items + index * rows->width : NULL;
}

void rows_free(row_table *rows)
{
  dm_vector_free(&rows->cells);
  rows->n = 0;
}

void rows_distinct(row_table *rows, size_t n_compared)
{
  dm_map *seen = dm_map_new();
  size_t  n_kept = 0;
  for (size_t i = 0; i < rows->n; i++) {
    bool            is_new = false;
    const uint32_t *row = rows_at(rows, i);
    dm_map_put(seen, row && n_compared > 0 ? (const char *)row : "", n_compared * sizeof *row, 0, &is_new);
    if (is_new && row)
      memmove(rows->cells.items + n_kept * rows->width, row, rows->width * sizeof *row);
    n_kept += is_new;
  }
  rows->n = n_kept;
  rows->cells.n = n_kept * rows->width;
  dm_map_free(seen);
}

/* ---- order ---- */

static bool is_numeric(const dm_term *term)
{
  static const char *const names[] = {"integer",
                                      "decimal",
                                      "double",
                                      "float",
                                      "int",
                                      "long",
                                      "short",
                                      "byte",
                                      "nonNegativeInteger",
                                      "positiveInteger",
                                      "nonPositiveInteger",
                                      "negativeInteger",
                                      "unsignedInt",
                                      "unsignedLong"};
  if (!term->datatype || strncmp(term->datatype, XSD, sizeof XSD - 1) != 0)
    return false;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (strcmp(term->datatype + sizeof XSD - 1, names[i]) == 0)
      return true;
  return false;
}

static int rank(const dm_term *term)
{
  switch (term->kind) {
  case DM_TERM_NONE: return 0;
  case DM_TERM_BLANK: return 1;
  case DM_TERM_IRI: return 2;
  case DM_TERM_LITERAL: break;
  }
  return is_numeric(term) ? 3 : 4;
}

static int compare_strings(const char *a, const char *b)
{
  return strcmp(a ? a : "", b ? b : "");
}

int term_order(const dm_term *a, const dm_term *b)
{
  const int by_rank = rank(a) - rank(b);
  if (by_rank != 0 || a->kind == DM_TERM_NONE)
    return by_rank;
  if (rank(a) == 3) {
    const double x = strtod(a->value, NULL);
    const double y = strtod(b->value, NULL);
    if (x < y || x > y)
      return x < y ? -1 : 1;
  }
  const int by_value = strcmp(a->value, b->value);
  if (by_value != 0)
    return by_value;
  const int by_datatype = compare_strings(a->datatype, b->datatype);
  return by_datatype != 0 ? by_datatype : compare_strings(a->language, b->language);
}

typedef struct {
  const uint32_t *cells;
  const uint32_t *ranks; /* of terms, by number: their places in term_order */
  const bool     *descending;
  size_t          first_key;
  size_t          n_keys;
  size_t          width;
} sort_row;

static int compare_rows(const void *left, const void *right)
{
  const sort_row *a = left;
  const sort_row *b = right;
  for (size_t i = 0; i < a->n_keys; i++) {
    const uint32_t x = a->ranks[a->cells[a->first_key + i]];
    const uint32_t y = a->ranks[b->cells[a->first_key + i]];
    if (x != y)
      return (x < y) == !a->descending[i] ? -1 : 1;
  }
  for (size_t i = 0; i < a->width; i++) {
    const uint32_t x = a->ranks[a->cells[i]];
    const uint32_t y = a->ranks[b->cells[i]];
    if (x != y)
      return x < y ? -1 : 1;
  }
  return 0;
}

typedef struct {
  const dm_term *term;
  uint32_t       number;
} ranked_term;

static int compare_ranked(const void *a, const void *b)
{
  return term_order(((const ranked_term *)a)->term, ((const ranked_term *)b)->term);
}

static uint32_t *rank_terms(const term_pool *pool)
{
  ranked_term *sorted = dm_reallocate(NULL, pool->terms.n, sizeof *sorted);
  uint32_t    *ranks = dm_reallocate(NULL, pool->terms.n, sizeof *ranks);
  for (size_t i = 0; i < pool->terms.n; i++)
    sorted[i] = (ranked_term){&pool->terms.items[i], (uint32_t)i};
  qsort(sorted, pool->terms.n, sizeof *sorted, compare_ranked);
  for (size_t i = 0; i < pool->terms.n; i++)
    ranks[sorted[i].number] = (uint32_t)i;
  free(sorted);
  return ranks;
}

void rows_sort(row_table *rows, const term_pool *pool, size_t first_key, size_t n_keys, const bool *descending)
{
  if (rows->n < 2 || rows->width == 0)
    return;
  uint32_t *ranks = rank_terms(pool);
  sort_row *sorted = dm_reallocate(NULL, rows->n, sizeof *sorted);
  uint32_t *cells = dm_reallocate(NULL, rows->n * rows->width, sizeof *cells);
  for (size_t i = 0; i < rows->n; i++)
    sorted[i] = (sort_row){rows_at(rows, i), ranks, descending, first_key, n_keys, rows->width};
  qsort(sorted, rows->n, sizeof *sorted, compare_rows);
  for (size_t i = 0; i < rows->n; i++)
    memcpy(cells + i * rows->width, sorted[i].cells, rows->width * sizeof *cells);
  memcpy(rows->cells.items, cells, rows->n * rows->width * sizeof *cells);
  free(ranks);
  free(sorted);
  free(cells);
}
