/* index/index.h - RDF terms in a dictionary and quads as sorted permutations of their identifiers, in one file that is opened by mapping it.
 *
 *   statements --builder--> file or memory --open--> index --seek--> cursor --next--> quads
 *
 * An index is frozen: threads share it. Union: a statement that stands in several graphs is one. */
#ifndef DM_INDEX_INDEX_H
#define DM_INDEX_INDEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diagnostic.h"
#include "base/output.h"
#include "base/status.h"
#include "rdf/term.h"
#include "value/value.h"

/* A term of the dictionary: 1 to dm_index_count_terms(). Terms are numbered in the order of dm_term_compare(): IRIs, literals, blank nodes each stand together.
 * The same term has the same identifier everywhere; xsd:string is no datatype, and language tags are the same in any case (RDF 1.1 §3.3), given back in small letters.
 * From DM_ID_FIRST_OTHER on, identifiers are free for the user's own terms. */
typedef uint32_t dm_id;
#define DM_ID_NONE        0
#define DM_ID_FIRST_OTHER 0x80000000u

typedef struct dm_index dm_index;

/* ---- building ---- */

typedef struct dm_index_builder dm_index_builder;

/* Collects statements within about `most_bytes` of memory (0: 256 MB), what is more goes to temporary files in `folder` (NULL: TMPDIR or /tmp). *out is the caller's. */
dm_status dm_index_builder_new(dm_index_builder **out, size_t most_bytes, const char *folder, dm_diagnostics *diagnostics);
void      dm_index_builder_free(dm_index_builder *builder); /* NULL is allowed; removes temporary files */
dm_sink   dm_index_builder_sink(
      dm_index_builder *builder); /* a statement without graph is of the default graph; on_end does nothing, so several inputs may come */
/* Adds a graph file ("-": standard input): N-Triples and N-Quads by rdf/reader.h, an index as what it was made of, the others by raptor. The syntax is told by the file's ending, else
 * by its beginning. Blank nodes of two files differ. DM_BAD_INPUT, reported; some of it may have been added then. */
dm_status dm_index_builder_read(dm_index_builder *builder, const char *path);
/* Sorts and writes the index to `path`, whole or not at all; the same statements in any order give the same bytes (but for blank node labels of files).
 * DM_BAD_OUTPUT, DM_OVER_LIMIT (2^31 terms, 2^32 statements or more), reported. This and the next two spend the builder: one of them, once. */
dm_status dm_index_builder_save(dm_index_builder *builder, const char *path);
dm_status dm_index_builder_write(dm_index_builder *builder, dm_output *output); /* the same, to an output that the caller commits */
/* Sorts and gives an index in memory; *out is the caller's, NULL after an error. */
dm_status dm_index_builder_finish(dm_index_builder *builder, dm_index **out);

/* ---- opening ---- */

bool      dm_index_is_one(const char *path); /* whether the file begins as an index does */
/* Maps a saved index, which must not be written to meanwhile (dm_index_builder_save() replaces a file, so that an open one stays as it was). The header, the sizes and
 * the tables of types, predicates and graphs are checked at once, by checksum and by sense; `check_all` reads everything and proves it. Without it a damaged file may give
 * wrong answers but never reads outside of the mapping or loops; identifiers, terms (UTF-8 without inner NUL) and values are always sound.
 * DM_BAD_INPUT, reported: no index, another version, truncated, damaged. */
dm_status dm_index_open(dm_index **out, const char *path, bool check_all, dm_diagnostics *diagnostics);
void      dm_index_free(dm_index *index); /* NULL is allowed */

/* ---- terms ---- */

size_t   dm_index_count_terms(const dm_index *index);
dm_term  dm_index_term(const dm_index *index, dm_id id);            /* borrowed from the index; 0 < id <= count */
dm_value dm_index_value(const dm_index *index, dm_id id);           /* decoded when the index was built */
dm_id    dm_index_find(const dm_index *index, const dm_term *term); /* DM_ID_NONE if the index does not have it */

/* ---- statements ---- */

typedef enum {
  DM_SCOPE_UNION,   /* statements of all graphs, each once; graph is not told */
  DM_SCOPE_DEFAULT, /* of the default graph only */
  DM_SCOPE_GRAPH,   /* of the named graph `graph` */
  DM_SCOPE_NAMED    /* of every named graph; the graph is told, a statement comes once for each */
} dm_scope;

/* DM_ID_NONE: any. An identifier that the index does not have matches nothing. `graph` counts for DM_SCOPE_GRAPH, where DM_ID_NONE matches nothing, and for
 * DM_SCOPE_NAMED, where it may be DM_ID_NONE. */
typedef struct {
  dm_scope scope;
  dm_id    subject;
  dm_id    predicate;
  dm_id    object;
  dm_id    graph;
} dm_pattern_ids;

typedef struct {
  dm_id subject;
  dm_id predicate;
  dm_id object;
  dm_id graph; /* DM_ID_NONE: the default graph, or not told */
} dm_quad;

/* Which of the free parts (those that are DM_ID_NONE in the pattern) comes sorted first; the others follow in an order that is always the same. What there is:
 *   nothing fixed: by each part; predicate fixed: by subject, by object; subject fixed: by predicate; object fixed: by subject; two fixed: by the third;
 *   in DM_SCOPE_NAMED by graph where nothing, or all else, is fixed.
 * An order that dm_index_can_order() denies is that of DM_PART_ANY. */
typedef enum { DM_PART_ANY, DM_PART_SUBJECT, DM_PART_PREDICATE, DM_PART_OBJECT, DM_PART_GRAPH } dm_part;

/* A range of one permutation. Lives on the stack, borrows the index, needs no freeing; may be copied, to come back to a place. What is in it is the index module's business. */
typedef struct {
  const dm_index *index;
  const uint32_t *rows;
  size_t          at;
  size_t          end;      /* half-open, in rows */
  size_t          slot;     /* of the permutation's directory */
  size_t          slot_end; /* where the rows of that slot end */
  uint32_t        order;
  uint32_t        n_fixed; /* how many of the permutation's parts the pattern fixes */
} dm_cursor;

bool   dm_index_can_order(const dm_index *index, const dm_pattern_ids *pattern, dm_part first);
void   dm_index_seek(const dm_index *index, const dm_pattern_ids *pattern, dm_part first, dm_cursor *cursor); /* binary search */
bool   dm_cursor_next(dm_cursor *cursor, dm_quad *quad);                                                      /* false at the end */
/* Skips to the first quad whose sorted-first part is at least `id` (galloping). */
void   dm_cursor_skip_to(dm_cursor *cursor, dm_id id);
size_t dm_cursor_count(const dm_cursor *cursor);                             /* how many are left, exactly */
size_t dm_index_count(const dm_index *index, const dm_pattern_ids *pattern); /* exactly, in O(log n) */
bool   dm_index_has(const dm_index *index, const dm_pattern_ids *pattern);

/* The names of the named graphs that have statements, ascending; borrowed. */
const dm_id *dm_index_graphs(const dm_index *index, size_t *n);

/* ---- statistics, of the union ---- */

typedef struct {
  size_t n_statements;
  size_t n_subjects; /* different ones */
  size_t n_objects;
} dm_predicate_statistics;

dm_predicate_statistics dm_index_statistics(const dm_index *index, dm_id predicate); /* of one predicate, or of all for DM_ID_NONE */
size_t                  dm_index_count_predicates(const dm_index *index);
/* The i-th predicate, ascending, i < dm_index_count_predicates(). */
dm_id                   dm_index_predicate(const dm_index *index, size_t i);

#endif
