/* Reading N-Triples and N-Quads in pieces.
 *
 *   file or bytes --take--> piece of whole lines, our own to write in --dm_line_read--> statement --> sink
 *
 *   piece:  | lines that are read | rest: the begin of a line |      |
 *                                 moved to the front, then more is put behind it */
#include "rdf/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "rdf/line.h"

enum { PIECE_BYTES = 1 << 18, MOST_LINE_BYTES = 256 << 20, MOST_ERRORS = 100 };

typedef struct {
  const char     *file;
  int             descriptor; /* -1: `bytes` */
  const char     *bytes;
  size_t          n_bytes;
  bool            has_graphs;
  const char     *blank_prefix;
  const dm_sink  *sink;
  dm_diagnostics *diagnostics;

  char     *piece;
  size_t    n_piece;
  size_t    capacity;
  size_t    line_1based;
  bool      ended_with_cr; /* the LF of this CR LF may come with the next piece */
  bool      is_at_end;
  size_t    n_errors;
  dm_buffer labels[3];
} reader;

static dm_status refuse_file(const reader *r, int error)
{
  char reason[128];
  if (strerror_r(error, reason, sizeof reason))
    reason[0] = '\0';
  dm_report(r->diagnostics, DM_ERROR, &(dm_place){.file = r->file}, "%s", reason);
  return DM_BAD_INPUT;
}

/* Puts more bytes behind those in the piece, and at the end of all a line end if the last line has none. */
static dm_status take(reader *r)
{
  size_t room = r->capacity - r->n_piece - 1;
  size_t n = r->n_bytes < room ? r->n_bytes : room;
  if (r->descriptor < 0) {
    if (n) { /* no bytes may be NULL */
      memcpy(r->piece + r->n_piece, r->bytes, n);
      r->bytes += n;
      r->n_bytes -= n;
    }
  } else {
    ssize_t n_read = 0;
    do
      n_read = read(r->descriptor, r->piece + r->n_piece, room);
    while (n_read < 0 && errno == EINTR);
    if (n_read < 0)
      return refuse_file(r, errno);
    n = (size_t)n_read;
  }
  r->n_piece += n;
  r->is_at_end = n == 0;
  if (r->is_at_end && r->n_piece)
    r->piece[r->n_piece++] = '\n';
  return DM_OK;
}

/* The bytes of the piece that are whole lines. A CR at its end is left for the next piece where LFs end the lines anyway. `n_known` bytes at its front have no line end. */
static size_t find_lines(const reader *r, size_t n_known)
{
  size_t n = r->n_piece;
  while (n > n_known && r->piece[n - 1] != '\n')
    n--;
  if (n > n_known)
    return n;
  for (n = r->n_piece; n > n_known && r->piece[n - 1] != '\r';)
    n--;
  return n > n_known ? n : 0;
}

static dm_status grow(reader *r)
{
  if (r->n_piece >= MOST_LINE_BYTES) {
    dm_report(r->diagnostics, DM_ERROR, &(dm_place){.file = r->file, .line_1based = r->line_1based}, "a line longer than the limit of %d bytes",
              MOST_LINE_BYTES);
    return DM_OVER_LIMIT;
  }
  r->capacity *= 2;
  r->piece = dm_reallocate(r->piece, r->capacity, 1);
  return DM_OK;
}

static char *find_line_end(char *at, const char *end)
{
  while (at < end && *at != '\n' && *at != '\r')
    at++;
  return at;
}

/* DM_OK: go on with the next line. */
static dm_status report(reader *r, const char *line, const char *line_end, const dm_line_fault *fault)
{
  dm_place place = {.file = r->file};
  dm_place_find(&place, line, (size_t)(line_end - line), (size_t)(fault->at - line));
  place.line_1based = r->line_1based;
  dm_report(r->diagnostics, DM_ERROR, &place, "%s", fault->what);
  if (++r->n_errors < MOST_ERRORS)
    return DM_OK;
  dm_report(r->diagnostics, DM_NOTE, &(dm_place){.file = r->file}, "%d errors: the rest is not read", MOST_ERRORS);
  return DM_BAD_INPUT;
}

