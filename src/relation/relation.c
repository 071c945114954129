/* relation/relation.c - the phases of a relation, and its facts in the end. */
#include "relation/relation.h"

#include <string.h>

#include "relation/trace_impl.h"

enum { MAX_HEAD_BLOCKS = 8, PROSE_TOKENS = 40, SENTENCE_TOKENS = 8, MAX_PASSAGE_CP = 1200, TAIL_BLOCKS = 3 };

static bool ends_in(const dm_text *text, const dm_block *block, const char *marks)
{
  const dm_token *last = block->tokens.end > block->tokens.begin ? &text->tokens[block->tokens.end - 1] : NULL;
  return last && last->kind == DM_TOKEN_PUNCTUATION && strchr(marks, last->folded[0]);
}

/* A short text below the title is none of its lines. */
static bool is_sentence(const dm_text *text, const dm_block *block)
{
  return block->kind == DM_BLOCK_PARAGRAPH && block->tokens.end - block->tokens.begin > SENTENCE_TOKENS && ends_in(text, block, ".");
}

/* A long block; one without an end mark (`26 October 2021, New York - Statement by ..., at the ...`) may be longer and be a line of the document's head still. */
static bool is_prose(const dm_text *text, const dm_block *block)
{
  uint32_t n_tokens = block->tokens.end - block->tokens.begin;
  return block->kind != DM_BLOCK_HEADING && n_tokens > (ends_in(text, block, ".:;?!,") ? PROSE_TOKENS : 2 * PROSE_TOKENS);
}

/* Which part of the document each block is, and the heading above it. */
static void mark_zones(dm_relation *relation)
{
  const dm_text *text = relation->reading->text;
  bool           head = true, title = true;
  uint32_t       n_lines = 0; /* without fields and what stands below them: `Published:`, `6 March 2024` */
  uint32_t       heading = UINT32_MAX;
  relation->zones = dm_arena_allocate(relation->arena, text->n_blocks + 1);
  relation->heading_of = dm_arena_allocate(relation->arena, (text->n_blocks + 1) * sizeof *relation->heading_of);
  for (uint32_t b = 0; b < text->n_blocks; b++) {
    const dm_block *block = &text->blocks[b];
    uint8_t         zone = block->kind == DM_BLOCK_HEADING     ? IN_HEADING
                           : block->kind == DM_BLOCK_LIST_ITEM ? IN_ITEM
                           : block->kind == DM_BLOCK_FIELD     ? IN_FIELD
                                                               : IN_PROSE;
    bool            prose = is_prose(text, block);
    n_lines += block->kind != DM_BLOCK_FIELD && (block->kind != DM_BLOCK_LIST_ITEM || text->blocks[block->head].kind != DM_BLOCK_FIELD);
    if (head)
      zone |= IN_HEAD;
    if (title && (b == 0 || (!prose && !is_sentence(text, block))))
      zone |= IN_TITLE;
    if (head && !prose)
      zone |= IN_TOP;
    if (prose || n_lines >= MAX_HEAD_BLOCKS)
      head = false;
    if (prose || b + 1 >= MAX_HEAD_BLOCKS / 2)
      title = false;
    if (b + TAIL_BLOCKS >= text->n_blocks)
      zone |= IN_TAIL;
    relation->zones[b] = zone;
    relation->heading_of[b] = heading;
    if (block->kind == DM_BLOCK_HEADING)
      heading = b;
  }
}

static bool found_in(dm_relation *relation, const dm_pattern *pattern, dm_token_range range)
{
  for (uint32_t t = range.begin; t < range.end; t++)
    if (dm_pattern_match(pattern, relation->reading->state, &relation->reading->view, range, t, NULL))
      return true;
  return false;
}

static bool has_word(const condition *asked, const dm_cell_value *value)
{
  if (asked->n_words == 0)
    return true;
  for (size_t i = 0; i < asked->n_words; i++)
    if (strcmp(asked->words[i], value->kind == DM_CELL_ENTITY ? value->entity->id : value->text) == 0)
      return true;
  return false;
}

bool dm_condition_holds(const dm_relation *relation, const condition *asked)
{
  bool           found = false;
  const members *list = &relation->members[asked->family];
  for (size_t i = 0; i < list->n && !found; i++) { /* what is chosen, not what this phase is about to propose */
    const draft *fact = &relation->drafts.items[list->items[i]];
    for (size_t c = 0; c < fact->n_cells && !found; c++)
      found = (!asked->cell || strcmp(asked->cell, fact->cells[c].name) == 0) && has_word(asked, &fact->cells[c].value);
  }
  return found != asked->negated;
}

