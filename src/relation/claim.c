/* relation/claim.c - from words to the fact that is asked for. */
#include "relation/claim_impl.h"

#include <stdio.h>
#include <string.h>

#include "base/unicode.h"

enum { MAX_WORDS = 32, MAX_NEAR = 4 };

typedef struct {
  const dm_rules   *rules;
  const dm_reading *reading;
  dm_claim         *claim;
  dm_buffer        *problem;
  char             *words[MAX_WORDS]; /* in one copy of what was asked */
  bool              quoted[MAX_WORDS];
  bool              used[MAX_WORDS];
  size_t            n_words;
  dm_buffer         slug, other; /* scratch */
} asking;

/* Words. */

/* Cuts at spaces; what stands between double quotes is one word. */
static bool cut_words(asking *a, char *text)
{
  for (char *at = text; *at;) {
    while (*at == ' ')
      at++;
    char end = *at == '"' ? '"' : ' ';
    at += *at == '"';
    if (!*at)
      break;
    if (a->n_words == MAX_WORDS)
      return false;
    a->quoted[a->n_words] = end == '"';
    a->words[a->n_words++] = at;
    while (*at && *at != end)
      at++;
    if (*at)
      *at++ = '\0';
  }
  return a->n_words > 0;
}

/* Words [from, to) with spaces between; the caller's. */
static char *join_words(const asking *a, size_t from, size_t to)
{
  dm_buffer all = {0};
  for (size_t i = from; i < to; i++)
    dm_buffer_print(&all, "%s%s", i > from ? " " : "", a->words[i]);
  char *joined = dm_copy_string(dm_buffer_string(&all), all.n_bytes);
  dm_buffer_free(&all);
  return joined;
}

static bool has_slug(asking *a, const char *name)
{
  if (!name)
    return false;
  dm_buffer_clear(&a->other);
  dm_unicode_slug(&a->other, name, strlen(name));
  return strcmp(dm_buffer_string(&a->other), dm_buffer_string(&a->slug)) == 0;
}

/* Whether a thing is called what a->slug says. */
static bool is_called(asking *a, const dm_entity *thing)
{
  bool called = has_slug(a, thing->id) || has_slug(a, thing->label);
  for (size_t i = 0; i < thing->n_alt_labels && !called; i++)
    called = has_slug(a, thing->alt_labels[i]);
  return called;
}

static void set_slug(asking *a, const char *words)
{
  dm_buffer_clear(&a->slug);
  dm_unicode_slug(&a->slug, words, strlen(words));
}

/* Every thing that the lexicon or the document calls `words`. */
static void find_things(asking *a, const char *words, wanted *out)
{
  size_t                  n = 0;
  const dm_entity *const *listed = dm_lexicon_entities(a->rules->lexicon, &n);
  set_slug(a, words);
  out->things.n = 0;
  if (a->slug.n_bytes == 0)
    return;
  for (size_t i = 0; i < n; i++)
    if (is_called(a, listed[i]))
      *dm_vector_add(&out->things) = listed[i];
  for (size_t i = 0; a->reading && i < a->reading->found.n; i++)
    if (is_called(a, a->reading->found.items[i]))
      *dm_vector_add(&out->things) = a->reading->found.items[i];
}

/* What rules put into cells. */

typedef void (*on_cell)(asking *a, const fact_template *of, const cell_template *cell, void *ctx);

static void each_cell(asking *a, on_cell visit, void *ctx)
{
  for (size_t r = 0; r < a->rules->rules.n; r++) {
    const rule      *of = &a->rules->rules.items[r];
    const templates *all[] = {&of->facts, &of->negated, &of->breached, &of->otherwise};
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
      for (size_t f = 0; f < all[k]->n; f++)
        for (size_t c = 0; c < all[k]->items[f].n_cells; c++)
          visit(a, &all[k]->items[f], &all[k]->items[f].cells[c], ctx);
  }
}

static size_t cell_number(const dm_rules *rules, uint32_t family_number, const char *name)
{
  const family *of = &rules->families.items[family_number];
  size_t        c = 0;
  while (c < of->n_cells && strcmp(of->cells[c], name) != 0)
    c++;
  return c;
}

/* The cell into which a rule puts what a->slug calls: of the family asked for, or, where it is not known yet, of the first family. */
typedef struct {
  uint32_t         family;
  const char      *cell;
  const dm_entity *thing; /* NULL: a word */
} fixed_cell;

