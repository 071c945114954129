/* What is wrong with a mapping is said at its place, with the nearest name. */
#include "mapping/mapping.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static const char head[] = "base: https://example.org/\n"
                           "prefixes: {ex: https://example.org/ns#, xsd: http://www.w3.org/2001/XMLSchema#}\n"
                           "graphs: {document: '<doc/{document.name}>', reference: <graph/reference>}\n"
                           "properties: [homepage]\n"
                           "datatypes: {date: {YYYY: xsd:gYear}}\n"
                           "tables: {class: {record: ex:Record}}\n";
enum { N_HEAD_LINES = 6 };

static void collect(void *ctx, const char *message, size_t n_bytes)
{
  dm_buffer_add(ctx, message, n_bytes);
}

/* Loads `text` from a file of its own; messages go to `messages`, with the file's name cut off. */
static dm_status load(dm_mapping **mapping, const char *text, dm_buffer *messages, dm_diagnostics **diagnostics)
{
  char      path[] = "/tmp/dm_mapping_XXXXXX";
  const int file = mkstemp(path);
  assert_true(file >= 0);
  assert_int_equal(write(file, text, strlen(text)), strlen(text));
  close(file);
  *diagnostics = dm_diagnostics_new(collect, messages);
  const dm_status status = dm_mapping_load(mapping, path, NULL, *diagnostics);
  unlink(path);
  return status;
}

/* Whether a message says `text` at LINE:COL of what follows the head; shows what was said otherwise. */
static bool has_message(const dm_buffer *messages, size_t line, size_t column, const char *text)
{
  char wanted[512];
  snprintf(wanted, sizeof wanted, ":%zu:%zu: error: %s", line + N_HEAD_LINES, column, text);
  const bool is_there = strstr(dm_buffer_string(messages), wanted) != NULL;
  if (!is_there)
    print_message("no message\n%s\nin\n%s", wanted, dm_buffer_string(messages));
  return is_there;
}

typedef struct {
  const char *text; /* behind the head */
  size_t      line;
  size_t      column;
  const char *message;
} bad_case;

