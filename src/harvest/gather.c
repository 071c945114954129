/* harvest/gather.c - the sightings of all documents, each thing once. */
#include <string.h>

#include "base/unicode.h"
#include "harvest/harvest_impl.h"

enum { MAX_CONTEXTS = 64 }; /* kept of each thing, whatever is asked for later */

dm_harvest *dm_harvest_new(const dm_lexicon *lexicon)
{
  dm_harvest *harvest = dm_allocate(sizeof *harvest);
  harvest->lexicon = lexicon;
  harvest->arena = dm_arena_new();
  harvest->by_key = dm_map_new();
  harvest->words = dm_map_new();
  return harvest;
}

void dm_harvest_free(dm_harvest *harvest)
{
  if (!harvest)
    return;
  for (size_t i = 0; i < harvest->crops.n; i++) {
    dm_vector_free(&harvest->crops.items[i].contexts);
    dm_vector_free(&harvest->crops.items[i].others);
  }
  dm_vector_free(&harvest->crops);
  dm_vector_free(&harvest->word_list);
  dm_map_free(harvest->by_key);
  dm_map_free(harvest->words);
  dm_arena_free(harvest->arena);
  free(harvest);
}

static const char *keep(dm_harvest *harvest, const char *text)
{
  return dm_arena_string(harvest->arena, text, strlen(text));
}

/* The place of a thing, made if it is new. */
static uint32_t crop_of(dm_harvest *harvest, sight what, const char *key, const char *label)
{
  dm_buffer name = {0};
  bool      is_new = false;
  dm_buffer_print(&name, "%d %s", (int)what, key);
  uint32_t at = *dm_map_put(harvest->by_key, name.bytes, name.n_bytes, (uint32_t)harvest->crops.n, &is_new);
  if (is_new)
    *dm_vector_add(&harvest->crops) =
        (crop){.what = what, .key = keep(harvest, key), .label = keep(harvest, label), .kind = -1, .expansion = UINT32_MAX};
  dm_buffer_free(&name);
  return at;
}

static void add_sighting(dm_harvest *harvest, const sighting *seen)
{
  uint32_t expansion = seen->expansion ? crop_of(harvest, SIGHT_NAME, seen->expansion_key, seen->expansion) : UINT32_MAX;
  uint32_t at = crop_of(harvest, seen->what, seen->key, seen->label);
  crop    *of = &harvest->crops.items[at], *looks = expansion == UINT32_MAX ? of : &harvest->crops.items[expansion];
  of->n++;
  of->n_opening += seen->opens;
  if (of->expansion == UINT32_MAX)
    of->expansion = expansion; /* the first that a text gives */
  if (looks->kind < 0)
    looks->kind = seen->kind;
  if (!looks->of && seen->of)
    looks->of = keep(harvest, seen->of);
  if (of->contexts.n < MAX_CONTEXTS)
    *dm_vector_add(&of->contexts) = keep(harvest, seen->context);
}

void dm_harvest_add(dm_harvest *harvest, const dm_gleaning *gleaning)
{
  harvest->n_documents++;
  for (size_t i = 0; i < gleaning->sightings.n; i++)
    add_sighting(harvest, &gleaning->sightings.items[i]);
  for (size_t i = 0; i < gleaning->words.n; i++) {
    const char *word = gleaning->words.items[i];
    bool        is_new = false;
    dm_map_put(harvest->words, word, strlen(word), 0, &is_new);
    if (is_new)
      *dm_vector_add(&harvest->word_list) = keep(harvest, word);
  }
}

/* `from` is told with `to`. */
static void merge(dm_harvest *harvest, uint32_t from, uint32_t to, bool by_label)
{
  crop *one = &harvest->crops.items[from], *other = &harvest->crops.items[to];
  other->n += one->n;
  if (by_label)
    *dm_vector_add(&other->others) = one->label;
  if (!other->of)
    other->of = one->of;
  for (size_t i = 0; i < one->contexts.n && other->contexts.n < MAX_CONTEXTS; i++)
    *dm_vector_add(&other->contexts) = one->contexts.items[i];
  one->is_merged = true;
}

/* How many inflections of a word the documents have. */
typedef struct {
  const dm_harvest *harvest;
  const char       *base;
  size_t            n_seen;
  dm_map           *seen;
} inflection_count;

static void count_form(void *ctx, const char *form, size_t n_bytes)
{
  inflection_count *count = ctx;
  bool              is_new = false;
  if (!dm_map_get(count->harvest->words, form, n_bytes, NULL))
    return;
  dm_map_put(count->seen, form, n_bytes, 0, &is_new);
  count->n_seen += is_new;
}