static bool meets_conditions(const dm_relation *relation, const rule *asked)
{
  uint8_t *answer = &relation->answers[asked - relation->rules->rules.items];
  if (*answer != NOT_ASKED)
    return *answer == IS_MET;
  bool met = true;
  for (size_t i = 0; i < asked->n_conditions && met; i++)
    met = dm_condition_holds(relation, &asked->conditions[i]);
  *answer = met ? IS_MET : IS_UNMET;
  return met;
}

void dm_relation_forget(dm_relation *relation)
{
  memset(relation->answers, NOT_ASKED, relation->rules->rules.n);
  for (size_t f = 0; f < relation->rules->families.n; f++)
    relation->actors[f].n = relation->actors[f].n_seen = 0;
}

bool dm_rule_applies(const dm_relation *relation, const rule *asked, uint32_t block)
{
  if (block != UINT32_MAX && asked->where && !(relation->zones[block] & asked->where))
    return false;
  if (!meets_conditions(relation, asked))
    return false;
  if (!asked->under || block == UINT32_MAX)
    return true;
  uint32_t heading = relation->heading_of[block];
  union {
    const dm_relation *in;
    dm_relation       *out;
  } plain = {.in = relation}; /* the matcher's scratch changes, the relation does not */
  return heading != UINT32_MAX && found_in(plain.out, asked->under, relation->reading->text->blocks[heading].tokens);
}

/* In the order of their drafts, those of this phase too. */
static size_t actors_of_family(const dm_relation *relation, uint32_t family_number, const dm_entity **out)
{
  actor_list *list = &relation->actors[family_number];
  for (; list->n_seen < relation->drafts.n && list->n < MAX_ACTORS; list->n_seen++) {
    const draft *fact = &relation->drafts.items[list->n_seen];
    if (fact->family != family_number || fact->dropped || fact->n_cells == 0 || fact->cells[0].value.kind != DM_CELL_ENTITY)
      continue;
    bool there = false;
    for (size_t k = 0; k < list->n; k++)
      there |= list->items[k] == fact->cells[0].value.entity;
    if (!there)
      list->items[list->n++] = fact->cells[0].value.entity;
  }
  memcpy(out, list->items, list->n * sizeof *out);
  return list->n;
}

size_t dm_relation_voices(const dm_relation *relation, const dm_entity **out)
{
  size_t n = 0;
  for (size_t i = 0; i < relation->rules->voices.n && n == 0; i++)
    n = actors_of_family(relation, relation->rules->voices.items[i], out);
  return n;
}

size_t dm_relation_actors(const dm_relation *relation, const dm_mention *mention, const dm_entity **out)
{
  if (mention->entity) {
    out[0] = mention->entity;
    return 1;
  }
  size_t n = 0;
  for (size_t i = 0; mention->by && i < relation->rules->references.n; i++) {
    const reference *known = &relation->rules->references.items[i];
    if (strcmp(known->form, mention->by) != 0)
      continue;
    if (known->spoken && dm_quoted_holders(relation, mention->range.begin, out, &n))
      return n;
    for (size_t f = 0; f < known->n_families && n == 0; f++)
      n = actors_of_family(relation, known->families[f], out);
    break;
  }
  return n;
}

/* The front matter, as facts of the first family whose cells have those names. */
static void add_metadata(dm_relation *relation)
{
  const dm_document *document = relation->reading->document;
  for (size_t i = 0; i < document->n_metadata; i++) {
    const char *key = dm_rules_front_cell(relation->rules, document->metadata[i].key);
    for (uint32_t f = 0; f < relation->rules->families.n; f++) {
      const family *of = &relation->rules->families.items[f];
      size_t        c = 0;
      while (c < of->n_cells && strcmp(of->cells[c], key) != 0)
        c++;
      if (c == of->n_cells)
        continue;
      dm_cell *cell = dm_arena_allocate(relation->arena, sizeof *cell);
      *cell = (dm_cell){.name = of->cells[c], .value = {.kind = DM_CELL_TEXT, .text = document->metadata[i].value}};
      *dm_vector_add(&relation->drafts) = (draft){.family = f, .rule = UINT32_MAX, .cells = cell, .n_cells = 1, .sentence = UINT32_MAX};
      break;
    }
  }
  relation->n_chosen = relation->drafts.n;
  dm_relation_gather(relation);
}

