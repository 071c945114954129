/* serve/server.c - starting and ending. */
#include "serve/serve.h"

#include "serve/serve_impl.h"

#include "base/memory.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HOST_BYTES = 1025, PORT_BYTES = 32, BACKLOG = 512, REQUEST_MEMORY_BYTES = 128 << 10, LIBRARY_TIMEOUT_SECONDS = 120, DRAIN_TRIES = 20 };

static dm_serve_options filled(const dm_serve_options *options)
{
  dm_serve_options o = *options;
  o.address = o.address ? o.address : "127.0.0.1";
  o.port = o.port ? o.port : "3030";
  o.timeout_seconds = o.timeout_seconds > 0 ? o.timeout_seconds : 60;
  o.client_seconds = o.client_seconds > 0 ? o.client_seconds : 20;
  o.wait_seconds = o.wait_seconds > 0 ? o.wait_seconds : 10;
  o.most_memory_bytes = o.most_memory_bytes > 0 ? o.most_memory_bytes : (size_t)512 << 20;
  o.most_results_bytes = o.most_results_bytes > 0 ? o.most_results_bytes : (size_t)256 << 20;
  o.most_query_bytes = o.most_query_bytes > 0 ? o.most_query_bytes : (size_t)1 << 20;
  o.n_connections = o.n_connections > 0 ? o.n_connections : 256;
  o.n_threads = o.n_threads > 0 ? o.n_threads : 64;
  return o;
}

/* ---- the socket ---- */

static bool is_loopback(const struct sockaddr *address)
{
  if (address->sa_family == AF_INET)
    return ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr) >> 24 == 127;
  return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)(const void *)address)->sin6_addr);
}

static int listen_at(const struct addrinfo *at)
{
  const int one = 1;
  const int file = socket(at->ai_family, at->ai_socktype, at->ai_protocol);
  if (file < 0)
    return -1;
  setsockopt(file, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(file, at->ai_addr, at->ai_addrlen) == 0 && listen(file, BACKLOG) == 0)
    return file;
  const int error = errno;
  close(file);
  errno = error;
  return -1;
}

/* The port that the system chose, and the address as a URL has it. */
static void name_socket(dm_server *server)
{
  struct sockaddr_storage address = {0};
  socklen_t               n_bytes = sizeof address;
  char                    host[HOST_BYTES] = "";
  char                    port[PORT_BYTES] = "";
  getsockname(server->socket, (struct sockaddr *)&address, &n_bytes);
  getnameinfo((const struct sockaddr *)&address, n_bytes, host, sizeof host, port, sizeof port, NI_NUMERICHOST | NI_NUMERICSERV);
  server->is_loopback = is_loopback((const struct sockaddr *)&address);
  dm_buffer_print(&server->url, address.ss_family == AF_INET6 ? "http://[%s]:%s/" : "http://%s:%s/", host, port);
}

static dm_status open_socket(dm_server *server)
{
  const dm_serve_options *o = &server->options;
  const struct addrinfo   wanted = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
  struct addrinfo        *found = NULL;
  char                    reason[128] = "";
  const int               code = getaddrinfo(o->address, o->port, &wanted, &found);
  for (const struct addrinfo *at = found; code == 0 && at && server->socket < 0; at = at->ai_next)
    server->socket = listen_at(at);
  if (server->socket < 0 && strerror_r(errno, reason, sizeof reason) != 0)
    reason[0] = '\0';
  if (found)
    freeaddrinfo(found);
  if (server->socket < 0) {
    dm_report(server->diagnostics, DM_ERROR, NULL, "cannot listen on %s, port %s: %s", o->address, o->port, code != 0 ? gai_strerror(code) : reason);
    return DM_BAD_OUTPUT;
  }
  name_socket(server);
  if (!server->is_loopback)
    dm_report(server->diagnostics, DM_WARNING, NULL, "other machines can ask here: %s", dm_buffer_string(&server->url));
  return DM_OK;
}

/* ---- threads ---- */

static void ignore_log(void *ctx, const char *format, va_list arguments)
{
  (void)ctx, (void)format, (void)arguments; /* of clients that go away, and the like */
}

