/* text/normalise.c - copies the pieces of a draft into the normalised string and notes where each byte comes from.
 *
 * Emphasis needs no pairing: a run of '*' or '_' that touches a word on one side is a mark, opening or closing by the side, and goes; what
 * never closes (`Montenegro*`) was a footnote mark and goes too. Depth is counted to know whether all of a draft was emphasised. */
#include "text/text_impl.h"

#include "base/unicode.h"

#include <string.h>

enum { MAX_PAGE_MARK_BYTES = 40, MAX_NOTE_DIGITS = 3, MIN_NOTED_LETTERS = 3, MAX_PAGE_DIGITS = 4 };

typedef struct {
  uint32_t    codepoint;
  const char *spelling;
} respelling;

static const respelling respellings[] = {
    {0xAB, "\""},   {0xBB, "\""},   {0x2B9, "'"},    {0x2BC, "'"},    {0x2BA, "\""},  {0x2018, "'"},  {0x2019, "'"},  {0x201A, "'"},
    {0x201B, "'"},  {0x201C, "\""}, {0x201D, "\""},  {0x201E, "\""},  {0x201F, "\""}, {0x2032, "'"},  {0x2033, "\""}, {0x2035, "'"},
    {0x2036, "\""}, {0x2039, "'"},  {0x203A, "'"},   {0x275D, "\""},  {0x275E, "\""}, {0x301D, "\""}, {0x301E, "\""}, {0xFB00, "ff"},
    {0xFB01, "fi"}, {0xFB02, "fl"}, {0xFB03, "ffi"}, {0xFB04, "ffl"}, {0xFB05, "st"}, {0xFB06, "st"}, {0xFF02, "\""}, {0xFF07, "'"},
};

typedef struct {
  text_reading *reading;
  text_draft   *draft;
  const char   *bytes;
  size_t        begin; /* of the draft in the normalised string */
  size_t        piece_begin;
  size_t        piece_end;
  bool          space;       /* one is due before the next character */
  size_t        space_begin; /* of the source */
  size_t        space_end;
  uint32_t      depth;     /* of emphasis */
  size_t        n_letters; /* written in a row */
  bool          plain;     /* a letter stood outside emphasis */
  bool          any_letter;
  size_t        n_upper;
  size_t        n_lower;
  size_t        bracket;     /* the first ']' at or behind the place last asked for; and its line's link */
  size_t        parenthesis; /* the first ')' or space likewise */
  size_t        draft_end;   /* of its last piece */
  size_t        resume;      /* what is dropped reaches to here, maybe into the next piece */
  size_t        link_close;  /* a link's text ends here and goes on at link_end */
  size_t        link_end;
} writing;

static bool has_written(const writing *w)
{
  return w->reading->string.n_bytes > w->begin;
}

static void flush_space(writing *w)
{
  if (!w->space)
    return;
  w->space = false;
  if (!has_written(w))
    return;
  dm_offset_map_add(&w->reading->map, w->reading->string.n_bytes, w->space_begin, w->space_end - w->space_begin, false);
  dm_buffer_add_byte(&w->reading->string, ' ');
}

static void write_same(writing *w, size_t begin, size_t end)
{
  flush_space(w);
  dm_offset_map_add(&w->reading->map, w->reading->string.n_bytes, begin, end - begin, true);
  dm_buffer_add(&w->reading->string, w->bytes + begin, end - begin);
}

static void write_respelt(writing *w, const char *spelling, size_t begin, size_t end)
{
  flush_space(w);
  dm_offset_map_add(&w->reading->map, w->reading->string.n_bytes, begin, end - begin, false);
  dm_buffer_add_string(&w->reading->string, spelling);
}

static void want_space(writing *w, size_t begin, size_t end)
{
  if (!w->space)
    w->space_begin = begin;
  w->space = true;
  w->space_end = end;
  w->n_letters = 0;
}

static void count_letter(writing *w, uint32_t codepoint)
{
  w->n_letters++;
  w->any_letter = true;
  w->plain |= w->depth == 0;
  if (dm_unicode_is_upper(codepoint))
    w->n_upper++;
  else if (dm_codepoint_is_lower(codepoint))
    w->n_lower++;
}

