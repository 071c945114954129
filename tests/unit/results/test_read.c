/* What is written is read back, and what is broken sends nothing. */
#include "base/buffer.h"
#include "base/memory.h"
#include "results/results.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define XSD "http://www.w3.org/2001/XMLSchema#"
#define SRX "<sparql xmlns='http://www.w3.org/2005/sparql-results#'>"

/* Takes an answer as lines of text, each term spelt out. */
typedef struct {
  dm_buffer       text;
  dm_buffer       messages;
  dm_diagnostics *diagnostics;
} fixture;

static dm_status take_columns(void *ctx, const char *const *names, size_t n)
{
  fixture *f = ctx;
  for (size_t i = 0; i < n; i++)
    dm_buffer_print(&f->text, "%s ", names[i]);
  dm_buffer_add_byte(&f->text, '\n');
  return DM_OK;
}

static dm_status take_row(void *ctx, const dm_term *values, size_t n)
{
  fixture *f = ctx;
  for (size_t i = 0; i < n; i++)
    dm_buffer_print(&f->text, "%d[%s]%zu%s%s ", (int)values[i].kind, values[i].value ? values[i].value : "", values[i].n_bytes,
                    values[i].datatype ? values[i].datatype : "", values[i].language ? values[i].language : "");
  dm_buffer_add_byte(&f->text, '\n');
  return DM_OK;
}

static dm_status take_boolean(void *ctx, bool value)
{
  fixture *f = ctx;
  dm_buffer_add_string(&f->text, value ? "yes\n" : "no\n");
  return DM_OK;
}

static dm_status take_end(void *ctx)
{
  fixture *f = ctx;
  dm_buffer_add_string(&f->text, "end\n");
  return DM_OK;
}

static void take_message(void *ctx, const char *message, size_t n_bytes)
{
  fixture *f = ctx;
  dm_buffer_add(&f->messages, message, n_bytes);
}

static dm_status take_bytes(void *ctx, const char *bytes, size_t n_bytes)
{
  dm_buffer_add(ctx, bytes, n_bytes);
  return DM_OK;
}

static int setup(void **state)
{
  fixture *f = dm_allocate(sizeof *f);
  f->diagnostics = dm_diagnostics_new(take_message, f);
  *state = f;
  return 0;
}

static int teardown(void **state)
{
  fixture *f = *state;
  dm_diagnostics_free(f->diagnostics);
  dm_buffer_free(&f->text);
  dm_buffer_free(&f->messages);
  free(f);
  return 0;
}

static dm_status read_bytes(fixture *f, dm_results_format format, const char *bytes, size_t n_bytes)
{
  const dm_solution_sink sink = {f, take_columns, take_row, take_boolean, take_end};
  char                  *exact = malloc(n_bytes ? n_bytes : 1); /* so that sanitizers see what is read behind its end */
  assert_non_null(exact);
  if (n_bytes)
    memcpy(exact, bytes, n_bytes);
  dm_buffer_clear(&f->text);
  dm_buffer_clear(&f->messages);
  const dm_status status = dm_results_read(format, "answer", exact, n_bytes, &sink, f->diagnostics);
  free(exact);
  return status;
}

static void assert_read(fixture *f, dm_results_format format, const char *bytes, const char *expected)
{
  assert_int_equal(read_bytes(f, format, bytes, strlen(bytes)), DM_OK);
  assert_string_equal(dm_buffer_string(&f->messages), "");
  assert_string_equal(dm_buffer_string(&f->text), expected);
}

static void assert_refused(fixture *f, dm_results_format format, const char *bytes, const char *message)
{
  assert_int_equal(read_bytes(f, format, bytes, strlen(bytes)), DM_BAD_INPUT);
  if (!strstr(dm_buffer_string(&f->messages), message))
    fail_msg("%s\nwhere was expected: %s", dm_buffer_string(&f->messages), message);
  assert_string_equal(dm_buffer_string(&f->text), "");
}

static const char *const names[] = {"s", "o"};

static const dm_results_format formats[] = {DM_RESULTS_JSON, DM_RESULTS_XML, DM_RESULTS_TSV};

