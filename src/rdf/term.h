/* rdf/term.h - RDF 1.1 terms and statements, borrowed and small. */
#ifndef DM_RDF_TERM_H
#define DM_RDF_TERM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

typedef enum { DM_TERM_NONE = 0, DM_TERM_IRI, DM_TERM_LITERAL, DM_TERM_BLANK } dm_term_kind;

/* All strings are borrowed, UTF-8, NUL-terminated (no inner NUL). A plain literal has neither datatype nor language and means xsd:string. */
typedef struct {
  dm_term_kind kind;
  const char  *value; /* IRI, lexical form, or blank node label without `_:` */
  size_t       n_bytes;
  const char  *datatype; /* IRI or NULL */
  const char  *language; /* tag or NULL */
} dm_term;

/* graph.kind DM_TERM_NONE: the default graph. */
typedef struct {
  dm_term subject;
  dm_term predicate;
  dm_term object;
  dm_term graph;
} dm_statement;

/* A stage that takes statements. Each is borrowed until the call returns. Any status but DM_OK stops the producer, which hands it on. */
typedef struct {
  void *ctx;
  dm_status (*on_statement)(void *ctx, const dm_statement *statement);
  dm_status (*on_end)(void *ctx); /* once, after the last; may be NULL */
} dm_sink;

dm_term dm_term_iri(const char *iri);
dm_term dm_term_literal(const char *value, const char *datatype, const char *language);

/* Order by kind, value, datatype, language, as bytes. */
int dm_term_compare(const dm_term *a, const dm_term *b);
int dm_statement_compare(const dm_statement *a, const dm_statement *b); /* graph, subject, predicate, object */

/* Whether `iri` may stand in N-Triples between < and > and is absolute: a scheme, none of <>"{}|^`\ and no character up to 0x20 (RFC 3987, RDF 1.1). */
bool dm_iri_is_valid(const char *iri);

#endif
