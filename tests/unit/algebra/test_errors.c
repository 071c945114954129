/* What is no query: every message with its place, and no message that only follows from another. */
#include "queries.h"

typedef struct {
  const char *query;
  const char *messages; /* without the file's name, the line and the caret */
} expectation;

/* clang-format off: a query and its messages a row */
static const expectation errors[] = {
    {"SELCT ?x { ?x ?y ?z }", "1:1: error: expected `SELECT`, `ASK`, `CONSTRUCT` or `DESCRIBE`, found `SELCT`: did you mean `SELECT`?\n"},
    {"SELECT ?x WHER { ?x ?y ?z }", "1:11: error: expected `WHERE` or `{`, found `WHER`: did you mean `WHERE`?\n"},
    {"SELECT ?x WHERE { ?x ?y ?z . FILTRE(?z > 3) OPTIONL { ?x ?q ?r } }",
     "1:30: error: expected a pattern or `}`, found `FILTRE`: did you mean `FILTER`?\n"
     "1:45: error: expected a pattern or `}`, found `OPTIONL`: did you mean `OPTIONAL`?\n"},
    {"SELECT ?x WHERE { ?x ?y ?z ?x ?q ?r }", "1:28: error: expected `.`, `;`, `,` or `}` behind a triple, found `?x`\n"},
    {"SELECT ?x WHERE { ?x ?y }", "1:25: error: expected an object, found `}`\n"},
    {"SELECT ?x WHERE { ?x dip:a foaf:b . FILTER(?x = ) ?x dip:c ex:d . } ORDER BY zz:y(?x)", "1:22: error: the prefix `dip:` is not declared\n"
                                                                                              "1:28: error: the prefix `foaf:` is not declared\n"
                                                                                              "1:49: error: expected an expression, found `)`\n"
                                                                                              "1:60: error: the prefix `ex:` is not declared\n"
                                                                                              "1:78: error: the prefix `zz:` is not declared\n"},
    {"PREFIX foaf: <http://f/> PREFIX x: <http://x/> SELECT * { ?x faof:name y:z . OPTIONAL { ?x faof:mbox ?m } }",
     "1:62: error: the prefix `faof:` is not declared: did you mean `foaf:`?\n"
     "1:72: error: the prefix `y:` is not declared\n"},
    {"SELECT ?x WHERE { ?x ?y ?z } ODER BY ?x", "1:30: error: expected the end of the query, found `ODER`: did you mean `ORDER`?\n"},
    {"SELECT ?x WHERE { ?x ?y ?z } LIMIT 10 ORDER BY ?x",
     "1:39: error: `ORDER` may not stand here: GROUP BY, HAVING, ORDER BY, LIMIT and OFFSET, VALUES come in this order, each once\n"},
    {"SELECT COUNT(*) WHERE { ?x ?y ?z }",
     "1:8: error: expected a variable (`?name`), an expression with its name (`(COUNT(*) AS ?n)`) or `*`, found `COUNT`\n"},
    {"SELECT (COUNT(*)) WHERE { ?x ?y ?z }", "1:17: error: expected `AS` and a variable behind the expression, found `)`\n"},
    {"SELECT name WHERE { ?x ?y ?z }",
     "1:8: error: expected a variable (`?name`), an expression with its name (`(COUNT(*) AS ?n)`) or `*`, found `name`: did you mean `?name`?\n"},
    {"SELECT ?s, ?o { ?s ?p ?o }", "1:10: error: there are no commas between the columns of `SELECT`\n"},
    {"SELECT ?x WHERE { ?x ?y \"abc }", "1:25: error: the string that begins here does not end on its line: for more lines write three quotes\n"},
    {"SELECT ?x WHERE { ?x ?y \"a\\qc\" . ?x ?z \"\\uD800\" , \"\\u00\" , \"\\U00110000\" }",
     "1:27: error: `\\q` is no escape of SPARQL: there are \\t \\b \\n \\r \\f \\\" \\' \\\\ and, of code points that are no surrogates, \\uXXXX and "
     "\\UXXXXXXXX\n"
     "1:41: error: `\\u` is no escape of SPARQL: there are \\t \\b \\n \\r \\f \\\" \\' \\\\ and, of code points that are no surrogates, \\uXXXX and "
     "\\UXXXXXXXX\n"
     "1:52: error: `\\u` is no escape of SPARQL: there are \\t \\b \\n \\r \\f \\\" \\' \\\\ and, of code points that are no surrogates, \\uXXXX and "
     "\\UXXXXXXXX\n"
     "1:61: error: `\\U` is no escape of SPARQL: there are \\t \\b \\n \\r \\f \\\" \\' \\\\ and, of code points that are no surrogates, \\uXXXX and "
     "\\UXXXXXXXX\n"},
    {"SELECT ?x WHERE { ?x ?y \"\"\"abc }", "1:25: error: the string that begins here does not end\n"},
    {"SELECT * { ?s ?p \"x\"@ }", "1:21: error: expected a language behind `@`, as in \"text\"@en\n"},
    {"SELECT * { ?s ?p \"x\"^^ }", "1:24: error: expected the IRI of a datatype behind `^^`, found `}`\n"},
    {"SELECT * { ?s ?p _: }", "1:20: error: expected a label behind `_:`\n"},
    {"SELECT * { ?s ?p <http://a b> . ?s ?q \"x\" ?r }", "1:18: error: expected an object, found `<http://a b>`: an IRI may have no ` `\n"},
    {"SELECT * { ?s ?p http://a/b }", "1:18: error: an IRI must stand between `<` and `>`\n"},
    {"SELECT * { ?s ?p <http://a/\\u0020> , <http://a/\\u003E> }", "1:18: error: <http://a/ > is not a valid IRI\n"
                                                                   "1:38: error: <http://a/>> is not a valid IRI\n"},
    {"SELECT * { ?s ?p \\u005cu0031 }", "1:18: error: `\\u` is no escape of SPARQL: there are \\t \\b \\n \\r \\f \\\" \\' \\\\ and, of code points "
                                        "that are no surrogates, \\uXXXX and \\UXXXXXXXX\n"},
    {"PREFIX : <http://e/> SELECT * { ?s :a%zz ?o . ?s :b\\z ?o }",
     "1:38: error: two hexadecimal digits must stand behind `%` in a prefixed name\n"
     "1:52: error: this may not be escaped in a prefixed name: write the IRI between `<` and `>`\n"},
    {"SELECT ?x WHERE { FILTER(STRLN(?x) > 3 && SUBSTR(?x) = \"a\" && BOUND(3) && STR(?x, 1)) }",
     "1:26: error: there is no function `STRLN`: did you mean `STRLEN`?\n"
     "1:43: error: `SUBSTR` takes 2 to 3 arguments, not 1\n"
     "1:69: error: `BOUND` takes a variable\n"
     "1:75: error: `STR` takes 1 argument, not 2\n"},
    {"SELECT * { FILTER(ex(?x)) }", "1:19: error: there is no function `ex`\n"},
    {"SELECT * { FILTER(STRLEN ?x) }", "1:26: error: expected `(` behind the name of a function, found `?x`\n"},
    {"SELECT * { FILTER(?x == 1) } ", "1:22: error: expected an expression, found `==`: did you mean `=`?\n"},
    {"SELECT * { FILTER(?x => 1) } ", "1:22: error: expected an expression, found `=>`: did you mean `>=`?\n"},
    {"SELECT * { FILTER(?x <> 1) } ", "1:22: error: expected an operator or `)`, found `<>`: did you mean `!=`?\n"},
    {"SELECT * { FILTER(?x = 1 AND ?y = 2) } ", "1:26: error: expected an operator or `)`, found `AND`: did you mean `&&`?\n"},
    {"SELECT * { FILTER(?x & 1) } ", "1:22: error: `&` is no operator: did you mean `&&`?\n"},
    {"SELECT * { FILTER(!!?x) } ", "1:20: error: expected an expression, found `!`\n"},
    {"SELECT * { FILTER(NOT(?x = 1)) } ", "1:19: error: `NOT` stands in `NOT EXISTS` and `NOT IN` only: did you mean `!`?\n"},
    {"SELECT * { FILTER(?x = 1 = 2) }", "1:26: error: expected an operator or `)`, found `=`\n"},
    {"SELECT * { FILTER ?x > 1 }", "1:19: error: expected an expression in brackets or the call of a function, found `?x`\n"},
    {"SELECT * { FILTER(<http://f>(DISTINCT ?x)) }", "1:30: error: `DISTINCT` has no meaning here: <http://f> is no aggregate\n"},
    {"SELECT * { FILTER(COUNT(?x) > 3) BIND(SUM(?x) AS ?y) }",
     "1:19: error: an aggregate may not stand in a pattern: it belongs into SELECT, HAVING or ORDER BY\n"
     "1:39: error: an aggregate may not stand in a pattern: it belongs into SELECT, HAVING or ORDER BY\n"},
    {"SELECT (SUM(COUNT(?x)) AS ?y) { ?x ?p ?z }", "1:13: error: an aggregate may not stand in another one\n"},
    {"SELECT (SUM(?x, ?y) AS ?z) { ?x ?p ?z }", "1:15: error: expected `)` at the end of the aggregate, which takes one expression, found `,`\n"},
    {"SELECT (GROUP_CONCAT(?x; SEPERATOR=\"\") AS ?y) { ?x ?p ?z }",
     "1:26: error: expected `SEPARATOR`, found `SEPERATOR`: did you mean `SEPARATOR`?\n"},
    {"SELECT ?x { ?x ?p ?y } GROUP BY (COUNT(?x) AS ?n)", "1:34: error: an aggregate may not stand in GROUP BY\n"
                                                          "1:8: error: `?x` stands neither in GROUP BY nor in an aggregate\n"},
    {"SELECT ?x (COUNT(?y) AS ?n) { ?x ?p ?y }", "1:8: error: `?x` stands beside an aggregate: add it to GROUP BY\n"},
    {"SELECT ?x ?p ((?p + 1) AS ?q) (COUNT(?y) AS ?n) { ?x ?p ?y } GROUP BY ?x",
     "1:11: error: `?p` stands neither in GROUP BY nor in an aggregate\n"},
    {"SELECT * { ?x ?p ?y } GROUP BY ?x", "1:1: error: `*` may not be used with GROUP BY or aggregates: name the keys\n"},
    {"SELECT ?x { { SELECT * { ?x ?p ?y } HAVING (COUNT(*) > 1) } }",
     "1:15: error: `*` may not be used with GROUP BY or aggregates: name the keys\n"},
    {"SELECT (?y AS ?x) { ?x ?p ?y }", "1:8: error: the name `?x` is taken: the pattern gives it values already\n"},
    {"SELECT (1 AS ?x) (2 AS ?x) { }", "1:18: error: the name `?x` is taken by another column\n"},
    {"SELECT (1 AS ?x) { } VALUES ?x { 1 }", "1:8: error: the name `?x` is taken: the pattern gives it values already\n"},
    {"SELECT ?x { ?x ?p ?y BIND(1 AS ?x) }", "1:22: error: BIND gives `?x` a value, but it may have one already: take another name\n"},
    {"SELECT * { { BIND(1 AS ?x) } UNION { ?a ?b ?c BIND(?a AS ?x) BIND(2 AS ?x) } }",
     "1:62: error: BIND gives `?x` a value, but it may have one already: take another name\n"},
    {"SELECT ?y { ?x ?p ?y } GROUP BY (STR(?p) AS ?y)", "1:33: error: the name `?y` is taken: the pattern or another key gives it values already\n"},
    {"SELECT * { _:a ?p ?y OPTIONAL { _:a ?q ?r } _:a ?s ?t }",
     "1:33: error: the blank node `_:a` stands in another basic graph pattern already: use a variable\n"
     "1:45: error: the blank node `_:a` stands in another basic graph pattern already: use a variable\n"},
    {"SELECT * { _:a ?p ?y FILTER EXISTS { _:a ?q ?r } }",
     "1:38: error: the blank node `_:a` stands in another basic graph pattern already: use a variable\n"},
    {"SELECT * { VALUES (?x ?y) { (1 2 3) (1) () (1 2) } }", "1:29: error: a row of 3 values for 2 variables\n"
                                                             "1:37: error: a row of 1 value for 2 variables\n"
                                                             "1:41: error: a row of 0 values for 2 variables\n"},
    {"SELECT * { VALUES (?x ?x) { (1 2) } }", "1:19: error: `?x` stands twice among the variables of VALUES\n"},
    {"SELECT * { VALUES ?x { 1 ?y } }", "1:26: error: expected an IRI, a literal, `UNDEF` or the closing bracket, found `?y`\n"},
    {"INSERT DATA { <a> <b> <c> }", "1:1: error: this is a request to update: only queries are answered\n"},
    {"PREFIX : <http://e/> WITH :g DELETE { ?a ?b ?c } WHERE { ?a ?b ?c }", "1:22: error: this is a request to update: only queries are answered\n"},
    {"SELECT ?x WHERE { ?x ?p ?y } }", "1:30: error: expected the end of the query, found `}`\n"},
    {"SELECT ?x WHERE { ?x ?p ?y", "1:27: error: expected a pattern or `}`, but the query ends here\n"},
    {"SELECT ?x WHERE ?x ?p ?y }", "1:17: error: expected `{` behind `WHERE`, found `?x`\n"},
    {"CONSTRUCT { ?x <http://p>/<http://q> ?y } { ?x ?p ?y }", "1:16: error: a path may not stand in what is constructed\n"},
    {"CONSTRUCT { ?x ?p ?y FILTER(?x) } { ?x ?p ?y }", "1:22: error: expected `.`, `;`, `,` or `}` behind a triple, found `FILTER`\n"},
    {"CONSTRUCT WHERE { ?x ?p ?y FILTER(?y) }",
     "1:28: error: `CONSTRUCT WHERE` takes triples only: write what is to be constructed behind `CONSTRUCT`\n"},
    {"CONSTRUCT WHERE { ?x <http://p>* ?y }", "1:22: error: a path may not stand in what is constructed\n"},
    {"CONSTRUCT { ?x ?p ?y }", "1:23: error: expected `WHERE` or `{`, but the query ends here\n"},
    {"DESCRIBE", "1:9: error: expected a variable, an IRI or `*` behind `DESCRIBE`, but the query ends here\n"},
    {"PREFIX ex <http://e/> SELECT * {}", "1:8: error: expected a prefix with a colon behind `PREFIX`, found `ex`\n"},
    {"PREFIX ex: http://e/ SELECT * {}", "1:12: error: expected an IRI between `<` and `>`, found `http:`\n"},
    {"PREFIX ex: <e/> SELECT * { ex:a ex:b ex:c }", "1:12: error: the relative IRI <e/> needs a BASE\n"},
    {"BASE <b> SELECT * { <a> <b> <c> }", "1:6: error: the relative IRI <b> needs a BASE\n"},
    {"SELECT * { <a> ?p ?o }", "1:12: error: the relative IRI <a> needs a BASE\n"},
    {"SELECT * { SELECT * { ?x ?p ?y } ?x ?q ?z }", "1:34: error: expected `}` at the end of the subquery, found `?x`\n"},
    {"SELECT * { ?x ?p ?y SELECT * { ?x ?p ?y } }", "1:21: error: a subquery needs braces of its own, with nothing else in them\n"},
    {"SELECT * { ?x a ?y . ?x b ?z }", "1:25: error: expected a predicate or a path, found `b`\n"},
    {"SELECT * { ?x (a|b) ?y }", "1:18: error: expected a predicate or a path, found `b`\n"},
    {"SELECT * { ?x ?p ?y . BIND(?y + 1) }", "1:34: error: expected an operator or `AS`, found `)`\n"},
    {"SELECT * { ?x ?p ?y . BIND(?y AS y) }", "1:34: error: expected a variable behind `AS`, found `y`: did you mean `?y`?\n"},
    {"SELECT * { GRAPH { ?x ?p ?y } }", "1:18: error: expected the IRI of a graph or a variable behind `GRAPH`, found `{`\n"},
    {"SELECT * { ?x ?p ?y } LIMIT ?n", "1:29: error: expected a number behind `LIMIT`, found `?n`\n"},
    {"SELECT * { ?x ?p ?y } LIMIT -1", "1:29: error: expected a number behind `LIMIT`, found `-`\n"},
    {"SELECT * { ?x ?p ?y } LIMIT 1 LIMIT 2",
     "1:31: error: `LIMIT` may not stand here: GROUP BY, HAVING, ORDER BY, LIMIT and OFFSET, VALUES come in this order, each once\n"},
    {"ASK { ?s ?p ?o } GROUP BY", "1:26: error: expected an expression in brackets or the call of a function, but the query ends here\n"},
    {"SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING ?n > 1", "1:43: error: expected an expression in brackets or the call of a function, found `?n`\n"},
    {"SELECT ?s { ?s ?p ?o } ORDER ?s", "1:30: error: expected `BY` behind `ORDER`, found `?s`\n"},
    {"SELECT ?s { ?s ?p ?o } ORDER BY DESC ?s", "1:38: error: expected an expression in brackets behind `ASC` or `DESC`, found `?s`\n"},
    {"SELECT ?s FROM { ?s ?p ?o }", "1:16: error: expected the IRI of a graph or `NAMED` behind `FROM`, found `{`\n"},
    {"SELECT ?s { {?s ?p ?o} UNION ?s ?q ?r }", "1:30: error: expected `{` behind `UNION`, found `?s`\n"},
    {"SELECT * { ?s ?p ; }", "1:18: error: expected an object, found `;`\n"},
    {"SELECT * { ?s ; ?p ?o }", "1:15: error: expected a predicate or a path, found `;`\n"},
    {"SELECT * { ( ) . ( 1 2 . [ ?p ] }", "1:16: error: expected a predicate or a path, found `.`\n"},
    {"SELECT * { ?s ?p [ ?q ?r ?x }", "1:26: error: expected `;`, `,` or `]`, found `?x`\n"},
    {"SELECT * { { ?s ?p } ?a ?b ?c . { ?s ?p } OPTIONAL { ?s } }", "1:20: error: expected an object, found `}`\n"
                                                                    "1:41: error: expected an object, found `}`\n"
                                                                    "1:57: error: expected a predicate or a path, found `}`\n"},
    {"", "1:1: error: expected `SELECT`, `ASK`, `CONSTRUCT` or `DESCRIBE`, but the query ends here\n"},
    {"# only a comment", "1:1: error: expected `SELECT`, `ASK`, `CONSTRUCT` or `DESCRIBE`, but the query ends here\n"},
};
/* clang-format on */

