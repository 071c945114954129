/* CONSTRUCT (§16.2): the template, filled in for each solution. Blank nodes of the template are new for each; what would be no RDF is left out; a graph is a set, so that a
 * statement comes once, in the order in which it is first made. */
#include "evaluate/evaluate_impl.h"

#include <string.h>

#include "evaluate/tuples.h"

typedef enum { PART_VARIABLE, PART_TERM, PART_BLANK } part_kind;

typedef struct {
  part_kind kind;
  uint32_t  number; /* variable, term, or number of the blank node in the template */
} part;

typedef struct {
  dm_run *run;
  part (*triples)[3];
  size_t    n_triples;
  dm_id    *blanks; /* of this solution, DM_ID_NONE until they are needed */
  size_t    n_blanks;
  dm_tuples made;
} maker;

static part prepare_part(dm_run *run, const dm_slot *slot, const char **labels, size_t *n_labels)
{
  if (slot->is_variable)
    return (part){PART_VARIABLE, slot->variable};
  if (slot->term.kind != DM_TERM_BLANK)
    return (part){PART_TERM, dm_terms_put(run->terms, &slot->term)};
  size_t i = 0;
  while (i < *n_labels && strcmp(labels[i], slot->term.value) != 0)
    i++;
  if (i == *n_labels)
    labels[(*n_labels)++] = slot->term.value;
  return (part){PART_BLANK, (uint32_t)i};
}

static maker prepare(dm_run *run)
{
  const dm_query *query = run->query;
  maker this = {.run = run, .n_triples = query->n_template};
  const char **labels = dm_arena_allocate(run->arena, (3 * query->n_template + 1) * sizeof *labels);
  this.triples = dm_arena_allocate(run->arena, (query->n_template + 1) * sizeof *this.triples);
  for (size_t i = 0; i < query->n_template; i++) {
    const dm_triple_pattern *pattern = &query->template[i];
    this.triples[i][0] = prepare_part(run, &pattern->subject, labels, &this.n_blanks);
    this.triples[i][1] = prepare_part(run, &pattern->predicate, labels, &this.n_blanks);
    this.triples[i][2] = prepare_part(run, &pattern->object, labels, &this.n_blanks);
  }
  this.blanks = dm_arena_allocate(run->arena, (this.n_blanks + 1) * sizeof *this.blanks);
  dm_tuples_start(&this.made, run, 3);
  return this;
}

/* The kind of what a part stands for, DM_TERM_NONE if it is unbound; no blank node is made yet. */
static dm_term_kind kind_of(const maker *this, part of, const dm_id *row)
{
  if (of.kind == PART_BLANK)
    return DM_TERM_BLANK;
  return dm_terms_kind(this->run->terms, of.kind == PART_TERM ? of.number : row[of.number]);
}

static dm_id id_of(maker *this, part of, const dm_id *row)
{
  switch (of.kind) {
  case PART_VARIABLE: return row[of.number];
  case PART_TERM: return of.number;
  case PART_BLANK:
    if (this->blanks[of.number] == DM_ID_NONE)
      this->blanks[of.number] = dm_terms_new_blank(this->run->terms);
    return this->blanks[of.number];
  }
  return DM_ID_NONE;
}

static bool is_allowed(const maker *this, const part *triple, const dm_id *row)
{
  dm_term_kind subject = kind_of(this, triple[0], row);
  return (subject == DM_TERM_IRI || subject == DM_TERM_BLANK) && kind_of(this, triple[1], row) == DM_TERM_IRI &&
         kind_of(this, triple[2], row) != DM_TERM_NONE;
}

static dm_status make(maker *this, const dm_id *row, const dm_sink *sink)
{
  dm_run *run = this->run;
  memset(this->blanks, 0, this->n_blanks * sizeof *this->blanks);
  for (size_t i = 0; i < this->n_triples; i++) {
    const part *triple = this->triples[i];
    if (!is_allowed(this, triple, row))
      continue;
    dm_id ids[3] = {id_of(this, triple[0], row), id_of(this, triple[1], row), id_of(this, triple[2], row)};
    bool  is_new;
    dm_tuples_put(&this->made, ids, &is_new);
    if (run->status != DM_OK)
      return run->status;
    if (!is_new)
      continue;
    if (run->options->most_rows && this->made.n > run->options->most_rows)
      return dm_run_stop(run, DM_OVER_LIMIT, SIZE_MAX, "the answer has more than %zu statements", run->options->most_rows);
    dm_statement statement = {dm_terms_term(run->terms, ids[0]), dm_terms_term(run->terms, ids[1]), dm_terms_term(run->terms, ids[2]), {0}};
    dm_status    status = sink->on_statement(sink->ctx, &statement);
    if (status != DM_OK)
      return status;
  }
  return DM_OK;
}

dm_status dm_run_construct(dm_run *run, const dm_sink *sink)
{
  maker this = prepare(run);
  dm_id    *row = dm_row_new(run);
  dm_status status = dm_operator_open(run->root, NULL);
  while (status == DM_OK && (status = dm_operator_next(run->root, row)) == DM_OK && (status = dm_run_tick(run)) == DM_OK)
    status = make(&this, row, sink);
  dm_tuples_free(&this.made);
  if (run->status != DM_OK || status != DM_NOTHING)
    return run->status != DM_OK ? run->status : status;
  return sink->on_end ? sink->on_end(sink->ctx) : DM_OK;
}
