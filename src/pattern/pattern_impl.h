/* pattern/pattern_impl.h - the program that a pattern becomes; for this module only.
 *
 *   a (b | c)? <state>          0 SYMBOL a
 *                               1 SPLIT 2 5
 *                               2 SPLIT 3 ...        (words alone become one SYMBOLS instead)
 *                               5 MARK state
 *                               6 ACCEPT
 */
#ifndef DM_PATTERN_PATTERN_IMPL_H
#define DM_PATTERN_PATTERN_IMPL_H

#include "base/arena.h"
#include "base/vector.h"
#include "pattern/pattern.h"

typedef enum {
  OP_SYMBOL,  /* a: the symbol */
  OP_SYMBOLS, /* a: index into sets */
  OP_EXACT,   /* a: symbol, b: index into names, the spelling */
  OP_SHAPE,   /* arg: shape */
  OP_HYPHEN,  /* any hyphen or dash */
  OP_MARK,    /* a: index into tests */
  OP_SPLIT,   /* first a, then b */
  OP_JUMP,    /* a */
  OP_OPEN,    /* a: index into names */
  OP_CLOSE,
  OP_NOT,  /* the program from pc + 1 must not match here (arg 1: the one token before, in the same sentence); then a */
  OP_HERE, /* arg: anchor */
  OP_ACCEPT
} opcode;

typedef enum { SHAPE_ANY, SHAPE_WORD, SHAPE_CAP, SHAPE_CAPS, SHAPE_NUM, SHAPE_LOWER, SHAPE_SYMBOL, SHAPE_GAP, N_SHAPES } shape;
typedef enum { ANCHOR_BLOCK_BEGIN, ANCHOR_BLOCK_END, ANCHOR_SENTENCE_BEGIN, ANCHOR_SENTENCE_END } anchor;

typedef struct {
  uint8_t  op;
  uint8_t  arg;
  uint16_t number; /* of a SPLIT: its place among the splits */
  uint32_t a;
  uint32_t b;
} instruction;

typedef struct {
  dm_symbol *symbols; /* sorted */
  size_t     n;
} symbol_set;

typedef struct {
  dm_kinds kinds;
  uint32_t thing; /* UINT32_MAX: any */
  uint8_t  forms; /* 0: any */
} mark_test;

/* What a match can begin with. */
typedef struct {
  symbol_set symbols;
  dm_kinds   kinds;
  unsigned   shapes; /* bits of shape; SHAPE_ANY: anything */
} firsts;

enum { MAX_NEEDS = 6 };

/* What every match has somewhere: a word of each set. */
typedef struct {
  symbol_set sets[MAX_NEEDS];
  size_t     n;
} needs;

struct dm_pattern {
  dm_arena           *arena;
  const dm_yaml      *yaml; /* what it was compiled from */
  const dm_yaml_node *scalar;
  uint32_t            number; /* among those of its grammar */
  firsts              firsts;
  size_t              n_splits;
  needs               needs;
  DM_VECTOR(instruction) program;
  DM_VECTOR(symbol_set) sets;
  DM_VECTOR(mark_test) tests;
  DM_VECTOR(const char *) names;
};

/* Whether one instruction that takes a token or a mark matches token `t`; the end of a mark is handled by the matcher. */
bool dm_pattern_takes(const dm_pattern *pattern, const instruction *at, const dm_view *view, uint32_t t);
bool dm_token_has_shape(const dm_view *view, shape wanted, uint32_t t);
bool dm_symbol_is_in(const symbol_set *set, dm_symbol symbol);

/* Fills pattern->firsts from the finished program. */
void dm_pattern_find_firsts(dm_pattern *pattern);

/* The shapes of token `t`, as bits. */
unsigned dm_token_shapes(const dm_view *view, uint32_t t);

/* Whether a match can begin at token `t`; true says nothing yet. */
bool dm_pattern_may_begin(const dm_pattern *pattern, const dm_view *view, uint32_t t);

/* What a search has learnt of one need: no word of it stands from `begin` up to `end`; `is_there`: one stands at `end`. */
typedef struct {
  const dm_pattern *of;
  uint32_t          begin;
  uint32_t          end;
  bool              is_there;
} need_gap;

/* Whether tokens `begin` to `end` lack a word that a match needs. `gaps` are those of the pattern, one a need. A `quick` look only goes on where the last one ended. */
bool dm_pattern_lacks(const dm_pattern *pattern, const dm_view *view, uint32_t begin, uint32_t end, need_gap *gaps, bool quick);

/* A number for one more pattern. */
uint32_t dm_grammar_number_pattern(dm_grammar *grammar);

bool dm_pattern_mark_fits(const mark_test *test, const dm_mark *mark);

/* Whether token `t` is a hyphen or dash inside a compound. */
bool dm_token_is_hyphen(const dm_text *text, uint32_t t);

/* The trees of classes, which a grammar keeps so that each class is read once; it forgets them when a class is added. */
typedef struct class_trees class_trees;
class_trees               *dm_class_trees_new(void);
void                       dm_class_trees_free(class_trees *trees); /* NULL is allowed */
bool                       dm_class_trees_are_empty(const class_trees *trees);
class_trees               *dm_grammar_class_trees(dm_grammar *grammar);

#endif
