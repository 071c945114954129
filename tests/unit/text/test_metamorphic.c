/* What must not matter: where lines are wrapped, how quotes and bullets are spelt, soft hyphens. And that no source is too odd. */
#include "documents.h"

#include "base/unicode.h"

/* The prose of a text: its long paragraphs, divided by empty lines. */
static void add_prose(dm_buffer *out, const dm_text *text)
{
  enum { MIN_PROSE = 130 };
  for (size_t i = 0; i < text->n_blocks; i++) {
    const dm_block *block = &text->blocks[i];
    if (block->kind != DM_BLOCK_PARAGRAPH || block->span.end - block->span.begin < MIN_PROSE || text->string[block->span.end - 1] != '.')
      continue;
    dm_buffer_add(out, text->string + block->span.begin, block->span.end - block->span.begin);
    dm_buffer_add_string(out, "\n\n");
  }
}

static void add_wrapped(dm_buffer *out, const char *prose, size_t width)
{
  size_t column = 0;
  for (const char *at = prose; *at;) {
    const size_t n = strcspn(at, " \n");
    const size_t n_columns = dm_utf8_count(at, n);
    if (column > 0 && column + 1 + n_columns > width) {
      dm_buffer_add_byte(out, '\n');
      column = 0;
    } else if (column > 0) {
      dm_buffer_add_byte(out, ' ');
      column++;
    }
    dm_buffer_add(out, at, n);
    column += n_columns;
    at += n;
    for (; *at == '\n'; at++, column = 0)
      dm_buffer_add_byte(out, '\n');
    at += *at == ' ';
  }
}

static void check_wrapping(const dm_text *text)
{
  dm_buffer prose = {0};
  dm_buffer wrapped = {0};
  add_prose(&prose, text);
  dm_text *plain = text_of(dm_buffer_string(&prose));
  for (size_t width = 40; width <= 120; width += 4) {
    dm_buffer_clear(&wrapped);
    add_wrapped(&wrapped, dm_buffer_string(&prose), width);
    dm_text *other = text_of(dm_buffer_string(&wrapped));
    assert_same_reading(plain, other);
    dm_text_free(other);
  }
  dm_text_free(plain);
  dm_buffer_free(&prose);
  dm_buffer_free(&wrapped);
}

static void wrapping_does_not_matter(void **state)
{
  (void)state;
  for_each_document(check_wrapping);
}

