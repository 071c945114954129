/* What the four writers write, to the byte, and what they refuse. */
#include "rdf/writer.h"

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

#define XSD "http://www.w3.org/2001/XMLSchema#"
#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

static const dm_prefix prefixes[] = {{"e", "http://e/"}, {"x", "http://e/x/"}, {"h", "http://h#"}, {"xsd", XSD}};

typedef struct {
  dm_diagnostics *diagnostics;
  dm_buffer       said;
  dm_buffer       text; /* what was written */
  char            path[64];
  dm_output      *output;
  dm_writer      *writer;
  dm_sink         sink;
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
  snprintf(f->path, sizeof f->path, "/tmp/dm_test_writer_%ld", (long)getpid());
  return 0;
}

static int tear_down(void **state)
{
  fixture *f = *state;
  dm_writer_free(f->writer);
  dm_output_free(f->output);
  unlink(f->path);
  dm_diagnostics_free(f->diagnostics);
  dm_buffer_free(&f->said);
  dm_buffer_free(&f->text);
  free(f);
  return 0;
}

static void begin_at(fixture *f, dm_syntax syntax, const char *path)
{
  assert_int_equal(dm_output_open(&f->output, path, f->diagnostics), DM_OK);
  dm_writer_new(&f->writer, syntax, f->output, prefixes, sizeof prefixes / sizeof *prefixes);
  f->sink = dm_writer_sink(f->writer);
}

static void begin(fixture *f, dm_syntax syntax)
{
  begin_at(f, syntax, f->path);
}

static void release(fixture *f)
{
  dm_writer_free(f->writer);
  dm_output_free(f->output);
  f->writer = NULL;
  f->output = NULL;
}

static void assert_written(fixture *f, const char *expected)
{
  assert_int_equal(f->sink.on_end(f->sink.ctx), DM_OK);
  assert_int_equal(dm_output_commit(f->output), DM_OK);
  release(f);
  assert_int_equal(dm_file_read(&f->text, f->path, 0, f->diagnostics), DM_OK);
  assert_string_equal(dm_buffer_string(&f->text), expected);
  assert_string_equal(dm_buffer_string(&f->said), "");
}

static dm_term blank(const char *label)
{
  return (dm_term){.kind = DM_TERM_BLANK, .value = label, .n_bytes = strlen(label)};
}

static dm_status send(fixture *f, dm_term subject, const char *predicate, dm_term object, const char *graph)
{
  dm_statement statement = {.subject = subject, .predicate = dm_term_iri(predicate), .object = object};
  if (graph)
    statement.graph = dm_term_iri(graph);
  return f->sink.on_statement(f->sink.ctx, &statement);
}

static void send_sample(fixture *f)
{
  dm_term s = dm_term_iri("http://e/s");
  assert_int_equal(dm_writer_comment(f->writer, "one\ntwo \xFF"), DM_OK);
  send(f, s, RDF "type", dm_term_iri("http://e/x/T"), NULL);
  send(f, s, "http://e/p", dm_term_literal("a", NULL, "en"), NULL);
  send(f, s, "http://e/p", dm_term_literal("b", NULL, NULL), NULL);
  send(f, blank("b"), "http://e/p", dm_term_literal("7", XSD "integer", NULL), "http://g/1");
  send(f, blank("b"), "http://e/q", dm_term_literal("7.0", XSD "decimal", NULL), "http://g/1");
  send(f, blank("b"), "http://e/q", dm_term_iri("http://e/a/b"), "http://h#2");
  assert_int_equal(dm_writer_comment(f->writer, "inside"), DM_OK);
  send(f, blank("b"), "http://e/q", blank("c"), "http://h#2");
  send(f, s, "http://e/p", s, NULL);
}

