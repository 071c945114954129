/* results/read_json.c - SPARQL 1.1 Query Results JSON Format (JSON by RFC 8259), over the whole text: `head` may come behind `results`.
 *
 *   { "head": { "vars": [...] }, "results": { "bindings": [ { "x": { "type": ..., "value": ... } } ] } }    or    { "head": {}, "boolean": true }
 *
 * Members that the format does not know (link, ordered, distinct) are passed over but must be JSON. */
#include "results/read_impl.h"

#include "base/buffer.h"

#include <string.h>

typedef struct {
  results_reader *r;
  size_t          at;
  size_t          n_depth;
} json;

static const char *const fault_end = "the JSON ends too early: the answer was cut off";

static char peek(json *j)
{
  const results_reader *r = j->r;
  while (j->at < r->n_bytes && strchr(" \t\r\n", r->bytes[j->at])) /* there is no NUL: it was checked */
    j->at++;
  return j->at < r->n_bytes ? r->bytes[j->at] : '\0';
}

static bool fail(json *j, const char *expected)
{
  if (j->at >= j->r->n_bytes)
    read_fail(j->r, j->at, "%s", fault_end);
  else
    read_fail(j->r, j->at, "expected %s", expected);
  return false;
}

static bool take(json *j, char c, const char *expected)
{
  if (j->r->status != DM_OK)
    return false;
  if (peek(j) != c || c == '\0')
    return fail(j, expected);
  j->at++;
  return true;
}

/* ---- strings ---- */

static bool read_hex(json *j, uint32_t *codepoint)
{
  const results_reader *r = j->r;
  *codepoint = 0;
  for (int i = 0; i < 4; i++, j->at++) {
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char       *found = j->at < r->n_bytes ? strchr(digits, r->bytes[j->at]) : NULL;
    if (!found || !*found)
      return fail(j, "four hexadecimal digits");
    *codepoint = *codepoint << 4 | ((uint32_t)(found - digits) & 15);
  }
  return true;
}

/* Behind the backslash. */
static bool read_escape(json *j, dm_buffer *out)
{
  static const char names[] = "\"\\/bfnrt";
  static const char values[] = "\"\\/\b\f\n\r\t";
  const char        c = j->at < j->r->n_bytes ? j->r->bytes[j->at] : '\0';
  const char       *found = c ? strchr(names, c) : NULL;
  uint32_t          codepoint = 0;
  uint32_t          low = 0;
  if (found) {
    j->at++;
    dm_buffer_add_byte(out, values[found - names]);
    return true;
  }
  if (c != 'u')
    return fail(j, "an escape of JSON");
  const size_t begin = j->at++;
  if (!read_hex(j, &codepoint))
    return false;
  if (codepoint >= 0xD800 && codepoint < 0xDC00 && j->r->n_bytes - j->at > 2 && memcmp(j->r->bytes + j->at, "\\u", 2) == 0) {
    j->at += 2;
    if (!read_hex(j, &low))
      return false;
    if (low >= 0xDC00 && low < 0xE000)
      codepoint = 0x10000 + ((codepoint - 0xD800) << 10) + (low - 0xDC00);
  }
  if (codepoint == 0 || (codepoint >= 0xD800 && codepoint < 0xE000)) {
    read_fail(j->r, begin, codepoint == 0 ? "a term holds U+0000" : "half of a surrogate pair");
    return false;
  }
  dm_buffer_add_codepoint(out, codepoint);
  return true;
}

/* out NULL: passed over. */
static bool read_string(json *j, dm_buffer *out)
{
  const results_reader *r = j->r;
  dm_buffer             dropped = {0};
  dm_buffer            *into = out ? out : &dropped;
  if (!take(j, '"', "a string"))
    return false;
  dm_buffer_clear(into);
  bool is_good = true;
  while (is_good && j->at < r->n_bytes && r->bytes[j->at] != '"') {
    size_t n = 0;
    while (j->at + n < r->n_bytes && r->bytes[j->at + n] != '"' && r->bytes[j->at + n] != '\\' && (unsigned char)r->bytes[j->at + n] >= ' ')
      n++;
    if (out)
      dm_buffer_add(out, r->bytes + j->at, n);
    j->at += n;
    if (j->at < r->n_bytes && r->bytes[j->at] == '\\') {
      j->at++;
      is_good = read_escape(j, into);
    } else if (j->at < r->n_bytes && (unsigned char)r->bytes[j->at] < ' ') {
      is_good = fail(j, "no control character in a string");
    }
  }
  dm_buffer_free(&dropped);
  return is_good && take(j, '"', "the end of the string");
}

/* ---- values ---- */

typedef bool (*member_function)(json *j, const char *name, size_t offset, void *ctx);

