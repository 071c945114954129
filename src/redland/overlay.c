/* redland/overlay.c - an index that can be changed. */
#include "redland/overlay.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/vector.h"

#include <stdlib.h>
#include <string.h>

/* Additions are searched one by one: from this many on, the next search makes a new base first. Many additions in a row so cost one new base. */
enum { MOST_CHANGES = 4096 };

#define EVERY_GRAPH UINT32_MAX /* of a removal: the triple is gone from all graphs */

struct dm_overlay {
  char     *path; /* NULL: in memory only */
  bool      has_graphs;
  bool      is_changed; /* since it was saved */
  dm_index *base;
  dm_map   *keys; /* of terms that the base does not have -> index into terms */
  DM_VECTOR(dm_term) terms;
  dm_arena *arena; /* their texts */
  DM_VECTOR(dm_quad) additions;
  DM_VECTOR(dm_id) graphs; /* that only additions name */
  dm_map         *added;   /* quad of additions -> whether it is still there */
  dm_map         *removed; /* quad -> whether it is gone */
  size_t          n_changes;
  size_t          n_statements;
  size_t          n_searches; /* that are open: they hold identifiers of this base */
  dm_diagnostics *diagnostics;
};

struct dm_overlay_search {
  dm_overlay      *overlay;
  dm_pattern_ids   pattern;
  dm_overlay_scope scope;
  bool             wants_base;
  bool             wants_named; /* the named graphs behind the default one */
  dm_cursor        cursor;
  size_t           next_addition;
};

/* ---- changes ---- */

static void new_changes(dm_overlay *overlay)
{
  overlay->keys = dm_map_new();
  overlay->added = dm_map_new();
  overlay->removed = dm_map_new();
  overlay->arena = dm_arena_new();
  overlay->n_changes = 0;
}

static void free_changes(dm_overlay *overlay)
{
  dm_map_free(overlay->keys);
  dm_map_free(overlay->added);
  dm_map_free(overlay->removed);
  dm_arena_free(overlay->arena);
  dm_vector_free(&overlay->terms);
  dm_vector_free(&overlay->additions);
  dm_vector_free(&overlay->graphs);
}

static void add_key(dm_buffer *key, const dm_term *term)
{
  const char *marks[] = {term->datatype, term->language};
  dm_buffer_add_byte(key, (char)('0' + term->kind));
  dm_buffer_add(key, term->value, term->n_bytes);
  for (size_t i = 0; i < 2; i++) {
    dm_buffer_add_byte(key, '\0');
    if (marks[i])
      dm_buffer_add_string(key, marks[i]);
  }
}

/* DM_ID_NONE if nobody has told of the term. */
static dm_id find_term(const dm_overlay *overlay, const dm_term *term)
{
  const dm_id id = dm_index_find(overlay->base, term);
  uint32_t    index = 0;
  dm_buffer   key = {0};
  if (id != DM_ID_NONE)
    return id;
  add_key(&key, term);
  const bool is_there = dm_map_get(overlay->keys, key.bytes, key.n_bytes, &index);
  dm_buffer_free(&key);
  return is_there ? DM_ID_FIRST_OTHER + index : DM_ID_NONE;
}

static const char *keep_text(dm_overlay *overlay, const char *text)
{
  return text ? dm_arena_string(overlay->arena, text, strlen(text)) : NULL;
}

static dm_id put_term(dm_overlay *overlay, const dm_term *term)
{
  const dm_id id = find_term(overlay, term);
  dm_buffer   key = {0};
  if (id != DM_ID_NONE)
    return id;
  add_key(&key, term);
  dm_map_put(overlay->keys, key.bytes, key.n_bytes, (uint32_t)overlay->terms.n, NULL);
  dm_buffer_free(&key);
  dm_term copy = *term;
  copy.value = dm_arena_string(overlay->arena, term->value, term->n_bytes);
  copy.datatype = keep_text(overlay, term->datatype);
  copy.language = keep_text(overlay, term->language);
  *dm_vector_add(&overlay->terms) = copy;
  return DM_ID_FIRST_OTHER + (dm_id)(overlay->terms.n - 1);
}

static dm_term get_term(const dm_overlay *overlay, dm_id id)
{
  if (id == DM_ID_NONE)
    return (dm_term){0};
  return id >= DM_ID_FIRST_OTHER ? overlay->terms.items[id - DM_ID_FIRST_OTHER] : dm_index_term(overlay->base, id);
}

