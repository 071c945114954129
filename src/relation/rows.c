/* relation/rows.c - rules that need no clause: matches, collections, and facts from facts. */
#include <string.h>

#include "relation/trace_impl.h"

enum { MAX_LINE_TOKENS = 24 };

/* Sentences from the one that holds `range.begin` to the one that holds its last token, as one passage. */
static dm_token_range passage_of(const dm_relation *relation, dm_token_range range)
{
  const dm_text *text = relation->reading->text;
  return (dm_token_range){text->sentences[text->tokens[range.begin].sentence].tokens.begin,
                          text->sentences[text->tokens[range.end - 1].sentence].tokens.end};
}

dm_token_range dm_sentence_of(const dm_relation *relation, uint32_t t)
{
  return relation->reading->text->sentences[relation->reading->text->tokens[t].sentence].tokens;
}

typedef struct {
  dm_relation      *relation;
  const rule_phase *of;
  uint32_t          block;
  dm_token_range    limit;
  uint32_t          at;
  uint32_t         *next; /* one a pattern: no match may begin before this token */
  void (*on_rule)(dm_relation *relation, uint32_t rule, const dm_match *match);
} scan;

static void on_match(void *ctx, size_t pattern, const dm_match *match)
{
  scan       *s = ctx;
  uint32_t    number = s->of->rules.items[pattern];
  const rule *found = &s->relation->rules->rules.items[number];
  dm_match    shorter;
  if (found->lines || s->at < s->next[pattern])
    return;
  if (!dm_rule_applies(s->relation, found, s->block)) {
    dm_trace_unmet(s->relation, found, s->block, match->range);
    return;
  }
  if (!found->whole) {
    dm_token_range sentence = dm_sentence_of(s->relation, s->at);
    if (match->range.end > sentence.end) {
      if (!dm_pattern_match(found->pattern, s->relation->reading->state, &s->relation->reading->view, sentence, s->at, &shorter))
        return;
      match = &shorter;
    }
  }
  s->next[pattern] = match->range.end;
  s->on_rule(s->relation, number, match);
}

static void scan_phase(dm_relation *relation, uint32_t number, rule_kind kind,
                       void (*on_rule)(dm_relation *relation, uint32_t rule, const dm_match *match))
{
  const rule_phase *of = kind == RULE_COLLECT ? &relation->rules->collects.items[number] : &relation->rules->phases.items[number];
  if (of->patterns.n == 0)
    return;
  scan s = {.relation = relation, .of = of, .on_rule = on_rule, .next = dm_allocate(of->patterns.n * sizeof *s.next)};
  for (uint32_t b = 0; b < relation->reading->text->n_blocks; b++) {
    s.block = b;
    s.limit = relation->reading->text->blocks[b].tokens;
    for (s.at = s.limit.begin; s.at < s.limit.end; s.at++)
      dm_pattern_index_match(of->index, relation->reading->state, &relation->reading->view, s.limit, s.at, on_match, &s);
  }
  free(s.next);
}

static void add_match(dm_relation *relation, uint32_t number, const dm_match *match)
{
  source from = {.match = match, .passages = {passage_of(relation, match->range)}, .n_passages = 1, .trigger = match->range};
  dm_draft_add(relation, number, &relation->rules->rules.items[number].facts, &from);
}

/* Whether block `b` is one of the lines that the rule goes across. */
static bool is_line(const dm_relation *relation, const rule *of, uint32_t b)
{
  const dm_text *text = relation->reading->text;
  if (b >= text->n_blocks)
    return false;
  if (of->lines == LINES_AT_TOP)
    return relation->zones[b] & IN_TOP;
  return !(relation->zones[b] & (IN_TOP | IN_HEADING)) && text->blocks[b].tokens.end - text->blocks[b].tokens.begin <= MAX_LINE_TOKENS;
}

/* The end of the lines that begin with block `b`. */
static uint32_t lines_end(const dm_relation *relation, const rule *of, uint32_t b)
{
  const dm_text *text = relation->reading->text;
  uint32_t       end = text->blocks[b].tokens.end;
  for (; is_line(relation, of, b); b++)
    end = text->blocks[b].tokens.end;
  return end;
}

