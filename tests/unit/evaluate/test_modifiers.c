/* Aggregates, expressions, modifiers, CONSTRUCT, DESCRIBE and the dataset. */
#include "ask.h"

static const char NUMBERS[] = ":a :p 1\n:a :p 2\n:a :p 3.5\n:b :p 10\n:b :p \"x\"\n:c :p 1e0\n:c :p 2\n:d :q :a\n";
static const char MIXED[] = ":a :p 10\n:b :p _:n\n:c :p :iri\n:d :p \"text\"\n:e :p 9.5\n:f :p true\n:g :q 1\n:h :p \"text\"@en\n";

static const ask_case aggregates[] = {
    {"", "SELECT (COUNT(*) AS ?n) {?s ?p ?o}", "n\n0\n"},
    {"", "SELECT (COUNT(*) AS ?n) {?s ?p ?o} GROUP BY ?s", "n\n"},
    {"", "SELECT (SUM(?o) AS ?a) (AVG(?o) AS ?b) (MIN(?o) AS ?c) (MAX(?o) AS ?d) (SAMPLE(?o) AS ?e) (GROUP_CONCAT(?o) AS ?f) {?s ?p ?o}",
     "a b c d e f\n0 0 - - - \"\"\n"},
    {NUMBERS, "SELECT (COUNT(*) AS ?n) (COUNT(?o) AS ?o1) (COUNT(DISTINCT ?o) AS ?o2) (COUNT(DISTINCT ?s) AS ?s2) {?s :p ?o}",
     "n o1 o2 s2\n7 7 6 3\n"},
    {NUMBERS, "SELECT (COUNT(DISTINCT *) AS ?n) {{?s :p ?o} UNION {?s :p ?o}}", "n\n7\n"},
    {NUMBERS, "SELECT ?s (SUM(?o) AS ?sum) (AVG(?o) AS ?avg) {?s :p ?o} GROUP BY ?s ORDER BY ?s",
     "s sum avg\n:a 6.5 2.166666666666666666666667\n:b - -\n:c 3.0E0 1.5E0\n"},
    {NUMBERS, "SELECT (SUM(DISTINCT ?o) AS ?sum) {?s :p ?o FILTER(DATATYPE(?o) = xsd:integer)}", "sum\n13\n"},
    {NUMBERS, "SELECT ?s (COUNT(?x) AS ?n) {?s :p ?o BIND(?o + 1 AS ?x)} GROUP BY ?s ORDER BY ?s", "s n\n:a 3\n:b 1\n:c 2\n"},
    {NUMBERS, "SELECT (COUNT(?o + 1) AS ?n) {?s :p ?o}", "n\n6\n"},
    {":a :p 9223372036854775807\n:b :p 9223372036854775807\n:c :p 2\n", "SELECT (SUM(?o) AS ?sum) {?s :p ?o}", "sum\n18446744073709551616\n"},
    {MIXED, "SELECT (MIN(?o) AS ?least) {?s :p ?o FILTER(!isBlank(?o))}", "least\n:iri\n"},
    {MIXED, "SELECT (MIN(?o) AS ?a) (MAX(?o) AS ?b) {?s :p ?o FILTER(isNumeric(?o))}", "a b\n9.5 10\n"},
    {NUMBERS, "SELECT ?s (GROUP_CONCAT(?o; SEPARATOR=\"|\") AS ?all) {?s :p ?o} GROUP BY ?s ORDER BY ?s",
     "s all\n:a \"1|2|3.5\"\n:b \"10|x\"\n:c \"1e0|2\"\n"},
    {NUMBERS, "SELECT (GROUP_CONCAT(DISTINCT STR(?s)) AS ?all) {?s :q ?o}", "all\n\"http://e/d\"\n"},
    {NUMBERS, "SELECT ?s {?s :p ?o} GROUP BY ?s HAVING(COUNT(*) > 2)", "s\n:a\n"},
    {NUMBERS, "SELECT ?d (COUNT(*) AS ?n) {?s :p ?o} GROUP BY (DATATYPE(?o) AS ?d) ORDER BY DESC(?n) ?d",
     "d n\n<http://www.w3.org/2001/XMLSchema#integer> 4\n<http://www.w3.org/2001/XMLSchema#decimal> 1\n"
     "<http://www.w3.org/2001/XMLSchema#double> 1\n<http://www.w3.org/2001/XMLSchema#string> 1\n"},
    {NUMBERS, "SELECT (SUM(?o) + COUNT(*) AS ?n) (AVG(?o) * 2 AS ?m) {:a :p ?o}", "n m\n9.5 4.333333333333333333333334\n"},
    /* A group by what is unbound is one group; an error of the key too. */
    {NUMBERS, "SELECT ?k (COUNT(*) AS ?n) {:b :p ?o} GROUP BY (?o * 2 AS ?k) ORDER BY ?k", "k n\n- 1\n20 1\n"},
    {NUMBERS, "SELECT (SAMPLE(?x) AS ?one) {:b :p ?o BIND(?o + 1 AS ?x)}", "one\n11\n"},
    {NUMBERS, "SELECT ?s ?n {?s :q ?a {SELECT ?a (COUNT(*) AS ?n) {?a :p ?o} GROUP BY ?a}}", "s n\n:d 3\n"},
};

