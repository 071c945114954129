/* cli/cmd_export.c - documents in, RDF out. */
#include "cli/command.h"

#include "base/output.h"
#include "base/unicode.h"
#include "cli/interrupt.h"
#include "cli/session.h"
#include "cli/terminal.h"
#include "cli/xml_filter.h"
#include "raptor/raptor.h"
#include "rdf/writer.h"

#include <string.h>

enum { FORMAT_GUESSED = 0, FORMAT_FIRST = 1 /* FORMAT_FIRST + dm_syntax */ };

typedef struct {
  dm_common   common;
  const char *output;
  int         format;
  const char *id;
  int         names_are_paths;
  int         reference_all;
  int         without_provenance;
} export_options;

/* Where statements go: our writer, or raptor's behind the filter; the others are NULL. */
typedef struct {
  dm_output     *output;
  dm_writer     *writer;
  dm_rdfxml     *rdfxml;
  dm_sink        rdfxml_sink;
  dm_xml_filter *filter;
  dm_sink        sink;
} export_writer;

static const dm_choice formats[] = {
    {"turtle", FORMAT_FIRST + DM_SYNTAX_TURTLE, false},     {"trig", FORMAT_FIRST + DM_SYNTAX_TRIG, false},
    {"ntriples", FORMAT_FIRST + DM_SYNTAX_NTRIPLES, false}, {"nquads", FORMAT_FIRST + DM_SYNTAX_NQUADS, false},
    {"rdfxml", FORMAT_FIRST + DM_SYNTAX_RDFXML, false},     {"ttl", FORMAT_FIRST + DM_SYNTAX_TURTLE, true},
    {"n-triples", FORMAT_FIRST + DM_SYNTAX_NTRIPLES, true}, {"nt", FORMAT_FIRST + DM_SYNTAX_NTRIPLES, true},
    {"n-quads", FORMAT_FIRST + DM_SYNTAX_NQUADS, true},     {"nq", FORMAT_FIRST + DM_SYNTAX_NQUADS, true},
    {"rdf", FORMAT_FIRST + DM_SYNTAX_RDFXML, true},         {"xml", FORMAT_FIRST + DM_SYNTAX_RDFXML, true},
    {"rdf/xml", FORMAT_FIRST + DM_SYNTAX_RDFXML, true},     {NULL, 0, false},
};

static const dm_choice namings[] = {{"file", false, false}, {"path", true, false}, {NULL, 0, false}};
static const dm_choice references[] = {{"mentioned", false, false}, {"all", true, false}, {NULL, 0, false}};
static const dm_choice provenances[] = {{"none", true, false}, {"rules", false, false}, {NULL, 0, false}};

static const dm_option options[] = {
    {'o', "output", DM_OPTION_TEXT, offsetof(export_options, output), "FILE", NULL,
     "Write to FILE, whole or not at all; standard output if not given."},
    {'f', "format", DM_OPTION_CHOICE, offsetof(export_options, format), "FORMAT", formats,
     "turtle, trig, ntriples, nquads or rdfxml; if not given, what FILE's ending says, else turtle."},
    {0, "id", DM_OPTION_TEXT, offsetof(export_options, id), "NAME", NULL, "Name the document of standard input; stdin if not given."},
    {0, "names", DM_OPTION_CHOICE, offsetof(export_options, names_are_paths), "file|path", namings,
     "Name documents by their file's name, or by its path below the input folder, both without ending."},
    {0, "reference", DM_OPTION_CHOICE, offsetof(export_options, reference_all), "mentioned|all", references,
     "Write reference data for what the documents mention, or all that there is."},
    {0, "provenance", DM_OPTION_CHOICE, offsetof(export_options, without_provenance), "none|rules", provenances,
     "Name the rule and the program's version behind each fact, as PROV-O does, or not; rules if not given."},
};

static const char *const paragraphs[] = {
    "Reads documents, finds what they state and writes it as RDF, each position with the passage that it rests on.",
    "An input is a file, a folder or `-`, which is standard input; no input is standard input, too. In TriG and N-Quads each document has a graph of "
    "its own,"
    " reference data have theirs.",
    NULL,
};

static const dm_example examples[] = {
    {"export -o graph.ttl documents", "Exports a folder to Turtle."},
    {"export -f nquads --names path documents | sort", "Exports to N-Quads; documents are named by their paths."},
    {"export --id note-1 - < note.txt", "Exports one document from standard input."},
    {NULL, NULL},
};

static dm_syntax choose_syntax(const export_options *o)
{
  dm_syntax syntax = DM_SYNTAX_TURTLE;
  if (o->format != FORMAT_GUESSED)
    return (dm_syntax)(o->format - FORMAT_FIRST);
  if (o->output && dm_raptor_guess(&syntax, o->output) != DM_OK)
    syntax = DM_SYNTAX_TURTLE;
  return syntax;
}