static void find_fixed(asking *a, const fact_template *of, const cell_template *cell, void *ctx)
{
  fixed_cell *found = ctx;
  bool        same = a->claim->family == UINT32_MAX ? of->family < found->family : of->family == a->claim->family && !found->cell;
  if (!same || !((cell->source == FROM_WORD && has_slug(a, cell->name)) || (cell->source == FROM_THING && is_called(a, cell->thing))))
    return;
  *found = (fixed_cell){.family = of->family, .cell = cell->cell, .thing = cell->thing};
}

typedef struct {
  const char *cell;
  bool        open;  /* some rule takes it from the text */
  bool        text;  /* as words */
  bool        thing; /* what it takes is always a thing */
} cell_use;

static void find_use(asking *a, const fact_template *of, const cell_template *cell, void *ctx)
{
  cell_use *use = ctx;
  if (of->family != a->claim->family || strcmp(cell->cell, use->cell) != 0)
    return;
  use->open |= cell->source != FROM_WORD && cell->source != FROM_THING;
  use->text |= cell->part == PART_TEXT;
  use->thing |= cell->source != FROM_CAPTURE && cell->source != FROM_WORD && cell->source != FROM_THING;
}

/* Suggestions. */

typedef struct {
  const char *names[MAX_NEAR]; /* no two of one slug */
  size_t      distances[MAX_NEAR];
  size_t      n;
} near_names;

/* How far a name is from the slug that was asked for: hundred for each letter that differs; one that holds it whole stands between one letter and two. SIZE_MAX: not near. */
static size_t distance_of(const char *asked, const char *slug)
{
  size_t      length = strlen(asked), most = length < 6 ? 1 : length < 9 ? 2 : 3, distance = dm_unicode_distance(slug, asked, most);
  const char *inside = strstr(slug, asked);
  if (distance <= most)
    return 100 * distance;
  bool whole = inside && (inside == slug || inside[-1] == '-') && (!inside[length] || inside[length] == '-');
  return whole && length > 1 ? 100 + strlen(slug) : SIZE_MAX;
}

static bool same_slug(const char *name, const char *slug)
{
  dm_buffer own = {0};
  dm_unicode_slug(&own, name, strlen(name));
  bool same = strcmp(dm_buffer_string(&own), slug) == 0;
  dm_buffer_free(&own);
  return same;
}

static void note_near(near_names *near, const char *asked, const char *name)
{
  if (!name)
    return;
  dm_buffer slug = {0};
  dm_unicode_slug(&slug, name, strlen(name));
  size_t distance = distance_of(asked, dm_buffer_string(&slug)), place = near->n;
  bool   known = distance == SIZE_MAX;
  for (size_t i = 0; i < near->n && !known; i++)
    known = same_slug(near->names[i], dm_buffer_string(&slug));
  dm_buffer_free(&slug);
  if (known)
    return;
  while (place > 0 && near->distances[place - 1] > distance)
    place--;
  if (place == MAX_NEAR)
    return;
  if (near->n < MAX_NEAR)
    near->n++;
  for (size_t i = near->n - 1; i > place; i--) {
    near->names[i] = near->names[i - 1];
    near->distances[i] = near->distances[i - 1];
  }
  near->names[place] = name;
  near->distances[place] = distance;
}

static void note_thing(near_names *near, const char *asked, const dm_entity *thing)
{
  note_near(near, asked, thing->label);
  note_near(near, asked, thing->id);
  for (size_t i = 0; i < thing->n_alt_labels; i++)
    note_near(near, asked, thing->alt_labels[i]);
}

/* Words that rules put into facts, of the family asked for or of any. */
static void note_fixed(asking *a, const fact_template *of, const cell_template *cell, void *ctx)
{
  if (a->claim->family != UINT32_MAX && of->family != a->claim->family)
    return;
  if (cell->source == FROM_WORD)
    note_near(ctx, dm_buffer_string(&a->slug), cell->name);
  else if (cell->source == FROM_THING)
    note_near(ctx, dm_buffer_string(&a->slug), cell->thing->id);
}

static void tell_near(asking *a, const near_names *near)
{
  for (size_t i = 0; i < near->n; i++)
    dm_buffer_print(a->problem, "%s`%s`", i == 0 ? "; near to it: " : ", ", near->names[i]);
}

