/* Which things a text names, and which of several is meant. */
#include "check.h"

static void names_are_found(void **state)
{
  check(*state, "Japan and chad met Chad.", "Japan=JPN; Chad=TCD");
  check(*state, "South Korea, the ROK, rok.", "South Korea=KOR; ROK=KOR");
  check(*state, "The Republic of Korea spoke.", "Republic of Korea=KOR");
  check(*state, "On 5 March 2018 and 35 March 2018.", "5 March 2018=2018-03-05");
}

static void concepts_yield_to_longer_ones(void **state)
{
  check(*state, "Existing international law and trust-building.", "international law=law; trust-building=trust");
}

static void finer_concepts_name_the_other_too(void **state)
{
  check(*state, "Treaties and treaty law.", "Treaties=law; Treaties=treaties; treaty law=law; treaty law=treaties");
}

static void sides_settle_ambiguous_names(void **state)
{
  check(*state, "Japan came: the Ministry of Foreign Affairs.", "Japan=JPN; Ministry of Foreign Affairs=jpn-mofa@JPN");
  check(*state, "Japan and the ROK: on the Japanese side MOFA, and on the ROK side MOFA.",
        "Japan=JPN; ROK=KOR; Japanese=JPN; MOFA=jpn-mofa@JPN; ROK=KOR; MOFA=kor-mofa@KOR");
  check(*state, "Japan and the ROK met. MOFA spoke.", "Japan=JPN; ROK=KOR; MOFA=-");
  check(*state, "France came, and Japan. The Ministry of Foreign Affairs.", "France=FRA; Japan=JPN; Ministry of Foreign Affairs=jpn-mofa@JPN");
  check(*state, "France, France, France and Japan. The Ministry of Foreign Affairs.",
        "France=FRA; France=FRA; France=FRA; Japan=JPN; Ministry of Foreign Affairs=-");
  check(*state, "Japan's MOFA and the MOFA of the ROK.", "Japan=JPN; MOFA=jpn-mofa@JPN; MOFA=kor-mofa@KOR; ROK=KOR");
}

static void unlisted_bodies_belong_to_their_side(void **state)
{
  check(*state, "France and Japan: on the French side, the Ministry of Interior.",
        "France=FRA; Japan=JPN; French=FRA; Ministry of Interior=fra-ministry-of-interior@FRA");
  check(*state, "# Japan\n\nThe Ministry of Interior came.\n\n# France\n\nThe Ministry of Interior came.\n",
        "Japan=JPN; Ministry of Interior=jpn-ministry-of-interior@JPN; France=FRA; Ministry of Interior=fra-ministry-of-interior@FRA");
}

static void aliases_of_the_document_win(void **state)
{
  check(*state, "France sent its Ministry of Interior (ANSSI). ANSSI spoke.",
        "France=FRA; Ministry of Interior=ministry-of-interior; ANSSI=ministry-of-interior; ANSSI=ministry-of-interior");
}

static void persons_have_one_name(void **state)
{
  check(*state, "Mr. AKAHORI Takeshi spoke. Mr. Akahori left.", "AKAHORI Takeshi=takeshi-akahori; Akahori=takeshi-akahori");
}

static void pairs_have_one_order(void **state)
{
  check(*state, "The Japan-France Dialogue.", "Japan-France Dialogue=france-japan-dialogue; (Japan=JPN); (France=FRA)");
  check(*state, "The France-Japan Dialogue.", "France-Japan Dialogue=france-japan-dialogue; (France=FRA); (Japan=JPN)");
}

static void wholes_are_narrowed(void **state)
{
  check(*state, "The OEWG met.", "OEWG=group");
  check(*state, "The Working Group on Two met. The OEWG ended.", "Working Group on Two=group-2; (Working Group=group-2); OEWG=group-2");
  check(*state, "The Working Group on One and the Working Group on Two met. The OEWG ended.",
        "Working Group on One=group-1; (Working Group=group); Working Group on Two=group-2; (Working Group=group); OEWG=group");
}

static void meetings_are_those_of_the_pair(void **state)
{
  check(*state, "France and Japan held their Secret Dialogue.", "France=FRA; Japan=JPN; Secret Dialogue=france-japan-secret-dialogue");
  check(*state, "France held its Secret Dialogue.", "France=FRA; Secret Dialogue=-");
}

static void lists_of_bodies_are_taken_apart(void **state)
{
  check(*state, "On the French side, the Ministries of Trade, Interior and Health.",
        "French=FRA; Trade=fra-ministry-of-trade@FRA; Interior=fra-ministry-of-interior@FRA; Health=fra-ministry-of-health@FRA");
}

static void sides_may_trail_or_go_on(void **state)
{
  check(*state, "Present: MOFA from the Japanese side; MOFA from the ROK side.", "MOFA=jpn-mofa@JPN; Japanese=JPN; MOFA=kor-mofa@KOR; ROK=KOR");
  check(*state, "On the Japanese side came many. It sent MOFA.", "Japanese=JPN; MOFA=jpn-mofa@JPN");
}

static void persons_stand_on_the_side_of_their_body(void **state)
{
  check(*state, "Japan and the ROK: Mr. Kim, MOFA of the ROK. Mr. Kim spoke.",
        "Japan=JPN; ROK=KOR; Kim=kim@KOR; MOFA=kor-mofa@KOR; ROK=KOR; Kim=kim@KOR");
  check(*state, "ANSSI: Mr. Durand.", "ANSSI=fra-anssi@FRA; Durand=durand@FRA");
}

static void guests_own_nothing(void **state)
{
  check(*state, "The mission of Japan and the mission to France.",
        "mission of Japan=jpn-mission-of-japan@JPN; (Japan=JPN); mission to France=mission-to-france; (France=FRA)");
}

static void names_may_stand_above_bodies(void **state)
{
  check(*state, "# Jean Durand\n\n# ANSSI\n", "Jean Durand=jean-durand; ANSSI=fra-anssi@FRA");
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(names_are_found, set_up, tear_down),
      cmocka_unit_test_setup_teardown(concepts_yield_to_longer_ones, set_up, tear_down),
      cmocka_unit_test_setup_teardown(finer_concepts_name_the_other_too, set_up, tear_down),
      cmocka_unit_test_setup_teardown(sides_settle_ambiguous_names, set_up, tear_down),
      cmocka_unit_test_setup_teardown(unlisted_bodies_belong_to_their_side, set_up, tear_down),
      cmocka_unit_test_setup_teardown(aliases_of_the_document_win, set_up, tear_down),
      cmocka_unit_test_setup_teardown(persons_have_one_name, set_up, tear_down),
      cmocka_unit_test_setup_teardown(pairs_have_one_order, set_up, tear_down),
      cmocka_unit_test_setup_teardown(wholes_are_narrowed, set_up, tear_down),
      cmocka_unit_test_setup_teardown(meetings_are_those_of_the_pair, set_up, tear_down),
      cmocka_unit_test_setup_teardown(lists_of_bodies_are_taken_apart, set_up, tear_down),
      cmocka_unit_test_setup_teardown(sides_may_trail_or_go_on, set_up, tear_down),
      cmocka_unit_test_setup_teardown(persons_stand_on_the_side_of_their_body, set_up, tear_down),
      cmocka_unit_test_setup_teardown(guests_own_nothing, set_up, tear_down),
      cmocka_unit_test_setup_teardown(names_may_stand_above_bodies, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
