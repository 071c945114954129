/* Property paths (§9.3, §18.4): from one node at a time, so that only what one node reaches is held.
 *
 *   starts ──> node ──reach()──> ends ──> rows
 *
 * Sequences, alternatives and negated sets keep duplicates; *, + and ? give each end once (ALP), found breadth first. Recursion follows the path as it is written, never the data.
 * A path of length zero joins a term to itself: where both ends are variables only terms of the active graph (§18.2.2.4 ZeroLengthPath), a term that is written in the query, or that
 * EXISTS puts in place of a variable, always. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/vector.h"
#include "evaluate/pattern_impl.h"

typedef DM_VECTOR(dm_id) ids;

/* A path with its terms as identifiers. */
typedef struct steps steps;
struct steps {
  dm_path_kind kind;
  dm_id        predicate;
  steps       *first;
  steps       *second;
  dm_id       *forward;
  size_t       n_forward;
  dm_id       *backward;
  size_t       n_backward;
};

typedef struct {
  dm_operator            base;
  const dm_active_graph *graph;
  steps                 *path;
  dm_variable            variables[2]; /* of subject and object, or DM_NO_VARIABLE */
  dm_id                  terms[2];
  dm_id                 *outside;
  bool                   is_backward; /* from the object to the subject */
  dm_id                  target;      /* the only end that is wanted, or DM_ID_NONE */
  bool                   is_loop;     /* the same free variable at both ends */
  ids                    starts;      /* where both ends are free, ascending */
  size_t                 at_start;
  dm_id                  start;
  bool                   has_starts;
  dm_id                  starts_graph;
  ids                    ends;
  size_t                 at_end;
} path;

/* ---- sets of identifiers ---- */

typedef struct {
  dm_id *slots;
  size_t n_slots; /* a power of two */
  size_t n;
} id_set;

static dm_id *slot_of(const id_set *set, dm_id id)
{
  size_t mask = set->n_slots - 1;
  size_t i = (size_t)(id * UINT64_C(0x9E3779B97F4A7C15) >> 20) & mask;
  while (set->slots[i] && set->slots[i] != id)
    i = (i + 1) & mask;
  return &set->slots[i];
}

static bool set_has(const id_set *set, dm_id id)
{
  return set->n && *slot_of(set, id);
}

/* Whether it is new. */
static bool set_add(id_set *set, dm_id id)
{
  if ((set->n + 1) * 2 > set->n_slots) {
    id_set larger = {.n_slots = set->n_slots ? set->n_slots * 2 : 32, .n = set->n};
    larger.slots = dm_allocate(larger.n_slots * sizeof *larger.slots);
    for (size_t i = 0; i < set->n_slots; i++) {
      if (set->slots[i])
        *slot_of(&larger, set->slots[i]) = set->slots[i];
    }
    free(set->slots);
    *set = larger;
  }
  dm_id *slot = slot_of(set, id);
  if (*slot)
    return false;
  *slot = id;
  set->n++;
  return true;
}

static void set_free(id_set *set)
{
  free(set->slots);
}

/* ---- what one node reaches ---- */

static bool is_in(const dm_id *list, size_t n, dm_id id)
{
  for (size_t i = 0; i < n; i++) {
    if (list[i] == id)
      return true;
  }
  return false;
}

static void reach(path *self, const steps *p, bool is_backward, dm_id node, ids *out);

static void add(ids *out, dm_id id)
{
  *dm_vector_add(out) = id;
}

static void reach_link(path *self, dm_id predicate, bool is_backward, dm_id node, ids *out)
{
  dm_scan scan;
  dm_quad quad;
  dm_scan_open(&scan, self->base.run->index, self->graph, is_backward ? DM_ID_NONE : node, predicate, is_backward ? node : DM_ID_NONE, DM_PART_ANY);
  while (!dm_run_tick(self->base.run) && dm_scan_next(&scan, &quad))
    add(out, is_backward ? quad.subject : quad.object);
}

/* Every link in one direction but those of the predicates `but`. */
static void reach_others(path *self, const dm_id *but, size_t n_but, bool is_backward, dm_id node, ids *out)
{
  dm_scan scan;
  dm_quad quad;
  dm_scan_open(&scan, self->base.run->index, self->graph, is_backward ? DM_ID_NONE : node, DM_ID_NONE, is_backward ? node : DM_ID_NONE, DM_PART_ANY);
  while (!dm_run_tick(self->base.run) && dm_scan_next(&scan, &quad)) {
    if (!is_in(but, n_but, quad.predicate))
      add(out, is_backward ? quad.subject : quad.object);
  }
}

