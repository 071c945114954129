/* relation/trace.c - telling a sink what was weighed and let go. */
#include "relation/trace_impl.h"

#include <string.h>

/* Where the phrase stands that stood in the way: behind what it is said of, right before it, or where it begins. */
typedef enum { AT_WORDS, AT_END, AT_BEGIN, AT_BEHIND } phrase_place;

static const struct {
  clause_use   use;
  phrase_place place;
} phrases[N_WHYS] = {
    [WHY_NOMINAL] = {CLAUSE_NOMINALS, AT_END},          [WHY_RELATIVE] = {CLAUSE_RELATIVES, AT_END},
    [WHY_SUBORDINATE] = {CLAUSE_SUBORDINATORS, AT_END}, [WHY_ASKED] = {CLAUSE_QUESTIONS, AT_BEGIN},
    [WHY_OWNER] = {CLAUSE_OWNERS, AT_BEHIND},           [WHY_OBLIQUE] = {CLAUSE_OBLIQUES, AT_END},
    [WHY_PURPOSE] = {CLAUSE_PURPOSES, AT_BEGIN},        [WHY_DIGRESSION] = {CLAUSE_DIGRESSIONS, AT_BEGIN},
    [WHY_ADJUNCT] = {CLAUSE_ADJUNCTS, AT_END},          [WHY_ASIDE] = {CLAUSE_ASIDES, AT_END},
};

/* The phrase of that reason in or at `at`: [at.begin, end) for one that begins there, [begin, at.end) for one that ends there. `at` itself where the reason names no phrase. */
static dm_token_range phrase_of(const dm_relation *relation, dm_why why, dm_token_range at)
{
  uint32_t end = 0;
  switch (phrases[why].place) {
  case AT_END: return (dm_token_range){dm_phrase_begin(relation, phrases[why].use, at.begin, at.end), at.end};
  case AT_BEGIN:
  case AT_BEHIND:
    dm_phrase_at(relation, phrases[why].use, (dm_token_range){at.begin, (uint32_t)relation->reading->text->n_tokens}, at.begin, &end);
    return (dm_token_range){at.begin, end};
  case AT_WORDS: break;
  }
  return at;
}

static void tell(const dm_relation *relation, const dm_trace_event *event)
{
  relation->trace->on_event(relation->trace->ctx, event);
}

static dm_trace_event event_of(const hit *h, dm_why why)
{
  return (dm_trace_event){.why = why, .rule = h->number, .trigger = h->range, .other = UINT32_MAX, .draft = UINT32_MAX};
}

static bool is_told(const dm_relation *relation, const hit *h)
{
  return relation->trace && h->speaks;
}

static size_t unmet_condition(const dm_relation *relation, const rule *asked)
{
  size_t i = 0;
  while (i < asked->n_conditions && dm_condition_holds(relation, &asked->conditions[i]))
    i++;
  return i;
}

void dm_trace_unmet(const dm_relation *relation, const rule *asked, uint32_t block, dm_token_range at)
{
  if (!relation->trace)
    return;
  dm_trace_event event = {.why = WHY_UNDER,
                          .rule = (uint32_t)(asked - relation->rules->rules.items),
                          .trigger = at,
                          .other = (uint32_t)unmet_condition(relation, asked),
                          .draft = UINT32_MAX};
  if (block != UINT32_MAX && asked->where && !(relation->zones[block] & asked->where))
    event.why = WHY_WHERE;
  else if (event.other < asked->n_conditions)
    event.why = WHY_CONDITION;
  tell(relation, &event);
}

bool dm_trace_refuse(const dm_relation *relation, const hit *h, dm_why why, dm_token_range at, const hit *other)
{
  if (!is_told(relation, h))
    return true;
  dm_trace_event event = event_of(h, why);
  event.words = phrase_of(relation, why, at);
  if (other)
    event.other = other->number;
  tell(relation, &event);
  return true;
}

void dm_trace_ask(const dm_relation *relation, const hit *h)
{
  if (relation->trace)
    relation->trace->asking = h;
}

/* What stands between an actor and a trigger and leads to no subject. */
static dm_token_range words_between(const dm_mention *actor, const hit *h)
{
  return (dm_token_range){actor->range.end, actor->range.end < h->range.begin ? h->range.begin : actor->range.end};
}

