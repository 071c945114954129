/* lexicon/speller.c - the words of names, found by what is one edit away from them.
 *
 * A word and one that differs from it by one edit, and not in the first letter, share the first three letters or the first and the last three.
 * So each word hangs in two chains, by either key, and a look goes through two short chains. */
#include <stdlib.h>
#include <string.h>

#include "lexicon/lexicon_impl.h"

enum { N_CHAINS = 1 << 13, N_KEY_LETTERS = 3, MAX_WORD_BYTES = 48, NO_WORD = -1 };

typedef struct {
  dm_symbol   symbol;
  const char *letters;
  size_t      n_letters;
  int32_t     next_by_begin;
  int32_t     next_by_end;
} spelt_word;

struct speller {
  int32_t by_begin[N_CHAINS]; /* places in words, or NO_WORD */
  int32_t by_end[N_CHAINS];
  DM_VECTOR(spelt_word) words;
  DM_VECTOR(bool) seen; /* one a symbol */
  dm_arena *arena;
};

speller *dm_speller_new(void)
{
  speller *made = dm_allocate(sizeof *made);
  for (size_t i = 0; i < N_CHAINS; i++)
    made->by_begin[i] = made->by_end[i] = NO_WORD;
  made->arena = dm_arena_new();
  return made;
}

void dm_speller_free(speller *all)
{
  if (!all)
    return;
  dm_vector_free(&all->words);
  dm_vector_free(&all->seen);
  dm_arena_free(all->arena);
  free(all);
}

static bool is_plain(const char *letters, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (letters[i] < 'a' || letters[i] > 'z')
      return false;
  return n > N_KEY_LETTERS && n < MAX_WORD_BYTES;
}

static size_t chain_of(char first, const char *three)
{
  size_t key = (size_t)(unsigned char)first;
  for (size_t i = 0; i < N_KEY_LETTERS; i++)
    key = key * 31 + (size_t)(unsigned char)three[i];
  return (key * 2654435761u >> 7) & (N_CHAINS - 1);
}

void dm_speller_add(speller *all, dm_symbol symbol, const char *folded, size_t n_bytes)
{
  while (all->seen.n <= symbol)
    *dm_vector_add(&all->seen) = false;
  if (all->seen.items[symbol] || !is_plain(folded, n_bytes))
    return;
  all->seen.items[symbol] = true;
  int32_t    place = (int32_t)all->words.n;
  size_t     begin = chain_of(folded[0], folded), end = chain_of(folded[0], folded + n_bytes - N_KEY_LETTERS);
  spelt_word word = {.symbol = symbol, .letters = dm_arena_string(all->arena, folded, n_bytes), .n_letters = n_bytes};
  word.next_by_begin = all->by_begin[begin];
  word.next_by_end = all->by_end[end];
  all->by_begin[begin] = all->by_end[end] = place;
  *dm_vector_add(&all->words) = word;
}

/* Whether `b` differs from the word `a` by one letter too few, too many or wrong, or by two neighbours that changed places. */
static bool is_one_edit(const char *a, size_t n_a, const char *b, size_t n_b, dm_edit *edit)
{
  size_t n_longer = n_a > n_b ? n_a : n_b, n_shorter = n_a > n_b ? n_b : n_a, same = 0, same_end = 0;
  if (n_longer - n_shorter > 1)
    return false;
  while (same < n_shorter && a[same] == b[same])
    same++;
  while (same_end < n_shorter - same && a[n_a - 1 - same_end] == b[n_b - 1 - same_end])
    same_end++;
  size_t rest_a = n_a - same - same_end, rest_b = n_b - same - same_end;
  *edit = n_a > n_b ? DM_EDIT_MISSING : n_a < n_b ? DM_EDIT_EXTRA : rest_a == 2 ? DM_EDIT_SWAPPED : DM_EDIT_WRONG;
  if (rest_a == 2 && rest_b == 2)
    return a[same] == b[same + 1] && a[same + 1] == b[same];
  return rest_a <= 1 && rest_b <= 1 && rest_a + rest_b > 0;
}

static size_t take_if_near(const spelt_word *word, const char *folded, size_t n_bytes, dm_near_word *out, size_t n, size_t n_max)
{
  dm_edit edit = DM_EDIT_WRONG;
  if (n == n_max || word->letters[0] != folded[0] || !is_one_edit(word->letters, word->n_letters, folded, n_bytes, &edit))
    return n;
  for (size_t i = 0; i < n; i++)
    if (out[i].symbol == word->symbol)
      return n;
  out[n] = (dm_near_word){word->symbol, word->letters, word->n_letters, edit};
  return n + 1;
}

size_t dm_speller_near(const speller *all, const char *folded, size_t n_bytes, dm_near_word *out, size_t n_max)
{
  size_t n = 0;
  if (!is_plain(folded, n_bytes))
    return 0;
  for (int32_t i = all->by_begin[chain_of(folded[0], folded)]; i != NO_WORD; i = all->words.items[i].next_by_begin)
    n = take_if_near(&all->words.items[i], folded, n_bytes, out, n, n_max);
  for (int32_t i = all->by_end[chain_of(folded[0], folded + n_bytes - N_KEY_LETTERS)]; i != NO_WORD; i = all->words.items[i].next_by_end)
    n = take_if_near(&all->words.items[i], folded, n_bytes, out, n, n_max);
  return n;
}
