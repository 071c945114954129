/* Patterns of SPARQL 1.1 §5 to §9 and §13, where engines err. */
#include "ask.h"

static const char PEOPLE[] = ":a :knows :b\n:a :name \"A\"\n:b :name \"B\"\n:b :knows :c\n:c :knows :a\n:c :age 30\n:d :knows :d\n";

static const ask_case joins[] = {
    {PEOPLE, "SELECT ?n {:a :knows ?x . ?x :name ?n}", "n\n\"B\"\n"},
    {PEOPLE, "SELECT ?x {?x :knows ?x}", "x\n:d\n"},
    {PEOPLE, "SELECT ?x ?y {?x :knows ?y . ?y :knows ?z . ?z :knows ?x FILTER(?x != ?y)} ORDER BY ?x", "x y\n:a :b\n:b :c\n:c :a\n"},
    {PEOPLE, "SELECT * {}", "\n\n"},
    {PEOPLE, "SELECT ?x {:nobody :knows ?x}", "x\n"},
    {PEOPLE, "SELECT ?x {?x :name \"A\" FILTER(?x = :a)}", "x\n:a\n"},
    {PEOPLE, "SELECT ?x {?x :knows ?y FILTER(?y IN (:a, :a, :d))} ORDER BY ?x", "x\n:c\n:d\n"},
    {PEOPLE, "ASK {:a :knows :b}", "true\n"},
    {PEOPLE, "ASK {:b :knows :a}", "false\n"},
    {PEOPLE, "SELECT ?p {:a ?p ?o} ORDER BY ?p", "p\n:knows\n:name\n"},
};

static const ask_case optionals[] = {
    {PEOPLE, "SELECT ?x ?n {?x :knows ?y OPTIONAL {?x :name ?n}} ORDER BY ?x", "x n\n:a \"A\"\n:b \"B\"\n:c -\n:d -\n"},
    /* The condition of an OPTIONAL sees both sides. */
    {PEOPLE, "SELECT ?x ?n {?x :knows ?y OPTIONAL {?y :name ?n FILTER(?x = :a)}} ORDER BY ?x", "x n\n:a \"B\"\n:b -\n:c -\n:d -\n"},
    /* A filter inside a group of the OPTIONAL does not. */
    {PEOPLE, "SELECT ?x ?n {?x :knows ?y OPTIONAL {{?y :name ?n FILTER(?x = :a)}}} ORDER BY ?x", "x n\n:a -\n:b -\n:c -\n:d -\n"},
    /* Not well designed: ?n of the second OPTIONAL is that of the first, or not. */
    {":a :p 1\n:a :q 2\n:b :q 3\n", "SELECT ?s ?n {VALUES ?s {:a :b} OPTIONAL {?s :p ?n} OPTIONAL {?s :q ?n}} ORDER BY ?s", "s n\n:a 1\n:b 3\n"},
    {":a :p 1\n:b :p 2\n:a :q 2\n", "SELECT ?x ?y {?x :p ?n OPTIONAL {:b :p ?z OPTIONAL {?y :q ?n}}} ORDER BY ?x", "x y\n:a -\n:b :a\n"},
    /* Bottom up: inside, ?v is any, and agrees with nothing outside. */
    {":a :p 1\n:a :q 2\n:b :p 3\n", "SELECT * {:a :p ?v OPTIONAL {:a :q ?w OPTIONAL {:b :p ?v}}}", "v w\n1 -\n"},
    {PEOPLE, "SELECT ?x {OPTIONAL {?x :name \"B\"} OPTIONAL {?x :name \"A\"}}", "x\n:b\n"},
    {PEOPLE, "SELECT ?x {OPTIONAL {?x :name \"Z\"} ?x :age 30}", "x\n:c\n"},
};

static const ask_case unions[] = {
    {PEOPLE, "SELECT ?x {{?x :name \"A\"} UNION {:c :knows ?x} UNION {?y :age ?x}}", "x\n:a\n:a\n30\n"},
    {PEOPLE, "SELECT ?x ?y {{?x :name \"A\"} UNION {?y :name \"B\"}}", "x y\n:a -\n- :b\n"},
    {PEOPLE, "SELECT ?x ?n {?x :knows ?k {{?x :name ?n} UNION {?x :age ?n}}} ORDER BY ?x", "x n\n:a \"A\"\n:b \"B\"\n:c 30\n"},
    {PEOPLE, "SELECT ?how ?x {{?x :name ?n BIND(\"name\" AS ?how)} UNION {?x :age ?n BIND(\"age\" AS ?how)} ?x :knows ?y} ORDER BY ?x",
     "how x\n\"name\" :a\n\"name\" :b\n\"age\" :c\n"},
};

