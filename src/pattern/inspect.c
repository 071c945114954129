/* pattern/inspect.c - whether all that one program matches another one matches too, and anchors that never hold.
 *
 * For the first, the ways of the special program are followed one by one, the general one in all its ways at once:
 *
 *   special  a (b | c)      a    {1}       general  a (b | c | d)?      every letter of the special one leads the general one somewhere,
 *                           a b  {end}                                  and where the special one ends the general one may end
 *                           a c  {end}
 */
#include "pattern/inspect.h"

#include <string.h>

#include "base/buffer.h"
#include "base/map.h"
#include "pattern/pattern_impl.h"

enum { MAX_STEPS = 4000 };

/* Places in the general program, each once; `stamps` has one for each instruction. */
typedef DM_VECTOR(uint32_t) places;

typedef struct {
  const dm_pattern *general;
  const dm_pattern *special;
  dm_map           *seen; /* place in the special program, and all places in the general one */
  dm_buffer         key;
  size_t            n_steps;
  bool              of_beginnings; /* the special one may go on where the general one ends */
} comparison;

static void add_place(places *list, uint32_t pc)
{
  for (size_t i = 0; i < list->n; i++)
    if (list->items[i] == pc)
      return;
  *dm_vector_add(list) = pc;
}

/* Adds where splits and jumps lead; `list` grows while it is walked. */
static void close_over(const dm_pattern *general, places *list)
{
  for (size_t i = 0; i < list->n; i++) {
    const instruction *at = &general->program.items[list->items[i]];
    if (at->op == OP_SPLIT) {
      add_place(list, at->a);
      add_place(list, at->b);
    } else if (at->op == OP_JUMP) {
      add_place(list, at->a);
    }
  }
}

static bool same_sets(const symbol_set *a, const symbol_set *b)
{
  return a->n == b->n && memcmp(a->symbols, b->symbols, a->n * sizeof *a->symbols) == 0;
}

static bool same_tests(const mark_test *a, const mark_test *b)
{
  return a->kinds == b->kinds && a->thing == b->thing && a->forms == b->forms;
}

/* Whether two instructions are one; where they lead is counted from the programs' beginnings. */
static bool same_instructions(const dm_pattern *p, uint32_t p_begin, const instruction *x, const dm_pattern *q, uint32_t q_begin,
                              const instruction *y)
{
  if (x->op != y->op || x->arg != y->arg)
    return false;
  switch ((opcode)x->op) {
  case OP_SYMBOL: return x->a == y->a;
  case OP_SYMBOLS: return same_sets(&p->sets.items[x->a], &q->sets.items[y->a]);
  case OP_EXACT: return x->a == y->a && strcmp(p->names.items[x->b], q->names.items[y->b]) == 0;
  case OP_MARK: return same_tests(&p->tests.items[x->a], &q->tests.items[y->a]);
  case OP_SPLIT: return x->a - p_begin == y->a - q_begin && x->b - p_begin == y->b - q_begin;
  case OP_JUMP:
  case OP_NOT: return x->a - p_begin == y->a - q_begin;
  case OP_OPEN: return strcmp(p->names.items[x->a], q->names.items[y->a]) == 0;
  case OP_SHAPE:
  case OP_HYPHEN:
  case OP_CLOSE:
  case OP_HERE:
  case OP_ACCEPT: return true;
  }
  return false;
}

/* Whether the conditions at two places, a guard or an anchor, are one. */
static bool same_conditions(const comparison *c, uint32_t general_pc, uint32_t special_pc)
{
  const instruction *x = &c->general->program.items[general_pc], *y = &c->special->program.items[special_pc];
  if (x->op != y->op)
    return false;
  uint32_t n = x->op == OP_NOT ? x->a - general_pc : 1;
  if (x->op == OP_NOT && y->a - special_pc != n)
    return false;
  for (uint32_t i = 0; i < n; i++)
    if (!same_instructions(c->general, general_pc, x + i, c->special, special_pc, y + i))
      return false;
  return true;
}

static bool test_covers(const mark_test *general, const mark_test *special)
{
  if ((special->kinds & ~general->kinds) || (general->thing != UINT32_MAX && general->thing != special->thing))
    return false;
  if (general->forms & DM_FORM_INNER)
    return true;
  if (special->forms & DM_FORM_INNER)
    return false;
  return !general->forms || (special->forms && !(special->forms & ~general->forms));
}

static bool shape_covers(shape general, shape special)
{
  if (general == special || general == SHAPE_ANY)
    return true;
  if (general == SHAPE_GAP)
    return special == SHAPE_WORD || special == SHAPE_CAP || special == SHAPE_CAPS || special == SHAPE_LOWER || special == SHAPE_NUM;
  return general == SHAPE_WORD && (special == SHAPE_CAP || special == SHAPE_LOWER);
}

