/* mapping/emit.c - from the facts of a document, and from listed things, to statements. */
#include "mapping/mapping_impl.h"

#include <string.h>

/* Every subject with every property and object: items [base, subjects_end) are the subjects. */
static void emit_properties(evaluation *e, collection *c, const properties *p, size_t base, size_t subjects_end, uint32_t rank)
{
  for (size_t i = 0; i < p->n; i++) {
    dm_evaluate_template(e, &p->items[i].predicate);
    const size_t predicates_end = e->items.n;
    if (predicates_end > subjects_end)
      dm_evaluate_choices(e, &p->items[i].objects, false);
    for (size_t s = base; s < subjects_end; s++)
      for (size_t k = subjects_end; k < predicates_end; k++)
        for (size_t o = predicates_end; o < e->items.n; o++)
          if (e->items.items[k].term.kind == DM_TERM_IRI)
            dm_collection_add(c, &e->items.items[s].term, &e->items.items[k].term, &e->items.items[o].term, rank);
    e->items.n = subjects_end;
  }
}

static void emit_block(evaluation *e, collection *c, const block *b)
{
  const size_t base = e->items.n;
  uint32_t     rank = b->rank;
  if (!dm_conditions_hold(e, &b->when, &b->unless))
    return;
  if (b->has_subject) {
    dm_evaluate_template(e, &b->subject);
  } else if (e->entity) {
    *dm_vector_add(&e->items) = (item){.kind = ITEM_TERM, .term = dm_evaluate_entity(e, e->entity)};
  } else {
    dm_evaluate_template(e, &e->mapping->graphs[e->mapping->document_graph].iri);
    rank = e->mapping->document_rank;
  }
  size_t end = base;
  for (size_t i = base; i < e->items.n; i++)
    if (e->items.items[i].term.kind == DM_TERM_IRI)
      e->items.items[end++] = e->items.items[i];
  e->items.n = end;
  for (size_t i = 0; i < b->n_parts && end > base; i++)
    emit_properties(e, c, b->parts[i], base, end, rank);
  e->items.n = base;
}

static void emit_blocks(evaluation *e, collection *c, const blocks *b)
{
  for (size_t i = 0; i < b->n; i++) {
    if (!b->items[i].each_passage) {
      emit_block(e, c, &b->items[i]);
      continue;
    }
    for (size_t k = 0; e->fact && k < e->fact->n_passages; k++) {
      e->passage = &e->fact->passages[k];
      emit_block(e, c, &b->items[i]);
    }
    e->passage = NULL;
  }
}

static const family *family_of(const dm_mapping *mapping, const char *name)
{
  uint32_t index = 0;
  return dm_map_get(mapping->family_index, name, strlen(name), &index) ? &mapping->families.items[index] : NULL;
}

bool dm_mapping_states(const dm_mapping *mapping, const char *family_name)
{
  const family *f = family_of(mapping, family_name);
  return f && f->rules.n > 0;
}

bool dm_mapping_asks(const dm_mapping *mapping, const char *family_name)
{
  return family_of(mapping, family_name) != NULL;
}

bool dm_mapping_has_kind(const dm_mapping *mapping, const char *kind)
{
  return dm_map_get(mapping->kind_index, kind, strlen(kind), NULL);
}

/* The cells that variables ask for by family: of the first fact that has each. */
static void fill_slots(evaluation *e)
{
  for (size_t i = 0; i < e->document->n_facts; i++) {
    const family *f = family_of(e->mapping, e->document->facts[i].family);
    for (size_t k = 0; f && k < f->slots.n; k++) {
      const dm_cell_value **slot = &e->slots[f->slots.items[k].slot];
      if (!*slot)
        *slot = dm_fact_get(&e->document->facts[i], f->slots.items[k].cell);
    }
  }
}

static void emit_entity(evaluation *e, collection *c, const dm_entity *entity)
{
  uint32_t kind = 0;
  if (!dm_map_get(e->mapping->kind_index, entity->kind, strlen(entity->kind), &kind))
    return;
  e->entity = entity;
  emit_blocks(e, c, &e->mapping->kinds[kind].blocks);
  e->entity = NULL;
}

/* The name of a graph; of no kind if a variable of it is unknown. */
static dm_term graph_term(evaluation *e, size_t graph)
{
  const size_t base = e->items.n;
  dm_evaluate_template(e, &e->mapping->graphs[graph].iri);
  const dm_term term = e->items.n > base ? e->items.items[base].term : (dm_term){0};
  e->items.n = base;
  return term;
}

void dm_mapping_name(const dm_mapping *mapping, const dm_document_facts *facts, const dm_entity *const *entities, size_t n_entities,
                     void (*on_name)(void *ctx, const dm_entity *entity, const char *iri), void *ctx)
{
  evaluation e;
  dm_evaluation_begin(&e, mapping, facts, NULL);
  fill_slots(&e);
  for (size_t i = 0; i < n_entities; i++) {
    const dm_term iri = dm_evaluate_entity(&e, entities[i]);
    on_name(ctx, entities[i], iri.kind == DM_TERM_IRI ? iri.value : NULL);
  }
  dm_evaluation_end(&e);
}

dm_status dm_mapping_document(const dm_mapping *mapping, const dm_document_facts *facts, const dm_entity *program, const dm_sink *sink)
{
  evaluation e;
  dm_evaluation_begin(&e, mapping, facts, program);
  collection *c = dm_collection_new(mapping, e.arena);
  fill_slots(&e);
  emit_blocks(&e, c, &mapping->document);
  for (size_t i = 0; i < facts->n_facts; i++) {
    const family *f = family_of(mapping, facts->facts[i].family);
    e.fact = &facts->facts[i];
    for (size_t k = 0; f && k < f->rules.n; k++)
      emit_blocks(&e, c, f->rules.items[k]);
    e.fact = NULL;
  }
  for (size_t i = 0; i < facts->n_entities; i++)
    if (!facts->entities[i]->listed)
      emit_entity(&e, c, facts->entities[i]);
  const dm_term   graph = graph_term(&e, mapping->document_graph);
  const dm_status status = dm_collection_send(c, &graph, sink);
  dm_collection_free(c);
  dm_evaluation_end(&e);
  return status;
}

/* What goes into one graph of the reference data. */
static dm_status send_graph(evaluation *e, size_t graph, const dm_entity *const *entities, size_t n_entities, const dm_sink *sink)
{
  collection *c = dm_collection_new(e->mapping, e->arena);
  for (size_t i = 0; i < n_entities; i++) {
    uint32_t kind = 0;
    if (entities[i]->listed && dm_map_get(e->mapping->kind_index, entities[i]->kind, strlen(entities[i]->kind), &kind) &&
        e->mapping->kinds[kind].graph == graph)
      emit_entity(e, c, entities[i]);
  }
  const dm_term   term = graph_term(e, graph);
  const dm_status status = dm_collection_send(c, &term, sink);
  dm_collection_free(c);
  return status;
}

dm_status dm_mapping_reference(const dm_mapping *mapping, const dm_entity *const *entities, size_t n_entities, const dm_sink *sink)
{
  evaluation e;
  dm_status  status = DM_OK;
  dm_evaluation_begin(&e, mapping, NULL, NULL);
  for (size_t i = 0; i < mapping->n_graphs && status == DM_OK; i++)
    status = send_graph(&e, i, entities, n_entities, sink);
  dm_evaluation_end(&e);
  return status;
}
