/* COUNT, SUM, AVG, MIN, MAX, SAMPLE, GROUP_CONCAT.
 *
 * An element that is an error or unbound is not counted; it makes SUM, AVG, MIN, MAX and GROUP_CONCAT an error, as op:numeric-add of one is (§18.5.1.3), and SAMPLE passes
 * over it, since any element will do (§18.5.1.8). DISTINCT is of terms, not values. MIN and MAX are by the order of ORDER BY (§18.5.1.5), over terms of all kinds. */
#include "evaluate/aggregate.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* An element: an identifier where there is one without computing, else an operand. */
typedef struct {
  dm_id      id;
  bool       is_computed;
  dm_operand operand;
} element;

static dm_operand element_operand(const dm_run *run, const element *it)
{
  return it->is_computed ? it->operand : dm_terms_get(run->terms, it->id);
}

static dm_id element_id(const dm_run *run, const element *it)
{
  return it->id != DM_ID_NONE ? it->id : dm_terms_put(run->terms, &it->operand.term);
}

/* ---- sums ---- */

static dm_operand sum_operand(const dm_aggregate_state *state)
{
  const char *digits = state->is.sum.digits ? state->is.sum.digits : "";
  dm_term     term = {.kind = DM_TERM_LITERAL, .value = digits, .n_bytes = strlen(digits)};
  term.datatype = dm_datatype_iri((dm_datatype)state->is.sum.value.datatype);
  return (dm_operand){.term = term, .value = state->is.sum.value};
}

/* The usual kinds, without texts. */
static bool add_fast(dm_value *sum, const dm_value *value)
{
  if (sum->kind != value->kind)
    return false;
  if (sum->kind == DM_VALUE_INTEGER || (sum->kind == DM_VALUE_DECIMAL && sum->low == value->low))
    return !__builtin_add_overflow(sum->high, value->high, &sum->high);
  if (sum->kind == DM_VALUE_DOUBLE) {
    double a, b;
    memcpy(&a, &sum->high, sizeof a);
    memcpy(&b, &value->high, sizeof b);
    a += b;
    memcpy(&sum->high, &a, sizeof a);
    return true;
  }
  return false;
}

static void add_sum(dm_run *run, const dm_aggregate *aggregate, dm_aggregate_state *state, const element *it, dm_arena *arena)
{
  (void)aggregate;
  if (state->n == 1)
    state->is.sum.value = (dm_value){.kind = DM_VALUE_INTEGER, .datatype = DM_DATATYPE_INTEGER};
  dm_value value = it->is_computed ? it->operand.value : dm_terms_value(run->terms, it->id);
  dm_value sum = state->is.sum.value;
  if (add_fast(&sum, &value)) {
    state->is.sum.value = sum;
    return;
  }
  if (!dm_value_is_numeric(&value)) {
    state->has_error = true;
    return;
  }
  dm_operand left = sum_operand(state);
  dm_operand right = element_operand(run, it);
  dm_operand total = dm_operand_add(&left, &right, arena);
  if (total.term.kind == DM_TERM_NONE) {
    state->has_error = true;
    return;
  }
  free(state->is.sum.digits);
  state->is.sum.digits = total.value.kind == DM_VALUE_BIG ? dm_copy_string(total.term.value, total.term.n_bytes) : NULL;
  state->is.sum.value = total.value;
}

static dm_id finish_sum(dm_run *run, const dm_aggregate_state *state)
{
  dm_operand sum = sum_operand(state);
  if (sum.value.kind == DM_VALUE_BIG)
    return dm_terms_put(run->terms, &sum.term);
  dm_buffer text = {0};
  dm_value_write(&text, &sum.value);
  sum.term.value = dm_buffer_string(&text);
  sum.term.n_bytes = text.n_bytes;
  dm_id id = dm_terms_put(run->terms, &sum.term);
  dm_buffer_free(&text);
  return id;
}

static dm_id finish_average(dm_run *run, const dm_aggregate_state *state, dm_arena *arena)
{
  dm_operand sum = sum_operand(state);
  dm_operand n = dm_operand_integer((int64_t)state->n, arena);
  dm_operand average = dm_operand_divide(&sum, &n, arena);
  return dm_terms_put(run->terms, &average.term);
}

/* ---- the best ---- */

static void add_best(dm_run *run, const dm_aggregate *aggregate, dm_aggregate_state *state, const element *it, dm_arena *arena)
{
  (void)arena;
  if (state->is.id != DM_ID_NONE) {
    int order;
    if (it->id != DM_ID_NONE) {
      order = dm_terms_order(run->terms, it->id, state->is.id);
    } else {
      dm_operand best = dm_terms_get(run->terms, state->is.id);
      order = dm_operand_order(&it->operand, &best);
    }
    if (aggregate->kind == DM_AGGREGATE_MIN ? order >= 0 : order <= 0)
      return;
  }
  state->is.id = element_id(run, it);
}

static void add_sample(dm_run *run, const dm_aggregate *aggregate, dm_aggregate_state *state, const element *it, dm_arena *arena)
{
  (void)aggregate;
  (void)arena;
  if (state->is.id == DM_ID_NONE)
    state->is.id = element_id(run, it);
}

/* ---- GROUP_CONCAT ---- */

