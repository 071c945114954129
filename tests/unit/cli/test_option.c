/* Parsing the command line: every kind of option, every mistake and its suggestion. */
#include "cli/option.h"

#include "base/buffer.h"
#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
  bool        on;
  bool        keep;
  const char *text;
  dm_texts    texts;
  size_t      count;
  size_t      size;
  double      seconds;
  int         choice;
} fields;

static const dm_choice choices[] = {{"turtle", 1, false}, {"trig", 2, false}, {"ttl", 1, true}, {NULL, 0, false}};

static const dm_option options[] = {
    {'q', "quiet", DM_OPTION_ON, offsetof(fields, on), NULL, NULL, ""},
    {'k', "keep", DM_OPTION_ON, offsetof(fields, keep), NULL, NULL, ""},
    {0, "no-keep", DM_OPTION_OFF, offsetof(fields, keep), NULL, NULL, ""},
    {'o', "output", DM_OPTION_TEXT, offsetof(fields, text), "FILE", NULL, ""},
    {0, "lexicon", DM_OPTION_TEXTS, offsetof(fields, texts), "PATH", NULL, ""},
    {0, "threads", DM_OPTION_COUNT, offsetof(fields, count), "N", NULL, ""},
    {0, "max-document", DM_OPTION_SIZE, offsetof(fields, size), "SIZE", NULL, ""},
    {0, "timeout", DM_OPTION_SECONDS, offsetof(fields, seconds), "SECONDS", NULL, ""},
    {'f', "format", DM_OPTION_CHOICE, offsetof(fields, choice), "FORMAT", choices, ""},
};

typedef struct {
  fields            fields;
  dm_texts          operands;
  dm_parameters     parameters;
  bool              wants_help;
  dm_option_table   table;
  dm_option_grammar grammar;
  dm_buffer         messages;
  dm_diagnostics   *diagnostics;
} fixture;

static void collect(void *ctx, const char *message, size_t n_bytes)
{
  dm_buffer_add(ctx, message, n_bytes);
}

static int setup(void **state)
{
  fixture *f = dm_allocate(sizeof *f);
  f->table = (dm_option_table){options, sizeof options / sizeof options[0]};
  f->grammar = (dm_option_grammar){&f->table, 1, "try", false};
  f->diagnostics = dm_diagnostics_new(collect, &f->messages);
  *state = f;
  return 0;
}

static int teardown(void **state)
{
  fixture *f = *state;
  dm_options_clear(&f->fields, &f->grammar);
  dm_vector_free(&f->operands);
  dm_vector_free(&f->parameters);
  dm_diagnostics_free(f->diagnostics);
  dm_buffer_free(&f->messages);
  free(f);
  return 0;
}

static dm_status parse(fixture *f, const char *const *arguments)
{
  size_t n = 0;
  while (arguments[n])
    n++;
  return dm_options_parse(&f->fields, &f->operands, &f->parameters, &f->wants_help, &f->grammar, arguments, n, f->diagnostics);
}

#define PARSE(f, ...) parse(f, (const char *[]){__VA_ARGS__, NULL})

static void test_every_kind(void **state)
{
  fixture *f = *state;
  assert_int_equal(PARSE(f, "a", "-qk", "--no-keep", "--output=x=y", "--lexicon", "l1", "--lexicon=l2", "--threads", "12", "--max-document", "2k",
                         "--timeout", "2.25", "-fttl", "-"),
                   DM_OK);
  assert_string_equal(dm_buffer_string(&f->messages), "");
  assert_true(f->fields.on);
  assert_false(f->fields.keep);
  assert_string_equal(f->fields.text, "x=y");
  assert_int_equal(f->fields.texts.n, 2);
  assert_string_equal(f->fields.texts.items[1], "l2");
  assert_int_equal(f->fields.count, 12);
  assert_int_equal(f->fields.size, 2000);
  assert_float_equal(f->fields.seconds, 2.25, 1e-12);
  assert_int_equal(f->fields.choice, 1);
  assert_int_equal(f->operands.n, 2);
  assert_string_equal(f->operands.items[1], "-");
}

static void test_short_options_with_arguments(void **state)
{
  fixture *f = *state;
  assert_int_equal(PARSE(f, "-qofile", "-f", "trig"), DM_OK);
  assert_string_equal(f->fields.text, "file");
  assert_int_equal(f->fields.choice, 2);
}

static void test_two_dashes_end_options(void **state)
{
  fixture *f = *state;
  assert_int_equal(PARSE(f, "-q", "--", "-k", "--help", "--"), DM_OK);
  assert_int_equal(f->operands.n, 3);
  assert_false(f->fields.keep);
  assert_false(f->wants_help);
}

static void test_help(void **state)
{
  assert_int_equal(PARSE(*state, "x", "--help"), DM_OK);
  assert_true(((fixture *)*state)->wants_help);
  assert_int_equal(PARSE(*state, "-qh"), DM_OK);
  assert_true(((fixture *)*state)->wants_help);
}

