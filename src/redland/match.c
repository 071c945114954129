/* redland/match.c - the solutions of a WHERE: each variant through rasqal, minus what its exclusions name.
 *
 *   variants x rows of the leading subqueries -> text -> rasqal -> numbers -> exclusions -> rows */
#include "redland/run_impl.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_SOLUTIONS = 10 * 1000 * 1000 }; /* of one pattern; a product of patterns that share no variable is soon there */

/* The rows of a leading subquery, computed once. */
typedef struct {
  const select_query *select;
  row_table           rows;
} source;

typedef struct {
  run                *r;
  const select_query *select;
  plan                plan;
  DM_VECTOR(source) sources;
  const wanted *columns;
  size_t        n_columns;
  bool          only_first;
  row_table    *out;
  kinds        *kinds_of_columns;
  dm_term      *constants_of; /* by variable: what the leading subqueries' present rows say */
} matching;

/* ---- what may stand where ---- */

static void narrow(kinds *of_variable, const pattern_node *node, kinds to)
{
  if (node->is_variable)
    of_variable[node->variable] &= to;
}

static void note_source_kinds(const matching *m, const variant *v, kinds *of_variable)
{
  for (size_t i = 0; i < v->sources.n; i++)
    for (size_t s = 0; s < m->sources.n; s++) {
      const source *from = &m->sources.items[s];
      if (from->select != v->sources.items[i])
        continue;
      for (size_t c = 0; c < from->select->columns.n; c++) {
        kinds all = 0;
        for (size_t k = 0; k < from->rows.n; k++)
          all |= kinds_of_term(pool_term(&m->r->pool, rows_at(&from->rows, k)[c]));
        of_variable[from->select->columns.items[c].variable] &= all;
      }
    }
}

static void note_pattern_kinds(const matching *m, const variant *v, kinds *of_variable)
{
  for (size_t i = 0; i < v->triples.n; i++) {
    const pattern_node *parts = v->triples.items[i].parts;
    const char         *predicate = parts[1].is_variable ? NULL : parts[1].term.value;
    narrow(of_variable, &parts[0], graph_kinds_of_subjects(m->r->graph));
    narrow(of_variable, &parts[1], KIND_IRI | KINDS_NOTES);
    narrow(of_variable, &parts[2], graph_kinds_of_objects(m->r->graph, predicate));
  }
}

static dm_status check_bindings(const matching *m, kind_checker *checker, const variant *v)
{
  for (size_t i = 0; i < v->bindings.n; i++) {
    const binding *b = &v->bindings.items[i];
    const kinds    of = kind_check(checker, b->expression, false);
    if (checker->status == DM_OK && (of & KIND_UNBOUND))
      checker->status = sparql_report(m->r->query, b->at, m->r->diagnostics,
                                      "BIND of what may be an error loses the row: guard it with COALESCE, or compute it in SELECT (... AS ?%s)",
                                      m->r->query->variables.items[b->variable].name);
    checker->of_variable[b->variable] = of & ~(kinds)KIND_UNBOUND;
  }
  return checker->status;
}

/* Whether rasqal gets the variant's expressions right over this graph. */
static dm_status check_variant(matching *m, const variant *v, const wanted *resolved)
{
  const size_t n = m->r->query->variables.n;
  kinds       *of_variable = dm_reallocate(NULL, n + 1, sizeof *of_variable);
  for (size_t i = 0; i < n; i++)
    of_variable[i] = KINDS_ALL;
  note_source_kinds(m, v, of_variable);
  note_pattern_kinds(m, v, of_variable);
  kind_checker checker = {.query = m->r->query, .diagnostics = m->r->diagnostics, .of_variable = of_variable};
  check_bindings(m, &checker, v);
  for (size_t i = 0; i < v->filters.n; i++)
    kind_check_condition(&checker, v->filters.items[i], true);
  for (size_t i = 0; i < m->n_columns; i++) {
    if (resolved[i].expression)
      m->kinds_of_columns[i] |= kind_check(&checker, resolved[i].expression, false);
    else
      m->kinds_of_columns[i] |= variant_binds(v, resolved[i].variable) ? of_variable[resolved[i].variable] : (kinds)KIND_UNBOUND;
  }
  free(of_variable);
  return checker.status;
}

/* ---- one variant, one query ---- */

typedef struct {
  dm_map *keys; /* of what is excluded */
  size_t  n;
  size_t *cells; /* where the row has the key */
} exclusion_test;

