/* text/token.c - cuts blocks into tokens and folds them. */
#include "text/text_impl.h"

#include "base/unicode.h"

#include <assert.h>
#include <string.h>

enum {
  MAX_SCHEME = 8,
  MAX_SYMBOL_BYTES = 64,
  MAX_INTERNED_BYTES = 64,
  MAX_SERIES_LETTERS = 4,
  MAX_ABBREVIATION_PARTS = 12,
  MAX_FIRST_PART = 2,
  MAX_SHORT_ABBREVIATION = 2
};

/* Bytes [begin, end) are the block; `mail_after` says that no e-mail address begins before it. */
typedef struct {
  text_whole          *whole;
  const char          *s;
  size_t               begin;
  size_t               end;
  size_t               mail_after;
  const dm_map        *abbreviations;
  const dm_text_words *words;    /* or NULL */
  dm_map              *interned; /* folded form -> index into forms */
  DM_VECTOR(const char *) forms;
  dm_buffer folded;
} scanner;

typedef struct {
  dm_token_kind kind;
  bool          abbreviation; /* its points say nothing */
  bool          joined;       /* nor does its hyphen */
} token_shape;

/* --- looking at characters --- */

static bool is_ascii_alphanumeric(char byte)
{
  return dm_byte_is_letter(byte) || dm_byte_is_digit(byte);
}

static bool is_ascii_upper(char byte)
{
  return byte >= 'A' && byte <= 'Z';
}

static uint32_t peek(const scanner *sc, size_t at, size_t *n)
{
  if (at >= sc->end) {
    *n = 0;
    return ' ';
  }
  return dm_codepoint_at(sc->s, sc->end, at, n);
}

static bool is_letter_at(const scanner *sc, size_t at)
{
  size_t n = 0;
  return dm_unicode_is_letter(peek(sc, at, &n));
}

static bool is_digit_at(const scanner *sc, size_t at)
{
  size_t n = 0;
  return dm_unicode_is_digit(peek(sc, at, &n));
}

static bool is_upper_at(const scanner *sc, size_t at)
{
  size_t n = 0;
  return dm_unicode_is_upper(peek(sc, at, &n));
}

static bool is_word_at(const scanner *sc, size_t at)
{
  return is_letter_at(sc, at) || is_digit_at(sc, at);
}

static char byte_at(const scanner *sc, size_t at)
{
  return at < sc->end ? sc->s[at] : ' ';
}

static bool is_ideograph(uint32_t codepoint)
{
  return codepoint >= 0x3400 && codepoint <= 0x9FFF;
}

/* The end of the letters, digits and marks that begin at `at`. Between an ideograph and a digit a word ends: the day in `3月5日` is a token. */
static size_t pass_word(const scanner *sc, size_t at)
{
  size_t n = 0;
  bool   ideograph = false;
  for (const size_t begin = at; at < sc->end; at += n) {
    if (!is_ascii_alphanumeric(sc->s[at])) {
      const uint32_t codepoint = peek(sc, at, &n);
      if (codepoint < 0x80 || !(dm_unicode_is_letter(codepoint) || dm_unicode_is_digit(codepoint)))
        break;
      ideograph = is_ideograph(codepoint);
      if (ideograph && at > begin && dm_byte_is_digit(sc->s[at - 1]))
        break;
    } else {
      n = 1;
      if (ideograph && dm_byte_is_digit(sc->s[at]))
        break;
    }
  }
  return at;
}

/* --- shapes, each: the end of the token of that shape that begins at `at`, or `at` --- */

static size_t scan_url(const scanner *sc, size_t at)
{
  static const char www[] = "www.";
  size_t            scheme = at;
  while (scheme < sc->end && scheme - at < MAX_SCHEME && dm_byte_is_letter(sc->s[scheme]))
    scheme++;
  const bool has_scheme = scheme > at && sc->end - scheme > 3 && memcmp(sc->s + scheme, "://", 3) == 0;
  const bool has_www = sc->end - at > sizeof www && memcmp(sc->s + at, www, sizeof www - 1) == 0 && is_ascii_alphanumeric(sc->s[at + sizeof www - 1]);
  if (!has_scheme && !has_www)
    return at;
  size_t end = at;
  bool   bracket = false;
  while (end < sc->end && sc->s[end] > ' ' && sc->s[end] < 0x7F && !strchr("<>\"|\\^`", sc->s[end])) {
    bracket |= sc->s[end] == '(';
    end++;
  }
  while (end > at && strchr(bracket ? ".,;:!?'*_]" : ".,;:!?'*_])", sc->s[end - 1]))
    end--;
  return end;
}

