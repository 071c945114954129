/* mapping/evaluate.c - what variables, templates and choices stand for in one document.
 *
 * Values are pushed on a stack. A template of several variables, some with several values, gives a term for each combination: it is filled part by part,
 * and the results of the inner parts move down over the values of the outer one when that is done. */
#include "mapping/mapping_impl.h"

#include "base/unicode.h"

#include <ctype.h>
#include <string.h>

static void push(evaluation *e, item pushed)
{
  *dm_vector_add(&e->items) = pushed;
}

static void push_text(evaluation *e, const char *text)
{
  push(e, (item){.kind = ITEM_TEXT, .term = {.value = text, .n_bytes = strlen(text)}});
}

static void push_number(evaluation *e, size_t number)
{
  push_text(e, dm_arena_print(e->arena, "%zu", number));
}

static void push_entity(evaluation *e, const dm_entity *entity)
{
  if (entity)
    push(e, (item){.kind = ITEM_ENTITY, .entity = entity});
}

static void push_value(evaluation *e, const dm_cell_value *value)
{
  if (!value)
    return;
  if (value->kind == DM_CELL_ENTITY)
    push_entity(e, value->entity);
  else if (value->text)
    push_text(e, value->text);
}

/* Drops items [base, end) from under those above. */
static void drop(evaluation *e, size_t base, size_t end)
{
  if (end == base)
    return;
  memmove(&e->items.items[base], &e->items.items[end], (e->items.n - end) * sizeof *e->items.items);
  e->items.n -= end - base;
}

static void push_field(evaluation *e, const dm_entity *entity, entity_field field, const char *key)
{
  switch (field) {
  case FIELD_ID: push_text(e, entity->id); break;
  case FIELD_KIND: push_text(e, entity->kind); break;
  case FIELD_LABEL:
    if (entity->label)
      push_text(e, entity->label);
    break;
  case FIELD_ALT_LABEL:
    for (size_t i = 0; i < entity->n_alt_labels; i++)
      push_text(e, entity->alt_labels[i]);
    break;
  case FIELD_OF: push_entity(e, entity->of); break;
  case FIELD_PART_OF: push_entity(e, entity->part_of); break;
  case FIELD_BROADER: push_entity(e, entity->broader); break;
  case FIELD_SUCCEEDS:
    for (size_t i = 0; i < entity->n_succeeds; i++)
      push_entity(e, entity->succeeds[i]);
    break;
  case FIELD_SUCCEEDED_BY:
    for (size_t i = 0; i < entity->n_succeeded_by; i++)
      push_entity(e, entity->succeeded_by[i]);
    break;
  case FIELD_LISTED:
    if (entity->listed)
      push_text(e, "yes");
    break;
  case FIELD_PROPERTY:
    for (size_t i = 0; i < entity->n_properties; i++)
      if (strcmp(entity->properties[i].key, key) == 0)
        push_text(e, entity->properties[i].value);
    break;
  case FIELD_NONE: break;
  }
}

static const char *text_of(evaluation *e, const item *i)
{
  if (i->kind != ITEM_ENTITY)
    return i->term.value;
  const dm_term iri = dm_evaluate_entity(e, i->entity);
  return iri.kind == DM_TERM_NONE ? NULL : iri.value;
}

/* What tables and conditions compare. */
static const char *key_of(const item *i)
{
  return i->kind == ITEM_ENTITY ? i->entity->id : i->term.value;
}

/* A language tag as RFC 5646 writes them, of a language of ISO 639 (two or three letters): words such as "English" are none. */
static bool is_language_tag(const char *text)
{
  size_t n_primary = 0;
  while (isalpha((unsigned char)text[n_primary]))
    n_primary++;
  if (n_primary < 2 || n_primary > 3)
    return false;
  for (const char *at = text + n_primary; *at;) {
    size_t n = 0;
    if (*at++ != '-')
      return false;
    while (isalnum((unsigned char)at[n]))
      n++;
    if (n < 1 || n > 8)
      return false;
    at += n;
  }
  return true;
}

static void push_slug(evaluation *e, const char *text)
{
  const size_t start = e->text.n_bytes;
  dm_unicode_slug(&e->text, text, strlen(text));
  const char *slug = dm_arena_string(e->arena, dm_buffer_string(&e->text) + start, e->text.n_bytes - start);
  e->text.n_bytes = start;
  if (*slug)
    push_text(e, slug);
}

