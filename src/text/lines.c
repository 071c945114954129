/* text/lines.c - cuts a source into lines; takes off quotation marks, rules, underlines of headings. */
#include "text/text_impl.h"

#include "base/unicode.h"

#include <string.h>

enum { MIN_RULE = 3, MAX_UNDERLINED_COLUMNS = 200, MAX_QUOTE_INDENT = 3, MAX_HEADING = 6 };

/* A line end at bytes[at]: its length, and whether it ends a page. 0: none. */
static size_t line_end_length(const char *bytes, size_t end, size_t at, bool *page)
{
  switch ((unsigned char)bytes[at]) {
  case '\f': *page = true; return 1;
  case '\n':
  case '\v': return 1;
  case '\r': return at + 1 < end && bytes[at + 1] == '\n' ? 2 : 1;
  case 0xC2: /* U+0085 */ return at + 1 < end && (unsigned char)bytes[at + 1] == 0x85 ? 2 : 0;
  case 0xE2: /* U+2028, U+2029 */ return at + 2 < end && (unsigned char)bytes[at + 1] == 0x80 && ((unsigned char)bytes[at + 2] | 1) == 0xA9 ? 3 : 0;
  default: return 0;
  }
}

/* Passes over spaces, counting columns, and quotation marks; returns the depth of quotation. */
static size_t pass_margin(const char *bytes, size_t end, size_t *at, uint32_t *indent)
{
  size_t depth = 0;
  size_t n = 0;
  *indent = 0;
  for (; *at < end; *at += n) {
    const uint32_t codepoint = dm_codepoint_at(bytes, end, *at, &n);
    if (codepoint == '\t') {
      *indent += TAB_COLUMNS - *indent % TAB_COLUMNS;
    } else if (codepoint == '>' && *indent <= MAX_QUOTE_INDENT) {
      depth++;
      *indent = 0;
      if (*at + 1 < end && bytes[*at + 1] == ' ')
        n = 2;
    } else if (dm_unicode_is_space(codepoint)) {
      (*indent)++;
    } else if (!dm_codepoint_is_invisible(codepoint)) {
      break;
    }
  }
  return depth;
}

/* Where the last visible character ends; a soft hyphen there is kept, it says that the word goes on. */
static size_t trim_end(const char *bytes, size_t begin, size_t end)
{
  size_t n = 0;
  for (; end > begin; end -= n) {
    const uint32_t codepoint = dm_codepoint_before(bytes, begin, end, &n);
    if (codepoint == 0xAD || !(dm_unicode_is_space(codepoint) || dm_codepoint_is_invisible(codepoint)))
      break;
  }
  return end;
}

/* The one character besides spaces that [begin, end) is made of, at least MIN_RULE times; else 0. *spaced: there are spaces between. */
static uint32_t rule_character(const char *bytes, size_t begin, size_t end, bool *spaced)
{
  size_t         n = 0;
  size_t         count = 0;
  const uint32_t only = dm_codepoint_at(bytes, end, begin, &n);
  if (!strchr("-*_=~#+", only < 0x80 ? (int)only : 'x') && !dm_codepoint_is_dash(only) && !(only >= 0x2500 && only < 0x2580) && only != 0xB7)
    return 0;
  *spaced = false;
  for (size_t at = begin; at < end; at += n) {
    const uint32_t codepoint = dm_codepoint_at(bytes, end, at, &n);
    if (codepoint == only)
      count++;
    else if (dm_unicode_is_space(codepoint))
      *spaced = true;
    else
      return 0;
  }
  return count >= MIN_RULE ? only : 0;
}

/* `|---|:--:|` between the head and the body of a table */
static bool is_table_rule(const char *bytes, size_t begin, size_t end)
{
  bool pipe = false;
  bool dash = false;
  for (size_t at = begin; at < end; at++) {
    pipe |= bytes[at] == '|';
    dash |= bytes[at] == '-';
    if (!strchr("|-:+ \t", bytes[at]))
      return false;
  }
  return pipe && dash;
}

static bool is_fence(const char *bytes, size_t begin, size_t end)
{
  return end - begin >= 3 && (memcmp(bytes + begin, "```", 3) == 0 || memcmp(bytes + begin, "~~~", 3) == 0) &&
         !memchr(bytes + begin, ' ', end - begin);
}

