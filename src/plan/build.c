/* From forms to planned nodes. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plan/plan_impl.h"

/* Above so many filters times items, filters are tested when all is joined. */
enum { MOST_PLACES = 1000000 };

static const double ROWS_OF_SERVICE = 100;
static const double COST_OF_SERVICE = 1e6;
static const double COST_OF_FILTER = 2;

static dm_node *new_node(const planner *p, dm_node_kind kind, dm_node *left, dm_node *right, double estimate)
{
  dm_node *node = dm_arena_allocate(p->arena, sizeof *node);
  dm_plan *plan = dm_arena_allocate(p->arena, sizeof *plan);
  node->kind = kind;
  node->left = left;
  node->right = right;
  node->plan = plan;
  plan->estimate = estimate;
  node->offset = left ? left->offset : 0;
  return node;
}

static dm_node *copy_node(const planner *p, const dm_node *from, dm_node *left, dm_node *right, double estimate)
{
  dm_node *node = dm_arena_allocate(p->arena, sizeof *node);
  dm_plan *plan = dm_arena_allocate(p->arena, sizeof *plan);
  *node = *from;
  node->left = left;
  node->right = right;
  node->plan = plan;
  plan->estimate = estimate;
  return node;
}

/* ---- expressions ---- */

/* Plans the patterns of EXISTS; `bound` has values from outside then. An expression without is the query's own. */
static dm_expression *plan_expression(planner *p, const dm_expression *from, const uint64_t *bound, double times)
{
  if (p->is_costing || !dm_plan_has_exists(from))
    return (dm_expression *)(uintptr_t)from; /* never written to */
  dm_expression *to = dm_arena_allocate(p->arena, sizeof *to);
  *to = *from;
  if (from->kind == DM_EXPRESSION_EXISTS) {
    bool was_in = p->in_exists;
    set  substituted = p->substituted;
    to->variable = p->n_exists++;
    p->in_exists = true;
    p->substituted = dm_set_copy(p, bound);
    form *f = dm_form_make(p, from->pattern);
    to->pattern = dm_form_build(p, f, bound, times).node;
    dm_form_free(f);
    p->in_exists = was_in;
    p->substituted = substituted;
    return to;
  }
  to->arguments = dm_arena_allocate(p->arena, from->n_arguments * sizeof *to->arguments);
  for (size_t i = 0; i < from->n_arguments; i++)
    to->arguments[i] = plan_expression(p, from->arguments[i], bound, times);
  return to;
}

/* Makes room for one more in an array of the arena that has `n`: it doubles. */
static void *grow(const planner *p, void *items, size_t n, size_t item_bytes)
{
  if (n & (n - 1))
    return items;
  void *larger = dm_arena_allocate(p->arena, (n ? n * 2 : 1) * item_bytes);
  if (n)
    memcpy(larger, items, n * item_bytes);
  return larger;
}

static void add_expression(planner *p, dm_node *node, const dm_expression *e, const uint64_t *bound)
{
  node->expressions = grow(p, node->expressions, node->n_expressions, sizeof *node->expressions);
  node->expressions[node->n_expressions++] = plan_expression(p, e, bound, dm_plan_of(node)->estimate);
}

/* What dm_form_build() would tell of rows and cost. */
static built cost_of(planner *p, form *f, const uint64_t *bound)
{
  set relevant = dm_set_copy(p, bound);
  dm_set_and(p, relevant, f->possible);
  for (const known_cost *c = f->costs; c; c = c->next) {
    if (dm_set_lies_in(p, c->bound, relevant) && dm_set_lies_in(p, relevant, c->bound))
      return (built){NULL, c->rows, c->cost};
  }
  bool was_costing = p->is_costing;
  p->is_costing = true;
  built b = dm_form_build(p, f, bound, 1);
  p->is_costing = was_costing;
  known_cost *c = dm_arena_allocate(p->arena, sizeof *c);
  *c = (known_cost){relevant, b.rows, b.cost, f->costs};
  f->costs = c;
  return b;
}

/* ---- joined forms ---- */

