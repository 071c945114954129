/* pipeline/html.c - the parts of a page that are the same for every document. */
#include "pipeline/html.h"

#include <stdint.h>
#include <stdbool.h>
#include <string.h>

#include "base/unicode.h"

enum { N_COLORS = 9, LAST_COLOR = N_COLORS - 1, MAX_KINDS = 64 };

/* One piece of style for each part of a page. Mentions are links with a coloured line below, so that they show without colours too. */
static const char *const style[] = {
    ":root{color-scheme:light "
    "dark;--ink:#1b1b1b;--paper:#fff;--soft:#595959;--line:#c9c9c9;--passage:#f3f1e7;--chosen:#ffe58a;--tint:90%;--edge:38%}\n",
    "@media (prefers-color-scheme:dark){:root{--ink:#e6e6e6;--paper:#161616;--soft:#a6a6a6;--line:#454545;--passage:#26251f;--chosen:#5c4a00;"
    "--tint:22%;--edge:62%}}\n",
    "body{margin:0 auto;max-width:90rem;padding:1rem;background:var(--paper);color:var(--ink);font:1rem/1.6 system-ui,sans-serif}\n",
    "h1{font-size:1.4rem}h2{font-size:1.2rem;border-top:1px solid var(--line);padding-top:1rem}h3{font-size:1rem}\n",
    "a{color:inherit}a:focus-visible,summary:focus-visible,pre:focus-visible{outline:3px solid;outline-offset:2px}\n",
    ".legend{list-style:none;padding:0}.legend li{display:inline-block;margin:0 1rem .3rem 0}\n",
    ".columns{display:grid;gap:1.5rem}@media (min-width:60rem){.columns{grid-template-columns:3fr 2fr;align-items:start}\n",
    ".facts{position:sticky;top:0;max-height:100vh;overflow:auto}}\n",
    "pre{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;line-height:1.9}\n",
    ".p{background:var(--passage)}.m,.mi{text-decoration:none;border-bottom:2px solid hsl(var(--hue) 70% var(--edge));"
    "background:hsl(var(--hue) 60% var(--tint));border-radius:.15rem}\n",
    ".mi{border-bottom-style:dotted}.u{border-bottom-style:dashed}.w{font-weight:bold}\n",
    ".n{font-size:.75em;line-height:1;user-select:none}.n a{padding:0 .15em;white-space:nowrap}\n",
    ".facts li{margin-bottom:.5rem;overflow-wrap:anywhere}.facts small,.step{color:var(--soft)}\n",
    ":target,:target+.p{background:var(--chosen)}table{border-collapse:collapse}\n",
    "td,th{text-align:left;vertical-align:top;padding:.2rem 1rem .2rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}\n",
    "caption{text-align:left;font-weight:bold}\n",
    "@media print{.facts{position:static;max-height:none}}\n",
};

static const unsigned hues[N_COLORS] = {210, 280, 320, 160, 25, 95, 48, 0, 240}; /* the last for kinds without a group */

/* What HTML may not hold: controls other than tab, line ends and form feed, and non-characters. A CR is only kept as a reference. */
static const char *reference_of(uint32_t c)
{
  switch (c) {
  case '&': return "&amp;";
  case '<': return "&lt;";
  case '>': return "&gt;";
  case '"': return "&quot;";
  case '\r': return "&#13;";
  case '\t':
  case '\n':
  case '\f': return NULL;
  default: break;
  }
  bool is_control = c < 0x20 || (c >= 0x7f && c <= 0x9f), is_none = (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
  return is_control || is_none ? "\xef\xbf\xbd" : NULL;
}

void dm_html_text(dm_buffer *out, const char *text, size_t n_bytes)
{
  for (size_t at = 0, n = 0; at < n_bytes; at += n) {
    const char *reference = reference_of(dm_utf8_decode(text, n_bytes, at, &n));
    if (reference)
      dm_buffer_add_string(out, reference);
    else
      dm_buffer_add(out, text + at, n);
  }
}

void dm_html_string(dm_buffer *out, const char *text)
{
  dm_html_text(out, text, strlen(text));
}

/* The groups in the order of their first kinds. */
static size_t place_of_group(const dm_grammar *grammar, const char *group)
{
  const char *seen[MAX_KINDS];
  size_t      n = 0;
  for (int kind = 0; kind < MAX_KINDS && dm_grammar_kind_name(grammar, kind); kind++) {
    const char *other = dm_grammar_kind_group(grammar, kind);
    bool        known = !other;
    for (size_t i = 0; i < n && !known; i++)
      known = strcmp(seen[i], other) == 0;
    if (known)
      continue;
    if (strcmp(other, group) == 0)
      return n;
    seen[n++] = other;
  }
  return n;
}

size_t dm_html_color(const dm_grammar *grammar, int kind)
{
  const char *group = dm_grammar_kind_group(grammar, kind);
  return group ? place_of_group(grammar, group) % LAST_COLOR : LAST_COLOR;
}

void dm_html_head(dm_buffer *out, const char *title)
{
  dm_buffer_add_string(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
  dm_html_string(out, title);
  dm_buffer_add_string(out, "</title>\n<style>\n");
  for (size_t i = 0; i < sizeof style / sizeof *style; i++)
    dm_buffer_add_string(out, style[i]);
  for (size_t c = 0; c < N_COLORS; c++)
    dm_buffer_print(out, ".g%zu{--hue:%u}", c, hues[c]);
  dm_buffer_add_string(out, "\n</style>\n</head>\n<body>\n<h1>");
  dm_html_string(out, title);
  dm_buffer_add_string(out, "</h1>\n");
}

void dm_html_legend(dm_buffer *out, const dm_grammar *grammar)
{
  dm_buffer_add_string(out, "<ul class=\"legend\" aria-label=\"Colours\">\n");
  for (size_t c = 0; c < N_COLORS; c++) {
    size_t n = 0;
    for (int kind = 0; kind < MAX_KINDS && dm_grammar_kind_name(grammar, kind); kind++) {
      if (dm_html_color(grammar, kind) != c)
        continue;
      if (n++ == 0)
        dm_buffer_print(out, "<li><span class=\"m g%zu\">", c);
      else
        dm_buffer_add_string(out, ", ");
      dm_html_string(out, dm_grammar_kind_name(grammar, kind));
    }
    if (n)
      dm_buffer_add_string(out, "</span></li>\n");
  }
  dm_buffer_add_string(out, "<li><span class=\"p\">a passage that facts rest on</span>, <b class=\"w\">the words that made them</b> and "
                            "<span class=\"n\">their numbers</span></li>\n</ul>\n");
}
