/* rdf/turtle_impl.h - what the files of the Turtle reader share. Inside this module only. */
#ifndef DM_RDF_TURTLE_IMPL_H
#define DM_RDF_TURTLE_IMPL_H

#include "base/buffer.h"
#include "base/map.h"
#include "base/vector.h"
#include "rdf/turtle.h"

/* A term whose strings lie in the reader's `text`, which moves when it grows: offsets, 0 where there is none. */
typedef struct {
  dm_term_kind kind;
  size_t       value;
  size_t       n_bytes;
  size_t       datatype;
  size_t       language;
} dm_turtle_term;

typedef struct {
  const char *file;
  const char *bytes;
  size_t      n_bytes;
  const char *at; /* what is read next */
  const char *end;
  bool        has_graphs;

  dm_buffer text; /* a stack of strings: what is put for a statement is dropped behind it */
  dm_buffer base; /* empty: none */
  dm_map   *prefixes;
  DM_VECTOR(dm_buffer) namespaces;
  dm_buffer   stem; /* of labels that are made here */
  size_t      n_blanks;
  const char *blank_prefix;

  dm_turtle_term  graph;
  int             depth; /* of brackets */
  const dm_sink  *sink;
  dm_diagnostics *diagnostics;
  dm_status       status;     /* why reading ends */
  bool            is_stopped; /* by the sink */
} dm_turtle;

/* All that read give false after an error, which is in `status`; `at` is then where it was found. */

bool dm_turtle_refuse(dm_turtle *t, const char *at, const char *format, ...) __attribute__((format(printf, 3, 4)));

void dm_turtle_skip(dm_turtle *t); /* white space and comments */

/* The byte that is read next, 0 at the end (the text has no NULs). */
static inline char dm_turtle_peek(const dm_turtle *t)
{
  return t->at < t->end ? *t->at : '\0';
}

/* Whether `word` stands here, whatever its case where `any_case`, and is no part of a longer name or a prefix. */
bool dm_turtle_is_word(const dm_turtle *t, const char *word, bool any_case);

bool dm_turtle_iri_reference(dm_turtle *t, dm_turtle_term *term); /* at `<`; resolved */
bool dm_turtle_iri(dm_turtle *t, dm_turtle_term *term, const char *expected);
bool dm_turtle_blank(dm_turtle *t, dm_turtle_term *term);   /* at `_` */
bool dm_turtle_literal(dm_turtle *t, dm_turtle_term *term); /* at a quote */
bool dm_turtle_number(dm_turtle *t, dm_turtle_term *term);
bool dm_turtle_prefix_name(dm_turtle *t, const char **name, size_t *n_name); /* PNAME_NS, borrowed from the text */
void dm_turtle_new_blank(dm_turtle *t, dm_turtle_term *term);
void dm_turtle_put(dm_turtle *t, dm_turtle_term *term, dm_term_kind kind, const char *value, const char *datatype);

dm_term dm_turtle_term_of(const dm_turtle *t, const dm_turtle_term *term); /* until `text` changes */

#endif