/* What is joined so far. `bound` are the variables that surely have values: from outside, or from `node`. */
typedef struct {
  dm_node *node; /* NULL: nothing yet */
  dm_node *scan; /* the BGP at its end that takes more triples */
  set      bound;
  set      possible;
  double   rows;
  double   cost;
  double   times;
} chain;

static void set_keys(const planner *p, dm_plan *plan, const uint64_t *certain_left, const uint64_t *possible_left, const form *right)
{
  set keys = dm_set_copy(p, certain_left);
  dm_set_and(p, keys, right->certain);
  plan->keys = dm_set_list(p, keys, &plan->n_keys);
  set shared = dm_set_copy(p, possible_left);
  dm_set_and(p, shared, right->possible);
  plan->shared = dm_set_list(p, shared, &plan->n_shared);
}

static void add_triples(const planner *p, chain *c, const dm_node *triple)
{
  if (c->scan && triple->n_triples == 1) {
    c->scan->triples = grow(p, c->scan->triples, c->scan->n_triples, sizeof *c->scan->triples);
    c->scan->triples[c->scan->n_triples++] = triple->triples[0];
    ((dm_plan *)c->scan->plan)->estimate = c->rows * c->times;
    return;
  }
  dm_node *scan = copy_node(p, triple, NULL, NULL, c->rows * c->times);
  c->scan = triple->n_triples == 1 ? scan : NULL; /* an array of many is the query's own: none is added to it */
  if (!c->node) {
    c->node = scan;
    return;
  }
  c->node = new_node(p, DM_NODE_JOIN, c->node, scan, c->rows * c->times);
  ((dm_plan *)c->node->plan)->method = DM_METHOD_BIND;
}

static void add_item(planner *p, chain *c, const join_item *i)
{
  guess  e = dm_item_estimate(p, i, c->bound, c->rows);
  double rows_before = c->rows;
  if (i->f->kind == DM_NODE_BGP) {
    c->cost += c->rows * e.cost;
    c->rows *= e.fan_out;
    add_triples(p, c, i->f->node);
  } else {
    bool  is_bind = !c->node || e.method == DM_METHOD_BIND;
    built right = dm_form_build(p, i->f, is_bind ? c->bound : p->substituted, c->times * (is_bind ? c->rows : 1));
    bool  is_first = !c->node;
    c->rows = is_first ? right.rows : c->rows * e.fan_out;
    c->cost += is_first ? right.cost : rows_before * e.cost + e.once;
    c->scan = NULL;
    if (is_first) {
      c->node = right.node;
    } else {
      c->node = new_node(p, DM_NODE_JOIN, c->node, right.node, c->rows * c->times);
      ((dm_plan *)c->node->plan)->method = e.method;
      set_keys(p, c->node->plan, c->bound, c->possible, i->f);
    }
  }
  dm_set_or(p, c->bound, i->f->certain);
  dm_set_or(p, c->possible, i->f->possible);
}

static void add_filter(planner *p, chain *c, const dm_expression *e)
{
  c->cost += c->rows * COST_OF_FILTER;
  c->rows *= dm_filter_selectivity(e);
  if (!c->node)
    c->scan = c->node = new_node(p, DM_NODE_BGP, NULL, NULL, c->rows * c->times);
  dm_node *node = c->scan ? c->scan : c->node;
  if (!c->scan && node->kind != DM_NODE_FILTER)
    node = c->node = new_node(p, DM_NODE_FILTER, node, NULL, c->rows * c->times);
  ((dm_plan *)node->plan)->estimate = c->rows * c->times;
  add_expression(p, node, e, c->bound);
}

static void need_node(const planner *p, chain *c)
{
  if (!c->node)
    c->node = new_node(p, DM_NODE_BGP, NULL, NULL, c->rows * c->times);
}

/* Whether a form may be opened with values of `outside`, as a join with them. What EXISTS puts in place of variables it has anyway. */
static bool may_open(const planner *p, const form *f, const uint64_t *outside)
{
  set others = dm_set_copy(p, outside);
  dm_set_minus(p, others, p->substituted);
  return !dm_set_meets(p, f->unsafe, others);
}