static size_t count_forms(const dm_harvest *harvest, const char *base)
{
  inflection_count count = {.harvest = harvest, .base = base, .seen = dm_map_new()};
  dm_grammar_inflect(dm_lexicon_grammar(harvest->lexicon), base, count_form, &count);
  dm_map_free(count.seen);
  return count.n_seen;
}

/* The word of the documents of which each verb is an inflection: that with most inflections, then the longest, then the first by letters. */
typedef struct {
  const char *base;
  size_t      n_forms;
} stem;

typedef struct {
  dm_harvest *harvest;
  stem       *stems; /* one a crop */
  const char *base;
} stem_search;

static void offer_base(void *ctx, const char *form, size_t n_bytes)
{
  stem_search *search = ctx;
  dm_buffer    name = {0};
  uint32_t     at = 0;
  dm_buffer_print(&name, "%d %.*s", (int)SIGHT_VERB, (int)n_bytes, form);
  bool found = dm_map_get(search->harvest->by_key, name.bytes, name.n_bytes, &at);
  dm_buffer_free(&name);
  if (!found)
    return;
  stem  *of = &search->stems[at];
  size_t n = count_forms(search->harvest, search->base);
  if (of->base) {
    size_t longer = strlen(search->base), shorter = strlen(of->base);
    if (n < of->n_forms || (n == of->n_forms && (longer < shorter || (longer == shorter && strcmp(search->base, of->base) >= 0))))
      return;
  }
  *of = (stem){search->base, n};
}

static int compare_words(const void *a, const void *b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void join_inflections(dm_harvest *harvest)
{
  size_t            n = harvest->crops.n;
  stem_search       search = {.harvest = harvest, .stems = dm_allocate((n + 1) * sizeof *search.stems)};
  const dm_grammar *grammar = dm_lexicon_grammar(harvest->lexicon);
  for (size_t i = 0; i < harvest->word_list.n; i++) {
    search.base = harvest->word_list.items[i];
    dm_grammar_inflect(grammar, search.base, offer_base, &search);
  }
  for (uint32_t i = 0; i < n; i++) {
    const stem *of = &search.stems[i];
    if (harvest->crops.items[i].what != SIGHT_VERB || !of->base || of->n_forms < 2)
      continue; /* one form alone tells no base */
    uint32_t to = crop_of(harvest, SIGHT_VERB, dm_arena_print(harvest->arena, "%s~", of->base), dm_arena_print(harvest->arena, "%s~", of->base));
    merge(harvest, i, to, true);
  }
  free(search.stems);
}

/* Whether the word is written small elsewhere. */
static bool is_small_elsewhere(const dm_harvest *harvest, const char *word)
{
  dm_buffer folded = {0};
  dm_unicode_fold(&folded, word, strlen(word));
  bool found = dm_map_get(harvest->words, dm_buffer_string(&folded), folded.n_bytes, NULL);
  dm_buffer_free(&folded);
  return found;
}

/* Whether the capitals of a name tell nothing: it stood at the beginning of sentences only, or is one word that is written small elsewhere (`Charter`, `RECALLING`). */
static bool is_common(const dm_harvest *harvest, const crop *of)
{
  if (of->what == SIGHT_ACRONYM)
    return of->expansion == UINT32_MAX && is_small_elsewhere(harvest, of->key);
  return of->what == SIGHT_NAME && (of->n == of->n_opening || is_small_elsewhere(harvest, of->key));
}

void dm_harvest_settle(dm_harvest *harvest)
{
  if (harvest->is_settled)
    return;
  harvest->is_settled = true;
  for (uint32_t i = 0; i < harvest->crops.n; i++) {
    crop *of = &harvest->crops.items[i];
    if (is_common(harvest, of))
      of->n = 0; /* an acronym may vouch for it yet */
  }
  size_t n = harvest->crops.n;
  for (uint32_t i = 0; i < n; i++)
    if (harvest->crops.items[i].what == SIGHT_ACRONYM && harvest->crops.items[i].expansion != UINT32_MAX)
      merge(harvest, i, harvest->crops.items[i].expansion, true);
  join_inflections(harvest);
  for (size_t i = 0; i < harvest->crops.n; i++)
    if (harvest->crops.items[i].others.n)
      qsort(harvest->crops.items[i].others.items, harvest->crops.items[i].others.n, sizeof(const char *), compare_words);
}
