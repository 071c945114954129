/* cli/cmd_query.c - questions to graphs. */
#include "cli/command.h"

#include "base/memory.h"
#include "base/output.h"
#include "base/unicode.h"
#include "cli/help.h"
#include "cli/interrupt.h"
#include "cli/session.h"
#include "raptor/raptor.h"
#include "rdf/writer.h"
#include "redland/query.h"
#include "results/results.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* One number space for the formats of results and of statements. */
enum { FORMAT_GUESSED = 0, FORMAT_RESULTS = 1, FORMAT_STATEMENTS = 100 };

typedef struct {
  dm_common   common;
  dm_texts    data;
  int         format;
  const char *expression;
  const char *output;
  bool        list;
} query_options;

static const dm_choice formats[] = {
    {"table", FORMAT_RESULTS + DM_RESULTS_TABLE, false},     {"csv", FORMAT_RESULTS + DM_RESULTS_CSV, false},
    {"tsv", FORMAT_RESULTS + DM_RESULTS_TSV, false},         {"json", FORMAT_RESULTS + DM_RESULTS_JSON, false},
    {"xml", FORMAT_RESULTS + DM_RESULTS_XML, false},         {"markdown", FORMAT_RESULTS + DM_RESULTS_MARKDOWN, false},
    {"html", FORMAT_RESULTS + DM_RESULTS_HTML, false},       {"md", FORMAT_RESULTS + DM_RESULTS_MARKDOWN, true},
    {"turtle", FORMAT_STATEMENTS + DM_SYNTAX_TURTLE, false}, {"ntriples", FORMAT_STATEMENTS + DM_SYNTAX_NTRIPLES, false},
    {"rdfxml", FORMAT_STATEMENTS + DM_SYNTAX_RDFXML, false}, {"ttl", FORMAT_STATEMENTS + DM_SYNTAX_TURTLE, true},
    {"nt", FORMAT_STATEMENTS + DM_SYNTAX_NTRIPLES, true},    {NULL, 0, false},
};

static const dm_option options[] = {
    {'d', "data", DM_OPTION_TEXTS, offsetof(query_options, data), "FILE", NULL,
     "Ask this graph: Turtle, TriG, N-Triples, N-Quads or RDF/XML; again for more, which are joined. Standard input if not given."},
    {'f', "format", DM_OPTION_CHOICE, offsetof(query_options, format), "FORMAT", formats,
     "table, csv, tsv, json, xml, markdown or html; for CONSTRUCT turtle, ntriples or rdfxml. If not given, what FILE's ending says, else table or "
     "turtle."},
    {'e', "expression", DM_OPTION_TEXT, offsetof(query_options, expression), "TEXT", NULL, "Ask this SPARQL query."},
    {'o', "output", DM_OPTION_TEXT, offsetof(query_options, output), "FILE", NULL,
     "Write to FILE, whole or not at all; standard output if not given."},
    {0, "list", DM_OPTION_ON, offsetof(query_options, list), NULL, NULL, "Name the questions that came with the program."},
};

static const char *const paragraphs[] = {
    "Asks graphs a question in SPARQL: a file, a text, or the NAME of a question that came with the program. The graphs are joined before they are "
    "asked; one"
    " that cannot be read ends it without an answer.",
    "--COLUMN VALUE keeps the rows in whose column the value stands, whatever its case and accents.",
    "ASK ends with 1 if the answer is no.",
    NULL,
};

static const dm_example examples[] = {
    {"query --list", "Names the questions."},
    {"query -d graph.ttl -f csv question.rq", "Answers a file's question as CSV."},
    {"query -d graph.ttl -e 'SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }'", "Counts statements."},
    {"export documents | demarche query question.rq", "Asks what was just exported."},
    {NULL, NULL},
};

/* ---- the question ---- */

