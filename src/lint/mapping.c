/* lint/mapping.c - the mapping against the ontologies that lie beside it, and what it defines and never uses.
 *
 * An ontology is a Turtle file that tells of itself (`<IRI> a owl:Ontology`); its terms are what it gives a type below that IRI. Types and relations
 * go by the ends of their names, so that OWL and RDF Schema are read alike. */
#include <string.h>

#include "base/file.h"
#include "base/unicode.h"
#include "lint/lint_impl.h"
#include "raptor/raptor.h"

enum { MAX_EDITS = 2 };

typedef struct {
  const char *iri;
  size_t      file;
  bool        is_class;
  bool        is_property;
  bool        is_named; /* by the mapping, or one below it is */
} term;

/* That one term is a kind of the other. */
typedef struct {
  const char *narrow;
  const char *wide;
} kinship;

typedef struct {
  lint *lint;
  DM_VECTOR(term) terms;
  DM_VECTOR(kinship) kin;
  DM_VECTOR(const char *) ontologies; /* IRIs */
  size_t file;                        /* that is being read */
} ontology_book;

/* Files. */

void dm_lint_find_ontologies(lint *l)
{
  const char *path = dm_yaml_file(dm_mapping_file(l->options->mapping)), *slash = strrchr(path, '/');
  const char *folder = slash ? dm_arena_string(l->arena, path, (size_t)(slash - path) + (slash == path)) : ".";
  dm_strings  paths = {0};
  dm_folder_files(&paths, folder, l->diagnostics);
  for (size_t i = 0; i < paths.n; i++) {
    dm_syntax syntax = DM_SYNTAX_NTRIPLES;
    dm_buffer bytes = {0};
    if (dm_raptor_guess(&syntax, paths.items[i]) || syntax != DM_SYNTAX_TURTLE)
      continue;
    if (dm_file_read(&bytes, paths.items[i], 0, l->diagnostics)) {
      l->status = DM_BAD_RULES;
      continue;
    }
    const char *name = slash ? paths.items[i] : paths.items[i] + strlen("./");
    *dm_vector_add(&l->files) = (source_file){.path = dm_arena_string(l->arena, name, strlen(name)), .bytes = bytes};
  }
  dm_strings_free(&paths);
}

/* Reading. */

static bool ends_with(const dm_term *of, const char *end)
{
  size_t n_end = strlen(end);
  return of->kind == DM_TERM_IRI && of->n_bytes >= n_end && strcmp(of->value + of->n_bytes - n_end, end) == 0;
}

static const char *keep(const ontology_book *book, const dm_term *of)
{
  return dm_arena_string(book->lint->arena, of->value, of->n_bytes);
}

static term *find_term(const ontology_book *book, const char *iri)
{
  for (size_t i = 0; i < book->terms.n; i++)
    if (strcmp(book->terms.items[i].iri, iri) == 0)
      return &book->terms.items[i];
  return NULL;
}

static void add_type(ontology_book *book, const dm_statement *statement)
{
  bool is_class = ends_with(&statement->object, "#Class"), is_property = ends_with(&statement->object, "Property");
  if (ends_with(&statement->object, "#Ontology"))
    *dm_vector_add(&book->ontologies) = keep(book, &statement->subject);
  if (!is_class && !is_property)
    return;
  term *known = find_term(book, statement->subject.value);
  if (!known) {
    known = dm_vector_add(&book->terms);
    *known = (term){.iri = keep(book, &statement->subject), .file = book->file};
  }
  known->is_class |= is_class;
  known->is_property |= is_property;
}

static dm_status on_statement(void *ctx, const dm_statement *statement)
{
  ontology_book *book = ctx;
  if (statement->subject.kind != DM_TERM_IRI || statement->object.kind != DM_TERM_IRI)
    return DM_OK;
  if (ends_with(&statement->predicate, "#type"))
    add_type(book, statement);
  else if (ends_with(&statement->predicate, "#subClassOf") || ends_with(&statement->predicate, "#subPropertyOf"))
    *dm_vector_add(&book->kin) = (kinship){keep(book, &statement->subject), keep(book, &statement->object)};
  return DM_OK;
}

static void read_ontologies(ontology_book *book)
{
  const dm_sink sink = {.ctx = book, .on_statement = on_statement};
  for (book->file = 0; book->file < book->lint->files.n; book->file++) {
    const source_file *of = &book->lint->files.items[book->file];
    if (!of->yaml &&
        dm_raptor_read(of->path, dm_buffer_string(&of->bytes), of->bytes.n_bytes, DM_SYNTAX_TURTLE, NULL, NULL, &sink, book->lint->diagnostics))
      book->lint->status = DM_BAD_RULES;
  }
}

/* Whether one of the ontologies is where the term would have to stand. */
static bool is_theirs(const ontology_book *book, const char *iri)
{
  for (size_t i = 0; i < book->ontologies.n; i++) {
    size_t n = strlen(book->ontologies.items[i]);
    if (strncmp(iri, book->ontologies.items[i], n) == 0 && (iri[n] == '#' || iri[n] == '/'))
      return true;
  }
  return false;
}

