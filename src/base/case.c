/* Upper and lower case of texts: simple mappings by libutf8proc, those of more than one code point by a table. */
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/unicode.h"

typedef struct {
  uint32_t codepoint;
  uint32_t upper[3]; /* 0: no more */
} special;

/* Code points whose upper case is more than one code point (Unicode 14, SpecialCasing.txt, without conditions). Sorted. */
static const special special_upper[] = {
    {0x00DF, {0x0053, 0x0053}},         {0x0149, {0x02BC, 0x004E}},         {0x01F0, {0x004A, 0x030C}},         {0x0390, {0x0399, 0x0308, 0x0301}},
    {0x03B0, {0x03A5, 0x0308, 0x0301}}, {0x0587, {0x0535, 0x0552}},         {0x1E96, {0x0048, 0x0331}},         {0x1E97, {0x0054, 0x0308}},
    {0x1E98, {0x0057, 0x030A}},         {0x1E99, {0x0059, 0x030A}},         {0x1E9A, {0x0041, 0x02BE}},         {0x1F50, {0x03A5, 0x0313}},
    {0x1F52, {0x03A5, 0x0313, 0x0300}}, {0x1F54, {0x03A5, 0x0313, 0x0301}}, {0x1F56, {0x03A5, 0x0313, 0x0342}}, {0x1F80, {0x1F08, 0x0399}},
    {0x1F81, {0x1F09, 0x0399}},         {0x1F82, {0x1F0A, 0x0399}},         {0x1F83, {0x1F0B, 0x0399}},         {0x1F84, {0x1F0C, 0x0399}},
    {0x1F85, {0x1F0D, 0x0399}},         {0x1F86, {0x1F0E, 0x0399}},         {0x1F87, {0x1F0F, 0x0399}},         {0x1F88, {0x1F08, 0x0399}},
    {0x1F89, {0x1F09, 0x0399}},         {0x1F8A, {0x1F0A, 0x0399}},         {0x1F8B, {0x1F0B, 0x0399}},         {0x1F8C, {0x1F0C, 0x0399}},
    {0x1F8D, {0x1F0D, 0x0399}},         {0x1F8E, {0x1F0E, 0x0399}},         {0x1F8F, {0x1F0F, 0x0399}},         {0x1F90, {0x1F28, 0x0399}},
    {0x1F91, {0x1F29, 0x0399}},         {0x1F92, {0x1F2A, 0x0399}},         {0x1F93, {0x1F2B, 0x0399}},         {0x1F94, {0x1F2C, 0x0399}},
    {0x1F95, {0x1F2D, 0x0399}},         {0x1F96, {0x1F2E, 0x0399}},         {0x1F97, {0x1F2F, 0x0399}},         {0x1F98, {0x1F28, 0x0399}},
    {0x1F99, {0x1F29, 0x0399}},         {0x1F9A, {0x1F2A, 0x0399}},         {0x1F9B, {0x1F2B, 0x0399}},         {0x1F9C, {0x1F2C, 0x0399}},
    {0x1F9D, {0x1F2D, 0x0399}},         {0x1F9E, {0x1F2E, 0x0399}},         {0x1F9F, {0x1F2F, 0x0399}},         {0x1FA0, {0x1F68, 0x0399}},
    {0x1FA1, {0x1F69, 0x0399}},         {0x1FA2, {0x1F6A, 0x0399}},         {0x1FA3, {0x1F6B, 0x0399}},         {0x1FA4, {0x1F6C, 0x0399}},
    {0x1FA5, {0x1F6D, 0x0399}},         {0x1FA6, {0x1F6E, 0x0399}},         {0x1FA7, {0x1F6F, 0x0399}},         {0x1FA8, {0x1F68, 0x0399}},
    {0x1FA9, {0x1F69, 0x0399}},         {0x1FAA, {0x1F6A, 0x0399}},         {0x1FAB, {0x1F6B, 0x0399}},         {0x1FAC, {0x1F6C, 0x0399}},
    {0x1FAD, {0x1F6D, 0x0399}},         {0x1FAE, {0x1F6E, 0x0399}},         {0x1FAF, {0x1F6F, 0x0399}},         {0x1FB2, {0x1FBA, 0x0399}},
    {0x1FB3, {0x0391, 0x0399}},         {0x1FB4, {0x0386, 0x0399}},         {0x1FB6, {0x0391, 0x0342}},         {0x1FB7, {0x0391, 0x0342, 0x0399}},
    {0x1FBC, {0x0391, 0x0399}},         {0x1FC2, {0x1FCA, 0x0399}},         {0x1FC3, {0x0397, 0x0399}},         {0x1FC4, {0x0389, 0x0399}},
    {0x1FC6, {0x0397, 0x0342}},         {0x1FC7, {0x0397, 0x0342, 0x0399}}, {0x1FCC, {0x0397, 0x0399}},         {0x1FD2, {0x0399, 0x0308, 0x0300}},
    {0x1FD3, {0x0399, 0x0308, 0x0301}}, {0x1FD6, {0x0399, 0x0342}},         {0x1FD7, {0x0399, 0x0308, 0x0342}}, {0x1FE2, {0x03A5, 0x0308, 0x0300}},
    {0x1FE3, {0x03A5, 0x0308, 0x0301}}, {0x1FE4, {0x03A1, 0x0313}},         {0x1FE6, {0x03A5, 0x0342}},         {0x1FE7, {0x03A5, 0x0308, 0x0342}},
    {0x1FF2, {0x1FFA, 0x0399}},         {0x1FF3, {0x03A9, 0x0399}},         {0x1FF4, {0x038F, 0x0399}},         {0x1FF6, {0x03A9, 0x0342}},
    {0x1FF7, {0x03A9, 0x0342, 0x0399}}, {0x1FFC, {0x03A9, 0x0399}},         {0xFB00, {0x0046, 0x0046}},         {0xFB01, {0x0046, 0x0049}},
    {0xFB02, {0x0046, 0x004C}},         {0xFB03, {0x0046, 0x0046, 0x0049}}, {0xFB04, {0x0046, 0x0046, 0x004C}}, {0xFB05, {0x0053, 0x0054}},
    {0xFB06, {0x0053, 0x0054}},         {0xFB13, {0x0544, 0x0546}},         {0xFB14, {0x0544, 0x0535}},         {0xFB15, {0x0544, 0x053B}},
    {0xFB16, {0x054E, 0x0546}},         {0xFB17, {0x0544, 0x053D}},
};