static void match_lines(dm_relation *relation, uint32_t number)
{
  const rule    *of = &relation->rules->rules.items[number];
  const dm_text *text = relation->reading->text;
  dm_match      *match = dm_allocate(sizeof *match);
  uint32_t       next = 0;
  for (uint32_t b = 0; b < text->n_blocks; b++) {
    if (!is_line(relation, of, b))
      continue;
    dm_token_range limit = {text->blocks[b].tokens.begin, lines_end(relation, of, b)};
    for (uint32_t t = limit.begin; t < text->blocks[b].tokens.end && dm_rule_applies(relation, of, b); t++) {
      if (t < next || !dm_pattern_match(of->pattern, relation->reading->state, &relation->reading->view, limit, t, match))
        continue;
      add_match(relation, number, match);
      next = match->range.end;
    }
  }
  free(match);
}

void dm_run_matches(dm_relation *relation, uint32_t number)
{
  scan_phase(relation, number, RULE_MATCH, add_match);
  for (uint32_t r = 0; r < relation->rules->rules.n; r++)
    if (relation->rules->rules.items[r].lines && relation->rules->rules.items[r].phase == number)
      match_lines(relation, r);
}

/* Whether block `b` hangs, over any number of heads, on block `head`. */
static bool hangs_on(const dm_text *text, uint32_t b, uint32_t head)
{
  while (text->blocks[b].head != b) {
    b = text->blocks[b].head;
    if (b == head)
      return true;
  }
  return false;
}

static bool ends_section(const dm_text *text, uint32_t b, uint32_t from)
{
  const dm_block *block = &text->blocks[b];
  if (block->kind != DM_BLOCK_HEADING)
    return false;
  return text->blocks[from].kind != DM_BLOCK_HEADING || block->level <= text->blocks[from].level || block->level == 0;
}

/* Where a collecting rule stops: the first match of its `stop` in the range, or the range's end. */
static uint32_t stop_in(dm_relation *relation, const rule *of, dm_token_range range)
{
  for (uint32_t t = range.begin; of->stop && t < range.end; t++)
    if (dm_pattern_match(of->stop, relation->reading->state, &relation->reading->view, range, t, NULL))
      return t;
  return range.end;
}

/* Collects in `range`; returns false when a stop was met. */
static bool collect_in(dm_relation *relation, uint32_t number, const dm_match *match, dm_token_range range)
{
  const rule       *of = &relation->rules->rules.items[number];
  const dm_reading *reading = relation->reading;
  uint32_t          end = stop_in(relation, of, range);
  for (uint32_t m = reading->first_mark[range.begin]; m < reading->marks.n && reading->marks.items[m].range.begin < end; m++) {
    const dm_mention *each = dm_reading_mention(reading, m);
    if (!(of->kinds >> each->kind & 1) || (each->form & DM_FORM_INNER) || !each->entity || each->range.end > end)
      continue;
    source from = {.match = match, .each = each, .passages = {passage_of(relation, match->range)}, .n_passages = 1, .trigger = match->range};
    if (dm_sentence_of(relation, each->range.begin).begin != from.passages[0].begin)
      from.passages[from.n_passages++] = dm_sentence_of(relation, each->range.begin);
    dm_draft_add(relation, number, &of->facts, &from);
  }
  return end == range.end;
}

static void collect_below(dm_relation *relation, uint32_t number, const dm_match *match, uint32_t block)
{
  const dm_text *text = relation->reading->text;
  reach_mode     until = relation->rules->rules.items[number].until;
  for (uint32_t b = block + 1; b < text->n_blocks; b++) {
    if (until == UNTIL_LIST && !hangs_on(text, b, block))
      return;
    if (until == UNTIL_SECTION && ends_section(text, b, block))
      return;
    if (!collect_in(relation, number, match, text->blocks[b].tokens))
      return;
  }
}

static void add_collected(dm_relation *relation, uint32_t number, const dm_match *match)
{
  const rule    *of = &relation->rules->rules.items[number];
  const dm_text *text = relation->reading->text;
  uint32_t       block = text->tokens[match->range.begin].block;
  dm_token_range sentence = dm_sentence_of(relation, match->range.begin), whole = text->blocks[block].tokens;
  if (of->objects == OBJECTS_INSIDE)
    collect_in(relation, number, match, match->range);
  if (of->objects == OBJECTS_BEFORE || of->objects == OBJECTS_BOTH)
    collect_in(relation, number, match, (dm_token_range){of->until == UNTIL_SENTENCE ? sentence.begin : whole.begin, match->range.begin});
  if (of->objects != OBJECTS_AFTER && of->objects != OBJECTS_BOTH)
    return;
  uint32_t end = of->until == UNTIL_SENTENCE || of->until == UNTIL_LIST ? dm_sentence_of(relation, match->range.end - 1).end : whole.end;
  bool     goes_on = collect_in(relation, number, match, (dm_token_range){match->range.end, end});
  bool     reaches_end = end == whole.end;
  if (goes_on && reaches_end && (of->until == UNTIL_LIST || of->until == UNTIL_SECTION))
    collect_below(relation, number, match, block);
}

