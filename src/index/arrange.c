/* Permutations. Where four of the union fit into memory, the second to the fourth are made of the first without sorting: rows that are taken in the order of one
 * permutation and put under another part stay in order below it.
 *
 *   SPO ──by P──> PSO      SPO ──by O──> OSP ──by P──> POS
 *
 * Otherwise, and for named graphs, each is sorted by a sorter. */
#include "index/arrange.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/vector.h"

typedef DM_VECTOR(layout_entry) entries;

typedef struct {
  scratch       *common;
  size_t         most_bytes;
  target        *to;
  layout_counts *counts;
  size_t         n_ids; /* terms and the 0 */
} arrangement;

/* ---- directories ---- */

static layout_entry last_entry(uint64_t n_rows)
{
  return (layout_entry){.id = UINT32_MAX, .begin = (uint32_t)n_rows};
}

/* Makes a directory from rows in order. `starts` or the list, by what is wanted. */
typedef struct {
  bool      lists;
  uint32_t *starts;
  size_t    n_starts; /* filled */
  entries   list;
  uint32_t  last_second; /* of the row before, under the same first part */
  uint64_t  n_rows;
  uint64_t  n_first; /* different first parts */
} directory;

static void directory_begin(directory *d, layout_section section, size_t n_ids)
{
  *d = (directory){.lists = layout_directory_lists(section)};
  if (!d->lists)
    d->starts = dm_reallocate(NULL, n_ids + 1, sizeof *d->starts);
}

static void directory_add(directory *d, const uint32_t *row)
{
  const bool is_new = d->n_rows == 0 || (d->lists ? d->list.items[d->list.n - 1].id != row[0] : d->n_starts <= row[0]);
  if (is_new) {
    d->n_first++;
    d->last_second = 0;
    if (d->lists)
      *dm_vector_add(&d->list) = (layout_entry){.id = row[0], .begin = (uint32_t)d->n_rows};
    else
      while (d->n_starts <= row[0])
        d->starts[d->n_starts++] = (uint32_t)d->n_rows;
  }
  if (d->lists && row[1] != d->last_second)
    d->list.items[d->list.n - 1].n_subjects++; /* whichever part is the second */
  d->last_second = row[1];
  d->n_rows++;
}

static void directory_end(directory *d, size_t n_ids)
{
  if (d->lists)
    *dm_vector_add(&d->list) = last_entry(d->n_rows);
  else
    while (d->n_starts <= n_ids)
      d->starts[d->n_starts++] = (uint32_t)d->n_rows;
}

/* Hands it to the target, or frees it. */
static void directory_give(directory *d, layout_section section, target *to)
{
  if (d->lists)
    target_give(to, section, d->list.items, d->list.n * sizeof *d->list.items);
  else
    target_give(to, section, d->starts, d->n_starts * sizeof *d->starts);
  d->list = (entries){0};
  d->starts = NULL;
}

static void directory_free(directory *d)
{
  free(d->starts);
  dm_vector_free(&d->list);
}

/* ---- in memory ---- */

/* Rows of two words under `starts`, which has n_ids + 1 places. */
typedef struct {
  uint32_t *starts;
  uint32_t *rows;
  size_t    n_ids;
  size_t    n_rows;
} table;

/* Puts the rows of `from` under their column `key`; what stays of each is its first part and its other column. */
static table put_under(const table *from, size_t key)
{
  table to = {dm_allocate((from->n_ids + 1) * sizeof *to.starts), dm_reallocate(NULL, from->n_rows, 2 * sizeof *to.rows), from->n_ids, from->n_rows};
  for (size_t i = 0; i < from->n_rows; i++)
    to.starts[from->rows[2 * i + key] + 1]++;
  for (size_t id = 0; id < from->n_ids; id++)
    to.starts[id + 1] += to.starts[id];
  for (size_t id = 0; id < from->n_ids; id++)
    for (size_t i = from->starts[id]; i < from->starts[id + 1]; i++) {
      uint32_t *row = to.rows + (size_t)2 * to.starts[from->rows[2 * i + key]]++;
      row[0] = (uint32_t)id;
      row[1] = from->rows[2 * i + 1 - key];
    }
  /* Each start is where its rows end now, which is where the next one's begin. */
  memmove(to.starts + 1, to.starts, from->n_ids * sizeof *to.starts);
  to.starts[0] = 0;
  return to;
}

