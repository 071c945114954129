/* results/read.c - columns and rows as the readers find them, checked and sent on. */
#include "results/read_impl.h"

#include "base/memory.h"
#include "base/unicode.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char xsd_string[] = "http://www.w3.org/2001/XMLSchema#string";

dm_status read_fail(results_reader *r, size_t offset, const char *format, ...)
{
  if (r->status != DM_OK)
    return r->status;
  dm_place  place = {.file = r->file};
  dm_buffer text = {0};
  va_list   arguments;
  va_start(arguments, format);
  dm_buffer_vprint(&text, format, arguments);
  va_end(arguments);
  dm_place_find(&place, r->bytes, r->n_bytes, offset < r->n_bytes ? offset : r->n_bytes);
  dm_report(r->diagnostics, DM_ERROR, &place, "%s", dm_buffer_string(&text));
  dm_buffer_free(&text);
  return r->status = DM_BAD_INPUT;
}

/* ---- columns ---- */

/* Other stores name variables more freely than SPARQL does, but one that holds these could not be written again. */
static bool is_name(const char *name, size_t n_bytes)
{
  for (size_t i = 0; i < n_bytes; i++)
    if ((unsigned char)name[i] <= ' ' || strchr("\",<>\x7F", name[i]))
      return false;
  return n_bytes > 0;
}

dm_status read_add_column(results_reader *r, const char *name, size_t n_bytes, size_t offset)
{
  bool is_new = false;
  if (!is_name(name, n_bytes))
    return read_fail(r, offset, "this is no name of a variable");
  if (r->names.n == READ_MOST_COLUMNS)
    return read_fail(r, offset, "more than %d columns", READ_MOST_COLUMNS);
  dm_map_put(r->columns, name, n_bytes, (uint32_t)r->names.n, &is_new);
  if (!is_new)
    return read_fail(r, offset, "`%.*s` is a column already", (int)n_bytes, name);
  *dm_vector_add(&r->names) = dm_copy_string(name, n_bytes);
  return r->status;
}

dm_status read_end_columns(results_reader *r)
{
  r->row = dm_allocate((r->names.n + 1) * sizeof *r->row);
  if (r->status == DM_OK)
    r->status = r->sink->on_columns(r->sink->ctx, (const char *const *)r->names.items, r->names.n);
  return r->status;
}

uint32_t read_find_column(const results_reader *r, const char *name, size_t n_bytes)
{
  uint32_t column = READ_NO_COLUMN;
  return dm_map_get(r->columns, name, n_bytes, &column) ? column : READ_NO_COLUMN;
}

/* ---- rows ---- */

/* LANGTAG of Turtle's grammar, as far as SPARQL 1.1 goes. */
static bool is_language(const char *tag)
{
  size_t n_part = 0;
  bool   is_first = true;
  for (const char *c = tag; *c; c++) {
    const bool is_letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z');
    if (*c == '-') {
      if (n_part == 0)
        return false;
      n_part = 0;
      is_first = false;
    } else if (is_letter || (!is_first && *c >= '0' && *c <= '9')) {
      n_part++;
    } else {
      return false;
    }
  }
  return n_part > 0;
}

static const char *keep(results_reader *r, const char *text)
{
  return text ? dm_arena_string(r->arena, text, strlen(text)) : NULL;
}

