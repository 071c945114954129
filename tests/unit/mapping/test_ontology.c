/* mapping.yaml, demarche.ttl and README.md of ontology/ tell of the same terms. */
#include "base/buffer.h"
#include "base/map.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

static void read_file(dm_buffer *out, const char *name)
{
  char       path[4096];
  const char here[] = "tests/unit/mapping/test_ontology.c";
  snprintf(path, sizeof path, "%.*sontology/%s", (int)(sizeof __FILE__ - sizeof here), __FILE__, name);
  FILE *in = fopen(path, "r");
  assert_non_null(in);
  for (int byte = getc(in); byte != EOF; byte = getc(in))
    dm_buffer_add_byte(out, (char)byte);
  fclose(in);
}

/* Every `dip:name` of `text`; `defined`: only those at the beginning of a line. */
static dm_map *terms_of(const dm_buffer *text, bool defined)
{
  dm_map *terms = dm_map_new();
  for (const char *at = strstr(text->bytes, "dip:"); at; at = strstr(at + 4, "dip:")) {
    const size_t n = strspn(at + 4, letters);
    if (n > 0 && (!defined || at == text->bytes || at[-1] == '\n'))
      dm_map_put(terms, at + 4, n, 0, NULL);
  }
  return terms;
}

/* Every term of `text` is in `terms`. */
static void assert_all_in(const dm_buffer *text, const dm_map *terms, const char *where)
{
  for (const char *at = strstr(text->bytes, "dip:"); at; at = strstr(at + 4, "dip:")) {
    const size_t n = strspn(at + 4, letters);
    if (n > 0 && !dm_map_get(terms, at + 4, n, NULL))
      fail_msg("dip:%.*s is not in %s", (int)n, at + 4, where);
  }
}

static void test_terms(void **state)
{
  (void)state;
  dm_buffer ontology = {0};
  dm_buffer mapping = {0};
  dm_buffer readme = {0};
  read_file(&ontology, "demarche.ttl");
  read_file(&mapping, "mapping.yaml");
  read_file(&readme, "README.md");
  dm_map *defined = terms_of(&ontology, true);
  dm_map *told = terms_of(&readme, false);
  assert_true(dm_map_count(defined) > 50);
  assert_all_in(&mapping, defined, "demarche.ttl");
  assert_all_in(&readme, defined, "demarche.ttl");
  assert_all_in(&ontology, defined, "demarche.ttl");
  assert_all_in(&ontology, told, "README.md");
  dm_map_free(defined);
  dm_map_free(told);
  dm_buffer_free(&ontology);
  dm_buffer_free(&mapping);
  dm_buffer_free(&readme);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_terms)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
