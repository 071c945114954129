/* pipeline/pen.h - what explain writes with: text, with colours for a terminal or without. */
#ifndef DM_PIPELINE_PEN_H
#define DM_PIPELINE_PEN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

typedef struct {
  dm_buffer *out; /* borrowed */
  bool       color;
} dm_pen;

typedef enum { INK_PLAIN, INK_HEAD, INK_NAME, INK_FACT, INK_FAINT } dm_ink;

/* What is added to the buffer from now on has that colour. */
void dm_pen_ink(const dm_pen *pen, dm_ink ink);

/* Adds text in a colour, and goes back to plain. */
void dm_pen_write(const dm_pen *pen, dm_ink ink, const char *text, size_t n_bytes);
void dm_pen_write_string(const dm_pen *pen, dm_ink ink, const char *text);

#endif
