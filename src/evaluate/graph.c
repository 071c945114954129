/* GRAPH (§13.3, §18.5): its pattern against one named graph, or against each in turn.
 *
 * By the letter of §18.5 the name is joined to the solutions afterwards, so that a FILTER inside does not see it (as the tests of the W3C want it, unlike Jena); where that
 * makes no difference (DM_METHOD_BIND) it is put in place of ?variable from the start. A graph that the dataset does not name has no solutions, not even the empty one. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "evaluate/pattern_impl.h"

typedef struct {
  dm_operator            base;
  const dm_active_graph *outer;
  dm_active_graph        graph; /* what the pattern is built with */
  dm_variable            variable;
  dm_id                  name; /* without variable */
  dm_id                 *outside;
  const dm_id           *graphs; /* to be tried */
  size_t                 at;
  size_t                 n_graphs;
  dm_id                  only; /* the one graph to be tried */
  bool                   is_open;
  bool                   is_seen; /* the name, inside */
} named;

static dm_status named_open(dm_operator *op, const dm_id *outside)
{
  named  *self = (named *)op;
  dm_run *run = op->run;
  if (outside)
    memcpy(self->outside, outside, run->n_variables * sizeof *self->outside);
  else
    memset(self->outside, 0, (run->n_variables + 1) * sizeof *self->outside);
  self->is_open = false;
  self->at = 0;
  self->graph.substituted = self->outer->substituted;
  self->only = self->variable == DM_NO_VARIABLE ? self->name : self->outside[self->variable];
  if (self->only) {
    self->graphs = &self->only;
    self->n_graphs = dm_run_has_graph(run, self->only) ? 1 : 0;
  } else {
    self->graphs = dm_run_named_graphs(run, &self->n_graphs);
  }
  return DM_OK;
}

/* Whether the solution agrees with the name of its graph, which it takes. */
static bool join_name(const named *self, dm_id *row)
{
  if (self->variable == DM_NO_VARIABLE)
    return true;
  dm_id *slot = &row[self->variable];
  if (*slot && *slot != self->graph.graph)
    return false;
  *slot = self->graph.graph;
  return true;
}

static dm_status named_next(dm_operator *op, dm_id *row)
{
  named *self = (named *)op;
  for (;;) {
    dm_status status = dm_run_tick(op->run);
    if (!status && !self->is_open) {
      if (self->at == self->n_graphs)
        return DM_NOTHING;
      self->graph.graph = self->graphs[self->at++];
      if (self->is_seen)
        self->outside[self->variable] = self->graph.graph;
      status = dm_operator_open(op->children[0], self->outside);
      self->is_open = !status;
    }
    if (status)
      return status;
    status = dm_operator_next(op->children[0], row);
    if (op->run->status)
      return op->run->status;
    if (status == DM_NOTHING)
      self->is_open = false;
    else if (status || join_name(self, row))
      return status;
  }
}

static void named_free(dm_operator *op)
{
  free(((named *)op)->outside);
}

static const dm_operator_class named_class = {"graph", named_open, named_next, named_free};

/* Whether the pattern can be matched against all named graphs at once: statements, and filters that look at no graph themselves. */
static bool is_one_scan(const dm_node *node)
{
  if (node->kind != DM_NODE_BGP || !node->n_triples)
    return false;
  for (size_t i = 0; i < node->n_expressions; i++) {
    if (dm_plan_has_exists(node->expressions[i]))
      return false;
  }
  return true;
}

dm_operator *dm_graph_build(dm_run *run, const dm_node *node, const dm_active_graph *graph)
{
  bool is_seen = node->slot.is_variable && dm_plan_of(node)->method == DM_METHOD_BIND;
  if (is_seen && is_one_scan(node->left))
    return dm_graph_scan_build(run, node->left, graph, &node->slot);
  named *self = (named *)dm_operator_new(run, &named_class, sizeof *self);
  self->outer = graph;
  self->graph = (dm_active_graph){.scope = DM_SCOPE_GRAPH};
  self->variable = node->slot.is_variable ? node->slot.variable : DM_NO_VARIABLE;
  self->is_seen = is_seen;
  self->name = node->slot.is_variable ? DM_ID_NONE : dm_terms_put(run->terms, &node->slot.term);
  self->outside = dm_allocate((run->n_variables + 1) * sizeof *self->outside);
  self->base.children[0] = dm_operator_build(run, node->left, &self->graph);
  self->base.n_children = self->base.children[0] ? 1 : 0;
  dm_buffer detail = {0};
  dm_detail_slot(&detail, run, &node->slot);
  self->base.detail = dm_detail_keep(run, &detail);
  return &self->base;
}
