/* pattern/first.c - what a match can begin with: most tokens are turned away here, before any program runs. */
#include <string.h>

#include "pattern/pattern_impl.h"

typedef struct {
  const dm_pattern *pattern;
  firsts           *out;
  DM_VECTOR(dm_symbol) symbols;
  bool *seen; /* one an instruction */
} gathering;

static void gather(gathering *g, uint32_t pc)
{
  for (;;) {
    if (g->seen[pc])
      return;
    g->seen[pc] = true;
    const instruction *at = &g->pattern->program.items[pc];
    switch ((opcode)at->op) {
    case OP_SYMBOL:
    case OP_EXACT: *dm_vector_add(&g->symbols) = at->a; return;
    case OP_SYMBOLS:
      for (size_t i = 0; i < g->pattern->sets.items[at->a].n; i++)
        *dm_vector_add(&g->symbols) = g->pattern->sets.items[at->a].symbols[i];
      return;
    case OP_MARK: g->out->kinds |= g->pattern->tests.items[at->a].kinds; return;
    case OP_SHAPE: g->out->shapes |= 1u << at->arg; return;
    case OP_HYPHEN:
    case OP_ACCEPT: g->out->shapes |= 1u << SHAPE_ANY; return;
    case OP_SPLIT:
      gather(g, at->a);
      pc = at->b;
      break;
    case OP_JUMP:
    case OP_NOT: pc = at->a; break;
    case OP_OPEN:
    case OP_CLOSE:
    case OP_HERE: pc++; break;
    }
  }
}

static int compare_symbols(const void *a, const void *b)
{
  dm_symbol x = *(const dm_symbol *)a, y = *(const dm_symbol *)b;
  return (x > y) - (x < y);
}

void dm_pattern_find_firsts(dm_pattern *pattern)
{
  gathering g = {.pattern = pattern, .out = &pattern->firsts, .seen = dm_allocate(pattern->program.n * sizeof *g.seen)};
  gather(&g, 0);
  if (g.symbols.n > 1)
    qsort(g.symbols.items, g.symbols.n, sizeof *g.symbols.items, compare_symbols);
  symbol_set *set = &pattern->firsts.symbols;
  set->symbols = dm_arena_allocate(pattern->arena, (g.symbols.n + 1) * sizeof *set->symbols);
  for (size_t i = 0; i < g.symbols.n; i++)
    if (i == 0 || g.symbols.items[i] != g.symbols.items[i - 1])
      set->symbols[set->n++] = g.symbols.items[i];
  dm_vector_free(&g.symbols);
  free(g.seen);
}

unsigned dm_token_shapes(const dm_view *view, uint32_t t)
{
  if (view->shapes)
    return view->shapes[t];
  unsigned shapes = 0;
  for (unsigned shape_number = 0; shape_number < N_SHAPES; shape_number++)
    if (dm_token_has_shape(view, (shape)shape_number, t))
      shapes |= 1u << shape_number;
  return shapes;
}

void dm_view_shapes(const dm_text *text, uint16_t *shapes)
{
  const dm_view view = {.text = text};
  for (uint32_t t = 0; t < text->n_tokens; t++)
    shapes[t] = (uint16_t)dm_token_shapes(&view, t);
}

bool dm_pattern_may_begin(const dm_pattern *pattern, const dm_view *view, uint32_t t)
{
  const firsts *of = &pattern->firsts;
  if (of->shapes & (1u << SHAPE_ANY))
    return true;
  if (dm_symbol_is_in(&of->symbols, view->symbols[t]))
    return true;
  for (uint32_t m = view->first_mark[t]; of->kinds && m < view->first_mark[t + 1]; m++)
    if (view->marks[m].kinds & of->kinds)
      return true;
  return of->shapes && (of->shapes & dm_token_shapes(view, t));
}
