/* question/question.h - questions that an analyst asks without SPARQL: queries whose opening comment tells what they ask, take and give.
 *
 *   # Question: Who holds which position, and in which words?
 *   # Parameter: holder thing:State,Agency - whose position; for example Japan
 *   # Parameter: since date default 0000 - not before that; for example 2018
 *   # Columns: holder - the state or body
 *   # Example: demarche query positions -d graph.ttl --holder Japan --since 2018
 *   SELECT ... WHERE { VALUES ?holder { UNDEF } VALUES ?since { "0000" } ... }
 *
 * A parameter is a VALUES block of one variable whose one row is the default, so the file is a plain query that any engine runs.
 *
 *   file --read--> question   question x values x names of the graph --bind--> terms --> a query, or its text for an endpoint
 *
 * Nothing here knows a property or class: which names things have is asked by another query (`queries/lookup/names.rq`). */
#ifndef DM_QUESTION_QUESTION_H
#define DM_QUESTION_QUESTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/diagnostic.h"
#include "base/status.h"
#include "base/vector.h"
#include "rdf/solutions.h"
#include "rdf/term.h"

/* What a value on the command line becomes. */
typedef enum {
  DM_QUESTION_THING,  /* `thing`: what is called so in the graph, an IRI */
  DM_QUESTION_IRI,    /* `iri`: an absolute IRI, with or without <>, or a name with a prefix of the query */
  DM_QUESTION_TEXT,   /* `text`: a plain literal */
  DM_QUESTION_YEAR,   /* `year`: YYYY, a plain literal */
  DM_QUESTION_DATE,   /* `date`: YYYY, YYYY-MM or YYYY-MM-DD, a plain literal */
  DM_QUESTION_NUMBER, /* `number`: xsd:integer or xsd:decimal */
  DM_QUESTION_N_KINDS
} dm_question_kind;

typedef struct {
  const char      *name;
  dm_question_kind kind;
  const char     **classes; /* of a thing: the kinds it may be of, as the lookup query names them; none: any */
  size_t           n_classes;
  const char      *default_value; /* as the opening comment has it; NULL: any, the row is UNDEF */
  const char      *about;
  const char      *example; /* a value; "" if none is told */
  size_t           begin;   /* bytes of the text: what stands between the braces of its first VALUES block */
  size_t           end;
} dm_question_parameter;

typedef struct {
  const char *name;
  const char *about;
} dm_question_column;

/* All of it lives until dm_question_free(). */
typedef struct {
  const char            *name;     /* the file's name without folder and .rq */
  const char            *file;     /* for messages */
  const char            *question; /* "" if it tells none */
  dm_question_parameter *parameters;
  size_t                 n_parameters;
  dm_question_column    *columns;
  size_t                 n_columns;
  const char           **examples;
  size_t                 n_examples;
  const char            *text; /* all of it, the opening comment too */
  size_t                 n_bytes;
  struct dm_arena       *arena;
} dm_question;

/* ---- reading ---- */

/* Reads the opening comment of a query; `text` is copied. A query without one is a question without parameters. DM_BAD_RULES, each mistake reported at its place:
 * lines that are no such line, a parameter twice, without its VALUES block or with another default; and, if it tells a question, a VALUES block of one variable
 * and one row that is no parameter. The query itself is not parsed. On success *out is the caller's, else NULL. Thread-safe, as everything here is. */
dm_status dm_question_parse(dm_question **out, const char *file, const char *text, size_t n_bytes, dm_diagnostics *diagnostics);
dm_status dm_question_read(dm_question **out, const char *path, dm_diagnostics *diagnostics); /* "-": standard input; DM_BAD_INPUT if unreadable */
void      dm_question_free(dm_question *question);                                            /* NULL is allowed */

const dm_question_parameter *dm_question_find_parameter(const dm_question *question, const char *name); /* NULL if there is none */

/* The questions of a folder. */
typedef DM_VECTOR(dm_question *) dm_questions;

/* Adds every NAME.rq of `folder` (not below it), sorted by name. What dm_question_parse() says of any of them ends it. Free in each case. */
dm_status dm_questions_read(dm_questions *questions, const char *folder, dm_diagnostics *diagnostics);
void      dm_questions_free(dm_questions *questions);

/* The question of that name, or NULL; then *nearest (may be NULL) is the one whose name is nearest within two edits, or NULL. Borrowed. */
const dm_question *dm_questions_find(const dm_questions *questions, const char *name, const dm_question **nearest);

/* ---- telling ---- */

void dm_questions_print(dm_buffer *out, const dm_questions *questions); /* a line each: name, question */
/* Question, parameters with kinds, defaults and examples, columns, examples, and the query without its opening comment. */
void dm_question_print(dm_buffer *out, const dm_question *question);

/* ---- binding ---- */

/* One `--NAME VALUE`. Several of one name are several rows: any of them. */
typedef struct {
  const char *name;
  const char *value;
} dm_question_value;

/* Asks the graph or endpoint a SELECT query and sends its rows. */
typedef struct {
  void *ctx;
  dm_status (*ask)(void *ctx, const char *file, const char *text, size_t n_bytes, const dm_solution_sink *sink, dm_diagnostics *diagnostics);
} dm_question_asker;

typedef struct {
  const char *name;
  dm_term    *terms;
  size_t      n_terms;
} dm_question_binding;

typedef struct {
  dm_question_binding *items; /* of the parameters that have values, in the question's order */
  size_t               n;
  struct dm_arena     *arena;
} dm_question_bindings;

/* Looks the values up and makes terms of them. `names` is the file of the query that tells the names of things (columns thing and name; kind and rank, which may be left out):
 * it is asked once, by `asker`, and only where a parameter wants a thing. A thing is found by, in this order: its IRI; names of rank 0 (its label), 1 (others, codes, acronyms;
 * so is the end of its IRI, `JPN` or `state/JPN`) and so on, each first to the letter, then whatever case, accents and punctuation.
 * DM_BAD_USAGE, each reported: no such parameter, a value that its kind does not allow, a name that no thing has (with those that are near), or that several have (with their IRIs);
 * DM_BAD_RULES if `names` lacks its columns; DM_BAD_INPUT if it cannot be read; else what the asker returned. `bindings` is the caller's to free in each case. */
dm_status dm_question_bind(dm_question_bindings *bindings, const dm_question *question, const dm_question_value *values, size_t n_values,
                           const char *names, const dm_question_asker *asker, dm_diagnostics *diagnostics);
void      dm_question_bindings_free(dm_question_bindings *bindings);

/* Appends the question's text with the bound terms as the rows of its VALUES blocks, written as terms of SPARQL 1.1 §19.8 so that no value can be more than a term:
 * for an endpoint, and to be shown. */
void dm_question_write(dm_buffer *out, const dm_question *question, const dm_question_bindings *bindings);

#endif