/* Chooses how an OPTIONAL is made, from what both ways cost. */
static void add_optional(planner *p, chain *c, const form *tail)
{
  form  *right = tail->right;
  bool   may_bind = may_open(p, right, c->possible);
  built  bind = cost_of(p, right, c->bound);
  built  hash = cost_of(p, right, p->substituted);
  double cost_bind = c->rows * (bind.cost + 4);
  double cost_hash = hash.cost + hash.rows * 3 + c->rows * 1.5;
  bool   is_bind = may_bind && cost_bind <= cost_hash;
  need_node(p, c);
  built made = dm_form_build(p, right, is_bind ? c->bound : p->substituted, is_bind ? c->times * c->rows : c->times);
  c->cost += is_bind ? cost_bind : cost_hash;
  c->rows *= fmax(bind.rows, 1);
  dm_node *node = copy_node(p, tail->node, c->node, made.node, c->rows * c->times);
  dm_plan *plan = node->plan;
  plan->method = is_bind ? DM_METHOD_BIND : DM_METHOD_HASH;
  set_keys(p, plan, c->bound, c->possible, right);
  node->n_expressions = 0;
  set bound = dm_set_copy(p, c->bound);
  dm_set_or(p, bound, right->certain);
  for (size_t i = 0; i < tail->filters.n; i++)
    add_expression(p, node, tail->filters.items[i].expression, bound);
  c->node = node;
}

static void add_minus(planner *p, chain *c, const form *tail)
{
  /* It is evaluated by itself inside EXISTS too. */
  set substituted = p->substituted;
  p->substituted = dm_set_new(p);
  built right = dm_form_build(p, tail->right, p->substituted, 1);
  p->substituted = substituted;
  need_node(p, c);
  c->cost += right.cost + right.rows * 3 + c->rows * 1.5;
  c->node = copy_node(p, tail->node, c->node, right.node, c->rows * c->times);
  set_keys(p, c->node->plan, c->bound, c->possible, tail->right);
}

static void add_tail(planner *p, chain *c, const form *tail)
{
  switch (tail->kind) {
  case DM_NODE_LEFT_JOIN: add_optional(p, c, tail); break;
  case DM_NODE_MINUS: add_minus(p, c, tail); break;
  case DM_NODE_EXTEND:
    need_node(p, c);
    c->node = copy_node(p, tail->node, c->node, NULL, c->rows * c->times);
    c->node->expression = plan_expression(p, tail->node->expression, c->bound, c->rows * c->times);
    c->cost += c->rows * COST_OF_FILTER;
    break;
  default:
    c->scan = NULL;
    for (size_t i = 0; i < tail->filters.n; i++)
      add_filter(p, c, tail->filters.items[i].expression);
    break;
  }
  c->scan = NULL;
  dm_set_or(p, c->possible, tail->possible);
  dm_set_or(p, c->bound, tail->certain);
}

/* The value that a VALUES of one row gives to a variable, or NULL. */
static const dm_term *only_value(const form *f, dm_variable v)
{
  for (size_t i = 0; i < f->items.n; i++) {
    const dm_node *node = f->items.items[i]->node;
    if (f->items.items[i]->kind != DM_NODE_VALUES || node->n_rows != 1)
      continue;
    for (size_t c = 0; c < node->n_variables; c++) {
      if (node->variables[c] == v && node->rows[c].kind != DM_TERM_NONE)
        return &node->rows[c];
    }
  }
  return NULL;
}

static void look_up(const planner *p, const form *f, join_item *i)
{
  const dm_triple_pattern *triple = &i->f->node->triples[0];
  const dm_slot           *slots[] = {&triple->subject, &triple->predicate, &triple->object};
  for (int part = 0; part < 3; part++) {
    const dm_term *term = slots[part]->is_variable ? only_value(f, slots[part]->variable) : &slots[part]->term;
    i->is_constant[part] = term != NULL;
    i->ids[part] = term ? dm_index_find(p->index, term) : DM_ID_NONE;
  }
  dm_item_count(p, i);
}

/* What all variables of the other items and from outside are, without those of item `but`. */
static set possible_of_others(const planner *p, const form *f, size_t but, const uint64_t *outside)
{
  set others = dm_set_copy(p, outside);
  for (size_t i = 0; i < f->items.n; i++) {
    if (i != but)
      dm_set_or(p, others, f->items.items[i]->possible);
  }
  return others;
}

