/* Buffered output to a descriptor; for regular files under a temporary name until commit.
 *
 *   open ──> write* ──> commit: flush, close, rename ──> free
 *               └─────────────────────────────────────> free: close, remove the temporary file */
#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"

enum { BUFFER_BYTES = 1 << 16, MOST_LINKS = 40, MOST_TRIES = 100 };

struct dm_output {
  dm_diagnostics *diagnostics;
  char           *name;                                             /* for messages; NULL: standard output */
  char           *target;                                           /* where the temporary file goes on commit; NULL: written straight */
  char           *temporary;                                        /* NULL: none, or none any more */
  int             file;                                             /* -1: closed */
  dm_status (*write)(void *ctx, const char *bytes, size_t n_bytes); /* instead of a file; may be NULL */
  void     *ctx;
  dm_status status; /* sticky */
  size_t    n_held;
  char      held[BUFFER_BYTES];
};

/* Keeps the first failure, and reports it unless it is a broken pipe. */
static dm_status fail(dm_output *output, const char *what, int error)
{
  char reason[128];
  if (output->status != DM_OK)
    return output->status;
  output->status = error == EPIPE ? DM_BROKEN_PIPE : DM_BAD_OUTPUT;
  if (output->status == DM_BROKEN_PIPE)
    return output->status;
  if (strerror_r(error, reason, sizeof reason))
    reason[0] = '\0';
  if (output->name)
    dm_report(output->diagnostics, DM_ERROR, &(dm_place){.file = output->name}, "cannot %s: %s", what, reason);
  else
    dm_report(output->diagnostics, DM_ERROR, NULL, "cannot %s standard output: %s", what, reason);
  return output->status;
}

/* /dev/stdout, /dev/stderr and /dev/fd/N are descriptors that we have already: opened anew a file behind them would be written from its beginning. */
static int inherited_descriptor(const char *path)
{
  static const struct {
    const char *path;
    int         file;
  } names[] = {{"/dev/stdout", STDOUT_FILENO}, {"/dev/stderr", STDERR_FILENO}};
  static const char *const folders[] = {"/dev/fd/", "/proc/self/fd/"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (!strcmp(path, names[i].path))
      return names[i].file;
  }
  for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
    size_t n = strlen(folders[i]), n_digits = strspn(path + (strncmp(path, folders[i], n) ? 0 : n), "0123456789");
    if (!strncmp(path, folders[i], n) && n_digits && n_digits < 9 && !path[n + n_digits])
      return atoi(path + n);
  }
  return -1;
}

/* Follows links by hand, so that the last may point to a file that is not there yet. Returns NULL and sets errno if they are too many. */
static char *follow_links(const char *path)
{
  char *at = dm_copy_string(path, strlen(path));
  for (int i = 0; i < MOST_LINKS; i++) {
    char    link[4096];
    ssize_t n = readlink(at, link, sizeof link - 1);
    if (n < 0)
      return at;
    link[n] = '\0';
    dm_buffer   next = {0};
    const char *slash = strrchr(at, '/');
    if (link[0] != '/' && slash)
      dm_buffer_add(&next, at, (size_t)(slash - at) + 1);
    dm_buffer_add(&next, link, (size_t)n);
    free(at);
    at = next.bytes;
  }
  free(at);
  errno = ELOOP;
  return NULL;
}

/* Makes a file of a new name beside the target and opens it. */
static int open_temporary(dm_output *output, mode_t mode)
{
  const char *slash = strrchr(output->target, '/');
  const char *name = slash ? slash + 1 : output->target;
  int         n_folder = (int)(name - output->target);
  for (int i = 0; i < MOST_TRIES; i++) {
    dm_buffer path = {0};
    /* 200 bytes of the name leave room for the rest in the 255 that a name may have. */
    dm_buffer_print(&path, "%.*s.%.200s.%ld.", n_folder, output->target, name, (long)getpid());
    if (i)
      dm_buffer_print(&path, "%d.", i);
    dm_buffer_add_string(&path, "tmp");
    int file = open(path.bytes, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, mode);
    if (file >= 0) {
      output->temporary = path.bytes;
      return file;
    }
    dm_buffer_free(&path);
    if (errno != EEXIST)
      break;
  }
  return -1;
}

static dm_status open_beside(dm_output *output, const char *path, const struct stat *old)
{
  output->target = follow_links(path);
  if (!output->target)
    return fail(output, "open", errno);
  if (old && access(output->target, W_OK) < 0) /* renaming would get round the permissions */
    return fail(output, "open", errno);
  output->file = open_temporary(output, old ? S_IRUSR | S_IWUSR : S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH);
  if (output->file < 0)
    return fail(output, "open", errno);
  if (!old)
    return DM_OK;
  /* The owner is kept where we may; a failure leaves it ours, as with any editor. */
  int kept = fchown(output->file, old->st_uid, old->st_gid);
  (void)kept;
  if (fchmod(output->file, old->st_mode & 0777) < 0)
    return fail(output, "set the permissions of", errno);
  return DM_OK;
}

