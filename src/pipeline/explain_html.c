/* pipeline/explain_html.c - how the program reads documents, as a page: the text with its marks, the facts beside it, the things below. */
#include <stdint.h>
#include <string.h>

#include "pipeline/html_impl.h"

size_t dm_html_place(const html_article *a, const dm_entity *entity)
{
  uint32_t place = 0;
  return dm_map_get(a->places, (const char *)&entity, sizeof entity, &place) ? place : SIZE_MAX;
}

const char *dm_html_label(const dm_entity *entity)
{
  return entity->label ? entity->label : entity->id;
}

/* Gathering. */

static void add_thing(html_article *a, const dm_entity *entity, bool named)
{
  bool is_new = false;
  if (!entity)
    return;
  size_t place = *dm_map_put(a->places, (const char *)&entity, sizeof entity, (uint32_t)a->things.n, &is_new);
  if (is_new)
    *dm_vector_add(&a->things) = (html_thing){.entity = entity};
  a->things.items[place].n_named += named;
}

static void keep_iri(void *ctx, const dm_entity *entity, const char *iri)
{
  html_article *a = ctx;
  if (iri)
    a->things.items[dm_html_place(a, entity)].iri = dm_arena_string(a->arena, iri, strlen(iri));
}

static void find_things(html_article *a)
{
  for (size_t i = 0; i < a->reading->mentions.n; i++)
    add_thing(a, a->reading->mentions.items[i].entity, true);
  for (size_t i = 0; i < a->facts->n_facts; i++)
    for (size_t c = 0; c < a->facts->facts[i].n_cells; c++)
      add_thing(a, a->facts->facts[i].cells[c].value.entity, false);
  const dm_entity **entities = dm_arena_allocate(a->arena, (a->things.n + 1) * sizeof *entities);
  for (size_t i = 0; i < a->things.n; i++)
    entities[i] = a->things.items[i].entity;
  dm_mapping_name(a->engine->mapping, a->facts, entities, a->things.n, keep_iri, a);
}

/* A passage of a fact. */
typedef struct {
  size_t begin;
  size_t end;
  size_t fact; /* from 1 */
} evidence;

static int compare_evidence(const void *a, const void *b)
{
  const evidence *x = a, *y = b;
  if (x->begin != y->begin)
    return x->begin < y->begin ? -1 : 1;
  if (x->end != y->end)
    return x->end < y->end ? -1 : 1;
  return (x->fact > y->fact) - (x->fact < y->fact);
}

static void find_passages(html_article *a)
{
  DM_VECTOR(evidence) all = {0};
  for (size_t i = 0; i < a->facts->n_facts; i++)
    for (size_t p = 0; p < a->facts->facts[i].n_passages; p++) {
      const dm_passage *passage = &a->facts->facts[i].passages[p];
      size_t            begin = (size_t)(passage->anchor - a->document->source);
      if (passage->n_anchor_bytes)
        *dm_vector_add(&all) = (evidence){begin, begin + passage->n_anchor_bytes, i + 1};
    }
  if (all.n)
    qsort(all.items, all.n, sizeof *all.items, compare_evidence);
  for (size_t i = 0; i < all.n; i++) {
    html_passage *last = a->passages.n ? &a->passages.items[a->passages.n - 1] : NULL;
    if (!last || last->begin != all.items[i].begin || last->end != all.items[i].end) {
      last = dm_vector_add(&a->passages);
      *last = (html_passage){.begin = all.items[i].begin, .end = all.items[i].end};
    }
    if (last->facts.n == 0 || last->facts.items[last->facts.n - 1] != all.items[i].fact)
      *dm_vector_add(&last->facts) = all.items[i].fact;
  }
  dm_vector_free(&all);
}

/* Facts. */

static void write_value(const html_article *a, const dm_cell_value *value)
{
  if (value->kind != DM_CELL_ENTITY) {
    dm_html_string(a->out, value->text);
    return;
  }
  size_t place = value->entity ? dm_html_place(a, value->entity) : SIZE_MAX;
  if (place == SIZE_MAX)
    return;
  dm_buffer_print(a->out, "<a href=\"#d%zu-t%zu\">", a->number, place + 1);
  dm_html_string(a->out, dm_html_label(value->entity));
  dm_buffer_add_string(a->out, "</a>");
}

