/* relation/subjects.c - whose frame it is: captured, before the trigger, coordinated, inherited, or the document itself. */
#include "relation/trace_impl.h"

#include <string.h>

/* Pronouns and the like; posts have no name either, but a side. */
static bool is_nameless(const dm_relation *relation, const dm_mention *actor)
{
  return !actor->entity && !(relation->rules->persons >> actor->kind & 1);
}

/* `We, the members of G`: where pronouns stand beside names, the names only explain them. */
static size_t take_list(const dm_relation *relation, const dm_mention *const *list, size_t n, const dm_mention **out)
{
  size_t n_pronouns = 0;
  for (size_t i = 0; i < n; i++)
    if (is_nameless(relation, list[i]))
      out[n_pronouns++] = list[i];
  if (n_pronouns)
    return n_pronouns;
  memcpy(out, list, n * sizeof *out);
  return n;
}

/* For whom a subject speaks: a person for the own side, a post (`the Presidents of Japan and Chile`) for those that it names. */
size_t dm_subject_holders(const dm_relation *relation, const dm_mention *subject, const dm_entity **out)
{
  const dm_reading *reading = relation->reading;
  size_t            n = 0;
  if (!(relation->rules->persons >> subject->kind & 1))
    return dm_relation_actors(relation, subject, out);
  for (uint32_t m = reading->first_mark[subject->range.begin]; m < reading->marks.n && reading->marks.items[m].range.begin < subject->range.end;
       m++) {
    const dm_mention *inner = dm_reading_mention(reading, m);
    if (inner != subject && n < MAX_ACTORS && inner->entity && inner->range.end <= subject->range.end && (relation->rules->sides >> inner->kind & 1))
      out[n++] = inner->entity;
  }
  if (n)
    return n;
  out[0] = subject->side ? subject->side : subject->entity ? subject->entity->of : NULL;
  return out[0] ? 1 : 0;
}

/* `In the UN, Japan and Spain support`: where the head of a list is oblique, the list begins behind the first bare comma; at the beginning, `the` may follow it. Returns `n`
 * if there is none. */
static size_t skip_oblique(const dm_relation *relation, uint32_t from, const dm_mention *const *list, size_t n)
{
  uint32_t       end = 0, article = 0;
  const uint32_t head = dm_phrase_begin(relation, CLAUSE_HEADS, from, list[0]->range.begin);
  if (!dm_phrase_ends_before(relation, CLAUSE_OBLIQUES, from, head))
    return 0;
  const bool opens = dm_phrase_begin(relation, CLAUSE_OBLIQUES, from, head) == from;
  for (size_t k = 1; k < n; k++) {
    dm_token_range gap = {list[k - 1]->range.end, list[k]->range.begin};
    if (gap.begin == gap.end || !dm_phrase_at(relation, CLAUSE_COMMAS, gap, gap.begin, &end))
      continue;
    if (end == gap.end || (opens && dm_phrase_at(relation, CLAUSE_NOMINALS, gap, end, &article) && article == gap.end))
      return k;
  }
  return n;
}

/* Whether what stands behind an actor makes it an owner, and not one for whom its delegation acts. */
static bool is_owner(const dm_relation *relation, const dm_mention *actor, uint32_t until, uint32_t *end)
{
  const dm_token_range behind = {actor->range.end, until};
  return !dm_phrase_at(relation, CLAUSE_TAILS, behind, behind.begin, end) && dm_phrase_at(relation, CLAUSE_OWNERS, behind, behind.begin, end);
}

/* The actors that stand as a list and end nearest before `until`, none of them an owner or oblique. */
size_t dm_subjects_before(const dm_relation *relation, uint32_t from, uint32_t until, const dm_mention **out)
{
  const dm_reading *reading = relation->reading;
  const dm_mention *actors[MAX_ACTORS];
  const dm_entity  *spoken_for[MAX_ACTORS];
  size_t            n = 0;
  for (uint32_t m = reading->first_mark[from]; m < reading->marks.n && reading->marks.items[m].range.begin < until; m++) {
    const dm_mention *mention = dm_reading_mention(reading, m);
    dm_kinds          subjects = relation->rules->actors | relation->rules->persons;
    if (!(subjects >> mention->kind & 1) || (mention->form & DM_FORM_INNER) || mention->range.end > until)
      continue;
    if ((relation->rules->persons >> mention->kind & 1) && !dm_subject_holders(relation, mention, spoken_for))
      continue;
    bool again = n && mention->entity && mention->entity == actors[n - 1]->entity &&
                 mention->range.begin <= actors[n - 1]->range.end + 1; /* `European Union (EU)` */
    if (again)
      continue;
    if (n == MAX_ACTORS) {
      memmove(actors, actors + 1, (n - 1) * sizeof *actors);
      n--;
    }
    actors[n++] = mention;
  }
  while (n > 0) {
    size_t first = n - 1;
    while (first > 0 && !is_nameless(relation, actors[first]) && dm_phrase_joins(relation, actors[first - 1]->range.end, actors[first]->range.begin))
      first--;
    uint32_t behind = 0;
    bool     owner = is_owner(relation, actors[n - 1], until, &behind);
    size_t   begin = owner ? n : first + skip_oblique(relation, from, actors + first, n - first);
    dm_trace_actors(relation, owner ? WHY_OWNER : WHY_OBLIQUE, from, actors + first, begin - first);
    if (begin < n)
      return take_list(relation, actors + begin, n - begin, out);
    n = first;
  }
  return 0;
}

