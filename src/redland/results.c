/* redland/results.c - results as CSV, TSV, JSON and XML, as the W3C writes them. */
#include "redland/results_impl.h"

#include "base/memory.h"
#include "base/unicode.h"

#include <stdlib.h>
#include <string.h>

static const char *const format_names[] = {
    [DM_RESULTS_TABLE] = "table", [DM_RESULTS_CSV] = "csv", [DM_RESULTS_TSV] = "tsv", [DM_RESULTS_JSON] = "json", [DM_RESULTS_XML] = "xml",
};

enum { N_FORMATS = sizeof format_names / sizeof *format_names };

#define XML_BEGIN "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sparql xmlns=\"http://www.w3.org/2005/sparql-results#\">\n"

/* ---- CSV and TSV ---- */

static void add_csv(dm_buffer *line, const dm_term *term)
{
  if (term->kind == DM_TERM_NONE)
    return;
  if (term->kind == DM_TERM_BLANK)
    dm_buffer_add_string(line, "_:");
  if (!strpbrk(term->value, "\",\r\n")) {
    dm_buffer_add(line, term->value, term->n_bytes);
    return;
  }
  dm_buffer_add_byte(line, '"');
  for (size_t i = 0; i < term->n_bytes; i++) {
    if (term->value[i] == '"')
      dm_buffer_add_byte(line, '"');
    dm_buffer_add_byte(line, term->value[i]);
  }
  dm_buffer_add_byte(line, '"');
}

static bool is_plain_integer(const dm_term *term)
{
  const char *digits = term->value[0] == '-' ? term->value + 1 : term->value;
  return term->datatype && strcmp(term->datatype, "http://www.w3.org/2001/XMLSchema#integer") == 0 && digits[0] != '\0' &&
         digits[strspn(digits, "0123456789")] == '\0';
}

static void add_quoted(dm_buffer *line, const dm_term *term)
{
  static const char special[] = "\t\n\r\"\\";
  static const char names[] = "tnr\"\\";
  dm_buffer_add_byte(line, '"');
  for (size_t i = 0; i < term->n_bytes; i++) {
    const char *found = strchr(special, term->value[i]);
    if (found) {
      dm_buffer_add_byte(line, '\\');
      dm_buffer_add_byte(line, names[found - special]);
    } else {
      dm_buffer_add_byte(line, term->value[i]);
    }
  }
  dm_buffer_add_byte(line, '"');
}

static void add_tsv(dm_buffer *line, const dm_term *term)
{
  switch (term->kind) {
  case DM_TERM_NONE: break;
  case DM_TERM_IRI: dm_buffer_print(line, "<%s>", term->value); break;
  case DM_TERM_BLANK: dm_buffer_print(line, "_:%s", term->value); break;
  case DM_TERM_LITERAL:
    if (is_plain_integer(term)) {
      dm_buffer_add(line, term->value, term->n_bytes);
      break;
    }
    add_quoted(line, term);
    if (term->language)
      dm_buffer_print(line, "@%s", term->language);
    else if (term->datatype)
      dm_buffer_print(line, "^^<%s>", term->datatype);
    break;
  }
}

/* ---- JSON ---- */

static void add_json_string(dm_buffer *line, const char *text, size_t n)
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

static void add_json_pair(dm_buffer *line, const char *name, const char *value)
{
  dm_buffer_print(line, "\"%s\": ", name);
  add_json_string(line, value, strlen(value));
}

static void add_json(dm_buffer *line, const dm_term *term)
{
  static const char *const types[] = {[DM_TERM_IRI] = "uri", [DM_TERM_BLANK] = "bnode", [DM_TERM_LITERAL] = "literal"};
  dm_buffer_print(line, "{\"type\": \"%s\", \"value\": ", types[term->kind]);
  add_json_string(line, term->value, term->n_bytes);
  if (term->kind == DM_TERM_LITERAL && (term->language || term->datatype)) {
    dm_buffer_add_string(line, ", ");
    add_json_pair(line, term->language ? "xml:lang" : "datatype", term->language ? term->language : term->datatype);
  }
  dm_buffer_add_byte(line, '}');
}

static void add_json_row(dm_results_writer *writer, const dm_term *values, size_t n)
{
  bool any = false;
  dm_buffer_add_string(&writer->line, writer->n_rows > 0 ? ",\n    {" : "\n    {");
  for (size_t i = 0; i < n; i++) {
    if (values[i].kind == DM_TERM_NONE)
      continue;
    dm_buffer_add_string(&writer->line, any ? ", " : "");
    add_json_string(&writer->line, writer->names.items[i], strlen(writer->names.items[i]));
    dm_buffer_add_string(&writer->line, ": ");
    add_json(&writer->line, &values[i]);
    any = true;
  }
  dm_buffer_add_byte(&writer->line, '}');
}

