/* What the tests of texts share: making one with the usual abbreviations, and writing it down in a line a block. */
#ifndef DM_TESTS_TEXT_HELPER_H
#define DM_TESTS_TEXT_HELPER_H

#include "text/text.h"

#include "base/buffer.h"
#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const abbreviations[] = {"mr", "mrs", "ms", "dr", "no", "art", "etc", "v", "vs", "para", "hon"};

static const char *const joined_words = "cooperat";

static inline dm_text *text_of_bytes(const char *source, size_t n_bytes)
{
  dm_text            *text = NULL;
  const dm_text_words words = {
      .abbreviations = abbreviations, .n_abbreviations = sizeof abbreviations / sizeof *abbreviations, .joined = &joined_words, .n_joined = 1};
  dm_text_new(&text, source, n_bytes, 0, &words);
  return text;
}

static inline dm_text *text_of(const char *source)
{
  return text_of_bytes(source, strlen(source));
}

/* `HEADING1# Scope`: kind, level unless 0, '#' numbered, '!' strong, '^' and the head if it is another block, the text. */
static inline void write_blocks(dm_buffer *out, const dm_text *text)
{
  static const char *const kinds[] = {"PARAGRAPH", "HEADING", "ITEM", "FIELD"};
  for (size_t i = 0; i < text->n_blocks; i++) {
    const dm_block *block = &text->blocks[i];
    dm_buffer_add_string(out, kinds[block->kind]);
    if (block->level)
      dm_buffer_print(out, "%u", (unsigned)block->level);
    dm_buffer_add_string(out, block->numbered ? "#" : "");
    dm_buffer_add_string(out, block->strong ? "!" : "");
    if (block->head != i)
      dm_buffer_print(out, "^%u", (unsigned)block->head);
    dm_buffer_add_byte(out, ' ');
    dm_buffer_add(out, text->string + block->span.begin, block->span.end - block->span.begin);
    dm_buffer_add_byte(out, '\n');
  }
}

static inline void assert_blocks(const char *source, const char *expected)
{
  dm_buffer out = {0};
  dm_text  *text = text_of(source);
  write_blocks(&out, text);
  assert_string_equal(dm_buffer_string(&out), expected);
  dm_text_free(text);
  dm_buffer_free(&out);
}

/* The normalised string alone. */
static inline void assert_string(const char *source, const char *expected)
{
  dm_text *text = text_of(source);
  assert_string_equal(text->string, expected);
  assert_int_equal(text->n_bytes, strlen(expected));
  dm_text_free(text);
}

/* What holds of every text, whatever its source. */
static inline void assert_sound(const dm_text *text)
{
  size_t   at = 0;
  uint32_t token = 0;
  uint32_t sentence = 0;
  size_t   source_begin = 0;
  for (size_t i = 0; i < text->n_blocks; i++) {
    const dm_block *block = &text->blocks[i];
    assert_int_equal(block->span.begin, at);
    assert_true(block->span.begin < block->span.end && text->string[block->span.end] == '\n');
    assert_true(block->head <= i);
    assert_true(block->tokens.begin == token && block->tokens.end > token);
    assert_true(block->sentences.begin == sentence && block->sentences.end > sentence);
    for (; sentence < block->sentences.end; sentence++) {
      const dm_sentence *s = &text->sentences[sentence];
      assert_true(s->block == i && s->tokens.begin == token && s->tokens.end > token);
      for (; token < s->tokens.end; token++) {
        const dm_token *t = &text->tokens[token];
        assert_true(t->block == i && t->sentence == sentence && t->span.begin < t->span.end);
        assert_true(t->span.begin >= at && t->span.end <= block->span.end);
        assert_true(t->n_folded > 0 && strlen(t->folded) == t->n_folded);
        at = t->span.end;
        const dm_span source = dm_text_source_span(text, t->span);
        assert_true(source.begin >= source_begin && source.begin < source.end && source.end <= text->n_source_bytes);
        source_begin = source.begin;
      }
    }
    assert_int_equal(token, block->tokens.end);
    at = block->span.end + 1;
  }
  assert_int_equal(at, text->n_bytes);
  assert_int_equal(token, text->n_tokens);
  assert_int_equal(sentence, text->n_sentences);
}

/* The same words in the same sentences. */
static inline void assert_same_reading(const dm_text *a, const dm_text *b)
{
  for (size_t i = 0; i < a->n_tokens && i < b->n_tokens; i++) {
    assert_string_equal(a->tokens[i].folded, b->tokens[i].folded);
    assert_int_equal(a->tokens[i].sentence, b->tokens[i].sentence);
    assert_int_equal(a->tokens[i].block, b->tokens[i].block);
    assert_int_equal(a->tokens[i].flags, b->tokens[i].flags);
  }
  assert_int_equal(a->n_tokens, b->n_tokens);
  assert_int_equal(a->n_sentences, b->n_sentences);
}

/* Numbers that look random and are the same in every run. */
static inline uint32_t next_random(uint64_t *state, uint32_t limit)
{
  *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(*state >> 33) % limit;
}

#endif
