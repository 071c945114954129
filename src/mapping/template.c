/* mapping/template.c - terms and variables, from their notation.
 *
 *   term      <IRI with {variables}>   "text with {variables}"   "..."@en   "..."@{variable}   "..."^^prefix:name   "..."^^datatypes   {variable}   prefix:name
 *   variable  name | family.cell | built-in, then any number of |filter
 *
 * `{{` stands for a brace. A variable that opens <...> is taken as it is, any other there becomes one segment of the IRI. */
#include "mapping/mapping_impl.h"

#include "base/unicode.h"

#include <string.h>

enum { MAX_EDITS = 2 };

static const struct {
  const char   *name;
  variable_root root;
} builtins[] = {
    {"document.name", ROOT_DOCUMENT_NAME},
    {"document.length", ROOT_DOCUMENT_LENGTH},
    {"begin", ROOT_BEGIN},
    {"end", ROOT_END},
    {"passage.begin", ROOT_PASSAGE_BEGIN},
    {"passage.end", ROOT_PASSAGE_END},
    {"passage.text", ROOT_PASSAGE_TEXT},
    {"self", ROOT_SELF},
    {"rule", ROOT_RULE},
    {"program", ROOT_PROGRAM},
    {"reference", ROOT_REFERENCE},
};

static const struct {
  const char  *name;
  entity_field field;
} fields[] = {
    {"id", FIELD_ID},
    {"kind", FIELD_KIND},
    {"label", FIELD_LABEL},
    {"altLabel", FIELD_ALT_LABEL},
    {"of", FIELD_OF},
    {"partOf", FIELD_PART_OF},
    {"broader", FIELD_BROADER},
    {"succeeds", FIELD_SUCCEEDS},
    {"succeededBy", FIELD_SUCCEEDED_BY},
    {"listed", FIELD_LISTED},
};

static const struct {
  const char *name;
  filter_kind kind;
} plain_filters[] = {{"slug", FILTER_SLUG}, {"language-tag", FILTER_LANGUAGE_TAG}};

enum {
  N_BUILTINS = sizeof builtins / sizeof *builtins,
  N_FIELDS = sizeof fields / sizeof *fields,
  N_PLAIN = sizeof plain_filters / sizeof *plain_filters
};

void dm_suggestion_consider(suggestion *s, const char *candidate)
{
  const size_t distance = dm_unicode_distance(s->wanted, candidate, MAX_EDITS);
  if (distance > MAX_EDITS || (s->best && distance >= s->distance))
    return;
  s->best = candidate;
  s->distance = distance;
}

const char *dm_suggestion_text(const suggestion *s, dm_arena *arena)
{
  return s->best ? dm_arena_print(arena, "; did you mean `%s`?", s->best) : "";
}

entity_field dm_mapping_field(const dm_mapping *mapping, const char *name)
{
  for (size_t i = 0; i < N_FIELDS; i++)
    if (strcmp(fields[i].name, name) == 0)
      return fields[i].field;
  for (size_t i = 0; i < mapping->n_property_keys; i++)
    if (strcmp(mapping->property_keys[i]->text, name) == 0)
      return FIELD_PROPERTY;
  return FIELD_NONE;
}

void dm_mapping_consider_fields(const dm_mapping *mapping, suggestion *s)
{
  for (size_t i = 0; i < N_FIELDS; i++)
    dm_suggestion_consider(s, fields[i].name);
  for (size_t i = 0; i < mapping->n_property_keys; i++)
    dm_suggestion_consider(s, mapping->property_keys[i]->text);
  for (size_t i = 0; i < mapping->n_lets; i++)
    dm_suggestion_consider(s, mapping->lets[i].name);
}

family *dm_mapping_family(dm_mapping *mapping, const char *name)
{
  bool           is_new = false;
  const uint32_t index = *dm_map_put(mapping->family_index, name, strlen(name), (uint32_t)mapping->families.n, &is_new);
  if (is_new)
    *dm_vector_add(&mapping->families) = (family){.name = name};
  return &mapping->families.items[index];
}

