/* question/names.c - which thing is meant: names of things as a query told them, matched from the letter down to what is merely near. */
#include "question/question_impl.h"

#include "base/memory.h"
#include "base/unicode.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_SUGGESTIONS = 5, MAX_CANDIDATES = 20, MAX_EDITS = 3, RANK_OF_IRIS = 1, MAX_RANK = 9, NO_MATCH = 1000 };

typedef struct {
  const char *thing;
  const char *name;
  const char *folded; /* without case, accents and punctuation */
  const char *kind;   /* "" if none is told */
  int         rank;
} name_row;

struct question_names {
  DM_VECTOR(name_row) rows;
  dm_arena *arena;
  dm_buffer folded;
  size_t    thing; /* columns; SIZE_MAX: not there */
  size_t    name;
  size_t    kind;
  size_t    rank;
};

void question_names_new(question_names **out)
{
  *out = dm_allocate(sizeof **out);
  (*out)->arena = dm_arena_new();
}

void question_names_free(question_names *names)
{
  if (!names)
    return;
  dm_vector_free(&names->rows);
  dm_buffer_free(&names->folded);
  dm_arena_free(names->arena);
  free(names);
}

/* ---- taking them ---- */

static size_t find_column(const char *const *columns, size_t n, const char *wanted)
{
  for (size_t i = 0; i < n; i++)
    if (strcmp(columns[i], wanted) == 0)
      return i;
  return SIZE_MAX;
}

static dm_status take_columns(void *ctx, const char *const *columns, size_t n)
{
  question_names *names = ctx;
  names->thing = find_column(columns, n, "thing");
  names->name = find_column(columns, n, "name");
  names->kind = find_column(columns, n, "kind");
  names->rank = find_column(columns, n, "rank");
  return names->thing == SIZE_MAX || names->name == SIZE_MAX ? DM_BAD_RULES : DM_OK;
}

static const char *fold(question_names *names, const char *text, size_t n_bytes)
{
  dm_buffer_clear(&names->folded);
  dm_unicode_slug(&names->folded, text, n_bytes);
  return dm_buffer_string(&names->folded);
}

static const char *copy_text(question_names *names, const dm_term *values, size_t column)
{
  if (column == SIZE_MAX || values[column].kind == DM_TERM_NONE)
    return "";
  return dm_arena_string(names->arena, values[column].value, values[column].n_bytes);
}

static dm_status take_row(void *ctx, const dm_term *values, size_t n)
{
  question_names *names = ctx;
  (void)n;
  if (values[names->thing].kind != DM_TERM_IRI || values[names->name].kind != DM_TERM_LITERAL)
    return DM_OK;
  name_row row = {
      .thing = copy_text(names, values, names->thing), .name = copy_text(names, values, names->name), .kind = copy_text(names, values, names->kind)};
  const char *folded = fold(names, row.name, strlen(row.name));
  row.folded = dm_arena_string(names->arena, folded, strlen(folded));
  const long rank = strtol(copy_text(names, values, names->rank), NULL, 10);
  row.rank = rank < 0 ? 0 : rank > MAX_RANK ? MAX_RANK : (int)rank;
  *dm_vector_add(&names->rows) = row;
  return DM_OK;
}

static dm_status take_boolean(void *ctx, bool value)
{
  (void)ctx;
  (void)value;
  return DM_BAD_RULES;
}

static dm_status take_end(void *ctx)
{
  (void)ctx;
  return DM_OK;
}

dm_solution_sink question_names_sink(question_names *names)
{
  return (dm_solution_sink){names, take_columns, take_row, take_boolean, take_end};
}

/* ---- matching ---- */

/* What is looked for. */
typedef struct {
  const char *value; /* without the <> of an IRI */
  const char *folded;
  bool        is_iri;
} wanted_name;

static bool is_of_class(const name_row *row, const dm_question_parameter *parameter)
{
  for (size_t i = 0; i < parameter->n_classes; i++)
    if (strcmp(row->kind, parameter->classes[i]) == 0)
      return true;
  return parameter->n_classes == 0;
}

/* The end of the IRI behind a `/` or `#` that is as long as `value`, or NULL. */
static const char *tail_of(const char *iri, const char *value)
{
  const size_t n_iri = strlen(iri);
  const size_t n = strlen(value);
  if (n == 0 || n >= n_iri)
    return NULL;
  const char *tail = iri + n_iri - n;
  return tail[-1] == '/' || tail[-1] == '#' ? tail : NULL;
}

