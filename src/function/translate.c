/* XPath's regular expressions (XPath 3.1 functions §5.6.1, XML Schema 1.1 part 2 §G) as those of PCRE2, character by character: what both spell alike and mean differently is respelt,
 * what only PCRE2 has is refused, but for \b and \B, which every engine of SPARQL takes and no other reading could mean.
 *
 *   regExp ::= branch ('|' branch)*      branch ::= piece*      piece ::= atom quantifier?
 *   atom   ::= character | escape | '.' | '^' | '$' | '(' ('?:')? regExp ')' | class */
#include <string.h>

#include "base/unicode.h"
#include "function/function_impl.h"

enum { MOST_DEPTH = 200, MOST_GROUPS = 1000, MOST_REPEAT = 65535 }; /* the last is PCRE2's own */

typedef struct {
  const char *at;
  const char *end;
  dm_buffer  *out;
  regex_flags flags;
  size_t      n_groups; /* opened */
  size_t      n_depth;
  bool        is_closed[MOST_GROUPS + 1]; /* by number: a back-reference inside of its own group is none */
} reader;

/* A property of characters that has a letter: inside of a class, and what is not it. `\s` has the white space of XML, `\w` all but punctuation, separators and others. */
typedef struct {
  char        letter;
  const char *members;
} class_escape;

#define NAME_START                                                                                                                                   \
  "_:A-Za-z\\xC0-\\xD6\\xD8-\\xF6\\xF8-\\x{2FF}\\x{370}-\\x{37D}\\x{37F}-\\x{1FFF}\\x{200C}\\x{200D}\\x{2070}-\\x{218F}\\x{2C00}-\\x{2FEF}\\x{3001}" \
  "-\\x{D7FF}\\x{F900}-\\x{FDCF}\\x{FDF0}-\\x{FFFD}\\x{10000}-\\x{EFFFF}"
#define NO_NAME_START                                                                                                                                \
  "\\x00-9;-@\\[-\\^`{-\\xBF\\xD7\\xF7\\x{300}-\\x{36F}\\x{37E}\\x{2000}-\\x{200B}\\x{200E}-\\x{206F}\\x{2190}-\\x{2BFF}\\x{2FF0}-\\x{3000}\\x{"     \
  "E000}-\\x{F8FF}\\x{FDD0}-\\x{FDEF}\\x{FFFE}\\x{FFFF}\\x{F0000}-\\x{10FFFF}"
#define NAME_REST "\\-.0-9\\xB7\\x{300}-\\x{36F}\\x{203F}\\x{2040}"
#define NO_NAME                                                                                                                                      \
  "\\x00-,\\/"                                                                                                                                       \
  ";-@\\[-\\^`{-\\xB6\\xB8-\\xBF\\xD7\\xF7\\x{37E}\\x{2000}-\\x{200B}\\x{200E}-\\x{203E}\\x{2041}-\\x{206F}\\x{2190}-\\x{2BFF}\\x{2FF0}-\\x{3000}"   \
  "\\x{E000}-\\x{F8FF}\\x{FDD0}-\\x{FDEF}\\x{FFFE}\\x{FFFF}\\x{F0000}-\\x{10FFFF}"

static const class_escape class_escapes[] = {
    {'d', "\\p{Nd}"},
    {'D', "\\P{Nd}"},
    {'s', " \\t\\n\\r"},
    {'S', "\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x21-\\x{10FFFF}"},
    {'w', "\\p{L}\\p{M}\\p{N}\\p{S}"},
    {'W', "\\p{P}\\p{Z}\\p{C}"},
    {'i', NAME_START},
    {'I', NO_NAME_START},
    {'c', NAME_START NAME_REST},
    {'C', NO_NAME},
};

