/* Hostile terms, written by our writers and RDF/XML, read back by raptor, must be the same; and what RDF/XML cannot say is refused. */
#include "raptor/raptor.h"

#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "graph.h"

#define XSD "http://www.w3.org/2001/XMLSchema#"
#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

static const dm_prefix prefixes[] = {
    {"e", "http://e/"}, {"x", "http://e/x/"}, {"h", "http://h#"}, {"xsd", XSD}, {"rdf", RDF}, {"a", "http://e/a"}, {"u", "urn:x:"},
};
enum { N_PREFIXES = sizeof prefixes / sizeof *prefixes };

typedef struct {
  dm_diagnostics *diagnostics;
  dm_buffer       said;
  char            path[64];
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
  snprintf(f->path, sizeof f->path, "/tmp/dm_test_round_trip_%ld", (long)getpid());
  return 0;
}

static int tear_down(void **state)
{
  fixture *f = *state;
  unlink(f->path);
  dm_diagnostics_free(f->diagnostics);
  dm_buffer_free(&f->said);
  free(f);
  return 0;
}

static dm_status write_to(fixture *f, const char *path, dm_syntax syntax, const graph *g)
{
  dm_output *output = NULL;
  dm_writer *writer = NULL;
  dm_rdfxml *rdfxml = NULL;
  dm_sink    sink;
  assert_int_equal(dm_output_open(&output, path, f->diagnostics), DM_OK);
  if (syntax == DM_SYNTAX_RDFXML) {
    dm_rdfxml_new(&rdfxml, output, prefixes, N_PREFIXES, f->diagnostics);
    sink = dm_rdfxml_sink(rdfxml);
  } else {
    dm_writer_new(&writer, syntax, output, prefixes, N_PREFIXES);
    sink = dm_writer_sink(writer);
  }
  dm_status status = DM_OK;
  for (size_t i = 0; i < g->statements.n && status == DM_OK; i++)
    status = sink.on_statement(sink.ctx, &g->statements.items[i]);
  if (status == DM_OK)
    status = sink.on_end(sink.ctx);
  dm_writer_free(writer);
  dm_rdfxml_free(rdfxml);
  dm_status committed = dm_output_commit(output);
  if (status == DM_OK)
    status = committed;
  else
    assert_int_not_equal(committed, DM_OK); /* a refused output is never put into place */
  dm_output_free(output);
  return status;
}

static const char *or_empty(const char *text)
{
  return text ? text : "";
}

static void assert_same_term(const dm_term *a, const dm_term *b, dm_syntax syntax, const char *text)
{
  bool blanks_renamed = syntax == DM_SYNTAX_RDFXML && a->kind == DM_TERM_BLANK && b->kind == DM_TERM_BLANK;
  if (blanks_renamed || dm_term_compare(a, b) == 0)
    return;
  fail_msg("syntax %d: `%s` `%s` `%s` is read as `%s` `%s` `%s` from:\n%s", (int)syntax, a->value, or_empty(a->datatype), or_empty(a->language),
           b->value, or_empty(b->datatype), or_empty(b->language), text);
}

static void assert_round_trip(fixture *f, dm_syntax syntax, const graph *g)
{
  graph     back = {0};
  dm_buffer text = {0};
  dm_sink   sink = graph_sink(&back);
  bool      has_graphs = syntax == DM_SYNTAX_TRIG || syntax == DM_SYNTAX_NQUADS;
  dm_term   none = {.kind = DM_TERM_NONE};
  if (write_to(f, f->path, syntax, g) != DM_OK)
    fail_msg("%s", dm_buffer_string(&f->said));
  assert_int_equal(dm_file_read(&text, f->path, 0, f->diagnostics), DM_OK);
  dm_status status = dm_raptor_read("f", text.bytes, text.n_bytes, syntax, NULL, NULL, &sink, f->diagnostics);
  if (status != DM_OK)
    fail_msg("%s\n%s", dm_buffer_string(&f->said), text.bytes);
  assert_string_equal(dm_buffer_string(&f->said), "");
  assert_int_equal(back.statements.n, g->statements.n);
  for (size_t i = 0; i < g->statements.n; i++) {
    const dm_statement *a = &g->statements.items[i], *b = &back.statements.items[i];
    assert_same_term(&a->subject, &b->subject, syntax, text.bytes);
    assert_same_term(&a->predicate, &b->predicate, syntax, text.bytes);
    assert_same_term(&a->object, &b->object, syntax, text.bytes);
    assert_same_term(has_graphs ? &a->graph : &none, &b->graph, syntax, text.bytes);
  }
  dm_buffer_free(&text);
  graph_free(&back);
}

