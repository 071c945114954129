/* pattern/node.h - the tree between the written pattern and its program; for this module only. */
#ifndef DM_PATTERN_NODE_H
#define DM_PATTERN_NODE_H

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

/* Fills pattern->needs. */
void dm_pattern_find_needs(dm_pattern *pattern, const node *root);

#endif