static void reach_sequence(path *self, const steps *p, bool is_backward, dm_id node, ids *out)
{
  ids middles = {0};
  reach(self, is_backward ? p->second : p->first, is_backward, node, &middles);
  for (size_t i = 0; i < middles.n && !self->base.run->status; i++)
    reach(self, is_backward ? p->first : p->second, is_backward, middles.items[i], out);
  dm_vector_free(&middles);
}

/* ALP: `out` is queue and answer. Only the path that is evaluated as a whole has a target, where it may stop early. */
static void reach_closure(path *self, const steps *p, bool is_backward, dm_id node, ids *out)
{
  size_t begin = out->n;
  id_set seen = {0};
  ids    ends = {0};
  bool   has_target = self->target && p == self->path;
  size_t n_taken = 0;
  if (p->kind == DM_PATH_ZERO_OR_MORE && set_add(&seen, node))
    add(out, node);
  if (p->kind != DM_PATH_ZERO_OR_MORE)
    reach(self, p->first, is_backward, node, &ends);
  for (size_t next = begin; !self->base.run->status; next++) {
    for (size_t i = 0; i < ends.n; i++) {
      if (set_add(&seen, ends.items[i]))
        add(out, ends.items[i]);
    }
    if ((has_target && set_has(&seen, self->target)) || next >= out->n)
      break;
    size_t n_bytes = (out->capacity + seen.n_slots) * sizeof(dm_id);
    if (n_bytes > n_taken && dm_run_take(self->base.run, (ptrdiff_t)(n_bytes - n_taken)) == DM_OK)
      n_taken = n_bytes;
    ends.n = 0;
    reach(self, p->first, is_backward, out->items[next], &ends);
  }
  dm_run_take(self->base.run, -(ptrdiff_t)n_taken);
  dm_vector_free(&ends);
  set_free(&seen);
}

static void reach_optional(path *self, const steps *p, bool is_backward, dm_id node, ids *out)
{
  id_set seen = {0};
  ids    ends = {0};
  set_add(&seen, node);
  add(out, node);
  reach(self, p->first, is_backward, node, &ends);
  for (size_t i = 0; i < ends.n; i++) {
    if (set_add(&seen, ends.items[i]))
      add(out, ends.items[i]);
  }
  dm_vector_free(&ends);
  set_free(&seen);
}

/* Adds to `out` where the path leads from `node`, as often as it does. */
static void reach(path *self, const steps *p, bool is_backward, dm_id node, ids *out)
{
  switch (p->kind) {
  case DM_PATH_LINK: reach_link(self, p->predicate, is_backward, node, out); break;
  case DM_PATH_INVERSE: reach(self, p->first, !is_backward, node, out); break;
  case DM_PATH_SEQUENCE: reach_sequence(self, p, is_backward, node, out); break;
  case DM_PATH_ALTERNATIVE:
    reach(self, p->first, is_backward, node, out);
    reach(self, p->second, is_backward, node, out);
    break;
  case DM_PATH_ZERO_OR_MORE:
  case DM_PATH_ONE_OR_MORE: reach_closure(self, p, is_backward, node, out); break;
  case DM_PATH_ZERO_OR_ONE: reach_optional(self, p, is_backward, node, out); break;
  case DM_PATH_NEGATED:
    if (p->n_forward || !p->n_backward)
      reach_others(self, p->forward, p->n_forward, is_backward, node, out);
    if (p->n_backward)
      reach_others(self, p->backward, p->n_backward, !is_backward, node, out);
    break;
  }
}

/* ---- where a path may begin ---- */

static bool may_be_empty(const steps *p)
{
  switch (p->kind) {
  case DM_PATH_ZERO_OR_MORE:
  case DM_PATH_ZERO_OR_ONE: return true;
  case DM_PATH_INVERSE:
  case DM_PATH_ONE_OR_MORE: return may_be_empty(p->first);
  case DM_PATH_SEQUENCE: return may_be_empty(p->first) && may_be_empty(p->second);
  case DM_PATH_ALTERNATIVE: return may_be_empty(p->first) || may_be_empty(p->second);
  default: return false;
  }
}

static void add_ends(path *self, dm_id predicate, bool is_object, ids *out)
{
  dm_scan scan;
  dm_quad quad;
  dm_id   last = DM_ID_NONE;
  dm_scan_open(&scan, self->base.run->index, self->graph, DM_ID_NONE, predicate, DM_ID_NONE, is_object ? DM_PART_OBJECT : DM_PART_SUBJECT);
  while (!dm_run_tick(self->base.run) && dm_scan_next(&scan, &quad)) {
    dm_id id = is_object ? quad.object : quad.subject;
    if (id != last)
      add(out, id);
    last = id;
  }
}

