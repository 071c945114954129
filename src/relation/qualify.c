/* relation/qualify.c - words around a frame that qualify what it states: on a condition, in principle, as a hope. */
#include "relation/clause_impl.h"

static void keep_first(void *ctx, size_t pattern, const dm_match *match)
{
  size_t *first = ctx;
  (void)match;
  if (pattern < *first)
    *first = pattern;
}

/* The qualification whose phrase stands in `range`, the first of the list where several do; NULL if none does. */
static const dm_entity *found_in(const dm_relation *relation, qualifier_place place, dm_token_range range)
{
  const qualifiers *known = &relation->rules->qualifiers[place];
  size_t            first = known->patterns.n;
  for (uint32_t t = range.begin; t < range.end; t++)
    dm_pattern_index_match(known->index, relation->reading->state, &relation->reading->view, range, t, keep_first, &first);
  return first < known->patterns.n ? known->things.items[first] : NULL;
}

void dm_hit_qualify(clause_walk *w, size_t i, dm_token_range sentence)
{
  hit             *h = w->found.items[i];
  const rule      *of = h->of;
  uint32_t         subject = h->n_subjects && h->subjects[0]->range.begin >= sentence.begin && h->subjects[0]->range.begin < h->range.begin
                                 ? h->subjects[0]->range.begin
                                 : h->range.begin;
  const dm_entity *found = NULL;
  if (!of->qualified)
    return;
  dm_token_range after = {h->range.end, i + 1 < w->found.n ? w->found.items[i + 1]->range.begin : sentence.end};
  after.end = dm_phrase_first(w->relation, CLAUSE_DIGRESSIONS, after);
  found = found_in(w->relation, QUALIFIED_WITHIN, (dm_token_range){h->verb_begin, h->range.end});
  if (!found)
    found = found_in(w->relation, QUALIFIED_AFTER, after);
  if (!found && i == 0)
    found = found_in(w->relation, QUALIFIED_BEFORE, (dm_token_range){sentence.begin, subject});
  h->qualification = found;
}
