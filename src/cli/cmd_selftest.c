/* cli/cmd_selftest.c - do the rules do what their examples say? */
#include "cli/command.h"

#include "cli/help.h"
#include "cli/session.h"

static const char *const paragraphs[] = {
    "Compiles lexicon, rules and mapping and runs the examples of every rule: sentences that it must fire on, and such that it must not. Ends with 1 "
    "if one fails.",
    NULL,
};

static const dm_example examples[] = {
    {"selftest", "Tests the rules that came with the program."},
    {"selftest --rules my-rules.yaml", "Tests them with own rules on top."},
    {NULL, NULL},
};

static dm_status run(const dm_call *call)
{
  dm_engine *engine = NULL;
  size_t     n_rules = 0;
  size_t     n_examples = 0;
  dm_buffer  text = {0};
  if (call->operands->n) {
    dm_report(call->diagnostics, DM_ERROR, NULL, "selftest takes no input: `%s`", call->operands->items[0]);
    return DM_BAD_USAGE;
  }
  dm_status status = dm_session_engine(&engine, call);
  if (status == DM_OK)
    status = dm_selftest(engine, &n_rules, &n_examples, call->diagnostics);
  if (status == DM_OK) {
    dm_buffer_print(&text, "%zu rules, %zu examples: all hold\n", n_rules, n_examples);
    if (!call->common->quiet)
      status = dm_help_emit(&text, call->diagnostics);
  }
  dm_buffer_free(&text);
  dm_engine_free(engine);
  return status;
}

const dm_command dm_command_selftest = {
    .name = "selftest",
    .summary = "run the examples of every rule",
    .synopsis = "[options]",
    .paragraphs = paragraphs,
    .examples = examples,
    .n_options_bytes = sizeof(dm_common),
    .run = run,
};
