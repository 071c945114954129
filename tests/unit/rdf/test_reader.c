/* Reading N-Triples and N-Quads: terms, every error with its place, pieces and line ends. */
#include "rdf/reader.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buffer.h"

typedef struct {
  dm_diagnostics *diagnostics;
  dm_buffer       said;
  dm_buffer       statements; /* one a line, each term as `kind value|datatype|language`, joined by tabs */
  size_t          n_statements;
  size_t          n_ends;
  size_t          most_statements;
} fixture;

static void collect(void *ctx, const char *message, size_t n_bytes)
{
  dm_buffer_add(ctx, message, n_bytes);
}

static void add_term(dm_buffer *out, const dm_term *term)
{
  static const char kinds[] = {[DM_TERM_NONE] = '-', [DM_TERM_IRI] = '<', [DM_TERM_LITERAL] = '"', [DM_TERM_BLANK] = '_'};
  dm_buffer_add_byte(out, kinds[term->kind]);
  if (term->kind != DM_TERM_NONE) {
    assert_int_equal(strlen(term->value), term->n_bytes);
    dm_buffer_add_string(out, term->value);
  }
  if (term->datatype)
    dm_buffer_print(out, "^%s", term->datatype);
  if (term->language)
    dm_buffer_print(out, "@%s", term->language);
}