/* Whether the IRI ends so, whatever the case. */
static bool ends_with(const char *iri, const char *value)
{
  const char *a = tail_of(iri, value);
  const char *b = value;
  if (!a)
    return false;
  for (; *a && *b; a++, b++) {
    const char x = *a >= 'A' && *a <= 'Z' ? (char)(*a + 'a' - 'A') : *a;
    const char y = *b >= 'A' && *b <= 'Z' ? (char)(*b + 'a' - 'A') : *b;
    if (x != y)
      return false;
  }
  return *a == *b;
}

/* How well a row fits, 0 best; NO_MATCH if not at all. */
static int match(const name_row *row, const wanted_name *wanted)
{
  int best = NO_MATCH;
  if (wanted->is_iri)
    return strcmp(row->thing, wanted->value) == 0 ? 0 : NO_MATCH;
  if (strcmp(row->name, wanted->value) == 0)
    best = 1 + 2 * row->rank;
  else if (*wanted->folded && strcmp(row->folded, wanted->folded) == 0)
    best = 2 + 2 * row->rank;
  const char *tail = best > 1 + 2 * RANK_OF_IRIS ? tail_of(row->thing, wanted->value) : NULL;
  if (tail && strcmp(tail, wanted->value) == 0)
    best = 1 + 2 * RANK_OF_IRIS;
  /* the ends of IRIs are folded names: `international law` is found by `international-law` */
  else if (best > 2 + 2 * RANK_OF_IRIS && (ends_with(row->thing, wanted->value) || ends_with(row->thing, wanted->folded)))
    best = 2 + 2 * RANK_OF_IRIS;
  return best;
}

typedef DM_VECTOR(const name_row *) row_list;

static int compare_things(const void *a, const void *b)
{
  const name_row *one = *(const name_row *const *)a;
  const name_row *other = *(const name_row *const *)b;
  const int       order = strcmp(one->thing, other->thing);
  const int       by_rank = order ? order : one->rank - other->rank;
  const int       by_name = by_rank ? by_rank : strcmp(one->name, other->name);
  return by_name ? by_name : strcmp(one->kind, other->kind);
}

/* The rows that fit best, one for each thing, sorted by IRI. A thing may be of several kinds, so has a row for each. */
static void find_best(row_list *found, const question_names *names, const dm_question_parameter *parameter, const wanted_name *wanted)
{
  int best = NO_MATCH;
  for (size_t i = 0; i < names->rows.n; i++) {
    const name_row *row = &names->rows.items[i];
    const int       fit = parameter && !is_of_class(row, parameter) ? NO_MATCH : match(row, wanted);
    if (fit == NO_MATCH || fit > best)
      continue;
    if (fit < best)
      found->n = 0;
    best = fit;
    *dm_vector_add(found) = row;
  }
  if (found->n > 1)
    qsort(found->items, found->n, sizeof *found->items, compare_things);
  size_t n = 0;
  for (size_t i = 0; i < found->n; i++)
    if (n == 0 || strcmp(found->items[n - 1]->thing, found->items[i]->thing) != 0)
      found->items[n++] = found->items[i];
  found->n = n;
}

/* ---- suggesting ---- */

typedef struct {
  const name_row *row;
  size_t          distance;
} near_name;

/* Below: nearer. A name that has what was typed as whole words in it is as near as one edit. */
static size_t distance_to(const name_row *row, const wanted_name *wanted, size_t limit)
{
  const size_t n = strlen(wanted->folded);
  for (const char *at = n ? strstr(row->folded, wanted->folded) : NULL; at; at = strstr(at + 1, wanted->folded))
    if ((at == row->folded || at[-1] == '-') && (at[n] == '\0' || at[n] == '-'))
      return 1;
  return dm_unicode_distance(wanted->folded, row->folded, limit);
}

static int compare_near(const void *a, const void *b)
{
  const near_name *one = a;
  const near_name *other = b;
  if (one->distance != other->distance)
    return one->distance < other->distance ? -1 : 1;
  if (one->row->rank != other->row->rank)
    return one->row->rank - other->row->rank;
  const size_t n_one = strlen(one->row->name);
  const size_t n_other = strlen(other->row->name);
  if (n_one != n_other)
    return n_one < n_other ? -1 : 1;
  const int by_name = strcmp(one->row->name, other->row->name);
  return by_name ? by_name : compare_things(&one->row, &other->row);
}

