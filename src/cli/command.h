/* cli/command.h - a command: its name, its options, its words for help, and what it does. */
#ifndef DM_CLI_COMMAND_H
#define DM_CLI_COMMAND_H

#include "cli/option.h"

enum { DM_COLOR_AUTO, DM_COLOR_ALWAYS, DM_COLOR_NEVER };

/* What every command takes; the first member of each command's options. */
typedef struct {
  bool        quiet;
  bool        verbose;
  int         color; /* DM_COLOR_ */
  bool        fail_fast;
  dm_texts    lexicon;
  dm_texts    rules;
  const char *mapping;
  const char *base;
  size_t      n_threads;
  size_t      max_document_bytes;
} dm_common;

typedef struct dm_terminal dm_terminal;
typedef struct dm_command  dm_command;

/* One call of a command. All borrowed for the call. */
typedef struct {
  const dm_command    *command;
  const void          *options; /* the command's own struct */
  const dm_common     *common;
  const dm_texts      *operands;
  const dm_parameters *parameters;
  dm_terminal         *terminal;
  dm_diagnostics      *diagnostics;
} dm_call;

typedef struct {
  const char *command; /* without `demarche ` */
  const char *text;    /* what it does */
} dm_example;

struct dm_command {
  const char        *name;
  const char        *summary;    /* begins small, no full stop */
  const char        *synopsis;   /* one use a line, behind `demarche NAME` */
  const char *const *paragraphs; /* up to NULL */
  dm_option_table    table;
  const dm_example  *examples; /* up to one whose command is NULL; may be NULL */
  size_t             n_options_bytes;
  bool               has_parameters;
  bool               operands_are_files; /* for completion */
  const char        *operand_command;    /* for completion: the first words of what this shell command prints; may be NULL */
  dm_status (*run)(const dm_call *call);
};

/* Every command, in the order of help, up to NULL. */
extern const dm_command *const dm_commands[];

/* The options of every command. */
extern const dm_option_table dm_common_table;

/* The command of that name, or NULL. */
const dm_command *dm_command_find(const char *name);

/* Reports that there is no command of that name, and the nearest; returns DM_BAD_USAGE. */
dm_status dm_command_refuse(const char *name, dm_diagnostics *diagnostics);

/* Parses and runs `arguments` (behind the program's name); returns the exit code. */
int dm_cli_run(const char *const *arguments, size_t n_arguments);

#endif