/* The first line of each message, behind `q.rq:`. */
static void take_first_lines(dm_buffer *out, const char *messages)
{
  for (const char *at = messages; (at = strstr(at, "q.rq:"));) {
    const char *end = strchr(at, '\n');
    dm_buffer_add(out, at + 5, (size_t)(end - at - 4));
    at = end;
  }
}

static void errors_have_places(void **state)
{
  (void)state;
  for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
    dm_buffer messages = {0}, lines = {0};
    assert_null(parse(errors[i].query, strlen(errors[i].query), NULL, &messages));
    take_first_lines(&lines, dm_buffer_string(&messages));
    if (strcmp(dm_buffer_string(&lines), errors[i].messages) != 0)
      print_error("%s\n", errors[i].query);
    assert_string_equal(dm_buffer_string(&lines), errors[i].messages);
    dm_buffer_free(&messages);
    dm_buffer_free(&lines);
  }
}

static void a_message_shows_the_line(void **state)
{
  (void)state;
  static const char text[] = "SELECT *\n{\n  ?s ?p \"ä\" ; ?q .\n}\n";
  dm_buffer         messages = {0};
  assert_null(parse(text, strlen(text), NULL, &messages));
  assert_string_equal(dm_buffer_string(&messages), "q.rq:3:18: error: expected an object, found `.`\n"
                                                   "  ?s ?p \"ä\" ; ?q .\n"
                                                   "                 ^\n");
  dm_buffer_free(&messages);
}