static dm_status open_writer(export_writer *w, const export_options *o, const dm_engine *engine, dm_diagnostics *diagnostics)
{
  size_t           n_prefixes = 0;
  const dm_prefix *prefixes = dm_mapping_prefixes(dm_engine_mapping(engine), &n_prefixes);
  const dm_syntax  syntax = choose_syntax(o);
  const dm_status  status = dm_output_open(&w->output, o->output, diagnostics);
  if (status != DM_OK)
    return status;
  dm_interrupt_remove(dm_output_temporary(w->output));
  if (syntax == DM_SYNTAX_RDFXML) {
    dm_rdfxml_new(&w->rdfxml, w->output, prefixes, n_prefixes, diagnostics);
    w->rdfxml_sink = dm_rdfxml_sink(w->rdfxml);
    dm_xml_filter_new(&w->filter, &w->rdfxml_sink, diagnostics);
    w->sink = dm_xml_filter_sink(w->filter);
  } else {
    dm_writer_new(&w->writer, syntax, w->output, prefixes, n_prefixes);
    w->sink = dm_writer_sink(w->writer);
  }
  return DM_OK;
}

static void close_writer(export_writer *w)
{
  dm_interrupt_remove(NULL);
  dm_xml_filter_free(w->filter);
  dm_rdfxml_free(w->rdfxml);
  dm_writer_free(w->writer);
  dm_output_free(w->output);
}

static bool is_name(const char *id)
{
  const size_t n_id = strlen(id);
  for (size_t i = 0; i < n_id; i++)
    if ((unsigned char)id[i] < 0x20)
      return false;
  return n_id && dm_utf8_check(id, n_id) == n_id;
}

static void tell(const dm_call *call, const dm_export_count *count, size_t n_refused)
{
  if (call->common->verbose)
    dm_report(call->diagnostics, DM_NOTE, NULL, "%zu documents, %zu refused, %zu facts, %zu triples, %.2f seconds", count->n_documents, n_refused,
              count->n_facts, count->n_statements, dm_terminal_seconds(call->terminal));
}

static dm_status export_inputs(const dm_call *call, const dm_engine *engine, const dm_inputs *inputs, const dm_input_options *input_options,
                               size_t n_refused_before)
{
  const export_options   *o = call->options;
  export_writer           writer = {0};
  dm_export_count         count = {0};
  const dm_export_options export_how = {.fail_fast = call->common->fail_fast,
                                        .reference_all = o->reference_all,
                                        .program = o->without_provenance ? NULL : "demarche",
                                        .program_version = DM_VERSION,
                                        .n_threads = call->common->n_threads,
                                        .on_progress = dm_terminal_progress,
                                        .progress_ctx = call->terminal};
  dm_status               status = open_writer(&writer, o, engine, call->diagnostics);
  if (status == DM_OK)
    status = dm_export(engine, inputs, input_options, &export_how, &writer.sink, &count, call->diagnostics);
  dm_terminal_clear(call->terminal);
  const size_t n_refused = n_refused_before + count.n_refused + (writer.filter ? dm_xml_filter_refused(writer.filter) : 0);
  if (status == DM_REFUSED && call->common->fail_fast)
    status = DM_BAD_INPUT; /* stopped, not done: nothing is put in place */
  if (status == DM_OK || status == DM_REFUSED) {
    const dm_status written = dm_output_commit(writer.output);
    status = written != DM_OK ? written : n_refused ? DM_REFUSED : DM_OK;
  }
  if (status == DM_OK || status == DM_REFUSED)
    tell(call, &count, n_refused);
  close_writer(&writer);
  return status;
}

static dm_status run(const dm_call *call)
{
  const export_options  *o = call->options;
  const dm_input_options input_options = {o->id, o->names_are_paths, call->common->max_document_bytes};
  dm_inputs              inputs = {0};
  dm_input_count         listed = {0};
  dm_engine             *engine = NULL;
  if (o->id && !is_name(o->id)) {
    dm_report(call->diagnostics, DM_ERROR, NULL, "`--id` takes a name in UTF-8 without control characters");
    return DM_BAD_USAGE;
  }
  dm_status status = dm_session_inputs(&inputs, &listed, &input_options, call);
  if (status != DM_BAD_USAGE) {
    /* a lexicon that does not compile is told even where no input can be read */
    const dm_status compiled = dm_session_engine(&engine, call);
    if (compiled != DM_OK)
      status = compiled;
    else if (status != DM_BAD_INPUT)
      status = export_inputs(call, engine, &inputs, &input_options, listed.n_refused);
  }
  dm_engine_free(engine);
  dm_inputs_free(&inputs);
  return status;
}

const dm_command dm_command_export = {
    .name = "export",
    .summary = "write what documents state as RDF",
    .synopsis = "[options] [INPUT...]",
    .paragraphs = paragraphs,
    .table = {options, sizeof options / sizeof options[0]},
    .examples = examples,
    .n_options_bytes = sizeof(export_options),
    .operands_are_files = true,
    .run = run,
};
