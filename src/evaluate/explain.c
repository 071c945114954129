/* The plan as text: a line for each operator, its children below it, further in; estimated rows, rows that there were, and the time in it and below. */
#include "evaluate/evaluate_impl.h"

#include <inttypes.h>

enum { MOST_DETAIL_BYTES = 160 };

/* `detail` on one line, cut between characters where it is long. */
static void add_detail(dm_buffer *out, const char *detail)
{
  bool   is_space = true;
  size_t n = 0;
  for (const char *at = detail; *at; at++) {
    bool is_begin = ((unsigned char)*at & 0xC0) != 0x80;
    if (n >= MOST_DETAIL_BYTES && is_begin) {
      dm_buffer_add_string(out, " ...");
      return;
    }
    bool was_space = is_space;
    is_space = *at == ' ' || *at == '\n' || *at == '\t' || *at == '\r';
    if (is_space && was_space)
      continue;
    dm_buffer_add_byte(out, is_space ? ' ' : *at);
    n++;
  }
}

static void explain(dm_buffer *out, const dm_operator *op, size_t depth)
{
  dm_buffer_print(out, "%12.0f %12" PRIu64 " %11.3f  ", op->estimate, op->n_rows, (double)op->nanoseconds * 1e-6);
  for (size_t i = 0; i < depth; i++)
    dm_buffer_add_string(out, "  ");
  dm_buffer_add_string(out, op->class->name);
  if (op->detail && *op->detail) {
    dm_buffer_add_byte(out, ' ');
    add_detail(out, op->detail);
  }
  dm_buffer_add_byte(out, '\n');
  for (size_t i = 0; i < op->n_children; i++)
    explain(out, op->children[i], depth + 1);
}

void dm_run_explain(dm_buffer *out, const dm_run *run)
{
  dm_buffer_print(out, "%12s %12s %11s  %s\n", "estimate", "rows", "ms", "operator");
  explain(out, run->root, 0);
}
