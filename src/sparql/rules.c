/* sparql/rules.c - what the standard asks of variables (§18.2.1, §19.8 notes 11 to 13, §11.4, §15.1, §16.1.2), on a tree that the grammar allows.
 *
 * Scopes are found from inside to outside. The smaller of two sets goes into the larger one, so that deep nesting of many variables stays cheap. */
#include "sparql/parser_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base/vector.h"

typedef struct {
  uint32_t name;
  uint32_t place; /* of the first appearance: offsets fit, as DM_SYNTAX_MOST_BYTES does */
} seen_name;

/* Variables in scope. */
typedef struct {
  dm_map *indexes; /* of names in `seen`; NULL while there are none */
  DM_VECTOR(seen_name) seen;
} scope;

static void check_expression(parser *p, const dm_syntax_expression *expression);
static void check_group(parser *p, const dm_syntax_group *group, scope *out);

static void scope_free(scope *s)
{
  dm_map_free(s->indexes);
  dm_vector_free(&s->seen);
  *s = (scope){0};
}

static bool scope_has(const scope *s, uint32_t name)
{
  return s->indexes && dm_map_get(s->indexes, (const char *)&name, sizeof name, NULL);
}

/* Returns whether it was not there. */
static bool scope_add(scope *s, uint32_t name, size_t offset)
{
  bool           is_new = false;
  const uint32_t place = (uint32_t)offset;
  if (!s->indexes)
    s->indexes = dm_map_new();
  const uint32_t index = *dm_map_put(s->indexes, (const char *)&name, sizeof name, (uint32_t)s->seen.n, &is_new);
  if (is_new)
    *dm_vector_add(&s->seen) = (seen_name){name, place};
  else if (place < s->seen.items[index].place)
    s->seen.items[index].place = place;
  return is_new;
}

/* Moves what is in `from` to `to`; `from` is empty then. */
static void scope_merge(scope *to, scope *from)
{
  if (from->seen.n > to->seen.n) {
    const scope larger = *from;
    *from = *to;
    *to = larger;
  }
  for (size_t i = 0; i < from->seen.n; i++)
    scope_add(to, from->seen.items[i].name, from->seen.items[i].place);
  scope_free(from);
}

static int compare_places(const void *a, const void *b)
{
  const seen_name *left = a, *right = b;
  if (left->place != right->place)
    return left->place < right->place ? -1 : 1;
  return left->name < right->name ? -1 : left->name > right->name;
}

static const char *name_of(const parser *p, uint32_t name)
{
  return p->syntax->names.items[name];
}

static void add_reference(scope *out, const dm_syntax_reference *reference)
{
  if (reference->kind == DM_SYNTAX_VARIABLE)
    scope_add(out, reference->name, reference->offset);
}

static void check_values(parser *p, const dm_syntax_values *values, scope *out)
{
  scope own = {0};
  for (size_t i = 0; i < values->n_names; i++)
    if (!scope_add(&own, values->names[i], values->offset + i)) /* in the order of the list, which is longer than that */
      parser_report(p, values->offset, "`?%s` stands twice among the variables of VALUES", name_of(p, values->names[i]));
  scope_merge(out, &own);
}

static void check_element(parser *p, const dm_syntax_element *element, scope *out)
{
  scope inside = {0};
  for (size_t i = 0; i < element->triples.n; i++) {
    add_reference(out, &element->triples.items[i].subject);
    add_reference(out, &element->triples.items[i].predicate);
    add_reference(out, &element->triples.items[i].object);
  }
  if (element->expression)
    check_expression(p, element->expression);
  if (element->kind == DM_ELEMENT_BIND) {
    if (scope_has(out, element->name))
      parser_report(p, element->offset, "BIND gives `?%s` a value, but it may have one already: take another name", name_of(p, element->name));
    scope_add(out, element->name, element->offset);
  }
  if (element->kind == DM_ELEMENT_GRAPH || element->kind == DM_ELEMENT_SERVICE)
    add_reference(out, &element->reference);
  for (size_t i = 0; i < element->groups.n; i++)
    check_group(p, element->groups.items[i], &inside);
  if (element->values)
    check_values(p, element->values, out);
  if (element->kind == DM_ELEMENT_MINUS) /* what is taken away is not seen outside */
    scope_free(&inside);
  scope_merge(out, &inside);
}

/* ---- SELECT ---- */

typedef struct {
  parser                 *p;
  const dm_syntax_select *select;
  scope                   grouped; /* keys, and what SELECT named so far */
} grouping;

/* §11.4: of a group there are the keys and what aggregates make of the rest. */
static void check_grouped(grouping *g, const dm_syntax_expression *expression)
{
  if (expression->kind == DM_SYNTAX_NAME && !scope_has(&g->grouped, expression->name)) {
    parser_report(g->p, expression->offset,
                  g->select->keys.n ? "`?%s` stands neither in GROUP BY nor in an aggregate" : "`?%s` stands beside an aggregate: add it to GROUP BY",
                  name_of(g->p, expression->name));
    scope_add(&g->grouped, expression->name, expression->offset); /* told once */
  }
  for (size_t i = 0; i < expression->n_arguments && expression->kind != DM_SYNTAX_AGGREGATE; i++)
    check_grouped(g, expression->arguments[i]);
}

