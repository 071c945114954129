/* Terms by hash, in one text; then sorted.
 *
 *   slots: hash, number ──> entries: type, offset ──> text: "value\0value\0..."
 *
 * Sorting works on eight bytes of each value at a time (multikey quicksort): what IRIs have in common at the beginning is looked at once. */
#include "index/dictionary.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <xxhash.h>

#include "base/buffer.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/vector.h"

enum { FIRST_SLOTS = 1 << 10, MOST_TYPES = 1 << (64 - LAYOUT_OFFSET_BITS), KEY_BYTES = 8, SMALL_GROUP = 16 };

static const uint64_t offset_mask = (UINT64_C(1) << LAYOUT_OFFSET_BITS) - 1;

/* Offsets in type_text; 0: none. */
typedef struct {
  dm_term_kind kind;
  uint32_t     datatype;
  uint32_t     language;
} type;

struct dictionary {
  uint64_t *slots; /* hash << 32 | number; 0: free */
  size_t    n_slots;
  DM_VECTOR(uint64_t) entries; /* of numbers 1... */
  DM_VECTOR(char) text;
  DM_VECTOR(type) types;
  DM_VECTOR(char) type_text;
  dm_map  *types_by_name; /* kind, datatype and language, the latter behind a NUL each */
  uint32_t last_type;     /* most literals are of the type of the one before */
};

dictionary *dictionary_new(void)
{
  dictionary *terms = dm_allocate(sizeof *terms);
  terms->n_slots = FIRST_SLOTS;
  terms->slots = dm_allocate(terms->n_slots * sizeof *terms->slots);
  terms->types_by_name = dm_map_new();
  *dm_vector_add(&terms->type_text) = '\0';
  return terms;
}

void dictionary_free(dictionary *terms)
{
  if (!terms)
    return;
  free(terms->slots);
  dm_vector_free(&terms->entries);
  dm_vector_free(&terms->text);
  dm_vector_free(&terms->types);
  dm_vector_free(&terms->type_text);
  dm_map_free(terms->types_by_name);
  free(terms);
}

/* ---- types ---- */

/* An empty string is none. Language tags mean the same in any case (RDF 1.1 §3.3); small letters are kept. */
static const char *or_empty(const char *string)
{
  return string ? string : "";
}

static uint32_t add_type_string(dictionary *terms, const char *string)
{
  const size_t n = strlen(string);
  const size_t offset = terms->type_text.n;
  if (n == 0)
    return 0;
  for (size_t i = 0; i <= n; i++)
    *dm_vector_add(&terms->type_text) = string[i];
  return (uint32_t)offset;
}

static bool is_type(const dictionary *terms, uint32_t number, const dm_term *term, const char *datatype)
{
  const type *t = &terms->types.items[number];
  const char *text = terms->type_text.items;
  return t->kind == term->kind && strcmp(text + t->datatype, or_empty(datatype)) == 0 &&
         strcasecmp(text + t->language, or_empty(term->language)) == 0;
}

static uint32_t put_type(dictionary *terms, const dm_term *term)
{
  const bool  is_literal = term->kind == DM_TERM_LITERAL;
  const bool  is_typed = is_literal && term->datatype && !(term->language && term->language[0]); /* a language says the datatype already */
  const char *datatype = is_typed && dm_datatype_find(term->datatype) != DM_DATATYPE_STRING ? term->datatype : NULL;
  bool        is_new = false;
  if (terms->types.n > 0 && is_type(terms, terms->last_type, term, datatype))
    return terms->last_type;
  dm_buffer name = {0};
  dm_buffer_add_byte(&name, (char)term->kind);
  dm_buffer_add_string(&name, or_empty(datatype));
  dm_buffer_add_byte(&name, '\0');
  const size_t language_begin = name.n_bytes;
  for (const char *c = is_literal ? or_empty(term->language) : ""; *c; c++)
    dm_buffer_add_byte(&name, index_lower(*c));
  terms->last_type = *dm_map_put(terms->types_by_name, name.bytes, name.n_bytes, (uint32_t)terms->types.n, &is_new);
  if (is_new) {
    const type t = {term->kind, add_type_string(terms, or_empty(datatype)), add_type_string(terms, name.bytes + language_begin)};
    *dm_vector_add(&terms->types) = t;
  }
  dm_buffer_free(&name);
  return terms->last_type;
}

/* ---- terms ---- */

static const char *text_of(const dictionary *terms, uint32_t number)
{
  return terms->text.items + (terms->entries.items[number - 1] & offset_mask);
}

static uint32_t type_of(const dictionary *terms, uint32_t number)
{
  return (uint32_t)(terms->entries.items[number - 1] >> LAYOUT_OFFSET_BITS);
}

