/* JOIN and LEFT_JOIN (§18.5): the right side opened for each row of the left one, or kept in a table where the left one looks. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "evaluate/pattern_impl.h"

typedef struct {
  dm_operator    base;
  const dm_node *node;
  bool           is_optional;
  bool           is_keyed; /* all that both sides may bind is in the keys: what has the keys agrees */
  dm_id         *left;     /* the row that matches are looked for */
  bool           has_left;
  bool           has_match;
  /* HASH */
  dm_table       table;
  size_t         at; /* row of the table to be tried next, + 1 */
  dm_seen        seen;
  bool           is_ready; /* the table, since the last open() */
  const dm_id   *outside;
  /* Without keys: rows are found by a variable that may be unbound on either side; unbound agrees with all. */
  dm_variable    loose; /* or DM_NO_VARIABLE */
  dm_id         *probe;
  enum { LOOSE_BOUND, LOOSE_UNBOUND, LOOSE_ALL } phase;
} join;

static bool holds(const join *self, const dm_id *row)
{
  for (size_t i = 0; i < self->node->n_expressions; i++) {
    if (dm_expression_test(self->base.run, self->node->expressions[i], row) != 1)
      return false;
  }
  return true;
}

/* Gives the left row by itself if nothing matched it. */
static bool give_unmatched(join *self, dm_id *row)
{
  self->has_left = false;
  if (!self->is_optional || self->has_match)
    return false;
  memcpy(row, self->left, self->base.run->n_variables * sizeof *row);
  return true;
}

/* ---- the right side opened for each row ---- */

static dm_status bind_open(dm_operator *op, const dm_id *outside)
{
  join *self = (join *)op;
  self->has_left = false;
  return dm_operator_open(op->children[0], outside);
}

static dm_status bind_next(dm_operator *op, dm_id *row)
{
  join   *self = (join *)op;
  dm_run *run = op->run;
  for (;;) {
    dm_status status = dm_run_tick(run);
    if (!status && !self->has_left) {
      status = dm_operator_next(op->children[0], self->left);
      if (!status)
        status = dm_operator_open(op->children[1], self->left);
      self->has_left = !status;
      self->has_match = false;
    }
    if (status)
      return status;
    status = dm_operator_next(op->children[1], row);
    if (status == DM_NOTHING && !run->status) {
      if (give_unmatched(self, row))
        return DM_OK;
      continue;
    }
    if (status)
      return run->status ? run->status : status;
    if (!self->node->n_expressions || holds(self, row)) {
      self->has_match = true;
      return DM_OK;
    }
  }
}

static void bind_free(dm_operator *op)
{
  free(((join *)op)->left);
}

static const dm_operator_class bind_class = {"bind join", bind_open, bind_next, bind_free};
static const dm_operator_class left_bind_class = {"optional bind join", bind_open, bind_next, bind_free};

/* ---- the right side in a table ---- */

static dm_status hash_open(dm_operator *op, const dm_id *outside)
{
  join *self = (join *)op;
  self->has_left = false;
  self->is_ready = false;
  self->outside = outside;
  return dm_operator_open(op->children[0], outside);
}

/* The table is made when the first row wants to look, and again only if the right side may be another. */
static dm_status make_table(join *self)
{
  if (self->is_ready)
    return DM_OK;
  dm_status status = dm_seen_again(&self->seen, self->outside) ? DM_OK : dm_table_fill(&self->table, self->base.children[1], self->outside);
  self->is_ready = self->seen.is_set = !status;
  return status;
}

static bool merge(join *self, dm_id *row)
{
  bool has_common;
  if (!self->is_keyed && !dm_table_agrees(&self->table, self->at, self->left, &has_common))
    return false;
  memcpy(row, self->left, self->base.run->n_variables * sizeof *row);
  dm_table_copy(&self->table, self->at, row);
  return !self->node->n_expressions || holds(self, row);
}

/* The first row of the table that may agree with the left one, and the next behind `at`. */
static size_t look(join *self)
{
  if (self->loose == DM_NO_VARIABLE)
    return dm_table_find(&self->table, self->left);
  self->probe[self->loose] = self->left[self->loose];
  if (self->left[self->loose] == DM_ID_NONE) {
    self->phase = LOOSE_ALL;
    return self->table.n_rows ? 1 : 0;
  }
  self->phase = LOOSE_BOUND;
  size_t at = dm_table_find(&self->table, self->probe);
  if (at)
    return at;
  self->phase = LOOSE_UNBOUND;
  self->probe[self->loose] = DM_ID_NONE;
  return dm_table_find(&self->table, self->probe);
}

