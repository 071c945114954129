/* pipeline/pipeline.h - documents through all stages.
 *
 * A dm_engine holds what is compiled once (lexicon, rules, mapping), immutable and shared by threads. */
#ifndef DM_PIPELINE_PIPELINE_H
#define DM_PIPELINE_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostic.h"
#include "base/status.h"
#include "document/document.h"
#include "mapping/mapping.h"
#include "rdf/term.h"

typedef struct {
  const char        *data_folder;   /* holds data/lexicon, data/rules, ontology/mapping.yaml, as the source tree does */
  const char *const *lexicon_paths; /* --lexicon, on top of the folder's */
  size_t             n_lexicon_paths;
  const char *const *rule_paths; /* --rules, on top */
  size_t             n_rule_paths;
  const char        *mapping_path; /* --mapping, or NULL: the folder's */
  const char        *base;         /* --base, or NULL */
} dm_engine_options;

typedef struct dm_engine  dm_engine;
typedef struct dm_lexicon dm_lexicon;
typedef struct dm_rules   dm_rules;

/* Loads and compiles everything. DM_BAD_RULES with every error reported. *out is the caller's, NULL on failure. */
dm_status         dm_engine_new(dm_engine **out, const dm_engine_options *options, dm_diagnostics *diagnostics);
void              dm_engine_free(dm_engine *engine); /* NULL is allowed */
const dm_mapping *dm_engine_mapping(const dm_engine *engine);
const dm_lexicon *dm_engine_lexicon(const dm_engine *engine);
const dm_rules   *dm_engine_rules(const dm_engine *engine);

/* A number that changes whenever the data do: SHA-256 (hex) over the data files in order; for --version. Borrowed. Reads them anew when first asked; one thread. */
const char *dm_engine_data_digest(dm_engine *engine);

typedef struct {
  bool        fail_fast;     /* stop at the first refused input */
  bool        reference_all; /* --reference all: every listed thing; else those that the documents mention */
  /* Name and version of the program, told with the rule of each fact (--provenance rules); NULL: neither is told. */
  const char *program;
  const char *program_version;
  size_t      n_threads; /* 0: as many as the machine has cores */
  /* Called now and then from one thread: documents done of all; NULL: never. */
  void (*on_progress)(void *ctx, size_t n_done, size_t n_all);
  void *progress_ctx;
  /* Asked now and then; true ends with DM_INTERRUPTED; NULL: never. */
  bool (*is_interrupted)(void *ctx);
  void *interrupt_ctx;
} dm_export_options;

typedef struct {
  size_t n_documents;
  size_t n_refused;
  size_t n_facts;
  size_t n_statements;
} dm_export_count;

/* Exports `inputs` in their order: each document's statements, then reference data; calls sink->on_end. Same statements in the same order whatever n_threads.
 * DM_OK; DM_REFUSED if some inputs were refused, DM_BAD_INPUT if all were; or the sink's status. */
dm_status dm_export(const dm_engine *engine, const dm_inputs *inputs, const dm_input_options *input_options, const dm_export_options *options,
                    const dm_sink *sink, dm_export_count *count, dm_diagnostics *diagnostics);

/* Writes how the program reads one document: sentences, mentions, facts with their rules and words. `color`: ANSI colours. */
dm_status dm_explain(const dm_engine *engine, const dm_document *document, bool color, dm_buffer *out, dm_diagnostics *diagnostics);

/* The same for programs: rows of cells with a tab between them, below dm_explain_tsv_head(). One row a sentence, a mention and a fact, in the order of the text; each tells
 * where it stands, and which name, pattern, form or rule of which file made it. Tabs and line ends in cells are spaces. */
void        dm_explain_tsv(const dm_engine *engine, const dm_document *document, dm_buffer *out);
const char *dm_explain_tsv_head(void); /* the names of the cells, with a line end */

/* The same as a page of HTML 5 that needs nothing beside it: what comes before the documents, one article for each input in its order, read or refused (numbered from 1),
 * and what comes behind. */
void dm_explain_html_begin(const dm_engine *engine, const dm_inputs *inputs, dm_buffer *out);
void dm_explain_html(const dm_engine *engine, const dm_document *document, size_t number, dm_buffer *out);
void dm_explain_html_refused(const dm_input *input, size_t number, dm_buffer *out);
void dm_explain_html_end(dm_buffer *out);

/* Writes whether one document states the fact that `asked` names (relation/claim.h says how), with the rules and passages that do, or else which rules came near and
 * what they lacked, nearest first; `all`: not only the nearest. DM_BAD_USAGE if `asked` cannot be read, in this document: `problem` (appended to) says why. */
dm_status dm_explain_why_not(const dm_engine *engine, const dm_document *document, const char *asked, bool color, bool all, dm_buffer *out,
                             dm_buffer *problem);

/* How to harvest. */
typedef struct {
  size_t min_count;  /* what was seen less often is left out */
  size_t n_contexts; /* passages shown of each, at most */
  bool   fail_fast;
  size_t n_threads;                                            /* 0: as many as the machine has cores */
  void (*on_progress)(void *ctx, size_t n_done, size_t n_all); /* as of dm_export_options */
  void *progress_ctx;
} dm_harvest_reading;

/* Appends what the inputs name and say that lexicon and rules do not know, as YAML that a lexicon loads. The same bytes whatever the order of inputs and n_threads.
 * DM_OK; DM_REFUSED if some inputs were refused, or what refused them if all were: then nothing is appended. */
dm_status dm_harvest_inputs(const dm_engine *engine, const dm_inputs *inputs, const dm_input_options *input_options, const dm_harvest_reading *how,
                            dm_buffer *out, dm_diagnostics *diagnostics);

/* Runs the examples of every rule; reports each that fails at its place. `*n_examples` counts them. DM_REFUSED if any failed. */
dm_status dm_selftest(const dm_engine *engine, size_t *n_rules, size_t *n_examples, dm_diagnostics *diagnostics);

#endif
