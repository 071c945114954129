/* base/map.h - a map from byte strings to numbers, by hash; its order is never shown, so no output depends on it. */
#ifndef DM_BASE_MAP_H
#define DM_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct dm_map dm_map;

dm_map *dm_map_new(void);
void    dm_map_free(dm_map *map); /* NULL is allowed */

/* Sets key to value; the key is copied. Returns a pointer to the value, valid until the next change. `*is_new` (may be NULL) says
 * whether the key was not there; an old value is kept, not overwritten. */
uint32_t *dm_map_put(dm_map *map, const char *key, size_t n_bytes, uint32_t value, bool *is_new);

/* Returns whether key is there, and its value in `*value` (may be NULL). Safe from several threads while nobody changes the map. */
bool dm_map_get(const dm_map *map, const char *key, size_t n_bytes, uint32_t *value);

size_t dm_map_count(const dm_map *map);

#endif
