/* pipeline/why_not.c - why a document states a fact, or what the rules lacked that came near, for a reader. */
#include "pipeline/engine_impl.h"
#include "pipeline/pen.h"
#include "relation/why.h"

enum { MAX_MISSES = 8, MAX_DISTANCE = 4, MAX_FAR = 2 }; /* shown if not all are asked for; where none is near, some that are far */

typedef struct {
  dm_pen             pen;
  const dm_document *document;
  const dm_reading  *reading;
} telling;

/* `file:line:col: `, of the first of these words in the source. */
static void write_place(const telling *t, dm_token_range words)
{
  dm_place place = {.file = t->document->path};
  if (words.begin >= words.end) {
    dm_buffer_print(t->pen.out, "%s: ", place.file);
    return;
  }
  dm_span span = dm_text_source_span(t->reading->text, dm_text_tokens_span(t->reading->text, words));
  dm_place_find(&place, t->document->source, t->document->n_source_bytes, span.begin);
  dm_buffer_print(t->pen.out, "%s:%zu:%zu: ", place.file, place.line_1based, place.column_1based);
}

static void write_words(const telling *t, dm_ink ink, dm_token_range words)
{
  dm_span span = dm_text_tokens_span(t->reading->text, words);
  dm_pen_write(&t->pen, ink, t->reading->text->string + span.begin, span.end - span.begin);
}

static void write_account(const telling *t, const dm_account *account)
{
  dm_buffer *out = t->pen.out;
  bool       has_trigger = account->trigger.begin < account->trigger.end;
  write_place(t, has_trigger ? account->trigger : account->sentence);
  if (account->rule) {
    dm_buffer_add_string(out, "rule ");
    dm_pen_write_string(&t->pen, INK_FACT, account->rule);
    dm_buffer_print(out, " (%s:%zu)", account->file, account->line_1based);
  } else {
    dm_buffer_add_string(out, "no rule");
  }
  if (has_trigger) {
    dm_buffer_add_string(out, ", `");
    write_words(t, INK_NAME, account->trigger);
    dm_buffer_add_byte(out, '`');
  }
  dm_buffer_add_byte(out, '\n');
  if (account->sentence.begin < account->sentence.end) {
    dm_buffer_add_string(out, "    | ");
    write_words(t, INK_FAINT, account->sentence);
    dm_buffer_add_byte(out, '\n');
  }
  for (size_t i = 0; i < account->n_lines; i++)
    dm_buffer_print(out, "    - %s\n", account->lines[i]);
}

static size_t count_near(const dm_answer *answer)
{
  size_t n = 0;
  while (n < answer->n_misses && n < MAX_MISSES &&
         (answer->misses[n].distance <= MAX_DISTANCE || (n < MAX_FAR && answer->misses[0].distance > MAX_DISTANCE)))
    n++;
  return n;
}

static void write_answer(const telling *t, const dm_answer *answer, bool all)
{
  dm_buffer *out = t->pen.out;
  dm_pen_write_string(&t->pen, INK_HEAD, answer->n_stated ? "stated\n" : "not stated\n");
  for (size_t i = 0; i < answer->n_stated; i++)
    write_account(t, &answer->stated[i]);
  for (size_t i = 0; i < answer->n_notes; i++) {
    write_place(t, answer->notes[i].words);
    dm_buffer_print(out, "%s\n", answer->notes[i].text);
  }
  size_t n_shown = all ? answer->n_misses : count_near(answer);
  for (size_t i = 0; i < n_shown; i++)
    write_account(t, &answer->misses[i]);
  if (n_shown < answer->n_misses)
    dm_buffer_print(out, "%zu more came less near; --verbose shows them\n", answer->n_misses - n_shown);
  if (!answer->n_stated && !answer->n_misses)
    dm_buffer_add_string(out, "no rule came near\n");
}

dm_status dm_explain_why_not(const dm_engine *engine, const dm_document *document, const char *asked, bool color, bool all, dm_buffer *out,
                             dm_buffer *problem)
{
  dm_reading *reading = NULL;
  dm_answer  *answer = NULL;
  dm_reading_new(&reading, engine->lexicon, document);
  dm_status status = dm_why_not(&answer, engine->rules, reading, asked, problem);
  if (!status) {
    const telling t = {.pen = {.out = out, .color = color}, .document = document, .reading = reading};
    dm_buffer_print(out, "%s: ", document->name);
    dm_claim_write(answer->claim, out);
    dm_buffer_add_string(out, ": ");
    write_answer(&t, answer, all);
  }
  dm_answer_free(answer);
  dm_reading_free(reading);
  return status;
}
