/* lint/names.c - names that are said twice, and names of two things that nothing tells apart.
 *
 * What tells two things of one name apart is what mention/identify.c goes by: whose they are, the years in which they bore the name, and that one is part of the
 * other; and mention/settle.c: a concept stands beside anything else that bears its name. */
#include <string.h>

#include "base/buffer.h"
#include "base/unicode.h"
#include "lint/lint_impl.h"

/* A name as it is written. */
typedef struct {
  const dm_entity *entity;
  spot             at;
  uint8_t          form;     /* DM_FORM_NAME, ACRONYM or ADJECTIVE */
  bool             is_label; /* of its thing */
  bool             is_found; /* in texts */
  bool             capital;  /* its first word must be capitalised */
  bool             is_told;  /* that it says nothing new */
  uint32_t         next;     /* the next of the same words, or UINT32_MAX */
} name;

typedef struct {
  lint *lint;
  DM_VECTOR(name) all;
  DM_VECTOR(uint32_t) first; /* one for each row of words: the first name of those words */
} book;

static void add_names(book *b, const dm_entity *entity)
{
  static const struct {
    const char *key;
    uint8_t     form;
  } lists[] = {{"label", DM_FORM_NAME}, {"names", DM_FORM_NAME}, {"acronyms", DM_FORM_ACRONYM}, {"adjectives", DM_FORM_ADJECTIVE}};
  const dm_yaml      *yaml = NULL;
  const dm_yaml_node *node = NULL;
  dm_lexicon_source(b->lint->lexicon, entity, &yaml, &node);
  const dm_yaml_node *found = dm_yaml_get(node, "found");
  for (size_t k = 0; k < sizeof lists / sizeof *lists; k++) {
    const dm_yaml_node *list = dm_yaml_get(node, lists[k].key);
    for (size_t i = 0; i < dm_lint_list_length(list); i++)
      *dm_vector_add(&b->all) = (name){.entity = entity,
                                       .at = {yaml, dm_lint_list_item(list, i), 0},
                                       .form = lists[k].form,
                                       .is_label = k == 0,
                                       .is_found = k > 0 || !found || strcmp(found->text, "false") != 0,
                                       .next = UINT32_MAX};
  }
}

static const char *spelling(const name *of)
{
  return of->at.node->text;
}

/* Groups the names by their words. */
static void group_names(book *b)
{
  dm_text     *text = NULL;
  dm_map      *rows = dm_map_new();
  const char **spellings = dm_allocate((b->all.n + 1) * sizeof *spellings);
  DM_VECTOR(uint32_t) last = {0};
  for (size_t i = 0; i < b->all.n; i++)
    spellings[i] = spelling(&b->all.items[i]);
  dm_text_new_phrases(&text, spellings, b->all.n, dm_lexicon_words(b->lint->lexicon));
  dm_symbol *words = dm_allocate((text->n_tokens + 1) * sizeof *words);
  for (uint32_t i = 0; i < b->all.n; i++) {
    name    *now = &b->all.items[i];
    bool     is_new = false;
    size_t   n = dm_lexicon_name_words(b->lint->lexicon, text, text->blocks[i].tokens, words, &now->capital);
    uint32_t row = *dm_map_put(rows, (const char *)words, n * sizeof *words, (uint32_t)b->first.n, &is_new);
    if (n == 0) {
      dm_lint_tell(b->lint, now->at, "`%s` has no word by which it could be found", spelling(now));
    } else if (is_new) {
      *dm_vector_add(&b->first) = i;
      *dm_vector_add(&last) = i;
    } else {
      b->all.items[last.items[row]].next = i;
      last.items[row] = i;
    }
  }
  dm_vector_free(&last);
  dm_map_free(rows);
  dm_text_free(text);
  free(words);
  free(spellings);
}

/* Equal but for points, hyphens and spaces, as acronyms are found. */
static bool same_letters(const char *one, const char *other)
{
  static const char passed[] = ".- ";
  for (;; one++, other++) {
    one += strspn(one, passed);
    other += strspn(other, passed);
    if (*one != *other || !*one)
      return *one == *other;
  }
}

static bool begins_with_capital(const char *text)
{
  return text[0] >= 'A' && text[0] <= 'Z';
}

/* Whether there is a text that both names are found in. */
static bool can_meet(const name *a, const name *b)
{
  if (!a->is_found || !b->is_found)
    return false;
  if (a->form == DM_FORM_ACRONYM && b->form == DM_FORM_ACRONYM)
    return same_letters(spelling(a), spelling(b));
  if (a->form == DM_FORM_ACRONYM)
    return !b->capital || begins_with_capital(spelling(a));
  if (b->form == DM_FORM_ACRONYM)
    return !a->capital || begins_with_capital(spelling(b));
  return true;
}

