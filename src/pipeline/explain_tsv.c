/* pipeline/explain_tsv.c - a document as the program sees it, in rows for other programs. */
#include <string.h>

#include "base/line_index.h"
#include "pipeline/engine_impl.h"

typedef struct {
  const dm_engine         *engine;
  const dm_document       *document;
  const dm_reading        *reading;
  const dm_document_facts *facts;
  const dm_line_index     *lines;
  dm_buffer               *out;
} table;

/* A row before its cells `what` and on: where it stands. An empty range stands nowhere. */
static void begin_row(const table *t, const char *row, dm_token_range range)
{
  size_t  line = 0, column = 0;
  dm_span codepoints = {0, 0};
  if (range.begin < range.end) {
    dm_span span = dm_text_tokens_span(t->reading->text, range);
    codepoints = dm_text_source_codepoints(t->reading->text, span);
    dm_line_index_find(t->lines, dm_text_source_span(t->reading->text, span).begin, &line, &column);
  }
  dm_buffer_print(t->out, "%s\t%s\t%zu\t%zu\t%zu\t%zu", row, t->document->name, line, column, codepoints.begin, codepoints.end);
}

static void add_bytes(const table *t, const char *text, size_t n_bytes)
{
  for (size_t i = 0; i < n_bytes; i++)
    dm_buffer_add_byte(t->out, (unsigned char)text[i] < 0x20 ? ' ' : text[i]);
}

static void add_cell(const table *t, const char *text)
{
  dm_buffer_add_byte(t->out, '\t');
  add_bytes(t, text, strlen(text));
}

static void add_words(const table *t, dm_token_range range)
{
  dm_buffer_add_byte(t->out, '\t');
  if (range.begin >= range.end)
    return;
  dm_span span = dm_text_tokens_span(t->reading->text, range);
  add_bytes(t, t->reading->text->string + span.begin, span.end - span.begin);
}

static void add_place(const table *t, const char *file, const dm_yaml_node *node)
{
  dm_buffer_add_byte(t->out, '\t');
  if (file && node)
    dm_buffer_print(t->out, "%s:%zu:%zu", file, node->line_1based, node->column_1based);
}

static void add_form(const table *t, const dm_mention *mention)
{
  size_t         n = 0;
  const dm_form *forms = dm_lexicon_forms(t->reading->lexicon, &n);
  for (size_t i = 0; i < n; i++)
    if (strcmp(forms[i].name, mention->by) == 0) {
      add_place(t, forms[i].file, forms[i].written);
      return;
    }
  add_place(t, NULL, NULL);
}

/* How a mention was found, and where that is written: of a listed thing the name or pattern, else the form. */
static void add_finder(const table *t, const dm_mention *mention)
{
  static const struct {
    uint8_t     form;
    const char *name;
  } ways[] = {{DM_FORM_NAME, "name"}, {DM_FORM_ACRONYM, "acronym"}, {DM_FORM_ADJECTIVE, "adjective"}, {DM_FORM_PATTERN, "pattern"}};
  size_t way = 0, meant = 0;
  if (mention->by) {
    add_cell(t, mention->by);
    add_form(t, mention);
    return;
  }
  while (way < sizeof ways / sizeof *ways && !(mention->form & ways[way].form))
    way++;
  add_cell(t, way < sizeof ways / sizeof *ways ? ways[way].name : "");
  for (size_t i = 0; i < mention->n_candidates; i++)
    if (mention->candidates[i] == mention->entity)
      meant = i;
  if (mention->written && mention->n_candidates)
    add_place(t, dm_lexicon_file(t->reading->lexicon, mention->written_for ? mention->written_for : mention->candidates[meant]),
              mention->written[meant]);
  else
    add_place(t, NULL, NULL);
}

