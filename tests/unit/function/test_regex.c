/* REGEX and REPLACE: XPath's regular expressions, what of them is none, and limits. */
#include "expression.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

static dm_operand string(const char *text)
{
  dm_term term = dm_term_literal(text, NULL, NULL);
  return dm_operand_of_term(&term);
}

/* 1, 0 or -1 for an error. */
static int regex(dm_function_context *context, dm_arena *arena, const char *text, const char *pattern, const char *flags)
{
  const dm_operand arguments[] = {string(text), string(pattern), string(flags ? flags : "")};
  dm_operand       result = dm_function_call(DM_FUNCTION_REGEX, arguments, flags ? 3 : 2, context, arena);
  return result.term.kind ? (int)result.value.high : -1;
}

static const struct {
  const char *text;
  const char *pattern;
  const char *flags;
  int         result;
} cases[] = {
    {"foobar", "oba", NULL, 1},
    {"foobar", "^oba", NULL, 0},
    {"foobar", "", NULL, 1},
    {"", "", NULL, 1},
    {"foobar", "^foobar$", NULL, 1},
    {"a|b", "^a\\|b$", NULL, 1},
    {"", "^$", NULL, 1},
    {"\n", "^$", NULL, 0}, /* $ is the end itself, not in front of a last line end */
    {"a\n", "a$", NULL, 0},
    {"a\nb", "^b", NULL, 0},
    {"a\nb", "^b", "m", 1},
    {"a\nb", "a$", "m", 1},
    {"a\n", "^$", "m", 0}, /* no line begins behind the last line end */
    {"a\n\nb", "^$", "m", 1},
    {"a\rb", "^b", "m", 0}, /* only U+000A ends a line */
    {"a\nb", "a.b", NULL, 0},
    {"a\rb", "a.b", NULL, 0},
    {"a\nb", "a.b", "s", 1},
    {"a\xC2\x85"
     "b",
     "a.b", NULL, 1},
    {"日", "^.$", NULL, 1},
    {"𠀋", "^.$", NULL, 1},
    {"ABC", "abc", NULL, 0},
    {"ABC", "abc", "i", 1},
    {"STRASSE", "straße", "i", 0}, /* simple folding */
    {"É", "é", "i", 1},
    {"Σ", "ς", "i", 1},
    {"abc", "a b c", "x", 1},
    {"abc", "a\tb\n c # ", "x", 0}, /* no comments */
    {"a c", "a[ b]c", "x", 1},      /* white space counts in a class */
    {"aab", "a {2} b", "x", 1},
    {"a.b", "a.b", "q", 1},
    {"axb", "a.b", "q", 0},
    {"A.B", "a.b", "qi", 1},
    {"(", "(", "q", 1},
    {"abc", "abc", "z", -1},
    {"abc", "abc", "iiii", 1},
    {"abc", "abc", "smixqsmix", -1}, /* longer than all flags together */
    /* quantifiers */
    {"aaa", "^a{3}$", NULL, 1},
    {"aaa", "^a{2}$", NULL, 0},
    {"aaa", "^a{2,}$", NULL, 1},
    {"aaa", "^a{1,2}$", NULL, 0},
    {"aaa", "^a{0,3}?$", NULL, 1},
    {"", "^a{0}$", NULL, 1},
    {"aaa", "^a+?$", NULL, 1},
    {"a{1", "a\\{1", NULL, 1},
    {"a", "a{,2}", NULL, -1},
    {"a", "a{2,1}", NULL, -1},
    {"a", "a{x}", NULL, -1},
    {"a", "a{1", NULL, -1},
    {"a", "a}", NULL, -1},
    {"a", "a{65536}", NULL, -1},
    {"a", "a{99999999999999999999}", NULL, -1},
    {"a", "a**", NULL, -1},
    {"a", "a++", NULL, -1}, /* possessive in PCRE2 */
    {"a", "a+??", NULL, -1},
    {"a", "*a", NULL, -1},
    {"a", "(*UTF)a", NULL, -1},
    {"a", "|*", NULL, -1},
    /* groups and references */
    {"abab", "^(ab)\\1$", NULL, 1},
    {"abcabc", "^(?:a(b)c)(?:a\\1c)$", NULL, 1},
    {"aa", "(a)\\2", NULL, -1},
    {"aa", "(a\\1)", NULL, -1},        /* inside of itself */
    {"aba1", "^(a)(b)\\11$", NULL, 1}, /* \1 and the digit 1: there is no group 11 */
    {"a1", "^(a)1$", NULL, 1},
    {"b", "^(a)?b\\1$", NULL, 1}, /* a group that took no part is empty */
    {"abcdefghijkk", "^(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)\\11$", NULL, 1},
    {"a", "\\0", NULL, -1},
    {"a", "(a", NULL, -1},
    {"a", "a)", NULL, -1},
    {"a", "()", NULL, 1},
    {"a", "(|a)", NULL, 1},
    {"a", "(?=a)", NULL, -1},
    {"a", "(?i)A", NULL, -1},
    {"a", "(?<x>a)", NULL, -1},
    {"a", "(?#x)a", NULL, -1},
    {"a", "(?", NULL, -1},
    /* escapes */
    {"a\tb\nc\r", "^a\\tb\\nc\\r$", NULL, 1},
    {"\\|.?*+(){}-[]^$", "^\\\\\\|\\.\\?\\*\\+\\(\\)\\{\\}\\-\\[\\]\\^\\$$", NULL, 1},
    {"a b", "a\\sb", NULL, 1},
    {"a\xC2\xA0"
     "b",
     "a\\sb", NULL, 0}, /* white space of XML, not all of Unicode's */
    {"a\x0B"
     "b",
     "a\\sb", NULL, 0},
    {"a\x0B"
     "b",
     "a\\Sb", NULL, 1},
    {"٣", "^\\d$", NULL, 1}, /* Nd */
    {"½", "^\\d$", NULL, 0},
    {"½", "^\\D$", NULL, 1},
    {"é", "^\\w$", NULL, 1},
    {"_", "^\\w$", NULL, 0}, /* punctuation, other than in PCRE2 */
    {"_", "^\\W$", NULL, 1},
    {"€", "^\\w$", NULL, 1}, /* a symbol */
    {"\xCC\x81", "^\\w$", NULL, 1},
    {"a:_é", "^\\i+$", NULL, 1},
    {"1", "^\\i$", NULL, 0},
    {"1", "^\\I$", NULL, 1},
    {"-.1·a", "^\\c+$", NULL, 1},
    {" ", "^\\c$", NULL, 0},
    {" ", "^\\C$", NULL, 1},
    {"a cat.", "\\bcat\\b", NULL, 1}, /* not XPath's, but everybody's */
    {"concatenate", "\\bcat\\b", NULL, 0},
    {"a", "\\a", NULL, -1},
    {"a", "\\x61", NULL, -1},
    {"a", "\\Qa\\E", NULL, -1},
    {"a", "\\K", NULL, -1},
    {"a", "\\/", NULL, -1},
    {"a", "a\\", NULL, -1},
    {"A", "^\\p{Lu}$", NULL, 1},
    {"a", "^\\p{Lu}$", NULL, 0},
    {"a", "^\\P{Lu}$", NULL, 1},
    {"a", "^\\p{L}\\p{M}*$", NULL, 1},
    {"α", "^\\p{IsGreek}$", NULL, 1},
    {"a", "^\\P{IsGreek}$", NULL, 1},
    {"a", "^\\p{IsBasicLatin}$", NULL, 1},
    {"é", "^\\P{IsBasicLatin}$", NULL, 1},
    {"日", "^\\p{IsCJKUnifiedIdeographs}$", NULL, 1},
    {"a", "\\p{IsNowhere}", NULL, -1},
    {"a", "\\p{Xx}", NULL, -1},
    {"a", "\\p{}", NULL, -1},
    {"a", "\\pL", NULL, -1},
    {"a", "\\p{L", NULL, -1},
    {"a", "\\p{^Lu}", NULL, -1},
    {"a", "\\p{ L}", NULL, -1},
    /* classes */
    {"b", "^[a-c]$", NULL, 1},
    {"d", "^[a-c]$", NULL, 0},
    {"d", "^[^a-c]$", NULL, 1},
    {"\n", "^[^a]$", NULL, 1},
    {"-", "^[-a]$", NULL, 1},
    {"-", "^[a-]$", NULL, 1},
    {"-", "^[^-a]$", NULL, 0},
    {"-", "^[a\\-z]$", NULL, 1},
    {"b", "^[a\\-z]$", NULL, 0},
    {"^", "^[a^]$", NULL, 1},
    {"^", "^[\\^]$", NULL, 1},
    {"]", "^[\\]]$", NULL, 1},
    {"\\", "^[\\\\]$", NULL, 1},
    {"$", "^[$.|?*+(){}]$", NULL, 1},
    {"&&", "^[&&]+$", NULL, 1},
    {"~", "^[!-~]$", NULL, 1},
    {"5", "^[\\d]$", NULL, 1},
    {"x", "^[\\D]$", NULL, 1},
    {"x", "^[^\\d\\s]$", NULL, 1},
    {" ", "^[^\\d\\s]$", NULL, 0},
    {" ", "^[\\S ]$", NULL, 1},
    {"é", "^[\\p{L}-]$", NULL, 1},
    {"Ω", "^[\\p{IsGreek}a]$", NULL, 1},
    {"日", "^[一-龯]$", NULL, 1},
    {"b", "^[a-c-[b]]$", NULL, 0},
    {"c", "^[a-c-[b]]$", NULL, 1},
    {"b", "^[a-z-[a-d-[b]]]$", NULL, 1},
    {"c", "^[a-z-[a-d-[b]]]$", NULL, 0},
    {"5", "^[^a-z-[0-4]]$", NULL, 1},
    {"4", "^[^a-z-[0-4]]$", NULL, 0},
    {"bb", "^[a-c-[a]]{2}$", NULL, 1},
    {"B", "^[a-z-[c]]$", "i", 1},
    {"C", "^[a-z-[c]]$", "i", 0},
    {"a", "[]", NULL, -1},
    {"a", "[^]", NULL, -1},
    {"a", "[a", NULL, -1},
    {"a", "[a-", NULL, -1},
    {"a", "[z-a]", NULL, -1},
    {"a", "[a-\\d]", NULL, -1},
    {"a", "[a[b]]", NULL, -1},
    {"a", "[-[a]]", NULL, -1},
    {"a", "[a-[b]c]", NULL, -1},
    {"a", "[[:alpha:]]", NULL, -1},
    {"a", "[\\b]", NULL, -1},
    {"a", "[\\1]", NULL, -1},
    {"a", "]", NULL, -1},
};

