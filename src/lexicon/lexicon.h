/* lexicon/lexicon.h - everything that is known about words and things, as data/lexicon/README.md describes it.
 *
 * Compiled once, never changed: threads may share it. */
#ifndef DM_LEXICON_LEXICON_H
#define DM_LEXICON_LEXICON_H

#include "base/diagnostic.h"
#include "base/status.h"
#include "lexicon/entity.h"
#include "pattern/pattern.h"

typedef struct dm_lexicon dm_lexicon;

/* What an unlisted thing looks like: a pattern that is tried at every token. */
typedef struct {
  const char         *name;     /* of the form, for explain */
  int                 kind;     /* of the thing or mark; see dm_grammar_kind() */
  bool                is_thing; /* makes a thing, with an id from its label; otherwise only a mark */
  const char         *value;    /* fixed value of its marks, or NULL: from the captures */
  const char         *id;       /* `ga-res-{number}`: id of its things, a capture in braces; NULL: from the label */
  int                 round;    /* forms of a later round see the marks of the earlier ones */
  const char         *head;     /* `Department of`: words that each `label` of a list lacks, or NULL */
  bool                lines;    /* its pattern may go on into the next block */
  const dm_pattern   *pattern;
  const char         *file; /* where it is written */
  const dm_yaml_node *written;
} dm_form;

/* How far a phrase that names a side reaches. */
typedef enum {
  DM_SCOPE_SENTENCE, /* from the phrase to the next such phrase or the end of the sentence, and the list below it */
  DM_SCOPE_BLOCK,    /* to the end of its block, and the list below it */
  DM_SCOPE_SECTION,  /* to the next heading or the next phrase of this scope */
  DM_SCOPE_AGAIN     /* the side of the sentence before goes on to the end of this one; nothing is captured */
} dm_scope;

typedef struct {
  dm_scope          scope;
  const dm_pattern *pattern; /* captures `side` */
} dm_side_phrase;

/* Loads every .yaml file of `paths` (files, or folders in the order of their names). A thing of a later path replaces that of the same kind and id in an earlier one;
 * two in one path are an error. DM_BAD_RULES with every error reported. *out is the caller's, NULL on failure. */
dm_status dm_lexicon_load(dm_lexicon **out, const char *const *paths, size_t n_paths, dm_diagnostics *diagnostics);
void      dm_lexicon_free(dm_lexicon *lexicon); /* NULL is allowed */

/* The grammar of its patterns. Rules add their own words while they load; afterwards nobody may. */
dm_grammar *dm_lexicon_grammar(const dm_lexicon *lexicon);

/* All listed things, by kind and id. */
const dm_entity *const *dm_lexicon_entities(const dm_lexicon *lexicon, size_t *n_entities);

/* A thing by kind (or group, or NULL for any kind) and id; NULL if there is none. */
const dm_entity *dm_lexicon_find(const dm_lexicon *lexicon, const char *kind, const char *id);

/* The file that a listed thing stands in. Borrowed. */
const char *dm_lexicon_file(const dm_lexicon *lexicon, const dm_entity *listed);

/* The files that were read, in order; borrowed. */
const dm_yaml *const *dm_lexicon_files(const dm_lexicon *lexicon, size_t *n_files);

/* Every pattern that was compiled, in order; borrowed. */
const dm_pattern *const *dm_lexicon_compiled(const dm_lexicon *lexicon, size_t *n_patterns);

/* Where a listed thing was written: its entry in one of the files; borrowed. */
void dm_lexicon_source(const dm_lexicon *lexicon, const dm_entity *listed, const dm_yaml **yaml, const dm_yaml_node **node);

/* The same of the entry whose place it takes; false if it takes none. */
bool dm_lexicon_replaced(const dm_lexicon *lexicon, const dm_entity *listed, const dm_yaml **yaml, const dm_yaml_node **node);

/* Writes to `words` (room for all tokens of `range`) the words by which the name that tokens `range` of `text` spell is found, and returns how many: two names of the
 * same words are one in texts, but for capitals. `*capital`: the first must be capitalised. Such a text comes from dm_text_new_phrases(). */
size_t dm_lexicon_name_words(const dm_lexicon *lexicon, const dm_text *text, dm_token_range range, dm_symbol *words, bool *capital);

/* The nearest id, for messages; NULL if none is near. */
const char *dm_lexicon_near_id(const dm_lexicon *lexicon, const char *id);

/* The kinds of things that are named by the text too where they stand inside a thing of this kind (Japan in `Ministry of Defence of Japan`). */
dm_kinds dm_lexicon_kind_opens(const dm_lexicon *lexicon, int kind);

const dm_text_words *dm_lexicon_words(const dm_lexicon *lexicon);

