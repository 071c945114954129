/* text/codepoint.c - what kinds of characters the reader of texts must tell apart. */
#include "text/text_impl.h"

#include "base/unicode.h"

bool dm_codepoint_is_invisible(uint32_t codepoint)
{
  if (codepoint < 0x20)
    return codepoint != '\t' && codepoint != '\n' && codepoint != '\r' && codepoint != '\f' && codepoint != '\v';
  if (codepoint < 0x7F)
    return false;
  if (codepoint < 0xA0)
    return codepoint != 0x85;
  return codepoint == 0xAD || codepoint == 0x34F || codepoint == 0x61C || codepoint == 0x180E || (codepoint >= 0x200B && codepoint <= 0x200F) ||
         (codepoint >= 0x202A && codepoint <= 0x202E) || (codepoint >= 0x2060 && codepoint <= 0x206F) ||
         (codepoint >= 0xFE00 && codepoint <= 0xFE0F) || codepoint == 0xFEFF;
}

bool dm_codepoint_is_lower(uint32_t codepoint)
{
  if (codepoint < 0x80)
    return codepoint >= 'a' && codepoint <= 'z';
  /* Greek, Cyrillic, Latin; what lies behind Armenian has no case, or is not met in these texts */
  const bool cased = (codepoint >= 0xDF && codepoint < 0x590) || (codepoint >= 0x1E00 && codepoint < 0x2000);
  return cased && dm_unicode_is_letter(codepoint) && !dm_unicode_is_upper(codepoint);
}

bool dm_codepoint_is_dash(uint32_t codepoint)
{
  return codepoint == '-' || (codepoint >= 0x2010 && codepoint <= 0x2015) || codepoint == 0x2212 || codepoint == 0xFE58 || codepoint == 0xFE63 ||
         codepoint == 0xFF0D;
}

bool dm_codepoint_is_hyphen(uint32_t codepoint)
{
  return dm_codepoint_is_dash(codepoint) && codepoint != 0x2014 && codepoint != 0x2015;
}

bool dm_codepoint_is_closer(uint32_t codepoint)
{
  switch (codepoint) {
  case '*':
  case '_':
  case '"':
  case '\'':
  case ')':
  case ']':
  case '}':
  case 0xBB:
  case 0x2018:
  case 0x2019:
  case 0x201C:
  case 0x201D:
  case 0x201E:
  case 0x203A:
  case 0x300D:
  case 0x300F:
  case 0xFF09: return true;
  default: return false;
  }
}

bool dm_codepoint_is_end(uint32_t codepoint)
{
  return codepoint == '.' || codepoint == '!' || codepoint == '?' || codepoint == 0x2026 || codepoint == 0x3002 || codepoint == 0xFF01 ||
         codepoint == 0xFF1F || codepoint == 0x203C || codepoint == 0x2047 || codepoint == 0x203D;
}

uint32_t dm_codepoint_at(const char *bytes, size_t end, size_t at, size_t *n_bytes)
{
  const unsigned char first = (unsigned char)bytes[at];
  if (first < 0x80) {
    *n_bytes = 1;
    return first;
  }
  return dm_utf8_decode(bytes, end, at, n_bytes);
}

uint32_t dm_codepoint_before(const char *bytes, size_t begin, size_t at, size_t *n_bytes)
{
  size_t from = at - 1;
  while (from > begin && at - from < 4 && ((unsigned char)bytes[from] & 0xC0) == 0x80)
    from--;
  const uint32_t codepoint = dm_codepoint_at(bytes, at, from, n_bytes);
  if (from + *n_bytes != at) { /* only of invalid UTF-8 */
    *n_bytes = 1;
    return UINT32_MAX;
  }
  return codepoint;
}

end_kind dm_bytes_ending(const char *bytes, size_t begin, size_t end)
{
  size_t n = 0;
  size_t at = end;
  /* a few characters are enough; more closers than that are no sentence's end */
  for (int i = 0; i < 16 && at > begin; i++) {
    const uint32_t codepoint = dm_codepoint_before(bytes, begin, at, &n);
    if (dm_codepoint_is_end(codepoint))
      return END_SENTENCE;
    switch (codepoint) {
    case ':':
    case 0xFF1A: return END_COLON;
    case ';':
    case 0xFF1B: return END_SEMICOLON;
    case ',':
    case 0xFF0C:
    case 0x3001: return END_COMMA;
    default: break;
    }
    if (codepoint == '-' || codepoint == 0x2010)
      return at == end && at - n > begin && dm_unicode_is_letter(dm_codepoint_before(bytes, begin, at - n, &n)) ? END_HYPHEN : END_NONE;
    if (!dm_codepoint_is_closer(codepoint) && !dm_codepoint_is_invisible(codepoint) && !dm_unicode_is_space(codepoint))
      return END_NONE;
    at -= n;
  }
  return END_NONE;
}

begin_kind dm_bytes_beginning(const char *bytes, size_t begin, size_t end)
{
  size_t n = 0;
  size_t at = begin;
  for (int i = 0; i < 16 && at < end; i++, at += n) {
    const uint32_t codepoint = dm_codepoint_at(bytes, end, at, &n);
    if (dm_codepoint_is_lower(codepoint))
      return BEGIN_LOWER;
    if (dm_unicode_is_upper(codepoint))
      return BEGIN_UPPER;
    if (dm_unicode_is_digit(codepoint))
      return BEGIN_DIGIT;
    if (codepoint != '(' && codepoint != '[' && codepoint != 0xAB && !dm_codepoint_is_closer(codepoint) && !dm_codepoint_is_invisible(codepoint) &&
        !dm_unicode_is_space(codepoint))
      return BEGIN_OTHER;
  }
  return BEGIN_OTHER;
}
