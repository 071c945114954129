/* UTF-8, properties, folding, slugs, distance. */
#include "base/unicode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_decode(void **state)
{
  (void)state;
  static const struct {
    const char *text;
    uint32_t    codepoint;
    size_t      n_bytes;
  } cases[] = {
      {"a", 'a', 1},
      {"\xC2\x80", 0x80, 2},
      {"\xDF\xBF", 0x7FF, 2},
      {"\xE0\xA0\x80", 0x800, 3},
      {"\xED\x9F\xBF", 0xD7FF, 3},
      {"\xEE\x80\x80", 0xE000, 3},
      {"\xEF\xBF\xBF", 0xFFFF, 3},
      {"\xF0\x90\x80\x80", 0x10000, 4},
      {"\xF4\x8F\xBF\xBF", 0x10FFFF, 4},
      {"\x80", UINT32_MAX, 1},             /* a continuation alone */
      {"\xC0\x80", UINT32_MAX, 1},         /* overlong NUL */
      {"\xC1\xBF", UINT32_MAX, 1},         /* overlong */
      {"\xE0\x9F\xBF", UINT32_MAX, 1},     /* overlong */
      {"\xF0\x8F\xBF\xBF", UINT32_MAX, 1}, /* overlong */
      {"\xED\xA0\x80", UINT32_MAX, 1},     /* surrogate */
      {"\xF4\x90\x80\x80", UINT32_MAX, 1}, /* above 10FFFF */
      {"\xF5\x80\x80\x80", UINT32_MAX, 1},
      {"\xFF", UINT32_MAX, 1},
      {"\xE2\x82", UINT32_MAX, 1}, /* cut */
      {"\xE2\x82x", UINT32_MAX, 1},
      {"\xC3", UINT32_MAX, 1},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    size_t n_text = strlen(cases[i].text), n_bytes = 0;
    assert_int_equal(dm_utf8_decode(cases[i].text, n_text, 0, &n_bytes), cases[i].codepoint);
    assert_int_equal(n_bytes, cases[i].n_bytes);
    assert_int_equal(dm_utf8_check(cases[i].text, n_text), cases[i].codepoint == UINT32_MAX ? 0 : n_text);
  }
}

static void test_check_finds_the_first_fault_anywhere(void **state)
{
  (void)state;
  char text[64];
  assert_int_equal(dm_utf8_check(NULL, 0), 0);
  for (size_t n = 1; n <= sizeof text; n++) {
    for (size_t at = 0; at < n; at++) {
      memset(text, 'a', n);
      assert_int_equal(dm_utf8_check(text, n), n);
      text[at] = '\0';
      assert_int_equal(dm_utf8_check(text, n), at);
      text[at] = (char)0xFF;
      assert_int_equal(dm_utf8_check(text, n), at);
    }
  }
  assert_int_equal(dm_utf8_check("\xC3\xA4\x01\x7F\xE2\x82", 6), 4);
  assert_int_equal(dm_utf8_count("a\xC3\xA4\xF0\x9F\x98\x80z", 8), 4);
}

static void test_properties(void **state)
{
  (void)state;
  assert_true(dm_unicode_is_letter('a') && dm_unicode_is_letter('Z') && dm_unicode_is_letter(0xE4));
  assert_true(dm_unicode_is_letter(0x301) && dm_unicode_is_letter(0x4E2D)); /* a mark; CJK */
  assert_false(dm_unicode_is_letter('@') || dm_unicode_is_letter('[') || dm_unicode_is_letter('`') || dm_unicode_is_letter('{'));
  assert_false(dm_unicode_is_letter('1') || dm_unicode_is_letter(UINT32_MAX));
  assert_true(dm_unicode_is_digit('0') && dm_unicode_is_digit('9') && dm_unicode_is_digit(0x663));
  assert_false(dm_unicode_is_digit('a') || dm_unicode_is_digit(0xB2) || dm_unicode_is_digit(UINT32_MAX));
  assert_true(dm_unicode_is_upper('A') && dm_unicode_is_upper(0xC4) && dm_unicode_is_upper(0x1C5)); /* Lt */
  assert_false(dm_unicode_is_upper('a') || dm_unicode_is_upper(0xDF) || dm_unicode_is_upper(UINT32_MAX));
  for (const char *c = "\t\n\v\f\r "; *c; c++)
    assert_true(dm_unicode_is_space((uint32_t)*c));
  assert_true(dm_unicode_is_space(0xA0) && dm_unicode_is_space(0x2029) && dm_unicode_is_space(0x3000) && dm_unicode_is_space(0x85));
  assert_false(dm_unicode_is_space(0) || dm_unicode_is_space('\b') || dm_unicode_is_space(0x200B) || dm_unicode_is_space(UINT32_MAX));
  assert_int_equal(dm_unicode_width('a'), 1);
  assert_int_equal(dm_unicode_width(0x301), 0);
  assert_int_equal(dm_unicode_width(0x4E2D), 2);
}

static void assert_fold(const char *text, const char *expected)
{
  dm_buffer out = {0};
  dm_unicode_fold(&out, text, strlen(text));
  assert_string_equal(dm_buffer_string(&out), expected);
  dm_buffer out_again = {0};
  dm_unicode_fold(&out_again, expected, strlen(expected));
  assert_string_equal(dm_buffer_string(&out_again), expected);
  dm_buffer_free(&out);
  dm_buffer_free(&out_again);
}

