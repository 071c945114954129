/* text/marks.c - which lines begin with a bullet, a number or a letter that marks an item, and not with a dash or number of the sentence.
 *
 * dm_marks_read() notes whatever looks like a mark; dm_marks_settle() keeps those that have a reason to be one: a line that its writer
 * began, a neighbour with the mark before or behind. */
#include "text/text_impl.h"

#include "base/unicode.h"

#include <string.h>

enum { MAX_NUMBER = 999, MAX_ROMAN = 50, MAX_ROMAN_LETTERS = 7, MAX_EMPHASIS = 3, N_LETTERS = 26, MAX_DIGITS = 3 };

static const uint32_t strong_bullets[] = {'*',    0x2022, 0x2023, 0x2043, 0x25A0, 0x25A1, 0x25AA, 0x25AB, 0x25B6, 0x25BA, 0x25CB,
                                          0x25CF, 0x25E6, 0x2713, 0x2714, 0x2756, 0x27A2, 0x27A4, 0xB7,   0xF0A7, 0xF0B7, 0xF0D8};

static bool is_strong_bullet(uint32_t codepoint)
{
  for (size_t i = 0; i < sizeof strong_bullets / sizeof *strong_bullets; i++)
    if (strong_bullets[i] == codepoint)
      return true;
  return false;
}

static bool is_blank(const char *bytes, size_t end, size_t at)
{
  size_t n = 0;
  return at < end && dm_unicode_is_space(dm_codepoint_at(bytes, end, at, &n));
}

/* Passes a bullet and the spaces behind it. */
static bool pass_bullet(const char *bytes, const text_line *line, size_t *at, list_mark *mark)
{
  size_t         n = 0;
  const uint32_t bullet = dm_codepoint_at(bytes, line->end, *at, &n);
  size_t         behind = *at + n;
  if (bullet == '*' && behind < line->end && bytes[behind] == '*') /* `** ` marks a second footnote */
    behind++;
  if (!(is_strong_bullet(bullet) || dm_codepoint_is_dash(bullet) || bullet == '+' || bullet == 'o') || !is_blank(bytes, line->end, behind))
    return false;
  if (dm_codepoint_is_dash(bullet)) { /* `- FINAL -` */
    size_t n_last = 0;
    if (dm_codepoint_before(bytes, behind, line->end, &n_last) == bullet)
      return false;
  }
  while (is_blank(bytes, line->end, behind)) {
    dm_codepoint_at(bytes, line->end, behind, &n);
    behind += n;
  }
  *at = behind;
  *mark = (list_mark){.kind = MARK_BULLET, .ordinal = bullet};
  return true;
}

static uint32_t roman_digit(char letter)
{
  switch (letter | 0x20) {
  case 'i': return 1;
  case 'v': return 5;
  case 'x': return 10;
  case 'l': return 50;
  default: return 0;
  }
}

/* The number that n letters of one case write in Roman digits, below MAX_ROMAN; else 0. */
static uint32_t roman_value(const char *letters, size_t n)
{
  static const struct {
    uint32_t value;
    char     letters[2];
  } parts[] = {{40, {'x', 'l'}}, {10, {'x'}}, {9, {'i', 'x'}}, {5, {'v'}}, {4, {'i', 'v'}}, {1, {'i'}}};
  uint32_t value = 0;
  for (size_t i = 0; i < n; i++) {
    const uint32_t digit = roman_digit(letters[i]);
    const uint32_t next = i + 1 < n ? roman_digit(letters[i + 1]) : 0;
    if (digit == 0)
      return 0;
    value = digit < next ? value - digit : value + digit;
  }
  if (value == 0 || value >= MAX_ROMAN)
    return 0;
  size_t   at = 0; /* only the usual spelling counts: it is written and compared */
  uint32_t rest = value;
  for (size_t part = 0; part < sizeof parts / sizeof *parts; part++)
    for (; rest >= parts[part].value; rest -= parts[part].value)
      for (size_t k = 0; k < 2 && parts[part].letters[k]; k++, at++)
        if (at >= n || (letters[at] | 0x20) != parts[part].letters[k])
          return 0;
  return at == n ? value : 0;
}

