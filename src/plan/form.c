/* From nodes to forms. Which laws are used, with A what is in front, V(x) the variables that x reads or may bind, C(x) those that x always binds:
 *
 *   Join(T(A), B) = T(Join(A, B))          for OPTIONAL, BIND, MINUS, FILTER as T, if V(T) and V(B) have in common only C(A)      (the variable of a BIND not at all)
 *   Filter(e, T(A)) = T(Filter(e, A))      for OPTIONAL, if V(e) and V(T) have in common only C(A); for MINUS always; for BIND, if e does not read its variable
 *   Filter(e && f, A) = Filter(e, Filter(f, A))
 *   LeftJoin(A, B, e && f) = LeftJoin(A, Filter(e, B), f)   if V(e) lies in C(B)
 *   Filter(e, Union(A, B)) = Union(Filter(e, A), Filter(e, B))
 *   Filter(?x = <iri>, A) = Join({?x -> <iri>}, A)          if ?x is in C(A): of IRIs, = is to be the same term; so ?x IN (<a>, <b>), and sameTerm of any term */
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "plan/plan_impl.h"

/* A pattern of more triples stays together, in the order in which it is written: to plan it would take longer than it is worth. */
enum { MOST_TRIPLES = 1000 };

static form *new_form(const planner *p, dm_node_kind kind, const dm_node *node)
{
  form *f = dm_allocate(sizeof *f);
  f->kind = kind;
  f->node = node;
  f->core = dm_set_new(p);
  f->reads = dm_set_new(p);
  f->possible = dm_set_new(p);
  f->certain = dm_set_new(p);
  f->unsafe = dm_set_new(p);
  return f;
}

void dm_form_free(form *f)
{
  if (!f)
    return;
  dm_form_free(f->left);
  dm_form_free(f->right);
  for (size_t i = 0; i < f->items.n; i++)
    dm_form_free(f->items.items[i]);
  for (size_t i = 0; i < f->tails.n; i++)
    dm_form_free(f->tails.items[i]);
  dm_vector_free(&f->items);
  dm_vector_free(&f->tails);
  dm_vector_free(&f->filters);
  free(f);
}

static bool is_empty(const form *f)
{
  return f->kind == DM_NODE_JOIN && !f->items.n && !f->tails.n && !f->filters.n;
}

/* ---- tails ---- */

static void set_reads(const planner *p, form *tail)
{
  for (size_t i = 0; i < tail->filters.n; i++)
    dm_set_or(p, tail->reads, tail->filters.items[i].reads);
  if (tail->right)
    dm_set_or(p, tail->reads, tail->right->possible);
  if (tail->kind == DM_NODE_EXTEND) {
    dm_set_or(p, tail->reads, dm_set_of_expression(p, tail->node->expression));
    dm_set_add(tail->reads, tail->node->variable);
  }
}

/* Whether all tails of `f` may be made after `f` is joined with `other`. */
static bool may_lift(const planner *p, const form *f, const form *other)
{
  set certain = dm_set_copy(p, f->core);
  for (size_t i = 0; i < f->filters.n; i++) {
    if (!dm_set_common_lies_in(p, f->filters.items[i].reads, other->possible, certain))
      return false;
  }
  for (size_t i = 0; i < f->tails.n; i++) {
    const form *tail = f->tails.items[i];
    if (!dm_set_common_lies_in(p, tail->reads, other->possible, certain))
      return false;
    dm_set_or(p, certain, tail->certain);
    if (tail->kind == DM_NODE_EXTEND && dm_set_has(other->possible, tail->node->variable))
      return false;
  }
  return true;
}

/* ---- the sets of a form ---- */

/* {VALUES} binds a column always if no row has UNDEF there. */
static void update_values(form *f)
{
  const dm_node *node = f->node;
  for (size_t c = 0; c < node->n_variables; c++) {
    bool is_certain = true;
    for (size_t r = 0; r < node->n_rows; r++)
      is_certain = is_certain && node->rows[r * node->n_variables + c].kind != DM_TERM_NONE;
    dm_set_add(f->possible, node->variables[c]);
    if (is_certain)
      dm_set_add(f->certain, node->variables[c]);
  }
}

static void add_slot(form *f, const dm_slot *slot)
{
  if (!slot->is_variable)
    return;
  dm_set_add(f->possible, slot->variable);
  dm_set_add(f->certain, slot->variable);
}

