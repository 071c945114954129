/* cli/manual.c - the man page, with the macros of man(7). */
#include "cli/help.h"

#include <string.h>

/* Text at the begin of a line: a hyphen is a minus, so that options can be copied; a point or quote there would be a macro. */
static void add_text(dm_buffer *out, const char *text, size_t n_bytes)
{
  if (n_bytes && (text[0] == '.' || text[0] == '\''))
    dm_buffer_add_string(out, "\\&");
  for (size_t i = 0; i < n_bytes; i++)
    if (text[i] == '-')
      dm_buffer_add_string(out, "\\-");
    else if (text[i] == '\\')
      dm_buffer_add_string(out, "\\e");
    else
      dm_buffer_add_byte(out, text[i]);
}

static void add_string(dm_buffer *out, const char *text)
{
  add_text(out, text, strlen(text));
}

static void add_section(dm_buffer *out, const char *title)
{
  dm_buffer_print(out, ".SH %s\n", title);
}

static void add_item(dm_buffer *out, const char *name, const char *help)
{
  dm_buffer_add_string(out, ".TP\n.B ");
  add_string(out, name);
  dm_buffer_add_byte(out, '\n');
  add_string(out, help);
  dm_buffer_add_byte(out, '\n');
}

static void add_options(dm_buffer *out, const dm_option_table *table)
{
  dm_buffer spelling = {0};
  for (size_t i = 0; i < table->n_options; i++) {
    dm_buffer_clear(&spelling);
    dm_option_spell(&spelling, &table->options[i]);
    add_item(out, dm_buffer_string(&spelling), table->options[i].help);
  }
  dm_buffer_free(&spelling);
}

static void add_synopsis(dm_buffer *out, const dm_command *command)
{
  for (const char *line = command->synopsis; *line;) {
    const size_t n_line = strcspn(line, "\n");
    dm_buffer_add_string(out, ".br\n.B demarche ");
    add_string(out, command->name);
    dm_buffer_add_byte(out, '\n');
    add_text(out, line, n_line);
    dm_buffer_add_byte(out, '\n');
    line += n_line + (line[n_line] == '\n');
  }
}

static void add_command(dm_buffer *out, const dm_command *command)
{
  dm_buffer_add_string(out, ".SS demarche ");
  add_string(out, command->name);
  dm_buffer_add_byte(out, '\n');
  for (const char *const *paragraph = command->paragraphs; *paragraph; paragraph++) {
    dm_buffer_add_string(out, ".PP\n");
    add_string(out, *paragraph);
    dm_buffer_add_byte(out, '\n');
  }
  add_options(out, &command->table);
}

static void add_examples(dm_buffer *out, const dm_command *command)
{
  for (const dm_example *example = command->examples; example && example->command; example++) {
    dm_buffer_add_string(out, ".TP\n.B demarche ");
    add_string(out, example->command);
    dm_buffer_add_byte(out, '\n');
    add_string(out, example->text);
    dm_buffer_add_byte(out, '\n');
  }
}

static void add_entries(dm_buffer *out, const char *title, const dm_help_entry *entries)
{
  add_section(out, title);
  for (; entries->name; entries++)
    add_item(out, entries->name, entries->help);
}

void dm_manual_write(dm_buffer *out)
{
  dm_buffer_print(out, ".TH DEMARCHE 1 \"\" \"demarche %s\" \"User Commands\"\n", DM_VERSION);
  add_section(out, "NAME");
  add_string(out, "demarche - states what documents of cyber diplomacy say, as RDF with evidence\n");
  add_section(out, "SYNOPSIS");
  for (size_t i = 0; dm_commands[i]; i++)
    add_synopsis(out, dm_commands[i]);
  dm_buffer_add_string(out, ".br\n.B demarche \\-\\-version\n");
  add_section(out, "DESCRIPTION");
  add_string(out, "Data goes to standard output, words go to standard error. `-` is standard input, `--` ends the options.\n");
  dm_buffer_add_string(out, ".PP\n");
  add_string(
      out, "Inputs are files and folders. A folder is read recursively: files that end with .txt or .md are documents; names that begin with a point"
           " and README files are passed over. Documents are UTF-8 and may begin with a YAML front matter.\n");
  add_section(out, "COMMANDS");
  for (size_t i = 0; dm_commands[i]; i++)
    add_command(out, dm_commands[i]);
  add_section(out, "OPTIONS OF EVERY COMMAND");
  add_options(out, &dm_common_table);
  add_entries(out, "EXIT STATUS", dm_exit_codes);
  add_entries(out, "ENVIRONMENT", dm_environment);
  add_section(out, "EXAMPLES");
  for (size_t i = 0; dm_commands[i]; i++)
    add_examples(out, dm_commands[i]);
}
