/* REGEX and REPLACE (§17.4.3.14, §17.4.3.15) by PCRE2: the only user of it. Patterns are compiled once a run; no match may take longer than its limits. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/unicode.h"
#include "function/function_impl.h"
#include "function/version.h"

enum {
  MOST_PATTERNS = 64,           /* kept; queries that compute their patterns begin anew when these are there */
  MOST_PATTERN_BYTES = 1 << 16, /* larger ones are refused */
  MOST_STEPS = 10000000,        /* of matching one text: some tenths of a second */
  MOST_DEPTH_STEPS = 100000,
  MOST_HEAP_KB = 65536,
  JIT_STACK_BYTES = 1 << 20
};

/* A pattern as it was written, with its flags, and what was made of it; code NULL: it is none. */
typedef struct {
  char       *pattern;
  size_t      n_pattern;
  char        flags[8];
  pcre2_code *code;
  size_t      n_groups;
  bool        is_jitted;
  bool        is_literal;    /* flag q */
  bool        matches_empty; /* the empty string */
} regex;

struct regex_cache {
  regex                  regexes[MOST_PATTERNS];
  size_t                 n;
  size_t                 last; /* that was used: mostly the next one too */
  pcre2_general_context *memory;
  pcre2_compile_context *compiling;
  pcre2_match_context   *matching;
  pcre2_match_data      *match; /* for MOST_PAIRS pairs of offsets */
  pcre2_jit_stack       *stack;
};

enum { MOST_PAIRS = 1001 };

regex_cache *regex_cache_new(void)
{
  return dm_allocate(sizeof(regex_cache));
}

static void clear(regex_cache *cache)
{
  for (size_t i = 0; i < cache->n; i++) {
    free(cache->regexes[i].pattern);
    pcre2_code_free(cache->regexes[i].code);
  }
  cache->n = cache->last = 0;
}

void regex_cache_free(regex_cache *cache)
{
  if (!cache)
    return;
  clear(cache);
  pcre2_general_context_free(cache->memory);
  pcre2_compile_context_free(cache->compiling);
  pcre2_match_context_free(cache->matching);
  pcre2_match_data_free(cache->match);
  pcre2_jit_stack_free(cache->stack);
  free(cache);
}

static void *allocate(size_t n_bytes, void *unused)
{
  (void)unused;
  return dm_allocate(n_bytes);
}

static void release(void *memory, void *unused)
{
  (void)unused;
  free(memory);
}

/* What PCRE2 needs beside the patterns, made when the first of them comes. */
static void prepare(regex_cache *cache)
{
  if (cache->matching)
    return;
  cache->memory = pcre2_general_context_create(allocate, release, NULL);
  cache->compiling = pcre2_compile_context_create(cache->memory);
  cache->matching = pcre2_match_context_create(cache->memory);
  cache->match = pcre2_match_data_create(MOST_PAIRS, cache->memory);
  cache->stack = pcre2_jit_stack_create(32 * 1024, JIT_STACK_BYTES, cache->memory);
  pcre2_set_newline(cache->compiling, PCRE2_NEWLINE_LF); /* what ^ and $ of flag m look for */
  pcre2_set_match_limit(cache->matching, MOST_STEPS);
  pcre2_set_depth_limit(cache->matching, MOST_DEPTH_STEPS);
  pcre2_set_heap_limit(cache->matching, MOST_HEAP_KB);
  pcre2_jit_stack_assign(cache->matching, NULL, cache->stack);
}

