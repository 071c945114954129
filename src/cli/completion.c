/* cli/completion.c - completions for bash and zsh. */
#include "cli/help.h"

#include <string.h>

static bool takes_files(const char *argument)
{
  return strcmp(argument, "FILE") == 0 || strcmp(argument, "PATH") == 0;
}

static void add_bash_choices(dm_buffer *out, const dm_choice *choices)
{
  for (; choices->name; choices++)
    if (!choices->is_alias)
      dm_buffer_print(out, "%s ", choices->name);
}

/* What follows an option that takes an argument: one branch of `case $prev`. */
static void add_bash_arguments(dm_buffer *out, const char *command, const dm_option_table *table)
{
  for (size_t i = 0; i < table->n_options; i++) {
    const dm_option *option = &table->options[i];
    if (!option->argument)
      continue;
    dm_buffer_print(out, "    %s:--%s", command, option->name);
    if (option->short_name)
      dm_buffer_print(out, "|%s:-%c", command, option->short_name);
    dm_buffer_add_string(out, ") ");
    if (option->choices) {
      dm_buffer_add_string(out, "words=\"");
      add_bash_choices(out, option->choices);
      dm_buffer_add_string(out, "\"");
    } else if (takes_files(option->argument)) {
      dm_buffer_add_string(out, "files=yes");
    } else {
      dm_buffer_add_string(out, "return 0");
    }
    dm_buffer_add_string(out, " ;;\n");
  }
}

static void add_bash_names(dm_buffer *out, const dm_option_table *table)
{
  for (size_t i = 0; i < table->n_options; i++) {
    if (table->options[i].short_name)
      dm_buffer_print(out, "-%c ", table->options[i].short_name);
    dm_buffer_print(out, "--%s ", table->options[i].name);
  }
}

void dm_completion_write_bash(dm_buffer *out)
{
  dm_buffer_add_string(out,
                       "# bash completion for demarche; printed by `demarche help --completion bash`\n"
                       "_demarche() {\n"
                       "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} words= files= operands=\n"
                       "  COMPREPLY=()\n"
                       "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                       "    COMPREPLY=($(compgen -W \"");
  for (size_t i = 0; dm_commands[i]; i++)
    dm_buffer_print(out, "%s ", dm_commands[i]->name);
  dm_buffer_add_string(out, "--help --version\" -- \"$cur\"))\n"
                            "    return 0\n"
                            "  fi\n"
                            "  case $command:$prev in\n");
  for (size_t i = 0; dm_commands[i]; i++)
    add_bash_arguments(out, dm_commands[i]->name, &dm_commands[i]->table);
  add_bash_arguments(out, "*", &dm_common_table);
  dm_buffer_add_string(out, "    *)\n"
                            "      case $command in\n");
  for (size_t i = 0; dm_commands[i]; i++) {
    dm_buffer_print(out, "        %s) words=\"", dm_commands[i]->name);
    add_bash_names(out, &dm_commands[i]->table);
    dm_buffer_print(out, "\" files=%s", dm_commands[i]->operands_are_files ? "yes" : "");
    if (dm_commands[i]->operand_command)
      dm_buffer_print(out, " operands=$(%s 2>/dev/null | cut -d ' ' -f 1)", dm_commands[i]->operand_command);
    dm_buffer_add_string(out, " ;;\n");
  }
  dm_buffer_add_string(out, "      esac\n"
                            "      case $cur in\n"
                            "        -*) words=\"$words ");
  add_bash_names(out, &dm_common_table);
  dm_buffer_add_string(out, "--help\" files= ;;\n"
                            "        *) words=$operands ;;\n"
                            "      esac ;;\n"
                            "  esac\n"
                            "  [ -n \"$words\" ] && COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
                            "  [ -n \"$files\" ] && COMPREPLY+=($(compgen -f -- \"$cur\"))\n"
                            "  return 0\n"
                            "}\n"
                            "complete -o filenames -F _demarche demarche\n");
}

/* Inside '...[help]': quotes end the word, brackets and colons end the part. */
static void add_zsh_help(dm_buffer *out, const char *help)
{
  for (; *help; help++)
    if (*help == '\'')
      dm_buffer_add_string(out, "'\\''");
    else {
      if (strchr("[]:\\", *help))
        dm_buffer_add_byte(out, '\\');
      dm_buffer_add_byte(out, *help);
    }
}

static void add_zsh_option(dm_buffer *out, const dm_option *option)
{
  dm_buffer_add_string(out, "        ");
  if (option->kind == DM_OPTION_TEXTS)
    dm_buffer_add_string(out, "'*'");
  if (option->short_name && option->kind == DM_OPTION_TEXTS)
    dm_buffer_print(out, "{-%c,--%s}", option->short_name, option->name);
  else if (option->short_name)
    dm_buffer_print(out, "'(-%c --%s)'{-%c,--%s}", option->short_name, option->name, option->short_name, option->name);
  else
    dm_buffer_print(out, "--%s", option->name);
  dm_buffer_add_string(out, "'[");
  add_zsh_help(out, option->help);
  dm_buffer_add_byte(out, ']');
  if (option->argument)
    dm_buffer_print(out, ":%s:", option->argument);
  if (option->choices) {
    dm_buffer_add_byte(out, '(');
    add_bash_choices(out, option->choices);
    dm_buffer_add_byte(out, ')');
  } else if (option->argument && takes_files(option->argument)) {
    dm_buffer_add_string(out, "_files");
  }
  dm_buffer_add_string(out, "' \\\n");
}

void dm_completion_write_zsh(dm_buffer *out)
{
  dm_buffer_add_string(out, "#compdef demarche\n"
                            "# zsh completion for demarche; printed by `demarche help --completion zsh`\n"
                            "_demarche() {\n"
                            "  local -a commands\n"
                            "  commands=(\n");
  for (size_t i = 0; dm_commands[i]; i++) {
    dm_buffer_print(out, "    '%s:", dm_commands[i]->name);
    add_zsh_help(out, dm_commands[i]->summary);
    dm_buffer_add_string(out, "'\n");
  }
  dm_buffer_add_string(out, "  )\n"
                            "  if (( CURRENT == 2 )); then\n"
                            "    _describe command commands\n"
                            "    return\n"
                            "  fi\n"
                            "  local command=$words[2]\n"
                            "  shift words\n"
                            "  (( CURRENT-- ))\n"
                            "  case $command in\n");
  for (size_t i = 0; dm_commands[i]; i++) {
    dm_buffer_print(out, "    %s)\n      _arguments -s \\\n", dm_commands[i]->name);
    for (size_t j = 0; j < dm_commands[i]->table.n_options; j++)
      add_zsh_option(out, &dm_commands[i]->table.options[j]);
    for (size_t j = 0; j < dm_common_table.n_options; j++)
      add_zsh_option(out, &dm_common_table.options[j]);
    dm_buffer_add_string(out, "        --help'[Help]' \\\n        '*:input:");
    if (dm_commands[i]->operand_command)
      dm_buffer_print(out, "{ compadd -- ${(f)\"$(%s 2>/dev/null | cut -d \" \" -f 1)\"}; _files }", dm_commands[i]->operand_command);
    else
      dm_buffer_add_string(out, dm_commands[i]->operands_are_files ? "_files" : "");
    dm_buffer_add_string(out, "' ;;\n");
  }
  dm_buffer_add_string(out, "  esac\n"
                            "}\n"
                            "_demarche \"$@\"\n");
}
