/* Making operands, and the comparisons of §17.3 and §15.1. */
#include <stdio.h>
#include <string.h>

#include "function/function_impl.h"

const dm_operand error_operand;

dm_operand dm_operand_of_term(const dm_term *term)
{
  return (dm_operand){.term = *term, .value = dm_value_of_term(term)};
}

bool is_string(const dm_operand *operand)
{
  return operand->value.kind == DM_VALUE_STRING;
}

bool is_plain_string(const dm_operand *operand)
{
  return operand->value.kind == DM_VALUE_STRING && operand->value.datatype == DM_DATATYPE_STRING;
}

dm_operand string_operand(const char *text, size_t n_bytes, const char *language)
{
  return (dm_operand){.term = {.kind = DM_TERM_LITERAL, .value = text, .n_bytes = n_bytes, .language = language},
                      .value = {.kind = DM_VALUE_STRING, .datatype = language ? DM_DATATYPE_LANG_STRING : DM_DATATYPE_STRING}};
}

dm_operand copied_string(const char *text, size_t n_bytes, const char *language, dm_arena *arena)
{
  return n_bytes > MOST_TEXT_BYTES ? error_operand : string_operand(dm_arena_string(arena, text, n_bytes), n_bytes, language);
}

dm_operand iri_operand(const char *text, size_t n_bytes)
{
  return (dm_operand){.term = {.kind = DM_TERM_IRI, .value = text, .n_bytes = n_bytes}};
}

static dm_operand typed_operand(const dm_value *value, const char *text, size_t n_bytes)
{
  return (dm_operand){.term = {.kind = DM_TERM_LITERAL, .value = text, .n_bytes = n_bytes, .datatype = dm_datatype_iri((dm_datatype)value->datatype)},
                      .value = *value};
}

dm_operand dm_operand_integer(int64_t number, dm_arena *arena)
{
  char      digits[24];
  char     *begin = digits + sizeof digits;
  uint64_t  magnitude = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
  dm_number made = dm_number_of_integer(number);
  do
    *--begin = (char)('0' + magnitude % 10);
  while (magnitude /= 10);
  if (number < 0)
    *--begin = '-';
  size_t n_bytes = (size_t)(digits + sizeof digits - begin);
  return typed_operand(&made.value, dm_arena_string(arena, begin, n_bytes), n_bytes);
}

dm_operand dm_operand_boolean(bool is_true)
{
  const dm_value value = {.kind = DM_VALUE_BOOLEAN, .datatype = DM_DATATYPE_BOOLEAN, .high = is_true};
  return is_true ? typed_operand(&value, "true", 4) : typed_operand(&value, "false", 5);
}

dm_operand value_operand(const dm_value *value, dm_arena *arena)
{
  if (value->kind == DM_VALUE_NONE)
    return error_operand;
  dm_buffer text = {0};
  dm_value_write(&text, value);
  dm_operand operand = typed_operand(value, dm_arena_string(arena, text.bytes, text.n_bytes), text.n_bytes);
  dm_buffer_free(&text);
  return operand;
}

dm_operand number_operand(const dm_number *number, dm_arena *arena)
{
  if (number->value.kind == DM_VALUE_BIG)
    return typed_operand(&number->value, number->text, strlen(number->text));
  if (number->value.datatype == DM_DATATYPE_INTEGER)
    return dm_operand_integer(number->value.high, arena);
  return value_operand(&number->value, arena);
}

dm_number operand_number(const dm_operand *operand)
{
  return (dm_number){.value = operand->value, .text = operand->term.value};
}

int dm_operand_truth(const dm_operand *operand)
{
  const dm_value *value = &operand->value;
  switch ((dm_value_kind)value->kind) {
  case DM_VALUE_BOOLEAN: return value->high != 0;
  case DM_VALUE_STRING: return operand->term.n_bytes > 0;
  case DM_VALUE_INTEGER:
  case DM_VALUE_DECIMAL: return value->high != 0;
  case DM_VALUE_BIG: return 1;
  case DM_VALUE_FLOAT:
  case DM_VALUE_DOUBLE: {
    double number = dm_value_double(value);
    return number < 0 || number > 0;
  }
  case DM_VALUE_NONE: /* a boolean or number whose form is none is false (§17.2.2) */
    return operand->term.kind == DM_TERM_LITERAL && value->datatype >= DM_DATATYPE_BOOLEAN && value->datatype <= DM_DATATYPE_DOUBLE ? 0 : -1;
  case DM_VALUE_INSTANT:
  case DM_VALUE_DURATION: break;
  }
  return -1;
}

