/* relation/field.c - which sentences speak of the field that the rules are for, so that a speech about everything states of it only what it says of it. */
#include <string.h>

#include "relation/clause_impl.h"

/* Whether a sentence holds a phrase of the field, by its number; asked once. */
static bool says_so(dm_relation *relation, uint32_t sentence)
{
  uint8_t *answer = &relation->in_field[sentence];
  if (*answer == NOT_ASKED) {
    dm_token_range range = relation->reading->text->sentences[sentence].tokens;
    *answer = dm_phrase_first(relation, CLAUSE_FIELDS, range) < range.end ? IS_MET : IS_UNMET;
  }
  return *answer == IS_MET;
}

static bool block_says_so(dm_relation *relation, const dm_block *block)
{
  bool found = false;
  for (uint32_t s = block->sentences.begin; s < block->sentences.end && !found; s++)
    found = says_so(relation, s);
  return found;
}

/* A line above the text; a sentence that opens a speech is none. */
static bool is_top_line(const dm_relation *relation, uint32_t b)
{
  const dm_text  *text = relation->reading->text;
  const dm_block *block = &text->blocks[b];
  const dm_token *last = block->tokens.end > block->tokens.begin ? &text->tokens[block->tokens.end - 1] : NULL;
  return (relation->zones[b] & IN_TOP) && last && strcmp(last->folded, ".") != 0;
}

/* Hundredths of the document's sentences that speak of the field; all where the lines above it do. */
static uint32_t share(dm_relation *relation)
{
  const dm_text *text = relation->reading->text;
  size_t         n = 0;
  if (relation->field_share != UINT32_MAX)
    return relation->field_share;
  for (uint32_t s = 0; s < text->n_sentences; s++)
    n += says_so(relation, s);
  relation->field_share = text->n_sentences ? (uint32_t)(100 * n / text->n_sentences) : 0;
  for (uint32_t b = 0; b < text->n_blocks; b++)
    if (is_top_line(relation, b) && block_says_so(relation, &text->blocks[b]))
      relation->field_share = 100;
  return relation->field_share;
}

/* Whether a sentence takes up what the one before says: `This includes ...`. */
static bool takes_up(const dm_relation *relation, uint32_t sentence)
{
  const dm_text *text = relation->reading->text;
  uint32_t       end = 0;
  dm_token_range range = text->sentences[sentence].tokens;
  return sentence > 0 && text->sentences[sentence - 1].block == text->sentences[sentence].block &&
         dm_phrase_at(relation, CLAUSE_RESUMPTIONS, range, range.begin, &end);
}

/* A sentence speaks of the field itself, or takes up one that does, or stands in a list below one, or below such a heading. */
static bool is_near(dm_relation *relation, uint32_t t)
{
  const dm_text *text = relation->reading->text;
  uint32_t       s = text->tokens[t].sentence, b = text->tokens[t].block;
  if (says_so(relation, s) || (takes_up(relation, s) && says_so(relation, s - 1)))
    return true;
  uint32_t heading = relation->heading_of[b], head = text->blocks[b].head;
  return (heading != UINT32_MAX && block_says_so(relation, &text->blocks[heading])) || (head != b && block_says_so(relation, &text->blocks[head]));
}

/* Whether the whole document is one of the field, or the family does not ask. */
static bool is_of_field(dm_relation *relation, const family *of)
{
  return !of->field || relation->reading->text->n_sentences <= of->field_above || share(relation) >= of->field;
}

bool dm_field_holds(dm_relation *relation, const family *of, const dm_token_range *passages, size_t n_passages)
{
  if (is_of_field(relation, of))
    return true;
  for (size_t i = 0; i < n_passages; i++)
    if (passages[i].begin < passages[i].end && is_near(relation, passages[i].begin))
      return true;
  return false;
}

bool dm_field_touches(dm_relation *relation, const family *of, const dm_mention *mention)
{
  const dm_text    *text = relation->reading->text;
  const dm_grammar *grammar = dm_lexicon_grammar(relation->reading->lexicon);
  bool              is_concept = dm_grammar_kinds(grammar, "concept", 7) >> mention->kind & 1;
  if (!of->field_near || !is_concept || is_of_field(relation, of))
    return true;
  uint32_t s = text->tokens[mention->range.begin].sentence;
  if (takes_up(relation, s) && says_so(relation, s - 1))
    return true;
  dm_token_range around = text->sentences[s].tokens;
  if (mention->range.begin > around.begin + of->field_near)
    around.begin = mention->range.begin - of->field_near;
  if (mention->range.end + of->field_near < around.end)
    around.end = mention->range.end + of->field_near;
  return dm_phrase_first(relation, CLAUSE_FIELDS, around) < around.end;
}
