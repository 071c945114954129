/* cli/cmd_query.c - questions to graphs. */
#include "cli/command.h"

#include "algebra/algebra.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/vector.h"
#include "cli/answer.h"
#include "cli/asking.h"
#include "cli/dataset.h"
#include "cli/help.h"
#include "cli/labels.h"
#include "cli/session.h"
#include "question/question.h"
#include "remote/remote.h"

#include <stdlib.h>
#include <string.h>

enum { DEFAULT_GRAPH_UNION, DEFAULT_GRAPH_STRICT };

typedef struct {
  dm_common   common;
  dm_texts    data;
  const char *endpoint;
  int         format;
  const char *expression;
  const char *output;
  int         default_graph;
  double      timeout_seconds;
  size_t      max_memory_bytes;
  bool        explain;
  bool        allow_service;
  bool        list;
  const char *describe;
} query_options;

static const dm_choice default_graphs[] = {{"union", DEFAULT_GRAPH_UNION, false}, {"strict", DEFAULT_GRAPH_STRICT, false}, {NULL, 0, false}};

static const dm_option options[] = {
    {'d', "data", DM_OPTION_TEXTS, offsetof(query_options, data), "FILE", NULL,
     "Ask this graph: an index made by `demarche index`, Turtle, TriG, N-Triples, N-Quads or RDF/XML; again for more, which are joined. Standard "
     "input if "
     "not given."},
    {0, "endpoint", DM_OPTION_TEXT, offsetof(query_options, endpoint), "URL", NULL,
     "Ask this SPARQL endpoint instead. Who you are is taken from DEMARCHE_USER and DEMARCHE_PASSWORD, DEMARCHE_TOKEN or ~/.netrc."},
    {'f', "format", DM_OPTION_CHOICE, offsetof(query_options, format), "FORMAT", dm_query_answer_formats,
     "table, csv, tsv, json, xml, markdown, html or dot (a network: columns source and target); for CONSTRUCT and DESCRIBE turtle, trig, ntriples, "
     "nquads or rdfxml. If not given, what FILE's "
     "ending "
     "says, else table or turtle."},
    {'e', "expression", DM_OPTION_TEXT, offsetof(query_options, expression), "TEXT", NULL, "Ask this SPARQL query."},
    {'o', "output", DM_OPTION_TEXT, offsetof(query_options, output), "FILE", NULL,
     "Write to FILE, whole or not at all; standard output if not given."},
    {0, "default-graph", DM_OPTION_CHOICE, offsetof(query_options, default_graph), "WHAT", default_graphs,
     "union: patterns outside GRAPH see the statements of all graphs (the default); strict: those of no named graph, as SPARQL has it."},
    {0, "timeout", DM_OPTION_SECONDS, offsetof(query_options, timeout_seconds), "SECONDS", NULL, "Give up after so many seconds."},
    {0, "max-memory", DM_OPTION_SIZE, offsetof(query_options, max_memory_bytes), "SIZE", NULL,
     "Give up when the answer needs more memory than SIZE."},
    {0, "explain", DM_OPTION_ON, offsetof(query_options, explain), NULL, NULL,
     "Show, instead of the answer, how it is found: each step with the rows that were expected and those that came."},
    {0, "allow-service", DM_OPTION_ON, offsetof(query_options, allow_service), NULL, NULL, "Let SERVICE ask the endpoints that the query names."},
    {0, "list", DM_OPTION_ON, offsetof(query_options, list), NULL, NULL, "Name the questions that came with the program."},
    {0, "describe", DM_OPTION_TEXT, offsetof(query_options, describe), "NAME", NULL, "Tell what a question asks, takes and answers."},
};

static const char *const paragraphs[] = {
    "Asks graphs a question in SPARQL 1.1: a file, a text, or the NAME of a question that came with the program. The graphs are joined before they "
    "are "
    "asked; one that cannot be read ends it without an answer.",
    "A question takes parameters: `--PARAMETER VALUE`, again for more values, any of which will do. Things are named by a label, acronym or code, or "
    "by the "
    "end of their IRI: `Japan`, `JPN`. `--describe NAME` tells which parameters there are.",
    "ASK ends with 1 if the answer is no.",
    NULL,
};

