/* harvest/harvest_impl.h - sightings; for this module only. */
#ifndef DM_HARVEST_HARVEST_IMPL_H
#define DM_HARVEST_HARVEST_IMPL_H

#include "base/arena.h"
#include "base/line_index.h"
#include "base/map.h"
#include "base/vector.h"
#include "harvest/harvest.h"

typedef enum { SIGHT_NAME, SIGHT_ACRONYM, SIGHT_VERB, SIGHT_EXPRESSION, N_SIGHTS } sight;

/* Something unknown at one place. Strings live in the gleaning's arena. */
typedef struct {
  sight       what;
  const char *key;   /* what makes two sightings one: folded words, of acronyms the spelling */
  const char *label; /* as it is written here */
  int         kind;  /* guessed by the look, or -1 */
  const char *of;    /* id of the side that owns it by what stands around, or NULL */
  bool        opens; /* it begins a sentence, so that its capital letter tells nothing */
  /* Of an acronym, the words that it is short for and what they look like; NULL if they do not stand here. */
  const char *expansion_key;
  const char *expansion;
  const char *context; /* FILE:LINE:COLUMN: the sentence */
} sighting;

struct dm_gleaning {
  dm_arena *arena;
  DM_VECTOR(sighting) sightings;
  DM_VECTOR(const char *) words; /* each small word of the document once, folded */
};

typedef enum { TOKEN_FREE, TOKEN_CONCEPT, TOKEN_KNOWN, TOKEN_SEEN } token_state;

/* One document while it is gleaned. */
typedef struct {
  dm_gleaning       *gleaning;
  dm_reading        *reading;
  const dm_relation *relation;
  dm_line_index     *lines;
  uint8_t           *states; /* one a token: token_state */
} field;

/* Whether any phrase of that use matches all of `range`. */
bool field_is(const field *f, dm_phrase_use use, dm_token_range range);

/* The kind that the words of `range` look like, or -1; and the side that owns them, or NULL. */
int         field_guess(const field *f, dm_token_range range);
const char *field_owner(const field *f, dm_token_range range);

/* The words of `range` as they stand, and folded with single spaces; in the gleaning's arena. */
const char *field_words(const field *f, dm_token_range range);
const char *field_folded(const field *f, dm_token_range range);

/* Adds a sighting at `range`, whose context is filled in. */
void field_add(field *f, dm_token_range range, sighting seen);

/* Whether the letters of a block tell names from other words: no heading, not all in capitals. */
bool field_is_prose(const field *f, uint32_t block);

void dm_glean_names(field *f);
void dm_glean_acronyms(field *f);
void dm_glean_verbs(field *f);

/* One thing over all documents. */
typedef struct {
  sight       what;
  const char *key;
  const char *label;
  int         kind;
  const char *of;
  size_t      n;
  size_t      n_opening; /* of them, at the beginning of a sentence */
  DM_VECTOR(const char *) contexts;
  DM_VECTOR(const char *) others; /* acronyms of a name, forms of a verb */
  uint32_t expansion;             /* of an acronym, the entry of its name, or UINT32_MAX */
  bool     is_merged;             /* it is told with another entry */
} crop;

struct dm_harvest {
  const dm_lexicon *lexicon;
  dm_arena         *arena;
  DM_VECTOR(crop) crops;
  dm_map *by_key; /* sight and key -> place in crops */
  dm_map *words;  /* each small word of all documents -> place in word_list */
  DM_VECTOR(const char *) word_list;
  size_t n_documents;
  bool   is_settled;
};

/* Puts acronyms to their names and the inflections of a verb together; once, when all is added. */
void dm_harvest_settle(dm_harvest *harvest);

#endif