/* Whether two names read the same but for case, accents and the marks between words: as labels one of them is enough. */
static bool read_the_same(const char *one, const char *other)
{
  dm_buffer a = {0}, b = {0};
  dm_unicode_slug(&a, one, strlen(one));
  dm_unicode_slug(&b, other, strlen(other));
  bool same = strcmp(dm_buffer_string(&a), dm_buffer_string(&b)) == 0;
  dm_buffer_free(&a);
  dm_buffer_free(&b);
  return same;
}

/* Of two names of one thing, whether `idle` says nothing that `other` does not say and finds nothing that it does not find. */
static bool is_idle(const name *idle, const name *other)
{
  if (idle->form != other->form || !read_the_same(spelling(idle), spelling(other)))
    return false;
  return idle->form == DM_FORM_ACRONYM ? same_letters(spelling(idle), spelling(other)) : idle->capital || !other->capital;
}

static void look_at_namesakes(book *b, name *first, name *later)
{
  name *idle = is_idle(later, first) ? later : NULL;
  if (is_idle(first, later) && (!idle || later->is_label))
    idle = first;
  if (!idle || idle->is_label || idle->is_told)
    return;
  idle->is_told = true;
  dm_lint_tell(b->lint, idle->at, "%s %s has this name already, at %s", idle->entity->kind, idle->entity->id,
               dm_lint_place(b->lint, idle == first ? later->at : first->at));
}

static const char *property(const dm_entity *of, const char *key)
{
  for (size_t i = 0; i < of->n_properties; i++)
    if (strcmp(of->properties[i].key, key) == 0)
      return of->properties[i].value;
  return "";
}

static bool are_told_apart(const dm_entity *a, const dm_entity *b)
{
  return a->of != b->of || a->part_of == b || b->part_of == a || strcmp(property(a, "from"), property(b, "from")) != 0 ||
         strcmp(property(a, "until"), property(b, "until")) != 0;
}

static dm_kinds kinds_of(const book *b, const char *kind)
{
  return dm_grammar_kinds(b->lint->grammar, kind, strlen(kind));
}

/* Things of two kinds are both named, unless one is a concept; rules tell them apart by kind, but not within a group that has both. */
static bool are_taken_for_another(const book *b, const dm_entity *x, const dm_entity *y)
{
  static const char *const groups[] = {"actor", "object", "location"};
  dm_kinds                 both = kinds_of(b, x->kind) | kinds_of(b, y->kind);
  if (x->kind == y->kind)
    return true;
  if (both & kinds_of(b, "concept"))
    return false;
  for (size_t g = 0; g < sizeof groups / sizeof *groups; g++)
    if ((both & ~kinds_of(b, groups[g])) == 0)
      return true;
  return false;
}

static void look_at_strangers(book *b, const name *first, const name *later)
{
  const dm_entity *a = first->entity, *z = later->entity;
  if (first->is_label && later->is_label && a->kind == z->kind)
    dm_lint_tell(b->lint, later->at, "%s %s has the label of %s, at %s", z->kind, z->id, a->id, dm_lint_place(b->lint, first->at));
  else if (can_meet(first, later) && are_taken_for_another(b, a, z) && !are_told_apart(a, z))
    dm_lint_tell(b->lint, later->at,
                 "this names %s %s too, at %s, and nothing tells them apart: neither whose they are, nor when, nor that one is part of the other",
                 a->kind, a->id, dm_lint_place(b->lint, first->at));
}

static void look_at_group(book *b, uint32_t first)
{
  for (uint32_t i = first; i != UINT32_MAX; i = b->all.items[i].next)
    for (uint32_t k = b->all.items[i].next; k != UINT32_MAX; k = b->all.items[k].next) {
      name *x = &b->all.items[i], *y = &b->all.items[k];
      if (!dm_lint_is_before(b->lint, x->at, y->at)) {
        x = &b->all.items[k];
        y = &b->all.items[i];
      }
      if (x->entity == y->entity)
        look_at_namesakes(b, x, y);
      else
        look_at_strangers(b, x, y);
    }
}

void dm_lint_names(lint *l)
{
  book                    b = {.lint = l};
  size_t                  n = 0;
  const dm_entity *const *entities = dm_lexicon_entities(l->lexicon, &n);
  for (size_t i = 0; i < n; i++)
    add_names(&b, entities[i]);
  group_names(&b);
  for (size_t i = 0; i < b.first.n; i++)
    look_at_group(&b, b.first.items[i]);
  dm_vector_free(&b.all);
  dm_vector_free(&b.first);
}
