/* Plans change no solution: random queries over random graphs give the same rows, as often, as the tree that the standard makes of them, run as it is. */
#include "ask.h"

#include <stdio.h>

enum { N_GRAPHS = 12, N_QUERIES_A_GRAPH = 120 };

/* ---- random choices: a linear congruential generator, so that every run asks the same ---- */

static uint32_t random_state;

static uint32_t pick(uint32_t n)
{
  random_state = random_state * 1664525u + 1013904223u;
  return (random_state >> 8) % n;
}

static const char *one_of(const char *const *words, size_t n)
{
  return words[pick((uint32_t)n)];
}

#define ONE_OF(words) one_of(words, sizeof words / sizeof *words)

static const char *const VARIABLES[] = {"?a", "?b", "?c", "?d", "?e"};
static const char *const NODES[] = {":a", ":b", ":c", ":d"};
static const char *const PREDICATES[] = {":p", ":q", ":r"};
static const char *const LITERALS[] = {"1", "2", "3.5", "\"x\"", "\"y\"@en"};
static const char *const PATHS[] = {":p*", ":p+", "(:p/:q)?", "!:p", "!(:p|^:q)", "(:p|:q)+", "^:p/:q*", "(:p?/:q)*", "^(:p/:q)", ":p|^:r"};

static char *random_data(void)
{
  dm_buffer data = {0};
  for (uint32_t i = 6 + pick(14); i > 0; i--) {
    dm_buffer_print(&data, "%s %s ", ONE_OF(NODES), ONE_OF(PREDICATES));
    dm_buffer_print(&data, "%s", pick(3) ? ONE_OF(NODES) : ONE_OF(LITERALS));
    dm_buffer_add_string(&data, pick(2) ? "" : pick(2) ? " :g" : " :h");
    dm_buffer_add_byte(&data, '\n');
  }
  char *text = dm_copy_string(dm_buffer_string(&data), data.n_bytes);
  dm_buffer_free(&data);
  return text;
}

/* ---- random queries ---- */

static int n_fresh; /* variables of BIND and of counts, each used once */

static void add_group(dm_buffer *q, int depth);

static void add_term(dm_buffer *q)
{
  dm_buffer_add_string(q, pick(4) ? ONE_OF(VARIABLES) : pick(4) ? ONE_OF(NODES) : ONE_OF(LITERALS));
}

static void add_subject(dm_buffer *q)
{
  dm_buffer_add_string(q, pick(4) ? ONE_OF(VARIABLES) : ONE_OF(NODES));
}

static void add_triple(dm_buffer *q)
{
  add_subject(q);
  dm_buffer_print(q, " %s ", pick(8) ? ONE_OF(PREDICATES) : ONE_OF(VARIABLES));
  add_term(q);
  dm_buffer_add_string(q, " . ");
}

static void add_path(dm_buffer *q)
{
  add_subject(q);
  dm_buffer_print(q, " %s ", ONE_OF(PATHS));
  add_term(q);
  dm_buffer_add_string(q, " . ");
}

static void add_test(dm_buffer *q, int depth)
{
  const char *v = ONE_OF(VARIABLES);
  switch (pick(depth > 0 ? 12 : 9)) {
  case 0: dm_buffer_print(q, "%s = %s", v, ONE_OF(NODES)); break;
  case 1: dm_buffer_print(q, "%s != %s", v, ONE_OF(VARIABLES)); break;
  case 2: dm_buffer_print(q, "%sBOUND(%s)", pick(2) ? "!" : "", v); break;
  case 3: dm_buffer_print(q, "%s = %s", v, ONE_OF(VARIABLES)); break;
  case 4: dm_buffer_print(q, "%s > %s", v, ONE_OF(LITERALS)); break;
  case 5: dm_buffer_print(q, "sameTerm(%s, %s)", v, pick(2) ? ONE_OF(NODES) : ONE_OF(LITERALS)); break;
  case 6: dm_buffer_print(q, "%s IN (%s, %s)", v, ONE_OF(NODES), ONE_OF(NODES)); break;
  case 7: dm_buffer_print(q, "%s = %s && isIRI(%s)", v, ONE_OF(NODES), ONE_OF(VARIABLES)); break;
  case 8: dm_buffer_print(q, "%s = %s || BOUND(%s)", v, ONE_OF(NODES), ONE_OF(VARIABLES)); break;
  default:
    dm_buffer_add_string(q, pick(2) ? "EXISTS " : "NOT EXISTS ");
    add_group(q, depth - 1);
    break;
  }
}

static void add_subquery(dm_buffer *q, int depth)
{
  switch (pick(4)) {
  case 0:
    dm_buffer_print(q, "{SELECT %s (COUNT(*) AS ?n%d) ", VARIABLES[0], n_fresh);
    n_fresh++;
    add_group(q, depth - 1);
    dm_buffer_print(q, " GROUP BY %s} ", VARIABLES[0]);
    break;
  case 1:
    dm_buffer_print(q, "{SELECT (COUNT(%s) AS ?n%d) ", VARIABLES[1], n_fresh);
    n_fresh++;
    add_group(q, depth - 1);
    dm_buffer_add_string(q, "} ");
    break;
  default:
    dm_buffer_print(q, "{SELECT %s%s %s ", pick(2) ? "DISTINCT " : "", VARIABLES[pick(2)], VARIABLES[2 + pick(2)]);
    add_group(q, depth - 1);
    dm_buffer_add_string(q, "} ");
    break;
  }
}

