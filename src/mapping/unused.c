/* mapping/unused.c - what a mapping names and what it defines and never uses, for those who check it. */
#include "mapping/mapping_impl.h"

#include <string.h>

void dm_mapping_use(dm_mapping *mapping, const dm_yaml_node *name)
{
  if (name)
    dm_map_put(mapping->used, (const char *)&name, sizeof name, 0, NULL);
}

static void look_at(dm_mapping *mapping, const dm_yaml_node *name)
{
  if (!dm_map_get(mapping->used, (const char *)&name, sizeof name, NULL))
    *dm_vector_add(&mapping->unused) = name;
}

static bool begins_with(const char *text, const char *beginning)
{
  return strncmp(text, beginning, strlen(beginning)) == 0;
}

/* A prefix shortens what is written; what the mapping names or builds must lie in its namespace. */
static bool is_prefix_used(const dm_mapping *mapping, const dm_prefix *prefix)
{
  for (size_t i = 0; i < mapping->named.n; i++)
    if (begins_with(mapping->named.items[i].iri, prefix->namespace_iri))
      return true;
  for (size_t i = 0; i < mapping->stems.n; i++)
    if (begins_with(mapping->stems.items[i], prefix->namespace_iri))
      return true;
  return false;
}

static int compare_nodes(const void *a, const void *b)
{
  const dm_yaml_node *x = *(const dm_yaml_node *const *)a, *y = *(const dm_yaml_node *const *)b;
  if (x->line_1based != y->line_1based)
    return x->line_1based < y->line_1based ? -1 : 1;
  return (x->column_1based > y->column_1based) - (x->column_1based < y->column_1based);
}

void dm_mapping_find_unused(dm_mapping *mapping)
{
  const dm_yaml_node *prefixes = dm_yaml_get(dm_yaml_root(mapping->yaml), "prefixes");
  for (size_t i = 0; i < mapping->n_prefixes; i++)
    if (!is_prefix_used(mapping, &mapping->prefixes[i]))
      look_at(mapping, prefixes->pairs[i].key);
  for (size_t i = 0; i < mapping->n_property_keys; i++)
    look_at(mapping, mapping->property_keys[i]);
  for (size_t i = 0; i < mapping->n_datatypes; i++)
    look_at(mapping, mapping->datatypes[i].node);
  for (size_t i = 0; i < mapping->n_tables; i++)
    look_at(mapping, mapping->tables[i].node);
  for (size_t i = 0; i < mapping->n_lets; i++)
    look_at(mapping, mapping->lets[i].node);
  for (size_t i = 0; i < mapping->n_graphs; i++)
    if (i != mapping->document_graph)
      look_at(mapping, mapping->graphs[i].key);
  for (size_t i = 0; i < mapping->n_sets; i++)
    look_at(mapping, mapping->sets[i].node);
  if (mapping->unused.n)
    qsort(mapping->unused.items, mapping->unused.n, sizeof *mapping->unused.items, compare_nodes);
}

const dm_yaml_node *const *dm_mapping_unused(const dm_mapping *mapping, size_t *n_unused)
{
  *n_unused = mapping->unused.n;
  return mapping->unused.items;
}

const dm_named_iri *dm_mapping_named(const dm_mapping *mapping, size_t *n_named)
{
  *n_named = mapping->named.n;
  return mapping->named.items;
}
