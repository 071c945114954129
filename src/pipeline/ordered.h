/* pipeline/ordered.h - work on many items by several threads, taken in the order of the items. For this module only. */
#ifndef DM_PIPELINE_ORDERED_H
#define DM_PIPELINE_ORDERED_H

#include <stdbool.h>
#include <stddef.h>

typedef struct {
  size_t n_items;
  size_t n_threads;                                 /* 0: as many as the machine has cores */
  size_t n_slot_bytes;                              /* of what `make` leaves for `take`; zeroed before */
  void (*make)(void *ctx, size_t item, void *slot); /* on any of the threads, several at once */
  bool (*take)(void *ctx, size_t item, void *slot); /* on the caller's thread, item by item; false: no more are wanted */
  void (*clear)(void *slot);                        /* frees what `make` left, also of items that nobody took */
  void *ctx;
} dm_ordered;

/* Makes and takes all items. A thread waits while it is more than a window ahead, so that memory holds few of them. Returns false if no thread could be started. */
bool dm_ordered_run(const dm_ordered *job);

#endif
