/* Ranges of permutations.
 *
 * seek: the fixed parts of a pattern are the first parts of some permutation; the directory gives the rows of the first of them, binary search in the columns those of the
 * others. Identifiers in rows are looked at before they are handed out, since a file may be damaged; all loops move on by at least one row or slot. */
#include "index/index_impl.h"

enum { ALL_PARTS = (1 << N_PARTS) - 1 };

static const layout_permutation *permutation_of(const dm_cursor *cursor)
{
  return &layout_permutations[cursor->order];
}

static size_t count_rows(const dm_index *index, const layout_permutation *permutation)
{
  const uint64_t n = permutation->n_parts == 3             ? index->counts.n_union
                     : permutation->parts[0] == PART_GRAPH ? index->counts.n_all
                                                           : index->counts.n_named;
  return (size_t)n;
}

static size_t count_entries(const dm_index *index, layout_section directory)
{
  const layout_counts *counts = &index->counts;
  return (size_t)(directory == SECTION_UNION_BY_PREDICATE ? counts->n_union_predicates
                  : directory == SECTION_BY_GRAPH         ? counts->n_all_graphs
                                                          : counts->n_named_predicates);
}

/* The first entry of a listing directory whose identifier is at least `id`. */
static size_t find_entry(const dm_index *index, layout_section directory, dm_id id)
{
  const layout_entry *entries = index->sections[directory];
  size_t              begin = 0;
  size_t              end = count_entries(index, directory);
  while (begin < end) {
    const size_t middle = begin + (end - begin) / 2;
    if (entries[middle].id < id)
      begin = middle + 1;
    else
      end = middle;
  }
  return begin;
}

/* ---- choosing a permutation ---- */

/* What a pattern asks for: which of the permutations may do, which parts are fixed. */
typedef struct {
  size_t  first_order;
  size_t  n_orders;
  dm_id   ids[N_PARTS];
  uint8_t fixed; /* a bit a part */
  bool    is_nothing;
} request;

static request read_pattern(const dm_index *index, const dm_pattern_ids *pattern)
{
  const bool has_named = index->counts.n_named > 0;
  request    r = {.ids = {pattern->subject, pattern->predicate, pattern->object, pattern->graph}, .n_orders = FAMILY_SIZE};
  switch (pattern->scope) {
  case DM_SCOPE_UNION:
    r.first_order = FAMILY_UNION;
    r.ids[PART_GRAPH] = DM_ID_NONE;
    break;
  case DM_SCOPE_DEFAULT: /* without named graphs it is the union */
    r.first_order = has_named ? FAMILY_GRAPH : FAMILY_UNION;
    r.ids[PART_GRAPH] = DM_ID_NONE;
    r.fixed = has_named ? 1 << PART_GRAPH : 0;
    break;
  case DM_SCOPE_GRAPH:
    r.first_order = FAMILY_GRAPH;
    r.is_nothing = !has_named || pattern->graph == DM_ID_NONE;
    break;
  case DM_SCOPE_NAMED:
    r.first_order = FAMILY_NAMED;
    r.n_orders = 2 * FAMILY_SIZE; /* and those by graph */
    r.is_nothing = !has_named;
    break;
  }
  for (size_t i = 0; i < N_PARTS; i++) {
    if (r.ids[i] != DM_ID_NONE)
      r.fixed |= (uint8_t)(1 << i);
    r.is_nothing = r.is_nothing || r.ids[i] > index->counts.n_terms;
  }
  return r;
}

static int count_bits(uint8_t bits)
{
  int n = 0;
  for (; bits; bits &= (uint8_t)(bits - 1))
    n++;
  return n;
}

/* Finds a permutation that begins with the fixed parts and goes on with `first` (N_PARTS: with any). false if there is none. */
static bool choose(const request *r, size_t first, size_t *order)
{
  const int n_fixed = count_bits(r->fixed);
  for (size_t i = r->first_order; i < r->first_order + r->n_orders; i++) {
    const layout_permutation *permutation = &layout_permutations[i];
    uint8_t                   begins_with = 0;
    for (int k = 0; k < n_fixed && k < permutation->n_parts; k++)
      begins_with |= (uint8_t)(1 << permutation->parts[k]);
    if (begins_with != r->fixed || (first < N_PARTS && (n_fixed >= permutation->n_parts || permutation->parts[n_fixed] != first)))
      continue;
    *order = i;
    return true;
  }
  return false;
}

/* The part that is meant, N_PARTS for any. */
static size_t wanted_part(dm_part first)
{
  return first == DM_PART_ANY ? N_PARTS : (size_t)first - DM_PART_SUBJECT;
}

