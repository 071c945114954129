/* index/scratch.h - rows of identifiers that may be more than memory: appended, read back, sorted. Inside this module only.
 *
 * A row is 3 or 4 words. What does not fit lies in temporary files that have no name any more, so that nothing is left behind however the program ends. */
#ifndef DM_INDEX_SCRATCH_H
#define DM_INDEX_SCRATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diagnostic.h"
#include "base/status.h"

enum { ROW_WORDS = 4 };

/* Where temporary files go, and the first thing that failed there, reported once; the lists that share it are of no use after that. */
typedef struct {
  const char     *folder;
  dm_diagnostics *diagnostics;
  dm_status       status;
} scratch;

/* ---- rows in the order in which they came ---- */

typedef struct spool spool;

/* Rows of `width` words; `common` must outlive it. */
spool   *spool_new(scratch *common, size_t width);
void     spool_free(spool *rows); /* NULL is allowed */
void     spool_add(spool *rows, const uint32_t *row);
uint64_t spool_count(const spool *rows);
size_t   spool_bytes(const spool *rows); /* of memory */
void     spool_flush(spool *rows);       /* sends what is in memory to the file */
void     spool_rewind(spool *rows);
bool     spool_next(spool *rows, uint32_t *row); /* not while rows are added */

/* Gives up the rows as one array, malloced, the caller's, and is empty then; NULL if some are in the file. *n_rows counts. */
uint32_t *spool_take(spool *rows, size_t *n_rows);

/* ---- rows in order, each once ---- */

typedef struct sorter sorter;

/* Sorts rows of `width` words by their words within about `most_bytes` of memory. */
sorter *sorter_new(scratch *common, size_t width, size_t most_bytes);
void    sorter_free(sorter *rows); /* NULL is allowed */
void    sorter_add(sorter *rows, const uint32_t *row);
void    sorter_adopt(sorter *rows, uint32_t *taken, size_t n_rows); /* rows of a spool; takes over the memory; instead of adding */
void    sorter_start(sorter *rows);                                 /* behind the last row */
bool    sorter_next(sorter *rows, uint32_t *row);

#endif
