/* mapping/load.c - the sections of a mapping's file. */
#include "mapping/mapping_impl.h"

#include <string.h>

typedef dm_status (*section_reader)(dm_mapping *mapping, const dm_yaml_node *node, dm_diagnostics *diagnostics);

static dm_status read_base(dm_mapping *mapping, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  if (dm_yaml_expect(mapping->yaml, node, DM_YAML_SCALAR, node, "base", diagnostics))
    return DM_BAD_RULES;
  if (!dm_iri_is_valid(node->text) || strpbrk(node->text, "?#") || node->text[node->n_bytes - 1] != '/')
    return dm_yaml_error(mapping->yaml, node, diagnostics, "`%s` is no base: an absolute IRI that ends with `/` is wanted", node->text);
  mapping->default_base = node->text;
  return DM_OK;
}

static dm_status read_prefixes(dm_mapping *mapping, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  mapping->prefixes = dm_arena_allocate(mapping->arena, (node->n + 1) * sizeof *mapping->prefixes);
  for (size_t i = 0; i < node->n; i++) {
    const dm_yaml_node *value = node->pairs[i].value;
    const char         *name = node->pairs[i].key->text;
    if (dm_yaml_expect(mapping->yaml, value, DM_YAML_SCALAR, node->pairs[i].key, name, diagnostics)) {
      status = DM_BAD_RULES;
      continue;
    }
    const char *iri = strchr(value->text, ':') ? value->text : dm_arena_print(mapping->arena, "%s%s", mapping->default_base, value->text);
    if (!dm_iri_is_valid(iri))
      status = dm_yaml_error(mapping->yaml, value, diagnostics, "prefix `%s`: `%s` is no absolute IRI", name, iri);
    mapping->prefixes[mapping->n_prefixes++] = (dm_prefix){.prefix = name, .namespace_iri = iri};
  }
  return status;
}

static dm_status read_property_keys(dm_mapping *mapping, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  mapping->property_keys = dm_arena_allocate(mapping->arena, (node->n + 1) * sizeof *mapping->property_keys);
  for (size_t i = 0; i < node->n; i++) {
    if (dm_yaml_expect(mapping->yaml, node->items[i], DM_YAML_SCALAR, node, "properties", diagnostics))
      status = DM_BAD_RULES;
    else
      mapping->property_keys[mapping->n_property_keys++] = node->items[i];
  }
  return status;
}

static dm_status read_datatypes(dm_mapping *mapping, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  mapping->datatypes = dm_arena_allocate(mapping->arena, (node->n + 1) * sizeof *mapping->datatypes);
  for (size_t i = 0; i < node->n; i++) {
    const dm_yaml_node *value = node->pairs[i].value;
    datatype_choice    *d = &mapping->datatypes[mapping->n_datatypes++];
    d->name = node->pairs[i].key->text;
    d->node = node->pairs[i].key;
    if (dm_yaml_expect(mapping->yaml, value, DM_YAML_MAPPING, node, d->name, diagnostics)) {
      status = DM_BAD_RULES;
      continue;
    }
    d->forms = dm_arena_allocate(mapping->arena, (value->n + 1) * sizeof *d->forms);
    for (size_t k = 0; k < value->n; k++) {
      const dm_yaml_node *datatype = value->pairs[k].value;
      typed_form         *f = &d->forms[d->n_forms++];
      f->form = value->pairs[k].key->text;
      if (dm_yaml_expect(mapping->yaml, datatype, DM_YAML_SCALAR, value, f->form, diagnostics) ||
          dm_mapping_read_curie(mapping, datatype, 0, &f->datatype, diagnostics))
        status = DM_BAD_RULES;
    }
  }
  return status;
}

/* A term of a table: prefix:name where there is such a prefix, else a text. */
static dm_status read_row(dm_mapping *mapping, const dm_yaml_pair *pair, table_row *row, dm_diagnostics *diagnostics)
{
  row->key = pair->key->text;
  if (dm_yaml_expect(mapping->yaml, pair->value, DM_YAML_SCALAR, pair->key, row->key, diagnostics))
    return DM_BAD_RULES;
  row->term = dm_term_literal(pair->value->text, NULL, NULL);
  if (pair->value->quoted || !strchr(pair->value->text, ':'))
    return DM_OK;
  const char *iri = NULL;
  if (dm_mapping_read_curie(mapping, pair->value, 0, &iri, diagnostics))
    return DM_BAD_RULES;
  row->term = dm_term_iri(iri);
  return DM_OK;
}

