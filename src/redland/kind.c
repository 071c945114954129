/* redland/kind.c - what an expression's values may be, and where rasqal would get them wrong.
 *
 * Every condition here was found by comparing rasqal 0.9.33 with Oxigraph over values of each kind: see README.md. */
#include "redland/plan_impl.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define XSD "http://www.w3.org/2001/XMLSchema#"

/* Kinds that SPARQL compares by value with one another; rasqal confuses values of different classes. */
static const kinds classes[] = {KINDS_STRING, KINDS_NUMERIC, KIND_BOOLEAN, KIND_DATE, KIND_DATETIME, KIND_OTHER};

static const struct {
  kinds       kind;
  const char *words;
} kind_words[] = {
    {KIND_IRI, "an IRI"},
    {KIND_BLANK, "a blank node"},
    {KIND_TEXT, "a text"},
    {KIND_EMPTY, "an empty text"},
    {KIND_LANGUAGE, "a text with a language"},
    {KIND_INTEGER, "an integer"},
    {KIND_NUMBER, "a decimal number"},
    {KIND_BOOLEAN, "a boolean"},
    {KIND_DATE, "a date"},
    {KIND_DATETIME, "a date and time"},
    {KIND_OTHER, "a literal of another datatype"},
    {KIND_UNBOUND, "nothing"},
};

static kinds without(kinds of, kinds taken)
{
  return of & ~taken;
}

/* ---- terms ---- */

static bool all_digits(const char *text, size_t n)
{
  for (size_t i = 0; i < n; i++)
    if (text[i] < '0' || text[i] > '9')
      return false;
  return n > 0;
}

static kinds kind_of_integer(const char *text)
{
  enum { MAX_DIGITS = 8 }; /* so that sums of a few stay inside 31 bits */
  const char  *digits = text[0] == '-' ? text + 1 : text;
  const size_t n = strlen(digits);
  const bool   is_canonical = all_digits(digits, n) && (digits[0] != '0' || (n == 1 && digits == text));
  return is_canonical && n <= MAX_DIGITS ? KIND_INTEGER : KIND_OTHER;
}

static kinds kind_of_number(const char *text)
{
  char *end = NULL;
  if (text[strspn(text, "+-0123456789.eE")] != '\0' || text[0] == '\0')
    return KIND_OTHER;
  strtod(text, &end);
  return *end == '\0' && strlen(text) <= 15 ? KIND_NUMBER : KIND_OTHER;
}

static bool is_date(const char *text, size_t n)
{
  return n == 10 && all_digits(text, 4) && text[4] == '-' && all_digits(text + 5, 2) && text[7] == '-' && all_digits(text + 8, 2);
}

static bool is_datetime_utc(const char *text, size_t n)
{
  return n == 20 && is_date(text, 10) && text[10] == 'T' && all_digits(text + 11, 2) && text[13] == ':' && all_digits(text + 14, 2) &&
         text[16] == ':' && all_digits(text + 17, 2) && text[19] == 'Z';
}

static kinds kind_of_typed(const char *datatype, const char *text, size_t n)
{
  if (strncmp(datatype, XSD, sizeof XSD - 1) != 0)
    return KIND_OTHER;
  const char *name = datatype + sizeof XSD - 1;
  if (strcmp(name, "integer") == 0)
    return kind_of_integer(text);
  if (strcmp(name, "decimal") == 0 || strcmp(name, "double") == 0 || strcmp(name, "float") == 0)
    return kind_of_number(text);
  if (strcmp(name, "boolean") == 0)
    return strcmp(text, "true") == 0 || strcmp(text, "false") == 0 ? KIND_BOOLEAN : KIND_OTHER;
  if (strcmp(name, "date") == 0)
    return is_date(text, n) ? KIND_DATE : KIND_OTHER;
  if (strcmp(name, "dateTime") == 0)
    return is_datetime_utc(text, n) ? KIND_DATETIME : KIND_OTHER;
  if (strcmp(name, "string") == 0)
    return n > 0 ? KIND_TEXT : KIND_EMPTY;
  return KIND_OTHER;
}

