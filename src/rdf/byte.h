/* rdf/byte.h - what our readers know of bytes: classes, escapes. Inside this module only. */
#ifndef DM_RDF_BYTE_H
#define DM_RDF_BYTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What an ASCII byte may be part of, unescaped. Bytes above belong to none: they are looked at as code points. NUL, LF and CR belong to none. */
enum {
  DM_BYTE_IRI = 1,         /* between < and > */
  DM_BYTE_STRING = 2,      /* between " and " */
  DM_BYTE_LABEL = 4,       /* a blank node's label, and a name: - . included */
  DM_BYTE_LABEL_FIRST = 8, /* its first: PN_CHARS_U and digits */
  DM_BYTE_LETTER = 16,
  DM_BYTE_DIGIT = 32
};

extern const uint8_t dm_byte_classes[256];

static inline bool dm_byte_is(char byte, unsigned wanted)
{
  return dm_byte_classes[(unsigned char)byte] & wanted;
}

/* Whether a code point may stand in an IRI. U+FFFE and U+FFFF are not in RFC 3987's ucschar. */
bool dm_byte_is_in_iri(uint32_t codepoint);

/* The length of UCHAR at a backslash, and its code point; 0 where that is not all hexadecimal digits. Bytes are looked at one after the other: what ends a line ends it too. */
size_t dm_byte_uchar(const char *at, size_t n_left, uint32_t *codepoint);

/* Why an escape of this code point is refused, in an IRI or a literal; NULL: it is not. */
const char *dm_byte_refusal(uint32_t codepoint);

/* What ECHAR's letter stands for, or 0. */
char dm_byte_named_escape(char letter);

#endif
