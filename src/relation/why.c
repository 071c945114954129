/* relation/why.c - from a claim to an answer: which facts state it, or what stood nearest. Frames are judged in why_frame.c. */
#include "relation/why_impl.h"

#include <stdarg.h>
#include <string.h>

enum { MAX_SHOWN_WORDS = 12, MAX_SHOWN_FACTS = 4 };

/* Distances: what each thing counts that is missing. */
enum { FAR_UNCHOSEN = 1, FAR_UNMET = 2, FAR_CELL = 2, FAR_UNNAMED = 3, FAR_UNREAD = 3, FAR_GIVEN = 4 };

void dm_why_say(why *y, text_lines *lines, const char *format, ...)
{
  dm_buffer line = {0};
  va_list   arguments;
  va_start(arguments, format);
  dm_buffer_vprint(&line, format, arguments);
  va_end(arguments);
  bool there = false;
  for (size_t i = 0; i < lines->n; i++)
    there |= strcmp(lines->items[i], dm_buffer_string(&line)) == 0;
  if (!there)
    *dm_vector_add(lines) = dm_arena_string(y->arena, dm_buffer_string(&line), line.n_bytes);
  dm_buffer_free(&line);
}

const char *dm_why_words(const why *y, dm_token_range range)
{
  if (range.begin >= range.end)
    return "";
  if (range.end - range.begin <= MAX_SHOWN_WORDS)
    return dm_reading_words(y->reading, range);
  const char *first = dm_reading_words(y->reading, (dm_token_range){range.begin, range.begin + MAX_SHOWN_WORDS / 2});
  const char *last = dm_reading_words(y->reading, (dm_token_range){range.end - MAX_SHOWN_WORDS / 2, range.end});
  return dm_arena_print(y->arena, "%s ... %s", first, last);
}

const char *dm_why_draft(const why *y, const draft *fact)
{
  dm_buffer text = {0};
  dm_buffer_add_string(&text, y->rules->families.items[fact->family].name);
  for (size_t c = 0; c < fact->n_cells; c++) {
    const dm_cell_value *value = &fact->cells[c].value;
    dm_buffer_print(&text, " %s=%s", fact->cells[c].name, value->kind == DM_CELL_ENTITY ? value->entity->id : value->text);
  }
  const char *kept = dm_arena_string(y->arena, dm_buffer_string(&text), text.n_bytes);
  dm_buffer_free(&text);
  return kept;
}

void dm_why_account(why *y, accounts *to, uint32_t number, dm_token_range trigger, text_lines *lines, unsigned distance)
{
  const rule  *of = number == UINT32_MAX ? NULL : &y->rules->rules.items[number];
  const char **kept = dm_arena_allocate(y->arena, (lines->n + 1) * sizeof *kept);
  dm_account   made = {.rule = of ? of->name : NULL,
                       .file = of ? dm_yaml_file(of->yaml) : NULL,
                       .line_1based = of ? of->node->line_1based : 0,
                       .trigger = trigger,
                       .lines = kept,
                       .n_lines = lines->n,
                       .distance = distance};
  if (lines->n)
    memcpy(kept, lines->items, lines->n * sizeof *kept);
  dm_vector_free(lines);
  if (trigger.begin < trigger.end) {
    made.sentence = dm_sentence_of(y->relation, trigger.begin);
    y->told[y->reading->text->tokens[trigger.begin].sentence] = true;
  }
  *dm_vector_add(to) = made;
}

/* The claim and the rules. */

static size_t cell_of_family(const why *y, const char *name)
{
  const family *of = &y->rules->families.items[y->claim->family];
  size_t        c = 0;
  while (strcmp(of->cells[c], name) != 0)
    c++;
  return c;
}

const wanted *dm_why_wanted(const why *y, const cell_template *cell)
{
  const wanted *asked = &y->claim->cells[cell_of_family(y, cell->cell)];
  return asked->given ? asked : NULL;
}

