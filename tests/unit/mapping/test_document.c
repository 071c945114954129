/* From facts made by hand to N-Triples, by ontology/mapping.yaml and by a small mapping of another ontology. What is expected lies beside this file. */
#include "mapping/mapping.h"

#include "facts.h"

#include "base/buffer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char default_base[] = "https://w3id.org/demarche/id/";

/* The path of a file of the source tree, beside this test or from the root. */
static const char *path_of(char path[4096], const char *name)
{
  const char here[] = "tests/unit/mapping/test_document.c";
  const int  n_root = (int)(sizeof __FILE__ - sizeof here);
  snprintf(path, 4096, "%.*s%s", n_root, __FILE__, name);
  return path;
}

static dm_mapping *load(const char *name, const char *base)
{
  char            path[4096];
  dm_mapping     *mapping = NULL;
  dm_diagnostics *diagnostics = dm_diagnostics_new(NULL, NULL);
  assert_int_equal(dm_mapping_load(&mapping, path_of(path, name), base, diagnostics), DM_OK);
  dm_diagnostics_free(diagnostics);
  return mapping;
}

typedef struct {
  dm_buffer text;
  bool      with_graphs;
  size_t    n_left; /* statements until the sink is full */
} printer;

static void print_term(dm_buffer *out, const dm_term *term)
{
  assert_true(term->kind == DM_TERM_IRI || term->kind == DM_TERM_LITERAL);
  assert_int_equal(term->n_bytes, strlen(term->value));
  if (term->kind == DM_TERM_IRI) {
    assert_true(dm_iri_is_valid(term->value));
    dm_buffer_print(out, "<%s>", term->value);
    return;
  }
  dm_buffer_add_byte(out, '"');
  for (const char *at = term->value; *at; at++) {
    const char *escape = *at == '\n' ? "\\n" : *at == '\r' ? "\\r" : *at == '"' ? "\\\"" : *at == '\\' ? "\\\\" : NULL;
    if (escape)
      dm_buffer_add_string(out, escape);
    else
      dm_buffer_add_byte(out, *at);
  }
  dm_buffer_add_byte(out, '"');
  if (term->language)
    dm_buffer_print(out, "@%s", term->language);
  else if (term->datatype)
    dm_buffer_print(out, "^^<%s>", term->datatype);
}

static dm_status print_statement(void *ctx, const dm_statement *statement)
{
  printer *p = ctx;
  if (p->n_left-- == 0)
    return DM_BAD_OUTPUT;
  const dm_term *terms[] = {&statement->subject, &statement->predicate, &statement->object, &statement->graph};
  for (size_t i = 0; i < (p->with_graphs ? 4 : 3); i++) {
    print_term(&p->text, terms[i]);
    dm_buffer_add_byte(&p->text, ' ');
  }
  dm_buffer_add_string(&p->text, ".\n");
  return DM_OK;
}

/* Compares with a file; DM_UPDATE=1 in the environment writes it instead. */
static void assert_file(const printer *p, const char *name)
{
  char      path[4096];
  dm_buffer expected = {0};
  path_of(path, name);
  if (getenv("DM_UPDATE")) {
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fputs(dm_buffer_string(&p->text), out);
    fclose(out);
  }
  FILE *in = fopen(path, "r");
  assert_non_null(in);
  for (int byte = getc(in); byte != EOF; byte = getc(in))
    dm_buffer_add_byte(&expected, (char)byte);
  fclose(in);
  assert_string_equal(dm_buffer_string(&p->text), dm_buffer_string(&expected));
  dm_buffer_free(&expected);
}

static void map_and_compare(const char *mapping_name, const char *base, const dm_document_facts *facts, const char *expected)
{
  dm_mapping   *mapping = load(mapping_name, base);
  printer       p = {.n_left = SIZE_MAX};
  const dm_sink sink = {.ctx = &p, .on_statement = print_statement};
  assert_int_equal(dm_mapping_document(mapping, facts, NULL, &sink), DM_OK);
  assert_file(&p, expected);
  dm_buffer_free(&p.text);
  dm_mapping_free(mapping);
}

static void test_meeting(void **state)
{
  (void)state;
  map_and_compare("ontology/mapping.yaml", NULL, &meeting, "tests/unit/mapping/meeting.nt");
}

static void test_statement(void **state)
{
  (void)state;
  map_and_compare("ontology/mapping.yaml", NULL, &speech, "tests/unit/mapping/statement.nt");
}

