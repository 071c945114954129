/* redland/stored.c - the queries that come with the program. */
#include "redland/query.h"

#include "base/file.h"
#include "base/memory.h"
#include "base/unicode.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_STORED_BYTES = 1024 * 1024, MAX_EDITS = 2 };

static const char ending[] = ".rq";
static const char question_mark[] = "# Question:";

/* The rest of the line that begins with `# Question:`, among the comments that open the file; malloced. */
static char *find_question(const char *text)
{
  while (*text == '#' || *text == '\n' || *text == '\r') {
    const size_t n_line = strcspn(text, "\r\n");
    if (strncmp(text, question_mark, sizeof question_mark - 1) == 0) {
      const char *begin = text + sizeof question_mark - 1;
      begin += strspn(begin, " \t");
      return dm_copy_string(begin, (size_t)(text + n_line - begin));
    }
    text += n_line;
    text += strspn(text, "\r\n");
  }
  return dm_copy_string("", 0);
}

static dm_status add_stored(dm_stored_queries *queries, const char *path, const char *file_name, dm_diagnostics *diagnostics)
{
  dm_buffer       text = {0};
  const dm_status status = dm_file_read(&text, path, MAX_STORED_BYTES, diagnostics);
  if (status == DM_OK) {
    dm_stored_query *query = dm_vector_add(queries);
    query->name = dm_copy_string(file_name, strlen(file_name) - (sizeof ending - 1));
    query->path = dm_copy_string(path, strlen(path));
    query->question = find_question(dm_buffer_string(&text));
  }
  dm_buffer_free(&text);
  return status;
}

dm_status dm_stored_queries_list(dm_stored_queries *queries, const char *folder, dm_diagnostics *diagnostics)
{
  dm_strings   paths = {0};
  const size_t n_folder = strlen(folder);
  dm_status    status = dm_folder_list(&paths, folder, diagnostics);
  for (size_t i = 0; i < paths.n && status == DM_OK; i++) {
    const char *name = paths.items[i] + n_folder;
    name += strspn(name, "/");
    const size_t n = strlen(name);
    if (n > sizeof ending - 1 && strcmp(name + n - (sizeof ending - 1), ending) == 0 && !strchr(name, '/'))
      status = add_stored(queries, paths.items[i], name, diagnostics);
  }
  dm_strings_free(&paths);
  return status;
}

void dm_stored_queries_free(dm_stored_queries *queries)
{
  for (size_t i = 0; i < queries->n; i++) {
    free(queries->items[i].name);
    free(queries->items[i].path);
    free(queries->items[i].question);
  }
  dm_vector_free(queries);
}

const dm_stored_query *dm_stored_queries_find(const dm_stored_queries *queries, const char *name, const dm_stored_query **nearest)
{
  size_t distance = MAX_EDITS + 1;
  if (nearest)
    *nearest = NULL;
  for (size_t i = 0; i < queries->n; i++) {
    if (strcmp(queries->items[i].name, name) == 0)
      return &queries->items[i];
    const size_t d = dm_unicode_distance(name, queries->items[i].name, MAX_EDITS);
    if (d < distance && nearest) {
      distance = d;
      *nearest = &queries->items[i];
    }
  }
  return NULL;
}