/* What the index counts by itself, and the like that it cannot. */
static const ask_case counts[] = {
    {NUMBERS, "SELECT (COUNT(*) AS ?n) {?s ?p ?o}", "n\n8\n"},
    {NUMBERS, "SELECT (COUNT(?s) AS ?n) (COUNT(*) AS ?m) {?s :p 2}", "n m\n2 2\n"},
    {NUMBERS, "SELECT (COUNT(*) AS ?n) {:z :p ?o}", "n\n0\n"},
    {NUMBERS, "SELECT (COUNT(DISTINCT ?p) AS ?n) {?s ?p ?o}", "n\n2\n"},
    {NUMBERS, "SELECT (COUNT(DISTINCT ?s) AS ?n) {?s ?p ?o}", "n\n4\n"},
    {NUMBERS, "SELECT (COUNT(DISTINCT ?o) AS ?n) {:a :p ?o}", "n\n3\n"},
    {NUMBERS, "SELECT (COUNT(DISTINCT ?z) AS ?n) {?s :p ?o}", "n\n0\n"},
    {NUMBERS, "SELECT ?p (COUNT(*) AS ?n) (COUNT(?o) AS ?m) {?s ?p ?o} GROUP BY ?p ORDER BY ?p", "p n m\n:p 7 7\n:q 1 1\n"},
    {NUMBERS, "SELECT ?p (COUNT(DISTINCT ?s) AS ?n) {?s ?p ?o} GROUP BY ?p ORDER BY ?p", "p n\n:p 3\n:q 1\n"},
    {NUMBERS, "SELECT ?s (COUNT(DISTINCT ?o) AS ?n) {?s :p ?o} GROUP BY ?s ORDER BY ?s", "s n\n:a 3\n:b 2\n:c 2\n"},
    {NUMBERS, "SELECT ?o (COUNT(?s) AS ?n) {?s :p ?o} GROUP BY ?o HAVING(COUNT(*) > 1)", "o n\n2 2\n"},
    {NUMBERS, "SELECT ?s (COUNT(DISTINCT ?s) AS ?n) {?s :p ?o} GROUP BY ?s ORDER BY ?s", "s n\n:a 1\n:b 1\n:c 1\n"},
    {NUMBERS, "SELECT ?s {?s :p ?o} GROUP BY ?s ORDER BY ?s", "s\n:a\n:b\n:c\n"},
    {NUMBERS, "SELECT DISTINCT ?p {?s ?p ?o} ORDER BY ?p", "p\n:p\n:q\n"},
    {NUMBERS, "SELECT DISTINCT ?p {?s ?p ?o}", "p\n:p\n:q\n"},
    {NUMBERS, "SELECT DISTINCT ?p {:nobody ?p ?o}", "p\n"},
    {":a :p :a\n:a :p :b\n", "SELECT (COUNT(*) AS ?n) {?s :p ?s}", "n\n1\n"},
    {":a :p 1 :g\n:a :p 1 :h\n:a :p 2\n", "SELECT (COUNT(*) AS ?n) {?s :p ?o}", "n\n2\n"},
    {":a :p 1 :g\n:a :p 1 :h\n:a :p 2\n", "SELECT (COUNT(*) AS ?n) {GRAPH ?g {?s :p ?o}}", "n\n2\n"},
    {":a :p 1 :g\n:a :p 1 :h\n:a :p 2\n", "SELECT (COUNT(*) AS ?n) {GRAPH :g {?s :p ?o}}", "n\n1\n"},
    {":a :p 1 :g\n:a :p 1 :h\n:a :p 2\n", "SELECT (COUNT(*) AS ?n) FROM :g FROM :h {?s :p ?o}", "n\n1\n"},
    {":a :p 1 :g\n:a :p 3 :h\n:a :p 2\n", "SELECT ?g ?n {GRAPH ?g {SELECT (COUNT(*) AS ?n) {?s :p ?o}}} ORDER BY ?g", "g n\n:g 1\n:h 1\n"},
    {NUMBERS, "SELECT ?s ?n {?s :q ?o . {SELECT ?o (COUNT(*) AS ?n) {?o :p ?x} GROUP BY ?o}}", "s n\n:d 3\n"},
    {NUMBERS, "SELECT ?s {?s :q ?o FILTER EXISTS {SELECT ?o (COUNT(*) AS ?n) {?o :p ?x} GROUP BY ?o HAVING(COUNT(*) = 3)}}", "s\n:d\n"},
};

