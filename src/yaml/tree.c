/* yaml/tree.c - the life of a tree, looking into it, and messages at its places. */
#include "yaml/tree.h"
#include "yaml/tree_impl.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/unicode.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
  MAX_FILE_BYTES = 64 * 1024 * 1024,
  MAX_EDITS = 2 /* between a misspelt key and the one suggested */
};

static const char byte_order_mark[] = "\xEF\xBB\xBF";

static const char *const kind_names[] = {[DM_YAML_SCALAR] = "a text", [DM_YAML_SEQUENCE] = "a list", [DM_YAML_MAPPING] = "a mapping"};

__attribute__((format(printf, 4, 0), nonnull(4))) static dm_status report_va(const dm_yaml *yaml, size_t offset_bytes, dm_diagnostics *diagnostics,
                                                                             const char *format, va_list arguments)
{
  va_list again;
  va_copy(again, arguments);
  const int n = vsnprintf(NULL, 0, format, again);
  va_end(again);
  char *message = dm_allocate((size_t)(n < 0 ? 0 : n) + 1);
  vsnprintf(message, (size_t)(n < 0 ? 0 : n) + 1, format, arguments);

  dm_place place = {0};
  dm_place_find(&place, yaml->text, yaml->n_text, offset_bytes < yaml->n_text ? offset_bytes : yaml->n_text);
  place.file = yaml->file;
  dm_report(diagnostics, DM_ERROR, &place, "%s", message);
  free(message);
  return DM_BAD_RULES;
}

static size_t offset_of(const dm_yaml *yaml, const dm_yaml_node *node)
{
  return node ? dm_yaml_offset(yaml, ((const placed_node *)node)->character) : 0;
}