static bool is_mail_byte(char byte)
{
  return is_ascii_alphanumeric(byte) || (byte != 0 && strchr("._%+-", byte));
}

static size_t scan_mail(scanner *sc, size_t at)
{
  if (at < sc->mail_after)
    return at;
  size_t name = at;
  while (name < sc->end && is_mail_byte(sc->s[name]))
    name++;
  sc->mail_after = name + 1;
  if (name == at || byte_at(sc, name) != '@')
    return at;
  size_t end = name + 1;
  bool   point = false;
  while (end < sc->end && (is_ascii_alphanumeric(sc->s[end]) || sc->s[end] == '-' || sc->s[end] == '.')) {
    point |= sc->s[end] == '.' && end + 1 < sc->end && is_ascii_alphanumeric(sc->s[end + 1]);
    end++;
  }
  while (end > name + 1 && (sc->s[end - 1] == '.' || sc->s[end - 1] == '-'))
    end--;
  return point ? end : at;
}

/* A part of a symbol between slashes: `A` `70` `C.1` `Add.1` `RES` `PV.8953`, not `5G`, not `Physical`. */
static bool is_symbol_part(const char *part, size_t n)
{
  size_t n_letters = 0;
  while (n_letters < n && is_ascii_upper(part[n_letters]))
    n_letters++;
  size_t at = n_letters;
  if (n_letters == 1) /* Add.1 Rev.2 */
    while (at < n && at < MAX_SERIES_LETTERS + 1 && part[at] >= 'a' && part[at] <= 'z')
      at++;
  const bool mixed = at > n_letters;
  while (at < n && dm_byte_is_digit(part[at]))
    at++;
  if (n == 0 || (mixed && (at >= n || part[at] != '.')))
    return false;
  while (at < n && part[at] == '.') {
    const size_t point = at++;
    while (at < n && is_ascii_alphanumeric(part[at]))
      at++;
    if (at == point + 1)
      return false;
  }
  return at == n;
}

/* `A/70/174` `73/27` `JPCERT/CC` */
static size_t scan_symbol(const scanner *sc, size_t at)
{
  size_t end = at;
  bool   slash = false;
  while (end < sc->end && end - at <= MAX_SYMBOL_BYTES && (is_ascii_alphanumeric(sc->s[end]) || sc->s[end] == '/' || sc->s[end] == '.')) {
    slash |= sc->s[end] == '/';
    end++;
  }
  if (!slash || end - at > MAX_SYMBOL_BYTES || is_word_at(sc, end))
    return at;
  while (end > at && !is_ascii_alphanumeric(sc->s[end - 1]))
    end--;
  size_t n_parts = 0;
  for (size_t part = at; part < end; n_parts++) {
    const char  *next = memchr(sc->s + part, '/', end - part);
    const size_t part_end = next ? (size_t)(next - sc->s) : end;
    if (!is_symbol_part(sc->s + part, part_end - part))
      return at;
    part = part_end + 1;
  }
  return n_parts > 1 ? end : at;
}

static size_t scan_number(const scanner *sc, size_t at)
{
  size_t n = 0;
  size_t end = at;
  if (byte_at(sc, at) == '+') {
    if (at > sc->begin && sc->s[at - 1] != ' ' && sc->s[at - 1] != '(')
      return at;
    end++;
  }
  if (!is_digit_at(sc, end))
    return at;
  for (;;) {
    while (dm_unicode_is_digit(peek(sc, end, &n)))
      end += n;
    const char inner = byte_at(sc, end);
    if ((inner != '.' && inner != ',' && inner != ':') || !is_digit_at(sc, end + 1))
      break;
    end++;
  }
  if (!is_ideograph(peek(sc, end, &n)))
    end = pass_word(sc, end); /* 5G, 3rd, 1990s */
  while (byte_at(sc, end) == '_' && is_word_at(sc, end + 1))
    end = pass_word(sc, end + 1);
  return end;
}

