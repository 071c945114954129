/* text/group.c - puts lines together that are one paragraph, item or field: drafts of blocks. */
#include "text/text_impl.h"

#include "base/unicode.h"

#include <string.h>

enum {
  MIN_INDENT = 2,       /* columns that set a line off */
  MIN_CUT_COLUMNS = 60, /* shorter paragraphs are not cut by a page end; they are titles */
  MIN_CONTINUED_COLUMNS = 40,
  MAX_CELLED_COLUMNS = 300,
  MAX_EMPHASIS_LINES = 8,
  MAX_VALUE_LINES = 8,
  MAX_DATE_COLUMNS = 24,
  MAX_SUBLINE_COLUMNS = 160,
  MAX_SUSPENDED_LETTERS = 3,
  WRAP_SLACK = 6 /* lines broken by eye may be a sixth shorter */
};

/* Where grouping stands. */
typedef struct {
  text_reading *reading;
  size_t        first;     /* line of the open draft */
  size_t        last;      /* line that it ends with so far */
  size_t        n_columns; /* of all its lines */
  bool          open;      /* may go on */
} grouping;

static const text_line *line_at(const grouping *g, size_t i)
{
  return &g->reading->lines.items[i];
}

static text_draft *open_draft(const grouping *g)
{
  return &g->reading->drafts.items[g->reading->drafts.n - 1];
}

static end_kind ending(const grouping *g, const text_line *line)
{
  return dm_bytes_ending(g->reading->source, line->text, line->end);
}

static begin_kind beginning(const grouping *g, const text_line *line)
{
  return dm_bytes_beginning(g->reading->source, line->text, line->end);
}

static size_t label_length(const grouping *g, const text_line *line)
{
  return dm_label_length(g->reading->source, (dm_span){line->text, line->end});
}

static bool ends_in_soft_hyphen(const grouping *g, const text_line *line)
{
  size_t n = 0;
  return dm_codepoint_before(g->reading->source, line->text, line->end, &n) == 0xAD;
}

/* `short- and long-term`: the hyphen of the first word waits for the end of the second. */
static bool is_suspended(const grouping *g, const text_line *next)
{
  const char *bytes = g->reading->source;
  size_t      at = next->text;
  while (at < next->end && at - next->text <= MAX_SUSPENDED_LETTERS && dm_codepoint_is_lower((unsigned char)bytes[at]))
    at++;
  if (at == next->end || bytes[at] != ' ')
    return false;
  size_t word = at + 1;
  while (word < next->end && dm_unicode_is_letter((unsigned char)bytes[word]))
    word++;
  return word > at + 1 && word + 1 < next->end && bytes[word] == '-' && dm_unicode_is_letter((unsigned char)bytes[word + 1]);
}

/* --- whether a line goes on in the next --- */

/* `**` opened in the draft's last line closes in one of the next few. */
static bool emphasis_goes_on(const grouping *g, size_t next)
{
  const char *bytes = g->reading->source;
  bool        open = false;
  for (size_t i = g->first; i < next; i++) {
    const text_line *line = line_at(g, i);
    const char      *at = bytes + line->text;
    const char      *end = bytes + line->end;
    for (; at + 1 < end && (at = memchr(at, '*', (size_t)(end - at - 1))); at += 2) {
      if (at[1] == '*')
        open = !open;
      else
        at--;
    }
  }
  if (!open)
    return false;
  for (size_t i = next; i < g->reading->lines.n && i < next + MAX_EMPHASIS_LINES; i++) {
    const text_line *line = line_at(g, i);
    if (line->flags & LINE_BREAK_BEFORE)
      return false;
    for (size_t at = line->text; at + 1 < line->end; at++)
      if (bytes[at] == '*' && bytes[at + 1] == '*')
        return true;
  }
  return false;
}

