/* From clauses to facts: subjects, objects, negation, lists, choices. */
#include "relation/relation.h"

#include "world.h"

static const char rules_text[] =
    "families:\n"
    "  kind: {cells: [kind], choose: vote}\n"
    "  party: {cells: [actor], choose: all}\n"
    "  start: {cells: [date], choose: best}\n"
    "  next: {cells: [date], choose: best, relative_to: start}\n"
    "  guest: {cells: [who, side], choose: all}\n"
    "  role: {cells: [who, role, side], choose: all, missing: {cell: side, like: role, one_of: party}}\n"
    "  sign: {cells: [who], choose: match}\n"
    "  position: {cells: [holder, stance, target], choose: each, unique: [holder, target]}\n"
    "references: {both: [party], own: [party]}\n"
    "voices: [party]\n"
    "clauses:\n"
    "  breaks: [', while']\n"
    "  purposes: ['in order to']\n"
    "  adjuncts: ['within the']\n"
    "  negators: [not]\n"
    "  obliques: [of, with]\n"
    "  leads: [also, ',']\n"
    "  joints: [and, ',']\n"
    "  owners: [\"'s\"]\n"
    "  questions: [how]\n"
    "  asks: ['\\?']\n"
    "  openers: [if]\n"
    "  commas: [',']\n"
    "  asides: [amid]\n"
    "  singulars: [it]\n"
    "  coordinators: [and]\n"
    "  renames: ['\\(']\n"
    "  fronts: [on]\n"
    "  companions: ['<principle:war>']\n"
    "  echoes: [it]\n"
    "rules:\n"
    "  - {rule: parties, match: 'a=<side/inner> - a=<side/inner> dialogue', facts: [{family: party, actor: $a}]}\n"
    "  - {rule: plain, match: 'note', weight: 2, facts: [{family: kind, kind: note}]}\n"
    "  - {rule: grand, match: 'treaty', weight: 3, facts: [{family: kind, kind: treaty}]}\n"
    "  - {rule: early, match: 'd=<date>', weight: 1, facts: [{family: start, date: $d}]}\n"
    "  - {rule: sure, match: 'on d=<date>', weight: 5, facts: [{family: start, date: $d}]}\n"
    "  - {rule: guests, collect: 'guests :', kinds: [body], until: list, facts: [{family: guest, who: $each, side: $each.side}]}\n"
    "  - {rule: leads, match: 'p=<person> (of q=<side>)? leads', facts: [{family: role, who: $p, role: chair, side: $q?}]}\n"
    "  - {rule: led, match: 'led by (%title .?)? p=<person>', facts: [{family: role, who: $p, role: chair}]}\n"
    "  - {rule: signs, match: 'signed : w=<side> (and w=<side>)*', weight: 2, facts: [{family: sign, who: $w}]}\n"
    "  - {rule: seen, match: 'seen : w=<side>', facts: [{family: sign, who: $w}]}\n"
    "  - {rule: letter, match: 'w=<side> of the? d=<date>', over: lines, facts: [{family: guest, who: $w}]}\n"
    "  - {rule: affirm, trigger: 'affirm~', embeds: true, facts: [{family: position, holder: $subject, stance: <stance:affirms>, target: $object}],\n"
    "     negated: [{family: position, holder: $subject, stance: <stance:opposes>, target: $object}], fires: ['Japan affirms peace.'], rests: "
    "['Japan sees peace.']}\n"
    "  - {rule: welcome, trigger: 'welcome~', facts: [{family: position, holder: $subject, stance: <stance:welcomes>, target: $object}]}\n"
    "  - {rule: urge, trigger: 'urge~ t=<side>', echoes: true, facts: [{family: position, holder: $subject, stance: <stance:asks>, target: "
    "$object}],\n"
    "     otherwise: [{family: position, holder: $subject, stance: <stance:asks>, target: $t}]}\n"
    "  - {rule: was, trigger: 'was praised', objects: before, subject: voice, facts: [{family: position, holder: $subject, stance: "
    "<stance:welcomes>, target: $object}]}\n"
    "  - {rule: rests, trigger: 'rests on', subject: last, facts: [{family: position, holder: $subject, stance: <stance:affirms>, target: "
    "$object}]}\n"
    "  - {rule: seeing, trigger: 'seeing', subject: around, facts: [{family: position, holder: $subject, stance: <stance:welcomes>, target: "
    "$object}]}\n"
    "  - {rule: ought, trigger: 'should keep', subject: outer, strength: 2, facts: [{family: position, holder: $subject, stance: <stance:asks>, "
    "target: $object}]}\n";