static void push_row(evaluation *e, const table *t, const char *key)
{
  for (size_t i = 0; i < t->n_rows; i++) {
    if (strcmp(t->rows[i].key, key) == 0) {
      push(e, (item){.kind = ITEM_TERM, .term = t->rows[i].term});
      return;
    }
  }
}

/* Replaces the items from `base` by what the filter makes of them. */
static void apply_filter(evaluation *e, const filter *f, size_t base)
{
  const size_t end = e->items.n;
  for (size_t i = base; i < end; i++) {
    const item it = e->items.items[i]; /* a copy, for pushing may move the stack */
    switch (f->kind) {
    case FILTER_SLUG: push_slug(e, key_of(&it)); break;
    case FILTER_TABLE: push_row(e, &e->mapping->tables[f->table], key_of(&it)); break;
    case FILTER_LANGUAGE_TAG:
      if (is_language_tag(key_of(&it)))
        push(e, it);
      break;
    case FILTER_FIELD:
      if (it.kind == ITEM_ENTITY)
        push_field(e, it.entity, f->field, f->property);
      break;
    }
  }
  drop(e, base, end);
}

static void push_let(evaluation *e, size_t index)
{
  const let_name *let = &e->mapping->lets[index];
  let_cache      *cache = &e->lets[index];
  const size_t    base = e->items.n;
  if (!let->is_of_document || !e->document) {
    dm_evaluate_choices(e, &let->choices, true);
    return;
  }
  if (!cache->is_known) {
    const dm_entity *entity = e->entity;
    e->entity = NULL; /* whose base would be another */
    dm_evaluate_choices(e, &let->choices, true);
    e->entity = entity;
    cache->n = e->items.n - base;
    cache->items = dm_arena_allocate(e->arena, (cache->n + 1) * sizeof *cache->items);
    if (cache->n > 0)
      memcpy(cache->items, &e->items.items[base], cache->n * sizeof *cache->items);
    cache->is_known = true;
    return;
  }
  for (size_t i = 0; i < cache->n; i++)
    push(e, cache->items[i]);
}

static void push_root(evaluation *e, const variable *v)
{
  const dm_document_facts *d = e->document;
  const dm_passage        *first = e->fact && e->fact->n_passages > 0 ? &e->fact->passages[0] : NULL;
  const dm_passage        *p = e->passage;
  switch (v->root) {
  case ROOT_NAME:
    if (e->fact)
      push_value(e, dm_fact_get(e->fact, v->name));
    else if (e->entity)
      push_field(e, e->entity, v->field, v->name);
    return;
  case ROOT_CELL:
    if (d)
      push_value(e, e->slots[v->index]);
    return;
  case ROOT_LET: push_let(e, v->index); return;
  case ROOT_SELF: push_entity(e, e->entity); return;
  case ROOT_PROGRAM: push_entity(e, e->program); return;
  case ROOT_RULE:
    if (e->fact && e->program)
      push_entity(e, e->fact->maker);
    return;
  case ROOT_REFERENCE: push_text(e, e->mapping->default_base); return;
  case ROOT_DOCUMENT_NAME:
    if (d)
      push_text(e, d->name);
    return;
  case ROOT_PASSAGE_TEXT:
    if (p)
      push_text(e, dm_arena_string(e->arena, p->anchor, p->n_anchor_bytes));
    return;
  case ROOT_DOCUMENT_LENGTH:
    if (d)
      push_number(e, d->length_cp);
    return;
  case ROOT_BEGIN:
  case ROOT_END:
    if (first)
      push_number(e, v->root == ROOT_BEGIN ? first->begin_cp : first->end_cp);
    return;
  case ROOT_PASSAGE_BEGIN:
  case ROOT_PASSAGE_END:
    if (p)
      push_number(e, v->root == ROOT_PASSAGE_BEGIN ? p->begin_cp : p->end_cp);
    return;
  }
}

static void push_variable(evaluation *e, const variable *v)
{
  const size_t base = e->items.n;
  push_root(e, v);
  for (size_t i = 0; i < v->n_filters; i++)
    apply_filter(e, &v->filters[i], base);
}

static bool is_digits(const char *text, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (!isdigit((unsigned char)text[i]))
      return false;
  return true;
}

static int two_digits(const char *text)
{
  return (text[0] - '0') * 10 + (text[1] - '0');
}

static int days_of(int year, int month)
{
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool       is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && is_leap ? 29 : days[month - 1];
}