static bool is_set(const dm_map *map, const dm_quad *quad)
{
  uint32_t value = 0;
  return dm_map_get(map, (const char *)quad, sizeof *quad, &value) && value;
}

static void set(dm_map *map, const dm_quad *quad, uint32_t value)
{
  *dm_map_put(map, (const char *)quad, sizeof *quad, value, NULL) = value;
}

static bool is_removed(const dm_overlay *overlay, const dm_quad *quad)
{
  const dm_quad everywhere = {quad->subject, quad->predicate, quad->object, EVERY_GRAPH};
  return is_set(overlay->removed, quad) || is_set(overlay->removed, &everywhere);
}

/* ---- the base ---- */

static bool base_has(const dm_overlay *overlay, const dm_quad *quad)
{
  const dm_scope       scope = !overlay->has_graphs ? DM_SCOPE_UNION : quad->graph == DM_ID_NONE ? DM_SCOPE_DEFAULT : DM_SCOPE_GRAPH;
  const dm_pattern_ids pattern = {scope, quad->subject, quad->predicate, quad->object, quad->graph};
  return dm_index_has(overlay->base, &pattern);
}

static bool has(const dm_overlay *overlay, const dm_quad *quad)
{
  return is_set(overlay->added, quad) || (base_has(overlay, quad) && !is_removed(overlay, quad));
}

static dm_status send(const dm_overlay *overlay, const dm_quad *quad, const dm_sink *sink)
{
  const dm_statement statement = {get_term(overlay, quad->subject), get_term(overlay, quad->predicate), get_term(overlay, quad->object),
                                  get_term(overlay, quad->graph)};
  return sink->on_statement(sink->ctx, &statement);
}

/* Sends the statements of all graphs, also where only their union is seen: what was not changed is saved as it was. */
static dm_status send_all(const dm_overlay *overlay, const dm_sink *sink)
{
  static const dm_scope scopes[] = {DM_SCOPE_DEFAULT, DM_SCOPE_NAMED};
  dm_status             status = DM_OK;
  dm_quad               quad;
  for (size_t i = 0; i < sizeof scopes / sizeof scopes[0]; i++) {
    const dm_pattern_ids all = {.scope = scopes[i]};
    dm_cursor            cursor;
    dm_index_seek(overlay->base, &all, DM_PART_ANY, &cursor);
    while (status == DM_OK && dm_cursor_next(&cursor, &quad))
      if (!is_removed(overlay, &quad))
        status = send(overlay, &quad, sink);
  }
  for (size_t i = 0; i < overlay->additions.n && status == DM_OK; i++)
    if (is_set(overlay->added, &overlay->additions.items[i]))
      status = send(overlay, &overlay->additions.items[i], sink);
  return status;
}

static dm_status collect(const dm_overlay *overlay, dm_index_builder **builder)
{
  dm_status status = dm_index_builder_new(builder, 0, NULL, overlay->diagnostics);
  if (status == DM_OK) {
    const dm_sink sink = dm_index_builder_sink(*builder);
    status = send_all(overlay, &sink);
  }
  return status;
}

static dm_status new_base(dm_overlay *overlay)
{
  dm_index_builder *builder = NULL;
  dm_index         *base = NULL;
  dm_status         status = collect(overlay, &builder);
  if (status == DM_OK)
    status = dm_index_builder_finish(builder, &base);
  dm_index_builder_free(builder);
  if (status == DM_OK) {
    dm_index_free(overlay->base);
    overlay->base = base;
    free_changes(overlay);
    new_changes(overlay);
  }
  return status;
}

static size_t count(const dm_index *index, dm_scope scope)
{
  const dm_pattern_ids all = {.scope = scope};
  return dm_index_count(index, &all);
}

static dm_status open_base(dm_overlay *overlay, bool is_new)
{
  dm_index_builder *builder = NULL;
  if (overlay->path && !is_new)
    return dm_index_open(&overlay->base, overlay->path, false, overlay->diagnostics);
  dm_status status = dm_index_builder_new(&builder, 0, NULL, overlay->diagnostics);
  if (status == DM_OK)
    status = dm_index_builder_finish(builder, &overlay->base);
  dm_index_builder_free(builder);
  return status;
}

