/* sparql/parser.c - messages, looking at tokens, and where to go on after an error. */
#include "sparql/parser_impl.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/unicode.h"

enum { MOST_ERRORS = 20 };

const char *const parser_pattern_words[] = {"FILTER", "OPTIONAL", "BIND", "MINUS", "VALUES", "GRAPH", "SERVICE", NULL};

/* Words that may be meant by a word that is none. */
static const char *const keywords[] = {"ASK",   "BASE",  "CONSTRUCT", "DESCRIBE", "DISTINCT", "EXISTS", "FROM",    "GROUP",     "HAVING",
                                       "LIMIT", "NAMED", "NOT",       "OFFSET",   "ORDER",    "PREFIX", "REDUCED", "SELECT",    "SILENT",
                                       "UNDEF", "UNION", "WHERE",     "true",     "false",    "ASC",    "DESC",    "SEPARATOR", NULL};
static const char *const aggregates[] = {"COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT", NULL};

static void report(parser *p, dm_severity severity, size_t offset, const char *format, va_list arguments)
{
  dm_buffer message = {0};
  dm_place  place = {0};
  dm_buffer_vprint(&message, format, arguments);
  dm_place_find(&place, p->text, p->n_bytes, offset < p->n_bytes ? offset : p->n_bytes);
  place.file = p->file;
  dm_report(p->diagnostics, severity, &place, "%s", dm_buffer_string(&message));
  dm_buffer_free(&message);
}

void parser_report(parser *p, size_t offset, const char *format, ...)
{
  va_list arguments;
  if (p->n_errors++ >= MOST_ERRORS) {
    p->is_over = true;
    return;
  }
  va_start(arguments, format);
  report(p, DM_ERROR, offset, format, arguments);
  va_end(arguments);
}

void parser_warn(parser *p, size_t offset, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  report(p, DM_WARNING, offset, format, arguments);
  va_end(arguments);
}

void parser_break(parser *p)
{
  if (p->is_broken)
    return;
  p->is_broken = p->was_broken = true;
  p->saved = p->now;
  p->now = (token){.kind = TOKEN_END, .begin = p->now.begin, .end = p->now.begin, .text = ""};
}

/* The nearest of `words`, if any is as near as `*distance`. */
static void find_nearest(const char *word, const char *const *words, const char **nearest, size_t *distance)
{
  for (; *words; words++) {
    char         folded[32] = {0};
    const size_t n = strlen(*words);
    for (size_t i = 0; i < n && i + 1 < sizeof folded; i++)
      folded[i] = (char)((*words)[i] >= 'A' && (*words)[i] <= 'Z' ? (*words)[i] | 0x20 : (*words)[i]);
    const size_t found = dm_unicode_distance(word, folded, *distance);
    if (found <= *distance) { /* a word that is one itself stands in the wrong place and means no other */
      *nearest = found ? *words : NULL;
      *distance = found ? found - 1 : 0;
    }
  }
}

static void find_nearest_function(const char *word, const char **nearest, size_t *distance)
{
  for (dm_function f = DM_FUNCTION_NONE + 1; f < DM_FUNCTION_N; f++) {
    const char *name = dm_function_describe(f)->name;
    if (name && dm_function_find(name, strlen(name)) == f)
      find_nearest(word, (const char *const[]){name, NULL}, nearest, distance);
  }
}

const char *parser_suggest(parser *p, bool is_call)
{
  enum { MOST_BYTES = 24 };
  if (p->now.kind != TOKEN_WORD || p->now.n_bytes < 2 || p->now.n_bytes > MOST_BYTES)
    return "";
  dm_buffer   folded = {0};
  const char *nearest = NULL;
  dm_unicode_fold(&folded, p->now.text, p->now.n_bytes);
  size_t distance = p->now.n_bytes < 4 ? 1 : 2;
  if (!is_call) {
    find_nearest(dm_buffer_string(&folded), parser_pattern_words, &nearest, &distance);
    find_nearest(dm_buffer_string(&folded), keywords, &nearest, &distance);
  } else {
    find_nearest(dm_buffer_string(&folded), aggregates, &nearest, &distance);
    find_nearest_function(dm_buffer_string(&folded), &nearest, &distance);
    find_nearest(dm_buffer_string(&folded), (const char *const[]){"EXISTS", "NOT", NULL}, &nearest, &distance);
  }
  dm_buffer_free(&folded);
  return nearest ? dm_arena_print(p->arena, ": did you mean `%s`?", nearest) : "";
}

