/* serve/serve.h - a SPARQL endpoint over one index: SPARQL 1.1 Protocol (query), SPARQL 1.1 Service Description, and a page to ask in. The only user of libmicrohttpd.
 *
 *   GET /sparql?query=...   POST /sparql (form, or application/sparql-query)   GET /sparql (the description)   GET / (the page)
 *
 * Reads only. Answers are made whole before they are sent (in memory, the large ones in a file), so that their status is right and a slow reader keeps no query waiting. */
#ifndef DM_SERVE_SERVE_H
#define DM_SERVE_SERVE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostic.h"
#include "base/status.h"
#include "index/index.h"

/* All is borrowed and must outlive the server. What is 0 has the value told here. */
typedef struct {
  const dm_index *index;
  const char     *folder;             /* data/serve: the page and the description */
  const char     *address;            /* NULL: 127.0.0.1 */
  const char     *port;               /* a number or a service; NULL: 3030; 0: any that is free */
  bool            is_strict;          /* the default graph is that of the index alone; else the union of all */
  double          timeout_seconds;    /* of one query; 60 */
  double          client_seconds;     /* that a client has to send a request; 20. An answer may take 30 s, and a second more for each 16 KiB. */
  double          wait_seconds;       /* that a query waits for a thread before it is refused; 10 */
  size_t          most_memory_bytes;  /* of one query; 512 MiB */
  size_t          most_rows;          /* of one answer; no limit */
  size_t          most_results_bytes; /* of one answer; 256 MiB */
  size_t          most_query_bytes;   /* of the body of a request; 1 MiB. A URL may have about 100 KiB. */
  size_t          n_connections;      /* at a time; more wait in the system's queue; 256 */
  size_t
              n_threads; /* queries at a time; more wait for wait_seconds; 64: many more than processors, so that slow queries share these with a quick one instead of
                                 keeping it waiting */
  const char *cors_origin; /* `*`, or the one origin whose pages may ask (Fetch standard, CORS); NULL: none */
} dm_serve_options;

typedef struct dm_server dm_server;

/* Listens and answers on threads of its own. On success *out is the caller's, else NULL. DM_BAD_RULES: the folder lacks something; DM_BAD_OUTPUT: it cannot listen there; reported.
 * Reports go to `diagnostics`, from several threads. */
dm_status   dm_server_start(dm_server **out, const dm_serve_options *options, dm_diagnostics *diagnostics);
const char *dm_server_url(const dm_server *server); /* of the page: `http://127.0.0.1:3030/`; borrowed */
/* Ends running queries (their clients get 503), waits for all threads and frees. NULL is allowed. */
void        dm_server_stop(dm_server *server);

#endif
