/* Expressions over rows: the lazy functions with the three-valued logic of §17.2, and comparisons that look at identifiers and values before texts. */
#include "evaluate/evaluate_impl.h"

#include <stdlib.h>

#include "base/memory.h"

/* ---- constants, decoded once a run ---- */

typedef struct {
  const dm_expression *expression; /* NULL: free */
  dm_id                id;
  dm_operand           operand;
} constant;

struct dm_constants {
  constant *slots; /* open addressing by the address */
  size_t    n_slots;
  size_t    n;
};

enum { FIRST_CONSTANTS = 16 };

void dm_constants_free(dm_constants *constants)
{
  if (!constants)
    return;
  free(constants->slots);
  free(constants);
}

static constant *find_slot(const dm_constants *constants, const dm_expression *expression)
{
  size_t mask = constants->n_slots - 1;
  size_t at = ((uintptr_t)expression >> 4) * 31 & mask;
  while (constants->slots[at].expression && constants->slots[at].expression != expression)
    at = (at + 1) & mask;
  return &constants->slots[at];
}

static void grow_constants(dm_constants *constants)
{
  dm_constants bigger = {.n = constants->n, .n_slots = constants->n_slots ? constants->n_slots * 2 : FIRST_CONSTANTS};
  bigger.slots = dm_allocate(bigger.n_slots * sizeof *bigger.slots);
  for (size_t i = 0; i < constants->n_slots; i++)
    if (constants->slots[i].expression)
      *find_slot(&bigger, constants->slots[i].expression) = constants->slots[i];
  free(constants->slots);
  *constants = bigger;
}

static const constant *get_constant(dm_run *run, const dm_expression *expression)
{
  if (!run->constants) {
    run->constants = dm_allocate(sizeof *run->constants);
    grow_constants(run->constants);
  }
  constant *found = find_slot(run->constants, expression);
  if (found->expression)
    return found;
  if (++run->constants->n * 2 > run->constants->n_slots) {
    grow_constants(run->constants);
    found = find_slot(run->constants, expression);
  }
  found->expression = expression;
  found->id = dm_terms_put(run->terms, &expression->constant);
  found->operand = dm_operand_of_term(&expression->constant);
  return found;
}

/* ---- scratch ---- */

/* An arena for each depth of EXISTS: a test inside of one must not clear what the test outside still needs. Beyond the last, tests share it and nothing is cleared. */
enum { N_DEPTHS = 16 };

struct dm_scratch {
  dm_arena *arenas[N_DEPTHS];
  size_t    depth;
};

static dm_scratch *get_scratch(dm_run *run)
{
  if (!run->scratch)
    run->scratch = dm_allocate(sizeof *run->scratch);
  return run->scratch;
}

void dm_scratch_free(dm_scratch *scratch)
{
  if (!scratch)
    return;
  for (size_t i = 0; i < N_DEPTHS; i++)
    dm_arena_free(scratch->arenas[i]);
  free(scratch);
}

static dm_arena *begin_scratch(dm_run *run)
{
  dm_scratch *scratch = get_scratch(run);
  size_t      depth = scratch->depth < N_DEPTHS ? scratch->depth : N_DEPTHS - 1;
  if (!scratch->arenas[depth])
    scratch->arenas[depth] = dm_arena_new();
  else if (scratch->depth < N_DEPTHS - 1)
    dm_arena_clear(scratch->arenas[depth]);
  return scratch->arenas[depth];
}

static int test_exists(dm_run *run, const dm_expression *expression, const dm_id *row)
{
  dm_scratch *scratch = get_scratch(run);
  scratch->depth++;
  int result = dm_exists_test(run, expression, row);
  scratch->depth--;
  return result;
}

/* ---- comparisons without texts ---- */

enum { UNKNOWN = 2 };

static int of_order(dm_function function, int order)
{
  switch (function) {
  case DM_FUNCTION_EQUAL: return order == 0;
  case DM_FUNCTION_NOT_EQUAL: return order != 0;
  case DM_FUNCTION_LESS: return order < 0;
  case DM_FUNCTION_GREATER: return order > 0;
  case DM_FUNCTION_LESS_OR_EQUAL: return order <= 0;
  default: return order >= 0;
  }
}

static bool is_comparison(dm_function function)
{
  return function >= DM_FUNCTION_EQUAL && function <= DM_FUNCTION_GREATER_OR_EQUAL;
}

