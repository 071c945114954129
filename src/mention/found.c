/* mention/found.c - things that mentions found by form stand for; bodies by names that do not tell whose they are.
 *
 *   `Kenya's Ministry of Oceans & Trade (MOT)`   label, core: `Ministry of Oceans & Trade`   name in its id: ministry-of-oceans-and-trade */
#include <string.h>

#include "base/unicode.h"
#include "mention/mention_impl.h"

enum { MAX_GENITIVE_TOKENS = 2, MIN_CORE_WORDS = 2, MAX_FURTHER_NAMES = 8 };

static bool is_of(const dm_mention *mention, dm_kinds kinds)
{
  return kinds >> mention->kind & 1;
}

static size_t count_words(const dm_reading *reading, dm_token_range range)
{
  size_t n = 0;
  for (uint32_t t = range.begin; t < range.end; t++)
    n += reading->text->tokens[t].kind == DM_TOKEN_WORD;
  return n;
}

static bool is_capital(const dm_reading *reading, uint32_t t)
{
  return (reading->text->tokens[t].flags & DM_TOKEN_CAPITAL) != 0;
}

/* Behind `side`, its genitive and the like: where the name goes on. */
static uint32_t behind_owner(const dm_reading *reading, uint32_t begin, uint32_t end)
{
  uint32_t t = begin;
  while (t < end && t < begin + MAX_GENITIVE_TOKENS && !is_capital(reading, t))
    t++;
  return t;
}

/* Before `side`, its preposition and article: where the name ends. */
static uint32_t before_owner(const dm_reading *reading, uint32_t begin, uint32_t end)
{
  uint32_t t = end;
  while (t > begin && t + MAX_GENITIVE_TOKENS > end && !is_capital(reading, t - 1))
    t--;
  return t;
}

typedef struct {
  const dm_entity *side;
  uint32_t         end; /* of its longest name */
} named_side;

static void keep_longest(void *ctx, dm_token_range range, const dm_named *named, size_t n_named)
{
  named_side *found = ctx;
  for (size_t i = 0; i < n_named; i++)
    if (named[i].entity == found->side)
      found->end = range.end;
}

/* The label without the side at its beginning or end that it is of, unless too little is left: `Kenya Ministry of Trade`, but `Bank of Japan`. */
static dm_token_range core_of(const dm_reading *reading, const told_kinds *kinds, const dm_mention *body)
{
  dm_token_range core = body->label;
  named_side     first = {body->side, core.begin};
  if (!body->side)
    return core;
  dm_lexicon_names_at(reading->lexicon, &reading->view, core, core.begin, keep_longest, &first); /* also where another mention has its words */
  dm_token_range behind = {behind_owner(reading, first.end, core.end), core.end};
  if (first.end > core.begin && count_words(reading, behind) >= MIN_CORE_WORDS)
    return behind;
  uint32_t covered = core.begin; /* by names of the side so far: `Iran` in `Islamic Republic of Iran` is no other */
  for (uint32_t m = reading->first_mark[core.begin]; m < reading->marks.n && reading->marks.items[m].range.begin < core.end; m++) {
    const dm_mention *side = dm_reading_mention(reading, m);
    if (side == body || !is_of(side, kinds->sides) || side->entity != body->side || side->range.end > core.end || side->range.end <= covered)
      continue;
    covered = side->range.end;
    dm_token_range before = {core.begin, before_owner(reading, core.begin, side->range.begin)};
    if (side->range.end == core.end && count_words(reading, before) >= MIN_CORE_WORDS)
      core = before;
  }
  return core;
}

/* Appends the words of one piece of a name between spaces, as the spelling rules have them; light ones are passed over. */
static void add_piece(const dm_reading *reading, dm_buffer *out, const char *piece, size_t n_piece)
{
  dm_grammar *grammar = dm_lexicon_grammar(reading->lexicon);
  dm_buffer   spelt = {0}, slug = {0};
  dm_grammar_spell(grammar, &spelt, piece, n_piece); /* `&` has no letters to make a slug of */
  dm_unicode_slug(&slug, dm_buffer_string(&spelt), spelt.n_bytes);
  for (const char *word = dm_buffer_string(&slug); *word;) {
    size_t n = strcspn(word, "-");
    if (!dm_lexicon_is_light(reading->lexicon, dm_grammar_find_word(grammar, word, n))) {
      dm_buffer_add_byte(out, ' ');
      dm_grammar_spell(grammar, out, word, n);
    }
    word += n + (word[n] != '\0');
  }
  dm_buffer_free(&spelt);
  dm_buffer_free(&slug);
}

/* The name of a body as its id has it: whatever the spelling (Defence, Defense), articles and `&`. In the reading's arena. */
static const char *name_in_id(dm_reading *reading, const char *name)
{
  dm_buffer words = {0}, slug = {0};
  for (const char *piece = name; *piece;) {
    size_t n = strcspn(piece, " ");
    if (n)
      add_piece(reading, &words, piece, n);
    piece += n + (piece[n] != '\0');
  }
  dm_unicode_slug(&slug, dm_buffer_string(&words), words.n_bytes);
  const char *kept = dm_arena_string(reading->arena, dm_buffer_string(&slug), slug.n_bytes);
  dm_buffer_free(&words);
  dm_buffer_free(&slug);
  return kept;
}

