/* redland/overlay.h - an index that can be changed: a frozen index, and what was added and removed since. Knows nothing of librdf.
 *
 *   base (mapped or in memory)   additions: quads in the order they came   removals: a set of quads
 *        \_______________________________|_______________________________/
 *                       once there are many, a new base takes their place
 *
 * One thread at a time. */
#ifndef DM_REDLAND_OVERLAY_H
#define DM_REDLAND_OVERLAY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diagnostic.h"
#include "base/status.h"
#include "index/index.h"
#include "rdf/term.h"

typedef struct dm_overlay dm_overlay;

/* Opens the index file `path` (NULL: in memory only); with is_new it begins empty, and what the file had goes when it is saved. With has_graphs statements are quads;
 * else they are triples: those of all graphs are seen, each once, and additions are of the default graph. *out is the caller's.
 * What dm_index_open() reports, and DM_BAD_INPUT for a file that is not there. `diagnostics` is borrowed as long as the overlay lives. */
dm_status dm_overlay_open(dm_overlay **out, const char *path, bool is_new, bool has_graphs, dm_diagnostics *diagnostics);
void      dm_overlay_free(dm_overlay *overlay); /* without saving; NULL is allowed */

/* How many statements there are: quads, or triples without graphs. */
size_t dm_overlay_size(dm_overlay *overlay);

/* Adds or removes; nothing happens if the statement is there already, or is not. Without graphs `graph` is not looked at. */
void dm_overlay_add(dm_overlay *overlay, const dm_statement *statement);
void dm_overlay_remove(dm_overlay *overlay, const dm_statement *statement);

/* Writes the index to its file if anything changed. What dm_index_builder_save() reports. */
dm_status dm_overlay_save(dm_overlay *overlay);

/* The names of the named graphs that have a statement, one after the other: true and *name (borrowed until the next change), with *at counting from 0. */
bool dm_overlay_graph(dm_overlay *overlay, size_t *at, dm_term *name);

/* ---- searching ---- */

typedef enum {
  DM_OVERLAY_ALL,     /* all graphs */
  DM_OVERLAY_DEFAULT, /* the default graph */
  DM_OVERLAY_GRAPH    /* the graph of the pattern */
} dm_overlay_scope;

typedef struct dm_overlay_search dm_overlay_search;

/* Begins a search for `pattern`, whose terms of kind DM_TERM_NONE are free. *out is the caller's, to be ended before the overlay is freed. What is added meanwhile may be
 * found or not, what is removed is not found. */
void dm_overlay_search_new(dm_overlay_search **out, dm_overlay *overlay, const dm_statement *pattern, dm_overlay_scope scope);
void dm_overlay_search_free(dm_overlay_search *search); /* NULL is allowed */
/* The next statement, borrowed until the next call or change; without graphs its graph is not told. */
bool dm_overlay_search_next(dm_overlay_search *search, dm_statement *statement);

#endif
