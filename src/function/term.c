/* Functions on terms (§17.4.2). */
#include <string.h>

#include "function/function_impl.h"
#include "rdf/iri.h"

dm_operand call_test(const call *c)
{
  const dm_operand *a = c->arguments;
  switch (c->function) {
  case DM_FUNCTION_IS_IRI: return dm_operand_boolean(a->term.kind == DM_TERM_IRI);
  case DM_FUNCTION_IS_BLANK: return dm_operand_boolean(a->term.kind == DM_TERM_BLANK);
  case DM_FUNCTION_IS_LITERAL: return dm_operand_boolean(a->term.kind == DM_TERM_LITERAL);
  default: return dm_operand_boolean(dm_value_is_numeric(&a->value));
  }
}

dm_operand call_str(const call *c)
{
  const dm_term *term = &c->arguments->term;
  return term->kind == DM_TERM_BLANK ? error_operand : string_operand(term->value, term->n_bytes, NULL);
}

dm_operand call_lang(const call *c)
{
  const dm_term *term = &c->arguments->term;
  if (term->kind != DM_TERM_LITERAL)
    return error_operand;
  return term->language ? string_operand(term->language, strlen(term->language), NULL) : string_operand("", 0, NULL);
}

dm_operand call_datatype(const call *c)
{
  const dm_operand *a = c->arguments;
  if (a->term.kind != DM_TERM_LITERAL)
    return error_operand;
  const char *iri = a->value.datatype == DM_DATATYPE_OTHER ? a->term.datatype : dm_datatype_iri((dm_datatype)a->value.datatype);
  return iri_operand(iri, strlen(iri));
}

/* A string is resolved against the base (§17.4.2.8); what is then no IRI is an error, since no graph could hold it. */
dm_operand call_iri(const call *c)
{
  const dm_operand *a = c->arguments;
  if (a->term.kind == DM_TERM_IRI)
    return *a;
  if (!is_plain_string(a))
    return error_operand;
  if (dm_iri_is_valid(a->term.value))
    return iri_operand(a->term.value, a->term.n_bytes);
  dm_buffer   resolved = {0};
  const char *text = NULL;
  size_t      n_bytes = 0;
  if (dm_iri_resolve(&resolved, context_base(c->context), a->term.value, a->term.n_bytes) && dm_iri_is_valid(dm_buffer_string(&resolved))) {
    text = dm_arena_string(c->arena, resolved.bytes, resolved.n_bytes);
    n_bytes = resolved.n_bytes;
  }
  dm_buffer_free(&resolved);
  return text ? iri_operand(text, n_bytes) : error_operand;
}

dm_operand call_bnode(const call *c)
{
  const char *label = NULL;
  size_t      n_bytes = 0;
  if (c->n) {
    if (!is_plain_string(c->arguments))
      return error_operand;
    label = c->arguments->term.value;
    n_bytes = c->arguments->term.n_bytes;
  }
  const char *made = context_blank(c->context, label, n_bytes, c->arena);
  return (dm_operand){.term = {.kind = DM_TERM_BLANK, .value = made, .n_bytes = strlen(made)}};
}

dm_operand call_strdt(const call *c)
{
  const dm_operand *text = &c->arguments[0], *datatype = &c->arguments[1];
  if (!is_plain_string(text) || datatype->term.kind != DM_TERM_IRI || dm_datatype_find(datatype->term.value) == DM_DATATYPE_LANG_STRING)
    return error_operand;
  dm_term term = text->term;
  term.datatype = dm_datatype_find(datatype->term.value) == DM_DATATYPE_STRING ? NULL : datatype->term.value;
  return dm_operand_of_term(&term);
}

/* Letters, then groups of letters and digits: LANGTAG of the grammar. */
static bool is_language(const char *tag)
{
  size_t n_in_group = 0;
  bool   is_first = true;
  for (; *tag; tag++) {
    const bool is_letter = (unsigned)((*tag | 0x20) - 'a') < 26, is_digit = *tag >= '0' && *tag <= '9';
    if (*tag == '-' && n_in_group) {
      is_first = false;
      n_in_group = 0;
    } else if (is_letter || (is_digit && !is_first)) {
      n_in_group++;
    } else {
      return false;
    }
  }
  return n_in_group > 0;
}

dm_operand call_strlang(const call *c)
{
  const dm_operand *text = &c->arguments[0], *language = &c->arguments[1];
  if (!is_plain_string(text) || !is_plain_string(language) || !is_language(language->term.value))
    return error_operand;
  return string_operand(text->term.value, text->term.n_bytes, language->term.value);
}

/* RFC 4122 §4.4: random, but for version and variant. */
dm_operand call_uuid(const call *c)
{
  unsigned char b[16];
  context_random(c->context, b, sizeof b);
  b[6] = (unsigned char)((b[6] & 0x0F) | 0x40);
  b[8] = (unsigned char)((b[8] & 0x3F) | 0x80);
  const char *text = dm_arena_print(c->arena, "%s%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                                    c->function == DM_FUNCTION_UUID ? "urn:uuid:" : "", b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9],
                                    b[10], b[11], b[12], b[13], b[14], b[15]);
  return c->function == DM_FUNCTION_UUID ? iri_operand(text, strlen(text)) : string_operand(text, strlen(text), NULL);
}
