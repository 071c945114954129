/* unit/value/literal.h - literals in one word: `1.5^xsd:decimal` for tables of cases. */
#ifndef DM_UNIT_VALUE_LITERAL_H
#define DM_UNIT_VALUE_LITERAL_H

#include <string.h>

#include "base/arena.h"
#include "value/number.h"

#define XSD "http://www.w3.org/2001/XMLSchema#"

/* The term of `form^local`, local the name of a datatype of XML Schema. */
static inline dm_term literal(const char *text, dm_arena *arena)
{
  const char *mark = strrchr(text, '^');
  const char *form = dm_arena_string(arena, text, (size_t)(mark - text));
  return dm_term_literal(form, dm_arena_print(arena, XSD "%s", mark + 1), NULL);
}

static inline dm_value value_of(const char *text, dm_arena *arena)
{
  dm_term term = literal(text, arena);
  return dm_value_of_term(&term);
}

static inline dm_number number_of(const char *text, dm_arena *arena)
{
  dm_term term = literal(text, arena);
  return (dm_number){.value = dm_value_of_term(&term), .text = term.value};
}

/* `form^local` of a value, as it is written. */
static inline const char *show(const dm_value *value, const char *text, dm_arena *arena)
{
  dm_buffer out = {0};
  if (value->kind == DM_VALUE_BIG)
    dm_buffer_add_string(&out, text);
  else
    dm_value_write(&out, value);
  const char *shown = dm_arena_print(arena, "%s^%s", dm_buffer_string(&out), dm_datatype_iri(value->datatype) + sizeof XSD - 1);
  dm_buffer_free(&out);
  return shown;
}

#endif
