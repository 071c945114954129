/* lint/conditions.c - conditions inside patterns that never hold: anchors, and guards against what must stand there. */
#include "lint/patterns.h"

static void look_at_guard(lint *l, const written_pattern *of, const dm_pattern_part *guard)
{
  dm_pattern *refused = dm_lint_compile(l, of, guard->begin + 1, guard->end), *wanted = dm_lint_compile(l, of, guard->next_begin, guard->next_end);
  if (refused && wanted && dm_pattern_covers_beginning(refused, wanted))
    dm_lint_tell(l, (spot){of->yaml, of->node, guard->begin}, "`%s` refuses whatever stands behind it, `%s`",
                 dm_lint_quote(l, of, guard->begin, guard->end), dm_lint_quote(l, of, guard->next_begin, guard->next_end));
  dm_pattern_free(refused);
  dm_pattern_free(wanted);
}

static void look_at_anchors(lint *l, const written_pattern *of)
{
  size_t      offset = 0;
  dm_pattern *whole = dm_lint_compile(l, of, 0, of->node->n_bytes);
  if (whole && dm_pattern_idle_anchor(whole, of->traits & PATTERN_IN_SENTENCE, &offset))
    dm_lint_tell(l, (spot){of->yaml, of->node, offset},
                 of->node->text[offset] == '^' ? "this never holds here: words of the pattern stand before it"
                                               : "this never holds here: words of the pattern stand behind it");
  dm_pattern_free(whole);
}

void dm_lint_conditions(pattern_book *book)
{
  for (size_t i = 0; i < book->all.n; i++) {
    const written_pattern *of = &book->all.items[i];
    if (of->is_broken)
      continue;
    for (size_t k = 0; k < of->parts.n; k++)
      if (of->parts.items[k].use == DM_PART_GUARD)
        look_at_guard(book->lint, of, &of->parts.items[k]);
    if (!(of->traits & (PATTERN_OVER_LINES | PATTERN_OF_CLASS))) /* classes stand anywhere */
      look_at_anchors(book->lint, of);
  }
}
