/* relation/frames.c - clauses: who does what to what.
 *
 *   [Japan and France] also [reaffirmed] their commitment to [an open cyberspace] and [capacity building], in order to ..., and [welcomed] [X]
 *    subject: a list       hit            object                object            after a purpose: none   the next hit ends the reach
 *
 * A hit is a frame's trigger in a sentence. Its subject is looked for before it, its objects in its reach; both may be inherited by the items of a list. */
#include <string.h>

#include "relation/relation_impl.h"

typedef struct {
  const rule       *of;
  uint32_t          number;
  dm_token_range    range;
  dm_match          match;
  const dm_mention *subjects[MAX_ACTORS];
  size_t            n_subjects;
  bool              voiced;   /* the document itself is the subject */
  bool              speaks;   /* its rule makes its facts in this phase */
  bool              negated;
  bool              awaits;   /* its subject is that of the frame behind it */
  uint32_t          reach_end;
} hit;

typedef DM_VECTOR(hit *) hits;

/* What a block leaves to the list below it. */
typedef struct {
  hit              *last;     /* reaches the end of the block; NULL if none does */
  const dm_mention *subjects[MAX_ACTORS];
  size_t            n_subjects;
} inheritance;

typedef struct {
  dm_relation *relation;
  uint32_t     phase;
  uint32_t     block;
  uint32_t     at;
  hits         found;       /* of the sentence */
  const hit   *said;        /* of the sentence before in the block; NULL if it had none with a subject */
  inheritance *blocks;
  DM_VECTOR(hit *) all;     /* to free; the first n_lasting are those that blocks leave to lists */
  size_t       n_lasting;
} clause_walk;

static void keep_longest(void *ctx, size_t pattern, const dm_match *match) {
  uint32_t *end = ctx;
  (void)pattern;
  if (match->range.end > *end) *end = match->range.end;
}

static bool matches_at(const dm_relation *relation, clause_use use, dm_token_range limit, uint32_t t, uint32_t *end) {
  *end = t;
  dm_pattern_index_match(relation->rules->clause_indexes[use], relation->reading->state, &relation->reading->view, limit, t, keep_longest, end);
  return *end > t;
}

enum { MAX_BEFORE = 16, MAX_SENTENCE_TOKENS = 2000 };

/* Whether a phrase of that use ends right before token `t`, beginning no earlier than `from`. */
static bool ends_before(const dm_relation *relation, clause_use use, uint32_t from, uint32_t t) {
  uint32_t end = 0;
  for (uint32_t back = 1; back <= MAX_BEFORE && t >= from + back; back++)
    if (matches_at(relation, use, (dm_token_range){from, t}, t - back, &end) && end == t) return true;
  return false;
}

/* Where the longest phrase of that use begins that ends right before token `t`; `t` if there is none. */
static uint32_t begin_of(const dm_relation *relation, clause_use use, uint32_t from, uint32_t t) {
  uint32_t begin = t, end = 0;
  for (uint32_t back = 1; back <= MAX_BEFORE && t >= from + back; back++)
    if (matches_at(relation, use, (dm_token_range){from, t}, t - back, &end) && end == t) begin = t - back;
  return begin;
}

/* The same for one pattern. */
static bool pattern_ends_before(const dm_relation *relation, const dm_pattern *pattern, uint32_t from, uint32_t t) {
  dm_match match;
  for (uint32_t back = 1; back <= MAX_BEFORE && t >= from + back; back++)
    if (dm_pattern_match(pattern, relation->reading->state, &relation->reading->view, (dm_token_range){from, t}, t - back, &match) && match.range.end == t) return true;
  return false;
}

static uint32_t first_match(const dm_relation *relation, clause_use use, dm_token_range range) {
  uint32_t end = 0;
  for (uint32_t t = range.begin; t < range.end; t++)
    if (matches_at(relation, use, range, t, &end)) return t;
  return range.end;
}

static bool found_between(const dm_relation *relation, clause_use use, uint32_t begin, uint32_t end) {
  return begin < end && first_match(relation, use, (dm_token_range){begin, end}) < end;
}

/* Subjects. */

static bool is_joint(const dm_relation *relation, uint32_t begin, uint32_t end) {
  uint32_t at = 0;
  return begin == end || (end - begin <= MAX_BEFORE / 2 && matches_at(relation, CLAUSE_JOINTS, (dm_token_range){begin, end}, begin, &at) && at == end);
}

/* Pronouns and the like; posts have no name either, but a side. */
static bool is_nameless(const dm_relation *relation, const dm_mention *actor) { return !actor->entity && !(relation->rules->persons >> actor->kind & 1); }

/* `We, the members of G`: where pronouns stand beside names, the names only explain them. */
static size_t take_list(const dm_relation *relation, const dm_mention *const *list, size_t n, const dm_mention **out) {
  size_t n_pronouns = 0;
  for (size_t i = 0; i < n; i++)
    if (is_nameless(relation, list[i])) out[n_pronouns++] = list[i];
  if (n_pronouns) return n_pronouns;
  memcpy(out, list, n * sizeof *out);
  return n;
}