static const ask_case modifiers[] = {
    {MIXED, "SELECT ?o {?s :p ?o FILTER(!isBlank(?o))} ORDER BY ?o", "o\n:iri\n9.5\n10\ntrue\n\"text\"\n\"text\"@en\n"},
    {MIXED, "SELECT ?o {?s ?p ?x OPTIONAL {?s :p ?o FILTER(isNumeric(?o))}} ORDER BY DESC(?o) LIMIT 3", "o\n10\n9.5\n-\n"},
    {NUMBERS, "SELECT ?s ?o {?s :p ?o FILTER(isNumeric(?o))} ORDER BY DESC(?s) ?o", "s o\n:c 1e0\n:c 2\n:b 10\n:a 1\n:a 2\n:a 3.5\n"},
    /* Ties come in the order of evaluation, with a limit as without one. */
    {NUMBERS, "SELECT ?s ?o {?s :p ?o FILTER(isNumeric(?o))} ORDER BY (?o > 100) OFFSET 1 LIMIT 2", "s o\n:a 2\n:a 3.5\n"},
    {NUMBERS, "SELECT ?s {?s :p ?o} ORDER BY ?s LIMIT 0", "s\n"},
    {NUMBERS, "SELECT ?s {?s :p ?o} ORDER BY ?s OFFSET 6", "s\n:c\n"},
    {NUMBERS, "SELECT ?s {?s :p ?o} ORDER BY ?s OFFSET 7", "s\n"},
    {NUMBERS, "SELECT DISTINCT ?s {?s :p ?o} ORDER BY DESC(?s)", "s\n:c\n:b\n:a\n"},
    {NUMBERS, "SELECT DISTINCT ?s {?s :p ?o} ORDER BY ?s LIMIT 2", "s\n:a\n:b\n"},
    {NUMBERS, "SELECT REDUCED ?x {VALUES ?x {1 1 2 1}}", "x\n1\n2\n1\n"},
    {NUMBERS, "SELECT ?x ?y {VALUES (?x ?y) {(1 UNDEF) (UNDEF 2)}}", "x y\n1 -\n- 2\n"},
    {NUMBERS, "SELECT ?s ?o {VALUES (?s ?o) {(:a 2) (:b UNDEF)} ?s :p ?o} ORDER BY ?s ?o", "s o\n:a 2\n:b 10\n:b \"x\"\n"},
    {NUMBERS, "SELECT ?s {?s :p 2} VALUES ?s {:c :z}", "s\n:c\n"},
    {NUMBERS, "SELECT ?s ?missing {?s :q :a}", "s missing\n:d -\n"},
    {NUMBERS, "SELECT (1/0 AS ?x) (?x AS ?y) (COALESCE(?x, 7) AS ?z) {}", "x y z\n- - 7\n"},
    {NUMBERS, "ASK {?s :p 10}", "true\n"},
    {NUMBERS, "ASK {?s :p 11}", "false\n"},
    {NUMBERS, "SELECT (SUM(?n) AS ?t) {SELECT (COUNT(*) AS ?n) {?s :p ?o} GROUP BY ?s}", "t\n7\n"},
    {NUMBERS, "SELECT ?s ?o {?s :q ?a . {SELECT ?o {:a :p ?o} ORDER BY DESC(?o) LIMIT 1}}", "s o\n:d 3.5\n"},
};

