/* text/pages.c - finds lines that belong to the page and not to the text: page numbers, running heads and feet. */
#include "text/text_impl.h"

#include "base/unicode.h"

#include <string.h>
#include <strings.h>

enum { MAX_RUNNING_COLUMNS = 80, MIN_RUNNING = 3, MIN_RUNNING_WORDS = 3, MAX_PAGE_NUMBER_BYTES = 32, MAX_PAGE_DIGITS = 4, MAX_BARE_DIGITS = 3 };

static const char *const page_words[] = {"page", "pp.", "p.", "pg."};
static const char *const of_words[] = {"of", "/", "|"};

/* Length of the word of `words` that stands at the beginning of bytes; 0: none. */
static size_t word_length(const char *bytes, size_t n_bytes, const char *const *words, size_t n_words)
{
  for (size_t i = 0; i < n_words; i++) {
    const size_t n = strlen(words[i]);
    if (n <= n_bytes && strncasecmp(bytes, words[i], n) == 0)
      return n;
  }
  return 0;
}

static void pass_decoration(const char *bytes, size_t end, size_t *at, bool *dash)
{
  size_t n = 0;
  for (; *at < end; *at += n) {
    const uint32_t codepoint = dm_codepoint_at(bytes, end, *at, &n);
    if (dm_codepoint_is_dash(codepoint) || codepoint == '|' || codepoint == '*' || codepoint == '_')
      *dash = true;
    else if (!dm_unicode_is_space(codepoint))
      break;
  }
}

static size_t pass_digits(const char *bytes, size_t end, size_t *at, unsigned *number)
{
  size_t n = 0;
  for (*number = 0; *at < end && dm_byte_is_digit(bytes[*at]) && n <= MAX_PAGE_DIGITS; (*at)++, n++)
    *number = *number * 10 + (unsigned)(bytes[*at] - '0');
  return n;
}

typedef enum { NO_PAGE_NUMBER, BARE_NUMBER, PAGE_NUMBER } page_number_kind;

/* `12` (which may be anything), `- 3 -`, `Page 1 of 2`, `3/12`. */
static page_number_kind read_page_number(const char *bytes, size_t begin, size_t end)
{
  if (end - begin > MAX_PAGE_NUMBER_BYTES)
    return NO_PAGE_NUMBER;
  size_t   at = begin;
  bool     before = false;
  bool     behind = false;
  unsigned page = 0;
  unsigned last = 0;
  pass_decoration(bytes, end, &at, &before);
  const size_t n_word = word_length(bytes + at, end - at, page_words, sizeof page_words / sizeof *page_words);
  at += n_word;
  pass_decoration(bytes, end, &at, &behind);
  const size_t n_digits = pass_digits(bytes, end, &at, &page);
  if (n_digits == 0 || n_digits > MAX_PAGE_DIGITS)
    return NO_PAGE_NUMBER;
  behind = false;
  size_t of = at;
  while (of < end && bytes[of] == ' ')
    of++;
  const size_t n_of = word_length(bytes + of, end - of, of_words, sizeof of_words / sizeof *of_words);
  bool         of_last = false;
  if (n_of > 0) {
    of += n_of;
    while (of < end && bytes[of] == ' ')
      of++;
    of_last = pass_digits(bytes, end, &of, &last) > 0 && page <= last;
    if (of_last)
      at = of;
  }
  pass_decoration(bytes, end, &at, &behind);
  if (at != end || (n_word == 0 && !of_last && before != behind))
    return NO_PAGE_NUMBER;
  if (n_word > 0 || (before && behind))
    return PAGE_NUMBER;
  return n_digits <= MAX_BARE_DIGITS ? BARE_NUMBER : NO_PAGE_NUMBER;
}

static bool divided(const text_lines *lines, size_t i, int flags)
{
  return i == 0 || i >= lines->n || (lines->items[i].flags & flags);
}

/* The lines around line i, taken together, are one sentence. */
static bool interrupts(const text_reading *reading, size_t i)
{
  const text_lines *lines = &reading->lines;
  if (i == 0 || i + 1 >= lines->n)
    return false;
  const text_line *above = &lines->items[i - 1];
  const text_line *below = &lines->items[i + 1];
  return dm_bytes_ending(reading->source, above->begin, above->end) == END_NONE &&
         dm_bytes_beginning(reading->source, below->begin, below->end) == BEGIN_LOWER;
}

