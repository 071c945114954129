/* Reads an RDF file by the readers that the program uses and writes it as N-Quads: rdf_read SYNTAX BASE FILE. For the suites. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/output.h"
#include "raptor/raptor.h"
#include "rdf/reader.h"
#include "rdf/writer.h"

static const struct {
  const char *name;
  dm_syntax   syntax;
} syntaxes[] = {
    {"turtle", DM_SYNTAX_TURTLE}, {"trig", DM_SYNTAX_TRIG},     {"ntriples", DM_SYNTAX_NTRIPLES},
    {"nquads", DM_SYNTAX_NQUADS}, {"rdfxml", DM_SYNTAX_RDFXML},
};

static dm_status read_file(dm_syntax syntax, const char *base, const char *path, const dm_sink *sink, dm_diagnostics *diagnostics)
{
  if (syntax == DM_SYNTAX_NTRIPLES || syntax == DM_SYNTAX_NQUADS)
    return dm_rdf_lines_read_file(path, syntax == DM_SYNTAX_NQUADS, NULL, sink, diagnostics);
  dm_buffer bytes = {0};
  dm_status status = dm_file_read(&bytes, path, 0, diagnostics);
  if (status == DM_OK)
    status = dm_raptor_read(path, dm_buffer_string(&bytes), bytes.n_bytes, syntax, base, NULL, sink, diagnostics);
  dm_buffer_free(&bytes);
  return status;
}

int main(int argc, char **argv)
{
  if (argc != 4) {
    fputs("usage: rdf_read SYNTAX BASE FILE\n", stderr);
    return dm_status_exit_code(DM_BAD_USAGE);
  }
  dm_diagnostics *diagnostics = dm_diagnostics_new(NULL, NULL);
  dm_output      *output = NULL;
  dm_writer      *writer = NULL;
  dm_status       status = DM_BAD_USAGE;
  for (size_t i = 0; i < sizeof syntaxes / sizeof *syntaxes; i++) {
    if (strcmp(syntaxes[i].name, argv[1]) != 0 || (status = dm_output_open(&output, "-", diagnostics)) != DM_OK)
      continue;
    dm_writer_new(&writer, DM_SYNTAX_NQUADS, output, NULL, 0);
    dm_sink sink = dm_writer_sink(writer);
    status = read_file(syntaxes[i].syntax, *argv[2] ? argv[2] : NULL, argv[3], &sink, diagnostics);
    if (status == DM_OK)
      status = dm_output_commit(output);
    break;
  }
  dm_writer_free(writer);
  dm_output_free(output);
  dm_diagnostics_free(diagnostics);
  return dm_status_exit_code(status);
}
