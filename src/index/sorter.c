/* Rows sorted by all of their words: by radix in memory, and, where that is not enough, as runs in a temporary file that are merged.
 *
 *   add ──> rows ──(full)──> sort ──> run ──> file      start, next:  run ─┐
 *                                                                     run ─┼─> heap ──> rows, each once
 *                                                                     run ─┘                                */
#include "index/scratch_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/vector.h"

enum { MOST_DIGIT_BITS = 12, WORD_BITS = 32, FIRST_ROWS = 1 << 10, LEAST_ROWS = 1 << 10, LEAST_RUN_ROWS = 1 << 6 };

/* A run and the window of it that is in memory. */
typedef struct {
  uint64_t  offset; /* of what was not read yet, in the file */
  uint64_t  n_left; /* rows of it */
  uint32_t *rows;
  size_t    at;
  size_t    n_rows;
} run;

struct sorter {
  scratch     *common;
  size_t       width;
  size_t       most_rows; /* in memory */
  uint32_t    *rows;
  size_t       n_rows;
  size_t       capacity;
  size_t       at;
  scratch_file file;
  DM_VECTOR(run) runs;
  size_t  *heap; /* runs, the one with the least row first */
  size_t   n_heap;
  size_t   window; /* rows of each run in memory */
  uint32_t last[ROW_WORDS];
  bool     has_last;
};

sorter *sorter_new(scratch *common, size_t width, size_t most_bytes)
{
  sorter      *rows = dm_allocate(sizeof *rows);
  const size_t pair_bytes = 2 * width * sizeof(uint32_t); /* sorting takes as much again */
  rows->common = common;
  rows->width = width;
  rows->most_rows = most_bytes / pair_bytes > LEAST_ROWS ? most_bytes / pair_bytes : LEAST_ROWS;
  return rows;
}

void sorter_free(sorter *rows)
{
  if (!rows)
    return;
  for (size_t i = 0; i < rows->runs.n; i++)
    free(rows->runs.items[i].rows);
  dm_vector_free(&rows->runs);
  scratch_file_close(&rows->file);
  free(rows->heap);
  free(rows->rows);
  free(rows);
}

/* ---- in memory ---- */

static int compare_rows(const uint32_t *a, const uint32_t *b, size_t width)
{
  for (size_t i = 0; i < width; i++)
    if (a[i] != b[i])
      return a[i] < b[i] ? -1 : 1;
  return 0;
}

static bool are_sorted(const sorter *rows)
{
  for (size_t i = 1; i < rows->n_rows; i++)
    if (compare_rows(rows->rows + (i - 1) * rows->width, rows->rows + i * rows->width, rows->width) > 0)
      return false;
  return true;
}

/* One stable pass by `n_bits` of a word from `shift` on. */
static void sort_by_digit(const uint32_t *from, uint32_t *to, size_t n_rows, size_t width, size_t word, unsigned shift, unsigned n_bits)
{
  size_t         begins[1 << MOST_DIGIT_BITS] = {0};
  const uint32_t mask = (UINT32_C(1) << n_bits) - 1;
  size_t         begin = 0;
  for (size_t i = 0; i < n_rows; i++)
    begins[from[i * width + word] >> shift & mask]++;
  for (size_t digit = 0; digit <= mask; digit++) {
    const size_t n = begins[digit];
    begins[digit] = begin;
    begin += n;
  }
  for (size_t i = 0; i < n_rows; i++) {
    const uint32_t *row = from + i * width;
    memcpy(to + begins[row[word] >> shift & mask]++ * width, row, width * sizeof *row);
  }
}

static unsigned count_bits(const sorter *rows, size_t word)
{
  uint32_t all = 0;
  unsigned n_bits = 0;
  for (size_t i = 0; i < rows->n_rows; i++)
    all |= rows->rows[i * rows->width + word];
  while (n_bits < WORD_BITS && all >> n_bits)
    n_bits++;
  return n_bits;
}

static void sort_rows(sorter *rows)
{
  if (are_sorted(rows))
    return;
  uint32_t *spare = dm_reallocate(NULL, rows->n_rows, rows->width * sizeof *spare);
  for (size_t word = rows->width; word-- > 0;) {
    const unsigned n_bits = count_bits(rows, word);
    const unsigned n_passes = (n_bits + MOST_DIGIT_BITS - 1) / MOST_DIGIT_BITS;
    const unsigned n_digit = n_passes ? (n_bits + n_passes - 1) / n_passes : 0;
    for (unsigned pass = 0; pass < n_passes; pass++) {
      sort_by_digit(rows->rows, spare, rows->n_rows, rows->width, word, pass * n_digit, n_digit);
      uint32_t *sorted = spare;
      spare = rows->rows;
      rows->rows = sorted;
    }
  }
  rows->capacity = rows->n_rows;
  free(spare);
}