static int compare_special(const void *key, const void *row)
{
  uint32_t wanted = *(const uint32_t *)key, found = ((const special *)row)->codepoint;
  return (wanted > found) - (wanted < found);
}

/* Appends the run of ASCII at the beginning, its letters from `first` on (26 of them) in the other case. Returns its length. */
static size_t add_ascii(dm_buffer *out, const char *text, size_t n_text, char first)
{
  size_t n = 0;
  while (n < n_text && (unsigned char)text[n] < 0x80)
    n++;
  dm_buffer_add(out, text, n);
  char *copied = out->bytes + out->n_bytes - n;
  for (size_t i = 0; i < n; i++)
    if ((unsigned)(copied[i] - first) < 26)
      copied[i] = (char)(copied[i] ^ 0x20);
  return n;
}

static void add_upper(dm_buffer *out, uint32_t codepoint)
{
  enum { N = sizeof special_upper / sizeof *special_upper };
  const special *row = bsearch(&codepoint, special_upper, N, sizeof *special_upper, compare_special);
  if (!row) {
    dm_buffer_add_codepoint(out, (uint32_t)utf8proc_toupper((utf8proc_int32_t)codepoint));
    return;
  }
  for (size_t i = 0; i < sizeof row->upper / sizeof *row->upper && row->upper[i]; i++)
    dm_buffer_add_codepoint(out, row->upper[i]);
}

void dm_unicode_upper(dm_buffer *out, const char *text, size_t n_text)
{
  for (size_t i = 0, n_bytes; i < n_text; i += n_bytes) {
    if ((unsigned char)text[i] < 0x80) {
      n_bytes = add_ascii(out, text + i, n_text - i, 'a');
      continue;
    }
    uint32_t codepoint = dm_utf8_decode(text, n_text, i, &n_bytes);
    add_upper(out, codepoint == UINT32_MAX ? 0xFFFD : codepoint);
  }
}

/* What the context of a sigma is looked for among: letters with case, and marks and such that are passed over. */
static bool is_cased(uint32_t codepoint)
{
  utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)codepoint);
  return category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LL || category == UTF8PROC_CATEGORY_LT;
}

static bool is_case_ignorable(uint32_t codepoint)
{
  switch (utf8proc_category((utf8proc_int32_t)codepoint)) {
  case UTF8PROC_CATEGORY_MN:
  case UTF8PROC_CATEGORY_ME:
  case UTF8PROC_CATEGORY_CF:
  case UTF8PROC_CATEGORY_LM:
  case UTF8PROC_CATEGORY_SK: return true;
  default: return codepoint == '\'' || codepoint == '.' || codepoint == ':' || codepoint == 0xB7 || codepoint == 0x2018 || codepoint == 0x2019;
  }
}

/* Whether a letter with case comes before `at`, nothing but what is passed over between them. */
static bool follows_cased(const char *text, size_t n_text, size_t at)
{
  while (at > 0) {
    size_t n_bytes;
    do
      at--;
    while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80);
    uint32_t codepoint = dm_utf8_decode(text, n_text, at, &n_bytes);
    if (!is_case_ignorable(codepoint))
      return is_cased(codepoint);
  }
  return false;
}

static bool precedes_cased(const char *text, size_t n_text, size_t at)
{
  for (size_t n_bytes; at < n_text; at += n_bytes) {
    uint32_t codepoint = dm_utf8_decode(text, n_text, at, &n_bytes);
    if (!is_case_ignorable(codepoint))
      return is_cased(codepoint);
  }
  return false;
}

void dm_unicode_lower(dm_buffer *out, const char *text, size_t n_text)
{
  enum { SIGMA = 0x3A3, SMALL_SIGMA = 0x3C3, FINAL_SIGMA = 0x3C2, I_WITH_DOT = 0x130, DOT_ABOVE = 0x307 };
  for (size_t i = 0, n_bytes; i < n_text; i += n_bytes) {
    if ((unsigned char)text[i] < 0x80) {
      n_bytes = add_ascii(out, text + i, n_text - i, 'A');
      continue;
    }
    uint32_t codepoint = dm_utf8_decode(text, n_text, i, &n_bytes);
    if (codepoint == UINT32_MAX) {
      dm_buffer_add_codepoint(out, 0xFFFD);
    } else if (codepoint == SIGMA) {
      bool is_final = follows_cased(text, n_text, i) && !precedes_cased(text, n_text, i + n_bytes);
      dm_buffer_add_codepoint(out, is_final ? FINAL_SIGMA : SMALL_SIGMA);
    } else if (codepoint == I_WITH_DOT) {
      dm_buffer_add_byte(out, 'i');
      dm_buffer_add_codepoint(out, DOT_ABOVE);
    } else {
      dm_buffer_add_codepoint(out, (uint32_t)utf8proc_tolower((utf8proc_int32_t)codepoint));
    }
  }
}
