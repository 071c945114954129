/* cli/xml_filter.h - a sink that keeps away from RDF/XML what XML 1.0 has no characters for.
 *
 * The statements of one graph are held until the next begins: a document with a literal that cannot be carried is left out whole,
 * and named, so that the others are written. */
#ifndef DM_CLI_XML_FILTER_H
#define DM_CLI_XML_FILTER_H

#include "base/diagnostic.h"
#include "rdf/term.h"

typedef struct dm_xml_filter dm_xml_filter;

/* A filter before `next`, which must outlive it. *out is the caller's. Cannot fail. */
void    dm_xml_filter_new(dm_xml_filter **out, const dm_sink *next, dm_diagnostics *diagnostics);
void    dm_xml_filter_free(dm_xml_filter *filter); /* NULL is allowed */
dm_sink dm_xml_filter_sink(dm_xml_filter *filter);

/* How many graphs were left out. */
size_t dm_xml_filter_refused(const dm_xml_filter *filter);

#endif
