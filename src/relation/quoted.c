/* relation/quoted.c - who speaks between quotation marks: `we` there is not whom the document speaks for. */
#include <string.h>

#include "relation/clause_impl.h"

enum { MIN_QUOTED_TOKENS = 5 };

static bool is_mark(const dm_text *text, uint32_t t)
{
  return text->tokens[t].kind == DM_TOKEN_PUNCTUATION && text->tokens[t].folded[0] == '"';
}

/* A person of that family name that the document names anywhere, by its first mention; NULL if there is none. */
static const dm_mention *bearer(const dm_relation *relation, uint32_t name)
{
  const dm_reading *reading = relation->reading;
  const char       *wanted = reading->text->tokens[name].folded;
  for (size_t i = 0; i < reading->mentions.n; i++) {
    const dm_mention *mention = &reading->mentions.items[i];
    if ((relation->rules->persons >> mention->kind & 1) && mention->entity &&
        strcmp(reading->text->tokens[mention->range.end - 1].folded, wanted) == 0)
      return mention;
  }
  return NULL;
}

typedef struct {
  const dm_relation *relation;
  const dm_mention  *found;
} speaker_search;

static void on_speaker(void *ctx, size_t pattern, const dm_match *match)
{
  speaker_search   *s = ctx;
  const dm_capture *speaker = dm_match_capture(match, "speaker");
  (void)pattern;
  if (s->found || !speaker)
    return;
  s->found = speaker->mark != UINT32_MAX ? dm_reading_mention(s->relation->reading, speaker->mark) : bearer(s->relation, speaker->range.end - 1);
}

/* Who is told to speak in those tokens of a block that lie outside of quotation marks; NULL if nobody is. */
static const dm_mention *speaker_in(const dm_relation *relation, dm_token_range block)
{
  const dm_text *text = relation->reading->text;
  speaker_search s = {.relation = relation};
  for (uint32_t begin = block.begin; begin < block.end && !s.found;) {
    uint32_t end = begin;
    while (end < block.end && !relation->quoted[end] && !is_mark(text, end))
      end++;
    for (uint32_t t = begin; t < end && !s.found; t++)
      dm_pattern_index_match(relation->rules->quoted_index, relation->reading->state, &relation->reading->view, (dm_token_range){begin, end}, t,
                             on_speaker, &s);
    begin = end + 1;
  }
  return s.found;
}

/* Marks what stands between quotation marks; one that opens a block and is closed in none goes to the end of it, as marks over several paragraphs do. */
static bool mark_block(dm_relation *relation, dm_token_range block)
{
  const dm_text *text = relation->reading->text;
  bool           any = false;
  uint32_t       open = UINT32_MAX;
  for (uint32_t t = block.begin; t <= block.end; t++) {
    bool ends = t == block.end && open == block.begin;
    if (!ends && (t == block.end || !is_mark(text, t)))
      continue;
    if (open == UINT32_MAX) {
      open = t;
      continue;
    }
    for (uint32_t q = open + 1; q < t && t - open > MIN_QUOTED_TOKENS; q++)
      any = relation->quoted[q] = true;
    open = UINT32_MAX;
  }
  return any;
}

/* Whether all words of a block are quoted, so that who spoke before goes on. */
static bool is_all_quoted(const dm_relation *relation, dm_token_range block)
{
  const dm_text *text = relation->reading->text;
  uint32_t       t = block.begin;
  while (t < block.end && (relation->quoted[t] || text->tokens[t].kind == DM_TOKEN_PUNCTUATION))
    t++;
  return t == block.end;
}

static void on_issue(void *ctx, size_t pattern, const dm_match *match)
{
  (void)pattern;
  (void)match;
  *(bool *)ctx = true;
}

/* `issued the following statement:` - whether what is quoted below is the document's own. */
static bool issues(const dm_relation *relation, dm_token_range block)
{
  bool issued = false;
  for (uint32_t t = block.begin; t < block.end && !issued; t++)
    dm_pattern_index_match(relation->rules->issued_index, relation->reading->state, &relation->reading->view, block, t, on_issue, &issued);
  return issued;
}

void dm_quotes_mark(dm_relation *relation)
{
  const dm_text    *text = relation->reading->text;
  const dm_mention *last = NULL; /* who spoke in the block before, or is told to go on in this one */
  bool              issued = false;
  relation->quoted = dm_arena_allocate(relation->arena, text->n_tokens + 1);
  relation->speaker_of = dm_arena_allocate(relation->arena, (text->n_blocks + 1) * sizeof *relation->speaker_of);
  for (uint32_t b = 0; b < text->n_blocks; b++) {
    dm_token_range block = text->blocks[b].tokens;
    bool           quotes = mark_block(relation, block);
    issued = issued && quotes && is_all_quoted(relation, block);
    if (issued) {
      memset(relation->quoted + block.begin, 0, block.end - block.begin);
      continue;
    }
    issued = !quotes && issues(relation, block);
    const dm_mention *told = quotes || (block.begin < block.end && text->tokens[block.end - 1].folded[0] == ':') ? speaker_in(relation, block) : NULL;
    relation->speaker_of[b] = told ? told : quotes && is_all_quoted(relation, block) ? last : NULL;
    last = told || quotes ? relation->speaker_of[b] : NULL;
  }
}

bool dm_quoted_holders(const dm_relation *relation, uint32_t t, const dm_entity **out, size_t *n)
{
  if (!relation->quoted[t])
    return false;
  const dm_mention *speaker = relation->speaker_of[relation->reading->text->tokens[t].block];
  *n = speaker ? dm_subject_holders(relation, speaker, out) : 0;
  return true;
}
