/* Any bytes as N-Triples or N-Quads: reading ends with statements or with a message, what was read can be written, and is read again as the same. */
#include "rdf/reader.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "rdf/lexical.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

static void swallow(void *ctx, const char *message, size_t n_bytes)
{
  (void)ctx, (void)message, (void)n_bytes;
}

typedef struct {
  dm_buffer        text;
  const dm_buffer *expected; /* NULL the first time */
  dm_output       *output;
} writing;

static dm_status on_statement(void *ctx, const dm_statement *statement)
{
  static const dm_role roles[] = {DM_ROLE_SUBJECT, DM_ROLE_PREDICATE, DM_ROLE_OBJECT, DM_ROLE_GRAPH};
  writing             *w = ctx;
  const dm_term       *terms[] = {&statement->subject, &statement->predicate, &statement->object, &statement->graph};
  for (size_t i = 0; i < (statement->graph.kind == DM_TERM_NONE ? 3 : 4); i++) {
    if (dm_lexical_add(&w->text, roles[i], terms[i], NULL, w->output) != DM_OK)
      abort();
    dm_buffer_add_byte(&w->text, ' ');
  }
  dm_buffer_add_string(&w->text, ".\n");
  return DM_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
  if (n_bytes == 0)
    return 0;
  dm_diagnostics *diagnostics = dm_diagnostics_new(swallow, NULL);
  writing         first = {0}, again = {0};
  dm_sink         sink = {.ctx = &first, .on_statement = on_statement};
  if (dm_output_open(&first.output, "/dev/null", diagnostics) == DM_OK) {
    again.output = first.output;
    dm_rdf_lines_read("fuzz", (const char *)data + 1, n_bytes - 1, data[0] & 1, data[0] & 2 ? "b" : NULL, &sink, diagnostics);
    sink.ctx = &again;
    if (dm_rdf_lines_read("again", dm_buffer_string(&first.text), first.text.n_bytes, true, NULL, &sink, diagnostics) != DM_OK)
      abort();
    if (again.text.n_bytes != first.text.n_bytes || strcmp(dm_buffer_string(&again.text), dm_buffer_string(&first.text)) != 0)
      abort();
  }
  dm_output_free(first.output);
  dm_buffer_free(&first.text);
  dm_buffer_free(&again.text);
  dm_diagnostics_free(diagnostics);
  return 0;
}