/* The first list of actors before `until` that may be a subject. */
static size_t first_subjects(const dm_relation *relation, uint32_t from, uint32_t until, const dm_mention **out)
{
  const dm_reading *reading = relation->reading;
  const dm_mention *list[MAX_ACTORS];
  size_t            n = 0;
  for (uint32_t m = reading->first_mark[from]; m < reading->marks.n && reading->marks.items[m].range.begin < until; m++) {
    const dm_mention *mention = dm_reading_mention(reading, m);
    dm_kinds          subjects = relation->rules->actors | relation->rules->persons;
    uint32_t          end = 0;
    if (!(subjects >> mention->kind & 1) || (mention->form & DM_FORM_INNER) || mention->range.end > until)
      continue;
    if (is_owner(relation, mention, until, &end))
      continue;
    size_t n_list = dm_subjects_before(relation, from, mention->range.end, list);
    if (n && (n_list <= n || list[0] != out[0]))
      break;
    memcpy(out, list, n_list * sizeof *out);
    n = n_list;
  }
  return n;
}

/* Whether an actor is too far from the hit to be its subject: behind another frame it is rather a part of that one's objects. References to actors are pronouns and seldom are. */
static bool is_remote(const dm_relation *relation, const dm_mention *last, uint32_t until)
{
  if (!last->entity && !dm_mention_means(relation, last, relation->rules->objects))
    return false;
  uint32_t behind = last->range.end;
  dm_phrase_at(relation, CLAUSE_TAILS, (dm_token_range){behind, until}, behind, &behind);
  for (uint32_t t = behind, end = 0; t < until; t = end)
    if (!dm_phrase_at(relation, CLAUSE_LEADS, (dm_token_range){last->range.end, until}, t, &end))
      return true;
  return false;
}

uint32_t dm_leads_skip(const dm_relation *relation, uint32_t from, uint32_t until)
{
  uint32_t end = 0;
  while (from < until && dm_phrase_at(relation, CLAUSE_LEADS, (dm_token_range){from, until}, from, &end))
    from = end;
  return from;
}

/* Whether what stands before a hit can be passed over, so that the document itself may be the subject. */
static bool is_led(const dm_relation *relation, uint32_t from, uint32_t until)
{
  return dm_leads_skip(relation, from, until) == until;
}

void dm_subjects_take(hit *h, const dm_mention *const *subjects, size_t n)
{
  memcpy(h->subjects, subjects, n * sizeof *subjects);
  h->n_subjects = n;
}

static size_t captured_subjects(const dm_relation *relation, const hit *h, const dm_mention **out)
{
  size_t n = 0;
  for (size_t i = 0; i < h->match.n_captures && n < MAX_ACTORS; i++) {
    const dm_capture *capture = &h->match.captures[i];
    if (strcmp(capture->name, "subject") != 0 || capture->mark == UINT32_MAX)
      continue;
    const dm_mention *subject = dm_reading_mention(relation->reading, capture->mark);
    if (is_nameless(relation, subject))
      n = 0; /* a pronoun is joined to no name before it: `through the UN, we support` */
    out[n++] = subject;
  }
  if (n < 2 || out[0]->range.begin != h->range.begin)
    return n;
  size_t skipped = skip_oblique(relation, dm_sentence_of(relation, h->range.begin).begin, out, n);
  if (skipped == n)
    return n;
  memmove(out, out + skipped, (n - skipped) * sizeof *out);
  return n - skipped;
}

