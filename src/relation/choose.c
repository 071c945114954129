/* relation/choose.c - which drafts become facts: votes, best ones, duplicates. */
#include <string.h>

#include "relation/relation_impl.h"

static bool same_value(const dm_value *a, const dm_value *b) {
  return a->kind == b->kind && a->entity == b->entity && (a->text == b->text || (a->text && b->text && strcmp(a->text, b->text) == 0));
}

static bool same_cells(const draft *a, const draft *b) {
  if (a->n_cells != b->n_cells) return false;
  for (size_t i = 0; i < a->n_cells; i++)
    if (strcmp(a->cells[i].name, b->cells[i].name) != 0 || !same_value(&a->cells[i].value, &b->cells[i].value)) return false;
  return true;
}

static const dm_value *cell_of(const draft *of, const char *name) {
  for (size_t i = 0; i < of->n_cells; i++)
    if (strcmp(of->cells[i].name, name) == 0) return &of->cells[i].value;
  return NULL;
}

/* Whether two drafts share all cells that the family says may stand together only once in a sentence. */
static bool clash(const family *of, const draft *a, const draft *b) {
  if (of->n_unique == 0 || a->sentence != b->sentence || a->sentence == UINT32_MAX) return false;
  for (size_t i = 0; i < of->n_unique; i++) {
    const dm_value *x = cell_of(a, of->unique[i]), *y = cell_of(b, of->unique[i]);
    if (!x || !y || !same_value(x, y)) return false;
  }
  return true;
}

static long strength_of(const dm_relation *relation, const draft *of) { return relation->rules->rules.items[of->rule].strength; }

/* `b` comes later. The weaker goes; among equals the later, unless the earlier says less about more words. */
static void settle_clash(const dm_relation *relation, draft *a, draft *b) {
  if (strength_of(relation, b) > strength_of(relation, a))
    a->dropped = true;
  else
    b->dropped = true;
}

static void add_passages(draft *to, const draft *from) {
  for (size_t i = 0; i < from->n_passages; i++) {
    bool there = to->n_passages == MAX_PASSAGES;
    for (size_t k = 0; k < to->n_passages; k++) there |= to->passages[k].begin == from->passages[i].begin && to->passages[k].end == from->passages[i].end;
    if (!there) to->passages[to->n_passages++] = from->passages[i];
  }
}

/* Whether `less` says only what `more` says too. */
static bool says_less(const draft *less, const draft *more) {
  if (less->n_cells >= more->n_cells || less->n_cells == 0) return false;
  for (size_t i = 0; i < less->n_cells; i++) {
    const dm_value *value = cell_of(more, less->cells[i].name);
    if (!value || !same_value(value, &less->cells[i].value)) return false;
  }
  return true;
}

static void choose_many(dm_relation *relation, uint32_t f, size_t from) {
  const family *of = &relation->rules->families.items[f];
  for (size_t i = 0; i < relation->drafts.n; i++) {
    draft *a = &relation->drafts.items[i];
    if (a->family != f || a->dropped) continue;
    for (size_t k = i + 1 > from ? i + 1 : from; k < relation->drafts.n && !a->dropped; k++) {
      draft *b = &relation->drafts.items[k];
      if (b->family != f || b->dropped) continue;
      if (same_cells(a, b) && (of->choose == CHOOSE_ALL || a->sentence == b->sentence)) {
        if (of->choose == CHOOSE_ALL) add_passages(a, b);
        b->dropped = true;
      } else if (of->choose == CHOOSE_ALL && says_less(b, a)) {
        b->dropped = true;
      } else if (of->choose == CHOOSE_ALL && says_less(a, b)) {
        a->dropped = true;
      } else if (clash(of, a, b)) {
        settle_clash(relation, a, b);
      }
    }
  }
}

static void choose_best(dm_relation *relation, uint32_t f) {
  draft *best = NULL;
  for (size_t i = 0; i < relation->drafts.n; i++) {
    draft *a = &relation->drafts.items[i];
    if (a->family != f || a->dropped) continue;
    if (!best) {
      best = a;
      continue;
    }
    draft *loser = a->weight > best->weight ? best : a;
    if (loser == best) best = a;
    loser->dropped = true;
  }
}

