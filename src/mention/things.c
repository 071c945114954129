/* mention/things.c - things that a document brings: one for each kind, owner and id, and persons by their names. */
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

/* Persons: the family name in capitals goes last, both in title case. */
static bool is_shouted(const dm_token *token)
{
  return (token->flags & DM_TOKEN_ALL_CAPITALS) && token->n_folded > 2;
}

static void add_part(const dm_reading *reading, dm_buffer *label, dm_token_range range, bool shouted, bool all)
{
  const dm_text *text = reading->text;
  for (uint32_t t = range.begin; t < range.end; t++) {
    const dm_token *token = &text->tokens[t];
    bool            joined = token->kind == DM_TOKEN_PUNCTUATION || (t > range.begin && !(token->flags & DM_TOKEN_SPACE_BEFORE));
    bool            first_joined = joined && t > range.begin && is_shouted(&text->tokens[t - 1]) == is_shouted(token);
    if (!all && is_shouted(token) != shouted && !(joined && token->kind == DM_TOKEN_PUNCTUATION))
      continue;
    if (!all && token->kind == DM_TOKEN_PUNCTUATION &&
        (t == range.begin || t + 1 >= range.end || is_shouted(&text->tokens[t - 1]) != shouted || is_shouted(&text->tokens[t + 1]) != shouted))
      continue;
    if (label->n_bytes && !(joined && (all || token->kind == DM_TOKEN_PUNCTUATION || first_joined)))
      dm_buffer_add_byte(label, ' ');
    const char *at = text->string + token->span.begin;
    size_t      n = token->span.end - token->span.begin;
    if (is_shouted(token))
      dm_unicode_title(label, at, n);
    else
      dm_buffer_add(label, at, n);
  }
}

const char *dm_reading_person_label(dm_reading *reading, dm_token_range range)
{
  const dm_text *text = reading->text;
  size_t         n_shouted = 0, n_words = 0;
  for (uint32_t t = range.begin; t < range.end; t++) {
    n_words += text->tokens[t].kind == DM_TOKEN_WORD;
    n_shouted += is_shouted(&text->tokens[t]);
  }
  dm_buffer label = {0};
  if (n_shouted == 0 || n_shouted == n_words) {
    add_part(reading, &label, range, false, true);
  } else {
    add_part(reading, &label, range, false, false);
    add_part(reading, &label, range, true, false);
  }
  const char *kept = dm_arena_string(reading->arena, dm_buffer_string(&label), label.n_bytes);
  dm_buffer_free(&label);
  return kept;
}

static void set_name_key(dm_buffer *key, const char *kind, const char *name)
{
  dm_buffer_clear(key);
  dm_buffer_add(key, kind, strlen(kind) + 1);
  dm_buffer_add_string(key, name);
}

/* By the whole name and by what stands behind each space of it: `Ambassador Lauber` after `Jürg Lauber`. The first of that name keeps it. */
static void index_names(dm_reading *reading, dm_buffer *key)
{
  reading_index *index = reading->index;
  for (; index->n_named_things < reading->found.n; index->n_named_things++) {
    const dm_entity *thing = reading->found.items[index->n_named_things];
    for (const char *name = thing->label; name; name = strchr(name, ' ')) {
      if (name != thing->label)
        name++;
      set_name_key(key, thing->kind, name);
      dm_map_put(index->by_name, key->bytes, key->n_bytes, (uint32_t)index->n_named_things, NULL);
    }
  }
}

const dm_entity *dm_reading_known_person(dm_reading *reading, const char *kind, const char *label)
{
  dm_buffer key = {0};
  uint32_t  place = 0;
  index_names(reading, &key);
  set_name_key(&key, kind, label);
  bool known = dm_map_get(reading->index->by_name, key.bytes, key.n_bytes, &place);
  dm_buffer_free(&key);
  return known ? reading->found.items[place] : NULL;
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

void dm_reading_scope_persons(dm_reading *reading)
{
  dm_reading_scope_ids(reading, dm_grammar_kinds(dm_lexicon_grammar(reading->lexicon), "actor-person", 12));
}
