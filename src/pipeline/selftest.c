/* pipeline/selftest.c - the examples of the rules. */
#include <string.h>

#include "pipeline/engine_impl.h"

static bool fires(const dm_engine *engine, const dm_example *example, dm_diagnostics *diagnostics)
{
  dm_document *document = NULL;
  dm_reading  *reading = NULL;
  dm_relation *relation = NULL;
  if (dm_document_from_bytes(&document, example->rule, dm_yaml_file(example->yaml), example->text, strlen(example->text), diagnostics))
    return !example->fires;
  dm_reading_new(&reading, engine->lexicon, document);
  dm_relation_new(&relation, engine->rules, reading);
  bool fired = dm_relation_fired(relation, example->rule);
  dm_relation_free(relation);
  dm_reading_free(reading);
  dm_document_free(document);
  return fired;
}

dm_status dm_selftest(const dm_engine *engine, size_t *n_rules, size_t *n_examples, dm_diagnostics *diagnostics)
{
  const dm_example *examples = dm_rules_examples(engine->rules, n_examples);
  dm_status         status = DM_OK;
  *n_rules = dm_rules_count(engine->rules);
  for (size_t i = 0; i < *n_examples; i++) {
    if (fires(engine, &examples[i], diagnostics) == examples[i].fires)
      continue;
    dm_yaml_error(examples[i].yaml, examples[i].node, diagnostics, examples[i].fires ? "rule %s does not fire on this" : "rule %s fires on this",
                  examples[i].rule);
    status = DM_REFUSED;
  }
  return status;
}