/* `U.S.` `e.g.` `Ph.D.`: single letters between points, the first part may have two. */
static size_t scan_points(const scanner *sc, size_t at)
{
  size_t end = at;
  size_t part = at;
  for (int n_parts = 0; n_parts < MAX_ABBREVIATION_PARTS; n_parts++) {
    size_t       n_letters = 0;
    size_t       n = 0;
    size_t       letter = part;
    const size_t most = n_parts == 0 ? MAX_FIRST_PART : 1;
    while (n_letters <= most && dm_unicode_is_letter(peek(sc, letter, &n))) {
      letter += n;
      n_letters++;
    }
    if (n_letters == 0 || n_letters > most || is_digit_at(sc, letter))
      return end;
    if (byte_at(sc, letter) != '.')
      return n_parts > 0 ? letter : at;
    part = letter + 1;
    if (n_parts > 0)
      end = part;
    else if (!is_letter_at(sc, part))
      return at;
  }
  return end;
}

/* `L.13` `Rev.1` */
static size_t scan_series(const scanner *sc, size_t at)
{
  size_t end = at;
  while (end < sc->end && end - at <= MAX_SERIES_LETTERS && dm_byte_is_letter(sc->s[end]))
    end++;
  if (end == at || end - at > MAX_SERIES_LETTERS || !is_ascii_upper(sc->s[at]) || byte_at(sc, end) != '.' || !is_digit_at(sc, end + 1))
    return at;
  return pass_word(sc, end + 1);
}

static size_t scan_word(const scanner *sc, size_t at)
{
  size_t end = pass_word(sc, at);
  for (;;) {
    const char inner = byte_at(sc, end);
    if (end == at || !is_word_at(sc, end + 1))
      return end;
    if (inner == '\'') {
      const bool genitive = (sc->s[end + 1] | 0x20) == 's' && !is_word_at(sc, end + 2);
      if (genitive || !is_letter_at(sc, end + 1))
        return end;
    } else if (inner == '&') { /* R&D */
      if (!is_ascii_upper(sc->s[end - 1]) || !is_ascii_upper(sc->s[end + 1]))
        return end;
    } else if (inner != '_') {
      return end;
    }
    end = pass_word(sc, end + 1);
  }
}

/* --- the point behind a word --- */

static void fold(scanner *sc, size_t begin, size_t end)
{
  dm_buffer_clear(&sc->folded);
  dm_unicode_fold(&sc->folded, sc->s + begin, end - begin);
}

/* The point at `at`, behind the word that begins at `begin`, belongs to the word. */
static bool takes_point(scanner *sc, size_t begin, size_t at)
{
  size_t n = 0;
  if (byte_at(sc, at) != '.' || byte_at(sc, at + 1) == '.' || at - begin > MAX_INTERNED_BYTES)
    return false;
  size_t next = at + 1;
  while (next < sc->end && sc->s[next] == ' ')
    next++;
  if (next >= sc->end)
    return false;
  const bool capital = dm_unicode_is_upper(peek(sc, begin, &n));
  if (capital && begin + n == at) /* an initial */
    return next > at + 1 ? is_upper_at(sc, next) : !is_word_at(sc, next);
  fold(sc, begin, at);
  if (!dm_map_get(sc->abbreviations, dm_buffer_string(&sc->folded), sc->folded.n_bytes, NULL))
    return false;
  /* `etc. The` ends a sentence; `Mr. The` and `v. United States` do not */
  return capital || at - begin <= MAX_SHORT_ABBREVIATION || !is_upper_at(sc, next);
}

/* --- one token --- */

