/* mention/identify.c - sides, owners, and which thing a mention means. */
#include <string.h>

#include "base/unicode.h"
#include "mention/mention_impl.h"

enum { MAX_OWNER_TOKENS = 6, MAX_HOLDING_TOKENS = 24, LEADING_BLOCKS = 3 };

/* The side that the text speaks of at each token, and what its headings and list heads leave behind. */
typedef struct {
  dm_reading       *reading;
  const dm_entity **at;        /* one a token */
  const dm_entity **block_end; /* one a block: the side in force at its end, for the list below */
  const dm_entity  *last;      /* the side in force at the end of the sentence before */
  told_kinds        kinds;
} side_map;

typedef struct {
  dm_token_range   range;
  dm_scope         scope;
  const dm_entity *side;
} side_event;

typedef DM_VECTOR(side_event) side_events;

static dm_kinds kinds_of(const dm_reading *reading, const char *name)
{
  return dm_grammar_kinds(dm_lexicon_grammar(reading->lexicon), name, strlen(name));
}

static bool is_of(const dm_mention *mention, dm_kinds kinds)
{
  return kinds >> mention->kind & 1;
}

/* The side that a capture names: its mark, or the first side mark inside it. */
static const dm_entity *captured_side(const side_map *map, const dm_capture *capture)
{
  const dm_reading *reading = map->reading;
  if (!capture)
    return NULL;
  for (uint32_t t = capture->range.begin; t < capture->range.end; t++)
    for (uint32_t m = reading->first_mark[t]; m < reading->first_mark[t + 1]; m++) {
      const dm_mention *mention = dm_reading_mention(reading, m);
      if (is_of(mention, map->kinds.sides) && mention->entity && mention->range.end <= capture->range.end)
        return mention->entity;
    }
  return NULL;
}

static void find_events(const side_map *map, dm_token_range block, side_events *events)
{
  size_t                n_phrases = 0;
  const dm_side_phrase *phrases = dm_lexicon_sides(map->reading->lexicon, &n_phrases);
  dm_match             *match = dm_allocate(sizeof *match);
  for (uint32_t t = block.begin; t < block.end; t++) {
    for (size_t p = 0; p < n_phrases; p++) {
      if (!dm_pattern_match(phrases[p].pattern, map->reading->state, &map->reading->view, block, t, match))
        continue;
      const dm_entity *side = captured_side(map, dm_match_capture(match, "side"));
      if (!side && phrases[p].scope != DM_SCOPE_AGAIN)
        continue;
      *dm_vector_add(events) = (side_event){match->range, phrases[p].scope, side};
      t = match->range.end - 1;
      break;
    }
  }
  free(match);
}

static bool has_body(const side_map *map, uint32_t begin, uint32_t end)
{
  for (uint32_t m = map->reading->first_mark[begin]; m < map->reading->marks.n && map->reading->marks.items[m].range.begin < end; m++)
    if (map->reading->marks.items[m].kinds & map->kinds.bodies)
      return true;
  return false;
}

/* Whether a phrase that ends before `t` closes what it speaks of: `A and B from the Indian side; C from the Japanese side`. */
static bool trails(const dm_text *text, uint32_t t)
{
  if (t >= text->n_tokens || text->tokens[t].sentence != text->tokens[t - 1].sentence)
    return true;
  return text->tokens[t].kind == DM_TOKEN_PUNCTUATION && strchr(";.)", text->tokens[t].folded[0]);
}

/* `The A and the B took part for Japan`: a phrase that closes a list, or that has no body behind it, speaks of those before it. Whether it speaks of those alone. */
static bool reach_back(side_map *map, const side_event *event, bool closing, uint32_t from, uint32_t until)
{
  bool closes = closing || trails(map->reading->text, event->range.end);
  if (event->scope != DM_SCOPE_SENTENCE || !has_body(map, from, event->range.begin))
    return false;
  if (!closes && has_body(map, event->range.end, until))
    return false;
  for (uint32_t t = from; t < event->range.begin; t++)
    if (!map->at[t])
      map->at[t] = event->side;
  return closes;
}

