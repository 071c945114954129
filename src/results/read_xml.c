/* results/read_xml.c - SPARQL Query Results XML Format. The only user of expat.
 *
 * A DTD is refused: the format has none, and entities are how XML is made to grow (they are the only way by which expat could be made to read more than it was given). */
#include "results/read_impl.h"

#include "base/buffer.h"

#include <expat.h>

#include <string.h>

#define NAMESPACE     "http://www.w3.org/2005/sparql-results#"
#define XML_NAMESPACE "http://www.w3.org/XML/1998/namespace"

enum { PIECE_BYTES = 1 << 20 };

typedef enum {
  IN_NOTHING,
  IN_SPARQL,
  IN_HEAD,
  IN_VARIABLE,
  IN_LINK,
  IN_RESULTS,
  IN_RESULT,
  IN_BINDING,
  IN_URI,
  IN_BNODE,
  IN_LITERAL,
  IN_BOOLEAN
} place;

/* Which element may stand where. */
static const struct {
  place       parent;
  const char *name;
  place       self;
} elements[] = {
    {IN_NOTHING, "sparql", IN_SPARQL},  {IN_SPARQL, "head", IN_HEAD},        {IN_HEAD, "variable", IN_VARIABLE}, {IN_HEAD, "link", IN_LINK},
    {IN_SPARQL, "results", IN_RESULTS}, {IN_RESULTS, "result", IN_RESULT},   {IN_RESULT, "binding", IN_BINDING}, {IN_BINDING, "uri", IN_URI},
    {IN_BINDING, "bnode", IN_BNODE},    {IN_BINDING, "literal", IN_LITERAL}, {IN_SPARQL, "boolean", IN_BOOLEAN},
};

typedef struct {
  results_reader *r;
  XML_Parser      parser;
  place           stack[READ_MOST_DEPTH];
  size_t          n_depth;
  bool            has_results;
  bool            has_boolean;
  uint32_t        column;
  size_t          begin; /* of the term */
  dm_buffer       text;
  dm_buffer       datatype;
  dm_buffer       language;
  bool            has_datatype;
  bool            has_language;
} xml;

static size_t offset_of(const xml *x)
{
  const XML_Index index = XML_GetCurrentByteIndex(x->parser);
  return index > 0 ? (size_t)index : 0;
}

static void stop(xml *x)
{
  XML_StopParser(x->parser, XML_FALSE);
}

static void fail(xml *x, const char *text)
{
  read_fail(x->r, offset_of(x), "%s", text);
  stop(x);
}

static place top(const xml *x)
{
  return x->n_depth > 0 ? x->stack[x->n_depth - 1] : IN_NOTHING;
}

/* The element by its name and what it stands in; IN_NOTHING if it may not stand there. */
static place find(place parent, const char *name)
{
  const size_t n = strlen(NAMESPACE);
  for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
    if (elements[i].parent == parent && strncmp(name, NAMESPACE, n) == 0 && name[n] == ' ' && strcmp(name + n + 1, elements[i].name) == 0)
      return elements[i].self;
  return IN_NOTHING;
}

static const char *attribute(const char *const *attributes, const char *name)
{
  for (size_t i = 0; attributes[i]; i += 2)
    if (strcmp(attributes[i], name) == 0)
      return attributes[i + 1];
  return NULL;
}

static void begin_binding(xml *x, const char *name)
{
  x->column = name ? read_find_column(x->r, name, strlen(name)) : READ_NO_COLUMN;
  if (x->column == READ_NO_COLUMN)
    fail(x, "a binding of none of the variables in the head");
}

static void begin_part(xml *x, bool *has_it)
{
  if (x->has_results || x->has_boolean)
    fail(x, "an answer has either one `results` or one `boolean`");
  *has_it = true;
}

/* Keeps an attribute of a literal. */
static bool keep(dm_buffer *into, const char *value)
{
  dm_buffer_clear(into);
  if (value)
    dm_buffer_add_string(into, value);
  return value != NULL;
}

static void XMLCALL on_begin(void *ctx, const char *name, const char **attributes)
{
  xml                     *x = ctx;
  const char *const *const list = (const char *const *)attributes;
  const place              self = find(top(x), name);
  if (x->r->status != DM_OK)
    return;
  if (self == IN_NOTHING || x->n_depth == READ_MOST_DEPTH) {
    fail(x, x->n_depth == 0 ? "this is no answer of SPARQL in XML" : "this element may not stand here");
    return;
  }
  x->stack[x->n_depth++] = self;
  dm_buffer_clear(&x->text);
  x->begin = offset_of(x);
  switch (self) {
  case IN_HEAD:
    if (x->has_results || x->has_boolean)
      fail(x, "the head comes first");
    break;
  case IN_VARIABLE: {
    const char *variable = attribute(list, "name");
    if (read_add_column(x->r, variable ? variable : "", variable ? strlen(variable) : 0, x->begin) != DM_OK)
      stop(x);
    break;
  }
  case IN_RESULTS:
    begin_part(x, &x->has_results);
    if (x->r->status == DM_OK && read_end_columns(x->r) != DM_OK)
      stop(x);
    break;
  case IN_BOOLEAN: begin_part(x, &x->has_boolean); break;
  case IN_BINDING: begin_binding(x, attribute(list, "name")); break;
  case IN_LITERAL:
    x->has_datatype = keep(&x->datatype, attribute(list, "datatype"));
    x->has_language = keep(&x->language, attribute(list, XML_NAMESPACE " lang"));
    break;
  default: break;
  }
}

