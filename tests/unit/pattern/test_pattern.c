/* Patterns over plain texts: what matches, how far, what is captured, and what does not compile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/memory.h"
#include "pattern/pattern.h"

typedef struct {
  dm_grammar     *grammar;
  dm_yaml        *classes;
  dm_diagnostics *diagnostics;
  dm_buffer       messages;
  dm_mark         marks[4];
} world;

static void keep_message(void *ctx, const char *message, size_t n_bytes)
{
  dm_buffer_add(ctx, message, n_bytes);
}

static const char class_text[] = "colour: [red, green, \"dark blue\"]\nlist: [\"%colour (, %colour)*\"]\nloop: [\"%loop x\"]\n";

static int set_up(void **state)
{
  static const char *const y[] = {"y"}, *const ies[] = {"ies", "ied", "ying"}, *const s[] = {"s", "ed", "ing"};
  world *w = test_calloc(1, sizeof *w);
  w->grammar = dm_grammar_new();
  w->diagnostics = dm_diagnostics_new(keep_message, &w->messages);
  dm_grammar_add_ending(w->grammar, y, 1, 1, ies, 3);
  dm_grammar_add_ending(w->grammar, NULL, 0, 0, s, 3);
  dm_grammar_add_spelling(w->grammar, "our", "or");
  dm_grammar_add_inflection(w->grammar, "hold", "held");
  dm_grammar_add_kind(w->grammar, "state");
  dm_grammar_add_kind(w->grammar, "body");
  dm_grammar_add_group(w->grammar, "actor", "state");
  dm_grammar_add_group(w->grammar, "actor", "body");
  assert_int_equal(dm_yaml_parse(&w->classes, "classes", class_text, strlen(class_text), w->diagnostics), DM_OK);
  const dm_yaml_node *root = dm_yaml_root(w->classes);
  for (size_t i = 0; i < root->n; i++)
    dm_grammar_add_class(w->grammar, root->pairs[i].key->text, w->classes, root->pairs[i].value);
  *state = w;
  return 0;
}

static int tear_down(void **state)
{
  world *w = *state;
  dm_grammar_free(w->grammar);
  dm_yaml_free(w->classes);
  dm_diagnostics_free(w->diagnostics);
  dm_buffer_free(&w->messages);
  test_free(w);
  return 0;
}

static dm_status compile(world *w, const char *pattern, dm_pattern **out, dm_yaml **yaml)
{
  dm_buffer text = {0};
  dm_buffer_print(&text, "- '");
  for (const char *c = pattern; *c; c++)
    dm_buffer_print(&text, *c == '\'' ? "''" : "%c", *c);
  dm_buffer_add_string(&text, "'\n");
  char *kept = dm_copy_string(text.bytes, text.n_bytes);
  dm_buffer_free(&text);
  assert_int_equal(dm_yaml_parse(yaml, "pattern", kept, strlen(kept), w->diagnostics), DM_OK);
  dm_status status = dm_pattern_compile(out, w->grammar, *yaml, dm_yaml_root(*yaml)->items[0], NULL, NULL, w->diagnostics);
  dm_yaml_free(*yaml);
  free(kept);
  *yaml = NULL;
  return status;
}

/* A text with its symbols and, at will, marks. */
typedef struct {
  dm_text   *text;
  dm_arena  *arena;
  dm_view    view;
  dm_symbol *symbols;
  uint32_t  *first;
} scene;

static void show(scene *s, const world *w, const char *source, const dm_mark *marks, size_t n_marks)
{
  dm_text_words words = {0};
  dm_text_new(&s->text, source, strlen(source), 0, &words);
  s->arena = dm_arena_new();
  s->symbols = dm_arena_allocate(s->arena, (s->text->n_tokens + 1) * sizeof *s->symbols);
  s->first = dm_arena_allocate(s->arena, (s->text->n_tokens + 2) * sizeof *s->first);
  for (size_t t = 0; t < s->text->n_tokens; t++)
    s->symbols[t] = dm_grammar_find_word(w->grammar, s->text->tokens[t].folded, s->text->tokens[t].n_folded);
  for (uint32_t t = 0, m = 0; t <= s->text->n_tokens; t++) {
    while (m < n_marks && marks[m].range.begin < t)
      m++;
    s->first[t] = m;
  }
  s->view = (dm_view){.text = s->text, .symbols = s->symbols, .marks = marks, .first_mark = s->first};
}

