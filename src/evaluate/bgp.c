/* BGP: triple patterns in the order the planner chose, as nested scans of sorted ranges, with filters as soon as their variables are bound.
 *
 *   step 0 ──row──> step 1 ──row──> ... ──row──> out        one row for all; each step binds its slots and clears them when it is done
 *
 * A step with one variable bound before it, while others are free, can go on in the range of all of that variable's values, sorted by it, from where it was: where the values
 * come in order (stars, from a sorted range) that is a merge join. A step that sees them come in disorder changes to seeking each. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "evaluate/pattern_impl.h"

enum { SUBJECT, PREDICATE, OBJECT, GRAPH, N_PARTS };

static const dm_part order_of[] = {DM_PART_SUBJECT, DM_PART_PREDICATE, DM_PART_OBJECT, DM_PART_GRAPH};

typedef struct {
  dm_variable variable; /* DM_NO_VARIABLE: a constant */
  dm_id       id;
} part;

/* How a step finds its statements for a row. */
typedef enum { MODE_HAS, MODE_SEEK, MODE_MERGE } mode;

/* After so many openings, more than a quarter of which went backwards, a step seeks. */
enum { N_SAMPLES = 64 };

typedef struct {
  part                  parts[N_PARTS];
  int                   n_parts; /* 4: GRAPH ?variable */
  mode                  mode;
  bool                  is_done; /* of MODE_HAS */
  uint8_t               n_free;
  uint8_t               free[N_PARTS]; /* parts that are bound by the scan, in this opening */
  dm_scan               scan;
  /* MODE_MERGE: the range without the sorted part, and where the statements of `merged_id` begin. */
  uint8_t               merge_part;
  bool                  never_merges;
  bool                  has_range;
  dm_cursor             range;
  dm_cursor             start;
  dm_id                 range_ids[N_PARTS];
  dm_id                 range_graph;
  dm_id                 merged_id;
  uint32_t              n_opened;
  uint32_t              n_backwards;
  const dm_expression **filters;
  size_t                n_filters;
} step;

typedef struct {
  dm_operator            base;
  const dm_active_graph *graph;
  bool                   has_graph_variable;
  step                  *steps;
  size_t                 n_steps;
  const dm_expression  **filters; /* of variables from outside only, and constant ones */
  size_t                 n_filters;
  dm_id                 *row;
  size_t                 depth; /* of the step that is to go on */
  bool                   is_ended;
} bgp;

/* ---- one step ---- */

static dm_id value_of(const step *s, int p, const dm_id *row)
{
  return s->parts[p].variable == DM_NO_VARIABLE ? s->parts[p].id : row[s->parts[p].variable];
}

static dm_id part_of(const dm_quad *quad, int p)
{
  switch (p) {
  case SUBJECT: return quad->subject;
  case PREDICATE: return quad->predicate;
  case OBJECT: return quad->object;
  default: return quad->graph;
  }
}

/* The scan's graph: that of GRAPH ?variable is any, or the one that is bound, whatever graphs FROM names. */
static void seek(const bgp *self, step *s, const dm_id *ids, dm_part first)
{
  static const dm_active_graph named = {.scope = DM_SCOPE_NAMED};
  dm_scan_open(&s->scan, self->base.run->index, self->graph, ids[SUBJECT], ids[PREDICATE], ids[OBJECT], first);
  if (s->n_parts <= GRAPH)
    return;
  s->scan.graph = &named;
  s->scan.pattern.scope = ids[GRAPH] ? DM_SCOPE_GRAPH : DM_SCOPE_NAMED;
  s->scan.pattern.graph = ids[GRAPH];
  dm_index_seek(s->scan.index, &s->scan.pattern, first, &s->scan.cursor);
}

/* Goes on in the sorted range to the statements with ids[merge_part]. */
static void merge(const bgp *self, step *s, dm_id *ids)
{
  dm_id id = ids[s->merge_part];
  ids[s->merge_part] = DM_ID_NONE;
  if (!s->has_range || s->range_graph != self->graph->graph || memcmp(ids, s->range_ids, sizeof s->range_ids) != 0) {
    seek(self, s, ids, order_of[s->merge_part]);
    memcpy(s->range_ids, ids, sizeof s->range_ids);
    s->range_graph = self->graph->graph;
    s->range = s->start = s->scan.cursor;
    s->has_range = true;
    s->merged_id = DM_ID_NONE;
  }
  ids[s->merge_part] = id;
  s->n_opened++;
  if (id < s->merged_id) {
    s->n_backwards++;
    s->start = s->range;
  }
  if (id != s->merged_id)
    dm_cursor_skip_to(&s->start, id);
  s->merged_id = id;
  s->scan.cursor = s->start;
  if (s->n_opened == N_SAMPLES) {
    s->never_merges = s->n_backwards > N_SAMPLES / 4;
    s->n_opened = s->n_backwards = 0;
  }
}

