/* The grammar of Turtle and TriG, by recursive descent over the bytes; nested brackets recurse, within a limit.
 *
 *   document > statement > (directive | graph > triples | triples)
 *   triples: subject predicates;   predicates: verb object , object ; verb ...;   object may be [ predicates ] or ( object ... ) */
#include "rdf/turtle.h"

#include <stdarg.h>
#include <string.h>

#include "base/unicode.h"
#include "rdf/byte.h"
#include "rdf/lexical.h"
#include "rdf/turtle_impl.h"

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
#define XSD "http://www.w3.org/2001/XMLSchema#"

enum { MOST_DEPTH = 1000, MOST_ERRORS = 100 };

static bool read_predicates(dm_turtle *t, const dm_turtle_term *subject);
static bool read_object(dm_turtle *t, dm_turtle_term *object);

bool dm_turtle_refuse(dm_turtle *t, const char *at, const char *format, ...)
{
  dm_place  place = {.file = t->file};
  dm_buffer text = {0};
  va_list   arguments;
  dm_place_find(&place, t->bytes, t->n_bytes, (size_t)(at - t->bytes));
  va_start(arguments, format);
  dm_buffer_vprint(&text, format, arguments);
  va_end(arguments);
  dm_report(t->diagnostics, DM_ERROR, &place, "%s", dm_buffer_string(&text));
  dm_buffer_free(&text);
  t->at = at;
  t->status = DM_BAD_INPUT;
  return false;
}

