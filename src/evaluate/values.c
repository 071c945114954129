/* VALUES: a table of terms in the query (§10). */
#include "evaluate/evaluate_impl.h"

typedef struct {
  dm_operator        base;
  const dm_variable *variables;
  size_t             width;
  size_t             n;
  dm_id             *ids; /* the rows, `width` each; the run's arena */
  size_t             at;
  const dm_id       *outside;
} values;

static dm_status values_open(dm_operator *self, const dm_id *outside)
{
  values *this = (values *)self;
  this->at = 0;
  this->outside = outside;
  return DM_OK;
}

static dm_status values_next(dm_operator *self, dm_id *row)
{
  values *this = (values *)self;
  dm_run *run = self->run;
  while (this->at < this->n) {
    const dm_id *ids = this->ids + this->at++ * this->width;
    dm_status    status = dm_run_tick(run);
    if (status != DM_OK)
      return status;
    for (size_t v = 0; v < run->n_variables; v++)
      row[v] = DM_ID_NONE;
    for (size_t i = 0; i < this->width; i++)
      row[this->variables[i]] = ids[i];
    if (dm_row_merge(run, row, this->outside))
      return DM_OK;
  }
  return DM_NOTHING;
}

static const dm_operator_class values_class = {"values", values_open, values_next, NULL};

dm_operator *dm_values_build(dm_run *run, const dm_node *node, const dm_active_graph *graph)
{
  (void)graph;
  values *this = (values *)dm_operator_new(run, &values_class, sizeof *this);
  this->variables = node->variables;
  this->width = node->n_variables;
  this->n = node->n_rows;
  size_t n_ids = this->width * this->n;
  this->ids = dm_arena_allocate(run->arena, n_ids * sizeof(dm_id));
  dm_run_take(run, (ptrdiff_t)(n_ids * sizeof(dm_id)));
  for (size_t i = 0; i < n_ids; i++)
    this->ids[i] = dm_terms_put(run->terms, &node->rows[i]);
  dm_buffer detail = {0};
  for (size_t i = 0; i < this->width; i++)
    dm_buffer_print(&detail, "?%s ", run->query->variables[node->variables[i]].name);
  dm_buffer_print(&detail, "%zu rows", this->n);
  this->base.detail = dm_arena_string(run->arena, dm_buffer_string(&detail), detail.n_bytes);
  dm_buffer_free(&detail);
  return &this->base;
}
