/* SERVICE (SPARQL 1.1 Federated Query): its text is sent to the endpoint as a SELECT and the answer is kept, as a table. Values that are bound here are not sent along: right
 * for every pattern, if not quick for all. */
#include "evaluate/evaluate_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/memory.h"
#include "base/vector.h"

typedef struct {
  dm_operator    base;
  const dm_node *node;
  bool          *is_in; /* the variables that its pattern may bind */
  const dm_id   *outside;

  dm_id asked;          /* the endpoint whose answer is there, or DM_ID_NONE */
  DM_VECTOR(dm_id) ids; /* rows of the answer, n_columns each */
  dm_variable *columns; /* DM_NO_VARIABLE: not one of ours */
  size_t       n_columns;
  size_t       n;
  size_t       at;
  dm_map      *blanks; /* those of this answer: names of two answers are not the same */
} service;

static void forget(service *this)
{
  dm_run_take(this->base.run, -(ptrdiff_t)(this->ids.capacity * sizeof(dm_id)));
  dm_vector_free(&this->ids);
  free(this->columns);
  this->columns = NULL;
  this->n_columns = this->n = this->at = 0;
  dm_map_free(this->blanks);
  this->blanks = NULL;
  this->asked = DM_ID_NONE;
}

/* ---- the answer ---- */

static dm_status take_columns(void *ctx, const char *const *names, size_t n)
{
  service *this = ctx;
  const dm_query *query = this->base.run->query;
  free(this->columns);
  this->columns = dm_allocate(n * sizeof *this->columns);
  this->n_columns = n;
  for (size_t i = 0; i < n; i++) {
    this->columns[i] = DM_NO_VARIABLE;
    for (dm_variable v = 0; v < query->n_variables; v++)
      if (this->is_in[v] && !query->variables[v].is_hidden && strcmp(query->variables[v].name, names[i]) == 0)
        this->columns[i] = v;
  }
  return DM_OK;
}

static dm_id take_term(service *this, const dm_term *term)
{
  dm_terms *terms = this->base.run->terms;
  if (term->kind != DM_TERM_BLANK)
    return dm_terms_put(terms, term);
  bool      is_new;
  uint32_t *id = dm_map_put(this->blanks, term->value, term->n_bytes, 0, &is_new);
  if (is_new)
    *id = dm_terms_new_blank(terms);
  return *id;
}

static dm_status take_row(void *ctx, const dm_term *values, size_t n)
{
  service *this = ctx;
  size_t    n_before = this->ids.capacity;
  dm_status status = dm_run_tick(this->base.run);
  for (size_t i = 0; i < n && status == DM_OK; i++)
    *dm_vector_add(&this->ids) = take_term(this, &values[i]);
  this->n++;
  if (status == DM_OK && this->ids.capacity > n_before)
    status = dm_run_take(this->base.run, (ptrdiff_t)((this->ids.capacity - n_before) * sizeof(dm_id)));
  return status;
}

static dm_status take_boolean(void *ctx, bool value)
{
  (void)ctx;
  (void)value;
  return DM_BAD_INPUT; /* no answer to a SELECT */
}

static dm_status take_end(void *ctx)
{
  (void)ctx;
  return DM_OK;
}

static void write_question(dm_buffer *text, const dm_query *query, const dm_node *node)
{
  if (query->base)
    dm_buffer_print(text, "BASE <%s>\n", query->base);
  for (size_t i = 0; i < query->n_prefixes; i++)
    dm_buffer_print(text, "PREFIX %s: <%s>\n", query->prefixes[i].prefix, query->prefixes[i].namespace_iri);
  dm_buffer_print(text, "SELECT * WHERE {%s}\n", node->service_text ? node->service_text : "");
}

