/* Reading Turtle and TriG: what each production means, every error with its place, limits. The W3C's tests are suite/w3c-rdf. */
#include "rdf/turtle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"

#define PREFIXES "@prefix e: <http://e/> .\n@prefix : <a:> .\n"

typedef struct {
  dm_diagnostics *diagnostics;
  dm_buffer       said;
  dm_buffer       statements; /* one a line; IRIs as <...>, http://e/ as e:, a: as nothing */
  size_t          n_statements;
  size_t          n_ends;
  size_t          most_statements;
} fixture;

static void collect(void *ctx, const char *message, size_t n_bytes)
{
  dm_buffer_add(ctx, message, n_bytes);
}

static void add_iri(dm_buffer *out, const char *iri)
{
  static const char rdf[] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", xsd[] = "http://www.w3.org/2001/XMLSchema#";
  if (!strncmp(iri, rdf, sizeof rdf - 1))
    dm_buffer_print(out, "rdf:%s", iri + sizeof rdf - 1);
  else if (!strncmp(iri, xsd, sizeof xsd - 1))
    dm_buffer_print(out, "xsd:%s", iri + sizeof xsd - 1);
  else if (!strncmp(iri, "a:", 2))
    dm_buffer_print(out, ":%s", iri + 2);
  else
    dm_buffer_print(out, "<%s>", iri);
}

static void add_term(dm_buffer *out, const dm_term *term)
{
  switch (term->kind) {
  case DM_TERM_NONE: dm_buffer_add_byte(out, '-'); return;
  case DM_TERM_IRI: add_iri(out, term->value); break;
  case DM_TERM_BLANK: dm_buffer_print(out, "_:%s", term->value); break;
  case DM_TERM_LITERAL: dm_buffer_print(out, "\"%s\"", term->value); break;
  }
  assert_int_equal(strlen(term->value), term->n_bytes);
  if (term->datatype) {
    dm_buffer_add_byte(out, '^');
    add_iri(out, term->datatype);
  }
  if (term->language)
    dm_buffer_print(out, "@%s", term->language);
}

static dm_status on_statement(void *ctx, const dm_statement *statement)
{
  fixture *f = ctx;
  if (f->most_statements && f->n_statements == f->most_statements)
    return DM_BAD_INPUT;
  f->n_statements++;
  const dm_term *terms[] = {&statement->subject, &statement->predicate, &statement->object, &statement->graph};
  for (size_t i = 0; i < (statement->graph.kind == DM_TERM_NONE ? 3 : 4); i++) {
    if (i)
      dm_buffer_add_byte(&f->statements, ' ');
    add_term(&f->statements, terms[i]);
  }
  dm_buffer_add_byte(&f->statements, '\n');
  return DM_OK;
}

static dm_status on_end(void *ctx)
{
  ((fixture *)ctx)->n_ends++;
  return DM_OK;
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
  dm_diagnostics_free(f->diagnostics);
  dm_buffer_free(&f->said);
  dm_buffer_free(&f->statements);
  free(f);
  return 0;
}

/* From a copy of its exact size, so that sanitizers see a read behind it. */
static dm_status read_text(fixture *f, const char *text, bool has_graphs, const char *base, const char *blank_prefix)
{
  dm_sink sink = {.ctx = f, .on_statement = on_statement, .on_end = on_end};
  size_t  n_bytes = strlen(text);
  char   *exact = malloc(n_bytes + !n_bytes);
  assert_non_null(exact);
  memcpy(exact, text, n_bytes);
  dm_buffer_clear(&f->said);
  dm_buffer_clear(&f->statements);
  f->n_statements = f->n_ends = 0;
  dm_status status = dm_rdf_turtle_read("f", exact, n_bytes, has_graphs, base, blank_prefix, &sink, f->diagnostics);
  free(exact);
  return status;
}

typedef struct {
  const char *text;
  const char *expected;
} reading;

static void assert_readings(fixture *f, const reading *cases, size_t n, bool has_graphs)
{
  dm_buffer text = {0};
  for (size_t i = 0; i < n; i++) {
    dm_buffer_clear(&text);
    dm_buffer_print(&text, PREFIXES "%s", cases[i].text);
    dm_status status = read_text(f, text.bytes, has_graphs, NULL, NULL);
    assert_string_equal(dm_buffer_string(&f->said), "");
    assert_int_equal(status, DM_OK);
    assert_string_equal(dm_buffer_string(&f->statements), cases[i].expected);
    assert_int_equal(f->n_ends, 1);
  }
  dm_buffer_free(&text);
}

