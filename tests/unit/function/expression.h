/* unit/function/expression.h - expressions of SPARQL, small ones, from text to result in text: tables of cases are pairs of strings.
 *
 *   expression ::= unary (operator unary)?      unary ::= [!+-]? primary
 *   primary    ::= literal | number | true | false | <iri> | _:label | UNBOUND | name '(' arguments ')' | '(' expression ')'
 *
 * A result is written `"text"@en`, `"text"^^local` (of XML Schema), `<iri>`, `_:` (any blank node), or `error`; a plain string as `"text"`, an integer without quotes. */
#ifndef DM_UNIT_FUNCTION_EXPRESSION_H
#define DM_UNIT_FUNCTION_EXPRESSION_H

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "function/function.h"

#define XSD "http://www.w3.org/2001/XMLSchema#"

typedef struct {
  const char          *at;
  dm_function_context *context;
  dm_arena            *arena;
} expression;

static dm_operand evaluate(expression *e);

static void broken(const expression *e, const char *what)
{
  fprintf(stderr, "expression: %s at `%s`\n", what, e->at);
  abort();
}

static void skip_blanks(expression *e)
{
  while (*e->at == ' ')
    e->at++;
}

static bool accept(expression *e, const char *token)
{
  skip_blanks(e);
  if (strncmp(e->at, token, strlen(token)))
    return false;
  e->at += strlen(token);
  return true;
}

static const char *take_text(expression *e, const char *ends)
{
  size_t      n = strcspn(e->at, ends);
  const char *text = dm_arena_string(e->arena, e->at, n);
  e->at += n;
  return text;
}

/* "...", with \" \\ \n \r \t inside. */
static const char *take_quoted(expression *e)
{
  static const char escapes[] = "n\nr\rt\t\"\"\\\\";
  dm_buffer         text = {0};
  for (e->at++; *e->at && *e->at != '"'; e->at++) {
    const char *escape = *e->at == '\\' ? strchr(escapes, *++e->at) : NULL;
    dm_buffer_add_byte(&text, escape ? escape[1] : *e->at);
  }
  if (!accept(e, "\""))
    broken(e, "a string that does not end");
  const char *copy = dm_arena_string(e->arena, dm_buffer_string(&text), text.n_bytes);
  dm_buffer_free(&text);
  return copy;
}

static const char *take_iri(expression *e)
{
  if (accept(e, "<")) {
    const char *iri = take_text(e, ">");
    accept(e, ">");
    return iri;
  }
  if (!accept(e, "xsd:"))
    broken(e, "no datatype");
  return dm_arena_print(e->arena, XSD "%s", take_text(e, " ,()=<>!+-*/"));
}

static dm_operand literal(expression *e)
{
  const char *text = take_quoted(e), *datatype = NULL, *language = NULL;
  if (*e->at == '@') {
    e->at++;
    language = take_text(e, " ,()=<>!");
  } else if (!strncmp(e->at, "^^", 2)) {
    e->at += 2;
    datatype = take_iri(e);
  }
  dm_term term = dm_term_literal(text, datatype, language);
  return dm_operand_of_term(&term);
}

static bool is_number(const char *text)
{
  text += *text == '-' || *text == '+';
  return isdigit((unsigned char)*text) || (*text == '.' && isdigit((unsigned char)text[1]));
}

/* With a sign if it has one: SPARQL's tokens. */
static dm_operand number(expression *e)
{
  size_t n = (*e->at == '-' || *e->at == '+');
  n += strspn(e->at + n, "0123456789.");
  if (e->at[n] == 'e' || e->at[n] == 'E')
    n += 2 + strspn(e->at + n + 2, "0123456789");
  const char *text = dm_arena_string(e->arena, e->at, n);
  e->at += n;
  dm_term term = dm_term_literal(text, strpbrk(text, "eE") ? XSD "double" : strchr(text, '.') ? XSD "decimal" : XSD "integer", NULL);
  return dm_operand_of_term(&term);
}

static dm_operand call_named(expression *e, dm_function function)
{
  dm_operand arguments[8];
  size_t     n = 0;
  while (!accept(e, ")")) {
    if (n == 8)
      broken(e, "too many arguments");
    arguments[n++] = evaluate(e);
    accept(e, ",");
  }
  return dm_function_call(function, arguments, n, e->context, e->arena);
}

