/* Sets of tuples of identifiers, by hash, and of identifiers, by bits. */
#include "evaluate/tuples.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { FIRST_SLOTS = 16, FIRST_TUPLES = 8, LEAST_FOR_BITS = 1024 };

void dm_tuples_start(dm_tuples *tuples, dm_run *run, size_t width)
{
  *tuples = (dm_tuples){.run = run, .width = width};
}

void dm_tuples_free(dm_tuples *tuples)
{
  if (tuples->run)
    dm_run_take(tuples->run, -(ptrdiff_t)(tuples->capacity * tuples->width * sizeof(dm_id) + tuples->n_slots * sizeof(uint32_t)));
  free(tuples->tuples);
  free(tuples->slots);
  *tuples = (dm_tuples){.run = tuples->run, .width = tuples->width};
}

static size_t hash_tuple(const dm_id *tuple, size_t width)
{
  uint64_t hash = 0;
  for (size_t i = 0; i < width; i++)
    hash = (hash ^ tuple[i]) * UINT64_C(0x9E3779B97F4A7C15) + (hash >> 31);
  return (size_t)(hash >> 32 ^ hash);
}

static bool grow_slots(dm_tuples *tuples)
{
  size_t n_slots = tuples->n_slots ? tuples->n_slots * 2 : FIRST_SLOTS;
  if (dm_run_take(tuples->run, (ptrdiff_t)((n_slots - tuples->n_slots) * sizeof(uint32_t))) != DM_OK) {
    dm_run_take(tuples->run, -(ptrdiff_t)((n_slots - tuples->n_slots) * sizeof(uint32_t)));
    return false;
  }
  free(tuples->slots);
  tuples->slots = dm_allocate(n_slots * sizeof(uint32_t));
  tuples->n_slots = n_slots;
  for (size_t i = 0; i < tuples->n; i++) {
    size_t at = hash_tuple(dm_tuples_at(tuples, i), tuples->width) & (n_slots - 1);
    while (tuples->slots[at])
      at = (at + 1) & (n_slots - 1);
    tuples->slots[at] = (uint32_t)(i + 1);
  }
  return true;
}

static bool grow_tuples(dm_tuples *tuples)
{
  size_t capacity = tuples->capacity ? tuples->capacity + tuples->capacity / 2 : FIRST_TUPLES;
  size_t n_bytes = (capacity - tuples->capacity) * tuples->width * sizeof(dm_id);
  if (dm_run_take(tuples->run, (ptrdiff_t)n_bytes) != DM_OK) {
    dm_run_take(tuples->run, -(ptrdiff_t)n_bytes);
    return false;
  }
  tuples->tuples = dm_reallocate(tuples->tuples, capacity, (tuples->width + !tuples->width) * sizeof(dm_id));
  tuples->capacity = capacity;
  return true;
}

const dm_id *dm_tuples_at(const dm_tuples *tuples, size_t number)
{
  return tuples->tuples + number * tuples->width;
}

static bool is_same(const dm_id *a, const dm_id *b, size_t width)
{
  for (size_t i = 0; i < width; i++)
    if (a[i] != b[i])
      return false;
  return true;
}

size_t dm_tuples_find(const dm_tuples *tuples, const dm_id *tuple)
{
  if (!tuples->n)
    return SIZE_MAX;
  size_t mask = tuples->n_slots - 1;
  size_t at = hash_tuple(tuple, tuples->width) & mask;
  for (; tuples->slots[at]; at = (at + 1) & mask)
    if (is_same(dm_tuples_at(tuples, tuples->slots[at] - 1), tuple, tuples->width))
      return tuples->slots[at] - 1;
  return SIZE_MAX;
}

size_t dm_tuples_put(dm_tuples *tuples, const dm_id *tuple, bool *is_new)
{
  *is_new = false;
  if ((tuples->n + 1) * 2 > tuples->n_slots && !grow_slots(tuples))
    return 0;
  size_t mask = tuples->n_slots - 1;
  size_t at = hash_tuple(tuple, tuples->width) & mask;
  for (; tuples->slots[at]; at = (at + 1) & mask)
    if (is_same(dm_tuples_at(tuples, tuples->slots[at] - 1), tuple, tuples->width))
      return tuples->slots[at] - 1;
  if (tuples->n >= UINT32_MAX - 1) {
    dm_run_stop(tuples->run, DM_OVER_LIMIT, SIZE_MAX, "the query has more than %zu different solutions", tuples->n);
    return 0;
  }
  if (tuples->n == tuples->capacity && !grow_tuples(tuples))
    return 0;
  for (size_t i = 0; i < tuples->width; i++)
    tuples->tuples[tuples->n * tuples->width + i] = tuple[i];
  tuples->slots[at] = (uint32_t)(tuples->n + 1);
  *is_new = true;
  return tuples->n++;
}

void dm_members_start(dm_members *members, dm_run *run)
{
  *members = (dm_members){.run = run};
  dm_tuples_start(&members->others, run, 1);
}

void dm_members_free(dm_members *members)
{
  dm_tuples_free(&members->others);
  if (members->run)
    dm_run_take(members->run, -(ptrdiff_t)(members->n_words * sizeof(uint64_t)));
  free(members->bits);
  members->bits = NULL;
  members->n_words = 0;
}

static bool start_bits(dm_members *members)
{
  size_t n_words = dm_index_count_terms(members->run->index) / 64 + 1;
  if (dm_run_take(members->run, (ptrdiff_t)(n_words * sizeof(uint64_t))) != DM_OK) {
    dm_run_take(members->run, -(ptrdiff_t)(n_words * sizeof(uint64_t)));
    return false;
  }
  members->bits = dm_allocate(n_words * sizeof(uint64_t));
  members->n_words = n_words;
  for (size_t i = 0; i < members->others.n; i++) {
    dm_id id = *dm_tuples_at(&members->others, i);
    if (id < DM_ID_FIRST_OTHER)
      members->bits[id / 64] |= UINT64_C(1) << (id % 64);
  }
  return true;
}

bool dm_members_add(dm_members *members, dm_id id)
{
  if (id >= DM_ID_FIRST_OTHER || (!members->bits && members->others.n < LEAST_FOR_BITS)) {
    bool is_new;
    dm_tuples_put(&members->others, &id, &is_new);
    return is_new;
  }
  if (!members->bits && !start_bits(members))
    return false;
  uint64_t bit = UINT64_C(1) << (id % 64);
  bool     is_new = !(members->bits[id / 64] & bit);
  members->bits[id / 64] |= bit;
  return is_new;
}