/* Where the word ends whose part [at, end) is followed by a hyphen, if it is one of those that are written with and without: `co-operation`; else `end`. */
static size_t scan_joined(scanner *sc, size_t at, size_t end)
{
  size_t n = 0;
  if (!sc->words || sc->words->n_joined == 0 || !dm_codepoint_is_hyphen(peek(sc, end, &n)) || !is_letter_at(sc, end + n))
    return end;
  const size_t whole = pass_word(sc, end + n);
  fold(sc, at, end);
  const size_t n_first = sc->folded.n_bytes;
  dm_unicode_fold(&sc->folded, sc->s + end + n, whole - end - n);
  for (size_t i = 0; i < sc->words->n_joined; i++) {
    const size_t n_word = strlen(sc->words->joined[i]);
    if (n_first < n_word && n_word <= sc->folded.n_bytes && memcmp(sc->folded.bytes, sc->words->joined[i], n_word) == 0)
      return whole;
  }
  return end;
}

/* The end of the token at `at`, which is no space. */
static size_t scan(scanner *sc, size_t at, token_shape *shape)
{
  size_t         n = 0;
  size_t         end = at;
  const uint32_t first = peek(sc, at, &n);
  const bool     letter = dm_unicode_is_letter(first);
  const bool     digit = dm_unicode_is_digit(first);
  *shape = (token_shape){.kind = DM_TOKEN_WORD};
  if (letter || digit) {
    if ((end = scan_url(sc, at)) > at || (end = scan_mail(sc, at)) > at)
      return end;
    if ((end = scan_symbol(sc, at)) > at) {
      shape->kind = digit ? DM_TOKEN_NUMBER : DM_TOKEN_WORD;
      return end;
    }
  }
  if (letter) {
    shape->abbreviation = (end = scan_points(sc, at)) > at;
    if (shape->abbreviation || (end = scan_series(sc, at)) > at)
      return end;
    end = scan_word(sc, at);
    const size_t whole = scan_joined(sc, at, end);
    shape->joined = whole > end;
    if (shape->joined)
      return whole;
    shape->abbreviation = takes_point(sc, at, end);
    return end + shape->abbreviation;
  }
  if (digit || first == '+') {
    shape->kind = DM_TOKEN_NUMBER;
    if ((end = scan_number(sc, at)) > at)
      return end;
  }
  if (first == '\'' && at > sc->begin && sc->s[at - 1] != ' ' && (byte_at(sc, at + 1) | 0x20) == 's' && !is_word_at(sc, at + 2) &&
      sc->whole->tokens.n > 0 && sc->whole->tokens.items[sc->whole->tokens.n - 1].kind != DM_TOKEN_PUNCTUATION)
    return at + 2;
  shape->kind = DM_TOKEN_PUNCTUATION;
  end = at + n;
  if (first == '.')
    while (byte_at(sc, end) == '.')
      end++;
  return end;
}

/* Folds the token into the scratch buffer. */
static void fold_token(scanner *sc, size_t begin, size_t end, token_shape shape)
{
  size_t n = 0;
  fold(sc, begin, end);
  if (shape.joined) {
    dm_buffer_clear(&sc->folded);
    for (size_t at = begin, word = begin; at < end; at = word + n) {
      word = pass_word(sc, at);
      dm_unicode_fold(&sc->folded, sc->s + at, word - at);
      peek(sc, word, &n);
    }
  }
  if (shape.kind == DM_TOKEN_PUNCTUATION && dm_codepoint_is_dash(peek(sc, begin, &n))) {
    dm_buffer_clear(&sc->folded);
    dm_buffer_add_byte(&sc->folded, '-');
  }
  if (shape.abbreviation) {
    size_t kept = 0;
    for (size_t i = 0; i < sc->folded.n_bytes; i++)
      if (sc->folded.bytes[i] != '.')
        sc->folded.bytes[kept++] = sc->folded.bytes[i];
    sc->folded.n_bytes = kept;
    sc->folded.bytes[kept] = 0;
  }
  if (sc->folded.n_bytes == 0) /* nothing but marks */
    dm_buffer_add(&sc->folded, sc->s + begin, end - begin);
}