static void test_regex(void **state)
{
  (void)state;
  dm_function_context *context = NULL;
  dm_arena            *arena = dm_arena_new();
  dm_function_context_new(&context, NULL, NULL);
  for (int round = 0; round < 2; round++) /* the second finds some of them compiled */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
      int result = regex(context, arena, cases[i].text, cases[i].pattern, cases[i].flags);
      if (result != cases[i].result)
        fail_msg("%s in %s (%s): %d", cases[i].pattern, cases[i].text, cases[i].flags ? cases[i].flags : "", result);
    }
  dm_function_context_free(context);
  dm_arena_free(arena);
}

static void test_classes_of_names_are_complements(void **state)
{
  (void)state;
  dm_function_context *context = NULL;
  dm_arena            *arena = dm_arena_new();
  dm_function_context_new(&context, NULL, NULL);
  dm_buffer all = {0};
  for (uint32_t c = 1; c <= 0x10FFFF; c += c < 0x3100 ? 1 : 13)
    if (c < 0xD800 || c > 0xDFFF)
      dm_buffer_add_codepoint(&all, c);
  static const char *const none[] = {"[^\\i\\I]", "[^\\c\\C]", "[^\\s\\S]", "[^\\d\\D]", "[^\\w\\W]", "[\\i-[\\c]]", NULL};
  for (size_t i = 0; none[i]; i++)
    assert_int_equal(regex(context, arena, dm_buffer_string(&all), none[i], NULL), 0);
  static const char *const pairs[] = {"\\i", "\\c", "\\s", "\\d", "\\w"};
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) { /* what is of a class and of its complement */
    const char *overlap = dm_arena_print(arena, "[%s-[^\\%c]]", pairs[i], pairs[i][1] - 32);
    assert_int_equal(regex(context, arena, dm_buffer_string(&all), overlap, NULL), 0);
  }
  dm_buffer_free(&all);
  dm_function_context_free(context);
  dm_arena_free(arena);
}