/* The character before and behind a mark; a space at the ends of the piece. */
static uint32_t before(const writing *w, size_t at)
{
  size_t n = 0;
  return at > w->piece_begin ? dm_codepoint_before(w->bytes, w->piece_begin, at, &n) : ' ';
}

static uint32_t behind(const writing *w, size_t at)
{
  size_t n = 0;
  return at < w->piece_end ? dm_codepoint_at(w->bytes, w->piece_end, at, &n) : ' ';
}

static uint32_t behind_of_draft(const writing *w, size_t at)
{
  size_t n = 0;
  return at < w->draft_end ? dm_codepoint_at(w->bytes, w->draft_end, at, &n) : ' ';
}

static bool is_word(uint32_t codepoint)
{
  return dm_unicode_is_letter(codepoint) || dm_unicode_is_digit(codepoint);
}

/* A run of '*' or '_': a mark of emphasis or of a footnote goes, anything else stays. */
static size_t write_emphasis(writing *w, size_t at)
{
  const char mark = w->bytes[at];
  size_t     end = at;
  while (end < w->piece_end && w->bytes[end] == mark)
    end++;
  const uint32_t left = before(w, at);
  const uint32_t right = behind(w, end);
  const bool     left_space = dm_unicode_is_space(left);
  const bool     right_space = dm_unicode_is_space(right);
  const bool     inside = is_word(left) && is_word(right);
  const bool     literal = (left_space && right_space && !(mark == '*' && at == w->piece_begin)) || (inside && mark == '_') ||
                       (inside && dm_unicode_is_digit(left) && dm_unicode_is_digit(right));
  if (literal) {
    write_same(w, at, end);
    w->n_letters = 0;
    return end;
  }
  const bool can_open = !right_space && (left_space || !is_word(left) || inside);
  const bool can_close = !left_space && (right_space || !is_word(right) || inside);
  if (can_close && (w->depth > 0 || !can_open)) {
    w->reading->n_starred += w->depth == 0 && mark == '*';
    w->depth -= w->depth > 0;
    if (w->depth == 0 && w->draft->emphasis_end == 0 && !w->plain)
      w->draft->emphasis_end = w->reading->string.n_bytes;
  } else {
    w->depth++;
  }
  return end;
}

/* The end of the link whose text begins behind the bracket at `at`: `[text](target)`. */
static bool find_link(writing *w, size_t at)
{
  if (w->bracket <= at) {
    w->bracket = at + 1;
    while (w->bracket < w->piece_end && w->bytes[w->bracket] != ']')
      w->bracket++;
  }
  const size_t close = w->bracket;
  if (close + 1 >= w->piece_end || w->bytes[close + 1] != '(' || w->link_end > at)
    return false;
  if (w->parenthesis <= close) {
    w->parenthesis = close + 2;
    while (w->parenthesis < w->piece_end && w->bytes[w->parenthesis] != ')' && w->bytes[w->parenthesis] != ' ')
      w->parenthesis++;
  }
  if (w->parenthesis >= w->piece_end || w->bytes[w->parenthesis] != ')')
    return false;
  w->link_close = close;
  w->link_end = w->parenthesis + 1;
  return true;
}

/* Length of a footnote mark `[1]`, `[^2]`; 0: none. */
static size_t note_length(const writing *w, size_t at)
{
  size_t end = at + 1;
  if (end < w->piece_end && w->bytes[end] == '^')
    end++;
  const size_t digits = end;
  while (end < w->piece_end && end - digits <= MAX_NOTE_DIGITS && dm_byte_is_digit(w->bytes[end]))
    end++;
  return end > digits && end - digits <= MAX_NOTE_DIGITS && end < w->piece_end && w->bytes[end] == ']' ? end + 1 - at : 0;
}

/* No space goes before a mark that a dropped footnote left behind: `Order [2].` */
static void close_up(writing *w, size_t at)
{
  const uint32_t next = behind(w, at);
  if (next == '.' || next == ',' || next == ';' || next == ':' || next == ')')
    w->space = false;
}

