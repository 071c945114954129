/* mapping/check.c - whether every name has a meaning where it is used.
 *
 * At loading: in blocks of things only what a thing has, in blocks of the document no cells, and no let that needs itself. Which families and cells there
 * are is known only to who loads the rules: dm_mapping_check(). */
#include "mapping/mapping_impl.h"

#include <string.h>

/* Goes through all variables of a part of the mapping, into lets too. */
typedef struct {
  const dm_mapping *mapping;
  void (*on_variable)(void *ctx, const variable *v);
  void   *ctx;
  dm_map *seen; /* lets already gone into, and variables already complained of */
} walk;

static void walk_choices(walk *w, const choices *c);

static bool is_new(dm_map *seen, const void *pointer)
{
  bool new_one = false;
  dm_map_put(seen, (const char *)&pointer, sizeof pointer, 0, &new_one);
  return new_one;
}

static void walk_variable(walk *w, const variable *v)
{
  w->on_variable(w->ctx, v);
  if (v->root == ROOT_LET && is_new(w->seen, &w->mapping->lets[v->index]))
    walk_choices(w, &w->mapping->lets[v->index].choices);
}

static void walk_template(walk *w, const term_template *t)
{
  for (size_t i = 0; i < t->n_parts; i++)
    if (t->parts[i].variable)
      walk_variable(w, t->parts[i].variable);
  if (t->language_variable)
    walk_variable(w, t->language_variable);
}

static void walk_conditions(walk *w, const conditions *c)
{
  for (size_t i = 0; i < c->n; i++)
    for (size_t k = 0; k < c->items[i].n_tests; k++)
      walk_variable(w, c->items[i].tests[k].variable);
}

static void walk_choices(walk *w, const choices *c)
{
  for (size_t i = 0; i < c->n; i++) {
    walk_conditions(w, &c->items[i].when);
    walk_conditions(w, &c->items[i].unless);
    walk_template(w, &c->items[i].to);
  }
}

static void walk_properties(walk *w, const properties *p)
{
  for (size_t i = 0; i < p->n; i++) {
    walk_template(w, &p->items[i].predicate);
    walk_choices(w, &p->items[i].objects);
  }
}

static void walk_blocks(walk *w, const blocks *b)
{
  for (size_t i = 0; i < b->n; i++) {
    walk_template(w, &b->items[i].subject);
    walk_conditions(w, &b->items[i].when);
    walk_conditions(w, &b->items[i].unless);
    for (size_t k = 0; k < b->items[i].n_parts; k++)
      walk_properties(w, b->items[i].parts[k]);
  }
}

/* Lets: cycles, and which are the same for the whole document. */

typedef struct {
  dm_mapping     *mapping;
  dm_diagnostics *diagnostics;
  bool            is_of_document;
  dm_status       status;
} let_check;

static dm_status settle_let(dm_mapping *mapping, let_name *let, dm_diagnostics *diagnostics);

static void on_let_variable(void *ctx, const variable *v)
{
  let_check *check = ctx;
  if (v->root == ROOT_LET) {
    let_name *other = &check->mapping->lets[v->index];
    if (other->is_open) {
      check->status = dm_yaml_error_in(check->mapping->yaml, v->node, v->offset_bytes, check->diagnostics, "`%s` needs itself", other->name);
      return;
    }
    if (settle_let(check->mapping, other, check->diagnostics))
      check->status = DM_BAD_RULES;
    check->is_of_document = check->is_of_document && other->is_of_document;
  } else if (v->root != ROOT_CELL && v->root != ROOT_DOCUMENT_NAME && v->root != ROOT_DOCUMENT_LENGTH && v->root != ROOT_REFERENCE &&
             v->root != ROOT_PROGRAM) {
    check->is_of_document = false;
  }
}