static const dm_example examples[] = {
    {"query --list", "Names the questions."},
    {"query positions -d graph.ttl --state Japan --since 2018", "Answers one of them."},
    {"query -d graph.ttl -f csv question.rq", "Answers a file's question as CSV."},
    {"query -d graph.ttl -e 'SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }'", "Counts statements."},
    {"export documents | demarche query question.rq", "Asks what was just exported."},
    {NULL, NULL},
};

/* ---- questions that came with the program ---- */

static dm_status add_queries(dm_buffer *path, const char *below, dm_diagnostics *diagnostics)
{
  const dm_status status = dm_session_data_folder(path, diagnostics);
  dm_buffer_add_string(path, "/queries");
  dm_buffer_add_string(path, below);
  return status;
}

static dm_status read_stored(dm_questions *questions, dm_diagnostics *diagnostics)
{
  dm_buffer folder = {0};
  dm_status status = add_queries(&folder, "", diagnostics);
  if (status == DM_OK)
    status = dm_questions_read(questions, dm_buffer_string(&folder), diagnostics);
  dm_buffer_free(&folder);
  return status;
}

static const dm_question *find_stored(const dm_questions *questions, const char *name, dm_diagnostics *diagnostics)
{
  const dm_question *nearest = NULL;
  const dm_question *found = dm_questions_find(questions, name, &nearest);
  if (!found && nearest)
    dm_report(diagnostics, DM_ERROR, NULL, "there is no question `%s`; did you mean `%s`?", name, nearest->name);
  else if (!found)
    dm_report(diagnostics, DM_ERROR, NULL, "there is no question `%s`, nor a file of that name; `demarche query --list` names them", name);
  return found;
}

/* --list and --describe NAME. */
static dm_status tell(const query_options *o, dm_diagnostics *diagnostics)
{
  dm_questions questions = {0};
  dm_buffer    out = {0};
  dm_status    status = read_stored(&questions, diagnostics);
  if (status == DM_OK && o->list)
    dm_questions_print(&out, &questions);
  if (status == DM_OK && o->describe) {
    const dm_question *question = find_stored(&questions, o->describe, diagnostics);
    if (question)
      dm_question_print(&out, question);
    else
      status = DM_BAD_USAGE;
  }
  if (status == DM_OK)
    status = dm_help_emit(&out, diagnostics);
  dm_buffer_free(&out);
  dm_questions_free(&questions);
  return status;
}

/* ---- the question ---- */