kinds kinds_of_term(const dm_term *term)
{
  kinds of = 0;
  for (size_t i = 0; i < term->n_bytes; i++)
    of |= ((unsigned char)term->value[i] >= 0x80 ? KIND_WIDE : 0) | (term->value[i] == '\n' || term->value[i] == '\r' ? KIND_LINES : 0);
  switch (term->kind) {
  case DM_TERM_NONE: return KIND_UNBOUND;
  case DM_TERM_IRI: return of | KIND_IRI;
  case DM_TERM_BLANK: return KIND_BLANK;
  case DM_TERM_LITERAL: break;
  }
  if (term->language)
    return of | KIND_LANGUAGE | (term->n_bytes == 0 ? KIND_EMPTY : 0);
  if (!term->datatype)
    return of | (term->n_bytes > 0 ? KIND_TEXT : KIND_EMPTY);
  return of | kind_of_typed(term->datatype, term->value, term->n_bytes) | (term->n_bytes == 0 ? KIND_EMPTY : 0);
}

/* ---- reports ---- */

static const char *words_of(kinds of)
{
  for (size_t i = 0; i < sizeof kind_words / sizeof *kind_words; i++)
    if (of & kind_words[i].kind)
      return kind_words[i].words;
  return "nothing";
}

static void complain(kind_checker *c, const expression *e, const char *construct, kinds about, const char *advice)
{
  const char *name = e->op == OP_VARIABLE ? c->query->variables.items[e->variable].name : NULL;
  c->status = sparql_report(c->query, e->at, c->diagnostics, "%s over %s%s, which may be %s in this graph, comes out wrong%s%s", construct,
                            name ? "?" : "a value", name ? name : "", words_of(about), advice ? ": " : "", advice ? advice : "");
}

/* Complains if a value may be any of `forbidden`. */
static void forbid(kind_checker *c, const expression *e, const char *construct, kinds of, kinds forbidden, const char *advice)
{
  if (of & forbidden)
    complain(c, e, construct, of & forbidden, advice);
}

/* ---- comparisons ---- */

static size_t count_classes(kinds of)
{
  size_t n = 0;
  for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
    n += (of & classes[i]) != 0;
  return n;
}

static const char compare_as_text[] = "compare STR() of both";

/* `=` inside a condition may meet values of two classes: it is then false or an error, which is the same there. Elsewhere it may not.
 * An IRI is simply another thing than a literal. */
static kinds check_equality(kind_checker *c, const expression *e, const char *sign, bool is_condition)
{
  const kinds needle = kind_check(c, e->arguments[0], false);
  kinds       others = 0;
  for (size_t i = 1; i < e->n; i++)
    others |= kind_check(c, e->arguments[i], false);
  const kinds unbound = (needle | others) & KIND_UNBOUND;
  if (!(needle & KINDS_LITERAL) || !(others & KINDS_LITERAL))
    return KIND_BOOLEAN | unbound;
  const kinds literal = (needle | others) & KINDS_LITERAL;
  const bool  is_mixed = count_classes(literal) > 1;
  const bool  is_confused = (literal & KIND_BOOLEAN) || ((literal & KIND_DATE) && (literal & KIND_DATETIME));
  if (is_mixed && (!is_condition || is_confused))
    complain(c, e->arguments[0], sign, without(literal, KINDS_STRING), compare_as_text);
  else if (!is_condition)
    forbid(c, e->arguments[0], sign, literal, KIND_OTHER, compare_as_text);
  return KIND_BOOLEAN | unbound | (is_mixed || (literal & KIND_OTHER) ? KIND_UNBOUND : 0);
}

