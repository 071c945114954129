/* UTF-8 by hand, properties and foldings by libutf8proc. */
#include "base/unicode.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/digest.h"
#include "base/memory.h"

static bool is_continuation(unsigned char byte)
{
  return (byte & 0xC0) == 0x80;
}

uint32_t dm_utf8_decode(const char *text, size_t n_text, size_t at, size_t *n_bytes)
{
  const unsigned char *bytes = (const unsigned char *)text + at;
  size_t               left = n_text - at;
  unsigned char        lead = bytes[0];
  *n_bytes = 1;
  if (lead < 0x80)
    return lead;
  if (lead < 0xC2 || lead > 0xF4)
    return UINT32_MAX;
  size_t   length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  uint32_t codepoint = lead & (0xFFu >> (length + 1));
  if (left < length)
    return UINT32_MAX;
  for (size_t i = 1; i < length; i++) {
    if (!is_continuation(bytes[i]))
      return UINT32_MAX;
    codepoint = codepoint << 6 | (bytes[i] & 0x3F);
  }
  bool overlong = (length == 3 && codepoint < 0x800) || (length == 4 && codepoint < 0x10000);
  if (overlong || (codepoint >= 0xD800 && codepoint <= 0xDFFF) || codepoint > 0x10FFFF)
    return UINT32_MAX;
  *n_bytes = length;
  return codepoint;
}

/* Length of the run of bytes 0x01..0x7F at the beginning. */
static size_t ascii_run(const char *text, size_t n_text)
{
  const uint64_t ones = UINT64_C(0x0101010101010101), highs = UINT64_C(0x8080808080808080);
  size_t         i = 0;
  uint64_t       word;
  for (; n_text - i >= sizeof word; i += sizeof word) {
    memcpy(&word, text + i, sizeof word);
    if (((word - ones) | word) & highs) /* a byte that is 0 borrows into its high bit */
      break;
  }
  while (i < n_text && text[i] > 0)
    i++;
  return i;
}

size_t dm_utf8_check(const char *text, size_t n_text)
{
  size_t i = 0;
  while (i < n_text) {
    size_t n_bytes;
    i += ascii_run(text + i, n_text - i);
    if (i == n_text)
      break;
    uint32_t codepoint = dm_utf8_decode(text, n_text, i, &n_bytes);
    if (codepoint == UINT32_MAX || codepoint == 0)
      return i;
    i += n_bytes;
  }
  return n_text;
}

size_t dm_utf8_count(const char *text, size_t n_text)
{
  size_t n = 0;
  for (size_t i = 0; i < n_text; i++)
    n += !is_continuation((unsigned char)text[i]);
  return n;
}

bool dm_unicode_is_letter(uint32_t codepoint)
{
  if (codepoint < 0x80)
    return (codepoint | 0x20) - 'a' < 26;
  utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)codepoint);
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME;
}

bool dm_unicode_is_digit(uint32_t codepoint)
{
  if (codepoint < 0x80)
    return codepoint - '0' < 10;
  return utf8proc_category((utf8proc_int32_t)codepoint) == UTF8PROC_CATEGORY_ND;
}

bool dm_unicode_is_upper(uint32_t codepoint)
{
  if (codepoint < 0x80)
    return codepoint - 'A' < 26;
  utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)codepoint);
  return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT;
}

bool dm_unicode_is_space(uint32_t codepoint)
{
  if (codepoint < 0x80)
    return codepoint == ' ' || codepoint - '\t' < 5; /* \t \n \v \f \r */
  if (codepoint == 0x85)
    return true;
  utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)codepoint);
  return category >= UTF8PROC_CATEGORY_ZS && category <= UTF8PROC_CATEGORY_ZP;
}

size_t dm_unicode_width(uint32_t codepoint)
{
  int width = codepoint < 0x80 ? codepoint >= 0x20 && codepoint != 0x7F : utf8proc_charwidth((utf8proc_int32_t)codepoint);
  return width > 0 ? (size_t)width : 0;
}

static void fold_codepoint(dm_buffer *out, uint32_t codepoint)
{
  /* Case folding rather than lower case: it also makes ss of sharp s and one sigma of two. U+FDFA, the longest, becomes 18. */
  enum { MOST_CODEPOINTS = 32 };
  const utf8proc_option_t options = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD;
  utf8proc_int32_t        folded[MOST_CODEPOINTS];
  int                     boundary_class = 0;
  utf8proc_ssize_t        n = utf8proc_decompose_char((utf8proc_int32_t)codepoint, folded, MOST_CODEPOINTS, options, &boundary_class);
  for (utf8proc_ssize_t i = 0; i < n && i < MOST_CODEPOINTS; i++)
    dm_buffer_add_codepoint(out, (uint32_t)folded[i]);
}

void dm_unicode_fold(dm_buffer *out, const char *text, size_t n_text)
{
  size_t i = 0;
  while (i < n_text) {
    size_t run = ascii_run(text + i, n_text - i);
    if (run) {
      dm_buffer_add(out, text + i, run);
      char *folded = out->bytes + out->n_bytes - run;
      for (size_t k = 0; k < run; k++)
        folded[k] = (char)(folded[k] | (folded[k] >= 'A' && folded[k] <= 'Z' ? 0x20 : 0));
      i += run;
      continue;
    }
    size_t   n_bytes;
    uint32_t codepoint = dm_utf8_decode(text, n_text, i, &n_bytes);
    fold_codepoint(out, codepoint == UINT32_MAX ? 0xFFFD : codepoint);
    i += n_bytes;
  }
}

