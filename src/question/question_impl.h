/* question/question_impl.h - what the files of this module share. */
#ifndef DM_QUESTION_QUESTION_IMPL_H
#define DM_QUESTION_QUESTION_IMPL_H

#include "base/arena.h"
#include "question/question.h"

/* A VALUES block of one variable. Offsets are bytes of the text. */
typedef struct {
  size_t variable; /* begin of its name, behind `?` */
  size_t n_variable;
  size_t begin; /* what stands between the braces */
  size_t end;
  size_t n_rows;
} question_block;

typedef DM_VECTOR(question_block) question_blocks;

/* Finds the VALUES blocks of one variable. Knows of SPARQL only where comments, strings and IRIs end: errors are the parser's to find. */
void   question_find_blocks(question_blocks *blocks, const char *text, size_t n_bytes);
/* The length of the comment, string, IRI or single byte that begins at `at`. */
size_t question_token_length(const char *text, size_t n_bytes, size_t at);

/* The IRI of `prefix:local` by the PREFIX lines of the text, in `arena`; NULL if it is none. */
const char *question_expand(const dm_question *question, const char *name, dm_arena *arena);

const char *question_kind_name(dm_question_kind kind);

/* ---- names of things ---- */

typedef struct question_names question_names;

void             question_names_new(question_names **out);
void             question_names_free(question_names *names); /* NULL is allowed */
dm_solution_sink question_names_sink(question_names *names); /* DM_BAD_RULES from on_columns if thing or name is missing */
/* The IRI of the thing that is called `value`, borrowed from `names`, or NULL: reported. */
const char *question_names_find(const question_names *names, const dm_question_parameter *parameter, const char *value, dm_diagnostics *diagnostics);

#endif
