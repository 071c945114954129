/* pipeline/engine_impl.h - what an engine holds; for this module only. */
#ifndef DM_PIPELINE_ENGINE_IMPL_H
#define DM_PIPELINE_ENGINE_IMPL_H

#include "pipeline/pipeline.h"
#include "relation/relation.h"

struct dm_engine {
  dm_lexicon *lexicon;
  dm_rules   *rules;
  dm_mapping *mapping;
  char      **paths; /* of all data, for the digest */
  size_t      n_paths;
  char        digest[65]; /* empty until asked for */
};

/* The kind of the thing that stands for the program. */
extern const char dm_program_kind[];

#endif
