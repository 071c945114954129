/* Reading every syntax: RDF/XML by raptor's parser, the others by our own readers.
 *
 *   bytes ──check──> chunks ──raptor──> its statements ──on_statement──> ours ──> sink
 *
 * raptor goes on after an error and drops what it did not understand; here the first error is the last word. */
#include "raptor/raptor.h"

#include <stdint.h>
#include <string.h>

#include "base/buffer.h"
#include "base/unicode.h"
#include "raptor/world.h"
#include "rdf/lexical.h"
#include "rdf/reader.h"
#include "rdf/turtle.h"

typedef struct {
  const char     *file;
  const char     *bytes;
  size_t          n_bytes;
  dm_diagnostics *diagnostics;
  const dm_sink  *sink;
  raptor_parser  *parser;
  dm_status       status; /* the first that is not DM_OK */
  const char     *blank_prefix;
  dm_buffer       blank_stem; /* of the labels that are made here: occurs nowhere in the input */
  size_t          n_blanks;
  dm_buffer       labels[3]; /* of subject, object, graph */
  dm_buffer       language;
} reader;

static const struct {
  dm_syntax   syntax;
  const char *endings[3];
} syntaxes[] = {
    {DM_SYNTAX_TURTLE, {".ttl"}},
    {DM_SYNTAX_TRIG, {".trig"}},
    {DM_SYNTAX_NTRIPLES, {".nt"}},
    {DM_SYNTAX_NQUADS, {".nq"}},
    {DM_SYNTAX_RDFXML, {".rdf", ".owl", ".xml"}},
};

enum { N_SYNTAXES = sizeof syntaxes / sizeof *syntaxes, CHUNK_BYTES = 1 << 16 };

/* raptor wants a base. What is resolved against this one was relative and had none. */
static const char no_base[] = "no-base://no-base/";

static const char xsd_string[] = "http://www.w3.org/2001/XMLSchema#string";

/* Byte `column_1based` of line `line_1based` as an offset: raptor counts bytes, our places code points. */
static size_t find_offset(const reader *r, size_t line_1based, size_t column_1based)
{
  size_t i = 0;
  for (size_t line = 1; line < line_1based && i < r->n_bytes; i++)
    line += r->bytes[i] == '\n' || (r->bytes[i] == '\r' && !(i + 1 < r->n_bytes && r->bytes[i + 1] == '\n'));
  for (; column_1based > 1 && i < r->n_bytes && r->bytes[i] != '\n' && r->bytes[i] != '\r'; column_1based--)
    i++;
  while (i > 0 && i < r->n_bytes && (r->bytes[i] & 0xC0) == 0x80)
    i--;
  return i;
}

static dm_place find_place(const reader *r, const raptor_locator *locator)
{
  dm_place place = {.file = r->file};
  if (!locator && r->parser)
    locator = raptor_parser_get_locator(r->parser);
  if (!locator || locator->line < 1)
    return place;
  size_t column_1based = locator->column > 0 ? (size_t)locator->column : 0;
  dm_place_find(&place, r->bytes, r->n_bytes, find_offset(r, (size_t)locator->line, column_1based));
  if (!column_1based)
    place.column_1based = 0;
  return place;
}

static dm_status stop(reader *r, dm_status status)
{
  if (r->status == DM_OK)
    r->status = status;
  if (r->parser)
    raptor_parser_parse_abort(r->parser);
  return r->status;
}

static dm_status refuse_at(reader *r, size_t offset, const char *what)
{
  dm_place place = {.file = r->file};
  dm_place_find(&place, r->bytes, r->n_bytes, offset);
  dm_report(r->diagnostics, DM_ERROR, &place, "%s", what);
  return stop(r, DM_BAD_INPUT);
}

/* For a term of the statement that is being read. */
static void refuse_term(reader *r, const char *what, const char *term)
{
  dm_place place = find_place(r, NULL);
  dm_report(r->diagnostics, DM_ERROR, &place, "%s: `%.200s`", what, term);
  stop(r, DM_BAD_INPUT);
}

static void on_message(void *ctx, raptor_log_message *message)
{
  reader *r = ctx;
  if (r->status != DM_OK || message->level < RAPTOR_LOG_LEVEL_WARN)
    return;
  bool     error = message->level >= RAPTOR_LOG_LEVEL_ERROR;
  dm_place place = find_place(r, message->locator);
  size_t   n_text = strlen(message->text);
  while (n_text && message->text[n_text - 1] == '\n')
    n_text--;
  dm_report(r->diagnostics, error ? DM_ERROR : DM_WARNING, &place, "%.*s", (int)n_text, message->text);
  if (error)
    stop(r, DM_BAD_INPUT);
}

