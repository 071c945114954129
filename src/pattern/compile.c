/* pattern/compile.c - from the tree of a pattern to its program. */
#include <string.h>

#include "pattern/node.h"

enum { MAX_PROGRAM = 60000 /* so that splits can be numbered in 16 bits */ };

static uint32_t emit(dm_pattern *pattern, instruction made)
{
  *dm_vector_add(&pattern->program) = made;
  return (uint32_t)pattern->program.n - 1;
}

static uint32_t here(const dm_pattern *pattern)
{
  return (uint32_t)pattern->program.n;
}

static void emit_words(dm_pattern *pattern, const dm_symbol *words, size_t n_words)
{
  if (n_words == 1) {
    emit(pattern, (instruction){.op = OP_SYMBOL, .a = words[0]});
    return;
  }
  symbol_set set = {.symbols = dm_arena_allocate(pattern->arena, n_words * sizeof *set.symbols), .n = n_words};
  if (n_words)
    memcpy(set.symbols, words, n_words * sizeof *set.symbols);
  *dm_vector_add(&pattern->sets) = set;
  emit(pattern, (instruction){.op = OP_SYMBOLS, .a = (uint32_t)pattern->sets.n - 1});
}

static int compare_symbols(const void *a, const void *b)
{
  dm_symbol x = *(const dm_symbol *)a, y = *(const dm_symbol *)b;
  return (x > y) - (x < y);
}

/* The words of a choice in one set, sorted, each once. */
static void emit_gathered(dm_pattern *pattern, symbol_list *words)
{
  bool sorted = true; /* as they are where one class brought them all */
  for (size_t i = 1; i < words->n && sorted; i++)
    sorted = words->items[i - 1] < words->items[i];
  if (!sorted)
    qsort(words->items, words->n, sizeof *words->items, compare_symbols);
  size_t n = 0;
  for (size_t i = 0; i < words->n; i++)
    if (n == 0 || words->items[i] != words->items[n - 1])
      words->items[n++] = words->items[i];
  emit_words(pattern, words->items, n);
}

static void emit_node(dm_pattern *pattern, const node *at);

static void emit_choice(dm_pattern *pattern, const node *at)
{
  symbol_list words = {0};
  node_list   others = {0};
  DM_VECTOR(uint32_t) jumps = {0};
  dm_node_gather(at, &words, &others);
  size_t n = others.n + (words.n > 0);
  for (size_t i = 0; i < n; i++) {
    uint32_t split = UINT32_MAX;
    if (i + 1 < n)
      split = emit(pattern, (instruction){.op = OP_SPLIT});
    if (split != UINT32_MAX)
      pattern->program.items[split].a = here(pattern);
    if (i < others.n)
      emit_node(pattern, others.items[i]);
    else
      emit_gathered(pattern, &words);
    if (i + 1 < n) {
      *dm_vector_add(&jumps) = emit(pattern, (instruction){.op = OP_JUMP});
      pattern->program.items[split].b = here(pattern);
    }
  }
  for (size_t i = 0; i < jumps.n; i++)
    pattern->program.items[jumps.items[i]].a = here(pattern);
  dm_vector_free(&words);
  dm_vector_free(&others);
  dm_vector_free(&jumps);
}

static void emit_split(dm_pattern *pattern, uint32_t split, bool lazy, uint32_t into, uint32_t past)
{
  pattern->program.items[split].a = lazy ? past : into;
  pattern->program.items[split].b = lazy ? into : past;
}

static void emit_repeat(dm_pattern *pattern, const node *at)
{
  for (uint32_t i = 0; i < at->min; i++)
    emit_node(pattern, at->child);
  if (at->max == UINT32_MAX) {
    uint32_t split = emit(pattern, (instruction){.op = OP_SPLIT});
    uint32_t into = here(pattern);
    emit_node(pattern, at->child);
    emit(pattern, (instruction){.op = OP_JUMP, .a = split});
    emit_split(pattern, split, at->lazy, into, here(pattern));
    return;
  }
  DM_VECTOR(uint32_t) splits = {0};
  for (uint32_t i = at->min; i < at->max; i++) {
    *dm_vector_add(&splits) = emit(pattern, (instruction){.op = OP_SPLIT});
    emit_node(pattern, at->child);
  }
  for (size_t i = 0; i < splits.n; i++)
    emit_split(pattern, splits.items[i], at->lazy, splits.items[i] + 1, here(pattern));
  dm_vector_free(&splits);
}

