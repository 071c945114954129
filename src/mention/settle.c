/* mention/settle.c - which of several overlapping mentions stand. */
#include <string.h>

#include "mention/mention_impl.h"

/* How sure a mention is by the way it was found: names before forms before patterns. */
static int rank_of(const dm_mention *mention)
{
  if (mention->form & (DM_FORM_NAME | DM_FORM_ACRONYM | DM_FORM_ADJECTIVE))
    return mention->form & DM_FORM_FOUND ? 1 : 0;
  return mention->form & DM_FORM_FOUND ? 1 : 2;
}

typedef struct {
  dm_kinds                concepts;
  dm_kinds                occasions;
  dm_kinds                sides;
  const dm_entity *const *named; /* the sides that the text names */
  size_t                  n_named;
} kind_groups;

static bool is_in(dm_kinds kinds, const dm_mention *mention)
{
  return kinds >> mention->kind & 1;
}
static bool is_thing_by_form(const dm_mention *mention)
{
  return (mention->form & DM_FORM_FOUND) && mention->label.begin < mention->label.end;
}
static bool is_listed(const dm_mention *mention)
{
  return mention->n_candidates > 0;
}

static int compare_mentions(const void *a, const void *b)
{
  const dm_mention *x = a, *y = b;
  if (x->range.begin != y->range.begin)
    return x->range.begin < y->range.begin ? -1 : 1;
  if (x->range.end != y->range.end)
    return x->range.end > y->range.end ? -1 : 1;
  int order = rank_of(x) - rank_of(y);
  if (order)
    return order;
  if (x->kind != y->kind)
    return x->kind < y->kind ? -1 : 1;
  uint32_t i = x->n_candidates ? x->candidates[0]->index : UINT32_MAX, j = y->n_candidates ? y->candidates[0]->index : UINT32_MAX;
  return (i > j) - (i < j);
}

static bool same_range(dm_token_range a, dm_token_range b)
{
  return a.begin == b.begin && a.end == b.end;
}
static bool lies_in(dm_token_range inner, dm_token_range outer)
{
  return inner.begin >= outer.begin && inner.end <= outer.end;
}

/* Whether one of the two concepts is named by whatever names the other. */
static bool stand_together(const dm_mention *a, const dm_mention *b)
{
  if (!(a->form & b->form & DM_FORM_PATTERN) || a->n_candidates != 1 || b->n_candidates != 1)
    return false;
  return a->candidates[0]->also_names == b->candidates[0] || b->candidates[0]->also_names == a->candidates[0];
}

/* Whether `later` (begins no earlier, is no longer if it begins together, lies in `earlier`) is to be dropped beside it. */
static bool is_dropped(const kind_groups *groups, const dm_mention *earlier, const dm_mention *later)
{
  bool patterns = (earlier->form & later->form & DM_FORM_PATTERN) != 0; /* a pattern matches again from every later word of what it matches */
  if (patterns && earlier->n_candidates == 1 && later->n_candidates == 1 && earlier->candidates[0] == later->candidates[0])
    return true;
  bool beside_name = is_thing_by_form(later) && !is_in(groups->concepts, earlier) && earlier->label.begin < earlier->label.end;
  if (beside_name && (earlier->kind == later->kind || is_listed(earlier)))
    return true;
  return same_range(earlier->range, later->range) && earlier->kind == later->kind && !stand_together(earlier, later);
}

/* Whether `earlier`, found by form, only makes a listed occasion longer. */
static bool is_overgrown(const kind_groups *groups, const dm_mention *earlier, const dm_mention *later)
{
  return is_thing_by_form(earlier) && is_in(groups->occasions, earlier) && is_listed(later) && is_in(groups->occasions, later);
}

/* Whether `mention` begins with the end of the name of a side that does not own it: `Korean Ministry of Trade` in `North Korean Ministry of Trade`. */
static bool is_of_another(const dm_reading *reading, const kind_groups *groups, const dm_mention *mention, const dm_mention *side)
{
  uint32_t begin = side->range.begin; /* of its name; the article is none */
  while (begin < side->range.end && dm_lexicon_is_light(reading->lexicon, reading->symbols[begin]))
    begin++;
  if (!is_in(groups->sides, side) || !is_listed(side) || is_in(groups->sides, mention) || !is_listed(mention) || begin >= mention->range.begin)
    return false;
  for (size_t i = 0; i < mention->n_candidates; i++)
    for (size_t k = 0; k < side->n_candidates; k++)
      if (!mention->candidates[i]->of || mention->candidates[i]->of == side->candidates[k])
        return false;
  return true;
}

/* Whether a listed body can only be one of sides that the text does not name. */
static bool is_of_nobody_here(const kind_groups *groups, const dm_mention *mention)
{
  for (size_t i = 0; i < mention->n_candidates; i++) {
    if (!mention->candidates[i]->of)
      return false;
    for (size_t k = 0; k < groups->n_named; k++)
      if (groups->named[k] == mention->candidates[i]->of)
        return false;
  }
  return mention->n_candidates > 0;
}

