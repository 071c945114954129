/* mapping/mapping.h - from facts to statements, as ontology/mapping.yaml declares it.
 *
 * A dm_mapping is compiled once and never changes; threads may share it. */
#ifndef DM_MAPPING_MAPPING_H
#define DM_MAPPING_MAPPING_H

#include <stdbool.h>

#include "base/diagnostic.h"
#include "base/status.h"
#include "lexicon/entity.h"
#include "rdf/term.h"
#include "rdf/writer.h"
#include "relation/fact.h"
#include "yaml/tree.h"

typedef struct dm_mapping dm_mapping;

/* Loads and compiles `path`. `base` (NULL: the mapping's default) is where documents and what they bring are named; listed things keep the default base.
 * DM_BAD_RULES with every error at its place; DM_BAD_USAGE (reported) if `base` is no absolute IRI that ends with `/`. *out is the caller's, NULL on failure. */
dm_status dm_mapping_load(dm_mapping **out, const char *path, const char *base, dm_diagnostics *diagnostics);
void      dm_mapping_free(dm_mapping *mapping); /* NULL is allowed */

/* The file that it was read from; borrowed. */
const dm_yaml *dm_mapping_file(const dm_mapping *mapping);

/* An IRI that the mapping names, and where. */
typedef enum { DM_NAMED_PROPERTY, DM_NAMED_CLASS, DM_NAMED_OTHER } dm_named_use;
typedef struct {
  const char         *iri;
  dm_named_use        use;  /* the property of a statement; the object of one that says a class; any other */
  const dm_yaml_node *node; /* in its file */
  size_t              offset_bytes;
} dm_named_iri;

/* All of them, in the order of the file but for tables, which come first; borrowed. */
const dm_named_iri *dm_mapping_named(const dm_mapping *mapping, size_t *n_named);

/* What the mapping defines and never uses: its names in the file, in that order; borrowed. */
const dm_yaml_node *const *dm_mapping_unused(const dm_mapping *mapping, size_t *n_unused);

/* Whether it says how things of that kind are named. */
bool dm_mapping_has_kind(const dm_mapping *mapping, const char *kind);

/* Prefixes for the writers; borrowed. */
const dm_prefix *dm_mapping_prefixes(const dm_mapping *mapping, size_t *n_prefixes);

/* Holds the mapping against the families and cells that rules make, and the kinds of the lexicon (borrowed, sorted or not): a family, cell or kind
 * that the mapping names and nobody makes is an error with its place, and so is a `let` that hides a cell. `families[i]` is "family" or "family.cell". */
dm_status dm_mapping_check(const dm_mapping *mapping, const char *const *families, size_t n_families, const char *const *kinds, size_t n_kinds,
                           dm_diagnostics *diagnostics);

/* Whether facts of that family become statements; others are steps towards them. */
bool dm_mapping_states(const dm_mapping *mapping, const char *family);

/* Whether it maps facts of that family, or asks for their cells. */
bool dm_mapping_asks(const dm_mapping *mapping, const char *family);

/* Sends the statements of one document, its own graph, to `sink` (on_end is not called): sorted so that subjects stand together, documents first, then its event,
 * participations, positions, passages, found things; each statement once. `program` is the thing that read it, for `{program}`; NULL: nothing is said of what
 * made the facts, `{rule}` is unknown too. Thread-safe. Returns the sink's first other status. */
dm_status dm_mapping_document(const dm_mapping *mapping, const dm_document_facts *facts, const dm_entity *program, const dm_sink *sink);

/* Calls `on_name` with the IRI of each of `entities`, in order, as the statements of that document have it; NULL: the mapping names none of that kind. Borrowed for the call. */
void dm_mapping_name(const dm_mapping *mapping, const dm_document_facts *facts, const dm_entity *const *entities, size_t n_entities,
                     void (*on_name)(void *ctx, const dm_entity *entity, const char *iri), void *ctx);

/* Sends the reference data of `entities` (each once, by kind and id; only listed ones) in the reference and vocabulary graphs. */
dm_status dm_mapping_reference(const dm_mapping *mapping, const dm_entity *const *entities, size_t n_entities, const dm_sink *sink);

#endif