static const ask_case minuses[] = {
    {PEOPLE, "SELECT ?x {?x :knows ?y MINUS {?x :name ?n}} ORDER BY ?x", "x\n:c\n:d\n"},
    /* Nothing in common: nothing is taken away (§8.3.1). */
    {PEOPLE, "SELECT ?x {?x :age ?y MINUS {?z :name ?n}}", "x\n:c\n"},
    {PEOPLE, "SELECT ?x {?x :age ?y FILTER NOT EXISTS {?z :name ?n}}", "x\n"},
    /* Filters inside MINUS see nothing from outside (§8.3.3). */
    {":a :p 1\n:a :q 1\n:a :q 2\n:b :p 3\n:b :q 4\n", "SELECT ?x {?x :p ?n FILTER NOT EXISTS {?x :q ?m FILTER(?n = ?m)}}", "x\n:b\n"},
    {":a :p 1\n:a :q 1\n:a :q 2\n:b :p 3\n:b :q 4\n", "SELECT ?x {?x :p ?n MINUS {?x :q ?m FILTER(?n = ?m)}} ORDER BY ?x", "x\n:a\n:b\n"},
    /* Bound on one side only: the others decide. */
    {PEOPLE, "SELECT ?x ?n {?x :knows ?y OPTIONAL {?x :name ?n} MINUS {VALUES (?x ?n) {(:d UNDEF) (UNDEF \"A\")}}} ORDER BY ?x",
     "x n\n:b \"B\"\n:c -\n"},
};

static const ask_case existing[] = {
    {PEOPLE, "SELECT ?x {?x :knows ?y FILTER EXISTS {?x :name ?n}} ORDER BY ?x", "x\n:a\n:b\n"},
    {PEOPLE, "SELECT ?x {?x :knows ?y FILTER NOT EXISTS {?y :knows ?z . ?z :name ?n}} ORDER BY ?x", "x\n:a\n:d\n"},
    {PEOPLE, "SELECT ?x {?x :knows ?y FILTER EXISTS {?y :knows ?z FILTER(?z = ?x)}} ORDER BY ?x", "x\n:d\n"},
    /* Hidden variables of a subquery are others. */
    {PEOPLE, "SELECT ?x {?x :age ?y FILTER EXISTS {SELECT ?z {?x :name ?z}}}", "x\n:c\n"},
    {PEOPLE, "SELECT ?x {?x :knows ?y FILTER EXISTS {SELECT ?x (COUNT(*) AS ?n) {?x :knows|:name ?z} GROUP BY ?x HAVING(COUNT(*) > 1)}} ORDER BY ?x",
     "x\n:a\n:b\n"},
    {PEOPLE, "SELECT ?x (EXISTS {?x :name ?n} AS ?has) {?x :knows ?y} ORDER BY ?x", "x has\n:a true\n:b true\n:c false\n:d false\n"},
    {PEOPLE, "SELECT ?x {?x :knows ?y OPTIONAL {?x :name ?n} FILTER(!BOUND(?n) || EXISTS {?y :name ?n2})} ORDER BY ?x", "x\n:a\n:c\n:d\n"},
    {PEOPLE, "SELECT ?x {?x :knows ?y FILTER EXISTS {?x :knows ?z MINUS {?x :name ?n}}} ORDER BY ?x", "x\n:c\n:d\n"},
    /* What EXISTS puts in is not in the domain of a left side that does not name it. */
    {PEOPLE, "SELECT ?x {?x :knows ?y FILTER NOT EXISTS {MINUS {?x :knows ?z}}}", "x\n"},
    {PEOPLE, "SELECT ?x {?x :knows ?y FILTER EXISTS {VALUES ?x {:a :z}}}", "x\n:a\n"},
};

static const char CHAIN[] = ":a :p :b\n:b :p :c\n:c :p :d\n:a :q :c\n:d :p :b\n";

