/* relation/phrases.c - where the phrases that data/rules names for the clause model stand. */
#include "relation/clause_impl.h"

#include <string.h>

static void keep_longest(void *ctx, size_t pattern, const dm_match *match)
{
  uint32_t *end = ctx;
  (void)pattern;
  if (match->range.end > *end)
    *end = match->range.end;
}

bool dm_phrase_at(const dm_relation *relation, clause_use use, dm_token_range limit, uint32_t t, uint32_t *end)
{
  *end = t;
  dm_pattern_index_match(relation->rules->clause_indexes[use], relation->reading->state, &relation->reading->view, limit, t, keep_longest, end);
  return *end > t;
}

/* Whether a phrase of that use ends right before token `t`, beginning no earlier than `from`. */
bool dm_phrase_ends_before(const dm_relation *relation, clause_use use, uint32_t from, uint32_t t)
{
  uint32_t end = 0;
  for (uint32_t back = 1; back <= MAX_BEFORE && t >= from + back; back++)
    if (dm_phrase_at(relation, use, (dm_token_range){from, t}, t - back, &end) && end == t)
      return true;
  return false;
}

/* Where the longest phrase of that use begins that ends right before token `t`; `t` if there is none. */
uint32_t dm_phrase_begin(const dm_relation *relation, clause_use use, uint32_t from, uint32_t t)
{
  uint32_t begin = t, end = 0;
  for (uint32_t back = 1; back <= MAX_BEFORE && t >= from + back; back++)
    if (dm_phrase_at(relation, use, (dm_token_range){from, t}, t - back, &end) && end == t)
      begin = t - back;
  return begin;
}

/* The same for one pattern. */
bool dm_pattern_ends_before(const dm_relation *relation, const dm_pattern *pattern, uint32_t from, uint32_t t)
{
  dm_match match;
  for (uint32_t back = 1; back <= MAX_BEFORE && t >= from + back; back++)
    if (dm_pattern_match(pattern, relation->reading->state, &relation->reading->view, (dm_token_range){from, t}, t - back, &match) &&
        match.range.end == t)
      return true;
  return false;
}

uint32_t dm_phrase_first(const dm_relation *relation, clause_use use, dm_token_range range)
{
  uint32_t end = 0;
  for (uint32_t t = range.begin; t < range.end; t++)
    if (dm_phrase_at(relation, use, range, t, &end))
      return t;
  return range.end;
}

bool dm_phrase_between(const dm_relation *relation, clause_use use, uint32_t begin, uint32_t end)
{
  return begin < end && dm_phrase_first(relation, use, (dm_token_range){begin, end}) < end;
}

bool dm_phrase_joins(const dm_relation *relation, uint32_t begin, uint32_t end)
{
  uint32_t at = 0;
  return begin == end ||
         (end - begin <= MAX_BEFORE / 2 && dm_phrase_at(relation, CLAUSE_JOINTS, (dm_token_range){begin, end}, begin, &at) && at == end);
}

/* Where the clause begins whose end is at the trigger: what stands before a trigger is looked for there. */
uint32_t dm_clause_before(const dm_relation *relation, dm_token_range range)
{
  uint32_t begin = range.begin, end = 0;
  if (dm_phrase_at(relation, CLAUSE_PURPOSES, range, begin, &end) ||
      dm_phrase_at(relation, CLAUSE_OPENERS, range, begin, &end)) /* `To reach this, X is essential` */
    for (uint32_t t = end; t < range.end && begin == range.begin; t++)
      if (dm_phrase_at(relation, CLAUSE_COMMAS, range, t, &end))
        begin = end;
  for (uint32_t t = begin; t < range.end; t++)
    if (dm_phrase_at(relation, CLAUSE_OPENERS, range, t, &end))
      begin = end;
  return begin;
}

/* The next purpose clause, to where the text resumes what stood before it. */
dm_token_range dm_purpose_next(const dm_relation *relation, uint32_t from, uint32_t end)
{
  dm_token_range next = {dm_phrase_first(relation, CLAUSE_PURPOSES, (dm_token_range){from, end}), end};
  if (next.begin < end)
    next.end = dm_phrase_first(relation, CLAUSE_RESUMES, (dm_token_range){next.begin + 1, end});
  return next;
}

bool dm_clause_is_place(const dm_relation *relation, dm_token_range range, const dm_mention *mention)
{
  uint32_t end = 0;
  for (uint32_t back = 1; back <= MAX_BEFORE / 4 && mention->range.begin >= range.begin + back; back++)
    if (dm_phrase_at(relation, CLAUSE_PLACES, range, mention->range.begin - back, &end) && end == mention->range.end)
      return true;
  return false;
}

/* Whether a mention names, or a reference means, a thing of these kinds. */
bool dm_mention_means(const dm_relation *relation, const dm_mention *mention, dm_kinds kinds)
{
  if (mention->entity)
    return kinds >> mention->kind & 1;
  const dm_entity *meant[MAX_ACTORS];
  size_t           n = dm_relation_actors(relation, mention, meant);
  return n && dm_grammar_kinds(dm_lexicon_grammar(relation->reading->lexicon), meant[0]->kind, strlen(meant[0]->kind)) & kinds;
}
