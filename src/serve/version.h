/* serve/version.h - for `demarche --version`. */
#ifndef DM_SERVE_VERSION_H
#define DM_SERVE_VERSION_H

#include "base/buffer.h"

/* Appends the names and versions of the libraries that this module runs on: `libmicrohttpd 0.9.75`. */
void dm_serve_describe(dm_buffer *out);

#endif
