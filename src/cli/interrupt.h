/* cli/interrupt.h - stopping when the user asks for it. */
#ifndef DM_CLI_INTERRUPT_H
#define DM_CLI_INTERRUPT_H

/* Ignores SIGPIPE (writes fail with EPIPE instead). SIGINT, SIGTERM and SIGHUP end the program at once, whatever it waits for, with 128 and the signal's number. */
void dm_interrupt_install(void);

/* The file that a signal must not leave behind; NULL: none. The name is copied. */
void dm_interrupt_remove(const char *path);

#endif