/* Reads the letters s m i x q; false for any other. */
static bool read_flags(const char *flags, size_t n, uint32_t *options, regex_flags *kinds)
{
  *options = PCRE2_UTF | PCRE2_MATCH_UNSET_BACKREF | PCRE2_NEVER_BACKSLASH_C | PCRE2_DOLLAR_ENDONLY;
  for (size_t i = 0; i < n; i++)
    switch (flags[i]) {
    case 's':
      kinds->dot_is_all = true;
      *options |= PCRE2_DOTALL;
      break;
    case 'm':
      kinds->is_multiline = true;
      *options |= PCRE2_MULTILINE;
      break;
    case 'i': *options |= PCRE2_CASELESS; break;
    case 'x': kinds->ignores_space = true; break;
    case 'q': *options |= PCRE2_LITERAL; break;
    default: return false;
    }
  if (*options & PCRE2_LITERAL) /* takes i and no other */
    *options &= PCRE2_UTF | PCRE2_CASELESS | PCRE2_LITERAL;
  return true;
}

/* PCRE2 checks UTF-8 too, byte by byte. */
static bool is_utf8(const dm_term *text)
{
  return dm_utf8_check(text->value, text->n_bytes) == text->n_bytes;
}

/* The number of pairs of offsets, 0 for no match, -1 for an error: a limit. The text is UTF-8 (is_utf8()). */
static int match(regex_cache *cache, const regex *r, const dm_term *text, size_t at)
{
  int n = (r->is_jitted ? pcre2_jit_match : pcre2_match)(r->code, (PCRE2_SPTR)text->value, text->n_bytes, at, PCRE2_NO_UTF_CHECK, cache->match,
                                                         cache->matching);
  return n > 0 ? n : n == PCRE2_ERROR_NOMATCH ? 0 : -1;
}

static void compile(regex_cache *cache, regex *r)
{
  static const dm_term empty = {.kind = DM_TERM_LITERAL, .value = ""};
  uint32_t             options = 0;
  regex_flags          kinds = {0};
  dm_buffer            translated = {0};
  int                  error = 0;
  PCRE2_SIZE           error_at = 0;
  if (!read_flags(r->flags, strlen(r->flags), &options, &kinds) || r->n_pattern > MOST_PATTERN_BYTES)
    return;
  r->is_literal = options & PCRE2_LITERAL;
  if (r->is_literal)
    dm_buffer_add(&translated, r->pattern, r->n_pattern);
  if (r->is_literal || regex_translate(&translated, r->pattern, r->n_pattern, kinds, &r->n_groups))
    r->code = pcre2_compile((PCRE2_SPTR)dm_buffer_string(&translated), translated.n_bytes, options, &error, &error_at, cache->compiling);
  dm_buffer_free(&translated);
  if (!r->code)
    return;
  r->is_jitted = pcre2_jit_compile(r->code, PCRE2_JIT_COMPLETE) == 0; /* where it cannot, the interpreter matches */
  r->matches_empty = match(cache, r, &empty, 0) > 0;
}

static bool is_regex(const regex *r, const dm_term *pattern, const char *flags)
{
  return r->n_pattern == pattern->n_bytes && !memcmp(r->pattern, pattern->value, pattern->n_bytes) && !strcmp(r->flags, flags);
}

/* The compiled pattern of two arguments; NULL if they are none. `flags` may be NULL. */
static const regex *find(regex_cache *cache, const dm_operand *pattern, const dm_operand *flags)
{
  regex       *r = NULL;
  const char  *letters = flags ? flags->term.value : "";
  const size_t n_letters = strlen(letters);
  if (!is_plain_string(pattern) || (flags && !is_plain_string(flags)) || n_letters >= sizeof r->flags)
    return NULL;
  if (cache->last < cache->n && is_regex(&cache->regexes[cache->last], &pattern->term, letters))
    r = &cache->regexes[cache->last];
  for (size_t i = 0; !r && i < cache->n; i++)
    if (is_regex(&cache->regexes[i], &pattern->term, letters))
      r = &cache->regexes[i];
  if (!r) {
    prepare(cache);
    if (cache->n == MOST_PATTERNS)
      clear(cache);
    r = &cache->regexes[cache->n++];
    *r = (regex){.pattern = dm_copy_string(pattern->term.value, pattern->term.n_bytes), .n_pattern = pattern->term.n_bytes};
    memcpy(r->flags, letters, n_letters + 1);
    compile(cache, r);
  }
  cache->last = (size_t)(r - cache->regexes);
  return r->code ? r : NULL;
}

