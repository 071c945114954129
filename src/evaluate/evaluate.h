/* evaluate/evaluate.h - running a query over an index: SPARQL 1.1 §18.5 and §18.6 on identifiers; terms are decoded last.
 *
 * Queries and indexes are not changed by a run: many runs of one query over one index may go on in parallel. */
#ifndef DM_EVALUATE_EVALUATE_H
#define DM_EVALUATE_EVALUATE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "algebra/algebra.h"
#include "base/buffer.h"
#include "base/diagnostic.h"
#include "base/status.h"
#include "index/index.h"
#include "rdf/solutions.h"
#include "rdf/term.h"

/* Asks another endpoint for SERVICE: sends `text`, a SELECT query, to `endpoint` and the rows of its answer to `sink`. */
typedef struct {
  void *ctx;
  dm_status (*ask)(void *ctx, const char *endpoint, const char *text, const dm_solution_sink *sink, dm_diagnostics *diagnostics);
} dm_service;

typedef struct {
  bool               is_strict;       /* the default graph is that of the index alone; else the union of all graphs (FROM overrides both, §13.2) */
  double             timeout_seconds; /* 0: none */
  size_t             most_bytes;      /* of memory that the run itself takes; 0: no limit */
  size_t             most_rows;       /* of results; 0: no limit; more is DM_OVER_LIMIT */
  const atomic_bool *is_stopped;      /* set from a signal handler or another thread: ends the run soon with DM_INTERRUPTED; may be NULL */
  const char        *now;             /* an xsd:dateTime for NOW(); NULL: the clock */
  const dm_service  *service;         /* NULL: SERVICE is refused by name and place, DM_BAD_RULES */
  bool               is_plain;        /* the query is run as it is written, without a plan (plan/plan.h): for tests */
  dm_buffer         *explanation;     /* takes the plan with estimates and, behind the run, actual rows and times; may be NULL */
} dm_run_options;

/* Runs `query` over `index`. SELECT and ASK go to `results`, CONSTRUCT and DESCRIBE to `statements`, without duplicates; the other may be NULL.
 * The same query over the same index gives the same rows in the same order (but for NOW, RAND, UUID and BNODE).
 * DM_OK; DM_REFUSED if ASK is answered false; DM_OVER_LIMIT (time, memory, rows) and DM_INTERRUPTED, reported; else what a sink returned. */
dm_status dm_query_run(const dm_query *query, const dm_index *index, const dm_run_options *options, const dm_solution_sink *results,
                       const dm_sink *statements, dm_diagnostics *diagnostics);

#endif
