/* cli/answer.c - the answer to a query, in the format that is wanted, to the file that is wanted. */
#include "cli/answer.h"

#include "base/memory.h"
#include "base/output.h"
#include "cli/interrupt.h"
#include "raptor/raptor.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { FORMAT_NONE = 0, FORMAT_ROWS = 1, FORMAT_STATEMENTS = 100 };

const dm_choice dm_query_answer_formats[] = {
    {"table", FORMAT_ROWS + DM_RESULTS_TABLE, false},
    {"csv", FORMAT_ROWS + DM_RESULTS_CSV, false},
    {"tsv", FORMAT_ROWS + DM_RESULTS_TSV, false},
    {"json", FORMAT_ROWS + DM_RESULTS_JSON, false},
    {"xml", FORMAT_ROWS + DM_RESULTS_XML, false},
    {"markdown", FORMAT_ROWS + DM_RESULTS_MARKDOWN, false},
    {"html", FORMAT_ROWS + DM_RESULTS_HTML, false},
    {"dot", FORMAT_ROWS + DM_RESULTS_DOT, false},
    {"turtle", FORMAT_STATEMENTS + DM_SYNTAX_TURTLE, false},
    {"trig", FORMAT_STATEMENTS + DM_SYNTAX_TRIG, false},
    {"ntriples", FORMAT_STATEMENTS + DM_SYNTAX_NTRIPLES, false},
    {"nquads", FORMAT_STATEMENTS + DM_SYNTAX_NQUADS, false},
    {"rdfxml", FORMAT_STATEMENTS + DM_SYNTAX_RDFXML, false},
    {"md", FORMAT_ROWS + DM_RESULTS_MARKDOWN, true},
    {"ttl", FORMAT_STATEMENTS + DM_SYNTAX_TURTLE, true},
    {"nt", FORMAT_STATEMENTS + DM_SYNTAX_NTRIPLES, true},
    {"nq", FORMAT_STATEMENTS + DM_SYNTAX_NQUADS, true},
    {NULL, FORMAT_NONE, false},
};

struct dm_query_answer {
  dm_output         *output;
  dm_results_writer *rows;
  dm_writer         *writer;
  dm_rdfxml         *rdfxml;
};

/* The width of the terminal that the table goes to; 0: no limit. */
static size_t table_width(const dm_query_answer_options *options)
{
  struct winsize size = {0};
  if (options->output || isatty(STDOUT_FILENO) != 1 || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
    return 0;
  return size.ws_col;
}

static int guess_format(const dm_query_answer_options *options, bool has_statements)
{
  const char       *point = options->output ? strrchr(options->output, '.') : NULL;
  dm_results_format rows = DM_RESULTS_TABLE;
  dm_syntax         syntax = DM_SYNTAX_TURTLE;
  if (has_statements) {
    if (options->output && dm_raptor_guess(&syntax, options->output) != DM_OK)
      syntax = DM_SYNTAX_TURTLE;
    return FORMAT_STATEMENTS + (int)syntax;
  }
  if (point && dm_results_format_find(&rows, point + 1) != DM_OK)
    rows = DM_RESULTS_TABLE;
  return FORMAT_ROWS + (int)rows;
}

bool dm_query_answer_has_labels(const dm_query_answer_options *options)
{
  const int format = options->format ? options->format : guess_format(options, false);
  return format == FORMAT_ROWS + DM_RESULTS_TABLE || format == FORMAT_ROWS + DM_RESULTS_MARKDOWN || format == FORMAT_ROWS + DM_RESULTS_HTML ||
         format == FORMAT_ROWS + DM_RESULTS_DOT;
}

static void new_writer(dm_query_answer *answer, int format, const dm_query_answer_options *options, const dm_prefix *prefixes, size_t n_prefixes,
                       const dm_labels *labels, dm_diagnostics *diagnostics)
{
  if (format >= FORMAT_STATEMENTS) {
    const dm_syntax syntax = (dm_syntax)(format - FORMAT_STATEMENTS);
    if (syntax == DM_SYNTAX_RDFXML)
      dm_rdfxml_new(&answer->rdfxml, answer->output, prefixes, n_prefixes, diagnostics);
    else
      dm_writer_new(&answer->writer, syntax, answer->output, prefixes, n_prefixes);
    return;
  }
  dm_results_style style = {.format = (dm_results_format)(format - FORMAT_ROWS), .prefixes = prefixes, .n_prefixes = n_prefixes};
  style.width_columns = table_width(options);
  if (labels)
    style.labels = *labels;
  dm_results_writer_new(&answer->rows, &style, answer->output);
}

dm_status dm_query_answer_open(dm_query_answer **out, const dm_query_answer_options *options, bool has_statements, const dm_prefix *prefixes,
                               size_t n_prefixes, const dm_labels *labels, const dm_call *call)
{
  const int  format = options->format ? options->format : guess_format(options, has_statements);
  dm_output *output = NULL;
  *out = NULL;
  if (has_statements != (format >= FORMAT_STATEMENTS)) {
    dm_report(call->diagnostics, DM_ERROR, NULL, "%s",
              has_statements ? "CONSTRUCT and DESCRIBE answer with statements: -f turtle, trig, ntriples, nquads or rdfxml"
                             : "the answer has no statements: -f table, csv, tsv, json, xml, markdown, html or dot");
    return DM_BAD_USAGE;
  }
  const dm_status status = dm_output_open(&output, options->output, call->diagnostics);
  if (status != DM_OK)
    return status;
  dm_interrupt_remove(dm_output_temporary(output));
  dm_query_answer *answer = dm_allocate(sizeof *answer);
  answer->output = output;
  new_writer(answer, format, options, prefixes, n_prefixes, labels, call->diagnostics);
  *out = answer;
  return DM_OK;
}

void dm_query_answer_free(dm_query_answer *answer)
{
  if (!answer)
    return;
  dm_interrupt_remove(NULL);
  dm_results_writer_free(answer->rows);
  dm_rdfxml_free(answer->rdfxml);
  dm_writer_free(answer->writer);
  dm_output_free(answer->output);
  free(answer);
}

dm_solution_sink dm_query_answer_rows(dm_query_answer *answer)
{
  return answer->rows ? dm_results_writer_sink(answer->rows) : (dm_solution_sink){0};
}

dm_sink dm_query_answer_statements(dm_query_answer *answer)
{
  if (answer->rdfxml)
    return dm_rdfxml_sink(answer->rdfxml);
  return answer->writer ? dm_writer_sink(answer->writer) : (dm_sink){0};
}

dm_status dm_query_answer_close(dm_query_answer *answer, dm_status status)
{
  const char *problem = answer->rows && status == DM_BAD_OUTPUT ? dm_results_writer_problem(answer->rows) : NULL;
  if (problem)
    return dm_output_refuse(answer->output, "%s", problem);
  if (status != DM_OK && status != DM_REFUSED)
    return status;
  const dm_status written = dm_output_commit(answer->output);
  return written == DM_OK ? status : written;
}
