/* RDF/XML through raptor's streaming serializer, onto an output of ours: raptor does not say when a write fails, the output does.
 *
 * What raptor would write wrongly is refused before it sees it: characters that XML lacks, XML literals (written raw, well-formed or not), and
 * the names of RDF/XML's own syntax as properties. */
#include "raptor/raptor.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/unicode.h"
#include "raptor/world.h"
#include "rdf/lexical.h"

#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

struct dm_rdfxml {
  dm_output         *output;
  dm_diagnostics    *diagnostics;
  raptor_world      *world;
  raptor_serializer *serializer;
  raptor_iostream   *stream; /* not the serializer's */
  dm_buffer          scratch;
};

/* RDF 1.1 XML Syntax, 5.1: names that no property element may have, and rdf:li, which is read as rdf:_1. */
static const char *const syntax_names[] = {
    "RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype", "Description", "aboutEach", "aboutEachPrefix", "bagID", "li",
};

static void on_message(void *ctx, raptor_log_message *message)
{
  dm_rdfxml *writer = ctx;
  if (message->level >= RAPTOR_LOG_LEVEL_ERROR)
    dm_output_refuse(writer->output, "%s", message->text);
  else if (message->level == RAPTOR_LOG_LEVEL_WARN)
    dm_report(writer->diagnostics, DM_WARNING, NULL, "%s", message->text);
}

static int write_bytes(void *ctx, const void *bytes, size_t size, size_t n)
{
  dm_rdfxml *writer = ctx;
  return dm_output_write(writer->output, bytes, size * n) == DM_OK ? (int)n : 0;
}

static int write_byte(void *ctx, const int byte)
{
  dm_rdfxml *writer = ctx;
  return dm_output_write(writer->output, (char[]){(char)byte}, 1) == DM_OK ? 0 : 1;
}

static dm_status check_characters(dm_rdfxml *writer, const dm_term *term)
{
  for (size_t i = 0, length; i < term->n_bytes; i += length) {
    uint32_t codepoint = dm_utf8_decode(term->value, term->n_bytes, i, &length);
    bool     control = codepoint < 0x20 && codepoint != '\t' && codepoint != '\n' && codepoint != '\r';
    if (control || codepoint == 0x7F || codepoint == 0xFFFE || codepoint == 0xFFFF) /* XML has U+007F, raptor does not write it */
      return dm_output_refuse(writer->output, "RDF/XML cannot have the character U+%04X: `%.200s`", (unsigned)codepoint, term->value);
  }
  return DM_OK;
}

static dm_status check_predicate(dm_rdfxml *writer, const dm_term *term)
{
  size_t n = sizeof RDF - 1;
  if (strncmp(term->value, RDF, n))
    return DM_OK;
  for (size_t i = 0; i < sizeof syntax_names / sizeof *syntax_names; i++) {
    if (!strcmp(term->value + n, syntax_names[i]))
      return dm_output_refuse(writer->output, "RDF/XML cannot have the property rdf:%s", syntax_names[i]);
  }
  return DM_OK;
}

static dm_status check(dm_rdfxml *writer, const dm_statement *statement)
{
  const dm_term *object = &statement->object;
  const char    *datatype = object->datatype ? object->datatype : "";
  dm_buffer_clear(&writer->scratch);
  dm_status status = dm_lexical_add(&writer->scratch, DM_ROLE_SUBJECT, &statement->subject, NULL, writer->output);
  if (status == DM_OK)
    status = dm_lexical_add(&writer->scratch, DM_ROLE_PREDICATE, &statement->predicate, NULL, writer->output);
  if (status == DM_OK)
    status = check_predicate(writer, &statement->predicate);
  if (status == DM_OK)
    status = dm_lexical_add(&writer->scratch, DM_ROLE_OBJECT, object, NULL, writer->output);
  if (status == DM_OK && object->kind == DM_TERM_LITERAL)
    status = check_characters(writer, object);
  if (status == DM_OK && object->kind == DM_TERM_LITERAL && !strcmp(datatype, RDF "XMLLiteral"))
    status = dm_output_refuse(writer->output, "a literal of rdf:XMLLiteral is not written as RDF/XML: `%.200s`", object->value);
  return status;
}

/* A label becomes an NCName: letters and digits behind a 'b', other bytes as _HH. Two labels never become one. */
static raptor_term *to_blank(dm_rdfxml *writer, const dm_term *term)
{
  dm_buffer_clear(&writer->scratch);
  dm_buffer_add_byte(&writer->scratch, 'b');
  for (size_t i = 0; i < term->n_bytes; i++) {
    unsigned char byte = (unsigned char)term->value[i];
    if (byte < 0x80 && (dm_unicode_is_letter(byte) || dm_unicode_is_digit(byte)))
      dm_buffer_add_byte(&writer->scratch, (char)byte);
    else
      dm_buffer_print(&writer->scratch, "_%02X", byte);
  }
  return raptor_new_term_from_counted_blank(writer->world, (const unsigned char *)writer->scratch.bytes, writer->scratch.n_bytes);
}

