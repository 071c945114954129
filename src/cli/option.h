/* cli/option.h - one table for each command's options: parsing, help, man page and completions are all made from it. */
#ifndef DM_CLI_OPTION_H
#define DM_CLI_OPTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostic.h"
#include "base/status.h"
#include "base/vector.h"

/* What an option leaves in the command's options, at its offset. */
typedef enum {
  DM_OPTION_ON,      /* bool, true; takes no argument */
  DM_OPTION_OFF,     /* bool, false; takes no argument */
  DM_OPTION_TEXT,    /* const char *; the last one counts */
  DM_OPTION_TEXTS,   /* dm_texts; may be given again */
  DM_OPTION_COUNT,   /* size_t, a whole number from 1 */
  DM_OPTION_SIZE,    /* size_t, bytes: 500, 20k, 256MB, 1GiB */
  DM_OPTION_SECONDS, /* double, above 0: 30, 2.5 */
  DM_OPTION_CHOICE   /* int, the value of a choice */
} dm_option_kind;

typedef struct {
  const char *name;
  int         value;
  bool        is_alias; /* taken, but neither told nor completed */
} dm_choice;

typedef DM_VECTOR(const char *) dm_texts; /* borrowed from the command line */

/* A query parameter: an option whose name is not known before the query is read. */
typedef struct {
  const char *name;
  size_t      n_name;
  const char *value;
} dm_parameter;

typedef DM_VECTOR(dm_parameter) dm_parameters;

typedef struct {
  char             short_name; /* 0: none */
  const char      *name;       /* without `--` */
  dm_option_kind   kind;
  size_t           offset;   /* of the field in the command's options */
  const char      *argument; /* its name in help: FILE and PATH are completed as files; NULL: takes none */
  const dm_choice *choices;  /* of DM_OPTION_CHOICE, up to one whose name is NULL */
  const char      *help;
} dm_option;

typedef struct {
  const dm_option *options;
  size_t           n_options;
} dm_option_table;

/* What to parse by. The first table that has a name wins. */
typedef struct {
  const dm_option_table *tables;
  size_t                 n_tables;
  const char            *command;        /* for messages */
  bool                   has_parameters; /* an unknown `--name VALUE` is a query parameter, no mistake */
} dm_option_grammar;

/* Parses `arguments` into `options` (a struct that the offsets fit), `operands` and `parameters`; all texts stay borrowed.
 * Every mistake is reported, a near name suggested. DM_BAD_USAGE after any. `--help` anywhere before `--` sets *wants_help. */
dm_status dm_options_parse(void *options, dm_texts *operands, dm_parameters *parameters, bool *wants_help, const dm_option_grammar *grammar,
                           const char *const *arguments, size_t n_arguments, dm_diagnostics *diagnostics);

/* Frees the lists that DM_OPTION_TEXTS left in `options`. */
void dm_options_clear(void *options, const dm_option_grammar *grammar);

/* Reads a size as of DM_OPTION_SIZE: k M G T count thousands, Ki Mi Gi Ti 1024; a B behind it and a space before it may stand. */
bool dm_size_parse(size_t *n_bytes, const char *text);

/* The nearest of the options' names to a misspelt one, NULL if none is near. */
const char *dm_options_near(const dm_option_grammar *grammar, const char *name, size_t n_name);

/* The nearer of two names to `name`, or NULL: `best` is the nearest so far (NULL: none), `candidate` another one. For suggestions over a list. */
const char *dm_nearer(const char *name, const char *best, const char *candidate);

#endif
