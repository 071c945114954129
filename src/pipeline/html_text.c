/* pipeline/html_text.c - the source of a document with its marks.
 *
 * Marks lie in layers, each over the other, none overlapping in its own:
 *
 *   passage  [------------------------------------------]      begins with an anchor, ends with the numbers of its facts
 *   trigger             [--------]
 *   outer      [-----]             [-----------------]         links to the thing
 *   inner                            [----]
 *
 * Where a layer changes, what lies over it is closed and opened again, so that elements always nest. */
#include <string.h>

#include "pipeline/html_impl.h"

typedef enum { LAYER_PASSAGE, LAYER_TRIGGER, LAYER_OUTER, LAYER_INNER, N_LAYERS } layer_kind;

/* A stretch of the source in one layer; `what` is the number of a mention or fact. */
typedef struct {
  size_t begin;
  size_t end;
  size_t what;
} mark;

typedef DM_VECTOR(mark) marks;

typedef struct {
  html_article *a;
  marks         layers[N_LAYERS];
  size_t        next[N_LAYERS];  /* the mark that the text has reached, or is before */
  const mark   *open[N_LAYERS];  /* NULL: none */
  const mark   *begun[N_LAYERS]; /* the last that was opened: opened again, it is no new one */
  size_t        next_passage;
  DM_VECTOR(mark) ends; /* of passages: where, and which */
  size_t next_end;
  size_t n_links; /* mentions that are links so far */
} marking;

static int compare_marks(const void *a, const void *b)
{
  const mark *x = a, *y = b;
  if (x->begin != y->begin)
    return x->begin < y->begin ? -1 : 1;
  if (x->end != y->end)
    return x->end > y->end ? -1 : 1;
  return (x->what > y->what) - (x->what < y->what);
}

static mark mark_of(const html_article *a, dm_token_range range, size_t what)
{
  dm_span span = dm_text_source_span(a->reading->text, dm_text_tokens_span(a->reading->text, range));
  return (mark){span.begin, span.end, what};
}

/* Keeps of overlapping marks the first and longest; the others go to `rest`, or nowhere if it is NULL. */
static void part_marks(marks *list, marks *rest)
{
  size_t n = 0;
  if (list->n)
    qsort(list->items, list->n, sizeof *list->items, compare_marks);
  for (size_t i = 0; i < list->n; i++) {
    if (n == 0 || list->items[i].begin >= list->items[n - 1].end)
      list->items[n++] = list->items[i];
    else if (rest)
      *dm_vector_add(rest) = list->items[i];
  }
  list->n = n;
}

static void find_marks(marking *m)
{
  const html_article *a = m->a;
  for (size_t i = 0; i < a->reading->mentions.n; i++)
    *dm_vector_add(&m->layers[LAYER_OUTER]) = mark_of(a, a->reading->mentions.items[i].range, i);
  part_marks(&m->layers[LAYER_OUTER], &m->layers[LAYER_INNER]);
  part_marks(&m->layers[LAYER_INNER], NULL);
  for (size_t i = 0; i < a->facts->n_facts; i++)
    if (a->facts->facts[i].trigger.begin < a->facts->facts[i].trigger.end)
      *dm_vector_add(&m->layers[LAYER_TRIGGER]) = mark_of(a, a->facts->facts[i].trigger, i);
  part_marks(&m->layers[LAYER_TRIGGER], NULL);
  for (size_t i = 0; i < a->passages.n; i++) { /* those that meet are one stretch here */
    *dm_vector_add(&m->ends) = (mark){a->passages.items[i].end, a->passages.items[i].end, i};
    marks *stretches = &m->layers[LAYER_PASSAGE];
    mark  *last = stretches->n ? &stretches->items[stretches->n - 1] : NULL;
    if (!last || a->passages.items[i].begin >= last->end)
      *dm_vector_add(stretches) = (mark){a->passages.items[i].begin, a->passages.items[i].end, 0};
    else if (last->end < a->passages.items[i].end)
      last->end = a->passages.items[i].end;
  }
  if (m->ends.n)
    qsort(m->ends.items, m->ends.n, sizeof *m->ends.items, compare_marks);
}