/* Elements are taken as STR() gives them (§18.5.1.7), which is an error of a blank node. */
static void add_text(dm_run *run, const dm_aggregate *aggregate, dm_aggregate_state *state, const element *it, dm_arena *arena)
{
  (void)arena;
  dm_term term = it->is_computed ? it->operand.term : dm_terms_term(run->terms, it->id);
  if (term.kind == DM_TERM_BLANK) {
    state->has_error = true;
    return;
  }
  const char *separator = aggregate->separator ? aggregate->separator : " ";
  size_t      n_before = state->is.text.capacity;
  if (state->n > 1)
    dm_buffer_add_string(&state->is.text, separator);
  dm_buffer_add(&state->is.text, term.value, term.n_bytes);
  if (state->is.text.capacity > n_before)
    dm_run_take(run, (ptrdiff_t)(state->is.text.capacity - n_before));
}

/* ---- all ---- */

typedef void (*adder)(dm_run *run, const dm_aggregate *aggregate, dm_aggregate_state *state, const element *it, dm_arena *arena);

static const adder adders[] = {
    [DM_AGGREGATE_COUNT] = NULL,   [DM_AGGREGATE_SUM] = add_sum,       [DM_AGGREGATE_AVG] = add_sum,           [DM_AGGREGATE_MIN] = add_best,
    [DM_AGGREGATE_MAX] = add_best, [DM_AGGREGATE_SAMPLE] = add_sample, [DM_AGGREGATE_GROUP_CONCAT] = add_text,
};

static bool is_new_element(dm_run *run, dm_aggregation *aggregation, size_t group, element *it)
{
  bool is_new;
  it->id = element_id(run, it);
  if (aggregation->is_single)
    return dm_members_add(&aggregation->members, it->id);
  aggregation->tuple[0] = (dm_id)group;
  aggregation->tuple[1] = it->id;
  dm_tuples_put(&aggregation->seen, aggregation->tuple, &is_new);
  return is_new;
}

static void count_solution(dm_aggregation *aggregation, dm_aggregate_state *state, size_t group, const dm_id *row)
{
  bool is_new = true;
  if (aggregation->aggregate->is_distinct) {
    aggregation->tuple[0] = (dm_id)group;
    for (size_t i = 0; i < aggregation->n_variables; i++)
      aggregation->tuple[i + 1] = row[aggregation->variables[i]];
    dm_tuples_put(&aggregation->seen, aggregation->tuple, &is_new);
  }
  state->n += is_new;
}

void dm_aggregate_add(dm_run *run, dm_aggregation *aggregation, dm_aggregate_state *state, size_t group, const dm_id *row, dm_arena *arena)
{
  const dm_aggregate *aggregate = aggregation->aggregate;
  if (!aggregate->expression) {
    count_solution(aggregation, state, group, row);
    return;
  }
  element it = {0};
  if (aggregate->expression->kind == DM_EXPRESSION_VARIABLE) {
    it.id = row[aggregate->expression->variable];
  } else {
    it.is_computed = true;
    it.operand = dm_expression_evaluate(run, aggregate->expression, row, arena);
  }
  if (it.id == DM_ID_NONE && it.operand.term.kind == DM_TERM_NONE) {
    state->has_error = true;
    return;
  }
  if (aggregate->is_distinct && !is_new_element(run, aggregation, group, &it))
    return;
  state->n++;
  if (adders[aggregate->kind])
    adders[aggregate->kind](run, aggregate, state, &it, arena);
}

static dm_id put_integer(dm_run *run, uint64_t number, dm_arena *arena)
{
  dm_operand operand = dm_operand_integer((int64_t)number, arena);
  return dm_terms_put(run->terms, &operand.term);
}

dm_id dm_aggregate_finish(dm_run *run, const dm_aggregation *aggregation, const dm_aggregate_state *state, dm_arena *arena)
{
  dm_aggregate_kind kind = aggregation->aggregate->kind;
  if (kind == DM_AGGREGATE_COUNT)
    return put_integer(run, state->n, arena);
  if (kind == DM_AGGREGATE_SAMPLE)
    return state->is.id;
  if (state->has_error)
    return DM_ID_NONE;
  switch (kind) {
  case DM_AGGREGATE_SUM: return state->n ? finish_sum(run, state) : put_integer(run, 0, arena);
  case DM_AGGREGATE_AVG: return state->n ? finish_average(run, state, arena) : put_integer(run, 0, arena);
  case DM_AGGREGATE_GROUP_CONCAT: {
    dm_term term = dm_term_literal(dm_buffer_string(&state->is.text), NULL, NULL);
    return dm_terms_put(run->terms, &term);
  }
  default: return state->is.id;
  }
}

void dm_aggregate_free(const dm_aggregation *aggregation, dm_aggregate_state *state)
{
  switch (aggregation->aggregate->kind) {
  case DM_AGGREGATE_SUM:
  case DM_AGGREGATE_AVG: free(state->is.sum.digits); break;
  case DM_AGGREGATE_GROUP_CONCAT:
    dm_run_take(aggregation->seen.run, -(ptrdiff_t)state->is.text.capacity);
    dm_buffer_free(&state->is.text);
    break;
  default: break;
  }
}
