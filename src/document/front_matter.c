/* document/front_matter.c - telling front matter from a text that begins with a rule, and reading it. */
#include "document/front_matter.h"

#include "yaml/tree.h"

#include <string.h>

enum {
  MAX_BYTES = 64 * 1024, /* the closing line stands within them, or the block is text */
  MAX_KEY_BYTES = 64
};

static size_t line_end(const char *text, size_t n_text, size_t at)
{
  while (at < n_text && text[at] != '\n' && text[at] != '\r')
    at++;
  return at;
}

static size_t next_line(const char *text, size_t n_text, size_t end)
{
  if (end < n_text && text[end] == '\r')
    end++;
  else if (end < n_text)
    return end + 1;
  if (end < n_text && text[end] == '\n')
    end++;
  return end;
}

static bool is_line(const char *text, size_t begin, size_t end, const char *mark)
{
  while (end > begin && (text[end - 1] == ' ' || text[end - 1] == '\t'))
    end--;
  return end - begin == strlen(mark) && memcmp(text + begin, mark, end - begin) == 0;
}

/* As in pandoc a rule `---` above a blank line or above prose opens no front matter: what follows must look like `key: ...`. */
static bool begins_with_key(const char *text, size_t begin, size_t end)
{
  size_t colon = begin;
  while (colon < end && colon - begin <= MAX_KEY_BYTES && text[colon] != ':' && (unsigned char)text[colon] > ' ')
    colon++;
  return colon > begin && colon < end && text[colon] == ':' && (colon + 1 == end || text[colon + 1] == ' ' || text[colon + 1] == '\t');
}

/* Whether there is front matter; *yaml_end is the begin of its closing line, *body_begin the byte behind that line. */
static bool find_block(const char *text, size_t n_text, size_t *yaml_end, size_t *body_begin)
{
  size_t end = line_end(text, n_text, 0);
  if (!is_line(text, 0, end, "---"))
    return false;
  bool   first = true;
  size_t begin = next_line(text, n_text, end);
  while (begin < n_text && begin < MAX_BYTES) {
    end = line_end(text, n_text, begin);
    if (is_line(text, begin, end, "---") || is_line(text, begin, end, "...")) {
      *yaml_end = begin;
      *body_begin = next_line(text, n_text, end);
      return true;
    }
    if (first && !begins_with_key(text, begin, end))
      return false;
    first = false;
    begin = next_line(text, n_text, end);
  }
  return false;
}

static bool says_nothing(const dm_yaml_node *value)
{
  return !value->n_bytes || (!value->quoted && (strcmp(value->text, "~") == 0 || strcmp(value->text, "null") == 0));
}

static void add_entry(dm_metadata_list *entries, dm_arena *arena, const dm_yaml_node *key, const dm_yaml_node *value)
{
  if (says_nothing(value))
    return;
  const dm_metadata entry = {.key = dm_arena_string(arena, key->text, key->n_bytes),
                             .value = dm_arena_string(arena, value->text, value->n_bytes),
                             .key_line_1based = key->line_1based,
                             .key_column_1based = key->column_1based,
                             .value_line_1based = value->line_1based,
                             .value_column_1based = value->column_1based};
  *dm_vector_add(entries) = entry;
}

static void warn_nested(const char *path, const dm_yaml_node *key, const dm_yaml_node *value, dm_diagnostics *diagnostics)
{
  const dm_place place = {.file = path, .line_1based = value->line_1based, .column_1based = value->column_1based};
  dm_report(diagnostics, DM_WARNING, &place, "`%s` of the front matter is passed over: its value is neither a text nor a list of texts", key->text);
}

static void add_pair(dm_metadata_list *entries, dm_arena *arena, const char *path, const dm_yaml_pair *pair, dm_diagnostics *diagnostics)
{
  const dm_yaml_node *value = pair->value;
  if (value->kind == DM_YAML_SCALAR) {
    add_entry(entries, arena, pair->key, value);
    return;
  }
  if (value->kind == DM_YAML_MAPPING) {
    warn_nested(path, pair->key, value, diagnostics);
    return;
  }
  for (size_t i = 0; i < value->n; i++)
    if (value->items[i]->kind == DM_YAML_SCALAR)
      add_entry(entries, arena, pair->key, value->items[i]);
    else
      warn_nested(path, pair->key, value->items[i], diagnostics);
}

dm_status dm_front_matter_read(dm_metadata_list *entries, size_t *body_begin, dm_arena *arena, const char *path, const char *text, size_t n_text,
                               dm_diagnostics *diagnostics)
{
  size_t yaml_end = 0;
  *body_begin = 0;
  if (!find_block(text, n_text, &yaml_end, body_begin))
    return DM_OK;
  dm_yaml *yaml = NULL;
  /* The opening `---` is YAML's own mark of a document's begin: parsed with it, lines are those of the file. */
  if (dm_yaml_parse(&yaml, path, text, yaml_end, diagnostics) != DM_OK)
    return DM_BAD_INPUT;
  const dm_yaml_node *root = dm_yaml_root(yaml);
  dm_status           status = DM_OK;
  if (root && root->kind == DM_YAML_MAPPING)
    for (size_t i = 0; i < root->n; i++)
      add_pair(entries, arena, path, &root->pairs[i], diagnostics);
  else if (root && root->n_bytes + root->n) {
    dm_yaml_error(yaml, root, diagnostics, "front matter must be `key: value` lines");
    status = DM_BAD_INPUT;
  }
  dm_yaml_free(yaml);
  return status;
}
