/* remote/remote_impl.h - one exchange with a server, and what became of it. Inside this module only. */
#ifndef DM_REMOTE_REMOTE_IMPL_H
#define DM_REMOTE_REMOTE_IMPL_H

#include "remote/remote.h"

#include "base/buffer.h"

/* One question on its way. */
typedef struct {
  const char              *endpoint;
  const dm_remote_options *options;
  dm_diagnostics          *diagnostics;
  const char              *accept;           /* the whole field, `Accept: ...` */
  const dm_buffer         *form;             /* the body */
  double                   deadline_seconds; /* of remote_now() */

  dm_buffer body;
  dm_buffer type;   /* Content-Type */
  dm_buffer reason; /* behind the status */
  long      http_status;
  double    retry_after_seconds; /* 0: the server does not say */
  bool      is_refused;          /* no connection: the next try may have one */
  bool      is_too_long;
} exchange;

double remote_now(void); /* a clock that only goes forward */

/* Sends the question once. DM_OK if there is an answer, of whatever status; else reported, but for is_refused. */
dm_status exchange_once(exchange *e);

/* Reports `format` in front of the endpoint; returns `status`. */
dm_status exchange_fail(const exchange *e, dm_status status, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
