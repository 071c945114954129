/* pattern/grammar.c - the words, classes and kinds that patterns are made of. */
#include "pattern/grammar.h"

#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/map.h"
#include "base/unicode.h"
#include "base/vector.h"
#include "pattern/pattern_impl.h"

enum { MAX_KINDS = 64, MIN_STEM = 2, MAX_WORD = 120 };

typedef struct {
  const char *from;
  const char *to;
  size_t      n_from;
} spelling;

typedef struct {
  const char **ends;
  const char **add;
  size_t       n_ends;
  size_t       n_add;
  size_t       n_drop;
} ending;

typedef struct {
  const char         *name;
  const dm_yaml      *yaml;
  const dm_yaml_node *sequence;
  uint32_t            next; /* next part of the same class, or UINT32_MAX */
} class_part;

typedef struct {
  const char *form;
  uint32_t    next;
} irregular;

typedef struct {
  const char *name;
  dm_kinds    kinds;
} kind_group;

struct dm_grammar {
  dm_arena *arena;
  dm_map   *words;
  dm_map   *classes;    /* name -> first part */
  dm_map   *irregulars; /* base -> first form */
  DM_VECTOR(spelling) spellings;
  DM_VECTOR(ending) endings;
  DM_VECTOR(class_part) parts;
  DM_VECTOR(irregular) forms;
  DM_VECTOR(kind_group) groups;
  const char  *kinds[MAX_KINDS];
  const char  *first_groups[MAX_KINDS]; /* of each kind; NULL: it has none */
  int          n_kinds;
  uint32_t     n_patterns;
  class_trees *trees;
};

dm_grammar *dm_grammar_new(void)
{
  dm_grammar *grammar = dm_allocate(sizeof *grammar);
  grammar->arena = dm_arena_new();
  grammar->words = dm_map_new();
  grammar->classes = dm_map_new();
  grammar->irregulars = dm_map_new();
  grammar->trees = dm_class_trees_new();
  return grammar;
}

void dm_grammar_free(dm_grammar *grammar)
{
  if (!grammar)
    return;
  dm_map_free(grammar->words);
  dm_map_free(grammar->classes);
  dm_map_free(grammar->irregulars);
  dm_vector_free(&grammar->spellings);
  dm_vector_free(&grammar->endings);
  dm_vector_free(&grammar->parts);
  dm_vector_free(&grammar->forms);
  dm_vector_free(&grammar->groups);
  dm_class_trees_free(grammar->trees);
  dm_arena_free(grammar->arena);
  free(grammar);
}

uint32_t dm_grammar_number_pattern(dm_grammar *grammar)
{
  return grammar->n_patterns++;
}

class_trees *dm_grammar_class_trees(dm_grammar *grammar)
{
  return grammar->trees;
}

static const char *keep(dm_grammar *grammar, const char *string)
{
  return dm_arena_string(grammar->arena, string, strlen(string));
}

static bool ends_with(const char *word, size_t n_word, const char *end, size_t n_end)
{
  return n_word >= n_end && memcmp(word + n_word - n_end, end, n_end) == 0;
}

/* Writes `folded` as the spelling rules have it to `out` (MAX_WORD bytes) and returns its length; longer words stay as they are, unwritten. */
static const char *respell(const dm_grammar *grammar, const char *folded, size_t *n_bytes, char *out)
{
  size_t n = *n_bytes;
  for (size_t i = 0; i < grammar->spellings.n && n; i++) {
    const spelling *rule = &grammar->spellings.items[i];
    if (n < rule->n_from || folded[n - 1] != rule->from[rule->n_from - 1] || !ends_with(folded, n, rule->from, rule->n_from))
      continue;
    size_t n_stem = n - rule->n_from, n_to = strlen(rule->to);
    if ((n_stem != 0 && n_stem < MIN_STEM) || n_stem + n_to >= MAX_WORD)
      continue;
    memcpy(out, folded, n_stem);
    memcpy(out + n_stem, rule->to, n_to);
    *n_bytes = n_stem + n_to;
    return out;
  }
  return folded;
}

dm_symbol dm_grammar_add_word(dm_grammar *grammar, const char *folded, size_t n_bytes)
{
  char        out[MAX_WORD];
  const char *word = respell(grammar, folded, &n_bytes, out);
  return *dm_map_put(grammar->words, word, n_bytes, (uint32_t)dm_map_count(grammar->words) + 1, NULL);
}

