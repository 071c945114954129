/* Trees: what is read, where it stands, what is refused and how the message reads. */
#include "yaml/tree.h"

#include "base/buffer.h"
#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct {
  dm_buffer       messages;
  dm_diagnostics *diagnostics;
} fixture;

static void collect(void *ctx, const char *message, size_t n_bytes)
{
  dm_buffer_add(ctx, message, n_bytes);
}

static int setup(void **state)
{
  fixture *f = dm_allocate(sizeof *f);
  f->diagnostics = dm_diagnostics_new(collect, &f->messages);
  *state = f;
  return 0;
}

static int teardown(void **state)
{
  fixture *f = *state;
  dm_diagnostics_free(f->diagnostics);
  dm_buffer_free(&f->messages);
  free(f);
  return 0;
}

static dm_yaml *parse_ok(fixture *f, const char *text)
{
  dm_yaml *yaml = NULL;
  assert_int_equal(dm_yaml_parse(&yaml, "f.yaml", text, strlen(text), f->diagnostics), DM_OK);
  assert_string_equal(dm_buffer_string(&f->messages), "");
  return yaml;
}

static void assert_refused(fixture *f, const char *text, size_t n_bytes, const char *const *expected, size_t n_expected)
{
  dm_yaml *yaml = (dm_yaml *)f; /* must become NULL */
  dm_buffer_clear(&f->messages);
  assert_int_equal(dm_yaml_parse(&yaml, "f.yaml", text, n_bytes, f->diagnostics), DM_BAD_RULES);
  assert_null(yaml);
  for (size_t i = 0; i < n_expected; i++)
    if (!strstr(dm_buffer_string(&f->messages), expected[i]))
      fail_msg("%s\nis not in\n%s", expected[i], dm_buffer_string(&f->messages));
}

#define ASSERT_REFUSED(f, text, ...)                                                                                                                 \
  do {                                                                                                                                               \
    const char *const expected_[] = {__VA_ARGS__};                                                                                                   \
    assert_refused(f, text, strlen(text), expected_, sizeof expected_ / sizeof *expected_);                                                          \
  } while (0)

static void assert_place(const dm_yaml_node *node, size_t line, size_t column)
{
  assert_non_null(node);
  assert_int_equal(node->line_1based, line);
  assert_int_equal(node->column_1based, column);
}

static void reads_every_kind(void **state)
{
  dm_yaml            *yaml = parse_ok(*state, "# comment\nname: Ville\nlist:\n  - one\n  - 'it''s'\n  - [a, {b: c}]\nempty:\nblock: |\n  x\n  y\n");
  const dm_yaml_node *root = dm_yaml_root(yaml);
  assert_int_equal(root->kind, DM_YAML_MAPPING);
  assert_int_equal(root->n, 4);
  assert_string_equal(dm_yaml_file(yaml), "f.yaml");

  const dm_yaml_node *name = dm_yaml_get(root, "name");
  assert_string_equal(name->text, "Ville");
  assert_int_equal(name->n_bytes, 5);
  assert_false(name->quoted);
  assert_place(name, 2, 7);

  const dm_yaml_node *list = dm_yaml_get(root, "list");
  assert_int_equal(list->kind, DM_YAML_SEQUENCE);
  assert_int_equal(list->n, 3);
  assert_place(list, 4, 3);
  assert_string_equal(list->items[1]->text, "it's");
  assert_true(list->items[1]->quoted);
  assert_place(list->items[2]->items[1]->pairs[0].value, 6, 13);

  assert_string_equal(dm_yaml_get(root, "empty")->text, "");
  assert_string_equal(dm_yaml_get(root, "block")->text, "x\ny\n");
  assert_true(dm_yaml_get(root, "block")->quoted);
  assert_null(dm_yaml_get(root, "nam"));
  assert_null(dm_yaml_get(name, "x"));
  dm_yaml_free(yaml);
}

static void empty_texts_have_no_root(void **state)
{
  static const char *const texts[] = {"", "\n", "# only a comment\n", "\xEF\xBB\xBF"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    dm_yaml *yaml = parse_ok(*state, texts[i]);
    assert_null(dm_yaml_root(yaml));
    dm_yaml_free(yaml);
  }
  dm_yaml_free(NULL);
}

static void counts_lines_and_columns(void **state)
{
  /* byte-order mark, two-byte letters, CR LF and bare CR */
  dm_yaml            *yaml = parse_ok(*state, "\xEF\xBB\xBF\xC3\xA9t\xC3\xA9: 1\r\nb: \"\xE2\x82\xAC\"\rc: [\xC3\xA9, d]\n");
  const dm_yaml_node *root = dm_yaml_root(yaml);
  assert_place(root, 1, 1);
  assert_place(root->pairs[0].value, 1, 6);
  assert_place(root->pairs[1].value, 2, 4);
  assert_place(root->pairs[2].key, 3, 1);
  assert_place(root->pairs[2].value->items[1], 3, 8);
  dm_yaml_free(yaml);
}

