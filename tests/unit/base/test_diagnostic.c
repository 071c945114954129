/* Messages, their lines and carets, places. */
#include "base/diagnostic.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"

static void collect(void *ctx, const char *message, size_t n_bytes)
{
  dm_buffer_add(ctx, message, n_bytes);
}

static dm_buffer said;

static int set_up(void **state)
{
  said = (dm_buffer){0};
  *state = dm_diagnostics_new(collect, &said);
  return 0;
}

static int tear_down(void **state)
{
  dm_diagnostics_free(*state);
  dm_buffer_free(&said);
  return 0;
}

static void assert_said(const char *expected)
{
  assert_string_equal(dm_buffer_string(&said), expected);
  dm_buffer_clear(&said);
}

static void test_held(void **state)
{
  dm_diagnostics_set_quiet(*state, true);
  dm_diagnostics *held = dm_diagnostics_new_held(*state);
  dm_report(held, DM_WARNING, NULL, "hush");
  dm_report(held, DM_ERROR, NULL, "one");
  dm_report(held, DM_ERROR, NULL, "two");
  assert_said("");
  assert_int_equal(dm_diagnostics_errors(*state), 0);
  dm_diagnostics_hand_on(held, *state);
  assert_said("demarche: error: one\ndemarche: error: two\n");
  dm_diagnostics_hand_on(held, *state);
  assert_said("");
  assert_int_equal(dm_diagnostics_errors(*state), 2);
  assert_int_equal(dm_diagnostics_warnings(*state), 1);
  dm_report(held, DM_ERROR, NULL, "dropped");
  dm_diagnostics_free(held);
  assert_said("");
}

static void test_places(void **state)
{
  dm_place place = {0};
  dm_report(*state, DM_ERROR, NULL, "no place %d", 1);
  assert_said("demarche: error: no place 1\n");
  dm_report(*state, DM_NOTE, &place, "no file");
  assert_said("demarche: note: no file\n");
  place.file = "f.txt";
  dm_report(*state, DM_WARNING, &place, "whole file");
  assert_said("f.txt: warning: whole file\n");
  place.line_1based = 3;
  place.line = "abc def";
  place.n_line_bytes = 7;
  dm_report(*state, DM_ERROR, &place, "whole line");
  assert_said("f.txt:3: error: whole line\nabc def\n");
  place.column_1based = 5;
  dm_report(*state, DM_ERROR, &place, "here");
  assert_said("f.txt:3:5: error: here\nabc def\n    ^\n");
  place.column_1based = 8;
  dm_report(*state, DM_ERROR, &place, "the end");
  assert_said("f.txt:3:8: error: the end\nabc def\n       ^\n");
  assert_int_equal(dm_diagnostics_errors(*state), 4);
  assert_int_equal(dm_diagnostics_warnings(*state), 1);
}

static void test_quiet_and_color(void **state)
{
  dm_diagnostics_set_quiet(*state, true);
  dm_report(*state, DM_WARNING, NULL, "w");
  dm_report(*state, DM_NOTE, NULL, "n");
  assert_said("");
  assert_int_equal(dm_diagnostics_warnings(*state), 1);
  dm_diagnostics_set_color(*state, true);
  dm_report(*state, DM_ERROR, &(dm_place){"f", 1, 1, "x", 1}, "e");
  assert_said("\x1b[1mf:1:1: \x1b[1;31merror: \x1b[0me\nx\n\x1b[1;32m^\x1b[0m\n");
}

static void test_wide_and_hostile_lines(void **state)
{
  const char wide[] = "\xE5\xA4\x96\xE4\xBA\xA4 e\xCC\x81 x";
  dm_report(*state, DM_ERROR, &(dm_place){"f", 1, 7, wide, strlen(wide)}, "at x");
  assert_said("f:1:7: error: at x\n\xE5\xA4\x96\xE4\xBA\xA4 e\xCC\x81 x\n       ^\n");
  const char hostile[] = "a\x1b[2J\tb\xFF"
                         "c\xE2\x80\xAE";
  dm_report(*state, DM_ERROR, &(dm_place){"f\x1b", 1, 10, hostile, strlen(hostile)}, "t\x07\xE2\x80\xAE %s", "\xFF\n");
  assert_said("f\xEF\xBF\xBD:1:10: error: t\xEF\xBF\xBD\xEF\xBF\xBD \xEF\xBF\xBD\n\n"
              "a\xEF\xBF\xBD[2J b\xEF\xBF\xBD"
              "c\xEF\xBF\xBD\n         ^\n");
}

