/* serve/spool.h - an answer that is being made: in memory at first, in a file without a name where it grows long. Inside this module only. */
#ifndef DM_SERVE_SPOOL_H
#define DM_SERVE_SPOOL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/status.h"

/* Start from serve_spool_start(). */
typedef struct {
  dm_buffer memory;
  int       file; /* -1: none; holds everything then */
  size_t    n_bytes;
  size_t    most_bytes;
  bool      is_over; /* more than most_bytes came */
} spool;

void      serve_spool_start(spool *s, size_t most_bytes);
void      serve_spool_free(spool *s);
/* For dm_output_new(): DM_OVER_LIMIT, or DM_BAD_OUTPUT if the disk is full. */
dm_status serve_spool_write(void *ctx, const char *bytes, size_t n_bytes);

#endif
