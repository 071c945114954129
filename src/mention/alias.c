/* mention/alias.c - names that a document gives to things itself: `National Security Secretariat (NSS)`, `(hereinafter "the Participants")`. */
#include <string.h>

#include "base/unicode.h"
#include "mention/mention_impl.h"

enum { MAX_ALIAS_TOKENS = 8, MAX_OWNED_TOKENS = 6 };

typedef struct {
  dm_token_range words;
  dm_mention     origin;     /* of which it is the alias */
  uint32_t       next_words; /* the next alias of the same words, or UINT32_MAX */
  uint32_t       next_first; /* the next with the same first word */
  uint32_t       first;      /* the first alias of the same words */
} alias;

typedef struct {
  DM_VECTOR(alias) all;
  dm_map *known;    /* what makes two aliases the same: a text may introduce one again and again */
  dm_map *by_words; /* folded words -> the last alias of them */
  dm_map *by_first; /* the first of them -> the last alias that begins with it */
} alias_book;

static void set_words_key(dm_buffer *key, const dm_text *text, dm_token_range words)
{
  dm_buffer_clear(key);
  for (uint32_t t = words.begin; t < words.end; t++)
    dm_buffer_add(key, text->tokens[t].folded, (size_t)text->tokens[t].n_folded + 1);
}

/* All that decides where an alias stands and what its mentions do beside others. */
static void add_likeness(dm_buffer *key, const dm_text *text, dm_token_range words, const dm_mention *origin)
{
  for (uint32_t t = words.begin; t < words.end; t++) {
    dm_buffer_add_byte(key, (char)(text->tokens[t].flags & (DM_TOKEN_ALL_CAPITALS | DM_TOKEN_MIXED | DM_TOKEN_CAPITAL)));
    dm_buffer_add_byte(key, (char)text->tokens[t].kind);
  }
  dm_buffer_print(key, "%d %d %d", origin->kind, origin->form & DM_FORM_FOUND, origin->label.begin < origin->label.end);
  for (uint32_t t = origin->label.begin; t < origin->label.end && !origin->n_candidates; t++)
    dm_buffer_add(key, text->tokens[t].folded, (size_t)text->tokens[t].n_folded + 1);
  if (origin->n_candidates)
    dm_buffer_add(key, (const char *)origin->candidates, origin->n_candidates * sizeof *origin->candidates);
}

static void add_alias(const dm_reading *reading, alias_book *book, dm_token_range words, const dm_mention *origin)
{
  dm_buffer key = {0};
  bool      is_new = false;
  uint32_t  place = (uint32_t)book->all.n;
  set_words_key(&key, reading->text, words);
  size_t n_words = key.n_bytes, n_first = (size_t)reading->text->tokens[words.begin].n_folded + 1;
  add_likeness(&key, reading->text, words, origin);
  dm_map_put(book->known, key.bytes, key.n_bytes, place, &is_new);
  if (is_new) {
    uint32_t *same_words = dm_map_put(book->by_words, key.bytes, n_words, UINT32_MAX, NULL),
             *same_first = dm_map_put(book->by_first, key.bytes, n_first, UINT32_MAX, NULL);
    uint32_t first = *same_words == UINT32_MAX ? place : book->all.items[*same_words].first;
    *dm_vector_add(&book->all) = (alias){.words = words, .origin = *origin, .next_words = *same_words, .next_first = *same_first, .first = first};
    *same_words = *same_first = place;
  }
  dm_buffer_free(&key);
}

/* Whether the letters of `words` are the initials of the words of `range`, those that begin small left out or not. */
static bool are_initials(const dm_text *text, dm_token_range words, dm_token_range range)
{
  const dm_token *acronym = &text->tokens[words.begin];
  size_t          n_all = 0, n_capital = 0; /* letters that fit so far */
  bool            all_fit = true, capitals_fit = true;
  for (uint32_t t = range.begin; t < range.end; t++) {
    const dm_token *word = &text->tokens[t];
    if (word->kind != DM_TOKEN_WORD)
      continue;
    all_fit = all_fit && n_all < acronym->n_folded && acronym->folded[n_all] == word->folded[0];
    n_all++;
    if (!(word->flags & DM_TOKEN_CAPITAL))
      continue;
    capitals_fit = capitals_fit && n_capital < acronym->n_folded && acronym->folded[n_capital] == word->folded[0];
    n_capital++;
  }
  return words.end - words.begin == 1 && ((all_fit && n_all == acronym->n_folded) || (capitals_fit && n_capital == acronym->n_folded));
}