/* Opening and closing. */

static void add_title(const html_article *a, const dm_mention *mention)
{
  dm_buffer *out = a->out;
  dm_buffer_add_string(out, " title=\"");
  if (mention->entity) {
    size_t place = dm_html_place(a, mention->entity);
    dm_html_string(out, dm_html_label(mention->entity));
    dm_buffer_print(out, " (%s)", mention->entity->kind);
    if (place != SIZE_MAX && a->things.items[place].iri) {
      dm_buffer_add_byte(out, ' ');
      dm_html_string(out, a->things.items[place].iri);
    }
  } else {
    dm_html_string(out, dm_grammar_kind_name(dm_lexicon_grammar(a->reading->lexicon), mention->kind));
    if (mention->value) {
      dm_buffer_add_byte(out, ' ');
      dm_html_string(out, mention->value);
    }
    if (mention->n_candidates > 1)
      dm_buffer_print(out, ": which of %zu things of that name is not told", mention->n_candidates);
  }
  dm_buffer_add_byte(out, '"');
}

static void open_mention(marking *m, const mark *of, bool inner, bool again)
{
  html_article     *a = m->a;
  const dm_mention *mention = &a->reading->mentions.items[of->what];
  size_t            place = mention->entity && !inner ? dm_html_place(a, mention->entity) : SIZE_MAX;
  bool              unclear = !mention->entity && mention->n_candidates > 1;
  dm_buffer_add_string(a->out, place == SIZE_MAX ? "<span" : "<a");
  dm_buffer_print(a->out, " class=\"%s g%zu%s\"", inner ? "mi" : "m", dm_html_color(dm_lexicon_grammar(a->reading->lexicon), mention->kind),
                  unclear ? " u" : "");
  if (place != SIZE_MAX) {
    html_thing *thing = &a->things.items[place];
    dm_buffer_print(a->out, " href=\"#d%zu-t%zu\"", a->number, place + 1);
    if (!again) {
      dm_buffer_print(a->out, " id=\"d%zu-m%zu\"", a->number, ++m->n_links);
      thing->n_first = thing->n_first ? thing->n_first : m->n_links;
    }
  }
  add_title(a, mention);
  dm_buffer_add_byte(a->out, '>');
}

static void open_layer(marking *m, layer_kind layer, const mark *of)
{
  bool again = m->begun[layer] == of;
  m->open[layer] = m->begun[layer] = of;
  switch (layer) {
  case LAYER_PASSAGE: dm_buffer_add_string(m->a->out, "<span class=\"p\">"); break;
  case LAYER_TRIGGER:
    dm_buffer_add_string(m->a->out, "<b class=\"w\"");
    if (m->a->facts->facts[of->what].rule) {
      dm_buffer_add_string(m->a->out, " title=\"rule ");
      dm_html_string(m->a->out, m->a->facts->facts[of->what].rule);
      dm_buffer_add_byte(m->a->out, '"');
    }
    dm_buffer_add_byte(m->a->out, '>');
    break;
  default: open_mention(m, of, layer == LAYER_INNER, again); break;
  }
}

static void close_layer(marking *m, layer_kind layer)
{
  const mark *of = m->open[layer];
  m->open[layer] = NULL;
  if (!of)
    return;
  bool is_link = layer == LAYER_OUTER && m->a->reading->mentions.items[of->what].entity &&
                 dm_html_place(m->a, m->a->reading->mentions.items[of->what].entity) != SIZE_MAX;
  dm_buffer_add_string(m->a->out, layer == LAYER_TRIGGER ? "</b>" : is_link ? "</a>" : "</span>");
}

static void close_from(marking *m, layer_kind lowest)
{
  for (int layer = N_LAYERS - 1; layer >= (int)lowest; layer--)
    close_layer(m, (layer_kind)layer);
}

