/* Runs a fuzz target over files and all files of folders: what fuzzing found once is an ordinary test, with any compiler. */
#include "base/file.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

int main(int argc, char **argv)
{
  dm_diagnostics *diagnostics = dm_diagnostics_new(NULL, NULL);
  dm_strings      paths = {0};
  dm_buffer       bytes = {0};
  dm_status       status = DM_OK;
  for (int i = 1; i < argc && status == DM_OK; i++) {
    if (dm_file_is_folder(argv[i]))
      status = dm_folder_list(&paths, argv[i], diagnostics);
    else
      *dm_vector_add(&paths) = dm_copy_string(argv[i], strlen(argv[i]));
  }
  for (size_t i = 0; i < paths.n && status == DM_OK; i++) {
    status = dm_file_read(&bytes, paths.items[i], 0, diagnostics);
    if (status != DM_OK)
      break;
    printf("%s\n", paths.items[i]);
    fflush(stdout); /* the last name is the culprit's, should the target crash */
    /* A copy of its exact size, so that sanitizers see a read past the end. */
    uint8_t *exact = dm_reallocate(NULL, bytes.n_bytes, 1);
    if (bytes.n_bytes)
      memcpy(exact, bytes.bytes, bytes.n_bytes);
    LLVMFuzzerTestOneInput(exact, bytes.n_bytes);
    free(exact);
  }
  if (status == DM_OK && !paths.n) {
    dm_report(diagnostics, DM_ERROR, NULL, "no inputs");
    status = DM_BAD_USAGE;
  }
  dm_buffer_free(&bytes);
  dm_strings_free(&paths);
  dm_diagnostics_free(diagnostics);
  return dm_status_exit_code(status);
}