/* Whether the instruction `x` of the general program takes whatever `y` of the special one takes, of whose words only `word` is asked. */
static bool takes_all(const comparison *c, const instruction *x, const instruction *y, dm_symbol word)
{
  bool is_word = y->op == OP_SYMBOL || y->op == OP_SYMBOLS || y->op == OP_EXACT;
  switch ((opcode)x->op) {
  case OP_SYMBOL: return is_word && x->a == word;
  case OP_SYMBOLS: return is_word && dm_symbol_is_in(&c->general->sets.items[x->a], word);
  case OP_EXACT: return y->op == OP_EXACT && x->a == word && strcmp(c->general->names.items[x->b], c->special->names.items[y->b]) == 0;
  case OP_SHAPE:
    if (y->op == OP_MARK)
      return false;
    return x->arg == SHAPE_ANY || (y->op == OP_SHAPE && shape_covers((shape)x->arg, (shape)y->arg)) || (y->op == OP_HYPHEN && x->arg == SHAPE_GAP);
  case OP_HYPHEN: return y->op == OP_HYPHEN;
  case OP_MARK: return y->op == OP_MARK && test_covers(&c->general->tests.items[x->a], &c->special->tests.items[y->a]);
  default: return false;
  }
}

static bool is_covered(comparison *c, uint32_t pc, const places *at);

/* Goes one letter on in both. */
static bool covers_letter(comparison *c, uint32_t pc, const places *at, dm_symbol word)
{
  places next = {0};
  for (size_t i = 0; i < at->n; i++)
    if (takes_all(c, &c->general->program.items[at->items[i]], &c->special->program.items[pc], word))
      add_place(&next, at->items[i] + 1);
  close_over(c->general, &next);
  bool covered = next.n && is_covered(c, pc + 1, &next);
  dm_vector_free(&next);
  return covered;
}

/* Captures must open and close together. */
static bool covers_capture(comparison *c, uint32_t pc, const places *at)
{
  places             next = {0};
  const instruction *y = &c->special->program.items[pc];
  for (size_t i = 0; i < at->n; i++) {
    const instruction *x = &c->general->program.items[at->items[i]];
    if (x->op == y->op && (x->op == OP_CLOSE || strcmp(c->general->names.items[x->a], c->special->names.items[y->a]) == 0))
      add_place(&next, at->items[i] + 1);
  }
  close_over(c->general, &next);
  bool covered = next.n && is_covered(c, pc + 1, &next);
  dm_vector_free(&next);
  return covered;
}

/* Where the special one goes on under a condition, the general one may go on too where it asks for the same. */
static bool covers_condition(comparison *c, uint32_t pc, uint32_t behind, const places *at)
{
  places next = {0};
  for (size_t i = 0; i < at->n; i++)
    add_place(&next, at->items[i]);
  for (size_t i = 0; i < next.n; i++) { /* those that are added may ask for it once more */
    uint32_t           general_pc = next.items[i];
    const instruction *x = &c->general->program.items[general_pc];
    if (!same_conditions(c, general_pc, pc))
      continue;
    add_place(&next, x->op == OP_NOT ? x->a : general_pc + 1);
    close_over(c->general, &next);
  }
  bool covered = is_covered(c, behind, &next);
  dm_vector_free(&next);
  return covered;
}