static void test_other_ontology(void **state)
{
  (void)state;
  map_and_compare("tests/unit/mapping/schema-org.yaml", NULL, &meeting, "tests/unit/mapping/meeting-schema-org.nt");
}

static const dm_entity        bureau;
static const dm_entity *const bureau_before[] = {&bureau};
static const dm_property      office_years[] = {{"from", "2025"}};
static const dm_entity        office = {.kind = "agency",
                                        .id = "jpn-office",
                                        .label = "Office",
                                        .of = &japan,
                                        .succeeds = bureau_before,
                                        .n_succeeds = N(bureau_before),
                                        .properties = office_years,
                                        .n_properties = N(office_years),
                                        .listed = true};
static const dm_entity *const bureau_after[] = {&office};
static const dm_property      bureau_years[] = {{"until", "2025"}};
static const dm_entity        bureau = {.kind = "agency",
                                        .id = "jpn-bureau",
                                        .label = "Bureau",
                                        .of = &japan,
                                        .succeeded_by = bureau_after,
                                        .n_succeeded_by = N(bureau_after),
                                        .properties = bureau_years,
                                        .n_properties = N(bureau_years),
                                        .listed = true};

static void test_reference(void **state)
{
  (void)state;
  static const dm_entity *const entities[] = {&bureau, &office, &mofa,     &pec,     &oewg,   &tokyo, &capacity,
                                              &norm_f, &norms,  &co_chair, &affirms, &france, &japan};
  dm_mapping                   *mapping = load("ontology/mapping.yaml", "https://example.org/");
  printer                       p = {.n_left = SIZE_MAX, .with_graphs = true};
  const dm_sink                 sink = {.ctx = &p, .on_statement = print_statement};
  assert_int_equal(dm_mapping_reference(mapping, entities, N(entities), &sink), DM_OK);
  assert_file(&p, "tests/unit/mapping/reference.nq");
  dm_buffer_free(&p.text);
  dm_mapping_free(mapping);
}

/* --base moves what documents bring, and nothing else. */

static bool begins_with(const char *text, const char *with)
{
  return strncmp(text, with, strlen(with)) == 0;
}

static dm_status check_base(void *ctx, const dm_statement *s)
{
  static const char *const brought[] = {"document/", "event/", "series/", "person/", "post/", "agency/fra-pole"};
  size_t                  *n_moved = ctx;
  const char              *iris[] = {s->subject.value, s->object.kind == DM_TERM_IRI ? s->object.value : "", s->graph.value};
  for (size_t i = 0; i < N(iris); i++) {
    const bool is_moved = begins_with(iris[i], "https://example.org/data/");
    const bool is_default = begins_with(iris[i], default_base);
    *n_moved += is_moved;
    for (size_t k = 0; k < N(brought); k++) {
      assert_false(is_default && begins_with(iris[i] + strlen(default_base), brought[k]));
      if (is_moved && begins_with(iris[i] + strlen("https://example.org/data/"), brought[k]))
        break;
      assert_false(is_moved && k + 1 == N(brought));
    }
  }
  return DM_OK;
}

static void test_base(void **state)
{
  (void)state;
  dm_mapping   *mapping = load("ontology/mapping.yaml", "https://example.org/data/");
  size_t        n_moved = 0;
  const dm_sink sink = {.ctx = &n_moved, .on_statement = check_base};
  assert_int_equal(dm_mapping_document(mapping, &meeting, NULL, &sink), DM_OK);
  assert_true(n_moved > 100);
  dm_mapping_free(mapping);
}

static void test_bad_base(void **state)
{
  (void)state;
  static const char *const bases[] = {"", "example.org/", "https://example.org", "https://example.org/#", "https://example.org/?a/", "https://a b/"};
  char                     path[4096];
  dm_diagnostics          *diagnostics = dm_diagnostics_new(NULL, NULL);
  dm_diagnostics_set_quiet(diagnostics, true);
  for (size_t i = 0; i < N(bases); i++) {
    dm_mapping *mapping = NULL;
    assert_int_equal(dm_mapping_load(&mapping, path_of(path, "ontology/mapping.yaml"), bases[i], diagnostics), DM_BAD_USAGE);
    assert_null(mapping);
  }
  assert_int_equal(dm_diagnostics_errors(diagnostics), N(bases));
  dm_diagnostics_free(diagnostics);
}

