/* Tokens, their kinds, flags and folded forms; sentences. */
#include "helper.h"

/* Tokens of `source` between bars, compounds joined by '~', a space before shown as it is. */
static void assert_tokens(const char *source, const char *expected)
{
  dm_buffer out = {0};
  dm_text  *text = text_of(source);
  for (size_t i = 0; i < text->n_tokens; i++) {
    const dm_token *token = &text->tokens[i];
    dm_buffer_add_string(&out, token->flags & DM_TOKEN_SPACE_BEFORE ? " |" : "|");
    dm_buffer_add(&out, text->string + token->span.begin, token->span.end - token->span.begin);
    dm_buffer_add_string(&out, token->flags & DM_TOKEN_ONE_WORD ? "~" : "");
  }
  assert_string_equal(dm_buffer_string(&out), expected);
  dm_text_free(text);
  dm_buffer_free(&out);
}

static void words(void **state)
{
  (void)state;
  assert_tokens("the state's multi-stakeholder approach", "|the |state|'s |multi~|-|stakeholder |approach");
  assert_tokens("The States' don't O\xE2\x80\x99"
                "Brien it\xE2\x80\x99s.",
                "|The |States|' |don't |O'Brien |it|'s|.");
  assert_tokens("Security and Co-operation, co\u2011operative, Co-Chair, co- operation",
                "|Security |and |Co-operation|, |co\u2011operative|, |Co~|-|Chair|, |co|- |operation");
  assert_tokens("U.S.-Japan and D.C., e.g. A.V. Krutskikh", "|U.S.~|-|Japan |and |D.C.|, |e.g. |A.V. |Krutskikh");
  assert_tokens("Mr. Otaka of R&D at AI/IoT and/or Cyber/Physical", "|Mr. |Otaka |of |R&D |at |AI|/|IoT |and|/|or |Cyber|/|Physical");
  assert_tokens("A/70/174, A/RES/73/27 (A/C.1/76/L.13) JPCERT/CC 5G/6G draft L.13.",
                "|A/70/174|, |A/RES/73/27 |(|A/C.1/76/L.13|) |JPCERT/CC |5G|/|6G |draft |L.13|.");
  assert_tokens("In 10,000 or 9.30, +81 3, 3rd 1990s $10 US$1 on 21.06.2019 at 17:03.",
                "|In |10,000 |or |9.30|, |+81 |3|, |3rd |1990s |$|10 |US|$|1 |on |21.06.2019 |at |17:03|.");
  assert_tokens("See https://www.x.go.jp/a_b/c.html, mail a.b-c@x.org. www.x.org",
                "|See |https://www.x.go.jp/a_b/c.html|, |mail |a.b-c@x.org|. |www.x.org");
  assert_tokens("2018\xE2\x80\x93"
                "2020 war\xE2\x80\x94peace [\xE2\x80\xA6] wait...",
                "|2018~|\xE2\x80\x93|2020 |war|\xE2\x80\x94|peace |[|\xE2\x80\xA6|] |wait|...");
  assert_tokens("2019\u5E743\u67085\u65E5, \u4EE4\u548C6\u5E74", "|2019|\u5E74|3|\u6708|5|\u65E5|, |\u4EE4\u548C|6|\u5E74");
  assert_tokens("(END) 200221_14 \xE4\xBB\xA4\xE5\x92\x8C 6", "|(|END|) |200221_14 |\xE4\xBB\xA4\xE5\x92\x8C |6");
  assert_tokens("He said no. We went to no. 5 in Plan B.", "|He |said |no. |We |went |to |no. |5 |in |Plan |B|.");
}

