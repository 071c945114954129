/* Opening a file: what must hold for every use is checked here, in time that does not grow with the statements; the rest on use, or by check.c. */
#include "index/index_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "base/memory.h"
#include "base/unicode.h"

/* Above this no count is believed: it keeps sizes from wrapping. */
static const uint64_t most_count = UINT64_C(1) << 40;

static dm_status refuse(const char *name, dm_diagnostics *diagnostics, const char *why)
{
  dm_report(diagnostics, DM_ERROR, &(dm_place){.file = name}, "%s", why);
  return DM_BAD_INPUT;
}

static dm_status refuse_section(const char *name, dm_diagnostics *diagnostics, layout_section section)
{
  dm_report(diagnostics, DM_ERROR, &(dm_place){.file = name}, "the index is damaged: section `%s`", layout_section_name(section));
  return DM_BAD_INPUT;
}

/* ---- header and trailer ---- */

static dm_status check_header(const char *name, const char *bytes, size_t n_bytes, dm_diagnostics *diagnostics)
{
  layout_header header;
  if (n_bytes < LAYOUT_MAGIC_BYTES || memcmp(bytes, LAYOUT_MAGIC, LAYOUT_MAGIC_BYTES) != 0)
    return refuse(name, diagnostics, "not an index; `demarche index` makes one");
  if (n_bytes < sizeof header)
    return refuse(name, diagnostics, "the index is truncated in its header");
  memcpy(&header, bytes, sizeof header);
  if (header.order != LAYOUT_ORDER)
    return refuse(name, diagnostics, "the index was made on a machine of another byte order: make it again");
  if (header.version != LAYOUT_VERSION) {
    dm_report(diagnostics, DM_ERROR, &(dm_place){.file = name}, "the index is of version %" PRIu32 ", this program reads version %u: make it again",
              header.version, LAYOUT_VERSION);
    return DM_BAD_INPUT;
  }
  return DM_OK;
}

static dm_status read_trailer(layout_trailer *trailer, const char *name, const char *bytes, size_t n_bytes, dm_diagnostics *diagnostics)
{
  if (n_bytes >= sizeof(layout_header) + sizeof *trailer)
    memcpy(trailer, bytes + n_bytes - sizeof *trailer, sizeof *trailer);
  if (memcmp(trailer->end, LAYOUT_END, sizeof trailer->end) != 0) {
    dm_report(diagnostics, DM_ERROR, &(dm_place){.file = name}, "the index is truncated: it has no end at byte %zu", n_bytes);
    return DM_BAD_INPUT;
  }
  if (trailer->checksum != XXH3_64bits(trailer, offsetof(layout_trailer, checksum)))
    return refuse(name, diagnostics, "the index is damaged: its trailer");
  if (trailer->n_file_bytes != n_bytes) {
    dm_report(diagnostics, DM_ERROR, &(dm_place){.file = name}, "the index is damaged: it has %zu bytes of %" PRIu64, n_bytes, trailer->n_file_bytes);
    return DM_BAD_INPUT;
  }
  return DM_OK;
}

static bool counts_are_sound(const layout_counts *counts)
{
  const uint64_t *all = (const uint64_t *)counts;
  for (size_t i = 0; i < sizeof *counts / sizeof *all; i++)
    if (all[i] >= most_count)
      return false;
  const bool has_named = counts->n_named > 0;
  return counts->n_terms < DM_ID_FIRST_OTHER && counts->n_iris + counts->n_literals <= counts->n_terms && counts->n_union < UINT32_MAX &&
         counts->n_named < UINT32_MAX && counts->n_all < UINT32_MAX && counts->n_named <= counts->n_all &&
         (counts->n_union == 0 || counts->n_terms > 0) && (counts->n_terms == 0 || (counts->n_types > 0 && counts->n_text_bytes > 0)) &&
         counts->n_type_bytes > 0 && (counts->n_union > 0) == (counts->n_union_predicates > 0) && (has_named || counts->n_all == 0) &&
         has_named == (counts->n_named_predicates > 0) && has_named == (counts->n_graphs > 0) && (counts->n_all > 0) == (counts->n_all_graphs > 0) &&
         counts->n_union >= (has_named ? 1 : 0);
}

/* Points the sections into the bytes. */
static dm_status place_sections(dm_index *index, const char *name, const char *bytes, const layout_trailer *trailer, dm_diagnostics *diagnostics)
{
  const uint64_t end = trailer->n_file_bytes - sizeof *trailer;
  for (layout_section section = 0; section < SECTION_N; section++) {
    const layout_place *place = &trailer->sections[section];
    if (place->offset % LAYOUT_ALIGNMENT != 0 || place->offset < sizeof(layout_header) || place->offset > end ||
        place->n_bytes > end - place->offset || place->n_bytes != layout_section_bytes(&index->counts, section))
      return refuse_section(name, diagnostics, section);
    index->sections[section] = bytes + place->offset;
  }
  return DM_OK;
}