/* A quotation opened in the draft is still open at its last line: `Open Debate on "Maintenance of`. */
static bool quotation_goes_on(const grouping *g)
{
  const char *bytes = g->reading->source;
  bool        open = false;
  size_t      n = 0;
  for (size_t i = g->first; i <= g->last; i++)
    for (size_t at = line_at(g, i)->text; at < line_at(g, i)->end; at += n) {
      const uint32_t codepoint = dm_codepoint_at(bytes, line_at(g, i)->end, at, &n);
      open = codepoint == '"' ? !open : (open || codepoint == 0x201C) && codepoint != 0x201D;
    }
  return open;
}

/* One indented line under a label, with what was wrapped of it, is its value; several are a list. */
static bool is_value_below(const grouping *g, const text_line *label, size_t next)
{
  const text_line *line = line_at(g, next);
  if (line->indent < label->indent + MIN_INDENT)
    return false;
  for (size_t i = next + 1; i < g->reading->lines.n && i < next + MAX_VALUE_LINES; i++) {
    const text_line *below = line_at(g, i);
    if ((below->flags & LINE_BREAK_BEFORE) || below->indent < line->indent)
      return true;
    if (!dm_line_is_full(below - 1, below))
      return false;
  }
  return true;
}

static bool last_word_is_lower(const grouping *g, const text_line *line)
{
  size_t at = line->end;
  while (at > line->text && g->reading->source[at - 1] != ' ')
    at--;
  return dm_codepoint_is_lower((unsigned char)g->reading->source[at]);
}

/* Nearly full, its last word none that titles end with, and more prose below: a line that its writer broke by eye. */
static bool is_nearly_full(const grouping *g, const text_line *line, const text_line *next)
{
  const uint32_t near = line->wrap - line->wrap / WRAP_SLACK;
  return line->wrap > 0 && line->width + 1 + next->word > near && ending(g, line) == END_NONE && last_word_is_lower(g, line) &&
         (next->width > near || ending(g, next) == END_SENTENCE);
}

/* `29 June 2021` below a title that happens to fill its line; not a year alone, which the line above may lead to. */
static bool is_date_line(const grouping *g, size_t i)
{
  const text_line *line = line_at(g, i);
  return line->word < line->width - line->indent && line->width <= MAX_DATE_COLUMNS && beginning(g, line) == BEGIN_DIGIT &&
         ending(g, line) == END_NONE && ending(g, line - 1) == END_NONE && (i + 1 == g->reading->lines.n || (line[1].flags & LINE_BREAK_BEFORE));
}

/* `Date: 21.06.2019` below a title that happens to fill its line; not a word with a colon in wrapped prose. */
static bool is_field_below_title(const grouping *g, size_t i)
{
  const text_line *title = line_at(g, g->last);
  const text_line *line = line_at(g, i);
  const size_t     value = line->text + label_length(g, line);
  const bool       ended = i + 1 == g->reading->lines.n || (line[1].flags & LINE_BREAK_BEFORE) || !dm_line_is_full(line, line + 1);
  return ended && g->first == g->last && title->mark.kind == MARK_NONE && ending(g, title) == END_NONE && !last_word_is_lower(g, title) &&
         dm_bytes_beginning(g->reading->source, value, line->end) != BEGIN_LOWER;
}

/* A sentence goes on in lower case, at the same depth, though its line was not full. */
static bool goes_on_in_lower_case(const grouping *g, const text_line *first, const text_line *above, const text_line *line)
{
  if (beginning(g, line) != BEGIN_LOWER)
    return false;
  const bool deeper = line->indent >= above->indent + MIN_INDENT && first->mark.kind == MARK_NONE;
  const bool dedented = line->indent + MIN_INDENT <= above->indent && line->indent <= first->indent;
  const bool subline = open_draft(g)->mark.kind == MARK_LINE && line->indent <= first->indent;
  if (deeper || subline || (dedented && (g->last != g->first || line->indent < first->indent)))
    return false;
  const end_kind end = ending(g, above);
  return end == END_NONE || (end == END_COMMA && g->n_columns >= MIN_CONTINUED_COLUMNS);
}