static void assert_all_round_trip(fixture *f, const graph *g)
{
  for (dm_syntax syntax = DM_SYNTAX_TURTLE; syntax <= DM_SYNTAX_NQUADS; syntax++)
    assert_round_trip(f, syntax, g);
}

static void add(graph *g, dm_term subject, const char *predicate, dm_term object, const char *graph_iri)
{
  dm_statement statement = {.subject = subject, .predicate = dm_term_iri(predicate), .object = object};
  if (graph_iri)
    statement.graph = dm_term_iri(graph_iri);
  graph_add(g, &statement);
}

static void add_object(graph *g, dm_term object)
{
  add(g, dm_term_iri("http://e/s"), "http://e/p", object, NULL);
}

static dm_term blank(const char *label)
{
  return (dm_term){.kind = DM_TERM_BLANK, .value = label, .n_bytes = strlen(label)};
}

static const char *const strings[] = {
    "",
    " ",
    "\"",
    "\\",
    "\\\"",
    "\\u0041",
    "\"\"\"",
    "'''",
    "a\"",
    "a\\",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\n\n",
    " leading and trailing ",
    "<a>&amp;]]>",
    "$@^^`{}|",
    "\xC2\x80\xC2\x85\xC2\x9F",
    "\xC2\xA0\xC2\xAD",
    "\xE2\x80\x8B\xE2\x80\xA8\xE2\x80\xA9\xEF\xBB\xBF",
    "\xEF\xBF\xBD",
    "\xF0\x9F\x98\x80",
    "\xF4\x8F\xBF\xBF",
    "\xD7\xA9\xD7\x9C\xE2\x80\xAE\xD8\xB9",
    "e\xCC\x81 vs \xC3\xA9",
    "%41 %zz",
    "@prefix e: <x> .",
    "a .\n<b> <c> <d> .",
    "# no comment",
};

static void test_strings(void **state)
{
  graph g = {0};
  for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
    add_object(&g, dm_term_literal(strings[i], NULL, NULL));
    add_object(&g, dm_term_literal(strings[i], NULL, "en"));
    add_object(&g, dm_term_literal(strings[i], "http://e/d", NULL));
    add_object(&g, dm_term_literal(strings[i], XSD "integer", NULL));
  }
  assert_all_round_trip(*state, &g);
  assert_round_trip(*state, DM_SYNTAX_RDFXML, &g);
  graph_free(&g);
}

static void test_every_control(void **state)
{
  graph g = {0};
  for (int c = 1; c < 0x80; c++) {
    char text[] = {'a', (char)c, 'b', (char)c, '\0'};
    add_object(&g, dm_term_literal(text, NULL, NULL));
  }
  assert_all_round_trip(*state, &g);
  graph_free(&g);
}