static join_item *make_items(planner *p, const form *f, const uint64_t *bound)
{
  join_item *items = dm_allocate((f->items.n + 1) * sizeof *items);
  for (size_t k = 0; k < f->items.n; k++) {
    join_item *i = &items[k];
    i->f = f->items.items[k];
    if (i->f->kind == DM_NODE_BGP)
      look_up(p, f, i);
    if (i->f->kind == DM_NODE_BGP || i->f->kind == DM_NODE_PATH)
      continue;
    set others = possible_of_others(p, f, k, bound);
    i->may_bind = may_open(p, i->f, others);
    built alone = cost_of(p, i->f, p->substituted);
    built opened = cost_of(p, i->f, others);
    i->rows = alone.rows;
    i->cost = alone.cost;
    i->rows_bound = opened.rows;
    i->cost_bound = opened.cost;
  }
  return items;
}

/* Filters whose variables are bound, as far as the items bind them at all. */
static void add_ready_filters(planner *p, chain *c, const form *f, const uint64_t *possible, bool *is_done)
{
  for (size_t i = 0; i < f->filters.n; i++) {
    if (is_done[i] || !dm_set_common_lies_in(p, f->filters.items[i].reads, possible, c->bound))
      continue;
    is_done[i] = true;
    add_filter(p, c, f->filters.items[i].expression);
  }
}

static built build_joined(planner *p, form *f, const uint64_t *bound, double times)
{
  chain      c = {.bound = dm_set_copy(p, bound), .possible = dm_set_copy(p, bound), .rows = 1, .times = times};
  size_t     n = f->items.n;
  join_item *items = make_items(p, f, bound);
  size_t    *order = dm_allocate((n + 1) * sizeof *order);
  bool      *is_done = dm_allocate(f->filters.n + 1);
  set        possible = dm_set_new(p);
  for (size_t i = 0; i < n; i++)
    dm_set_or(p, possible, items[i].f->possible);
  dm_items_order(p, items, n, bound, order);
  bool are_few = f->filters.n <= MOST_PLACES / (n + 1);
  for (size_t i = 0; i < n; i++) {
    if (are_few)
      add_ready_filters(p, &c, f, possible, is_done);
    add_item(p, &c, &items[order[i]]);
  }
  add_ready_filters(p, &c, f, possible, is_done);
  for (size_t i = 0; i < f->filters.n; i++) { /* of variables that may stay unbound */
    if (!is_done[i])
      add_filter(p, &c, f->filters.items[i].expression);
  }
  for (size_t i = 0; i < f->tails.n; i++)
    add_tail(p, &c, f->tails.items[i]);
  need_node(p, &c);
  free(items);
  free(order);
  free(is_done);
  return (built){c.node, c.rows, c.cost};
}

/* ---- others ---- */

static built build_group(planner *p, form *f, built left, double times)
{
  double   rows = f->node->is_single ? 1 : pow(fmax(left.rows, 1), 0.7);
  dm_node *node = copy_node(p, f->node, left.node, NULL, rows * times);
  if (node->n_aggregates)
    node->aggregates = dm_arena_allocate(p->arena, node->n_aggregates * sizeof *node->aggregates);
  for (size_t i = 0; i < node->n_aggregates; i++) {
    node->aggregates[i] = f->node->aggregates[i];
    if (node->aggregates[i].expression)
      node->aggregates[i].expression = plan_expression(p, node->aggregates[i].expression, f->left->certain, left.rows);
  }
  return (built){node, rows, left.cost + left.rows * 2};
}

static built build_order(planner *p, form *f, built left, double times)
{
  dm_node *node = copy_node(p, f->node, left.node, NULL, left.rows * times);
  node->n_most = UINT64_MAX;
  if (node->n_orders)
    node->orders = dm_arena_allocate(p->arena, node->n_orders * sizeof *node->orders);
  for (size_t i = 0; i < node->n_orders; i++) {
    node->orders[i] = f->node->orders[i];
    node->orders[i].expression = plan_expression(p, node->orders[i].expression, f->left->certain, left.rows);
  }
  return (built){node, left.rows, left.cost + left.rows * log2(left.rows + 2)};
}