/* Joins by what may be unbound on either side, and groups that are asked for row by row. */
static const ask_case joins[] = {
    {NUMBERS, "SELECT ?s ?x ?y {{VALUES (?s ?x) {(:a 1) (UNDEF 2) (:b 3)}} {VALUES (?s ?y) {(:a 4) (UNDEF 5) (:c 6)}}} ORDER BY ?s ?x ?y",
     "s x y\n- 2 5\n:a 1 4\n:a 1 5\n:a 2 4\n:b 3 5\n:c 2 6\n"},
    {NUMBERS, "SELECT ?s ?o ?y {?s :p ?o . {SELECT ?y ?s {:d :q ?a BIND(IF(?a = :a, ?nothing, :z) AS ?s) BIND(7 AS ?y)}} FILTER(?o = 10)}",
     "s o y\n:b 10 7\n"},
    {NUMBERS, "SELECT ?s ?o {{?s :q ?z} {VALUES ?o {1 2}} BIND(IF(?o = 1, ?z, ?nothing) AS ?t) {?t :p ?o}} ORDER BY ?o", "s o\n:d 1\n:d 2\n:d 2\n"},
    {NUMBERS, "SELECT ?x ?s ?n {VALUES ?x {1 2} VALUES ?s {:a :z :c UNDEF} {SELECT ?s (COUNT(*) AS ?n) {?s :p ?o} GROUP BY ?s}} ORDER BY ?x ?s ?n",
     "x s n\n1 :a 3\n1 :a 3\n1 :b 2\n1 :c 2\n1 :c 2\n2 :a 3\n2 :a 3\n2 :b 2\n2 :c 2\n2 :c 2\n"},
    {NUMBERS,
     "SELECT ?s (COUNT(*) AS ?k) {?s :p ?o . {SELECT ?s (MAX(?x) AS ?m) {?s :p ?x FILTER(isNumeric(?x))} GROUP BY ?s} FILTER(?o = ?m)} GROUP BY ?s "
     "ORDER BY ?s",
     "s k\n:a 1\n:b 1\n:c 1\n"},
    /* by one of two keys */
    {NUMBERS, "SELECT ?s (SUM(?n) AS ?all) {VALUES ?s {:a :b :z} {SELECT ?s ?o (COUNT(*) AS ?n) {?s :p ?o} GROUP BY ?s ?o}} GROUP BY ?s ORDER BY ?s",
     "s all\n:a 3\n:b 2\n"},
    {NUMBERS, "SELECT ?s {?s :p 2 FILTER EXISTS {SELECT ?s {?s :p ?x} GROUP BY ?s HAVING(COUNT(*) = 2)}}", "s\n:c\n"},
};

