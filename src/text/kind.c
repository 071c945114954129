/* text/kind.c - what kind of block each draft is, judged by its marks, its own look and its neighbours. */
#include "text/text_impl.h"

#include <string.h>

enum {
  MAX_HEADING_BYTES = 220,
  MAX_MARKED_HEADING_BYTES = 120,
  MAX_STRONG_HEADING_BYTES = 260,
  MAX_STRONG_SENTENCE_BYTES = 60, /* a longer sentence in bold is no heading */
  MAX_PLACE_BYTES = 40,
  MAX_LEAD_BYTES = 100,
  MAX_ABBREVIATION_BYTES = 16,
  N_TITLE_BLOCKS = 5,
  MIN_TITLE_WORDS = 3,
  MIN_PHRASE_WORDS = 4,
  MIN_SENTENCE_WORD = 4, /* letters; shorter ones may be abbreviations */
  LEVEL_TITLE = 1,
  LEVEL_PLAIN = 2,
  LEVEL_NUMBERED = 3,
  LEVEL_LEAD = 4,
  NO_SERIES = -1
};

/* Items with marks that count on: 1. 2. 3. */
typedef struct {
  size_t n_items;
  size_t n_open;    /* that end with no point: parts of a sentence, or names */
  bool   adjacent;  /* two follow one another */
  bool   lower;     /* one begins in lower case */
  bool   announced; /* what stands before ends with a colon */
} mark_series;

/* What is known of each draft while judging. */
typedef struct {
  end_kind   end;
  begin_kind begin;
  size_t     n_label;
  int        series; /* index, or NO_SERIES */
  bool       prose_follows;
  bool       note; /* a footnote */
} draft_look;

typedef struct {
  text_reading *reading;
  text_draft   *drafts;
  size_t        n;
  const char   *string;
  draft_look   *looks;
  DM_VECTOR(mark_series) series;
} judging;

static size_t length(const text_draft *draft)
{
  return draft->span.end - draft->span.begin;
}

static bool is_counted(mark_kind kind)
{
  return kind >= MARK_NUMBER && kind <= MARK_CAPITAL_ROMAN;
}

/* --- bold words that lead a paragraph --- */

/* The point at `at` belongs to an abbreviation: `Mr.` `U.S.` */
static bool is_abbreviation_point(const text_reading *reading, const char *string, size_t begin, size_t at)
{
  char   folded[MAX_ABBREVIATION_BYTES];
  size_t n = 0;
  size_t word = at;
  while (word > begin && string[word - 1] != ' ')
    word--;
  if (at - word > sizeof folded)
    return false;
  for (; word < at; word++) {
    if (string[word] == '.')
      return true;
    folded[n++] = (char)(string[word] >= 'A' && string[word] <= 'Z' ? string[word] | 0x20 : string[word]);
  }
  return dm_map_get(reading->abbreviations, folded, n, NULL);
}

/* Where `Postponement.` of `**Postponement.** Australia is ready` ends; 0: no such lead. */
static size_t lead_end(const text_reading *reading, const text_draft *draft)
{
  const char *string = reading->string.bytes;
  size_t      end = draft->emphasis_end;
  if (end == 0 || draft->heading || (draft->flags & DRAFT_CELL) || end + 1 >= draft->span.end)
    return 0;
  if (string[end] == '.')
    end++;
  if (end + 1 >= draft->span.end || string[end] != ' ' || end - draft->span.begin > MAX_LEAD_BYTES || end - draft->span.begin < 2)
    return 0;
  const char last = string[end - 1];
  if ((last != '.' && last != '!' && last != '?') || is_abbreviation_point(reading, string, draft->span.begin, end - 1))
    return 0;
  return end;
}