static void check_with(world *w, const dm_rules *rules, const char *source, const char *expected)
{
  dm_document *document = NULL;
  dm_reading  *reading = NULL;
  dm_relation *relation = NULL;
  dm_buffer    got = {0};
  assert_int_equal(dm_document_from_bytes(&document, "doc", "doc", source, strlen(source), w->diagnostics), DM_OK);
  dm_reading_new(&reading, w->lexicon, document);
  dm_relation_new(&relation, rules, reading);
  const dm_document_facts *facts = dm_relation_facts(relation);
  for (size_t i = 0; i < facts->n_facts; i++) {
    dm_buffer_print(&got, "%s%s", i ? "; " : "", facts->facts[i].family);
    for (size_t c = 0; c < facts->facts[i].n_cells; c++) {
      const dm_cell_value *value = &facts->facts[i].cells[c].value;
      dm_buffer_print(&got, " %s", value->entity ? value->entity->id : value->text);
    }
    for (size_t p = 0; p < facts->facts[i].n_passages; p++) { /* a passage is the source's own words */
      const dm_passage *passage = &facts->facts[i].passages[p];
      assert_true(passage->begin_cp < passage->end_cp && passage->end_cp - passage->begin_cp <= 1200);
      assert_true(passage->anchor >= document->source && passage->anchor + passage->n_anchor_bytes <= document->source + document->n_source_bytes);
    }
  }
  assert_string_equal(dm_buffer_string(&got), expected);
  dm_buffer_free(&got);
  dm_relation_free(relation);
  dm_reading_free(reading);
  dm_document_free(document);
}

static dm_rules *load_rules(world *w, const char *text)
{
  dm_rules *rules = NULL;
  char      path[128];
  snprintf(path, sizeof path, "%s/more.yaml", w->folder);
  write_text(w->folder, "more.yaml", text);
  const char *paths[] = {path};
  dm_buffer_clear(&w->messages);
  dm_rules_load(&rules, w->lexicon, paths, 1, w->diagnostics);
  return rules;
}

static void check(void **state, const char *source, const char *expected)
{
  world    *w = *state;
  dm_rules *rules = load_rules(w, rules_text);
  if (!rules)
    fail_msg("%s", dm_buffer_string(&w->messages));
  check_with(w, rules, source, expected);
  dm_rules_free(rules);
}

static void subjects_and_objects_are_spread(void **state)
{
  check(state, "Japan and France affirmed peace and international law.",
        "position FRA affirms law; position FRA affirms peace; position JPN affirms law; position JPN affirms peace");
}

static void coordinated_verbs_share_their_subject(void **state)
{
  check(state, "Japan affirmed peace and welcomed trust.", "position JPN affirms peace; position JPN welcomes trust");
  check(state, "Japan affirmed peace and France welcomed trust.", "position FRA welcomes trust; position JPN affirms peace");
}

static void second_verbs_pass_over_what_stands_between(void **state)
{
  check(state, "Japan met France and welcomed trust.", "position JPN welcomes trust");
  check(state, "Japan affirmed peace before France and welcomed trust.", "position JPN affirms peace; position JPN welcomes trust");
  check(state, "Japan does not affirm war and welcomed trust.", "position JPN opposes war; position JPN welcomes trust");
}

static void frames_without_objects_state_their_captures(void **state)
{
  check(state, "Japan urged France to stop.", "position JPN asks FRA");
  check(state, "Japan urged France to keep peace.", "position JPN asks peace");
}

