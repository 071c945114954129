/* Growth of arrays, by doubling. */
#include "base/vector.h"

#include <stdint.h>

void *dm_vector_reserve(void *items, size_t *capacity, size_t n_items, size_t item_bytes)
{
  enum { FIRST_ITEMS = 8 };
  if (n_items <= *capacity)
    return items;
  size_t grown = *capacity > SIZE_MAX / 2 ? SIZE_MAX : *capacity * 2;
  if (grown < FIRST_ITEMS)
    grown = FIRST_ITEMS;
  if (grown < n_items)
    grown = n_items;
  items = dm_reallocate(items, grown, item_bytes);
  *capacity = grown;
  return items;
}
