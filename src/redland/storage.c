/* redland/storage.c - our index as a storage of librdf, named `demarche`: a module that librdf finds by itself in its folder of modules or in REDLAND_MODULE_PATH.
 *
 *   librdf_new_storage(world, "demarche", "graph.index", "contexts='yes',write='no'")
 *
 * The storage's name is the file of the index, made by `demarche index` or by this storage; no name: in memory only. Options as those of librdf's own storages:
 *   new='yes'       begin empty
 *   write='no'      take no changes
 *   contexts='yes'  the named graphs are contexts; without it, the statements of all graphs are seen, each once
 * What is added and removed is seen at once, and saved by sync and close, whole or not at all. */
#include "base/memory.h"
#include "redland/nodes.h"
#include "redland/overlay.h"

#include <librdf.h>
#include <rdf_storage_module.h>

#include <stdlib.h>
#include <string.h>

typedef struct {
  librdf_storage *storage;
  librdf_world   *world;
  dm_diagnostics *diagnostics;
  dm_overlay     *overlay; /* NULL while closed */
  char           *path;    /* NULL: in memory only */
  bool            is_new;
  bool            is_writable;
  bool            has_contexts;
} store;

static store *of(librdf_storage *storage)
{
  return librdf_storage_get_instance(storage);
}

/* Our messages come by librdf's log, without the end of line. */
static void on_message(void *ctx, const char *message, size_t n_bytes)
{
  const store *self = ctx;
  const int    n = n_bytes && message[n_bytes - 1] == '\n' ? (int)n_bytes - 1 : (int)n_bytes;
  librdf_log(self->world, 0, LIBRDF_LOG_ERROR, LIBRDF_FROM_STORAGE, NULL, "%.*s", n, message);
}

/* ---- life ---- */

static int on_init(librdf_storage *storage, const char *name, librdf_hash *options)
{
  store *self = dm_allocate(sizeof *self);
  self->storage = storage;
  self->world = librdf_storage_get_world(storage);
  self->diagnostics = dm_diagnostics_new(on_message, self);
  self->path = name && *name ? dm_copy_string(name, strlen(name)) : NULL;
  /* an option that is not there is -1 */
  self->is_new = options && librdf_hash_get_as_boolean(options, "new") > 0;
  self->is_writable = !options || librdf_hash_get_as_boolean(options, "write") != 0;
  self->has_contexts = options && librdf_hash_get_as_boolean(options, "contexts") > 0;
  librdf_storage_set_instance(storage, self);
  if (options)
    librdf_free_hash(options);
  return 0;
}

static void on_terminate(librdf_storage *storage)
{
  store *self = of(storage);
  if (!self)
    return;
  dm_overlay_free(self->overlay);
  dm_diagnostics_free(self->diagnostics);
  free(self->path);
  free(self);
}

static int on_open(librdf_storage *storage, librdf_model *model)
{
  store *self = of(storage);
  (void)model;
  return dm_overlay_open(&self->overlay, self->path, self->is_new, self->has_contexts, self->diagnostics) != DM_OK;
}

static int on_sync(librdf_storage *storage)
{
  store *self = of(storage);
  return self->is_writable && self->overlay && dm_overlay_save(self->overlay) != DM_OK;
}

static int on_close(librdf_storage *storage)
{
  store    *self = of(storage);
  const int failed = on_sync(storage);
  dm_overlay_free(self->overlay);
  self->overlay = NULL;
  return failed;
}

static int on_size(librdf_storage *storage)
{
  return (int)dm_overlay_size(of(storage)->overlay);
}

static librdf_node *on_get_feature(librdf_storage *storage, librdf_uri *feature)
{
  const store *self = of(storage);
  if (strcmp((const char *)librdf_uri_as_string(feature), LIBRDF_MODEL_FEATURE_CONTEXTS) != 0)
    return NULL;
  return librdf_new_node_from_literal(self->world, (const unsigned char *)(self->has_contexts ? "1" : "0"), NULL, 0);
}

/* ---- changes ---- */

static dm_statement statement_of(librdf_statement *statement, librdf_node *context)
{
  return (dm_statement){dm_node_term(librdf_statement_get_subject(statement)), dm_node_term(librdf_statement_get_predicate(statement)),
                        dm_node_term(librdf_statement_get_object(statement)), dm_node_term(context)};
}

typedef void (*change)(dm_overlay *overlay, const dm_statement *statement);

