/* GROUP: groups by hash, in the order in which they come up, and their aggregates (§18.5 Group, AggregateJoin).
 *
 * Where it is opened again and again for rows that bind no more than its keys, and that has cost as much as all groups together would, these are made once and looked up. */
#include "evaluate/aggregate.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

typedef struct {
  dm_operator         base;
  const dm_node      *node;
  dm_aggregation     *aggregations; /* the node's n_aggregates; the run's arena */
  dm_tuples           keys;         /* a tuple for each group */
  dm_aggregate_state *states;       /* n_aggregates for each group */
  size_t              n_room;       /* groups that `states` has room for */
  dm_id              *below;
  dm_id              *key;
  const dm_id        *outside;
  bool                is_grouped;
  size_t              at;  /* the group that comes next */
  size_t              end; /* behind the last that comes */

  const dm_active_graph *graph;
  dm_variable           *inputs; /* what the pattern mentions besides the keys */
  size_t                 n_inputs;
  uint64_t               n_spent;  /* rows grouped for rows from outside */
  bool                   is_whole; /* the groups are all that there are, in `whole_graph` */
  bool                   has_unbound_key;
  dm_id                  whole_graph;
  dm_arena              *arena;
} group;

static void forget(group *this)
{
  size_t n_aggregates = this->node->n_aggregates;
  for (size_t i = 0; i < this->keys.n * n_aggregates; i++)
    dm_aggregate_free(&this->aggregations[i % n_aggregates], &this->states[i]);
  if (this->base.run)
    dm_run_take(this->base.run, -(ptrdiff_t)(this->n_room * n_aggregates * sizeof *this->states));
  free(this->states);
  this->states = NULL;
  this->n_room = 0;
  dm_tuples_free(&this->keys);
  for (size_t i = 0; i < n_aggregates; i++) {
    dm_tuples_free(&this->aggregations[i].seen);
    dm_members_free(&this->aggregations[i].members);
  }
  this->is_grouped = this->is_whole = this->has_unbound_key = false;
}

/* The number of the group of `key`, with room for its states. Rows of one group often follow each other: `last` is looked at first. */
static size_t find_group(group *this, size_t last)
{
  size_t n_keys = this->node->n_variables;
  if (last < this->keys.n && n_keys) {
    const dm_id *before = dm_tuples_at(&this->keys, last);
    size_t       i = 0;
    while (i < n_keys && before[i] == this->key[i])
      i++;
    if (i == n_keys)
      return last;
  }
  bool   is_new;
  size_t number = dm_tuples_put(&this->keys, this->key, &is_new);
  size_t n_aggregates = this->node->n_aggregates;
  if (is_new && number >= this->n_room && n_aggregates) {
    size_t n_room = this->n_room ? this->n_room * 2 : 4;
    size_t n_bytes = (n_room - this->n_room) * n_aggregates * sizeof *this->states;
    this->states = dm_reallocate(this->states, n_room * n_aggregates, sizeof *this->states);
    memset(this->states + this->n_room * n_aggregates, 0, n_bytes);
    this->n_room = n_room;
    dm_run_take(this->base.run, (ptrdiff_t)n_bytes);
  }
  return number;
}

static dm_status make_groups(group *this)
{
  dm_run        *run = this->base.run;
  const dm_node *node = this->node;
  size_t         number = 0;
  dm_status      status;
  while ((status = dm_operator_next(this->base.children[0], this->below)) == DM_OK && (status = dm_run_tick(run)) == DM_OK) {
    for (size_t i = 0; i < node->n_variables; i++) {
      this->key[i] = this->below[node->variables[i]];
      this->has_unbound_key = this->has_unbound_key || this->key[i] == DM_ID_NONE;
    }
    this->n_spent++;
    number = find_group(this, number);
    if (run->status != DM_OK)
      return run->status;
    dm_arena_clear(this->arena);
    for (size_t i = 0; i < node->n_aggregates; i++)
      dm_aggregate_add(run, &this->aggregations[i], &this->states[number * node->n_aggregates + i], number, this->below, this->arena);
  }
  if (status == DM_NOTHING && node->is_single && this->keys.n == 0)
    find_group(this, 0);
  return status == DM_NOTHING ? run->status : status;
}