static int compare_places(const void *a, const void *b)
{
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

/* Whether this was asked before: then it is covered, or the answer is found where it was asked first. */
static bool was_asked(comparison *c, uint32_t pc, const places *at)
{
  bool is_new = false;
  dm_buffer_clear(&c->key);
  dm_buffer_add(&c->key, (const char *)&pc, sizeof pc);
  dm_buffer_add(&c->key, (const char *)at->items, at->n * sizeof *at->items);
  if (at->n > 1)
    qsort(c->key.bytes + sizeof pc, at->n, sizeof *at->items, compare_places);
  dm_map_put(c->seen, c->key.bytes, c->key.n_bytes, 0, &is_new);
  return !is_new;
}

static bool may_end(const comparison *c, const places *at)
{
  for (size_t i = 0; i < at->n; i++)
    if (c->general->program.items[at->items[i]].op == OP_ACCEPT)
      return true;
  return false;
}

/* Whether the general program, at any of the places `at`, matches whatever the special one matches from `pc` on. */
static bool is_covered(comparison *c, uint32_t pc, const places *at)
{
  const instruction *y = &c->special->program.items[pc];
  if (++c->n_steps > MAX_STEPS)
    return false;
  if (c->of_beginnings && may_end(c, at))
    return true;
  switch ((opcode)y->op) {
  case OP_ACCEPT: return may_end(c, at);
  case OP_SPLIT: return was_asked(c, pc, at) || (is_covered(c, y->a, at) && is_covered(c, y->b, at));
  case OP_JUMP: return is_covered(c, y->a, at);
  case OP_OPEN:
  case OP_CLOSE: return covers_capture(c, pc, at);
  case OP_NOT: return covers_condition(c, pc, y->a, at);
  case OP_HERE: return covers_condition(c, pc, pc + 1, at);
  case OP_SYMBOLS: {
    const symbol_set *set = &c->special->sets.items[y->a];
    for (size_t i = 0; i < set->n; i++)
      if (!covers_letter(c, pc, at, set->symbols[i]))
        return false;
    return true;
  }
  case OP_SYMBOL:
  case OP_EXACT: return covers_letter(c, pc, at, y->a);
  case OP_SHAPE:
  case OP_HYPHEN:
  case OP_MARK: return covers_letter(c, pc, at, 0);
  }
  return false;
}

/* Whether what the special one may begin with can begin the general one: most are turned away here. */
static bool may_cover(const firsts *general, const firsts *special)
{
  if (general->shapes & (1u << SHAPE_ANY))
    return true;
  if ((special->kinds & ~general->kinds) || (special->shapes & (1u << SHAPE_ANY)))
    return false;
  for (size_t i = 0; i < special->symbols.n; i++)
    if (!dm_symbol_is_in(&general->symbols, special->symbols.symbols[i]))
      return false;
  return true;
}

static bool covers(const dm_pattern *general, const dm_pattern *special, bool of_beginnings)
{
  if (!may_cover(&general->firsts, &special->firsts))
    return false;
  comparison c = {.general = general, .special = special, .seen = dm_map_new(), .of_beginnings = of_beginnings};
  places     at = {0};
  *dm_vector_add(&at) = 0;
  close_over(general, &at);
  bool covered = is_covered(&c, 0, &at);
  dm_vector_free(&at);
  dm_map_free(c.seen);
  dm_buffer_free(&c.key);
  return covered;
}

bool dm_pattern_covers(const dm_pattern *general, const dm_pattern *special)
{
  return covers(general, special, false);
}

bool dm_pattern_covers_beginning(const dm_pattern *general, const dm_pattern *special)
{
  return covers(general, special, true);
}

/* Anchors. */

enum { AT_BEGIN = 1, BEHIND = 2 };

typedef struct {
  const dm_pattern *pattern;
  uint8_t          *reached; /* one an instruction: in which states it is reached */
} reach;

static void reach_from(reach *r, uint32_t pc, uint8_t state)
{
  for (;;) {
    if (r->reached[pc] & state)
      return;
    r->reached[pc] |= state;
    const instruction *at = &r->pattern->program.items[pc];
    switch ((opcode)at->op) {
    case OP_ACCEPT: return;
    case OP_JUMP: pc = at->a; break;
    case OP_SPLIT:
      reach_from(r, at->a, state);
      pc = at->b;
      break;
    case OP_NOT:
      reach_from(r, pc + 1, state);
      pc = at->a;
      break;
    case OP_HERE:
    case OP_OPEN:
    case OP_CLOSE: pc++; break;
    case OP_SYMBOL:
    case OP_SYMBOLS:
    case OP_EXACT:
    case OP_SHAPE:
    case OP_HYPHEN:
    case OP_MARK:
      state = BEHIND;
      pc++;
      break;
    }
  }
}

/* Whether the match can end from `pc` on without taking anything more. */
static bool can_end(const dm_pattern *pattern, uint32_t pc, uint8_t *seen)
{
  for (;;) {
    if (seen[pc])
      return false;
    seen[pc] = 1;
    const instruction *at = &pattern->program.items[pc];
    switch ((opcode)at->op) {
    case OP_ACCEPT: return true;
    case OP_JUMP:
    case OP_NOT: pc = at->a; break;
    case OP_SPLIT:
      if (can_end(pattern, at->a, seen))
        return true;
      pc = at->b;
      break;
    case OP_HERE:
    case OP_OPEN:
    case OP_CLOSE: pc++; break;
    default: return false;
    }
  }
}

static bool is_idle(const dm_pattern *pattern, uint32_t pc, bool in_sentence, const uint8_t *reached, uint8_t *seen)
{
  const anchor where = (anchor)pattern->program.items[pc].arg;
  if (!in_sentence && (where == ANCHOR_SENTENCE_BEGIN || where == ANCHOR_SENTENCE_END))
    return false;
  if (where == ANCHOR_BLOCK_BEGIN || where == ANCHOR_SENTENCE_BEGIN)
    return !(reached[pc] & AT_BEGIN);
  memset(seen, 0, pattern->program.n);
  return !can_end(pattern, pc + 1, seen);
}

bool dm_pattern_idle_anchor(const dm_pattern *pattern, bool in_sentence, size_t *offset_bytes)
{
  uint8_t *reached = dm_allocate(pattern->program.n), *seen = dm_allocate(pattern->program.n);
  bool     found = false;
  reach    r = {.pattern = pattern, .reached = reached};
  reach_from(&r, 0, AT_BEGIN);
  for (uint32_t pc = 0; pc < pattern->program.n && !found; pc++) {
    const instruction *at = &pattern->program.items[pc];
    if (at->op != OP_HERE || at->b == UINT32_MAX || !is_idle(pattern, pc, in_sentence, reached, seen))
      continue;
    *offset_bytes = at->b;
    found = true;
  }
  free(reached);
  free(seen);
  return found;
}
