/* pattern/node.h - the tree between the written pattern and its program; for this module only. */
#ifndef DM_PATTERN_NODE_H
#define DM_PATTERN_NODE_H

#include "pattern/inspect.h"
#include "pattern/pattern_impl.h"

typedef enum { NODE_WORDS, NODE_LEAF, NODE_SEQUENCE, NODE_CHOICE, NODE_REPEAT, NODE_CAPTURE, NODE_NOT } node_kind;

typedef struct node node;

/* One node; `next` chains the children of a sequence or choice. A class is read once, and its tree stands in every pattern that names it. */
struct node {
  node_kind   kind;
  node       *child;
  node       *next;
  instruction leaf;
  const char *name;  /* of a capture, spelling of an exact word */
  mark_test   test;  /* of a mark */
  dm_symbol  *words; /* sorted, each once */
  size_t      n_words;
  uint32_t    min;
  uint32_t    max; /* UINT32_MAX: no limit */
  bool        lazy;
};

typedef DM_VECTOR(dm_symbol) symbol_list;
typedef DM_VECTOR(node *) node_list;

/* What is to be read, and what messages need. */
typedef struct {
  dm_grammar         *grammar;
  const dm_yaml      *yaml;
  const dm_yaml_node *scalar;
  size_t              begin; /* bytes of its text */
  size_t              end;
  dm_thing_finder     find_thing;
  void               *find_ctx;
  dm_diagnostics     *diagnostics;
} pattern_source;

/* Reads a pattern; the tree lives in `arena`, save what classes brought, which the grammar keeps. NULL, reported, if it cannot be read. Adds what is written to
 * `parts`, unless that is NULL. */
node *dm_pattern_read(const pattern_source *source, dm_arena *arena, dm_pattern_parts *parts);

/* Of nested choices, adds the words that stand alone to `words`, all else to `others`. */
void dm_node_gather(const node *at, symbol_list *words, node_list *others);

/* Fills pattern->needs. */
void dm_pattern_find_needs(dm_pattern *pattern, const node *root);

#endif
