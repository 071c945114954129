/* One message is put together in a buffer and written whole, so that messages of several threads never mix. */
#include "base/diagnostic.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/unicode.h"

struct dm_diagnostics {
  void (*write)(void *ctx, const char *message, size_t n_bytes);
  void           *ctx;
  dm_buffer       messages; /* of a set that holds them */
  pthread_mutex_t lock;     /* held while `write` runs */
  atomic_size_t   n_errors;
  atomic_size_t   n_warnings;
  atomic_bool     color;
  atomic_bool     quiet;
};

static const struct {
  const char *name;
  const char *color;
} severities[] = {
    [DM_NOTE] = {"note", "\x1b[1;36m"},
    [DM_WARNING] = {"warning", "\x1b[1;35m"},
    [DM_ERROR] = {"error", "\x1b[1;31m"},
};

static const char bold[] = "\x1b[1m", green[] = "\x1b[1;32m", plain[] = "\x1b[0m";

static void write_to_standard_error(void *ctx, const char *message, size_t n_bytes)
{
  (void)ctx;
  fwrite(message, 1, n_bytes, stderr);
}

static bool is_bidi_control(uint32_t codepoint)
{
  return (codepoint >= 0x202A && codepoint <= 0x202E) || (codepoint >= 0x2066 && codepoint <= 0x2069);
}

/* What a terminal may be sent for `codepoint`: documents are not trusted to move its cursor or turn its text. */
static uint32_t shown(uint32_t codepoint)
{
  if (codepoint == '\t' || codepoint == 0x2028 || codepoint == 0x2029)
    return ' ';
  if (codepoint < 0x20 || (codepoint >= 0x7F && codepoint < 0xA0) || codepoint == UINT32_MAX || is_bidi_control(codepoint))
    return 0xFFFD;
  return codepoint;
}

static void add_shown(dm_buffer *out, const char *text, size_t n_text)
{
  for (size_t i = 0, n_bytes; i < n_text; i += n_bytes) {
    uint32_t codepoint = dm_utf8_decode(text, n_text, i, &n_bytes);
    dm_buffer_add_codepoint(out, codepoint == '\n' ? codepoint : shown(codepoint));
  }
}

static size_t count_codepoints(const char *text, size_t n_text)
{
  size_t n = 0;
  for (size_t i = 0, n_bytes; i < n_text; i += n_bytes, n++)
    dm_utf8_decode(text, n_text, i, &n_bytes);
  return n;
}

/* The line, or a window of it around the caret, and the caret below. */
static void add_line(dm_buffer *out, const dm_place *place, bool color)
{
  enum { MOST_SHOWN = 160 };
  static const char ellipsis[] = "\xE2\x80\xA6";
  size_t            n = count_codepoints(place->line, place->n_line_bytes);
  size_t            caret = place->column_1based ? place->column_1based - 1 : 0;
  size_t            begin = 0, end = n, indent = 0, at = 0;
  if (n > MOST_SHOWN) {
    begin = caret > MOST_SHOWN / 2 ? caret - MOST_SHOWN / 2 : 0;
    if (begin > n - MOST_SHOWN)
      begin = n - MOST_SHOWN;
    end = begin + MOST_SHOWN;
  }
  if (begin > 0) {
    dm_buffer_add_string(out, ellipsis);
    indent = 1;
  }
  for (size_t i = 0, n_bytes; i < place->n_line_bytes && at < end; i += n_bytes, at++) {
    uint32_t codepoint = shown(dm_utf8_decode(place->line, place->n_line_bytes, i, &n_bytes));
    if (at < begin)
      continue;
    dm_buffer_add_codepoint(out, codepoint);
    if (at < caret)
      indent += dm_unicode_width(codepoint);
  }
  dm_buffer_add_string(out, end < n ? ellipsis : "");
  dm_buffer_add_byte(out, '\n');
  if (!place->column_1based)
    return;
  for (; indent; indent--)
    dm_buffer_add_byte(out, ' ');
  dm_buffer_add_string(out, color ? green : "");
  dm_buffer_add_byte(out, '^');
  dm_buffer_add_string(out, color ? plain : "");
  dm_buffer_add_byte(out, '\n');
}

static void add_head(dm_buffer *out, dm_severity severity, const dm_place *place, bool color)
{
  dm_buffer_add_string(out, color ? bold : "");
  if (place && place->file) {
    add_shown(out, place->file, strlen(place->file));
    if (place->line_1based)
      dm_buffer_print(out, ":%zu", place->line_1based);
    if (place->line_1based && place->column_1based)
      dm_buffer_print(out, ":%zu", place->column_1based);
  } else {
    dm_buffer_add_string(out, "demarche");
  }
  dm_buffer_add_string(out, ": ");
  dm_buffer_add_string(out, color ? severities[severity].color : "");
  dm_buffer_add_string(out, severities[severity].name);
  dm_buffer_add_string(out, ": ");
  dm_buffer_add_string(out, color ? plain : "");
}