/* ---- XML ---- */

/* A bare CR would be read as LF. Says what XML 1.0 has no way to write. */
static void add_xml_text(dm_results_writer *writer, const char *text, size_t n)
{
  for (size_t i = 0; i < n;) {
    size_t         n_bytes = 1;
    const uint32_t codepoint = dm_utf8_decode(text, n, i, &n_bytes);
    if ((codepoint < 0x20 && codepoint != '\t' && codepoint != '\n' && codepoint != '\r') || codepoint == 0xFFFE || codepoint == 0xFFFF)
      writer->problem = "a value holds a character that XML 1.0 does not have: use another format";
    if (codepoint == '&')
      dm_buffer_add_string(&writer->line, "&amp;");
    else if (codepoint == '<')
      dm_buffer_add_string(&writer->line, "&lt;");
    else if (codepoint == '>')
      dm_buffer_add_string(&writer->line, "&gt;");
    else if (codepoint == '"')
      dm_buffer_add_string(&writer->line, "&quot;");
    else if (codepoint == '\r')
      dm_buffer_add_string(&writer->line, "&#13;");
    else
      dm_buffer_add(&writer->line, text + i, n_bytes);
    i += n_bytes;
  }
}

static void add_xml_attribute(dm_results_writer *writer, const char *name, const char *value)
{
  dm_buffer_print(&writer->line, " %s=\"", name);
  add_xml_text(writer, value, strlen(value));
  dm_buffer_add_byte(&writer->line, '"');
}

static void add_xml(dm_results_writer *writer, const dm_term *term)
{
  static const char *const elements[] = {[DM_TERM_IRI] = "uri", [DM_TERM_BLANK] = "bnode", [DM_TERM_LITERAL] = "literal"};
  dm_buffer_print(&writer->line, "<%s", elements[term->kind]);
  if (term->kind == DM_TERM_LITERAL && term->language)
    add_xml_attribute(writer, "xml:lang", term->language);
  else if (term->kind == DM_TERM_LITERAL && term->datatype)
    add_xml_attribute(writer, "datatype", term->datatype);
  dm_buffer_add_byte(&writer->line, '>');
  add_xml_text(writer, term->value, term->n_bytes);
  dm_buffer_print(&writer->line, "</%s>", elements[term->kind]);
}

static void add_xml_row(dm_results_writer *writer, const dm_term *values, size_t n)
{
  dm_buffer_add_string(&writer->line, "    <result>\n");
  for (size_t i = 0; i < n; i++) {
    if (values[i].kind == DM_TERM_NONE)
      continue;
    dm_buffer_add_string(&writer->line, "      <binding");
    add_xml_attribute(writer, "name", writer->names.items[i]);
    dm_buffer_add_byte(&writer->line, '>');
    add_xml(writer, &values[i]);
    dm_buffer_add_string(&writer->line, "</binding>\n");
  }
  dm_buffer_add_string(&writer->line, "    </result>\n");
}

/* ---- the sink ---- */

static dm_status flush(dm_results_writer *writer)
{
  if (writer->problem)
    return DM_BAD_OUTPUT;
  const dm_status status = writer->line.n_bytes > 0 ? dm_output_write(writer->output, writer->line.bytes, writer->line.n_bytes) : DM_OK;
  dm_buffer_clear(&writer->line);
  return status;
}

static dm_status on_columns(void *ctx, const char *const *names, size_t n)
{
  dm_results_writer *writer = ctx;
  dm_buffer         *line = &writer->line;
  for (size_t i = 0; i < n; i++)
    *dm_vector_add(&writer->names) = dm_copy_string(names[i], strlen(names[i]));
  switch (writer->format) {
  case DM_RESULTS_TABLE: table_add_names(writer); break;
  case DM_RESULTS_CSV:
  case DM_RESULTS_TSV:
    for (size_t i = 0; i < n; i++)
      dm_buffer_print(line, writer->format == DM_RESULTS_CSV ? "%s%s" : "%s?%s",
                      i == 0                             ? ""
                      : writer->format == DM_RESULTS_CSV ? ","
                                                         : "\t",
                      names[i]);
    dm_buffer_add_string(line, writer->format == DM_RESULTS_CSV ? "\r\n" : "\n");
    break;
  case DM_RESULTS_JSON:
    dm_buffer_add_string(line, "{\n  \"head\": {\"vars\": [");
    for (size_t i = 0; i < n; i++) {
      dm_buffer_add_string(line, i > 0 ? ", " : "");
      add_json_string(line, names[i], strlen(names[i]));
    }
    dm_buffer_add_string(line, "]},\n  \"results\": {\"bindings\": [");
    break;
  case DM_RESULTS_XML:
    dm_buffer_add_string(line, XML_BEGIN "  <head>\n");
    for (size_t i = 0; i < n; i++) {
      dm_buffer_add_string(line, "    <variable");
      add_xml_attribute(writer, "name", names[i]);
      dm_buffer_add_string(line, "/>\n");
    }
    dm_buffer_add_string(line, "  </head>\n  <results>\n");
    break;
  }
  return flush(writer);
}

