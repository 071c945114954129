/* evaluate/tuples.h - sets of tuples of identifiers, numbered in the order in which they came, and of identifiers. Inside this module only. */
#ifndef DM_EVALUATE_TUPLES_H
#define DM_EVALUATE_TUPLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evaluate/evaluate_impl.h"

/*  slots: open addressing, number of the tuple + 1      tuples: width identifiers each  */
typedef struct {
  dm_run   *run; /* whose memory it counts */
  size_t    width;
  dm_id    *tuples;
  size_t    n;
  size_t    capacity;
  uint32_t *slots;
  size_t    n_slots; /* a power of two, or 0 */
} dm_tuples;

/* An empty set of tuples of `width` identifiers (0: there is the one empty tuple). */
void         dm_tuples_start(dm_tuples *tuples, dm_run *run, size_t width);
void         dm_tuples_free(dm_tuples *tuples); /* and gives the memory back to the run's limit; zeroed ones are allowed */
/* The number of `tuple`, which is added if it is not there. At a limit run->status says why, and the number is 0. */
size_t       dm_tuples_put(dm_tuples *tuples, const dm_id *tuple, bool *is_new);
size_t       dm_tuples_find(const dm_tuples *tuples, const dm_id *tuple); /* its number, or SIZE_MAX */
const dm_id *dm_tuples_at(const dm_tuples *tuples, size_t number);        /* borrowed until the next change */

/* A set of identifiers: the first few, and those that the index does not have, by hash; then a bit for each term of the index. */
typedef struct {
  dm_run   *run;
  uint64_t *bits; /* NULL while there are few */
  size_t    n_words;
  dm_tuples others;
} dm_members;

void dm_members_start(dm_members *members, dm_run *run);
void dm_members_free(dm_members *members); /* as dm_tuples_free() */
/* Whether it is new; false too at a limit, where run->status says why. DM_ID_NONE is an identifier as any other. */
bool dm_members_add(dm_members *members, dm_id id);

#endif
