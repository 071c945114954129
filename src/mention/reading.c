/* mention/reading.c - the steps of a reading, in order. */
#include <string.h>

#include "base/unicode.h"
#include "mention/mention_impl.h"

enum { N_ROUNDS = 5, MAX_ALIAS_TOKENS = 8 };

static void make_symbols(dm_reading *reading)
{
  const dm_text *text = reading->text;
  dm_grammar    *grammar = dm_lexicon_grammar(reading->lexicon);
  reading->symbols = dm_arena_allocate(reading->arena, (text->n_tokens + 1) * sizeof *reading->symbols);
  for (size_t t = 0; t < text->n_tokens; t++)
    reading->symbols[t] = dm_grammar_find_word(grammar, text->tokens[t].folded, text->tokens[t].n_folded);
}

/* Names. */

static void add_named(void *ctx, dm_token_range range, const dm_named *named, size_t n_named)
{
  dm_reading *reading = ctx;
  for (size_t i = 0; i < n_named;) {
    const char *kind = named[i].entity->kind;
    size_t      n = i;
    uint8_t     form = 0;
    while (n < n_named && strcmp(named[n].entity->kind, kind) == 0)
      n++;
    const dm_entity    **candidates = dm_arena_allocate(reading->arena, (n - i) * sizeof *candidates);
    const dm_yaml_node **written = dm_arena_allocate(reading->arena, (n - i) * sizeof *written);
    size_t               n_candidates = 0;
    for (; i < n; i++) {
      form |= named[i].form;
      if (n_candidates && candidates[n_candidates - 1] == named[i].entity)
        continue;
      written[n_candidates] = named[i].written;
      candidates[n_candidates++] = named[i].entity;
    }
    *dm_vector_add(&reading->mentions) = (dm_mention){.range = range,
                                                      .label = range,
                                                      .kind = dm_grammar_kind(dm_lexicon_grammar(reading->lexicon), kind),
                                                      .form = form,
                                                      .candidates = candidates,
                                                      .n_candidates = n_candidates,
                                                      .written = written};
  }
}

/* Runs `at_token` for every token with the range of its block. */
static void for_every_token(dm_reading *reading, void (*at_token)(dm_reading *reading, dm_token_range block, uint32_t t))
{
  for (size_t b = 0; b < reading->text->n_blocks; b++) {
    dm_token_range block = reading->text->blocks[b].tokens;
    for (uint32_t t = block.begin; t < block.end; t++)
      at_token(reading, block, t);
  }
}

static void names_at(dm_reading *reading, dm_token_range block, uint32_t t)
{
  if (reading->symbols[t])
    dm_lexicon_names_at(reading->lexicon, &reading->view, block, t, add_named, reading);
}

/* Forms. */

/* `ga-res-{number}`: each capture in braces as its folded words joined by hyphens. */
static const dm_entity *thing_by_id(dm_reading *reading, const dm_form *form, const dm_match *match, dm_token_range label)
{
  dm_buffer id = {0};
  for (const char *at = form->id; *at;) {
    const char *open = strchr(at, '{'), *close = open ? strchr(open, '}') : NULL;
    if (!close) {
      dm_buffer_add_string(&id, at);
      break;
    }
    dm_buffer_add(&id, at, (size_t)(open - at));
    const char       *name = dm_arena_string(reading->arena, open + 1, (size_t)(close - open) - 1);
    const dm_capture *capture = dm_match_capture(match, name);
    const char       *words = capture ? dm_reading_words(reading, capture->range) : "";
    dm_unicode_slug(&id, words, strlen(words));
    at = close + 1;
  }
  const char      *kind = dm_grammar_kind_name(dm_lexicon_grammar(reading->lexicon), form->kind);
  const dm_entity *thing = dm_reading_thing_by_id(reading, kind, dm_buffer_string(&id), dm_reading_words(reading, label), NULL);
  dm_buffer_free(&id);
  return thing;
}

