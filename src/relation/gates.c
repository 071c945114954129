/* relation/gates.c - loading what families ask of a passage, and the words that qualify what it states. */
#include <string.h>

#include "relation/rule_load.h"

static dm_status read_number(const dm_yaml *yaml, const dm_yaml_node *parent, const char *key, unsigned long most, uint32_t *out,
                             dm_diagnostics *diagnostics)
{
  char               *end = NULL;
  const dm_yaml_node *node = dm_yaml_get(parent, key);
  if (dm_yaml_expect(yaml, node, DM_YAML_SCALAR, parent, key, diagnostics))
    return DM_BAD_RULES;
  unsigned long number = strtoul(node->text, &end, 10);
  if (*end || end == node->text || number < 1 || number > most)
    return dm_yaml_error(yaml, node, diagnostics, "this is a number from 1 to %lu", most);
  *out = (uint32_t)number;
  return DM_OK;
}

/* field: {share: 20, above: 30, near: 10} */
static dm_status read_field(family *made, const dm_yaml *yaml, const dm_yaml_node *node, const dm_yaml_node *parent, dm_diagnostics *diagnostics)
{
  static const char *const keys[] = {"share", "above", "near"};
  if (!node)
    return DM_OK;
  if (dm_yaml_expect(yaml, node, DM_YAML_MAPPING, parent, "field", diagnostics) || dm_yaml_check_keys(yaml, node, keys, 3, diagnostics))
    return DM_BAD_RULES;
  dm_status share = read_number(yaml, node, "share", 100, &made->field, diagnostics);
  dm_status above = read_number(yaml, node, "above", UINT32_MAX, &made->field_above, diagnostics);
  dm_status near = dm_yaml_get(node, "near") ? read_number(yaml, node, "near", UINT32_MAX, &made->field_near, diagnostics) : DM_OK;
  return share ? share : above ? above : near;
}

dm_status dm_rules_read_thing(dm_rules *rules, const dm_entity **out, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  const char *colon = strchr(node->text, ':'), *end = strchr(node->text, '>');
  if (node->text[0] != '<' || !colon || !end || colon > end)
    return dm_yaml_error(yaml, node, diagnostics, "a thing is written <kind:id>");
  const char *kind = dm_arena_string(rules->arena, node->text + 1, (size_t)(colon - node->text) - 1);
  const char *id = dm_arena_string(rules->arena, colon + 1, (size_t)(end - colon) - 1);
  *out = dm_lexicon_find(rules->lexicon, kind, id);
  return *out ? DM_OK : dm_rules_unknown(yaml, node, kind, id, dm_lexicon_near_id(rules->lexicon, id), diagnostics);
}

/* bars: ["<kind:id>"] */
static dm_status read_bars(dm_rules *rules, family *made, const dm_yaml *yaml, const dm_yaml_node *node, const dm_yaml_node *parent,
                           dm_diagnostics *diagnostics)
{
  dm_status status = node ? dm_rules_texts(yaml, node, parent, "bars", diagnostics) : DM_OK;
  if (!node || status)
    return status;
  made->bars = dm_arena_allocate(rules->arena, (node->n + 1) * sizeof *made->bars);
  for (size_t i = 0; i < node->n && !status; i++)
    status = dm_rules_read_thing(rules, &made->bars[made->n_bars++], yaml, node->items[i], diagnostics);
  return status;
}

dm_status dm_rules_read_gates(dm_rules *rules, family *made, const dm_yaml *yaml, const dm_yaml_node *body, dm_diagnostics *diagnostics)
{
  const dm_yaml_node *qualified = dm_yaml_get(body, "qualified");
  dm_status           status = read_field(made, yaml, dm_yaml_get(body, "field"), body, diagnostics);
  unsigned            which = 0;
  if (read_bars(rules, made, yaml, dm_yaml_get(body, "bars"), body, diagnostics))
    status = DM_BAD_RULES;
  if (!qualified)
    return status;
  if (dm_yaml_expect(yaml, qualified, DM_YAML_SCALAR, body, "qualified", diagnostics))
    return DM_BAD_RULES;
  if (!dm_rules_word(qualified->text, made->cells, made->n_cells, &which))
    return dm_yaml_error(yaml, qualified, diagnostics, "the family has no cell %s", qualified->text);
  made->qualified = qualified->text;
  return status;
}

