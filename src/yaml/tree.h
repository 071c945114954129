/* yaml/tree.h - YAML 1.1 documents as trees that know their places. The only user of <yaml.h>.
 *
 * Anchors, aliases and tags are refused: a data file says what it means. Duplicate keys of a mapping are refused, naming both places. */
#ifndef DM_YAML_TREE_H
#define DM_YAML_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostic.h"
#include "base/status.h"
#include "base/vector.h"

typedef enum { DM_YAML_SCALAR, DM_YAML_SEQUENCE, DM_YAML_MAPPING } dm_yaml_kind;

typedef struct dm_yaml_node dm_yaml_node;
typedef struct {
  const dm_yaml_node *key;
  const dm_yaml_node *value;
} dm_yaml_pair; /* key is a scalar */

struct dm_yaml_node {
  dm_yaml_kind               kind;
  size_t                     line_1based;
  size_t                     column_1based; /* code points */
  /* scalar */
  const char                *text; /* NUL-terminated, UTF-8 */
  size_t                     n_bytes;
  bool                       quoted; /* 'x', "x", or block style */
  /* sequence */
  const dm_yaml_node *const *items;
  /* mapping, in file order */
  const dm_yaml_pair        *pairs;
  size_t                     n; /* of items or pairs */
};

typedef struct dm_yaml dm_yaml;

/* Parses `text` (n_bytes, named `file` in messages; both must outlive the tree). An empty text gives a tree without root.
 * DM_BAD_RULES with every error reported that can be found at once. *out is the caller's, NULL on failure. */
dm_status dm_yaml_parse(dm_yaml **out, const char *file, const char *text, size_t n_bytes, dm_diagnostics *diagnostics);
/* Reads and parses a file; the tree owns the text. */
dm_status dm_yaml_load(dm_yaml **out, const char *path, dm_diagnostics *diagnostics);

typedef DM_VECTOR(dm_yaml *) dm_yamls; /* each to be freed */

/* Adds the trees of every file of `paths` to `out`, in order: files, or folders with their .yaml files in the order of their names. Parses on several threads;
 * messages come in the order of the files. DM_BAD_RULES if any failed: the others are there all the same. The trees are the caller's. */
dm_status dm_yaml_load_paths(dm_yamls *out, const char *const *paths, size_t n_paths, dm_diagnostics *diagnostics);

/* Of a tree from dm_yaml_load_paths(): the index of the path that it came from; else 0. */
size_t dm_yaml_layer(const dm_yaml *yaml);

void                dm_yaml_free(dm_yaml *yaml);       /* NULL is allowed */
const dm_yaml_node *dm_yaml_root(const dm_yaml *yaml); /* NULL if empty; borrowed */
const char         *dm_yaml_file(const dm_yaml *yaml);

/* The value of `key` in a mapping, or NULL. */
const dm_yaml_node *dm_yaml_get(const dm_yaml_node *mapping, const char *key);

/* Reports at a node's place, with its line and a caret; returns DM_BAD_RULES. */
dm_status dm_yaml_error(const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Reports at `offset_bytes` inside a scalar's text (exact for plain and quoted scalars, else the node's place). */
dm_status dm_yaml_error_in(const dm_yaml *yaml, const dm_yaml_node *node, size_t offset_bytes, dm_diagnostics *diagnostics, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* The place of byte `offset_bytes` of a scalar's text, found as dm_yaml_error_in() finds it; with 0 that of any node. Its line is borrowed from the tree.
 * Linear in the file. */
dm_place dm_yaml_place(const dm_yaml *yaml, const dm_yaml_node *node, size_t offset_bytes);

/* Checks that every key of `mapping` is one of `keys`; reports each other one, with the nearest of `keys` if it is within two edits. */
dm_status dm_yaml_check_keys(const dm_yaml *yaml, const dm_yaml_node *mapping, const char *const *keys, size_t n_keys, dm_diagnostics *diagnostics);

/* Checks the kind of a node (NULL is reported at `parent` as a missing `name`). */
dm_status dm_yaml_expect(const dm_yaml *yaml, const dm_yaml_node *node, dm_yaml_kind kind, const dm_yaml_node *parent, const char *name,
                         dm_diagnostics *diagnostics);

#endif