/* Whether a template may make the fact: it fills every cell that is asked for, and what it puts there itself is what is asked. */
static bool may_state(const why *y, const fact_template *of)
{
  size_t n_filled = 0, n_asked = 0;
  if (of->family != y->claim->family)
    return false;
  for (size_t c = 0; c < of->n_cells; c++) {
    const cell_template *cell = &of->cells[c];
    const wanted        *asked = dm_why_wanted(y, cell);
    dm_cell_value        fixed = {.kind = cell->source == FROM_THING ? DM_CELL_ENTITY : DM_CELL_WORD, .entity = cell->thing, .text = cell->name};
    if (asked && (cell->source == FROM_THING || cell->source == FROM_WORD) && !dm_wanted_is(asked, &fixed))
      return false;
    n_filled += asked != NULL;
  }
  for (size_t c = 0; c < y->claim->n_cells; c++) /* a qualification comes from the words around, whatever the rule */
    n_asked += y->claim->cells[c].given && !dm_claim_is_qualified(y->claim, c);
  return n_filled == n_asked;
}

static const fact_template *first_that_may(const why *y, const templates *of)
{
  for (size_t f = 0; f < of->n; f++)
    if (may_state(y, &of->items[f]))
      return &of->items[f];
  return NULL;
}

static bool is_candidate(const candidate *of)
{
  return of->plain || of->negated || of->breached || of->otherwise;
}

static void find_candidates(why *y)
{
  y->candidates = dm_arena_allocate(y->arena, (y->rules->rules.n + 1) * sizeof *y->candidates);
  for (size_t r = 0; r < y->rules->rules.n; r++) {
    const rule *of = &y->rules->rules.items[r];
    y->candidates[r] = (candidate){first_that_may(y, &of->facts), first_that_may(y, &of->negated), first_that_may(y, &of->breached),
                                   first_that_may(y, &of->otherwise)};
  }
}

/* How many of the cells asked for a fact has otherwise, or not at all. */
static size_t count_other(const why *y, const draft *fact)
{
  const family *of = &y->rules->families.items[y->claim->family];
  size_t        n = 0;
  for (size_t c = 0; c < y->claim->n_cells; c++) {
    bool same = !y->claim->cells[c].given;
    for (size_t k = 0; k < fact->n_cells && !same; k++)
      same = strcmp(fact->cells[k].name, of->cells[c]) == 0 && dm_wanted_is(&y->claim->cells[c], &fact->cells[k].value);
    n += !same;
  }
  return n;
}

/* Mentions. */

static bool may_mean(const why *y, const wanted *asked, const dm_mention *mention)
{
  const dm_entity *meant[MAX_ACTORS];
  if (mention->entity)
    return dm_wanted_thing(asked, mention->entity);
  for (size_t i = 0; i < mention->n_candidates; i++)
    if (dm_wanted_thing(asked, mention->candidates[i]))
      return true;
  size_t n = dm_relation_actors(y->relation, mention, meant);
  for (size_t i = 0; i < n; i++)
    if (dm_wanted_thing(asked, meant[i]))
      return true;
  return false;
}

const dm_mention *dm_why_mention(const why *y, const wanted *asked, dm_token_range range, uint32_t *m)
{
  const dm_reading *reading = y->reading;
  if (*m < reading->first_mark[range.begin])
    *m = reading->first_mark[range.begin];
  for (; *m < reading->marks.n && reading->marks.items[*m].range.begin < range.end; ++*m)
    if (may_mean(y, asked, dm_reading_mention(reading, *m)))
      return dm_reading_mention(reading, (*m)++);
  return NULL;
}

/* How many of the things asked for that rules take from the text a sentence does not name. */
static size_t count_unnamed(const why *y, dm_token_range sentence, size_t *n_asked)
{
  size_t n = 0;
  *n_asked = 0;
  for (size_t c = 0; c < y->claim->n_cells; c++) {
    const wanted *asked = &y->claim->cells[c];
    uint32_t      m = 0;
    if (!asked->given || asked->fixed || asked->things.n == 0 || dm_claim_is_qualified(y->claim, c))
      continue;
    ++*n_asked;
    n += dm_why_mention(y, asked, sentence, &m) == NULL;
  }
  return n;
}

/* What stands: stated, or made and not chosen. */

