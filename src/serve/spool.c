/* serve/spool.c - answers in memory and in files. */
#include "serve/spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_MEMORY_BYTES = 1 << 20 };

void serve_spool_start(spool *s, size_t most_bytes)
{
  *s = (spool){.file = -1, .most_bytes = most_bytes};
}

void serve_spool_free(spool *s)
{
  dm_buffer_free(&s->memory);
  if (s->file >= 0)
    close(s->file);
  serve_spool_start(s, s->most_bytes);
}

static dm_status write_file(int file, const char *bytes, size_t n_bytes)
{
  while (n_bytes > 0) {
    const ssize_t n = write(file, bytes, n_bytes);
    if (n < 0 && errno != EINTR)
      return DM_BAD_OUTPUT;
    bytes += n > 0 ? n : 0;
    n_bytes -= n > 0 ? (size_t)n : 0;
  }
  return DM_OK;
}

static dm_status move_to_file(spool *s)
{
  const char *folder = getenv("TMPDIR");
  dm_buffer   path = {0};
  dm_buffer_print(&path, "%s/demarche-XXXXXX", folder && folder[0] ? folder : "/tmp");
  s->file = mkstemp(path.bytes);
  if (s->file >= 0)
    unlink(path.bytes); /* nobody else finds it, and it goes with the descriptor */
  dm_buffer_free(&path);
  const dm_status status = s->file < 0 ? DM_BAD_OUTPUT : write_file(s->file, dm_buffer_string(&s->memory), s->memory.n_bytes);
  dm_buffer_free(&s->memory);
  return status;
}

dm_status serve_spool_write(void *ctx, const char *bytes, size_t n_bytes)
{
  spool    *s = ctx;
  dm_status status = DM_OK;
  if (n_bytes > s->most_bytes - s->n_bytes) {
    s->is_over = true;
    return DM_OVER_LIMIT;
  }
  s->n_bytes += n_bytes;
  if (s->file < 0 && s->n_bytes <= MOST_MEMORY_BYTES) {
    dm_buffer_add(&s->memory, bytes, n_bytes);
    return DM_OK;
  }
  if (s->file < 0)
    status = move_to_file(s);
  return status == DM_OK ? write_file(s->file, bytes, n_bytes) : status;
}
