/* cli/help.c - `--help` and `--version`. */
#include "cli/help.h"

#include "base/output.h"
#include "cli/session.h"

#include <string.h>

enum { WIDTH = 80, OPTION_COLUMN = 28, COMMAND_COLUMN = 12, CODE_COLUMN = 7 };

const dm_help_entry dm_exit_codes[] = {
    {"0", "done"},
    {"1", "done, but some inputs were refused (the good ones are written), or the answer is no"},
    {"2", "usage"},
    {"3", "a lexicon, rule, mapping or query does not compile"},
    {"4", "every input was refused or unreadable"},
    {"5", "output or network failed"},
    {"6", "a limit: memory, time, size"},
    {"130", "interrupted"},
    {NULL, NULL},
};

const dm_help_entry dm_environment[] = {
    {"DEMARCHE_DATA", "the folder that holds data, ontology and queries, in place of the one that the program was installed with"},
    {"NO_COLOR", "if set and not empty: no colours, unless --color always is given"},
    {NULL, NULL},
};

/* Appends `text` with lines broken at spaces before WIDTH; the first goes on at `column`, the others begin at `indent`. */
static void add_wrapped(dm_buffer *out, const char *text, size_t column, size_t indent)
{
  while (*text) {
    const size_t n_word = strcspn(text, " ");
    if (column > indent && column + n_word > WIDTH) {
      dm_buffer_print(out, "\n%*s", (int)indent, "");
      column = indent;
    }
    dm_buffer_add(out, text, n_word);
    column += n_word + 1;
    text += n_word;
    if (*text == ' ') {
      text++;
      if (*text && column + strcspn(text, " ") <= WIDTH)
        dm_buffer_add_byte(out, ' ');
    }
  }
  dm_buffer_add_byte(out, '\n');
}

/* Appends `name` at two spaces and `help` at `indent`, on a line of its own where the name is too long. */
static void add_entry(dm_buffer *out, const char *name, const char *help, size_t indent)
{
  const size_t n_name = strlen(name);
  dm_buffer_print(out, "  %s", name);
  if (n_name + 4 > indent)
    dm_buffer_print(out, "\n%*s", (int)indent, "");
  else
    dm_buffer_print(out, "%*s", (int)(indent - n_name - 2), "");
  add_wrapped(out, help, indent, indent);
}

static void add_entries(dm_buffer *out, const char *title, const dm_help_entry *entries, size_t indent)
{
  dm_buffer_print(out, "\n%s\n", title);
  for (; entries->name; entries++)
    add_entry(out, entries->name, entries->help, indent);
}

void dm_option_spell(dm_buffer *out, const dm_option *option)
{
  if (option->short_name)
    dm_buffer_print(out, "-%c, ", option->short_name);
  dm_buffer_print(out, "--%s", option->name);
  if (option->argument)
    dm_buffer_print(out, " %s", option->argument);
}

static void add_options(dm_buffer *out, const char *title, const dm_option_table *table)
{
  dm_buffer spelling = {0};
  if (table->n_options)
    dm_buffer_print(out, "\n%s\n", title);
  for (size_t i = 0; i < table->n_options; i++) {
    dm_buffer_clear(&spelling);
    /* long names stand below each other, with or without a short one */
    dm_buffer_add_string(&spelling, table->options[i].short_name ? "" : "    ");
    dm_option_spell(&spelling, &table->options[i]);
    add_entry(out, dm_buffer_string(&spelling), table->options[i].help, OPTION_COLUMN);
  }
  dm_buffer_free(&spelling);
}

static void add_synopsis(dm_buffer *out, const dm_command *command)
{
  const char *synopsis = command->synopsis;
  for (const char *lead = "Usage:"; *synopsis; lead = "      ") {
    const size_t n_line = strcspn(synopsis, "\n");
    dm_buffer_print(out, "%s demarche %s %.*s\n", lead, command->name, (int)n_line, synopsis);
    synopsis += n_line + (synopsis[n_line] == '\n');
  }
}

static void add_examples(dm_buffer *out, const dm_example *examples)
{
  if (!examples)
    return;
  dm_buffer_add_string(out, "\nExamples\n");
  for (; examples->command; examples++)
    dm_buffer_print(out, "  demarche %s\n      %s\n", examples->command, examples->text);
}

dm_status dm_help_emit(const dm_buffer *text, dm_diagnostics *diagnostics)
{
  dm_output *output = NULL;
  dm_status  status = dm_output_open(&output, "-", diagnostics);
  if (status == DM_OK) {
    dm_output_write(output, dm_buffer_string(text), text->n_bytes);
    status = dm_output_commit(output);
  }
  dm_output_free(output);
  return status;
}

dm_status dm_help_print_command(const dm_command *command, dm_diagnostics *diagnostics)
{
  dm_buffer out = {0};
  dm_buffer_print(&out, "demarche %s: ", command->name);
  add_wrapped(&out, command->summary, strlen("demarche : ") + strlen(command->name), 0);
  dm_buffer_add_byte(&out, '\n');
  add_synopsis(&out, command);
  for (const char *const *paragraph = command->paragraphs; *paragraph; paragraph++) {
    dm_buffer_add_byte(&out, '\n');
    add_wrapped(&out, *paragraph, 0, 0);
  }
  add_options(&out, "Options", &command->table);
  add_options(&out, "Options of every command", &dm_common_table);
  add_examples(&out, command->examples);
  const dm_status status = dm_help_emit(&out, diagnostics);
  dm_buffer_free(&out);
  return status;
}

dm_status dm_help_print(dm_diagnostics *diagnostics)
{
  dm_buffer out = {0};
  dm_buffer_add_string(&out, "demarche: states what documents of cyber diplomacy say, as RDF with evidence\n\n"
                             "Usage: demarche COMMAND [options] [INPUT...]\n"
                             "       demarche COMMAND --help\n"
                             "       demarche --version\n\nCommands\n");
  for (size_t i = 0; dm_commands[i]; i++)
    add_entry(&out, dm_commands[i]->name, dm_commands[i]->summary, COMMAND_COLUMN);
  add_options(&out, "Options of every command", &dm_common_table);
  add_entries(&out, "Exit codes", dm_exit_codes, CODE_COLUMN);
  add_entries(&out, "Environment", dm_environment, OPTION_COLUMN);
  const dm_status status = dm_help_emit(&out, diagnostics);
  dm_buffer_free(&out);
  return status;
}

dm_status dm_help_print_version(dm_diagnostics *diagnostics)
{
  dm_buffer out = {0};
  dm_session_describe(&out);
  const dm_status status = dm_help_emit(&out, diagnostics);
  dm_buffer_free(&out);
  return status;
}