dm_status dm_overlay_open(dm_overlay **out, const char *path, bool is_new, bool has_graphs, dm_diagnostics *diagnostics)
{
  dm_overlay *overlay = dm_allocate(sizeof *overlay);
  *out = NULL;
  overlay->path = path ? dm_copy_string(path, strlen(path)) : NULL;
  overlay->has_graphs = has_graphs;
  overlay->is_changed = path && is_new;
  overlay->diagnostics = diagnostics;
  new_changes(overlay);
  const dm_status status = open_base(overlay, is_new);
  if (status != DM_OK) {
    dm_overlay_free(overlay);
    return status;
  }
  overlay->n_statements =
      has_graphs ? count(overlay->base, DM_SCOPE_DEFAULT) + count(overlay->base, DM_SCOPE_NAMED) : count(overlay->base, DM_SCOPE_UNION);
  *out = overlay;
  return DM_OK;
}

void dm_overlay_free(dm_overlay *overlay)
{
  if (!overlay)
    return;
  free_changes(overlay);
  dm_index_free(overlay->base);
  free(overlay->path);
  free(overlay);
}

size_t dm_overlay_size(dm_overlay *overlay)
{
  return overlay->n_statements;
}

dm_status dm_overlay_save(dm_overlay *overlay)
{
  dm_index_builder *builder = NULL;
  if (!overlay->path || !overlay->is_changed)
    return DM_OK;
  dm_status status = collect(overlay, &builder);
  if (status == DM_OK)
    status = dm_index_builder_save(builder, overlay->path);
  dm_index_builder_free(builder);
  overlay->is_changed = status != DM_OK;
  return status;
}

/* ---- adding and removing ---- */

static void note_change(dm_overlay *overlay)
{
  overlay->is_changed = true;
  overlay->n_changes++;
}

static void note_graph(dm_overlay *overlay, dm_id graph)
{
  size_t       n_base = 0;
  const dm_id *base = dm_index_graphs(overlay->base, &n_base);
  for (size_t i = 0; i < n_base; i++)
    if (base[i] == graph)
      return;
  for (size_t i = 0; i < overlay->graphs.n; i++)
    if (overlay->graphs.items[i] == graph)
      return;
  *dm_vector_add(&overlay->graphs) = graph;
}

void dm_overlay_add(dm_overlay *overlay, const dm_statement *statement)
{
  const bool    is_named = overlay->has_graphs && statement->graph.kind != DM_TERM_NONE;
  const dm_quad quad = {put_term(overlay, &statement->subject), put_term(overlay, &statement->predicate), put_term(overlay, &statement->object),
                        is_named ? put_term(overlay, &statement->graph) : DM_ID_NONE};
  if (has(overlay, &quad))
    return;
  /* a removal stays as it is: what the base had, was removed and comes again is an addition */
  bool is_new = false;
  *dm_map_put(overlay->added, (const char *)&quad, sizeof quad, 1, &is_new) = 1;
  if (is_new)
    *dm_vector_add(&overlay->additions) = quad;
  if (is_new && quad.graph != DM_ID_NONE)
    note_graph(overlay, quad.graph);
  overlay->n_statements++;
  note_change(overlay);
}

void dm_overlay_remove(dm_overlay *overlay, const dm_statement *statement)
{
  const bool is_named = overlay->has_graphs && statement->graph.kind != DM_TERM_NONE;
  dm_quad    quad = {find_term(overlay, &statement->subject), find_term(overlay, &statement->predicate), find_term(overlay, &statement->object),
                  is_named ? find_term(overlay, &statement->graph) : DM_ID_NONE};
  if (!quad.subject || !quad.predicate || !quad.object || (is_named && !quad.graph) || !has(overlay, &quad))
    return;
  if (is_set(overlay->added, &quad))
    set(overlay->added, &quad, 0);
  if (!overlay->has_graphs)
    quad.graph = EVERY_GRAPH;
  set(overlay->removed, &quad, 1);
  overlay->n_statements--;
  note_change(overlay);
}

/* ---- searching ---- */

static bool bind(const dm_overlay *overlay, dm_id *id, const dm_term *term)
{
  *id = term->kind == DM_TERM_NONE ? DM_ID_NONE : find_term(overlay, term);
  return term->kind == DM_TERM_NONE || *id != DM_ID_NONE;
}

static bool is_of_base(dm_id id)
{
  return id < DM_ID_FIRST_OTHER;
}

static void seek_base(dm_overlay_search *search)
{
  const dm_pattern_ids *pattern = &search->pattern;
  search->wants_base = is_of_base(pattern->subject) && is_of_base(pattern->predicate) && is_of_base(pattern->object) && is_of_base(pattern->graph);
  if (search->wants_base)
    dm_index_seek(search->overlay->base, pattern, DM_PART_ANY, &search->cursor);
}

