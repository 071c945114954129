/* Any bytes as terms that a function is called with: no crash, no hang, and what comes out holds together: the result's value is that of its term, = is symmetric, < and the order
 * do not contradict each other, numbers come back from what is written of them.
 *
 *   function, flags | NUL or end divides fields: form, datatype or @language, form, ... */
#include "function/function.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"

enum { MOST_ARGUMENTS = 4, MOST_BYTES = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

static void require(bool holds)
{
  if (!holds)
    abort();
}

/* The next field, as a string of UTF-8. */
static const char *take_field(const uint8_t **at, const uint8_t *end, dm_arena *arena)
{
  size_t n = 0;
  while (*at + n < end && (*at)[n])
    n++;
  size_t      n_valid = dm_utf8_check((const char *)*at, n);
  const char *field = dm_arena_string(arena, (const char *)*at, n_valid);
  *at += n + (*at + n < end);
  return field;
}

/* `@en` a language, `<iri` an IRI, `_` a blank node, a digit a datatype by number, else its IRI. */
static dm_operand take_operand(const uint8_t **at, const uint8_t *end, dm_arena *arena)
{
  const char *form = take_field(at, end, arena), *kind = take_field(at, end, arena);
  dm_term     term = dm_term_literal(form, NULL, NULL);
  if (*kind == '@')
    term.language = kind + 1;
  else if (*kind == '<')
    term.kind = DM_TERM_IRI;
  else if (*kind == '_')
    term.kind = DM_TERM_BLANK;
  else if (*kind == '?')
    return (dm_operand){0};
  else if (*kind >= 'A' && *kind < 'A' + DM_DATATYPE_N)
    term.datatype = dm_datatype_iri((dm_datatype)(*kind - 'A'));
  else if (*kind)
    term.datatype = kind;
  return dm_operand_of_term(&term);
}

static bool is_same_value(const dm_value *a, const dm_value *b)
{
  return !memcmp(a, b, sizeof *a);
}

static void check_result(const dm_operand *result)
{
  if (result->term.kind == DM_TERM_NONE)
    return;
  dm_value again = dm_value_of_term(&result->term);
  require(is_same_value(&again, &result->value));
  require(result->term.value[result->term.n_bytes] == '\0');
  if (result->term.kind != DM_TERM_LITERAL)
    return;
  require(dm_utf8_check(result->term.value, result->term.n_bytes) == result->term.n_bytes);
}

static void check_pair(const dm_operand *a, const dm_operand *b)
{
  int order = dm_operand_order(a, b), compared = dm_operand_compare(a, b), equal = dm_operand_equal(a, b);
  require(dm_operand_order(b, a) == -order);
  require(dm_operand_equal(b, a) == equal);
  require(dm_operand_compare(b, a) == (compared == DM_INCOMPARABLE ? DM_INCOMPARABLE : -compared));
  require(dm_operand_order(a, a) == 0);
  require(dm_operand_same(a, b) == dm_operand_same(b, a));
  if (compared == DM_INCOMPARABLE)
    return;
  require(compared == 0 || order == compared);
  if (a->value.kind != DM_VALUE_DURATION)
    require(equal == (compared == 0));
}

/* What is written of a value is read as that value. */
static void check_form(const dm_operand *operand)
{
  const dm_value *value = &operand->value;
  if (value->kind == DM_VALUE_NONE || value->kind == DM_VALUE_STRING || value->kind == DM_VALUE_BIG)
    return;
  dm_buffer text = {0};
  dm_value_write(&text, value);
  dm_term  written = dm_term_literal(dm_buffer_string(&text), dm_datatype_iri((dm_datatype)value->datatype), NULL);
  dm_value again = dm_value_of_term(&written);
  require(is_same_value(&again, value));
  dm_buffer_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
  static dm_function_context *context;
  if (!context)
    dm_function_context_new(&context, "http://e/base/", "2026-11-25T00:00:00Z");
  if (n_bytes < 2 || n_bytes > MOST_BYTES)
    return 0;
  dm_arena      *arena = dm_arena_new();
  const uint8_t *at = data + 1, *end = data + n_bytes;
  dm_operand     operands[MOST_ARGUMENTS];
  size_t         n = 0;
  while (n < MOST_ARGUMENTS && at < end)
    operands[n++] = take_operand(&at, end, arena);
  for (size_t i = 0; i < n; i++) {
    check_form(&operands[i]);
    for (size_t k = 0; k < n; k++)
      check_pair(&operands[i], &operands[k]);
  }
  dm_operand result = dm_function_call((dm_function)(data[0] % DM_FUNCTION_N), operands, n, context, arena);
  check_result(&result);
  if (n >= 2) { /* what all pairs go through */
    for (int f = DM_FUNCTION_MULTIPLY; f <= DM_FUNCTION_SUBTRACT; f++) {
      result = dm_function_call((dm_function)f, operands, 2, context, arena);
      check_result(&result);
      check_pair(&result, &operands[0]);
    }
    result = dm_function_call(DM_FUNCTION_REGEX, operands, 2, context, arena);
    check_result(&result);
  }
  dm_function_context_next_solution(context);
  dm_arena_free(arena);
  return 0;
}
