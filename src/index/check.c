/* Everything that an index claims, held against what is there. */
#include "index/index_impl.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/memory.h"
#include "base/unicode.h"

static const uint64_t offset_mask = (UINT64_C(1) << LAYOUT_OFFSET_BITS) - 1;

/* Texts one behind the other, terms in order and of the kinds that their numbers tell. */
static bool are_terms_sound(const dm_index *index)
{
  const layout_counts *counts = &index->counts;
  const uint64_t      *terms = index->sections[SECTION_TERMS];
  const layout_type   *types = index->sections[SECTION_TYPES];
  uint64_t             offset = 0;
  dm_term              before = {0};
  for (uint64_t i = 0; i < counts->n_terms; i++) {
    const dm_term      term = dm_index_term(index, (dm_id)(i + 1));
    const dm_term_kind kind = i < counts->n_iris ? DM_TERM_IRI : i < counts->n_iris + counts->n_literals ? DM_TERM_LITERAL : DM_TERM_BLANK;
    if (terms[i] >> LAYOUT_OFFSET_BITS >= counts->n_types || (terms[i] & offset_mask) != offset ||
        types[terms[i] >> LAYOUT_OFFSET_BITS].kind != kind || (i > 0 && dm_term_compare(&before, &term) >= 0) || offset >= counts->n_text_bytes)
      return false;
    before = term;
    offset += strlen((const char *)index->sections[SECTION_TEXT] + offset) + 1;
  }
  const char *text = index->sections[SECTION_TEXT];
  for (uint64_t at = 0; at < counts->n_text_bytes; at += strlen(text + at) + 1)
    if (dm_utf8_check(text + at, strlen(text + at)) < strlen(text + at))
      return false;
  return offset == counts->n_text_bytes;
}

static bool are_values_sound(const dm_index *index)
{
  const dm_value *values = index->sections[SECTION_VALUES];
  for (uint64_t i = 0; i < index->counts.n_literals; i++) {
    const dm_term  term = dm_index_term(index, (dm_id)(index->counts.n_iris + i + 1));
    const dm_value value = dm_value_of_term(&term);
    if (memcmp(&value, &values[i], sizeof value) != 0)
      return false;
  }
  return true;
}

static bool are_starts_sound(const dm_index *index, layout_section section, uint64_t n_rows)
{
  const uint32_t *starts = index->sections[section];
  if (layout_section_bytes(&index->counts, section) == 0)
    return true;
  for (uint64_t id = 0; id <= index->counts.n_terms; id++)
    if (starts[id] > starts[id + 1])
      return false;
  return starts[0] == 0 && starts[1] == 0 && starts[index->counts.n_terms + 1] == n_rows;
}

static bool is_row_sound(const dm_index *index, const uint32_t *row, size_t width)
{
  for (size_t k = 0; k < width; k++)
    if (row[k] == 0 || row[k] > index->counts.n_terms)
      return false;
  return true;
}

static bool comes_before(const uint32_t *a, const uint32_t *b, size_t width)
{
  for (size_t k = 0; k < width; k++)
    if (a[k] != b[k])
      return a[k] < b[k];
  return false;
}

/* Rows that ascend below each slot, of identifiers that are there. *sum is the same for the same statements in any order. */
static bool are_rows_sound(const dm_index *index, const layout_permutation *permutation, uint64_t n_slots, uint64_t n_rows, uint64_t *sum)
{
  const size_t        width = (size_t)permutation->n_parts - 1;
  const uint32_t     *rows = index->sections[permutation->rows];
  const layout_entry *entries = layout_directory_lists(permutation->directory) ? index->sections[permutation->directory] : NULL;
  *sum = 0;
  for (size_t slot = 0; slot < n_slots; slot++) {
    size_t begin = 0;
    size_t end = 0;
    index_slot_range(index, permutation->directory, slot, (size_t)n_rows, &begin, &end);
    for (size_t i = begin; i < end; i++) {
      uint32_t        ids[N_PARTS] = {0};
      const uint32_t *row = rows + i * width;
      if (!is_row_sound(index, row, width) || (i > begin && !comes_before(row - width, row, width)))
        return false;
      ids[permutation->parts[0]] = entries ? entries[slot].id : (uint32_t)slot;
      for (size_t k = 0; k < width; k++)
        ids[permutation->parts[k + 1]] = row[k];
      *sum += XXH3_64bits(ids, sizeof ids);
    }
  }
  return true;
}

static dm_status refuse(const char *name, dm_diagnostics *diagnostics, layout_section section, const char *why)
{
  dm_report(diagnostics, DM_ERROR, &(dm_place){.file = name}, "the index is damaged: section `%s` %s", layout_section_name(section), why);
  return DM_BAD_INPUT;
}

static dm_status check_permutations(const dm_index *index, const char *name, dm_diagnostics *diagnostics)
{
  static const char    senseless[] = "makes no sense";
  const layout_counts *counts = &index->counts;
  const uint64_t       n_rows[] = {counts->n_union, counts->n_named, counts->n_all};
  uint64_t             first_sum = 0;
  for (size_t i = 0; i < N_PERMUTATIONS; i++) {
    const layout_permutation *permutation = &layout_permutations[i];
    const layout_section      directory = permutation->directory;
    const uint64_t            n = n_rows[i / FAMILY_SIZE];
    uint64_t                  sum = 0;
    const uint64_t            n_slots = directory == SECTION_UNION_BY_PREDICATE   ? counts->n_union_predicates
                                        : directory == SECTION_NAMED_BY_PREDICATE ? counts->n_named_predicates
                                        : directory == SECTION_BY_GRAPH           ? counts->n_all_graphs
                                                                                  : counts->n_terms + 1;
    if (!layout_directory_lists(directory) && !are_starts_sound(index, directory, n))
      return refuse(name, diagnostics, directory, senseless);
    if (n > 0 && !are_rows_sound(index, permutation, n_slots, n, &sum))
      return refuse(name, diagnostics, permutation->rows, senseless);
    if (i % FAMILY_SIZE == 0)
      first_sum = sum;
    if (sum != first_sum)
      return refuse(name, diagnostics, permutation->rows, "has other statements than the one before it");
  }
  return DM_OK;
}

dm_status dm_index_check(dm_index *index, const char *name, const layout_trailer *trailer, dm_diagnostics *diagnostics)
{
  for (layout_section section = 0; section < SECTION_N; section++) {
    const layout_place *place = &trailer->sections[section];
    if (place->checksum != XXH3_64bits(index->sections[section], (size_t)place->n_bytes))
      return refuse(name, diagnostics, section, "has another checksum");
  }
  if (!are_terms_sound(index))
    return refuse(name, diagnostics, SECTION_TERMS, "makes no sense");
  if (!are_values_sound(index))
    return refuse(name, diagnostics, SECTION_VALUES, "makes no sense");
  const dm_status status = check_permutations(index, name, diagnostics);
  index->is_trusted = status == DM_OK;
  return status;
}
