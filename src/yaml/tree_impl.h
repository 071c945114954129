/* yaml/tree_impl.h - what the builder and the reader of trees share. Included inside this module only. */
#ifndef DM_YAML_TREE_IMPL_H
#define DM_YAML_TREE_IMPL_H

#include "yaml/tree.h"

#include "base/arena.h"
#include "base/buffer.h"

struct dm_yaml {
  size_t              layer; /* of the paths that were loaded together */
  dm_arena           *arena; /* of nodes, arrays and scalar texts */
  const char         *file;
  const char         *text; /* behind a byte-order mark, so that columns of the first line are right */
  size_t              n_text;
  dm_buffer           owned; /* the text, if dm_yaml_load read it; else empty */
  const dm_yaml_node *root;
};

/* What a node is allocated as: `node` comes first, so the public pointer leads here. */
typedef struct {
  dm_yaml_node node;
  size_t       character; /* index of its first one in dm_yaml.text, as libyaml counts */
} placed_node;

/* The byte where the character of that index begins. Linear. */
size_t dm_yaml_offset(const dm_yaml *yaml, size_t character);

/* Reports at a byte of the text; returns DM_BAD_RULES. */
dm_status dm_yaml_report_at(const dm_yaml *yaml, size_t offset_bytes, dm_diagnostics *diagnostics, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Builds the tree of yaml->text into yaml->arena and sets the root. */
dm_status dm_yaml_build(dm_yaml *yaml, dm_diagnostics *diagnostics);

#endif
