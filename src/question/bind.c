/* question/bind.c - from the values of a command line to terms. */
#include "question/question_impl.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/unicode.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAX_LOOKUP_BYTES = 1024 * 1024, MAX_EDITS = 2 };

static const char xsd_integer[] = "http://www.w3.org/2001/XMLSchema#integer";
static const char xsd_decimal[] = "http://www.w3.org/2001/XMLSchema#decimal";

/* ---- values of each kind ---- */

/* Whether `value` looks like `form`, in which `0` is any digit, up to one of the ends of the form marked by `|`. */
static bool fits(const char *value, const char *form)
{
  for (; *form; form++) {
    if (*form == '|') {
      if (!*value)
        return true;
    } else if (*form == '0' ? *value < '0' || *value > '9' : *value != *form) {
      return false;
    } else {
      value++;
    }
  }
  return !*value;
}

static bool is_number(const char *value, bool *is_integer)
{
  const char  *at = value + (*value == '-' || *value == '+');
  const size_t n_whole = strspn(at, "0123456789");
  const size_t n_part = at[n_whole] == '.' ? strspn(at + n_whole + 1, "0123456789") : 0;
  *is_integer = at[n_whole] == '\0';
  return n_whole && (*is_integer || (n_part && at[n_whole + 1 + n_part] == '\0'));
}

/* The namespace of `prefix` by the first PREFIX line of the text that has it. */
static bool find_prefix(const dm_question *question, const char *prefix, size_t n_prefix, const char **iri, size_t *n_iri)
{
  static const char keyword[] = "PREFIX";
  const char       *text = question->text;
  for (size_t at = 0; at + sizeof keyword < question->n_bytes; at += question_token_length(text, question->n_bytes, at)) {
    if (strncasecmp(text + at, keyword, sizeof keyword - 1) != 0)
      continue;
    size_t i = at + sizeof keyword - 1;
    i += strspn(text + i, " \t\r\n");
    if (strlen(text + i) <= n_prefix || memcmp(text + i, prefix, n_prefix) != 0 || text[i + n_prefix] != ':')
      continue;
    i += n_prefix + 1;
    i += strspn(text + i, " \t\r\n");
    *n_iri = text[i] == '<' ? strcspn(text + i + 1, ">") : 0;
    *iri = text + i + 1;
    if (*n_iri)
      return true;
  }
  return false;
}

const char *question_expand(const dm_question *question, const char *name, dm_arena *arena)
{
  const size_t n_prefix = strcspn(name, ":");
  const char  *iri = NULL;
  size_t       n_iri = 0;
  if (!name[n_prefix] || !find_prefix(question, name, n_prefix, &iri, &n_iri))
    return NULL;
  return dm_arena_print(arena, "%.*s%s", (int)n_iri, iri, name + n_prefix + 1);
}

static const char *read_iri(const dm_question *question, const char *value, dm_arena *arena)
{
  const size_t n = strlen(value);
  const bool   is_bracketed = n > 2 && value[0] == '<' && value[n - 1] == '>';
  const char  *iri = is_bracketed ? NULL : question_expand(question, value, arena);
  if (!iri)
    iri = dm_arena_string(arena, value + is_bracketed, n - 2 * is_bracketed);
  return dm_iri_is_valid(iri) ? iri : NULL;
}

/* What a bind works with. */
typedef struct {
  const dm_question    *question;
  question_names       *names;
  dm_question_bindings *bindings;
  dm_diagnostics       *diagnostics;
} binder;

static dm_status refuse(const binder *b, const dm_question_parameter *parameter, const char *value, const char *wanted)
{
  dm_report(b->diagnostics, DM_ERROR, NULL, "--%s: `%s` is no %s", parameter->name, value, wanted);
  return DM_BAD_USAGE;
}

static dm_status make_term(dm_term *term, const binder *b, const dm_question_parameter *parameter, const char *value)
{
  const char *text = dm_arena_string(b->bindings->arena, value, strlen(value));
  bool        is_integer = false;
  if (dm_utf8_check(value, strlen(value)) != strlen(value))
    return refuse(b, parameter, value, "UTF-8");
  switch (parameter->kind) {
  case DM_QUESTION_THING: {
    const char *thing = question_names_find(b->names, parameter, value, b->diagnostics);
    if (!thing)
      return DM_BAD_USAGE;
    *term = dm_term_iri(dm_arena_string(b->bindings->arena, thing, strlen(thing)));
    return DM_OK;
  }
  case DM_QUESTION_IRI: {
    const char *iri = read_iri(b->question, value, b->bindings->arena);
    if (!iri)
      return refuse(b, parameter, value, "absolute IRI");
    *term = dm_term_iri(iri);
    return DM_OK;
  }
  case DM_QUESTION_YEAR:
    if (!fits(value, "0000"))
      return refuse(b, parameter, value, "year: YYYY");
    break;
  case DM_QUESTION_DATE:
    if (!fits(value, "0000|-00|-00"))
      return refuse(b, parameter, value, "date: YYYY, YYYY-MM or YYYY-MM-DD");
    break;
  case DM_QUESTION_NUMBER:
    if (!is_number(value, &is_integer))
      return refuse(b, parameter, value, "number");
    *term = dm_term_literal(text, is_integer ? xsd_integer : xsd_decimal, NULL);
    return DM_OK;
  default: break;
  }
  *term = dm_term_literal(text, NULL, NULL);
  return DM_OK;
}