static void write_rule(const html_article *a, const dm_fact *fact)
{
  const char         *file = NULL;
  const dm_yaml_node *node = NULL;
  if (!fact->rule) {
    dm_buffer_add_string(a->out, "from the front matter");
    return;
  }
  dm_buffer_add_string(a->out, "rule <code>");
  dm_html_string(a->out, fact->rule);
  dm_buffer_add_string(a->out, "</code>");
  dm_rules_written(a->engine->rules, fact->rule, &file, &node);
  const char *name = file ? strrchr(file, '/') : NULL;
  if (file && node) {
    dm_buffer_add_string(a->out, " (");
    dm_html_string(a->out, name ? name + 1 : file);
    dm_buffer_print(a->out, ":%zu)", node->line_1based);
  }
  if (fact->trigger.begin >= fact->trigger.end)
    return;
  dm_span span = dm_text_tokens_span(a->reading->text, fact->trigger);
  dm_buffer_add_string(a->out, " on <q>");
  dm_html_text(a->out, a->reading->text->string + span.begin, span.end - span.begin);
  dm_buffer_add_string(a->out, "</q>");
}

/* The number of the passage, from 1. */
static size_t passage_number(const html_article *a, const dm_passage *passage)
{
  size_t begin = (size_t)(passage->anchor - a->document->source), end = begin + passage->n_anchor_bytes, low = 0, high = a->passages.n;
  while (low < high) {
    size_t              middle = low + (high - low) / 2;
    const html_passage *here = &a->passages.items[middle];
    if (here->begin < begin || (here->begin == begin && here->end < end))
      low = middle + 1;
    else
      high = middle;
  }
  return low + 1;
}

static void write_fact(const html_article *a, size_t i)
{
  const dm_fact *fact = &a->facts->facts[i];
  bool           step = !dm_mapping_states(a->engine->mapping, fact->family);
  dm_buffer_print(a->out, "<li id=\"d%zu-f%zu\"%s><strong>", a->number, i + 1, step ? " class=\"step\"" : "");
  dm_html_string(a->out, fact->family);
  dm_buffer_add_string(a->out, "</strong>");
  for (size_t c = 0; c < fact->n_cells; c++) {
    dm_buffer_print(a->out, "%s <em>", c ? " \xc2\xb7" : "");
    dm_html_string(a->out, fact->cells[c].name);
    dm_buffer_add_string(a->out, "</em> ");
    write_value(a, &fact->cells[c].value);
  }
  dm_buffer_add_string(a->out, "<br><small>");
  write_rule(a, fact);
  for (size_t p = 0; p < fact->n_passages; p++) {
    size_t line = 0, column = 0;
    if (fact->passages[p].n_anchor_bytes == 0)
      continue;
    dm_line_index_find(a->lines, (size_t)(fact->passages[p].anchor - a->document->source), &line, &column);
    dm_buffer_print(a->out, ", <a href=\"#d%zu-p%zu\">line %zu</a>", a->number, passage_number(a, &fact->passages[p]), line);
  }
  dm_buffer_print(a->out, "%s</small></li>\n", step ? ", a step towards others" : "");
}

static void write_facts(const html_article *a)
{
  dm_buffer_print(a->out, "<section class=\"facts\" id=\"d%zu-facts\" aria-labelledby=\"d%zu-hf\" tabindex=\"0\">\n<h3 id=\"d%zu-hf\">Facts</h3>\n",
                  a->number, a->number, a->number);
  dm_buffer_add_string(a->out, a->facts->n_facts ? "<ol>\n" : "<p>None.</p>\n");
  for (size_t i = 0; i < a->facts->n_facts; i++)
    write_fact(a, i);
  dm_buffer_add_string(a->out, a->facts->n_facts ? "</ol>\n</section>\n" : "</section>\n");
}

/* Things. */

static void write_thing(const html_article *a, size_t i)
{
  const html_thing *thing = &a->things.items[i];
  const dm_grammar *grammar = dm_lexicon_grammar(a->engine->lexicon);
  dm_buffer_print(a->out, "<tr id=\"d%zu-t%zu\"><th scope=\"row\"><span class=\"m g%zu\">", a->number, i + 1,
                  dm_html_color(grammar, dm_grammar_kind(grammar, thing->entity->kind)));
  dm_html_string(a->out, dm_html_label(thing->entity));
  dm_buffer_add_string(a->out, "</span></th><td>");
  dm_html_string(a->out, thing->entity->kind);
  dm_buffer_add_string(a->out, "</td><td>");
  if (thing->iri) {
    dm_buffer_add_string(a->out, "<a href=\"");
    dm_html_string(a->out, thing->iri);
    dm_buffer_add_string(a->out, "\">");
    dm_html_string(a->out, thing->iri);
    dm_buffer_add_string(a->out, "</a>");
  }
  dm_buffer_add_string(a->out, "</td><td>");
  if (thing->n_first)
    dm_buffer_print(a->out, "<a href=\"#d%zu-m%zu\">%zu</a>", a->number, thing->n_first, thing->n_named);
  else
    dm_buffer_print(a->out, "%zu", thing->n_named);
  dm_buffer_add_string(a->out, "</td></tr>\n");
}