typedef struct {
  matching       *m;
  size_t          n_asked; /* columns that rasqal computes */
  uint32_t       *asked;   /* their numbers in the present row */
  const size_t   *from;    /* for each cell: the asked column, or SIZE_MAX */
  const uint32_t *fixed;   /* for each cell that is not asked */
  size_t          n_cells;
  size_t          n_kept; /* cells that go into the row; the others are for exclusions */
  exclusion_test *tests;
  size_t          n_tests;
  uint32_t       *cells;
  row_table      *out;
} receiver;

static bool is_excluded(const exclusion_test *test, const uint32_t *cells, dm_buffer *key)
{
  dm_buffer_clear(key);
  for (size_t i = 0; i < test->n; i++)
    dm_buffer_add(key, (const char *)&cells[test->cells[i]], sizeof *cells);
  return dm_map_get(test->keys, dm_buffer_string(key), key->n_bytes, NULL);
}

static dm_status on_row(void *ctx, const dm_term *values)
{
  receiver *into = ctx;
  dm_buffer key = {0};
  bool      excluded = false;
  for (size_t i = 0; i < into->n_asked; i++)
    into->asked[i] = pool_number(&into->m->r->pool, &values[i]);
  for (size_t i = 0; i < into->n_cells; i++)
    into->cells[i] = into->from[i] == SIZE_MAX ? into->fixed[i] : into->asked[into->from[i]];
  for (size_t i = 0; i < into->n_tests && !excluded; i++)
    excluded = is_excluded(&into->tests[i], into->cells, &key);
  dm_buffer_free(&key);
  if (excluded)
    return DM_OK;
  if (into->out->n == MAX_SOLUTIONS) {
    sparql_report(into->m->r->query, into->m->select->where->at, into->m->r->diagnostics, "this pattern has more than %d solutions", MAX_SOLUTIONS);
    return DM_OVER_LIMIT;
  }
  uint32_t *row = rows_add(into->out);
  if (into->n_kept > 0)
    memcpy(row, into->cells, into->n_kept * sizeof *row);
  return into->m->only_first && into->out == into->m->out ? DM_NOTHING : DM_OK;
}

static dm_status ask_variant(matching *m, const variant *v, const wanted *columns, size_t n_columns, row_table *out);

/* Of the present constants, those of the subqueries that stand inside `v`. */
static dm_term *constants_within(const matching *m, const variant *v)
{
  dm_term *within = dm_allocate((m->r->query->variables.n + 1) * sizeof *within);
  for (size_t i = 0; i < v->sources.n; i++)
    for (size_t c = 0; c < v->sources.items[i]->columns.n; c++) {
      const uint32_t variable = v->sources.items[i]->columns.items[c].variable;
      within[variable] = m->constants_of[variable];
    }
  return within;
}

/* The keys that an exclusion takes away. Subqueries outside the group of its OPTIONAL do not bear on it. */
static dm_status collect_excluded(matching *m, const exclusion *e, dm_map *keys)
{
  dm_term  *outside = m->constants_of;
  row_table rows = {.width = e->keys.n};
  wanted   *columns = dm_allocate((e->keys.n + 1) * sizeof *columns);
  for (size_t i = 0; i < e->keys.n; i++)
    columns[i].variable = e->keys.items[i];
  m->constants_of = constants_within(m, e->other);
  const dm_status status = ask_variant(m, e->other, columns, e->keys.n, &rows);
  free(m->constants_of);
  m->constants_of = outside;
  for (size_t i = 0; i < rows.n; i++)
    dm_map_put(keys, rows.width > 0 ? (const char *)rows_at(&rows, i) : "", rows.width * sizeof(uint32_t), 0, NULL);
  rows_free(&rows);
  free(columns);
  return status;
}

/* A cell for each column, then one for each key of each exclusion. */
typedef struct {
  size_t    n;
  wanted   *asked;
  size_t    n_asked;
  size_t   *from;
  uint32_t *fixed;
} layout;

static void lay_cell(matching *m, layout *l, const variant *v, const wanted *column)
{
  const size_t cell = l->n++;
  l->from[cell] = SIZE_MAX;
  l->fixed[cell] = 0;
  if (!column->expression && !variant_binds(v, column->variable))
    return;
  if (!column->expression && m->constants_of[column->variable].kind != DM_TERM_NONE) {
    l->fixed[cell] = pool_number(&m->r->pool, &m->constants_of[column->variable]);
    return;
  }
  for (size_t i = 0; i < l->n_asked && !column->expression; i++)
    if (!l->asked[i].expression && l->asked[i].variable == column->variable)
      l->from[cell] = i;
  if (l->from[cell] == SIZE_MAX) {
    l->from[cell] = l->n_asked;
    l->asked[l->n_asked++] = *column;
  }
}

