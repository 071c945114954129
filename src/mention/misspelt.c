/* mention/misspelt.c - names of which the text misspells one word by one letter: `Austrlia`, `Ministry of Foregin Affairs`.
 *
 * Only a capitalised word that neither lexicon nor rules know is looked into, only where no name stands. Of several names that are near the longest counts, then
 * the one that the document spells rightly elsewhere, then the likelier slip; if that leaves two, none. */
#include <string.h>

#include "base/map.h"
#include "mention/mention_impl.h"

enum {
  MIN_LETTERS_ALONE = 7, /* of the listed word, where it is the whole name */
  MIN_LETTERS = 6,       /* where other words of the name stand beside it */
  MAX_NEAR_WORDS = 8,
  MAX_NAME_TOKENS = 16,
  MAX_TITLE_TOKENS = 3
};

/* The best reading of one word so far. */
typedef struct {
  dm_reading         *reading;
  uint32_t            at; /* the word */
  const dm_near_word *word;
  dm_token_range      range;
  const dm_named     *named; /* in the reading's arena */
  size_t              n_named;
  bool                is_named_elsewhere;
  dm_edit             edit;
  bool                is_ambiguous;
} search;

static dm_kinds kinds_of(const dm_reading *reading, const char *name)
{
  return dm_grammar_kinds(dm_lexicon_grammar(reading->lexicon), name, strlen(name));
}

static uint32_t count_words(const dm_reading *reading, dm_token_range range)
{
  uint32_t n = 0;
  for (uint32_t t = range.begin; t < range.end; t++)
    n += reading->text->tokens[t].kind == DM_TOKEN_WORD && !dm_lexicon_is_light(reading->lexicon, reading->symbols[t]);
  return n;
}

static bool is_unknown_name(const dm_reading *reading, uint32_t t)
{
  const dm_token *token = &reading->text->tokens[t];
  return token->kind == DM_TOKEN_WORD && (token->flags & DM_TOKEN_CAPITAL) && !reading->symbols[t];
}

/* Whether what stands right before the word says that it is somebody's name: `Mr. Cameronn`. */
static bool is_behind_title(const dm_reading *reading, uint32_t t)
{
  dm_token_range           sentence = reading->text->sentences[reading->text->tokens[t].sentence].tokens, before = {sentence.begin, t};
  size_t                   n = 0;
  const dm_pattern *const *titles = dm_lexicon_phrases(reading->lexicon, DM_PHRASE_TITLE, &n);
  dm_match                *match = dm_allocate(sizeof *match);
  bool                     found = false;
  for (uint32_t begin = t; begin-- > before.begin && t - begin <= MAX_TITLE_TOKENS && !found;)
    for (size_t p = 0; p < n && !found; p++)
      found = dm_pattern_match(titles[p], reading->state, &reading->view, before, begin, match) && match->range.end == t;
  free(match);
  return found;
}

/* Whether the word is likely part of somebody's name: an unknown one stands beside it. */
static bool has_unknown_neighbour(const dm_reading *reading, uint32_t t)
{
  dm_token_range sentence = reading->text->sentences[reading->text->tokens[t].sentence].tokens;
  return (t > sentence.begin && is_unknown_name(reading, t - 1)) || (t + 1 < sentence.end && is_unknown_name(reading, t + 1));
}

static bool same_names(const search *s, const dm_named *named, size_t n_named)
{
  if (s->n_named != n_named)
    return false;
  for (size_t i = 0; i < n_named; i++)
    if (s->named[i].entity != named[i].entity)
      return false;
  return true;
}

/* Whether one word alone may be a name of these things: of states, places and organisations. */
static bool stands_alone(const search *s, const dm_named *named, size_t n_named)
{
  const dm_grammar *grammar = dm_lexicon_grammar(s->reading->lexicon);
  dm_kinds          kinds = kinds_of(s->reading, "location") | kinds_of(s->reading, "side");
  for (size_t i = 0; i < n_named; i++)
    if (!(kinds >> dm_grammar_kind(grammar, named[i].entity->kind) & 1))
      return false;
  return s->word->n_letters >= MIN_LETTERS_ALONE && !has_unknown_neighbour(s->reading, s->at) && !is_behind_title(s->reading, s->at);
}

/* Whether the document names one of these things otherwise. */
static bool are_named(const dm_reading *reading, const dm_named *named, size_t n_named)
{
  for (size_t m = 0; m < reading->mentions.n; m++)
    for (size_t c = 0; c < reading->mentions.items[m].n_candidates; c++)
      for (size_t i = 0; i < n_named && !reading->mentions.items[m].respelt; i++)
        if (reading->mentions.items[m].candidates[c] == named[i].entity)
          return true;
  return false;
}