/* A key that is always bound may come from outside: only its group is made then. */
static void update_group(const planner *p, form *f)
{
  const dm_node *node = f->node;
  dm_set_or(p, f->unsafe, dm_set_of_mentions(p, node));
  set keys = dm_set_new(p);
  for (size_t i = 0; i < node->n_variables; i++)
    dm_set_add(keys, node->variables[i]);
  dm_set_or(p, f->possible, keys);
  dm_set_and(p, keys, f->left->certain);
  dm_set_or(p, f->certain, keys);
  dm_set_minus(p, f->unsafe, keys);
  dm_set_or(p, f->unsafe, f->left->unsafe);
  for (size_t i = 0; i < node->n_aggregates; i++) {
    dm_set_add(f->possible, node->aggregates[i].variable);
    if (node->aggregates[i].kind == DM_AGGREGATE_COUNT)
      dm_set_add(f->certain, node->aggregates[i].variable);
  }
}

static void update_project(const planner *p, form *f)
{
  set shown = dm_set_new(p);
  for (size_t i = 0; i < f->node->n_variables; i++)
    dm_set_add(shown, f->node->variables[i]);
  dm_set_or(p, f->possible, f->left->possible);
  dm_set_or(p, f->certain, f->left->certain);
  dm_set_or(p, f->unsafe, f->left->unsafe);
  dm_set_and(p, f->possible, shown);
  dm_set_and(p, f->certain, shown);
  dm_set_and(p, f->unsafe, shown);
}

/* The sets of a form are those of its left side, which is a solution more or less. */
static void inherit(const planner *p, form *f)
{
  dm_set_or(p, f->possible, f->left->possible);
  dm_set_or(p, f->certain, f->left->certain);
  dm_set_or(p, f->unsafe, f->left->unsafe);
}

/* Sets the three sets from what is in the form: not of a joined one, where they grow with what is added. */
static void update(const planner *p, form *f)
{
  f->possible = dm_set_new(p);
  f->certain = dm_set_new(p);
  f->unsafe = dm_set_new(p);
  switch (f->kind) {
  case DM_NODE_BGP:
    for (size_t i = 0; i < f->node->n_triples; i++) {
      add_slot(f, &f->node->triples[i].subject);
      add_slot(f, &f->node->triples[i].predicate);
      add_slot(f, &f->node->triples[i].object);
    }
    break;
  case DM_NODE_PATH:
    add_slot(f, &f->node->subject);
    add_slot(f, &f->node->object);
    break;
  case DM_NODE_VALUES: update_values(f); break;
  case DM_NODE_UNION:
    dm_set_or(p, f->certain, f->left->certain);
    dm_set_and(p, f->certain, f->right->certain);
    for (int i = 0; i < 2; i++) {
      const form *side = i ? f->right : f->left;
      dm_set_or(p, f->possible, side->possible);
      dm_set_or(p, f->unsafe, side->unsafe);
    }
    break;
  case DM_NODE_GRAPH:
    inherit(p, f);
    add_slot(f, &f->node->slot);
    break;
  case DM_NODE_SERVICE:
    dm_set_or(p, f->possible, dm_set_of_mentions(p, f->node));
    f->unsafe = dm_set_full(p);
    break;
  case DM_NODE_GROUP: update_group(p, f); break;
  case DM_NODE_PROJECT: update_project(p, f); break;
  case DM_NODE_DISTINCT:
  case DM_NODE_REDUCED: /* solutions that differ in being bound may not after substitution */
    inherit(p, f);
    dm_set_or(p, f->unsafe, f->possible);
    dm_set_minus(p, f->unsafe, f->certain);
    dm_set_or(p, f->unsafe, f->left->unsafe);
    break;
  case DM_NODE_SLICE:
    inherit(p, f);
    dm_set_or(p, f->unsafe, dm_set_of_mentions(p, f->node));
    break;
  case DM_NODE_LEFT_JOIN: dm_set_or(p, f->possible, f->right->possible); break;
  case DM_NODE_EXTEND:
    dm_set_add(f->possible, f->node->variable);
    if (f->node->expression->kind == DM_EXPRESSION_CONSTANT)
      dm_set_add(f->certain, f->node->variable);
    break;
  case DM_NODE_FILTER:
  case DM_NODE_MINUS: break;
  default: inherit(p, f); break;
  }
}

/* ---- joining ---- */

