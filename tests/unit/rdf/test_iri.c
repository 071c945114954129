/* Relative IRIs: the examples of RFC 3986 §5.4, and what SPARQL wants kept. */
#include "rdf/iri.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
  const char *base;
  const char *reference;
  const char *expected; /* NULL: not absolute, left as it is */
} resolution;

static const char rfc[] = "http://a/b/c/d;p?q";

static const resolution cases[] = {
    /* §5.4.1 */
    {rfc, "g:h", "g:h"},
    {rfc, "g", "http://a/b/c/g"},
    {rfc, "./g", "http://a/b/c/g"},
    {rfc, "g/", "http://a/b/c/g/"},
    {rfc, "/g", "http://a/g"},
    {rfc, "//g", "http://g"},
    {rfc, "?y", "http://a/b/c/d;p?y"},
    {rfc, "g?y", "http://a/b/c/g?y"},
    {rfc, "#s", "http://a/b/c/d;p?q#s"},
    {rfc, "g#s", "http://a/b/c/g#s"},
    {rfc, "g?y#s", "http://a/b/c/g?y#s"},
    {rfc, ";x", "http://a/b/c/;x"},
    {rfc, "g;x", "http://a/b/c/g;x"},
    {rfc, "g;x?y#s", "http://a/b/c/g;x?y#s"},
    {rfc, "", "http://a/b/c/d;p?q"},
    {rfc, ".", "http://a/b/c/"},
    {rfc, "./", "http://a/b/c/"},
    {rfc, "..", "http://a/b/"},
    {rfc, "../", "http://a/b/"},
    {rfc, "../g", "http://a/b/g"},
    {rfc, "../..", "http://a/"},
    {rfc, "../../", "http://a/"},
    {rfc, "../../g", "http://a/g"},
    /* §5.4.2 */
    {rfc, "../../../g", "http://a/g"},
    {rfc, "../../../../g", "http://a/g"},
    {rfc, "/./g", "http://a/g"},
    {rfc, "/../g", "http://a/g"},
    {rfc, "g.", "http://a/b/c/g."},
    {rfc, ".g", "http://a/b/c/.g"},
    {rfc, "g..", "http://a/b/c/g.."},
    {rfc, "..g", "http://a/b/c/..g"},
    {rfc, "./../g", "http://a/b/g"},
    {rfc, "./g/.", "http://a/b/c/g/"},
    {rfc, "g/./h", "http://a/b/c/g/h"},
    {rfc, "g/../h", "http://a/b/c/h"},
    {rfc, "g;x=1/./y", "http://a/b/c/g;x=1/y"},
    {rfc, "g;x=1/../y", "http://a/b/c/y"},
    {rfc, "g?y/./x", "http://a/b/c/g?y/./x"},
    {rfc, "g?y/../x", "http://a/b/c/g?y/../x"},
    {rfc, "g#s/./x", "http://a/b/c/g#s/./x"},
    {rfc, "g#s/../x", "http://a/b/c/g#s/../x"},
    {rfc, "http:g", "http:g"},
    /* other shapes of base and reference */
    {"http://a", "g", "http://a/g"},
    {"http://a", "", "http://a"},
    {"http://a?q", "g", "http://a/g"},
    {"http://a/b#f", "", "http://a/b"},
    {"http://a/b#f", "#g", "http://a/b#g"},
    {"http://a/b//c", "../g", "http://a/b/g"},
    {"http://a/b/c/", "g", "http://a/b/c/g"},
    {"http://a/b/../c", "", "http://a/b/../c"},
    {"urn:x:y", "g", "urn:g"},
    {"urn:x:y", "#g", "urn:x:y#g"},
    {"urn:x", "../g", "urn:g"},
    {"file:///a/b", "c", "file:///a/c"},
    {"http://a/é/x", "ü?ö#ä", "http://a/é/ü?ö#ä"},
    {rfc, "//g/..", "http://g/"},
    {rfc, "//", "http://"},
    {rfc, "?", "http://a/b/c/d;p?"},
    {rfc, "#", "http://a/b/c/d;p?q#"},
    /* a reference with a scheme stays as it is */
    {rfc, "eXAMPLE://a/./b/../b/%63/%7bfoo%7d#xyz", "eXAMPLE://a/./b/../b/%63/%7bfoo%7d#xyz"},
    {NULL, "http://e/x/../y", "http://e/x/../y"},
    /* nothing to resolve against */
    {NULL, "g", NULL},
    {NULL, "", NULL},
    {"", "g", NULL},
    {"relative/base", "g", NULL},
    {NULL, "1:g", NULL},
    {NULL, ":g", NULL},
};

static void test_resolve(void **state)
{
  (void)state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const resolution *c = &cases[i];
    dm_buffer         out = {0};
    dm_buffer_add_string(&out, "> ");
    bool is_absolute = dm_iri_resolve(&out, c->base, c->reference, strlen(c->reference));
    assert_string_equal(dm_buffer_string(&out) + 2, c->expected ? c->expected : c->reference);
    assert_int_equal(is_absolute, c->expected != NULL);
    dm_buffer_free(&out);
  }
}

static void test_a_reference_is_bytes(void **state)
{
  (void)state;
  dm_buffer out = {0};
  assert_true(dm_iri_resolve(&out, rfc, "gone", 1));
  assert_string_equal(dm_buffer_string(&out), "http://a/b/c/g");
  dm_buffer_free(&out);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_resolve),
      cmocka_unit_test(test_a_reference_is_bytes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
