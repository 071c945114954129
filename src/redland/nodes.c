/* redland/nodes.c - our terms as librdf's nodes and back. */
#include "redland/nodes.h"

#include "base/memory.h"

#include <stdint.h>
#include <string.h>

static const char xsd_string[] = "http://www.w3.org/2001/XMLSchema#string";

static librdf_node *new_literal(librdf_world *world, const dm_term *term)
{
  librdf_uri  *datatype = term->datatype && !term->language ? librdf_new_uri(world, (const unsigned char *)term->datatype) : NULL;
  librdf_node *node = librdf_new_node_from_typed_counted_literal(world, (const unsigned char *)term->value, term->n_bytes, term->language,
                                                                 term->language ? strlen(term->language) : 0, datatype);
  if (datatype)
    librdf_free_uri(datatype);
  return node;
}

librdf_node *dm_node_new(librdf_world *world, const dm_term *term)
{
  const unsigned char *value = (const unsigned char *)term->value;
  librdf_node         *node = NULL;
  switch (term->kind) {
  case DM_TERM_NONE: return NULL;
  case DM_TERM_IRI: node = librdf_new_node_from_counted_uri_string(world, value, term->n_bytes); break;
  case DM_TERM_BLANK: node = librdf_new_node_from_blank_identifier(world, value); break;
  case DM_TERM_LITERAL: node = new_literal(world, term); break;
  }
  if (!node)
    dm_reallocate(NULL, SIZE_MAX, 2); /* librdf gives NULL only when memory is out: ends the program */
  return node;
}

dm_term dm_node_term(librdf_node *node)
{
  if (!node)
    return (dm_term){0};
  if (librdf_node_is_resource(node))
    return dm_term_iri((const char *)librdf_uri_as_string(librdf_node_get_uri(node)));
  if (librdf_node_is_blank(node)) {
    const char *label = (const char *)librdf_node_get_blank_identifier(node);
    return (dm_term){.kind = DM_TERM_BLANK, .value = label, .n_bytes = strlen(label)};
  }
  /* xsd:string and no datatype are the same in RDF 1.1, but not to librdf */
  librdf_uri *datatype = librdf_node_get_literal_value_datatype_uri(node);
  const char *iri = datatype ? (const char *)librdf_uri_as_string(datatype) : NULL;
  if (iri && strcmp(iri, xsd_string) == 0)
    iri = NULL;
  return dm_term_literal((const char *)librdf_node_get_literal_value(node), iri, librdf_node_get_literal_value_language(node));
}
