/* Memory cut from blocks that double in size; a piece that is large for a block gets one of its own. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

typedef struct block {
  struct block *next;
  _Alignas(max_align_t) char bytes[];
} block;

/*  blocks ──> newest ──> ... ──> oldest       at .. end is what is left of `newest`, which pieces are cut from  */
struct dm_arena {
  block *blocks;
  block *newest; /* that pieces are cut from; one of `blocks` */
  char  *at;
  char  *end;
  size_t next_block_bytes;
};

enum { FIRST_BLOCK_BYTES = 256, LAST_BLOCK_BYTES = 1 << 20, ALIGNMENT = _Alignof(max_align_t) };

static char *add_block(dm_arena *arena, size_t n_bytes)
{
  /* A sum that wraps asks for SIZE_MAX instead, which dm_allocate() cannot meet. */
  block *new_block = dm_allocate(n_bytes > SIZE_MAX - sizeof(block) ? SIZE_MAX : sizeof(block) + n_bytes);
  new_block->next = arena->blocks;
  arena->blocks = new_block;
  return new_block->bytes;
}

dm_arena *dm_arena_new(void)
{
  dm_arena *arena = dm_allocate(sizeof *arena);
  arena->next_block_bytes = FIRST_BLOCK_BYTES;
  return arena;
}

void dm_arena_free(dm_arena *arena)
{
  if (!arena)
    return;
  for (block *old = arena->blocks, *next; old; old = next) {
    next = old->next;
    free(old);
  }
  free(arena);
}

void dm_arena_clear(dm_arena *arena)
{
  block *kept = arena->newest;
  for (block *old = arena->blocks, *next; old; old = next) {
    next = old->next;
    if (old != kept)
      free(old);
  }
  arena->blocks = kept;
  if (!kept)
    return;
  kept->next = NULL;
  memset(kept->bytes, 0, (size_t)(arena->at - kept->bytes));
  arena->at = kept->bytes;
}

#ifdef DM_ARENA_PLAIN

void *dm_arena_allocate(dm_arena *arena, size_t n_bytes)
{
  return add_block(arena, n_bytes);
}

#else

/* Strings need no alignment: `alignment` 1 packs them. */
static char *cut(dm_arena *arena, size_t n_bytes, size_t alignment)
{
  size_t padding = (alignment - (uintptr_t)arena->at % alignment) % alignment;
  size_t left = (size_t)(arena->end - arena->at);
  if (padding <= left && n_bytes <= left - padding) {
    char *piece = arena->at + padding;
    arena->at = piece + n_bytes;
    return piece;
  }
  if (n_bytes > arena->next_block_bytes / 4)
    return add_block(arena, n_bytes);
  size_t block_bytes = arena->next_block_bytes;
  char  *piece = add_block(arena, block_bytes);
  arena->newest = arena->blocks;
  arena->at = piece + n_bytes;
  arena->end = piece + block_bytes;
  if (block_bytes < LAST_BLOCK_BYTES)
    arena->next_block_bytes = block_bytes * 2;
  return piece;
}

void *dm_arena_allocate(dm_arena *arena, size_t n_bytes)
{
  return cut(arena, n_bytes, ALIGNMENT);
}

#endif

void *dm_arena_grow(dm_arena *arena, void *items, size_t n, size_t item_bytes)
{
  if (n & (n - 1)) /* the capacity is the next power of two */
    return items;
  const size_t capacity = n ? 2 * n : 1;
  char        *grown = dm_arena_allocate(arena, capacity > SIZE_MAX / item_bytes ? SIZE_MAX : capacity * item_bytes);
  if (n)
    memcpy(grown, items, n * item_bytes);
  return grown;
}

char *dm_arena_string(dm_arena *arena, const char *text, size_t n_bytes)
{
#ifdef DM_ARENA_PLAIN
  char *copy = add_block(arena, n_bytes + 1);
#else
  char *copy = cut(arena, n_bytes + 1, 1);
#endif
  if (n_bytes)
    memcpy(copy, text, n_bytes);
  copy[n_bytes] = '\0';
  return copy;
}

char *dm_arena_print(dm_arena *arena, const char *format, ...)
{
  va_list arguments, again;
  va_start(arguments, format);
  va_copy(again, arguments);
  int   length = vsnprintf(NULL, 0, format, arguments);
  char *text = dm_arena_allocate(arena, length > 0 ? (size_t)length + 1 : 1);
  if (length > 0)
    vsnprintf(text, (size_t)length + 1, format, again);
  va_end(again);
  va_end(arguments);
  return text;
}