static void test_turtle(void **state)
{
  static const reading cases[] = {
      {"", ""},
      {":s :p :o .", ":s :p :o\n"},
      {":s a :o;:p<a:o>,:q;;:r 1;.", ":s rdf:type :o\n:s :p :o\n:s :p :q\n:s :r \"1\"^xsd:integer\n"},
      {":s :p <a:\\u0041\\U000000e9>. #c\n:s :p \"\" .", ":s :p :A\xC3\xA9\n:s :p \"\"\n"},
      {": :a:b :a.b.c.", ": :a:b :a.b.c\n"},
      {":a.:b :c:", NULL},
      {":s :p :\\~\\.a\\-\\!\\$\\&\\'\\(\\)\\*\\+\\,\\;\\=\\/\\?\\#\\@\\%\\_%4a .", ":s :p :~.a-!$&'()*+,;=/?#@%_%4a\n"},
      {":s :p :1, :_x, e:\xE6\x97\xA5\xC2\xB7, e:.", ":s :p :1\n:s :p :_x\n:s :p <http://e/\xE6\x97\xA5\xC2\xB7>\n:s :p <http://e/>\n"},
      {"_:a.b :p _:0.", "_:a.b :p _:0\n"},
      {":s :p 1, -1.5, +.5, 1., 1e0, 1.E-3, .5e+2, 01.", NULL},
      {":s :p 1, -1.5, +.5, 1e0, 1.E-3, .5e+2, 01.",
       ":s :p \"1\"^xsd:integer\n:s :p \"-1.5\"^xsd:decimal\n:s :p \"+.5\"^xsd:decimal\n:s :p \"1e0\"^xsd:double\n:s :p \"1.E-3\"^xsd:double\n"
       ":s :p \".5e+2\"^xsd:double\n:s :p \"01\"^xsd:integer\n"},
      {":s :p true,false,e:true .", ":s :p \"true\"^xsd:boolean\n:s :p \"false\"^xsd:boolean\n:s :p <http://e/true>\n"},
      {":s :p 'a\"b', \"a'b\", '''a'b''c\n''', \"\"\"\"a\"\" \"\"\", '', \"\"\"\"\"\".",
       ":s :p \"a\"b\"\n:s :p \"a'b\"\n:s :p \"a'b''c\n\"\n:s :p \"\"a\"\" \"\n:s :p \"\"\n:s :p \"\"\n"},
      {":s :p \"\\t\\b\\n\\r\\f\\\"\\'\\\\\\u00e9\\U0001F600\"@en-GB .", ":s :p \"\t\b\n\r\f\"'\\\xC3\xA9\xF0\x9F\x98\x80\"@en-gb\n"},
      {":s :p \"a\"^^:d, \"b\"^^<http://www.w3.org/2001/XMLSchema#string>.", ":s :p \"a\"^:d\n:s :p \"b\"\n"},
      {":s :p [] .", ":s :p _:genid1\n"},
      {":s :p _:genid1, [ :q [ :r :o ] ; :q :t ] .", ":s :p _:genid1\n_:genidx2 :r :o\n_:genidx1 :q _:genidx2\n_:genidx1 :q :t\n:s :p _:genidx1\n"},
      {"[ :p :o ] .", "_:genid1 :p :o\n"},
      {"[ :p :o ] :q :r .", "_:genid1 :p :o\n_:genid1 :q :r\n"},
      {"[ ] :q :r .", "_:genid1 :q :r\n"},
      {":s :p ( ) .", ":s :p rdf:nil\n"},
      {"(1 (:a)) :p :o .", "_:genid1 rdf:first \"1\"^xsd:integer\n_:genid1 rdf:rest _:genid2\n_:genid3 rdf:first :a\n_:genid3 rdf:rest rdf:nil\n"
                           "_:genid2 rdf:first _:genid3\n_:genid2 rdf:rest rdf:nil\n_:genid1 :p :o\n"},
      {"PREFIX : <b:>\nprefix a: <http://a/>\n:s a a:b, :c, a:a .",
       "<b:s> rdf:type <http://a/b>\n<b:s> rdf:type <b:c>\n<b:s> rdf:type <http://a/a>\n"},
      {"BASE <http://b/c/d>\n<> <e> <../f> . @base <g/> . <h> <#i> <//j> .\nbase <http://k> <l> :p <?m> .",
       "<http://b/c/d> <http://b/c/e> <http://b/f>\n<http://b/c/g/h> <http://b/c/g/#i> <http://j>\n<http://k/l> :p <http://k?m>\n"},
      {"@prefix base: <b:> . @prefix prefix: <p:> . base:x prefix:y base:z .", "<b:x> <p:y> <b:z>\n"},
      {"\xEF\xBB\xBF", NULL},
  };
  fixture *f = *state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    if (cases[i].expected)
      assert_readings(f, &cases[i], 1, false);
    else
      assert_int_equal(read_text(f, cases[i].text, false, "http://e/", NULL), i == sizeof cases / sizeof *cases - 1 ? DM_OK : DM_BAD_INPUT);
  }
}