/* Whether a number may stand for the part of a form that begins with `letter`; keeps what days depend on. */
static bool is_in_range(char letter, int number, int *year, int *month)
{
  if (letter == 'Y')
    *year = number;
  else if (letter == 'M')
    *month = number;
  return letter == 'Y' || (letter == 'M' ? number >= 1 && number <= 12 : number >= 1 && number <= days_of(*year, *month));
}

static bool has_form(const char *text, const char *form)
{
  int year = 2000; /* a leap year, where the form has none */
  int month = 1;
  if (strcmp(form, "*") == 0)
    return true;
  while (*form) {
    const size_t n = strncmp(form, "YYYY", 4) == 0 ? 4 : strncmp(form, "MM", 2) == 0 || strncmp(form, "DD", 2) == 0 ? 2 : 1;
    if (strlen(text) < n)
      return false;
    if (n == 1) {
      if (*text != *form)
        return false;
    } else if (!is_digits(text, n) || !is_in_range(*form, n == 4 ? two_digits(text) * 100 + two_digits(text + 2) : two_digits(text), &year, &month)) {
      return false;
    }
    text += n;
    form += n;
  }
  return *text == '\0';
}

static const char *datatype_of(const datatype_choice *d, const char *text)
{
  for (size_t i = 0; i < d->n_forms; i++)
    if (has_form(text, d->forms[i].form))
      return d->forms[i].datatype;
  return NULL;
}

/* One segment of an IRI: letters and digits of any script and - . _ ~ stay, all else is percent-encoded. */
static void add_segment(dm_buffer *out, const char *text, size_t n_text)
{
  for (size_t at = 0; at < n_text;) {
    size_t         n_bytes = 1;
    const uint32_t codepoint = dm_utf8_decode(text, n_text, at, &n_bytes);
    if ((codepoint < 0x80 && strchr("-._~", (int)codepoint)) || dm_unicode_is_letter(codepoint) || dm_unicode_is_digit(codepoint))
      dm_buffer_add(out, text + at, n_bytes);
    else
      for (size_t i = 0; i < n_bytes; i++)
        dm_buffer_print(out, "%%%02X", (unsigned char)text[at + i]);
    at += n_bytes;
  }
}

/* A template being filled. */
typedef struct {
  const term_template *t;
  const char          *language;
  size_t               start; /* in the text */
} filling;

static void push_filled(evaluation *e, const filling *f)
{
  const size_t n_bytes = e->text.n_bytes - f->start;
  const char  *value = dm_arena_string(e->arena, dm_buffer_string(&e->text) + f->start, n_bytes);
  dm_term      term = {.kind = DM_TERM_IRI, .value = value, .n_bytes = n_bytes};
  if (f->t->kind == TEMPLATE_IRI) {
    if (dm_iri_is_valid(value))
      push(e, (item){.kind = ITEM_TERM, .term = term});
    return;
  }
  term.kind = DM_TERM_LITERAL;
  term.language = f->language;
  term.datatype = f->t->datatypes ? datatype_of(f->t->datatypes, value) : f->t->datatype;
  if (!f->t->datatypes || term.datatype)
    push(e, (item){.kind = ITEM_TERM, .term = term});
}

static void fill(evaluation *e, const filling *f, size_t part_index)
{
  const size_t n_text = e->text.n_bytes;
  if (part_index == f->t->n_parts) {
    push_filled(e, f);
    return;
  }
  const part *p = &f->t->parts[part_index];
  if (!p->variable) {
    dm_buffer_add(&e->text, p->text, p->n_bytes);
    fill(e, f, part_index + 1);
    e->text.n_bytes = n_text;
    return;
  }
  const size_t base = e->items.n;
  push_variable(e, p->variable);
  const size_t end = e->items.n;
  for (size_t i = base; i < end; i++) {
    const item  it = e->items.items[i];
    const char *text = text_of(e, &it);
    if (!text)
      continue;
    if (f->t->kind == TEMPLATE_IRI && part_index > 0)
      add_segment(&e->text, text, strlen(text));
    else
      dm_buffer_add_string(&e->text, text);
    fill(e, f, part_index + 1);
    e->text.n_bytes = n_text;
  }
  drop(e, base, end);
}

static void fill_template(evaluation *e, const term_template *t)
{
  filling f = {.t = t, .language = t->language, .start = e->text.n_bytes};
  if (t->language_variable) {
    const size_t base = e->items.n;
    push_variable(e, t->language_variable);
    if (e->items.n == base)
      return;
    f.language = key_of(&e->items.items[base]);
    e->items.n = base;
  }
  if (t->is_relative) {
    const bool is_reference = !e->document || (e->entity && e->entity->listed);
    dm_buffer_add_string(&e->text, is_reference ? e->mapping->default_base : e->mapping->base);
  }
  fill(e, &f, 0);
  e->text.n_bytes = f.start;
}