static void test_replace(void **state)
{
  (void)state;
  static const struct {
    const char *text;
    const char *pattern;
    const char *replacement;
    const char *flags;
    const char *result; /* NULL: an error */
  } replacements[] = {
      {"abracadabra", "bra", "*", NULL, "a*cada*"},
      {"abracadabra", "a.*a", "*", NULL, "*"},
      {"abracadabra", "a.*?a", "*", NULL, "*c*bra"},
      {"abracadabra", "a", "", NULL, "brcdbr"},
      {"abracadabra", "a(.)", "a$1$1", NULL, "abbraccaddabbra"},
      {"abracadabra", "x", "y", NULL, "abracadabra"},
      {"AAAA", "A+", "b", NULL, "b"},
      {"AAAA", "A+?", "b", NULL, "bbbb"},
      {"darted", "^(.*?)d(.*)$", "$1c$2", NULL, "carted"},
      {"abab", "B", "Z", "i", "aZaZ"},
      {"aAbBaC", "a", "~/", "i", "~/~/bB~/C"},
      {"banana", "ana", "*", NULL, "b*na"},
      {"abcd", "(ab)|(a)", "[1=$1][2=$2]", NULL, "[1=ab][2=]cd"},
      {"foo", "o", "$0$0", NULL, "foooo"},
      {"foo", "(o)", "$10", NULL, "fo0o0"}, /* group 1 and the digit 0 */
      {"foo", "o", "$1", NULL, "f"},        /* no such group */
      {"foo", "o", "\\$\\\\", NULL, "f$\\$\\"},
      {"foo", "o", "$", NULL, NULL},
      {"foo", "o", "a$b", NULL, NULL},
      {"foo", "o", "\\", NULL, NULL},
      {"foo", "o", "\\n", NULL, NULL},
      {"foo", "x", "$", NULL, "foo"}, /* never looked at */
      {"foo", "x*", "-", NULL, NULL}, /* matches the empty string */
      {"foo", "", "-", NULL, NULL},
      {"foo", "^", "-", NULL, NULL},
      {"foo", "\\b", "-", NULL, NULL},
      {"foo", "(", "-", NULL, NULL},
      {"a.b.c", ".", "$0", "q", "a$0b$0c"},
      {"a\nb", "^", "-", "m", NULL},
      {"a\nb", "^b", "-", "m", "a\n-"},
      {"bb", "^b", "-", NULL, "-b"},
      {"日本語", "本", "𠀋", NULL, "日𠀋語"},
      {"", "a", "b", NULL, ""},
  };
  dm_function_context *context = NULL;
  dm_arena            *arena = dm_arena_new();
  dm_function_context_new(&context, NULL, NULL);
  for (size_t i = 0; i < sizeof replacements / sizeof *replacements; i++) {
    const char      *flags = replacements[i].flags;
    const dm_operand arguments[] = {string(replacements[i].text), string(replacements[i].pattern), string(replacements[i].replacement),
                                    string(flags ? flags : "")};
    dm_operand       result = dm_function_call(DM_FUNCTION_REPLACE, arguments, flags ? 4 : 3, context, arena);
    if ((result.term.kind != DM_TERM_NONE) != (replacements[i].result != NULL))
      fail_msg("%s by %s in %s", replacements[i].pattern, replacements[i].replacement, replacements[i].text);
    if (replacements[i].result)
      assert_string_equal(result.term.value, replacements[i].result);
  }
  dm_function_context_free(context);
  dm_arena_free(arena);
}