/* `A and B on the Indian side and C on the Japanese side`: where the next phrase of the sentence closes its list, so does the one before. */
static bool closes_next(const dm_text *text, const side_event *next, const side_event *event, dm_token_range sentence)
{
  if (event->scope != DM_SCOPE_SENTENCE || next->scope != DM_SCOPE_SENTENCE || next->range.begin >= sentence.end)
    return false;
  return trails(text, next->range.end) && event->side != next->side;
}

static void walk_block(side_map *map, size_t b, const dm_entity **section, side_events *events)
{
  const dm_text  *text = map->reading->text;
  const dm_block *block = &text->blocks[b];
  events->n = 0;
  find_events(map, block->tokens, events);
  const dm_entity *inherited = block->head != b ? map->block_end[block->head] : NULL;
  const dm_entity *current = inherited ? inherited : *section, *whole = current;
  size_t           e = 0;
  if (block->kind == DM_BLOCK_HEADING)
    current = whole = *section = NULL;
  for (uint32_t s = block->sentences.begin; s < block->sentences.end; s++) {
    dm_token_range sentence = text->sentences[s].tokens;
    uint32_t       from = sentence.begin;
    current = whole;
    for (uint32_t t = sentence.begin; t < sentence.end; t++) {
      if (e < events->n && t == events->items[e].range.begin) {
        const side_event *event = &events->items[e++];
        uint32_t          until = e < events->n && events->items[e].range.begin < sentence.end ? events->items[e].range.begin : sentence.end;
        bool              closed = reach_back(map, event, e < events->n && closes_next(text, &events->items[e], event, sentence), from, until);
        from = event->range.end;
        current = closed ? whole : event->scope == DM_SCOPE_AGAIN ? map->last : event->side;
        if (event->scope == DM_SCOPE_BLOCK || event->scope == DM_SCOPE_SECTION)
          whole = event->side;
        if (event->scope == DM_SCOPE_SECTION)
          *section = event->side;
      }
      if (current)
        map->at[t] = current;
    }
    map->last = current;
  }
  map->block_end[b] = current;
}

static void find_sides(side_map *map)
{
  const dm_text   *text = map->reading->text;
  const dm_entity *section = NULL;
  side_events      events = {0};
  map->at = dm_arena_allocate(map->reading->arena, (text->n_tokens + 1) * sizeof *map->at);
  map->block_end = dm_arena_allocate(map->reading->arena, (text->n_blocks + 1) * sizeof *map->block_end);
  for (size_t b = 0; b < text->n_blocks; b++)
    walk_block(map, b, &section, &events);
  dm_vector_free(&events);
}

/* What stands directly before or behind a mention and owns it. */
static const dm_entity *owner_around(const side_map *map, const dm_mention *mention)
{
  const dm_reading        *reading = map->reading;
  dm_token_range           block = reading->text->blocks[reading->text->tokens[mention->range.begin].block].tokens;
  const dm_entity         *owner = NULL;
  dm_match                *match = dm_allocate(sizeof *match);
  size_t                   n = 0;
  const dm_pattern *const *after = dm_lexicon_phrases(reading->lexicon, DM_PHRASE_OWNER_AFTER, &n);
  for (size_t p = 0; p < n && !owner && mention->range.end < block.end; p++)
    if (dm_pattern_match(after[p], reading->state, &reading->view, block, mention->range.end, match))
      owner = captured_side(map, dm_match_capture(match, "side"));
  const dm_pattern *const *before = dm_lexicon_phrases(reading->lexicon, DM_PHRASE_OWNER_BEFORE, &n);
  for (uint32_t back = 1; back <= MAX_OWNER_TOKENS && !owner && mention->range.begin >= block.begin + back; back++)
    for (size_t p = 0; p < n && !owner; p++) {
      dm_token_range window = {block.begin, mention->range.begin};
      if (dm_pattern_match(before[p], reading->state, &reading->view, window, mention->range.begin - back, match) &&
          match->range.end == mention->range.begin)
        owner = captured_side(map, dm_match_capture(match, "side"));
    }
  free(match);
  return owner;
}

