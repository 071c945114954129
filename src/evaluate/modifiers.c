/* Solution modifiers that look at one row after the other: PROJECT, DISTINCT, REDUCED, SLICE (§15, §18.5). */
#include "evaluate/evaluate_impl.h"

#include <inttypes.h>
#include <string.h>

#include "base/memory.h"
#include "evaluate/tuples.h"

/* ---- PROJECT ---- */

typedef struct {
  dm_operator        base;
  const dm_variable *variables;
  size_t             n;
  dm_id             *below; /* a row of the child */
  dm_id             *shown; /* what the child sees of the outside row */
  const dm_id       *outside;
} project;

static dm_status project_open(dm_operator *self, const dm_id *outside)
{
  project *this = (project *)self;
  this->outside = outside;
  if (!outside)
    return dm_operator_open(self->children[0], NULL);
  for (size_t i = 0; i < this->n; i++)
    this->shown[this->variables[i]] = outside[this->variables[i]];
  return dm_operator_open(self->children[0], this->shown);
}

static dm_status project_next(dm_operator *self, dm_id *row)
{
  project *this = (project *)self;
  dm_run   *run = self->run;
  dm_status status;
  while ((status = dm_operator_next(self->children[0], this->below)) == DM_OK) {
    if ((status = dm_run_tick(run)) != DM_OK)
      break;
    for (size_t v = 0; v < run->n_variables; v++)
      row[v] = DM_ID_NONE;
    for (size_t i = 0; i < this->n; i++)
      row[this->variables[i]] = this->below[this->variables[i]];
    if (dm_row_merge(run, row, this->outside))
      break;
  }
  return status;
}

static const dm_operator_class project_class = {"project", project_open, project_next, NULL};

/* The names of `variables`, for explanations. */
static const char *name_variables(dm_run *run, const dm_variable *variables, size_t n)
{
  dm_buffer names = {0};
  for (size_t i = 0; i < n; i++)
    dm_buffer_print(&names, "%s?%s", i ? " " : "", run->query->variables[variables[i]].name);
  char *text = dm_arena_string(run->arena, dm_buffer_string(&names), names.n_bytes);
  dm_buffer_free(&names);
  return text;
}

dm_operator *dm_project_build(dm_run *run, const dm_node *node, const dm_active_graph *graph)
{
  dm_operator *child = dm_operator_build(run, node->left, graph);
  if (!child)
    return NULL;
  project *this = (project *)dm_operator_new(run, &project_class, sizeof *this);
  this->base.children[this->base.n_children++] = child;
  this->variables = node->variables;
  this->n = node->n_variables;
  this->below = dm_row_new(run);
  this->shown = dm_row_new(run);
  this->base.detail = name_variables(run, node->variables, node->n_variables);
  return &this->base;
}

/* ---- DISTINCT and REDUCED ---- */

typedef struct {
  dm_operator  base;
  dm_variable *variables; /* that rows can differ in */
  size_t       n;
  dm_id       *tuple;
  bool         has_last; /* REDUCED: `tuple` is the row before */
  dm_tuples    seen;     /* DISTINCT of several variables */
  dm_members   members;  /* DISTINCT of one */
} distinct;

static dm_status distinct_open(dm_operator *self, const dm_id *outside)
{
  distinct *this = (distinct *)self;
  dm_tuples_free(&this->seen);
  dm_tuples_start(&this->seen, self->run, this->n);
  dm_members_free(&this->members);
  dm_members_start(&this->members, self->run);
  this->has_last = false;
  return dm_operator_open(self->children[0], outside);
}

static dm_status distinct_next(dm_operator *self, dm_id *row)
{
  distinct *this = (distinct *)self;
  dm_status status;
  while ((status = dm_operator_next(self->children[0], row)) == DM_OK && (status = dm_run_tick(self->run)) == DM_OK) {
    bool is_new;
    for (size_t i = 0; i < this->n; i++)
      this->tuple[i] = row[this->variables[i]];
    if (this->n == 1)
      is_new = dm_members_add(&this->members, *this->tuple);
    else
      dm_tuples_put(&this->seen, this->tuple, &is_new);
    if (is_new)
      return DM_OK;
  }
  return status;
}

static void distinct_free(dm_operator *self)
{
  dm_tuples_free(&((distinct *)self)->seen);
  dm_members_free(&((distinct *)self)->members);
}

