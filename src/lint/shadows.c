/* lint/shadows.c - rules, and alternatives of triggers, that another rule hides. */
#include <string.h>

#include "lint/captures.h"
#include "pattern/inspect.h"

static const dm_yaml_node *get(const written_rule *rule, const char *key)
{
  return dm_yaml_get(rule->source->node, key);
}

static bool agree_on(const written_rule *a, const written_rule *b, const char *const *keys, size_t n_keys)
{
  for (size_t i = 0; i < n_keys; i++)
    if (!dm_lint_say_the_same(get(a, keys[i]), get(b, keys[i])))
      return false;
  return true;
}

static long number(const written_rule *rule, const char *key)
{
  const dm_yaml_node *node = get(rule, key);
  return node ? strtol(node->text, NULL, 10) : 1;
}

/* Whether `wide` holds whatever `narrow` holds. */
static bool holds_all(const dm_yaml_node *wide, const dm_yaml_node *narrow)
{
  if (narrow->kind != DM_YAML_SEQUENCE)
    return false;
  for (size_t i = 0; i < narrow->n; i++) {
    bool there = false;
    for (size_t k = 0; k < wide->n && !there; k++)
      there = dm_lint_say_the_same(wide->items[k], narrow->items[i]);
    if (!there)
      return false;
  }
  return true;
}

/* Whether `general` holds wherever `special` does; of negated ones the other way round. */
static bool condition_follows(const dm_yaml_node *general, const dm_yaml_node *special, bool negated)
{
  if (dm_lint_say_the_same(general, special))
    return true;
  const dm_yaml_node *wide = negated ? special : general, *narrow = negated ? general : special;
  return wide->kind != DM_YAML_SEQUENCE || holds_all(wide, narrow);
}

static bool conditions_follow(const dm_yaml_node *general, const dm_yaml_node *special, bool negated)
{
  for (size_t i = 0; general && i < general->n; i++) {
    const dm_yaml_node *same = dm_yaml_get(special, general->pairs[i].key->text);
    if (!same || !condition_follows(general->pairs[i].value, same, negated))
      return false;
  }
  return true;
}

/* Whether one rule may work wherever the other may. */
static bool works_wherever(const written_rule *general, const written_rule *special)
{
  const dm_yaml_node *where = get(general, "where"), *there = get(special, "where"), *under = get(general, "under");
  return (!where || (there && holds_all(where, there))) && (!under || dm_lint_say_the_same(under, get(special, "under"))) &&
         conditions_follow(get(general, "when"), get(special, "when"), false) &&
         conditions_follow(get(general, "unless"), get(special, "unless"), true);
}

/* Frames: the one that takes the words. */

static bool goes_before(const written_rule *a, const written_rule *b)
{
  long x = number(a, "strength"), y = number(b, "strength");
  return x != y ? x > y : a < b;
}

static void find_subject(void *ctx, const written_rule *rule, const dm_yaml_node *fact)
{
  bool *found = ctx;
  (void)rule;
  for (size_t i = 0; i < fact->n; i++)
    *found |= fact->pairs[i].value->kind == DM_YAML_SCALAR && strcmp(fact->pairs[i].value->text, "$subject") == 0;
}

/* Whether what turns the frame `general` away (relative clauses, questions, names) turns `special` away too. Frames that ask for no subject stand in any clause. */
static bool stands_alike(const written_rule *general, const written_rule *special)
{
  static const char *const keys[] = {"subject", "objects", "embeds", "opens", "question"};
  bool                     asks = false, also_asks = false;
  dm_lint_each_fact(general, find_subject, &asks);
  dm_lint_each_fact(special, find_subject, &also_asks);
  return agree_on(general, special, keys, sizeof keys / sizeof *keys) && (!asks || also_asks);
}

/* Whether `general` takes the words wherever `special` is found: a longer match goes first, unless the other rule is stronger. */
static bool takes_words(const written_rule *general, const written_rule *special, const dm_pattern *pattern)
{
  bool stronger = number(general, "strength") > number(special, "strength");
  return stronger ? dm_pattern_covers_beginning(general->source->pattern, pattern) : dm_pattern_covers(general->source->pattern, pattern);
}