static void hide(scene *s)
{
  dm_text_free(s->text);
  dm_arena_free(s->arena);
}

/* The first match in `source` as words, or NULL; captures as name=words behind it. */
static void check(world *w, const char *pattern, const char *source, const char *expected, const dm_mark *marks, size_t n_marks)
{
  dm_pattern       *compiled = NULL;
  dm_yaml          *yaml = NULL;
  dm_pattern_state *state = dm_pattern_state_new();
  scene             s;
  dm_match          match;
  dm_buffer         got = {0};
  assert_int_equal(compile(w, pattern, &compiled, &yaml), DM_OK);
  show(&s, w, source, marks, n_marks);
  for (uint32_t t = 0; t < s.text->n_tokens && !got.n_bytes; t++) {
    if (!dm_pattern_match(compiled, state, &s.view, (dm_token_range){0, (uint32_t)s.text->n_tokens}, t, &match))
      continue;
    dm_span span = dm_text_tokens_span(s.text, match.range);
    dm_buffer_add(&got, s.text->string + span.begin, span.end - span.begin);
    for (size_t i = 0; i < match.n_captures; i++) {
      span = dm_text_tokens_span(s.text, match.captures[i].range);
      dm_buffer_print(&got, " | %s=%.*s%s", match.captures[i].name, (int)(span.end - span.begin), s.text->string + span.begin,
                      match.captures[i].mark == UINT32_MAX ? "" : "!");
    }
  }
  if (expected)
    assert_string_equal(dm_buffer_string(&got), expected);
  else
    assert_string_equal(dm_buffer_string(&got), "");
  dm_buffer_free(&got);
  hide(&s);
  dm_pattern_state_free(state);
  dm_pattern_free(compiled);
}