static void free_table(table *t)
{
  free(t->starts);
  free(t->rows);
  *t = (table){0};
}

static uint64_t count_first(const table *t)
{
  uint64_t n = 0;
  for (size_t id = 0; id < t->n_ids; id++)
    n += t->starts[id] < t->starts[id + 1];
  return n;
}

/* How many different first columns the rows of an identifier have. */
static uint32_t count_second(const table *t, size_t id)
{
  uint32_t n = 0;
  for (size_t i = t->starts[id]; i < t->starts[id + 1]; i++)
    n += i == t->starts[id] || t->rows[2 * i] != t->rows[2 * i - 2];
  return n;
}

/* Hands rows to a target: memory keeps them where they are, and a file needs them no longer unless `stays`. */
static void give_rows(table *t, layout_section section, target *to, bool stays)
{
  const size_t n_bytes = t->n_rows * 2 * sizeof *t->rows;
  if (stays && !target_is_memory(to)) {
    target_write(to, section, t->rows, n_bytes);
    return;
  }
  target_give(to, section, t->rows, n_bytes);
  if (!target_is_memory(to))
    t->rows = NULL;
}

static void give_starts(table *t, layout_section section, target *to)
{
  target_give(to, section, t->starts, (t->n_ids + 1) * sizeof *t->starts);
  t->starts = NULL;
}

static void list_predicates(entries *list, const table *pso)
{
  for (size_t id = 0; id < pso->n_ids; id++)
    if (pso->starts[id] < pso->starts[id + 1])
      *dm_vector_add(list) = (layout_entry){.id = (uint32_t)id, .begin = pso->starts[id], .n_subjects = count_second(pso, id)};
  *dm_vector_add(list) = last_entry(pso->n_rows);
}

static table read_table(sorter *sorted, size_t n_most, size_t n_ids)
{
  table     spo = {.rows = dm_reallocate(NULL, n_most, 2 * sizeof *spo.rows), .n_ids = n_ids};
  uint32_t  row[ROW_WORDS];
  directory subjects;
  directory_begin(&subjects, SECTION_UNION_BY_SUBJECT, n_ids);
  while (sorter_next(sorted, row)) {
    directory_add(&subjects, row);
    memcpy(spo.rows + 2 * spo.n_rows++, row + 1, 2 * sizeof *row);
  }
  directory_end(&subjects, n_ids);
  spo.starts = subjects.starts;
  return spo;
}

/* The union within memory: 16 bytes a statement at once, or 32 where they stay. */
static void arrange_in_memory(arrangement *a, sorter *sorted, size_t n_most)
{
  layout_counts *counts = a->counts;
  entries        predicates = {0};
  table          spo = read_table(sorted, n_most, a->n_ids);
  sorter_free(sorted);
  spo.rows = dm_reallocate(spo.rows, spo.n_rows, 2 * sizeof *spo.rows);
  counts->n_union = spo.n_rows;
  counts->n_subjects = count_first(&spo);
  table pso = put_under(&spo, 0);
  list_predicates(&predicates, &pso);
  give_rows(&pso, SECTION_PSO, a->to, false);
  free(pso.starts);
  table osp = put_under(&spo, 1);
  counts->n_objects = count_first(&osp);
  give_rows(&spo, SECTION_SPO, a->to, false);
  give_starts(&spo, SECTION_UNION_BY_SUBJECT, a->to);
  give_rows(&osp, SECTION_OSP, a->to, true);
  table pos = put_under(&osp, 1);
  for (size_t i = 0; i + 1 < predicates.n; i++)
    predicates.items[i].n_objects = count_second(&pos, predicates.items[i].id);
  give_rows(&pos, SECTION_POS, a->to, false);
  free(pos.starts);
  give_starts(&osp, SECTION_UNION_BY_OBJECT, a->to);
  if (!target_is_memory(a->to))
    free_table(&osp);
  counts->n_union_predicates = predicates.n - 1;
  target_give(a->to, SECTION_UNION_BY_PREDICATE, predicates.items, predicates.n * sizeof *predicates.items);
}