/* Whether `mention` and `other`, which cross, exclude each other and this one goes: that of a side not named here, the shorter, and among equals the later. Concepts may cross. */
static bool loses_crossing(const dm_reading *reading, const kind_groups *groups, const dm_mention *mention, const dm_mention *other)
{
  bool concept = is_in(groups->concepts, mention);
  if (concept != is_in(groups->concepts, other))
  return concept;
  if (concept)
    return false;
  if (is_of_another(reading, groups, mention, other) || is_of_another(reading, groups, other, mention))
    return is_of_another(reading, groups, mention, other);
  if (is_thing_by_form(mention) != is_thing_by_form(other) && is_listed(mention) != is_listed(other))
    return is_thing_by_form(mention);
  if (rank_of(mention) != rank_of(other))
    return rank_of(mention) > rank_of(other);
  if (is_of_nobody_here(groups, mention) != is_of_nobody_here(groups, other))
    return is_of_nobody_here(groups, mention);
  uint32_t n = mention->range.end - mention->range.begin, m = other->range.end - other->range.begin;
  return n != m ? n < m : mention->range.begin > other->range.begin;
}

/* Drops one of two mentions, which overlap, if they exclude each other. */
static void meet(dm_reading *reading, const kind_groups *groups, bool *dropped, size_t i, size_t k)
{
  const dm_mention *earlier = &reading->mentions.items[i], *later = &reading->mentions.items[k];
  if (!lies_in(later->range, earlier->range)) {
    if (loses_crossing(reading, groups, earlier, later))
      dropped[i] = true;
    else if (loses_crossing(reading, groups, later, earlier))
      dropped[k] = true;
  } else if (is_dropped(groups, earlier, later)) {
    dropped[k] = true;
  } else if (is_overgrown(groups, earlier, later)) {
    dropped[i] = true;
  }
}

/* Notes which of two mentions that both stand lies in the other. */
static void nest(const kind_groups *groups, dm_mention *earlier, dm_mention *later)
{
  bool same = same_range(earlier->range, later->range), concept = is_in(groups->concepts, earlier), later_concept = is_in(groups->concepts, later);
  if (!lies_in(later->range, earlier->range))
    return;
  if (!same || (concept && !later_concept))
    later->form |= DM_FORM_INNER;
  else if (later_concept && !concept)
    earlier->form |= DM_FORM_INNER; /* `UN Charter` the concept is what the text speaks of; the instrument is named in it */
}

static void rebuild_marks(dm_reading *reading)
{
  size_t n_tokens = reading->text->n_tokens;
  reading->marks.n = 0;
  for (uint32_t i = 0; i < reading->mentions.n; i++) {
    const dm_mention *mention = &reading->mentions.items[i];
    *dm_vector_add(&reading->marks) = (dm_mark){.range = mention->range,
                                                .kinds = (dm_kinds)1 << mention->kind,
                                                .form = mention->form,
                                                .thing = mention->entity && mention->entity->listed ? mention->entity->index
                                                         : mention->n_candidates == 1               ? mention->candidates[0]->index
                                                                                                    : UINT32_MAX,
                                                .index = i};
  }
  uint32_t m = 0;
  for (uint32_t t = 0; t <= n_tokens; t++) {
    while (m < reading->marks.n && reading->marks.items[m].range.begin < t)
      m++;
    reading->first_mark[t] = m;
  }
  reading->view = (dm_view){.text = reading->text,
                            .symbols = reading->symbols,
                            .shapes = reading->shapes,
                            .marks = reading->marks.items,
                            .first_mark = reading->first_mark};
}

/* Each side that the text names without doubt, once. */
static size_t sides_named(const dm_reading *reading, const kind_groups *groups, const dm_entity **out)
{
  size_t n = 0;
  for (size_t i = 0; i < reading->mentions.n; i++) {
    const dm_mention *mention = &reading->mentions.items[i];
    if (!is_in(groups->sides, mention) || mention->n_candidates != 1)
      continue;
    size_t k = 0;
    while (k < n && out[k] != mention->candidates[0])
      k++;
    out[k] = mention->candidates[0];
    n += k == n;
  }
  return n;
}

void dm_reading_settle(dm_reading *reading)
{
  size_t            n = reading->mentions.n;
  const dm_grammar *grammar = dm_lexicon_grammar(reading->lexicon);
  kind_groups groups = {dm_grammar_kinds(grammar, "concept", 7), dm_grammar_kinds(grammar, "occasion", 8), dm_grammar_kinds(grammar, "side", 4), NULL,
                        0};
  const dm_entity **named = dm_allocate((n + 1) * sizeof *named);
  bool             *dropped = dm_allocate((n + 1) * sizeof *dropped);
  if (n)
    qsort(reading->mentions.items, n, sizeof *reading->mentions.items, compare_mentions);
  groups.n_named = sides_named(reading, &groups, named);
  groups.named = named;
  dm_mention *items = reading->mentions.items;
  for (size_t i = 0; i < n; i++)
    for (size_t k = i + 1; k < n && !dropped[i] && items[k].range.begin < items[i].range.end; k++)
      if (!dropped[k])
        meet(reading, &groups, dropped, i, k);
  size_t n_kept = 0;
  for (size_t i = 0; i < n; i++)
    if (!dropped[i])
      items[n_kept++] = items[i];
  reading->mentions.n = n_kept;
  for (size_t i = 0; i < n_kept; i++)
    items[i].form &= (uint8_t)~DM_FORM_INNER;
  for (size_t i = 0; i < n_kept; i++)
    for (size_t k = i + 1; k < n_kept && items[k].range.begin < items[i].range.end; k++)
      nest(&groups, &items[i], &items[k]);
  free(named);
  free(dropped);
  rebuild_marks(reading);
}