static uint32_t name_index(dm_pattern *pattern, const char *name)
{
  for (uint32_t i = 0; i < pattern->names.n; i++)
    if (strcmp(pattern->names.items[i], name) == 0)
      return i;
  *dm_vector_add(&pattern->names) = dm_arena_string(pattern->arena, name, strlen(name));
  return (uint32_t)pattern->names.n - 1;
}

static void emit_node(dm_pattern *pattern, const node *at)
{
  if (pattern->program.n > MAX_PROGRAM)
    return;
  switch (at->kind) {
  case NODE_WORDS: emit_words(pattern, at->words, at->n_words); break;
  case NODE_LEAF: {
    instruction leaf = at->leaf;
    if (leaf.op == OP_EXACT)
      leaf.b = name_index(pattern, at->name);
    if (leaf.op == OP_MARK) {
      leaf.a = (uint32_t)pattern->tests.n;
      *dm_vector_add(&pattern->tests) = at->test;
    }
    emit(pattern, leaf);
    break;
  }
  case NODE_SEQUENCE:
    for (const node *child = at->child; child; child = child->next)
      emit_node(pattern, child);
    break;
  case NODE_CHOICE: emit_choice(pattern, at); break;
  case NODE_REPEAT: emit_repeat(pattern, at); break;
  case NODE_CAPTURE:
    emit(pattern, (instruction){.op = OP_OPEN, .a = name_index(pattern, at->name)});
    emit_node(pattern, at->child);
    emit(pattern, (instruction){.op = OP_CLOSE});
    break;
  case NODE_NOT: {
    uint32_t guard = emit(pattern, (instruction){.op = OP_NOT, .arg = at->lazy});
    emit_node(pattern, at->child);
    emit(pattern, (instruction){.op = OP_ACCEPT});
    pattern->program.items[guard].a = here(pattern);
    break;
  }
  }
}

static void number_splits(dm_pattern *pattern)
{
  for (size_t i = 0; i < pattern->program.n; i++)
    if (pattern->program.items[i].op == OP_SPLIT)
      pattern->program.items[i].number = (uint16_t)pattern->n_splits++;
}

dm_status dm_pattern_compile(dm_pattern **out, dm_grammar *grammar, const dm_yaml *yaml, const dm_yaml_node *scalar, dm_thing_finder find_thing,
                             void *ctx, dm_diagnostics *diagnostics)
{
  return dm_pattern_compile_part(out, grammar, yaml, scalar, 0, scalar->n_bytes, find_thing, ctx, diagnostics);
}

dm_status dm_pattern_compile_part(dm_pattern **out, dm_grammar *grammar, const dm_yaml *yaml, const dm_yaml_node *scalar, size_t begin, size_t end,
                                  dm_thing_finder find_thing, void *ctx, dm_diagnostics *diagnostics)
{
  const pattern_source source = {grammar, yaml, scalar, begin, end, find_thing, ctx, diagnostics};
  dm_pattern          *pattern = dm_allocate(sizeof *pattern);
  dm_arena            *nodes = dm_arena_new();
  const node          *root = dm_pattern_read(&source, nodes, NULL);
  dm_status            status = root ? DM_OK : DM_BAD_RULES;
  pattern->arena = dm_arena_new();
  pattern->yaml = yaml;
  pattern->scalar = scalar;
  if (!status) {
    emit_node(pattern, root);
    emit(pattern, (instruction){.op = OP_ACCEPT});
    if (pattern->program.n > MAX_PROGRAM)
      status = dm_yaml_error(yaml, scalar, diagnostics, "the pattern is too large");
  }
  if (!status) {
    number_splits(pattern);
    dm_pattern_find_firsts(pattern);
    dm_pattern_find_needs(pattern, root);
    pattern->number = dm_grammar_number_pattern(grammar);
  }
  dm_arena_free(nodes);
  if (status) {
    dm_pattern_free(pattern);
    pattern = NULL;
  }
  *out = pattern;
  return status;
}

void dm_pattern_source(const dm_pattern *pattern, const dm_yaml **yaml, const dm_yaml_node **scalar)
{
  *yaml = pattern->yaml;
  *scalar = pattern->scalar;
}

void dm_pattern_free(dm_pattern *pattern)
{
  if (!pattern)
    return;
  dm_vector_free(&pattern->program);
  dm_vector_free(&pattern->sets);
  dm_vector_free(&pattern->tests);
  dm_vector_free(&pattern->names);
  dm_arena_free(pattern->arena);
  free(pattern);
}

bool dm_pattern_captures(const dm_pattern *pattern, const char *name)
{
  for (size_t i = 0; i < pattern->program.n; i++)
    if (pattern->program.items[i].op == OP_OPEN && strcmp(pattern->names.items[pattern->program.items[i].a], name) == 0)
      return true;
  return false;
}
