/* serve/serve_impl.h - what the files of this module share. Inside this module only.
 *
 *   libmicrohttpd's thread           workers                    the watcher
 *   connection --request--> queue --> answer_make() --> response
 *        ^                                 |                    ends what takes too long: requests, waits, answers,
 *        +------------- resumed -----------+                    and queries whose client went away
 *
 * One lock, the server's, guards connections, the queue, and which of them is in which phase. */
#ifndef DM_SERVE_SERVE_IMPL_H
#define DM_SERVE_SERVE_IMPL_H

#include "serve/serve.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/types.h>

#include <microhttpd.h>

#include "base/buffer.h"
#include "serve/operation.h"

typedef struct connection connection;
typedef struct request    request;

typedef enum {
  PHASE_IDLE,    /* nothing of a request was understood yet */
  PHASE_READING, /* between the request's first line and its end */
  PHASE_WORKING, /* in the queue or with a worker; suspended */
  PHASE_ANSWERING,
  PHASE_ENDED /* by the watcher */
} phase;

struct connection {
  connection *next;
  connection *previous;
  int         socket;
  phase       phase;
  double      deadline_seconds;
  size_t      n_requests;
  request    *request; /* in the queue or with a worker */
};

typedef enum { METHOD_GET, METHOD_HEAD, METHOD_POST, METHOD_OPTIONS, METHOD_OTHER } method;

/* An answer, or the fault instead of it. */
typedef struct {
  unsigned             status; /* 0: none yet */
  struct MHD_Response *response;
} reply;

struct request {
  request               *next; /* in the queue */
  dm_server             *server;
  connection            *connection;
  struct MHD_Connection *http;
  dm_buffer              path;
  dm_buffer              parameters; /* of the URL */
  method                 method;
  bool                   is_begun; /* its header was looked at */
  bool                   is_form;
  dm_buffer              body;
  size_t                 n_dropped; /* bytes of a body that is too long, or that nobody wants */
  operation              operation;
  dm_buffer              accept;
  dm_buffer              host;
  double                 since_seconds; /* in the queue, then with a worker */
  atomic_bool            is_stopped;    /* the client went away, or the server ends */
  bool                   is_answered;   /* a worker or the watcher is done with it */
  size_t                 n_answer_bytes;
  reply                  reply;
};

/* A file of the page, held in memory. */
typedef struct {
  const char          *path;
  struct MHD_Response *response;
} page;

enum { MOST_PAGES = 12 };

struct dm_server {
  dm_serve_options   options; /* without zeros */
  dm_diagnostics    *diagnostics;
  dm_buffer          url;
  dm_buffer          description; /* Turtle */
  bool               is_loopback;
  page               pages[MOST_PAGES];
  struct MHD_Daemon *daemon;
  int                socket;

  pthread_mutex_t lock;
  pthread_cond_t  has_work;
  connection     *connections;
  request        *first; /* the queue */
  request        *last;
  atomic_bool     is_stopping;
  pthread_t      *workers;
  size_t          n_workers;
  pthread_t       watcher;
  bool            has_watcher;
};

double serve_now(void); /* a clock that only goes forward */

/* ---- answer.c: by a worker ---- */
void answer_make(request *r); /* fills r->reply */

/* ---- reply.c ---- */
void            reply_take(reply *to, unsigned status, struct MHD_Response *response);
/* A fault as plain text; a line end is added. */
void            reply_fault(reply *to, unsigned status, const char *format, ...) __attribute__((format(printf, 3, 4)));
void            reply_field(struct MHD_Response *response, const char *name, const char *value);
void            reply_free(reply *to);
/* Gives the reply to the library. */
enum MHD_Result reply_send(request *r);

/* ---- pages.c ---- */
dm_status   pages_load(dm_server *server);
void        pages_free(dm_server *server);
const page *pages_find(const dm_server *server, const char *path);

/* ---- http.c: called by the library ---- */
void           *http_on_uri(void *server, const char *uri, struct MHD_Connection *http);
void            http_on_connection(void *server, struct MHD_Connection *http, void **context, enum MHD_ConnectionNotificationCode code);
enum MHD_Result http_on_request(void *server, struct MHD_Connection *http, const char *url, const char *method_name, const char *version,
                                const char *bytes, size_t *n_bytes, void **context);
void            http_on_completed(void *server, struct MHD_Connection *http, void **context, enum MHD_RequestTerminationCode code);

/* ---- work.c ---- */
/* Puts a suspended request into the queue; the server's end, if it comes, answers it too. */
void  work_add(request *r);
void *work_run(void *server);   /* a worker */
void *work_watch(void *server); /* the watcher */

#endif