static dm_status read_tables(dm_mapping *mapping, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  mapping->tables = dm_arena_allocate(mapping->arena, (node->n + 1) * sizeof *mapping->tables);
  for (size_t i = 0; i < node->n; i++) {
    const dm_yaml_node *value = node->pairs[i].value;
    table              *t = &mapping->tables[mapping->n_tables++];
    t->name = node->pairs[i].key->text;
    t->node = node->pairs[i].key;
    if (dm_mapping_field(mapping, t->name) != FIELD_NONE)
      status =
          dm_yaml_error(mapping->yaml, node->pairs[i].key, diagnostics, "`%s` is what a thing has already; the table needs another name", t->name);
    if (dm_yaml_expect(mapping->yaml, value, DM_YAML_MAPPING, node, t->name, diagnostics)) {
      status = DM_BAD_RULES;
      continue;
    }
    t->rows = dm_arena_allocate(mapping->arena, (value->n + 1) * sizeof *t->rows);
    for (size_t k = 0; k < value->n; k++)
      if (read_row(mapping, &value->pairs[k], &t->rows[t->n_rows++], diagnostics))
        status = DM_BAD_RULES;
  }
  return status;
}

/* Names first, so that a let may use one that stands behind it. */
static dm_status read_let_names(dm_mapping *mapping, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  mapping->lets = dm_arena_allocate(mapping->arena, (node->n + 1) * sizeof *mapping->lets);
  mapping->let_ranks = dm_arena_allocate(mapping->arena, (node->n + 1) * sizeof *mapping->let_ranks);
  for (size_t i = 0; i < node->n; i++) {
    let_name *l = &mapping->lets[i];
    l->name = node->pairs[i].key->text;
    l->node = node->pairs[i].key;
    if (dm_mapping_field(mapping, l->name) != FIELD_NONE)
      status = dm_yaml_error(mapping->yaml, l->node, diagnostics, "`%s` is what a thing has already; the let needs another name", l->name);
    mapping->let_ranks[i] = DM_RANK_LAST;
    mapping->n_lets++;
  }
  return status;
}

static dm_status read_order(dm_mapping *mapping, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  for (size_t i = 0; i < node->n; i++) {
    const dm_yaml_node *name = node->items[i];
    if (dm_yaml_expect(mapping->yaml, name, DM_YAML_SCALAR, node, "order", diagnostics))
      return DM_BAD_RULES;
    suggestion s = {.wanted = name->text};
    bool       is_known = false;
    for (size_t k = 0; k < mapping->n_lets; k++) {
      dm_suggestion_consider(&s, mapping->lets[k].name);
      if (strcmp(mapping->lets[k].name, name->text) != 0)
        continue;
      is_known = true;
      mapping->let_ranks[k] = (uint32_t)i;
    }
    if (!is_known)
      status = dm_yaml_error(mapping->yaml, name, diagnostics, "`let` has no `%s`%s", name->text, dm_suggestion_text(&s, mapping->arena));
  }
  return status;
}

static dm_status read_lets(dm_mapping *mapping, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  for (size_t i = 0; i < node->n; i++)
    if (dm_mapping_read_choices(mapping, node->pairs[i].value, &mapping->lets[i].choices, diagnostics))
      status = DM_BAD_RULES;
  return status;
}

static dm_status read_sets(dm_mapping *mapping, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  mapping->sets = dm_arena_allocate(mapping->arena, (node->n + 1) * sizeof *mapping->sets);
  for (size_t i = 0; i < node->n; i++) {
    property_set *s = &mapping->sets[mapping->n_sets++];
    s->name = node->pairs[i].key->text;
    s->node = node->pairs[i].key;
    if (dm_mapping_read_properties(mapping, node->pairs[i].value, &s->properties, diagnostics))
      status = DM_BAD_RULES;
  }
  return status;
}

