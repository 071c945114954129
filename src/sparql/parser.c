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

enum { MOST_WORD_BYTES = 24 };

/* The present word in small letters and how far another may be from it; false where no suggestion makes sense. */
static bool fold_word(const parser *p, dm_buffer *folded, size_t *distance)
{
  if (p->now.kind != TOKEN_WORD || p->now.n_bytes < 2 || p->now.n_bytes > MOST_WORD_BYTES)
    return false;
  dm_unicode_fold(folded, p->now.text, p->now.n_bytes);
  *distance = p->now.n_bytes < 4 ? 1 : 2;
  return true;
}

/* What other languages write so. */
static const struct {
  const char *written;
  const char *meant;
} habits[] = {{"AND", "&&"}, {"OR", "||"}, {"==", "="}, {"=>", ">="}, {"=<", "<="}, {"<>", "!="}, {"LIKE", "REGEX(...)"}};

/* What is written so at the present token, and where it begins: the token may be the second half of what is meant as one sign. */
static const char *find_habit(const parser *p, size_t *begin)
{
  *begin = p->now.begin;
  if (p->now.kind == TOKEN_SIGN && p->now.begin > 0 && p->text[p->now.begin - 1] == '=')
    --*begin;
  for (size_t i = 0; i < sizeof habits / sizeof *habits; i++)
    if (strlen(habits[i].written) == p->now.end - *begin && strncasecmp(habits[i].written, p->text + *begin, p->now.end - *begin) == 0)
      return habits[i].meant;
  *begin = p->now.begin;
  return NULL;
}

const char *parser_suggest(parser *p, bool is_call)
{
  dm_buffer   folded = {0};
  size_t      distance = 0;
  const char *nearest = is_call ? NULL : find_habit(p, &distance);
  if (!nearest && fold_word(p, &folded, &distance)) {
    if (!is_call) {
      find_nearest(dm_buffer_string(&folded), parser_pattern_words, &nearest, &distance);
      find_nearest(dm_buffer_string(&folded), keywords, &nearest, &distance);
    } else {
      find_nearest(dm_buffer_string(&folded), aggregates, &nearest, &distance);
      find_nearest_function(dm_buffer_string(&folded), &nearest, &distance);
      find_nearest(dm_buffer_string(&folded), (const char *const[]){"EXISTS", "NOT", NULL}, &nearest, &distance);
    }
  }
  dm_buffer_free(&folded);
  return nearest ? dm_arena_print(p->arena, ": did you mean `%s`?", nearest) : "";
}

size_t parser_pattern_word(parser *p, bool *is_near)
{
  dm_buffer   folded = {0};
  const char *nearest = NULL;
  size_t      distance = 0, i = 0;
  *is_near = false;
  while (parser_pattern_words[i] && !parser_is_word(p, parser_pattern_words[i]))
    i++;
  if (!parser_pattern_words[i] && fold_word(p, &folded, &distance)) {
    find_nearest(dm_buffer_string(&folded), parser_pattern_words, &nearest, &distance);
    find_nearest(dm_buffer_string(&folded), keywords, &nearest, &distance);
    for (i = 0; parser_pattern_words[i] && parser_pattern_words[i] != nearest;)
      i++;
    *is_near = parser_pattern_words[i] != NULL;
  }
  dm_buffer_free(&folded);
  return i;
}

/* What is meant as an IRI, but has a character that no IRI has: says which, and goes on behind it. "" if nothing is. */
static const char *explain_less(parser *p)
{
  const char  *text = p->text + p->now.begin + 1;
  const size_t n = strcspn(text, "\n>"), bad = strcspn(text, "<\"{}|^`\\ \t");
  if (text[n] != '>' || bad >= n || !memchr(text, ':', bad))
    return "";
  p->at = p->now.begin + 1 + n + 1;
  p->now = (token){.kind = TOKEN_SIGN, .begin = p->now.begin, .end = p->at, .text = ""};
  token_read(p, &p->next);
  return dm_arena_print(p->arena, ": an IRI may have no `%c`", text[bad]);
}

void parser_expected(parser *p, const char *expected)
{
  enum { MOST_SHOWN = 40 };
  if (p->is_broken)
    return;
  const char *hint = parser_is(p, '<') ? explain_less(p) : parser_suggest(p, false);
  size_t      begin = 0;
  find_habit(p, &begin);
  const char *found = p->text + begin;
  size_t      n = p->now.end - begin;
  const char *line_end = n ? memchr(found, '\n', n) : NULL;
  if (line_end)
    n = (size_t)(line_end - found);
  const char *dots = n > MOST_SHOWN ? "..." : "";
  if (n > MOST_SHOWN)
    for (n = MOST_SHOWN; n > 0 && (found[n] & 0xC0) == 0x80;)
      n--;
  if (p->now.kind == TOKEN_END)
    parser_report(p, p->last_end, "expected %s, but the query ends here", expected);
  else if (p->now.kind != TOKEN_BAD) /* else reported already */
    parser_report(p, begin, "expected %s, found `%.*s%s`%s", expected, (int)n, found, dots, hint);
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
  p->last_end = p->now.end;
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

/* Braces that open behind the error are skipped with what is in them. The next brace that closes ends the group of the error; so goes an element that a keyword begins. */
bool parser_recover(parser *p)
{
  size_t n_open = p->n_braces;
  bool   is_near = false;
  if (!p->is_broken)
    return true;
  p->now = p->saved;
  p->is_broken = false;
  p->n_braces = 0;
  for (;; parser_advance(p)) {
    if (p->now.kind == TOKEN_NAME && p->now.begin != p->saved.begin && !p->is_over)
      parser_check_prefix(p, &p->now);
    if (p->is_over || p->now.kind == TOKEN_END)
      break;
    if (parser_is(p, '{'))
      n_open++;
    else if (parser_is(p, '}') && n_open-- == 0)
      return true;
    else if (n_open == 0 && parser_pattern_words[parser_pattern_word(p, &is_near)] && !is_near)
      return true;
  }
  p->is_over = true;
  parser_break(p);
  return false;
}
