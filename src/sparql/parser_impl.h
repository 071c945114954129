/* sparql/parser_impl.h - what the files of the parser share: tokens, the state of parsing, recovery from errors. Inside this module only.
 *
 * Parsing is by recursive descent with one token of lookahead more than the present one. After an error of syntax the parser is `broken`: every look at a token sees the
 * end, so that all functions return; the innermost group then skips to where it can go on (parser_recover). Functions give trees that are safe to look at even then. */
#ifndef DM_SPARQL_PARSER_IMPL_H
#define DM_SPARQL_PARSER_IMPL_H

#include "base/map.h"
#include "sparql/syntax.h"

typedef enum {
  TOKEN_END,
  TOKEN_BAD,      /* reported by the tokenizer */
  TOKEN_IRI,      /* <...>; text: what is between, escapes decoded */
  TOKEN_NAME,     /* prefix:local; text with escapes decoded, n_prefix bytes before the colon */
  TOKEN_BLANK,    /* _:label; text: the label */
  TOKEN_VARIABLE, /* text without the mark */
  TOKEN_LANGUAGE, /* text without @ */
  TOKEN_STRING,   /* text: the value, escapes decoded */
  TOKEN_INTEGER,  /* numbers carry no sign */
  TOKEN_DECIMAL,
  TOKEN_DOUBLE,
  TOKEN_WORD, /* keyword, name of a function, `a`, true, false */
  TOKEN_SIGN
} token_kind;

/* Signs of two characters; those of one are the character. */
#define SIGN(a, b) ((uint32_t)(a) << 8 | (uint32_t)(b))
enum {
  SIGN_NOT_EQUAL = '!' << 8 | '=',
  SIGN_LESS_OR_EQUAL = '<' << 8 | '=',
  SIGN_GREATER_OR_EQUAL = '>' << 8 | '=',
  SIGN_AND = '&' << 8 | '&',
  SIGN_OR = '|' << 8 | '|',
  SIGN_DATATYPE = '^' << 8 | '^'
};

typedef struct {
  token_kind  kind;
  size_t      begin;
  size_t      end;
  const char *text; /* ends with NUL, in the arena; never NULL */
  size_t      n_bytes;
  size_t      n_prefix;
  uint32_t    sign;
} token;

typedef struct {
  dm_syntax_query *syntax;
  dm_arena        *arena;
  const char      *file;
  const char      *text;
  size_t           n_bytes;
  dm_diagnostics  *diagnostics;
  token            now;
  token            next;
  size_t           at;       /* where the token behind `next` is looked for */
  size_t           last_end; /* of the token before `now` */
  token            saved;    /* the real `now` while the parser is broken */
  bool             is_broken;
  bool             is_over;    /* no recovery any more */
  bool             was_broken; /* once at least: the tree has holes */
  size_t           n_errors;
  size_t           depth;
  size_t           n_braces;   /* open inside the innermost group that are none of groups: of VALUES */
  dm_map          *variables;  /* names -> dm_syntax_query.names */
  dm_map          *labels;     /* of blank nodes -> dm_syntax_query.blanks */
  dm_map          *prefixes;   /* -> dm_syntax_query.prefixes */
  dm_map          *undeclared; /* prefixes that were reported */
  DM_LIST(uint32_t) patterns;  /* where each of dm_syntax_query.blanks stands */
  uint32_t          pattern;   /* the present basic graph pattern */
  uint32_t          n_patterns;
  const char       *base;
  dm_syntax_select *select;             /* the innermost, for aggregates */
  const char       *aggregates_refused; /* why none may stand here; NULL: they may */
  bool              is_template;        /* no paths */
} parser;

/* token.c */
void token_read(parser *p, token *out); /* the token at p->at, which moves behind it */

/* parser.c: messages and looking at tokens */
void parser_report(parser *p, size_t offset, const char *format, ...) __attribute__((format(printf, 3, 4))); /* an error that parsing can pass over */
void parser_warn(parser *p, size_t offset, const char *format, ...) __attribute__((format(printf, 3, 4)));
void parser_break(parser *p);                          /* after a reported error: sees the end from now on */
void parser_expected(parser *p, const char *expected); /* reports what stands here instead, and breaks */
void parser_start(parser *p);                          /* reads the first tokens */
void parser_advance(parser *p);
bool parser_is(const parser *p, uint32_t sign);
bool parser_is_next(const parser *p, uint32_t sign);    /* the token behind the present one */
bool parser_is_word(const parser *p, const char *word); /* in any case */
bool parser_accept(parser *p, uint32_t sign);
bool parser_accept_word(parser *p, const char *word);
bool parser_expect(parser *p, uint32_t sign, const char *expected); /* `expected` says what, with the sign's place */
bool parser_expect_word(parser *p, const char *word, const char *expected);
bool parser_is_end(const parser *p); /* of the query, or broken */
bool parser_enter(parser *p);        /* one level deeper; false: too deep, reported. parser_leave() in any case. */
void parser_leave(parser *p);
bool parser_recover(parser *p);                                   /* skips to where the present group can go on; false: nowhere */
const char              *parser_suggest(parser *p, bool is_call); /* `: did you mean ...?` for the present token, else "" */
/* The index in parser_pattern_words of the present word, or of what it is a misspelling of; else that of the NULL. */
size_t                   parser_pattern_word(parser *p, bool *is_near);
extern const char *const parser_pattern_words[]; /* that begin an element of a group; NULL ends them */

/* term.c */
uint32_t            parser_name(parser *p);                                  /* of the variable at `now`, consumed */
uint32_t            parser_expect_variable(parser *p, const char *expected); /* DM_SYNTAX_NO_NAME: there is none, reported */
dm_syntax_reference parser_fresh_blank(parser *p, size_t offset);
bool                parser_is_iri(const parser *p);
dm_term             parser_iri(parser *p); /* of IRI or prefixed name at `now`, consumed; "" (reported) if it is none that can be */
const char         *parser_resolve(parser *p, const token *iri); /* "" if it cannot be, reported */
bool parser_literal(parser *p, dm_term *term);              /* string, boolean, or number with its sign at `now`, consumed; false: none stands here */
bool parser_reference(parser *p, dm_syntax_reference *out); /* VarOrTerm without collections; false: none stands here */
void parser_check_prefix(parser *p, const token *name);     /* reports an undeclared prefix, once */

/* expression.c */
dm_syntax_expression *parse_expression(parser *p);
dm_syntax_expression *parse_constraint(parser *p);           /* of FILTER, HAVING, ORDER BY, GROUP BY: brackets or a call */
bool                  parser_is_constraint(const parser *p); /* whether one may begin here */

/* path.c */
dm_syntax_path *parse_path(parser *p); /* VerbPath */

/* triples.c */
bool parser_is_triple(const parser *p);                    /* whether a subject may begin here */
void parse_triples(parser *p, dm_syntax_triples *triples); /* TriplesBlock and ConstructTriples */

/* pattern.c */
dm_syntax_group  *parse_group(parser *p, const char *expected); /* `expected`: should there be no brace */
dm_syntax_values *parse_values(parser *p);                      /* DataBlock */

/* query.c */
dm_syntax_select *parse_subselect(parser *p);

/* rules.c: what the grammar's notes ask for besides, on a whole tree */
void parser_check_rules(parser *p);

#endif
