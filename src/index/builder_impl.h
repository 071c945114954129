/* index/builder_impl.h - what reading files wants of a builder. Inside this module only. */
#ifndef DM_INDEX_BUILDER_IMPL_H
#define DM_INDEX_BUILDER_IMPL_H

#include "index/index.h"

size_t          builder_next_file(dm_index_builder *builder); /* 0, 1, 2 ... */
dm_diagnostics *builder_diagnostics(const dm_index_builder *builder);

#endif