static void tell_stated(why *y)
{
  for (size_t i = 0; i < y->relation->drafts.n; i++) {
    const draft *fact = &y->relation->drafts.items[i];
    text_lines   lines = {0};
    if (fact->family != y->claim->family || fact->dropped || count_other(y, fact))
      continue;
    dm_why_say(y, &lines, "%s", dm_why_draft(y, fact));
    dm_why_account(y, &y->stated, fact->rule, fact->trigger, &lines, 0);
  }
}

static void tell_dropped(why *y)
{
  for (size_t e = 0; e < y->events.n; e++) {
    const dm_trace_event *event = &y->events.items[e];
    const draft          *fact = event->draft == UINT32_MAX ? NULL : &y->relation->drafts.items[event->draft];
    text_lines            lines = {0};
    if (!fact || fact->family != y->claim->family || event->why == WHY_REPEATED || count_other(y, fact))
      continue;
    dm_why_tell_event(y, &lines, event);
    dm_why_account(y, &y->misses, fact->rule, fact->trigger, &lines, FAR_UNCHOSEN);
  }
}

/* How many of the cells asked for a standing fact has otherwise, if that is worth telling: one, whoever made it, or more, of rules that could state it. Frames that could
 * are judged by their words. 0: not to be told. */
static size_t count_different(const why *y, const draft *fact)
{
  const rule *of = fact->rule == UINT32_MAX ? NULL : &y->rules->rules.items[fact->rule];
  bool        may = of && is_candidate(&y->candidates[fact->rule]);
  size_t      n = fact->family == y->claim->family && !fact->dropped ? count_other(y, fact) : 0;
  return (may && of->kind == RULE_FRAME) || (n > 1 && !may) ? 0 : n;
}

static bool same_origin(const draft *a, const draft *b)
{
  return a->rule == b->rule && a->trigger.begin == b->trigger.begin && a->trigger.end == b->trigger.end;
}

/* Facts of the family that differ, those of one rule and passage together. */
static void tell_different(why *y)
{
  uint8_t *told = dm_arena_allocate(y->arena, y->relation->drafts.n + 1);
  for (size_t i = 0; i < y->relation->drafts.n; i++) {
    const draft *fact = &y->relation->drafts.items[i];
    size_t       n = told[i] ? 0 : count_different(y, fact);
    text_lines   lines = {0};
    if (n == 0)
      continue;
    for (size_t k = i; k < y->relation->drafts.n; k++) {
      const draft *other = &y->relation->drafts.items[k];
      size_t       n_other = same_origin(fact, other) ? count_different(y, other) : 0;
      if (n_other == 0)
        continue;
      told[k] = 1;
      n = n_other < n ? n_other : n;
      dm_why_say(y, &lines, "it states %s", dm_why_draft(y, other));
    }
    dm_why_account(y, &y->misses, fact->rule, fact->trigger, &lines, FAR_CELL * (unsigned)n);
  }
}

/* Rules that are no frames. */

static void tell_given(why *y, uint32_t number)
{
  const rule *of = &y->rules->rules.items[number];
  text_lines  lines = {0};
  size_t      n = 0;
  dm_buffer   facts = {0};
  for (size_t i = 0; i < y->relation->drafts.n; i++) {
    const draft *fact = &y->relation->drafts.items[i];
    if (fact->family != of->given || fact->dropped)
      continue;
    if (n < MAX_SHOWN_FACTS)
      dm_buffer_print(&facts, "%s%s", n ? "; " : "", dm_why_draft(y, fact));
    n++;
  }
  const char *family_name = y->rules->families.items[of->given].name;
  if (n == 0)
    dm_why_say(y, &lines, "it follows from %s, and the document states none", family_name);
  else
    dm_why_say(y, &lines, "it follows from %s, of which the document states %s%s", family_name, dm_buffer_string(&facts),
               n > MAX_SHOWN_FACTS ? " ..." : "");
  dm_buffer_free(&facts);
  dm_why_account(y, &y->misses, number, (dm_token_range){0, 0}, &lines, FAR_GIVEN);
}