static void test_fold(void **state)
{
  (void)state;
  assert_fold("", "");
  assert_fold("ABC xyz @[`{ 09", "abc xyz @[`{ 09");
  assert_fold("C\xC3\xB4te d\xE2\x80\x99Ivoire", "cote d\xE2\x80\x99ivoire");
  assert_fold("Stra\xC3\x9F"
              "e",
              "strasse");
  assert_fold("\xEF\xAC\x81n", "fin");                                                 /* ligature */
  assert_fold("\xC4\xB0", "i");                                                        /* I with dot above */
  assert_fold("\xCE\x9F\xCE\x94\xCE\x9F\xCE\xA3", "\xCE\xBF\xCE\xB4\xCE\xBF\xCF\x83"); /* ODOS in Greek */
  assert_fold("e\xCC\x81\xE2\x84\x8C", "eh");                                          /* combining acute; black-letter H */
  assert_fold("\xEF\xBC\xA1\xC2\xB2", "a2");                                           /* full width; superscript */
  assert_fold("\xD0\x99", "\xD0\xB8");                                                 /* Cyrillic short i loses its breve */
  dm_buffer out = {0};
  dm_unicode_fold(&out, "a\xFFZ", 3);
  dm_unicode_fold(&out, "\xEF\xB7\xBA", 3); /* U+FDFA, eighteen code points */
  assert_memory_equal(out.bytes, "a\xEF\xBF\xBDz", 5);
  assert_int_equal(dm_utf8_count(out.bytes + 5, out.n_bytes - 5), 18);
  dm_buffer_free(&out);
}

static void test_compose(void **state)
{
  (void)state;
  static const struct {
    const char *text;
    const char *expected;
  } cases[] = {
      {"", ""},
      {"plain", "plain"},
      {"Gu\xCC\x88nter", "G\xC3\xBCnter"},                        /* u, diaeresis */
      {"G\xC3\xBCnter", "G\xC3\xBCnter"},                         /* composed already */
      {"\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", "\xED\x95\x9C"},   /* three jamo */
      {"\xE2\x84\xA2 \xEF\xAC\x81", "\xE2\x84\xA2 \xEF\xAC\x81"}, /* trade mark, ligature fi: compatibility stays */
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    dm_buffer out = {0};
    dm_unicode_compose(&out, cases[i].text, strlen(cases[i].text));
    assert_string_equal(dm_buffer_string(&out), cases[i].expected);
    dm_buffer_free(&out);
  }
}

static void assert_slug(const char *text, const char *expected)
{
  dm_buffer out = {0};
  dm_buffer_add_string(&out, "x/");
  dm_unicode_slug(&out, text, strlen(text));
  assert_string_equal(dm_buffer_string(&out) + 2, expected);
  dm_buffer_free(&out);
}

static void test_slug(void **state)
{
  (void)state;
  assert_slug("", "");
  assert_slug(" ... ", "");
  assert_slug("Ministry of Interior", "ministry-of-interior");
  assert_slug("--C\xC3\xB4te d'Ivoire (2nd)!", "cote-d-ivoire-2nd");
  assert_slug("\xE5\xA4\x96\xE4\xBA\xA4\xE9\x83\xA8", "\xE5\xA4\x96\xE4\xBA\xA4\xE9\x83\xA8");
  assert_slug("12345678 1234567 12345678 1234567 12345678 1234567 12345678 1234567 12345678 123", /* 80 bytes stay */
              "12345678-1234567-12345678-1234567-12345678-1234567-12345678-1234567-12345678-123");
}

static void test_long_slug(void **state)
{
  (void)state;
  char text[400];
  memset(text, 'a', sizeof text);
  for (size_t i = 9; i < sizeof text; i += 10)
    text[i] = ' ';
  dm_buffer out = {0};
  dm_unicode_slug(&out, text, sizeof text);
  assert_int_equal(out.n_bytes, 69 + 1 + 8);
  assert_int_equal(out.bytes[69], '-');
  assert_int_equal(out.bytes[68], 'a');
  dm_buffer_clear(&out);
  for (size_t i = 0; i < 60; i++)
    memcpy(text + 3 * i, "\xE5\xA4\x96", 3); /* one word: cut between code points */
  dm_unicode_slug(&out, text, 180);
  assert_int_equal(out.n_bytes, 69 + 1 + 8);
  assert_int_equal(dm_utf8_check(out.bytes, out.n_bytes), out.n_bytes);
  dm_buffer_free(&out);
}

static void test_distance(void **state)
{
  (void)state;
  assert_int_equal(dm_unicode_distance("", "", 2), 0);
  assert_int_equal(dm_unicode_distance("kitten", "sitting", 5), 3);
  assert_int_equal(dm_unicode_distance("kitten", "sitting", 2), 3);
  assert_int_equal(dm_unicode_distance("abc", "", 5), 3);
  assert_int_equal(dm_unicode_distance("", "abcdef", 2), 3);
  assert_int_equal(dm_unicode_distance("caf\xC3\xA9", "cafe", 2), 1);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_decode),     cmocka_unit_test(test_check_finds_the_first_fault_anywhere),
      cmocka_unit_test(test_properties), cmocka_unit_test(test_fold),
      cmocka_unit_test(test_slug),       cmocka_unit_test(test_long_slug),
      cmocka_unit_test(test_distance),   cmocka_unit_test(test_compose),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