dm_symbol dm_grammar_find_word(const dm_grammar *grammar, const char *folded, size_t n_bytes)
{
  char        out[MAX_WORD];
  const char *word = respell(grammar, folded, &n_bytes, out);
  uint32_t    symbol = 0;
  return dm_map_get(grammar->words, word, n_bytes, &symbol) ? symbol : 0;
}

void dm_grammar_spell(const dm_grammar *grammar, dm_buffer *out, const char *folded, size_t n_bytes)
{
  char        spelt[MAX_WORD];
  const char *word = respell(grammar, folded, &n_bytes, spelt);
  dm_buffer_add(out, word, n_bytes);
}

void dm_grammar_add_spelling(dm_grammar *grammar, const char *from, const char *to)
{
  *dm_vector_add(&grammar->spellings) = (spelling){.from = keep(grammar, from), .to = keep(grammar, to), .n_from = strlen(from)};
}

static const char **keep_all(dm_grammar *grammar, const char *const *strings, size_t n)
{
  const char **kept = dm_arena_allocate(grammar->arena, (n + 1) * sizeof *kept);
  for (size_t i = 0; i < n; i++)
    kept[i] = keep(grammar, strings[i]);
  return kept;
}

void dm_grammar_add_ending(dm_grammar *grammar, const char *const *ends, size_t n_ends, size_t n_drop, const char *const *add, size_t n_add)
{
  *dm_vector_add(&grammar->endings) =
      (ending){.ends = keep_all(grammar, ends, n_ends), .n_ends = n_ends, .n_drop = n_drop, .add = keep_all(grammar, add, n_add), .n_add = n_add};
}

void dm_grammar_add_inflection(dm_grammar *grammar, const char *base, const char *form)
{
  uint32_t  here = (uint32_t)grammar->forms.n;
  bool      is_new = false;
  uint32_t *first = dm_map_put(grammar->irregulars, base, strlen(base), here, &is_new);
  *dm_vector_add(&grammar->forms) = (irregular){.form = keep(grammar, form), .next = is_new ? UINT32_MAX : *first};
  *first = here;
}

static const ending *ending_of(const dm_grammar *grammar, const char *base, size_t n_base)
{
  for (size_t i = 0; i < grammar->endings.n; i++) {
    const ending *rule = &grammar->endings.items[i];
    if (rule->n_drop >= n_base)
      continue;
    if (rule->n_ends == 0)
      return rule;
    for (size_t k = 0; k < rule->n_ends; k++)
      if (ends_with(base, n_base, rule->ends[k], strlen(rule->ends[k])))
        return rule;
  }
  return NULL;
}

void dm_grammar_inflect(const dm_grammar *grammar, const char *base, void (*on_form)(void *ctx, const char *form, size_t n_bytes), void *ctx)
{
  size_t n_base = strlen(base);
  on_form(ctx, base, n_base);
  const ending *rule = ending_of(grammar, base, n_base);
  if (rule) {
    dm_buffer form = {0};
    for (size_t i = 0; i < rule->n_add; i++) {
      dm_buffer_clear(&form);
      dm_buffer_add(&form, base, n_base - rule->n_drop);
      dm_buffer_add_string(&form, rule->add[i]);
      on_form(ctx, form.bytes, form.n_bytes);
    }
    dm_buffer_free(&form);
  }
  uint32_t at = UINT32_MAX;
  if (!dm_map_get(grammar->irregulars, base, n_base, &at))
    return;
  for (; at != UINT32_MAX; at = grammar->forms.items[at].next)
    on_form(ctx, grammar->forms.items[at].form, strlen(grammar->forms.items[at].form));
}

