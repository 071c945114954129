/* mention/mention_impl.h - the steps of a reading; for this module only. */
#ifndef DM_MENTION_MENTION_IMPL_H
#define DM_MENTION_MENTION_IMPL_H

#include "base/map.h"
#include "mention/mention.h"

/* Kinds that identity turns on. */
typedef struct {
  dm_kinds sides;
  dm_kinds bodies;
  dm_kinds persons;
  dm_kinds meetings;
} told_kinds;

/* What is found out once about a reading. */
typedef struct reading_index {
  dm_map           *by_id;      /* kind, owner and id of a found thing -> its place in found */
  dm_map           *by_name;    /* kind and name of a person, whole or its last words -> the first found one of that name */
  uint32_t         *named;      /* one a listed thing, by index: mentions that are known to mean it */
  uint32_t         *leading;    /* those in the first blocks */
  uint32_t          most_named; /* how often the state is named that is named most */
  size_t            n_sides;    /* mentions of sides whose thing is known */
  const dm_mention *pair[2];    /* the first two sides that are named together, by what was known with `n_sides_of_pair` */
  size_t            n_pair;
  size_t            n_sides_of_pair;
  bool              pair_is_known;
} reading_index;

reading_index *dm_reading_index_new(size_t n_listed);
void           dm_reading_index_free(reading_index *index);

/* Sorts the mentions, marks inner ones, drops what cannot stand beside a better one, and builds marks and view anew. */
void dm_reading_settle(dm_reading *reading);

/* Adds mentions of a listed name, one for each kind of thing that bears it. `respelt` as in dm_mention. */
void dm_reading_add_named(dm_reading *reading, dm_token_range range, const dm_named *named, size_t n_named, const char *respelt);

/* Finds names of which one word is misspelt, where no other name stands. After the names, before all forms. */
void dm_reading_add_misspelt(dm_reading *reading);

/* Finds what names the document gives to things itself, and makes every place where such a name stands a mention of what it is for. */
void dm_reading_apply_aliases(dm_reading *reading);

/* Gives dates and numbers their value from the captures of the form that matched. Returns NULL if they are none (31 February). */
const char *dm_value_of_date(dm_reading *reading, const dm_match *match);
const char *dm_value_of_last(dm_reading *reading, const dm_match *match);    /* the last day of a range */
const char *dm_value_of_numeric(dm_reading *reading, const dm_match *match); /* 25.05.2023, 2021/3/12 */
const char *dm_value_of_number(dm_reading *reading, const dm_match *match);

/* Finds sides and owners, then decides which thing each mention means, and makes things of found ones. */
void dm_reading_identify(dm_reading *reading);

/* Gives a mention that was found by form its thing. `is_owned`: a side stands in it that it belongs to. */
void dm_reading_make_found(dm_reading *reading, const told_kinds *kinds, bool is_owned, dm_mention *mention);

/* The series that a mention names by two sides, or without them as that of the document's pair; NULL if it is none of a pair. */
const dm_entity *dm_reading_pair_thing(dm_reading *reading, const told_kinds *kinds, const dm_mention *mention, const char *kind);

/* Bodies that were found without a side mean the one of their name that has one; none, if several have. Before dm_reading_scope_ids(). */
void dm_reading_join_bodies(dm_reading *reading, dm_kinds bodies);

/* Gives the things that the document brought their fullest label and their further names; when every mention has its thing. */
void dm_reading_name_found(dm_reading *reading, const told_kinds *kinds);

/* The name of a person as it is written elsewhere: the family name in capitals goes last, both in title case. In the reading's arena. */
const char *dm_reading_person_label(dm_reading *reading, dm_token_range range);

/* The person whom the words name: one that is known by that name, in another order, without its initials, or by the last name alone; else a new one. */
const dm_entity *dm_reading_person(dm_reading *reading, const char *kind, dm_token_range range);

/* Puts whose they are before the ids of found things of these kinds. */
void dm_reading_scope_ids(dm_reading *reading, dm_kinds scoped);

/* As dm_reading_thing(), by an id that is no slug of the label. */
const dm_entity *dm_reading_thing_by_id(dm_reading *reading, const char *kind, const char *id, const char *label, const dm_entity *of);

#endif