/* Adds the nearest things to a message. */
static void suggest(dm_buffer *message, const question_names *names, const dm_question_parameter *parameter, const wanted_name *wanted)
{
  DM_VECTOR(near_name) near = {0};
  const size_t n_wanted = strlen(wanted->folded);
  const size_t limit = n_wanted < 3 * MAX_EDITS ? n_wanted / 3 : MAX_EDITS;
  for (size_t i = 0; i < names->rows.n; i++) {
    const name_row *row = &names->rows.items[i];
    const size_t    distance = is_of_class(row, parameter) ? distance_to(row, wanted, limit) : SIZE_MAX;
    if (distance <= (limit ? limit : 1)) {
      const near_name one = {row, distance};
      *dm_vector_add(&near) = one;
    }
  }
  if (near.n > 1)
    qsort(near.items, near.n, sizeof *near.items, compare_near);
  const name_row *told[MAX_SUGGESTIONS];
  size_t          n_told = 0;
  for (size_t i = 0; i < near.n && n_told < MAX_SUGGESTIONS; i++) {
    bool is_new = true;
    for (size_t t = 0; t < n_told; t++)
      is_new = is_new && strcmp(told[t]->thing, near.items[i].row->thing) != 0;
    if (is_new)
      told[n_told++] = near.items[i].row;
  }
  for (size_t t = 0; t < n_told; t++) {
    bool is_alone = true;
    for (size_t o = 0; o < n_told; o++)
      is_alone = is_alone && (o == t || strcmp(told[o]->name, told[t]->name) != 0);
    const char *mark = is_alone ? "`" : "";
    dm_buffer_print(message, "%s%s%s%s", t == 0 ? "; did you mean " : t + 1 < n_told ? ", " : " or ", mark, told[t]->name, mark);
    if (!is_alone) /* its IRI is the name that nothing else has */
      dm_buffer_print(message, " <%s>", told[t]->thing);
  }
  if (n_told)
    dm_buffer_add_byte(message, '?');
  dm_vector_free(&near);
}

static void print_classes(dm_buffer *message, const dm_question_parameter *parameter)
{
  for (size_t i = 0; i < parameter->n_classes; i++)
    dm_buffer_print(message, "%s%s", i == 0 ? "" : i + 1 < parameter->n_classes ? ", " : " or ", parameter->classes[i]);
}

static void report_unknown(const question_names *names, const dm_question_parameter *parameter, const char *value, const wanted_name *wanted,
                           dm_diagnostics *diagnostics)
{
  dm_buffer message = {0};
  row_list  others = {0};
  dm_buffer_print(&message, "--%s: ", parameter->name);
  if (parameter->n_classes)
    find_best(&others, names, NULL, wanted);
  if (others.n) {
    dm_buffer_print(&message, "`%s` is of kind %s, not ", value, others.items[0]->kind);
    print_classes(&message, parameter);
  } else {
    dm_buffer_print(&message, "the graph has nothing called `%s`", value);
  }
  suggest(&message, names, parameter, wanted);
  dm_report(diagnostics, DM_ERROR, NULL, "%s", dm_buffer_string(&message));
  dm_vector_free(&others);
  dm_buffer_free(&message);
}

static void report_ambiguous(const row_list *found, const dm_question_parameter *parameter, const char *value, dm_diagnostics *diagnostics)
{
  dm_buffer message = {0};
  dm_buffer_print(&message, "--%s: `%s` may be %zu things; give the IRI of one:", parameter->name, value, found->n);
  for (size_t i = 0; i < found->n && i < MAX_CANDIDATES; i++) {
    const name_row *row = found->items[i];
    dm_buffer_print(&message, "\n  <%s>  %s%s%s", row->thing, row->name, *row->kind ? ", " : "", row->kind);
  }
  if (found->n > MAX_CANDIDATES)
    dm_buffer_add_string(&message, "\n  ...");
  dm_report(diagnostics, DM_ERROR, NULL, "%s", dm_buffer_string(&message));
  dm_buffer_free(&message);
}

const char *question_names_find(const question_names *names, const dm_question_parameter *parameter, const char *value, dm_diagnostics *diagnostics)
{
  dm_buffer    bare = {0};
  dm_buffer    folded = {0};
  row_list     found = {0};
  const char  *thing = NULL;
  const size_t n = strlen(value);
  const bool   is_bracketed = n > 2 && value[0] == '<' && value[n - 1] == '>';
  dm_buffer_add(&bare, value + is_bracketed, n - 2 * is_bracketed);
  dm_unicode_slug(&folded, bare.n_bytes ? bare.bytes : "", bare.n_bytes);
  const wanted_name wanted = {dm_buffer_string(&bare), dm_buffer_string(&folded), is_bracketed || strstr(value, "://") != NULL};
  find_best(&found, names, parameter, &wanted);
  if (found.n == 1)
    thing = found.items[0]->thing;
  else if (found.n == 0)
    report_unknown(names, parameter, value, &wanted, diagnostics);
  else
    report_ambiguous(&found, parameter, value, diagnostics);
  dm_vector_free(&found);
  dm_buffer_free(&bare);
  dm_buffer_free(&folded);
  return thing;
}