static size_t slot_of(dm_mapping *mapping, const char *family_name, const char *cell)
{
  family *f = dm_mapping_family(mapping, family_name);
  for (size_t i = 0; i < f->slots.n; i++)
    if (strcmp(f->slots.items[i].cell, cell) == 0)
      return f->slots.items[i].slot;
  *dm_vector_add(&f->slots) = (family_slot){.cell = cell, .slot = mapping->n_slots};
  return mapping->n_slots++;
}

static bool is_name(const char *text)
{
  return *text && strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == strlen(text);
}

static void use_property(dm_mapping *mapping, const char *name)
{
  for (size_t i = 0; i < mapping->n_property_keys; i++)
    if (strcmp(mapping->property_keys[i]->text, name) == 0)
      dm_mapping_use(mapping, mapping->property_keys[i]);
}

static dm_status read_filter(dm_mapping *mapping, const dm_yaml_node *node, size_t offset_bytes, const char *name, filter *out,
                             dm_diagnostics *diagnostics)
{
  suggestion s = {.wanted = name};
  for (size_t i = 0; i < N_PLAIN; i++) {
    if (strcmp(plain_filters[i].name, name) == 0) {
      *out = (filter){.kind = plain_filters[i].kind};
      return DM_OK;
    }
    dm_suggestion_consider(&s, plain_filters[i].name);
  }
  for (size_t i = 0; i < mapping->n_tables; i++) {
    if (strcmp(mapping->tables[i].name, name) == 0) {
      dm_mapping_use(mapping, mapping->tables[i].node);
      *out = (filter){.kind = FILTER_TABLE, .table = i};
      return DM_OK;
    }
    dm_suggestion_consider(&s, mapping->tables[i].name);
  }
  const entity_field field = dm_mapping_field(mapping, name);
  if (field != FIELD_NONE) {
    use_property(mapping, name);
    *out = (filter){.kind = FILTER_FIELD, .field = field, .property = name};
    return DM_OK;
  }
  dm_mapping_consider_fields(mapping, &s);
  return dm_yaml_error_in(mapping->yaml, node, offset_bytes, diagnostics, "unknown filter `%s`%s", name, dm_suggestion_text(&s, mapping->arena));
}

/* What stands before the filters. */
static dm_status read_root(dm_mapping *mapping, const char *name, variable *v, dm_diagnostics *diagnostics)
{
  v->name = name;
  for (size_t i = 0; i < N_BUILTINS; i++) {
    if (strcmp(builtins[i].name, name) == 0) {
      v->root = builtins[i].root;
      return DM_OK;
    }
  }
  for (size_t i = 0; i < mapping->n_lets; i++) {
    if (strcmp(mapping->lets[i].name, name) == 0) {
      dm_mapping_use(mapping, mapping->lets[i].node);
      v->root = ROOT_LET;
      v->index = i;
      return DM_OK;
    }
  }
  const char *point = strchr(name, '.');
  if (!point && is_name(name)) {
    v->root = ROOT_NAME;
    v->field = dm_mapping_field(mapping, name);
    use_property(mapping, name);
    return DM_OK;
  }
  const char *family_name = point ? dm_arena_string(mapping->arena, name, (size_t)(point - name)) : "";
  if (!point || !is_name(family_name) || !is_name(point + 1))
    return dm_yaml_error_in(mapping->yaml, v->node, v->offset_bytes, diagnostics, "`%s` is no variable: a name, or family.cell, is wanted", name);
  v->root = ROOT_CELL;
  v->family = family_name;
  v->name = point + 1;
  v->index = slot_of(mapping, family_name, v->name);
  return DM_OK;
}

