/* cli/option.c - from arguments to a command's options. */
#include "cli/option.h"

#include "base/memory.h"
#include "base/unicode.h"

#include <assert.h>
#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { NEAR = 2 }; /* edits between a name and its suggestion */
enum { MOST_SECONDS = 1000000000 };

typedef struct {
  void                    *options;
  dm_texts                *operands;
  dm_parameters           *parameters;
  const dm_option_grammar *grammar;
  const char *const       *arguments;
  size_t                   n_arguments;
  size_t                   next;
  bool                     wants_help;
  dm_diagnostics          *diagnostics;
  dm_status                status;
} parser;

static const struct {
  const char *suffix;
  size_t      factor;
} size_units[] = {
    {"", 1},
    {"k", 1000},
    {"m", (size_t)1000 * 1000},
    {"g", (size_t)1000 * 1000 * 1000},
    {"t", (size_t)1000 * 1000 * 1000 * 1000},
    {"ki", (size_t)1 << 10},
    {"mi", (size_t)1 << 20},
    {"gi", (size_t)1 << 30},
    {"ti", (size_t)1 << 40},
};

#define MISTAKE(p, ...) (dm_report((p)->diagnostics, DM_ERROR, NULL, __VA_ARGS__), (p)->status = DM_BAD_USAGE)

static bool is_named(const dm_option *option, const char *name, size_t n_name)
{
  return strlen(option->name) == n_name && memcmp(option->name, name, n_name) == 0;
}

static const dm_option *find_long(const dm_option_grammar *grammar, const char *name, size_t n_name)
{
  for (size_t t = 0; t < grammar->n_tables; t++)
    for (size_t i = 0; i < grammar->tables[t].n_options; i++)
      if (is_named(&grammar->tables[t].options[i], name, n_name))
        return &grammar->tables[t].options[i];
  return NULL;
}

static const dm_option *find_short(const dm_option_grammar *grammar, char name)
{
  for (size_t t = 0; t < grammar->n_tables; t++)
    for (size_t i = 0; i < grammar->tables[t].n_options; i++)
      if (grammar->tables[t].options[i].short_name == name)
        return &grammar->tables[t].options[i];
  return NULL;
}

static bool parse_number(size_t *number, const char *text, const char **end)
{
  size_t value = 0;
  if (!isdigit((unsigned char)*text))
    return false;
  for (; isdigit((unsigned char)*text); text++) {
    const size_t digit = (size_t)(*text - '0');
    if (value > (SIZE_MAX - digit) / 10)
      return false;
    value = value * 10 + digit;
  }
  *number = value;
  *end = text;
  return true;
}

static void take_choice(parser *p, const dm_option *option, const char *argument)
{
  const char *near = NULL;
  dm_buffer   names = {0};
  for (const dm_choice *choice = option->choices; choice->name; choice++) {
    if (strcmp(choice->name, argument) == 0) {
      *(int *)((char *)p->options + option->offset) = choice->value;
      dm_buffer_free(&names);
      return;
    }
    near = dm_nearer(argument, near, choice->name);
    if (!choice->is_alias)
      dm_buffer_print(&names, "%s%s", names.n_bytes ? ", " : "", choice->name);
  }
  if (near)
    MISTAKE(p, "`--%s` knows no `%s`; did you mean `%s`?", option->name, argument, near);
  else
    MISTAKE(p, "`--%s` knows no `%s`; it takes one of %s", option->name, argument, dm_buffer_string(&names));
  dm_buffer_free(&names);
}

static void take_count(parser *p, const dm_option *option, const char *argument)
{
  const char *end = argument;
  size_t      value = 0;
  if (!parse_number(&value, argument, &end) || *end || !value)
    MISTAKE(p, "`--%s` takes a whole number from 1, not `%s`", option->name, argument);
  else
    *(size_t *)((char *)p->options + option->offset) = value;
}

static void take_size(parser *p, const dm_option *option, const char *argument)
{
  if (!dm_size_parse((size_t *)((char *)p->options + option->offset), argument))
    MISTAKE(p, "`--%s` takes a size such as 500, 20k, 256MB or 1GiB, not `%s`", option->name, argument);
}

/* Not strtod(), which knows hexadecimal, infinity and the locale's comma. */
static void take_seconds(parser *p, const dm_option *option, const char *argument)
{
  const char *end = argument;
  size_t      whole = 0;
  double      seconds = 0;
  bool        is_good = parse_number(&whole, argument, &end) && whole <= MOST_SECONDS;
  if (is_good && *end == '.')
    for (double unit = 0.1; isdigit((unsigned char)*++end); unit /= 10)
      seconds += unit * (*end - '0');
  seconds += (double)whole;
  if (!is_good || *end || seconds <= 0)
    MISTAKE(p, "`--%s` takes seconds such as 30 or 2.5, not `%s`", option->name, argument);
  else
    *(double *)((char *)p->options + option->offset) = seconds;
}

/* `argument` is NULL for options that take none. */
static void take_option(parser *p, const dm_option *option, const char *argument)
{
  assert(argument || !option->argument);
  void *field = (char *)p->options + option->offset;
  switch (option->kind) {
  case DM_OPTION_ON: *(bool *)field = true; break;
  case DM_OPTION_OFF: *(bool *)field = false; break;
  case DM_OPTION_TEXT: *(const char **)field = argument; break;
  case DM_OPTION_TEXTS: *dm_vector_add((dm_texts *)field) = argument; break;
  case DM_OPTION_COUNT: take_count(p, option, argument); break;
  case DM_OPTION_SIZE: take_size(p, option, argument); break;
  case DM_OPTION_SECONDS: take_seconds(p, option, argument); break;
  case DM_OPTION_CHOICE: take_choice(p, option, argument); break;
  }
}

