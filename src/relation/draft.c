/* relation/draft.c - from a fact template and what a rule found to drafts of facts. */
#include <stdio.h>
#include <string.h>

#include "relation/trace_impl.h"

enum { MAX_VALUES = 64 };

typedef struct {
  dm_cell_value items[MAX_VALUES];
  size_t        n;
} values;

static void add_value(values *list, dm_cell_value value)
{
  if (list->n < MAX_VALUES)
    list->items[list->n++] = value;
}

static void add_entity(values *list, const dm_entity *entity)
{
  if (entity)
    add_value(list, (dm_cell_value){.kind = DM_CELL_ENTITY, .entity = entity});
}

static const dm_entity *part_of_entity(const dm_entity *entity, value_part part)
{
  if (!entity || part == PART_VALUE)
    return entity;
  if (part == PART_WHOLE)
    return entity->part_of ? entity->part_of : entity;
  return entity->of;
}

/* The year that a date without one belongs to: that of the first full date of the document, or the year before where it would lie half a year ahead of it. */
static const char *complete_date(const dm_relation *relation, const char *value)
{
  for (size_t i = 0; i < relation->reading->mentions.n; i++) {
    const char *known = relation->reading->mentions.items[i].value;
    if (!known || known[0] == '-' || strlen(known) < 7 || known[4] != '-')
      continue;
    long year = strtol(known, NULL, 10), month = strtol(known + 5, NULL, 10), wanted = strtol(value + 2, NULL, 10);
    return dm_arena_print(relation->arena, "%04ld-%s", wanted - month >= 6 ? year - 1 : year, value + 2);
  }
  return NULL;
}

/* `+1` is the year after that of the family's base, as far as it is known. */
static const char *relative_date(const dm_relation *relation, const family *of, const char *value)
{
  for (size_t i = 0; i < relation->drafts.n && of->relative_to != UINT32_MAX; i++) {
    const draft *base = &relation->drafts.items[i];
    if (base->family != of->relative_to || base->dropped || base->n_cells == 0 || !base->cells[0].value.text)
      continue;
    return dm_arena_print(relation->arena, "%04ld", strtol(base->cells[0].value.text, NULL, 10) + strtol(value, NULL, 10));
  }
  return NULL;
}

static void add_word_value(const dm_relation *relation, values *list, const family *of, const char *value)
{
  size_t n = strlen(value);
  if (n <= 3 && value[0] != '+' && value[0] != '-') {
    add_value(list, (dm_cell_value){.kind = DM_CELL_NUMBER, .text = value});
    return;
  }
  const char *date = value[0] == '-' ? complete_date(relation, value) : value[0] == '+' ? relative_date(relation, of, value) : value;
  if (date)
    add_value(list, (dm_cell_value){.kind = DM_CELL_DATE, .text = date});
}

static void add_mention(dm_relation *relation, values *list, const family *of, const dm_mention *mention, value_part part)
{
  if (!dm_field_touches(relation, of, mention))
    return;
  if (part == PART_TEXT) {
    const char *words = dm_reading_words(relation->reading, mention->range);
    add_value(list, (dm_cell_value){.kind = DM_CELL_TEXT, .text = words});
  } else if (part == PART_SIDE) {
    dm_kinds sides = dm_grammar_kinds(dm_lexicon_grammar(relation->reading->lexicon), "side", 4);
    add_entity(list, (sides >> mention->kind & 1) ? mention->entity : mention->side);
  } else if (part == PART_UNTIL) {
    if (mention->until)
      add_word_value(relation, list, of, mention->until);
  } else if (mention->value) {
    add_word_value(relation, list, of, mention->value);
  } else {
    const dm_entity *actors[MAX_ACTORS];
    size_t           n = dm_relation_actors(relation, mention, actors);
    for (size_t i = 0; i < n; i++)
      add_entity(list, part_of_entity(actors[i], part));
  }
}

/* The first mention inside a captured range that stands for anything. */
static const dm_mention *mention_in(const dm_relation *relation, dm_token_range range)
{
  const dm_reading *reading = relation->reading;
  for (uint32_t m = reading->first_mark[range.begin]; m < reading->marks.n && reading->marks.items[m].range.begin < range.end; m++) {
    const dm_mention *mention = dm_reading_mention(reading, m);
    if (mention->range.end <= range.end && (mention->entity || mention->value))
      return mention;
  }
  return NULL;
}

static void add_capture(dm_relation *relation, values *list, const family *of, const dm_capture *capture, value_part part)
{
  if (part == PART_TEXT) {
    add_value(list, (dm_cell_value){.kind = DM_CELL_TEXT, .text = dm_reading_words(relation->reading, capture->range)});
    return;
  }
  const dm_mention *mention =
      capture->mark != UINT32_MAX ? dm_reading_mention(relation->reading, capture->mark) : mention_in(relation, capture->range);
  if (mention)
    add_mention(relation, list, of, mention, part);
}