static void tell_obstacles(why *y)
{
  for (size_t e = 0; e < y->events.n; e++) {
    const dm_trace_event *event = &y->events.items[e];
    const rule           *of = event->rule == UINT32_MAX ? NULL : &y->rules->rules.items[event->rule];
    text_lines            lines = {0};
    size_t                n_asked = 0, n_unnamed = 0;
    bool                  of_another = (event->why == WHY_CELL || event->why == WHY_FIELD) && event->family != y->claim->family;
    if (!of || of->kind == RULE_FRAME || !is_candidate(&y->candidates[event->rule]) || event->draft != UINT32_MAX || of_another)
      continue;
    if (event->trigger.begin < event->trigger.end)
      n_unnamed = count_unnamed(y, dm_sentence_of(y->relation, event->trigger.begin), &n_asked);
    dm_why_tell_event(y, &lines, event);
    bool has_trigger = event->trigger.begin < event->trigger.end;
    dm_why_account(y, &y->misses, event->rule, event->trigger, &lines, has_trigger ? FAR_UNMET + FAR_UNNAMED * (unsigned)n_unnamed : FAR_GIVEN);
  }
}

void dm_why_others(why *y)
{
  tell_obstacles(y);
  for (uint32_t r = 0; r < y->rules->rules.n; r++) {
    const rule *of = &y->rules->rules.items[r];
    if (of->kind == RULE_GIVEN && is_candidate(&y->candidates[r]) && !y->relation->fired[r] && dm_rule_applies(y->relation, of, UINT32_MAX))
      tell_given(y, r);
  }
}

/* What no rule reads. */
typedef struct {
  DM_VECTOR(dm_unread) all; /* in the order of the text */
} unread_list;

static void keep_unread(void *ctx, const dm_unread *unread)
{
  unread_list *list = ctx;
  *dm_vector_add(&list->all) = *unread;
}

static void say_unread(why *y, text_lines *lines, const dm_unread *unread)
{
  const char *object = dm_why_words(y, unread->object->range), *words = dm_why_words(y, unread->words);
  if (unread->subject)
    dm_why_say(y, lines, "no rule knows `%s` between `%s` and `%s`", words, dm_why_words(y, unread->subject->range), object);
  else
    dm_why_say(y, lines, "no rule knows `%s` before `%s`", words, object);
}

/* The frames of a sentence, and what no rule reads in it; both lists are left behind it. */
static void say_sentence(why *y, text_lines *lines, dm_token_range sentence, const unread_list *unread, size_t *next_frame, size_t *next_unread)
{
  size_t n = 0;
  for (; *next_frame < y->settled.n && y->events.items[y->settled.items[*next_frame]].trigger.begin < sentence.end; ++*next_frame) {
    const dm_trace_event *event = &y->events.items[y->settled.items[*next_frame]];
    if (event->trigger.begin < sentence.begin || n++ >= MAX_SHOWN_FACTS)
      continue;
    dm_why_say(y, lines, "rule %s reads `%s`", y->rules->rules.items[event->rule].name, dm_why_words(y, event->trigger));
  }
  for (; *next_unread < unread->all.n && unread->all.items[*next_unread].words.begin < sentence.end; ++*next_unread)
    if (unread->all.items[*next_unread].words.begin >= sentence.begin)
      say_unread(y, lines, &unread->all.items[*next_unread]);
}

/* Sentences that name what is asked for and that no rule which could state it reads. */
static void tell_unread(why *y)
{
  const dm_text *text = y->reading->text;
  size_t         next_frame = 0, next_unread = 0;
  unread_list    unread = {0};
  dm_relation_unread(y->relation, keep_unread, &unread);
  for (uint32_t s = 0; s < text->n_sentences; s++) {
    text_lines     lines = {0};
    size_t         n_asked = 0;
    dm_token_range sentence = text->sentences[s].tokens;
    if (y->told[s] || sentence.begin >= sentence.end)
      continue;
    size_t n_unnamed = count_unnamed(y, sentence, &n_asked);
    if (n_asked == 0 || n_unnamed == n_asked)
      continue;
    dm_why_say(y, &lines, "no rule that could state it finds its words here");
    say_sentence(y, &lines, sentence, &unread, &next_frame, &next_unread);
    dm_why_account(y, &y->misses, UINT32_MAX, (dm_token_range){sentence.begin, sentence.begin + 1}, &lines,
                   FAR_UNREAD + FAR_UNNAMED * (unsigned)n_unnamed);
    y->misses.items[y->misses.n - 1].trigger = (dm_token_range){0, 0};
  }
  dm_vector_free(&unread.all);
}

