/* results/html.c - a whole page that holds one table; no scripts, nothing fetched. */
#include "results/results_impl.h"

#include <string.h>

#define PAGE_BEGIN                                                                                                                                   \
  "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"                                                                          \
  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
#define PAGE_STYLE                                                                                                                                   \
  "</title>\n<style>\n"                                                                                                                              \
  "body { font: 15px/1.4 system-ui, sans-serif; margin: 1.5rem; color: #1a1a1a; background: #fff; }\n"                                               \
  "table { border-collapse: collapse; }\n"                                                                                                           \
  "th, td { border: 1px solid #c8c8c8; padding: .3rem .6rem; text-align: start; vertical-align: top; overflow-wrap: anywhere; }\n"                   \
  "th { background: #f0f0f0; position: sticky; top: 0; }\n"                                                                                          \
  "td.text { white-space: pre-wrap; }\n"                                                                                                             \
  "</style>\n</head>\n<body>\n"
#define PAGE_END "</body>\n</html>\n"

/* Escapes for text and attributes in double quotes. Line ends stay; other controls must not stand in HTML. */
static void add_text(dm_buffer *line, const char *text, size_t n_bytes)
{
  for (size_t i = 0; i < n_bytes;) {
    const size_t n = strcspn(text + i, "\t\r\n"); /* shown_text() would make spaces of them */
    dm_buffer    shown = {0};
    shown_text(&shown, text + i, n < n_bytes - i ? n : n_bytes - i);
    for (const char *c = dm_buffer_string(&shown); *c; c++) {
      if (*c == '&')
        dm_buffer_add_string(line, "&amp;");
      else if (*c == '<')
        dm_buffer_add_string(line, "&lt;");
      else if (*c == '>')
        dm_buffer_add_string(line, "&gt;");
      else if (*c == '"')
        dm_buffer_add_string(line, "&quot;");
      else
        dm_buffer_add_byte(line, *c);
    }
    dm_buffer_free(&shown);
    i += n;
    for (; i < n_bytes && strchr("\t\r\n", text[i]); i++)
      if (text[i] != '\r' || text[i + 1] != '\n')
        dm_buffer_add_byte(line, text[i] == '\r' ? '\n' : text[i]);
  }
}

static void add_attribute(dm_buffer *line, const char *name, const char *value)
{
  dm_buffer_print(line, " %s=\"", name);
  add_text(line, value, strlen(value));
  dm_buffer_add_byte(line, '"');
}

static void begin_page(dm_results_writer *writer)
{
  const char *title = writer->style.title ? writer->style.title : "Results of a query";
  dm_buffer_add_string(&writer->line, PAGE_BEGIN);
  add_text(&writer->line, title, strlen(title));
  dm_buffer_add_string(&writer->line, PAGE_STYLE);
}

static void columns(dm_results_writer *writer, const char *const *names, size_t n)
{
  begin_page(writer);
  dm_buffer_add_string(&writer->line, "<table>\n<thead><tr>");
  for (size_t i = 0; i < n; i++) {
    dm_buffer_add_string(&writer->line, "<th scope=\"col\">");
    add_text(&writer->line, names[i], strlen(names[i]));
    dm_buffer_add_string(&writer->line, "</th>");
  }
  dm_buffer_add_string(&writer->line, "</tr></thead>\n<tbody>\n");
}

static void add_iri(dm_buffer *line, const dm_results_style *style, const dm_term *term)
{
  dm_buffer  shown = {0};
  const bool is_link = shown_is_link(term);
  dm_buffer_add_string(line, "<td>");
  if (is_link) {
    dm_buffer_add_string(line, "<a rel=\"noreferrer\"");
    add_attribute(line, "href", term->value);
    add_attribute(line, "title", term->value);
    dm_buffer_add_byte(line, '>');
  }
  const char *label = shown_label(style, term);
  if (!label || style->labels.is_beside)
    shown_iri(&shown, style, term, !is_link);
  if (label)
    dm_buffer_print(&shown, "%s%s", shown.n_bytes > 0 ? " " : "", label);
  add_text(line, dm_buffer_string(&shown), shown.n_bytes);
  dm_buffer_add_string(line, is_link ? "</a></td>" : "</td>");
  dm_buffer_free(&shown);
}

static void add_literal(dm_buffer *line, const dm_term *term)
{
  dm_buffer_add_string(line, "<td class=\"text\" dir=\"auto\"");
  if (term->language)
    add_attribute(line, "lang", term->language);
  else if (term->datatype)
    add_attribute(line, "title", term->datatype);
  dm_buffer_add_byte(line, '>');
  add_text(line, term->value, term->n_bytes);
  dm_buffer_add_string(line, "</td>");
}

static void row(dm_results_writer *writer, const dm_term *values, size_t n)
{
  dm_buffer *line = &writer->line;
  dm_buffer_add_string(line, "<tr>");
  for (size_t i = 0; i < n; i++) {
    switch (values[i].kind) {
    case DM_TERM_NONE: dm_buffer_add_string(line, "<td></td>"); break;
    case DM_TERM_IRI: add_iri(line, &writer->style, &values[i]); break;
    case DM_TERM_BLANK:
      dm_buffer_add_string(line, "<td>_:");
      add_text(line, values[i].value, values[i].n_bytes);
      dm_buffer_add_string(line, "</td>");
      break;
    case DM_TERM_LITERAL: add_literal(line, &values[i]); break;
    }
  }
  dm_buffer_add_string(line, "</tr>\n");
}

static void boolean(dm_results_writer *writer, bool value)
{
  begin_page(writer);
  dm_buffer_print(&writer->line, "<p>%s</p>\n" PAGE_END, value ? "true" : "false");
}

static void end(dm_results_writer *writer)
{
  dm_buffer_print(&writer->line, "</tbody>\n</table>\n<p>%zu row%s</p>\n" PAGE_END, writer->n_rows, writer->n_rows == 1 ? "" : "s");
}

const results_class results_html = {columns, row, boolean, end};
