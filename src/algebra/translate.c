/* algebra/translate.c - variables and nodes for the translation. */
#include "algebra/translate_impl.h"

#include <string.h>

dm_variable translate_new(translator *t, const char *name, bool is_hidden)
{
  const dm_variable variable = dm_query_new_variable(t->query, name);
  dm_variable_name *made = &t->query->variables[variable];
  made->is_hidden = is_hidden;
  if (is_hidden)
    return variable;
  uint32_t *n = dm_map_put(t->spellings, name, strlen(name), 0, NULL);
  made->shown = (*n)++ ? dm_arena_print(t->arena, "?%s/%u", name, *n) : dm_arena_print(t->arena, "?%s", name);
  return variable;
}

dm_variable translate_name(translator *t, uint32_t name)
{
  uint32_t variable = 0;
  if (dm_map_get(t->names, (const char *)&name, sizeof name, &variable))
    return variable;
  variable = translate_new(t, t->syntax->names.items[name], false);
  dm_map_put(t->names, (const char *)&name, sizeof name, variable, NULL);
  return variable;
}

static dm_variable blank_variable(translator *t, uint32_t blank)
{
  if (t->blanks[blank] == DM_NO_VARIABLE)
    t->blanks[blank] = translate_new(t, dm_arena_print(t->arena, "_:%s", t->syntax->blanks.items[blank]), true);
  return t->blanks[blank];
}

dm_slot translate_slot(translator *t, const dm_syntax_reference *reference)
{
  if (reference->kind == DM_SYNTAX_TERM)
    return (dm_slot){.variable = DM_NO_VARIABLE, .term = reference->term};
  const dm_variable variable = reference->kind == DM_SYNTAX_BLANK ? blank_variable(t, reference->name) : translate_name(t, reference->name);
  return (dm_slot){.is_variable = true, .variable = variable};
}

static uint32_t count_levels(const dm_node *node)
{
  return node ? node->n_levels : 0;
}

dm_node *translate_node(translator *t, dm_node_kind kind, size_t offset, dm_node *left, dm_node *right)
{
  dm_node       *node = dm_arena_allocate(t->arena, sizeof *node);
  const uint32_t n_left = count_levels(left), n_right = count_levels(right);
  node->kind = kind;
  node->offset = offset;
  node->left = left;
  node->right = right;
  node->variable = DM_NO_VARIABLE;
  node->slot.variable = node->subject.variable = node->object.variable = DM_NO_VARIABLE;
  node->n_most = UINT64_MAX;
  node->n_levels = (n_left > n_right ? n_left : n_right) + 1;
  if (node->n_levels > DM_NODE_MOST_LEVELS && t->status == DM_OK)
    t->status = dm_query_report(t->query, offset, DM_BAD_RULES, t->diagnostics, "patterns in and behind each other make more than %d levels",
                                DM_NODE_MOST_LEVELS);
  return node;
}

dm_node *translate_unit(translator *t, size_t offset)
{
  return translate_node(t, DM_NODE_BGP, offset, NULL, NULL);
}

bool node_is_unit(const dm_node *node)
{
  return node->kind == DM_NODE_BGP && node->n_triples == 0;
}

dm_node *translate_join(translator *t, size_t offset, dm_node *left, dm_node *right)
{
  if (node_is_unit(left))
    return right;
  return node_is_unit(right) ? left : translate_node(t, DM_NODE_JOIN, offset, left, right);
}

enum { MOST_IN_A_ROW = 32 };

/* Long rows become trees of little depth: the same solutions in the same order. */
dm_node *translate_union(translator *t, dm_node *const *nodes, size_t n)
{
  if (n == 1)
    return nodes[0];
  const size_t n_left = n > MOST_IN_A_ROW ? n / 2 : n - 1;
  dm_node     *left = translate_union(t, nodes, n_left);
  return translate_node(t, DM_NODE_UNION, left->offset, left, translate_union(t, nodes + n_left, n - n_left));
}

dm_node *translate_values(translator *t, const dm_syntax_values *values)
{
  dm_node *node = translate_node(t, DM_NODE_VALUES, values->offset, NULL, NULL);
  node->n_variables = values->n_names;
  node->variables = dm_arena_allocate(t->arena, values->n_names * sizeof *node->variables);
  for (size_t i = 0; i < values->n_names; i++)
    node->variables[i] = translate_name(t, values->names[i]);
  node->rows = values->rows;
  node->n_rows = values->n_rows;
  return node;
}
