/* Any bytes, in the syntax that the first of them chooses: reading ends with statements or with a message, and what was read can be written. */
#include "raptor/raptor.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

static void swallow(void *ctx, const char *message, size_t n_bytes)
{
  (void)ctx, (void)message, (void)n_bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
  static const dm_syntax syntaxes[] = {DM_SYNTAX_TURTLE, DM_SYNTAX_TRIG, DM_SYNTAX_NTRIPLES, DM_SYNTAX_NQUADS, DM_SYNTAX_RDFXML};
  static const dm_prefix prefixes[] = {{"e", "http://e/"}};
  if (n_bytes == 0)
    return 0;
  dm_diagnostics *diagnostics = dm_diagnostics_new(swallow, NULL);
  dm_output      *output = NULL;
  if (dm_output_open(&output, "/dev/null", diagnostics) == DM_OK) {
    dm_syntax  syntax = syntaxes[data[0] % (sizeof syntaxes / sizeof *syntaxes)];
    dm_writer *writer = NULL;
    dm_writer_new(&writer, data[0] & 0x80 ? DM_SYNTAX_NQUADS : DM_SYNTAX_TRIG, output, prefixes, 1);
    dm_sink sink = dm_writer_sink(writer);
    dm_raptor_read("fuzz", (const char *)data + 1, n_bytes - 1, syntax, "http://e/base", NULL, &sink, diagnostics);
    dm_writer_free(writer);
  }
  dm_output_free(output);
  dm_diagnostics_free(diagnostics);
  return 0;
}