static void refuses_duplicate_keys(void **state)
{
  ASSERT_REFUSED(*state, "a: 1\nb: 2\na: 3\n", "f.yaml:3:1: error: duplicate key `a`: it stands in line 1, column 1 already", "a: 3\n^");
  ASSERT_REFUSED(*state, "k1: 1\nk2: 1\nk3: 1\nk4: 1\nk5: 1\nk6: 1\nk7: 1\nk8: 1\nk9: 1\n\"k2\": 1\nx: {y: 1, y: 2}\nk9: 1\n",
                 "f.yaml:10:1: error: duplicate key `k2`: it stands in line 2, column 1 already", "f.yaml:11:11: error: duplicate key `y`",
                 "f.yaml:12:1: error: duplicate key `k9`");
}

static void refuses_what_says_it_elsewhere(void **state)
{
  ASSERT_REFUSED(*state, "a: &x 1\nb: *x\nc: !!int 3\nd: ! e\nf: &y [1]\n", "f.yaml:1:4: error: YAML anchors (&name)",
                 "f.yaml:2:4: error: YAML aliases (*name)", "f.yaml:3:4: error: YAML tags (!name)", "f.yaml:4:4: error: YAML tags (!name)",
                 "f.yaml:5:4: error: YAML anchors (&name)");
  ASSERT_REFUSED(*state, "a: 1\n---\nb: 1\n", "f.yaml:2:1: error: a second YAML document");
  ASSERT_REFUSED(*state, "? [a, b]\n: 1\n", "f.yaml:1:3: error: a key must be a plain or quoted text");
  ASSERT_REFUSED(*state, "a: \"x\\0y\"\n", "f.yaml:1:4: error: U+0000 is not allowed");
}

static void reports_syntax_errors_once_with_their_place(void **state)
{
  fixture *f = *state;
  ASSERT_REFUSED(f, "a: 1\nb: [1, 2\nc: 3\n", "f.yaml:3:2: error: YAML: ");
  assert_int_equal(dm_diagnostics_errors(f->diagnostics), 1);
  ASSERT_REFUSED(f, "a: \"x\n",
                 "f.yaml:1:4: error: YAML: found unexpected end of stream, while scanning a quoted scalar that begins here\na: \"x\n   ^\n");
  ASSERT_REFUSED(f, "a: b: c\n", "f.yaml:1:5: error: YAML: mapping values are not allowed in this context");
  ASSERT_REFUSED(f, "a: 1\nb: \xFFz\n", "f.yaml:2:4: error: YAML: invalid leading UTF-8 octet (FF)");
  ASSERT_REFUSED(f, "a: 1\nb: \x01z\n", "f.yaml:2:4: error: YAML: control characters are not allowed");
}

static void refuses_depth(void **state)
{
  char text[2 * 64 + 2];
  memset(text, '[', 64);
  memset(text + 64, ']', 64);
  dm_yaml *yaml = NULL;
  fixture *f = *state;
  assert_int_equal(dm_yaml_parse(&yaml, "f.yaml", text, 128, f->diagnostics), DM_OK);
  dm_yaml_free(yaml);
  memset(text, '[', 65);
  memset(text + 65, ']', 65);
  static const char *const expected[] = {"f.yaml:1:65: error: nested more than 64 deep"};
  assert_refused(f, text, 130, expected, 1);
}

