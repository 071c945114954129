/* relation/why_frame.c - what each frame that could state it lacked: a subject, an object, its polarity, or to be a frame at all. */
#include "relation/why_impl.h"

#include <string.h>

/* Distances: what each thing counts that is missing. */
enum {
  FAR_NEGATED = 1,   /* it is turned */
  FAR_UNNEGATED = 3, /* it would have to be turned */
  FAR_REFUSED = 2,   /* a trigger that is no frame, or whose rule does not apply */
  FAR_SUBJECT = 2,
  FAR_OBJECT = 2,
  FAR_ABSENT = 3, /* on top, where the sentence does not name it */
  FAR_CAPTURE = 2,
  FAR_UNTOLD = 1 /* all is there, and still no fact */
};

enum { MAX_HOLDERS_SHOWN = 6 };

/* All that was told of one trigger of one rule. */
typedef struct {
  uint32_t       rule;
  dm_token_range trigger;
  DM_VECTOR(uint32_t) events;
  const dm_trace_event *settled; /* NULL: no frame */
  const dm_trace_event *negated;
} attempt;

typedef DM_VECTOR(attempt) attempts;

/* What is being said of one attempt. */
typedef struct {
  why                 *y;
  const attempt       *of;
  const fact_template *facts;
  text_lines           lines;
  unsigned             distance;
} judging;

static dm_token_range sentence_of(const judging *j)
{
  return dm_sentence_of(j->y->relation, j->of->trigger.begin);
}

/* Subjects. */

static const char *ids_of(const why *y, const dm_entity *const *things, size_t n)
{
  dm_buffer text = {0};
  for (size_t i = 0; i < n && i < MAX_HOLDERS_SHOWN; i++)
    dm_buffer_print(&text, "%s%s", i ? ", " : "", things[i]->id);
  if (n > MAX_HOLDERS_SHOWN)
    dm_buffer_print(&text, " and %zu more", n - MAX_HOLDERS_SHOWN);
  const char *kept = dm_arena_string(y->arena, dm_buffer_string(&text), text.n_bytes);
  dm_buffer_free(&text);
  return kept;
}

static const char *subjects_of(const why *y, const dm_trace_event *settled)
{
  dm_buffer text = {0};
  for (size_t i = 0; i < settled->n_subjects && i < MAX_HOLDERS_SHOWN; i++)
    dm_buffer_print(&text, "%s`%s`", i ? ", " : "", dm_why_words(y, settled->subjects[i]->range));
  const char *kept = dm_arena_string(y->arena, dm_buffer_string(&text), text.n_bytes);
  dm_buffer_free(&text);
  return kept;
}

static void say_subject(judging *j)
{
  const dm_trace_event *settled = j->of->settled;
  const char           *holders = ids_of(j->y, settled->holders, settled->n_holders);
  if (settled->voiced && settled->n_holders)
    dm_why_say(j->y, &j->lines, "its subject is the document itself, which speaks for %s", holders);
  else if (settled->voiced)
    dm_why_say(j->y, &j->lines, "its subject is the document itself, which speaks for nobody");
  else if (settled->n_subjects == 0)
    dm_why_say(j->y, &j->lines, "it has no subject");
  else if (settled->n_holders)
    dm_why_say(j->y, &j->lines, "its subject is %s: %s", subjects_of(j->y, settled), holders);
  else
    dm_why_say(j->y, &j->lines, "its subject is %s, which stands for nobody that is known", subjects_of(j->y, settled));
}

static bool stands_for(const why *y, const dm_mention *actor, const wanted *asked)
{
  const dm_entity *holders[MAX_ACTORS];
  size_t           n = dm_subject_holders(y->relation, actor, holders);
  for (size_t i = 0; i < n; i++)
    if (dm_wanted_thing(asked, holders[i]))
      return true;
  return false;
}

/* Says why actors are no subject: those that stand for who is asked, or all. Returns how many. */
static size_t say_passed_over(judging *j, const wanted *asked)
{
  size_t n = 0;
  for (size_t i = 0; i < j->of->events.n; i++) {
    const dm_trace_event *event = &j->y->events.items[j->of->events.items[i]];
    bool                  is_actor = event->why == WHY_OWNER || event->why == WHY_OBLIQUE || event->why == WHY_REMOTE;
    if (!is_actor || (asked && !stands_for(j->y, event->mention, asked)))
      continue;
    dm_why_tell_event(j->y, &j->lines, event);
    n++;
  }
  return n;
}