void dm_unicode_compose(dm_buffer *out, const char *text, size_t n_text)
{
  enum { MOST_TIMES = 4 }; /* no code point becomes more under canonical decomposition */
  const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
  if (ascii_run(text, n_text) == n_text) {
    dm_buffer_add(out, text, n_text);
    return;
  }
  const size_t      n_most = n_text * MOST_TIMES;
  utf8proc_int32_t *codepoints = dm_reallocate(NULL, n_most, sizeof *codepoints);
  utf8proc_ssize_t  n = utf8proc_decompose((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)n_text, codepoints, (utf8proc_ssize_t)n_most, options);
  n = utf8proc_normalize_utf32(codepoints, n, options);
  for (utf8proc_ssize_t i = 0; i < n; i++)
    dm_buffer_add_codepoint(out, (uint32_t)codepoints[i]);
  free(codepoints);
}

/* Shortens the slug that begins at `begin` so that it and "-" and eight digits are no longer than `most_bytes`. */
static void cut_slug(dm_buffer *out, size_t begin, size_t most_bytes)
{
  enum { HASH_DIGITS = 8 };
  char   hex[65];
  size_t whole_bytes = out->n_bytes - begin;
  size_t kept = most_bytes - HASH_DIGITS - 1;
  size_t hyphen = kept;
  dm_digest_sha256(hex, out->bytes + begin, whole_bytes);
  while (hyphen > 0 && out->bytes[begin + hyphen] != '-')
    hyphen--;
  if (hyphen > 0)
    kept = hyphen;
  else /* one long word: cut it between code points */
    while (kept > 0 && is_continuation((unsigned char)out->bytes[begin + kept]))
      kept--;
  out->n_bytes = begin + kept;
  dm_buffer_add_byte(out, '-');
  dm_buffer_add(out, hex, HASH_DIGITS);
}

void dm_unicode_slug(dm_buffer *out, const char *text, size_t n_text)
{
  enum { MOST_BYTES = 80 };
  dm_buffer folded = {0};
  size_t    begin = out->n_bytes;
  bool      gap = false;
  dm_unicode_fold(&folded, text, n_text);
  for (size_t i = 0, n_bytes; i < folded.n_bytes; i += n_bytes) {
    uint32_t codepoint = dm_utf8_decode(folded.bytes, folded.n_bytes, i, &n_bytes);
    if (!dm_unicode_is_letter(codepoint) && !dm_unicode_is_digit(codepoint)) {
      gap = true;
      continue;
    }
    if (gap && out->n_bytes > begin)
      dm_buffer_add_byte(out, '-');
    gap = false;
    dm_buffer_add(out, folded.bytes + i, n_bytes);
  }
  if (out->n_bytes - begin > MOST_BYTES)
    cut_slug(out, begin, MOST_BYTES);
  dm_buffer_free(&folded);
}

static uint32_t *decode_all(const char *text, size_t *n)
{
  size_t    n_text = strlen(text);
  uint32_t *codepoints = dm_reallocate(NULL, n_text + 1, sizeof *codepoints);
  *n = 0;
  for (size_t i = 0, n_bytes; i < n_text; i += n_bytes)
    codepoints[(*n)++] = dm_utf8_decode(text, n_text, i, &n_bytes);
  return codepoints;
}

/* Levenshtein by rows; row[j] is the distance of the first i of `a` and the first j of `b`. */
static size_t distance(const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b, size_t *row, size_t limit)
{
  for (size_t j = 0; j <= n_b; j++)
    row[j] = j;
  for (size_t i = 1; i <= n_a; i++) {
    size_t diagonal = row[0];
    size_t least = row[0] = i;
    for (size_t j = 1; j <= n_b; j++) {
      size_t best = diagonal + (a[i - 1] != b[j - 1]);
      if (row[j] + 1 < best)
        best = row[j] + 1;
      if (row[j - 1] + 1 < best)
        best = row[j - 1] + 1;
      diagonal = row[j];
      row[j] = best;
      if (best < least)
        least = best;
    }
    if (least > limit)
      return limit + 1;
  }
  return row[n_b] > limit ? limit + 1 : row[n_b];
}

size_t dm_unicode_distance(const char *a, const char *b, size_t limit)
{
  size_t    n_a, n_b;
  uint32_t *a_codepoints = decode_all(a, &n_a);
  uint32_t *b_codepoints = decode_all(b, &n_b);
  size_t    result = limit + 1;
  if ((n_a > n_b ? n_a - n_b : n_b - n_a) <= limit) {
    size_t *row = dm_reallocate(NULL, n_b + 1, sizeof *row);
    result = distance(a_codepoints, n_a, b_codepoints, n_b, row, limit);
    free(row);
  }
  free(a_codepoints);
  free(b_codepoints);
  return result;
}

void dm_unicode_title(dm_buffer *out, const char *text, size_t n_text)
{
  bool inside = false;
  for (size_t i = 0, n_bytes; i < n_text; i += n_bytes) {
    uint32_t codepoint = dm_utf8_decode(text, n_text, i, &n_bytes);
    bool     letter = dm_unicode_is_letter(codepoint);
    if (letter)
      codepoint = (uint32_t)(inside ? utf8proc_tolower((utf8proc_int32_t)codepoint) : utf8proc_toupper((utf8proc_int32_t)codepoint));
    dm_buffer_add_codepoint(out, codepoint);
    inside = letter;
  }
}
