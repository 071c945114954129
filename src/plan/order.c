/* The order of joins: by dynamic programming over subsets where there are few items, greedily where there are many, as they are written where there are
 * far too many. Left-deep, connected where possible. */
#include <stdlib.h>
#include <string.h>

#include "plan/plan_impl.h"

enum { MOST_ITEMS_BY_SUBSETS = 9, MOST_ITEMS_GREEDILY = 1000 };

/* A product of what has nothing in common is put off as long as there is anything else. */
static const double COST_OF_PRODUCT = 1000;

static bool is_connected(const planner *p, const join_item *i, const uint64_t *bound, bool is_first)
{
  return is_first || dm_set_meets(p, i->f->possible, bound);
}

typedef struct {
  double rows;
  double cost;
} progress;

static progress step(const planner *p, const join_item *i, const uint64_t *bound, progress before, bool is_first)
{
  guess  e = dm_item_estimate(p, i, bound, before.rows);
  double cost = before.rows * e.cost + e.once;
  if (!is_connected(p, i, bound, is_first))
    cost = cost * COST_OF_PRODUCT + COST_OF_PRODUCT;
  return (progress){before.rows * e.fan_out, before.cost + cost};
}

/* best[S]: the cheapest way to join the items of S; last[S]: what is joined last there. */
static void order_by_subsets(const planner *p, const join_item *items, size_t n, const uint64_t *bound, size_t *order)
{
  size_t    n_subsets = (size_t)1 << n;
  progress *best = dm_allocate(n_subsets * sizeof *best);
  uint8_t  *last = dm_allocate(n_subsets);
  bool     *is_reached = dm_allocate(n_subsets);
  set       before = dm_set_new(p);
  best[0] = (progress){1, 0};
  is_reached[0] = true;
  for (size_t s = 0; s < n_subsets; s++) {
    memset(before, 0, (p->query->n_variables / 64 + 1) * sizeof *before);
    dm_set_or(p, before, bound);
    for (size_t i = 0; i < n; i++) {
      if (s >> i & 1)
        dm_set_or(p, before, items[i].f->certain);
    }
    for (size_t i = 0; i < n; i++) {
      size_t with = s | (size_t)1 << i;
      if (with == s)
        continue;
      progress after = step(p, &items[i], before, best[s], s == 0);
      if (!is_reached[with] || after.cost < best[with].cost) {
        best[with] = after;
        last[with] = (uint8_t)i;
        is_reached[with] = true;
      }
    }
  }
  for (size_t s = n_subsets - 1, at = n; at-- > 0; s &= ~((size_t)1 << last[s]))
    order[at] = last[s];
  free(best);
  free(last);
  free(is_reached);
}

static void order_greedily(const planner *p, const join_item *items, size_t n, const uint64_t *bound, size_t *order)
{
  bool    *is_taken = dm_allocate(n);
  set      before = dm_set_copy(p, bound);
  progress now = {1, 0};
  for (size_t at = 0; at < n; at++) {
    size_t   chosen = SIZE_MAX;
    progress best = {0, 0};
    for (size_t i = 0; i < n; i++) {
      if (is_taken[i])
        continue;
      progress after = step(p, &items[i], before, now, at == 0);
      if (chosen == SIZE_MAX || after.cost + after.rows < best.cost + best.rows) {
        chosen = i;
        best = after;
      }
    }
    order[at] = chosen;
    is_taken[chosen] = true;
    now = best;
    dm_set_or(p, before, items[chosen].f->certain);
  }
  free(is_taken);
}

void dm_items_order(const planner *p, const join_item *items, size_t n, const uint64_t *bound, size_t *order)
{
  if (n <= MOST_ITEMS_BY_SUBSETS)
    order_by_subsets(p, items, n, bound, order);
  else if (n <= MOST_ITEMS_GREEDILY)
    order_greedily(p, items, n, bound, order);
  else
    for (size_t i = 0; i < n; i++)
      order[i] = i;
}