/* Whether what stands right before `side`, inside the mention around it, says that it is no owner. */
static bool is_guest(const side_map *map, const dm_mention *around, const dm_mention *side)
{
  const dm_reading        *reading = map->reading;
  size_t                   n = 0;
  const dm_pattern *const *guests = dm_lexicon_phrases(reading->lexicon, DM_PHRASE_GUEST, &n);
  dm_token_range           before = {around->range.begin, side->range.begin};
  dm_match                *match = dm_allocate(sizeof *match);
  bool                     guest = false;
  for (uint32_t t = before.end; t-- > before.begin && before.end - t <= MAX_OWNER_TOKENS && !guest;)
    for (size_t p = 0; p < n && !guest; p++)
      guest = dm_pattern_match(guests[p], reading->state, &reading->view, before, t, match) && match->range.end == before.end;
  free(match);
  return guest;
}

/* A side named inside the mention itself: `Ministry of Foreign Affairs of Japan`, `Ambassador of Estonia`. */
static const dm_entity *owner_inside(const side_map *map, const dm_mention *mention)
{
  const dm_reading *reading = map->reading;
  for (uint32_t m = reading->first_mark[mention->range.begin]; m < reading->marks.n; m++) {
    const dm_mention *other = dm_reading_mention(reading, m);
    if (other->range.begin >= mention->range.end)
      break;
    bool same_words = other->range.begin == mention->range.begin && other->range.end == mention->range.end; /* another meaning of them, no part */
    if (!same_words && is_of(other, map->kinds.sides) && other->entity && other->range.end <= mention->range.end && !is_guest(map, mention, other))
      return other->entity;
  }
  return NULL;
}

static bool is_territory(const dm_reading *reading, const dm_entity *side)
{
  const dm_grammar *grammar = dm_lexicon_grammar(reading->lexicon);
  return dm_grammar_kinds(grammar, "location", 8) >> dm_grammar_kind(grammar, side->kind) & 1;
}

/* Whether a mention is only a part of a longer name of the same thing: `Korea` in `Republic of Korea`. */
static bool is_part_of_own_name(const dm_reading *reading, const dm_mention *mention)
{
  enum { MAX_BACK = 8 }; /* no more mentions begin within one name */
  const dm_mention *first = reading->mentions.items;
  for (const dm_mention *outer = mention; mention->form & DM_FORM_INNER && outer > first && mention - outer < MAX_BACK;) {
    outer--;
    if (outer->entity == mention->entity && outer->range.end >= mention->range.end)
      return true;
  }
  return false;
}

/* How often each listed thing is named so far, so that a name without owner can be told by the only one that could be meant. */
static void count_named(dm_reading *reading, const side_map *map, const dm_mention *mention)
{
  const dm_entity *thing = mention->entity;
  if (!thing || is_part_of_own_name(reading, mention))
    return;
  reading->index->n_sides += is_of(mention, map->kinds.sides);
  if (!thing->listed)
    return;
  uint32_t n_named = ++reading->index->named[thing->index];
  if (is_territory(reading, thing) && n_named > reading->index->most_named)
    reading->index->most_named = n_named;
  if (reading->text->tokens[mention->range.begin].block < LEADING_BLOCKS)
    reading->index->leading[thing->index]++;
}

static uint32_t times_named(const dm_reading *reading, const dm_entity *side)
{
  return side->listed ? reading->index->named[side->index] : 0;
}

