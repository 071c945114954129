/* lint/captures.h - the checks that need both patterns and rules; for this module only. */
#ifndef DM_LINT_CAPTURES_H
#define DM_LINT_CAPTURES_H

#include "lint/patterns.h"
#include "lint/rules.h"

void dm_lint_captures(pattern_book *patterns, rule_book *rules); /* captures that are missing, or that nobody reads */
void dm_lint_shadows(pattern_book *patterns, rule_book *rules);  /* rules that another one hides */

#endif
