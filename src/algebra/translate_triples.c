/* algebra/translate_triples.c - triples and property paths (SPARQL 1.1 §18.2.2.3 to §18.2.2.5). */
#include "algebra/translate_impl.h"

/* A row of triples and paths: those next to each other that are triples make one basic graph pattern. */
typedef struct {
  translator *t;
  dm_node    *node;    /* joined so far */
  dm_node    *pattern; /* that the next triple goes to; NULL: a new one */
} block;

static void translate_path(block *b, const dm_syntax_path *path, const dm_slot *subject, const dm_slot *object);

static void end_pattern(block *b)
{
  if (b->pattern)
    b->node = translate_join(b->t, b->pattern->offset, b->node, b->pattern);
  b->pattern = NULL;
}

static void add_node(block *b, dm_node *node)
{
  end_pattern(b);
  b->node = translate_join(b->t, node->offset, b->node, node);
}

static void add_triple(block *b, const dm_slot *subject, const dm_slot *predicate, const dm_slot *object, size_t offset)
{
  if (!b->pattern)
    b->pattern = translate_node(b->t, DM_NODE_BGP, offset, NULL, NULL);
  dm_node *pattern = b->pattern;
  pattern->triples = dm_arena_grow(b->t->arena, pattern->triples, pattern->n_triples, sizeof *pattern->triples);
  pattern->triples[pattern->n_triples++] = (dm_triple_pattern){*subject, *predicate, *object};
}

/* ---- paths that stay paths ---- */

static dm_path *new_path(translator *t, dm_path_kind kind, dm_path *first, dm_path *second)
{
  dm_path *path = dm_arena_allocate(t->arena, sizeof *path);
  path->kind = kind;
  path->first = first;
  path->second = second;
  return path;
}

static dm_path *make_path(translator *t, const dm_syntax_path *path);

enum { MOST_IN_A_ROW = 32 };

/* Sequences and alternatives are associative: long ones become trees of little depth. */
static dm_path *make_row(translator *t, dm_path_kind kind, dm_syntax_path *const *parts, size_t n)
{
  if (n == 1)
    return make_path(t, parts[0]);
  const size_t n_left = n > MOST_IN_A_ROW ? n / 2 : n - 1;
  dm_path     *left = make_row(t, kind, parts, n_left);
  return new_path(t, kind, left, make_row(t, kind, parts + n_left, n - n_left));
}

static dm_path *make_negated(translator *t, const dm_syntax_path *path)
{
  dm_path *negated = new_path(t, DM_PATH_NEGATED, NULL, NULL);
  for (size_t i = 0; i < path->n_parts; i++) {
    const dm_syntax_path *part = path->parts[i];
    if (part->kind == DM_PATH_INVERSE) {
      negated->backward = dm_arena_grow(t->arena, negated->backward, negated->n_backward, sizeof *negated->backward);
      negated->backward[negated->n_backward++] = part->parts[0]->predicate;
    } else {
      negated->forward = dm_arena_grow(t->arena, negated->forward, negated->n_forward, sizeof *negated->forward);
      negated->forward[negated->n_forward++] = part->predicate;
    }
  }
  return negated;
}

static dm_path *make_path(translator *t, const dm_syntax_path *path)
{
  switch (path->kind) {
  case DM_PATH_LINK: {
    dm_path *link = new_path(t, DM_PATH_LINK, NULL, NULL);
    link->predicate = path->predicate;
    return link;
  }
  case DM_PATH_SEQUENCE:
  case DM_PATH_ALTERNATIVE: return make_row(t, path->kind, path->parts, path->n_parts);
  case DM_PATH_NEGATED: return make_negated(t, path);
  case DM_PATH_INVERSE:
  case DM_PATH_ZERO_OR_MORE:
  case DM_PATH_ONE_OR_MORE:
  case DM_PATH_ZERO_OR_ONE: break;
  }
  return new_path(t, path->kind, make_path(t, path->parts[0]), NULL);
}