static void points_inside_scalars(void **state)
{
  static const struct {
    const char *text;
    size_t      offset;
    const char *expected;
  } cases[] = {
      {"k: one two", 4, "f.yaml:1:8: error: here"},
      {"k: \xC3\xA9\xC3\xA9 two", 5, "f.yaml:1:7: error: here"},
      {"k: 'it''s so'", 3, "f.yaml:1:9: error: here"},
      {"k: 'it''s so'", 2, "f.yaml:1:7: error: here"},
      {"k: \"a\\tb\\u00e9c\"", 2, "f.yaml:1:8: error: here"},
      {"k: \"a\\tb\\u00e9c\"", 5, "f.yaml:1:15: error: here"},
      {"k: \"a\\tb\\u00e9c\"", 4, "f.yaml:1:9: error: here"},
      {"k: \"a\\L\\x41b\"", 5, "f.yaml:1:12: error: here"},
      {"k: one\n  two", 5, "f.yaml:2:4: error: here"},
      {"k: one\n  two", 3, "f.yaml:1:7: error: here"},
      {"k: 'one  \n  two'", 5, "f.yaml:2:4: error: here"},
      {"k: \"one\n\n  two\"", 4, "f.yaml:3:3: error: here"},
      {"k: \"one\\\n  two\"", 5, "f.yaml:1:4: error: here"},
      {"k: |\n  one two", 4, "f.yaml:1:4: error: here"},
      {"k: one", 3, "f.yaml:1:7: error: here"},
      {"k: one", 99, "f.yaml:1:4: error: here"},
  };
  fixture *f = *state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    dm_yaml *yaml = parse_ok(f, cases[i].text);
    assert_int_equal(dm_yaml_error_in(yaml, dm_yaml_get(dm_yaml_root(yaml), "k"), cases[i].offset, f->diagnostics, "here"), DM_BAD_RULES);
    if (!strstr(dm_buffer_string(&f->messages), cases[i].expected))
      fail_msg("case %zu: %s", i, dm_buffer_string(&f->messages));
    dm_buffer_clear(&f->messages);
    dm_yaml_free(yaml);
  }
}

static void suggests_keys_and_expects_kinds(void **state)
{
  static const char *const keys[] = {"label", "kind"};
  fixture                 *f = *state;
  dm_yaml                 *yaml = parse_ok(f, "label: x\nlabbel: y\ncolour: z\n");
  const dm_yaml_node      *root = dm_yaml_root(yaml);
  assert_int_equal(dm_yaml_check_keys(yaml, root, keys, 2, f->diagnostics), DM_BAD_RULES);
  assert_non_null(strstr(dm_buffer_string(&f->messages), "f.yaml:2:1: error: unknown key `labbel`; did you mean `label`?"));
  assert_non_null(strstr(dm_buffer_string(&f->messages), "f.yaml:3:1: error: unknown key `colour`\n"));
  assert_int_equal(dm_yaml_expect(yaml, dm_yaml_get(root, "label"), DM_YAML_SCALAR, root, "label", f->diagnostics), DM_OK);
  assert_int_equal(dm_yaml_expect(yaml, dm_yaml_get(root, "kind"), DM_YAML_SCALAR, root, "kind", f->diagnostics), DM_BAD_RULES);
  assert_non_null(strstr(dm_buffer_string(&f->messages), "f.yaml:1:1: error: `kind` is missing"));
  assert_int_equal(dm_yaml_expect(yaml, dm_yaml_get(root, "label"), DM_YAML_SEQUENCE, root, "label", f->diagnostics), DM_BAD_RULES);
  assert_non_null(strstr(dm_buffer_string(&f->messages), "f.yaml:1:8: error: `label` must be a list, not a text"));
  dm_yaml_free(yaml);
}

static void loads_files(void **state)
{
  fixture  *f = *state;
  char      path[] = "/tmp/test_yaml_XXXXXX";
  const int handle = mkstemp(path);
  assert_true(handle >= 0);
  assert_int_equal(write(handle, "a: b\n", 5), 5);
  close(handle);
  dm_yaml *yaml = NULL;
  assert_int_equal(dm_yaml_load(&yaml, path, f->diagnostics), DM_OK);
  assert_string_equal(dm_yaml_get(dm_yaml_root(yaml), "a")->text, "b");
  assert_string_equal(dm_yaml_file(yaml), path);
  dm_yaml_error(yaml, NULL, f->diagnostics, "whole");
  assert_non_null(strstr(dm_buffer_string(&f->messages), "a: b"));
  dm_yaml_free(yaml);
  unlink(path);
  assert_int_equal(dm_yaml_load(&yaml, path, f->diagnostics), DM_BAD_RULES);
  assert_null(yaml);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(reads_every_kind, setup, teardown),
      cmocka_unit_test_setup_teardown(empty_texts_have_no_root, setup, teardown),
      cmocka_unit_test_setup_teardown(counts_lines_and_columns, setup, teardown),
      cmocka_unit_test_setup_teardown(refuses_duplicate_keys, setup, teardown),
      cmocka_unit_test_setup_teardown(refuses_what_says_it_elsewhere, setup, teardown),
      cmocka_unit_test_setup_teardown(reports_syntax_errors_once_with_their_place, setup, teardown),
      cmocka_unit_test_setup_teardown(refuses_depth, setup, teardown),
      cmocka_unit_test_setup_teardown(points_inside_scalars, setup, teardown),
      cmocka_unit_test_setup_teardown(suggests_keys_and_expects_kinds, setup, teardown),
      cmocka_unit_test_setup_teardown(loads_files, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
