/* question/scan.c - finding the parameters' blocks in the text of a query, and putting terms in their place. */
#include "question/question_impl.h"

#include <string.h>
#include <strings.h>

static bool is_name_byte(char c)
{
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (unsigned char)c >= 0x80;
}

static size_t skip_string(const char *text, size_t n_bytes, size_t at)
{
  const char   quote = text[at];
  const bool   is_long = at + 2 < n_bytes && text[at + 1] == quote && text[at + 2] == quote;
  const size_t n_quotes = is_long ? 3 : 1;
  size_t       i = at + n_quotes;
  while (i < n_bytes) {
    if (text[i] == '\\') {
      i += 2;
    } else if (text[i] == quote && (!is_long || (i + 2 < n_bytes && text[i + 1] == quote && text[i + 2] == quote))) {
      return i + n_quotes - at;
    } else if (!is_long && (text[i] == '\n' || text[i] == '\r')) {
      break;
    } else {
      i++;
    }
  }
  return (i < n_bytes ? i : n_bytes) - at;
}

/* `<` may be a comparison: an IRI has none of the bytes that end the search (§19.8, IRIREF). */
static size_t skip_iri(const char *text, size_t n_bytes, size_t at)
{
  for (size_t i = at + 1; i < n_bytes; i++) {
    if (text[i] == '>')
      return i + 1 - at;
    if ((unsigned char)text[i] <= ' ' || strchr("<\"{}|^`\\", text[i]))
      break;
  }
  return 1;
}

size_t question_token_length(const char *text, size_t n_bytes, size_t at)
{
  size_t n = 1;
  switch (text[at]) {
  case '#':
    while (at + n < n_bytes && text[at + n] != '\n' && text[at + n] != '\r')
      n++;
    return n;
  case '"':
  case '\'': return skip_string(text, n_bytes, at);
  case '<': return skip_iri(text, n_bytes, at);
  default: return 1;
  }
}

static size_t skip_space(const char *text, size_t n_bytes, size_t at)
{
  while (at < n_bytes && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r' || text[at] == '#'))
    at += question_token_length(text, n_bytes, at);
  return at;
}

/* Rows of a block of one variable are words: strings with their tags, IRIs, names, numbers. */
static size_t count_rows(const char *text, size_t end, size_t at)
{
  size_t n = 0;
  for (at = skip_space(text, end, at); at < end; at = skip_space(text, end, at)) {
    n++;
    while (at < end && !strchr(" \t\r\n#", text[at]))
      at += question_token_length(text, end, at);
  }
  return n;
}

static bool read_block(question_block *block, const char *text, size_t n_bytes, size_t at)
{
  at = skip_space(text, n_bytes, at);
  if (at >= n_bytes || (text[at] != '?' && text[at] != '$'))
    return false;
  block->variable = ++at;
  while (at < n_bytes && is_name_byte(text[at]))
    at++;
  block->n_variable = at - block->variable;
  at = skip_space(text, n_bytes, at);
  if (at >= n_bytes || text[at] != '{')
    return false;
  block->begin = ++at;
  while (at < n_bytes && text[at] != '}')
    at += question_token_length(text, n_bytes, at);
  block->end = at;
  if (at >= n_bytes)
    return false;
  block->n_rows = count_rows(text, block->end, block->begin);
  return true;
}

void question_find_blocks(question_blocks *blocks, const char *text, size_t n_bytes)
{
  static const char keyword[] = "VALUES";
  const size_t      n_keyword = sizeof keyword - 1;
  for (size_t at = 0; at < n_bytes;) {
    if (!is_name_byte(text[at]) && text[at] != '?' && text[at] != '$') {
      at += question_token_length(text, n_bytes, at);
      continue;
    }
    size_t end = at + 1;
    while (end < n_bytes && (is_name_byte(text[end]) || text[end] == ':' || text[end] == '-'))
      end++;
    question_block block = {0};
    if (end - at == n_keyword && strncasecmp(text + at, keyword, n_keyword) == 0 && read_block(&block, text, n_bytes, end)) {
      *dm_vector_add(blocks) = block;
      end = block.end;
    }
    at = end;
  }
}

/* ---- writing ---- */

/* Other controls may stand as they are (§19.8, STRING_LITERAL2); as \\u escapes they would be read before the string is (§19.2). */
static void write_string(dm_buffer *out, const char *value, size_t n_bytes)
{
  dm_buffer_add_byte(out, '"');
  for (size_t i = 0; i < n_bytes; i++) {
    static const char special[] = "\"\"\\\\\nn\rr\tt"; /* pairs: the byte, and what stands for it behind a backslash */
    char              letter = '\0';
    for (const char *s = special; *s && !letter; s += 2)
      letter = *s == value[i] ? s[1] : '\0';
    if (letter)
      dm_buffer_add_byte(out, '\\');
    dm_buffer_add_byte(out, letter ? letter : value[i]);
  }
  dm_buffer_add_byte(out, '"');
}

static void write_term(dm_buffer *out, const dm_term *term)
{
  if (term->kind == DM_TERM_IRI) {
    dm_buffer_print(out, "<%s>", term->value);
    return;
  }
  write_string(out, term->value, term->n_bytes);
  if (term->language)
    dm_buffer_print(out, "@%s", term->language);
  else if (term->datatype)
    dm_buffer_print(out, "^^<%s>", term->datatype);
}

static const dm_question_binding *find_binding(const dm_question_bindings *bindings, const char *name, size_t n_name)
{
  for (size_t i = 0; i < bindings->n; i++)
    if (strlen(bindings->items[i].name) == n_name && memcmp(bindings->items[i].name, name, n_name) == 0)
      return &bindings->items[i];
  return NULL;
}

void dm_question_write(dm_buffer *out, const dm_question *question, const dm_question_bindings *bindings)
{
  question_blocks blocks = {0};
  size_t          at = 0;
  question_find_blocks(&blocks, question->text, question->n_bytes);
  for (size_t i = 0; i < blocks.n; i++) {
    const question_block      *block = &blocks.items[i];
    const dm_question_binding *binding = find_binding(bindings, question->text + block->variable, block->n_variable);
    if (!binding)
      continue;
    dm_buffer_add(out, question->text + at, block->begin - at);
    for (size_t t = 0; t < binding->n_terms; t++) {
      dm_buffer_add_byte(out, ' ');
      write_term(out, &binding->terms[t]);
    }
    dm_buffer_add_byte(out, ' ');
    at = block->end;
  }
  dm_buffer_add(out, question->text + at, question->n_bytes - at);
  dm_vector_free(&blocks);
}
