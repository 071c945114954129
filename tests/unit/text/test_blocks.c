/* How lines become blocks, and what kinds of blocks. */
#include "helper.h"

#define LONG_ONE "The two sides reaffirmed that they are committed to an open, free and secure cyberspace and to existing international law"

static void wrapped_lines_are_joined(void **state)
{
  (void)state;
  assert_blocks("STATEMENT OF INTENT\nJapan-UK Strategic Cyber Partnership\n\n"
                "1. Among the essential pillars on which relations between Japan and the\n"
                "United Kingdom rest today is their cooperation on cyber security. The two\n"
                "Governments are committed to it.\n\n"
                "In 2023 the Japan-UK Cyber Partnership was set up within the wider\n"
                "Accord of both Participants.\n",
                "HEADING1! STATEMENT OF INTENT\nHEADING1 Japan-UK Strategic Cyber Partnership\n"
                "PARAGRAPH# Among the essential pillars on which relations between Japan and the United Kingdom rest today is their cooperation on "
                "cyber security. The two Governments are committed to it.\n"
                "PARAGRAPH In 2023 the Japan-UK Cyber Partnership was set up within the wider Accord of both Participants.\n");
}

static void long_lines_are_paragraphs(void **state)
{
  (void)state;
  assert_blocks("Results\n\n" LONG_ONE ", and to its norms.\n" LONG_ONE ", and to trust.\nThe next round will be held in 2024.\n",
                "HEADING1 Results\nPARAGRAPH " LONG_ONE ", and to its norms.\nPARAGRAPH " LONG_ONE
                ", and to trust.\nPARAGRAPH The next round will be held in 2024.\n");
}

static void cut_paragraphs_are_joined(void **state)
{
  (void)state;
  static const char joined[] = "PARAGRAPH " LONG_ONE " and its use.\n";
  assert_blocks(LONG_ONE "\n\nand its use.\n", joined);
  assert_blocks(LONG_ONE "\n\n12\n\nand its use.\n", joined);
  assert_blocks(LONG_ONE "\n\f\nand its use.\n", joined);
  assert_blocks(LONG_ONE "\n\n- 3 -\n\nand its use.\n", joined);
  assert_blocks(LONG_ONE "\n\nPage 1 of 2\n\nand its use.\n", joined);
  assert_blocks("- **4.** " LONG_ONE "\n\nand its use.\n", "PARAGRAPH# " LONG_ONE " and its use.\n");
  /* but not what ended, and no salutation */
  assert_blocks(LONG_ONE ".\n\nand its use.\n", "PARAGRAPH " LONG_ONE ".\nPARAGRAPH and its use.\n");
  assert_blocks("President,\n\nwhat worries us is this.\n", "PARAGRAPH President,\nPARAGRAPH what worries us is this.\n");
}

static void hyphens_at_line_ends(void **state)
{
  (void)state;
  assert_string("The long and good relationship between Japan and ASEAN in cyber capacity-\n\nbuilding. We go on.\n",
                "The long and good relationship between Japan and ASEAN in cyber capacity-building. We go on.\n");
  assert_string("We speak of inter-\nnational law. All international law applies.\n",
                "We speak of international law. All international law applies.\n");
  assert_string("We speak of cyber-\nsecurity. It is cyber-security, not cybersecurity.\n",
                "We speak of cyber-security. It is cyber-security, not cybersecurity.\n");
  assert_string("We speak of short-\nand long-term plans.\n", "We speak of short- and long-term plans.\n");
  assert_string("We speak of interna\xC2\xAD\ntional law.\n", "We speak of international law.\n");
  assert_string("The meeting of Japan-\nFrance relations went well.\n", "The meeting of Japan-\nFrance relations went well.\n");
}

