/* lexicon/succession.c - things that followed one another under other names: linked, never one. */
#include <stdlib.h>
#include <string.h>

#include "lexicon/lexicon_impl.h"

enum { MAX_STEPS = 32 }; /* of succession: more is a circle */

static const char key_succeeds[] = "succeeds";

static const dm_yaml_node *named_at(const dm_yaml_node *list, size_t i)
{
  return list->kind == DM_YAML_SCALAR ? list : list->items[i];
}

static size_t count_of(const dm_yaml_node *list)
{
  return !list ? 0 : list->kind == DM_YAML_SCALAR ? 1 : list->n;
}

static long year_of(const dm_entity *entity, const char *key)
{
  for (size_t i = 0; i < entity->n_properties; i++)
    if (strcmp(entity->properties[i].key, key) == 0)
      return strtol(entity->properties[i].value, NULL, 10);
  return 0;
}

/* Whether `entity` comes before `of` by any number of steps. */
static bool comes_before(const dm_entity *entity, const dm_entity *of, int n_steps)
{
  for (size_t i = 0; i < of->n_succeeds && n_steps < MAX_STEPS; i++)
    if (of->succeeds[i] == entity || comes_before(entity, of->succeeds[i], n_steps + 1))
      return true;
  return false;
}

static dm_status resolve_predecessors(dm_lexicon *lexicon, entry *made, dm_diagnostics *diagnostics)
{
  const dm_yaml_node *list = dm_yaml_get(made->node, key_succeeds);
  size_t              n = count_of(list);
  dm_status           status = DM_OK;
  if (n == 0)
    return DM_OK;
  const dm_entity **before = dm_arena_allocate(lexicon->arena, n * sizeof *before);
  for (size_t i = 0; i < n; i++) {
    const dm_yaml_node *id = named_at(list, i);
    const dm_entity    *found = dm_lexicon_find(lexicon, made->entity.kind, id->text);
    if (found) {
      before[made->entity.n_succeeds++] = found;
      continue;
    }
    const char *near = dm_lexicon_near_id(lexicon, id->text);
    status = near ? dm_yaml_error(made->yaml, id, diagnostics, "no such %s: %s; did you mean %s?", made->entity.kind, id->text, near)
                  : dm_yaml_error(made->yaml, id, diagnostics, "no such %s: %s", made->entity.kind, id->text);
  }
  made->entity.succeeds = before;
  return status;
}

static dm_status check_succession(const entry *made, dm_diagnostics *diagnostics)
{
  const dm_yaml_node *list = dm_yaml_get(made->node, key_succeeds);
  const dm_entity    *entity = &made->entity;
  long                from = year_of(entity, "from");
  dm_status           status = DM_OK;
  for (size_t i = 0; i < entity->n_succeeds; i++) {
    const dm_entity    *before = entity->succeeds[i];
    const dm_yaml_node *node = named_at(list, i);
    long                until = year_of(before, "until");
    if (before == entity || comes_before(entity, before, 0))
      status = dm_yaml_error(made->yaml, node, diagnostics, "%s comes after %s already", before->id, entity->id);
    else if (from && until && until > from)
      status = dm_yaml_error(made->yaml, node, diagnostics, "%s lasted until %ld, %s begins in %ld", before->id, until, entity->id, from);
  }
  return status;
}

/* The other way round, in the order of kind and id. */
static void link_successors(dm_lexicon *lexicon)
{
  size_t             n = lexicon->entries.n;
  size_t            *n_after = dm_allocate((n + 1) * sizeof *n_after);
  const dm_entity ***after = dm_allocate((n + 1) * sizeof *after);
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < lexicon->entities[i]->n_succeeds; k++)
      n_after[lexicon->entities[i]->succeeds[k]->index]++;
  for (size_t i = 0; i < n; i++) {
    after[i] = n_after[i] ? dm_arena_allocate(lexicon->arena, n_after[i] * sizeof *after[i]) : NULL;
    n_after[i] = 0;
  }
  for (size_t i = 0; i < n; i++)
    for (size_t k = 0; k < lexicon->entities[i]->n_succeeds; k++) {
      uint32_t before = lexicon->entities[i]->succeeds[k]->index;
      after[before][n_after[before]++] = lexicon->entities[i];
    }
  for (size_t i = 0; i < n; i++) {
    dm_entity *entity = &lexicon->entries.items[i]->entity;
    entity->succeeded_by = after[entity->index];
    entity->n_succeeded_by = n_after[entity->index];
  }
  free(n_after);
  free(after);
}

dm_status dm_lexicon_resolve_succession(dm_lexicon *lexicon, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  for (size_t i = 0; i < lexicon->entries.n; i++)
    if (resolve_predecessors(lexicon, lexicon->entries.items[i], diagnostics))
      status = DM_BAD_RULES;
  for (size_t i = 0; i < lexicon->entries.n && !status; i++)
    if (check_succession(lexicon->entries.items[i], diagnostics))
      status = DM_BAD_RULES;
  if (!status)
    link_successors(lexicon);
  return status;
}
