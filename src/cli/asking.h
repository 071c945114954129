/* cli/asking.h - asking a graph: an index, or an endpoint elsewhere. */
#ifndef DM_CLI_ASKING_H
#define DM_CLI_ASKING_H

#include "algebra/algebra.h"
#include "cli/answer.h"
#include "cli/command.h"
#include "index/index.h"
#include "question/question.h"

/* Where and how to ask. All is borrowed. */
typedef struct {
  const dm_index *index;    /* NULL: `endpoint` is asked */
  const char     *endpoint; /* URL */
  bool            is_strict;
  bool            allows_service;
  double          timeout_seconds; /* 0: none here, the remote module's own there */
  size_t          most_bytes;      /* 0: no limit here, the remote module's own there */
  const dm_call  *call;
} dm_asking;

/* Sends the answer of `query` to one of the sinks, as dm_query_run() and dm_remote_ask() do. `text` is the query as an endpoint takes it; not used for an index. */
dm_status dm_asking_run(const dm_asking *asking, const dm_query *query, const char *text, size_t n_bytes, const dm_solution_sink *results,
                        const dm_sink *statements, dm_buffer *explanation);

/* For looking up names: ctx is a dm_asking. */
dm_question_asker dm_asking_asker(const dm_asking *asking);

#endif
