/* Every pattern, scope and order over random statements, in memory and from a file, held against a list of quads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/vector.h"
#include "index/index_impl.h"

typedef DM_VECTOR(dm_quad) quads;

enum { N_TERMS = 24, MOST_GRAPHS = 4 };

static void swallow(void *ctx, const char *message, size_t n_bytes)
{
  dm_buffer *said = ctx;
  if (said)
    dm_buffer_add(said, message, n_bytes);
}

static uint64_t random_state = 1;

static uint32_t draw(uint32_t n)
{
  random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(random_state >> 33) % n;
}

static const dm_term vocabulary[N_TERMS] = {
    {DM_TERM_IRI, "http://e/a", 10, NULL, NULL},
    {DM_TERM_IRI, "http://e/ab", 11, NULL, NULL},
    {DM_TERM_IRI, "http://e/abcdefgh", 17, NULL, NULL},
    {DM_TERM_IRI, "http://e/abcdefghi", 18, NULL, NULL},
    {DM_TERM_IRI, "http://e/\xC3\xA9", 11, NULL, NULL},
    {DM_TERM_IRI, "urn:x", 5, NULL, NULL},
    {DM_TERM_LITERAL, "", 0, NULL, NULL},
    {DM_TERM_LITERAL, "", 0, NULL, "en"},
    {DM_TERM_LITERAL, "1", 1, NULL, NULL},
    {DM_TERM_LITERAL, "1", 1, "http://www.w3.org/2001/XMLSchema#integer", NULL},
    {DM_TERM_LITERAL, "1", 1, "http://www.w3.org/2001/XMLSchema#decimal", NULL},
    {DM_TERM_LITERAL, "1", 1, "http://e/type", NULL},
    {DM_TERM_LITERAL, "1", 1, NULL, "en"},
    {DM_TERM_LITERAL, "1", 1, NULL, "en-gb"},
    {DM_TERM_LITERAL, "10", 2, "http://www.w3.org/2001/XMLSchema#integer", NULL},
    {DM_TERM_LITERAL, "true", 4, "http://www.w3.org/2001/XMLSchema#boolean", NULL},
    {DM_TERM_LITERAL, "2020-02-29", 10, "http://www.w3.org/2001/XMLSchema#date", NULL},
    {DM_TERM_LITERAL, "abc", 3, "http://www.w3.org/2001/XMLSchema#integer", NULL},
    {DM_TERM_LITERAL, "http://e/a", 10, NULL, NULL},
    {DM_TERM_LITERAL, "99999999999999999999999", 23, "http://www.w3.org/2001/XMLSchema#integer", NULL},
    {DM_TERM_BLANK, "a", 1, NULL, NULL},
    {DM_TERM_BLANK, "b", 1, NULL, NULL},
    {DM_TERM_BLANK, "b1", 2, NULL, NULL},
    {DM_TERM_BLANK, "http://e/a", 10, NULL, NULL},
};

/* Statements as places in the vocabulary; graph N_TERMS: the default graph. */
static quads draw_statements(size_t n, uint32_t n_graphs, bool has_default)
{
  quads drawn = {0};
  for (size_t i = 0; i < n; i++) {
    const bool    is_default = has_default && (n_graphs == 0 || draw(3) == 0);
    const dm_quad q = {draw(N_TERMS), draw(5), draw(N_TERMS), is_default || n_graphs == 0 ? N_TERMS : draw(n_graphs)};
    *dm_vector_add(&drawn) = q;
  }
  return drawn;
}

static void send_statements(dm_index_builder *builder, const quads *statements)
{
  const dm_sink sink = dm_index_builder_sink(builder);
  for (size_t i = 0; i < statements->n; i++) {
    const dm_quad     *q = &statements->items[i];
    const dm_statement statement = {vocabulary[q->subject], vocabulary[q->predicate], vocabulary[q->object],
                                    q->graph == N_TERMS ? (dm_term){0} : vocabulary[q->graph]};
    assert_int_equal(sink.on_statement(sink.ctx, &statement), DM_OK);
  }
}

