/* Functions on strings (§17.4.3) and digests (§17.4.6). */
#define _GNU_SOURCE /* memmem() */
#include <math.h>
#include <string.h>

#include "base/digest.h"
#include "base/unicode.h"
#include "function/function_impl.h"

dm_operand call_strlen(const call *c)
{
  const dm_operand *a = c->arguments;
  return is_string(a) ? dm_operand_integer((int64_t)dm_utf8_count(a->term.value, a->term.n_bytes), c->arena) : error_operand;
}

/* The bytes of the first n code points, or all. */
static size_t skip_codepoints(const char *text, size_t n_bytes, double n)
{
  size_t at = 0;
  for (double i = 0; i < n && at < n_bytes; i++)
    do
      at++;
    while (at < n_bytes && ((unsigned char)text[at] & 0xC0) == 0x80);
  return at;
}

/* fn:substring: the code points at positions p with round(start) <= p < round(start) + round(length), counted from 1. Not only integers are taken, as XPath has it. */
dm_operand call_substr(const call *c)
{
  const dm_operand *a = c->arguments;
  if (!is_string(a) || !dm_value_is_numeric(&a[1].value) || (c->n == 3 && !dm_value_is_numeric(&a[2].value)))
    return error_operand;
  double first = floor(dm_value_double(&a[1].value) + 0.5);
  double end = c->n == 3 ? first + floor(dm_value_double(&a[2].value) + 0.5) : INFINITY;
  if (isnan(first) || isnan(end) || end <= 1 || end <= first)
    return string_operand("", 0, a->term.language);
  if (first < 1)
    first = 1;
  size_t begin_byte = skip_codepoints(a->term.value, a->term.n_bytes, first - 1);
  size_t n_rest = a->term.n_bytes - begin_byte;
  size_t n_bytes = isinf(end) ? n_rest : skip_codepoints(a->term.value + begin_byte, n_rest, end - first);
  if (n_bytes == n_rest) /* the end of the argument's own text */
    return string_operand(a->term.value + begin_byte, n_bytes, a->term.language);
  return copied_string(a->term.value + begin_byte, n_bytes, a->term.language, c->arena);
}

dm_operand call_case(const call *c)
{
  const dm_operand *a = c->arguments;
  dm_buffer         changed = {0};
  if (!is_string(a))
    return error_operand;
  (c->function == DM_FUNCTION_UCASE ? dm_unicode_upper : dm_unicode_lower)(&changed, a->term.value, a->term.n_bytes);
  dm_operand result = copied_string(dm_buffer_string(&changed), changed.n_bytes, a->term.language, c->arena);
  dm_buffer_free(&changed);
  return result;
}

/* §17.4.3.1.2: the second has no language, or that of the first. */
static bool are_compatible(const dm_operand *a, const dm_operand *b)
{
  if (!is_string(a) || !is_string(b))
    return false;
  return !b->term.language || (a->term.language && is_same_language(a->term.language, b->term.language));
}

/* An empty needle is at the beginning. NULL: nowhere. UTF-8 is found nowhere but at its beginnings. */
static const char *find(const dm_term *in, const dm_term *needle)
{
  return memmem(in->value, in->n_bytes, needle->value, needle->n_bytes);
}

dm_operand call_find(const call *c)
{
  const dm_operand *a = &c->arguments[0], *b = &c->arguments[1];
  const dm_term    *in = &a->term, *needle = &b->term;
  if (!are_compatible(a, b))
    return error_operand;
  if (needle->n_bytes > in->n_bytes)
    return dm_operand_boolean(false);
  switch (c->function) {
  case DM_FUNCTION_STRSTARTS: return dm_operand_boolean(!memcmp(in->value, needle->value, needle->n_bytes));
  case DM_FUNCTION_STRENDS: return dm_operand_boolean(!memcmp(in->value + in->n_bytes - needle->n_bytes, needle->value, needle->n_bytes));
  default: return dm_operand_boolean(find(in, needle) != NULL);
  }
}

