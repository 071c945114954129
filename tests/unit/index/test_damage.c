/* Files with flipped bits, changed words, cut ends, half of them with their checksums computed anew: each is refused or used without harm. A sample; DM_DAMAGES in the environment
 * gives the number, DM_SEED another beginning. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <unistd.h>

#include "../../fuzz/index_exercise.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/memory.h"

enum { DEFAULT_DAMAGES = 2000, N_FILES = 4 };

static void swallow(void *ctx, const char *message, size_t n_bytes)
{
  (void)ctx, (void)message, (void)n_bytes;
}

static uint64_t random_state = 1;

static uint64_t draw(uint64_t n)
{
  random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (random_state >> 24) % n;
}

/* A file of statements without graphs, with a few graphs, and so on. */
static dm_buffer build(size_t kind)
{
  static const char *const datatypes[] = {NULL,
                                          "http://www.w3.org/2001/XMLSchema#integer",
                                          "http://www.w3.org/2001/XMLSchema#decimal",
                                          "http://www.w3.org/2001/XMLSchema#dateTime",
                                          "http://www.w3.org/2001/XMLSchema#duration",
                                          "http://e/t"};
  static const char *const forms[] = {"12", "9999999999999999999999", "1.5", "2020-02-29T12:00:00Z", "P1Y2M3DT4H", "\xE4\xBD\xA0\xE5\xA5\xBD"};
  const size_t             n_statements[N_FILES] = {60, 40, 1, 0};
  dm_buffer                bytes = {0};
  char                     path[64];
  dm_diagnostics          *diagnostics = dm_diagnostics_new(swallow, NULL);
  dm_index_builder        *builder = NULL;
  dm_index_builder_new(&builder, 0, NULL, diagnostics);
  const dm_sink sink = dm_index_builder_sink(builder);
  for (size_t i = 0; i < n_statements[kind]; i++) {
    char names[4][32];
    for (size_t k = 0; k < 4; k++)
      snprintf(names[k], sizeof names[k], "http://e/%u", (unsigned)draw(k == 1 ? 4 : 12));
    const size_t       form = draw(6);
    const dm_term      blank = {DM_TERM_BLANK, "b1", 2, NULL, NULL};
    const dm_term      literal = dm_term_literal(forms[form], datatypes[draw(6)], NULL);
    const dm_term      text = dm_term_literal(forms[form], NULL, "fr-be");
    const dm_statement statement = {draw(5) ? dm_term_iri(names[0]) : blank, dm_term_iri(names[1]),
                                    draw(2)   ? literal
                                    : draw(3) ? dm_term_iri(names[2])
                                              : text,
                                    kind == 1 && draw(4) ? dm_term_iri(names[3]) : (dm_term){0}};
    sink.on_statement(sink.ctx, &statement);
  }
  snprintf(path, sizeof path, "/tmp/demarche-test-damage-%ld", (long)getpid());
  assert_int_equal(dm_index_builder_save(builder, path), DM_OK);
  assert_int_equal(dm_file_read(&bytes, path, 0, diagnostics), DM_OK);
  unlink(path);
  dm_index_builder_free(builder);
  dm_diagnostics_free(diagnostics);
  return bytes;
}

static const uint64_t odd_numbers[] = {0,         1,         2, 3, 7, 0x7F, 0xFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF, UINT64_C(1) << 40,
                                       INT64_MAX, UINT64_MAX};

static void damage(char *bytes, size_t *n_bytes)
{
  for (uint64_t i = draw(4) + 1; i > 0 && *n_bytes > 8; i--) {
    /* half of them in the trailer or near the beginning, which are small and tell where all else is */
    const size_t   n_trailer = sizeof(layout_trailer) < *n_bytes ? sizeof(layout_trailer) : *n_bytes;
    const size_t   at = draw(2) ? draw(*n_bytes - 7) : *n_bytes - 8 - draw(n_trailer - 7);
    const uint64_t odd = odd_numbers[draw(sizeof odd_numbers / sizeof *odd_numbers)];
    switch (draw(8)) {
    case 0: *n_bytes -= draw(draw(8) && *n_bytes > 24 ? 16 : *n_bytes - 8); break;
    case 1: memcpy(bytes + at / 4 * 4, &odd, 4); break;
    case 2: memcpy(bytes + at / 8 * 8, &odd, 8); break;
    case 3: bytes[at] = (char)draw(256); break;
    case 4: {
      uint32_t word = 0;
      memcpy(&word, bytes + at / 4 * 4, 4);
      word += (uint32_t)draw(3) - 1;
      memcpy(bytes + at / 4 * 4, &word, 4);
      break;
    }
    case 5: memmove(bytes + at, bytes + draw(*n_bytes - 7), 8); break;
    default: bytes[at] = (char)(bytes[at] ^ (1 << draw(8))); break;
    }
  }
}

static void test_damages(void **state)
{
  const char     *wanted = getenv("DM_DAMAGES");
  const char     *seed = getenv("DM_SEED");
  const size_t    n = wanted ? strtoul(wanted, NULL, 10) : DEFAULT_DAMAGES;
  size_t          n_opened = 0;
  size_t          n_sound = 0;
  dm_diagnostics *diagnostics = dm_diagnostics_new(swallow, NULL);
  dm_buffer       files[N_FILES];
  (void)state;
  random_state = seed ? strtoull(seed, NULL, 10) : 1;
  for (size_t i = 0; i < N_FILES; i++)
    files[i] = build(i);
  for (size_t i = 0; i < n; i++) {
    const dm_buffer *file = &files[i % 8 < 4 ? 0 : i % 8 < 6 ? 1 : i % 8 - 4];
    size_t           n_bytes = file->n_bytes;
    char            *copy = dm_copy_string(file->bytes, n_bytes);
    dm_index        *index = NULL;
    damage(copy, &n_bytes);
    char *bytes = dm_reallocate(NULL, n_bytes, 1);
    memcpy(bytes, copy, n_bytes);
    if (i % 2)
      dm_index_sign_bytes(bytes, n_bytes);
    if (dm_index_open_bytes(&index, "damaged", bytes, n_bytes, false, diagnostics) == DM_OK) {
      n_opened++;
      exercise_index(index, (unsigned)i);
    }
    dm_index_free(index);
    if (dm_index_open_bytes(&index, "damaged", bytes, n_bytes, true, diagnostics) == DM_OK) {
      n_sound++;
      exercise_index(index, (unsigned)i);
    }
    dm_index_free(index);
    free(bytes);
    free(copy);
  }
  print_message("%zu damaged files, %zu opened, %zu passed every check\n", n, n_opened, n_sound);
  assert_true(n_opened > n / 20); /* or nothing was tried */
  for (size_t i = 0; i < N_FILES; i++)
    dm_buffer_free(&files[i]);
  dm_diagnostics_free(diagnostics);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_damages)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
