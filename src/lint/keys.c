/* lint/keys.c - keys and values of rules and entries that say nothing, kinds of which there is nothing, and rules with few examples. */
#include <stdlib.h>
#include <string.h>

#include "lint/rules.h"

#define OF(kind) (1u << (kind))

enum { WITH_PLACE = OF(RULE_MATCH) | OF(RULE_TRIGGER) | OF(RULE_COLLECT), MIN_EXAMPLES = 2 };

/* Which kinds of rules read a key; keys that are not here, all do. */
static const struct {
  const char *key;
  unsigned    kinds;
} readers[] = {
    {"where", WITH_PLACE},
    {"under", WITH_PLACE},
    {"over", OF(RULE_MATCH) | OF(RULE_COLLECT)},
    {"subject", OF(RULE_TRIGGER)},
    {"objects", OF(RULE_TRIGGER) | OF(RULE_COLLECT)},
    {"kinds", OF(RULE_TRIGGER) | OF(RULE_COLLECT)},
    {"until", OF(RULE_COLLECT)},
    {"stop", OF(RULE_COLLECT)},
    {"embeds", OF(RULE_TRIGGER)},
    {"quotes", OF(RULE_TRIGGER)},
    {"purpose", OF(RULE_TRIGGER)},
    {"question", OF(RULE_TRIGGER)},
    {"opens", OF(RULE_TRIGGER)},
    {"echoes", OF(RULE_TRIGGER)},
    {"negated", OF(RULE_TRIGGER)},
    {"breached", OF(RULE_TRIGGER)},
    {"breached_kinds", OF(RULE_TRIGGER)},
    {"otherwise", OF(RULE_TRIGGER)},
    {"spares", OF(RULE_TRIGGER)},
};

static spot spot_of(const written_rule *rule, const dm_yaml_node *node)
{
  return (spot){rule->source->yaml, node, 0};
}

static void look_at_readers(lint *l, const written_rule *rule, const dm_yaml_pair *pair)
{
  for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
    if (strcmp(readers[i].key, pair->key->text) == 0 && !(readers[i].kinds & OF(rule->kind)))
      dm_lint_tell(l, spot_of(rule, pair->key), "a rule of this kind does not read `%s`", pair->key->text);
}

/* Values that mean something; any other is as good as none. */
static const struct {
  const char *key;
  const char *yes;
  const char *no; /* NULL: the key is left out for it */
} switches[] = {{"embeds", "true", "false"},    {"quotes", "true", "false"}, {"opens", "true", "false"},
                {"echoes", "true", "false"},    {"purpose", "keep", NULL},   {"question", "keep", NULL},
                {"qualified", "true", "false"}, {"found", "true", "false"},  {"thing", "true", "false"}};

static void look_at_switch(lint *l, const dm_yaml *yaml, const dm_yaml_pair *pair)
{
  for (size_t i = 0; i < sizeof switches / sizeof *switches; i++) {
    const char *value = pair->value->kind == DM_YAML_SCALAR ? pair->value->text : "";
    if (strcmp(switches[i].key, pair->key->text) != 0 || strcmp(value, switches[i].yes) == 0 ||
        (switches[i].no && strcmp(value, switches[i].no) == 0))
      continue;
    dm_lint_tell(l, (spot){yaml, pair->value, 0}, "`%s` means nothing here; `%s` says `%s`", value, pair->key->text, switches[i].yes);
  }
}

static void look_at_number(lint *l, const written_rule *rule, const dm_yaml_pair *pair)
{
  char *end = NULL;
  if (strcmp(pair->key->text, "weight") != 0 && strcmp(pair->key->text, "strength") != 0)
    return;
  if (pair->value->kind == DM_YAML_SCALAR)
    strtol(pair->value->text, &end, 10);
  if (!end || *end || end == pair->value->text)
    dm_lint_tell(l, spot_of(rule, pair->value), "a whole number is wanted here");
}

/* A word twice in one list. */
static void look_at_list(lint *l, const written_rule *rule, const dm_yaml_node *list)
{
  for (size_t i = 0; list->kind == DM_YAML_SEQUENCE && i < list->n; i++)
    for (size_t k = 0; k < i; k++)
      if (list->items[i]->kind == DM_YAML_SCALAR && list->items[k]->kind == DM_YAML_SCALAR &&
          strcmp(list->items[i]->text, list->items[k]->text) == 0) {
        dm_lint_tell(l, spot_of(rule, list->items[i]), "`%s` stands there already, at %s", list->items[i]->text,
                     dm_lint_place(l, spot_of(rule, list->items[k])));
        break;
      }
}