/* For whom a subject speaks: a person for the own side, a post (`the Presidents of Japan and Chile`) for those that it names. */
static size_t holders_of(const dm_relation *relation, const dm_mention *subject, const dm_entity **out) {
  const dm_reading *reading = relation->reading;
  size_t            n = 0;
  if (!(relation->rules->persons >> subject->kind & 1)) return dm_relation_actors(relation, subject, out);
  for (uint32_t m = reading->first_mark[subject->range.begin]; m < reading->marks.n && reading->marks.items[m].range.begin < subject->range.end; m++) {
    const dm_mention *inner = dm_reading_mention(reading, m);
    if (inner != subject && n < MAX_ACTORS && inner->entity && inner->range.end <= subject->range.end && (relation->rules->sides >> inner->kind & 1)) out[n++] = inner->entity;
  }
  if (n) return n;
  out[0] = subject->side ? subject->side : subject->entity ? subject->entity->of : NULL;
  return out[0] ? 1 : 0;
}

/* `In the UN, Japan and Spain support`: where the head of a list is oblique, the list begins behind the first bare comma. Returns `n` if there is none. */
static size_t skip_oblique(const dm_relation *relation, uint32_t from, const dm_mention *const *list, size_t n) {
  uint32_t end = 0;
  if (!ends_before(relation, CLAUSE_OBLIQUES, from, begin_of(relation, CLAUSE_HEADS, from, list[0]->range.begin))) return 0;
  for (size_t k = 1; k < n; k++) {
    dm_token_range gap = {list[k - 1]->range.end, list[k]->range.begin};
    if (gap.begin < gap.end && matches_at(relation, CLAUSE_COMMAS, gap, gap.begin, &end) && end == gap.end) return k;
  }
  return n;
}

/* The actors that stand as a list and end nearest before `until`, none of them an owner or oblique. */
static size_t subjects_before(const dm_relation *relation, uint32_t from, uint32_t until, const dm_mention **out) {
  const dm_reading *reading = relation->reading;
  const dm_mention *actors[MAX_ACTORS];
  const dm_entity  *spoken_for[MAX_ACTORS];
  size_t            n = 0;
  for (uint32_t m = reading->first_mark[from]; m < reading->marks.n && reading->marks.items[m].range.begin < until; m++) {
    const dm_mention *mention = dm_reading_mention(reading, m);
    dm_kinds subjects = relation->rules->actors | relation->rules->persons;
    if (!(subjects >> mention->kind & 1) || (mention->form & DM_FORM_INNER) || mention->range.end > until) continue;
    if ((relation->rules->persons >> mention->kind & 1) && !holders_of(relation, mention, spoken_for)) continue;
    bool again = n && mention->entity && mention->entity == actors[n - 1]->entity && mention->range.begin <= actors[n - 1]->range.end + 1; /* `European Union (EU)` */
    if (again) continue;
    if (n == MAX_ACTORS) {
      memmove(actors, actors + 1, (n - 1) * sizeof *actors);
      n--;
    }
    actors[n++] = mention;
  }
  while (n > 0) {
    size_t first = n - 1;
    while (first > 0 && !is_nameless(relation, actors[first]) && is_joint(relation, actors[first - 1]->range.end, actors[first]->range.begin)) first--;
    uint32_t behind = 0;
    bool     owner = matches_at(relation, CLAUSE_OWNERS, (dm_token_range){actors[n - 1]->range.end, until}, actors[n - 1]->range.end, &behind);
    size_t   begin = owner ? n : first + skip_oblique(relation, from, actors + first, n - first);
    if (begin < n) return take_list(relation, actors + begin, n - begin, out);
    n = first;
  }
  return 0;
}

/* The first list of actors before `until` that may be a subject. */
static size_t first_subjects(const dm_relation *relation, uint32_t from, uint32_t until, const dm_mention **out) {
  const dm_reading *reading = relation->reading;
  const dm_mention *list[MAX_ACTORS];
  size_t            n = 0;
  for (uint32_t m = reading->first_mark[from]; m < reading->marks.n && reading->marks.items[m].range.begin < until; m++) {
    const dm_mention *mention = dm_reading_mention(reading, m);
    dm_kinds          subjects = relation->rules->actors | relation->rules->persons;
    uint32_t          end = 0;
    if (!(subjects >> mention->kind & 1) || (mention->form & DM_FORM_INNER) || mention->range.end > until) continue;
    if (matches_at(relation, CLAUSE_OWNERS, (dm_token_range){mention->range.end, until}, mention->range.end, &end)) continue;
    size_t n_list = subjects_before(relation, from, mention->range.end, list);
    if (n && (n_list <= n || list[0] != out[0])) break;
    memcpy(out, list, n_list * sizeof *out);
    n = n_list;
  }
  return n;
}

/* Hits of a sentence: longest first where they overlap, the stronger rule among equals. */

static void on_hit(void *ctx, size_t pattern, const dm_match *match) {
  clause_walk *w = ctx;
  uint32_t     number = w->relation->rules->frames.rules.items[pattern];
  const rule  *of = &w->relation->rules->rules.items[number];
  if (!dm_rule_applies(w->relation, of, w->block)) return;
  hit *made = dm_allocate(sizeof *made);
  *made = (hit){.of = of, .number = number, .range = match->range, .match = *match, .speaks = of->phase == w->phase};
  *dm_vector_add(&w->all) = made;
  *dm_vector_add(&w->found) = made;
}

static int compare_hits(const void *a, const void *b) {
  const hit *x = *(hit *const *)a, *y = *(hit *const *)b;
  if (x->range.begin != y->range.begin) return x->range.begin < y->range.begin ? -1 : 1;
  if (x->range.end != y->range.end) return x->range.end > y->range.end ? -1 : 1;
  if (x->of->strength != y->of->strength) return x->of->strength > y->of->strength ? -1 : 1;
  return (x->number > y->number) - (x->number < y->number);
}