static void add_item(const planner *p, form *f, form *one)
{
  *dm_vector_add(&f->items) = one;
  dm_set_or(p, f->core, one->certain);
  dm_set_or(p, f->certain, one->certain);
  dm_set_or(p, f->possible, one->possible);
  dm_set_or(p, f->unsafe, one->unsafe);
}

/* A joined form that has `f` as its one item. */
static form *as_item(const planner *p, form *f)
{
  form *joined = new_form(p, DM_NODE_JOIN, NULL);
  add_item(p, joined, f);
  return joined;
}

static form *as_joined(const planner *p, form *f)
{
  return f->kind == DM_NODE_JOIN ? f : as_item(p, f);
}

static form *join(planner *p, form *a, form *b)
{
  if (is_empty(b)) {
    dm_form_free(b);
    return a;
  }
  if (is_empty(a)) {
    dm_form_free(a);
    return b;
  }
  bool may_lift_a = may_lift(p, a, b);
  bool may_lift_b = may_lift(p, b, a);
  if (!may_lift_a)
    a = as_item(p, a);
  if (!may_lift_b)
    b = as_item(p, b);
  for (size_t i = 0; i < b->items.n; i++)
    *dm_vector_add(&a->items) = b->items.items[i];
  for (size_t i = 0; i < b->filters.n; i++)
    *dm_vector_add(&a->filters) = b->filters.items[i];
  for (size_t i = 0; i < b->tails.n; i++)
    *dm_vector_add(&a->tails) = b->tails.items[i];
  /* What is unsafe on one side is so in the whole: what may be lifted reads nothing that the other side binds and its own does not. */
  dm_set_or(p, a->core, b->core);
  dm_set_or(p, a->certain, b->certain);
  dm_set_or(p, a->possible, b->possible);
  dm_set_or(p, a->unsafe, b->unsafe);
  b->items.n = b->tails.n = 0;
  dm_form_free(b);
  return a;
}

/* Adds what `reads` has and `certain` has not to what is unsafe. */
static void add_unsafe(const planner *p, form *f, const uint64_t *reads, const uint64_t *certain)
{
  set unsafe = dm_set_copy(p, reads);
  dm_set_minus(p, unsafe, certain);
  dm_set_or(p, f->unsafe, unsafe);
}

static void add_tail(const planner *p, form *f, form *tail)
{
  update(p, tail);
  set_reads(p, tail);
  *dm_vector_add(&f->tails) = tail;
  add_unsafe(p, f, tail->reads, f->certain);
  if (tail->kind == DM_NODE_LEFT_JOIN)
    dm_set_or(p, f->unsafe, tail->right->unsafe);
  dm_set_or(p, f->possible, tail->possible);
  dm_set_or(p, f->certain, tail->certain);
}

/* ---- filters ---- */

static void add_filter(planner *p, form *f, const dm_expression *expression);

static bool is_term(const dm_expression *e, bool wants_iri)
{
  return e->kind == DM_EXPRESSION_CONSTANT && (!wants_iri || e->constant.kind == DM_TERM_IRI);
}

/* The variable that `e` says to be one of some terms: arguments[*first] and those behind it, or those in front of it; DM_NO_VARIABLE if it says no such thing. */
static dm_variable find_equal(const dm_expression *e, size_t *first)
{
  if (e->kind != DM_EXPRESSION_CALL || e->n_arguments < 2)
    return DM_NO_VARIABLE;
  bool wants_iri = e->function != DM_FUNCTION_SAME_TERM;
  if (e->function != DM_FUNCTION_EQUAL && e->function != DM_FUNCTION_IN && e->function != DM_FUNCTION_SAME_TERM)
    return DM_NO_VARIABLE;
  bool is_turned = e->function != DM_FUNCTION_IN && e->arguments[1]->kind == DM_EXPRESSION_VARIABLE;
  if (is_turned && is_term(e->arguments[0], wants_iri)) {
    *first = 0;
    return e->arguments[1]->variable;
  }
  if (e->arguments[0]->kind != DM_EXPRESSION_VARIABLE)
    return DM_NO_VARIABLE;
  for (size_t i = 1; i < e->n_arguments; i++) {
    if (!is_term(e->arguments[i], wants_iri))
      return DM_NO_VARIABLE;
  }
  *first = 1;
  return e->arguments[0]->variable;
}

