/* pipeline/explain.c - a document as the program sees it. */
#include <string.h>

#include "base/arena.h"
#include "pipeline/engine_impl.h"
#include "pipeline/pen.h"

enum { MAX_SHOWN = 5 }; /* candidates of an ambiguous name */

static void write_mention(const dm_pen *p, const dm_reading *reading, const dm_mention *mention)
{
  const dm_text *text = reading->text;
  dm_span        span = dm_text_tokens_span(text, mention->range);
  dm_buffer_add_string(p->out, mention->form & DM_FORM_INNER ? "      . " : "    ");
  dm_pen_write(p, INK_NAME, text->string + span.begin, span.end - span.begin);
  if (mention->respelt)
    dm_buffer_print(p->out, " ~ %s", mention->respelt);
  dm_buffer_print(p->out, " = %s", dm_grammar_kind_name(dm_lexicon_grammar(reading->lexicon), mention->kind));
  if (mention->entity)
    dm_buffer_print(p->out, " %s%s", mention->entity->id, mention->entity->listed ? "" : " (found)");
  if (mention->value)
    dm_buffer_print(p->out, " %s", mention->value);
  if (!mention->entity && mention->n_candidates > 1) {
    dm_buffer_add_string(p->out, " one of:");
    for (size_t i = 0; i < mention->n_candidates && i < MAX_SHOWN; i++)
      dm_buffer_print(p->out, " %s", mention->candidates[i]->id);
    if (mention->n_candidates > MAX_SHOWN)
      dm_buffer_print(p->out, " and %zu more", mention->n_candidates - MAX_SHOWN);
  }
  if (mention->side && mention->side != mention->entity)
    dm_buffer_print(p->out, ", side %s", mention->side->id);
  if (mention->by)
    dm_buffer_print(p->out, ", form %s", mention->by);
  dm_buffer_add_byte(p->out, '\n');
}

static void write_value(const dm_pen *p, const dm_cell_value *value)
{
  if (value->kind == DM_CELL_ENTITY)
    dm_buffer_add_string(p->out, value->entity ? value->entity->id : "-");
  else
    dm_buffer_print(p->out, "%s", value->text);
}

static void write_fact(const dm_pen *p, const dm_reading *reading, const dm_fact *fact)
{
  dm_buffer_add_string(p->out, "    => ");
  dm_pen_write_string(p, INK_FACT, fact->family);
  for (size_t i = 0; i < fact->n_cells; i++) {
    dm_buffer_print(p->out, " %s=", fact->cells[i].name);
    write_value(p, &fact->cells[i].value);
  }
  if (fact->rule) {
    dm_buffer_add_string(p->out, "  ");
    dm_pen_ink(p, INK_FAINT);
    dm_buffer_print(p->out, "[%s", fact->rule);
    if (fact->trigger.begin < fact->trigger.end) {
      dm_span span = dm_text_tokens_span(reading->text, fact->trigger);
      dm_buffer_print(p->out, ": %.*s", (int)(span.end - span.begin), reading->text->string + span.begin);
    }
    dm_buffer_add_byte(p->out, ']');
    dm_pen_ink(p, INK_PLAIN);
  }
  dm_buffer_add_byte(p->out, '\n');
}

/* Whether the fact is to be shown below the sentence: that of its trigger, or none for facts without. */
static bool belongs_to(const dm_reading *reading, const dm_fact *fact, uint32_t sentence)
{
  if (fact->trigger.begin >= fact->trigger.end)
    return sentence == UINT32_MAX;
  return reading->text->tokens[fact->trigger.begin].sentence == sentence;
}

static void write_sentence(const dm_pen *p, const dm_reading *reading, const dm_document_facts *facts, uint32_t s)
{
  static const char *const kinds[] = {"paragraph", "heading", "item", "field"}; /* in the order of dm_block_kind */
  const dm_text           *text = reading->text;
  const dm_sentence       *sentence = &text->sentences[s];
  dm_span                  span = dm_text_tokens_span(text, sentence->tokens), source = dm_text_source_codepoints(text, span);
  dm_pen_ink(p, INK_FAINT);
  dm_buffer_print(p->out, "%zu,%zu %s: ", source.begin, source.end, kinds[text->blocks[sentence->block].kind]);
  dm_pen_ink(p, INK_PLAIN);
  dm_pen_write(p, INK_HEAD, text->string + span.begin, span.end - span.begin);
  dm_buffer_add_byte(p->out, '\n');
  for (uint32_t m = reading->first_mark[sentence->tokens.begin]; m < reading->marks.n && reading->marks.items[m].range.begin < sentence->tokens.end;
       m++)
    write_mention(p, reading, dm_reading_mention(reading, m));
  for (size_t i = 0; i < facts->n_facts; i++)
    if (belongs_to(reading, &facts->facts[i], s))
      write_fact(p, reading, &facts->facts[i]);
}

dm_status dm_explain(const dm_engine *engine, const dm_document *document, bool color, dm_buffer *out, dm_diagnostics *diagnostics)
{
  (void)diagnostics;
  dm_reading  *reading = NULL;
  dm_relation *relation = NULL;
  dm_pen       p = {.out = out, .color = color};
  dm_reading_new(&reading, engine->lexicon, document);
  dm_relation_new(&relation, engine->rules, reading);
  const dm_document_facts *facts = dm_relation_facts(relation);
  dm_pen_write_string(&p, INK_HEAD, document->name);
  dm_buffer_add_byte(out, '\n');
  for (size_t i = 0; i < facts->n_facts; i++)
    if (belongs_to(reading, &facts->facts[i], UINT32_MAX))
      write_fact(&p, reading, &facts->facts[i]);
  for (uint32_t s = 0; s < reading->text->n_sentences; s++)
    write_sentence(&p, reading, facts, s);
  dm_relation_free(relation);
  dm_reading_free(reading);
  return DM_OK;
}
