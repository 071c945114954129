/* lint/alternatives.c - alternatives of which one finds nothing that another one does not find. */
#include <string.h>

#include "lint/patterns.h"

typedef struct {
  const written_pattern *of;
  size_t                 begin;
  size_t                 end;
  dm_pattern            *compiled;
  bool                   is_told;
} alternative;

typedef DM_VECTOR(alternative) alternatives;

static spot spot_of(const alternative *a)
{
  return (spot){a->of->yaml, a->of->node, a->begin};
}

static void tell(lint *l, alternative *idle, const alternative *other)
{
  const char *mine = dm_lint_quote(l, idle->of, idle->begin, idle->end), *theirs = dm_lint_quote(l, other->of, other->begin, other->end);
  idle->is_told = true;
  if (strcmp(mine, theirs) == 0)
    dm_lint_tell(l, spot_of(idle), "`%s` stands there already, at %s", mine, dm_lint_place(l, spot_of(other)));
  else
    dm_lint_tell(l, spot_of(idle), "`%s` finds nothing that `%s` does not find, at %s", mine, theirs, dm_lint_place(l, spot_of(other)));
}

/* Compares each with each; the later of two equal ones is idle. */
static void compare_all(lint *l, alternatives *list)
{
  for (size_t i = 0; i < list->n; i++)
    list->items[i].compiled = list->n > 1 ? dm_lint_compile(l, list->items[i].of, list->items[i].begin, list->items[i].end) : NULL;
  for (size_t i = 0; i < list->n; i++)
    for (size_t k = i + 1; k < list->n && !list->items[i].is_told; k++) {
      alternative *first = &list->items[i], *later = &list->items[k];
      if (later->is_told || !first->compiled || !later->compiled)
        continue;
      if (dm_pattern_covers(first->compiled, later->compiled))
        tell(l, later, first);
      else if (dm_pattern_covers(later->compiled, first->compiled))
        tell(l, first, later);
    }
  for (size_t i = 0; i < list->n; i++)
    dm_pattern_free(list->items[i].compiled);
  list->n = 0;
}

static void add_choice(alternatives *list, const written_pattern *of, uint32_t choice)
{
  for (size_t i = 0; i < of->parts.n && !of->is_broken; i++)
    if (of->parts.items[i].use == DM_PART_ALTERNATIVE && of->parts.items[i].choice == choice)
      *dm_vector_add(list) = (alternative){.of = of, .begin = of->parts.items[i].begin, .end = of->parts.items[i].end};
}

static uint32_t count_choices(const written_pattern *of)
{
  uint32_t n = 0;
  for (size_t i = 0; i < of->parts.n; i++)
    if (of->parts.items[i].use == DM_PART_ALTERNATIVE && of->parts.items[i].choice >= n)
      n = of->parts.items[i].choice + 1;
  return n;
}

void dm_lint_alternatives(pattern_book *book)
{
  alternatives list = {0};
  for (size_t i = 0; i < book->all.n; i++) {
    const written_pattern *of = &book->all.items[i];
    uint32_t               n_choices = count_choices(of);
    for (uint32_t choice = of->list == NO_LIST ? 0 : 1; choice < n_choices; choice++) {
      add_choice(&list, of, choice);
      compare_all(book->lint, &list);
    }
  }
  for (uint32_t number = 0; number < book->n_lists; number++) {
    for (size_t i = 0; i < book->all.n; i++)
      if (book->all.items[i].list == number)
        add_choice(&list, &book->all.items[i], 0);
    compare_all(book->lint, &list);
  }
  dm_vector_free(&list);
}