/* Whether a hit stands in a question inside its sentence (`how international law applies`), which states nothing; what governs the question reaches on. */
static bool is_asked(const dm_relation *relation, const hit *before, dm_token_range sentence, const hit *now) {
  uint32_t begin = before ? before->range.end : sentence.begin, end = now->range.begin;
  if (now->of->subject != SUBJECT_OUTER || begin >= end) return false;
  uint32_t asked = first_match(relation, CLAUSE_QUESTIONS, (dm_token_range){begin, end});
  return asked < end && !found_between(relation, CLAUSE_BREAKS, asked, end);
}

/* Whether a hit that looks ahead begins within a thing's name: `norms agreed in ...`. */
static bool is_in_name(const dm_relation *relation, const hit *now, dm_token_range sentence) {
  const dm_reading *reading = relation->reading;
  uint32_t          from = now->range.begin > sentence.begin + DM_PATTERN_WINDOW ? now->range.begin - DM_PATTERN_WINDOW : sentence.begin; /* no name is longer */
  for (uint32_t m = reading->first_mark[from]; m < reading->marks.n && reading->marks.items[m].range.begin < now->range.begin; m++) {
    const dm_mention *mention = dm_reading_mention(reading, m);
    if ((relation->rules->objects >> mention->kind & 1) && mention->entity && mention->range.end > now->range.begin) return now->of->objects == OBJECTS_AFTER;
  }
  return false;
}

/* Whether the sentence asks. */
static bool is_question(const dm_relation *relation, dm_token_range sentence) {
  uint32_t end = 0;
  return sentence.begin < sentence.end && matches_at(relation, CLAUSE_ASKS, sentence, sentence.end - 1, &end);
}

/* Whether the trigger brings its subject along, so that `that` before it opens no relative clause and `the` belongs to the subject. */
static bool begins_clause(const hit *h) {
  bool begins = h->of->opens;
  for (size_t i = 0; i < h->match.n_captures && !begins; i++) begins = h->match.captures[i].range.begin == h->range.begin && strcmp(h->match.captures[i].name, "subject") == 0;
  return begins;
}

/* `They decided to:` - what opens the items is no frame of its own. */
static bool is_completing(const dm_relation *relation, dm_token_range sentence, const hit *now) {
  const dm_text  *text = relation->reading->text;
  uint32_t        block = text->tokens[now->range.begin].block, head = text->blocks[block].head;
  if (head == block || now->range.begin != sentence.begin || sentence.begin != text->blocks[block].tokens.begin) return false;
  dm_token_range above = text->sentences[text->blocks[head].sentences.end - 1].tokens;
  return above.end > above.begin && (ends_before(relation, CLAUSE_NOMINALS, above.begin, above.end - 1) || ends_before(relation, CLAUSE_NOMINALS, above.begin, above.end));
}

/* Whether a hit belongs to a clause that another word of its sentence governs: `which they support`, `areas in which Japan will cooperate`. */
static bool is_subordinate(const dm_relation *relation, const hit *before, dm_token_range sentence, const hit *now) {
  const dm_mention *subjects[MAX_ACTORS];
  uint32_t          begin = before ? before->range.end : sentence.begin;
  if (is_completing(relation, sentence, now)) return true;
  if (now->of->unowned || now->of->subject == SUBJECT_BY) return false; /* nobody says it, or the frame itself tells who */
  if (!begins_clause(now) && ends_before(relation, CLAUSE_NOMINALS, sentence.begin, now->range.begin)) return true;
  if (now->of->subject == SUBJECT_OUTER) return false;
  if (!begins_clause(now) && ends_before(relation, CLAUSE_RELATIVES, sentence.begin, now->range.begin)) return true;
  if (!now->of->embeds && ends_before(relation, CLAUSE_SUBORDINATORS, sentence.begin, now->range.begin)) return true; /* a trigger that begins with its subject */
  if (now->of->embeds || (now->of->subject != SUBJECT_BEFORE && now->of->subject != SUBJECT_REQUIRED)) return false; /* what is said is said in any clause */
  if (before && before->of->quotes) return true;
  return begin < now->range.begin && subjects_before(relation, begin, now->range.begin, subjects) &&
         ends_before(relation, CLAUSE_SUBORDINATORS, sentence.begin, subjects[0]->range.begin);
}

static void find_hits(clause_walk *w, dm_token_range sentence) {
  bool asks = is_question(w->relation, sentence);
  w->found.n = 0;
  for (w->at = sentence.begin; w->at < sentence.end; w->at++)
    dm_pattern_index_match(w->relation->rules->frames.index, w->relation->reading->state, &w->relation->reading->view, sentence, w->at, on_hit, w);
  if (w->found.n) qsort(w->found.items, w->found.n, sizeof *w->found.items, compare_hits);
  size_t n_kept = 0;
  for (size_t i = 0; i < w->found.n; i++) {
    hit *now = w->found.items[i], *before = n_kept ? w->found.items[n_kept - 1] : NULL;
    if (is_subordinate(w->relation, before, sentence, now) || is_asked(w->relation, before, sentence, now) || is_in_name(w->relation, now, sentence))
      continue;
    if (asks && !now->of->keeps_question) continue;
    if (before && now->range.begin < before->range.end) {
      if (now->of->strength > before->of->strength) w->found.items[n_kept - 1] = now;
      continue;
    }
    w->found.items[n_kept++] = now;
  }
  w->found.n = n_kept;
}