/* Where an actor stands that was not even passed over. */
static void say_elsewhere(judging *j, const dm_mention *actor)
{
  const char *words = dm_why_words(j->y, actor->range);
  if (actor->form & DM_FORM_INNER)
    dm_why_say(j->y, &j->lines, "`%s` is no subject: it is part of a longer name", words);
  else if (actor->range.begin >= j->of->trigger.end)
    dm_why_say(j->y, &j->lines, "`%s` is no subject: it stands behind the trigger", words);
  else if (actor->range.end > j->of->trigger.begin)
    dm_why_say(j->y, &j->lines, "`%s` is no subject: it is part of the trigger", words);
  else if (j->of->settled->n_subjects && j->of->settled->subjects[0]->range.begin > actor->range.begin)
    dm_why_say(j->y, &j->lines, "`%s` is no subject: `%s` stands nearer to the trigger", words,
               dm_why_words(j->y, j->of->settled->subjects[0]->range));
  else
    dm_why_say(j->y, &j->lines, "`%s` does not stand where the rule looks for a subject", words);
}

static void judge_subject(judging *j, const wanted *asked)
{
  uint32_t m = 0;
  for (size_t i = 0; i < j->of->settled->n_holders; i++)
    if (dm_wanted_thing(asked, j->of->settled->holders[i]))
      return;
  say_subject(j);
  j->distance += FAR_SUBJECT;
  if (say_passed_over(j, asked))
    return;
  const dm_mention *actor = dm_why_mention(j->y, asked, sentence_of(j), &m);
  if (actor)
    say_elsewhere(j, actor);
  else
    j->distance += FAR_ABSENT;
  if (!actor && j->of->settled->n_holders == 0)
    say_passed_over(j, NULL);
}

/* Objects. */

/* The next frame from token `from` on in the sentence, or NULL. */
static const dm_trace_event *next_frame(const judging *j, uint32_t from)
{
  const why *y = j->y;
  size_t     low = 0, high = y->settled.n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (y->events.items[y->settled.items[middle]].trigger.begin < from)
      low = middle + 1;
    else
      high = middle;
  }
  const dm_trace_event *next = low < y->settled.n ? &y->events.items[y->settled.items[low]] : NULL;
  return next && next->trigger.begin < sentence_of(j).end ? next : NULL;
}

/* What keeps the frame from reaching a thing behind it. */
static void say_out_of_reach(judging *j, const dm_mention *thing)
{
  uint32_t              end = j->of->settled->reach_end, behind = 0;
  const char           *words = dm_why_words(j->y, thing->range);
  const dm_trace_event *next = next_frame(j, end);
  if (next && next->trigger.begin <= thing->range.end)
    dm_why_say(j->y, &j->lines, "`%s` is out of its reach: the frame `%s` of rule %s begins before it", words, dm_why_words(j->y, next->trigger),
               j->y->rules->rules.items[next->rule].name);
  else if (dm_phrase_at(j->y->relation, CLAUSE_BREAKS, sentence_of(j), end, &behind) ||
           dm_phrase_at(j->y->relation, CLAUSE_SEPARATORS, sentence_of(j), end, &behind))
    dm_why_say(j->y, &j->lines, "`%s` is out of its reach, which `%s` ends", words, dm_why_words(j->y, (dm_token_range){end, behind}));
  else
    dm_why_say(j->y, &j->lines, "`%s` is out of its reach", words);
}

/* Why a thing of the sentence is no object that was not even looked at. */
static void say_unseen(judging *j, const dm_mention *thing)
{
  const rule *of = &j->y->rules->rules.items[j->of->rule];
  const char *words = dm_why_words(j->y, thing->range);
  bool        ahead = of->objects == OBJECTS_AFTER || of->objects == OBJECTS_INSIDE, behind = of->objects == OBJECTS_BEFORE;
  if (!thing->entity && thing->n_candidates > 1)
    dm_why_say(j->y, &j->lines, "`%s` may be it, but which of %zu things of that name it means is not to be told", words, thing->n_candidates);
  else if (thing->form & DM_FORM_INNER)
    dm_why_say(j->y, &j->lines, "`%s` is no object: it is part of a longer name", words);
  else if (ahead && thing->range.end <= j->of->trigger.begin)
    dm_why_say(j->y, &j->lines, "`%s` is no object: it stands before the trigger, where this rule does not look", words);
  else if (behind && thing->range.begin >= j->of->trigger.end)
    dm_why_say(j->y, &j->lines, "`%s` is no object: it stands behind the trigger, where this rule does not look", words);
  else if (thing->range.begin < j->of->trigger.end && thing->range.end > j->of->trigger.begin)
    dm_why_say(j->y, &j->lines, "`%s` is no object: it is part of the trigger", words);
  else if (!behind && thing->range.end > j->of->settled->reach_end)
    say_out_of_reach(j, thing);
  else if (j->of->settled->n_holders || j->of->settled->n_subjects)
    dm_why_say(j->y, &j->lines, "`%s` does not stand where the rule looks for an object", words);
}

