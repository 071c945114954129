/* mention/reading.c - the steps of a reading, in order. */
#include <string.h>

#include "base/unicode.h"
#include "mention/mention_impl.h"

enum { N_ROUNDS = 5, MAX_SIDE_TOKENS = 8 };

static void make_symbols(dm_reading *reading)
{
  const dm_text *text = reading->text;
  dm_grammar    *grammar = dm_lexicon_grammar(reading->lexicon);
  reading->symbols = dm_arena_allocate(reading->arena, (text->n_tokens + 1) * sizeof *reading->symbols);
  for (size_t t = 0; t < text->n_tokens; t++)
    reading->symbols[t] = dm_grammar_find_word(grammar, text->tokens[t].folded, text->tokens[t].n_folded);
}

/* Names. */

void dm_reading_add_named(dm_reading *reading, dm_token_range range, const dm_named *named, size_t n_named, const char *respelt)
{
  for (size_t i = 0; i < n_named;) {
    const char *kind = named[i].entity->kind;
    size_t      n = i;
    uint8_t     form = 0;
    while (n < n_named && strcmp(named[n].entity->kind, kind) == 0)
      n++;
    const dm_entity    **candidates = dm_arena_allocate(reading->arena, (n - i) * sizeof *candidates);
    const dm_yaml_node **written = dm_arena_allocate(reading->arena, (n - i) * sizeof *written);
    size_t               n_candidates = 0;
    for (; i < n; i++) {
      form |= named[i].form;
      if (n_candidates && candidates[n_candidates - 1] == named[i].entity)
        continue;
      written[n_candidates] = named[i].written;
      candidates[n_candidates++] = named[i].entity;
    }
    *dm_vector_add(&reading->mentions) = (dm_mention){.range = range,
                                                      .label = range,
                                                      .kind = dm_grammar_kind(dm_lexicon_grammar(reading->lexicon), kind),
                                                      .form = form,
                                                      .candidates = candidates,
                                                      .n_candidates = n_candidates,
                                                      .written = written,
                                                      .respelt = respelt};
  }
}

static void add_named(void *ctx, dm_token_range range, const dm_named *named, size_t n_named)
{
  dm_reading_add_named(ctx, range, named, n_named, NULL);
}

/* Runs `at_token` for every token with the range of its block. */
static void for_every_token(dm_reading *reading, void (*at_token)(dm_reading *reading, dm_token_range block, uint32_t t))
{
  for (size_t b = 0; b < reading->text->n_blocks; b++) {
    dm_token_range block = reading->text->blocks[b].tokens;
    for (uint32_t t = block.begin; t < block.end; t++)
      at_token(reading, block, t);
  }
}

static void names_at(dm_reading *reading, dm_token_range block, uint32_t t)
{
  if (reading->symbols[t])
    dm_lexicon_names_at(reading->lexicon, &reading->view, block, t, add_named, reading);
}

/* Forms. */

/* `ga-res-{number}`: each capture in braces as its folded words joined by hyphens. */
static const dm_entity *thing_by_id(dm_reading *reading, const dm_form *form, const dm_match *match, dm_token_range label)
{
  dm_buffer id = {0};
  for (const char *at = form->id; *at;) {
    const char *open = strchr(at, '{'), *close = open ? strchr(open, '}') : NULL;
    if (!close) {
      dm_buffer_add_string(&id, at);
      break;
    }
    dm_buffer_add(&id, at, (size_t)(open - at));
    const char       *name = dm_arena_string(reading->arena, open + 1, (size_t)(close - open) - 1);
    const dm_capture *capture = dm_match_capture(match, name);
    const char       *words = capture ? dm_reading_words(reading, capture->range) : "";
    dm_unicode_slug(&id, words, strlen(words));
    at = close + 1;
  }
  const char      *kind = dm_grammar_kind_name(dm_lexicon_grammar(reading->lexicon), form->kind);
  const dm_entity *thing = dm_reading_thing_by_id(reading, kind, dm_buffer_string(&id), dm_reading_words(reading, label), NULL);
  dm_buffer_free(&id);
  return thing;
}

