/* index/index_impl.h - an index as its files see it. Inside this module and its tests only. */
#ifndef DM_INDEX_INDEX_IMPL_H
#define DM_INDEX_INDEX_IMPL_H

#include "index/index.h"
#include "index/layout.h"

/* Each section may lie anywhere: in a mapping, or in memory of its own. */
struct dm_index {
  layout_counts counts;
  const void   *sections[SECTION_N];
  void         *owned[SECTION_N]; /* malloced, or NULL */
  void         *mapping;          /* NULL: none */
  size_t        n_mapped;
  bool          is_trusted; /* built here, or checked as a whole: nothing is checked again on use */
};

/* As dm_index_open(), of bytes that are borrowed (aligned to 8) as long as the index lives; `name` is for messages. */
dm_status dm_index_open_bytes(dm_index **out, const char *name, const void *bytes, size_t n_bytes, bool check_all, dm_diagnostics *diagnostics);

/* Computes all checksums of a file's bytes anew, if its trailer is near enough to one to have any: for tests of what damage does behind right checksums. */
void dm_index_sign_bytes(void *bytes, size_t n_bytes);

/* Reads all of an opened index; DM_BAD_INPUT, reported as damage of `name`, or sets is_trusted. */
dm_status dm_index_check(dm_index *index, const char *name, const layout_trailer *trailer, dm_diagnostics *diagnostics);

/* Language tags are kept in small letters. */
static inline char index_lower(char c)
{
  return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* The rows of a slot of a directory (an identifier, or the number of an entry), cut to what is there. */
static inline void index_slot_range(const dm_index *index, layout_section directory, size_t slot, size_t n_rows, size_t *begin, size_t *end)
{
  if (layout_directory_lists(directory)) {
    const layout_entry *entries = index->sections[directory];
    *begin = entries[slot].begin;
    *end = entries[slot + 1].begin;
  } else {
    const uint32_t *starts = index->sections[directory];
    *begin = starts[slot];
    *end = starts[slot + 1];
  }
  if (*end > n_rows)
    *end = n_rows;
  if (*begin > *end)
    *begin = *end;
}

#endif
