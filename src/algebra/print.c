/* algebra/print.c - queries as s-expressions, in the words of Jena's SSE (`qparse --print=op`), one node a line. */
#include "algebra/algebra.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#define XSD "http://www.w3.org/2001/XMLSchema#"

typedef struct {
  dm_buffer      *out;
  const dm_query *query;
} printer;

static void print_node(printer *p, const dm_node *node, size_t n_indent);
static void print_expression(printer *p, const dm_expression *expression, size_t n_indent);

static void add(printer *p, const char *text)
{
  dm_buffer_add_string(p->out, text);
}

static void break_line(printer *p, size_t n_indent)
{
  dm_buffer_add_byte(p->out, '\n');
  for (size_t i = 0; i < n_indent; i++)
    dm_buffer_add_byte(p->out, ' ');
}

/* ---- terms ---- */

/* A local part that needs no escape and is no puzzle to read. */
static bool is_plain_local(const char *local)
{
  for (const char *c = local; *c; c++)
    if (!isalnum((unsigned char)*c) && *c != '_' && !(c > local && *c == '-'))
      return false;
  return true;
}

static void print_iri(printer *p, const char *iri)
{
  const dm_prefix *best = NULL;
  size_t           n_best = 0;
  for (size_t i = 0; i < p->query->n_prefixes; i++) {
    const dm_prefix *prefix = &p->query->prefixes[i];
    const size_t     n = strlen(prefix->namespace_iri);
    if (n > n_best && strncmp(iri, prefix->namespace_iri, n) == 0 && is_plain_local(iri + n)) {
      best = prefix;
      n_best = n;
    }
  }
  if (best)
    dm_buffer_print(p->out, "%s:%s", best->prefix, iri + n_best);
  else
    dm_buffer_print(p->out, "<%s>", iri);
}

static void print_string(printer *p, const char *text, size_t n_bytes)
{
  static const char escaped[] = "\t\b\n\r\f\"\\";
  static const char names[] = "tbnrf\"\\";
  dm_buffer_add_byte(p->out, '"');
  for (size_t i = 0; i < n_bytes; i++) {
    const char *found = text[i] ? strchr(escaped, text[i]) : NULL;
    if (found)
      dm_buffer_add_byte(p->out, '\\');
    dm_buffer_add_byte(p->out, found ? names[found - escaped] : text[i]);
  }
  dm_buffer_add_byte(p->out, '"');
}

/* Whether a number or boolean can stand as it is. */
static bool is_short(const dm_term *term)
{
  const char *c = term->value;
  if (!term->datatype)
    return false;
  if (strcmp(term->datatype, XSD "boolean") == 0)
    return strcmp(c, "true") == 0 || strcmp(c, "false") == 0;
  c += *c == '-' || *c == '+';
  const size_t n_whole = strspn(c, "0123456789");
  if (strcmp(term->datatype, XSD "integer") == 0)
    return n_whole && !c[n_whole];
  const size_t n_fraction = c[n_whole] == '.' ? strspn(c + n_whole + 1, "0123456789") : 0;
  return strcmp(term->datatype, XSD "decimal") == 0 && n_fraction && !c[n_whole + 1 + n_fraction];
}

static void print_term(printer *p, const dm_term *term)
{
  if (term->kind == DM_TERM_IRI) {
    print_iri(p, term->value);
  } else if (term->kind == DM_TERM_BLANK) {
    dm_buffer_print(p->out, "_:%s", term->value);
  } else if (term->kind == DM_TERM_NONE) {
    add(p, "undef");
  } else if (is_short(term)) {
    add(p, term->value);
  } else {
    print_string(p, term->value, term->n_bytes);
    if (term->language)
      dm_buffer_print(p->out, "@%s", term->language);
    else if (term->datatype) {
      add(p, "^^");
      print_iri(p, term->datatype);
    }
  }
}

static void print_variable(printer *p, dm_variable variable)
{
  add(p, p->query->variables[variable].shown);
}

static void print_slot(printer *p, const dm_slot *slot)
{
  if (slot->is_variable)
    print_variable(p, slot->variable);
  else
    print_term(p, &slot->term);
}

