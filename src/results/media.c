/* results/media.c - names, media types and file endings of answers, and which one a client wants. */
#include "results/results.h"

#include "rdf/writer.h"

#include <string.h>
#include <strings.h>

/* The registered types (W3C, IANA) first; what follows are names that clients ask by though they say less. */
const dm_media dm_results_media[] = {
    {"json", "application/sparql-results+json", "srj", false, DM_RESULTS_JSON},
    {"xml", "application/sparql-results+xml", "srx", false, DM_RESULTS_XML},
    {"csv", "text/csv", "csv", true, DM_RESULTS_CSV},
    {"tsv", "text/tab-separated-values", "tsv", true, DM_RESULTS_TSV},
    {"html", "text/html", "html", true, DM_RESULTS_HTML},
    {"markdown", "text/markdown", "md", true, DM_RESULTS_MARKDOWN},
    {"table", "text/plain", "txt", true, DM_RESULTS_TABLE},
    {"json", "application/json", "json", false, DM_RESULTS_JSON},
    {"xml", "application/xml", "xml", false, DM_RESULTS_XML},
    {"xml", "text/xml", "xml", true, DM_RESULTS_XML},
    {"dot", "text/vnd.graphviz", "dot", true, DM_RESULTS_DOT},
};
const size_t dm_results_n_media = sizeof dm_results_media / sizeof *dm_results_media;

const dm_media dm_statement_media[] = {
    {"turtle", "text/turtle", "ttl", true, DM_SYNTAX_TURTLE},          {"ntriples", "application/n-triples", "nt", false, DM_SYNTAX_NTRIPLES},
    {"rdfxml", "application/rdf+xml", "rdf", false, DM_SYNTAX_RDFXML}, {"trig", "application/trig", "trig", false, DM_SYNTAX_TRIG},
    {"nquads", "application/n-quads", "nq", false, DM_SYNTAX_NQUADS},  {"turtle", "application/x-turtle", "ttl", false, DM_SYNTAX_TURTLE},
    {"rdfxml", "application/xml", "xml", false, DM_SYNTAX_RDFXML},     {"rdfxml", "text/xml", "xml", true, DM_SYNTAX_RDFXML},
    {"ntriples", "text/plain", "txt", true, DM_SYNTAX_NTRIPLES},
};
const size_t dm_statement_n_media = sizeof dm_statement_media / sizeof *dm_statement_media;

static const struct {
  const char       *name;
  dm_results_format format;
} formats[] = {
    {"table", DM_RESULTS_TABLE}, {"csv", DM_RESULTS_CSV},   {"tsv", DM_RESULTS_TSV},           {"json", DM_RESULTS_JSON},
    {"xml", DM_RESULTS_XML},     {"html", DM_RESULTS_HTML}, {"markdown", DM_RESULTS_MARKDOWN}, {"md", DM_RESULTS_MARKDOWN},
    {"srj", DM_RESULTS_JSON},    {"srx", DM_RESULTS_XML},   {"dot", DM_RESULTS_DOT},           {"gv", DM_RESULTS_DOT},
};

dm_status dm_results_format_find(dm_results_format *format, const char *name)
{
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
    if (strcmp(name, formats[i].name) == 0) {
      *format = formats[i].format;
      return DM_OK;
    }
  return DM_NOTHING;
}

const dm_media *dm_media_of_type(const dm_media *media, size_t n_media, const char *type)
{
  const size_t n = strcspn(type, "; \t");
  for (size_t i = 0; i < n_media; i++)
    if (strlen(media[i].media_type) == n && strncasecmp(media[i].media_type, type, n) == 0)
      return &media[i];
  return NULL;
}

const dm_media *dm_media_of_ending(const dm_media *media, size_t n_media, const char *path)
{
  const char *point = strrchr(path, '.');
  for (size_t i = 0; point && i < n_media; i++)
    if (strcasecmp(media[i].ending, point + 1) == 0)
      return &media[i];
  return NULL;
}

/* ---- negotiation ---- */

