/* What the formats write, to the letter. */
#include "base/buffer.h"
#include "results/results.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define XSD "http://www.w3.org/2001/XMLSchema#"

static const char *const names[] = {"s", "o"};
static dm_buffer         text;

static dm_status take(void *ctx, const char *bytes, size_t n_bytes)
{
  dm_buffer_add(ctx, bytes, n_bytes);
  return DM_OK;
}

/* The answer with these rows of two terms each; borrowed until the next call. */
static const char *written(const dm_results_style *style, const dm_term *values, size_t n_rows, const char **problem)
{
  dm_output         *output = NULL;
  dm_results_writer *writer = NULL;
  dm_buffer_clear(&text);
  dm_output_new(&output, &text, take, NULL);
  dm_results_writer_new(&writer, style, output);
  const dm_solution_sink sink = dm_results_writer_sink(writer);
  dm_status              status = sink.on_columns(sink.ctx, names, 2);
  for (size_t i = 0; status == DM_OK && i < n_rows; i++)
    status = sink.on_row(sink.ctx, values + 2 * i, 2);
  if (status == DM_OK)
    status = sink.on_end(sink.ctx);
  if (problem)
    *problem = dm_results_writer_problem(writer);
  assert_int_equal(status, problem ? DM_BAD_OUTPUT : DM_OK);
  assert_int_equal(dm_output_commit(output), DM_OK);
  dm_results_writer_free(writer);
  dm_output_free(output);
  return dm_buffer_string(&text);
}

static const char *one(dm_results_format format, dm_term term)
{
  const dm_term values[] = {{0}, term};
  return written(&(dm_results_style){.format = format}, values, 1, NULL);
}

static dm_term blank(const char *label)
{
  return (dm_term){.kind = DM_TERM_BLANK, .value = label, .n_bytes = strlen(label)};
}

static const char *boolean(dm_results_format format, bool value)
{
  dm_output         *output = NULL;
  dm_results_writer *writer = NULL;
  dm_buffer_clear(&text);
  dm_output_new(&output, &text, take, NULL);
  dm_results_writer_new(&writer, &(dm_results_style){.format = format}, output);
  const dm_solution_sink sink = dm_results_writer_sink(writer);
  assert_int_equal(sink.on_boolean(sink.ctx, value), DM_OK);
  assert_int_equal(sink.on_end(sink.ctx), DM_OK);
  assert_int_equal(dm_output_commit(output), DM_OK);
  dm_results_writer_free(writer);
  dm_output_free(output);
  return dm_buffer_string(&text);
}

static void csv(void **state)
{
  (void)state;
  assert_string_equal(one(DM_RESULTS_CSV, dm_term_literal("a,\"b\"", NULL, "en")), "s,o\r\n,\"a,\"\"b\"\"\"\r\n");
  assert_string_equal(one(DM_RESULTS_CSV, dm_term_literal("a\nb", NULL, NULL)), "s,o\r\n,\"a\nb\"\r\n");
  assert_string_equal(one(DM_RESULTS_CSV, dm_term_iri("http://a/b")), "s,o\r\n,http://a/b\r\n");
  assert_string_equal(one(DM_RESULTS_CSV, blank("b0")), "s,o\r\n,_:b0\r\n");
}

static void tsv(void **state)
{
  (void)state;
  static const struct {
    const char *value, *datatype, *expected;
  } cases[] = {
      {"4", XSD "integer", "4"},
      {"-4", XSD "integer", "-4"},
      {"+04", XSD "integer", "+04"},
      {"", XSD "integer", "\"\"^^<" XSD "integer>"},
      {" 4", XSD "integer", "\" 4\"^^<" XSD "integer>"},
      {"4", XSD "int", "\"4\"^^<" XSD "int>"},
      {"5.5", XSD "decimal", "5.5"},
      {".5", XSD "decimal", ".5"},
      {"5.", XSD "decimal", "\"5.\"^^<" XSD "decimal>"},
      {"5", XSD "decimal", "\"5\"^^<" XSD "decimal>"},
      {"1.0e6", XSD "double", "1.0e6"},
      {"1.E-6", XSD "double", "1.E-6"},
      {".1E+6", XSD "double", ".1E+6"},
      {".E6", XSD "double", "\".E6\"^^<" XSD "double>"},
      {"1.0", XSD "double", "\"1.0\"^^<" XSD "double>"},
      {"INF", XSD "double", "\"INF\"^^<" XSD "double>"},
      {"true", XSD "boolean", "\"true\"^^<" XSD "boolean>"},
      {"a\tb\\\"\r\n", NULL, "\"a\\tb\\\\\\\"\\r\\n\""},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const char *got = one(DM_RESULTS_TSV, dm_term_literal(cases[i].value, cases[i].datatype, NULL));
    assert_memory_equal(got, "?s\t?o\n\t", 7);
    assert_int_equal(strlen(got), 7 + strlen(cases[i].expected) + 1);
    assert_memory_equal(got + 7, cases[i].expected, strlen(cases[i].expected));
  }
  assert_string_equal(one(DM_RESULTS_TSV, dm_term_literal("x", NULL, "en-GB")), "?s\t?o\n\t\"x\"@en-GB\n");
  assert_string_equal(one(DM_RESULTS_TSV, dm_term_iri("http://a/")), "?s\t?o\n\t<http://a/>\n");
}

