/* Limits of time, memory and rows, and stopping from outside. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

#include "ask.h"

static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* Enough statements for products that nobody waits for. */
static dm_index *many(void)
{
  dm_buffer data = {0};
  for (int i = 0; i < 3000; i++)
    dm_buffer_print(&data, ":s%d :p %d\n", i, i * 7919 % 3000);
  dm_index *index = ask_index(dm_buffer_string(&data));
  dm_buffer_free(&data);
  return index;
}

#define PRODUCT "{?a :p ?x . ?b :p ?y . ?c :p ?z}"

static const char *const endless[] = {
    "SELECT (COUNT(*) AS ?n) " PRODUCT,
    "SELECT (COUNT(DISTINCT ?x) AS ?n) " PRODUCT,
    "SELECT ?a (SUM(?y) AS ?n) " PRODUCT " GROUP BY ?a",
    "SELECT ?a " PRODUCT " ORDER BY ?x ?y LIMIT 3",
    "SELECT DISTINCT ?a " PRODUCT " OFFSET 4000",
    "SELECT ?a {?a :p ?x . ?b :p ?y . ?c :p ?z FILTER(?x + ?y + ?z < 0)}",
    "SELECT ?a {?a :p ?x . ?b :p ?y . ?c :p ?z FILTER(REGEX(CONCAT(STR(?a), STR(?b), STR(?c)), \"(a|b)*z$\"))}",
    "SELECT ?a {?a :p ?x FILTER NOT EXISTS {?b :p ?y . ?c :p ?z FILTER(?x + ?y + ?z < 0)}}",
    "SELECT ?a ?k " PRODUCT " OFFSET 1000000000",
    "ASK {?a :p ?x . ?b :p ?y . ?c :p ?z FILTER(?x + ?y + ?z < 0)}",
    "CONSTRUCT {:a :b :c} " PRODUCT,
    "DESCRIBE ?nobody " PRODUCT,
};

static void test_timeout(void **state)
{
  (void)state;
  dm_index *index = many();
  for (size_t i = 0; i < sizeof endless / sizeof *endless; i++) {
    dm_buffer      out = {0};
    dm_run_options options = {.timeout_seconds = 0.1};
    double         begin = now();
    dm_status      status = ask_run(&out, index, endless[i], &options);
    double         seconds = now() - begin;
    if (status != DM_OVER_LIMIT || seconds > 0.3)
      print_error("%s: status %d after %.3f s\n%s\n", endless[i], (int)status, seconds, dm_buffer_string(&out));
    assert_int_equal(status, DM_OVER_LIMIT);
    assert_string_equal(dm_buffer_string(&out), "demarche: error: the query took longer than 0.1 seconds\n");
    assert_true(seconds < 0.3);
    dm_buffer_free(&out);
  }
  dm_index_free(index);
}

static const char *const hungry[] = {
    "SELECT ?a ?b {?a :p ?x . ?b :p ?y} ORDER BY ?x",
    "SELECT DISTINCT ?a ?b {?a :p ?x . ?b :p ?y} ORDER BY ?x",
    "SELECT (COUNT(DISTINCT *) AS ?n) {?a :p ?x . ?b :p ?y}",
    "SELECT (COUNT(?z) AS ?n) {?a :p ?x . ?b :p ?y BIND(CONCAT(STR(?a), STR(?b)) AS ?z)}",
    "SELECT ?a ?b (COUNT(*) AS ?n) {?a :p ?x . ?b :p ?y} GROUP BY ?a ?b",
    "SELECT (GROUP_CONCAT(?a) AS ?n) {?a :p ?x . ?b :p ?y}",
    "CONSTRUCT {?a ?a ?b} {?a :p ?x . ?b :p ?y}",
};

static void test_memory(void **state)
{
  (void)state;
  dm_index *index = many();
  for (size_t i = 0; i < sizeof hungry / sizeof *hungry; i++) {
    dm_buffer      out = {0};
    dm_run_options options = {.most_bytes = 2 << 20};
    dm_status      status = ask_run(&out, index, hungry[i], &options);
    if (status != DM_OVER_LIMIT)
      print_error("%s: status %d\n", hungry[i], (int)status);
    assert_int_equal(status, DM_OVER_LIMIT);
    assert_string_equal(dm_buffer_string(&out), "demarche: error: the query needs more than 2097152 bytes of memory\n");
    dm_buffer_free(&out);
  }
  /* What needs little is not stopped, however many rows there are. */
  dm_buffer      out = {0};
  dm_run_options options = {.most_bytes = 2 << 20};
  assert_int_equal(ask_run(&out, index, "SELECT ?a ?x {?a :p ?x . :s0 :p ?y} ORDER BY DESC(?x) LIMIT 1", &options), DM_OK);
  assert_int_equal(ask_run(&out, index, "SELECT (COUNT(*) AS ?n) {?a :p ?x . ?b :p ?y FILTER(?y < 100)}", &options), DM_OK);
  dm_buffer_free(&out);
  dm_index_free(index);
}