static dm_index *build_in_memory(const quads *statements, size_t most_bytes)
{
  dm_diagnostics   *diagnostics = dm_diagnostics_new(swallow, NULL);
  dm_index_builder *builder = NULL;
  dm_index         *index = NULL;
  assert_int_equal(dm_index_builder_new(&builder, most_bytes, NULL, diagnostics), DM_OK);
  send_statements(builder, statements);
  assert_int_equal(dm_index_builder_finish(builder, &index), DM_OK);
  dm_index_builder_free(builder);
  dm_diagnostics_free(diagnostics);
  return index;
}

static dm_buffer build_file(const quads *statements, size_t most_bytes)
{
  dm_buffer         bytes = {0};
  char              path[64];
  dm_diagnostics   *diagnostics = dm_diagnostics_new(NULL, NULL);
  dm_index_builder *builder = NULL;
  snprintf(path, sizeof path, "/tmp/demarche-test-index-%ld", (long)getpid());
  assert_int_equal(dm_index_builder_new(&builder, most_bytes, NULL, diagnostics), DM_OK);
  send_statements(builder, statements);
  assert_int_equal(dm_index_builder_save(builder, path), DM_OK);
  dm_index_builder_free(builder);
  assert_int_equal(dm_file_read(&bytes, path, 0, diagnostics), DM_OK);
  dm_index *index = NULL;
  assert_true(dm_index_is_one(path));
  assert_int_equal(dm_index_open(&index, path, true, diagnostics), DM_OK);
  dm_index_free(index);
  unlink(path);
  dm_diagnostics_free(diagnostics);
  return bytes;
}

/* ---- the naive way ---- */

static dm_id find(const dm_index *index, dm_id place)
{
  return place == N_TERMS ? DM_ID_NONE : dm_index_find(index, &vocabulary[place]);
}

static int compare_quads(const void *a, const void *b)
{
  const dm_quad *x = a;
  const dm_quad *y = b;
  const dm_id    xs[] = {x->subject, x->predicate, x->object, x->graph};
  const dm_id    ys[] = {y->subject, y->predicate, y->object, y->graph};
  for (size_t i = 0; i < 4; i++)
    if (xs[i] != ys[i])
      return xs[i] < ys[i] ? -1 : 1;
  return 0;
}

static quads match(const dm_index *index, const quads *statements, const dm_pattern_ids *pattern)
{
  quads  found = {0};
  size_t n = 0;
  for (size_t i = 0; i < statements->n; i++) {
    const dm_quad *s = &statements->items[i];
    dm_quad        q = {find(index, s->subject), find(index, s->predicate), find(index, s->object), find(index, s->graph)};
    const bool     is_named = q.graph != DM_ID_NONE;
    if ((pattern->subject && pattern->subject != q.subject) || (pattern->predicate && pattern->predicate != q.predicate) ||
        (pattern->object && pattern->object != q.object) || (pattern->scope == DM_SCOPE_DEFAULT && is_named) ||
        (pattern->scope == DM_SCOPE_GRAPH && (!is_named || pattern->graph != q.graph)) ||
        (pattern->scope == DM_SCOPE_NAMED && (!is_named || (pattern->graph && pattern->graph != q.graph))))
      continue;
    if (pattern->scope == DM_SCOPE_UNION)
      q.graph = DM_ID_NONE;
    *dm_vector_add(&found) = q;
  }
  if (found.n > 1)
    qsort(found.items, found.n, sizeof *found.items, compare_quads);
  for (size_t i = 0; i < found.n; i++)
    if (i == 0 || compare_quads(&found.items[i], &found.items[n - 1]) != 0)
      found.items[n++] = found.items[i];
  found.n = n;
  return found;
}

static dm_id part_of(const dm_quad *q, dm_part part)
{
  const dm_id parts[] = {0, q->subject, q->predicate, q->object, q->graph};
  return parts[part];
}

/* ---- one pattern ---- */