/* `Departments of Justice, Defense and Commerce`: one body for each label. */
static void add_list(dm_reading *reading, const dm_form *form, const dm_match *match)
{
  for (size_t i = 0; i < match->n_captures; i++)
    if (strcmp(match->captures[i].name, "label") == 0)
      *dm_vector_add(&reading->mentions) = (dm_mention){.range = match->captures[i].range,
                                                        .label = match->captures[i].range,
                                                        .kind = form->kind,
                                                        .form = DM_FORM_FOUND,
                                                        .by = form->name,
                                                        .head = form->head};
}

static void add_form(dm_reading *reading, const dm_form *form, const dm_match *match)
{
  if (form->head) {
    add_list(reading, form, match);
    return;
  }
  const dm_capture *label = dm_match_capture(match, "label");
  dm_mention        made = {.range = label ? label->range : match->range, .kind = form->kind, .form = DM_FORM_FOUND, .by = form->name};
  made.label = made.range;
  if (form->value) {
    made.value = form->value;
  } else if (dm_match_capture(match, "numeric")) {
    made.value = dm_value_of_numeric(reading, match);
    if (!made.value)
      return;
  } else if (dm_match_capture(match, "day") || dm_match_capture(match, "month") || dm_match_capture(match, "year")) {
    made.value = dm_value_of_date(reading, match);
    made.until = dm_value_of_last(reading, match);
    if (!made.value)
      return;
  } else if (!form->is_thing && dm_match_capture(match, "number")) {
    made.value = dm_value_of_number(reading, match);
    if (!made.value)
      return;
  }
  if (form->id)
    made.entity = thing_by_id(reading, form, match, made.label);
  if (!form->is_thing)
    made.label = (dm_token_range){0, 0};
  *dm_vector_add(&reading->mentions) = made;
}

/* Whether a body's name begins within the name of a side that begins before it: `Congo Ministry` in `Democratic Republic of the Congo Ministry`. */
static bool begins_in_side(const dm_reading *reading, const dm_form *form, uint32_t begin, uint32_t end)
{
  const dm_grammar *grammar = dm_lexicon_grammar(reading->lexicon);
  dm_kinds          sides = dm_grammar_kinds(grammar, "side", 4);
  if (!(dm_grammar_kinds(grammar, "body", 4) >> form->kind & 1))
    return false;
  for (uint32_t m = reading->first_mark[begin]; m > 0 && reading->marks.items[m - 1].range.begin + MAX_SIDE_TOKENS >= begin; m--) {
    const dm_mention *side = dm_reading_mention(reading, m - 1);
    if ((sides >> side->kind & 1) && side->n_candidates && side->range.end > begin && side->range.end < end)
      return true;
  }
  return false;
}

static void run_round(dm_reading *reading, int round)
{
  size_t         n_forms = 0;
  const dm_form *forms = dm_lexicon_forms(reading->lexicon, &n_forms);
  bool           any = false;
  dm_match      *match = dm_allocate(sizeof *match);
  for (size_t f = 0; f < n_forms; f++) {
    if (forms[f].round != round)
      continue;
    any = true;
    for (size_t b = 0; b < reading->text->n_blocks; b++) {
      dm_token_range block = reading->text->blocks[b].tokens;
      uint32_t       end = block.end;
      if (forms[f].lines && b + 1 < reading->text->n_blocks)
        block.end = reading->text->blocks[b + 1].tokens.end;
      for (uint32_t t = block.begin; t < end; t++) {
        if (!dm_pattern_match(forms[f].pattern, reading->state, &reading->view, block, t, match))
          continue;
        if (begins_in_side(reading, &forms[f], t, match->range.end))
          continue;
        add_form(reading, &forms[f], match);
        t = match->range.end - 1;
      }
    }
  }
  free(match);
  if (any)
    dm_reading_settle(reading);
}

/* Concepts and other things that are found by patterns. */