static void check_column(grouping *g, const dm_syntax_column *column, const scope *where, scope *named)
{
  parser    *p = g->p;
  const bool is_grouped = g->select->is_grouped;
  if (column->expression) {
    check_expression(p, column->expression);
    if (is_grouped)
      check_grouped(g, column->expression);
    if (scope_has(where, column->name))
      parser_report(p, column->offset, "the name `?%s` is taken: the pattern gives it values already", name_of(p, column->name));
    else if (scope_has(named, column->name))
      parser_report(p, column->offset, "the name `?%s` is taken by another column", name_of(p, column->name));
  } else if (is_grouped) {
    const dm_syntax_expression variable = {.kind = DM_SYNTAX_NAME, .offset = column->offset, .name = column->name};
    check_grouped(g, &variable);
  }
  scope_add(&g->grouped, column->name, column->offset);
}

/* A variable that is selected twice is one column (§18.2.4.4: a set). */
static void check_columns(grouping *g, dm_syntax_select *select, const scope *where, scope *out)
{
  size_t n = 0;
  for (size_t i = 0; i < select->columns.n; i++) {
    const dm_syntax_column column = select->columns.items[i];
    check_column(g, &column, where, out);
    if (scope_add(out, column.name, column.offset))
      select->columns.items[n++] = column;
  }
  select->columns.n = n;
}

static void check_keys(grouping *g, const scope *where)
{
  for (size_t i = 0; i < g->select->keys.n; i++) {
    const dm_syntax_key *key = &g->select->keys.items[i];
    check_expression(g->p, key->expression);
    const uint32_t name = key->expression->kind == DM_SYNTAX_NAME && key->name == DM_SYNTAX_NO_NAME ? key->expression->name : key->name;
    if (key->name != DM_SYNTAX_NO_NAME && (scope_has(where, key->name) || scope_has(&g->grouped, key->name)))
      parser_report(g->p, key->offset, "the name `?%s` is taken: the pattern or another key gives it values already", name_of(g->p, key->name));
    if (name != DM_SYNTAX_NO_NAME)
      scope_add(&g->grouped, name, key->offset);
  }
}

static void take_star(parser *p, dm_syntax_select *select, const scope *visible)
{
  const size_t n = visible->seen.n;
  seen_name   *sorted = dm_reallocate(NULL, n ? n : 1, sizeof *sorted);
  if (n)
    memcpy(sorted, visible->seen.items, n * sizeof *sorted);
  qsort(sorted, n, sizeof *sorted, compare_places);
  for (size_t i = 0; i < n; i++) {
    const seen_name *seen = &sorted[i];
    if (p->syntax->form != DM_QUERY_DESCRIBE || select != p->syntax->select)
      *dm_list_add(p->arena, &select->columns) = (dm_syntax_column){.name = seen->name, .offset = seen->place};
    else
      *dm_list_add(p->arena, &p->syntax->described) = (dm_syntax_reference){.kind = DM_SYNTAX_VARIABLE, .offset = seen->place, .name = seen->name};
  }
  free(sorted);
}

/* Adds the columns to `out`. */
static void check_select(parser *p, dm_syntax_select *select, scope *out)
{
  grouping g = {.p = p, .select = select};
  scope    where = {0}, named = {0};
  check_group(p, select->where, &where);
  check_keys(&g, &where);
  if (select->values)
    check_values(p, select->values, &where);
  if (select->is_star && select->is_grouped)
    parser_report(p, select->offset, "`*` may not be used with GROUP BY or aggregates: name the keys");
  else if (select->is_star)
    take_star(p, select, &where);
  if (select->is_star)
    scope_merge(&named, &where);
  else
    check_columns(&g, select, &where, &named);
  for (size_t i = 0; i < select->having.n; i++)
    check_expression(p, select->having.items[i]);
  for (size_t i = 0; i < select->orders.n; i++)
    check_expression(p, select->orders.items[i].expression);
  scope_free(&g.grouped);
  scope_free(&where);
  scope_merge(out, &named);
}

static void check_group(parser *p, const dm_syntax_group *group, scope *out)
{
  scope own = {0};
  if (group->select)
    check_select(p, group->select, &own);
  for (size_t i = 0; i < group->elements.n; i++)
    check_element(p, &group->elements.items[i], &own);
  scope_merge(out, &own);
}

static void check_expression(parser *p, const dm_syntax_expression *expression)
{
  scope inside = {0};
  if (expression->pattern)
    check_group(p, expression->pattern, &inside);
  scope_free(&inside);
  for (size_t i = 0; i < expression->n_arguments; i++)
    check_expression(p, expression->arguments[i]);
}

void parser_check_rules(parser *p)
{
  scope columns = {0};
  check_select(p, p->syntax->select, &columns);
  scope_free(&columns);
}
