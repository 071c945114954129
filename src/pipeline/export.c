/* pipeline/export.c - many documents on threads, written in their order: each is read whole through all stages, and its statements wait for their turn. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "pipeline/engine_impl.h"
#include "pipeline/ordered.h"

static const char version_key[] = "version"; /* of the program's properties */

typedef struct {
  dm_status       status;
  dm_diagnostics *said;  /* handed on when its turn comes, so that messages stand in the order of the inputs */
  dm_arena       *arena; /* of the statements' strings */
  DM_VECTOR(dm_statement) statements;
  DM_VECTOR(const dm_entity *) listed; /* reference things that it names */
  size_t n_facts;
} slot;

typedef struct {
  const dm_entity **items;
  size_t            n;
  bool             *seen; /* by index */
} reference_set;

typedef struct {
  const dm_engine         *engine;
  const dm_inputs         *inputs;
  const dm_input_options  *input_options;
  const dm_export_options *options;
  const dm_entity         *program; /* to be told as who read the documents, or NULL */
  dm_diagnostics          *diagnostics;
  const dm_sink           *sink;
  reference_set            set;
  dm_export_count         *count;
  dm_status                status;  /* of what was written */
  dm_status                refused; /* what the refused inputs make of it */
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

static void read_one(void *ctx, size_t input, void *made)
{
  const work  *w = ctx;
  slot        *of = made;
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

static void free_slot(void *made)
{
  slot *of = made;
  dm_diagnostics_free(of->said);
  dm_arena_free(of->arena);
  dm_vector_free(&of->statements);
  dm_vector_free(&of->listed);
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

static bool take_one(void *ctx, size_t input, void *made)
{
  work *w = ctx;
  slot *of = made;
  dm_diagnostics_hand_on(of->said, w->diagnostics);
  if (of->status == DM_OK) {
    w->status = write_slot(of, w->sink, &w->set, w->count);
  } else {
    w->count->n_refused++;
    w->refused = of->status == DM_OVER_LIMIT && w->refused != DM_BAD_INPUT ? DM_OVER_LIMIT : DM_BAD_INPUT;
  }
  if (w->options->is_interrupted && w->options->is_interrupted(w->options->interrupt_ctx))
    w->status = DM_INTERRUPTED;
  if (w->options->on_progress)
    w->options->on_progress(w->options->progress_ctx, input + 1, w->inputs->n);
  return !w->status && !(w->refused && w->options->fail_fast);
}

static dm_status write_all(work *w)
{
  const dm_ordered job = {.n_items = w->inputs->n,
                          .n_threads = w->options->n_threads,
                          .n_slot_bytes = sizeof(slot),
                          .make = read_one,
                          .take = take_one,
                          .clear = free_slot,
                          .ctx = w};
  if (!dm_ordered_run(&job))
    return DM_OVER_LIMIT;
  if (w->status)
    return w->status;
  if (!w->refused)
    return DM_OK;
  return w->count->n_documents ? DM_REFUSED : w->refused;
}

dm_status dm_export(const dm_engine *engine, const dm_inputs *inputs, const dm_input_options *input_options, const dm_export_options *options,
                    const dm_sink *sink, dm_export_count *count, dm_diagnostics *diagnostics)
{
  counted counter = {.sink = sink};
  dm_sink through = {.ctx = &counter, .on_statement = count_statement};
  work    w = {.engine = engine,
               .inputs = inputs,
               .input_options = input_options,
               .options = options,
               .diagnostics = diagnostics,
               .sink = &through,
               .count = count};
  size_t  n_listed = 0;
  dm_lexicon_entities(engine->lexicon, &n_listed);
  n_listed += dm_rules_count(engine->rules); /* whose indexes come behind */
  dm_entity   program = {.kind = dm_program_kind, .listed = true, .index = (uint32_t)n_listed};
  dm_property version = {.key = version_key, .value = options->program_version};
  dm_buffer   id = {0}, label = {0};
  w.set = (reference_set){.items = dm_allocate((n_listed + 1) * sizeof *w.set.items), .seen = dm_allocate((n_listed + 1) * sizeof *w.set.seen)};
  if (options->program) {
    dm_buffer_print(&id, "%s-%s", options->program, options->program_version);
    dm_buffer_print(&label, "%s %s", options->program, options->program_version);
    program.id = dm_buffer_string(&id);
    program.label = dm_buffer_string(&label);
    program.properties = &version;
    program.n_properties = 1;
    w.program = &program;
  }
  *count = (dm_export_count){0};
  dm_status status = write_all(&w);
  if (status == DM_OK || status == DM_REFUSED) {
    dm_status rest = write_references(engine, &w.set, w.program, options->reference_all, &through);
    if (!rest && sink->on_end)
      rest = sink->on_end(sink->ctx);
    if (rest)
      status = rest;
  }
  count->n_statements = counter.n;
  dm_buffer_free(&id);
  dm_buffer_free(&label);
  free(w.set.items);
  free(w.set.seen);
  return status;
}