/* Whether a mention names, or a reference means, a thing of these kinds. */
static bool means(const dm_relation *relation, const dm_mention *mention, dm_kinds kinds) {
  if (mention->entity) return kinds >> mention->kind & 1;
  const dm_entity *meant[MAX_ACTORS];
  size_t           n = dm_relation_actors(relation, mention, meant);
  return n && dm_grammar_kinds(dm_lexicon_grammar(relation->reading->lexicon), meant[0]->kind, strlen(meant[0]->kind)) & kinds;
}

/* Whether an actor is too far from the hit to be its subject: behind another frame it is rather a part of that one's objects. References to actors are pronouns and seldom are. */
static bool is_remote(const dm_relation *relation, const dm_mention *last, uint32_t until) {
  if (!last->entity && !means(relation, last, relation->rules->objects)) return false;
  for (uint32_t t = last->range.end, end = 0; t < until; t = end)
    if (!matches_at(relation, CLAUSE_LEADS, (dm_token_range){last->range.end, until}, t, &end)) return true;
  return false;
}

static uint32_t skip_leads(const dm_relation *relation, uint32_t from, uint32_t until) {
  uint32_t end = 0;
  while (from < until && matches_at(relation, CLAUSE_LEADS, (dm_token_range){from, until}, from, &end)) from = end;
  return from;
}

/* Whether what stands before a hit can be passed over, so that the document itself may be the subject. */
static bool is_led(const dm_relation *relation, uint32_t from, uint32_t until) { return skip_leads(relation, from, until) == until; }

static void take_subjects(hit *h, const dm_mention *const *subjects, size_t n) {
  memcpy(h->subjects, subjects, n * sizeof *subjects);
  h->n_subjects = n;
}

static size_t captured_subjects(const dm_relation *relation, const hit *h, const dm_mention **out) {
  size_t n = 0;
  for (size_t i = 0; i < h->match.n_captures && n < MAX_ACTORS; i++) {
    const dm_capture *capture = &h->match.captures[i];
    if (strcmp(capture->name, "subject") != 0 || capture->mark == UINT32_MAX) continue;
    const dm_mention *subject = dm_reading_mention(relation->reading, capture->mark);
    if (is_nameless(relation, subject)) n = 0; /* a pronoun is joined to no name before it: `through the UN, we support` */
    out[n++] = subject;
  }
  if (n < 2 || out[0]->range.begin != h->range.begin) return n;
  size_t skipped = skip_oblique(relation, dm_sentence_of(relation, h->range.begin).begin, out, n);
  if (skipped == n) return n;
  memmove(out, out + skipped, (n - skipped) * sizeof *out);
  return n - skipped;
}

/* `It further stressed ...`: the subject is that of the sentence before. */
static bool is_echo(const dm_relation *relation, uint32_t from, uint32_t until) {
  uint32_t end = 0, t = skip_leads(relation, from, until);
  return t < until && matches_at(relation, CLAUSE_ECHOES, (dm_token_range){from, until}, t, &end) && skip_leads(relation, end, until) == until;
}

static void inherit(const clause_walk *w, size_t i, uint32_t clause_begin, hit *h) {
  const inheritance *head = &w->blocks[w->relation->reading->text->blocks[w->block].head];
  bool               is_item = w->relation->reading->text->blocks[w->block].head != w->block;
  const hit         *before = i ? w->found.items[i - 1] : NULL;
  if (before && (before->n_subjects || before->voiced)) {
    take_subjects(h, before->subjects, before->n_subjects);
    h->voiced = before->voiced;
  } else if (w->said && is_echo(w->relation, clause_begin, h->range.begin)) {
    take_subjects(h, w->said->subjects, w->said->n_subjects);
  } else if (is_item && head->n_subjects) {
    take_subjects(h, head->subjects, head->n_subjects);
  } else if (is_led(w->relation, clause_begin, h->range.begin)) {
    h->voiced = true;
  }
}

static const hit *outer_of(const clause_walk *w, size_t i) {
  while (i-- > 0)
    if (w->found.items[i]->of->embeds) return w->found.items[i];
  return NULL;
}

/* Where the clause begins whose end is at the trigger: what stands before a trigger is looked for there. */
static uint32_t clause_before(const dm_relation *relation, dm_token_range range) {
  uint32_t begin = range.begin, end = 0;
  if (matches_at(relation, CLAUSE_PURPOSES, range, begin, &end) || matches_at(relation, CLAUSE_OPENERS, range, begin, &end)) /* `To reach this, X is essential` */
    for (uint32_t t = end; t < range.end && begin == range.begin; t++)
      if (matches_at(relation, CLAUSE_COMMAS, range, t, &end)) begin = end;
  for (uint32_t t = begin; t < range.end; t++)
    if (matches_at(relation, CLAUSE_OPENERS, range, t, &end)) begin = end;
  return begin;
}

/* The next purpose clause, to where the text resumes what stood before it. */
static dm_token_range next_purpose(const dm_relation *relation, uint32_t from, uint32_t end) {
  dm_token_range next = {first_match(relation, CLAUSE_PURPOSES, (dm_token_range){from, end}), end};
  if (next.begin < end) next.end = first_match(relation, CLAUSE_RESUMES, (dm_token_range){next.begin + 1, end});
  return next;
}

