/* relation/objects.c - what a frame is about: the things in its reach that are no place, means or purpose. */
#include "relation/trace_impl.h"

#include <string.h>

static bool is_concept(const dm_relation *relation, const dm_mention *mention)
{
  dm_kinds concepts = dm_grammar_kinds(dm_lexicon_grammar(relation->reading->lexicon), "concept", 7);
  return concepts >> mention->kind & 1;
}

static void add_facts(dm_relation *relation, const hit *h, const templates *facts, const dm_mention *object, const dm_token_range *passages,
                      size_t n_passages)
{
  source from = {.match = &h->match, .object = object, .qualification = h->qualification, .n_passages = n_passages, .trigger = h->range};
  memcpy(from.passages, passages, n_passages * sizeof *passages);
  const dm_entity *holders[MAX_ACTORS];
  if (!h->speaks)
    return;
  if (h->of->unowned) {
    dm_draft_add(relation, h->number, facts, &from);
    return;
  }
  for (size_t s = 0; s < (h->voiced ? 1 : h->n_subjects); s++) {
    size_t n = 0;
    if (!h->voiced)
      n = dm_subject_holders(relation, h->subjects[s], holders);
    else if (!dm_quoted_holders(relation, h->range.begin, holders, &n))
      n = dm_relation_voices(relation, holders);
    for (size_t k = 0; k < n; k++) {
      from.subject = holders[k];
      dm_draft_add(relation, h->number, facts, &from);
    }
  }
}

static void add_object(dm_relation *relation, const hit *h, const dm_mention *object, const dm_token_range *passages, size_t n_passages)
{
  bool breached = object && (h->of->breached_kinds >> object->kind & 1);
  if (object)
    dm_trace_object(relation, h, object);
  add_facts(relation, h, h->negated ? &h->of->negated : breached ? &h->of->breached : &h->of->facts, object, passages, n_passages);
}

/* Whether a mention may be an object of the frame. */
static bool is_wanted(const dm_relation *relation, const hit *h, const dm_mention *mention)
{
  return !(mention->form & DM_FORM_INNER) && dm_mention_means(relation, mention, h->of->kinds);
}

/* Whether a thing that is no object here stands as a place or means, so that what is joined to it does too. */
static bool is_apart(const dm_relation *relation, dm_token_range range, const dm_mention *mention, const dm_mention *adjunct)
{
  if ((mention->form & DM_FORM_INNER) || !mention->entity || mention->range.begin < range.begin)
    return false;
  return dm_phrase_ends_before(relation, CLAUSE_ADJUNCTS, range.begin, mention->range.begin) ||
         (adjunct && dm_phrase_joins(relation, adjunct->range.end, mention->range.begin));
}

/* `the report of the Group of Experts (GGE)`: whether the object before, at whose end this one stands in brackets, holds it. */
static bool is_rename(const dm_relation *relation, const dm_mention *before, const dm_mention *mention)
{
  uint32_t end = 0;
  return before && before->range.end + 1 == mention->range.begin &&
         dm_phrase_at(relation, CLAUSE_RENAMES, (dm_token_range){before->range.end, mention->range.begin}, before->range.end, &end);
}

/* Why a thing is no object where it stands in its clause; WHY_NOT if it may be one. */
static dm_why object_obstacle(const dm_relation *relation, dm_token_range range, uint32_t purpose, uint32_t digression, const dm_mention *mention)
{
  if (mention->range.begin >= purpose)
    return WHY_PURPOSE;
  if (dm_clause_is_place(relation, range, mention))
    return WHY_PLACE;
  return mention->range.begin >= digression && !is_concept(relation, mention) ? WHY_DIGRESSION : WHY_NOT;
}

