/* cli/help.h - everything that is printed from the option tables. */
#ifndef DM_CLI_HELP_H
#define DM_CLI_HELP_H

#include "base/buffer.h"
#include "cli/command.h"

/* Print to standard output: all commands; one command; the program, its data and its libraries. */
dm_status dm_help_print(dm_diagnostics *diagnostics);
dm_status dm_help_print_command(const dm_command *command, dm_diagnostics *diagnostics);
dm_status dm_help_print_version(dm_diagnostics *diagnostics);

/* Writes `text` to standard output, whole or with an error. */
dm_status dm_help_emit(const dm_buffer *text, dm_diagnostics *diagnostics);

/* The man page (troff with man macros), and completions for bash and zsh. */
void dm_manual_write(dm_buffer *out);
void dm_completion_write_bash(dm_buffer *out);
void dm_completion_write_zsh(dm_buffer *out);

/* Exit codes and environment variables, up to one whose name is NULL. */
typedef struct {
  const char *name;
  const char *help;
} dm_help_entry;

extern const dm_help_entry dm_exit_codes[];
extern const dm_help_entry dm_environment[];

/* How an option is written: `-o, --output FILE`. */
void dm_option_spell(dm_buffer *out, const dm_option *option);

#endif
