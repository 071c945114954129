/* redland/version.c - for `demarche --version`. */
#include "redland/version.h"

#include <librdf.h>

void dm_redland_describe(dm_buffer *out)
{
  dm_buffer_print(out, "librdf %s, rasqal %s", librdf_version_string, rasqal_version_string);
}