static bool has_text(const dictionary *terms, uint32_t number, const char *value, size_t n_bytes)
{
  const size_t offset = (size_t)(terms->entries.items[number - 1] & offset_mask);
  return n_bytes < terms->text.n - offset && memcmp(terms->text.items + offset, value, n_bytes) == 0 && terms->text.items[offset + n_bytes] == '\0';
}

static void grow(dictionary *terms)
{
  const size_t n_slots = terms->n_slots * 2;
  uint64_t    *slots = dm_allocate(n_slots * sizeof *slots);
  for (size_t i = 0; i < terms->n_slots; i++) {
    if (!terms->slots[i])
      continue;
    size_t at = (size_t)(terms->slots[i] >> 32) & (n_slots - 1);
    while (slots[at])
      at = (at + 1) & (n_slots - 1);
    slots[at] = terms->slots[i];
  }
  free(terms->slots);
  terms->slots = slots;
  terms->n_slots = n_slots;
}

static uint32_t add_term(dictionary *terms, const dm_term *term, uint32_t type_number)
{
  const size_t offset = terms->text.n;
  terms->text.items = dm_vector_reserve(terms->text.items, &terms->text.capacity, offset + term->n_bytes + 1, 1);
  if (term->n_bytes > 0)
    memcpy(terms->text.items + offset, term->value, term->n_bytes);
  terms->text.items[offset + term->n_bytes] = '\0';
  terms->text.n += term->n_bytes + 1;
  *dm_vector_add(&terms->entries) = (uint64_t)type_number << LAYOUT_OFFSET_BITS | offset;
  return (uint32_t)terms->entries.n;
}

uint32_t dictionary_put(dictionary *terms, const dm_term *term)
{
  const uint32_t type_number = put_type(terms, term);
  const uint32_t hash = (uint32_t)XXH3_64bits_withSeed(term->value, term->n_bytes, type_number);
  const size_t   mask = terms->n_slots - 1;
  size_t         at = hash & mask;
  for (; terms->slots[at]; at = (at + 1) & mask) {
    const uint32_t number = (uint32_t)terms->slots[at];
    if (terms->slots[at] >> 32 == hash && type_of(terms, number) == type_number && has_text(terms, number, term->value, term->n_bytes))
      return number;
  }
  if (terms->entries.n + 1 >= DM_ID_FIRST_OTHER || type_number >= MOST_TYPES || terms->text.n > offset_mask || terms->type_text.n > INT32_MAX)
    return 0;
  const uint32_t number = add_term(terms, term, type_number);
  terms->slots[at] = (uint64_t)hash << 32 | number;
  if (terms->entries.n > terms->n_slots / 4 * 3)
    grow(terms);
  return number;
}

bool dictionary_is(const dictionary *terms, uint32_t number, const dm_term *term)
{
  const type *t = &terms->types.items[type_of(terms, number)];
  return t->kind == term->kind && term->kind != DM_TERM_LITERAL && has_text(terms, number, term->value, term->n_bytes);
}

size_t dictionary_bytes(const dictionary *terms)
{
  return terms->n_slots * sizeof *terms->slots + terms->entries.n * sizeof *terms->entries.items + terms->text.n;
}

/* ---- order ---- */

/* A term and eight bytes of its text, the first the most significant, zeros behind its end. */
typedef struct {
  uint64_t key;
  uint32_t number;
} item;

/* Items whose texts are the same up to `depth`, which is not behind their end. */
typedef struct {
  size_t begin;
  size_t n;
  size_t depth;
} group;

typedef struct {
  const dictionary *terms;
  const uint32_t   *type_ranks;
  item             *items;
  DM_VECTOR(group) groups; /* still to be sorted */
} ordering;

static uint64_t read_key(const char *text)
{
  uint64_t key = 0;
  for (unsigned i = 0; i < KEY_BYTES; i++) {
    key = key << 8 | (unsigned char)text[i];
    if (!text[i])
      return key << 8 * (KEY_BYTES - 1 - i);
  }
  return key;
}

/* How far all texts of a group are the same, at least to its depth. */
static size_t common_prefix(const ordering *o, const group *g)
{
  const char *first = text_of(o->terms, o->items[g->begin].number);
  size_t      n_common = g->depth + strlen(first + g->depth);
  for (size_t i = g->begin + 1; i < g->begin + g->n && n_common > g->depth; i++) {
    const char *other = text_of(o->terms, o->items[i].number);
    size_t      n = g->depth;
    while (n < n_common && first[n] == other[n])
      n++;
    n_common = n;
  }
  return n_common;
}

static int compare_items(const void *a, const void *b)
{
  const item *first = a;
  const item *second = b;
  return first->key < second->key ? -1 : first->key > second->key;
}

