/* redland/graph.c - a graph in a librdf model, and what rasqal finds there.
 *
 * Of librdf's storages `trees` alone answers every shape of pattern from an index; it finds duplicates itself. */
#include "redland/graph_impl.h"

#include "base/file.h"
#include "base/memory.h"
#include "raptor/raptor.h"

#include <librdf.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_GRAPH_BYTES = 1 << 30 };

static const char xsd_string[] = "http://www.w3.org/2001/XMLSchema#string";

struct dm_graph {
  librdf_world   *world;
  librdf_storage *storage;
  librdf_model   *model;
  size_t          n_statements;
  size_t          n_files;    /* each file's blank nodes are its own */
  dm_map         *predicates; /* IRI -> index into objects */
  DM_VECTOR(kinds) objects;   /* what the objects of a predicate are */
  kinds     any_subject;
  kinds     any_object;
  dm_buffer problem; /* what librdf and rasqal last complained of */
  DM_VECTOR(dm_term) row;
  DM_VECTOR(librdf_node *) nodes; /* that the row borrows from */
};

static void out_of_redland(void)
{
  dm_reallocate(NULL, SIZE_MAX, 2); /* librdf gives NULL only when memory is out: ends the program */
}

/* librdf prints to standard error unless told otherwise. The first error says the most. */
static int on_log(void *ctx, librdf_log_message *message)
{
  dm_graph *graph = ctx;
  if (librdf_log_message_level(message) >= LIBRDF_LOG_ERROR && graph->problem.n_bytes == 0)
    dm_buffer_add_string(&graph->problem, librdf_log_message_message(message));
  return 1;
}

void dm_graph_new(dm_graph **out)
{
  dm_graph *graph = dm_allocate(sizeof *graph);
  graph->world = librdf_new_world();
  if (!graph->world)
    out_of_redland();
  librdf_world_open(graph->world);
  librdf_world_set_logger(graph->world, graph, on_log);
  graph->storage = librdf_new_storage(graph->world, "trees", "graph", NULL);
  graph->model = graph->storage ? librdf_new_model(graph->world, graph->storage, NULL) : NULL;
  if (!graph->model)
    out_of_redland();
  graph->predicates = dm_map_new();
  *out = graph;
}

void dm_graph_free(dm_graph *graph)
{
  if (!graph)
    return;
  librdf_free_model(graph->model);
  librdf_free_storage(graph->storage);
  librdf_free_world(graph->world);
  dm_map_free(graph->predicates);
  dm_vector_free(&graph->objects);
  dm_buffer_free(&graph->problem);
  dm_vector_free(&graph->row);
  dm_vector_free(&graph->nodes);
  free(graph);
}

static librdf_node *new_node(dm_graph *graph, const dm_term *term)
{
  const unsigned char *value = (const unsigned char *)term->value;
  librdf_node         *node = NULL;
  if (term->kind == DM_TERM_IRI) {
    node = librdf_new_node_from_counted_uri_string(graph->world, value, term->n_bytes);
  } else if (term->kind == DM_TERM_BLANK) {
    node = librdf_new_node_from_blank_identifier(graph->world, value);
  } else {
    /* xsd:string and no datatype are the same in RDF 1.1, but not to librdf */
    const bool  is_typed = term->datatype && !term->language && strcmp(term->datatype, xsd_string) != 0;
    librdf_uri *datatype = is_typed ? librdf_new_uri(graph->world, (const unsigned char *)term->datatype) : NULL;
    node = librdf_new_node_from_typed_counted_literal(graph->world, value, term->n_bytes, term->language, term->language ? strlen(term->language) : 0,
                                                      datatype);
    if (datatype)
      librdf_free_uri(datatype);
  }
  if (!node)
    out_of_redland();
  return node;
}

static void note_kinds(dm_graph *graph, const dm_statement *statement)
{
  bool           is_new = false;
  const dm_term *predicate = &statement->predicate;
  const uint32_t index = *dm_map_put(graph->predicates, predicate->value, predicate->n_bytes, (uint32_t)graph->objects.n, &is_new);
  if (is_new)
    *dm_vector_add(&graph->objects) = 0;
  const kinds of = kinds_of_term(&statement->object);
  graph->objects.items[index] |= of;
  graph->any_object |= of;
  graph->any_subject |= kinds_of_term(&statement->subject);
}

static dm_status on_statement(void *ctx, const dm_statement *statement)
{
  dm_graph         *graph = ctx;
  librdf_statement *added = librdf_new_statement_from_nodes(graph->world, new_node(graph, &statement->subject),
                                                            new_node(graph, &statement->predicate), new_node(graph, &statement->object));
  if (!added)
    out_of_redland();
  if (!librdf_model_contains_statement(graph->model, added)) {
    if (librdf_model_add_statement(graph->model, added))
      out_of_redland();
    graph->n_statements++;
    note_kinds(graph, statement);
  }
  librdf_free_statement(added);
  return DM_OK;
}

dm_sink dm_graph_sink(dm_graph *graph)
{
  return (dm_sink){graph, on_statement, NULL};
}

size_t dm_graph_size(const dm_graph *graph)
{
  return graph->n_statements;
}

/* What stands behind the white space and comments at the beginning. */
static size_t first_character(const char *bytes, size_t n)
{
  size_t i = n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
  while (i < n && (strchr(" \t\r\n#", bytes[i]) && bytes[i])) {
    if (bytes[i] == '#')
      while (i + 1 < n && bytes[i + 1] != '\n')
        i++;
    i++;
  }
  return i;
}

