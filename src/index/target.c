/* Sections to a file or to memory. */
#include "index/target.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/memory.h"

enum { HELD_BYTES = 1 << 16 };

struct target {
  dm_output     *output; /* NULL: memory */
  XXH3_state_t  *checksum;
  uint64_t       n_written; /* bytes of the file */
  uint64_t       n_left;    /* of the section */
  layout_section section;
  layout_place   places[SECTION_N];
  char          *sections[SECTION_N];
  size_t         n_held; /* bytes of the section that were neither summed nor written yet: most come by twos and threes */
  char           held[HELD_BYTES];
};

static void put(target *to, const void *bytes, size_t n_bytes)
{
  dm_output_write(to->output, bytes, n_bytes); /* its status is sticky */
  to->n_written += n_bytes;
}

static void put_section(target *to, const void *bytes, size_t n_bytes)
{
  XXH3_64bits_update(to->checksum, bytes, n_bytes);
  put(to, bytes, n_bytes);
}

static void flush(target *to)
{
  if (to->n_held > 0)
    put_section(to, to->held, to->n_held);
  to->n_held = 0;
}

static void align(target *to)
{
  static const char zeros[LAYOUT_ALIGNMENT] = {0};
  put(to, zeros, (size_t)(-to->n_written % LAYOUT_ALIGNMENT));
}

target *target_new(dm_output *output)
{
  target *to = dm_allocate(sizeof *to);
  to->output = output;
  if (output) {
    layout_header header = {.order = LAYOUT_ORDER, .version = LAYOUT_VERSION};
    memcpy(header.magic, LAYOUT_MAGIC, sizeof header.magic);
    put(to, &header, sizeof header);
    to->checksum = XXH3_createState();
    if (!to->checksum)
      dm_reallocate(NULL, SIZE_MAX, 2); /* out of memory: ends the program */
  }
  return to;
}

void target_free(target *to)
{
  if (!to)
    return;
  for (size_t i = 0; i < SECTION_N; i++)
    free(to->sections[i]);
  if (to->checksum)
    XXH3_freeState(to->checksum);
  free(to);
}

bool target_is_memory(const target *to)
{
  return !to->output;
}

void target_begin(target *to, layout_section section, uint64_t n_bytes)
{
  to->section = section;
  to->n_left = n_bytes;
  if (!to->output) {
    to->sections[section] = dm_reallocate(NULL, n_bytes, 1);
    to->places[section] = (layout_place){.n_bytes = n_bytes};
    return;
  }
  align(to);
  to->places[section] = (layout_place){.offset = to->n_written, .n_bytes = n_bytes};
  XXH3_64bits_reset(to->checksum);
}

void target_add(target *to, const void *bytes, size_t n_bytes)
{
  assert(n_bytes <= to->n_left);
  if (!to->output) {
    if (n_bytes > 0)
      memcpy(to->sections[to->section] + (to->places[to->section].n_bytes - to->n_left), bytes, n_bytes);
  } else {
    if (n_bytes > HELD_BYTES - to->n_held)
      flush(to);
    if (n_bytes > HELD_BYTES) {
      put_section(to, bytes, n_bytes);
    } else if (n_bytes > 0) {
      memcpy(to->held + to->n_held, bytes, n_bytes);
      to->n_held += n_bytes;
    }
  }
  to->n_left -= n_bytes;
}

void target_end(target *to)
{
  assert(to->n_left == 0);
  if (!to->output)
    return;
  flush(to);
  to->places[to->section].checksum = XXH3_64bits_digest(to->checksum);
}

void target_write(target *to, layout_section section, const void *bytes, size_t n_bytes)
{
  target_begin(to, section, n_bytes);
  if (n_bytes > 0)
    target_add(to, bytes, n_bytes);
  target_end(to);
}

void target_give(target *to, layout_section section, void *bytes, size_t n_bytes)
{
  if (to->output) {
    target_write(to, section, bytes, n_bytes);
    free(bytes);
    return;
  }
  to->sections[section] = bytes;
  to->places[section] = (layout_place){.n_bytes = n_bytes};
}

dm_status target_finish_file(target *to, const layout_counts *counts)
{
  layout_trailer trailer = {.counts = *counts};
  align(to);
  memcpy(trailer.sections, to->places, sizeof trailer.sections);
  memcpy(trailer.end, LAYOUT_END, sizeof trailer.end);
  trailer.n_file_bytes = to->n_written + sizeof trailer;
  trailer.checksum = XXH3_64bits(&trailer, offsetof(layout_trailer, checksum));
  put(to, &trailer, sizeof trailer);
  return dm_output_write(to->output, NULL, 0);
}

dm_index *target_finish_memory(target *to, const layout_counts *counts)
{
  dm_index *index = dm_allocate(sizeof *index);
  index->counts = *counts;
  index->is_trusted = true;
  for (size_t i = 0; i < SECTION_N; i++) {
    index->sections[i] = index->owned[i] = to->sections[i];
    to->sections[i] = NULL;
  }
  return index;
}