static void page_furniture_is_dropped(void **state)
{
  (void)state;
  assert_blocks("First point.\n\n- 2 -\n\nSecond point.\n\n3/7\n\nThird point.\n\np. 4\n\nFourth point.\n",
                "PARAGRAPH First point.\nPARAGRAPH Second point.\nPARAGRAPH Third point.\nPARAGRAPH Fourth point.\n");
  assert_blocks("All is said. Page 1 of 2 The rest follows.\n", "PARAGRAPH All is said. The rest follows.\n");
  assert_blocks("All is said here and in the whole of the text that we have got. Page\n1 of 2 The rest follows.\n",
                "PARAGRAPH All is said here and in the whole of the text that we have got. The rest follows.\n");
  assert_blocks("See pages 1 of them. In 2015\n\nmuch was done.\n", "PARAGRAPH See pages 1 of them. In 2015\nPARAGRAPH much was done.\n");
  assert_blocks("Some text of the first page.\n\n\fReport of the Group 2\n\nSecond page.\n\n\fReport of the Group 3\n\nThird page.\n\n"
                "\fReport of the Group 4\n\nFourth page.\n",
                "PARAGRAPH Some text of the first page.\nPARAGRAPH Second page.\nPARAGRAPH Third page.\nPARAGRAPH Fourth page.\n");
  assert_blocks("Report of the Group\n\nFirst page.\n\n\fReport of the Group\n\nSecond page.\n\n\fReport of the Group\n\nThird page.\n",
                "HEADING1 Report of the Group\nPARAGRAPH First page.\nPARAGRAPH Second page.\nPARAGRAPH Third page.\n");
  assert_blocks("President,\n\nOne.\n\nPresident,\n\nTwo.\n\nPresident,\n\nThree.\n",
                "PARAGRAPH President,\nPARAGRAPH One.\nPARAGRAPH President,\nPARAGRAPH Two.\nPARAGRAPH President,\nPARAGRAPH Three.\n");
}

static void headings(void **state)
{
  (void)state;
  assert_blocks("# Title\n\n### Chairs ##\nText here.\n", "HEADING1 Title\nHEADING3 Chairs\nPARAGRAPH Text here.\n");
  assert_blocks("Title\n=====\nSmaller\n-------\nText here.\n", "HEADING1 Title\nHEADING2 Smaller\nPARAGRAPH Text here.\n");
  assert_blocks("Text here.\n\n----\n\nMore text.\n* * *\nEnd.\n", "PARAGRAPH Text here.\nPARAGRAPH More text.\nPARAGRAPH End.\n");
  assert_blocks("JOINT STATEMENT\n\nIt is so.\n\nSCOPE\n\nText.\n",
                "HEADING1! JOINT STATEMENT\nPARAGRAPH It is so.\nHEADING2! SCOPE\nPARAGRAPH Text.\n");
  assert_blocks("**May 22, 2020**\n\nIt is so.\n\n*It was a **long** day.*\n",
                "HEADING1! May 22, 2020\nPARAGRAPH It is so.\nPARAGRAPH! It was a long day.\n");
  assert_blocks("**Statement by Mr. X,\nDeputy Minister,**\n\nIt is so.\n", "HEADING1! Statement by Mr. X, Deputy Minister,\nPARAGRAPH It is so.\n");
  assert_blocks("Begun.\n\ni. AI\n\nWe spoke.\n\nii. Users\n\nWe spoke again.\n",
                "PARAGRAPH Begun.\nHEADING3#! AI\nPARAGRAPH We spoke.\nHEADING3# Users\nPARAGRAPH We spoke again.\n");
  assert_blocks("1. When\n   Wednesday, June 20, 2012\n\n2. Where\n   Singapore\n",
                "HEADING3# When\nPARAGRAPH Wednesday, June 20, 2012\nHEADING3# Where\nPARAGRAPH Singapore\n");
  assert_blocks("It is so.\n\nDone in Tokyo\n", "PARAGRAPH It is so.\nPARAGRAPH Done in Tokyo\n"); /* nothing follows */
}

static void bold_leads(void **state)
{
  (void)state;
  assert_blocks("**Postponement.** Australia is ready.\n", "HEADING4! Postponement.\nPARAGRAPH Australia is ready.\n");
  assert_blocks("**U.S. delegation**. It was\nlarge.\n", "HEADING4! U.S. delegation.\nPARAGRAPH It was large.\n");
  assert_blocks("**Mr.** X said so.\n\n**U.S.** cities are so.\n", "PARAGRAPH Mr. X said so.\nPARAGRAPH U.S. cities are so.\n");
  assert_blocks("**Japan** said so.\n", "PARAGRAPH Japan said so.\n");
}

