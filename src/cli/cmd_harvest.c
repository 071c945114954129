/* cli/cmd_harvest.c - what documents say that lexicon and rules do not know. */
#include "cli/command.h"

#include "base/output.h"
#include "cli/interrupt.h"
#include "cli/session.h"
#include "cli/terminal.h"

enum { DEFAULT_MIN_COUNT = 2, DEFAULT_CONTEXTS = 2 };

typedef struct {
  dm_common   common;
  const char *output;
  const char *id;
  size_t      min_count;
  size_t      n_contexts;
} harvest_options;

static const dm_option options[] = {
    {'o', "output", DM_OPTION_TEXT, offsetof(harvest_options, output), "FILE", NULL,
     "Write to FILE, whole or not at all; standard output if not given."},
    {0, "min-count", DM_OPTION_COUNT, offsetof(harvest_options, min_count), "N", NULL, "Leave out what was seen less than N times; 2 if not given."},
    {0, "contexts", DM_OPTION_COUNT, offsetof(harvest_options, n_contexts), "N", NULL,
     "Show at most N passages of each, with file, line and column; 2 if not given."},
    {0, "id", DM_OPTION_TEXT, offsetof(harvest_options, id), "NAME", NULL, "Name the document of standard input; stdin if not given."},
};

static const char *const paragraphs[] = {
    "Reads documents and lists, as YAML for a lexicon, what they name and say and what is not known: names with the kind that they look like and the "
    "side "
    "that owns them, acronyms with what they are short for, verbs and expressions between who and what that no rule takes. The most frequent come "
    "first.",
    "What comes out loads as it is. Where a decision is wanted, such as the kind of a name, there is a comment in its place.",
    NULL,
};

static const dm_example examples[] = {
    {"harvest documents > new.yaml", "Lists what a folder names that is not known."},
    {"harvest --min-count 5 --contexts 1 documents", "Lists only what is there five times or more."},
    {"export --lexicon new.yaml documents", "Reads the documents with what was chosen of it."},
    {NULL, NULL},
};

static dm_status write_out(const dm_call *call, const dm_buffer *text)
{
  const harvest_options *o = call->options;
  dm_output             *output = NULL;
  dm_status              status = dm_output_open(&output, o->output, call->diagnostics);
  if (status == DM_OK) {
    dm_interrupt_remove(dm_output_temporary(output));
    status = dm_output_write(output, dm_buffer_string(text), text->n_bytes);
  }
  if (status == DM_OK)
    status = dm_output_commit(output);
  dm_interrupt_remove(NULL);
  dm_output_free(output);
  return status;
}

static dm_status harvest_inputs(const dm_call *call, const dm_engine *engine, const dm_inputs *inputs, const dm_input_options *input_options,
                                size_t n_refused_before)
{
  const harvest_options   *o = call->options;
  dm_buffer                text = {0};
  const dm_harvest_reading how = {.min_count = o->min_count ? o->min_count : DEFAULT_MIN_COUNT,
                                  .n_contexts = o->n_contexts ? o->n_contexts : DEFAULT_CONTEXTS,
                                  .fail_fast = call->common->fail_fast,
                                  .n_threads = call->common->n_threads,
                                  .on_progress = dm_terminal_progress,
                                  .progress_ctx = call->terminal};
  dm_status                status = dm_harvest_inputs(engine, inputs, input_options, &how, &text, call->diagnostics);
  dm_terminal_clear(call->terminal);
  if (status == DM_OK || status == DM_REFUSED) {
    const dm_status written = write_out(call, &text);
    status = written != DM_OK ? written : status == DM_REFUSED || n_refused_before ? DM_REFUSED : DM_OK;
  }
  dm_buffer_free(&text);
  return status;
}

static dm_status run(const dm_call *call)
{
  const harvest_options *o = call->options;
  const dm_input_options input_options = {.id = o->id, .max_bytes = call->common->max_document_bytes};
  dm_inputs              inputs = {0};
  dm_input_count         listed = {0};
  dm_engine             *engine = NULL;
  dm_status              status = dm_session_inputs(&inputs, &listed, &input_options, call);
  if (status == DM_OK || status == DM_REFUSED) {
    status = dm_session_engine(&engine, call);
    if (status == DM_OK)
      status = harvest_inputs(call, engine, &inputs, &input_options, listed.n_refused);
  }
  dm_engine_free(engine);
  dm_inputs_free(&inputs);
  return status;
}

const dm_command dm_command_harvest = {
    .name = "harvest",
    .summary = "list what documents name that is not known, as a lexicon",
    .synopsis = "[options] [INPUT...]",
    .paragraphs = paragraphs,
    .table = {options, sizeof options / sizeof options[0]},
    .examples = examples,
    .n_options_bytes = sizeof(harvest_options),
    .operands_are_files = true,
    .run = run,
};