static void split_leads(text_reading *reading)
{
  text_drafts split = {0};
  for (size_t i = 0; i < reading->drafts.n; i++) {
    text_draft   draft = reading->drafts.items[i];
    const size_t end = lead_end(reading, &draft);
    if (end > 0) {
      text_draft lead = draft;
      lead.span.end = end;
      lead.flags |= DRAFT_LEAD | DRAFT_STRONG;
      *dm_vector_add(&split) = lead;
      reading->string.bytes[end] = '\n'; /* was the space between */
      draft.span.begin = end + 1;
      draft.mark = (list_mark){0};
      draft.flags &= (uint8_t)~DRAFT_CAPITALS;
      draft.emphasis_end = 0;
    }
    *dm_vector_add(&split) = draft;
  }
  dm_vector_free(&reading->drafts);
  reading->drafts = split;
}

/* --- looking --- */

/* Puts each counted draft into a series with the last one of its class, if it counts on from it. */
static void find_series(judging *j)
{
  enum { N_CLASSES = (MARK_LINE + 1) * 128 };
  size_t *last = dm_allocate(N_CLASSES * sizeof *last); /* index + 1 */
  for (size_t i = 0; i < j->n; i++) {
    const list_mark *mark = &j->drafts[i].mark;
    draft_look      *look = &j->looks[i];
    look->series = NO_SERIES;
    if (!is_counted(mark->kind))
      continue;
    size_t      *previous = &last[(size_t)mark->kind * 128 + (unsigned char)mark->style % 128];
    const size_t before = *previous;
    *previous = i + 1;
    if (before > 0 && j->drafts[before - 1].mark.ordinal + 1 == mark->ordinal) {
      look->series = j->looks[before - 1].series;
    } else {
      look->series = (int)j->series.n;
      *dm_vector_add(&j->series) = (mark_series){.announced = i > 0 && j->looks[i - 1].end == END_COLON};
    }
    mark_series *series = &j->series.items[look->series];
    series->n_items++;
    series->n_open += look->end != END_SENTENCE && look->end != END_COLON;
    series->adjacent |= i > 0 && before == i && j->looks[i - 1].series == look->series;
    series->lower |= look->begin == BEGIN_LOWER;
  }
  free(last);
}

/* `Singapore` indented under `2. Where` */
static bool is_below_number(const judging *j, size_t i)
{
  const text_draft *draft = &j->drafts[i];
  return i > 0 && is_counted(draft[-1].mark.kind) && !(draft->flags & DRAFT_BREAK_BEFORE) && draft->indent > draft[-1].indent + 1;
}

static bool may_be_heading(const judging *j, size_t i)
{
  const text_draft *draft = &j->drafts[i];
  const draft_look *look = &j->looks[i];
  return draft->heading || (draft->mark.kind == MARK_NONE && look->end == END_NONE && look->n_label == 0 && length(draft) <= MAX_HEADING_BYTES);
}

/* `* Candidate countries.` under a text with `Montenegro*`; `[1] ...` under one with `[1]`. */
static bool is_footnote(const judging *j, size_t i)
{
  const list_mark *mark = &j->drafts[i].mark;
  const bool       star = mark->kind == MARK_BULLET && mark->ordinal == '*' && j->reading->n_starred > 0;
  const bool       bracket = mark->kind == MARK_NUMBER && mark->style == '[' && j->reading->n_bracketed > 0;
  return (star || bracket) && i > 0 && (j->looks[i - 1].note || j->looks[i - 1].end == END_SENTENCE) && j->looks[i].begin != BEGIN_LOWER;
}

static void look(judging *j)
{
  for (size_t i = 0; i < j->n; i++) {
    const dm_span span = j->drafts[i].span;
    j->looks[i].end = dm_bytes_ending(j->string, span.begin, span.end);
    j->looks[i].begin = dm_bytes_beginning(j->string, span.begin, span.end);
    j->looks[i].n_label = dm_label_length(j->string, span);
  }
  for (size_t i = j->n; i-- > 0;)
    j->looks[i].prose_follows = i + 1 < j->n && (!may_be_heading(j, i + 1) || is_below_number(j, i + 1) || j->looks[i + 1].prose_follows);
  find_series(j);
  for (size_t i = 0; i < j->n; i++)
    j->looks[i].note = is_footnote(j, i);
}

/* --- judging --- */

static size_t count_words(const char *string, size_t begin, size_t end)
{
  size_t n = 1;
  for (size_t at = begin; at < end; at++)
    n += string[at] == ' ';
  return n;
}

