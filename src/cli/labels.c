/* cli/labels.c - what the things of a graph are called: each IRI is asked for once, when it is to be shown. */
#include "cli/labels.h"

#include "base/map.h"
#include "base/memory.h"
#include "base/vector.h"
#include "evaluate/evaluate.h"

#include <stdlib.h>
#include <string.h>

static const char thing[] = "thing"; /* the variable that the query's VALUES block binds */

struct dm_label_source {
  dm_query       *query;
  const dm_index *index;
  dm_map         *known;    /* IRI -> index into labels */
  DM_VECTOR(char *) labels; /* NULL: has none */
  DM_VECTOR(dm_prefix) prefixes;
  dm_diagnostics *silent;
};

/* A thing that cannot be looked up has no label: nothing of that is worth a message beside the answer. */
static void on_message(void *ctx, const char *message, size_t n_bytes)
{
  (void)ctx;
  (void)message;
  (void)n_bytes;
}

dm_status dm_label_source_new(dm_label_source **out, const char *path, const dm_index *index, dm_diagnostics *diagnostics)
{
  dm_query *query = NULL;
  *out = NULL;
  const dm_status status = dm_query_load(&query, path, NULL, diagnostics);
  if (status != DM_OK)
    return status;
  dm_label_source *source = dm_allocate(sizeof *source);
  source->query = query;
  source->index = index;
  source->known = dm_map_new();
  source->silent = dm_diagnostics_new(on_message, NULL);
  *out = source;
  return DM_OK;
}

void dm_label_source_free(dm_label_source *source)
{
  if (!source)
    return;
  dm_query_free(source->query);
  dm_map_free(source->known);
  for (size_t i = 0; i < source->labels.n; i++)
    free(source->labels.items[i]);
  dm_vector_free(&source->labels);
  dm_vector_free(&source->prefixes);
  dm_diagnostics_free(source->silent);
  free(source);
}

/* ---- asking ---- */

static dm_status on_columns(void *ctx, const char *const *names, size_t n)
{
  (void)ctx;
  (void)names;
  return n == 1 ? DM_OK : DM_BAD_RULES;
}

static dm_status on_row(void *ctx, const dm_term *values, size_t n)
{
  char **label = ctx;
  if (n && values[0].kind == DM_TERM_LITERAL && !*label)
    *label = dm_copy_string(values[0].value, values[0].n_bytes);
  return DM_OK;
}

static dm_status on_end(void *ctx)
{
  (void)ctx;
  return DM_OK;
}

static char *ask(dm_label_source *source, const char *iri)
{
  const dm_run_options   options = {0};
  const dm_term          term = dm_term_iri(iri);
  char                  *label = NULL;
  const dm_solution_sink sink = {&label, on_columns, on_row, NULL, on_end};
  if (dm_index_find(source->index, &term) != DM_ID_NONE && dm_query_bind(source->query, thing, &term, 1) == DM_OK)
    (void)dm_query_run(source->query, source->index, &options, &sink, NULL, source->silent);
  return label;
}

static const char *label_of(void *ctx, const char *iri)
{
  dm_label_source *source = ctx;
  bool             is_new = false;
  const uint32_t   index = *dm_map_put(source->known, iri, strlen(iri), (uint32_t)source->labels.n, &is_new);
  if (is_new)
    *dm_vector_add(&source->labels) = ask(source, iri);
  return source->labels.items[index];
}

dm_labels dm_label_source_labels(dm_label_source *source)
{
  return (dm_labels){source, label_of, true};
}

const dm_prefix *dm_label_source_prefixes(dm_label_source *source, const dm_query *query, size_t *n_prefixes)
{
  const dm_query *const from[] = {query, source->query};
  source->prefixes.n = 0;
  for (size_t q = 0; q < sizeof from / sizeof from[0]; q++)
    for (size_t i = 0; i < from[q]->n_prefixes; i++)
      *dm_vector_add(&source->prefixes) = from[q]->prefixes[i];
  *n_prefixes = source->prefixes.n;
  return source->prefixes.items;
}