static long year_of(const char *value)
{
  return value && strlen(value) >= 4 && value[0] != '-' ? strtol(value, NULL, 10) : 0; /* a shorter one is an ordinal */
}

enum { N_DATE_BYTES = 10 /* YYYY-MM-DD */ };

static bool is_full_date(const char *value)
{
  return value && strlen(value) == N_DATE_BYTES && value[4] == '-' && value[7] == '-';
}

/* The year in which the document speaks: that of its front matter; of its first full date, which mostly is its own; of the first date there is. 0: not told. */
static long document_year(const dm_reading *reading)
{
  for (size_t i = 0; i < reading->document->n_metadata; i++)
    if (is_full_date(reading->document->metadata[i].value))
      return year_of(reading->document->metadata[i].value);
  for (size_t i = 0; i < reading->mentions.n; i++)
    if (is_full_date(reading->mentions.items[i].value))
      return year_of(reading->mentions.items[i].value);
  for (size_t i = 0; i < reading->mentions.n; i++)
    if (year_of(reading->mentions.items[i].value))
      return year_of(reading->mentions.items[i].value);
  return 0;
}

static bool in_force(const dm_entity *entity, long year)
{
  for (size_t i = 0; i < entity->n_properties && year; i++) {
    long bound = strtol(entity->properties[i].value, NULL, 10);
    if (strcmp(entity->properties[i].key, "from") == 0 && year < bound)
      return false;
    if (strcmp(entity->properties[i].key, "until") == 0 && year > bound)
      return false;
  }
  return true;
}

typedef bool (*candidate_filter)(const dm_reading *reading, const dm_entity *candidate, const dm_entity *side, long year);

static bool belongs_to_side(const dm_reading *reading, const dm_entity *candidate, const dm_entity *side, long year)
{
  (void)reading, (void)year;
  return side && candidate->of == side;
}

/* Whether a name that several listed bodies share is here that of one which is not listed: no candidate belongs to the side. */
static bool belongs_to_none(const dm_mention *mention)
{
  for (size_t i = 0; i < mention->n_candidates; i++)
    if (!mention->candidates[i]->of || mention->candidates[i]->of == mention->side)
      return false;
  return mention->n_candidates > 1 && mention->side;
}

static bool owner_is_named(const dm_reading *reading, const dm_entity *candidate, const dm_entity *side, long year)
{
  (void)side, (void)year;
  return candidate->of && times_named(reading, candidate->of) > 0;
}

static bool owner_leads(const dm_reading *reading, const dm_entity *candidate, const dm_entity *side, long year)
{
  (void)side, (void)year;
  return candidate->of && candidate->of->listed && reading->index->leading[candidate->of->index] > 0;
}

static bool was_in_force(const dm_reading *reading, const dm_entity *candidate, const dm_entity *side, long year)
{
  (void)reading, (void)side;
  return in_force(candidate, year);
}

/* Keeps the candidates that pass, unless none does. */
static size_t keep_those(const dm_reading *reading, const dm_entity **candidates, size_t n, candidate_filter passes, const dm_entity *side, long year)
{
  size_t n_kept = 0;
  for (size_t i = 0; i < n; i++)
    n_kept += passes(reading, candidates[i], side, year);
  if (n_kept == 0)
    return n;
  n_kept = 0;
  for (size_t i = 0; i < n; i++)
    if (passes(reading, candidates[i], side, year))
      candidates[n_kept++] = candidates[i];
  return n_kept;
}

enum { MAX_CANDIDATES = 256 };

/* Whether `thing` belongs to a state of which neither the passage nor the document speaks: its name is another state's here. */
static bool is_foreign(const dm_reading *reading, const side_map *map, const dm_entity *thing, const dm_entity *side)
{
  const dm_grammar *grammar = dm_lexicon_grammar(reading->lexicon);
  dm_kinds          territories = map->kinds.sides & dm_grammar_kinds(grammar, "location", 8);
  if (!thing->of || thing->of == side || !(territories >> dm_grammar_kind(grammar, thing->of->kind) & 1))
    return false;
  return times_named(reading, thing->of) == 0;
}