static bool is_place(const dm_relation *relation, dm_token_range range, const dm_mention *mention) {
  uint32_t end = 0;
  for (uint32_t back = 1; back <= MAX_BEFORE / 4 && mention->range.begin >= range.begin + back; back++)
    if (matches_at(relation, CLAUSE_PLACES, range, mention->range.begin - back, &end) && end == mention->range.end) return true;
  return false;
}

/* Whether a coordinator stands right before the trigger, or opens it. */
static bool is_coordinated(const dm_relation *relation, uint32_t from, dm_token_range trigger) {
  uint32_t end = 0;
  return begin_of(relation, CLAUSE_COORDINATORS, from, trigger.begin) < trigger.begin || matches_at(relation, CLAUSE_COORDINATORS, trigger, trigger.begin, &end);
}

/* `X thanked Y for hosting and welcomed Z`: a second verb has the subject of the first, not what stands right before it. Without a frame for the first verb that is the first
 * list of actors; with one, nobody, unless a clause of its own begins between. */
static size_t coordinated_subjects(const dm_relation *relation, size_t i, uint32_t from, uint32_t trigger, const dm_mention **out) {
  if (i == 0) return first_subjects(relation, from, trigger, out);
  uint32_t clause = first_match(relation, CLAUSE_BREAKS, (dm_token_range){from, trigger});
  size_t   n = clause < trigger ? subjects_before(relation, from, trigger, out) : 0;
  return n && out[0]->range.begin > clause ? n : 0;
}

static void find_subject(clause_walk *w, size_t i, dm_token_range sentence) {
  hit              *h = w->found.items[i];
  const dm_mention *found[MAX_ACTORS];
  uint32_t          clause_begin = i ? w->found.items[i - 1]->range.end : sentence.begin;
  const hit        *outer = h->of->subject == SUBJECT_OUTER ? outer_of(w, i) : NULL;
  size_t            n = captured_subjects(w->relation, h, found);
  if (n) {
    take_subjects(h, found, n);
  } else if (outer) {
    take_subjects(h, outer->subjects, outer->n_subjects);
    h->voiced = outer->voiced;
  } else if (h->of->subject == SUBJECT_VOICE || h->of->subject == SUBJECT_OUTER || h->of->subject == SUBJECT_BY) {
    h->voiced = !h->of->said;
  } else {
    n = is_coordinated(w->relation, clause_begin, h->range) ? coordinated_subjects(w->relation, i, clause_begin, h->range.begin, found)
                                                                  : subjects_before(w->relation, clause_begin, h->range.begin, found);
    if (i && n && is_remote(w->relation, found[n - 1], h->range.begin)) n = 0;
    if (n)
      take_subjects(h, found, n);
    else if (h->of->subject == SUBJECT_ANY)
      h->voiced = true;
    else if (h->of->subject == SUBJECT_AROUND && (i == 0 || w->found.items[i - 1]->awaits))
      h->awaits = true;
    else
      inherit(w, i, clause_begin, h);
    if (h->of->subject == SUBJECT_REQUIRED && h->voiced) h->voiced = false;
  }
  uint32_t verb = h->n_subjects ? h->subjects[h->n_subjects - 1]->range.end : 0;
  if (verb < clause_begin || verb > h->range.begin) verb = clause_before(w->relation, (dm_token_range){clause_begin, h->range.begin});
  bool inherits = i && !outer && h->n_subjects && h->subjects[0]->range.begin < clause_begin;
  if (inherits && h->range.begin > verb + MAX_BEFORE / 4) verb = h->range.begin - MAX_BEFORE / 4; /* what the frame before says is not this one's to deny */
  if (is_coordinated(w->relation, verb, h->range)) verb = h->range.begin;
  h->negated = found_between(w->relation, CLAUSE_NEGATORS, verb, h->range.begin) != (outer && outer->negated);
}

/* Objects. */

static bool is_concept(const dm_relation *relation, const dm_mention *mention) {
  dm_kinds concepts = dm_grammar_kinds(dm_lexicon_grammar(relation->reading->lexicon), "concept", 7);
  return concepts >> mention->kind & 1;
}

static void add_facts(dm_relation *relation, const hit *h, const templates *facts, const dm_mention *object, const dm_token_range *passages, size_t n_passages) {
  source           from = {.match = &h->match, .object = object, .n_passages = n_passages, .trigger = h->range};
  memcpy(from.passages, passages, n_passages * sizeof *passages);
  const dm_entity *holders[MAX_ACTORS];
  if (!h->speaks) return;
  if (h->of->unowned) {
    dm_draft_add(relation, h->number, facts, &from);
    return;
  }
  for (size_t s = 0; s < (h->voiced ? 1 : h->n_subjects); s++) {
    size_t n = h->voiced ? dm_relation_voices(relation, holders) : holders_of(relation, h->subjects[s], holders);
    for (size_t k = 0; k < n; k++) {
      from.subject = holders[k];
      dm_draft_add(relation, h->number, facts, &from);
    }
  }
}

static void add_object(dm_relation *relation, const hit *h, const dm_mention *object, const dm_token_range *passages, size_t n_passages) {
  bool breached = object && (h->of->breached_kinds >> object->kind & 1);
  add_facts(relation, h, h->negated ? &h->of->negated : breached ? &h->of->breached : &h->of->facts, object, passages, n_passages);
}