/* Reads the number or letter of a mark. */
static bool read_ordinal(const char *bytes, size_t end, size_t *at, list_mark *mark)
{
  const size_t begin = *at;
  size_t       n = 0;
  if (begin < end && dm_byte_is_digit(bytes[begin])) {
    while (begin + n < end && n <= MAX_DIGITS && dm_byte_is_digit(bytes[begin + n])) {
      mark->ordinal = mark->ordinal * 10 + (uint32_t)(bytes[begin + n] - '0');
      n++;
    }
    mark->kind = MARK_NUMBER;
    *at = begin + n;
    return n <= MAX_DIGITS;
  }
  while (begin + n < end && n <= MAX_ROMAN_LETTERS && dm_byte_is_letter(bytes[begin + n]))
    n++;
  if (n == 0 || n > MAX_ROMAN_LETTERS)
    return false;
  const bool capital = bytes[begin] < 'a';
  for (size_t i = 0; i < n; i++)
    if ((bytes[begin + i] < 'a') != capital)
      return false;
  *at = begin + n;
  if (n == 1) {
    mark->kind = capital ? MARK_CAPITAL : MARK_LETTER;
    mark->ordinal = (uint32_t)((bytes[begin] | 0x20) - 'a' + 1);
    return true;
  }
  mark->kind = capital ? MARK_CAPITAL_ROMAN : MARK_ROMAN;
  mark->ordinal = roman_value(bytes + begin, n);
  return mark->ordinal > 0;
}

/* `1.2.3.`, `1.2 `: the last number counts. */
static void pass_sections(const char *bytes, size_t end, size_t *at, list_mark *mark)
{
  size_t    point = *at;
  list_mark deeper = {0};
  while (point + 1 < end && bytes[point] == '.' && dm_byte_is_digit(bytes[point + 1])) {
    size_t next = point + 1;
    deeper = (list_mark){0};
    if (!read_ordinal(bytes, end, &next, &deeper))
      return;
    point = next;
  }
  if (deeper.kind && point < end && (bytes[point] == '.' || bytes[point] == ' ')) {
    *mark = deeper;
    *at = point;
  }
}

/* Passes `1.` `(a)` `iv)` `[2]` `**3.**` `2<tab>` `1.2` and the spaces behind. */
static bool pass_number(const char *bytes, size_t end, size_t *from, list_mark *out, bool *emphasis_open)
{
  list_mark mark = {0};
  size_t    at = *from;
  size_t    n_emphasis = 0;
  while (at < end && n_emphasis < MAX_EMPHASIS && (bytes[at] == '*' || bytes[at] == '_')) {
    at++;
    n_emphasis++;
  }
  const char open = at < end && (bytes[at] == '(' || bytes[at] == '[') ? bytes[at++] : 0;
  if (!read_ordinal(bytes, end, &at, &mark) || (open == '[' && mark.kind != MARK_NUMBER))
    return false;
  const size_t first = at;
  if (!open && mark.kind == MARK_NUMBER)
    pass_sections(bytes, end, &at, &mark);
  const bool in_sections = at > first;
  const char close = at < end ? bytes[at] : 0;
  if (open) {
    if (close != (open == '(' ? ')' : ']'))
      return false;
    mark.style = open;
    at++;
  } else if (close == '.' || close == ')') {
    mark.style = close;
    at++;
    if (close == '.' && at < end && bytes[at] == ')')
      at++;
  } else if (mark.kind == MARK_NUMBER && (close == '\t' || (close == ' ' && at + 1 < end && (bytes[at + 1] == ' ' || in_sections)))) {
    mark.style = ' ';
  } else {
    return false;
  }
  size_t n_closed = 0;
  while (n_closed < n_emphasis && at < end && (bytes[at] == '*' || bytes[at] == '_')) {
    at++;
    n_closed++;
  }
  if (!is_blank(bytes, end, at) || mark.ordinal == 0)
    return false;
  size_t n = 0;
  for (; is_blank(bytes, end, at); at += n)
    dm_codepoint_at(bytes, end, at, &n);
  *emphasis_open = n_emphasis > n_closed;
  *from = at;
  *out = mark;
  return true;
}

