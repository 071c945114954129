/* raptor/version.c - for `demarche --version`. */
#include "raptor/version.h"

#include <raptor2.h>

void dm_raptor_describe(dm_buffer *out)
{
  dm_buffer_print(out, "raptor %s", raptor_version_string);
}