static void gather(dm_relation *relation, values *list, const family *of, const cell_template *cell, const source *from)
{
  list->n = 0;
  switch (cell->source) {
  case FROM_CAPTURE:
    for (size_t i = 0; from->match && i < from->match->n_captures; i++)
      if (strcmp(from->match->captures[i].name, cell->name) == 0)
        add_capture(relation, list, of, &from->match->captures[i], cell->part);
    for (size_t i = 0; from->given && i < from->given->n_cells; i++) {
      const dm_cell *given = &from->given->cells[i];
      if (strcmp(given->name, cell->name) != 0)
        continue;
      if (given->value.kind == DM_CELL_ENTITY)
        add_entity(list, part_of_entity(given->value.entity, cell->part));
      else
        add_value(list, given->value);
    }
    break;
  case FROM_SUBJECT: add_entity(list, part_of_entity(from->subject, cell->part)); break;
  case FROM_OBJECT:
    if (from->object)
      add_mention(relation, list, of, from->object, cell->part);
    break;
  case FROM_EACH:
    if (from->each)
      add_mention(relation, list, of, from->each, cell->part);
    break;
  case FROM_MOST: add_entity(list, part_of_entity(from->most, cell->part)); break;
  case FROM_VOICE: {
    const dm_entity *voices[MAX_ACTORS];
    size_t           n = dm_relation_voices(relation, voices);
    for (size_t i = 0; i < n; i++)
      add_entity(list, part_of_entity(voices[i], cell->part));
    break;
  }
  case FROM_THING: add_entity(list, cell->thing); break;
  case FROM_WORD: add_value(list, (dm_cell_value){.kind = DM_CELL_WORD, .text = cell->name}); break;
  }
}

static void add_draft(dm_relation *relation, uint32_t rule_number, const fact_template *of, const dm_cell_value *chosen, const source *from)
{
  draft made = {.family = of->family,
                .rule = rule_number,
                .n_cells = 0,
                .weight = relation->rules->rules.items[rule_number].weight,
                .n_passages = from->n_passages,
                .trigger = from->trigger};
  made.cells = dm_arena_allocate(relation->arena, (of->n_cells + 2) * sizeof *made.cells);
  for (size_t i = 0; i < of->n_cells; i++)
    if (chosen[i].entity || chosen[i].text)
      made.cells[made.n_cells++] = (dm_cell){.name = of->cells[i].cell, .value = chosen[i]};
  const char *qualified = relation->rules->families.items[of->family].qualified;
  if (qualified && from->qualification)
    made.cells[made.n_cells++] = (dm_cell){.name = qualified, .value = {.kind = DM_CELL_ENTITY, .entity = from->qualification}};
  memcpy(made.passages, from->passages, sizeof made.passages);
  made.sentence = from->trigger.begin < from->trigger.end ? relation->reading->text->tokens[from->trigger.begin].sentence : UINT32_MAX;
  *dm_vector_add(&relation->drafts) = made;
  relation->fired[rule_number] = true;
}

/* Whether a value is a thing of which facts of the family are never stated. */
static bool is_barred(const family *of, const dm_cell_value *chosen, size_t n)
{
  bool found = false;
  for (size_t b = 0; b < of->n_bars; b++)
    for (size_t i = 0; i < n && !found; i++)
      found = chosen[i].kind == DM_CELL_ENTITY && chosen[i].entity == of->bars[b];
  return found;
}

/* Every combination of the cells' values. */
static void combine(dm_relation *relation, uint32_t rule_number, const fact_template *of, const values *lists, size_t at, dm_cell_value *chosen,
                    const source *from)
{
  if (at == of->n_cells) {
    if (is_barred(&relation->rules->families.items[of->family], chosen, of->n_cells))
      return;
    add_draft(relation, rule_number, of, chosen, from);
    return;
  }
  for (size_t i = 0; i < lists[at].n; i++) {
    chosen[at] = lists[at].items[i];
    combine(relation, rule_number, of, lists, at + 1, chosen, from);
  }
}

enum { MAX_CELLS = 8 };

void dm_draft_add(dm_relation *relation, uint32_t rule_number, const templates *facts, const source *from)
{
  values *lists = dm_allocate(MAX_CELLS * sizeof *lists);
  for (size_t f = 0; f < facts->n; f++) {
    const fact_template *of = &facts->items[f];
    const family        *in = &relation->rules->families.items[of->family];
    dm_cell_value        chosen[MAX_CELLS] = {{0}};
    bool                 complete = of->n_cells <= MAX_CELLS && dm_field_holds(relation, in, from->passages, from->n_passages);
    if (!complete)
      dm_trace_afield(relation, rule_number, of, from);
    for (size_t i = 0; i < of->n_cells && complete; i++) {
      gather(relation, &lists[i], in, &of->cells[i], from);
      bool optional = i > 0 && (of->cells[i].optional || of->cells[i].part == PART_SIDE ||
                                of->cells[i].part == PART_OF); /* the first cell is what the fact is about */
      if (lists[i].n == 0 && optional)
        add_value(&lists[i], (dm_cell_value){.kind = DM_CELL_ENTITY});
      complete = lists[i].n > 0;
      if (!complete)
        dm_trace_lacking(relation, rule_number, of, i, from);
    }
    if (complete)
      combine(relation, rule_number, of, lists, 0, chosen, from);
  }
  free(lists);
}
