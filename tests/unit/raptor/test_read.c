/* Reading: every syntax, graphs, blank nodes, places of errors, statuses of the sink. */
#include "raptor/raptor.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "graph.h"

typedef struct {
  dm_diagnostics *diagnostics;
  dm_buffer       said;
  graph           graph;
} fixture;

static void collect(void *ctx, const char *message, size_t n_bytes)
{
  dm_buffer_add(ctx, message, n_bytes);
}

static int set_up(void **state)
{
  fixture *f = calloc(1, sizeof *f);
  *state = f;
  f->diagnostics = dm_diagnostics_new(collect, &f->said);
  return 0;
}

static int tear_down(void **state)
{
  fixture *f = *state;
  graph_free(&f->graph);
  dm_diagnostics_free(f->diagnostics);
  dm_buffer_free(&f->said);
  free(f);
  return 0;
}

static dm_status read_with(fixture *f, dm_syntax syntax, const char *text, const char *base, const char *blank_prefix)
{
  dm_sink sink = graph_sink(&f->graph);
  graph_free(&f->graph);
  dm_buffer_clear(&f->said);
  return dm_raptor_read("f", text, strlen(text), syntax, base, blank_prefix, &sink, f->diagnostics);
}

static void read_ok(fixture *f, dm_syntax syntax, const char *text, size_t n_statements)
{
  assert_int_equal(read_with(f, syntax, text, NULL, NULL), DM_OK);
  assert_string_equal(dm_buffer_string(&f->said), "");
  assert_int_equal(f->graph.n_ends, 1);
  assert_int_equal(f->graph.statements.n, n_statements);
}

static void assert_refused(fixture *f, dm_syntax syntax, const char *text, const char *expected)
{
  assert_int_equal(read_with(f, syntax, text, NULL, NULL), DM_BAD_INPUT);
  assert_int_equal(f->graph.n_ends, 0);
  assert_string_equal(dm_buffer_string(&f->said), expected);
}

static void test_guess(void **state)
{
  (void)state;
  static const struct {
    const char *path;
    dm_syntax   syntax;
  } cases[] = {
      {"a.ttl", DM_SYNTAX_TURTLE}, {"a/b.TriG", DM_SYNTAX_TRIG}, {".nt", DM_SYNTAX_NTRIPLES}, {"x.nq", DM_SYNTAX_NQUADS},
      {"x.rdf", DM_SYNTAX_RDFXML}, {"x.OWL", DM_SYNTAX_RDFXML},  {"x.xml", DM_SYNTAX_RDFXML},
  };
  dm_syntax syntax;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_int_equal(dm_raptor_guess(&syntax, cases[i].path), DM_OK);
    assert_int_equal(syntax, cases[i].syntax);
  }
  assert_int_equal(dm_raptor_guess(&syntax, ""), DM_NOTHING);
  assert_int_equal(dm_raptor_guess(&syntax, "ttl"), DM_NOTHING);
  assert_int_equal(dm_raptor_guess(&syntax, "a.ttl.gz"), DM_NOTHING);
}

