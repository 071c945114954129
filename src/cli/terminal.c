/* cli/terminal.c - standard error: messages, and a progress line below them. */
#include "cli/terminal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const double first_progress_seconds = 1.0;
static const double between_progress_seconds = 0.1;

static void wipe(dm_terminal *terminal)
{
  if (terminal->shows_progress)
    fputs("\r\033[K", stderr);
  terminal->shows_progress = false;
}

static void write_message(void *ctx, const char *message, size_t n_bytes)
{
  flockfile(stderr);
  wipe(ctx);
  fwrite(message, 1, n_bytes, stderr);
  funlockfile(stderr);
}

dm_diagnostics *dm_terminal_open(dm_terminal *terminal)
{
  dm_diagnostics *diagnostics = dm_diagnostics_new(write_message, terminal);
  terminal->is_terminal = isatty(STDERR_FILENO) == 1;
  terminal->next_seconds = first_progress_seconds;
  clock_gettime(CLOCK_MONOTONIC, &terminal->begin);
  dm_diagnostics_set_color(diagnostics, dm_color_wanted(DM_COLOR_AUTO, STDERR_FILENO));
  return diagnostics;
}

void dm_terminal_configure(dm_terminal *terminal, const dm_common *common, dm_diagnostics *diagnostics)
{
  terminal->quiet = common->quiet;
  dm_diagnostics_set_quiet(diagnostics, common->quiet);
  dm_diagnostics_set_color(diagnostics, dm_color_wanted(common->color, STDERR_FILENO));
}

double dm_terminal_seconds(const dm_terminal *terminal)
{
  struct timespec now = {0};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)(now.tv_sec - terminal->begin.tv_sec) + (double)(now.tv_nsec - terminal->begin.tv_nsec) / 1e9;
}

void dm_terminal_progress(void *ctx, size_t n_done, size_t n_all)
{
  dm_terminal *terminal = ctx;
  if (!terminal->is_terminal || terminal->quiet)
    return;
  const double seconds = dm_terminal_seconds(terminal);
  if (seconds < terminal->next_seconds)
    return;
  flockfile(stderr);
  terminal->next_seconds = seconds + between_progress_seconds;
  wipe(terminal);
  fprintf(stderr, "demarche: %zu of %zu documents", n_done, n_all);
  fflush(stderr);
  terminal->shows_progress = true;
  funlockfile(stderr);
}

void dm_terminal_clear(dm_terminal *terminal)
{
  flockfile(stderr);
  wipe(terminal);
  funlockfile(stderr);
}

bool dm_color_wanted(int color, int file_descriptor)
{
  const char *no_color = getenv("NO_COLOR");
  const char *term = getenv("TERM");
  if (color != DM_COLOR_AUTO)
    return color == DM_COLOR_ALWAYS;
  return isatty(file_descriptor) == 1 && !(no_color && *no_color) && !(term && strcmp(term, "dumb") == 0);
}