/* Assembly. */

/* How far tokens may be cut at one end without touching the trigger: half of what lies there, at least one. */
static uint32_t cut_of(uint32_t n_tokens)
{
  return n_tokens > 1 ? n_tokens / 2 : 1;
}

static dm_passage passage_at(const dm_relation *relation, dm_token_range tokens, dm_token_range trigger)
{
  const dm_text *text = relation->reading->text;
  bool           outside = trigger.begin < tokens.begin || trigger.end > tokens.end || trigger.begin >= trigger.end;
  if (outside)
    trigger = (dm_token_range){tokens.begin, tokens.begin}; /* a passage beside that of the trigger: its beginning counts */
  dm_span span = dm_text_source_codepoints(text, dm_text_tokens_span(text, tokens));
  while (span.end - span.begin > MAX_PASSAGE_CP && tokens.end - tokens.begin > 1) { /* come nearer to the words that made the fact */
    uint32_t before = trigger.begin - tokens.begin, after = tokens.end > trigger.end ? tokens.end - trigger.end : 0;
    if (before > after)
      tokens.begin += cut_of(before);
    else
      tokens.end -= cut_of(after);
    if (trigger.begin < tokens.begin)
      trigger.begin = tokens.begin;
    if (trigger.end > tokens.end)
      trigger.end = tokens.end;
    span = dm_text_source_codepoints(text, dm_text_tokens_span(text, tokens));
  }
  dm_span bytes = dm_text_source_span(text, dm_text_tokens_span(text, tokens));
  return (dm_passage){.begin_cp = span.begin, .end_cp = span.end, .anchor = text->source + bytes.begin, .n_anchor_bytes = bytes.end - bytes.begin};
}

static void add_entity(dm_relation *relation, const dm_entity *entity)
{
  bool is_new = false;
  if (!entity)
    return;
  dm_map_put(relation->known, (const char *)&entity, sizeof entity, 0, &is_new);
  if (!is_new)
    return;
  *dm_vector_add(&relation->entities) = entity;
  add_entity(relation, entity->of);
  add_entity(relation, entity->part_of);
  for (size_t i = 0; i < entity->n_succeeds; i++)
    add_entity(relation, entity->succeeds[i]);
  for (size_t i = 0; i < entity->n_succeeded_by; i++)
    add_entity(relation, entity->succeeded_by[i]);
  add_entity(relation, entity->broader);
}

static int compare_entities(const void *a, const void *b)
{
  const dm_entity *x = *(const dm_entity *const *)a, *y = *(const dm_entity *const *)b;
  int              order = strcmp(x->kind, y->kind);
  if (!order)
    order = strcmp(x->id, y->id);
  if (!order && (x->of || y->of))
    order = strcmp(x->of ? x->of->id : "", y->of ? y->of->id : "");
  return order;
}

static int compare_values(const dm_cell_value *a, const dm_cell_value *b)
{
  const char *x = a->entity ? a->entity->id : a->text, *y = b->entity ? b->entity->id : b->text;
  return strcmp(x ? x : "", y ? y : "");
}

static int compare_drafts(const void *a, const void *b)
{
  const draft *x = *(const draft *const *)a, *y = *(const draft *const *)b;
  if (x->family != y->family)
    return x->family < y->family ? -1 : 1;
  uint32_t i = x->n_passages ? x->passages[0].begin : 0, k = y->n_passages ? y->passages[0].begin : 0;
  if (i != k)
    return i < k ? -1 : 1;
  for (size_t c = 0; c < x->n_cells && c < y->n_cells; c++) {
    int order = compare_values(&x->cells[c].value, &y->cells[c].value);
    if (order)
      return order;
  }
  return (x->n_cells > y->n_cells) - (x->n_cells < y->n_cells);
}

static int compare_passages(const void *a, const void *b)
{
  const dm_passage *x = a, *y = b;
  if (x->begin_cp != y->begin_cp)
    return x->begin_cp < y->begin_cp ? -1 : 1;
  return (x->end_cp > y->end_cp) - (x->end_cp < y->end_cp);
}

