/* remote/remote.h - asking other SPARQL endpoints (SPARQL 1.1 Protocol, §2.1). The only user of libcurl.
 *
 * The query goes as POST with a form (§2.1.2): every server takes that, and it has no limit of length. Answers are read whole and checked before anything of them is sent on. */
#ifndef DM_REMOTE_REMOTE_H
#define DM_REMOTE_REMOTE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostic.h"
#include "base/status.h"
#include "rdf/solutions.h"
#include "rdf/term.h"

/* How to ask. Start from zero; all is borrowed for the call. */
typedef struct {
  double connect_seconds; /* 0: 10 */
  double total_seconds;   /* with all tries and waits between them; 0: 300 */
  size_t most_bytes;      /* of an answer, unpacked; 0: 1 GiB */
  size_t n_tries;         /* 0: 5 */
  double
      first_wait_seconds; /* before the second try; each further one waits twice as long, 60 s at most; 0: 0.5. The server's Retry-After goes before it. */
  const char        *user; /* with `password`; NULL: none */
  const char        *password;
  const char        *token;      /* of a bearer (RFC 6750); goes before `user`; NULL: none */
  bool               uses_netrc; /* what ~/.netrc has for the host, where neither of the two is given */
  const char        *ca_file;    /* certificates to trust; NULL: the system's. They are verified always. */
  const char        *agent;      /* the User-Agent field; NULL: none */
  const atomic_bool *is_stopped; /* ends the call soon with DM_INTERRUPTED; may be NULL */

  const char *const *default_graphs; /* default-graph-uri, named-graph-uri: instead of FROM and FROM NAMED (§2.1.4) */
  size_t             n_default_graphs;
  const char *const *named_graphs;
  size_t             n_named_graphs;
} dm_remote_options;

/* Takes credentials from DEMARCHE_USER, DEMARCHE_PASSWORD and DEMARCHE_TOKEN, certificates from SSL_CERT_FILE, and allows netrc. They are for the endpoint that the user named,
 * not for those that a query names (SERVICE): whoever writes the query could send himself the password. */
void dm_remote_options_from_environment(dm_remote_options *options);

/* Whether `endpoint` can be asked: an http or https URL without user and password, which would be seen by all who see the command line or a log. DM_BAD_USAGE, reported. */
dm_status dm_remote_check(const char *endpoint, dm_diagnostics *diagnostics);

/* Sends the query `text` to `endpoint`. Rows and booleans go to `results` (JSON, XML or TSV; see dm_results_read() for what it checks), statements to `statements` (Turtle,
 * N-Triples, N-Quads, TriG or RDF/XML); one of them may be NULL, and then the server is not asked for it. What is refused for a while (503, 429, no connection) is tried again.
 * Redirections are followed five times, not from https to http, and credentials do not go to another host.
 * DM_OK; DM_REFUSED if the answer is false; all others reported: DM_BAD_USAGE (endpoint); DM_BAD_RULES (400: the server does not take the query); DM_BAD_OUTPUT (network, and other
 * statuses); DM_BAD_INPUT (the answer is broken or of another type); DM_OVER_LIMIT (time, size); DM_INTERRUPTED; else what a sink returned. Thread-safe. */
dm_status dm_remote_ask(const char *endpoint, const char *text, size_t n_bytes, const dm_remote_options *options, const dm_solution_sink *results,
                        const dm_sink *statements, dm_diagnostics *diagnostics);

/* The same as a function for dm_service (evaluate/evaluate.h), whose ctx is a dm_remote_options without credentials. */
dm_status dm_remote_ask_service(void *ctx, const char *endpoint, const char *text, const dm_solution_sink *results, dm_diagnostics *diagnostics);

#endif
