/* index/scratch_impl.h - temporary files. For spool.c and sorter.c only. */
#ifndef DM_INDEX_SCRATCH_IMPL_H
#define DM_INDEX_SCRATCH_IMPL_H

#include "index/scratch.h"

/* Made when something is first appended. Starts from zero. */
typedef struct {
  int      descriptor;
  bool     is_open;
  uint64_t n_bytes;
} scratch_file;

/* Failures go to common->status; nothing is done any more after the first. */
void scratch_file_append(scratch_file *file, scratch *common, const void *bytes, size_t n_bytes);
bool scratch_file_read(const scratch_file *file, scratch *common, uint64_t offset, void *bytes, size_t n_bytes);
void scratch_file_close(scratch_file *file);

#endif