static dm_status start_library(dm_server *server)
{
  const unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
  server->daemon =
      MHD_start_daemon(flags, 0, NULL, NULL, http_on_request, server, MHD_OPTION_EXTERNAL_LOGGER, ignore_log, NULL, MHD_OPTION_LISTEN_SOCKET,
                       server->socket, MHD_OPTION_CONNECTION_LIMIT, (unsigned)server->options.n_connections, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
                       (size_t)REQUEST_MEMORY_BYTES, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)LIBRARY_TIMEOUT_SECONDS, MHD_OPTION_STRICT_FOR_CLIENT,
                       1, MHD_OPTION_NOTIFY_CONNECTION, http_on_connection, server, MHD_OPTION_NOTIFY_COMPLETED, http_on_completed, server,
                       MHD_OPTION_URI_LOG_CALLBACK, http_on_uri, server, MHD_OPTION_END);
  if (server->daemon)
    return DM_OK;
  dm_report(server->diagnostics, DM_ERROR, NULL, "the server cannot be started");
  return DM_BAD_OUTPUT;
}

static dm_status start_threads(dm_server *server)
{
  server->workers = dm_allocate(server->options.n_threads * sizeof *server->workers);
  while (server->n_workers < server->options.n_threads && pthread_create(&server->workers[server->n_workers], NULL, work_run, server) == 0)
    server->n_workers++;
  server->has_watcher = pthread_create(&server->watcher, NULL, work_watch, server) == 0;
  if (server->n_workers > 0 && server->has_watcher)
    return DM_OK;
  dm_report(server->diagnostics, DM_ERROR, NULL, "no threads can be started");
  return DM_OVER_LIMIT;
}

dm_status dm_server_start(dm_server **out, const dm_serve_options *options, dm_diagnostics *diagnostics)
{
  dm_server *server = dm_allocate(sizeof *server);
  *out = NULL;
  server->options = filled(options);
  server->diagnostics = diagnostics;
  server->socket = -1;
  pthread_mutex_init(&server->lock, NULL);
  pthread_cond_init(&server->has_work, NULL);
  dm_status status = pages_load(server);
  if (status == DM_OK)
    status = open_socket(server);
  if (status == DM_OK)
    status = start_threads(server);
  if (status == DM_OK)
    status = start_library(server);
  if (status == DM_OK)
    *out = server;
  else
    dm_server_stop(server);
  return status;
}

const char *dm_server_url(const dm_server *server)
{
  return dm_buffer_string(&server->url);
}

/* Leaves the last answers a moment to go out. */
static void drain(dm_server *server)
{
  const struct timespec pause = {.tv_nsec = 25 * 1000 * 1000};
  for (int i = 0; i < DRAIN_TRIES; i++) {
    bool is_busy = false;
    pthread_mutex_lock(&server->lock);
    for (const connection *c = server->connections; c; c = c->next)
      is_busy = is_busy || c->phase == PHASE_WORKING || c->phase == PHASE_ANSWERING;
    pthread_mutex_unlock(&server->lock);
    if (!is_busy)
      return;
    nanosleep(&pause, NULL);
  }
}

void dm_server_stop(dm_server *server)
{
  if (!server)
    return;
  MHD_socket quiet = server->daemon ? MHD_quiesce_daemon(server->daemon) : MHD_INVALID_SOCKET;
  pthread_mutex_lock(&server->lock);
  atomic_store(&server->is_stopping, true);
  pthread_cond_broadcast(&server->has_work);
  pthread_mutex_unlock(&server->lock);
  for (size_t i = 0; i < server->n_workers; i++)
    pthread_join(server->workers[i], NULL);
  if (server->has_watcher)
    pthread_join(server->watcher, NULL);
  if (server->daemon) {
    drain(server);
    MHD_stop_daemon(server->daemon);
  }
  if (quiet != MHD_INVALID_SOCKET || (!server->daemon && server->socket >= 0))
    close(server->socket);
  pages_free(server);
  free(server->workers);
  dm_buffer_free(&server->url);
  pthread_cond_destroy(&server->has_work);
  pthread_mutex_destroy(&server->lock);
  free(server);
}
