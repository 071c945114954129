/* Lines of N-Triples and N-Quads; groups of Turtle and TriG.
 *
 * Turtle is written as it comes, with the separator in front of what follows:
 *
 *   subject predicate object         a new subject:  " .", a blank line
 *       predicate object             a new predicate: " ;"
 *           object                   a new object:    " ,"
 *
 * A statement is put together in `line` and written only when all of its terms proved to be allowed. */
#include "rdf/writer.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/unicode.h"
#include "rdf/lexical.h"

/* What the text so far ends with: it decides on blank lines and on what must be closed. */
typedef enum { AT_START, AFTER_HEADER, AFTER_GROUP, AFTER_COMMENT, AFTER_BRACE, IN_GROUP } position;

/* A term of the statement before, to compare with. */
typedef struct {
  dm_term_kind kind;
  dm_buffer    value;
} kept_term;

struct dm_writer {
  dm_output       *output;
  const dm_prefix *prefixes;
  size_t           n_prefixes;
  dm_prefixes     *sorted; /* NULL: N-Triples or N-Quads */
  bool             has_graphs;
  position         position;
  kept_term        graph;
  kept_term        subject;
  kept_term        predicate;
  dm_buffer        line;
};

static const char rdf_type[] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

static bool is_kept(const kept_term *kept, const dm_term *term)
{
  return kept->kind == term->kind && kept->value.n_bytes == term->n_bytes &&
         (!term->n_bytes || !memcmp(kept->value.bytes, term->value, term->n_bytes));
}

static void keep(kept_term *kept, const dm_term *term)
{
  kept->kind = term->kind;
  dm_buffer_clear(&kept->value);
  dm_buffer_add(&kept->value, term->value, term->n_bytes);
}

static dm_status flush_line(dm_writer *writer)
{
  return dm_output_write(writer->output, writer->line.bytes, writer->line.n_bytes);
}

static dm_status add_term(dm_writer *writer, dm_role role, const dm_term *term)
{
  return dm_lexical_add(&writer->line, role, term, writer->sorted, writer->output);
}

static dm_status write_line(void *ctx, const dm_statement *statement)
{
  dm_writer           *writer = ctx;
  const dm_term       *terms[] = {&statement->subject, &statement->predicate, &statement->object, &statement->graph};
  static const dm_role roles[] = {DM_ROLE_SUBJECT, DM_ROLE_PREDICATE, DM_ROLE_OBJECT, DM_ROLE_GRAPH};
  size_t               n = writer->has_graphs && statement->graph.kind != DM_TERM_NONE ? 4 : 3;
  dm_buffer_clear(&writer->line);
  for (size_t i = 0; i < n; i++) {
    dm_status status = add_term(writer, roles[i], terms[i]);
    if (status != DM_OK)
      return status;
    dm_buffer_add_byte(&writer->line, ' ');
  }
  dm_buffer_add(&writer->line, ".\n", 2);
  return flush_line(writer);
}

static void add_indent(dm_writer *writer, int depth)
{
  for (depth += writer->graph.kind != DM_TERM_NONE; depth > 0; depth--)
    dm_buffer_add(&writer->line, "    ", 4);
}

static void begin_output(dm_writer *writer)
{
  if (writer->position != AT_START)
    return;
  for (size_t i = 0; i < writer->n_prefixes; i++) {
    dm_buffer_print(&writer->line, "@prefix %s: <%s> .\n", writer->prefixes[i].prefix, writer->prefixes[i].namespace_iri);
    writer->position = AFTER_HEADER;
  }
}

static void end_group(dm_writer *writer)
{
  if (writer->position != IN_GROUP)
    return;
  dm_buffer_add(&writer->line, " .\n", 3);
  writer->position = AFTER_GROUP;
}

static void end_graph(dm_writer *writer)
{
  end_group(writer);
  if (writer->graph.kind == DM_TERM_NONE)
    return;
  dm_buffer_add(&writer->line, "}\n", 2);
  writer->graph.kind = DM_TERM_NONE;
  writer->position = AFTER_GROUP;
}

static void add_gap(dm_writer *writer)
{
  if (writer->position == AFTER_HEADER || writer->position == AFTER_GROUP)
    dm_buffer_add_byte(&writer->line, '\n');
}

static dm_status begin_graph(dm_writer *writer, const dm_term *graph)
{
  end_graph(writer);
  if (graph->kind == DM_TERM_NONE)
    return DM_OK;
  add_gap(writer);
  dm_status status = add_term(writer, DM_ROLE_GRAPH, graph);
  dm_buffer_add(&writer->line, " {\n", 3);
  keep(&writer->graph, graph);
  writer->position = AFTER_BRACE;
  return status;
}

static dm_status begin_subject(dm_writer *writer, const dm_term *subject)
{
  end_group(writer);
  add_gap(writer);
  add_indent(writer, 0);
  keep(&writer->subject, subject);
  return add_term(writer, DM_ROLE_SUBJECT, subject);
}

