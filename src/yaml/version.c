/* yaml/version.c - for `demarche --version`. */
#include "yaml/version.h"

#include <yaml.h>

void dm_yaml_describe(dm_buffer *out)
{
  dm_buffer_print(out, "libyaml %s", yaml_get_version_string());
}
