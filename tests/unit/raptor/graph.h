/* A list of statements that owns its strings: a sink to read into, and a comparison that knows what raptor may change. */
#ifndef DM_TEST_RAPTOR_GRAPH_H
#define DM_TEST_RAPTOR_GRAPH_H

#include "base/arena.h"
#include "base/vector.h"
#include "rdf/term.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  dm_arena *arena;
  DM_VECTOR(dm_statement) statements;
  int n_ends;
} graph;

static inline char *lower_copy(dm_arena *arena, const char *text)
{
  char *copy = dm_arena_string(arena, text, strlen(text));
  for (char *c = copy; *c; c++) {
    if (*c >= 'A' && *c <= 'Z')
      *c = (char)(*c | 0x20);
  }
  return copy;
}

/* Language tags are compared without case: raptor makes them lower in N-Triples only. */
static inline dm_term keep_term(dm_arena *arena, const dm_term *term)
{
  dm_term kept = *term;
  kept.value = term->value ? dm_arena_string(arena, term->value, term->n_bytes) : NULL;
  kept.datatype = term->datatype ? dm_arena_string(arena, term->datatype, strlen(term->datatype)) : NULL;
  kept.language = term->language ? lower_copy(arena, term->language) : NULL;
  return kept;
}

static inline dm_status graph_add(void *ctx, const dm_statement *statement)
{
  graph *g = ctx;
  if (!g->arena)
    g->arena = dm_arena_new();
  dm_statement kept = {
      .subject = keep_term(g->arena, &statement->subject),
      .predicate = keep_term(g->arena, &statement->predicate),
      .object = keep_term(g->arena, &statement->object),
      .graph = keep_term(g->arena, &statement->graph),
  };
  *dm_vector_add(&g->statements) = kept;
  return DM_OK;
}

static inline dm_status graph_end(void *ctx)
{
  ((graph *)ctx)->n_ends++;
  return DM_OK;
}

static inline dm_sink graph_sink(graph *g)
{
  return (dm_sink){.ctx = g, .on_statement = graph_add, .on_end = graph_end};
}

static inline void graph_free(graph *g)
{
  dm_arena_free(g->arena);
  dm_vector_free(&g->statements);
  *g = (graph){0};
}

#endif