static void test_ntriples(void **state)
{
  begin(*state, DM_SYNTAX_NTRIPLES);
  send_sample(*state);
  assert_written(*state, "<http://e/s> <" RDF "type> <http://e/x/T> .\n"
                         "<http://e/s> <http://e/p> \"a\"@en .\n"
                         "<http://e/s> <http://e/p> \"b\" .\n"
                         "_:b <http://e/p> \"7\"^^<" XSD "integer> .\n"
                         "_:b <http://e/q> \"7.0\"^^<" XSD "decimal> .\n"
                         "_:b <http://e/q> <http://e/a/b> .\n"
                         "_:b <http://e/q> _:c .\n"
                         "<http://e/s> <http://e/p> <http://e/s> .\n");
}

static void test_nquads(void **state)
{
  begin(*state, DM_SYNTAX_NQUADS);
  send_sample(*state);
  assert_written(*state, "<http://e/s> <" RDF "type> <http://e/x/T> .\n"
                         "<http://e/s> <http://e/p> \"a\"@en .\n"
                         "<http://e/s> <http://e/p> \"b\" .\n"
                         "_:b <http://e/p> \"7\"^^<" XSD "integer> <http://g/1> .\n"
                         "_:b <http://e/q> \"7.0\"^^<" XSD "decimal> <http://g/1> .\n"
                         "_:b <http://e/q> <http://e/a/b> <http://h#2> .\n"
                         "_:b <http://e/q> _:c <http://h#2> .\n"
                         "<http://e/s> <http://e/p> <http://e/s> .\n");
}

#define HEADER                                                                                                                                       \
  "@prefix e: <http://e/> .\n"                                                                                                                       \
  "@prefix x: <http://e/x/> .\n"                                                                                                                     \
  "@prefix h: <http://h#> .\n"                                                                                                                       \
  "@prefix xsd: <" XSD "> .\n"

static void test_turtle(void **state)
{
  begin(*state, DM_SYNTAX_TURTLE);
  send_sample(*state);
  assert_written(*state, HEADER "\n"
                                "# one\xEF\xBF\xBDtwo \xEF\xBF\xBD\n"
                                "e:s a x:T ;\n"
                                "    e:p \"a\"@en ,\n"
                                "        \"b\" .\n"
                                "\n"
                                "_:b e:p 7 ;\n"
                                "    e:q \"7.0\"^^xsd:decimal ,\n"
                                "        <http://e/a/b> .\n"
                                "\n"
                                "# inside\n"
                                "_:b e:q _:c .\n"
                                "\n"
                                "e:s e:p e:s .\n");
}

static void test_trig(void **state)
{
  begin(*state, DM_SYNTAX_TRIG);
  send_sample(*state);
  assert_written(*state, HEADER "\n"
                                "# one\xEF\xBF\xBDtwo \xEF\xBF\xBD\n"
                                "e:s a x:T ;\n"
                                "    e:p \"a\"@en ,\n"
                                "        \"b\" .\n"
                                "\n"
                                "<http://g/1> {\n"
                                "    _:b e:p 7 ;\n"
                                "        e:q \"7.0\"^^xsd:decimal .\n"
                                "}\n"
                                "\n"
                                "h:2 {\n"
                                "    _:b e:q <http://e/a/b> .\n"
                                "\n"
                                "    # inside\n"
                                "    _:b e:q _:c .\n"
                                "}\n"
                                "\n"
                                "e:s e:p e:s .\n");
}

static void test_nothing(void **state)
{
  begin(*state, DM_SYNTAX_TRIG);
  assert_written(*state, HEADER);
  begin(*state, DM_SYNTAX_NTRIPLES);
  assert_written(*state, "");
}

/* One object in Turtle, between `e:s e:p ` and ` .`. */
static void assert_object(fixture *f, dm_term object, const char *expected)
{
  char whole[1024];
  begin(f, DM_SYNTAX_TURTLE);
  assert_int_equal(send(f, dm_term_iri("http://e/s"), "http://e/p", object, NULL), DM_OK);
  snprintf(whole, sizeof whole, HEADER "\ne:s e:p %s .\n", expected);
  assert_written(f, whole);
}