static int sign(int order)
{
  return (order > 0) - (order < 0);
}

static bool same_text(const dm_term *a, const dm_term *b)
{
  return a->n_bytes == b->n_bytes && !memcmp(a->value, b->value, a->n_bytes);
}

bool is_same_language(const char *a, const char *b)
{
  for (; *a && *b; a++, b++)
    if (*a != *b && ((*a | 0x20) != (*b | 0x20) || (unsigned)((*a | 0x20) - 'a') >= 26))
      return false;
  return *a == *b;
}

bool dm_operand_same(const dm_operand *a, const dm_operand *b)
{
  const dm_term *x = &a->term, *y = &b->term;
  if (x->kind != y->kind || (x->kind != DM_TERM_NONE && !same_text(x, y)))
    return false;
  if (x->kind != DM_TERM_LITERAL)
    return true;
  if (x->language || y->language)
    return x->language && y->language && !strcmp(x->language, y->language);
  if (a->value.datatype != b->value.datatype)
    return false;
  return a->value.datatype != DM_DATATYPE_OTHER || !strcmp(x->datatype, y->datatype);
}

static bool is_lang_string(const dm_operand *operand)
{
  return operand->term.kind == DM_TERM_LITERAL && operand->term.language;
}

static int truth_of(int order)
{
  return order == DM_UNORDERED ? -1 : order == 0;
}

int dm_operand_equal(const dm_operand *a, const dm_operand *b)
{
  const dm_value *x = &a->value, *y = &b->value;
  if (a->term.kind == DM_TERM_NONE || b->term.kind == DM_TERM_NONE)
    return -1;
  if (a->term.kind != DM_TERM_LITERAL || b->term.kind != DM_TERM_LITERAL)
    return a->term.kind == b->term.kind && same_text(&a->term, &b->term);
  if (x->kind == DM_VALUE_INTEGER && y->kind == DM_VALUE_INTEGER)
    return x->high == y->high;
  if (is_lang_string(a) || is_lang_string(b))
    return is_lang_string(a) && is_lang_string(b) && same_text(&a->term, &b->term) && is_same_language(a->term.language, b->term.language);
  if (x->kind == DM_VALUE_NONE || y->kind == DM_VALUE_NONE)
    return dm_operand_same(a, b) ? 1 : -1;
  if (dm_value_is_numeric(x) && dm_value_is_numeric(y)) {
    dm_number m = operand_number(a), n = operand_number(b);
    return dm_number_compare(&m, &n) == 0;
  }
  if (x->kind != y->kind)
    return 0;
  switch ((dm_value_kind)x->kind) {
  case DM_VALUE_STRING: return same_text(&a->term, &b->term);
  case DM_VALUE_BOOLEAN: return x->high == y->high;
  case DM_VALUE_DURATION: return x->low == y->low && x->high == y->high;
  default: break;
  }
  bool is_one_type = x->datatype == y->datatype || (x->datatype <= DM_DATATYPE_DATE_TIME_STAMP && y->datatype <= DM_DATATYPE_DATE_TIME_STAMP);
  return is_one_type ? truth_of(dm_instant_compare(x, y)) : 0;
}

/* UTF-8 has the order of code points. */
static int compare_texts(const dm_term *a, const dm_term *b)
{
  size_t n_common = a->n_bytes < b->n_bytes ? a->n_bytes : b->n_bytes;
  int    order = n_common ? memcmp(a->value, b->value, n_common) : 0;
  return order ? sign(order) : (a->n_bytes > b->n_bytes) - (a->n_bytes < b->n_bytes);
}

