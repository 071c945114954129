/* pipeline/export.c - many documents on threads, written in their order.
 *
 * Workers take the next input, read it whole through all stages and lay its statements into the input's slot; the caller's thread takes the slots in order
 * and sends them on. A worker waits while it is more than a window ahead, so that memory holds few documents. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "pipeline/engine_impl.h"

static const char version_key[] = "version"; /* of the program's properties */

enum { WINDOW_PER_THREAD = 4, MAX_THREADS = 256 };

typedef struct {
  bool            done;
  dm_status       status;
  dm_diagnostics *said;  /* handed on when its turn comes, so that messages stand in the order of the inputs */
  dm_arena       *arena; /* of the statements' strings */
  DM_VECTOR(dm_statement) statements;
  DM_VECTOR(const dm_entity *) listed; /* reference things that it names */
  size_t n_facts;
} slot;

typedef struct {
  const dm_engine        *engine;
  const dm_inputs        *inputs;
  const dm_input_options *input_options;
  const dm_entity        *program; /* to be told as who read the documents, or NULL */
  dm_diagnostics         *diagnostics;
  slot                   *slots;
  size_t                  n_window;
  size_t                  next;    /* input that a worker takes next */
  size_t                  written; /* inputs that are done with */
  bool                    stop;
  pthread_mutex_t         lock;
  pthread_cond_t          changed;
} work;

static dm_term keep_term(dm_arena *arena, dm_term term)
{
  if (term.value)
    term.value = dm_arena_string(arena, term.value, term.n_bytes);
  if (term.datatype)
    term.datatype = dm_arena_string(arena, term.datatype, strlen(term.datatype));
  if (term.language)
    term.language = dm_arena_string(arena, term.language, strlen(term.language));
  return term;
}

static dm_status keep_statement(void *ctx, const dm_statement *statement)
{
  slot *of = ctx;
  *dm_vector_add(&of->statements) = (dm_statement){.subject = keep_term(of->arena, statement->subject),
                                                   .predicate = keep_term(of->arena, statement->predicate),
                                                   .object = keep_term(of->arena, statement->object),
                                                   .graph = keep_term(of->arena, statement->graph)};
  return DM_OK;
}

static void read_one(const work *w, size_t input, slot *of)
{
  dm_document *document = NULL;
  of->said = dm_diagnostics_new_held(w->diagnostics);
  of->status = dm_document_read(&document, &w->inputs->items[input], w->input_options, of->said);
  if (of->status)
    return;
  dm_reading  *reading = NULL;
  dm_relation *relation = NULL;
  dm_rules_check_document(w->engine->rules, document, of->said);
  dm_reading_new(&reading, w->engine->lexicon, document);
  dm_relation_new(&relation, w->engine->rules, reading);
  const dm_document_facts *facts = dm_relation_facts(relation);
  of->arena = dm_arena_new();
  of->n_facts = facts->n_facts;
  dm_sink sink = {.ctx = of, .on_statement = keep_statement};
  of->status = dm_mapping_document(w->engine->mapping, facts, w->program, &sink);
  for (size_t i = 0; i < facts->n_entities; i++)
    if (facts->entities[i]->listed)
      *dm_vector_add(&of->listed) = facts->entities[i];
  for (size_t i = 0; w->program && i < facts->n_facts; i++)
    if (facts->facts[i].maker && dm_mapping_states(w->engine->mapping, facts->facts[i].family))
      *dm_vector_add(&of->listed) = facts->facts[i].maker;
  dm_relation_free(relation);
  dm_reading_free(reading);
  dm_document_free(document);
}

static void *run_worker(void *ctx)
{
  work *w = ctx;
  pthread_mutex_lock(&w->lock);
  for (;;) {
    while (!w->stop && w->next < w->inputs->n && w->next >= w->written + w->n_window)
      pthread_cond_wait(&w->changed, &w->lock);
    if (w->stop || w->next >= w->inputs->n)
      break;
    size_t input = w->next++;
    slot  *of = &w->slots[input % w->n_window];
    pthread_mutex_unlock(&w->lock);
    read_one(w, input, of);
    pthread_mutex_lock(&w->lock);
    of->done = true;
    pthread_cond_broadcast(&w->changed);
  }
  pthread_mutex_unlock(&w->lock);
  return NULL;
}

static void free_slot(slot *of)
{
  dm_diagnostics_free(of->said);
  dm_arena_free(of->arena);
  dm_vector_free(&of->statements);
  dm_vector_free(&of->listed);
  *of = (slot){0};
}

/* Counts what the writer gets. */
typedef struct {
  const dm_sink *sink;
  size_t         n;
} counted;

static dm_status count_statement(void *ctx, const dm_statement *statement)
{
  counted *c = ctx;
  c->n++;
  return c->sink->on_statement(c->sink->ctx, statement);
}

static int compare_entities(const void *a, const void *b)
{
  const dm_entity *x = *(const dm_entity *const *)a, *y = *(const dm_entity *const *)b;
  return (x->index > y->index) - (x->index < y->index);
}

typedef struct {
  const dm_entity **items;
  size_t            n;
  bool             *seen; /* by index */
} reference_set;

static void add_reference(reference_set *set, const dm_entity *entity)
{
  if (set->seen[entity->index])
    return;
  set->seen[entity->index] = true;
  set->items[set->n++] = entity;
}

static dm_status write_slot(const slot *of, const dm_sink *sink, reference_set *set, dm_export_count *count)
{
  dm_status status = DM_OK;
  for (size_t i = 0; i < of->statements.n && !status; i++)
    status = sink->on_statement(sink->ctx, &of->statements.items[i]);
  for (size_t i = 0; i < of->listed.n; i++)
    add_reference(set, of->listed.items[i]);
  count->n_documents++;
  count->n_facts += of->n_facts;
  return status;
}

