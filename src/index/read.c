/* Graph files: which syntax, by which reader. */
#include "index/builder_impl.h"

#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "raptor/raptor.h"
#include "rdf/reader.h"

enum { MOST_FILE_BYTES = 1 << 30 }; /* of what raptor reads, which has it all in memory */

/* What stands behind the white space and comments at the beginning. */
static size_t first_character(const char *bytes, size_t n)
{
  size_t i = n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  while (i < n && bytes[i] && strchr(" \t\r\n#", bytes[i])) {
    if (bytes[i] == '#')
      while (i + 1 < n && bytes[i + 1] != '\n')
        i++;
    i++;
  }
  return i;
}

/* One IRI, blank node or literal of a line of N-Quads, and the blanks behind it; 0 if none stands there. */
static size_t skip_term(const char *line, size_t n)
{
  size_t i = 0;
  if (n > 0 && line[0] == '<')
    while (i < n && line[i] != '>' && line[i] != '\n')
      i++;
  else if (n > 0 && line[0] == '_')
    while (i < n && line[i] != ' ' && line[i] != '\n')
      i++;
  else if (n > 0 && line[0] == '"')
    for (i = 1; i < n && line[i] != '"' && line[i] != '\n'; i++)
      i += line[i] == '\\';
  if (i == 0 || i >= n)
    return 0;
  i++;
  while (i < n && line[i] != ' ' && line[i] != '\n' && line[0] == '"') /* language or datatype */
    i++;
  while (i < n && line[i] == ' ')
    i++;
  return i;
}

/* TriG reads Turtle and N-Triples too, but not the four terms of an N-Quads line. */
static dm_syntax sniff(const char *bytes, size_t n)
{
  size_t at = first_character(bytes, n);
  if (n - at >= 5 && (memcmp(bytes + at, "<?xml", 5) == 0 || memcmp(bytes + at, "<rdf:", 5) == 0))
    return DM_SYNTAX_RDFXML;
  for (int term = 0; term < 4; term++) {
    const size_t skipped = skip_term(bytes + at, n - at);
    if (skipped == 0)
      return DM_SYNTAX_TRIG;
    at += skipped;
  }
  return DM_SYNTAX_NQUADS;
}

static dm_term with_prefix(dm_buffer *label, const char *blank_prefix, dm_term term)
{
  if (term.kind != DM_TERM_BLANK)
    return term;
  dm_buffer_clear(label);
  dm_buffer_add_string(label, blank_prefix);
  dm_buffer_add(label, term.value, term.n_bytes);
  return (dm_term){DM_TERM_BLANK, label->bytes, label->n_bytes, NULL, NULL};
}

static dm_status send_all(const dm_index *index, dm_scope scope, const char *blank_prefix, const dm_sink *sink)
{
  dm_buffer labels[3] = {0};
  dm_cursor cursor;
  dm_quad   quad;
  dm_status status = DM_OK;
  dm_index_seek(index, &(dm_pattern_ids){.scope = scope}, DM_PART_SUBJECT, &cursor);
  while (status == DM_OK && dm_cursor_next(&cursor, &quad)) {
    const dm_statement statement = {with_prefix(&labels[0], blank_prefix, dm_index_term(index, quad.subject)), dm_index_term(index, quad.predicate),
                                    with_prefix(&labels[1], blank_prefix, dm_index_term(index, quad.object)),
                                    with_prefix(&labels[2], blank_prefix, dm_index_term(index, quad.graph))};
    status = sink->on_statement(sink->ctx, &statement);
  }
  for (size_t i = 0; i < 3; i++)
    dm_buffer_free(&labels[i]);
  return status;
}

/* An index is as good as the graphs that it was made of. */
static dm_status read_index(const char *path, const char *blank_prefix, const dm_sink *sink, dm_diagnostics *diagnostics)
{
  dm_index *index = NULL;
  dm_status status = dm_index_open(&index, path, true, diagnostics);
  if (status == DM_OK)
    status = send_all(index, DM_SCOPE_DEFAULT, blank_prefix, sink);
  if (status == DM_OK)
    status = send_all(index, DM_SCOPE_NAMED, blank_prefix, sink);
  dm_index_free(index);
  return status;
}

dm_status dm_index_builder_read(dm_index_builder *builder, const char *path)
{
  dm_diagnostics *diagnostics = builder_diagnostics(builder);
  const dm_sink   sink = dm_index_builder_sink(builder);
  dm_buffer       bytes = {0};
  dm_syntax       syntax = DM_SYNTAX_TRIG;
  char            blank_prefix[32];
  snprintf(blank_prefix, sizeof blank_prefix, "f%zu", builder_next_file(builder));
  if (strcmp(path, "-") != 0 && dm_index_is_one(path))
    return read_index(path, blank_prefix, &sink, diagnostics);
  const bool is_known = dm_raptor_guess(&syntax, path) == DM_OK;
  if (is_known && (syntax == DM_SYNTAX_NTRIPLES || syntax == DM_SYNTAX_NQUADS))
    return dm_rdf_lines_read_file(path, syntax == DM_SYNTAX_NQUADS, blank_prefix, &sink, diagnostics);
  dm_status status = dm_file_read(&bytes, path, MOST_FILE_BYTES, diagnostics);
  if (status == DM_OK) {
    const char *text = dm_buffer_string(&bytes);
    if (!is_known)
      syntax = sniff(text, bytes.n_bytes);
    status = syntax == DM_SYNTAX_NQUADS ? dm_rdf_lines_read(path, text, bytes.n_bytes, true, blank_prefix, &sink, diagnostics)
                                        : dm_raptor_read(path, text, bytes.n_bytes, syntax, NULL, blank_prefix, &sink, diagnostics);
  }
  dm_buffer_free(&bytes);
  return status;
}