static void add_concept(dm_reading *reading, const dm_entity *entity, size_t pattern, dm_token_range range)
{
  const dm_entity **candidates = dm_arena_allocate(reading->arena, sizeof *candidates);
  candidates[0] = entity;
  const dm_yaml_node **written = dm_arena_allocate(reading->arena, sizeof *written);
  written[0] = dm_lexicon_pattern_written(reading->lexicon, pattern);
  *dm_vector_add(&reading->mentions) = (dm_mention){.range = range,
                                                    .label = range,
                                                    .kind = dm_grammar_kind(dm_lexicon_grammar(reading->lexicon), entity->kind),
                                                    .form = DM_FORM_PATTERN,
                                                    .candidates = candidates,
                                                    .n_candidates = 1,
                                                    .written = written,
                                                    .written_for = dm_lexicon_pattern_entity(reading->lexicon, pattern)};
}

static void add_pattern(void *ctx, size_t pattern, const dm_match *match)
{
  dm_reading       *reading = ctx;
  const dm_capture *label = dm_match_capture(match, "label");
  const dm_entity  *entity = dm_lexicon_pattern_entity(reading->lexicon, pattern);
  add_concept(reading, entity, pattern, label ? label->range : match->range);
  if (entity->also_names)
    add_concept(reading, entity->also_names, pattern, label ? label->range : match->range);
}

static void patterns_at(dm_reading *reading, dm_token_range block, uint32_t t)
{
  dm_pattern_index_match(dm_lexicon_patterns(reading->lexicon), reading->state, &reading->view, block, t, add_pattern, reading);
}

void dm_reading_new(dm_reading **out, const dm_lexicon *lexicon, const dm_document *document)
{
  dm_reading *reading = dm_allocate(sizeof *reading);
  reading->lexicon = lexicon;
  reading->document = document;
  reading->arena = dm_arena_new();
  reading->state = dm_pattern_state_new();
  size_t n_listed = 0;
  dm_lexicon_entities(lexicon, &n_listed);
  reading->index = dm_reading_index_new(n_listed);
  dm_text_new(&reading->text, document->source, document->n_source_bytes, document->body_begin, dm_lexicon_words(lexicon));
  make_symbols(reading);
  reading->shapes = dm_arena_allocate(reading->arena, (reading->text->n_tokens + 1) * sizeof *reading->shapes);
  dm_view_shapes(reading->text, reading->shapes);
  reading->first_mark = dm_arena_allocate(reading->arena, (reading->text->n_tokens + 2) * sizeof *reading->first_mark);
  dm_reading_settle(reading);
  for_every_token(reading, names_at);
  dm_reading_settle(reading);
  dm_reading_add_misspelt(reading);
  for (int round = 1; round <= N_ROUNDS; round++) {
    run_round(reading, round);
    if (round == 1)
      dm_reading_apply_aliases(reading);
  }
  if (dm_lexicon_patterns(lexicon))
    for_every_token(reading, patterns_at);
  dm_reading_settle(reading);
  dm_reading_identify(reading);
  dm_reading_settle(reading);
  *out = reading;
}

void dm_reading_free(dm_reading *reading)
{
  if (!reading)
    return;
  dm_text_free(reading->text);
  dm_pattern_state_free(reading->state);
  dm_reading_index_free(reading->index);
  dm_vector_free(&reading->mentions);
  dm_vector_free(&reading->marks);
  dm_vector_free(&reading->found);
  dm_arena_free(reading->arena);
  free(reading);
}

const char *dm_reading_words(dm_reading *reading, dm_token_range range)
{
  if (range.begin >= range.end)
    return "";
  dm_buffer words = {0};
  dm_span   span = dm_text_tokens_span(reading->text, range);
  dm_unicode_compose(&words, reading->text->string + span.begin, span.end - span.begin);
  const char *kept = dm_arena_string(reading->arena, dm_buffer_string(&words), words.n_bytes);
  dm_buffer_free(&words);
  return kept;
}

const dm_mention *dm_reading_mention(const dm_reading *reading, uint32_t mark)
{
  return &reading->mentions.items[reading->marks.items[mark].index];
}