static const char *const places[N_QUALIFIER_PLACES] = {"within", "after", "before"}; /* in the order of qualifier_place */

/* {is: <kind:id>, within: [phrases], after: [phrases], before: [phrases]} */
static dm_status read_qualification(dm_rules *rules, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  static const char *const keys[] = {"is", "within", "after", "before"};
  const dm_entity         *thing = NULL;
  dm_status                status = DM_OK;
  if (dm_yaml_expect(yaml, node, DM_YAML_MAPPING, node, "qualification", diagnostics) || dm_yaml_check_keys(yaml, node, keys, 4, diagnostics))
    return DM_BAD_RULES;
  if (dm_yaml_expect(yaml, dm_yaml_get(node, "is"), DM_YAML_SCALAR, node, "is", diagnostics) ||
      dm_rules_read_thing(rules, &thing, yaml, dm_yaml_get(node, "is"), diagnostics))
    return DM_BAD_RULES;
  for (size_t p = 0; p < N_QUALIFIER_PLACES; p++) {
    const dm_yaml_node *phrases = dm_yaml_get(node, places[p]);
    if (phrases && dm_rules_texts(yaml, phrases, node, places[p], diagnostics))
      return DM_BAD_RULES;
    for (size_t i = 0; phrases && i < phrases->n; i++) {
      const dm_pattern *pattern = NULL;
      dm_status         one = dm_rules_pattern(rules, &pattern, yaml, phrases->items[i], diagnostics);
      if (one) {
        status = one;
        continue;
      }
      *dm_vector_add(&rules->qualifiers[p].patterns) = pattern;
      *dm_vector_add(&rules->qualifiers[p].things) = thing;
    }
  }
  return status;
}

dm_status dm_rules_read_qualifications(dm_rules *rules, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  for (size_t i = 0; i < node->n; i++) {
    dm_status one = read_qualification(rules, yaml, node->items[i], diagnostics);
    if (one)
      status = one;
  }
  return status;
}

/* Adds every pattern of a sequence to a list; each must capture `captures`, if that is given. */
static dm_status read_patterns(dm_rules *rules, pattern_list *list, const dm_yaml *yaml, const dm_yaml_node *sequence, const char *captures,
                               dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  for (size_t i = 0; i < sequence->n; i++) {
    const dm_pattern *pattern = NULL;
    if (dm_rules_pattern(rules, &pattern, yaml, sequence->items[i], diagnostics))
      status = DM_BAD_RULES;
    else if (captures && !dm_pattern_captures(pattern, captures))
      status = dm_yaml_error(yaml, sequence->items[i], diagnostics, "this pattern captures no %s", captures);
    else
      *dm_vector_add(list) = pattern;
  }
  return status;
}

/* quotations: {references: [form], speakers: [patterns that capture `speaker`], issued: [patterns]} */
dm_status dm_rules_read_quotations(dm_rules *rules, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  static const char *const keys[] = {"references", "speakers", "issued"};
  const dm_yaml_node      *forms = dm_yaml_get(node, keys[0]), *speakers = dm_yaml_get(node, keys[1]), *issued = dm_yaml_get(node, keys[2]);
  dm_status                status = dm_yaml_check_keys(yaml, node, keys, 3, diagnostics);
  if (dm_rules_texts(yaml, forms, node, keys[0], diagnostics) || dm_rules_texts(yaml, speakers, node, keys[1], diagnostics) ||
      (issued && dm_rules_texts(yaml, issued, node, keys[2], diagnostics)))
    return DM_BAD_RULES;
  for (size_t i = 0; i < forms->n; i++) {
    size_t r = 0;
    while (r < rules->references.n && strcmp(rules->references.items[r].form, forms->items[i]->text) != 0)
      r++;
    if (r < rules->references.n)
      rules->references.items[r].spoken = true;
    else
      status = dm_rules_unknown(yaml, forms->items[i], "reference", forms->items[i]->text, NULL, diagnostics);
  }
  if (read_patterns(rules, &rules->quoted, yaml, speakers, "speaker", diagnostics))
    status = DM_BAD_RULES;
  if (issued && read_patterns(rules, &rules->issued, yaml, issued, NULL, diagnostics))
    status = DM_BAD_RULES;
  return status;
}