static void fields(void **state)
{
  (void)state;
  assert_blocks("Time: December 2013\nPlace: Tokyo\nText follows here.\n",
                "FIELD Time: December 2013\nFIELD Place: Tokyo\nPARAGRAPH Text follows here.\n");
  assert_blocks("Title\n\n- **Date:** Friday\n- **Held by**: MIC; BMWi\n", "HEADING1 Title\nFIELD^0 Date: Friday\nFIELD^0 Held by: MIC; BMWi\n");
  assert_blocks("Venue:\n   Tokyo\nLevel: high\n", "FIELD Venue: Tokyo\nFIELD Level: high\n");
  assert_blocks("MIC, Japan:\n   Mr. A\n   Mr. B\nMOFA:\n   Mr. C\n   and others\n",
                "FIELD MIC, Japan:\nITEM1^0 Mr. A\nITEM1^0 Mr. B\nFIELD! MOFA:\nITEM1^3 Mr. C\nITEM1^3 and others\n");
  assert_blocks("One thing is clear: it applies.\n\nWe discussed the following, among others: law.\n",
                "PARAGRAPH One thing is clear: it applies.\nPARAGRAPH We discussed the following, among others: law.\n");
  assert_blocks("First Digital Group Meeting: Summary of Results\n\nIt took place.\n",
                "HEADING1 First Digital Group Meeting: Summary of Results\nPARAGRAPH It took place.\n");
}

static void lists(void **state)
{
  (void)state;
  static const char *const bullets[] = {"-", "*", "\xE2\x80\xA2", "\xE2\x97\x8F", "\xE2\x80\x93", "o", "+", "\xE2\x96\xAA"};
  for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++) {
    char source[128];
    snprintf(source, sizeof source, "They agreed on:\n\n%s law;\n%s norms\n   and trust.\n\nThat is all.\n", bullets[i], bullets[i]);
    assert_blocks(source, "PARAGRAPH They agreed on:\nITEM1^0 law;\nITEM1^0 norms and trust.\nPARAGRAPH That is all.\n");
  }
  static const char *const marks[][2] = {{"(a)", "(b)"}, {"1)", "2)"}, {"(i)", "(ii)"}, {"a.", "b."}, {"[1]", "[2]"}, {"IV.", "V."}, {"h)", "i)"}};
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    char source[128];
    snprintf(source, sizeof source, "%sThey agreed on:\n %s law; and\n %s norms.\nThat is all.\n", i == 5 ? "III. Three\n\n" : "", marks[i][0],
             marks[i][1]);
    if (i != 5)
      assert_blocks(source, "PARAGRAPH They agreed on:\nITEM1#^0 law; and\nITEM1#^0 norms.\nPARAGRAPH That is all.\n");
  }
}

static void lists_without_marks(void **state)
{
  (void)state;
  assert_blocks("Participants:\nMr. A, Director\nMs. B, Adviser\nThey met in Tokyo.\n",
                "FIELD Participants:\nITEM1^0 Mr. A, Director\nITEM1^0 Ms. B, Adviser\nPARAGRAPH They met in Tokyo.\n");
  assert_blocks("1.1 Scope\n\nIt is so.\n\n1.2 Aim\n\nIt is not.\n\n9.30 in the morning.\n",
                "HEADING3# Scope\nPARAGRAPH It is so.\nHEADING3# Aim\nPARAGRAPH It is not.\nPARAGRAPH 9.30 in the morning.\n");
  assert_blocks("I. Law\n\nIt applies.\n\nII. End\n\nThat is all.\n\nJ. Smith spoke.\n",
                "HEADING3# Law\nPARAGRAPH It applies.\nHEADING3# End\nPARAGRAPH That is all.\nPARAGRAPH J. Smith spoke.\n");
}

static void nested_lists(void **state)
{
  (void)state;
  assert_blocks("They agreed:\n- to cooperate:\n  - on law\n  - on norms\n- to meet\n",
                "PARAGRAPH They agreed:\nITEM1^0 to cooperate:\nITEM2^1 on law\nITEM2^1 on norms\nITEM1^0 to meet\n");
  assert_blocks("They agreed:\n\n(a) to cooperate\n\n\xE2\x80\xA2 on law\n\n\xE2\x80\xA2 on norms\n\n(b) to meet\n",
                "PARAGRAPH They agreed:\nITEM1#^0 to cooperate\nITEM2^1 on law\nITEM2^1 on norms\nITEM1#^0 to meet\n");
  assert_blocks("For India, officials took part of\n   CERT-India\n   NSCS\nand, for Australia, of\n   AFP\n   DFAT\n",
                "PARAGRAPH For India, officials took part of\nITEM1^0 CERT-India\nITEM1!^0 NSCS\nPARAGRAPH and, for Australia, of\nITEM1!^3 "
                "AFP\nITEM1!^3 DFAT\n");
  assert_blocks("- first\n- second\n", "ITEM1 first\nITEM1^0 second\n");
}

