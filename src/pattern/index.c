/* pattern/index.c - which patterns can begin at a token.
 *
 *   by_symbol        (word, pattern), sorted; words -> where each word's patterns begin there
 *   by_kind[kind]    -> patterns that can begin with a mark of that kind
 *   by_shape[shape]  -> patterns that can begin with a token of that shape
 */
#include "pattern/pattern_impl.h"

enum { MAX_KINDS = 64 };

typedef DM_VECTOR(uint32_t) numbers;

typedef struct {
  dm_symbol symbol;
  uint32_t  begin; /* its patterns are by_symbol[begin] up to the next word's begin */
} word_run;

struct dm_pattern_index {
  const dm_pattern *const *patterns;
  size_t                   n_patterns;
  numbers                  by_symbol;
  DM_VECTOR(word_run) words; /* sorted; one more than there are words */
  numbers by_kind[MAX_KINDS];
  numbers by_shape[N_SHAPES];
};

typedef struct {
  dm_symbol symbol;
  uint32_t  number;
} first_word;

typedef DM_VECTOR(first_word) first_words;

static void add_number(numbers *list, uint32_t number)
{
  if (list->n == 0 || list->items[list->n - 1] != number)
    *dm_vector_add(list) = number;
}

static void add_pattern(dm_pattern_index *index, first_words *found, uint32_t number)
{
  const firsts *of = &index->patterns[number]->firsts;
  if (of->shapes & (1u << SHAPE_ANY)) {
    add_number(&index->by_shape[SHAPE_ANY], number);
    return;
  }
  for (size_t i = 0; i < of->symbols.n; i++)
    *dm_vector_add(found) = (first_word){of->symbols.symbols[i], number};
  for (int kind = 0; kind < MAX_KINDS; kind++)
    if (of->kinds >> kind & 1)
      add_number(&index->by_kind[kind], number);
  for (int wanted = 0; wanted < N_SHAPES; wanted++)
    if (of->shapes >> wanted & 1)
      add_number(&index->by_shape[wanted], number);
}

static int compare_words(const void *a, const void *b)
{
  const first_word *x = a, *y = b;
  if (x->symbol != y->symbol)
    return x->symbol < y->symbol ? -1 : 1;
  return (x->number > y->number) - (x->number < y->number);
}

static void sort_words(dm_pattern_index *index, first_words *found)
{
  if (found->n > 1)
    qsort(found->items, found->n, sizeof *found->items, compare_words);
  for (uint32_t i = 0; i < found->n; i++) {
    if (i == 0 || found->items[i].symbol != found->items[i - 1].symbol)
      *dm_vector_add(&index->words) = (word_run){found->items[i].symbol, i};
    *dm_vector_add(&index->by_symbol) = found->items[i].number;
  }
  *dm_vector_add(&index->words) = (word_run){UINT32_MAX, (uint32_t)found->n};
}

dm_pattern_index *dm_pattern_index_new(const dm_pattern *const *patterns, size_t n_patterns)
{
  dm_pattern_index *index = dm_allocate(sizeof *index);
  first_words       found = {0};
  index->patterns = patterns;
  index->n_patterns = n_patterns;
  for (uint32_t i = 0; i < n_patterns; i++)
    add_pattern(index, &found, i);
  sort_words(index, &found);
  dm_vector_free(&found);
  return index;
}

void dm_pattern_index_free(dm_pattern_index *index)
{
  if (!index)
    return;
  for (size_t i = 0; i < MAX_KINDS; i++)
    dm_vector_free(&index->by_kind[i]);
  for (size_t i = 0; i < N_SHAPES; i++)
    dm_vector_free(&index->by_shape[i]);
  dm_vector_free(&index->by_symbol);
  dm_vector_free(&index->words);
  free(index);
}

/* Patterns in their order, borrowed from the index. */
typedef struct {
  const uint32_t *at;
  const uint32_t *end;
} number_list;

/* The lists of candidates at one token, walked side by side in the order of the patterns. */
typedef struct {
  number_list lists[MAX_KINDS + N_SHAPES + 1];
  size_t      n;
} merge;

static void add_list(merge *m, const numbers *list)
{
  if (list->n)
    m->lists[m->n++] = (number_list){list->items, list->items + list->n};
}

static void add_word(merge *m, const dm_pattern_index *index, dm_symbol symbol)
{
  size_t low = 0, high = index->words.n - 1;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (index->words.items[middle].symbol < symbol)
      low = middle + 1;
    else
      high = middle;
  }
  if (index->words.items[low].symbol != symbol)
    return;
  m->lists[m->n++] =
      (number_list){index->by_symbol.items + index->words.items[low].begin, index->by_symbol.items + index->words.items[low + 1].begin};
}

static uint32_t next_number(merge *m)
{
  uint32_t least = UINT32_MAX;
  for (size_t i = 0; i < m->n; i++)
    if (m->lists[i].at < m->lists[i].end && *m->lists[i].at < least)
      least = *m->lists[i].at;
  for (size_t i = 0; i < m->n; i++)
    if (m->lists[i].at < m->lists[i].end && *m->lists[i].at == least)
      m->lists[i].at++;
  return least;
}

void dm_pattern_index_match(const dm_pattern_index *index, dm_pattern_state *state, const dm_view *view, dm_token_range limit, uint32_t begin,
                            void (*on_match)(void *ctx, size_t pattern, const dm_match *match), void *ctx)
{
  merge     m = {.n = 0};
  dm_symbol symbol = view->symbols[begin];
  dm_kinds  kinds = 0;
  if (symbol)
    add_word(&m, index, symbol);
  for (uint32_t i = view->first_mark[begin]; i < view->first_mark[begin + 1]; i++)
    kinds |= view->marks[i].kinds;
  for (int kind = 0; kinds >> kind; kind++) {
    if (kinds >> kind & 1)
      add_list(&m, &index->by_kind[kind]);
    if (kind == MAX_KINDS - 1)
      break;
  }
  unsigned shapes = dm_token_shapes(view, begin);
  for (int of = 0; of < N_SHAPES; of++)
    if (shapes >> of & 1)
      add_list(&m, &index->by_shape[of]);
  if (m.n == 0)
    return;
  dm_match match;
  for (uint32_t number = next_number(&m); number != UINT32_MAX; number = next_number(&m))
    if (dm_pattern_match(index->patterns[number], state, view, limit, begin, &match))
      on_match(ctx, number, &match);
}