/* Which other frame has the thing as an object. */
static void say_taken(judging *j, const dm_mention *thing)
{
  for (size_t i = 0; i < j->y->events.n; i++) {
    const dm_trace_event *event = &j->y->events.items[i];
    if (event->why != TRACE_OBJECT || event->mention != thing || event->rule == j->of->rule)
      continue;
    dm_why_say(j->y, &j->lines, "`%s` is the object of the frame `%s` of rule %s", dm_why_words(j->y, thing->range),
               dm_why_words(j->y, event->trigger), j->y->rules->rules.items[event->rule].name);
    return;
  }
}

/* What the attempt was told of a wanted thing: an object, or why it is none. NULL: nothing. */
static const dm_trace_event *told_of(const judging *j, const wanted *asked)
{
  const dm_trace_event *best = NULL;
  for (size_t i = 0; i < j->of->events.n; i++) {
    const dm_trace_event *event = &j->y->events.items[j->of->events.items[i]];
    bool                  is_thing = event->why == TRACE_OBJECT || (event->why >= WHY_KIND && event->why <= WHY_RENAME);
    const dm_entity      *meant[MAX_ACTORS];
    size_t                n = is_thing ? dm_relation_actors(j->y->relation, event->mention, meant) : 0;
    for (size_t k = 0; k < n; k++)
      if (dm_wanted_thing(asked, meant[k]) && (!best || event->why == TRACE_OBJECT))
        best = event;
  }
  return best;
}

static void judge_object(judging *j, const wanted *asked)
{
  const dm_trace_event *told = told_of(j, asked);
  uint32_t              m = 0;
  if (told && told->why == TRACE_OBJECT)
    return;
  j->distance += FAR_OBJECT;
  if (told) {
    dm_why_tell_event(j->y, &j->lines, told);
    say_taken(j, told->mention);
    return;
  }
  const dm_mention *thing = dm_why_mention(j->y, asked, sentence_of(j), &m);
  if (!thing) {
    dm_why_say(j->y, &j->lines, "its sentence does not name %s", asked->words);
    j->distance += FAR_ABSENT;
    return;
  }
  say_unseen(j, thing);
  say_taken(j, thing);
}

/* Captures and qualifications: what the facts say that the trigger made. `lacking`: what to say where they say nothing. */
static void judge_made(judging *j, const char *cell, const wanted *asked, const char *lacking)
{
  const dm_cell_value *other = NULL;
  for (size_t i = 0; i < j->y->relation->drafts.n; i++) {
    const draft *fact = &j->y->relation->drafts.items[i];
    if (fact->rule != j->of->rule || fact->trigger.begin != j->of->trigger.begin || fact->family != j->facts->family)
      continue;
    for (size_t c = 0; c < fact->n_cells; c++) {
      if (strcmp(fact->cells[c].name, cell) != 0)
        continue;
      if (dm_wanted_is(asked, &fact->cells[c].value))
        return;
      other = &fact->cells[c].value;
    }
  }
  j->distance += FAR_CAPTURE;
  if (other)
    dm_why_say(j->y, &j->lines, "its %s is %s", cell, other->kind == DM_CELL_ENTITY ? other->entity->id : other->text);
  else
    dm_why_say(j->y, &j->lines, "%s no %s that is %s", lacking, cell, asked->words);
}

/* Attempts. */

static void judge_cells(judging *j)
{
  for (size_t c = 0; c < j->facts->n_cells; c++) {
    const cell_template *cell = &j->facts->cells[c];
    const wanted        *asked = dm_why_wanted(j->y, cell);
    if (!asked || asked->fixed)
      continue;
    if (cell->source == FROM_SUBJECT && cell->part == PART_VALUE)
      judge_subject(j, asked);
    else if (cell->source == FROM_OBJECT && cell->part == PART_VALUE)
      judge_object(j, asked);
    else if (cell->source == FROM_CAPTURE)
      judge_made(j, cell->cell, asked, "its pattern captures");
  }
  for (size_t c = 0; c < j->y->claim->n_cells; c++)
    if (j->y->claim->cells[c].given && dm_claim_is_qualified(j->y->claim, c))
      judge_made(j, j->y->rules->families.items[j->facts->family].cells[c], &j->y->claim->cells[c], "the words around it say");
}

