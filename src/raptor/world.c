/* Why worlds are lent and not simply made: freeing one ends libxml2 and libxslt for the whole process (xmlCleanupParser), under the feet of
 * every other thread that uses raptor. So worlds given back wait here, for the next to take or for the last user to leave. */
#include "raptor/world.h"

#include <pthread.h>
#include <stddef.h>

#include "base/vector.h"

/* The only state of the process that we keep: it guards state of the process that raptor's libraries keep. */
static struct {
  pthread_mutex_t lock;
  size_t          n_lent;
  DM_VECTOR(raptor_world *) idle;
} worlds = {.lock = PTHREAD_MUTEX_INITIALIZER};

static raptor_world *open_world(void)
{
  raptor_world *world = raptor_new_world();
  if (!world)
    return NULL;
  /* No network; and XML errors stay with their parser, which knows the line, instead of going to handlers of the thread. */
  raptor_world_set_flag(world, RAPTOR_WORLD_FLAG_WWW_SKIP_INIT_FINISH, 1);
  raptor_world_set_flag(world, RAPTOR_WORLD_FLAG_LIBXML_GENERIC_ERROR_SAVE, 0);
  raptor_world_set_flag(world, RAPTOR_WORLD_FLAG_LIBXML_STRUCTURED_ERROR_SAVE, 0);
  if (raptor_world_open(world)) {
    raptor_free_world(world);
    return NULL;
  }
  return world;
}

raptor_world *dm_raptor_world_take(void)
{
  pthread_mutex_lock(&worlds.lock);
  raptor_world *world = worlds.idle.n ? worlds.idle.items[--worlds.idle.n] : open_world();
  worlds.n_lent += world != NULL;
  pthread_mutex_unlock(&worlds.lock);
  return world;
}

void dm_raptor_world_give(raptor_world *world)
{
  if (!world)
    return;
  raptor_world_set_log_handler(world, NULL, NULL);
  raptor_world_set_generate_bnodeid_handler(world, NULL, NULL);
  pthread_mutex_lock(&worlds.lock);
  *dm_vector_add(&worlds.idle) = world;
  if (--worlds.n_lent == 0) {
    for (size_t i = 0; i < worlds.idle.n; i++)
      raptor_free_world(worlds.idle.items[i]);
    dm_vector_free(&worlds.idle);
  }
  pthread_mutex_unlock(&worlds.lock);
}
