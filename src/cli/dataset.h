/* cli/dataset.h - the graph that a command asks. */
#ifndef DM_CLI_DATASET_H
#define DM_CLI_DATASET_H

#include "cli/command.h"
#include "index/index.h"

/* Opens `data`: a saved index by mapping it, other files by an index of them all in memory; none is standard input, but not where that is a terminal.
 * DM_OK, and *out is the caller's; DM_BAD_USAGE, DM_BAD_INPUT, reported: one file that cannot be read is enough. */
dm_status dm_dataset_open(dm_index **out, const dm_texts *data, const dm_call *call);

#endif
