/* redland/aggregate.c - COUNT, SUM and the others. */
#include "redland/aggregate_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define XSD "http://www.w3.org/2001/XMLSchema#"

enum { DECIMAL_PLACES = 12 };

static const struct {
  const char *datatype;
  number_type type;
} numeric_datatypes[] = {
    {XSD "integer", NUMBER_INTEGER},
    {XSD "decimal", NUMBER_DECIMAL},
    {XSD "double", NUMBER_DOUBLE},
    {XSD "float", NUMBER_FLOAT},
    {XSD "int", NUMBER_INTEGER},
    {XSD "long", NUMBER_INTEGER},
    {XSD "short", NUMBER_INTEGER},
    {XSD "byte", NUMBER_INTEGER},
    {XSD "nonNegativeInteger", NUMBER_INTEGER},
    {XSD "positiveInteger", NUMBER_INTEGER},
    {XSD "nonPositiveInteger", NUMBER_INTEGER},
    {XSD "negativeInteger", NUMBER_INTEGER},
    {XSD "unsignedInt", NUMBER_INTEGER},
    {XSD "unsignedLong", NUMBER_INTEGER},
};

static const char *const result_datatypes[] = {
    [NUMBER_INTEGER] = XSD "integer",
    [NUMBER_DECIMAL] = XSD "decimal",
    [NUMBER_FLOAT] = XSD "float",
    [NUMBER_DOUBLE] = XSD "double",
};

static bool read_number(const dm_term *term, number_type *type, long double *value)
{
  char *end = NULL;
  if (term->kind != DM_TERM_LITERAL || !term->datatype || term->n_bytes == 0)
    return false;
  for (size_t i = 0; i < sizeof numeric_datatypes / sizeof *numeric_datatypes; i++)
    if (strcmp(term->datatype, numeric_datatypes[i].datatype) == 0) {
      *type = numeric_datatypes[i].type;
      *value = strtold(term->value, &end);
      return *end == '\0';
    }
  return false;
}

static void add_number(aggregate_state *state, const dm_term *term)
{
  const long double exact_limit = 4611686018427387904.0L; /* 2^62: beyond it the sum is a decimal */
  number_type       type = NUMBER_INTEGER;
  long double       value = 0;
  if (!read_number(term, &type, &value)) {
    state->failed = true;
    return;
  }
  state->sum += value;
  if (type > state->type)
    state->type = type;
  if (state->type == NUMBER_INTEGER && (state->sum > exact_limit || state->sum < -exact_limit))
    state->type = NUMBER_DECIMAL;
  if (state->type == NUMBER_INTEGER)
    state->integer += (int64_t)value;
}

void aggregate_step(aggregate_state *state, const term_pool *pool, uint32_t value)
{
  if (value == 0) { /* an error is an error of the whole, but COUNT and SAMPLE pass over it */
    state->failed = state->failed || !(state->kind == AGGREGATE_COUNT || state->kind == AGGREGATE_SAMPLE);
    return;
  }
  const dm_term *term = pool_term(pool, value);
  state->n++;
  switch (state->kind) {
  case AGGREGATE_COUNT: break;
  case AGGREGATE_SUM:
  case AGGREGATE_AVG: add_number(state, term); break;
  case AGGREGATE_MIN:
    if (state->n == 1 || term_order(term, pool_term(pool, state->chosen)) < 0)
      state->chosen = value;
    break;
  case AGGREGATE_MAX:
    if (state->n == 1 || term_order(term, pool_term(pool, state->chosen)) > 0)
      state->chosen = value;
    break;
  case AGGREGATE_SAMPLE: /* any may be taken: the least, so that it is always the same */
    if (state->n == 1 || term_order(term, pool_term(pool, state->chosen)) < 0)
      state->chosen = value;
    break;
  case AGGREGATE_GROUP_CONCAT:
    state->failed = state->failed || term->kind != DM_TERM_LITERAL || term->datatype;
    if (state->n > 1)
      dm_buffer_add_byte(&state->text, ' ');
    dm_buffer_add(&state->text, term->value, term->n_bytes);
    break;
  }
}

static void print_decimal(char *text, size_t n, long double value)
{
  snprintf(text, n, "%.*Lf", DECIMAL_PLACES, value);
  char *end = text + strlen(text);
  while (end > text + 1 && end[-1] == '0')
    *--end = '\0';
  if (end[-1] == '.')
    end[-1] = '\0';
}

static uint32_t number_result(aggregate_state *state, term_pool *pool)
{
  char        text[5000]; /* the greatest long double has 4933 digits */
  number_type type = state->type;
  long double value = state->sum;
  if (state->failed)
    return 0;
  if (state->kind == AGGREGATE_AVG && state->n > 0) {
    value /= (long double)state->n;
    type = type == NUMBER_INTEGER ? NUMBER_DECIMAL : type;
  }
  if (type == NUMBER_INTEGER)
    snprintf(text, sizeof text, "%lld", (long long)state->integer);
  else if (type == NUMBER_DECIMAL)
    print_decimal(text, sizeof text, value);
  else
    snprintf(text, sizeof text, type == NUMBER_FLOAT ? "%.7LG" : "%.15LG", value);
  const dm_term term = dm_term_literal(text, result_datatypes[type], NULL);
  return pool_number(pool, &term);
}

uint32_t aggregate_result(aggregate_state *state, term_pool *pool)
{
  uint32_t result = state->chosen;
  char     count[32];
  dm_term  term;
  switch (state->kind) {
  case AGGREGATE_COUNT:
    snprintf(count, sizeof count, "%zu", state->n);
    term = dm_term_literal(count, XSD "integer", NULL);
    result = pool_number(pool, &term);
    break;
  case AGGREGATE_SUM:
  case AGGREGATE_AVG: result = number_result(state, pool); break;
  case AGGREGATE_GROUP_CONCAT:
    term = dm_term_literal(dm_buffer_string(&state->text), NULL, NULL);
    result = state->failed ? 0 : pool_number(pool, &term);
    break;
  case AGGREGATE_MIN:
  case AGGREGATE_MAX: result = state->failed ? 0 : state->chosen; break;
  case AGGREGATE_SAMPLE: break;
  }
  dm_buffer_free(&state->text);
  return result;
}