dm_operand call_regex(const call *c)
{
  const dm_operand *a = c->arguments;
  regex_cache      *cache = context_regexes(c->context);
  const regex      *r = is_string(a) ? find(cache, &a[1], c->n == 3 ? &a[2] : NULL) : NULL;
  int               n = r && is_utf8(&a->term) ? match(cache, r, &a->term, 0) : -1;
  return n < 0 ? error_operand : dm_operand_boolean(n > 0);
}

/* Appends what stands for one match: $N is a group (nothing of one that took no part, or that there is none of), \$ and \\ are themselves. False if it is not well made
 * (XPath 3.1 functions §5.6.4: FORX0004). */
static bool add_replacement(dm_buffer *out, const regex *r, const dm_term *text, const dm_term *replacement, const PCRE2_SIZE *pairs, size_t n_pairs)
{
  const char *at = replacement->value, *end = at + replacement->n_bytes;
  if (r->is_literal) {
    dm_buffer_add(out, at, replacement->n_bytes);
    return true;
  }
  while (at < end) {
    size_t n_plain = strcspn(at, "\\$");
    dm_buffer_add(out, at, n_plain);
    at += n_plain;
    if (at >= end)
      break;
    if (*at == '\\') {
      if (at[1] != '\\' && at[1] != '$')
        return false;
      dm_buffer_add_byte(out, at[1]);
      at += 2;
      continue;
    }
    at++;
    if (*at < '0' || *at > '9')
      return false;
    size_t number = (size_t)(*at++ - '0');
    while (*at >= '0' && *at <= '9' && number && number * 10 + (size_t)(*at - '0') <= r->n_groups) /* as many digits as make the number of a group */
      number = number * 10 + (size_t)(*at++ - '0');
    if (number < n_pairs && pairs[2 * number] != PCRE2_UNSET)
      dm_buffer_add(out, text->value + pairs[2 * number], pairs[2 * number + 1] - pairs[2 * number]);
  }
  return true;
}

dm_operand call_replace(const call *c)
{
  const dm_operand *a = c->arguments;
  regex_cache      *cache = context_regexes(c->context);
  const regex      *r = is_string(a) && is_plain_string(&a[2]) ? find(cache, &a[1], c->n == 4 ? &a[3] : NULL) : NULL;
  dm_buffer         replaced = {0};
  size_t            at = 0;
  int               n_pairs = 0;
  if (!r || r->matches_empty || !is_utf8(&a->term)) /* FORX0003 */
    return error_operand;
  while ((n_pairs = match(cache, r, &a->term, at)) > 0) {
    const PCRE2_SIZE *pairs = pcre2_get_ovector_pointer(cache->match);
    /* An empty match that the empty string has not (of a lookaround, \b): nothing is there to be replaced. */
    if (pairs[1] <= pairs[0]) {
      n_pairs = -1;
      break;
    }
    dm_buffer_add(&replaced, a->term.value + at, pairs[0] - at);
    if (!add_replacement(&replaced, r, &a->term, &a[2].term, pairs, (size_t)n_pairs) || replaced.n_bytes > MOST_TEXT_BYTES) {
      n_pairs = -1;
      break;
    }
    at = pairs[1];
  }
  dm_operand result = *a;
  if (n_pairs < 0) {
    result = error_operand;
  } else if (at) {
    dm_buffer_add(&replaced, a->term.value + at, a->term.n_bytes - at);
    result = copied_string(dm_buffer_string(&replaced), replaced.n_bytes, a->term.language, c->arena);
  }
  dm_buffer_free(&replaced);
  return result;
}

void dm_function_describe_version(dm_buffer *out)
{
  char version[64];
  pcre2_config(PCRE2_CONFIG_VERSION, version); /* "10.42 2022-12-11" */
  dm_buffer_print(out, "pcre2 %.*s", (int)strcspn(version, " "), version);
}