static dm_status send_to_rasqal(matching *m, const variant *v, const layout *l, receiver *into)
{
  dm_buffer   text = {0};
  const char *problem = NULL;
  emit_select(&text, v, l->asked, l->n_asked, m->constants_of, NULL);
  dm_status status = graph_execute(m->r->graph, dm_buffer_string(&text), l->n_asked, on_row, into, &problem);
  if (status == DM_BAD_RULES)
    sparql_report(m->r->query, 0, m->r->diagnostics, "rasqal cannot run this query: %s", problem);
  dm_buffer_free(&text);
  return status;
}

/* Constants of BINDs and subqueries may be literals where RDF has none. */
static bool cannot_match(const matching *m, const variant *v)
{
  for (size_t i = 0; i < v->triples.n; i++)
    for (size_t k = 0; k < 2; k++) {
      const pattern_node *node = &v->triples.items[i].parts[k];
      const dm_term      *term = node->is_variable ? &m->constants_of[node->variable] : &node->term;
      if (term->kind == DM_TERM_LITERAL)
        return true;
    }
  return false;
}

/* Adds the variant's rows to `out`. DM_NOTHING: one is enough, and there it is. */
static dm_status ask_variant(matching *m, const variant *v, const wanted *columns, size_t n_columns, row_table *out)
{
  size_t n_cells = n_columns;
  if (cannot_match(m, v))
    return DM_OK;
  for (size_t i = 0; i < v->exclusions.n; i++)
    n_cells += v->exclusions.items[i].keys.n;
  layout          l = {.asked = dm_allocate((n_cells + 1) * sizeof *l.asked),
                       .from = dm_allocate((n_cells + 1) * sizeof *l.from),
                       .fixed = dm_allocate((n_cells + 1) * sizeof *l.fixed)};
  exclusion_test *tests = dm_allocate((v->exclusions.n + 1) * sizeof *tests);
  dm_status       status = DM_OK;
  for (size_t i = 0; i < n_columns; i++)
    lay_cell(m, &l, v, &columns[i]);
  for (size_t i = 0; i < v->exclusions.n && status == DM_OK; i++) {
    const exclusion *e = &v->exclusions.items[i];
    tests[i] = (exclusion_test){dm_map_new(), e->keys.n, dm_allocate((e->keys.n + 1) * sizeof(size_t))};
    for (size_t k = 0; k < e->keys.n; k++) {
      const wanted key = {.variable = e->keys.items[k]};
      tests[i].cells[k] = l.n;
      lay_cell(m, &l, v, &key);
    }
    status = collect_excluded(m, e, tests[i].keys);
  }
  if (status == DM_OK) {
    receiver into = {m,     l.n_asked,       dm_allocate((l.n_asked + 1) * sizeof(uint32_t)), l.from, l.fixed, l.n, n_columns,
                     tests, v->exclusions.n, dm_allocate((l.n + 1) * sizeof(uint32_t)),       out};
    status = send_to_rasqal(m, v, &l, &into);
    free(into.asked);
    free(into.cells);
  }
  for (size_t i = 0; i < v->exclusions.n; i++) {
    dm_map_free(tests[i].keys);
    free(tests[i].cells);
  }
  free(tests);
  free(l.asked);
  free(l.from);
  free(l.fixed);
  return status;
}

/* ---- subqueries whose rows are computed first ---- */

static dm_status find_source(matching *m, const select_query *select, const source **found)
{
  for (size_t i = 0; i < m->sources.n; i++)
    if (m->sources.items[i].select == select) {
      *found = &m->sources.items[i];
      return DM_OK;
    }
  source   *added = dm_vector_add(&m->sources);
  row_table rows = {0};
  *added = (source){.select = select};
  const dm_status status = select_solve(m->r, select, NULL, 0, &rows);
  m->sources.items[m->sources.n - 1].rows = rows; /* solving cannot add sources here, but the vector is looked up anew all the same */
  *found = &m->sources.items[m->sources.n - 1];
  return status;
}

static dm_status refuse_source(const matching *m, const select_query *select, const char *what)
{
  return sparql_report(m->r->query, select->at, m->r->diagnostics, "a subquery that gives %s is not supported", what);
}

