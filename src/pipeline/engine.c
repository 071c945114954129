/* pipeline/engine.c - loading what is compiled once. */
#include <pthread.h>
#include <string.h>

#include "base/digest.h"
#include "base/file.h"
#include "pipeline/engine_impl.h"

const char dm_program_kind[] = "program";

static char *join(const char *folder, const char *rest)
{
  dm_buffer path = {0};
  dm_buffer_print(&path, "%s/%s", folder, rest);
  char *joined = dm_copy_string(path.bytes, path.n_bytes);
  dm_buffer_free(&path);
  return joined;
}

/* Adds names and bytes of every file of a path, for the digest; what cannot be read was reported while loading. */
static void add_bytes(dm_buffer *all, const char *path)
{
  dm_strings paths = {0};
  if (dm_file_is_folder(path))
    dm_folder_list(&paths, path, NULL);
  else
    *dm_vector_add(&paths) = dm_copy_string(path, strlen(path));
  for (size_t i = 0; i < paths.n; i++) {
    dm_buffer   bytes = {0};
    const char *name = strrchr(paths.items[i], '/');
    if (dm_file_read(&bytes, paths.items[i], 0, NULL) == DM_OK) {
      dm_buffer_add_string(all, name ? name : paths.items[i]);
      dm_buffer_add_byte(all, '\0');
      dm_buffer_add(all, dm_buffer_string(&bytes), bytes.n_bytes);
    }
    dm_buffer_free(&bytes);
  }
  dm_strings_free(&paths);
}

typedef DM_VECTOR(char *) path_list;

static void add_path(path_list *list, const char *path)
{
  *dm_vector_add(list) = dm_copy_string(path, strlen(path));
}

/* Kinds that the lexicon knows, and those of who makes facts, for the mapping's check. */
static dm_status check_mapping(const dm_engine *engine, dm_diagnostics *diagnostics)
{
  size_t             n_families = 0;
  const char *const *families = dm_rules_families(engine->rules, &n_families);
  const dm_grammar  *grammar = dm_lexicon_grammar(engine->lexicon);
  DM_VECTOR(const char *) kinds = {0};
  for (int i = 0; i < 64 && dm_grammar_kind_name(grammar, i); i++)
    *dm_vector_add(&kinds) = dm_grammar_kind_name(grammar, i);
  *dm_vector_add(&kinds) = dm_rule_kind;
  *dm_vector_add(&kinds) = dm_program_kind;
  dm_status status = dm_mapping_check(engine->mapping, families, n_families, kinds.items, kinds.n, diagnostics);
  dm_vector_free(&kinds);
  return status;
}

/* The folder's own first, then what lies on top; the mapping last. */
static void list_paths(dm_engine *engine, const dm_engine_options *options, size_t *n_lexicon)
{
  path_list list = {0};
  *dm_vector_add(&list) = join(options->data_folder, "data/lexicon");
  for (size_t i = 0; i < options->n_lexicon_paths; i++)
    add_path(&list, options->lexicon_paths[i]);
  *n_lexicon = list.n;
  *dm_vector_add(&list) = join(options->data_folder, "data/rules");
  for (size_t i = 0; i < options->n_rule_paths; i++)
    add_path(&list, options->rule_paths[i]);
  if (options->mapping_path)
    add_path(&list, options->mapping_path);
  else
    *dm_vector_add(&list) = join(options->data_folder, "ontology/mapping.yaml");
  engine->paths = list.items;
  engine->n_paths = list.n;
}

/* The mapping needs neither lexicon nor rules to compile: it is loaded beside them. */
typedef struct {
  const char     *path;
  const char     *base;
  dm_mapping     *mapping;
  dm_diagnostics *held;
  dm_status       status;
} mapping_job;

static void *load_mapping(void *ctx)
{
  mapping_job *job = ctx;
  job->status = dm_mapping_load(&job->mapping, job->path, job->base, job->held);
  return NULL;
}

dm_status dm_engine_new(dm_engine **out, const dm_engine_options *options, dm_diagnostics *diagnostics)
{
  dm_engine *engine = dm_allocate(sizeof *engine);
  size_t     n_lexicon = 0;
  list_paths(engine, options, &n_lexicon);
  const char *const *paths = (const char *const *)engine->paths;
  size_t             n_rules = engine->n_paths - n_lexicon - 1;
  mapping_job        job = {.path = paths[engine->n_paths - 1], .base = options->base, .held = dm_diagnostics_new_held(diagnostics)};
  pthread_t          thread;
  bool               beside = pthread_create(&thread, NULL, load_mapping, &job) == 0;
  dm_status          status = dm_lexicon_load(&engine->lexicon, paths, n_lexicon, diagnostics);
  if (!status)
    status = dm_rules_load(&engine->rules, engine->lexicon, paths + n_lexicon, n_rules, diagnostics);
  if (beside)
    pthread_join(thread, NULL);
  else
    load_mapping(&job);
  dm_diagnostics_hand_on(job.held, diagnostics);
  dm_diagnostics_free(job.held);
  engine->mapping = job.mapping;
  if (!status)
    status = job.status;
  if (!status)
    status = check_mapping(engine, diagnostics);
  if (status) {
    dm_engine_free(engine);
    engine = NULL;
  }
  *out = engine;
  return status;
}

void dm_engine_free(dm_engine *engine)
{
  if (!engine)
    return;
  dm_mapping_free(engine->mapping);
  dm_rules_free(engine->rules);
  dm_lexicon_free(engine->lexicon);
  for (size_t i = 0; i < engine->n_paths; i++)
    free(engine->paths[i]);
  free(engine->paths);
  free(engine);
}

const dm_mapping *dm_engine_mapping(const dm_engine *engine)
{
  return engine->mapping;
}

const dm_lexicon *dm_engine_lexicon(const dm_engine *engine)
{
  return engine->lexicon;
}

const dm_rules *dm_engine_rules(const dm_engine *engine)
{
  return engine->rules;
}

const char *dm_engine_data_digest(dm_engine *engine)
{
  if (engine->digest[0])
    return engine->digest;
  dm_buffer all = {0};
  for (size_t i = 0; i < engine->n_paths; i++)
    add_bytes(&all, engine->paths[i]);
  dm_digest_sha256(engine->digest, dm_buffer_string(&all), all.n_bytes);
  dm_buffer_free(&all);
  return engine->digest;
}
