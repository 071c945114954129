/* pattern/read.c - from the written pattern to a tree. */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/map.h"
#include "base/unicode.h"
#include "pattern/inspect.h"
#include "pattern/node.h"

enum { MAX_DEPTH = 24, MAX_REPEAT = 64 };

/* The trees of the classes that were read so far; NULL for one that failed. */
struct class_trees {
  dm_arena *arena;
  dm_map   *by_name; /* -> place in trees */
  DM_VECTOR(node *) trees;
};

class_trees *dm_class_trees_new(void)
{
  class_trees *made = dm_allocate(sizeof *made);
  made->arena = dm_arena_new();
  made->by_name = dm_map_new();
  return made;
}

bool dm_class_trees_are_empty(const class_trees *trees)
{
  return trees->trees.n == 0;
}

void dm_class_trees_free(class_trees *trees)
{
  if (!trees)
    return;
  dm_map_free(trees->by_name);
  dm_vector_free(&trees->trees);
  dm_arena_free(trees->arena);
  free(trees);
}

/* Where a piece of pattern text is being read. */
typedef struct {
  dm_grammar         *grammar;
  const dm_yaml      *yaml;
  const dm_yaml_node *scalar;
  const char         *text;
  size_t              n;
  size_t              at;
  dm_arena           *arena; /* of nodes and their strings */
  dm_thing_finder     find_thing;
  void               *find_ctx;
  dm_diagnostics     *diagnostics;
  dm_pattern_parts   *parts; /* what is written, to be told; NULL: nobody asks, or a class is being read */
  uint32_t            n_choices;
  int                 depth;
  bool                in_class;
  bool                failed;
} reader;

static node *fail(reader *r, size_t at, const char *format, const char *detail)
{
  if (!r->failed)
    dm_yaml_error_in(r->yaml, r->scalar, at, r->diagnostics, format, detail);
  r->failed = true;
  return NULL;
}

static dm_pattern_part *note(const reader *r, dm_part_use use, size_t begin, size_t end)
{
  if (!r->parts)
    return NULL;
  dm_pattern_part *made = dm_vector_add(r->parts);
  *made = (dm_pattern_part){.use = use, .begin = begin, .end = end};
  return made;
}

static node *new_node(reader *r, node_kind kind)
{
  node *made = dm_arena_allocate(r->arena, sizeof *made);
  made->kind = kind;
  return made;
}

static node *new_leaf(reader *r, opcode op, uint8_t arg, uint32_t a)
{
  node *made = new_node(r, NODE_LEAF);
  made->leaf = (instruction){.op = (uint8_t)op, .arg = arg, .a = a};
  return made;
}

