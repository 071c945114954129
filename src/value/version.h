/* value/version.h - for `demarche --version`. */
#ifndef DM_VALUE_VERSION_H
#define DM_VALUE_VERSION_H

#include "base/buffer.h"

/* Appends the names and versions of the libraries that this module runs on: `gmp 6.2.1`. */
void dm_value_describe(dm_buffer *out);

#endif