static const bad_case bad_cases[] = {
    {"docment: []", 1, 1, "unknown key `docment`; did you mean `document`?"},
    {"document: [{statements: {exx:name: ex:x}}]", 1, 26, "unknown prefix `exx`; did you mean `ex`?"},
    {"document: [{statements: {ex:name: other:x}}]", 1, 35, "unknown prefix `other`"},
    {"document:\n  - statements: {ex:name: '\"{document.name\"'}", 2, 29, "`{` without `}`"},
    {"document:\n  - statements: {ex:name: '\"a} b\"'}", 2, 30, "`}` without `{` before it"},
    {"document:\n  - statements:\n      ex:name: <a/{document.name}", 3, 16, "`<` without `>` at the end"},
    {"document:\n  - statements: {ex:name: '\"open'}", 2, 27, "a text without its closing quote"},
    {"document:\n  - statements: {ex:name: '\"a\"b'}", 2, 31, "behind a text stands nothing, @language or ^^datatype"},
    {"document:\n  - statements: {ex:name: '\"a\"^^dat'}", 2, 33, "`datatypes` has no `dat`; did you mean `date`?"},
    {"document:\n  - statements: {ex:name: '\"{}\"'}", 2, 30, "`` is no variable"},
    {"document:\n  - statements: {ex:name: '{a.b}{c.d}'}", 2, 27, "a term of several parts is written <...> or \"...\""},
    {"document:\n  - statements: {ex:name: '{a b}'}", 2, 29, "`a b` is no variable"},
    {"document:\n  - statements: {ex:name: '{a.b|slugg}'}", 2, 33, "unknown filter `slugg`; did you mean `slug`?"},
    {"document:\n  - statements: {ex:name: '{a.b|clas}'}", 2, 33, "unknown filter `clas`; did you mean `class`?"},
    {"document:\n  - statements: {ex:name: word}", 2, 27, "`word` is no term"},
    {"document:\n  - statements: {'\"text\"': ex:x}", 2, 18, "a property is an IRI, not a text"},
    {"document:\n  - {subject: '\"text\"', statements: {ex:name: ex:x}}", 2, 15, "a subject is an IRI, not a text"},
    {"document:\n  - {subject: ex:x}", 2, 5, "a block needs `statements` or `include`"},
    {"document:\n  - {include: namd}\nsets: {named: {ex:name: ex:x}}", 2, 15, "`sets` has no `namd`; did you mean `named`?"},
    {"document:\n  - {each: pasage, statements: {ex:name: ex:x}}", 2, 12, "`each` must be `passage`"},
    {"document:\n  - {statments: {ex:name: ex:x}}", 2, 6, "unknown key `statments`; did you mean `statements`?"},
    {"document:\n  - statements: {ex:name: '\"{label}\"'}", 2, 30, "unknown variable `label`"},
    {"kinds: {state: {iri: '<state/{idd}>'}}", 1, 31, "unknown variable `idd`; did you mean `id`?"},
    {"kinds:\n  state:\n    iri: <state/{id}>\n    state: {statements: {ex:name: '<{hompage}>'}}", 4, 38,
     "unknown variable `hompage`; did you mean `homepage`?"},
    {"kinds: {state: {iri: '<state/{id}>', listed: refrence}}", 1, 46, "`graphs` has no `refrence`; did you mean `reference`?"},
    {"kinds: {state: {listed: reference}}", 1, 9, "`iri` is missing"},
    {"facts: [{of: party}]", 1, 9, "`state` is missing"},
    {"let: {a: '{b}', b: '<{a}/x>'}\n", 1, 23, "`a` needs itself"},
    {"let: {label: ex:x}\n", 1, 7, "`label` is what a thing has already; the let needs another name"},
    {"let: {eventt: ex:x}\norder: [event]\n", 2, 9, "`let` has no `event`; did you mean `eventt`?"},
};

static void test_bad(void **state)
{
  (void)state;
  size_t n_wrong = 0;
  for (size_t i = 0; i < sizeof bad_cases / sizeof *bad_cases; i++) {
    dm_buffer       text = {0};
    dm_buffer       messages = {0};
    dm_mapping     *mapping = NULL;
    dm_diagnostics *diagnostics = NULL;
    dm_buffer_print(&text, "%s%s\n", head, bad_cases[i].text);
    assert_int_equal(load(&mapping, dm_buffer_string(&text), &messages, &diagnostics), DM_BAD_RULES);
    assert_null(mapping);
    if (!has_message(&messages, bad_cases[i].line, bad_cases[i].column, bad_cases[i].message) || dm_diagnostics_errors(diagnostics) != 1)
      n_wrong++;
    dm_diagnostics_free(diagnostics);
    dm_buffer_free(&text);
    dm_buffer_free(&messages);
  }
  assert_int_equal(n_wrong, 0);
}

static void test_all_errors_at_once(void **state)
{
  (void)state;
  dm_buffer       text = {0};
  dm_buffer       messages = {0};
  dm_mapping     *mapping = NULL;
  dm_diagnostics *diagnostics = NULL;
  dm_buffer_print(&text, "%sdocument:\n  - statements: {exx:a: ex:b, ex:b: yy:c}\nkinds: {state: {iri: '<{id>'}}\n", head);
  assert_int_equal(load(&mapping, dm_buffer_string(&text), &messages, &diagnostics), DM_BAD_RULES);
  assert_int_equal(dm_diagnostics_errors(diagnostics), 3);
  dm_diagnostics_free(diagnostics);
  dm_buffer_free(&text);
  dm_buffer_free(&messages);
}