/* 1, 0, -1 for an error, or UNKNOWN where texts must be looked at. */
static int compare_ids(dm_run *run, dm_function function, dm_id a, dm_id b)
{
  if (a == DM_ID_NONE || b == DM_ID_NONE)
    return -1;
  dm_value left = dm_terms_value(run->terms, a);
  dm_value right = dm_terms_value(run->terms, b);
  if (left.kind == DM_VALUE_INTEGER && right.kind == DM_VALUE_INTEGER)
    return of_order(function, (left.high > right.high) - (left.high < right.high));
  if (function != DM_FUNCTION_EQUAL && function != DM_FUNCTION_NOT_EQUAL)
    return UNKNOWN;
  /* The same term is equal to itself, but for NaN. */
  if (a == b && left.kind != DM_VALUE_FLOAT && left.kind != DM_VALUE_DOUBLE)
    return function == DM_FUNCTION_EQUAL;
  /* Two strings without language are one term if they are equal. */
  if (a != b && left.kind == DM_VALUE_STRING && right.kind == DM_VALUE_STRING && left.datatype == DM_DATATYPE_STRING &&
      right.datatype == DM_DATATYPE_STRING)
    return function == DM_FUNCTION_NOT_EQUAL;
  return UNKNOWN;
}

/* The identifier of a variable or a constant; false: `expression` must be computed. */
static bool get_id(dm_run *run, const dm_expression *expression, const dm_id *row, dm_id *id)
{
  switch (expression->kind) {
  case DM_EXPRESSION_VARIABLE: *id = row[expression->variable]; return true;
  case DM_EXPRESSION_CONSTANT: *id = get_constant(run, expression)->id; return true;
  default: return false;
  }
}

/* ---- evaluation ---- */

static int test(dm_run *run, const dm_expression *expression, const dm_id *row, dm_arena *arena);

static int test_equal(dm_run *run, const dm_expression *a, const dm_expression *b, const dm_id *row, dm_arena *arena)
{
  dm_id left, right;
  if (get_id(run, a, row, &left) && get_id(run, b, row, &right)) {
    int result = compare_ids(run, DM_FUNCTION_EQUAL, left, right);
    if (result != UNKNOWN)
      return result;
  }
  dm_operand left_operand = dm_expression_evaluate(run, a, row, arena);
  dm_operand right_operand = dm_expression_evaluate(run, b, row, arena);
  if (left_operand.term.kind == DM_TERM_NONE || right_operand.term.kind == DM_TERM_NONE)
    return -1;
  return dm_operand_equal(&left_operand, &right_operand);
}

/* IN is `=` joined by `||` (§17.4.1.9): true beats an error, an error beats false; of nothing it is false. */
static int test_in(dm_run *run, const dm_expression *call, const dm_id *row, dm_arena *arena)
{
  int result = 0;
  for (size_t i = 1; i < call->n_arguments; i++) {
    int one = test_equal(run, call->arguments[0], call->arguments[i], row, arena);
    if (one == 1)
      return 1;
    if (one < 0)
      result = -1;
  }
  return result;
}

/* §17.2: AND is false and OR true as soon as one side says so, whatever the other; else an error beats. */
static int test_logic(dm_run *run, const dm_expression *call, const dm_id *row, dm_arena *arena, int deciding)
{
  int result = !deciding;
  for (size_t i = 0; i < call->n_arguments; i++) {
    int one = test(run, call->arguments[i], row, arena);
    if (one == deciding)
      return deciding;
    if (one < 0)
      result = -1;
  }
  return result;
}

static int negate(int truth)
{
  return truth < 0 ? truth : !truth;
}

/* What is a boolean without being computed as a term: 1, 0, -1, or UNKNOWN. */
static int test_call(dm_run *run, const dm_expression *call, const dm_id *row, dm_arena *arena)
{
  dm_id a, b;
  switch (call->function) {
  case DM_FUNCTION_OR: return test_logic(run, call, row, arena, 1);
  case DM_FUNCTION_AND: return test_logic(run, call, row, arena, 0);
  case DM_FUNCTION_NOT: return negate(test(run, call->arguments[0], row, arena));
  case DM_FUNCTION_BOUND: return row[call->arguments[0]->variable] != DM_ID_NONE;
  case DM_FUNCTION_IN: return test_in(run, call, row, arena);
  case DM_FUNCTION_NOT_IN: return negate(test_in(run, call, row, arena));
  case DM_FUNCTION_SAME_TERM:
    if (!get_id(run, call->arguments[0], row, &a) || !get_id(run, call->arguments[1], row, &b))
      return UNKNOWN;
    return a == DM_ID_NONE || b == DM_ID_NONE ? -1 : a == b;
  default:
    if (!is_comparison(call->function) || !get_id(run, call->arguments[0], row, &a) || !get_id(run, call->arguments[1], row, &b))
      return UNKNOWN;
    return compare_ids(run, call->function, a, b);
  }
}