/* Calls `member` in front of each value of an object. */
static bool read_object(json *j, member_function member, void *ctx)
{
  dm_buffer name = {0};
  bool      is_good = take(j, '{', "an object");
  if (is_good && j->n_depth++ >= READ_MOST_DEPTH)
    is_good = fail(j, "no deeper nesting");
  if (is_good && peek(j) == '}') {
    j->at++;
    j->n_depth--;
    return true;
  }
  for (bool more = is_good; more;) {
    peek(j);
    const size_t offset = j->at;
    is_good = read_string(j, &name) && take(j, ':', "`:`") && member(j, dm_buffer_string(&name), offset, ctx);
    more = is_good && peek(j) == ',';
    j->at += more;
  }
  dm_buffer_free(&name);
  j->n_depth -= is_good;
  return is_good && take(j, '}', "`,` or `}`");
}

/* Calls `item` in front of each value of an array. */
static bool read_array(json *j, bool (*item)(json *j, void *ctx), void *ctx)
{
  bool is_good = take(j, '[', "an array");
  if (is_good && j->n_depth++ >= READ_MOST_DEPTH)
    is_good = fail(j, "no deeper nesting");
  if (is_good && peek(j) == ']') {
    j->at++;
    j->n_depth--;
    return true;
  }
  for (bool more = is_good; more;) {
    is_good = item(j, ctx);
    more = is_good && peek(j) == ',';
    j->at += more;
  }
  j->n_depth -= is_good;
  return is_good && take(j, ']', "`,` or `]`");
}

static bool skip_digits(json *j)
{
  const size_t begin = j->at;
  while (j->at < j->r->n_bytes && j->r->bytes[j->at] >= '0' && j->r->bytes[j->at] <= '9')
    j->at++;
  return j->at > begin || fail(j, "a digit");
}

static bool next_is(json *j, const char *any)
{
  return j->at < j->r->n_bytes && strchr(any, j->r->bytes[j->at]);
}

static bool skip_number(json *j)
{
  j->at += next_is(j, "-");
  if (next_is(j, "0"))
    j->at++;
  else if (!skip_digits(j))
    return false;
  if (next_is(j, ".")) {
    j->at++;
    if (!skip_digits(j))
      return false;
  }
  if (!next_is(j, "eE"))
    return true;
  j->at++;
  j->at += next_is(j, "+-");
  return skip_digits(j);
}

static bool take_word(json *j, const char *word)
{
  const size_t n = strlen(word);
  if (j->r->n_bytes - j->at < n || memcmp(j->r->bytes + j->at, word, n) != 0)
    return false;
  j->at += n;
  return true;
}

static bool skip_value(json *j);

static bool skip_member(json *j, const char *name, size_t offset, void *ctx)
{
  (void)name, (void)offset, (void)ctx;
  return skip_value(j);
}

static bool skip_item(json *j, void *ctx)
{
  (void)ctx;
  return skip_value(j);
}

static bool skip_value(json *j)
{
  switch (peek(j)) {
  case '{': return read_object(j, skip_member, NULL);
  case '[': return read_array(j, skip_item, NULL);
  case '"': return read_string(j, NULL);
  case '-':
  case '0':
  case '1':
  case '2':
  case '3':
  case '4':
  case '5':
  case '6':
  case '7':
  case '8':
  case '9': return skip_number(j);
  default: return take_word(j, "true") || take_word(j, "false") || take_word(j, "null") || fail(j, "a value");
  }
}

/* ---- the format ---- */

/* Where the parts begin; 0: not there, since the object itself begins in front of them. */
typedef struct {
  size_t head;
  size_t results;
  size_t boolean;
  size_t vars;
  size_t bindings;
} parts;

static bool note(json *j, size_t *part, const char *name, size_t offset)
{
  if (*part > 0) {
    read_fail(j->r, offset, "`%s` comes twice", name);
    return false;
  }
  *part = j->at;
  return true;
}

static bool find_in_head(json *j, const char *name, size_t offset, void *ctx)
{
  parts *found = ctx;
  if (strcmp(name, "vars") == 0 && !note(j, &found->vars, name, offset))
    return false;
  return skip_value(j);
}

static bool find_in_results(json *j, const char *name, size_t offset, void *ctx)
{
  parts *found = ctx;
  if (strcmp(name, "bindings") == 0 && !note(j, &found->bindings, name, offset))
    return false;
  return skip_value(j);
}

static bool find_part(json *j, const char *name, size_t offset, void *ctx)
{
  parts *found = ctx;
  if (strcmp(name, "head") == 0)
    return note(j, &found->head, name, offset) && read_object(j, find_in_head, found);
  if (strcmp(name, "results") == 0)
    return note(j, &found->results, name, offset) && read_object(j, find_in_results, found);
  if (strcmp(name, "boolean") == 0 && !note(j, &found->boolean, name, offset))
    return false;
  return skip_value(j);
}