static kinds check_order(kind_checker *c, const expression *e, const char *sign, bool is_condition)
{
  kinds both = 0;
  for (size_t i = 0; i < 2; i++) {
    const kinds of = kind_check(c, e->arguments[i], false);
    forbid(c, e->arguments[i], sign, of, KIND_IRI | KIND_BLANK | KIND_LANGUAGE | KIND_BOOLEAN | KIND_OTHER, compare_as_text);
    both |= of;
  }
  const kinds literal = both & KINDS_LITERAL;
  if (count_classes(literal) > 1 && (!is_condition || ((literal & KIND_DATE) && (literal & KIND_DATETIME))))
    complain(c, e->arguments[0], sign, without(literal, KINDS_STRING), compare_as_text);
  return KIND_BOOLEAN | (both & KIND_UNBOUND) | (count_classes(literal) > 1 ? KIND_UNBOUND : 0);
}

/* ---- logic ---- */

kinds kind_check_condition(kind_checker *c, const expression *e, bool is_condition)
{
  const kinds of = kind_check(c, e, is_condition);
  if (without(of, KIND_BOOLEAN | KIND_UNBOUND | KINDS_NOTES))
    c->status =
        sparql_report(c->query, e->at, c->diagnostics, "a condition must be a comparison or something else that is true or false: %s comes out wrong",
                      words_of(without(of, KIND_BOOLEAN | KIND_UNBOUND | KINDS_NOTES)));
  return of;
}

static kinds check_logic(kind_checker *c, const expression *e, bool is_condition)
{
  const kinds a = kind_check_condition(c, e->arguments[0], is_condition);
  const kinds b = kind_check_condition(c, e->arguments[1], is_condition);
  if (e->op == OP_AND && !is_condition && ((a | b) & KIND_UNBOUND)) /* (error && false) is an error to rasqal, not false */
    c->status = sparql_report(c->query, e->at, c->diagnostics,
                              "&& outside a plain FILTER comes out wrong if a side may be an error: guard it with COALESCE(..., false)");
  return KIND_BOOLEAN | ((a | b) & KIND_UNBOUND);
}

/* ---- arithmetic ---- */

static kinds check_arithmetic(kind_checker *c, const expression *e)
{
  kinds both = 0;
  for (size_t i = 0; i < e->n; i++) {
    const kinds of = kind_check(c, e->arguments[i], false);
    forbid(c, e->arguments[i], "arithmetic", of, without(KINDS_ALL, KINDS_NUMERIC | KINDS_NOTES), NULL);
    both |= of;
  }
  if (e->op == OP_DIVIDE)
    return KIND_NUMBER | KIND_COMPUTED | KIND_UNBOUND; /* by zero */
  return (both & (KINDS_NUMERIC | KIND_UNBOUND)) | (both & KIND_NUMBER ? KIND_COMPUTED : 0);
}

/* ---- functions ---- */

static bool is_variable_or_constant(const expression *e)
{
  return e->op == OP_VARIABLE || e->op == OP_TERM || e->op == OP_UNBOUND || e->op == OP_AGGREGATE;
}

/* rasqal reads such an argument after freeing it, unless somebody else holds it. */
static void need_held(kind_checker *c, const expression *e, const char *function)
{
  if (!is_variable_or_constant(e))
    c->status = sparql_report(c->query, e->at, c->diagnostics, "%s of a computed text comes out wrong: BIND it to a variable first", function);
}

static kinds check_text_argument(kind_checker *c, const expression *e, const char *function)
{
  const kinds of = kind_check(c, e, false);
  forbid(c, e, function, of, without(KINDS_ALL, KINDS_STRING | KINDS_NOTES), "take STR() of it");
  return of;
}

static kinds string_result(kinds of)
{
  return of & (KINDS_STRING | KINDS_NOTES | KIND_UNBOUND);
}

static bool is_small_number(const expression *e, long at_least)
{
  return e->op == OP_TERM && e->term.datatype && kinds_of_term(&e->term) == KIND_INTEGER && strtol(e->term.value, NULL, 10) >= at_least;
}

