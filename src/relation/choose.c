/* relation/choose.c - which drafts become facts: votes, best ones, duplicates. */
#include <string.h>

#include "relation/trace_impl.h"

static bool same_value(const dm_cell_value *a, const dm_cell_value *b)
{
  return a->kind == b->kind && a->entity == b->entity && (a->text == b->text || (a->text && b->text && strcmp(a->text, b->text) == 0));
}

static bool same_cells(const draft *a, const draft *b)
{
  if (a->n_cells != b->n_cells)
    return false;
  for (size_t i = 0; i < a->n_cells; i++)
    if (strcmp(a->cells[i].name, b->cells[i].name) != 0 || !same_value(&a->cells[i].value, &b->cells[i].value))
      return false;
  return true;
}

static const dm_cell_value *cell_of(const draft *of, const char *name)
{
  for (size_t i = 0; i < of->n_cells; i++)
    if (strcmp(of->cells[i].name, name) == 0)
      return &of->cells[i].value;
  return NULL;
}

/* Whether two drafts share all cells that the family says may stand together only once in a sentence. */
static bool clash(const family *of, const draft *a, const draft *b)
{
  if (of->n_unique == 0 || a->sentence != b->sentence || a->sentence == UINT32_MAX)
    return false;
  for (size_t i = 0; i < of->n_unique; i++) {
    const dm_cell_value *x = cell_of(a, of->unique[i]), *y = cell_of(b, of->unique[i]);
    if (!x || !y || !same_value(x, y))
      return false;
  }
  return true;
}

static long strength_of(const dm_relation *relation, const draft *of)
{
  return relation->rules->rules.items[of->rule].strength;
}

static void drop(const dm_relation *relation, draft *loser, const draft *winner, dm_why why)
{
  loser->dropped = true;
  dm_trace_dropped(relation, loser, winner, why);
}

/* `b` comes later. The weaker goes; among equals the later, unless the earlier says less about more words. */
static void settle_clash(const dm_relation *relation, draft *a, draft *b)
{
  if (strength_of(relation, b) > strength_of(relation, a))
    drop(relation, a, b, WHY_CLASH);
  else
    drop(relation, b, a, WHY_CLASH);
}

static void add_passages(draft *to, const draft *from)
{
  for (size_t i = 0; i < from->n_passages; i++) {
    bool there = to->n_passages == MAX_PASSAGES;
    for (size_t k = 0; k < to->n_passages; k++)
      there |= to->passages[k].begin == from->passages[i].begin && to->passages[k].end == from->passages[i].end;
    if (!there)
      to->passages[to->n_passages++] = from->passages[i];
  }
}

/* Whether `less` says only what `more` says too. */
static bool says_less(const draft *less, const draft *more)
{
  if (less->n_cells >= more->n_cells || less->n_cells == 0)
    return false;
  for (size_t i = 0; i < less->n_cells; i++) {
    const dm_cell_value *value = cell_of(more, less->cells[i].name);
    if (!value || !same_value(value, &less->cells[i].value))
      return false;
  }
  return true;
}

/* Drafts of one family that may meet: those that have a cell in common.
 *
 *   holders["target=cybersecurity"]   drafts that have the cell
 *   rarest["target=cybersecurity"]    those of them that have no cell which fewer have: whoever has all their cells has this one */
typedef DM_VECTOR(uint32_t) numbers;

typedef struct {
  const family *of;
  dm_map       *keys; /* -> place in holders and rarest */
  DM_VECTOR(numbers) holders;
  DM_VECTOR(numbers) rarest;
  numbers own;     /* the keys of all drafts, one after the other */
  numbers first;   /* of each draft, its first key in `own`; one more at the end */
  numbers alone;   /* of each draft, its rarest key; UINT32_MAX without cells */
  numbers clashes; /* of each draft, the key of what may stand only once in its sentence; UINT32_MAX if there is none */
  numbers empty;   /* drafts without cells */
  numbers met;
} meeting;

enum { KEY_OF_CELL, KEY_OF_CLASH };

static void add_cell_key(dm_buffer *key, const dm_cell *cell)
{
  const dm_cell_value *value = &cell->value;
  dm_buffer_add(key, cell->name, strlen(cell->name) + 1);
  dm_buffer_add_byte(key, (char)value->kind);
  dm_buffer_add(key, (const char *)&value->entity, sizeof value->entity);
  dm_buffer_add_byte(key, value->text != NULL);
  if (value->text)
    dm_buffer_add(key, value->text, strlen(value->text) + 1);
}