static void kinds_and_flags(void **state)
{
  (void)state;
  enum { CAP = DM_TOKEN_CAPITAL, ALL = DM_TOKEN_ALL_CAPITALS, MIXED = DM_TOKEN_MIXED };
  static const struct {
    const char   *word;
    dm_token_kind kind;
    unsigned      flags;
    const char   *folded;
  } cases[] = {
      {"OEWG", DM_TOKEN_WORD, CAP | ALL, "oewg"},
      {"U.S. a", DM_TOKEN_WORD, CAP | ALL, "us"},
      {"JPCERT/CC", DM_TOKEN_WORD, CAP | ALL, "jpcert/cc"},
      {"R&D", DM_TOKEN_WORD, CAP | ALL, "r&d"},
      {"BMWi", DM_TOKEN_WORD, CAP | MIXED, "bmwi"},
      {"McKinnon", DM_TOKEN_WORD, CAP | MIXED, "mckinnon"},
      {"J\xC3\xBCrg", DM_TOKEN_WORD, CAP, "jurg"},
      {"\xC3\x89tat", DM_TOKEN_WORD, CAP, "etat"},
      {"I", DM_TOKEN_WORD, CAP, "i"},
      {"A/70/174", DM_TOKEN_WORD, CAP, "a/70/174"},
      {"73/27", DM_TOKEN_NUMBER, 0, "73/27"},
      {"5G", DM_TOKEN_NUMBER, 0, "5g"},
      {"2020", DM_TOKEN_NUMBER, 0, "2020"},
      {"Mr. X", DM_TOKEN_WORD, CAP, "mr"},
      {"\xE2\x80\x93", DM_TOKEN_PUNCTUATION, 0, "-"},
      {"\xEF\xAC\x81nal", DM_TOKEN_WORD, 0, "final"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    dm_text *text = text_of(cases[i].word);
    assert_int_equal(text->tokens[0].kind, cases[i].kind);
    assert_int_equal(text->tokens[0].flags, cases[i].flags);
    assert_string_equal(text->tokens[0].folded, cases[i].folded);
    assert_int_equal(text->tokens[0].n_folded, strlen(cases[i].folded));
    dm_text_free(text);
  }
}

/* Sentences of `source` between bars. */
static void assert_sentences(const char *source, const char *expected)
{
  dm_buffer out = {0};
  dm_text  *text = text_of(source);
  for (size_t i = 0; i < text->n_sentences; i++) {
    const dm_span span = dm_text_tokens_span(text, text->sentences[i].tokens);
    dm_buffer_add_byte(&out, '|');
    dm_buffer_add(&out, text->string + span.begin, span.end - span.begin);
    for (uint32_t token = text->sentences[i].tokens.begin; token < text->sentences[i].tokens.end; token++) {
      assert_int_equal(text->tokens[token].sentence, i);
      assert_int_equal(text->tokens[token].block, text->sentences[i].block);
    }
  }
  assert_string_equal(dm_buffer_string(&out), expected);
  dm_text_free(text);
  dm_buffer_free(&out);
}

static void sentences(void **state)
{
  (void)state;
  assert_sentences("It is so. It is not! Is it? Yes.", "|It is so.|It is not!|Is it?|Yes.");
  assert_sentences("Mr. J. Smith met Dr. No in No. 5 at 9.30. He left.", "|Mr. J. Smith met Dr. No in No. 5 at 9.30.|He left.");
  assert_sentences("The U.S. Government met in Washington, D.C.", "|The U.S. Government met in Washington, D.C.");
  assert_sentences("He said \"It is so.\" She left (in haste.) They stayed.", "|He said \"It is so.\"|She left (in haste.)|They stayed.");
  assert_sentences("Law, norms etc. The rest; see para. 5: trust, etc., too.", "|Law, norms etc.|The rest; see para. 5: trust, etc., too.");
  assert_sentences("Nicaragua v. United States was cited. \"Why?\" he asked.", "|Nicaragua v. United States was cited.|\"Why?\" he asked.");
  assert_sentences("Well\xE2\x80\xA6 we wait... Then we go.", "|Well\xE2\x80\xA6 we wait...|Then we go.");
  assert_sentences("It must proceed. www.dfat.gov.au", "|It must proceed.|www.dfat.gov.au");
  assert_sentences("Drafts. We have read it.\n\nPostponement\n\nIt is so.", "|Drafts.|We have read it.|Postponement|It is so.");
}

static void long_sentences_are_cut(void **state)
{
  (void)state;
  dm_buffer source = {0};
  for (int i = 0; i < 10000; i++)
    dm_buffer_add_string(&source, "word ");
  dm_text *text = text_of(dm_buffer_string(&source));
  assert_int_equal(text->n_tokens, 10000);
  assert_int_equal(text->n_sentences, 3);
  dm_text_free(text);
  dm_buffer_free(&source);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(words), cmocka_unit_test(kinds_and_flags), cmocka_unit_test(sentences),
                                     cmocka_unit_test(long_sentences_are_cut)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
