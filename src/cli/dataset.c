/* cli/dataset.c - the graph that a command asks. */
#include "cli/dataset.h"

#include <unistd.h>

/* ---- an index beside other files: its statements go into the one in memory ---- */

static dm_status send_quad(const dm_index *index, const dm_quad *quad, const dm_sink *sink)
{
  dm_statement statement = {.subject = dm_index_term(index, quad->subject),
                            .predicate = dm_index_term(index, quad->predicate),
                            .object = dm_index_term(index, quad->object)};
  if (quad->graph != DM_ID_NONE)
    statement.graph = dm_index_term(index, quad->graph);
  return sink->on_statement(sink->ctx, &statement);
}

static dm_status send_index(const dm_index *index, const dm_sink *sink)
{
  static const dm_scope scopes[] = {DM_SCOPE_DEFAULT, DM_SCOPE_NAMED};
  dm_status             status = DM_OK;
  for (size_t i = 0; i < sizeof scopes / sizeof scopes[0]; i++) {
    const dm_pattern_ids all = {.scope = scopes[i]};
    dm_cursor            cursor;
    dm_quad              quad;
    dm_index_seek(index, &all, DM_PART_ANY, &cursor);
    while (status == DM_OK && dm_cursor_next(&cursor, &quad))
      status = send_quad(index, &quad, sink);
  }
  return status;
}

static dm_status add_index(dm_index_builder *builder, const char *path, dm_diagnostics *diagnostics)
{
  const dm_sink sink = dm_index_builder_sink(builder);
  dm_index     *index = NULL;
  dm_status     status = dm_index_open(&index, path, false, diagnostics);
  if (status == DM_OK)
    status = send_index(index, &sink);
  dm_index_free(index);
  return status;
}

/* ---- all of it ---- */

static dm_status add_files(dm_index_builder *builder, const dm_texts *data, const dm_call *call)
{
  dm_status status = DM_OK;
  if (!data->n)
    return dm_index_builder_read(builder, "-");
  for (size_t i = 0; i < data->n && (status == DM_OK || !call->common->fail_fast); i++) {
    const char     *path = data->items[i];
    const dm_status one = dm_index_is_one(path) ? add_index(builder, path, call->diagnostics) : dm_index_builder_read(builder, path);
    status = status == DM_OK ? one : status;
  }
  return status;
}

dm_status dm_dataset_open(dm_index **out, const dm_texts *data, const dm_call *call)
{
  dm_index_builder *builder = NULL;
  dm_status         status = DM_OK;
  *out = NULL;
  if (!data->n && isatty(STDIN_FILENO) == 1) {
    dm_report(call->diagnostics, DM_ERROR, NULL, "no graph: name one by -d, or send it to standard input");
    return DM_BAD_USAGE;
  }
  if (data->n == 1 && dm_index_is_one(data->items[0]))
    return dm_index_open(out, data->items[0], false, call->diagnostics);
  status = dm_index_builder_new(&builder, 0, NULL, call->diagnostics);
  if (status == DM_OK)
    status = add_files(builder, data, call);
  if (status == DM_OK)
    status = dm_index_builder_finish(builder, out);
  dm_index_builder_free(builder);
  return status;
}
