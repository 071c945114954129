/* Reading through raptor's parsers.
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

typedef struct {
  const char     *file;
  const char     *bytes;
  size_t          n_bytes;
  dm_diagnostics *diagnostics;
  const dm_sink  *sink;
  raptor_parser  *parser;
  dm_status       status;       /* the first that is not DM_OK */
  bool            knows_places; /* whether raptor's places hold while statements come, not only for its own errors */
  const char     *blank_prefix;
  dm_buffer       blank_stem; /* of the labels that are made here: occurs nowhere in the input */
  size_t          n_blanks;
  dm_buffer       labels[3]; /* of subject, object, graph */
} reader;

static const struct {
  dm_syntax   syntax;
  const char *parser;
  const char *endings[3];
} syntaxes[] = {
    {DM_SYNTAX_TURTLE, "turtle", {".ttl"}},
    {DM_SYNTAX_TRIG, "trig", {".trig"}},
    {DM_SYNTAX_NTRIPLES, "ntriples", {".nt"}},
    {DM_SYNTAX_NQUADS, "nquads", {".nq"}},
    {DM_SYNTAX_RDFXML, "rdfxml", {".rdf", ".owl", ".xml"}},
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

/* Where `<iri>` stands first, or n_bytes. */
static size_t find_iri(const reader *r, const char *iri)
{
  size_t n = strlen(iri);
  for (size_t i = 0; i + n + 2 <= r->n_bytes; i++) {
    const char *next = memchr(r->bytes + i, '<', r->n_bytes - i - n - 1);
    if (!next)
      break;
    i = (size_t)(next - r->bytes);
    if (!memcmp(next + 1, iri, n) && next[n + 1] == '>')
      return i;
  }
  return r->n_bytes;
}

/* For a term of the statement that is being read. In Turtle raptor does not know where that is, so the spelling is looked for. */
static void refuse_term(reader *r, const char *what, const char *term)
{
  dm_place place = {.file = r->file};
  size_t   offset = r->knows_places ? r->n_bytes : find_iri(r, term);
  if (r->knows_places)
    place = find_place(r, NULL);
  else if (offset < r->n_bytes)
    dm_place_find(&place, r->bytes, r->n_bytes, offset);
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

/* "genid" and one 'x' more than stand behind any "genid" of the input. */
static void choose_stem(reader *r)
{
  static const char stem[] = "genid";
  const size_t      n_stem = sizeof stem - 1;
  size_t            most = 0;
  bool              found = false;
  for (size_t i = 0; i + n_stem <= r->n_bytes; i++) {
    const char *next = memchr(r->bytes + i, stem[0], r->n_bytes - i);
    if (!next || (i = (size_t)(next - r->bytes)) + n_stem > r->n_bytes)
      break;
    if (memcmp(next, stem, n_stem))
      continue;
    size_t n = 0;
    while (i + n_stem + n < r->n_bytes && next[n_stem + n] == 'x')
      n++;
    most = n > most ? n : most;
    found = true;
  }
  dm_buffer_add_string(&r->blank_stem, stem);
  for (size_t i = 0; i < most + found; i++)
    dm_buffer_add_byte(&r->blank_stem, 'x');
}

static uint32_t parse_hex(const char *digits, size_t n_digits)
{
  uint32_t value = 0;
  for (size_t i = 0; i < n_digits; i++) {
    const char *digit = memchr("0123456789abcdefABCDEF", digits[i], 22);
    if (!digit)
      return ' '; /* raptor will say it */
    value = value << 4 | (uint32_t)(*digit <= '9' ? *digit - '0' : (*digit | 0x20) - 'a' + 10);
  }
  return value;
}

/* raptor cuts a literal at an escaped NUL without a word, and makes of an escaped surrogate what is not UTF-8. Returns the offset of the first
 * such escape, or n_bytes. One in a comment is found too. */
static size_t find_bad_escape(const char *bytes, size_t n_bytes)
{
  for (size_t i = 0; i + 1 < n_bytes; i++) {
    const char *next = memchr(bytes + i, '\\', n_bytes - i - 1);
    if (!next)
      break;
    i = (size_t)(next - bytes) + 1; /* what a backslash escapes is passed over, be it another backslash */
    size_t n_digits = bytes[i] == 'u' ? 4 : bytes[i] == 'U' ? 8 : 0;
    if (!n_digits || n_bytes - i <= n_digits)
      continue;
    uint32_t codepoint = parse_hex(bytes + i + 1, n_digits);
    if (codepoint == 0 || (codepoint >= 0xD800 && codepoint <= 0xDFFF) || codepoint > 0x10FFFF)
      return i - 1;
  }
  return n_bytes;
}

static dm_status check_bytes(reader *r, dm_syntax syntax)
{
  size_t bad = dm_utf8_check(r->bytes, r->n_bytes);
  if (bad < r->n_bytes)
    return refuse_at(r, bad, r->bytes[bad] ? "not UTF-8" : "a NUL");
  bad = syntax == DM_SYNTAX_RDFXML ? r->n_bytes : find_bad_escape(r->bytes, r->n_bytes);
  if (bad < r->n_bytes)
    return refuse_at(r, bad, "an escape of U+0000 or of what is no character");
  return DM_OK;
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
  if (literal->language && *literal->language)
    term->language = (const char *)literal->language;
  else if (literal->datatype)
    term->datatype = (const char *)raptor_uri_as_string(literal->datatype);
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

static const char *parser_name(dm_syntax syntax)
{
  for (size_t i = 0; i < N_SYNTAXES; i++) {
    if (syntaxes[i].syntax == syntax)
      return syntaxes[i].parser;
  }
  return NULL;
}

static void parse(reader *r, dm_syntax syntax, const char *base)
{
  raptor_world *world = dm_raptor_world_take();
  raptor_uri   *base_uri = NULL;
  if (world) {
    raptor_world_set_log_handler(world, r, on_message);
    raptor_world_set_generate_bnodeid_handler(world, r, make_label);
    base_uri = raptor_new_uri(world, (const unsigned char *)(base ? base : no_base));
    r->parser = raptor_new_parser(world, parser_name(syntax));
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

dm_status dm_raptor_read(const char *file, const char *bytes, size_t n_bytes, dm_syntax syntax, const char *base, const char *blank_prefix,
                         const dm_sink *sink, dm_diagnostics *diagnostics)
{
  static const char mark[] = "\xEF\xBB\xBF"; /* a byte order mark is no part of the text */
  reader            r = {.file = file, .bytes = bytes, .n_bytes = n_bytes, .diagnostics = diagnostics, .sink = sink};
  r.blank_prefix = blank_prefix ? blank_prefix : "";
  r.knows_places = syntax != DM_SYNTAX_TURTLE && syntax != DM_SYNTAX_TRIG;
  if (n_bytes >= 3 && !memcmp(bytes, mark, 3)) {
    r.bytes += 3;
    r.n_bytes -= 3;
  }
  if (check_bytes(&r, syntax) == DM_OK) {
    choose_stem(&r);
    parse(&r, syntax, base);
  }
  if (r.status == DM_OK && sink->on_end)
    r.status = sink->on_end(sink->ctx);
  dm_buffer_free(&r.blank_stem);
  for (size_t i = 0; i < sizeof r.labels / sizeof *r.labels; i++)
    dm_buffer_free(&r.labels[i]);
  return r.status;
}