static bool is_new(dm_map *seen, dm_buffer *key, const dm_term *term)
{
  bool is_first;
  dm_buffer_clear(key);
  dm_buffer_print(key, "%d ", (int)term->kind);
  dm_buffer_add(key, term->value, term->n_bytes + 1);
  dm_buffer_add_string(key, term->datatype ? term->datatype : "");
  dm_buffer_add_byte(key, '\0');
  dm_buffer_add_string(key, term->language ? term->language : "");
  dm_map_put(seen, key->bytes, key->n_bytes, 0, &is_first);
  return is_first;
}

/* {VALUES ?x {...}} for a filter that says what ?x is; NULL for others. */
static form *values_of(planner *p, const dm_expression *e, const uint64_t *certain)
{
  size_t      first;
  dm_variable v = find_equal(e, &first);
  if (v == DM_NO_VARIABLE || !dm_set_has(certain, v))
    return NULL;
  dm_node *values = dm_arena_allocate(p->arena, sizeof *values);
  values->kind = DM_NODE_VALUES;
  values->offset = e->offset;
  values->variables = dm_arena_allocate(p->arena, sizeof *values->variables);
  values->variables[0] = v;
  values->n_variables = 1;
  size_t end = first ? e->n_arguments : 1;
  values->rows = dm_arena_allocate(p->arena, e->n_arguments * sizeof *values->rows);
  dm_map   *seen = dm_map_new();
  dm_buffer key = {0};
  for (size_t i = first; i < end; i++) {
    if (is_new(seen, &key, &e->arguments[i]->constant))
      values->rows[values->n_rows++] = e->arguments[i]->constant;
  }
  dm_map_free(seen);
  dm_buffer_free(&key);
  form *f = new_form(p, DM_NODE_VALUES, values);
  update(p, f);
  return f;
}

/* Into both sides of a UNION that alone binds what the filter reads. */
static bool push_into_union(planner *p, form *f, const dm_expression *e, const uint64_t *reads)
{
  if (dm_plan_has_exists(e))
    return false;
  for (size_t i = 0; i < f->items.n; i++) {
    form *item = f->items.items[i];
    if (item->kind != DM_NODE_UNION || !dm_set_meets(p, reads, item->possible) || !dm_set_common_lies_in(p, reads, f->possible, item->certain))
      continue;
    item->left = as_joined(p, item->left);
    item->right = as_joined(p, item->right);
    add_filter(p, item->left, e);
    add_filter(p, item->right, e);
    update(p, item);
    dm_set_or(p, f->unsafe, item->unsafe);
    return true;
  }
  return false;
}

static void add_to_items(planner *p, form *f, const dm_expression *e, set reads)
{
  form *values = values_of(p, e, f->core);
  if (values) {
    add_item(p, f, values);
  } else if (!push_into_union(p, f, e, reads)) {
    *dm_vector_add(&f->filters) = (filter){e, reads};
    add_unsafe(p, f, reads, f->core);
  }
}

/* Whether the filter may be made in front of the tail; `certain` is bound there. */
static bool may_pass(const planner *p, const form *tail, const uint64_t *reads, const uint64_t *certain)
{
  switch (tail->kind) {
  case DM_NODE_EXTEND: return !dm_set_has(reads, tail->node->variable);
  case DM_NODE_LEFT_JOIN: return dm_set_common_lies_in(p, reads, tail->right->possible, certain);
  default: return true; /* filters and MINUS */
  }
}

static void add_filter(planner *p, form *f, const dm_expression *e)
{
  if (e->kind == DM_EXPRESSION_CALL && e->function == DM_FUNCTION_AND) {
    for (size_t i = 0; i < e->n_arguments; i++)
      add_filter(p, f, e->arguments[i]);
    return;
  }
  set    reads = dm_set_of_expression(p, e);
  set    certain = dm_set_copy(p, f->core);
  /* It goes behind the last tail that it may not pass. */
  size_t at = 0;
  for (size_t i = 0; i < f->tails.n; i++) {
    if (!may_pass(p, f->tails.items[i], reads, certain))
      at = i + 1;
    dm_set_or(p, certain, f->tails.items[i]->certain);
  }
  if (!at) {
    add_to_items(p, f, e, reads);
  } else {
    form *tail = new_form(p, DM_NODE_FILTER, NULL);
    *dm_vector_add(&tail->filters) = (filter){e, reads};
    set_reads(p, tail);
    add_unsafe(p, f, reads, f->core);
    *dm_vector_add(&f->tails) = NULL;
    memmove(&f->tails.items[at + 1], &f->tails.items[at], (f->tails.n - 1 - at) * sizeof *f->tails.items);
    f->tails.items[at] = tail;
  }
}

