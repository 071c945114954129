/* Which documents the arguments name: folders, endings, names, and what is refused. Works in a folder of its own. */
#include "document/document.h"

#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct {
  dm_buffer        messages;
  dm_diagnostics  *diagnostics;
  dm_inputs        inputs;
  dm_input_count   count;
  dm_input_options options;
  char             folder[64];
} fixture;

static void collect(void *ctx, const char *message, size_t n_bytes)
{
  dm_buffer_add(ctx, message, n_bytes);
}

static void make_file(const char *path, const char *text)
{
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_true(fputs(text, file) >= 0);
  assert_int_equal(fclose(file), 0);
}

static const char *const folders[] = {"d", "d/.hidden", "d/sub", "e", "empty"};
static const char *const files[] = {"d/b.txt",       "d/a.md",  "d/sub/c.v1.TXT", "d/README.txt", "d/sub/README", "d/.x.txt", "d/.hidden/y.txt",
                                    "d/picture.png", "d/sub/z", "e/b.txt",        "README",       "noending",     ".dot"};

static int setup(void **state)
{
  fixture *f = dm_allocate(sizeof *f);
  f->diagnostics = dm_diagnostics_new(collect, &f->messages);
  snprintf(f->folder, sizeof f->folder, "/tmp/dm_input_XXXXXX");
  assert_non_null(mkdtemp(f->folder));
  assert_int_equal(chdir(f->folder), 0);
  for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
    assert_int_equal(mkdir(folders[i], 0777), 0);
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
    make_file(files[i], "Text.\n");
  *state = f;
  return 0;
}

static int teardown(void **state)
{
  fixture *f = *state;
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
    unlink(files[i]);
  for (size_t i = sizeof folders / sizeof folders[0]; i-- > 0;)
    rmdir(folders[i]);
  assert_int_equal(chdir("/"), 0);
  assert_int_equal(rmdir(f->folder), 0);
  dm_inputs_free(&f->inputs);
  dm_diagnostics_free(f->diagnostics);
  dm_buffer_free(&f->messages);
  free(f);
  return 0;
}

/* Lists `paths` (NULL-terminated) and gives the names found, each followed by a space. */
static void assert_names(fixture *f, const char *const *paths, const char *expected, dm_status status)
{
  size_t    n = 0;
  dm_buffer names = {0};
  while (paths[n])
    n++;
  dm_inputs_free(&f->inputs);
  dm_buffer_clear(&f->messages);
  assert_int_equal(dm_inputs_list(&f->inputs, &f->count, paths, n, &f->options, f->diagnostics), status);
  for (size_t i = 0; i < f->inputs.n; i++)
    dm_buffer_print(&names, "%s=%s ", f->inputs.items[i].name, f->inputs.items[i].path);
  assert_string_equal(dm_buffer_string(&names), expected);
  dm_buffer_free(&names);
}

static void assert_message(fixture *f, const char *message)
{
  if (!strstr(dm_buffer_string(&f->messages), message))
    fail_msg("expected: %s\ngot: %s", message, dm_buffer_string(&f->messages));
}

static void test_folder(void **state)
{
  fixture *f = *state;
  assert_names(f, (const char *[]){"d", NULL}, "a=d/a.md b=d/b.txt c.v1=d/sub/c.v1.TXT ", DM_OK);
  assert_int_equal(f->count.n_unknown_kind, 2);
  assert_names(f, (const char *[]){"d//", NULL}, "a=d/a.md b=d/b.txt c.v1=d/sub/c.v1.TXT ", DM_OK);
  assert_names(f, (const char *[]){"d/sub", "d/a.md", NULL}, "a=d/a.md c.v1=d/sub/c.v1.TXT ", DM_OK);
}

static void test_names_that_are_paths(void **state)
{
  fixture *f = *state;
  f->options.names_are_paths = true;
  assert_names(f, (const char *[]){".", NULL}, "d/a=./d/a.md d/b=./d/b.txt d/sub/c.v1=./d/sub/c.v1.TXT e/b=./e/b.txt ", DM_OK);
  assert_names(f, (const char *[]){"d/", NULL}, "a=d/a.md b=d/b.txt sub/c.v1=d/sub/c.v1.TXT ", DM_OK);
}

static void test_files_named_themselves(void **state)
{
  fixture *f = *state;
  assert_names(f, (const char *[]){"noending", "README", ".dot", "d/picture.png", NULL},
               ".dot=.dot README=README noending=noending picture=d/picture.png ", DM_OK);
  assert_int_equal(f->count.n_unknown_kind, 0);
}

static void test_standard_input(void **state)
{
  fixture *f = *state;
  assert_names(f, (const char *[]){"-", NULL}, "stdin=- ", DM_OK);
  f->options.id = "q";
  assert_names(f, (const char *[]){"-", "d/b.txt", NULL}, "b=d/b.txt q=- ", DM_OK);
}

static void test_two_of_one_name(void **state)
{
  fixture *f = *state;
  assert_names(f, (const char *[]){"e", "d", NULL}, "a=d/a.md c.v1=d/sub/c.v1.TXT ", DM_REFUSED);
  assert_int_equal(f->count.n_refused, 2);
  assert_message(f, "d/b.txt: error: has the name `b`, as has e/b.txt");
}

static void test_missing_and_empty(void **state)
{
  fixture *f = *state;
  assert_names(f, (const char *[]){"gone.txt", "empty", "e", NULL}, "b=e/b.txt ", DM_REFUSED);
  assert_int_equal(f->count.n_refused, 2);
  assert_message(f, "gone.txt: error: No such file or directory\n");
  assert_message(f, "empty: error: a folder without documents");
}

static void test_reading_a_file(void **state)
{
  fixture     *f = *state;
  dm_document *document = NULL;
  assert_names(f, (const char *[]){"e", NULL}, "b=e/b.txt ", DM_OK);
  assert_int_equal(dm_document_read(&document, &f->inputs.items[0], &f->options, f->diagnostics), DM_OK);
  assert_string_equal(document->source, "Text.\n");
  assert_string_equal(document->name, "b");
  dm_document_free(document);
  f->options.max_bytes = 5;
  assert_int_equal(dm_document_read(&document, &f->inputs.items[0], &f->options, f->diagnostics), DM_OVER_LIMIT);
  assert_null(document);
  assert_message(f, "e/b.txt: error: ");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_folder, setup, teardown),
      cmocka_unit_test_setup_teardown(test_names_that_are_paths, setup, teardown),
      cmocka_unit_test_setup_teardown(test_files_named_themselves, setup, teardown),
      cmocka_unit_test_setup_teardown(test_standard_input, setup, teardown),
      cmocka_unit_test_setup_teardown(test_two_of_one_name, setup, teardown),
      cmocka_unit_test_setup_teardown(test_missing_and_empty, setup, teardown),
      cmocka_unit_test_setup_teardown(test_reading_a_file, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