/* Which of the rule's facts the frame comes to, turned or not; says so where those are others. */
static const fact_template *choose_facts(judging *j, const candidate *may)
{
  const fact_template *plain = may->plain ? may->plain : may->breached ? may->breached : may->otherwise;
  if (j->of->settled->negated) {
    if (may->negated)
      return may->negated;
    j->distance += FAR_NEGATED;
    if (j->of->negated)
      dm_why_tell_event(j->y, &j->lines, j->of->negated);
    return plain;
  }
  if (plain)
    return plain;
  j->distance += FAR_UNNEGATED;
  dm_why_say(j->y, &j->lines, "it is not negated, and only then states it");
  return may->negated;
}

/* All is there, and still the fact is not: what a fact template lacked, or that the thing is one of which the rule states something else. */
static void say_untold(judging *j)
{
  for (size_t i = 0; i < j->of->events.n; i++) {
    const dm_trace_event *event = &j->y->events.items[j->of->events.items[i]];
    if ((event->why == WHY_CELL || event->why == WHY_FIELD) && event->family == j->y->claim->family)
      dm_why_tell_event(j->y, &j->lines, event);
  }
  if (j->lines.n == 0)
    dm_why_say(j->y, &j->lines, "of such a thing it states something else");
  j->distance += FAR_UNTOLD;
}

/* Whether the fact was made: then it was not chosen, which is told elsewhere. */
static bool is_made(const judging *j)
{
  for (size_t i = 0; i < j->y->misses.n; i++) {
    const dm_account *made = &j->y->misses.items[i];
    if (made->rule == j->y->rules->rules.items[j->of->rule].name && made->trigger.begin == j->of->trigger.begin)
      return true;
  }
  return false;
}

static void judge_unsettled(judging *j)
{
  j->distance += FAR_REFUSED;
  for (size_t i = 0; i < j->of->events.n; i++)
    dm_why_tell_event(j->y, &j->lines, &j->y->events.items[j->of->events.items[i]]);
  for (size_t c = 0; c < j->y->claim->n_cells; c++) {
    const wanted *asked = &j->y->claim->cells[c];
    uint32_t      m = 0;
    if (!asked->given || asked->fixed || asked->things.n == 0 || dm_claim_is_qualified(j->y->claim, c) ||
        dm_why_mention(j->y, asked, sentence_of(j), &m))
      continue;
    dm_why_say(j->y, &j->lines, "its sentence does not name %s", asked->words);
    j->distance += FAR_ABSENT;
  }
}

static void judge(why *y, const attempt *of)
{
  judging j = {.y = y, .of = of};
  if (is_made(&j))
    return;
  if (!of->settled) {
    judge_unsettled(&j);
  } else {
    j.facts = choose_facts(&j, &y->candidates[of->rule]);
    judge_cells(&j);
    if (j.lines.n == 0)
      say_untold(&j);
  }
  dm_why_account(y, &y->misses, of->rule, of->trigger, &j.lines, j.distance);
}

static void gather(why *y, attempts *all)
{
  dm_map *places = dm_map_new();
  for (uint32_t e = 0; e < y->events.n; e++) {
    const dm_trace_event *event = &y->events.items[e];
    if (event->rule == UINT32_MAX || event->draft != UINT32_MAX || event->trigger.begin >= event->trigger.end)
      continue;
    const candidate *may = &y->candidates[event->rule];
    if (y->rules->rules.items[event->rule].kind != RULE_FRAME || !(may->plain || may->negated || may->breached || may->otherwise))
      continue;
    uint32_t key[3] = {event->rule, event->trigger.begin, event->trigger.end};
    bool     is_new = false;
    uint32_t place = *dm_map_put(places, (const char *)key, sizeof key, (uint32_t)all->n, &is_new);
    if (is_new)
      *dm_vector_add(all) = (attempt){.rule = event->rule, .trigger = event->trigger};
    attempt *of = &all->items[place];
    *dm_vector_add(&of->events) = e;
    if (event->why == TRACE_SETTLED)
      of->settled = event;
    if (event->why == TRACE_NEGATED)
      of->negated = event;
  }
  dm_map_free(places);
}

void dm_why_frames(why *y)
{
  attempts all = {0};
  gather(y, &all);
  for (size_t i = 0; i < all.n; i++) {
    judge(y, &all.items[i]);
    dm_vector_free(&all.items[i].events);
  }
  dm_vector_free(&all);
}