/* Blocks of Unicode as \p{IsGreek} names them: those of the scripts in use. */
static const struct {
  const char *name;
  uint32_t    first;
  uint32_t    last;
} blocks[] = {
    {"BasicLatin", 0x0000, 0x007F},
    {"Latin-1Supplement", 0x0080, 0x00FF},
    {"LatinExtended-A", 0x0100, 0x017F},
    {"LatinExtended-B", 0x0180, 0x024F},
    {"IPAExtensions", 0x0250, 0x02AF},
    {"SpacingModifierLetters", 0x02B0, 0x02FF},
    {"CombiningDiacriticalMarks", 0x0300, 0x036F},
    {"Greek", 0x0370, 0x03FF},
    {"GreekandCoptic", 0x0370, 0x03FF},
    {"Cyrillic", 0x0400, 0x04FF},
    {"CyrillicSupplement", 0x0500, 0x052F},
    {"Armenian", 0x0530, 0x058F},
    {"Hebrew", 0x0590, 0x05FF},
    {"Arabic", 0x0600, 0x06FF},
    {"Syriac", 0x0700, 0x074F},
    {"ArabicSupplement", 0x0750, 0x077F},
    {"Thaana", 0x0780, 0x07BF},
    {"Devanagari", 0x0900, 0x097F},
    {"Bengali", 0x0980, 0x09FF},
    {"Gurmukhi", 0x0A00, 0x0A7F},
    {"Gujarati", 0x0A80, 0x0AFF},
    {"Oriya", 0x0B00, 0x0B7F},
    {"Tamil", 0x0B80, 0x0BFF},
    {"Telugu", 0x0C00, 0x0C7F},
    {"Kannada", 0x0C80, 0x0CFF},
    {"Malayalam", 0x0D00, 0x0D7F},
    {"Sinhala", 0x0D80, 0x0DFF},
    {"Thai", 0x0E00, 0x0E7F},
    {"Lao", 0x0E80, 0x0EFF},
    {"Tibetan", 0x0F00, 0x0FFF},
    {"Myanmar", 0x1000, 0x109F},
    {"Georgian", 0x10A0, 0x10FF},
    {"HangulJamo", 0x1100, 0x11FF},
    {"Ethiopic", 0x1200, 0x137F},
    {"Khmer", 0x1780, 0x17FF},
    {"Mongolian", 0x1800, 0x18AF},
    {"LatinExtendedAdditional", 0x1E00, 0x1EFF},
    {"GreekExtended", 0x1F00, 0x1FFF},
    {"GeneralPunctuation", 0x2000, 0x206F},
    {"SuperscriptsandSubscripts", 0x2070, 0x209F},
    {"CurrencySymbols", 0x20A0, 0x20CF},
    {"LetterlikeSymbols", 0x2100, 0x214F},
    {"NumberForms", 0x2150, 0x218F},
    {"Arrows", 0x2190, 0x21FF},
    {"MathematicalOperators", 0x2200, 0x22FF},
    {"MiscellaneousTechnical", 0x2300, 0x23FF},
    {"BoxDrawing", 0x2500, 0x257F},
    {"BlockElements", 0x2580, 0x259F},
    {"GeometricShapes", 0x25A0, 0x25FF},
    {"MiscellaneousSymbols", 0x2600, 0x26FF},
    {"Dingbats", 0x2700, 0x27BF},
    {"CJKRadicalsSupplement", 0x2E80, 0x2EFF},
    {"CJKSymbolsandPunctuation", 0x3000, 0x303F},
    {"Hiragana", 0x3040, 0x309F},
    {"Katakana", 0x30A0, 0x30FF},
    {"Bopomofo", 0x3100, 0x312F},
    {"HangulCompatibilityJamo", 0x3130, 0x318F},
    {"CJKUnifiedIdeographsExtensionA", 0x3400, 0x4DBF},
    {"CJKUnifiedIdeographs", 0x4E00, 0x9FFF},
    {"HangulSyllables", 0xAC00, 0xD7A3},
    {"PrivateUse", 0xE000, 0xF8FF},
    {"CJKCompatibilityIdeographs", 0xF900, 0xFAFF},
    {"ArabicPresentationForms-A", 0xFB50, 0xFDFF},
    {"ArabicPresentationForms-B", 0xFE70, 0xFEFE},
    {"HalfwidthandFullwidthForms", 0xFF00, 0xFFEF},
};