/* Why a thing is a circumstance and no object, by what stands before it; `adjunct` is the circumstance before it, or NULL. `all`: what was struck is an object too. */
static dm_why aside_of(const dm_relation *relation, const hit *h, dm_token_range range, bool all, const dm_mention *mention,
                       const dm_mention *adjunct)
{
  bool concept = is_concept(relation, mention);
  if (adjunct && is_concept(relation, adjunct) == concept && dm_phrase_joins(relation, adjunct->range.end, mention->range.begin))
    return WHY_JOINED;
  if (!concept && dm_phrase_ends_before(relation, CLAUSE_ADJUNCTS, range.begin, mention->range.begin) &&
      !dm_phrase_ends_before(relation, CLAUSE_GOVERNORS, h->range.begin, mention->range.begin))
    return WHY_ADJUNCT;
  if (!all && h->of->spares && dm_pattern_ends_before(relation, h->of->spares, range.begin, mention->range.begin))
    return WHY_SPARED;
  return dm_phrase_ends_before(relation, CLAUSE_ASIDES, range.begin, mention->range.begin) ? WHY_ASIDE : WHY_NOT;
}

/* `agreed to work together in order to counter X`: what is done together is the nearer object. */
static bool is_companion(const dm_relation *relation, const dm_mention *mention)
{
  uint32_t end = 0;
  return dm_phrase_at(relation, CLAUSE_COMPANIONS, mention->range, mention->range.begin, &end) && end == mention->range.end;
}

/* Every object in `range`: not behind a purpose, no place or means, no part of a list of those. */
static size_t objects_of(dm_relation *relation, hit *h, dm_token_range range, bool all, const dm_token_range *passages, size_t n_passages)
{
  const dm_reading *reading = relation->reading;
  dm_token_range    purpose = dm_purpose_next(relation, all || h->of->keeps_purpose ? range.end : range.begin, range.end);
  uint32_t          digression = dm_phrase_first(relation, CLAUSE_DIGRESSIONS, range);
  const dm_mention *adjunct = NULL, *last = NULL;
  size_t            n = 0;
  bool behind = range.begin == h->range.end, ahead = range.end == h->range.begin; /* a thing that the trigger cuts lies where it sticks out */
  if (range.begin > range.end)
    return 0;
  for (uint32_t m = reading->first_mark[behind ? h->range.begin : range.begin];
       m < reading->marks.n && reading->marks.items[m].range.begin < range.end; m++) {
    const dm_mention *mention = dm_reading_mention(reading, m);
    if (!is_wanted(relation, h, mention)) {
      if (is_apart(relation, range, mention, adjunct))
        adjunct = mention; /* `in the UN, the G20 and ...` */
      dm_trace_thing(relation, h, WHY_KIND, range.begin, mention);
      continue;
    }
    if (behind && mention->range.end <= range.begin)
      continue;
    if (mention->range.end > range.end && !(ahead && mention->range.end > h->range.begin))
      continue;
    while (mention->range.begin >= purpose.end && purpose.end < range.end)
      purpose = dm_purpose_next(relation, purpose.end, range.end);
    dm_why why = object_obstacle(relation, range, purpose.begin, digression, mention);
    if (why) {
      dm_trace_thing(relation, h, why, why == WHY_PURPOSE ? purpose.begin : why == WHY_DIGRESSION ? digression : range.begin, mention);
      continue;
    }
    why = aside_of(relation, h, range, all, mention, adjunct);
    if (why) {
      dm_trace_thing(relation, h, why, range.begin, mention);
      adjunct = mention;
      continue;
    }
    adjunct = NULL;
    if (is_rename(relation, last, mention)) {
      dm_trace_thing(relation, h, WHY_RENAME, range.begin, mention);
      continue;
    }
    last = mention;
    add_object(relation, h, mention, passages, n_passages);
    h->has_object = true;
    n += !is_companion(relation, mention);
  }
  return n;
}

/* Where nothing else is said, the purpose, or what was struck, is what a frame is about. */
size_t dm_objects_in(dm_relation *relation, hit *h, dm_token_range range, const dm_token_range *passages, size_t n_passages)
{
  size_t n = objects_of(relation, h, range, false, passages, n_passages);
  return n || range.begin < h->range.end ? n : objects_of(relation, h, range, true, passages, n_passages);
}