static dm_status read_graphs(dm_mapping *mapping, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  mapping->graphs = dm_arena_allocate(mapping->arena, (node->n + 1) * sizeof *mapping->graphs);
  mapping->document_graph = SIZE_MAX;
  for (size_t i = 0; i < node->n; i++) {
    graph_name *g = &mapping->graphs[mapping->n_graphs++];
    g->name = node->pairs[i].key->text;
    g->key = node->pairs[i].key;
    g->node = node->pairs[i].value;
    if (strcmp(g->name, "document") == 0)
      mapping->document_graph = i;
    if (dm_mapping_read_term(mapping, node->pairs[i].value, &g->iri, diagnostics))
      status = DM_BAD_RULES;
    else if (g->iri.kind == TEMPLATE_LITERAL)
      status = dm_yaml_error(mapping->yaml, g->node, diagnostics, "a graph is named by an IRI, not a text");
  }
  if (mapping->document_graph == SIZE_MAX)
    return dm_yaml_error(mapping->yaml, node, diagnostics, "`document` is missing in `graphs`");
  const term_template *document = &mapping->graphs[mapping->document_graph].iri;
  const variable      *v = !status && document->kind == TEMPLATE_BARE ? document->parts[0].variable : NULL;
  mapping->document_rank = v && v->root == ROOT_LET ? mapping->let_ranks[v->index] : 0;
  return status;
}

static dm_status read_document(dm_mapping *mapping, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  return dm_mapping_read_blocks(mapping, node, &mapping->document, diagnostics);
}

static dm_status read_rule(dm_mapping *mapping, const dm_yaml_node *node, rule *out, dm_diagnostics *diagnostics)
{
  static const char *const keys[] = {"of", "state"};
  if (dm_yaml_expect(mapping->yaml, node, DM_YAML_MAPPING, node, "facts", diagnostics) ||
      dm_yaml_check_keys(mapping->yaml, node, keys, 2, diagnostics))
    return DM_BAD_RULES;
  const dm_yaml_node *of = dm_yaml_get(node, "of");
  const dm_yaml_node *state = dm_yaml_get(node, "state");
  if (!of || !state)
    return dm_yaml_error(mapping->yaml, node, diagnostics, "`%s` is missing", of ? "state" : "of");
  out->n_families = of->kind == DM_YAML_SEQUENCE ? of->n : 1;
  out->families = dm_arena_allocate(mapping->arena, (out->n_families + 1) * sizeof *out->families);
  for (size_t i = 0; i < out->n_families; i++) {
    out->families[i] = of->kind == DM_YAML_SEQUENCE ? of->items[i] : of;
    if (dm_yaml_expect(mapping->yaml, out->families[i], DM_YAML_SCALAR, node, "of", diagnostics))
      return DM_BAD_RULES;
    *dm_vector_add(&dm_mapping_family(mapping, out->families[i]->text)->rules) = &out->blocks;
  }
  return dm_mapping_read_blocks(mapping, state, &out->blocks, diagnostics);
}

static dm_status read_facts(dm_mapping *mapping, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  mapping->rules = dm_arena_allocate(mapping->arena, (node->n + 1) * sizeof *mapping->rules);
  for (size_t i = 0; i < node->n; i++)
    if (read_rule(mapping, node->items[i], &mapping->rules[mapping->n_rules++], diagnostics))
      status = DM_BAD_RULES;
  return status;
}

static dm_status find_graph(dm_mapping *mapping, const dm_yaml_node *node, size_t *out, dm_diagnostics *diagnostics)
{
  suggestion s = {.wanted = node->text};
  for (size_t i = 0; i < mapping->n_graphs; i++) {
    dm_suggestion_consider(&s, mapping->graphs[i].name);
    if (strcmp(mapping->graphs[i].name, node->text) == 0) {
      *out = i;
      dm_mapping_use(mapping, mapping->graphs[i].key);
      return DM_OK;
    }
  }
  return dm_yaml_error(mapping->yaml, node, diagnostics, "`graphs` has no `%s`%s", node->text, dm_suggestion_text(&s, mapping->arena));
}