/* The answer. */

static void keep_event(void *ctx, const dm_trace_event *event)
{
  why *y = ctx;
  *dm_vector_add(&y->events) = *event;
}

/* The settled frames by their place. Each rule settles a trigger once. */
static void order_settled(why *y)
{
  uint32_t *first = dm_allocate((y->reading->text->n_tokens + 2) * sizeof *first);
  DM_VECTOR(uint32_t) found = {0};
  for (uint32_t e = 0; e < y->events.n; e++)
    if (y->events.items[e].why == TRACE_SETTLED) {
      *dm_vector_add(&found) = e;
      first[y->events.items[e].trigger.begin + 1]++;
    }
  for (size_t t = 1; t <= y->reading->text->n_tokens; t++)
    first[t] += first[t - 1];
  for (size_t i = 0; i < found.n; i++)
    dm_vector_add(&y->settled);
  for (size_t i = 0; i < found.n; i++)
    y->settled.items[first[y->events.items[found.items[i]].trigger.begin]++] = found.items[i];
  dm_vector_free(&found);
  free(first);
}

static int compare_accounts(const void *a, const void *b)
{
  const dm_account *x = a, *y = b;
  if (x->distance != y->distance)
    return x->distance < y->distance ? -1 : 1;
  if (x->sentence.begin != y->sentence.begin)
    return x->sentence.begin < y->sentence.begin ? -1 : 1;
  if (x->trigger.begin != y->trigger.begin)
    return x->trigger.begin < y->trigger.begin ? -1 : 1;
  int order = strcmp(x->rule ? x->rule : "", y->rule ? y->rule : "");
  return order || x->n_lines == 0 || y->n_lines == 0 ? order : strcmp(x->lines[0], y->lines[0]);
}

static void find_answer(why *y)
{
  y->told = dm_arena_allocate(y->arena, y->reading->text->n_sentences + 1);
  find_candidates(y);
  order_settled(y);
  tell_stated(y);
  if (y->stated.n == 0) {
    tell_dropped(y);
    dm_why_frames(y);
    tell_different(y);
    dm_why_others(y);
    tell_unread(y);
    dm_why_names(y);
  }
  if (y->misses.n)
    qsort(y->misses.items, y->misses.n, sizeof *y->misses.items, compare_accounts);
  y->answer = (dm_answer){y->claim, y->stated.items, y->stated.n, y->notes.items, y->notes.n, y->misses.items, y->misses.n};
}

dm_status dm_why_not(dm_answer **out, const dm_rules *rules, dm_reading *reading, const char *asked, dm_buffer *problem)
{
  why *y = dm_allocate(sizeof *y);
  *y = (why){.rules = rules, .reading = reading, .arena = dm_arena_new()};
  dm_trace trace = {.ctx = y, .on_event = keep_event};
  dm_relation_new_traced(&y->relation, rules, reading, &trace);
  dm_status status = dm_claim_read(&y->claim, rules, reading, asked, problem); /* now that all things have their ids */
  *out = &y->answer;
  if (!status) {
    find_answer(y);
    return DM_OK;
  }
  dm_answer_free(*out);
  *out = NULL;
  return status;
}

void dm_answer_free(dm_answer *answer)
{
  why *y = (why *)answer;
  if (!y)
    return;
  dm_vector_free(&y->events);
  dm_vector_free(&y->settled);
  dm_vector_free(&y->stated);
  dm_vector_free(&y->misses);
  dm_vector_free(&y->notes);
  dm_claim_free(y->claim);
  dm_relation_free(y->relation);
  dm_arena_free(y->arena);
  free(y);
}
