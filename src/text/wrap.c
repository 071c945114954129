/* text/wrap.c - finds out whether, and at which column, the lines of a text were wrapped.
 *
 * A line is full if the first word of the next line had no room on it. In a wrapped text a line that is not full was ended by its writer:
 * a title, a line of an address, the end of a paragraph. */
#include "text/text_impl.h"

enum {
  MAX_WRAP = 132, /* no text is wrapped wider */
  MIN_WRAP = 36,
  MIN_CHUNK_WRAP = 55, /* three lines of a title may look wrapped at less */
  MIN_CHUNK_LINES = 3,
  NEAR_WIDEST = 10 /* one in so many wrapped lines may be wider than the wrap: titles, addresses */
};

bool dm_line_is_full(const text_line *line, const text_line *next)
{
  return line->wrap > 0 && line->width + 1 + next->word > line->wrap;
}

/* Line i goes on in line i + 1 as far as marks and breaks tell. */
static bool goes_on(const text_reading *reading, size_t i)
{
  if (i + 1 >= reading->lines.n)
    return false;
  const text_line *line = &reading->lines.items[i];
  const text_line *next = line + 1;
  return !(next->flags & (LINE_BREAK_BEFORE | LINE_TABLE)) && next->mark.kind == MARK_NONE && !line->heading && !next->heading &&
         !(line->flags & LINE_TABLE) && dm_label_length(reading->source, (dm_span){next->begin, next->end}) == 0;
}

/* The column at which most of the text is wrapped. */
static uint32_t wrap_of_text(const text_reading *reading)
{
  size_t counts[MAX_WRAP + 1] = {0};
  size_t n = 0;
  size_t n_long = 0;
  for (size_t i = 0; i < reading->lines.n; i++) {
    const text_line *line = &reading->lines.items[i];
    if (line->width > MAX_WRAP) {
      n_long += line->heading == 0;
    } else if (goes_on(reading, i)) {
      counts[line->width]++;
      n++;
    }
  }
  if (n == 0 || n_long * 3 > n)
    return 0;
  uint32_t wrap = MAX_WRAP;
  for (size_t wider = counts[wrap]; wider * NEAR_WIDEST <= n && wrap > 0; wider += counts[wrap])
    wrap--;
  return wrap >= MIN_WRAP ? wrap : 0;
}

/* Lines [begin, end) of a paragraph were wrapped at its widest line. */
static uint32_t wrap_of_chunk(const text_reading *reading, size_t begin, size_t end)
{
  const text_line *lines = reading->lines.items;
  uint32_t         widest = 0;
  for (size_t i = begin; i < end; i++)
    widest = lines[i].width > widest ? lines[i].width : widest;
  if (end - begin < MIN_CHUNK_LINES || widest > MAX_WRAP || widest < MIN_CHUNK_WRAP)
    return 0;
  for (size_t i = begin; i + 1 < end; i++)
    if (lines[i].width + 1 + lines[i + 1].word <= widest)
      return 0;
  return widest;
}

void dm_wrap_find(text_reading *reading)
{
  const uint32_t wrap = wrap_of_text(reading);
  for (size_t begin = 0; begin < reading->lines.n;) {
    size_t end = begin + 1;
    while (goes_on(reading, end - 1))
      end++;
    const uint32_t own = wrap_of_chunk(reading, begin, end);
    for (size_t i = begin; i < end; i++)
      reading->lines.items[i].wrap = own ? own : wrap;
    begin = end;
  }
}