/* ---- expressions ---- */

static void print_name(printer *p, const dm_expression *call)
{
  const dm_function_signature *signature = dm_function_describe(call->function);
  if (call->iri)
    print_iri(p, call->iri);
  else if (call->function == DM_FUNCTION_IN || call->function == DM_FUNCTION_NOT_IN)
    add(p, call->function == DM_FUNCTION_IN ? "in" : "notin");
  else if (signature->symbol)
    add(p, signature->symbol);
  else
    for (const char *c = signature->name; *c; c++)
      dm_buffer_add_byte(p->out, (char)tolower((unsigned char)*c));
}

static void print_exists(printer *p, const char *word, const dm_node *pattern, size_t n_indent)
{
  dm_buffer_print(p->out, "(%s", word);
  break_line(p, n_indent + 2);
  print_node(p, pattern, n_indent + 2);
  add(p, ")");
}

static void print_expression(printer *p, const dm_expression *expression, size_t n_indent)
{
  const bool is_negated = expression->kind == DM_EXPRESSION_CALL && expression->function == DM_FUNCTION_NOT;
  if (expression->kind == DM_EXPRESSION_CONSTANT) {
    print_term(p, &expression->constant);
  } else if (expression->kind == DM_EXPRESSION_VARIABLE) {
    print_variable(p, expression->variable);
  } else if (expression->kind == DM_EXPRESSION_EXISTS) {
    print_exists(p, "exists", expression->pattern, n_indent);
  } else if (is_negated && expression->arguments[0]->kind == DM_EXPRESSION_EXISTS) {
    print_exists(p, "notexists", expression->arguments[0]->pattern, n_indent);
  } else {
    add(p, "(");
    print_name(p, expression);
    for (size_t i = 0; i < expression->n_arguments; i++) {
      add(p, " ");
      print_expression(p, expression->arguments[i], n_indent);
    }
    add(p, ")");
  }
}

/* One as it is, more as a list. */
static void print_expressions(printer *p, dm_expression *const *expressions, size_t n, size_t n_indent)
{
  if (n > 1)
    add(p, "(exprlist");
  for (size_t i = 0; i < n; i++) {
    if (n > 1)
      add(p, " ");
    print_expression(p, expressions[i], n_indent);
  }
  if (n > 1)
    add(p, ")");
}

static void print_aggregate(printer *p, const dm_aggregate *aggregate, size_t n_indent)
{
  static const char *const words[] = {"count", "sum", "avg", "min", "max", "sample", "group_concat"};
  dm_buffer_print(p->out, "(%s", words[aggregate->kind]);
  if (aggregate->is_distinct)
    add(p, " distinct");
  if (aggregate->separator && strcmp(aggregate->separator, " ") != 0) {
    add(p, " (separator ");
    print_string(p, aggregate->separator, strlen(aggregate->separator));
    add(p, ")");
  }
  if (aggregate->expression) {
    add(p, " ");
    print_expression(p, aggregate->expression, n_indent);
  }
  add(p, ")");
}

/* ---- paths ---- */

static const char *const path_words[] = {
    [DM_PATH_LINK] = "",
    [DM_PATH_INVERSE] = "reverse",
    [DM_PATH_SEQUENCE] = "seq",
    [DM_PATH_ALTERNATIVE] = "alt",
    [DM_PATH_ZERO_OR_MORE] = "path*",
    [DM_PATH_ONE_OR_MORE] = "path+",
    [DM_PATH_ZERO_OR_ONE] = "path?",
    [DM_PATH_NEGATED] = "notoneof",
};

static void print_path(printer *p, const dm_path *path)
{
  if (path->kind == DM_PATH_LINK) {
    print_term(p, &path->predicate);
    return;
  }
  dm_buffer_print(p->out, "(%s", path_words[path->kind]);
  for (size_t i = 0; i < path->n_forward; i++) {
    add(p, " ");
    print_term(p, &path->forward[i]);
  }
  for (size_t i = 0; i < path->n_backward; i++) {
    add(p, " (reverse ");
    print_term(p, &path->backward[i]);
    add(p, ")");
  }
  if (path->first) {
    add(p, " ");
    print_path(p, path->first);
  }
  if (path->second) {
    add(p, " ");
    print_path(p, path->second);
  }
  add(p, ")");
}