/* Some twenty errors are enough. */
static void errors_end(void **state)
{
  (void)state;
  dm_buffer text = {0}, messages = {0}, lines = {0};
  dm_buffer_add_string(&text, "SELECT * { ");
  for (size_t i = 0; i < 1000; i++)
    dm_buffer_print(&text, "?s p%zu:x 1 . ", i);
  dm_buffer_add_string(&text, "}");
  assert_null(parse(text.bytes, text.n_bytes, NULL, &messages));
  take_first_lines(&lines, dm_buffer_string(&messages));
  size_t n = 0;
  for (size_t i = 0; i < lines.n_bytes; i++)
    n += lines.bytes[i] == '\n';
  assert_int_equal(n, 20);
  dm_buffer_free(&text);
  dm_buffer_free(&messages);
  dm_buffer_free(&lines);
}

static void bytes_must_be_text(void **state)
{
  static const struct {
    const char *text;
    size_t      n_bytes;
    const char *message;
  } rows[] = {
      {"ASK{?s?p'\xff'}", 12, "q.rq:1:10: error: this is not valid UTF-8\n"},
      {"ASK{?s?p'\0'}", 12, "q.rq:1:10: error: a query may not contain the character U+0000\n"},
      {"", 0, "q.rq:1:1: error: expected `SELECT`"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    dm_buffer messages = {0};
    assert_null(parse(rows[i].text, rows[i].n_bytes, NULL, &messages));
    assert_memory_equal(dm_buffer_string(&messages), rows[i].message, strlen(rows[i].message));
    dm_buffer_free(&messages);
  }
  (void)state;
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(errors_have_places),
      cmocka_unit_test(a_message_shows_the_line),
      cmocka_unit_test(errors_end),
      cmocka_unit_test(bytes_must_be_text),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
