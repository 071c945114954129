/* Collecting statements, and making an index of them: terms get numbers as they come, rows of numbers are kept; in the end terms are sorted, numbers become
 * identifiers, and rows are arranged. The dictionary stays in memory, rows go to files when both together are more than was allowed. */
#include "index/builder_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "index/arrange.h"
#include "index/dictionary.h"

enum { DEFAULT_BYTES = 256 << 20, LEAST_BYTES = 1 << 16 };

struct dm_index_builder {
  scratch     common;
  char       *folder;
  size_t      most_bytes;
  dictionary *terms;
  spool      *triples; /* of the default graph */
  spool      *quads;
  uint32_t    last[ROW_WORDS]; /* numbers of the statement before; 0: none */
  size_t      n_files;
  dm_status   status; /* sticky */
};

dm_status dm_index_builder_new(dm_index_builder **out, size_t most_bytes, const char *folder, dm_diagnostics *diagnostics)
{
  dm_index_builder *builder = dm_allocate(sizeof *builder);
  const char       *temporary = getenv("TMPDIR");
  folder = folder ? folder : temporary && temporary[0] ? temporary : "/tmp";
  builder->folder = dm_copy_string(folder, strlen(folder));
  builder->common = (scratch){.folder = builder->folder, .diagnostics = diagnostics};
  builder->most_bytes = most_bytes ? most_bytes : DEFAULT_BYTES;
  builder->terms = dictionary_new();
  builder->triples = spool_new(&builder->common, 3);
  builder->quads = spool_new(&builder->common, 4);
  *out = builder;
  return DM_OK;
}

void dm_index_builder_free(dm_index_builder *builder)
{
  if (!builder)
    return;
  dictionary_free(builder->terms);
  spool_free(builder->triples);
  spool_free(builder->quads);
  free(builder->folder);
  free(builder);
}

/* Statements come in groups of one subject or one graph, so the one before is looked at first. */
static uint32_t number_of(dm_index_builder *builder, size_t part, const dm_term *term)
{
  uint32_t *last = &builder->last[part];
  if (*last == 0 || !dictionary_is(builder->terms, *last, term))
    *last = dictionary_put(builder->terms, term);
  return *last;
}

/* What rows may take beside `n_taken` bytes: the rest, or a quarter where there is hardly any. */
static size_t share(const dm_index_builder *builder, size_t n_taken)
{
  const size_t quarter = builder->most_bytes / 4 > LEAST_BYTES ? builder->most_bytes / 4 : LEAST_BYTES;
  return builder->most_bytes > n_taken + quarter ? builder->most_bytes - n_taken : quarter;
}

static dm_status on_statement(void *ctx, const dm_statement *statement)
{
  dm_index_builder *builder = ctx;
  const dm_term    *parts[] = {&statement->subject, &statement->predicate, &statement->object, &statement->graph};
  const size_t      n_parts = statement->graph.kind == DM_TERM_NONE ? 3 : 4;
  uint32_t          row[ROW_WORDS];
  for (size_t i = 0; i < n_parts && builder->status == DM_OK; i++) {
    row[i] = number_of(builder, i, parts[i]);
    if (row[i] == 0) {
      builder->status = DM_OVER_LIMIT;
      dm_report(builder->common.diagnostics, DM_ERROR, NULL, "an index holds fewer than %u terms", DM_ID_FIRST_OTHER);
    }
  }
  if (builder->status != DM_OK)
    return builder->status;
  spool *rows = n_parts == 3 ? builder->triples : builder->quads;
  spool_add(rows, row);
  if (spool_bytes(rows) >= share(builder, dictionary_bytes(builder->terms)))
    spool_flush(rows);
  builder->status = builder->common.status;
  return builder->status;
}

dm_sink dm_index_builder_sink(dm_index_builder *builder)
{
  return (dm_sink){builder, on_statement, NULL};
}

size_t builder_next_file(dm_index_builder *builder)
{
  return builder->n_files++;
}

dm_diagnostics *builder_diagnostics(const dm_index_builder *builder)
{
  return builder->common.diagnostics;
}

/* Everything but the end. Spends the builder. */
static dm_status build(dm_index_builder *builder, target *to, layout_counts *counts)
{
  if (builder->status != DM_OK)
    return builder->status;
  uint32_t    *ids = dictionary_finish(builder->terms, to, counts);
  const size_t n_kept = target_is_memory(to) ? (size_t)counts->n_text_bytes : 0;
  dictionary_free(builder->terms);
  builder->terms = NULL;
  builder->status = arrange(builder->triples, builder->quads, ids, &builder->common, share(builder, n_kept), to, counts);
  free(ids);
  return builder->status;
}

dm_status dm_index_builder_write(dm_index_builder *builder, dm_output *output)
{
  layout_counts counts = {0};
  target       *to = target_new(output);
  dm_status     status = build(builder, to, &counts);
  if (status == DM_OK)
    status = target_finish_file(to, &counts);
  target_free(to);
  return status;
}

dm_status dm_index_builder_save(dm_index_builder *builder, const char *path)
{
  dm_output *output = NULL;
  dm_status  status = dm_output_open(&output, path, builder->common.diagnostics);
  if (status == DM_OK)
    status = dm_index_builder_write(builder, output);
  if (status == DM_OK)
    status = dm_output_commit(output);
  dm_output_free(output);
  return status;
}

dm_status dm_index_builder_finish(dm_index_builder *builder, dm_index **out)
{
  layout_counts counts = {0};
  target       *to = target_new(NULL);
  dm_status     status = build(builder, to, &counts);
  *out = status == DM_OK ? target_finish_memory(to, &counts) : NULL;
  target_free(to);
  return status;
}
