/* pattern/grammar.h - the words, classes and kinds that patterns are made of.
 *
 * Filled while the lexicon loads, then frozen: dm_grammar_find() is safe from several threads as soon as nobody adds. */
#ifndef DM_PATTERN_GRAMMAR_H
#define DM_PATTERN_GRAMMAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/diagnostic.h"
#include "base/status.h"
#include "yaml/tree.h"

/* A word as a number; 0 is no word that any pattern knows. */
typedef uint32_t dm_symbol;

/* A set of kinds, one bit each. */
typedef uint64_t dm_kinds;

typedef struct dm_grammar dm_grammar;

dm_grammar *dm_grammar_new(void);
void        dm_grammar_free(dm_grammar *grammar); /* NULL is allowed */

/* The number of a word in folded form, after spelling rules; a new one if it was not known. */
dm_symbol dm_grammar_add_word(dm_grammar *grammar, const char *folded, size_t n_bytes);

/* The number of a word in folded form, after spelling rules, or 0. */
dm_symbol dm_grammar_find_word(const dm_grammar *grammar, const char *folded, size_t n_bytes);

/* Appends a word in folded form as the spelling rules have it. */
void dm_grammar_spell(const dm_grammar *grammar, dm_buffer *out, const char *folded, size_t n_bytes);

/* Spellings that are one word: a word that ends with `from` (behind at least two letters, or is it wholly) is read as if it ended with `to`. */
void dm_grammar_add_spelling(dm_grammar *grammar, const char *from, const char *to);

/* Regular inflection: the first rule one of whose `ends` (NULL-terminated; none: any word) fits drops `n_drop` bytes and adds each of `add`. Strings are copied. */
void dm_grammar_add_ending(dm_grammar *grammar, const char *const *ends, size_t n_ends, size_t n_drop, const char *const *add, size_t n_add);

/* An irregular form of `base`, both folded. */
void dm_grammar_add_inflection(dm_grammar *grammar, const char *base, const char *form);

/* All forms of `base`: itself, regular, irregular. Calls `on_form` for each, maybe twice. */
void dm_grammar_inflect(const dm_grammar *grammar, const char *base, void (*on_form)(void *ctx, const char *form, size_t n_bytes), void *ctx);

/* Defines class `name` as a sequence of patterns. A second definition of a name adds to the first, so that overlays extend. The tree is borrowed and must outlive compilation. */
void dm_grammar_add_class(dm_grammar *grammar, const char *name, const dm_yaml *yaml, const dm_yaml_node *sequence);

/* The parts of a class, or 0. */
size_t dm_grammar_class(const dm_grammar *grammar, const char *name, size_t n_bytes, size_t part, const dm_yaml **yaml,
                        const dm_yaml_node **sequence);

/* Defines a kind (at most 64; returns false when there are more) or finds it, and puts it into a group. */
bool dm_grammar_add_kind(dm_grammar *grammar, const char *name);
void dm_grammar_add_group(dm_grammar *grammar, const char *group, const char *kind);

/* The kinds of a kind's or group's name; 0 if there is none. */
dm_kinds dm_grammar_kinds(const dm_grammar *grammar, const char *name, size_t n_bytes);

/* The index (bit) of a kind, or -1; and its name. */
int         dm_grammar_kind(const dm_grammar *grammar, const char *name);
const char *dm_grammar_kind_name(const dm_grammar *grammar, int kind);

/* The group into which a kind was put first; NULL if it is in none. */
const char *dm_grammar_kind_group(const dm_grammar *grammar, int kind);

/* The names nearest to a misspelt one, for messages: of a class, kind or group; NULL if none is near. Borrowed. */
const char *dm_grammar_near_class(const dm_grammar *grammar, const char *name);
const char *dm_grammar_near_kind(const dm_grammar *grammar, const char *name);

#endif