static void add_starts(path *self, const steps *p, bool is_backward, ids *out)
{
  switch (p->kind) {
  case DM_PATH_LINK: add_ends(self, p->predicate, is_backward, out); break;
  case DM_PATH_INVERSE: add_starts(self, p->first, !is_backward, out); break;
  case DM_PATH_ONE_OR_MORE: add_starts(self, p->first, is_backward, out); break;
  case DM_PATH_SEQUENCE: add_starts(self, is_backward ? p->second : p->first, is_backward, out); break;
  case DM_PATH_ALTERNATIVE:
    add_starts(self, p->first, is_backward, out);
    add_starts(self, p->second, is_backward, out);
    break;
  default: /* negated, or of length zero: any node */
    add_ends(self, DM_ID_NONE, false, out);
    add_ends(self, DM_ID_NONE, true, out);
    break;
  }
}

static int compare_ids(const void *a, const void *b)
{
  dm_id left = *(const dm_id *)a;
  dm_id right = *(const dm_id *)b;
  return (left > right) - (left < right);
}

/* Every node from which the path may lead somewhere, ascending, each once; any node where a part of it may be empty. */
static void find_starts(path *self)
{
  if (self->has_starts && self->starts_graph == self->graph->graph)
    return;
  ids found = {0};
  add_starts(self, self->path, self->is_backward, &found);
  if (may_be_empty(self->path)) {
    add_ends(self, DM_ID_NONE, false, &found);
    add_ends(self, DM_ID_NONE, true, &found);
  }
  if (found.n)
    qsort(found.items, found.n, sizeof *found.items, compare_ids);
  size_t n = 0;
  for (size_t i = 0; i < found.n; i++) {
    if (!n || found.items[n - 1] != found.items[i])
      found.items[n++] = found.items[i];
  }
  found.n = n;
  dm_run_take(self->base.run, (ptrdiff_t)(found.capacity * sizeof *found.items) - (ptrdiff_t)(self->starts.capacity * sizeof *self->starts.items));
  dm_vector_free(&self->starts);
  self->starts = found;
  self->has_starts = !self->base.run->status;
  self->starts_graph = self->graph->graph;
}

/* ---- the operator ---- */

static dm_id value_of(const path *self, int end)
{
  return self->variables[end] == DM_NO_VARIABLE ? self->terms[end] : self->outside[self->variables[end]];
}

/* Whether a join gives the variable its value: then only terms of the graph have paths of length zero to themselves. */
static bool is_joined(const path *self, int end)
{
  dm_variable  v = self->variables[end];
  const dm_id *substituted = self->graph->substituted;
  return v != DM_NO_VARIABLE && !(substituted && substituted[v] && substituted[v] == self->outside[v]);
}

static void begin(path *self, dm_id start)
{
  self->start = start;
  self->at_end = 0;
  self->ends.n = 0;
  reach(self, self->path, self->is_backward, start, &self->ends);
}

static dm_status path_open(dm_operator *op, const dm_id *outside)
{
  path   *self = (path *)op;
  dm_run *run = op->run;
  if (outside)
    memcpy(self->outside, outside, run->n_variables * sizeof *self->outside);
  else
    memset(self->outside, 0, (run->n_variables + 1) * sizeof *self->outside);
  dm_id subject = value_of(self, 0);
  dm_id object = value_of(self, 1);
  self->is_backward = !subject && object;
  self->target = subject && object ? object : DM_ID_NONE;
  self->is_loop = !subject && !object && self->variables[0] == self->variables[1];
  self->starts.n = self->has_starts ? self->starts.n : 0;
  self->at_start = SIZE_MAX;
  self->ends.n = self->at_end = 0;
  if (!subject && !object) {
    find_starts(self);
    self->at_start = 0;
    return run->status;
  }
  dm_id start = subject ? subject : object;
  if (is_joined(self, 0) && is_joined(self, 1) && !dm_scan_has_node(run->index, self->graph, start))
    return DM_OK;
  begin(self, start);
  return run->status;
}

static dm_status path_next(dm_operator *op, dm_id *row)
{
  path   *self = (path *)op;
  dm_run *run = op->run;
  for (;;) {
    dm_status status = dm_run_tick(run);
    if (status)
      return status;
    if (self->at_end == self->ends.n) {
      if (self->at_start >= self->starts.n)
        return DM_NOTHING;
      begin(self, self->starts.items[self->at_start++]);
      if (run->status)
        return run->status;
      continue;
    }
    dm_id end = self->ends.items[self->at_end++];
    if ((self->target && end != self->target) || (self->is_loop && end != self->start))
      continue;
    memcpy(row, self->outside, run->n_variables * sizeof *row);
    dm_id both[] = {self->is_backward ? end : self->start, self->is_backward ? self->start : end};
    for (int i = 0; i < 2; i++) {
      if (self->variables[i] != DM_NO_VARIABLE)
        row[self->variables[i]] = both[i];
    }
    return DM_OK;
  }
}