/* ---- nodes: what stands between the word and the children ---- */

static void print_variables(printer *p, const dm_node *node)
{
  add(p, "(");
  for (size_t i = 0; i < node->n_variables; i++) {
    if (i)
      add(p, " ");
    print_variable(p, node->variables[i]);
  }
  add(p, ")");
}

static void print_triples(printer *p, const dm_triple_pattern *triples, size_t n, size_t n_indent)
{
  for (size_t i = 0; i < n; i++) {
    if (n > 1)
      break_line(p, n_indent);
    add(p, n > 1 ? "(triple " : " (triple ");
    print_slot(p, &triples[i].subject);
    add(p, " ");
    print_slot(p, &triples[i].predicate);
    add(p, " ");
    print_slot(p, &triples[i].object);
    add(p, ")");
  }
}

static void print_bgp(printer *p, const dm_node *node, size_t n_indent)
{
  add(p, node->n_triples ? "(bgp" : "(table unit");
  print_triples(p, node->triples, node->n_triples, n_indent + 2);
}

static void print_path_node(printer *p, const dm_node *node, size_t n_indent)
{
  (void)n_indent;
  add(p, "(path ");
  print_slot(p, &node->subject);
  add(p, " ");
  print_path(p, node->path);
  add(p, " ");
  print_slot(p, &node->object);
}

static void print_filter(printer *p, const dm_node *node, size_t n_indent)
{
  add(p, "(filter ");
  print_expressions(p, node->expressions, node->n_expressions, n_indent + 4);
}

static void print_graph(printer *p, const dm_node *node, size_t n_indent)
{
  (void)n_indent;
  add(p, "(graph ");
  print_slot(p, &node->slot);
}

static void print_service(printer *p, const dm_node *node, size_t n_indent)
{
  (void)n_indent;
  add(p, node->is_silent ? "(service silent " : "(service ");
  print_slot(p, &node->slot);
}

static void print_extend(printer *p, const dm_node *node, size_t n_indent)
{
  add(p, "(extend ((");
  print_variable(p, node->variable);
  add(p, " ");
  print_expression(p, node->expression, n_indent + 4);
  add(p, "))");
}

static void print_values(printer *p, const dm_node *node, size_t n_indent)
{
  add(p, "(table (vars");
  for (size_t v = 0; v < node->n_variables; v++) {
    add(p, " ");
    print_variable(p, node->variables[v]);
  }
  add(p, ")");
  for (size_t i = 0; i < node->n_rows; i++) {
    break_line(p, n_indent + 2);
    add(p, "(row");
    for (size_t v = 0; v < node->n_variables; v++) {
      const dm_term *term = &node->rows[i * node->n_variables + v];
      if (term->kind == DM_TERM_NONE)
        continue;
      add(p, " (");
      print_variable(p, node->variables[v]);
      add(p, " ");
      print_term(p, term);
      add(p, ")");
    }
    add(p, ")");
  }
}

static void print_group(printer *p, const dm_node *node, size_t n_indent)
{
  add(p, "(group ");
  print_variables(p, node);
  if (node->n_aggregates)
    add(p, " (");
  for (size_t i = 0; i < node->n_aggregates; i++) {
    add(p, i ? " (" : "(");
    print_variable(p, node->aggregates[i].variable);
    add(p, " ");
    print_aggregate(p, &node->aggregates[i], n_indent + 4);
    add(p, ")");
  }
  if (node->n_aggregates)
    add(p, ")");
}

static void print_order(printer *p, const dm_node *node, size_t n_indent)
{
  add(p, "(order (");
  for (size_t i = 0; i < node->n_orders; i++) {
    if (i)
      add(p, " ");
    if (node->orders[i].is_descending)
      add(p, "(desc ");
    print_expression(p, node->orders[i].expression, n_indent + 4);
    if (node->orders[i].is_descending)
      add(p, ")");
  }
  add(p, ")");
}

