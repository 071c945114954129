/* Reading, listing, and outputs that are whole or not there. Each test has a fresh folder, removed afterwards. */
#include "base/file.h"
#include "base/output.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
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
  dm_diagnostics *diagnostics;
  dm_buffer       said;
  char            folder[64];
  int             home; /* the folder we were in */
} fixture;

static void collect(void *ctx, const char *message, size_t n_bytes)
{
  dm_buffer_add(ctx, message, n_bytes);
}

static int set_up(void **state)
{
  fixture *f = calloc(1, sizeof *f);
  *state = f;
  f->diagnostics = dm_diagnostics_new(collect, &f->said);
  snprintf(f->folder, sizeof f->folder, "/tmp/dm_test_file_XXXXXX");
  f->home = open(".", O_RDONLY);
  umask(022);
  return mkdtemp(f->folder) && chdir(f->folder) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
  fixture *f = *state;
  char     command[128];
  snprintf(command, sizeof command, "rm -rf '%s'", f->folder);
  int failed = system(command) || fchdir(f->home);
  close(f->home);
  dm_diagnostics_free(f->diagnostics);
  dm_buffer_free(&f->said);
  free(f);
  return failed;
}

static void put(const char *path, const char *text)
{
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  fputs(text, file);
  fclose(file);
}

static void assert_content(fixture *f, const char *path, const char *expected)
{
  dm_buffer bytes = {0};
  assert_int_equal(dm_file_read(&bytes, path, 0, f->diagnostics), DM_OK);
  assert_string_equal(dm_buffer_string(&bytes), expected);
  dm_buffer_free(&bytes);
}

static void assert_said(fixture *f, const char *expected)
{
  assert_string_equal(dm_buffer_string(&f->said), expected);
  dm_buffer_clear(&f->said);
}

/* How many entries the folder has, hidden ones too: no temporary file may be left. */
static int count_entries(void)
{
  int   n = 0;
  FILE *list = popen("ls -A | wc -l", "r");
  assert_int_equal(fscanf(list, "%d", &n), 1);
  pclose(list);
  return n;
}

static void test_read(void **state)
{
  fixture  *f = *state;
  dm_buffer bytes = {0};
  put("a", "12345");
  dm_buffer_add_string(&bytes, "before");
  assert_int_equal(dm_file_read(&bytes, "a", 5, f->diagnostics), DM_OK);
  assert_string_equal(bytes.bytes, "12345");
  assert_int_equal(dm_file_read(&bytes, "a", 4, f->diagnostics), DM_OVER_LIMIT);
  assert_said(f, "a: error: longer than the limit of 4 bytes\n");
  assert_int_equal(dm_file_read(&bytes, "/dev/zero", 1 << 20, f->diagnostics), DM_OVER_LIMIT);
  assert_said(f, "/dev/zero: error: longer than the limit of 1048576 bytes\n");
  assert_int_equal(dm_file_read(&bytes, "gone", 0, f->diagnostics), DM_BAD_INPUT);
  assert_said(f, "gone: error: No such file or directory\n");
  assert_int_equal(dm_file_read(&bytes, ".", 0, f->diagnostics), DM_BAD_INPUT);
  assert_said(f, ".: error: Is a directory\n");
  dm_buffer_free(&bytes);
  assert_true(dm_file_is_folder("."));
  assert_false(dm_file_is_folder("a") || dm_file_is_folder("gone") || dm_file_exists("gone"));
  assert_true(dm_file_exists("a"));
}

