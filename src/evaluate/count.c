/* GROUP that only counts, over one triple pattern: the index says how long its ranges are, so that no statement is looked at.
 *
 *   SELECT ?t (COUNT(?e) AS ?n) { ?e a ?t } GROUP BY ?t        in the order of ?t: ranges of one ?t each
 *   SELECT DISTINCT ?t { ?e a ?t }                             the same without counts */
#include "evaluate/evaluate_impl.h"

#include "base/memory.h"

typedef struct {
  dm_operator            base;
  const dm_node         *node;
  const dm_active_graph *graph;
  const dm_slot         *slots[3];  /* subject, predicate, object */
  dm_id                  fixed[3];  /* of slots that are terms */
  int                    key;       /* which of them is the key, or -1 */
  int                    different; /* which of them is counted distinct, or -1 */
  const dm_id           *outside;
  dm_cursor              cursor;
  bool                   is_begun;
  bool                   is_key_bound; /* by the outside row: there is one group at most */
  dm_arena              *arena;
} count;

static const dm_part parts[] = {DM_PART_SUBJECT, DM_PART_PREDICATE, DM_PART_OBJECT};

static dm_id part_of(const dm_quad *quad, int i)
{
  return i == 0 ? quad->subject : i == 1 ? quad->predicate : quad->object;
}

static dm_id value_of(const count *this, int i)
{
  if (!this->slots[i]->is_variable)
    return this->fixed[i];
  return this->outside ? this->outside[this->slots[i]->variable] : DM_ID_NONE;
}

static dm_status count_open(dm_operator *self, const dm_id *outside)
{
  count *this = (count *)self;
  this->outside = outside;
  this->is_begun = false;
  dm_pattern_ids pattern = {this->graph->scope, value_of(this, 0), value_of(this, 1), value_of(this, 2), this->graph->graph};
  this->is_key_bound = this->key >= 0 && value_of(this, this->key) != DM_ID_NONE;
  int first = this->key >= 0 ? this->key : this->different;
  dm_index_seek(self->run->index, &pattern, first >= 0 && value_of(this, first) == DM_ID_NONE ? parts[first] : DM_PART_ANY, &this->cursor);
  return DM_OK;
}

/* How many different values the part that comes sorted first has. */
static dm_status count_different(count *this, uint64_t *n)
{
  dm_quad quad;
  *n = 0;
  if (value_of(this, this->different) != DM_ID_NONE) {
    *n = dm_cursor_count(&this->cursor) != 0;
    return DM_OK;
  }
  while (dm_cursor_next(&this->cursor, &quad)) {
    dm_status status = dm_run_tick(this->base.run);
    if (status != DM_OK)
      return status;
    ++*n;
    dm_cursor_skip_to(&this->cursor, part_of(&quad, this->different) + 1);
  }
  return DM_OK;
}

static void give(count *this, dm_id *row, dm_id key, uint64_t n)
{
  dm_run        *run = this->base.run;
  const dm_node *node = this->node;
  dm_operand     number = dm_operand_integer((int64_t)n, this->arena);
  dm_id          id = dm_terms_put(run->terms, &number.term);
  dm_arena_clear(this->arena);
  for (size_t v = 0; v < run->n_variables; v++)
    row[v] = DM_ID_NONE;
  if (this->key >= 0)
    row[this->slots[this->key]->variable] = key;
  for (size_t i = 0; i < node->n_aggregates; i++)
    row[node->aggregates[i].variable] = id;
}

static dm_status next_group(count *this, dm_id *row)
{
  dm_run *run = this->base.run;
  size_t  n = dm_cursor_count(&this->cursor);
  dm_quad quad;
  if (this->is_key_bound) {
    bool is_there = !this->is_begun && n;
    this->is_begun = true;
    if (!is_there)
      return DM_NOTHING;
    give(this, row, value_of(this, this->key), n);
    return run->status;
  }
  if (!dm_cursor_next(&this->cursor, &quad))
    return DM_NOTHING;
  dm_id key = part_of(&quad, this->key);
  dm_cursor_skip_to(&this->cursor, key + 1);
  give(this, row, key, n - dm_cursor_count(&this->cursor));
  return dm_run_tick(run);
}

