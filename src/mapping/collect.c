/* mapping/collect.c - the statements of one graph: each once, subjects together.
 *
 * Terms are numbered as they come; a statement is three numbers, so that finding it again is one look. */
#include "mapping/mapping_impl.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  dm_term  term;
  uint32_t rank;  /* as a subject: the best of those it came with */
  uint32_t first; /* as a subject: the number of its first statement */
} numbered_term;

typedef struct {
  uint32_t subject;
  uint32_t predicate;
  uint32_t object;
} triple;

/* What statements are sorted by, all at hand. */
typedef struct {
  uint32_t    subject_rank;
  uint32_t    subject_first;
  uint32_t    predicate_rank;
  uint32_t    number;
  const char *predicate;
} sort_key;

struct collection {
  const dm_mapping *mapping;
  dm_arena         *arena;
  dm_map           *term_numbers;
  dm_map           *statements;
  dm_buffer         key;
  DM_VECTOR(numbered_term) terms;
  DM_VECTOR(triple) triples;
};

collection *dm_collection_new(const dm_mapping *mapping, dm_arena *arena)
{
  collection *c = dm_allocate(sizeof *c);
  c->mapping = mapping;
  c->arena = arena;
  c->term_numbers = dm_map_new();
  c->statements = dm_map_new();
  return c;
}

void dm_collection_free(collection *c)
{
  dm_map_free(c->term_numbers);
  dm_map_free(c->statements);
  dm_buffer_free(&c->key);
  dm_vector_free(&c->terms);
  dm_vector_free(&c->triples);
  free(c);
}

static uint32_t number_of(collection *c, const dm_term *term)
{
  bool is_new = false;
  dm_buffer_clear(&c->key);
  dm_buffer_add_byte(&c->key, term->kind == DM_TERM_IRI ? 'I' : 'L');
  dm_buffer_add(&c->key, term->value, term->n_bytes + 1);
  if (term->datatype)
    dm_buffer_add_string(&c->key, term->datatype);
  if (term->language) {
    dm_buffer_add_byte(&c->key, '@');
    dm_buffer_add_string(&c->key, term->language);
  }
  const uint32_t number = *dm_map_put(c->term_numbers, c->key.bytes, c->key.n_bytes, (uint32_t)c->terms.n, &is_new);
  if (is_new)
    *dm_vector_add(&c->terms) = (numbered_term){.term = *term, .rank = DM_RANK_LAST, .first = UINT32_MAX};
  return number;
}

void dm_collection_add(collection *c, const dm_term *subject, const dm_term *predicate, const dm_term *object, uint32_t rank)
{
  const triple   t = {.subject = number_of(c, subject), .predicate = number_of(c, predicate), .object = number_of(c, object)};
  const uint32_t number = (uint32_t)c->triples.n;
  numbered_term *s = &c->terms.items[t.subject];
  bool           is_new = false;
  if (rank < s->rank)
    s->rank = rank;
  dm_map_put(c->statements, (const char *)&t, sizeof t, 0, &is_new);
  if (!is_new)
    return;
  if (s->first == UINT32_MAX)
    s->first = number;
  *dm_vector_add(&c->triples) = t;
}

static int compare_numbers(uint32_t a, uint32_t b)
{
  return (a > b) - (a < b);
}

static int compare_keys(const void *left, const void *right)
{
  const sort_key *a = left;
  const sort_key *b = right;
  int             order = compare_numbers(a->subject_rank, b->subject_rank);
  if (order == 0)
    order = compare_numbers(a->subject_first, b->subject_first);
  if (order == 0)
    order = compare_numbers(a->predicate_rank, b->predicate_rank);
  if (order == 0)
    order = strcmp(a->predicate, b->predicate);
  return order ? order : compare_numbers(a->number, b->number);
}

static sort_key key_for(const collection *c, uint32_t number)
{
  const triple  *t = &c->triples.items[number];
  const dm_term *predicate = &c->terms.items[t->predicate].term;
  sort_key       key = {.subject_rank = c->terms.items[t->subject].rank, .subject_first = c->terms.items[t->subject].first, .number = number};
  key.predicate = predicate->value;
  key.predicate_rank = UINT32_MAX;
  dm_map_get(c->mapping->predicate_ranks, predicate->value, predicate->n_bytes, &key.predicate_rank);
  return key;
}

dm_status dm_collection_send(collection *c, const dm_term *graph, const dm_sink *sink)
{
  dm_status status = DM_OK;
  sort_key *keys = dm_allocate((c->triples.n + 1) * sizeof *keys);
  for (size_t i = 0; i < c->triples.n; i++)
    keys[i] = key_for(c, (uint32_t)i);
  qsort(keys, c->triples.n, sizeof *keys, compare_keys);
  for (size_t i = 0; i < c->triples.n && status == DM_OK; i++) {
    const triple      *t = &c->triples.items[keys[i].number];
    const dm_statement statement = {.subject = c->terms.items[t->subject].term,
                                    .predicate = c->terms.items[t->predicate].term,
                                    .object = c->terms.items[t->object].term,
                                    .graph = *graph};
    status = sink->on_statement(sink->ctx, &statement);
  }
  free(keys);
  return status;
}
