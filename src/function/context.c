/* What the calls of one run share. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "base/map.h"
#include "base/memory.h"
#include "function/function_impl.h"

struct dm_function_context {
  char         *base; /* or NULL */
  char         *now;
  dm_operand    now_operand;
  regex_cache  *regexes;
  dm_map       *labels; /* of this solution: what BNODE("label") gave, by number; NULL until it is called */
  uint32_t      n_blanks;
  unsigned char random[512]; /* bytes that were asked for together */
  size_t        n_random;    /* of them left */
};

static char *clock_now(void)
{
  struct timespec time = {0};
  struct tm       parts = {0};
  char            text[64];
  clock_gettime(CLOCK_REALTIME, &time);
  gmtime_r(&time.tv_sec, &parts);
  size_t n = strftime(text, sizeof text - 16, "%Y-%m-%dT%H:%M:%S", &parts);
  n += (size_t)snprintf(text + n, sizeof text - n, ".%03dZ", (int)(time.tv_nsec / 1000000));
  return dm_copy_string(text, n);
}

void dm_function_context_new(dm_function_context **out, const char *base, const char *now)
{
  dm_function_context *context = dm_allocate(sizeof *context);
  context->base = base ? dm_copy_string(base, strlen(base)) : NULL;
  context->now = now ? dm_copy_string(now, strlen(now)) : clock_now();
  dm_term term = dm_term_literal(context->now, dm_datatype_iri(DM_DATATYPE_DATE_TIME), NULL);
  context->now_operand = dm_operand_of_term(&term);
  context->regexes = regex_cache_new();
  *out = context;
}

void dm_function_context_free(dm_function_context *context)
{
  if (!context)
    return;
  free(context->base);
  free(context->now);
  regex_cache_free(context->regexes);
  dm_map_free(context->labels);
  free(context);
}

void dm_function_context_next_solution(dm_function_context *context)
{
  if (!context->labels)
    return;
  dm_map_free(context->labels);
  context->labels = NULL;
}

const char *context_base(const dm_function_context *context)
{
  return context->base;
}

dm_operand context_now(const dm_function_context *context)
{
  return context->now_operand;
}

regex_cache *context_regexes(dm_function_context *context)
{
  return context->regexes;
}

void context_random(dm_function_context *context, void *bytes, size_t n_bytes)
{
  if (context->n_random < n_bytes) {
    size_t n_got = 0;
    while (n_got < sizeof context->random) { /* up to 256 bytes come at once once the pool is seeded; a signal may cut more */
      ssize_t n = getrandom(context->random + n_got, sizeof context->random - n_got, 0);
      if (n > 0)
        n_got += (size_t)n;
    }
    context->n_random = sizeof context->random;
  }
  context->n_random -= n_bytes;
  memcpy(bytes, context->random + context->n_random, n_bytes);
}

/* The label is one that a graph is not likely to have: it would be the graph's node. */
const char *context_blank(dm_function_context *context, const char *label, size_t n_bytes, dm_arena *arena)
{
  uint32_t number = context->n_blanks + 1;
  bool     is_new = true;
  if (label) {
    if (!context->labels)
      context->labels = dm_map_new();
    number = *dm_map_put(context->labels, label, n_bytes, number, &is_new);
  }
  context->n_blanks += is_new;
  return dm_arena_print(arena, "dm.bnode.%u", (unsigned)number);
}