/* `First Digital Group Meeting: Summary of Results` on top of a text, no neighbour of its like. */
static bool is_title_with_colon(const judging *j, size_t i)
{
  const text_draft *draft = &j->drafts[i];
  return i < N_TITLE_BLOCKS && draft->mark.kind == MARK_NONE && draft->emphasis_end == 0 && j->looks[i].end == END_NONE &&
         length(draft) <= MAX_HEADING_BYTES &&
         count_words(j->string, draft->span.begin, draft->span.begin + j->looks[i].n_label) >= MIN_TITLE_WORDS &&
         !(i > 0 && j->looks[i - 1].n_label > 0 && !(draft->flags & DRAFT_BREAK_BEFORE)) &&
         !(i + 1 < j->n && j->looks[i + 1].n_label > 0 && !(draft[1].flags & DRAFT_BREAK_BEFORE));
}

static bool is_field(const judging *j, size_t i)
{
  const text_draft *draft = &j->drafts[i];
  const draft_look *look_i = &j->looks[i];
  if (look_i->n_label == 0)
    return false;
  if (look_i->n_label == length(draft)) /* its values are the list below */
    return i + 1 < j->n && j->drafts[i + 1].mark.kind == MARK_LINE && draft->mark.kind != MARK_LINE;
  if (draft->emphasis_end + 2 > draft->span.begin + look_i->n_label)
    return true;
  const size_t value = draft->span.begin + look_i->n_label;
  const bool   clause = look_i->end == END_SENTENCE && dm_bytes_beginning(j->string, value, draft->span.end) == BEGIN_LOWER;
  return !clause && !is_title_with_colon(j, i);
}

static bool last_word_is_lower(const judging *j, const text_draft *draft)
{
  size_t at = draft->span.end;
  while (at > draft->span.begin && j->string[at - 1] != ' ')
    at--;
  return dm_codepoint_is_lower((unsigned char)j->string[at]);
}

/* A phrase that the list below completes: `The floor was taken by`. */
static bool leads_into_list(const judging *j, size_t i)
{
  const mark_kind next = j->drafts[i + 1].mark.kind;
  if (next == MARK_NONE || j->drafts[i + 1].heading)
    return false;
  if (j->looks[i + 1].begin == BEGIN_LOWER)
    return true;
  return next != MARK_NUMBER && j->looks[i + 1].end != END_SENTENCE && last_word_is_lower(j, &j->drafts[i]) &&
         count_words(j->string, j->drafts[i].span.begin, j->drafts[i].span.end) >= MIN_PHRASE_WORDS;
}

/* A point behind a whole word, and more behind it: prose. */
static bool holds_sentence(const char *string, dm_span span)
{
  size_t n_lower = 0;
  for (size_t at = span.begin; at + 1 < span.end; at++) {
    if (string[at] == '.' && string[at + 1] == ' ' && n_lower >= MIN_SENTENCE_WORD)
      return true;
    n_lower = dm_codepoint_is_lower((unsigned char)string[at]) ? n_lower + 1 : 0;
  }
  return false;
}

static bool is_plain_heading(const judging *j, size_t i)
{
  const text_draft *draft = &j->drafts[i];
  const draft_look *look_i = &j->looks[i];
  const bool        abbreviated = length(draft) <= MAX_PLACE_BYTES && j->string[draft->span.end - 1] == '.' && length(draft) > 4 &&
                           j->string[draft->span.end - 3] == '.' && j->string[draft->span.end - 2] != '.'; /* `Washington, D.C.`, no ellipsis */
  if ((look_i->end != END_NONE && !abbreviated) || length(draft) > MAX_HEADING_BYTES || look_i->begin == BEGIN_LOWER)
    return false;
  const char *colon = memchr(j->string + draft->span.begin, ':', length(draft));
  if (colon && memcmp(colon, "://", 3) == 0)
    return false;
  bool letter = false;
  for (size_t at = draft->span.begin; at < draft->span.end && !letter; at++)
    letter = dm_byte_is_letter(j->string[at]) || (unsigned char)j->string[at] >= 0x80;
  return (letter || look_i->begin == BEGIN_DIGIT) && !holds_sentence(j->string, draft->span) && !leads_into_list(j, i);
}

