/* mention/things.c - things that a document brings: one for each kind, owner and id. */
#include <string.h>

#include "base/unicode.h"
#include "mention/mention_impl.h"

reading_index *dm_reading_index_new(size_t n_listed)
{
  reading_index *made = dm_allocate(sizeof *made);
  made->by_id = dm_map_new();
  made->by_name = dm_map_new();
  made->named = dm_allocate((n_listed + 1) * sizeof *made->named);
  made->leading = dm_allocate((n_listed + 1) * sizeof *made->leading);
  return made;
}

void dm_reading_index_free(reading_index *index)
{
  dm_map_free(index->by_id);
  dm_map_free(index->by_name);
  free(index->named);
  free(index->leading);
  free(index);
}

const dm_entity *dm_reading_thing_by_id(dm_reading *reading, const char *kind, const char *id, const char *label, const dm_entity *of)
{
  dm_buffer scoped = {0};
  if (of) {
    dm_unicode_slug(&scoped, of->id, strlen(of->id));
    dm_buffer_add_byte(&scoped, '-');
  }
  dm_buffer_add_string(&scoped, id);
  const dm_entity *thing = dm_lexicon_find(reading->lexicon, kind, dm_buffer_string(&scoped));
  dm_buffer_free(&scoped);
  if (thing || !id[0])
    return thing;
  bool      is_new = false;
  dm_buffer key = {0};
  dm_buffer_add(&key, kind, strlen(kind) + 1);
  dm_buffer_add(&key, (const char *)&of, sizeof of);
  dm_buffer_add_string(&key, id);
  uint32_t place = *dm_map_put(reading->index->by_id, key.bytes, key.n_bytes, (uint32_t)reading->found.n, &is_new);
  dm_buffer_free(&key);
  if (!is_new)
    return reading->found.items[place];
  dm_entity *made = dm_arena_allocate(reading->arena, sizeof *made);
  *made = (dm_entity){.kind = kind,
                      .id = dm_arena_string(reading->arena, id, strlen(id)),
                      .label = dm_arena_string(reading->arena, label, strlen(label)),
                      .of = of,
                      .index = UINT32_MAX};
  *dm_vector_add(&reading->found) = made;
  return made;
}

const dm_entity *dm_reading_thing(dm_reading *reading, const char *kind, const char *label, const dm_entity *of)
{
  dm_buffer slug = {0};
  dm_unicode_slug(&slug, label, strlen(label));
  const dm_entity *thing = dm_reading_thing_by_id(reading, kind, dm_buffer_string(&slug), label, of);
  dm_buffer_free(&slug);
  return thing;
}

/* The id of a body or person that no lexicon lists begins with whose it is, so that two states' `Ministry of Interior`, or namesakes, stay apart. */
void dm_reading_scope_ids(dm_reading *reading, dm_kinds scoped)
{
  const dm_grammar *grammar = dm_lexicon_grammar(reading->lexicon);
  for (size_t i = 0; i < reading->found.n; i++) {
    dm_entity *thing = reading->found.items[i];
    if (!thing->of || !(scoped >> dm_grammar_kind(grammar, thing->kind) & 1))
      continue;
    dm_buffer id = {0};
    dm_unicode_slug(&id, thing->of->id, strlen(thing->of->id));
    dm_buffer_print(&id, "-%s", thing->id);
    thing->id = dm_arena_string(reading->arena, id.bytes, id.n_bytes);
    dm_buffer_free(&id);
  }
}