/* Whether the body of a state that is named in passing goes by a name that the bodies of others bear too: the text may mean one of a state that it speaks of
 * far more, and that no list has. */
static bool is_outnamed(const dm_reading *reading, const dm_mention *mention, const dm_entity *thing, const dm_entity *side)
{
  enum { FAR = 2 };
  if (side || !thing->of || mention->form & DM_FORM_ACRONYM || !is_territory(reading, thing->of))
    return false;
  return times_named(reading, thing->of) * FAR < reading->index->most_named;
}

static const dm_entity *choose(const dm_reading *reading, const dm_mention *mention, const dm_entity *side, long year)
{
  static const candidate_filter filters[] = {belongs_to_side, was_in_force, owner_leads, owner_is_named};
  const dm_entity              *left[MAX_CANDIDATES];
  size_t                        n = mention->n_candidates < MAX_CANDIDATES ? mention->n_candidates : MAX_CANDIDATES;
  memcpy(left, mention->candidates, n * sizeof *left);
  if (n == 1)
    return left[0];
  for (size_t f = 0; f < sizeof filters / sizeof *filters && n > 1; f++)
    n = keep_those(reading, left, n, filters[f], side, year);
  if (n == 1)
    return is_outnamed(reading, mention, left[0], side) ? NULL : left[0];
  for (size_t i = 0; i < n; i++) { /* the whole stands for its parts */
    size_t n_parts = 0;
    for (size_t k = 0; k < n; k++)
      n_parts += k == i || left[k]->part_of == left[i];
    if (n_parts == n)
      return left[i];
  }
  return NULL;
}

/* `Foreign Policy Bureau, Ministry of Foreign Affairs of Japan`: a body that is named before the one it is part of stands on that one's side. */
static const dm_entity *side_of_whole(const side_map *map, const dm_mention *part)
{
  const dm_reading        *reading = map->reading;
  dm_token_range           block = reading->text->blocks[reading->text->tokens[part->range.begin].block].tokens;
  size_t                   n = 0;
  const dm_pattern *const *wholes = dm_lexicon_phrases(reading->lexicon, DM_PHRASE_WHOLE, &n);
  const dm_entity         *side = NULL;
  dm_match                *match = dm_allocate(sizeof *match);
  for (size_t p = 0; p < n && !side && part->range.end < block.end; p++) {
    if (!dm_pattern_match(wholes[p], reading->state, &reading->view, block, part->range.end, match))
      continue;
    const dm_capture *captured = dm_match_capture(match, "side");
    if (!captured || captured->mark == UINT32_MAX)
      continue;
    const dm_mention *whole = dm_reading_mention(reading, captured->mark);
    side = whole->side || whole->n_candidates != 1 ? whole->side : whole->candidates[0]->of;
  }
  free(match);
  return side;
}

static void decide_sides(dm_reading *reading, const side_map *map, dm_kinds persons)
{
  dm_kinds occasions = kinds_of(reading, "occasion"); /* they belong to several sides */
  for (size_t i = reading->mentions.n; i-- > 0;) {    /* wholes stand behind their parts */
    dm_mention *mention = &reading->mentions.items[i];
    if (is_of(mention, map->kinds.sides))
      continue;
    if (mention->value || is_of(mention, persons))
      continue;
    const dm_entity *inside = is_of(mention, map->kinds.bodies) || (mention->by && !is_of(mention, occasions)) ? owner_inside(map, mention) : NULL;
    mention->side = inside ? inside : owner_around(map, mention);
    if (!mention->side)
      mention->side = map->at[mention->range.begin];
    if (!mention->side && mention->n_candidates != 1 && is_of(mention, map->kinds.bodies))
      mention->side = side_of_whole(map, mention);
  }
}

