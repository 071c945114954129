/* base/diagnostic.h - messages with places: `FILE:LINE:COL: error: text`, the line, and a caret.
 *
 * A dm_diagnostics writes each message at once to its function, unless it holds them. Thread-safe: a lock is held for one message. */
#ifndef DM_BASE_DIAGNOSTIC_H
#define DM_BASE_DIAGNOSTIC_H

#include <stdbool.h>
#include <stddef.h>

typedef enum { DM_NOTE, DM_WARNING, DM_ERROR } dm_severity;

/* A place in a source. file NULL: no place, the message begins "demarche: ". line_1based 0: the file as a whole.
 * column_1based counts code points, 0: the line as a whole. */
typedef struct {
  const char *file;
  size_t      line_1based;
  size_t      column_1based;
  const char *line; /* the source line, without its end; NULL where none is shown */
  size_t      n_line_bytes;
} dm_place;

typedef struct dm_diagnostics dm_diagnostics;

/* A new set that writes whole messages, each ending with a newline, to `write` (ctx first); the caller's. NULL writes to standard error. */
dm_diagnostics *dm_diagnostics_new(void (*write)(void *ctx, const char *message, size_t n_bytes), void *ctx);
void            dm_diagnostics_free(dm_diagnostics *diagnostics);

/* A new set that holds its messages, in colour and quiet as `like` is now, so that those of several threads can be put in order; the caller's. What was not handed on
 * is dropped with it. */
dm_diagnostics *dm_diagnostics_new_held(const dm_diagnostics *like);

/* Writes what `held` holds to `to`, as one message, and counts its errors and warnings there; `held` is empty afterwards. */
void dm_diagnostics_hand_on(dm_diagnostics *held, dm_diagnostics *to);

void dm_diagnostics_set_color(dm_diagnostics *diagnostics, bool color);
void dm_diagnostics_set_quiet(dm_diagnostics *diagnostics, bool quiet); /* errors still come, warnings and notes do not */

/* Writes one message. Lines over 160 code points are shown cut around the caret. */
void dm_report(dm_diagnostics *diagnostics, dm_severity severity, const dm_place *place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* How many errors, and warnings, were reported. */
size_t dm_diagnostics_errors(const dm_diagnostics *diagnostics);
size_t dm_diagnostics_warnings(const dm_diagnostics *diagnostics);

/* Finds line and column of byte `offset` of `text` (LF, CR LF and bare CR end lines) and fills all of `*place` but `file`. Linear in offset. */
void dm_place_find(dm_place *place, const char *text, size_t n_text, size_t offset);

#endif
