/* relation/relation.h - from what a text names and how its clauses run, to facts, as data/rules says (data/rules/README.md has the language).
 *
 * Rules are compiled once and never change; threads may share them. */
#ifndef DM_RELATION_RELATION_H
#define DM_RELATION_RELATION_H

#include "base/diagnostic.h"
#include "base/status.h"
#include "mention/mention.h"
#include "relation/fact.h"

typedef struct dm_rules dm_rules;

/* Loads every .yaml file of `paths` (files, or folders in the order of their names); each file is a phase, which sees the facts of those before. A rule or family of a
 * later path takes the place of that of the same name in an earlier one; two in one path are an error. Adds its words to the
 * grammar of `lexicon`, which must outlive the rules and be used by nobody else meanwhile. DM_BAD_RULES with every error reported. *out is the caller's, NULL on failure. */
dm_status dm_rules_load(dm_rules **out, const dm_lexicon *lexicon, const char *const *paths, size_t n_paths, dm_diagnostics *diagnostics);
void      dm_rules_free(dm_rules *rules); /* NULL is allowed */

/* The files that were read, in order; borrowed. */
const dm_yaml *const *dm_rules_files(const dm_rules *rules, size_t *n_files);

/* Every pattern that was compiled, in order, those of rules that an overlay replaced too; borrowed. */
const dm_pattern *const *dm_rules_compiled(const dm_rules *rules, size_t *n_patterns);

/* A rule as it is written. */
typedef struct {
  const char         *name;
  const dm_yaml      *yaml;
  const dm_yaml_node *node; /* its mapping */
  uint32_t            phase;
  const dm_pattern   *pattern;    /* of match, trigger or collect; else NULL */
  const dm_yaml      *below_yaml; /* the rule whose place it takes, or NULL */
  const dm_yaml_node *below;
} dm_rule_source;

/* The rules that work, in their order; borrowed. What an overlay replaced is not among them. */
const dm_rule_source *dm_rules_sources(const dm_rules *rules, size_t *n_rules);

/* Warns of keys in the front matter that are near to those that are read, and of dates that are none. */
void dm_rules_check_document(const dm_rules *rules, const dm_document *document, dm_diagnostics *diagnostics);

/* Every family ("position") and cell ("position.holder"), for dm_mapping_check(). Borrowed. */
const char *const *dm_rules_families(const dm_rules *rules, size_t *n_families);

/* A passage that a rule's author gives: the rule must make a fact of it, or must not. */
typedef struct {
  const char         *rule;
  const char         *text;
  bool                fires;
  const dm_yaml      *yaml;
  const dm_yaml_node *node;
} dm_example;

/* Where a rule is written: the node of its mapping, and its file; false if there is none of that name. Borrowed. */
bool dm_rules_written(const dm_rules *rules, const char *name, const char **file, const dm_yaml_node **node);

const dm_example *dm_rules_examples(const dm_rules *rules, size_t *n_examples);
size_t            dm_rules_count(const dm_rules *rules);

/* The kind of the things that stand for rules (dm_fact.maker). They are listed; their ids are the rules' names, their indexes go on where those of the
 * lexicon end, dm_rules_count() of them, and their one property is the rule's `comment`, if it has one. */
extern const char dm_rule_kind[];

/* The facts of one reading. */
typedef struct dm_relation dm_relation;

/* Applies `rules` to `reading`; both must outlive the relation. *out is the caller's. Cannot fail. */
void dm_relation_new(dm_relation **out, const dm_rules *rules, dm_reading *reading);
void dm_relation_free(dm_relation *relation); /* NULL is allowed */

/* Borrowed from the relation. */
const dm_document_facts *dm_relation_facts(const dm_relation *relation);

/* Whether the rule of that name made any fact, chosen in the end or not. */
bool dm_relation_fired(const dm_relation *relation, const char *rule);

/* Words between an actor and a thing of one clause in which no frame of any rule begins: most likely a verb that the rules do not know. */
typedef struct {
  const dm_mention *subject; /* the last actor before; NULL: a list item that begins with the words */
  const dm_mention *object;
  dm_token_range    words; /* behind the subject, its auxiliaries and adverbs, up to the object; not empty */
} dm_unread;

/* Calls `on_unread` for all of them in the order of the text; `unread` is borrowed for the call. */
void dm_relation_unread(const dm_relation *relation, void (*on_unread)(void *ctx, const dm_unread *unread), void *ctx);

#endif
