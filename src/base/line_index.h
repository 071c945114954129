/* base/line_index.h - from bytes of a text to lines and columns, for many places of one text. */
#ifndef DM_BASE_LINE_INDEX_H
#define DM_BASE_LINE_INDEX_H

#include <stddef.h>

typedef struct dm_line_index dm_line_index;

/* Finds the lines of `text` (UTF-8; LF, CR LF and bare CR end them), which must outlive the index. The caller's. Threads may share it. */
dm_line_index *dm_line_index_new(const char *text, size_t n_text);
void           dm_line_index_free(dm_line_index *index); /* NULL is allowed */

/* Line and column (in code points) of byte `offset`; one behind the text is at its end. */
void dm_line_index_find(const dm_line_index *index, size_t offset, size_t *line_1based, size_t *column_1based);

#endif