static dm_status list_stored(dm_stored_queries *queries, dm_diagnostics *diagnostics)
{
  dm_buffer folder = {0};
  dm_status status = dm_session_data_folder(&folder, diagnostics);
  if (status == DM_OK) {
    dm_buffer_add_string(&folder, "/queries");
    status = dm_stored_queries_list(queries, dm_buffer_string(&folder), diagnostics);
  }
  dm_buffer_free(&folder);
  return status;
}

static dm_status print_list(dm_diagnostics *diagnostics)
{
  dm_stored_queries queries = {0};
  dm_buffer         out = {0};
  size_t            n_widest = 0;
  dm_status         status = list_stored(&queries, diagnostics);
  for (size_t i = 0; i < queries.n; i++)
    n_widest = strlen(queries.items[i].name) > n_widest ? strlen(queries.items[i].name) : n_widest;
  for (size_t i = 0; i < queries.n; i++)
    dm_buffer_print(&out, "%-*s  %s\n", (int)n_widest, queries.items[i].name, queries.items[i].question);
  if (status == DM_OK)
    status = dm_help_emit(&out, diagnostics);
  dm_buffer_free(&out);
  dm_stored_queries_free(&queries);
  return status;
}

static bool names_file(const char *operand)
{
  const size_t n = strlen(operand);
  return strchr(operand, '/') || strcmp(operand, "-") == 0 || (n > 3 && strcmp(operand + n - 3, ".rq") == 0) || access(operand, F_OK) == 0;
}

static dm_status load_stored(dm_query **query, const char *name, dm_diagnostics *diagnostics)
{
  dm_stored_queries      queries = {0};
  const dm_stored_query *nearest = NULL;
  dm_status              status = list_stored(&queries, diagnostics);
  if (status == DM_OK) {
    const dm_stored_query *stored = dm_stored_queries_find(&queries, name, &nearest);
    if (stored) {
      status = dm_query_load(query, stored->path, diagnostics);
    } else {
      status = DM_BAD_USAGE;
      if (nearest)
        dm_report(diagnostics, DM_ERROR, NULL, "there is no question `%s`; did you mean `%s`?", name, nearest->name);
      else
        dm_report(diagnostics, DM_ERROR, NULL, "there is no question `%s`, nor a file of that name; `demarche query --list` names them", name);
    }
  }
  dm_stored_queries_free(&queries);
  return status;
}

/* Every --NAME that is no option must be a column; the message thinks of misspelt options too. */
static dm_status check_parameters(const dm_call *call, const dm_query *query)
{
  const dm_option_table   tables[] = {call->command->table, dm_common_table};
  const dm_option_grammar grammar = {tables, 2, call->command->name, true};
  dm_status               status = DM_OK;
  for (size_t i = 0; i < call->parameters->n; i++) {
    const dm_parameter *parameter = &call->parameters->items[i];
    char               *name = dm_copy_string(parameter->name, parameter->n_name);
    const char         *near = dm_options_near(&grammar, parameter->name, parameter->n_name);
    bool                is_column = false;
    for (size_t c = 0; query && c < dm_query_count_columns(query); c++) {
      is_column = is_column || strcmp(dm_query_column(query, c), name) == 0;
      near = dm_nearer(name, near, dm_query_column(query, c));
    }
    if (!is_column) {
      status = DM_BAD_USAGE;
      dm_report(call->diagnostics, DM_ERROR, NULL, "`--%s` is neither an option nor a column of the answer%s%s%s", name,
                near ? "; did you mean `--" : "", near ? near : "", near ? "`?" : "");
    }
    free(name);
  }
  return status;
}

static dm_status refuse_usage(const dm_call *call, const char *why)
{
  /* a misspelt option may have taken the question as its value */
  if (call->parameters->n && check_parameters(call, NULL) != DM_OK)
    return DM_BAD_USAGE;
  dm_report(call->diagnostics, DM_ERROR, NULL, "%s", why);
  return DM_BAD_USAGE;
}

