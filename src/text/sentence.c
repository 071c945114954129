/* text/sentence.c - cuts the tokens of each block into sentences. */
#include "text/text_impl.h"

#include <string.h>

enum { MAX_SENTENCE_TOKENS = 4000 };

/* A URL or e-mail address, which is spelt small wherever it stands. */
static bool is_address(const char *string, const dm_token *token)
{
  const size_t n = token->span.end - token->span.begin;
  return memchr(string + token->span.begin, '@', n) || memchr(string + token->span.begin, ':', n) ||
         (n > 4 && memcmp(string + token->span.begin, "www.", 4) == 0);
}

/* The end of the sentence whose end mark is token i, closing quotes and brackets included; 0: the mark ends nothing. */
static uint32_t sentence_end(const text_whole *whole, uint32_t i, uint32_t block_end)
{
  const dm_token *tokens = whole->tokens.items;
  const char     *string = whole->string.bytes;
  uint32_t        end = i + 1;
  size_t          n = 0;
  while (end < block_end && tokens[end].kind == DM_TOKEN_PUNCTUATION && !(tokens[end].flags & DM_TOKEN_SPACE_BEFORE)) {
    const uint32_t codepoint = dm_codepoint_at(string, whole->string.n_bytes, tokens[end].span.begin, &n);
    if (!dm_codepoint_is_closer(codepoint) && !dm_codepoint_is_end(codepoint))
      break;
    end++;
  }
  if (end == block_end)
    return end;
  const dm_token *next = &tokens[end];
  const uint32_t  first = dm_codepoint_at(string, whole->string.n_bytes, next->span.begin, &n);
  const bool      spaced = next->flags & DM_TOKEN_SPACE_BEFORE;
  const uint32_t  mark = dm_codepoint_at(string, whole->string.n_bytes, tokens[i].span.begin, &n);
  if (mark >= 0x3000) /* of scripts that write no spaces */
    return end;
  if (dm_codepoint_is_lower(first) && !is_address(string, next)) /* an abbreviation that nobody listed, or speech that is reported */
    return 0;
  if (!spaced && next->kind != DM_TOKEN_WORD)
    return 0;
  if (next->kind == DM_TOKEN_PUNCTUATION && (first == ',' || first == ';' || first == ':' || dm_codepoint_is_dash(first)))
    return 0;
  return end;
}

static bool is_end_mark(const text_whole *whole, const dm_token *token)
{
  size_t n = 0;
  return token->kind == DM_TOKEN_PUNCTUATION &&
         dm_codepoint_is_end(dm_codepoint_at(whole->string.bytes, whole->string.n_bytes, token->span.begin, &n));
}

static void add_sentence(text_whole *whole, uint32_t block, uint32_t begin, uint32_t end)
{
  for (uint32_t i = begin; i < end; i++)
    whole->tokens.items[i].sentence = (uint32_t)whole->sentences.n;
  *dm_vector_add(&whole->sentences) = (dm_sentence){.tokens = {begin, end}, .block = block};
}

void dm_sentences_make(text_whole *whole)
{
  for (size_t i = 0; i < whole->blocks.n; i++) {
    dm_block      *block = &whole->blocks.items[i];
    const uint32_t first = (uint32_t)whole->sentences.n;
    uint32_t       begin = block->tokens.begin;
    uint32_t       token = begin;
    while (token < block->tokens.end) {
      uint32_t end = is_end_mark(whole, &whole->tokens.items[token]) ? sentence_end(whole, token, block->tokens.end) : 0;
      if (end == 0 && (token + 1 == block->tokens.end || token + 1 - begin == MAX_SENTENCE_TOKENS))
        end = token + 1;
      if (end > 0) {
        add_sentence(whole, (uint32_t)i, begin, end);
        begin = end;
      }
      token = end > 0 ? end : token + 1;
    }
    block->sentences = (dm_token_range){.begin = first, .end = (uint32_t)whole->sentences.n};
  }
}
