/* redland/emit.c - the text that rasqal gets.
 *
 * Everything is spelt out: full IRIs, brackets around every operation, spaces around every sign. rasqal reads `?n-1` as ?n followed by -1. */
#include "redland/plan_impl.h"

#include <assert.h>

static const char *const signs[] = {
    [OP_OR] = "||",     [OP_AND] = "&&",           [OP_EQUAL] = "=", [OP_NOT_EQUAL] = "!=", [OP_LESS] = "<",     [OP_LESS_EQUAL] = "<=",
    [OP_GREATER] = ">", [OP_GREATER_EQUAL] = ">=", [OP_ADD] = "+",   [OP_SUBTRACT] = "-",   [OP_MULTIPLY] = "*", [OP_DIVIDE] = "/",
};

/* What is always an error, and what is always false. */
static const char an_error[] = "(1 / 0)";
static const char a_false[] = "(1 = 0)";

typedef struct {
  dm_buffer     *out;
  bool           has_pattern; /* else what is no constant is unbound */
  constants      constants_of;
  const dm_term *aggregates;
} emitter;

static void emit_quoted(dm_buffer *out, const char *text, size_t n)
{
  dm_buffer_add_byte(out, '"');
  for (size_t i = 0; i < n; i++) {
    const unsigned char c = (unsigned char)text[i];
    if (c == '"' || c == '\\')
      dm_buffer_print(out, "\\%c", c);
    else if (c < 0x20 || c == 0x7F)
      dm_buffer_print(out, "\\u%04X", c);
    else
      dm_buffer_add_byte(out, (char)c);
  }
  dm_buffer_add_byte(out, '"');
}

static void emit_term(dm_buffer *out, const dm_term *term)
{
  if (term->kind == DM_TERM_IRI) {
    dm_buffer_print(out, "<%s>", term->value);
    return;
  }
  assert(term->kind == DM_TERM_LITERAL);
  emit_quoted(out, term->value, term->n_bytes);
  if (term->language)
    dm_buffer_print(out, "@%s", term->language);
  else if (term->datatype)
    dm_buffer_print(out, "^^<%s>", term->datatype);
}

static const dm_term *constant_of(const emitter *e, uint32_t variable)
{
  return e->constants_of && e->constants_of[variable].kind != DM_TERM_NONE ? &e->constants_of[variable] : NULL;
}

static void emit_variable(const emitter *e, uint32_t variable)
{
  const dm_term *constant = constant_of(e, variable);
  if (constant)
    emit_term(e->out, constant);
  else if (e->has_pattern)
    dm_buffer_print(e->out, "?v%u", (unsigned)variable);
  else
    dm_buffer_add_string(e->out, an_error);
}

static void emit_expression(const emitter *e, const expression *x);

static void emit_arguments(const emitter *e, const expression *x, size_t first)
{
  dm_buffer_add_byte(e->out, '(');
  for (size_t i = first; i < x->n; i++) {
    if (i > first)
      dm_buffer_add_string(e->out, ", ");
    emit_expression(e, x->arguments[i]);
  }
  dm_buffer_add_byte(e->out, ')');
}

/* The argument is a variable, or what took its place. */
static void emit_bound(const emitter *e, const expression *x)
{
  if (x->op == OP_UNBOUND || (x->op == OP_VARIABLE && !constant_of(e, x->variable) && !e->has_pattern)) {
    dm_buffer_add_string(e->out, a_false);
  } else if (x->op == OP_VARIABLE && !constant_of(e, x->variable)) {
    dm_buffer_print(e->out, "BOUND(?v%u)", (unsigned)x->variable);
  } else {
    dm_buffer_add_string(e->out, "COALESCE(SAMETERM(");
    emit_expression(e, x);
    dm_buffer_add_string(e->out, ", ");
    emit_expression(e, x);
    dm_buffer_print(e->out, "), %s)", a_false);
  }
}

static void emit_call(const emitter *e, const expression *x)
{
  if (x->index == FN_BOUND) {
    emit_bound(e, x->arguments[0]);
    return;
  }
  dm_buffer_add_string(e->out, sparql_functions[x->index].name);
  emit_arguments(e, x, 0);
}

static void emit_expression(const emitter *e, const expression *x)
{
  switch (x->op) {
  case OP_VARIABLE: emit_variable(e, x->variable); break;
  case OP_TERM: emit_term(e->out, &x->term); break;
  case OP_UNBOUND: dm_buffer_add_string(e->out, an_error); break;
  case OP_AGGREGATE:
    if (e->aggregates[x->index].kind == DM_TERM_NONE)
      dm_buffer_add_string(e->out, an_error);
    else
      emit_term(e->out, &e->aggregates[x->index]);
    break;
  case OP_NOT:
  case OP_NEGATE:
    dm_buffer_add_string(e->out, x->op == OP_NOT ? "(! " : "(- ");
    emit_expression(e, x->arguments[0]);
    dm_buffer_add_byte(e->out, ')');
    break;
  case OP_IN:
  case OP_NOT_IN:
    dm_buffer_add_byte(e->out, '(');
    emit_expression(e, x->arguments[0]);
    dm_buffer_add_string(e->out, x->op == OP_IN ? " IN " : " NOT IN ");
    emit_arguments(e, x, 1);
    dm_buffer_add_byte(e->out, ')');
    break;
  case OP_CALL: emit_call(e, x); break;
  default:
    dm_buffer_add_byte(e->out, '(');
    emit_expression(e, x->arguments[0]);
    dm_buffer_print(e->out, " %s ", signs[x->op]);
    emit_expression(e, x->arguments[1]);
    dm_buffer_add_byte(e->out, ')');
    break;
  }
}

static void emit_pattern(const emitter *e, const variant *v)
{
  for (size_t i = 0; i < v->triples.n; i++) {
    for (size_t k = 0; k < 3; k++) {
      const pattern_node *node = &v->triples.items[i].parts[k];
      if (node->is_variable)
        emit_variable(e, node->variable);
      else
        emit_term(e->out, &node->term);
      dm_buffer_add_byte(e->out, ' ');
    }
    dm_buffer_add_string(e->out, ". ");
  }
  for (size_t i = 0; i < v->bindings.n; i++) {
    dm_buffer_add_string(e->out, "BIND(");
    emit_expression(e, v->bindings.items[i].expression);
    dm_buffer_print(e->out, " AS ?v%u) ", (unsigned)v->bindings.items[i].variable);
  }
  for (size_t i = 0; i < v->filters.n; i++) {
    dm_buffer_add_string(e->out, "FILTER(");
    emit_expression(e, v->filters.items[i]);
    dm_buffer_add_string(e->out, ") ");
  }
}

void emit_select(dm_buffer *out, const variant *v, const wanted *columns, size_t n, constants constants_of, const dm_term *aggregates)
{
  const emitter e = {out, v != NULL, constants_of, aggregates};
  dm_buffer_add_string(out, "SELECT");
  for (size_t i = 0; i < n; i++) {
    if (!columns[i].expression && !constant_of(&e, columns[i].variable)) {
      dm_buffer_print(out, " ?v%u", (unsigned)columns[i].variable);
      continue;
    }
    dm_buffer_add_string(out, " (");
    if (columns[i].expression)
      emit_expression(&e, columns[i].expression);
    else
      emit_variable(&e, columns[i].variable);
    dm_buffer_print(out, " AS ?x%zu)", i);
  }
  if (n == 0)
    dm_buffer_add_string(out, " (1 AS ?x)");
  dm_buffer_add_string(out, " WHERE { ");
  if (v)
    emit_pattern(&e, v);
  dm_buffer_add_byte(out, '}');
}