static dm_status add_predicate(dm_writer *writer, const dm_term *predicate)
{
  static const dm_term type = {.kind = DM_TERM_IRI, .value = rdf_type, .n_bytes = sizeof rdf_type - 1};
  keep(&writer->predicate, predicate);
  if (dm_term_compare(predicate, &type))
    return add_term(writer, DM_ROLE_PREDICATE, predicate);
  dm_buffer_add_byte(&writer->line, 'a');
  return DM_OK;
}

static dm_status write_grouped(void *ctx, const dm_statement *statement)
{
  dm_writer           *writer = ctx;
  static const dm_term none = {.kind = DM_TERM_NONE};
  const dm_term       *graph = writer->has_graphs ? &statement->graph : &none;
  dm_status            status = DM_OK;
  dm_buffer_clear(&writer->line);
  begin_output(writer);
  if (!is_kept(&writer->graph, graph))
    status = begin_graph(writer, graph);
  bool same_subject = writer->position == IN_GROUP && is_kept(&writer->subject, &statement->subject);
  bool same_predicate = same_subject && is_kept(&writer->predicate, &statement->predicate);
  if (same_predicate) {
    dm_buffer_add(&writer->line, " ,\n", 3);
    add_indent(writer, 2);
  } else {
    if (same_subject) {
      dm_buffer_add(&writer->line, " ;\n", 3);
      add_indent(writer, 1);
    } else if (status == DM_OK) {
      status = begin_subject(writer, &statement->subject);
      dm_buffer_add_byte(&writer->line, ' ');
    }
    if (status == DM_OK)
      status = add_predicate(writer, &statement->predicate);
    dm_buffer_add_byte(&writer->line, ' ');
  }
  if (status == DM_OK)
    status = add_term(writer, DM_ROLE_OBJECT, &statement->object);
  if (status != DM_OK)
    return status; /* the output has been given up: what is kept does not matter any more */
  writer->position = IN_GROUP;
  return flush_line(writer);
}

static dm_status end_lines(void *ctx)
{
  const dm_writer *writer = ctx;
  return dm_output_write(writer->output, NULL, 0); /* the sticky status */
}

static dm_status end_groups(void *ctx)
{
  dm_writer *writer = ctx;
  dm_buffer_clear(&writer->line);
  begin_output(writer);
  end_graph(writer);
  return flush_line(writer);
}

void dm_writer_new(dm_writer **out, dm_syntax syntax, dm_output *output, const dm_prefix *prefixes, size_t n_prefixes)
{
  dm_writer *writer = dm_allocate(sizeof *writer);
  bool       grouped = syntax == DM_SYNTAX_TURTLE || syntax == DM_SYNTAX_TRIG;
  writer->output = output;
  writer->has_graphs = syntax == DM_SYNTAX_TRIG || syntax == DM_SYNTAX_NQUADS;
  if (grouped) {
    writer->prefixes = prefixes;
    writer->n_prefixes = n_prefixes;
    writer->sorted = dm_prefixes_new(prefixes, n_prefixes);
  }
  *out = writer;
}

void dm_writer_free(dm_writer *writer)
{
  if (!writer)
    return;
  dm_prefixes_free(writer->sorted);
  dm_buffer_free(&writer->graph.value);
  dm_buffer_free(&writer->subject.value);
  dm_buffer_free(&writer->predicate.value);
  dm_buffer_free(&writer->line);
  free(writer);
}

dm_sink dm_writer_sink(dm_writer *writer)
{
  if (writer->sorted)
    return (dm_sink){.ctx = writer, .on_statement = write_grouped, .on_end = end_groups};
  return (dm_sink){.ctx = writer, .on_statement = write_line, .on_end = end_lines};
}

dm_status dm_writer_comment(dm_writer *writer, const char *text)
{
  size_t n_text = strlen(text);
  dm_buffer_clear(&writer->line);
  if (!writer->sorted)
    return DM_OK;
  begin_output(writer);
  end_group(writer);
  add_gap(writer);
  add_indent(writer, 0);
  dm_buffer_add_string(&writer->line, "# ");
  /* File names come here, which may be any bytes: a line end would end the comment, and what is no character make all of it unreadable. */
  for (size_t i = 0, length; i < n_text; i += length) {
    uint32_t codepoint = dm_utf8_decode(text, n_text, i, &length);
    bool     bad = codepoint < 0x20 || codepoint == UINT32_MAX || codepoint == 0xFFFE || codepoint == 0xFFFF;
    dm_buffer_add_codepoint(&writer->line, bad ? 0xFFFD : codepoint);
  }
  dm_buffer_add_byte(&writer->line, '\n');
  writer->position = AFTER_COMMENT;
  return flush_line(writer);
}
