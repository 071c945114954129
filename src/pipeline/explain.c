/* pipeline/explain.c - a document as the program sees it. */
#include <string.h>

#include "base/arena.h"
#include "pipeline/engine_impl.h"

enum { MAX_SHOWN = 5 }; /* candidates of an ambiguous name */

typedef struct {
  dm_buffer *out;
  bool       color;
} pen;

typedef enum { INK_PLAIN, INK_HEAD, INK_NAME, INK_FACT, INK_FAINT } ink;

static void set_ink(const pen *p, ink chosen)
{
  static const char *const codes[] = {"\x1b[0m", "\x1b[1m", "\x1b[36m", "\x1b[32m", "\x1b[2m"}; /* in the order of ink */
  if (p->color)
    dm_buffer_add_string(p->out, codes[chosen]);
}

static void write_in(const pen *p, ink chosen, const char *text, size_t n_bytes)
{
  set_ink(p, chosen);
  dm_buffer_add(p->out, text, n_bytes);
  set_ink(p, INK_PLAIN);
}

static void write_string(const pen *p, ink chosen, const char *text)
{
  write_in(p, chosen, text, strlen(text));
}

static void write_mention(const pen *p, const dm_reading *reading, const dm_mention *mention)
{
  const dm_text *text = reading->text;
  dm_span        span = dm_text_tokens_span(text, mention->range);
  dm_buffer_add_string(p->out, mention->form & DM_FORM_INNER ? "      . " : "    ");
  write_in(p, INK_NAME, text->string + span.begin, span.end - span.begin);
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

static void write_value(const pen *p, const dm_value *value)
{
  if (value->kind == DM_VALUE_ENTITY)
    dm_buffer_add_string(p->out, value->entity ? value->entity->id : "-");
  else
    dm_buffer_print(p->out, "%s", value->text);
}

static void write_fact(const pen *p, const dm_reading *reading, const dm_fact *fact)
{
  dm_buffer_add_string(p->out, "    => ");
  write_string(p, INK_FACT, fact->family);
  for (size_t i = 0; i < fact->n_cells; i++) {
    dm_buffer_print(p->out, " %s=", fact->cells[i].name);
    write_value(p, &fact->cells[i].value);
  }
  if (fact->rule) {
    dm_buffer_add_string(p->out, "  ");
    set_ink(p, INK_FAINT);
    dm_buffer_print(p->out, "[%s", fact->rule);
    if (fact->trigger.begin < fact->trigger.end) {
      dm_span span = dm_text_tokens_span(reading->text, fact->trigger);
      dm_buffer_print(p->out, ": %.*s", (int)(span.end - span.begin), reading->text->string + span.begin);
    }
    dm_buffer_add_byte(p->out, ']');
    set_ink(p, INK_PLAIN);
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

static void write_sentence(const pen *p, const dm_reading *reading, const dm_document_facts *facts, uint32_t s)
{
  static const char *const kinds[] = {"paragraph", "heading", "item", "field"}; /* in the order of dm_block_kind */
  const dm_text           *text = reading->text;
  const dm_sentence       *sentence = &text->sentences[s];
  dm_span                  span = dm_text_tokens_span(text, sentence->tokens), source = dm_text_source_codepoints(text, span);
  set_ink(p, INK_FAINT);
  dm_buffer_print(p->out, "%zu,%zu %s: ", source.begin, source.end, kinds[text->blocks[sentence->block].kind]);
  set_ink(p, INK_PLAIN);
  write_in(p, INK_HEAD, text->string + span.begin, span.end - span.begin);
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
  pen          p = {.out = out, .color = color};
  dm_reading_new(&reading, engine->lexicon, document);
  dm_relation_new(&relation, engine->rules, reading);
  const dm_document_facts *facts = dm_relation_facts(relation);
  write_string(&p, INK_HEAD, document->name);
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
