/* text/offset_map.c - from the normalised string back to bytes and code points of the source. */
#include "text/text_impl.h"

#include "base/unicode.h"

#include <assert.h>

enum { CODEPOINT_STRIDE = 512 };

void dm_offset_map_add(offset_map *map, size_t normalised_begin, size_t source_begin, size_t n_source, bool identical)
{
  if (identical && map->segments.n > 0) {
    const map_segment *last = &map->segments.items[map->segments.n - 1];
    if (last->n_source == IDENTICAL && source_begin - last->source_begin == normalised_begin - last->normalised_begin)
      return; /* goes on */
  }
  /* a run of spaces and dropped marks so long is cut: its end is wanted by nobody */
  const uint32_t n = n_source < IDENTICAL ? (uint32_t)n_source : IDENTICAL - 1;
  *dm_vector_add(&map->segments) =
      (map_segment){.normalised_begin = normalised_begin, .source_begin = source_begin, .n_source = identical ? IDENTICAL : n};
}

/* The segment that byte `at` of the normalised string lies in. */
static const map_segment *find_segment(const offset_map *map, size_t at)
{
  assert(map->segments.n > 0);
  size_t low = 0;
  size_t high = map->segments.n;
  while (high - low > 1) {
    const size_t middle = low + (high - low) / 2;
    if (map->segments.items[middle].normalised_begin <= at)
      low = middle;
    else
      high = middle;
  }
  return &map->segments.items[low];
}

dm_span dm_offset_map_source(const offset_map *map, dm_span normalised)
{
  assert(normalised.begin < normalised.end);
  const map_segment *first = find_segment(map, normalised.begin);
  const map_segment *last = find_segment(map, normalised.end - 1);
  return (dm_span){
      .begin = first->source_begin + (first->n_source == IDENTICAL ? normalised.begin - first->normalised_begin : 0),
      .end = last->source_begin + (last->n_source == IDENTICAL ? normalised.end - last->normalised_begin : last->n_source),
  };
}

void dm_offset_map_count(offset_map *map, const char *source, size_t n_source)
{
  map->n_codepoints = n_source / CODEPOINT_STRIDE + 1;
  map->codepoints = dm_reallocate(NULL, map->n_codepoints, sizeof *map->codepoints);
  size_t count = 0;
  for (size_t i = 0; i < map->n_codepoints; i++) {
    map->codepoints[i] = count;
    const size_t end = (i + 1) * CODEPOINT_STRIDE < n_source ? (i + 1) * CODEPOINT_STRIDE : n_source;
    for (size_t at = i * CODEPOINT_STRIDE; at < end; at++)
      count += ((unsigned char)source[at] & 0xC0) != 0x80;
  }
}

size_t dm_offset_map_codepoint(const offset_map *map, const char *source, size_t offset)
{
  const size_t stride = offset / CODEPOINT_STRIDE;
  size_t       count = map->codepoints[stride];
  for (size_t at = stride * CODEPOINT_STRIDE; at < offset; at++)
    count += ((unsigned char)source[at] & 0xC0) != 0x80;
  return count;
}

void dm_offset_map_free(offset_map *map)
{
  dm_vector_free(&map->segments);
  free(map->codepoints);
  map->codepoints = NULL;
}