/* Why `<` is no IRI, if it looks like one. */
static const char *explain_less(parser *p)
{
  for (size_t i = p->now.begin + 1; i < p->n_bytes && p->text[i] != '\n'; i++) {
    const char c = p->text[i];
    if (c == '>')
      return "";
    if (strchr("<\"{}|^`\\ \t", c)) {
      const char *end = memchr(p->text + i, '>', p->n_bytes - i);
      const char *line = memchr(p->text + i, '\n', p->n_bytes - i);
      return end && (!line || end < line) ? dm_arena_print(p->arena, ": an IRI may have no `%c`", c) : "";
    }
  }
  return "";
}

void parser_expected(parser *p, const char *expected)
{
  enum { MOST_SHOWN = 40 };
  if (p->is_broken)
    return;
  size_t n = p->now.end - p->now.begin;
  for (size_t i = 0; i < n; i++)
    if (p->text[p->now.begin + i] == '\n')
      n = i;
  const char *dots = n > MOST_SHOWN ? "..." : "";
  if (n > MOST_SHOWN)
    for (n = MOST_SHOWN; n > 0 && (p->text[p->now.begin + n] & 0xC0) == 0x80;)
      n--;
  if (p->now.kind == TOKEN_END)
    parser_report(p, p->now.begin, "expected %s, but the query ends here", expected);
  else if (p->now.kind != TOKEN_BAD) /* else reported already */
    parser_report(p, p->now.begin, "expected %s, found `%.*s%s`%s", expected, (int)n, p->text + p->now.begin, dots,
                  p->now.sign == '<' ? explain_less(p) : parser_suggest(p, false));
  parser_break(p);
}

void parser_start(parser *p)
{
  token_read(p, &p->now);
  token_read(p, &p->next);
}

void parser_advance(parser *p)
{
  if (p->is_broken)
    return;
  p->now = p->next;
  if (p->now.kind != TOKEN_END)
    token_read(p, &p->next);
  if (p->is_over)
    parser_break(p);
}

bool parser_is(const parser *p, uint32_t sign)
{
  return p->now.kind == TOKEN_SIGN && p->now.sign == sign;
}

bool parser_is_next(const parser *p, uint32_t sign)
{
  return !p->is_broken && p->next.kind == TOKEN_SIGN && p->next.sign == sign;
}

bool parser_is_word(const parser *p, const char *word)
{
  return p->now.kind == TOKEN_WORD && strcasecmp(p->now.text, word) == 0;
}

bool parser_accept(parser *p, uint32_t sign)
{
  const bool is = parser_is(p, sign);
  if (is)
    parser_advance(p);
  return is;
}

bool parser_accept_word(parser *p, const char *word)
{
  const bool is = parser_is_word(p, word);
  if (is)
    parser_advance(p);
  return is;
}

bool parser_expect(parser *p, uint32_t sign, const char *expected)
{
  if (parser_accept(p, sign))
    return true;
  parser_expected(p, expected);
  return false;
}

bool parser_expect_word(parser *p, const char *word, const char *expected)
{
  if (parser_accept_word(p, word))
    return true;
  parser_expected(p, expected);
  return false;
}

bool parser_is_end(const parser *p)
{
  return p->now.kind == TOKEN_END;
}

bool parser_enter(parser *p)
{
  if (p->depth++ < DM_SYNTAX_MOST_LEVELS)
    return true;
  if (!p->is_broken)
    parser_report(p, p->now.begin, "nested more than %d levels deep", DM_SYNTAX_MOST_LEVELS);
  p->is_over = true;
  parser_break(p);
  return false;
}

void parser_leave(parser *p)
{
  p->depth--;
}

static bool is_pattern_word(const parser *p)
{
  for (size_t i = 0; parser_pattern_words[i]; i++)
    if (parser_is_word(p, parser_pattern_words[i]))
      return true;
  return false;
}

/* Braces that open behind the error are skipped with what is in them. The next brace that closes ends the group of the error; so goes an element that a keyword begins. */
bool parser_recover(parser *p)
{
  size_t n_open = 0;
  if (!p->is_broken)
    return true;
  p->now = p->saved;
  p->is_broken = false;
  for (;; parser_advance(p)) {
    if (p->now.kind == TOKEN_NAME && !p->is_over)
      parser_check_prefix(p, &p->now);
    if (p->is_over || p->now.kind == TOKEN_END)
      break;
    if (parser_is(p, '{'))
      n_open++;
    else if (parser_is(p, '}') && n_open-- == 0)
      return true;
    else if (n_open == 0 && is_pattern_word(p))
      return true;
  }
  p->is_over = true;
  parser_break(p);
  return false;
}