/* Whether a mention may be an object of the frame. */
static bool is_wanted(const dm_relation *relation, const hit *h, const dm_mention *mention) {
  return !(mention->form & DM_FORM_INNER) && means(relation, mention, h->of->kinds);
}

/* Whether a thing that is no object here stands as a place or means, so that what is joined to it does too. */
static bool is_apart(const dm_relation *relation, dm_token_range range, const dm_mention *mention, const dm_mention *adjunct) {
  if ((mention->form & DM_FORM_INNER) || !mention->entity || mention->range.begin < range.begin) return false;
  return ends_before(relation, CLAUSE_ADJUNCTS, range.begin, mention->range.begin) || (adjunct && is_joint(relation, adjunct->range.end, mention->range.begin));
}

/* `the report of the Group of Experts (GGE)`: whether the object before, at whose end this one stands in brackets, holds it. */
static bool is_rename(const dm_relation *relation, const dm_mention *before, const dm_mention *mention) {
  uint32_t end = 0;
  return before && before->range.end + 1 == mention->range.begin &&
         matches_at(relation, CLAUSE_RENAMES, (dm_token_range){before->range.end, mention->range.begin}, before->range.end, &end);
}

/* Every object in `range`: not behind a purpose, no place or means, no part of a list of those. */
static size_t objects_of(dm_relation *relation, const hit *h, dm_token_range range, bool all, const dm_token_range *passages, size_t n_passages) {
  const dm_reading *reading = relation->reading;
  dm_token_range    purpose = next_purpose(relation, all || h->of->keeps_purpose ? range.end : range.begin, range.end);
  uint32_t          digression = first_match(relation, CLAUSE_DIGRESSIONS, range);
  const dm_mention *adjunct = NULL, *last = NULL;
  size_t            n = 0;
  bool              behind = range.begin == h->range.end, ahead = range.end == h->range.begin; /* a thing that the trigger cuts lies where it sticks out */
  if (range.begin > range.end) return 0;
  for (uint32_t m = reading->first_mark[behind ? h->range.begin : range.begin]; m < reading->marks.n && reading->marks.items[m].range.begin < range.end; m++) {
    const dm_mention *mention = dm_reading_mention(reading, m);
    if (!is_wanted(relation, h, mention)) {
      if (is_apart(relation, range, mention, adjunct)) adjunct = mention; /* `in the UN, the G20 and ...` */
      continue;
    }
    if (behind && mention->range.end <= range.begin) continue;
    if (mention->range.end > range.end && !(ahead && mention->range.end > h->range.begin)) continue;
    while (mention->range.begin >= purpose.end && purpose.end < range.end) purpose = next_purpose(relation, purpose.end, range.end);
    if (mention->range.begin >= purpose.begin || is_place(relation, range, mention)) continue;
    if (mention->range.begin >= digression && !is_concept(relation, mention)) continue;
    bool is_aside = adjunct && is_concept(relation, adjunct) == is_concept(relation, mention) && is_joint(relation, adjunct->range.end, mention->range.begin);
    is_aside = is_aside || (!is_concept(relation, mention) && ends_before(relation, CLAUSE_ADJUNCTS, range.begin, mention->range.begin) &&
                            !ends_before(relation, CLAUSE_GOVERNORS, h->range.begin, mention->range.begin));
    is_aside = is_aside || (!all && h->of->spares && pattern_ends_before(relation, h->of->spares, range.begin, mention->range.begin));
    if (is_aside || ends_before(relation, CLAUSE_ASIDES, range.begin, mention->range.begin)) {
      adjunct = mention;
      continue;
    }
    adjunct = NULL;
    if (is_rename(relation, last, mention)) continue;
    last = mention;
    add_object(relation, h, mention, passages, n_passages);
    n++;
  }
  return n;
}

/* Where nothing else is said, the purpose, or what was struck, is what a frame is about. */
static size_t objects_in(dm_relation *relation, const hit *h, dm_token_range range, const dm_token_range *passages, size_t n_passages) {
  size_t n = objects_of(relation, h, range, false, passages, n_passages);
  return n || range.begin < h->range.end ? n : objects_of(relation, h, range, true, passages, n_passages);
}

static uint32_t reach_of(const clause_walk *w, size_t i, dm_token_range sentence) {
  const hit *h = w->found.items[i];
  bool       is_last = i + 1 == w->found.n;
  uint32_t   end = is_last ? sentence.end : w->found.items[i + 1]->range.begin;
  for (uint32_t t = end, separated = 0; !is_last && t-- > h->range.end;) {
    if (!matches_at(w->relation, CLAUSE_SEPARATORS, (dm_token_range){h->range.end, end}, t, &separated)) continue;
    end = t;
    break;
  }
  return first_match(w->relation, CLAUSE_BREAKS, (dm_token_range){h->range.end, end});
}

/* Whether a pronoun for things said before begins at `t` and, if `end` is given, ends there; `many` tells whether it may mean several. */
static bool is_pronoun(const dm_relation *relation, dm_token_range limit, uint32_t t, uint32_t wanted_end, bool *many) {
  uint32_t end = 0;
  *many = matches_at(relation, CLAUSE_PLURALS, limit, t, &end);
  if (!*many && !matches_at(relation, CLAUSE_SINGULARS, limit, t, &end)) return false;
  return wanted_end == UINT32_MAX || end == wanted_end;
}