/* ---- all groups at once ---- */

/* Whether the groups for `outside` are those of all groups that agree with it. Inside EXISTS values are put in place of variables, which is not the same. */
static bool is_part_of_whole(const group *this, const dm_id *outside)
{
  if (this->graph->substituted)
    return false;
  for (size_t i = 0; i < this->n_inputs; i++)
    if (outside && outside[this->inputs[i]] != DM_ID_NONE)
      return false;
  /* groups are found by all of their keys: by some of them every group would be looked at for every row */
  for (size_t i = 0; i < this->node->n_variables; i++)
    if (outside && outside[this->node->variables[i]] == DM_ID_NONE)
      return false;
  return true;
}

enum { LEAST_SPENT = 1000 };

static bool is_worth_whole(const group *this)
{
  return this->n_spent >= LEAST_SPENT && (double)this->n_spent >= this->base.children[0]->estimate;
}

static dm_status group_open(dm_operator *self, const dm_id *outside)
{
  group *this = (group *)self;
  bool is_part = is_part_of_whole(this, outside);
  this->outside = outside;
  this->at = this->end = 0;
  if (is_part && this->is_whole && this->whole_graph == this->graph->graph) {
    this->is_grouped = false;
    return self->run->status;
  }
  if (this->is_whole)
    this->n_spent = 0;
  forget(this);
  if (is_part && (!outside || is_worth_whole(this))) {
    this->is_whole = true;
    this->whole_graph = this->graph->graph;
    outside = NULL;
  }
  dm_status status = dm_operator_open(self->children[0], outside);
  if (status == DM_OK && this->is_whole) {
    status = make_groups(this);
    this->is_whole = status == DM_OK;
  }
  return status;
}

/* The groups that are to come: one, where the row from outside has all keys. */
static void choose_groups(group *this)
{
  const dm_node *node = this->node;
  this->is_grouped = true;
  this->end = this->keys.n;
  if (!this->is_whole || !this->outside || this->has_unbound_key || !node->n_variables)
    return;
  for (size_t i = 0; i < node->n_variables; i++) {
    this->key[i] = this->outside[node->variables[i]];
    if (this->key[i] == DM_ID_NONE)
      return;
  }
  size_t number = dm_tuples_find(&this->keys, this->key);
  this->at = number == SIZE_MAX ? 0 : number;
  this->end = number == SIZE_MAX ? 0 : number + 1;
}

static dm_status group_next(dm_operator *self, dm_id *row)
{
  group *this = (group *)self;
  dm_run        *run = self->run;
  const dm_node *node = this->node;
  dm_status      status = this->is_grouped || this->is_whole ? run->status : make_groups(this);
  if (status != DM_OK)
    return status;
  if (!this->is_grouped)
    choose_groups(this);
  while (this->at < this->end) {
    size_t number = this->at++;
    if ((status = dm_run_tick(run)) != DM_OK)
      return status;
    for (size_t v = 0; v < run->n_variables; v++)
      row[v] = DM_ID_NONE;
    const dm_id *key = dm_tuples_at(&this->keys, number);
    for (size_t i = 0; i < node->n_variables; i++)
      row[node->variables[i]] = key[i];
    dm_arena_clear(this->arena);
    for (size_t i = 0; i < node->n_aggregates; i++)
      row[node->aggregates[i].variable] =
          dm_aggregate_finish(run, &this->aggregations[i], &this->states[number * node->n_aggregates + i], this->arena);
    if (run->status != DM_OK)
      return run->status;
    if (dm_row_merge(run, row, this->outside))
      return DM_OK;
  }
  return DM_NOTHING;
}

static void group_free(dm_operator *self)
{
  group *this = (group *)self;
  forget(this);
  dm_arena_free(this->arena);
}

static const dm_operator_class group_class = {"group", group_open, group_next, group_free};

