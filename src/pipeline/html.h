/* pipeline/html.h - HTML 5 that needs nothing beside it: text escaped, colours for groups of kinds, light and dark, a page that reads without its style too. */
#ifndef DM_PIPELINE_HTML_H
#define DM_PIPELINE_HTML_H

#include <stddef.h>

#include "base/buffer.h"
#include "pattern/grammar.h"

/* Adds text, for between tags and for attributes in double quotes. Line ends and all that HTML may hold are kept as they are; control characters, which it may not
 * hold, become U+FFFD. `text` is valid UTF-8. */
void dm_html_text(dm_buffer *out, const char *text, size_t n_bytes);
void dm_html_string(dm_buffer *out, const char *text);

/* The number of the colour of a kind's things: that of the group into which it was put first; kinds without a group share one. */
size_t dm_html_color(const dm_grammar *grammar, int kind);

/* Adds all up to the first article; `title` is escaped. */
void dm_html_head(dm_buffer *out, const char *title);

/* Adds which colours stand for which kinds. */
void dm_html_legend(dm_buffer *out, const dm_grammar *grammar);

#endif