enum { MAX_MEANT = 3 };

/* `We call on all States to support it`, `to implement its recommendations`: a pronoun that ends the reach. */
static bool ends_in_pronoun(const dm_relation *relation, const hit *h, bool *many) {
  uint32_t end = h->reach_end;
  if (end > h->range.end && relation->reading->text->tokens[end - 1].kind == DM_TOKEN_PUNCTUATION) end--;
  for (uint32_t back = 1; back <= MAX_BEFORE / 4 && end > h->range.end + back; back++)
    if (is_pronoun(relation, (dm_token_range){h->range.end, end}, end - back, end, many)) return true;
  return false;
}

/* `They must be respected`, `we condemn them`: the concepts of the sentence before, if they can be told; of `call on all to join it` any one thing. Returns how many. */
static size_t echo_objects(clause_walk *w, const hit *h, uint32_t before, dm_token_range sentence) {
  const dm_reading *reading = w->relation->reading;
  const dm_mention *meant[MAX_MEANT];
  size_t            n = 0;
  bool              many = false, ahead = h->of->objects != OBJECTS_AFTER, behind = h->of->objects != OBJECTS_BEFORE, last = false;
  dm_token_range    lead = {clause_before(w->relation, (dm_token_range){before, h->range.begin}), h->range.begin};
  if (!(ahead && is_pronoun(w->relation, lead, lead.begin, lead.end, &many)) && !(behind && is_pronoun(w->relation, sentence, h->range.end, UINT32_MAX, &many)) &&
      !(last = behind && ends_in_pronoun(w->relation, h, &many)))
    return 0;
  uint32_t number = reading->text->tokens[sentence.begin].sentence;
  bool     within = last && before > sentence.begin; /* `We support X and call on all to join it` */
  if (!within && (number == 0 || reading->text->sentences[number - 1].block != w->block)) return 0;
  dm_token_range said = within ? (dm_token_range){sentence.begin, h->range.begin} : reading->text->sentences[number - 1].tokens;
  for (uint32_t m = reading->first_mark[said.begin]; m < reading->marks.n && reading->marks.items[m].range.begin < said.end; m++) {
    const dm_mention *mention = dm_reading_mention(reading, m);
    bool              known = (!last && !is_concept(w->relation, mention)) || !mention->entity || !is_wanted(w->relation, h, mention);
    for (size_t k = 0; k < n && !known; k++) known = meant[k]->entity == mention->entity;
    if (known) continue;
    if (n == MAX_MEANT || (n && !many)) return 0;
    meant[n++] = mention;
  }
  dm_token_range passages[2] = {sentence, said};
  for (size_t k = 0; k < n; k++) add_object(w->relation, h, meant[k], passages, within ? 1 : 2);
  return n;
}

static void find_objects(clause_walk *w, size_t i, dm_token_range sentence) {
  hit           *h = w->found.items[i];
  dm_token_range passages[2] = {sentence, {0, 0}};
  size_t         n_passages = 1;
  const dm_text *text = w->relation->reading->text;
  uint32_t       head = text->blocks[w->block].head;
  if (head != w->block && h->n_subjects && h->subjects[0]->range.begin < sentence.begin)
    passages[n_passages++] = text->sentences[text->blocks[head].sentences.end - 1].tokens;
  h->reach_end = reach_of(w, i, sentence);
  if (!h->of->unowned && !h->voiced && h->n_subjects == 0) return;
  uint32_t before = i ? w->found.items[i - 1]->range.end : sentence.begin;
  if (h->match.n_captures) add_object(w->relation, h, NULL, passages, n_passages); /* facts that need no object but a capture */
  size_t n = h->of->objects == OBJECTS_INSIDE ? objects_in(w->relation, h, h->range, passages, n_passages) : 0;
  if (h->of->objects == OBJECTS_BEFORE || h->of->objects == OBJECTS_BOTH) {
    dm_token_range range = {before, h->range.begin};
    range.begin = clause_before(w->relation, range);
    n += objects_in(w->relation, h, range, passages, n_passages);
  }
  if (h->of->objects == OBJECTS_AFTER || h->of->objects == OBJECTS_BOTH)
    n += objects_in(w->relation, h, (dm_token_range){h->range.end, h->reach_end}, passages, n_passages);
  if (n == 0 && h->of->echoes) n = echo_objects(w, h, before, sentence);
  if (n == 0 && !h->negated) add_facts(w->relation, h, &h->of->otherwise, NULL, passages, n_passages);
}

/* The items of a list without a frame of their own take that of their head. */
static void inherit_objects(clause_walk *w, dm_token_range sentence) {
  const dm_text *text = w->relation->reading->text;
  uint32_t       head = text->blocks[w->block].head;
  hit           *above = head != w->block ? w->blocks[head].last : NULL;
  if (!above || (!above->of->unowned && !above->voiced && above->n_subjects == 0)) return;
  dm_token_range passages[2] = {sentence, text->sentences[text->blocks[head].sentences.end - 1].tokens};
  uint32_t       end = w->found.n ? w->found.items[0]->range.begin : sentence.end;
  objects_in(w->relation, above, (dm_token_range){sentence.begin, end}, passages, 2);
}