static size_t write_bracket(writing *w, size_t at)
{
  if (find_link(w, at))
    return at + 1;
  const size_t n = has_written(w) ? note_length(w, at) : 0;
  if (n == 0) {
    write_same(w, at, at + 1);
    return at + 1;
  }
  w->reading->n_bracketed++;
  close_up(w, at + n);
  return at + n;
}

static size_t pass_blanks(const char *bytes, size_t end, size_t at)
{
  while (at < end && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t'))
    at++;
  return at;
}

/* Passes `word`, if it stands at `at`, and the blanks behind it; returns `at` if it does not. */
static size_t pass_page_word(const char *bytes, size_t end, size_t at, const char *word)
{
  const size_t n = strlen(word);
  if (end - at <= n || memcmp(bytes + at, word, n) != 0)
    return at;
  const size_t behind = pass_blanks(bytes, end, at + n);
  return behind > at + n ? behind : at;
}

static size_t pass_page_digits(const char *bytes, size_t end, size_t at, unsigned *number)
{
  size_t n = 0;
  for (; at + n < end && n <= MAX_PAGE_DIGITS && dm_byte_is_digit(bytes[at + n]); n++)
    *number = *number * 10 + (unsigned)(bytes[at + n] - '0');
  return n <= MAX_PAGE_DIGITS ? at + n : at;
}

/* The end of a `Page 1 of 2` that a converter left in the text, maybe over a line end; `at`: there is none. */
static size_t page_mark_end(const writing *w, size_t at)
{
  const char  *bytes = w->bytes;
  const size_t end = w->draft_end - at > MAX_PAGE_MARK_BYTES ? at + MAX_PAGE_MARK_BYTES : w->draft_end;
  unsigned     page = 0;
  unsigned     last = 0;
  const size_t number = pass_page_word(bytes, end, at, "Page");
  if (number == at || is_word(before(w, at)))
    return at;
  const size_t behind = pass_page_digits(bytes, end, number, &page);
  const size_t of = pass_blanks(bytes, end, behind);
  const size_t total = behind > number && of > behind ? pass_page_word(bytes, end, of, "of") : of;
  const size_t mark_end = total > of ? pass_page_digits(bytes, end, total, &last) : total;
  const bool   whole = mark_end > total && total > of && !is_word(behind_of_draft(w, mark_end));
  return whole && page > 0 && page <= last ? mark_end : at;
}

static bool is_escaped(const writing *w, size_t at)
{
  return at + 1 < w->piece_end && w->bytes[at + 1] > ' ' && strchr("\\`*_{}[]()#+-.!|<>~", w->bytes[at + 1]);
}

static bool is_raised(uint32_t codepoint)
{
  return codepoint == 0xB9 || codepoint == 0xB2 || codepoint == 0xB3 || codepoint == 0x2020 || codepoint == 0x2021 ||
         (codepoint >= 0x2070 && codepoint <= 0x2079);
}

static const char *respelling_of(uint32_t codepoint)
{
  for (size_t i = 0; i < sizeof respellings / sizeof *respellings; i++)
    if (respellings[i].codepoint == codepoint)
      return respellings[i].spelling;
  return NULL;
}

/* Writes the character above ASCII at `at`. */
static size_t write_wide(writing *w, size_t at)
{
  size_t         n = 0;
  const uint32_t codepoint = dm_codepoint_at(w->bytes, w->piece_end, at, &n);
  if (dm_codepoint_is_invisible(codepoint))
    return at + n;
  if (dm_unicode_is_space(codepoint)) {
    want_space(w, at, at + n);
    return at + n;
  }
  if (is_raised(codepoint)) { /* a footnote mark behind a word or a point; not `10 m` squared */
    const bool behind_point = w->n_letters == 0 && has_written(w) && !w->space && !dm_unicode_is_digit(before(w, at));
    if (w->n_letters >= MIN_NOTED_LETTERS || behind_point)
      return at + n;
  }
  if (dm_unicode_is_letter(codepoint)) {
    const char *letters = codepoint >= 0xFB00 && codepoint <= 0xFB06 ? respelling_of(codepoint) : NULL;
    if (letters)
      write_respelt(w, letters, at, at + n);
    else
      write_same(w, at, at + n);
    count_letter(w, codepoint);
    return at + n;
  }
  w->n_letters = dm_unicode_is_digit(codepoint) || codepoint == 0x2019 ? w->n_letters : 0;
  const char *spelling = respelling_of(codepoint);
  if (spelling)
    write_respelt(w, spelling, at, at + n);
  else
    write_same(w, at, at + n);
  return at + n;
}

/* Writes the ASCII character at `at`, that is no letter. */
static size_t write_mark(writing *w, size_t at)
{
  const char byte = w->bytes[at];
  switch (byte) {
  case '*':
  case '_': return write_emphasis(w, at);
  case '[': return write_bracket(w, at);
  case ']':
    if (at == w->link_close && w->link_end > at)
      return w->link_end;
    break;
  case '!':
    if (behind(w, at + 1) == '[' && find_link(w, at + 1))
      return at + 2;
    break;
  case '\\':
    if (is_escaped(w, at)) {
      write_same(w, at + 1, at + 2);
      return at + 2;
    }
    break;
  default: break;
  }
  if (dm_unicode_is_space((unsigned char)byte)) {
    want_space(w, at, at + 1);
  } else if (!dm_codepoint_is_invisible((unsigned char)byte)) {
    write_same(w, at, at + 1);
    w->n_letters = 0;
  }
  return at + 1;
}

static size_t write_letters(writing *w, size_t at)
{
  if (w->bytes[at] == 'P') {
    w->resume = page_mark_end(w, at);
    if (w->resume > at)
      return w->resume;
  }
  size_t end = at;
  while (end < w->piece_end && dm_byte_is_letter(w->bytes[end]))
    count_letter(w, (unsigned char)w->bytes[end++]);
  write_same(w, at, end);
  return end;
}

static void write_piece(writing *w, const text_piece *piece)
{
  w->piece_begin = piece->begin;
  w->piece_end = piece->end;
  w->bracket = w->parenthesis = w->link_close = w->link_end = 0;
  for (size_t at = w->resume > piece->begin ? w->resume : piece->begin; at < piece->end;) {
    const unsigned char byte = (unsigned char)w->bytes[at];
    at = byte >= 0x80 ? write_wide(w, at) : dm_byte_is_letter((char)byte) ? write_letters(w, at) : write_mark(w, at);
  }
}

static void write_draft(text_reading *reading, text_draft *draft)
{
  const text_piece *pieces = reading->pieces.items + draft->first_piece;
  writing           w = {.reading = reading, .draft = draft, .bytes = reading->source, .begin = reading->string.n_bytes};
  w.draft_end = pieces[draft->n_pieces - 1].end;
  w.depth = draft->flags & DRAFT_EMPHASIS_OPEN ? 1 : 0;
  for (size_t i = 0; i < draft->n_pieces; i++) {
    if (i > 0 && !pieces[i].tight)
      want_space(&w, pieces[i - 1].end, pieces[i].begin);
    write_piece(&w, &pieces[i]);
  }
  draft->span = (dm_span){.begin = w.begin, .end = reading->string.n_bytes};
  if (draft->emphasis_end > 0)
    draft->emphasis_end = draft->emphasis_end > w.begin ? draft->emphasis_end : 0;
  if (draft->span.begin == draft->span.end)
    return;
  if (w.any_letter && !w.plain && w.depth == 0)
    draft->flags |= DRAFT_STRONG;
  if (w.n_upper >= 2 && w.n_lower == 0)
    draft->flags |= DRAFT_CAPITALS;
  dm_offset_map_add(&reading->map, reading->string.n_bytes, pieces[draft->n_pieces - 1].end, 0, false);
  dm_buffer_add_byte(&reading->string, '\n');
}

void dm_drafts_normalise(text_reading *reading)
{
  size_t n = 0;
  for (size_t i = 0; i < reading->drafts.n; i++) {
    text_draft draft = reading->drafts.items[i];
    write_draft(reading, &draft);
    if (draft.span.begin < draft.span.end)
      reading->drafts.items[n++] = draft;
  }
  reading->drafts.n = n;
}
