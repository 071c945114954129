/* cli/commands.c - the commands there are, what all of them take, and the way from arguments to one of them. */
#include "cli/command.h"

#include "base/memory.h"
#include "base/unicode.h"
#include "cli/help.h"
#include "cli/terminal.h"
#include "rdf/term.h"

#include <stdlib.h>
#include <string.h>

enum { DEFAULT_MAX_DOCUMENT_BYTES = 256 * 1000 * 1000 };

extern const dm_command dm_command_export;
extern const dm_command dm_command_index;
extern const dm_command dm_command_query;
extern const dm_command dm_command_serve;
extern const dm_command dm_command_explain;
extern const dm_command dm_command_harvest;
extern const dm_command dm_command_selftest;
extern const dm_command dm_command_lint;
extern const dm_command dm_command_help;

const dm_command *const dm_commands[] = {&dm_command_export,  &dm_command_index,    &dm_command_query, &dm_command_serve, &dm_command_explain,
                                         &dm_command_harvest, &dm_command_selftest, &dm_command_lint,  &dm_command_help,  NULL};

static const dm_choice colors[] = {
    {"auto", DM_COLOR_AUTO, false}, {"always", DM_COLOR_ALWAYS, false}, {"never", DM_COLOR_NEVER, false}, {NULL, 0, false}};

static const dm_option common_options[] = {
    {'q', "quiet", DM_OPTION_ON, offsetof(dm_common, quiet), NULL, NULL, "Say nothing but errors."},
    {'v', "verbose", DM_OPTION_ON, offsetof(dm_common, verbose), NULL, NULL, "Say more: what was read, found and written."},
    {0, "color", DM_OPTION_CHOICE, offsetof(dm_common, color), "WHEN", colors,
     "Colour messages: auto (on a terminal, unless NO_COLOR is set), always or never."},
    {0, "keep-going", DM_OPTION_OFF, offsetof(dm_common, fail_fast), NULL, NULL, "Go on with the other inputs when one is refused (the default)."},
    {0, "fail-fast", DM_OPTION_ON, offsetof(dm_common, fail_fast), NULL, NULL, "Stop at the first input that is refused."},
    {0, "lexicon", DM_OPTION_TEXTS, offsetof(dm_common, lexicon), "PATH", NULL, "Add a lexicon file or folder; later ones overlay earlier ones."},
    {0, "rules", DM_OPTION_TEXTS, offsetof(dm_common, rules), "PATH", NULL, "Add a file or folder of rules; later ones overlay earlier ones."},
    {0, "mapping", DM_OPTION_TEXT, offsetof(dm_common, mapping), "FILE", NULL, "Map facts to RDF by this file."},
    {0, "base", DM_OPTION_TEXT, offsetof(dm_common, base), "IRI", NULL, "Name what documents bring under this IRI; it should end with a slash."},
    {0, "threads", DM_OPTION_COUNT, offsetof(dm_common, n_threads), "N", NULL, "Work on N threads; as many as there are cores if not given."},
    {0, "max-document", DM_OPTION_SIZE, offsetof(dm_common, max_document_bytes), "SIZE", NULL,
     "Refuse documents over SIZE bytes; k, M, G count thousands, Ki, Mi, Gi 1024; 256MB if not given."},
};

const dm_option_table dm_common_table = {common_options, sizeof common_options / sizeof common_options[0]};

const dm_command *dm_command_find(const char *name)
{
  for (size_t i = 0; dm_commands[i]; i++)
    if (strcmp(dm_commands[i]->name, name) == 0)
      return dm_commands[i];
  return NULL;
}

dm_status dm_command_refuse(const char *name, dm_diagnostics *diagnostics)
{
  const char *near = NULL;
  for (size_t i = 0; dm_commands[i]; i++)
    near = dm_nearer(name, near, dm_commands[i]->name);
  if (near)
    dm_report(diagnostics, DM_ERROR, NULL, "there is no command `%s`; did you mean `%s`?", name, near);
  else
    dm_report(diagnostics, DM_ERROR, NULL, "there is no command `%s`; `demarche --help` names them", name);
  return DM_BAD_USAGE;
}