static void path_free(dm_operator *op)
{
  path *self = (path *)op;
  free(self->outside);
  dm_vector_free(&self->starts);
  dm_vector_free(&self->ends);
}

static const dm_operator_class path_class = {"path", path_open, path_next, path_free};

/* ---- building ---- */

static dm_id *find_terms(dm_run *run, const dm_term *terms, size_t n)
{
  dm_id *found = dm_arena_allocate(run->arena, (n + 1) * sizeof *found);
  for (size_t i = 0; i < n; i++)
    found[i] = dm_terms_put(run->terms, &terms[i]);
  return found;
}

static steps *build_steps(dm_run *run, const dm_path *from)
{
  steps *to = dm_arena_allocate(run->arena, sizeof *to);
  to->kind = from->kind;
  if (from->kind == DM_PATH_LINK)
    to->predicate = dm_terms_put(run->terms, &from->predicate);
  to->first = from->first ? build_steps(run, from->first) : NULL;
  to->second = from->second ? build_steps(run, from->second) : NULL;
  to->forward = find_terms(run, from->forward, from->n_forward);
  to->n_forward = from->n_forward;
  to->backward = find_terms(run, from->backward, from->n_backward);
  to->n_backward = from->n_backward;
  return to;
}

static void print(dm_buffer *out, const dm_run *run, const dm_path *p);

static void print_negated(dm_buffer *out, const dm_run *run, const dm_path *p)
{
  dm_buffer_add_string(out, "!(");
  for (size_t i = 0; i < p->n_forward + p->n_backward; i++) {
    bool    is_forward = i < p->n_forward;
    dm_path link = {.kind = DM_PATH_LINK, .predicate = is_forward ? p->forward[i] : p->backward[i - p->n_forward]};
    dm_buffer_add_string(out, i ? "|" : "");
    dm_buffer_add_string(out, is_forward ? "" : "^");
    print(out, run, &link);
  }
  dm_buffer_add_string(out, ")");
}

static void print(dm_buffer *out, const dm_run *run, const dm_path *p)
{
  static const char *const befores[] = {[DM_PATH_INVERSE] = "^(",     [DM_PATH_SEQUENCE] = "(",    [DM_PATH_ALTERNATIVE] = "(",
                                        [DM_PATH_ZERO_OR_MORE] = "(", [DM_PATH_ONE_OR_MORE] = "(", [DM_PATH_ZERO_OR_ONE] = "("};
  static const char *const afters[] = {[DM_PATH_INVERSE] = ")",       [DM_PATH_SEQUENCE] = "/",     [DM_PATH_ALTERNATIVE] = "|",
                                       [DM_PATH_ZERO_OR_MORE] = ")*", [DM_PATH_ONE_OR_MORE] = ")+", [DM_PATH_ZERO_OR_ONE] = ")?"};
  if (p->kind == DM_PATH_NEGATED) {
    print_negated(out, run, p);
  } else if (p->kind == DM_PATH_LINK) {
    dm_expression link = {.kind = DM_EXPRESSION_CONSTANT, .constant = p->predicate};
    dm_expression_print(out, run->query, &link);
  } else {
    dm_buffer_add_string(out, befores[p->kind]);
    print(out, run, p->first);
    dm_buffer_add_string(out, afters[p->kind]);
    if (p->second) {
      print(out, run, p->second);
      dm_buffer_add_string(out, ")");
    }
  }
}

dm_operator *dm_path_build(dm_run *run, const dm_node *node, const dm_active_graph *graph)
{
  path *self = (path *)dm_operator_new(run, &path_class, sizeof *self);
  self->graph = graph;
  self->path = build_steps(run, node->path);
  self->outside = dm_allocate((run->n_variables + 1) * sizeof *self->outside);
  const dm_slot *slots[] = {&node->subject, &node->object};
  for (int i = 0; i < 2; i++) {
    self->variables[i] = slots[i]->is_variable ? slots[i]->variable : DM_NO_VARIABLE;
    self->terms[i] = slots[i]->is_variable ? DM_ID_NONE : dm_terms_put(run->terms, &slots[i]->term);
  }
  dm_buffer detail = {0};
  dm_detail_slot(&detail, run, &node->subject);
  dm_buffer_add_byte(&detail, ' ');
  print(&detail, run, node->path);
  dm_detail_slot(&detail, run, &node->object);
  self->base.detail = dm_detail_keep(run, &detail);
  return &self->base;
}
