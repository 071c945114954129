/* Tables and small steps that the readers of lines and of Turtle share. */
#include "rdf/byte.h"

#define C DM_BYTE_STRING                                                                        /* controls, and space < > ^ ` { | } */
#define P (DM_BYTE_IRI | DM_BYTE_STRING)                                                        /* punctuation */
#define H (DM_BYTE_IRI | DM_BYTE_STRING | DM_BYTE_LABEL)                                        /* - and . */
#define U (DM_BYTE_IRI | DM_BYTE_STRING | DM_BYTE_LABEL | DM_BYTE_LABEL_FIRST)                  /* _ */
#define D (DM_BYTE_IRI | DM_BYTE_STRING | DM_BYTE_LABEL | DM_BYTE_LABEL_FIRST | DM_BYTE_DIGIT)  /* digits */
#define A (DM_BYTE_IRI | DM_BYTE_STRING | DM_BYTE_LABEL | DM_BYTE_LABEL_FIRST | DM_BYTE_LETTER) /* letters */

const uint8_t dm_byte_classes[256] = {
    0, C, C, C, C, C, C, C, C, C, 0, C, C, 0, C, C, C, C, C, C, C, C, C, C, C, C, C, C, C, C, C, C, /* controls: not NUL, LF, CR */
    C, P, 0, P, P, P, P, P, P, P, P, P, P, H, H, P, D, D, D, D, D, D, D, D, D, D, P, P, C, P, C, P, /* space to ? */
    P, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, P, 0, P, C, U, /* @ to _ */
    C, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, A, C, C, C, P, P, /* ` to DEL */
};

#undef C
#undef P
#undef H
#undef U
#undef D
#undef A

bool dm_byte_is_in_iri(uint32_t codepoint)
{
  return codepoint < 0x80 ? dm_byte_classes[codepoint] & DM_BYTE_IRI : codepoint != 0xFFFE && codepoint != 0xFFFF;
}

static uint32_t hex_value(char digit)
{
  if (digit >= '0' && digit <= '9')
    return (uint32_t)(digit - '0');
  uint32_t letter = (uint32_t)((unsigned char)digit | 0x20) - 'a';
  return letter < 6 ? letter + 10 : UINT32_MAX;
}

size_t dm_byte_uchar(const char *at, size_t n_left, uint32_t *codepoint)
{
  if (n_left < 2 || (at[1] != 'u' && at[1] != 'U'))
    return 0;
  size_t n_digits = at[1] == 'u' ? 4 : 8;
  if (n_left < 2 + n_digits)
    return 0;
  *codepoint = 0;
  for (size_t i = 0; i < n_digits; i++) {
    uint32_t digit = hex_value(at[2 + i]);
    if (digit == UINT32_MAX)
      return 0;
    *codepoint = *codepoint << 4 | digit;
  }
  return 2 + n_digits;
}

const char *dm_byte_refusal(uint32_t codepoint)
{
  if (codepoint >= 0xD800 && codepoint <= 0xDFFF)
    return "an escape of a surrogate, which is no character";
  if (codepoint > 0x10FFFF)
    return "an escape above U+10FFFF, which is no character";
  return codepoint ? NULL : "an escape of U+0000, which no term can have here";
}

char dm_byte_named_escape(char letter)
{
  static const char names[] = "t\tb\bn\nr\rf\f\"\"''\\\\";
  for (const char *name = names; *name; name += 2) {
    if (*name == letter)
      return name[1];
  }
  return 0;
}