static void test_long_lines_are_cut_around_the_caret(void **state)
{
  static const size_t columns[] = {1, 80, 81, 82, 500, 919, 920, 921, 999, 1000, 1001};
  char                line[1000];
  memset(line, '.', sizeof line);
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
    memset(line, '.', sizeof line);
    if (columns[i] <= sizeof line)
      line[columns[i] - 1] = 'X';
    dm_report(*state, DM_ERROR, &(dm_place){"f", 1, columns[i], line, sizeof line}, "e");
    const char *shown = strchr(said.bytes, '\n') + 1;
    const char *below = strchr(shown, '\n') + 1;
    const char *caret = strchr(below, '^');
    size_t      leads = !strncmp(shown, "\xE2\x80\xA6", 3) ? 2 : 0; /* an ellipsis has three bytes and one column */
    assert_in_range((size_t)(below - shown), 160, 170);
    if (columns[i] <= sizeof line)
      assert_int_equal(shown[(size_t)(caret - below) + leads], 'X');
    dm_buffer_clear(&said);
  }
}

static void assert_place(const char *text, size_t offset, size_t line, size_t column, const char *shown)
{
  dm_place place = {.file = "kept"};
  dm_place_find(&place, text, strlen(text), offset);
  assert_string_equal(place.file, "kept");
  assert_int_equal(place.line_1based, line);
  assert_int_equal(place.column_1based, column);
  assert_int_equal(place.n_line_bytes, strlen(shown));
  assert_memory_equal(place.line, shown, strlen(shown));
}

static void test_place_find(void **state)
{
  (void)state;
  assert_place("", 0, 1, 1, "");
  assert_place("abc", 0, 1, 1, "abc");
  assert_place("abc", 99, 1, 4, "abc");
  assert_place("ab\ncd\n", 2, 1, 3, "ab");
  assert_place("ab\ncd\n", 3, 2, 1, "cd");
  assert_place("ab\ncd\n", 6, 3, 1, "");
  assert_place("ab\r\ncd", 2, 1, 3, "ab");
  assert_place("ab\r\ncd", 3, 1, 4, "ab");
  assert_place("ab\r\ncd", 4, 2, 1, "cd");
  assert_place("ab\rcd", 3, 2, 1, "cd");
  assert_place("a\r\rb", 3, 3, 1, "b");
  assert_place("\xC3\xA4\xF0\x9F\x98\x80z", 6, 1, 3, "\xC3\xA4\xF0\x9F\x98\x80z");
  assert_place("\xFF\xFF\xFF", 2, 1, 3, "\xFF\xFF\xFF");
}

static void *report_many(void *diagnostics)
{
  for (int i = 0; i < 200; i++)
    dm_report(diagnostics, DM_ERROR, &(dm_place){"f", 1, 1, "line", 4}, "message");
  return NULL;
}

static void test_threads_do_not_mix_messages(void **state)
{
  const char one[] = "f:1:1: error: message\nline\n^\n";
  pthread_t  threads[4];
  for (size_t i = 0; i < 4; i++)
    assert_int_equal(pthread_create(&threads[i], NULL, report_many, *state), 0);
  for (size_t i = 0; i < 4; i++)
    pthread_join(threads[i], NULL);
  assert_int_equal(dm_diagnostics_errors(*state), 800);
  assert_int_equal(said.n_bytes, 800 * strlen(one));
  for (size_t i = 0; i < 800; i++)
    assert_memory_equal(said.bytes + i * strlen(one), one, strlen(one));
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
  const struct CMUnitTest tests[] = {
      WITH(test_places),
      WITH(test_held),
      WITH(test_quiet_and_color),
      WITH(test_wide_and_hostile_lines),
      WITH(test_long_lines_are_cut_around_the_caret),
      WITH(test_place_find),
      WITH(test_threads_do_not_mix_messages),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
