/* Questions: opening comments, blocks, names of things from the letter to the near miss, and terms that cannot be more than terms. */
#include "question/question.h"

#include "base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct {
  dm_buffer       messages;
  dm_diagnostics *diagnostics;
  char            path[64]; /* of a lookup query */
  size_t          n_asked;
} fixture;

static void collect(void *ctx, const char *message, size_t n_bytes)
{
  dm_buffer_add(ctx, message, n_bytes);
}

static int setup(void **state)
{
  static const char lookup[] = "SELECT ?thing ?name ?kind ?rank {}\n";
  fixture          *f = dm_allocate(sizeof *f);
  f->diagnostics = dm_diagnostics_new(collect, &f->messages);
  snprintf(f->path, sizeof f->path, "/tmp/test_question_%ld", (long)getpid());
  FILE *file = fopen(f->path, "wb");
  if (!file || fwrite(lookup, 1, sizeof lookup - 1, file) != sizeof lookup - 1 || fclose(file) != 0)
    return 1;
  *state = f;
  return 0;
}

static int teardown(void **state)
{
  fixture *f = *state;
  dm_diagnostics_free(f->diagnostics);
  dm_buffer_free(&f->messages);
  unlink(f->path);
  free(f);
  return 0;
}

/* ---- opening comments ---- */

static const char whole[] = "# Question: Who says what?\n"
                            "# Parameter: who thing:State,Body - who says it; for example Jappan\n"
                            "# Parameter: since date default 0000 - not before; for example 2018\n"
                            "# Parameter: words text default \"\" - words in it; for example law\n"
                            "# Parameter: link iri - a link\n"
                            "# Parameter: most number default 10 - how many\n"
                            "# Columns: who - who\n"
                            "# a comment for those who read SPARQL\n"
                            "# Example: demarche query t -d graph.ttl --who Jappan\n"
                            "\n"
                            "PREFIX ex: <http://e/#>\n"
                            "SELECT ?who WHERE { VALUES ?who { UNDEF } VALUES ?since { \"0000\" } VALUES ?words { \"\" } values $link{UNDEF}\n"
                            "  VALUES ?most { 10 } VALUES (?a ?b) { (1 2) } VALUES ?set { ex:a ex:b }\n"
                            "  ?x ex:who ?who . FILTER(?y < 3 && ?z > 2) # VALUES ?nobody { UNDEF }\n"
                            "  FILTER(?x != \"VALUES ?not { UNDEF }\") { SELECT ?who { VALUES ?who { UNDEF } ?x ex:b ?who } } }\n";

static dm_question *parse(fixture *f, const char *text)
{
  dm_question *question = NULL;
  dm_buffer_clear(&f->messages);
  const dm_status status = dm_question_parse(&question, "queries/t.rq", text, strlen(text), f->diagnostics);
  assert_true((status == DM_OK) == (question != NULL));
  return question;
}

static void opening_comment_is_read(void **state)
{
  dm_question *q = parse(*state, whole);
  assert_non_null(q);
  assert_string_equal(q->name, "t");
  assert_string_equal(q->question, "Who says what?");
  assert_int_equal(q->n_parameters, 5);
  assert_int_equal(q->parameters[0].kind, DM_QUESTION_THING);
  assert_int_equal(q->parameters[0].n_classes, 2);
  assert_string_equal(q->parameters[0].classes[1], "Body");
  assert_null(q->parameters[0].default_value);
  assert_string_equal(q->parameters[0].about, "who says it");
  assert_string_equal(q->parameters[0].example, "Jappan");
  assert_string_equal(q->parameters[1].default_value, "0000");
  assert_string_equal(q->parameters[2].default_value, "");
  assert_string_equal(q->parameters[3].example, "");
  assert_int_equal(q->n_columns, 1);
  assert_int_equal(q->n_examples, 1);
  dm_buffer out = {0};
  dm_question_print(&out, q);
  assert_non_null(strstr(dm_buffer_string(&out), "t - Who says what?\n"));
  assert_non_null(strstr(dm_buffer_string(&out), "  --since DATE\n      not before; `0000` if not given; for example `2018`\n"));
  assert_non_null(strstr(dm_buffer_string(&out), "  --who THING\n      who says it (State, Body); any if not given"));
  assert_non_null(strstr(dm_buffer_string(&out), "\n\nPREFIX ex:"));
  assert_null(strstr(dm_buffer_string(&out), "# Parameter"));
  dm_buffer_free(&out);
  dm_question_free(q);
}