static bool read_name(json *j, void *ctx)
{
  dm_buffer *name = ctx;
  peek(j);
  const size_t offset = j->at;
  return read_string(j, name) && read_add_column(j->r, dm_buffer_string(name), name->n_bytes, offset) == DM_OK;
}

/* Scratch for one term. */
typedef struct {
  dm_buffer type;
  dm_buffer value;
  dm_buffer datatype;
  dm_buffer language;
  bool      has_value, has_datatype, has_language;
} term_parts;

static bool read_term_member(json *j, const char *name, size_t offset, void *ctx)
{
  term_parts *parts_of = ctx;
  (void)offset;
  if (strcmp(name, "type") == 0)
    return read_string(j, &parts_of->type);
  if (strcmp(name, "value") == 0)
    return parts_of->has_value = read_string(j, &parts_of->value);
  if (strcmp(name, "datatype") == 0)
    return parts_of->has_datatype = read_string(j, &parts_of->datatype);
  if (strcmp(name, "xml:lang") == 0)
    return parts_of->has_language = read_string(j, &parts_of->language);
  return skip_value(j);
}

static dm_term_kind kind_of(const char *type)
{
  static const struct {
    const char  *type;
    dm_term_kind kind;
  } types[] = {
      {"uri", DM_TERM_IRI}, {"bnode", DM_TERM_BLANK}, {"literal", DM_TERM_LITERAL}, {"typed-literal", DM_TERM_LITERAL}}; /* the last of SPARQL 1.0 */
  for (size_t i = 0; i < sizeof types / sizeof *types; i++)
    if (strcmp(type, types[i].type) == 0)
      return types[i].kind;
  return DM_TERM_NONE;
}

static bool read_binding(json *j, const char *name, size_t offset, void *ctx)
{
  term_parts    *scratch = ctx;
  const uint32_t column = read_find_column(j->r, name, strlen(name));
  if (column == READ_NO_COLUMN) {
    read_fail(j->r, offset, "`%s` is none of the variables in the head", name);
    return false;
  }
  dm_buffer_clear(&scratch->type);
  scratch->has_value = scratch->has_datatype = scratch->has_language = false;
  peek(j);
  const size_t begin = j->at;
  if (!read_object(j, read_term_member, scratch))
    return false;
  const dm_term term = {kind_of(dm_buffer_string(&scratch->type)), dm_buffer_string(&scratch->value), scratch->value.n_bytes,
                        scratch->has_datatype ? dm_buffer_string(&scratch->datatype) : NULL,
                        scratch->has_language ? dm_buffer_string(&scratch->language) : NULL};
  if (term.kind == DM_TERM_NONE || !scratch->has_value)
    return read_fail(j->r, begin, "this is no term of RDF 1.1: `type` is uri, bnode or literal, and `value` a string") == DM_OK;
  return read_set(j->r, column, &term, begin) == DM_OK;
}

static bool read_row(json *j, void *ctx)
{
  return read_object(j, read_binding, ctx) && read_end_row(j->r) == DM_OK;
}

static void read_rows(json *j, const parts *found)
{
  term_parts scratch = {0};
  j->at = found->vars;
  j->n_depth = 0;
  if (read_array(j, read_name, &scratch.value) && read_end_columns(j->r) == DM_OK) {
    j->at = found->bindings;
    read_array(j, read_row, &scratch);
  }
  dm_buffer_free(&scratch.type);
  dm_buffer_free(&scratch.value);
  dm_buffer_free(&scratch.datatype);
  dm_buffer_free(&scratch.language);
}

dm_status read_json(results_reader *r)
{
  json  j = {.r = r};
  parts found = {0};
  if (r->n_bytes >= 3 && memcmp(r->bytes, "\xEF\xBB\xBF", 3) == 0) /* RFC 8259 §8.1: may be passed over */
    j.at = 3;
  if (!read_object(&j, find_part, &found))
    return r->status;
  if (peek(&j) != '\0')
    return read_fail(r, j.at, "something stands behind the answer");
  if ((found.boolean > 0) == (found.results > 0))
    return read_fail(r, 0, "an answer has either `results` or `boolean`");
  if (found.boolean > 0) {
    j.at = found.boolean;
    peek(&j);
    if (take_word(&j, "true"))
      return read_boolean(r, true);
    return take_word(&j, "false") ? read_boolean(r, false) : read_fail(r, j.at, "expected true or false");
  }
  if (found.vars == 0 || found.bindings == 0)
    return read_fail(r, 0, "the answer has no `%s`", found.vars == 0 ? "vars" : "bindings");
  read_rows(&j, &found);
  return r->status;
}