dm_status dm_mapping_read_variable(dm_mapping *mapping, const dm_yaml_node *node, size_t begin, size_t end, const variable **out,
                                   dm_diagnostics *diagnostics)
{
  variable *v = dm_arena_allocate(mapping->arena, sizeof *v);
  *out = v;
  v->node = node;
  v->offset_bytes = begin;
  v->filters = dm_arena_allocate(mapping->arena, (end - begin + 1) * sizeof *v->filters);
  const char *at = node->text + begin;
  const char *stop = node->text + end;
  for (bool is_root = true;; is_root = false) {
    const char *bar = memchr(at, '|', (size_t)(stop - at));
    const char *word_end = bar ? bar : stop;
    const char *word = dm_arena_string(mapping->arena, at, (size_t)(word_end - at));
    dm_status   status = DM_OK;
    if (is_root)
      status = read_root(mapping, word, v, diagnostics);
    else
      status = read_filter(mapping, node, (size_t)(at - node->text), word, &v->filters[v->n_filters++], diagnostics);
    if (status || !bar)
      return status;
    at = bar + 1;
  }
}

/* Cuts node->text[begin, end) into text and variables. */
static dm_status read_parts(dm_mapping *mapping, const dm_yaml_node *node, size_t begin, size_t end, term_template *t, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  size_t    at = begin;
  t->parts = dm_arena_allocate(mapping->arena, (end - begin + 1) * sizeof *t->parts);
  while (at < end) {
    const char *text = node->text + at;
    const bool  is_brace = text[0] == '{' && at + 1 < end && text[1] == '{';
    if (text[0] == '}')
      return dm_yaml_error_in(mapping->yaml, node, at, diagnostics, "`}` without `{` before it");
    if (text[0] != '{' || is_brace) {
      const size_t n_bytes = is_brace ? 1 : strcspn(text, "{}") < end - at ? strcspn(text, "{}") : end - at;
      t->parts[t->n_parts++] = (part){.text = text, .n_bytes = n_bytes};
      at += is_brace ? 2 : n_bytes;
      continue;
    }
    const char *close = memchr(text, '}', end - at);
    if (!close)
      return dm_yaml_error_in(mapping->yaml, node, at, diagnostics, "`{` without `}`");
    const size_t close_at = (size_t)(close - node->text);
    if (dm_mapping_read_variable(mapping, node, at + 1, close_at, &t->parts[t->n_parts++].variable, diagnostics))
      status = DM_BAD_RULES;
    at = close_at + 1;
  }
  return status;
}

dm_status dm_mapping_read_curie(dm_mapping *mapping, const dm_yaml_node *node, size_t offset_bytes, const char **iri, dm_diagnostics *diagnostics)
{
  const char *text = node->text + offset_bytes;
  const char *colon = strchr(text, ':');
  if (!colon)
    return dm_yaml_error_in(mapping->yaml, node, offset_bytes, diagnostics, "`%s` is no term: <IRI>, \"text\", {variable} or prefix:name is wanted",
                            text);
  const char *prefix = dm_arena_string(mapping->arena, text, (size_t)(colon - text));
  suggestion  s = {.wanted = prefix};
  for (size_t i = 0; i < mapping->n_prefixes; i++) {
    dm_suggestion_consider(&s, mapping->prefixes[i].prefix);
    if (strcmp(mapping->prefixes[i].prefix, prefix) != 0)
      continue;
    *iri = dm_arena_print(mapping->arena, "%s%s", mapping->prefixes[i].namespace_iri, colon + 1);
    if (!dm_iri_is_valid(*iri))
      return dm_yaml_error_in(mapping->yaml, node, offset_bytes, diagnostics, "`%s` is no IRI", *iri);
    *dm_vector_add(&mapping->named) = (dm_named_iri){.iri = *iri, .use = DM_NAMED_OTHER, .node = node, .offset_bytes = offset_bytes};
    return DM_OK;
  }
  return dm_yaml_error_in(mapping->yaml, node, offset_bytes, diagnostics, "unknown prefix `%s`%s", prefix, dm_suggestion_text(&s, mapping->arena));
}

