/* redland/table.c - results for people: aligned columns, short names, no wider than the terminal. */
#include "redland/results_impl.h"

#include "base/memory.h"
#include "base/unicode.h"

#include <stdlib.h>
#include <string.h>

enum { GAP_COLUMNS = 2, LEAST_COLUMNS = 8 };

static const char cut_mark[] = "\xE2\x80\xA6"; /* one column wide */

static void add_cell(table_cells *table, const dm_buffer *text)
{
  *dm_vector_add(&table->cells) = dm_copy_string(dm_buffer_string(text), text->n_bytes);
}

/* prefix:rest by the longest namespace that fits; the rest may be a path, as people read it. */
static void add_short_iri(const dm_results_writer *writer, dm_buffer *text, const dm_term *term)
{
  const dm_prefix *best = NULL;
  size_t           n_best = 0;
  for (size_t i = 0; i < writer->n_prefixes; i++) {
    const size_t n = strlen(writer->prefixes[i].namespace_iri);
    if (n > n_best && n < term->n_bytes && memcmp(writer->prefixes[i].namespace_iri, term->value, n) == 0) {
      best = &writer->prefixes[i];
      n_best = n;
    }
  }
  if (best)
    dm_buffer_print(text, "%s:%s", best->prefix, term->value + n_best);
  else
    dm_buffer_print(text, "<%s>", term->value);
}

static void add_literal(dm_buffer *text, const dm_term *term)
{
  for (size_t i = 0; i < term->n_bytes; i++) {
    const char c = term->value[i];
    dm_buffer_add_byte(text, (unsigned char)c < 0x20 || c == 0x7F ? ' ' : c); /* a line of the table is a row */
  }
}

void table_add_names(dm_results_writer *writer)
{
  writer->table.n_columns = writer->names.n;
  for (size_t i = 0; i < writer->names.n; i++)
    *dm_vector_add(&writer->table.cells) = dm_copy_string(writer->names.items[i], strlen(writer->names.items[i]));
}

void table_add_row(dm_results_writer *writer, const dm_term *values, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    dm_buffer text = {0};
    if (values[i].kind == DM_TERM_IRI)
      add_short_iri(writer, &text, &values[i]);
    else if (values[i].kind == DM_TERM_BLANK)
      dm_buffer_print(&text, "_:%s", values[i].value);
    else if (values[i].kind == DM_TERM_LITERAL)
      add_literal(&text, &values[i]);
    add_cell(&writer->table, &text);
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
    widths[widest]--;
  }
}

static void add_padded(dm_buffer *line, const char *cell, size_t width, bool is_last)
{
  const size_t n_bytes = strlen(cell);
  const size_t n = dm_utf8_count(cell, n_bytes);
  size_t       n_shown = n_bytes;
  if (n > width) {
    n_shown = 0;
    for (size_t i = 0; i + 1 < width; i++) {
      size_t n_char = 1;
      dm_utf8_decode(cell, n_bytes, n_shown, &n_char);
      n_shown += n_char;
    }
  }
  dm_buffer_add(line, cell, n_shown);
  if (n > width)
    dm_buffer_add_string(line, cut_mark);
  for (size_t i = n; i < width + GAP_COLUMNS && !is_last; i++)
    dm_buffer_add_byte(line, ' ');
}

dm_status table_write(dm_results_writer *writer)
{
  const table_cells *table = &writer->table;
  const size_t       n = table->n_columns;
  dm_buffer          line = {0};
  dm_status          status = DM_OK;
  if (n == 0)
    return DM_OK;
  size_t *widths = dm_allocate(n * sizeof *widths);
  for (size_t i = 0; i < table->cells.n; i++) {
    const size_t width = dm_utf8_count(table->cells.items[i], strlen(table->cells.items[i]));
    if (width > widths[i % n])
      widths[i % n] = width;
  }
  if (writer->width_columns > 0)
    fit(widths, n, writer->width_columns);
  for (size_t i = 0; i < table->cells.n && status == DM_OK; i += n) {
    dm_buffer_clear(&line);
    for (size_t c = 0; c < n; c++)
      add_padded(&line, table->cells.items[i + c], widths[c], c == n - 1);
    while (line.n_bytes > 0 && line.bytes[line.n_bytes - 1] == ' ')
      line.bytes[--line.n_bytes] = '\0';
    dm_buffer_add_byte(&line, '\n');
    if (i == 0) {
      for (size_t c = 0; c < n; c++)
        for (size_t k = 0; k < widths[c] + GAP_COLUMNS && !(c == n - 1 && k == widths[c]); k++)
          dm_buffer_add_byte(&line, k < widths[c] ? '-' : ' ');
      dm_buffer_add_byte(&line, '\n');
    }
    status = dm_output_write(writer->output, line.bytes, line.n_bytes);
  }
  free(widths);
  dm_buffer_free(&line);
  return status;
}

void table_free(table_cells *table)
{
  for (size_t i = 0; i < table->cells.n; i++)
    free(table->cells.items[i]);
  dm_vector_free(&table->cells);
}