static bool read_alternatives(reader *r);

static bool peek(const reader *r, char wanted)
{
  return r->at < r->end && *r->at == wanted;
}

static bool take(reader *r, char wanted)
{
  if (!peek(r, wanted))
    return false;
  r->at++;
  return true;
}

/* Outside of classes, flag x. */
static void skip_space(reader *r)
{
  while (r->flags.ignores_space && r->at < r->end && strchr(" \t\n\r", *r->at) && *r->at)
    r->at++;
}

static void add(reader *r, const char *text)
{
  dm_buffer_add_string(r->out, text);
}

/* A character that stands for itself. */
static void add_character(reader *r, uint32_t codepoint)
{
  const bool is_word = codepoint >= 0x80 || (unsigned)((codepoint | 0x20) - 'a') < 26 || codepoint - '0' < 10u || codepoint == '_';
  if (codepoint < 0x20) {
    dm_buffer_print(r->out, "\\x{%X}", (unsigned)codepoint);
    return;
  }
  if (!is_word)
    dm_buffer_add_byte(r->out, '\\');
  dm_buffer_add_codepoint(r->out, codepoint);
}

static bool take_codepoint(reader *r, uint32_t *codepoint)
{
  size_t n_bytes = 0;
  if (r->at == r->end)
    return false;
  *codepoint = dm_utf8_decode(r->at, (size_t)(r->end - r->at), 0, &n_bytes);
  r->at += n_bytes;
  return *codepoint != UINT32_MAX;
}

/* The character that \n, \( and so on stand for, behind the backslash; false if the letter is none of them. */
static bool single_escape(char letter, uint32_t *codepoint)
{
  static const char controls[][2] = {{'n', '\n'}, {'r', '\r'}, {'t', '\t'}};
  for (size_t i = 0; i < sizeof controls / sizeof *controls; i++)
    if (controls[i][0] == letter) {
      *codepoint = (unsigned char)controls[i][1];
      return true;
    }
  *codepoint = (unsigned char)letter;
  return letter && strchr("\\|.?*+(){}-[]^$", letter);
}

/* Appends the members of \p{...}, behind the p or P, as they stand in a class. */
static bool add_property(reader *r, bool is_negated)
{
  const char *categories = "L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po Z Zs Zl Zp S Sm Sc Sk So C Cc Cf Co Cn";
  if (!take(r, '{'))
    return false;
  const char *name = r->at;
  while (r->at < r->end && *r->at != '}')
    r->at++;
  size_t n_name = (size_t)(r->at - name);
  if (!take(r, '}') || !n_name)
    return false;
  if (n_name <= 2) {
    for (const char *c = categories; *c; c += strcspn(c, " "), c += *c == ' ')
      if (strcspn(c, " ") == n_name && !strncmp(c, name, n_name)) {
        dm_buffer_print(r->out, "\\%c{%.*s}", is_negated ? 'P' : 'p', (int)n_name, name);
        return true;
      }
    return false;
  }
  if (name[0] != 'I' || name[1] != 's')
    return false;
  for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
    if (strlen(blocks[i].name) != n_name - 2 || strncmp(blocks[i].name, name + 2, n_name - 2))
      continue;
    if (!is_negated)
      dm_buffer_print(r->out, "\\x{%X}-\\x{%X}", (unsigned)blocks[i].first, (unsigned)blocks[i].last);
    else if (!blocks[i].first)
      dm_buffer_print(r->out, "\\x{%X}-\\x{10FFFF}", (unsigned)blocks[i].last + 1);
    else
      dm_buffer_print(r->out, "\\x00-\\x{%X}\\x{%X}-\\x{10FFFF}", (unsigned)blocks[i].first - 1, (unsigned)blocks[i].last + 1);
    return true;
  }
  return false;
}