static void end_term(xml *x, dm_term_kind kind)
{
  dm_term term = {.kind = kind, .value = dm_buffer_string(&x->text), .n_bytes = x->text.n_bytes};
  if (kind == DM_TERM_LITERAL) {
    term.datatype = x->has_datatype ? dm_buffer_string(&x->datatype) : NULL;
    term.language = x->has_language ? dm_buffer_string(&x->language) : NULL;
  }
  if (read_set(x->r, x->column, &term, x->begin) != DM_OK)
    stop(x);
}

static void end_boolean(xml *x)
{
  const char *word = dm_buffer_string(&x->text);
  const char *begin = word + strspn(word, " \t\r\n");
  size_t      n = strlen(begin);
  while (n > 0 && strchr(" \t\r\n", begin[n - 1]))
    n--;
  const bool is_true = n == 4 && memcmp(begin, "true", 4) == 0;
  if (!is_true && !(n == 5 && memcmp(begin, "false", 5) == 0))
    fail(x, "expected true or false");
  else if (read_boolean(x->r, is_true) != DM_OK)
    stop(x);
}

static void XMLCALL on_end(void *ctx, const char *name)
{
  xml *x = ctx;
  (void)name;
  if (x->r->status != DM_OK || x->n_depth == 0)
    return;
  switch (x->stack[--x->n_depth]) {
  case IN_URI: end_term(x, DM_TERM_IRI); break;
  case IN_BNODE: end_term(x, DM_TERM_BLANK); break;
  case IN_LITERAL: end_term(x, DM_TERM_LITERAL); break;
  case IN_RESULT:
    if (read_end_row(x->r) != DM_OK)
      stop(x);
    break;
  case IN_BOOLEAN: end_boolean(x); break;
  default: break;
  }
}

static void XMLCALL on_text(void *ctx, const char *text, int n_bytes)
{
  xml        *x = ctx;
  const place self = top(x);
  if (x->r->status != DM_OK)
    return;
  if (self == IN_URI || self == IN_BNODE || self == IN_LITERAL || self == IN_BOOLEAN) {
    dm_buffer_add(&x->text, text, (size_t)n_bytes);
    return;
  }
  for (int i = 0; i < n_bytes; i++)
    if (!strchr(" \t\r\n", text[i])) {
      fail(x, "text may not stand here");
      return;
    }
}

static void XMLCALL on_doctype(void *ctx, const char *name, const char *system, const char *public, int has_subset)
{
  (void)name, (void)system, (void)public, (void)has_subset;
  fail(ctx, "an answer has no DTD");
}

static void parse(xml *x)
{
  for (size_t at = 0; x->r->status == DM_OK;) {
    const size_t n = x->r->n_bytes - at < PIECE_BYTES ? x->r->n_bytes - at : PIECE_BYTES;
    const bool   is_last = at + n == x->r->n_bytes;
    if (XML_Parse(x->parser, x->r->bytes + at, (int)n, is_last) != XML_STATUS_OK)
      read_fail(x->r, offset_of(x), "XML: %s", XML_ErrorString(XML_GetErrorCode(x->parser)));
    if (is_last)
      break;
    at += n;
  }
  if (x->r->status == DM_OK && !x->has_results && !x->has_boolean)
    read_fail(x->r, x->r->n_bytes, "the answer has neither results nor a boolean");
}

dm_status read_xml(results_reader *r)
{
  xml x = {.r = r, .parser = XML_ParserCreateNS(NULL, ' ')};
  if (!x.parser)
    dm_reallocate(NULL, SIZE_MAX, 2); /* expat gives NULL only when memory is out: ends the program */
  XML_SetUserData(x.parser, &x);
  XML_SetElementHandler(x.parser, on_begin, on_end);
  XML_SetCharacterDataHandler(x.parser, on_text);
  XML_SetStartDoctypeDeclHandler(x.parser, on_doctype);
  parse(&x);
  XML_ParserFree(x.parser);
  dm_buffer_free(&x.text);
  dm_buffer_free(&x.datatype);
  dm_buffer_free(&x.language);
  return r->status;
}