static void test_arguments(void **state)
{
  (void)state;
  static const char *const examples[][2] = {
      {"REGEX(\"abc\"@en, \"b\")", "true"},
      {"REGEX(\"abc\", \"b\"@en)", "error"},
      {"REGEX(\"abc\", \"b\", \"i\"@en)", "error"},
      {"REGEX(1, \"1\")", "error"},
      {"REGEX(<http://e/>, \"e\")", "error"},
      {"REGEX(\"1\", 1)", "error"},
      {"REPLACE(\"abc\"@en, \"b\", \"x\")", "\"axc\"@en"},
      {"REPLACE(\"abc\"@en, \"y\", \"x\")", "\"abc\"@en"},
      {"REPLACE(\"abc\"^^xsd:string, \"b\", \"x\")", "\"axc\""},
      {"REPLACE(\"abc\", \"b\", \"x\"@en)", "error"},
      {"REPLACE(\"abc\", \"b\", 1)", "error"},
      {"REPLACE(123, \"2\", \"x\")", "error"},
  };
  dm_function_context *context = NULL;
  dm_arena            *arena = dm_arena_new();
  dm_function_context_new(&context, NULL, NULL);
  for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) {
    dm_operand result = evaluate_text(examples[i][0], context, arena);
    assert_string_equal(show(&result, arena), examples[i][1]);
  }
  dm_function_context_free(context);
  dm_arena_free(arena);
}

