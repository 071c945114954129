/* pattern/index.c - which patterns can begin at a token.
 *
 *   by_symbol[symbol] -> patterns that can begin with that word
 *   by_kind[kind]     -> patterns that can begin with a mark of that kind
 *   by_shape[shape]   -> patterns that can begin with a token of that shape
 */
#include <string.h>

#include "base/map.h"
#include "pattern/pattern_impl.h"

enum { MAX_KINDS = 64 };

typedef DM_VECTOR(uint32_t) numbers;

struct dm_pattern_index {
  const dm_pattern *const *patterns;
  size_t   n_patterns;
  numbers *by_symbol;
  size_t   n_symbols;
  numbers  by_kind[MAX_KINDS];
  numbers  by_shape[N_SHAPES];
};

static void add_number(numbers *list, uint32_t number) {
  if (list->n == 0 || list->items[list->n - 1] != number) *dm_vector_add(list) = number;
}

static numbers *of_symbol(dm_pattern_index *index, dm_symbol symbol) {
  if (symbol >= index->n_symbols) {
    size_t n = (size_t)symbol + 1024;
    index->by_symbol = dm_reallocate(index->by_symbol, n, sizeof *index->by_symbol);
    memset(index->by_symbol + index->n_symbols, 0, (n - index->n_symbols) * sizeof *index->by_symbol);
    index->n_symbols = n;
  }
  return &index->by_symbol[symbol];
}

static void add_pattern(dm_pattern_index *index, uint32_t number) {
  const firsts *of = &index->patterns[number]->firsts;
  if (of->shapes & (1u << SHAPE_ANY)) {
    add_number(&index->by_shape[SHAPE_ANY], number);
    return;
  }
  for (size_t i = 0; i < of->symbols.n; i++) add_number(of_symbol(index, of->symbols.symbols[i]), number);
  for (int kind = 0; kind < MAX_KINDS; kind++)
    if (of->kinds >> kind & 1) add_number(&index->by_kind[kind], number);
  for (int wanted = 0; wanted < N_SHAPES; wanted++)
    if (of->shapes >> wanted & 1) add_number(&index->by_shape[wanted], number);
}

dm_pattern_index *dm_pattern_index_new(const dm_pattern *const *patterns, size_t n_patterns) {
  dm_pattern_index *index = dm_allocate(sizeof *index);
  index->patterns = patterns;
  index->n_patterns = n_patterns;
  for (uint32_t i = 0; i < n_patterns; i++) add_pattern(index, i);
  return index;
}

void dm_pattern_index_free(dm_pattern_index *index) {
  if (!index) return;
  for (size_t i = 0; i < index->n_symbols; i++) dm_vector_free(&index->by_symbol[i]);
  for (size_t i = 0; i < MAX_KINDS; i++) dm_vector_free(&index->by_kind[i]);
  for (size_t i = 0; i < N_SHAPES; i++) dm_vector_free(&index->by_shape[i]);
  free(index->by_symbol);
  free(index);
}

/* The lists of candidates at one token, walked side by side in the order of the patterns. */
typedef struct {
  const numbers *lists[MAX_KINDS + N_SHAPES + 1];
  size_t         at[MAX_KINDS + N_SHAPES + 1];
  size_t         n;
} merge;

static void add_list(merge *m, const numbers *list) {
  if (list->n == 0) return;
  m->lists[m->n] = list;
  m->at[m->n++] = 0;
}

static uint32_t next_number(merge *m) {
  uint32_t least = UINT32_MAX;
  for (size_t i = 0; i < m->n; i++)
    if (m->at[i] < m->lists[i]->n && m->lists[i]->items[m->at[i]] < least) least = m->lists[i]->items[m->at[i]];
  for (size_t i = 0; i < m->n; i++)
    if (m->at[i] < m->lists[i]->n && m->lists[i]->items[m->at[i]] == least) m->at[i]++;
  return least;
}

void dm_pattern_index_match(const dm_pattern_index *index, dm_pattern_state *state, const dm_view *view, dm_token_range limit, uint32_t begin,
                            void (*on_match)(void *ctx, size_t pattern, const dm_match *match), void *ctx) {
  merge     m = {.n = 0};
  dm_symbol symbol = view->symbols[begin];
  dm_kinds  kinds = 0;
  if (symbol && symbol < index->n_symbols) add_list(&m, &index->by_symbol[symbol]);
  for (uint32_t i = view->first_mark[begin]; i < view->first_mark[begin + 1]; i++) kinds |= view->marks[i].kinds;
  for (int kind = 0; kinds >> kind; kind++) {
    if (kinds >> kind & 1) add_list(&m, &index->by_kind[kind]);
    if (kind == MAX_KINDS - 1) break;
  }
  unsigned shapes = dm_token_shapes(view, begin);
  for (int of = 0; of < N_SHAPES; of++)
    if (shapes >> of & 1) add_list(&m, &index->by_shape[of]);
  if (m.n == 0) return;
  dm_match match;
  for (uint32_t number = next_number(&m); number != UINT32_MAX; number = next_number(&m))
    if (dm_pattern_match(index->patterns[number], state, view, limit, begin, &match)) on_match(ctx, number, &match);
}
