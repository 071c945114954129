/* cli/cmd_lint.c - what compiles and is still not right? */
#include "cli/command.h"

#include "cli/help.h"
#include "cli/session.h"
#include "lint/lint.h"

typedef struct {
  dm_common common;
  bool      examples;
} lint_options;

static const dm_option options[] = {
    {0, "examples", DM_OPTION_ON, offsetof(lint_options, examples), NULL, NULL,
     "Tell of rules too that have fewer than two examples on which they fire, or on which they rest."},
};

static const char *const paragraphs[] = {
    "Compiles lexicon, rules and mapping and looks for what compiles and is still not right: names said twice, names that nothing tells apart, "
    "references to "
    "nothing, rules and patterns that can never fire or that another one hides, classes and terms that nothing uses. Tells each finding with its "
    "place; "
    "of files and folders that are named, only what stands in them. Ends with 1 if there is any.",
    NULL,
};

static const dm_example examples[] = {
    {"lint", "Checks the data that came with the program."},
    {"lint --lexicon my-names.yaml my-names.yaml", "Lays own names on top and tells what is wrong with them."},
    {NULL, NULL},
};

static dm_status run(const dm_call *call)
{
  dm_engine *engine = NULL;
  size_t     n_files = 0;
  size_t     n_findings = 0;
  dm_buffer  text = {0};
  dm_status  status = dm_session_engine(&engine, call);
  if (status == DM_OK) {
    const dm_lint_options asked = {.lexicon = dm_engine_lexicon(engine),
                                   .rules = dm_engine_rules(engine),
                                   .mapping = dm_engine_mapping(engine),
                                   .asks_examples = ((const lint_options *)call->options)->examples,
                                   .only = call->operands->items,
                                   .n_only = call->operands->n};
    status = dm_lint(&asked, &n_files, &n_findings, call->diagnostics);
  }
  if (status == DM_OK || status == DM_REFUSED) {
    dm_buffer_print(&text, "files: %zu, findings: %zu\n", n_files, n_findings);
    const dm_status told = call->common->quiet ? DM_OK : dm_help_emit(&text, call->diagnostics);
    if (told != DM_OK)
      status = told;
  }
  dm_buffer_free(&text);
  dm_engine_free(engine);
  return status;
}

const dm_command dm_command_lint = {
    .name = "lint",
    .summary = "find what is not right in lexicon, rules and mapping",
    .synopsis = "[options] [PATH...]",
    .paragraphs = paragraphs,
    .table = {options, sizeof options / sizeof options[0]},
    .examples = examples,
    .n_options_bytes = sizeof(lint_options),
    .operands_are_files = true,
    .run = run,
};
