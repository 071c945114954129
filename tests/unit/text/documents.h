/* The documents that tests read: always those of data/documents, and those of the contract where it lies. */
#ifndef DM_TESTS_TEXT_DOCUMENTS_H
#define DM_TESTS_TEXT_DOCUMENTS_H

#include "base/file.h"

#include "helper.h"

/* Calls `test` with the text of each document. */
static inline void for_each_document(void (*test)(const dm_text *text))
{
  static const char  here[] = "tests/unit/text/documents.h";
  static const char  file[] = __FILE__;
  static const char *shared[] = {"/work/shared/contract/seeds/docs", "/work/shared/contract/dev/docs"};
  dm_diagnostics    *diagnostics = dm_diagnostics_new(NULL, NULL);
  dm_strings         paths = {0};
  char               folder[4096];
  snprintf(folder, sizeof folder, "%.*sdata/documents", (int)(sizeof file - sizeof here), file);
  assert_int_equal(dm_folder_list(&paths, folder, diagnostics), DM_OK);
  assert_true(paths.n > 0);
  for (size_t i = 0; i < sizeof shared / sizeof *shared; i++)
    if (dm_file_is_folder(shared[i]))
      assert_int_equal(dm_folder_list(&paths, shared[i], diagnostics), DM_OK);
  for (size_t i = 0; i < paths.n; i++) {
    dm_buffer bytes = {0};
    assert_int_equal(dm_file_read(&bytes, paths.items[i], 0, diagnostics), DM_OK);
    dm_text *text = text_of_bytes(dm_buffer_string(&bytes), bytes.n_bytes);
    test(text);
    dm_text_free(text);
    dm_buffer_free(&bytes);
  }
  dm_strings_free(&paths);
  dm_diagnostics_free(diagnostics);
}

#endif
