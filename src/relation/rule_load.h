/* relation/rule_load.h - what the two files that load rules share. */
#ifndef DM_RELATION_RULE_LOAD_H
#define DM_RELATION_RULE_LOAD_H

#include "relation/rule_impl.h"

/* Reads one rule of file number `phase`. */
dm_status dm_rules_read_rule(dm_rules *rules, const dm_yaml *yaml, const dm_yaml_node *node, uint32_t phase, dm_diagnostics *diagnostics);

/* Reads the section front_matter. */
dm_status dm_rules_read_front_matter(dm_rules *rules, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics);

/* Reads what a family asks and takes beyond its cells: `field`, `qualified` and `bars` of its mapping `body` (gates.c). */
dm_status dm_rules_read_gates(dm_rules *rules, family *made, const dm_yaml *yaml, const dm_yaml_node *body, dm_diagnostics *diagnostics);

/* Reads the section qualifications (gates.c). */
dm_status dm_rules_read_qualifications(dm_rules *rules, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics);

/* Reads the section quotations (gates.c). */
dm_status dm_rules_read_quotations(dm_rules *rules, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics);

/* Finds the thing that `<kind:id>` names. */
dm_status dm_rules_read_thing(dm_rules *rules, const dm_entity **out, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics);

/* Checks that `node` is a sequence of scalars. */
dm_status dm_rules_texts(const dm_yaml *yaml, const dm_yaml_node *node, const dm_yaml_node *parent, const char *name, dm_diagnostics *diagnostics);
const char *const *dm_rules_keep(dm_rules *rules, const dm_yaml_node *sequence);

/* Whether what is written at `node` may take the place of what was written at `first`: it lies on top. Else that is reported, with both places. */
bool dm_rules_overlays(const dm_yaml *yaml, const dm_yaml_node *node, const dm_yaml *first_yaml, const dm_yaml_node *first, const char *what,
                       dm_diagnostics *diagnostics);

/* Reports "unknown WHAT NAME", with a suggestion if there is one. */
dm_status   dm_rules_unknown(const dm_yaml *yaml, const dm_yaml_node *node, const char *what, const char *name, const char *near,
                             dm_diagnostics *diagnostics);
const char *dm_rules_near_family(const dm_rules *rules, const char *name);

/* Whether `word` is one of `words`, and which. */
bool dm_rules_word(const char *word, const char *const *words, size_t n_words, unsigned *index);

dm_status dm_rules_pattern(dm_rules *rules, const dm_pattern **out, const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics);
uint32_t  dm_rules_thing(void *ctx, const char *kind, const char *id);

#endif