static bool may_merge(const bgp *self, const step *s, int n_bound_variables, int bound_part, const dm_id *ids)
{
  if (n_bound_variables != 1 || s->never_merges || self->graph->n_from || self->has_graph_variable)
    return false;
  dm_pattern_ids pattern = {self->graph->scope, ids[SUBJECT], ids[PREDICATE], ids[OBJECT], self->graph->graph};
  dm_id         *merged[] = {&pattern.subject, &pattern.predicate, &pattern.object};
  *merged[bound_part] = DM_ID_NONE;
  return dm_index_can_order(self->base.run->index, &pattern, order_of[bound_part]);
}

static void open_step(bgp *self, step *s)
{
  dm_id ids[N_PARTS] = {0};
  int   n_bound_variables = 0;
  int   bound_part = 0;
  s->n_free = 0;
  for (int p = 0; p < s->n_parts; p++) {
    ids[p] = value_of(s, p, self->row);
    if (!ids[p]) {
      s->free[s->n_free++] = (uint8_t)p;
    } else if (s->parts[p].variable != DM_NO_VARIABLE) {
      n_bound_variables++;
      bound_part = p;
    }
  }
  s->is_done = false;
  if (!s->n_free) {
    s->mode = MODE_HAS;
    seek(self, s, ids, DM_PART_ANY);
  } else if (may_merge(self, s, n_bound_variables, bound_part, ids)) {
    if (s->mode != MODE_MERGE || s->merge_part != bound_part)
      s->has_range = false;
    s->mode = MODE_MERGE;
    s->merge_part = (uint8_t)bound_part;
    merge(self, s, ids);
  } else {
    s->mode = MODE_SEEK;
    seek(self, s, ids, DM_PART_ANY);
  }
}

static void unbind(const step *s, dm_id *row)
{
  for (uint8_t i = 0; i < s->n_free; i++)
    row[s->parts[s->free[i]].variable] = DM_ID_NONE;
}

/* Binds what the scan found; false where a variable that stands twice would have two values. */
static bool bind(const step *s, const dm_quad *quad, dm_id *row)
{
  for (uint8_t i = 0; i < s->n_free; i++) {
    int    p = s->free[i];
    dm_id *slot = &row[s->parts[p].variable];
    dm_id  id = part_of(quad, p);
    if (*slot && *slot != id) {
      unbind(s, row);
      return false;
    }
    *slot = id;
  }
  return true;
}

/* Whether the named graph is one of the dataset's: FROM NAMED leaves some out. */
static bool is_of_dataset(const bgp *self, const step *s, const dm_quad *quad)
{
  const dm_run *run = self->base.run;
  return s->n_parts <= GRAPH || !run->has_dataset || dm_run_has_graph(run, quad->graph);
}

static bool pass(dm_run *run, const dm_expression *const *filters, size_t n, const dm_id *row)
{
  for (size_t i = 0; i < n; i++) {
    if (dm_expression_test(run, filters[i], row) != 1)
      return false;
  }
  return true;
}

/* Binds the next statement of a step that passes its filters. */
static bool advance(bgp *self, step *s)
{
  dm_run *run = self->base.run;
  dm_quad quad;
  unbind(s, self->row);
  while (!dm_run_tick(run)) {
    if (s->mode == MODE_HAS) {
      if (s->is_done || !dm_scan_next(&s->scan, &quad))
        return false;
      s->is_done = true;
    } else {
      if (!dm_scan_next(&s->scan, &quad) || (s->mode == MODE_MERGE && part_of(&quad, s->merge_part) != s->merged_id))
        return false;
    }
    if (!is_of_dataset(self, s, &quad) || !bind(s, &quad, self->row))
      continue;
    if (!s->n_filters || pass(run, s->filters, s->n_filters, self->row))
      return true;
    unbind(s, self->row);
  }
  return false;
}

/* ---- the operator ---- */

static dm_status bgp_open(dm_operator *op, const dm_id *outside)
{
  bgp    *self = (bgp *)op;
  dm_run *run = op->run;
  if (outside)
    memcpy(self->row, outside, run->n_variables * sizeof *self->row);
  else if (run->n_variables)
    memset(self->row, 0, run->n_variables * sizeof *self->row);
  self->depth = 0;
  self->is_ended = self->n_filters && !pass(run, self->filters, self->n_filters, self->row);
  if (!self->is_ended && self->n_steps)
    open_step(self, &self->steps[0]);
  return run->status;
}

