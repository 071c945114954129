/* text/label.c - the label of a field: `Date: Friday`, `**Held by:** MIC`, `Co-chairs on the EU side:`. */
#include "text/text_impl.h"

#include "base/unicode.h"

enum { MAX_LABEL_WORDS = 5, MAX_LABEL_BYTES = 96, MAX_ABBREVIATION_LETTERS = 3 };

static bool is_emphasis(uint32_t codepoint)
{
  return codepoint == '*' || codepoint == '_';
}

static size_t pass_emphasis(const char *string, size_t end, size_t at)
{
  while (at < end && is_emphasis((unsigned char)string[at]))
    at++;
  return at;
}

static bool is_end_or_space(const char *string, size_t end, size_t at)
{
  size_t n = 0;
  return at >= end || dm_unicode_is_space(dm_codepoint_at(string, end, at, &n));
}

size_t dm_label_length(const char *string, dm_span span)
{
  size_t       n = 0;
  size_t       n_words = 1;
  size_t       n_letters = 0; /* since the last character that is none */
  bool         comma = false;
  const size_t begin = pass_emphasis(string, span.end, span.begin);
  if (begin >= span.end || !dm_unicode_is_upper(dm_codepoint_at(string, span.end, begin, &n)))
    return 0;
  for (size_t at = begin; at < span.end && at - begin <= MAX_LABEL_BYTES; at += n) {
    const uint32_t codepoint = dm_codepoint_at(string, span.end, at, &n);
    if (codepoint == ':' || codepoint == 0xFF1A) {
      const size_t behind = pass_emphasis(string, span.end, at + n);
      const bool   fits = is_end_or_space(string, span.end, behind) && (!comma || behind == span.end);
      return fits ? behind - span.begin : 0;
    }
    if (dm_unicode_is_space(codepoint)) {
      n_words += !is_end_or_space(string, span.end, at + n);
      if (n_words > MAX_LABEL_WORDS)
        return 0;
    } else if (codepoint == ',') {
      comma = true;
    } else if (codepoint == '.') {
      if (n_letters > MAX_ABBREVIATION_LETTERS)
        return 0;
    } else if (!dm_unicode_is_letter(codepoint) && !dm_unicode_is_digit(codepoint) && !dm_codepoint_is_dash(codepoint) &&
               !dm_codepoint_is_invisible(codepoint) && !is_emphasis(codepoint) && codepoint != '(' && codepoint != ')' && codepoint != '/' &&
               codepoint != '&' && codepoint != '\'' && codepoint != 0x2019) {
      return 0;
    }
    n_letters = dm_unicode_is_letter(codepoint) ? n_letters + 1 : 0;
  }
  return 0;
}
