/* Loading a lexicon: what is there, and every error at its place. */
#include "../relation/world.h"

static void things_are_found_by_id(void **state)
{
  world *w = *state;
  assert_string_equal(dm_lexicon_find(w->lexicon, "state", "JPN")->label, "Japan");
  assert_string_equal(dm_lexicon_find(w->lexicon, "side", "KOR")->id, "KOR");
  assert_ptr_equal(dm_lexicon_find(w->lexicon, NULL, "jpn-mofa")->of, dm_lexicon_find(w->lexicon, "state", "JPN"));
  assert_ptr_equal(dm_lexicon_find(w->lexicon, "forum", "group-1")->part_of, dm_lexicon_find(w->lexicon, "forum", "group"));
  assert_null(dm_lexicon_find(w->lexicon, "state", "XXX"));
  assert_null(dm_lexicon_find(w->lexicon, "agency", "JPN"));
  assert_string_equal(dm_lexicon_near_id(w->lexicon, "JPX"), "JPN");
}

static void successors_are_linked_both_ways(void **state)
{
  world           *w = *state;
  const dm_entity *before = dm_lexicon_find(w->lexicon, "agency", "fra-old"), *after = dm_lexicon_find(w->lexicon, "agency", "fra-new");
  assert_int_equal(after->n_succeeds, 1);
  assert_ptr_equal(after->succeeds[0], before);
  assert_int_equal(before->n_succeeded_by, 1);
  assert_ptr_equal(before->succeeded_by[0], after);
  assert_int_equal(after->n_succeeded_by + before->n_succeeds, 0);
}

static void things_are_sorted(void **state)
{
  world                  *w = *state;
  size_t                  n = 0;
  const dm_entity *const *all = dm_lexicon_entities(w->lexicon, &n);
  assert_int_equal(n, 26);
  for (size_t i = 0; i < n; i++) {
    assert_int_equal(all[i]->index, i);
    if (i == 0)
      continue;
    int order = strcmp(all[i - 1]->kind, all[i]->kind);
    assert_true(order < 0 || (order == 0 && strcmp(all[i - 1]->id, all[i]->id) < 0));
  }
}

static void faults_are_told(void **state)
{
  static const struct {
    const char *text, *message;
  } cases[] = {
      {"kind: stat\nentities: []\n", "more.yaml:1:7: error: unknown kind stat; did you mean state?"},
      {"kind: state\nentities:\n  - {id: JPN, label: Japan}\n", "states.yaml:3:10: error: state JPN is there already, at "},
      {"kind: state\nentities:\n  - {label: Japan}\n", "more.yaml:3:5: error: "},
      {"kind: state\nentities:\n  - {id: A, label: A, lable: A}\n", "more.yaml:3:23: error: "},
      {"kind: agency\nentities:\n  - {id: A, label: A, of: JPM}\n", "more.yaml:3:27: error: no such thing: JPM; did you mean JPN?"},
      {"kind: agency\nentities:\n  - {id: A, label: A, succeeds: fra-odl}\n",
       "more.yaml:3:33: error: no such agency: fra-odl; did you mean fra-old?"},
      {"kind: agency\nentities:\n  - {id: A, label: A, succeeds: JPN}\n", "more.yaml:3:33: error: no such agency: JPN"},
      {"kind: agency\nentities:\n  - {id: A, label: A, from: 2015, succeeds: [fra-old]}\n",
       "more.yaml:3:46: error: fra-old lasted until 2018, A begins in 2015"},
      {"kind: agency\nentities:\n  - {id: A, label: A, succeeds: B}\n  - {id: B, label: B, succeeds: A}\n",
       "more.yaml:3:33: error: B comes after A already"},
      {"kind: principle\nentities:\n  - {id: A, label: A, patterns: ['a (b']}\n", "error: ')' is missing"},
      {"forms: [{form: a, kind: stata, pattern: a}]\n", "more.yaml:1:25: error: unknown kind stata"},
      {"sides: [{scope: word, pattern: a}]\n", "a scope is "},
      {"classes: {a: [b], a: [c]}\n", "more.yaml:1:19: error: "},
      {"clases: {a: [b]}\n", "more.yaml:1:1: error: "},
      {"kinds: {x: {opens: [nothing]}}\n", "unknown kind nothing"},
  };
  world *w = *state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    dm_lexicon_free(w->lexicon);
    w->lexicon = NULL;
    dm_buffer_clear(&w->messages);
    write_text(w->folder, "more.yaml", cases[i].text);
    assert_int_equal(world_load(w), DM_BAD_RULES);
    assert_null(w->lexicon);
    if (!strstr(dm_buffer_string(&w->messages), cases[i].message))
      fail_msg("%s\n%s", cases[i].text, dm_buffer_string(&w->messages));
  }
}

static void all_faults_are_told_at_once(void **state)
{
  world *w = *state;
  dm_lexicon_free(w->lexicon);
  write_text(w->folder, "more.yaml", "kind: agency\nentities:\n  - {id: A, label: A, of: NIX}\n  - {id: B, label: B, patterns: ['(']}\n");
  assert_int_equal(world_load(w), DM_BAD_RULES);
  assert_non_null(strstr(dm_buffer_string(&w->messages), "more.yaml:3:27"));
  assert_non_null(strstr(dm_buffer_string(&w->messages), "more.yaml:4:"));
}

/* What a later path says of a thing replaces what an earlier one says. */
static void later_paths_lie_on_top(void **state)
{
  world      *w = *state;
  char       *top = dm_copy_string("/tmp/demarche-test-XXXXXX", 25);
  dm_lexicon *layered = NULL;
  assert_non_null(mkdtemp(top));
  write_text(top, "more.yaml", "kind: state\nentities:\n  - {id: JPN, label: Nippon, names: [Yamato]}\n");
  const char *paths[] = {w->folder, top};
  assert_int_equal(dm_lexicon_load(&layered, paths, 2, w->diagnostics), DM_OK);
  size_t n = 0, n_layered = 0;
  dm_lexicon_entities(w->lexicon, &n);
  dm_lexicon_entities(layered, &n_layered);
  assert_int_equal(n_layered, n);
  const dm_entity *japan = dm_lexicon_find(layered, "state", "JPN");
  assert_string_equal(japan->label, "Nippon");
  assert_ptr_equal(dm_lexicon_find(layered, NULL, "jpn-mofa")->of, japan);
  dm_lexicon_free(layered);
  const char *turned[] = {top, w->folder};
  assert_int_equal(dm_lexicon_load(&layered, turned, 2, w->diagnostics), DM_OK);
  assert_string_equal(dm_lexicon_find(layered, "state", "JPN")->label, "Japan");
  dm_lexicon_free(layered);
  dm_buffer file = {0};
  dm_buffer_print(&file, "%s/more.yaml", top);
  assert_int_equal(remove(dm_buffer_string(&file)), 0);
  assert_int_equal(rmdir(top), 0);
  dm_buffer_free(&file);
  free(top);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(things_are_found_by_id, set_up, tear_down),
      cmocka_unit_test_setup_teardown(successors_are_linked_both_ways, set_up, tear_down),
      cmocka_unit_test_setup_teardown(things_are_sorted, set_up, tear_down),
      cmocka_unit_test_setup_teardown(faults_are_told, set_up, tear_down),
      cmocka_unit_test_setup_teardown(all_faults_are_told_at_once, set_up, tear_down),
      cmocka_unit_test_setup_teardown(later_paths_lie_on_top, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
