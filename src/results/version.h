/* results/version.h - for `demarche --version`. */
#ifndef DM_RESULTS_VERSION_H
#define DM_RESULTS_VERSION_H

#include "base/buffer.h"

/* Appends the names and versions of the libraries that this module runs on: `expat 2.5.0`. */
void dm_results_describe(dm_buffer *out);

#endif