/* Sends the same rows to `sink`. */
static void send(const dm_solution_sink *sink)
{
  const dm_term rows[][2] = {
      {dm_term_iri("http://e/\xC3\xA9?a=b&c#d"), dm_term_literal("", NULL, NULL)},
      {{0}, {0}},
      {{DM_TERM_BLANK, "b0", 2, NULL, NULL}, {DM_TERM_BLANK, "b1", 2, NULL, NULL}},
      {{0}, {DM_TERM_BLANK, "b0", 2, NULL, NULL}},
      {{0}, dm_term_literal(" \t\n\r\"'\\<>&]]> \xE6\x97\xA5\xF0\x9F\x98\x80 ", NULL, NULL)},
      {{0}, dm_term_literal("colour", NULL, "en-GB-x-1")},
      {{0}, dm_term_literal("4", XSD "integer", NULL)},
      {{0}, dm_term_literal("4.5", XSD "decimal", NULL)},
      {{0}, dm_term_literal("4e1", XSD "double", NULL)},
      {{0}, dm_term_literal("true", XSD "boolean", NULL)},
      {{0}, dm_term_literal("?", "urn:x:y", NULL)},
  };
  assert_int_equal(sink->on_columns(sink->ctx, names, 2), DM_OK);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    assert_int_equal(sink->on_row(sink->ctx, rows[i], 2), DM_OK);
  assert_int_equal(sink->on_end(sink->ctx), DM_OK);
}

static void comes_back(void **state)
{
  fixture               *f = *state;
  const dm_solution_sink straight = {f, take_columns, take_row, take_boolean, take_end};
  send(&straight);
  char *expected = dm_copy_string(dm_buffer_string(&f->text), f->text.n_bytes);
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
    dm_buffer          bytes = {0};
    dm_output         *output = NULL;
    dm_results_writer *writer = NULL;
    dm_output_new(&output, &bytes, take_bytes, NULL);
    dm_results_writer_new(&writer, &(dm_results_style){.format = formats[i]}, output);
    const dm_solution_sink sink = dm_results_writer_sink(writer);
    send(&sink);
    assert_int_equal(dm_output_commit(output), DM_OK);
    assert_read(f, formats[i], dm_buffer_string(&bytes), expected);
    for (size_t n = 0; n + 1 < bytes.n_bytes; n++) { /* cut off anywhere: nothing is sent, unless nothing was lost */
      const dm_status status = read_bytes(f, formats[i], bytes.bytes, n);
      if (status == DM_OK) /* a TSV says its end by nothing, an XML or JSON may lose its last line end */
        assert_true(formats[i] == DM_RESULTS_TSV ? bytes.bytes[n - 1] == '\n' : bytes.n_bytes - n <= 1);
      else
        assert_string_equal(dm_buffer_string(&f->text), "");
    }
    dm_results_writer_free(writer);
    dm_output_free(output);
    dm_buffer_free(&bytes);
  }
  free(expected);
}

static void reads_json_of_others(void **state)
{
  fixture *f = *state;
  assert_read(f, DM_RESULTS_JSON,
              "\xEF\xBB\xBF {\"results\": {\"distinct\": false, \"ordered\": [1, -0.5e+3, null, {}], \"bindings\": [ {} , {\"x\": {\"value\": "
              "\"a\\u00e9\\uD83D\\uDE00\\/\", "
              "\"type\": \"typed-literal\", \"datatype\": \"" XSD "string\"}}, {\"x\": {\"type\": \"bnode\", \"value\": \"nodeID://b7\"}} ]},"
              " \"head\": {\"link\": [], \"vars\": [\"x\"]}}\r\n",
              "x \n0[]0 \n2[a\xC3\xA9\xF0\x9F\x98\x80/]8 \n3[b0]2 \nend\n");
  assert_read(f, DM_RESULTS_JSON, "{\"boolean\":true,\"head\":{}}", "yes\nend\n");
  assert_read(f, DM_RESULTS_JSON, "{\"boolean\" : false}", "no\nend\n");
  assert_read(f, DM_RESULTS_JSON, "{\"head\":{\"vars\":[]},\"results\":{\"bindings\":[{},{}]}}", "\n\n\nend\n");
}