/* Whether a word may be there or not inside names (`the`). */
bool dm_lexicon_is_light(const dm_lexicon *lexicon, dm_symbol symbol);

/* 1 to 12, or 0: not a month. */
int dm_lexicon_month(const dm_lexicon *lexicon, const char *folded);

/* The number that a word stands for (`fourth`, `4th`, `12`); -1 if it is none. */
long dm_lexicon_number(const dm_lexicon *lexicon, const char *folded);

/* A name of a thing in the text. */
typedef struct {
  const dm_entity    *entity;
  const dm_yaml_node *written; /* where the lexicon has the name, in the file of dm_lexicon_file(entity) */
  uint8_t             form;    /* DM_FORM_NAME, ACRONYM or ADJECTIVE */
} dm_named;

/* Calls `on_name` for every end of a name that begins at token `begin` and stays in `limit`, shortest first: the things of that name, by index. */
void dm_lexicon_names_at(const dm_lexicon *lexicon, const dm_view *view, dm_token_range limit, uint32_t begin,
                         void (*on_name)(void *ctx, dm_token_range range, const dm_named *named, size_t n_named), void *ctx);

/* What makes another word of a word, the likelier slip first. */
typedef enum { DM_EDIT_MISSING, DM_EDIT_SWAPPED, DM_EDIT_WRONG, DM_EDIT_EXTRA } dm_edit;

/* A word of a name that another word is near to. */
typedef struct {
  dm_symbol   symbol;
  const char *letters; /* folded; borrowed */
  size_t      n_letters;
  dm_edit     edit; /* what the other word has */
} dm_near_word;

/* Writes the words of names (of things that are no concepts) which `folded`, a word that nobody knows, is one edit away from: a letter too many, too few, or wrong,
 * behind the first, or two neighbours that changed places. Returns how many, at most `n_max`. */
size_t dm_lexicon_near_words(const dm_lexicon *lexicon, const char *folded, size_t n_bytes, dm_near_word *out, size_t n_max);

/* As dm_lexicon_names_at(), but token `at` is read as the word `symbol`, and only names in which it stands are told. */
void dm_lexicon_names_with(const dm_lexicon *lexicon, const dm_view *view, dm_token_range limit, uint32_t begin, uint32_t at, dm_symbol symbol,
                           void (*on_name)(void *ctx, dm_token_range range, const dm_named *named, size_t n_named), void *ctx);

/* The patterns of things, all in one index; the number that the index gives is that of the thing in dm_lexicon_pattern_entity(). NULL if there are none. */
const dm_pattern_index *dm_lexicon_patterns(const dm_lexicon *lexicon);
const dm_entity        *dm_lexicon_pattern_entity(const dm_lexicon *lexicon, size_t pattern);
const dm_yaml_node     *dm_lexicon_pattern_written(const dm_lexicon *lexicon, size_t pattern); /* in the file of its thing */

/* Patterns that stand directly behind a name and give it another one (they capture `alias`), or say whose a body is, before or behind it (they capture `side`),
 * or name the post or body by which a person stands on a side (they capture that as `side`),
 * or, inside a name right before a side, say that it is not the owner (`to the` in `Mission to the United Nations`). */
typedef enum {
  DM_PHRASE_ALIAS,
  DM_PHRASE_OWNER_BEFORE,
  DM_PHRASE_OWNER_AFTER,
  DM_PHRASE_HOLDER_BEFORE,
  DM_PHRASE_HOLDER_AFTER,
  DM_PHRASE_GUEST,
  DM_PHRASE_WHOLE,
  DM_PHRASE_NAME,    /* what looks like the name of an unlisted thing, for harvest */
  DM_PHRASE_NO_NAME, /* and what is none even so */
  DM_PHRASE_NO_VERB, /* what, behind a subject, is no verb */
  DM_PHRASE_TITLE    /* what stands right before the name of a person, where no misspelt name is looked for */
} dm_phrase_use;
enum { DM_N_PHRASE_USES = 11 };
const dm_pattern *const *dm_lexicon_phrases(const dm_lexicon *lexicon, dm_phrase_use use, size_t *n_phrases);

/* What kind of thing a name is by its look: the first whose pattern matches all of it. For harvest. */
typedef struct {
  int               kind;
  const dm_pattern *pattern;
} dm_guess;

const dm_guess       *dm_lexicon_guesses(const dm_lexicon *lexicon, size_t *n_guesses);
const dm_form        *dm_lexicon_forms(const dm_lexicon *lexicon, size_t *n_forms);
const dm_side_phrase *dm_lexicon_sides(const dm_lexicon *lexicon, size_t *n_sides);

#endif