static dm_status read_kind(dm_mapping *mapping, const dm_yaml_pair *pair, kind_rule *out, dm_diagnostics *diagnostics)
{
  static const char *const keys[] = {"iri", "listed", "state"};
  const dm_yaml_node      *value = pair->value;
  out->name = pair->key->text;
  out->node = pair->key;
  out->graph = mapping->document_graph;
  if (dm_yaml_expect(mapping->yaml, value, DM_YAML_MAPPING, pair->key, out->name, diagnostics) ||
      dm_yaml_check_keys(mapping->yaml, value, keys, 3, diagnostics))
    return DM_BAD_RULES;
  const dm_yaml_node *iri = dm_yaml_get(value, "iri");
  const dm_yaml_node *listed = dm_yaml_get(value, "listed");
  const dm_yaml_node *state = dm_yaml_get(value, "state");
  if (!iri)
    return dm_yaml_error(mapping->yaml, pair->key, diagnostics, "`iri` is missing");
  dm_status status = dm_mapping_read_choices(mapping, iri, &out->iri, diagnostics);
  if (listed &&
      (dm_yaml_expect(mapping->yaml, listed, DM_YAML_SCALAR, value, "listed", diagnostics) || find_graph(mapping, listed, &out->graph, diagnostics)))
    status = DM_BAD_RULES;
  if (state && dm_mapping_read_blocks(mapping, state, &out->blocks, diagnostics))
    status = DM_BAD_RULES;
  return status;
}

static dm_status read_kinds(dm_mapping *mapping, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  mapping->kinds = dm_arena_allocate(mapping->arena, (node->n + 1) * sizeof *mapping->kinds);
  for (size_t i = 0; i < node->n; i++) {
    const dm_yaml_node *key = node->pairs[i].key;
    dm_map_put(mapping->kind_index, key->text, key->n_bytes, (uint32_t)i, NULL);
    if (read_kind(mapping, &node->pairs[i], &mapping->kinds[mapping->n_kinds++], diagnostics))
      status = DM_BAD_RULES;
  }
  return status;
}

/* In the order in which they need each other. */
static const struct {
  const char    *key;
  dm_yaml_kind   kind;
  bool           is_needed;
  section_reader read;
} sections[] = {
    {"base", DM_YAML_SCALAR, true, read_base},
    {"prefixes", DM_YAML_MAPPING, true, read_prefixes},
    {"properties", DM_YAML_SEQUENCE, false, read_property_keys},
    {"datatypes", DM_YAML_MAPPING, false, read_datatypes},
    {"tables", DM_YAML_MAPPING, false, read_tables},
    {"let", DM_YAML_MAPPING, false, read_let_names},
    {"order", DM_YAML_SEQUENCE, false, read_order},
    {"let", DM_YAML_MAPPING, false, read_lets},
    {"graphs", DM_YAML_MAPPING, true, read_graphs},
    {"sets", DM_YAML_MAPPING, false, read_sets},
    {"document", DM_YAML_SEQUENCE, false, read_document},
    {"facts", DM_YAML_SEQUENCE, false, read_facts},
    {"kinds", DM_YAML_MAPPING, false, read_kinds},
};

enum { N_SECTIONS = sizeof sections / sizeof *sections };

/* Goes on after most errors, so that all are reported at once; not where what follows would only complain of the consequences. */
static dm_status read_sections(dm_mapping *mapping, dm_diagnostics *diagnostics)
{
  const dm_yaml_node *root = dm_yaml_root(mapping->yaml);
  const char         *keys[N_SECTIONS];
  dm_status           status = DM_OK;
  for (size_t i = 0; i < N_SECTIONS; i++)
    keys[i] = sections[i].key;
  if (!root) {
    const dm_place place = {.file = dm_yaml_file(mapping->yaml)};
    dm_report(diagnostics, DM_ERROR, &place, "the mapping is empty");
    return DM_BAD_RULES;
  }
  if (dm_yaml_expect(mapping->yaml, root, DM_YAML_MAPPING, root, "mapping", diagnostics) ||
      dm_yaml_check_keys(mapping->yaml, root, keys, N_SECTIONS, diagnostics))
    return DM_BAD_RULES;
  for (size_t i = 0; i < N_SECTIONS; i++) {
    const dm_yaml_node *node = dm_yaml_get(root, sections[i].key);
    if (!node && !sections[i].is_needed)
      continue;
    if (dm_yaml_expect(mapping->yaml, node, sections[i].kind, root, sections[i].key, diagnostics) == DM_OK &&
        sections[i].read(mapping, node, diagnostics) == DM_OK)
      continue;
    status = DM_BAD_RULES;
    if (sections[i].is_needed || sections[i].read == read_let_names)
      return status;
  }
  return status;
}

