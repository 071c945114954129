/* Any bytes as an answer: reading ends with rows or with a message. What was read is written, read again, and is the same (XML apart, which lacks characters). */
#include "results/results.h"

#include "base/buffer.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

static void swallow(void *ctx, const char *message, size_t n_bytes)
{
  (void)ctx, (void)message, (void)n_bytes;
}

static dm_status take(void *ctx, const char *bytes, size_t n_bytes)
{
  dm_buffer_add(ctx, bytes, n_bytes);
  return DM_OK;
}

/* Reads `bytes` and writes what they say as `to`. */
static dm_status turn(dm_results_format from, const char *bytes, size_t n_bytes, dm_results_format to, dm_buffer *out, dm_diagnostics *diagnostics)
{
  dm_output         *output = NULL;
  dm_results_writer *writer = NULL;
  dm_output_new(&output, out, take, NULL);
  dm_results_writer_new(&writer, &(dm_results_style){.format = to}, output);
  const dm_solution_sink sink = dm_results_writer_sink(writer);
  const dm_status        status = dm_results_read(from, "fuzz", bytes, n_bytes, &sink, diagnostics);
  if (status == DM_OK && dm_output_commit(output) != DM_OK)
    abort();
  dm_results_writer_free(writer);
  dm_output_free(output);
  return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
  static const dm_results_format readable[] = {DM_RESULTS_JSON, DM_RESULTS_XML, DM_RESULTS_TSV};
  dm_diagnostics                *diagnostics = dm_diagnostics_new(swallow, NULL);
  for (size_t i = 0; i < sizeof readable / sizeof *readable; i++) {
    dm_buffer first = {0};
    dm_buffer second = {0};
    if (turn(readable[i], (const char *)data, n_bytes, DM_RESULTS_JSON, &first, diagnostics) == DM_OK) {
      if (turn(DM_RESULTS_JSON, first.bytes, first.n_bytes, DM_RESULTS_JSON, &second, diagnostics) != DM_OK || first.n_bytes != second.n_bytes ||
          memcmp(first.bytes, second.bytes, first.n_bytes) != 0)
        abort();
      for (dm_results_format to = 0; to < DM_RESULTS_N; to++) {
        dm_buffer_clear(&second);
        turn(readable[i], (const char *)data, n_bytes, to, &second, diagnostics);
      }
    }
    dm_buffer_free(&first);
    dm_buffer_free(&second);
  }
  dm_diagnostics_free(diagnostics);
  return 0;
}
