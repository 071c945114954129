/* What a relation weighed and let go is told, with the words that decided, and only in the phase of the rule. */
#include "relation/trace_impl.h"

#include "world.h"

static const char rules_text[] =
    "families:\n"
    "  kind: {cells: [kind], choose: vote}\n"
    "  start: {cells: [date], choose: best}\n"
    "  position: {cells: [holder, stance, target], choose: each, unique: [holder, target]}\n"
    "clauses:\n"
    "  breaks: [', while']\n"
    "  purposes: ['in order to']\n"
    "  adjuncts: ['within the']\n"
    "  negators: [not]\n"
    "  obliques: [of, with]\n"
    "  leads: [also, ',']\n"
    "  joints: [and, ',']\n"
    "  owners: [\"'s\"]\n"
    "  relatives: [which]\n"
    "  nominals: [to]\n"
    "  commas: [',']\n"
    "  asks: ['\\?']\n"
    "  asides: [amid]\n"
    "rules:\n"
    "  - {rule: plain, match: 'note', weight: 2, facts: [{family: kind, kind: note}]}\n"
    "  - {rule: grand, match: 'treaty', weight: 3, facts: [{family: kind, kind: treaty}]}\n"
    "  - {rule: early, match: 'd=<date>', where: [heading], facts: [{family: start, date: $d}]}\n"
    "  - {rule: late, match: 'd=<date>', when: {kind: [treaty]}, facts: [{family: start, date: $d}]}\n"
    "  - {rule: affirm, trigger: 'affirm~', facts: [{family: position, holder: $subject, stance: <stance:affirms>, target: $object}]}\n"
    "  - {rule: welcome, trigger: 'welcome~', facts: [{family: position, holder: $subject, stance: <stance:welcomes>, target: $object}]}\n"
    "  - {rule: firmly, trigger: 'firmly affirm~', strength: 2, facts: [{family: position, holder: $subject, stance: <stance:asks>, target: "
    "$object}]}\n";

static const char *const names[N_WHYS] = {
    [WHY_WHERE] = "where",       [WHY_CONDITION] = "condition", [WHY_NOMINAL] = "nominal",   [WHY_RELATIVE] = "relative",
    [WHY_QUESTION] = "question", [WHY_OVERLAPPED] = "weaker",   [WHY_OWNER] = "owner",       [WHY_OBLIQUE] = "oblique",
    [WHY_PURPOSE] = "purpose",   [WHY_ADJUNCT] = "adjunct",     [WHY_ASIDE] = "aside",       [WHY_OUTVOTED] = "outvoted",
    [WHY_CLASH] = "clash",       [TRACE_OBJECT] = "object",     [TRACE_NEGATED] = "negated", [TRACE_SETTLED] = "settled"};

typedef struct {
  dm_reading *reading;
  dm_rules   *rules;
  dm_buffer   told;
} listener;

static void listen(void *ctx, const dm_trace_event *event)
{
  listener *l = ctx;
  dm_buffer_print(&l->told, "%s%s %s", l->told.n_bytes ? "; " : "", l->rules->rules.items[event->rule].name,
                  names[event->why] ? names[event->why] : "?");
  if (event->mention)
    dm_buffer_print(&l->told, " %s", dm_reading_words(l->reading, event->mention->range));
  if (event->words.begin < event->words.end)
    dm_buffer_print(&l->told, " (%s)", dm_reading_words(l->reading, event->words));
  for (size_t i = 0; i < event->n_holders; i++)
    dm_buffer_print(&l->told, " %s", event->holders[i]->id);
}

static void check(void **state, const char *said, const char *expected)
{
  world       *w = *state;
  listener     l = {0};
  dm_document *document = NULL;
  dm_relation *relation = NULL;
  char         path[128];
  snprintf(path, sizeof path, "%s/more.yaml", w->folder);
  write_text(w->folder, "more.yaml", rules_text);
  const char *paths[] = {path};
  if (dm_rules_load(&l.rules, w->lexicon, paths, 1, w->diagnostics))
    fail_msg("%s", dm_buffer_string(&w->messages));
  assert_int_equal(dm_document_from_bytes(&document, "doc", "doc", said, strlen(said), w->diagnostics), DM_OK);
  dm_reading_new(&l.reading, w->lexicon, document);
  dm_trace trace = {.ctx = &l, .on_event = listen};
  dm_relation_new_traced(&relation, l.rules, l.reading, &trace);
  assert_string_equal(dm_buffer_string(&l.told), expected);
  dm_buffer_free(&l.told);
  dm_relation_free(relation);
  dm_reading_free(l.reading);
  dm_document_free(document);
  dm_rules_free(l.rules);
}

static void subjects_tell_why_they_are_none(void **state)
{
  check(state, "Japan affirmed peace.", "affirm settled JPN; affirm object peace");
  check(state, "With Japan, France affirmed peace.", "affirm oblique Japan (With); affirm settled FRA; affirm object peace");
  check(state, "The friends of Japan affirmed peace.", "affirm oblique Japan (of); affirm settled");
  check(state, "Japan's friends affirmed peace.", "affirm owner Japan ('s); affirm settled");
  check(state, "Japan did not affirm peace.", "affirm negated (not); affirm settled JPN; affirm object peace");
}

static void objects_tell_why_they_are_none(void **state)
{
  check(state, "Japan affirmed peace in order to build trust.", "affirm settled JPN; affirm object peace; affirm purpose trust (in order to)");
  check(state, "Japan affirmed peace amid war.", "affirm settled JPN; affirm object peace; affirm aside war (amid)");
  check(state, "Japan affirmed peace within the Working Group on One.",
        "affirm settled JPN; affirm object peace; affirm adjunct Working Group on One (within the)");
}

static void triggers_tell_why_they_are_no_frames(void **state)
{
  check(state, "Peace, which Japan affirmed, to affirm, did Japan affirm?",
        "affirm question (Peace, which Japan affirmed, to affirm, did Japan affirm?); affirm nominal (to); "
        "affirm question (Peace, which Japan affirmed, to affirm, did Japan affirm?)");
  check(state, "Peace, which affirms trust.", "affirm relative (which)");
  check(state, "Japan firmly affirmed peace.", "affirm weaker (firmly affirmed); firmly settled JPN; firmly object peace");
}

static void rules_tell_where_they_do_not_apply(void **state)
{
  check(state, "On 1 March 2021 there was a note.", "early where; late condition");
}

static void choices_tell_what_they_drop(void **state)
{
  check(state, "A note of a treaty.", "plain outvoted");
  check(state, "Japan affirmed peace and welcomed peace.",
        "affirm settled JPN; affirm object peace; welcome settled JPN; welcome object peace; welcome clash");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(subjects_tell_why_they_are_none, set_up, tear_down),
      cmocka_unit_test_setup_teardown(objects_tell_why_they_are_none, set_up, tear_down),
      cmocka_unit_test_setup_teardown(triggers_tell_why_they_are_no_frames, set_up, tear_down),
      cmocka_unit_test_setup_teardown(rules_tell_where_they_do_not_apply, set_up, tear_down),
      cmocka_unit_test_setup_teardown(choices_tell_what_they_drop, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