static void write_mention(const table *t, const dm_mention *mention)
{
  begin_row(t, mention->form & DM_FORM_INNER ? "inner" : "mention", mention->range);
  add_cell(t, dm_grammar_kind_name(dm_lexicon_grammar(t->reading->lexicon), mention->kind));
  dm_buffer_add_byte(t->out, '\t');
  if (mention->entity)
    dm_buffer_add_string(t->out, mention->entity->id);
  else if (mention->value)
    dm_buffer_add_string(t->out, mention->value);
  for (size_t i = 0; !mention->entity && i < mention->n_candidates; i++)
    dm_buffer_print(t->out, "%s%s", i ? "|" : "", mention->candidates[i]->id);
  add_finder(t, mention);
  add_words(t, mention->range);
  dm_buffer_add_byte(t->out, '\n');
}

static void write_fact(const table *t, const dm_fact *fact)
{
  const char         *file = NULL;
  const dm_yaml_node *node = NULL;
  begin_row(t, "fact", fact->trigger);
  add_cell(t, fact->family);
  dm_buffer_add_byte(t->out, '\t');
  for (size_t i = 0; i < fact->n_cells; i++) {
    const dm_cell_value *value = &fact->cells[i].value;
    const char          *text = value->kind != DM_CELL_ENTITY ? value->text : value->entity ? value->entity->id : "";
    dm_buffer_print(t->out, "%s%s=", i ? "; " : "", fact->cells[i].name);
    add_bytes(t, text, strlen(text));
  }
  add_cell(t, fact->rule ? fact->rule : "");
  if (fact->rule)
    dm_rules_written(t->engine->rules, fact->rule, &file, &node);
  add_place(t, file, node);
  add_words(t, fact->trigger);
  dm_buffer_add_byte(t->out, '\n');
}

/* Whether the words that made a fact begin in the sentence; facts without any stand before the first. */
static bool begins_in(const dm_fact *fact, dm_token_range range)
{
  if (fact->trigger.begin >= fact->trigger.end)
    return range.begin >= range.end;
  return fact->trigger.begin >= range.begin && fact->trigger.begin < range.end;
}

static void write_facts(const table *t, dm_token_range range)
{
  for (size_t i = 0; i < t->facts->n_facts; i++)
    if (begins_in(&t->facts->facts[i], range))
      write_fact(t, &t->facts->facts[i]);
}

static void write_sentence(const table *t, const dm_sentence *sentence)
{
  static const char *const kinds[] = {"paragraph", "heading", "item", "field"}; /* in the order of dm_block_kind */
  const dm_reading        *reading = t->reading;
  begin_row(t, "sentence", sentence->tokens);
  add_cell(t, kinds[reading->text->blocks[sentence->block].kind]);
  dm_buffer_add_string(t->out, "\t\t\t");
  add_words(t, sentence->tokens);
  dm_buffer_add_byte(t->out, '\n');
  for (uint32_t m = reading->first_mark[sentence->tokens.begin]; m < reading->marks.n && reading->marks.items[m].range.begin < sentence->tokens.end;
       m++)
    write_mention(t, dm_reading_mention(reading, m));
  write_facts(t, sentence->tokens);
}

const char *dm_explain_tsv_head(void)
{
  return "row\tdocument\tline\tcolumn\tbegin\tend\twhat\tvalue\tby\tplace\ttext\n";
}

void dm_explain_tsv(const dm_engine *engine, const dm_document *document, dm_buffer *out)
{
  dm_reading    *reading = NULL;
  dm_relation   *relation = NULL;
  dm_line_index *lines = dm_line_index_new(document->source, document->n_source_bytes);
  dm_reading_new(&reading, engine->lexicon, document);
  dm_relation_new(&relation, engine->rules, reading);
  table t = {.engine = engine, .document = document, .reading = reading, .facts = dm_relation_facts(relation), .lines = lines, .out = out};
  write_facts(&t, (dm_token_range){0, 0});
  for (uint32_t s = 0; s < reading->text->n_sentences; s++)
    write_sentence(&t, &reading->text->sentences[s]);
  dm_relation_free(relation);
  dm_reading_free(reading);
  dm_line_index_free(lines);
}
