/* Any bytes behind the first, which tells how: opened as an index, with the checksums as they are or computed anew, and used in every way there is. */
#include "index_exercise.h"

#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

static void swallow(void *ctx, const char *message, size_t n_bytes)
{
  (void)ctx, (void)message, (void)n_bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
  enum { SIGN = 1, CHECK = 2 };
  if (n_bytes == 0)
    return 0;
  dm_diagnostics *diagnostics = dm_diagnostics_new(swallow, NULL);
  dm_index       *index = NULL;
  char           *bytes = dm_reallocate(NULL, n_bytes - 1, 1); /* aligned, and of its exact size */
  if (n_bytes > 1)
    memcpy(bytes, data + 1, n_bytes - 1);
  if (data[0] & SIGN)
    dm_index_sign_bytes(bytes, n_bytes - 1);
  if (dm_index_open_bytes(&index, "fuzz", bytes, n_bytes - 1, data[0] & CHECK, diagnostics) == DM_OK)
    exercise_index(index, data[0]);
  dm_index_free(index);
  free(bytes);
  dm_diagnostics_free(diagnostics);
  return 0;
}