/* Comparing. */

static const char *nearest(const ontology_book *book, const char *iri)
{
  const char *best = NULL;
  size_t      distance = MAX_EDITS + 1;
  for (size_t i = 0; i < book->terms.n && distance > 1; i++) {
    size_t d = dm_unicode_distance(book->terms.items[i].iri, iri, distance - 1);
    if (d >= distance)
      continue;
    distance = d;
    best = book->terms.items[i].iri;
  }
  return best;
}

/* What stands behind the last `#` or `/`. */
static const char *local_name(const char *iri)
{
  const char *hash = strrchr(iri, '#'), *slash = strrchr(iri, '/');
  const char *last = hash ? hash : slash;
  return last ? last + 1 : iri;
}

static void look_at_named(ontology_book *book, const dm_named_iri *named)
{
  lint *l = book->lint;
  spot  at = {dm_mapping_file(l->options->mapping), named->node, named->offset_bytes};
  term *of = find_term(book, named->iri);
  if (of)
    of->is_named = true;
  if (!is_theirs(book, named->iri))
    return;
  const char *near = of ? NULL : nearest(book, named->iri);
  if (near)
    dm_lint_tell(l, at, "the ontology has no %s; did you mean %s?", local_name(named->iri), local_name(near));
  else if (!of)
    dm_lint_tell(l, at, "the ontology has no %s", local_name(named->iri));
  else if (named->use == DM_NAMED_PROPERTY && !of->is_property)
    dm_lint_tell(l, at, "the ontology says that %s is a class, no property", local_name(named->iri));
  else if (named->use == DM_NAMED_CLASS && !of->is_class)
    dm_lint_tell(l, at, "the ontology says that %s is a property, no class", local_name(named->iri));
}

/* What is wider than a term that is named follows from it. */
static void name_the_wider(ontology_book *book)
{
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t i = 0; i < book->kin.n; i++) {
      const term *narrow = find_term(book, book->kin.items[i].narrow);
      term       *wide = find_term(book, book->kin.items[i].wide);
      if (!narrow || !wide || !narrow->is_named || wide->is_named)
        continue;
      wide->is_named = changed = true;
    }
  }
}

/* Where a term is told of: the line that begins with its name, or 0. */
static size_t find_in_file(const source_file *of, const char *iri)
{
  const char *name = local_name(iri), *text = dm_buffer_string(&of->bytes);
  size_t      n_name = strlen(name);
  for (const char *line = text; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
    const char *word = line + strspn(line, " \t");
    size_t      n = strcspn(word, " \t\r\n>");
    if (n > n_name && memcmp(word + n - n_name, name, n_name) == 0 && strchr(":#/", word[n - n_name - 1]))
      return (size_t)(word - text);
  }
  return 0;
}

/* Kinds of which the lexicon lists things that no graph could name. */
static void look_at_kinds(lint *l)
{
  size_t                  n_files = 0, n_things = 0;
  const dm_yaml *const   *files = dm_lexicon_files(l->lexicon, &n_files);
  const dm_entity *const *things = dm_lexicon_entities(l->lexicon, &n_things);
  for (size_t f = 0; f < n_files; f++) {
    const dm_yaml_node *kinds = dm_yaml_get(dm_yaml_root(files[f]), "kinds");
    for (size_t i = 0; kinds && i < kinds->n; i++) {
      const dm_yaml_node *key = kinds->pairs[i].key;
      bool                listed = false;
      for (size_t k = 0; k < n_things && !listed; k++)
        listed = strcmp(things[k]->kind, key->text) == 0;
      if (listed && !dm_mapping_has_kind(l->options->mapping, key->text))
        dm_lint_tell(l, (spot){files[f], key, 0}, "the mapping has no kind %s: its things have no names in graphs", key->text);
    }
  }
}

void dm_lint_mapping(lint *l)
{
  ontology_book              book = {.lint = l};
  size_t                     n_named = 0, n_unused = 0;
  const dm_named_iri        *named = dm_mapping_named(l->options->mapping, &n_named);
  const dm_yaml_node *const *unused = dm_mapping_unused(l->options->mapping, &n_unused);
  read_ontologies(&book);
  for (size_t i = 0; i < n_named; i++)
    look_at_named(&book, &named[i]);
  name_the_wider(&book);
  for (size_t i = 0; i < book.terms.n; i++) {
    const term *of = &book.terms.items[i];
    if (!of->is_named && is_theirs(&book, of->iri))
      dm_lint_tell_in(l, of->file, find_in_file(&l->files.items[of->file], of->iri), "the mapping never uses %s, nor a term below it",
                      local_name(of->iri));
  }
  look_at_kinds(l);
  for (size_t i = 0; i < n_unused; i++)
    dm_lint_tell(l, (spot){dm_mapping_file(l->options->mapping), unused[i], 0}, "nothing uses %s", unused[i]->text);
  dm_vector_free(&book.terms);
  dm_vector_free(&book.kin);
  dm_vector_free(&book.ontologies);
}