static void json(void **state)
{
  (void)state;
  assert_string_equal(one(DM_RESULTS_JSON, dm_term_literal("a\"\\\x01\n", NULL, "en")),
                      "{\n  \"head\": {\"vars\": [\"s\", \"o\"]},\n  \"results\": {\"bindings\": [\n    {\"o\": {\"type\": \"literal\", \"value\": "
                      "\"a\\\"\\\\\\u0001\\n\", \"xml:lang\": \"en\"}}\n  ]}\n}\n");
  assert_string_equal(written(&(dm_results_style){.format = DM_RESULTS_JSON}, NULL, 0, NULL),
                      "{\n  \"head\": {\"vars\": [\"s\", \"o\"]},\n  \"results\": {\"bindings\": []}\n}\n");
}

static void xml(void **state)
{
  (void)state;
  assert_non_null(strstr(one(DM_RESULTS_XML, dm_term_literal("<&>\"\r", XSD "token", NULL)),
                         "      <binding name=\"o\"><literal datatype=\"" XSD "token\">&lt;&amp;&gt;&quot;&#13;</literal></binding>\n"));
  const dm_term bad[] = {dm_term_literal("\x01", NULL, NULL), {0}};
  const char   *problem = NULL;
  written(&(dm_results_style){.format = DM_RESULTS_XML}, bad, 1, &problem);
  assert_non_null(strstr(problem, "XML 1.0"));
}

static void markdown(void **state)
{
  (void)state;
  assert_string_equal(one(DM_RESULTS_MARKDOWN, dm_term_literal("a|b\r\nc*_`<i>", NULL, NULL)),
                      "| s | o |\n| --- | --- |\n|  | a\\|b<br>c\\*\\_\\`&lt;i&gt; |\n");
  assert_string_equal(one(DM_RESULTS_MARKDOWN, dm_term_iri("https://a/b_c")),
                      "| s | o |\n| --- | --- |\n|  | [https://a/b\\_c](<https://a/b_c>) |\n");
  assert_string_equal(one(DM_RESULTS_MARKDOWN, dm_term_iri("javascript:alert(1)")), "| s | o |\n| --- | --- |\n|  | &lt;javascript:alert(1)&gt; |\n");
}

static void dot(void **state)
{
  static const char *const columns[] = {"weight", "source", "target"};
  const dm_term            rows[][3] = {
                 {dm_term_literal("3", XSD "integer", NULL), dm_term_literal("a\"b\\", NULL, NULL), dm_term_iri("http://e/c")},
                 {dm_term_literal("\"]; x", NULL, NULL), dm_term_literal("a\nb", NULL, "en"), dm_term_literal("d", NULL, NULL)},
                 {{0}, {0}, dm_term_literal("alone", NULL, NULL)},
  };
  dm_results_writer *writer = NULL;
  dm_output         *output = NULL;
  (void)state;
  dm_buffer_clear(&text);
  dm_output_new(&output, &text, take, NULL);
  dm_results_writer_new(&writer, &(dm_results_style){.format = DM_RESULTS_DOT}, output);
  const dm_solution_sink sink = dm_results_writer_sink(writer);
  assert_int_equal(sink.on_columns(sink.ctx, columns, 3), DM_OK);
  for (size_t i = 0; i < 3; i++)
    assert_int_equal(sink.on_row(sink.ctx, rows[i], 3), DM_OK);
  assert_int_equal(sink.on_end(sink.ctx), DM_OK);
  assert_int_equal(dm_output_commit(output), DM_OK);
  dm_results_writer_free(writer);
  dm_output_free(output);
  assert_string_equal(dm_buffer_string(&text),
                      "graph {\n  \"a\\\"b\\\\\" -- \"<http://e/c>\" [weight=\"3\", label=\"3\", penwidth=3];\n  \"a b\" -- \"d\";\n}\n");
  const char *problem = NULL;
  written(&(dm_results_style){.format = DM_RESULTS_DOT}, NULL, 0, &problem);
  assert_non_null(strstr(problem, "`source` and `target`"));
}

