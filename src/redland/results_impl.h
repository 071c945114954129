/* redland/results_impl.h - what the writers of results share. Included inside this module only. */
#ifndef DM_REDLAND_RESULTS_IMPL_H
#define DM_REDLAND_RESULTS_IMPL_H

#include "redland/query.h"

#include "base/buffer.h"

/* Cells of a table, kept until its widths are known. */
typedef struct {
  DM_VECTOR(char *) cells; /* row by row, the names first */
  size_t n_columns;
} table_cells;

struct dm_results_writer {
  dm_results_format format;
  dm_output        *output;
  const dm_prefix  *prefixes;
  size_t            n_prefixes;
  size_t            width_columns;
  size_t            n_rows;
  DM_VECTOR(char *) names;
  dm_buffer   line;
  table_cells table;
  const char *problem;
};

void      table_add_names(dm_results_writer *writer);
void      table_add_row(dm_results_writer *writer, const dm_term *values, size_t n);
dm_status table_write(dm_results_writer *writer);
void      table_free(table_cells *table);

#endif
