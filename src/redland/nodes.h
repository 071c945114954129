/* redland/nodes.h - our terms as librdf's nodes and back. */
#ifndef DM_REDLAND_NODES_H
#define DM_REDLAND_NODES_H

#include <librdf.h>

#include "rdf/term.h"

/* A node of `term`, the caller's; NULL for kind DM_TERM_NONE. */
librdf_node *dm_node_new(librdf_world *world, const dm_term *term);

/* The term of a node, borrowed from it; NULL gives kind DM_TERM_NONE. */
dm_term dm_node_term(librdf_node *node);

#endif
