/* index/layout.h - the file of an index: what is where. Inside this module only.
 *
 *   header | section | section | ... | trailer
 *
 * Numbers are the machine's own; the header tells their byte order, and a file of another is refused. Sections begin at multiples of 64 bytes. The table of sections stands
 * at the end, so that a file is written in one go, to a pipe too, and so that one that was cut has no end.
 *
 * A permutation is kept as rows under a directory. Of SPO, for example, the directory says for each subject where its rows begin, and a row is predicate and object:
 *
 *   by subject: 1: 0   2: 0   3: 2 ...      subject 2 has the rows 0 and 1, subject 1 has none
 *   rows:       (7, 4) (7, 9) (8, 2) ...
 *
 * so a statement takes 8 bytes in each permutation, and the first part is found without a search. Directories of subjects and objects have a place for every identifier;
 * those of predicates and graphs, which are few among the terms, list them. Four permutations of three parts: the two with the predicate first are the sides of every merge
 * join; the two that are left out would sort the few rows of one subject by object, or of one object by predicate, which a hash join does as well. */
#ifndef DM_INDEX_LAYOUT_H
#define DM_INDEX_LAYOUT_H

#include <stdint.h>

#include "index/index.h"

#define LAYOUT_MAGIC   "demarche index\r\n" /* 16 bytes; a transfer that changes line ends changes them */
#define LAYOUT_END     "\nend of index\r\n\x1a"
#define LAYOUT_VERSION 1u
#define LAYOUT_ORDER   0x01020304u

enum { LAYOUT_MAGIC_BYTES = 16, LAYOUT_ALIGNMENT = 64, LAYOUT_OFFSET_BITS = 40 };

typedef enum {
  SECTION_TYPES,     /* layout_type, sorted */
  SECTION_TYPE_TEXT, /* their strings, each with its NUL; begins with an empty one */
  SECTION_TERMS,     /* uint64_t a term: type << LAYOUT_OFFSET_BITS | offset in SECTION_TEXT */
  SECTION_TEXT,      /* the terms' values, each with its NUL */
  SECTION_VALUES,    /* dm_value, of literals only */
  SECTION_GRAPHS,    /* dm_id, the named graphs */

  /* directories: uint32_t starts[n_terms + 2], or layout_entry */
  SECTION_UNION_BY_SUBJECT,
  SECTION_UNION_BY_PREDICATE,
  SECTION_UNION_BY_OBJECT,
  SECTION_NAMED_BY_SUBJECT,
  SECTION_NAMED_BY_PREDICATE,
  SECTION_NAMED_BY_OBJECT,
  SECTION_BY_GRAPH,

  /* rows: uint32_t, as wide as the permutation has parts, but for the first. In the order of layout_permutations. */
  SECTION_SPO,
  SECTION_PSO,
  SECTION_POS,
  SECTION_OSP,
  SECTION_SPOG, /* named graphs only */
  SECTION_PSOG,
  SECTION_POSG,
  SECTION_OSPG,
  SECTION_GSPO, /* all graphs; the default graph is 0. Empty where there are no named graphs, as is all of NAMED */
  SECTION_GPSO,
  SECTION_GPOS,
  SECTION_GOSP,
  SECTION_N
} layout_section;

enum { N_PERMUTATIONS = SECTION_N - SECTION_SPO };

/* Of a term beside its text. Offsets in SECTION_TYPE_TEXT; 0: none. */
typedef struct {
  uint32_t kind; /* dm_term_kind */
  uint32_t datatype;
  uint32_t language;
} layout_type;

/* Of a directory that lists. The last one has id UINT32_MAX and begins where the rows end. n_second and n_third: how many different second and third parts the rows
 * of SPO-like permutations have, here: of a predicate, subjects and objects. */
typedef struct {
  uint32_t id;
  uint32_t begin;
  uint32_t n_subjects;
  uint32_t n_objects;
} layout_entry;

typedef struct {
  uint64_t n_type_bytes;
  uint64_t n_text_bytes;
  uint64_t n_types;
  uint64_t n_terms;
  uint64_t n_iris;
  uint64_t n_literals;
  uint64_t n_graphs;           /* named */
  uint64_t n_union_predicates; /* entries of directories, without the last one */
  uint64_t n_named_predicates;
  uint64_t n_all_graphs;
  uint64_t n_union; /* rows */
  uint64_t n_named;
  uint64_t n_all;
  uint64_t n_subjects; /* different ones of the union */
  uint64_t n_objects;
} layout_counts;

typedef struct {
  char     magic[LAYOUT_MAGIC_BYTES];
  uint32_t order; /* of bytes */
  uint32_t version;
  char     unused[LAYOUT_ALIGNMENT - LAYOUT_MAGIC_BYTES - 8];
} layout_header;

typedef struct {
  uint64_t offset;
  uint64_t n_bytes;
  uint64_t checksum; /* XXH3, 64 bits */
} layout_place;

typedef struct {
  layout_counts counts;
  layout_place  sections[SECTION_N];
  uint64_t      n_file_bytes;
  uint64_t      checksum; /* of the trailer up to here */
  char          end[LAYOUT_MAGIC_BYTES];
} layout_trailer;

typedef enum { PART_SUBJECT, PART_PREDICATE, PART_OBJECT, PART_GRAPH, N_PARTS } layout_part;

typedef struct {
  uint8_t        parts[N_PARTS];
  uint8_t        n_parts;
  layout_section rows;
  layout_section directory;
} layout_permutation;

extern const layout_permutation layout_permutations[N_PERMUTATIONS];

/* The first and the number of permutations of each family. */
enum { FAMILY_UNION = 0, FAMILY_NAMED = 4, FAMILY_GRAPH = 8, FAMILY_SIZE = 4 };

static inline bool layout_directory_lists(layout_section directory)
{
  return directory == SECTION_UNION_BY_PREDICATE || directory == SECTION_NAMED_BY_PREDICATE || directory == SECTION_BY_GRAPH;
}

/* The bytes that a section must have. No overflow while every count is below 2^40. */
uint64_t layout_section_bytes(const layout_counts *counts, layout_section section);

/* What messages call a section. */
const char *layout_section_name(layout_section section);

#endif