/* ---- by sorting ---- */

/* Sorts rows (subject, predicate, object, graph) by a permutation and writes them. `triples` have no graph; either may be NULL. */
static void write_permutation(arrangement *a, spool *triples, spool *quads, size_t order, directory *d)
{
  const layout_permutation *permutation = &layout_permutations[order];
  const size_t              width = permutation->n_parts;
  spool                    *sources[] = {triples, quads};
  sorter                   *sorted = sorter_new(a->common, width, a->most_bytes);
  uint64_t                  n_rows = 0;
  uint32_t                  row[ROW_WORDS] = {0};
  for (size_t i = 0; i < 2; i++) {
    uint32_t from[ROW_WORDS] = {0};
    if (!sources[i])
      continue;
    spool_rewind(sources[i]);
    n_rows += spool_count(sources[i]);
    while (spool_next(sources[i], from)) {
      for (size_t k = 0; k < width; k++)
        row[k] = from[permutation->parts[k]];
      sorter_add(sorted, row);
    }
  }
  sorter_start(sorted);
  directory_begin(d, permutation->directory, a->n_ids);
  if (a->common->status == DM_OK) {
    target_begin(a->to, permutation->rows, n_rows * (width - 1) * sizeof *row);
    while (sorter_next(sorted, row)) {
      directory_add(d, row);
      target_add(a->to, row + 1, (width - 1) * sizeof *row);
    }
    if (a->common->status == DM_OK)
      target_end(a->to);
  }
  directory_end(d, a->n_ids);
  sorter_free(sorted);
}

/* Sorted rows, each once, to be read several times. */
static spool *sorted_spool(arrangement *a, sorter *sorted, size_t width)
{
  spool   *rows = spool_new(a->common, width);
  uint32_t row[ROW_WORDS];
  while (sorter_next(sorted, row)) {
    spool_add(rows, row);
    if (spool_bytes(rows) > a->most_bytes / 4)
      spool_flush(rows);
  }
  sorter_free(sorted);
  return rows;
}

/* Four permutations and their directories, in the file in the order in which arrange_in_memory() has them done. */
static void write_family(arrangement *a, spool *rows, size_t family)
{
  const bool     is_union = family == FAMILY_UNION;
  layout_counts *counts = a->counts;
  directory      d[FAMILY_SIZE];
  write_permutation(a, rows, NULL, family + 1, &d[1]);
  write_permutation(a, rows, NULL, family, &d[0]);
  directory_give(&d[0], layout_permutations[family].directory, a->to);
  write_permutation(a, rows, NULL, family + 3, &d[3]);
  write_permutation(a, rows, NULL, family + 2, &d[2]);
  directory_give(&d[3], layout_permutations[family + 3].directory, a->to);
  for (size_t i = 0; i + 1 < d[1].list.n && i + 1 < d[2].list.n; i++)
    d[1].list.items[i].n_objects = d[2].list.items[i].n_subjects;
  directory_free(&d[2]);
  if (is_union) {
    counts->n_subjects = d[0].n_first;
    counts->n_objects = d[3].n_first;
    counts->n_union_predicates = d[1].n_first;
  } else {
    counts->n_named_predicates = d[1].n_first;
  }
  directory_give(&d[1], layout_permutations[family + 1].directory, a->to);
}

/* All statements by graph, and the list of the named ones. */
static void write_graphs(arrangement *a, spool *triples, spool *quads)
{
  DM_VECTOR(dm_id) graphs = {0};
  directory d;
  for (size_t i = 0; i < FAMILY_SIZE; i++) {
    write_permutation(a, triples, quads, FAMILY_GRAPH + i, &d);
    if (i + 1 < FAMILY_SIZE)
      directory_free(&d);
  }
  for (size_t i = 0; i + 1 < d.list.n; i++)
    if (d.list.items[i].id != DM_ID_NONE)
      *dm_vector_add(&graphs) = d.list.items[i].id;
  a->counts->n_all_graphs = d.n_first;
  a->counts->n_graphs = graphs.n;
  directory_give(&d, SECTION_BY_GRAPH, a->to);
  target_give(a->to, SECTION_GRAPHS, graphs.items, graphs.n * sizeof *graphs.items);
}

