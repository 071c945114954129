/* Deep, long and random queries: they are parsed or refused, in reasonable time and stack. */
#include "queries.h"

#include <stdio.h>
#include <stdlib.h>

/* `open` n times, `inside`, `close` n times. */
static void nest(dm_buffer *out, const char *before, const char *open, const char *inside, const char *close, const char *after, size_t n)
{
  dm_buffer_clear(out);
  dm_buffer_add_string(out, before);
  for (size_t i = 0; i < n; i++)
    dm_buffer_add_string(out, open);
  dm_buffer_add_string(out, inside);
  for (size_t i = 0; i < n; i++)
    dm_buffer_add_string(out, close);
  dm_buffer_add_string(out, after);
}

/* Parses, prints and looks for variables, so that everything that calls itself does. */
static bool is_accepted(const dm_buffer *text, const char *message)
{
  dm_buffer messages = {0}, printed = {0};
  dm_query *query = parse(text->bytes, text->n_bytes, "http://b/", &messages);
  if (!query && !strstr(dm_buffer_string(&messages), message))
    print_error("%s", dm_buffer_string(&messages));
  assert_true(query || strstr(dm_buffer_string(&messages), message));
  if (query) {
    bool *is_in = calloc(query->n_variables + 1, sizeof *is_in);
    dm_query_print(&printed, query);
    dm_node_variables(query->where, is_in);
    dm_node_certain(query->where, is_in);
    dm_pattern_reads(query->where, is_in);
    dm_query_bind(query, "x", NULL, 0);
    free(is_in);
  }
  const bool is_parsed = query != NULL;
  dm_query_free(query);
  dm_buffer_free(&messages);
  dm_buffer_free(&printed);
  return is_parsed;
}

static void nesting_has_a_limit(void **state)
{
  static const struct {
    const char *before, *open, *inside, *close, *after;
  } rows[] = {
      {"SELECT * ", "{", "?s ?p ?o", "}", ""},
      {"SELECT * { ", "OPTIONAL {", "?s ?p ?o", "}", "}"},
      {"SELECT * { ", "?a ?b ?c MINUS {", "?s ?p ?o", "}", "}"},
      {"SELECT * { ", "{ SELECT * {", "?s ?p ?o", "} }", "}"},
      {"SELECT * { FILTER(", "(", "?x", ")", ") }"},
      {"SELECT * { FILTER(", "STR(", "?x", ")", ") }"},
      {"SELECT * { FILTER ", "EXISTS { FILTER ", "EXISTS { }", "}", " }"},
      {"SELECT * { ?s ", "(", "<p>", ")*", " ?o }"},
      {"SELECT * { ?s ?p ", "[ ?p ", "1", "]", " }"},
      {"SELECT * { ?s ?p ", "( ", "1", ")", " }"},
  };
  dm_buffer text = {0};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    nest(&text, rows[i].before, rows[i].open, rows[i].inside, rows[i].close, rows[i].after, 100);
    assert_true(is_accepted(&text, ""));
    nest(&text, rows[i].before, rows[i].open, rows[i].inside, rows[i].close, rows[i].after, 450);
    assert_true(is_accepted(&text, ""));
    nest(&text, rows[i].before, rows[i].open, rows[i].inside, rows[i].close, rows[i].after, 100000);
    assert_false(is_accepted(&text, "levels"));
    nest(&text, rows[i].before, rows[i].open, "", "", "", 100000);
    assert_false(is_accepted(&text, "levels"));
  }
  dm_buffer_free(&text);
  (void)state;
}