/* Terms of one value by what stands beside it: no two have the same. */
static void sort_by_type(const ordering *o, const group *g)
{
  item *items = o->items + g->begin;
  for (size_t i = 0; i < g->n; i++)
    items[i].key = o->type_ranks[type_of(o->terms, items[i].number)];
  qsort(items, g->n, sizeof *items, compare_items);
}

static uint64_t middle_of(uint64_t a, uint64_t b, uint64_t c)
{
  return a < b ? (b < c ? b : a < c ? c : a) : (a < c ? a : b < c ? c : b);
}

static void add_group(ordering *o, size_t begin, size_t n, size_t depth)
{
  if (n > 1)
    *dm_vector_add(&o->groups) = (group){begin, n, depth};
}

/* Items whose keys at `depth` are the same: as far as those tell, or up to the end of their texts. */
static void add_equal(ordering *o, size_t begin, size_t n, size_t depth)
{
  add_group(o, begin, n, depth + strnlen(text_of(o->terms, o->items[begin].number) + depth, KEY_BYTES));
}

/* Sorts items by their keys; groups of equal keys that have more text are sorted later. */
static void sort_keys(ordering *o, size_t begin, size_t end, size_t depth)
{
  while (end - begin > SMALL_GROUP) {
    item          *items = o->items;
    const size_t   n = end - begin;
    const uint64_t pivot = middle_of(items[begin + n / 4].key, items[begin + n / 2].key, items[begin + n / 4 * 3].key);
    size_t         less = begin;
    size_t         more = end;
    for (size_t i = begin; i < more;) {
      const item moved = items[i];
      if (moved.key < pivot) {
        items[i++] = items[less];
        items[less++] = moved;
      } else if (moved.key > pivot) {
        items[i] = items[--more];
        items[more] = moved;
      } else {
        i++;
      }
    }
    add_equal(o, less, more - less, depth);
    /* The smaller side first, by a call, so that calls nest to the logarithm only. */
    if (less - begin < end - more) {
      sort_keys(o, begin, less, depth);
      begin = more;
    } else {
      sort_keys(o, more, end, depth);
      end = less;
    }
  }
  for (size_t i = begin + 1; i < end; i++)
    for (size_t k = i; k > begin && o->items[k].key < o->items[k - 1].key; k--) {
      const item moved = o->items[k];
      o->items[k] = o->items[k - 1];
      o->items[k - 1] = moved;
    }
  for (size_t i = begin, n = 1; i < end; i += n, n = 1) {
    while (i + n < end && o->items[i + n].key == o->items[i].key)
      n++;
    add_equal(o, i, n, depth);
  }
}

static void sort_group(ordering *o, const group *g)
{
  const size_t depth = common_prefix(o, g);
  item        *items = o->items + g->begin;
  bool         has_more = false;
  for (size_t i = 0; i < g->n; i++) {
    items[i].key = read_key(text_of(o->terms, items[i].number) + depth);
    has_more = has_more || items[i].key;
  }
  if (has_more)
    sort_keys(o, g->begin, g->begin + g->n, depth);
  else
    sort_by_type(o, g);
}

/* ---- types in order ---- */

typedef struct {
  const char *datatype;
  const char *language;
  uint32_t    number;
  type        type;
} named_type;

static int compare_types(const void *a, const void *b)
{
  const named_type *first = a;
  const named_type *second = b;
  int               order = first->type.kind < second->type.kind ? -1 : first->type.kind > second->type.kind;
  if (!order)
    order = strcmp(first->datatype, second->datatype);
  return order ? order : strcmp(first->language, second->language);
}

/* Writes the types in order; returns the rank of each, malloced. Their strings are written anew, since they came in the order of the terms. */
static uint32_t *write_types(const dictionary *terms, target *to, layout_counts *counts)
{
  const size_t n = terms->types.n;
  named_type  *named = dm_allocate(n * sizeof *named);
  uint32_t    *ranks = dm_allocate(n * sizeof *ranks);
  DM_VECTOR(layout_type) written = {0};
  dm_buffer strings = {0};
  for (size_t i = 0; i < n; i++) {
    const type *t = &terms->types.items[i];
    named[i] = (named_type){terms->type_text.items + t->datatype, terms->type_text.items + t->language, (uint32_t)i, *t};
  }
  if (n > 1)
    qsort(named, n, sizeof *named, compare_types);
  dm_buffer_add_byte(&strings, '\0');
  for (size_t i = 0; i < n; i++) {
    layout_type t = {(uint32_t)named[i].type.kind, 0, 0};
    const char *names[] = {named[i].datatype, named[i].language};
    uint32_t   *offsets[] = {&t.datatype, &t.language};
    for (size_t k = 0; k < 2; k++) {
      if (!names[k][0])
        continue;
      *offsets[k] = (uint32_t)strings.n_bytes;
      dm_buffer_add(&strings, names[k], strlen(names[k]) + 1);
    }
    *dm_vector_add(&written) = t;
    ranks[named[i].number] = (uint32_t)i;
  }
  counts->n_types = n;
  counts->n_type_bytes = strings.n_bytes;
  target_write(to, SECTION_TYPES, written.items, n * sizeof *written.items);
  target_write(to, SECTION_TYPE_TEXT, strings.bytes, strings.n_bytes);
  dm_vector_free(&written);
  dm_buffer_free(&strings);
  free(named);
  return ranks;
}