static dm_status load_query(dm_query **query, const dm_call *call)
{
  const query_options *o = call->options;
  const dm_texts      *operands = call->operands;
  if (operands->n + (o->expression != NULL) > 1)
    return refuse_usage(call, "one question at a time: FILE.rq, NAME or -e TEXT");
  if (o->expression)
    return dm_query_parse(query, "-e", o->expression, strlen(o->expression), call->diagnostics);
  if (!operands->n)
    return refuse_usage(call, "no question: FILE.rq, -e TEXT, or a NAME; `demarche query --list` names them");
  if (strcmp(operands->items[0], "-") == 0 && !o->data.n)
    return refuse_usage(call, "standard input cannot be both question and graph: name the graph by -d");
  return names_file(operands->items[0]) ? dm_query_load(query, operands->items[0], call->diagnostics)
                                        : load_stored(query, operands->items[0], call->diagnostics);
}

/* ---- the answer ---- */

static dm_status read_graphs(dm_graph *graph, const dm_call *call)
{
  const query_options *o = call->options;
  dm_status            status = DM_OK;
  if (!o->data.n && isatty(STDIN_FILENO) == 1)
    return refuse_usage(call, "no graph: name one by -d, or send it to standard input");
  if (!o->data.n)
    return dm_graph_read(graph, "-", call->diagnostics);
  for (size_t i = 0; i < o->data.n && (status == DM_OK || !call->common->fail_fast); i++) {
    const dm_status one = dm_graph_read(graph, o->data.items[i], call->diagnostics);
    status = status == DM_OK ? one : status;
  }
  return status;
}

static int guess_format(const query_options *o, bool gives_statements)
{
  const char       *point = o->output ? strrchr(o->output, '.') : NULL;
  dm_syntax         syntax = DM_SYNTAX_TURTLE;
  dm_results_format format = DM_RESULTS_TABLE;
  if (gives_statements) {
    if (o->output && dm_raptor_guess(&syntax, o->output) != DM_OK)
      syntax = DM_SYNTAX_TURTLE;
    return FORMAT_STATEMENTS + (int)syntax;
  }
  if (point && dm_results_format_find(&format, point + 1) != DM_OK)
    format = DM_RESULTS_TABLE;
  return FORMAT_RESULTS + (int)format;
}

static dm_status choose_format(int *format, const dm_call *call, const dm_query *query)
{
  const query_options *o = call->options;
  const bool           gives_statements = dm_query_get_form(query) == DM_QUERY_CONSTRUCT;
  *format = o->format == FORMAT_GUESSED ? guess_format(o, gives_statements) : o->format;
  if (gives_statements == (*format >= FORMAT_STATEMENTS))
    return DM_OK;
  dm_report(call->diagnostics, DM_ERROR, NULL, "%s",
            gives_statements ? "CONSTRUCT answers with statements: -f turtle, ntriples or rdfxml"
                             : "the answer has no statements: -f table, csv, tsv, json, xml, markdown or html");
  return DM_BAD_USAGE;
}