static void finish_fact(dm_relation *relation, const draft *from)
{
  const rule *maker = from->rule == UINT32_MAX ? NULL : &relation->rules->rules.items[from->rule];
  dm_passage *passages = dm_arena_allocate(relation->arena, (from->n_passages + 1) * sizeof *passages);
  for (size_t p = 0; p < from->n_passages; p++)
    passages[p] = passage_at(relation, from->passages[p], from->trigger);
  if (from->n_passages > 1)
    qsort(passages, from->n_passages, sizeof *passages, compare_passages);
  *dm_vector_add(&relation->final) = (dm_fact){.family = relation->rules->families.items[from->family].name,
                                               .cells = from->cells,
                                               .n_cells = from->n_cells,
                                               .passages = passages,
                                               .n_passages = from->n_passages,
                                               .rule = maker ? maker->name : NULL,
                                               .maker = maker ? &maker->as_thing : NULL,
                                               .trigger = from->trigger};
  for (size_t c = 0; c < from->n_cells; c++)
    add_entity(relation, from->cells[c].value.entity);
}

/* How well `owner`, named in one fact with a person, tells whose the person is: a state more than an organisation, a body's more than a side's. 0: not at all. */
static int owner_rank(const dm_relation *relation, const dm_entity *beside, const dm_entity **owner)
{
  const dm_grammar *grammar = dm_lexicon_grammar(relation->reading->lexicon);
  dm_kinds          sides = dm_grammar_kinds(grammar, "side", 4), territories = sides & dm_grammar_kinds(grammar, "location", 8);
  bool              is_side = sides >> dm_grammar_kind(grammar, beside->kind) & 1;
  *owner = is_side ? beside : beside->of;
  if (!*owner)
    return 0;
  bool is_state = territories >> dm_grammar_kind(grammar, (*owner)->kind) & 1;
  return (is_state ? 3 : 1) + !is_side;
}

/* What is told of one person. */
typedef struct {
  members          drafts;
  const dm_entity *side; /* where it was found */
} told;

/* A person is of the state or organisation that the facts about it name: that of the body in which a post is, or the side spoken for; else where it was found. */
static void settle_person(dm_relation *relation, dm_entity *person, const told *of)
{
  const dm_entity *best = NULL;
  int              most = 0;
  for (size_t i = 0; i < of->drafts.n; i++) {
    const draft *fact = &relation->drafts.items[of->drafts.items[i]];
    for (size_t c = 0; c < fact->n_cells; c++) {
      const dm_entity *owner = NULL;
      int rank = fact->cells[c].value.entity && fact->cells[c].value.entity != person ? owner_rank(relation, fact->cells[c].value.entity, &owner) : 0;
      if (rank <= most)
        continue;
      most = rank;
      best = owner;
    }
  }
  /* whose post it holds tells more than for whom it speaks */
  const dm_entity *side = NULL;
  bool             of_body = most > 3;
  if (of->side && !of_body && owner_rank(relation, of->side, &side) >= most)
    best = side;
  if (!best)
    best = of->side;
  if (best)
    person->of = best;
}

/* Gathers the drafts that name a found thing, and the first side on which it stands. */
static void find_told(const dm_relation *relation, const dm_map *places, told *all)
{
  const dm_reading *reading = relation->reading;
  uint32_t          place = 0;
  for (uint32_t i = 0; i < relation->drafts.n; i++) {
    const draft *fact = &relation->drafts.items[i];
    for (size_t c = 0; c < fact->n_cells && !fact->dropped; c++) {
      const dm_entity *named = fact->cells[c].value.entity;
      if (!named || !dm_map_get(places, (const char *)&named, sizeof named, &place))
        continue;
      members *drafts = &all[place].drafts;
      if (drafts->n == 0 || drafts->items[drafts->n - 1] != i)
        *dm_vector_add(drafts) = i;
    }
  }
  for (size_t i = 0; i < reading->mentions.n; i++) {
    const dm_mention *mention = &reading->mentions.items[i];
    if (mention->entity && mention->side && dm_map_get(places, (const char *)&mention->entity, sizeof mention->entity, &place) && !all[place].side)
      all[place].side = mention->side;
  }
}

