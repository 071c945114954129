/* lint/lint.h - what compiles and is still not right in lexicon, rules and mapping: said twice, never to be met, hidden by something else, meant by nobody.
 *
 * Findings are warnings at their places, in the order of the files. The README of each language says what is looked for. */
#ifndef DM_LINT_LINT_H
#define DM_LINT_LINT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostic.h"
#include "base/status.h"

typedef struct dm_lexicon dm_lexicon;
typedef struct dm_rules   dm_rules;
typedef struct dm_mapping dm_mapping;

typedef struct {
  const dm_lexicon  *lexicon; /* all three as they were compiled together */
  const dm_rules    *rules;
  const dm_mapping  *mapping;
  bool               asks_examples; /* tell of rules with fewer than two examples on which they fire, or rest */
  const char *const *only;          /* tell only what stands in these files and folders; none: everything */
  size_t             n_only;
} dm_lint_options;

/* Looks for everything that is not right and reports it. `*n_files` are the files looked at, `*n_findings` what was found there. DM_OK if nothing was; DM_REFUSED if
 * something was; DM_BAD_USAGE (reported) if a path of `only` is none of the files; DM_BAD_RULES (reported) if a class that no pattern uses does not compile.
 * Patterns are read again, so nobody else may use the lexicon's grammar meanwhile. */
dm_status dm_lint(const dm_lint_options *options, size_t *n_files, size_t *n_findings, dm_diagnostics *diagnostics);

#endif