void dm_grammar_add_class(dm_grammar *grammar, const char *name, const dm_yaml *yaml, const dm_yaml_node *sequence)
{
  uint32_t here = (uint32_t)grammar->parts.n;
  bool     is_new = false;
  if (!dm_class_trees_are_empty(grammar->trees)) { /* what was read may name the class that grows now */
    dm_class_trees_free(grammar->trees);
    grammar->trees = dm_class_trees_new();
  }
  uint32_t at = *dm_map_put(grammar->classes, name, strlen(name), here, &is_new);
  *dm_vector_add(&grammar->parts) = (class_part){.name = keep(grammar, name), .yaml = yaml, .sequence = sequence, .next = UINT32_MAX};
  if (is_new)
    return;
  while (grammar->parts.items[at].next != UINT32_MAX)
    at = grammar->parts.items[at].next;
  grammar->parts.items[at].next = here;
}

size_t dm_grammar_class(const dm_grammar *grammar, const char *name, size_t n_bytes, size_t part, const dm_yaml **yaml, const dm_yaml_node **sequence)
{
  uint32_t at = 0;
  size_t   n_parts = 0;
  if (!dm_map_get(grammar->classes, name, n_bytes, &at))
    return 0;
  for (; at != UINT32_MAX; at = grammar->parts.items[at].next, n_parts++) {
    if (n_parts != part)
      continue;
    if (yaml)
      *yaml = grammar->parts.items[at].yaml;
    if (sequence)
      *sequence = grammar->parts.items[at].sequence;
  }
  return n_parts;
}

bool dm_grammar_add_kind(dm_grammar *grammar, const char *name)
{
  if (dm_grammar_kind(grammar, name) >= 0)
    return true;
  if (grammar->n_kinds == MAX_KINDS)
    return false;
  grammar->kinds[grammar->n_kinds++] = keep(grammar, name);
  return true;
}

void dm_grammar_add_group(dm_grammar *grammar, const char *group, const char *kind)
{
  int      number = dm_grammar_kind(grammar, kind);
  dm_kinds bit = (dm_kinds)1 << number;
  if (!grammar->first_groups[number])
    grammar->first_groups[number] = keep(grammar, group);
  for (size_t i = 0; i < grammar->groups.n; i++) {
    if (strcmp(grammar->groups.items[i].name, group) != 0)
      continue;
    grammar->groups.items[i].kinds |= bit;
    return;
  }
  *dm_vector_add(&grammar->groups) = (kind_group){.name = keep(grammar, group), .kinds = bit};
}

int dm_grammar_kind(const dm_grammar *grammar, const char *name)
{
  for (int i = 0; i < grammar->n_kinds; i++)
    if (strcmp(grammar->kinds[i], name) == 0)
      return i;
  return -1;
}

const char *dm_grammar_kind_name(const dm_grammar *grammar, int kind)
{
  return grammar->kinds[kind];
}

const char *dm_grammar_kind_group(const dm_grammar *grammar, int kind)
{
  return grammar->first_groups[kind];
}

dm_kinds dm_grammar_kinds(const dm_grammar *grammar, const char *name, size_t n_bytes)
{
  for (int i = 0; i < grammar->n_kinds; i++)
    if (strlen(grammar->kinds[i]) == n_bytes && memcmp(grammar->kinds[i], name, n_bytes) == 0)
      return (dm_kinds)1 << i;
  for (size_t i = 0; i < grammar->groups.n; i++) {
    const kind_group *group = &grammar->groups.items[i];
    if (strlen(group->name) == n_bytes && memcmp(group->name, name, n_bytes) == 0)
      return group->kinds;
  }
  return 0;
}

static void consider(const char *candidate, const char *name, const char **best, size_t *distance)
{
  size_t d = dm_unicode_distance(candidate, name, *distance - 1);
  if (d >= *distance)
    return;
  *distance = d;
  *best = candidate;
}

const char *dm_grammar_near_class(const dm_grammar *grammar, const char *name)
{
  const char *best = NULL;
  size_t      distance = 3;
  for (size_t i = 0; i < grammar->parts.n; i++)
    if (distance > 1)
      consider(grammar->parts.items[i].name, name, &best, &distance);
  return best;
}

const char *dm_grammar_near_kind(const dm_grammar *grammar, const char *name)
{
  const char *best = NULL;
  size_t      distance = 3;
  for (int i = 0; i < grammar->n_kinds; i++)
    if (distance > 1)
      consider(grammar->kinds[i], name, &best, &distance);
  for (size_t i = 0; i < grammar->groups.n; i++)
    if (distance > 1)
      consider(grammar->groups.items[i].name, name, &best, &distance);
  return best;
}
