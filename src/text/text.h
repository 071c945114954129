/* text/text.h - a document's text made ready for reading, and the way back to its source.
 *
 * source bytes --normalise--> one string of blocks --tokenise--> tokens, sentences
 *
 * The normalised string has the blocks one behind the other, each ending with '\n'. Inside a block lines are joined with one space, words
 * hyphenated over a line, page or paragraph end are whole again, markup (emphasis, heading and list marks, paragraph numbers, quotation `>`), soft hyphens, page numbers
 * and running page lines are gone, ligatures are letters, curly quotes and primes are ' or ", every dash (figure, en, em, minus) between words is kept as it is spelt.
 * Immutable once made; threads may share it. */
#ifndef DM_TEXT_TEXT_H
#define DM_TEXT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/span.h"

typedef enum {
  DM_BLOCK_PARAGRAPH,
  DM_BLOCK_HEADING,   /* marked as one, or short, without end mark and alone, before prose */
  DM_BLOCK_LIST_ITEM, /* bullet, dash, (a), (i), i., numbered among shorter siblings */
  DM_BLOCK_FIELD      /* `Date: ...`, `Co-Chairs: ...`: label of at most five words, colon, value */
} dm_block_kind;

typedef struct {
  dm_block_kind kind;
  uint8_t       level;    /* heading level 1..6; list depth 1.. by indentation and mark; else 0 */
  bool          numbered; /* stood behind a number or letter: `1.`, `(a)`, `iv)` */
  bool          strong;   /* wholly emphasised in the source (bold, italics) or in capitals */
  uint32_t
      head; /* index of the block that a list item hangs on (the last block before the list, for a nested item its parent item); own index if none */
  dm_span        span; /* bytes of the normalised string, without the '\n' */
  dm_token_range tokens;
  dm_token_range sentences; /* indices into dm_text.sentences */
} dm_block;

typedef enum { DM_TOKEN_WORD, DM_TOKEN_NUMBER, DM_TOKEN_PUNCTUATION } dm_token_kind;

enum {
  DM_TOKEN_CAPITAL = 1,      /* begins with an upper-case letter */
  DM_TOKEN_ALL_CAPITALS = 2, /* two or more letters, all upper case (digits, '/', '&', '.', '-' allowed): OEWG, U.S., JPCERT/CC */
  DM_TOKEN_SPACE_BEFORE = 4,
  DM_TOKEN_MIXED = 8,    /* an upper-case letter after the first: BMWi, McKinnon, ANSSIs */
  DM_TOKEN_ONE_WORD = 16 /* part of a word with hyphens that goes on with the next token (`capacity` of `capacity-building`) */
};

/* Words are runs of letters, digits, marks and inner apostrophes or points of abbreviations (`U.S.`, `Mr.`, `e.g.`, `D.C.`); `state's` is `state` + `'s`;
 * a hyphen or dash is a token of its own even inside a compound (`multi-stakeholder` is multi + - + stakeholder; flag DM_TOKEN_ONE_WORD on `multi`);
 * but `co-operation` is one token and folded `cooperation` where the caller's words say so;
 * slash-symbols with digits (`A/70/174`, `73/27`, `A/RES/73/27`) and acronyms with slash (`JPCERT/CC`) are one token; `5G`, `2020`, `3rd`, `10,000`, `9.30`, `+81` are NUMBER. */
typedef struct {
  dm_span       span; /* bytes of the normalised string */
  /* NFKD, no marks, lower case, final point of an abbreviation and inner points dropped (`U.S.` is `us`); NUL-terminated; borrowed from the text. */
  const char   *folded;
  uint32_t      n_folded;
  uint32_t      sentence;
  uint32_t      block;
  dm_token_kind kind;
  uint8_t       flags;
} dm_token;

/* A sentence lies within one block. It ends at . ! ? (not of an abbreviation, initial, number, `No.`), at the block's end; a semicolon or colon does not end it. */
typedef struct {
  dm_token_range tokens;
  uint32_t       block;
} dm_sentence;

typedef struct dm_text dm_text;

struct dm_text {
  const char        *string; /* the normalised text; UTF-8, ends with NUL */
  size_t             n_bytes;
  const dm_block    *blocks;
  size_t             n_blocks;
  const dm_token    *tokens;
  size_t             n_tokens;
  const dm_sentence *sentences;
  size_t             n_sentences;
  const char        *source; /* borrowed: the file as it lies on disk, after a byte-order mark */
  size_t             n_source_bytes;
};

/* Words that the tokeniser and sentence splitter must know, which are data (data/lexicon/text.yaml): all folded, without final point. */
typedef struct {
  const char *const *abbreviations; /* a point behind them ends no sentence: mr, dr, no, art, vol */
  size_t             n_abbreviations;
  const char *const *joined; /* beginnings of words that may be written with a hyphen: cooperat */
  size_t             n_joined;
} dm_text_words;

/* Normalises and tokenises source[body_begin, n_source_bytes): valid UTF-8 without a byte-order mark. `source` must outlive the text.
 * *out is the caller's. Linear in the bytes; cannot fail. `words` is borrowed for the call. */
void dm_text_new(dm_text **out, const char *source, size_t n_source_bytes, size_t body_begin, const dm_text_words *words);

/* Tokenises phrases that need no normalising (names of a lexicon): each becomes one paragraph, block i is phrases[i]. Phrases are valid UTF-8 without line ends, copied.
 * Such a text has no source: the functions that lead back to one may not be called. *out is the caller's. */
void dm_text_new_phrases(dm_text **out, const char *const *phrases, size_t n_phrases, const dm_text_words *words);

void dm_text_free(dm_text *text); /* NULL is allowed */

/* The bytes of the source that bytes [begin, end) of the normalised string come from, begin < end: from the first byte of the first
 * character to behind the last byte of the last; it may hold what normalisation dropped between (line ends, page numbers, marks). */
dm_span dm_text_source_span(const dm_text *text, dm_span normalised);

/* The same in Unicode code points of the source (RFC 5147 positions, save that CR LF counts two). O(log n) by an index made with the text. */
dm_span dm_text_source_codepoints(const dm_text *text, dm_span normalised);

/* Length of the whole source in code points. */
size_t dm_text_source_length_cp(const dm_text *text);

/* Bytes of the normalised string that tokens [begin, end) cover; begin < end. */
dm_span dm_text_tokens_span(const dm_text *text, dm_token_range tokens);

#endif
