/* results/delimited.c - SPARQL 1.1 Query Results CSV and TSV Formats. */
#include "results/results_impl.h"

#include "rdf/lexical.h"

#include <string.h>

static void end_line(dm_buffer *line, const char *line_end)
{
  dm_buffer_add_string(line, line_end);
}

/* ---- CSV, §3: lossy, plain values; RFC 4180 ---- */

static void csv_columns(dm_results_writer *writer, const char *const *names, size_t n)
{
  for (size_t i = 0; i < n; i++)
    dm_buffer_print(&writer->line, "%s%s", i > 0 ? "," : "", names[i]);
  end_line(&writer->line, "\r\n");
}

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

static void csv_row(dm_results_writer *writer, const dm_term *values, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    dm_buffer_add_string(&writer->line, i > 0 ? "," : "");
    add_csv(&writer->line, &values[i]);
  }
  end_line(&writer->line, "\r\n");
}

const results_class results_csv = {csv_columns, csv_row, results_plain_boolean, NULL};

/* ---- TSV, §4: terms as Turtle writes them, without prefixes and long strings ---- */

static void tsv_columns(dm_results_writer *writer, const char *const *names, size_t n)
{
  for (size_t i = 0; i < n; i++)
    dm_buffer_print(&writer->line, "%s?%s", i > 0 ? "\t" : "", names[i]);
  end_line(&writer->line, "\n");
}

static const char *skip_digits(const char *at)
{
  return at + strspn(at, "0123456789");
}

/* Whether Turtle reads these characters as a number of this datatype (INTEGER, DECIMAL and DOUBLE of its grammar), so that they may stand without quotes. */
static bool is_bare_number(const dm_term *term)
{
  static const char xsd[] = "http://www.w3.org/2001/XMLSchema#";
  if (!term->datatype || strncmp(term->datatype, xsd, sizeof xsd - 1) != 0)
    return false;
  const char *type = term->datatype + sizeof xsd - 1;
  const char *begin = term->value + (term->value[0] == '-' || term->value[0] == '+');
  const char *point = skip_digits(begin);
  if (strcmp(type, "integer") == 0)
    return point > begin && *point == '\0';
  const char *end = *point == '.' ? skip_digits(point + 1) : point;
  if (strcmp(type, "decimal") == 0)
    return end > point + 1 && *end == '\0';
  if (strcmp(type, "double") != 0 || (*end != 'e' && *end != 'E') || end - begin < 1 + (*point == '.'))
    return false;
  const char *exponent = end + 1 + (end[1] == '-' || end[1] == '+');
  return skip_digits(exponent) > exponent && *skip_digits(exponent) == '\0';
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
    if (is_bare_number(term)) {
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

static void tsv_row(dm_results_writer *writer, const dm_term *values, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    dm_buffer_add_string(&writer->line, i > 0 ? "\t" : "");
    add_tsv(&writer->line, &values[i]);
  }
  end_line(&writer->line, "\n");
}

const results_class results_tsv = {tsv_columns, tsv_row, results_plain_boolean, NULL};