static dm_operand primary(expression *e)
{
  skip_blanks(e);
  if (*e->at == '"')
    return literal(e);
  if (is_number(e->at))
    return number(e);
  if (accept(e, "(")) {
    dm_operand inner = evaluate(e);
    if (!accept(e, ")"))
      broken(e, "no )");
    return inner;
  }
  if (*e->at == '<') {
    dm_term term = dm_term_iri(take_iri(e));
    return dm_operand_of_term(&term);
  }
  if (accept(e, "_:")) {
    const char *label = take_text(e, " ,()=<>!");
    dm_term     term = {.kind = DM_TERM_BLANK, .value = label, .n_bytes = strlen(label)};
    return dm_operand_of_term(&term);
  }
  if (accept(e, "xsd:")) {
    const char *iri = dm_arena_print(e->arena, XSD "%s", take_text(e, "("));
    dm_function cast = dm_function_find_cast(iri);
    if (!cast)
      broken(e, "no cast");
    e->at++;
    return call_named(e, cast);
  }
  const char *name = take_text(e, " ,()");
  if (!strcmp(name, "true") || !strcmp(name, "false"))
    return dm_operand_boolean(*name == 't');
  if (!strcmp(name, "UNBOUND"))
    return (dm_operand){0};
  dm_function function = dm_function_find(name, strlen(name));
  if (!function || !accept(e, "("))
    broken(e, "no such function");
  return call_named(e, function);
}

static dm_operand unary(expression *e)
{
  static const struct {
    const char *symbol;
    dm_function function;
  } operators[] = {{"!", DM_FUNCTION_NOT}, {"+", DM_FUNCTION_PLUS}, {"-", DM_FUNCTION_MINUS}};
  skip_blanks(e);
  for (size_t i = 0; i < 3; i++)
    if (!is_number(e->at) && accept(e, operators[i].symbol)) {
      dm_operand argument = primary(e);
      return dm_function_call(operators[i].function, &argument, 1, e->context, e->arena);
    }
  return primary(e);
}

static dm_operand evaluate(expression *e)
{
  static const dm_function operators[] = {
      DM_FUNCTION_NOT_EQUAL, DM_FUNCTION_LESS_OR_EQUAL, DM_FUNCTION_GREATER_OR_EQUAL, DM_FUNCTION_EQUAL,    DM_FUNCTION_LESS,
      DM_FUNCTION_GREATER,   DM_FUNCTION_ADD,           DM_FUNCTION_SUBTRACT,         DM_FUNCTION_MULTIPLY, DM_FUNCTION_DIVIDE};
  dm_operand arguments[2];
  arguments[0] = unary(e);
  for (size_t i = 0; i < sizeof operators / sizeof *operators; i++)
    if (accept(e, dm_function_describe(operators[i])->symbol)) {
      arguments[1] = unary(e);
      return dm_function_call(operators[i], arguments, 2, e->context, e->arena);
    }
  return arguments[0];
}

static inline const char *show(const dm_operand *operand, dm_arena *arena)
{
  const dm_term *term = &operand->term;
  switch (term->kind) {
  case DM_TERM_NONE: return "error";
  case DM_TERM_IRI: return dm_arena_print(arena, "<%s>", term->value);
  case DM_TERM_BLANK: return "_:";
  case DM_TERM_LITERAL: break;
  }
  if (term->language)
    return dm_arena_print(arena, "\"%s\"@%s", term->value, term->language);
  if (!term->datatype || !strcmp(term->datatype, XSD "string"))
    return dm_arena_print(arena, "\"%s\"", term->value);
  if (!strcmp(term->datatype, XSD "integer") || !strcmp(term->datatype, XSD "boolean"))
    return term->value;
  return dm_arena_print(arena, "\"%s\"^^%s", term->value,
                        strncmp(term->datatype, XSD, sizeof XSD - 1) ? term->datatype : term->datatype + sizeof XSD - 1);
}

/* The result of the whole text; in the arena. */
static dm_operand evaluate_text(const char *text, dm_function_context *context, dm_arena *arena)
{
  expression e = {text, context, arena};
  dm_operand result = evaluate(&e);
  skip_blanks(&e);
  if (*e.at)
    broken(&e, "more than an expression");
  return result;
}

#endif