static void test_short_forms(void **state)
{
  static const struct {
    const char *iri;
    const char *written;
  } iris[] = {
      {"http://e/", "e:"},
      {"http://e/x/", "x:"}, /* the longest namespace wins */
      {"http://e/x/y", "x:y"},
      {"http://e/x", "e:x"},
      {"http://e/1a", "e:1a"},
      {"http://e/a.b", "e:a.b"},
      {"http://e/a-b_c", "e:a-b_c"},
      {"http://e/_a", "e:_a"},
      {"http://e/\xE5\xA4\x96", "e:\xE5\xA4\x96"},
      {"http://e/a\xC2\xB7", "e:a\xC2\xB7"},
      {"http://e/\xC2\xB7"
       "a",
       "<http://e/\xC2\xB7"
       "a>"}, /* may not be first */
      {"http://e/a.", "<http://e/a.>"},
      {"http://e/.a", "<http://e/.a>"},
      {"http://e/-a", "<http://e/-a>"},
      {"http://e/a/b", "<http://e/a/b>"},
      {"http://e/a:b", "<http://e/a:b>"},
      {"http://e/a%41", "<http://e/a%41>"},
      {"http://e/a~b", "<http://e/a~b>"},
      {"http://e/a\xE2\x80\xA8", "<http://e/a\xE2\x80\xA8>"}, /* line separator: no PN_CHARS */
      {"http://h#a#b", "<http://h#a#b>"},
      {"http://h", "<http://h>"},
      {"urn:a", "<urn:a>"},
  };
  static const struct {
    const char *value;
    const char *written;
  } integers[] = {
      {"0", "0"},   {"-1", "-1"},  {"120", "120"}, {"99999999999999999999", "99999999999999999999"},
      {"-0", NULL}, {"+1", NULL},  {"01", NULL},   {"", NULL},
      {"-", NULL},  {"1.0", NULL}, {" 1", NULL},   {"1a", NULL},
  };
  for (size_t i = 0; i < sizeof iris / sizeof *iris; i++)
    assert_object(*state, dm_term_iri(iris[i].iri), iris[i].written);
  for (size_t i = 0; i < sizeof integers / sizeof *integers; i++) {
    char quoted[64];
    snprintf(quoted, sizeof quoted, "\"%s\"^^xsd:integer", integers[i].value);
    assert_object(*state, dm_term_literal(integers[i].value, XSD "integer", NULL), integers[i].written ? integers[i].written : quoted);
  }
  assert_object(*state, dm_term_literal("true", XSD "boolean", NULL), "\"true\"^^xsd:boolean");
  assert_object(*state, dm_term_literal("s", XSD "string", NULL), "\"s\"");
  assert_object(*state, dm_term_literal("s", RDF "langString", "en-GB"), "\"s\"@en-GB");
}

static void test_escapes(void **state)
{
  assert_object(*state, dm_term_literal("\" \\ \n \r \t \x01\b\f\x1F\x7F", NULL, NULL),
                "\"\\\" \\\\ \\n \\r \\t \\u0001\\u0008\\u000C\\u001F\\u007F\"");
  assert_object(*state, dm_term_literal("\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD", NULL, NULL), "\"\\uFFFE\\uFFFF\xEF\xBF\xBD\"");
  assert_object(*state, dm_term_literal("\xC2\x85\xE2\x80\xA8\xF0\x9F\x98\x80\xD7\xA9", NULL, NULL),
                "\"\xC2\x85\xE2\x80\xA8\xF0\x9F\x98\x80\xD7\xA9\"");
}

