/* results/writer.c - the sink in front of the formats. */
#include "results/results_impl.h"

#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

static const results_class *const classes[DM_RESULTS_N] = {
    [DM_RESULTS_TABLE] = &results_table, [DM_RESULTS_CSV] = &results_csv, [DM_RESULTS_TSV] = &results_tsv,
    [DM_RESULTS_JSON] = &results_json,   [DM_RESULTS_XML] = &results_xml, [DM_RESULTS_MARKDOWN] = &results_markdown,
    [DM_RESULTS_HTML] = &results_html,   [DM_RESULTS_DOT] = &results_dot,
};

dm_status results_flush(dm_results_writer *writer)
{
  if (writer->problem)
    writer->status = DM_BAD_OUTPUT;
  if (writer->status == DM_OK && writer->line.n_bytes > 0)
    writer->status = dm_output_write(writer->output, writer->line.bytes, writer->line.n_bytes);
  dm_buffer_clear(&writer->line);
  return writer->status;
}

void results_plain_boolean(dm_results_writer *writer, bool value)
{
  dm_buffer_print(&writer->line, "%s\n", value ? "true" : "false");
}

static dm_status on_columns(void *ctx, const char *const *names, size_t n)
{
  dm_results_writer *writer = ctx;
  for (size_t i = 0; i < n; i++)
    *dm_vector_add(&writer->names) = dm_copy_string(names[i], strlen(names[i]));
  writer->class->columns(writer, names, n);
  return results_flush(writer);
}

static dm_status on_row(void *ctx, const dm_term *values, size_t n)
{
  dm_results_writer *writer = ctx;
  writer->class->row(writer, values, n);
  writer->n_rows++;
  return results_flush(writer);
}

static dm_status on_boolean(void *ctx, bool value)
{
  dm_results_writer *writer = ctx;
  writer->is_boolean = true;
  writer->class->boolean(writer, value);
  return results_flush(writer);
}

static dm_status on_end(void *ctx)
{
  dm_results_writer *writer = ctx;
  if (writer->class->end && !writer->is_boolean)
    writer->class->end(writer);
  return results_flush(writer);
}

void dm_results_writer_new(dm_results_writer **out, const dm_results_style *style, dm_output *output)
{
  dm_results_writer *writer = dm_allocate(sizeof *writer);
  writer->class = classes[style->format];
  writer->style = *style;
  writer->output = output;
  *out = writer;
}

void dm_results_writer_free(dm_results_writer *writer)
{
  if (!writer)
    return;
  for (size_t i = 0; i < writer->names.n; i++)
    free(writer->names.items[i]);
  for (size_t i = 0; i < writer->table.cells.n; i++)
    free(writer->table.cells.items[i]);
  dm_vector_free(&writer->names);
  dm_vector_free(&writer->table.cells);
  dm_buffer_free(&writer->line);
  free(writer);
}

dm_solution_sink dm_results_writer_sink(dm_results_writer *writer)
{
  return (dm_solution_sink){writer, on_columns, on_row, on_boolean, on_end};
}

const char *dm_results_writer_problem(const dm_results_writer *writer)
{
  return writer->problem;
}

size_t dm_results_writer_count(const dm_results_writer *writer)
{
  return writer->n_rows;
}
