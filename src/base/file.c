/* Whole files and folders. */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

void dm_strings_free(dm_strings *strings)
{
  for (size_t i = 0; i < strings->n; i++)
    free(strings->items[i]);
  dm_vector_free(strings);
}

static dm_status report(dm_diagnostics *diagnostics, const char *path, int error, dm_status status)
{
  char reason[128];
  if (strerror_r(error, reason, sizeof reason))
    reason[0] = '\0';
  dm_report(diagnostics, DM_ERROR, &(dm_place){.file = path}, "%s", reason);
  return status;
}

static dm_status report_length(dm_diagnostics *diagnostics, const char *path, size_t max_bytes)
{
  dm_report(diagnostics, DM_ERROR, &(dm_place){.file = path}, "longer than the limit of %zu bytes", max_bytes);
  return DM_OVER_LIMIT;
}

static dm_status read_all(dm_buffer *bytes, int file, const char *name, size_t max_bytes, dm_diagnostics *diagnostics)
{
  char chunk[1 << 16];
  for (;;) {
    ssize_t n = read(file, chunk, sizeof chunk);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return report(diagnostics, name, errno, DM_BAD_INPUT);
    if (n == 0)
      return DM_OK;
    dm_buffer_add(bytes, chunk, (size_t)n);
    if (max_bytes && bytes->n_bytes > max_bytes)
      return report_length(diagnostics, name, max_bytes);
  }
}

dm_status dm_file_read(dm_buffer *bytes, const char *path, size_t max_bytes, dm_diagnostics *diagnostics)
{
  struct stat about;
  dm_buffer_clear(bytes);
  if (!strcmp(path, "-"))
    return read_all(bytes, STDIN_FILENO, "stdin", max_bytes, diagnostics);
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (file < 0)
    return report(diagnostics, path, errno, DM_BAD_INPUT);
  dm_status status;
  if (fstat(file, &about) < 0)
    status = report(diagnostics, path, errno, DM_BAD_INPUT);
  else if (S_ISDIR(about.st_mode))
    status = report(diagnostics, path, EISDIR, DM_BAD_INPUT);
  else if (S_ISREG(about.st_mode) && max_bytes && about.st_size > 0 && (size_t)about.st_size > max_bytes)
    status = report_length(diagnostics, path, max_bytes);
  else
    status = read_all(bytes, file, path, max_bytes, diagnostics);
  close(file);
  return status;
}

static char *join(const char *folder, const char *name)
{
  size_t n_folder = strlen(folder), n_name = strlen(name);
  while (n_folder > 1 && folder[n_folder - 1] == '/')
    n_folder--;
  bool  slash = n_folder > 0 && folder[n_folder - 1] != '/';
  char *path = dm_allocate(n_folder + n_name + 2);
  memcpy(path, folder, n_folder);
  path[n_folder] = '/';
  memcpy(path + n_folder + slash, name, n_name);
  return path;
}

/* Sorts what stands directly in `folder` into files and folders. Linked folders are passed over: they may lead round in a circle. */
static dm_status list_one(dm_strings *files, dm_strings *folders, const char *folder, dm_diagnostics *diagnostics)
{
  DIR *entries = opendir(folder);
  if (!entries)
    return report(diagnostics, folder, errno, DM_BAD_INPUT);
  dm_status status = DM_OK;
  for (;;) {
    struct stat about;
    errno = 0;
    const struct dirent *entry = readdir(entries);
    if (!entry) {
      if (errno)
        status = report(diagnostics, folder, errno, DM_BAD_INPUT);
      break;
    }
    if (entry->d_name[0] == '.')
      continue;
    char *path = join(folder, entry->d_name);
    if (lstat(path, &about) == 0 && S_ISDIR(about.st_mode)) {
      *dm_vector_add(folders) = path;
    } else if (stat(path, &about) == 0 && S_ISREG(about.st_mode)) {
      *dm_vector_add(files) = path;
    } else {
      free(path);
    }
  }
  closedir(entries);
  return status;
}

static int compare_strings(const void *a, const void *b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

dm_status dm_folder_list(dm_strings *paths, const char *folder, dm_diagnostics *diagnostics)
{
  /* A list of folders still to visit, not recursion: depth then costs neither stack nor open folders. */
  dm_strings pending = {0};
  size_t     n_before = paths->n;
  dm_status  status = DM_OK;
  *dm_vector_add(&pending) = dm_copy_string(folder, strlen(folder));
  while (pending.n) {
    char     *next = pending.items[--pending.n];
    dm_status one = list_one(paths, &pending, next, diagnostics);
    if (one != DM_OK)
      status = one;
    free(next);
  }
  dm_strings_free(&pending);
  if (paths->n > n_before)
    qsort(paths->items + n_before, paths->n - n_before, sizeof *paths->items, compare_strings);
  return status;
}

dm_status dm_folder_files(dm_strings *paths, const char *folder, dm_diagnostics *diagnostics)
{
  dm_strings folders = {0};
  size_t     n_before = paths->n;
  dm_status  status = list_one(paths, &folders, folder, diagnostics);
  dm_strings_free(&folders);
  if (paths->n > n_before)
    qsort(paths->items + n_before, paths->n - n_before, sizeof *paths->items, compare_strings);
  return status;
}

bool dm_file_is_folder(const char *path)
{
  struct stat about;
  return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

bool dm_file_exists(const char *path)
{
  struct stat about;
  return stat(path, &about) == 0;
}

bool dm_file_lies_in(const char *path, const char *other)
{
  struct stat wanted;
  struct stat known;
  if (stat(other, &wanted) != 0)
    return false;
  bool  lies = false;
  char *part = dm_copy_string(path, strlen(path));
  for (bool goes_on = true; goes_on && !lies;) {
    lies = stat(part, &known) == 0 && known.st_dev == wanted.st_dev && known.st_ino == wanted.st_ino;
    char *slash = strrchr(part, '/');
    goes_on = slash ? slash > part : strcmp(part, ".") != 0;
    if (slash)
      *slash = '\0';
    else
      strcpy(part, "."); /* a name has at least one byte */
  }
  free(part);
  return lies;
}
