/* Of whole documents: every token's place in the source holds the token's letters and no others. */
#include "documents.h"

#include "base/unicode.h"

/* Byte offset of code point number `count`. */
static size_t byte_of(const dm_text *text, size_t count)
{
  size_t at = 0;
  for (; count > 0; count--)
    do
      at++;
    while (at < text->n_source_bytes && ((unsigned char)text->source[at] & 0xC0) == 0x80);
  return at;
}

/* The folded letters and digits of bytes. */
static void add_letters(dm_buffer *out, const char *bytes, size_t n_bytes)
{
  dm_buffer folded = {0};
  dm_unicode_fold(&folded, bytes, n_bytes);
  size_t n = 0;
  for (size_t at = 0; at < folded.n_bytes; at += n) {
    const uint32_t codepoint = dm_utf8_decode(folded.bytes, folded.n_bytes, at, &n);
    if (dm_unicode_is_letter(codepoint) || dm_unicode_is_digit(codepoint))
      dm_buffer_add(out, folded.bytes + at, n);
  }
  dm_buffer_free(&folded);
}

static void check_places(const dm_text *text)
{
  dm_buffer token_letters = {0};
  dm_buffer source_letters = {0};
  assert_sound(text);
  for (size_t i = 0; i < text->n_tokens; i++) {
    const dm_token *token = &text->tokens[i];
    const dm_span   points = dm_text_source_codepoints(text, token->span);
    const size_t    begin = byte_of(text, points.begin);
    const size_t    end = byte_of(text, points.end);
    const dm_span   bytes = dm_text_source_span(text, token->span);
    assert_true(bytes.begin == begin && bytes.end == end);
    dm_buffer_clear(&token_letters);
    dm_buffer_clear(&source_letters);
    add_letters(&token_letters, token->folded, token->n_folded);
    add_letters(&source_letters, text->source + begin, end - begin);
    assert_string_equal(dm_buffer_string(&token_letters), dm_buffer_string(&source_letters));
  }
  dm_buffer_free(&token_letters);
  dm_buffer_free(&source_letters);
}

static void tokens_lie_where_they_say(void **state)
{
  (void)state;
  for_each_document(check_places);
}

/* All letters of a document are in its tokens, but for numbers of paragraphs and footnotes. */
static void check_words(const dm_text *text)
{
  dm_buffer source = {0};
  size_t    n_tokens = 0;
  add_letters(&source, text->source, text->n_source_bytes);
  for (size_t i = 0; i < text->n_tokens; i++) {
    dm_buffer letters = {0};
    add_letters(&letters, text->tokens[i].folded, text->tokens[i].n_folded);
    n_tokens += letters.n_bytes;
    dm_buffer_free(&letters);
  }
  assert_true(n_tokens <= source.n_bytes && n_tokens + 64 > source.n_bytes);
  dm_buffer_free(&source);
}

static void no_words_are_lost(void **state)
{
  (void)state;
  for_each_document(check_words);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(tokens_lie_where_they_say), cmocka_unit_test(no_words_are_lost)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