static kinds check_substr(kind_checker *c, const expression *e)
{
  const kinds of = check_text_argument(c, e->arguments[0], "SUBSTR");
  const bool  is_start = is_small_number(e->arguments[1], 1) && strcmp(e->arguments[1]->term.value, "1") == 0;
  if (!is_start || (e->n == 3 && !is_small_number(e->arguments[2], 1)))
    c->status =
        sparql_report(c->query, e->at, c->diagnostics, "SUBSTR comes out wrong where nothing is left: only SUBSTR(text, 1, length) is supported");
  forbid(c, e->arguments[0], "SUBSTR", of, KIND_EMPTY, NULL);
  return string_result(of);
}

static kinds check_concat(kind_checker *c, const expression *e)
{
  kinds all = 0;
  bool  is_never_empty = false;
  for (size_t i = 0; i < e->n; i++) {
    const kinds of = check_text_argument(c, e->arguments[i], "CONCAT");
    need_held(c, e->arguments[i], "CONCAT");
    forbid(c, e->arguments[i], "CONCAT", of, KIND_UNBOUND, "guard it with COALESCE and BIND");
    is_never_empty = is_never_empty || !(of & KIND_EMPTY);
    all |= of;
  }
  if (!is_never_empty)
    complain(c, e->arguments[0], "CONCAT", KIND_EMPTY, NULL);
  if ((all & KIND_LANGUAGE) && e->n > 1)
    all |= KIND_TEXT; /* languages that differ are dropped */
  return without(string_result(all), KIND_EMPTY);
}

static kinds check_case(kind_checker *c, const expression *e)
{
  const kinds of = check_text_argument(c, e->arguments[0], sparql_functions[e->index].name);
  if (of & KIND_WIDE)
    c->status = sparql_report(c->query, e->at, c->diagnostics,
                              "%s leaves letters beyond A to Z as they are, which some values here have: use REGEX(..., \"i\")",
                              sparql_functions[e->index].name);
  return string_result(of);
}

/* rasqal's regular expressions are POSIX and count bytes. Says what in `pattern` means another thing there, or NULL. */
static const char *trouble_in_pattern(const char *pattern, kinds subject, bool ignores_case)
{
  for (const char *c = pattern; *c; c++) {
    const bool is_repeated = strchr("*+?{", c[1]) && c[1];
    const bool is_wide = (unsigned char)*c >= 0x80;
    if (*c == '\\' && !(c[1] && strchr(".^$*+?()[]{}|\\", c[1])))
      return "an escape of a letter";
    if (*c == '\\') {
      c++;
      continue;
    }
    if (is_wide && (is_repeated || ignores_case))
      return "a letter beyond A to Z that is repeated or matched without case";
    if (strchr("*+?}", *c) && c[1] == '?')
      return "a reluctant quantifier";
    if (*c == '(' && c[1] == '?')
      return "(?...)";
    if (*c == '.' && ((subject & KIND_LINES) || ((subject & KIND_WIDE) && c[1] != '*' && c[1] != '+')))
      return "`.` over such values";
    if (*c == '[') {
      for (c++; *c && *c != ']'; c++)
        if (*c == '\\' || (unsigned char)*c >= 0x80 || (*c == '^' && c[-1] == '[' && (subject & KIND_WIDE)))
          return "this [...]";
      if (!*c)
        return "an open [";
    }
  }
  return NULL;
}

