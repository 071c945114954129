/* Looking into patterns: which finds all that another finds, anchors that never hold, and what is written where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "pattern/inspect.h"

typedef struct {
  dm_grammar     *grammar;
  dm_yaml        *yaml;
  dm_diagnostics *diagnostics;
} world;

static const char text[] = "colour: [red, green, \"dark blue\", \"^ grey\"]\nnested: [\"%colour\", pink]\n";

static int set_up(void **state)
{
  static const char *const s[] = {"s", "ed", "ing"};
  world                   *w = test_calloc(1, sizeof *w);
  w->grammar = dm_grammar_new();
  w->diagnostics = dm_diagnostics_new(NULL, NULL);
  dm_grammar_add_ending(w->grammar, NULL, 0, 0, s, 3);
  dm_grammar_add_spelling(w->grammar, "our", "or");
  dm_grammar_add_kind(w->grammar, "state");
  dm_grammar_add_kind(w->grammar, "body");
  dm_grammar_add_group(w->grammar, "actor", "state");
  dm_grammar_add_group(w->grammar, "actor", "body");
  assert_int_equal(dm_yaml_parse(&w->yaml, "classes", text, strlen(text), w->diagnostics), DM_OK);
  const dm_yaml_node *root = dm_yaml_root(w->yaml);
  for (size_t i = 0; i < root->n; i++)
    dm_grammar_add_class(w->grammar, root->pairs[i].key->text, w->yaml, root->pairs[i].value);
  *state = w;
  return 0;
}

static int tear_down(void **state)
{
  world *w = *state;
  dm_grammar_free(w->grammar);
  dm_yaml_free(w->yaml);
  dm_diagnostics_free(w->diagnostics);
  test_free(w);
  return 0;
}

/* A scalar of its own, to be compiled from: nothing is reported of it. */
static dm_pattern *compile(world *w, const char *pattern)
{
  const dm_yaml_node scalar = {.kind = DM_YAML_SCALAR, .text = pattern, .n_bytes = strlen(pattern)};
  dm_pattern        *made = NULL;
  assert_int_equal(dm_pattern_compile(&made, w->grammar, w->yaml, &scalar, NULL, NULL, w->diagnostics), DM_OK);
  return made;
}

static void one_covers_another(void **state)
{
  static const struct {
    const char *general, *special;
    bool        covers;
  } cases[] = {
      {"red", "red", true},
      {"red", "Red", true},
      {"red", "green", false},
      {"walk~", "walks", true},
      {"walks", "walk~", false},
      {"colour", "color", true},
      {"a b?", "a", true},
      {"a", "a b?", false},
      {"a (b | c)", "a b", true},
      {"a b | a c", "a (b | c)", true},
      {"a (b | c) d", "a b d | a c d", true},
      {"a (b | c) d", "a b d | a c e", false},
      {"a+", "a a", true},
      {"a*", "a{2,3}", true},
      {"(a b)*", "a b a b", true},
      {"(a b)+", "a b a", false},
      {"(a | b)+", "(a+ b)+", true},
      {"%colour", "dark blue", true},
      {"%nested", "%colour", true},
      {"%colour", "%nested", false},
      {"well-known", "well known", true},
      {"well known", "well-known", false},
      {"[any]", "red", true},
      {"[word]", "[cap]", true},
      {"[cap]", "[word]", false},
      {"a ..5 b", "a b", true},
      {"a ..5 b", "a [word] b", true},
      {"<actor>", "<state>", true},
      {"<state>", "<actor>", false},
      {"<state>", "<state/name>", true},
      {"<state/name>", "<state>", false},
      {"<state/inner>", "<state>", true},
      {"<state>", "<state/inner>", false},
      {"[any]", "<state>", false},
      {"mic", "=MIC", true},
      {"=MIC", "mic", false},
      {"=MIC", "=MIC", true},
      {"=MIC", "=Mic", false},
      /* captures are part of what is found */
      {"x=a b", "x=a b", true},
      {"x=a b", "y=a b", false},
      {"a b", "x=a b", false},
      {"x=a b", "a b", false},
      {"x=(a | b)", "x=a", true},
      {"x=(a)+", "x=(a)", true},
      /* conditions */
      {"a", "a $", true},
      {"a $", "a", false},
      {"a $?", "a", true},
      {"^ a", "^ a", true},
      {"^ a", "^^ a", false},
      {"a | ^ b", "^ a", true},
      {"a", "a !(b)", true},
      {"a !(b)", "a", false},
      {"a !(b) c", "a !(b) c", true},
      {"a !(b | d) c", "a !(b) c", false},
      {"a !<(b) c", "a !(b) c", false},
      {"a !(b)", "a !(b) c", false},
      {"!([cap]) !(b) a", "!([cap]) !(b) a", true},
  };
  world *w = *state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    dm_pattern *general = compile(w, cases[i].general), *special = compile(w, cases[i].special);
    if (dm_pattern_covers(general, special) != cases[i].covers)
      fail_msg("`%s` %s `%s`", cases[i].general, cases[i].covers ? "should cover" : "should not cover", cases[i].special);
    dm_pattern_free(general);
    dm_pattern_free(special);
  }
}

