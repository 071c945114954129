/* relation/front.c - the keys of a document's front matter: what they are called, and which are dates. */
#include <string.h>

#include "base/unicode.h"
#include "relation/rule_load.h"

static dm_status read_aliases(dm_rules *rules, const dm_yaml *yaml, const dm_yaml_node *node, const dm_yaml_node *parent, dm_diagnostics *diagnostics)
{
  dm_status status = node ? dm_yaml_expect(yaml, node, DM_YAML_MAPPING, parent, "aliases", diagnostics) : DM_OK;
  for (size_t i = 0; node && !status && i < node->n; i++) {
    status = dm_yaml_expect(yaml, node->pairs[i].value, DM_YAML_SCALAR, node, node->pairs[i].key->text, diagnostics);
    if (!status)
      *dm_vector_add(&rules->front_aliases) = (front_alias){.key = node->pairs[i].key->text, .cell = node->pairs[i].value->text};
  }
  return status;
}

/* front_matter: {family: metadata, aliases: {license: licence}, dates: [issued]} */
dm_status dm_rules_read_front_matter(dm_rules *rules, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  static const char *const keys[] = {"family", "aliases", "dates"};
  if (dm_yaml_check_keys(yaml, node, keys, sizeof keys / sizeof *keys, diagnostics))
    return DM_BAD_RULES;
  const dm_yaml_node *of = dm_yaml_get(node, "family"), *dates = dm_yaml_get(node, "dates");
  if (dm_yaml_expect(yaml, of, DM_YAML_SCALAR, node, "family", diagnostics))
    return DM_BAD_RULES;
  rules->front_family = dm_rules_family(rules, of->text);
  if (rules->front_family == UINT32_MAX)
    return dm_rules_unknown(yaml, of, "family", of->text, dm_rules_near_family(rules, of->text), diagnostics);
  if (dates && dm_rules_texts(yaml, dates, node, "dates", diagnostics))
    return DM_BAD_RULES;
  rules->front_dates = dates ? dm_rules_keep(rules, dates) : NULL;
  rules->n_front_dates = dates ? dates->n : 0;
  return read_aliases(rules, yaml, dm_yaml_get(node, "aliases"), node, diagnostics);
}

const char *dm_rules_front_cell(const dm_rules *rules, const char *key)
{
  for (size_t i = 0; i < rules->front_aliases.n; i++)
    if (strcmp(rules->front_aliases.items[i].key, key) == 0)
      return rules->front_aliases.items[i].cell;
  return key;
}

/* Checking. */

static bool has_cell(const family *of, const char *cell)
{
  for (size_t i = 0; i < of->n_cells; i++)
    if (strcmp(of->cells[i], cell) == 0)
      return true;
  return false;
}

/* A short key is near only to what differs in one letter. */
static bool is_near(const char *known, const char *key)
{
  size_t most = strlen(key) < 5 ? 1 : 2;
  return dm_unicode_distance(known, key, most) <= most;
}

static const char *near_key(const dm_rules *rules, const char *key)
{
  const family *of = &rules->families.items[rules->front_family];
  for (size_t i = 0; i < of->n_cells; i++)
    if (is_near(of->cells[i], key))
      return of->cells[i];
  for (size_t i = 0; i < rules->front_aliases.n; i++)
    if (is_near(rules->front_aliases.items[i].key, key))
      return rules->front_aliases.items[i].key;
  return NULL;
}

/* A place in the document, with its line. */
static dm_place place_in(const dm_document *document, size_t line_1based, size_t column_1based)
{
  dm_place    place = {.file = document->path};
  size_t      line = 1, at = 0;
  const char *text = document->source;
  for (; at < document->n_source_bytes && line < line_1based; at++)
    line += text[at] == '\n' || (text[at] == '\r' && text[at + 1] != '\n');
  dm_place_find(&place, text, document->n_source_bytes, at);
  place.column_1based = column_1based;
  return place;
}

static bool is_number(const char *text, size_t n, long least, long most)
{
  long value = 0;
  for (size_t i = 0; i < n; i++) {
    if (text[i] < '0' || text[i] > '9')
      return false;
    value = value * 10 + (text[i] - '0');
  }
  return value >= least && value <= most;
}

/* A year, a month or a day of ISO 8601. */
static bool is_date(const char *text)
{
  size_t n = strlen(text);
  if ((n != 4 && n != 7 && n != 10) || !is_number(text, 4, 1, 9999))
    return false;
  if (n >= 7 && (text[4] != '-' || !is_number(text + 5, 2, 1, 12)))
    return false;
  return n < 10 || (text[7] == '-' && is_number(text + 8, 2, 1, 31));
}

static void check_date(const dm_rules *rules, const dm_document *document, const dm_metadata *entry, const char *cell, dm_diagnostics *diagnostics)
{
  for (size_t i = 0; i < rules->n_front_dates; i++) {
    if (strcmp(rules->front_dates[i], cell) != 0 || is_date(entry->value))
      continue;
    const dm_place place = place_in(document, entry->value_line_1based, entry->value_column_1based);
    dm_report(diagnostics, DM_WARNING, &place, "`%s` is no date, which is written 2024-05-31, 2024-05 or 2024; it is kept as text", entry->key);
  }
}

void dm_rules_check_document(const dm_rules *rules, const dm_document *document, dm_diagnostics *diagnostics)
{
  if (rules->front_family == UINT32_MAX)
    return;
  for (size_t i = 0; i < document->n_metadata; i++) {
    const dm_metadata *entry = &document->metadata[i];
    const char        *cell = dm_rules_front_cell(rules, entry->key);
    if (has_cell(&rules->families.items[rules->front_family], cell)) {
      check_date(rules, document, entry, cell, diagnostics);
      continue;
    }
    const char *near = near_key(rules, entry->key);
    if (!near)
      continue; /* others' tools have keys of their own */
    const dm_place place = place_in(document, entry->key_line_1based, entry->key_column_1based);
    dm_report(diagnostics, DM_WARNING, &place, "`%s` is no key of the front matter that is read; did you mean `%s`?", entry->key, near);
  }
}
