/* lexicon/names.c - the names of things as a trie of words.
 *
 *   root --united--> o --kingdom--> [GBR]
 *                    o --nations--> [un] --general--> o --assembly--> [unga]
 *
 * An edge is found by hash of (node, symbol). Hyphens, light words (`the`) and serial commas (before the `and` of a list) are left out of
 * the trie and passed over in texts. */
#include <string.h>

#include "base/unicode.h"
#include "lexicon/lexicon_impl.h"

typedef struct {
  dm_named    named;
  const char *spelling; /* for acronyms: to be found as spelt; else NULL */
  bool        capital;  /* the first word must be capitalised */
  uint32_t    next;     /* next name that ends at the same node, or UINT32_MAX */
} name;

struct names {
  uint64_t *keys; /* (node << 32 | symbol), 0: free */
  uint32_t *children;
  size_t    n_slots;
  size_t    n_edges;
  DM_VECTOR(uint32_t) first; /* first name of each node */
  DM_VECTOR(name) all;
};

names *dm_names_new(void)
{
  names *made = dm_allocate(sizeof *made);
  made->n_slots = 1 << 12;
  made->keys = dm_allocate(made->n_slots * sizeof *made->keys);
  made->children = dm_allocate(made->n_slots * sizeof *made->children);
  *dm_vector_add(&made->first) = UINT32_MAX; /* the root */
  return made;
}

void dm_names_free(names *all)
{
  if (!all)
    return;
  free(all->keys);
  free(all->children);
  dm_vector_free(&all->first);
  dm_vector_free(&all->all);
  free(all);
}

static size_t slot_of(const names *all, uint64_t key)
{
  uint64_t hash = key * 0x9E3779B97F4A7C15u;
  size_t   slot = (size_t)(hash >> 32) & (all->n_slots - 1);
  while (all->keys[slot] && all->keys[slot] != key)
    slot = (slot + 1) & (all->n_slots - 1);
  return slot;
}

static uint32_t child_of(const names *all, uint32_t node, dm_symbol symbol)
{
  if (!symbol)
    return 0;
  size_t slot = slot_of(all, (uint64_t)(node + 1) << 32 | symbol);
  return all->keys[slot] ? all->children[slot] : 0;
}

static void grow(names *all)
{
  names old = *all;
  all->n_slots *= 2;
  all->keys = dm_allocate(all->n_slots * sizeof *all->keys);
  all->children = dm_allocate(all->n_slots * sizeof *all->children);
  for (size_t i = 0; i < old.n_slots; i++) {
    if (!old.keys[i])
      continue;
    size_t slot = slot_of(all, old.keys[i]);
    all->keys[slot] = old.keys[i];
    all->children[slot] = old.children[i];
  }
  free(old.keys);
  free(old.children);
}

static uint32_t add_child(names *all, uint32_t node, dm_symbol symbol)
{
  uint64_t key = (uint64_t)(node + 1) << 32 | symbol;
  size_t   slot = slot_of(all, key);
  if (all->keys[slot])
    return all->children[slot];
  if (++all->n_edges * 2 > all->n_slots) {
    grow(all);
    slot = slot_of(all, key);
  }
  *dm_vector_add(&all->first) = UINT32_MAX;
  all->keys[slot] = key;
  all->children[slot] = (uint32_t)all->first.n - 1;
  return all->children[slot];
}

static bool is_hyphen(const dm_text *text, uint32_t t)
{
  const dm_token *token = &text->tokens[t];
  const char     *at = text->string + token->span.begin;
  size_t          n = token->span.end - token->span.begin;
  return token->kind == DM_TOKEN_PUNCTUATION &&
         ((n == 1 && *at == '-') || (n == 3 && memcmp(at, "\xE2\x80", 2) == 0 && (unsigned char)at[2] >= 0x90 && (unsigned char)at[2] <= 0x95));
}

/* Whether token `t` is a comma and the next word, `next`, one before which it may be missing: `Trade, and Industry`. */
static bool is_serial_comma(const dm_lexicon *lexicon, const dm_text *text, uint32_t t, dm_symbol next)
{
  const dm_token *token = &text->tokens[t];
  if (token->kind != DM_TOKEN_PUNCTUATION || text->string[token->span.begin] != ',')
    return false;
  for (size_t i = 0; i < lexicon->serial.n; i++)
    if (lexicon->serial.items[i] == next)
      return true;
  return false;
}

