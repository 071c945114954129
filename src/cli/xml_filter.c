/* cli/xml_filter.c - a sink that keeps away from RDF/XML what XML 1.0 has no characters for. */
#include "cli/xml_filter.h"

#include "base/arena.h"
#include "base/memory.h"
#include "base/unicode.h"
#include "base/vector.h"

#include <stdlib.h>
#include <string.h>

struct dm_xml_filter {
  const dm_sink  *next;
  dm_diagnostics *diagnostics;
  dm_arena       *arena; /* of the held statements' strings */
  DM_VECTOR(dm_statement) held;
  bool   is_refused; /* the graph that is held */
  size_t n_refused;
};

/* XML 1.0 allows U+007F, raptor does not write it. */
static bool has_xml_character(uint32_t codepoint)
{
  if (codepoint < 0x20)
    return codepoint == '\t' || codepoint == '\n' || codepoint == '\r';
  return codepoint != 0x7F && codepoint != 0xFFFE && codepoint != 0xFFFF;
}

/* The first code point of a literal that XML cannot carry; false if there is none. */
static bool find_uncarried(const dm_term *term, uint32_t *codepoint)
{
  size_t n_bytes = 1;
  for (size_t at = 0; term->kind == DM_TERM_LITERAL && at < term->n_bytes; at += n_bytes) {
    *codepoint = dm_utf8_decode(term->value, term->n_bytes, at, &n_bytes);
    if (!has_xml_character(*codepoint))
      return true;
  }
  return false;
}

static dm_term copy_term(dm_arena *arena, const dm_term *term)
{
  dm_term copy = *term;
  if (term->value)
    copy.value = dm_arena_string(arena, term->value, term->n_bytes);
  if (term->datatype)
    copy.datatype = dm_arena_string(arena, term->datatype, strlen(term->datatype));
  if (term->language)
    copy.language = dm_arena_string(arena, term->language, strlen(term->language));
  return copy;
}

static dm_status release(dm_xml_filter *filter)
{
  dm_status status = DM_OK;
  for (size_t i = 0; status == DM_OK && !filter->is_refused && i < filter->held.n; i++)
    status = filter->next->on_statement(filter->next->ctx, &filter->held.items[i]);
  filter->n_refused += filter->is_refused;
  filter->is_refused = false;
  filter->held.n = 0;
  dm_arena_free(filter->arena);
  filter->arena = dm_arena_new();
  return status;
}

static dm_status on_statement(void *ctx, const dm_statement *statement)
{
  dm_xml_filter *filter = ctx;
  uint32_t       codepoint = 0;
  if (filter->held.n && dm_term_compare(&filter->held.items[0].graph, &statement->graph) != 0) {
    const dm_status status = release(filter);
    if (status != DM_OK)
      return status;
  }
  if (!filter->is_refused && find_uncarried(&statement->object, &codepoint)) {
    const dm_place place = {.file = statement->subject.value};
    dm_report(filter->diagnostics, DM_ERROR, &place, "a literal has U+%04X, which RDF/XML cannot carry: the document is left out",
              (unsigned)codepoint);
    filter->is_refused = true;
  }
  const dm_statement copy = {copy_term(filter->arena, &statement->subject), copy_term(filter->arena, &statement->predicate),
                             copy_term(filter->arena, &statement->object), copy_term(filter->arena, &statement->graph)};
  *dm_vector_add(&filter->held) = copy;
  return DM_OK;
}

static dm_status on_end(void *ctx)
{
  dm_xml_filter  *filter = ctx;
  const dm_status status = release(filter);
  return status == DM_OK && filter->next->on_end ? filter->next->on_end(filter->next->ctx) : status;
}

void dm_xml_filter_new(dm_xml_filter **out, const dm_sink *next, dm_diagnostics *diagnostics)
{
  dm_xml_filter *filter = dm_allocate(sizeof *filter);
  filter->next = next;
  filter->diagnostics = diagnostics;
  filter->arena = dm_arena_new();
  *out = filter;
}

void dm_xml_filter_free(dm_xml_filter *filter)
{
  if (!filter)
    return;
  dm_vector_free(&filter->held);
  dm_arena_free(filter->arena);
  free(filter);
}

dm_sink dm_xml_filter_sink(dm_xml_filter *filter)
{
  const dm_sink sink = {filter, on_statement, on_end};
  return sink;
}

size_t dm_xml_filter_refused(const dm_xml_filter *filter)
{
  return filter->n_refused;
}
