/* relation/fact.h - what a document states, row by row.
 *
 * A fact belongs to a family (`position`, `party`, `event-start` ...) and has named cells. Families and cells are named by data/rules; the C code
 * knows none of them. Which statements a fact becomes is the mapping's affair (ontology/mapping.yaml). */
#ifndef DM_RELATION_FACT_H
#define DM_RELATION_FACT_H

#include <stddef.h>

#include "lexicon/entity.h"
#include "text/span.h"

typedef enum {
  DM_CELL_ENTITY, /* a thing */
  DM_CELL_TEXT,   /* words of the text or of the front matter, spaces normalised */
  DM_CELL_WORD,   /* a word that a rule sets, such as the kind of a document */
  DM_CELL_NUMBER, /* decimal digits in `text` */
  DM_CELL_DATE    /* ISO 8601 in `text`: YYYY-MM-DD, YYYY-MM or YYYY */
} dm_cell_kind;

typedef struct {
  dm_cell_kind     kind;
  const dm_entity *entity; /* DM_CELL_ENTITY */
  const char      *text;   /* all others */
} dm_cell_value;

typedef struct {
  const char   *name;
  dm_cell_value value;
} dm_cell;

/* A passage of the source: code points [begin_cp, end_cp), and the text's own characters there (UTF-8, borrowed from the source). */
typedef struct {
  size_t      begin_cp;
  size_t      end_cp;
  const char *anchor;
  size_t      n_anchor_bytes;
} dm_passage;

typedef struct {
  const char       *family;
  const dm_cell    *cells; /* in the order of the rule */
  size_t            n_cells;
  const dm_passage *passages; /* the evidence, first passage first; none for front matter */
  size_t            n_passages;
  const char       *rule;    /* name of the rule that made it, NULL for front matter */
  const dm_entity  *maker;   /* that rule as a thing, for the mapping; NULL for front matter */
  dm_token_range    trigger; /* the words that made it, for explain; empty if none */
} dm_fact;

/* The value of a cell, or NULL. */
const dm_cell_value *dm_fact_get(const dm_fact *fact, const char *cell);

/* What one document states. Facts come in the order of the families, then of their first passage, then of their cells. */
typedef struct {
  const char    *name;      /* identifier: the file's name without ending */
  size_t         length_cp; /* of the whole source */
  const dm_fact *facts;
  size_t         n_facts;
  const dm_entity *const *
      entities; /* every thing that the facts name, with their `of`, `part_of`, `broader` and what they succeed, both ways, each once, by kind and id */
  size_t n_entities;
} dm_document_facts;

#endif