static void refuses_json(void **state)
{
  static const struct {
    const char *bytes, *message;
  } cases[] = {
      {"", "cut off"},
      {"<html>", "answer:1:1: error: expected an object"},
      {"{}", "either"},
      {"{\"boolean\":true,\"results\":{}}", "either"},
      {"{\"boolean\":1}", "answer:1:12: error: expected true or false"},
      {"{\"boolean\":true}x", "stands behind"},
      {"{\"boolean\":true,}", "a string"},
      {"{\"boolean\":true,\"boolean\":true}", "comes twice"},
      {"{\"results\":{\"bindings\":[]}}", "no `vars`"},
      {"{\"head\":{\"vars\":[]},\"results\":{}}", "no `bindings`"},
      {"{\"head\":{\"vars\":[\"x\",\"x\"]},\"results\":{\"bindings\":[]}}", "already"},
      {"{\"head\":{\"vars\":[\"a b\"]},\"results\":{\"bindings\":[]}}", "no name"},
      {"{\"head\":{\"vars\":[\"x\"]},\"results\":{\"bindings\":[{\"y\":{\"type\":\"uri\",\"value\":\"http://a\"}}]}}", "none of the variables"},
      {"{\"head\":{\"vars\":[\"x\"]},\"results\":{\"bindings\":[{\"x\":{\"type\":\"uri\",\"value\":\"a b\"}}]}}", "no absolute IRI"},
      {"{\"head\":{\"vars\":[\"x\"]},\"results\":{\"bindings\":[{\"x\":{\"type\":\"triple\",\"value\":{}}}]}}", "a string"},
      {"{\"head\":{\"vars\":[\"x\"]},\"results\":{\"bindings\":[{\"x\":{\"type\":\"literal\"}}]}}", "no term"},
      {"{\"head\":{\"vars\":[\"x\"]},\"results\":{\"bindings\":[{\"x\":{\"type\":\"literal\",\"value\":\"\\u0000\"}}]}}", "U+0000"},
      {"{\"head\":{\"vars\":[\"x\"]},\"results\":{\"bindings\":[{\"x\":{\"type\":\"literal\",\"value\":\"\\uD800\"}}]}}", "surrogate"},
      {"{\"head\":{\"vars\":[\"x\"]},\"results\":{\"bindings\":[{\"x\":{\"type\":\"literal\",\"value\":\"a\nb\"}}]}}", "control"},
      {"{\"head\":{\"vars\":[\"x\"]},\"results\":{\"bindings\":[{\"x\":{\"type\":\"literal\",\"value\":\"a\",\"xml:lang\":\"-\"}}]}}", "language"},
      {"{\"a\":\"\xFF\"}", "not UTF-8"},
      {"{\"a\":01}", "`,` or `}`"},
      {"{\"a\":1.}", "a digit"},
      {"{\"a\":nul}", "a value"},
  };
  fixture *f = *state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    assert_refused(f, DM_RESULTS_JSON, cases[i].bytes, cases[i].message);
  dm_buffer deep = {0};
  dm_buffer_add_string(&deep, "{\"a\":");
  for (size_t i = 0; i < 100000; i++)
    dm_buffer_add_byte(&deep, '[');
  assert_refused(f, DM_RESULTS_JSON, deep.bytes, "nesting");
  dm_buffer_free(&deep);
}

static void reads_xml_of_others(void **state)
{
  fixture *f = *state;
  assert_read(
      f, DM_RESULTS_XML,
      "<?xml version='1.0'?><!-- a --><r:sparql xmlns:r='http://www.w3.org/2005/sparql-results#'><r:head><r:variable name='x'/><r:link "
      "href='y'/></r:head>"
      "<r:results ordered='true'><r:result><r:binding name='x'><r:literal xml:lang='de'>a<![CDATA[<&]]>&#x1F600;</r:literal></r:binding></r:result>"
      "<r:result/></r:results></r:sparql>",
      "x \n2[a<&\xF0\x9F\x98\x80]7de \n0[]0 \nend\n");
  assert_read(f, DM_RESULTS_XML, SRX "<head/><boolean> true\n</boolean></sparql>", "yes\nend\n");
}

