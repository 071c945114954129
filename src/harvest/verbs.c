/* harvest/verbs.c - words between who and what that no frame takes. */
#include "harvest/harvest_impl.h"

enum { MAX_EXPRESSION_TOKENS = 5, MIN_VERB_BYTES = 3 };

/* A small word of letters that is no part of anything known. */
static bool is_plain(const field *f, uint32_t t)
{
  const dm_token *token = &f->reading->text->tokens[t];
  if (token->kind != DM_TOKEN_WORD || token->flags & (DM_TOKEN_CAPITAL | DM_TOKEN_MIXED) || f->states[t] != TOKEN_FREE)
    return false;
  for (uint32_t i = 0; i < token->n_folded; i++)
    if (token->folded[i] < 'a' || token->folded[i] > 'z')
      return false;
  return true;
}

/* The words without the articles before what follows. */
static dm_token_range without_light_end(const field *f, dm_token_range words)
{
  while (words.end > words.begin && dm_lexicon_is_light(f->reading->lexicon, f->reading->symbols[words.end - 1]))
    words.end--;
  return words;
}

static void take(void *ctx, const dm_unread *unread)
{
  field         *f = ctx;
  dm_token_range verb = {unread->words.begin, unread->words.begin + 1}, words = without_light_end(f, unread->words);
  if (!is_plain(f, verb.begin) || f->reading->text->tokens[verb.begin].n_folded < MIN_VERB_BYTES || field_is(f, DM_PHRASE_NO_VERB, verb))
    return;
  field_add(f, verb, (sighting){.what = SIGHT_VERB, .key = field_folded(f, verb), .label = field_folded(f, verb), .kind = -1});
  uint32_t n = words.end > words.begin ? words.end - words.begin : 0;
  for (uint32_t t = words.begin; t < words.end; t++)
    if (!is_plain(f, t))
      n = 0;
  if (n > 1 && n <= MAX_EXPRESSION_TOKENS)
    field_add(f, words, (sighting){.what = SIGHT_EXPRESSION, .key = field_folded(f, words), .label = field_folded(f, words), .kind = -1});
}

void dm_glean_verbs(field *f)
{
  dm_relation_unread(f->relation, take, f);
}
