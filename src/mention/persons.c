/* mention/persons.c - persons by their names: whatever the order, capitals and initials in which a document gives them.
 *
 *   `Michele G. MARKOFF`   label: Michele G. Markoff   bare name: michele markoff   also known by: markoff; {markoff, michele} */
#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "mention/mention_impl.h"

enum { MAX_NAME_WORDS = 12, MIN_BARE_WORDS = 2 };

/* Persons: the family name in capitals goes last, both in title case. */
static bool is_shouted(const dm_token *token)
{
  return (token->flags & DM_TOKEN_ALL_CAPITALS) && token->n_folded > 2;
}

static void add_part(const dm_reading *reading, dm_buffer *label, dm_token_range range, bool shouted, bool all)
{
  const dm_text *text = reading->text;
  for (uint32_t t = range.begin; t < range.end; t++) {
    const dm_token *token = &text->tokens[t];
    bool            joined = token->kind == DM_TOKEN_PUNCTUATION || (t > range.begin && !(token->flags & DM_TOKEN_SPACE_BEFORE));
    bool            first_joined = joined && t > range.begin && is_shouted(&text->tokens[t - 1]) == is_shouted(token);
    if (!all && is_shouted(token) != shouted && !(joined && token->kind == DM_TOKEN_PUNCTUATION))
      continue;
    if (!all && token->kind == DM_TOKEN_PUNCTUATION &&
        (t == range.begin || t + 1 >= range.end || is_shouted(&text->tokens[t - 1]) != shouted || is_shouted(&text->tokens[t + 1]) != shouted))
      continue;
    if (label->n_bytes && !(joined && (all || token->kind == DM_TOKEN_PUNCTUATION || first_joined)))
      dm_buffer_add_byte(label, ' ');
    const char *at = text->string + token->span.begin;
    size_t      n = token->span.end - token->span.begin;
    if (is_shouted(token))
      dm_unicode_title(label, at, n);
    else
      dm_buffer_add(label, at, n);
  }
}

/* Whether some of the words, but not all, are in capitals, so that the family name is told. */
static bool tells_order(const dm_text *text, dm_token_range range)
{
  size_t n_shouted = 0, n_words = 0;
  for (uint32_t t = range.begin; t < range.end; t++) {
    n_words += text->tokens[t].kind == DM_TOKEN_WORD;
    n_shouted += is_shouted(&text->tokens[t]);
  }
  return n_shouted > 0 && n_shouted < n_words;
}

const char *dm_reading_person_label(dm_reading *reading, dm_token_range range)
{
  dm_buffer label = {0};
  if (!tells_order(reading->text, range)) {
    add_part(reading, &label, range, false, true);
  } else {
    add_part(reading, &label, range, false, false);
    add_part(reading, &label, range, true, false);
  }
  const char *kept = dm_arena_string(reading->arena, dm_buffer_string(&label), label.n_bytes);
  dm_buffer_free(&label);
  return kept;
}

/* The words of a name, folded. */
typedef struct {
  char   words[MAX_NAME_WORDS][64];
  size_t n;
} bare_name;

/* `G.`, `J.P.`: letters that stand each for a name. */
static bool is_initial(const char *piece, size_t n_piece)
{
  for (size_t at = 0, n = 0; at < n_piece; at += n) {
    if (!dm_unicode_is_letter(dm_utf8_decode(piece, n_piece, at, &n)))
      return false;
    at += n;
    n = at < n_piece && piece[at] == '.';
    if (!n && at < n_piece)
      return false;
  }
  return n_piece > 0;
}

static void add_words(bare_name *bare, const char *label, bool with_initials)
{
  dm_buffer folded = {0};
  for (const char *piece = label; *piece && bare->n < MAX_NAME_WORDS;) {
    size_t n = strcspn(piece, " ");
    dm_buffer_clear(&folded);
    dm_unicode_slug(&folded, piece, n);
    if (folded.n_bytes && folded.n_bytes < sizeof bare->words[0] && (with_initials || !is_initial(piece, n)))
      memcpy(bare->words[bare->n++], folded.bytes, folded.n_bytes + 1);
    piece += n + (piece[n] != '\0');
  }
  dm_buffer_free(&folded);
}

/* The name without initials, unless too little would be left. */
static bare_name bare_of(const char *label)
{
  bare_name bare = {.n = 0};
  add_words(&bare, label, false);
  if (bare.n >= MIN_BARE_WORDS)
    return bare;
  bare.n = 0;
  add_words(&bare, label, true);
  return bare;
}

