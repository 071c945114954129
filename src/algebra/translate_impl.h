/* algebra/translate_impl.h - what the files of the translation share (SPARQL 1.1 §18.2). Inside this module only. */
#ifndef DM_ALGEBRA_TRANSLATE_IMPL_H
#define DM_ALGEBRA_TRANSLATE_IMPL_H

#include "algebra/algebra.h"
#include "base/map.h"
#include "sparql/syntax.h"

/* One SELECT's aggregates while its expressions are translated (§18.2.4.1). */
typedef struct {
  dm_node *group;
  DM_LIST(dm_aggregate) aggregates;
  DM_LIST(const dm_syntax_expression *) sources; /* of each aggregate; NULL: the sample of a variable */
  dm_map *known;                                 /* names that need no SAMPLE: keys and columns so far */
} aggregation;

typedef struct {
  dm_query              *query;
  const dm_syntax_query *syntax;
  dm_arena              *arena;
  dm_diagnostics        *diagnostics;
  dm_status              status;
  dm_map                *names;       /* of the present scope (a SELECT and what is in it): names of the syntax tree -> variables */
  dm_map                *spellings;   /* how many variables have a name already */
  dm_variable           *blanks;      /* by the syntax tree's blank nodes; DM_NO_VARIABLE: none yet */
  aggregation           *aggregation; /* of the expression that is being translated; NULL: none */
} translator;

typedef DM_LIST(dm_expression *) expression_list;

/* translate.c */
dm_variable translate_name(translator *t, uint32_t name);                   /* the variable of a name in the present scope */
dm_variable translate_new(translator *t, const char *name, bool is_hidden); /* name NULL: the translation's own */
dm_slot     translate_slot(translator *t, const dm_syntax_reference *reference);
dm_node    *translate_node(translator *t, dm_node_kind kind, size_t offset, dm_node *left, dm_node *right);
dm_node    *translate_join(translator *t, size_t offset, dm_node *left, dm_node *right); /* without units (§18.2.2.8) */
bool        node_is_unit(const dm_node *node);
dm_node    *translate_unit(translator *t, size_t offset);
dm_node    *translate_values(translator *t, const dm_syntax_values *values);
dm_node    *translate_union(translator *t, dm_node *const *nodes, size_t n);

/* translate_triples.c */
dm_node           *translate_triples(translator *t, dm_node *before, const dm_syntax_triples *triples);
dm_triple_pattern *translate_template(translator *t, const dm_syntax_triples *triples);

/* translate_group.c */
dm_node *translate_group(translator *t, const dm_syntax_group *group);

/* translate_expression.c */
dm_expression *translate_expression(translator *t, const dm_syntax_expression *expression);

/* translate_select.c */
dm_node *translate_select(translator *t, const dm_syntax_select *select, bool is_projected);
dm_node *translate_subselect(translator *t, const dm_syntax_select *select);

#endif
