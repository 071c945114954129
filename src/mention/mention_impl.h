/* mention/mention_impl.h - the steps of a reading; for this module only. */
#ifndef DM_MENTION_MENTION_IMPL_H
#define DM_MENTION_MENTION_IMPL_H

#include "base/map.h"
#include "mention/mention.h"

/* What is found out once about a reading. */
typedef struct reading_index {
  dm_map           *by_id;          /* kind, owner and id of a found thing -> its place in found */
  dm_map           *by_name;        /* kind and name, whole or its last words -> the first found thing of that name */
  size_t            n_named_things; /* found things that are in by_name */
  uint32_t         *named;          /* one a listed thing, by index: mentions that are known to mean it */
  uint32_t         *leading;        /* those in the first blocks */
  size_t            n_sides;        /* mentions of sides whose thing is known */
  const dm_mention *pair[2];        /* the first two sides that are named together, by what was known with `n_sides_of_pair` */
  size_t            n_pair;
  size_t            n_sides_of_pair;
  bool              pair_is_known;
} reading_index;

reading_index *dm_reading_index_new(size_t n_listed);
void           dm_reading_index_free(reading_index *index);

/* Sorts the mentions, marks inner ones, drops what cannot stand beside a better one, and builds marks and view anew. */
void dm_reading_settle(dm_reading *reading);

/* Gives dates and numbers their value from the captures of the form that matched. Returns NULL if they are none (31 February). */
const char *dm_value_of_date(dm_reading *reading, const dm_match *match);
const char *dm_value_of_last(dm_reading *reading, const dm_match *match);    /* the last day of a range */
const char *dm_value_of_numeric(dm_reading *reading, const dm_match *match); /* 25.05.2023, 2021/3/12 */
const char *dm_value_of_number(dm_reading *reading, const dm_match *match);

/* Finds sides and owners, then decides which thing each mention means, and makes things of found ones. */
void dm_reading_identify(dm_reading *reading);

/* The name of a person as it is written elsewhere: the family name in capitals goes last, both in title case. In the reading's arena. */
const char *dm_reading_person_label(dm_reading *reading, dm_token_range range);

/* The found person of that name or last name, or NULL. */
const dm_entity *dm_reading_known_person(dm_reading *reading, const char *kind, const char *label);

/* Puts whose they are before the ids of found things of these kinds. */
void dm_reading_scope_ids(dm_reading *reading, dm_kinds scoped);

/* As dm_reading_thing(), by an id that is no slug of the label. */
const dm_entity *dm_reading_thing_by_id(dm_reading *reading, const char *kind, const char *id, const char *label, const dm_entity *of);

#endif