/* Of what is not found the result is the simple literal "", with no language (§17.4.3.9, §17.4.3.10). */
dm_operand call_cut(const call *c)
{
  const dm_operand *a = &c->arguments[0], *b = &c->arguments[1];
  if (!are_compatible(a, b))
    return error_operand;
  const char *found = find(&a->term, &b->term);
  if (!found)
    return string_operand("", 0, NULL);
  if (c->function == DM_FUNCTION_STRBEFORE)
    return copied_string(a->term.value, (size_t)(found - a->term.value), a->term.language, c->arena);
  const char *rest = found + b->term.n_bytes;
  return string_operand(rest, (size_t)(a->term.value + a->term.n_bytes - rest), a->term.language);
}

dm_operand call_encode(const call *c)
{
  static const char digits[] = "0123456789ABCDEF", unreserved[] = "-_.~";
  const dm_operand *a = c->arguments;
  dm_buffer         encoded = {0};
  if (!is_string(a))
    return error_operand;
  for (size_t i = 0; i < a->term.n_bytes; i++) {
    const unsigned char byte = (unsigned char)a->term.value[i];
    const bool          is_kept = (unsigned)((byte | 0x20) - 'a') < 26 || (unsigned)(byte - '0') < 10 || strchr(unreserved, byte);
    if (is_kept)
      dm_buffer_add_byte(&encoded, (char)byte);
    else
      dm_buffer_add(&encoded, (const char[]){'%', digits[byte >> 4], digits[byte & 15]}, 3);
  }
  dm_operand result = copied_string(dm_buffer_string(&encoded), encoded.n_bytes, NULL, c->arena);
  dm_buffer_free(&encoded);
  return result;
}

/* With a language if all have that one, to the letter. */
dm_operand call_concat(const call *c)
{
  size_t      n_bytes = 0;
  const char *language = c->n ? c->arguments->term.language : NULL;
  for (size_t i = 0; i < c->n; i++) {
    const dm_operand *a = &c->arguments[i];
    if (!is_string(a))
      return error_operand;
    if (!language || !a->term.language || strcmp(language, a->term.language))
      language = NULL;
    n_bytes += a->term.n_bytes;
    if (n_bytes > MOST_TEXT_BYTES)
      return error_operand;
  }
  char *text = dm_arena_allocate(c->arena, n_bytes + 1);
  char *at = text;
  for (size_t i = 0; i < c->n; at += c->arguments[i++].term.n_bytes)
    memcpy(at, c->arguments[i].term.value, c->arguments[i].term.n_bytes);
  return string_operand(text, n_bytes, language);
}

/* RFC 4647 §3.3.1, basic filtering: the range is the tag, or its beginning in front of a hyphen, whatever the case; `*` is any but none. */
dm_operand call_langmatches(const call *c)
{
  const dm_operand *tag = &c->arguments[0], *range = &c->arguments[1];
  if (!is_plain_string(tag) || !is_plain_string(range))
    return error_operand;
  size_t n = range->term.n_bytes;
  if (n == 1 && *range->term.value == '*')
    return dm_operand_boolean(tag->term.n_bytes > 0);
  if (n > tag->term.n_bytes || (tag->term.value[n] != '\0' && tag->term.value[n] != '-') || !n)
    return dm_operand_boolean(!n && !tag->term.n_bytes);
  for (size_t i = 0; i < n; i++) {
    char x = tag->term.value[i], y = range->term.value[i];
    if (x != y && ((x | 0x20) != (y | 0x20) || (unsigned)((x | 0x20) - 'a') >= 26))
      return dm_operand_boolean(false);
  }
  return dm_operand_boolean(true);
}

dm_operand call_digest(const call *c)
{
  static const struct {
    dm_function function;
    dm_digest   digest;
  } digests[] = {
      {DM_FUNCTION_MD5, DM_DIGEST_MD5},       {DM_FUNCTION_SHA1, DM_DIGEST_SHA1},     {DM_FUNCTION_SHA256, DM_DIGEST_SHA256},
      {DM_FUNCTION_SHA384, DM_DIGEST_SHA384}, {DM_FUNCTION_SHA512, DM_DIGEST_SHA512},
  };
  const dm_operand *a = c->arguments;
  char              hex[DM_DIGEST_MOST_HEX];
  if (!is_plain_string(a))
    return error_operand;
  for (size_t i = 0; i < sizeof digests / sizeof *digests; i++)
    if (digests[i].function == c->function) {
      size_t n_hex = dm_digest_hex(hex, digests[i].digest, a->term.value, a->term.n_bytes);
      return copied_string(hex, n_hex, NULL, c->arena);
    }
  return error_operand;
}
