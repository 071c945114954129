/* serve/work.c - the queue, those who work on it, and the one who looks at the clock. */
#include "serve/serve_impl.h"

#include <errno.h>
#include <sys/socket.h>
#include <time.h>

static const double watch_seconds = 0.1;

double serve_now(void)
{
  struct timespec now = {0};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- the queue; under the lock ---- */

static void push(dm_server *server, request *r)
{
  r->next = NULL;
  if (server->last)
    server->last->next = r;
  else
    server->first = r;
  server->last = r;
}

static request *pop(dm_server *server)
{
  request *r = server->first;
  if (r) {
    server->first = r->next;
    if (!server->first)
      server->last = NULL;
  }
  return r;
}

/* Afterwards the request belongs to the library's thread again. */
static void give_back(request *r)
{
  pthread_mutex_lock(&r->server->lock);
  r->connection->request = NULL;
  r->is_answered = true;
  pthread_mutex_unlock(&r->server->lock);
  MHD_resume_connection(r->http);
}

static void refuse_busy(request *r)
{
  reply_fault(&r->reply, MHD_HTTP_SERVICE_UNAVAILABLE, "%s", atomic_load(&r->server->is_stopping) ? "the server ends" : "too many queries at a time");
}

void work_add(request *r)
{
  dm_server *server = r->server;
  pthread_mutex_lock(&server->lock);
  const bool is_late = atomic_load(&server->is_stopping); /* set under the lock: the workers may have gone */
  r->since_seconds = serve_now();
  r->connection->request = r;
  if (r->connection->phase != PHASE_ENDED)
    r->connection->phase = PHASE_WORKING;
  if (!is_late) {
    push(server, r);
    pthread_cond_signal(&server->has_work);
  }
  pthread_mutex_unlock(&server->lock);
  if (is_late) {
    refuse_busy(r);
    give_back(r);
  }
}

/* ---- workers ---- */

void *work_run(void *ctx)
{
  dm_server *server = ctx;
  for (;;) {
    pthread_mutex_lock(&server->lock);
    request *r = NULL;
    while (!(r = pop(server)) && !atomic_load(&server->is_stopping))
      pthread_cond_wait(&server->has_work, &server->lock);
    pthread_mutex_unlock(&server->lock);
    if (!r)
      return NULL;
    if (atomic_load(&server->is_stopping))
      refuse_busy(r);
    else
      answer_make(r);
    give_back(r);
  }
}

/* ---- the watcher ---- */

/* Whether the client has closed its side. One that sends no more but still reads (half-closed) cannot be told from one that is gone; no client of HTTP does that. */
static bool is_gone(int socket)
{
  char          byte;
  const ssize_t n = recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return n == 0 || (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

/* The library cannot be told to answer in the middle of a request, so what is to be said is written past it, and both directions closed, which it notices.
 * Nothing of its own can be under way in these phases. */
static void end(connection *c)
{
  static const char timeout[] =
      "HTTP/1.1 408 Request Timeout\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 28\r\nConnection: close\r\n\r\n"
      "the request came too slowly\n";
  const bool is_told = c->phase == PHASE_READING || (c->phase == PHASE_IDLE && c->n_requests == 0);
  if (is_told && send(c->socket, timeout, sizeof timeout - 1, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
    c->phase = PHASE_ENDED; /* nobody reads it: no matter */
  shutdown(c->socket, SHUT_RDWR);
  c->phase = PHASE_ENDED;
}

static void look_at(dm_server *server, connection *c, double now)
{
  switch (c->phase) {
  case PHASE_IDLE:
  case PHASE_READING:
  case PHASE_ANSWERING:
    if (now > c->deadline_seconds)
      end(c);
    break;
  case PHASE_WORKING:
  case PHASE_ENDED: break;
  }
  if (c->request && (atomic_load(&server->is_stopping) || c->phase == PHASE_ENDED || is_gone(c->socket)))
    atomic_store(&c->request->is_stopped, true);
}

/* Takes the first of the queue out if it has waited too long; those behind it have waited less. */
static request *take_late(dm_server *server, double now)
{
  return server->first && now - server->first->since_seconds > server->options.wait_seconds ? pop(server) : NULL;
}

void *work_watch(void *ctx)
{
  dm_server            *server = ctx;
  const struct timespec pause = {.tv_nsec = (long)(watch_seconds * 1e9)};
  for (bool is_last = false; !is_last;) {
    is_last = atomic_load(&server->is_stopping); /* once more after that, so that all queries are told */
    const double now = serve_now();
    pthread_mutex_lock(&server->lock);
    for (connection *c = server->connections; c; c = c->next)
      look_at(server, c, now);
    request *late = take_late(server, now);
    pthread_mutex_unlock(&server->lock);
    for (; late;) {
      refuse_busy(late);
      give_back(late);
      pthread_mutex_lock(&server->lock);
      late = take_late(server, now);
      pthread_mutex_unlock(&server->lock);
    }
    if (!is_last)
      nanosleep(&pause, NULL);
  }
  return NULL;
}
