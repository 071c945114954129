/* base/buffer.h - bytes that grow. */
#ifndef DM_BASE_BUFFER_H
#define DM_BASE_BUFFER_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* Start from zero: `dm_buffer buffer = {0};`. `bytes` ends with a NUL not counted in `n_bytes`; NULL while nothing was added. */
typedef struct {
  char  *bytes;
  size_t n_bytes;
  size_t capacity;
} dm_buffer;

void dm_buffer_free(dm_buffer *buffer);  /* and leaves it empty */
void dm_buffer_clear(dm_buffer *buffer); /* keeps the memory */
void dm_buffer_add(dm_buffer *buffer, const char *bytes, size_t n_bytes);
void dm_buffer_add_string(dm_buffer *buffer, const char *string);
void dm_buffer_add_byte(dm_buffer *buffer, char byte);
void dm_buffer_add_codepoint(dm_buffer *buffer, uint32_t codepoint); /* as UTF-8 */
void dm_buffer_print(dm_buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void dm_buffer_vprint(dm_buffer *buffer, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));

/* The text so far, ending with NUL, never NULL; borrowed until the next change. */
const char *dm_buffer_string(const dm_buffer *buffer);

#endif