static void look_at_alternatives(lint *l, const pattern_book *patterns, const written_rule *general, const written_rule *special)
{
  const written_pattern *of = NULL;
  size_t                 n = 0;
  for (size_t i = 0; i < patterns->all.n && !of; i++)
    of = patterns->all.items[i].node == special->main ? &patterns->all.items[i] : NULL;
  for (size_t i = 0; of && i < of->parts.n; i++)
    n += of->parts.items[i].use == DM_PART_ALTERNATIVE && of->parts.items[i].choice == 0;
  for (size_t i = 0; n > 1 && i < of->parts.n; i++) {
    const dm_pattern_part *part = &of->parts.items[i];
    if (part->use != DM_PART_ALTERNATIVE || part->choice != 0)
      continue;
    dm_pattern *alternative = dm_lint_compile(l, of, part->begin, part->end);
    if (alternative && takes_words(general, special, alternative))
      dm_lint_tell(l, (spot){of->yaml, of->node, part->begin}, "rule %s takes the words wherever this is found, at %s", general->source->name,
                   dm_lint_place(l, (spot){general->source->yaml, general->main, 0}));
    dm_pattern_free(alternative);
  }
}

/* Whether the whole rule is hidden. */
static bool look_at_frames(lint *l, const pattern_book *patterns, const written_rule *general, const written_rule *special)
{
  if (!goes_before(general, special) || !stands_alike(general, special) || !works_wherever(general, special))
    return false;
  if (!takes_words(general, special, special->source->pattern)) {
    look_at_alternatives(l, patterns, general, special);
    return false;
  }
  dm_lint_tell(l, (spot){special->source->yaml, get(special, "rule"), 0}, "rule %s never works: rule %s takes the words, at %s",
               special->source->name, general->source->name, dm_lint_place(l, (spot){general->source->yaml, get(general, "rule"), 0}));
  return true;
}

/* Others: the one that states the same facts. */

/* Whether all that a fact says comes from the rule, nothing from the text. */
static bool is_fixed(const dm_yaml_node *facts)
{
  for (size_t i = 0; i < facts->n; i++)
    for (size_t k = 0; k < facts->items[i]->n; k++)
      if (facts->items[i]->pairs[k].value->text[0] == '$')
        return false;
  return true;
}

static bool is_counted(const rule_book *book, const dm_yaml_node *facts)
{
  for (size_t i = 0; i < facts->n; i++) {
    const dm_yaml_node   *name = dm_yaml_get(facts->items[i], "family");
    const written_family *of = dm_lint_family(book, name->text, name->n_bytes);
    if (strcmp(dm_yaml_get(of->body, "choose")->text, "vote") == 0)
      return true;
  }
  return false;
}

static bool finds_the_same(const written_rule *general, const written_rule *special)
{
  const dm_pattern *a = general->source->pattern, *b = special->source->pattern;
  if (!a || !b)
    return dm_lint_say_the_same(general->main, special->main);
  return dm_pattern_covers(a, b) && (is_fixed(get(special, "facts")) || dm_pattern_covers(b, a));
}

static bool look_at_others(const rule_book *book, const written_rule *general, const written_rule *special)
{
  static const char *const keys[] = {"over", "objects", "kinds", "until", "stop"};
  lint                    *l = book->lint;
  const dm_yaml_node      *facts = get(special, "facts"), *same = get(general, "facts");
  if (!facts || !same || facts->kind != DM_YAML_SEQUENCE || same->kind != DM_YAML_SEQUENCE || !holds_all(same, facts) || is_counted(book, facts))
    return false;
  if (number(general, "weight") < number(special, "weight") || number(general, "strength") < number(special, "strength") ||
      general->source->phase > special->source->phase)
    return false;
  if (!agree_on(general, special, keys, sizeof keys / sizeof *keys) || !works_wherever(general, special) || !finds_the_same(general, special))
    return false;
  dm_lint_tell(l, (spot){special->source->yaml, get(special, "rule"), 0}, "rule %s states nothing that rule %s does not state, at %s",
               special->source->name, general->source->name, dm_lint_place(l, (spot){general->source->yaml, get(general, "rule"), 0}));
  return true;
}

void dm_lint_shadows(pattern_book *patterns, rule_book *book)
{
  for (size_t k = 0; k < book->rules.n; k++) {
    const written_rule *special = &book->rules.items[k];
    bool                hidden = false;
    for (size_t i = 0; i < book->rules.n && !hidden; i++) {
      const written_rule *general = &book->rules.items[i];
      if (general == special || general->kind != special->kind)
        continue;
      hidden = general->kind == RULE_TRIGGER ? look_at_frames(book->lint, patterns, general, special) : look_at_others(book, general, special);
    }
  }
}
