/* Any bytes are a document or are refused; what is stated of a document rests on its own passages; what is harvested of it is YAML. The lexicon and rules are the project's own. */
#include "relation/relation.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "harvest/harvest.h"
#include "mention/mention.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

static void say_nothing(void *ctx, const char *message, size_t n_bytes)
{
  (void)ctx, (void)message, (void)n_bytes;
}

static void check_passages(const dm_document *document, const dm_document_facts *facts)
{
  for (size_t i = 0; i < facts->n_facts; i++)
    for (size_t p = 0; p < facts->facts[i].n_passages; p++) {
      const dm_passage *passage = &facts->facts[i].passages[p];
      const char       *end = document->source + document->n_source_bytes;
      if (passage->begin_cp >= passage->end_cp || passage->end_cp > facts->length_cp || passage->anchor < document->source ||
          passage->anchor + passage->n_anchor_bytes > end)
        abort();
    }
}

/* What is harvested is a lexicon. */
static void check_harvest(const dm_lexicon *lexicon, const dm_rules *rules, const dm_document *document, dm_diagnostics *diagnostics)
{
  const dm_harvest_options options = {.min_count = 1, .n_contexts = 2};
  dm_buffer                text = {0};
  dm_yaml                 *yaml = NULL;
  dm_harvest              *harvest = dm_harvest_new(lexicon);
  dm_gleaning             *gleaning = dm_gleaning_new(lexicon, rules, document);
  dm_harvest_add(harvest, gleaning);
  dm_harvest_write(harvest, &options, &text);
  if (dm_yaml_parse(&yaml, "harvest", dm_buffer_string(&text), text.n_bytes, diagnostics))
    abort();
  dm_yaml_free(yaml);
  dm_gleaning_free(gleaning);
  dm_harvest_free(harvest);
  dm_buffer_free(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
  static dm_lexicon *lexicon;
  static dm_rules   *rules;
  dm_diagnostics    *diagnostics = dm_diagnostics_new(say_nothing, NULL);
  const char *const lexicon_path = DM_SOURCE_FOLDER "/data/lexicon", *const rules_path = DM_SOURCE_FOLDER "/data/rules";
  if (!lexicon && (dm_lexicon_load(&lexicon, &lexicon_path, 1, diagnostics) || dm_rules_load(&rules, lexicon, &rules_path, 1, diagnostics)))
    abort();
  dm_document *document = NULL;
  if (dm_document_from_bytes(&document, "doc", "doc", (const char *)data, n_bytes, diagnostics) == DM_OK) {
    dm_reading  *reading = NULL;
    dm_relation *relation = NULL;
    dm_reading_new(&reading, lexicon, document);
    dm_relation_new(&relation, rules, reading);
    check_passages(document, dm_relation_facts(relation));
    dm_relation_free(relation);
    dm_reading_free(reading);
    if (n_bytes % 4 == 0) /* it takes as long as all the rest */
      check_harvest(lexicon, rules, document, diagnostics);
    dm_document_free(document);
  }
  dm_diagnostics_free(diagnostics);
  return 0;
}
