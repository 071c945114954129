/* redland/version.h - for `demarche --version`. */
#ifndef DM_REDLAND_VERSION_H
#define DM_REDLAND_VERSION_H

#include "base/buffer.h"

/* Appends the names and versions of the libraries that this module runs on: `librdf 1.0.17, rasqal 0.9.33`. */
void dm_redland_describe(dm_buffer *out);

#endif