static size_t look_on(join *self)
{
  if (self->loose == DM_NO_VARIABLE)
    return dm_table_find_next(&self->table, self->left, self->at);
  if (self->phase == LOOSE_ALL)
    return self->at < self->table.n_rows ? self->at + 1 : 0;
  size_t at = dm_table_find_next(&self->table, self->probe, self->at);
  if (at || self->phase == LOOSE_UNBOUND)
    return at;
  self->phase = LOOSE_UNBOUND;
  self->probe[self->loose] = DM_ID_NONE;
  return dm_table_find(&self->table, self->probe);
}

static dm_status hash_next(dm_operator *op, dm_id *row)
{
  join   *self = (join *)op;
  dm_run *run = op->run;
  for (;;) {
    if (!self->has_left) {
      dm_status status = dm_operator_next(op->children[0], self->left);
      if (!status)
        status = make_table(self);
      if (!status && !self->is_optional && !self->table.n_rows)
        status = DM_NOTHING;
      if (status)
        return status;
      self->has_left = true;
      self->has_match = false;
      self->at = look(self);
    }
    while (self->at) {
      dm_status status = dm_run_tick(run);
      if (status)
        return status;
      bool is_match = merge(self, row);
      self->at = look_on(self);
      if (is_match) {
        self->has_match = true;
        return DM_OK;
      }
    }
    if (run->status)
      return run->status;
    if (give_unmatched(self, row))
      return DM_OK;
  }
}

static void hash_free(dm_operator *op)
{
  join *self = (join *)op;
  free(self->left);
  dm_table_free(&self->table);
}

static const dm_operator_class hash_class = {"hash join", hash_open, hash_next, hash_free};
static const dm_operator_class left_hash_class = {"optional hash join", hash_open, hash_next, hash_free};

/* ---- building ---- */

static void init_table(join *self, const dm_active_graph *graph)
{
  dm_run        *run = self->base.run;
  const dm_plan *plan = dm_plan_of(self->node);
  bool          *is_in = dm_allocate(run->n_variables + 1);
  size_t         n_columns;
  dm_node_variables(self->node->right, is_in);
  dm_variable *columns = dm_variables_list(run, is_in, &n_columns);
  free(is_in);
  bool is_loose = !plan->n_keys && plan->n_shared;
  self->loose = is_loose ? plan->shared[0] : DM_NO_VARIABLE;
  self->probe = is_loose ? dm_row_new(run) : NULL;
  dm_table_init(&self->table, run, columns, n_columns, is_loose ? &self->loose : plan->keys, is_loose ? 1 : plan->n_keys);
  dm_seen_init(&self->seen, run, self->node->right, graph);
  self->is_keyed = plan->n_shared == plan->n_keys;
}

dm_operator *dm_join_build(dm_run *run, const dm_node *node, const dm_active_graph *graph)
{
  const dm_plan *plan = dm_plan_of(node);
  bool           is_optional = node->kind == DM_NODE_LEFT_JOIN;
  bool           is_hash = plan->method != DM_METHOD_BIND;
  join *self = (join *)dm_operator_new(run, is_hash ? (is_optional ? &left_hash_class : &hash_class) : (is_optional ? &left_bind_class : &bind_class),
                                       sizeof *self);
  self->node = node;
  self->is_optional = is_optional;
  self->left = dm_allocate((run->n_variables + 1) * sizeof *self->left);
  if (is_hash)
    init_table(self, graph);
  const dm_node *sides[] = {node->left, node->right};
  for (size_t i = 0; i < 2; i++) {
    dm_operator *child = dm_operator_build(run, sides[i], graph);
    if (child)
      self->base.children[self->base.n_children++] = child;
  }
  dm_buffer detail = {0};
  if (is_hash)
    dm_detail_variables(&detail, run, self->loose == DM_NO_VARIABLE ? plan->keys : &self->loose, self->loose == DM_NO_VARIABLE ? plan->n_keys : 1);
  for (size_t i = 0; i < node->n_expressions; i++) {
    dm_detail_expression(&detail, run, node->expressions[i]);
    dm_exists_prepare(run, node->expressions[i], graph);
  }
  self->base.detail = dm_detail_keep(run, &detail);
  return &self->base;
}