/* Appends the members that an escape of several characters stands for; false if `letter` (passed already) is none, *is_broken if it is one that is not well made. */
static bool add_members(reader *r, char letter, bool *is_broken)
{
  for (size_t i = 0; i < sizeof class_escapes / sizeof *class_escapes; i++)
    if (class_escapes[i].letter == letter) {
      add(r, class_escapes[i].members);
      return true;
    }
  if (letter != 'p' && letter != 'P')
    return false;
  *is_broken = !add_property(r, letter == 'P');
  return true;
}

/* One end of a range, or a member of its own. A hyphen is one at the beginning and the end, which is seen to by the caller. */
static bool take_class_character(reader *r, uint32_t *codepoint)
{
  if (take(r, '\\')) {
    char letter = r->at < r->end ? *r->at++ : '\0';
    return single_escape(letter, codepoint);
  }
  return !peek(r, '[') && !peek(r, ']') && take_codepoint(r, codepoint);
}

/* A class, behind its bracket. One from which another is subtracted is looked ahead at: what follows is not of the other, and is of this. */
static bool read_class(reader *r)
{
  const size_t begin = r->out->n_bytes;
  const bool   is_negated = take(r, '^');
  size_t       n_members = 0;
  if (++r->n_depth > MOST_DEPTH)
    return false;
  add(r, is_negated ? "[^" : "[");
  for (; !peek(r, ']'); n_members++) {
    uint32_t first = 0, last = 0;
    bool     is_broken = false;
    if (r->at == r->end)
      return false;
    if (r->end - r->at >= 2 && r->at[0] == '-' && r->at[1] == '[') {
      if (!n_members)
        return false;
      break;
    }
    if (peek(r, '\\') && r->end - r->at >= 2) {
      const char *before = r->at;
      r->at += 2;
      if (add_members(r, before[1], &is_broken)) {
        if (is_broken)
          return false;
        continue;
      }
      r->at = before;
    }
    if (!take_class_character(r, &first))
      return false;
    last = first;
    if (peek(r, '-') && r->end - r->at >= 2 && r->at[1] != ']' && r->at[1] != '[') {
      r->at++;
      if (!take_class_character(r, &last) || last < first)
        return false;
    }
    add_character(r, first);
    if (last != first) {
      add(r, "-");
      add_character(r, last);
    }
  }
  if (!n_members)
    return false;
  add(r, "]");
  if (take(r, '-')) { /* its bracket follows: seen above */
    dm_buffer class = {0};
    dm_buffer_add(&class, r->out->bytes + begin, r->out->n_bytes - begin);
    r->out->n_bytes = begin;
    add(r, "(?:(?!");
    r->at++;
    bool is_read = read_class(r);
    add(r, ")");
    dm_buffer_add(r->out, class.bytes, class.n_bytes);
    add(r, ")");
    dm_buffer_free(&class);
    if (!is_read)
      return false;
  }
  r->n_depth--;
  return take(r, ']');
}

/* \1 to \99...: as many digits as make the number of a group that is closed. */
static bool read_reference(reader *r, char digit)
{
  size_t number = (size_t)(digit - '0');
  while (r->at < r->end && *r->at >= '0' && *r->at <= '9' && number * 10 + (size_t)(*r->at - '0') <= r->n_groups)
    number = number * 10 + (size_t)(*r->at++ - '0');
  if (!number || number > r->n_groups || !r->is_closed[number])
    return false;
  dm_buffer_print(r->out, "\\g{%zu}", number);
  return true;
}