static raptor_term *to_literal(dm_rdfxml *writer, const dm_term *term)
{
  const char *language = term->language ? term->language : "";
  raptor_uri *datatype = NULL;
  if (!term->language && term->datatype && strcmp(term->datatype, "http://www.w3.org/2001/XMLSchema#string"))
    datatype = raptor_new_uri(writer->world, (const unsigned char *)term->datatype);
  raptor_term *literal =
      raptor_new_term_from_counted_literal(writer->world, (const unsigned char *)term->value, term->n_bytes, datatype,
                                           term->language ? (const unsigned char *)language : NULL, (unsigned char)strlen(language));
  if (datatype)
    raptor_free_uri(datatype);
  return literal;
}

static raptor_term *to_term(dm_rdfxml *writer, const dm_term *term)
{
  switch (term->kind) {
  case DM_TERM_IRI: return raptor_new_term_from_counted_uri_string(writer->world, (const unsigned char *)term->value, term->n_bytes);
  case DM_TERM_LITERAL: return to_literal(writer, term);
  case DM_TERM_BLANK: return to_blank(writer, term);
  case DM_TERM_NONE: break;
  }
  return NULL;
}

static dm_status write_statement(void *ctx, const dm_statement *statement)
{
  dm_rdfxml *writer = ctx;
  dm_status  status = writer->serializer ? check(writer, statement) : dm_output_refuse(writer->output, "raptor cannot be started");
  if (status != DM_OK)
    return status;
  raptor_statement *to = raptor_new_statement_from_nodes(writer->world, to_term(writer, &statement->subject), to_term(writer, &statement->predicate),
                                                         to_term(writer, &statement->object), NULL);
  if (!to || !to->subject || !to->predicate || !to->object || raptor_serializer_serialize_statement(writer->serializer, to))
    status = dm_output_refuse(writer->output, "raptor cannot write a statement");
  if (to)
    raptor_free_statement(to);
  return status == DM_OK ? dm_output_write(writer->output, NULL, 0) : status; /* which says whether raptor's writes were done */
}

static dm_status end(void *ctx)
{
  dm_rdfxml *writer = ctx;
  if (!writer->serializer || raptor_serializer_serialize_end(writer->serializer))
    return dm_output_refuse(writer->output, "raptor cannot write the end");
  return dm_output_write(writer->output, NULL, 0);
}

static void set_prefixes(dm_rdfxml *writer, const dm_prefix *prefixes, size_t n_prefixes)
{
  for (size_t i = 0; i < n_prefixes; i++) {
    raptor_uri *uri = raptor_new_uri(writer->world, (const unsigned char *)prefixes[i].namespace_iri);
    if (uri) {
      raptor_serializer_set_namespace(writer->serializer, uri, (const unsigned char *)prefixes[i].prefix);
      raptor_free_uri(uri);
    }
  }
}

static bool start(dm_rdfxml *writer)
{
  static const raptor_iostream_handler handler = {.version = 2, .write_byte = write_byte, .write_bytes = write_bytes};
  writer->stream = raptor_new_iostream_from_handler(writer->world, writer, &handler);
  return writer->stream && raptor_serializer_start_to_iostream(writer->serializer, NULL, writer->stream) == 0;
}

void dm_rdfxml_new(dm_rdfxml **out, dm_output *output, const dm_prefix *prefixes, size_t n_prefixes, dm_diagnostics *diagnostics)
{
  dm_rdfxml *writer = dm_allocate(sizeof *writer);
  writer->output = output;
  writer->diagnostics = diagnostics;
  writer->world = dm_raptor_world_take();
  *out = writer;
  if (!writer->world)
    return;
  raptor_world_set_log_handler(writer->world, writer, on_message);
  writer->serializer = raptor_new_serializer(writer->world, "rdfxml");
  if (!writer->serializer)
    return;
  raptor_serializer_set_option(writer->serializer, RAPTOR_OPTION_RELATIVE_URIS, NULL, 0);
  set_prefixes(writer, prefixes, n_prefixes);
  if (!start(writer)) {
    raptor_free_serializer(writer->serializer);
    writer->serializer = NULL;
  }
}

void dm_rdfxml_free(dm_rdfxml *writer)
{
  if (!writer)
    return;
  if (writer->serializer)
    raptor_free_serializer(writer->serializer);
  if (writer->stream)
    raptor_free_iostream(writer->stream);
  dm_raptor_world_give(writer->world);
  dm_buffer_free(&writer->scratch);
  free(writer);
}

dm_sink dm_rdfxml_sink(dm_rdfxml *writer)
{
  return (dm_sink){.ctx = writer, .on_statement = write_statement, .on_end = end};
}
