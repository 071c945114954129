/* GRAPH (§13.3, §18.5): its pattern against one named graph, or against each in turn.
 *
 * What the graph is called is put in place of ?variable in the pattern, so that a FILTER inside may read it, as in Jena and Oxigraph (by the letter of §18.5 it is joined
 * to the solutions afterwards). A graph that the dataset does not name has no solutions, not even the empty one. */
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

static dm_status named_next(dm_operator *op, dm_id *row)
{
  named *self = (named *)op;
  for (;;) {
    dm_status status = dm_run_tick(op->run);
    if (!status && !self->is_open) {
      if (self->at == self->n_graphs)
        return DM_NOTHING;
      self->graph.graph = self->graphs[self->at++];
      if (self->variable != DM_NO_VARIABLE)
        self->outside[self->variable] = self->graph.graph;
      status = dm_operator_open(op->children[0], self->outside);
      self->is_open = !status;
    }
    if (status)
      return status;
    status = dm_operator_next(op->children[0], row);
    if (status != DM_NOTHING || op->run->status)
      return op->run->status ? op->run->status : status;
    self->is_open = false;
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
  if (node->slot.is_variable && is_one_scan(node->left))
    return dm_graph_scan_build(run, node->left, graph, &node->slot);
  named *self = (named *)dm_operator_new(run, &named_class, sizeof *self);
  self->outer = graph;
  self->graph = (dm_active_graph){.scope = DM_SCOPE_GRAPH};
  self->variable = node->slot.is_variable ? node->slot.variable : DM_NO_VARIABLE;
  self->name = node->slot.is_variable ? DM_ID_NONE : dm_terms_put(run->terms, &node->slot.term);
  self->outside = dm_allocate((run->n_variables + 1) * sizeof *self->outside);
  self->base.children[0] = dm_operator_build(run, node->left, &self->graph);
  self->base.n_children = self->base.children[0] ? 1 : 0;
  dm_buffer detail = {0};
  dm_detail_slot(&detail, run, &node->slot);
  self->base.detail = dm_detail_keep(run, &detail);
  return &self->base;
}