static uint32_t reach_of(const clause_walk *w, size_t i, dm_token_range sentence)
{
  const hit *h = w->found.items[i];
  bool       is_last = i + 1 == w->found.n;
  uint32_t   end = is_last ? sentence.end : w->found.items[i + 1]->range.begin;
  for (uint32_t t = end, separated = 0; !is_last && t-- > h->range.end;) {
    if (!dm_phrase_at(w->relation, CLAUSE_SEPARATORS, (dm_token_range){h->range.end, end}, t, &separated))
      continue;
    end = t;
    break;
  }
  return dm_phrase_first(w->relation, CLAUSE_BREAKS, (dm_token_range){h->range.end, end});
}

/* Whether a pronoun for things said before begins at `t` and, if `end` is given, ends there; `many` tells whether it may mean several. */
static bool is_pronoun(const dm_relation *relation, dm_token_range limit, uint32_t t, uint32_t wanted_end, bool *many)
{
  uint32_t end = 0;
  *many = dm_phrase_at(relation, CLAUSE_PLURALS, limit, t, &end);
  if (!*many && !dm_phrase_at(relation, CLAUSE_SINGULARS, limit, t, &end))
    return false;
  return wanted_end == UINT32_MAX || end == wanted_end;
}

enum { MAX_MEANT = 3 };

/* `We call on all States to support it`, `to implement its recommendations`: a pronoun that ends the reach. */
static bool ends_in_pronoun(const dm_relation *relation, const hit *h, bool *many)
{
  uint32_t end = h->reach_end;
  if (end > h->range.end && relation->reading->text->tokens[end - 1].kind == DM_TOKEN_PUNCTUATION)
    end--;
  for (uint32_t back = 1; back <= MAX_BEFORE / 4 && end > h->range.end + back; back++)
    if (is_pronoun(relation, (dm_token_range){h->range.end, end}, end - back, end, many))
      return true;
  return false;
}

/* `They must be respected`, `we condemn them`: the concepts of the sentence before, if they can be told; of `call on all to join it` any one thing. Returns how many. */
static size_t echo_objects(clause_walk *w, const hit *h, uint32_t before, dm_token_range sentence)
{
  const dm_reading *reading = w->relation->reading;
  const dm_mention *meant[MAX_MEANT];
  size_t            n = 0;
  bool              many = false, ahead = h->of->objects != OBJECTS_AFTER, behind = h->of->objects != OBJECTS_BEFORE, last = false;
  dm_token_range    lead = {dm_clause_before(w->relation, (dm_token_range){before, h->range.begin}), h->range.begin};
  if (!(ahead && is_pronoun(w->relation, lead, dm_leads_skip(w->relation, lead.begin, lead.end), lead.end, &many)) &&
      !(behind && is_pronoun(w->relation, sentence, h->range.end, UINT32_MAX, &many)) && !(last = behind && ends_in_pronoun(w->relation, h, &many)))
    return 0;
  uint32_t number = reading->text->tokens[sentence.begin].sentence;
  bool     within = last && before > sentence.begin; /* `We support X and call on all to join it` */
  if (!within && (number == 0 || reading->text->sentences[number - 1].block != w->block))
    return 0;
  dm_token_range said = within ? (dm_token_range){sentence.begin, h->range.begin} : reading->text->sentences[number - 1].tokens;
  for (uint32_t m = reading->first_mark[said.begin]; m < reading->marks.n && reading->marks.items[m].range.begin < said.end; m++) {
    const dm_mention *mention = dm_reading_mention(reading, m);
    bool              known = (!last && !is_concept(w->relation, mention)) || !mention->entity || !is_wanted(w->relation, h, mention);
    for (size_t k = 0; k < n && !known; k++)
      known = meant[k]->entity == mention->entity;
    if (known)
      continue;
    if (n == MAX_MEANT || (n && !many))
      return 0;
    meant[n++] = mention;
  }
  dm_token_range passages[2] = {sentence, said};
  for (size_t k = 0; k < n; k++)
    add_object(w->relation, h, meant[k], passages, within ? 1 : 2);
  return n;
}