/* `T`, `F` and `E` of every truth table: an unbound variable is the error. */
static const ask_case logic[] = {
    {"",
     "SELECT ?a ?b (?a || ?b AS ?or) (?a && ?b AS ?and) {VALUES (?a ?b) {(true true) (true false) (true UNDEF) (false true) (false false) (false "
     "UNDEF) "
     "(UNDEF true) (UNDEF false) (UNDEF UNDEF)}}",
     "a b or and\ntrue true true true\ntrue false true false\ntrue - true -\nfalse true true false\nfalse false false false\nfalse - - false\n"
     "- true true -\n- false - false\n- - - -\n"},
    {"", "SELECT (!?u AS ?a) (!true AS ?b) (!\"\" AS ?c) (!0 AS ?d) (!\"x\" AS ?e) (!:iri AS ?f) {}", "a b c d e f\n- false true true false -\n"},
    {"", "SELECT (2 IN (1, 2, ?u) AS ?a) (2 IN (1, ?u) AS ?b) (2 IN () AS ?c) (2 NOT IN (1, 3) AS ?d) (2 NOT IN (?u) AS ?e) (2 IN (2.0) AS ?f) {}",
     "a b c d e f\ntrue - false true - true\n"},
    {"", "SELECT (IF(true, 1, 1/0) AS ?a) (IF(1/0, 1, 2) AS ?b) (IF(\"\", 1, 2) AS ?c) (COALESCE(?u, 1/0, 5, 6) AS ?d) (COALESCE(?u) AS ?e) {}",
     "a b c d e\n1 - 2 5 -\n"},
    {"", "SELECT (BOUND(?x) AS ?a) (BOUND(?u) AS ?b) {VALUES ?x {1}}", "a b\ntrue false\n"},
    {"",
     "SELECT (1 = 1.0 AS ?a) (\"a\" = \"a\"@en AS ?b) (:a = :a AS ?c) (:a = \"a\" AS ?d) (\"x\"^^:t = \"x\"^^:t AS ?e) (\"x\"^^:t = \"y\"^^:t AS ?f) "
     "{}",
     "a b c d e f\ntrue false true false true -\n"},
    {"", "SELECT (sameTerm(1, 1.0) AS ?a) (sameTerm(1, 1) AS ?b) (1 < 2.5 AS ?c) (\"a\" < \"b\" AS ?d) (:a < :b AS ?e) {}",
     "a b c d e\nfalse true true true -\n"},
    {"", "SELECT (\"x\" = ?x AS ?a) (1 = ?x AS ?b) (?x != 2 AS ?c) (?x >= 1 AS ?d) {VALUES ?x {1 \"x\"}}",
     "a b c d\nfalse true true true\ntrue false true -\n"},
    {":a :p 1\n:b :p 2\n:a :q 3\n", "SELECT ?s (EXISTS {?s :q ?o} AS ?e) (NOT EXISTS {?s :q ?o} AS ?n) {?s :p ?x} ORDER BY ?s",
     "s e n\n:a true false\n:b false true\n"},
    {"", "SELECT (<http://unknown/f>(1) AS ?a) (COALESCE(<http://unknown/f>(1), 2) AS ?b) {}", "a b\n- 2\n"},
    {"", "SELECT (NOW() = NOW() AS ?same) (STR(BNODE(\"a\")) AS ?b) {}", "same b\ntrue -\n"},
    /* One label is one blank node in a solution, another in the next. */
    {"", "SELECT (?x = ?y AS ?same) {VALUES ?i {1 2} BIND(BNODE(\"a\") AS ?x) BIND(BNODE(\"a\") AS ?y)}", "same\ntrue\ntrue\n"},
    {"", "SELECT (COUNT(DISTINCT ?x) AS ?n) {VALUES ?i {1 2 3} BIND(BNODE(\"a\") AS ?x)}", "n\n3\n"},
};