static dm_status open_path(dm_output *output, const char *path)
{
  struct stat about;
  int         inherited = output->name ? inherited_descriptor(path) : STDOUT_FILENO;
  if (inherited >= 0) { /* a copy, so that commit can close it and see what close says */
    output->file = fcntl(inherited, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    return output->file < 0 ? fail(output, output->name ? "open" : "write to", errno) : DM_OK;
  }
  if (stat(path, &about) < 0)
    return errno == ENOENT && path[0] ? open_beside(output, path, NULL) : fail(output, "open", errno);
  if (S_ISDIR(about.st_mode))
    return fail(output, "open", EISDIR);
  if (S_ISREG(about.st_mode))
    return open_beside(output, path, &about);
  output->file = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
  return output->file < 0 ? fail(output, "open", errno) : DM_OK;
}

static dm_status write_all(dm_output *output, const char *bytes, size_t n_bytes)
{
  if (output->write) {
    if (n_bytes && output->status == DM_OK)
      output->status = output->write(output->ctx, bytes, n_bytes);
    return output->status;
  }
  while (n_bytes) {
    ssize_t n = write(output->file, bytes, n_bytes);
    if (n >= 0) {
      bytes += n;
      n_bytes -= (size_t)n;
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) { /* whoever shares the pipe made it non-blocking */
      poll(&(struct pollfd){.fd = output->file, .events = POLLOUT}, 1, -1);
    } else if (errno != EINTR) {
      return fail(output, output->name ? "write" : "write to", errno);
    }
  }
  return DM_OK;
}

static dm_status flush(dm_output *output)
{
  size_t n_held = output->n_held;
  output->n_held = 0;
  return write_all(output, output->held, n_held);
}

static void close_file(dm_output *output)
{
  int file = output->file;
  output->file = -1;
  if (file >= 0 && close(file) < 0 && errno != EINTR)
    fail(output, output->name ? "close" : "write to", errno);
}

/* Forgotten first, freed then: a signal handler may ask for the name in between. */
static void forget_temporary(dm_output *output)
{
  char *temporary = output->temporary;
  output->temporary = NULL;
  free(temporary);
}

static void remove_temporary(dm_output *output)
{
  if (!output->temporary)
    return;
  unlink(output->temporary);
  forget_temporary(output);
}

dm_status dm_output_open(dm_output **out, const char *path, dm_diagnostics *diagnostics)
{
  bool       standard = !path || !strcmp(path, "-");
  dm_output *output = dm_allocate(sizeof *output);
  output->diagnostics = diagnostics;
  output->name = standard ? NULL : dm_copy_string(path, strlen(path));
  output->file = -1;
  *out = NULL;
  if (open_path(output, path) != DM_OK) {
    dm_output_free(output);
    return DM_BAD_OUTPUT;
  }
  *out = output;
  return DM_OK;
}

void dm_output_new(dm_output **out, void *ctx, dm_status (*write)(void *ctx, const char *bytes, size_t n_bytes), dm_diagnostics *diagnostics)
{
  dm_output *output = dm_allocate(sizeof *output);
  output->diagnostics = diagnostics;
  output->file = -1;
  output->write = write;
  output->ctx = ctx;
  *out = output;
}

dm_status dm_output_write(dm_output *output, const char *bytes, size_t n_bytes)
{
  if (output->status != DM_OK)
    return output->status;
  if (n_bytes > BUFFER_BYTES - output->n_held) {
    if (flush(output) != DM_OK)
      return output->status;
    if (n_bytes > BUFFER_BYTES)
      return write_all(output, bytes, n_bytes);
  }
  if (n_bytes)
    memcpy(output->held + output->n_held, bytes, n_bytes);
  output->n_held += n_bytes;
  return DM_OK;
}

dm_status dm_output_refuse(dm_output *output, const char *format, ...)
{
  if (output->status != DM_OK)
    return output->status;
  dm_buffer reason = {0};
  va_list   arguments;
  va_start(arguments, format);
  dm_buffer_vprint(&reason, format, arguments);
  va_end(arguments);
  dm_report(output->diagnostics, DM_ERROR, &(dm_place){.file = output->name}, "%s", dm_buffer_string(&reason));
  dm_buffer_free(&reason);
  output->status = DM_BAD_OUTPUT;
  return output->status;
}

dm_status dm_output_commit(dm_output *output)
{
  if (output->status == DM_OK)
    flush(output);
  close_file(output);
  if (output->status == DM_OK && output->temporary) {
    if (rename(output->temporary, output->target) < 0)
      fail(output, "write", errno);
    else
      forget_temporary(output);
  }
  remove_temporary(output);
  return output->status;
}

const char *dm_output_temporary(const dm_output *output)
{
  return output->temporary;
}

void dm_output_free(dm_output *output)
{
  if (!output)
    return;
  if (output->file >= 0)
    close(output->file);
  remove_temporary(output);
  free(output->name);
  free(output->target);
  free(output);
}