static bool are_of_one_language(const dm_term *a, const dm_term *b)
{
  return a->language && b->language ? is_same_language(a->language, b->language) : !a->language && !b->language;
}

int dm_operand_compare(const dm_operand *a, const dm_operand *b)
{
  const dm_value *x = &a->value, *y = &b->value;
  if (x->kind == DM_VALUE_INTEGER && y->kind == DM_VALUE_INTEGER)
    return (x->high > y->high) - (x->high < y->high);
  if (dm_value_is_numeric(x) && dm_value_is_numeric(y)) {
    dm_number m = operand_number(a), n = operand_number(b);
    return dm_number_compare(&m, &n);
  }
  if (x->kind != y->kind)
    return DM_INCOMPARABLE;
  switch ((dm_value_kind)x->kind) {
  case DM_VALUE_STRING: return are_of_one_language(&a->term, &b->term) ? compare_texts(&a->term, &b->term) : DM_INCOMPARABLE;
  case DM_VALUE_BOOLEAN: return (x->high > y->high) - (x->high < y->high);
  case DM_VALUE_INSTANT: return dm_instant_compare(x, y);
  case DM_VALUE_DURATION: return dm_duration_compare(x, y);
  default: return DM_INCOMPARABLE;
  }
}

/* The place of a term among others in ORDER BY. */
static int rank(const dm_operand *operand)
{
  enum { UNBOUND, BLANK, IRI, NUMBER, BOOLEAN, INSTANT, STRING, DURATION, OTHER };
  static const int of_kinds[] = {
      [DM_VALUE_NONE] = OTHER, [DM_VALUE_STRING] = STRING, [DM_VALUE_BOOLEAN] = BOOLEAN, [DM_VALUE_INTEGER] = NUMBER,  [DM_VALUE_DECIMAL] = NUMBER,
      [DM_VALUE_BIG] = NUMBER, [DM_VALUE_FLOAT] = NUMBER,  [DM_VALUE_DOUBLE] = NUMBER,   [DM_VALUE_INSTANT] = INSTANT, [DM_VALUE_DURATION] = DURATION,
  };
  switch (operand->term.kind) {
  case DM_TERM_NONE: return UNBOUND;
  case DM_TERM_BLANK: return BLANK;
  case DM_TERM_IRI: return IRI;
  case DM_TERM_LITERAL: break;
  }
  return of_kinds[operand->value.kind];
}

static int order_instants(const dm_value *a, const dm_value *b)
{
  /* A dateTimeStamp among dateTimes. */
  unsigned x = a->datatype == DM_DATATYPE_DATE_TIME_STAMP ? DM_DATATYPE_DATE_TIME : a->datatype;
  unsigned y = b->datatype == DM_DATATYPE_DATE_TIME_STAMP ? DM_DATATYPE_DATE_TIME : b->datatype;
  return x != y ? (x > y) - (x < y) : dm_instant_order(a, b);
}

int dm_operand_order(const dm_operand *a, const dm_operand *b)
{
  const dm_value *x = &a->value, *y = &b->value;
  int             a_rank = rank(a), b_rank = rank(b);
  int             order = 0;
  if (a_rank != b_rank)
    return a_rank < b_rank ? -1 : 1;
  switch ((dm_value_kind)x->kind) {
  case DM_VALUE_INTEGER:
  case DM_VALUE_DECIMAL:
  case DM_VALUE_BIG:
  case DM_VALUE_FLOAT:
  case DM_VALUE_DOUBLE: {
    dm_number m = operand_number(a), n = operand_number(b);
    order = dm_number_order(&m, &n);
    break;
  }
  case DM_VALUE_BOOLEAN: order = (x->high > y->high) - (x->high < y->high); break;
  case DM_VALUE_INSTANT: order = order_instants(x, y); break;
  case DM_VALUE_DURATION: order = dm_duration_order(x, y); break;
  case DM_VALUE_STRING:
  case DM_VALUE_NONE: break; /* by their texts, as dm_term_compare() has them */
  }
  return order ? order : sign(dm_term_compare(&a->term, &b->term));
}