/* Every --NAME must be a parameter; the message thinks of misspelt options too. */
static dm_status check_parameters(const dm_call *call, const dm_question *question)
{
  const dm_option_table   tables[] = {call->command->table, dm_common_table};
  const dm_option_grammar grammar = {tables, 2, call->command->name, true};
  dm_status               status = DM_OK;
  for (size_t i = 0; i < call->parameters->n; i++) {
    const dm_parameter *parameter = &call->parameters->items[i];
    char               *name = dm_copy_string(parameter->name, parameter->n_name);
    const char         *near = dm_options_near(&grammar, parameter->name, parameter->n_name);
    if (!question || !dm_question_find_parameter(question, name)) {
      for (size_t p = 0; question && p < question->n_parameters; p++)
        near = dm_nearer(name, near, question->parameters[p].name);
      status = DM_BAD_USAGE;
      dm_report(call->diagnostics, DM_ERROR, NULL, "`--%s` is neither an option nor a parameter of the question%s%s%s", name,
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

static dm_status check_usage(const dm_call *call)
{
  const query_options *o = call->options;
  const dm_texts      *operands = call->operands;
  if (operands->n + (o->expression != NULL) > 1)
    return refuse_usage(call, "one question at a time: FILE.rq, NAME or -e TEXT");
  if (!operands->n && !o->expression)
    return refuse_usage(call, "no question: FILE.rq, -e TEXT, or a NAME; `demarche query --list` names them");
  if (o->endpoint && o->data.n)
    return refuse_usage(call, "an endpoint has its own data: give --endpoint or -d, not both");
  if (o->endpoint && o->explain)
    return refuse_usage(call, "an endpoint does not tell how it finds an answer: --explain goes with -d");
  if (operands->n && strcmp(operands->items[0], "-") == 0 && !o->data.n && !o->endpoint)
    return refuse_usage(call, "standard input cannot be both question and graph: name the graph by -d");
  return o->endpoint ? dm_remote_check(o->endpoint, call->diagnostics) : DM_OK;
}

static bool names_file(const char *operand)
{
  const size_t n = strlen(operand);
  return strchr(operand, '/') || strcmp(operand, "-") == 0 || (n > 3 && strcmp(operand + n - 3, ".rq") == 0) || dm_file_exists(operand);
}

/* Finds the question and parses it; *question belongs to `stored` or, if it is none of those, to *own. */
static dm_status load_question(const dm_question **question, dm_question **own, dm_questions *stored, const dm_call *call)
{
  const query_options *o = call->options;
  const char          *operand = o->expression ? NULL : call->operands->items[0];
  dm_status            status = DM_OK;
  if (o->expression)
    status = dm_question_parse(own, "-e", o->expression, strlen(o->expression), call->diagnostics);
  else if (names_file(operand))
    status = dm_question_read(own, operand, call->diagnostics);
  else
    status = read_stored(stored, call->diagnostics);
  if (status != DM_OK)
    return status;
  *question = *own ? *own : find_stored(stored, operand, call->diagnostics);
  return *question ? DM_OK : DM_BAD_USAGE;
}

/* ---- parameters ---- */

static dm_status bind(dm_question_bindings *bindings, dm_query *query, const dm_question *question, const dm_asking *asking)
{
  const dm_call          *call = asking->call;
  const dm_question_asker asker = dm_asking_asker(asking);
  DM_VECTOR(dm_question_value) values = {0};
  dm_strings names = {0};
  dm_buffer  path = {0};
  for (size_t i = 0; i < call->parameters->n; i++) {
    const dm_parameter *parameter = &call->parameters->items[i];
    *dm_vector_add(&names) = dm_copy_string(parameter->name, parameter->n_name);
    const dm_question_value value = {names.items[i], parameter->value};
    *dm_vector_add(&values) = value;
  }
  dm_status status = values.n ? add_queries(&path, "/lookup/names.rq", call->diagnostics) : DM_OK;
  if (status == DM_OK && values.n)
    status = dm_question_bind(bindings, question, values.items, values.n, dm_buffer_string(&path), &asker, call->diagnostics);
  for (size_t i = 0; i < bindings->n && status == DM_OK; i++)
    status = dm_query_bind(query, bindings->items[i].name, bindings->items[i].terms, bindings->items[i].n_terms);
  dm_vector_free(&values);
  dm_strings_free(&names);
  dm_buffer_free(&path);
  return status;
}

/* ---- the answer ---- */

static bool gives_statements(const dm_query *query)
{
  return query->form == DM_QUERY_CONSTRUCT || query->form == DM_QUERY_DESCRIBE;
}

/* Sinks that drop what comes: an explanation needs the run, not its answer. */
static dm_status drop_columns(void *ctx, const char *const *names, size_t n)
{
  (void)ctx, (void)names, (void)n;
  return DM_OK;
}

static dm_status drop_row(void *ctx, const dm_term *values, size_t n)
{
  (void)ctx, (void)values, (void)n;
  return DM_OK;
}

static dm_status drop_boolean(void *ctx, bool value)
{
  (void)ctx, (void)value;
  return DM_OK;
}

static dm_status drop_statement(void *ctx, const dm_statement *statement)
{
  (void)ctx, (void)statement;
  return DM_OK;
}

static dm_status end_nothing(void *ctx)
{
  (void)ctx;
  return DM_OK;
}

static dm_status explain(const dm_asking *asking, const dm_query *query)
{
  static const dm_solution_sink rows = {NULL, drop_columns, drop_row, drop_boolean, end_nothing};
  static const dm_sink          statements = {NULL, drop_statement, end_nothing};
  dm_buffer                     explanation = {0};
  const dm_status               status = dm_asking_run(asking, query, NULL, 0, &rows, &statements, &explanation);
  /* a run that came to its limit is the one whose plan is wanted most */
  const dm_status               told = dm_help_emit(&explanation, asking->call->diagnostics);
  dm_buffer_free(&explanation);
  return status == DM_OK || status == DM_REFUSED ? told : status;
}

static dm_status open_labels(dm_label_source **out, const dm_asking *asking, const dm_query_answer_options *how)
{
  dm_buffer path = {0};
  dm_status status = DM_OK;
  if (asking->index && dm_query_answer_has_labels(how)) {
    status = add_queries(&path, "/lookup/label.rq", asking->call->diagnostics);
    if (status == DM_OK)
      status = dm_label_source_new(out, dm_buffer_string(&path), asking->index, asking->call->diagnostics);
  }
  dm_buffer_free(&path);
  return status;
}

static dm_status answer(const dm_asking *asking, const dm_query *query, const char *text, size_t n_bytes)
{
  const query_options          *o = asking->call->options;
  const dm_query_answer_options how = {o->format, o->output};
  const bool                    has_statements = gives_statements(query);
  dm_label_source              *source = NULL;
  dm_query_answer              *to = NULL;
  dm_status                     status = has_statements ? DM_OK : open_labels(&source, asking, &how);
  const dm_labels               labels = source ? dm_label_source_labels(source) : (dm_labels){0};
  size_t                        n_prefixes = query->n_prefixes;
  const dm_prefix              *prefixes = source ? dm_label_source_prefixes(source, query, &n_prefixes) : query->prefixes;
  if (status == DM_OK)
    status = dm_query_answer_open(&to, &how, has_statements, prefixes, n_prefixes, &labels, asking->call);
  if (status == DM_OK) {
    const dm_solution_sink rows = dm_query_answer_rows(to);
    const dm_sink          statements = dm_query_answer_statements(to);
    status = dm_asking_run(asking, query, text, n_bytes, has_statements ? NULL : &rows, has_statements ? &statements : NULL, NULL);
    status = dm_query_answer_close(to, status);
  }
  dm_query_answer_free(to);
  dm_label_source_free(source);
  return status;
}

static dm_status ask(const dm_call *call, const dm_question *question)
{
  const query_options *o = call->options;
  dm_question_bindings bindings = {0};
  dm_buffer            text = {0};
  dm_query            *query = NULL;
  dm_index            *index = NULL;
  dm_asking            asking = {.endpoint = o->endpoint, .is_strict = o->default_graph == DEFAULT_GRAPH_STRICT, .allows_service = o->allow_service};
  asking.timeout_seconds = o->timeout_seconds;
  asking.most_bytes = o->max_memory_bytes;
  asking.call = call;
  dm_status status = dm_query_parse(&query, question->file, question->text, question->n_bytes, call->common->base, call->diagnostics);
  if (status == DM_OK)
    status = check_parameters(call, question);
  if (status == DM_OK && !o->endpoint)
    status = dm_dataset_open(&index, &o->data, call);
  asking.index = index;
  if (status == DM_OK)
    status = bind(&bindings, query, question, &asking);
  if (status == DM_OK && o->endpoint)
    dm_question_write(&text, question, &bindings);
  if (status == DM_OK)
    status = o->explain ? explain(&asking, query) : answer(&asking, query, dm_buffer_string(&text), text.n_bytes);
  dm_buffer_free(&text);
  dm_question_bindings_free(&bindings);
  dm_query_free(query);
  dm_index_free(index);
  return status;
}

static dm_status run(const dm_call *call)
{
  const query_options *o = call->options;
  const dm_question   *question = NULL;
  dm_question         *own = NULL;
  dm_questions         stored = {0};
  if (o->list || o->describe)
    return tell(o, call->diagnostics);
  dm_status status = check_usage(call);
  if (status == DM_OK)
    status = load_question(&question, &own, &stored, call);
  if (status == DM_OK)
    status = ask(call, question);
  dm_question_free(own);
  dm_questions_free(&stored);
  return status;
}

const dm_command dm_command_query = {
    .name = "query",
    .summary = "ask graphs questions in SPARQL",
    .synopsis = "[-d GRAPH]... [options] FILE.rq\n[-d GRAPH]... [options] -e TEXT\n[-d GRAPH]... [options] NAME [--PARAMETER "
                "VALUE]...\n--list\n--describe NAME",
    .paragraphs = paragraphs,
    .table = {options, sizeof options / sizeof options[0]},
    .examples = examples,
    .n_options_bytes = sizeof(query_options),
    .has_parameters = true,
    .operands_are_files = true,
    .operand_command = "demarche query --list",
    .run = run,
};
