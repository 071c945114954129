/* harvest/glean.c - a document's sightings. */
#include <string.h>

#include "base/unicode.h"
#include "harvest/harvest_impl.h"

enum { CONTEXT_TOKENS = 20, MAX_OWNER_TOKENS = 6 };

bool field_is_prose(const field *f, uint32_t block)
{
  const dm_block *of = &f->reading->text->blocks[block];
  return of->kind != DM_BLOCK_HEADING && !of->strong;
}

const char *field_words(const field *f, dm_token_range range)
{
  dm_span span = dm_text_tokens_span(f->reading->text, range);
  return dm_arena_string(f->gleaning->arena, f->reading->text->string + span.begin, span.end - span.begin);
}

const char *field_folded(const field *f, dm_token_range range)
{
  dm_buffer words = {0};
  for (uint32_t t = range.begin; t < range.end; t++) {
    if (t > range.begin)
      dm_buffer_add_byte(&words, ' ');
    dm_buffer_add(&words, f->reading->text->tokens[t].folded, f->reading->text->tokens[t].n_folded);
  }
  const char *kept = dm_arena_string(f->gleaning->arena, dm_buffer_string(&words), words.n_bytes);
  dm_buffer_free(&words);
  return kept;
}

static bool matches_all(const field *f, const dm_pattern *pattern, dm_token_range range)
{
  dm_match match;
  return dm_pattern_match(pattern, f->reading->state, &f->reading->view, range, range.begin, &match) && match.range.end == range.end;
}

bool field_is(const field *f, dm_phrase_use use, dm_token_range range)
{
  size_t                   n = 0;
  const dm_pattern *const *phrases = dm_lexicon_phrases(f->reading->lexicon, use, &n);
  for (size_t i = 0; i < n; i++)
    if (matches_all(f, phrases[i], range))
      return true;
  return false;
}

int field_guess(const field *f, dm_token_range range)
{
  size_t          n = 0;
  const dm_guess *guesses = dm_lexicon_guesses(f->reading->lexicon, &n);
  for (size_t i = 0; i < n; i++)
    if (matches_all(f, guesses[i].pattern, range))
      return guesses[i].kind;
  return -1;
}

/* The listed side that a capture names. */
static const char *captured_side(const field *f, const dm_match *match)
{
  const dm_capture *capture = dm_match_capture(match, "side");
  if (!capture || capture->mark == UINT32_MAX)
    return NULL;
  const dm_entity *side = dm_reading_mention(f->reading, capture->mark)->entity;
  return side && side->listed ? side->id : NULL;
}

const char *field_owner(const field *f, dm_token_range range)
{
  const dm_reading        *reading = f->reading;
  dm_token_range           block = reading->text->blocks[reading->text->tokens[range.begin].block].tokens, window = {block.begin, range.begin};
  size_t                   n_after = 0, n_before = 0;
  const dm_pattern *const *after = dm_lexicon_phrases(reading->lexicon, DM_PHRASE_OWNER_AFTER, &n_after);
  const dm_pattern *const *before = dm_lexicon_phrases(reading->lexicon, DM_PHRASE_OWNER_BEFORE, &n_before);
  const char              *owner = NULL;
  dm_match                 match;
  for (size_t p = 0; p < n_after && !owner && range.end < block.end; p++)
    if (dm_pattern_match(after[p], reading->state, &reading->view, block, range.end, &match))
      owner = captured_side(f, &match);
  for (uint32_t back = 1; back <= MAX_OWNER_TOKENS && !owner && range.begin >= block.begin + back; back++)
    for (size_t p = 0; p < n_before && !owner; p++)
      if (dm_pattern_match(before[p], reading->state, &reading->view, window, range.begin - back, &match) && match.range.end == range.begin)
        owner = captured_side(f, &match);
  return owner;
}

/* The sentence, or what of it is near. */
static const char *context_of(const field *f, dm_token_range range)
{
  const dm_reading *reading = f->reading;
  dm_token_range    sentence = reading->text->sentences[reading->text->tokens[range.begin].sentence].tokens, shown = sentence;
  if (range.begin > sentence.begin + CONTEXT_TOKENS)
    shown.begin = range.begin - CONTEXT_TOKENS;
  if (range.end + CONTEXT_TOKENS < sentence.end)
    shown.end = range.end + CONTEXT_TOKENS;
  size_t line = 0, column = 0;
  dm_line_index_find(f->lines, dm_text_source_span(reading->text, dm_text_tokens_span(reading->text, range)).begin, &line, &column);
  return dm_arena_print(f->gleaning->arena, "%s:%zu:%zu: %s%s%s", reading->document->path, line, column, shown.begin > sentence.begin ? "... " : "",
                        field_words(f, shown), shown.end < sentence.end ? " ..." : "");
}

void field_add(field *f, dm_token_range range, sighting seen)
{
  seen.context = context_of(f, range);
  *dm_vector_add(&f->gleaning->sightings) = seen;
}

/* What the reading knows of each token. */
static void mark_known(field *f)
{
  const dm_reading *reading = f->reading;
  const dm_grammar *grammar = dm_lexicon_grammar(reading->lexicon);
  dm_kinds          concepts = dm_grammar_kinds(grammar, "concept", 7);
  f->states = dm_allocate(reading->text->n_tokens + 1);
  for (size_t i = 0; i < reading->mentions.n; i++) {
    const dm_mention *mention = &reading->mentions.items[i];
    uint8_t           state = concepts >> mention->kind & 1 ? TOKEN_CONCEPT : TOKEN_KNOWN;
    for (uint32_t t = mention->range.begin; t < mention->range.end; t++)
      if (f->states[t] < state)
        f->states[t] = state;
  }
}

static void gather_words(field *f)
{
  const dm_text *text = f->reading->text;
  dm_map        *known = dm_map_new();
  for (size_t t = 0; t < text->n_tokens; t++) {
    const dm_token *token = &text->tokens[t];
    bool            is_new = false;
    if (token->kind != DM_TOKEN_WORD || token->flags & DM_TOKEN_CAPITAL)
      continue;
    dm_map_put(known, token->folded, token->n_folded, 0, &is_new);
    if (is_new)
      *dm_vector_add(&f->gleaning->words) = dm_arena_string(f->gleaning->arena, token->folded, token->n_folded);
  }
  dm_map_free(known);
}

dm_gleaning *dm_gleaning_new(const dm_lexicon *lexicon, const dm_rules *rules, const dm_document *document)
{
  dm_gleaning *gleaning = dm_allocate(sizeof *gleaning);
  dm_relation *relation = NULL;
  field        f = {.gleaning = gleaning, .lines = dm_line_index_new(document->source, document->n_source_bytes)};
  gleaning->arena = dm_arena_new();
  dm_reading_new(&f.reading, lexicon, document);
  dm_relation_new(&relation, rules, f.reading);
  f.relation = relation;
  mark_known(&f);
  dm_glean_names(&f);
  dm_glean_acronyms(&f);
  dm_glean_verbs(&f);
  gather_words(&f);
  free(f.states);
  dm_relation_free(relation);
  dm_reading_free(f.reading);
  dm_line_index_free(f.lines);
  return gleaning;
}

void dm_gleaning_free(dm_gleaning *gleaning)
{
  if (!gleaning)
    return;
  dm_arena_free(gleaning->arena);
  dm_vector_free(&gleaning->sightings);
  dm_vector_free(&gleaning->words);
  free(gleaning);
}