static dm_status count_next(dm_operator *self, dm_id *row)
{
  count *this = (count *)self;
  if (this->key >= 0) {
    dm_status status;
    do
      status = next_group(this, row);
    while (status == DM_OK && !dm_row_merge(self->run, row, this->outside));
    return status;
  }
  if (this->is_begun)
    return DM_NOTHING;
  this->is_begun = true;
  uint64_t  n = dm_cursor_count(&this->cursor);
  dm_status status = this->different >= 0 ? count_different(this, &n) : DM_OK;
  if (status != DM_OK)
    return status;
  give(this, row, DM_ID_NONE, n);
  return dm_row_merge(self->run, row, this->outside) ? self->run->status : DM_NOTHING;
}

static void count_free(dm_operator *self)
{
  dm_arena_free(((count *)self)->arena);
}

static const dm_operator_class count_class = {"count", count_open, count_next, count_free};

/* Which slot is the variable, -1: none, or more than one. */
static int find_slot(const count *this, dm_variable variable)
{
  int found = -1;
  for (int i = 0; i < 3; i++) {
    if (!this->slots[i]->is_variable || this->slots[i]->variable != variable)
      continue;
    if (found >= 0)
      return -1;
    found = i;
  }
  return found;
}

/* A key must be a variable of the pattern; aggregates must count solutions, or a variable of the pattern, which every solution binds. DISTINCT changes nothing for a
 * variable that is the only one besides the key; without key it may be the one thing that is counted. */
static bool can_count(count *this)
{
  const dm_node *node = this->node;
  int            n_free = 0;
  for (int i = 0; i < 3; i++) {
    n_free += this->slots[i]->is_variable;
    if (this->slots[i]->is_variable && find_slot(this, this->slots[i]->variable) < 0)
      return false; /* twice in the pattern */
  }
  this->key = node->n_variables == 1 ? find_slot(this, node->variables[0]) : -1;
  if (node->n_variables > 1 || (node->n_variables == 1 && this->key < 0) || (!node->n_variables && !node->n_aggregates))
    return false;
  this->different = -1;
  for (size_t i = 0; i < node->n_aggregates; i++) {
    const dm_aggregate  *aggregate = &node->aggregates[i];
    const dm_expression *counted = aggregate->expression;
    if (aggregate->kind != DM_AGGREGATE_COUNT || (!counted && aggregate->is_distinct))
      return false;
    int slot = counted && counted->kind == DM_EXPRESSION_VARIABLE ? find_slot(this, counted->variable) : -1;
    if (counted && slot < 0)
      return false;
    if (!aggregate->is_distinct || (n_free == 1 && this->key < 0) || (n_free == 2 && this->key >= 0 && slot != this->key))
      continue;
    if (this->key >= 0 || node->n_aggregates != 1)
      return false;
    this->different = slot;
  }
  return true;
}

dm_operator *dm_count_build(dm_run *run, const dm_node *node, const dm_active_graph *graph)
{
  const dm_node *left = node->left;
  if (left->kind != DM_NODE_BGP || left->n_triples != 1 || left->n_expressions || graph->n_from)
    return NULL;
  const dm_triple_pattern *triple = &left->triples[0];
  count                    draft = {.node = node, .graph = graph, .slots = {&triple->subject, &triple->predicate, &triple->object}};
  if (!can_count(&draft))
    return NULL;
  dm_pattern_ids pattern = {.scope = graph->scope};
  dm_id         *ids[] = {&pattern.subject, &pattern.predicate, &pattern.object};
  for (int i = 0; i < 3; i++) {
    if (!draft.slots[i]->is_variable)
      *ids[i] = draft.fixed[i] = dm_terms_put(run->terms, &draft.slots[i]->term);
  }
  int first = draft.key >= 0 ? draft.key : draft.different;
  if (first >= 0 && !dm_index_can_order(run->index, &pattern, parts[first]))
    return NULL;

  count *this = (count *)dm_operator_new(run, &count_class, sizeof *this);
  draft.base = this->base;
  *this = draft;
  this->arena = dm_arena_new();
  dm_buffer detail = {0};
  for (int i = 0; i < 3; i++) {
    const dm_slot *slot = this->slots[i];
    if (slot->is_variable)
      dm_buffer_print(&detail, "%s?%s", i ? " " : "", run->query->variables[slot->variable].name);
    else
      dm_buffer_print(&detail, "%s<%s>", i ? " " : "", slot->term.value);
  }
  if (this->key >= 0)
    dm_buffer_print(&detail, " by ?%s", run->query->variables[node->variables[0]].name);
  this->base.detail = dm_arena_string(run->arena, dm_buffer_string(&detail), detail.n_bytes);
  dm_buffer_free(&detail);
  return &this->base;
}
