/* function/function_impl.h - what the files of this module share. Inside this module only. */
#ifndef DM_FUNCTION_FUNCTION_IMPL_H
#define DM_FUNCTION_FUNCTION_IMPL_H

#include "function/function.h"
#include "value/number.h"

/* A call as an implementation sees it: none of the arguments is without a term. */
typedef struct {
  dm_function          function; /* for those that share an implementation */
  const dm_operand    *arguments;
  size_t               n;
  dm_function_context *context;
  dm_arena            *arena;
} call;

/* Returns the result, or error_operand. */
typedef dm_operand (*implementation)(const call *c);

extern const dm_operand error_operand;

enum { MOST_TEXT_BYTES = 64 << 20 }; /* of a result: what CONCAT of CONCAT could grow to */

/* ---- operand.c ---- */
bool       is_string(const dm_operand *operand);                                   /* with or without language */
bool       is_plain_string(const dm_operand *operand);                             /* xsd:string */
bool       is_same_language(const char *a, const char *b);                         /* whatever the case of their ASCII */
dm_operand string_operand(const char *text, size_t n_bytes, const char *language); /* of a text that lives long enough, and ends with NUL */
dm_operand copied_string(const char *text, size_t n_bytes, const char *language, dm_arena *arena); /* also of a text that does not end there */
dm_operand value_operand(const dm_value *value, dm_arena *arena);                                  /* written; error_operand of DM_VALUE_NONE */
dm_operand number_operand(const dm_number *number, dm_arena *arena);
dm_number  operand_number(const dm_operand *operand); /* of a numeric operand */
dm_operand iri_operand(const char *text, size_t n_bytes);

/* ---- implementations ---- */
dm_operand call_arithmetic(const call *c); /* numeric.c */
dm_operand call_sign(const call *c);
dm_operand call_round(const call *c);
dm_operand call_random(const call *c);
dm_operand call_test(const call *c); /* term.c */
dm_operand call_str(const call *c);
dm_operand call_lang(const call *c);
dm_operand call_datatype(const call *c);
dm_operand call_iri(const call *c);
dm_operand call_bnode(const call *c);
dm_operand call_strdt(const call *c);
dm_operand call_strlang(const call *c);
dm_operand call_uuid(const call *c);
dm_operand call_strlen(const call *c); /* string.c */
dm_operand call_substr(const call *c);
dm_operand call_case(const call *c);
dm_operand call_find(const call *c);
dm_operand call_cut(const call *c);
dm_operand call_encode(const call *c);
dm_operand call_concat(const call *c);
dm_operand call_langmatches(const call *c);
dm_operand call_digest(const call *c);
dm_operand call_regex(const call *c); /* regex.c */
dm_operand call_replace(const call *c);
dm_operand call_now(const call *c); /* time.c */
dm_operand call_part(const call *c);
dm_operand call_seconds(const call *c);
dm_operand call_timezone(const call *c);
dm_operand call_cast(const call *c); /* cast.c */

/* ---- context.c ---- */
typedef struct regex_cache regex_cache;

const char  *context_base(const dm_function_context *context); /* NULL: none */
dm_operand   context_now(const dm_function_context *context);
regex_cache *context_regexes(dm_function_context *context);
void         context_random(dm_function_context *context, void *bytes, size_t n_bytes);
const char  *context_blank(dm_function_context *context, const char *label, size_t n_bytes, dm_arena *arena); /* NULL: a new one */

/* ---- regex.c ---- */
regex_cache *regex_cache_new(void);
void         regex_cache_free(regex_cache *cache); /* NULL is allowed */

/* ---- translate.c: XPath's regular expressions as PCRE2 has them ---- */
/* Appends; *n_groups is how many capture. False if the pattern is none (XPath 3.1 functions §5.6.1), or nested too deep. x: white space outside of classes is left out. m, s: as flags. */
typedef struct {
  bool is_multiline;
  bool dot_is_all;
  bool ignores_space;
} regex_flags;
bool regex_translate(dm_buffer *out, const char *pattern, size_t n_bytes, regex_flags flags, size_t *n_groups);

#endif