/* ---- nodes ---- */

static form *make_triples(planner *p, const dm_node *node)
{
  form  *f = new_form(p, DM_NODE_JOIN, NULL);
  size_t n_together = node->n_triples > MOST_TRIPLES ? node->n_triples : 1;
  for (size_t i = 0; i < node->n_triples; i += n_together) {
    dm_node *one = dm_arena_allocate(p->arena, sizeof *one);
    *one = *node;
    one->triples = &node->triples[i];
    one->n_triples = n_together;
    form *item = new_form(p, DM_NODE_BGP, one);
    update(p, item);
    add_item(p, f, item);
  }
  return f;
}

static void add_condition(planner *p, form *tail, const dm_expression *e)
{
  if (e->kind == DM_EXPRESSION_CALL && e->function == DM_FUNCTION_AND) {
    for (size_t i = 0; i < e->n_arguments; i++)
      add_condition(p, tail, e->arguments[i]);
    return;
  }
  set reads = dm_set_of_expression(p, e);
  if (dm_set_lies_in(p, reads, tail->right->certain) && !dm_plan_has_exists(e))
    add_filter(p, tail->right, e);
  else
    *dm_vector_add(&tail->filters) = (filter){e, reads};
}

static form *make_left_join(planner *p, const dm_node *node)
{
  form *f = as_joined(p, dm_form_make(p, node->left));
  form *tail = new_form(p, DM_NODE_LEFT_JOIN, node);
  tail->right = as_joined(p, dm_form_make(p, node->right));
  for (size_t i = 0; i < node->n_expressions; i++)
    add_condition(p, tail, node->expressions[i]);
  add_tail(p, f, tail);
  return f;
}

static form *make_minus(planner *p, const dm_node *node)
{
  form *f = as_joined(p, dm_form_make(p, node->left));
  form *right = as_joined(p, dm_form_make(p, node->right));
  /* Without a variable in common nothing is taken away; inside EXISTS one may come from outside. */
  if (!p->in_exists && !dm_set_meets(p, f->possible, right->possible)) {
    dm_form_free(right);
    return f;
  }
  form *tail = new_form(p, DM_NODE_MINUS, node);
  tail->right = right;
  add_tail(p, f, tail);
  return f;
}

static form *make_extend(planner *p, const dm_node *node)
{
  form *f = as_joined(p, dm_form_make(p, node->left));
  add_tail(p, f, new_form(p, DM_NODE_EXTEND, node));
  return f;
}

static form *make_filter(planner *p, const dm_node *node)
{
  form *f = as_joined(p, dm_form_make(p, node->left));
  for (size_t i = 0; i < node->n_expressions; i++)
    add_filter(p, f, node->expressions[i]);
  return f;
}

/* One row that binds nothing is the unit of joins: a parameter that was not given. */
static form *make_values(planner *p, const dm_node *node)
{
  bool is_unit = node->n_rows == 1;
  for (size_t c = 0; c < node->n_variables && is_unit; c++)
    is_unit = node->rows[c].kind == DM_TERM_NONE;
  form *f = new_form(p, is_unit ? DM_NODE_JOIN : DM_NODE_VALUES, is_unit ? NULL : node);
  if (!is_unit)
    update(p, f);
  return f;
}

form *dm_form_make(planner *p, const dm_node *node)
{
  switch (node->kind) {
  case DM_NODE_BGP: return make_triples(p, node);
  case DM_NODE_JOIN: return join(p, as_joined(p, dm_form_make(p, node->left)), as_joined(p, dm_form_make(p, node->right)));
  case DM_NODE_LEFT_JOIN: return make_left_join(p, node);
  case DM_NODE_MINUS: return make_minus(p, node);
  case DM_NODE_EXTEND: return make_extend(p, node);
  case DM_NODE_FILTER: return make_filter(p, node);
  case DM_NODE_VALUES: return make_values(p, node);
  default: break;
  }
  form *f = new_form(p, node->kind, node);
  f->left = node->left && node->kind != DM_NODE_SERVICE ? dm_form_make(p, node->left) : NULL;
  f->right = node->right ? dm_form_make(p, node->right) : NULL;
  update(p, f);
  return f;
}