/* The standard allows anything between DISTINCT and nothing (§18.5 Reduced): rows that are the same as the one before are left out, which costs no memory. */
static dm_status reduced_next(dm_operator *self, dm_id *row)
{
  distinct *this = (distinct *)self;
  dm_status status;
  while ((status = dm_operator_next(self->children[0], row)) == DM_OK && (status = dm_run_tick(self->run)) == DM_OK) {
    bool is_new = !this->has_last;
    for (size_t i = 0; i < this->n; i++) {
      is_new = is_new || this->tuple[i] != row[this->variables[i]];
      this->tuple[i] = row[this->variables[i]];
    }
    this->has_last = true;
    if (is_new)
      return DM_OK;
  }
  return status;
}

static const dm_operator_class distinct_class = {"distinct", distinct_open, distinct_next, distinct_free};
static const dm_operator_class reduced_class = {"reduced", distinct_open, reduced_next, distinct_free};

static dm_operator *build_distinct(dm_run *run, const dm_node *node, const dm_active_graph *graph, const dm_operator_class *class)
{
  dm_operator *child = dm_operator_build(run, node->left, graph);
  if (!child)
    return NULL;
  distinct *this = (distinct *)dm_operator_new(run, class, sizeof *this);
  this->base.children[this->base.n_children++] = child;
  this->base.detail = "";
  bool *is_in = dm_arena_allocate(run->arena, run->n_variables + 1);
  dm_node_variables(node->left, is_in);
  this->variables = dm_arena_allocate(run->arena, (run->n_variables + 1) * sizeof *this->variables);
  for (dm_variable v = 0; v < run->n_variables; v++)
    if (is_in[v])
      this->variables[this->n++] = v;
  this->tuple = dm_row_new(run);
  return &this->base;
}

/* The different values of one variable of a pattern are the groups by it. */
static dm_operator *build_as_group(dm_run *run, const dm_node *node, const dm_active_graph *graph)
{
  const dm_node *projected = node->left;
  if (projected->kind != DM_NODE_PROJECT || projected->n_variables != 1)
    return NULL;
  dm_node *group = dm_arena_allocate(run->arena, sizeof *group);
  group->kind = DM_NODE_GROUP;
  group->left = projected->left;
  group->variables = projected->variables;
  group->n_variables = 1;
  return dm_count_build(run, group, graph);
}

dm_operator *dm_distinct_build(dm_run *run, const dm_node *node, const dm_active_graph *graph)
{
  dm_operator *groups = build_as_group(run, node, graph);
  if (groups)
    return groups;
  return build_distinct(run, node, graph, &distinct_class);
}

dm_operator *dm_reduced_build(dm_run *run, const dm_node *node, const dm_active_graph *graph)
{
  return build_distinct(run, node, graph, &reduced_class);
}

/* ---- SLICE ---- */

typedef struct {
  dm_operator base;
  uint64_t    n_skip;
  uint64_t    n_most;
  uint64_t    n_skipped;
  uint64_t    n_given;
} slice;

static dm_status slice_open(dm_operator *self, const dm_id *outside)
{
  slice *this = (slice *)self;
  this->n_skipped = this->n_given = 0;
  return this->n_most ? dm_operator_open(self->children[0], outside) : DM_OK;
}

static dm_status slice_next(dm_operator *self, dm_id *row)
{
  slice *this = (slice *)self;
  if (this->n_given == this->n_most)
    return DM_NOTHING;
  dm_status status;
  for (; (status = dm_operator_next(self->children[0], row)) == DM_OK; this->n_skipped++) {
    if ((status = dm_run_tick(self->run)) != DM_OK)
      return status;
    if (this->n_skipped == this->n_skip)
      break;
  }
  this->n_given += status == DM_OK;
  return status;
}

static const dm_operator_class slice_class = {"slice", slice_open, slice_next, NULL};

dm_operator *dm_slice_build(dm_run *run, const dm_node *node, const dm_active_graph *graph)
{
  dm_operator *child = dm_operator_build(run, node->left, graph);
  if (!child)
    return NULL;
  slice *this = (slice *)dm_operator_new(run, &slice_class, sizeof *this);
  this->base.children[this->base.n_children++] = child;
  this->n_skip = node->n_skip;
  this->n_most = node->n_most;
  this->base.detail = node->n_most == UINT64_MAX ? dm_arena_print(run->arena, "offset %" PRIu64, node->n_skip)
                      : node->n_skip             ? dm_arena_print(run->arena, "offset %" PRIu64 " limit %" PRIu64, node->n_skip, node->n_most)
                                                 : dm_arena_print(run->arena, "limit %" PRIu64, node->n_most);
  return &this->base;
}