/* Takes the row's values as constants. *fits is false if another subquery's row says otherwise. `taken` gets the variables that are new. */
static dm_status take_row(matching *m, const source *from, const uint32_t *row, bool *fits, bool *taken)
{
  *fits = true;
  for (size_t c = 0; c < from->select->columns.n; c++) {
    const uint32_t variable = from->select->columns.items[c].variable;
    const dm_term *term = pool_term(&m->r->pool, row[c]);
    if (term->kind == DM_TERM_NONE)
      return refuse_source(m, from->select, "an unbound value");
    if (term->kind == DM_TERM_BLANK)
      return refuse_source(m, from->select, "a blank node");
    if (term->kind == DM_TERM_IRI && sparql_iri_has_dot_segment(term->value))
      return refuse_source(m, from->select, "an IRI with `.` or `..` in its path");
    if (m->constants_of[variable].kind == DM_TERM_NONE) {
      m->constants_of[variable] = *term;
      taken[c] = true;
    } else if (dm_term_compare(&m->constants_of[variable], term) != 0) {
      *fits = false;
    }
  }
  return DM_OK;
}

static dm_status ask_over_sources(matching *m, const variant *v, size_t next_source, const wanted *resolved)
{
  if (next_source == v->sources.n)
    return ask_variant(m, v, resolved, m->n_columns, m->out);
  const source *from = NULL;
  dm_status     status = find_source(m, v->sources.items[next_source], &from);
  const size_t  n_columns = from->select->columns.n;
  bool         *taken = dm_allocate(n_columns + 1);
  for (size_t i = 0; i < from->rows.n && status == DM_OK; i++) {
    bool fits = false;
    memset(taken, 0, n_columns);
    status = take_row(m, from, rows_at(&from->rows, i), &fits, taken);
    if (status == DM_OK && fits)
      status = ask_over_sources(m, v, next_source + 1, resolved);
    for (size_t c = 0; c < n_columns; c++)
      if (taken[c])
        m->constants_of[from->select->columns.items[c].variable] = (dm_term){0};
  }
  free(taken);
  return status;
}

/* ---- all ---- */

static dm_status match_variant(matching *m, const select_query *select, const variant *v)
{
  wanted       *resolved = dm_allocate((m->n_columns + 1) * sizeof *resolved);
  dm_status     status = DM_OK;
  const source *ignored = NULL;
  for (size_t i = 0; i < m->n_columns; i++) {
    resolved[i] = m->columns[i];
    if (resolved[i].expression)
      resolved[i].expression = plan_resolve(m->r->arena, v, select, select->columns.n, resolved[i].expression);
  }
  for (size_t i = 0; i < v->sources.n && status == DM_OK; i++)
    status = find_source(m, v->sources.items[i], &ignored);
  if (status == DM_OK)
    status = check_variant(m, v, resolved);
  if (status == DM_OK)
    status = ask_over_sources(m, v, 0, resolved);
  free(resolved);
  return status;
}

dm_status match_where(run *r, const select_query *select, const wanted *columns, size_t n_columns, bool only_first, row_table *out,
                      kinds *kinds_of_columns)
{
  matching  m = {.r = r,
                 .select = select,
                 .plan = {.query = r->query, .diagnostics = r->diagnostics},
                 .columns = columns,
                 .n_columns = n_columns,
                 .only_first = only_first,
                 .out = out,
                 .kinds_of_columns = kinds_of_columns,
                 .constants_of = dm_allocate((r->query->variables.n + 1) * sizeof(dm_term))};
  dm_status status = plan_build(&m.plan, select->where);
  for (size_t i = 0; i < m.plan.result.n && status == DM_OK; i++)
    status = match_variant(&m, select, m.plan.result.items[i]);
  if (status == DM_NOTHING)
    status = DM_OK;
  for (size_t i = 0; i < m.sources.n; i++)
    rows_free(&m.sources.items[i].rows);
  dm_vector_free(&m.sources);
  free(m.constants_of);
  plan_free(&m.plan);
  return status;
}

typedef struct {
  term_pool *pool;
  size_t     n;
  uint32_t  *values;
} constants_receiver;

static dm_status on_constants(void *ctx, const dm_term *values)
{
  const constants_receiver *into = ctx;
  for (size_t i = 0; i < into->n; i++)
    into->values[i] = pool_number(into->pool, &values[i]);
  return DM_OK;
}

dm_status evaluate_constants(run *r, const expression *const *what, size_t n, constants constants_of, const dm_term *aggregates, uint32_t *values)
{
  dm_buffer          text = {0};
  const char        *problem = NULL;
  constants_receiver into = {&r->pool, n, values};
  wanted            *columns = dm_allocate((n + 1) * sizeof *columns);
  for (size_t i = 0; i < n; i++)
    columns[i].expression = what[i];
  emit_select(&text, NULL, columns, n, constants_of, aggregates);
  const dm_status status = graph_execute(r->graph, dm_buffer_string(&text), n, on_constants, &into, &problem);
  if (status != DM_OK)
    sparql_report(r->query, 0, r->diagnostics, "rasqal cannot run this query: %s", problem);
  free(columns);
  dm_buffer_free(&text);
  return status;
}