static uint32_t key_of(meeting *m, const dm_buffer *key)
{
  bool     is_new = false;
  uint32_t place = *dm_map_put(m->keys, key->bytes, key->n_bytes, (uint32_t)m->holders.n, &is_new);
  if (is_new) {
    *dm_vector_add(&m->holders) = (numbers){0};
    *dm_vector_add(&m->rarest) = (numbers){0};
  }
  return place;
}

/* The key of one cell: where a family's drafts are only compared within their sentence, it counts too. */
static uint32_t cell_key(meeting *m, dm_buffer *key, const draft *of, const dm_cell *cell, char use)
{
  dm_buffer_clear(key);
  dm_buffer_add_byte(key, use);
  if (use == KEY_OF_CLASH || m->of->choose != CHOOSE_ALL)
    dm_buffer_add(key, (const char *)&of->sentence, sizeof of->sentence);
  add_cell_key(key, cell);
  return key_of(m, key);
}

static void enter(meeting *m, dm_buffer *key, const draft *of, uint32_t place)
{
  uint32_t clash_key = UINT32_MAX;
  *dm_vector_add(&m->first) = (uint32_t)m->own.n;
  for (size_t c = 0; c < of->n_cells; c++) {
    uint32_t k = cell_key(m, key, of, &of->cells[c], KEY_OF_CELL);
    *dm_vector_add(&m->own) = k;
    *dm_vector_add(&m->holders.items[k]) = place;
    if (!m->of->n_unique || of->sentence == UINT32_MAX || strcmp(of->cells[c].name, m->of->unique[0]) != 0 || clash_key != UINT32_MAX)
      continue;
    clash_key = cell_key(m, key, of, &of->cells[c], KEY_OF_CLASH);
    *dm_vector_add(&m->holders.items[clash_key]) = place;
  }
  *dm_vector_add(&m->clashes) = clash_key;
  if (of->n_cells == 0)
    *dm_vector_add(&m->empty) = place;
}

static void find_rarest(meeting *m)
{
  for (uint32_t place = 0; place < m->clashes.n; place++) {
    uint32_t best = UINT32_MAX;
    for (uint32_t i = m->first.items[place]; i < m->first.items[place + 1]; i++)
      if (best == UINT32_MAX || m->holders.items[m->own.items[i]].n < m->holders.items[best].n)
        best = m->own.items[i];
    *dm_vector_add(&m->alone) = best;
    if (best != UINT32_MAX)
      *dm_vector_add(&m->rarest.items[best]) = place;
  }
}

/* Adds those of `list` behind `place` that still stand; the others are wanted by nobody any more. */
static void meet_those(meeting *m, const dm_relation *relation, const uint32_t *numbered, numbers *list, uint32_t place)
{
  size_t n = 0;
  for (size_t i = 0; i < list->n; i++) {
    if (list->items[i] <= place || relation->drafts.items[numbered[list->items[i]]].dropped)
      continue;
    *dm_vector_add(&m->met) = list->items[i];
    list->items[n++] = list->items[i];
  }
  list->n = n;
}