static void put_name(names *all, uint32_t node, name made)
{
  for (uint32_t i = all->first.items[node]; i != UINT32_MAX; i = all->all.items[i].next)
    if (all->all.items[i].named.entity == made.named.entity && all->all.items[i].named.form == made.named.form &&
        (!made.spelling || strcmp(made.spelling, all->all.items[i].spelling) == 0)) {
      all->all.items[i].capital &= made.capital; /* one that is written small too is found so */
      return;
    }
  made.next = all->first.items[node];
  *dm_vector_add(&all->all) = made;
  all->first.items[node] = (uint32_t)all->all.n - 1;
}

size_t dm_lexicon_name_words(const dm_lexicon *lexicon, const dm_text *text, dm_token_range range, dm_symbol *words, bool *capital)
{
  size_t n = 0;
  *capital = false;
  for (uint32_t t = range.begin; t < range.end; t++) {
    const dm_token *token = &text->tokens[t];
    const dm_token *after = t + 1 < range.end ? token + 1 : NULL;
    dm_symbol       symbol = dm_grammar_find_word(lexicon->grammar, token->folded, token->n_folded);
    dm_symbol       next = after ? dm_grammar_find_word(lexicon->grammar, after->folded, after->n_folded) : 0;
    if (is_hyphen(text, t) || (n && (dm_lexicon_is_light(lexicon, symbol) || is_serial_comma(lexicon, text, t, next))))
      continue;
    if (n == 0)
      *capital = (token->flags & DM_TOKEN_CAPITAL) != 0;
    words[n++] = symbol;
  }
  return n;
}

/* The capitalised words of a name are what a text may misspell. */
static void add_spelling(dm_lexicon *lexicon, const dm_text *text, dm_token_range range, const dm_entity *entity)
{
  if (dm_grammar_kinds(lexicon->grammar, "concept", 7) >> dm_grammar_kind(lexicon->grammar, entity->kind) & 1)
    return;
  for (uint32_t t = range.begin; t < range.end; t++) {
    const dm_token *token = &text->tokens[t];
    if (token->kind == DM_TOKEN_WORD && (token->flags & DM_TOKEN_CAPITAL) && !(token->flags & DM_TOKEN_ALL_CAPITALS))
      dm_speller_add(lexicon->speller, dm_grammar_find_word(lexicon->grammar, token->folded, token->n_folded), token->folded, token->n_folded);
  }
}

static void add_name(names *all, dm_lexicon *lexicon, const dm_text *text, dm_token_range range, const surface *from)
{
  uint32_t   node = 0;
  bool       capital = false;
  dm_symbol *words = dm_allocate((range.end - range.begin + 1) * sizeof *words);
  for (uint32_t t = range.begin; t < range.end; t++)
    dm_grammar_add_word(lexicon->grammar, text->tokens[t].folded, text->tokens[t].n_folded);
  size_t n = dm_lexicon_name_words(lexicon, text, range, words, &capital);
  for (size_t i = 0; i < n; i++)
    node = add_child(all, node, words[i]);
  if (from->form != DM_FORM_ACRONYM)
    add_spelling(lexicon, text, range, from->entity);
  if (n)
    put_name(all, node,
             (name){.named = {from->entity, from->written, from->form},
                    .capital = capital,
                    .spelling = from->form == DM_FORM_ACRONYM ? from->spelling : NULL});
  free(words);
}

dm_text *dm_names_cut(const dm_lexicon *lexicon, const surface *surfaces, size_t n_surfaces)
{
  const char **spellings = dm_allocate((n_surfaces + 1) * sizeof *spellings);
  dm_text     *text = NULL;
  for (size_t i = 0; i < n_surfaces; i++)
    spellings[i] = surfaces[i].spelling;
  dm_text_new_phrases(&text, spellings, n_surfaces, &lexicon->words);
  free(spellings);
  return text;
}

void dm_names_add(names *all, dm_lexicon *lexicon, const surface *surfaces, size_t n_surfaces, const dm_text *cut)
{
  for (size_t i = 0; i < n_surfaces; i++)
    add_name(all, lexicon, cut, cut->blocks[i].tokens, &surfaces[i]);
}

