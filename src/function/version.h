/* function/version.h - for `demarche --version`. */
#ifndef DM_FUNCTION_VERSION_H
#define DM_FUNCTION_VERSION_H

#include "base/buffer.h"

/* Appends the names and versions of the libraries that this module runs on: `pcre2 10.42`. */
void dm_function_describe_version(dm_buffer *out);

#endif