static void suggest(asking *a, const char *words)
{
  near_names              near = {.n = 0};
  size_t                  n = 0;
  const dm_entity *const *listed = dm_lexicon_entities(a->rules->lexicon, &n);
  set_slug(a, words);
  each_cell(a, note_fixed, &near);
  for (size_t i = 0; a->reading && i < a->reading->found.n; i++)
    note_thing(&near, dm_buffer_string(&a->slug), a->reading->found.items[i]);
  for (size_t i = 0; i < n; i++)
    note_thing(&near, dm_buffer_string(&a->slug), listed[i]);
  tell_near(a, &near);
}

/* Filling cells. */

static void set_cell(asking *a, size_t cell, size_t from, size_t to, bool fixed)
{
  wanted *asked = &a->claim->cells[cell];
  free(asked->words);
  asked->words = join_words(a, from, to);
  asked->given = true;
  asked->fixed = fixed;
  for (size_t i = from; i < to; i++)
    a->used[i] = true;
}

static void set_family(asking *a, uint32_t number)
{
  a->claim->family = number;
  a->claim->n_cells = a->rules->families.items[number].n_cells;
  a->claim->cells = dm_allocate(a->claim->n_cells * sizeof *a->claim->cells);
}

/* The words that rules put into facts themselves, the longest first; the first of them tells the family if nothing else does. */
static void take_fixed(asking *a)
{
  for (size_t from = 0; from < a->n_words; from++) {
    for (size_t to = a->n_words; to > from && !a->used[from]; to--) {
      fixed_cell found = {.family = UINT32_MAX};
      char      *words = join_words(a, from, to);
      set_slug(a, words);
      free(words);
      each_cell(a, find_fixed, &found);
      if (!found.cell)
        continue;
      if (a->claim->family == UINT32_MAX)
        set_family(a, found.family);
      size_t cell = cell_number(a->rules, found.family, found.cell);
      if (a->claim->cells[cell].given)
        continue;
      set_cell(a, cell, from, to, true);
      if (found.thing)
        *dm_vector_add(&a->claim->cells[cell].things) = found.thing;
    }
  }
}

/* The next cell that takes things or words of the text; n_cells if there is none. */
static size_t next_open(asking *a, cell_use *use)
{
  const family *of = &a->rules->families.items[a->claim->family];
  for (size_t c = 0; c < of->n_cells; c++) {
    if (a->claim->cells[c].given)
      continue;
    *use = (cell_use){.cell = of->cells[c]};
    each_cell(a, find_use, use);
    if (use->open || a->claim->family == a->rules->front_family || dm_claim_is_qualified(a->claim, c))
      return c;
  }
  return of->n_cells;
}

/* The longest run of words from `from` on that names things for `cell`, or else, where text may stand, what is quoted or all of them. Returns its end; `from` if there is none. */
static size_t take_run(asking *a, size_t from, size_t until, size_t cell, const cell_use *use)
{
  wanted *asked = &a->claim->cells[cell];
  for (size_t to = until; to > from; to--) {
    char *words = join_words(a, from, to);
    find_things(a, words, asked);
    free(words);
    if (asked->things.n == 0)
      continue;
    set_cell(a, cell, from, to, false);
    return to;
  }
  bool number = !use->thing && strspn(a->words[from], "0123456789-+") == strlen(a->words[from]);
  if (!use->text && !number)
    return from;
  size_t to = a->quoted[from] || number ? from + 1 : until;
  set_cell(a, cell, from, to, false);
  return to;
}

static dm_status take_open(asking *a)
{
  for (size_t from = 0; from < a->n_words;) {
    size_t   until = from;
    cell_use use = {0};
    while (until < a->n_words && !a->used[until])
      until++;
    if (until == from) {
      from++;
      continue;
    }
    size_t cell = next_open(a, &use), end = cell < a->claim->n_cells ? take_run(a, from, until, cell, &use) : from;
    if (end > from) {
      from = end;
      continue;
    }
    char *words = join_words(a, from, until);
    if (cell == a->claim->n_cells) {
      dm_buffer_print(a->problem, "`%s` has no cell for `%s`", a->rules->families.items[a->claim->family].name, words);
    } else {
      dm_buffer_print(a->problem, "`%s` names nothing that the lexicon knows%s", words, a->reading ? " or the document brings" : "");
      suggest(a, words);
    }
    free(words);
    return DM_BAD_USAGE;
  }
  return DM_OK;
}