static void html(void **state)
{
  (void)state;
  assert_non_null(strstr(one(DM_RESULTS_HTML, dm_term_literal("<script>\r\n\x1B", NULL, "ar")),
                         "<td class=\"text\" dir=\"auto\" lang=\"ar\">&lt;script&gt;\n\xEF\xBF\xBD</td>"));
  assert_non_null(strstr(one(DM_RESULTS_HTML, dm_term_iri("https://a/?b&c")), "<a rel=\"noreferrer\" href=\"https://a/?b&amp;c\""));
  assert_null(strstr(one(DM_RESULTS_HTML, dm_term_iri("javascript:alert(1)")), "href"));
  assert_null(strstr(one(DM_RESULTS_HTML, dm_term_iri("http://a/\"onclick=\"x")), "href"));
}

static const char *label(void *ctx, const char *iri)
{
  return strcmp(iri, "http://n/JPN") == 0 ? ctx : NULL;
}

static void table_shortens_and_labels(void **state)
{
  (void)state;
  static char            japan[] = "Japan";
  static const dm_prefix prefixes[] = {{"n", "http://n/"}, {"long", "http://n/long/"}};
  const dm_term          values[] = {dm_term_iri("http://n/JPN"), dm_term_iri("http://n/long/x"), dm_term_iri("http://other/"), blank("b")};
  dm_results_style       style = {.prefixes = prefixes, .n_prefixes = 2};
  assert_string_equal(written(&style, values, 2, NULL),
                      "s                o\n---------------  ------\nn:JPN            long:x\n<http://other/>  _:b\n");
  style.labels = (dm_labels){japan, label, true};
  assert_non_null(strstr(written(&style, values, 2, NULL), "\nn:JPN Japan  "));
  style.labels.is_beside = false;
  assert_non_null(strstr(written(&style, values, 2, NULL), "\nJapan  "));
}

static void table_counts_columns_of_the_terminal(void **state)
{
  (void)state;
  const dm_term          wide[] = {dm_term_literal("\xE6\x97\xA5\xE6\x9C\xAC", NULL, "ja"), dm_term_literal("x", NULL, NULL)};
  const dm_results_style style = {.width_columns = 14};
  assert_string_equal(written(&(dm_results_style){0}, wide, 1, NULL), "s     o\n----  -\n\xE6\x97\xA5\xE6\x9C\xAC  x\n");
  /* ten wide characters in eight columns: three of them, the mark, and one column that none fits into */
  const dm_term cut[] = {
      dm_term_literal("\xE6\x97\xA5\xE6\x97\xA5\xE6\x97\xA5\xE6\x97\xA5\xE6\x97\xA5\xE6\x97\xA5\xE6\x97\xA5\xE6\x97\xA5", NULL, "ja"),
      dm_term_literal("abcd", NULL, NULL)};
  assert_string_equal(written(&style, cut, 1, NULL), "s         o\n--------  ----\n\xE6\x97\xA5\xE6\x97\xA5\xE6\x97\xA5\xE2\x80\xA6   abcd\n");
}

static void table_shows_what_a_terminal_would_obey(void **state)
{
  (void)state;
  assert_non_null(strstr(one(DM_RESULTS_TABLE, dm_term_literal("a\x1B[31m\nb\tc\xC2\x9B"
                                                               "d\xE2\x80\xAE"
                                                               "e",
                                                               NULL, NULL)),
                         "a\xEF\xBF\xBD[31m b c\xEF\xBF\xBD"
                         "d\xEF\xBF\xBD"
                         "e\n"));
}

static void booleans(void **state)
{
  (void)state;
  assert_string_equal(boolean(DM_RESULTS_TABLE, true), "true\n");
  assert_string_equal(boolean(DM_RESULTS_CSV, false), "false\n");
  assert_string_equal(boolean(DM_RESULTS_JSON, false), "{\n  \"head\": {},\n  \"boolean\": false\n}\n");
  assert_non_null(strstr(boolean(DM_RESULTS_XML, true), "<head/>\n  <boolean>true</boolean>\n</sparql>\n"));
  assert_non_null(strstr(boolean(DM_RESULTS_HTML, true), "<p>true</p>\n</body>"));
}

static int clean(void **state)
{
  (void)state;
  dm_buffer_free(&text);
  return 0;
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(csv),
      cmocka_unit_test(tsv),
      cmocka_unit_test(json),
      cmocka_unit_test(xml),
      cmocka_unit_test(markdown),
      cmocka_unit_test(dot),
      cmocka_unit_test(html),
      cmocka_unit_test(booleans),
      cmocka_unit_test(table_shortens_and_labels),
      cmocka_unit_test(table_counts_columns_of_the_terminal),
      cmocka_unit_test(table_shows_what_a_terminal_would_obey),
  };
  return cmocka_run_group_tests(tests, NULL, clean);
}