bool dm_index_can_order(const dm_index *index, const dm_pattern_ids *pattern, dm_part first)
{
  const request r = read_pattern(index, pattern);
  size_t        order = 0;
  return choose(&r, wanted_part(first), &order);
}

/* ---- seeking ---- */

/* The first row of [begin, end) whose column is at least `id`. */
static size_t lower_bound(const uint32_t *rows, size_t width, size_t column, size_t begin, size_t end, uint64_t id)
{
  while (begin < end) {
    const size_t middle = begin + (end - begin) / 2;
    if (rows[middle * width + column] < id)
      begin = middle + 1;
    else
      end = middle;
  }
  return begin;
}

static size_t row_width(const layout_permutation *permutation)
{
  return (size_t)permutation->n_parts - 1;
}

/* All rows, of slots from the first that the scope sees: the default graph is none of the named. */
static void seek_all(const dm_index *index, const layout_permutation *permutation, dm_cursor *cursor)
{
  const size_t n_rows = count_rows(index, permutation);
  const bool   lists = layout_directory_lists(permutation->directory);
  size_t       ignored = 0;
  cursor->end = n_rows;
  if (n_rows == 0)
    return;
  cursor->slot = lists ? 0 : 1;
  if (permutation->parts[0] == PART_GRAPH)
    cursor->slot = find_entry(index, permutation->directory, 1);
  if (lists && cursor->slot >= count_entries(index, permutation->directory))
    cursor->end = 0;
  else
    index_slot_range(index, permutation->directory, cursor->slot, n_rows, permutation->parts[0] == PART_GRAPH ? &cursor->at : &ignored,
                     &cursor->slot_end);
}

static void seek_slot(const dm_index *index, const layout_permutation *permutation, dm_id id, dm_cursor *cursor)
{
  const size_t n_rows = count_rows(index, permutation);
  cursor->slot = id;
  if (layout_directory_lists(permutation->directory)) {
    const layout_entry *entries = index->sections[permutation->directory];
    cursor->slot = find_entry(index, permutation->directory, id);
    if (entries[cursor->slot].id != id)
      return;
  }
  if (n_rows > 0)
    index_slot_range(index, permutation->directory, cursor->slot, n_rows, &cursor->at, &cursor->end);
  cursor->slot_end = cursor->end;
}

void dm_index_seek(const dm_index *index, const dm_pattern_ids *pattern, dm_part first, dm_cursor *cursor)
{
  const request r = read_pattern(index, pattern);
  size_t        order = 0;
  *cursor = (dm_cursor){.index = index};
  if (r.is_nothing || (!choose(&r, wanted_part(first), &order) && !choose(&r, N_PARTS, &order)))
    return;
  const layout_permutation *permutation = &layout_permutations[order];
  const size_t              width = row_width(permutation);
  cursor->order = (uint32_t)order;
  cursor->n_fixed = (uint32_t)count_bits(r.fixed);
  cursor->rows = index->sections[permutation->rows];
  if (cursor->n_fixed == 0) {
    seek_all(index, permutation, cursor);
    return;
  }
  seek_slot(index, permutation, r.ids[permutation->parts[0]], cursor);
  for (size_t k = 1; k < cursor->n_fixed && cursor->at < cursor->end; k++) {
    const dm_id id = r.ids[permutation->parts[k]];
    cursor->at = lower_bound(cursor->rows, width, k - 1, cursor->at, cursor->end, id);
    cursor->end = lower_bound(cursor->rows, width, k - 1, cursor->at, cursor->end, (uint64_t)id + 1);
  }
}

/* ---- moving ---- */

static dm_id slot_id(const dm_cursor *cursor, const layout_permutation *permutation)
{
  if (!layout_directory_lists(permutation->directory))
    return (dm_id)cursor->slot;
  return ((const layout_entry *)cursor->index->sections[permutation->directory])[cursor->slot].id;
}

static size_t last_slot(const dm_index *index, const layout_permutation *permutation)
{
  return layout_directory_lists(permutation->directory) ? count_entries(index, permutation->directory) - 1 : (size_t)index->counts.n_terms;
}

/* Goes to the slot that the row `at` belongs to; false, and to the end, if there is none. */
static bool find_slot(dm_cursor *cursor, const layout_permutation *permutation)
{
  const size_t last = last_slot(cursor->index, permutation);
  size_t       ignored = 0;
  while (cursor->at >= cursor->slot_end && cursor->slot < last)
    index_slot_range(cursor->index, permutation->directory, ++cursor->slot, cursor->end, &ignored, &cursor->slot_end);
  if (cursor->at < cursor->slot_end)
    return true;
  cursor->at = cursor->end;
  return false;
}