static int hex_value(char digit)
{
  if (digit >= '0' && digit <= '9')
    return digit - '0';
  if (digit >= 'a' && digit <= 'f')
    return digit - 'a' + 10;
  return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

static size_t utf8_length(unsigned long codepoint)
{
  return codepoint < 0x80 ? 1 : codepoint < 0x800 ? 2 : codepoint < 0x10000 ? 3 : 4;
}

/* Of the escape at source[0] == '\\': its length in the source, and in *n_text the bytes it stands for. 0 if it escapes a line end. */
static size_t escape_length(const char *source, size_t n_source, size_t *n_text)
{
  if (n_source < 2 || source[1] == '\n' || source[1] == '\r')
    return 0;
  const size_t n_digits = source[1] == 'x' ? 2 : source[1] == 'u' ? 4 : source[1] == 'U' ? 8 : 0;
  if (n_digits == 0) { /* \N \_ and \L \P stand for U+0085, U+00A0, U+2028, U+2029 */
    *n_text = source[1] == 'N' || source[1] == '_' ? 2 : source[1] == 'L' || source[1] == 'P' ? 3 : 1;
    return 2;
  }
  unsigned long codepoint = 0;
  for (size_t i = 0; i < n_digits; i++) {
    const int digit = 2 + i < n_source ? hex_value(source[2 + i]) : -1;
    if (digit < 0)
      return 0;
    codepoint = codepoint * 16 + (unsigned long)digit;
  }
  *n_text = utf8_length(codepoint);
  return 2 + n_digits;
}

/* Of the blanks at source[0] that hold a line end: how many bytes they are, and in *n_text the bytes that they stand for. 0 if they hold none. */
static size_t fold_length(const char *source, size_t n_source, size_t *n_text)
{
  size_t n_ends = 0;
  size_t at = 0;
  for (; at < n_source && strchr(" \t\r\n", source[at]) && source[at]; at++)
    n_ends += source[at] == '\n' || (source[at] == '\r' && !(at + 1 < n_source && source[at + 1] == '\n'));
  *n_text = n_ends > 1 ? n_ends - 1 : 1; /* one is a space, of several each but the first is a line end */
  return n_ends ? at : 0;
}

/* Bytes from the first of a scalar (its quote, if it has one) to the character that text[offset_bytes] came from; 0 if that cannot be told. */
static size_t offset_in_scalar(const char *source, size_t n_source, size_t offset_bytes, bool quoted)
{
  const char quote = quoted ? source[0] : '\0';
  size_t     at = quoted ? 1 : 0;
  size_t     done = 0;
  while (done < offset_bytes) {
    if (at >= n_source)
      return 0;
    size_t n_text_bytes = 1;
    size_t n_source_bytes = fold_length(source + at, n_source - at, &n_text_bytes);
    if (n_source_bytes == 0) {
      n_source_bytes = 1;
      n_text_bytes = 1;
      if (quote == '"' && source[at] == '\\')
        n_source_bytes = escape_length(source + at, n_source - at, &n_text_bytes);
      else if (quoted && source[at] == quote)
        n_source_bytes = quote == '\'' && at + 1 < n_source && source[at + 1] == quote ? 2 : 0;
    }
    if (n_source_bytes == 0)
      return 0;
    if (done + n_text_bytes > offset_bytes) /* inside what one escape stands for */
      break;
    at += n_source_bytes;
    done += n_text_bytes;
  }
  return at;
}

/* The byte of the source that text[offset_bytes] of `node` came from, or the node's own. */
static size_t source_offset(const dm_yaml *yaml, const dm_yaml_node *node, size_t offset_bytes)
{
  const size_t begin = offset_of(yaml, node);
  const char  *source = yaml->text + begin;
  const size_t n_source = yaml->n_text - begin;
  if (!node || node->kind != DM_YAML_SCALAR || offset_bytes > node->n_bytes || n_source == 0)
    return begin;
  const bool in_quotes = source[0] == '"' || source[0] == '\'';
  if (node->quoted && !in_quotes) /* block style */
    return begin;
  return begin + offset_in_scalar(source, n_source, offset_bytes, node->quoted);
}

dm_place dm_yaml_place(const dm_yaml *yaml, const dm_yaml_node *node, size_t offset_bytes)
{
  dm_place place = {0};
  dm_place_find(&place, yaml->text, yaml->n_text, source_offset(yaml, node, offset_bytes));
  place.file = yaml->file;
  return place;
}

size_t dm_yaml_offset(const dm_yaml *yaml, size_t character)
{
  size_t offset = 0;
  while (character > 0 && offset < yaml->n_text) {
    offset++;
    while (offset < yaml->n_text && ((unsigned char)yaml->text[offset] & 0xC0) == 0x80)
      offset++;
    character--;
  }
  return offset;
}

dm_status dm_yaml_report_at(const dm_yaml *yaml, size_t offset_bytes, dm_diagnostics *diagnostics, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  report_va(yaml, offset_bytes, diagnostics, format, arguments);
  va_end(arguments);
  return DM_BAD_RULES;
}

dm_status dm_yaml_parse(dm_yaml **out, const char *file, const char *text, size_t n_bytes, dm_diagnostics *diagnostics)
{
  dm_yaml     *yaml = dm_allocate(sizeof *yaml);
  const size_t n_mark = n_bytes >= 3 && memcmp(text, byte_order_mark, 3) == 0 ? 3 : 0;
  yaml->arena = dm_arena_new();
  yaml->file = file;
  yaml->text = text ? text + n_mark : "";
  yaml->n_text = n_bytes - n_mark;
  *out = NULL;
  const dm_status status = dm_yaml_build(yaml, diagnostics);
  if (status == DM_OK)
    *out = yaml;
  else
    dm_yaml_free(yaml);
  return status;
}

dm_status dm_yaml_load(dm_yaml **out, const char *path, dm_diagnostics *diagnostics)
{
  dm_buffer bytes = {0};
  *out = NULL;
  dm_status status = dm_file_read(&bytes, path, MAX_FILE_BYTES, diagnostics);
  if (status == DM_BAD_INPUT) /* a rule that cannot be read does not compile; inputs are documents */
    status = DM_BAD_RULES;
  if (status == DM_OK)
    status = dm_yaml_parse(out, path, bytes.bytes, bytes.n_bytes, diagnostics);
  if (status != DM_OK) {
    dm_buffer_free(&bytes);
    return status;
  }
  (*out)->owned = bytes;
  (*out)->file = dm_arena_string((*out)->arena, path, strlen(path));
  return DM_OK;
}

void dm_yaml_free(dm_yaml *yaml)
{
  if (!yaml)
    return;
  dm_arena_free(yaml->arena);
  dm_buffer_free(&yaml->owned);
  free(yaml);
}

const dm_yaml_node *dm_yaml_root(const dm_yaml *yaml)
{
  return yaml->root;
}

const char *dm_yaml_file(const dm_yaml *yaml)
{
  return yaml->file;
}

const dm_yaml_node *dm_yaml_get(const dm_yaml_node *mapping, const char *key)
{
  const size_t n_bytes = strlen(key);
  if (!mapping || mapping->kind != DM_YAML_MAPPING)
    return NULL;
  for (size_t i = 0; i < mapping->n; i++) {
    const dm_yaml_node *k = mapping->pairs[i].key;
    if (k->n_bytes == n_bytes && memcmp(k->text, key, n_bytes) == 0)
      return mapping->pairs[i].value;
  }
  return NULL;
}

dm_status dm_yaml_error(const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  report_va(yaml, offset_of(yaml, node), diagnostics, format, arguments);
  va_end(arguments);
  return DM_BAD_RULES;
}

dm_status dm_yaml_error_in(const dm_yaml *yaml, const dm_yaml_node *node, size_t offset_bytes, dm_diagnostics *diagnostics, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  report_va(yaml, source_offset(yaml, node, offset_bytes), diagnostics, format, arguments);
  va_end(arguments);
  return DM_BAD_RULES;
}

static bool is_among(const char *key, const char *const *keys, size_t n_keys)
{
  for (size_t k = 0; k < n_keys; k++)
    if (strcmp(key, keys[k]) == 0)
      return true;
  return false;
}

static const char *nearest_of(const char *key, const char *const *keys, size_t n_keys)
{
  const char *nearest = NULL;
  size_t      distance = MAX_EDITS + 1;
  for (size_t k = 0; k < n_keys && distance > 0; k++) {
    const size_t d = dm_unicode_distance(key, keys[k], MAX_EDITS);
    if (d >= distance)
      continue;
    distance = d;
    nearest = keys[k];
  }
  return nearest;
}

dm_status dm_yaml_check_keys(const dm_yaml *yaml, const dm_yaml_node *mapping, const char *const *keys, size_t n_keys, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  assert(mapping->kind == DM_YAML_MAPPING);
  for (size_t i = 0; i < mapping->n; i++) {
    const dm_yaml_node *key = mapping->pairs[i].key;
    if (is_among(key->text, keys, n_keys))
      continue;
    const char *nearest = nearest_of(key->text, keys, n_keys);
    if (nearest)
      status = dm_yaml_error(yaml, key, diagnostics, "unknown key `%s`; did you mean `%s`?", key->text, nearest);
    else
      status = dm_yaml_error(yaml, key, diagnostics, "unknown key `%s`", key->text);
  }
  return status;
}

dm_status dm_yaml_expect(const dm_yaml *yaml, const dm_yaml_node *node, dm_yaml_kind kind, const dm_yaml_node *parent, const char *name,
                         dm_diagnostics *diagnostics)
{
  if (!node)
    return dm_yaml_error(yaml, parent, diagnostics, "`%s` is missing", name);
  if (node->kind != kind)
    return dm_yaml_error(yaml, node, diagnostics, "`%s` must be %s, not %s", name, kind_names[kind], kind_names[node->kind]);
  return DM_OK;
}