static void mistakes_in_comments_have_places(void **state)
{
  static const struct {
    const char *text;
    const char *message;
  } cases[] = {
      {"# Question: W?\n# Parameter: who thing - x\nSELECT * { ?s ?p ?o }", "queries/t.rq:2:14: error: there is no block `VALUES ?who { ... }`"},
      {"# Question: W?\nSELECT * { VALUES ?who { UNDEF } }", "queries/t.rq:2:25: error: `who` has a block as parameters have"},
      {"# Parameter: who thin - x\nSELECT * { VALUES ?who { UNDEF } }", "queries/t.rq:1:18: error: `thin` is no kind of parameter"},
      {"# Parameter: who text:A - x\nSELECT * { VALUES ?who { UNDEF } }", "`text:A` is no kind of parameter"},
      {"# Parameter: who text\nSELECT * { VALUES ?who { UNDEF } }", "queries/t.rq:1:22: error: ` - ` and what it is are missing"},
      {"# Parameter: a text default x - x\nSELECT * { VALUES ?a { \"y\" } }", "the default of `a` is `y` here and `x` in its comment"},
      {"# Parameter: a text - x\n# Parameter: a text - x\nSELECT * { VALUES ?a { UNDEF } }", "queries/t.rq:2:14: error: a second parameter `a`"},
      {"# Parameter: a text - x\nSELECT * { VALUES ?a { UNDEF \"b c\" } }", "a parameter's block has one row, its default: `any`"},
      {"# Question: A?\n# Question: B?\nSELECT * {}", "queries/t.rq:2:13: error: a second question"},
  };
  fixture *f = *state;
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    assert_null(parse(f, cases[i].text));
    if (!strstr(dm_buffer_string(&f->messages), cases[i].message))
      fail_msg("%s\ninstead of %s", dm_buffer_string(&f->messages), cases[i].message);
  }
}

static void any_query_is_a_question(void **state)
{
  static const char *const texts[] = {
      "", "#", "# Question:", "SELECT * { VALUES ?x { 1 } }", "VALUES ?x {", "VALUES ?", "VALUES ?x { \"a", "\"\\", "<", "'''", "VALUES ?x { <a"};
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
    dm_question *q = parse(*state, texts[i]);
    assert_non_null(q);
    assert_int_equal(q->n_parameters, 0);
    dm_question_free(q);
  }
}

static void questions_of_the_program_are_whole(void **state)
{
  fixture     *f = *state;
  dm_questions questions = {0};
  dm_buffer_clear(&f->messages);
  const dm_status status = dm_questions_read(&questions, DM_SOURCE_FOLDER "/queries", f->diagnostics);
  if (status != DM_OK)
    fail_msg("%s", dm_buffer_string(&f->messages));
  for (size_t i = 0; i < questions.n; i++) {
    const dm_question *q = questions.items[i];
    if (!*q->question || !q->n_columns || !q->n_examples)
      fail_msg("%s lacks its question, columns or example", q->name);
    for (size_t p = 0; p < q->n_parameters; p++)
      if (!*q->parameters[p].example)
        fail_msg("%s: no example for %s", q->name, q->parameters[p].name);
  }
  const dm_question *nearest = NULL;
  assert_non_null(dm_questions_find(&questions, "positions", &nearest));
  assert_null(dm_questions_find(&questions, "postions", &nearest));
  assert_string_equal(nearest->name, "positions");
  dm_buffer out = {0};
  dm_questions_print(&out, &questions);
  assert_non_null(strstr(dm_buffer_string(&out), "\npositions"));
  dm_buffer_free(&out);
  dm_questions_free(&questions);
}

/* ---- names ---- */

