/* lexicon/entities.c - reading and connecting the things of the lexicon. */
#include <pthread.h>
#include <string.h>

#include "base/unicode.h"
#include "lexicon/lexicon_impl.h"

/* The keys of an entry that mean something here; the others are properties. */
static const char *const structural_keys[] = {"id",     "label",   "names",     "acronyms", "adjectives", "patterns", "of",
                                              "partOf", "broader", "alsoNames", "found",    "kind",       "succeeds"};
enum { N_STRUCTURAL = sizeof structural_keys / sizeof *structural_keys };

static bool is_structural(const char *key)
{
  for (size_t i = 0; i < N_STRUCTURAL; i++)
    if (strcmp(structural_keys[i], key) == 0)
      return true;
  return false;
}

/* A scalar is a list of one. */
static size_t list_length(const dm_yaml_node *node)
{
  return !node ? 0 : node->kind == DM_YAML_SCALAR ? 1 : node->kind == DM_YAML_SEQUENCE ? node->n : 0;
}
static const dm_yaml_node *list_item(const dm_yaml_node *node, size_t i)
{
  return node->kind == DM_YAML_SCALAR ? node : node->items[i];
}

static dm_status check_list(const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  if (!node)
    return DM_OK;
  if (node->kind == DM_YAML_MAPPING)
    return dm_yaml_error(yaml, node, diagnostics, "a text or a list of texts is wanted here");
  for (size_t i = 0; i < list_length(node); i++)
    if (list_item(node, i)->kind != DM_YAML_SCALAR)
      status = dm_yaml_error(yaml, list_item(node, i), diagnostics, "a text is wanted here");
  return status;
}

static dm_status check_keys(dm_lexicon *lexicon, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  const char **keys = dm_allocate((N_STRUCTURAL + lexicon->property_keys.n) * sizeof *keys);
  memcpy(keys, structural_keys, sizeof structural_keys);
  for (size_t i = 0; i < lexicon->property_keys.n; i++)
    keys[N_STRUCTURAL + i] = lexicon->property_keys.items[i];
  dm_status status = dm_yaml_check_keys(yaml, node, keys, N_STRUCTURAL + lexicon->property_keys.n, diagnostics);
  for (size_t i = 0; i < node->n; i++) {
    dm_status one = check_list(yaml, node->pairs[i].value, diagnostics);
    if (one)
      status = one;
  }
  free(keys);
  return status;
}

static void read_alt_labels(dm_lexicon *lexicon, entry *made, const dm_yaml_node *node)
{
  static const char *const keys[] = {"names", "acronyms"};
  size_t                   n = 0;
  for (size_t k = 0; k < 2; k++)
    n += list_length(dm_yaml_get(node, keys[k]));
  const char **labels = dm_arena_allocate(lexicon->arena, (n + 1) * sizeof *labels);
  size_t       n_labels = 0;
  for (size_t k = 0; k < 2; k++) {
    const dm_yaml_node *list = dm_yaml_get(node, keys[k]);
    for (size_t i = 0; i < list_length(list); i++)
      labels[n_labels++] = list_item(list, i)->text;
  }
  made->entity.alt_labels = labels;
  made->entity.n_alt_labels = n_labels;
}

static void read_properties(dm_lexicon *lexicon, entry *made, const dm_yaml_node *node)
{
  size_t n = 0;
  for (size_t i = 0; i < node->n; i++)
    if (!is_structural(node->pairs[i].key->text))
      n += list_length(node->pairs[i].value);
  dm_property *properties = dm_arena_allocate(lexicon->arena, (n + 1) * sizeof *properties);
  n = 0;
  for (size_t i = 0; i < node->n; i++) {
    if (is_structural(node->pairs[i].key->text))
      continue;
    for (size_t k = 0; k < list_length(node->pairs[i].value); k++)
      properties[n++] = (dm_property){.key = node->pairs[i].key->text, .value = list_item(node->pairs[i].value, k)->text};
  }
  made->entity.properties = properties;
  made->entity.n_properties = n;
}

/* The kind that a scalar names; `node` may be missing, which is reported at `parent`. */
static dm_status read_kind(const dm_lexicon *lexicon, const char **kind, const dm_yaml *yaml, const dm_yaml_node *node, const dm_yaml_node *parent,
                           dm_diagnostics *diagnostics)
{
  dm_status status = dm_yaml_expect(yaml, node, DM_YAML_SCALAR, parent, "kind", diagnostics);
  if (status)
    return status;
  int number = dm_grammar_kind(lexicon->grammar, node->text);
  if (number < 0)
    return dm_lexicon_unknown_kind(lexicon, yaml, node, diagnostics);
  *kind = dm_grammar_kind_name(lexicon->grammar, number);
  return DM_OK;
}

