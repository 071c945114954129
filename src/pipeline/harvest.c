/* pipeline/harvest.c - gleaning many documents on threads. */
#include "harvest/harvest.h"

#include "pipeline/engine_impl.h"
#include "pipeline/ordered.h"

typedef struct {
  dm_status       status;
  dm_diagnostics *said;
  dm_gleaning    *gleaning;
} slot;

typedef struct {
  const dm_engine          *engine;
  const dm_inputs          *inputs;
  const dm_input_options   *input_options;
  const dm_harvest_reading *how;
  dm_diagnostics           *diagnostics;
  dm_harvest               *harvest;
  size_t                    n_refused;
  dm_status                 refused;
} work;

static void glean(void *ctx, size_t input, void *made)
{
  const work  *w = ctx;
  slot        *of = made;
  dm_document *document = NULL;
  of->said = dm_diagnostics_new_held(w->diagnostics);
  of->status = dm_document_read(&document, &w->inputs->items[input], w->input_options, of->said);
  if (of->status == DM_OK)
    of->gleaning = dm_gleaning_new(w->engine->lexicon, w->engine->rules, document);
  dm_document_free(document);
}

static bool take(void *ctx, size_t input, void *made)
{
  work       *w = ctx;
  const slot *of = made;
  dm_diagnostics_hand_on(of->said, w->diagnostics);
  if (of->status == DM_OK) {
    dm_harvest_add(w->harvest, of->gleaning);
  } else {
    w->n_refused++;
    w->refused = of->status == DM_OVER_LIMIT && w->refused != DM_BAD_INPUT ? DM_OVER_LIMIT : DM_BAD_INPUT;
  }
  if (w->how->on_progress)
    w->how->on_progress(w->how->progress_ctx, input + 1, w->inputs->n);
  return !(w->refused && w->how->fail_fast);
}

static void clear(void *made)
{
  slot *of = made;
  dm_diagnostics_free(of->said);
  dm_gleaning_free(of->gleaning);
}

dm_status dm_harvest_inputs(const dm_engine *engine, const dm_inputs *inputs, const dm_input_options *input_options, const dm_harvest_reading *how,
                            dm_buffer *out, dm_diagnostics *diagnostics)
{
  work             w = {.engine = engine,
                        .inputs = inputs,
                        .input_options = input_options,
                        .how = how,
                        .diagnostics = diagnostics,
                        .harvest = dm_harvest_new(engine->lexicon)};
  const dm_ordered job = {
      .n_items = inputs->n, .n_threads = how->n_threads, .n_slot_bytes = sizeof(slot), .make = glean, .take = take, .clear = clear, .ctx = &w};
  const dm_harvest_options options = {.min_count = how->min_count, .n_contexts = how->n_contexts};
  dm_status                status = dm_ordered_run(&job) ? w.refused : DM_OVER_LIMIT;
  if (status && w.n_refused && w.n_refused < inputs->n && !how->fail_fast)
    status = DM_REFUSED;
  if (status == DM_OK || status == DM_REFUSED)
    dm_harvest_write(w.harvest, &options, out);
  dm_harvest_free(w.harvest);
  return status;
}