static void write_things(const html_article *a)
{
  if (a->things.n == 0)
    return;
  dm_buffer_print(a->out,
                  "<table id=\"d%zu-things\">\n<caption>Things</caption>\n<thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Kind</th>"
                  "<th scope=\"col\">IRI</th><th scope=\"col\">Times named</th></tr></thead>\n<tbody>\n",
                  a->number);
  for (size_t i = 0; i < a->things.n; i++)
    write_thing(a, i);
  dm_buffer_add_string(a->out, "</tbody>\n</table>\n");
}

static void write_article(html_article *a)
{
  dm_buffer_print(a->out, "<article id=\"d%zu\" aria-labelledby=\"d%zu-h\">\n<h2 id=\"d%zu-h\">", a->number, a->number, a->number);
  dm_html_string(a->out, a->document->name);
  dm_buffer_print(a->out, "</h2>\n<p><a href=\"#d%zu-facts\">%zu facts</a>, ", a->number, a->facts->n_facts);
  if (a->things.n)
    dm_buffer_print(a->out, "<a href=\"#d%zu-things\">%zu things</a></p>\n", a->number, a->things.n);
  else
    dm_buffer_add_string(a->out, "no things</p>\n");
  dm_buffer_add_string(a->out, "<div class=\"columns\">\n<pre>\n"); /* a line end right behind the tag is none of the text */
  dm_html_marked_text(a);
  dm_buffer_add_string(a->out, "</pre>\n");
  write_facts(a);
  dm_buffer_add_string(a->out, "</div>\n");
  write_things(a);
  dm_buffer_add_string(a->out, "</article>\n");
}

void dm_explain_html(const dm_engine *engine, const dm_document *document, size_t number, dm_buffer *out)
{
  dm_reading  *reading = NULL;
  dm_relation *relation = NULL;
  dm_reading_new(&reading, engine->lexicon, document);
  dm_relation_new(&relation, engine->rules, reading);
  html_article a = {.engine = engine,
                    .document = document,
                    .reading = reading,
                    .facts = dm_relation_facts(relation),
                    .number = number,
                    .lines = dm_line_index_new(document->source, document->n_source_bytes),
                    .arena = dm_arena_new(),
                    .out = out,
                    .places = dm_map_new()};
  find_things(&a);
  find_passages(&a);
  write_article(&a);
  for (size_t i = 0; i < a.passages.n; i++)
    dm_vector_free(&a.passages.items[i].facts);
  dm_vector_free(&a.passages);
  dm_vector_free(&a.things);
  dm_map_free(a.places);
  dm_arena_free(a.arena);
  dm_line_index_free(a.lines);
  dm_relation_free(relation);
  dm_reading_free(reading);
}

void dm_explain_html_begin(const dm_engine *engine, const dm_inputs *inputs, dm_buffer *out)
{
  dm_buffer title = {0};
  if (inputs->n == 1)
    dm_buffer_print(&title, "How demarche reads %s", inputs->items[0].name);
  else
    dm_buffer_print(&title, "How demarche reads %zu documents", inputs->n);
  dm_html_head(out, dm_buffer_string(&title));
  dm_html_legend(out, dm_lexicon_grammar(engine->lexicon));
  dm_buffer_free(&title);
  if (inputs->n > 1) {
    dm_buffer_add_string(out, "<nav aria-label=\"Documents\">\n<ol>\n");
    for (size_t i = 0; i < inputs->n; i++) {
      dm_buffer_print(out, "<li><a href=\"#d%zu\">", i + 1);
      dm_html_string(out, inputs->items[i].name);
      dm_buffer_add_string(out, "</a></li>\n");
    }
    dm_buffer_add_string(out, "</ol>\n</nav>\n");
  }
  dm_buffer_add_string(out, "<main>\n");
}

void dm_explain_html_refused(const dm_input *input, size_t number, dm_buffer *out)
{
  dm_buffer_print(out, "<article id=\"d%zu\">\n<h2>", number);
  dm_html_string(out, input->name);
  dm_buffer_add_string(out, "</h2>\n<p>This document was refused.</p>\n</article>\n");
}

void dm_explain_html_end(dm_buffer *out)
{
  dm_buffer_add_string(out, "</main>\n</body>\n</html>\n");
}