static const ask_case paths[] = {
    {CHAIN, "SELECT ?x {:a :p+ ?x} ORDER BY ?x", "x\n:b\n:c\n:d\n"},
    {CHAIN, "SELECT ?x {:a :p* ?x} ORDER BY ?x", "x\n:a\n:b\n:c\n:d\n"},
    {CHAIN, "SELECT ?x {?x :p+ :a}", "x\n"},
    {CHAIN, "SELECT ?x {?x :p+ :b} ORDER BY ?x", "x\n:a\n:b\n:c\n:d\n"},
    {CHAIN, "SELECT ?x {?x :p? :b} ORDER BY ?x", "x\n:a\n:b\n:d\n"},
    {CHAIN, "SELECT ?x {?x :p+ ?x} ORDER BY ?x", "x\n:b\n:c\n:d\n"},
    {CHAIN, "SELECT ?x {:a :q/:p ?x}", "x\n:d\n"},
    {CHAIN, "SELECT ?x {:c ^:p|^:q ?x} ORDER BY ?x", "x\n:a\n:b\n"},
    /* Alternatives and sequences keep duplicates (§9.3), closures do not. */
    {":a :p :b\n:a :q :b\n:b :r :c\n", "SELECT ?x {:a (:p|:q)/:r ?x}", "x\n:c\n:c\n"},
    {":a :p :b\n:a :q :b\n:b :r :c\n", "SELECT ?x {:a (:p|:q)+/:r ?x}", "x\n:c\n"},
    {":a :p :b\n:a :p :c\n:b :p :d\n:c :p :d\n", "SELECT ?x {:a :p/:p ?x}", "x\n:d\n:d\n"},
    {":a :p :b\n:a :p :c\n:b :p :d\n:c :p :d\n", "SELECT ?x {:a (:p/:p)? ?x} ORDER BY ?x", "x\n:a\n:d\n"},
    {CHAIN, "SELECT ?x {:a !:p ?x}", "x\n:c\n"},
    {CHAIN, "SELECT ?x {:c !(:p|^:p) ?x}", "x\n:a\n"},
    {CHAIN, "SELECT ?x {:c !^:p ?x}", "x\n:a\n"},
    {CHAIN, "ASK {:a :p+ :d}", "true\n"},
    {CHAIN, "ASK {:d :p+ :a}", "false\n"},
    /* Of length zero: a term of the query is joined to itself, also where no graph has it; a variable only to terms of the graph. */
    {CHAIN, "SELECT ?x {:z :p* ?x}", "x\n:z\n"},
    {CHAIN, "ASK {:z :p? :z}", "true\n"},
    {CHAIN, "SELECT ?x {VALUES ?x {:z :a} ?x :p* ?x}", "x\n:a\n"},
    {CHAIN, "SELECT ?x ?y {VALUES ?x {:z :c} ?x :q* ?y}", "x y\n:c :c\n"},
    {":a :p 1\n", "SELECT ?x ?y {?x :p* ?y} ORDER BY ?x ?y", "x y\n:a :a\n:a 1\n1 1\n"},
    {":a :p :b\n:b :p :c :g\n", "SELECT ?x {GRAPH :g {?x :p* ?y}} ORDER BY ?x", "x\n:b\n:b\n:c\n"},
};

static const char GRAPHS[] = ":a :p 1\n:b :p 2 :g\n:c :p 2 :g\n:c :p 2 :h\n:c :q 3 :h\n:g :r :h\n";

