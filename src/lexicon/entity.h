/* lexicon/entity.h - a thing that texts name: a state, a body, a forum, an instrument, a concept, a person ... */
#ifndef DM_LEXICON_ENTITY_H
#define DM_LEXICON_ENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A property that the lexicon gives and the mapping may use (`iso2`, `sameAs`, `homepage`); several values are several properties. */
typedef struct {
  const char *key;
  const char *value;
} dm_property;

typedef struct dm_entity dm_entity;

/* All strings and arrays are borrowed: from the lexicon, which outlives every reading, or from the reading whose document brought the thing. */
struct dm_entity {
  const char *kind; /* `state`, `agency` ... : a key of `kinds` */
  const char
      *id; /* last part of the IRI, unique within the kind; of a found thing made from its name, and of bodies and persons from whose they are */
  const char             *label;      /* fullest form; NULL where the text gives none (a post without title) */
  const char *const      *alt_labels; /* further names and acronyms, in the order of the lexicon */
  size_t                  n_alt_labels;
  const dm_entity        *of;         /* the state or organisation it belongs to, or NULL */
  const dm_entity        *part_of;    /* its whole, or NULL */
  const dm_entity        *broader;    /* of concepts, or NULL */
  const dm_entity        *also_names; /* of concepts: another one that is named wherever this one is found by a pattern, or NULL */
  const dm_entity *const *succeeds;   /* whose place it took: what a body was before it was renamed or merged with others */
  size_t                  n_succeeds;
  const dm_entity *const *succeeded_by; /* the other way round */
  size_t                  n_succeeded_by;
  const dm_property      *properties;
  size_t                  n_properties;
  bool                    listed; /* stands in the lexicon: reference data; otherwise a document brought it */
  uint32_t                index;  /* of a listed thing: its place in the lexicon, in the order of kind and id; else UINT32_MAX */
};

#endif