static void read_mark(const char *bytes, text_line *line)
{
  size_t    at = line->begin;
  list_mark mark = {0};
  bool      emphasis_open = false;
  if (line->flags & LINE_TABLE)
    return;
  if (!line->heading && pass_bullet(bytes, line, &at, &mark)) {
    line->mark = mark;
    mark = (list_mark){0};
  }
  if (pass_number(bytes, line->end, &at, &mark, &emphasis_open)) {
    line->flags |= line->mark.kind ? LINE_BULLET_TOO : 0;
    line->flags |= emphasis_open ? LINE_EMPHASIS_OPEN : 0;
    line->mark = mark;
  }
  line->text = at;
  line->text_indent = line->indent + (uint32_t)dm_utf8_count(bytes + line->begin, at - line->begin);
}

/* The number behind the bullet is none. */
static void fall_back_to_bullet(const char *bytes, text_line *line, list_mark *mark)
{
  size_t at = line->begin;
  line->flags &= (uint8_t) ~(LINE_BULLET_TOO | LINE_EMPHASIS_OPEN);
  pass_bullet(bytes, line, &at, mark);
  line->text = at;
  line->text_indent = line->indent + (uint32_t)dm_utf8_count(bytes + line->begin, at - line->begin);
}

void dm_marks_read(text_reading *reading)
{
  for (size_t i = 0; i < reading->lines.n; i++)
    read_mark(reading->source, &reading->lines.items[i]);
}

/* --- which of them are marks --- */

static const char styles[] = ".)([ ";
enum { N_STYLES = sizeof styles - 1 };

/* Which marks the whole text has: a letter with a point may be an initial, a number with two spaces anything, if it has no neighbour. */
typedef struct {
  bool letters[2][N_STYLES][N_LETTERS + 2];
  bool romans[2][N_STYLES][MAX_ROMAN + 2];
  bool numbers[N_STYLES][MAX_NUMBER + 3];
} mark_inventory;

static size_t style_index(char style)
{
  return (size_t)(strchr(styles, style) - styles);
}

/* The Roman value of the n-th letter; 0: it is no Roman digit. */
static uint32_t roman_of_letter(uint32_t ordinal)
{
  const char letter = (char)('a' + ordinal - 1);
  return roman_value(&letter, 1);
}

static void take_inventory(const text_reading *reading, mark_inventory *inventory)
{
  for (size_t i = 0; i < reading->lines.n; i++) {
    const list_mark *mark = &reading->lines.items[i].mark;
    if (mark->kind == MARK_NONE || mark->kind == MARK_BULLET)
      continue;
    const size_t style = style_index(mark->style);
    if (mark->kind == MARK_NUMBER)
      inventory->numbers[style][mark->ordinal] = true;
    else if (mark->kind == MARK_LETTER || mark->kind == MARK_CAPITAL)
      inventory->letters[mark->kind == MARK_CAPITAL][style][mark->ordinal] = true;
    else
      inventory->romans[mark->kind == MARK_CAPITAL_ROMAN][style][mark->ordinal] = true;
  }
  for (size_t capital = 0; capital < 2; capital++)
    for (size_t style = 0; style < N_STYLES; style++)
      for (uint32_t letter = 1; letter <= N_LETTERS; letter++)
        if (inventory->letters[capital][style][letter] && roman_of_letter(letter) > 0)
          inventory->romans[capital][style][roman_of_letter(letter)] = true;
}

static bool has_neighbour(const mark_inventory *inventory, const list_mark *mark)
{
  const size_t style = style_index(mark->style);
  const bool  *row = mark->kind == MARK_NUMBER                                 ? inventory->numbers[style]
                     : mark->kind == MARK_LETTER || mark->kind == MARK_CAPITAL ? inventory->letters[mark->kind == MARK_CAPITAL][style]
                                                                               : inventory->romans[mark->kind == MARK_CAPITAL_ROMAN][style];
  if (mark->ordinal == 1)
    return row[2];
  if (mark->kind == MARK_NUMBER)
    return row[mark->ordinal - 1] || row[mark->ordinal + 1];
  return row[mark->ordinal - 1] && (mark->ordinal == 2 || row[mark->ordinal - 2]); /* `I.` alone makes `J.` no mark: it may be Roman */
}