/* Numbers of the facts that a passage ends, runs as one link. */
static void add_numbers(const html_article *a, const html_passage *passage)
{
  dm_buffer_add_string(a->out, "<sup class=\"n\">");
  for (size_t i = 0, end = 0; i < passage->facts.n; i = end) {
    size_t first = passage->facts.items[i];
    for (end = i + 1; end < passage->facts.n && passage->facts.items[end] == first + (end - i);)
      end++;
    size_t last = passage->facts.items[end - 1];
    dm_buffer_print(a->out, "%s<a href=\"#d%zu-f%zu\" aria-label=\"", i ? " " : "", a->number, first);
    if (last > first)
      dm_buffer_print(a->out, "facts %zu to %zu\">%zu\xe2\x80\x93%zu</a>", first, last, first, last);
    else
      dm_buffer_print(a->out, "fact %zu\">%zu</a>", first, first);
  }
  dm_buffer_add_string(a->out, "</sup>");
}

/* The text. */

static const mark *mark_at(marking *m, layer_kind layer, size_t at)
{
  const marks *list = &m->layers[layer];
  while (m->next[layer] < list->n && list->items[m->next[layer]].end <= at)
    m->next[layer]++;
  return m->next[layer] < list->n && list->items[m->next[layer]].begin <= at ? &list->items[m->next[layer]] : NULL;
}

/* What begins or ends at byte `at`: numbers of passages that end, anchors of those that begin, then the layers. */
static void turn(marking *m, size_t at)
{
  const html_article *a = m->a;
  for (; m->next_end < m->ends.n && m->ends.items[m->next_end].begin == at; m->next_end++) {
    close_from(m, LAYER_PASSAGE);
    add_numbers(a, &a->passages.items[m->ends.items[m->next_end].what]);
  }
  for (; m->next_passage < a->passages.n && a->passages.items[m->next_passage].begin == at; m->next_passage++) {
    close_from(m, LAYER_PASSAGE);
    dm_buffer_print(a->out, "<span id=\"d%zu-p%zu\"></span>", a->number, m->next_passage + 1);
  }
  for (layer_kind layer = LAYER_PASSAGE; layer < N_LAYERS; layer++) {
    const mark *now = mark_at(m, layer, at);
    if (now == m->open[layer])
      continue;
    close_from(m, layer);
    if (now)
      open_layer(m, layer, now);
  }
}

static int compare_sizes(const void *a, const void *b)
{
  size_t x = *(const size_t *)a, y = *(const size_t *)b;
  return (x > y) - (x < y);
}

void dm_html_marked_text(html_article *a)
{
  marking m = {.a = a};
  DM_VECTOR(size_t) turns = {0};
  find_marks(&m);
  *dm_vector_add(&turns) = a->document->n_source_bytes;
  for (size_t layer = 0; layer < N_LAYERS; layer++)
    for (size_t i = 0; i < m.layers[layer].n; i++) {
      *dm_vector_add(&turns) = m.layers[layer].items[i].begin;
      *dm_vector_add(&turns) = m.layers[layer].items[i].end;
    }
  for (size_t i = 0; i < a->passages.n; i++) {
    *dm_vector_add(&turns) = a->passages.items[i].begin;
    *dm_vector_add(&turns) = a->passages.items[i].end;
  }
  qsort(turns.items, turns.n, sizeof *turns.items, compare_sizes);
  for (size_t i = 0, at = 0; i < turns.n; i++) {
    if (i && turns.items[i] == turns.items[i - 1])
      continue;
    dm_html_text(a->out, a->document->source + at, turns.items[i] - at);
    at = turns.items[i];
    turn(&m, at);
  }
  for (size_t layer = 0; layer < N_LAYERS; layer++)
    dm_vector_free(&m.layers[layer]);
  dm_vector_free(&m.ends);
  dm_vector_free(&turns);
}
