/* index/version.h - for `demarche --version`. */
#ifndef DM_INDEX_VERSION_H
#define DM_INDEX_VERSION_H

#include "base/buffer.h"

/* Appends the names and versions of the libraries that this module runs on: `xxhash 0.8.1`. */
void dm_index_describe(dm_buffer *out);

#endif
