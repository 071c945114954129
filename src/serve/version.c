/* serve/version.c - for `demarche --version`. */
#include "serve/version.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <microhttpd.h>

void dm_serve_describe(dm_buffer *out)
{
  dm_buffer_print(out, "libmicrohttpd %s", MHD_get_version());
}
