/* results/read_impl.h - what the readers of results share: places, columns, a row that is being filled. Inside this module only. */
#ifndef DM_RESULTS_READ_IMPL_H
#define DM_RESULTS_READ_IMPL_H

#include "results/results.h"

#include "base/arena.h"
#include "base/map.h"
#include "base/vector.h"

#define READ_NO_COLUMN UINT32_MAX

enum { READ_MOST_COLUMNS = 1000, READ_MOST_DEPTH = 64 };

/* One pass over one answer. */
typedef struct {
  const char             *file;
  const char             *bytes;
  size_t                  n_bytes;
  const dm_solution_sink *sink;
  dm_diagnostics         *diagnostics;
  dm_status               status; /* sticky */
  DM_VECTOR(char *) names;
  dm_map   *columns; /* name -> index */
  dm_map   *blanks;  /* label -> number */
  dm_arena *arena;   /* strings of the row */
  dm_term  *row;     /* names.n terms */
} results_reader;

/* Reports at a byte of the answer unless something went wrong before; returns the sticky status. */
dm_status read_fail(results_reader *r, size_t offset, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Adds a column; the end of them sends their names. */
dm_status read_add_column(results_reader *r, const char *name, size_t n_bytes, size_t offset);
dm_status read_end_columns(results_reader *r);
uint32_t  read_find_column(const results_reader *r, const char *name, size_t n_bytes); /* READ_NO_COLUMN: none */

/* Puts a term into the row, checked; strings are copied. value ends with NUL at value[n_bytes]; n_bytes tells whether there is one inside. */
dm_status read_set(results_reader *r, uint32_t column, const dm_term *term, size_t offset);
dm_status read_end_row(results_reader *r); /* sends it and empties it */
dm_status read_boolean(results_reader *r, bool value);

/* The formats: each reads all of r and calls the functions above. */
dm_status read_json(results_reader *r);
dm_status read_xml(results_reader *r);
dm_status read_tsv(results_reader *r);

#endif