static kinds check_regex(kind_checker *c, const expression *e)
{
  const kinds       of = check_text_argument(c, e->arguments[0], "REGEX");
  const expression *pattern = e->arguments[1];
  const expression *flags = e->n == 3 ? e->arguments[2] : NULL;
  if (pattern->op != OP_TERM || pattern->term.kind != DM_TERM_LITERAL || (flags && (flags->op != OP_TERM || flags->term.kind != DM_TERM_LITERAL))) {
    c->status = sparql_report(c->query, pattern->at, c->diagnostics, "REGEX needs its pattern and flags written out");
    return KIND_BOOLEAN;
  }
  if (flags && strcmp(flags->term.value, "i") != 0 && flags->term.n_bytes > 0)
    c->status =
        sparql_report(c->query, flags->at, c->diagnostics, "REGEX with the flag \"%s\" comes out wrong: only \"i\" is supported", flags->term.value);
  const char *trouble = trouble_in_pattern(pattern->term.value, of, flags && flags->term.n_bytes > 0);
  if (trouble)
    c->status = sparql_report(c->query, pattern->at, c->diagnostics, "REGEX with %s comes out wrong", trouble);
  return KIND_BOOLEAN | (of & KIND_UNBOUND);
}

static kinds check_str(kind_checker *c, const expression *e)
{
  const kinds of = kind_check(c, e->arguments[0], false);
  forbid(c, e->arguments[0], "STR", of, KIND_BLANK, NULL);
  if (of & KIND_COMPUTED)
    complain(c, e->arguments[0], "STR", KIND_NUMBER, "a computed number is spelt in another way than SPARQL says");
  return (of & without(KINDS_ALL, KIND_EMPTY | KINDS_NOTES) ? KIND_TEXT : 0) | (of & (KIND_EMPTY | KINDS_NOTES | KIND_UNBOUND));
}

static kinds check_if(kind_checker *c, const expression *e)
{
  const kinds condition = kind_check_condition(c, e->arguments[0], false);
  return kind_check(c, e->arguments[1], false) | kind_check(c, e->arguments[2], false) | (condition & KIND_UNBOUND);
}

static kinds check_coalesce(kind_checker *c, const expression *e)
{
  kinds all = 0;
  bool  may_fail = true;
  for (size_t i = 0; i < e->n; i++) {
    const kinds of = kind_check(c, e->arguments[i], false);
    may_fail = may_fail && (of & KIND_UNBOUND);
    all |= without(of, KIND_UNBOUND);
  }
  return all | (may_fail ? KIND_UNBOUND : 0);
}

static kinds check_number_function(kind_checker *c, const expression *e)
{
  const kinds of = kind_check(c, e->arguments[0], false);
  forbid(c, e->arguments[0], sparql_functions[e->index].name, of, without(KINDS_ALL, KINDS_NUMERIC | KINDS_NOTES), NULL);
  return (of & (KINDS_NUMERIC | KIND_UNBOUND)) | (of & KIND_NUMBER ? KIND_COMPUTED : 0);
}

static kinds check_date_function(kind_checker *c, const expression *e)
{
  const kinds of = kind_check(c, e->arguments[0], false);
  forbid(c, e->arguments[0], sparql_functions[e->index].name, of, without(KINDS_ALL, KIND_DATETIME | KINDS_NOTES),
         "the year is SUBSTR(STR(?date), 1, 4)");
  return KIND_INTEGER | (of & KIND_UNBOUND);
}

static kinds check_two_texts(kind_checker *c, const expression *e)
{
  const char *name = sparql_functions[e->index].name;
  const kinds a = check_text_argument(c, e->arguments[0], name);
  const kinds b = check_text_argument(c, e->arguments[1], name);
  /* a needle with a language fits only a text with the same */
  const kinds fails = (b & KIND_LANGUAGE ? KIND_UNBOUND : 0) | ((a | b) & KIND_UNBOUND);
  if (e->index == FN_STRBEFORE || e->index == FN_STRAFTER) {
    need_held(c, e->arguments[0], name);
    return string_result(a) | KIND_EMPTY | fails;
  }
  return KIND_BOOLEAN | fails;
}