static const ask_case graphs[] = {
    {NUMBERS, "CONSTRUCT {?s :has ?o} {?s :p ?o FILTER(isNumeric(?o) && ?o < 3)}", ":a :has 1\n:a :has 2\n:c :has 1e0\n:c :has 2\n"},
    {NUMBERS, "CONSTRUCT {:x :some ?s} {?s :p ?o}", ":x :some :a\n:x :some :b\n:x :some :c\n"},
    {NUMBERS, "CONSTRUCT {_:n :of ?s . _:n :is _:n} {?s :q ?o}", "_:n0 :of :d\n_:n0 :is _:n0\n"},
    {NUMBERS, "CONSTRUCT {_:n :of ?o} {:c :p ?o}", "_:n0 :of 1e0\n_:n1 :of 2\n"},
    /* New blank nodes are named as none of the index. */
    {"_:n0 :p 1\n", "CONSTRUCT {?s :q []} {?s :p 1}", "_:n0 :q _:n1\n"},
    /* A literal as subject, a blank node as predicate, and what is unbound, are left out. */
    {NUMBERS, "CONSTRUCT {?o :of ?s . ?s ?o ?s . ?s :ok ?u . ?s :good ?o} {?s :p ?o FILTER(?o = 10)}", ":b :good 10\n"},
    {NUMBERS, "CONSTRUCT WHERE {?s :q ?o}", ":d :q :a\n"},
    {NUMBERS, "CONSTRUCT {?s :n ?n} {SELECT ?s (COUNT(*) AS ?n) {?s :p ?o} GROUP BY ?s ORDER BY ?s LIMIT 1}", ":a :n 3\n"},
    {NUMBERS, "DESCRIBE :d :a", ":d :q :a\n:a :p 1\n:a :p 2\n:a :p 3.5\n"},
    {NUMBERS, "DESCRIBE ?a {:d :q ?a}", ":a :p 1\n:a :p 2\n:a :p 3.5\n"},
    {NUMBERS, "DESCRIBE :nobody", ""},
    {":a :p _:x\n_:x :q _:y\n_:y :r :b\n:b :s :c\n_:y :back _:x\n", "DESCRIBE :a", ":a :p _:x\n_:x :q _:y\n_:y :back _:x\n_:y :r :b\n"},
    {":a :p 1 :g\n:a :p 2\n:b :p 3 :h\n", "SELECT ?o {?s :p ?o} ORDER BY ?o", "o\n1\n2\n3\n"},
    {":a :p 1 :g\n:a :p 2\n:b :p 3 :h\n", "SELECT ?o FROM :h {?s :p ?o}", "o\n3\n"},
    {":a :p 1 :g\n:a :p 1 :h\n:b :p 3 :h\n", "SELECT ?o FROM :h FROM :g {?s :p ?o} ORDER BY ?o", "o\n1\n3\n"},
    {":a :p 1 :g\n:a :p 1 :h\n:b :p 3 :h\n", "DESCRIBE :a FROM :h FROM :g", ":a :p 1\n"},
    {":a :p 1 :g\n:a :p 2\n:b :p 3 :h\n", "SELECT ?o FROM NAMED :h {?s :p ?o}", "o\n"},
    {":a :p 1 :g\n:a :p 2\n:b :p 3 :h\n", "SELECT ?g ?o FROM NAMED :h {GRAPH ?g {?s :p ?o}}", "g o\n:h 3\n"},
};

static void test_aggregates(void **state)
{
  (void)state;
  ask_all(aggregates, sizeof aggregates / sizeof *aggregates);
}

static void test_counts(void **state)
{
  (void)state;
  ask_all(counts, sizeof counts / sizeof *counts);
}

static void test_modifiers(void **state)
{
  (void)state;
  ask_all(modifiers, sizeof modifiers / sizeof *modifiers);
}

static void test_joins(void **state)
{
  (void)state;
  ask_all(joins, sizeof joins / sizeof *joins);
}

static void test_logic(void **state)
{
  (void)state;
  ask_all(logic, sizeof logic / sizeof *logic);
}

static void test_graphs(void **state)
{
  (void)state;
  ask_all(graphs, sizeof graphs / sizeof *graphs);
}

/* So many rows ask for their group that all groups are made once and looked up; the answer is that of one question for each. */
static void test_groups_again(void **state)
{
  (void)state;
  dm_buffer data = {0};
  for (int i = 0; i < 2000; i++)
    dm_buffer_print(&data, ":s%d :in :g%d\n:s%d :n %d\n", i, i % 50, i, i);
  static const char *const forms[] = {
      "SELECT (SUM(?most) AS ?all) {?s :in ?g . {SELECT ?g (MAX(?n) AS ?most) {?t :in ?g . ?t :n ?n} GROUP BY ?g}}",
      "SELECT (SUM(?most) AS ?all) {{SELECT ?g (COUNT(*) AS ?k) (MAX(?n) * COUNT(*) AS ?most) {?t :in ?g . ?t :n ?n} GROUP BY ?g}}",
  };
  for (size_t i = 0; i < 2; i++) {
    char *answer = ask(dm_buffer_string(&data), forms[i]);
    assert_string_equal(answer, "all\n3949000\n"); /* 40 times 1950 to 1999 */
    free(answer);
  }
  dm_buffer_free(&data);
}

int main(void)
{
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_aggregates), cmocka_unit_test(test_counts),       cmocka_unit_test(test_modifiers), cmocka_unit_test(test_logic),
      cmocka_unit_test(test_graphs),     cmocka_unit_test(test_groups_again), cmocka_unit_test(test_joins),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
