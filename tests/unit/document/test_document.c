/* From bytes to a document: what is refused and where, byte-order mark, front matter. */
#include "document/document.h"

#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static dm_document *read_ok(fixture *f, const char *bytes, size_t n_bytes)
{
  dm_document *document = NULL;
  assert_int_equal(dm_document_from_bytes(&document, "n", "n.txt", bytes, n_bytes, f->diagnostics), DM_OK);
  assert_string_equal(dm_buffer_string(&f->messages), "");
  assert_non_null(document);
  assert_int_equal(document->source[document->n_source_bytes], 0);
  return document;
}

static void assert_refused(fixture *f, const char *bytes, size_t n_bytes, const char *message)
{
  dm_document *document = (dm_document *)f; /* must become NULL */
  dm_buffer_clear(&f->messages);
  assert_int_equal(dm_document_from_bytes(&document, "n", "n.txt", bytes, n_bytes, f->diagnostics), DM_BAD_INPUT);
  assert_null(document);
  if (!strstr(dm_buffer_string(&f->messages), message))
    fail_msg("expected: %s\ngot: %s", message, dm_buffer_string(&f->messages));
}

#define READ_OK(f, text)          read_ok(f, text, sizeof(text) - 1)
#define REFUSED(f, text, message) assert_refused(f, text, sizeof(text) - 1, message)

static void test_plain_text(void **state)
{
  dm_document *document = READ_OK(*state, "A meeting was held.\n");
  assert_string_equal(document->name, "n");
  assert_string_equal(document->path, "n.txt");
  assert_string_equal(document->source, "A meeting was held.\n");
  assert_int_equal(document->n_source_bytes, 20);
  assert_int_equal(document->body_begin, 0);
  assert_int_equal(document->n_metadata, 0);
  dm_document_free(document);
  dm_document_free(NULL);
}

static void test_byte_order_mark(void **state)
{
  dm_document *document = READ_OK(*state, "\xEF\xBB\xBF"
                                          "A.\n");
  assert_string_equal(document->source, "A.\n");
  assert_int_equal(document->n_source_bytes, 3);
  dm_document_free(document);
}

static void test_bytes_that_are_no_text(void **state)
{
  REFUSED(*state, "", "n.txt: error: empty");
  REFUSED(*state, "\xEF\xBB\xBF", "n.txt: error: empty");
  REFUSED(*state, " \t\r\n\f\xC2\xA0", "n.txt: error: no text, only spaces");
  REFUSED(*state, "ab\0cd", "n.txt: error: binary, no text: byte 3 is NUL");
  REFUSED(*state, "\x89PNG\r\n\x1A\n\0", "binary, no text: byte 9 is NUL");
  REFUSED(*state,
          "\xFF\xFE"
          "A\0",
          "UTF-16");
}

static void test_invalid_utf8_has_a_place(void **state)
{
  REFUSED(*state, "caf\xE9\n", "n.txt:1:4: error: byte 0xE9 is no UTF-8;");
  REFUSED(*state, "one\r\nt\xC3\xB6\xC3\xB6 \xC0\x80\n", "n.txt:2:5: error: byte 0xC0 is no UTF-8, nor is 1 behind it;");
  REFUSED(*state, "a\rb\n\xED\xA0\x80", "n.txt:3:1: error: byte 0xED is no UTF-8, nor are 2 behind it;");
  REFUSED(*state, "cut \xE2\x82", "n.txt:1:5: error: byte 0xE2");
}

static void test_front_matter(void **state)
{
  dm_document      *document = READ_OK(*state, "---\ntitle: 'A: B'\npublisher: [One, Two]\nempty:\nnone: ~\nissued: 2020-01-02\n---\nText.\n");
  const char *const expected[][2] = {{"title", "A: B"}, {"publisher", "One"}, {"publisher", "Two"}, {"issued", "2020-01-02"}};
  assert_int_equal(document->n_metadata, 4);
  for (size_t i = 0; i < 4; i++) {
    assert_string_equal(document->metadata[i].key, expected[i][0]);
    assert_string_equal(document->metadata[i].value, expected[i][1]);
  }
  assert_string_equal(document->source + document->body_begin, "Text.\n");
  assert_string_equal(document->source + document->n_source_bytes - 6, "Text.\n");
  dm_document_free(document);
}

static void test_front_matter_with_other_line_ends(void **state)
{
  const char *const texts[] = {"---\r\na: b\r\n---\r\nText", "---\ra: b\r---\rText", "\xEF\xBB\xBF---\na: b\n...\nText", "--- \na: b\n---\t\nText"};
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    dm_document *document = read_ok(*state, texts[i], strlen(texts[i]));
    assert_int_equal(document->n_metadata, 1);
    assert_string_equal(document->metadata[0].value, "b");
    assert_string_equal(document->source + document->body_begin, "Text");
    dm_document_free(document);
  }
}

static void test_a_rule_is_no_front_matter(void **state)
{
  const char *const texts[] = {
      "---\nkey: value, and no closing line\n",
      "---\n\nkey: value below a blank line\n---\n",
      "---\nThe two sides met: they talked.\n---\n",
      "----\nkey: value\n---\n",
      " ---\nkey: value\n---\n",
      "Text\n---\nkey: value\n---\n",
      "---",
  };
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    dm_document *document = read_ok(*state, texts[i], strlen(texts[i]));
    assert_int_equal(document->body_begin, 0);
    assert_int_equal(document->n_metadata, 0);
    dm_document_free(document);
  }
}

static void test_broken_front_matter(void **state)
{
  REFUSED(*state, "---\na: [b\n---\nText\n", "n.txt:");
  REFUSED(*state, "---\na: 1\nbb: 2\na: 3\n---\nText\n", "n.txt:4:1: error: duplicate key `a`");
  REFUSED(*state, "---\na: 1\n---\n \n", "n.txt: error: no text below the front matter");
}

static void test_nested_front_matter_is_passed_over(void **state)
{
  fixture     *f = *state;
  dm_document *document = NULL;
  const char   text[] = "---\na: {b: c}\nd:\n  - e\n  - [f]\n---\nText\n";
  assert_int_equal(dm_document_from_bytes(&document, "n", "n.txt", text, sizeof text - 1, f->diagnostics), DM_OK);
  assert_int_equal(document->n_metadata, 1);
  assert_string_equal(document->metadata[0].value, "e");
  assert_int_equal(dm_diagnostics_warnings(f->diagnostics), 2);
  assert_non_null(strstr(dm_buffer_string(&f->messages), "n.txt:2:4: warning: `a` of the front matter is passed over"));
  dm_document_free(document);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_plain_text, setup, teardown),
      cmocka_unit_test_setup_teardown(test_byte_order_mark, setup, teardown),
      cmocka_unit_test_setup_teardown(test_bytes_that_are_no_text, setup, teardown),
      cmocka_unit_test_setup_teardown(test_invalid_utf8_has_a_place, setup, teardown),
      cmocka_unit_test_setup_teardown(test_front_matter, setup, teardown),
      cmocka_unit_test_setup_teardown(test_front_matter_with_other_line_ends, setup, teardown),
      cmocka_unit_test_setup_teardown(test_a_rule_is_no_front_matter, setup, teardown),
      cmocka_unit_test_setup_teardown(test_broken_front_matter, setup, teardown),
      cmocka_unit_test_setup_teardown(test_nested_front_matter_is_passed_over, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
