/* pipeline/html_impl.h - one document as an article of a page; for this module only. */
#ifndef DM_PIPELINE_HTML_IMPL_H
#define DM_PIPELINE_HTML_IMPL_H

#include "base/arena.h"
#include "base/line_index.h"
#include "base/map.h"
#include "pipeline/engine_impl.h"
#include "pipeline/html.h"

/* A thing that the document names or states something of. */
typedef struct {
  const dm_entity *entity;
  const char      *iri;     /* NULL: none */
  size_t           n_named; /* mentions */
  size_t           n_first; /* number of the first one that is a link, from 1; 0: none */
} html_thing;

/* A passage on which facts rest, of the source's bytes. */
typedef struct {
  size_t begin;
  size_t end;
  DM_VECTOR(size_t) facts; /* numbers from 1, ascending */
} html_passage;

typedef struct {
  const dm_engine         *engine;
  const dm_document       *document;
  const dm_reading        *reading;
  const dm_document_facts *facts;
  size_t                   number; /* of the document in its page, from 1: ids begin with it */
  dm_line_index           *lines;
  dm_arena                *arena;
  dm_buffer               *out;
  dm_map                  *places; /* thing -> place in `things` */
  DM_VECTOR(html_thing) things;
  DM_VECTOR(html_passage) passages; /* by begin, then end */
} html_article;

/* The place of a thing in `things`; SIZE_MAX if it is not there. */
size_t dm_html_place(const html_article *a, const dm_entity *entity);

/* What a thing is called: its label, or its id. */
const char *dm_html_label(const dm_entity *entity);

/* Adds the text of the source with its marks, and counts the mentions of things. */
void dm_html_marked_text(html_article *a);

#endif
