/* relation/fact.c - looking into facts. */
#include "relation/fact.h"

#include <string.h>

const dm_cell_value *dm_fact_get(const dm_fact *fact, const char *cell)
{
  for (size_t i = 0; i < fact->n_cells; i++)
    if (strcmp(fact->cells[i].name, cell) == 0)
      return &fact->cells[i].value;
  return NULL;
}
