/* ORDER BY (§15.1): rows and the identifiers of what they are ordered by, sorted by merging, which is stable and can be stopped. Where only the first rows are wanted, no more
 * than twice as many are kept.
 *
 * Two identifiers are never equal in order unless they are the same, and most terms of the index stand in the order of their identifiers. So rows are sorted by these first, as
 * numbers; what is left for terms to be compared is few long runs. */
#include "evaluate/evaluate_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* A row and its first key. */
typedef struct {
  dm_id    key;
  uint32_t row;
} entry;

/*  rows: n_variables identifiers and n_orders keys each      sequence: entries, in order  */
typedef struct {
  dm_operator    base;
  const dm_node *node;
  size_t         width; /* of a row with its keys */
  uint64_t       n_most;
  dm_id         *rows;
  size_t         n;
  size_t         capacity;
  entry         *sequence;
  entry         *spare;
  size_t         at;
  bool           is_sorted;
  dm_arena      *arena;
} order;

static void forget(order *this)
{
  dm_run_take(this->base.run, -(ptrdiff_t)(this->capacity * (this->width * sizeof(dm_id) + 2 * sizeof(entry))));
  free(this->rows);
  free(this->sequence);
  free(this->spare);
  this->rows = NULL;
  this->sequence = NULL;
  this->spare = NULL;
  this->n = this->capacity = this->at = 0;
  this->is_sorted = false;
}

static dm_status order_open(dm_operator *self, const dm_id *outside)
{
  forget((order *)self);
  return dm_operator_open(self->children[0], outside);
}

/* ---- sorting ---- */

static const dm_id *keys_of(const order *this, uint32_t number)
{
  return this->rows + (size_t)number * this->width + this->base.run->n_variables;
}

static int compare(const order *this, const dm_id *a, const dm_id *b)
{
  for (size_t i = 0; i < this->node->n_orders; i++) {
    int result = a[i] == b[i] ? 0 : dm_terms_order(this->base.run->terms, a[i], b[i]);
    if (result != 0)
      return this->node->orders[i].is_descending ? -result : result;
  }
  return 0;
}

static int compare_entries(const order *this, const entry *a, const entry *b)
{
  if (a->key != b->key) {
    int result = dm_terms_order(this->base.run->terms, a->key, b->key);
    return this->node->orders[0].is_descending ? -result : result;
  }
  return this->node->n_orders == 1 ? 0 : compare(this, keys_of(this, a->row), keys_of(this, b->row));
}

enum { DIGIT_BITS = 11, N_DIGITS = 1 << DIGIT_BITS, LEAST_FOR_DIGITS = 128 };

/* Sorts by the identifiers of the first key, digit after digit, which is stable. */
static dm_status sort_by_digits(order *this)
{
  dm_id flip = this->node->orders[0].is_descending ? UINT32_MAX : 0;
  for (unsigned shift = 0; shift < 32; shift += DIGIT_BITS) {
    size_t begins[N_DIGITS + 1] = {0};
    for (size_t i = 0; i < this->n; i++)
      begins[((this->sequence[i].key ^ flip) >> shift & (N_DIGITS - 1)) + 1]++;
    for (size_t digit = 0; digit < N_DIGITS; digit++)
      begins[digit + 1] += begins[digit];
    for (size_t i = 0; i < this->n; i++)
      this->spare[begins[(this->sequence[i].key ^ flip) >> shift & (N_DIGITS - 1)]++] = this->sequence[i];
    entry *sorted = this->spare;
    this->spare = this->sequence;
    this->sequence = sorted;
    dm_status status = dm_run_look(this->base.run);
    if (status != DM_OK)
      return status;
  }
  return DM_OK;
}

/* Merges sequence[begin, middle) and [middle, end), both in order; nothing is to do where they follow each other already. */
static dm_status merge(order *this, size_t begin, size_t middle, size_t end)
{
  entry *sequence = this->sequence;
  if (compare_entries(this, &sequence[middle - 1], &sequence[middle]) <= 0)
    return dm_run_tick(this->base.run);
  memcpy(this->spare, sequence + begin, (middle - begin) * sizeof *sequence);
  size_t left = 0, n_left = middle - begin, right = middle;
  for (size_t at = begin; left < n_left; at++) {
    dm_status status = dm_run_tick(this->base.run);
    if (status != DM_OK)
      return status;
    bool is_left = right >= end || compare_entries(this, &this->spare[left], &sequence[right]) <= 0;
    sequence[at] = is_left ? this->spare[left++] : sequence[right++];
  }
  return DM_OK;
}

static dm_status sort(order *this)
{
  dm_status status = DM_OK;
  for (size_t i = 0; i < this->n; i++)
    this->sequence[i] = (entry){*keys_of(this, (uint32_t)i), (uint32_t)i};
  if (this->n >= LEAST_FOR_DIGITS)
    status = sort_by_digits(this);
  for (size_t size = 1; size < this->n; size *= 2) {
    for (size_t begin = 0; begin + size < this->n && status == DM_OK; begin += 2 * size) {
      size_t middle = begin + size;
      size_t end = middle + size < this->n ? middle + size : this->n;
      status = merge(this, begin, middle, end);
    }
  }
  return status;
}

