/* mapping/block.c - choices, conditions and blocks of statements, from YAML. */
#include "mapping/mapping_impl.h"

#include <string.h>

const char dm_rdf_type[] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/* A node as a list: the items of a sequence, or itself. */
static size_t list_n(const dm_yaml_node *node)
{
  return node->kind == DM_YAML_SEQUENCE ? node->n : 1;
}

static const dm_yaml_node *list_item(const dm_yaml_node *node, size_t i)
{
  return node->kind == DM_YAML_SEQUENCE ? node->items[i] : node;
}

static dm_status read_test(dm_mapping *mapping, const dm_yaml_pair *pair, test *out, dm_diagnostics *diagnostics)
{
  const char **values = dm_arena_allocate(mapping->arena, (list_n(pair->value) + 1) * sizeof *values);
  for (size_t i = 0; i < list_n(pair->value); i++) {
    const dm_yaml_node *value = list_item(pair->value, i);
    if (dm_yaml_expect(mapping->yaml, value, DM_YAML_SCALAR, pair->key, "value", diagnostics))
      return DM_BAD_RULES;
    values[i] = value->text;
  }
  out->values = values;
  out->n_values = list_n(pair->value);
  return dm_mapping_read_variable(mapping, pair->key, 0, pair->key->n_bytes, &out->variable, diagnostics);
}

static dm_status read_conditions(dm_mapping *mapping, const dm_yaml_node *node, conditions *out, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  *out = (conditions){0};
  if (!node)
    return DM_OK;
  out->items = dm_arena_allocate(mapping->arena, (list_n(node) + 1) * sizeof *out->items);
  for (size_t i = 0; i < list_n(node); i++) {
    const dm_yaml_node *alternative = list_item(node, i);
    condition          *c = &out->items[out->n++];
    if (dm_yaml_expect(mapping->yaml, alternative, DM_YAML_MAPPING, node, "condition", diagnostics))
      return DM_BAD_RULES;
    c->tests = dm_arena_allocate(mapping->arena, (alternative->n + 1) * sizeof *c->tests);
    for (size_t k = 0; k < alternative->n; k++)
      if (read_test(mapping, &alternative->pairs[k], &c->tests[c->n_tests++], diagnostics))
        status = DM_BAD_RULES;
  }
  return status;
}

static dm_status read_choice(dm_mapping *mapping, const dm_yaml_node *node, choice *out, dm_diagnostics *diagnostics)
{
  static const char *const keys[] = {"to", "when", "unless"};
  *out = (choice){0};
  if (node->kind != DM_YAML_MAPPING)
    return dm_mapping_read_term(mapping, node, &out->to, diagnostics);
  const dm_yaml_node *to = dm_yaml_get(node, "to");
  if (dm_yaml_check_keys(mapping->yaml, node, keys, 3, diagnostics) || dm_yaml_expect(mapping->yaml, to, DM_YAML_SCALAR, node, "to", diagnostics))
    return DM_BAD_RULES;
  dm_status status = dm_mapping_read_term(mapping, to, &out->to, diagnostics);
  if (read_conditions(mapping, dm_yaml_get(node, "when"), &out->when, diagnostics))
    status = DM_BAD_RULES;
  if (read_conditions(mapping, dm_yaml_get(node, "unless"), &out->unless, diagnostics))
    status = DM_BAD_RULES;
  return status;
}

dm_status dm_mapping_read_choices(dm_mapping *mapping, const dm_yaml_node *node, choices *out, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  out->n = list_n(node);
  out->items = dm_arena_allocate(mapping->arena, (out->n + 1) * sizeof *out->items);
  for (size_t i = 0; i < out->n; i++)
    if (read_choice(mapping, list_item(node, i), &out->items[i], diagnostics))
      status = DM_BAD_RULES;
  return status;
}

/* What the IRIs that were read since `first` are used for. */
static void set_use(dm_mapping *mapping, size_t first, dm_named_use use)
{
  for (size_t i = first; i < mapping->named.n; i++)
    mapping->named.items[i].use = use;
}

static dm_status read_predicate(dm_mapping *mapping, const dm_yaml_node *key, term_template *out, dm_diagnostics *diagnostics)
{
  if (strcmp(key->text, "a") == 0) {
    *out = (term_template){.kind = TEMPLATE_CONSTANT, .term = dm_term_iri(dm_rdf_type)};
    *dm_vector_add(&mapping->named) = (dm_named_iri){.iri = dm_rdf_type, .use = DM_NAMED_PROPERTY, .node = key};
  } else {
    const size_t first = mapping->named.n;
    if (dm_mapping_read_term(mapping, key, out, diagnostics))
      return DM_BAD_RULES;
    set_use(mapping, first, DM_NAMED_PROPERTY);
    if (out->kind == TEMPLATE_LITERAL)
      return dm_yaml_error(mapping->yaml, key, diagnostics, "a property is an IRI, not a text");
  }
  if (out->kind == TEMPLATE_CONSTANT)
    dm_map_put(mapping->predicate_ranks, out->term.value, out->term.n_bytes, (uint32_t)dm_map_count(mapping->predicate_ranks), NULL);
  return DM_OK;
}