static void test_unusable(void **state)
{
  (void)state;
  static const char *const texts[] = {
      "",
      "- a\n",
      "prefixes: {}\n",
      "base: ftp\nprefixes: {}\ngraphs: {document: <x>}\n",
      "base: https://example.org\nprefixes: {}\ngraphs: {document: <x>}\n",
      "base: https://example.org/\nprefixes: {}\ngraphs: {reference: <x>}\n",
      "base: https://example.org/\nprefixes: {a: 'http://a b'}\ngraphs: {document: <x>}\n",
      "base: https://example.org/\nprefixes: {a: [b]}\ngraphs: {document: <x>}\n",
      "base: https://example.org/\nprefixes: {}\ngraphs: {document: '\"x\"'}\n",
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    dm_buffer       messages = {0};
    dm_mapping     *mapping = NULL;
    dm_diagnostics *diagnostics = NULL;
    assert_int_equal(load(&mapping, texts[i], &messages, &diagnostics), DM_BAD_RULES);
    assert_null(mapping);
    assert_true(dm_diagnostics_errors(diagnostics) > 0);
    dm_diagnostics_free(diagnostics);
    dm_buffer_free(&messages);
  }
}

static void test_families_and_kinds(void **state)
{
  (void)state;
  static const char *const families[] = {"position", "position.holder", "position.target", "event-start", "event-start.date"};
  static const char *const kinds[] = {"state", "agency"};
  dm_buffer                text = {0};
  dm_buffer                messages = {0};
  dm_mapping              *mapping = NULL;
  dm_diagnostics          *diagnostics = NULL;
  dm_buffer_print(&text, "%s%s", head,
                  "let: {when: ['\"{event-strat.date}\"'], other: ['\"{event-start.dat}\"'], date: ex:x}\n"
                  "facts:\n"
                  "  - of: [position, positon]\n"
                  "    state: {statements: {ex:a: '{holdr}', ex:b: '{target}', ex:c: '{when}', ex:d: '{other}'}}\n"
                  "kinds: {stat: {iri: '<state/{id}>'}, agency: {iri: '<agency/{id}>'}}\n");
  assert_int_equal(load(&mapping, dm_buffer_string(&text), &messages, &diagnostics), DM_OK);
  assert_int_equal(dm_mapping_check(mapping, families, 5, kinds, 2, diagnostics), DM_BAD_RULES);
  /* the file is gone by now, but its text stays with the mapping */
  assert_true(has_message(&messages, 1, 17, "no rule makes facts of a family `event-strat`; did you mean `event-start`?"));
  assert_true(has_message(&messages, 1, 50, "facts of `event-start` have no cell `dat`; did you mean `date`?"));
  assert_true(has_message(&messages, 1, 71, "`date` is a cell of `event-start`; the let needs another name"));
  assert_true(has_message(&messages, 3, 20, "no rule makes facts of a family `positon`; did you mean `position`?"));
  assert_true(has_message(&messages, 4, 34, "facts of `position` have no cell `holdr`; did you mean `holder`?"));
  assert_true(has_message(&messages, 5, 9, "the lexicon has no kind `stat`; did you mean `state`?"));
  assert_int_equal(dm_diagnostics_errors(diagnostics), 6);
  dm_mapping_free(mapping);
  dm_diagnostics_free(diagnostics);
  dm_buffer_free(&text);
  dm_buffer_free(&messages);
}

static void test_no_file(void **state)
{
  (void)state;
  dm_buffer       messages = {0};
  dm_mapping     *mapping = NULL;
  dm_diagnostics *diagnostics = dm_diagnostics_new(collect, &messages);
  assert_int_equal(dm_mapping_load(&mapping, "/no/such/mapping.yaml", NULL, diagnostics), DM_BAD_RULES);
  assert_null(mapping);
  dm_mapping_free(NULL);
  dm_diagnostics_free(diagnostics);
  dm_buffer_free(&messages);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_bad),      cmocka_unit_test(test_all_errors_at_once),
      cmocka_unit_test(test_unusable), cmocka_unit_test(test_families_and_kinds),
      cmocka_unit_test(test_no_file),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
