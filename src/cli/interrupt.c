/* cli/interrupt.c - stopping when the user asks for it. */
#include "cli/interrupt.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

enum { MAX_PATH_BYTES = 4096 };

/* The only variables of the program that are global: a signal handler can reach no others. */
static char                  unfinished[MAX_PATH_BYTES];
static volatile sig_atomic_t has_unfinished;

/* Nothing else needs cleaning up, so no thread has to notice: not even one that waits for standard input. */
static void on_signal(int signal_number)
{
  if (has_unfinished)
    unlink(unfinished);
  _exit(128 + signal_number);
}

void dm_interrupt_install(void)
{
  static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
  struct sigaction action = {.sa_handler = on_signal};
  struct sigaction ignore = {.sa_handler = SIG_IGN};
  struct sigaction before = {0};
  sigemptyset(&action.sa_mask);
  sigemptyset(&ignore.sa_mask);
  sigaction(SIGPIPE, &ignore, NULL);
  for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
    /* what the parent ignores stays ignored: nohup, jobs in the background of a shell */
    if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
      sigaction(signals[i], &action, NULL);
  }
}

void dm_interrupt_remove(const char *path)
{
  const size_t n_bytes = path ? strlen(path) + 1 : 0;
  has_unfinished = 0;
  if (!n_bytes || n_bytes > sizeof unfinished)
    return;
  memcpy(unfinished, path, n_bytes);
  has_unfinished = 1;
}
