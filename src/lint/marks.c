/* lint/marks.c - kinds, forms and things that patterns ask for and that no text can bring. */
#include <string.h>

#include "lint/patterns.h"

typedef struct {
  lint    *lint;
  uint8_t  forms[64]; /* DM_FORM_ bits that mentions of each kind can have */
  uint8_t *of_thing;  /* and those of each listed thing, by index */
} possible;

/* The forms that an entry gives its thing. */
static uint8_t forms_of(const dm_yaml_node *entry)
{
  static const struct {
    const char *key;
    uint8_t     form;
  } lists[] = {{"names", DM_FORM_NAME}, {"acronyms", DM_FORM_ACRONYM}, {"adjectives", DM_FORM_ADJECTIVE}, {"patterns", DM_FORM_PATTERN}};
  const dm_yaml_node *found = dm_yaml_get(entry, "found");
  uint8_t             forms = !found || strcmp(found->text, "false") != 0 ? DM_FORM_NAME : 0;
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
    if (dm_lint_list_length(dm_yaml_get(entry, lists[i].key)))
      forms |= lists[i].form;
  return forms;
}

static void find_possible(possible *p)
{
  size_t                  n_things = 0, n_forms = 0;
  const dm_entity *const *things = dm_lexicon_entities(p->lint->lexicon, &n_things);
  const dm_form          *forms = dm_lexicon_forms(p->lint->lexicon, &n_forms);
  p->of_thing = dm_arena_allocate(p->lint->arena, n_things + 1);
  for (size_t i = 0; i < n_things; i++) {
    const dm_yaml      *yaml = NULL;
    const dm_yaml_node *node = NULL;
    dm_lexicon_source(p->lint->lexicon, things[i], &yaml, &node);
    p->of_thing[i] = forms_of(node);
    p->forms[dm_grammar_kind(p->lint->grammar, things[i]->kind)] |= p->of_thing[i];
  }
  for (size_t i = 0; i < n_forms; i++)
    p->forms[forms[i].kind] |= DM_FORM_FOUND;
}

/* A document may give an acronym to whatever it names, and anything may stand inside another thing. */
static bool can_have(uint8_t has, uint8_t wanted)
{
  if (has)
    has |= DM_FORM_ACRONYM | DM_FORM_INNER;
  return wanted ? (has & wanted) != 0 : has != 0;
}

static bool can_be_met(const possible *p, const dm_pattern_part *mark)
{
  if (mark->thing != UINT32_MAX)
    return can_have(p->of_thing[mark->thing], mark->forms);
  for (int kind = 0; kind < 64; kind++)
    if ((mark->kinds >> kind & 1) && can_have(p->forms[kind], mark->forms))
      return true;
  return false;
}

dm_kinds dm_lint_kinds_met(lint *l)
{
  possible p = {.lint = l};
  if (l->met)
    return l->met;
  find_possible(&p);
  for (int kind = 0; kind < 64; kind++)
    if (p.forms[kind])
      l->met |= (dm_kinds)1 << kind;
  return l->met;
}

void dm_lint_marks(pattern_book *book)
{
  possible p = {.lint = book->lint};
  find_possible(&p);
  for (size_t i = 0; i < book->all.n; i++) {
    const written_pattern *of = &book->all.items[i];
    for (size_t k = 0; k < of->parts.n; k++) {
      const dm_pattern_part *mark = &of->parts.items[k];
      if (mark->use == DM_PART_MARK && !can_be_met(&p, mark))
        dm_lint_tell(book->lint, (spot){of->yaml, of->node, mark->begin}, "<%s> is never met: the lexicon has nothing that is found so",
                     dm_lint_quote(book->lint, of, mark->begin, mark->end));
    }
  }
}
