/* pattern/match.c - running a program over tokens and marks.
 *
 * Depth first, the preferred way first, from each (split, token) at most once: a fork reached again can lead nowhere new, since only the longest
 * match counts and among equals the first found; between two forks there is one way only. Captures are a chain that the ways share. */
#include <string.h>

#include "pattern/pattern_impl.h"

typedef struct capture_link capture_link;

/* An opening, or its closing (name NULL); newest first. */
struct capture_link {
  const capture_link *previous;
  const char         *name;
  uint32_t            token;
  uint32_t            mark; /* of a closing: the mark that was the capture's only step */
};

struct dm_pattern_state {
  uint32_t *visited; /* the stamp of the last visit of split * (window + 1) + token */
  size_t    n_visited;
  uint32_t  stamp;
  DM_VECTOR(capture_link *) links; /* pool */
  size_t           n_links;
  const dm_symbol *symbols; /* of the text that `gaps` are about */
  DM_VECTOR(need_gap) gaps; /* MAX_NEEDS for each pattern */
  dm_pattern_state *probe;  /* of guards: what fails to match inside !( ) may match outside it; NULL until one is met */
};

typedef struct {
  const dm_pattern   *pattern;
  dm_pattern_state   *state;
  const dm_view      *view;
  uint32_t            begin;
  uint32_t            end; /* tokens from here on may not be taken */
  uint32_t            limit_end;
  size_t              width;
  uint32_t            best; /* end of the longest match, UINT32_MAX if none */
  const capture_link *captures;
  bool                probing;  /* inside !( ): the first match is enough */
  bool                hopeless; /* a word is missing */
  uint32_t            n_steps;
} run;

dm_pattern_state *dm_pattern_state_new(void)
{
  return dm_allocate(sizeof(dm_pattern_state));
}

void dm_pattern_state_free(dm_pattern_state *state)
{
  if (!state)
    return;
  for (size_t i = 0; i < state->links.n; i++)
    free(state->links.items[i]);
  dm_vector_free(&state->links);
  dm_vector_free(&state->gaps);
  dm_pattern_state_free(state->probe);
  free(state->visited);
  free(state);
}

/* Makes room for `n_visited` pairs and forgets all visits. */
static void forget_visits(dm_pattern_state *state, size_t n_visited)
{
  if (n_visited > state->n_visited) {
    n_visited += n_visited / 2 + 4096; /* zeroing is what costs: grow seldom */
    free(state->visited);
    state->visited = dm_allocate(n_visited * sizeof *state->visited);
    state->n_visited = n_visited;
    state->stamp = 0;
  }
  if (++state->stamp == 0) {
    memset(state->visited, 0, state->n_visited * sizeof *state->visited);
    state->stamp = 1;
  }
  state->n_links = 0;
}

static capture_link *new_link(dm_pattern_state *state)
{
  if (state->n_links == state->links.n)
    *dm_vector_add(&state->links) = dm_allocate(sizeof(capture_link));
  return state->links.items[state->n_links++];
}

bool dm_token_is_hyphen(const dm_text *text, uint32_t t)
{
  const dm_token *token = &text->tokens[t];
  if (token->kind != DM_TOKEN_PUNCTUATION)
    return false;
  const char *at = text->string + token->span.begin;
  size_t      n = token->span.end - token->span.begin;
  return (n == 1 && *at == '-') || (n == 3 && memcmp(at, "\xE2\x80", 2) == 0 && (unsigned char)at[2] >= 0x90 && (unsigned char)at[2] <= 0x95);
}

/* A hyphen inside a compound, which a pattern may pass over: `capacity-building` for `capacity building`. */
static bool is_inner_hyphen(const dm_text *text, uint32_t t)
{
  return t > 0 && (text->tokens[t - 1].flags & DM_TOKEN_ONE_WORD) && dm_token_is_hyphen(text, t);
}

bool dm_symbol_is_in(const symbol_set *set, dm_symbol symbol)
{
  size_t low = 0, high = set->n;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (set->symbols[middle] == symbol)
      return true;
    if (set->symbols[middle] < symbol)
      low = middle + 1;
    else
      high = middle;
  }
  return false;
}

/* Equal but for points: U.S. and US. */
static bool same_spelling(const char *text, size_t n, const char *spelling)
{
  size_t i = 0;
  for (; i < n; i++) {
    if (text[i] == '.')
      continue;
    while (*spelling == '.')
      spelling++;
    if (*spelling != text[i])
      return false;
    spelling++;
  }
  while (*spelling == '.')
    spelling++;
  return *spelling == '\0';
}

