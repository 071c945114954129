/* Any bytes are a lexicon file and a rules file, or are refused with a message; those that compile can be used. */
#include "relation/relation.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

static void count_message(void *ctx, const char *message, size_t n_bytes)
{
  (void)message;
  *(size_t *)ctx += n_bytes;
}

static const char base[] = "kinds: {state: {groups: [actor, side, object]}, principle: {groups: [concept, object]}}\n"
                           "kind: state\nentities: [{id: JPN, label: Japan}]\n";

static void write_file(const char *path, const void *bytes, size_t n_bytes)
{
  FILE *file = fopen(path, "w");
  if (!file || fwrite(bytes, 1, n_bytes, file) != n_bytes || fclose(file))
    abort();
}

/* The first line, up to a NUL, is the lexicon's file, the rest the rules'. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
  char folder[] = "/tmp/demarche-fuzz-XXXXXX", lexicon_path[64], more_path[64], rules_path[64];
  if (!mkdtemp(folder))
    abort();
  snprintf(lexicon_path, sizeof lexicon_path, "%s/a.yaml", folder);
  snprintf(more_path, sizeof more_path, "%s/b.yaml", folder);
  snprintf(rules_path, sizeof rules_path, "%s/r.yaml", folder);
  const uint8_t *cut = memchr(data, 0, n_bytes);
  size_t         n_lexicon = cut ? (size_t)(cut - data) : 0;
  write_file(lexicon_path, base, strlen(base));
  write_file(more_path, data, n_lexicon);
  write_file(rules_path, data + (cut ? n_lexicon + 1 : 0), n_bytes - (cut ? n_lexicon + 1 : 0));
  size_t          n_said = 0;
  dm_diagnostics *diagnostics = dm_diagnostics_new(count_message, &n_said);
  dm_lexicon     *lexicon = NULL;
  dm_rules       *rules = NULL;
  const char     *lexicon_paths[] = {lexicon_path, more_path}, *rules_paths[] = {rules_path};
  dm_status       status = dm_lexicon_load(&lexicon, lexicon_paths, 2, diagnostics);
  if (!status)
    status = dm_rules_load(&rules, lexicon, rules_paths, 1, diagnostics);
  if (status && !n_said)
    abort(); /* refused without a word */
  static const char text[] = "Japan affirms peace, and stresses: a b c.\n\n- one\n- two\n";
  dm_document      *document = NULL;
  if (!status && dm_document_from_bytes(&document, "doc", "doc", text, strlen(text), diagnostics) == DM_OK) {
    dm_reading  *reading = NULL;
    dm_relation *relation = NULL;
    dm_reading_new(&reading, lexicon, document);
    dm_relation_new(&relation, rules, reading);
    dm_relation_free(relation);
    dm_reading_free(reading);
    dm_document_free(document);
  }
  dm_rules_free(rules);
  dm_lexicon_free(lexicon);
  dm_diagnostics_free(diagnostics);
  unlink(lexicon_path);
  unlink(more_path);
  unlink(rules_path);
  rmdir(folder);
  return 0;
}