static void pronouns_at_the_end_stand_for_what_was_said(void **state)
{
  check(state, "Japan welcomed trust. Japan urged France to keep it.", "position JPN welcomes trust; position JPN asks trust");
  check(state, "Japan saw trust and peace. Japan urged France to keep it.", "position JPN asks FRA");
}

static void topics_in_front_are_targets_of_what_has_none(void **state)
{
  check(state, "On trust, Japan affirmed what it had said.", "position JPN affirms trust");
  check(state, "On trust, Japan affirmed peace.", "position JPN affirms peace");
  check(state, "On trust alone Japan affirmed what it had said.", "");
}

static void companions_leave_room_for_what_they_are_for(void **state)
{
  check(state, "Japan affirmed war in order to keep peace.", "position JPN affirms peace; position JPN affirms war");
  check(state, "Japan affirmed international law in order to keep peace.", "position JPN affirms law");
}

static void the_last_subject_is_kept_for_the_next_sentence(void **state)
{
  check(state, "Japan affirmed peace. The frame rests on trust.", "position JPN affirms peace; position JPN affirms trust");
  check(state, "Japan left. The frame rests on trust.", "");
}

static void persons_without_sides_speak_for_as_many_parties(void **state)
{
  check(state, "The Japan-France Dialogue.\n\nMr Sato and Ms Martin affirmed peace.",
        "party FRA; party JPN; position FRA affirms peace; position JPN affirms peace");
  check(state, "The Japan-France Dialogue.\n\nMr Sato affirmed peace.", "party FRA; party JPN");
  check(state, "Mr Sato and Ms Martin affirmed peace.", "");
}

static void participles_of_somebody_else_are_not_the_documents(void **state)
{
  check(state, "The Japan-France Dialogue.\n\nSeeing trust, we met.",
        "party FRA; party JPN; position FRA welcomes trust; position JPN welcomes trust");
  check(state, "The Japan-France Dialogue.\n\nThe guest, seeing trust, left.", "party FRA; party JPN");
}

static void names_in_brackets_are_said_once(void **state)
{
  check(state, "Japan welcomed trust (peace) and international law.", "position JPN welcomes law; position JPN welcomes trust");
}

static void owners_and_obliques_are_no_subjects(void **state)
{
  check(state, "The friends of Japan welcomed peace.", "");
  check(state, "France, with Japan, welcomed peace.", "position FRA welcomes peace");
  check(state, "With France, Japan welcomed peace.", "position JPN welcomes peace");
}

static void negation_turns_or_silences(void **state)
{
  check(state, "Japan does not affirm war.", "position JPN opposes war");
  check(state, "Japan does not welcome war.", "");
}

static void questions_state_nothing(void **state)
{
  check(state, "Japan affirmed how France should keep peace.", "position JPN affirms peace");
  check(state, "Japan affirmed that France should keep peace.", "position JPN asks peace");
  check(state, "Does Japan welcome peace?", "");
}

static void circumstances_and_other_clauses_are_no_targets(void **state)
{
  check(state, "Japan welcomed trust amid war.", "position JPN welcomes trust");
  check(state, "Japan-France dialogue. If war came, trust was praised.",
        "party FRA; party JPN; position FRA welcomes trust; position JPN welcomes trust");
  check(state, "Japan-France dialogue. In order to keep peace, trust was praised.",
        "party FRA; party JPN; position FRA welcomes trust; position JPN welcomes trust");
}

static void purposes_breaks_and_adjuncts_are_no_targets(void **state)
{
  check(state, "Japan welcomed trust in order to keep peace.", "position JPN welcomes trust");
  check(state, "Japan welcomed trust, while peace was near.", "position JPN welcomes trust");
  check(state, "Japan welcomed trust within the OEWG.", "position JPN welcomes trust");
  check(state, "Japan welcomed the OEWG.", "position JPN welcomes group");
}

static void references_mean_the_parties(void **state)
{
  check(state, "The Japan-France Dialogue.\n\nThe two sides affirmed peace.",
        "party FRA; party JPN; position FRA affirms peace; position JPN affirms peace");
  check(state, "The two sides affirmed peace.", "");
  check(state, "The Japan-France Dialogue.\n\nTrust was praised.", "party FRA; party JPN; position FRA welcomes trust; position JPN welcomes trust");
}