/* Whether the lexicon knows the words of `range` as a name of a candidate of `side`. */
static bool is_known_for(const dm_reading *reading, dm_token_range range, const dm_mention *side)
{
  for (uint32_t m = reading->first_mark[range.begin]; m < reading->first_mark[range.begin + 1]; m++) {
    const dm_mention *known = dm_reading_mention(reading, m);
    for (size_t i = 0; i < known->n_candidates; i++)
      for (size_t k = 0; k < side->n_candidates; k++)
        if (known->range.end == range.end && known->candidates[i] == side->candidates[k])
          return true;
  }
  return false;
}

/* `Ministry of Interior of Fiji (MOI)`: the body that the side at `i` owns, if the new name is that one's; else NULL. */
static const dm_mention *body_owned(const dm_reading *reading, size_t i, dm_token_range words, dm_match *match)
{
  const dm_grammar        *grammar = dm_lexicon_grammar(reading->lexicon);
  dm_kinds                 sides = dm_grammar_kinds(grammar, "side", 4), bodies = dm_grammar_kinds(grammar, "body", 4);
  const dm_mention        *side = &reading->mentions.items[i];
  dm_token_range           block = reading->text->blocks[reading->text->tokens[side->range.begin].block].tokens;
  size_t                   n_after = 0;
  const dm_pattern *const *after = dm_lexicon_phrases(reading->lexicon, DM_PHRASE_OWNER_AFTER, &n_after);
  if (!(sides >> side->kind & 1) || is_known_for(reading, words, side) || are_initials(reading->text, words, side->range))
    return NULL;
  while (i-- > 0) {
    const dm_mention *body = &reading->mentions.items[i];
    if (body->range.end + MAX_OWNED_TOKENS < side->range.begin)
      return NULL;
    if (body->form & DM_FORM_INNER || !(bodies >> body->kind & 1) || body->range.end >= side->range.begin || body->range.end >= block.end)
      continue;
    for (size_t p = 0; p < n_after; p++)
      if (dm_pattern_match(after[p], reading->state, &reading->view, block, body->range.end, match) && match->range.end == side->range.end)
        return body;
  }
  return NULL;
}

static void find_aliases(dm_reading *reading, alias_book *found)
{
  size_t                   n_phrases = 0;
  const dm_pattern *const *phrases = dm_lexicon_phrases(reading->lexicon, DM_PHRASE_ALIAS, &n_phrases);
  dm_match                *match = dm_allocate(sizeof *match);
  for (size_t i = 0; i < reading->mentions.n; i++) {
    const dm_mention *mention = &reading->mentions.items[i];
    if (mention->form & DM_FORM_INNER || (!mention->n_candidates && mention->label.begin == mention->label.end && !mention->by))
      continue;
    dm_token_range block = reading->text->blocks[reading->text->tokens[mention->range.begin].block].tokens;
    for (size_t p = 0; p < n_phrases && mention->range.end < block.end; p++) {
      if (!dm_pattern_match(phrases[p], reading->state, &reading->view, block, mention->range.end, match))
        continue;
      const dm_capture *words = dm_match_capture(match, "alias");
      if (!words || words->range.end - words->range.begin > MAX_ALIAS_TOKENS)
        continue;
      dm_token_range    range = words->range;
      const dm_mention *body = body_owned(reading, i, range, match);
      add_alias(reading, found, range, body ? body : mention);
    }
  }
  free(match);
}

static bool same_token(const dm_text *text, uint32_t a, uint32_t b)
{
  const dm_token *x = &text->tokens[a], *y = &text->tokens[b];
  bool            spelt = (x->flags & (DM_TOKEN_ALL_CAPITALS | DM_TOKEN_MIXED)) != 0;
  if (x->n_folded != y->n_folded || memcmp(x->folded, y->folded, x->n_folded) != 0)
    return false;
  return !spelt || (y->flags & (DM_TOKEN_ALL_CAPITALS | DM_TOKEN_MIXED)) || x->kind == DM_TOKEN_NUMBER;
}

/* Whether the words of an alias stand at token `t`. */
static bool stands_at(const dm_text *text, const alias *known, uint32_t t)
{
  uint32_t n = known->words.end - known->words.begin, i = 0;
  if (t + n > text->n_tokens)
    return false;
  while (i < n && same_token(text, known->words.begin + i, t + i))
    i++;
  if (i < n || text->tokens[t].block != text->tokens[t + n - 1].block)
    return false;
  return (text->tokens[t].flags & DM_TOKEN_CAPITAL) || !(text->tokens[known->words.begin].flags & DM_TOKEN_CAPITAL);
}

typedef struct {
  uint32_t alias;
  uint32_t token;
} place_found;