static dm_status settle_let(dm_mapping *mapping, let_name *let, dm_diagnostics *diagnostics)
{
  if (let->is_known)
    return DM_OK;
  let_check check = {.mapping = mapping, .diagnostics = diagnostics, .is_of_document = true};
  walk      w = {.mapping = mapping, .on_variable = on_let_variable, .ctx = &check, .seen = dm_map_new()};
  for (size_t i = 0; i < mapping->n_lets; i++) /* other lets settle themselves */
    is_new(w.seen, &mapping->lets[i]);
  let->is_open = true;
  walk_choices(&w, &let->choices);
  let->is_open = false;
  let->is_known = true;
  let->is_of_document = check.is_of_document;
  dm_map_free(w.seen);
  return check.status;
}

/* Names in blocks of the document and of things. */

typedef struct {
  const dm_mapping *mapping;
  dm_diagnostics   *diagnostics;
  bool              is_thing;
  dm_map           *told;
  dm_status         status;
} name_check;

static void on_name(void *ctx, const variable *v)
{
  name_check *check = ctx;
  if (check->is_thing ? v->root != ROOT_NAME || v->field != FIELD_NONE : v->root != ROOT_NAME && v->root != ROOT_SELF)
    return;
  if (!is_new(check->told, v))
    return;
  suggestion s = {.wanted = v->name};
  dm_mapping_consider_fields(check->mapping, &s);
  check->status = dm_yaml_error_in(check->mapping->yaml, v->node, v->offset_bytes, check->diagnostics, "unknown variable `%s`%s", v->name,
                                   dm_suggestion_text(&s, check->mapping->arena));
}

dm_status dm_mapping_check_names(dm_mapping *mapping, dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  for (size_t i = 0; i < mapping->n_lets; i++)
    if (settle_let(mapping, &mapping->lets[i], diagnostics))
      status = DM_BAD_RULES;
  if (status)
    return status;
  name_check check = {.mapping = mapping, .diagnostics = diagnostics, .told = dm_map_new()};
  walk       w = {.mapping = mapping, .on_variable = on_name, .ctx = &check, .seen = dm_map_new()};
  walk_blocks(&w, &mapping->document);
  for (size_t i = 0; i < mapping->n_graphs; i++)
    walk_template(&w, &mapping->graphs[i].iri);
  dm_map_free(w.seen);
  w.seen = dm_map_new(); /* a let may mean other names here */
  check.is_thing = true;
  for (size_t i = 0; i < mapping->n_kinds; i++) {
    walk_choices(&w, &mapping->kinds[i].iri);
    walk_blocks(&w, &mapping->kinds[i].blocks);
  }
  dm_map_free(w.seen);
  dm_map_free(check.told);
  return check.status;
}

/* Names of families, cells and kinds. */

typedef struct {
  const dm_mapping  *mapping;
  const char *const *families; /* "family" or "family.cell" */
  size_t             n_families;
  const char        *family; /* whose facts are mapped, NULL in other blocks */
  dm_diagnostics    *diagnostics;
  dm_map            *told;
  dm_status          status;
} cell_check;

/* Whether "family" (cell NULL) or "family.cell" is there; considers the others of its sort as suggestions. */
static bool has_cell(const cell_check *check, const char *family_name, const char *cell, suggestion *s)
{
  const size_t n_family = strlen(family_name);
  for (size_t i = 0; i < check->n_families; i++) {
    const char *known = check->families[i];
    const char *point = strchr(known, '.');
    if (!cell) {
      const size_t n_known = point ? (size_t)(point - known) : strlen(known);
      if (n_known == n_family && memcmp(known, family_name, n_family) == 0)
        return true;
      if (!point)
        dm_suggestion_consider(s, known);
    } else if (point && (size_t)(point - known) == n_family && memcmp(known, family_name, n_family) == 0) {
      if (strcmp(point + 1, cell) == 0)
        return true;
      dm_suggestion_consider(s, point + 1);
    }
  }
  return false;
}