static void lists_hang_on_their_head(void **state)
{
  check(state, "Japan affirmed:\n\n- peace;\n- trust building.\n", "position JPN affirms peace; position JPN affirms trust");
  check(state, "Japan made progress:\n\n- welcomed peace;\n- affirmed trust.\n", "position JPN welcomes peace; position JPN affirms trust");
}

static void outer_frames_lend_their_subject(void **state)
{
  check(state, "Japan affirmed that France should keep peace.", "position JPN asks peace");
}

static void families_choose(void **state)
{
  check(state, "A note. A note. A treaty.", "kind note");
  check(state, "4 March 2018. It was on 5 March 2018.", "start 2018-03-05");
}

/* The one of two that lacks its side takes that of the other party; what says less than another goes. */
static void gaps_are_filled(void **state)
{
  check(state, "The Japan-France dialogue. Mr. Mori of Japan leads. Led by Mr. Durand.",
        "party FRA; party JPN; role jpn-mori chair JPN; role fra-durand chair FRA");
  check(state, "Mr. Mori of Japan leads. Led by Mr. Durand.", "role jpn-mori chair JPN; role durand chair");
  check(state, "The Japan-France dialogue. Mr. Mori of Japan leads. Mr. Sato of Japan leads. Led by Mr. Durand.",
        "party FRA; party JPN; role jpn-mori chair JPN; role jpn-sato chair JPN; role fra-durand chair FRA");
  check(state, "Mr. Mori of Japan leads. Led by Mr. Mori.", "role jpn-mori chair JPN");
}

static void one_match_gives_all_its_values(void **state)
{
  check(state, "Seen: Chad. Signed: Japan and France. Signed: Chad.", "sign FRA; sign JPN");
}

static void lines_are_read_together(void **state)
{
  check(state, "# Letter from Japan\n\n# of 4 March 2018\n", "start 2018-03-04; guest JPN");
}

static void collections_reach_their_list(void **state)
{
  check(state, "France and Japan met. Guests:\n\n- Ministry of Interior of Japan\n- ANSSI\n\nThe Ministry of Peace stayed home.",
        "guest fra-anssi FRA; guest jpn-ministry-of-interior JPN");
}

/* A passage holds 1,200 characters at most, those around the words that made the fact; that of a head beside it too. */
static void passages_are_cut_to_length(void **state)
{
  dm_buffer source = {0};
  dm_buffer_add_string(&source, "Japan affirmed peace");
  for (int i = 0; i < 600; i++)
    dm_buffer_add_string(&source, " and so on");
  dm_buffer_add_string(&source, " and welcomed:\n\n- trust.\n");
  check(state, dm_buffer_string(&source), "position JPN affirms peace; position JPN welcomes trust");
  dm_buffer_free(&source);
}

static void examples_are_kept(void **state)
{
  world            *w = *state;
  dm_rules         *rules = load_rules(w, rules_text);
  size_t            n = 0;
  const dm_example *examples = dm_rules_examples(rules, &n);
  assert_int_equal(n, 2);
  assert_string_equal(examples[0].rule, "affirm");
  assert_true(examples[0].fires);
  assert_false(examples[1].fires);
  assert_int_equal(dm_rules_count(rules), 18);
  dm_rules_free(rules);
}