static void list_inputs(group *this)
{
  dm_run        *run = this->base.run;
  const dm_node *node = this->node;
  bool          *is_in = dm_arena_allocate(run->arena, run->n_variables + 1);
  dm_plan_mentions(node->left, is_in);
  for (size_t i = 0; i < node->n_aggregates; i++)
    if (node->aggregates[i].expression)
      dm_expression_variables(node->aggregates[i].expression, is_in);
  for (size_t i = 0; i < node->n_variables; i++)
    is_in[node->variables[i]] = false;
  this->inputs = dm_arena_allocate(run->arena, (run->n_variables + 1) * sizeof *this->inputs);
  for (dm_variable v = 0; v < run->n_variables; v++)
    if (is_in[v])
      this->inputs[this->n_inputs++] = v;
}

static dm_aggregation prepare(dm_run *run, const dm_node *node, const dm_aggregate *aggregate)
{
  dm_aggregation aggregation = {.aggregate = aggregate, .is_single = node->n_variables == 0};
  size_t         width = 2;
  if (aggregate->is_distinct && !aggregate->expression) {
    bool        *is_in = dm_arena_allocate(run->arena, run->n_variables + 1);
    dm_variable *variables = dm_arena_allocate(run->arena, (run->n_variables + 1) * sizeof *variables);
    dm_node_variables(node->left, is_in);
    for (dm_variable v = 0; v < run->n_variables; v++)
      if (is_in[v] && !run->query->variables[v].is_hidden)
        variables[aggregation.n_variables++] = v;
    aggregation.variables = variables;
    width = aggregation.n_variables + 1;
  }
  aggregation.tuple = dm_arena_allocate(run->arena, width * sizeof(dm_id));
  dm_tuples_start(&aggregation.seen, run, width);
  dm_members_start(&aggregation.members, run);
  return aggregation;
}

static const char *describe(dm_run *run, const dm_node *node)
{
  static const char *const names[] = {"count", "sum", "avg", "min", "max", "sample", "group_concat"};
  dm_buffer                text = {0};
  for (size_t i = 0; i < node->n_variables; i++)
    dm_buffer_print(&text, "%s?%s", i ? " " : "", run->query->variables[node->variables[i]].name);
  for (size_t i = 0; i < node->n_aggregates; i++) {
    const dm_aggregate *aggregate = &node->aggregates[i];
    dm_buffer_print(&text, "%s%s(%s", text.n_bytes ? " " : "", names[aggregate->kind], aggregate->is_distinct ? "distinct " : "");
    if (aggregate->expression)
      dm_expression_print(&text, run->query, aggregate->expression);
    else
      dm_buffer_add_byte(&text, '*');
    dm_buffer_add_byte(&text, ')');
  }
  char *copy = dm_arena_string(run->arena, dm_buffer_string(&text), text.n_bytes);
  dm_buffer_free(&text);
  return copy;
}

dm_operator *dm_group_build(dm_run *run, const dm_node *node, const dm_active_graph *graph)
{
  dm_operator *counter = dm_count_build(run, node, graph);
  if (counter)
    return counter;
  dm_operator *child = dm_operator_build(run, node->left, graph);
  if (!child)
    return NULL;
  group *this = (group *)dm_operator_new(run, &group_class, sizeof *this);
  this->base.children[this->base.n_children++] = child;
  this->node = node;
  this->aggregations = dm_arena_allocate(run->arena, (node->n_aggregates + 1) * sizeof *this->aggregations);
  for (size_t i = 0; i < node->n_aggregates; i++)
    this->aggregations[i] = prepare(run, node, &node->aggregates[i]);
  dm_tuples_start(&this->keys, run, node->n_variables);
  this->below = dm_row_new(run);
  this->key = dm_row_new(run);
  this->arena = dm_arena_new();
  this->base.detail = describe(run, node);
  this->graph = graph;
  list_inputs(this);
  for (size_t i = 0; i < node->n_aggregates; i++) {
    if (node->aggregates[i].expression && dm_exists_prepare(run, node->aggregates[i].expression, graph) != DM_OK) {
      dm_operator_free(&this->base);
      return NULL;
    }
  }
  return &this->base;
}
