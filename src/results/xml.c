/* results/xml.c - SPARQL Query Results XML Format (Second Edition). */
#include "results/results_impl.h"

#include "base/unicode.h"

#include <string.h>

#define XML_BEGIN "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sparql xmlns=\"http://www.w3.org/2005/sparql-results#\">\n"

/* Char of XML 1.0 §2.2 */
static bool is_xml_character(uint32_t codepoint)
{
  return codepoint >= 0x20 ? codepoint <= 0x10FFFF && codepoint != 0xFFFE && codepoint != 0xFFFF
                           : codepoint == '\t' || codepoint == '\n' || codepoint == '\r';
}

static const char *reference(uint32_t codepoint)
{
  switch (codepoint) {
  case '&': return "&amp;";
  case '<': return "&lt;";
  case '>': return "&gt;";
  case '"': return "&quot;";
  case '\r': return "&#13;"; /* bare, it would be read as a line end */
  default: return NULL;
  }
}

/* Keeps in mind what XML 1.0 has no way to write. */
static void add_text(dm_results_writer *writer, const char *text, size_t n)
{
  for (size_t i = 0; i < n;) {
    size_t         n_bytes = 1;
    const uint32_t codepoint = dm_utf8_decode(text, n, i, &n_bytes);
    const char    *instead = reference(codepoint);
    if (!is_xml_character(codepoint))
      writer->problem = "a value holds a character that XML 1.0 does not have: use another format";
    if (instead)
      dm_buffer_add_string(&writer->line, instead);
    else
      dm_buffer_add(&writer->line, text + i, n_bytes);
    i += n_bytes;
  }
}

static void add_attribute(dm_results_writer *writer, const char *name, const char *value)
{
  dm_buffer_print(&writer->line, " %s=\"", name);
  add_text(writer, value, strlen(value));
  dm_buffer_add_byte(&writer->line, '"');
}

static void columns(dm_results_writer *writer, const char *const *names, size_t n)
{
  dm_buffer_add_string(&writer->line, XML_BEGIN "  <head>\n");
  for (size_t i = 0; i < n; i++) {
    dm_buffer_add_string(&writer->line, "    <variable");
    add_attribute(writer, "name", names[i]);
    dm_buffer_add_string(&writer->line, "/>\n");
  }
  dm_buffer_add_string(&writer->line, "  </head>\n  <results>\n");
}

static void add_term(dm_results_writer *writer, const dm_term *term)
{
  static const char *const elements[] = {[DM_TERM_IRI] = "uri", [DM_TERM_BLANK] = "bnode", [DM_TERM_LITERAL] = "literal"};
  dm_buffer_print(&writer->line, "<%s", elements[term->kind]);
  if (term->kind == DM_TERM_LITERAL && term->language)
    add_attribute(writer, "xml:lang", term->language);
  else if (term->kind == DM_TERM_LITERAL && term->datatype)
    add_attribute(writer, "datatype", term->datatype);
  dm_buffer_add_byte(&writer->line, '>');
  add_text(writer, term->value, term->n_bytes);
  dm_buffer_print(&writer->line, "</%s>", elements[term->kind]);
}

static void row(dm_results_writer *writer, const dm_term *values, size_t n)
{
  dm_buffer_add_string(&writer->line, "    <result>\n");
  for (size_t i = 0; i < n; i++) {
    if (values[i].kind == DM_TERM_NONE)
      continue;
    dm_buffer_add_string(&writer->line, "      <binding");
    add_attribute(writer, "name", writer->names.items[i]);
    dm_buffer_add_byte(&writer->line, '>');
    add_term(writer, &values[i]);
    dm_buffer_add_string(&writer->line, "</binding>\n");
  }
  dm_buffer_add_string(&writer->line, "    </result>\n");
}

static void boolean(dm_results_writer *writer, bool value)
{
  dm_buffer_print(&writer->line, XML_BEGIN "  <head/>\n  <boolean>%s</boolean>\n</sparql>\n", value ? "true" : "false");
}

static void end(dm_results_writer *writer)
{
  dm_buffer_add_string(&writer->line, "  </results>\n</sparql>\n");
}

const results_class results_xml = {columns, row, boolean, end};
