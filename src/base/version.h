/* base/version.h - for `demarche --version`. */
#ifndef DM_BASE_VERSION_H
#define DM_BASE_VERSION_H

#include "base/buffer.h"

/* Appends the names and versions of the libraries that this module runs on: `utf8proc 2.8.0, nettle 3.8`. */
void dm_base_describe(dm_buffer *out);

#endif