static dm_status write_references(const dm_engine *engine, reference_set *set, const dm_entity *program, bool all, const dm_sink *sink)
{
  size_t                  n = 0;
  const dm_entity *const *entities = dm_lexicon_entities(engine->lexicon, &n);
  for (size_t i = 0; all && i < n; i++)
    add_reference(set, entities[i]);
  if (program)
    add_reference(set, program);
  if (set->n)
    qsort(set->items, set->n, sizeof *set->items, compare_entities);
  return dm_mapping_reference(engine->mapping, set->items, set->n, sink);
}

/* Waits for the slot of `input`. */
static slot *await(work *w, size_t input)
{
  slot *of = &w->slots[input % w->n_window];
  pthread_mutex_lock(&w->lock);
  while (!of->done)
    pthread_cond_wait(&w->changed, &w->lock);
  pthread_mutex_unlock(&w->lock);
  return of;
}

static void release(work *w, slot *of, bool stop)
{
  pthread_mutex_lock(&w->lock);
  free_slot(of);
  w->written++;
  w->stop |= stop;
  pthread_cond_broadcast(&w->changed);
  pthread_mutex_unlock(&w->lock);
}

static dm_status write_all(work *w, const dm_export_options *options, const dm_sink *sink, reference_set *set, dm_export_count *count)
{
  dm_status status = DM_OK, refused = DM_OK;
  for (size_t i = 0; i < w->inputs->n && !status; i++) {
    slot *of = await(w, i);
    dm_diagnostics_hand_on(of->said, w->diagnostics);
    if (of->status == DM_OK) {
      status = write_slot(of, sink, set, count);
    } else {
      count->n_refused++;
      refused = of->status == DM_OVER_LIMIT && refused != DM_BAD_INPUT ? DM_OVER_LIMIT : DM_BAD_INPUT;
    }
    if (options->is_interrupted && options->is_interrupted(options->interrupt_ctx))
      status = DM_INTERRUPTED;
    bool stop = status || (refused && options->fail_fast);
    release(w, of, stop);
    if (options->on_progress)
      options->on_progress(options->progress_ctx, i + 1, w->inputs->n);
    if (stop)
      break;
  }
  if (status)
    return status;
  if (!refused)
    return DM_OK;
  return count->n_documents ? DM_REFUSED : refused;
}

static size_t thread_count(const dm_export_options *options, size_t n_inputs)
{
  long   cores = sysconf(_SC_NPROCESSORS_ONLN);
  size_t n = options->n_threads ? options->n_threads : cores > 0 ? (size_t)cores : 1;
  if (n > n_inputs)
    n = n_inputs;
  return n < 1 ? 1 : n > MAX_THREADS ? MAX_THREADS : n;
}

dm_status dm_export(const dm_engine *engine, const dm_inputs *inputs, const dm_input_options *input_options, const dm_export_options *options,
                    const dm_sink *sink, dm_export_count *count, dm_diagnostics *diagnostics)
{
  size_t n_threads = thread_count(options, inputs->n), n_started = 0, n_listed = 0;
  work   w = {
        .engine = engine, .inputs = inputs, .input_options = input_options, .diagnostics = diagnostics, .n_window = n_threads * WINDOW_PER_THREAD};
  counted   counter = {.sink = sink};
  dm_sink   through = {.ctx = &counter, .on_statement = count_statement};
  pthread_t threads[MAX_THREADS];
  dm_lexicon_entities(engine->lexicon, &n_listed);
  n_listed += dm_rules_count(engine->rules); /* whose indexes come behind */
  dm_entity     program = {.kind = dm_program_kind, .listed = true, .index = (uint32_t)n_listed};
  dm_property   version = {.key = version_key, .value = options->program_version};
  dm_buffer     id = {0}, label = {0};
  reference_set set = {.items = dm_allocate((n_listed + 1) * sizeof *set.items), .seen = dm_allocate((n_listed + 1) * sizeof *set.seen)};
  if (options->program) {
    dm_buffer_print(&id, "%s-%s", options->program, options->program_version);
    dm_buffer_print(&label, "%s %s", options->program, options->program_version);
    program.id = dm_buffer_string(&id);
    program.label = dm_buffer_string(&label);
    program.properties = &version;
    program.n_properties = 1;
    w.program = &program;
  }
  w.slots = dm_allocate(w.n_window * sizeof *w.slots);
  pthread_mutex_init(&w.lock, NULL);
  pthread_cond_init(&w.changed, NULL);
  while (n_started < n_threads && pthread_create(&threads[n_started], NULL, run_worker, &w) == 0)
    n_started++;
  *count = (dm_export_count){0};
  dm_status status = DM_OVER_LIMIT;
  if (n_started)
    status = write_all(&w, options, &through, &set, count);
  pthread_mutex_lock(&w.lock);
  w.stop = true;
  pthread_cond_broadcast(&w.changed);
  pthread_mutex_unlock(&w.lock);
  for (size_t i = 0; i < n_started; i++)
    pthread_join(threads[i], NULL);
  if (status == DM_OK || status == DM_REFUSED) {
    dm_status rest = write_references(engine, &set, w.program, options->reference_all, &through);
    if (!rest && sink->on_end)
      rest = sink->on_end(sink->ctx);
    if (rest)
      status = rest;
  }
  count->n_statements = counter.n;
  for (size_t i = 0; i < w.n_window; i++)
    free_slot(&w.slots[i]);
  pthread_cond_destroy(&w.changed);
  pthread_mutex_destroy(&w.lock);
  free(w.slots);
  dm_buffer_free(&id);
  dm_buffer_free(&label);
  free(set.items);
  free(set.seen);
  return status;
}