static void put_prefix(const reader *r, dm_term *term, dm_buffer *label)
{
  if (term->kind != DM_TERM_BLANK)
    return;
  dm_buffer_clear(label);
  dm_buffer_add_string(label, r->blank_prefix);
  dm_buffer_add(label, term->value, term->n_bytes);
  term->value = label->bytes;
  term->n_bytes = label->n_bytes;
}

static dm_status send(reader *r, dm_statement *statement)
{
  if (r->blank_prefix) {
    put_prefix(r, &statement->subject, &r->labels[0]);
    put_prefix(r, &statement->object, &r->labels[1]);
    put_prefix(r, &statement->graph, &r->labels[2]);
  }
  return r->sink->on_statement(r->sink->ctx, statement);
}

static dm_status read_lines(reader *r, char *at, const char *end)
{
  if (r->ended_with_cr && at < end && *at == '\n')
    at++;
  while (at < end) {
    dm_statement  statement;
    dm_line_fault fault;
    char         *line_end = NULL;
    dm_status     status = dm_line_read(at, r->has_graphs, &statement, &line_end, &fault);
    if (status == DM_BAD_INPUT) {
      line_end = find_line_end(at, end);
      status = report(r, at, line_end, &fault);
    } else if (status == DM_OK) {
      status = send(r, &statement);
    } else {
      status = DM_OK;
    }
    if (status != DM_OK)
      return status;
    at = line_end + 1;
    if (*line_end == '\r' && at < end && *at == '\n')
      at++;
    r->line_1based++;
  }
  r->ended_with_cr = end[-1] == '\r';
  return DM_OK;
}

/* A byte order mark is no part of the text. */
static size_t mark_length(const reader *r)
{
  return r->n_piece >= 3 && !memcmp(r->piece, "\xEF\xBB\xBF", 3) ? 3 : 0;
}

static dm_status read_pieces(reader *r)
{
  size_t n_known = 0;
  bool   is_begin = true;
  while (!r->is_at_end) {
    dm_status status = take(r);
    if (status != DM_OK)
      return status;
    size_t n_lines = find_lines(r, n_known);
    if (n_lines) {
      size_t n_mark = is_begin ? mark_length(r) : 0;
      is_begin = false;
      status = read_lines(r, r->piece + n_mark, r->piece + n_lines);
      r->n_piece -= n_lines;
      memmove(r->piece, r->piece + n_lines, r->n_piece);
    }
    n_known = r->n_piece;
    if (status == DM_OK && r->n_piece + 1 >= r->capacity)
      status = grow(r);
    if (status != DM_OK)
      return status;
  }
  return r->n_errors ? DM_BAD_INPUT : DM_OK;
}

static dm_status read_all(reader *r)
{
  r->capacity = PIECE_BYTES;
  r->piece = dm_allocate(r->capacity);
  r->line_1based = 1;
  if (r->blank_prefix && !*r->blank_prefix)
    r->blank_prefix = NULL;
  dm_status status = read_pieces(r);
  if (status == DM_OK && r->sink->on_end)
    status = r->sink->on_end(r->sink->ctx);
  free(r->piece);
  for (size_t i = 0; i < sizeof r->labels / sizeof *r->labels; i++)
    dm_buffer_free(&r->labels[i]);
  return status;
}

dm_status dm_rdf_lines_read(const char *file, const char *bytes, size_t n_bytes, bool has_graphs, const char *blank_prefix, const dm_sink *sink,
                            dm_diagnostics *diagnostics)
{
  reader r = {.file = file, .descriptor = -1, .bytes = bytes, .n_bytes = n_bytes, .has_graphs = has_graphs};
  r.blank_prefix = blank_prefix;
  r.sink = sink;
  r.diagnostics = diagnostics;
  return read_all(&r);
}

dm_status dm_rdf_lines_read_file(const char *path, bool has_graphs, const char *blank_prefix, const dm_sink *sink, dm_diagnostics *diagnostics)
{
  reader r = {.file = path, .has_graphs = has_graphs, .blank_prefix = blank_prefix, .sink = sink, .diagnostics = diagnostics};
  if (!strcmp(path, "-")) {
    r.file = "stdin";
    r.descriptor = STDIN_FILENO;
    return read_all(&r);
  }
  r.descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (r.descriptor < 0)
    return refuse_file(&r, errno);
  dm_status status = read_all(&r);
  close(r.descriptor);
  return status;
}