static void test_iris(void **state)
{
  static const char *const iris[] = {
      "http://e/",
      "http://e/x/",
      "http://e/x",
      "http://e/a",
      "http://e/ab",
      "http://e/a.",
      "http://e/a.b",
      "http://e/.a",
      "http://e/a..b",
      "http://e/1",
      "http://e/1a",
      "http://e/-a",
      "http://e/_",
      "http://e/a-",
      "http://e/a:b",
      "http://e/:",
      "http://e/a/b",
      "http://e/x/y",
      "http://e/a~b",
      "http://e/%41",
      "http://e/a%zz",
      "http://e/a%2",
      "http://e/a!$&'()*+,;=b",
      "http://e/a?b",
      "http://e/a#b",
      "http://e/a@b",
      "http://h#",
      "http://h#a",
      "http://h#a#b",
      "urn:x:y",
      "urn:x:",
      "http://e/[a]",
      "http://e/\xE5\xA4\x96\xE4\xBA\xA4",
      "http://e/\xD7\xA9\xD7\x9C",
      "http://e/\xF0\x9F\x98\x80",
      "http://e/\xF0\xA0\x80\x80",
      "http://e/a\xC2\xB7",
      "http://e/\xC2\xB7",
      "http://e/e\xCC\x81",
      "http://e/\xCC\x81",
      "http://e/a\xE2\x80\x8C",
      "http://e/a\xC3\x97",
      "http://e/true",
      "http://e/a",
      "mailto:a@b",
      "http://e/a\xE2\x80\xBF",
      "HTTP://E/",
      "http://e//a",
      "tag:e,2020:a",
  };
  static const char *const dotted[] = {"http://e/a/../b", "http://e/./a",
                                       "http://e/.."}; /* raptor takes the dots out but where IRIs are not resolved */
  graph                    g = {0};
  for (size_t i = 0; i < sizeof iris / sizeof *iris; i++) {
    add_object(&g, dm_term_iri(iris[i]));
    add_object(&g, dm_term_literal("v", iris[i], NULL));
    add(&g, dm_term_iri(iris[i]), "http://e/p", dm_term_iri(iris[i]), NULL);
  }
  assert_round_trip(*state, DM_SYNTAX_RDFXML, &g);
  for (size_t i = 0; i < sizeof iris / sizeof *iris; i++) {
    add(&g, dm_term_iri(iris[i]), iris[i], dm_term_iri(iris[i]), iris[i]);
    add(&g, dm_term_iri("http://e/s"), iris[i], dm_term_literal("1", XSD "integer", NULL), NULL);
  }
  assert_all_round_trip(*state, &g);
  for (size_t i = 0; i < sizeof dotted / sizeof *dotted; i++)
    add(&g, dm_term_iri(dotted[i]), dotted[i], dm_term_iri(dotted[i]), NULL);
  assert_round_trip(*state, DM_SYNTAX_NTRIPLES, &g);
  assert_round_trip(*state, DM_SYNTAX_NQUADS, &g);
  graph_free(&g);
}

static void test_numbers_and_others_stay_as_spelt(void **state)
{
  static const char *const values[] = {
      "0", "-0", "+1", "1", "-1", "01", "1.", ".5", "1.0", "1e5", "INF", "NaN", "true", "TRUE", "abc", " 4", "4\n", "", "12345678901234567890"};
  static const char *const types[] = {XSD "integer", XSD "decimal", XSD "double", XSD "boolean", XSD "date", "http://h#a.", "http://e/a.b"};
  graph                    g = {0};
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    for (size_t k = 0; k < sizeof types / sizeof *types; k++)
      add_object(&g, dm_term_literal(values[i], types[k], NULL));
  }
  assert_all_round_trip(*state, &g);
  assert_round_trip(*state, DM_SYNTAX_RDFXML, &g);
  graph_free(&g);
}

static void test_languages(void **state)
{
  static const char *const tags[] = {"a", "en", "EN", "en-GB", "zh-Hant-TW", "de-1996", "x-private-1a"};
  graph                    g = {0};
  for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
    add_object(&g, dm_term_literal("v", NULL, tags[i]));
  assert_all_round_trip(*state, &g);
  assert_round_trip(*state, DM_SYNTAX_RDFXML, &g);
  graph_free(&g);
}

static void test_blank_nodes(void **state)
{
  static const char *const labels[] = {"a", "genid1", "1", "_", "a.b", "a-b", "a_b", "_x", "\xE6\x97\xA5", "a\xC2\xB7_"};
  graph                    g = {0};
  for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
    add(&g, blank(labels[i]), "http://e/p", blank(labels[i]), NULL);
    add(&g, blank(labels[i]), "http://e/q", dm_term_literal(labels[i], NULL, NULL), NULL);
  }
  assert_all_round_trip(*state, &g);
  assert_round_trip(*state, DM_SYNTAX_RDFXML, &g);
  graph_free(&g);
}

static void test_groups_and_graphs(void **state)
{
  graph                    g = {0};
  static const char *const graphs[] = {NULL, "http://e/g", "http://h#g.", NULL, "http://e/g"};
  for (size_t i = 0; i < 200; i++) {
    char subject[32], predicate[32], object[32];
    snprintf(subject, sizeof subject, "http://e/s%zu", i / 7 % 3);
    snprintf(predicate, sizeof predicate, "http://e/p%zu", i / 3 % 4);
    snprintf(object, sizeof object, "%zu", i);
    add(&g, dm_term_iri(subject), i % 11 ? predicate : RDF "type", dm_term_literal(object, i % 2 ? XSD "integer" : NULL, NULL), graphs[i / 13 % 5]);
  }
  assert_all_round_trip(*state, &g);
  assert_round_trip(*state, DM_SYNTAX_RDFXML, &g);
  graph_free(&g);
  assert_all_round_trip(*state, &g); /* nothing at all */
  assert_round_trip(*state, DM_SYNTAX_RDFXML, &g);
}