static void test_list(void **state)
{
  fixture   *f = *state;
  dm_strings paths = {0};
  mkdir("d", 0755), mkdir("d/b", 0755), mkdir("d/b/c", 0755), mkdir("d/.h", 0755), mkdir("d/b-", 0755);
  put("d/z", ""), put("d/b/y", ""), put("d/b/c/x", ""), put("d/.hidden", ""), put("d/.h/w", ""), put("d/b-/v", "");
  assert_int_equal(symlink("z", "d/link"), 0);
  assert_int_equal(symlink("..", "d/b/round"), 0);
  assert_int_equal(symlink("nowhere", "d/dangling"), 0);
  assert_int_equal(mkfifo("d/fifo", 0600), 0);
  assert_int_equal(dm_folder_list(&paths, "d//", f->diagnostics), DM_OK);
  static const char *const expected[] = {"d/b-/v", "d/b/c/x", "d/b/y", "d/link", "d/z"};
  assert_int_equal(paths.n, 5);
  for (size_t i = 0; i < paths.n; i++)
    assert_string_equal(paths.items[i], expected[i]);
  assert_int_equal(dm_folder_list(&paths, "gone", f->diagnostics), DM_BAD_INPUT);
  assert_said(f, "gone: error: No such file or directory\n");
  dm_strings_free(&paths);
}

static void write_file(fixture *f, const char *path, const char *text, dm_status expected)
{
  dm_output *output = NULL;
  assert_int_equal(dm_output_open(&output, path, f->diagnostics), DM_OK);
  dm_output_write(output, text, strlen(text));
  assert_int_equal(dm_output_commit(output), expected);
  dm_output_free(output);
}

static void test_commit_and_rollback(void **state)
{
  fixture    *f = *state;
  dm_output  *output = NULL;
  struct stat about;
  write_file(f, "new", "one", DM_OK);
  assert_content(f, "new", "one");
  assert_int_equal(stat("new", &about), 0);
  assert_int_equal(about.st_mode & 0777, 0644); /* by umask */
  chmod("new", 0640);
  assert_int_equal(dm_output_open(&output, "new", f->diagnostics), DM_OK);
  dm_output_write(output, "half", 4);
  assert_content(f, "new", "one"); /* until commit the old file stands */
  assert_int_equal(count_entries(), 2);
  dm_output_free(output);
  assert_int_equal(count_entries(), 1);
  assert_content(f, "new", "one");
  write_file(f, "new", "two", DM_OK);
  assert_content(f, "new", "two");
  assert_int_equal(stat("new", &about), 0);
  assert_int_equal(about.st_mode & 0777, 0640);
  assert_int_equal(count_entries(), 1);
  dm_output_free(NULL);
  assert_said(f, "");
}

static void test_two_outputs_of_one_name(void **state)
{
  fixture   *f = *state;
  dm_output *first = NULL, *second = NULL;
  assert_int_equal(dm_output_open(&first, "a", f->diagnostics), DM_OK);
  assert_int_equal(dm_output_open(&second, "a", f->diagnostics), DM_OK);
  dm_output_write(first, "1", 1);
  dm_output_write(second, "2", 1);
  assert_int_equal(dm_output_commit(second), DM_OK);
  assert_int_equal(dm_output_commit(first), DM_OK);
  dm_output_free(first);
  dm_output_free(second);
  assert_content(f, "a", "1");
  assert_int_equal(count_entries(), 1);
}

static void test_links_are_followed(void **state)
{
  fixture    *f = *state;
  struct stat about;
  mkdir("d", 0755);
  put("d/real", "old");
  assert_int_equal(symlink("d/real", "link"), 0);
  assert_int_equal(symlink("link", "second"), 0);
  assert_int_equal(symlink("d/new", "dangling"), 0);
  assert_int_equal(symlink("loop", "loop"), 0);
  write_file(f, "second", "new", DM_OK);
  assert_content(f, "d/real", "new");
  write_file(f, "dangling", "made", DM_OK);
  assert_content(f, "d/new", "made");
  assert_int_equal(lstat("second", &about), 0);
  assert_true(S_ISLNK(about.st_mode));
  dm_output *output = NULL;
  assert_int_equal(dm_output_open(&output, "loop", f->diagnostics), DM_BAD_OUTPUT);
  assert_null(output);
  assert_said(f, "loop: error: cannot open: Too many levels of symbolic links\n");
}