/* Patterns that take for ever elsewhere, and nests without end, are errors soon. */
static void test_limits(void **state)
{
  (void)state;
  dm_function_context *context = NULL;
  dm_arena            *arena = dm_arena_new();
  dm_buffer            text = {0};
  struct timespec      begin, end;
  dm_function_context_new(&context, NULL, NULL);
  clock_gettime(CLOCK_MONOTONIC, &begin);
  for (int i = 0; i < 40; i++)
    dm_buffer_add_string(&text, "a");
  assert_int_equal(regex(context, arena, dm_buffer_string(&text), "^(a|a)*(a|aa)+[^a]$", NULL), -1);
  for (int i = 0; i < 100000; i++)
    dm_buffer_add_string(&text, "(");
  assert_int_equal(regex(context, arena, "a", dm_buffer_string(&text), NULL), -1);
  dm_buffer_clear(&text);
  for (int i = 0; i < 1000; i++)
    dm_buffer_add_string(&text, "[a-");
  assert_int_equal(regex(context, arena, "a", dm_buffer_string(&text), NULL), -1);
  dm_buffer_clear(&text);
  for (int i = 0; i < 2000; i++)
    dm_buffer_add_string(&text, "()");
  assert_int_equal(regex(context, arena, "a", dm_buffer_string(&text), NULL), -1);
  assert_int_equal(regex(context, arena, "a", "((a{1000}){1000}){1000}", NULL), -1);
  clock_gettime(CLOCK_MONOTONIC, &end);
  assert_true(end.tv_sec - begin.tv_sec < 20);
  dm_buffer_free(&text);
  dm_function_context_free(context);
  dm_arena_free(arena);
}

static void test_many_patterns(void **state)
{
  (void)state;
  dm_function_context *context = NULL;
  dm_arena            *arena = dm_arena_new();
  dm_function_context_new(&context, NULL, NULL);
  for (int i = 0; i < 500; i++) {
    const char *number = dm_arena_print(arena, "%d", i);
    assert_int_equal(regex(context, arena, number, dm_arena_print(arena, "^%d$", i), NULL), 1);
    assert_int_equal(regex(context, arena, number, "^[0-9]+$", NULL), 1);
    assert_int_equal(regex(context, arena, number, "^[0-9]+$", "i"), 1);
    assert_int_equal(regex(context, arena, number, "^[0-9]+$", "q"), 0);
  }
  dm_function_context_free(context);
  dm_arena_free(arena);
}

static void test_what_is_not_utf8_is_an_error(void **state)
{
  (void)state;
  dm_function_context *context = NULL;
  dm_arena            *arena = dm_arena_new();
  dm_function_context_new(&context, NULL, NULL);
  assert_int_equal(regex(context, arena,
                         "a\xFF"
                         "b",
                         "b", NULL),
                   -1);
  assert_int_equal(regex(context, arena, "ab", "b\xFF", NULL), -1);
  assert_int_equal(regex(context, arena, "ab", "[\xC3]", NULL), -1);
  assert_int_equal(regex(context, arena, "ab", "\xE2\x82", "q"), -1);
  dm_function_context_free(context);
  dm_arena_free(arena);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_regex),
      cmocka_unit_test(test_classes_of_names_are_complements),
      cmocka_unit_test(test_replace),
      cmocka_unit_test(test_arguments),
      cmocka_unit_test(test_limits),
      cmocka_unit_test(test_many_patterns),
      cmocka_unit_test(test_what_is_not_utf8_is_an_error),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
