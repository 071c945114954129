/* base/version.c - for `demarche --version`. */
#include "base/version.h"

#include <nettle/version.h>
#include <utf8proc.h>

void dm_base_describe(dm_buffer *out)
{
  dm_buffer_print(out, "utf8proc %s, nettle %d.%d", utf8proc_version(), nettle_version_major(), nettle_version_minor());
}