dm_status read_set(results_reader *r, uint32_t column, const dm_term *term, size_t offset)
{
  dm_term *cell = &r->row[column];
  if (r->status != DM_OK)
    return r->status;
  if (cell->kind != DM_TERM_NONE)
    return read_fail(r, offset, "`%s` has a value already", r->names.items[column]);
  if (memchr(term->value, '\0', term->n_bytes))
    return read_fail(r, offset, "a term holds U+0000");
  if (term->kind == DM_TERM_IRI && !dm_iri_is_valid(term->value))
    return read_fail(r, offset, "this is no absolute IRI");
  if (term->kind == DM_TERM_LITERAL && term->language && !is_language(term->language))
    return read_fail(r, offset, "this is no language tag");
  if (term->kind == DM_TERM_LITERAL && term->datatype && !dm_iri_is_valid(term->datatype))
    return read_fail(r, offset, "this datatype is no absolute IRI");
  *cell = *term;
  if (term->kind == DM_TERM_BLANK) {
    const uint32_t number = *dm_map_put(r->blanks, term->value, term->n_bytes, (uint32_t)dm_map_count(r->blanks), NULL);
    cell->value = dm_arena_print(r->arena, "b%u", (unsigned)number);
    cell->n_bytes = strlen(cell->value);
  } else {
    cell->value = dm_arena_string(r->arena, term->value, term->n_bytes);
  }
  const bool is_literal = term->kind == DM_TERM_LITERAL;
  cell->language = is_literal ? keep(r, term->language) : NULL;
  cell->datatype = is_literal && !term->language && term->datatype && strcmp(term->datatype, xsd_string) != 0 ? keep(r, term->datatype) : NULL;
  return DM_OK;
}

dm_status read_end_row(results_reader *r)
{
  if (r->status == DM_OK)
    r->status = r->sink->on_row(r->sink->ctx, r->row, r->names.n);
  memset(r->row, 0, (r->names.n + 1) * sizeof *r->row);
  dm_arena_clear(r->arena);
  return r->status;
}

dm_status read_boolean(results_reader *r, bool value)
{
  if (r->status == DM_OK)
    r->status = r->sink->on_boolean(r->sink->ctx, value);
  return r->status;
}

/* ---- passes ---- */

static dm_status drop_columns(void *ctx, const char *const *names, size_t n)
{
  (void)ctx, (void)names, (void)n;
  return DM_OK;
}

static dm_status drop_row(void *ctx, const dm_term *values, size_t n)
{
  (void)ctx, (void)values, (void)n;
  return DM_OK;
}

static dm_status drop_boolean(void *ctx, bool value)
{
  (void)ctx, (void)value;
  return DM_OK;
}

static dm_status pass(dm_status (*read)(results_reader *r), const results_reader *from, const dm_solution_sink *sink)
{
  results_reader r = *from;
  r.sink = sink;
  r.columns = dm_map_new();
  r.blanks = dm_map_new();
  r.arena = dm_arena_new();
  dm_status status = read(&r);
  if (status == DM_OK && sink->on_end)
    status = sink->on_end(sink->ctx);
  for (size_t i = 0; i < r.names.n; i++)
    free(r.names.items[i]);
  dm_vector_free(&r.names);
  dm_map_free(r.columns);
  dm_map_free(r.blanks);
  dm_arena_free(r.arena);
  free(r.row);
  return status;
}

dm_status dm_results_read(dm_results_format format, const char *file, const char *bytes, size_t n_bytes, const dm_solution_sink *sink,
                          dm_diagnostics *diagnostics)
{
  static const dm_solution_sink nowhere = {NULL, drop_columns, drop_row, drop_boolean, NULL};
  dm_status (*const readers[DM_RESULTS_N])(results_reader *) = {
      [DM_RESULTS_JSON] = read_json, [DM_RESULTS_XML] = read_xml, [DM_RESULTS_TSV] = read_tsv};
  results_reader r = {.file = file, .bytes = bytes ? bytes : "", .n_bytes = n_bytes, .diagnostics = diagnostics};
  if (!readers[format])
    return DM_BAD_USAGE;
  if (format != DM_RESULTS_XML) { /* expat looks at the encoding itself */
    const size_t bad = dm_utf8_check(r.bytes, n_bytes);
    if (bad < n_bytes)
      return read_fail(&r, bad, r.bytes[bad] ? "this is not UTF-8" : "a NUL byte");
  }
  const dm_status status = pass(readers[format], &r, &nowhere);
  return status == DM_OK ? pass(readers[format], &r, sink) : status;
}
