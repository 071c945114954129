/* pipeline/pen.c - text with colours, or without. */
#include "pipeline/pen.h"

#include <string.h>

void dm_pen_ink(const dm_pen *pen, dm_ink ink)
{
  static const char *const codes[] = {"\x1b[0m", "\x1b[1m", "\x1b[36m", "\x1b[32m", "\x1b[2m"}; /* in the order of dm_ink */
  if (pen->color)
    dm_buffer_add_string(pen->out, codes[ink]);
}

void dm_pen_write(const dm_pen *pen, dm_ink ink, const char *text, size_t n_bytes)
{
  dm_pen_ink(pen, ink);
  dm_buffer_add(pen->out, text, n_bytes);
  dm_pen_ink(pen, INK_PLAIN);
}

void dm_pen_write_string(const dm_pen *pen, dm_ink ink, const char *text)
{
  dm_pen_write(pen, ink, text, strlen(text));
}
