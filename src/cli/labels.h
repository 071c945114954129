/* cli/labels.h - what the things of a graph are called, for answers that people read. */
#ifndef DM_CLI_LABELS_H
#define DM_CLI_LABELS_H

#include "algebra/algebra.h"
#include "base/diagnostic.h"
#include "index/index.h"
#include "results/results.h"

typedef struct dm_label_source dm_label_source;

/* Asks `index` (borrowed) by the query in `path`, which has a VALUES block of ?thing and answers with one column. *out is the caller's. What dm_query_load() reports. */
dm_status dm_label_source_new(dm_label_source **out, const char *path, const dm_index *index, dm_diagnostics *diagnostics);
void      dm_label_source_free(dm_label_source *source); /* NULL is allowed */
dm_labels dm_label_source_labels(dm_label_source *source);

/* The prefixes of `query`, and behind them those of the query that asks for labels: what shortens IRIs for people. Borrowed from both. */
const dm_prefix *dm_label_source_prefixes(dm_label_source *source, const dm_query *query, size_t *n_prefixes);

#endif
