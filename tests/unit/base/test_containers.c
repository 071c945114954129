/* Status, arena, buffer, vector, map, digest. */
#include "base/arena.h"
#include "base/buffer.h"
#include "base/digest.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/status.h"
#include "base/vector.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static void test_exit_codes(void **state)
{
  (void)state;
  assert_int_equal(dm_status_exit_code(DM_OK), 0);
  assert_int_equal(dm_status_exit_code(DM_NOTHING), 0);
  assert_int_equal(dm_status_exit_code(DM_REFUSED), 1);
  assert_int_equal(dm_status_exit_code(DM_BAD_USAGE), 2);
  assert_int_equal(dm_status_exit_code(DM_BAD_RULES), 3);
  assert_int_equal(dm_status_exit_code(DM_BAD_INPUT), 4);
  assert_int_equal(dm_status_exit_code(DM_BAD_OUTPUT), 5);
  assert_int_equal(dm_status_exit_code(DM_BROKEN_PIPE), 5);
  assert_int_equal(dm_status_exit_code(DM_OVER_LIMIT), 6);
  assert_int_equal(dm_status_exit_code(DM_INTERRUPTED), 130);
}

static void test_out_of_memory_ends_with_6(void **state)
{
  (void)state;
  pid_t child = fork();
  if (child == 0) {
    fclose(stderr);
    close(STDERR_FILENO);
    dm_reallocate(NULL, SIZE_MAX / 2, 3);
    _exit(0);
  }
  int how = 0;
  waitpid(child, &how, 0);
  assert_true(WIFEXITED(how));
  assert_int_equal(WEXITSTATUS(how), 6);
}

static void test_copy_string(void **state)
{
  (void)state;
  char *copy = dm_copy_string("abc", 2);
  assert_string_equal(copy, "ab");
  free(copy);
  copy = dm_copy_string(NULL, 0);
  assert_string_equal(copy, "");
  free(copy);
}

static void test_arena(void **state)
{
  (void)state;
  dm_arena *arena = dm_arena_new();
  char     *strings[2000];
  for (size_t i = 0; i < 2000; i++) {
    strings[i] = dm_arena_print(arena, "string %zu", i);
    dm_arena_string(arena, "odd", i % 4);
    unsigned char *piece = dm_arena_allocate(arena, i * 7 % 3001);
    assert_int_equal((uintptr_t)piece % _Alignof(max_align_t), 0);
    for (size_t k = 0; k < i * 7 % 3001; k++)
      assert_int_equal(piece[k], 0);
    memset(piece, 0xFF, i * 7 % 3001);
  }
  for (size_t i = 0; i < 2000; i++) {
    char expected[32];
    snprintf(expected, sizeof expected, "string %zu", i);
    assert_string_equal(strings[i], expected);
  }
  memset(dm_arena_allocate(arena, 3u << 20), 1, 3u << 20);
  assert_string_equal(dm_arena_string(arena, NULL, 0), "");
  for (size_t round = 0; round < 3; round++) {
    dm_arena_clear(arena);
    unsigned char *piece = dm_arena_allocate(arena, 1000);
    for (size_t i = 0; i < 1000; i++) {
      assert_int_equal(piece[i], 0);
      piece[i] = 1;
    }
  }
  dm_arena_free(arena);
  dm_arena_free(NULL);
}

static void test_buffer(void **state)
{
  (void)state;
  dm_buffer buffer = {0};
  assert_string_equal(dm_buffer_string(&buffer), "");
  dm_buffer_add(&buffer, NULL, 0);
  dm_buffer_add_string(&buffer, "a");
  dm_buffer_add_byte(&buffer, 'b');
  dm_buffer_print(&buffer, "%d%s", 12, "");
  dm_buffer_print(&buffer, "%s", "");
  assert_string_equal(dm_buffer_string(&buffer), "ab12");
  dm_buffer_clear(&buffer);
  assert_string_equal(dm_buffer_string(&buffer), "");
  const uint32_t codepoints[] = {0x41, 0x7F, 0x80, 0x7FF, 0x800, 0xFFFD, 0x10000, 0x10FFFF};
  for (size_t i = 0; i < sizeof codepoints / sizeof *codepoints; i++)
    dm_buffer_add_codepoint(&buffer, codepoints[i]);
  assert_string_equal(buffer.bytes, "A\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80\xEF\xBF\xBD\xF0\x90\x80\x80\xF4\x8F\xBF\xBF");
  dm_buffer_clear(&buffer);
  for (size_t i = 0; i < 10000; i++)
    dm_buffer_print(&buffer, "%c", (int)('a' + i % 26));
  assert_int_equal(buffer.n_bytes, 10000);
  assert_int_equal(strlen(buffer.bytes), 10000);
  assert_int_equal(buffer.bytes[9999], 'a' + 9999 % 26);
  dm_buffer_free(&buffer);
  assert_null(buffer.bytes);
}

static void test_vector(void **state)
{
  (void)state;
  DM_VECTOR(size_t) numbers = {0};
  for (size_t i = 0; i < 1000; i++)
    *dm_vector_add(&numbers) = i * i;
  assert_int_equal(numbers.n, 1000);
  for (size_t i = 0; i < 1000; i++)
    assert_int_equal(numbers.items[i], i * i);
  dm_vector_free(&numbers);
  assert_null(numbers.items);
  assert_int_equal(numbers.capacity, 0);
}

static void test_map(void **state)
{
  (void)state;
  enum { N = 20000 };
  dm_map  *map = dm_map_new();
  uint32_t value = 7;
  bool     is_new = false;
  char     key[32];
  assert_false(dm_map_get(map, "", 0, &value));
  for (uint32_t i = 0; i < N; i++) {
    int n = snprintf(key, sizeof key, "key %u", i);
    assert_int_equal(*dm_map_put(map, key, (size_t)n, i, &is_new), i);
    assert_true(is_new);
  }
  for (uint32_t i = 0; i < N; i++) {
    int n = snprintf(key, sizeof key, "key %u", i);
    assert_true(dm_map_get(map, key, (size_t)n, &value));
    assert_int_equal(value, i);
    assert_int_equal(*dm_map_put(map, key, (size_t)n, 99, &is_new), i); /* the old value stays */
    assert_false(is_new);
  }
  assert_int_equal(dm_map_count(map), N);
  assert_false(dm_map_get(map, "key", 3, NULL));
  *dm_map_put(map, "a\0b", 3, 1, NULL) = 5; /* keys are bytes */
  assert_true(dm_map_get(map, "a\0b", 3, &value));
  assert_int_equal(value, 5);
  assert_false(dm_map_get(map, "a\0c", 3, NULL));
  assert_int_equal(*dm_map_put(map, "", 0, 8, NULL), 8);
  assert_true(dm_map_get(map, "", 0, &value));
  dm_map_free(map);
  dm_map_free(NULL);
}

static void test_digest(void **state)
{
  (void)state;
  char hex[65];
  dm_digest_sha256(hex, "abc", 3);
  assert_string_equal(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  dm_digest_sha256(hex, "", 0);
  assert_string_equal(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_exit_codes),  cmocka_unit_test(test_out_of_memory_ends_with_6),
      cmocka_unit_test(test_copy_string), cmocka_unit_test(test_arena),
      cmocka_unit_test(test_buffer),      cmocka_unit_test(test_vector),
      cmocka_unit_test(test_map),         cmocka_unit_test(test_digest),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
