/* results/dot.c - a network in Graphviz's language (DOT): rows are edges. */
#include "results/results_impl.h"

#include <stdlib.h>
#include <string.h>

/* Which columns are the ends of an edge, by convention; the first pair that the answer has. */
static const struct {
  const char *begin;
  const char *end;
  bool        is_directed;
} conventions[] = {{"source", "target", false}, {"from", "to", true}};

static const char weight[] = "weight";

static size_t find(const dm_results_writer *writer, const char *name)
{
  for (size_t i = 0; i < writer->names.n; i++)
    if (strcmp(writer->names.items[i], name) == 0)
      return i;
  return SIZE_MAX;
}

/* The ends' columns; false if the answer has none. */
static bool find_ends(const dm_results_writer *writer, size_t *begin, size_t *end, bool *is_directed)
{
  for (size_t i = 0; i < sizeof conventions / sizeof *conventions; i++) {
    *begin = find(writer, conventions[i].begin);
    *end = find(writer, conventions[i].end);
    *is_directed = conventions[i].is_directed;
    if (*begin != SIZE_MAX && *end != SIZE_MAX)
      return true;
  }
  return false;
}

static void columns(dm_results_writer *writer, const char *const *names, size_t n)
{
  size_t begin = 0;
  size_t end = 0;
  bool   is_directed = false;
  (void)names, (void)n; /* the writer has copied them */
  if (!find_ends(writer, &begin, &end, &is_directed))
    writer->problem = "edges: columns `source` and `target`, or `from` and `to`, are missing";
  dm_buffer_add_string(&writer->line, is_directed ? "digraph {\n" : "graph {\n");
}

/* A quoted string; in one, DOT has escapes for the quote and, in labels, for a backslash. */
static void add_quoted(dm_buffer *line, const char *text, size_t n_bytes)
{
  dm_buffer_add_byte(line, '"');
  for (size_t i = 0; i < n_bytes; i++) {
    if (text[i] == '"' || text[i] == '\\')
      dm_buffer_add_byte(line, '\\');
    dm_buffer_add_byte(line, text[i]);
  }
  dm_buffer_add_byte(line, '"');
}

static void add_node(dm_results_writer *writer, const dm_term *term)
{
  dm_buffer shown = {0};
  if (term->kind == DM_TERM_LITERAL)
    shown_text(&shown, term->value, term->n_bytes);
  else
    shown_term(&shown, &writer->style, term);
  add_quoted(&writer->line, dm_buffer_string(&shown), shown.n_bytes);
  dm_buffer_free(&shown);
}

/* Weights are shown, and lines are drawn thicker by them: up to nine times. */
static void add_weight(dm_results_writer *writer, const dm_term *term)
{
  char        *end = NULL;
  const double number = strtod(term->value, &end);
  if (term->kind != DM_TERM_LITERAL || end == term->value || *end || !(number >= 0 && number <= 1e9))
    return;
  double width = 1;
  for (double step = 1; step < number && width < 9; step *= 2)
    width += 1;
  dm_buffer_add_string(&writer->line, " [weight=");
  add_quoted(&writer->line, term->value, term->n_bytes);
  dm_buffer_add_string(&writer->line, ", label=");
  add_quoted(&writer->line, term->value, term->n_bytes);
  dm_buffer_print(&writer->line, ", penwidth=%d]", (int)width);
}

static void row(dm_results_writer *writer, const dm_term *values, size_t n)
{
  size_t       begin = 0;
  size_t       end = 0;
  bool         is_directed = false;
  const size_t weighed = find(writer, weight);
  (void)n;
  if (!find_ends(writer, &begin, &end, &is_directed) || values[begin].kind == DM_TERM_NONE || values[end].kind == DM_TERM_NONE)
    return;
  dm_buffer_add_string(&writer->line, "  ");
  add_node(writer, &values[begin]);
  dm_buffer_add_string(&writer->line, is_directed ? " -> " : " -- ");
  add_node(writer, &values[end]);
  if (weighed != SIZE_MAX && values[weighed].kind == DM_TERM_LITERAL)
    add_weight(writer, &values[weighed]);
  dm_buffer_add_string(&writer->line, ";\n");
}

static void boolean(dm_results_writer *writer, bool value)
{
  (void)value;
  writer->problem = "a boolean";
}

static void end(dm_results_writer *writer)
{
  dm_buffer_add_string(&writer->line, "}\n");
}

const results_class results_dot = {columns, row, boolean, end};