/* raptor's own labels, genid1 ..., could be the labels of other nodes in the input. */
static unsigned char *make_label(void *ctx, unsigned char *label)
{
  reader *r = ctx;
  if (label)
    return label;
  dm_buffer made = {0};
  dm_buffer_print(&made, "%s%zu", r->blank_stem.bytes, ++r->n_blanks);
  unsigned char *copy = raptor_alloc_memory(made.n_bytes + 1);
  if (copy)
    memcpy(copy, made.bytes, made.n_bytes + 1);
  dm_buffer_free(&made);
  return copy;
}

static dm_status check_bytes(reader *r)
{
  size_t bad = dm_utf8_check(r->bytes, r->n_bytes);
  return bad < r->n_bytes ? refuse_at(r, bad, r->bytes[bad] ? "not UTF-8" : "a NUL") : DM_OK;
}

static bool check_iri(reader *r, const char *iri)
{
  size_t n_base = sizeof no_base - 1;
  if (!strncmp(iri, no_base, n_base)) {
    refuse_term(r, "a relative IRI without a base", iri + n_base);
    return false;
  }
  if (!dm_iri_is_valid(iri)) {
    refuse_term(r, "not a valid absolute IRI", iri);
    return false;
  }
  return true;
}

static bool to_literal(reader *r, dm_term *term, const raptor_term_literal_value *literal)
{
  *term = dm_term_literal(literal->string ? (const char *)literal->string : "", NULL, NULL);
  if (term->n_bytes != literal->string_len || dm_utf8_check(term->value, term->n_bytes) != term->n_bytes) {
    refuse_term(r, "a literal with an escape that is no character", "");
    return false;
  }
  if (literal->language && *literal->language) {
    dm_buffer_clear(&r->language);
    for (const unsigned char *c = literal->language; *c; c++)
      dm_buffer_add_byte(&r->language, (char)(*c >= 'A' && *c <= 'Z' ? *c | 0x20 : *c));
    term->language = r->language.bytes;
  } else if (literal->datatype) {
    term->datatype = (const char *)raptor_uri_as_string(literal->datatype);
  }
  if (term->datatype && !strcmp(term->datatype, xsd_string))
    term->datatype = NULL;
  return !term->datatype || check_iri(r, term->datatype);
}

static bool to_term(reader *r, dm_term *term, const raptor_term *from, dm_buffer *label)
{
  *term = (dm_term){.kind = DM_TERM_NONE};
  if (!from)
    return true;
  switch (from->type) {
  case RAPTOR_TERM_TYPE_URI: *term = dm_term_iri((const char *)raptor_uri_as_string(from->value.uri)); return check_iri(r, term->value);
  case RAPTOR_TERM_TYPE_LITERAL: return to_literal(r, term, &from->value.literal);
  case RAPTOR_TERM_TYPE_BLANK:
    dm_buffer_clear(label);
    dm_buffer_add_string(label, r->blank_prefix);
    dm_buffer_add(label, (const char *)from->value.blank.string, from->value.blank.string_len);
    *term = (dm_term){.kind = DM_TERM_BLANK, .value = dm_buffer_string(label), .n_bytes = label->n_bytes};
    return true;
  case RAPTOR_TERM_TYPE_UNKNOWN: break;
  }
  refuse_term(r, "a term of a kind that RDF does not have", "");
  return false;
}

static void on_statement(void *ctx, raptor_statement *from)
{
  reader      *r = ctx;
  dm_statement statement;
  if (r->status != DM_OK)
    return;
  if (!to_term(r, &statement.subject, from->subject, &r->labels[0]) || !to_term(r, &statement.predicate, from->predicate, NULL) ||
      !to_term(r, &statement.object, from->object, &r->labels[1]) || !to_term(r, &statement.graph, from->graph, &r->labels[2]))
    return;
  dm_status status = r->sink->on_statement(r->sink->ctx, &statement);
  if (status != DM_OK)
    stop(r, status);
}

static void feed(reader *r)
{
  int failed = 0;
  for (size_t i = 0; i < r->n_bytes && r->status == DM_OK && !failed; i += CHUNK_BYTES) {
    size_t n = r->n_bytes - i < CHUNK_BYTES ? r->n_bytes - i : CHUNK_BYTES;
    failed = raptor_parser_parse_chunk(r->parser, (const unsigned char *)r->bytes + i, n, 0);
  }
  if (r->status == DM_OK && !failed)
    failed = raptor_parser_parse_chunk(r->parser, NULL, 0, 1);
  if (r->status == DM_OK && failed) { /* never seen, but then not to be passed over */
    dm_report(r->diagnostics, DM_ERROR, &(dm_place){.file = r->file}, "cannot be parsed");
    stop(r, DM_BAD_INPUT);
  }
}

