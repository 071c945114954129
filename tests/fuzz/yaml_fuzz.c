/* Any bytes: parsing ends with a tree or with a message, and every scalar of a tree can be pointed into. */
#include "yaml/tree.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes);

static void swallow(void *ctx, const char *message, size_t n_bytes)
{
  (void)ctx, (void)message, (void)n_bytes;
}

static void visit(const dm_yaml *yaml, const dm_yaml_node *node, dm_diagnostics *diagnostics)
{
  if (node->kind == DM_YAML_SCALAR)
    dm_yaml_error_in(yaml, node, node->n_bytes / 2, diagnostics, "here");
  for (size_t i = 0; i < node->n; i++) {
    if (node->kind == DM_YAML_MAPPING)
      visit(yaml, node->pairs[i].key, diagnostics);
    visit(yaml, node->kind == DM_YAML_MAPPING ? node->pairs[i].value : node->items[i], diagnostics);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n_bytes)
{
  dm_diagnostics *diagnostics = dm_diagnostics_new(swallow, NULL);
  dm_yaml        *yaml = NULL;
  if (dm_yaml_parse(&yaml, "fuzz.yaml", (const char *)data, n_bytes, diagnostics) == DM_OK && dm_yaml_root(yaml))
    visit(yaml, dm_yaml_root(yaml), diagnostics);
  dm_yaml_free(yaml);
  dm_diagnostics_free(diagnostics);
  return 0;
}