/* Sorts and keeps the first n_most rows, in their order. */
static dm_status shorten(order *this)
{
  dm_status status = sort(this);
  if (status != DM_OK)
    return status;
  size_t n = this->n < this->n_most ? this->n : (size_t)this->n_most;
  dm_id *kept = dm_allocate((n + 1) * this->width * sizeof *kept);
  for (size_t i = 0; i < n; i++)
    memcpy(kept + i * this->width, this->rows + this->sequence[i].row * this->width, this->width * sizeof *kept);
  memcpy(this->rows, kept, n * this->width * sizeof *kept);
  free(kept);
  this->n = n;
  return DM_OK;
}

/* ---- rows ---- */

static dm_status make_room(order *this)
{
  size_t capacity = this->capacity ? this->capacity * 2 : 64;
  if (capacity > UINT32_MAX)
    return dm_run_stop(this->base.run, DM_OVER_LIMIT, SIZE_MAX, "more than %zu rows to sort", this->capacity);
  size_t    n_bytes = (capacity - this->capacity) * (this->width * sizeof(dm_id) + 2 * sizeof(entry));
  dm_status status = dm_run_take(this->base.run, (ptrdiff_t)n_bytes);
  if (status != DM_OK) {
    dm_run_take(this->base.run, -(ptrdiff_t)n_bytes);
    return status;
  }
  this->rows = dm_reallocate(this->rows, capacity, (this->width + !this->width) * sizeof *this->rows);
  this->sequence = dm_reallocate(this->sequence, capacity, sizeof *this->sequence);
  this->spare = dm_reallocate(this->spare, capacity, sizeof *this->spare);
  this->capacity = capacity;
  return DM_OK;
}

enum { LEAST_KEPT = 1024 };

static dm_status collect(order *this)
{
  dm_run   *run = this->base.run;
  uint64_t  n_full = this->n_most > UINT32_MAX ? UINT64_MAX : this->n_most * 2 > LEAST_KEPT ? this->n_most * 2 : LEAST_KEPT;
  bool      is_full = false; /* the row numbered n_most - 1 is the last that may be in the answer */
  dm_status status = DM_OK;
  while (this->n_most) {
    if (this->n == this->capacity && (status = make_room(this)) != DM_OK)
      return status;
    dm_id *row = this->rows + this->n * this->width;
    status = dm_operator_next(this->base.children[0], row);
    if (status == DM_OK)
      status = dm_run_tick(run);
    if (status != DM_OK)
      break;
    dm_arena_clear(this->arena);
    for (size_t i = 0; i < this->node->n_orders; i++)
      row[run->n_variables + i] = dm_expression_identify(run, this->node->orders[i].expression, row, this->arena);
    if (is_full && compare(this, keys_of(this, (uint32_t)(this->n_most - 1)), row + run->n_variables) <= 0)
      continue;
    if (++this->n < n_full)
      continue;
    if ((status = shorten(this)) != DM_OK)
      return status;
    is_full = true;
  }
  if (status != DM_OK && status != DM_NOTHING)
    return status;
  this->is_sorted = true;
  return sort(this);
}

static dm_status order_next(dm_operator *self, dm_id *row)
{
  order *this = (order *)self;
  dm_status status = this->is_sorted ? self->run->status : collect(this);
  if (status != DM_OK)
    return status;
  if (this->at >= this->n || this->at >= this->n_most)
    return DM_NOTHING;
  memcpy(row, this->rows + this->sequence[this->at++].row * this->width, self->run->n_variables * sizeof *row);
  return DM_OK;
}

static void order_free(dm_operator *self)
{
  forget((order *)self);
  dm_arena_free(((order *)self)->arena);
}

static const dm_operator_class order_class = {"order", order_open, order_next, order_free};

dm_operator *dm_order_build(dm_run *run, const dm_node *node, const dm_active_graph *graph)
{
  dm_operator *child = dm_operator_build(run, node->left, graph);
  if (!child)
    return NULL;
  order *this = (order *)dm_operator_new(run, &order_class, sizeof *this);
  this->base.children[this->base.n_children++] = child;
  this->node = node;
  this->n_most = node->n_most;
  this->width = run->n_variables + node->n_orders;
  this->arena = dm_arena_new();
  dm_buffer detail = {0};
  for (size_t i = 0; i < node->n_orders; i++) {
    dm_buffer_add_string(&detail, i ? " " : "");
    if (node->orders[i].is_descending)
      dm_buffer_add_string(&detail, "desc ");
    dm_expression_print(&detail, run->query, node->orders[i].expression);
  }
  if (node->n_most != UINT64_MAX)
    dm_buffer_print(&detail, " (first %llu)", (unsigned long long)node->n_most);
  this->base.detail = dm_arena_string(run->arena, dm_buffer_string(&detail), detail.n_bytes);
  dm_buffer_free(&detail);
  for (size_t i = 0; i < node->n_orders; i++) {
    if (dm_exists_prepare(run, node->orders[i].expression, graph) != DM_OK) {
      dm_operator_free(&this->base);
      return NULL;
    }
  }
  return &this->base;
}