/* `Departments of Justice, Defense and Commerce`: one body for each label. */
static void add_list(dm_reading *reading, const dm_form *form, const dm_match *match)
{
  for (size_t i = 0; i < match->n_captures; i++)
    if (strcmp(match->captures[i].name, "label") == 0)
      *dm_vector_add(&reading->mentions) = (dm_mention){.range = match->captures[i].range,
                                                        .label = match->captures[i].range,
                                                        .kind = form->kind,
                                                        .form = DM_FORM_FOUND,
                                                        .by = form->name,
                                                        .head = form->head};
}

static void add_form(dm_reading *reading, const dm_form *form, const dm_match *match)
{
  if (form->head) {
    add_list(reading, form, match);
    return;
  }
  const dm_capture *label = dm_match_capture(match, "label");
  dm_mention        made = {.range = label ? label->range : match->range, .kind = form->kind, .form = DM_FORM_FOUND, .by = form->name};
  made.label = made.range;
  if (form->value) {
    made.value = form->value;
  } else if (dm_match_capture(match, "numeric")) {
    made.value = dm_value_of_numeric(reading, match);
    if (!made.value)
      return;
  } else if (dm_match_capture(match, "day") || dm_match_capture(match, "month") || dm_match_capture(match, "year")) {
    made.value = dm_value_of_date(reading, match);
    made.until = dm_value_of_last(reading, match);
    if (!made.value)
      return;
  } else if (!form->is_thing && dm_match_capture(match, "number")) {
    made.value = dm_value_of_number(reading, match);
    if (!made.value)
      return;
  }
  if (form->id)
    made.entity = thing_by_id(reading, form, match, made.label);
  if (!form->is_thing)
    made.label = (dm_token_range){0, 0};
  *dm_vector_add(&reading->mentions) = made;
}

static void run_round(dm_reading *reading, int round)
{
  size_t         n_forms = 0;
  const dm_form *forms = dm_lexicon_forms(reading->lexicon, &n_forms);
  bool           any = false;
  dm_match      *match = dm_allocate(sizeof *match);
  for (size_t f = 0; f < n_forms; f++) {
    if (forms[f].round != round)
      continue;
    any = true;
    for (size_t b = 0; b < reading->text->n_blocks; b++) {
      dm_token_range block = reading->text->blocks[b].tokens;
      uint32_t       end = block.end;
      if (forms[f].lines && b + 1 < reading->text->n_blocks)
        block.end = reading->text->blocks[b + 1].tokens.end;
      for (uint32_t t = block.begin; t < end; t++) {
        if (!dm_pattern_match(forms[f].pattern, reading->state, &reading->view, block, t, match))
          continue;
        add_form(reading, &forms[f], match);
        t = match->range.end - 1;
      }
    }
  }
  free(match);
  if (any)
    dm_reading_settle(reading);
}

/* Aliases: `National Security Secretariat (NSS)`, `(hereinafter "the Participants")`. */

typedef struct {
  dm_token_range words;
  dm_mention     origin;     /* of which it is the alias */
  uint32_t       next_words; /* the next alias of the same words, or UINT32_MAX */
  uint32_t       next_first; /* the next with the same first word */
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
    *dm_vector_add(&book->all) = (alias){.words = words, .origin = *origin, .next_words = *same_words, .next_first = *same_first};
    *same_words = *same_first = place;
  }
  dm_buffer_free(&key);
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
      if (words && words->range.end - words->range.begin <= MAX_ALIAS_TOKENS)
        add_alias(reading, found, words->range, mention);
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