/* Skipping comes to what going on one by one comes to. */
static void check_skips(const dm_index *index, const dm_cursor *begin, const quads *in_order, dm_part first)
{
  dm_cursor cursor = *begin;
  size_t    at = 0;
  dm_id     target = 0;
  while (at < in_order->n) {
    dm_quad quad;
    target = part_of(&in_order->items[at], first) + draw(4);
    dm_cursor_skip_to(&cursor, target);
    while (at < in_order->n && part_of(&in_order->items[at], first) < target)
      at++;
    assert_int_equal(dm_cursor_count(&cursor), in_order->n - at);
    assert_int_equal(dm_cursor_next(&cursor, &quad), at < in_order->n);
    if (at < in_order->n) {
      assert_int_equal(compare_quads(&quad, &in_order->items[at]), 0);
      at++;
    }
  }
  dm_cursor_skip_to(&cursor, (dm_id)dm_index_count_terms(index) + 5);
  assert_int_equal(dm_cursor_count(&cursor), 0);
}

static void check_order(const dm_index *index, const dm_pattern_ids *pattern, dm_part first, const quads *expected)
{
  dm_cursor cursor;
  quads     found = {0};
  dm_quad   quad;
  dm_index_seek(index, pattern, first, &cursor);
  const dm_cursor begin = cursor;
  assert_int_equal(dm_cursor_count(&cursor), expected->n);
  while (dm_cursor_next(&cursor, &quad))
    *dm_vector_add(&found) = quad;
  assert_int_equal(dm_cursor_count(&cursor), 0);
  assert_false(dm_cursor_next(&cursor, &quad));
  assert_int_equal(found.n, expected->n);
  if (first != DM_PART_ANY && dm_index_can_order(index, pattern, first)) {
    for (size_t i = 1; i < found.n; i++)
      assert_true(part_of(&found.items[i - 1], first) <= part_of(&found.items[i], first));
    check_skips(index, &begin, &found, first);
  }
  if (found.n > 1)
    qsort(found.items, found.n, sizeof *found.items, compare_quads);
  for (size_t i = 0; i < found.n; i++)
    assert_int_equal(compare_quads(&found.items[i], &expected->items[i]), 0);
  dm_vector_free(&found);
}

static void check_pattern(const dm_index *index, const quads *statements, const dm_pattern_ids *pattern)
{
  quads expected = match(index, statements, pattern);
  assert_int_equal(dm_index_count(index, pattern), expected.n);
  assert_int_equal(dm_index_has(index, pattern), expected.n > 0);
  for (dm_part first = DM_PART_ANY; first <= DM_PART_GRAPH; first++)
    check_order(index, pattern, first, &expected);
  dm_vector_free(&expected);
}

/* A statement's own terms, or any others, so that most patterns find something. */
static dm_pattern_ids draw_pattern(const dm_index *index, const quads *statements, dm_scope scope, unsigned fixed)
{
  const bool     is_near = statements->n > 0 && draw(4) > 0;
  const dm_quad  q = is_near ? statements->items[draw((uint32_t)statements->n)] : (dm_quad){draw(N_TERMS), draw(5), draw(N_TERMS), draw(MOST_GRAPHS)};
  dm_pattern_ids pattern = {scope, find(index, q.subject), find(index, q.predicate), find(index, q.object), find(index, q.graph)};
  dm_id         *parts[] = {&pattern.subject, &pattern.predicate, &pattern.object, &pattern.graph};
  for (size_t i = 0; i < 4; i++) {
    if (!(fixed & 1u << i))
      *parts[i] = DM_ID_NONE;
    else if (*parts[i] == DM_ID_NONE || draw(10) == 0) /* a term that the index does not have */
      *parts[i] = draw(2) ? DM_ID_FIRST_OTHER + draw(9) : (dm_id)dm_index_count_terms(index) + 1;
  }
  return pattern;
}

