/* EXTEND: BIND and (expression AS ?variable), §18.5 Extend. An error leaves the variable unbound. */
#include "evaluate/evaluate_impl.h"

typedef struct {
  dm_operator          base;
  const dm_expression *expression;
  dm_variable          variable;
  bool                 is_first; /* of the EXTENDs that stand over each other: the one that begins a solution, for BNODE() */
  dm_arena            *arena;
} extend;

static dm_status extend_open(dm_operator *self, const dm_id *outside)
{
  return dm_operator_open(self->children[0], outside);
}

static dm_status extend_next(dm_operator *self, dm_id *row)
{
  extend *this = (extend *)self;
  for (;;) {
    dm_status status = dm_operator_next(self->children[0], row);
    if (status == DM_OK)
      status = dm_run_tick(self->run);
    if (status != DM_OK)
      return status;
    if (this->is_first)
      dm_function_context_next_solution(self->run->functions);
    dm_arena_clear(this->arena);
    dm_id id = dm_expression_identify(self->run, this->expression, row, this->arena);
    /* A row from outside may have bound the variable already. */
    if (row[this->variable] == DM_ID_NONE)
      row[this->variable] = id;
    else if (id != DM_ID_NONE && row[this->variable] != id)
      continue;
    return self->run->status;
  }
}

static void extend_free(dm_operator *self)
{
  dm_arena_free(((extend *)self)->arena);
}

static const dm_operator_class extend_class = {"extend", extend_open, extend_next, extend_free};

dm_operator *dm_extend_build(dm_run *run, const dm_node *node, const dm_active_graph *graph)
{
  dm_operator *child = dm_operator_build(run, node->left, graph);
  if (!child)
    return NULL;
  extend *this = (extend *)dm_operator_new(run, &extend_class, sizeof *this);
  this->base.children[this->base.n_children++] = child;
  this->expression = node->expression;
  this->variable = node->variable;
  this->is_first = child->class != &extend_class;
  this->arena = dm_arena_new();
  dm_buffer detail = {0};
  dm_buffer_print(&detail, "?%s = ", run->query->variables[node->variable].name);
  dm_expression_print(&detail, run->query, node->expression);
  this->base.detail = dm_arena_string(run->arena, dm_buffer_string(&detail), detail.n_bytes);
  dm_buffer_free(&detail);
  if (dm_exists_prepare(run, node->expression, graph) != DM_OK) {
    dm_operator_free(&this->base);
    return NULL;
  }
  return &this->base;
}