static void parse(reader *r, const char *base)
{
  raptor_world *world = dm_raptor_world_take();
  raptor_uri   *base_uri = NULL;
  if (world) {
    raptor_world_set_log_handler(world, r, on_message);
    raptor_world_set_generate_bnodeid_handler(world, r, make_label);
    base_uri = raptor_new_uri(world, (const unsigned char *)(base ? base : no_base));
    r->parser = raptor_new_parser(world, "rdfxml");
  }
  if (r->parser && base_uri) {
    raptor_parser_set_option(r->parser, RAPTOR_OPTION_NO_NET, NULL, 1);
    raptor_parser_set_option(r->parser, RAPTOR_OPTION_NO_FILE, NULL, 1);
    raptor_parser_set_option(r->parser, RAPTOR_OPTION_LOAD_EXTERNAL_ENTITIES, NULL, 0);
    raptor_parser_set_option(r->parser, RAPTOR_OPTION_NORMALIZE_LANGUAGE, NULL, 0);
    raptor_parser_set_statement_handler(r->parser, r, on_statement);
    if (raptor_parser_parse_start(r->parser, base_uri) == 0)
      feed(r);
    else if (r->status == DM_OK)
      refuse_term(r, "cannot be parsed with the base", base ? base : "");
  } else {
    dm_report(r->diagnostics, DM_ERROR, &(dm_place){.file = r->file}, "raptor cannot be started");
    stop(r, DM_BAD_INPUT);
  }
  if (r->parser)
    raptor_free_parser(r->parser);
  r->parser = NULL;
  if (base_uri)
    raptor_free_uri(base_uri);
  dm_raptor_world_give(world);
}

static bool has_ending(const char *path, const char *ending)
{
  size_t n_path = strlen(path), n_ending = strlen(ending);
  if (n_path < n_ending)
    return false;
  for (const char *tail = path + n_path - n_ending; *tail; tail++, ending++) {
    char lower = (char)(*tail >= 'A' && *tail <= 'Z' ? *tail | 0x20 : *tail);
    if (lower != *ending)
      return false;
  }
  return true;
}

dm_status dm_raptor_guess(dm_syntax *syntax, const char *path)
{
  for (size_t i = 0; i < N_SYNTAXES; i++) {
    for (size_t k = 0; k < 3 && syntaxes[i].endings[k]; k++) {
      if (has_ending(path, syntaxes[i].endings[k])) {
        *syntax = syntaxes[i].syntax;
        return DM_OK;
      }
    }
  }
  return DM_NOTHING;
}

/* RDF/XML. */
static dm_status read_xml(reader *r, const char *base)
{
  static const char mark[] = "\xEF\xBB\xBF"; /* a byte order mark is no part of the text */
  if (r->n_bytes >= 3 && !memcmp(r->bytes, mark, 3)) {
    r->bytes += 3;
    r->n_bytes -= 3;
  }
  if (check_bytes(r) == DM_OK) {
    dm_lexical_choose_stem(&r->blank_stem, r->bytes, r->n_bytes);
    parse(r, base);
  }
  if (r->status == DM_OK && r->sink->on_end)
    r->status = r->sink->on_end(r->sink->ctx);
  dm_buffer_free(&r->blank_stem);
  dm_buffer_free(&r->language);
  for (size_t i = 0; i < sizeof r->labels / sizeof *r->labels; i++)
    dm_buffer_free(&r->labels[i]);
  return r->status;
}

dm_status dm_raptor_read(const char *file, const char *bytes, size_t n_bytes, dm_syntax syntax, const char *base, const char *blank_prefix,
                         const dm_sink *sink, dm_diagnostics *diagnostics)
{
  reader r = {.file = file, .bytes = bytes, .n_bytes = n_bytes, .diagnostics = diagnostics, .sink = sink};
  r.blank_prefix = blank_prefix ? blank_prefix : "";
  switch (syntax) {
  case DM_SYNTAX_TURTLE:
  case DM_SYNTAX_TRIG: return dm_rdf_turtle_read(file, bytes, n_bytes, syntax == DM_SYNTAX_TRIG, base, blank_prefix, sink, diagnostics);
  case DM_SYNTAX_NTRIPLES:
  case DM_SYNTAX_NQUADS: return dm_rdf_lines_read(file, bytes, n_bytes, syntax == DM_SYNTAX_NQUADS, blank_prefix, sink, diagnostics);
  case DM_SYNTAX_RDFXML: break;
  }
  return read_xml(&r, base);
}
