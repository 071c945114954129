/* results/markdown.c - a table of GitHub Flavored Markdown (its specification, §4.10). */
#include "results/results_impl.h"

#include <string.h>

/* Text that stands for itself: what Markdown or HTML could read otherwise is escaped. A vertical bar would end the cell even in code. */
static void add_escaped(dm_buffer *line, const char *text, size_t n_bytes)
{
  for (size_t i = 0; i < n_bytes; i++) {
    const char c = text[i];
    if (c == '&')
      dm_buffer_add_string(line, "&amp;");
    else if (c == '<')
      dm_buffer_add_string(line, "&lt;");
    else if (c == '>')
      dm_buffer_add_string(line, "&gt;");
    else if (c && strchr("\\`*_[]|~#", c))
      dm_buffer_print(line, "\\%c", c);
    else
      dm_buffer_add_byte(line, c);
  }
}

static void add_shown(dm_buffer *line, const char *text, size_t n_bytes)
{
  dm_buffer shown = {0};
  shown_text(&shown, text, n_bytes);
  add_escaped(line, dm_buffer_string(&shown), shown.n_bytes);
  dm_buffer_free(&shown);
}

/* A cell is one line; breaks within it are written as HTML. */
static void add_literal(dm_buffer *line, const dm_term *term)
{
  const char *at = term->value;
  const char *end = at + term->n_bytes;
  for (;;) {
    const size_t n = strcspn(at, "\r\n");
    add_shown(line, at, n);
    at += n;
    if (at == end)
      return;
    at += at[0] == '\r' && at[1] == '\n' ? 2 : 1;
    dm_buffer_add_string(line, "<br>");
  }
}

static void add_iri(dm_buffer *line, const dm_results_style *style, const dm_term *term)
{
  dm_buffer shown = {0};
  shown_term(&shown, style, term);
  if (shown_is_link(term)) { /* has no <, > or | then */
    dm_buffer_add_byte(line, '[');
    dm_buffer  text = {0};
    const bool has_brackets = shown.n_bytes > 1 && shown.bytes[0] == '<' && shown.bytes[shown.n_bytes - 1] == '>';
    dm_buffer_add(&text, shown.bytes + has_brackets, shown.n_bytes - 2 * (size_t)has_brackets);
    add_escaped(line, dm_buffer_string(&text), text.n_bytes);
    dm_buffer_free(&text);
    dm_buffer_print(line, "](<%s>)", term->value);
  } else {
    add_escaped(line, dm_buffer_string(&shown), shown.n_bytes);
  }
  dm_buffer_free(&shown);
}

static void columns(dm_results_writer *writer, const char *const *names, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    dm_buffer_add_string(&writer->line, "| ");
    add_shown(&writer->line, names[i], strlen(names[i]));
    dm_buffer_add_byte(&writer->line, ' ');
  }
  dm_buffer_add_string(&writer->line, n > 0 ? "|\n" : "");
  for (size_t i = 0; i < n; i++)
    dm_buffer_add_string(&writer->line, i + 1 < n ? "| --- " : "| --- |\n");
}

static void row(dm_results_writer *writer, const dm_term *values, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    dm_buffer_add_string(&writer->line, "| ");
    switch (values[i].kind) {
    case DM_TERM_NONE: break;
    case DM_TERM_IRI: add_iri(&writer->line, &writer->style, &values[i]); break;
    case DM_TERM_BLANK:
      dm_buffer_add_string(&writer->line, "\\_:");
      add_shown(&writer->line, values[i].value, values[i].n_bytes);
      break;
    case DM_TERM_LITERAL: add_literal(&writer->line, &values[i]); break;
    }
    dm_buffer_add_byte(&writer->line, ' ');
  }
  dm_buffer_add_string(&writer->line, n > 0 ? "|\n" : "");
}

const results_class results_markdown = {columns, row, results_plain_boolean, NULL};