static built build_slice(planner *p, form *f, built left, double times)
{
  const dm_node *from = f->node;
  double         rows = from->n_most == UINT64_MAX ? left.rows : fmin(left.rows, (double)from->n_most);
  dm_node       *below = left.node;
  while (below->kind == DM_NODE_PROJECT)
    below = below->left;
  if (below->kind == DM_NODE_ORDER && from->n_most != UINT64_MAX && from->n_skip <= UINT64_MAX - 1 - from->n_most)
    below->n_most = from->n_skip + from->n_most;
  return (built){copy_node(p, from, left.node, NULL, rows * times), rows, left.cost};
}

static built build_union(planner *p, form *f, const uint64_t *bound, double times)
{
  built left = dm_form_build(p, f->left, bound, times);
  built right = dm_form_build(p, f->right, bound, times);
  return (built){copy_node(p, f->node, left.node, right.node, (left.rows + right.rows) * times), left.rows + right.rows, left.cost + right.cost};
}

static built build_graph(planner *p, form *f, const uint64_t *bound, double times)
{
  set  inside = dm_set_copy(p, bound);
  bool is_seen = f->node->slot.is_variable && !dm_set_has(f->left->unsafe, f->node->slot.variable);
  if (is_seen)
    dm_set_add(inside, f->node->slot.variable);
  dm_scope outer = p->scope;
  p->scope = DM_SCOPE_NAMED;
  built left = dm_form_build(p, f->left, inside, times);
  p->scope = outer;
  dm_node *node = copy_node(p, f->node, left.node, NULL, left.rows * times);
  ((dm_plan *)node->plan)->method = is_seen ? DM_METHOD_BIND : DM_METHOD_NONE;
  return (built){node, left.rows, left.cost};
}

static built build_project(planner *p, form *f, const uint64_t *bound, double times)
{
  set shown = dm_set_new(p);
  for (size_t i = 0; i < f->node->n_variables; i++)
    dm_set_add(shown, f->node->variables[i]);
  set substituted = p->substituted;
  p->substituted = dm_set_copy(p, substituted);
  dm_set_and(p, p->substituted, shown);
  dm_set_and(p, shown, bound);
  built left = dm_form_build(p, f->left, shown, times);
  p->substituted = substituted;
  return (built){copy_node(p, f->node, left.node, NULL, left.rows * times), left.rows, left.cost};
}

built dm_form_build(planner *p, form *f, const uint64_t *bound, double times)
{
  built left;
  switch (f->kind) {
  case DM_NODE_JOIN: return build_joined(p, f, bound, times);
  case DM_NODE_UNION: return build_union(p, f, bound, times);
  case DM_NODE_GRAPH: return build_graph(p, f, bound, times);
  case DM_NODE_PROJECT: return build_project(p, f, bound, times);
  case DM_NODE_GROUP: return build_group(p, f, dm_form_build(p, f->left, bound, times), times);
  case DM_NODE_ORDER: return build_order(p, f, dm_form_build(p, f->left, bound, times), times);
  case DM_NODE_SLICE: return build_slice(p, f, dm_form_build(p, f->left, bound, times), times);
  case DM_NODE_VALUES:
    return (built){copy_node(p, f->node, NULL, NULL, (double)f->node->n_rows * times), (double)f->node->n_rows, (double)f->node->n_rows};
  case DM_NODE_SERVICE: return (built){copy_node(p, f->node, f->node->left, NULL, ROWS_OF_SERVICE), ROWS_OF_SERVICE, COST_OF_SERVICE};
  case DM_NODE_PATH: {
    join_item alone = {.f = f};
    guess     e = dm_item_estimate(p, &alone, bound, 1);
    return (built){copy_node(p, f->node, NULL, NULL, e.fan_out * times), e.fan_out, e.cost};
  }
  default: break;
  }
  left = dm_form_build(p, f->left, bound, times); /* DISTINCT, REDUCED */
  return (built){copy_node(p, f->node, left.node, NULL, left.rows * times), left.rows, left.cost + left.rows};
}