/* The words that rules put into facts that are near to any word asked for, and families near to the first. */
static bool suggest_family(asking *a)
{
  near_names near = {.n = 0};
  for (size_t i = 0; i < a->n_words; i++) {
    set_slug(a, a->words[i]);
    each_cell(a, note_fixed, &near);
    for (size_t f = 0; f < a->rules->families.n && i == 0; f++)
      note_near(&near, dm_buffer_string(&a->slug), a->rules->families.items[f].name);
  }
  tell_near(a, &near);
  return near.n > 0;
}

static void tell_families(asking *a)
{
  dm_buffer_add_string(a->problem, "nothing in it tells the family of the fact");
  if (suggest_family(a))
    return;
  dm_buffer_add_string(a->problem, "; a family's name may stand first:");
  for (size_t f = 0; f < a->rules->families.n; f++)
    dm_buffer_print(a->problem, " %s", a->rules->families.items[f].name);
}

/* The first of words [0, n) that is a family's name. */
static void take_family(asking *a, size_t n)
{
  for (size_t i = 0; i < n && a->claim->family == UINT32_MAX; i++) {
    uint32_t named = dm_rules_family(a->rules, a->words[i]);
    if (named == UINT32_MAX)
      continue;
    set_family(a, named);
    a->used[i] = true;
  }
}

static dm_status read_claim(asking *a)
{
  if (!a->n_words) {
    dm_buffer_add_string(a->problem, "a fact is asked for in one word to thirty-two");
    return DM_BAD_USAGE;
  }
  take_family(a, 1);
  take_fixed(a);
  take_family(a, a->n_words);
  if (a->claim->family == UINT32_MAX) {
    tell_families(a);
    return DM_BAD_USAGE;
  }
  return take_open(a);
}

dm_status dm_claim_read(dm_claim **out, const dm_rules *rules, const dm_reading *reading, const char *words, dm_buffer *problem)
{
  char  *text = dm_copy_string(words, strlen(words));
  asking a = {.rules = rules, .reading = reading, .problem = problem, .claim = dm_allocate(sizeof *a.claim)};
  *a.claim = (dm_claim){.rules = rules, .family = UINT32_MAX};
  if (!cut_words(&a, text))
    a.n_words = 0;
  dm_status status = read_claim(&a);
  if (status) {
    dm_claim_free(a.claim);
    a.claim = NULL;
  }
  *out = a.claim;
  dm_buffer_free(&a.slug);
  dm_buffer_free(&a.other);
  free(text);
  return status;
}

void dm_claim_free(dm_claim *claim)
{
  if (!claim)
    return;
  for (size_t c = 0; c < claim->n_cells; c++) {
    free(claim->cells[c].words);
    dm_vector_free(&claim->cells[c].things);
  }
  free(claim->cells);
  free(claim);
}

void dm_claim_write(const dm_claim *claim, dm_buffer *out)
{
  const family *of = &claim->rules->families.items[claim->family];
  dm_buffer_add_string(out, of->name);
  for (size_t c = 0; c < claim->n_cells; c++) {
    const wanted *asked = &claim->cells[c];
    if (!asked->given)
      continue;
    dm_buffer_print(out, " %s=%s", of->cells[c], asked->things.n ? asked->things.items[0]->id : asked->words);
    if (asked->things.n > 1)
      dm_buffer_print(out, " (or %zu more of that name)", asked->things.n - 1);
  }
}

bool dm_claim_is_qualified(const dm_claim *claim, size_t cell)
{
  const family *of = &claim->rules->families.items[claim->family];
  return of->qualified && strcmp(of->qualified, of->cells[cell]) == 0;
}

bool dm_wanted_thing(const wanted *asked, const dm_entity *thing)
{
  for (size_t i = 0; i < asked->things.n; i++)
    if (asked->things.items[i] == thing)
      return true;
  return false;
}

bool dm_wanted_is(const wanted *asked, const dm_cell_value *value)
{
  if (!asked->given)
    return true;
  if (value->kind == DM_CELL_ENTITY)
    return value->entity && dm_wanted_thing(asked, value->entity);
  dm_buffer one = {0}, two = {0};
  dm_unicode_slug(&one, asked->words, strlen(asked->words));
  dm_unicode_slug(&two, value->text, strlen(value->text));
  bool same = strcmp(dm_buffer_string(&one), dm_buffer_string(&two)) == 0;
  dm_buffer_free(&one);
  dm_buffer_free(&two);
  return same;
}
