/* document/document.c - from bytes to a document: limits, encoding, front matter. */
#include "document/document.h"

#include "base/arena.h"
#include "base/memory.h"
#include "base/unicode.h"
#include "document/front_matter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* `document` comes first, so the public pointer leads here. */
typedef struct {
  dm_document      document;
  dm_buffer        bytes; /* of the file, byte-order mark included */
  dm_arena        *arena; /* of name, path and metadata */
  dm_metadata_list metadata;
} owned_document;

static dm_status refuse(dm_diagnostics *diagnostics, const char *path, const char *why)
{
  const dm_place place = {.file = path};
  dm_report(diagnostics, DM_ERROR, &place, "%s", why);
  return DM_BAD_INPUT;
}

static size_t count_invalid(const char *text, size_t n_text)
{
  size_t n = 0;
  for (size_t at = 0; (at += dm_utf8_check(text + at, n_text - at)) < n_text; at++)
    n++;
  return n;
}

/* The line of an error, its bytes that are no UTF-8 written as \xE9. */
static void add_escaped(dm_buffer *out, const char *line, size_t n_line)
{
  for (size_t at = 0; at < n_line;) {
    const size_t n_good = dm_utf8_check(line + at, n_line - at);
    dm_buffer_add(out, line + at, n_good);
    at += n_good;
    if (at < n_line)
      dm_buffer_print(out, "\\x%02X", (unsigned)(unsigned char)line[at++]);
  }
}

static dm_status refuse_encoding(dm_diagnostics *diagnostics, const char *path, const char *text, size_t n_text, size_t offset)
{
  dm_place place = {0};
  dm_place_find(&place, text, n_text, offset);
  place.file = path;
  dm_buffer escaped = {0};
  add_escaped(&escaped, place.line, place.n_line_bytes);
  place.line = dm_buffer_string(&escaped);
  place.n_line_bytes = escaped.n_bytes;
  const size_t n = count_invalid(text + offset, n_text - offset);
  char         others[64] = "";
  if (n > 1)
    snprintf(others, sizeof others, ", nor %s %zu behind it", n > 2 ? "are" : "is", n - 1);
  dm_report(diagnostics, DM_ERROR, &place, "byte 0x%02X is no UTF-8%s; convert the file, for example: iconv -f WINDOWS-1252 -t UTF-8",
            (unsigned)(unsigned char)text[offset], others);
  dm_buffer_free(&escaped);
  return DM_BAD_INPUT;
}

static bool has_utf16_mark(const dm_buffer *bytes)
{
  return bytes->n_bytes >= 2 && (memcmp(bytes->bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes->bytes, "\xFE\xFF", 2) == 0);
}

static dm_status check_bytes(const dm_buffer *bytes, const char *path, const char *text, size_t n_text, dm_diagnostics *diagnostics)
{
  if (has_utf16_mark(bytes))
    return refuse(diagnostics, path, "UTF-16; convert it to UTF-8, for example: iconv -f UTF-16 -t UTF-8");
  const char *nul = n_text ? memchr(text, 0, n_text) : NULL;
  if (nul) {
    const dm_place place = {.file = path};
    dm_report(diagnostics, DM_ERROR, &place, "binary, no text: byte %zu is NUL", (size_t)(nul - bytes->bytes) + 1);
    return DM_BAD_INPUT;
  }
  const size_t offset = dm_utf8_check(text, n_text);
  return offset < n_text ? refuse_encoding(diagnostics, path, text, n_text, offset) : DM_OK;
}

static bool is_blank(const char *text, size_t n_text)
{
  size_t n_bytes = 1;
  for (size_t at = 0; at < n_text; at += n_bytes)
    if (!dm_unicode_is_space(dm_utf8_decode(text, n_text, at, &n_bytes)))
      return false;
  return true;
}

static dm_status read_document(owned_document *owned, dm_diagnostics *diagnostics)
{
  dm_document *document = &owned->document;
  const char  *text = dm_buffer_string(&owned->bytes);
  size_t       n_text = owned->bytes.n_bytes;
  const size_t n_mark = n_text >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  text += n_mark;
  n_text -= n_mark;
  dm_status status = check_bytes(&owned->bytes, document->path, text, n_text, diagnostics);
  if (status != DM_OK)
    return status;
  if (!n_text)
    return refuse(diagnostics, document->path, "empty");
  status = dm_front_matter_read(&owned->metadata, &document->body_begin, owned->arena, document->path, text, n_text, diagnostics);
  if (status != DM_OK)
    return status;
  if (is_blank(text + document->body_begin, n_text - document->body_begin))
    return refuse(diagnostics, document->path, document->body_begin ? "no text below the front matter" : "no text, only spaces");
  document->source = text;
  document->n_source_bytes = n_text;
  document->metadata = owned->metadata.items;
  document->n_metadata = owned->metadata.n;
  return DM_OK;
}

/* Takes over `bytes`. */
static dm_status document_of_buffer(dm_document **out, const char *name, const char *path, dm_buffer *bytes, dm_diagnostics *diagnostics)
{
  owned_document *owned = dm_allocate(sizeof *owned);
  owned->bytes = *bytes;
  *bytes = (dm_buffer){0};
  owned->arena = dm_arena_new();
  owned->document.name = dm_arena_string(owned->arena, name, strlen(name));
  owned->document.path = dm_arena_string(owned->arena, path, strlen(path));
  const dm_status status = read_document(owned, diagnostics);
  *out = &owned->document;
  if (status != DM_OK) {
    dm_document_free(*out);
    *out = NULL;
  }
  return status;
}

dm_status dm_document_read(dm_document **out, const dm_input *input, const dm_input_options *options, dm_diagnostics *diagnostics)
{
  dm_buffer bytes = {0};
  *out = NULL;
  const dm_status status = dm_file_read(&bytes, input->path, options->max_bytes, diagnostics);
  if (status != DM_OK) {
    dm_buffer_free(&bytes);
    return status;
  }
  return document_of_buffer(out, input->name, strcmp(input->path, "-") == 0 ? "stdin" : input->path, &bytes, diagnostics);
}

dm_status dm_document_from_bytes(dm_document **out, const char *name, const char *path, const char *bytes, size_t n_bytes,
                                 dm_diagnostics *diagnostics)
{
  dm_buffer copy = {0};
  *out = NULL;
  dm_buffer_add(&copy, bytes, n_bytes);
  return document_of_buffer(out, name, path, &copy, diagnostics);
}

void dm_document_free(dm_document *document)
{
  if (!document)
    return;
  owned_document *owned = (owned_document *)document;
  dm_buffer_free(&owned->bytes);
  dm_vector_free(&owned->metadata);
  dm_arena_free(owned->arena);
  free(owned);
}