static const char *intern(scanner *sc)
{
  if (sc->folded.n_bytes > MAX_INTERNED_BYTES)
    return dm_arena_string(sc->whole->arena, sc->folded.bytes, sc->folded.n_bytes);
  bool            is_new = false;
  const uint32_t *index = dm_map_put(sc->interned, sc->folded.bytes, sc->folded.n_bytes, (uint32_t)sc->forms.n, &is_new);
  if (is_new)
    *dm_vector_add(&sc->forms) = dm_arena_string(sc->whole->arena, sc->folded.bytes, sc->folded.n_bytes);
  return sc->forms.items[*index];
}

static uint8_t case_flags(const scanner *sc, size_t begin, size_t end)
{
  size_t n = 0;
  size_t n_letters = 0;
  size_t n_upper = 0;
  bool   other = false;
  bool   inner_upper = false;
  for (size_t at = begin; at < end; at += n) {
    const uint32_t codepoint = peek(sc, at, &n);
    if (dm_unicode_is_letter(codepoint)) {
      n_letters++;
      if (dm_unicode_is_upper(codepoint)) {
        n_upper++;
        inner_upper |= n_letters > 1;
      }
    } else if (!dm_unicode_is_digit(codepoint)) {
      other |= codepoint != '/' && codepoint != '&' && codepoint != '.' && codepoint != '-';
    }
  }
  const bool all = n_letters >= 2 && n_upper == n_letters && !other;
  return (uint8_t)((is_upper_at(sc, begin) ? DM_TOKEN_CAPITAL : 0) | (all ? DM_TOKEN_ALL_CAPITALS : 0) | (inner_upper && !all ? DM_TOKEN_MIXED : 0));
}

/* Marks the parts of words with hyphens among the tokens from `first` on. */
static void mark_compounds(const scanner *sc, size_t first)
{
  dm_token *tokens = sc->whole->tokens.items;
  size_t    n = 0;
  for (size_t i = first; i + 2 < sc->whole->tokens.n; i++)
    if (tokens[i].kind != DM_TOKEN_PUNCTUATION && tokens[i + 1].kind == DM_TOKEN_PUNCTUATION && tokens[i + 2].kind != DM_TOKEN_PUNCTUATION &&
        !((tokens[i + 1].flags | tokens[i + 2].flags) & DM_TOKEN_SPACE_BEFORE) && dm_codepoint_is_hyphen(peek(sc, tokens[i + 1].span.begin, &n)))
      tokens[i].flags |= DM_TOKEN_ONE_WORD;
}

static void scan_block(scanner *sc, uint32_t block)
{
  const size_t first = sc->whole->tokens.n;
  bool         space = false;
  for (size_t at = sc->begin; at < sc->end;) {
    if (sc->s[at] == ' ') {
      space = true;
      at++;
      continue;
    }
    token_shape  shape;
    const size_t end = scan(sc, at, &shape);
    fold_token(sc, at, end, shape);
    dm_token token = {.span = {at, end}, .folded = intern(sc), .n_folded = (uint32_t)sc->folded.n_bytes, .block = block, .kind = shape.kind};
    token.flags = (uint8_t)((shape.kind == DM_TOKEN_PUNCTUATION ? 0 : case_flags(sc, at, end)) | (space ? DM_TOKEN_SPACE_BEFORE : 0));
    *dm_vector_add(&sc->whole->tokens) = token;
    space = false;
    at = end;
  }
  mark_compounds(sc, first);
  assert(sc->whole->tokens.n < UINT32_MAX);
  sc->whole->blocks.items[block].tokens = (dm_token_range){.begin = (uint32_t)first, .end = (uint32_t)sc->whole->tokens.n};
}

void dm_tokens_make(text_whole *whole, const dm_map *abbreviations, const dm_text_words *words)
{
  scanner sc = {.whole = whole, .s = dm_buffer_string(&whole->string), .abbreviations = abbreviations, .words = words, .interned = dm_map_new()};
  for (size_t i = 0; i < whole->blocks.n; i++) {
    sc.begin = whole->blocks.items[i].span.begin;
    sc.end = whole->blocks.items[i].span.end;
    sc.mail_after = 0;
    scan_block(&sc, (uint32_t)i);
  }
  dm_vector_free(&sc.forms);
  dm_buffer_free(&sc.folded);
  dm_map_free(sc.interned);
}