static void check_all_patterns(const dm_index *index, const quads *statements)
{
  static const dm_scope scopes[] = {DM_SCOPE_UNION, DM_SCOPE_DEFAULT, DM_SCOPE_GRAPH, DM_SCOPE_NAMED};
  for (size_t s = 0; s < 4; s++)
    for (unsigned fixed = 0; fixed < 16; fixed++)
      for (int i = 0; i < 4; i++) {
        const dm_pattern_ids pattern = draw_pattern(index, statements, scopes[s], fixed);
        check_pattern(index, statements, &pattern);
      }
}

/* ---- what an index tells of itself ---- */

static void check_terms(const dm_index *index, const quads *statements)
{
  bool   is_used[N_TERMS + 1] = {0};
  size_t n_used = 0;
  for (size_t i = 0; i < statements->n; i++) {
    const dm_quad *q = &statements->items[i];
    is_used[q->subject] = is_used[q->predicate] = is_used[q->object] = is_used[q->graph] = true;
  }
  for (dm_id place = 0; place < N_TERMS; place++) {
    const dm_id id = find(index, place);
    assert_int_equal(id != DM_ID_NONE, is_used[place]);
    n_used += is_used[place];
    if (!is_used[place])
      continue;
    const dm_term  term = dm_index_term(index, id);
    const dm_value value = dm_index_value(index, id);
    const dm_value expected = dm_value_of_term(&term);
    assert_int_equal(dm_term_compare(&term, &vocabulary[place]), 0);
    assert_memory_equal(&value, &expected, sizeof value);
  }
  assert_int_equal(dm_index_count_terms(index), n_used);
  for (dm_id id = 2; id <= n_used; id++) {
    const dm_term a = dm_index_term(index, id - 1);
    const dm_term b = dm_index_term(index, id);
    assert_true(dm_term_compare(&a, &b) < 0);
  }
  assert_int_equal(dm_index_term(index, DM_ID_NONE).kind, DM_TERM_NONE);
  assert_int_equal(dm_index_term(index, (dm_id)n_used + 1).kind, DM_TERM_NONE);
}

static void check_statistics(const dm_index *index, const quads *statements)
{
  size_t n_predicates = 0;
  for (dm_id place = 0; place <= N_TERMS; place++) { /* the last: all predicates */
    const dm_id             predicate = find(index, place);
    const dm_pattern_ids    pattern = {.scope = DM_SCOPE_UNION, .predicate = predicate};
    quads                   all = match(index, statements, &pattern);
    bool                    subjects[N_TERMS + 1] = {0};
    bool                    objects[N_TERMS + 1] = {0};
    dm_predicate_statistics expected = {.n_statements = all.n};
    for (size_t i = 0; i < all.n; i++) {
      expected.n_subjects += !subjects[all.items[i].subject];
      expected.n_objects += !objects[all.items[i].object];
      subjects[all.items[i].subject] = objects[all.items[i].object] = true;
    }
    if (predicate != DM_ID_NONE || place == N_TERMS) {
      const dm_predicate_statistics told = dm_index_statistics(index, predicate);
      assert_memory_equal(&told, &expected, sizeof told);
      if (place < N_TERMS && all.n > 0)
        assert_true(predicate == dm_index_predicate(index, n_predicates) || n_predicates < 5);
      n_predicates += place < N_TERMS && all.n > 0;
    }
    dm_vector_free(&all);
  }
  assert_int_equal(dm_index_count_predicates(index), n_predicates);
  for (size_t i = 1; i < n_predicates; i++)
    assert_true(dm_index_predicate(index, i - 1) < dm_index_predicate(index, i));
}

static void check_graphs(const dm_index *index, const quads *statements)
{
  size_t       n = 0;
  size_t       n_expected = 0;
  bool         is_graph[N_TERMS + 1] = {0};
  const dm_id *graphs = dm_index_graphs(index, &n);
  for (size_t i = 0; i < statements->n; i++)
    is_graph[statements->items[i].graph] = true;
  for (dm_id place = 0; place < N_TERMS; place++)
    n_expected += is_graph[place];
  assert_int_equal(n, n_expected);
  for (size_t i = 0; i < n; i++) {
    const dm_pattern_ids pattern = {.scope = DM_SCOPE_GRAPH, .graph = graphs[i]};
    assert_true(i == 0 || graphs[i - 1] < graphs[i]);
    assert_true(dm_index_has(index, &pattern));
  }
}

