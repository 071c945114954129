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

static inline dm_text *text_of_bytes(const char *source, size_t n_bytes)
{
  dm_text            *text = NULL;
  const dm_text_words words = {abbreviations, sizeof abbreviations / sizeof *abbreviations};
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

#endif
