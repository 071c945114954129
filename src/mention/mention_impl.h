/* mention/mention_impl.h - the steps of a reading; for this module only. */
#ifndef DM_MENTION_MENTION_IMPL_H
#define DM_MENTION_MENTION_IMPL_H

#include "mention/mention.h"

/* Sorts the mentions, marks inner ones, drops what cannot stand beside a better one, and builds marks and view anew. */
void dm_reading_settle(dm_reading *reading);

/* Gives dates and numbers their value from the captures of the form that matched. Returns NULL if they are none (31 February). */
const char *dm_value_of_date(dm_reading *reading, const dm_match *match);
const char *dm_value_of_last(dm_reading *reading, const dm_match *match); /* the last day of a range */
const char *dm_value_of_numeric(dm_reading *reading, const dm_match *match); /* 25.05.2023, 2021/3/12 */
const char *dm_value_of_number(dm_reading *reading, const dm_match *match);

/* Finds sides and owners, then decides which thing each mention means, and makes things of found ones. */
void dm_reading_identify(dm_reading *reading);

/* As dm_reading_thing(), by an id that is no slug of the label. */
const dm_entity *dm_reading_thing_by_id(dm_reading *reading, const char *kind, const char *id, const char *label, const dm_entity *of);

#endif
