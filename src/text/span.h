/* text/span.h - ranges. */
#ifndef DM_TEXT_SPAN_H
#define DM_TEXT_SPAN_H

#include <stddef.h>
#include <stdint.h>

/* Bytes [begin, end) of a text. */
typedef struct {
  size_t begin;
  size_t end;
} dm_span;

/* Tokens [begin, end) of a dm_text. */
typedef struct {
  uint32_t begin;
  uint32_t end;
} dm_token_range;

#endif