static int apply(librdf_storage *storage, librdf_node *context, librdf_statement *statement, change make)
{
  store *self = of(storage);
  if (!self->is_writable || (context && !self->has_contexts) || !librdf_statement_is_complete(statement))
    return 1;
  const dm_statement changed = statement_of(statement, context);
  make(self->overlay, &changed);
  return 0;
}

static int on_context_add_statement(librdf_storage *storage, librdf_node *context, librdf_statement *statement)
{
  return apply(storage, context, statement, dm_overlay_add);
}

static int on_context_remove_statement(librdf_storage *storage, librdf_node *context, librdf_statement *statement)
{
  return apply(storage, context, statement, dm_overlay_remove);
}

static int on_add_statement(librdf_storage *storage, librdf_statement *statement)
{
  return apply(storage, NULL, statement, dm_overlay_add);
}

static int on_remove_statement(librdf_storage *storage, librdf_statement *statement)
{
  return apply(storage, NULL, statement, dm_overlay_remove);
}

static int on_context_add_statements(librdf_storage *storage, librdf_node *context, librdf_stream *stream)
{
  int failed = 0;
  for (; !failed && !librdf_stream_end(stream); librdf_stream_next(stream))
    failed = apply(storage, context, librdf_stream_get_object(stream), dm_overlay_add);
  return failed;
}

static int on_add_statements(librdf_storage *storage, librdf_stream *stream)
{
  return on_context_add_statements(storage, NULL, stream);
}

static int on_context_remove_statements(librdf_storage *storage, librdf_node *context)
{
  store             *self = of(storage);
  const dm_statement any = {.graph = dm_node_term(context)};
  dm_statement       found;
  dm_overlay_search *search = NULL;
  if (!self->is_writable || !self->has_contexts)
    return 1;
  dm_overlay_search_new(&search, self->overlay, &any, context ? DM_OVERLAY_GRAPH : DM_OVERLAY_DEFAULT);
  while (dm_overlay_search_next(search, &found))
    dm_overlay_remove(self->overlay, &found);
  dm_overlay_search_free(search);
  return 0;
}

/* ---- streams of statements ---- */

typedef struct {
  store             *self;
  dm_overlay_search *search;
  librdf_statement  *statement; /* with nodes of its own; lent until the next */
  librdf_node       *context;
  bool               is_end;
} stream;

static void drop(stream *at)
{
  librdf_statement_clear(at->statement);
  if (at->context)
    librdf_free_node(at->context);
  at->context = NULL;
}

static int on_stream_next(void *ctx)
{
  stream      *at = ctx;
  dm_statement found = {0};
  drop(at);
  at->is_end = at->is_end || !dm_overlay_search_next(at->search, &found);
  if (at->is_end)
    return 1;
  librdf_statement_set_subject(at->statement, dm_node_new(at->self->world, &found.subject));
  librdf_statement_set_predicate(at->statement, dm_node_new(at->self->world, &found.predicate));
  librdf_statement_set_object(at->statement, dm_node_new(at->self->world, &found.object));
  at->context = dm_node_new(at->self->world, &found.graph);
  return 0;
}

static int on_stream_end(void *ctx)
{
  return ((stream *)ctx)->is_end;
}

static void *on_stream_get(void *ctx, int flags)
{
  stream *at = ctx;
  return flags == LIBRDF_STREAM_GET_METHOD_GET_CONTEXT ? (void *)at->context : (void *)at->statement;
}

static void on_stream_finished(void *ctx)
{
  stream *at = ctx;
  drop(at);
  librdf_free_statement(at->statement);
  dm_overlay_search_free(at->search);
  librdf_storage_remove_reference(at->self->storage);
  free(at);
}

static librdf_stream *search(librdf_storage *storage, const dm_statement *pattern, dm_overlay_scope scope)
{
  store  *self = of(storage);
  stream *at = dm_allocate(sizeof *at);
  at->self = self;
  at->statement = librdf_new_statement(self->world);
  if (!at->statement) {
    free(at);
    return NULL;
  }
  dm_overlay_search_new(&at->search, self->overlay, pattern, scope);
  librdf_storage_add_reference(storage);
  on_stream_next(at);
  librdf_stream *made = librdf_new_stream(self->world, at, on_stream_end, on_stream_next, on_stream_get, on_stream_finished);
  if (!made)
    on_stream_finished(at);
  return made;
}

