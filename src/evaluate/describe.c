/* DESCRIBE. §16.4 leaves open what describes a resource. Here it is the concise bounded description: all statements of the default graph with the resource as subject, and those
 * of the blank nodes that they lead to, so that no name of a blank node comes without what is known of it. Resources come in the order of the query and of its solutions. */
#include "evaluate/evaluate_impl.h"

#include "evaluate/tuples.h"

typedef struct {
  dm_run        *run;
  const dm_sink *sink;
  dm_tuples      resources; /* described or waiting to be, in order */
  size_t         n_described;
  dm_tuples      sent; /* statements, where graphs are merged */
  size_t         n_sent;
} describer;

static dm_status send(describer *this, const dm_quad *quad)
{
  dm_run *run = this->run;
  bool    is_new = true;
  if (run->default_graph.n_from)
    dm_tuples_put(&this->sent, (const dm_id[]){quad->subject, quad->predicate, quad->object}, &is_new);
  if (!is_new)
    return run->status;
  if (run->options->most_rows && this->n_sent++ == run->options->most_rows)
    return dm_run_stop(run, DM_OVER_LIMIT, SIZE_MAX, "the answer has more than %zu statements", run->options->most_rows);
  dm_statement statement = {
      dm_terms_term(run->terms, quad->subject), dm_terms_term(run->terms, quad->predicate), dm_terms_term(run->terms, quad->object), {0}};
  if (statement.object.kind == DM_TERM_BLANK)
    dm_tuples_put(&this->resources, &quad->object, &is_new);
  dm_status status = run->status;
  return status == DM_OK ? this->sink->on_statement(this->sink->ctx, &statement) : status;
}

static dm_status describe_in(describer *this, dm_id resource, dm_scope scope, dm_id graph)
{
  dm_pattern_ids pattern = {.scope = scope, .subject = resource, .graph = graph};
  dm_cursor      cursor;
  dm_quad        quad;
  dm_index_seek(this->run->index, &pattern, DM_PART_ANY, &cursor);
  while (dm_cursor_next(&cursor, &quad)) {
    dm_status status = dm_run_tick(this->run);
    quad.subject = resource;
    if (status == DM_OK)
      status = send(this, &quad);
    if (status != DM_OK)
      return status;
  }
  return DM_OK;
}

/* Describes `id` and what it leads to, unless that is done already. */
static dm_status describe(describer *this, dm_id id)
{
  const dm_active_graph *graph = &this->run->default_graph;
  dm_status              status = DM_OK;
  bool                   is_new;
  if (id == DM_ID_NONE)
    return DM_OK;
  dm_tuples_put(&this->resources, &id, &is_new);
  while (status == DM_OK && this->n_described < this->resources.n) {
    dm_id resource = *dm_tuples_at(&this->resources, this->n_described++);
    for (size_t i = 0; i < graph->n_from && status == DM_OK; i++)
      status = describe_in(this, resource, DM_SCOPE_GRAPH, graph->from[i]);
    if (!graph->n_from)
      status = describe_in(this, resource, graph->scope, graph->graph);
  }
  return status == DM_OK ? this->run->status : status;
}

static dm_status describe_all(describer *this)
{
  dm_run         *run = this->run;
  const dm_query *query = run->query;
  dm_status       status = DM_OK;
  /* Resources named by IRI are described whether the pattern has solutions or not. */
  for (size_t i = 0; i < query->n_described && status == DM_OK; i++)
    if (!query->described[i].is_variable)
      status = describe(this, dm_terms_put(run->terms, &query->described[i].term));
  if (status == DM_OK)
    status = dm_operator_open(run->root, NULL);
  dm_id *row = dm_row_new(run);
  while (status == DM_OK && (status = dm_operator_next(run->root, row)) == DM_OK && (status = dm_run_tick(run)) == DM_OK)
    for (size_t i = 0; i < query->n_described && status == DM_OK; i++)
      if (query->described[i].is_variable)
        status = describe(this, row[query->described[i].variable]);
  return run->status != DM_OK ? run->status : status;
}

dm_status dm_run_describe(dm_run *run, const dm_sink *sink)
{
  describer this = {.run = run, .sink = sink};
  dm_tuples_start(&this.resources, run, 1);
  dm_tuples_start(&this.sent, run, 3);
  dm_status status = describe_all(&this);
  dm_tuples_free(&this.resources);
  dm_tuples_free(&this.sent);
  if (status != DM_NOTHING)
    return status;
  return sink->on_end ? sink->on_end(sink->ctx) : DM_OK;
}
