/* algebra/translate_expression.c - expressions, with aggregates and samples taken out (SPARQL 1.1 §18.2.4.1). */
#include "algebra/translate_impl.h"

#include <string.h>

static dm_expression *new_expression(translator *t, dm_expression_kind kind, size_t offset)
{
  dm_expression *expression = dm_arena_allocate(t->arena, sizeof *expression);
  expression->kind = kind;
  expression->offset = offset;
  expression->variable = DM_NO_VARIABLE;
  return expression;
}

static dm_expression *new_variable(translator *t, dm_variable variable, size_t offset)
{
  dm_expression *expression = new_expression(t, DM_EXPRESSION_VARIABLE, offset);
  expression->variable = variable;
  return expression;
}

/* Whether both are written alike and give the same whenever they are evaluated. */
static bool is_same(const dm_syntax_expression *a, const dm_syntax_expression *b)
{
  const bool is_random =
      a->function == DM_FUNCTION_RAND || a->function == DM_FUNCTION_UUID || a->function == DM_FUNCTION_STRUUID || a->function == DM_FUNCTION_BNODE;
  if (a->kind != b->kind || a->kind == DM_SYNTAX_EXISTS || a->function != b->function || is_random || a->n_arguments != b->n_arguments)
    return false;
  if (a->kind == DM_SYNTAX_NAME && a->name != b->name)
    return false;
  if (a->kind == DM_SYNTAX_CONSTANT && dm_term_compare(&a->constant, &b->constant) != 0)
    return false;
  if (a->iri && strcmp(a->iri, b->iri) != 0)
    return false;
  if (a->kind == DM_SYNTAX_AGGREGATE &&
      (a->aggregate != b->aggregate || a->is_distinct != b->is_distinct || (a->separator && strcmp(a->separator, b->separator) != 0)))
    return false;
  for (size_t i = 0; i < a->n_arguments; i++)
    if (!is_same(a->arguments[i], b->arguments[i]))
      return false;
  return true;
}

/* Adds an aggregate; its result has a variable of its own. */
static dm_variable add_aggregate(translator *t, const dm_syntax_expression *source, dm_aggregate aggregate)
{
  aggregation *a = t->aggregation;
  aggregate.variable = translate_new(t, NULL, true);
  *dm_list_add(t->arena, &a->aggregates) = aggregate;
  *dm_list_add(t->arena, &a->sources) = source;
  return aggregate.variable;
}

static dm_expression *translate_aggregate(translator *t, const dm_syntax_expression *source)
{
  aggregation *a = t->aggregation;
  for (size_t i = 0; i < a->sources.n; i++)
    if (a->sources.items[i] && is_same(a->sources.items[i], source))
      return new_variable(t, a->aggregates.items[i].variable, source->offset);
  dm_aggregate aggregate = {.kind = source->aggregate, .is_distinct = source->is_distinct, .separator = source->separator};
  t->aggregation = NULL; /* what is aggregated sees the rows of the group, not the group */
  if (source->n_arguments)
    aggregate.expression = translate_expression(t, source->arguments[0]);
  t->aggregation = a;
  return new_variable(t, add_aggregate(t, source, aggregate), source->offset);
}

/* A variable that is neither key nor aggregated stands for any of its values in the group. */
static dm_expression *translate_variable(translator *t, const dm_syntax_expression *source)
{
  aggregation      *a = t->aggregation;
  const dm_variable variable = translate_name(t, source->name);
  if (!a || dm_map_get(a->known, (const char *)&source->name, sizeof source->name, NULL))
    return new_variable(t, variable, source->offset);
  for (size_t i = 0; i < a->aggregates.n; i++)
    if (!a->sources.items[i] && a->aggregates.items[i].expression->variable == variable)
      return new_variable(t, a->aggregates.items[i].variable, source->offset);
  const dm_aggregate sample = {.kind = DM_AGGREGATE_SAMPLE, .expression = new_variable(t, variable, source->offset)};
  return new_variable(t, add_aggregate(t, NULL, sample), source->offset);
}

static dm_expression *translate_exists(translator *t, const dm_syntax_expression *source)
{
  aggregation   *outer = t->aggregation;
  dm_expression *exists = new_expression(t, DM_EXPRESSION_EXISTS, source->offset);
  t->aggregation = NULL;
  exists->pattern = translate_group(t, source->pattern);
  t->aggregation = outer;
  return exists;
}

dm_expression *translate_expression(translator *t, const dm_syntax_expression *source)
{
  switch (source->kind) {
  case DM_SYNTAX_NAME: return translate_variable(t, source);
  case DM_SYNTAX_AGGREGATE: return translate_aggregate(t, source);
  case DM_SYNTAX_EXISTS: return translate_exists(t, source);
  case DM_SYNTAX_CONSTANT:
  case DM_SYNTAX_CALL: break;
  }
  dm_expression *expression = new_expression(t, source->kind == DM_SYNTAX_CALL ? DM_EXPRESSION_CALL : DM_EXPRESSION_CONSTANT, source->offset);
  expression->constant = source->constant;
  expression->function = source->function;
  expression->iri = source->iri;
  expression->n_arguments = source->n_arguments;
  expression->arguments = dm_arena_allocate(t->arena, source->n_arguments * sizeof(dm_expression *));
  for (size_t i = 0; i < source->n_arguments; i++)
    expression->arguments[i] = translate_expression(t, source->arguments[i]);
  return expression;
}