void dm_run_collects(dm_relation *relation, uint32_t number)
{
  scan_phase(relation, number, RULE_COLLECT, add_collected);
}

/* The thing of some kinds that is named most often, at least twice and more often than any other. */
static const dm_entity *most_named(const dm_relation *relation, dm_kinds kinds)
{
  const dm_entity *best = NULL;
  size_t           most = 0, second = 0;
  dm_map          *times = dm_map_new();
  for (size_t i = 0; i < relation->reading->mentions.n; i++) {
    const dm_entity *named = relation->reading->mentions.items[i].entity;
    if (named)
      ++*dm_map_put(times, (const char *)&named, sizeof named, 0, NULL);
  }
  for (size_t i = 0; i < relation->reading->mentions.n; i++) {
    const dm_mention *mention = &relation->reading->mentions.items[i];
    uint32_t          n = 0;
    if (!(kinds >> mention->kind & 1) || !mention->entity || mention->entity == best)
      continue;
    dm_map_get(times, (const char *)&mention->entity, sizeof mention->entity, &n);
    if (n > most) {
      second = best ? most : 0;
      most = n;
      best = mention->entity;
    } else if (n > second) {
      second = n;
    }
  }
  dm_map_free(times);
  return most >= 2 && most > second ? best : NULL;
}

/* Whether what lies inside a mention is named by the text itself: every longer mention around it is of a kind that opens. */
static bool is_open(const dm_relation *relation, size_t i)
{
  const dm_reading *reading = relation->reading;
  dm_token_range    range = reading->mentions.items[i].range;
  if (!(reading->mentions.items[i].form & DM_FORM_INNER))
    return true;
  for (size_t k = i; k-- > 0;) { /* longer ones that begin no later stand before it */
    const dm_mention *around = &reading->mentions.items[k];
    if (around->range.begin + DM_PATTERN_WINDOW < range.begin)
      break;
    bool longer = around->range.end >= range.end && around->range.end - around->range.begin > range.end - range.begin;
    if (longer && !(dm_lexicon_kind_opens(reading->lexicon, around->kind) >> reading->mentions.items[i].kind & 1))
      return false;
  }
  return true;
}

static void add_every(dm_relation *relation, uint32_t number)
{
  const rule       *of = &relation->rules->rules.items[number];
  const dm_reading *reading = relation->reading;
  for (size_t i = 0; i < reading->mentions.n; i++) {
    const dm_mention *each = &reading->mentions.items[i];
    if (!(of->kinds >> each->kind & 1) || !each->entity || !is_open(relation, i))
      continue;
    source from = {.each = each, .passages = {dm_sentence_of(relation, each->range.begin)}, .n_passages = 1, .trigger = each->range};
    dm_draft_add(relation, number, &of->facts, &from);
  }
}

void dm_run_givens(dm_relation *relation, uint32_t number)
{
  const dm_rules *rules = relation->rules;
  for (uint32_t r = 0; r < rules->rules.n; r++) {
    const rule *of = &rules->rules.items[r];
    if (of->phase != number || (of->kind != RULE_GIVEN && of->kind != RULE_MOST && of->kind != RULE_EVERY))
      continue;
    if (!dm_rule_applies(relation, of, UINT32_MAX)) {
      dm_trace_unmet(relation, of, UINT32_MAX, (dm_token_range){0, 0});
      continue;
    }
    if (of->kind == RULE_EVERY) {
      add_every(relation, r);
      continue;
    }
    if (of->kind == RULE_MOST) {
      source from = {.most = most_named(relation, of->kinds)};
      dm_draft_add(relation, r, &of->facts, &from);
      continue;
    }
    size_t n = relation->drafts.n;
    for (size_t i = 0; i < n; i++) {
      draft given = relation->drafts.items[i];
      if (given.family != of->given || given.dropped)
        continue;
      source from = {.given = &given, .n_passages = given.n_passages, .trigger = given.trigger};
      memcpy(from.passages, given.passages, sizeof from.passages);
      dm_draft_add(relation, r, &of->facts, &from);
    }
  }
}