static void what_is_no_mark(void **state)
{
  (void)state;
  assert_blocks("They discussed (i) law; (ii) norms; and (iii) trust among the States of\n(iv) the region, and the use of the tools that commercial "
                "companies sell \n"
                "\xE2\x80\x93 spyware is an example \xE2\x80\x93 and that are spreading in this year, as in\n2016. The rest was left to the States "
                "of the region.\n",
                "PARAGRAPH They discussed (i) law; (ii) norms; and (iii) trust among the States of (iv) the region, and the use of the tools that "
                "commercial companies sell \xE2\x80\x93 spyware is an example \xE2\x80\x93 and that are spreading in this year, as in 2016. The rest "
                "was left to the "
                "States of the region.\n");
  assert_blocks("A. V. Krutskikh speaks.\n\nJ. Smith listens.\n", "PARAGRAPH A. V. Krutskikh speaks.\nPARAGRAPH J. Smith listens.\n");
  assert_blocks("\xE2\x80\x93 FINAL \xE2\x80\x93\n\nIt is so.\n", "HEADING1! \xE2\x80\x93 FINAL \xE2\x80\x93\nPARAGRAPH It is so.\n");
  assert_blocks("+81 3 5253 is our number.\n", "PARAGRAPH +81 3 5253 is our number.\n");
}

static void numbered_paragraphs(void **state)
{
  (void)state;
  assert_blocks("- **1.** The first was held.\n- 2. The second was held.\n\n3.\tThe third was held.\n",
                "PARAGRAPH# The first was held.\nPARAGRAPH# The second was held.\nPARAGRAPH# The third was held.\n");
  assert_blocks("1        It is so.\n\n2        It is not.\n", "PARAGRAPH# It is so.\nPARAGRAPH# It is not.\n");
}

static void quotations_and_tables(void **state)
{
  (void)state;
  assert_blocks("> We affirm:\n>\n> - law;\n> - norms.\n>> deep\n", "PARAGRAPH We affirm:\nITEM1^0 law;\nITEM1^0 norms.\nPARAGRAPH deep\n");
  assert_blocks("| Date | Place |\n|---|---|\n| 5 May 2020 | Tokyo. |\n", "HEADING1 Date\nHEADING1 Place\nHEADING1 5 May 2020\nPARAGRAPH Tokyo.\n");
  assert_blocks("**NOTE** | July 27, 2016 | Washington\n\nIt is so.\n",
                "HEADING1! NOTE\nHEADING1 July 27, 2016\nHEADING1 Washington\nPARAGRAPH It is so.\n");
}

static void footnotes(void **state)
{
  (void)state;
  assert_blocks(
      "Montenegro* and Bosnia** agree [1].\n\n----\n* Candidate countries.\n** Potential candidate.\n[1] See the report.\n",
      "PARAGRAPH Montenegro and Bosnia agree.\nPARAGRAPH Candidate countries.\nPARAGRAPH Potential candidate.\nPARAGRAPH# See the report.\n");
}

static void empty_texts(void **state)
{
  (void)state;
  static const char *const sources[] = {"", "\n", "\n \t\n\f\n", "---\n***\n", "> \n>>\n", "\xE2\x80\x8B\xC2\xAD\n", "**\n\n12\n"};
  for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
    dm_text *text = text_of(sources[i]);
    assert_int_equal(text->n_tokens, 0);
    assert_int_equal(text->n_blocks, 0);
    assert_string_equal(text->string, "");
    dm_text_free(text);
  }
  dm_text_free(NULL);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(wrapped_lines_are_joined),
      cmocka_unit_test(long_lines_are_paragraphs),
      cmocka_unit_test(cut_paragraphs_are_joined),
      cmocka_unit_test(hyphens_at_line_ends),
      cmocka_unit_test(page_furniture_is_dropped),
      cmocka_unit_test(headings),
      cmocka_unit_test(bold_leads),
      cmocka_unit_test(fields),
      cmocka_unit_test(lists),
      cmocka_unit_test(nested_lists),
      cmocka_unit_test(lists_without_marks),
      cmocka_unit_test(what_is_no_mark),
      cmocka_unit_test(numbered_paragraphs),
      cmocka_unit_test(quotations_and_tables),
      cmocka_unit_test(footnotes),
      cmocka_unit_test(empty_texts),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