static int compare_words(const void *a, const void *b)
{
  return strcmp(a, b);
}

typedef enum { KEY_IN_ORDER, KEY_IN_ANY_ORDER } key_use;

/* The key of the words of a name from word `from`. */
static void set_name_key(dm_buffer *key, const char *kind, bare_name name, size_t from, key_use use)
{
  dm_buffer_clear(key);
  dm_buffer_add_byte(key, (char)use);
  dm_buffer_add(key, kind, strlen(kind) + 1);
  if (use == KEY_IN_ANY_ORDER)
    qsort(name.words, name.n, sizeof *name.words, compare_words);
  for (size_t i = from; i < name.n; i++)
    dm_buffer_print(key, " %s", name.words[i]);
}

/* By the whole name in any order, and by what it ends with: `Ambassador Lauber` after `Jürg Lauber`. The first of that name keeps it. */
static void index_name(dm_reading *reading, dm_buffer *key, const dm_entity *person, uint32_t place)
{
  bare_name name = bare_of(person->label);
  for (size_t from = 0; from < name.n; from++) {
    set_name_key(key, person->kind, name, from, KEY_IN_ORDER);
    dm_map_put(reading->index->by_name, key->bytes, key->n_bytes, place, NULL);
  }
  set_name_key(key, person->kind, name, 0, KEY_IN_ANY_ORDER);
  dm_map_put(reading->index->by_name, key->bytes, key->n_bytes, place, NULL);
}

/* The id that a name gives: its bare words. */
static const char *id_of(dm_reading *reading, const bare_name *name)
{
  dm_buffer words = {0}, slug = {0};
  for (size_t i = 0; i < name->n; i++)
    dm_buffer_print(&words, " %s", name->words[i]);
  dm_unicode_slug(&slug, dm_buffer_string(&words), words.n_bytes);
  const char *id = dm_arena_string(reading->arena, dm_buffer_string(&slug), slug.n_bytes);
  dm_buffer_free(&words);
  dm_buffer_free(&slug);
  return id;
}

/* The place of the found person whom the name means: by the whole name, by its end, by the same words in another order, or one known so far by the last word
 * alone; UINT32_MAX if there is none. */
static uint32_t person_meant(const dm_reading *reading, dm_buffer *key, const char *kind, bare_name name)
{
  uint32_t place = UINT32_MAX;
  set_name_key(key, kind, name, 0, KEY_IN_ORDER);
  if (dm_map_get(reading->index->by_name, key->bytes, key->n_bytes, &place) || name.n < MIN_BARE_WORDS)
    return place;
  set_name_key(key, kind, name, 0, KEY_IN_ANY_ORDER);
  if (dm_map_get(reading->index->by_name, key->bytes, key->n_bytes, &place))
    return place;
  set_name_key(key, kind, name, name.n - 1, KEY_IN_ORDER);
  if (dm_map_get(reading->index->by_name, key->bytes, key->n_bytes, &place) && bare_of(reading->found.items[place]->label).n == 1)
    return place;
  return UINT32_MAX;
}

const dm_entity *dm_reading_person(dm_reading *reading, const char *kind, dm_token_range range)
{
  const char *label = dm_reading_person_label(reading, range);
  bare_name   name = bare_of(label);
  const char *id = id_of(reading, &name);
  dm_buffer   key = {0};
  uint32_t    place = person_meant(reading, &key, kind, name);
  if (place == UINT32_MAX) {
    place = (uint32_t)reading->found.n;
    const dm_entity *made = dm_reading_thing_by_id(reading, kind, id, label, NULL);
    if (reading->found.n > place)
      index_name(reading, &key, made, place);
    dm_buffer_free(&key);
    return made;
  }
  dm_entity *known = reading->found.items[place];
  size_t     n_known = bare_of(known->label).n;
  bool       says_more = n_known == 1 ? name.n > 1 : name.n == n_known && tells_order(reading->text, range) && strcmp(known->id, id) != 0;
  if (says_more) { /* the last name alone, or the order of names, was not the best that the document has */
    known->id = id;
    known->label = label;
    index_name(reading, &key, known, place);
  } else if (strcmp(known->id, id) == 0 && strlen(label) > strlen(known->label)) {
    known->label = label; /* with initials */
  }
  dm_buffer_free(&key);
  return known;
}

void dm_reading_scope_persons(dm_reading *reading)
{
  dm_reading_scope_ids(reading, dm_grammar_kinds(dm_lexicon_grammar(reading->lexicon), "actor-person", 12));
}
