/* How many rows, at what cost. Unit of cost: one statement read from a range that was found already. */
#include <math.h>

#include "plan/plan_impl.h"

static const double COST_OF_SEEK = 4;
static const double COST_OF_KEPT_ROW = 3; /* to make a row of a table */
static const double COST_OF_LOOK = 1.5;   /* to look in a table */
static const double PATH_FAN_OUT = 10;

static double at_least_one(double number)
{
  return number < 1 ? 1 : number;
}

static const dm_slot *slot_of(const form *f, int part)
{
  const dm_triple_pattern *triple = &f->node->triples[0];
  return part == 0 ? &triple->subject : part == 1 ? &triple->predicate : &triple->object;
}

/* How many different values each part of the statements of a triple can have: from the predicate's statistics, but never more than there are statements. */
static void count_different(const planner *p, join_item *i)
{
  dm_predicate_statistics statistics = dm_index_statistics(p->index, i->is_constant[1] ? i->ids[1] : DM_ID_NONE);
  double                  different[] = {(double)statistics.n_subjects, (double)dm_index_count_predicates(p->index), (double)statistics.n_objects};
  for (int part = 0; part < 3; part++)
    i->different[part] = at_least_one(fmin(different[part], i->count));
}

void dm_item_count(const planner *p, join_item *i)
{
  if (i->f->kind != DM_NODE_BGP)
    return;
  dm_pattern_ids pattern = {p->scope, i->ids[0], i->ids[1], i->ids[2], DM_ID_NONE};
  bool           is_known = true; /* all constants are in the index */
  for (int part = 0; part < 3; part++)
    is_known = is_known && (!i->is_constant[part] || i->ids[part]);
  i->count = is_known ? (double)dm_index_count(p->index, &pattern) : 0;
  count_different(p, i);
}

static guess estimate_triple(const join_item *i, const uint64_t *bound)
{
  double fan_out = i->count;
  for (int part = 0; part < 3; part++) {
    const dm_slot *slot = slot_of(i->f, part);
    if (slot->is_variable && !i->is_constant[part] && dm_set_has(bound, slot->variable))
      fan_out /= i->different[part];
  }
  return (guess){.fan_out = fan_out, .cost = COST_OF_SEEK + fan_out, .method = DM_METHOD_BIND};
}

static bool is_bound(const dm_slot *slot, const uint64_t *bound)
{
  return !slot->is_variable || dm_set_has(bound, slot->variable);
}

/* The nodes of the graph are where a path with two free ends begins. */
static guess estimate_path(const planner *p, const join_item *i, const uint64_t *bound)
{
  int n_bound = is_bound(&i->f->node->subject, bound) + is_bound(&i->f->node->object, bound);
  if (n_bound == 2)
    return (guess){.fan_out = 0.5, .cost = PATH_FAN_OUT * COST_OF_SEEK, .method = DM_METHOD_BIND};
  if (n_bound == 1)
    return (guess){.fan_out = PATH_FAN_OUT, .cost = PATH_FAN_OUT * COST_OF_SEEK, .method = DM_METHOD_BIND};
  double n_nodes = (double)dm_index_statistics(p->index, DM_ID_NONE).n_subjects;
  return (guess){.fan_out = n_nodes * PATH_FAN_OUT, .cost = n_nodes * PATH_FAN_OUT * COST_OF_SEEK, .method = DM_METHOD_BIND};
}

guess dm_item_estimate(const planner *p, const join_item *i, const uint64_t *bound, double rows)
{
  if (i->f->kind == DM_NODE_BGP)
    return estimate_triple(i, bound);
  if (i->f->kind == DM_NODE_PATH)
    return estimate_path(p, i, bound);
  bool  is_connected = dm_set_meets(p, i->f->possible, bound);
  guess bind = {.fan_out = is_connected ? i->rows_bound : i->rows, .cost = is_connected ? i->cost_bound : i->cost, .method = DM_METHOD_BIND};
  bind.cost += COST_OF_SEEK;
  guess hash = {.fan_out = bind.fan_out, .cost = COST_OF_LOOK + bind.fan_out, .once = i->cost + i->rows * COST_OF_KEPT_ROW, .method = DM_METHOD_HASH};
  return i->may_bind && rows * bind.cost <= hash.once + rows * hash.cost ? bind : hash;
}

double dm_filter_selectivity(const dm_expression *e)
{
  if (e->kind != DM_EXPRESSION_CALL)
    return 0.5;
  switch (e->function) {
  case DM_FUNCTION_EQUAL:
  case DM_FUNCTION_SAME_TERM: return 0.1;
  case DM_FUNCTION_NOT_EQUAL: return 0.9;
  case DM_FUNCTION_REGEX:
  case DM_FUNCTION_CONTAINS: return 0.2;
  default: return 0.4;
  }
}
