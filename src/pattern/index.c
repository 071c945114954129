/* pattern/index.c - which patterns can begin at a token.
 *
 *   by_symbol[symbol] -> patterns that can begin with that word
 *   by_kind[kind]     -> patterns that can begin with a mark of that kind
 *   others            -> patterns that can begin with anything (a shape, a mark sign)
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
  numbers  others;
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

/* Adds what the program can take first, from pc on. */
static void add_firsts(dm_pattern_index *index, uint32_t number, uint32_t pc, bool *seen) {
  const dm_pattern *pattern = index->patterns[number];
  for (;;) {
    if (seen[pc]) return;
    seen[pc] = true;
    const instruction *at = &pattern->program.items[pc];
    switch ((opcode)at->op) {
      case OP_SYMBOL:
      case OP_EXACT: add_number(of_symbol(index, at->a), number); return;
      case OP_SYMBOLS:
        for (size_t i = 0; i < pattern->sets.items[at->a].n; i++) add_number(of_symbol(index, pattern->sets.items[at->a].symbols[i]), number);
        return;
      case OP_MARK:
        for (int kind = 0; kind < MAX_KINDS; kind++)
          if (pattern->tests.items[at->a].kinds >> kind & 1) add_number(&index->by_kind[kind], number);
        return;
      case OP_SHAPE:
      case OP_HYPHEN:
      case OP_ACCEPT: add_number(&index->others, number); return;
      case OP_SPLIT:
        add_firsts(index, number, at->a, seen);
        pc = at->b;
        break;
      case OP_JUMP:
      case OP_NOT: pc = at->a; break;
      case OP_OPEN:
      case OP_CLOSE:
      case OP_HERE: pc++; break;
    }
  }
}

dm_pattern_index *dm_pattern_index_new(const dm_pattern *const *patterns, size_t n_patterns) {
  dm_pattern_index *index = dm_allocate(sizeof *index);
  index->patterns = patterns;
  index->n_patterns = n_patterns;
  for (uint32_t i = 0; i < n_patterns; i++) {
    bool *seen = dm_allocate(patterns[i]->program.n * sizeof *seen);
    add_firsts(index, i, 0, seen);
    free(seen);
  }
  return index;
}

void dm_pattern_index_free(dm_pattern_index *index) {
  if (!index) return;
  for (size_t i = 0; i < index->n_symbols; i++) dm_vector_free(&index->by_symbol[i]);
  for (size_t i = 0; i < MAX_KINDS; i++) dm_vector_free(&index->by_kind[i]);
  dm_vector_free(&index->others);
  free(index->by_symbol);
  free(index);
}

/* The lists of candidates at one token, walked side by side in the order of the patterns. */
typedef struct {
  const numbers *lists[MAX_KINDS + 2];
  size_t         at[MAX_KINDS + 2];
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
  add_list(&m, &index->others);
  if (m.n == 0) return;
  dm_match match;
  for (uint32_t number = next_number(&m); number != UINT32_MAX; number = next_number(&m))
    if (dm_pattern_match(index->patterns[number], state, view, limit, begin, &match)) on_match(ctx, number, &match);
}
