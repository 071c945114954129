/* Misspelt names are found where nothing else is, and only if one is meant. */
#include "check.h"

static void one_slip_is_forgiven(void **state)
{
  check(*state, "The Austrlia.", "Austrlia~Australia=AUS"); /* a letter is missing; as `Austria` it would have one too many */
  check(*state, "The Ausrtia.", "Ausrtia~Austria=AUT");
  check(*state, "The Austrakia.", "Austrakia~Australia=AUS");
  check(*state, "The Australlia.", "Australlia~Australia=AUS");
  check(*state, "The Austrlian side.", "Austrlian~Australian=AUS");
}

static void two_slips_or_a_wrong_beginning_are_not(void **state)
{
  check(*state, "The Autsrlia.", "");
  check(*state, "The Oustralia.", "");
  check(*state, "The austrlia.", "");
}

static void names_of_several_words_may_have_one_slip(void **state)
{
  check(*state, "The Ministry of Foriegn Affairs of Japan.",
        "Ministry of Foriegn Affairs of Japan~Ministry of Foreign Affairs of Japan=jpn-mofa@JPN; (Japan=JPN)");
  check(*state, "The Natonal Cybersecurity Agency.", "Natonal Cybersecurity Agency~National Cybersecurity Agency=fra-anssi@FRA");
  check(*state, "The Natonal Cybersecurty Agency.", "");
  check(*state, "The Republc of Korea and the Japanese.", "Republc of Korea~Republic of Korea=KOR; Japanese=JPN");
}

static void two_names_as_near_are_none(void **state)
{
  check(*state, "The Mrland.", "");
  check(*state, "The Mrland, not in Morland.", "Mrland~Morland=MOL; Morland=MOL");
}

static void known_words_are_none(void **state)
{
  check(*state, "The Austrasia.", "");
  check(*state, "The two Austrias.", "");
  check(*state, "Austrlia, the word austrlia.", "");
}

static void names_of_persons_are_none(void **state)
{
  check(*state, "There came Ivan Austrlia.", "");
  check(*state, "There came Mr. Austrlia.", "Austrlia=austrlia");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(one_slip_is_forgiven, set_up, tear_down),
      cmocka_unit_test_setup_teardown(two_slips_or_a_wrong_beginning_are_not, set_up, tear_down),
      cmocka_unit_test_setup_teardown(names_of_several_words_may_have_one_slip, set_up, tear_down),
      cmocka_unit_test_setup_teardown(two_names_as_near_are_none, set_up, tear_down),
      cmocka_unit_test_setup_teardown(known_words_are_none, set_up, tear_down),
      cmocka_unit_test_setup_teardown(names_of_persons_are_none, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