/* `It further stressed ...`: the subject is that of the sentence before. */
static bool is_echo(const dm_relation *relation, uint32_t from, uint32_t until)
{
  uint32_t end = 0, t = dm_leads_skip(relation, from, until);
  return t < until && dm_phrase_at(relation, CLAUSE_ECHOES, (dm_token_range){from, until}, t, &end) && dm_leads_skip(relation, end, until) == until;
}

/* `The President and the Prime Minister reaffirmed`: as many persons or posts whose side is not said, right before a hit, as the document speaks for: those. */
static bool are_spokesmen(const dm_relation *relation, uint32_t from, uint32_t until)
{
  const dm_reading *reading = relation->reading;
  const dm_mention *last = NULL;
  const dm_entity  *voices[MAX_ACTORS];
  size_t            n = 0;
  for (uint32_t m = reading->first_mark[from]; m < reading->marks.n && reading->marks.items[m].range.begin < until; m++) {
    const dm_mention *mention = dm_reading_mention(reading, m);
    dm_kinds          subjects = relation->rules->actors | relation->rules->persons;
    if (!(subjects >> mention->kind & 1) || (mention->form & DM_FORM_INNER))
      continue;
    if (!(relation->rules->persons >> mention->kind & 1) || dm_subject_holders(relation, mention, voices))
      return false;
    if (!last || mention->range.begin > last->range.end) /* a post and its holder are one */
      n++;
    last = mention;
  }
  return n > 1 && is_led(relation, last->range.end, until) && dm_relation_voices(relation, voices) == n;
}

void dm_subjects_inherit(const clause_walk *w, size_t i, uint32_t clause_begin, hit *h)
{
  const inheritance *head = &w->blocks[w->relation->reading->text->blocks[w->block].head];
  bool               is_item = w->relation->reading->text->blocks[w->block].head != w->block;
  const hit         *before = i ? w->found.items[i - 1] : NULL;
  if (before && (before->n_subjects || before->voiced)) {
    dm_subjects_take(h, before->subjects, before->n_subjects);
    h->voiced = before->voiced;
  } else if (w->said && is_echo(w->relation, clause_begin, h->range.begin)) {
    dm_subjects_take(h, w->said->subjects, w->said->n_subjects);
  } else if (is_item && head->n_subjects) {
    dm_subjects_take(h, head->subjects, head->n_subjects);
  } else if (is_led(w->relation, clause_begin, h->range.begin) || are_spokesmen(w->relation, clause_begin, h->range.begin)) {
    h->voiced = true;
  }
}

const hit *dm_hit_outer(const clause_walk *w, size_t i)
{
  while (i-- > 0)
    if (w->found.items[i]->of->embeds)
      return w->found.items[i];
  return NULL;
}

/* Whether a coordinator stands right before the trigger, or opens it. */
static bool is_coordinated(const dm_relation *relation, uint32_t from, dm_token_range trigger)
{
  uint32_t end = 0;
  return dm_phrase_begin(relation, CLAUSE_COORDINATORS, from, trigger.begin) < trigger.begin ||
         dm_phrase_at(relation, CLAUSE_COORDINATORS, trigger, trigger.begin, &end);
}

/* `X thanked Y for hosting and welcomed Z`: a second verb has the subject of the first, not what stands right before it. Without a frame for the first verb that is the first
 * list of actors; with one, nobody, unless a clause of its own begins between. */
static size_t coordinated_subjects(const dm_relation *relation, size_t i, uint32_t from, uint32_t trigger, const dm_mention **out)
{
  if (i == 0)
    return first_subjects(relation, from, trigger, out);
  uint32_t clause = dm_phrase_first(relation, CLAUSE_BREAKS, (dm_token_range){from, trigger});
  size_t   n = clause < trigger ? dm_subjects_before(relation, from, trigger, out) : 0;
  return n && out[0]->range.begin > clause ? n : 0;
}

/* Whether a negator or denial stands in tokens [begin, end), two negations (`cannot but`) and `not only` aside. */
static bool is_negated_between(const dm_relation *relation, uint32_t begin, uint32_t end, dm_token_range *by)
{
  const dm_token_range range = {begin, end};
  uint32_t             t = begin, behind = 0;
  while (t < end) {
    if (dm_phrase_at(relation, CLAUSE_RESTORERS, range, t, &behind)) {
      t = behind;
      continue;
    }
    by->begin = t;
    if (dm_phrase_at(relation, CLAUSE_NEGATORS, range, t, &by->end) || dm_phrase_at(relation, CLAUSE_DENIALS, range, t, &by->end))
      return true;
    t++;
  }
  return false;
}

/* Whether hit `i` is turned by what stands between its verb and it, by the frame before that ends with a negator right before it (`we will not`), or by what
 * stands right before its subject. */
