/* relation/hits.c - which frames a sentence has: the longest where triggers overlap, the stronger rule among equals; not those that ask or are governed by others. */
#include "relation/trace_impl.h"

#include <string.h>

static void on_hit(void *ctx, size_t pattern, const dm_match *match)
{
  clause_walk *w = ctx;
  uint32_t     number = w->relation->rules->frames.rules.items[pattern];
  const rule  *of = &w->relation->rules->rules.items[number];
  w->any = true;
  if (!dm_rule_applies(w->relation, of, w->block)) {
    if (of->phase == w->phase)
      dm_trace_unmet(w->relation, of, w->block, match->range);
    return;
  }
  hit *made = dm_allocate(sizeof *made);
  *made = (hit){.of = of, .number = number, .range = match->range, .match = *match, .speaks = of->phase == w->phase};
  *dm_vector_add(&w->all) = made;
  *dm_vector_add(&w->found) = made;
}

static int compare_hits(const void *a, const void *b)
{
  const hit *x = *(hit *const *)a, *y = *(hit *const *)b;
  if (x->range.begin != y->range.begin)
    return x->range.begin < y->range.begin ? -1 : 1;
  if (x->range.end != y->range.end)
    return x->range.end > y->range.end ? -1 : 1;
  if (x->of->strength != y->of->strength)
    return x->of->strength > y->of->strength ? -1 : 1;
  return (x->number > y->number) - (x->number < y->number);
}

/* Whether a hit stands in a question inside its sentence (`how international law applies`), which states nothing; what governs the question reaches on. */
static bool is_asked(const dm_relation *relation, const hit *before, dm_token_range sentence, const hit *now)
{
  uint32_t begin = before ? before->range.end : sentence.begin, end = now->range.begin;
  if (now->of->subject != SUBJECT_OUTER || begin >= end)
    return false;
  uint32_t asked = dm_phrase_first(relation, CLAUSE_QUESTIONS, (dm_token_range){begin, end});
  return asked < end && !dm_phrase_between(relation, CLAUSE_BREAKS, asked, end) &&
         dm_trace_refuse(relation, now, WHY_ASKED, (dm_token_range){asked, end}, NULL);
}

/* Whether a hit that looks ahead begins within a thing's name: `norms agreed in ...`. */
static bool is_in_name(const dm_relation *relation, const hit *now, dm_token_range sentence)
{
  const dm_reading *reading = relation->reading;
  uint32_t          from =
      now->range.begin > sentence.begin + DM_PATTERN_WINDOW ? now->range.begin - DM_PATTERN_WINDOW : sentence.begin; /* no name is longer */
  for (uint32_t m = reading->first_mark[from]; m < reading->marks.n && reading->marks.items[m].range.begin < now->range.begin; m++) {
    const dm_mention *mention = dm_reading_mention(reading, m);
    if ((relation->rules->objects >> mention->kind & 1) && mention->entity && mention->range.end > now->range.begin)
      return now->of->objects == OBJECTS_AFTER && dm_trace_refuse(relation, now, WHY_IN_NAME, mention->range, NULL);
  }
  return false;
}

/* Whether the sentence asks. */
static bool is_question(const dm_relation *relation, dm_token_range sentence)
{
  uint32_t end = 0;
  return sentence.begin < sentence.end && dm_phrase_at(relation, CLAUSE_ASKS, sentence, sentence.end - 1, &end);
}

/* Whether the trigger brings its subject along, so that `that` before it opens no relative clause and `the` belongs to the subject. */
static bool begins_clause(const hit *h)
{
  bool begins = h->of->opens;
  for (size_t i = 0; i < h->match.n_captures && !begins; i++)
    begins = h->match.captures[i].range.begin == h->range.begin && strcmp(h->match.captures[i].name, "subject") == 0;
  return begins;
}

/* `They decided to:` - what opens the items is no frame of its own. */
static bool is_completing(const dm_relation *relation, dm_token_range sentence, const hit *now)
{
  const dm_text *text = relation->reading->text;
  uint32_t       block = text->tokens[now->range.begin].block, head = text->blocks[block].head;
  if (head == block || now->range.begin != sentence.begin || sentence.begin != text->blocks[block].tokens.begin)
    return false;
  dm_token_range above = text->sentences[text->blocks[head].sentences.end - 1].tokens;
  return above.end > above.begin && (dm_phrase_ends_before(relation, CLAUSE_NOMINALS, above.begin, above.end - 1) ||
                                     dm_phrase_ends_before(relation, CLAUSE_NOMINALS, above.begin, above.end));
}