static const ask_case graphs[] = {
    {GRAPHS, "SELECT ?x {?x :p ?y} ORDER BY ?x", "x\n:a\n:b\n:c\n"},
    {GRAPHS, "SELECT ?g ?x {GRAPH ?g {?x :p ?y}} ORDER BY ?g ?x", "g x\n:g :b\n:g :c\n:h :c\n"},
    {GRAPHS, "SELECT ?x {GRAPH :h {?x :p ?y . ?x :q ?z}}", "x\n:c\n"},
    {GRAPHS, "SELECT ?g {GRAPH ?g {?x :p 2 . ?x :q 3}}", "g\n:h\n"},
    {GRAPHS, "SELECT ?g {GRAPH ?g {}} ORDER BY ?g", "g\n:g\n:h\n"},
    {GRAPHS, "ASK {GRAPH :g {}}", "true\n"},
    {GRAPHS, "ASK {GRAPH :nowhere {}}", "false\n"},
    {GRAPHS, "SELECT ?g ?x {?g :r ?h GRAPH ?g {?x :p ?y}} ORDER BY ?x", "g x\n:g :b\n:g :c\n"},
    {GRAPHS, "SELECT ?g ?n {GRAPH ?g {SELECT (COUNT(*) AS ?n) {?s :q ?o}}} ORDER BY ?g", "g n\n:g 0\n:h 1\n"},
    {GRAPHS, "SELECT ?g ?x {GRAPH ?g {?x :p ?y OPTIONAL {?x :q ?z} FILTER(!BOUND(?z))}} ORDER BY ?g ?x", "g x\n:g :b\n:g :c\n"},
    {GRAPHS, "SELECT ?g {GRAPH ?g {VALUES ?g {:g :z} ?x :p ?y}}", "g\n:g\n:g\n"},
    /* What the graph is called is joined afterwards (§18.5). */
    {GRAPHS, "SELECT ?g {GRAPH ?g {FILTER(BOUND(?g))}}", "g\n"},
    {GRAPHS, "SELECT ?g ?x {GRAPH ?g {?x :p ?y FILTER EXISTS {?x :q ?z}}}", "g x\n:h :c\n"},
    {GRAPHS, "SELECT ?x FROM :g FROM :h {?x :p ?y} ORDER BY ?x", "x\n:b\n:c\n"},
    {GRAPHS, "SELECT ?x ?z FROM :g FROM :h {?x :p ?y . ?x :q ?z} ORDER BY ?x", "x z\n:c 3\n"},
    {GRAPHS, "SELECT ?g ?x FROM NAMED :h {GRAPH ?g {?x :p ?y}}", "g x\n:h :c\n"},
    {GRAPHS, "SELECT ?g ?x FROM :g FROM :h FROM NAMED :h {GRAPH ?g {?x :q ?y}}", "g x\n:h :c\n"},
    {GRAPHS, "SELECT ?x FROM NAMED :h {?x :p ?y}", "x\n"},
    {GRAPHS, "SELECT ?x FROM :h {GRAPH ?g {?x :p ?y}}", "x\n"},
};

static const ask_case others[] = {
    {PEOPLE, "SELECT ?x {?x :knows ?y VALUES ?x {UNDEF}} ORDER BY ?x", "x\n:a\n:b\n:c\n:d\n"},
    {PEOPLE, "SELECT ?x ?n {VALUES (?x ?n) {(:a UNDEF) (:b \"Z\") (UNDEF \"B\")} ?x :name ?n} ORDER BY ?x", "x n\n:a \"A\"\n:b \"B\"\n"},
    {PEOPLE, "SELECT ?x ?y {?x :age ?a BIND(?a + 1 AS ?y) FILTER(?y = 31)}", "x y\n:c 31\n"},
    {PEOPLE, "SELECT ?x ?n {?x :knows ?y {SELECT ?x (MIN(?m) AS ?n) {?x :name ?m} GROUP BY ?x}} ORDER BY ?x", "x n\n:a \"A\"\n:b \"B\"\n"},
    {PEOPLE, "SELECT ?x {?x :knows ?y {SELECT ?y {?y :knows ?x} ORDER BY ?y LIMIT 1}}", "x\n:c\n"},
    {PEOPLE, "SELECT ?x {?x :age ?y {FILTER(?y = 30)}}", "x\n"},
    {PEOPLE, "SELECT ?x ?y {?x :age ?z {SELECT ?y {?y :name ?x}}} ORDER BY ?y", "x y\n:c :a\n:c :b\n"},
};

#define CASES(cases) ask_all(cases, sizeof cases / sizeof *cases)

static void test_joins(void **state)
{
  (void)state;
  CASES(joins);
  CASES(unions);
  CASES(others);
}

static void test_optionals(void **state)
{
  (void)state;
  CASES(optionals);
}

static void test_negation(void **state)
{
  (void)state;
  CASES(minuses);
  CASES(existing);
}

static void test_paths(void **state)
{
  (void)state;
  CASES(paths);
}

static void test_graphs(void **state)
{
  (void)state;
  CASES(graphs);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_joins), cmocka_unit_test(test_optionals), cmocka_unit_test(test_negation),
                                     cmocka_unit_test(test_paths), cmocka_unit_test(test_graphs)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
