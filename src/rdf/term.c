/* Making and comparing terms; what an IRI may be. */
#include "rdf/term.h"

#include <string.h>

#include "base/unicode.h"
#include "rdf/lexical.h"

dm_term dm_term_iri(const char *iri)
{
  return (dm_term){.kind = DM_TERM_IRI, .value = iri, .n_bytes = strlen(iri)};
}

dm_term dm_term_literal(const char *value, const char *datatype, const char *language)
{
  return (dm_term){.kind = DM_TERM_LITERAL, .value = value, .n_bytes = strlen(value), .datatype = datatype, .language = language};
}

static int compare_strings(const char *a, const char *b)
{
  return strcmp(a ? a : "", b ? b : "");
}

int dm_term_compare(const dm_term *a, const dm_term *b)
{
  if (a->kind != b->kind)
    return a->kind < b->kind ? -1 : 1;
  if (a->kind == DM_TERM_NONE)
    return 0;
  size_t n_common = a->n_bytes < b->n_bytes ? a->n_bytes : b->n_bytes;
  int    order = n_common ? memcmp(a->value, b->value, n_common) : 0;
  if (order)
    return order;
  if (a->n_bytes != b->n_bytes)
    return a->n_bytes < b->n_bytes ? -1 : 1;
  order = compare_strings(a->datatype, b->datatype);
  return order ? order : compare_strings(a->language, b->language);
}

int dm_statement_compare(const dm_statement *a, const dm_statement *b)
{
  int order = dm_term_compare(&a->graph, &b->graph);
  if (!order)
    order = dm_term_compare(&a->subject, &b->subject);
  if (!order)
    order = dm_term_compare(&a->predicate, &b->predicate);
  return order ? order : dm_term_compare(&a->object, &b->object);
}

bool dm_iri_is_valid(const char *iri)
{
  return dm_lexical_iri_is_valid(iri, strlen(iri));
}
