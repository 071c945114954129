/* Bytes that grow, by doubling, with a NUL always behind them. */
#include "base/buffer.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* Makes room for `n_more` bytes and the NUL; returns where they go. */
static char *reserve(dm_buffer *buffer, size_t n_more)
{
  enum { FIRST_BYTES = 64 };
  size_t needed = n_more >= SIZE_MAX - buffer->n_bytes ? SIZE_MAX : buffer->n_bytes + n_more + 1;
  if (needed > buffer->capacity) {
    size_t grown = buffer->capacity > SIZE_MAX / 2 ? SIZE_MAX : buffer->capacity * 2;
    if (grown < FIRST_BYTES)
      grown = FIRST_BYTES;
    if (grown < needed)
      grown = needed;
    buffer->bytes = dm_reallocate(buffer->bytes, grown, 1);
    buffer->capacity = grown;
  }
  return buffer->bytes + buffer->n_bytes;
}

static void advance(dm_buffer *buffer, size_t n_bytes)
{
  buffer->n_bytes += n_bytes;
  buffer->bytes[buffer->n_bytes] = '\0';
}

void dm_buffer_free(dm_buffer *buffer)
{
  free(buffer->bytes);
  *buffer = (dm_buffer){0};
}

void dm_buffer_clear(dm_buffer *buffer)
{
  buffer->n_bytes = 0;
  if (buffer->bytes)
    buffer->bytes[0] = '\0';
}

void dm_buffer_add(dm_buffer *buffer, const char *bytes, size_t n_bytes)
{
  char *end = reserve(buffer, n_bytes);
  if (n_bytes)
    memcpy(end, bytes, n_bytes);
  advance(buffer, n_bytes);
}

void dm_buffer_add_string(dm_buffer *buffer, const char *string)
{
  dm_buffer_add(buffer, string, strlen(string));
}

void dm_buffer_add_byte(dm_buffer *buffer, char byte)
{
  *reserve(buffer, 1) = byte;
  advance(buffer, 1);
}

void dm_buffer_add_codepoint(dm_buffer *buffer, uint32_t codepoint)
{
  unsigned char              bytes[4];
  size_t                     n_bytes = codepoint < 0x80 ? 1 : codepoint < 0x800 ? 2 : codepoint < 0x10000 ? 3 : 4;
  static const unsigned char leads[] = {0, 0x00, 0xC0, 0xE0, 0xF0};
  for (size_t i = n_bytes; i-- > 1; codepoint >>= 6)
    bytes[i] = (unsigned char)(0x80 | (codepoint & 0x3F));
  bytes[0] = (unsigned char)(leads[n_bytes] | codepoint);
  dm_buffer_add(buffer, (const char *)bytes, n_bytes);
}

void dm_buffer_print(dm_buffer *buffer, const char *format, ...)
{
  va_list arguments;
  va_start(arguments, format);
  dm_buffer_vprint(buffer, format, arguments);
  va_end(arguments);
}

void dm_buffer_vprint(dm_buffer *buffer, const char *format, va_list arguments)
{
  va_list again;
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, arguments);
  if (length > 0) {
    vsnprintf(reserve(buffer, (size_t)length), (size_t)length + 1, format, again);
    advance(buffer, (size_t)length);
  }
  va_end(again);
}

const char *dm_buffer_string(const dm_buffer *buffer)
{
  return buffer->bytes ? buffer->bytes : "";
}
