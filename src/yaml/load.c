/* yaml/load.c - the files of several paths, parsed side by side.
 *
 * Workers take the next file; each keeps its messages, which are handed on in the order of the files, so that nothing depends on the threads. */
#include "yaml/tree.h"

#include "base/file.h"
#include "yaml/tree_impl.h"

#include <pthread.h>
#include <string.h>
#include <unistd.h>

enum { MAX_WORKERS = 4 };

typedef struct {
  char           *path;
  size_t          layer;
  dm_yaml        *yaml;
  dm_diagnostics *held;
  dm_status       status;
} file_slot;

typedef DM_VECTOR(file_slot) file_slots;

typedef struct {
  file_slots     *slots;
  size_t          next;
  pthread_mutex_t lock;
} shared_work;

static bool is_yaml_name(const char *path)
{
  const size_t n = strlen(path);
  return n > 5 && strcmp(path + n - 5, ".yaml") == 0;
}

static void add_slot(file_slots *slots, const char *path, size_t layer, const dm_diagnostics *diagnostics)
{
  *dm_vector_add(slots) = (file_slot){.path = dm_copy_string(path, strlen(path)), .layer = layer, .held = dm_diagnostics_new_held(diagnostics)};
}

static dm_status list_path(file_slots *slots, const char *path, size_t layer, dm_diagnostics *diagnostics)
{
  if (!dm_file_is_folder(path)) {
    add_slot(slots, path, layer, diagnostics);
    return DM_OK;
  }
  dm_strings paths = {0};
  dm_status  status = dm_folder_list(&paths, path, diagnostics);
  for (size_t i = 0; i < paths.n; i++)
    if (is_yaml_name(paths.items[i]))
      add_slot(slots, paths.items[i], layer, diagnostics);
  dm_strings_free(&paths);
  return status;
}

static void *run_worker(void *ctx)
{
  shared_work *work = ctx;
  for (;;) {
    pthread_mutex_lock(&work->lock);
    const size_t mine = work->next++;
    pthread_mutex_unlock(&work->lock);
    if (mine >= work->slots->n)
      return NULL;
    file_slot *slot = &work->slots->items[mine];
    slot->status = dm_yaml_load(&slot->yaml, slot->path, slot->held);
  }
}

/* The caller works too, so that all is done where no thread can be had. */
static void load_slots(file_slots *slots)
{
  shared_work work = {.slots = slots};
  pthread_t   threads[MAX_WORKERS];
  size_t      n_started = 0;
  const long  cores = sysconf(_SC_NPROCESSORS_ONLN);
  size_t      n_wanted = cores > 1 ? (size_t)cores - 1 : 0;
  if (n_wanted > MAX_WORKERS)
    n_wanted = MAX_WORKERS;
  if (slots->n < 2)
    n_wanted = 0;
  pthread_mutex_init(&work.lock, NULL);
  while (n_started < n_wanted && pthread_create(&threads[n_started], NULL, run_worker, &work) == 0)
    n_started++;
  run_worker(&work);
  for (size_t i = 0; i < n_started; i++)
    pthread_join(threads[i], NULL);
  pthread_mutex_destroy(&work.lock);
}

dm_status dm_yaml_load_paths(dm_yamls *out, const char *const *paths, size_t n_paths, dm_diagnostics *diagnostics)
{
  file_slots slots = {0};
  dm_status  status = DM_OK;
  for (size_t i = 0; i < n_paths; i++) {
    const dm_status listed = list_path(&slots, paths[i], i, diagnostics);
    if (listed != DM_OK)
      status = listed == DM_BAD_INPUT ? DM_BAD_RULES : listed;
  }
  load_slots(&slots);
  for (size_t i = 0; i < slots.n; i++) {
    file_slot *slot = &slots.items[i];
    dm_diagnostics_hand_on(slot->held, diagnostics);
    dm_diagnostics_free(slot->held);
    free(slot->path);
    if (slot->status != DM_OK) {
      status = slot->status;
      continue;
    }
    slot->yaml->layer = slot->layer;
    *dm_vector_add(out) = slot->yaml;
  }
  dm_vector_free(&slots);
  return status;
}

size_t dm_yaml_layer(const dm_yaml *yaml)
{
  return yaml->layer;
}