static void one_covers_the_beginning_of_another(void **state)
{
  static const struct {
    const char *general, *special;
    bool        covers;
  } cases[] = {
      {"a", "a b", true},          {"a b", "a", false},        {"a b", "a b c | a b", true}, {"a b", "a b c | a c", false},
      {"a (b | c)?", "a d", true}, {"x=a b", "x=a b c", true}, {"x=a b", "a b c", false},    {"a !(b)", "a c", false},
  };
  world *w = *state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    dm_pattern *general = compile(w, cases[i].general), *special = compile(w, cases[i].special);
    if (dm_pattern_covers_beginning(general, special) != cases[i].covers)
      fail_msg("`%s` %s the beginning of `%s`", cases[i].general, cases[i].covers ? "should cover" : "should not cover", cases[i].special);
    dm_pattern_free(general);
    dm_pattern_free(special);
  }
}

/* What would take long is not found out: nothing is said then. */
static void long_comparisons_end(void **state)
{
  world    *w = *state;
  dm_buffer general = {0}, special = {0};
  for (size_t i = 0; i < 40; i++)
    dm_buffer_add_string(&general, "(a | b)* a (a | b){1,9} | ");
  dm_buffer_add_string(&general, "c");
  for (size_t i = 0; i < 12; i++)
    dm_buffer_add_string(&special, "(a | b | a b | b a){0,9} ");
  dm_pattern *one = compile(w, dm_buffer_string(&general)), *other = compile(w, dm_buffer_string(&special));
  assert_false(dm_pattern_covers(one, other));
  dm_pattern_free(one);
  dm_pattern_free(other);
  dm_buffer_free(&general);
  dm_buffer_free(&special);
}

static void anchors_are_idle(void **state)
{
  static const struct {
    const char *pattern;
    bool        in_sentence;
    int         offset; /* -1: none */
  } cases[] = {
      {"^ a", false, -1},        {"a ^ b", false, 2},    {"a? ^ b", false, -1},    {"(a | ^) b", false, -1},
      {"a (^ b | c)", false, 3}, {"a $", false, -1},     {"a $ b", false, 2},      {"a $ b?", false, -1},
      {"a ($ | b) c", false, 3}, {"a ^^ b", false, -1},  {"a ^^ b", true, 2},      {"a $$ b", true, 2},
      {"a !($) b", false, -1},   {"a !(^) b", false, 4}, {"a %colour", false, -1}, /* of a class: it may do elsewhere */
  };
  world *w = *state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    dm_pattern *pattern = compile(w, cases[i].pattern);
    size_t      offset = SIZE_MAX;
    bool        found = dm_pattern_idle_anchor(pattern, cases[i].in_sentence, &offset);
    if (found != (cases[i].offset >= 0) || (found && offset != (size_t)cases[i].offset))
      fail_msg("`%s`: %zu", cases[i].pattern, offset);
    dm_pattern_free(pattern);
  }
}

static void outlines_tell_what_is_written(void **state)
{
  static const char *const names[] = {"word", "compound", "exact", "sign", "class", "mark", "capture", "guard", "alternative"};
  static const struct {
    const char *pattern, *expected;
  } cases[] = {
      {"a b~", "word:a word:b alternative0:a b~"},
      {"a | (b | c-d) e", "word:a alternative0:a word:b alternative1:b word:c word:d compound:c-d alternative1:c-d word:e alternative0:(b | c-d) e"},
      {"x=<state/name> , %colour", "capture:x mark:state/name sign:, class:colour alternative0:x=<state/name> , %colour"},
      {"=MIC 's", "exact:MIC word:'s alternative0:=MIC 's"},
      {"!(a) b", "word:a alternative1:a word:b guard:!(a)+b alternative0:!(a) b"},
      {"!(a) b?", "word:a alternative1:a word:b alternative0:!(a) b?"},
      {"!<(a) b", "word:a alternative1:a word:b alternative0:!<(a) b"},
  };
  world *w = *state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const char        *pattern = cases[i].pattern;
    const dm_yaml_node scalar = {.kind = DM_YAML_SCALAR, .text = pattern, .n_bytes = strlen(pattern)};
    dm_pattern_parts   parts = {0};
    dm_buffer          got = {0};
    assert_int_equal(dm_pattern_outline(&parts, w->grammar, w->yaml, &scalar, NULL, NULL, w->diagnostics), DM_OK);
    for (size_t k = 0; k < parts.n; k++) {
      const dm_pattern_part *part = &parts.items[k];
      dm_buffer_print(&got, "%s%s", k ? " " : "", names[part->use]);
      if (part->use == DM_PART_ALTERNATIVE)
        dm_buffer_print(&got, "%u", part->choice);
      dm_buffer_print(&got, ":%.*s", (int)(part->end - part->begin), pattern + part->begin);
      if (part->use == DM_PART_GUARD)
        dm_buffer_print(&got, "+%.*s", (int)(part->next_end - part->next_begin), pattern + part->next_begin);
    }
    assert_string_equal(dm_buffer_string(&got), cases[i].expected);
    dm_buffer_free(&got);
    dm_vector_free(&parts);
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(one_covers_another, set_up, tear_down),
      cmocka_unit_test_setup_teardown(one_covers_the_beginning_of_another, set_up, tear_down),
      cmocka_unit_test_setup_teardown(long_comparisons_end, set_up, tear_down),
      cmocka_unit_test_setup_teardown(anchors_are_idle, set_up, tear_down),
      cmocka_unit_test_setup_teardown(outlines_tell_what_is_written, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
