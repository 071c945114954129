/* cli/cmd_explain.c - how the program reads a document. */
#include "cli/command.h"

#include "base/output.h"
#include "cli/session.h"
#include "cli/terminal.h"

#include <string.h>
#include <unistd.h>

typedef struct {
  dm_common   common;
  const char *id;
  int         is_table;
  const char *why_not;
} explain_options;

static const dm_choice formats[] = {{"text", false, false}, {"tsv", true, false}, {NULL, 0, false}};

static const dm_option options[] = {
    {'f', "format", DM_OPTION_CHOICE, offsetof(explain_options, is_table), "text|tsv", formats,
     "Write text for readers, or a table for programs: a row for each sentence, mention and fact, with the place of the name, pattern or rule that "
     "made it."},
    {0, "why-not", DM_OPTION_TEXT, offsetof(explain_options, why_not), "FACT", NULL,
     "Tell which rule states FACT, or which rules came near and what they lacked; -v tells of all of them."},
    {0, "id", DM_OPTION_TEXT, offsetof(explain_options, id), "NAME", NULL, "Name the document of standard input; stdin if not given."},
};

static const char *const paragraphs[] = {
    "Shows documents as the program sees them: sentences, the things that they name, and which rule made which fact from which words.",
    "A FACT of `--why-not` is HOLDER STANCE TARGET, or the name of another family and its cells: ids, labels or other names of the lexicon, or of "
    "things that the document brings; a name of several words may stand between double quotes.",
    NULL,
};

static const dm_example examples[] = {
    {"explain documents/statement.txt", "Shows how one document is read."},
    {"explain --why-not 'JPN affirms international-law' documents/statement.txt", "Tells why a position is there, or is not."},
    {"explain --why-not 'chair \"Jane Doe\"' documents/statement.txt", "The same of another fact."},
    {"explain --color always documents | less -R", "Shows all of a folder, with colours."},
    {"explain -f tsv documents | cut -f 1,7-10 | sort | uniq -c", "Counts what each name, pattern and rule found."},
    {NULL, NULL},
};

/* What is asked for may be a thing that only some documents bring: it is a mistake only if none knows it. */
typedef struct {
  size_t    n_answered;
  size_t    n_unknown;
  dm_buffer problem; /* of the last document that could not read it */
  dm_buffer waiting; /* what to say of those before the first that could */
} questioning;

static void ask(const dm_call *call, const dm_engine *engine, const dm_document *document, bool color, dm_buffer *text, questioning *asked)
{
  const explain_options *o = call->options;
  dm_buffer_clear(&asked->problem);
  if (dm_explain_why_not(engine, document, o->why_not, color, call->common->verbose, text, &asked->problem) == DM_OK) {
    asked->n_answered++;
  } else {
    dm_buffer_print(&asked->waiting, "%s: %s\n", document->name, dm_buffer_string(&asked->problem));
    asked->n_unknown++;
  }
  if (!asked->n_answered)
    return;
  dm_buffer all = asked->waiting;
  asked->waiting = (dm_buffer){0};
  dm_buffer_add(&all, dm_buffer_string(text), text->n_bytes);
  dm_buffer_free(text);
  *text = all;
}

static dm_status write_document(const dm_call *call, const dm_engine *engine, const dm_document *document, dm_buffer *text, questioning *asked)
{
  const explain_options *o = call->options;
  const bool             color = dm_color_wanted(call->common->color, STDOUT_FILENO);
  if (o->why_not)
    ask(call, engine, document, color, text, asked);
  else if (o->is_table)
    dm_explain_tsv(engine, document, text);
  else
    return dm_explain(engine, document, color, text, call->diagnostics);
  return DM_OK;
}

static dm_status explain_input(const dm_call *call, const dm_engine *engine, const dm_input *input, const dm_input_options *input_options,
                               dm_output *output, questioning *asked)
{
  dm_document *document = NULL;
  dm_buffer    text = {0};
  dm_status    status = dm_document_read(&document, input, input_options, call->diagnostics);
  if (status == DM_OK)
    status = write_document(call, engine, document, &text, asked);
  if (status == DM_OK)
    status = dm_output_write(output, dm_buffer_string(&text), text.n_bytes);
  dm_buffer_free(&text);
  dm_document_free(document);
  return status;
}

static bool is_refusal(dm_status status)
{
  return status == DM_BAD_INPUT || status == DM_OVER_LIMIT || status == DM_REFUSED;
}

static dm_status explain_inputs(const dm_call *call, const dm_engine *engine, const dm_inputs *inputs, const dm_input_options *input_options,
                                size_t n_refused)
{
  dm_output             *output = NULL;
  size_t                 n_shown = 0;
  dm_status              worst = DM_REFUSED;
  questioning            asked = {0};
  dm_status              status = dm_output_open(&output, "-", call->diagnostics);
  const explain_options *o = call->options;
  if (status == DM_OK && o->is_table && !o->why_not)
    status = dm_output_write(output, dm_explain_tsv_head(), strlen(dm_explain_tsv_head()));
  for (size_t i = 0; status == DM_OK && i < inputs->n; i++) {
    status = explain_input(call, engine, &inputs->items[i], input_options, output, &asked);
    n_shown += status == DM_OK;
    if (is_refusal(status)) {
      worst = status;
      n_refused++;
      status = call->common->fail_fast ? DM_BAD_INPUT : DM_OK;
    }
  }
  if (status == DM_OK && asked.n_unknown && !asked.n_answered) {
    dm_report(call->diagnostics, DM_ERROR, NULL, "`--why-not`: %s", dm_buffer_string(&asked.problem));
    status = DM_BAD_USAGE;
  }
  if (status == DM_OK)
    status = dm_output_commit(output);
  if (status == DM_OK && n_refused)
    status = n_shown ? DM_REFUSED : worst;
  dm_buffer_free(&asked.problem);
  dm_buffer_free(&asked.waiting);
  dm_output_free(output);
  return status;
}

static dm_status run(const dm_call *call)
{
  const explain_options *o = call->options;
  const dm_input_options input_options = {.id = o->id, .max_bytes = call->common->max_document_bytes};
  dm_inputs              inputs = {0};
  dm_input_count         listed = {0};
  dm_engine             *engine = NULL;
  dm_status              status = dm_session_inputs(&inputs, &listed, &input_options, call);
  if (status == DM_OK || status == DM_REFUSED) {
    status = dm_session_engine(&engine, call);
    if (status == DM_OK)
      status = explain_inputs(call, engine, &inputs, &input_options, listed.n_refused);
  }
  dm_engine_free(engine);
  dm_inputs_free(&inputs);
  return status;
}

const dm_command dm_command_explain = {
    .name = "explain",
    .summary = "show how documents are read: mentions, rules, facts",
    .synopsis = "[options] [INPUT...]",
    .paragraphs = paragraphs,
    .table = {options, sizeof options / sizeof options[0]},
    .examples = examples,
    .n_options_bytes = sizeof(explain_options),
    .operands_are_files = true,
    .run = run,
};
