/* The filter before RDF/XML: documents that it cannot carry are left out whole, the others pass unchanged and in order. */
#include "cli/xml_filter.h"

#include "base/buffer.h"
#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
  dm_buffer       passed;
  dm_buffer       messages;
  dm_diagnostics *diagnostics;
  dm_status       answer; /* what the last sink returns */
  dm_sink         last;
  dm_xml_filter  *filter;
  dm_sink         first;
} fixture;

static void collect(void *ctx, const char *message, size_t n_bytes)
{
  dm_buffer_add(ctx, message, n_bytes);
}

static dm_status on_statement(void *ctx, const dm_statement *statement)
{
  fixture *f = ctx;
  dm_buffer_print(&f->passed, "%s|%s ", statement->subject.value, statement->object.value);
  return f->answer;
}

static dm_status on_end(void *ctx)
{
  dm_buffer_add_string(&((fixture *)ctx)->passed, "end");
  return DM_OK;
}

static int setup(void **state)
{
  fixture *f = dm_allocate(sizeof *f);
  f->diagnostics = dm_diagnostics_new(collect, &f->messages);
  f->last = (dm_sink){f, on_statement, on_end};
  dm_xml_filter_new(&f->filter, &f->last, f->diagnostics);
  f->first = dm_xml_filter_sink(f->filter);
  *state = f;
  return 0;
}

static int teardown(void **state)
{
  fixture *f = *state;
  dm_xml_filter_free(f->filter);
  dm_diagnostics_free(f->diagnostics);
  dm_buffer_free(&f->passed);
  dm_buffer_free(&f->messages);
  free(f);
  return 0;
}

/* The strings are on the stack and gone afterwards, as a producer's may be. */
static dm_status send(fixture *f, const char *graph, const char *subject, const char *literal)
{
  char graph_copy[32];
  char subject_copy[32];
  char literal_copy[32];
  strcpy(graph_copy, graph);
  strcpy(subject_copy, subject);
  strcpy(literal_copy, literal);
  const dm_statement statement = {dm_term_iri(subject_copy), dm_term_iri("p:p"), dm_term_literal(literal_copy, NULL, "en"), dm_term_iri(graph_copy)};
  const dm_status    status = f->first.on_statement(f->first.ctx, &statement);
  memset(literal_copy, 'x', sizeof literal_copy);
  memset(subject_copy, 'x', sizeof subject_copy);
  return status;
}

static void test_all_pass(void **state)
{
  fixture *f = *state;
  assert_int_equal(send(f, "g:1", "s:1", "a\tb\r\n"), DM_OK);
  assert_int_equal(send(f, "g:1", "s:2", "caf\xC3\xA9"), DM_OK);
  assert_int_equal(send(f, "g:2", "s:3", "c"), DM_OK);
  assert_int_equal(f->first.on_end(f->first.ctx), DM_OK);
  assert_string_equal(dm_buffer_string(&f->passed), "s:1|a\tb\r\n s:2|caf\xC3\xA9 s:3|c end");
  assert_int_equal(dm_xml_filter_refused(f->filter), 0);
}

static void test_a_bad_literal_takes_its_document_along(void **state)
{
  fixture *f = *state;
  assert_int_equal(send(f, "g:1", "s:1", "a"), DM_OK);
  assert_int_equal(send(f, "g:2", "s:2", "b"), DM_OK);
  assert_int_equal(send(f, "g:2", "s:3", "page\fbreak"), DM_OK);
  assert_int_equal(send(f, "g:2", "s:4", "\x01"), DM_OK);
  assert_int_equal(send(f, "g:3", "s:5", "c"), DM_OK);
  assert_int_equal(send(f, "g:4", "s:6", "\xEF\xBF\xBE"), DM_OK);
  assert_int_equal(f->first.on_end(f->first.ctx), DM_OK);
  assert_string_equal(dm_buffer_string(&f->passed), "s:1|a s:5|c end");
  assert_int_equal(dm_xml_filter_refused(f->filter), 2);
  assert_string_equal(dm_buffer_string(&f->messages), "s:3: error: a literal has U+000C, which RDF/XML cannot carry: the document is left out\n"
                                                      "s:6: error: a literal has U+FFFE, which RDF/XML cannot carry: the document is left out\n");
}

static void test_a_failure_comes_back(void **state)
{
  fixture *f = *state;
  f->answer = DM_BAD_OUTPUT;
  assert_int_equal(send(f, "g:1", "s:1", "a"), DM_OK);
  assert_int_equal(send(f, "g:2", "s:2", "b"), DM_BAD_OUTPUT);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_all_pass, setup, teardown),
      cmocka_unit_test_setup_teardown(test_a_bad_literal_takes_its_document_along, setup, teardown),
      cmocka_unit_test_setup_teardown(test_a_failure_comes_back, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
