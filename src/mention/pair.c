/* mention/pair.c - meetings are those of a pair of sides, whichever is named first, and however. */
#include <string.h>

#include "base/unicode.h"
#include "mention/mention_impl.h"

enum { PAIR_BLOCKS = 6, PAIR_GAP = 2 };

static bool is_of(const dm_mention *mention, dm_kinds kinds)
{
  return kinds >> mention->kind & 1;
}

/* What an id calls a side: states by their name, organisations as their own ids do. */
static const char *name_in_id(dm_reading *reading, const dm_entity *side)
{
  const dm_grammar *grammar = dm_lexicon_grammar(reading->lexicon);
  dm_kinds          territories = dm_grammar_kinds(grammar, "location", 8);
  const char       *name = territories >> dm_grammar_kind(grammar, side->kind) & 1 ? side->label : side->id;
  dm_buffer         slug = {0};
  dm_unicode_slug(&slug, name, strlen(name));
  const char *kept = dm_arena_string(reading->arena, dm_buffer_string(&slug), slug.n_bytes);
  dm_buffer_free(&slug);
  return kept;
}

/* The two in the order in which ids have them. */
static void order_pair(dm_reading *reading, const dm_mention *const *pair, const char **first, const char **second)
{
  const char *a = name_in_id(reading, pair[0]->entity), *b = name_in_id(reading, pair[1]->entity);
  bool        swap = strcmp(a, b) > 0;
  *first = swap ? b : a;
  *second = swap ? a : b;
}

/* Whether a third side is named with the one at `i`: `Japan-China-ROK Trilateral Consultation`. */
static bool follows_third(const dm_reading *reading, const told_kinds *kinds, size_t i)
{
  const dm_mention *second = &reading->mentions.items[i];
  for (size_t k = i + 1; k < reading->mentions.n && reading->mentions.items[k].range.begin <= second->range.end + PAIR_GAP; k++) {
    const dm_mention *third = &reading->mentions.items[k];
    if (third->range.begin >= second->range.end && is_of(third, kinds->sides) && third->entity && third->entity != second->entity)
      return true;
  }
  return false;
}

/* The first two sides that the document's first blocks name together: `European Union and Brazil: second Cyber Dialogue`. */
static size_t find_pair(const dm_reading *reading, const told_kinds *kinds, const dm_mention **pair)
{
  const dm_mention *before = NULL;
  for (size_t i = 0; i < reading->mentions.n; i++) {
    const dm_mention *side = &reading->mentions.items[i];
    if (reading->text->tokens[side->range.begin].block >= PAIR_BLOCKS)
      break;
    if (!is_of(side, kinds->sides) || !side->entity || (before && side->range.begin < before->range.end))
      continue;
    if (before && before->entity != side->entity && side->range.begin - before->range.end <= PAIR_GAP) {
      if (follows_third(reading, kinds, i))
        return 0;
      pair[0] = before;
      pair[1] = side;
      return 2;
    }
    before = side;
  }
  return 0;
}

/* Looked for anew only when more sides are known. */
static size_t pair_of_document(const dm_reading *reading, const told_kinds *kinds, const dm_mention **pair)
{
  reading_index *index = reading->index;
  if (!index->pair_is_known || index->n_sides_of_pair != index->n_sides) {
    index->n_pair = find_pair(reading, kinds, index->pair);
    index->n_sides_of_pair = index->n_sides;
    index->pair_is_known = true;
  }
  memcpy(pair, index->pair, sizeof index->pair);
  return index->n_pair;
}

/* A meeting that is named without those who hold it is that of the document's pair. */
static const dm_entity *meeting_of_pair(dm_reading *reading, const told_kinds *kinds, const dm_mention *mention, const char *kind)
{
  const dm_mention *pair[2];
  if (pair_of_document(reading, kinds, pair) != 2)
    return NULL;
  const char *first = NULL, *second = NULL, *words = dm_reading_words(reading, mention->label);
  dm_buffer   name = {0}, label = {0}, slug = {0};
  order_pair(reading, pair, &first, &second);
  dm_buffer_print(&name, "%s %s %s", first, second, words);
  dm_buffer_print(&label, "%s-%s %s", dm_reading_words(reading, pair[0]->range), dm_reading_words(reading, pair[1]->range), words);
  dm_unicode_slug(&slug, dm_buffer_string(&name), name.n_bytes);
  const dm_entity *thing = dm_reading_thing_by_id(reading, kind, dm_buffer_string(&slug), dm_buffer_string(&label), NULL);
  dm_buffer_free(&name);
  dm_buffer_free(&label);
  dm_buffer_free(&slug);
  return thing;
}

/* The words of a label, without the spaces that a line end left around the hyphen of a pair (`Japan- France`), which stands at `hyphen` if there is one. */
static const char *pair_label(dm_reading *reading, dm_token_range label, uint32_t hyphen)
{
  if (hyphen + 1 >= label.end || reading->text->tokens[hyphen].kind != DM_TOKEN_PUNCTUATION)
    return dm_reading_words(reading, label);
  const char *first = dm_reading_words(reading, (dm_token_range){label.begin, hyphen});
  const char *second = dm_reading_words(reading, (dm_token_range){hyphen + 1, label.end});
  return dm_arena_print(reading->arena, "%s%s%s", first, dm_reading_words(reading, (dm_token_range){hyphen, hyphen + 1}), second);
}

/* A series of a pair has one id whichever is named first, and however: `U.S.-Japan Cyber Dialogue` is `japan-united-states-cyber-dialogue`. */
const dm_entity *dm_reading_pair_thing(dm_reading *reading, const told_kinds *kinds, const dm_mention *mention, const char *kind)
{
  const dm_mention *pair[2];
  size_t            n = 0;
  for (uint32_t m = reading->first_mark[mention->label.begin]; m < reading->marks.n && reading->marks.items[m].range.begin < mention->label.end;
       m++) {
    const dm_mention *side = dm_reading_mention(reading, m);
    if (!is_of(side, kinds->sides) || !side->entity || side->range.end > mention->label.end || (n && side->range.begin < pair[n - 1]->range.end))
      continue;
    if (n == 2)
      return NULL;
    pair[n++] = side;
  }
  if (n == 0 && is_of(mention, kinds->meetings))
    return meeting_of_pair(reading, kinds, mention, kind);
  if (n != 2)
    return NULL;
  const char *first = NULL, *second = NULL;
  dm_buffer   name = {0}, slug = {0};
  order_pair(reading, pair, &first, &second);
  uint32_t link = pair[0]->range.begin; /* `Cyber Dialogue between Japan and ...`: the word that links a name to its pair is no part of it */
  while (link > mention->label.begin && dm_lexicon_is_light(reading->lexicon, reading->symbols[link - 1]))
    link--;
  if (link > mention->label.begin)
    link--;
  const char *before = dm_reading_words(reading, (dm_token_range){mention->label.begin, link});
  const char *after = dm_reading_words(reading, (dm_token_range){pair[1]->range.end, mention->label.end});
  dm_buffer_print(&name, "%s %s %s %s", first, second, before, after);
  dm_unicode_slug(&slug, dm_buffer_string(&name), name.n_bytes);
  const dm_entity *thing =
      dm_reading_thing_by_id(reading, kind, dm_buffer_string(&slug), pair_label(reading, mention->label, pair[0]->range.end), NULL);
  dm_buffer_free(&name);
  dm_buffer_free(&slug);
  return thing;
}