static void refuses_xml(void **state)
{
  static const struct {
    const char *bytes, *message;
  } cases[] = {
      {"", "no element found"},
      {"<html/>", "answer:1:1: error: this is no answer"},
      {"<sparql/>", "no answer"},
      {SRX "</sparql>", "neither"},
      {SRX "<results/><boolean>true</boolean></sparql>", "either"},
      {SRX "<results/><results/></sparql>", "either"},
      {SRX "<results/><head><variable name='x'/></head></sparql>", "first"},
      {SRX "<boolean>yes</boolean></sparql>", "true or false"},
      {SRX "<head><variable/></head></sparql>", "no name"},
      {SRX "<results><result><binding name='x'/></result></results></sparql>", "none of the variables"},
      {SRX "<results>x</results></sparql>", "text"},
      {SRX "<results><uri>a:b</uri></results></sparql>", "may not stand here"},
      {SRX "<head><variable name='x'/></head><results><result><binding name='x'><uri>a:b</uri><uri>a:b</uri></binding></result></results></sparql>",
       "already"},
      {SRX "<head><variable name='x'/></head><results><result><binding name='x'><uri>relative</uri></binding></result></results></sparql>", "IRI"},
      {"<!DOCTYPE sparql [<!ENTITY a 'aaaa'>]>" SRX "<boolean>true</boolean></sparql>", "DTD"},
      {SRX "<boolean>&a;</boolean></sparql>", "undefined entity"},
      {SRX "<boolean>\xFF</boolean></sparql>", "not well-formed"},
  };
  fixture *f = *state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    assert_refused(f, DM_RESULTS_XML, cases[i].bytes, cases[i].message);
}

static void reads_tsv_of_others(void **state)
{
  fixture *f = *state;
  assert_read(f, DM_RESULTS_TSV, "?a\t?b\r\n'it\\'s'\t<http://e/\\u00e9>\r\n-.5e-3\ttrue\r\n",
              "a b \n2[it's]4 1[http://e/\xC3\xA9]11 \n2[-.5e-3]6" XSD "double 2[true]4" XSD "boolean \nend\n");
  assert_read(f, DM_RESULTS_TSV, "?a\n\n", "a \n0[]0 \nend\n");
  assert_read(f, DM_RESULTS_TSV, "\n\n", "\n\nend\n");
}

static void refuses_tsv(void **state)
{
  static const struct {
    const char *bytes, *message;
  } cases[] = {
      {"", "cut off"},
      {"?a\n<a:b>", "cut off"},
      {"a\n", "expected `?`"},
      {"?a\t\n", "expected `?`"},
      {"?a\n1\t2\n", "more"},
      {"?a\t?b\n1\n", "fewer"},
      {"?a\nx\n", "answer:2:1: error: this is no term"},
      {"?a\n\"x\n", "no end"},
      {"?a\n\"x\"y\n", "expected a language"},
      {"?a\n\"\\x\"\n", "no escape"},
      {"?a\n<a:\\n>\n", "no escape"},
      {"?a\n\"\\u0000\"\n", "no character"},
      {"?a\n\"\\UFFFFFFFF\"\n", "hexadecimal"},
      {"?a\n<a:b> \n", "stands behind"},
      {"?a\n\"x\"^^<y>\n", "datatype"},
      {"\nx\n", "more"},
  };
  fixture *f = *state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    assert_refused(f, DM_RESULTS_TSV, cases[i].bytes, cases[i].message);
}

static void limits_columns(void **state)
{
  fixture  *f = *state;
  dm_buffer many = {0};
  for (size_t i = 0; i < 1001; i++)
    dm_buffer_print(&many, "%s?v%zu", i > 0 ? "\t" : "", i);
  dm_buffer_add_byte(&many, '\n');
  assert_refused(f, DM_RESULTS_TSV, many.bytes, "columns");
  dm_buffer_free(&many);
}

static dm_status stop_at_row(void *ctx, const dm_term *values, size_t n)
{
  (void)ctx, (void)values, (void)n;
  return DM_INTERRUPTED;
}

static void hands_on_why_the_sink_stops(void **state)
{
  fixture               *f = *state;
  const dm_solution_sink sink = {f, take_columns, stop_at_row, take_boolean, take_end};
  const char            *tsv = "?a\n1\n2\n";
  assert_int_equal(dm_results_read(DM_RESULTS_TSV, "answer", tsv, strlen(tsv), &sink, f->diagnostics), DM_INTERRUPTED);
  assert_string_equal(dm_buffer_string(&f->text), "a \n");
  assert_int_equal(dm_results_read(DM_RESULTS_CSV, "answer", tsv, strlen(tsv), &sink, f->diagnostics), DM_BAD_USAGE);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(comes_back),          cmocka_unit_test(reads_json_of_others), cmocka_unit_test(refuses_json),
      cmocka_unit_test(reads_xml_of_others), cmocka_unit_test(refuses_xml),          cmocka_unit_test(reads_tsv_of_others),
      cmocka_unit_test(refuses_tsv),         cmocka_unit_test(limits_columns),       cmocka_unit_test(hands_on_why_the_sink_stops),
  };
  return cmocka_run_group_tests(tests, setup, teardown);
}