/* Whether a thing that may be an object stands near the beginning of `range`. */
static bool begins_with_object(const dm_relation *relation, const hit *h, dm_token_range range)
{
  const dm_reading *reading = relation->reading;
  for (uint32_t m = reading->first_mark[range.begin]; m < reading->marks.n && reading->marks.items[m].range.begin < range.end; m++)
    if (is_wanted(relation, h, dm_reading_mention(reading, m)))
      return reading->marks.items[m].range.begin <= range.begin + MAX_BEFORE / 4;
  return false;
}

/* `On X, both sides agreed to go further`: the topic that opens the sentence, up to its subject or first frame. Returns how many things it names. */
static size_t front_objects(const clause_walk *w, hit *h, dm_token_range sentence, const dm_token_range *passages, size_t n_passages)
{
  uint32_t begin = 0, comma = 0, end = w->found.items[0]->range.begin;
  if (!dm_phrase_at(w->relation, CLAUSE_FRONTS, sentence, sentence.begin, &begin))
    return 0;
  if (h->n_subjects && h->subjects[0]->range.begin > begin && h->subjects[0]->range.begin < end)
    end = h->subjects[0]->range.begin;
  for (uint32_t t = begin; t < end && begins_with_object(w->relation, h, (dm_token_range){begin, end}); t++)
    if (dm_phrase_at(w->relation, CLAUSE_COMMAS, (dm_token_range){begin, end}, t, &comma))
      return dm_objects_in(w->relation, h, (dm_token_range){begin, end}, passages, n_passages);
  return 0;
}

void dm_objects_find(clause_walk *w, size_t i, dm_token_range sentence)
{
  hit           *h = w->found.items[i];
  dm_token_range passages[2] = {sentence, {0, 0}};
  size_t         n_passages = 1;
  const dm_text *text = w->relation->reading->text;
  uint32_t       head = text->blocks[w->block].head;
  if (head != w->block && h->n_subjects && h->subjects[0]->range.begin < sentence.begin)
    passages[n_passages++] = text->sentences[text->blocks[head].sentences.end - 1].tokens;
  h->reach_end = reach_of(w, i, sentence);
  dm_trace_settled(w->relation, h);
  if (!h->of->unowned && !h->voiced && h->n_subjects == 0)
    return;
  uint32_t before = i ? w->found.items[i - 1]->range.end : sentence.begin;
  if (h->match.n_captures)
    add_object(w->relation, h, NULL, passages, n_passages); /* facts that need no object but a capture */
  size_t n = h->of->objects == OBJECTS_INSIDE ? dm_objects_in(w->relation, h, h->range, passages, n_passages) : 0;
  if (h->of->objects == OBJECTS_BEFORE || h->of->objects == OBJECTS_BOTH) {
    dm_token_range range = {before, h->range.begin};
    range.begin = dm_clause_before(w->relation, range);
    n += dm_objects_in(w->relation, h, range, passages, n_passages);
  }
  if (h->of->objects == OBJECTS_AFTER || h->of->objects == OBJECTS_BOTH)
    n += dm_objects_in(w->relation, h, (dm_token_range){h->range.end, h->reach_end}, passages, n_passages);
  if (n == 0 && h->of->echoes && !h->has_object)
    n = echo_objects(w, h, before, sentence);
  if (n == 0 && h->of->objects == OBJECTS_AFTER)
    n = front_objects(w, h, sentence, passages, n_passages);
  if (n == 0 && !h->has_object && !h->negated)
    add_facts(w->relation, h, &h->of->otherwise, NULL, passages, n_passages);
}

/* The items of a list without a frame of their own take that of their head. */
