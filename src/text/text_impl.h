/* text/text_impl.h - what the files of this module share; nobody else includes it.
 *
 * lines.c      source -> lines, without quotation marks, rules and what belongs to pages only
 * marks.c      which lines begin with a list mark or paragraph number
 * group.c      lines -> drafts: a draft is what may become a block, as pieces of the source
 * hyphen.c     whether a word cut at a line end keeps its hyphen
 * normalise.c  a draft -> normalised bytes, with the offset map
 * kind.c       drafts -> blocks of a kind
 * list.c       depth and head of list items
 * token.c, sentence.c
 */
#ifndef DM_TEXT_TEXT_IMPL_H
#define DM_TEXT_TEXT_IMPL_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/map.h"
#include "base/vector.h"
#include "text/text.h"

/* --- code points --- */

enum { TAB_COLUMNS = 4 };

bool dm_codepoint_is_invisible(uint32_t codepoint); /* soft hyphens, zero-width characters, direction marks, controls */
bool dm_codepoint_is_lower(uint32_t codepoint);     /* of scripts with two cases */
bool dm_codepoint_is_dash(uint32_t codepoint);      /* hyphens, dashes, minus */
bool dm_codepoint_is_hyphen(uint32_t codepoint);    /* that joins words: not the em dash */
bool dm_codepoint_is_closer(uint32_t codepoint);    /* may stand behind an end mark: quotes, brackets, emphasis */
bool dm_codepoint_is_end(uint32_t codepoint);       /* ends a sentence */