static dm_status bgp_next(dm_operator *op, dm_id *row)
{
  bgp    *self = (bgp *)op;
  dm_run *run = op->run;
  size_t  n_bytes = run->n_variables * sizeof *row;
  if (self->is_ended)
    return run->status ? run->status : DM_NOTHING;
  for (size_t depth = self->depth; self->n_steps;) {
    if (advance(self, &self->steps[depth])) {
      if (depth + 1 == self->n_steps) {
        self->depth = depth;
        memcpy(row, self->row, n_bytes);
        return DM_OK;
      }
      open_step(self, &self->steps[++depth]);
    } else if (run->status || depth == 0) {
      self->is_ended = true;
      return run->status ? run->status : DM_NOTHING;
    } else {
      depth--;
    }
  }
  self->is_ended = true; /* no triples: the one empty solution */
  if (n_bytes)
    memcpy(row, self->row, n_bytes);
  return DM_OK;
}

static void bgp_free(dm_operator *op)
{
  bgp *self = (bgp *)op;
  free(self->row);
}

static const dm_operator_class bgp_class = {"scan", bgp_open, bgp_next, bgp_free};

/* ---- building ---- */

static part part_of_slot(dm_run *run, const dm_slot *slot)
{
  if (slot->is_variable)
    return (part){.variable = slot->variable};
  return (part){.variable = DM_NO_VARIABLE, .id = dm_terms_put(run->terms, &slot->term)};
}

static void build_steps(bgp *self, const dm_node *node, const dm_slot *graph_variable)
{
  dm_run *run = self->base.run;
  self->n_steps = node->n_triples;
  self->steps = dm_arena_allocate(run->arena, (node->n_triples + 1) * sizeof *self->steps);
  for (size_t i = 0; i < node->n_triples; i++) {
    const dm_triple_pattern *triple = &node->triples[i];
    step                    *s = &self->steps[i];
    s->parts[SUBJECT] = part_of_slot(run, &triple->subject);
    s->parts[PREDICATE] = part_of_slot(run, &triple->predicate);
    s->parts[OBJECT] = part_of_slot(run, &triple->object);
    s->n_parts = GRAPH;
    if (graph_variable)
      s->parts[s->n_parts++] = part_of_slot(run, graph_variable);
  }
}

static void add_filter(dm_run *run, const dm_expression ***filters, size_t *n, const dm_expression *filter)
{
  if (!(*n & (*n - 1))) { /* doubles */
    const dm_expression **larger = dm_arena_allocate(run->arena, (*n ? *n * 2 : 1) * sizeof *larger);
    if (*n)
      memcpy(larger, *filters, *n * sizeof *larger);
    *filters = larger;
  }
  (*filters)[(*n)++] = filter;
}

/* Gives each filter to the first step behind which all of its variables that the BGP binds are bound: the last of the steps that bind one of them first. */
static void place_filters(bgp *self, const dm_node *node)
{
  dm_run *run = self->base.run;
  bool   *reads = dm_allocate(run->n_variables + 1);
  size_t *binder = dm_allocate((run->n_variables + 1) * sizeof *binder); /* step + 1; 0: none */
  for (size_t i = self->n_steps; i-- > 0;) {
    for (int p = 0; p < self->steps[i].n_parts; p++) {
      if (self->steps[i].parts[p].variable != DM_NO_VARIABLE)
        binder[self->steps[i].parts[p].variable] = i + 1;
    }
  }
  for (size_t f = 0; f < node->n_expressions; f++) {
    size_t last = 0;
    if (run->n_variables)
      memset(reads, 0, run->n_variables);
    dm_expression_variables(node->expressions[f], reads);
    for (size_t v = 0; v < run->n_variables; v++) {
      if (reads[v] && binder[v] > last)
        last = binder[v];
    }
    if (last)
      add_filter(run, &self->steps[last - 1].filters, &self->steps[last - 1].n_filters, node->expressions[f]);
    else
      add_filter(run, &self->filters, &self->n_filters, node->expressions[f]);
  }
  free(reads);
  free(binder);
}

dm_operator *dm_graph_scan_build(dm_run *run, const dm_node *node, const dm_active_graph *graph, const dm_slot *graph_variable)
{
  bgp *self = (bgp *)dm_operator_new(run, &bgp_class, sizeof *self);
  self->graph = graph;
  self->has_graph_variable = graph_variable != NULL;
  self->row = dm_allocate((run->n_variables + 1) * sizeof *self->row);
  build_steps(self, node, graph_variable);
  place_filters(self, node);
  dm_buffer detail = {0};
  for (size_t i = 0; i < node->n_triples; i++)
    dm_detail_triple(&detail, run, &node->triples[i]);
  for (size_t f = 0; f < node->n_expressions; f++)
    dm_detail_expression(&detail, run, node->expressions[f]);
  self->base.detail = dm_detail_keep(run, &detail);
  for (size_t f = 0; f < node->n_expressions; f++)
    dm_exists_prepare(run, node->expressions[f], graph);
  return &self->base;
}

dm_operator *dm_bgp_build(dm_run *run, const dm_node *node, const dm_active_graph *graph)
{
  return dm_graph_scan_build(run, node, graph, NULL);
}