/* Kinds of which no text can bring anything. */
static void look_at_kinds(lint *l, const written_rule *rule, const dm_yaml_pair *pair)
{
  static const char *const keys[] = {"kinds", "most", "every", "breached_kinds"};
  bool                     asks = false;
  for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
    asks |= strcmp(keys[k], pair->key->text) == 0;
  for (size_t i = 0; asks && pair->value->kind == DM_YAML_SEQUENCE && i < pair->value->n; i++) {
    const dm_yaml_node *name = pair->value->items[i];
    if (!(dm_grammar_kinds(l->grammar, name->text, name->n_bytes) & dm_lint_kinds_met(l)))
      dm_lint_tell(l, spot_of(rule, name), "nothing is ever of the kind %s", name->text);
  }
}

static void look_at_pair(lint *l, const written_rule *rule, const dm_yaml_pair *pair)
{
  look_at_readers(l, rule, pair);
  look_at_switch(l, rule->source->yaml, pair);
  look_at_number(l, rule, pair);
  look_at_kinds(l, rule, pair);
  look_at_list(l, rule, pair->value);
  for (size_t i = 0; pair->value->kind == DM_YAML_MAPPING && i < pair->value->n; i++)
    look_at_list(l, rule, pair->value->pairs[i].value);
}

static void look_at_breach(lint *l, const written_rule *rule)
{
  const dm_yaml_node *facts = dm_yaml_get(rule->source->node, "breached"), *kinds = dm_yaml_get(rule->source->node, "breached_kinds");
  if (facts && !kinds)
    dm_lint_tell(l, spot_of(rule, facts), "these are never stated: `breached_kinds` is missing");
}

void dm_lint_keys(rule_book *book)
{
  lint                   *l = book->lint;
  size_t                  n_things = 0, n_files = 0;
  const dm_entity *const *things = dm_lexicon_entities(l->lexicon, &n_things);
  const dm_yaml *const   *files = dm_lexicon_files(l->lexicon, &n_files);
  for (size_t i = 0; i < book->rules.n; i++) {
    const written_rule *rule = &book->rules.items[i];
    for (size_t k = 0; k < rule->source->node->n; k++)
      look_at_pair(l, rule, &rule->source->node->pairs[k]);
    look_at_breach(l, rule);
  }
  for (size_t i = 0; i < n_things; i++) {
    const dm_yaml      *yaml = NULL;
    const dm_yaml_node *node = NULL;
    dm_lexicon_source(l->lexicon, things[i], &yaml, &node);
    for (size_t k = 0; k < node->n; k++)
      look_at_switch(l, yaml, &node->pairs[k]);
  }
  for (size_t f = 0; f < n_files; f++) {
    const dm_yaml_node *forms = dm_yaml_get(dm_yaml_root(files[f]), "forms");
    for (size_t i = 0; forms && i < forms->n; i++)
      for (size_t k = 0; k < forms->items[i]->n; k++)
        look_at_switch(l, files[f], &forms->items[i]->pairs[k]);
  }
}

/* Examples. */

static void count_fact(void *ctx, const written_rule *rule, const dm_yaml_node *fact)
{
  size_t *n = ctx;
  (void)rule;
  (void)fact;
  ++*n;
}

void dm_lint_examples(rule_book *book)
{
  static const char *const keys[] = {"fires", "rests"};
  for (size_t i = 0; i < book->rules.n; i++) {
    const written_rule *rule = &book->rules.items[i];
    size_t              n_facts = 0;
    dm_lint_each_fact(rule, count_fact, &n_facts);
    for (size_t k = 0; k < 2 && n_facts; k++) { /* a rule that only takes words away from others makes no facts to show */
      size_t n = dm_lint_list_length(dm_yaml_get(rule->source->node, keys[k]));
      if (n < MIN_EXAMPLES)
        dm_lint_tell(book->lint, spot_of(rule, dm_yaml_get(rule->source->node, "rule")), "rule %s has %zu of the %d examples under `%s`",
                     rule->source->name, n, MIN_EXAMPLES, keys[k]);
    }
  }
}