static void add_text(dm_buffer *out, const char *format, va_list arguments)
{
  dm_buffer text = {0};
  dm_buffer_vprint(&text, format, arguments);
  add_shown(out, text.bytes, text.n_bytes);
  dm_buffer_free(&text);
  dm_buffer_add_byte(out, '\n');
}

dm_diagnostics *dm_diagnostics_new(void (*write)(void *ctx, const char *message, size_t n_bytes), void *ctx)
{
  dm_diagnostics *diagnostics = dm_allocate(sizeof *diagnostics);
  diagnostics->write = write ? write : write_to_standard_error;
  diagnostics->ctx = ctx;
  pthread_mutex_init(&diagnostics->lock, NULL); /* cannot fail with default attributes on Linux */
  return diagnostics;
}

void dm_diagnostics_free(dm_diagnostics *diagnostics)
{
  if (!diagnostics)
    return;
  pthread_mutex_destroy(&diagnostics->lock);
  dm_buffer_free(&diagnostics->messages);
  free(diagnostics);
}

static void hold(void *ctx, const char *message, size_t n_bytes)
{
  dm_buffer_add(ctx, message, n_bytes);
}

dm_diagnostics *dm_diagnostics_new_held(const dm_diagnostics *like)
{
  dm_diagnostics *held = dm_diagnostics_new(hold, NULL);
  held->ctx = &held->messages;
  dm_diagnostics_set_color(held, atomic_load(&like->color));
  dm_diagnostics_set_quiet(held, atomic_load(&like->quiet));
  return held;
}

void dm_diagnostics_hand_on(dm_diagnostics *held, dm_diagnostics *to)
{
  atomic_fetch_add(&to->n_errors, atomic_exchange(&held->n_errors, 0));
  atomic_fetch_add(&to->n_warnings, atomic_exchange(&held->n_warnings, 0));
  if (!held->messages.n_bytes)
    return;
  pthread_mutex_lock(&to->lock);
  to->write(to->ctx, held->messages.bytes, held->messages.n_bytes);
  pthread_mutex_unlock(&to->lock);
  dm_buffer_clear(&held->messages);
}

void dm_diagnostics_set_color(dm_diagnostics *diagnostics, bool color)
{
  atomic_store(&diagnostics->color, color);
}

void dm_diagnostics_set_quiet(dm_diagnostics *diagnostics, bool quiet)
{
  atomic_store(&diagnostics->quiet, quiet);
}

void dm_report(dm_diagnostics *diagnostics, dm_severity severity, const dm_place *place, const char *format, ...)
{
  bool color = atomic_load(&diagnostics->color);
  if (severity == DM_ERROR)
    atomic_fetch_add(&diagnostics->n_errors, 1);
  else if (severity == DM_WARNING)
    atomic_fetch_add(&diagnostics->n_warnings, 1);
  if (severity != DM_ERROR && atomic_load(&diagnostics->quiet))
    return;
  dm_buffer message = {0};
  va_list   arguments;
  va_start(arguments, format);
  add_head(&message, severity, place, color);
  add_text(&message, format, arguments);
  va_end(arguments);
  if (place && place->file && place->line)
    add_line(&message, place, color);
  pthread_mutex_lock(&diagnostics->lock);
  diagnostics->write(diagnostics->ctx, message.bytes, message.n_bytes);
  pthread_mutex_unlock(&diagnostics->lock);
  dm_buffer_free(&message);
}

size_t dm_diagnostics_errors(const dm_diagnostics *diagnostics)
{
  return atomic_load(&diagnostics->n_errors);
}

size_t dm_diagnostics_warnings(const dm_diagnostics *diagnostics)
{
  return atomic_load(&diagnostics->n_warnings);
}

void dm_place_find(dm_place *place, const char *text, size_t n_text, size_t offset)
{
  size_t line = 1, begin = 0;
  if (offset > n_text)
    offset = n_text;
  for (size_t i = 0; i < offset; i++) {
    bool ends = text[i] == '\n' || (text[i] == '\r' && !(i + 1 < n_text && text[i + 1] == '\n'));
    if (ends) {
      line++;
      begin = i + 1;
    }
  }
  size_t end = offset;
  while (end < n_text && text[end] != '\n' && text[end] != '\r')
    end++;
  if (end > begin && offset == end && text[end - 1] == '\r') /* the offset of the LF of CR LF */
    end--;
  place->line_1based = line;
  place->column_1based = 1 + count_codepoints(text + begin, offset - begin);
  place->line = text + begin;
  place->n_line_bytes = end - begin;
}
