/* cli/cmd_explain.c - how the program reads a document. */
#include "cli/command.h"

#include "base/output.h"
#include "cli/interrupt.h"
#include "cli/session.h"
#include "cli/terminal.h"

#include <string.h>
#include <unistd.h>

typedef struct {
  dm_common   common;
  const char *output;
  const char *id;
  int         format;
  bool        html;
  const char *why_not;
} explain_options;

enum { FORMAT_TEXT, FORMAT_TABLE, FORMAT_PAGE };

static const dm_choice formats[] = {{"text", FORMAT_TEXT, false}, {"tsv", FORMAT_TABLE, false}, {"html", FORMAT_PAGE, false}, {NULL, 0, false}};

static const dm_option options[] = {
    {'o', "output", DM_OPTION_TEXT, offsetof(explain_options, output), "FILE", NULL,
     "Write to FILE, whole or not at all; standard output if not given."},
    {'f', "format", DM_OPTION_CHOICE, offsetof(explain_options, format), "FORMAT", formats,
     "text for readers; tsv, a table for programs: a row for each sentence, mention and fact, with the place of the name, pattern or rule that "
     "made it; html, a page: the text with its mentions and passages marked, the facts beside it."},
    {0, "html", DM_OPTION_ON, offsetof(explain_options, html), NULL, NULL, "The same as --format html."},
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
    {"explain --html -o page.html documents", "Writes a page that shows what was read in a folder."},
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

/* What is written, and to where. */
typedef struct {
  const dm_call          *call;
  const dm_engine        *engine;
  const dm_inputs        *inputs;
  const dm_input_options *input_options;
  dm_output              *output;
  int                     format;
  bool                    color;
  questioning             asked;
} showing;

static void ask(showing *s, const dm_document *document, dm_buffer *text)
{
  const explain_options *o = s->call->options;
  dm_buffer_clear(&s->asked.problem);
  if (dm_explain_why_not(s->engine, document, o->why_not, s->color, s->call->common->verbose, text, &s->asked.problem) == DM_OK) {
    s->asked.n_answered++;
  } else {
    dm_buffer_print(&s->asked.waiting, "%s: %s\n", document->name, dm_buffer_string(&s->asked.problem));
    s->asked.n_unknown++;
  }
  if (!s->asked.n_answered)
    return;
  dm_buffer all = s->asked.waiting;
  s->asked.waiting = (dm_buffer){0};
  dm_buffer_add(&all, dm_buffer_string(text), text->n_bytes);
  dm_buffer_free(text);
  *text = all;
}

static dm_status write_document(showing *s, const dm_document *document, size_t number, dm_buffer *text)
{
  const explain_options *o = s->call->options;
  if (o->why_not)
    ask(s, document, text);
  else if (s->format == FORMAT_TABLE)
    dm_explain_tsv(s->engine, document, text);
  else if (s->format == FORMAT_PAGE)
    dm_explain_html(s->engine, document, number, text);
  else
    return dm_explain(s->engine, document, s->color, text, s->call->diagnostics);
  return DM_OK;
}

static bool is_refusal(dm_status status)
{
  return status == DM_BAD_INPUT || status == DM_OVER_LIMIT || status == DM_REFUSED;
}

/* Shows input number `i`. A page has a place for a refused one, so that its list of documents leads somewhere. */
static dm_status show_input(showing *s, size_t i)
{
  dm_document *document = NULL;
  dm_buffer    text = {0};
  dm_status    status = dm_document_read(&document, &s->inputs->items[i], s->input_options, s->call->diagnostics);
  if (status == DM_OK)
    status = write_document(s, document, i + 1, &text);
  else if (is_refusal(status) && s->format == FORMAT_PAGE)
    dm_explain_html_refused(&s->inputs->items[i], i + 1, &text);
  const dm_status written = dm_output_write(s->output, dm_buffer_string(&text), text.n_bytes);
  dm_buffer_free(&text);
  dm_document_free(document);
  return status == DM_OK ? written : status;
}

/* What stands before and behind all documents. */
static dm_status write_frame(const showing *s, bool end)
{
  dm_buffer text = {0};
  if (s->format == FORMAT_TABLE && !end)
    dm_buffer_add_string(&text, dm_explain_tsv_head());
  else if (s->format == FORMAT_PAGE && end)
    dm_explain_html_end(&text);
  else if (s->format == FORMAT_PAGE)
    dm_explain_html_begin(s->engine, s->inputs, &text);
  const dm_status status = dm_output_write(s->output, dm_buffer_string(&text), text.n_bytes);
  dm_buffer_free(&text);
  return status;
}

static dm_status show_inputs(showing *s, size_t n_refused)
{
  size_t    n_shown = 0;
  dm_status worst = DM_REFUSED, status = write_frame(s, false);
  for (size_t i = 0; status == DM_OK && i < s->inputs->n; i++) {
    status = show_input(s, i);
    n_shown += status == DM_OK;
    if (is_refusal(status)) {
      worst = status;
      n_refused++;
      status = s->call->common->fail_fast ? DM_BAD_INPUT : DM_OK;
    }
  }
  if (status == DM_OK && s->asked.n_unknown && !s->asked.n_answered) {
    dm_report(s->call->diagnostics, DM_ERROR, NULL, "`--why-not`: %s", dm_buffer_string(&s->asked.problem));
    status = DM_BAD_USAGE;
  }
  if (status == DM_OK && n_refused && !n_shown)
    return worst; /* there is nothing to put in place */
  if (status == DM_OK)
    status = write_frame(s, true);
  if (status == DM_OK)
    status = dm_output_commit(s->output);
  return status == DM_OK && n_refused ? DM_REFUSED : status;
}

static dm_status explain_inputs(const dm_call *call, const dm_engine *engine, const dm_inputs *inputs, const dm_input_options *input_options,
                                size_t n_refused)
{
  const explain_options *o = call->options;
  showing    s = {.call = call, .engine = engine, .inputs = inputs, .input_options = input_options, .format = o->html ? FORMAT_PAGE : o->format};
  const bool to_file = o->output && strcmp(o->output, "-") != 0;
  s.color = to_file ? call->common->color == DM_COLOR_ALWAYS : dm_color_wanted(call->common->color, STDOUT_FILENO);
  dm_status status = dm_output_open(&s.output, o->output ? o->output : "-", call->diagnostics);
  if (status == DM_OK) {
    dm_interrupt_remove(dm_output_temporary(s.output));
    status = show_inputs(&s, n_refused);
    dm_interrupt_remove(NULL);
  }
  dm_buffer_free(&s.asked.problem);
  dm_buffer_free(&s.asked.waiting);
  dm_output_free(s.output);
  return status;
}

static dm_status check_options(const explain_options *o, dm_diagnostics *diagnostics)
{
  if (!o->why_not || (!o->html && o->format == FORMAT_TEXT))
    return DM_OK;
  dm_report(diagnostics, DM_ERROR, NULL, "`--why-not` answers in text, so neither `--html` nor `--format` goes with it");
  return DM_BAD_USAGE;
}

static dm_status run(const dm_call *call)
{
  const explain_options *o = call->options;
  const dm_input_options input_options = {.id = o->id, .max_bytes = call->common->max_document_bytes};
  dm_inputs              inputs = {0};
  dm_input_count         listed = {0};
  dm_engine             *engine = NULL;
  dm_status              status = check_options(o, call->diagnostics);
  if (status == DM_OK)
    status = dm_session_inputs(&inputs, &listed, &input_options, call);
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
