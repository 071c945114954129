/* redland/plan.c - WHERE as a union of basic graph patterns. */
#include "redland/plan_impl.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static variant *new_variant(plan *p)
{
  variant *v = dm_allocate(sizeof *v);
  *dm_vector_add(&p->all) = v;
  return v;
}

static void free_variant(variant *v)
{
  for (size_t i = 0; i < v->exclusions.n; i++)
    dm_vector_free(&v->exclusions.items[i].keys);
  dm_vector_free(&v->triples);
  dm_vector_free(&v->filters);
  dm_vector_free(&v->bindings);
  dm_vector_free(&v->exclusions);
  dm_vector_free(&v->sources);
  free(v);
}

static bool triples_bind(const triple_patterns *triples, uint32_t variable)
{
  for (size_t i = 0; i < triples->n; i++)
    for (size_t k = 0; k < 3; k++)
      if (triples->items[i].parts[k].is_variable && triples->items[i].parts[k].variable == variable)
        return true;
  return false;
}

static const binding *find_binding(const variant *v, uint32_t variable)
{
  for (size_t i = 0; i < v->bindings.n; i++)
    if (v->bindings.items[i].variable == variable)
      return &v->bindings.items[i];
  return NULL;
}

static bool sources_bind(const variant *v, uint32_t variable)
{
  for (size_t i = 0; i < v->sources.n; i++)
    for (size_t c = 0; c < v->sources.items[i]->columns.n; c++)
      if (v->sources.items[i]->columns.items[c].variable == variable)
        return true;
  return false;
}

bool variant_binds(const variant *v, uint32_t variable)
{
  return triples_bind(&v->triples, variable) || find_binding(v, variable) || sources_bind(v, variable);
}

const expression *plan_resolve(dm_arena *arena, const variant *v, const select_query *select, size_t n_aliases, const expression *e)
{
  if (e->op == OP_VARIABLE) {
    if (variant_binds(v, e->variable))
      return e;
    for (size_t i = 0; i < n_aliases; i++) {
      const projection *column = &select->columns.items[i];
      if (column->variable == e->variable && column->expression)
        return plan_resolve(arena, v, select, i, column->expression);
    }
    expression *unbound = dm_arena_allocate(arena, sizeof *unbound);
    *unbound = *e;
    unbound->op = OP_UNBOUND;
    return unbound;
  }
  if (e->n == 0)
    return e;
  expression        *copy = dm_arena_allocate(arena, sizeof *copy);
  const expression **arguments = dm_arena_allocate(arena, e->n * sizeof *arguments);
  *copy = *e;
  for (size_t i = 0; i < e->n; i++)
    arguments[i] = plan_resolve(arena, v, select, n_aliases, e->arguments[i]);
  copy->arguments = arguments;
  return copy;
}

static const char *name_of(const plan *p, uint32_t variable)
{
  const char *name = p->query->variables.items[variable].name;
  return name ? name : "_";
}

/* ---- joining ---- */

static void put_constant(triple_patterns *triples, uint32_t variable, const dm_term *term)
{
  for (size_t i = 0; i < triples->n; i++)
    for (size_t k = 0; k < 3; k++) {
      pattern_node *node = &triples->items[i].parts[k];
      if (node->is_variable && node->variable == variable)
        *node = (pattern_node){.term = *term};
    }
}

/* A BIND of `a` meets `b`: a constant is put into b's triples; what is computed cannot be matched. */
static dm_status settle_bindings(const plan *p, const variant *a, const variant *b, triple_patterns *triples_of_b)
{
  for (size_t i = 0; i < a->bindings.n; i++) {
    const binding *bound = &a->bindings.items[i];
    if (!variant_binds(b, bound->variable))
      continue;
    if (bound->expression->op != OP_TERM || find_binding(b, bound->variable) || sources_bind(b, bound->variable))
      return sparql_report(p->query, bound->at, p->diagnostics, "?%s is assigned by BIND and matched elsewhere: this is not supported",
                           name_of(p, bound->variable));
    put_constant(triples_of_b, bound->variable, &bound->expression->term);
  }
  return DM_OK;
}

#define APPEND_ALL(to, from)                                                                                                                         \
  do {                                                                                                                                               \
    for (size_t i_ = 0; i_ < (from)->n; i_++)                                                                                                        \
      *dm_vector_add(to) = (from)->items[i_];                                                                                                        \
  } while (0)

