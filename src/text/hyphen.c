/* text/hyphen.c - a word cut at a line end: does its hyphen belong to it?
 *
 * The document itself is the dictionary: `inter-/national` loses the hyphen if `international` stands somewhere in it and
 * `inter-national` does not. Without evidence the hyphen stays. */
#include "text/text_impl.h"

#include "base/unicode.h"

#include <string.h>

enum { MAX_PART_BYTES = 48, SEEN_JOINED = 1, SEEN_HYPHENED = 2 };

/* Copies the letters of a part in lower case (ASCII only: other letters must match as they are). */
static size_t copy_part(char *out, const char *bytes, size_t begin, size_t end)
{
  for (size_t i = begin; i < end; i++)
    *out++ = (char)(bytes[i] >= 'A' && bytes[i] <= 'Z' ? bytes[i] | 0x20 : bytes[i]);
  return end - begin;
}

static bool is_word_byte(char byte)
{
  return dm_byte_is_letter(byte) || (unsigned char)byte >= 0x80;
}

typedef struct {
  char   joined[2 * MAX_PART_BYTES];
  size_t n_joined;
  size_t n_first;
} cut_word;

/* The word cut between two pieces; false if one part is too long, or there is none. */
static bool read_cut_word(const char *bytes, const text_piece *before, const text_piece *behind, cut_word *word)
{
  const size_t hyphen = before->end - (bytes[before->end - 1] == '-' ? 1 : 3);
  size_t       begin = hyphen;
  while (begin > before->begin && hyphen - begin <= MAX_PART_BYTES && is_word_byte(bytes[begin - 1]))
    begin--;
  size_t end = behind->begin;
  while (end < behind->end && end - behind->begin <= MAX_PART_BYTES && is_word_byte(bytes[end]))
    end++;
  if (hyphen - begin > MAX_PART_BYTES || end - behind->begin > MAX_PART_BYTES || begin == hyphen || end == behind->begin)
    return false;
  word->n_first = copy_part(word->joined, bytes, begin, hyphen);
  word->n_joined = word->n_first + copy_part(word->joined + word->n_first, bytes, behind->begin, end);
  return true;
}

static void note(dm_map *words, const char *bytes, size_t begin, size_t end, size_t skipped, uint32_t flag)
{
  char word[2 * MAX_PART_BYTES + 1];
  if (end - begin - skipped > 2 * MAX_PART_BYTES)
    return;
  size_t n = 0;
  for (size_t i = begin; i < end; i++)
    if (skipped == 0 || bytes[i] != '-')
      n += copy_part(word + n, bytes, i, i + 1);
  if (dm_map_get(words, word, n, NULL))
    *dm_map_put(words, word, n, 0, NULL) |= flag;
}

/* Notes which of `words` stand in the body, joined or with a hyphen. */
static void look_for(dm_map *words, const text_reading *reading)
{
  const char *bytes = reading->source;
  size_t      previous = 0; /* begin of the word that a single hyphen divides from this one, 0: none */
  bool        after_hyphen = false;
  for (size_t at = reading->body_begin; at < reading->n_source;) {
    if (!is_word_byte(bytes[at])) {
      at++;
      continue;
    }
    const size_t begin = at;
    while (at < reading->n_source && is_word_byte(bytes[at]))
      at++;
    note(words, bytes, begin, at, 0, SEEN_JOINED);
    if (after_hyphen)
      note(words, bytes, previous, at, 1, SEEN_HYPHENED);
    after_hyphen = at + 1 < reading->n_source && bytes[at] == '-' && is_word_byte(bytes[at + 1]);
    previous = begin;
    at += after_hyphen;
  }
}

void dm_hyphens_settle(text_reading *reading)
{
  dm_map  *words = dm_map_new();
  cut_word word;
  for (size_t i = 1; i < reading->pieces.n; i++)
    if (reading->pieces.items[i].undecided && read_cut_word(reading->source, &reading->pieces.items[i - 1], &reading->pieces.items[i], &word))
      dm_map_put(words, word.joined, word.n_joined, 0, NULL);
  if (dm_map_count(words) > 0) {
    look_for(words, reading);
    for (size_t i = 1; i < reading->pieces.n; i++) {
      text_piece *before = &reading->pieces.items[i - 1];
      uint32_t    seen = 0;
      if (reading->pieces.items[i].undecided && read_cut_word(reading->source, before, &reading->pieces.items[i], &word) &&
          dm_map_get(words, word.joined, word.n_joined, &seen) && seen == SEEN_JOINED)
        before->end -= reading->source[before->end - 1] == '-' ? 1 : 3; /* U+2010 */
    }
  }
  dm_map_free(words);
}
