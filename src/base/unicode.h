/* base/unicode.h - UTF-8, case and folding. The only user of libutf8proc. */
#ifndef DM_BASE_UNICODE_H
#define DM_BASE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* Decodes the code point at text[at]; *n_bytes is its length. Of invalid UTF-8 (overlong, surrogate, above 10FFFF, cut) returns
 * UINT32_MAX with *n_bytes 1. at < n_text. */
uint32_t dm_utf8_decode(const char *text, size_t n_text, size_t at, size_t *n_bytes);

/* Returns the offset in bytes of the first invalid sequence or NUL, or n_text if there is none. */
size_t dm_utf8_check(const char *text, size_t n_text);

/* Counts code points of valid UTF-8. */
size_t dm_utf8_count(const char *text, size_t n_text);

bool   dm_unicode_is_letter(uint32_t codepoint); /* general categories L and M */
bool   dm_unicode_is_digit(uint32_t codepoint);  /* Nd */
bool   dm_unicode_is_upper(uint32_t codepoint);  /* Lu, Lt */
bool   dm_unicode_is_space(uint32_t codepoint);  /* Z, tab, line ends, form feed */
size_t dm_unicode_width(uint32_t codepoint);     /* columns on a terminal: 0, 1, or 2 (East Asian wide) */

/* Appends `text` folded: NFKD, marks dropped, lower case. ASCII takes a short way. */
void dm_unicode_fold(dm_buffer *out, const char *text, size_t n_text);

/* Appends `text`, valid UTF-8, in normal form C: marks are one with their letters. ASCII takes a short way. */
void dm_unicode_compose(dm_buffer *out, const char *text, size_t n_text);

/* Appends `text` in title case: the first letter of each run of letters upper, the others lower (`MARTÍNEZ-LÓPEZ` is `Martínez-López`). */
void dm_unicode_title(dm_buffer *out, const char *text, size_t n_text);

/* Append `text`, valid UTF-8, in upper or lower case by the full mappings of Unicode §3.13 that no language changes: `ß` becomes `SS`, a final sigma is one. ASCII takes a short way. */
void dm_unicode_upper(dm_buffer *out, const char *text, size_t n_text);
void dm_unicode_lower(dm_buffer *out, const char *text, size_t n_text);

/* Appends the slug of `text` (ontology.md, Decisions): folded, every run of characters that are no letters or digits one hyphen, none at the ends;
 * above 80 bytes cut at a hyphen and "-" and the first 8 hex digits of SHA-256 of the whole slug added. */
void dm_unicode_slug(dm_buffer *out, const char *text, size_t n_text);

/* The edit distance of two folded strings, counted in code points, or limit + 1 as soon as it is above `limit`. For suggestions. */
size_t dm_unicode_distance(const char *a, const char *b, size_t limit);

#endif