static const struct {
  const char *cells[4]; /* thing, name, kind, rank */
} named[] = {
    {{"http://e/state/JPN", "Jappan", "State", "0"}},
    {{"http://e/state/JPN", "JP", "State", "1"}},
    {{"http://e/state/FRA", "Frankia", "State", "0"}},
    {{"http://e/state/FRC", "Frankio", "State", "0"}},
    {{"http://e/place/france", "Frankia", "Place", "0"}},
    {{"http://e/agency/jpn-mofa", "Ministry of Foreign Matters", "Body", "0"}},
    {{"http://e/agency/jpn-mofa", "MOFM", "Body", "1"}},
    {{"http://e/agency/fra-mofa", "Ministry of Foreign Matters", "Body", "0"}},
    {{"http://e/agency/dig", "Minist\xc3\xa8re de la V\xc3\xa9rit\xc3\xa9", "Body", "0"}},
    {{"http://e/agency/jp", "jp", "Body", "1"}},
    {{"http://e/law", "Law: the old one", "Topic", "0"}},
    {{"http://e/law", "Law: the old one", "Concept", "0"}},
};

static dm_status ask(void *ctx, const char *file, const char *text, size_t n_bytes, const dm_solution_sink *sink, dm_diagnostics *diagnostics)
{
  static const char *const columns[] = {"thing", "name", "kind", "rank"};
  fixture                 *f = ctx;
  (void)diagnostics;
  f->n_asked++;
  assert_string_equal(file, f->path);
  assert_int_equal(strlen(text), n_bytes);
  dm_status status = sink->on_columns(sink->ctx, columns, 4);
  for (size_t i = 0; i < sizeof named / sizeof named[0] && status == DM_OK; i++) {
    const char *const *c = named[i].cells;
    const dm_term      row[] = {dm_term_iri(c[0]), dm_term_literal(c[1], NULL, "en"), dm_term_literal(c[2], NULL, NULL),
                                dm_term_literal(c[3], NULL, NULL)};
    status = sink->on_row(sink->ctx, row, 4);
  }
  return status == DM_OK ? sink->on_end(sink->ctx) : status;
}

/* The IRIs that `--who VALUE` finds, or the messages. */
static const char *look(fixture *f, const char *parameter, const char *value)
{
  static char                answer[2000];
  dm_question               *q = parse(f, whole);
  dm_question_bindings       bindings;
  const dm_question_value    values[] = {{parameter, value}};
  const dm_question_asker    asker = {f, ask};
  const dm_status            status = dm_question_bind(&bindings, q, values, 1, f->path, &asker, f->diagnostics);
  const dm_question_binding *first = bindings.items;
  assert_true(status == DM_OK || status == DM_BAD_USAGE);
  snprintf(answer, sizeof answer, "%s", status == DM_OK ? first->terms[0].value : dm_buffer_string(&f->messages));
  dm_question_bindings_free(&bindings);
  dm_question_free(q);
  return answer;
}