/* The heaviest, the earliest among equals, and what its rule made of the same words. */
static void choose_match(dm_relation *relation, uint32_t f) {
  const draft *best = NULL;
  for (size_t i = 0; i < relation->drafts.n; i++) {
    const draft *a = &relation->drafts.items[i];
    if (a->family == f && !a->dropped && (!best || a->weight > best->weight)) best = a;
  }
  for (size_t i = 0; i < relation->drafts.n && best; i++) {
    draft *a = &relation->drafts.items[i];
    if (a->family != f || a->dropped || a == best) continue;
    bool together = a->rule == best->rule && a->trigger.begin == best->trigger.begin && a->trigger.end == best->trigger.end;
    if (!together || same_cells(a, best)) a->dropped = true;
  }
}

static void choose_vote(dm_relation *relation, uint32_t f) {
  const draft *best = NULL;
  long         most = 0;
  for (size_t i = 0; i < relation->drafts.n; i++) {
    const draft *a = &relation->drafts.items[i];
    if (a->family != f || a->dropped) continue;
    long sum = 0;
    for (size_t k = 0; k < relation->drafts.n; k++) {
      const draft *b = &relation->drafts.items[k];
      if (b->family == f && !b->dropped && same_cells(a, b)) sum += b->weight;
    }
    if (!best || sum > most) {
      best = a;
      most = sum;
    }
  }
  for (size_t i = 0; i < relation->drafts.n; i++)
    if (relation->drafts.items[i].family == f && &relation->drafts.items[i] != best) relation->drafts.items[i].dropped = true;
}

/* The other of the two actors of a family, or NULL. */
static const dm_entity *other_actor(const dm_relation *relation, uint32_t f, const dm_entity *one) {
  const dm_entity *actors[2] = {NULL};
  size_t           n = 0;
  for (size_t i = 0; i < relation->drafts.n; i++) {
    const draft *fact = &relation->drafts.items[i];
    if (fact->family != f || fact->dropped || fact->n_cells == 0) continue;
    if (n == 2) return NULL;
    actors[n++] = fact->cells[0].value.entity;
  }
  if (n != 2 || !one || (actors[0] != one && actors[1] != one)) return NULL;
  return actors[actors[0] == one];
}

/* Two chairs, one of them told to be Japan's, of a meeting of Japan and Chile: the other is Chile's. */
static void fill_missing(dm_relation *relation, uint32_t f) {
  const family *of = &relation->rules->families.items[f];
  for (size_t i = 0; of->missing && i < relation->drafts.n; i++) {
    draft       *a = &relation->drafts.items[i];
    const draft *b = NULL;
    size_t       n_alike = 0;
    if (a->family != f || a->dropped || cell_of(a, of->missing) || !cell_of(a, of->like)) continue;
    for (size_t k = 0; k < relation->drafts.n; k++) {
      const draft *other = &relation->drafts.items[k];
      if (k == i || other->family != f || other->dropped || !cell_of(other, of->like) || !same_value(cell_of(other, of->like), cell_of(a, of->like))) continue;
      b = other;
      n_alike++;
    }
    const dm_value  *told = n_alike == 1 ? cell_of(b, of->missing) : NULL;
    const dm_entity *other = told ? other_actor(relation, of->one_of, told->entity) : NULL;
    if (!other) continue;
    dm_cell *cells = dm_arena_allocate(relation->arena, (a->n_cells + 1) * sizeof *cells);
    memcpy(cells, a->cells, a->n_cells * sizeof *cells);
    cells[a->n_cells] = (dm_cell){.name = of->missing, .value = {.kind = DM_VALUE_ENTITY, .entity = other}};
    a->cells = cells;
    a->n_cells++;
  }
}

void dm_choose(dm_relation *relation) {
  for (uint32_t f = 0; f < relation->rules->families.n; f++) {
    switch (relation->rules->families.items[f].choose) {
      case CHOOSE_ALL:
      case CHOOSE_EACH: choose_many(relation, f, relation->n_chosen); break;
      case CHOOSE_BEST: choose_best(relation, f); break;
      case CHOOSE_MATCH: choose_match(relation, f); break;
      case CHOOSE_VOTE: choose_vote(relation, f); break;
    }
    fill_missing(relation, f);
  }
  relation->n_chosen = relation->drafts.n;
}