/* ---- tables ---- */

static bool are_strings_sound(const dm_index *index)
{
  const char  *strings = index->sections[SECTION_TYPE_TEXT];
  const size_t n_bytes = (size_t)index->counts.n_type_bytes;
  if (strings[0] || strings[n_bytes - 1])
    return false;
  for (size_t at = 0; at < n_bytes; at += strlen(strings + at) + 1)
    if (dm_utf8_check(strings + at, strlen(strings + at)) < strlen(strings + at))
      return false;
  return true;
}

/* An offset of the beginning of a string: after a NUL, so that no character is cut. */
static bool is_string(const dm_index *index, uint32_t offset)
{
  const char *strings = index->sections[SECTION_TYPE_TEXT];
  return offset == 0 || (offset < index->counts.n_type_bytes && !strings[offset - 1]);
}

static bool are_types_sound(const dm_index *index)
{
  const layout_type *types = index->sections[SECTION_TYPES];
  for (size_t i = 0; i < index->counts.n_types; i++)
    if (types[i].kind < DM_TERM_IRI || types[i].kind > DM_TERM_BLANK || !is_string(index, types[i].datatype) ||
        !is_string(index, types[i].language) || (types[i].kind != DM_TERM_LITERAL && (types[i].datatype || types[i].language)))
      return false;
  return true;
}

/* Identifiers that ascend, rows that begin behind each other and end where the rows do. */
static bool is_list_sound(const dm_index *index, layout_section section, uint64_t n_entries, uint64_t n_rows)
{
  const layout_entry *entries = index->sections[section];
  if (entries[0].begin != 0 || entries[n_entries].begin != n_rows || entries[n_entries].id != UINT32_MAX)
    return false;
  for (size_t i = 0; i < n_entries; i++)
    if (entries[i].id > index->counts.n_terms || (entries[i].id == DM_ID_NONE && section != SECTION_BY_GRAPH) || entries[i].id >= entries[i + 1].id ||
        entries[i].begin >= entries[i + 1].begin)
      return false;
  return true;
}

static bool are_graphs_sound(const dm_index *index)
{
  const layout_entry *entries = index->sections[SECTION_BY_GRAPH];
  const dm_id        *graphs = index->sections[SECTION_GRAPHS];
  const size_t        n_default = index->counts.n_all_graphs > 0 && entries[0].id == DM_ID_NONE;
  if (index->counts.n_graphs + n_default != index->counts.n_all_graphs)
    return false;
  for (size_t i = 0; i < index->counts.n_graphs; i++)
    if (graphs[i] != entries[i + n_default].id)
      return false;
  return true;
}

/* The small sections, whole: by checksum and by sense. */
static dm_status check_tables(const dm_index *index, const char *name, const layout_trailer *trailer, dm_diagnostics *diagnostics)
{
  static const layout_section tables[] = {SECTION_TYPES,    SECTION_TYPE_TEXT, SECTION_UNION_BY_PREDICATE, SECTION_NAMED_BY_PREDICATE,
                                          SECTION_BY_GRAPH, SECTION_GRAPHS};
  const layout_counts        *counts = &index->counts;
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
    const layout_place *place = &trailer->sections[tables[i]];
    if (place->checksum != XXH3_64bits(index->sections[tables[i]], (size_t)place->n_bytes))
      return refuse_section(name, diagnostics, tables[i]);
  }
  if (!are_strings_sound(index))
    return refuse_section(name, diagnostics, SECTION_TYPE_TEXT);
  if (!are_types_sound(index))
    return refuse_section(name, diagnostics, SECTION_TYPES);
  if (!is_list_sound(index, SECTION_UNION_BY_PREDICATE, counts->n_union_predicates, counts->n_union))
    return refuse_section(name, diagnostics, SECTION_UNION_BY_PREDICATE);
  if (!is_list_sound(index, SECTION_NAMED_BY_PREDICATE, counts->n_named_predicates, counts->n_named))
    return refuse_section(name, diagnostics, SECTION_NAMED_BY_PREDICATE);
  if (!is_list_sound(index, SECTION_BY_GRAPH, counts->n_all_graphs, counts->n_all))
    return refuse_section(name, diagnostics, SECTION_BY_GRAPH);
  if (!are_graphs_sound(index))
    return refuse_section(name, diagnostics, SECTION_GRAPHS);
  if (counts->n_text_bytes > 0 && ((const char *)index->sections[SECTION_TEXT])[counts->n_text_bytes - 1])
    return refuse_section(name, diagnostics, SECTION_TEXT);
  return DM_OK;
}