static void test_terms(void **state)
{
  fixture *f = *state;
  read_ok(f, DM_SYNTAX_TURTLE,
          "\xEF\xBB\xBF@prefix e: <http://e/> .\n"
          "e:s a e:T ; e:p \"x\"@en-GB, 7, \"y\"^^<http://www.w3.org/2001/XMLSchema#string>, _:n .",
          5);
  const dm_statement *s = f->graph.statements.items;
  assert_string_equal(s[0].predicate.value, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type");
  assert_string_equal(s[0].object.value, "http://e/T");
  assert_string_equal(s[1].object.language, "en-gb");
  assert_null(s[1].object.datatype);
  assert_string_equal(s[2].object.datatype, "http://www.w3.org/2001/XMLSchema#integer");
  assert_null(s[3].object.datatype); /* xsd:string is what a plain literal has */
  assert_int_equal(s[4].object.kind, DM_TERM_BLANK);
  assert_string_equal(s[4].object.value, "n");
  assert_int_equal(s[4].graph.kind, DM_TERM_NONE);
}

static void test_graphs(void **state)
{
  fixture *f = *state;
  read_ok(f, DM_SYNTAX_TRIG, "@prefix e: <http://e/> . e:a e:b e:c . e:g { e:a e:b e:c . e:a e:b e:d } <http://e/h> { e:a e:b e:c } { e:a e:b e:d }",
          5);
  assert_int_equal(f->graph.statements.items[0].graph.kind, DM_TERM_NONE);
  assert_string_equal(f->graph.statements.items[1].graph.value, "http://e/g");
  assert_string_equal(f->graph.statements.items[2].graph.value, "http://e/g");
  assert_string_equal(f->graph.statements.items[3].graph.value, "http://e/h");
  assert_int_equal(f->graph.statements.items[4].graph.kind, DM_TERM_NONE);
  read_ok(f, DM_SYNTAX_NQUADS,
          "<http://e/a> <http://e/b> \"c\" <http://e/g> .\n<http://e/a> <http://e/b> _:c _:g .\n<http://e/a> <http://e/b> \"c\" .", 3);
  assert_string_equal(f->graph.statements.items[0].graph.value, "http://e/g");
  assert_int_equal(f->graph.statements.items[1].graph.kind, DM_TERM_BLANK);
  assert_string_equal(f->graph.statements.items[1].graph.value, "g");
  assert_int_equal(f->graph.statements.items[2].graph.kind, DM_TERM_NONE);
}

static void test_blank_nodes_do_not_meet(void **state)
{
  fixture *f = *state;
  assert_int_equal(read_with(f, DM_SYNTAX_TURTLE, "<http://e/s> <http://e/p> [] , _:genid1 , _:genidx1, _:genidxxx .", NULL, "d7"), DM_OK);
  const dm_statement *s = f->graph.statements.items;
  assert_string_equal(s[0].object.value, "d7genidxxxx1");
  assert_string_equal(s[1].object.value, "d7genid1");
  assert_string_equal(s[2].object.value, "d7genidx1");
  read_ok(f, DM_SYNTAX_RDFXML,
          "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:e='http://e/'>"
          "<r:Description r:nodeID='genid1'><e:p r:parseType='Resource'><e:q r:nodeID='genid1'/></e:p></r:Description></r:RDF>",
          2);
  size_t n_same = 0;
  for (size_t i = 0; i < 2; i++)
    n_same += !strcmp(f->graph.statements.items[i].subject.value, "genid1");
  assert_int_equal(n_same, 1);
}

static void test_bases(void **state)
{
  fixture *f = *state;
  assert_int_equal(read_with(f, DM_SYNTAX_TURTLE, "<a> <#b> <> .", "http://e/x", NULL), DM_OK);
  assert_string_equal(f->graph.statements.items[0].subject.value, "http://e/a");
  assert_string_equal(f->graph.statements.items[0].predicate.value, "http://e/x#b");
  assert_string_equal(f->graph.statements.items[0].object.value, "http://e/x");
  read_ok(f, DM_SYNTAX_TURTLE, "@base <http://e/> . <a> <b> <c> .", 1);
  assert_refused(f, DM_SYNTAX_TURTLE, "\n<rel> <http://e/b> <http://e/c> .\n",
                 "f:2:1: error: a relative IRI without a base: `rel`\n<rel> <http://e/b> <http://e/c> .\n^\n");
  assert_refused(f, DM_SYNTAX_NTRIPLES, "<rel> <http://e/b> <http://e/c> .\n",
                 "f:1:1: error: an IRI that is not absolute\n<rel> <http://e/b> <http://e/c> .\n^\n");
}

static void test_bytes_that_are_no_text(void **state)
{
  fixture *f = *state;
  dm_sink  sink = graph_sink(&f->graph);
  assert_refused(f, DM_SYNTAX_TURTLE, "# a\n# \xC3\xA4\xFF", "f:2:4: error: not UTF-8\n# \xC3\xA4\xEF\xBF\xBD\n   ^\n");
  assert_int_equal(dm_raptor_read("f", "#\0", 2, DM_SYNTAX_TURTLE, NULL, NULL, &sink, f->diagnostics), DM_BAD_INPUT);
  assert_non_null(strstr(f->said.bytes, "f:1:2: error: a NUL\n"));
  read_ok(f, DM_SYNTAX_NTRIPLES, "<http://e/a> <http://e/b> \"x\\\\u0000\" .\n", 1); /* an escaped backslash */
}

static void test_errors_have_places(void **state)
{
  fixture *f = *state;
  assert_refused(f, DM_SYNTAX_RDFXML, "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:e='http://e/'>\n<e:a>\n</r:RDF>",
                 "f:3: error: XML parser error - Opening and ending tag mismatch: e:a line 0 and r:RDF\n</r:RDF>\n");
  assert_int_equal(read_with(f, DM_SYNTAX_RDFXML, "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n<r:a/></r:RDF>", NULL, NULL),
                   DM_OK);
  assert_string_equal(f->said.bytes, "f:2: warning: rdf:a is an unknown RDF namespaced element.\n<r:a/></r:RDF>\n");
  assert_int_equal(read_with(f, DM_SYNTAX_RDFXML, "", NULL, NULL), DM_BAD_INPUT);
}

static void test_entities_do_not_reach_outside(void **state)
{
  fixture *f = *state;
  assert_int_equal(read_with(f, DM_SYNTAX_RDFXML,
                             "<!DOCTYPE r:RDF [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>\n"
                             "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:e='http://e/'>"
                             "<r:Description r:about='http://e/a'><e:p>[&x;]</e:p></r:Description></r:RDF>",
                             NULL, NULL),
                   DM_OK);
  assert_string_equal(f->graph.statements.items[0].object.value, "[]");
}

static dm_status stop_at_third(void *ctx, const dm_statement *statement)
{
  (void)statement;
  size_t *n = ctx;
  return ++*n == 3 ? DM_INTERRUPTED : DM_OK;
}

static dm_status refuse_end(void *ctx)
{
  (void)ctx;
  return DM_BAD_OUTPUT;
}

static void test_the_sink_stops_the_reader(void **state)
{
  static const dm_syntax syntaxes[] = {DM_SYNTAX_TURTLE, DM_SYNTAX_TRIG, DM_SYNTAX_NTRIPLES, DM_SYNTAX_NQUADS};
  fixture               *f = *state;
  dm_buffer              text = {0};
  for (size_t i = 0; i < 5000; i++)
    dm_buffer_print(&text, "<http://e/s> <http://e/p> \"%zu\" .\n", i);
  for (size_t i = 0; i < sizeof syntaxes / sizeof *syntaxes; i++) {
    size_t  n = 0;
    dm_sink sink = {.ctx = &n, .on_statement = stop_at_third};
    assert_int_equal(dm_raptor_read("f", text.bytes, text.n_bytes, syntaxes[i], NULL, NULL, &sink, f->diagnostics), DM_INTERRUPTED);
    assert_int_equal(n, 3);
  }
  size_t  n = 3;
  dm_sink sink = {.ctx = &n, .on_statement = stop_at_third, .on_end = refuse_end};
  assert_int_equal(dm_raptor_read("f", text.bytes, text.n_bytes, DM_SYNTAX_TURTLE, NULL, NULL, &sink, f->diagnostics), DM_BAD_OUTPUT);
  assert_int_equal(n, 5003);
  assert_string_equal(dm_buffer_string(&f->said), "");
  dm_buffer_free(&text);
}

/* Longer than a chunk, with code points, literals and comments over every border. */
static void test_chunks(void **state)
{
  fixture  *f = *state;
  dm_buffer text = {0};
  for (size_t shift = 0; shift < 4; shift++) {
    dm_buffer_clear(&text);
    dm_buffer_print(&text, "#%.*s\n", (int)shift, "xxx");
    for (size_t i = 0; i < 6000; i++)
      dm_buffer_print(&text, "<http://e/\xE5\xA4\x96> <http://e/p> \"%zu \xF0\x9F\x98\x80\xC3\xA4\" . # \xE5\xA4\x96\n", i);
    read_ok(f, DM_SYNTAX_NTRIPLES, text.bytes, 6000);
    for (size_t i = 0; i < 6000; i++) {
      char expected[64];
      snprintf(expected, sizeof expected, "%zu \xF0\x9F\x98\x80\xC3\xA4", i);
      assert_string_equal(f->graph.statements.items[i].object.value, expected);
    }
    read_ok(f, DM_SYNTAX_TURTLE, text.bytes, 6000);
  }
  dm_buffer_free(&text);
}

static void *read_many(void *ctx)
{
  static const char turtle[] = "<http://e/s> <http://e/p> [] .";
  static const char xml[] = "<r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:e='http://e/'>"
                            "<r:Description r:about='http://e/a'><e:p>x</e:p></r:Description></r:RDF>";
  for (int i = 0; i < 100; i++) {
    graph     g = {0};
    dm_sink   sink = graph_sink(&g);
    dm_status status = dm_raptor_read("f", turtle, strlen(turtle), DM_SYNTAX_TURTLE, NULL, NULL, &sink, ctx);
    if (status == DM_OK)
      status = dm_raptor_read("f", xml, strlen(xml), DM_SYNTAX_RDFXML, NULL, NULL, &sink, ctx);
    size_t n = g.statements.n;
    graph_free(&g);
    if (status != DM_OK || n != 2)
      return ctx;
  }
  return NULL;
}

static void test_threads(void **state)
{
  fixture  *f = *state;
  pthread_t threads[4];
  for (size_t i = 0; i < 4; i++)
    assert_int_equal(pthread_create(&threads[i], NULL, read_many, f->diagnostics), 0);
  for (size_t i = 0; i < 4; i++) {
    void *failed = NULL;
    pthread_join(threads[i], &failed);
    assert_null(failed);
  }
  assert_string_equal(dm_buffer_string(&f->said), "");
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_guess),
      WITH(test_terms),
      WITH(test_graphs),
      WITH(test_blank_nodes_do_not_meet),
      WITH(test_bases),
      WITH(test_bytes_that_are_no_text),
      WITH(test_errors_have_places),
      WITH(test_entities_do_not_reach_outside),
      WITH(test_the_sink_stops_the_reader),
      WITH(test_chunks),
      WITH(test_threads),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
