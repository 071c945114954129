/* The run's dictionary: terms of the query's text and computed ones, in front of the index. Its own terms are numbered from DM_ID_FIRST_OTHER on. */
#include "evaluate/evaluate_impl.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/vector.h"

/* A term that was looked up: one of the run's or, so that the index is not searched twice, one of the index. */
typedef struct {
  uint32_t hash;
  dm_id    id; /* DM_ID_NONE: free */
} slot;

struct dm_terms {
  const dm_index *index;
  dm_run         *run;
  dm_arena       *arena; /* texts */
  DM_VECTOR(dm_operand) own;
  slot     *slots; /* open addressing, a power of two */
  size_t    n_slots;
  size_t    n_used;
  uint64_t  n_blanks;
  dm_id     first_literal; /* of the index: IRIs stand in front of it */
  dm_id     first_blank;
  dm_buffer language; /* scratch */
};

enum { FIRST_SLOTS = 64 };

/* The first identifier of the index whose term is of `kind` or a later one: they stand in the order of kinds. */
static dm_id find_kind(const dm_index *index, dm_term_kind kind)
{
  dm_id low = 1;
  dm_id high = (dm_id)dm_index_count_terms(index) + 1;
  while (low < high) {
    dm_id middle = low + (high - low) / 2;
    if (dm_index_term(index, middle).kind < kind)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

dm_terms *dm_terms_new(const dm_index *index, dm_run *run)
{
  dm_terms *terms = dm_allocate(sizeof *terms);
  terms->index = index;
  terms->run = run;
  terms->arena = dm_arena_new();
  terms->first_literal = find_kind(index, DM_TERM_LITERAL);
  terms->first_blank = find_kind(index, DM_TERM_BLANK);
  terms->n_slots = FIRST_SLOTS;
  terms->slots = dm_allocate(terms->n_slots * sizeof *terms->slots);
  return terms;
}

void dm_terms_free(dm_terms *terms)
{
  if (!terms)
    return;
  dm_arena_free(terms->arena);
  dm_vector_free(&terms->own);
  dm_buffer_free(&terms->language);
  free(terms->slots);
  free(terms);
}

static uint64_t mix(uint64_t hash, const char *bytes, size_t n_bytes)
{
  const uint64_t prime = UINT64_C(0x9E3779B97F4A7C15);
  hash = (hash ^ n_bytes) * prime;
  for (; n_bytes >= 8; bytes += 8, n_bytes -= 8) {
    uint64_t word;
    memcpy(&word, bytes, 8);
    hash = (hash ^ word) * prime;
    hash ^= hash >> 29;
  }
  uint64_t rest = 0;
  if (n_bytes)
    memcpy(&rest, bytes, n_bytes);
  hash = (hash ^ rest) * prime;
  return hash ^ hash >> 32;
}

static uint32_t hash_term(const dm_term *term)
{
  uint64_t hash = mix((uint64_t)term->kind, term->value, term->n_bytes);
  if (term->datatype)
    hash = mix(hash, term->datatype, strlen(term->datatype));
  if (term->language)
    hash = mix(hash, term->language, strlen(term->language));
  return (uint32_t)hash;
}

static void grow(dm_terms *terms)
{
  size_t n_old = terms->n_slots;
  slot  *old = terms->slots;
  terms->n_slots *= 2;
  terms->slots = dm_allocate(terms->n_slots * sizeof *terms->slots);
  dm_run_take(terms->run, (ptrdiff_t)(n_old * sizeof *old));
  for (size_t i = 0; i < n_old; i++) {
    if (old[i].id == DM_ID_NONE)
      continue;
    size_t at = old[i].hash & (terms->n_slots - 1);
    while (terms->slots[at].id != DM_ID_NONE)
      at = (at + 1) & (terms->n_slots - 1);
    terms->slots[at] = old[i];
  }
  free(old);
}

static dm_id keep(dm_terms *terms, const dm_term *term)
{
  if (terms->own.n >= UINT32_MAX - DM_ID_FIRST_OTHER) {
    dm_run_stop(terms->run, DM_OVER_LIMIT, SIZE_MAX, "the query makes more than %zu terms", terms->own.n);
    return DM_ID_NONE;
  }
  dm_term copy = *term;
  size_t  n_bytes = sizeof(dm_operand) + term->n_bytes + 1;
  copy.value = dm_arena_string(terms->arena, term->value, term->n_bytes);
  if (term->datatype) {
    /* The usual datatypes are constants; only others need a copy. */
    dm_datatype datatype = dm_datatype_find(term->datatype);
    copy.datatype = datatype != DM_DATATYPE_OTHER ? dm_datatype_iri(datatype) : dm_arena_string(terms->arena, term->datatype, strlen(term->datatype));
  }
  if (term->language)
    copy.language = dm_arena_string(terms->arena, term->language, strlen(term->language));
  *dm_vector_add(&terms->own) = dm_operand_of_term(&copy);
  dm_run_take(terms->run, (ptrdiff_t)n_bytes);
  return DM_ID_FIRST_OTHER + (dm_id)(terms->own.n - 1);
}

/* Language tags mean the same in any case (RDF 1.1 Concepts §3.3): small letters are kept, as the index does. */
static const char *lower_language(dm_terms *terms, const char *language)
{
  const char *at = language;
  while (*at && !(*at >= 'A' && *at <= 'Z'))
    at++;
  if (!*at)
    return language;
  dm_buffer_clear(&terms->language);
  for (at = language; *at; at++)
    dm_buffer_add_byte(&terms->language, (char)(*at >= 'A' && *at <= 'Z' ? *at + 'a' - 'A' : *at));
  return dm_buffer_string(&terms->language);
}

dm_id dm_terms_put(dm_terms *terms, const dm_term *term)
{
  if (term->kind == DM_TERM_NONE)
    return DM_ID_NONE;
  dm_term plain = *term;
  /* One term in two spellings (RDF 1.1 Concepts §3.3). */
  if (plain.kind != DM_TERM_LITERAL || plain.language || (plain.datatype && dm_datatype_find(plain.datatype) == DM_DATATYPE_STRING))
    plain.datatype = NULL;
  if (plain.kind != DM_TERM_LITERAL)
    plain.language = NULL;
  if (plain.language)
    plain.language = lower_language(terms, plain.language);
  uint32_t hash = hash_term(&plain);
  size_t   at = hash & (terms->n_slots - 1);
  for (; terms->slots[at].id != DM_ID_NONE; at = (at + 1) & (terms->n_slots - 1)) {
    if (terms->slots[at].hash != hash)
      continue;
    dm_term other = dm_terms_term(terms, terms->slots[at].id);
    if (dm_term_compare(&plain, &other) == 0)
      return terms->slots[at].id;
  }
  dm_id id = dm_index_find(terms->index, &plain);
  if (id == DM_ID_NONE)
    id = keep(terms, &plain);
  if (id == DM_ID_NONE)
    return id;
  terms->slots[at] = (slot){.hash = hash, .id = id};
  if (++terms->n_used * 2 > terms->n_slots)
    grow(terms);
  return id;
}

dm_operand dm_terms_get(const dm_terms *terms, dm_id id)
{
  if (id >= DM_ID_FIRST_OTHER)
    return terms->own.items[id - DM_ID_FIRST_OTHER];
  if (id == DM_ID_NONE)
    return (dm_operand){0};
  return (dm_operand){.term = dm_index_term(terms->index, id), .value = dm_index_value(terms->index, id)};
}

dm_term dm_terms_term(const dm_terms *terms, dm_id id)
{
  if (id >= DM_ID_FIRST_OTHER)
    return terms->own.items[id - DM_ID_FIRST_OTHER].term;
  if (id == DM_ID_NONE)
    return (dm_term){0};
  return dm_index_term(terms->index, id);
}

dm_value dm_terms_value(const dm_terms *terms, dm_id id)
{
  if (id >= DM_ID_FIRST_OTHER)
    return terms->own.items[id - DM_ID_FIRST_OTHER].value;
  if (id == DM_ID_NONE)
    return (dm_value){0};
  return dm_index_value(terms->index, id);
}

dm_term_kind dm_terms_kind(const dm_terms *terms, dm_id id)
{
  if (id >= DM_ID_FIRST_OTHER)
    return terms->own.items[id - DM_ID_FIRST_OTHER].term.kind;
  if (id == DM_ID_NONE)
    return DM_TERM_NONE;
  return id < terms->first_literal ? DM_TERM_IRI : id < terms->first_blank ? DM_TERM_LITERAL : DM_TERM_BLANK;
}

static bool is_without_text(const dm_value *value)
{
  return value->kind != DM_VALUE_NONE && value->kind != DM_VALUE_STRING && value->kind != DM_VALUE_BIG;
}

int dm_terms_order(const dm_terms *terms, dm_id a, dm_id b)
{
  if (a == b)
    return 0;
  if (a == DM_ID_NONE || b == DM_ID_NONE)
    return a == DM_ID_NONE ? -1 : 1;
  dm_term_kind left_kind = dm_terms_kind(terms, a);
  dm_term_kind right_kind = dm_terms_kind(terms, b);
  if (left_kind != right_kind) { /* blank nodes, IRIs, literals */
    if (left_kind == DM_TERM_BLANK || right_kind == DM_TERM_BLANK)
      return left_kind == DM_TERM_BLANK ? -1 : 1;
    return left_kind == DM_TERM_IRI ? -1 : 1;
  }
  bool is_in_index = a < DM_ID_FIRST_OTHER && b < DM_ID_FIRST_OTHER;
  if (is_in_index && left_kind != DM_TERM_LITERAL)
    return a < b ? -1 : 1;
  dm_value left = dm_terms_value(terms, a);
  dm_value right = dm_terms_value(terms, b);
  /* Texts of one kind stand in their order in the index. */
  if (is_in_index && left.kind == right.kind && (left.kind == DM_VALUE_NONE || left.kind == DM_VALUE_STRING))
    return a < b ? -1 : 1;
  if (left.kind == DM_VALUE_INTEGER && right.kind == DM_VALUE_INTEGER && left.high != right.high)
    return left.high < right.high ? -1 : 1;
  /* Values that are not texts often tell without them, which are far away in memory. */
  static const dm_term empty = {.kind = DM_TERM_LITERAL, .value = ""};
  if (left.kind != DM_VALUE_BIG && right.kind != DM_VALUE_BIG && (left.kind != right.kind || is_without_text(&left))) {
    int order = dm_operand_order(&(dm_operand){empty, left}, &(dm_operand){empty, right});
    if (order)
      return order;
  }
  dm_operand left_operand = {.term = dm_terms_term(terms, a), .value = left};
  dm_operand right_operand = {.term = dm_terms_term(terms, b), .value = right};
  return dm_operand_order(&left_operand, &right_operand);
}

dm_id dm_terms_new_blank(dm_terms *terms)
{
  char    label[32];
  dm_term term = {.kind = DM_TERM_BLANK, .value = label};
  for (;;) {
    term.n_bytes = (size_t)snprintf(label, sizeof label, "n%" PRIu64, terms->n_blanks++);
    size_t n_own = terms->own.n;
    dm_id  id = dm_terms_put(terms, &term);
    if (terms->own.n > n_own || id == DM_ID_NONE) /* else there is one of this name */
      return id;
  }
}
