/* results/json.c - SPARQL 1.1 Query Results JSON Format. */
#include "results/results_impl.h"

#include <string.h>

static void add_string(dm_buffer *line, const char *text, size_t n)
{
  static const char special[] = "\b\f\n\r\t\"\\";
  static const char names[] = "bfnrt\"\\";
  dm_buffer_add_byte(line, '"');
  for (size_t i = 0; i < n; i++) {
    const char *found = text[i] ? strchr(special, text[i]) : NULL;
    if (found) {
      dm_buffer_add_byte(line, '\\');
      dm_buffer_add_byte(line, names[found - special]);
    } else if ((unsigned char)text[i] < 0x20) {
      dm_buffer_print(line, "\\u%04x", (unsigned)text[i]);
    } else {
      dm_buffer_add_byte(line, text[i]);
    }
  }
  dm_buffer_add_byte(line, '"');
}

static void columns(dm_results_writer *writer, const char *const *names, size_t n)
{
  dm_buffer_add_string(&writer->line, "{\n  \"head\": {\"vars\": [");
  for (size_t i = 0; i < n; i++) {
    dm_buffer_add_string(&writer->line, i > 0 ? ", " : "");
    add_string(&writer->line, names[i], strlen(names[i]));
  }
  dm_buffer_add_string(&writer->line, "]},\n  \"results\": {\"bindings\": [");
}

static void add_term(dm_buffer *line, const dm_term *term)
{
  static const char *const types[] = {[DM_TERM_IRI] = "uri", [DM_TERM_BLANK] = "bnode", [DM_TERM_LITERAL] = "literal"};
  dm_buffer_print(line, "{\"type\": \"%s\", \"value\": ", types[term->kind]);
  add_string(line, term->value, term->n_bytes);
  if (term->kind == DM_TERM_LITERAL && (term->language || term->datatype)) {
    const char *more = term->language ? term->language : term->datatype;
    dm_buffer_print(line, ", \"%s\": ", term->language ? "xml:lang" : "datatype");
    add_string(line, more, strlen(more));
  }
  dm_buffer_add_byte(line, '}');
}

static void row(dm_results_writer *writer, const dm_term *values, size_t n)
{
  bool any = false;
  dm_buffer_add_string(&writer->line, writer->n_rows > 0 ? ",\n    {" : "\n    {");
  for (size_t i = 0; i < n; i++) {
    if (values[i].kind == DM_TERM_NONE)
      continue;
    dm_buffer_add_string(&writer->line, any ? ", " : "");
    add_string(&writer->line, writer->names.items[i], strlen(writer->names.items[i]));
    dm_buffer_add_string(&writer->line, ": ");
    add_term(&writer->line, &values[i]);
    any = true;
  }
  dm_buffer_add_byte(&writer->line, '}');
}

static void boolean(dm_results_writer *writer, bool value)
{
  dm_buffer_print(&writer->line, "{\n  \"head\": {},\n  \"boolean\": %s\n}\n", value ? "true" : "false");
}

static void end(dm_results_writer *writer)
{
  dm_buffer_add_string(&writer->line, writer->n_rows > 0 ? "\n  ]}\n}\n" : "]}\n}\n");
}

const results_class results_json = {columns, row, boolean, end};