/* One IRI or blank node of a line of N-Quads, and the blanks behind it; 0 if none stands there. */
static size_t skip_term(const char *line, size_t n)
{
  size_t i = 0;
  if (n > 0 && line[0] == '<')
    while (i < n && line[i] != '>' && line[i] != '\n')
      i++;
  else if (n > 0 && line[0] == '_')
    while (i < n && line[i] != ' ' && line[i] != '\n')
      i++;
  else if (n > 0 && line[0] == '"')
    for (i = 1; i < n && line[i] != '"' && line[i] != '\n'; i++)
      i += line[i] == '\\';
  if (i == 0 || i >= n)
    return 0;
  i++;
  while (i < n && line[i] != ' ' && line[i] != '\n' && line[0] == '"') /* language or datatype */
    i++;
  while (i < n && line[i] == ' ')
    i++;
  return i;
}

/* TriG reads Turtle and N-Triples too, but not the four terms of an N-Quads line. */
static dm_syntax sniff(const char *bytes, size_t n)
{
  size_t at = first_character(bytes, n);
  if (n - at >= 5 && (memcmp(bytes + at, "<?xml", 5) == 0 || memcmp(bytes + at, "<rdf:", 5) == 0))
    return DM_SYNTAX_RDFXML;
  for (int term = 0; term < 4; term++) {
    const size_t skipped = skip_term(bytes + at, n - at);
    if (skipped == 0)
      return DM_SYNTAX_TRIG;
    at += skipped;
  }
  return DM_SYNTAX_NQUADS;
}

dm_status dm_graph_read(dm_graph *graph, const char *path, dm_diagnostics *diagnostics)
{
  dm_buffer bytes = {0};
  dm_syntax syntax = DM_SYNTAX_TRIG;
  char      blank_prefix[32];
  dm_status status = dm_file_read(&bytes, path, MAX_GRAPH_BYTES, diagnostics);
  if (status == DM_OK) {
    if (dm_raptor_guess(&syntax, path) != DM_OK)
      syntax = sniff(dm_buffer_string(&bytes), bytes.n_bytes);
    snprintf(blank_prefix, sizeof blank_prefix, "f%zu", graph->n_files++);
    const dm_sink sink = dm_graph_sink(graph);
    status = dm_raptor_read(path, dm_buffer_string(&bytes), bytes.n_bytes, syntax, NULL, blank_prefix, &sink, diagnostics);
  }
  dm_buffer_free(&bytes);
  return status;
}

kinds graph_kinds_of_objects(const dm_graph *graph, const char *predicate)
{
  uint32_t index = 0;
  if (!predicate)
    return graph->any_object;
  return dm_map_get(graph->predicates, predicate, strlen(predicate), &index) ? graph->objects.items[index] : 0;
}

kinds graph_kinds_of_subjects(const dm_graph *graph)
{
  return graph->any_subject;
}

static dm_term term_of_node(librdf_node *node)
{
  if (!node)
    return (dm_term){0};
  if (librdf_node_is_resource(node))
    return dm_term_iri((const char *)librdf_uri_as_string(librdf_node_get_uri(node)));
  if (librdf_node_is_blank(node)) {
    const char *label = (const char *)librdf_node_get_blank_identifier(node);
    return (dm_term){.kind = DM_TERM_BLANK, .value = label, .n_bytes = strlen(label)};
  }
  librdf_uri *datatype = librdf_node_get_literal_value_datatype_uri(node);
  const char *datatype_iri = datatype ? (const char *)librdf_uri_as_string(datatype) : NULL;
  if (datatype_iri && strcmp(datatype_iri, xsd_string) == 0)
    datatype_iri = NULL;
  return dm_term_literal((const char *)librdf_node_get_literal_value(node), datatype_iri, librdf_node_get_literal_value_language(node));
}

static dm_status send_row(dm_graph *graph, librdf_query_results *results, size_t n_columns, dm_status (*on_row)(void *ctx, const dm_term *values),
                          void *ctx)
{
  graph->row.n = graph->nodes.n = 0;
  for (size_t i = 0; i < n_columns; i++) {
    librdf_node *node = librdf_query_results_get_binding_value(results, (int)i);
    *dm_vector_add(&graph->nodes) = node;
    *dm_vector_add(&graph->row) = term_of_node(node);
  }
  const dm_status status = on_row(ctx, graph->row.items);
  for (size_t i = 0; i < n_columns; i++)
    if (graph->nodes.items[i])
      librdf_free_node(graph->nodes.items[i]);
  return status;
}

dm_status graph_execute(dm_graph *graph, const char *text, size_t n_columns, dm_status (*on_row)(void *ctx, const dm_term *values), void *ctx,
                        const char **problem)
{
  dm_status status = DM_OK;
  dm_buffer_clear(&graph->problem);
  librdf_query         *query = librdf_new_query(graph->world, "sparql", NULL, (const unsigned char *)text, NULL);
  librdf_query_results *results = query ? librdf_model_query_execute(graph->model, query) : NULL;
  if (!results || !librdf_query_results_is_bindings(results)) {
    *problem = graph->problem.n_bytes > 0 ? graph->problem.bytes : "the query cannot be run";
    status = DM_BAD_RULES;
  }
  while (status == DM_OK && !librdf_query_results_finished(results)) {
    status = send_row(graph, results, n_columns, on_row, ctx);
    librdf_query_results_next(results);
  }
  if (results)
    librdf_free_query_results(results);
  if (query)
    librdf_free_query(query);
  return status;
}