static inline bool dm_byte_is_letter(char byte)
{
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static inline bool dm_byte_is_digit(char byte)
{
  return byte >= '0' && byte <= '9';
}

/* The code point at bytes[at], at < end; bytes are valid UTF-8. */
uint32_t dm_codepoint_at(const char *bytes, size_t end, size_t at, size_t *n_bytes);

/* The code point that ends at `at`, begin < at. */
uint32_t dm_codepoint_before(const char *bytes, size_t begin, size_t at, size_t *n_bytes);

/* --- lines --- */

typedef enum { MARK_NONE, MARK_BULLET, MARK_NUMBER, MARK_LETTER, MARK_CAPITAL, MARK_ROMAN, MARK_CAPITAL_ROMAN, MARK_LINE } mark_kind;

/* `style` is what stands behind the number: '.' or ')', '(' for both brackets, '[', ' ' for two spaces or a tab. */
typedef struct {
  mark_kind kind;
  char      style;
  uint32_t  ordinal; /* the code point of a bullet */
} list_mark;

enum {
  LINE_BREAK_BEFORE = 1,  /* an empty line, a rule, or another depth of quotation */
  LINE_PAGE_BEFORE = 2,   /* a form feed, page number or running line */
  LINE_TABLE = 4,         /* begins with '|' */
  LINE_EMPHASIS_OPEN = 8, /* the mark stood inside an emphasis that goes on */
  LINE_BULLET_TOO = 16,   /* a bullet stood before the number */
  LINE_DROPPED = 32
};

typedef struct {
  size_t    begin; /* behind quotation marks and indentation */
  size_t    end;   /* behind the last byte that is no space */
  size_t    text;  /* behind the marks */
  uint32_t  indent;
  uint32_t  text_indent; /* column of `text` */
  uint32_t  width;       /* columns, with the indentation */
  uint32_t  word;        /* columns of its first word */
  uint32_t  wrap;        /* columns at which the lines around it were wrapped; 0: they were not */
  list_mark mark;
  uint8_t   heading; /* level by '#' or an underline; 0: none */
  uint8_t   flags;
} text_line;

typedef DM_VECTOR(text_line) text_lines;

typedef enum { END_NONE, END_SENTENCE, END_COLON, END_SEMICOLON, END_COMMA, END_HYPHEN } end_kind;
typedef enum { BEGIN_OTHER, BEGIN_LOWER, BEGIN_UPPER, BEGIN_DIGIT } begin_kind;

/* How bytes [begin, end) end and begin, emphasis, quotes and brackets aside. */
end_kind   dm_bytes_ending(const char *bytes, size_t begin, size_t end);
begin_kind dm_bytes_beginning(const char *bytes, size_t begin, size_t end);

/* --- drafts --- */

/* Bytes of the source; what divides it from the piece before. */
typedef struct {
  size_t begin;
  size_t end;
  bool   tight;     /* no space before it */
  bool   undecided; /* the piece before ends with a hyphen that hyphen.c is to keep or to drop */
} text_piece;

enum {
  DRAFT_CELL = 1, /* of a table */
  DRAFT_BREAK_BEFORE = 2,
  DRAFT_EMPHASIS_OPEN = 4,
  DRAFT_BULLET_TOO = 8,
  DRAFT_STRONG = 16,   /* all emphasised */
  DRAFT_CAPITALS = 32, /* all upper case */
  DRAFT_LEAD = 64      /* cut off from the paragraph it led */
};

typedef struct {
  size_t    first_piece;
  size_t    n_pieces;
  list_mark mark;
  uint32_t  indent;
  uint32_t  text_indent;
  uint8_t   heading;
  uint8_t   flags;
  /* by normalise.c */
  dm_span   span;
  size_t    emphasis_end; /* offset of the normalised string where an emphasis that opened the draft closes, else 0 */
} text_draft;

typedef DM_VECTOR(text_piece) text_pieces;
typedef DM_VECTOR(text_draft) text_drafts;

/* --- offset map --- */

/* n_normalised bytes up to the next segment come from the source at source_begin: byte for byte if n_source is IDENTICAL, else all from
 * n_source bytes. */
typedef struct {
  size_t   normalised_begin;
  size_t   source_begin;
  uint32_t n_source;
} map_segment;

#define IDENTICAL UINT32_MAX

typedef struct {
  DM_VECTOR(map_segment) segments;
  size_t *codepoints; /* before byte i * CODEPOINT_STRIDE of the source */
  size_t  n_codepoints;
} offset_map;

void    dm_offset_map_add(offset_map *map, size_t normalised_begin, size_t source_begin, size_t n_source, bool identical);
dm_span dm_offset_map_source(const offset_map *map, dm_span normalised);
void    dm_offset_map_count(offset_map *map, const char *source, size_t n_source);
size_t  dm_offset_map_codepoint(const offset_map *map, const char *source, size_t offset);
void    dm_offset_map_free(offset_map *map);

/* --- the text while it is made --- */

typedef DM_VECTOR(dm_block) text_blocks;
typedef DM_VECTOR(dm_token) text_tokens;
typedef DM_VECTOR(dm_sentence) text_sentences;

typedef struct {
  const char   *source;
  size_t        n_source;
  size_t        body_begin;
  text_lines    lines;
  text_pieces   pieces;
  text_drafts   drafts;
  dm_buffer     string;
  offset_map    map;
  text_blocks   blocks;
  const dm_map *abbreviations;
  size_t        n_starred;   /* words with a footnote mark `*` */
  size_t        n_bracketed; /* footnote marks `[1]` */
} text_reading;

typedef struct {
  dm_text        text; /* first, so that a dm_text is a text_whole */
  offset_map     map;
  dm_buffer      string;
  text_blocks    blocks;
  text_tokens    tokens;
  text_sentences sentences;
  dm_arena      *arena;
  size_t         n_source_codepoints;
} text_whole;

void dm_lines_read(text_reading *reading);
void dm_lines_clean(text_reading *reading);                         /* page numbers and running lines */
void dm_marks_read(text_reading *reading);                          /* what might be a mark */
void dm_wrap_find(text_reading *reading);                           /* needs marks read */
void dm_marks_settle(text_reading *reading);                        /* what is one; needs the wrap */
bool dm_line_is_full(const text_line *line, const text_line *next); /* the first word of `next` had no room on `line` */
void dm_drafts_group(text_reading *reading);
void dm_hyphens_settle(text_reading *reading);
void dm_drafts_normalise(text_reading *reading);
void dm_drafts_judge(text_reading *reading); /* makes blocks */
void dm_lists_hang(text_reading *reading);
void dm_tokens_make(text_whole *whole, const dm_map *abbreviations, const dm_text_words *words); /* `words` may be NULL */
void dm_sentences_make(text_whole *whole);

/* Length in bytes, colon included, of the label of a field that begins at string[span.begin]; 0 if there is none. */
size_t dm_label_length(const char *string, dm_span span);

#endif
