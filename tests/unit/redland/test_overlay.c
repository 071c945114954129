/* An index that can be changed, against a plain list of statements that are changed in the same way. */
#include "redland/overlay.h"

#include "base/buffer.h"
#include "base/memory.h"
#include "base/vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const names[] = {"http://e/a", "http://e/b", "http://e/c", "http://e/d"};
static const char *const texts[] = {"a", "b\n\"c\"", ""};

/* Every statement is told by four small numbers. */
typedef struct {
  uint8_t subject, predicate, object, graph;
} tuple;

typedef DM_VECTOR(tuple) tuples;

static uint32_t draw(uint32_t *state, uint32_t below)
{
  *state = *state * 1664525u + 1013904223u;
  return (*state >> 8) % below;
}

static dm_term object_of(uint8_t number)
{
  switch (number % 4) {
  case 0: return dm_term_iri(names[number / 4]);
  case 1: return dm_term_literal(texts[number / 4 % 3], NULL, NULL);
  case 2: return dm_term_literal(texts[number / 4 % 3], NULL, "en");
  default: return dm_term_literal("5", "http://www.w3.org/2001/XMLSchema#integer", NULL);
  }
}

static dm_statement statement_of(tuple t)
{
  dm_statement statement = {dm_term_iri(names[t.subject]), dm_term_iri(names[t.predicate]), object_of(t.object), {0}};
  if (t.graph)
    statement.graph = dm_term_iri(names[t.graph]);
  return statement;
}

static bool same_but_for_graph(tuple a, tuple b)
{
  const dm_statement x = statement_of((tuple){a.subject, a.predicate, a.object, 0});
  const dm_statement y = statement_of((tuple){b.subject, b.predicate, b.object, 0});
  return dm_statement_compare(&x, &y) == 0;
}

static size_t find(const tuples *list, tuple t)
{
  size_t i = 0;
  while (i < list->n && !(same_but_for_graph(list->items[i], t) && list->items[i].graph == t.graph))
    i++;
  return i;
}

static tuple draw_tuple(uint32_t *state, bool has_graphs)
{
  return (tuple){(uint8_t)draw(state, 4), (uint8_t)draw(state, 3), (uint8_t)draw(state, 16), has_graphs ? (uint8_t)draw(state, 4) : 0};
}

static size_t count_found(dm_overlay *overlay, const dm_statement *pattern, dm_overlay_scope scope, const tuples *list)
{
  dm_overlay_search *search = NULL;
  dm_statement       found;
  size_t             n = 0;
  dm_overlay_search_new(&search, overlay, pattern, scope);
  while (dm_overlay_search_next(search, &found)) {
    size_t i = 0;
    for (; i < list->n; i++) {
      const dm_statement known = statement_of(list->items[i]);
      if (dm_statement_compare(&known, &found) == 0)
        break;
    }
    assert_true(i < list->n);
    n++;
  }
  dm_overlay_search_free(search);
  return n;
}

static void check_pattern(dm_overlay *overlay, const tuples *list, tuple t, unsigned free_parts, dm_overlay_scope scope)
{
  const dm_statement whole = statement_of(t);
  dm_statement       pattern = {.graph = whole.graph};
  size_t             n = 0;
  if (!(free_parts & 1))
    pattern.subject = whole.subject;
  if (!(free_parts & 2))
    pattern.predicate = whole.predicate;
  if (!(free_parts & 4))
    pattern.object = whole.object;
  for (size_t i = 0; i < list->n; i++) {
    const dm_statement known = statement_of(list->items[i]);
    n += ((free_parts & 1) || dm_term_compare(&known.subject, &whole.subject) == 0) &&
         ((free_parts & 2) || dm_term_compare(&known.predicate, &whole.predicate) == 0) &&
         ((free_parts & 4) || dm_term_compare(&known.object, &whole.object) == 0) &&
         (scope == DM_OVERLAY_ALL || (scope == DM_OVERLAY_DEFAULT && !list->items[i].graph) ||
          (scope == DM_OVERLAY_GRAPH && list->items[i].graph == t.graph));
  }
  assert_int_equal(count_found(overlay, &pattern, scope, list), n);
}

static void check_all(dm_overlay *overlay, const tuples *list, uint32_t *state, bool has_graphs)
{
  assert_int_equal(dm_overlay_size(overlay), list->n);
  for (unsigned free_parts = 0; free_parts < 8; free_parts++) {
    tuple t = draw_tuple(state, has_graphs);
    check_pattern(overlay, list, t, free_parts, DM_OVERLAY_ALL);
    if (!has_graphs)
      continue;
    check_pattern(overlay, list, t, free_parts, DM_OVERLAY_DEFAULT);
    t.graph = (uint8_t)(1 + draw(state, 3));
    check_pattern(overlay, list, t, free_parts, DM_OVERLAY_GRAPH);
  }
}