static void settle_persons(dm_relation *relation)
{
  dm_reading       *reading = relation->reading;
  const dm_grammar *grammar = dm_lexicon_grammar(reading->lexicon);
  dm_kinds          persons = dm_grammar_kinds(grammar, "actor-person", 12);
  told             *all = dm_allocate((reading->found.n + 1) * sizeof *all);
  dm_map           *places = dm_map_new();
  for (uint32_t i = 0; i < reading->found.n; i++)
    if (persons >> dm_grammar_kind(grammar, reading->found.items[i]->kind) & 1)
      dm_map_put(places, (const char *)&reading->found.items[i], sizeof reading->found.items[i], i, NULL);
  find_told(relation, places, all);
  for (uint32_t i = 0; i < reading->found.n; i++) {
    if (dm_map_get(places, (const char *)&reading->found.items[i], sizeof reading->found.items[i], NULL))
      settle_person(relation, reading->found.items[i], &all[i]);
    dm_vector_free(&all[i].drafts);
  }
  dm_map_free(places);
  free(all);
  dm_reading_scope_persons(reading);
}

static void finish(dm_relation *relation)
{
  settle_persons(relation);
  relation->known = dm_map_new();
  DM_VECTOR(const draft *) kept = {0};
  for (size_t i = 0; i < relation->drafts.n; i++)
    if (!relation->drafts.items[i].dropped)
      *dm_vector_add(&kept) = &relation->drafts.items[i];
  if (kept.n)
    qsort(kept.items, kept.n, sizeof *kept.items, compare_drafts);
  for (size_t i = 0; i < kept.n; i++)
    finish_fact(relation, kept.items[i]);
  dm_vector_free(&kept);
  dm_map_free(relation->known);
  if (relation->entities.n)
    qsort(relation->entities.items, relation->entities.n, sizeof *relation->entities.items, compare_entities);
  relation->facts = (dm_document_facts){.name = relation->reading->document->name,
                                        .length_cp = dm_text_source_length_cp(relation->reading->text),
                                        .facts = relation->final.items,
                                        .n_facts = relation->final.n,
                                        .entities = relation->entities.items,
                                        .n_entities = relation->entities.n};
}

void dm_relation_new_traced(dm_relation **out, const dm_rules *rules, dm_reading *reading, dm_trace *trace)
{
  dm_relation *relation = dm_allocate(sizeof *relation);
  relation->rules = rules;
  relation->reading = reading;
  relation->arena = dm_arena_new();
  relation->trace = trace;
  relation->fired = dm_arena_allocate(relation->arena, rules->rules.n + 1);
  relation->answers = dm_arena_allocate(relation->arena, rules->rules.n + 1);
  relation->members = dm_arena_allocate(relation->arena, (rules->families.n + 1) * sizeof *relation->members);
  relation->actors = dm_arena_allocate(relation->arena, (rules->families.n + 1) * sizeof *relation->actors);
  relation->frameless = dm_arena_allocate(relation->arena, reading->text->n_tokens + 1);
  relation->in_field = dm_arena_allocate(relation->arena, reading->text->n_sentences + 1);
  relation->field_share = UINT32_MAX;
  mark_zones(relation);
  dm_quotes_mark(relation);
  add_metadata(relation);
  for (uint32_t p = 0; p < rules->phases.n; p++) {
    dm_run_matches(relation, p);
    dm_run_collects(relation, p);
    dm_run_frames(relation, p);
    dm_choose(relation);
    dm_run_givens(relation, p);
    dm_choose(relation);
  }
  finish(relation);
  relation->trace = NULL;
  *out = relation;
}

void dm_relation_new(dm_relation **out, const dm_rules *rules, dm_reading *reading)
{
  dm_relation_new_traced(out, rules, reading, NULL);
}

void dm_relation_free(dm_relation *relation)
{
  if (!relation)
    return;
  for (size_t f = 0; f < relation->rules->families.n; f++)
    dm_vector_free(&relation->members[f]);
  dm_vector_free(&relation->drafts);
  dm_vector_free(&relation->final);
  dm_vector_free(&relation->entities);
  dm_arena_free(relation->arena);
  free(relation);
}

const dm_document_facts *dm_relation_facts(const dm_relation *relation)
{
  return &relation->facts;
}

bool dm_relation_fired(const dm_relation *relation, const char *rule_name)
{
  for (size_t i = 0; i < relation->rules->rules.n; i++)
    if (strcmp(relation->rules->rules.items[i].name, rule_name) == 0)
      return relation->fired[i];
  return false;
}
