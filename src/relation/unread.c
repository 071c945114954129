/* relation/unread.c - what stands between who and what, and no frame takes: verbs and expressions that the rules do not know. */
#include "relation/clause_impl.h"

enum { MAX_GAP = 12, MAX_BARE_GAP = 4 };

/* Whether a frame of any rule begins in `range`. */
static bool has_frame(const dm_relation *relation, dm_token_range range)
{
  for (uint32_t t = range.begin; t < range.end; t++)
    if (relation->frameless[t] == 2)
      return true;
  return false;
}

/* Whether what begins at `t` joins, subordinates or relates, so that no verb of the subject before begins there. */
static bool leads_elsewhere(const dm_relation *relation, dm_token_range range)
{
  static const clause_use uses[] = {CLAUSE_JOINTS,    CLAUSE_PURPOSES,  CLAUSE_ADJUNCTS, CLAUSE_OBLIQUES,  CLAUSE_OWNERS,
                                    CLAUSE_OPENERS,   CLAUSE_COMMAS,    CLAUSE_ASIDES,   CLAUSE_RELATIVES, CLAUSE_SUBORDINATORS,
                                    CLAUSE_QUESTIONS, CLAUSE_GOVERNORS, CLAUSE_NOMINALS, CLAUSE_NEGATORS,  CLAUSE_BREAKS};
  uint32_t                end = 0;
  for (size_t i = 0; i < sizeof uses / sizeof *uses; i++)
    if (dm_phrase_at(relation, uses[i], range, range.begin, &end))
      return true;
  return false;
}

/* Behind what may stand between a subject and its verb: auxiliaries, adverbs. */
static uint32_t skip_leads(const dm_relation *relation, dm_token_range range)
{
  uint32_t end = 0;
  while (range.begin < range.end && dm_phrase_at(relation, CLAUSE_LEADS, range, range.begin, &end))
    range.begin = end;
  return range.begin;
}

static bool is_thing(const dm_relation *relation, const dm_mention *mention)
{
  return mention->entity && (relation->rules->objects >> mention->kind & 1) && !(mention->form & DM_FORM_INNER);
}

/* The list items that begin with a verb have no subject of their own. */
static bool is_bare_item(const dm_relation *relation, dm_token_range sentence)
{
  const dm_text  *text = relation->reading->text;
  const dm_block *block = &text->blocks[text->tokens[sentence.begin].block];
  return block->kind == DM_BLOCK_LIST_ITEM && sentence.begin == block->tokens.begin;
}

static bool find_unread(const dm_relation *relation, dm_token_range sentence, uint32_t from, const dm_mention *object, dm_unread *out)
{
  const dm_mention *subjects[MAX_ACTORS];
  size_t            n = dm_subjects_before(relation, from, object->range.begin, subjects);
  dm_token_range    words = {n ? subjects[n - 1]->range.end : from, object->range.begin};
  if (!n && (from != sentence.begin || !is_bare_item(relation, sentence)))
    return false;
  if (words.end - words.begin > (n ? MAX_GAP : MAX_BARE_GAP))
    return false;
  if (has_frame(relation, (dm_token_range){n ? subjects[0]->range.begin : from, object->range.end}) ||
      dm_phrase_between(relation, CLAUSE_BREAKS, words.begin, words.end))
    return false;
  words.begin = skip_leads(relation, words);
  if (words.begin >= words.end || leads_elsewhere(relation, words))
    return false;
  *out = (dm_unread){.subject = n ? subjects[n - 1] : NULL, .object = object, .words = words};
  return true;
}

void dm_relation_unread(const dm_relation *relation, void (*on_unread)(void *ctx, const dm_unread *unread), void *ctx)
{
  const dm_reading *reading = relation->reading;
  const dm_text    *text = reading->text;
  for (uint32_t s = 0; s < text->n_sentences; s++) {
    dm_token_range sentence = text->sentences[s].tokens;
    uint32_t       from = sentence.begin;
    if (text->blocks[text->sentences[s].block].kind == DM_BLOCK_HEADING)
      continue;
    for (uint32_t m = reading->first_mark[sentence.begin]; m < reading->marks.n && reading->marks.items[m].range.begin < sentence.end; m++) {
      const dm_mention *mention = dm_reading_mention(reading, m);
      dm_unread         unread;
      if (!is_thing(relation, mention) || mention->range.begin < from || mention->range.end > sentence.end)
        continue;
      if (find_unread(relation, sentence, from, mention, &unread))
        on_unread(ctx, &unread);
      from = mention->range.end; /* what stands behind a thing belongs to other words */
    }
  }
}
