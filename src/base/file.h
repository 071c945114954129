/* base/file.h - whole files and folders. */
#ifndef DM_BASE_FILE_H
#define DM_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/diagnostic.h"
#include "base/status.h"
#include "base/vector.h"

typedef DM_VECTOR(char *) dm_strings; /* each string malloced, the vector's */

void dm_strings_free(dm_strings *strings);

/* Reads all of `path` ("-": standard input) into `bytes`. DM_BAD_INPUT (reported with the reason) if unreadable or a folder,
 * DM_OVER_LIMIT (reported) as soon as it is longer than max_bytes (0: no limit). */
dm_status dm_file_read(dm_buffer *bytes, const char *path, size_t max_bytes, dm_diagnostics *diagnostics);

/* Adds every regular file below `folder`, sorted by bytes of the path; names beginning with '.' are passed over at every level. */
dm_status dm_folder_list(dm_strings *paths, const char *folder, dm_diagnostics *diagnostics);

/* The same without what lies in folders of it. */
dm_status dm_folder_files(dm_strings *paths, const char *folder, dm_diagnostics *diagnostics);

bool dm_file_is_folder(const char *path);
bool dm_file_exists(const char *path);

/* Whether `path` is `other`, or lies in it where that is a folder, however both are written; folders above the first that `path` names are not looked at. */
bool dm_file_lies_in(const char *path, const char *other);

#endif