static void test_sink_stops(void **state)
{
  (void)state;
  dm_mapping   *mapping = load("ontology/mapping.yaml", NULL);
  printer       p = {.n_left = 3};
  const dm_sink sink = {.ctx = &p, .on_statement = print_statement};
  assert_int_equal(dm_mapping_document(mapping, &meeting, NULL, &sink), DM_BAD_OUTPUT);
  p.n_left = 3;
  assert_int_equal(dm_mapping_reference(mapping, meeting_entities, N(meeting_entities), &sink), DM_BAD_OUTPUT);
  dm_buffer_free(&p.text);
  dm_mapping_free(mapping);
}

/* Facts and the rules that made them, with the program and without. */

static const dm_property why[] = {{"comment", "what was talked about"}};
static const dm_entity   topics_rule = {
      .kind = "rule", .id = "topics", .label = "topics", .properties = why, .n_properties = N(why), .listed = true, .index = 7};
static const dm_entity   affirms_rule = {.kind = "rule", .id = "affirms", .label = "affirms", .listed = true, .index = 8};
static const dm_property of_program[] = {{"version", "1.2.3"}};
static const dm_entity   program = {
      .kind = "program", .id = "reader-1.2.3", .label = "reader 1.2.3", .properties = of_program, .n_properties = N(of_program), .listed = true};

static void test_provenance(void **state)
{
  (void)state;
  static const dm_passage words[] = {{10, 16, "talked", 6}};
  CELLS(topic, {"topic", ENTITY(capacity)});
  CELLS(stated, {"holder", ENTITY(japan)}, {"stance", ENTITY(affirms)}, {"target", ENTITY(capacity)});
  CELLS(titled, {"title", TEXT("A record")});
  const dm_fact facts[] = {
      {.family = "metadata", .cells = titled, .n_cells = N(titled)},
      {.family = "discussed", .cells = topic, .n_cells = N(topic), .passages = words, .n_passages = 1, .rule = "topics", .maker = &topics_rule},
      {.family = "position", .cells = stated, .n_cells = N(stated), .passages = words, .n_passages = 1, .rule = "affirms", .maker = &affirms_rule}};
  const dm_document_facts       document = {.name = "a b", .length_cp = 20, .facts = facts, .n_facts = N(facts)};
  static const dm_entity *const makers[] = {&topics_rule, &affirms_rule, &program};
  dm_mapping                   *mapping = load("ontology/mapping.yaml", "https://example.org/");
  printer                       p = {.n_left = SIZE_MAX};
  const dm_sink                 sink = {.ctx = &p, .on_statement = print_statement};
  assert_int_equal(dm_mapping_document(mapping, &document, NULL, &sink), DM_OK);
  assert_null(strstr(p.text.bytes, "http://www.w3.org/ns/prov#"));
  assert_null(strstr(p.text.bytes, "/rule/"));
  dm_buffer_clear(&p.text);
  assert_int_equal(dm_mapping_document(mapping, &document, &program, &sink), DM_OK);
  p.with_graphs = true;
  assert_int_equal(dm_mapping_reference(mapping, makers, N(makers), &sink), DM_OK);
  assert_file(&p, "tests/unit/mapping/provenance.nt");
  dm_buffer_free(&p.text);
  dm_mapping_free(mapping);
}

static void test_nothing_stated(void **state)
{
  (void)state;
  const dm_document_facts empty = {.name = "empty", .length_cp = 10};
  map_and_compare("ontology/mapping.yaml", NULL, &empty, "tests/unit/mapping/empty.nt");
}

static void test_prefixes(void **state)
{
  (void)state;
  dm_mapping      *mapping = load("ontology/mapping.yaml", NULL);
  size_t           n = 0;
  const dm_prefix *prefixes = dm_mapping_prefixes(mapping, &n);
  bool             has_state = false;
  for (size_t i = 0; i < n; i++)
    has_state =
        has_state || (strcmp(prefixes[i].prefix, "state") == 0 && strcmp(prefixes[i].namespace_iri, "https://w3id.org/demarche/id/state/") == 0);
  assert_true(has_state);
  dm_mapping_free(mapping);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_meeting),   cmocka_unit_test(test_statement),  cmocka_unit_test(test_other_ontology),
      cmocka_unit_test(test_reference), cmocka_unit_test(test_provenance), cmocka_unit_test(test_base),
      cmocka_unit_test(test_bad_base),  cmocka_unit_test(test_sink_stops), cmocka_unit_test(test_nothing_stated),
      cmocka_unit_test(test_prefixes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