/* `kind` is that of the file, NULL if it has none; an entry may have its own. */
static dm_status read_entry(dm_lexicon *lexicon, const dm_yaml *yaml, const char *kind, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = dm_yaml_expect(yaml, node, DM_YAML_MAPPING, node, "entry", diagnostics);
  if (status)
    return status;
  status = check_keys(lexicon, yaml, node, diagnostics);
  const dm_yaml_node *id = dm_yaml_get(node, "id"), *label = dm_yaml_get(node, "label"), *own_kind = dm_yaml_get(node, "kind");
  if (!status && (own_kind || !kind))
    status = read_kind(lexicon, &kind, yaml, own_kind, node, diagnostics);
  if (status)
    return status;
  status = dm_yaml_expect(yaml, id, DM_YAML_SCALAR, node, "id", diagnostics);
  if (!status)
    status = dm_yaml_expect(yaml, label, DM_YAML_SCALAR, node, "label", diagnostics);
  if (status)
    return status;
  entry *made = dm_arena_allocate(lexicon->arena, sizeof *made);
  made->yaml = yaml;
  made->node = node;
  made->entity = (dm_entity){.kind = kind, .id = id->text, .label = label->text, .listed = true};
  read_alt_labels(lexicon, made, node);
  read_properties(lexicon, made, node);
  const char *key = dm_arena_print(lexicon->arena, "%s/%s", kind, id->text);
  bool        is_new = false;
  uint32_t    at = *dm_map_put(lexicon->by_id, key, strlen(key), (uint32_t)lexicon->entries.n, &is_new);
  if (!is_new) {
    const entry        *first = lexicon->entries.items[at];
    const dm_yaml_node *first_id = dm_yaml_get(first->node, "id");
    if (dm_yaml_layer(first->yaml) < dm_yaml_layer(yaml)) { /* what lies on top takes its place */
      made->below = first;
      lexicon->entries.items[at] = made;
      return DM_OK;
    }
    return dm_yaml_error(yaml, id, diagnostics, "%s %s is there already, at %s:%zu:%zu", kind, id->text, dm_yaml_file(first->yaml),
                         first_id->line_1based, first_id->column_1based);
  }
  *dm_vector_add(&lexicon->entries) = made;
  return DM_OK;
}

dm_status dm_lexicon_read_entities(dm_lexicon *lexicon, const dm_yaml *yaml, dm_diagnostics *diagnostics)
{
  const dm_yaml_node *root = dm_yaml_root(yaml), *kind_node = dm_yaml_get(root, "kind"), *list = dm_yaml_get(root, "entities");
  const char         *kind = NULL;
  if (!kind_node && !list)
    return DM_OK;
  dm_status status = kind_node ? read_kind(lexicon, &kind, yaml, kind_node, root, diagnostics) : DM_OK;
  if (!status)
    status = dm_yaml_expect(yaml, list, DM_YAML_SEQUENCE, root, "entities", diagnostics);
  if (status)
    return status;
  for (size_t i = 0; i < list->n; i++) {
    dm_status one = read_entry(lexicon, yaml, kind, list->items[i], diagnostics);
    if (one)
      status = one;
  }
  return status;
}

static dm_status resolve_one(dm_lexicon *lexicon, entry *made, const char *key, const char *kind, const dm_entity **out, dm_diagnostics *diagnostics)
{
  const dm_yaml_node *node = dm_yaml_get(made->node, key);
  if (!node)
    return DM_OK;
  *out = dm_lexicon_find(lexicon, kind, node->text);
  if (*out)
    return DM_OK;
  const char *near = dm_lexicon_near_id(lexicon, node->text);
  return near ? dm_yaml_error(made->yaml, node, diagnostics, "no such thing: %s; did you mean %s?", node->text, near)
              : dm_yaml_error(made->yaml, node, diagnostics, "no such thing: %s", node->text);
}

static int compare_entities(const void *a, const void *b)
{
  const dm_entity *x = *(const dm_entity *const *)a, *y = *(const dm_entity *const *)b;
  int              order = strcmp(x->kind, y->kind);
  return order ? order : strcmp(x->id, y->id);
}

static void sort_entities(dm_lexicon *lexicon)
{
  size_t            n = lexicon->entries.n;
  const dm_entity **sorted = dm_arena_allocate(lexicon->arena, (n + 1) * sizeof *sorted);
  for (size_t i = 0; i < n; i++)
    sorted[i] = &lexicon->entries.items[i]->entity;
  qsort(sorted, n, sizeof *sorted, compare_entities);
  lexicon->entities = sorted;
  dm_map *place = dm_map_new();
  for (uint32_t i = 0; i < n; i++)
    dm_map_put(place, (const char *)&sorted[i], sizeof sorted[i], i, NULL);
  for (size_t i = 0; i < n; i++) {
    const dm_entity *entity = &lexicon->entries.items[i]->entity;
    uint32_t         at = 0;
    dm_map_get(place, (const char *)&entity, sizeof entity, &at);
    lexicon->entries.items[i]->entity.index = at;
  }
  dm_map_free(place);
}