/* Equal but for points, and hyphens against spaces: U.S. and US, ARF-ISM and ARF ISM. */
static bool same_acronym(const char *text, size_t n, const char *spelling)
{
  for (size_t i = 0; i < n; i++) {
    char c = text[i];
    if (c == '.' || c == '-' || c == ' ')
      continue;
    while (*spelling == '.' || *spelling == '-' || *spelling == ' ')
      spelling++;
    if (*spelling != c)
      return false;
    spelling++;
  }
  while (*spelling == '.' || *spelling == '-' || *spelling == ' ')
    spelling++;
  return *spelling == '\0';
}

static int compare_named(const void *a, const void *b)
{
  const dm_named *x = a, *y = b;
  if (x->entity->index != y->entity->index)
    return x->entity->index < y->entity->index ? -1 : 1;
  if (x->form != y->form)
    return x->form < y->form ? -1 : 1;
  return (x->written->line_1based > y->written->line_1based) - (x->written->line_1based < y->written->line_1based);
}

enum { MAX_NAMED = 256 };

static void send_names(const names *all, const dm_view *view, uint32_t node, dm_token_range range,
                       void (*on_name)(void *ctx, dm_token_range range, const dm_named *named, size_t n_named), void *ctx)
{
  dm_named found[MAX_NAMED];
  size_t   n = 0;
  dm_span  span = dm_text_tokens_span(view->text, range);
  for (uint32_t i = all->first.items[node]; i != UINT32_MAX && n < MAX_NAMED; i = all->all.items[i].next) {
    const name *candidate = &all->all.items[i];
    if (candidate->spelling && !same_acronym(view->text->string + span.begin, span.end - span.begin, candidate->spelling))
      continue;
    if (!candidate->spelling && candidate->capital && !(view->text->tokens[range.begin].flags & DM_TOKEN_CAPITAL))
      continue;
    found[n++] = candidate->named;
  }
  if (n == 0)
    return;
  qsort(found, n, sizeof *found, compare_named);
  on_name(ctx, range, found, n);
}

/* Token `at` is read as `symbol`; UINT32_MAX: each as it is. */
static void walk(const dm_lexicon *lexicon, const dm_view *view, dm_token_range limit, uint32_t begin, uint32_t at, dm_symbol symbol,
                 void (*on_name)(void *ctx, dm_token_range range, const dm_named *named, size_t n_named), void *ctx)
{
  const names *all = lexicon->names;
  uint32_t     node = 0;
  for (uint32_t t = begin; t < limit.end; t++) {
    dm_symbol next = t + 1 < limit.end ? view->symbols[t + 1] : 0;
    bool      passable =
        t > begin && (is_hyphen(view->text, t) || dm_lexicon_is_light(lexicon, view->symbols[t]) || is_serial_comma(lexicon, view->text, t, next));
    if (passable)
      continue;
    node = child_of(all, node, t == at ? symbol : view->symbols[t]);
    if (!node)
      return;
    if (all->first.items[node] != UINT32_MAX && (at == UINT32_MAX || t >= at))
      send_names(all, view, node, (dm_token_range){begin, t + 1}, on_name, ctx);
  }
}

void dm_lexicon_names_at(const dm_lexicon *lexicon, const dm_view *view, dm_token_range limit, uint32_t begin,
                         void (*on_name)(void *ctx, dm_token_range range, const dm_named *named, size_t n_named), void *ctx)
{
  walk(lexicon, view, limit, begin, UINT32_MAX, 0, on_name, ctx);
}

size_t dm_lexicon_near_words(const dm_lexicon *lexicon, const char *folded, size_t n_bytes, dm_near_word *out, size_t n_max)
{
  return dm_speller_near(lexicon->speller, folded, n_bytes, out, n_max);
}

void dm_lexicon_names_with(const dm_lexicon *lexicon, const dm_view *view, dm_token_range limit, uint32_t begin, uint32_t at, dm_symbol symbol,
                           void (*on_name)(void *ctx, dm_token_range range, const dm_named *named, size_t n_named), void *ctx)
{
  walk(lexicon, view, limit, begin, at, symbol, on_name, ctx);
}