static bool read_escape(reader *r)
{
  uint32_t codepoint = 0;
  bool     is_broken = false;
  if (r->at == r->end)
    return false;
  char   letter = *r->at++;
  size_t begin = r->out->n_bytes;
  add(r, "[");
  if (add_members(r, letter, &is_broken)) {
    add(r, "]");
    return !is_broken;
  }
  r->out->n_bytes = begin;
  if (letter >= '1' && letter <= '9')
    return read_reference(r, letter);
  if (letter == 'b' || letter == 'B') {
    dm_buffer_add(r->out, (const char[]){'\\', letter}, 2);
    return true;
  }
  if (!single_escape(letter, &codepoint))
    return false;
  add_character(r, codepoint);
  return true;
}

static bool read_group(reader *r)
{
  size_t number = 0;
  if (++r->n_depth > MOST_DEPTH)
    return false;
  if (take(r, '?')) {
    if (!take(r, ':'))
      return false;
    add(r, "(?:");
  } else {
    if (r->n_groups == MOST_GROUPS)
      return false;
    number = ++r->n_groups;
    add(r, "(");
  }
  if (!read_alternatives(r) || !take(r, ')'))
    return false;
  r->is_closed[number] = true;
  r->n_depth--;
  add(r, ")");
  return true;
}

static bool take_number(reader *r, unsigned *number)
{
  const char *begin = r->at;
  for (*number = 0; r->at < r->end && *r->at >= '0' && *r->at <= '9'; r->at++) {
    *number = *number * 10 + (unsigned)(*r->at - '0');
    if (*number > MOST_REPEAT)
      return false;
  }
  return r->at > begin;
}

/* Nothing, or ? * + {n} {n,} {n,m}, each with a ? behind it for the fewest. */
static bool read_quantifier(reader *r)
{
  unsigned least = 0, most = 0;
  skip_space(r);
  if (r->at == r->end || !strchr("?*+{", *r->at) || !*r->at)
    return true;
  char mark = *r->at++;
  if (mark != '{') {
    dm_buffer_add_byte(r->out, mark);
  } else {
    if (!take_number(r, &least))
      return false;
    dm_buffer_print(r->out, "{%u", least);
    if (take(r, ',')) {
      add(r, ",");
      if (!peek(r, '}')) {
        if (!take_number(r, &most) || most < least)
          return false;
        dm_buffer_print(r->out, "%u", most);
      }
    }
    if (!take(r, '}'))
      return false;
    add(r, "}");
  }
  skip_space(r);
  if (take(r, '?'))
    add(r, "?");
  skip_space(r);
  return r->at == r->end || !*r->at || !strchr("?*+{", *r->at); /* a quantifier of a quantifier is none; to PCRE2 it would be possessive */
}

static bool read_atom(reader *r)
{
  uint32_t codepoint = 0;
  switch (*r->at) {
  case '\\': r->at++; return read_escape(r);
  case '[': r->at++; return read_class(r);
  case '(': r->at++; return read_group(r);
  case '.':
    r->at++;
    add(r, r->flags.dot_is_all ? "." : "[^\\n\\r]");
    return true;
  case '^':
    r->at++;
    add(r, r->flags.is_multiline ? "^" : "\\A");
    return true;
  case '$':
    r->at++;
    add(r, r->flags.is_multiline ? "$" : "\\z");
    return true;
  case '?':
  case '*':
  case '+':
  case '{':
  case '}':
  case ']': return false;
  default: break;
  }
  if (!take_codepoint(r, &codepoint))
    return false;
  add_character(r, codepoint);
  return true;
}

static bool read_alternatives(reader *r)
{
  for (;;) {
    skip_space(r);
    if (r->at == r->end || *r->at == ')')
      return true;
    if (take(r, '|')) {
      add(r, "|");
      continue;
    }
    if (!read_atom(r) || !read_quantifier(r))
      return false;
  }
}

bool regex_translate(dm_buffer *out, const char *pattern, size_t n_bytes, regex_flags flags, size_t *n_groups)
{
  reader r = {.at = pattern, .end = pattern + n_bytes, .out = out, .flags = flags};
  if (!read_alternatives(&r) || r.at != r.end)
    return false;
  *n_groups = r.n_groups;
  return true;
}