/* `Having considered X, the participants:`: who stands last, right before the list, is its subject, and no frame before reaches into it. */
static void take_named_head(const clause_walk *w, inheritance *left, uint32_t from, uint32_t end) {
  const dm_mention *subjects[MAX_ACTORS];
  size_t            n = subjects_before(w->relation, from, end, subjects);
  if (n == 0 || subjects[n - 1]->range.end + 1 < end) return;
  memcpy(left->subjects, subjects, n * sizeof *subjects);
  left->n_subjects = n;
  left->last = NULL;
}

static void leave_inheritance(clause_walk *w, dm_token_range sentence) {
  inheritance   *left = &w->blocks[w->block];
  const dm_text *text = w->relation->reading->text;
  uint32_t       head = text->blocks[w->block].head;
  hit           *last = w->found.n ? w->found.items[w->found.n - 1] : NULL;
  left->last = last && last->reach_end + 1 >= sentence.end && last->of->objects != OBJECTS_BEFORE && last->of->objects != OBJECTS_INSIDE ? last : NULL;
  if (!last && head != w->block) left->last = w->blocks[head].last;
  left->n_subjects = last ? last->n_subjects : subjects_before(w->relation, sentence.begin, sentence.end, left->subjects);
  if (last) memcpy(left->subjects, last->subjects, last->n_subjects * sizeof *last->subjects);
  if (last && last->range.end < sentence.end) take_named_head(w, left, last->range.end, sentence.end);
  if (!left->n_subjects && head != w->block) {
    memcpy(left->subjects, w->blocks[head].subjects, w->blocks[head].n_subjects * sizeof *left->subjects);
    left->n_subjects = w->blocks[head].n_subjects;
  }
}

/* `Recalling X, the two sides reaffirmed Y`: a frame that opens the sentence takes the subject of the next; without one it is the head's or the document's. */
static void settle_awaiting(clause_walk *w, dm_token_range sentence) {
  for (size_t i = w->found.n; i-- > 0;) {
    hit       *h = w->found.items[i];
    const hit *next = i + 1 < w->found.n ? w->found.items[i + 1] : NULL;
    if (!h->awaits) continue;
    bool is_main = next && next->n_subjects && next->subjects[0]->range.begin >= sentence.begin &&
                   !ends_before(w->relation, CLAUSE_SUBORDINATORS, sentence.begin, next->subjects[0]->range.begin);
    if (is_main)
      take_subjects(h, next->subjects, next->n_subjects);
    else
      inherit(w, i, h->range.begin, h);
  }
  for (size_t i = 1; i < w->found.n; i++) { /* what hung on those that waited */
    hit       *h = w->found.items[i];
    const hit *outer = h->of->subject == SUBJECT_OUTER ? outer_of(w, i) : NULL;
    if (!outer || !outer->awaits || h->n_subjects || h->voiced) continue;
    take_subjects(h, outer->subjects, outer->n_subjects);
    h->voiced = outer->voiced;
  }
}

/* Frees the hits of the sentence but those that are still asked for. */
static void free_hits(clause_walk *w) {
  const hit *last = w->blocks[w->block].last;
  size_t     n = w->n_lasting;
  for (size_t i = n; i < w->all.n; i++) {
    hit *h = w->all.items[i];
    if (h != last && h != w->said) {
      free(h);
      continue;
    }
    w->all.items[n++] = h;
    if (h != last) continue;
    w->all.items[n - 1] = w->all.items[w->n_lasting];
    w->all.items[w->n_lasting++] = h;
  }
  w->all.n = n;
  w->found.n = 0;
}

/* `sentence` is a whole one, or a piece where it is too long to be one. */
static void walk_sentence(clause_walk *w, const dm_block *block, dm_token_range sentence) {
  find_hits(w, sentence);
  for (size_t i = 0; i < w->found.n; i++) find_subject(w, i, sentence);
  settle_awaiting(w, sentence);
  if (sentence.begin == block->tokens.begin) inherit_objects(w, sentence);
  for (size_t i = 0; i < w->found.n; i++) find_objects(w, i, sentence);
  if (sentence.end == block->tokens.end) leave_inheritance(w, sentence);
  w->said = NULL;
  for (size_t i = w->found.n; i-- > 0;)
    if (w->found.items[i]->n_subjects) w->said = w->found.items[i];
  free_hits(w);
}

void dm_run_frames(dm_relation *relation, uint32_t number) {
  const dm_text *text = relation->reading->text;
  clause_walk    w = {.relation = relation, .phase = number};
  if (relation->rules->phases.items[number].n_frames == 0) return;
  w.blocks = dm_allocate((text->n_blocks + 1) * sizeof *w.blocks);
  for (uint32_t b = 0; b < text->n_blocks; b++) {
    w.block = b;
    w.said = NULL;
    for (uint32_t s = text->blocks[b].sentences.begin; s < text->blocks[b].sentences.end; s++) {
      dm_token_range left = text->sentences[s].tokens;
      for (; left.end - left.begin > MAX_SENTENCE_TOKENS; left.begin += MAX_SENTENCE_TOKENS) walk_sentence(&w, &text->blocks[b], (dm_token_range){left.begin, left.begin + MAX_SENTENCE_TOKENS});
      walk_sentence(&w, &text->blocks[b], left);
    }
  }
  for (size_t i = 0; i < w.all.n; i++) free(w.all.items[i]);
  dm_vector_free(&w.all);
  dm_vector_free(&w.found);
  free(w.blocks);
}
