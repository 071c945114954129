/* remote/version.h - for `demarche --version`. */
#ifndef DM_REMOTE_VERSION_H
#define DM_REMOTE_VERSION_H

#include "base/buffer.h"

/* Appends the names and versions of the libraries that this module runs on: `libcurl 7.88.1`. */
void dm_remote_describe(dm_buffer *out);

#endif