/* The last ordinal of each kind and style that was settled. */
typedef uint32_t mark_history[MARK_LINE + 1][N_STYLES];

/* `(i)` is the ninth letter after `(h)`, else a Roman one; `(v)` follows `(iv)` or `(u)`. */
static void settle_letter(list_mark *mark, mark_history last)
{
  if (mark->kind != MARK_LETTER && mark->kind != MARK_CAPITAL)
    return;
  const mark_kind roman_kind = mark->kind == MARK_LETTER ? MARK_ROMAN : MARK_CAPITAL_ROMAN;
  const uint32_t  roman = roman_of_letter(mark->ordinal);
  const size_t    style = style_index(mark->style);
  const bool      next_letter = mark->ordinal > 1 && last[mark->kind][style] + 1 == mark->ordinal;
  if (roman > 0 && !next_letter && (roman == 1 || last[roman_kind][style] + 1 == roman)) {
    mark->kind = roman_kind;
    mark->ordinal = roman;
  }
}

static bool same_series(const list_mark *a, const list_mark *b)
{
  return a->kind == b->kind && a->style == b->style && (a->kind == MARK_BULLET ? a->ordinal == b->ordinal : a->ordinal + 1 == b->ordinal);
}

/* Whether line i, that begins with `mark` right under line i - 1, was begun there by its writer. `open` is the last mark above it. */
static bool begins_item(const text_reading *reading, size_t i, const list_mark *mark, const list_mark *open)
{
  const text_line *line = &reading->lines.items[i];
  const text_line *above = line - 1;
  if ((mark->kind == MARK_BULLET && is_strong_bullet(mark->ordinal)) || same_series(open, mark) || !dm_line_is_full(above, line) ||
      line->indent > above->indent + 1)
    return true;
  if (mark->style == '(' || mark->style == '[')
    return false; /* of a list inside the sentence, or a footnote */
  const end_kind end = dm_bytes_ending(reading->source, above->text, above->end);
  return end == END_COLON || end == END_SEMICOLON || (end == END_SENTENCE && mark->kind != MARK_BULLET);
}

void dm_marks_settle(text_reading *reading)
{
  mark_inventory *inventory = dm_allocate(sizeof *inventory);
  mark_history    last = {{0}};
  list_mark       open = {0};
  take_inventory(reading, inventory);
  for (size_t i = 0; i < reading->lines.n; i++) {
    text_line *line = &reading->lines.items[i];
    const bool begun = i == 0 || (line->flags & LINE_BREAK_BEFORE) || line->heading || line[-1].heading;
    if (begun)
      open = (list_mark){0};
    if (line->mark.kind == MARK_NONE)
      continue;
    list_mark mark = line->mark;
    bool      is_mark = true;
    if (mark.kind != MARK_BULLET) {
      settle_letter(&mark, last);
      const bool doubtful = mark.style == ' ' || (mark.style == '.' && mark.kind != MARK_NUMBER);
      is_mark = !doubtful || has_neighbour(inventory, &mark);
    }
    if (!is_mark && (line->flags & LINE_BULLET_TOO)) {
      is_mark = true;
      fall_back_to_bullet(reading->source, line, &mark);
    }
    if (is_mark && (begun || begins_item(reading, i, &mark, &open))) {
      line->mark = open = mark;
      if (mark.kind != MARK_BULLET)
        last[mark.kind][style_index(mark.style)] = mark.ordinal;
    } else {
      line->mark = (list_mark){0};
      line->flags &= (uint8_t) ~(LINE_BULLET_TOO | LINE_EMPHASIS_OPEN);
      line->text = line->begin;
      line->text_indent = line->indent;
    }
  }
  free(inventory);
}