bool dm_token_has_shape(const dm_view *view, shape wanted, uint32_t t)
{
  const dm_token *token = &view->text->tokens[t];
  bool            word = token->kind == DM_TOKEN_WORD;
  switch (wanted) {
  case SHAPE_ANY: return true;
  case SHAPE_WORD: return word;
  case SHAPE_CAP: return word && (token->flags & DM_TOKEN_CAPITAL);
  case SHAPE_CAPS: return token->kind != DM_TOKEN_PUNCTUATION && (token->flags & DM_TOKEN_ALL_CAPITALS);
  case SHAPE_NUM: return token->kind == DM_TOKEN_NUMBER;
  case SHAPE_LOWER: return word && !(token->flags & DM_TOKEN_CAPITAL);
  case SHAPE_SYMBOL:
    return token->span.end - token->span.begin > 2 && memchr(view->text->string + token->span.begin, '/', token->span.end - token->span.begin) &&
           strpbrk(token->folded, "0123456789");
  case SHAPE_GAP: {
    char c = view->text->string[token->span.begin];
    return token->kind != DM_TOKEN_PUNCTUATION || (c != '.' && c != ';' && c != ':' && c != '!' && c != '?');
  }
  case N_SHAPES: break;
  }
  return false;
}

bool dm_pattern_takes(const dm_pattern *pattern, const instruction *at, const dm_view *view, uint32_t t)
{
  switch ((opcode)at->op) {
  case OP_SYMBOL: return view->symbols[t] == at->a;
  case OP_SYMBOLS: return dm_symbol_is_in(&pattern->sets.items[at->a], view->symbols[t]);
  case OP_EXACT: {
    const dm_token *token = &view->text->tokens[t];
    return view->symbols[t] == at->a &&
           same_spelling(view->text->string + token->span.begin, token->span.end - token->span.begin, pattern->names.items[at->b]);
  }
  case OP_SHAPE: return view->shapes ? view->shapes[t] >> at->arg & 1 : dm_token_has_shape(view, (shape)at->arg, t);
  case OP_HYPHEN: return dm_token_is_hyphen(view->text, t);
  default: return false;
  }
}

bool dm_pattern_mark_fits(const mark_test *test, const dm_mark *mark)
{
  if (!(mark->kinds & test->kinds) || (test->thing != UINT32_MAX && test->thing != mark->thing))
    return false;
  if (test->forms & DM_FORM_INNER)
    return true;
  return !(mark->form & DM_FORM_INNER) && (!test->forms || (mark->form & test->forms));
}

static bool stands_at(const run *r, anchor where, uint32_t t)
{
  const dm_text *text = r->view->text;
  bool           last = t >= r->limit_end;
  if (where == ANCHOR_BLOCK_END || where == ANCHOR_SENTENCE_END) {
    if (last || t == text->n_tokens)
      return true;
    return where == ANCHOR_BLOCK_END ? text->tokens[t].block != text->tokens[t - 1].block : text->tokens[t].sentence != text->tokens[t - 1].sentence;
  }
  if (t == 0)
    return true;
  if (t == text->n_tokens)
    return false;
  return where == ANCHOR_BLOCK_BEGIN ? text->tokens[t].block != text->tokens[t - 1].block : text->tokens[t].sentence != text->tokens[t - 1].sentence;
}

enum { MAX_BLIND_STEPS = 32 }; /* few enough for a search to cost little, most end before */

/* Whether the text lacks a word that a match needs. */
static bool lacks(const run *r, bool quick)
{
  dm_pattern_state *state = r->state;
  size_t            first = (size_t)r->pattern->number * MAX_NEEDS;
  if (r->pattern->needs.n == 0)
    return false;
  if (state->symbols != r->view->symbols)
    state->gaps.n = 0; /* another text */
  state->symbols = r->view->symbols;
  if (quick && first >= state->gaps.n)
    return false;
  while (state->gaps.n < first + MAX_NEEDS)
    *dm_vector_add(&state->gaps) = (need_gap){.of = NULL};
  return dm_pattern_lacks(r->pattern, r->view, r->begin, r->end, &state->gaps.items[first], quick);
}

static bool walk(run *r, uint32_t pc, uint32_t t, const capture_link *captures);

/* Marks that begin at t (or behind an inner hyphen at t) and fit. */
static bool walk_marks(run *r, uint32_t pc, uint32_t t, const capture_link *captures)
{
  const mark_test *test = &r->pattern->tests.items[r->pattern->program.items[pc].a];
  for (uint32_t m = r->view->first_mark[t]; m < r->view->first_mark[t + 1]; m++) {
    const dm_mark *mark = &r->view->marks[m];
    if (mark->range.end > r->end || !dm_pattern_mark_fits(test, mark))
      continue;
    const capture_link *next = captures;
    if (captures && captures->name && (captures->token == t || (captures->token + 1 == t && is_inner_hyphen(r->view->text, captures->token)))) {
      /* an opening right here: remember the mark, for a capture of just this */
      capture_link *link = new_link(r->state);
      *link = *captures;
      link->mark = m;
      next = link;
    }
    if (walk(r, pc + 1, mark->range.end, next))
      return true;
  }
  return false;
}

/* Whether the program of a guard matches here or, if it looks behind, the token before. */
static bool probe(run *r, uint32_t pc, uint32_t t, bool behind)
{
  const dm_token *tokens = r->view->text->tokens;
  if (behind && (t == 0 || t >= r->view->text->n_tokens || tokens[t - 1].sentence != tokens[t].sentence))
    return false;
  if (!r->state->probe)
    r->state->probe = dm_pattern_state_new();
  run inner = *r;
  inner.state = r->state->probe;
  forget_visits(inner.state, r->pattern->n_splits * (r->width + 1));
  inner.best = UINT32_MAX;
  inner.probing = true;
  if (behind) {
    inner.begin = t - 1;
    inner.end = t;
  }
  walk(&inner, pc, behind ? t - 1 : t, NULL);
  return inner.best != UINT32_MAX;
}