/* Whether a hit belongs to a clause that another word of its sentence governs: `which they support`, `areas in which Japan will cooperate`. */
static bool is_subordinate(const dm_relation *relation, const hit *before, dm_token_range sentence, const hit *now)
{
  const dm_mention *subjects[MAX_ACTORS];
  uint32_t          begin = before ? before->range.end : sentence.begin;
  dm_token_range    lead = {sentence.begin, now->range.begin};
  if (is_completing(relation, sentence, now))
    return dm_trace_refuse(relation, now, WHY_COMPLETING, now->range, NULL);
  if (now->of->unowned || now->of->subject == SUBJECT_BY)
    return false; /* nobody says it, or the frame itself tells who */
  if (!begins_clause(now) && dm_phrase_ends_before(relation, CLAUSE_NOMINALS, sentence.begin, now->range.begin) &&
      !dm_phrase_ends_before(relation, CLAUSE_RESTORERS, sentence.begin, now->range.begin))
    return dm_trace_refuse(relation, now, WHY_NOMINAL, lead, NULL);
  if (now->of->subject == SUBJECT_OUTER)
    return false;
  if (!begins_clause(now) && dm_phrase_ends_before(relation, CLAUSE_RELATIVES, sentence.begin, now->range.begin))
    return dm_trace_refuse(relation, now, WHY_RELATIVE, lead, NULL);
  if (!now->of->embeds && dm_phrase_ends_before(relation, CLAUSE_SUBORDINATORS, sentence.begin, now->range.begin))
    return dm_trace_refuse(relation, now, WHY_SUBORDINATE, lead, NULL); /* a trigger that begins with its subject */
  if (now->of->embeds || (now->of->subject != SUBJECT_BEFORE && now->of->subject != SUBJECT_REQUIRED))
    return false; /* what is said is said in any clause */
  if (before && before->of->quotes)
    return dm_trace_refuse(relation, now, WHY_TOLD, before->range, before);
  return begin < now->range.begin && dm_subjects_before(relation, begin, now->range.begin, subjects) &&
         dm_phrase_ends_before(relation, CLAUSE_SUBORDINATORS, sentence.begin, subjects[0]->range.begin) &&
         dm_trace_refuse(relation, now, WHY_SUBORDINATE, (dm_token_range){sentence.begin, subjects[0]->range.begin}, NULL);
}

/* All hits of the sentence. Later phases pass over the tokens at which the first found none. */
static void find_all(clause_walk *w, dm_token_range sentence)
{
  dm_relation *relation = w->relation;
  for (w->at = sentence.begin; w->at < sentence.end; w->at++) {
    uint8_t *frameless = &relation->frameless[w->at];
    if (*frameless == 1)
      continue;
    w->any = false;
    dm_pattern_index_match(relation->rules->frames.index, relation->reading->state, &relation->reading->view, sentence, w->at, on_hit, w);
    *frameless = w->any ? 2 : 1;
  }
}

void dm_hits_find(clause_walk *w, dm_token_range sentence)
{
  bool asks = is_question(w->relation, sentence);
  w->found.n = 0;
  find_all(w, sentence);
  if (w->found.n)
    qsort(w->found.items, w->found.n, sizeof *w->found.items, compare_hits);
  size_t n_kept = 0;
  for (size_t i = 0; i < w->found.n; i++) {
    hit *now = w->found.items[i], *before = n_kept ? w->found.items[n_kept - 1] : NULL;
    if (is_subordinate(w->relation, before, sentence, now) || is_asked(w->relation, before, sentence, now) || is_in_name(w->relation, now, sentence))
      continue;
    if (asks && !now->of->keeps_question && dm_trace_refuse(w->relation, now, WHY_QUESTION, sentence, NULL))
      continue;
    if (before && now->range.begin < before->range.end) {
      bool stronger = now->of->strength > before->of->strength;
      if (stronger)
        w->found.items[n_kept - 1] = now;
      dm_trace_refuse(w->relation, stronger ? before : now, WHY_OVERLAPPED, (stronger ? now : before)->range, stronger ? now : before);
      continue;
    }
    w->found.items[n_kept++] = now;
  }
  w->found.n = n_kept;
}
