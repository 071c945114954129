/* document/document.h - from files to documents: encoding, front matter, names. */
#ifndef DM_DOCUMENT_DOCUMENT_H
#define DM_DOCUMENT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/diagnostic.h"
#include "base/file.h"
#include "base/status.h"
#include "base/vector.h"

/* One entry of the YAML front matter, as text, and where it stands. A sequence gives one entry for each item. */
typedef struct {
  const char *key;
  const char *value;
  size_t      key_line_1based;
  size_t      key_column_1based;
  size_t      value_line_1based;
  size_t      value_column_1based;
} dm_metadata;

typedef struct dm_document dm_document;

struct dm_document {
  const char        *name;   /* dcterms:identifier: file name without ending, or path below the input folder without ending, or --id */
  const char        *path;   /* for messages; "stdin" is standard input */
  const char        *source; /* after a byte-order mark; valid UTF-8 without NUL; ends with NUL */
  size_t             n_source_bytes;
  size_t             body_begin; /* byte behind the front matter; 0 if none */
  const dm_metadata *metadata;
  size_t             n_metadata;
};

/* One input that is to be read: listed first, read later, so that memory holds few documents at once. */
typedef struct {
  char *path; /* "-" is standard input */
  char *name;
} dm_input;

typedef DM_VECTOR(dm_input) dm_inputs;

typedef struct {
  const char *id;              /* --id for standard input; NULL: stdin */
  bool        names_are_paths; /* --names path */
  size_t      max_bytes;       /* --max-document */
} dm_input_options;

/* What happened to the inputs. */
typedef struct {
  size_t n_unknown_kind; /* files of a folder that are no documents (.txt, .md), passed over and to be told */
  size_t n_refused;      /* missing, unreadable, two of one name: already reported */
} dm_input_count;

/* Lists the documents that `paths` (files, folders, "-") name, sorted by name. A folder is read recursively; names beginning with '.' and README* are passed over,
 * other endings than .txt and .md are counted. A file named itself is taken whatever its ending. Two inputs of one name: both refused, the error names both. A folder
 * without documents is an error of its own. Returns DM_OK, or DM_REFUSED if any input was refused. `inputs` is the caller's, to free with dm_inputs_free(). */
dm_status dm_inputs_list(dm_inputs *inputs, dm_input_count *count, const char *const *paths, size_t n_paths, const dm_input_options *options,
                         dm_diagnostics *diagnostics);
void      dm_inputs_free(dm_inputs *inputs);

/* Reads one input. DM_BAD_INPUT (reported with its place) if it is unreadable, binary (a NUL byte), no UTF-8, empty or blank, or its front matter is broken;
 * DM_OVER_LIMIT (reported) if it is longer than options->max_bytes. *out is the caller's. */
dm_status dm_document_read(dm_document **out, const dm_input *input, const dm_input_options *options, dm_diagnostics *diagnostics);

/* The same from memory, for tests and rule examples; bytes are copied. */
dm_status dm_document_from_bytes(dm_document **out, const char *name, const char *path, const char *bytes, size_t n_bytes,
                                 dm_diagnostics *diagnostics);

void dm_document_free(dm_document *document); /* NULL is allowed */

#endif