static void faults_are_told(void **state)
{
  static const struct {
    const char *text, *message;
  } cases[] = {
      {"families: {a: {cells: [x], choose: some}}\n", "a choice is all, each, best, match or vote"},
      {"families: {a: {cells: [x], choose: all}}\nrules: [{rule: r, match: b, facts: [{family: aa, x: y}]}]\n", "unknown family aa; did you mean a?"},
      {"families: {a: {cells: [x], choose: all}}\nrules: [{rule: r, match: b, facts: [{family: a, y: z}]}]\n", "a has no cell y"},
      {"families: {a: {cells: [x], choose: all}}\nrules: [{rule: r, match: b, facts: [{family: a, x: $c}]}]\n", "captures no c"},
      {"families: {a: {cells: [x], choose: all}}\nrules: [{rule: r, match: b, facts: [{family: a, x: <stance:afirms>}]}]\n",
       "unknown stance afirms; did you mean affirms?"},
      {"rules: [{rule: r, facts: []}]\n", "a rule needs one of"},
      {"rules: [{rule: r, match: a, trigger: b}]\n", "a rule has one of"},
      {"rules: [{rule: r, match: '%nothing'}]\n", "unknown class %nothing"},
      {"rules: [{rule: r, match: a}, {rule: r, match: b}]\n", "rule r is there already, at "},
      {"rules: [{rule: r, match: a, wehre: [title]}]\n", "where"},
      {"rules: [{rule: r, match: a, where: [tilte]}]\n", "where is of title"},
      {"rules: [{rule: r, trigger: a, subject: afore}]\n", "subject is one of"},
      {"references: {both: [partee]}\n", "unknown family partee"},
  };
  world *w = *state;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_null(load_rules(w, cases[i].text));
    if (!strstr(dm_buffer_string(&w->messages), cases[i].message))
      fail_msg("%s\n%s", cases[i].text, dm_buffer_string(&w->messages));
  }
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(subjects_and_objects_are_spread, set_up, tear_down),
      cmocka_unit_test_setup_teardown(coordinated_verbs_share_their_subject, set_up, tear_down),
      cmocka_unit_test_setup_teardown(second_verbs_pass_over_what_stands_between, set_up, tear_down),
      cmocka_unit_test_setup_teardown(frames_without_objects_state_their_captures, set_up, tear_down),
      cmocka_unit_test_setup_teardown(pronouns_at_the_end_stand_for_what_was_said, set_up, tear_down),
      cmocka_unit_test_setup_teardown(topics_in_front_are_targets_of_what_has_none, set_up, tear_down),
      cmocka_unit_test_setup_teardown(companions_leave_room_for_what_they_are_for, set_up, tear_down),
      cmocka_unit_test_setup_teardown(the_last_subject_is_kept_for_the_next_sentence, set_up, tear_down),
      cmocka_unit_test_setup_teardown(persons_without_sides_speak_for_as_many_parties, set_up, tear_down),
      cmocka_unit_test_setup_teardown(participles_of_somebody_else_are_not_the_documents, set_up, tear_down),
      cmocka_unit_test_setup_teardown(names_in_brackets_are_said_once, set_up, tear_down),
      cmocka_unit_test_setup_teardown(owners_and_obliques_are_no_subjects, set_up, tear_down),
      cmocka_unit_test_setup_teardown(negation_turns_or_silences, set_up, tear_down),
      cmocka_unit_test_setup_teardown(questions_state_nothing, set_up, tear_down),
      cmocka_unit_test_setup_teardown(circumstances_and_other_clauses_are_no_targets, set_up, tear_down),
      cmocka_unit_test_setup_teardown(purposes_breaks_and_adjuncts_are_no_targets, set_up, tear_down),
      cmocka_unit_test_setup_teardown(references_mean_the_parties, set_up, tear_down),
      cmocka_unit_test_setup_teardown(lists_hang_on_their_head, set_up, tear_down),
      cmocka_unit_test_setup_teardown(outer_frames_lend_their_subject, set_up, tear_down),
      cmocka_unit_test_setup_teardown(families_choose, set_up, tear_down),
      cmocka_unit_test_setup_teardown(gaps_are_filled, set_up, tear_down),
      cmocka_unit_test_setup_teardown(one_match_gives_all_its_values, set_up, tear_down),
      cmocka_unit_test_setup_teardown(lines_are_read_together, set_up, tear_down),
      cmocka_unit_test_setup_teardown(collections_reach_their_list, set_up, tear_down),
      cmocka_unit_test_setup_teardown(passages_are_cut_to_length, set_up, tear_down),
      cmocka_unit_test_setup_teardown(examples_are_kept, set_up, tear_down),
      cmocka_unit_test_setup_teardown(faults_are_told, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