static bool is_negated(const clause_walk *w, size_t i, uint32_t verb, dm_token_range sentence, dm_token_range *by)
{
  const dm_relation *relation = w->relation;
  const hit         *h = w->found.items[i];
  if (is_negated_between(relation, verb, h->range.begin, by))
    return true;
  const hit *before = i ? w->found.items[i - 1] : NULL;
  if (before && dm_leads_skip(relation, before->range.end, h->range.begin) == h->range.begin &&
      dm_phrase_ends_before(relation, CLAUSE_NEGATORS, before->range.begin, before->range.end)) {
    *by = (dm_token_range){dm_phrase_begin(relation, CLAUSE_NEGATORS, before->range.begin, before->range.end), before->range.end};
    return true;
  }
  const uint32_t subject = h->n_subjects ? h->subjects[0]->range.begin : h->range.begin;
  if (subject < sentence.begin || subject > h->range.begin)
    return false;
  by->end = dm_phrase_begin(relation, CLAUSE_HEADS, sentence.begin, subject);
  by->begin = dm_phrase_begin(relation, CLAUSE_DENIALS, sentence.begin, by->end);
  return by->begin < by->end;
}

void dm_subject_find(clause_walk *w, size_t i, dm_token_range sentence)
{
  hit              *h = w->found.items[i];
  const dm_mention *found[MAX_ACTORS];
  uint32_t          clause_begin = i ? w->found.items[i - 1]->range.end : sentence.begin;
  const hit        *outer = h->of->subject == SUBJECT_OUTER ? dm_hit_outer(w, i) : NULL;
  size_t            n = captured_subjects(w->relation, h, found);
  dm_trace_ask(w->relation, h);
  if (n) {
    dm_subjects_take(h, found, n);
  } else if (outer) {
    dm_subjects_take(h, outer->subjects, outer->n_subjects);
    h->voiced = outer->voiced;
  } else if (h->of->subject == SUBJECT_VOICE || h->of->subject == SUBJECT_OUTER || h->of->subject == SUBJECT_BY) {
    h->voiced = !h->of->said;
  } else if (h->of->subject == SUBJECT_NOBODY) {
    h->voiced = false; /* nor do the frames of what is said */
  } else if (h->of->subject == SUBJECT_LAST) {
    if (w->said)
      dm_subjects_take(h, w->said->subjects, w->said->n_subjects);
  } else {
    n = is_coordinated(w->relation, clause_begin, h->range) ? coordinated_subjects(w->relation, i, clause_begin, h->range.begin, found)
                                                            : dm_subjects_before(w->relation, clause_begin, h->range.begin, found);
    if (i && n && is_remote(w->relation, found[n - 1], h->range.begin)) {
      dm_trace_actors(w->relation, WHY_REMOTE, clause_begin, found, n);
      n = 0;
    }
    if (n)
      dm_subjects_take(h, found, n);
    else if (h->of->subject == SUBJECT_ANY)
      h->voiced = true;
    else if (h->of->subject == SUBJECT_AROUND && (i == 0 || w->found.items[i - 1]->awaits))
      h->awaits = true;
    else
      dm_subjects_inherit(w, i, clause_begin, h);
    if (h->of->subject == SUBJECT_REQUIRED && h->voiced)
      h->voiced = false;
  }
  uint32_t verb = h->n_subjects ? h->subjects[h->n_subjects - 1]->range.end : 0;
  if (verb < clause_begin || verb > h->range.begin)
    verb = dm_clause_before(w->relation, (dm_token_range){clause_begin, h->range.begin});
  bool inherits = i && !outer && h->n_subjects && h->subjects[0]->range.begin < clause_begin;
  if (inherits && h->range.begin > verb + MAX_BEFORE / 4)
    verb = h->range.begin - MAX_BEFORE / 4; /* what the frame before says is not this one's to deny */
  if (is_coordinated(w->relation, verb, h->range))
    verb = h->range.begin;
  bool has_subject = h->n_subjects && h->subjects[0]->range.begin >= clause_begin;
  h->verb_begin = !has_subject && h->range.begin > verb + MAX_BEFORE / 4 ? h->range.begin - MAX_BEFORE / 4 : verb;
  dm_token_range by = {0, 0};
  bool           turned = is_negated(w, i, verb, sentence, &by);
  h->negated = turned != (outer && outer->negated);
  if (h->negated)
    dm_trace_negated(w->relation, h, turned ? by : outer->range);
  dm_trace_ask(w->relation, NULL);
}
