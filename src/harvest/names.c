/* harvest/names.c - capitalised words that no mention covers, and acronyms with what they are short for. */
#include <string.h>

#include "base/unicode.h"
#include "harvest/harvest_impl.h"

enum { MAX_ACRONYM_BYTES = 16, MAX_EXPANSION_TOKENS = 16, MAX_INITIALS = 24 };

/* The longest name that begins at `t` and stays in `limit`; empty if there is none. */
static dm_token_range name_at(const field *f, dm_token_range limit, uint32_t t)
{
  size_t                   n = 0;
  const dm_pattern *const *shapes = dm_lexicon_phrases(f->reading->lexicon, DM_PHRASE_NAME, &n);
  dm_token_range           longest = {t, t};
  dm_match                 match;
  for (size_t i = 0; i < n; i++)
    if (dm_pattern_match(shapes[i], f->reading->state, &f->reading->view, limit, t, &match) && match.range.end > longest.end)
      longest = match.range;
  return longest;
}

/* Whether some capitalised word of it is unknown. Concepts may stand within a name, other things may not. */
static bool is_unknown(const field *f, dm_token_range range)
{
  for (uint32_t t = range.begin; t < range.end; t++)
    if (f->states[t] == TOKEN_FREE && f->reading->text->tokens[t].flags & DM_TOKEN_CAPITAL)
      return true;
  return false;
}

/* Whether the token is spelt like an acronym: capitals, or more of them than small letters (DDoS). */
static bool is_acronym(const field *f, uint32_t t)
{
  const dm_token *token = &f->reading->text->tokens[t];
  const char     *spelt = f->reading->text->string + token->span.begin;
  size_t          n = token->span.end - token->span.begin, n_upper = 0, n_lower = 0;
  if (token->kind != DM_TOKEN_WORD || n < 2 || n > MAX_ACRONYM_BYTES || !(token->flags & (DM_TOKEN_ALL_CAPITALS | DM_TOKEN_MIXED)))
    return false;
  for (size_t i = 0; i < n; i++) {
    n_upper += spelt[i] >= 'A' && spelt[i] <= 'Z';
    n_lower += spelt[i] >= 'a' && spelt[i] <= 'z';
  }
  return n_upper > 1 && n_upper > n_lower;
}

static void take_name(field *f, dm_token_range range, bool opens)
{
  for (uint32_t t = range.begin; t < range.end; t++)
    if (f->states[t] == TOKEN_FREE)
      f->states[t] = TOKEN_SEEN;
  field_add(f, range,
            (sighting){.what = SIGHT_NAME,
                       .key = field_folded(f, range),
                       .label = field_words(f, range),
                       .kind = field_guess(f, range),
                       .of = field_owner(f, range),
                       .opens = opens});
}

static bool is_single_acronym(const field *f, dm_token_range range)
{
  return range.end - range.begin == 1 && is_acronym(f, range.begin);
}

/* A letter alone names nothing. */
static bool is_letter(const field *f, dm_token_range range)
{
  return range.end - range.begin == 1 && f->reading->text->tokens[range.begin].n_folded == 1;
}

static void glean_sentence(field *f, dm_token_range sentence)
{
  const dm_text *text = f->reading->text;
  bool           opens = true; /* no word stands before */
  for (uint32_t t = sentence.begin; t < sentence.end; t++) {
    if (text->tokens[t].kind == DM_TOKEN_PUNCTUATION)
      continue;
    bool           begins = opens;
    dm_token_range limit = {sentence.begin, t};
    opens = false;
    while (limit.end < sentence.end && f->states[limit.end] != TOKEN_KNOWN)
      limit.end++;
    if (limit.end == t || !(text->tokens[t].flags & DM_TOKEN_CAPITAL))
      continue;
    dm_token_range name = name_at(f, limit, t);
    if (name.end == t || is_letter(f, name) || !is_unknown(f, name) || is_single_acronym(f, name) || field_is(f, DM_PHRASE_NO_NAME, name))
      continue;
    take_name(f, name, begins);
    t = name.end - 1;
  }
}

void dm_glean_names(field *f)
{
  const dm_text *text = f->reading->text;
  for (uint32_t s = 0; s < text->n_sentences; s++)
    if (field_is_prose(f, text->sentences[s].block))
      glean_sentence(f, text->sentences[s].tokens);
}

static bool is_mark(const field *f, uint32_t t, char mark)
{
  const dm_token *token = &f->reading->text->tokens[t];
  return token->kind == DM_TOKEN_PUNCTUATION && f->reading->text->string[token->span.begin] == mark;
}

/* Where the words begin whose initials spell the acronym and that end at `end`; small words between may have no letter in it. `end` if there are none. */
static uint32_t expansion_begin(const field *f, uint32_t acronym, dm_token_range before)
{
  const dm_text  *text = f->reading->text;
  const dm_token *token = &text->tokens[acronym];
  char            letters[MAX_INITIALS];
  size_t          n = 0;
  for (uint32_t i = 0; i < token->n_folded && n < MAX_INITIALS; i++)
    if (token->folded[i] >= 'a' && token->folded[i] <= 'z')
      letters[n++] = token->folded[i];
  for (uint32_t t = before.end; t-- > before.begin && before.end - t <= MAX_EXPANSION_TOKENS;) {
    const dm_token *word = &text->tokens[t];
    if (word->kind == DM_TOKEN_PUNCTUATION) {
      if (!is_mark(f, t, '-'))
        return before.end;
      continue;
    }
    if (n && word->folded[0] == letters[n - 1])
      n--;
    else if (word->flags & DM_TOKEN_CAPITAL)
      return before.end;
    if (n == 0)
      return t;
  }
  return before.end;
}

/* The words that an acronym is short for: `Foo Bar Agency (FBA)`, `FBA (Foo Bar Agency)`; empty if none stand here. */
static dm_token_range expansion_of(const field *f, uint32_t t)
{
  const dm_text *text = f->reading->text;
  dm_token_range sentence = text->sentences[text->tokens[t].sentence].tokens, found = {t, t};
  if (t > sentence.begin + 1 && t + 1 < sentence.end && is_mark(f, t - 1, '(') && is_mark(f, t + 1, ')')) {
    found = (dm_token_range){sentence.begin, t - 1};
    found.begin = expansion_begin(f, t, found);
  } else if (t + 2 < sentence.end && is_mark(f, t + 1, '(')) {
    found = (dm_token_range){t + 2, t + 2};
    while (found.end < sentence.end && !is_mark(f, found.end, ')'))
      found.end++;
    found.begin = found.end < sentence.end && expansion_begin(f, t, found) == t + 2 ? t + 2 : found.end;
  }
  return found;
}

void dm_glean_acronyms(field *f)
{
  const dm_text *text = f->reading->text;
  for (uint32_t t = 0; t < text->n_tokens; t++) {
    dm_token_range range = {t, t + 1};
    if (f->states[t] != TOKEN_FREE || !field_is_prose(f, text->tokens[t].block) || !is_acronym(f, t) || field_is(f, DM_PHRASE_NO_NAME, range))
      continue;
    dm_token_range words = expansion_of(f, t);
    bool           expanded = words.begin < words.end;
    sighting       seen = {.what = SIGHT_ACRONYM, .key = field_words(f, range), .label = field_words(f, range), .kind = -1};
    if (expanded) {
      seen.expansion_key = field_folded(f, words);
      seen.expansion = field_words(f, words);
      seen.kind = field_guess(f, words);
    }
    seen.of = field_owner(f, expanded && words.begin < t ? words : range);
    field_add(f, range, seen);
  }
}