static bool is_emphatic_heading(const judging *j, size_t i)
{
  const text_draft *draft = &j->drafts[i];
  if (!(draft->flags & (DRAFT_STRONG | DRAFT_CAPITALS)) || length(draft) > MAX_STRONG_HEADING_BYTES)
    return false;
  return j->looks[i].end != END_SENTENCE || ((draft->flags & DRAFT_STRONG) && length(draft) <= MAX_STRONG_SENTENCE_BYTES);
}

/* `ii. User protection` before prose, not among the items of a list. */
static bool is_marked_heading(const judging *j, size_t i)
{
  const text_draft *draft = &j->drafts[i];
  const draft_look *look_i = &j->looks[i];
  if (!j->looks[i].prose_follows || look_i->begin == BEGIN_LOWER || length(draft) > MAX_MARKED_HEADING_BYTES)
    return false;
  if ((draft->flags & DRAFT_STRONG) && look_i->end != END_SEMICOLON && look_i->end != END_COMMA)
    return true;
  return look_i->end == END_NONE && !j->series.items[look_i->series].adjacent && j->looks[i + 1].series != look_i->series;
}

static bool is_numbered_item(const judging *j, size_t i)
{
  const list_mark   *mark = &j->drafts[i].mark;
  const mark_series *series = &j->series.items[j->looks[i].series];
  if (mark->kind != MARK_NUMBER || mark->style == '[')
    return true;
  return series->lower || (series->adjacent && (series->announced || series->n_open * 2 >= series->n_items));
}

static dm_block_kind judge(const judging *j, size_t i, uint8_t *level)
{
  const text_draft *draft = &j->drafts[i];
  *level = draft->heading;
  if (draft->heading)
    return DM_BLOCK_HEADING;
  if (draft->flags & DRAFT_LEAD) {
    *level = LEVEL_LEAD;
    return DM_BLOCK_HEADING;
  }
  if (j->looks[i].note)
    return DM_BLOCK_PARAGRAPH;
  if (is_field(j, i))
    return DM_BLOCK_FIELD;
  if (is_counted(draft->mark.kind)) {
    if (is_marked_heading(j, i)) {
      *level = LEVEL_NUMBERED;
      return DM_BLOCK_HEADING;
    }
    return is_numbered_item(j, i) ? DM_BLOCK_LIST_ITEM : DM_BLOCK_PARAGRAPH;
  }
  if (draft->mark.kind != MARK_NONE)
    return DM_BLOCK_LIST_ITEM;
  if (is_below_number(j, i))
    return DM_BLOCK_PARAGRAPH;
  if (!j->looks[i].prose_follows || !(is_emphatic_heading(j, i) || is_plain_heading(j, i)))
    return DM_BLOCK_PARAGRAPH;
  *level = LEVEL_PLAIN;
  return DM_BLOCK_HEADING;
}

void dm_drafts_judge(text_reading *reading)
{
  split_leads(reading);
  judging j = {.reading = reading, .drafts = reading->drafts.items, .n = reading->drafts.n, .string = dm_buffer_string(&reading->string)};
  j.looks = dm_allocate((j.n + 1) * sizeof *j.looks);
  look(&j);
  bool title = true;
  for (size_t i = 0; i < j.n; i++) {
    const text_draft *draft = &j.drafts[i];
    dm_block          block = {.span = draft->span, .head = (uint32_t)i, .numbered = is_counted(draft->mark.kind)};
    block.strong = draft->flags & (DRAFT_STRONG | DRAFT_CAPITALS);
    block.kind = judge(&j, i, &block.level);
    title = title && block.kind == DM_BLOCK_HEADING;
    if (title && block.level == LEVEL_PLAIN && !draft->heading)
      block.level = LEVEL_TITLE;
    *dm_vector_add(&reading->blocks) = block;
  }
  dm_vector_free(&j.series);
  free(j.looks);
}