static void words_match(void **state)
{
  static const struct {
    const char *pattern, *source, *expected;
  } cases[] = {
      {"open", "An OPEN door", "OPEN"},
      {"open door", "An open window", NULL},
      {"apply~", "what applies", "applies"},
      {"apply~", "what applied", "applied"},
      {"hold~", "it was held", "held"},
      {"favour", "in favor of", "favor"},
      {"=US", "the us and the U.S. side", "U.S."},
      {"=US", "with us all", NULL},
      {"capacity building", "for capacity-building now", "capacity-building"},
      {"capacity-building", "for capacity building now", "capacity building"},
      {"a|b c", "b c", "b c"},
      {"a (b | b c)", "a b c", "a b c"},
      {"a b? c", "a c", "a c"},
      {"a b* c", "a b b b c", "a b b b c"},
      {"a b+ c", "a c", NULL},
      {"a{2,3}", "a a a a", "a a a"},
      {"a ..2 b", "a x y b", "a x y b"},
      {"a ..2 b", "a x y z b", NULL},
      {"a ..5 b", "a x; y b", NULL},
      {"%colour", "a dark blue sky", "dark blue"},
      {"%list", "red, green, dark blue, black", "red, green, dark blue"},
      {"a !(b) [word]", "a b a c", "a c"},
      {"!<(b | x) a [word]", "b a c x a d e a f", "a f"},
      {"!<(b) a", "a b", "a"},
      {"!<(b) a", "B. a c", "a"},
      {"^ a", "b a", NULL},
      {"a $", "a b a", "a"},
      {"^^ c", "A b. C d.", "C"},
      {"[cap] [cap]", "the Big House", "Big House"},
      {"[caps]", "the House and the UN", "UN"},
      {"[num]", "on 12 May", "12"},
      {"[symbol]", "see 12 and 73/27", "73/27"},
      {"x=(a b) y=c", "a b c", "a b c | x=a b | y=c"},
      {"x=a (, x=b)*", "a, b, b", "a, b, b | x=a | x=b | x=b"},
      {"\\( [any] \\)", "so (NSS) it", "(NSS)"},
      {"state 's", "the state's view", "state's"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    check(*state, cases[i].pattern, cases[i].source, cases[i].expected, NULL, 0);
}

static void marks_match(void **state)
{
  world        *w = *state;
  const dm_mark marks[] = {
      {{0, 2}, 1, DM_FORM_NAME, 7, 0}, {{0, 1}, 2, DM_FORM_ADJECTIVE | DM_FORM_INNER, 8, 1}, {{3, 4}, 2, DM_FORM_ACRONYM, UINT32_MAX, 2}};
  check(w, "<state> and <body>", "New Zealand and NATO", "New Zealand and NATO", marks, 3);
  check(w, "x=<actor> and x=<actor>", "New Zealand and NATO", "New Zealand and NATO | x=New Zealand! | x=NATO!", marks, 3);
  check(w, "<body> zealand", "New Zealand and NATO", NULL, marks, 3);
  check(w, "<body/inner> zealand", "New Zealand and NATO", "New Zealand", marks, 3);
  check(w, "<body/adjective>", "New Zealand and NATO", NULL, marks, 3);
  check(w, "<body/acronym>", "New Zealand and NATO", "NATO", marks, 3);
}

static void faults_are_told(void **state)
{
  static const struct {
    const char *pattern, *message;
  } cases[] = {
      {"a (b", "pattern:1:8: error: ')' is missing"},
      {"a )", "pattern:1:6: error: this does not belong here"},
      {"%colur", "did you mean %colour?"},
      {"%loop", "classes nest too deeply"},
      {"<stat>", "did you mean <state>?"},
      {"<state/nam>", "unknown form"},
      {"[kap]", "unknown shape"},
      {"a ..x", "a number up to 64 is missing"},
      {"a{3,2}", "a repetition is {m} or {m,n}"},
      {"a ||", "nothing stands here"},
      {"", "nothing stands here"},
      {"*", "this does not belong here"},
      {"=", "a word is missing behind '='"},
      {"!a", "'(' is missing behind '!'"},
  };
  world *w = *state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    dm_pattern *compiled = NULL;
    dm_yaml    *yaml = NULL;
    dm_buffer_clear(&w->messages);
    assert_int_equal(compile(w, cases[i].pattern, &compiled, &yaml), DM_BAD_RULES);
    assert_null(compiled);
    if (!strstr(dm_buffer_string(&w->messages), cases[i].message))
      fail_msg("%s: %s", cases[i].pattern, dm_buffer_string(&w->messages));
  }
}

/* Nested repetitions end in time that grows with the text, not with the number of ways through it. */
static void no_pattern_explodes(void **state)
{
  dm_buffer source = {0};
  for (int i = 0; i < 390; i++)
    dm_buffer_add_string(&source, "a ");
  check(*state, "((a* a*)* a*)* b", dm_buffer_string(&source), NULL, NULL, 0);
  check(*state, "(a | a a | a a a)* (!(b) a)* b", dm_buffer_string(&source), NULL, NULL, 0);
  dm_buffer_free(&source);
}

typedef struct {
  size_t numbers[8];
  size_t n;
} hits;

static void note_hit(void *ctx, size_t pattern, const dm_match *match)
{
  hits *h = ctx;
  (void)match;
  h->numbers[h->n++] = pattern;
}

static void index_finds_what_single_matches_find(void **state)
{
  static const char *const patterns[] = {"open door", "[cap] door", "(red | open) [word]", "shut", "a? open"};
  world                   *w = *state;
  dm_pattern              *compiled[5];
  dm_pattern_state        *scratch = dm_pattern_state_new();
  scene                    s;
  for (size_t i = 0; i < 5; i++) {
    dm_yaml *yaml = NULL;
    assert_int_equal(compile(w, patterns[i], &compiled[i], &yaml), DM_OK);
  }
  dm_pattern_index *index = dm_pattern_index_new((const dm_pattern *const *)compiled, 5);
  show(&s, w, "An Open door, a red open gate shut", NULL, 0);
  dm_token_range all = {0, (uint32_t)s.text->n_tokens};
  for (uint32_t t = 0; t < all.end; t++) {
    hits found = {.n = 0}, single = {.n = 0};
    dm_pattern_index_match(index, scratch, &s.view, all, t, note_hit, &found);
    for (size_t i = 0; i < 5; i++)
      if (dm_pattern_match(compiled[i], scratch, &s.view, all, t, NULL))
        single.numbers[single.n++] = i;
    assert_int_equal(found.n, single.n);
    for (size_t i = 0; i < found.n; i++)
      assert_int_equal(found.numbers[i], single.numbers[i]);
  }
  hide(&s);
  dm_pattern_index_free(index);
  for (size_t i = 0; i < 5; i++)
    dm_pattern_free(compiled[i]);
  dm_pattern_state_free(scratch);
}

/* Words that every match needs are looked for ahead, and where they stand is kept: what was kept must not change what is found, wherever one looks next. */
static void kept_words_change_nothing(void **state)
{
  static const char *const patterns[] = {"a (and a)* shut", "(a | and)* (gate | red door)", "a? (a | and)* (!(shut) [any])* window", "=A (a | and)+",
                                         "(a | and)* and a (shut | gate) door{2,2}"};
  enum { N = 5, N_WORDS = 160 };
  world            *w = *state;
  dm_pattern       *compiled[N];
  dm_pattern_state *kept = dm_pattern_state_new();
  dm_buffer         source = {0};
  scene             s;
  for (size_t i = 0; i < N; i++) {
    dm_yaml *yaml = NULL;
    assert_int_equal(compile(w, patterns[i], &compiled[i], &yaml), DM_OK);
  }
  for (size_t i = 0; i < N_WORDS; i++)
    dm_buffer_add_string(&source, i == 50    ? "a shut "
                                  : i == 90  ? "A gate door door "
                                  : i == 91  ? "and a shut door door "
                                  : i == 140 ? "red door window "
                                  : i % 2    ? "and "
                                             : "a ");
  show(&s, w, dm_buffer_string(&source), NULL, 0);
  uint32_t n = (uint32_t)s.text->n_tokens;
  for (uint32_t turn = 0, t = 0; turn < 3 * n; turn++, t = turn < n ? turn : (t + (turn % 3 ? 7 : 101)) % n) { /* a sweep, then leaps */
    for (size_t i = 0; i < N; i++) {
      dm_pattern_state *fresh = dm_pattern_state_new();
      dm_match          one, other;
      dm_token_range    limit = {0, turn % 5 ? n : t + (n - t) / 2 + 1};
      if (limit.end > n)
        limit.end = n;
      bool found = dm_pattern_match(compiled[i], kept, &s.view, limit, t, &one);
      assert_int_equal(found, dm_pattern_match(compiled[i], fresh, &s.view, limit, t, &other));
      if (found)
        assert_int_equal(one.range.end, other.range.end);
      dm_pattern_state_free(fresh);
    }
  }
  dm_match last;
  assert_true(dm_pattern_match(compiled[0], kept, &s.view, (dm_token_range){0, n}, 0, &last));
  assert_int_equal(last.range.end, 52);
  hide(&s);
  dm_buffer_free(&source);
  for (size_t i = 0; i < N; i++)
    dm_pattern_free(compiled[i]);
  dm_pattern_state_free(kept);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(words_match, set_up, tear_down),
      cmocka_unit_test_setup_teardown(marks_match, set_up, tear_down),
      cmocka_unit_test_setup_teardown(faults_are_told, set_up, tear_down),
      cmocka_unit_test_setup_teardown(no_pattern_explodes, set_up, tear_down),
      cmocka_unit_test_setup_teardown(index_finds_what_single_matches_find, set_up, tear_down),
      cmocka_unit_test_setup_teardown(kept_words_change_nothing, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
