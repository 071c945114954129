/* rdf/solutions.h - a stage that takes the answer of a SELECT or an ASK. */
#ifndef DM_RDF_SOLUTIONS_H
#define DM_RDF_SOLUTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "rdf/term.h"

/* Takes rows, or a boolean. All is borrowed until the call returns; any status but DM_OK stops the producer, which hands it on. */
typedef struct {
  void *ctx;
  dm_status (*on_columns)(void *ctx, const char *const *names, size_t n); /* once, before any row; names without `?` */
  dm_status (*on_row)(void *ctx, const dm_term *values, size_t n);        /* kind DM_TERM_NONE: unbound */
  dm_status (*on_boolean)(void *ctx, bool value);                         /* instead of columns and rows */
  dm_status (*on_end)(void *ctx);
} dm_solution_sink;

#endif
