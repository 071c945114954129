/* base/status.h - the one enumeration of outcomes.
 *
 * Running out of memory is none of them: base/memory.h ends the program. */
#ifndef DM_BASE_STATUS_H
#define DM_BASE_STATUS_H

typedef enum {
  DM_OK = 0,
  DM_NOTHING,     /* nothing there: the end of a list, no such key; not a fault */
  DM_REFUSED,     /* done, but some inputs were refused, or the answer is no */
  DM_BAD_USAGE,   /* the command line asks for what cannot be */
  DM_BAD_RULES,   /* lexicon, rule, mapping or query does not compile */
  DM_BAD_INPUT,   /* an input is unreadable or not what it claims to be */
  DM_BAD_OUTPUT,  /* output or network failed */
  DM_BROKEN_PIPE, /* whoever read the output went away: end silently */
  DM_OVER_LIMIT,  /* a limit of memory, time or size */
  DM_INTERRUPTED  /* the user asked to stop */
} dm_status;

/* The exit code of the command line for `status` (cli.md): 0, 0, 1, 2, 3, 4, 5, 5, 6, 130. */
int dm_status_exit_code(dm_status status);

#endif
