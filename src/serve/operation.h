/* serve/operation.h - what a request asks for (SPARQL 1.1 Protocol, §2.1), read from its parameters. No HTTP library here. */
#ifndef DM_SERVE_OPERATION_H
#define DM_SERVE_OPERATION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/file.h"

/* Start from zero. */
typedef struct {
  dm_buffer  query;
  size_t     n_queries;
  bool       has_update;
  dm_strings default_graphs; /* default-graph-uri, named-graph-uri: they are the dataset, whatever the query's FROM says (§2.1.4) */
  dm_strings named_graphs;
} operation;

void operation_free(operation *o); /* and leaves it empty */

/* Adds the parameters of a URL's query or of a form (application/x-www-form-urlencoded). NULL, or what is wrong: an escape, UTF-8, a NUL, a graph that is no absolute IRI. */
const char *operation_read_parameters(operation *o, const char *bytes, size_t n_bytes);
/* Takes the body of a POST of application/sparql-query. NULL, or what is wrong. */
const char *operation_take_query(operation *o, const char *bytes, size_t n_bytes);

/* Whether the Host field names this machine itself (localhost, 127.0.0.0/8, [::1]), with any port or none. A page of another site that has had its own name pointed here
 * (DNS rebinding) says another name. */
bool operation_host_is_loopback(const char *host);

#endif