static void test_rows(void **state)
{
  (void)state;
  dm_index      *index = ask_index(":a :p 1\n:a :p 2\n:a :p 3\n");
  dm_buffer      out = {0};
  dm_run_options options = {.most_rows = 2};
  assert_int_equal(ask_run(&out, index, "SELECT ?o {?s :p ?o}", &options), DM_OVER_LIMIT);
  assert_string_equal(dm_buffer_string(&out), "demarche: error: the answer has more than 2 rows\n");
  assert_int_equal(ask_run(&out, index, "DESCRIBE :a", &options), DM_OVER_LIMIT);
  assert_int_equal(ask_run(&out, index, "CONSTRUCT WHERE {?s :p ?o}", &options), DM_OVER_LIMIT);
  assert_string_equal(dm_buffer_string(&out), "demarche: error: the answer has more than 2 statements\n");
  options.most_rows = 3;
  assert_int_equal(ask_run(&out, index, "CONSTRUCT WHERE {?s :p ?o}", &options), DM_OK);
  dm_buffer_free(&out);
  dm_index_free(index);
}

static void *stop_soon(void *is_stopped)
{
  nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
  atomic_store((atomic_bool *)is_stopped, true);
  return NULL;
}

static void test_stop(void **state)
{
  (void)state;
  dm_index      *index = many();
  dm_buffer      out = {0};
  atomic_bool    is_stopped = false;
  dm_run_options options = {.is_stopped = &is_stopped};
  pthread_t      thread;
  double         begin = now();
  assert_int_equal(pthread_create(&thread, NULL, stop_soon, &is_stopped), 0);
  assert_int_equal(ask_run(&out, index, endless[0], &options), DM_INTERRUPTED);
  assert_true(now() - begin < 0.3);
  assert_string_equal(dm_buffer_string(&out), "demarche: error: the query was interrupted\n");
  pthread_join(thread, NULL);
  dm_buffer_free(&out);
  dm_index_free(index);
}

/* ---- SERVICE ---- */

typedef struct {
  dm_status status;
  dm_buffer asked;
} remote;

static dm_status answer(void *ctx, const char *endpoint, const char *text, const dm_solution_sink *sink, dm_diagnostics *diagnostics)
{
  remote *this = ctx;
  (void)diagnostics;
  dm_buffer_print(&this->asked, "%s %s", endpoint, text);
  if (this->status != DM_OK)
    return this->status;
  const char *names[] = {"o", "b", "other"};
  dm_term     row[3] = {dm_term_literal("1", "http://www.w3.org/2001/XMLSchema#integer", NULL), {.kind = DM_TERM_BLANK, .value = "x", .n_bytes = 1}};
  dm_status   status = sink->on_columns(sink->ctx, names, 3);
  for (int i = 0; i < 2 && status == DM_OK; i++)
    status = sink->on_row(sink->ctx, row, 3);
  return status == DM_OK ? sink->on_end(sink->ctx) : status;
}

static void test_service(void **state)
{
  (void)state;
  dm_index      *index = ask_index(":a :p 1\n_:x :p 2\n");
  dm_buffer      out = {0};
  dm_run_options options = {0};
  assert_int_equal(ask_run(&out, index, "SELECT * {?s :p ?o SERVICE <http://far/> {?b :p ?o}}", &options), DM_BAD_RULES);
  assert_non_null(strstr(dm_buffer_string(&out), "q.rq:1:"));
  assert_non_null(strstr(dm_buffer_string(&out), "SERVICE <http://far/> asks another endpoint"));

  remote           far = {0};
  const dm_service service = {&far, answer};
  options.service = &service;
  dm_buffer_clear(&out);
  assert_int_equal(ask_run(&out, index, "SELECT ?s ?o (?b = ?s AS ?same) {?s :p ?o SERVICE <http://far/> {?b :p ?o}}", &options), DM_OK);
  assert_string_equal(dm_buffer_string(&out), "s o same\n:a 1 false\n:a 1 false\n");
  assert_non_null(strstr(dm_buffer_string(&far.asked), "PREFIX : <http://e/>"));
  assert_non_null(strstr(dm_buffer_string(&far.asked), "?b :p ?o"));

  far.status = DM_BAD_OUTPUT;
  assert_int_equal(ask_run(&out, index, "SELECT ?s ?o {?s :p ?o SERVICE <http://far/> {?b :p ?o}}", &options), DM_BAD_OUTPUT);
  dm_buffer_clear(&out);
  assert_int_equal(ask_run(&out, index, "SELECT ?o {?s :p ?o SERVICE SILENT <http://far/> {?b :p ?o}} ORDER BY ?o", &options), DM_OK);
  assert_string_equal(dm_buffer_string(&out), "o\n1\n2\n");
  dm_buffer_free(&far.asked);
  dm_buffer_free(&out);
  dm_index_free(index);
}

/* ---- explanations ---- */

static void test_explanation(void **state)
{
  (void)state;
  dm_index      *index = ask_index(":a :p 1\n:b :p 2\n");
  dm_buffer      out = {0};
  dm_buffer      explanation = {0};
  dm_run_options options = {.explanation = &explanation};
  assert_int_equal(ask_run(&out, index, "SELECT ?s (SUM(?o) AS ?n) {?s :p ?o} GROUP BY ?s ORDER BY DESC(?n) LIMIT 1", &options), DM_OK);
  const char *text = dm_buffer_string(&explanation);
  assert_non_null(strstr(text, "    estimate         rows          ms  operator\n"));
  assert_non_null(strstr(text, "slice limit 1\n"));
  assert_non_null(strstr(text, "group ?s sum(?o)\n"));
  dm_buffer_free(&explanation);
  dm_buffer_free(&out);
  dm_index_free(index);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_timeout), cmocka_unit_test(test_memory),  cmocka_unit_test(test_rows),
      cmocka_unit_test(test_stop),    cmocka_unit_test(test_service), cmocka_unit_test(test_explanation),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