static bool joins_unbroken(const grouping *g, size_t i)
{
  const text_line *first = line_at(g, g->first);
  const text_line *above = line_at(g, g->last);
  const text_line *line = line_at(g, i);
  const bool       full = dm_line_is_full(above, line);
  if ((ending(g, above) == END_HYPHEN && beginning(g, line) == BEGIN_LOWER) || ends_in_soft_hyphen(g, above))
    return true;
  if (g->last - g->first < MAX_EMPHASIS_LINES && emphasis_goes_on(g, i))
    return true;
  const size_t n_label = label_length(g, first);
  if (label_length(g, line) > 0 && (!full || n_label > 0 || (is_field_below_title(g, i) && !quotation_goes_on(g))))
    return false;
  if (g->last == g->first && n_label == first->end - first->text && is_value_below(g, first, i))
    return true;
  if (full || is_nearly_full(g, above, line))
    return !is_date_line(g, i);
  return goes_on_in_lower_case(g, first, above, line);
}

/* `(Estonian side) Ministry of Foreign Affairs`: words in brackets that begin a paragraph; an acronym in brackets may go on with one. */
static bool begins_with_bracket(const grouping *g, const text_line *line)
{
  const char  *bytes = g->reading->source;
  const size_t at = line->text;
  return at + 2 < line->end && bytes[at] == '(' && dm_unicode_is_upper((unsigned char)bytes[at + 1]) &&
         dm_codepoint_is_lower((unsigned char)bytes[at + 2]);
}

/* A paragraph that a page end, or an empty line that means nothing, cuts in two. */
static bool joins_broken(const grouping *g, size_t i)
{
  const text_line *first = line_at(g, g->first);
  const text_line *above = line_at(g, g->last);
  const text_line *line = line_at(g, i);
  const end_kind   end = ending(g, above);
  const begin_kind begin = beginning(g, line);
  const bool       page = line->flags & LINE_PAGE_BEFORE;
  const char       last = g->reading->source[above->end - 1];
  if (last == '*' || last == '_' || label_length(g, line) > 0)
    return false;
  if ((end == END_HYPHEN || ends_in_soft_hyphen(g, above)) && begin == BEGIN_LOWER)
    return true;
  const bool is_long = g->n_columns >= MIN_CUT_COLUMNS;
  if (begin == BEGIN_LOWER) {
    if (end == END_NONE)
      return is_long || page;
    return end == END_COMMA && is_long && (first->mark.kind == MARK_NONE || page);
  }
  return page && end == END_NONE && is_long && line->width >= MIN_CONTINUED_COLUMNS && begin != BEGIN_OTHER && !begins_with_bracket(g, line) &&
         dm_codepoint_is_lower((unsigned char)last) && (above->wrap == 0 || dm_line_is_full(above, line));
}

static bool joins(const grouping *g, size_t i)
{
  const text_line *line = line_at(g, i);
  if (!g->open || line->mark.kind != MARK_NONE || line->heading || (line->flags & LINE_TABLE) || line_at(g, g->last)->heading)
    return false;
  return line->flags & LINE_BREAK_BEFORE ? joins_broken(g, i) : joins_unbroken(g, i);
}

/* --- making drafts --- */

static void add_piece(grouping *g, size_t begin, size_t end, bool tight)
{
  *dm_vector_add(&g->reading->pieces) = (text_piece){.begin = begin, .end = end, .tight = tight, .undecided = false};
  open_draft(g)->n_pieces++;
}

static void add_draft(grouping *g, const text_line *line, size_t begin, size_t end, uint8_t flags)
{
  *dm_vector_add(&g->reading->drafts) = (text_draft){
      .first_piece = g->reading->pieces.n,
      .mark = line->mark,
      .indent = line->indent,
      .text_indent = line->text_indent,
      .heading = line->heading,
      .flags = (uint8_t)(flags | (line->flags & LINE_BREAK_BEFORE ? DRAFT_BREAK_BEFORE : 0) |
                         (line->flags & LINE_EMPHASIS_OPEN ? DRAFT_EMPHASIS_OPEN : 0) | (line->flags & LINE_BULLET_TOO ? DRAFT_BULLET_TOO : 0)),
  };
  add_piece(g, begin, end, false);
}