/* A thing or an IRI of a let or table is a term, a bare text is none. */
static void push_bare(evaluation *e, const variable *v)
{
  const size_t base = e->items.n;
  push_variable(e, v);
  size_t n = base;
  for (size_t i = base; i < e->items.n; i++) {
    item it = e->items.items[i];
    if (it.kind == ITEM_ENTITY)
      it = (item){.kind = ITEM_TERM, .term = dm_evaluate_entity(e, it.entity)};
    if (it.kind == ITEM_TERM && it.term.kind != DM_TERM_NONE)
      e->items.items[n++] = it;
  }
  e->items.n = n;
}

void dm_evaluation_begin(evaluation *e, const dm_mapping *mapping, const dm_document_facts *document, const dm_entity *program)
{
  *e = (evaluation){.mapping = mapping, .document = document, .program = program, .arena = dm_arena_new(), .entity_iris = dm_map_new()};
  e->slots = dm_arena_allocate(e->arena, (mapping->n_slots + 1) * sizeof *e->slots);
  e->lets = dm_arena_allocate(e->arena, (mapping->n_lets + 1) * sizeof *e->lets);
}

void dm_evaluation_end(evaluation *e)
{
  dm_vector_free(&e->iris);
  dm_vector_free(&e->items);
  dm_buffer_free(&e->text);
  dm_map_free(e->entity_iris);
  dm_arena_free(e->arena);
}

void dm_evaluate_template(evaluation *e, const term_template *t)
{
  if (t->kind == TEMPLATE_CONSTANT)
    push(e, (item){.kind = ITEM_TERM, .term = t->term});
  else if (t->kind == TEMPLATE_BARE)
    push_bare(e, t->parts[0].variable);
  else
    fill_template(e, t);
}

void dm_evaluate_choices(evaluation *e, const choices *c, bool first_only)
{
  const size_t base = e->items.n;
  for (size_t i = 0; i < c->n && !(first_only && e->items.n > base); i++)
    if (dm_conditions_hold(e, &c->items[i].when, &c->items[i].unless))
      dm_evaluate_template(e, &c->items[i].to);
}

static bool test_holds(evaluation *e, const test *t)
{
  const size_t base = e->items.n;
  bool         holds = false;
  push_variable(e, t->variable);
  for (size_t i = base; i < e->items.n && !holds; i++)
    for (size_t k = 0; k < t->n_values && !holds; k++)
      holds = strcmp(t->values[k], "*") == 0 || strcmp(t->values[k], key_of(&e->items.items[i])) == 0;
  e->items.n = base;
  return holds;
}

static bool some_holds(evaluation *e, const conditions *c)
{
  for (size_t i = 0; i < c->n; i++) {
    bool all_hold = true;
    for (size_t k = 0; k < c->items[i].n_tests && all_hold; k++)
      all_hold = test_holds(e, &c->items[i].tests[k]);
    if (all_hold)
      return true;
  }
  return false;
}

bool dm_conditions_hold(evaluation *e, const conditions *when, const conditions *unless)
{
  return (when->n == 0 || some_holds(e, when)) && (unless->n == 0 || !some_holds(e, unless));
}

dm_term dm_evaluate_entity(evaluation *e, const dm_entity *entity)
{
  bool           is_new = false;
  uint32_t       kind = 0;
  const uint32_t index = *dm_map_put(e->entity_iris, (const char *)&entity, sizeof entity, (uint32_t)e->iris.n, &is_new);
  if (!is_new)
    return e->iris.items[index];
  *dm_vector_add(&e->iris) = (dm_term){0};
  if (!dm_map_get(e->mapping->kind_index, entity->kind, strlen(entity->kind), &kind))
    return (dm_term){0};
  const dm_fact   *fact = e->fact;
  const dm_entity *self = e->entity;
  const size_t     base = e->items.n;
  e->fact = NULL; /* {id} is the thing's now */
  e->entity = entity;
  dm_evaluate_choices(e, &e->mapping->kinds[kind].iri, true);
  e->fact = fact;
  e->entity = self;
  if (e->items.n > base)
    e->iris.items[index] = e->items.items[base].term;
  e->items.n = base;
  return e->iris.items[index];
}