static void test_trig(void **state)
{
  static const reading cases[] = {
      {"{ }", ""},
      {":s :p :o . { :s :p :q } :g { :s :p :r . :s :p :t . } GRAPH <http://e/g> { [ :p :u ] } :s :p :v .",
       ":s :p :o\n:s :p :q\n:s :p :r :g\n:s :p :t :g\n_:genid1 :p :u <http://e/g>\n:s :p :v\n"},
      {"_:g { :s :p :o } [] { :s :p :q } graph _:h { (1) :p :r }",
       ":s :p :o _:g\n:s :p :q _:genid1\n_:genid2 rdf:first \"1\"^xsd:integer _:h\n_:genid2 rdf:rest rdf:nil _:h\n_:genid2 :p :r _:h\n"},
      {"@prefix graph: <http://g/> . graph:a { graph:b a graph:c }", "<http://g/b> rdf:type <http://g/c> <http://g/a>\n"},
  };
  assert_readings(*state, cases, sizeof cases / sizeof *cases, true);
}

static void test_errors(void **state)
{
  static const struct {
    const char *text;
    bool        has_graphs;
    const char *message; /* from the place on; the text is line 3 */
  } cases[] = {
      {":s :p x:o .", false, "3:7: error: the prefix `x:` is not declared"},
      {":s :p o .", false, "3:7: error: expected an object"},
      {":s p :o .", false, "3:4: error: expected a predicate"},
      {"s :p :o .", false, "3:1: error: expected a subject"},
      {"\"s\" :p :o .", false, "3:1: error: expected a subject"},
      {":s _:p :o .", false, "3:4: error: expected a predicate"},
      {":s :p :o", false, "3:9: error: expected `;`, `,` or `.`"},
      {":s :p :o :q .", false, "3:10: error: expected `;`, `,` or `.`"},
      {":s :p [ :q :r .", false, "3:15: error: expected `;`, `,` or `]`"},
      {"[] .", false, "3:4: error: expected a predicate"},
      {":s :p ( 1 .", false, "3:11: error: expected an object"},
      {"{ :s :p :o }", false, "3:1: error: expected a subject"},
      {":s :p <o> .", false, "3:7: error: a relative IRI without a base: `o`"},
      {":s :p <a:o", false, "3:11: error: an IRI without its `>`"},
      {":s :p <a: > .", false, "3:10: error: a character that no IRI may have"},
      {":s :p <a:\\u0020> .", false, "3:10: error: a character that no IRI may have"},
      {":s :p <a:\\x> .", false, "3:10: error: an escape that there is not"},
      {":s :p <a:\xEF\xBF\xBE> .", false, "3:10: error: a character that no IRI may have"},
      {":s :p :a%4 .", false, "3:9: error: expected two hexadecimal digits"},
      {":s :p :a\\x .", false, "3:9: error: expected one of _~.-"},
      {":s :p _: .", false, "3:9: error: expected the label"},
      {":s :p _x .", false, "3:7: error: expected `_:`"},
      {":s :p 'a\nb' .", false, "3:7: error: a string without its closing quotes in the same line"},
      {":s :p '''a'' .", false, "3:7: error: a string without its closing quotes"},
      {":s :p '\\x' .", false, "3:8: error: an escape that there is not"},
      {":s :p '\\ud800' .", false, "3:8: error: an escape of a surrogate"},
      {":s :p '\\u00", false, "3:8: error: an escape that there is not"},
      {":s :p '\\u0000' .", false, "3:8: error: an escape of U+0000"},
      {":s :p '\\U00110000' .", false, "3:8: error: an escape above U+10FFFF"},
      {":s :p 'a'@ .", false, "3:11: error: expected a language tag"},
      {":s :p 'a'@en- .", false, "3:14: error: expected a letter or digit"},
      {":s :p 'a'^:d .", false, "3:10: error: expected `^^`"},
      {":s :p 'a'^^d .", false, "3:12: error: expected the IRI of a datatype"},
      {":s :p 'a'^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> .", false, "3:12: error: a literal of rdf:langString"},
      {":s :p + .", false, "3:7: error: expected digits of a number"},
      {":s :p 1e .", false, "3:9: error: expected digits of an exponent"},
      {"@prefix x <b:> .", false, "3:9: error: expected a prefix and `:`"},
      {"@prefix x: b:> .", false, "3:12: error: expected `<` and an IRI"},
      {"@prefix x: <b:>", false, "3:16: error: expected `.` behind `@prefix`"},
      {"@base b:> .", false, "3:7: error: expected `<` and an IRI"},
      {"@PREFIX x: <b:> .", false, "3:1: error: expected `@prefix` or `@base`"},
      {"PREFIX x: <b:> .", false, "3:16: error: expected a subject"},
      {"\xC3\xA9 \xFF", false, "3:3: error: not UTF-8"},
      {":g { :s :p :o", true, "3:14: error: expected `;`, `,`, `.` or `}`"},
      {":g { :s :p :o } .", true, "3:17: error: expected a subject"},
      {":g { :h { :s :p :o } }", true, "3:9: error: expected a predicate"},
      {"GRAPH { :s :p :o }", true, "3:7: error: expected a subject"},
      {"GRAPH (1) { :s :p :o }", true, "3:7: error: expected the name of a graph"},
      {"GRAPH :g :s", true, "3:10: error: expected `{`"},
      {"[ :p :o ] { :s :p :o }", true, "3:11: error: expected a predicate"},
      {"{ @prefix x: <b:> . }", true, "3:3: error: expected a subject"},
  };
  fixture  *f = *state;
  dm_buffer text = {0}, expected = {0};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    dm_buffer_clear(&text);
    dm_buffer_clear(&expected);
    dm_buffer_print(&text, PREFIXES "%s", cases[i].text);
    dm_buffer_print(&expected, "f:%s", cases[i].message);
    assert_int_equal(read_text(f, text.bytes, cases[i].has_graphs, NULL, NULL), DM_BAD_INPUT);
    if (strncmp(dm_buffer_string(&f->said), expected.bytes, expected.n_bytes) != 0)
      assert_string_equal(dm_buffer_string(&f->said), expected.bytes);
    assert_int_equal(f->n_ends, 0);
  }
  dm_buffer_free(&text);
  dm_buffer_free(&expected);
}