static bool is_letter(char byte)
{
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* Straight quotes become curly ones, soft hyphens and zero-width spaces fall into words. */
static void check_spelling(const dm_text *text)
{
  static const char *const fillers[] = {"\xC2\xAD", "\xE2\x80\x8B", "\xEF\xBB\xBF", "\xE2\x80\x8D"};
  dm_buffer                prose = {0};
  dm_buffer                other = {0};
  uint64_t                 seed = text->n_bytes;
  bool                     open = false;
  add_prose(&prose, text);
  for (const char *at = dm_buffer_string(&prose); *at; at++) {
    if (*at == '"')
      dm_buffer_add_string(&other, (open = !open) ? "\xE2\x80\x9C" : "\xE2\x80\x9D");
    else if (*at == '\'')
      dm_buffer_add_string(&other, "\xE2\x80\x99");
    else if (*at == ' ' && next_random(&seed, 4) == 0)
      dm_buffer_add_string(&other, "\xC2\xA0");
    else
      dm_buffer_add_byte(&other, *at);
    if (is_letter(*at) && is_letter(at[1]) && next_random(&seed, 8) == 0)
      dm_buffer_add_string(&other, fillers[next_random(&seed, sizeof fillers / sizeof *fillers)]);
  }
  dm_text *plain = text_of(dm_buffer_string(&prose));
  dm_text *curly = text_of(dm_buffer_string(&other));
  assert_same_reading(plain, curly);
  dm_text_free(plain);
  dm_text_free(curly);
  dm_buffer_free(&prose);
  dm_buffer_free(&other);
}

static void spelling_does_not_matter(void **state)
{
  (void)state;
  for_each_document(check_spelling);
}

static void any_source_is_read(void **state)
{
  (void)state;
  static const char *const scraps[] = {
      "a",
      "The ",
      "word",
      " ",
      "\n",
      "\n\n",
      "\r\n",
      "\f",
      "\t",
      "- ",
      "* ",
      "1. ",
      "(a) ",
      "(ii) ",
      "[1]",
      "[x](y)",
      "![",
      "](",
      "**",
      "*",
      "_",
      "__",
      "#",
      "## ",
      "> ",
      "|",
      " | ",
      "---\n",
      "===\n",
      "***\n",
      ".",
      "...",
      ". ",
      "Mr. ",
      "U.S.",
      "A/70/174",
      "5G",
      "+81",
      ":",
      "Date: ",
      "\"",
      "'s",
      "'",
      "\\",
      "\\*",
      "-",
      "-\n",
      "\xC2\xAD",
      "\xC2\xAD\n",
      "\xE2\x80\x93",
      "\xE2\x80\x93 ",
      "\xE2\x80\x99",
      "\xEF\xAC\x81",
      "\xE2\x80\x8B",
      "\xC2\xA0",
      "\xE2\x80\xA8",
      "\xC3\xA9",
      "e\xCC\x81",
      "\xCC\x81",
      "\xF0\x9F\x98\x80",
      "\xE5\x9B\xBD",
      "\xE3\x80\x82",
      "\xC2\xB9",
      "Page 1 of 2",
      "12\n",
      "http://",
      "www.x",
      "a@b.c",
      "@",
      "&",
      "R&D",
      "/",
      "o ",
      "```\n",
      "   ",
      "      ",
      "x\n   y",
      "I. ",
      "\x01",
      "\x7F",
      "\xC2\x85",
      "\xD8\xB4",
      "<",
      ">",
      "capacity-\n\nbuilding",
      "12\n\n",
  };
  uint64_t  seed = 7;
  dm_buffer soup = {0};
  for (int round = 0; round < 4000; round++) {
    dm_buffer_clear(&soup);
    for (uint32_t n = next_random(&seed, 120); n > 0; n--)
      dm_buffer_add_string(&soup, scraps[next_random(&seed, sizeof scraps / sizeof *scraps)]);
    char *exact = dm_reallocate(NULL, soup.n_bytes + 1, 1); /* without a NUL behind it */
    memcpy(exact, dm_buffer_string(&soup), soup.n_bytes);
    dm_text *text = text_of_bytes(exact, soup.n_bytes);
    assert_sound(text);
    dm_text_free(text);
    free(exact);
  }
  dm_buffer_free(&soup);
}

/* A megabyte of each: what is not linear shows. */
static void long_sources_are_read(void **state)
{
  (void)state;
  enum { N_BYTES = 1000000 };
  static const char *const units[] = {"a",   "word and word. ", ">",    "> a\n> \n",    "- a\n",   "*",        "* ",  "a*",     "_a",    "[",
                                      "[](", "[a](b) ",         "a.",   "a.b@",         "A/1/",    "\n",       "a\n", "a-\nb ", "**a\n", "'s",
                                      "1.",  "(i) a; ",         "| a ", "\fHead\n12\n", "  - x\n", "\xC2\xAD", "'",   "\\",     "A: b\n"};
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    dm_buffer source = {0};
    while (source.n_bytes < N_BYTES)
      dm_buffer_add_string(&source, units[i]);
    dm_text *text = text_of_bytes(source.bytes, source.n_bytes);
    assert_true(text->n_bytes <= source.n_bytes + 1);
    assert_int_equal(dm_text_source_length_cp(text), dm_utf8_count(source.bytes, source.n_bytes));
    dm_text_free(text);
    dm_buffer_free(&source);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(wrapping_does_not_matter), cmocka_unit_test(spelling_does_not_matter),
                                     cmocka_unit_test(any_source_is_read), cmocka_unit_test(long_sources_are_read)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