/* Where there are no named graphs, the sections about them are there and empty. */
static void write_no_graphs(arrangement *a)
{
  const layout_entry last = last_entry(0);
  for (layout_section section = SECTION_GRAPHS; section < SECTION_N; section++) {
    const uint64_t n_bytes = layout_section_bytes(a->counts, section);
    const bool     is_union =
        (section >= SECTION_UNION_BY_SUBJECT && section <= SECTION_UNION_BY_OBJECT) || (section >= SECTION_SPO && section <= SECTION_OSP);
    if (!is_union)
      target_write(a->to, section, &last, (size_t)n_bytes);
  }
}

/* ---- all of it ---- */

/* Numbers to identifiers, in order, each once. */
static spool *identify(arrangement *a, spool *rows, size_t width, const uint32_t *ids)
{
  uint32_t row[ROW_WORDS];
  sorter  *sorted = sorter_new(a->common, width, a->most_bytes);
  spool_rewind(rows);
  while (spool_next(rows, row)) {
    for (size_t i = 0; i < width; i++)
      row[i] = ids[row[i]];
    sorter_add(sorted, row);
  }
  size_t n_ignored = 0;
  free(spool_take(rows, &n_ignored));
  sorter_start(sorted);
  return sorted_spool(a, sorted, width);
}

/* The union of rows of identifiers in one sorter. */
static sorter *unite(arrangement *a, spool *triples, spool *quads)
{
  spool  *sources[] = {triples, quads};
  sorter *sorted = sorter_new(a->common, 3, a->most_bytes);
  for (size_t i = 0; i < 2; i++) {
    uint32_t row[ROW_WORDS];
    spool_rewind(sources[i]);
    while (spool_next(sources[i], row))
      sorter_add(sorted, row);
  }
  sorter_start(sorted);
  return sorted;
}

/* Triples alone, in the memory that they are in already. */
static sorter *identify_in_place(arrangement *a, spool *triples, const uint32_t *ids)
{
  size_t    n_rows = 0;
  uint32_t *rows = spool_take(triples, &n_rows);
  sorter   *sorted = sorter_new(a->common, 3, a->most_bytes);
  for (size_t i = 0; i < 3 * n_rows; i++)
    rows[i] = ids[rows[i]];
  sorter_adopt(sorted, rows, n_rows);
  sorter_start(sorted);
  return sorted;
}

dm_status arrange(spool *triples, spool *quads, const uint32_t *ids, scratch *common, size_t most_bytes, target *to, layout_counts *counts)
{
  arrangement    a = {common, most_bytes, to, counts, (size_t)counts->n_terms + 1};
  const uint64_t n_most = spool_count(triples) + spool_count(quads);
  const bool     fits = target_is_memory(to) || n_most < most_bytes / 16;
  const bool     has_named = spool_count(quads) > 0;
  spool         *default_rows = NULL;
  spool         *named_rows = NULL;
  sorter        *sorted = NULL;
  if (n_most >= UINT32_MAX) {
    dm_report(common->diagnostics, DM_ERROR, NULL, "an index holds at most %u statements", UINT32_MAX - 1);
    return DM_OVER_LIMIT;
  }
  if (!has_named && fits && spool_bytes(triples) == n_most * 3 * sizeof(uint32_t)) {
    sorted = identify_in_place(&a, triples, ids);
  } else {
    default_rows = identify(&a, triples, 3, ids);
    named_rows = identify(&a, quads, 4, ids);
    sorted = unite(&a, default_rows, named_rows);
  }
  if (fits) {
    arrange_in_memory(&a, sorted, (size_t)n_most);
  } else {
    spool *rows = sorted_spool(&a, sorted, 3);
    counts->n_union = spool_count(rows);
    write_family(&a, rows, FAMILY_UNION);
    spool_free(rows);
  }
  if (has_named && common->status == DM_OK) {
    counts->n_named = spool_count(named_rows);
    counts->n_all = counts->n_named + spool_count(default_rows);
    write_family(&a, named_rows, FAMILY_NAMED);
    write_graphs(&a, default_rows, named_rows);
  } else {
    write_no_graphs(&a);
  }
  spool_free(default_rows);
  spool_free(named_rows);
  return common->status;
}