typedef DM_VECTOR(surface) surface_list;

static void add_surfaces(dm_lexicon *lexicon, surface_list *surfaces, const entry *made)
{
  static const struct {
    const char *key;
    uint8_t     form;
  } lists[] = {{"names", DM_FORM_NAME}, {"acronyms", DM_FORM_ACRONYM}, {"adjectives", DM_FORM_ADJECTIVE}};
  const dm_yaml_node *found = dm_yaml_get(made->node, "found");
  if (!found || strcmp(found->text, "false") != 0)
    *dm_vector_add(surfaces) = (surface){made->entity.label, &made->entity, dm_yaml_get(made->node, "label"), DM_FORM_NAME};
  for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
    const dm_yaml_node *list = dm_yaml_get(made->node, lists[k].key);
    for (size_t i = 0; i < list_length(list); i++) {
      const dm_yaml_node *written = list_item(list, i);
      *dm_vector_add(surfaces) = (surface){written->text, &made->entity, written, lists[k].form};
      if (lists[k].form == DM_FORM_ACRONYM) /* the plural: GGEs, CERTs */
        *dm_vector_add(surfaces) = (surface){dm_arena_print(lexicon->arena, "%ss", written->text), &made->entity, written, lists[k].form};
    }
  }
}

static dm_status add_patterns(dm_lexicon *lexicon, const entry *made, dm_diagnostics *diagnostics)
{
  dm_status           status = DM_OK;
  const dm_yaml_node *list = dm_yaml_get(made->node, "patterns");
  for (size_t i = 0; i < list_length(list); i++) {
    const dm_pattern *pattern = NULL;
    dm_status         one = dm_lexicon_compile(lexicon, &pattern, made->yaml, list_item(list, i), diagnostics);
    if (one) {
      status = one;
      continue;
    }
    *dm_vector_add(&lexicon->entity_patterns) = pattern;
    *dm_vector_add(&lexicon->pattern_entities) = &made->entity;
    *dm_vector_add(&lexicon->patterns_written) = list_item(list, i);
  }
  return status;
}

/* Cutting names takes as long as compiling patterns: the one goes on beside the other. */
typedef struct {
  const dm_lexicon *lexicon;
  surface_list      surfaces;
  dm_text          *cut;
} naming;

static void *cut_names(void *ctx)
{
  naming *job = ctx;
  job->cut = dm_names_cut(job->lexicon, job->surfaces.items, job->surfaces.n);
  return NULL;
}

static dm_status connect(dm_lexicon *lexicon, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  for (size_t i = 0; i < lexicon->entries.n; i++) {
    entry    *made = lexicon->entries.items[i];
    dm_status steps[] = {resolve_one(lexicon, made, "of", "side", &made->entity.of, diagnostics),
                         resolve_one(lexicon, made, "partOf", NULL, &made->entity.part_of, diagnostics),
                         resolve_one(lexicon, made, "broader", NULL, &made->entity.broader, diagnostics),
                         resolve_one(lexicon, made, "alsoNames", NULL, &made->entity.also_names, diagnostics),
                         add_patterns(lexicon, made, diagnostics)};
    for (size_t k = 0; k < sizeof steps / sizeof *steps; k++)
      if (steps[k])
        status = steps[k];
  }
  dm_status succession = dm_lexicon_resolve_succession(lexicon, diagnostics);
  return succession ? succession : status;
}

dm_status dm_lexicon_resolve(dm_lexicon *lexicon, dm_diagnostics *diagnostics)
{
  naming    job = {.lexicon = lexicon};
  pthread_t thread;
  sort_entities(lexicon);
  for (size_t i = 0; i < lexicon->entries.n; i++)
    add_surfaces(lexicon, &job.surfaces, lexicon->entries.items[i]);
  bool      beside = pthread_create(&thread, NULL, cut_names, &job) == 0;
  dm_status status = connect(lexicon, diagnostics);
  if (beside)
    pthread_join(thread, NULL);
  else
    cut_names(&job);
  dm_names_add(lexicon->names, lexicon, job.surfaces.items, job.surfaces.n, job.cut);
  dm_text_free(job.cut);
  dm_vector_free(&job.surfaces);
  if (!status && lexicon->entity_patterns.n)
    lexicon->index = dm_pattern_index_new(lexicon->entity_patterns.items, lexicon->entity_patterns.n);
  return status;
}