static void add_values(dm_buffer *q)
{
  if (pick(2)) {
    dm_buffer_print(q, "VALUES %s {%s %s} ", ONE_OF(VARIABLES), ONE_OF(NODES), ONE_OF(NODES));
    return;
  }
  uint32_t v = pick(4);
  dm_buffer_print(q, "VALUES (%s %s) {(%s UNDEF) (UNDEF %s) (%s %s)} ", VARIABLES[v], VARIABLES[v + 1], ONE_OF(NODES), ONE_OF(NODES), ONE_OF(NODES),
                  ONE_OF(LITERALS));
}

static void add_element(dm_buffer *q, int depth)
{
  switch (depth > 0 ? pick(15) : pick(4)) {
  default: add_triple(q); break;
  case 3: add_path(q); break;
  case 4:
  case 5:
    dm_buffer_add_string(q, "OPTIONAL ");
    add_group(q, depth - 1);
    break;
  case 6:
    add_group(q, depth - 1);
    dm_buffer_add_string(q, "UNION ");
    add_group(q, depth - 1);
    break;
  case 7:
    dm_buffer_add_string(q, "MINUS ");
    add_group(q, depth - 1);
    break;
  case 8:
  case 9:
    dm_buffer_add_string(q, "FILTER(");
    add_test(q, depth);
    dm_buffer_add_string(q, ") ");
    break;
  case 10:
    dm_buffer_print(q, "BIND(%s AS ?x%d) ", pick(2) ? ONE_OF(VARIABLES) : ONE_OF(NODES), n_fresh);
    n_fresh++;
    break;
  case 11: add_values(q); break;
  case 12:
    dm_buffer_print(q, "GRAPH %s ", pick(2) ? ONE_OF(VARIABLES) : pick(3) ? ":g" : ":nowhere");
    add_group(q, depth - 1);
    break;
  case 13: add_subquery(q, depth); break;
  case 14: add_group(q, depth - 1); break;
  }
}

static void add_group(dm_buffer *q, int depth)
{
  dm_buffer_add_string(q, "{ ");
  for (uint32_t i = 1 + pick(3); i > 0; i--)
    add_element(q, depth);
  dm_buffer_add_string(q, "} ");
}

/* ---- comparing ---- */

static int compare_lines(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The lines behind the first, sorted. */
static char *sort_rows(const char *answer)
{
  char  *copy = dm_copy_string(answer, strlen(answer));
  char **lines = calloc(strlen(answer) + 1, sizeof *lines);
  size_t n = 0;
  for (char *line = strtok(copy, "\n"); line; line = strtok(NULL, "\n"))
    lines[n++] = line;
  if (n > 1)
    qsort(lines + 1, n - 1, sizeof *lines, compare_lines);
  dm_buffer sorted = {0};
  for (size_t i = 0; i < n; i++)
    dm_buffer_print(&sorted, "%s\n", lines[i]);
  char *text = dm_copy_string(dm_buffer_string(&sorted), sorted.n_bytes);
  dm_buffer_free(&sorted);
  free(lines);
  free(copy);
  return text;
}

static char *answer_of(const dm_index *index, const char *query, bool is_plain, bool is_strict, dm_status *status)
{
  dm_buffer      out = {0};
  dm_run_options options = {.is_plain = is_plain, .is_strict = is_strict, .most_rows = 20000};
  *status = ask_run(&out, index, query, &options);
  char *sorted = sort_rows(dm_buffer_string(&out));
  dm_buffer_free(&out);
  return sorted;
}

static size_t n_asked;
static size_t n_with_rows;
static size_t n_wrong;

static void compare(const char *data, const dm_index *index, const char *query)
{
  dm_status planned;
  dm_status plain;
  bool      is_strict = pick(3) == 0;
  char     *one = answer_of(index, query, false, is_strict, &planned);
  if (planned == DM_OK) {
    char *other = answer_of(index, query, true, is_strict, &plain);
    n_asked++;
    n_with_rows += strchr(one, '\n') && strchr(one, '\n')[1];
    if (strcmp(one, other) != 0 && plain == DM_OK && n_wrong++ < 5)
      print_error("%s\n%s%s\nplanned:\n%splain:\n%s\n", query, data, is_strict ? "(strict)" : "", one, other);
    free(other);
  }
  free(one);
}

static void test_random_queries(void **state)
{
  (void)state;
  const char *seed = getenv("DM_PLAN_SEED");
  const char *times = getenv("DM_PLAN_TIMES");
  random_state = seed ? (uint32_t)strtoul(seed, NULL, 10) : 7;
  for (unsigned long g = 0; g < N_GRAPHS * (times ? strtoul(times, NULL, 10) : 1); g++) {
    char     *data = random_data();
    dm_index *index = ask_index(data);
    for (int i = 0; i < N_QUERIES_A_GRAPH; i++) {
      dm_buffer query = {0};
      n_fresh = 0;
      dm_buffer_add_string(&query, "SELECT * ");
      add_group(&query, 2);
      compare(data, index, dm_buffer_string(&query));
      dm_buffer_free(&query);
    }
    dm_index_free(index);
    free(data);
  }
  assert_int_equal(n_wrong, 0);
  assert_true(n_asked > N_GRAPHS * N_QUERIES_A_GRAPH / 2);
  assert_true(n_with_rows > n_asked / 4);
}

int main(void)
{
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_random_queries)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