/* ---- writing ---- */

/* The items by kind, and how many there are of each. */
static void group_by_kind(ordering *o, layout_counts *counts)
{
  const dictionary *terms = o->terms;
  const size_t      n = terms->entries.n;
  size_t            n_of[DM_TERM_BLANK + 1] = {0};
  size_t            at[DM_TERM_BLANK + 1] = {0};
  for (size_t i = 0; i < n; i++)
    n_of[terms->types.items[type_of(terms, (uint32_t)i + 1)].kind]++;
  for (size_t kind = 1; kind <= DM_TERM_BLANK; kind++) {
    at[kind] = at[kind - 1] + n_of[kind - 1];
    add_group(o, at[kind], n_of[kind], 0);
  }
  for (size_t i = 0; i < n; i++)
    o->items[at[terms->types.items[type_of(terms, (uint32_t)i + 1)].kind]++].number = (uint32_t)i + 1;
  counts->n_terms = n;
  counts->n_iris = n_of[DM_TERM_IRI];
  counts->n_literals = n_of[DM_TERM_LITERAL];
}

static dm_value value_of(const dictionary *terms, uint32_t number, size_t n_bytes)
{
  const type   *t = &terms->types.items[type_of(terms, number)];
  const char   *strings = terms->type_text.items;
  const dm_term term = {DM_TERM_LITERAL, text_of(terms, number), n_bytes, t->datatype ? strings + t->datatype : NULL,
                        t->language ? strings + t->language : NULL};
  return dm_value_of_term(&term);
}

/* Texts go into a file in order; memory keeps them as they are. Values and entries come of the same pass, since in this order each text is far from the one before. */
static void write_terms(dictionary *terms, const item *items, const uint32_t *ranks, target *to, const layout_counts *counts)
{
  const bool stays = target_is_memory(to);
  uint64_t  *entries = dm_reallocate(NULL, counts->n_terms, sizeof *entries);
  dm_value  *values = dm_reallocate(NULL, counts->n_literals, sizeof *values);
  uint64_t   offset = 0;
  if (!stays)
    target_begin(to, SECTION_TEXT, terms->text.n);
  for (size_t i = 0; i < counts->n_terms; i++) {
    const uint32_t number = items[i].number;
    const size_t   i_literal = i - counts->n_iris;
    const bool     is_literal = i >= counts->n_iris && i_literal < counts->n_literals;
    const char    *text = text_of(terms, number);
    const size_t   n_bytes = stays && !is_literal ? 0 : strlen(text);
    entries[i] = (uint64_t)ranks[type_of(terms, number)] << LAYOUT_OFFSET_BITS | (stays ? terms->entries.items[number - 1] & offset_mask : offset);
    if (is_literal)
      values[i_literal] = value_of(terms, number, n_bytes);
    if (!stays)
      target_add(to, text, n_bytes + 1);
    offset += n_bytes + 1;
  }
  if (stays) {
    target_give(to, SECTION_TEXT, terms->text.items, terms->text.n);
    terms->text.items = NULL;
  } else {
    target_end(to);
  }
  target_give(to, SECTION_TERMS, entries, counts->n_terms * sizeof *entries);
  target_give(to, SECTION_VALUES, values, counts->n_literals * sizeof *values);
}

uint32_t *dictionary_finish(dictionary *terms, target *to, layout_counts *counts)
{
  free(terms->slots);
  terms->slots = NULL;
  uint32_t *type_ranks = write_types(terms, to, counts);
  ordering  o = {.terms = terms, .type_ranks = type_ranks, .items = dm_allocate(terms->entries.n * sizeof *o.items)};
  uint32_t *ids = dm_allocate((terms->entries.n + 1) * sizeof *ids);
  group_by_kind(&o, counts);
  while (o.groups.n > 0) {
    const group g = o.groups.items[--o.groups.n];
    sort_group(&o, &g);
  }
  for (size_t i = 0; i < counts->n_terms; i++)
    ids[o.items[i].number] = (uint32_t)i + 1;
  counts->n_text_bytes = terms->text.n;
  write_terms(terms, o.items, type_ranks, to, counts);
  dm_vector_free(&o.groups);
  free(o.items);
  free(type_ranks);
  return ids;
}