/* The listed thing of that owner, one of whose names has that form in ids. */
static const dm_entity *listed_thing(dm_reading *reading, const char *kind, const char *in_id, const dm_entity *of)
{
  size_t                  n = 0;
  const dm_entity *const *all = dm_lexicon_entities(reading->lexicon, &n);
  for (size_t i = 0; i < n && of; i++) {
    if (all[i]->of != of || strcmp(all[i]->kind, kind) != 0)
      continue;
    if (all[i]->label && strcmp(name_in_id(reading, all[i]->label), in_id) == 0)
      return all[i];
    for (size_t k = 0; k < all[i]->n_alt_labels; k++)
      if (strcmp(name_in_id(reading, all[i]->alt_labels[k]), in_id) == 0)
        return all[i];
  }
  return NULL;
}

static const char *label_words(dm_reading *reading, const dm_mention *mention, dm_token_range range)
{
  const char *words = dm_reading_words(reading, range);
  return mention->head ? dm_arena_print(reading->arena, "%s %s", mention->head, words) : words;
}

static const dm_entity *body_of(dm_reading *reading, const told_kinds *kinds, const dm_mention *mention, const char *kind)
{
  const char      *name = label_words(reading, mention, core_of(reading, kinds, mention)), *in_id = name_in_id(reading, name);
  const dm_entity *listed = listed_thing(reading, kind, in_id, mention->side);
  return listed ? listed : dm_reading_thing_by_id(reading, kind, in_id, label_words(reading, mention, mention->label), mention->side);
}

/* Whether nothing but a side and words without capitals stands in `range`: `Latvian`, `of Latvia`, `of the Republic of Latvia`. */
static bool only_names_side(const dm_reading *reading, const told_kinds *kinds, dm_token_range range)
{
  for (uint32_t m = reading->first_mark[range.begin]; m < reading->marks.n && reading->marks.items[m].range.begin < range.end; m++) {
    const dm_mention *side = dm_reading_mention(reading, m);
    if (!is_of(side, kinds->sides) || side->range.end > range.end)
      continue;
    if (side->range.begin == range.begin)
      range.begin = side->range.end;
    else if (side->range.end == range.end)
      range.end = side->range.begin;
  }
  for (uint32_t t = range.begin; t < range.end; t++)
    if (is_capital(reading, t))
      return false;
  return true;
}

/* `Latvian Cybersecurity Strategy`, `Cybersecurity Strategy of Latvia`: of the strategies that the lexicon lists by one name, that of the side named with it. */
static const dm_entity *listed_inside(const dm_reading *reading, const told_kinds *kinds, const dm_mention *found)
{
  for (uint32_t m = reading->first_mark[found->range.begin];
       found->side && m < reading->marks.n && reading->marks.items[m].range.begin < found->range.end; m++) {
    const dm_mention *inner = dm_reading_mention(reading, m);
    if (inner == found || inner->kind != found->kind || inner->range.end > found->range.end)
      continue;
    if (!only_names_side(reading, kinds, (dm_token_range){found->range.begin, inner->range.begin}) ||
        !only_names_side(reading, kinds, (dm_token_range){inner->range.end, found->range.end}))
      continue;
    for (size_t c = 0; c < inner->n_candidates; c++)
      if (inner->candidates[c]->of == found->side)
        return inner->candidates[c];
  }
  return NULL;
}

void dm_reading_make_found(dm_reading *reading, const told_kinds *kinds, bool is_owned, dm_mention *mention)
{
  if (mention->label.begin >= mention->label.end)
    return;
  const char *kind = dm_grammar_kind_name(dm_lexicon_grammar(reading->lexicon), mention->kind);
  if (is_of(mention, kinds->persons)) {
    mention->entity = dm_reading_person(reading, kind, mention->label);
    return;
  }
  if (is_of(mention, kinds->bodies)) {
    mention->entity = body_of(reading, kinds, mention, kind);
    return;
  }
  mention->entity = listed_inside(reading, kinds, mention);
  if (!mention->entity)
    mention->entity = dm_reading_pair_thing(reading, kinds, mention, kind);
  if (mention->entity || (is_of(mention, kinds->meetings) && !is_owned))
    return;
  mention->entity = dm_reading_thing(reading, kind, label_words(reading, mention, mention->label), NULL);
}

/* Bodies without a side: `the Ministry of Oceans` where the document told of Kenya's. */

/* The found bodies of each name; those with a side in a chain. */
typedef struct {
  dm_map *by_name; /* kind and id -> first of the name */
  DM_VECTOR(uint32_t) next;
} body_book;

static void set_name_key(dm_buffer *key, const dm_entity *thing)
{
  dm_buffer_clear(key);
  dm_buffer_add(key, thing->kind, strlen(thing->kind) + 1);
  dm_buffer_add_string(key, thing->id);
}

