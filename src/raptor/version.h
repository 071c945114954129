/* raptor/version.h - for `demarche --version`. */
#ifndef DM_RAPTOR_VERSION_H
#define DM_RAPTOR_VERSION_H

#include "base/buffer.h"

/* Appends the names and versions of the libraries that this module runs on: `raptor 2.0.15`. */
void dm_raptor_describe(dm_buffer *out);

#endif