static kinds check_call(kind_checker *c, const expression *e)
{
  const char *name = sparql_functions[e->index].name;
  kinds       of;
  switch ((function_kind)e->index) {
  case FN_BOUND: return KIND_BOOLEAN;
  case FN_ISIRI:
  case FN_ISURI:
  case FN_ISBLANK:
  case FN_ISLITERAL: return KIND_BOOLEAN | (kind_check(c, e->arguments[0], false) & KIND_UNBOUND);
  case FN_ISNUMERIC:
    of = kind_check(c, e->arguments[0], false);
    forbid(c, e->arguments[0], name, of, KIND_BOOLEAN | KIND_OTHER, NULL);
    return KIND_BOOLEAN | (of & KIND_UNBOUND);
  case FN_SAMETERM: return KIND_BOOLEAN | ((kind_check(c, e->arguments[0], false) | kind_check(c, e->arguments[1], false)) & KIND_UNBOUND);
  case FN_STR: return check_str(c, e);
  case FN_LANG:
    of = kind_check(c, e->arguments[0], false);
    return KIND_TEXT | KIND_EMPTY | (of & (KIND_IRI | KIND_BLANK | KIND_UNBOUND) ? KIND_UNBOUND : 0);
  case FN_DATATYPE:
    of = kind_check(c, e->arguments[0], false);
    forbid(c, e->arguments[0], name, of, KIND_LANGUAGE, "ask LANG()");
    return KIND_IRI | (of & (KIND_IRI | KIND_BLANK | KIND_UNBOUND) ? KIND_UNBOUND : 0);
  case FN_LANGMATCHES:
  case FN_CONTAINS:
  case FN_STRSTARTS:
  case FN_STRENDS:
  case FN_STRBEFORE:
  case FN_STRAFTER: return check_two_texts(c, e);
  case FN_STRLEN: return KIND_INTEGER | (check_text_argument(c, e->arguments[0], name) & KIND_UNBOUND);
  case FN_SUBSTR: return check_substr(c, e);
  case FN_CONCAT: return check_concat(c, e);
  case FN_UCASE:
  case FN_LCASE: return check_case(c, e);
  case FN_REGEX: return check_regex(c, e);
  case FN_IF: return check_if(c, e);
  case FN_COALESCE: return check_coalesce(c, e);
  case FN_ABS:
  case FN_CEIL:
  case FN_FLOOR:
  case FN_ROUND: return check_number_function(c, e);
  case FN_YEAR:
  case FN_MONTH:
  case FN_DAY: return check_date_function(c, e);
  case FN_ENCODE_FOR_URI: return without(string_result(check_text_argument(c, e->arguments[0], name)), KIND_WIDE);
  case FN_COUNT_OF: break;
  }
  assert(false);
  return 0;
}

kinds kind_check(kind_checker *c, const expression *e, bool is_condition)
{
  switch (e->op) {
  case OP_VARIABLE: return c->of_variable[e->variable];
  case OP_TERM: return kinds_of_term(&e->term);
  case OP_UNBOUND: return KIND_UNBOUND;
  case OP_AGGREGATE: return c->of_aggregate[e->index];
  case OP_OR:
  case OP_AND: return check_logic(c, e, is_condition);
  case OP_NOT: return kind_check_condition(c, e->arguments[0], false);
  case OP_EQUAL: return check_equality(c, e, "=", is_condition);
  case OP_NOT_EQUAL: return check_equality(c, e, "!=", false);
  case OP_LESS:
  case OP_LESS_EQUAL:
  case OP_GREATER:
  case OP_GREATER_EQUAL: return check_order(c, e, "< and >", is_condition);
  case OP_IN:
  case OP_NOT_IN: return check_equality(c, e, e->op == OP_IN ? "IN" : "NOT IN", false); /* an error in the list hides what stands behind it */
  case OP_ADD:
  case OP_SUBTRACT:
  case OP_MULTIPLY:
  case OP_DIVIDE:
  case OP_NEGATE: return check_arithmetic(c, e);
  case OP_CALL: return check_call(c, e);
  }
  assert(false);
  return 0;
}
