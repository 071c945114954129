/* pipeline/ordered.c - workers take the next item and make it in the item's slot; the caller's thread takes the slots in order. */
#include "pipeline/ordered.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

enum { WINDOW_PER_THREAD = 4, MAX_THREADS = 256 };

typedef struct {
  const dm_ordered *job;
  unsigned char    *slots;
  bool             *done; /* one a slot */
  size_t            n_window;
  size_t            next;  /* item that a worker makes next */
  size_t            taken; /* items that are done with */
  bool              stop;
  pthread_mutex_t   lock;
  pthread_cond_t    changed;
} work;

static void *slot_of(const work *w, size_t item)
{
  return w->slots + item % w->n_window * w->job->n_slot_bytes;
}

static void *run_worker(void *ctx)
{
  work *w = ctx;
  pthread_mutex_lock(&w->lock);
  for (;;) {
    while (!w->stop && w->next < w->job->n_items && w->next >= w->taken + w->n_window)
      pthread_cond_wait(&w->changed, &w->lock);
    if (w->stop || w->next >= w->job->n_items)
      break;
    size_t item = w->next++;
    pthread_mutex_unlock(&w->lock);
    w->job->make(w->job->ctx, item, slot_of(w, item));
    pthread_mutex_lock(&w->lock);
    w->done[item % w->n_window] = true;
    pthread_cond_broadcast(&w->changed);
  }
  pthread_mutex_unlock(&w->lock);
  return NULL;
}

static void await(work *w, size_t item)
{
  pthread_mutex_lock(&w->lock);
  while (!w->done[item % w->n_window])
    pthread_cond_wait(&w->changed, &w->lock);
  pthread_mutex_unlock(&w->lock);
}

static void empty(const work *w, size_t slot)
{
  w->job->clear(slot_of(w, slot));
  memset(slot_of(w, slot), 0, w->job->n_slot_bytes);
  w->done[slot] = false;
}

static void take_all(work *w)
{
  bool more = true;
  for (size_t item = 0; item < w->job->n_items && more; item++) {
    await(w, item);
    more = w->job->take(w->job->ctx, item, slot_of(w, item));
    pthread_mutex_lock(&w->lock);
    empty(w, item % w->n_window);
    w->taken++;
    pthread_cond_broadcast(&w->changed);
    pthread_mutex_unlock(&w->lock);
  }
}

static size_t thread_count(const dm_ordered *job)
{
  long   cores = sysconf(_SC_NPROCESSORS_ONLN);
  size_t n = job->n_threads ? job->n_threads : cores > 0 ? (size_t)cores : 1;
  if (n > job->n_items)
    n = job->n_items;
  return n < 1 ? 1 : n > MAX_THREADS ? MAX_THREADS : n;
}

bool dm_ordered_run(const dm_ordered *job)
{
  size_t    n_threads = thread_count(job), n_started = 0;
  work      w = {.job = job, .n_window = n_threads * WINDOW_PER_THREAD};
  pthread_t threads[MAX_THREADS];
  w.slots = dm_allocate(w.n_window * job->n_slot_bytes);
  w.done = dm_allocate(w.n_window * sizeof *w.done);
  pthread_mutex_init(&w.lock, NULL);
  pthread_cond_init(&w.changed, NULL);
  while (n_started < n_threads && pthread_create(&threads[n_started], NULL, run_worker, &w) == 0)
    n_started++;
  if (n_started)
    take_all(&w);
  pthread_mutex_lock(&w.lock);
  w.stop = true;
  pthread_cond_broadcast(&w.changed);
  pthread_mutex_unlock(&w.lock);
  for (size_t i = 0; i < n_started; i++)
    pthread_join(threads[i], NULL);
  for (size_t i = 0; i < w.n_window; i++)
    empty(&w, i);
  pthread_cond_destroy(&w.changed);
  pthread_mutex_destroy(&w.lock);
  free(w.slots);
  free(w.done);
  return n_started > 0;
}
