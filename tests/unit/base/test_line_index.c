/* Lines and columns of many places of one text. */
#include "base/line_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/diagnostic.h"

static void expect_place(const dm_line_index *index, size_t offset, size_t line, size_t column)
{
  size_t l = 0, c = 0;
  dm_line_index_find(index, offset, &l, &c);
  assert_int_equal(l, line);
  assert_int_equal(c, column);
}

static void every_kind_of_line_end(void **state)
{
  (void)state;
  const char    *text = "ab\ncd\r\nef\rg";
  dm_line_index *index = dm_line_index_new(text, strlen(text));
  expect_place(index, 0, 1, 1);
  expect_place(index, 2, 1, 3);
  expect_place(index, 3, 2, 1);
  expect_place(index, 7, 3, 1);
  expect_place(index, 10, 4, 1);
  expect_place(index, 11, 4, 2);
  expect_place(index, 99, 4, 2); /* behind the text */
  dm_line_index_free(index);
}

static void columns_count_code_points(void **state)
{
  (void)state;
  const char    *text = "\xC3\xA9lan \xE2\x80\x93 x\n\n";
  dm_line_index *index = dm_line_index_new(text, strlen(text));
  expect_place(index, strlen("\xC3\xA9lan \xE2\x80\x93 "), 1, 8);
  expect_place(index, strlen(text) - 1, 2, 1);
  expect_place(index, strlen(text), 3, 1);
  dm_line_index_free(index);
}

static void an_empty_text_has_one_place(void **state)
{
  (void)state;
  dm_line_index *index = dm_line_index_new("", 0);
  expect_place(index, 0, 1, 1);
  dm_line_index_free(index);
}

static void agrees_with_messages(void **state)
{
  (void)state;
  const char    *text = "one\r\n\r\ntwo \xC3\xA9\rthree\n";
  dm_line_index *index = dm_line_index_new(text, strlen(text));
  for (size_t at = 0; at <= strlen(text); at++) {
    dm_place place = {0};
    if (((unsigned char)text[at] & 0xC0) == 0x80)
      continue; /* inside a character */
    dm_place_find(&place, text, strlen(text), at);
    expect_place(index, at, place.line_1based, place.column_1based);
  }
  dm_line_index_free(index);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_kind_of_line_end),
      cmocka_unit_test(columns_count_code_points),
      cmocka_unit_test(an_empty_text_has_one_place),
      cmocka_unit_test(agrees_with_messages),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