static bool is_space(char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_space(reader *r)
{
  while (r->at < r->n && is_space(r->text[r->at]))
    r->at++;
}

static char peek(const reader *r)
{
  return r->at < r->n ? r->text[r->at] : '\0';
}

static bool take(reader *r, char c)
{
  if (peek(r) != c)
    return false;
  r->at++;
  return true;
}

static bool is_word_byte(const reader *r, size_t at)
{
  size_t   n_bytes = 0;
  uint32_t c = dm_utf8_decode(r->text, r->n, at, &n_bytes);
  return dm_unicode_is_letter(c) || dm_unicode_is_digit(c) || (c == '\'' && at > 0) || c == 0x2019;
}

/* The bytes from here that belong to a word: letters, digits, an apostrophe, and '/' or '.' between them (`A/70/174`, `U.S`). */
static size_t word_end(const reader *r, size_t at)
{
  while (at < r->n) {
    size_t n_bytes = 1;
    dm_utf8_decode(r->text, r->n, at, &n_bytes);
    bool inner = (r->text[at] == '/' || r->text[at] == '.') && at + 1 < r->n && r->text[at + 1] != '.' && is_word_byte(r, at + 1);
    if (!is_word_byte(r, at) && !inner)
      break;
    at += n_bytes;
  }
  return at;
}

/* The bytes of a name of a class, kind, thing or capture. */
static size_t name_end(const reader *r, size_t at)
{
  while (at < r->n && (is_word_byte(r, at) || r->text[at] == '-' || r->text[at] == '_'))
    at++;
  return at;
}

static const char *copy(reader *r, size_t begin, size_t end)
{
  return dm_arena_string(r->arena, r->text + begin, end - begin);
}

static node *read_choice(reader *r);

static int compare_symbols(const void *a, const void *b)
{
  dm_symbol x = *(const dm_symbol *)a, y = *(const dm_symbol *)b;
  return (x > y) - (x < y);
}

/* Keeps `words` in the node, sorted, each once. */
static void set_words(reader *r, node *made, symbol_list *words)
{
  if (words->n > 1)
    qsort(words->items, words->n, sizeof *words->items, compare_symbols);
  made->words = dm_arena_allocate(r->arena, words->n * sizeof *made->words);
  for (size_t i = 0; i < words->n; i++)
    if (i == 0 || words->items[i] != words->items[i - 1])
      made->words[made->n_words++] = words->items[i];
}

typedef struct {
  dm_grammar *grammar;
  symbol_list words;
} form_adder;

static void add_form(void *ctx, const char *form, size_t n_bytes)
{
  form_adder *adder = ctx;
  *dm_vector_add(&adder->words) = dm_grammar_add_word(adder->grammar, form, n_bytes);
}

/* Points inside an abbreviation are dropped, as the tokeniser folds them. */
static void fold_word(dm_buffer *folded, const char *word, size_t n_bytes)
{
  dm_buffer plain = {0};
  for (size_t i = 0; i < n_bytes; i++)
    if (word[i] != '.')
      dm_buffer_add_byte(&plain, word[i]);
  dm_unicode_fold(folded, dm_buffer_string(&plain), plain.n_bytes);
  dm_buffer_free(&plain);
}

/* One word without hyphen, perhaps with '~' behind the whole compound. */
static node *word_node(reader *r, size_t begin, size_t end, bool inflected)
{
  node     *made = new_node(r, NODE_WORDS);
  dm_buffer folded = {0};
  fold_word(&folded, r->text + begin, end - begin);
  form_adder adder = {.grammar = r->grammar};
  if (inflected)
    dm_grammar_inflect(r->grammar, dm_buffer_string(&folded), add_form, &adder);
  else
    add_form(&adder, dm_buffer_string(&folded), folded.n_bytes);
  set_words(r, made, &adder.words);
  dm_vector_free(&adder.words);
  dm_buffer_free(&folded);
  return made;
}

static void append(node ***tail, node *child)
{
  **tail = child;
  *tail = &child->next;
}

static node *optional(reader *r, node *child)
{
  node *made = new_node(r, NODE_REPEAT);
  made->child = child;
  made->max = 1;
  return made;
}

/* word, word~, multi-word: the hyphens of a compound are optional. */
static node *read_word(reader *r)
{
  node  *sequence = new_node(r, NODE_SEQUENCE);
  node **tail = &sequence->child;
  size_t whole = r->at;
  for (;;) {
    size_t begin = r->at, end = word_end(r, begin);
    bool   goes_on = end + 1 < r->n && r->text[end] == '-' && is_word_byte(r, end + 1);
    r->at = end;
    bool inflected = !goes_on && take(r, '~');
    note(r, DM_PART_WORD, begin, end);
    append(&tail, word_node(r, begin, end, inflected));
    if (!goes_on)
      break;
    r->at = end + 1;
    append(&tail, optional(r, new_leaf(r, OP_HYPHEN, 0, 0)));
  }
  if (!sequence->child->next)
    return sequence->child;
  note(r, DM_PART_COMPOUND, whole, r->text[r->at - 1] == '~' ? r->at - 1 : r->at);
  return sequence;
}

static node *read_exact(reader *r)
{
  size_t begin = r->at, end = word_end(r, begin);
  while (end + 1 < r->n && (r->text[end] == '-' || r->text[end] == '&') && is_word_byte(r, end + 1))
    end = word_end(r, end + 1);
  if (end == begin)
    return fail(r, begin, "a word is missing behind '='%s", "");
  dm_buffer folded = {0};
  fold_word(&folded, r->text + begin, end - begin);
  node *made = new_leaf(r, OP_EXACT, 0, dm_grammar_add_word(r->grammar, dm_buffer_string(&folded), folded.n_bytes));
  made->name = copy(r, begin, end);
  dm_buffer_free(&folded);
  note(r, DM_PART_EXACT, begin, end);
  r->at = end;
  return made;
}

static node *unknown_class(reader *r, size_t begin, size_t end)
{
  char       *name = dm_copy_string(r->text + begin, end - begin);
  const char *near = dm_grammar_near_class(r->grammar, name);
  dm_buffer   detail = {0};
  dm_buffer_print(&detail, near ? "%s; did you mean %%%s?" : "%s", name, near);
  fail(r, begin - 1, "unknown class %%%s", dm_buffer_string(&detail));
  dm_buffer_free(&detail);
  free(name);
  return NULL;
}

void dm_node_gather(const node *at, symbol_list *words, node_list *others)
{
  for (node *child = at->child; child; child = child->next) {
    if (child->kind == NODE_CHOICE) {
      dm_node_gather(child, words, others);
    } else if (child->kind == NODE_WORDS) {
      for (size_t i = 0; i < child->n_words; i++)
        *dm_vector_add(words) = child->words[i];
    } else {
      *dm_vector_add(others) = child;
    }
  }
}

/* A choice with one child for all its words; the other children are copied, since each node stands in one chain only. */
static node *flatten(reader *r, const node *choice)
{
  symbol_list words = {0};
  node_list   others = {0};
  node       *flat = new_node(r, NODE_CHOICE);
  node      **tail = &flat->child;
  dm_node_gather(choice, &words, &others);
  for (size_t i = 0; i < others.n; i++) {
    node *copied = new_node(r, others.items[i]->kind);
    *copied = *others.items[i];
    copied->next = NULL;
    append(&tail, copied);
  }
  if (words.n) {
    node *all = new_node(r, NODE_WORDS);
    set_words(r, all, &words);
    append(&tail, all);
  }
  dm_vector_free(&words);
  dm_vector_free(&others);
  return flat;
}

/* All parts of a class as one choice. */
static node *read_parts(reader *r, size_t begin, size_t end, size_t n_parts)
{
  node   choice = {.kind = NODE_CHOICE};
  node **tail = &choice.child;
  for (size_t part = 0; part < n_parts; part++) {
    const dm_yaml      *yaml = NULL;
    const dm_yaml_node *sequence = NULL;
    dm_grammar_class(r->grammar, r->text + begin, end - begin, part, &yaml, &sequence);
    for (size_t i = 0; i < sequence->n; i++) {
      reader inner = *r;
      inner.arena = dm_grammar_class_trees(r->grammar)->arena;
      inner.parts = NULL;
      inner.in_class = true;
      inner.yaml = yaml;
      inner.scalar = sequence->items[i];
      inner.text = inner.scalar->text;
      inner.n = inner.scalar->n_bytes;
      inner.at = 0;
      inner.depth++;
      node *item = read_choice(&inner);
      if (!inner.failed && inner.at < inner.n)
        item = fail(&inner, inner.at, "this does not belong here%s", "");
      r->failed |= inner.failed;
      if (!item)
        return NULL;
      append(&tail, item);
    }
  }
  reader keeper = *r;
  keeper.arena = dm_grammar_class_trees(r->grammar)->arena;
  return flatten(&keeper, &choice);
}

/* A class: its tree, read when it is first named. The node here is one of its own, so that it can stand in a chain. */
static node *read_class(reader *r)
{
  size_t begin = r->at, end = name_end(r, begin);
  note(r, DM_PART_CLASS, begin, end);
  r->at = end;
  size_t n_parts = dm_grammar_class(r->grammar, r->text + begin, end - begin, SIZE_MAX, NULL, NULL);
  if (n_parts == 0)
    return unknown_class(r, begin, end);
  if (r->depth >= MAX_DEPTH)
    return fail(r, begin - 1, "classes nest too deeply%s", "");
  class_trees *trees = dm_grammar_class_trees(r->grammar);
  uint32_t     place = 0;
  if (!dm_map_get(trees->by_name, r->text + begin, end - begin, &place)) {
    node *tree = read_parts(r, begin, end, n_parts);
    place = (uint32_t)trees->trees.n;
    *dm_vector_add(&trees->trees) = tree;
    dm_map_put(trees->by_name, r->text + begin, end - begin, place, NULL);
    if (!tree)
      return NULL;
  }
  if (!trees->trees.items[place]) { /* told when it was first read */
    r->failed = true;
    return NULL;
  }
  node *here = new_node(r, NODE_CHOICE);
  here->child = trees->trees.items[place]->child;
  return here;
}

static const struct {
  const char *name;
  uint8_t     form;
} form_names[] = {{"name", DM_FORM_NAME},       {"acronym", DM_FORM_ACRONYM}, {"adjective", DM_FORM_ADJECTIVE},
                  {"pattern", DM_FORM_PATTERN}, {"found", DM_FORM_FOUND},     {"inner", DM_FORM_INNER}};

static uint8_t form_of(const char *name, size_t n)
{
  for (size_t i = 0; i < sizeof form_names / sizeof *form_names; i++)
    if (strlen(form_names[i].name) == n && memcmp(form_names[i].name, name, n) == 0)
      return form_names[i].form;
  return 0;
}

/* <kind>, <kind/form>, <kind:id> */
static node *read_mark(reader *r)
{
  size_t    begin = r->at, end = name_end(r, begin);
  mark_test test = {.thing = UINT32_MAX};
  char     *kind = dm_copy_string(r->text + begin, end - begin);
  test.kinds = dm_grammar_kinds(r->grammar, kind, end - begin);
  r->at = end;
  if (!test.kinds) {
    const char *near = dm_grammar_near_kind(r->grammar, kind);
    dm_buffer   detail = {0};
    dm_buffer_print(&detail, near ? "<%s>; did you mean <%s>?" : "<%s>", kind, near);
    fail(r, begin, "unknown kind %s", dm_buffer_string(&detail));
    dm_buffer_free(&detail);
  } else if (take(r, '/')) {
    size_t form = r->at;
    r->at = name_end(r, form);
    test.forms = form_of(r->text + form, r->at - form);
    if (!test.forms)
      fail(r, form, "unknown form; there are name, acronym, adjective, pattern, found, inner%s", "");
  } else if (take(r, ':')) {
    size_t id = r->at;
    r->at = name_end(r, id);
    char *name = dm_copy_string(r->text + id, r->at - id);
    test.thing = r->find_thing ? r->find_thing(r->find_ctx, kind, name) : UINT32_MAX;
    if (test.thing == UINT32_MAX)
      fail(r, id, "no such thing: %s", name);
    free(name);
  }
  free(kind);
  if (!r->failed && !take(r, '>'))
    fail(r, r->at, "'>' is missing%s", "");
  if (r->failed)
    return NULL;
  node            *made = new_leaf(r, OP_MARK, 0, 0);
  dm_pattern_part *noted = note(r, DM_PART_MARK, begin, r->at - 1);
  made->test = test;
  if (noted) {
    noted->kinds = test.kinds;
    noted->forms = test.forms;
    noted->thing = test.thing;
  }
  return made;
}

static const struct {
  const char *name;
  shape       shape;
} shape_names[] = {{"any", SHAPE_ANY}, {"word", SHAPE_WORD},   {"cap", SHAPE_CAP},      {"caps", SHAPE_CAPS},
                   {"num", SHAPE_NUM}, {"lower", SHAPE_LOWER}, {"symbol", SHAPE_SYMBOL}};

static node *read_shape(reader *r)
{
  size_t begin = r->at, end = name_end(r, begin);
  for (size_t i = 0; i < sizeof shape_names / sizeof *shape_names; i++) {
    if (strlen(shape_names[i].name) != end - begin || memcmp(shape_names[i].name, r->text + begin, end - begin) != 0)
      continue;
    r->at = end;
    if (!take(r, ']'))
      return fail(r, end, "']' is missing%s", "");
    return new_leaf(r, OP_SHAPE, (uint8_t)shape_names[i].shape, 0);
  }
  return fail(r, begin, "unknown shape; there are any, word, cap, caps, num, lower, symbol%s", "");
}

static bool read_number(reader *r, uint32_t *number)
{
  size_t begin = r->at;
  *number = 0;
  while (r->at < r->n && r->text[r->at] >= '0' && r->text[r->at] <= '9' && *number < 1000)
    *number = *number * 10 + (uint32_t)(r->text[r->at++] - '0');
  return r->at > begin;
}

static node *read_gap(reader *r)
{
  size_t   begin = r->at;
  uint32_t n = 0;
  if (!read_number(r, &n) || n > MAX_REPEAT)
    return fail(r, begin, "a number up to 64 is missing behind '..'%s", "");
  node *made = optional(r, new_leaf(r, OP_SHAPE, SHAPE_GAP, 0));
  made->max = n;
  made->lazy = true;
  return made;
}

static node *read_group(reader *r)
{
  r->depth++;
  if (r->depth >= MAX_DEPTH)
    return fail(r, r->at, "brackets nest too deeply%s", "");
  node *inner = read_choice(r);
  r->depth--;
  if (r->failed)
    return NULL;
  if (!take(r, ')'))
    return fail(r, r->at, "')' is missing%s", "");
  return inner;
}

/* Punctuation as itself: one token. */
static node *read_mark_sign(reader *r, size_t n_bytes)
{
  node *made = new_node(r, NODE_WORDS);
  made->words = dm_arena_allocate(r->arena, sizeof *made->words);
  made->words[made->n_words++] = dm_grammar_add_word(r->grammar, r->text + r->at, n_bytes);
  note(r, DM_PART_SIGN, r->at, r->at + n_bytes);
  r->at += n_bytes;
  return made;
}

static node *read_anchor(reader *r)
{
  size_t at = r->at;
  char   c = r->text[r->at++];
  bool   sentence = take(r, c);
  bool   begin = c == '^';
  node  *made =
      new_leaf(r, OP_HERE,
               (uint8_t)(begin ? (sentence ? ANCHOR_SENTENCE_BEGIN : ANCHOR_BLOCK_BEGIN) : (sentence ? ANCHOR_SENTENCE_END : ANCHOR_BLOCK_END)), 0);
  made->leaf.b = r->in_class ? UINT32_MAX : (uint32_t)at; /* to tell of it */
  return made;
}

static node *read_not(reader *r)
{
  bool behind = take(r, '<');
  if (!take(r, '('))
    return fail(r, r->at, "'(' is missing behind '!'%s", "");
  node *made = new_node(r, NODE_NOT);
  made->lazy = behind; /* of a guard: it looks at the token before */
  made->child = read_group(r);
  return r->failed ? NULL : made;
}

static node *read_atom(reader *r)
{
  size_t begin = r->at;
  char   c = peek(r);
  if (c == '.' && r->at + 1 < r->n && r->text[r->at + 1] == '.') {
    r->at += 2;
    return read_gap(r);
  }
  if (c == '\\') {
    size_t n_sign = 1;
    if (++r->at == r->n)
      return fail(r, begin, "a mark is missing behind '\\'%s", "");
    dm_utf8_decode(r->text, r->n, r->at, &n_sign);
    return read_mark_sign(r, n_sign);
  }
  if (c == '-') {
    r->at++;
    return new_leaf(r, OP_HYPHEN, 0, 0);
  }
  if (c == '^' || c == '$')
    return read_anchor(r);
  if (take(r, '%'))
    return read_class(r);
  if (take(r, '<'))
    return read_mark(r);
  if (take(r, '['))
    return read_shape(r);
  if (take(r, '('))
    return read_group(r);
  if (take(r, '!'))
    return read_not(r);
  if (take(r, '='))
    return read_exact(r);
  if (is_word_byte(r, begin) || (c == '\'' && begin + 1 < r->n && is_word_byte(r, begin + 1))) {
    size_t name = name_end(r, begin);
    if (name < r->n && name > begin && r->text[name] == '=') {
      node *made = new_node(r, NODE_CAPTURE);
      made->name = copy(r, begin, name);
      note(r, DM_PART_CAPTURE, begin, name);
      r->at = name + 1;
      made->child = read_atom(r);
      return r->failed ? NULL : made;
    }
    if (c == '\'') { /* the ending of a genitive: one word with its apostrophe */
      size_t end = word_end(r, begin + 1);
      note(r, DM_PART_WORD, begin, end);
      r->at = end;
      return word_node(r, begin, end, false);
    }
    return read_word(r);
  }
  if (strchr("*+?{}~>])|", c))
    return fail(r, begin, "this does not belong here; a mark with a meaning is written with '\\' before it%s", "");
  size_t n_bytes = 1;
  dm_utf8_decode(r->text, r->n, r->at, &n_bytes);
  return read_mark_sign(r, n_bytes);
}

static node *read_item(reader *r)
{
  node *atom = read_atom(r);
  if (r->failed)
    return NULL;
  uint32_t min = 1, max = 1;
  size_t   at = r->at;
  if (take(r, '?')) {
    min = 0;
  } else if (take(r, '*')) {
    min = 0, max = UINT32_MAX;
  } else if (take(r, '+')) {
    max = UINT32_MAX;
  } else if (take(r, '{')) {
    bool good = read_number(r, &min);
    max = min;
    if (good && take(r, ','))
      good = read_number(r, &max);
    if (!good || !take(r, '}') || min > max || max == 0 || max > MAX_REPEAT)
      return fail(r, at, "a repetition is {m} or {m,n}, up to 64%s", "");
  }
  if (min == 1 && max == 1)
    return atom;
  node *made = new_node(r, NODE_REPEAT);
  made->child = atom;
  made->min = min;
  made->max = max;
  return made;
}

/* A guard and what must stand where it looks: `!(x) y`. */
static void note_guard(const reader *r, const node *guard, const node *item, size_t begin, size_t end, size_t item_begin)
{
  bool looks_there = guard && guard->kind == NODE_NOT && !guard->lazy;
  bool must_stand = item->kind != NODE_NOT && (item->kind != NODE_REPEAT || item->min) && (item->kind != NODE_LEAF || item->leaf.op != OP_HERE);
  dm_pattern_part *noted = looks_there && must_stand ? note(r, DM_PART_GUARD, begin, end) : NULL;
  if (!noted)
    return;
  noted->next_begin = item_begin;
  noted->next_end = r->at;
}

static node *read_sequence(reader *r)
{
  node       *sequence = new_node(r, NODE_SEQUENCE);
  node      **tail = &sequence->child;
  const node *before = NULL;
  size_t      before_begin = 0, before_end = 0;
  for (skip_space(r); r->at < r->n && peek(r) != '|' && peek(r) != ')'; skip_space(r)) {
    size_t begin = r->at;
    node  *item = read_item(r);
    if (r->failed)
      return NULL;
    note_guard(r, before, item, before_begin, before_end, begin);
    before = item;
    before_begin = begin;
    before_end = r->at;
    append(&tail, item);
  }
  if (!sequence->child)
    return fail(r, r->at, "nothing stands here%s", "");
  return sequence->child->next ? sequence : sequence->child;
}

static node *read_alternative(reader *r, uint32_t choice)
{
  skip_space(r);
  size_t begin = r->at;
  node  *made = read_sequence(r);
  size_t end = r->at;
  while (end > begin && is_space(r->text[end - 1]))
    end--;
  dm_pattern_part *noted = made ? note(r, DM_PART_ALTERNATIVE, begin, end) : NULL;
  if (noted)
    noted->choice = choice;
  return made;
}

static node *read_choice(reader *r)
{
  uint32_t number = r->n_choices++;
  node    *first = read_alternative(r, number);
  if (r->failed || peek(r) != '|')
    return first;
  node  *choice = new_node(r, NODE_CHOICE);
  node **tail = &choice->child;
  append(&tail, first);
  while (take(r, '|')) {
    node *alternative = read_alternative(r, number);
    if (r->failed)
      return NULL;
    append(&tail, alternative);
  }
  return choice;
}

node *dm_pattern_read(const pattern_source *source, dm_arena *arena, dm_pattern_parts *parts)
{
  reader r = {.grammar = source->grammar,
              .yaml = source->yaml,
              .scalar = source->scalar,
              .text = source->scalar->text,
              .n = source->end,
              .at = source->begin,
              .arena = arena,
              .find_thing = source->find_thing,
              .find_ctx = source->find_ctx,
              .diagnostics = source->diagnostics,
              .parts = parts};
  node  *root = read_choice(&r);
  if (!r.failed && r.at < r.n)
    fail(&r, r.at, "this does not belong here%s", "");
  return r.failed ? NULL : root;
}

dm_status dm_pattern_outline(dm_pattern_parts *parts, dm_grammar *grammar, const dm_yaml *yaml, const dm_yaml_node *scalar,
                             dm_thing_finder find_thing, void *ctx, dm_diagnostics *diagnostics)
{
  const pattern_source source = {grammar, yaml, scalar, 0, scalar->n_bytes, find_thing, ctx, diagnostics};
  dm_arena            *arena = dm_arena_new();
  const node          *root = dm_pattern_read(&source, arena, parts);
  dm_arena_free(arena);
  return root ? DM_OK : DM_BAD_RULES;
}
