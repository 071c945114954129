/* cli/terminal.h - standard error: messages, and a progress line below them. */
#ifndef DM_CLI_TERMINAL_H
#define DM_CLI_TERMINAL_H

#include <time.h>

#include "cli/command.h"

/* Start from zero. Guarded by the lock of stderr. */
struct dm_terminal {
  bool            is_terminal;
  bool            shows_progress; /* a progress line stands there and must be wiped off before anything else is written */
  bool            quiet;
  struct timespec begin;
  double          next_seconds; /* when progress may be shown again */
};

/* Diagnostics that write to standard error through `terminal`; the caller's. */
dm_diagnostics *dm_terminal_open(dm_terminal *terminal);

/* Takes over -q and --color. */
void dm_terminal_configure(dm_terminal *terminal, const dm_common *common, dm_diagnostics *diagnostics);

/* Shows how far the work is, once it took a second, on a terminal only. For dm_export_options.on_progress; ctx is the terminal. */
void dm_terminal_progress(void *ctx, size_t n_done, size_t n_all);

/* Wipes the progress line off. */
void dm_terminal_clear(dm_terminal *terminal);

/* Whether what goes to `file_descriptor` is to have colours. */
bool dm_color_wanted(int color, int file_descriptor);

/* Seconds since dm_terminal_open(). */
double dm_terminal_seconds(const dm_terminal *terminal);

#endif