/* A base that no IRI can grow from would break every name of the output, so it is a mistake in the call. */
static dm_status check_common(const dm_common *common, dm_diagnostics *diagnostics)
{
  const char *base = common->base;
  if (!base)
    return DM_OK;
  const size_t n_base = strlen(base);
  if (dm_utf8_check(base, n_base) < n_base || !dm_iri_is_valid(base)) {
    dm_report(diagnostics, DM_ERROR, NULL, "`--base` takes an absolute IRI, such as https://example.org/id/, not `%s`", base);
    return DM_BAD_USAGE;
  }
  if (strchr(base, '#')) {
    dm_report(diagnostics, DM_ERROR, NULL, "`--base` takes an IRI without `#`, since passages are named by what stands behind it: `%s`", base);
    return DM_BAD_USAGE;
  }
  if (!strchr("/:", base[n_base - 1]))
    dm_report(diagnostics, DM_WARNING, NULL, "the base `%s` ends without a slash: names are joined to it as it is", base);
  return DM_OK;
}

static dm_status run_command(const dm_command *command, const char *const *arguments, size_t n_arguments, dm_terminal *terminal,
                             dm_diagnostics *diagnostics)
{
  const dm_option_table   tables[] = {command->table, dm_common_table};
  const dm_option_grammar grammar = {tables, 2, command->name, command->has_parameters};
  dm_common              *common = dm_allocate(command->n_options_bytes);
  dm_texts                operands = {0};
  dm_parameters           parameters = {0};
  bool                    wants_help = false;

  common->max_document_bytes = DEFAULT_MAX_DOCUMENT_BYTES;
  dm_status status = dm_options_parse(common, &operands, &parameters, &wants_help, &grammar, arguments, n_arguments, diagnostics);
  dm_terminal_configure(terminal, common, diagnostics);
  if (wants_help) {
    status = dm_help_print_command(command, diagnostics);
  } else {
    if (status == DM_OK)
      status = check_common(common, diagnostics);
    if (status == DM_OK) {
      const dm_call call = {command, common, common, &operands, &parameters, terminal, diagnostics};
      status = command->run(&call);
    }
    if (status == DM_BAD_USAGE)
      dm_report(diagnostics, DM_NOTE, NULL, "`demarche %s --help` tells how it is used", command->name);
  }
  dm_options_clear(common, &grammar);
  dm_vector_free(&parameters);
  dm_vector_free(&operands);
  free(common);
  return status;
}

static dm_status dispatch(const char *const *arguments, size_t n_arguments, dm_terminal *terminal, dm_diagnostics *diagnostics)
{
  if (!n_arguments) {
    dm_report(diagnostics, DM_ERROR, NULL, "no command; `demarche --help` names them");
    return DM_BAD_USAGE;
  }
  const char *name = arguments[0];
  if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
    return dm_help_print(diagnostics);
  if (strcmp(name, "--version") == 0)
    return dm_help_print_version(diagnostics);
  if (name[0] == '-') {
    dm_report(diagnostics, DM_ERROR, NULL, "the command comes first, then its options: demarche COMMAND [options] [INPUT...]");
    return DM_BAD_USAGE;
  }
  const dm_command *command = dm_command_find(name);
  if (!command)
    return dm_command_refuse(name, diagnostics);
  return run_command(command, arguments + 1, n_arguments - 1, terminal, diagnostics);
}

int dm_cli_run(const char *const *arguments, size_t n_arguments)
{
  dm_terminal     terminal = {0};
  dm_diagnostics *diagnostics = dm_terminal_open(&terminal);
  const dm_status status = dispatch(arguments, n_arguments, &terminal, diagnostics);
  dm_terminal_clear(&terminal);
  dm_diagnostics_free(diagnostics);
  return dm_status_exit_code(status);
}