void dm_turtle_skip(dm_turtle *t)
{
  const char *at = t->at;
  for (;; at++) {
    while (at < t->end && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r'))
      at++;
    if (at == t->end || *at != '#')
      break;
    while (at + 1 < t->end && at[1] != '\n' && at[1] != '\r')
      at++;
  }
  t->at = at;
}

/* Skips space and, if `byte` follows, it too. */
static bool take(dm_turtle *t, char byte)
{
  dm_turtle_skip(t);
  if (dm_turtle_peek(t) != byte)
    return false;
  t->at++;
  return true;
}

static bool emit(dm_turtle *t, const dm_turtle_term *subject, const dm_turtle_term *predicate, const dm_turtle_term *object)
{
  dm_statement statement = {
      .subject = dm_turtle_term_of(t, subject),
      .predicate = dm_turtle_term_of(t, predicate),
      .object = dm_turtle_term_of(t, object),
      .graph = dm_turtle_term_of(t, &t->graph),
  };
  t->status = t->sink->on_statement(t->sink->ctx, &statement);
  t->is_stopped = t->status != DM_OK;
  return !t->is_stopped;
}

static bool enter(dm_turtle *t)
{
  return ++t->depth <= MOST_DEPTH || dm_turtle_refuse(t, t->at, "brackets nested more than %d deep", MOST_DEPTH);
}

/* blankNodePropertyList, or ANON: then `*is_empty`. */
static bool read_properties(dm_turtle *t, dm_turtle_term *node, bool *is_empty)
{
  if (!enter(t))
    return false;
  t->at++;
  dm_turtle_new_blank(t, node);
  *is_empty = take(t, ']');
  if (!*is_empty) {
    if (!read_predicates(t, node))
      return false;
    if (!take(t, ']'))
      return dm_turtle_refuse(t, t->at, "expected `;`, `,` or `]`");
  }
  t->depth--;
  return true;
}

static bool link_item(dm_turtle *t, const dm_turtle_term *node, const char *predicate, const dm_turtle_term *object)
{
  size_t         mark = t->text.n_bytes;
  dm_turtle_term link;
  dm_turtle_put(t, &link, DM_TERM_IRI, predicate, NULL);
  bool done = emit(t, node, &link, object);
  t->text.n_bytes = mark;
  return done;
}

/* collection */
static bool read_collection(dm_turtle *t, dm_turtle_term *head)
{
  dm_turtle_term node, next, nil;
  if (!enter(t))
    return false;
  t->at++;
  dm_turtle_put(t, &nil, DM_TERM_IRI, RDF "nil", NULL);
  *head = nil;
  for (bool is_first = true; !take(t, ')'); is_first = false) {
    dm_turtle_new_blank(t, &next);
    if (!is_first && !link_item(t, &node, RDF "rest", &next))
      return false;
    if (is_first)
      *head = next;
    node = next;
    size_t         mark = t->text.n_bytes;
    dm_turtle_term item;
    if (!read_object(t, &item) || !link_item(t, &node, RDF "first", &item))
      return false;
    t->text.n_bytes = mark;
  }
  t->depth--;
  return head->value == nil.value || link_item(t, &node, RDF "rest", &nil);
}

static bool read_object(dm_turtle *t, dm_turtle_term *object)
{
  bool is_empty;
  dm_turtle_skip(t);
  char next = dm_turtle_peek(t);
  switch (next) {
  case '<': return dm_turtle_iri_reference(t, object);
  case '_': return dm_turtle_blank(t, object);
  case '[': return read_properties(t, object, &is_empty);
  case '(': return read_collection(t, object);
  case '"':
  case '\'': return dm_turtle_literal(t, object);
  default: break;
  }
  if (dm_byte_is(next, DM_BYTE_DIGIT) || next == '+' || next == '-' || (next == '.' && t->end - t->at > 1 && dm_byte_is(t->at[1], DM_BYTE_DIGIT)))
    return dm_turtle_number(t, object);
  static const char *const booleans[] = {"true", "false"};
  for (size_t i = 0; i < 2; i++) {
    if (!dm_turtle_is_word(t, booleans[i], false))
      continue;
    dm_turtle_put(t, object, DM_TERM_LITERAL, booleans[i], XSD "boolean");
    t->at += strlen(booleans[i]);
    return true;
  }
  return dm_turtle_iri(t, object, "an object: an IRI, a name with a prefix, a blank node, a literal, `[` or `(`");
}

static bool read_verb(dm_turtle *t, dm_turtle_term *verb)
{
  dm_turtle_skip(t);
  if (dm_turtle_is_word(t, "a", false)) {
    dm_turtle_put(t, verb, DM_TERM_IRI, RDF "type", NULL);
    t->at++;
    return true;
  }
  return dm_turtle_iri(t, verb, "a predicate: an IRI, a name with a prefix, or `a`");
}

static bool ends_predicates(const dm_turtle *t)
{
  char next = dm_turtle_peek(t);
  return next == '.' || next == ']' || next == '}' || next == '\0';
}

/* predicateObjectList */
static bool read_predicates(dm_turtle *t, const dm_turtle_term *subject)
{
  for (;;) {
    size_t         mark = t->text.n_bytes;
    dm_turtle_term verb, object;
    if (!read_verb(t, &verb))
      return false;
    size_t inner = t->text.n_bytes;
    do {
      if (!read_object(t, &object) || !emit(t, subject, &verb, &object))
        return false;
      t->text.n_bytes = inner;
    } while (take(t, ','));
    t->text.n_bytes = mark;
    bool goes_on = false;
    while (take(t, ';'))
      goes_on = true;
    if (!goes_on || ends_predicates(t))
      return true;
  }
}

/* A subject; `*may_name`: it may name a graph; `*is_whole`: it needs no predicates, since it has some. */
static bool read_subject(dm_turtle *t, dm_turtle_term *subject, bool *may_name, bool *is_whole)
{
  *may_name = true;
  *is_whole = false;
  switch (dm_turtle_peek(t)) {
  case '_': return dm_turtle_blank(t, subject);
  case '(': *may_name = false; return read_collection(t, subject);
  case '[':
    if (!read_properties(t, subject, may_name))
      return false;
    *is_whole = !*may_name;
    return true;
  default: return dm_turtle_iri(t, subject, "a subject: an IRI, a name with a prefix, a blank node, `[` or `(`");
  }
}

static bool finish_triples(dm_turtle *t, const dm_turtle_term *subject, bool is_whole)
{
  dm_turtle_skip(t);
  return (is_whole && ends_predicates(t)) || read_predicates(t, subject);
}

/* wrappedGraph */
static bool read_graph(dm_turtle *t, const dm_turtle_term *name)
{
  dm_turtle_skip(t);
  if (!take(t, '{'))
    return dm_turtle_refuse(t, t->at, "expected `{` and the statements of a graph");
  t->graph = *name;
  while (!take(t, '}')) {
    size_t         mark = t->text.n_bytes;
    dm_turtle_term subject;
    bool           may_name, is_whole;
    if (!read_subject(t, &subject, &may_name, &is_whole) || !finish_triples(t, &subject, is_whole))
      return false;
    t->text.n_bytes = mark;
    if (take(t, '.') || dm_turtle_peek(t) == '}')
      continue;
    return dm_turtle_refuse(t, t->at, "expected `;`, `,`, `.` or `}`");
  }
  t->graph = (dm_turtle_term){.kind = DM_TERM_NONE};
  return true;
}

static bool read_dot(dm_turtle *t)
{
  return take(t, '.') || dm_turtle_refuse(t, t->at, "expected `;`, `,` or `.`");
}

/* `@prefix p: <iri> .` and `PREFIX p: <iri>`, `at` behind the word. */
static bool read_prefix(dm_turtle *t)
{
  const char    *name = NULL;
  size_t         n_name = 0;
  bool           is_new = false;
  dm_turtle_term iri;
  dm_turtle_skip(t);
  if (!dm_turtle_prefix_name(t, &name, &n_name))
    return false;
  dm_turtle_skip(t);
  if (dm_turtle_peek(t) != '<')
    return dm_turtle_refuse(t, t->at, "expected `<` and an IRI");
  if (!dm_turtle_iri_reference(t, &iri))
    return false;
  uint32_t at = *dm_map_put(t->prefixes, name, n_name, (uint32_t)t->namespaces.n, &is_new);
  if (is_new)
    *dm_vector_add(&t->namespaces) = (dm_buffer){0};
  dm_buffer_clear(&t->namespaces.items[at]);
  dm_buffer_add(&t->namespaces.items[at], t->text.bytes + iri.value, iri.n_bytes);
  return true;
}

static bool read_base(dm_turtle *t)
{
  dm_turtle_term iri;
  dm_turtle_skip(t);
  if (dm_turtle_peek(t) != '<')
    return dm_turtle_refuse(t, t->at, "expected `<` and an IRI");
  if (!dm_turtle_iri_reference(t, &iri))
    return false;
  dm_buffer_clear(&t->base);
  dm_buffer_add(&t->base, t->text.bytes + iri.value, iri.n_bytes);
  return true;
}

static const struct {
  const char *word;
  bool (*read)(dm_turtle *t);
} directives[] = {{"prefix", read_prefix}, {"base", read_base}};

enum { N_DIRECTIVES = sizeof directives / sizeof *directives };

static bool read_at_directive(dm_turtle *t)
{
  const char *open = t->at++;
  for (size_t i = 0; i < N_DIRECTIVES; i++) {
    size_t n = strlen(directives[i].word);
    if ((size_t)(t->end - t->at) < n || memcmp(t->at, directives[i].word, n) ||
        (t->at + n < t->end && dm_byte_is(t->at[n], DM_BYTE_LETTER | DM_BYTE_DIGIT)))
      continue;
    t->at += n;
    return directives[i].read(t) && (take(t, '.') || dm_turtle_refuse(t, t->at, "expected `.` behind `@%s`", directives[i].word));
  }
  return dm_turtle_refuse(t, open, "expected `@prefix` or `@base`");
}

static bool read_triples_or_graph(dm_turtle *t)
{
  dm_turtle_term subject;
  bool           may_name, is_whole;
  if (!read_subject(t, &subject, &may_name, &is_whole))
    return false;
  dm_turtle_skip(t);
  if (t->has_graphs && may_name && dm_turtle_peek(t) == '{')
    return read_graph(t, &subject);
  return finish_triples(t, &subject, is_whole) && read_dot(t);
}

/* GRAPH labelOrSubject wrappedGraph, behind the word. */
static bool read_named_graph(dm_turtle *t)
{
  dm_turtle_term name;
  bool           may_name, is_whole;
  dm_turtle_skip(t);
  const char *at = t->at;
  if (!read_subject(t, &name, &may_name, &is_whole))
    return false;
  return may_name ? read_graph(t, &name) : dm_turtle_refuse(t, at, "expected the name of a graph: an IRI or a blank node");
}

static bool read_statement(dm_turtle *t)
{
  static const dm_turtle_term none = {.kind = DM_TERM_NONE};
  if (dm_turtle_peek(t) == '@')
    return read_at_directive(t);
  for (size_t i = 0; i < N_DIRECTIVES; i++) {
    if (dm_turtle_is_word(t, directives[i].word, true)) {
      t->at += strlen(directives[i].word);
      return directives[i].read(t);
    }
  }
  if (t->has_graphs && dm_turtle_peek(t) == '{')
    return read_graph(t, &none);
  if (t->has_graphs && dm_turtle_is_word(t, "graph", true)) {
    t->at += strlen("graph");
    return read_named_graph(t);
  }
  return read_triples_or_graph(t);
}

/* Behind the next dot that ends a line: what follows is most likely a statement. */
static void recover(dm_turtle *t)
{
  for (; t->at < t->end; t->at++) {
    if (*t->at != '\n' && *t->at != '\r')
      continue;
    const char *before = t->at;
    while (before > t->bytes && (before[-1] == ' ' || before[-1] == '\t'))
      before--;
    if (before > t->bytes && before[-1] == '.')
      return;
  }
}

static void read_statements(dm_turtle *t)
{
  size_t n_errors = 0;
  for (;;) {
    t->text.n_bytes = 1;
    t->depth = 0;
    dm_turtle_skip(t);
    if (t->at == t->end || read_statement(t)) {
      if (t->at == t->end)
        break;
      continue;
    }
    if (t->is_stopped || t->has_graphs)
      return;
    if (++n_errors == MOST_ERRORS) {
      dm_report(t->diagnostics, DM_NOTE, &(dm_place){.file = t->file}, "%d errors: the rest is not read", MOST_ERRORS);
      return;
    }
    recover(t);
  }
  if (n_errors)
    t->status = DM_BAD_INPUT;
}

static bool check_bytes(dm_turtle *t)
{
  size_t bad = dm_utf8_check(t->bytes, t->n_bytes);
  return bad == t->n_bytes || dm_turtle_refuse(t, t->bytes + bad, t->bytes[bad] ? "not UTF-8" : "a NUL");
}

dm_status dm_rdf_turtle_read(const char *file, const char *bytes, size_t n_bytes, bool has_graphs, const char *base, const char *blank_prefix,
                             const dm_sink *sink, dm_diagnostics *diagnostics)
{
  static const char mark[] = "\xEF\xBB\xBF"; /* a byte order mark is no part of the text */
  size_t            n_mark = n_bytes >= 3 && !memcmp(bytes, mark, 3) ? 3 : 0;
  dm_turtle         t = {.file = file, .bytes = bytes + n_mark, .n_bytes = n_bytes - n_mark, .has_graphs = has_graphs, .sink = sink};
  t.diagnostics = diagnostics;
  t.at = t.bytes;
  t.end = t.bytes + t.n_bytes;
  t.blank_prefix = blank_prefix ? blank_prefix : "";
  t.prefixes = dm_map_new();
  dm_buffer_add_byte(&t.text, '\0'); /* so that no string is at 0 */
  if (base)
    dm_buffer_add_string(&t.base, base);
  if (check_bytes(&t)) {
    dm_lexical_choose_stem(&t.stem, t.bytes, t.n_bytes);
    read_statements(&t);
  }
  if (t.status == DM_OK && sink->on_end)
    t.status = sink->on_end(sink->ctx);
  dm_map_free(t.prefixes);
  for (size_t i = 0; i < t.namespaces.n; i++)
    dm_buffer_free(&t.namespaces.items[i]);
  dm_vector_free(&t.namespaces);
  dm_buffer_free(&t.text);
  dm_buffer_free(&t.base);
  dm_buffer_free(&t.stem);
  return t.status;
}
