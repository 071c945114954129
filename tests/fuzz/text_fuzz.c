/* Any UTF-8 is a text: its tokens lie in order, in the normalised string and in the source. */
#include "text/text.h"

#include "base/unicode.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
  static const char *const abbreviations[] = {"mr", "no", "etc"};
  static const char *const joined[] = {"cooperat"};
  const dm_text_words      words = {
           .abbreviations = abbreviations, .n_abbreviations = sizeof abbreviations / sizeof *abbreviations, .joined = joined, .n_joined = 1};
  dm_text     *text = NULL;
  const size_t n_valid = dm_utf8_check((const char *)data, n_bytes);
  dm_text_new(&text, (const char *)data, n_valid, 0, &words);
  size_t at = 0;
  size_t source_at = 0;
  for (size_t i = 0; i < text->n_tokens; i++) {
    const dm_token *token = &text->tokens[i];
    const dm_span   source = dm_text_source_span(text, token->span);
    const dm_span   points = dm_text_source_codepoints(text, token->span);
    if (token->span.begin < at || token->span.begin >= token->span.end || source.begin < source_at || source.begin >= source.end ||
        source.end > n_valid || points.end > dm_text_source_length_cp(text) || token->n_folded == 0)
      abort();
    at = token->span.end;
    source_at = source.begin;
  }
  dm_text_free(text);
  return 0;
}
