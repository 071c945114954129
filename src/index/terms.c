/* From identifiers to terms and values, and back.
 *
 * What comes from a file that was not checked as a whole is checked here, where it is used: offsets, types, UTF-8, values. */
#include "index/index_impl.h"

#include <string.h>

#include "base/unicode.h"

enum { MOST_SCALE = 18 };

static const uint64_t offset_mask = (UINT64_C(1) << LAYOUT_OFFSET_BITS) - 1;

size_t dm_index_count_terms(const dm_index *index)
{
  return (size_t)index->counts.n_terms;
}

/* The text of a term and its type. The section of texts ends with a NUL, so every text in it does. */
static const char *term_text(const dm_index *index, dm_id id, const layout_type **type)
{
  const uint64_t    *terms = index->sections[SECTION_TERMS];
  const layout_type *types = index->sections[SECTION_TYPES];
  const uint64_t     n_type = terms[id - 1] >> LAYOUT_OFFSET_BITS;
  const uint64_t     offset = terms[id - 1] & offset_mask;
  static const char  empty[] = "";
  *type = &types[n_type < index->counts.n_types ? n_type : 0];
  return offset < index->counts.n_text_bytes ? (const char *)index->sections[SECTION_TEXT] + offset : empty;
}

static const char *type_string(const dm_index *index, uint32_t offset)
{
  return offset ? (const char *)index->sections[SECTION_TYPE_TEXT] + offset : NULL;
}

dm_term dm_index_term(const dm_index *index, dm_id id)
{
  const layout_type *type = NULL;
  if (id == DM_ID_NONE || id > index->counts.n_terms)
    return (dm_term){0};
  const char *text = term_text(index, id, &type);
  size_t      n_bytes = strlen(text);
  if (!index->is_trusted && dm_utf8_check(text, n_bytes) < n_bytes)
    text += n_bytes, n_bytes = 0;
  return (dm_term){.kind = (dm_term_kind)type->kind,
                   .value = text,
                   .n_bytes = n_bytes,
                   .datatype = type_string(index, type->datatype),
                   .language = type_string(index, type->language)};
}

/* Whether users may compute with it: arithmetic on what is in range cannot overflow or look behind a table. What is told unsound though it is not, such as a year of
 * eleven digits, is only decoded once more. */
static bool value_is_sound(const dm_value *value)
{
  static const int64_t  most_seconds = INT64_C(1) << 55;
  static const int64_t  most_microseconds = INT64_C(1) << 62;
  static const uint32_t second = 1000000000; /* in nanoseconds */
  static const int      most_zone = 14 * 60;
  if (value->datatype >= DM_DATATYPE_N)
    return false;
  switch ((dm_value_kind)value->kind) {
  case DM_VALUE_NONE:
  case DM_VALUE_STRING:
  case DM_VALUE_INTEGER:
  case DM_VALUE_FLOAT:
  case DM_VALUE_DOUBLE: return true;
  case DM_VALUE_BOOLEAN: return value->high == 0 || value->high == 1;
  case DM_VALUE_DECIMAL: return value->low <= MOST_SCALE && value->high != INT64_MIN;
  case DM_VALUE_BIG: return false; /* its digits are in the term, and only reading them tells */
  case DM_VALUE_INSTANT:
    return value->low < second && value->high > -most_seconds && value->high < most_seconds &&
           (value->zone_minutes == DM_ZONE_NONE || (value->zone_minutes >= -most_zone && value->zone_minutes <= most_zone));
  case DM_VALUE_DURATION: return value->low != (uint32_t)INT32_MIN && value->high > -most_microseconds && value->high < most_microseconds;
  }
  return false;
}

dm_value dm_index_value(const dm_index *index, dm_id id)
{
  const uint64_t n_before = index->counts.n_iris;
  if (id <= n_before || id - n_before > index->counts.n_literals)
    return (dm_value){0};
  const dm_value value = ((const dm_value *)index->sections[SECTION_VALUES])[id - 1 - n_before];
  if (index->is_trusted || value_is_sound(&value))
    return value;
  const dm_term term = dm_index_term(index, id);
  return dm_value_of_term(&term);
}

/* As strcmp(); NULL is empty. `b` is in any case of letters if `folds`. */
static int compare_optional(const char *a, const char *b, bool folds)
{
  a = a ? a : "";
  b = b ? b : "";
  while (*a && *a == (folds ? index_lower(*b) : *b))
    a++, b++;
  return (unsigned char)*a - (unsigned char)(folds ? index_lower(*b) : *b);
}

dm_id dm_index_find(const dm_index *index, const dm_term *term)
{
  const bool  is_typed = term->datatype && !(term->language && term->language[0]);
  const char *datatype = is_typed && dm_datatype_find(term->datatype) != DM_DATATYPE_STRING ? term->datatype : NULL;
  uint64_t    begin = 0;
  uint64_t    end = index->counts.n_iris;
  if (term->kind == DM_TERM_LITERAL) {
    begin = end;
    end += index->counts.n_literals;
  } else if (term->kind == DM_TERM_BLANK) {
    begin = end + index->counts.n_literals;
    end = index->counts.n_terms;
  } else if (term->kind == DM_TERM_NONE) {
    return DM_ID_NONE;
  }
  while (begin < end) {
    const uint64_t     middle = begin + (end - begin) / 2;
    const layout_type *type = NULL;
    int                order = strcmp(term_text(index, (dm_id)(middle + 1), &type), term->value);
    if (!order)
      order = compare_optional(type_string(index, type->datatype), datatype, false);
    if (!order)
      order = compare_optional(type_string(index, type->language), term->language, true);
    if (!order)
      return (dm_id)(middle + 1);
    if (order < 0)
      begin = middle + 1;
    else
      end = middle;
  }
  return DM_ID_NONE;
}