static void change(dm_overlay *overlay, tuples *list, uint32_t *state, bool has_graphs)
{
  const tuple        t = draw_tuple(state, has_graphs);
  const dm_statement statement = statement_of(t);
  const size_t       at = find(list, t);
  if (draw(state, 3)) {
    dm_overlay_add(overlay, &statement);
    if (at == list->n)
      *dm_vector_add(list) = t;
  } else {
    dm_overlay_remove(overlay, &statement);
    if (at < list->n)
      list->items[at] = list->items[--list->n];
  }
}

static void check_graphs(dm_overlay *overlay, const tuples *list)
{
  size_t   at = 0;
  size_t   n_named = 0;
  unsigned seen = 0;
  dm_term  name;
  for (size_t i = 0; i < list->n; i++)
    if (list->items[i].graph && !(seen & 1u << list->items[i].graph)) {
      seen |= 1u << list->items[i].graph;
      n_named++;
    }
  while (dm_overlay_graph(overlay, &at, &name)) {
    assert_true(n_named-- > 0);
    assert_int_equal(name.kind, DM_TERM_IRI);
  }
  assert_int_equal(n_named, 0);
}

/* A new file, changed, saved, opened again, changed again. */
static void run(bool has_graphs)
{
  char            path[] = "/tmp/demarche-overlay-XXXXXX";
  const int       file = mkstemp(path);
  uint32_t        state = 7;
  tuples          list = {0};
  dm_diagnostics *diagnostics = dm_diagnostics_new(NULL, NULL);
  assert_true(file >= 0);
  close(file);
  for (int round = 0; round < 4; round++) {
    dm_overlay *overlay = NULL;
    assert_int_equal(dm_overlay_open(&overlay, path, round == 0, has_graphs, diagnostics), DM_OK);
    check_all(overlay, &list, &state, has_graphs);
    for (int i = 0; i < 200; i++) {
      change(overlay, &list, &state, has_graphs);
      if (i % 20 == 0)
        check_all(overlay, &list, &state, has_graphs);
    }
    if (has_graphs)
      check_graphs(overlay, &list);
    assert_int_equal(dm_overlay_save(overlay), DM_OK);
    dm_overlay_free(overlay);
  }
  assert_int_equal(dm_diagnostics_errors(diagnostics), 0);
  dm_diagnostics_free(diagnostics);
  dm_vector_free(&list);
  unlink(path);
}

static void test_triples(void **state)
{
  (void)state;
  run(false);
}

static void test_quads(void **state)
{
  (void)state;
  run(true);
}

/* So many additions that a new base is made; one search is open meanwhile. */
static void test_many(void **state)
{
  enum { N = 10000 };
  dm_overlay        *overlay = NULL;
  dm_diagnostics    *diagnostics = dm_diagnostics_new(NULL, NULL);
  dm_overlay_search *open = NULL;
  const dm_statement any = {0};
  dm_statement       found;
  size_t             n = 0;
  (void)state;
  assert_int_equal(dm_overlay_open(&overlay, NULL, true, false, diagnostics), DM_OK);
  for (int i = 0; i < N; i++) {
    char iri[32];
    snprintf(iri, sizeof iri, "http://e/%d", i);
    const dm_statement statement = {dm_term_iri(iri), dm_term_iri("http://e/p"), dm_term_iri("http://e/o"), {0}};
    dm_overlay_add(overlay, &statement);
    if (i == N / 2)
      dm_overlay_search_new(&open, overlay, &any, DM_OVERLAY_ALL);
    if (i % 1000 == 0) {
      dm_overlay_search *search = NULL;
      dm_overlay_search_new(&search, overlay, &statement, DM_OVERLAY_ALL);
      assert_true(dm_overlay_search_next(search, &found));
      assert_false(dm_overlay_search_next(search, &found));
      dm_overlay_search_free(search);
    }
  }
  while (dm_overlay_search_next(open, &found))
    n++;
  assert_true(n > N / 2);
  dm_overlay_search_free(open);
  assert_int_equal(dm_overlay_size(overlay), N);
  dm_overlay_free(overlay);
  dm_diagnostics_free(diagnostics);
}

static void test_no_file(void **state)
{
  dm_overlay     *overlay = NULL;
  dm_diagnostics *diagnostics = dm_diagnostics_new(NULL, NULL);
  (void)state;
  dm_diagnostics *held = dm_diagnostics_new_held(diagnostics);
  assert_int_equal(dm_overlay_open(&overlay, "/nowhere/x.index", false, false, held), DM_BAD_INPUT);
  assert_null(overlay);
  assert_int_equal(dm_diagnostics_errors(held), 1);
  dm_diagnostics_free(held);
  dm_diagnostics_free(diagnostics);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_triples),
      cmocka_unit_test(test_quads),
      cmocka_unit_test(test_many),
      cmocka_unit_test(test_no_file),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