static void test_refusals(void **state)
{
  fixture      *f = *state;
  const dm_term good = dm_term_iri("http://e/s");
  const dm_term none = {.kind = DM_TERM_NONE};
  const dm_term inner_nul = {.kind = DM_TERM_LITERAL, .value = "a\0b", .n_bytes = 3};
  const dm_term iri_nul = {.kind = DM_TERM_IRI, .value = "http://e/\0b", .n_bytes = 11};
  const struct {
    dm_statement statement;
    const char  *message;
  } cases[] = {
      {{dm_term_iri("rel"), good, good, none}, "as a subject, an IRI that is not absolute or has a character that none may have: `rel`"},
      {{good, dm_term_iri("http://e/a b"), good, none}, "as a predicate, an IRI that"},
      {{good, good, dm_term_iri("http://e/\n"), none}, "as an object, an IRI that"},
      {{good, good, iri_nul, none}, "as an object, an IRI that"},
      {{good, good, good, dm_term_iri("")}, "as a graph, an IRI that"},
      {{dm_term_literal("x", NULL, NULL), good, good, none}, "as a subject, a term of its kind: `x`"},
      {{good, blank("b"), good, none}, "as a predicate, a term of its kind: `b`"},
      {{good, good, good, dm_term_literal("x", NULL, NULL)}, "as a graph, a term of its kind"},
      {{good, good, none, none}, "as an object, a term of its kind: ``"},
      {{good, good, inner_nul, none}, "a literal with U+0000"},
      {{good, good, dm_term_literal("\xC3(", NULL, NULL), none}, "a literal that is not UTF-8"},
      {{good, good, dm_term_literal("x", NULL, ""), none}, "a language tag that is none"},
      {{good, good, dm_term_literal("x", NULL, "e n"), none}, "a language tag that is none"},
      {{good, good, dm_term_literal("x", NULL, "en-"), none}, "a language tag that is none"},
      {{good, good, dm_term_literal("x", NULL, "-en"), none}, "a language tag that is none"},
      {{good, good, dm_term_literal("x", NULL, "e1"), none}, "a language tag that is none"},
      {{good, good, dm_term_literal("x", XSD "date", "en"), none}, "both a language and a datatype"},
      {{good, good, dm_term_literal("x", RDF "langString", NULL), none}, "rdf:langString without a language"},
      {{good, good, dm_term_literal("x", "date", NULL), none}, "as an object, an IRI that"},
      {{blank(""), good, good, none}, "a blank node with a label that none may have"},
      {{blank("a."), good, good, none}, "a blank node with a label that none may have"},
      {{blank("a b"), good, good, none}, "a blank node with a label that none may have"},
  };
  static const dm_syntax syntaxes[] = {DM_SYNTAX_TRIG, DM_SYNTAX_NQUADS};
  for (size_t i = 0; i < sizeof cases / sizeof *cases * 2; i++) {
    begin(f, syntaxes[i % 2]);
    assert_int_equal(f->sink.on_statement(f->sink.ctx, &cases[i / 2].statement), DM_BAD_OUTPUT);
    assert_non_null(strstr(dm_buffer_string(&f->said), cases[i / 2].message));
    dm_buffer_clear(&f->said);
    assert_int_equal(f->sink.on_end(f->sink.ctx), DM_BAD_OUTPUT); /* and it stays refused, reported once */
    assert_int_equal(dm_output_commit(f->output), DM_BAD_OUTPUT);
    assert_string_equal(dm_buffer_string(&f->said), "");
    assert_false(dm_file_exists(f->path));
    release(f);
  }
}

static void test_full_device(void **state)
{
  fixture *f = *state;
  for (int i = 0; i < 2; i++) {
    begin_at(f, i ? DM_SYNTAX_TURTLE : DM_SYNTAX_NTRIPLES, "/dev/full");
    dm_status status = DM_OK;
    for (int k = 0; k < 10000 && status == DM_OK; k++)
      status = send(f, dm_term_iri("http://e/s"), "http://e/p", dm_term_literal("a", NULL, NULL), NULL);
    assert_int_equal(status, DM_BAD_OUTPUT);
    assert_string_equal(dm_buffer_string(&f->said), "/dev/full: error: cannot write: No space left on device\n");
    dm_buffer_clear(&f->said);
    assert_int_equal(dm_output_commit(f->output), DM_BAD_OUTPUT);
    release(f);
  }
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
  const struct CMUnitTest tests[] = {
      WITH(test_ntriples),    WITH(test_nquads),  WITH(test_turtle),   WITH(test_trig),        WITH(test_nothing),
      WITH(test_short_forms), WITH(test_escapes), WITH(test_refusals), WITH(test_full_device),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