static void check_cell(cell_check *check, const variable *v, const char *family_name)
{
  const dm_yaml *yaml = check->mapping->yaml;
  dm_arena      *arena = check->mapping->arena;
  suggestion     family_suggestion = {.wanted = family_name};
  suggestion     cell_suggestion = {.wanted = v->name};
  if (!has_cell(check, family_name, NULL, &family_suggestion)) {
    if (v->root == ROOT_CELL && is_new(check->told, v))
      check->status = dm_yaml_error_in(yaml, v->node, v->offset_bytes, check->diagnostics, "no rule makes facts of a family `%s`%s", family_name,
                                       dm_suggestion_text(&family_suggestion, arena));
    return; /* a family in `of` is told of there */
  }
  if (has_cell(check, family_name, v->name, &cell_suggestion) || !is_new(check->told, v))
    return;
  check->status = dm_yaml_error_in(yaml, v->node, v->offset_bytes, check->diagnostics, "facts of `%s` have no cell `%s`%s", family_name, v->name,
                                   dm_suggestion_text(&cell_suggestion, arena));
}

static void on_cell(void *ctx, const variable *v)
{
  cell_check *check = ctx;
  if (v->root == ROOT_CELL)
    check_cell(check, v, v->family);
  else if (v->root == ROOT_NAME && check->family)
    check_cell(check, v, check->family);
}

static void check_rule(cell_check *check, const rule *r)
{
  for (size_t i = 0; i < r->n_families; i++) {
    suggestion s = {.wanted = r->families[i]->text};
    if (!has_cell(check, s.wanted, NULL, &s))
      check->status = dm_yaml_error(check->mapping->yaml, r->families[i], check->diagnostics, "no rule makes facts of a family `%s`%s", s.wanted,
                                    dm_suggestion_text(&s, check->mapping->arena));
    walk w = {.mapping = check->mapping, .on_variable = on_cell, .ctx = check, .seen = dm_map_new()};
    check->family = s.wanted;
    walk_blocks(&w, &r->blocks);
    dm_map_free(w.seen);
  }
}

/* A let hides the cell of its name, so such a cell could never be reached. */
static void check_hidden(cell_check *check)
{
  for (size_t i = 0; i < check->mapping->n_lets; i++) {
    const let_name *let = &check->mapping->lets[i];
    for (size_t k = 0; k < check->n_families; k++) {
      const char *point = strchr(check->families[k], '.');
      if (!point || strcmp(point + 1, let->name) != 0)
        continue;
      check->status = dm_yaml_error(check->mapping->yaml, let->node, check->diagnostics, "`%s` is a cell of `%.*s`; the let needs another name",
                                    let->name, (int)(point - check->families[k]), check->families[k]);
      break;
    }
  }
}

static void check_kinds(cell_check *check, const char *const *kinds, size_t n_kinds)
{
  for (size_t i = 0; i < check->mapping->n_kinds; i++) {
    const kind_rule *k = &check->mapping->kinds[i];
    suggestion       s = {.wanted = k->name};
    bool             is_known = false;
    for (size_t n = 0; n < n_kinds; n++) {
      dm_suggestion_consider(&s, kinds[n]);
      is_known = is_known || strcmp(kinds[n], k->name) == 0;
    }
    if (!is_known)
      check->status = dm_yaml_error(check->mapping->yaml, k->node, check->diagnostics, "the lexicon has no kind `%s`%s", k->name,
                                    dm_suggestion_text(&s, check->mapping->arena));
  }
}

dm_status dm_mapping_check(const dm_mapping *mapping, const char *const *families, size_t n_families, const char *const *kinds, size_t n_kinds,
                           dm_diagnostics *diagnostics)
{
  cell_check check = {.mapping = mapping, .families = families, .n_families = n_families, .diagnostics = diagnostics, .told = dm_map_new()};
  walk       w = {.mapping = mapping, .on_variable = on_cell, .ctx = &check, .seen = dm_map_new()};
  check_hidden(&check);
  for (size_t i = 0; i < mapping->n_rules; i++)
    check_rule(&check, &mapping->rules[i]);
  check.family = NULL;
  walk_blocks(&w, &mapping->document);
  for (size_t i = 0; i < mapping->n_kinds; i++)
    walk_blocks(&w, &mapping->kinds[i].blocks);
  check_kinds(&check, kinds, n_kinds);
  dm_map_free(w.seen);
  dm_map_free(check.told);
  return check.status;
}