static int compare_numbers(const void *a, const void *b)
{
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

/* Every draft behind `place` that it may have to do with, in order. */
static void find_met(meeting *m, const dm_relation *relation, const uint32_t *numbered, uint32_t place)
{
  uint32_t alone = m->alone.items[place], clash_key = m->clashes.items[place];
  m->met.n = 0;
  if (alone == UINT32_MAX) {
    meet_those(m, relation, numbered, &m->empty, place);
    return;
  }
  if (m->of->choose == CHOOSE_ALL) {
    for (uint32_t i = m->first.items[place]; i < m->first.items[place + 1]; i++)
      meet_those(m, relation, numbered, &m->rarest.items[m->own.items[i]], place);
    meet_those(m, relation, numbered, &m->holders.items[alone], place);
  } else {
    meet_those(m, relation, numbered, &m->rarest.items[alone], place);
  }
  if (clash_key != UINT32_MAX)
    meet_those(m, relation, numbered, &m->holders.items[clash_key], place);
  if (m->met.n > 1)
    qsort(m->met.items, m->met.n, sizeof *m->met.items, compare_numbers);
}

static void compare_two(const dm_relation *relation, const family *of, draft *a, draft *b)
{
  if (same_cells(a, b) && (of->choose == CHOOSE_ALL || a->sentence == b->sentence)) {
    if (of->choose == CHOOSE_ALL)
      add_passages(a, b);
    drop(relation, b, a, WHY_REPEATED);
  } else if (of->choose == CHOOSE_ALL && says_less(b, a)) {
    drop(relation, b, a, WHY_LESSER);
  } else if (of->choose == CHOOSE_ALL && says_less(a, b)) {
    drop(relation, a, b, WHY_LESSER);
  } else if (clash(of, a, b)) {
    settle_clash(relation, a, b);
  }
}

static void free_meeting(meeting *m)
{
  for (size_t i = 0; i < m->holders.n; i++) {
    dm_vector_free(&m->holders.items[i]);
    dm_vector_free(&m->rarest.items[i]);
  }
  dm_vector_free(&m->holders);
  dm_vector_free(&m->rarest);
  dm_vector_free(&m->own);
  dm_vector_free(&m->first);
  dm_vector_free(&m->alone);
  dm_vector_free(&m->clashes);
  dm_vector_free(&m->empty);
  dm_vector_free(&m->met);
  dm_map_free(m->keys);
}

static void choose_many(dm_relation *relation, const members *list, const family *of, size_t from)
{
  meeting   m = {.of = of};
  dm_buffer key = {0};
  if (list->n == 0 || list->items[list->n - 1] < from)
    return; /* all were compared before */
  m.keys = dm_map_new();
  for (uint32_t i = 0; i < list->n; i++)
    enter(&m, &key, &relation->drafts.items[list->items[i]], i);
  *dm_vector_add(&m.first) = (uint32_t)m.own.n;
  find_rarest(&m);
  for (uint32_t i = 0; i < list->n; i++) {
    draft *a = &relation->drafts.items[list->items[i]];
    if (a->dropped)
      continue;
    find_met(&m, relation, list->items, i);
    for (size_t k = 0; k < m.met.n && !a->dropped; k++) {
      draft *b = &relation->drafts.items[list->items[m.met.items[k]]];
      if (list->items[m.met.items[k]] >= from && !b->dropped)
        compare_two(relation, of, a, b);
    }
  }
  free_meeting(&m);
  dm_buffer_free(&key);
}

static void choose_best(dm_relation *relation, const members *list)
{
  draft *best = NULL;
  for (size_t i = 0; i < list->n; i++) {
    draft *a = &relation->drafts.items[list->items[i]];
    if (!best) {
      best = a;
      continue;
    }
    draft *loser = a->weight > best->weight ? best : a;
    if (loser == best)
      best = a;
    drop(relation, loser, best, WHY_BEST);
  }
}

/* The heaviest, the earliest among equals, and what its rule made of the same words. */
static void choose_match(dm_relation *relation, const members *list)
{
  const draft *best = NULL;
  for (size_t i = 0; i < list->n; i++) {
    const draft *a = &relation->drafts.items[list->items[i]];
    if (!best || a->weight > best->weight)
      best = a;
  }
  for (size_t i = 0; i < list->n; i++) {
    draft *a = &relation->drafts.items[list->items[i]];
    if (a == best)
      continue;
    bool together = a->rule == best->rule && a->trigger.begin == best->trigger.begin && a->trigger.end == best->trigger.end;
    if (!together || same_cells(a, best))
      drop(relation, a, best, WHY_OTHER_MATCH);
  }
}

/* The cells that together weigh most, as the first draft has them. */
static void choose_vote(dm_relation *relation, const members *list)
{
  DM_VECTOR(long) sums = {0};
  numbers   which = {0};
  dm_map   *voices = dm_map_new();
  dm_buffer key = {0};
  size_t    best = 0;
  for (size_t i = 0; i < list->n; i++) {
    const draft *a = &relation->drafts.items[list->items[i]];
    bool         is_new = false;
    dm_buffer_clear(&key);
    for (size_t c = 0; c < a->n_cells; c++)
      add_cell_key(&key, &a->cells[c]);
    uint32_t place = *dm_map_put(voices, dm_buffer_string(&key), key.n_bytes, (uint32_t)sums.n, &is_new);
    if (is_new)
      *dm_vector_add(&sums) = 0;
    sums.items[place] += a->weight;
    *dm_vector_add(&which) = place;
  }
  for (size_t i = 1; i < list->n; i++)
    if (sums.items[which.items[i]] > sums.items[which.items[best]])
      best = i;
  for (size_t i = 0; i < list->n; i++)
    if (i != best)
      drop(relation, &relation->drafts.items[list->items[i]], &relation->drafts.items[list->items[best]], WHY_OUTVOTED);
  dm_vector_free(&sums);
  dm_vector_free(&which);
  dm_map_free(voices);
  dm_buffer_free(&key);
}

/* The other of the two actors of a family, or NULL. */
static const dm_entity *other_actor(const dm_relation *relation, uint32_t f, const dm_entity *one)
{
  const dm_entity *actors[2] = {NULL};
  size_t           n = 0;
  const members   *list = &relation->members[f];
  for (size_t i = 0; i < list->n; i++) {
    const draft *fact = &relation->drafts.items[list->items[i]];
    if (fact->dropped || fact->n_cells == 0)
      continue;
    if (n == 2)
      return NULL;
    actors[n++] = fact->cells[0].value.entity;
  }
  if (n != 2 || !one || (actors[0] != one && actors[1] != one))
    return NULL;
  return actors[actors[0] == one];
}

/* What all facts that are alike to `a` but itself have in the missing cell, if it is one thing; else NULL. */
static const dm_entity *told_of_others(const dm_relation *relation, uint32_t f, const draft *a)
{
  const family    *of = &relation->rules->families.items[f];
  const members   *list = &relation->members[f];
  const dm_entity *told = NULL;
  for (size_t k = 0; k < list->n; k++) {
    const draft *other = &relation->drafts.items[list->items[k]];
    if (other == a || other->dropped || !cell_of(other, of->like) || !same_value(cell_of(other, of->like), cell_of(a, of->like)))
      continue;
    const dm_cell_value *value = cell_of(other, of->missing);
    if (!value || (told && value->entity != told))
      return NULL;
    told = value->entity;
  }
  return told;
}

/* Chairs of whom all but one are told to be Japan's, of a meeting of Japan and Chile: that one is Chile's. */
static void fill_missing(dm_relation *relation, uint32_t f)
{
  const family  *of = &relation->rules->families.items[f];
  const members *list = &relation->members[f];
  for (size_t i = 0; of->missing && i < list->n; i++) {
    draft *a = &relation->drafts.items[list->items[i]];
    if (a->dropped || cell_of(a, of->missing) || !cell_of(a, of->like))
      continue;
    const dm_entity *told = told_of_others(relation, f, a);
    const dm_entity *other = told ? other_actor(relation, of->one_of, told) : NULL;
    if (!other)
      continue;
    dm_cell *cells = dm_arena_allocate(relation->arena, (a->n_cells + 1) * sizeof *cells);
    memcpy(cells, a->cells, a->n_cells * sizeof *cells);
    cells[a->n_cells] = (dm_cell){.name = of->missing, .value = {.kind = DM_CELL_ENTITY, .entity = other}};
    a->cells = cells;
    a->n_cells++;
  }
}

void dm_relation_gather(dm_relation *relation)
{
  for (; relation->n_gathered < relation->drafts.n; relation->n_gathered++)
    *dm_vector_add(&relation->members[relation->drafts.items[relation->n_gathered].family]) = (uint32_t)relation->n_gathered;
}

static void forget_dropped(const dm_relation *relation, members *list)
{
  size_t n = 0;
  for (size_t i = 0; i < list->n; i++)
    if (!relation->drafts.items[list->items[i]].dropped)
      list->items[n++] = list->items[i];
  list->n = n;
}

void dm_choose(dm_relation *relation)
{
  dm_relation_gather(relation);
  for (uint32_t f = 0; f < relation->rules->families.n; f++) {
    const family *of = &relation->rules->families.items[f];
    members      *list = &relation->members[f];
    switch (of->choose) {
    case CHOOSE_ALL:
    case CHOOSE_EACH: choose_many(relation, list, of, relation->n_chosen); break;
    case CHOOSE_BEST: choose_best(relation, list); break;
    case CHOOSE_MATCH: choose_match(relation, list); break;
    case CHOOSE_VOTE: choose_vote(relation, list); break;
    }
    forget_dropped(relation, list);
    fill_missing(relation, f);
  }
  relation->n_chosen = relation->drafts.n;
  dm_relation_forget(relation);
}