static void drop_page_numbers(text_reading *reading)
{
  text_lines *lines = &reading->lines;
  for (size_t i = 0; i < lines->n; i++) {
    text_line             *line = &lines->items[i];
    const page_number_kind kind = read_page_number(reading->source, line->begin, line->end);
    if (kind == NO_PAGE_NUMBER || line->heading)
      continue;
    const bool alone = divided(lines, i, LINE_BREAK_BEFORE) && divided(lines, i + 1, LINE_BREAK_BEFORE);
    const bool edge = (line->flags & LINE_PAGE_BEFORE) || (i + 1 < lines->n && (lines->items[i + 1].flags & LINE_PAGE_BEFORE));
    if (kind == PAGE_NUMBER || alone || edge || interrupts(reading, i))
      line->flags |= LINE_DROPPED;
  }
}

/* Removes dropped lines; the next line begins a page. */
static void sweep(text_lines *lines)
{
  size_t  n = 0;
  uint8_t flags = 0;
  for (size_t i = 0; i < lines->n; i++) {
    text_line line = lines->items[i];
    if (line.flags & LINE_DROPPED) {
      flags |= (uint8_t)((line.flags & ~LINE_DROPPED) | LINE_PAGE_BEFORE | LINE_BREAK_BEFORE);
      continue;
    }
    line.flags |= flags & (LINE_PAGE_BEFORE | LINE_BREAK_BEFORE);
    flags = 0;
    lines->items[n++] = line;
  }
  lines->n = n;
}

static bool at_page_edge(const text_lines *lines, size_t i)
{
  return divided(lines, i, LINE_PAGE_BEFORE) || divided(lines, i + 1, LINE_PAGE_BEFORE);
}

/* Writes what all occurrences of a running line have in common: at a page edge numbers do not count, elsewhere they do. 0: no such line. */
static size_t running_key(const text_reading *reading, size_t i, char key[MAX_RUNNING_COLUMNS * 4 + 1])
{
  const text_lines *lines = &reading->lines;
  const text_line  *line = &lines->items[i];
  const bool        edge = at_page_edge(lines, i);
  const bool        alone = divided(lines, i, LINE_BREAK_BEFORE) && divided(lines, i + 1, LINE_BREAK_BEFORE);
  if (line->width > MAX_RUNNING_COLUMNS || !(edge || alone) || line->heading ||
      dm_bytes_ending(reading->source, line->begin, line->end) != END_NONE ||
      dm_bytes_beginning(reading->source, line->begin, line->end) == BEGIN_OTHER)
    return 0;
  size_t n = 0;
  size_t n_spaces = 0;
  key[n++] = edge ? 'e' : 'a';
  for (size_t at = line->begin; at < line->end && n <= MAX_RUNNING_COLUMNS * 4; at++) {
    const char byte = reading->source[at];
    n_spaces += byte == ' ';
    if (!edge || !dm_byte_is_digit(byte))
      key[n++] = byte;
    else if (key[n - 1] != '0')
      key[n++] = '0';
  }
  return edge || n_spaces + 1 >= MIN_RUNNING_WORDS ? n : 0;
}

/* A line that comes again and again. Its first occurrence, which may be the title, stays unless it cuts a sentence or stands at the edge of a page. */
static void drop_running_lines(text_reading *reading)
{
  text_lines *lines = &reading->lines;
  dm_map     *counts = dm_map_new();
  char        key[MAX_RUNNING_COLUMNS * 4 + 1];
  for (size_t i = 0; i < lines->n; i++) {
    const size_t n = running_key(reading, i, key);
    if (n > 0)
      (*dm_map_put(counts, key, n, 0, NULL))++;
  }
  dm_map *seen = dm_map_new();
  for (size_t i = 0; i < lines->n; i++) {
    const size_t n = running_key(reading, i, key);
    uint32_t     count = 0;
    if (n == 0 || !dm_map_get(counts, key, n, &count) || count < MIN_RUNNING)
      continue;
    bool is_new = false;
    dm_map_put(seen, key, n, 0, &is_new);
    if (!is_new || interrupts(reading, i) || (i > 0 && at_page_edge(lines, i)))
      lines->items[i].flags |= LINE_DROPPED;
  }
  dm_map_free(seen);
  dm_map_free(counts);
}

void dm_lines_clean(text_reading *reading)
{
  drop_page_numbers(reading);
  sweep(&reading->lines);
  drop_running_lines(reading);
  sweep(&reading->lines);
}
