/* rdf/line.h - the grammar of one line of N-Triples and N-Quads (RDF 1.1), read in place. Inside this module only. */
#ifndef DM_RDF_LINE_H
#define DM_RDF_LINE_H

#include <stdbool.h>

#include "rdf/term.h"

/* Where a line is not as the grammar wants it. */
typedef struct {
  const char *what; /* for a message; NULL: nothing is wrong */
  const char *at;
} dm_line_fault;

/* Reads the line that begins at `line` and ends with LF or CR, which must be there. DM_OK: `*statement` borrows its terms from the line, which is changed for that: NULs stand
 * behind terms and escapes are decoded. DM_NOTHING: the line is blank or a comment. DM_BAD_INPUT: see `*fault`; the line is as it was. `*end` is the line's LF or CR but for
 * DM_BAD_INPUT. Language tags are made lower case, which is their value (RDF 1.1 Concepts §3.3): the same literal is the same term however it was written. */
dm_status dm_line_read(char *line, bool has_graphs, dm_statement *statement, char **end, dm_line_fault *fault);

#endif