static void append_exclusions(variant *to, const variant *from)
{
  for (size_t i = 0; i < from->exclusions.n; i++) {
    exclusion *copy = dm_vector_add(&to->exclusions);
    *copy = (exclusion){.other = from->exclusions.items[i].other};
    APPEND_ALL(&copy->keys, &from->exclusions.items[i].keys);
  }
}

static void append_variant(variant *to, const variant *from)
{
  APPEND_ALL(&to->triples, &from->triples);
  APPEND_ALL(&to->filters, &from->filters);
  APPEND_ALL(&to->bindings, &from->bindings);
  APPEND_ALL(&to->sources, &from->sources);
  append_exclusions(to, from);
}

static variant *copy_variant(plan *p, const variant *from)
{
  variant *copy = new_variant(p);
  append_variant(copy, from);
  return copy;
}

/* *out is a joined with b; a's triples come first, as the query has them. */
static dm_status join(plan *p, const variant *a, const variant *b, variant **out)
{
  variant  *joined = copy_variant(p, a);
  variant  *second = copy_variant(p, b);
  dm_status status = settle_bindings(p, a, b, &second->triples);
  if (status == DM_OK)
    status = settle_bindings(p, b, a, &joined->triples);
  append_variant(joined, second);
  *out = joined;
  return status;
}

static dm_status add_result(const plan *p, variants *list, variant *v, size_t at)
{
  if (list->n == PLAN_MAX_VARIANTS)
    return sparql_report(p->query, at, p->diagnostics, "more than %d combinations of UNION and OPTIONAL", PLAN_MAX_VARIANTS);
  *dm_vector_add(list) = v;
  return DM_OK;
}

static dm_status join_lists(plan *p, variants *list, const variants *with, size_t at)
{
  variants  joined = {0};
  dm_status status = DM_OK;
  for (size_t i = 0; i < list->n && status == DM_OK; i++)
    for (size_t k = 0; k < with->n && status == DM_OK; k++) {
      variant *v = NULL;
      status = join(p, list->items[i], with->items[k], &v);
      if (status == DM_OK)
        status = add_result(p, &joined, v, at);
    }
  dm_vector_free(list);
  *list = joined;
  return status;
}

static void add_key(exclusion *e, uint32_t variable)
{
  for (size_t i = 0; i < e->keys.n; i++)
    if (e->keys.items[i] == variable)
      return;
  *dm_vector_add(&e->keys) = variable;
}

static void add_exclusion(variant *v, const variant *left, const variant *other)
{
  exclusion *e = dm_vector_add(&v->exclusions);
  *e = (exclusion){.other = other};
  for (size_t i = 0; i < left->triples.n; i++)
    for (size_t k = 0; k < 3; k++)
      if (left->triples.items[i].parts[k].is_variable)
        add_key(e, left->triples.items[i].parts[k].variable);
  for (size_t i = 0; i < left->bindings.n; i++)
    add_key(e, left->bindings.items[i].variable);
}

static dm_status left_join_lists(plan *p, variants *list, const variants *optional, size_t at)
{
  variants  joined = {0};
  dm_status status = DM_OK;
  for (size_t i = 0; i < list->n && status == DM_OK; i++) {
    const variant *left = list->items[i];
    variant       *alone = copy_variant(p, left);
    for (size_t k = 0; k < optional->n && status == DM_OK; k++) {
      variant *both = NULL;
      status = join(p, left, optional->items[k], &both);
      add_exclusion(alone, left, copy_variant(p, both)); /* a copy: FILTERs that follow must not thin it out */
      if (status == DM_OK)
        status = add_result(p, &joined, both, at);
    }
    if (status == DM_OK)
      status = add_result(p, &joined, alone, at);
  }
  dm_vector_free(list);
  *list = joined;
  return status;
}

/* ---- elements ---- */

static dm_status build_group(plan *p, const group_pattern *group, variants *out);

/* Whether an error is all that `e` can be: then BIND leaves its variable unbound. */
static bool always_fails(const expression *e)
{
  if (e->op == OP_UNBOUND)
    return true;
  if (e->op == OP_OR || e->op == OP_AND || e->op == OP_IN || e->op == OP_NOT_IN ||
      (e->op == OP_CALL && (e->index == FN_BOUND || e->index == FN_COALESCE || e->index == FN_IF)))
    return false;
  for (size_t i = 0; i < e->n; i++)
    if (always_fails(e->arguments[i]))
      return true;
  return false;
}