/* The width of the terminal that the table goes to; 0: no limit. */
static size_t table_width(const query_options *o)
{
  struct winsize size = {0};
  if (o->output || isatty(STDOUT_FILENO) != 1 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
    return 0;
  return size.ws_col;
}

static dm_status answer_rows(const dm_query *query, dm_graph *graph, const dm_row_filter *filters, size_t n_filters, int format, dm_output *output,
                             const dm_call *call)
{
  size_t                 n_prefixes = 0;
  const dm_prefix       *prefixes = dm_query_prefixes(query, &n_prefixes);
  dm_results_writer     *writer = NULL;
  const dm_results_style style = {.format = (dm_results_format)(format - FORMAT_RESULTS),
                                  .prefixes = prefixes,
                                  .n_prefixes = n_prefixes,
                                  .width_columns = table_width(call->options)};
  dm_results_writer_new(&writer, &style, output);
  const dm_solution_sink sink = dm_results_writer_sink(writer);
  const dm_status        status = dm_query_run(query, graph, filters, n_filters, &sink, NULL, call->diagnostics);
  dm_results_writer_free(writer);
  return status;
}

static dm_status answer_statements(const dm_query *query, dm_graph *graph, int format, dm_output *output, const dm_call *call)
{
  size_t           n_prefixes = 0;
  const dm_prefix *prefixes = dm_query_prefixes(query, &n_prefixes);
  const dm_syntax  syntax = (dm_syntax)(format - FORMAT_STATEMENTS);
  dm_writer       *writer = NULL;
  dm_rdfxml       *rdfxml = NULL;
  if (syntax == DM_SYNTAX_RDFXML)
    dm_rdfxml_new(&rdfxml, output, prefixes, n_prefixes, call->diagnostics);
  else
    dm_writer_new(&writer, syntax, output, prefixes, n_prefixes);
  const dm_sink   sink = rdfxml ? dm_rdfxml_sink(rdfxml) : dm_writer_sink(writer);
  const dm_status status = dm_query_run(query, graph, NULL, 0, NULL, &sink, call->diagnostics);
  dm_rdfxml_free(rdfxml);
  dm_writer_free(writer);
  return status;
}

static dm_status answer(const dm_query *query, dm_graph *graph, const dm_call *call)
{
  const query_options *o = call->options;
  DM_VECTOR(dm_row_filter) filters = {0};
  dm_strings columns = {0};
  dm_output *output = NULL;
  int        format = FORMAT_GUESSED;
  for (size_t i = 0; i < call->parameters->n; i++) {
    const dm_parameter *parameter = &call->parameters->items[i];
    *dm_vector_add(&columns) = dm_copy_string(parameter->name, parameter->n_name);
    const dm_row_filter filter = {columns.items[i], parameter->value};
    *dm_vector_add(&filters) = filter;
  }
  dm_status status = choose_format(&format, call, query);
  if (status == DM_OK)
    status = dm_output_open(&output, o->output, call->diagnostics);
  if (status == DM_OK) {
    dm_interrupt_remove(dm_output_temporary(output));
    status = format >= FORMAT_STATEMENTS ? answer_statements(query, graph, format, output, call)
                                         : answer_rows(query, graph, filters.items, filters.n, format, output, call);
  }
  if (status == DM_OK || status == DM_REFUSED) {
    const dm_status written = dm_output_commit(output);
    status = written == DM_OK ? status : written;
  }
  dm_interrupt_remove(NULL);
  dm_output_free(output);
  dm_strings_free(&columns);
  dm_vector_free(&filters);
  return status;
}

static dm_status run(const dm_call *call)
{
  const query_options *o = call->options;
  dm_query            *query = NULL;
  dm_graph            *graph = NULL;
  if (o->list)
    return print_list(call->diagnostics);
  dm_status status = load_query(&query, call);
  if (status == DM_OK)
    status = check_parameters(call, query);
  if (status == DM_OK) {
    dm_graph_new(&graph);
    status = read_graphs(graph, call);
  }
  if (status == DM_OK)
    status = answer(query, graph, call);
  dm_graph_free(graph);
  dm_query_free(query);
  return status;
}

const dm_command dm_command_query = {
    .name = "query",
    .summary = "ask graphs questions in SPARQL",
    .synopsis = "[-d GRAPH]... [options] FILE.rq\n[-d GRAPH]... [options] -e TEXT\n[-d GRAPH]... [options] NAME [--COLUMN VALUE]...\n--list",
    .paragraphs = paragraphs,
    .table = {options, sizeof options / sizeof options[0]},
    .examples = examples,
    .n_options_bytes = sizeof(query_options),
    .has_parameters = true,
    .operands_are_files = true,
    .operand_command = "demarche query --list",
    .run = run,
};