/* ---- paths that become triples, joins and unions ---- */

static void translate_sequence(block *b, const dm_syntax_path *path, const dm_slot *subject, const dm_slot *object)
{
  dm_slot from = *subject;
  for (size_t i = 0; i < path->n_parts; i++) {
    const bool is_last = i + 1 == path->n_parts;
    dm_slot    to = *object;
    if (!is_last)
      to = (dm_slot){.is_variable = true, .variable = translate_new(b->t, NULL, true)};
    translate_path(b, path->parts[i], &from, &to);
    from = to;
  }
}

/* §18.4 gives an alternative the solutions of both, each as often as it comes: a union. */
static void translate_alternative(block *b, const dm_syntax_path *path, const dm_slot *subject, const dm_slot *object)
{
  dm_node **nodes = dm_arena_allocate(b->t->arena, path->n_parts * sizeof(dm_node *));
  for (size_t i = 0; i < path->n_parts; i++) {
    block part = {.t = b->t, .node = translate_unit(b->t, path->parts[i]->offset)};
    translate_path(&part, path->parts[i], subject, object);
    end_pattern(&part);
    nodes[i] = part.node;
  }
  add_node(b, translate_union(b->t, nodes, path->n_parts));
}

/* Turned-around sequences go the other way round, part by part, in §18.2.2.4 too. */
static void translate_path(block *b, const dm_syntax_path *path, const dm_slot *subject, const dm_slot *object)
{
  if (path->kind == DM_PATH_LINK) {
    const dm_slot predicate = {.variable = DM_NO_VARIABLE, .term = path->predicate};
    add_triple(b, subject, &predicate, object, path->offset);
  } else if (path->kind == DM_PATH_INVERSE) {
    translate_path(b, path->parts[0], object, subject);
  } else if (path->kind == DM_PATH_SEQUENCE) {
    translate_sequence(b, path, subject, object);
  } else if (path->kind == DM_PATH_ALTERNATIVE) {
    translate_alternative(b, path, subject, object);
  } else {
    dm_node *node = translate_node(b->t, DM_NODE_PATH, path->offset, NULL, NULL);
    node->subject = *subject;
    node->object = *object;
    node->path = make_path(b->t, path);
    add_node(b, node);
  }
}

dm_node *translate_triples(translator *t, dm_node *before, const dm_syntax_triples *triples)
{
  block b = {.t = t, .node = before};
  for (size_t i = 0; i < triples->n; i++) {
    const dm_syntax_triple *triple = &triples->items[i];
    const dm_slot           subject = translate_slot(t, &triple->subject);
    if (triple->path) {
      const dm_slot object = translate_slot(t, &triple->object);
      translate_path(&b, triple->path, &subject, &object);
    } else {
      const dm_slot predicate = translate_slot(t, &triple->predicate);
      const dm_slot object = translate_slot(t, &triple->object);
      add_triple(&b, &subject, &predicate, &object, triple->subject.offset);
    }
  }
  end_pattern(&b);
  return b.node;
}

static dm_slot template_slot(translator *t, const dm_syntax_reference *reference)
{
  if (reference->kind != DM_SYNTAX_BLANK)
    return translate_slot(t, reference);
  dm_slot slot = {.variable = DM_NO_VARIABLE, .term = dm_term_iri(t->syntax->blanks.items[reference->name])};
  slot.term.kind = DM_TERM_BLANK;
  return slot;
}

dm_triple_pattern *translate_template(translator *t, const dm_syntax_triples *triples)
{
  dm_triple_pattern *template = dm_arena_allocate(t->arena, triples->n * sizeof *template);
  for (size_t i = 0; i < triples->n; i++) {
    template[i].subject = template_slot(t, &triples->items[i].subject);
    template[i].predicate = template_slot(t, &triples->items[i].predicate);
    template[i].object = template_slot(t, &triples->items[i].object);
  }
  return template;
}