/* The side of the first side, post or body that `match` captured. */
static const dm_entity *captured_holding(const side_map *map, const dm_match *match)
{
  const dm_entity *passing = NULL; /* only that of which the passage speaks: what stands behind may tell another */
  for (size_t i = 0; i < match->n_captures; i++) {
    if (strcmp(match->captures[i].name, "side") != 0 || match->captures[i].mark == UINT32_MAX)
      continue;
    const dm_mention *held = dm_reading_mention(map->reading, match->captures[i].mark);
    const dm_entity  *side = is_of(held, map->kinds.sides) ? held->entity : held->side;
    if (side && (side != map->at[held->range.begin] || is_of(held, map->kinds.sides | map->kinds.bodies)))
      return side;
    passing = passing ? passing : side;
  }
  return passing;
}

/* The side on which a person stands by the post or body named beside it. */
static const dm_entity *side_held(const side_map *map, const dm_mention *person)
{
  const dm_reading *reading = map->reading;
  dm_token_range block = reading->text->blocks[reading->text->tokens[person->range.begin].block].tokens, before = {block.begin, person->range.begin};
  const dm_entity         *side = NULL;
  dm_match                *match = dm_allocate(sizeof *match);
  size_t                   n_after = 0, n_before = 0;
  const dm_pattern *const *after = dm_lexicon_phrases(reading->lexicon, DM_PHRASE_HOLDER_AFTER, &n_after);
  const dm_pattern *const *ahead = dm_lexicon_phrases(reading->lexicon, DM_PHRASE_HOLDER_BEFORE, &n_before);
  for (uint32_t t = before.end; t-- > before.begin && before.end - t <= MAX_HOLDING_TOKENS && !side;)
    for (size_t p = 0; p < n_before && !side; p++)
      if (dm_pattern_match(ahead[p], reading->state, &reading->view, before, t, match) && match->range.end == before.end)
        side = captured_holding(map, match);
  for (size_t p = 0; p < n_after && !side && person->range.end < block.end; p++)
    if (dm_pattern_match(after[p], reading->state, &reading->view, block, person->range.end, match))
      side = captured_holding(map, match);
  free(match);
  return side;
}

/* Persons stand on the side that is said of them where they are named, else anywhere; else on that of which the passage speaks. */
static void decide_persons(dm_reading *reading, const side_map *map, dm_kinds persons)
{
  for (size_t i = 0; i < reading->mentions.n; i++) {
    dm_mention *mention = &reading->mentions.items[i];
    if (!is_of(mention, persons))
      continue;
    mention->side = owner_around(map, mention);
    if (!mention->side)
      mention->side = side_held(map, mention);
    if (!mention->side)
      mention->side = map->at[mention->range.begin];
  }
  dm_map *first = dm_map_new(); /* of each thing, its first mention with a side */
  for (uint32_t i = 0; i < reading->mentions.n; i++) {
    const dm_mention *mention = &reading->mentions.items[i];
    if (mention->entity && mention->side)
      dm_map_put(first, (const char *)&mention->entity, sizeof mention->entity, i, NULL);
  }
  for (size_t i = 0; i < reading->mentions.n; i++) {
    dm_mention *mention = &reading->mentions.items[i];
    uint32_t    known = 0;
    if (!is_of(mention, persons) || !mention->entity || mention->side)
      continue;
    bool found = dm_map_get(first, (const char *)&mention->entity, sizeof mention->entity, &known);
    mention->side = found ? reading->mentions.items[known].side : mention->entity->of;
  }
  dm_map_free(first);
}

