/* text/text.c - takes a source through all steps; looks things up in the result. */
#include "text/text_impl.h"

#include "base/memory.h"
#include "base/unicode.h"

#include <assert.h>
#include <string.h>

static dm_map *map_words(const char *const *words, size_t n_words)
{
  dm_map *map = dm_map_new();
  for (size_t i = 0; i < n_words; i++)
    dm_map_put(map, words[i], strlen(words[i]), 0, NULL);
  return map;
}

static const text_whole *whole_of(const dm_text *text)
{
  return (const text_whole *)text;
}

/* Cuts the blocks into tokens and sentences, and shows the whole. */
static void finish(dm_text **out, text_whole *whole, const dm_map *abbreviations, const dm_text_words *words, const char *source,
                   size_t n_source_bytes)
{
  whole->arena = dm_arena_new();
  dm_tokens_make(whole, abbreviations, words);
  dm_sentences_make(whole);
  whole->text = (dm_text){
      .string = dm_buffer_string(&whole->string),
      .n_bytes = whole->string.n_bytes,
      .blocks = whole->blocks.items,
      .n_blocks = whole->blocks.n,
      .tokens = whole->tokens.items,
      .n_tokens = whole->tokens.n,
      .sentences = whole->sentences.items,
      .n_sentences = whole->sentences.n,
      .source = source,
      .n_source_bytes = n_source_bytes,
  };
  *out = &whole->text;
}

void dm_text_new(dm_text **out, const char *source, size_t n_source_bytes, size_t body_begin, const dm_text_words *words)
{
  assert(body_begin <= n_source_bytes);
  dm_map      *abbreviations = map_words(words ? words->abbreviations : NULL, words ? words->n_abbreviations : 0);
  text_reading reading = {.source = source, .n_source = n_source_bytes, .body_begin = body_begin, .abbreviations = abbreviations};
  dm_lines_read(&reading);
  dm_lines_clean(&reading);
  dm_marks_read(&reading);
  dm_wrap_find(&reading);
  dm_marks_settle(&reading);
  dm_drafts_group(&reading);
  dm_vector_free(&reading.lines);
  dm_hyphens_settle(&reading);
  dm_drafts_normalise(&reading);
  dm_vector_free(&reading.pieces);
  dm_drafts_judge(&reading);
  dm_lists_hang(&reading);
  dm_vector_free(&reading.drafts);

  text_whole *whole = dm_allocate(sizeof *whole);
  whole->map = reading.map;
  whole->string = reading.string;
  whole->blocks = reading.blocks;
  dm_offset_map_count(&whole->map, source, n_source_bytes);
  whole->n_source_codepoints = dm_utf8_count(source, n_source_bytes);
  finish(out, whole, abbreviations, words, source, n_source_bytes);
  dm_map_free(abbreviations);
}

void dm_text_new_phrases(dm_text **out, const char *const *phrases, size_t n_phrases, const dm_text_words *words)
{
  dm_map     *abbreviations = map_words(words ? words->abbreviations : NULL, words ? words->n_abbreviations : 0);
  text_whole *whole = dm_allocate(sizeof *whole);
  for (size_t i = 0; i < n_phrases; i++) {
    const size_t begin = whole->string.n_bytes;
    dm_buffer_add_string(&whole->string, phrases[i]);
    *dm_vector_add(&whole->blocks) = (dm_block){.kind = DM_BLOCK_PARAGRAPH, .head = (uint32_t)i, .span = {begin, whole->string.n_bytes}};
    dm_buffer_add_byte(&whole->string, '\n');
  }
  finish(out, whole, abbreviations, words, "", 0);
  dm_map_free(abbreviations);
}

void dm_text_free(dm_text *text)
{
  if (!text)
    return;
  text_whole *whole = (text_whole *)text;
  dm_offset_map_free(&whole->map);
  dm_buffer_free(&whole->string);
  dm_vector_free(&whole->blocks);
  dm_vector_free(&whole->tokens);
  dm_vector_free(&whole->sentences);
  dm_arena_free(whole->arena);
  free(whole);
}

dm_span dm_text_source_span(const dm_text *text, dm_span normalised)
{
  assert(normalised.begin < normalised.end && normalised.end <= text->n_bytes);
  return dm_offset_map_source(&whole_of(text)->map, normalised);
}

dm_span dm_text_source_codepoints(const dm_text *text, dm_span normalised)
{
  const dm_span span = dm_text_source_span(text, normalised);
  return (dm_span){
      .begin = dm_offset_map_codepoint(&whole_of(text)->map, text->source, span.begin),
      .end = dm_offset_map_codepoint(&whole_of(text)->map, text->source, span.end),
  };
}

size_t dm_text_source_length_cp(const dm_text *text)
{
  return whole_of(text)->n_source_codepoints;
}

dm_span dm_text_tokens_span(const dm_text *text, dm_token_range tokens)
{
  assert(tokens.begin < tokens.end && tokens.end <= text->n_tokens);
  return (dm_span){.begin = text->tokens[tokens.begin].span.begin, .end = text->tokens[tokens.end - 1].span.end};
}