static void test_all_errors_of_turtle_are_told(void **state)
{
  fixture *f = *state;
  assert_int_equal(read_text(f, "<a:s> <a:p> x ;\n  <a:q> <a:o> .\n<a:s> <a:p> <a:o> .\n<a:s> 'x' <a:o> .\n<a:s> <a:p> <a:o> .", false, NULL, NULL),
                   DM_BAD_INPUT);
  assert_string_equal(f->statements.bytes, ":s :p :o\n:s :p :o\n");
  assert_string_equal(
      f->said.bytes,
      "f:1:13: error: expected an object: an IRI, a name with a prefix, a blank node, a literal, `[` or `(`\n<a:s> <a:p> x ;\n            ^\n"
      "f:4:7: error: expected a predicate: an IRI, a name with a prefix, or `a`\n<a:s> 'x' <a:o> .\n      ^\n");
  dm_buffer many = {0};
  for (size_t i = 0; i < 300; i++)
    dm_buffer_add_string(&many, "x .\n");
  size_t n_before = dm_diagnostics_errors(f->diagnostics);
  assert_int_equal(read_text(f, many.bytes, false, NULL, NULL), DM_BAD_INPUT);
  assert_int_equal(dm_diagnostics_errors(f->diagnostics) - n_before, 100);
  dm_buffer_free(&many);
}

static void test_the_sink_stops_it(void **state)
{
  fixture *f = *state;
  f->most_statements = 1;
  assert_int_equal(read_text(f, "<a:s> <a:p> <a:o> .\n<a:s> <a:p> <a:o> .\n<a:s> <a:p> x .\n", false, NULL, NULL), DM_BAD_INPUT);
  assert_string_equal(dm_buffer_string(&f->said), "");
}

static void test_base_and_blank_prefix(void **state)
{
  fixture *f = *state;
  assert_int_equal(read_text(f, "<s> <a:p> _:o, [] .", false, "http://b/c", "x"), DM_OK);
  assert_string_equal(f->statements.bytes, "<http://b/s> :p _:xo\n<http://b/s> :p _:xgenid1\n");
}

static void test_depth(void **state)
{
  fixture  *f = *state;
  dm_buffer text = {0};
  for (size_t n = 1000; n <= 100000; n += 99000) {
    dm_buffer_clear(&text);
    dm_buffer_add_string(&text, "<a:s> <a:p> ");
    for (size_t i = 0; i < n; i++)
      dm_buffer_add_string(&text, i % 2 ? "( " : "[ <a:p> ");
    dm_buffer_add_string(&text, "1 ");
    for (size_t i = n; i > 0; i--)
      dm_buffer_add_string(&text, i % 2 ? "]" : ")");
    dm_buffer_add_byte(&text, '.');
    assert_int_equal(read_text(f, text.bytes, false, NULL, NULL), n == 1000 ? DM_OK : DM_BAD_INPUT);
  }
  assert_non_null(strstr(f->said.bytes, "error: brackets nested more than 1000 deep"));
  dm_buffer_free(&text);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
  const struct CMUnitTest tests[] = {
      TEST(test_turtle),
      TEST(test_trig),
      TEST(test_errors),
      TEST(test_all_errors_of_turtle_are_told),
      TEST(test_the_sink_stops_it),
      TEST(test_base_and_blank_prefix),
      TEST(test_depth),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
