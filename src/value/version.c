/* value/version.c - for `demarche --version`. */
#include "value/version.h"

#include <gmp.h>

void dm_value_describe(dm_buffer *out)
{
  dm_buffer_print(out, "gmp %s", gmp_version);
}
