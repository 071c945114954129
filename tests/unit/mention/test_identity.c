/* One thing, one id: bodies whatever their form, persons whatever the order of their names. */
#include "check.h"

static void bodies_are_named_without_their_side(void **state)
{
  check(*state, "The South Korea Ministry of Interior.", "South Korea Ministry of Interior=kor-ministry-of-interior@KOR; (South Korea=KOR)");
  check(*state, "The Ministry of Interior of South Korea.", "Ministry of Interior=kor-ministry-of-interior@KOR; South Korea=KOR");
}

static void listed_bodies_are_known_by_their_side(void **state)
{
  check(*state, "The France Ministry of Crafts.", "France Ministry of Crafts=fra-crafts@FRA; (France=FRA); (Ministry of Crafts=fra-crafts@FRA)");
}

static void names_stand_any_spelling(void **state)
{
  check(*state, "The Ministry of Crafts, Arts, & Defense.",
        "Ministry of Crafts, Arts, & Defense=fra-crafts@FRA; (Ministry of Crafts=fra-crafts@FRA)");
  check(*state, "On the French side, the Ministries of Crafts, Defense and Defence.",
        "French=FRA; Crafts=fra-crafts@FRA; Defense=fra-ministry-of-defense@FRA; Defence=fra-ministry-of-defense@FRA");
}

static void bodies_without_side_mean_the_one_that_has_one(void **state)
{
  check(*state, "The Ministry of Interior of Chad. The Ministry of Interior.",
        "Ministry of Interior=tcd-ministry-of-interior@TCD; Chad=TCD; Ministry of Interior=tcd-ministry-of-interior@TCD");
  check(*state, "The Ministry of Interior of Chad, the Ministry of Interior of France. The Ministry of Interior.",
        "Ministry of Interior=tcd-ministry-of-interior@TCD; Chad=TCD; Ministry of Interior=fra-ministry-of-interior@FRA; France=FRA; Ministry of "
        "Interior=-");
}

static void acronyms_behind_an_owner_are_of_the_body(void **state)
{
  check(*state, "The Ministry of Interior of Chad (MOI). MOI spoke.",
        "Ministry of Interior=tcd-ministry-of-interior@TCD; Chad=TCD; MOI=tcd-ministry-of-interior@TCD; MOI=tcd-ministry-of-interior@TCD");
  check(*state, "The Ministry of Interior of the Republic of Korea (ROK). ROK spoke.",
        "Ministry of Interior=kor-ministry-of-interior@KOR; Republic of Korea=KOR; ROK=KOR; ROK=KOR");
}

static void an_acronym_means_what_was_introduced_last(void **state)
{
  check(*state, "The Ministry of Interior of Chad (MOI). MOI. The Ministry of Industry of France (MOI). MOI.",
        "Ministry of Interior=tcd-ministry-of-interior@TCD; Chad=TCD; MOI=tcd-ministry-of-interior@TCD; MOI=tcd-ministry-of-interior@TCD; "
        "Ministry of Industry=fra-ministry-of-industry@FRA; France=FRA; MOI=fra-ministry-of-industry@FRA; MOI=fra-ministry-of-industry@FRA");
  check(
      *state, "The Ministry of Interior of Chad (MOI) and the Ministry of Industry of France (MOI). Chad's MOI spoke.",
      "Ministry of Interior=tcd-ministry-of-interior@TCD; Chad=TCD; MOI=tcd-ministry-of-interior@TCD; "
      "Ministry of Industry=fra-ministry-of-industry@FRA; France=FRA; MOI=fra-ministry-of-industry@FRA; Chad=TCD; MOI=tcd-ministry-of-interior@TCD");
}

static void persons_are_known_in_any_order(void **state)
{
  check(*state, "Mr. Michele G. Markoff and Mr. Markoff.", "Michele G. Markoff=michele-markoff; Markoff=michele-markoff");
  check(*state, "Mr. Markoff and Mr. Michele Markoff.", "Markoff=michele-markoff; Michele Markoff=michele-markoff");
  check(*state, "Mr. Kim Jun, Mr. Jun Kim.", "Kim Jun=kim-jun; Jun Kim=kim-jun");
  check(*state, "Mr. Chang Jun, Mr. CHANG Jun.", "Chang Jun=jun-chang; CHANG Jun=jun-chang");
  check(*state, "Mr. Jun Kim, Mr. Min Kim, Mr. Kim.", "Jun Kim=jun-kim; Min Kim=min-kim; Kim=jun-kim");
}

static void years_tell_bodies_of_one_name_apart(void **state)
{
  check(*state, "On 5 March 2017 the Cyber Office of France.", "5 March 2017=2017-03-05; Cyber Office=fra-old@FRA; France=FRA");
  check(*state, "On 5 March 2020 the Cyber Office of France.", "5 March 2020=2020-03-05; Cyber Office=fra-new@FRA; France=FRA");
  check(*state, "On 5 March 2018 the Cyber Office of France.", "5 March 2018=2018-03-05; Cyber Office=-@FRA; France=FRA");
  check(*state, "---\nissued: 2020-01-01\n---\nOn 5 March 2017 the Cyber Office of France.",
        "5 March 2017=2017-03-05; Cyber Office=fra-new@FRA; France=FRA");
}

/* The thing of the `n`-th mention that the document brought. */
static void check_names(world *w, const char *source, const char *label, const char *others)
{
  dm_document *document = NULL;
  dm_reading  *reading = NULL;
  dm_buffer    got = {0};
  assert_int_equal(dm_document_from_bytes(&document, "doc", "doc", source, strlen(source), w->diagnostics), DM_OK);
  dm_reading_new(&reading, w->lexicon, document);
  assert_true(reading->found.n > 0);
  const dm_entity *thing = reading->found.items[0];
  for (size_t i = 0; i < thing->n_alt_labels; i++)
    dm_buffer_print(&got, "%s%s", i ? "; " : "", thing->alt_labels[i]);
  assert_string_equal(thing->label, label);
  assert_string_equal(dm_buffer_string(&got), others);
  dm_buffer_free(&got);
  dm_reading_free(reading);
  dm_document_free(document);
}

static void the_fullest_name_is_the_label(void **state)
{
  check_names(*state, "The Ministry of Interior of France (MOI). The France Ministry of Interior.", "France Ministry of Interior",
              "Ministry of Interior; MOI");
  check_names(*state, "The MINISTRY OF INTERIOR of France. Its Ministry of Interior.", "Ministry of Interior", "MINISTRY OF INTERIOR");
  check_names(*state, "Mr. Michele Markoff and Mr. Michele G. Markoff.", "Michele G. Markoff", "");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(bodies_are_named_without_their_side, set_up, tear_down),
      cmocka_unit_test_setup_teardown(listed_bodies_are_known_by_their_side, set_up, tear_down),
      cmocka_unit_test_setup_teardown(names_stand_any_spelling, set_up, tear_down),
      cmocka_unit_test_setup_teardown(bodies_without_side_mean_the_one_that_has_one, set_up, tear_down),
      cmocka_unit_test_setup_teardown(acronyms_behind_an_owner_are_of_the_body, set_up, tear_down),
      cmocka_unit_test_setup_teardown(an_acronym_means_what_was_introduced_last, set_up, tear_down),
      cmocka_unit_test_setup_teardown(persons_are_known_in_any_order, set_up, tear_down),
      cmocka_unit_test_setup_teardown(years_tell_bodies_of_one_name_apart, set_up, tear_down),
      cmocka_unit_test_setup_teardown(the_fullest_name_is_the_label, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
