/* cli/answer.h - the answer to a query, in the format that is wanted, to the file that is wanted. */
#ifndef DM_CLI_ANSWER_H
#define DM_CLI_ANSWER_H

#include "cli/command.h"
#include "rdf/solutions.h"
#include "rdf/writer.h"
#include "results/results.h"

/* The formats of rows and of statements in one number space, 0 where none was named: for an option table. */
extern const dm_choice dm_query_answer_formats[];

typedef struct {
  int         format; /* one of dm_query_answer_formats, or 0: by the ending of `output`, else a table or Turtle */
  const char *output; /* the file; NULL: standard output */
} dm_query_answer_options;

typedef struct dm_query_answer dm_query_answer;

/* Opens the output of an answer of rows (or of statements: CONSTRUCT, DESCRIBE). Prefixes and labels are for formats that people read, borrowed. DM_BAD_USAGE, reported, if the
 * format does not fit; what dm_output_open() reports. On success *out is the caller's. */
dm_status dm_query_answer_open(dm_query_answer **out, const dm_query_answer_options *options, bool has_statements, const dm_prefix *prefixes,
                               size_t n_prefixes, const dm_labels *labels, const dm_call *call);
void      dm_query_answer_free(dm_query_answer *answer); /* what was not closed is not there; NULL is allowed */

/* Where the answer is to be sent. */
dm_solution_sink dm_query_answer_rows(dm_query_answer *answer);
dm_sink          dm_query_answer_statements(dm_query_answer *answer);

/* Ends the answer of a run that ended with `status`: DM_OK and DM_REFUSED (no) put the file into its place, all others leave it as it was. */
dm_status dm_query_answer_close(dm_query_answer *answer, dm_status status);

/* Whether the format shows labels. */
bool dm_query_answer_has_labels(const dm_query_answer_options *options);

#endif