void dm_trace_actors(const dm_relation *relation, dm_why why, uint32_t from, const dm_mention *const *actors, size_t n_actors)
{
  const hit *h = relation->trace ? relation->trace->asking : NULL;
  if (!h || !h->speaks || n_actors == 0)
    return;
  dm_trace_event    event = event_of(h, why);
  const dm_mention *first = actors[0], *last = actors[n_actors - 1];
  if (why == WHY_OWNER)
    event.words = phrase_of(relation, why, (dm_token_range){last->range.end, last->range.end});
  else if (why == WHY_OBLIQUE)
    event.words = phrase_of(relation, why, (dm_token_range){from, dm_phrase_begin(relation, CLAUSE_HEADS, from, first->range.begin)});
  else
    event.words = words_between(last, h);
  for (size_t i = 0; i < n_actors; i++) {
    event.mention = actors[i];
    tell(relation, &event);
  }
}

void dm_trace_negated(const dm_relation *relation, const hit *h, dm_token_range by)
{
  if (!is_told(relation, h))
    return;
  dm_trace_event event = event_of(h, TRACE_NEGATED);
  event.words = by;
  tell(relation, &event);
}

void dm_trace_settled(const dm_relation *relation, const hit *h)
{
  if (!is_told(relation, h))
    return;
  dm_trace_event     event = event_of(h, TRACE_SETTLED);
  const dm_mention **subjects = dm_arena_allocate(relation->arena, (h->n_subjects + 1) * sizeof *subjects);
  const dm_entity  **holders = dm_arena_allocate(relation->arena, (h->n_subjects + 1) * MAX_ACTORS * sizeof *holders);
  memcpy(subjects, h->subjects, h->n_subjects * sizeof *subjects);
  if (h->voiced)
    event.n_holders = dm_relation_voices(relation, holders);
  for (size_t s = 0; s < h->n_subjects && !h->voiced; s++)
    event.n_holders += dm_subject_holders(relation, subjects[s], holders + event.n_holders);
  event.subjects = subjects;
  event.n_subjects = h->voiced ? 0 : h->n_subjects;
  event.holders = holders;
  event.voiced = h->voiced;
  event.negated = h->negated;
  event.reach_end = h->reach_end;
  tell(relation, &event);
}

void dm_trace_object(const dm_relation *relation, const hit *h, const dm_mention *mention)
{
  if (!is_told(relation, h))
    return;
  dm_trace_event event = event_of(h, TRACE_OBJECT);
  event.mention = mention;
  tell(relation, &event);
}

void dm_trace_thing(const dm_relation *relation, const hit *h, dm_why why, uint32_t from, const dm_mention *mention)
{
  if (!is_told(relation, h) || (mention->form & DM_FORM_INNER))
    return;
  dm_trace_event event = event_of(h, why);
  event.mention = mention;
  event.words =
      phrases[why].place == AT_WORDS ? (dm_token_range){from, from} : phrase_of(relation, why, (dm_token_range){from, mention->range.begin});
  tell(relation, &event);
}

void dm_trace_lacking(const dm_relation *relation, uint32_t rule_number, const fact_template *of, size_t cell, const source *from)
{
  if (!relation->trace || (of->cells[cell].source == FROM_OBJECT && !from->object))
    return; /* a frame asks for facts without an object too */
  dm_trace_event event = {.why = WHY_CELL, .rule = rule_number, .trigger = from->trigger, .family = of->family, .draft = UINT32_MAX};
  const family  *in = &relation->rules->families.items[of->family];
  while (event.other < in->n_cells && strcmp(in->cells[event.other], of->cells[cell].cell) != 0)
    event.other++;
  tell(relation, &event);
}

void dm_trace_afield(const dm_relation *relation, uint32_t rule_number, const fact_template *of, const source *from)
{
  if (!relation->trace)
    return;
  dm_trace_event event = {
      .why = WHY_FIELD, .rule = rule_number, .trigger = from->trigger, .family = of->family, .other = UINT32_MAX, .draft = UINT32_MAX};
  tell(relation, &event);
}

void dm_trace_dropped(const dm_relation *relation, const draft *loser, const draft *winner, dm_why why)
{
  if (!relation->trace)
    return;
  dm_trace_event event = {.why = why,
                          .rule = loser->rule,
                          .trigger = loser->trigger,
                          .draft = (uint32_t)(loser - relation->drafts.items),
                          .other = winner ? (uint32_t)(winner - relation->drafts.items) : UINT32_MAX};
  tell(relation, &event);
}