/* Columns of [begin, end), or of its first word: what takes up no room, and marks on letters, are not counted. */
static uint32_t column_count(const char *bytes, size_t begin, size_t end, bool first_word)
{
  uint32_t n_columns = 0;
  size_t   n = 0;
  for (size_t at = begin; at < end && n_columns < UINT32_MAX / 2; at += n) {
    const uint32_t codepoint = dm_codepoint_at(bytes, end, at, &n);
    if (first_word && (codepoint == '\t' || dm_unicode_is_space(codepoint)))
      break;
    n_columns += codepoint < 0x80 || (!dm_codepoint_is_invisible(codepoint) && dm_unicode_width(codepoint) > 0);
  }
  return n_columns;
}

/* `### Title ##`: sets the level, narrows the line to the title. */
static void read_heading(const char *bytes, text_line *line)
{
  size_t level = 0;
  while (line->begin + level < line->end && bytes[line->begin + level] == '#')
    level++;
  const size_t behind = line->begin + level;
  if (level == 0 || level > MAX_HEADING || behind == line->end)
    return;
  const bool spaced = bytes[behind] == ' ' || bytes[behind] == '\t';
  if (!spaced && (level == 1 || bytes[behind] < 'A')) /* `#1`, `#hashtag` */
    return;
  size_t begin = behind;
  while (begin < line->end && (bytes[begin] == ' ' || bytes[begin] == '\t'))
    begin++;
  size_t end = line->end;
  while (end > begin && bytes[end - 1] == '#')
    end--;
  line->heading = (uint8_t)level;
  line->begin = begin;
  line->end = trim_end(bytes, begin, end);
}

/* A line of '=' or '-' right under a line that stands alone makes that one a heading. */
static bool underlines_heading(text_reading *reading, uint32_t rule, bool spaced, uint8_t flags)
{
  if ((rule != '=' && rule != '-') || spaced || flags || reading->lines.n == 0)
    return false;
  text_line *above = &reading->lines.items[reading->lines.n - 1];
  const bool alone = (above->flags & (LINE_BREAK_BEFORE | LINE_PAGE_BEFORE)) || reading->lines.n == 1;
  if (above->heading || above->width > MAX_UNDERLINED_COLUMNS || (!alone && rule == '-') ||
      (rule == '-' && dm_bytes_ending(reading->source, above->begin, above->end) != END_NONE))
    return false;
  above->heading = rule == '=' ? 1 : 2;
  return true;
}

/* Adds the line [begin, end). *flags are those of the next line to be added. */
static void add_line(text_reading *reading, size_t begin, size_t end, size_t *depth, uint8_t *flags)
{
  text_line    line = {0};
  size_t       at = begin;
  const size_t line_depth = pass_margin(reading->source, end, &at, &line.indent);
  if (line_depth != *depth)
    *flags |= LINE_BREAK_BEFORE;
  *depth = line_depth;
  line.begin = at;
  line.end = trim_end(reading->source, at, end);
  if (line.begin == line.end) {
    *flags |= LINE_BREAK_BEFORE;
    return;
  }
  bool           spaced = false;
  const uint32_t rule = rule_character(reading->source, line.begin, line.end, &spaced);
  if (rule) {
    underlines_heading(reading, rule, spaced, *flags);
    *flags |= LINE_BREAK_BEFORE;
    return;
  }
  if (is_fence(reading->source, line.begin, line.end)) {
    *flags |= LINE_BREAK_BEFORE;
    return;
  }
  if (is_table_rule(reading->source, line.begin, line.end))
    return;
  line.width = line.indent + column_count(reading->source, line.begin, line.end, false);
  line.word = column_count(reading->source, line.begin, line.end, true);
  read_heading(reading->source, &line);
  if (line.begin == line.end)
    return;
  line.flags = (uint8_t)(*flags | (reading->source[line.begin] == '|' ? LINE_TABLE : 0));
  line.text = line.begin;
  line.text_indent = line.indent;
  *flags = 0;
  *dm_vector_add(&reading->lines) = line;
}

void dm_lines_read(text_reading *reading)
{
  size_t  begin = reading->body_begin;
  size_t  depth = 0;
  uint8_t flags = 0;
  size_t  at = begin;
  while (at < reading->n_source) {
    bool         page = false;
    const size_t n = line_end_length(reading->source, reading->n_source, at, &page);
    if (n == 0) {
      at++;
      continue;
    }
    add_line(reading, begin, at, &depth, &flags);
    if (page)
      flags |= LINE_BREAK_BEFORE | LINE_PAGE_BEFORE;
    at += n;
    begin = at;
  }
  if (begin < reading->n_source)
    add_line(reading, begin, reading->n_source, &depth, &flags);
}