/* A name that the whole shares with its parts means the one part that the document names otherwise: after `OEWG on security of ... 2021-2025`, `OEWG` is that group. */
static void narrow_wholes(dm_reading *reading)
{
  for (size_t i = 0; i < reading->mentions.n; i++) {
    dm_mention      *mention = &reading->mentions.items[i];
    const dm_entity *part = NULL;
    bool             several = false;
    for (size_t c = 0; c < mention->n_candidates && mention->n_candidates > 1; c++) {
      const dm_entity *candidate = mention->candidates[c];
      if (!mention->entity || candidate->part_of != mention->entity || times_named(reading, candidate) == 0)
        continue;
      several = part != NULL;
      part = candidate;
    }
    if (!part || several)
      continue;
    if (mention->entity->listed)
      reading->index->named[mention->entity->index]--;
    reading->index->named[part->index]++;
    mention->entity = part;
  }
}

/* The mention of whose thing `mention` is another name that the document gave it, or NULL. */
static const dm_mention *origin_of(const dm_reading *reading, const dm_mention *mention)
{
  if (!(mention->form & DM_FORM_ACRONYM) || mention->label.begin >= mention->label.end || mention->label.begin == mention->range.begin)
    return NULL;
  for (uint32_t m = reading->first_mark[mention->label.begin]; m < reading->first_mark[mention->label.begin + 1]; m++) {
    const dm_mention *origin = dm_reading_mention(reading, m);
    if (origin->kind == mention->kind && origin->label.begin == mention->label.begin && origin->label.end == mention->label.end)
      return origin;
  }
  return NULL;
}

/* The words of a body of the side that owns it mean no side as well: `the American BIS` is not the Bank for International Settlements. */
static void claim_words(dm_reading *reading, const side_map *map, const dm_mention *body)
{
  for (uint32_t m = reading->first_mark[body->range.begin]; m < reading->first_mark[body->range.begin + 1]; m++) {
    dm_mention *other = &reading->mentions.items[reading->marks.items[m].index];
    if (other->range.end != body->range.end || !is_of(other, map->kinds.sides) || !other->entity || other->entity == body->side)
      continue;
    if (other->entity->listed)
      reading->index->named[other->entity->index]--;
    other->entity = NULL;
    other->n_candidates = 0;
  }
}

/* What a mention without a thing means: of those that the lexicon lists the right one, or one that the document brings. */
static void identify_one(dm_reading *reading, const side_map *map, long year, dm_mention *mention)
{
  if (mention->n_candidates)
    mention->entity = choose(reading, mention, mention->side, year);
  bool foreign = mention->entity && is_foreign(reading, map, mention->entity, mention->side) &&
                 (mention->side || reading->index->n_sides > 0 || is_of(mention, map->kinds.sides));
  bool of_another = mention->entity && is_of(mention, map->kinds.bodies) && mention->n_candidates > 1 && mention->side && mention->entity->of &&
                    mention->entity->of != mention->side;
  bool unlisted = !mention->entity && is_of(mention, map->kinds.bodies) && belongs_to_none(mention);
  bool renamed = of_another || ((foreign || unlisted) && !(mention->form & DM_FORM_ACRONYM)); /* an acronym alone names nothing new */
  if (of_another || foreign)
    mention->entity = NULL;
  if (mention->entity && is_of(mention, map->kinds.bodies) && mention->side && mention->entity->of == mention->side)
    claim_words(reading, map, mention);
  if (!mention->entity && (renamed || mention->form & DM_FORM_FOUND))
    dm_reading_make_found(reading, &map->kinds, is_of(mention, map->kinds.meetings) && owner_inside(map, mention), mention);
  bool known = mention->entity && (mention->entity->listed || !mention->side); /* what the lexicon says of a body goes before the passage's side */
  if (known && mention->entity->of)
    mention->side = mention->entity->of;
  count_named(reading, map, mention);
}

/* Of each word that is another name and each side: the first mention of a body of that side by that name. */

static void set_alias_key(dm_buffer *key, const dm_text *text, const dm_mention *mention)
{
  dm_buffer_clear(key);
  dm_buffer_add(key, (const char *)&mention->side, sizeof mention->side);
  for (uint32_t t = mention->range.begin; t < mention->range.end; t++)
    dm_buffer_add(key, text->tokens[t].folded, (size_t)text->tokens[t].n_folded + 1);
}