static dm_status add_bind(plan *p, variants *list, const group_element *element)
{
  for (size_t i = 0; i < list->n; i++) {
    variant *v = list->items[i];
    if (variant_binds(v, element->variable))
      return sparql_report(p->query, element->at, p->diagnostics, "BIND assigns ?%s, which is bound already", name_of(p, element->variable));
    const expression *resolved = plan_resolve(p->arena, v, NULL, 0, element->expression);
    if (!always_fails(resolved))
      *dm_vector_add(&v->bindings) = (binding){element->variable, resolved, element->at};
  }
  return DM_OK;
}

/* A subquery that only projects is part of the pattern: its other variables have numbers of their own. */
static bool only_projects(const select_query *select)
{
  for (size_t i = 0; i < select->columns.n; i++)
    if (select->columns.items[i].expression)
      return false;
  return !select->distinct && select->order.n == 0 && select->limit == SIZE_MAX && select->offset == 0;
}

static dm_status build_select(plan *p, const select_query *select, variants *out)
{
  if (only_projects(select))
    return build_group(p, select->where, out);
  variant *v = new_variant(p);
  *dm_vector_add(&v->sources) = select;
  *dm_vector_add(out) = v;
  return DM_OK;
}

static dm_status build_element(plan *p, const group_element *element, variants *list)
{
  variants  inner = {0};
  dm_status status = DM_OK;
  if (element->kind == ELEMENT_BIND)
    return add_bind(p, list, element);
  if (element->kind == ELEMENT_TRIPLES) {
    variant *v = new_variant(p);
    APPEND_ALL(&v->triples, &element->triples);
    *dm_vector_add(&inner) = v;
  } else if (element->kind == ELEMENT_SELECT) {
    status = build_select(p, element->select, &inner);
  }
  for (size_t i = 0; i < element->groups.n && status == DM_OK; i++)
    status = build_group(p, element->groups.items[i], &inner);
  if (status == DM_OK)
    status = element->kind == ELEMENT_OPTIONAL ? left_join_lists(p, list, &inner, element->at) : join_lists(p, list, &inner, element->at);
  dm_vector_free(&inner);
  return status;
}

static bool any_binds(const variants *list, uint32_t variable)
{
  for (size_t i = 0; i < list->n; i++)
    if (variant_binds(list->items[i], variable))
      return true;
  return false;
}

static dm_status check_scope(const plan *p, const variants *list, const expression *e)
{
  dm_status status = DM_OK;
  if (e->op == OP_VARIABLE && !any_binds(list, e->variable))
    return sparql_report(p->query, e->at, p->diagnostics, "?%s is bound nowhere in the group of this FILTER", name_of(p, e->variable));
  for (size_t i = 0; i < e->n; i++)
    if (check_scope(p, list, e->arguments[i]) != DM_OK)
      status = DM_BAD_RULES;
  return status;
}

/* A FILTER sees its whole group, wherever it stands in it, and nothing around it. */
static dm_status add_filters(plan *p, const group_pattern *group, const variants *list)
{
  dm_status status = DM_OK;
  for (size_t i = 0; i < group->elements.n; i++) {
    const group_element *element = &group->elements.items[i];
    if (element->kind != ELEMENT_FILTER)
      continue;
    if (check_scope(p, list, element->expression) != DM_OK)
      status = DM_BAD_RULES;
    for (size_t k = 0; k < list->n; k++)
      *dm_vector_add(&list->items[k]->filters) = plan_resolve(p->arena, list->items[k], NULL, 0, element->expression);
  }
  return status;
}

/* Adds the variants of a group to `out`. */
static dm_status build_group(plan *p, const group_pattern *group, variants *out)
{
  variants  list = {0};
  dm_status status = DM_OK;
  *dm_vector_add(&list) = new_variant(p);
  for (size_t i = 0; i < group->elements.n && status == DM_OK; i++)
    if (group->elements.items[i].kind != ELEMENT_FILTER)
      status = build_element(p, &group->elements.items[i], &list);
  if (status == DM_OK)
    status = add_filters(p, group, &list);
  for (size_t i = 0; i < list.n && status == DM_OK; i++)
    status = add_result(p, out, list.items[i], group->at);
  dm_vector_free(&list);
  return status;
}

dm_status plan_build(plan *p, const group_pattern *where)
{
  p->arena = dm_arena_new();
  return build_group(p, where, &p->result);
}

void plan_free(plan *p)
{
  for (size_t i = 0; i < p->all.n; i++)
    free_variant(p->all.items[i]);
  dm_vector_free(&p->all);
  dm_vector_free(&p->result);
  if (p->arena)
    dm_arena_free(p->arena);
}