/* What a body without a side means: the one that has the same name and a side; NULL if there are several; itself if there is none. */
static const dm_entity *body_meant(const dm_reading *reading, const body_book *book, dm_buffer *key, const dm_entity *thing)
{
  const dm_entity *meant = NULL;
  uint32_t         i = UINT32_MAX;
  set_name_key(key, thing);
  dm_map_get(book->by_name, key->bytes, key->n_bytes, &i);
  for (; i != UINT32_MAX; i = book->next.items[i]) {
    const dm_entity *other = reading->found.items[i];
    if (!other->of)
      continue;
    if (meant)
      return NULL;
    meant = other;
  }
  return meant ? meant : thing;
}

void dm_reading_join_bodies(dm_reading *reading, dm_kinds bodies)
{
  body_book book = {.by_name = dm_map_new()};
  dm_buffer key = {0};
  for (uint32_t i = 0; i < reading->found.n; i++) {
    set_name_key(&key, reading->found.items[i]);
    uint32_t *first = dm_map_put(book.by_name, key.bytes, key.n_bytes, UINT32_MAX, NULL);
    *dm_vector_add(&book.next) = *first;
    *first = i;
  }
  for (size_t i = 0; i < reading->mentions.n; i++) {
    dm_mention *mention = &reading->mentions.items[i];
    if (!is_of(mention, bodies) || !mention->entity || mention->entity->listed || mention->entity->of || mention->side)
      continue;
    mention->entity = body_meant(reading, &book, &key, mention->entity);
    if (mention->entity)
      mention->side = mention->entity->of;
  }
  dm_map_free(book.by_name);
  dm_vector_free(&book.next);
  dm_buffer_free(&key);
}

/* Names: the fullest is the label, the others are further names. */

typedef struct {
  const char *items[MAX_FURTHER_NAMES];
  size_t      n;
  bool        shouted; /* the label is in capitals */
} name_list;

static void add_name(name_list *list, const char *name)
{
  for (size_t i = 0; i < list->n; i++)
    if (strcmp(list->items[i], name) == 0)
      return;
  if (list->n < MAX_FURTHER_NAMES)
    list->items[list->n++] = name;
}

static bool is_shouted(const dm_reading *reading, dm_token_range range)
{
  for (uint32_t t = range.begin; t < range.end; t++)
    if (reading->text->tokens[t].kind == DM_TOKEN_WORD && !(reading->text->tokens[t].flags & DM_TOKEN_ALL_CAPITALS))
      return false;
  return true;
}

/* An acronym that the document gave to the thing, not a word for it (`the Participants`). */
static bool is_acronym(const dm_reading *reading, const dm_mention *mention)
{
  return (mention->form & DM_FORM_ACRONYM) && is_shouted(reading, mention->range);
}

/* Takes the name that a mention gives to `thing`: as its label, if it is fuller than that. */
static void take_names(dm_reading *reading, const told_kinds *kinds, const dm_mention *mention, dm_entity *thing, name_list *list)
{
  if (mention->form & DM_FORM_ACRONYM) {
    if (is_acronym(reading, mention))
      add_name(list, dm_reading_words(reading, mention->range));
    return;
  }
  if (!is_of(mention, kinds->bodies) || mention->label.begin >= mention->label.end)
    return;
  const char *name = label_words(reading, mention, mention->label);
  bool        shouted = is_shouted(reading, mention->label);
  add_name(list, label_words(reading, mention, core_of(reading, kinds, mention)));
  add_name(list, name);
  if (shouted != list->shouted ? list->shouted : strlen(name) > strlen(thing->label)) {
    thing->label = name;
    list->shouted = shouted;
  }
}

static void set_names(dm_reading *reading, dm_entity *thing, const name_list *list)
{
  const char **others = dm_arena_allocate(reading->arena, (list->n + 1) * sizeof *others);
  for (size_t i = 0; i < list->n; i++)
    if (strcmp(list->items[i], thing->label) != 0)
      others[thing->n_alt_labels++] = list->items[i];
  thing->alt_labels = others;
}

void dm_reading_name_found(dm_reading *reading, const told_kinds *kinds)
{
  name_list *lists = dm_allocate((reading->found.n + 1) * sizeof *lists);
  dm_map    *places = dm_map_new();
  for (uint32_t i = 0; i < reading->found.n; i++) {
    dm_map_put(places, (const char *)&reading->found.items[i], sizeof reading->found.items[i], i, NULL);
    lists[i].shouted = true;
  }
  for (size_t i = 0; i < reading->mentions.n; i++) {
    const dm_mention *mention = &reading->mentions.items[i];
    uint32_t          place = 0;
    if (!is_of(mention, kinds->persons) && mention->entity && dm_map_get(places, (const char *)&mention->entity, sizeof mention->entity, &place))
      take_names(reading, kinds, mention, reading->found.items[place], &lists[place]);
  }
  for (size_t i = 0; i < reading->found.n; i++)
    set_names(reading, reading->found.items[i], &lists[i]);
  dm_map_free(places);
  free(lists);
}
