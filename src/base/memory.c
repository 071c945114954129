/* The one place where running out of memory is met. */
#include "base/memory.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/status.h"

static _Noreturn void end_out_of_memory(void)
{
  /* No stdio and no exit handlers: both may want memory, or a lock that another thread holds. */
  static const char message[] = "demarche: error: out of memory\n";
  ssize_t           written = write(STDERR_FILENO, message, sizeof message - 1);
  (void)written;
  _Exit(dm_status_exit_code(DM_OVER_LIMIT));
}

void *dm_allocate(size_t n_bytes)
{
  void *memory = calloc(1, n_bytes ? n_bytes : 1);
  if (!memory)
    end_out_of_memory();
  return memory;
}

void *dm_reallocate(void *memory, size_t n_items, size_t item_bytes)
{
  if (item_bytes && n_items > SIZE_MAX / item_bytes)
    end_out_of_memory();
  size_t n_bytes = n_items * item_bytes;
  void  *resized = realloc(memory, n_bytes ? n_bytes : 1);
  if (!resized)
    end_out_of_memory();
  return resized;
}

char *dm_copy_string(const char *text, size_t n_bytes)
{
  char *copy = dm_reallocate(NULL, n_bytes + 1, 1);
  if (n_bytes)
    memcpy(copy, text, n_bytes);
  copy[n_bytes] = '\0';
  return copy;
}
