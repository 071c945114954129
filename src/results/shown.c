/* results/shown.c - terms for people: short names, labels, and nothing that a terminal would obey. */
#include "results/results_impl.h"

#include "base/unicode.h"

#include <string.h>

/* Other controls than white space, and what turns the direction of text that follows (UAX #9): a value could make a table say something else than it holds. */
static bool is_obeyed(uint32_t codepoint)
{
  return codepoint < 0x20 || (codepoint >= 0x7F && codepoint < 0xA0) || (codepoint >= 0x202A && codepoint <= 0x202E) ||
         (codepoint >= 0x2066 && codepoint <= 0x2069) || codepoint == UINT32_MAX;
}

void shown_text(dm_buffer *out, const char *text, size_t n_bytes)
{
  for (size_t i = 0; i < n_bytes;) {
    size_t         n = 1;
    const uint32_t codepoint = dm_utf8_decode(text, n_bytes, i, &n);
    if (codepoint == '\t' || codepoint == '\n' || codepoint == '\r' || codepoint == 0x85 || codepoint == 0x2028 || codepoint == 0x2029)
      dm_buffer_add_byte(out, ' ');
    else if (is_obeyed(codepoint))
      dm_buffer_add_codepoint(out, 0xFFFD);
    else
      dm_buffer_add(out, text + i, n);
    i += n;
  }
}

void shown_iri(dm_buffer *out, const dm_results_style *style, const dm_term *term, bool in_brackets)
{
  const dm_prefix *best = NULL;
  size_t           n_best = 0;
  for (size_t i = 0; i < style->n_prefixes; i++) {
    const size_t n = strlen(style->prefixes[i].namespace_iri);
    if (n > n_best && n < term->n_bytes && memcmp(style->prefixes[i].namespace_iri, term->value, n) == 0) {
      best = &style->prefixes[i];
      n_best = n;
    }
  }
  if (best)
    dm_buffer_print(out, "%s:", best->prefix);
  else if (in_brackets)
    dm_buffer_add_byte(out, '<');
  shown_text(out, term->value + n_best, term->n_bytes - n_best);
  if (!best && in_brackets)
    dm_buffer_add_byte(out, '>');
}

const char *shown_label(const dm_results_style *style, const dm_term *term)
{
  const dm_labels *labels = &style->labels;
  return labels->label && term->kind == DM_TERM_IRI ? labels->label(labels->ctx, term->value) : NULL;
}

void shown_term(dm_buffer *out, const dm_results_style *style, const dm_term *term)
{
  const char *label = shown_label(style, term);
  switch (term->kind) {
  case DM_TERM_NONE: break;
  case DM_TERM_BLANK:
    dm_buffer_add_string(out, "_:");
    shown_text(out, term->value, term->n_bytes);
    break;
  case DM_TERM_LITERAL: shown_text(out, term->value, term->n_bytes); break;
  case DM_TERM_IRI:
    if (!label || style->labels.is_beside)
      shown_iri(out, style, term, true);
    if (label && style->labels.is_beside)
      dm_buffer_add_byte(out, ' ');
    if (label)
      shown_text(out, label, strlen(label));
    break;
  }
}

bool shown_is_link(const dm_term *term)
{
  return term->kind == DM_TERM_IRI && (strncmp(term->value, "https://", 8) == 0 || strncmp(term->value, "http://", 7) == 0) &&
         dm_iri_is_valid(term->value);
}