bool dm_cursor_next(dm_cursor *cursor, dm_quad *quad)
{
  if (cursor->at >= cursor->end)
    return false;
  const layout_permutation *permutation = permutation_of(cursor);
  if (cursor->n_fixed == 0 && cursor->at >= cursor->slot_end && !find_slot(cursor, permutation))
    return false;
  const size_t    width = row_width(permutation);
  const uint32_t *row = cursor->rows + cursor->at++ * width;
  const uint64_t  n_terms = cursor->index->counts.n_terms;
  dm_id           ids[N_PARTS] = {0};
  ids[permutation->parts[0]] = slot_id(cursor, permutation);
  for (size_t k = 0; k < width; k++)
    ids[permutation->parts[k + 1]] = row[k] - 1 < n_terms ? row[k] : 1; /* none but a damaged file has others */
  *quad = (dm_quad){ids[PART_SUBJECT], ids[PART_PREDICATE], ids[PART_OBJECT], ids[PART_GRAPH]};
  return true;
}

static void skip_slots(dm_cursor *cursor, const layout_permutation *permutation, dm_id id)
{
  const bool   lists = layout_directory_lists(permutation->directory);
  const size_t slot = lists ? find_entry(cursor->index, permutation->directory, id) : id;
  size_t       begin = 0;
  if (slot <= cursor->slot)
    return;
  if (slot > last_slot(cursor->index, permutation)) {
    cursor->at = cursor->end;
    return;
  }
  cursor->slot = slot;
  index_slot_range(cursor->index, permutation->directory, slot, cursor->end, &begin, &cursor->slot_end);
  if (begin > cursor->at)
    cursor->at = begin;
}

void dm_cursor_skip_to(dm_cursor *cursor, dm_id id)
{
  const layout_permutation *permutation = permutation_of(cursor);
  if (cursor->at >= cursor->end || cursor->n_fixed >= permutation->n_parts)
    return;
  if (cursor->n_fixed == 0) {
    skip_slots(cursor, permutation, id);
    return;
  }
  const size_t    width = row_width(permutation);
  const size_t    column = cursor->n_fixed - 1;
  const uint32_t *rows = cursor->rows;
  size_t          step = 1;
  size_t          begin = cursor->at;
  if (rows[begin * width + column] >= id)
    return;
  while (step < cursor->end - begin && rows[(begin + step) * width + column] < id) {
    begin += step;
    step *= 2;
  }
  const size_t end = step < cursor->end - begin ? begin + step : cursor->end;
  cursor->at = lower_bound(rows, width, column, begin + 1, end, id);
}

size_t dm_cursor_count(const dm_cursor *cursor)
{
  return cursor->end - cursor->at;
}

size_t dm_index_count(const dm_index *index, const dm_pattern_ids *pattern)
{
  dm_cursor cursor;
  dm_index_seek(index, pattern, DM_PART_ANY, &cursor);
  return dm_cursor_count(&cursor);
}

bool dm_index_has(const dm_index *index, const dm_pattern_ids *pattern)
{
  return dm_index_count(index, pattern) > 0;
}

/* ---- what there is ---- */

const dm_id *dm_index_graphs(const dm_index *index, size_t *n)
{
  *n = (size_t)index->counts.n_graphs;
  return index->sections[SECTION_GRAPHS];
}

dm_predicate_statistics dm_index_statistics(const dm_index *index, dm_id predicate)
{
  const layout_counts *counts = &index->counts;
  const layout_entry  *entries = index->sections[SECTION_UNION_BY_PREDICATE];
  if (predicate == DM_ID_NONE)
    return (dm_predicate_statistics){(size_t)counts->n_union, (size_t)counts->n_subjects, (size_t)counts->n_objects};
  const size_t slot = find_entry(index, SECTION_UNION_BY_PREDICATE, predicate);
  if (slot >= counts->n_union_predicates || entries[slot].id != predicate)
    return (dm_predicate_statistics){0};
  return (dm_predicate_statistics){entries[slot + 1].begin - entries[slot].begin, entries[slot].n_subjects, entries[slot].n_objects};
}

size_t dm_index_count_predicates(const dm_index *index)
{
  return (size_t)index->counts.n_union_predicates;
}

dm_id dm_index_predicate(const dm_index *index, size_t i)
{
  return ((const layout_entry *)index->sections[SECTION_UNION_BY_PREDICATE])[i].id;
}
