/* cli/cmd_index.c - graphs made ready for questions. */
#include "cli/command.h"

#include "base/output.h"
#include "cli/interrupt.h"
#include "index/index.h"

#include <string.h>
#include <unistd.h>

typedef struct {
  dm_common   common;
  const char *output;
  const char *check;
  size_t      most_bytes;
} index_options;

static const dm_option options[] = {
    {'o', "output", DM_OPTION_TEXT, offsetof(index_options, output), "FILE", NULL, "Write the index to FILE, whole or not at all."},
    {0, "max-memory", DM_OPTION_SIZE, offsetof(index_options, most_bytes), "SIZE", NULL,
     "Sort within about SIZE bytes, and in temporary files (in TMPDIR or /tmp) beyond; the terms themselves stay in memory. 256MiB if not given."},
    {0, "check", DM_OPTION_TEXT, offsetof(index_options, check), "FILE", NULL,
     "Read all of an index and tell whether it is sound, instead of making one."},
};

static const char *const paragraphs[] = {
    "Reads graphs (Turtle, TriG, N-Triples, N-Quads, RDF/XML, or other indexes) and joins them in one index, which `query` and `serve` open at once "
    "however large it is. One that cannot be read ends it without an index.",
    "An index is a file for this machine and this version of the program: keep the graphs, and make it again when it is refused.",
    NULL,
};

static const dm_example examples[] = {
    {"index -o graph.index graph.nt", "Makes an index of a graph."},
    {"export -f nquads documents | demarche index -o documents.index", "Makes an index of what was just exported."},
    {"index --check graph.index", "Tells whether a copied index is whole."},
    {NULL, NULL},
};

static void count(const dm_call *call, const dm_index *index, const char *path)
{
  size_t       n_graphs = 0;
  const size_t n_statements = dm_index_count(index, &(dm_pattern_ids){.scope = DM_SCOPE_UNION});
  dm_index_graphs(index, &n_graphs);
  dm_report(call->diagnostics, DM_NOTE, &(dm_place){.file = path}, "%zu statements, %zu terms, %zu predicates, %zu named graphs", n_statements,
            dm_index_count_terms(index), dm_index_count_predicates(index), n_graphs);
}

static dm_status check(const dm_call *call, const char *path)
{
  dm_index       *index = NULL;
  const dm_status status = dm_index_open(&index, path, true, call->diagnostics);
  if (index && call->common->verbose)
    count(call, index, path);
  dm_index_free(index);
  return status;
}

static dm_status refuse_usage(const dm_call *call, const char *why)
{
  dm_report(call->diagnostics, DM_ERROR, NULL, "%s", why);
  return DM_BAD_USAGE;
}

static dm_status read_graphs(dm_index_builder *builder, const dm_call *call)
{
  dm_status status = DM_OK;
  if (!call->operands->n)
    return dm_index_builder_read(builder, "-");
  for (size_t i = 0; i < call->operands->n && (status == DM_OK || !call->common->fail_fast); i++) {
    const dm_status one = dm_index_builder_read(builder, call->operands->items[i]);
    status = status == DM_OK ? one : status;
  }
  return status;
}

/* The output is opened first, so that nobody waits for an index that cannot be written. */
static dm_status make(const dm_call *call)
{
  const index_options *o = call->options;
  dm_index_builder    *builder = NULL;
  dm_output           *output = NULL;
  dm_index            *index = NULL;
  dm_status            status = dm_output_open(&output, o->output, call->diagnostics);
  if (status == DM_OK) {
    dm_interrupt_remove(dm_output_temporary(output));
    status = dm_index_builder_new(&builder, o->most_bytes, NULL, call->diagnostics);
  }
  if (status == DM_OK)
    status = read_graphs(builder, call);
  if (status == DM_OK)
    status = dm_index_builder_write(builder, output);
  if (status == DM_OK)
    status = dm_output_commit(output);
  dm_interrupt_remove(NULL);
  dm_output_free(output);
  dm_index_builder_free(builder);
  if (status == DM_OK && call->common->verbose && dm_index_is_one(o->output) && dm_index_open(&index, o->output, false, call->diagnostics) == DM_OK)
    count(call, index, o->output);
  dm_index_free(index);
  return status;
}

static dm_status run(const dm_call *call)
{
  const index_options *o = call->options;
  if (o->check)
    return o->output || call->operands->n ? refuse_usage(call, "--check takes one index and makes none") : check(call, o->check);
  if (!o->output)
    return refuse_usage(call, "no place for the index: name a file by -o");
  if (!call->operands->n && isatty(STDIN_FILENO) == 1)
    return refuse_usage(call, "no graph: name one, or send it to standard input");
  return make(call);
}

const dm_command dm_command_index = {
    .name = "index",
    .summary = "make graphs ready for many or large questions",
    .synopsis = "[options] -o FILE [GRAPH...]\n--check FILE",
    .paragraphs = paragraphs,
    .table = {options, sizeof options / sizeof options[0]},
    .examples = examples,
    .n_options_bytes = sizeof(index_options),
    .operands_are_files = true,
    .run = run,
};
