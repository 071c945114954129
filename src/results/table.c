/* results/table.c - results for a terminal: aligned columns, short names, no wider than it. */
#include "results/results_impl.h"

#include "base/memory.h"
#include "base/unicode.h"

#include <stdlib.h>
#include <string.h>

enum { GAP_COLUMNS = 2, LEAST_COLUMNS = 8 };

static const char cut_mark[] = "\xE2\x80\xA6"; /* one column wide */

static size_t width_of(const char *text, size_t n_bytes)
{
  size_t width = 0;
  for (size_t i = 0; i < n_bytes;) {
    size_t n = 1;
    width += dm_unicode_width(dm_utf8_decode(text, n_bytes, i, &n));
    i += n;
  }
  return width;
}

static void columns(dm_results_writer *writer, const char *const *names, size_t n)
{
  writer->table.n_columns = n;
  for (size_t i = 0; i < n; i++)
    *dm_vector_add(&writer->table.cells) = dm_copy_string(names[i], strlen(names[i]));
}

static void row(dm_results_writer *writer, const dm_term *values, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    dm_buffer text = {0};
    shown_term(&text, &writer->style, &values[i]);
    *dm_vector_add(&writer->table.cells) = dm_copy_string(dm_buffer_string(&text), text.n_bytes);
    dm_buffer_free(&text);
  }
}

/* Takes from the widest column, one by one, what does not fit. */
static void fit(size_t *widths, size_t n, size_t width_columns)
{
  for (;;) {
    size_t total = (n - 1) * GAP_COLUMNS;
    size_t widest = 0;
    for (size_t i = 0; i < n; i++) {
      total += widths[i];
      if (widths[i] > widths[widest])
        widest = i;
    }
    if (total <= width_columns || widths[widest] <= LEAST_COLUMNS)
      return;
    /* all at once where one column is much too wide: a value may have a million characters */
    size_t second = LEAST_COLUMNS;
    for (size_t i = 0; i < n; i++)
      second = i != widest && widths[i] > second ? widths[i] : second;
    const size_t excess = total - width_columns;
    const size_t most = widths[widest] > second ? widths[widest] - second : 1;
    widths[widest] -= excess < most ? excess : most;
  }
}

static void add_padded(dm_buffer *line, const char *cell, size_t width, bool is_last)
{
  const size_t n_bytes = strlen(cell);
  size_t       n_columns = width_of(cell, n_bytes);
  size_t       n_shown = n_bytes;
  const bool   is_cut = n_columns > width;
  if (is_cut) {
    n_shown = n_columns = 0;
    for (;;) { /* a wide character that would stand half outside is left away; marks that take no room stay with their letter */
      size_t       n_char = 1;
      const size_t w = dm_unicode_width(dm_utf8_decode(cell, n_bytes, n_shown, &n_char));
      if (n_columns + w + 1 > width)
        break;
      n_columns += w;
      n_shown += n_char;
    }
  }
  dm_buffer_add(line, cell, n_shown);
  if (is_cut) {
    dm_buffer_add_string(line, cut_mark);
    n_columns++;
  }
  for (size_t i = n_columns; i < width + GAP_COLUMNS && !is_last; i++)
    dm_buffer_add_byte(line, ' ');
}

static void add_rule(dm_buffer *line, const size_t *widths, size_t n)
{
  for (size_t c = 0; c < n; c++)
    for (size_t k = 0; k < widths[c] + GAP_COLUMNS && !(c == n - 1 && k == widths[c]); k++)
      dm_buffer_add_byte(line, k < widths[c] ? '-' : ' ');
  dm_buffer_add_byte(line, '\n');
}

static void end(dm_results_writer *writer)
{
  const table_cells *table = &writer->table;
  const size_t       n = table->n_columns;
  dm_buffer         *line = &writer->line;
  if (n == 0)
    return;
  size_t *widths = dm_allocate(n * sizeof *widths);
  for (size_t i = 0; i < table->cells.n; i++) {
    const size_t width = width_of(table->cells.items[i], strlen(table->cells.items[i]));
    if (width > widths[i % n])
      widths[i % n] = width;
  }
  if (writer->style.width_columns > 0)
    fit(widths, n, writer->style.width_columns);
  for (size_t i = 0; i < table->cells.n && writer->status == DM_OK; i += n) {
    for (size_t c = 0; c < n; c++)
      add_padded(line, table->cells.items[i + c], widths[c], c == n - 1);
    while (line->n_bytes > 0 && line->bytes[line->n_bytes - 1] == ' ')
      line->bytes[--line->n_bytes] = '\0';
    dm_buffer_add_byte(line, '\n');
    if (i == 0)
      add_rule(line, widths, n);
    results_flush(writer);
  }
  free(widths);
}

const results_class results_table = {columns, row, results_plain_boolean, end};