/* The branch of an IF; NULL: an error. */
static const dm_expression *choose(dm_run *run, const dm_expression *call, const dm_id *row, dm_arena *arena)
{
  int truth = test(run, call->arguments[0], row, arena);
  return truth < 0 ? NULL : call->arguments[truth ? 1 : 2];
}

enum { FEW_ARGUMENTS = 4, TICKS_OF_REGEX = 32 };

static dm_operand call_strict(dm_run *run, const dm_expression *call, const dm_id *row, dm_arena *arena)
{
  dm_operand  few[FEW_ARGUMENTS];
  dm_operand *arguments = call->n_arguments <= FEW_ARGUMENTS ? few : dm_arena_allocate(arena, call->n_arguments * sizeof *arguments);
  for (size_t i = 0; i < call->n_arguments; i++) {
    arguments[i] = dm_expression_evaluate(run, call->arguments[i], row, arena);
    if (arguments[i].term.kind == DM_TERM_NONE)
      return (dm_operand){0};
  }
  if (call->function == DM_FUNCTION_REGEX || call->function == DM_FUNCTION_REPLACE)
    run->n_ticks += TICKS_OF_REGEX; /* the clock is looked at sooner after slow functions */
  return dm_function_call(call->function, arguments, call->n_arguments, run->functions, arena);
}

static dm_operand evaluate_call(dm_run *run, const dm_expression *call, const dm_id *row, dm_arena *arena)
{
  if (call->function == DM_FUNCTION_NONE) /* §17.6: a function that nobody knows */
    return (dm_operand){0};
  if (call->function == DM_FUNCTION_COALESCE) {
    for (size_t i = 0; i < call->n_arguments; i++) {
      dm_operand operand = dm_expression_evaluate(run, call->arguments[i], row, arena);
      if (operand.term.kind != DM_TERM_NONE)
        return operand;
    }
    return (dm_operand){0};
  }
  if (call->function == DM_FUNCTION_IF) {
    const dm_expression *chosen = choose(run, call, row, arena);
    return chosen ? dm_expression_evaluate(run, chosen, row, arena) : (dm_operand){0};
  }
  int truth = test_call(run, call, row, arena);
  if (truth == UNKNOWN)
    return call_strict(run, call, row, arena);
  return truth < 0 ? (dm_operand){0} : dm_operand_boolean(truth);
}

dm_operand dm_expression_evaluate(dm_run *run, const dm_expression *expression, const dm_id *row, dm_arena *arena)
{
  switch (expression->kind) {
  case DM_EXPRESSION_CONSTANT: return get_constant(run, expression)->operand;
  case DM_EXPRESSION_VARIABLE: return dm_terms_get(run->terms, row[expression->variable]);
  case DM_EXPRESSION_CALL: return evaluate_call(run, expression, row, arena);
  case DM_EXPRESSION_EXISTS: {
    int truth = test_exists(run, expression, row);
    return truth < 0 ? (dm_operand){0} : dm_operand_boolean(truth);
  }
  }
  return (dm_operand){0};
}

static int test(dm_run *run, const dm_expression *expression, const dm_id *row, dm_arena *arena)
{
  if (expression->kind == DM_EXPRESSION_EXISTS)
    return test_exists(run, expression, row);
  if (expression->kind == DM_EXPRESSION_CALL && expression->function != DM_FUNCTION_NONE) {
    int truth = test_call(run, expression, row, arena);
    if (truth != UNKNOWN)
      return truth;
  }
  dm_operand operand = dm_expression_evaluate(run, expression, row, arena);
  return operand.term.kind == DM_TERM_NONE ? -1 : dm_operand_truth(&operand);
}

int dm_expression_test(dm_run *run, const dm_expression *expression, const dm_id *row)
{
  return test(run, expression, row, begin_scratch(run));
}

dm_id dm_expression_identify(dm_run *run, const dm_expression *expression, const dm_id *row, dm_arena *arena)
{
  dm_id id;
  if (get_id(run, expression, row, &id))
    return id;
  if (expression->kind == DM_EXPRESSION_CALL && expression->function == DM_FUNCTION_IF) {
    const dm_expression *chosen = choose(run, expression, row, arena);
    return chosen ? dm_expression_identify(run, chosen, row, arena) : DM_ID_NONE;
  }
  if (expression->kind == DM_EXPRESSION_CALL && expression->function == DM_FUNCTION_COALESCE) {
    for (size_t i = 0; i < expression->n_arguments; i++) {
      id = dm_expression_identify(run, expression->arguments[i], row, arena);
      if (id != DM_ID_NONE)
        return id;
    }
    return DM_ID_NONE;
  }
  dm_operand operand = dm_expression_evaluate(run, expression, row, arena);
  return dm_terms_put(run->terms, &operand.term);
}