/* What the user gives, so a fault of the command line. */
static dm_status set_base(dm_mapping *mapping, const char *base, dm_diagnostics *diagnostics)
{
  const size_t n_bytes = base ? strlen(base) : 0;
  mapping->base = mapping->default_base;
  if (!base)
    return DM_OK;
  if (n_bytes == 0 || !dm_iri_is_valid(base) || strpbrk(base, "?#") || base[n_bytes - 1] != '/') {
    const dm_place place = {0};
    dm_report(diagnostics, DM_ERROR, &place, "`%s` is no base: an absolute IRI that ends with `/` is wanted", base);
    return DM_BAD_USAGE;
  }
  mapping->base = dm_arena_string(mapping->arena, base, n_bytes);
  return DM_OK;
}

/* Properties that only tables name come last, in the order of the tables. */
static void rank_tables(dm_mapping *mapping)
{
  for (size_t i = 0; i < mapping->n_tables; i++) {
    for (size_t k = 0; k < mapping->tables[i].n_rows; k++) {
      const dm_term *term = &mapping->tables[i].rows[k].term;
      if (term->kind == DM_TERM_IRI)
        dm_map_put(mapping->predicate_ranks, term->value, term->n_bytes, (uint32_t)dm_map_count(mapping->predicate_ranks), NULL);
    }
  }
}

dm_status dm_mapping_load(dm_mapping **out, const char *path, const char *base, dm_diagnostics *diagnostics)
{
  dm_mapping *mapping = dm_allocate(sizeof *mapping);
  *out = NULL;
  mapping->arena = dm_arena_new();
  mapping->kind_index = dm_map_new();
  mapping->family_index = dm_map_new();
  mapping->used = dm_map_new();
  mapping->predicate_ranks = dm_map_new();
  dm_map_put(mapping->predicate_ranks, dm_rdf_type, strlen(dm_rdf_type), 0, NULL); /* classes come first */
  dm_status status = dm_yaml_load(&mapping->yaml, path, diagnostics);
  if (status == DM_OK)
    status = read_sections(mapping, diagnostics);
  if (status == DM_OK)
    status = dm_mapping_check_names(mapping, diagnostics);
  if (status == DM_OK)
    status = set_base(mapping, base, diagnostics);
  if (status != DM_OK) {
    dm_mapping_free(mapping);
    return status;
  }
  rank_tables(mapping);
  dm_mapping_find_unused(mapping);
  *out = mapping;
  return DM_OK;
}

void dm_mapping_free(dm_mapping *mapping)
{
  if (!mapping)
    return;
  for (size_t i = 0; i < mapping->families.n; i++) {
    dm_vector_free(&mapping->families.items[i].slots);
    dm_vector_free(&mapping->families.items[i].rules);
  }
  dm_vector_free(&mapping->families);
  dm_vector_free(&mapping->named);
  dm_vector_free(&mapping->stems);
  dm_vector_free(&mapping->unused);
  dm_map_free(mapping->used);
  dm_map_free(mapping->kind_index);
  dm_map_free(mapping->family_index);
  dm_map_free(mapping->predicate_ranks);
  dm_yaml_free(mapping->yaml);
  dm_arena_free(mapping->arena);
  free(mapping);
}

const dm_yaml *dm_mapping_file(const dm_mapping *mapping)
{
  return mapping->yaml;
}

const dm_prefix *dm_mapping_prefixes(const dm_mapping *mapping, size_t *n_prefixes)
{
  *n_prefixes = mapping->n_prefixes;
  return mapping->prefixes;
}