static dm_status open_bytes(dm_index *index, const char *name, const char *bytes, size_t n_bytes, bool check_all, dm_diagnostics *diagnostics)
{
  layout_trailer trailer = {0};
  dm_status      status = check_header(name, bytes, n_bytes, diagnostics);
  if (status == DM_OK)
    status = read_trailer(&trailer, name, bytes, n_bytes, diagnostics);
  if (status == DM_OK) {
    index->counts = trailer.counts;
    status = counts_are_sound(&trailer.counts) ? place_sections(index, name, bytes, &trailer, diagnostics)
                                               : refuse(name, diagnostics, "the index is damaged: its counts");
  }
  if (status == DM_OK)
    status = check_tables(index, name, &trailer, diagnostics);
  if (status == DM_OK && check_all)
    status = dm_index_check(index, name, &trailer, diagnostics);
  return status;
}

dm_status dm_index_open_bytes(dm_index **out, const char *name, const void *bytes, size_t n_bytes, bool check_all, dm_diagnostics *diagnostics)
{
  dm_index       *index = dm_allocate(sizeof *index);
  const dm_status status = open_bytes(index, name, bytes, n_bytes, check_all, diagnostics);
  *out = status == DM_OK ? index : NULL;
  if (status != DM_OK)
    dm_index_free(index);
  return status;
}

/* ---- files ---- */

bool dm_index_is_one(const char *path)
{
  char        magic[LAYOUT_MAGIC_BYTES];
  const int   file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY); /* a pipe that nobody writes to shall not stop us */
  bool        is_one = false;
  struct stat about;
  if (file < 0)
    return false;
  if (fstat(file, &about) == 0 && S_ISREG(about.st_mode))
    is_one = read(file, magic, sizeof magic) == (ssize_t)sizeof magic && memcmp(magic, LAYOUT_MAGIC, sizeof magic) == 0;
  close(file);
  return is_one;
}

static dm_status fail(const char *path, const char *what, int error, dm_diagnostics *diagnostics)
{
  char reason[128];
  if (strerror_r(error, reason, sizeof reason))
    reason[0] = '\0';
  dm_report(diagnostics, DM_ERROR, &(dm_place){.file = path}, "%s: %s", what, reason);
  return DM_BAD_INPUT;
}

static dm_status map_file(dm_index *index, const char *path, bool check_all, dm_diagnostics *diagnostics)
{
  const int   file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat about;
  if (file < 0)
    return fail(path, "cannot open", errno, diagnostics);
  dm_status status = DM_OK;
  if (fstat(file, &about) < 0) {
    status = fail(path, "cannot open", errno, diagnostics);
  } else if (!S_ISREG(about.st_mode) || about.st_size < LAYOUT_MAGIC_BYTES) {
    status = refuse(path, diagnostics, "not an index; `demarche index` makes one");
  } else {
    index->n_mapped = (size_t)about.st_size;
    index->mapping = mmap(NULL, index->n_mapped, PROT_READ, MAP_SHARED, file, 0);
    if (index->mapping == MAP_FAILED) {
      index->mapping = NULL;
      status = fail(path, "cannot map", errno, diagnostics);
    }
  }
  close(file);
  return status == DM_OK ? open_bytes(index, path, index->mapping, index->n_mapped, check_all, diagnostics) : status;
}

dm_status dm_index_open(dm_index **out, const char *path, bool check_all, dm_diagnostics *diagnostics)
{
  dm_index       *index = dm_allocate(sizeof *index);
  const dm_status status = map_file(index, path, check_all, diagnostics);
  *out = status == DM_OK ? index : NULL;
  if (status != DM_OK)
    dm_index_free(index);
  return status;
}

void dm_index_free(dm_index *index)
{
  if (!index)
    return;
  if (index->mapping)
    munmap(index->mapping, index->n_mapped);
  for (size_t i = 0; i < SECTION_N; i++)
    free(index->owned[i]);
  free(index);
}

void dm_index_sign_bytes(void *bytes, size_t n_bytes)
{
  layout_trailer trailer;
  if (n_bytes < sizeof(layout_header) + sizeof trailer)
    return;
  char *end = (char *)bytes + n_bytes - sizeof trailer;
  memcpy(&trailer, end, sizeof trailer);
  for (size_t i = 0; i < SECTION_N; i++) {
    layout_place *place = &trailer.sections[i];
    if (place->offset <= n_bytes && place->n_bytes <= n_bytes - place->offset)
      place->checksum = XXH3_64bits((const char *)bytes + place->offset, (size_t)place->n_bytes);
  }
  trailer.n_file_bytes = n_bytes;
  trailer.checksum = XXH3_64bits(&trailer, offsetof(layout_trailer, checksum));
  memcpy(trailer.end, LAYOUT_END, sizeof trailer.end);
  memcpy(end, &trailer, sizeof trailer);
}
