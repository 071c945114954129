/* lexicon/lexicon_impl.h - inside of a lexicon; for this module only. */
#ifndef DM_LEXICON_LEXICON_IMPL_H
#define DM_LEXICON_LEXICON_IMPL_H

#include "base/arena.h"
#include "base/map.h"
#include "base/vector.h"
#include "lexicon/lexicon.h"

/* A thing and where it was written. */
typedef struct entry entry;
struct entry {
  dm_entity           entity;
  const dm_yaml      *yaml;
  const dm_yaml_node *node;
  const entry        *below; /* whose place it takes, or NULL */
};

typedef struct names   names;
typedef struct speller speller;

struct dm_lexicon {
  dm_arena   *arena;
  dm_grammar *grammar;
  dm_yamls    files;
  DM_VECTOR(entry *) entries;
  const dm_entity **entities; /* of entries, sorted by kind and id */
  dm_map           *by_id;    /* "kind/id" -> place in entries */
  DM_VECTOR(const char *) property_keys;
  dm_kinds opened[64]; /* for each kind */
  names   *names;
  speller *speller;
  DM_VECTOR(dm_pattern *) patterns; /* all compiled ones, to free */
  DM_VECTOR(const dm_pattern *) entity_patterns;
  DM_VECTOR(const dm_entity *) pattern_entities;
  DM_VECTOR(const dm_yaml_node *) patterns_written;
  dm_pattern_index *index;
  DM_VECTOR(dm_form) forms;
  DM_VECTOR(dm_side_phrase) sides;
  DM_VECTOR(dm_guess) guesses;
  DM_VECTOR(const dm_pattern *) phrases[DM_N_PHRASE_USES];
  DM_VECTOR(const char *) abbreviations;
  DM_VECTOR(const char *) joined;
  dm_text_words words;
  DM_VECTOR(dm_symbol) light;
  DM_VECTOR(dm_symbol) serial; /* words before which a name may have a comma or not */
  dm_map *months;              /* folded word -> 1..12 */
  dm_map *numbers;             /* folded word -> value */
};

/* Reads `kind` + `entities` of one file into entries, without resolving references. */
dm_status dm_lexicon_read_entities(dm_lexicon *lexicon, const dm_yaml *yaml, dm_diagnostics *diagnostics);

/* Resolves of, partOf, broader, alsoNames, succeeds; sorts; builds names and patterns. After all files are read. */
dm_status dm_lexicon_resolve(dm_lexicon *lexicon, dm_diagnostics *diagnostics);

/* Resolves `succeeds`, both ways. When things are sorted. */
dm_status dm_lexicon_resolve_succession(dm_lexicon *lexicon, dm_diagnostics *diagnostics);

/* Reports the scalar `node`, which should name a kind or group, with the nearest one; returns DM_BAD_RULES. */
dm_status dm_lexicon_unknown_kind(const dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics);

/* Compiles one pattern, which the lexicon then owns. */
dm_status dm_lexicon_compile(dm_lexicon *lexicon, const dm_pattern **out, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics);

speller *dm_speller_new(void);
void     dm_speller_free(speller *all); /* NULL is allowed */

/* Adds a word, folded, unless it has other letters than a to z, or is there. */
void   dm_speller_add(speller *all, dm_symbol symbol, const char *folded, size_t n_bytes);
size_t dm_speller_near(const speller *all, const char *folded, size_t n_bytes, dm_near_word *out, size_t n_max);

names *dm_names_new(void);
void   dm_names_free(names *all);

/* One surface form of a thing, spelt as written. */
typedef struct {
  const char         *spelling;
  const dm_entity    *entity;
  const dm_yaml_node *written;
  uint8_t             form;
} surface;

/* Cuts surface forms into words, one block each; only the lexicon's `words` are used, so that it may go on beside other work. The text is the caller's. */
dm_text *dm_names_cut(const dm_lexicon *lexicon, const surface *surfaces, size_t n_surfaces);

/* Adds surface forms, which must come in the order of the things, and as they were cut. */
void dm_names_add(names *all, dm_lexicon *lexicon, const surface *surfaces, size_t n_surfaces, const dm_text *cut);

#endif