static void go_on(grouping *g, size_t i)
{
  const text_line *above = line_at(g, g->last);
  const text_line *line = line_at(g, i);
  const bool       hyphen = ending(g, above) == END_HYPHEN && !is_suspended(g, line);
  add_piece(g, line->text, line->end, hyphen || ends_in_soft_hyphen(g, above));
  g->reading->pieces.items[g->reading->pieces.n - 1].undecided = hyphen;
  g->last = i;
  g->n_columns += line->width;
}

/* Indented lines without marks under `attended by officials of`, and short ones under `MIC, Japan:`, are a list. */
static bool is_subline(const grouping *g, size_t i)
{
  const text_line *line = line_at(g, i);
  if (i == 0 || line->mark.kind != MARK_NONE || (line->flags & (LINE_BREAK_BEFORE | LINE_TABLE)) || line->heading || g->reading->drafts.n == 0)
    return false;
  const text_draft *above = open_draft(g);
  const end_kind    end = ending(g, line - 1);
  const bool        sentence = ending(g, line) == END_SENTENCE && end != END_SEMICOLON;
  if (above->mark.kind == MARK_LINE && line->indent >= above->indent && line->indent < above->indent + MIN_INDENT)
    return !sentence || line->indent >= MIN_INDENT;
  const bool deeper = line->indent >= above->indent + MIN_INDENT;
  if (above->heading || line->indent < above->indent)
    return false;
  if (end == END_COLON)
    return deeper || (!sentence && line->width <= MAX_SUBLINE_COLUMNS && label_length(g, line) == 0);
  if (!deeper)
    return false;
  const bool twin = i + 1 < g->reading->lines.n && line[1].indent == line->indent && !(line[1].flags & LINE_BREAK_BEFORE);
  return end == END_NONE && twin && above->mark.kind == MARK_NONE;
}

/* Cells of a table row, or of a line with bars such as `MEDIA NOTE | July 27, 2016`. */
static bool add_cells(grouping *g, const text_line *line)
{
  const char *bytes = g->reading->source;
  const bool  table = line->flags & LINE_TABLE;
  if (!table && (line->width > MAX_CELLED_COLUMNS || line->mark.kind != MARK_NONE || line->heading))
    return false;
  size_t n_cells = 0;
  size_t begin = line->text;
  for (size_t at = line->text; at <= line->end; at++) {
    const bool spaced = at > line->text && at + 1 < line->end && bytes[at - 1] == ' ' && bytes[at + 1] == ' ';
    const bool bar = at == line->end || (bytes[at] == '|' && (table || spaced));
    if (!bar || (at == line->end && n_cells == 0 && !table))
      continue;
    size_t end = at;
    while (begin < end && (bytes[begin] == ' ' || bytes[begin] == '\t'))
      begin++;
    while (begin < end && (bytes[end - 1] == ' ' || bytes[end - 1] == '\t'))
      end--;
    if (begin < end)
      add_draft(g, line, begin, end, DRAFT_CELL);
    begin = at + 1;
    n_cells++;
  }
  return n_cells > 0;
}

static void begin_draft(grouping *g, size_t i)
{
  const text_line *line = line_at(g, i);
  const bool       subline = is_subline(g, i);
  g->first = g->last = i;
  g->n_columns = line->width;
  g->open = !add_cells(g, line);
  if (!g->open)
    return;
  add_draft(g, line, line->text, line->end, 0);
  if (subline)
    open_draft(g)->mark = (list_mark){.kind = MARK_LINE};
}

void dm_drafts_group(text_reading *reading)
{
  grouping g = {.reading = reading};
  for (size_t i = 0; i < reading->lines.n; i++) {
    if (joins(&g, i))
      go_on(&g, i);
    else
      begin_draft(&g, i);
  }
}