/* An element of Accept. A parameter other than q would narrow the range (text/html;level=1), but we write no variants that differ by one: it is passed over. */
typedef struct {
  const char *type;
  size_t      n_type;
  int         quality; /* thousandths; -1: no media range, to be ignored */
} media_range;

static bool is_blank(char c)
{
  return c == ' ' || c == '\t';
}

/* qvalue of §12.4.2: at most three digits behind the point, at most 1. What is none counts as 0: a client that we do not understand is not given what it may not want. */
static int read_quality(const char *at, size_t n)
{
  int quality = 0;
  int scale = 100;
  if (n == 0 || n > 5 || (at[0] != '0' && at[0] != '1') || (n > 1 && at[1] != '.'))
    return 0;
  for (size_t i = 2; i < n; i++, scale /= 10) {
    if (at[i] < '0' || at[i] > '9')
      return 0;
    quality += (at[i] - '0') * scale;
  }
  return at[0] == '1' ? (quality == 0 ? 1000 : 0) : quality;
}

/* The end of a part that ends at one of `ends`, outside of quoted strings (§5.6.4). */
static const char *part_end(const char *at, const char *ends)
{
  bool is_quoted = false;
  for (; *at && (is_quoted || !strchr(ends, *at)); at++) {
    if (is_quoted && *at == '\\' && at[1])
      at++;
    else if (*at == '"')
      is_quoted = !is_quoted;
  }
  return at;
}

/* Cuts blanks off both ends. */
static const char *trim(const char *begin, const char *end, size_t *n)
{
  while (begin < end && is_blank(*begin))
    begin++;
  while (end > begin && is_blank(end[-1]))
    end--;
  *n = (size_t)(end - begin);
  return begin;
}

static media_range read_range(const char *begin, const char *end)
{
  media_range range = {.quality = 1000};
  const char *type_end = part_end(begin, ";,");
  range.type = trim(begin, type_end, &range.n_type);
  if (!memchr(range.type, '/', range.n_type))
    range.quality = -1;
  for (const char *at = type_end; at < end && *at == ';';) {
    const char *next = part_end(at + 1, ";,");
    size_t      n = 0;
    const char *parameter = trim(at + 1, next, &n);
    if (n >= 2 && (parameter[0] == 'q' || parameter[0] == 'Q') && parameter[1] == '=' && range.quality >= 0)
      range.quality = read_quality(parameter + 2, n - 2);
    at = next;
  }
  return range;
}

/* 3: that type; 2: type / *; 1: * / *; 0: another one. */
static int exactness(const media_range *range, const char *media_type)
{
  const size_t n_major = strcspn(media_type, "/") + 1;
  if (range->n_type == 3 && memcmp(range->type, "*/*", 3) == 0)
    return 1;
  if (range->n_type == n_major + 1 && range->type[n_major] == '*' && strncasecmp(range->type, media_type, n_major) == 0)
    return 2;
  return range->n_type == strlen(media_type) && strncasecmp(range->type, media_type, range->n_type) == 0 ? 3 : 0;
}

static int quality_of(const char *media_type, const char *accept)
{
  int best_exactness = 0;
  int quality = 0;
  for (const char *at = accept; *at;) {
    const char       *end = part_end(at, ",");
    const media_range range = read_range(at, end);
    const int         exact = range.quality >= 0 ? exactness(&range, media_type) : 0;
    if (exact > best_exactness || (exact > 0 && exact == best_exactness && range.quality > quality)) {
      best_exactness = exact;
      quality = range.quality;
    }
    at = *end ? end + 1 : end;
  }
  return quality;
}

const dm_media *dm_media_choose(const dm_media *media, size_t n_media, const char *accept)
{
  const dm_media *best = NULL;
  int             best_quality = 0;
  if (!accept || accept[strspn(accept, " \t,")] == '\0')
    return n_media > 0 ? &media[0] : NULL;
  for (size_t i = 0; i < n_media; i++) {
    const int quality = quality_of(media[i].media_type, accept);
    if (quality > best_quality) {
      best = &media[i];
      best_quality = quality;
    }
  }
  return best;
}
