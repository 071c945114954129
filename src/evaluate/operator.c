/* What all operators share: making, freeing, opening, counting; and rows. */
#include "evaluate/evaluate_impl.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/memory.h"

dm_operator *dm_operator_new(dm_run *run, const dm_operator_class *class, size_t n_bytes)
{
  dm_operator *op = dm_allocate(n_bytes);
  op->class = class;
  op->run = run;
  return op;
}

void dm_operator_free(dm_operator *op)
{
  if (!op)
    return;
  if (op->class->free)
    op->class->free(op);
  for (size_t i = 0; i < op->n_children; i++)
    dm_operator_free(op->children[i]);
  free(op);
}

static uint64_t now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * UINT64_C(1000000000) + (uint64_t)time.tv_nsec;
}

dm_status dm_operator_open(dm_operator *op, const dm_id *outside)
{
  if (op->run->status != DM_OK)
    return op->run->status;
  if (!op->run->is_timed)
    return op->class->open(op, outside);
  uint64_t  begin = now();
  dm_status status = op->class->open(op, outside);
  op->nanoseconds += now() - begin;
  return status;
}

dm_status dm_operator_next(dm_operator *op, dm_id *row)
{
  dm_status status;
  if (op->run->is_timed) {
    uint64_t begin = now();
    status = op->class->next(op, row);
    op->nanoseconds += now() - begin;
  } else {
    status = op->class->next(op, row);
  }
  op->n_rows += status == DM_OK;
  return status;
}

bool dm_row_merge(const dm_run *run, dm_id *row, const dm_id *outside)
{
  if (!outside)
    return true;
  for (size_t v = 0; v < run->n_variables; v++) {
    if (row[v] == DM_ID_NONE)
      row[v] = outside[v];
    else if (outside[v] != DM_ID_NONE && row[v] != outside[v])
      return false;
  }
  return true;
}

dm_id *dm_row_new(dm_run *run)
{
  return dm_arena_allocate(run->arena, (run->n_variables + 1) * sizeof(dm_id));
}