/* Every place of the document where the words of an alias stand becomes a mention of what it is the alias of, also where the lexicon knows another meaning. */
static void spread_aliases(dm_reading *reading, const alias_book *book)
{
  const dm_text *text = reading->text;
  DM_VECTOR(place_found) places = {0};
  for (uint32_t t = 0; t < text->n_tokens; t++) {
    uint32_t a = UINT32_MAX;
    if (!dm_map_get(book->by_first, text->tokens[t].folded, (size_t)text->tokens[t].n_folded + 1, &a))
      continue;
    for (; a != UINT32_MAX; a = book->all.items[a].next_first)
      if (stands_at(text, &book->all.items[a], t))
        *dm_vector_add(&places) = (place_found){a, t};
  }
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

static void apply_aliases(dm_reading *reading)
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

/* Concepts and other things that are found by patterns. */

static void add_pattern(void *ctx, size_t pattern, const dm_match *match)
{
  dm_reading       *reading = ctx;
  const dm_entity  *entity = dm_lexicon_pattern_entity(reading->lexicon, pattern);
  const dm_entity **candidates = dm_arena_allocate(reading->arena, sizeof *candidates);
  candidates[0] = entity;
  const dm_yaml_node **written = dm_arena_allocate(reading->arena, sizeof *written);
  written[0] = dm_lexicon_pattern_written(reading->lexicon, pattern);
  const dm_capture *label = dm_match_capture(match, "label");
  dm_token_range    range = label ? label->range : match->range;
  *dm_vector_add(&reading->mentions) = (dm_mention){.range = range,
                                                    .label = range,
                                                    .kind = dm_grammar_kind(dm_lexicon_grammar(reading->lexicon), entity->kind),
                                                    .form = DM_FORM_PATTERN,
                                                    .candidates = candidates,
                                                    .n_candidates = 1,
                                                    .written = written};
}

static void patterns_at(dm_reading *reading, dm_token_range block, uint32_t t)
{
  dm_pattern_index_match(dm_lexicon_patterns(reading->lexicon), reading->state, &reading->view, block, t, add_pattern, reading);
}

void dm_reading_new(dm_reading **out, const dm_lexicon *lexicon, const dm_document *document)
{
  dm_reading *reading = dm_allocate(sizeof *reading);
  reading->lexicon = lexicon;
  reading->document = document;
  reading->arena = dm_arena_new();
  reading->state = dm_pattern_state_new();
  size_t n_listed = 0;
  dm_lexicon_entities(lexicon, &n_listed);
  reading->index = dm_reading_index_new(n_listed);
  dm_text_new(&reading->text, document->source, document->n_source_bytes, document->body_begin, dm_lexicon_words(lexicon));
  make_symbols(reading);
  reading->shapes = dm_arena_allocate(reading->arena, (reading->text->n_tokens + 1) * sizeof *reading->shapes);
  dm_view_shapes(reading->text, reading->shapes);
  reading->first_mark = dm_arena_allocate(reading->arena, (reading->text->n_tokens + 2) * sizeof *reading->first_mark);
  dm_reading_settle(reading);
  for_every_token(reading, names_at);
  dm_reading_settle(reading);
  for (int round = 1; round <= N_ROUNDS; round++) {
    run_round(reading, round);
    if (round == 1)
      apply_aliases(reading);
  }
  if (dm_lexicon_patterns(lexicon))
    for_every_token(reading, patterns_at);
  dm_reading_settle(reading);
  dm_reading_identify(reading);
  dm_reading_settle(reading);
  *out = reading;
}

void dm_reading_free(dm_reading *reading)
{
  if (!reading)
    return;
  dm_text_free(reading->text);
  dm_pattern_state_free(reading->state);
  dm_reading_index_free(reading->index);
  dm_vector_free(&reading->mentions);
  dm_vector_free(&reading->marks);
  dm_vector_free(&reading->found);
  dm_arena_free(reading->arena);
  free(reading);
}

const char *dm_reading_words(dm_reading *reading, dm_token_range range)
{
  if (range.begin >= range.end)
    return "";
  dm_buffer words = {0};
  dm_span   span = dm_text_tokens_span(reading->text, range);
  dm_unicode_compose(&words, reading->text->string + span.begin, span.end - span.begin);
  const char *kept = dm_arena_string(reading->arena, dm_buffer_string(&words), words.n_bytes);
  dm_buffer_free(&words);
  return kept;
}

const dm_mention *dm_reading_mention(const dm_reading *reading, uint32_t mark)
{
  return &reading->mentions.items[reading->marks.items[mark].index];
}