dm_status dm_mapping_read_properties(dm_mapping *mapping, const dm_yaml_node *node, properties *out, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  if (dm_yaml_expect(mapping->yaml, node, DM_YAML_MAPPING, node, "statements", diagnostics))
    return DM_BAD_RULES;
  out->items = dm_arena_allocate(mapping->arena, (node->n + 1) * sizeof *out->items);
  out->n = node->n;
  for (size_t i = 0; i < node->n; i++) {
    if (read_predicate(mapping, node->pairs[i].key, &out->items[i].predicate, diagnostics))
      status = DM_BAD_RULES;
    const size_t first = mapping->named.n;
    if (dm_mapping_read_choices(mapping, node->pairs[i].value, &out->items[i].objects, diagnostics))
      status = DM_BAD_RULES;
    else if (out->items[i].predicate.term.value == dm_rdf_type)
      set_use(mapping, first, DM_NAMED_CLASS);
  }
  return status;
}

static dm_status find_set(dm_mapping *mapping, const dm_yaml_node *node, const properties **out, dm_diagnostics *diagnostics)
{
  if (dm_yaml_expect(mapping->yaml, node, DM_YAML_SCALAR, node, "include", diagnostics))
    return DM_BAD_RULES;
  suggestion s = {.wanted = node->text};
  for (size_t i = 0; i < mapping->n_sets; i++) {
    dm_suggestion_consider(&s, mapping->sets[i].name);
    if (strcmp(mapping->sets[i].name, node->text) == 0) {
      dm_mapping_use(mapping, mapping->sets[i].node);
      *out = &mapping->sets[i].properties;
      return DM_OK;
    }
  }
  return dm_yaml_error(mapping->yaml, node, diagnostics, "`sets` has no `%s`%s", node->text, dm_suggestion_text(&s, mapping->arena));
}

static dm_status read_parts(dm_mapping *mapping, const dm_yaml_node *node, block *out, dm_diagnostics *diagnostics)
{
  dm_status           status = DM_OK;
  const dm_yaml_node *include = dm_yaml_get(node, "include");
  const dm_yaml_node *statements = dm_yaml_get(node, "statements");
  const size_t        n_included = include ? list_n(include) : 0;
  if (!include && !statements)
    return dm_yaml_error(mapping->yaml, node, diagnostics, "a block needs `statements` or `include`");
  out->parts = dm_arena_allocate(mapping->arena, (n_included + 1) * sizeof *out->parts);
  if (statements) { /* first, so that classes come first */
    properties *own = dm_arena_allocate(mapping->arena, sizeof *own);
    status = dm_mapping_read_properties(mapping, statements, own, diagnostics);
    out->parts[out->n_parts++] = own;
  }
  for (size_t i = 0; i < n_included; i++)
    if (find_set(mapping, list_item(include, i), &out->parts[out->n_parts++], diagnostics))
      status = DM_BAD_RULES;
  return status;
}

static dm_status read_subject(dm_mapping *mapping, const dm_yaml_node *subject, block *out, dm_diagnostics *diagnostics)
{
  out->has_subject = true;
  if (dm_mapping_read_term(mapping, subject, &out->subject, diagnostics))
    return DM_BAD_RULES;
  if (out->subject.kind == TEMPLATE_LITERAL)
    return dm_yaml_error(mapping->yaml, subject, diagnostics, "a subject is an IRI, not a text");
  const variable *v = out->subject.kind == TEMPLATE_BARE ? out->subject.parts[0].variable : NULL;
  if (v && v->root == ROOT_LET && v->n_filters == 0)
    out->rank = mapping->let_ranks[v->index];
  return DM_OK;
}

static dm_status read_block(dm_mapping *mapping, const dm_yaml_node *node, block *out, dm_diagnostics *diagnostics)
{
  static const char *const keys[] = {"subject", "each", "when", "unless", "include", "statements"};
  out->rank = DM_RANK_LAST;
  if (dm_yaml_expect(mapping->yaml, node, DM_YAML_MAPPING, node, "block", diagnostics) ||
      dm_yaml_check_keys(mapping->yaml, node, keys, 6, diagnostics))
    return DM_BAD_RULES;
  dm_status           status = DM_OK;
  const dm_yaml_node *subject = dm_yaml_get(node, "subject");
  const dm_yaml_node *each = dm_yaml_get(node, "each");
  if (subject && read_subject(mapping, subject, out, diagnostics))
    status = DM_BAD_RULES;
  if (each && (each->kind != DM_YAML_SCALAR || strcmp(each->text, "passage") != 0))
    status = dm_yaml_error(mapping->yaml, each, diagnostics, "`each` must be `passage`");
  out->each_passage = each != NULL;
  if (read_conditions(mapping, dm_yaml_get(node, "when"), &out->when, diagnostics))
    status = DM_BAD_RULES;
  if (read_conditions(mapping, dm_yaml_get(node, "unless"), &out->unless, diagnostics))
    status = DM_BAD_RULES;
  if (read_parts(mapping, node, out, diagnostics))
    status = DM_BAD_RULES;
  return status;
}

dm_status dm_mapping_read_blocks(dm_mapping *mapping, const dm_yaml_node *node, blocks *out, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  out->n = list_n(node);
  out->items = dm_arena_allocate(mapping->arena, (out->n + 1) * sizeof *out->items);
  for (size_t i = 0; i < out->n; i++)
    if (read_block(mapping, list_item(node, i), &out->items[i], diagnostics))
      status = DM_BAD_RULES;
  return status;
}