void dm_overlay_search_new(dm_overlay_search **out, dm_overlay *overlay, const dm_statement *pattern, dm_overlay_scope scope)
{
  dm_overlay_search *search = dm_allocate(sizeof *search);
  *out = search;
  search->overlay = overlay;
  search->scope = overlay->has_graphs ? scope : DM_OVERLAY_ALL;
  if (overlay->n_changes >= MOST_CHANGES && !overlay->n_searches)
    (void)new_base(overlay); /* if it fails, the changes are searched one by one; the reason was reported */
  overlay->n_searches++;
  const bool is_named = overlay->has_graphs && scope == DM_OVERLAY_GRAPH;
  const bool is_known = bind(overlay, &search->pattern.subject, &pattern->subject) &&
                        bind(overlay, &search->pattern.predicate, &pattern->predicate) && bind(overlay, &search->pattern.object, &pattern->object) &&
                        (!is_named || bind(overlay, &search->pattern.graph, &pattern->graph));
  if (!is_known) {
    search->next_addition = SIZE_MAX;
    return;
  }
  search->wants_named = overlay->has_graphs && scope == DM_OVERLAY_ALL;
  search->pattern.scope = !overlay->has_graphs ? DM_SCOPE_UNION : is_named ? DM_SCOPE_GRAPH : DM_SCOPE_DEFAULT;
  seek_base(search);
}

void dm_overlay_search_free(dm_overlay_search *search)
{
  if (!search)
    return;
  search->overlay->n_searches--;
  free(search);
}

static bool next_of_base(dm_overlay_search *search, dm_quad *quad)
{
  while (search->wants_base) {
    while (dm_cursor_next(&search->cursor, quad)) {
      if (search->pattern.scope == DM_SCOPE_GRAPH)
        quad->graph = search->pattern.graph;
      if (!is_removed(search->overlay, quad))
        return true;
    }
    search->wants_base = search->wants_named;
    if (search->wants_named) {
      search->wants_named = false;
      search->pattern.scope = DM_SCOPE_NAMED;
      seek_base(search);
    }
  }
  return false;
}

static bool agrees(dm_id wanted, dm_id id)
{
  return wanted == DM_ID_NONE || wanted == id;
}

static bool matches(const dm_overlay_search *search, const dm_quad *quad)
{
  const dm_pattern_ids *pattern = &search->pattern;
  return agrees(pattern->subject, quad->subject) && agrees(pattern->predicate, quad->predicate) && agrees(pattern->object, quad->object) &&
         (search->scope == DM_OVERLAY_ALL || quad->graph == pattern->graph); /* the default graph is DM_ID_NONE in both */
}

static bool next_addition(dm_overlay_search *search, dm_quad *quad)
{
  const dm_overlay *overlay = search->overlay;
  while (search->next_addition < overlay->additions.n) {
    *quad = overlay->additions.items[search->next_addition++];
    if (is_set(overlay->added, quad) && matches(search, quad))
      return true;
  }
  return false;
}

bool dm_overlay_search_next(dm_overlay_search *search, dm_statement *statement)
{
  const dm_overlay *overlay = search->overlay;
  dm_quad           quad = {0};
  if (!next_of_base(search, &quad) && !next_addition(search, &quad))
    return false;
  statement->subject = get_term(overlay, quad.subject);
  statement->predicate = get_term(overlay, quad.predicate);
  statement->object = get_term(overlay, quad.object);
  statement->graph = overlay->has_graphs ? get_term(overlay, quad.graph) : (dm_term){0};
  return true;
}

/* ---- graphs ---- */

static bool has_statement(dm_overlay *overlay, const dm_term *graph)
{
  const dm_statement any = {.graph = *graph};
  dm_statement       found;
  dm_overlay_search *search = NULL;
  dm_overlay_search_new(&search, overlay, &any, DM_OVERLAY_GRAPH);
  const bool is_there = dm_overlay_search_next(search, &found);
  dm_overlay_search_free(search);
  return is_there;
}

/* Graphs of the base come first, then those that only additions name, each at its first addition. */
bool dm_overlay_graph(dm_overlay *overlay, size_t *at, dm_term *name)
{
  size_t       n_base = 0;
  const dm_id *base = dm_index_graphs(overlay->base, &n_base);
  while (*at < n_base + overlay->graphs.n) {
    *name = get_term(overlay, *at < n_base ? base[*at] : overlay->graphs.items[*at - n_base]);
    (*at)++;
    if (has_statement(overlay, name))
      return true;
  }
  return false;
}
