/* index/version.c - for `demarche --version`. */
#include "index/version.h"

#include <xxhash.h>

void dm_index_describe(dm_buffer *out)
{
  const unsigned version = XXH_versionNumber();
  dm_buffer_print(out, "xxhash %u.%u.%u", version / 10000, version / 100 % 100, version % 100);
}
