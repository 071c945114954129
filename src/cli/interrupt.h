/* cli/interrupt.h - stopping when the user asks for it. */
#ifndef DM_CLI_INTERRUPT_H
#define DM_CLI_INTERRUPT_H

#include <stdbool.h>

/* Ignores SIGPIPE (writes fail with EPIPE instead) and catches SIGINT, SIGTERM and SIGHUP: until dm_interrupt_hold() they end the program at once, with 128
 * and the signal's number. */
void dm_interrupt_install(void);

/* From now on a signal is only noted, since there is something to clean up; a second one kills. */
void dm_interrupt_hold(void);

/* The signal that was caught, 0 if none. */
int dm_interrupt_signal(void);

/* Whether one was caught; ctx is not used. */
bool dm_interrupt_is_set(void *ctx);

#endif