/* Another name means what it was given to, unless it stands on another side. */
static bool follow_origin(dm_reading *reading, const side_map *map, dm_mention *mention)
{
  const dm_mention *origin = origin_of(reading, mention);
  if (!origin->entity || (mention->side && mention->side != origin->side))
    return false;
  mention->entity = origin->entity;
  mention->side = origin->side;
  count_named(reading, map, mention);
  return true;
}

/* The body of the mention's side that bears the same other name. */
static bool follow_namesake(dm_reading *reading, const side_map *map, const dm_map *namesakes, dm_buffer *key, dm_mention *mention)
{
  uint32_t place = 0;
  set_alias_key(key, reading->text, mention);
  if (!dm_map_get(namesakes, key->bytes, key->n_bytes, &place))
    return false;
  mention->entity = reading->mentions.items[place].entity;
  count_named(reading, map, mention);
  return true;
}

static bool is_alias(const dm_reading *reading, const side_map *map, const dm_mention *mention)
{
  return !mention->entity && is_of(mention, map->kinds.bodies) && origin_of(reading, mention);
}

static void identify_aliases(dm_reading *reading, const side_map *map, long year)
{
  dm_map   *namesakes = dm_map_new();
  dm_buffer key = {0};
  for (uint32_t i = 0; i < reading->mentions.n; i++) {
    dm_mention *mention = &reading->mentions.items[i];
    if (!is_alias(reading, map, mention) || !follow_origin(reading, map, mention))
      continue;
    set_alias_key(&key, reading->text, mention);
    dm_map_put(namesakes, key.bytes, key.n_bytes, i, NULL);
  }
  for (size_t i = 0; i < reading->mentions.n; i++) {
    dm_mention *mention = &reading->mentions.items[i];
    if (is_alias(reading, map, mention) && !follow_namesake(reading, map, namesakes, &key, mention))
      identify_one(reading, map, year, mention);
  }
  dm_map_free(namesakes);
  dm_buffer_free(&key);
}

void dm_reading_identify(dm_reading *reading)
{
  side_map map = {.reading = reading,
                  .kinds = {.sides = kinds_of(reading, "side"),
                            .bodies = kinds_of(reading, "body"),
                            .persons = kinds_of(reading, "actor-person"),
                            .meetings = kinds_of(reading, "meeting")}};
  dm_kinds persons = map.kinds.persons;
  long     year = document_year(reading);
  uint32_t outer_end = 0;
  for (size_t i = 0; i < reading->mentions.n; i++) { /* sides first: they decide the rest */
    dm_mention *mention = &reading->mentions.items[i];
    if (is_of(mention, map.kinds.sides) && mention->n_candidates)
      mention->entity = choose(reading, mention, NULL, year);
    bool side = is_of(mention, map.kinds.sides);
    bool within = side && mention->range.end <= outer_end; /* Congo in the DR Congo, Guinea in Papua New Guinea */
    if (side && !within)
      outer_end = mention->range.end;
    if (!within)
      count_named(reading, &map, mention);
  }
  find_sides(&map);
  decide_sides(reading, &map, persons);
  for (size_t i = 0; i < reading->mentions.n; i++) { /* first what has its name from nobody else */
    dm_mention *mention = &reading->mentions.items[i];
    if (!mention->entity && !is_alias(reading, &map, mention))
      identify_one(reading, &map, year, mention);
  }
  identify_aliases(reading, &map, year);
  narrow_wholes(reading);
  dm_reading_join_bodies(reading, map.kinds.bodies);
  decide_persons(reading, &map, persons);
  dm_reading_name_found(reading, &map.kinds);
  dm_reading_scope_ids(reading, map.kinds.bodies);
}