static void rows_may_be_long(void **state)
{
  static const struct {
    const char *before, *piece, *after;
    bool        is_limited; /* what comes later stands on what came before */
  } rows[] = {
      {"SELECT * { ", "?s ?p ?o . ", "}", false},
      {"SELECT * { ?s ?p ?o ", "; <q> 1, 2 ", "}", false},
      {"SELECT * { VALUES ?x { ", "1 <y> UNDEF ", "} }", false},
      {"SELECT * { FILTER(?x = 1 ", "|| ?x = 2 && ?y ", ") }", false},
      {"SELECT * { FILTER(?x IN (1 ", ", 2", ")) }", false},
      {"SELECT * { FILTER(1 ", "+ 2 ", "> 3) }", true},
      {"SELECT * { ", "FILTER(?x) ", "}", false},
      {"SELECT * { {} ", "UNION { ?s ?p 1 } ", "}", false},
      {"SELECT * { ", "OPTIONAL { ?s ?p 1 } ", "}", true},
      {"SELECT * { ", "{ ?s ?p 1 } ", "}", true},
      {"SELECT * { ?s <p>", "/<q>", " ?o }", false},
      {"SELECT * { ?s (<p>", "|<q>", ")* ?o }", false},
      {"SELECT * { ?s <p>", "|<q>", " ?o }", false},
      {"SELECT * { ?s !(<p>", "|^<q>", ") ?o }", false},
      {"SELECT * { ?s ?p ( ", "1 [] ", ") }", false},
      {"SELECT ", "?x ", "{ ?x ?y ?z }", false},
      {"SELECT ?x { ?x ?y ?z } ORDER BY ", "?x ", "", false},
      {"SELECT ?x { ?x ?y ?z } GROUP BY ?x ", "STR(?x) ", "", true},
      {"PREFIX a: <b> ", "PREFIX a: <b> ", "ASK {}", false},
      {"SELECT * { ?s ?p \"", "abc\\n\\u00e9", "\" }", false},
      {"SELECT * { ?s ?p 0.", "12345", " }", false},
      {"SELECT * { ?s ?p ?o ", "{?a?b", "", true},
      {"PREFIX a: <b> SELECT * { ?s a:", "b.", "c ?o }", false},
      {"SELECT * { ", "a.", "", true},
      {"SELECT * { ", "<a", "", true},
      {"SELECT * { ", "FILTRE ", "", true},
      {"", "#\n", "ASK {}", false},
  };
  dm_buffer text = {0};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    nest(&text, rows[i].before, rows[i].piece, rows[i].after, "", "", 20000);
    assert_true(is_accepted(&text, rows[i].is_limited ? "error" : "-") || rows[i].is_limited);
  }
  dm_buffer_free(&text);
  (void)state;
}

/* Names are many, and groups deep: scopes must not be copied at every level. */
static void many_names_in_deep_groups(void **state)
{
  dm_buffer text = {0};
  dm_buffer_add_string(&text, "SELECT * ");
  for (size_t i = 0; i < 400; i++)
    dm_buffer_print(&text, "{ ?a%zu ?b ?c . ", i);
  for (size_t i = 0; i < 50000; i++)
    dm_buffer_print(&text, "?v%zu ?p ?q . ", i);
  for (size_t i = 0; i < 400; i++)
    dm_buffer_add_string(&text, "} ");
  assert_true(is_accepted(&text, ""));
  dm_buffer_free(&text);
  (void)state;
}

static void a_text_may_be_too_long(void **state)
{
  dm_buffer text = {0};
  nest(&text, "ASK {} ", "#                                                              \n", "", "", "", 300000);
  assert_false(is_accepted(&text, "a query of more than 16777216 bytes"));
  dm_buffer_free(&text);
  (void)state;
}

/* Pieces of queries in any order: nothing but an answer is wanted. */
static void pieces_in_any_order(void **state)
{
  static const char *const pieces[] = {
      "SELECT",     "ASK",      "CONSTRUCT", "DESCRIBE", "WHERE", "{",      "{",        "}",     "}",      "(",     ")",
      "[",          "]",        ".",         ";",        ",",     "*",      "+",        "/",     "|",      "^",     "!",
      "?",          "?x",       "?y",        "$z",       "_:a",   "<p>",    ":q",       "x:y",   "a",      "\"s\"", "'t'@en",
      "\"u\"^^<d>", "1",        "-2.5",      "1e3",      "true",  "FILTER", "OPTIONAL", "UNION", "MINUS",  "GRAPH", "SERVICE",
      "SILENT",     "BIND",     "AS",        "VALUES",   "UNDEF", "EXISTS", "NOT",      "IN",    "COUNT",  "SUM",   "GROUP_CONCAT",
      "SEPARATOR",  "DISTINCT", "REDUCED",   "GROUP",    "ORDER", "BY",     "HAVING",   "LIMIT", "OFFSET", "FROM",  "NAMED",
      "PREFIX",     "BASE",     "STR",       "BOUND",    "IF",    "&&",     "||",       "=",     "<",      ">=",    "-",
      "FILTRE",     "\\u0041",  "#\n",       "\"",
  };
  uint64_t  random = 20261125;
  dm_buffer text = {0};
  for (size_t i = 0; i < 20000; i++) {
    dm_buffer_clear(&text);
    dm_buffer_add_string(&text, i % 3 ? "SELECT * { ?x ?y 1 . " : "");
    random = random * 6364136223846793005u + 1442695040888963407u;
    const size_t n = (random >> 33) % 40;
    for (size_t k = 0; k < n; k++) {
      random = random * 6364136223846793005u + 1442695040888963407u;
      dm_buffer_print(&text, "%s%s", pieces[(random >> 33) % (sizeof pieces / sizeof *pieces)], (random >> 30) % 8 ? " " : "");
    }
    if (text.n_bytes)
      is_accepted(&text, "error: ");
  }
  dm_buffer_free(&text);
  (void)state;
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nesting_has_a_limit),    cmocka_unit_test(rows_may_be_long),    cmocka_unit_test(many_names_in_deep_groups),
      cmocka_unit_test(a_text_may_be_too_long), cmocka_unit_test(pieces_in_any_order),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