static void assert_xml_refused(fixture *f, dm_term subject, const char *predicate, dm_term object, const char *message)
{
  graph g = {0};
  add(&g, subject, predicate, object, NULL);
  assert_int_equal(write_to(f, f->path, DM_SYNTAX_RDFXML, &g), DM_BAD_OUTPUT);
  if (!strstr(dm_buffer_string(&f->said), message))
    fail_msg("`%s` not in `%s`", message, dm_buffer_string(&f->said));
  dm_buffer_clear(&f->said);
  assert_false(dm_file_exists(f->path));
  graph_free(&g);
}

static void test_what_xml_cannot_say(void **state)
{
  fixture *f = *state;
  dm_term  s = dm_term_iri("http://e/s");
  assert_xml_refused(f, s, "http://e/p", dm_term_literal("a\x01", NULL, NULL), "RDF/XML cannot have the character U+0001");
  assert_xml_refused(f, s, "http://e/p", dm_term_literal("\x7F", NULL, NULL), "RDF/XML cannot have the character U+007F");
  assert_xml_refused(f, s, "http://e/p", dm_term_literal("\x0B", NULL, NULL), "RDF/XML cannot have the character U+000B");
  assert_xml_refused(f, s, "http://e/p", dm_term_literal("\xEF\xBF\xBF", NULL, NULL), "RDF/XML cannot have the character U+FFFF");
  assert_xml_refused(f, s, "http://e/p", dm_term_literal("<a>", RDF "XMLLiteral", NULL), "rdf:XMLLiteral is not written");
  assert_xml_refused(f, s, "http://e/1", s, "Cannot split predicate URI http://e/1 into an XML qname");
  assert_xml_refused(f, s, "http://e/", s, "Cannot split predicate URI");
  assert_xml_refused(f, s, RDF "li", s, "cannot have the property rdf:li");
  assert_xml_refused(f, s, RDF "Description", s, "cannot have the property rdf:Description");
  assert_xml_refused(f, s, "http://e/p", dm_term_literal("x", NULL, "e n"), "a language tag that is none");
  assert_xml_refused(f, s, "http://e/p", dm_term_iri("rel"), "an IRI that is not absolute");
  assert_xml_refused(f, blank("a b"), "http://e/p", s, "a blank node with a label");
  graph g = {0};
  add(&g, s, "urn:x:p", s, NULL);
  add(&g, s, "http://e/1p", s, NULL); /* the namespace is http://e/1 */
  add(&g, s, RDF "_1", s, NULL);
  add(&g, s, RDF "value", s, NULL);
  add(&g, s, "http://e/\xE5\xA4\x96", s, NULL);
  assert_round_trip(f, DM_SYNTAX_RDFXML, &g);
  graph_free(&g);
}

static void test_full_device(void **state)
{
  fixture *f = *state;
  graph    g = {0};
  for (size_t i = 0; i < 2000; i++)
    add_object(&g, dm_term_literal("a literal that fills a buffer of output before long", NULL, NULL));
  for (dm_syntax syntax = DM_SYNTAX_TURTLE; syntax <= DM_SYNTAX_RDFXML; syntax++) {
    assert_int_equal(write_to(f, "/dev/full", syntax, &g), DM_BAD_OUTPUT);
    assert_string_equal(dm_buffer_string(&f->said), "/dev/full: error: cannot write: No space left on device\n");
    dm_buffer_clear(&f->said);
  }
  graph_free(&g);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
  const struct CMUnitTest tests[] = {
      WITH(test_strings),
      WITH(test_every_control),
      WITH(test_iris),
      WITH(test_numbers_and_others_stay_as_spelt),
      WITH(test_languages),
      WITH(test_blank_nodes),
      WITH(test_groups_and_graphs),
      WITH(test_what_xml_cannot_say),
      WITH(test_full_device),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