/* Below 0: the one found before is better; above 0: this one is. */
static int compare_with_best(const search *s, dm_token_range range, bool is_named_elsewhere)
{
  uint32_t n = range.end - range.begin, n_best = s->range.end - s->range.begin;
  if (n != n_best)
    return n > n_best ? 1 : -1;
  if (is_named_elsewhere != s->is_named_elsewhere)
    return is_named_elsewhere ? 1 : -1;
  return (int)s->edit - (int)s->word->edit;
}

static void consider(void *ctx, dm_token_range range, const dm_named *named, size_t n_named)
{
  search *s = ctx;
  if (count_words(s->reading, range) < 2 && !stands_alone(s, named, n_named))
    return;
  if (s->named && same_names(s, named, n_named) && range.begin == s->range.begin && range.end == s->range.end)
    return;
  bool elsewhere = are_named(s->reading, named, n_named);
  int  order = s->named ? compare_with_best(s, range, elsewhere) : 1;
  if (order < 0)
    return;
  if (order == 0) {
    s->is_ambiguous = true;
    return;
  }
  dm_named *kept = dm_arena_allocate(s->reading->arena, n_named * sizeof *kept);
  memcpy(kept, named, n_named * sizeof *kept);
  s->range = range;
  s->named = kept;
  s->n_named = n_named;
  s->is_named_elsewhere = elsewhere;
  s->edit = s->word->edit;
  s->is_ambiguous = false;
}

/* Whether a listed name covers token `t`. */
static bool is_named(const dm_reading *reading, uint32_t t)
{
  for (uint32_t m = reading->first_mark[t + 1]; m > 0 && reading->marks.items[m - 1].range.begin + MAX_NAME_TOKENS > t; m--)
    if (reading->marks.items[m - 1].range.end > t)
      return true;
  return false;
}

/* Words that the document writes without a capital too are no names. Gathered when first asked for. */
static bool is_written_small(const dm_reading *reading, dm_map **small, const dm_token *word)
{
  const dm_text *text = reading->text;
  if (!*small) {
    *small = dm_map_new();
    for (size_t t = 0; t < text->n_tokens; t++)
      if (text->tokens[t].kind == DM_TOKEN_WORD && !reading->symbols[t] && !(text->tokens[t].flags & DM_TOKEN_CAPITAL))
        dm_map_put(*small, text->tokens[t].folded, text->tokens[t].n_folded, 0, NULL);
  }
  return dm_map_get(*small, word->folded, word->n_folded, NULL);
}

/* A known word with another ending is no slip: `the two Koreas`. */
static bool is_known_but_for_its_end(const dm_reading *reading, const dm_token *word)
{
  return dm_grammar_find_word(dm_lexicon_grammar(reading->lexicon), word->folded, word->n_folded - 1) != 0;
}

static void look_at(dm_reading *reading, dm_token_range block, uint32_t t, dm_map **small)
{
  const dm_token *token = &reading->text->tokens[t];
  dm_near_word    near[MAX_NEAR_WORDS];
  if (token->n_folded + 1 < MIN_LETTERS || !is_unknown_name(reading, t))
    return;
  size_t n_near = dm_lexicon_near_words(reading->lexicon, token->folded, token->n_folded, near, MAX_NEAR_WORDS);
  if (n_near == 0 || is_known_but_for_its_end(reading, token) || is_named(reading, t) || is_written_small(reading, small, token))
    return;
  search s = {.reading = reading, .at = t};
  for (size_t i = 0; i < n_near; i++) {
    s.word = &near[i];
    for (uint32_t begin = t, n = 0; near[i].n_letters >= MIN_LETTERS && n < MAX_NAME_TOKENS; begin--, n++) {
      dm_lexicon_names_with(reading->lexicon, &reading->view, block, begin, t, near[i].symbol, consider, &s);
      if (begin == block.begin)
        break;
    }
  }
  if (s.named && !s.is_ambiguous)
    dm_reading_add_named(reading, s.range, s.named, s.n_named, s.named[0].written->text);
}

void dm_reading_add_misspelt(dm_reading *reading)
{
  dm_map *small = NULL;
  size_t  n_before = reading->mentions.n;
  for (size_t b = 0; b < reading->text->n_blocks; b++) {
    dm_token_range block = reading->text->blocks[b].tokens;
    for (uint32_t t = block.begin; t < block.end; t++)
      look_at(reading, block, t, &small);
  }
  dm_map_free(small);
  if (reading->mentions.n > n_before)
    dm_reading_settle(reading);
}