static int compare_places(const void *a, const void *b)
{
  const place_found *x = a, *y = b;
  if (x->alias != y->alias)
    return x->alias < y->alias ? -1 : 1;
  return (x->token > y->token) - (x->token < y->token);
}

typedef DM_VECTOR(place_found) place_list;

/* Adds the aliases that stand at token `t`. Of several with the same words the last that was introduced before counts, else the first: chains lead backwards. */
static void add_places(const dm_text *text, const alias_book *book, uint32_t t, uint32_t *chosen, place_list *places)
{
  uint32_t a = UINT32_MAX;
  size_t   n_before = places->n;
  if (!dm_map_get(book->by_first, text->tokens[t].folded, (size_t)text->tokens[t].n_folded + 1, &a))
    return;
  for (; a != UINT32_MAX; a = book->all.items[a].next_first) {
    const alias *known = &book->all.items[a];
    uint32_t    *place = &chosen[known->first];
    if (!stands_at(text, known, t))
      continue;
    bool is_first = *place < n_before || *place >= places->n || book->all.items[places->items[*place].alias].first != known->first;
    if (is_first) {
      *place = (uint32_t)places->n;
      *dm_vector_add(places) = (place_found){a, t};
    } else if (book->all.items[places->items[*place].alias].words.begin > t) {
      places->items[*place].alias = a;
    }
  }
}

/* Every place of the document where the words of an alias stand becomes a mention of what it is the alias of, also where the lexicon knows another meaning. */
static void spread_aliases(dm_reading *reading, const alias_book *book)
{
  const dm_text *text = reading->text;
  place_list     places = {0};
  uint32_t      *chosen = dm_allocate((book->all.n + 1) * sizeof *chosen);
  for (uint32_t t = 0; t < text->n_tokens; t++)
    add_places(text, book, t, chosen, &places);
  if (places.n)
    qsort(places.items, places.n, sizeof *places.items, compare_places);
  for (size_t i = 0; i < places.n; i++) {
    const alias *known = &book->all.items[places.items[i].alias];
    dm_mention   made = known->origin;
    made.range = (dm_token_range){places.items[i].token, places.items[i].token + known->words.end - known->words.begin};
    made.form = DM_FORM_ACRONYM | (uint8_t)(known->origin.form & DM_FORM_FOUND);
    *dm_vector_add(&reading->mentions) = made;
  }
  dm_vector_free(&places);
  free(chosen);
}

/* Whether the lexicon means by a mention what the alias is for. */
static bool means_the_same(const dm_mention *mention, const dm_mention *origin)
{
  if (mention->kind != origin->kind || mention->n_candidates != 1)
    return false;
  for (size_t c = 0; c < origin->n_candidates; c++)
    if (origin->candidates[c] == mention->candidates[0])
      return true;
  return false;
}

static bool is_renamed(const dm_reading *reading, const alias_book *book, const dm_mention *mention, dm_buffer *key)
{
  uint32_t n = mention->range.end - mention->range.begin, a = UINT32_MAX;
  if (!mention->n_candidates || n > MAX_ALIAS_TOKENS)
    return false;
  set_words_key(key, reading->text, mention->range);
  if (!dm_map_get(book->by_words, key->bytes, key->n_bytes, &a))
    return false;
  for (; a != UINT32_MAX; a = book->all.items[a].next_words) {
    const alias *known = &book->all.items[a];
    bool         same = !means_the_same(mention, &known->origin);
    for (uint32_t k = 0; k < n && same; k++)
      same = same_token(reading->text, known->words.begin + k, mention->range.begin + k);
    if (same)
      return true;
  }
  return false;
}

/* What the lexicon says of the same words gives way to what the document says. */
static void drop_listed(dm_reading *reading, const alias_book *book)
{
  dm_buffer key = {0};
  size_t    n_kept = 0;
  for (size_t i = 0; i < reading->mentions.n; i++)
    if (!is_renamed(reading, book, &reading->mentions.items[i], &key))
      reading->mentions.items[n_kept++] = reading->mentions.items[i];
  reading->mentions.n = n_kept;
  dm_buffer_free(&key);
}

void dm_reading_apply_aliases(dm_reading *reading)
{
  alias_book book = {.known = dm_map_new(), .by_words = dm_map_new(), .by_first = dm_map_new()};
  find_aliases(reading, &book);
  if (book.all.n) {
    drop_listed(reading, &book);
    spread_aliases(reading, &book);
    dm_reading_settle(reading);
  }
  dm_vector_free(&book.all);
  dm_map_free(book.known);
  dm_map_free(book.by_words);
  dm_map_free(book.by_first);
}