/* The argument behind an option, or NULL after saying that there is none. */
static const char *next_argument(parser *p, const char *name, int n_name, const char *wanted)
{
  if (p->next < p->n_arguments)
    return p->arguments[p->next++];
  MISTAKE(p, "`%.*s` takes an argument: %s", n_name, name, wanted);
  return NULL;
}

static void parse_unknown_long(parser *p, const char *text, size_t n_name, const char *value)
{
  const char *name = text + 2;
  if (p->grammar->has_parameters && n_name) {
    if (!value)
      value = next_argument(p, text, (int)n_name + 2, "VALUE");
    if (value) {
      const dm_parameter parameter = {name, n_name, value};
      *dm_vector_add(p->parameters) = parameter;
    }
    return;
  }
  const char *near = dm_options_near(p->grammar, name, n_name);
  if (near)
    MISTAKE(p, "%s has no option `--%.*s`; did you mean `--%s`?", p->grammar->command, (int)n_name, name, near);
  else
    MISTAKE(p, "%s has no option `--%.*s`", p->grammar->command, (int)n_name, name);
}

static void parse_long(parser *p, const char *text)
{
  const char  *name = text + 2;
  const size_t n_name = strcspn(name, "=");
  const char  *value = name[n_name] ? name + n_name + 1 : NULL;
  if (n_name == strlen("help") && memcmp(name, "help", n_name) == 0) {
    p->wants_help = true;
    return;
  }
  const dm_option *option = find_long(p->grammar, name, n_name);
  if (!option) {
    parse_unknown_long(p, text, n_name, value);
  } else if (!option->argument) {
    if (value)
      MISTAKE(p, "`--%s` takes no argument", option->name);
    else
      take_option(p, option, NULL);
  } else {
    if (!value)
      value = next_argument(p, text, (int)n_name + 2, option->argument);
    if (value)
      take_option(p, option, value);
  }
}

/* `-q`, `-qv`, `-o FILE`, `-oFILE`. */
static void parse_short(parser *p, const char *text)
{
  for (const char *at = text + 1; *at; at++) {
    const dm_option *option = find_short(p->grammar, *at);
    if (*at == 'h' && !option) {
      p->wants_help = true;
    } else if (!option) {
      MISTAKE(p, "%s has no option `-%.*s`", p->grammar->command, (unsigned char)*at < 0x80 ? 1 : (int)strlen(at), at);
      return;
    } else if (!option->argument) {
      take_option(p, option, NULL);
    } else {
      const char  name[] = {'-', *at, 0};
      const char *value = at[1] ? at + 1 : next_argument(p, name, 2, option->argument);
      if (value)
        take_option(p, option, value);
      return;
    }
  }
}

dm_status dm_options_parse(void *options, dm_texts *operands, dm_parameters *parameters, bool *wants_help, const dm_option_grammar *grammar,
                           const char *const *arguments, size_t n_arguments, dm_diagnostics *diagnostics)
{
  parser p = {.options = options,
              .operands = operands,
              .parameters = parameters,
              .grammar = grammar,
              .arguments = arguments,
              .n_arguments = n_arguments,
              .diagnostics = diagnostics,
              .status = DM_OK};
  bool   options_ended = false;
  while (p.next < n_arguments) {
    const char *text = arguments[p.next++];
    if (options_ended || text[0] != '-' || !text[1])
      *dm_vector_add(operands) = text;
    else if (strcmp(text, "--") == 0)
      options_ended = true;
    else if (text[1] == '-')
      parse_long(&p, text);
    else
      parse_short(&p, text);
  }
  *wants_help = p.wants_help;
  return p.status;
}

void dm_options_clear(void *options, const dm_option_grammar *grammar)
{
  for (size_t t = 0; t < grammar->n_tables; t++)
    for (size_t i = 0; i < grammar->tables[t].n_options; i++)
      if (grammar->tables[t].options[i].kind == DM_OPTION_TEXTS)
        dm_vector_free((dm_texts *)((char *)options + grammar->tables[t].options[i].offset));
}

bool dm_size_parse(size_t *n_bytes, const char *text)
{
  const char *end = text;
  size_t      value = 0;
  char        suffix[3] = "";
  if (!parse_number(&value, text, &end))
    return false;
  if (*end == ' ')
    end++;
  for (size_t i = 0; i < 2 && *end && (*end != 'b' && *end != 'B'); i++)
    suffix[i] = (char)tolower((unsigned char)*end++);
  if (*end == 'b' || *end == 'B')
    end++;
  for (size_t i = 0; !*end && i < sizeof size_units / sizeof size_units[0]; i++)
    if (strcmp(suffix, size_units[i].suffix) == 0) {
      if (value > SIZE_MAX / size_units[i].factor)
        return false;
      *n_bytes = value * size_units[i].factor;
      return true;
    }
  return false;
}

const char *dm_nearer(const char *name, const char *best, const char *candidate)
{
  const size_t limit = best ? dm_unicode_distance(name, best, NEAR) : NEAR + 1;
  /* a name of two letters is near to everything of three: half of it must be right */
  const size_t distance = dm_unicode_distance(name, candidate, NEAR);
  return distance < limit && distance <= NEAR && distance * 2 <= strlen(candidate) ? candidate : best;
}

const char *dm_options_near(const dm_option_grammar *grammar, const char *name, size_t n_name)
{
  char       *copy = dm_copy_string(name, n_name);
  const char *near = NULL;
  for (size_t t = 0; t < grammar->n_tables; t++)
    for (size_t i = 0; i < grammar->tables[t].n_options; i++)
      near = dm_nearer(copy, near, grammar->tables[t].options[i].name);
  free(copy);
  return near;
}