static dm_status on_row(void *ctx, const dm_term *values, size_t n)
{
  dm_results_writer *writer = ctx;
  switch (writer->format) {
  case DM_RESULTS_TABLE: table_add_row(writer, values, n); break;
  case DM_RESULTS_CSV:
    for (size_t i = 0; i < n; i++) {
      dm_buffer_add_string(&writer->line, i > 0 ? "," : "");
      add_csv(&writer->line, &values[i]);
    }
    dm_buffer_add_string(&writer->line, "\r\n");
    break;
  case DM_RESULTS_TSV:
    for (size_t i = 0; i < n; i++) {
      dm_buffer_add_string(&writer->line, i > 0 ? "\t" : "");
      add_tsv(&writer->line, &values[i]);
    }
    dm_buffer_add_byte(&writer->line, '\n');
    break;
  case DM_RESULTS_JSON: add_json_row(writer, values, n); break;
  case DM_RESULTS_XML: add_xml_row(writer, values, n); break;
  }
  writer->n_rows++;
  return flush(writer);
}

static dm_status on_boolean(void *ctx, bool value)
{
  dm_results_writer *writer = ctx;
  const char        *word = value ? "true" : "false";
  if (writer->format == DM_RESULTS_JSON)
    dm_buffer_print(&writer->line, "{\n  \"head\": {},\n  \"boolean\": %s\n}\n", word);
  else if (writer->format == DM_RESULTS_XML)
    dm_buffer_print(&writer->line, XML_BEGIN "  <head/>\n  <boolean>%s</boolean>\n</sparql>\n", word);
  else
    dm_buffer_print(&writer->line, "%s\n", word);
  writer->format = DM_RESULTS_CSV; /* nothing follows at the end */
  return flush(writer);
}

static dm_status on_end(void *ctx)
{
  dm_results_writer *writer = ctx;
  if (writer->format == DM_RESULTS_TABLE)
    return table_write(writer);
  if (writer->format == DM_RESULTS_JSON)
    dm_buffer_add_string(&writer->line, writer->n_rows > 0 ? "\n  ]}\n}\n" : "]}\n}\n");
  else if (writer->format == DM_RESULTS_XML)
    dm_buffer_add_string(&writer->line, "  </results>\n</sparql>\n");
  return flush(writer);
}

dm_status dm_results_format_find(dm_results_format *format, const char *name)
{
  for (size_t i = 0; i < N_FORMATS; i++)
    if (strcmp(name, format_names[i]) == 0) {
      *format = (dm_results_format)i;
      return DM_OK;
    }
  return DM_NOTHING;
}

void dm_results_writer_new(dm_results_writer **out, dm_results_format format, dm_output *output, const dm_prefix *prefixes, size_t n_prefixes,
                           size_t width_columns)
{
  dm_results_writer *writer = dm_allocate(sizeof *writer);
  writer->format = format;
  writer->output = output;
  writer->prefixes = prefixes;
  writer->n_prefixes = n_prefixes;
  writer->width_columns = width_columns;
  *out = writer;
}

void dm_results_writer_free(dm_results_writer *writer)
{
  if (!writer)
    return;
  for (size_t i = 0; i < writer->names.n; i++)
    free(writer->names.items[i]);
  dm_vector_free(&writer->names);
  dm_buffer_free(&writer->line);
  table_free(&writer->table);
  free(writer);
}

dm_results_sink dm_results_writer_sink(dm_results_writer *writer)
{
  return (dm_results_sink){writer, on_columns, on_row, on_boolean, on_end};
}

const char *dm_results_writer_problem(const dm_results_writer *writer)
{
  return writer->problem;
}
