/* Open addressing with linear probing; at most three quarters of the slots are used. */
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"

typedef struct {
  const char *key; /* in the arena; NULL: the slot is free */
  size_t      n_bytes;
  uint32_t    hash;
  uint32_t    value;
} slot;

struct dm_map {
  dm_arena *keys;
  slot     *slots;
  size_t    n_slots; /* a power of two */
  size_t    n_used;
};

enum { FIRST_SLOTS = 16 };

static uint64_t mix(uint64_t hash, uint64_t word)
{
  hash = (hash ^ word) * UINT64_C(0x9FB21C651E98DF25);
  return hash ^ hash >> 32;
}

static uint32_t hash_bytes(const char *bytes, size_t n_bytes)
{
  uint64_t hash = UINT64_C(0x9E3779B97F4A7C15) ^ n_bytes;
  uint64_t word;
  for (; n_bytes >= sizeof word; bytes += sizeof word, n_bytes -= sizeof word) {
    memcpy(&word, bytes, sizeof word);
    hash = mix(hash, word);
  }
  word = 0;
  if (n_bytes)
    memcpy(&word, bytes, n_bytes);
  return (uint32_t)mix(mix(hash, word), 0);
}

/* The slot that holds the key, or the free one where it would go. */
static slot *find(const dm_map *map, const char *key, size_t n_bytes, uint32_t hash)
{
  size_t mask = map->n_slots - 1;
  for (size_t i = hash & mask;; i = (i + 1) & mask) {
    slot *s = &map->slots[i];
    if (!s->key || (s->hash == hash && s->n_bytes == n_bytes && (!n_bytes || !memcmp(s->key, key, n_bytes))))
      return s;
  }
}

static void grow(dm_map *map)
{
  slot  *old = map->slots;
  size_t n_old = map->n_slots;
  map->n_slots *= 2;
  map->slots = dm_allocate(map->n_slots * sizeof *map->slots);
  for (size_t i = 0; i < n_old; i++) {
    if (old[i].key)
      *find(map, old[i].key, old[i].n_bytes, old[i].hash) = old[i];
  }
  free(old);
}

dm_map *dm_map_new(void)
{
  dm_map *map = dm_allocate(sizeof *map);
  map->keys = dm_arena_new();
  map->n_slots = FIRST_SLOTS;
  map->slots = dm_allocate(map->n_slots * sizeof *map->slots);
  return map;
}

void dm_map_free(dm_map *map)
{
  if (!map)
    return;
  dm_arena_free(map->keys);
  free(map->slots);
  free(map);
}

uint32_t *dm_map_put(dm_map *map, const char *key, size_t n_bytes, uint32_t value, bool *is_new)
{
  uint32_t hash = hash_bytes(key, n_bytes);
  slot    *s = find(map, key, n_bytes, hash);
  bool     fresh = !s->key;
  if (fresh) {
    if (map->n_used + 1 > map->n_slots / 4 * 3) {
      grow(map);
      s = find(map, key, n_bytes, hash);
    }
    *s = (slot){.key = dm_arena_string(map->keys, key, n_bytes), .n_bytes = n_bytes, .hash = hash, .value = value};
    map->n_used++;
  }
  if (is_new)
    *is_new = fresh;
  return &s->value;
}

bool dm_map_get(const dm_map *map, const char *key, size_t n_bytes, uint32_t *value)
{
  const slot *s = find(map, key, n_bytes, hash_bytes(key, n_bytes));
  if (s->key && value)
    *value = s->value;
  return s->key != NULL;
}

size_t dm_map_count(const dm_map *map)
{
  return map->n_used;
}
