/* cli/interrupt.c - stopping when the user asks for it. */
#include "cli/interrupt.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

/* The only variables of the program that are global: a signal handler can reach no others. */
static volatile sig_atomic_t caught;
static volatile sig_atomic_t holds;

static void on_signal(int signal_number)
{
  if (!holds)
    _exit(128 + signal_number);
  caught = signal_number;
}

void dm_interrupt_install(void)
{
  static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
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

void dm_interrupt_hold(void)
{
  holds = 1;
}

int dm_interrupt_signal(void)
{
  return caught;
}

bool dm_interrupt_is_set(void *ctx)
{
  (void)ctx;
  return caught != 0;
}
