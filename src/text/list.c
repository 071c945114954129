/* text/list.c - how deep each list item lies, and on which block it hangs.
 *
 * Open lists are a stack, outermost first:
 *
 *   The sides agreed:        head of the first list
 *   - to cooperate           [ {0 '-'} ]
 *     (a) on norms           [ {0 '-'} {2 '(a)'} ]     hangs on `to cooperate`
 *   - to meet again          [ {0 '-'} ]
 */
#include "text/text_impl.h"

enum { MAX_DEPTH = 16, INDENT_SLACK = 1 };

typedef struct {
  list_mark mark;
  uint32_t  indent;
  uint32_t  head;
  uint32_t  last; /* its newest item */
} open_list;

static bool same_class(const list_mark *a, const list_mark *b)
{
  return a->kind == b->kind && a->style == b->style && (a->kind != MARK_BULLET || a->ordinal == b->ordinal);
}

/* Closes lists that draft does not belong to; returns the depth at which it is an item (0-based), maybe of a new list. */
static size_t find_depth(const open_list *lists, size_t n, const text_draft *draft)
{
  while (n > 1 && lists[n - 1].indent > draft->indent + INDENT_SLACK)
    n--;
  for (size_t depth = n; depth-- > 0;) /* the list of this mark that is open already */
    if (same_class(&lists[depth].mark, &draft->mark) && draft->indent <= lists[depth].indent + INDENT_SLACK)
      return depth;
  if (n > 0 && draft->indent + INDENT_SLACK < lists[n - 1].indent) /* left of the whole list */
    return n - 1;
  return n < MAX_DEPTH ? n : MAX_DEPTH - 1;
}

static bool is_item(const dm_block *block, const text_draft *draft)
{
  return block->kind == DM_BLOCK_LIST_ITEM || (block->kind == DM_BLOCK_FIELD && draft->mark.kind != MARK_NONE);
}

void dm_lists_hang(text_reading *reading)
{
  open_list lists[MAX_DEPTH];
  size_t    n = 0;
  for (size_t i = 0; i < reading->blocks.n; i++) {
    dm_block         *block = &reading->blocks.items[i];
    const text_draft *draft = &reading->drafts.items[i];
    if (!is_item(block, draft)) {
      const bool inside =
          n > 0 && block->kind == DM_BLOCK_PARAGRAPH && draft->mark.kind == MARK_NONE && draft->indent > lists[0].indent + INDENT_SLACK;
      n = inside ? n : 0; /* a further paragraph of an item does not end the list */
      continue;
    }
    const size_t depth = find_depth(lists, n, draft);
    if (depth >= n) {
      const uint32_t before = n > 0 ? lists[n - 1].last : (uint32_t)(i > 0 ? i - 1 : i);
      lists[depth] = (open_list){.mark = draft->mark, .indent = draft->indent, .head = before};
    }
    lists[depth].last = (uint32_t)i;
    n = depth + 1;
    block->head = lists[depth].head;
    if (block->kind == DM_BLOCK_LIST_ITEM)
      block->level = (uint8_t)(depth + 1);
  }
}
