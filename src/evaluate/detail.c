/* What operators say of themselves in explanations. */
#include <string.h>

#include "evaluate/pattern_impl.h"

static void separate(dm_buffer *out)
{
  if (out->n_bytes)
    dm_buffer_add_byte(out, ' ');
}

static void add_term(dm_buffer *out, const dm_run *run, const dm_term *term)
{
  dm_expression constant = {.kind = DM_EXPRESSION_CONSTANT, .constant = *term};
  dm_expression_print(out, run->query, &constant);
}

static void add_variable(dm_buffer *out, const dm_run *run, dm_variable variable)
{
  const char *name = run->query->variables[variable].name;
  if (strncmp(name, "_:", 2) != 0)
    dm_buffer_add_byte(out, '?');
  dm_buffer_add_string(out, name);
}

void dm_detail_slot(dm_buffer *out, const dm_run *run, const dm_slot *slot)
{
  separate(out);
  if (slot->is_variable)
    add_variable(out, run, slot->variable);
  else
    add_term(out, run, &slot->term);
}

void dm_detail_triple(dm_buffer *out, const dm_run *run, const dm_triple_pattern *triple)
{
  dm_detail_slot(out, run, &triple->subject);
  dm_detail_slot(out, run, &triple->predicate);
  dm_detail_slot(out, run, &triple->object);
  dm_buffer_add_string(out, " .");
}

void dm_detail_variables(dm_buffer *out, const dm_run *run, const dm_variable *variables, size_t n)
{
  for (size_t i = 0; i < n; i++) {
    separate(out);
    add_variable(out, run, variables[i]);
  }
}

void dm_detail_expression(dm_buffer *out, const dm_run *run, const dm_expression *expression)
{
  separate(out);
  dm_expression_print(out, run->query, expression);
}

const char *dm_detail_keep(dm_run *run, dm_buffer *buffer)
{
  const char *kept = dm_arena_string(run->arena, dm_buffer_string(buffer), buffer->n_bytes);
  dm_buffer_free(buffer);
  return kept;
}
