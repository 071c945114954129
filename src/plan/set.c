/* Sets of variables as bits. */
#include <stdlib.h>
#include <string.h>

#include "plan/plan_impl.h"

static size_t n_words(const planner *p)
{
  return p->query->n_variables / 64 + 1;
}

set dm_set_new(const planner *p)
{
  return dm_arena_allocate(p->arena, n_words(p) * sizeof(uint64_t));
}

set dm_set_copy(const planner *p, const uint64_t *from)
{
  set s = dm_set_new(p);
  memcpy(s, from, n_words(p) * sizeof *s);
  return s;
}

set dm_set_full(const planner *p)
{
  set s = dm_set_new(p);
  memset(s, 0xFF, n_words(p) * sizeof *s);
  return s;
}

void dm_set_add(set s, dm_variable v)
{
  s[v / 64] |= UINT64_C(1) << v % 64;
}

bool dm_set_has(const uint64_t *s, dm_variable v)
{
  return s[v / 64] >> v % 64 & 1;
}

void dm_set_or(const planner *p, set s, const uint64_t *other)
{
  for (size_t i = 0; i < n_words(p); i++)
    s[i] |= other[i];
}

void dm_set_and(const planner *p, set s, const uint64_t *other)
{
  for (size_t i = 0; i < n_words(p); i++)
    s[i] &= other[i];
}

void dm_set_minus(const planner *p, set s, const uint64_t *other)
{
  for (size_t i = 0; i < n_words(p); i++)
    s[i] &= ~other[i];
}

bool dm_set_meets(const planner *p, const uint64_t *a, const uint64_t *b)
{
  for (size_t i = 0; i < n_words(p); i++) {
    if (a[i] & b[i])
      return true;
  }
  return false;
}

bool dm_set_lies_in(const planner *p, const uint64_t *a, const uint64_t *b)
{
  return dm_set_common_lies_in(p, a, a, b);
}

bool dm_set_common_lies_in(const planner *p, const uint64_t *a, const uint64_t *b, const uint64_t *c)
{
  for (size_t i = 0; i < n_words(p); i++) {
    if (a[i] & b[i] & ~c[i])
      return false;
  }
  return true;
}

static set set_of(const planner *p, const bool *is_in)
{
  set s = dm_set_new(p);
  for (size_t v = 0; v < p->query->n_variables; v++) {
    if (is_in[v])
      dm_set_add(s, (dm_variable)v);
  }
  return s;
}

set dm_set_of_expression(const planner *p, const dm_expression *expression)
{
  bool *is_in = dm_allocate(p->query->n_variables + 1);
  dm_expression_variables(expression, is_in);
  set s = set_of(p, is_in);
  free(is_in);
  return s;
}

set dm_set_of_mentions(const planner *p, const dm_node *node)
{
  bool *is_in = dm_allocate(p->query->n_variables + 1);
  dm_plan_mentions(node, is_in);
  set s = set_of(p, is_in);
  free(is_in);
  return s;
}

dm_variable *dm_set_list(const planner *p, const uint64_t *s, size_t *n)
{
  dm_variable *list = NULL;
  *n = 0;
  for (size_t i = 0; i < n_words(p); i++)
    *n += (size_t)__builtin_popcountll(s[i]);
  list = dm_arena_allocate(p->arena, (*n + 1) * sizeof *list);
  *n = 0;
  for (size_t v = 0; v < p->query->n_variables; v++) {
    if (dm_set_has(s, (dm_variable)v))
      list[(*n)++] = (dm_variable)v;
  }
  return list;
}
