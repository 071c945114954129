/* cli/cmd_help.c - help, the man page, completions. */
#include "cli/command.h"

#include "cli/help.h"

#include <string.h>

enum { SHELL_NONE = 0, SHELL_BASH, SHELL_ZSH };

typedef struct {
  dm_common common;
  bool      manual;
  int       shell;
} help_options;

static const dm_choice shells[] = {{"bash", SHELL_BASH, false}, {"zsh", SHELL_ZSH, false}, {NULL, 0, false}};

static const dm_option options[] = {
    {0, "man", DM_OPTION_ON, offsetof(help_options, manual), NULL, NULL, "Print the man page."},
    {0, "completion", DM_OPTION_CHOICE, offsetof(help_options, shell), "SHELL", shells, "Print the completions for bash or zsh."},
};

static const char *const paragraphs[] = {
    "Tells what the program does, or what one of its commands does.",
    NULL,
};

static const dm_example examples[] = {
    {"help --man > demarche.1", "Makes the man page."},
    {"help --completion bash > demarche", "Makes the completions for bash."},
    {NULL, NULL},
};

static dm_status help_on(const dm_call *call, const char *name)
{
  const dm_command *command = dm_command_find(name);
  return command ? dm_help_print_command(command, call->diagnostics) : dm_command_refuse(name, call->diagnostics);
}

static dm_status run(const dm_call *call)
{
  const help_options *o = call->options;
  const dm_texts     *operands = call->operands;
  dm_buffer           out = {0};
  if (operands->n > 1 || (operands->n && (o->manual || o->shell))) {
    dm_report(call->diagnostics, DM_ERROR, NULL, "help takes the name of one command at most");
    return DM_BAD_USAGE;
  }
  if (operands->n)
    return help_on(call, operands->items[0]);
  if (!o->manual && !o->shell)
    return dm_help_print(call->diagnostics);
  if (o->manual)
    dm_manual_write(&out);
  if (o->shell == SHELL_BASH)
    dm_completion_write_bash(&out);
  if (o->shell == SHELL_ZSH)
    dm_completion_write_zsh(&out);
  const dm_status status = dm_help_emit(&out, call->diagnostics);
  dm_buffer_free(&out);
  return status;
}

const dm_command dm_command_help = {
    .name = "help",
    .summary = "tell how the program or a command is used; print man page and completions",
    .synopsis = "[COMMAND]\n--man\n--completion bash|zsh",
    .paragraphs = paragraphs,
    .table = {options, sizeof options / sizeof options[0]},
    .examples = examples,
    .n_options_bytes = sizeof(help_options),
    .run = run,
};