/* Follows the ways from (pc, t). Returns true when nothing longer is wanted. */
static bool walk(run *r, uint32_t pc, uint32_t t, const capture_link *captures)
{
  for (;;) {
    if (++r->n_steps == MAX_BLIND_STEPS && !r->probing)
      r->hopeless = lacks(r, false);
    if (r->hopeless)
      return true;
    const instruction *at = &r->pattern->program.items[pc];
    switch ((opcode)at->op) {
    case OP_ACCEPT:
      if (r->best == UINT32_MAX || t > r->best) {
        r->best = t;
        r->captures = captures;
      }
      return r->probing;
    case OP_JUMP: pc = at->a; continue;
    case OP_SPLIT: {
      uint32_t *visited = &r->state->visited[at->number * (r->width + 1) + (t - r->begin)];
      if (*visited == r->state->stamp)
        return false;
      *visited = r->state->stamp;
      if (walk(r, at->a, t, captures))
        return true;
      pc = at->b;
      continue;
    }
    case OP_OPEN:
    case OP_CLOSE: {
      capture_link *link = new_link(r->state);
      *link = (capture_link){.previous = captures, .name = at->op == OP_OPEN ? r->pattern->names.items[at->a] : NULL, .token = t, .mark = UINT32_MAX};
      captures = link;
      pc++;
      continue;
    }
    case OP_HERE:
      if (!stands_at(r, (anchor)at->arg, t))
        return false;
      pc++;
      continue;
    case OP_NOT:
      if (probe(r, pc + 1, t, at->arg))
        return false;
      pc = at->a;
      continue;
    case OP_MARK:
      if (t >= r->end)
        return false;
      if (walk_marks(r, pc, t, captures))
        return true;
      if (t == r->begin || !is_inner_hyphen(r->view->text, t) || t + 1 >= r->end)
        return false;
      t++;
      continue;
    default:
      if (t >= r->end)
        return false;
      if (dm_pattern_takes(r->pattern, at, r->view, t)) {
        pc++;
        t++;
        continue;
      }
      if (t == r->begin || !is_inner_hyphen(r->view->text, t) || t + 1 >= r->end)
        return false;
      t++;
      continue;
    }
  }
}

/* Turns the chain, newest first, into captures in the order of their closing. */
static void collect(const run *r, dm_match *match)
{
  const capture_link *chain[2 * DM_PATTERN_CAPTURES];
  size_t              n = 0;
  for (const capture_link *link = r->captures; link && n < 2 * DM_PATTERN_CAPTURES; link = link->previous)
    chain[n++] = link;
  const capture_link *open[DM_PATTERN_CAPTURES];
  size_t              n_open = 0;
  match->n_captures = 0;
  while (n-- > 0) {
    if (chain[n]->name) {
      if (n_open < DM_PATTERN_CAPTURES)
        open[n_open++] = chain[n];
      continue;
    }
    if (n_open == 0 || match->n_captures == DM_PATTERN_CAPTURES)
      continue;
    const capture_link *opening = open[--n_open];
    dm_token_range      range = {opening->token, chain[n]->token};
    if (range.begin < range.end && range.begin > r->begin && is_inner_hyphen(r->view->text, range.begin))
      range.begin++;
    bool whole = opening->mark != UINT32_MAX && r->view->marks[opening->mark].range.end == range.end;
    match->captures[match->n_captures++] = (dm_capture){.name = opening->name, .range = range, .mark = whole ? opening->mark : UINT32_MAX};
  }
}

bool dm_pattern_match(const dm_pattern *pattern, dm_pattern_state *state, const dm_view *view, dm_token_range limit, uint32_t begin, dm_match *match)
{
  if (begin >= limit.end || !dm_pattern_may_begin(pattern, view, begin))
    return false;
  run r = {.pattern = pattern, .state = state, .view = view, .begin = begin, .limit_end = limit.end, .best = UINT32_MAX};
  r.width = limit.end - begin < DM_PATTERN_WINDOW ? limit.end - begin : DM_PATTERN_WINDOW;
  r.end = begin + (uint32_t)r.width;
  if (lacks(&r, true))
    return false;
  forget_visits(state, pattern->n_splits * (r.width + 1));
  walk(&r, 0, begin, NULL);
  if (r.best == UINT32_MAX || r.best == begin)
    return false;
  if (match) {
    match->range = (dm_token_range){begin, r.best};
    collect(&r, match);
  }
  return true;
}

const dm_capture *dm_match_capture(const dm_match *match, const char *name)
{
  for (size_t i = 0; i < match->n_captures; i++)
    if (strcmp(match->captures[i].name, name) == 0)
      return &match->captures[i];
  return NULL;
}