static librdf_stream *on_find_statements(librdf_storage *storage, librdf_statement *statement)
{
  const dm_statement pattern = statement_of(statement, NULL);
  return search(storage, &pattern, DM_OVERLAY_ALL);
}

static librdf_stream *on_find_statements_in_context(librdf_storage *storage, librdf_statement *statement, librdf_node *context)
{
  const dm_statement pattern = statement_of(statement, context);
  return search(storage, &pattern, context ? DM_OVERLAY_GRAPH : DM_OVERLAY_DEFAULT);
}

static librdf_stream *on_serialise(librdf_storage *storage)
{
  const dm_statement any = {0};
  return search(storage, &any, DM_OVERLAY_ALL);
}

static librdf_stream *on_context_serialise(librdf_storage *storage, librdf_node *context)
{
  const dm_statement any = {.graph = dm_node_term(context)};
  return search(storage, &any, context ? DM_OVERLAY_GRAPH : DM_OVERLAY_DEFAULT);
}

static int on_contains_statement(librdf_storage *storage, librdf_statement *statement)
{
  const dm_statement pattern = statement_of(statement, NULL);
  dm_statement       found;
  dm_overlay_search *search = NULL;
  dm_overlay_search_new(&search, of(storage)->overlay, &pattern, DM_OVERLAY_ALL);
  const bool is_there = dm_overlay_search_next(search, &found);
  dm_overlay_search_free(search);
  return is_there;
}

/* ---- contexts ---- */

typedef struct {
  store       *self;
  size_t       at;
  librdf_node *context; /* lent until the next */
  bool         is_end;
} contexts;

static int on_contexts_next(void *ctx)
{
  contexts *at = ctx;
  dm_term   name = {0};
  if (at->context)
    librdf_free_node(at->context);
  at->context = NULL;
  at->is_end = at->is_end || !dm_overlay_graph(at->self->overlay, &at->at, &name);
  if (!at->is_end)
    at->context = dm_node_new(at->self->world, &name);
  return at->is_end;
}

static int on_contexts_end(void *ctx)
{
  return ((contexts *)ctx)->is_end;
}

static void *on_contexts_get(void *ctx, int flags)
{
  return flags == LIBRDF_ITERATOR_GET_METHOD_GET_OBJECT ? ((contexts *)ctx)->context : NULL;
}

static void on_contexts_finished(void *ctx)
{
  contexts *at = ctx;
  if (at->context)
    librdf_free_node(at->context);
  librdf_storage_remove_reference(at->self->storage);
  free(at);
}

static librdf_iterator *on_get_contexts(librdf_storage *storage)
{
  store *self = of(storage);
  if (!self->has_contexts)
    return NULL;
  contexts *at = dm_allocate(sizeof *at);
  at->self = self;
  librdf_storage_add_reference(storage);
  on_contexts_next(at);
  librdf_iterator *made = librdf_new_iterator(self->world, at, on_contexts_end, on_contexts_next, on_contexts_get, on_contexts_finished);
  if (!made)
    on_contexts_finished(at);
  return made;
}

/* ---- registration ---- */

/* What is not here (sources, arcs, targets) librdf makes of find_statements(). */
static void fill_factory(librdf_storage_factory *factory)
{
  factory->version = LIBRDF_STORAGE_INTERFACE_VERSION;
  factory->init = on_init;
  factory->terminate = on_terminate;
  factory->open = on_open;
  factory->close = on_close;
  factory->sync = on_sync;
  factory->size = on_size;
  factory->get_feature = on_get_feature;
  factory->add_statement = on_add_statement;
  factory->add_statements = on_add_statements;
  factory->remove_statement = on_remove_statement;
  factory->contains_statement = on_contains_statement;
  factory->serialise = on_serialise;
  factory->find_statements = on_find_statements;
  factory->find_statements_in_context = on_find_statements_in_context;
  factory->context_add_statement = on_context_add_statement;
  factory->context_add_statements = on_context_add_statements;
  factory->context_remove_statement = on_context_remove_statement;
  factory->context_remove_statements = on_context_remove_statements;
  factory->context_serialise = on_context_serialise;
  factory->get_contexts = on_get_contexts;
}

/* Called by librdf when it loads the module. */
__attribute__((visibility("default"))) void librdf_storage_module_register_factory(librdf_world *world);

void librdf_storage_module_register_factory(librdf_world *world)
{
  librdf_storage_register_factory(world, "demarche", "Index of demarche", fill_factory);
}
