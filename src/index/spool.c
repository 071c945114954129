/* Rows that are appended and read back, in memory until they are sent to a file. */
#include "index/scratch_impl.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"

enum { READ_ROWS = 1 << 14, FIRST_ROWS = 1 << 10 };

struct spool {
  scratch     *common;
  size_t       width;
  uint32_t    *rows; /* the latest */
  size_t       n_rows;
  size_t       capacity;
  scratch_file file; /* the earlier ones */
  uint64_t     n_filed;
  uint64_t     at; /* the next to be read */
  uint32_t    *read;
  uint64_t     read_begin; /* which rows of the file `read` holds */
  uint64_t     read_end;
};

/* ---- temporary files ---- */

static void fail(scratch *common, const char *what)
{
  char reason[128];
  if (common->status != DM_OK)
    return;
  common->status = DM_BAD_OUTPUT;
  if (strerror_r(errno, reason, sizeof reason))
    reason[0] = '\0';
  dm_report(common->diagnostics, DM_ERROR, &(dm_place){.file = common->folder}, "%s: %s", what, reason);
}

static bool open_file(scratch_file *file, scratch *common)
{
  dm_buffer path = {0};
  if (file->is_open)
    return true;
  dm_buffer_print(&path, "%s/demarche-index-XXXXXX", common->folder);
  file->descriptor = mkstemp(path.bytes);
  file->is_open = file->descriptor >= 0;
  if (!file->is_open || unlink(path.bytes) < 0)
    fail(common, "cannot make a temporary file");
  dm_buffer_free(&path);
  return file->is_open;
}

void scratch_file_append(scratch_file *file, scratch *common, const void *bytes, size_t n_bytes)
{
  const char *at = bytes;
  if (common->status != DM_OK || !open_file(file, common))
    return;
  while (n_bytes > 0) {
    const ssize_t n = pwrite(file->descriptor, at, n_bytes, (off_t)file->n_bytes);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      fail(common, "cannot write to a temporary file");
      return;
    }
    at += n;
    n_bytes -= (size_t)n;
    file->n_bytes += (uint64_t)n;
  }
}

bool scratch_file_read(const scratch_file *file, scratch *common, uint64_t offset, void *bytes, size_t n_bytes)
{
  char *at = bytes;
  while (common->status == DM_OK && n_bytes > 0) {
    const ssize_t n = pread(file->descriptor, at, n_bytes, (off_t)offset);
    if (n < 0 && errno == EINTR)
      continue;
    if (n == 0)
      errno = EIO;
    if (n <= 0) {
      fail(common, "cannot read a temporary file");
      break;
    }
    at += n;
    n_bytes -= (size_t)n;
    offset += (uint64_t)n;
  }
  return common->status == DM_OK;
}

void scratch_file_close(scratch_file *file)
{
  if (file->is_open)
    close(file->descriptor);
  *file = (scratch_file){0};
}

/* ---- rows ---- */

spool *spool_new(scratch *common, size_t width)
{
  spool *rows = dm_allocate(sizeof *rows);
  rows->common = common;
  rows->width = width;
  return rows;
}

void spool_free(spool *rows)
{
  if (!rows)
    return;
  scratch_file_close(&rows->file);
  free(rows->rows);
  free(rows->read);
  free(rows);
}

void spool_add(spool *rows, const uint32_t *row)
{
  if (rows->n_rows == rows->capacity) {
    rows->capacity = rows->capacity ? rows->capacity * 2 : FIRST_ROWS;
    rows->rows = dm_reallocate(rows->rows, rows->capacity, rows->width * sizeof *rows->rows);
  }
  memcpy(rows->rows + rows->n_rows++ * rows->width, row, rows->width * sizeof *row);
}

uint64_t spool_count(const spool *rows)
{
  return rows->n_filed + rows->n_rows;
}

size_t spool_bytes(const spool *rows)
{
  return rows->n_rows * rows->width * sizeof *rows->rows;
}

void spool_flush(spool *rows)
{
  if (rows->n_rows > 0)
    scratch_file_append(&rows->file, rows->common, rows->rows, spool_bytes(rows));
  rows->n_filed += rows->n_rows;
  rows->n_rows = rows->capacity = 0;
  free(rows->rows);
  rows->rows = NULL;
}

void spool_rewind(spool *rows)
{
  rows->at = 0;
}

/* The row `at` of the file, through a window. */
static const uint32_t *filed_row(spool *rows)
{
  const size_t row_bytes = rows->width * sizeof *rows->read;
  if (rows->at < rows->read_begin || rows->at >= rows->read_end) {
    const uint64_t n_left = rows->n_filed - rows->at;
    const size_t   n = n_left < READ_ROWS ? (size_t)n_left : READ_ROWS;
    if (!rows->read)
      rows->read = dm_reallocate(NULL, READ_ROWS, row_bytes);
    rows->read_begin = rows->read_end = rows->at;
    if (!scratch_file_read(&rows->file, rows->common, rows->at * row_bytes, rows->read, n * row_bytes))
      return NULL;
    rows->read_end += n;
  }
  return rows->read + (rows->at - rows->read_begin) * rows->width;
}

bool spool_next(spool *rows, uint32_t *row)
{
  if (rows->at >= spool_count(rows) || rows->common->status != DM_OK)
    return false;
  const uint32_t *found = rows->at < rows->n_filed ? filed_row(rows) : rows->rows + (rows->at - rows->n_filed) * rows->width;
  if (!found)
    return false;
  memcpy(row, found, rows->width * sizeof *row);
  rows->at++;
  return true;
}

uint32_t *spool_take(spool *rows, size_t *n_rows)
{
  uint32_t *taken = rows->rows;
  if (rows->n_filed > 0)
    return NULL;
  *n_rows = rows->n_rows;
  rows->rows = NULL;
  rows->n_rows = rows->capacity = 0;
  return taken ? taken : dm_allocate(1);
}
