/* What the normalised string drops, respells and keeps; the way back to the source. */
#include "helper.h"

static void emphasis(void **state)
{
  (void)state;
  assert_string("The **rule of law**, *and* _trust_ in un**believ**able snake_case_name 2*3*4 a * b.\n",
                "The rule of law, and trust in unbelievable snake_case_name 2*3*4 a * b.\n");
  assert_string("North Macedonia*, Bosnia** and \xE2\x80\x9C**Law**\xE2\x80\x9D and ***all***\n", "North Macedonia, Bosnia and \"Law\" and all\n");
  assert_string("It is 5\\*3 and \\[so\\] \\_far\\_.\n", "It is 5*3 and [so] _far_.\n");
}

static void links_and_notes(void **state)
{
  (void)state;
  assert_string("See [the *report*](https://x.org/a_b_c) and ![a map](m.png) now.\n", "See the report and a map now.\n");
  assert_string("The Order [2]. The rest[13] and [^4], but [sic] and [1](no) or [a](b c).\n",
                "The Order. The rest and, but [sic] and 1 or [a](b c).\n");
  assert_string("States\xC2\xB9 agree.\xC2\xB2 It has 10 m\xC2\xB2 or 10\xC2\xB2.\n", "States agree. It has 10 m\xC2\xB2 or 10\xC2\xB2.\n");
}

static void respelling(void **state)
{
  (void)state;
  assert_string("\xE2\x80\x9CQUAD\xE2\x80\x99s\xE2\x80\x9D \xE2\x80\x98x\xE2\x80\x99 \xE2\x80\x9E"
                "a\xE2\x80\x9D \xC2\xAB"
                "b\xC2\xBB\n",
                "\"QUAD's\" 'x' \"a\" \"b\"\n");
  assert_string("of\xEF\xAC\x81"
                "ce e\xEF\xAC\x80ort \xEF\xAC\x83\n",
                "office effort ffi\n");
  assert_string("a\xC2\xA0"
                "b\xE2\x80\x83 \t c\xE2\x80\x8B"
                "d\xEF\xBB\xBF"
                "e cy\xC2\xAD"
                "ber\n",
                "a b cde cyber\n");
  assert_string("Asia\xE2\x80\x93Pacific \xE2\x80\x94 and \xE2\x88\x92 5\n", "Asia\xE2\x80\x93Pacific \xE2\x80\x94 and \xE2\x88\x92 5\n");
  assert_string("one\r\n\r\ntwo\rthree\xE2\x80\xA8"
                "four\n",
                "one\ntwo three four\n");
}

static size_t find(const dm_text *text, const char *needle)
{
  const char *at = strstr(text->string, needle);
  assert_non_null(at);
  return (size_t)(at - text->string);
}

static void assert_source(const dm_text *text, const char *needle, const char *expected)
{
  const size_t  begin = find(text, needle);
  const dm_span span = dm_text_source_span(text, (dm_span){begin, begin + strlen(needle)});
  assert_int_equal(span.end - span.begin, strlen(expected));
  assert_memory_equal(text->source + span.begin, expected, strlen(expected));
}

static void way_back(void **state)
{
  (void)state;
  static const char source[] = "J\xC3\xBCrg **agreed on\nthe** \xE2\x80\x9Crule\xE2\x80\x9D of cy\xC2\xAD"
                               "ber of\xEF\xAC\x81"
                               "ce\n";
  dm_text          *text = text_of(source);
  assert_source(text, "J\xC3\xBCrg", "J\xC3\xBCrg");
  assert_source(text, "agreed on the", "agreed on\nthe");
  assert_source(text, "\"rule\"", "\xE2\x80\x9Crule\xE2\x80\x9D");
  assert_source(text, "cyber",
                "cy\xC2\xAD"
                "ber");
  assert_source(text, "office",
                "of\xEF\xAC\x81"
                "ce");
  assert_source(text, "i", "\xEF\xAC\x81"); /* half a ligature is all of it */
  assert_source(text, "on the", "on\nthe");
  const size_t  at = find(text, "agreed");
  const dm_span points = dm_text_source_codepoints(text, (dm_span){at, at + 6});
  assert_int_equal(points.begin, 7);
  assert_int_equal(points.end, 13);
  assert_int_equal(dm_text_source_length_cp(text), strlen(source) - 1 - 2 - 2 - 1 - 2);
  dm_text_free(text);
}

static void front_matter_counts(void **state)
{
  (void)state;
  static const char   source[] = "---\ntitle: \xC3\xA9\n---\nIt is so.\n";
  const dm_text_words words = {0};
  dm_text            *text = NULL;
  dm_text_new(&text, source, strlen(source), 18, &words);
  assert_string_equal(text->string, "It is so.\n");
  const dm_span points = dm_text_source_codepoints(text, (dm_span){0, 2});
  assert_int_equal(points.begin, 17);
  assert_int_equal(points.end, 19);
  dm_text_free(text);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(emphasis), cmocka_unit_test(links_and_notes), cmocka_unit_test(respelling),
                                     cmocka_unit_test(way_back), cmocka_unit_test(front_matter_counts)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