static void check_index(const dm_index *index, const quads *statements)
{
  check_terms(index, statements);
  check_statistics(index, statements);
  check_graphs(index, statements);
  check_all_patterns(index, statements);
}

/* ---- tests ---- */

static void test_random_statements(void **state)
{
  static const size_t sizes[] = {0, 1, 2, 20, 200, 2000};
  dm_diagnostics     *diagnostics = dm_diagnostics_new(NULL, NULL);
  (void)state;
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
    for (uint32_t n_graphs = 0; n_graphs <= MOST_GRAPHS; n_graphs += 2) {
      for (int has_default = n_graphs == 0; has_default < 2; has_default++) {
        quads     statements = draw_statements(sizes[i], n_graphs, has_default);
        dm_index *index = build_in_memory(&statements, 0);
        check_index(index, &statements);
        dm_index_free(index);
        dm_buffer file = build_file(&statements, 0);
        assert_int_equal(dm_index_open_bytes(&index, "test", file.bytes, file.n_bytes, false, diagnostics), DM_OK);
        check_index(index, &statements);
        dm_index_free(index);
        dm_buffer_free(&file);
        dm_vector_free(&statements);
      }
    }
  dm_diagnostics_free(diagnostics);
}

/* Little memory: all by runs in files. The same file comes out, whatever the memory and the order. */
static void test_same_bytes(void **state)
{
  (void)state;
  for (uint32_t n_graphs = 0; n_graphs <= MOST_GRAPHS; n_graphs += MOST_GRAPHS) {
    quads     statements = draw_statements(60000, n_graphs, true);
    dm_buffer ample = build_file(&statements, 0);
    dm_buffer scant = build_file(&statements, 1);
    for (size_t i = statements.n - 1; i > 0; i--) {
      const size_t  k = draw((uint32_t)i + 1);
      const dm_quad moved = statements.items[i];
      statements.items[i] = statements.items[k];
      statements.items[k] = moved;
    }
    dm_buffer shuffled = build_file(&statements, 1 << 20);
    assert_int_equal(ample.n_bytes, scant.n_bytes);
    assert_int_equal(ample.n_bytes, shuffled.n_bytes);
    assert_memory_equal(ample.bytes, scant.bytes, ample.n_bytes);
    assert_memory_equal(ample.bytes, shuffled.bytes, ample.n_bytes);
    dm_index *index = build_in_memory(&statements, 1);
    check_terms(index, &statements);
    check_statistics(index, &statements);
    dm_index_free(index);
    dm_buffer_free(&ample);
    dm_buffer_free(&scant);
    dm_buffer_free(&shuffled);
    dm_vector_free(&statements);
  }
}

static void test_orders(void **state)
{
  static const struct {
    dm_pattern_ids pattern;
    const char    *orders; /* of the parts s p o g */
  } cases[] = {
      {{DM_SCOPE_UNION, 0, 0, 0, 0}, "spo"},  {{DM_SCOPE_UNION, 1, 0, 0, 0}, "p"},   {{DM_SCOPE_UNION, 0, 1, 0, 0}, "so"},
      {{DM_SCOPE_UNION, 0, 0, 1, 0}, "s"},    {{DM_SCOPE_UNION, 1, 1, 0, 0}, "o"},   {{DM_SCOPE_UNION, 1, 0, 1, 0}, "p"},
      {{DM_SCOPE_UNION, 0, 1, 1, 0}, "s"},    {{DM_SCOPE_GRAPH, 0, 0, 0, 1}, "spo"}, {{DM_SCOPE_DEFAULT, 0, 1, 0, 0}, "so"},
      {{DM_SCOPE_NAMED, 0, 0, 0, 0}, "spog"}, {{DM_SCOPE_NAMED, 0, 1, 0, 0}, "so"},  {{DM_SCOPE_NAMED, 1, 1, 1, 0}, "g"},
      {{DM_SCOPE_NAMED, 0, 0, 0, 1}, "spo"},
  };
  quads     statements = draw_statements(200, 2, true);
  dm_index *index = build_in_memory(&statements, 0);
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    for (dm_part part = DM_PART_SUBJECT; part <= DM_PART_GRAPH; part++)
      assert_int_equal(dm_index_can_order(index, &cases[i].pattern, part), strchr(cases[i].orders, "?spog"[part]) != NULL);
  dm_index_free(index);
  dm_vector_free(&statements);
}

