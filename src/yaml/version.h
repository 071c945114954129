/* yaml/version.h - for `demarche --version`. */
#ifndef DM_YAML_VERSION_H
#define DM_YAML_VERSION_H

#include "base/buffer.h"

/* Appends the names and versions of the libraries that this module runs on: `libyaml 0.2.5`. */
void dm_yaml_describe(dm_buffer *out);

#endif
