/* base/line_index.c - where each line begins. */
#include "base/line_index.h"

#include "base/unicode.h"
#include "base/vector.h"

struct dm_line_index {
  const char *text;
  size_t      n_text;
  DM_VECTOR(size_t) begins; /* of lines, in bytes */
};

dm_line_index *dm_line_index_new(const char *text, size_t n_text)
{
  dm_line_index *index = dm_allocate(sizeof *index);
  index->text = text;
  index->n_text = n_text;
  *dm_vector_add(&index->begins) = 0;
  for (size_t i = 0; i < n_text; i++)
    if (text[i] == '\n' || (text[i] == '\r' && !(i + 1 < n_text && text[i + 1] == '\n')))
      *dm_vector_add(&index->begins) = i + 1;
  return index;
}

void dm_line_index_free(dm_line_index *index)
{
  if (!index)
    return;
  dm_vector_free(&index->begins);
  free(index);
}

void dm_line_index_find(const dm_line_index *index, size_t offset, size_t *line_1based, size_t *column_1based)
{
  size_t low = 0, high = index->begins.n;
  if (offset > index->n_text)
    offset = index->n_text;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (index->begins.items[middle] <= offset)
      low = middle;
    else
      high = middle;
  }
  *line_1based = low + 1;
  *column_1based = 1 + dm_utf8_count(index->text + index->begins.items[low], offset - index->begins.items[low]);
}