static void test_same_terms(void **state)
{
  static const dm_term same[][2] = {
      {{DM_TERM_LITERAL, "x", 1, NULL, NULL}, {DM_TERM_LITERAL, "x", 1, "http://www.w3.org/2001/XMLSchema#string", NULL}},
      {{DM_TERM_LITERAL, "x", 1, NULL, "en-GB"}, {DM_TERM_LITERAL, "x", 1, "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "EN-gb"}},
  };
  dm_diagnostics   *diagnostics = dm_diagnostics_new(NULL, NULL);
  dm_index_builder *builder = NULL;
  dm_index         *index = NULL;
  (void)state;
  dm_index_builder_new(&builder, 0, NULL, diagnostics);
  const dm_sink sink = dm_index_builder_sink(builder);
  for (size_t i = 0; i < 2; i++)
    for (size_t k = 0; k < 2; k++) {
      const dm_statement statement = {vocabulary[0], vocabulary[1], same[i][k], {0}};
      sink.on_statement(sink.ctx, &statement);
    }
  assert_int_equal(dm_index_builder_finish(builder, &index), DM_OK);
  assert_int_equal(dm_index_count_terms(index), 4);
  assert_int_equal(dm_index_count(index, &(dm_pattern_ids){.scope = DM_SCOPE_UNION}), 2);
  for (size_t i = 0; i < 2; i++)
    assert_int_equal(dm_index_find(index, &same[i][0]), dm_index_find(index, &same[i][1]));
  assert_string_equal(dm_index_term(index, dm_index_find(index, &same[1][0])).language, "en-gb");
  dm_index_free(index);
  dm_index_builder_free(builder);
  dm_diagnostics_free(diagnostics);
}

/* Long texts that differ late, and each a beginning of the next: sorting comes to an end, and to the right order. */
static void test_long_terms(void **state)
{
  enum { N_LONG = 600 };
  dm_diagnostics   *diagnostics = dm_diagnostics_new(NULL, NULL);
  dm_index_builder *builder = NULL;
  dm_index         *index = NULL;
  dm_buffer         text = {0};
  (void)state;
  dm_index_builder_new(&builder, 0, NULL, diagnostics);
  const dm_sink sink = dm_index_builder_sink(builder);
  for (size_t i = 0; i < N_LONG; i++) {
    const dm_statement statement = {vocabulary[0], vocabulary[1], {DM_TERM_LITERAL, dm_buffer_string(&text), text.n_bytes, NULL, NULL}, {0}};
    sink.on_statement(sink.ctx, &statement);
    dm_buffer_add_byte(&text, 'a');
    if (i % 7 == 0)
      dm_buffer_add_string(&text, "12345678");
  }
  dm_buffer_free(&text);
  assert_int_equal(dm_index_builder_finish(builder, &index), DM_OK);
  assert_int_equal(dm_index_count_terms(index), N_LONG + 2);
  for (dm_id id = 2; id <= N_LONG + 2; id++) {
    const dm_term a = dm_index_term(index, id - 1);
    const dm_term b = dm_index_term(index, id);
    assert_true(dm_term_compare(&a, &b) < 0);
    assert_int_equal(dm_index_find(index, &b), id);
  }
  dm_index_free(index);
  dm_index_builder_free(builder);
  dm_diagnostics_free(diagnostics);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_random_statements), cmocka_unit_test(test_same_bytes), cmocka_unit_test(test_orders),
      cmocka_unit_test(test_same_terms),        cmocka_unit_test(test_long_terms),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