static dm_status on_statement(void *ctx, const dm_statement *statement)
{
  fixture *f = ctx;
  if (f->most_statements && f->n_statements == f->most_statements)
    return DM_INTERRUPTED;
  f->n_statements++;
  const dm_term *terms[] = {&statement->subject, &statement->predicate, &statement->object, &statement->graph};
  for (size_t i = 0; i < 4; i++) {
    add_term(&f->statements, terms[i]);
    dm_buffer_add_byte(&f->statements, i < 3 ? ' ' : '\n');
  }
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

static void start(fixture *f)
{
  dm_buffer_clear(&f->said);
  dm_buffer_clear(&f->statements);
  f->n_statements = f->n_ends = 0;
}

static dm_status read_bytes(fixture *f, const char *text, size_t n_bytes, bool has_graphs, const char *blank_prefix)
{
  dm_sink sink = {.ctx = f, .on_statement = on_statement, .on_end = on_end};
  start(f);
  return dm_rdf_lines_read("f", text, n_bytes, has_graphs, blank_prefix, &sink, f->diagnostics);
}

static void assert_read(fixture *f, const char *text, const char *expected)
{
  assert_int_equal(read_bytes(f, text, strlen(text), true, NULL), DM_OK);
  assert_string_equal(dm_buffer_string(&f->said), "");
  assert_string_equal(dm_buffer_string(&f->statements), expected);
  assert_int_equal(f->n_ends, 1);
}

static void test_terms(void **state)
{
  static const struct {
    const char *line;
    const char *expected;
  } cases[] = {
      {"", ""},
      {"\n \t\n# <a\n\t# b", ""},
      {"<http://e/s> <http://e/p> <http://e/o> .", "<http://e/s <http://e/p <http://e/o -\n"},
      {"<a:s><a:p><a:o>.", "<a:s <a:p <a:o -\n"},
      {"<a:s><a:p><a:o><a:g>.", "<a:s <a:p <a:o <a:g\n"},
      {" \t<a:s>\t<a:p>  <a:o>\t_:g\t.\t#\xC3\xA9", "<a:s <a:p <a:o _g\n"},
      {"_:a<a:p>_:b.", "_a <a:p _b -\n"},
      {"_:a.b. <a:p> <a:o> .", NULL}, /* the dot behind a label ends the statement */
      {"_:0 <a:p> _:a..b-_\xC2\xB7.", "_0 <a:p _a..b-_\xC2\xB7 -\n"},
      {"_:\xE6\x97\xA5 <a:p> _:o .", "_\xE6\x97\xA5 <a:p _o -\n"},
      {"<a:s> <a:p> \"\" .", "<a:s <a:p \" -\n"},
      {"<a:s> <a:p> \"a'b <>{}|^` \t\v\x7F\xF0\x9F\x98\x80\" .", "<a:s <a:p \"a'b <>{}|^` \t\v\x7F\xF0\x9F\x98\x80 -\n"},
      {"<a:s> <a:p> \"\\t\\b\\n\\r\\f\\\"\\'\\\\x\" .", "<a:s <a:p \"\t\b\n\r\f\"'\\x -\n"},
      {"<a:s> <a:p> \"\\u0041\\u00e9\\u65E5\\U0001f600\\uFFFF\\\\u0041\" .",
       "<a:s <a:p \"A\xC3\xA9\xE6\x97\xA5\xF0\x9F\x98\x80\xEF\xBF\xBF\\u0041 -\n"},
      {"<a:\\u0041\\U000000e9b> <\\u0061:p> <a:%20o#[1]?=&@!$'()*+,;~> .", "<a:A\xC3\xA9"
                                                                           "b <a:p <a:%20o#[1]?=&@!$'()*+,;~ -\n"},
      {"<a:s> <a:p> \"a\"@en-GB-x1 .", "<a:s <a:p \"a@en-gb-x1 -\n"},
      {"<a:s> <a:p> \"a\"@en.", "<a:s <a:p \"a@en -\n"},
      {"<a:s> <a:p> \"a\"@en<a:g>.", "<a:s <a:p \"a@en <a:g\n"},
      {"<a:s> <a:p> \"a\"@en_:g.", "<a:s <a:p \"a@en _g\n"},
      {"<a:s> <a:p> \"a\"^^<a:\\u0064>_:g.", "<a:s <a:p \"a^a:d _g\n"},
      {"<a:s> <a:p> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> .", "<a:s <a:p \"1^http://www.w3.org/2001/XMLSchema#integer -\n"},
      {"<a:s> <a:p> \"1\"^^<http://www.w3.org/2001/XMLSchema#string> .", "<a:s <a:p \"1 -\n"},
      {"<a:s> <a:p> \"1\"^^<http://www.w3.org/2001/XMLSchema#\\u0073tring> .", "<a:s <a:p \"1 -\n"},
      {"\xEF\xBB\xBF<a:s> <a:p> <a:o> .", "<a:s <a:p <a:o -\n"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    if (cases[i].expected)
      assert_read(*state, cases[i].line, cases[i].expected);
    else
      assert_int_equal(read_bytes(*state, cases[i].line, strlen(cases[i].line), true, NULL), DM_BAD_INPUT);
  }
}

static void test_line_ends(void **state)
{
  assert_read(*state, "<a:s> <a:p> <a:1> .\r<a:s> <a:p> <a:2> .\r\n\n\r\r<a:s> <a:p> <a:3> .\n\r<a:s> <a:p> <a:4> .\r",
              "<a:s <a:p <a:1 -\n<a:s <a:p <a:2 -\n<a:s <a:p <a:3 -\n<a:s <a:p <a:4 -\n");
}

/* The line, the column of the fault, and how the message begins. */
static void test_errors(void **state)
{
  static const struct {
    const char *line;
    size_t      column_1based;
    const char *message;
  } cases[] = {
      {"<a:s> <a:p> <a:o>", 18, "expected `.` behind the statement"},
      {"<a:s> <a:p> <a:o> x .", 19, "expected `.` behind the statement, or its graph"},
      {"<a:s> <a:p> <a:o> \"g\" .", 19, "expected `.` behind the statement, or its graph"},
      {"<a:s> <a:p> <a:o> <a:g> <a:x> .", 25, "expected `.` behind the statement"},
      {"<a:s> <a:p> <a:o> . <a:s>", 21, "expected the end of the line"},
      {"<a:s> <a:p> <a:o> . #\xFF", 22, "not UTF-8"},
      {"#\xC0\x80", 2, "not UTF-8"},
      {"\"s\" <a:p> <a:o> .", 1, "expected a subject"},
      {"@prefix a: <a:b> .", 1, "expected a subject"},
      {"<a:s> _:p <a:o> .", 7, "expected a predicate"},
      {"<a:s> a <a:o> .", 7, "expected a predicate"},
      {"<a:s> <a:p> 1 .", 13, "expected an object"},
      {"<a:s> <a:p> .", 13, "expected an object"},
      {"<a:s> <a:p>, <a:o> .", 12, "expected an object"},
      {"<a:s", 5, "an IRI without its `>`"},
      {"<a:\xC3\xA9 b> <a:p> <a:o> .", 5, "a character that no IRI may have"},
      {"<a:{> <a:p> <a:o> .", 4, "a character that no IRI may have"},
      {"<a:\"> <a:p> <a:o> .", 4, "a character that no IRI may have"},
      {"<a:\xEF\xBF\xBF> <a:p> <a:o> .", 4, "a character that no IRI may have"},
      {"<a:\\u0020> <a:p> <a:o> .", 4, "a character that no IRI may have"},
      {"<a:\\u003E> <a:p> <a:o> .", 4, "a character that no IRI may have"},
      {"<a:\\u0000> <a:p> <a:o> .", 4, "an escape of U+0000"},
      {"<a:\\n> <a:p> <a:o> .", 4, "an escape that there is not: expected `\\u`"},
      {"<a:\\u12> <a:p> <a:o> .", 4, "an escape that there is not: expected `\\u`"},
      {"<a:\\U0011FFFF> <a:p> <a:o> .", 4, "an escape above U+10FFFF"},
      {"<a:\xED\xA0\x80> <a:p> <a:o> .", 4, "not UTF-8"},
      {"<> <a:p> <a:o> .", 1, "an IRI that is not absolute"},
      {"<a:s> <p> <a:o> .", 7, "an IRI that is not absolute"},
      {"<a:s> <//e/p> <a:o> .", 7, "an IRI that is not absolute"},
      {"<1:s> <a:p> <a:o> .", 1, "an IRI that is not absolute"},
      {"<a\\u002F:s> <a:p> <a:o> .", 1, "an IRI that is not absolute"},
      {"_a <a:p> <a:o> .", 1, "expected `_:`"},
      {"_: <a:p> <a:o> .", 3, "expected the label of a blank node"},
      {"_:-a <a:p> <a:o> .", 3, "expected the label of a blank node"},
      {"_:. <a:p> <a:o> .", 3, "expected the label of a blank node"},
      {"_::a <a:p> <a:o> .", 3, "expected the label of a blank node"},
      {"_:a:b <a:p> <a:o> .", 4, "expected a predicate"},
      {"_:a\xE2\x82 <a:p> <a:o> .", 4, "not UTF-8"},
      {"_:a\xC3\x97 <a:p> <a:o> .", 4, "expected a predicate"},
      {"<a:s> <a:p> \"o .", 13, "a string without its closing"},
      {"<a:s> <a:p> \"o\\", 15, "an escape that there is not"},
      {"<a:s> <a:p> \"\\x\" .", 14, "an escape that there is not"},
      {"<a:s> <a:p> \"\\uD800\" .", 14, "an escape of a surrogate"},
      {"<a:s> <a:p> \"\\UFFFFFFFF\" .", 14, "an escape above U+10FFFF"},
      {"<a:s> <a:p> \"\\u0000\" .", 14, "an escape of U+0000"},
      {"<a:s> <a:p> \"\\u00g0\" .", 14, "an escape that there is not"},
      {"<a:s> <a:p> \"\xE6\x97\xA5\xE6\x97\" .", 15, "not UTF-8"},
      {"<a:s> <a:p> \"o\"@ .", 17, "expected a language tag"},
      {"<a:s> <a:p> \"o\"@1 .", 17, "expected a language tag"},
      {"<a:s> <a:p> \"o\"@en- .", 20, "expected a letter or digit"},
      {"<a:s> <a:p> \"o\"@en_GB .", 19, "expected `_:`"},
      {"<a:s> <a:p> \"o\"^<a:d> .", 16, "expected `^^`"},
      {"<a:s> <a:p> \"o\"^^a:d .", 16, "expected `^^`"},
      {"<a:s> <a:p> \"o\"^^<d> .", 18, "an IRI that is not absolute"},
      {"<a:s> <a:p> \"o\"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> .", 16, "a literal of rdf:langString"},
      {"<a:s> <a:p> 'o' .", 13, "expected an object"},
  };
  fixture *f = *state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    dm_buffer text = {0}, expected = {0};
    dm_buffer_print(&text, "<a:s> <a:p> <a:o> .\r\n%s\r\n<a:s> <a:p> <a:o> .", cases[i].line);
    assert_int_equal(read_bytes(f, text.bytes, text.n_bytes, true, NULL), DM_BAD_INPUT);
    dm_buffer_print(&expected, "f:2:%zu: error: %s", cases[i].column_1based, cases[i].message);
    if (strncmp(dm_buffer_string(&f->said), expected.bytes, expected.n_bytes) != 0)
      assert_string_equal(dm_buffer_string(&f->said), expected.bytes);
    assert_int_equal(f->n_statements, 2); /* the lines around it are read */
    assert_int_equal(f->n_ends, 0);
    dm_buffer_free(&text);
    dm_buffer_free(&expected);
  }
}

static void test_error_shows_the_line_as_it_is(void **state)
{
  fixture   *f = *state;
  const char text[] = "_:a <a:p> \"\\u00e9\" <x> .";
  assert_int_equal(read_bytes(f, text, strlen(text), true, "b"), DM_BAD_INPUT);
  assert_string_equal(dm_buffer_string(&f->said), "f:1:20: error: an IRI that is not absolute\n"
                                                  "_:a <a:p> \"\\u00e9\" <x> .\n"
                                                  "                   ^\n");
}

static void test_nul(void **state)
{
  fixture *f = *state;
  static const struct {
    const char *text;
    size_t      n_bytes;
    const char *place;
  } cases[] = {
      {"<a:\0> <a:p> <a:o> .", 19, "f:1:4: error: a NUL"},
      {"<a:s> <a:p> \"\0\" .", 17, "f:1:14: error: a NUL"},
      {"# \0", 3, "f:1:3: error: a NUL"},
      {"<a:s> <a:p> \"\\\0\" .", 18, "f:1:14: error: an escape that there is not"},
      {"\0", 1, "f:1:1: error: expected a subject"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_int_equal(read_bytes(f, cases[i].text, cases[i].n_bytes, true, NULL), DM_BAD_INPUT);
    assert_int_equal(strncmp(dm_buffer_string(&f->said), cases[i].place, strlen(cases[i].place)), 0);
  }
}

static void test_triples_have_no_graph(void **state)
{
  fixture   *f = *state;
  const char text[] = "<a:s> <a:p> <a:o> <a:g> .";
  assert_int_equal(read_bytes(f, text, strlen(text), false, NULL), DM_BAD_INPUT);
  assert_int_equal(strncmp(dm_buffer_string(&f->said), "f:1:19: error: expected `.`", 27), 0);
}

static void test_blank_prefix(void **state)
{
  fixture   *f = *state;
  const char text[] = "_:s <a:p> _:o _:g .\n<a:s> <a:p> _:s .";
  assert_int_equal(read_bytes(f, text, strlen(text), true, "x"), DM_OK);
  assert_string_equal(f->statements.bytes, "_xs <a:p _xo _xg\n<a:s <a:p _xs -\n");
}

static void test_sink_stops(void **state)
{
  fixture   *f = *state;
  const char text[] = "<a:s> <a:p> <a:o> .\nx\n<a:s> <a:p> <a:o> .\n";
  f->most_statements = 1;
  assert_int_equal(read_bytes(f, text, strlen(text), true, NULL), DM_INTERRUPTED);
  assert_int_equal(f->n_ends, 0);
}

static void test_at_most_a_hundred_errors(void **state)
{
  fixture  *f = *state;
  dm_buffer text = {0};
  for (size_t i = 0; i < 300; i++)
    dm_buffer_add_string(&text, "x\n");
  size_t n_before = dm_diagnostics_errors(f->diagnostics);
  assert_int_equal(read_bytes(f, text.bytes, text.n_bytes, true, NULL), DM_BAD_INPUT);
  assert_int_equal(dm_diagnostics_errors(f->diagnostics) - n_before, 100);
  assert_non_null(strstr(f->said.bytes, "f: note: 100 errors: the rest is not read"));
  dm_buffer_free(&text);
}

static dm_status read_file(fixture *f, const dm_buffer *text)
{
  char  path[] = "/tmp/dm_reader_XXXXXX";
  int   descriptor = mkstemp(path);
  FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(text->bytes, 1, text->n_bytes, file), text->n_bytes);
  assert_int_equal(fclose(file), 0);
  dm_sink sink = {.ctx = f, .on_statement = on_statement, .on_end = on_end};
  start(f);
  dm_status status = dm_rdf_lines_read_file(path, false, NULL, &sink, f->diagnostics);
  remove(path);
  return status;
}

/* More than one piece (256 KB) of lines that end in each way, with lines longer than a piece among them, and an error far behind. */
static void test_pieces(void **state)
{
  static const char *const ends[] = {"\n", "\r\n", "\r"};
  fixture                 *f = *state;
  for (size_t e = 0; e < 3; e++) {
    dm_buffer text = {0}, expected = {0};
    for (size_t i = 0; i < 9000; i++) {
      size_t n = i % 3000 == 2999 ? 700001 : i % 100;
      dm_buffer_print(&text, "<a:%zu> <a:p> \"", i);
      dm_buffer_print(&expected, "<a:%zu <a:p \"", i);
      for (size_t k = 0; k < n; k++) {
        dm_buffer_add_byte(&text, (char)('a' + k % 26));
        dm_buffer_add_byte(&expected, (char)('a' + k % 26));
      }
      dm_buffer_print(&text, "\" .%s", ends[e]);
      dm_buffer_add_string(&expected, " -\n");
    }
    assert_int_equal(read_file(f, &text), DM_OK);
    assert_int_equal(f->n_ends, 1);
    assert_true(f->statements.n_bytes == expected.n_bytes && !memcmp(f->statements.bytes, expected.bytes, expected.n_bytes));
    dm_buffer_add_string(&text, "\"");
    assert_int_equal(read_file(f, &text), DM_BAD_INPUT);
    assert_non_null(strstr(f->said.bytes, ":9001:1: error: expected a subject"));
    assert_int_equal(f->n_statements, 9000);
    dm_buffer_free(&text);
    dm_buffer_free(&expected);
  }
}

static void test_unreadable_files(void **state)
{
  fixture *f = *state;
  dm_sink  sink = {.ctx = f, .on_statement = on_statement, .on_end = on_end};
  start(f);
  assert_int_equal(dm_rdf_lines_read_file("/no/such/file", false, NULL, &sink, f->diagnostics), DM_BAD_INPUT);
  assert_string_equal(f->said.bytes, "/no/such/file: error: No such file or directory\n");
  start(f);
  assert_int_equal(dm_rdf_lines_read_file("/tmp", false, NULL, &sink, f->diagnostics), DM_BAD_INPUT);
  assert_string_equal(f->said.bytes, "/tmp: error: Is a directory\n");
  assert_int_equal(f->n_ends, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
  const struct CMUnitTest tests[] = {
      TEST(test_terms),
      TEST(test_line_ends),
      TEST(test_errors),
      TEST(test_error_shows_the_line_as_it_is),
      TEST(test_nul),
      TEST(test_triples_have_no_graph),
      TEST(test_blank_prefix),
      TEST(test_sink_stops),
      TEST(test_at_most_a_hundred_errors),
      TEST(test_pieces),
      TEST(test_unreadable_files),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
