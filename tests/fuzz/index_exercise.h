/* Uses an index that may be damaged in every way there is, and stops the program where what it gives is not sound. For the fuzz target and the test of damages. */
#ifndef DM_FUZZ_INDEX_EXERCISE_H
#define DM_FUZZ_INDEX_EXERCISE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/unicode.h"
#include "index/index_impl.h"

enum { EXERCISE_STEPS = 64 };

static void exercise_hold(bool condition, const char *what)
{
  if (condition)
    return;
  fprintf(stderr, "%s\n", what);
  abort();
}

static void exercise_term(const dm_index *index, dm_id id)
{
  const dm_term  term = dm_index_term(index, id);
  const dm_value value = dm_index_value(index, id);
  exercise_hold(term.kind >= DM_TERM_IRI && term.kind <= DM_TERM_BLANK, "a term has no kind");
  exercise_hold(strlen(term.value) == term.n_bytes && dm_utf8_check(term.value, term.n_bytes) == term.n_bytes, "a term is no UTF-8");
  exercise_hold(!term.datatype || dm_utf8_check(term.datatype, strlen(term.datatype)) == strlen(term.datatype), "a datatype is no UTF-8");
  exercise_hold(!term.language || dm_utf8_check(term.language, strlen(term.language)) == strlen(term.language), "a language is no UTF-8");
  exercise_hold(value.kind <= DM_VALUE_DURATION && value.datatype < DM_DATATYPE_N, "a value has no kind");
  exercise_hold(dm_index_find(index, &term) <= dm_index_count_terms(index), "a term that is not there was found");
}

static void exercise_quad(const dm_index *index, const dm_quad *quad, bool has_graph)
{
  const size_t n = dm_index_count_terms(index);
  exercise_hold(quad->subject - 1 < n && quad->predicate - 1 < n && quad->object - 1 < n && quad->graph <= n, "an identifier is out of range");
  exercise_hold(!has_graph || quad->graph != DM_ID_NONE, "a named graph has no name");
  exercise_term(index, quad->subject);
  exercise_term(index, quad->predicate);
  exercise_term(index, quad->object);
}

static void exercise_pattern(const dm_index *index, const dm_pattern_ids *pattern, dm_part first, unsigned *random)
{
  dm_cursor cursor;
  dm_quad   quad = {0};
  size_t    n_left = 0;
  dm_index_seek(index, pattern, first, &cursor);
  n_left = dm_cursor_count(&cursor);
  for (int step = 0; step < EXERCISE_STEPS && dm_cursor_next(&cursor, &quad); step++) {
    exercise_hold(dm_cursor_count(&cursor) < n_left, "a cursor does not move on");
    exercise_quad(index, &quad, pattern->scope == DM_SCOPE_NAMED || pattern->scope == DM_SCOPE_GRAPH);
    *random = *random * 1103515245u + 12345u;
    if (*random >> 28 == 0)
      dm_cursor_skip_to(&cursor, quad.subject + (*random >> 16 & 7));
    n_left = dm_cursor_count(&cursor);
    exercise_hold(n_left <= (size_t)UINT32_MAX, "a cursor has more than there can be");
  }
  dm_cursor_skip_to(&cursor, UINT32_MAX);
  (void)dm_cursor_next(&cursor, &quad);
}

static void exercise_index(const dm_index *index, unsigned random)
{
  static const dm_scope scopes[] = {DM_SCOPE_UNION, DM_SCOPE_DEFAULT, DM_SCOPE_GRAPH, DM_SCOPE_NAMED};
  const size_t          n = dm_index_count_terms(index);
  size_t                n_graphs = 0;
  const dm_id          *graphs = dm_index_graphs(index, &n_graphs);
  for (size_t i = 0; i < n_graphs; i++)
    exercise_hold(graphs[i] - 1 < n, "a graph is out of range");
  for (size_t i = 0; i < dm_index_count_predicates(index); i++)
    (void)dm_index_statistics(index, dm_index_predicate(index, i));
  (void)dm_index_statistics(index, DM_ID_NONE);
  (void)dm_index_statistics(index, UINT32_MAX);
  for (size_t id = 1; id <= n && id <= EXERCISE_STEPS; id++)
    exercise_term(index, (dm_id)id);
  for (size_t s = 0; s < 4; s++)
    for (unsigned fixed = 0; fixed < 16; fixed++)
      for (dm_part first = DM_PART_ANY; first <= DM_PART_GRAPH; first++) {
        dm_id ids[4] = {0};
        for (size_t i = 0; i < 4; i++) {
          random = random * 1103515245u + 12345u;
          ids[i] = fixed & 1u << i && n > 0 ? (dm_id)((random >> 8) % (n + 1)) : DM_ID_NONE;
        }
        const dm_pattern_ids pattern = {scopes[s], ids[0], ids[1], ids[2], n_graphs > 0 && ids[3] ? graphs[ids[3] % n_graphs] : ids[3]};
        exercise_pattern(index, &pattern, first, &random);
      }
}

#endif