/* ---- runs ---- */

static void write_run(sorter *rows)
{
  sort_rows(rows);
  *dm_vector_add(&rows->runs) = (run){.offset = rows->file.n_bytes, .n_left = rows->n_rows};
  scratch_file_append(&rows->file, rows->common, rows->rows, rows->n_rows * rows->width * sizeof *rows->rows);
  rows->n_rows = 0;
}

void sorter_add(sorter *rows, const uint32_t *row)
{
  if (rows->n_rows == rows->most_rows)
    write_run(rows);
  if (rows->n_rows == rows->capacity) {
    rows->capacity = rows->capacity ? rows->capacity * 2 : FIRST_ROWS;
    rows->rows = dm_reallocate(rows->rows, rows->capacity, rows->width * sizeof *rows->rows);
  }
  memcpy(rows->rows + rows->n_rows++ * rows->width, row, rows->width * sizeof *row);
}

void sorter_adopt(sorter *rows, uint32_t *taken, size_t n_rows)
{
  free(rows->rows);
  rows->rows = taken;
  rows->n_rows = rows->capacity = n_rows;
}

/* Reads on in a run; false at its end. */
static bool fill(sorter *rows, run *r)
{
  const size_t row_bytes = rows->width * sizeof *r->rows;
  const size_t n = r->n_left < rows->window ? (size_t)r->n_left : rows->window;
  if (n == 0)
    return false;
  if (!r->rows)
    r->rows = dm_reallocate(NULL, rows->window, row_bytes);
  if (!scratch_file_read(&rows->file, rows->common, r->offset, r->rows, n * row_bytes))
    return false;
  r->offset += n * row_bytes;
  r->n_left -= n;
  r->n_rows = n;
  r->at = 0;
  return true;
}

static bool comes_before(const sorter *rows, size_t a, size_t b)
{
  const run *first = &rows->runs.items[a];
  const run *second = &rows->runs.items[b];
  return compare_rows(first->rows + first->at * rows->width, second->rows + second->at * rows->width, rows->width) < 0;
}

static void sift_down(sorter *rows, size_t at)
{
  size_t *heap = rows->heap;
  for (;;) {
    size_t least = 2 * at + 1;
    if (least >= rows->n_heap)
      return;
    if (least + 1 < rows->n_heap && comes_before(rows, heap[least + 1], heap[least]))
      least++;
    if (!comes_before(rows, heap[least], heap[at]))
      return;
    const size_t moved = heap[at];
    heap[at] = heap[least];
    heap[least] = moved;
    at = least;
  }
}

void sorter_start(sorter *rows)
{
  if (rows->runs.n == 0) {
    sort_rows(rows);
    return;
  }
  write_run(rows);
  free(rows->rows);
  rows->rows = NULL;
  rows->capacity = 0;
  rows->window = 2 * rows->most_rows / rows->runs.n > LEAST_RUN_ROWS ? 2 * rows->most_rows / rows->runs.n : LEAST_RUN_ROWS;
  rows->heap = dm_allocate(rows->runs.n * sizeof *rows->heap);
  for (size_t i = 0; i < rows->runs.n; i++)
    if (fill(rows, &rows->runs.items[i]))
      rows->heap[rows->n_heap++] = i;
  for (size_t i = rows->n_heap / 2; i-- > 0;)
    sift_down(rows, i);
}

/* The next row in order, whether it was there already or not; NULL at the end. Borrowed until the next call. */
static const uint32_t *next_in_order(sorter *rows)
{
  if (rows->runs.n == 0)
    return rows->at < rows->n_rows ? rows->rows + rows->at++ * rows->width : NULL;
  if (rows->has_last && rows->n_heap > 0) { /* the row that was given last is still at the top */
    run *top = &rows->runs.items[rows->heap[0]];
    if (++top->at >= top->n_rows && !fill(rows, top))
      rows->heap[0] = rows->heap[--rows->n_heap];
    sift_down(rows, 0);
  }
  if (rows->n_heap == 0 || rows->common->status != DM_OK)
    return NULL;
  const run *top = &rows->runs.items[rows->heap[0]];
  return top->rows + top->at * rows->width;
}

bool sorter_next(sorter *rows, uint32_t *row)
{
  const uint32_t *next = NULL;
  do {
    next = next_in_order(rows);
    if (!next)
      return false;
    if (!rows->has_last || compare_rows(next, rows->last, rows->width) != 0)
      break;
  } while (true);
  memcpy(rows->last, next, rows->width * sizeof *next);
  memcpy(row, next, rows->width * sizeof *next);
  rows->has_last = true;
  return true;
}