static void test_bad_places(void **state)
{
  fixture   *f = *state;
  dm_output *output = NULL;
  char       longest[300] = {0};
  assert_int_equal(dm_output_open(&output, ".", f->diagnostics), DM_BAD_OUTPUT);
  assert_said(f, ".: error: cannot open: Is a directory\n");
  assert_int_equal(dm_output_open(&output, "gone/x", f->diagnostics), DM_BAD_OUTPUT);
  assert_said(f, "gone/x: error: cannot open: No such file or directory\n");
  assert_int_equal(dm_output_open(&output, "/dev/fd/99", f->diagnostics), DM_BAD_OUTPUT);
  assert_said(f, "/dev/fd/99: error: cannot open: Bad file descriptor\n");
  memset(longest, 'n', 255);
  write_file(f, longest, "x", DM_OK);
  assert_content(f, longest, "x");
  put("read-only", "old");
  chmod("read-only", 0444);
  if (geteuid() != 0) {
    assert_int_equal(dm_output_open(&output, "read-only", f->diagnostics), DM_BAD_OUTPUT);
    assert_said(f, "read-only: error: cannot open: Permission denied\n");
  }
}

static void test_full_device(void **state)
{
  fixture   *f = *state;
  dm_output *output = NULL;
  write_file(f, "/dev/full", "x", DM_BAD_OUTPUT);
  assert_said(f, "/dev/full: error: cannot write: No space left on device\n");
  assert_int_equal(dm_output_open(&output, "/dev/full", f->diagnostics), DM_OK);
  char *large = calloc(1, 200000);
  assert_int_equal(dm_output_write(output, large, 200000), DM_BAD_OUTPUT);
  assert_int_equal(dm_output_write(output, "x", 1), DM_BAD_OUTPUT);
  assert_int_equal(dm_output_commit(output), DM_BAD_OUTPUT);
  assert_said(f, "/dev/full: error: cannot write: No space left on device\n"); /* once */
  dm_output_free(output);
  free(large);
  write_file(f, "/dev/null", "x", DM_OK);
}

static void test_descriptors_and_broken_pipes(void **state)
{
  fixture *f = *state;
  int      ends[2];
  char     path[32], got[8] = {0};
  signal(SIGPIPE, SIG_IGN);
  assert_int_equal(pipe(ends), 0);
  snprintf(path, sizeof path, "/dev/fd/%d", ends[1]);
  write_file(f, path, "hi", DM_OK);
  assert_int_equal(read(ends[0], got, sizeof got), 2);
  assert_string_equal(got, "hi");
  close(ends[0]);
  write_file(f, path, "lost", DM_BROKEN_PIPE);
  assert_said(f, "");
  close(ends[1]);
}

static void test_large_and_small_writes(void **state)
{
  fixture   *f = *state;
  dm_output *output = NULL;
  dm_buffer  expected = {0};
  assert_int_equal(dm_output_open(&output, "big", f->diagnostics), DM_OK);
  for (size_t i = 0, n_bytes = 1; i < 60; i++, n_bytes = n_bytes * 7 % 150001) {
    size_t begin = expected.n_bytes;
    for (size_t k = 0; k < n_bytes; k++)
      dm_buffer_add_byte(&expected, (char)('a' + (i + k) % 26));
    assert_int_equal(dm_output_write(output, expected.bytes + begin, n_bytes), DM_OK);
  }
  dm_output_write(output, NULL, 0);
  assert_int_equal(dm_output_commit(output), DM_OK);
  dm_output_free(output);
  assert_content(f, "big", expected.bytes);
  dm_buffer_free(&expected);
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
  const struct CMUnitTest tests[] = {
      WITH(test_read),
      WITH(test_list),
      WITH(test_commit_and_rollback),
      WITH(test_two_outputs_of_one_name),
      WITH(test_links_are_followed),
      WITH(test_bad_places),
      WITH(test_full_device),
      WITH(test_descriptors_and_broken_pipes),
      WITH(test_large_and_small_writes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
