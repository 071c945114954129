/* algebra/translate_group.c - group graph patterns (SPARQL 1.1 §18.2.2.2 and §18.2.2.6). */
#include "algebra/translate_impl.h"

/* The group without its filters, which go to `filters`. */
static dm_node *translate_elements(translator *t, const dm_syntax_group *group, expression_list *filters);

static dm_node *filter(translator *t, size_t offset, dm_node *node, const expression_list *filters)
{
  if (filters->n == 0)
    return node;
  dm_node *filter = translate_node(t, DM_NODE_FILTER, offset, node, NULL);
  filter->expressions = filters->items;
  filter->n_expressions = filters->n;
  return filter;
}

dm_node *translate_group(translator *t, const dm_syntax_group *group)
{
  expression_list filters = {0};
  dm_node        *node = translate_elements(t, group, &filters);
  return filter(t, group->offset, node, &filters);
}

static dm_node *add_triples(translator *t, dm_node *before, const dm_syntax_triples *run)
{
  return run->n ? translate_triples(t, before, run) : before;
}

static dm_node *add_bind(translator *t, dm_node *before, const dm_syntax_element *element)
{
  dm_node *node = translate_node(t, DM_NODE_EXTEND, element->offset, before, NULL);
  node->expression = translate_expression(t, element->expression);
  node->variable = translate_name(t, element->name);
  return node;
}

/* The filters of an optional group itself, not of groups in it, are conditions of the join: they see what stands before. */
static dm_node *add_optional(translator *t, dm_node *before, const dm_syntax_element *element)
{
  expression_list filters = {0};
  dm_node        *optional = translate_elements(t, element->groups.items[0], &filters);
  dm_node        *node = translate_node(t, DM_NODE_LEFT_JOIN, element->offset, before, optional);
  node->expressions = filters.items;
  node->n_expressions = filters.n;
  return node;
}

static dm_node *add_minus(translator *t, dm_node *before, const dm_syntax_element *element)
{
  return translate_node(t, DM_NODE_MINUS, element->offset, before, translate_group(t, element->groups.items[0]));
}

static dm_node *add_union(translator *t, dm_node *before, const dm_syntax_element *element)
{
  dm_node **nodes = dm_arena_allocate(t->arena, element->groups.n * sizeof(dm_node *));
  for (size_t i = 0; i < element->groups.n; i++)
    nodes[i] = translate_group(t, element->groups.items[i]);
  return translate_join(t, element->offset, before, translate_union(t, nodes, element->groups.n));
}

static dm_node *add_graph(translator *t, dm_node *before, const dm_syntax_element *element)
{
  const dm_slot slot = translate_slot(t, &element->reference);
  dm_node      *node = translate_node(t, DM_NODE_GRAPH, element->offset, translate_group(t, element->groups.items[0]), NULL);
  node->slot = slot;
  return translate_join(t, element->offset, before, node);
}

static dm_node *add_service(translator *t, dm_node *before, const dm_syntax_element *element)
{
  const dm_syntax_group *group = element->groups.items[0];
  const dm_slot          slot = translate_slot(t, &element->reference);
  dm_node               *node = translate_node(t, DM_NODE_SERVICE, element->offset, translate_group(t, group), NULL);
  node->slot = slot;
  node->is_silent = element->is_silent;
  node->service_text = dm_arena_string(t->arena, t->query->text + group->offset + 1, group->end - group->offset - 2);
  return translate_join(t, element->offset, before, node);
}

static dm_node *add_values(translator *t, dm_node *before, const dm_syntax_element *element)
{
  return translate_join(t, element->offset, before, translate_values(t, element->values));
}

typedef dm_node *(*adder)(translator *t, dm_node *before, const dm_syntax_element *element);

static const adder adders[] = {
    [DM_ELEMENT_BIND] = add_bind,   [DM_ELEMENT_OPTIONAL] = add_optional, [DM_ELEMENT_MINUS] = add_minus,   [DM_ELEMENT_UNION] = add_union,
    [DM_ELEMENT_GRAPH] = add_graph, [DM_ELEMENT_SERVICE] = add_service,   [DM_ELEMENT_VALUES] = add_values,
};

static dm_node *translate_elements(translator *t, const dm_syntax_group *group, expression_list *filters)
{
  dm_node          *node = translate_unit(t, group->offset);
  dm_syntax_triples run = {0}; /* of triples with nothing but filters between */
  if (group->select)
    return translate_subselect(t, group->select);
  for (size_t i = 0; i < group->elements.n && t->status == DM_OK; i++) {
    const dm_syntax_element *element = &group->elements.items[i];
    if (element->kind == DM_ELEMENT_FILTER) {
      dm_expression *condition = translate_expression(t, element->expression);
      *dm_list_add(t->arena, filters) = condition;
    } else if (element->kind == DM_ELEMENT_TRIPLES) {
      for (size_t k = 0; k < element->triples.n; k++)
        *dm_list_add(t->arena, &run) = element->triples.items[k];
    } else {
      node = adders[element->kind](t, add_triples(t, node, &run), element);
      run = (dm_syntax_triples){0};
    }
  }
  return add_triples(t, node, &run);
}