static void print_project(printer *p, const dm_node *node, size_t n_indent)
{
  (void)n_indent;
  add(p, "(project ");
  print_variables(p, node);
}

static void print_number(printer *p, uint64_t number, uint64_t none)
{
  if (number == none)
    add(p, " _");
  else
    dm_buffer_print(p->out, " %" PRIu64, number);
}

static void print_slice(printer *p, const dm_node *node, size_t n_indent)
{
  (void)n_indent;
  add(p, "(slice");
  print_number(p, node->n_skip, 0);
  print_number(p, node->n_most, UINT64_MAX);
}

static const struct {
  const char *word; /* NULL: print does all */
  void (*print)(printer *p, const dm_node *node, size_t n_indent);
} kinds[DM_NODE_N] = {
    [DM_NODE_BGP] = {NULL, print_bgp},         [DM_NODE_PATH] = {NULL, print_path_node},  [DM_NODE_JOIN] = {"(join", NULL},
    [DM_NODE_LEFT_JOIN] = {"(leftjoin", NULL}, [DM_NODE_FILTER] = {NULL, print_filter},   [DM_NODE_UNION] = {"(union", NULL},
    [DM_NODE_MINUS] = {"(minus", NULL},        [DM_NODE_GRAPH] = {NULL, print_graph},     [DM_NODE_SERVICE] = {NULL, print_service},
    [DM_NODE_EXTEND] = {NULL, print_extend},   [DM_NODE_VALUES] = {NULL, print_values},   [DM_NODE_GROUP] = {NULL, print_group},
    [DM_NODE_ORDER] = {NULL, print_order},     [DM_NODE_PROJECT] = {NULL, print_project}, [DM_NODE_DISTINCT] = {"(distinct", NULL},
    [DM_NODE_REDUCED] = {"(reduced", NULL},    [DM_NODE_SLICE] = {NULL, print_slice},
};

static void print_node(printer *p, const dm_node *node, size_t n_indent)
{
  const dm_node *children[] = {node->left, node->right};
  if (kinds[node->kind].word)
    add(p, kinds[node->kind].word);
  else
    kinds[node->kind].print(p, node, n_indent);
  for (size_t i = 0; i < 2; i++) {
    if (!children[i])
      continue;
    break_line(p, n_indent + 2);
    print_node(p, children[i], n_indent + 2);
  }
  if (node->kind == DM_NODE_LEFT_JOIN && node->n_expressions) {
    break_line(p, n_indent + 2);
    print_expressions(p, node->expressions, node->n_expressions, n_indent + 4);
  }
  add(p, ")");
}

void dm_node_print(dm_buffer *out, const dm_query *query, const dm_node *node, size_t n_indent)
{
  printer p = {out, query};
  for (size_t i = 0; i < n_indent; i++)
    dm_buffer_add_byte(out, ' ');
  print_node(&p, node, n_indent);
}

void dm_expression_print(dm_buffer *out, const dm_query *query, const dm_expression *expression)
{
  printer p = {out, query};
  print_expression(&p, expression, 0);
}

/* What is constructed or described stands around the pattern; Jena does not print it. */
static size_t open_form(printer *p)
{
  const dm_query *query = p->query;
  if (query->form == DM_QUERY_SELECT)
    return 0;
  add(p, query->form == DM_QUERY_ASK ? "(ask" : query->form == DM_QUERY_CONSTRUCT ? "(construct (" : "(describe (");
  if (query->form == DM_QUERY_CONSTRUCT) {
    print_triples(p, query->template, query->n_template, 4);
    add(p, ")");
  }
  for (size_t i = 0; i < query->n_described; i++) {
    if (i)
      add(p, " ");
    print_slot(p, &query->described[i]);
  }
  if (query->form == DM_QUERY_DESCRIBE)
    add(p, ")");
  break_line(p, 2);
  return 2;
}

void dm_query_print(dm_buffer *out, const dm_query *query)
{
  printer      p = {out, query};
  const size_t n_indent = open_form(&p);
  print_node(&p, query->where, n_indent);
  add(&p, n_indent ? ")\n" : "\n");
}