static void things_are_found_by_their_names(void **state)
{
  static const struct {
    const char *value;
    const char *answer;
  } cases[] = {
      {"Jappan", "http://e/state/JPN"},
      {"jappan", "http://e/state/JPN"},
      {"JPN", "http://e/state/JPN"},
      {"jpn", "http://e/state/JPN"},
      {"state/JPN", "http://e/state/JPN"},
      {"http://e/state/JPN", "http://e/state/JPN"},
      {"<http://e/state/JPN>", "http://e/state/JPN"},
      {"MOFM", "http://e/agency/jpn-mofa"},
      {"mofm", "http://e/agency/jpn-mofa"},
      {"FRA MOFA", "http://e/agency/fra-mofa"}, /* the end of an IRI, folded */
      {"JP", "http://e/state/JPN"},             /* to the letter before whatever case */
      {"jp", "http://e/agency/jp"},
      {"Frankia", "http://e/state/FRA"}, /* a place is no state */
      {"ministere de la verite", "http://e/agency/dig"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
    assert_string_equal(look(*state, "who", cases[i].value), cases[i].answer);
  assert_int_equal(((fixture *)*state)->n_asked, sizeof cases / sizeof cases[0]);
}

static void names_that_are_no_thing_get_suggestions(void **state)
{
  static const struct {
    const char *value;
    const char *message;
  } cases[] = {
      {"Japan", "--who: the graph has nothing called `Japan`; did you mean `Jappan`?"},
      {"Frankie", "`Frankie`; did you mean `Frankia` or `Frankio`?"},
      {"foreign", "did you mean Ministry of Foreign Matters <http://e/agency/fra-mofa> or Ministry of Foreign Matters <http://e/agency/jpn-mofa>?"},
      {"Ministry of foreign matters", "may be 2 things; give the IRI of one:\n  <http://e/agency/fra-mofa>  Ministry of Foreign Matters, Body\n"},
      {"france", "`france` is of kind Place, not State or Body"},
      {"law", "not State or Body"},
      {"http://e/nowhere", "the graph has nothing called `http://e/nowhere`"},
      {"", "the graph has nothing called ``"},
      {"!!", "the graph has nothing called `!!`"},
      {"\xff", "is no UTF-8"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    const char *answer = look(*state, "who", cases[i].value);
    if (!strstr(answer, cases[i].message))
      fail_msg("%s\ninstead of %s", answer, cases[i].message);
  }
}

/* ---- terms ---- */

static void values_of_other_kinds_are_checked(void **state)
{
  static const struct {
    const char *name;
    const char *value;
    const char *answer;
  } cases[] = {
      {"since", "2018", "2018"},
      {"since", "2018-07", "2018-07"},
      {"since", "2018-07-21", "2018-07-21"},
      {"since", "2018-7", "is no date"},
      {"since", "20188", "is no date"},
      {"since", "last year", "is no date"},
      {"since", "", "is no date"},
      {"most", "12", "12"},
      {"most", "-1.5", "-1.5"},
      {"most", "1e5", "is no number"},
      {"most", "1.", "is no number"},
      {"most", "", "is no number"},
      {"link", "http://x/y", "http://x/y"},
      {"link", "<http://x/y>", "http://x/y"},
      {"link", "ex:y", "http://e/#y"},
      {"link", "http://x/y> . ?s ?p ?o", "is no absolute IRI"},
      {"link", "y", "is no absolute IRI"},
      {"word", "x", "has no parameter `--word`; did you mean `--words`?"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    const char *answer = look(*state, cases[i].name, cases[i].value);
    if (!strstr(answer, cases[i].answer))
      fail_msg("%s\ninstead of %s", answer, cases[i].answer);
  }
  assert_int_equal(((fixture *)*state)->n_asked, 0); /* no thing is wanted */
}

static void values_are_terms_and_never_text(void **state)
{
  fixture                *f = *state;
  dm_question            *q = parse(f, whole);
  dm_buffer               out = {0};
  dm_question_bindings    bindings;
  const dm_question_asker asker = {f, ask};
  const dm_question_value values[] = {{"who", "FRA"}, {"words", "\"} DELETE { ?s ?p ?o"}, {"who", "Jappan"}, {"who", "JPN"}, {"words", "a\\\n\t'x'"},
                                      {"most", "5"}};
  assert_int_equal(dm_question_bind(&bindings, q, values, sizeof values / sizeof values[0], f->path, &asker, f->diagnostics), DM_OK);
  assert_int_equal(bindings.n, 3);
  assert_int_equal(bindings.items[0].n_terms, 2); /* the same thing by two names is one row */
  dm_question_write(&out, q, &bindings);
  const char *text = dm_buffer_string(&out);
  assert_non_null(strstr(text, "VALUES ?who { <http://e/state/FRA> <http://e/state/JPN> } VALUES ?since { \"0000\" } VALUES ?words { \"\\\"} DELETE "
                               "{ ?s ?p ?o\" \"a\\\\\\n\\t'x'\" } values"));
  assert_non_null(strstr(text, "VALUES ?most { \"5\"^^<http://www.w3.org/2001/XMLSchema#integer> }"));
  assert_non_null(strstr(text, "{ SELECT ?who { VALUES ?who { <http://e/state/FRA> <http://e/state/JPN> } ?x ex:b"));
  assert_non_null(strstr(text, "# VALUES ?nobody { UNDEF }\n"));
  dm_question_bindings_free(&bindings);
  dm_question_free(q);
  dm_buffer_free(&out);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(opening_comment_is_read, setup, teardown),
      cmocka_unit_test_setup_teardown(mistakes_in_comments_have_places, setup, teardown),
      cmocka_unit_test_setup_teardown(any_query_is_a_question, setup, teardown),
      cmocka_unit_test_setup_teardown(questions_of_the_program_are_whole, setup, teardown),
      cmocka_unit_test_setup_teardown(things_are_found_by_their_names, setup, teardown),
      cmocka_unit_test_setup_teardown(names_that_are_no_thing_get_suggestions, setup, teardown),
      cmocka_unit_test_setup_teardown(values_of_other_kinds_are_checked, setup, teardown),
      cmocka_unit_test_setup_teardown(values_are_terms_and_never_text, setup, teardown),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
