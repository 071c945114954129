/* pipeline/engine.c - loading what is compiled once. */
#include <string.h>

#include "base/digest.h"
#include "base/file.h"
#include "pipeline/engine_impl.h"

static char *join(const char *folder, const char *rest) {
  dm_buffer path = {0};
  dm_buffer_print(&path, "%s/%s", folder, rest);
  char *joined = dm_copy_string(path.bytes, path.n_bytes);
  dm_buffer_free(&path);
  return joined;
}

/* Adds names and bytes of every file of a path, for the digest; what cannot be read was reported while loading. */
static void add_bytes(dm_buffer *all, const char *path) {
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

typedef struct {
  char       **paths; /* the folder's own first, then what lies on top */
  size_t       n;
} layers;

static layers layers_of(const char *own, const char *const *on_top, size_t n_on_top) {
  layers made = {.paths = dm_allocate((n_on_top + 1) * sizeof *made.paths), .n = n_on_top + 1};
  made.paths[0] = dm_copy_string(own, strlen(own));
  for (size_t i = 0; i < n_on_top; i++) made.paths[i + 1] = dm_copy_string(on_top[i], strlen(on_top[i]));
  return made;
}

static void free_layers(layers *made) {
  for (size_t i = 0; i < made->n; i++) free(made->paths[i]);
  free(made->paths);
}

/* Kinds that the lexicon knows, for the mapping's check. */
static dm_status check_mapping(const dm_engine *engine, dm_diagnostics *diagnostics) {
  size_t                   n_families = 0;
  const char *const       *families = dm_rules_families(engine->rules, &n_families);
  const dm_grammar        *grammar = dm_lexicon_grammar(engine->lexicon);
  DM_VECTOR(const char *) kinds = {0};
  for (int i = 0; i < 64 && dm_grammar_kind_name(grammar, i); i++) *dm_vector_add(&kinds) = dm_grammar_kind_name(grammar, i);
  dm_status status = dm_mapping_check(engine->mapping, families, n_families, kinds.items, kinds.n, diagnostics);
  dm_vector_free(&kinds);
  return status;
}

static void make_digest(dm_engine *engine, const layers *lexicon, const layers *rules, const char *mapping) {
  dm_buffer all = {0};
  for (size_t i = 0; i < lexicon->n; i++) add_bytes(&all, lexicon->paths[i]);
  for (size_t i = 0; i < rules->n; i++) add_bytes(&all, rules->paths[i]);
  add_bytes(&all, mapping);
  dm_digest_sha256(engine->digest, dm_buffer_string(&all), all.n_bytes);
  dm_buffer_free(&all);
}

dm_status dm_engine_new(dm_engine **out, const dm_engine_options *options, dm_diagnostics *diagnostics) {
  dm_engine *engine = dm_allocate(sizeof *engine);
  char      *lexicon_folder = join(options->data_folder, "data/lexicon"), *rules_folder = join(options->data_folder, "data/rules");
  char      *mapping = options->mapping_path ? dm_copy_string(options->mapping_path, strlen(options->mapping_path)) : join(options->data_folder, "ontology/mapping.yaml");
  layers     lexicon = layers_of(lexicon_folder, options->lexicon_paths, options->n_lexicon_paths);
  layers     rules = layers_of(rules_folder, options->rule_paths, options->n_rule_paths);
  dm_status  status = dm_lexicon_load(&engine->lexicon, (const char *const *)lexicon.paths, lexicon.n, diagnostics);
  if (!status) status = dm_rules_load(&engine->rules, engine->lexicon, (const char *const *)rules.paths, rules.n, diagnostics);
  dm_status mapped = dm_mapping_load(&engine->mapping, mapping, options->base, diagnostics);
  if (!status) status = mapped;
  if (!status) status = check_mapping(engine, diagnostics);
  if (!status) make_digest(engine, &lexicon, &rules, mapping);
  free_layers(&lexicon);
  free_layers(&rules);
  free(mapping);
  free(lexicon_folder);
  free(rules_folder);
  if (status) {
    dm_engine_free(engine);
    engine = NULL;
  }
  *out = engine;
  return status;
}

void dm_engine_free(dm_engine *engine) {
  if (!engine) return;
  dm_mapping_free(engine->mapping);
  dm_rules_free(engine->rules);
  dm_lexicon_free(engine->lexicon);
  free(engine);
}

const dm_mapping *dm_engine_mapping(const dm_engine *engine) { return engine->mapping; }
const char       *dm_engine_data_digest(const dm_engine *engine) { return engine->digest; }