static void test_parameters(void **state)
{
  fixture *f = *state;
  f->grammar.has_parameters = true;
  assert_int_equal(PARSE(f, "--who", "me", "--what=that", "-q", "name"), DM_OK);
  assert_int_equal(f->parameters.n, 2);
  assert_int_equal(f->parameters.items[1].n_name, 4);
  assert_memory_equal(f->parameters.items[1].name, "what", 4);
  assert_string_equal(f->parameters.items[1].value, "that");
  assert_int_equal(f->operands.n, 1);
}

static void test_mistakes(void **state)
{
  static const struct {
    const char *arguments[4];
    const char *message;
  } mistakes[] = {
      {{"--quite"}, "demarche: error: try has no option `--quite`; did you mean `--quiet`?\n"},
      {{"--colour"}, "demarche: error: try has no option `--colour`\n"},
      {{"-z"}, "demarche: error: try has no option `-z`\n"},
      {{"--output"}, "demarche: error: `--output` takes an argument: FILE\n"},
      {{"-qo"}, "demarche: error: `-o` takes an argument: FILE\n"},
      {{"--quiet=yes"}, "demarche: error: `--quiet` takes no argument\n"},
      {{"--threads=0"}, "demarche: error: `--threads` takes a whole number from 1, not `0`\n"},
      {{"--threads=-1"}, "demarche: error: `--threads` takes a whole number from 1, not `-1`\n"},
      {{"--threads=99999999999999999999"}, "demarche: error: `--threads` takes a whole number from 1, not `99999999999999999999`\n"},
      {{"--timeout", "soon"}, "demarche: error: `--timeout` takes seconds such as 30 or 2.5, not `soon`\n"},
      {{"--timeout", "0.0"}, "demarche: error: `--timeout` takes seconds such as 30 or 2.5, not `0.0`\n"},
      {{"--timeout", "1e3"}, "demarche: error: `--timeout` takes seconds such as 30 or 2.5, not `1e3`\n"},
      {{"--timeout", "99999999999"}, "demarche: error: `--timeout` takes seconds such as 30 or 2.5, not `99999999999`\n"},
      {{"--max-document", "ten"}, "demarche: error: `--max-document` takes a size such as 500, 20k, 256MB or 1GiB, not `ten`\n"},
      {{"-f", "turtel"}, "demarche: error: `--format` knows no `turtel`; did you mean `turtle`?\n"},
      {{"-f", "docx"}, "demarche: error: `--format` knows no `docx`; it takes one of turtle, trig\n"},
      {{"-z", "-f", "docx"}, "demarche: error: try has no option `-z`\ndemarche: error: `--format` knows no `docx`; it takes one of turtle, trig\n"},
  };
  fixture *f = *state;
  for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
    dm_buffer_clear(&f->messages);
    assert_int_equal(parse(f, mistakes[i].arguments), DM_BAD_USAGE);
    assert_string_equal(dm_buffer_string(&f->messages), mistakes[i].message);
  }
}

static void test_sizes(void **state)
{
  static const struct {
    const char *text;
    size_t      n_bytes;
  } good[] = {{"0", 0},
              {"500", 500},
              {"7b", 7},
              {"20k", 20000},
              {"20 KB", 20000},
              {"1Ki", 1024},
              {"3MiB", 3 << 20},
              {"256MB", 256000000},
              {"2g", 2000000000ul},
              {"1TiB", (size_t)1 << 40}};
  static const char *const bad[] = {"", "k", "-1", "1.5M", "10q", "10kk", "1 0", "10Mb ", "1kib2", "99999999999999999999", "99999999999T"};
  (void)state;
  for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
    size_t n_bytes = 1;
    assert_true(dm_size_parse(&n_bytes, good[i].text));
    assert_int_equal(n_bytes, good[i].n_bytes);
  }
  for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
    size_t n_bytes = 1;
    if (dm_size_parse(&n_bytes, bad[i]))
      fail_msg("`%s` was taken as %zu", bad[i], n_bytes);
    assert_int_equal(n_bytes, 1);
  }
}

static void test_suggestions(void **state)
{
  (void)state;
  assert_string_equal(dm_nearer("exprot", NULL, "export"), "export");
  assert_null(dm_nearer("xy", NULL, "abc"));
  assert_null(dm_nearer("a", NULL, "q"));
  assert_string_equal(dm_nearer("queri", "query", "quiet"), "query");
  assert_string_equal(dm_nearer("quiet", "query", "quiet"), "quiet");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_every_kind, setup, teardown),
      cmocka_unit_test_setup_teardown(test_short_options_with_arguments, setup, teardown),
      cmocka_unit_test_setup_teardown(test_two_dashes_end_options, setup, teardown),
      cmocka_unit_test_setup_teardown(test_help, setup, teardown),
      cmocka_unit_test_setup_teardown(test_parameters, setup, teardown),
      cmocka_unit_test_setup_teardown(test_mistakes, setup, teardown),
      cmocka_unit_test(test_sizes),
      cmocka_unit_test(test_suggestions),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
