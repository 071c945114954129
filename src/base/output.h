/* base/output.h - an output that is whole or not there.
 *
 * A file is written beside its place under a temporary name and renamed by dm_output_commit(); devices, pipes and standard output are
 * written straight. Errors are sticky: write many times, look once. A write to a pipe that nobody reads is DM_BROKEN_PIPE (SIGPIPE is ignored by main). */
#ifndef DM_BASE_OUTPUT_H
#define DM_BASE_OUTPUT_H

#include <stddef.h>

#include "base/diagnostic.h"
#include "base/status.h"

typedef struct dm_output dm_output;

/* Opens `path` ("-" or NULL: standard output) for writing, buffered. On success *out is the caller's. Reports and returns DM_BAD_OUTPUT otherwise. */
dm_status dm_output_open(dm_output **out, const char *path, dm_diagnostics *diagnostics);

/* An output that hands its bytes on, in pieces of up to 64 KiB and longer ones as they come, to `write`, which returns DM_OK or why it takes no more (DM_BAD_OUTPUT and
 * DM_OVER_LIMIT are its own to report). The end comes by dm_output_commit(). *out is the caller's. Cannot fail. */
void dm_output_new(dm_output **out, void *ctx, dm_status (*write)(void *ctx, const char *bytes, size_t n_bytes), dm_diagnostics *diagnostics);

/* Adds bytes; returns the sticky status. The first failure is reported once (a broken pipe is not). */
dm_status dm_output_write(dm_output *output, const char *bytes, size_t n_bytes);

/* Gives up: the output is not what it should be. Reports `format` unless it has failed already, and returns the sticky status, now not DM_OK. */
dm_status dm_output_refuse(dm_output *output, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Flushes, closes, renames into place. Reports what fails. Afterwards only dm_output_free() is allowed. */
dm_status dm_output_commit(dm_output *output);

/* The name of the temporary file, NULL if there is none: for a signal handler, which ends the program at once and must leave nothing behind.
 * Borrowed from the output. */
const char *dm_output_temporary(const dm_output *output);

/* Frees; without commit the temporary file is removed and the old file stays as it was. NULL is allowed. */
void dm_output_free(dm_output *output);

#endif