/* ---- binding ---- */

static dm_status check_names(const dm_question *question, const dm_question_value *values, size_t n_values, bool *wants_things,
                             dm_diagnostics *diagnostics)
{
  dm_status status = DM_OK;
  for (size_t i = 0; i < n_values; i++) {
    const dm_question_parameter *parameter = dm_question_find_parameter(question, values[i].name);
    const char                  *nearest = NULL;
    size_t                       distance = MAX_EDITS + 1;
    *wants_things = *wants_things || (parameter && parameter->kind == DM_QUESTION_THING);
    for (size_t p = 0; !parameter && p < question->n_parameters; p++) {
      const size_t d = dm_unicode_distance(values[i].name, question->parameters[p].name, MAX_EDITS);
      nearest = d < distance ? question->parameters[p].name : nearest;
      distance = d < distance ? d : distance;
    }
    if (parameter)
      continue;
    dm_report(diagnostics, DM_ERROR, NULL, "`%s` has no parameter `--%s`%s%s%s", question->name, values[i].name, nearest ? "; did you mean `--" : "",
              nearest ? nearest : "", nearest ? "`?" : "");
    status = DM_BAD_USAGE;
  }
  return status;
}

static dm_status ask_names(question_names *names, const char *path, const dm_question_asker *asker, dm_diagnostics *diagnostics)
{
  dm_buffer              text = {0};
  const dm_solution_sink sink = question_names_sink(names);
  dm_status              status = dm_file_read(&text, path, MAX_LOOKUP_BYTES, diagnostics);
  if (status == DM_OK)
    status = asker->ask(asker->ctx, path, dm_buffer_string(&text), text.n_bytes, &sink, diagnostics);
  dm_buffer_free(&text);
  return status;
}

static dm_status bind_parameter(const binder *b, const dm_question_parameter *parameter, const dm_question_value *values, size_t n_values)
{
  dm_question_binding *binding = &b->bindings->items[b->bindings->n];
  dm_status            status = DM_OK;
  binding->name = dm_arena_string(b->bindings->arena, parameter->name, strlen(parameter->name));
  binding->terms = dm_arena_allocate(b->bindings->arena, n_values * sizeof *binding->terms);
  for (size_t i = 0; i < n_values; i++) {
    dm_term term = {0};
    if (strcmp(values[i].name, parameter->name) != 0)
      continue;
    const dm_status one = make_term(&term, b, parameter, values[i].value);
    status = status == DM_OK ? one : status;
    bool is_new = one == DM_OK; /* the same again would double every row */
    for (size_t t = 0; t < binding->n_terms; t++)
      is_new = is_new && dm_term_compare(&binding->terms[t], &term) != 0;
    if (is_new)
      binding->terms[binding->n_terms++] = term;
  }
  b->bindings->n += binding->n_terms != 0;
  return status;
}

dm_status dm_question_bind(dm_question_bindings *bindings, const dm_question *question, const dm_question_value *values, size_t n_values,
                           const char *names, const dm_question_asker *asker, dm_diagnostics *diagnostics)
{
  bool wants_things = false;
  memset(bindings, 0, sizeof *bindings);
  bindings->arena = dm_arena_new();
  bindings->items = dm_arena_allocate(bindings->arena, question->n_parameters * sizeof *bindings->items);
  binder    b = {question, NULL, bindings, diagnostics};
  dm_status status = check_names(question, values, n_values, &wants_things, diagnostics);
  if (status == DM_OK && wants_things) {
    question_names_new(&b.names);
    status = ask_names(b.names, names, asker, diagnostics);
  }
  if (status == DM_OK) {
    for (size_t i = 0; i < question->n_parameters; i++) {
      const dm_status one = bind_parameter(&b, &question->parameters[i], values, n_values);
      status = status == DM_OK ? one : status;
    }
  }
  question_names_free(b.names);
  return status;
}

void dm_question_bindings_free(dm_question_bindings *bindings)
{
  dm_arena_free(bindings->arena);
  memset(bindings, 0, sizeof *bindings);
}