static dm_status ask(service *this, const char *endpoint)
{
  dm_run                *run = this->base.run;
  const dm_service      *asker = run->options->service;
  const dm_solution_sink sink = {this, take_columns, take_row, take_boolean, take_end};
  dm_buffer              text = {0};
  this->blanks = dm_map_new();
  write_question(&text, run->query, this->node);
  /* SILENT says nothing of what failed. */
  dm_diagnostics *words = this->node->is_silent ? dm_diagnostics_new_held(run->diagnostics) : NULL;
  dm_status       status = asker->ask(asker->ctx, endpoint, dm_buffer_string(&text), &sink, words ? words : run->diagnostics);
  if (words)
    dm_diagnostics_free(words);
  dm_buffer_free(&text);
  return status;
}

/* ---- operator ---- */

/* The endpoint's IRI; DM_ID_NONE: its variable is not bound to one. */
static dm_id find_endpoint(const service *this)
{
  const dm_slot *slot = &this->node->slot;
  dm_terms      *terms = this->base.run->terms;
  dm_id          id = slot->is_variable ? (this->outside ? this->outside[slot->variable] : DM_ID_NONE) : dm_terms_put(terms, &slot->term);
  return dm_terms_kind(terms, id) == DM_TERM_IRI ? id : DM_ID_NONE;
}

static dm_status service_open(dm_operator *self, const dm_id *outside)
{
  service *this = (service *)self;
  dm_run *run = self->run;
  this->outside = outside;
  this->at = 0;
  dm_id endpoint = find_endpoint(this);
  if (endpoint != DM_ID_NONE && endpoint == this->asked)
    return run->status;
  forget(this);
  dm_status status = endpoint != DM_ID_NONE ? ask(this, dm_terms_term(run->terms, endpoint).value) : DM_BAD_INPUT;
  if (run->status != DM_OK)
    return run->status;
  if (status != DM_OK && this->node->is_silent) {
    forget(this);
    this->n = 1; /* one solution without bindings */
  } else if (endpoint == DM_ID_NONE) {
    return dm_run_stop(run, DM_BAD_INPUT, this->node->offset, "nothing says which endpoint SERVICE asks");
  } else if (status != DM_OK) {
    return dm_run_stop(run, status, this->node->offset, "no answer from the endpoint <%s>", dm_terms_term(run->terms, endpoint).value);
  }
  this->asked = endpoint;
  return run->status;
}

static dm_status service_next(dm_operator *self, dm_id *row)
{
  service *this = (service *)self;
  dm_run *run = self->run;
  while (this->at < this->n) {
    size_t    begin = this->at++ * this->n_columns;
    dm_status status = dm_run_tick(run);
    if (status != DM_OK)
      return status;
    for (size_t v = 0; v < run->n_variables; v++)
      row[v] = DM_ID_NONE;
    for (size_t i = 0; i < this->n_columns; i++)
      if (this->columns[i] != DM_NO_VARIABLE)
        row[this->columns[i]] = this->ids.items[begin + i];
    if (dm_row_merge(run, row, this->outside))
      return DM_OK;
  }
  return DM_NOTHING;
}

static void service_free(dm_operator *self)
{
  forget((service *)self);
}

static const dm_operator_class service_class = {"service", service_open, service_next, service_free};

dm_operator *dm_service_build(dm_run *run, const dm_node *node, const dm_active_graph *graph)
{
  (void)graph;
  const dm_slot *slot = &node->slot;
  const char    *name = slot->is_variable ? run->query->variables[slot->variable].name : slot->term.value;
  if (!run->options->service) {
    dm_run_stop(run, DM_BAD_RULES, node->offset,
                slot->is_variable ? "SERVICE ?%s asks other endpoints, which is not allowed here"
                                  : "SERVICE <%s> asks another endpoint, which is not allowed here",
                name);
    return NULL;
  }
  service *this = (service *)dm_operator_new(run, &service_class, sizeof *this);
  this->node = node;
  this->is_in = dm_arena_allocate(run->arena, run->n_variables + 1);
  if (node->left)
    dm_node_variables(node->left, this->is_in);
  this->base.detail = dm_arena_print(run->arena, slot->is_variable ? "?%s" : "<%s>", name);
  return &this->base;
}