/* What follows the closing quote. */
static dm_status read_suffix(dm_mapping *mapping, const dm_yaml_node *node, size_t at, term_template *t, dm_diagnostics *diagnostics)
{
  const char  *suffix = node->text + at;
  const size_t n_bytes = node->n_bytes - at;
  if (n_bytes == 0)
    return DM_OK;
  if (suffix[0] == '@' && suffix[1] == '{' && suffix[n_bytes - 1] == '}')
    return dm_mapping_read_variable(mapping, node, at + 2, node->n_bytes - 1, &t->language_variable, diagnostics);
  if (suffix[0] == '@' && is_name(suffix + 1)) {
    t->language = suffix + 1;
    return DM_OK;
  }
  if (strncmp(suffix, "^^", 2) != 0)
    return dm_yaml_error_in(mapping->yaml, node, at, diagnostics, "behind a text stands nothing, @language or ^^datatype");
  if (strchr(suffix, ':'))
    return dm_mapping_read_curie(mapping, node, at + 2, &t->datatype, diagnostics);
  suggestion s = {.wanted = suffix + 2};
  for (size_t i = 0; i < mapping->n_datatypes; i++) {
    dm_suggestion_consider(&s, mapping->datatypes[i].name);
    if (strcmp(mapping->datatypes[i].name, suffix + 2) != 0)
      continue;
    t->datatypes = &mapping->datatypes[i];
    dm_mapping_use(mapping, mapping->datatypes[i].node);
  }
  if (t->datatypes)
    return DM_OK;
  return dm_yaml_error_in(mapping->yaml, node, at + 2, diagnostics, "`datatypes` has no `%s`%s", suffix + 2, dm_suggestion_text(&s, mapping->arena));
}

/* Whether an IRI's first text has a scheme. */
static bool has_scheme(const part *first)
{
  const char *colon = memchr(first->text, ':', first->n_bytes);
  const char *slash = memchr(first->text, '/', first->n_bytes);
  return colon && (!slash || colon < slash);
}

dm_status dm_mapping_read_term(dm_mapping *mapping, const dm_yaml_node *node, term_template *out, dm_diagnostics *diagnostics)
{
  *out = (term_template){0};
  if (node->kind != DM_YAML_SCALAR)
    return dm_yaml_error(mapping->yaml, node, diagnostics, "a term is wanted here: <IRI>, \"text\", {variable} or prefix:name");
  const char *text = node->text;
  if (text[0] == '<') {
    out->kind = TEMPLATE_IRI;
    if (node->n_bytes < 3 || text[node->n_bytes - 1] != '>')
      return dm_yaml_error(mapping->yaml, node, diagnostics, "`<` without `>` at the end");
    if (read_parts(mapping, node, 1, node->n_bytes - 1, out, diagnostics))
      return DM_BAD_RULES;
    out->is_relative = out->parts[0].text && !has_scheme(&out->parts[0]);
    if (out->parts[0].text)
      *dm_vector_add(&mapping->stems) =
          dm_arena_print(mapping->arena, "%s%.*s", out->is_relative ? mapping->default_base : "", (int)out->parts[0].n_bytes, out->parts[0].text);
    return DM_OK;
  }
  if (text[0] == '"') {
    out->kind = TEMPLATE_LITERAL;
    const size_t close = (size_t)(strrchr(text, '"') - text);
    if (close == 0)
      return dm_yaml_error(mapping->yaml, node, diagnostics, "a text without its closing quote");
    if (read_parts(mapping, node, 1, close, out, diagnostics))
      return DM_BAD_RULES;
    return read_suffix(mapping, node, close + 1, out, diagnostics);
  }
  if (text[0] == '{') {
    out->kind = TEMPLATE_BARE;
    if (read_parts(mapping, node, 0, node->n_bytes, out, diagnostics))
      return DM_BAD_RULES;
    if (out->n_parts != 1 || !out->parts[0].variable)
      return dm_yaml_error(mapping->yaml, node, diagnostics, "a term of several parts is written <...> or \"...\"");
    return DM_OK;
  }
  const char *iri = NULL;
  if (dm_mapping_read_curie(mapping, node, 0, &iri, diagnostics))
    return DM_BAD_RULES;
  out->kind = TEMPLATE_CONSTANT;
  out->term = dm_term_iri(iri);
  return DM_OK;
}
