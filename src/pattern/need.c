/* pattern/need.c - words that every match has: where none stands within reach, a long search is given up.
 *
 *   subject=<state> (and <state>)* (met | held talks)  {met, held}: one of them
 *
 * What was seen of the tokens is kept, so that a sweep over a text looks at each token once for each need. */
#include <string.h>

#include "pattern/node.h"

enum { MAX_NEED_WORDS = 512, MAX_QUICK_TOKENS = 8 };

static void drop(needs *of, size_t i)
{
  free(of->sets[i].symbols);
  of->sets[i] = of->sets[--of->n];
}

static void drop_all(needs *of)
{
  while (of->n)
    drop(of, of->n - 1);
}

static size_t largest(const needs *of)
{
  size_t best = 0;
  for (size_t i = 1; i < of->n; i++)
    if (of->sets[i].n > of->sets[best].n)
      best = i;
  return best;
}

static size_t smallest(const needs *of)
{
  size_t best = 0;
  for (size_t i = 1; i < of->n; i++)
    if (of->sets[i].n < of->sets[best].n)
      best = i;
  return best;
}

/* Takes over `symbols`; of too many the smallest stay. */
static void add_set(needs *to, dm_symbol *symbols, size_t n)
{
  if (to->n == MAX_NEEDS) {
    size_t worst = largest(to);
    if (n >= to->sets[worst].n) {
      free(symbols);
      return;
    }
    drop(to, worst);
  }
  to->sets[to->n++] = (symbol_set){.symbols = symbols, .n = n};
}

static dm_symbol *copy_symbols(const dm_symbol *symbols, size_t n)
{
  dm_symbol *made = dm_allocate((n + 1) * sizeof *made);
  if (n)
    memcpy(made, symbols, n * sizeof *made);
  return made;
}

static void add_needs(needs *to, const node *at);

static int compare_symbols(const void *a, const void *b)
{
  dm_symbol x = *(const dm_symbol *)a, y = *(const dm_symbol *)b;
  return (x > y) - (x < y);
}

/* Of each alternative one need, all in one set; nothing if one has none. */
static void add_choice(needs *to, const node *at)
{
  DM_VECTOR(dm_symbol) all = {0};
  for (const node *child = at->child; child; child = child->next) {
    needs one = {.n = 0};
    add_needs(&one, child);
    const symbol_set *best = one.n ? &one.sets[smallest(&one)] : NULL;
    bool              fits = best && all.n + best->n <= MAX_NEED_WORDS;
    for (size_t i = 0; fits && i < best->n; i++)
      *dm_vector_add(&all) = best->symbols[i];
    drop_all(&one);
    if (fits)
      continue;
    dm_vector_free(&all);
    return;
  }
  if (all.n)
    qsort(all.items, all.n, sizeof *all.items, compare_symbols);
  size_t n = 0;
  for (size_t i = 0; i < all.n; i++)
    if (n == 0 || all.items[i] != all.items[n - 1])
      all.items[n++] = all.items[i];
  add_set(to, all.items, n);
}

static void add_needs(needs *to, const node *at)
{
  switch (at->kind) {
  case NODE_WORDS:
    if (at->n_words && at->n_words <= MAX_NEED_WORDS)
      add_set(to, copy_symbols(at->words, at->n_words), at->n_words);
    break;
  case NODE_LEAF:
    if (at->leaf.op == OP_EXACT)
      add_set(to, copy_symbols(&at->leaf.a, 1), 1);
    break;
  case NODE_SEQUENCE:
    for (const node *child = at->child; child; child = child->next)
      add_needs(to, child);
    break;
  case NODE_CHOICE: add_choice(to, at); break;
  case NODE_REPEAT:
    if (at->min)
      add_needs(to, at->child);
    break;
  case NODE_CAPTURE: add_needs(to, at->child); break;
  case NODE_NOT: break;
  }
}

void dm_pattern_find_needs(dm_pattern *pattern, const node *root)
{
  needs found = {.n = 0};
  add_needs(&found, root);
  for (size_t i = 0; i < found.n; i++) {
    symbol_set *kept = &pattern->needs.sets[i];
    kept->n = found.sets[i].n;
    kept->symbols = dm_arena_allocate(pattern->arena, kept->n * sizeof *kept->symbols);
    if (kept->n) /* an empty class has no symbols at all */
      memcpy(kept->symbols, found.sets[i].symbols, kept->n * sizeof *kept->symbols);
  }
  pattern->needs.n = found.n;
  drop_all(&found);
}

static bool is_lacking(const symbol_set *words, const dm_view *view, uint32_t begin, uint32_t end, need_gap *gap)
{
  if (begin < gap->begin || begin > gap->end)
    *gap = (need_gap){.of = gap->of, .begin = begin, .end = begin};
  while (!gap->is_there && gap->end < end) {
    gap->is_there = dm_symbol_is_in(words, view->symbols[gap->end]);
    if (!gap->is_there)
      gap->end++;
  }
  return gap->end >= end;
}

bool dm_pattern_lacks(const dm_pattern *pattern, const dm_view *view, uint32_t begin, uint32_t end, need_gap *gaps, bool quick)
{
  for (size_t i = 0; i < pattern->needs.n; i++) {
    bool goes_on =
        gaps[i].of == pattern && begin >= gaps[i].begin && begin <= gaps[i].end && (gaps[i].is_there || gaps[i].end + MAX_QUICK_TOKENS >= end);
    if (quick && !goes_on)
      continue;
    if (gaps[i].of != pattern)
      gaps[i] = (need_gap){.of = pattern, .begin = begin, .end = begin};
    if (is_lacking(&pattern->needs.sets[i], view, begin, end, &gaps[i]))
      return true;
  }
  return false;
}
